/**
 * SMPP 3.3, 3.4 and 5.0: a codec, a session without IO, and a message layer.
 *
 * @packageDocumentation
 */

import { engine as theEngine } from './engine.js';

export * from './pdu.js';
export * from './codec.js';
export * from './errors.js';
export * from './events.js';
export type { Fault } from './fault.js';
export { CommandStatus, type Retry } from './generated/statuses.js';
export * from './generated/pdus.js';
export * from './generated/tlv-table.js';
export * from './generated/tlvs.js';
export * from './generated/values.js';
export * from './message/awaited.js';
export * from './message/incoming.js';
export * from './message/joining.js';
export {
  Correlator,
  Reassembler,
  type CorrelatorOptions,
  type EarlyReceipt,
  type FoundMessage,
  type IdRule,
  type LongMessage,
  type Reassembled,
  type ReassemblerOptions,
} from './message/keepers.js';
export * from './message/options.js';
export * from './message/outgoing.js';
export * from './message/time.js';
export * from './pacer.js';
export * from './session.js';
export * from './status.js';
export { TlvList, type TlvEntry } from './tlv.js';
export type { TlvValue } from './definition.js';

/** Which engine runs: machine code, or WebAssembly. */
export const engine: 'native' | 'wasm' = theEngine.kind;
