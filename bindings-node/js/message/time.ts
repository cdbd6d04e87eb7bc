import { engine } from '../engine.js';

/** What an SMPP time means (5.0 §4.7.23; 3.4 §7.1.1). */
export type SmppTime =
  /** A point in time. */
  | { readonly kind: 'absolute'; readonly date: Date; readonly offsetMinutes: number }
  /** A span of calendar time. */
  | {
      readonly kind: 'relative';
      readonly years: number;
      readonly months: number;
      readonly days: number;
      readonly hours: number;
      readonly minutes: number;
      readonly seconds: number;
    }
  /** A point on the message centre's own clock, as in `final_date` of 3.3: such as `2026-11-23T02:05:00`. */
  | { readonly kind: 'mc_local'; readonly local: string };

/**
 * Reads an SMPP time; undefined if it is empty.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if it is none.
 */
export function parseTime(time: string): SmppTime | undefined {
  const read = engine.call({ op: 'parseTime', time }) as
    | Exclude<SmppTime, { kind: 'absolute' }>
    | { kind: 'absolute'; unixMs: number; offsetMinutes: number }
    | null;
  if (read === null) return undefined;
  if (read.kind !== 'absolute') return read;
  return { kind: 'absolute', date: new Date(read.unixMs), offsetMinutes: read.offsetMinutes };
}

/**
 * A point in time as an SMPP time, by a clock that is so many minutes ahead of UTC.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if it cannot be written.
 *
 * @example
 * ```ts
 * import { absoluteTime } from 'smppkit';
 *
 * console.log(absoluteTime(new Date(Date.UTC(2026, 11, 31, 20)))); // 261231200000000+
 * ```
 */
export function absoluteTime(date: Date, offsetMinutes = 0): string {
  return engine.call({ op: 'absoluteTime', unixMs: date.getTime(), offsetMinutes }) as string;
}

/**
 * A span of less than 100 days as an SMPP time, for a validity period: not in SMPP 3.3.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if it is longer.
 */
export function relativeTime(ms: number): string {
  return engine.call({ op: 'relativeTime', ms }) as string;
}

/** An address with its type of number and numbering plan. */
export interface Address {
  readonly ton: number;
  readonly npi: number;
  readonly addr: string;
}

/**
 * Reads an address as people write them: `+447700900123`, `12345`, `MyShop`, or `TON/NPI:ADDRESS`.
 *
 * @throws {SmppkitError} `SMPPKIT_MESSAGE` if it is none.
 */
export function readAddress(address: string): Address {
  return engine.call({ op: 'readAddress', address }) as Address;
}
