import { decodeAll, encode } from '../codec.js';
import { engine } from '../engine.js';
import { SmppkitError } from '../errors.js';
import { SubmitSm } from '../generated/pdus.js';
import { fromHex, type Octets } from '../octets.js';
import type { Alphabet, TextOptions } from './options.js';
import { show } from '../words.js';

/** What a message composer shows below a text. */
export interface TextInfo {
  /** The alphabet in which the text travels. */
  readonly alphabet: Alphabet;
  /** Unicode characters. */
  readonly characters: number;
  /** Septets of GSM 7-bit, 16-bit units of UCS-2, octets of all else. */
  readonly units: number;
  /** How many parts the text makes. May be more than can be sent. */
  readonly parts: number;
  /** How many units more fit in the last part; null for `message_payload`. */
  readonly unitsLeft: number | null;
}

/** A part of a message, or the whole of a short one. */
export interface Part {
  /** Header and text: what becomes `shortMessage`, or the TLV `messagePayload`. */
  readonly octets: Octets;
  readonly dataCoding: number;
  /** The bits that the part needs in `esmClass`. */
  readonly esmClass: number;
  /** The TLVs that tie the parts together, if it is they that do. */
  readonly sar: { readonly sarMsgRefNum: number; readonly sarTotalSegments: number; readonly sarSegmentSeqnum: number } | null;
  /** Whether the octets belong in the TLV `messagePayload`. */
  readonly inMessagePayload: boolean;
  /** The text of this part; null for octets that are no text. */
  readonly text: string | null;
  readonly alphabet: Alphabet | null;
}

/** How a message is split. */
export interface SplitOptions extends TextOptions {
  /** The reference of the parts, 0 to 65,535: not that of another message still under way to the same destination. */
  reference?: number;
  /** Elements of a user data header that each part has before those that tie the parts together. */
  udh?: Uint8Array;
}

/** How a text is sent. */
export interface SubmitTextOptions extends TextOptions {
  /** The reference of the parts, 0 to 65,535: count it up from message to message. Default: 0. */
  reference?: number;
  /** Whether to ask for a receipt for each part. Default: no. */
  receipt?: boolean;
  /** All other fields of each submit_sm. */
  template?: SubmitSm;
}

/**
 * How a text travels: alphabet, length, and how many parts it makes.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if none of the alphabets has all its characters.
 *
 * @example
 * ```ts
 * import { textInfo } from 'smppkit';
 *
 * const { alphabet, units, parts, unitsLeft } = textInfo('Fare: 12 €');
 * console.log(alphabet, units, parts, unitsLeft); // gsm7 11 1 149
 * ```
 */
export function textInfo(text: string, options: TextOptions = {}): TextInfo {
  return engine.call({ op: 'textInfo', text, options }) as TextInfo;
}

/**
 * Splits a text into the parts that fit on the air. No part ends inside a character, be it several that a reader takes for
 * one.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if none of the alphabets has all its characters, or it makes too many parts.
 */
export function splitText(text: string, options: SplitOptions = {}): Part[] {
  return split({ text }, options);
}

/** Splits octets that are no text. */
export function splitBinary(octets: Uint8Array, options: SplitOptions = {}): Part[] {
  return split({}, options, octets);
}

function split(text: { text?: string }, options: SplitOptions, octets?: Uint8Array): Part[] {
  const { reference = 0, udh, ...rest } = options;
  const given = udh === undefined ? rest : { ...rest, udh: Array.from(udh) };
  const parts = engine.call({ op: 'split', ...text, number: number(reference), options: given }, octets) as (Omit<
    Part,
    'octets'
  > & { octets: string })[];
  return parts.map((part) => ({ ...part, octets: fromHex(part.octets) }));
}

/**
 * The submit_sm that carry a text. Addresses are written as {@link readAddress} takes them; an empty `from` leaves it to
 * the message centre whom the message comes from.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if it cannot be sent so.
 *
 * @example
 * ```ts
 * import { submitText } from 'smppkit';
 *
 * const parts = submitText('MyShop', '+447700900123', 'Hello', { receipt: true });
 * console.log(parts.length, parts[0]!.destinationAddr); // 1 447700900123
 * ```
 */
export function submitText(from: string, to: string, text: string, options: SubmitTextOptions = {}): SubmitSm[] {
  for (const [name, value] of Object.entries({ from, to, text })) {
    if (typeof value !== 'string') throw new SmppkitError('SMPPKIT_MESSAGE', `${name} must be a string, not ${show(value)}`);
  }
  const { reference = 0, template, ...rest } = options;
  const request = { op: 'submits', from, to, text, number: number(reference), options: rest };
  return Array.from(
    decodeAll(engine.callForOctets(request, template === undefined ? undefined : encode(template))),
  ) as SubmitSm[];
}

/**
 * The octets of a text in an alphabet.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` naming the first character that the alphabet does not have.
 */
export function encodeText(text: string, alphabet: Alphabet): Octets {
  return engine.callForOctets({ op: 'encodeText', text, alphabet });
}

function number(reference: number): number {
  if (Number.isInteger(reference) && reference >= 0 && reference <= 0xffff) return reference;
  throw new SmppkitError('SMPPKIT_MESSAGE', `a reference is a whole number from 0 to 65535, not ${reference}`, {
    limit: 0xffff,
  });
}
