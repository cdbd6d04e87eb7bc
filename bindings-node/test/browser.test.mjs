// The build for browsers, in Chromium: a page imports it, decodes, encodes, and runs two sessions.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const page = `<!doctype html>
<title>smppkit</title>
<script type="module">
  let told;
  try {
    const s = await import('/browser.mjs');
    const frame = s.encode(new s.SubmitSm({ destinationAddr: '447700900123', shortMessage: 'Hello', tlvs: { 0x1400: new Uint8Array([1, 2]) } }), { sequenceNumber: 3 });
    const pdu = s.decode(frame);
    const esme = new s.Session({ role: 'esme' }, 4, 0);
    const mc = new s.Session({ role: 'mc' }, 4, 0);
    esme.request(new s.BindTransceiver({ systemId: 'app' }), 'bind', 0);
    for (const { ticket } of mc.receive(esme.dataToSend(), 0)) mc.respond(ticket, 0, new s.BindTransceiverResp({ systemId: 'mc' }), 0);
    const [bound] = esme.receive(mc.dataToSend(), 0);
    esme.request(pdu, { key: 1 }, 1);
    const [request] = mc.receive(esme.dataToSend(), 1);
    mc.respond(request.ticket, 0, new s.SubmitSmResp({ messageId: 'x'.repeat(40) }), 1);
    const [response] = esme.receive(mc.dataToSend(), 1);
    told = JSON.stringify({
      engine: s.engine,
      addr: pdu.destinationAddr,
      text: new TextDecoder().decode(pdu.shortMessage),
      vendor: Array.from(pdu.tlvs.get(0x1400)),
      plain: Object.prototype.toString.call(frame),
      bound: [bound.token, esme.state],
      response: [response.token.key, response.pdu.messageId.length],
      parts: s.submitText('', '+447700900123', 'Привет! '.repeat(20)).length,
      shown: String(pdu),
    });
  } catch (error) {
    told = String(error.stack ?? error);
  }
  await fetch('/told', { method: 'POST', body: told });
</script>`;

const files = {
  '/': ['text/html; charset=utf-8', () => page],
  '/browser.mjs': ['text/javascript', () => readFileSync(new URL('../dist/browser.mjs', import.meta.url))],
  '/smppkit.wasm': ['application/wasm', () => readFileSync(new URL('../dist/smppkit.wasm', import.meta.url))],
};

test('in Chromium', { timeout: 120_000 }, async () => {
  const server = createServer();
  const told = new Promise((resolve) => {
    server.on('request', async (request, response) => {
      if (request.url === '/told') resolve((await request.toArray()).join(''));
      const [type, read] = files[request.url] ?? [];
      response.writeHead(type === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain' }).end(read?.());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const profile = mkdtempSync(join(tmpdir(), 'smppkit-chromium-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`];
  const chromium = spawn('chromium', [...flags, `http://127.0.0.1:${server.address().port}/`], {
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(chromium, 'exit').then(() => 'Chromium ended');
  try {
    const text = await Promise.race([told, ended]);
    assert.ok(text.startsWith('{'), text);
    assert.deepEqual(JSON.parse(text), {
      engine: 'wasm',
      addr: '447700900123',
      text: 'Hello',
      vendor: [1, 2],
      plain: '[object Uint8Array]',
      bound: ['bind', 'bound_trx'],
      response: [1, 40],
      parts: 3,
      shown: "submit_sm { sequenceNumber: 3, destinationAddr: '447700900123', shortMessage: 'Hello', tlvs: { 0x1400: <0102> } }",
    });
  } finally {
    // All of its processes: each of them writes into the profile.
    process.kill(-chromium.pid, 'SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  }
});
