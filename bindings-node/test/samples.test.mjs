// The samples of the documentation, in a project into which the package was installed: they compile, they run, and print
// what they say. What stands behind the language says how a sample is run:
//
//     js, ts              by itself; behind a console.log may be what it prints
//     js/ts client        at a message centre that listens where the sample has localhost:2775
//     js/ts server        with an application that binds to port 2775, says Hello and wants a receipt
//
// A block of text below is what it prints. Those in TypeScript are compiled; node-smpp, which has no types, is used from
// JavaScript.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { DeliverSm, EsmClass, MessageState, SubmitSmResp, formatReceipt } from 'smppkit';
import { connect, serve } from 'smppkit/net';

import { Program, LIMIT_MS } from './program.mjs';
import { compile, here, lend, packed, project } from './project.mjs';

const DATE = new Date(Date.UTC(2026, 0, 2));
const BLOCK = /^```(?<info>[^\n]*)\n(?<code>.*?)^```$(?:\n\n```text\n(?<prints>.*?)^```$)?/gms;

const read = (name) => readFileSync(join(here, name), 'utf8');
const uncommented = (text) => text.replace(/^ *\* ?/gm, '');
const inFolder = (name, ending) =>
  readdirSync(join(here, name), { recursive: true }).filter((file) => file.endsWith(ending)).map((file) => join(name, file));

const pages = ['README.md', ...inFolder('../docs/node', '.md')].map((name) => [name, read(name)]);
const sources = inFolder('js', '.ts').map((name) => [name, uncommented(read(name))]);

const samples = [...pages, ...sources].flatMap(([name, text]) =>
  Array.from(text.matchAll(BLOCK), ({ index, groups: { info, code, prints } }) => {
    const [language, side] = info.split(' ');
    return { name: `${name}:${text.slice(0, index).split('\n').length}`, info, language, side, code, prints };
  }),
);
const runnable = samples.filter(({ language }) => language === 'js' || language === 'ts');

let folder;
before(() => {
  const { main, platform } = packed();
  folder = project(main, platform);
  lend(folder, '@types/node', 'undici-types', 'smpp');
});

test('each block is one that is run, or says that it is not', () => {
  const known = ['js', 'ts', 'js client', 'ts client', 'js server', 'ts server', 'sh no_run', 'text'];
  for (const { name, info } of samples) assert.ok(known.includes(info), `${name}: ${info}`);
  assert.ok(runnable.length > 20);
});

test('they compile', () => {
  const files = runnable.flatMap(({ code, name, language, side }, at) => {
    // The samples of the README go without types, and compile all the same.
    if (language === 'js' && side !== undefined) return [];
    writeFileSync(join(folder, `${at}.mts`), `// ${name}\n${code}`);
    return [`${at}.mts`];
  });
  // So that newer versions of Node run them as they are.
  compile(folder, files, { module: 'nodenext', erasableSyntaxOnly: true, verbatimModuleSyntax: true });
});

runnable.forEach((sample, at) => {
  const { name, language, side, code, prints } = sample;
  test(name, async () => {
    // What TypeScript made of it, for other ports.
    const compiled = language === 'js' && side !== undefined ? code : readFileSync(join(folder, `${at}.mjs`), 'utf8');
    const start = (port) => {
      const file = join(folder, `run-${at}.mjs`);
      writeFileSync(file, compiled.replaceAll('localhost', '127.0.0.1').replaceAll('2775', port));
      return new Program(file);
    };
    const drive = { client: atCentre, server: atServer }[side];
    const printed = drive === undefined ? await start(0).end() : await drive(start, sample);
    if (prints !== undefined) assert.equal(printed, prints);
    for (const [, promised] of code.matchAll(/console\.log\(.*\/\/ (.*)/g)) {
      // What is cut short here is in full there.
      const [begin] = promised.split('…');
      assert.ok(printed.includes(begin.trim()), `${promised}\n${printed}`);
    }
  });
});

const receipt = (messageId) =>
  new DeliverSm({
    sourceAddr: '447700900123',
    esmClass: EsmClass.MC_DELIVERY_RECEIPT,
    shortMessage: formatReceipt({ messageId, messageState: MessageState.DELIVERED, submitDate: DATE, doneDate: DATE }),
  });

/** Runs a client at a message centre that sends receipts, and a message to those who only receive. */
async function atCentre(start, { code }) {
  let count = 0;
  const onlyReceives = !/sendText|submit/.test(code);
  const mc = await serve({
    port: 0,
    authenticate: ({ systemId, password }) => systemId === 'app' && password === 'secret',
    onRequest: async (request, peer) => {
      const messageId = String(++count);
      request.accept(new SubmitSmResp({ messageId }));
      if (request.pdu.registeredDelivery) await peer.deliver(receipt(messageId));
    },
    onBound: async (peer) => {
      if (!onlyReceives) return;
      await peer.deliverText({ from: '+447700900123', to: '1234', text: 'Hello' });
      await peer.deliver(receipt('1'));
      // They end when they are told to.
      await peer.close();
    },
  });
  try {
    return await start(mc.port).end();
  } finally {
    await mc.close(100);
  }
}

/** Runs a server, and an application at it. */
async function atServer(start, { code }) {
  const probe = await serve({ port: 0, onRequest: () => 0 });
  const { port } = probe;
  await probe.close();
  const program = start(port);
  try {
    const reconnect = { firstDelayMs: 20, maxDelayMs: 20, maxAttempts: LIMIT_MS / 20 };
    const esme = await connect({ url: `smpp://app:secret@127.0.0.1:${port}`, reconnect, autoAccept: true });
    if (code.includes('onBound')) assert.equal((await esme.receive()).text, 'Hello');
    const { messageIds } = await esme.sendText({ from: '1234', to: '+447700900123', text: 'Hi there', receipt: true });
    const { receipt } = await esme.receive();
    assert.deepEqual([receipt.messageId], messageIds);
    assert.equal(receipt.messageState, MessageState.DELIVERED);
    await esme.close();
  } finally {
    program.kill('SIGINT');
  }
  return program.end();
}
