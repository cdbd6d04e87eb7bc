import type { FaultKind } from './errors.js';

/** What is out of order in a field of a PDU that was received. */
export interface Fault {
  /** The PDU, by its name in the specification. */
  readonly pdu: string;
  readonly commandId: number;
  /** The field, by its name in JavaScript; `tlvs` for what follows the fields, `commandId` for the PDU as a whole. */
  readonly field: string;
  /** Octets from the start of the PDU to where the field, or what is wrong in it, begins. */
  readonly offset: number;
  /** What is wrong, in a word. */
  readonly fault: FaultKind;
  /** The `command_status` by which the specification answers it. */
  readonly commandStatus: number;
  /** All of it in a sentence, for people. */
  readonly message: string;
  /** Octets there are; the NUL of a string does not count. */
  readonly len?: number;
  /** Octets allowed, without the NUL. */
  readonly limit?: number;
  /** Octets, or items, announced. */
  readonly announced?: number;
  /** Octets left. */
  readonly left?: number;
  /** Items that could be read. */
  readonly read?: number;
  /** The tag of a TLV. */
  readonly tag?: number;
  /** A `dest_flag` that is neither 1 nor 2. */
  readonly destFlag?: number;
  /** The version that does not have it. */
  readonly interfaceVersion?: number;
}
