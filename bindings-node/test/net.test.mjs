// Clients and servers of smppkit/net with each other.
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import { BindTransceiver, BindTransceiverResp, CommandStatus, DeliverSm, EnquireLink, QuerySm, Reassembler, SubmitSm, SubmitSmResp, encode, formatReceipt, submitText } from 'smppkit';
import { BindRefused, ConnectError, ConnectionClosed, NotConnected, RequestRefused, ResponseTimeout, TextNotAccepted, connect, serve } from 'smppkit/net';

const opened = [];
after(() => Promise.all(opened.map((one) => one.close(100))));

let lastId = 0;
const accept = () => new SubmitSmResp({ messageId: String(++lastId) });

async function server(options = {}) {
  const one = await serve({ port: 0, onRequest: accept, ...options });
  opened.push(one);
  return one;
}

async function client(mc, options = {}) {
  const esme = await connect({ url: `smpp://app:secret@127.0.0.1:${mc.port}`, ...options });
  opened.push(esme);
  return esme;
}

const hello = new SubmitSm({ destinationAddr: '447700900123', shortMessage: 'Hello' });
const mobile = new DeliverSm({ sourceAddr: '447700900123', destinationAddr: '12345', shortMessage: 'Hi' });

/** Until this is so; the test runner says if it never is. */
async function until(isSo) {
  while (!isSo()) await turn();
}

test('binds of all kinds, with who is who', async () => {
  const binds = [];
  const mc = await server({ authenticate: (bind) => binds.push(bind) > 0 });
  for (const bind of ['transmitter', 'receiver', 'transceiver']) {
    const esme = await client(mc, { bind, systemType: 'test' });
    assert.equal(esme.state, { transmitter: 'bound_tx', receiver: 'bound_rx', transceiver: 'bound_trx' }[bind]);
    assert.ok(esme.isConnected);
    await esme.close();
    assert.equal(esme.state, 'closed');
  }
  assert.deepEqual(binds.map(({ kind, systemId, password }) => [kind, systemId, password]), [
    ['transmitter', 'app', 'secret'],
    ['receiver', 'app', 'secret'],
    ['transceiver', 'app', 'secret'],
  ]);
  assert.equal(binds[0].pdu.systemType, 'test');
  assert.equal(mc.peers.length, 0);
});

test('a password does not get into a log by accident', async () => {
  const seen = [];
  const mc = await server({ authenticate: (bind) => (seen.push(bind), true) });
  const esme = await client(mc);
  assert.equal(seen[0].password, 'secret');
  for (const one of [seen[0], mc.peers[0], mc, esme]) {
    assert.ok(!inspect(one, { depth: 9 }).includes('secret') && !JSON.stringify(one).includes('secret'));
  }
});

test('a wrong password', async () => {
  const mc = await server({ authenticate: async ({ password }) => (password === 'secret' ? true : CommandStatus.ESME_RINVPASWD) });
  await client(mc);
  await assert.rejects(client(mc, { password: 'xyzzy' }), (error) => {
    assert.ok(error instanceof BindRefused && error instanceof ConnectError);
    assert.ok(error.isPermanent && error.code === 'SMPPKIT_BIND_REFUSED' && error.commandStatus === CommandStatus.ESME_RINVPASWD);
    assert.ok(!error.message.includes('xyzzy'));
    return true;
  });
  // Also when it would connect again.
  await assert.rejects(client(mc, { password: 'xyzzy', reconnect: true }), BindRefused);
});

test('authenticate may refuse in all ways, and fail', async () => {
  let answer;
  const mc = await server({ authenticate: () => answer() });
  const warned = new Promise((resolve) => process.once('warning', resolve));
  for (const [how, status] of [
    [() => false, CommandStatus.ESME_RBINDFAIL],
    [() => undefined, CommandStatus.ESME_RBINDFAIL],
    [() => CommandStatus.ESME_RINVSYSID, CommandStatus.ESME_RINVSYSID],
    [() => { throw new Error('no database'); }, CommandStatus.ESME_RSYSERR],
    [() => Promise.reject(new Error('no database')), CommandStatus.ESME_RSYSERR],
  ]) {
    answer = how;
    await assert.rejects(client(mc), (error) => error.commandStatus === status, `${how}`);
  }
  assert.match((await warned).message, /authenticate failed: Error: no database/);
});

test('the window is full, but never exceeded, and the order is kept', async () => {
  let unanswered = 0;
  let most = 0;
  const seen = [];
  const mc = await server({
    onRequest: async ({ pdu }) => {
      most = Math.max(most, ++unanswered);
      seen.push(pdu.destinationAddr);
      await turn();
      unanswered--;
      return accept();
    },
  });
  const esme = await client(mc, { window: 5 });
  const names = Array.from({ length: 200 }, (_, at) => String(at));
  const responses = await Promise.all(names.map((destinationAddr) => esme.submit(new SubmitSm({ destinationAddr }))));
  assert.equal(most, 5);
  assert.deepEqual(seen, names);
  assert.equal(new Set(responses.map(({ messageId }) => messageId)).size, 200);
  assert.equal(esme.inFlight, 0);
});

