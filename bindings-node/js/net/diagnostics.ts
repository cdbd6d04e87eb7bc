import { channel } from 'node:diagnostics_channel';

import type { CloseReason } from '../index.js';

/** What is published on the channel `smppkit.connection`: no password, and no text of a message. */
export interface ConnectionDiagnostics {
  /** What happened: bound, refused by us, over, lost and tried again, or given up. */
  readonly event: 'bound' | 'bind_refused' | 'closed' | 'reconnecting' | 'gave_up';
  readonly role: 'esme' | 'mc';
  /** Address and port of the other side. */
  readonly peer: string;
  readonly systemId?: string;
  readonly commandStatus?: number;
  readonly reason?: CloseReason;
  /** Requests that were in flight when it ended. */
  readonly inFlight?: number;
  readonly attempt?: number;
  readonly delayMs?: number;
  readonly error?: unknown;
}

/** What is published on the channel `smppkit.pdu` of each PDU that a program sends or gets: no more than its header. */
export interface PduDiagnostics {
  readonly direction: 'sent' | 'received' | 'refused';
  readonly role: 'esme' | 'mc';
  readonly peer: string;
  readonly command: string;
  readonly commandStatus: number;
  /** 0 if it is not known. */
  readonly sequenceNumber: number;
  /** Of responses to us. */
  readonly roundTripMs?: number;
}

/** What is published on the channel `smppkit.error`: an exception of the program's own functions. */
export interface ErrorDiagnostics {
  /** The function that threw. */
  readonly source: 'authenticate' | 'onRequest' | 'onBound' | 'onChange';
  readonly error: unknown;
}

export const connections = channel('smppkit.connection');
export const pdus = channel('smppkit.pdu');
const errors = channel('smppkit.error');

/** Tells of an exception of the program: it is no reason to stop. Where nobody listens, it is a warning. */
export function report(source: ErrorDiagnostics['source'], error: unknown): void {
  if (errors.hasSubscribers) {
    errors.publish({ source, error } satisfies ErrorDiagnostics);
  } else {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.emitWarning(`${source} failed: ${what}`, 'SmppkitWarning');
  }
}
