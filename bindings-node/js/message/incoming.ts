import { encode } from '../codec.js';
import { engine } from '../engine.js';
import { fromHex, toUtf8, type Octets } from '../octets.js';
import { Pdu } from '../pdu.js';
import type { Alphabet } from './options.js';

/** What `data_coding` 0 means for an account. */
export interface Account {
  /** Its alphabet. Default: GSM 7-bit. */
  mcDefault?: Alphabet;
}

/** Which part of which message. */
export interface Concatenation {
  readonly by: 'udh8' | 'udh16' | 'sar';
  readonly reference: number;
  readonly totalSegments: number;
  readonly segmentSeqnum: number;
}

/** A date of a receipt, on the clock of the message centre. */
export interface ReceiptDate {
  /** Such as `2026-11-23T02:05:00`. */
  readonly local: string;
  /** The other reading, where the digits make sense in two ways. */
  readonly other: string | null;
  /** Minutes by which that clock is ahead of UTC, where the receipt says so. */
  readonly offsetMinutes: number | null;
}

/** An error code, which is as different as the networks it comes from. */
export interface ReceiptErrorCode {
  /** The kind of network. */
  readonly networkType?: number;
  readonly code?: number;
  /** What the text of the receipt has, or a TLV that holds characters. */
  readonly text?: string;
  /** A TLV that is neither, in hexadecimal. */
  readonly octets?: string;
}

/** What a receipt says, by its TLVs and by its text; the TLVs take precedence. What it does not say is null. */
export interface Receipt {
  /** Which message it is about. */
  readonly messageId: string | null;
  /** Whether that is from a TLV or from the text: the base of the number may differ between the two. */
  readonly source: 'tlv' | 'text' | null;
  /** The state of the message: see `MessageState`. */
  readonly messageState: number | null;
  /** Whether the state will change no more. */
  readonly isFinal: boolean | null;
  readonly errorCode: ReceiptErrorCode | null;
  /** Whether the text is a receipt beyond doubt, even where `esm_class` does not say so. */
  readonly isCertain: boolean;
  /** Whether a field stands twice, with different values: the first one is given here. */
  readonly isConflicting: boolean;
  /** Whether there is another way to read the text. */
  readonly isAmbiguous: boolean;
  /** Whether text and TLVs name different states. */
  readonly statesDiffer: boolean;
  /** Whether text and TLVs name different messages, in whatever base each is written. */
  readonly idsDiffer: boolean;
  /** `id` of the text. */
  readonly id: string | null;
  /** `sub` of the text. */
  readonly sub: number | null;
  /** `dlvrd` of the text. */
  readonly dlvrd: number | null;
  readonly submitDate: ReceiptDate | null;
  readonly doneDate: ReceiptDate | null;
  /** `stat` of the text, as it is written there. */
  readonly stat: string | null;
  /** `err` of the text. */
  readonly err: string | null;
  /** How the message began, in whatever octets it had. */
  readonly text: Octets | null;
}

/** What a deliver_sm, data_sm or submit_sm carries. */
export interface IncomingMessage {
  readonly kind:
    | 'message'
    | 'receipt'
    | 'intermediate_notification'
    | 'delivery_acknowledgement'
    | 'manual_acknowledgement'
    | 'conversation_abort';
  /**
   * What becomes of it at an ESME: a message in one piece (or an acknowledgement) is for the application, a part is to be
   * joined with the others, a receipt is for who awaits it, unless it does not say about which message it is; what is neither
   * deliver_sm nor data_sm is none of these.
   */
  readonly sort: 'message' | 'part' | 'receipt' | 'nameless_receipt' | 'other';
  /** By what it was recognised. A text alone anybody with a telephone can write. */
  readonly evidence: 'esm_class' | 'tlvs' | 'text';
  /** The text; null where the octets are none, or none that can be read here. */
  readonly text: string | null;
  /** The octets of the text, after the user data header. */
  readonly octets: Octets;
  /** The elements of the user data header. */
  readonly udh: Octets;
  /** What is wrong with the user data header that `esm_class` announces. */
  readonly udhError: string | null;
  /** Which part of which message it is. */
  readonly concatenation: Concatenation | null;
  /** What is said about an earlier message; null for a message. */
  readonly receipt: Receipt | null;
}

