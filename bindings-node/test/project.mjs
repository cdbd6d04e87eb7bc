// The package as its users get it: packed, and installed into a project of theirs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('..', import.meta.url));
export const modules = join(here, 'node_modules');

/** How TypeScript is to be as strict as it can. */
export const STRICT = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, target: 'es2022' };

const { SMPPKIT_ENGINE: _, ...env } = process.env;
export { env };

/** What a command prints. */
export const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const folders = [];
after(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A folder that is gone after the tests. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'smppkit-'));
  folders.push(path);
  return path;
}

/** The platform of the addon that was built. */
export const platform = () => readdirSync(join(here, 'npm')).find((name) => name !== 'smppkit');

/** The package and its part for this platform, as files. */
export function packed() {
  const path = folder();
  const pack = (from) => join(path, JSON.parse(run('npm', ['pack', '--json', '--pack-destination', path], from))[0].filename);
  return { main: pack(join(here, 'npm/smppkit')), platform: pack(join(here, 'npm', platform())) };
}

/** An empty project into which these packages were installed. */
export function project(...files) {
  const path = folder();
  writeFileSync(join(path, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...files], path);
  return path;
}

/** Puts packages that the tests have into a project, too. */
export function lend(path, ...names) {
  for (const name of names) {
    const place = join(path, 'node_modules', name);
    mkdirSync(join(place, '..'), { recursive: true });
    symlinkSync(join(modules, name), place);
  }
}

/** Compiles these files of a project; the error is what TypeScript has to say. */
export function compile(path, files, how) {
  writeFileSync(join(path, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...how }, files }));
  try {
    run(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', '.'], path);
  } catch (error) {
    throw new Error(`TypeScript:\n${error.stdout}`);
  }
}
