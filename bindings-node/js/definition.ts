/** @internal What a class knows of its PDU. */
export interface PduDefinition {
  readonly commandId: number;
  readonly name: string;
  readonly kind: 'request' | 'response' | 'notification' | 'nack' | 'unknown';
  /** The `command_id` of what answers it, in a request. */
  readonly response?: number;
  readonly fields: readonly FieldDefinition[];
  /** Slots of its record before the TLVs. */
  readonly slots: number;
  /** Where each field stands in `fields`. */
  readonly index: Readonly<Record<string, number>>;
}

/** @internal */
export interface FieldDefinition {
  readonly name: string;
  readonly kind: FieldKind;
  /** The name of the enumeration of its values. */
  readonly values?: string;
}

export type FieldKind = 'octet' | 'string' | 'octets' | 'destAddresses' | 'unsuccessSmes' | 'messageIds';

/** @internal */
export function definePdu(definition: Omit<PduDefinition, 'index'>): PduDefinition {
  const index: Record<string, number> = Object.create(null) as Record<string, number>;
  definition.fields.forEach((field, at) => (index[field.name] = at));
  return { ...definition, index };
}

/** The slots of a record before the fields: see `src/record/mod.rs`. */
export const SLOT = {
  frame: 1,
  commandId: 3,
  commandStatus: 4,
  sequenceNumber: 5,
  flags: 6,
  tlvs: 7,
  rest: 8,
} as const;

/** What a TLV's value can be given as. */
export type TlvValue = number | string | Uint8Array | object;

export type TlvKind = 'u8' | 'u16' | 'u32' | 'string' | 'octets';

/** @internal What the table says of a TLV. */
export interface TlvDefinition {
  readonly tag: number;
  readonly name: string;
  readonly kind: TlvKind;
  readonly values?: string;
  readonly parts?: readonly { readonly name: string; readonly kind: TlvKind; readonly optional?: boolean }[];
}
