import { performance } from 'node:perf_hooks';

import type { Alphabet, NotificationPdu } from '../index.js';
import { Joining } from './joining.js';
import { rejectForNow } from './link.js';
import { Message } from './message.js';
import { IncomingRequest } from './request.js';

/** How many notifications, which want no answer and which nothing holds back, are kept. */
const MAX_NOTIFICATIONS = 1024;

/** What the peer sent and the program has not taken yet. The session limits how many requests can be in it. */
export class Inbox {
  #queue: (IncomingRequest | NotificationPdu)[] = [];
  readonly #joining: Joining;
  readonly #spare: number;
  #waiters: (() => void)[] = [];
  #notifications = 0;
  #isRead = false;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;

  /** As long as nobody takes anything, `spare` requests are kept. */
  constructor(mcDefault: Alphabet | undefined, spare: number) {
    this.#joining = new Joining(mcDefault);
    this.#spare = spare;
  }

  put(one: IncomingRequest | NotificationPdu): void {
    this.#queue.push(one);
    if (!(one instanceof IncomingRequest) && ++this.#notifications > MAX_NOTIFICATIONS) {
      this.#remove((kept) => !(kept instanceof IncomingRequest));
      this.#notifications--;
    }
    // Nobody takes anything: what is in the way of responses to us is rejected for now.
    if (!this.#isRead && this.#queue.length - this.#notifications > this.#spare) {
      rejectForNow(this.#remove((kept) => kept instanceof IncomingRequest) as IncomingRequest);
    }
    this.#waiters.shift()?.();
  }

  #remove(which: (kept: IncomingRequest | NotificationPdu) => boolean): IncomingRequest | NotificationPdu {
    return this.#queue.splice(this.#queue.findIndex(which), 1)[0]!;
  }

  /** Nothing more will be put in. */
  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    for (const wake of this.#waiters.splice(0)) wake();
  }

  /** What comes next; undefined once nothing will. */
  async take(): Promise<Message | undefined> {
    this.#isRead = true;
    while (true) {
      const message = this.#next();
      if (message !== undefined || this.#hasEnded) return message;
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  #next(): Message | undefined {
    for (let one = this.#queue.shift(); one !== undefined; one = this.#queue.shift()) {
      if (!(one instanceof IncomingRequest)) {
        this.#notifications--;
        return Message.of(one);
      }
      const message = this.#joining.sort(one) ?? this.#joining.take();
      this.#setTimer();
      if (message !== undefined) return message;
    }
    if (this.#hasEnded) this.#joining.end();
    return this.#joining.take();
  }

  #setTimer(): void {
    const due = this.#joining.timeout();
    if (due === undefined || this.#timer !== undefined || this.#hasEnded) return;
    const delay = Math.max(1, Math.ceil(due - performance.now()));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#joining.handleTimeout();
      this.#setTimer();
      // Also if there is no message: who waits looks for itself.
      this.#waiters.shift()?.();
    }, delay).unref();
  }
}
