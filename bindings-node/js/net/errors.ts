import {
  commandStatusName,
  commandStatusText,
  retryOf,
  SmppkitError,
  type CloseReason,
  type ErrorDetails,
  type Pdu,
  type SmppkitErrorCode,
} from '../index.js';

/** A client could not connect, or not bind. */
export class ConnectError extends SmppkitError {
  /** Whether to try again will not help as long as nobody changes something. */
  readonly isPermanent: boolean = false;

  constructor(message: string, options?: ErrorOptions, code: SmppkitErrorCode = 'SMPPKIT_CONNECT', details?: ErrorDetails) {
    super(code, message, details, options);
  }

  static {
    this.prototype.name = 'ConnectError';
  }
}

/** The message centre refused the bind, with `commandStatus`. */
export class BindRefused extends ConnectError {
  override readonly isPermanent: boolean;

  constructor(commandStatus: number) {
    const message = `the bind was refused: ${explained(commandStatus)}`;
    super(message, undefined, 'SMPPKIT_BIND_REFUSED', { commandStatus });
    this.isPermanent = ['bind', 'permanent'].includes(retryOf(commandStatus));
  }

  static {
    this.prototype.name = 'BindRefused';
  }
}

/** A request that was not answered. */
export class RequestError extends SmppkitError {
  /** Whether the peer may have done it all the same: it was sent, and what became of it is not known. */
  readonly mayHaveBeenDone: boolean;

  constructor(code: SmppkitErrorCode, message: string, mayHaveBeenDone: boolean, options?: ErrorOptions) {
    super(code, message, {}, options);
    this.mayHaveBeenDone = mayHaveBeenDone;
  }

  static {
    this.prototype.name = 'RequestError';
  }
}

/** The connection is over, or ended before the response came. */
export class ConnectionClosed extends RequestError {
  /** Why it is over. */
  readonly reason: CloseReason;
  /** How many requests of ours were in flight. */
  readonly inFlight: number;

  constructor(message: string, reason: CloseReason, inFlight = 0, mayHaveBeenDone = false, options?: ErrorOptions) {
    super('SMPPKIT_CONNECTION_CLOSED', message, mayHaveBeenDone, options);
    this.reason = reason;
    this.inFlight = inFlight;
  }

  static {
    this.prototype.name = 'ConnectionClosed';
  }
}

/** There was no connection over which to send it for longer than a request waits. */
export class NotConnected extends RequestError {
  constructor() {
    super('SMPPKIT_NOT_CONNECTED', 'not sent: there is no connection', false);
  }

  static {
    this.prototype.name = 'NotConnected';
  }
}

/** The peer did not answer in time. Whether it did what it was asked for is not known. */
export class ResponseTimeout extends RequestError {
  constructor(command: string) {
    super('SMPPKIT_RESPONSE_TIMEOUT', `no response to ${command} in time`, true);
  }

  static {
    this.prototype.name = 'ResponseTimeout';
  }
}

/** The peer answered, and said no: see `commandStatus` and `retryOf`. */
export class RequestRefused extends SmppkitError {
  /** What it answered. */
  readonly response: Pdu;

  constructor(response: Pdu) {
    const { commandStatus } = response;
    super('SMPPKIT_REFUSED', `refused: ${explained(commandStatus)}`, { commandStatus });
    this.response = response;
  }

  static {
    this.prototype.name = 'RequestRefused';
  }
}

/** What became of a part: its message id, why it failed, or undefined if it was not sent since another failed. */
export type PartOutcome = string | Error | undefined;

/** A text of which not all parts were accepted. */
export class TextNotAccepted extends SmppkitError {
  /** What became of each part. */
  readonly outcomes: readonly PartOutcome[];

  constructor(outcomes: readonly PartOutcome[]) {
    const failed = outcomes.find((outcome) => outcome instanceof Error);
    const accepted = outcomes.filter((outcome) => typeof outcome === 'string').length;
    const message = `${accepted} of ${outcomes.length} parts were accepted: ${failed?.message ?? 'the others were not sent'}`;
    super('SMPPKIT_TEXT_NOT_ACCEPTED', message, {}, { cause: failed });
    this.outcomes = outcomes;
  }

  /** Whether part of it was accepted, or may have been: then to send all of it again may send that twice. */
  get mayHaveBeenDone(): boolean {
    return this.outcomes.some(
      (outcome) => typeof outcome === 'string' || (outcome instanceof RequestError && outcome.mayHaveBeenDone),
    );
  }

  static {
    this.prototype.name = 'TextNotAccepted';
  }
}

function explained(commandStatus: number): string {
  const text = commandStatusText(commandStatus);
  const name = commandStatusName(commandStatus);
  return text === undefined ? name : `${name}: ${text}`;
}
