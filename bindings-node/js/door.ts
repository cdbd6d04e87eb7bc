/**
 * The functions of the engine: numbers in, numbers out. All else passes through memory that both sides see. What each
 * takes and gives is said in `src/engine.rs`.
 */
export interface Door {
  decode(len: number): number;
  scan(len: number): number;
  encode(): number;
  faults(len: number): number;
  call(json: number, octets: number): number;
  reply(from: number): number;
  replyLen(): number;
  sessionNew(settings: number, now: number): number;
  sessionRestore(settings: number, snapshot: number, now: number): number;
  sessionFree(session: number): number;
  sessionFeed(session: number, now: number, what: number, len: number, backlog: number): number;
  sessionRequest(session: number, now: number, tokenLow: number, tokenHigh: number, withinMs: number): number;
  sessionNotify(session: number, now: number): number;
  sessionRespond(session: number, now: number, ticket: number): number;
  sessionAcceptBind(session: number, now: number, ticket: number, len: number): number;
  sessionReject(session: number, now: number, ticket: number, status: number): number;
  sessionAbandon(session: number, ticket: number): number;
  sessionTimeout(session: number): number;
  sessionAllowed(session: number, commandId: number): number;
  sessionLook(session: number): number;
  sessionSetMaxUnanswered(session: number, max: number): number;
  sessionSnapshot(session: number, now: number): number;
  pacerNew(now: number, rate: number, burst: number, slowest: number): number;
  pacerTake(pacer: number, now: number): number;
  pacerStatus(pacer: number, now: number, status: number): number;
  pacerCongestion(pacer: number, now: number, state: number): number;
  pacerRate(pacer: number): number;
  pacerFree(pacer: number): number;
}

/** Where a door leads, and the memory in front of it. */
export interface Doorway {
  readonly kind: 'native' | 'wasm';
  readonly door: Door;
  /** Makes memory for so many octets of input, a multiple of eight. What was in it is gone. */
  reserve(input: number): void;
  /** The memory; another object once it has moved. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Where the areas begin in it. */
  readonly start: number;
}

/** What the addon exports. */
export interface Addon {
  open(): Door & { attach(memory: ArrayBuffer): number };
}

export function nativeDoorway(addon: Addon): Doorway {
  const door = addon.open();
  const doorway = {
    kind: 'native' as const,
    door,
    memory: { buffer: new ArrayBuffer(0) },
    start: 0,
    reserve(input: number) {
      doorway.memory = { buffer: new ArrayBuffer(input * 6) };
      door.attach(doorway.memory.buffer);
    },
  };
  return doorway;
}

/** The door of a module that was built for `wasm32-unknown-unknown`, which imports nothing. */
export function wasmDoorway(instance: WebAssembly.Instance): Doorway {
  const { memory, reserve, ...functions } = instance.exports as unknown as {
    memory: WebAssembly.Memory;
    reserve: (input: number) => number;
  };
  const door: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(functions)) {
    door[name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  const doorway = {
    kind: 'wasm' as const,
    door: door as unknown as Door,
    memory: memory as { readonly buffer: ArrayBuffer },
    start: 0,
    reserve(input: number) {
      doorway.start = reserve(input) >>> 0;
    },
  };
  return doorway;
}