test('what the peer refuses', async () => {
  const mc = await server({ onRequest: () => CommandStatus.ESME_RTHROTTLED });
  const esme = await client(mc);
  await assert.rejects(esme.submit(hello), (error) => {
    assert.ok(error instanceof RequestRefused && error.code === 'SMPPKIT_REFUSED');
    return error.commandStatus === CommandStatus.ESME_RTHROTTLED && /ESME_RTHROTTLED/.test(error.message);
  });
  assert.equal((await esme.request(hello)).commandStatus, CommandStatus.ESME_RTHROTTLED);
});

test('what cannot be sent is an error of its own, and the session goes on', async () => {
  const mc = await server();
  const esme = await client(mc);
  await assert.rejects(esme.submit(new SubmitSm({ sourceAddr: 'x'.repeat(30) })), (error) => error.code === 'SMPPKIT_FIELD' && error.field === 'sourceAddr');
  await assert.rejects(esme.request(mobile), (error) => error.code === 'SMPPKIT_NOT_ALLOWED');
  await assert.rejects(esme.request(new SubmitSmResp()), (error) => error.code === 'SMPPKIT_WRONG_KIND');
  assert.ok((await esme.submit(hello)).messageId);
  assert.equal(esme.inFlight, 0);
});

test('no response in time: it may have been done', async () => {
  const mc = await server({ onRequest: ({ pdu }) => (pdu instanceof QuerySm ? CommandStatus.ESME_RQUERYFAIL : undefined) });
  const esme = await client(mc, { responseMs: 60_000 });
  await assert.rejects(esme.submit(hello, { withinMs: 20 }), (error) => error instanceof ResponseTimeout && error.mayHaveBeenDone && error.code === 'SMPPKIT_RESPONSE_TIMEOUT');
  assert.equal((await esme.request(new QuerySm())).commandStatus, CommandStatus.ESME_RQUERYFAIL);
});

test('abort: before it is sent, while it waits, and once it was sent', async () => {
  const requests = [];
  const mc = await server({ onRequest: (request) => void requests.push(request) });
  const esme = await client(mc, { window: 1 });
  const reason = new Error('enough');
  await assert.rejects(esme.submit(hello, { signal: AbortSignal.abort(reason) }), reason);
  const [first, second] = [new AbortController(), new AbortController()];
  const sent = esme.submit(hello, { signal: first.signal });
  const waiting = esme.submit(hello, { signal: second.signal });
  const third = esme.submit(new SubmitSm({ destinationAddr: '3' }));
  await until(() => requests.length === 1);
  second.abort(reason);
  await assert.rejects(waiting, reason);
  first.abort(reason);
  await assert.rejects(sent, reason);
  // Its slot of the window is taken until the response comes.
  assert.equal(esme.inFlight, 1);
  requests[0].accept();
  await until(() => requests.length === 2);
  assert.equal(requests[1].pdu.destinationAddr, '3');
  requests[1].respond(accept());
  await third;
  await assert.rejects(async () => requests[1].accept(), (error) => error.code === 'SMPPKIT_TICKET_USED');
});

test('one signal for many requests', async () => {
  const mc = await server({ onRequest: () => undefined });
  const esme = await client(mc, { window: 8 });
  const { signal, abort } = ((controller) => ({ signal: controller.signal, abort: () => controller.abort() }))(new AbortController());
  const warnings = [];
  const warn = (warning) => warnings.push(warning);
  process.on('warning', warn);
  const all = Array.from({ length: 50 }, () => esme.submit(hello, { signal }));
  abort();
  for (const { status } of await Promise.allSettled(all)) assert.equal(status, 'rejected');
  await turn();
  process.off('warning', warn);
  assert.deepEqual(warnings, []);
});

test('texts, short and long, both ways', async () => {
  const parts = new Reassembler();
  const texts = [];
  const mc = await server({
    onRequest: ({ pdu }) => {
      const outcome = parts.insert(pdu, performance.now());
      if (outcome?.kind === 'complete') texts.push(outcome.message.text);
      return accept();
    },
  });
  const esme = await client(mc);
  const long = 'ábč '.repeat(100);
  assert.equal((await esme.sendText({ from: 'MyShop', to: '+447700900123', text: long })).messageIds.length, 6);
  assert.deepEqual(texts, [long]);

  const [peer] = mc.peers;
  const delivered = peer.deliverText({ from: '+447700900123', to: '12345', text: long });
  const message = await esme.receive();
  assert.ok(message.text === long && message.isComplete && !message.isAnswered);
  assert.deepEqual([message.from, message.to, message.kind], ['447700900123', '12345', 'message']);
  message.accept();
  message.accept();
  await delivered;
});

