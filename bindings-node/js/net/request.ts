import { CommandStatus, GenericNack, responseTo, SendError, type AnyPdu, type Pdu } from '../index.js';
import type { Link } from './link.js';

/** A request of the peer, which gets an answer when the program gives one, not before. */
export class IncomingRequest {
  /** What it wants; `pdu.faults` has what is out of order in it and was tolerated. */
  readonly pdu: AnyPdu;
  /** @internal */
  readonly _link: Link;
  #ticket: number | undefined;

  /** @internal */
  constructor(link: Link, ticket: number, pdu: AnyPdu) {
    this._link = link;
    this.#ticket = ticket;
    this.pdu = pdu;
  }

  /** Whether it got its answer, or was abandoned. */
  get isAnswered(): boolean {
    return this.#ticket === undefined;
  }

  /**
   * Answers it with ESME_ROK: with this response, or with one that says nothing else.
   *
   * @throws {ConnectionClosed} if the peer cannot be told any more: it will send it again.
   * @throws {SendError} `SMPPKIT_TICKET_USED` if it was answered already.
   */
  accept(response: Pdu = responseTo(this.pdu) ?? new GenericNack()): void {
    this._link.respond(this._ticket(), response);
    this.#ticket = undefined;
  }

  /** Answers it with this response and its `commandStatus`. Throws as {@link accept} does. */
  respond(response: Pdu): void {
    this.accept(response);
  }

  /** Answers it with a status and no body. Throws as {@link accept} does. */
  reject(commandStatus: number = CommandStatus.ESME_RX_T_APPN): void {
    this._link.reject(this._ticket(), commandStatus);
    this.#ticket = undefined;
  }

  /** Leaves it unanswered for ever, as a simulator may want to. */
  abandon(): void {
    this._link.abandon(this._ticket());
    this.#ticket = undefined;
  }

  /** @internal The right to answer. */
  _ticket(): number {
    if (this.#ticket === undefined) throw new SendError('SMPPKIT_TICKET_USED', 'it was answered already');
    return this.#ticket;
  }

  /** @internal It was answered otherwise. */
  _forget(): void {
    this.#ticket = undefined;
  }
}
