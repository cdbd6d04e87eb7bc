// The package as its users get it: packed, installed into an empty project, and used from there.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { compile, here, lend, modules, packed, platform, project, run } from './project.mjs';

const consumer = join(here, 'test/consumer');
let packages;
before(() => {
  packages = packed();
});

test('what is in it, and what is not', () => {
  const files = run('tar', ['tzf', packages.main]).split('\n');
  for (const file of ['dist/index.js', 'dist/index.mjs', 'dist/browser.mjs', 'dist/smppkit.wasm', 'dist/types/index.d.ts', 'dist/net/index.js', 'dist/net/index.mjs', 'dist/types/net/index.d.ts', 'README.md', 'LICENSE-MIT']) {
    assert.ok(files.includes(`package/${file}`), file);
  }
  assert.ok(!files.some((file) => /\.node$|src\/|test\/|node_modules/.test(file)));
  assert.match(run('tar', ['tzf', packages.platform]), /\.node\n/);
});

test('the package for this platform is one that the package asks for', () => {
  const manifest = JSON.parse(readFileSync(join(here, 'npm/smppkit/package.json'), 'utf8'));
  assert.equal(manifest.optionalDependencies[`smppkit-${platform()}`], manifest.version);
});

for (const [engine, files] of [
  ['native', () => [packages.main, packages.platform]],
  ['wasm', () => [packages.main]],
]) {
  test(`modules of both kinds, ${engine}`, () => {
    const path = project(...files());
    for (const name of ['consumer.mjs', 'consumer.cjs']) {
      copyFileSync(join(consumer, name), join(path, name));
      assert.equal(run(process.execPath, [name], path).trim(), engine, name);
    }
  });
}

test('TypeScript, strict, in all ways of finding modules', () => {
  const path = project(packages.main);
  lend(path, '@types/node', 'undici-types');
  for (const [file, how] of [
    ['types.mts', { module: 'nodenext' }],
    ['types.cts', { module: 'nodenext' }],
    // Without the types of Node, as for a browser.
    ['types.ts', { module: 'esnext', moduleResolution: 'bundler', types: [], lib: ['es2022', 'dom'] }],
  ]) {
    copyFileSync(join(consumer, 'types.ts'), join(path, file));
    compile(path, [file], how);
  }
  assert.match(run(process.execPath, ['types.cjs'], path), /types handle/);
  assert.match(run(process.execPath, ['types.mjs'], path), /types handle/);
});

test('publint and attw find nothing', () => {
  const bin = (name) => join(modules, '.bin', name);
  run(bin('publint'), ['run', packages.main, '--strict'], here);
  run(bin('attw'), [packages.main, '--no-emoji', '--profile', 'node16'], here);
});
