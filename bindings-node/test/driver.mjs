// Speaks for the package's Session when transcripts are replayed: tests/src/transcript/driver.rs says how.
import { createInterface } from 'node:readline';

import { Session, SmppkitError, decode, encode } from 'smppkit';

const STATES = {
  open: 'Open',
  outbound: 'Outbound',
  bound_tx: 'BoundTx',
  bound_rx: 'BoundRx',
  bound_trx: 'BoundTrx',
  unbound: 'Unbound',
  closed: 'Closed',
};

const ms = (nanoseconds) => Number(nanoseconds) / 1e6;
const timer = (setting) => (setting === 'off' ? null : ms(setting));
const octets = (text) => (text === '-' ? Buffer.alloc(0) : Buffer.from(text, 'hex'));
const hex = (octets) => (octets.length === 0 ? '-' : octets.toString('hex'));
const pdu = (text) => decode(octets(text));
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

let session;

const commands = {
  start(...settings) {
    const given = Object.fromEntries(settings.map((setting) => setting.split('=')));
    const config = {
      role: given.role,
      interfaceVersion: Number(given.interface_version),
      versionWhenAbsent: Number(given.version_when_absent),
      maxCommandLength: Number(given.max_command_length),
      maxUnanswered: Number(given.max_unanswered),
      sessionInitMs: timer(given.session_init),
      enquireLinkMs: timer(given.enquire_link),
      inactivityMs: timer(given.inactivity),
      responseMs: timer(given.response),
      whenUnansweredFull: given.when_full,
      enquireLinks: given.enquire_links,
      unknownRequests: given.unknown,
      tolerance: given.tolerance,
      checkOutgoing: given.outgoing === 'check',
    };
    session = new Session(config, Number(given.window), ms(1));
    return [];
  },
  receive(now, input) {
    const events = session.receive(octets(input), ms(now));
    // What waited only for its octets to be fetched goes on.
    while (session.paused && session.backlog > 0) {
      write('octets', hex(session.dataToSend()));
      events.push(...session.receive(Buffer.alloc(0), ms(now)));
    }
    return session.paused ? [...events, { kind: 'paused' }] : events;
  },
  timeout: (now) => session.handleTimeout(ms(now)),
  request: (now, token, frame) => void session.request(pdu(frame), Number(token), ms(now)),
  request_within: (now, within, token, frame) =>
    void session.requestWithin(pdu(frame), Number(token), ms(within), ms(now)),
  notify: (now, frame) => void session.notify(pdu(frame), ms(now)),
  respond(now, ticket, frame) {
    const response = pdu(frame);
    session.respond(Number(ticket), response.commandStatus, response, ms(now));
  },
  reject: (now, ticket, status) => void session.reject(Number(ticket), Number(status), ms(now)),
  abandon: (now, ticket) => void session.abandon(Number(ticket)),
  close: (now) => session.close(ms(now)),
  eof: (now) => session.receiveEof(ms(now)),
};

function header(event) {
  const out = Buffer.alloc(16);
  [event.commandLength, event.commandId, event.commandStatus, event.sequenceNumber].forEach((value, at) =>
    out.writeUInt32BE(value, 4 * at),
  );
  return out.toString('hex');
}

const events = {
  request: ({ ticket, pdu }) => [ticket, hex(encode(pdu))],
  response: ({ token, pdu }) => [token, hex(encode(pdu))],
  notification: ({ pdu }) => [hex(encode(pdu))],
  refused: (event) => [header(event), event.answeredWith, ...(event.fault ? [snake(event.fault.field)] : [])],
  unbind_received: () => [],
  unanswered: ({ token, reason }) => [token, reason],
  closed: ({ reason }) => [reason],
  paused: () => [],
};

const write = (...words) => process.stdout.write(`${words.join(' ')}\n`);

function errorName(error) {
  const name = error.code.replace('SMPPKIT_', '').toLowerCase();
  return name === 'field' ? `field ${snake(error.field)}` : name;
}

function answer(line) {
  const [command, ...words] = line.split(' ');
  let told = [];
  try {
    told = commands[command](...words) ?? [];
  } catch (error) {
    if (!(error instanceof SmppkitError)) return write('failed', error.stack.replaceAll('\n', ' | '));
    write('error', errorName(error));
  }
  // An answer may be what the rest of the input waited for, and what is told may be waiting for a call.
  if (session.backlog > 0) write('octets', hex(session.dataToSend()));
  for (const event of told) write(event.kind, ...events[event.kind](event));
  write('done', STATES[session.state]);
}

for await (const line of createInterface({ input: process.stdin })) answer(line);
