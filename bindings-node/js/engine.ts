import type { Doorway } from './door.js';
import { errorOf, SmppkitError, type SmppkitErrorCode } from './errors.js';
import { allocate, fromUtf8, toUtf8, type Octets } from './octets.js';
import { openDoor } from '#platform';

/** Where records begin: `FIRST` of `src/record/mod.rs`. */
export const FIRST = 32;
/** Octets of input at first. */
const INPUT = 128 * 1024;
/** Octets of input at most: what no message comes near. */
export const MAX_INPUT = 16 * 1024 * 1024;
/** What the input must have beyond the largest PDU, for the record of a PDU to fit. */
const BESIDE = 2048;

/** The engine behind the door, and the memory that it shares with us. */
export class Engine {
  readonly kind: 'native' | 'wasm';
  readonly door: Doorway['door'];
  input!: Octets;
  records!: Uint32Array;
  output!: Octets;
  readonly #doorway: Doorway;
  #buffer: ArrayBuffer | undefined;
  #size = 0;

  constructor(doorway: Doorway) {
    this.kind = doorway.kind;
    this.door = doorway.door;
    this.#doorway = doorway;
    this.#reserve(INPUT);
  }

  /** Sees to it that the views show the memory, which WebAssembly moves when it grows. */
  ready(): this {
    if (this.#doorway.memory.buffer !== this.#buffer) this.#map();
    return this;
  }

  /** Sees to it that so many octets of input fit. What was written before may be gone. */
  room(octets: number): this {
    if (octets + BESIDE > this.#size) this.grow(octets);
    return this.ready();
  }

  /** Makes the memory at least twice as large, for so many octets of input. */
  grow(octets: number): void {
    if (octets > MAX_INPUT || this.#size > MAX_INPUT) {
      throw new SmppkitError('SMPPKIT_BUFFER_TOO_SMALL', `${octets} octets at once, at most ${MAX_INPUT} are taken`, {
        len: octets,
        limit: MAX_INPUT,
      });
    }
    this.#reserve(Math.max(2 * this.#size, octets + BESIDE));
  }

  #reserve(octets: number): void {
    this.#size = Math.ceil(octets / 8) * 8;
    this.#doorway.reserve(this.#size);
    this.#map();
  }

  #map(): void {
    const { buffer } = this.#doorway.memory;
    const { start } = this.#doorway;
    const size = this.#size;
    this.#buffer = buffer;
    this.input = view(buffer, start, size);
    this.records = new Uint32Array(buffer, start + size, size);
    this.output = view(buffer, start + 5 * size, size);
  }

  /** Does what a JSON value asks for, with octets beside it. Gives what the reply says as JSON. */
  call(request: object, octets: Uint8Array = NOTHING): unknown {
    return JSON.parse(fromUtf8(this.callForOctets(request, octets)));
  }

  /** The same, where the reply is octets. */
  callForOctets(request: object, octets: Uint8Array = NOTHING): Octets {
    const json = toUtf8(JSON.stringify(request));
    this.room(json.length + octets.length);
    this.input.set(json);
    this.input.set(octets, json.length);
    const length = this.door.call(json.length, octets.length);
    if (length < 0) throw this.error();
    return this.reply(length);
  }

  /** The reply of the last call. */
  reply(length: number): Octets {
    const reply = allocate(length);
    for (let at = 0; at < length; ) {
      const some = this.door.reply(at);
      this.ready();
      reply.set(this.output.subarray(0, some), at);
      at += some;
    }
    return reply;
  }

  /** What the last call did not do, and why. */
  error(): SmppkitError {
    const said = fromUtf8(this.reply(this.door.replyLen()));
    return errorOf(JSON.parse(said) as { code: SmppkitErrorCode; message: string });
  }
}

const NOTHING = new Uint8Array(0);

function view(buffer: ArrayBuffer, start: number, length: number): Octets {
  const { Buffer } = globalThis as { Buffer?: typeof globalThis.Buffer };
  return (Buffer === undefined ? new Uint8Array(buffer, start, length) : Buffer.from(buffer, start, length)) as Octets;
}

/** The engine of this thread. */
export const engine = new Engine(openDoor());
