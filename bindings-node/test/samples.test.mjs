// The samples of the README and of the documentation in the sources: they compile, they run, and print what they say.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
// In the package, so that it is found by its name.
const folder = join(here, 'test/.samples');

const blocks = (text) => [...text.matchAll(/```(?:js|ts)\n(.*?)```/gs)].map(([, code]) => code);
const uncommented = (text) => text.replace(/^ *\* ?/gm, '');

const sources = readdirSync(join(here, 'js'), { recursive: true }).filter((name) => name.endsWith('.ts'));
const samples = [
  ...blocks(readFileSync(join(here, 'README.md'), 'utf8')).map((code, at) => [`README ${at + 1}`, code]),
  ...sources.flatMap((name) =>
    blocks(uncommented(readFileSync(join(here, 'js', name), 'utf8'))).map((code, at) => [`${name} ${at + 1}`, code]),
  ),
];

test('all samples', () => {
  assert.ok(samples.length >= 10);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  try {
    samples.forEach(([, code], at) => writeFileSync(join(folder, `${at}.mts`), code));
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', types: ['node'], skipLibCheck: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const tsc = join(here, 'node_modules/typescript/bin/tsc');
    try {
      execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    } catch (error) {
      assert.fail(error.stdout);
    }
    for (const [at, [name, code]] of samples.entries()) {
      const printed = execFileSync(process.execPath, [join(folder, `${at}.mjs`)], { encoding: 'utf8' });
      for (const [, promised] of code.matchAll(/console\.log\(.*\/\/ (.*)/g)) {
        // What is cut short here is in full there.
        const [start] = promised.split('…');
        assert.ok(printed.includes(start.trim()), `${name}: ${promised}\n${printed}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
