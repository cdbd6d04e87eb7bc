import { performance } from 'node:perf_hooks';

import {
  AwaitedReceipts,
  readMessage,
  type Alphabet,
  type ArrivedReceipt,
  type AwaitedOptions,
  type AwaitedOutput,
  type IncomingMessage,
} from '../index.js';
import { rejectForNow } from './link.js';
import { AwaitedReceipt } from './message.js';
import type { IncomingRequest } from './request.js';

/** The longest time that a timer of Node can have. */
const MAX_TIMER_MS = 0x7FFF_FFFF;

interface Kept {
  readonly request: IncomingRequest;
  readonly read: IncomingMessage;
}

const unreachable = new FinalizationRegistry<{ awaited: Awaited; group: number }>(({ awaited, group }) => awaited.close(group));

/**
 * Which receipts are awaited, and by whom: it stands between the connections of a client and its inbox. What becomes of them
 * the core decides. Here is who is woken, and when.
 */
export class Awaited {
  readonly #core: AwaitedReceipts<Kept>;
  readonly #autoAccept: boolean;
  readonly #account: { mcDefault?: Alphabet };
  readonly #passOn: (request: IncomingRequest) => void;
  readonly #waiters = new Map<number, (() => void)[]>();
  readonly #open = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    options: AwaitedOptions,
    { autoAccept, mcDefault }: { autoAccept: boolean; mcDefault: Alphabet | undefined },
    passOn: (request: IncomingRequest) => void,
  ) {
    this.#core = new AwaitedReceipts(options);
    this.#autoAccept = autoAccept;
    this.#account = mcDefault === undefined ? {} : { mcDefault };
    this.#passOn = passOn;
  }

  /** Begins to await the receipts of a text. */
  open(parts: number): Receipts {
    const group = this.#core.open();
    this.#open.add(group);
    const receipts = new Receipts(this, group, parts);
    unreachable.register(receipts, { awaited: this, group });
    return receipts;
  }

  /** Nobody awaits these any more. */
  close(group: number): void {
    if (!this.#open.delete(group)) return;
    this.#do(this.#core.close(group));
    this.#wake(group);
  }

  /** A submit_sm is about to be sent: gives what is to be told its message id, or that it will have none. */
  follow(group: number, part: number): (messageId: string | undefined) => void {
    const ticket = this.#core.underWay(group, part);
    return (messageId) => {
      this.#do(this.#core.answered(ticket, messageId, performance.now()));
      this.#setTimer();
    };
  }

  /** Takes a receipt that may be awaited; false if this is none. */
  take(request: IncomingRequest): boolean {
    if (this.#open.size === 0) return false;
    const read = readMessage(request.pdu, this.#account);
    const receipt = read?.sort === 'receipt' ? read.receipt : undefined;
    if (read === undefined || typeof receipt?.messageId !== 'string') return false;
    this.#do(this.#core.received(receipt.messageId, receipt.isFinal === true, { request, read }, performance.now()));
    return true;
  }

  waiting(group: number): number {
    return this.#core.waiting(group);
  }

  /** The next receipt of a group; undefined when no more will come. */
  async next(group: number): Promise<AwaitedReceipt | undefined> {
    while (true) {
      const arrived = this.#core.poll(group);
      if (arrived === undefined) return undefined;
      if (arrived !== 'pending') {
        const receipt = this.#handOut(group, arrived);
        if (!this.#autoAccept) return receipt._handOver();
        try {
          receipt.accept();
          return receipt;
        } catch {
          // The connection is over: the message centre will send it again.
          continue;
        }
      }
      await new Promise<void>((resolve) => {
        const waiters = this.#waiters.get(group);
        if (waiters === undefined) this.#waiters.set(group, [resolve]);
        else waiters.push(resolve);
      });
    }
  }

  #handOut(group: number, { receipt, part, messageId, isCertain }: ArrivedReceipt<Kept>): AwaitedReceipt {
    const { request, read } = receipt;
    return new AwaitedReceipt(request, read, part + 1, isCertain, () => {
      if (read.receipt?.isFinal !== true) return;
      this.#do(this.#core.awaitAgain(group, part, messageId, performance.now()));
      this.#setTimer();
    });
  }

  /** Nobody waits for the next receipt of a group for the moment. */
  leave(group: number): void {
    this.#do(this.#core.leave(group));
  }

  /** No more will come. */
  end(): void {
    clearTimeout(this.#timer);
    this.#do(this.#core.end());
  }

  #do(outputs: readonly AwaitedOutput<Kept>[]): void {
    for (const output of outputs) {
      if (output.kind === 'wake') this.#wake(output.group);
      else if (output.kind === 'reject') rejectForNow(output.receipt.request);
      else this.#passOn(output.receipt.request);
    }
  }

  #wake(group: number): void {
    const waiters = this.#waiters.get(group);
    this.#waiters.delete(group);
    for (const wake of waiters ?? []) wake();
  }

  #setTimer(): void {
    const due = this.#core.timeout();
    if (due === undefined || this.#timer !== undefined) return;
    const delay = Math.min(Math.max(1, Math.ceil(due - performance.now())), MAX_TIMER_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#do(this.#core.handleTimeout(performance.now()));
      this.#setTimer();
    }, delay).unref();
  }
}

/**
 * The receipts of one text, as they come: hours later, over whatever connection the message centre chooses.
 *
 * Take them with `for await`, or let {@link outcome} take and accept them all. Those that come while nobody takes them are
 * kept, a quarter of `maxUnanswered` of all texts together; the oldest beyond that are rejected for now, for the message
 * centre to send them again. After {@link close} they come with all other messages.
 */
export class Receipts implements AsyncIterable<AwaitedReceipt> {
  readonly #awaited: Awaited;
  readonly #group: number;
  /** What {@link outcome} knows of each part. */
  readonly #states: (number | undefined)[];

  /** @internal */
  constructor(awaited: Awaited, group: number, parts: number) {
    this.#awaited = awaited;
    this.#group = group;
    this.#states = Array.from<number | undefined>({ length: parts });
  }

  /** How many parts wait for their final receipt. */
  get waiting(): number {
    return this.#awaited.waiting(this.#group);
  }

  /**
   * The next receipt or intermediate notification; undefined when no more will come: all parts had their final one, waited
   * too long, were given up for newer ones, or the client is closed.
   */
  async receive(): Promise<AwaitedReceipt | undefined> {
    return this.#awaited.next(this.#group);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AwaitedReceipt, void, undefined> {
    try {
      for (let receipt = await this.receive(); receipt !== undefined; receipt = await this.receive()) yield receipt;
    } finally {
      this.#awaited.leave(this.#group);
    }
  }

  /**
   * Takes and accepts the receipts until all parts had their final one: what became of each part, a `MessageState`, or
   * undefined where that is not known. Whoever awaits it, once or again, is told all of it.
   */
  async outcome(): Promise<(number | undefined)[]> {
    for await (const receipt of this) {
      this.#states[receipt.part - 1] = receipt.receipt?.messageState ?? undefined;
      try {
        receipt.accept();
      } catch {
        // That it comes again then does no harm: it is known what it says.
      }
    }
    return [...this.#states];
  }

  /** They are awaited no more. */
  close(): void {
    this.#awaited.close(this.#group);
  }

  /** @internal */
  _follow(part: number): (messageId: string | undefined) => void {
    return this.#awaited.follow(this.#group, part);
  }
}
