import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import {
  AlertNotification,
  BindTransceiver,
  BindTransceiverResp,
  CommandId,
  CommandStatus,
  DeliverSm,
  DeliverSmResp,
  EnquireLink,
  FieldError,
  Pacer,
  SendError,
  Session,
  SmppkitError,
  SubmitSm,
  SubmitSmResp,
  Unbind,
  decode,
  encode,
  responseTo,
} from 'smppkit';

const message = new SubmitSm({ destinationAddr: '447700900123', shortMessage: 'Hello' });

/** An ESME and an MC that are bound. */
function bound({ window = 4, esme: esmeConfig = {}, mc: mcConfig = {} } = {}) {
  const esme = new Session({ role: 'esme', ...esmeConfig }, window, 0);
  const mc = new Session({ role: 'mc', ...mcConfig }, window, 0);
  esme.request(new BindTransceiver({ systemId: 'app' }), 0, 0);
  const [request] = mc.receive(esme.dataToSend(), 0);
  mc.respond(request.ticket, 0, new BindTransceiverResp({ systemId: 'mc' }), 0);
  esme.receive(mc.dataToSend(), 0);
  assert.deepEqual([esme.state, mc.state], ['bound_trx', 'bound_trx']);
  return { esme, mc };
}

const sendError = (code, fields = {}) => (error) => {
  assert.ok(error instanceof SendError && error instanceof SmppkitError, error);
  assert.equal(error.code, code);
  for (const [name, value] of Object.entries(fields)) assert.equal(error[name], value);
  return true;
};

test('a request and its answer, with any token', () => {
  const { esme, mc } = bound();
  const tokens = [{ id: 1 }, 'text', 0, Number.MAX_SAFE_INTEGER];
  const numbers = tokens.map((token) => esme.request(message, token, 10));
  assert.deepEqual(numbers, [2, 3, 4, 5]);
  const requests = mc.receive(esme.dataToSend(), 10);
  assert.ok(requests.every(({ kind, pdu }) => kind === 'request' && pdu.destinationAddr === '447700900123'));
  assert.equal(mc.unanswered, 4);
  for (const { ticket } of requests) mc.respond(ticket, 0, new SubmitSmResp({ messageId: 'x' }), 12);
  const responses = esme.receive(mc.dataToSend(), 15);
  assert.deepEqual(responses.map(({ token }) => token), tokens);
  assert.equal(responses[0].token, tokens[0]);
  assert.deepEqual(responses.map(({ kind, commandStatus, roundTripMs }) => [kind, commandStatus, roundTripMs]), Array(4).fill(['response', 0, 5]));
  esme.request(message, undefined, 16);
  assert.equal(esme.stats.sent, 6);
});

test('misuse is an error that says what is wrong, and changes nothing', () => {
  const { esme, mc } = bound({ window: 1 });
  esme.request(message, 1, 0);
  const before = esme.dataToSend();
  assert.throws(() => esme.request(message, 2, 0), sendError('SMPPKIT_WINDOW_FULL'));
  assert.throws(() => esme.request(new DeliverSm(), 2, 0), sendError('SMPPKIT_NOT_ALLOWED', { state: 'bound_trx', pdu: 'deliver_sm' }));
  assert.throws(() => esme.request(new SubmitSmResp(), 2, 0), sendError('SMPPKIT_WRONG_KIND'));
  assert.throws(() => esme.notify(message, 0), sendError('SMPPKIT_WRONG_KIND'));
  assert.throws(
    () => mc.request(new DeliverSm({ sourceAddr: 'x'.repeat(30) }), 2, 0),
    (error) => error instanceof FieldError && error.code === 'SMPPKIT_FIELD' && error.field === 'sourceAddr' && error.limit === 20,
  );
  assert.equal(esme.backlog, 0);
  const [{ ticket }] = mc.receive(before, 0);
  assert.throws(() => mc.respond(ticket, 0, new DeliverSmResp(), 0), sendError('SMPPKIT_WRONG_KIND'));
  mc.reject(ticket, CommandStatus.ESME_RTHROTTLED, 0);
  assert.throws(() => mc.reject(ticket, 0, 0), sendError('SMPPKIT_TICKET_USED'));
  assert.throws(() => mc.abandon(ticket), sendError('SMPPKIT_TICKET_USED'));
  assert.throws(() => mc.respond(123_456_789, 0, new SubmitSmResp(), 0), sendError('SMPPKIT_TICKET_USED'));
  const [response] = esme.receive(mc.dataToSend(), 0);
  assert.equal(response.commandStatus, CommandStatus.ESME_RTHROTTLED);
  assert.deepEqual(esme.close(0).map(({ kind, reason }) => [kind, reason]), [['closed', 'local']]);
  assert.throws(() => esme.request(message, 3, 0), sendError('SMPPKIT_CLOSED'));
});