test('a long message that is rejected comes anew', async () => {
  const mc = await server();
  const esme = await client(mc);
  const [peer] = mc.peers;
  const parts = submitText('447700900123', '12345', 'long text '.repeat(40), { reference: 7 }).map(
    ({ sourceAddr, destinationAddr, esmClass, shortMessage }) => new DeliverSm({ sourceAddr, destinationAddr, esmClass, shortMessage }),
  );
  const deliver = () => Promise.allSettled(parts.map((part) => peer.deliver(part)));
  let answers = deliver();
  (await esme.receive()).reject(CommandStatus.ESME_RX_T_APPN);
  for (const { reason } of await answers) assert.equal(reason.commandStatus, CommandStatus.ESME_RX_T_APPN);
  answers = deliver();
  const message = await esme.receive();
  assert.equal(message.text, 'long text '.repeat(40));
  message.accept();
  for (const { status } of await answers) assert.equal(status, 'fulfilled');
  // What is accepted and comes once more is no new message.
  const received = esme.receive();
  await deliver();
  const last = peer.deliver(mobile);
  const next = await received;
  assert.equal(next.text, 'Hi');
  next.accept();
  await last;
});

test('parts are accepted while others are missing', async () => {
  const mc = await server();
  const esme = await client(mc);
  const [peer] = mc.peers;
  const [first, second] = submitText('447700900123', '12345', 'x'.repeat(200), { reference: 8 }).map(
    ({ sourceAddr, destinationAddr, esmClass, shortMessage }) => new DeliverSm({ sourceAddr, destinationAddr, esmClass, shortMessage }),
  );
  const received = esme.receive();
  // A message centre that sends no part before the one before is answered.
  await peer.deliver(first);
  const delivered = peer.deliver(second);
  const message = await received;
  assert.equal(message.text, 'x'.repeat(200));
  // The part that was accepted is kept for when the other comes again.
  message.reject();
  await assert.rejects(delivered, RequestRefused);
  const again = peer.deliver(second);
  const anew = await esme.receive();
  assert.equal(anew.text, 'x'.repeat(200));
  anew.accept();
  await again;
});

test('what there is of a message when the connection ends', async () => {
  const mc = await server();
  const esme = await client(mc);
  const [peer] = mc.peers;
  const [first] = submitText('447700900123', '12345', 'x'.repeat(200), { reference: 9 });
  const { sourceAddr, destinationAddr, esmClass, shortMessage } = first;
  const received = esme.receive();
  await peer.deliver(new DeliverSm({ sourceAddr, destinationAddr, esmClass, shortMessage }));
  await esme.close();
  const message = await received;
  assert.deepEqual([message.missing, message.isComplete, message.from], [[2], false, '447700900123']);
  assert.equal(message.text, `${'x'.repeat(153)}\ufffd`);
  message.accept();
  assert.equal(await esme.receive(), undefined);
});

test('a text of which a part is refused', async () => {
  let count = 0;
  const mc = await server({ onRequest: () => (++count === 2 ? CommandStatus.ESME_RSYSERR : accept()) });
  const esme = await client(mc, { window: 1 });
  await assert.rejects(esme.sendText({ to: '447700900123', text: 'x'.repeat(500) }), (error) => {
    assert.ok(error instanceof TextNotAccepted);
    const [first, second, ...others] = error.outcomes;
    assert.equal(typeof first, 'string');
    assert.equal(second.commandStatus, CommandStatus.ESME_RSYSERR);
    assert.equal(error.mayHaveBeenDone, true);
    return others.length === 2 && others.every((outcome) => outcome === undefined);
  });
  assert.equal(count, 2);
  count = 1;
  await assert.rejects(esme.sendText({ to: '447700900123', text: 'x' }), (error) => error.mayHaveBeenDone === false);
  await assert.rejects(esme.sendText({ to: 'not an address, is it?', text: 'x' }), (error) => error.code === 'SMPPKIT_MESSAGE');
});

test('receipts', async () => {
  const mc = await server({
    onRequest: ({ pdu }, peer) => {
      const response = accept();
      assert.equal(pdu.registeredDelivery, 1);
      const shortMessage = formatReceipt({ messageId: response.messageId, messageState: 2, submitDate: new Date(), doneDate: new Date() });
      setImmediate(() => peer.deliver(new DeliverSm({ esmClass: 4, shortMessage })));
      return response;
    },
  });
  const esme = await client(mc, { autoAccept: true });
  const { messageIds } = await esme.sendText({ to: '+447700900123', text: 'Hello', receipt: true });
  for await (const { kind, receipt, isAnswered } of esme) {
    assert.deepEqual([kind, receipt.messageId, receipt.isFinal, isAnswered], ['receipt', messageIds[0], true, true]);
    break;
  }
  const [id] = (await esme.sendText({ to: '+447700900123', text: 'To break is not to end', receipt: true })).messageIds;
  assert.equal((await esme.receive()).receipt.messageId, id);
});

