import { SmppkitError } from '../index.js';
import { show } from '../words.js';

/** What happened to the connection of a client that reconnects. */
export type ConnectionState =
  | { readonly kind: 'connected' }
  /** Each request that was in flight ended with `ConnectionClosed`, and what became of it is not known. */
  | { readonly kind: 'lost'; readonly error: Error; readonly inFlight: number }
  /** After a pause of `delayMs` comes this attempt, from 1; `error` is why the one before it failed. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly delayMs: number; readonly error: Error | undefined }
  /** There will be no further attempt. */
  | { readonly kind: 'gave_up'; readonly error: Error }
  | { readonly kind: 'ended'; readonly error: Error };

/** When and how often a client connects again, and what it does meanwhile. Times are milliseconds. */
export interface ReconnectOptions {
  /** The pause before the first attempt; each further one is twice as long. Default: 1,000. */
  firstDelayMs?: number;
  /** The longest pause. Default: 60,000. */
  maxDelayMs?: number;
  /** The part of a pause that is left to chance, 0 to 1, so that not all clients come back at once. Default: 0.5. */
  jitter?: number;
  /** How many attempts in a row may fail before the client gives up. Default: it never does. */
  maxAttempts?: number;
  /** A connection that lasted so long was good: after it the pauses begin with the first again. Default: 30,000. */
  stableAfterMs?: number;
  /**
   * Whether to go on after a failure that will not mend itself, such as a wrong password, for which message centres lock
   * accounts. Default: no.
   */
  despitePermanentFailure?: boolean;
  /** How long a request waits for a connection when there is none. Default: 10,000. */
  requestWaitMs?: number;
  /** Is told what happens to the connection. */
  onChange?: (state: ConnectionState) => void;
}

export type ReconnectPolicy = Required<Omit<ReconnectOptions, 'onChange'>> & Pick<ReconnectOptions, 'onChange'>;

export function reconnectPolicy(options: boolean | ReconnectOptions): ReconnectPolicy | undefined {
  if (options === false) return undefined;
  const given = options === true ? {} : options;
  check(given);
  return { ...DEFAULTS, ...given };
}

const DEFAULTS = {
  firstDelayMs: 1000,
  maxDelayMs: 60_000,
  jitter: 0.5,
  maxAttempts: Infinity,
  stableAfterMs: 30_000,
  despitePermanentFailure: false,
  requestWaitMs: 10_000,
};

function check(given: unknown): void {
  const wrong = (message: string): SmppkitError => new SmppkitError('SMPPKIT_CONFIG', message);
  if (typeof given !== 'object' || given === null) throw wrong(`reconnect must be true, false or an object, not ${show(given)}`);
  const types: Record<string, unknown> = { ...DEFAULTS, onChange: () => undefined };
  for (const [name, value] of Object.entries(given)) {
    if (!(name in types)) throw wrong(`reconnect has no ${name}; it has ${Object.keys(types).join(', ')}`);
    const type = typeof types[name];
    if (value !== undefined && typeof value !== type) throw wrong(`reconnect.${name} must be a ${type}, not ${show(value)}`);
  }
}

/** The pause before this attempt, the first being 1; `chance` is 0 to 1. */
export function delayOf(policy: ReconnectPolicy, attempt: number, chance = Math.random()): number {
  const doubled = policy.firstDelayMs * 2 ** Math.min(attempt - 1, 32);
  return Math.min(doubled, policy.maxDelayMs) * (1 - policy.jitter * chance);
}