test('settings that make no sense', () => {
  const config = (settings, window = 4) => () => new Session({ role: 'esme', ...settings }, window, 0);
  const isConfig = (error) => error instanceof SmppkitError && error.code === 'SMPPKIT_CONFIG';
  assert.throws(config({}, 0), isConfig);
  assert.throws(config({}, 65_536), isConfig);
  assert.throws(config({ role: 'mediator' }), isConfig);
  assert.throws(config({ responseMs: 0 }), isConfig);
  assert.throws(config({ maxCommandLength: 15 }), isConfig);
  assert.throws(config({ enquireLinksMs: 5 }), (error) => isConfig(error) && /enquireLinksMs/.test(error.message));
  assert.throws(config({ maxUnanswered: 0 }), isConfig);
  assert.throws(config({ maxCommandLength: 2 ** 32 - 1 }), isConfig);
});

test('what the peer does wrong is an event', () => {
  const { esme, mc } = bound();
  const [refused] = mc.receive(encode(new DeliverSm({ sequenceNumber: 9 })), 0);
  assert.deepEqual(
    [refused.kind, refused.pdu, refused.sequenceNumber, refused.answeredWith, refused.fault],
    ['refused', 'deliver_sm', 9, CommandStatus.ESME_RINVBNDSTS, null],
  );
  const long = encode(new SubmitSm({ sequenceNumber: 10, sourceAddr: 'x'.repeat(30) }));
  const [faulty] = mc.receive(long, 0);
  assert.deepEqual([faulty.fault.field, faulty.answeredWith], ['sourceAddr', CommandStatus.ESME_RINVSRCADR]);
  const answers = mc.dataToSend();
  assert.equal(decode(answers.subarray(0, 16)).command, 'deliver_sm_resp');
  const closed = esme.receive(Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 0);
  assert.deepEqual(closed.map(({ kind, reason, commandLength }) => [kind, reason, commandLength]), [['closed', 'bad_command_length', 0x48545450]]);
  assert.equal(decode(esme.dataToSend()).command, 'generic_nack');
  assert.deepEqual(esme.receive(Buffer.from('more'), 0), []);
});

test('time', () => {
  const { esme } = bound({ esme: { enquireLinkMs: 1000, responseMs: 500 } });
  esme.dataToSend();
  esme.request(message, 'mine', 0);
  esme.requestWithin(message, 'patient', 800, 0);
  assert.ok(esme.timeout() >= 500 && esme.timeout() < 501);
  assert.deepEqual(esme.handleTimeout(400), []);
  const [unanswered] = esme.handleTimeout(esme.timeout());
  assert.deepEqual([unanswered.kind, unanswered.token, unanswered.reason, unanswered.commandId], ['unanswered', 'mine', 'timeout', CommandId.SUBMIT_SM]);
  const [closed, last] = esme.receiveEof(600);
  assert.deepEqual([closed.token, closed.reason, last.reason], ['patient', 'closed', 'eof']);
  assert.equal(esme.timeout(), undefined);
});

test('a timer is due at the time that it names, whatever the clock', () => {
  for (const start of [0, 1e-6, 123.456789, 1_764_158_400_123.4, 8.64e12]) {
    const session = new Session({ role: 'mc', sessionInitMs: 1 / 3 }, 1, start);
    const [closed] = session.handleTimeout(session.timeout());
    assert.equal(closed?.reason, 'session_init', `${start}`);
  }
});

test('any chunking gives the same', () => {
  const stream = Buffer.concat(Array.from({ length: 20 }, (_, at) => encode(new SubmitSm({ sequenceNumber: at + 2, shortMessage: 'x'.repeat(at * 10) }))));
  for (const size of [1, 3, 16, 17, 100, 1000, stream.length]) {
    const { mc } = bound();
    const seen = [];
    for (let at = 0; at < stream.length; at += size) {
      const chunk = Buffer.from(stream.subarray(at, at + size));
      seen.push(...mc.receive(chunk, 0));
      // What was given is ours again.
      chunk.fill(0xff);
    }
    assert.deepEqual(seen.map(({ pdu }) => pdu.shortMessage.length), Array.from({ length: 20 }, (_, at) => at * 10));
    assert.ok(seen.every(({ pdu }) => pdu.shortMessage.every((octet) => octet === 0x78)));
  }
});

