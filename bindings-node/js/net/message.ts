import { CommandStatus, type AnyPdu, type IncomingMessage, type LongMessage, type Octets, type Receipt } from '../index.js';
import type { IncomingRequest } from './request.js';

const NO_OCTETS = Buffer.alloc(0);

/** The answer that is owed for a message, apart from it: it outlives one that the program forgets. */
class Owed {
  #requests: readonly IncomingRequest[];
  readonly #settled: ((isAccepted: boolean) => readonly IncomingRequest[]) | undefined;
  #isSettled = false;
  /** Tells that a receipt was not accepted. */
  comesAgain: (() => void) | undefined;

  constructor(requests: readonly IncomingRequest[], settled?: (isAccepted: boolean) => readonly IncomingRequest[]) {
    this.#requests = requests;
    this.#settled = settled;
  }

  get isAnswered(): boolean {
    if (this.#settled !== undefined) return this.#isSettled;
    return this.#requests.every((request) => request.isAnswered);
  }

  /** The requests that are to be answered. */
  settle(isAccepted: boolean): IncomingRequest[] {
    if (!this.#isSettled) this.#requests = this.#settled?.(isAccepted) ?? this.#requests;
    this.#isSettled = true;
    return this.#requests.filter((request) => !request.isAnswered);
  }

  accept(): void {
    try {
      for (const request of this.settle(true)) request.accept();
      forgotten.unregister(this);
    } catch (error) {
      this.#tellAgain();
      throw error;
    }
  }

  reject(commandStatus: number): void {
    if (!this.isAnswered) this.#tellAgain();
    for (const request of this.settle(false)) request.reject(commandStatus);
    forgotten.unregister(this);
  }

  #tellAgain(): void {
    this.comesAgain?.();
    this.comesAgain = undefined;
  }
}

const forgotten = new FinalizationRegistry<Owed>((owed) => {
  try {
    owed.reject(CommandStatus.ESME_RX_T_APPN);
  } catch {
    // The connection is over: the peer will send it again.
  }
});

/**
 * What came in: a message of one part or of several, a receipt, another request, or a notification.
 *
 * The peer gets its answer when the program gives one; the parts of a long message may have been accepted before, since
 * there are message centres that send no part before the one before is answered.
 *
 * One that is forgotten is rejected when the garbage collector finds it. When that is nobody knows, and until then it takes a
 * place of `maxUnanswered`; when there is none left, nothing more is read, and what the message centre has in its window waits
 * too. So answer each.
 */
export class Message {
  /** What it is: `'request'` is one that carries no message, `'notification'` wants no answer. */
  readonly kind: IncomingMessage['kind'] | 'request' | 'notification';
  /** The PDU; of a message of several parts that of the first one that came. */
  readonly pdu: AnyPdu;
  /** The text; null where there is none, or none that can be read here. A part that is missing shows as U+FFFD. */
  readonly text: string | null;
  /** The octets of the text. */
  readonly octets: Octets;
  /** What is said about an earlier message; null for a message. */
  readonly receipt: Receipt | null;
  /** The numbers of the parts that did not come in time. */
  readonly missing: readonly number[];
  readonly #owed: Owed;

  protected constructor(
    pdu: AnyPdu,
    kind: Message['kind'],
    read: Partial<Pick<IncomingMessage & LongMessage, 'text' | 'octets' | 'receipt' | 'missing'>>,
    requests: readonly IncomingRequest[],
    settled?: (isAccepted: boolean) => readonly IncomingRequest[],
  ) {
    this.kind = kind;
    this.pdu = pdu;
    this.text = read.text ?? null;
    this.octets = read.octets ?? NO_OCTETS;
    this.receipt = read.receipt ?? null;
    this.missing = read.missing ?? [];
    this.#owed = new Owed(requests, settled);
  }

  /** @internal One PDU. Without a request it is a notification. */
  static of(pdu: AnyPdu, request?: IncomingRequest, read?: IncomingMessage): Message {
    if (request === undefined) return new Message(pdu, 'notification', {}, []);
    return new Message(pdu, read?.kind ?? 'request', read ?? {}, [request]);
  }

  /** @internal Several parts. `settled` is told of the answer, and gives the requests that are to be answered so. */
  static joined(first: AnyPdu, long: LongMessage, settled: (isAccepted: boolean) => readonly IncomingRequest[]): Message {
    return new Message(first, 'message', long, [], settled);
  }

  /** Who sent it: `source_addr`. */
  get from(): string {
    return 'sourceAddr' in this.pdu ? this.pdu.sourceAddr : '';
  }

  /** For whom it is: `destination_addr`. */
  get to(): string {
    return 'destinationAddr' in this.pdu ? this.pdu.destinationAddr : '';
  }

  /** Whether all parts of it are there. */
  get isComplete(): boolean {
    return this.missing.length === 0;
  }

  /** Whether it got its answer. */
  get isAnswered(): boolean {
    return this.#owed.isAnswered;
  }

  /**
   * Tells the peer that it is ours now. To say it again does nothing.
   *
   * @throws {ConnectionClosed} if the peer cannot be told any more: it will send it again.
   */
  accept(): void {
    this.#owed.accept();
  }

  /** Tells the peer that we do not take it: for now, unless another status says otherwise. Throws as {@link accept} does. */
  reject(commandStatus: number = CommandStatus.ESME_RX_T_APPN): void {
    this.#owed.reject(commandStatus);
  }

  /** @internal It is the program's now: it is rejected if that forgets it. */
  _handOver(): this {
    if (!this.isAnswered) forgotten.register(this, this.#owed, this.#owed);
    return this;
  }

  /** @internal What is to be told if it is not accepted. */
  protected _comesAgain(tell: () => void): void {
    this.#owed.comesAgain = tell;
  }
}

/** A receipt that was awaited: see `Receipts`. One that is rejected or forgotten is awaited again. */
export class AwaitedReceipt extends Message {
  /** Which part of the text it is about, the first being 1. */
  readonly part: number;
  /** Whether it can be about no other message that is awaited, as far as its id tells. */
  readonly isCertain: boolean;

  /** @internal */
  constructor(request: IncomingRequest, read: IncomingMessage, part: number, isCertain: boolean, awaitAgain: () => void) {
    super(request.pdu, read.kind, read, [request]);
    this.part = part;
    this.isCertain = isCertain;
    this._comesAgain(awaitAgain);
  }
}
