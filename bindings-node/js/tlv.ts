import { octets, text, whole, wrong } from './check.js';
import { SLOT, type PduDefinition, type TlvDefinition, type TlvKind } from './definition.js';
import { engine } from './engine.js';
import { FieldError } from './errors.js';
import { TLVS, type TlvsInit } from './generated/tlv-table.js';
import { allocate, concat, copy, fromHex, latin1, slice, type Octets } from './octets.js';
import type { Pdu } from './pdu.js';
import { camelCase, show } from './words.js';

/** A TLV: its tag, and the octets of its value. */
export type TlvEntry = readonly [tag: number, octets: Octets];

/** Octets of a number. */
const SIZE: Readonly<Partial<Record<TlvKind, number>>> = { u8: 1, u16: 2, u32: 4 };

/** @internal */
export function tlvByTag(tag: number): TlvDefinition | undefined {
  byTag ??= new Map(TLVS.map((definition) => [definition.tag, definition]));
  return byTag.get(tag);
}
let byTag: Map<number, TlvDefinition> | undefined;

/** @internal */
export function tlvByName(name: string): TlvDefinition | undefined {
  byName ??= new Map(TLVS.map((definition) => [definition.name, definition]));
  return byName.get(name);
}
let byName: Map<string, TlvDefinition> | undefined;

/** TLVs in the order of the wire, repeated ones and unknown ones among them. */
export abstract class TlvList implements Iterable<TlvEntry> {
  /** @internal */
  readonly _entries: readonly TlvEntry[];

  /** @internal */
  constructor(entries: readonly TlvEntry[]) {
    this._entries = entries;
  }

  /** How many there are. */
  get size(): number {
    return this._entries.length;
  }

  /** The octets of the first TLV with this tag, known to the specification or not. */
  get(tag: number): Octets | undefined {
    return this._entries.find(([other]) => other === tag)?.[1];
  }

  /** The octets of all TLVs with this tag. */
  getAll(tag: number): Octets[] {
    return this._entries.filter(([other]) => other === tag).map(([, octets]) => octets);
  }

  /** Whether there is a TLV with this tag. */
  has(tag: number): boolean {
    return this._entries.some(([other]) => other === tag);
  }

  /** Tags and octets, in the order of the wire. */
  [Symbol.iterator](): Iterator<TlvEntry> {
    return this._entries[Symbol.iterator]();
  }

  /** @internal */
  _readAll(name: string): unknown[] {
    const definition = tlvByName(name);
    if (definition === undefined) return [];
    return this.getAll(definition.tag)
      .map((octets) => readValue(definition, octets))
      .filter((value) => value !== undefined);
  }

