import { SLOT, type PduDefinition } from './definition.js';
import { engine, FIRST } from './engine.js';
import { DecodeError } from './errors.js';
import {
  PDU_CLASSES,
  type GenericNack,
  type NotificationPdu,
  type RequestPdu,
  type ResponsePdu,
} from './generated/pdus.js';
import { allocate, concat, copy, slice, type Octets } from './octets.js';
import { Pdu, UnknownPdu, type DestAddress, type UnsuccessSme } from './pdu.js';
import type { TlvEntry } from './tlv.js';

/** Any PDU that was received. */
export type AnyPdu = RequestPdu | ResponsePdu | NotificationPdu | GenericNack | UnknownPdu;

const classes = new Map(PDU_CLASSES.map(([definition, type]) => [definition.commandId, type]));

/** The name of a PDU by its `command_id`: `submit_sm`; of an unknown one its number. */
export function commandName(commandId: number): string {
  const known = PDU_CLASSES.find(([definition]) => definition.commandId === commandId);
  return known?.[0].name ?? `0x${commandId.toString(16).padStart(8, '0')}`;
}

/** @internal Octets that were received, and the records of the PDUs among them. */
export interface Received {
  readonly octets: Octets;
  readonly records: Uint32Array;
  /** Where the input of the engine stands in `octets`, and where its records do in `records`. */
  readonly base: number;
  readonly at: number;
}

/** Memory that PDUs share which arrive by themselves. */
const SHARED_OCTETS = 16 * 1024;
const SHARED_RECORDS = 8 * 1024;
let sharedOctets: Octets | undefined;
let sharedRecords: Uint32Array | undefined;
let octetsUsed = 0;
let recordsUsed = 0;

/**
 * Takes over what the engine found in these octets: its records up to `end`.
 *
 * @internal
 */
export function takeOver(input: Uint8Array, end: number): Received {
  const { length } = input;
  const { records } = engine;
  const count = end - FIRST;
  if (length > SHARED_OCTETS / 4 || count > SHARED_RECORDS / 4) {
    return { octets: copy(input), records: records.slice(FIRST, end), base: 0, at: 0 };
  }
  if (sharedOctets === undefined || octetsUsed + length > SHARED_OCTETS || recordsUsed + count > SHARED_RECORDS) {
    sharedOctets = ownMemory(SHARED_OCTETS);
    sharedRecords = new Uint32Array(SHARED_RECORDS);
    octetsUsed = recordsUsed = 0;
  }
  const received = { octets: sharedOctets, records: sharedRecords!, base: octetsUsed, at: recordsUsed };
  sharedOctets.set(input, octetsUsed);
  move(records, FIRST, received.records, recordsUsed, count);
  octetsUsed += length;
  recordsUsed += count;
  return received;
}

/** Octets outside the pool from which `Buffer` cuts small pieces. */
function ownMemory(length: number): Octets {
  const { Buffer } = globalThis as { Buffer?: typeof globalThis.Buffer };
  return Buffer === undefined ? allocate(length) : (Buffer.allocUnsafeSlow(length));
}

/** Copies a few numbers: a loop is faster than a view to copy from. */
function move<T extends Uint8Array | Uint32Array>(from: T, start: number, to: T, at: number, count: number): void {
  if (count > 256) {
    to.set(from.subarray(start, start + count), at);
    return;
  }
  for (let index = 0; index < count; index++) to[at + index] = from[start + index]!;
}

/**
 * The PDU whose record is `slot` numbers behind the first.
 *
 * @internal
 */
export function receivedPdu(received: Received, slot: number): AnyPdu {
  const { octets, records, base } = received;
  const at = received.at + slot;
  const commandId = records[at + SLOT.commandId]!;
  const type = classes.get(commandId);
  const pdu = type === undefined ? new UnknownPdu({ commandId }) : new type();
  pdu._octets = octets;
  pdu._records = records;
  pdu._at = at;
  pdu._base = base;
  pdu._status = records[at + SLOT.commandStatus]!;
  pdu._sequence = records[at + SLOT.sequenceNumber]!;
  return pdu as AnyPdu;
}

/**
 * Takes one PDU apart. Whatever is a frame by its `command_length` is accepted: what is out of order is kept, so that
 * `encode` gives the same octets, and listed in `faults`.
 *
 * @throws {DecodeError} `SMPPKIT_DECODE` if `frame` is not exactly one PDU.
 *
 * @example
 * ```ts
 * import { decode, SubmitSmResp } from 'smppkit';
 *
 * const frame = Buffer.from('00000015800000040000000000000001' + '3737373700', 'hex');
 * const pdu = decode(frame);
 * if (pdu instanceof SubmitSmResp) console.log(pdu.messageId); // 7777
 * ```
 */
