import { receivedPdu, type AnyPdu, type Received } from './codec.js';
import { SLOT } from './definition.js';
import type { Fault } from './fault.js';
import type { GenericNack, NotificationPdu, ResponsePdu } from './generated/pdus.js';
import { fromUtf8 } from './octets.js';

/** The peer wants something: answer it with the ticket. */
export interface RequestEvent {
  readonly kind: 'request';
  /** The right to answer, once: for `respond`, `reject` or `abandon`. */
  readonly ticket: number;
  /** What it wants; `pdu.faults` has what is out of order in it and was tolerated. */
  readonly pdu: AnyPdu;
}

/** The peer answered a request of ours. */
export interface ResponseEvent {
  readonly kind: 'response';
  /** What the application knows the request by. */
  readonly token: unknown;
  /** How it ended: 0 for success. */
  readonly commandStatus: number;
  /** The response: that of the request's type, or a generic_nack. */
  readonly pdu: ResponsePdu | GenericNack;
  /** Milliseconds since the request was sent. */
  readonly roundTripMs: number;
}

/** The peer says something that wants no answer: outbind, alert_notification. */
export interface NotificationEvent {
  readonly kind: 'notification';
  /** What it says. */
  readonly pdu: NotificationPdu;
}

/** The session turned a PDU of the peer down; the answer is in `dataToSend`. */
export interface RefusedEvent {
  readonly kind: 'refused';
  /** What was refused: its header. */
  readonly commandLength: number;
  readonly commandId: number;
  /** The PDU, by its name in the specification. */
  readonly pdu: string;
  readonly commandStatus: number;
  readonly sequenceNumber: number;
  /** With which `command_status`. */
  readonly answeredWith: number;
  /** What is wrong with it, if it is not the PDU as such. */
  readonly fault: Fault | null;
}

/** The peer unbinds; the session has answered. The connection ends next. */
export interface UnbindReceivedEvent {
  readonly kind: 'unbind_received';
}

/** A request of ours will not be answered. What became of it is not known. */
export interface UnansweredEvent {
  readonly kind: 'unanswered';
  /** What the application knows the request by. */
  readonly token: unknown;
  readonly commandId: number;
  readonly sequenceNumber: number;
  /** The response timer ran out, or the session closed first. */
  readonly reason: 'timeout' | 'closed';
}

/** Why a session is over. */
export type CloseReason =
  /** We closed it. */
  | 'local'
  /** We unbound, and the peer answered. */
  | 'unbound'
  /** We unbound, and the peer did not answer. */
  | 'unbind_unanswered'
  /** The peer unbound. */
  | 'peer_unbound'
  /** The peer ended the connection. */
  | 'eof'
  /** There was no bind in time. */
  | 'session_init'
  /** We bound, and the peer did not answer. */
  | 'bind_unanswered'
  /** The inactivity timer ran out. */
  | 'inactivity'
  /** An enquire_link was not answered. */
  | 'enquire_link_unanswered'
  /** A `command_length` below 16 or above the limit: where the next PDU begins is unknown. */
  | 'bad_command_length';

/** The session is over; nothing follows. Send what `dataToSend` still has, then end the connection. */
export interface ClosedEvent {
  readonly kind: 'closed';
  readonly reason: CloseReason;
  /** The same in a sentence. */
  readonly message: string;
  /** With `bad_command_length`: the value. */
  readonly commandLength: number | null;
}

/** What a session tells: `kind` says which. */
export type SessionEvent =
  | RequestEvent
  | ResponseEvent
  | NotificationEvent
  | RefusedEvent
  | UnbindReceivedEvent
  | UnansweredEvent
  | ClosedEvent;

/** Slots of an event before its PDU: see `src/session/events.rs`. */
const HEAD = 8;

/**
 * Appends the events of these records.
 *
 * @internal
 */
export function readEvents(
  received: Received,
  count: number,
  said: Uint8Array,
  tokens: Map<number, unknown>,
  events: SessionEvent[],
): void {
  const { records } = received;
  for (let event = 0, slot = 0; event < count; event++, slot += records[received.at + slot]!) {
    events.push(readEvent(received, slot, said, tokens));
  }
}

function readEvent(received: Received, slot: number, said: Uint8Array, tokens: Map<number, unknown>): SessionEvent {
  const { records } = received;
  const at = received.at + slot;
  switch (records[at + 1]) {
    case 1:
      return { kind: 'request', ticket: long(records, at + 2), pdu: receivedPdu(received, slot + HEAD) };
    case 2: {
      const pdu = receivedPdu(received, slot + HEAD);
      const token = readToken(records, at, tokens, records[at + HEAD + SLOT.sequenceNumber]!);
      const roundTripMs = long(records, at + 4) / 1e6;
      return { kind: 'response', token, commandStatus: pdu.commandStatus, pdu, roundTripMs };
    }
    case 3:
      return { kind: 'notification', pdu: receivedPdu(received, slot + HEAD) as NotificationPdu };
    case 4:
      return { kind: 'refused', ...(details(records, at, said) as Omit<RefusedEvent, 'kind'>) };
    case 5:
      return { kind: 'unbind_received' };
    case 6: {
      const sequenceNumber = records[at + 5]!;
      const token = readToken(records, at, tokens, sequenceNumber);
      const reason = records[at + 6] === 1 ? 'closed' : 'timeout';
      return { kind: 'unanswered', token, commandId: records[at + 4]!, sequenceNumber, reason };
    }
    default:
      return { kind: 'closed', ...(details(records, at, said) as Omit<ClosedEvent, 'kind'>) };
  }
}

function long(records: Uint32Array, at: number): number {
  return records[at]! + records[at + 1]! * 0x1_0000_0000;
}

/** A whole number is in the record; all else was kept under the sequence number. */
function readToken(
  records: Uint32Array,
  at: number,
  tokens: Map<number, unknown>,
  sequenceNumber: number,
): unknown {
  if (records[at + 3]! < 0x8000_0000) return long(records, at + 2);
  const token = tokens.get(sequenceNumber);
  tokens.delete(sequenceNumber);
  return token;
}

function details(records: Uint32Array, at: number, said: Uint8Array): unknown {
  const start = records[at + 6]!;
  return JSON.parse(fromUtf8(said.subarray(start, start + records[at + 7]!)));
}
