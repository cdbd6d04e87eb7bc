import { encode } from '../codec.js';
import { engine } from '../engine.js';
import { fromHex, type Octets } from '../octets.js';
import type { Pdu } from '../pdu.js';
import type { Account } from './incoming.js';
import { Numbered, type Reply } from './numbered.js';

/** A message of several parts: all of them, or those that came before its time was up. */
export interface LongMessage {
  /** The text, with U+FFFD for each part that is missing; null where it is none, or none that can be read here. */
  readonly text: string | null;
  /** The octets of all parts that are there, without their headers. */
  readonly octets: Octets;
  readonly dataCoding: number;
  readonly reference: number;
  readonly totalSegments: number;
  /** Whether all parts are there. */
  readonly isComplete: boolean;
  /** The numbers of the parts that did not come. */
  readonly missing: readonly number[];
}

/** What became of a part. */
export type Reassembled =
  /** It waits for others. */
  | { readonly kind: 'waiting'; readonly received: number; readonly totalSegments: number }
  /** It was the last one missing. */
  | { readonly kind: 'complete'; readonly message: LongMessage }
  /** It was there already, or belongs to a message that is complete. */
  | { readonly kind: 'duplicate' }
  /** It contradicts the parts that waited under the same reference: those are handed back. */
  | { readonly kind: 'restarted'; readonly message: LongMessage };

/** How much a {@link Reassembler} keeps, and how long. */
export interface ReassemblerOptions extends Account {
  /** The memory for parts that wait, in octets. Default: 1 MiB. */
  maxOctets?: number;
  /** How long the first part of a message waits for the others. Default: half an hour. */
  timeoutMs?: number;
}

type Kind = 'reassembler' | 'correlator' | 'joining' | 'awaited';

/** @internal Frees what the engine keeps for an object that is no longer reachable. */
export const unreachable = new FinalizationRegistry<{ keeper: number; kind: Kind }>((kept) => {
  engine.call({ op: 'free', ...kept });
});

/**
 * Joins the parts of messages that go from the same source to the same destination under the same reference. Times are
 * milliseconds on any clock that does not go backwards.
 *
 * @example
 * ```ts
 * import { Reassembler, submitText } from 'smppkit';
 *
 * const reassembler = new Reassembler();
 * for (const part of submitText('MyShop', '+447700900123', 'All work and no play. '.repeat(10))) {
 *   const outcome = reassembler.insert(part, performance.now());
 *   if (outcome?.kind === 'complete') console.log(outcome.message.text);
 * }
 * ```
 */
export class Reassembler {
  readonly #keeper: number;
  readonly #profile: string | undefined;