test('more events than there is room for at once', () => {
  const { mc } = bound({ mc: { maxUnanswered: 65_535 } });
  const one = encode(new SubmitSm({ sequenceNumber: 2 }));
  const events = mc.receive(Buffer.concat(Array(30_000).fill(one)), 0);
  assert.equal(events.length, 30_000);
  assert.equal(new Set(events.map(({ ticket }) => ticket)).size, 30_000);
  const { esme } = bound({ window: 65_535 });
  for (let at = 0; at < 60_000; at++) {
    esme.request(message, at, 0);
    if (at % 1000 === 0) esme.dataToSend();
  }
  const closed = esme.close(0);
  const tokens = Array.from({ length: 60_000 }, (_, at) => at);
  assert.deepEqual(closed.slice(0, -1).map(({ token }) => token), tokens);
  const { esme: other } = bound({ window: 65_535 });
  for (const token of tokens) {
    other.request(message, token, 0);
    other.dataToSend();
  }
  const lost = other.receive(Buffer.from('HTTP/1.1 400 Bad Request'), 0);
  assert.deepEqual(lost.slice(0, -1).map(({ token }) => token), tokens);
  assert.equal(lost.at(-1).reason, 'bad_command_length');
});

test('a session that is paused keeps what it must, and no more', () => {
  const { mc } = bound({ mc: { maxUnanswered: 2, maxCommandLength: 1000 } });
  const five = Buffer.concat([2, 3, 4, 5, 6].map((sequenceNumber) => encode(message.with({ sequenceNumber }))));
  const first = mc.receive(five, 0);
  assert.deepEqual([first.length, mc.paused], [2, true]);
  const seen = first.map(({ pdu }) => pdu.sequenceNumber);
  mc.reject(first[0].ticket, 8, 0);
  mc.reject(first[1].ticket, 8, 0);
  const next = mc.receive(Buffer.alloc(0), 0);
  seen.push(...next.map(({ pdu }) => pdu.sequenceNumber));
  assert.deepEqual([seen, mc.paused], [[2, 3, 4, 5], true]);
  assert.throws(() => {
    for (let at = 0; at < 100; at++) mc.receive(five, 0);
  }, (error) => error.code === 'SMPPKIT_PAUSED' && error.limit === 1000);
  mc.setMaxUnanswered(1000);
  assert.ok(mc.receive(Buffer.alloc(0), 0).length > 5);
  assert.equal(mc.paused, false);
});

test('answers that nobody fetches stop the session, not the memory', () => {
  const { mc } = bound();
  const enquire = Buffer.concat(Array(1000).fill(encode(new EnquireLink({ sequenceNumber: 1 }))));
  let given = 0;
  assert.throws(() => {
    for (; given < 1000; given++) mc.receive(enquire, 0);
  }, (error) => error.code === 'SMPPKIT_PAUSED');
  assert.ok(mc.paused && mc.backlog <= 65_536 + 160, `${mc.backlog}`);
  let answers = 0;
  while (mc.backlog > 0) {
    answers += mc.dataToSend().length / 16;
    mc.receive(Buffer.alloc(0), 0);
  }
  assert.equal(mc.paused, false);
  assert.equal(answers, given * 1000);
});

test('a PDU that comes octet by octet costs no more than another', () => {
  const { mc } = bound({ mc: { maxCommandLength: 1_000_000 } });
  const tlvs = Array.from({ length: 4 }, () => ['messagePayload', Buffer.alloc(65_000)]);
  const large = encode(new SubmitSm({ sequenceNumber: 2, tlvs }));
  const before = process.cpuUsage();
  const events = [];
  for (let at = 0; at < large.length; at++) events.push(...mc.receive(large.subarray(at, at + 1), 0));
  assert.equal(events[0].pdu.tlvs.messagePayload.length, 65_000);
  assert.ok(process.cpuUsage(before).user < 2_000_000);
});

test('a snapshot goes on', () => {
  const { esme, mc } = bound();
  esme.request(message, 77, 5);
  esme.request(message, 'lost', 5);
  const [first, second] = mc.receive(esme.dataToSend(), 5);
  const again = Session.restore({ role: 'esme' }, 4, esme.snapshot(10), 1000);
  const mcAgain = Session.restore({ role: 'mc' }, 4, mc.snapshot(10), 2000);
  assert.deepEqual([again.state, again.inFlight, mcAgain.unanswered], ['bound_trx', 2, 2]);
  mcAgain.respond(second.ticket, 0, new SubmitSmResp({ messageId: '2' }), 2000);
  mcAgain.respond(first.ticket, 0, new SubmitSmResp({ messageId: '1' }), 2000);
  assert.deepEqual(again.receive(mcAgain.dataToSend(), 1000).map(({ token }) => token), [undefined, 77]);
  const octets = esme.snapshot(10);
  octets[20] ^= 1;
  for (const bad of [octets, octets.subarray(0, 30), Buffer.alloc(3), Buffer.alloc(0)]) {
    assert.throws(() => Session.restore({ role: 'esme' }, 4, bad, 0), (error) => error.code === 'SMPPKIT_SNAPSHOT');
  }
});

