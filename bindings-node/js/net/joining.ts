import { performance } from 'node:perf_hooks';

import {
  DataSm,
  DeliverSm,
  readMessage,
  Reassembler,
  type Alphabet,
  type Concatenation,
  type IncomingMessage,
} from '../index.js';
import { rejectForNow } from './link.js';
import { Message } from './message.js';
import type { IncomingRequest } from './request.js';

/** How long the peer waits for the answer to a part while others are missing, in milliseconds. */
const HOLD_MS = 1000;

type PartPdu = DeliverSm | DataSm;

interface Part {
  readonly pdu: PartPdu;
  /** Undefined once it was accepted; the PDU is kept in case the message is rejected. */
  request: IncomingRequest | undefined;
  readonly until: number;
}

/** A message that is not settled: parts of it are missing, or the program has it. */
interface Entry {
  readonly key: string;
  readonly read: IncomingMessage;
  parts: Part[];
  isWhole: boolean;
}

/**
 * The parts of long messages, and the requests in which they came. What belongs together, and when it is whole, the core
 * knows. Here the requests are kept until the program has answered, and accepted before only where the peer would wait too
 * long.
 */
export class Joining {
  readonly #reassembler: Reassembler;
  readonly #account: { mcDefault?: Alphabet };
  /** Oldest first, as the reassembler gives up those of the same key. */
  readonly #entries = new Map<string, Entry>();

  constructor(mcDefault: Alphabet | undefined) {
    this.#account = mcDefault === undefined ? {} : { mcDefault };
    this.#reassembler = new Reassembler(this.#account);
  }

  /** What to hand out now that this came; undefined if it waits for the other parts of its message. */
  sort(request: IncomingRequest, now: number): Message | undefined {
    const { pdu } = request;
    if (!(pdu instanceof DeliverSm || pdu instanceof DataSm)) return new Message(pdu, [request]);
    const read = readMessage(pdu, this.#account);
    if (read?.kind !== 'message' || read.concatenation === null) return new Message(pdu, [request], read);
    return this.#insert(request, pdu, read, keyOf(pdu, read.concatenation), now);
  }

  #insert(request: IncomingRequest, pdu: PartPdu, read: IncomingMessage, key: string, now: number): Message | undefined {
    let outcome;
    try {
      outcome = this.#reassembler.insert(pdu, now);
    } catch {
      // There is no room for it: the peer is to send it again.
      rejectForNow(request);
      return undefined;
    }
    const part = { pdu, request, until: now + HOLD_MS };
    const entry = this.#entries.get(key);
    switch (outcome?.kind) {
      case 'waiting':
        (entry?.isWhole === false ? entry : this.#begin(key, read)).parts.push(part);
        return undefined;
      case 'duplicate':
        // A copy is answered as the message is; what was accepted long ago is accepted again.
        if (entry === undefined) accept(part);
        else entry.parts.push(part);
        return undefined;
      case 'complete': {
        const whole = entry ?? { key, read, parts: [], isWhole: true };
        whole.parts.push(part);
        whole.isWhole = true;
        return new Message(pdu, requestsOf(whole), read, outcome.message, (isAccepted) => this.#settle(whole, isAccepted));
      }
      case 'restarted': {
        this.#begin(key, read).parts.push(part);
        const old = entry ?? { key, read, parts: [part], isWhole: false };
        return new Message(old.parts.at(-1)!.pdu, requestsOf(old), old.read, outcome.message);
      }
      default:
        return new Message(pdu, [request], read);
    }
  }

  #begin(key: string, read: IncomingMessage): Entry {
    const entry: Entry = { key, read, parts: [], isWhole: false };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  /** The program has answered. After a rejection, the parts that were accepted before wait for the others to come again. */
  #settle(entry: Entry, isAccepted: boolean): IncomingRequest[] {
    const { key, read, parts } = entry;
    const isCurrent = this.#entries.get(key) === entry;
    if (isCurrent) this.#entries.delete(key);
    if (!isAccepted && isCurrent) {
      this.#reassembler.forget(parts[0]!.pdu);
      const kept = parts.filter((part) => part.request === undefined);
      if (kept.length > 0) this.#begin(key, read).parts = kept;
      for (const { pdu } of kept) this.#restore(pdu);
    }
    return requestsOf(entry);
  }

  #restore(pdu: PartPdu): void {
    try {
      this.#reassembler.insert(pdu, performance.now());
    } catch {
      // There is no room for it: the message will be given up without this part.
    }
  }

  /** When {@link handleTimeout} has something to do. */
  timeout(): number | undefined {
    let due = this.#reassembler.timeout() ?? Infinity;
    for (const { parts, isWhole } of this.#entries.values()) {
      const held = isWhole ? undefined : parts.find(({ request }) => request !== undefined);
      due = Math.min(due, held?.until ?? Infinity);
    }
    return due === Infinity ? undefined : due;
  }

  /** Accepts what has waited long enough. Gives what is never going to be whole. */
  handleTimeout(now: number): Message[] {
    for (const { parts, isWhole } of this.#entries.values()) {
      // Once the program has it, it is for the program to say.
      if (!isWhole) for (const part of parts) if (part.until <= now) accept(part);
    }
    return this.#reassembler.handleTimeout(now).flatMap((long) => {
      const start = `${long.reference} ${long.totalSegments} `;
      const entry = [...this.#entries.values()].find(({ key, isWhole }) => !isWhole && key.startsWith(start));
      if (entry === undefined) return [];
      this.#entries.delete(entry.key);
      return [new Message(entry.parts.at(-1)!.pdu, requestsOf(entry), entry.read, long)];
    });
  }
}

/** What parts of one message have in common. */
function keyOf(pdu: PartPdu, { reference, totalSegments }: Concatenation): string {
  return `${reference} ${totalSegments} ${pdu.sourceAddr}\0${pdu.destinationAddr}`;
}

function requestsOf({ parts }: Entry): IncomingRequest[] {
  return parts.flatMap(({ request }) => request ?? []);
}

function accept(part: Part): void {
  try {
    part.request?.accept();
  } catch {
    // The connection is over: it comes again, and then it is a copy.
  }
  part.request = undefined;
}
