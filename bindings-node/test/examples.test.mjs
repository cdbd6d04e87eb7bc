// The examples, in a project into which the package was installed: they compile, and do what they are for.
import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { CommandStatus, DeliverSm, EsmClass, MessageState, SubmitSmResp, formatReceipt } from 'smppkit';
import { serve } from 'smppkit/net';

import { Program } from './program.mjs';
import { compile, here, lend, packed, project } from './project.mjs';

let folder;
before(() => {
  const { main, platform } = packed();
  folder = project(main, platform);
  lend(folder, '@types/node', 'undici-types', 'fastify');
});

const closed = [];
subscribe('smppkit.connection', ({ event, role, reason }) => {
  if (event === 'closed' && role === 'mc') closed.push(reason);
});

/** A message centre of which the tests say what it answers; receipts are sent when they say so. */
async function centre() {
  let count = 0;
  const mc = await serve({
    port: 0,
    authenticate: ({ systemId, password }) => systemId === 'app' && password === 'secret',
    onRequest: async (request, peer) => {
      const { pdu } = request;
      if (pdu.destinationAddr.endsWith('404')) return CommandStatus.ESME_RINVDSTADR;
      const messageId = String(++count);
      if (pdu.destinationAddr.endsWith('777')) await peer.deliver(receipt(messageId, MessageState.DELIVERED));
      mc.held?.(pdu);
      if (mc.held !== undefined) await mc.released;
      return new SubmitSmResp({ messageId });
    },
  });
  return mc;
}

function receipt(messageId, messageState) {
  const [submitDate, doneDate] = [new Date(), new Date()];
  const shortMessage = formatReceipt({ messageId, messageState, submitDate, doneDate });
  return new DeliverSm({ sourceAddr: '447700900123', esmClass: EsmClass.MC_DELIVERY_RECEIPT, shortMessage });
}

test('the web service', async (t) => {
  copyFileSync(join(here, 'examples/web-service.mts'), join(folder, 'web-service.mts'));
  compile(folder, ['web-service.mts'], { module: 'nodenext', erasableSyntaxOnly: true, verbatimModuleSyntax: true });
  const mc = await centre();
  after(() => mc.close(100));
  const env = { SMPP_URL: `smpp://app:secret@127.0.0.1:${mc.port}`, PORT: '0' };
  const program = new Program(join(folder, 'web-service.mjs'), env);
  after(() => program.kill('SIGKILL'));
  const [, url] = await program.prints(/Server listening at (http:[^"]*)/);

  const ask = async (path, body) => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(url + path, body === undefined ? {} : post);
    return { status: answer.status, ...(await answer.json()) };
  };
  const send = (text) => ask('/messages', { to: '+447700900123', text: 'Hello', ...text });
  const becomes = async (path, state) => {
    while ((await ask(path)).state !== state) await pause(5);
  };

  await t.test('a text and its receipt', async () => {
    const { status, id, state, parts } = await send({ from: 'MyShop' });
    assert.deepEqual([status, state, parts], [202, 'accepted', [{ messageId: '1', state: 'accepted' }]]);
    await mc.peers[0].deliver(receipt('1', MessageState.ENROUTE));
    assert.equal((await ask(`/messages/${id}`)).state, 'accepted');
    await mc.peers[0].deliver(receipt('1', MessageState.DELIVERED));
    await becomes(`/messages/${id}`, 'delivered');
  });

  await t.test('a long text, of which a part is lost', async () => {
    const { id, parts } = await send({ text: 'x'.repeat(400) });
    assert.equal(parts.length, 3);
    const states = [MessageState.DELIVERED, MessageState.UNDELIVERABLE, MessageState.DELIVERED];
    for (const [at, { messageId }] of parts.entries()) await mc.peers[0].deliver(receipt(messageId, states[at]));
    await becomes(`/messages/${id}`, 'failed');
    const told = await ask(`/messages/${id}`);
    assert.deepEqual(told.parts.map(({ state }) => state), ['delivered', 'failed', 'delivered']);
  });

  await t.test('a receipt that comes before the response', async () => {
    assert.equal((await send({ to: '+447700900777' })).state, 'delivered');
  });

  await t.test('what is no text', async () => {
    for (const wrong of [{ to: '' }, { to: 'MyShop' }, { text: '' }, { text: 7 }, { text: undefined }, { more: 1 }, { text: 'x'.repeat(1601) }]) {
      const { status, error } = await send(wrong);
      assert.equal(status, 400, JSON.stringify(wrong));
      assert.match(error, /^body/);
    }
    // As the schema says, but more parts than there may be.
    assert.equal((await send({ text: '👋'.repeat(700) })).status, 422);
    assert.equal((await ask('/messages/0')).status, 404);
  });

  await t.test('a text that is refused', async () => {
    const { status, error, mayHaveBeenSent } = await send({ to: '+447700900404' });
    assert.deepEqual([status, mayHaveBeenSent], [502, false]);
    assert.match(error, /ESME_RINVDSTADR/);
  });

  await t.test('a message of a telephone', () => mc.peers[0].deliverText({ from: '+447700900123', to: '1234', text: 'Hi' }));

  await t.test('a connection that is lost is made again', async () => {
    assert.equal((await ask('/health')).connected, true);
    mc.peers[0].abort();
    assert.equal((await send()).status, 202);
    assert.equal((await ask('/health')).connected, true);
  });

  await t.test('a graceful end', async () => {
    closed.length = 0;
    const reached = new Promise((resolve) => (mc.held = resolve));
    let release;
    mc.released = new Promise((resolve) => (release = resolve));
    const sent = send();
    await reached;
    program.kill('SIGTERM');
    await assert.rejects(async () => {
      while (true) await fetch(`${url}/health`);
    }, /fetch failed/);
    release();
    assert.equal((await sent).status, 202);
    await program.end();
    assert.deepEqual(closed, ['peer_unbound']);
  });
});
