// Builds the package into dist/: `node scripts/build.mjs [--platform NAME] [native] [wasm] [js] [packages]`, all of it if no
// part is named. NAME is one of platforms.mjs; without it, the addon is for this machine.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { build } from 'esbuild';

import { addonOf, libraryOf, LICENCES, manifestOf, PLATFORMS, thisPlatform } from './platforms.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(here, 'dist');
const target = process.env.CARGO_TARGET_DIR ?? join(here, '../target');
const run = (command, args, options = {}) => execFileSync(command, args, { cwd: here, stdio: 'inherit', ...options });

const { values: { platform }, positionals } = parseArgs({ options: { platform: { type: 'string' } }, allowPositionals: true });
if (platform !== undefined && !(platform in PLATFORMS)) throw new Error(`no platform ${platform}: see scripts/platforms.mjs`);
const name = platform ?? thisPlatform();

const parts = {
  /** Bundles and declarations. */
  async js() {
    const alias = (host) => ({ '#platform': join(here, `js/platform/${host}.ts`) });
    const common = { entryPoints: [join(here, 'js/index.ts')], bundle: true, target: 'es2022' };
    await build({ ...common, alias: alias('node'), platform: 'node', format: 'cjs', outfile: join(dist, 'index.js') });
    await build({ ...common, alias: alias('browser'), format: 'esm', outfile: join(dist, 'browser.mjs') });
    // It takes the classes from the package's main file, however it was imported: there is one copy of each.
    const net = { ...common, entryPoints: [join(here, 'js/net/index.ts')], external: ['../index.js'] };
    await build({ ...net, platform: 'node', format: 'cjs', outfile: join(dist, 'net/index.js') });
    rmSync(join(dist, 'types'), { recursive: true, force: true });
    run('npx', ['--no-install', 'tsc', '-p', 'tsconfig.types.json']);
    // One copy of each class, however it was imported.
    for (const [folder, types] of [['.', './types'], ['net', '../types/net']]) {
      const names = Object.keys(exportsOf(join(dist, folder, 'index.js'))).join(', ');
      const module = `import smppkit from './index.js';\n\nexport const { ${names} } = smppkit;\n`;
      writeFileSync(join(dist, folder, 'index.mjs'), module);
      writeFileSync(join(dist, folder, 'index.d.mts'), `export * from '${types}/index.js';\n`);
    }
  },

  /** The engine for WebAssembly: with rustup's target, or Debian's compiler and its sources. */
  wasm() {
    const args = ['build', '--release', '-p', 'smppkit-node', '--target', 'wasm32-unknown-unknown'];
    const env = { ...process.env, RUSTFLAGS: '-C strip=symbols -C link-arg=--stack-first' };
    if (hasRustupTarget()) {
      run('cargo', args, { env });
    } else {
      // Debian's cargo, whose compiler builds the standard library along.
      const debian = { ...env, PATH: `/usr/bin:${env.PATH}`, RUSTC_BOOTSTRAP: '1' };
      debian.CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER = 'wasm-ld';
      run('/usr/bin/cargo', [...args, '-Zbuild-std=std,panic_abort'], { env: debian });
    }
    mkdirSync(dist, { recursive: true });
    copyFileSync(join(target, 'wasm32-unknown-unknown/release/smppkit_node.wasm'), join(dist, 'smppkit.wasm'));
  },

  /** The addon. */
  native() {
    // Rust links the C library of musl into everything unless it is told not to; an addon must have Node's.
    const env = name.endsWith('-musl') ? { ...process.env, RUSTFLAGS: '-C target-feature=-crt-static' } : process.env;
    const cross = platform === undefined ? [] : ['--target', PLATFORMS[platform]];
    run('cargo', ['build', '--release', '-p', 'smppkit-node', '--features', 'native', ...cross], { env });
    mkdirSync(dist, { recursive: true });
    copyFileSync(join(target, ...cross.slice(1), 'release', libraryOf(name)), join(dist, addonOf(name)));
  },

  /**
   * What is published: npm/smppkit, and npm/NAME, which brings the addon to users of that platform. Only the published
   * manifest names the packages of the platforms: here they are not to be installed.
   */
  packages() {
    rmSync(join(here, 'npm'), { recursive: true, force: true });
    const { scripts, devDependencies, ...main } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
    main.optionalDependencies = Object.fromEntries(Object.keys(PLATFORMS).map((one) => [`smppkit-${one}`, main.version]));
    const published = folder('smppkit', main);
    cpSync(dist, join(published, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.node') });
    copyFileSync(join(here, 'README.md'), join(published, 'README.md'));

    const manifest = manifestOf(name, main);
    const native = folder(name, manifest);
    copyFileSync(join(dist, addonOf(name)), join(native, addonOf(name)));
    writeFileSync(join(native, 'README.md'), `# ${manifest.name}\n\n${manifest.description}, which installs it by itself.\n`);
  },
};

/** A folder in npm/, with its manifest and the licences. */
function folder(name, manifest) {
  const path = join(here, 'npm', name);
  mkdirSync(path, { recursive: true });
  for (const file of LICENCES) copyFileSync(join(here, file), join(path, file));
  writeFileSync(join(path, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return path;
}

function hasRustupTarget() {
  try {
    const targets = execFileSync('rustup', ['target', 'list', '--installed'], { encoding: 'utf8' });
    return targets.includes('wasm32-unknown-unknown');
  } catch {
    return false;
  }
}

/** What the bundle exports. It is loaded for that, so an engine must be there. */
function exportsOf(file) {
  return createRequire(import.meta.url)(file);
}

for (const part of positionals.length > 0 ? positionals : ['native', 'wasm', 'js', 'packages']) await parts[part]();
