import { VALUES } from './generated/values.js';
import { hex } from './octets.js';
import { commandStatusName } from './status.js';
import { readValue, tlvByTag } from './tlv.js';
import type { Pdu } from './pdu.js';

/** Fields and TLVs by name; of repeated TLVs an array. A password is left out. */
export function pduToJson(pdu: Pdu): Record<string, unknown> {
  const json: Record<string, unknown> = {
    command: pdu.command,
    commandStatus: pdu.commandStatus,
    sequenceNumber: pdu.sequenceNumber,
  };
  for (const { name } of pdu._definition.fields) {
    if (name !== 'password') json[name] = plain(read(pdu, name));
  }
  const { body } = pdu as { body?: Uint8Array };
  if (body !== undefined) json['body'] = hex(body);
  const tlvs: Record<string, unknown> = {};
  for (const [tag, octets] of pdu.tlvs) {
    const [name, value] = tlv(tag, octets);
    const before = tlvs[name];
    tlvs[name] = before === undefined ? plain(value) : [before, plain(value)].flat();
  }
  json['tlvs'] = tlvs;
  if (body === undefined && pdu.remainder.length > 0) json['remainder'] = hex(pdu.remainder);
  if (pdu.isFaulty) json['faults'] = pdu.faults;
  return json;
}

/** What is not empty, on one line; values by their names. */
export function inspectPdu(pdu: Pdu): string {
  const parts: string[] = [];
  if (pdu.sequenceNumber !== 0) parts.push(`sequenceNumber: ${pdu.sequenceNumber}`);
  if (pdu.commandStatus !== 0 || pdu._definition.kind === 'response') {
    parts.push(`commandStatus: ${commandStatusName(pdu.commandStatus)}`);
  }
  for (const { name, values } of pdu._definition.fields) {
    const value = read(pdu, name);
    if (isEmpty(value)) continue;
    parts.push(`${name}: ${name === 'password' ? '…' : show(value, values)}`);
  }
  const { body } = pdu as { body?: Uint8Array };
  if (body !== undefined && body.length > 0) parts.push(`body: ${show(body)}`);
  const tlvs = [...pdu.tlvs].map(([tag, octets]) => {
    const [name, value] = tlv(tag, octets);
    return `${name}: ${show(value, tlvByTag(tag)?.values)}`;
  });
  if (tlvs.length > 0) parts.push(`tlvs: { ${tlvs.join(', ')} }`);
  if (body === undefined && pdu.remainder.length > 0) parts.push(`remainder: ${show(pdu.remainder)}`);
  const faults = pdu.faults.map(({ message }) => message);
  if (faults.length > 0) parts.push(`faults: [ ${faults.join('; ')} ]`);
  return parts.length === 0 ? `${pdu.command} {}` : `${pdu.command} { ${parts.join(', ')} }`;
}

function read(pdu: Pdu, name: string): unknown {
  return (pdu as unknown as Record<string, unknown>)[name];
}

/** The name of a TLV, and its value as the specification reads it; else its octets. */
function tlv(tag: number, octets: Parameters<typeof readValue>[1]): [string, unknown] {
  const definition = tlvByTag(tag);
  if (definition === undefined) return [`0x${tag.toString(16).padStart(4, '0')}`, octets];
  return [definition.name, readValue(definition, octets) ?? octets];
}

function isEmpty(value: unknown): boolean {
  return value === 0 || (value as { length?: number }).length === 0;
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

function show(value: unknown, values?: string): string {
  if (typeof value === 'number') return valueName(values, value) ?? String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Uint8Array) return showOctets(value);
  if (Array.isArray(value)) return `[ ${value.map((item) => show(item)).join(', ')} ]`;
  const parts = Object.entries(value as object).map(([name, part]) => `${name}: ${show(part)}`);
  return `{ ${parts.join(', ')} }`;
}

/** Octets that are printable ASCII are shown as text, others in hexadecimal. */
function showOctets(octets: Uint8Array): string {
  const isText = octets.every((octet) => (octet >= 0x20 && octet < 0x7f) || octet === 0x0a || octet === 0x0d);
  return isText ? quoted(String.fromCharCode(...octets.subarray(0, 2000))) : `<${hex(octets)}>`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/'/g, "\\'").replace(/\\"/g, '"')}'`;
}

/** The name of a value of an enumeration. */
function valueName(values: string | undefined, value: number): string | undefined {
  const named = values === undefined ? undefined : VALUES[values];
  return named === undefined ? undefined : Object.keys(named).find((name) => named[name] === value);
}
