// Client and server on loopback in two processes, window 64, beside node-smpp against itself: `node bench/net.mjs`. Each
// figure is the median of several rounds that take turns.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SUBMITS = 60_000;
const WINDOW = 64;
const ROUNDS = 3;
const TEXT = 'Your parcel will be delivered today between 10 and 12.';

/** Each side of each: a server says its port; a client, how many submits a second it got through. */
const sides = {
  async smppkitServer() {
    const { SubmitSmResp } = await import('smppkit');
    const { serve } = await import('smppkit/net');
    let id = 0;
    const server = await serve({ port: 0, onRequest: () => new SubmitSmResp({ messageId: String(++id) }) });
    return server.port;
  },

  async smppkitClient(port) {
    const { SubmitSm } = await import('smppkit');
    const { connect } = await import('smppkit/net');
    const esme = await connect({ url: `smpp://app:secret@127.0.0.1:${port}`, window: WINDOW });
    return rate((number) => esme.submit(new SubmitSm({ destinationAddr: String(447700900000 + number), shortMessage: TEXT })));
  },

  async nodeSmppServer() {
    const { default: smpp } = await import('smpp');
    let id = 0;
    const server = smpp.createServer({}, (session) => {
      session.on('error', () => {});
      session.on('bind_transceiver', (pdu) => session.send(pdu.response()));
      session.on('submit_sm', (pdu) => session.send(pdu.response({ message_id: String(++id) })));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server.address().port;
  },

  async nodeSmppClient(port) {
    const { default: smpp } = await import('smpp');
    const session = smpp.connect({ url: `smpp://127.0.0.1:${port}` });
    await new Promise((resolve) => session.bind_transceiver({ system_id: 'app', password: 'secret' }, resolve));
    return rate(
      (number) =>
        new Promise((resolve) => {
          session.submit_sm({ destination_addr: String(447700900000 + number), short_message: TEXT }, resolve);
        }),
    );
  },
};

/** Submits a second, of as many senders as the window has slots. */
async function rate(submit) {
  let next = 0;
  const sender = async () => {
    while (next < SUBMITS) await submit(next++);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: WINDOW }, sender));
  return (SUBMITS / (performance.now() - start)) * 1000;
}

/** Another process that is one side, and what it said. */
async function start(side, ...args) {
  const child = fork(fileURLToPath(import.meta.url), [side, ...args]);
  const said = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${side} ended with ${code}`)));
  });
  return { child, said };
}

async function round(name) {
  const server = await start(`${name}Server`);
  const client = await start(`${name}Client`, String(server.said));
  for (const { child } of [client, server]) child.kill();
  return client.said;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const [side, ...args] = process.argv.slice(2);
if (side !== undefined) {
  process.send(await sides[side](...args));
} else {
  const rates = { smppkit: [], nodeSmpp: [] };
  for (let count = 0; count < ROUNDS; count++) for (const name of Object.keys(rates)) rates[name].push(await round(name));
  const [ours, theirs] = [median(rates.smppkit), median(rates.nodeSmpp)];
  console.log(`submits a second, two processes, window ${WINDOW}:`);
  console.log(`  smppkit    ${Math.round(ours).toLocaleString('en')}  (${(ours / theirs).toFixed(1)} times)`);
  console.log(`  node-smpp  ${Math.round(theirs).toLocaleString('en')}`);
}