/** A server that gives each message an id, and afterwards what there is to say about it. */
async function reporting(report) {
  let last = 0;
  return server({
    onRequest: ({ pdu }, peer) => {
      assert.equal(pdu.registeredDelivery, 1);
      const messageId = String(++last);
      report(messageId, peer);
      return new SubmitSmResp({ messageId });
    },
  });
}

const receiptFor = (messageId, messageState = 2) =>
  new DeliverSm({
    esmClass: 4,
    shortMessage: formatReceipt({ messageId, messageState, submitDate: new Date(0), doneDate: new Date(0) }),
  });

test('awaited receipts, before the response and after it', async () => {
  const answers = [];
  const mc = await reporting((id, peer) => {
    if (id === '1') answers.push(peer.deliver(receiptFor(id)));
    else setImmediate(() => answers.push(peer.deliver(receiptFor(id, 5))));
  });
  const esme = await client(mc);
  const { messageIds, receipts } = await esme.sendText({ to: '1', text: 'x'.repeat(200), awaitReceipts: true });
  assert.deepEqual(messageIds, ['1', '2']);
  assert.deepEqual(await receipts.outcome(), [2, 5]);
  assert.deepEqual(await receipts.outcome(), [2, 5]);
  assert.equal(receipts.waiting, 0);
  assert.equal(await receipts.receive(), undefined);
  await Promise.all(answers);
});

test('an awaited receipt that is rejected is awaited again; a stray one comes with the messages', async () => {
  let peer;
  const mc = await reporting((_, from) => (peer = from));
  const esme = await client(mc);
  const { receipts } = await esme.sendText({ to: '1', text: 'x', awaitReceipts: true });
  const first = peer.deliver(receiptFor('1'));
  const refused = await receipts.receive();
  assert.deepEqual([refused.kind, refused.part, refused.receipt.messageId], ['receipt', 1, '1']);
  assert.equal(receipts.waiting, 0);
  refused.reject();
  await assert.rejects(first, RequestRefused);
  assert.equal(receipts.waiting, 1);
  const stray = peer.deliver(receiptFor('999'));
  const message = await esme.receive();
  assert.deepEqual([message.kind, message.receipt.messageId], ['receipt', '999']);
  message.accept();
  await stray;
  const second = peer.deliver(receiptFor('1'));
  for await (const receipt of receipts) receipt.accept();
  await second;
});

test('receipts that nobody awaits any more, and those that nobody takes', async () => {
  let peer;
  const mc = await reporting((_, from) => (peer = from));
  const esme = await client(mc, { maxUnanswered: 8 });
  const given = await esme.sendText({ to: '1', text: 'x', awaitReceipts: true });
  const first = peer.deliver(receiptFor('1'));
  given.receipts.close();
  const message = await esme.receive();
  assert.equal(message.receipt.messageId, '1');
  message.accept();
  await first;
  assert.equal(await given.receipts.receive(), undefined);

  // As many as a quarter of maxUnanswered are kept, the oldest is rejected for another.
  const { receipts } = await esme.sendText({ to: '1', text: 'x', awaitReceipts: true });
  const answers = [1, 1, 1].map((state) => peer.deliver(receiptFor('2', state)));
  await assert.rejects(answers[0], (error) => error.commandStatus === CommandStatus.ESME_RX_T_APPN);
  const received = [await receipts.receive(), await receipts.receive()];
  received.forEach((receipt) => receipt.accept());
  await Promise.all(answers.slice(1));
  // Somebody waits when the client ends.
  const waiting = receipts.outcome();
  await esme.close();
  assert.deepEqual(await waiting, [undefined]);
});

test('a text that is not accepted whole awaits nothing', async () => {
  let count = 0;
  let peer;
  const mc = await server({
    onRequest: (_, from) => {
      peer = from;
      return ++count === 2 ? CommandStatus.ESME_RSYSERR : new SubmitSmResp({ messageId: String(count) });
    },
  });
  const esme = await client(mc, { window: 1, autoAccept: true });
  await assert.rejects(esme.sendText({ to: '1', text: 'x'.repeat(200), awaitReceipts: true }), TextNotAccepted);
  const delivered = peer.deliver(receiptFor('1'));
  assert.equal((await esme.receive()).receipt.messageId, '1');
  await delivered;
});

