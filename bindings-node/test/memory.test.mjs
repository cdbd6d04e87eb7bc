// Memory does not grow with what passes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { BindTransceiver, BindTransceiverResp, Correlator, Reassembler, Session, SubmitSm, SubmitSmResp, decode, encode, submitText } from 'smppkit';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Octets in use once all that can be collected was, and finalizers ran. */
async function used() {
  for (let round = 0; round < 4; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { js: heapUsed + arrayBuffers, rss };
}

/** Does it often enough to be warm, then many times more; the memory in use must be the same before and after. */
async function flat(warm, times, step) {
  await step(warm);
  const before = await used();
  await step(times);
  const after = await used();
  assert.ok(after.js - before.js < 1 << 20, `${after.js - before.js} octets more of JavaScript`);
  assert.ok(after.rss - before.rss < 24 << 20, `${after.rss - before.rss} octets more of the process`);
}

const message = new SubmitSm({ sourceAddr: '12345', destinationAddr: '447700900123', shortMessage: 'Hello', tlvs: { userMessageReference: 7 } });

test('PDUs, of which none may leave a hundred octets', async () => {
  await flat(30_000, 300_000, (times) => {
    for (let at = 0; at < times; at++) {
      const pdu = decode(encode(message, { sequenceNumber: at }));
      if (pdu.sequenceNumber !== at || pdu.destinationAddr.length !== 12 || pdu.tlvs.userMessageReference !== 7) assert.fail();
    }
  });
});

test('messages over a session', async () => {
  const esme = new Session({ role: 'esme' }, 64, 0);
  const mc = new Session({ role: 'mc' }, 64, 0);
  esme.request(new BindTransceiver({ systemId: 'app' }), 0, 0);
  const [bind] = mc.receive(esme.dataToSend(), 0);
  mc.respond(bind.ticket, 0, new BindTransceiverResp(), 0);
  esme.receive(mc.dataToSend(), 0);
  await flat(25_000, 100_000, (times) => {
    for (let done = 0; done < times; ) {
      while (esme.windowAvailable > 0) esme.request(message, { done }, 0);
      for (const { ticket } of mc.receive(esme.dataToSend(), 0)) mc.respond(ticket, 0, new SubmitSmResp({ messageId: '1' }), 0);
      done += esme.receive(mc.dataToSend(), 0).length;
    }
  });
});

test('sessions, reassemblers and correlators that are no longer reachable', async () => {
  const parts = submitText('1', '2', 'long '.repeat(100));
  await flat(2_000, 10_000, async (times) => {
    for (let at = 0; at < times; at++) {
      new Session({ role: 'mc' }, 64, 0);
      new Reassembler().insert(parts[0], 0);
      new Correlator().submitted('1', {}, 0);
      // Finalizers run between two turns of the event loop.
      if (at % 500 === 0) await used();
    }
  });
});

test('what a correlator gives up', async () => {
  const correlator = new Correlator({ maxMessages: 100, maxEarlyReceipts: 100, maxEnded: 100 });
  await flat(5_000, 25_000, (times) => {
    for (let at = 0; at < times; at++) {
      correlator.submitted(`a${at}`, { at }, at);
      correlator.receipt(`b${at}`, false, { at }, at * 1000);
    }
  });
});
