import { checked, whole, wrong } from './check.js';
import { definePdu, SLOT, type PduDefinition } from './definition.js';
import { engine } from './engine.js';
import type { Fault } from './fault.js';
import { Tlvs } from './generated/tlvs.js';
import { inspectPdu, pduToJson } from './inspect.js';
import { copy, fromUtf8, latin1, slice, type Octets } from './octets.js';
import { readTlvs, tlvByName, tlvEntries, type TlvEntry } from './tlv.js';
import { camelCase } from './words.js';

export type { Octets } from './octets.js';

/** For who writes names as the specification does, or TLVs among the fields. */
function meant(definition: PduDefinition, name: string): string {
  const ours = camelCase(name);
  if (definition.index[ours] !== undefined) return `, but ${ours}`;
  return tlvByName(ours) === undefined ? '' : `: it is a TLV, tlvs: { ${ours}: … }`;
}

/** What the header of any PDU says (5.0 §3.2.1; 3.4 §3.2.1). */
export interface HeaderFields {
  /** How the request ended, in responses; 0 in requests. */
  commandStatus?: number;
  /** What ties a response to its request. A session gives its requests their own. */
  sequenceNumber?: number;
}

/** A destination of a submit_multi: an address, or a distribution list that the MC keeps. */
export type DestAddress =
  | {
      /** Type of number. */
      readonly ton?: number;
      /** Numbering plan. */
      readonly npi?: number;
      /** The address, up to 20 characters. */
      readonly destinationAddr: string;
      readonly dlName?: undefined;
    }
  | {
      /** The name of the distribution list, up to 20 characters. */
      readonly dlName: string;
      readonly destinationAddr?: undefined;
    };

/** A destination that failed, and why. */
export interface UnsuccessSme {
  /** Type of number. */
  readonly destAddrTon?: number;
  /** Numbering plan. */
  readonly destAddrNpi?: number;
  /** The address. */
  readonly destinationAddr: string;
  /** Why it failed. */
  readonly errorStatusCode: number;
}

const NO_OCTETS = copy(new Uint8Array(0));

/**
 * Any PDU. It never changes: `with` gives a changed copy.
 *
 * A field is read when it is asked for, from the octets that were received. What is kept of several PDUs that arrived
 * together is one piece of memory, so a single one keeps some tens of kilobytes alive; `with({})` gives a copy of one that
 * is to be kept for long.
 */
export abstract class Pdu {
  /** @internal The octets that were received, with the record of them; undefined in a PDU that was made here. */
  _octets: Octets | undefined = undefined;
  /** @internal */
  _records: Uint32Array | undefined = undefined;
  /** @internal Where its record begins, and what to add to the offsets in it. */
  _at = 0;
  /** @internal */
  _base = 0;
  /** @internal The fields that were given, by their places in the definition. */
  _given: unknown[] | undefined = undefined;
  /** @internal */
  _tlvs: readonly TlvEntry[] | undefined = undefined;
  /** @internal */
  _status = 0;
  /** @internal */
  _sequence = 0;

  /** @internal */
  abstract get _definition(): PduDefinition;

  /** Which PDU it is (5.0 §4.7.5). */
  get commandId(): number {
    return this._definition.commandId;
  }

  /** Its name in the specification, such as `submit_sm`. */
  get command(): string {
    return this._definition.name;
  }

  /** How the request ended, in responses; 0 in requests. */
  get commandStatus(): number {
    return this._status;
  }

  /** What ties a response to its request; 0 in a PDU that was not sent yet. */
  get sequenceNumber(): number {
    return this._sequence;
  }

  /** The TLVs behind the fields. */
  get tlvs(): Tlvs {
    return new Tlvs(this._tlvEntries());
  }

  /** What is out of order in a PDU that was received, in the order of the octets; sixteen faults at most. */
  get faults(): readonly Fault[] {
    if (!this.isFaulty) return [];
    const frame = this.frame;
    engine.room(frame.length).input.set(frame);
    const length = engine.door.faults(frame.length);
    if (length < 0) throw engine.error();
    return JSON.parse(fromUtf8(engine.reply(length))) as Fault[];
  }

  /** Whether something is out of order in a PDU that was received: see {@link faults}. */
  get isFaulty(): boolean {
    return this._records !== undefined && this._records[this._at + SLOT.flags] !== 0;
  }

  /** The octets that were received, header included; empty for a PDU that was made here. See `encode`. */
  get frame(): Octets {
    return this._slice(SLOT.frame);
  }

  /** Octets behind the TLVs that are none, or those of a body that stopped making sense; usually empty. */
  get remainder(): Octets {
    return this._slice(SLOT.rest);
  }

  /** The PDU as an object of plain values: names as in JavaScript, octets in hexadecimal. */
  toJSON(): Record<string, unknown> {
    return pduToJson(this);
  }

  /** The PDU on one line, for people; without passwords. */
  toString(): string {
    return inspectPdu(this);
  }

  /** What `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return inspectPdu(this);
  }

  /** @internal The octets whose offset and length are in these slots. */
  _slice(slot: number): Octets {
    const records = this._records;
    if (records === undefined) return NO_OCTETS;
    const start = records[this._at + slot]! + this._base;
    return slice(this._octets!, start, start + records[this._at + slot + 1]!);
  }

