import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';

import type { Pdu } from '../index.js';

/** What a response is waited for with. */
export interface RequestOptions {
  /** Ends the waiting. What was not sent is not sent; what was keeps its slot of the window until its response comes. */
  signal?: AbortSignal | undefined;
  /** How long the response may take once the request is sent, instead of `responseMs`. */
  withinMs?: number | undefined;
}

/** A request of ours: it waits for its turn, then for its response. */
export class Pending {
  readonly since = performance.now();
  isSettled = false;
  wasSent = false;
  readonly #resolve: (response: Pdu) => void;
  readonly #reject: (error: unknown) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #aborted: (() => void) | undefined;

  constructor(
    readonly pdu: Pdu,
    readonly withinMs: number | undefined,
    resolve: (response: Pdu) => void,
    reject: (error: unknown) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    if (signal !== undefined) {
      this.#aborted = () => this.fail(signal.reason);
      // One signal may end many requests; each removes its listener.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', this.#aborted, { once: true });
    }
  }

  answer(response: Pdu): void {
    if (this.#settle()) this.#resolve(response);
  }

  fail(error: unknown): void {
    if (this.#settle()) this.#reject(error);
  }

  #settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    if (this.#aborted !== undefined) this.#signal!.removeEventListener('abort', this.#aborted);
    return true;
  }
}

/** Requests that nobody waits for any more are looked for once there are more than these. */
const SWEEP = 64;

/** Requests that wait for room in the window, for their turn or for a connection, in the order in which they came. */
export class Line {
  #queue: Pending[] = [];
  #start = 0;
  #sweepAt = SWEEP;

  /** Those who have left it do not make it longer than twice those who wait. */
  push(pending: Pending): void {
    if (this.#queue.length >= this.#sweepAt) {
      this.#queue = this.#queue.slice(this.#start).filter((one) => !one.isSettled);
      this.#start = 0;
      this.#sweepAt = Math.max(SWEEP, 2 * this.#queue.length);
    }
    this.#queue.push(pending);
  }

  /** Who is next. */
  first(): Pending | undefined {
    for (; this.#start < this.#queue.length; this.#start++) {
      const pending = this.#queue[this.#start]!;
      if (!pending.isSettled) return pending;
    }
    this.#queue.length = this.#start = 0;
    return undefined;
  }

  /** Takes out who is next. */
  shift(): void {
    this.#start++;
  }

  /** None of those who came before this are going to be sent. */
  fail(error: () => Error, before = Infinity): void {
    for (let pending = this.first(); pending !== undefined && pending.since <= before; pending = this.first()) {
      this.shift();
      pending.fail(error());
    }
  }
}