export function decode(frame: Uint8Array): AnyPdu {
  const { length } = octetsOf(frame);
  engine.room(length).input.set(frame);
  const end = engine.door.decode(length);
  if (end < 0) throw engine.error();
  return receivedPdu(takeOver(frame, end), 0);
}

/**
 * Takes PDU after PDU apart, from a file or a capture.
 *
 * @throws {DecodeError} `SMPPKIT_DECODE` if a `command_length` cannot be right, or the last PDU is not whole. What came
 * before it was handed out.
 */
export function* decodeAll(octets: Uint8Array): Generator<AnyPdu, void, void> {
  let rest = octetsOf(octets);
  while (rest.length > 0) {
    const length = Math.min(rest.length, lengthToScan(rest));
    const input = rest.subarray(0, length);
    engine.room(length).input.set(input);
    const count = engine.door.scan(length);
    if (count < 0) throw engine.error();
    if (count === 0) {
      throw new DecodeError('SMPPKIT_DECODE', `the last ${rest.length} octets are no whole PDU`, { len: rest.length });
    }
    const [consumed, end] = [engine.records[0]!, engine.records[1]!];
    const received = takeOver(rest.subarray(0, consumed), end);
    for (let pdu = 0, slot = 0; pdu < count; pdu++, slot += received.records[received.at + slot]!) {
      yield receivedPdu(received, slot);
    }
    rest = rest.subarray(consumed);
  }
}

/** As many octets as are scanned at once, but a whole PDU. */
function lengthToScan(octets: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  return Math.max(64 * 1024, ((a * 0x100 + b) * 0x100 + c) * 0x100 + d);
}

/**
 * The response to a request, its fields empty: what accepts a deliver_sm or a data_sm, or what to fill in using `with`.
 * Undefined for a PDU that is not answered.
 */
export function responseTo(pdu: Pdu): ResponsePdu | undefined {
  const type = classes.get(pdu._definition.response ?? 0);
  return type === undefined ? undefined : (new type() as ResponsePdu);
}

/** What options can change about a PDU that is written. */
export interface EncodeOptions {
  /** In place of the PDU's own. */
  commandStatus?: number;
  /** In place of the PDU's own. */
  sequenceNumber?: number;
}

/**
 * The octets of a PDU. Whatever can be written at all is written, also what no specification allows: what was decoded
 * gives the octets it was decoded from.
 *
 * @throws {FieldError} `SMPPKIT_FIELD` for what the wire cannot express, such as a NUL in a C-octet string.
 *
 * @example
 * ```ts
 * import { encode, SubmitSm } from 'smppkit';
 *
 * const octets = encode(new SubmitSm({ sequenceNumber: 1, destinationAddr: '447700900123', shortMessage: 'Hello' }));
 * console.log(octets.length); // 50
 * ```
 */
export function encode(pdu: Pdu, options?: EncodeOptions): Octets {
  give(pdu, options?.commandStatus ?? pdu._status, options?.sequenceNumber ?? pdu._sequence);
  const length = engine.door.encode();
  if (length < 0) throw engine.error();
  return slice(engine.ready().output, 0, length);
}

/** The octets of PDUs, one behind the other. */
export function encodeAll(pdus: Iterable<Pdu>): Octets {
  return concat(Array.from(pdus, (pdu) => encode(pdu)));
}

function octetsOf(value: Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`octets are a Uint8Array, not ${typeof value}`);
}

/**
 * Writes a PDU into the memory in front of the engine, for it to be sent or encoded.
 *
 * @internal
 */
export function give(pdu: Pdu, commandStatus: number, sequenceNumber: number): void {
  if (!(pdu instanceof Pdu)) throw new TypeError('a PDU is made by its class: new SubmitSm({ … }), for example');
  engine.ready();
  const writer = new Writer();
  while (!writer.write(pdu, commandStatus, sequenceNumber)) engine.grow(writer.needed);
}

const TLVS_GIVEN = 0x8000_0000;

/** Writes the record of a PDU, and the strings in it. */
class Writer {
  /** Octets of strings: those that are in the input, and those that would be if there were room. */
  #used = 0;
  /** Where the record ends. */
  #end = 0;
  #input = engine.input;
  #records = engine.records;