  /** @internal */
  _octet(index: number, slot: number, empty = 0): number {
    const value = this._given === undefined ? undefined : this._given[index];
    if (value !== undefined) return value as number;
    return this._records === undefined ? empty : this._records[this._at + slot]!;
  }

  /** @internal */
  _string(index: number, slot: number): string {
    const value = this._given === undefined ? undefined : this._given[index];
    if (value !== undefined) return value as string;
    return this._records === undefined ? '' : this._text(this._at + slot);
  }

  /** @internal The string whose offset and length are at this place of the records. */
  _text(at: number): string {
    const start = this._records![at]! + this._base;
    return latin1(this._octets!, start, start + this._records![at + 1]!);
  }

  /** @internal */
  _octetString(index: number, slot: number): Octets {
    const value = this._given === undefined ? undefined : this._given[index];
    return value === undefined ? this._slice(slot) : copy(value as Octets);
  }

  /** @internal */
  _destAddresses(index: number, slot: number): readonly DestAddress[] {
    return this._list(index, slot, 5, (records, at) =>
      records[at] === 2
        ? { dlName: this._text(at + 3) }
        : { ton: records[at + 1]!, npi: records[at + 2]!, destinationAddr: this._text(at + 3) },
    );
  }

  /** @internal */
  _unsuccessSmes(index: number, slot: number): readonly UnsuccessSme[] {
    return this._list(index, slot, 5, (records, at) => ({
      destAddrTon: records[at]!,
      destAddrNpi: records[at + 1]!,
      destinationAddr: this._text(at + 2),
      errorStatusCode: records[at + 4]!,
    }));
  }

  /** @internal */
  _messageIds(index: number, slot: number): readonly string[] {
    return this._list(index, slot, 2, (_, at) => this._text(at));
  }

  /** @internal */
  _list<T>(index: number, slot: number, size: number, read: (records: Uint32Array, at: number) => T): readonly T[] {
    const value = this._given?.[index];
    if (value !== undefined) return value as readonly T[];
    const records = this._records;
    if (records === undefined) return [];
    const first = this._at + records[this._at + slot]!;
    return Array.from({ length: records[this._at + slot + 1]! }, (_, item) => read(records, first + item * size));
  }

  /** @internal */
  _tlvEntries(): readonly TlvEntry[] {
    return this._tlvs ?? (this._records === undefined ? [] : readTlvs(this));
  }

  /** @internal Takes the fields of a new PDU. */
  _give(definition: PduDefinition, fields: HeaderFields): void {
    const given: unknown[] = (this._given = new Array<unknown>(definition.fields.length));
    for (const name in fields) {
      const value = (fields as Record<string, unknown>)[name];
      if (value === undefined) continue;
      const index = definition.index[name];
      if (index !== undefined) {
        given[index] = checked(definition, definition.fields[index]!, value);
      } else {
        this._giveOther(definition, name, value);
      }
    }
  }

  /** @internal */
  _giveOther(definition: PduDefinition, name: string, value: unknown): void {
    switch (name) {
      case 'tlvs':
        this._tlvs = tlvEntries(definition, value);
        break;
      case 'commandStatus':
        this._status = whole(definition, name, value, 0xffff_ffff);
        break;
      case 'sequenceNumber':
        this._sequence = whole(definition, name, value, 0xffff_ffff);
        break;
      default:
        throw wrong(definition, name, 'unknown_field', `${definition.name} has no field ${name}${meant(definition, name)}`);
    }
  }

  /** @internal A copy with other fields. `copy` is new and of the same class. */
  _with<T extends Pdu>(target: T, fields: HeaderFields): T {
    target._status = this._status;
    target._sequence = this._sequence;
    target._tlvs = this._tlvs;
    if (this._records !== undefined) {
      // By itself, so that it does not keep what arrived beside it.
      const { _at: at, _records: records } = this;
      target._octets = this.frame;
      target._records = records.slice(at, at + records[at]!);
      target._base = -records[at + SLOT.frame]!;
    }
    const before = this._given;
    target._give(this._definition, fields);
    if (before !== undefined) {
      const given = target._given!;
      for (let index = 0; index < before.length; index++) given[index] ??= before[index];
    }
    return target;
  }
}

/** A PDU that no version knows. */
export class UnknownPdu extends Pdu {
  /** @internal */
  _id: number;
  /** @internal */
  _body: Octets | undefined = undefined;

  constructor(fields: HeaderFields & { commandId: number; body?: Uint8Array }) {
    super();
    const { commandId, body, ...header } = fields;
    this._id = commandId;
    if (body !== undefined) this._body = copy(body);
    this._give(this._definition, header);
  }

  /** @internal */
  override get _definition(): PduDefinition {
    const name = `0x${this._id.toString(16).padStart(8, '0')}`;
    return definePdu({ commandId: this._id, name, kind: 'unknown', fields: [], slots: 10 });
  }

  /** All that follows the header. */
  get body(): Octets {
    return this._body === undefined ? this._slice(SLOT.rest) : copy(this._body);
  }

  /** The same PDU with another header or body. */
  with(fields: HeaderFields & { body?: Uint8Array }): UnknownPdu {
    return new (this.constructor as typeof UnknownPdu)({
      commandId: this._id,
      commandStatus: this._status,
      sequenceNumber: this._sequence,
      body: this.body,
      ...fields,
    });
  }
}