  constructor(options: ReassemblerOptions = {}) {
    const { mcDefault, ...limits } = options;
    this.#keeper = engine.call({ op: 'newReassembler', ...limits }) as number;
    this.#profile = mcDefault;
    unreachable.register(this, { keeper: this.#keeper, kind: 'reassembler' });
  }

  /**
   * Takes a deliver_sm, data_sm or submit_sm; undefined if it is no part of a longer message.
   *
   * @throws {SmppkitError} `SMPPKIT_REASSEMBLER_FULL` if the memory is used up: refuse the PDU for now.
   */
  insert(pdu: Pdu, now: number): Reassembled | undefined {
    const request = { op: 'insert', keeper: this.#keeper, now, profile: this.#profile };
    const outcome = engine.call(request, encode(pdu)) as RawOutcome | null;
    if (outcome === null) return undefined;
    return 'message' in outcome ? { ...outcome, message: cooked(outcome.message) } : outcome;
  }

  /**
   * Forgets that a message was complete of which this is a part, because it could not be dealt with: when its parts are
   * sent again, they are no duplicates but make it anew.
   */
  forget(part: Pdu): void {
    engine.call({ op: 'forget', keeper: this.#keeper }, encode(part));
  }

  /** The messages whose time is up, with the parts that came. */
  handleTimeout(now: number): LongMessage[] {
    const request = { op: 'expired', keeper: this.#keeper, now, profile: this.#profile };
    return (engine.call(request) as RawMessage[]).map(cooked);
  }

  /** When {@link handleTimeout} has something to do next. */
  timeout(): number | undefined {
    return (engine.call({ op: 'reassemblerTimeout', keeper: this.#keeper }) as number | null) ?? undefined;
  }
}

/** @internal */
export type RawMessage = Omit<LongMessage, 'octets'> & { octets: string };
type RawOutcome =
  | Exclude<Reassembled, { message: LongMessage }>
  | { readonly kind: 'complete' | 'restarted'; readonly message: RawMessage };

/** @internal */
export function cooked(message: RawMessage): LongMessage {
  return { ...message, octets: fromHex(message.octets) };
}

/** How ids of responses and ids of receipts relate. */
export type IdRule = 'same' | 'hexThenDecimal' | 'decimalThenHex';

/** What a {@link Correlator} keeps, how long, and how it compares. */
export interface CorrelatorOptions {
  /** How many messages wait for receipts, at most; the oldest is given up for another. Default: 65,536. */
  maxMessages?: number;
  /** How many receipts are kept that come before the response to their message. Default: 1,024. */
  maxEarlyReceipts?: number;
  /** How long a message waits for its receipt. Default: three days. */
  timeoutMs?: number;
  /** How long an early receipt waits for its response. Default: a minute. */
  earlyTimeoutMs?: number;
  /** How many receipts that ended a message are remembered, to know copies by. Default: 1,024. */
  maxEnded?: number;
  /** How ids are compared. Default: whichever rule fits, until experience decides for one. */
  rule?: IdRule;
}

/** The message that a receipt is about. */
export interface FoundMessage<T> {
  /** What the application knows the message by. */
  readonly token: T;
  /** The rule that the ids follow. */
  readonly rule: IdRule;
  /** Whether no other message could be meant. */
  readonly isCertain: boolean;
}

/** A receipt that came before the response to its message. */
export interface EarlyReceipt<R> {
  /** What the application left of it. */
  readonly receipt: R;
  readonly rule: IdRule;
  readonly isCertain: boolean;
}

/**
 * Finds the message that a receipt is about, by the id in submit_sm_resp and the id in the receipt, which is the same
 * number but not always the same characters. `T` is the application's token for a message, `R` what it wants back of a
 * receipt that came before the response.
 */
export class Correlator<T = unknown, R = unknown> {
  readonly #keeper: number;
  /** Tokens and receipts, under the numbers by which the engine knows them. */
  readonly #kept = new Numbered<unknown>();

  constructor(options: CorrelatorOptions = {}) {
    this.#keeper = engine.call({ op: 'newCorrelator', options }) as number;
    unreachable.register(this, { keeper: this.#keeper, kind: 'correlator' });
  }

  /** A response came: the message has this id. Gives back a receipt that came before it. */
  submitted(messageId: string, token: T, now: number): EarlyReceipt<R> | undefined {
    const found = this.#ask<{ receipt: number; rule: IdRule; isCertain: boolean }>({
      op: 'submitted',
      now,
      messageId,
      token: this.#kept.keep(token),
    });
    return found && { ...found, receipt: found.receipt as R };
  }

  /**
   * A receipt came, with this id: the message it is about. When its state is final, the message waits no more. Where no
   * message has that id, `receipt` is kept for a while, for {@link submitted} to hand back.
   */
  receipt(messageId: string, isFinal: boolean, receipt: R, now: number): FoundMessage<T> | undefined {
    const found = this.#ask<{ token: number; rule: IdRule; isCertain: boolean }>({
      op: 'receipt',
      now,
      messageId,
      isFinal,
      receipt: this.#kept.keep(receipt),
    });
    return found && { ...found, token: found.token as T };
  }

  /** Gives up the messages that have waited too long: their tokens. */
  handleTimeout(now: number): T[] {
    const { found, gone } = engine.call({ op: 'giveUp', keeper: this.#keeper, now }) as Reply<number[]>;
    const tokens = found.map((number) => this.#kept.get(number) as T);
    this.#kept.forget(gone);
    return tokens;
  }

  /** When {@link handleTimeout} has something to do next. */
  timeout(): number | undefined {
    return (engine.call({ op: 'correlatorTimeout', keeper: this.#keeper }) as number | null) ?? undefined;
  }

  /** Asks the engine, and puts what is kept in the place of its number. */
  #ask<F extends { token?: number; receipt?: number }>(
    request: object,
  ): (Omit<F, 'token' | 'receipt'> & { token?: unknown; receipt?: unknown }) | undefined {
    const { found, gone } = engine.call({ ...request, keeper: this.#keeper }) as Reply<F | null>;
    const { token, receipt } = found ?? {};
    const kept = this.#kept.get(token ?? receipt ?? 0);
    this.#kept.forget(gone);
    if (found === null) return undefined;
    return token === undefined ? { ...found, receipt: kept } : { ...found, token: kept };
  }
}