test('nothing is acknowledged before the program says so, and then both sides go on', async () => {
  const mc = await server({ window: 100 });
  const esme = await client(mc, { maxUnanswered: 4 });
  const [peer] = mc.peers;
  let answered = 0;
  const messages = [];
  const first = esme.receive();
  const all = Array.from({ length: 100 }, () => peer.deliver(mobile).then(() => answered++));
  messages.push(await first);
  while (messages.length < 4) messages.push(await esme.receive());
  await pause(20);
  assert.equal(answered, 0);
  assert.equal(esme.stats.received, 5);
  for (const message of messages) message.accept();
  for (let count = 4; count < 100; count++) (await esme.receive()).accept();
  await Promise.all(all);
});

test('a client that takes nothing is not in its own way', async () => {
  const mc = await server({ window: 100 });
  const esme = await client(mc, { maxUnanswered: 8 });
  const [peer] = mc.peers;
  const all = Array.from({ length: 50 }, () => peer.request(mobile));
  for (let count = 0; count < 20; count++) await esme.submit(hello);
  const early = await Promise.all(all.slice(0, 40));
  assert.ok(early.every(({ commandStatus }) => commandStatus === CommandStatus.ESME_RX_T_APPN));
  esme.abort();
  await Promise.allSettled(all);
});

test('what a handler throws is answered and told, and stops nothing', async () => {
  let count = 0;
  const mc = await server({
    onRequest: () => {
      count++;
      if (count === 1) throw new Error('at once');
      if (count === 2) return Promise.reject(new Error('later'));
      if (count === 3) return new SubmitSmResp({ messageId: 'x'.repeat(100) });
      return accept();
    },
  });
  const told = [];
  const listen = (message) => told.push(message);
  subscribe('smppkit.error', listen);
  const esme = await client(mc);
  const statuses = [];
  for (let turns = 0; turns < 4; turns++) statuses.push((await esme.request(hello)).commandStatus);
  unsubscribe('smppkit.error', listen);
  const { ESME_RSYSERR } = CommandStatus;
  assert.deepEqual(statuses, [ESME_RSYSERR, ESME_RSYSERR, ESME_RSYSERR, 0]);
  assert.deepEqual(told.map(({ source, error }) => [source, error.code ?? error.message]), [
    ['onRequest', 'at once'],
    ['onRequest', 'later'],
    ['onRequest', 'SMPPKIT_FIELD'],
  ]);
});

test('an account of its own', async () => {
  const mc = await server({
    authenticate: () => ({ data: { name: 'Bob' }, window: 2, maxUnanswered: 3 }),
    onRequest: async (_, peer) => {
      assert.equal(peer.account.data.name, 'Bob');
      assert.ok(peer.stats && peer.systemId === 'app' && peer.isBound);
      await turn();
      return accept();
    },
    onBound: (peer) => peer.deliver(mobile),
  });
  const esme = await client(mc);
  (await esme.receive()).accept();
  const [peer] = mc.peers;
  const all = Array.from({ length: 5 }, () => peer.deliver(mobile));
  await turn();
  assert.equal(peer.inFlight, 2);
  for (let count = 0; count < 5; count++) (await esme.receive()).accept();
  await Promise.all(all);
  await Promise.all(Array.from({ length: 20 }, () => esme.submit(hello)));
});

test('pacing', async () => {
  const mc = await server();
  const esme = await client(mc, { messagesPerSecond: 100 });
  const start = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => esme.submit(hello)));
  const took = performance.now() - start;
  assert.ok(took >= 95, `${took} ms`);
});

test('close waits for what is in flight, and takes nothing more', async () => {
  const requests = [];
  const mc = await server({ onRequest: (request) => void requests.push(request) });
  const esme = await client(mc, { window: 2 });
  const all = [1, 2, 3].map(() => esme.submit(hello));
  const settled = Promise.allSettled(all);
  await until(() => requests.length === 2);
  const closed = esme.close();
  const late = esme.submit(hello);
  await assert.rejects(late, (error) => error instanceof ConnectionClosed && !error.mayHaveBeenDone);
  for (const request of requests) request.respond(accept());
  const [first, second, third] = await settled;
  assert.deepEqual([first.status, second.status], ['fulfilled', 'fulfilled']);
  assert.ok(third.reason instanceof ConnectionClosed && !third.reason.mayHaveBeenDone);
  await closed;
  await esme.closed;
  assert.equal(await esme.receive(), undefined);
});

test('close that waits in vain says what was in flight', async () => {
  const mc = await server({ onRequest: () => undefined });
  const esme = await client(mc);
  const lost = assert.rejects(esme.submit(hello), (error) => error instanceof ConnectionClosed && error.mayHaveBeenDone && error.inFlight === 1);
  await turn();
  await esme.close(50);
  await lost;
});

