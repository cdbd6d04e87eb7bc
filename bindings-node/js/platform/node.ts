import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { nativeDoorway, wasmDoorway, type Addon, type Doorway } from '../door.js';
import { SmppkitError } from '../errors.js';

declare const __dirname: string;

/** The platform, in the words of npm packages with native code: `linux-x64-gnu`. */
function platform(): string {
  const { platform, arch } = process;
  switch (platform) {
    case 'linux':
      return `linux-${arch}-${isMusl() ? 'musl' : 'gnu'}`;
    case 'win32':
      return `win32-${arch}-msvc`;
    default:
      return `${platform}-${arch}`;
  }
}

function isMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

/** The addon: one that was built here, or else the package for this platform. */
function openNative(): Doorway {
  const require = createRequire(join(__dirname, 'index.js'));
  const name = platform();
  let failure: unknown;
  for (const path of [`./smppkit.${name}.node`, `smppkit-${name}`]) {
    try {
      return nativeDoorway(require(path) as Addon);
    } catch (error) {
      failure ??= error;
      if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') failure = error;
    }
  }
  throw new SmppkitError('SMPPKIT_ENGINE', `there is no native engine for ${name}`, {}, { cause: failure });
}

function openWasm(): Doorway {
  const module = new WebAssembly.Module(readFileSync(join(__dirname, 'smppkit.wasm')));
  return wasmDoorway(new WebAssembly.Instance(module));
}

/** The engine that the variable SMPPKIT_ENGINE names; without it the native one, or WebAssembly where there is none. */
export function openDoor(): Doorway {
  const wanted = process.env['SMPPKIT_ENGINE'];
  switch (wanted) {
    case 'native':
      return openNative();
    case 'wasm':
      return openWasm();
    case undefined:
    case '':
      try {
        return openNative();
      } catch {
        return openWasm();
      }
    default:
      throw new SmppkitError('SMPPKIT_ENGINE', `SMPPKIT_ENGINE is ${wanted}, must be native or wasm`);
  }
}
