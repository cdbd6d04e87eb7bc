import { CommandStatus, GenericNack, responseTo, SendError, type AnyPdu, type Pdu } from '../index.js';
import type { Link } from './link.js';

interface Right {
  readonly link: Link;
  /** Undefined once it was used. */
  ticket: number | undefined;
}

const forgotten = new FinalizationRegistry<Right>(({ link, ticket }) => {
  if (ticket === undefined) return;
  try {
    link.reject(ticket, CommandStatus.ESME_RX_T_APPN);
  } catch {
    // The connection is over: the peer will send it again.
  }
});

/**
 * A request of the peer, which gets an answer when the program gives one, not before.
 *
 * One that is forgotten is rejected with ESME_RX_T_APPN when the garbage collector finds it. When that is nobody knows, and
 * until then it takes a place of `maxUnanswered`: answer each.
 */
export class IncomingRequest {
  /** What it wants; `pdu.faults` has what is out of order in it and was tolerated. */
  readonly pdu: AnyPdu;
  readonly #right: Right;

  /** @internal */
  constructor(link: Link, ticket: number, pdu: AnyPdu) {
    this.#right = { link, ticket };
    this.pdu = pdu;
  }

  /** Whether it got its answer, or was abandoned. */
  get isAnswered(): boolean {
    return this.#right.ticket === undefined;
  }

  /**
   * Answers it with ESME_ROK: with this response, or with one that says nothing else.
   *
   * @throws {ConnectionClosed} if the peer cannot be told any more: it will send it again.
   * @throws {SendError} `SMPPKIT_TICKET_USED` if it was answered already.
   */
  accept(response: Pdu = responseTo(this.pdu) ?? new GenericNack()): void {
    this.#right.link.respond(this._ticket(), response);
    this.#used();
  }

  /** Answers it with this response and its `commandStatus`. Throws as {@link accept} does. */
  respond(response: Pdu): void {
    this.accept(response);
  }

  /** Answers it with a status and no body. Throws as {@link accept} does. */
  reject(commandStatus: number = CommandStatus.ESME_RX_T_APPN): void {
    this.#right.link.reject(this._ticket(), commandStatus);
    this.#used();
  }

  /** Leaves it unanswered for ever, as a simulator may want to. */
  abandon(): void {
    this.#right.link.abandon(this._ticket());
    this.#used();
  }

  /** @internal The right to answer. */
  _ticket(): number {
    const { ticket } = this.#right;
    if (ticket === undefined) throw new SendError('SMPPKIT_TICKET_USED', 'it was answered already');
    return ticket;
  }

  /** @internal It was answered otherwise. */
  _forget(): void {
    this.#used();
  }

  /** @internal It is the program's now: it is rejected if that forgets it. */
  _handOver(): void {
    if (!this.isAnswered) forgotten.register(this, this.#right, this.#right);
  }

  /** Of what was answered nothing is kept. */
  #used(): void {
    this.#right.ticket = undefined;
    forgotten.unregister(this.#right);
  }
}
