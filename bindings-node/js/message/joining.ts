import { encode } from '../codec.js';
import { engine } from '../engine.js';
import type { Pdu } from '../pdu.js';
import { cooked, unreachable, type LongMessage, type RawMessage, type ReassemblerOptions } from './keepers.js';
import { Numbered, type Reply } from './numbered.js';

/** How a {@link Joining} joins. */
export interface JoiningOptions extends ReassemblerOptions {
  /**
   * How long a part waits for the answer to the whole message before it is accepted; 0: it is accepted at once.
   * Default: 1000.
   */
  holdMs?: number;
}

/** What is to be done. */
export type JoiningOutput<T> =
  /**
   * A message for the application: whole, or what there is of one that will never be. `number` is for
   * {@link Joining.settle}, `first` the request of its first part that came.
   */
  | { readonly kind: 'message'; readonly number: number; readonly message: LongMessage; readonly first: T }
  /** Accept this request: its part is kept. If that fails the part comes again, and that does no harm. */
  | { readonly kind: 'accept'; readonly request: T }
  /** Reject this request for now: there is no room for its part. */
  | { readonly kind: 'reject'; readonly request: T };

/**
 * The long messages that are not settled, and the requests in which their parts came: `T` is such a request with its PDU, as
 * the application keeps it.
 *
 * A part waits for the answer to its whole message, though not longer than `holdMs`; then it is accepted, since there are
 * message centres that send no part before the one before is answered, and kept in case the message is rejected after all.
 * Times are milliseconds on any clock that does not go backwards.
 *
 * @example
 * ```ts
 * import { Joining, submitText } from 'smppkit';
 *
 * const joining = new Joining<string>();
 * const [first, second] = submitText('MyShop', '+447700900123', 'All work and no play. '.repeat(10));
 * joining.insert(first!, 'the first request', performance.now());
 * for (const output of joining.insert(second!, 'the second one', performance.now()) ?? []) {
 *   if (output.kind !== 'message') continue;
 *   console.log(output.message.text);
 *   const { requests } = joining.settle(output.number, true, performance.now());
 *   console.log('accept', requests.join(' and '));
 * }
 * ```
 */
export class Joining<T = unknown> {
  readonly #keeper: number;
  readonly #profile: string | undefined;
  readonly #requests = new Numbered<T>();

  constructor(options: JoiningOptions = {}) {
    const { mcDefault, ...limits } = options;
    this.#keeper = engine.call({ op: 'newJoining', ...limits }) as number;
    this.#profile = mcDefault;
    unreachable.register(this, { keeper: this.#keeper, kind: 'joining' });
  }

  /** Takes a part, in this PDU and in this request, and gives what is to be done; undefined if it is no part of a longer message. */
  insert(pdu: Pdu, request: T, now: number): JoiningOutput<T>[] | undefined {
    const number = this.#requests.keep(request);
    const call = { op: 'join', keeper: this.#keeper, now, request: number, profile: this.#profile };
    const reply = engine.call(call, encode(pdu)) as Reply<RawOutput[]> | null;
    if (reply !== null) return this.#outputs(reply);
    this.#requests.forget([number]);
    return undefined;
  }

  /** Accepts the parts that have waited long enough, and gives up the messages that are never going to be whole. */
  handleTimeout(now: number): JoiningOutput<T>[] {
    const call = { op: 'joiningExpired', keeper: this.#keeper, now, profile: this.#profile };
    return this.#outputs(engine.call(call) as Reply<RawOutput[]>);
  }

  /** When {@link handleTimeout} has something to do next. */
  timeout(): number | undefined {
    return (engine.call({ op: 'joiningTimeout', keeper: this.#keeper }) as number | null) ?? undefined;
  }

  /** No more parts will come: gives up all messages that are incomplete. */
  end(): JoiningOutput<T>[] {
    const call = { op: 'endJoining', keeper: this.#keeper, profile: this.#profile };
    return this.#outputs(engine.call(call) as Reply<RawOutput[]>);
  }

  /**
   * The application has answered: the requests that are to be answered likewise.
   *
   * After a rejection, the message comes anew when its parts are sent again: those that the peer was not yet told to be
   * accepted. The others wait for them, unless there is no room: then `isLost` is true.
   */
  settle(number: number, isAccepted: boolean, now: number): { readonly requests: T[]; readonly isLost: boolean } {
    const call = { op: 'settle', keeper: this.#keeper, now, message: number, isAccepted };
    const { found, gone } = engine.call(call) as Reply<{ requests: number[]; isLost: boolean }>;
    const requests = found.requests.map((request) => this.#requests.get(request));
    this.#requests.forget(gone);
    return { requests, isLost: found.isLost };
  }

  #outputs({ found, gone }: Reply<RawOutput[]>): JoiningOutput<T>[] {
    const outputs = found.map((output): JoiningOutput<T> => {
      const request = this.#requests.get(output.request);
      if (output.kind !== 'message') return { kind: output.kind, request };
      return { kind: 'message', number: output.number, message: cooked(output.message), first: request };
    });
    this.#requests.forget(gone);
    return outputs;
  }
}

type RawOutput =
  | { readonly kind: 'message'; readonly number: number; readonly message: RawMessage; readonly request: number }
  | { readonly kind: 'accept' | 'reject'; readonly request: number };
