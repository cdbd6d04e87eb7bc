import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { SubmitSm, decode, encode, engine } from 'smppkit';

assert.ok(decode(encode(new SubmitSm({ destinationAddr: '4477' }))) instanceof SubmitSm);
// However it was imported, there is one copy of each class.
assert.equal(createRequire(import.meta.url)('smppkit').SubmitSm, SubmitSm);
console.log(engine);
