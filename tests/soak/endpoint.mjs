// An ESME or an MC for the soak (see README.md), with smppkit/net.
//
//     node endpoint.mjs client PORT MESSAGES
//     node endpoint.mjs server MESSAGES

import { CommandStatus, DeliverSm, SubmitSm, SubmitSmResp } from '../../bindings-node/dist/index.mjs';
import { connect, serve, ConnectionClosed } from '../../bindings-node/dist/net/index.mjs';

const WINDOW = 16;
const TIMERS = { window: WINDOW, responseMs: 2000, enquireLinkMs: 1000 };
/** How long the end may take. */
const END_MS = 5000;

function tell(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function stdinEnds() {
  return new Promise((resolve) => process.stdin.on('end', resolve).resume());
}

// Both sides

const text = (number) => `${number} ${'x'.repeat((number * 37) % 120)}`;

function numberOf(octets) {
  const said = Buffer.from(octets).toString('latin1');
  const number = Number.parseInt(said, 10);
  return said === text(number) ? number : undefined;
}

/** Sends messages one after the other, over whichever connection. */
class Sender {
  #messages;
  #next = 0;
  #unsettled;

  constructor(messages) {
    this.#messages = messages;
    this.#unsettled = messages;
  }

  /** Sends as long as there are messages, and the link is not over. */
  async sendOver(link, Kind, isOver) {
    const inFlight = new Set();
    while (this.#next < this.#messages && !isOver()) {
      const number = this.#next++;
      const pdu = new Kind({ sourceAddr: '1234', destinationAddr: '447700900123', shortMessage: text(number) });
      const sent = this.#send(link, number, pdu).finally(() => inFlight.delete(sent));
      inFlight.add(sent);
      if (inFlight.size === WINDOW) await Promise.race(inFlight);
    }
    await Promise.all(inFlight);
  }

  async #send(link, number, pdu) {
    try {
      const { commandStatus: status, messageId: id } = await link.request(pdu);
      tell(status === 0 && id ? { sent: number, status, id } : { sent: number, status });
    } catch (error) {
      if (error.mayHaveBeenDone === undefined) throw error;
      tell({ sent: number, [error.mayHaveBeenDone ? 'lost' : 'not_sent']: error.message });
    }
    if (--this.#unsettled === 0) tell({ done: true });
  }
}

/** Tells of a message, and answers it: with this response, or one that says nothing else. */
function received(delivery, response) {
  const { pdu } = delivery;
  const number = pdu instanceof SubmitSm || pdu instanceof DeliverSm ? numberOf(pdu.shortMessage) : undefined;
  if (number === undefined) return tell({ wrong: String(pdu) });
  try {
    if (number % 50 === 49) {
      tell({ received: number, status: CommandStatus.ESME_RSYSERR });
      delivery.reject(CommandStatus.ESME_RSYSERR);
    } else {
      tell({ received: number, status: 0, id: response?.messageId });
      delivery.accept(response);
    }
  } catch (error) {
    // Otherwise the peer knows.
    if (!(error instanceof ConnectionClosed)) throw error;
  }
}

async function client(port, messages) {
  const esme = await connect({
    url: `smpp://soak:secret@127.0.0.1:${port}`,
    ...TIMERS,
    connectTimeoutMs: 4000,
    reconnect: { firstDelayMs: 20, maxDelayMs: 200, requestWaitMs: 60_000 },
  });
  const sending = new Sender(messages).sendOver(esme, SubmitSm, () => false);
  const receiving = receive(esme);
  await stdinEnds();
  await esme.close(END_MS);
  await sending;
  await receiving;
}

async function receive(esme) {
  for await (const message of esme) received(message);
}

async function server(messages) {
  let ids = 0;
  const sender = new Sender(messages);
  const mc = await serve({
    port: 0,
    ...TIMERS,
    sessionInitMs: 2000,
    onBound: (peer) => sender.sendOver(peer, DeliverSm, () => !peer.isBound),
    onRequest: (request) => received(request, new SubmitSmResp({ messageId: `s${ids++}` })),
  });
  tell({ listening: mc.port });
  await stdinEnds();
  await mc.close(END_MS);
}

const [role, ...numbers] = process.argv.slice(2);
const roles = { client, server };
if (roles[role] === undefined || roles[role].length !== numbers.length) {
  console.error('endpoint.mjs client PORT MESSAGES | endpoint.mjs server MESSAGES');
  process.exit(2);
}
await roles[role](...numbers.map(Number));
process.exit(0);