  /**
   * Octets of input that are enough, for the record and for the PDU in the output, too: beside its strings it has no
   * more than two octets for each slot.
   */
  get needed(): number {
    return this.#used + 2 * this.#end;
  }

  /** Gives false if the memory is too small. */
  write(pdu: Pdu, commandStatus: number, sequenceNumber: number): boolean {
    const records = (this.#records = engine.records);
    this.#input = engine.input;
    this.#used = 0;
    const definition = pdu._definition;
    records[FIRST + SLOT.commandId] = definition.commandId;
    records[FIRST + SLOT.commandStatus] = commandStatus;
    records[FIRST + SLOT.sequenceNumber] = sequenceNumber;
    this.#octets(FIRST + SLOT.frame, pdu._records === undefined ? undefined : pdu.frame);
    this.#octets(FIRST + SLOT.rest, pdu instanceof UnknownPdu ? pdu._body : undefined);
    let flags = 0;
    this.#end = FIRST + definition.slots;
    const tlvs = pdu._tlvs;
    records[FIRST + SLOT.tlvs] = tlvs === undefined ? 0 : tlvs.length;
    if (tlvs !== undefined) {
      flags |= TLVS_GIVEN;
      this.#tlvs(tlvs);
    }
    if (pdu._given !== undefined) flags |= this.#fields(definition, pdu._given);
    records[FIRST + SLOT.flags] = flags >>> 0;
    return this.needed <= this.#input.length;
  }

  /** Writes the fields that are given, and says which they are. */
  #fields(definition: PduDefinition, given: readonly unknown[]): number {
    const records = this.#records;
    const { fields } = definition;
    let flags = 0;
    let at = FIRST + 10;
    for (let index = 0; index < fields.length; index++) {
      const value = given[index];
      const { kind } = fields[index]!;
      if (value !== undefined) {
        flags |= 1 << index;
        switch (kind) {
          case 'octet':
            records[at] = value as number;
            break;
          case 'string':
            this.#text(at, value as string);
            break;
          case 'octets':
            this.#octets(at, value as Octets);
            break;
          default:
            records[at] = this.#end - FIRST;
            records[at + 1] = (value as readonly unknown[]).length;
            this.#items(kind, value as readonly unknown[]);
        }
      }
      at += kind === 'octet' ? 1 : 2;
    }
    return flags;
  }

  #items(kind: 'destAddresses' | 'unsuccessSmes' | 'messageIds', items: readonly unknown[]): void {
    const records = this.#records;
    let at = this.#end;
    for (const item of items) {
      if (kind === 'messageIds') {
        this.#text(at, item as string);
        at += 2;
      } else if (kind === 'unsuccessSmes') {
        const { destAddrTon = 0, destAddrNpi = 0, destinationAddr, errorStatusCode } = item as UnsuccessSme;
        records[at] = destAddrTon;
        records[at + 1] = destAddrNpi;
        this.#text(at + 2, destinationAddr);
        records[at + 4] = errorStatusCode;
        at += 5;
      } else {
        const dest = item as DestAddress;
        const isList = dest.dlName !== undefined;
        records[at] = isList ? 2 : 1;
        records[at + 1] = isList ? 0 : (dest.ton ?? 0);
        records[at + 2] = isList ? 0 : (dest.npi ?? 0);
        this.#text(at + 3, isList ? dest.dlName : dest.destinationAddr);
        at += 5;
      }
    }
    this.#end = at;
  }

  #tlvs(tlvs: readonly TlvEntry[]): void {
    let at = this.#end;
    for (const [tag, octets] of tlvs) {
      this.#records[at] = tag;
      this.#octets(at + 1, octets);
      at += 3;
    }
    this.#end = at;
  }

  /** Puts the string into the input, and its offset and length at this place of the record. */
  #text(at: number, text: string): void {
    const { length } = text;
    const start = this.#place(at, length);
    if (this.#used > this.#input.length) return;
    const input = this.#input;
    for (let index = 0; index < length; index++) input[start + index] = text.charCodeAt(index);
  }

  #octets(at: number, octets: Uint8Array | undefined): void {
    if (octets === undefined) {
      this.#records[at] = this.#records[at + 1] = 0;
      return;
    }
    const start = this.#place(at, octets.length);
    if (this.#used <= this.#input.length) move(octets, 0, this.#input, start, octets.length);
  }

  #place(at: number, length: number): number {
    const start = this.#used;
    this.#used = start + length;
    this.#records[at] = start;
    this.#records[at + 1] = length;
    return start;
  }
}
