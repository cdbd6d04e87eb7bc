// smppkit/net with `smppkit simulate`, with node-smpp on either side, and with Kannel.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import smpp from 'smpp';
import { CommandStatus, DeliverSm, EsmClass, MessageState, Reassembler, SubmitSm, SubmitSmResp, formatReceipt } from 'smppkit';
import { BindRefused, connect, serve } from 'smppkit/net';

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));
const ends = [];
after(async () => {
  for (const end of ends.reverse()) await end();
});

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'smppkit-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** `smppkit simulate` on a port of its own. */
async function simulate(...options) {
  const folder = newFolder();
  const file = join(folder, 'port');
  const args = ['simulate', '--quiet', '--listen', '127.0.0.1:0', '--port-file', file, ...options];
  const child = spawn(join(target, 'debug/smppkit'), args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const failed = new Promise((_, reject) => child.once('error', reject));
  failed.catch(() => {});
  const left = new Promise((resolve) => child.once('exit', resolve));
  ends.push(async () => {
    child.kill();
    await left;
  });
  const port = async () => {
    while (true) {
      try {
        const text = readFileSync(file, 'utf8');
        if (text !== '') return Number(text.trim().split(':').at(-1));
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
      assert.equal(child.exitCode, null);
      await pause(10);
    }
  };
  return `smpp://app:secret@127.0.0.1:${await Promise.race([port(), failed])}`;
}

test('simulate: texts, receipts, messages of mobiles, a wrong password', async () => {
  const url = await simulate('--account', 'app:secret', '--receipt-delay', '0s', '--mo', '447700900123:12345:Hello from a handset');
  await assert.rejects(connect({ url, password: 'wrong' }), BindRefused);
  const esme = await connect({ url, interfaceVersion: 0x50 });
  const { messageIds } = await esme.sendText({ from: 'MyShop', to: '+447700900123', text: 'Заказ готов. '.repeat(20), receipt: true });
  assert.equal(messageIds.length, 4);
  const open = new Set(messageIds);
  let text;
  for await (const message of esme) {
    if (message.kind === 'receipt') open.delete(message.receipt.messageId);
    else text = message.text;
    message.accept();
    if (open.size === 0 && text !== undefined) break;
  }
  assert.equal(text, 'Hello from a handset');
  await esme.close();
});

test('simulate: ten thousand submits, window 64', async () => {
  const esme = await connect({ url: await simulate(), window: 64 });
  const pdu = new SubmitSm({ sourceAddr: '12345', destinationAddr: '447700900123', shortMessage: 'Hello' });
  const responses = await Promise.all(Array.from({ length: 10_000 }, () => esme.submit(pdu)));
  assert.equal(new Set(responses.map(({ messageId }) => messageId)).size, 10_000);
  await esme.close();
});

test('node-smpp as the message centre', async () => {
  const waiting = [];
  let most = 0;
  const listener = smpp.createServer({}, (session) => {
    session.on('error', () => {});
    session.on('bind_transceiver', (pdu) => {
      const isRight = pdu.password === 'secret';
      session.send(pdu.response(isRight ? { system_id: 'node-smpp' } : { command_status: smpp.ESME_RINVPASWD }));
      if (isRight) session.deliver_sm({ source_addr: '447700900123', destination_addr: '12345', short_message: 'Hi' });
    });
    session.on('submit_sm', (pdu) => {
      most = Math.max(most, waiting.push(pdu));
      setImmediate(() => session.send(waiting.shift().response({ message_id: pdu.destination_addr })));
    });
    session.on('unbind', (pdu) => session.send(pdu.response()));
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => listener.close(resolve)));
  const { port } = listener.address();
  const url = `smpp://app:secret@127.0.0.1:${port}`;
  await assert.rejects(connect({ url, password: 'wrong' }), (error) => error.commandStatus === CommandStatus.ESME_RINVPASWD);
  const esme = await connect({ url, window: 8, autoAccept: true });
  assert.equal((await esme.receive()).text, 'Hi');
  const names = Array.from({ length: 500 }, (_, at) => String(at));
  const responses = await Promise.all(names.map((destinationAddr) => esme.submit(new SubmitSm({ destinationAddr }))));
  assert.deepEqual(responses.map(({ messageId }) => messageId), names);
  assert.equal(most, 8);
  await esme.close();
});

test('node-smpp as the application', async () => {
  const parts = new Reassembler();
  let text;
  const mc = await serve({
    port: 0,
    authenticate: ({ password }) => password === 'secret',
    onRequest: ({ pdu }) => {
      const outcome = parts.insert(pdu, performance.now());
      if (outcome?.kind === 'complete') ({ text } = outcome.message);
      return new SubmitSmResp({ messageId: '77' });
    },
  });
  ends.push(() => mc.close(100));
  const url = `smpp://127.0.0.1:${mc.port}`;
  const session = smpp.connect({ url });
  const ask = (command, fields) => new Promise((resolve) => session[command](fields, resolve));
  await new Promise((resolve) => session.on('connect', resolve));
  assert.equal((await ask('bind_transceiver', { system_id: 'app', password: 'secret' })).command_status, 0);
  session.on('deliver_sm', (pdu) => session.send(pdu.response()));
  const long = 'A long text. '.repeat(30);
  for (let part = 1; part <= 3; part++) {
    const udh = Buffer.from([5, 0, 3, 9, 3, part]);
    const message = long.slice((part - 1) * 130, part * 130);
    const { message_id } = await ask('submit_sm', { destination_addr: '447700900123', short_message: { udh, message } });
    assert.equal(message_id, '77');
  }
  assert.equal(text, long);
  await mc.peers[0].deliver(new DeliverSm({ sourceAddr: '447700900123', shortMessage: 'Hi' }));
  assert.equal((await ask('unbind', {})).command_status, 0);
  session.close();
});

test('Kannel as the application', async () => {
  const folder = newFolder();
  const log = join(folder, 'log');
  writeFileSync(log, '');
  // As `smppkit simulate --json` tells of what arrived.
  const tell = (line) => appendFileSync(log, `${JSON.stringify(line)}\n`);
  const texts = ['Hello from the handset', 'Привет с телефона 👋 '.repeat(10)];
  const parts = new Reassembler();
  let count = 0;
  const mc = await serve({
    port: 0,
    authenticate: ({ systemId, password }) => systemId === 'kannel' && password === 'secret',
    onRequest: async (request, peer) => {
      const { pdu } = request;
      if (!(pdu instanceof SubmitSm)) return CommandStatus.ESME_RINVCMDID;
      const { esmClass, shortMessage, registeredDelivery, sourceAddr, destinationAddr } = pdu;
      tell({ command: pdu.command, fields: { esm_class: esmClass, short_message: shortMessage.toString('hex') } });
      const outcome = parts.insert(pdu, performance.now());
      if (outcome?.kind === 'complete') tell({ event: 'message', text: outcome.message.text });
      const messageId = String(++count);
      request.accept(new SubmitSmResp({ messageId }));
      if (registeredDelivery !== 0) {
        const receipt = { messageId, messageState: MessageState.DELIVERED, submitDate: new Date(), doneDate: new Date() };
        const addresses = { sourceAddr: destinationAddr, destinationAddr: sourceAddr };
        const esmClass = EsmClass.MC_DELIVERY_RECEIPT;
        await peer.deliver(new DeliverSm({ ...addresses, esmClass, shortMessage: formatReceipt(receipt) }));
      }
      // Kannel binds before it can pass anything on: it can once it sends something.
      if (messageId === '1') for (const text of texts) await peer.deliverText({ from: '447700900123', to: '12345', text });
      return undefined;
    },
  });
  ends.push(() => mc.close(100));
  const script = fileURLToPath(new URL('../../tests/interop/kannel/kannel_esme.py', import.meta.url));
  const expected = texts.flatMap((text) => ['--expect-mo', text]);
  const env = { ...process.env, TMPDIR: folder };
  const { stdout } = await promisify(execFile)('python3', [script, String(mc.port), '--mc-log', log, ...expected], { env });
  assert.match(stdout, /delivered whole through Kannel, 2 received/);
});
