import type { SessionState } from './session.js';

/** What went wrong, for programs. */
export type SmppkitErrorCode =
  /** The octets are not one whole PDU. */
  | 'SMPPKIT_DECODE'
  /** A field is not what the wire, or this peer, can take: see `pdu`, `field`, `fault`, `limit`. */
  | 'SMPPKIT_FIELD'
  /** As many requests are unanswered as the window allows. */
  | 'SMPPKIT_WINDOW_FULL'
  /** This side may not send this PDU in this state: see `state`. */
  | 'SMPPKIT_NOT_ALLOWED'
  /** A response given as a request, or the response to another request. */
  | 'SMPPKIT_WRONG_KIND'
  /** The version of SMPP that is spoken does not have it: see `interfaceVersion`. */
  | 'SMPPKIT_NOT_IN_VERSION'
  /** The PDU is larger than there is room for: see `needed`. */
  | 'SMPPKIT_BUFFER_TOO_SMALL'
  /** The session is over. */
  | 'SMPPKIT_CLOSED'
  /** The ticket was used already, or never was one. */
  | 'SMPPKIT_TICKET_USED'
  /** More was given to a session that is paused than it keeps: see `limit`. */
  | 'SMPPKIT_PAUSED'
  /** Settings that make no sense. */
  | 'SMPPKIT_CONFIG'
  /** A snapshot that cannot be made or taken up. */
  | 'SMPPKIT_SNAPSHOT'
  /** A text, an address or a time that cannot be what it should be. */
  | 'SMPPKIT_MESSAGE'
  /** The memory for parts of messages is used up. */
  | 'SMPPKIT_REASSEMBLER_FULL'
  /** No connection, or no bind: see `smppkit/net`. */
  | 'SMPPKIT_CONNECT'
  /** The message centre refused the bind. */
  | 'SMPPKIT_BIND_REFUSED'
  /** The connection is over. */
  | 'SMPPKIT_CONNECTION_CLOSED'
  /** There was no connection for too long. */
  | 'SMPPKIT_NOT_CONNECTED'
  /** The peer did not answer in time. */
  | 'SMPPKIT_RESPONSE_TIMEOUT'
  /** The peer answered, and said no. */
  | 'SMPPKIT_REFUSED'
  /** A text of which not all parts were accepted. */
  | 'SMPPKIT_TEXT_NOT_ACCEPTED'
  /** There is no engine that works here. */
  | 'SMPPKIT_ENGINE'
  /** A fault of smppkit itself. */
  | 'SMPPKIT_INTERNAL';

/** What an error says beside its sentence; each only where it has a meaning. */
export interface ErrorDetails {
  /** The PDU, by its name in the specification. */
  readonly pdu?: string;
  readonly commandId?: number;
  /** The field, by its name in JavaScript; `tlvs` for what follows the fields. */
  readonly field?: string;
  /** What is wrong with the field, in a word. */
  readonly fault?: FaultKind;
  /** The `command_status` by which the specification answers such a fault. */
  readonly commandStatus?: number;
  /** Octets, or items, there are; the NUL of a string does not count. */
  readonly len?: number;
  /** Octets, or items, allowed; without the NUL. */
  readonly limit?: number;
  /** Octets needed. */
  readonly needed?: number;
  /** The tag of a TLV. */
  readonly tag?: number;
  readonly state?: SessionState;
  readonly interfaceVersion?: number;
  /** The value of `command_length`. */
  readonly commandLength?: number;
}

/** What can be wrong with a field. */
export type FaultKind =
  | 'missing'
  | 'unterminated'
  | 'too_long'
  | 'wrong_length'
  | 'too_many'
  | 'overrun'
  | 'interior_nul'
  | 'bad_list'
  | 'bad_dest_flag'
  | 'tlv_header'
  | 'tlv_overrun'
  | 'tlv_length'
  | 'missing_tlv'
  | 'bad_value'
  | 'not_in_version'
  | 'text_twice'
  /** There is no such field: a slip of the pen. */
  | 'unknown_field'
  /** A value of another type, or a number that does not fit. */
  | 'bad_type';

/** Any error of smppkit. What the peer does wrong is none: that is an event. */
export class SmppkitError extends Error implements ErrorDetails {
  /** What went wrong. */
  readonly code: SmppkitErrorCode;
  declare readonly pdu?: string;
  declare readonly commandId?: number;
  declare readonly field?: string;
  declare readonly fault?: FaultKind;
  declare readonly commandStatus?: number;
  declare readonly len?: number;
  declare readonly limit?: number;
  declare readonly needed?: number;
  declare readonly tag?: number;
  declare readonly state?: SessionState;
  declare readonly interfaceVersion?: number;
  declare readonly commandLength?: number;

  constructor(code: SmppkitErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.assign(this, details);
  }

  static {
    this.prototype.name = 'SmppkitError';
  }
}

/** The octets are not one whole PDU. */
export class DecodeError extends SmppkitError {
  static {
    this.prototype.name = 'DecodeError';
  }
}

/** A field that cannot be sent: `pdu`, `field` and `fault` say which and why. */
export class FieldError extends SmppkitError {
  static {
    this.prototype.name = 'FieldError';
  }
}

/** The session did not send it, and is as it was. */
export class SendError extends SmppkitError {
  static {
    this.prototype.name = 'SendError';
  }
}

/**
 * The error of what the engine says.
 *
 * @internal
 */
export function errorOf(said: { code: string; message: string } & ErrorDetails): SmppkitError {
  const { code: word, message, ...details } = said;
  const code = `SMPPKIT_${word}` as SmppkitErrorCode;
  switch (code) {
    case 'SMPPKIT_DECODE':
      return new DecodeError(code, message, details);
    case 'SMPPKIT_FIELD':
      return new FieldError(code, message, details);
    case 'SMPPKIT_WINDOW_FULL':
    case 'SMPPKIT_NOT_ALLOWED':
    case 'SMPPKIT_WRONG_KIND':
    case 'SMPPKIT_NOT_IN_VERSION':
    case 'SMPPKIT_CLOSED':
    case 'SMPPKIT_TICKET_USED':
      return new SendError(code, message, details);
    default:
      return new SmppkitError(code, message, details);
  }
}
