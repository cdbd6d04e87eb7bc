// The package as its users get it: packed, installed into an empty project, and used from there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const consumer = join(here, 'test/consumer');
const modules = join(here, 'node_modules');
const folders = [];
let packages;

const { SMPPKIT_ENGINE: _, ...env } = process.env;
const run = (command, args, cwd) => execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'smppkit-'));
  folders.push(path);
  return path;
}

/** The platform of the addon that was built. */
const platform = () => readdirSync(join(here, 'npm')).find((name) => name !== 'smppkit');

/** An empty project into which these packages were installed. */
function project(...files) {
  const path = folder();
  writeFileSync(join(path, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...files], path);
  return path;
}

before(() => {
  const path = folder();
  const pack = (from) => join(path, JSON.parse(run('npm', ['pack', '--json', '--pack-destination', path], from))[0].filename);
  packages = { main: pack(join(here, 'npm/smppkit')), platform: pack(join(here, 'npm', platform())) };
});

after(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

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
  mkdirSync(join(path, 'node_modules/@types'), { recursive: true });
  symlinkSync(join(modules, '@types/node'), join(path, 'node_modules/@types/node'));
  symlinkSync(join(modules, 'undici-types'), join(path, 'node_modules/undici-types'));
  const tsc = join(modules, 'typescript/bin/tsc');
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, target: 'es2022' };
  for (const [file, how] of [
    ['types.mts', { module: 'nodenext' }],
    ['types.cts', { module: 'nodenext' }],
    // Without the types of Node, as for a browser.
    ['types.ts', { module: 'esnext', moduleResolution: 'bundler', types: [], lib: ['es2022', 'dom'] }],
  ]) {
    copyFileSync(join(consumer, 'types.ts'), join(path, file));
    const config = { compilerOptions: { ...strict, ...how }, files: [file] };
    writeFileSync(join(path, 'tsconfig.json'), JSON.stringify(config));
    try {
      run(process.execPath, [tsc, '-p', '.'], path);
    } catch (error) {
      assert.fail(`${file}:\n${error.stdout}`);
    }
  }
  assert.match(run(process.execPath, ['types.cjs'], path), /types handle/);
  assert.match(run(process.execPath, ['types.mjs'], path), /types handle/);
});

test('publint and attw find nothing', () => {
  const bin = (name) => join(modules, '.bin', name);
  run(bin('publint'), ['run', packages.main, '--strict'], here);
  run(bin('attw'), [packages.main, '--no-emoji', '--profile', 'node16'], here);
});
