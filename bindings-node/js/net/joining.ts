import { performance } from 'node:perf_hooks';

import { Joining as Core, readMessage, type Alphabet, type JoiningOutput } from '../index.js';
import { rejectForNow } from './link.js';
import { Message } from './message.js';
import type { IncomingRequest } from './request.js';

/**
 * The parts of long messages, and the requests in which they came. What belongs together, when it is whole and when its parts
 * are answered, the core knows. Here they are answered.
 */
export class Joining {
  readonly #account: { mcDefault?: Alphabet };
  readonly #core: Core<IncomingRequest>;
  readonly #ready: Message[] = [];

  constructor(mcDefault: Alphabet | undefined) {
    this.#account = mcDefault === undefined ? {} : { mcDefault };
    this.#core = new Core(this.#account);
  }

  /** What this is; undefined if it is a part of a long message: that goes to the others, see {@link take}. */
  sort(request: IncomingRequest): Message | undefined {
    const { pdu } = request;
    const read = readMessage(pdu, this.#account);
    if (read === undefined || read.sort === 'other') return Message.of(pdu, request);
    if (read.sort !== 'part') return Message.of(pdu, request, read);
    this.#handle(this.#core.insert(pdu, request, performance.now()) ?? []);
    return undefined;
  }

  /** The next long message that is whole, or will never be. */
  take(): Message | undefined {
    return this.#ready.shift();
  }

  /** When {@link handleTimeout} has something to do. */
  timeout(): number | undefined {
    return this.#core.timeout();
  }

  /** Accepts what has waited long enough, and gives up what is never going to be whole. */
  handleTimeout(): void {
    this.#handle(this.#core.handleTimeout(performance.now()));
  }

  /** No more will come: what there is of incomplete messages is to be taken. */
  end(): void {
    this.#handle(this.#core.end());
  }

  #handle(outputs: readonly JoiningOutput<IncomingRequest>[]): void {
    for (const output of outputs) {
      if (output.kind === 'message') {
        const { number, message, first } = output;
        const settle = (isAccepted: boolean) => this.#core.settle(number, isAccepted, performance.now()).requests;
        this.#ready.push(Message.joined(first.pdu, message, settle));
      } else if (output.kind === 'accept') {
        accept(output.request);
      } else {
        rejectForNow(output.request);
      }
    }
  }
}

function accept(request: IncomingRequest): void {
  try {
    request.accept();
  } catch {
    // The connection is over: it comes again, and then it is a copy.
  }
}
