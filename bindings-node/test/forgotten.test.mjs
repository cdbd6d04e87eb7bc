// What a program forgets is rejected once the garbage collector has found it.
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { CommandStatus, DeliverSm, EsmClass, SubmitSm, SubmitSmResp, formatReceipt, splitText } from 'smppkit';
import { RequestRefused, connect, serve } from 'smppkit/net';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const within = { timeout: 60_000 };
const opened = [];
after(() => Promise.all(opened.map((one) => one.close(100))));

async function pair(options = {}, onRequest = () => new SubmitSmResp({ messageId: '1' })) {
  const mc = await serve({ port: 0, onRequest });
  const esme = await connect({ url: `smpp://app:secret@127.0.0.1:${mc.port}`, ...options });
  opened.push(esme, mc);
  return { mc, esme, peer: mc.peers[0] };
}

/** Lets the collector work until this has come. */
async function collected(promise) {
  let isThere = false;
  void promise.finally(() => (isThere = true)).catch(() => undefined);
  while (!isThere) {
    collect();
    await turn();
  }
  return promise;
}

const isRejected = (error) => error instanceof RequestRefused && error.commandStatus === CommandStatus.ESME_RX_T_APPN;
const hello = new DeliverSm({ sourceAddr: '447700900123', destinationAddr: '12345', shortMessage: 'Hello' });

test('messages that nobody keeps, more than may wait for their answers', within, async () => {
  const { esme, peer } = await pair({ maxUnanswered: 4 });
  const delivering = Promise.allSettled(Array.from({ length: 10 }, () => peer.deliver(hello)));
  const read = (async () => {
    for (let count = 0; count < 10; count++) assert.equal((await esme.receive()).text, 'Hello');
  })();
  const outcomes = await collected(delivering);
  await read;
  assert.ok(outcomes.slice(0, 9).every(({ reason }) => isRejected(reason)));
});

test('a message that is kept, and one that was answered, are left alone', within, async () => {
  const { esme, peer } = await pair();
  const answered = peer.deliver(hello);
  await esme.receive().then((message) => message.accept());
  await answered;
  let isAnswered = false;
  const kept = peer.deliver(hello).finally(() => (isAnswered = true));
  const message = await esme.receive();
  for (let round = 0; round < 20; round++) {
    collect();
    await turn();
  }
  assert.ok(!isAnswered && !message.isAnswered);
  message.accept();
  await kept;
});

test('all parts of a long message', within, async () => {
  const { esme, peer } = await pair();
  const parts = splitText('All work and no play makes Jack a dull boy. '.repeat(6), { reference: 7 });
  const delivering = parts.map(({ esmClass, octets }) => peer.deliver(hello.with({ esmClass, shortMessage: octets })));
  assert.ok(parts.length > 1);
  await esme.receive();
  const outcomes = await collected(Promise.allSettled(delivering));
  assert.ok(outcomes.every(({ reason }) => isRejected(reason)));
});

test('a receipt that was awaited is awaited again', within, async () => {
  const { esme, peer } = await pair();
  const { receipts } = await esme.sendText({ to: '1', text: 'x', awaitReceipts: true });
  const text = formatReceipt({ messageId: '1', messageState: 2, submitDate: new Date(0), doneDate: new Date(0) });
  const receipt = new DeliverSm({ esmClass: EsmClass.MC_DELIVERY_RECEIPT, shortMessage: text });
  const first = peer.deliver(receipt);
  await receipts.receive();
  assert.equal(receipts.waiting, 0);
  await assert.rejects(collected(first), isRejected);
  assert.equal(receipts.waiting, 1);
  const again = peer.deliver(receipt);
  assert.deepEqual(await receipts.outcome(), [2]);
  await again;
});

test('a request that a handler of a server forgets', within, async () => {
  const { esme } = await pair({}, () => undefined);
  await assert.rejects(collected(esme.submit(new SubmitSm({ destinationAddr: '1', shortMessage: 'Hello' }))), isRejected);
});
