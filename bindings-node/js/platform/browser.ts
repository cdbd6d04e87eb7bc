import { wasmDoorway, type Doorway } from '../door.js';

const response = await fetch(new URL('./smppkit.wasm', import.meta.url));
const { instance } = await WebAssembly.instantiate(await response.arrayBuffer());

/** WebAssembly is the only engine of a browser. */
export function openDoor(): Doorway {
  return wasmDoorway(instance);
}
