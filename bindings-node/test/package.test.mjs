// The package as its users get it: packed, installed into an empty project, and used from there.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { addonOf, LICENCES, manifestOf, PLATFORMS, thisPlatform } from '../scripts/platforms.mjs';
import { compile, here, lend, modules, packed, platform, project, run } from './project.mjs';

const consumer = join(here, 'test/consumer');
let packages;
before(() => {
  packages = packed();
});

test('what is in it, and what is not', () => {
  const listed = readFileSync(join(here, '../release/contents/npm-smppkit.txt'), 'utf8').trim().split('\n');
  const files = run('tar', ['tzf', packages.main]).trim().split('\n').sort();
  assert.deepEqual(files, listed.map((file) => `package/${file}`).sort(), 'BLESS=1 make release-check PARTS=node lists them anew');
  const native = run('tar', ['tzf', packages.platform]).trim().split('\n').sort();
  const wanted = [...LICENCES, 'README.md', 'package.json', addonOf(platform())];
  assert.deepEqual(native, wanted.map((file) => `package/${file}`).sort());
});

test('the package asks for a package of each platform, and finds that of this one', () => {
  const manifest = JSON.parse(readFileSync(join(here, 'npm/smppkit/package.json'), 'utf8'));
  const wanted = Object.keys(PLATFORMS).map((name) => [`smppkit-${name}`, manifest.version]);
  assert.deepEqual(manifest.optionalDependencies, Object.fromEntries(wanted));
  assert.equal(platform(), thisPlatform());
  const native = JSON.parse(readFileSync(join(here, 'npm', platform(), 'package.json'), 'utf8'));
  assert.deepEqual(native, manifestOf(platform(), manifest));
});

test('what npm goes by to choose a platform', () => {
  const chosen = (name) => {
    const { os, cpu, libc, main } = manifestOf(name, {});
    return { os, cpu, libc, main };
  };
  const [arm64, x64] = [['arm64'], ['x64']];
  assert.deepEqual(chosen('linux-x64-musl'), { os: ['linux'], cpu: x64, libc: ['musl'], main: 'smppkit.linux-x64-musl.node' });
  assert.deepEqual(chosen('linux-arm64-gnu'), { os: ['linux'], cpu: arm64, libc: ['glibc'], main: 'smppkit.linux-arm64-gnu.node' });
  assert.deepEqual(chosen('darwin-arm64'), { os: ['darwin'], cpu: arm64, libc: undefined, main: 'smppkit.darwin-arm64.node' });
  assert.deepEqual(chosen('win32-x64-msvc'), { os: ['win32'], cpu: x64, libc: undefined, main: 'smppkit.win32-x64-msvc.node' });
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
  for (const file of Object.values(packages)) assert.match(run(bin('publint'), ['run', file, '--strict'], here), /All good!/);
  run(bin('attw'), [packages.main, '--no-emoji', '--profile', 'node16'], here);
});
