import type { FieldDefinition, PduDefinition } from './definition.js';
import { FieldError } from './errors.js';
import { allocate, copy, type Octets } from './octets.js';
import type { DestAddress, UnsuccessSme } from './pdu.js';
import { show } from './words.js';

/** @internal The value, if a field of this kind can have it. */
export function checked(definition: PduDefinition, field: FieldDefinition, value: unknown): unknown {
  const { name, kind } = field;
  switch (kind) {
    case 'octet':
      return whole(definition, name, value, 0xff);
    case 'string':
      return text(definition, name, value);
    case 'octets':
      return octets(definition, name, value);
    case 'destAddresses':
      return list(definition, name, value).map((item) => destAddress(definition, name, item));
    case 'unsuccessSmes':
      return list(definition, name, value).map((item) => unsuccessSme(definition, name, item));
    case 'messageIds':
      return list(definition, name, value).map((item) => text(definition, name, item));
  }
}

/** @internal */
export function wrong(
  definition: PduDefinition,
  field: string,
  fault: 'unknown_field' | 'bad_type',
  message: string,
  limit?: number,
): FieldError {
  return new FieldError('SMPPKIT_FIELD', message, {
    pdu: definition.name,
    commandId: definition.commandId,
    field,
    fault,
    ...(limit === undefined ? {} : { limit }),
  });
}

/** @internal A whole number from 0 to `limit`. */
export function whole(definition: PduDefinition, field: string, value: unknown, limit: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= limit) return value;
  const message = `${definition.name}.${field} must be a whole number from 0 to ${limit}, not ${show(value)}`;
  throw wrong(definition, field, 'bad_type', message, limit);
}

/** @internal A string of characters that are octets. */
export function text(definition: PduDefinition, field: string, value: unknown, hint = ''): string {
  if (typeof value !== 'string') {
    throw wrong(definition, field, 'bad_type', `${definition.name}.${field} must be a string, not ${show(value)}`);
  }
  for (let at = 0; at < value.length; at++) {
    if (value.charCodeAt(at) > 0xff) {
      const message = `${definition.name}.${field} has ${show(value[at])}, which is no octet${hint}`;
      throw wrong(definition, field, 'bad_type', message, 0xff);
    }
  }
  return value;
}

/** @internal Octets, which a string of characters that are octets can stand for. */
export function octets(definition: PduDefinition, field: string, value: unknown): Octets {
  if (value instanceof Uint8Array) return copy(value);
  if (typeof value !== 'string') {
    const message = `${definition.name}.${field} must be a Uint8Array or a string, not ${show(value)}`;
    throw wrong(definition, field, 'bad_type', message);
  }
  return fromLatin1(text(definition, field, value, ': texts are for sendText, submitText and encodeText'));
}

/** @internal A string of characters that are octets, as octets. */
export function fromLatin1(text: string): Octets {
  const octets = allocate(text.length);
  for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at);
  return octets;
}

function list(definition: PduDefinition, field: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(definition, field, 'bad_type', `${definition.name}.${field} must be an array, not ${show(value)}`);
}

function item(definition: PduDefinition, field: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw wrong(definition, field, 'bad_type', `${definition.name}.${field} has ${show(value)}, which is no object`);
}

function destAddress(definition: PduDefinition, field: string, value: unknown): DestAddress {
  const { ton = 0, npi = 0, destinationAddr, dlName } = item(definition, field, value);
  if (dlName !== undefined) return { dlName: text(definition, field, dlName) };
  return {
    ton: whole(definition, field, ton, 0xff),
    npi: whole(definition, field, npi, 0xff),
    destinationAddr: text(definition, field, destinationAddr),
  };
}

function unsuccessSme(definition: PduDefinition, field: string, value: unknown): UnsuccessSme {
  const { destAddrTon = 0, destAddrNpi = 0, destinationAddr, errorStatusCode } = item(definition, field, value);
  return {
    destAddrTon: whole(definition, field, destAddrTon, 0xff),
    destAddrNpi: whole(definition, field, destAddrNpi, 0xff),
    destinationAddr: text(definition, field, destinationAddr),
    errorStatusCode: whole(definition, field, errorStatusCode, 0xffff_ffff),
  };
}