test('a server closes in good order', async () => {
  const mc = await server({ onRequest: async () => (await pause(20), accept()) });
  const esme = await client(mc);
  const sent = esme.submit(hello);
  await until(() => esme.inFlight === 1);
  await pause(10);
  await mc.close();
  assert.ok((await sent).messageId);
  for await (const _ of esme) assert.fail();
  await assert.rejects(client(mc).catch((error) => { throw error; }));
});

test('await using ends it', async () => {
  const mc = await server();
  const esme = await client(mc);
  await esme[Symbol.asyncDispose]();
  assert.equal(esme.state, 'closed');
  await mc[Symbol.asyncDispose]();
});

/** A message centre that does only what is said here. */
async function fake(onData) {
  const listener = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => onData(socket, data));
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => listener.close() });
  return { port: listener.address().port };
}
const bound = encode(new BindTransceiverResp({ sequenceNumber: 1, systemId: 'fake' }));

test('a peer that hangs up', async () => {
  let count = 0;
  const mc = await fake((socket) => (count++ === 0 ? socket.write(bound) : socket.end()));
  const esme = await client(mc);
  await assert.rejects(esme.submit(hello), (error) => error instanceof ConnectionClosed && error.reason === 'eof' && error.mayHaveBeenDone);
  await assert.rejects(esme.receive(), (error) => error instanceof ConnectionClosed && error.reason === 'eof');
  await assert.rejects(esme.submit(hello), (error) => error instanceof ConnectionClosed && !error.mayHaveBeenDone);
  await esme.close();
});

