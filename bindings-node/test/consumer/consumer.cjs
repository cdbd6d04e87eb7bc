const assert = require('node:assert/strict');

const { Session, SubmitSm, decode, encode, engine } = require('smppkit');

assert.ok(decode(encode(new SubmitSm({ destinationAddr: '4477' }))) instanceof SubmitSm);
assert.equal(new Session({ role: 'esme' }, 4, 0).state, 'open');
console.log(engine);
