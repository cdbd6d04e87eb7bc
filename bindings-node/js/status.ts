import { STATUSES, type Retry } from './generated/statuses.js';

/** The name of a `command_status`: `ESME_RTHROTTLED`; of an unknown one its number: `0x00000450`. */
export function commandStatusName(commandStatus: number): string {
  return STATUSES.get(commandStatus)?.name ?? `0x${commandStatus.toString(16).padStart(8, '0')}`;
}

/** What a `command_status` means, in a sentence; undefined for an unknown one. */
export function commandStatusText(commandStatus: number): string | undefined {
  return STATUSES.get(commandStatus)?.text;
}

/** What a sender should make of a `command_status`. Unknown ones count as permanent. */
export function retryOf(commandStatus: number): Retry {
  return STATUSES.get(commandStatus)?.retry ?? 'permanent';
}
