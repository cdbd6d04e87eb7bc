// A long run in flat memory: `COUNT=1000000 node scripts/soak.mjs`. Client and server are two processes on loopback. Each
// submit_sm is answered once its receipt was delivered and accepted; both sides count, and the memory of each must not grow
// by more than named below once a fifth of the run is over. Ends with 1 where it does.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { DeliverSm, EsmClass, MessageState, SubmitSm, SubmitSmResp, formatReceipt } from 'smppkit';
import { connect, serve } from 'smppkit/net';

const COUNT = Number(process.env.COUNT ?? 1_000_000);
const WINDOW = 64;
const MIB = 1 << 20;
/**
 * What may be added after a fifth of the run: to what is in use of the heap after a collection, and to the process, which
 * takes some hundred thousand messages to reach its size.
 */
const LIMITS = { heap: 1 * MIB, rss: (COUNT < 200_000 ? 32 : 8) * MIB };
const SAMPLES = 10;
const DATE = new Date();

/** What is in use, and each tenth of the run. */
class Progress {
  done = 0;
  memory = [];

  step() {
    this.done++;
    if (this.done % (COUNT / SAMPLES) !== 0) return;
    // The second one frees what the first one found unreachable, buffers included.
    globalThis.gc();
    globalThis.gc();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    this.memory.push({ heap: heapUsed + arrayBuffers, rss });
  }
}

const sides = {
  /** Says its port, and what it saw once the client has left. */
  async server() {
    const progress = new Progress();
    const server = await serve({
      port: 0,
      window: WINDOW,
      onRequest: async ({ pdu }, peer) => {
        progress.step();
        const messageId = String(progress.done);
        const receipt = { messageId, messageState: MessageState.DELIVERED, submitDate: DATE, doneDate: DATE };
        const { sourceAddr: destinationAddr, destinationAddr: sourceAddr } = pdu;
        const esmClass = EsmClass.MC_DELIVERY_RECEIPT;
        await peer.deliver(new DeliverSm({ sourceAddr, destinationAddr, esmClass, shortMessage: formatReceipt(receipt) }));
        return new SubmitSmResp({ messageId });
      },
      onBound: async (peer) => {
        await peer.closed;
        await server.close();
        process.send({ ...progress, stats: peer.stats });
        process.disconnect();
      },
    });
    process.send({ port: server.port });
  },

  async client(port) {
    const progress = new Progress();
    const esme = await connect({ url: `smpp://app:secret@127.0.0.1:${port}`, window: WINDOW, maxUnanswered: WINDOW });
    const sums = { responses: 0, receipts: 0 };
    const receive = async () => {
      for await (const message of esme) {
        sums.receipts += Number(message.receipt.messageId);
        message.accept();
      }
    };
    let next = 0;
    const send = async () => {
      while (next < COUNT) {
        const destinationAddr = String(447_700_000_000 + next++);
        const shortMessage = 'Your parcel will be delivered today between 10 and 12.';
        const pdu = new SubmitSm({ sourceAddr: '12345', destinationAddr, shortMessage, registeredDelivery: 1 });
        const { messageId } = await esme.submit(pdu);
        sums.responses += Number(messageId);
        progress.step();
      }
    };
    const received = receive();
    const began = performance.now();
    await Promise.all(Array.from({ length: WINDOW }, send));
    const seconds = (performance.now() - began) / 1000;
    const { stats } = esme;
    await esme.close();
    await received;
    process.send({ ...progress, sums, stats, seconds });
    process.disconnect();
  },
};

/** Another process that is one side: what it says, one after the other. */
function start(side, ...args) {
  const child = fork(fileURLToPath(import.meta.url), [side, ...args], { execArgv: ['--expose-gc'] });
  const said = [];
  let wake = () => {};
  child.on('message', (message) => (said.push(message), wake()));
  child.once('exit', () => (child.hasLeft = true, wake()));
  return async () => {
    while (said.length === 0) {
      if (child.hasLeft) throw new Error(`the ${side} ended with ${child.exitCode ?? child.signalCode}`);
      await new Promise((resolve) => (wake = resolve));
    }
    return said.shift();
  };
}

async function soak() {
  const server = start('server');
  const { port } = await server();
  const client = start('client', String(port));
  const ends = { client: await client(), server: await server() };

  const faults = [];
  const expect = (what, is, wanted) => {
    if (is !== wanted) faults.push(`${what}: ${is}, not ${wanted}`);
  };
  // Ids are 1 to COUNT: each came once, in a response and in a receipt.
  const sum = (COUNT * (COUNT + 1)) / 2;
  expect('ids of responses, added up', ends.client.sums.responses, sum);
  expect('ids of receipts, added up', ends.client.sums.receipts, sum);
  for (const [side, { done, memory, stats }] of Object.entries(ends)) {
    expect(`messages at the ${side}`, done, COUNT);
    for (const what of ['unmatched', 'faulty', 'refused', 'timedOut']) expect(`${what} at the ${side}`, stats[what], 0);
    for (const [what, limit] of Object.entries(LIMITS)) {
      const after = memory.slice(SAMPLES / 5 - 1).map((sample) => sample[what]);
      const more = Math.max(...after) - after[0];
      const shown = after.map((octets) => (octets / MIB).toFixed(1)).join(' ');
      console.log(`${side}, ${what}, from 20 % to 100 %, MiB: ${shown}; at most ${(more / MIB).toFixed(1)} more`);
      if (more > limit) faults.push(`${what} of the ${side} grew by ${more} octets, more than ${limit}`);
    }
  }
  const rate = Math.round(COUNT / ends.client.seconds).toLocaleString('en');
  console.log(`${COUNT.toLocaleString('en')} messages and their receipts, ${rate} a second`);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

if (!Number.isInteger(COUNT / SAMPLES) || COUNT < 1) throw new RangeError(`COUNT must be a multiple of ${SAMPLES}`);
const [side, ...args] = process.argv.slice(2);
await (side === undefined ? soak() : sides[side](...args));
