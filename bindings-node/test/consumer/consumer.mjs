import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { SmppkitError, SubmitSm, decode, encode, engine } from 'smppkit';
import { BindRefused, connect } from 'smppkit/net';

assert.ok(decode(encode(new SubmitSm({ destinationAddr: '4477' }))) instanceof SubmitSm);
// However it was imported, there is one copy of each class.
assert.equal(createRequire(import.meta.url)('smppkit').SubmitSm, SubmitSm);
assert.equal(createRequire(import.meta.url)('smppkit/net').connect, connect);
assert.ok(new BindRefused(14) instanceof SmppkitError);
console.log(engine);
