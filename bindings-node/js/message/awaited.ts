import { engine } from '../engine.js';
import { unreachable, type IdRule } from './keepers.js';
import { Numbered } from './numbered.js';

/** How many receipts an {@link AwaitedReceipts} awaits, how long, and how it compares ids. */
export interface AwaitedOptions {
  /** How many messages may wait for their receipts, each part counted; the oldest is given up for another. Default: 65,536. */
  maxMessages?: number;
  /** How long a message waits for its receipt. Default: three days. */
  timeoutMs?: number;
  /**
   * How many receipts may lie untaken for groups of which nobody waits for the next one; and as many more be held back for a
   * response. Default: 16.
   */
  spare?: number;
  /** How ids are compared. Default: whichever rule fits, until experience decides for one. */
  rule?: IdRule;
}

/** A receipt for who waits for it. */
export interface ArrivedReceipt<R> {
  /** What was handed in. */
  readonly receipt: R;
  /** Which part of the group it is about. */
  readonly part: number;
  /** The id of the response, which may be written otherwise than in the receipt. */
  readonly messageId: string;
  /** Whether no other message can be meant. */
  readonly isCertain: boolean;
}

/** What is to be done. */
export type AwaitedOutput<R> =
  /** Who waits for this group is to ask {@link AwaitedReceipts.poll} again. */
  | { readonly kind: 'wake'; readonly group: number }
  /** To be rejected for now. It is awaited again. */
  | { readonly kind: 'reject'; readonly receipt: R }
  /** For who takes all else that comes in. */
  | { readonly kind: 'pass'; readonly receipt: R };

/**
 * Which receipts a client awaits, and what becomes of those that nobody takes. `R` is a receipt with its request.
 *
 * Parts of one message are awaited together, as a group. A receipt that comes before the response to its message is held back
 * until the submit_sm under way by then are answered. Of those that nobody takes, the oldest beyond `spare` is rejected for
 * now, so that they do not stop the link. What is about no message that is awaited is passed on. Times are milliseconds on
 * any clock that does not go backwards.
 *
 * @example
 * ```ts
 * import { AwaitedReceipts } from 'smppkit';
 *
 * const awaited = new AwaitedReceipts<string>();
 * const group = awaited.open();
 * const submitSm = awaited.underWay(group, 0);
 * // The receipt comes before the response, and in another base.
 * awaited.received('0416342074', true, 'stat:DELIVRD', performance.now());
 * console.log(awaited.poll(group)); // pending
 * awaited.answered(submitSm, '18d0e03a', performance.now());
 * const arrived = awaited.poll(group);
 * if (typeof arrived === 'object') console.log(arrived.part, arrived.receipt); // 0 stat:DELIVRD
 * ```
 */
export class AwaitedReceipts<R = unknown> {
  readonly #keeper: number;
  readonly #receipts = new Numbered<R>();

  constructor(options: AwaitedOptions = {}) {
    this.#keeper = engine.call({ op: 'newAwaited', options }) as number;
    unreachable.register(this, { keeper: this.#keeper, kind: 'awaited' });
  }

  /** Opens a group, for what is awaited together, such as the parts of a message. */
  open(): number {
    return this.#ask({ what: 'open' }) as number;
  }

  /** Nobody awaits the receipts of a group any more: those that have come are passed on, and so will be those that come. */
  close(group: number): AwaitedOutput<R>[] {
    return this.#do({ what: 'close', group });
  }

  /**
   * A submit_sm is about to be sent. The ticket is for {@link answered}, which must follow; `part` says which of the group it
   * is, and comes back with its receipts.
   */
  underWay(group: number, part: number): number {
    return this.#ask({ what: 'underWay', group, part }) as number;
  }

  /** The submit_sm was accepted with this id; or, without one, it was refused, or its response will not come. */
  answered(ticket: number, messageId: string | undefined, now: number): AwaitedOutput<R>[] {
    return this.#do({ what: 'answered', now, ticket, messageId });
  }

  /** A receipt came, with this id. When its state is final, its message waits for no further one. */
  received(messageId: string, isFinal: boolean, receipt: R, now: number): AwaitedOutput<R>[] {
    return this.#do({ what: 'received', now, messageId, isFinal, receipt: this.#receipts.keep(receipt) });
  }

  /**
   * The next receipt of a group, the oldest first; undefined when no more will come. While it is `'pending'`, an output of the
   * kind `'wake'` tells when to ask again. Until {@link leave}, somebody waits, and as many are kept as come.
   */
  poll(group: number): ArrivedReceipt<R> | 'pending' | undefined {
    const found = this.#ask({ what: 'poll', group }) as ArrivedReceipt<number> | 'pending' | null;
    if (found === null) return undefined;
    return found === 'pending' ? found : { ...found, receipt: this.#take(found.receipt) };
  }

  /** Nobody waits for the next receipt of a group for the moment: what comes, and what has come, counts as spare. */
  leave(group: number): AwaitedOutput<R>[] {
    return this.#do({ what: 'leave', group });
  }

  /**
   * A final receipt that was taken was not accepted after all: it will come again. To be told before the message centre is.
   */
  awaitAgain(group: number, part: number, messageId: string, now: number): AwaitedOutput<R>[] {
    return this.#do({ what: 'awaitAgain', now, group, part, messageId });
  }

  /** How many messages of a group wait for their final receipt. */
  waiting(group: number): number {
    return this.#ask({ what: 'waiting', group }) as number;
  }

  /** No more will come. What is held back is passed on; what has come can still be taken. */
  end(): AwaitedOutput<R>[] {
    return this.#do({ what: 'end' });
  }

  /** When {@link handleTimeout} has something to do next. */
  timeout(): number | undefined {
    return (this.#ask({ what: 'timeout' }) as number | null) ?? undefined;
  }

  /** Gives up what has waited too long. */
  handleTimeout(now: number): AwaitedOutput<R>[] {
    return this.#do({ what: 'handleTimeout', now });
  }

  #ask(question: object): unknown {
    return engine.call({ op: 'awaited', keeper: this.#keeper, question });
  }

  #do(question: object): AwaitedOutput<R>[] {
    const outputs = this.#ask(question) as AwaitedOutput<number>[];
    return outputs.map((output) =>
      output.kind === 'wake' ? output : { kind: output.kind, receipt: this.#take(output.receipt) },
    );
  }

  /** Each comes back once. */
  #take(number: number): R {
    const receipt = this.#receipts.get(number);
    this.#receipts.forget([number]);
    return receipt;
  }
}