test('a peer that hangs up before the bind, or says nothing, or is not there', async () => {
  await assert.rejects(client(await fake((socket) => socket.end())), (error) => error.constructor === ConnectError && error.code === 'SMPPKIT_CONNECT');
  await assert.rejects(client(await fake(() => {}), { connectTimeoutMs: 50 }), /within 50 ms/);
  await assert.rejects(client({ port: 1 }), (error) => error instanceof ConnectError && error.cause.code === 'ECONNREFUSED');
  const reason = new Error('enough');
  await assert.rejects(client(await fake(() => {}), { signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(client(await fake(() => {}), { signal: controller.signal }), reason);
});

test('hostile octets', async () => {
  const mc = await server();
  const survivor = await client(mc);
  for (const octets of [Buffer.alloc(64), Buffer.alloc(64, 0xff), Buffer.from('GET / HTTP/1.1\r\n\r\n'), encode(new EnquireLink()).subarray(0, 7), encode(hello)]) {
    const socket = createConnection(mc.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.end(octets);
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve));
  }
  assert.ok((await survivor.submit(hello)).messageId);

  let count = 0;
  const liar = await fake((socket) => socket.write(count++ === 0 ? bound : Buffer.alloc(16, 0xff)));
  const esme = await client(liar);
  await assert.rejects(esme.submit(hello), (error) => error.reason === 'bad_command_length' && error.mayHaveBeenDone);
});

/** A bound application of raw octets, which sends so many submit_sm at once. */
async function flood(mc, count) {
  const socket = createConnection(mc.port, '127.0.0.1');
  const seen = { octets: 0 };
  socket.on('data', (data) => (seen.octets += data.length));
  socket.write(encode(new BindTransceiver({ sequenceNumber: 1, systemId: 'app' })));
  await until(() => seen.octets > 0);
  seen.octets = 0;
  const one = (_, at) => encode(hello, { sequenceNumber: at + 2 });
  return { socket, seen, send: () => socket.write(Buffer.concat(Array.from({ length: count }, one))) };
}

test('what nobody answers is not read', async () => {
  const requests = [];
  let count = 0;
  const mc = await server({ onRequest: (request) => void (count++, requests.push(request)) });
  const { socket, seen, send } = await flood(mc, 200_000);
  send();
  // Each time it is full, it waits.
  for (let round = 1; round <= 3; round++) {
    await until(() => count === 64 * round);
    await pause(30);
    assert.equal(count, 64 * round);
    assert.ok(socket.writableLength > 0 && mc.peers[0].stats.received <= count + 2);
    for (const request of requests.splice(0)) request.respond(new SubmitSmResp());
  }
  await until(() => seen.octets === 3 * 64 * 17);
  socket.destroy();
});

test('a peer that does not read what it is sent', async () => {
  const mc = await server({ onRequest: () => new SubmitSmResp({ messageId: 'x'.repeat(60) }) });
  const total = 200_000;
  const { socket, seen, send } = await flood(mc, total);
  socket.pause();
  send();
  let received;
  do {
    received = mc.peers[0].stats.received;
    await pause(100);
  } while (mc.peers[0].stats.received > received);
  assert.ok(received < total && socket.writableLength > 0);
  socket.resume();
  await until(() => seen.octets === total * 77);
  socket.destroy();
});

test('octet by octet', async () => {
  const mc = await server();
  const proxy = await fake((socket, data) => {
    socket.up ??= createConnection(mc.port, '127.0.0.1').on('data', async (down) => {
      for (const octet of down) {
        socket.write(Buffer.of(octet));
        await turn();
      }
    });
    for (const octet of data) socket.up.write(Buffer.of(octet));
  });
  const esme = await client(proxy);
  assert.ok((await esme.submit(hello)).messageId);
  await esme.close();
});

test('what does not speak SMPP is told from a message centre', async () => {
  const web = createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
  await once(web.listen(0, '127.0.0.1'), 'listening');
  const url = `smpp://app:secret@127.0.0.1:${web.address().port}`;
  await assert.rejects(connect({ url }), (error) => error instanceof ConnectError && /may not speak SMPP/.test(error.message));
  web.close();
});

test('a plain object is no PDU', async () => {
  const esme = await client(await server());
  await assert.rejects(esme.submit({ destinationAddr: '447700900123' }), { name: 'TypeError', message: /new SubmitSm/ });
  await esme.submit(hello);
});

test('options that are wrong', async () => {
  for (const [options, code] of [
    [{ url: 'http://mc' }, 'SMPPKIT_CONFIG'],
    [{ url: 'nonsense secret' }, 'SMPPKIT_CONFIG'],
    [{ url: 'smpp://mc/path' }, 'SMPPKIT_CONFIG'],
    [{ url: 'smpp://mc?windw=3' }, 'SMPPKIT_CONFIG'],
    [{ url: 'smpp://mc?window=many' }, 'SMPPKIT_CONFIG'],
    [{ url: 'smpp://mc', bind: 'sender' }, 'SMPPKIT_CONFIG'],
    [{ url: `smpp://${'x'.repeat(30)}@mc` }, 'SMPPKIT_FIELD'],
    ['smpp://app:secret@mc', 'SMPPKIT_CONFIG'],
    [undefined, 'SMPPKIT_CONFIG'],
    [{ url: 'smpp://app:100%secret@mc' }, 'SMPPKIT_CONFIG'],
    [{ url: 'smpp://app:se/secret@mc' }, 'SMPPKIT_CONFIG'],
  ]) {
    await assert.rejects(connect(options), (error) => error.code === code && !error.message.includes('secret'), String(options?.url));
  }
  for (const [wrong, says] of [
    [{ window: '3' }, /^window must be a whole number, not "3"/],
    [{ window: true }, /^window must be .*, not true/],
    [{ responseMs: null }, /^responseMs must be a number of milliseconds, more than 0, not null/],
    [{ responseMs: '30' }, /^responseMs must be a number of milliseconds, more than 0, not "30"/],
    [{ enquireLinkMs: 0 }, /^enquireLinkMs must be a number of milliseconds, more than 0, not 0/],
    [{ connectTimeoutMs: '10' }, /^connectTimeoutMs must be .*, not "10"/],
    [{ connectTimeoutMs: -1 }, /^connectTimeoutMs must be .*, not -1/],
    [{ autoAccept: 'no' }, /^autoAccept must be true or false, not "no"/],
    [{ mcDefault: 'utf9' }, /^mcDefault: .*utf9.*utf8/],
    [{ reconnect: 5 }, /^reconnect must be .*, not 5/],
    [{ reconnect: { firstDelay: 5 } }, /^reconnect has no firstDelay; it has firstDelayMs, /],
    [{ reconnect: { firstDelayMs: '5' } }, /^reconnect.firstDelayMs must be a number, not "5"/],
  ]) {
    await assert.rejects(connect({ url: 'smpp://mc.invalid', ...wrong }), { code: 'SMPPKIT_CONFIG', message: says });
  }
  await assert.rejects(serve({ port: 0 }), { code: 'SMPPKIT_CONFIG', message: /^onRequest must be a function/ });
  await assert.rejects(server({ onSubmit: accept }), { code: 'SMPPKIT_CONFIG', message: /onSubmit/ });
  const mc = await server();
  await assert.rejects(client(mc, { windw: 3 }), (error) => error.code === 'SMPPKIT_CONFIG');
  await assert.rejects(server({ maxUnanswered: 0 }), (error) => error.code === 'SMPPKIT_CONFIG');
  await assert.rejects(client(mc, { window: 0 }), (error) => error.code === 'SMPPKIT_CONFIG');
  const esme = await connect({ url: `smpp://a%20b:p%40ss@127.0.0.1:${mc.port}?window=3&bind=transmitter&enquireLinkMs=none` });
  assert.equal(esme.state, 'bound_tx');
  assert.equal(mc.peers[0].bind.password, 'p@ss');
  await esme.close();
});

test('TLS is verified', async () => {
  const pem = readFileSync(fileURLToPath(new URL('tls.pem', import.meta.url)));
  const mc = await server({ tls: { key: pem, cert: pem } });
  const url = `smpps://app:secret@127.0.0.1:${mc.port}`;
  await assert.rejects(connect({ url }), (error) => error instanceof ConnectError && /self-signed|verify/.test(error.message));
  const esme = await connect({ url, tls: { ca: pem } });
  assert.ok((await esme.submit(hello)).messageId);
  await esme.close();
});

test('silent connections count before their handshake', async () => {
  const pem = readFileSync(fileURLToPath(new URL('tls.pem', import.meta.url)));
  const mc = await server({ tls: { key: pem, cert: pem }, maxConnections: 2 });
  const silent = [createConnection(mc.port, '127.0.0.1'), createConnection(mc.port, '127.0.0.1')];
  await Promise.all(silent.map((socket) => once(socket, 'connect')));
  await once(createConnection(mc.port, '127.0.0.1').on('error', () => undefined), 'close');
  const url = `smpps://app:secret@127.0.0.1:${mc.port}`;
  await assert.rejects(connect({ url, tls: { ca: pem } }), ConnectError);
  silent[0].destroy();
  let esme;
  while (esme === undefined) esme = await connect({ url, tls: { ca: pem } }).catch(() => undefined);
  assert.ok((await esme.submit(hello)).messageId);
  silent[1].destroy();
  await esme.close();
});

test('diagnostics: no password, no text', async () => {
  const told = [];
  const listen = (message) => told.push(message);
  for (const name of ['smppkit.connection', 'smppkit.pdu']) subscribe(name, listen);
  const mc = await server();
  const esme = await client(mc);
  await esme.submit(hello);
  await esme.close();
  for (const name of ['smppkit.connection', 'smppkit.pdu']) unsubscribe(name, listen);
  const ours = told.filter(({ role }) => role === 'esme');
  assert.deepEqual(ours.map(({ event, command, direction }) => event ?? `${direction} ${command}`), [
    'sent bind_transceiver',
    'received bind_transceiver_resp',
    'bound',
    'sent submit_sm',
    'received submit_sm_resp',
    'sent unbind',
    'received unbind_resp',
    'closed',
  ]);
  assert.ok(ours[4].roundTripMs > 0 && ours[3].sequenceNumber === ours[4].sequenceNumber);
  assert.ok(!/secret|Hello/.test(JSON.stringify(told)));
});

test('connects again', async () => {
  let mc = await server();
  const states = [];
  const onChange = (state) => {
    states.push(state.kind);
    if (state.kind === 'lost') throw new Error('of no account');
  };
  const told = [];
  const listen = (message) => told.push(message);
  subscribe('smppkit.error', listen);
  const esme = await client(mc, { reconnect: { firstDelayMs: 5, maxDelayMs: 20, onChange } });
  const { port } = mc;
  mc.peers[0].abort();
  // Sent when there is a connection again.
  await until(() => !esme.isConnected);
  assert.ok((await esme.submit(hello)).messageId);
  await mc.close();
  mc = undefined;
  const waiting = esme.submit(hello);
  await pause(30);
  mc = await server({ port });
  assert.ok((await waiting).messageId);
  await esme.close();
  unsubscribe('smppkit.error', listen);
  assert.deepEqual(told.map(({ source }) => source), ['onChange', 'onChange']);
  assert.deepEqual(states.filter((kind) => kind !== 'reconnecting'), ['connected', 'lost', 'connected', 'lost', 'connected', 'ended']);
});

test('gives up', async () => {
  const mc = await server();
  const esme = await client(mc, { reconnect: { firstDelayMs: 1, maxAttempts: 3, requestWaitMs: 10_000 } });
  await mc.close();
  await until(() => !esme.isConnected);
  await assert.rejects(esme.submit(hello), (error) => error instanceof ConnectionClosed && !error.mayHaveBeenDone);
  await esme.closed;
});

test('a request waits for a connection, but not for ever; close ends the waiting', async () => {
  const mc = await server();
  const esme = await client(mc, { reconnect: { firstDelayMs: 60_000, requestWaitMs: 30 } });
  mc.peers[0].abort();
  await until(() => !esme.isConnected);
  await assert.rejects(esme.submit(hello), (error) => error instanceof NotConnected && !error.mayHaveBeenDone);
  await esme.close();
  assert.equal(await esme.receive(), undefined);
});

test('ten thousand messages each way', async () => {
  const mc = await server({ window: 64 });
  const esme = await client(mc, { window: 64, autoAccept: true });
  const [peer] = mc.peers;
  const count = 10_000;
  const received = (async () => {
    let got = 0;
    for await (const { text } of esme) if (text === 'Hi' && ++got === count) return got;
  })();
  const all = [];
  for (let at = 0; at < count; at++) all.push(esme.submit(hello), peer.deliver(mobile));
  await Promise.all(all);
  assert.equal(await received, count);
  assert.equal(esme.stats.unmatched, 0);
});
