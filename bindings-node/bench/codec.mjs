// The codec beside node-smpp, in one run: how long a submit_sm takes to be decoded and read, and to be built and encoded.
// Each figure is the median of several rounds that take turns, so that what else the machine does meets all alike.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TEXT = 'Your parcel will be delivered today between 10 and 12.';
const ROUNDS = 9;
const MILLISECONDS = 60;
const WARM = 2000;

const contestants = {
  async smppkit() {
    const { SubmitSm, decode, encode } = await import('smppkit');
    const build = () =>
      encode(
        new SubmitSm({
          sequenceNumber: 1,
          sourceAddr: '12345',
          destAddrTon: 1,
          destAddrNpi: 1,
          destinationAddr: '447700900123',
          registeredDelivery: 1,
          shortMessage: TEXT,
        }),
      );
    const frame = build();
    const read = () => {
      const pdu = decode(frame);
      return (
        pdu.sourceAddr.length +
        pdu.destinationAddr.length +
        pdu.destAddrTon +
        pdu.registeredDelivery +
        pdu.dataCoding +
        pdu.shortMessage.length
      );
    };
    return { read, build };
  },

  async 'node-smpp'() {
    const { PDU } = createRequire(import.meta.url)('smpp');
    const build = () =>
      new PDU('submit_sm', {
        sequence_number: 1,
        source_addr: '12345',
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: '447700900123',
        registered_delivery: 1,
        short_message: TEXT,
      }).toBuffer();
    const frame = build();
    const read = () => {
      const pdu = PDU.fromBuffer(frame);
      return (
        pdu.source_addr.length +
        pdu.destination_addr.length +
        pdu.dest_addr_ton +
        pdu.registered_delivery +
        pdu.data_coding +
        pdu.short_message.message.length
      );
    };
    return { read, build };
  },
};

/** Nanoseconds of processor time that a call takes. */
function measure(call) {
  let sum = 0;
  let calls = 0;
  const start = process.cpuUsage();
  const end = performance.now() + MILLISECONDS;
  while (performance.now() < end) {
    for (let at = 0; at < 200; at++) sum += weigh(call());
    calls += 200;
  }
  const { user, system } = process.cpuUsage(start);
  if (Number.isNaN(sum)) throw new Error('nothing was measured');
  return ((user + system) * 1000) / calls;
}

/** Something to do with a result, so that none is left out. */
const weigh = (result) => (typeof result === 'number' ? result : result.length);

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** In a process of its own: what one contestant takes. */
async function contest(name) {
  const { read, build } = await contestants[name]();
  // Engines of JavaScript and WebAssembly compile well what runs often, in the background.
  for (const end = performance.now() + WARM; performance.now() < end; ) [read, build].forEach(measure);
  const rounds = Array.from({ length: ROUNDS }, () => [measure(read), measure(build)]);
  console.log(JSON.stringify(rounds));
}

if (process.argv[2] !== undefined) {
  await contest(process.argv[2]);
} else {
  const run = (name, engine = '') => {
    const env = { ...process.env, SMPPKIT_ENGINE: engine };
    return JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { env, encoding: 'utf8' }));
  };
  const rows = [
    ['smppkit, native', () => run('smppkit', 'native')],
    ['smppkit, WebAssembly', () => run('smppkit', 'wasm')],
    ['node-smpp 0.5.1', () => run('node-smpp')],
  ].map(([title, measureAll]) => ({ title, measureAll, all: [] }));
  for (let turn = 0; turn < 3; turn++) for (const row of rows) row.all.push(...row.measureAll());
  const reference = [0, 1].map((at) => median(rows.at(-1).all.map((round) => round[at])));
  console.log(`${'submit_sm, ns'.padEnd(24)}${'decode, read six'.padStart(22)}${'build, encode'.padStart(22)}`);
  for (const { title, all } of rows) {
    const cells = [0, 1].map((at) => {
      const ns = median(all.map((round) => round[at]));
      return `${ns.toFixed(0)} (${(reference[at] / ns).toFixed(1)}x)`.padStart(22);
    });
    console.log(title.padEnd(24) + cells.join(''));
  }
}
