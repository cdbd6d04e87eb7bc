const assert = require('node:assert/strict');

const { Session, SmppkitError, SubmitSm, decode, encode, engine } = require('smppkit');
const { NotConnected } = require('smppkit/net');

assert.ok(decode(encode(new SubmitSm({ destinationAddr: '4477' }))) instanceof SubmitSm);
assert.equal(new Session({ role: 'esme' }, 4, 0).state, 'open');
assert.ok(new NotConnected() instanceof SmppkitError);
console.log(engine);
