import { engine } from './engine.js';
import { SmppkitError } from './errors.js';

/** How fast to send. */
export interface PacerOptions {
  /** Messages a second when all is well, at least 1. */
  messagesPerSecond: number;
  /** How many may go at once after a pause. Default: 1. */
  burst?: number;
  /** Messages a second below which a peer cannot slow us down. Default: 1. */
  slowest?: number;
}

const unreachable = new FinalizationRegistry<number>((pacer) => engine.door.pacerFree(pacer));

/**
 * Says when the next message may go: so many a second, half as many when the peer answers ESME_RTHROTTLED or
 * ESME_RMSGQFUL, and as its `congestion_state` says (5.0 §2.9). Times are milliseconds on any clock that does not go
 * backwards.
 *
 * @example
 * ```ts
 * import { Pacer } from 'smppkit';
 *
 * const pacer = new Pacer({ messagesPerSecond: 100 }, 0);
 * console.log(pacer.take(0), pacer.take(0)); // undefined 10
 * ```
 */
export class Pacer {
  readonly #number: number;

  /** @throws {SmppkitError} `SMPPKIT_CONFIG` if a setting is no whole number of 1 or more. */
  constructor(options: PacerOptions, now: number) {
    const { messagesPerSecond, burst = 1, slowest = 1 } = options;
    for (const [name, value] of Object.entries({ messagesPerSecond, burst, slowest })) {
      if (!Number.isInteger(value) || value < 1 || value > 0x7fff_ffff) {
        throw new SmppkitError('SMPPKIT_CONFIG', `${name} must be a whole number of 1 or more, not ${value}`);
      }
    }
    this.#number = engine.door.pacerNew(now, messagesPerSecond, burst, slowest);
    unreachable.register(this, this.#number);
  }

  /** Takes the right to send one message: undefined if it was given, else the time at which it will be. */
  take(now: number): number | undefined {
    const when = engine.door.pacerTake(this.#number, now);
    return Number.isNaN(when) ? undefined : when;
  }

  /** The peer answered with this `command_status`. */
  onStatus(commandStatus: number, now: number): void {
    engine.door.pacerStatus(this.#number, now, commandStatus);
  }

  /** The peer said how congested it is, 0 to 100, in the TLV `congestion_state`; reserved values are ignored. */
  onCongestionState(congestionState: number, now: number): void {
    engine.door.pacerCongestion(this.#number, now, congestionState);
  }

  /** Messages a second at present. */
  get messagesPerSecond(): number {
    return engine.door.pacerRate(this.#number);
  }
}