type Hex<T, K extends keyof T> = { [P in keyof T]: P extends K ? string | null : T[P] };

/**
 * Says what a PDU carries: a message, a part of one, a receipt, an acknowledgement; undefined for a PDU that carries none
 * of these.
 *
 * @example
 * ```ts
 * import { DeliverSm, readMessage } from 'smppkit';
 *
 * const pdu = new DeliverSm({ esmClass: 4, shortMessage: 'id:77 done date:2611230205 stat:DELIVRD err:000 text:' });
 * const incoming = readMessage(pdu);
 * console.log(incoming?.kind, incoming?.receipt?.messageId); // receipt 77
 * ```
 */
export function readMessage(pdu: Pdu, account: Account = {}): IncomingMessage | undefined {
  const read = engine.call({ op: 'readMessage', profile: account.mcDefault }, encode(pdu)) as
    | (Omit<IncomingMessage, 'octets' | 'udh' | 'receipt'> & { octets: string; udh: string; receipt: RawReceipt | null })
    | null;
  if (read === null) return undefined;
  const { octets, udh, receipt } = read;
  return {
    ...read,
    octets: fromHex(octets),
    udh: fromHex(udh),
    receipt: receipt === null ? null : cooked(receipt),
  };
}

type RawReceipt = Hex<Receipt, 'text'>;

function cooked(receipt: RawReceipt): Receipt {
  return { ...receipt, text: receipt.text === null ? null : fromHex(receipt.text) };
}

/**
 * Reads the text of a receipt in any of its dialects, or a PDU that is one. Never fails: what is no receipt has no fields.
 */
export function parseReceipt(receipt: Pdu | Uint8Array | string): Receipt {
  if (receipt instanceof Pdu) {
    const read = readMessage(receipt)?.receipt;
    return read ?? parseReceipt('');
  }
  const octets = typeof receipt === 'string' ? toUtf8(receipt) : receipt;
  return cooked(engine.call({ op: 'parseReceipt' }, octets) as RawReceipt);
}

/** How receipts are written: that of 3.4 Appendix B, or as others do. */
export type ReceiptDialect =
  | 'appendixB'
  | 'short'
  | 'brief'
  | 'joined'
  | 'numeric'
  | 'reordered'
  | 'longYear'
  | 'valuesAlone';

/** A receipt to be written. */
export interface ReceiptFields {
  /** The message id, as it was given in the submit_sm_resp. */
  messageId: string;
  /** The state: see `MessageState`. */
  messageState: number;
  /** When the message was submitted. */
  submitDate: Date;
  /** When it reached its state. */
  doneDate: Date;
  /** How many messages were submitted, 0 to 999. Default: 1. */
  sub?: number;
  /** How many were delivered. Default: all or none, as the state says. */
  dlvrd?: number;
  /** An error code of the network or the message centre, 0 to 999. Default: 0. */
  err?: number;
  /** The message, of which the first 20 octets are repeated. */
  text?: Uint8Array | string;
}

/**
 * The text of a receipt, its dates in UTC: what becomes `shortMessage` of a deliver_sm.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if a date cannot be written.
 */
export function formatReceipt(receipt: ReceiptFields, dialect: ReceiptDialect = 'appendixB'): Octets {
  const { submitDate, doneDate, text = '', ...rest } = receipt;
  const written = { ...rest, submitDateMs: submitDate.getTime(), doneDateMs: doneDate.getTime() };
  const octets = typeof text === 'string' ? toUtf8(text) : text;
  return engine.callForOctets({ op: 'formatReceipt', receipt: written, dialect }, octets);
}

/** Octets as text, as `data_coding` says; undefined where they are none, or none that can be read here. */
export function decodeText(octets: Uint8Array, dataCoding: number, account: Account = {}): string | undefined {
  const text = engine.call({ op: 'decodeText', dataCoding, profile: account.mcDefault }, octets) as string | null;
  return text ?? undefined;
}
