// Builds the package into dist/: `node scripts/build.mjs [native] [wasm] [js] [packages]`, all of it without arguments.
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(here, 'dist');
const target = process.env.CARGO_TARGET_DIR ?? join(here, '../target');
const run = (command, args, options = {}) => execFileSync(command, args, { cwd: here, stdio: 'inherit', ...options });

/** Those for which there is a package with the addon. */
const PLATFORMS = ['linux-x64-gnu'];

const parts = {
  /** Bundles and declarations. */
  async js() {
    const platform = (name) => ({ '#platform': join(here, `js/platform/${name}.ts`) });
    const common = { entryPoints: [join(here, 'js/index.ts')], bundle: true, target: 'es2022' };
    await build({ ...common, alias: platform('node'), platform: 'node', format: 'cjs', outfile: join(dist, 'index.js') });
    await build({ ...common, alias: platform('browser'), format: 'esm', outfile: join(dist, 'browser.mjs') });
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

  /** The addon for this machine. */
  native() {
    run('cargo', ['build', '--release', '-p', 'smppkit-node', '--features', 'native']);
    mkdirSync(dist, { recursive: true });
    const { platform } = process;
    const file = { win32: 'smppkit_node.dll', darwin: 'libsmppkit_node.dylib' }[platform] ?? 'libsmppkit_node.so';
    copyFileSync(join(target, 'release', file), join(dist, `smppkit.${platformName()}.node`));
  },

  /**
   * What is published: npm/smppkit, and npm/NAME, which brings the addon to users of this platform. Only the published
   * manifest names the packages of the platforms: here they are not to be installed.
   */
  packages() {
    rmSync(join(here, 'npm'), { recursive: true, force: true });
    const name = platformName();
    const { scripts, devDependencies, ...main } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
    main.optionalDependencies = Object.fromEntries(PLATFORMS.map((platform) => [`smppkit-${platform}`, main.version]));
    const published = join(here, 'npm/smppkit');
    mkdirSync(published, { recursive: true });
    cpSync(dist, join(published, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.node') });
    for (const file of ['README.md', 'LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(join(here, file), join(published, file));
    writeFileSync(join(published, 'package.json'), `${JSON.stringify(main, null, 2)}\n`);

    const folder = join(here, 'npm', name);
    const file = `smppkit.${name}.node`;
    const { version, license, engines } = main;
    const [os, cpu, libc] = name.split('-');
    const manifest = {
      name: `smppkit-${name}`,
      version,
      description: `The native part of smppkit for ${name}`,
      license,
      engines,
      main: file,
      files: [file],
      os: [os],
      cpu: [cpu],
      ...(os === 'linux' ? { libc: [libc === 'musl' ? 'musl' : 'glibc'] } : {}),
    };
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(dist, file), join(folder, file));
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  },
};

/** What the package's `openNative` looks for. */
function platformName() {
  const { platform, arch } = process;
  if (platform === 'win32') return `win32-${arch}-msvc`;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const isGnu = process.report.getReport().header.glibcVersionRuntime !== undefined;
  return `linux-${arch}-${isGnu ? 'gnu' : 'musl'}`;
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

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : ['native', 'wasm', 'js', 'packages']) await parts[name]();