test('notifications, unbind, and what may be sent', () => {
  const { esme, mc } = bound();
  assert.ok(esme.allowed(CommandId.SUBMIT_SM) && !esme.allowed(CommandId.DELIVER_SM));
  mc.notify(new AlertNotification({ sourceAddr: '4477', esmeAddr: '1' }), 0);
  const [notification] = esme.receive(mc.dataToSend(), 0);
  assert.deepEqual([notification.kind, notification.pdu.sourceAddr], ['notification', '4477']);
  esme.request(new Unbind(), 'bye', 0);
  assert.deepEqual(mc.receive(esme.dataToSend(), 0).map(({ kind }) => kind), ['unbind_received']);
  const events = esme.receive(mc.dataToSend(), 0);
  assert.deepEqual(events.map(({ kind }) => kind), ['response', 'closed']);
  assert.deepEqual([esme.state, mc.state], ['closed', 'unbound']);
  assert.deepEqual([mc.windowSize, mc.windowAvailable, mc.version, mc.congestionState], [4, 4, 0x34, 0]);
});

test('a bind is accepted, and the response to a request is known', () => {
  const esme = new Session({ role: 'esme', interfaceVersion: 0x50 }, 4, 0);
  const mc = new Session({ role: 'mc', interfaceVersion: 0x50 }, 4, 0);
  esme.request(new BindTransceiver({ systemId: 'app', interfaceVersion: 0x50 }), 0, 0);
  const [bind] = mc.receive(esme.dataToSend(), 0);
  assert.ok(responseTo(bind.pdu) instanceof BindTransceiverResp);
  assert.throws(
    () => mc.acceptBind(bind.ticket, 'a system_id that is too long', 0),
    (error) => error.code === 'SMPPKIT_FIELD' && error.field === 'systemId',
  );
  mc.acceptBind(bind.ticket, 'mc', 0);
  const [bound] = esme.receive(mc.dataToSend(), 0);
  assert.deepEqual([bound.pdu.systemId, bound.pdu.tlvs.scInterfaceVersion, esme.version], ['mc', 0x50, 0x50]);
  mc.request(new DeliverSm(), 0, 0);
  const [deliver] = esme.receive(mc.dataToSend(), 0);
  assert.throws(() => esme.acceptBind(deliver.ticket, 'x', 0), sendError('SMPPKIT_WRONG_KIND'));
  esme.respond(deliver.ticket, 0, responseTo(deliver.pdu), 0);
  assert.equal(responseTo(new DeliverSmResp()), undefined);
});

test('pacing', () => {
  const pacer = new Pacer({ messagesPerSecond: 100 }, 0);
  assert.equal(pacer.take(0), undefined);
  assert.equal(pacer.take(0), 10);
  assert.equal(pacer.take(10), undefined);
  pacer.onStatus(CommandStatus.ESME_RTHROTTLED, 10);
  assert.equal(pacer.messagesPerSecond, 50);
  pacer.onCongestionState(100, 5000);
  assert.ok(pacer.take(5001) > 5500);
  assert.throws(() => new Pacer({ messagesPerSecond: 0 }, 0), (error) => error.code === 'SMPPKIT_CONFIG');
});

test('each thread has an engine of its own', async () => {
  const program = `
    const { Session, engine } = require('smppkit');
    const sessions = Array.from({ length: 100 }, () => new Session({ role: 'mc' }, 4, 0));
    require('node:worker_threads').parentPort.postMessage([engine, sessions.map(({ state }) => state).join()]);`;
  const session = new Session({ role: 'esme' }, 4, 0);
  for (let round = 0; round < 5; round++) {
    const worker = new Worker(program, { eval: true });
    const [[engine, states]] = await once(worker, 'message');
    assert.deepEqual([engine, states], [process.env.SMPPKIT_ENGINE || 'native', Array(100).fill('open').join()]);
    await worker.terminate();
  }
  assert.equal(session.state, 'open');
});