  /** @internal */
  _read(definition: TlvDefinition): unknown {
    for (const [tag, octets] of this._entries) {
      if (tag !== definition.tag) continue;
      const value = readValue(definition, octets);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** @internal The value of a TLV, as its definition says; undefined if it has other octets. */
export function readValue(definition: TlvDefinition, octets: Octets): unknown {
  const { kind, parts } = definition;
  if (parts !== undefined) return readByEngine(definition, octets);
  switch (kind) {
    case 'string': {
      const nul = octets.indexOf(0);
      return latin1(octets, 0, nul < 0 ? octets.length : nul);
    }
    case 'octets':
      return octets;
    default:
      return octets.length === SIZE[kind] ? number(octets) : readByEngine(definition, octets);
  }
}

function number(octets: Uint8Array): number {
  let value = 0;
  for (const octet of octets) value = value * 0x100 + octet;
  return value;
}

/** Structs, and what some peers send in the place of a number. */
function readByEngine(definition: TlvDefinition, octets: Octets): unknown {
  const value = engine.call({ op: 'readTlv', tag: definition.tag }, octets);
  if (value === null) return undefined;
  if (definition.parts === undefined) return value;
  const parts = value as Record<string, unknown>;
  for (const part of definition.parts) {
    if (part.kind === 'octets') parts[part.name] = fromHex(parts[part.name] as string);
  }
  return parts;
}

/** @internal The TLVs of a PDU that was received. */
export function readTlvs(pdu: Pdu): TlvEntry[] {
  const records = pdu._records!;
  const first = pdu._at + pdu._definition.slots;
  return Array.from({ length: records[pdu._at + SLOT.tlvs]! }, (_, item) => {
    const at = first + 3 * item;
    const start = records[at + 1]! + pdu._base;
    return [records[at]!, slice(pdu._octets!, start, start + records[at + 2]!)];
  });
}

/** @internal TLVs to be sent. */
export function tlvEntries(definition: PduDefinition, value: unknown): TlvEntry[] {
  if (typeof value !== 'object' || value === null) {
    throw wrong(definition, 'tlvs', 'bad_type', `${definition.name}.tlvs must be an object, not ${show(value)}`);
  }
  const given = value as TlvsInit;
  if (given instanceof TlvList) return [...given._entries];
  const entries: TlvEntry[] = [];
  if (Symbol.iterator in given) {
    for (const [key, value] of given) entries.push(entry(definition, key, value));
    return entries;
  }
  for (const key of Object.keys(given)) {
    const value = (given as Record<string, unknown>)[key];
    if (value === undefined) continue;
    const known = tlvByName(key) ?? tlvByTag(Number(key));
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of values) entries.push(entry(definition, known?.name ?? Number(key), one, key));
  }
  return entries;
}

function entry(definition: PduDefinition, key: number | string, value: unknown, name = String(key)): TlvEntry {
  const known = typeof key === 'string' ? tlvByName(key) : tlvByTag(key);
  const field = `tlvs.${name}`;
  if (known !== undefined) {
    // Whoever gives octets for a TLV by its number knows best.
    if (typeof key === 'number' && value instanceof Uint8Array) return [known.tag, copy(value)];
    return [known.tag, writeValue(definition, field, known, value)];
  }
  if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key > 0xffff) {
    const ours = camelCase(name);
    const meant = tlvByName(ours) === undefined ? '' : `, but ${ours}`;
    throw wrong(definition, field, 'unknown_field', `there is no TLV ${name}${meant}`, 0xffff);
  }
  return [key, octets(definition, field, value)];
}

function writeValue(definition: PduDefinition, field: string, tlv: TlvDefinition, value: unknown): Octets {
  const { kind, parts } = tlv;
  if (parts === undefined || value instanceof Uint8Array) return writePlain(definition, field, kind, value);
  if (typeof value !== 'object' || value === null) {
    throw wrong(definition, field, 'bad_type', `${definition.name}.${field} must be an object, not ${show(value)}`);
  }
  const pieces: Octets[] = [];
  for (const part of parts) {
    const given = (value as Record<string, unknown>)[part.name];
    if (given === undefined && part.optional === true) break;
    pieces.push(writePlain(definition, `${field}.${part.name}`, part.kind, given));
  }
  return concat(pieces);
}

function writePlain(definition: PduDefinition, field: string, kind: TlvKind, value: unknown): Octets {
  if (value instanceof Uint8Array) return copy(value);
  switch (kind) {
    case 'octets':
      return octets(definition, field, value);
    case 'string': {
      const string = text(definition, field, value);
      if (string.includes('\0')) {
        throw new FieldError('SMPPKIT_FIELD', `${definition.name}.${field}: contains a NUL`, {
          pdu: definition.name,
          commandId: definition.commandId,
          field,
          fault: 'interior_nul',
        });
      }
      return octets(definition, field, `${string}\0`);
    }
    default: {
      const size = SIZE[kind]!;
      let rest = whole(definition, field, value, 0x100 ** size - 1);
      const out = allocate(size);
      for (let at = size - 1; at >= 0; at--) {
        out[at] = rest % 0x100;
        rest = Math.floor(rest / 0x100);
      }
      return out;
    }
  }
}
