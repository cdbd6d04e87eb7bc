import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

import {
  BroadcastSm,
  CommandStatus,
  DataSm,
  DeliverSm,
  SendError,
  Session,
  SubmitMulti,
  SubmitSm,
  Unbind,
  type ClosedEvent,
  type NotificationPdu,
  type Pacer,
  type Pdu,
  type ResponseEvent,
  type SessionConfig,
  type SessionEvent,
  type UnansweredEvent,
} from '../index.js';
import { connections, pdus, type ConnectionDiagnostics, type PduDiagnostics } from './diagnostics.js';
import { ConnectionClosed, ResponseTimeout } from './errors.js';
import { Pending, type Line, type RequestOptions } from './line.js';
import { IncomingRequest } from './request.js';

/** Whose connection it is. */
export interface Owner {
  /** The peer wants this. Must not throw. */
  requested(request: IncomingRequest): void;
  /** The peer says this. Must not throw. */
  notified(pdu: NotificationPdu): void;
  /** The connection is over. */
  ended(link: Link, closed: ConnectionClosed): void;
}

/** What counts for how many messages a second are sent. */
const isMessage = (pdu: Pdu): boolean =>
  pdu instanceof SubmitSm ||
  pdu instanceof DeliverSm ||
  pdu instanceof DataSm ||
  pdu instanceof SubmitMulti ||
  pdu instanceof BroadcastSm;

/** Octets that are written before the turn of the event loop is over. */
const WRITE_AT = 32 * 1024;
/** How long what is still to be sent may take once the session is over, in milliseconds. */
const LINGER_MS = 2000;
const NOTHING = new Uint8Array(0);

/**
 * One connection: the session, the socket, and who waits for what. All that is sent in one turn of the event loop goes
 * out in one write; there is one timer.
 */
export class Link {
  readonly session: Session;
  /** Why it is over. */
  over: ConnectionClosed | undefined;
  /** Resolves when there is no network connection any more. */
  readonly gone: Promise<void>;
  inFlight = 0;
  systemId = '';
  readonly #owner: Owner;
  readonly #socket: Socket;
  readonly #line: Line;
  readonly #pacer: Pacer | undefined;
  readonly #peer: string;
  #limit: number;
  #maySend = false;
  #isWritePaused = false;
  #isReadPaused = false;
  #willFlush = false;
  #timer: NodeJS.Timeout | undefined;
  #timerDue = Infinity;
  /** When the pacer lets the next message go. */
  #paceDue = Infinity;
  /** Requests of which the session said that it ends before they are answered. */
  #lost: Pending[] = [];
  #drained: (() => void) | undefined;
  #broken: Error | undefined;

  constructor(owner: Owner, socket: Socket, config: SessionConfig, window: number, line: Line, pacer?: Pacer) {
    this.#owner = owner;
    this.#socket = socket;
    this.#line = line;
    this.#pacer = pacer;
    this.#limit = window;
    this.#peer = addressOf(socket);
    this.session = new Session(config, window, performance.now());
    socket.setNoDelay(true);
    socket.on('data', (octets) => this.#received(octets));
    socket.on('drain', () => {
      this.#isWritePaused = false;
      this.#pump();
      this.#settle();
    });
    socket.on('error', (error) => (this.#broken = error));
    socket.on('end', () => this.#eof());
    this.gone = new Promise((resolve) => {
      socket.once('close', () => {
        this.#eof();
        clearTimeout(this.#timer);
        resolve();
      });
    });
    this.#settle();
  }

  get peer(): string {
    return this.#peer;
  }

  // What is sent

  /** Sends a request, once it is its turn. */
  request(pdu: Pdu, options: RequestOptions = {}): Promise<Pdu> {
    return pend(pdu, options, (pending) => this.push(pending));
  }

  /** Puts a request into the line. */
  push(pending: Pending): void {
    this.#line.push(pending);
    this.#pump();
  }

  /** Sends a bind. */
  bind(pdu: Pdu): Promise<Pdu> {
    return pend(pdu, {}, (pending) => this.#send(pending));
  }

  get isBound(): boolean {
    return this.session.state.startsWith('bound_');
  }

  /** The session is bound: what waits may go. */
  open(): void {
    this.#maySend = this.over === undefined;
    this.#pump();
  }

  notify(pdu: Pdu): void {
    let sequenceNumber = 0;
    this.#guarded(() => (sequenceNumber = this.session.notify(pdu, performance.now())));
    this.#tell('sent', pdu, { sequenceNumber });
  }

  /** Lets only so many requests be unanswered, at most as many as the session has slots for. */
  limitWindow(limit: number): void {
    this.#limit = Math.max(1, Math.min(limit, this.session.windowSize));
  }

  #send(pending: Pending): void {
    const { pdu, withinMs } = pending;
    let sequenceNumber: number;
    try {
      const now = performance.now();
      if (withinMs === undefined) sequenceNumber = this.session.request(pdu, pending, now);
      else sequenceNumber = this.session.requestWithin(pdu, pending, withinMs, now);
    } catch (error) {
      pending.fail(isClosed(error) ? this.#closed() : error);
      return;
    }
    this.inFlight++;
    pending.wasSent = true;
    this.#tell('sent', pdu, { sequenceNumber });
    if (this.session.backlog >= WRITE_AT) this.#write();
    this.#flushSoon();
  }

  /** Sends of what waits as much as may go now. */
  #pump(): void {
    while (this.#maySend && !this.#isWritePaused && this.inFlight < this.#limit) {
      const pending = this.#line.first();
      if (pending === undefined) return;
      if (this.#pacer !== undefined && isMessage(pending.pdu)) {
        this.#paceDue = this.#pacer.take(performance.now()) ?? Infinity;
        if (this.#paceDue !== Infinity) {
          this.#setTimer();
          return;
        }
      }
      this.#line.shift();
      this.#send(pending);
    }
  }

  #write(): void {
    if (this.#isWritePaused || this.session.backlog === 0 || !this.#socket.writable) return;
    this.#isWritePaused = !this.#socket.write(this.session.dataToSend());
  }

  #flushSoon(): void {
    if (this.#willFlush) return;
    this.#willFlush = true;
    setImmediate(() => {
      this.#willFlush = false;
      this.#settle();
    });
  }

  /** After anything happened: writes, reads on, sets the timer. */
  #settle(): void {
    this.#write();
    while (this.session.paused && this.over === undefined) {
      if (!this.#isReadPaused) {
        this.#isReadPaused = true;
        this.#socket.pause();
      }
      const events = this.session.receive(NOTHING, performance.now());
      this.#handle(events);
      this.#write();
      if (events.length === 0) break;
    }
    if (this.#isReadPaused && !this.session.paused) {
      this.#isReadPaused = false;
      this.#socket.resume();
    }
    this.#setTimer();
  }

  /** One timer for all. One that is early is left: it does no harm, and most are put off before they are due. */
  #setTimer(): void {
    if (this.over !== undefined) return;
    const due = Math.min(this.session.timeout() ?? Infinity, this.#paceDue);
    if (due >= this.#timerDue) return;
    clearTimeout(this.#timer);
    this.#timerDue = due;
    this.#timer = setTimeout(() => this.#timedOut(), Math.max(1, Math.ceil(due - performance.now())));
  }

  #timedOut(): void {
    this.#timerDue = Infinity;
    this.#handle(this.session.handleTimeout(performance.now()));
    this.#paceDue = Infinity;
    this.#pump();
    this.#settle();
  }

  // What comes

  #received(octets: Uint8Array): void {
    if (this.over !== undefined) return;
    this.#handle(this.session.receive(octets, performance.now()));
    if (this.session.paused) this.#settle();
    else this.#flushSoon();
  }

  #eof(): void {
    this.#handle(this.session.receiveEof(performance.now()));
  }

  #handle(events: SessionEvent[]): void {
    for (const event of events) {
      switch (event.kind) {
        case 'response':
          this.#answered(event);
          break;
        case 'request':
          this.#tell('received', event.pdu);
          this.#owner.requested(new IncomingRequest(this, event.ticket, event.pdu));
          break;
        case 'notification':
          this.#tell('received', event.pdu);
          this.#owner.notified(event.pdu);
          break;
        case 'unanswered':
          this.#notAnswered(event);
          break;
        case 'unbind_received':
          this.#maySend = false;
          break;
        case 'refused':
          if (pdus.hasSubscribers) {
            const { pdu: command, answeredWith: commandStatus, sequenceNumber } = event;
            this.#publish({ direction: 'refused', command, commandStatus, sequenceNumber });
          }
          break;
        case 'closed':
          this.#end(event);
      }
    }
    if (events.length > 0) this.#pump();
    if (this.inFlight === 0) this.#drained?.();
  }

  #answered(event: ResponseEvent): void {
    this.inFlight--;
    if (this.#pacer !== undefined) {
      const now = performance.now();
      this.#pacer.onStatus(event.commandStatus, now);
      const { congestionState } = event.pdu.tlvs;
      if (congestionState !== undefined) this.#pacer.onCongestionState(congestionState, now);
    }
    this.#tell('received', event.pdu, { roundTripMs: event.roundTripMs });
    (event.token as Pending).answer(event.pdu);
  }

  #notAnswered(event: UnansweredEvent): void {
    this.inFlight--;
    const pending = event.token as Pending;
    if (event.reason === 'closed') this.#lost.push(pending);
    else pending.fail(new ResponseTimeout(pending.pdu.command));
  }

  #end(event: ClosedEvent): void {
    const { reason } = event;
    const cause = this.#broken;
    const why = cause === undefined ? event.message : `the connection broke: ${cause.message}`;
    const options = cause === undefined ? {} : { cause };
    const lost = this.#lost;
    this.#lost = [];
    this.over = new ConnectionClosed(`the connection is over: ${why}`, reason, lost.length, false, options);
    this.#maySend = false;
    for (const pending of lost) {
      const message = `no response: ${why}; what became of the request is not known`;
      pending.fail(new ConnectionClosed(message, reason, lost.length, true, options));
    }
    this.publish({ event: 'closed', reason, inFlight: lost.length, ...(cause === undefined ? {} : { error: cause }) });
    clearTimeout(this.#timer);
    if (this.session.backlog > 0 && this.#socket.writable) this.#socket.write(this.session.dataToSend());
    this.#socket.end();
    // Nothing more is wanted, but the end is not seen by who does not read.
    this.#socket.resume();
    if (!this.#socket.destroyed) this.#timer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#owner.ended(this, this.over);
  }

  // What answers a request of the peer

  respond(ticket: number, response: Pdu): void {
    this.#guarded(() => this.session.respond(ticket, response.commandStatus, response, performance.now()));
    this.#tell('sent', response);
  }

  reject(ticket: number, commandStatus: number): void {
    this.#guarded(() => this.session.reject(ticket, commandStatus, performance.now()));
  }

  acceptBind(ticket: number, systemId: string): void {
    this.#guarded(() => this.session.acceptBind(ticket, systemId, performance.now()));
    this.open();
  }

  abandon(ticket: number): void {
    this.#guarded(() => this.session.abandon(ticket));
  }

  #guarded(act: () => void): void {
    if (this.over !== undefined) throw this.#closed();
    try {
      act();
    } catch (error) {
      throw isClosed(error) ? this.#closed() : error;
    }
    this.#flushSoon();
  }

  // The end

  #closed(): ConnectionClosed {
    const { over } = this;
    if (over === undefined) return new ConnectionClosed('not sent: the connection is being closed', 'local');
    return new ConnectionClosed(`not sent: ${over.message}`, over.reason, over.inFlight, false, { cause: over.cause });
  }

  /** Sends nothing more, waits for what is unanswered, unbinds, and waits for the end: all that within the time. */
  async unbind(timeoutMs: number): Promise<void> {
    this.#maySend = false;
    const deadline = performance.now() + timeoutMs;
    if (this.inFlight > 0 && this.over === undefined) {
      // What remains is for the unbind itself.
      const drained = new Promise<void>((resolve) => (this.#drained = resolve));
      await within(Promise.race([drained, this.gone]), timeoutMs - Math.min(timeoutMs / 4, 1000));
    }
    const unbind = new Unbind();
    if (this.over === undefined && this.session.allowed(unbind.commandId)) {
      const left = Math.max(deadline - performance.now(), 1);
      pend(unbind, { withinMs: left }, (pending) => this.#send(pending)).catch(() => undefined);
      await within(this.gone, left + 100);
    }
    this.close();
    await this.gone;
  }

  /** Ends the connection at once. Requests in flight are lost. */
  close(): void {
    if (this.over === undefined) this.#handle(this.session.close(performance.now()));
  }

  /** Ends the connection without what is still to be sent. */
  abort(): void {
    this.close();
    this.#socket.destroy();
  }

  // What is told

  publish(what: Omit<ConnectionDiagnostics, 'role' | 'peer'>): void {
    if (!connections.hasSubscribers) return;
    const { systemId } = this;
    connections.publish({ role: this.session.role, peer: this.#peer, systemId, ...what } satisfies ConnectionDiagnostics);
  }

  #tell(direction: 'sent' | 'received', pdu: Pdu, more: Partial<PduDiagnostics> = {}): void {
    if (!pdus.hasSubscribers) return;
    const { command, commandStatus, sequenceNumber } = pdu;
    this.#publish({ direction, command, commandStatus, sequenceNumber, ...more });
  }

  #publish(what: Omit<PduDiagnostics, 'role' | 'peer'>): void {
    pdus.publish({ role: this.session.role, peer: this.#peer, ...what } satisfies PduDiagnostics);
  }
}

/**
 * The promise of a response, and where to hand in the request for it. If it does not succeed, `failed` is told before
 * anything else is sent.
 */
export function pend(
  pdu: Pdu,
  { signal, withinMs }: RequestOptions,
  handIn: (pending: Pending) => void,
  failed: () => void = () => undefined,
): Promise<Pdu> {
  return new Promise((resolve, reject) => {
    // What the signal says is what is thrown, as everywhere.
    signal?.throwIfAborted();
    const answered = (response: Pdu): void => {
      if (response.commandStatus !== 0) failed();
      resolve(response);
    };
    const notAnswered = (error: unknown): void => {
      failed();
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is what the signal says, or an error
      reject(error);
    };
    handIn(new Pending(pdu, withinMs, answered, notAnswered, signal));
  });
}

/** Waits for this, but no longer. */
export async function within(wanted: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([wanted, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}

/** Rejects a request for now, if the peer can still be told. */
export function rejectForNow(request: IncomingRequest, commandStatus: number = CommandStatus.ESME_RX_T_APPN): void {
  try {
    if (!request.isAnswered) request.reject(commandStatus);
  } catch {
    // The connection is over: the peer will send it again.
  }
}

function isClosed(error: unknown): boolean {
  return error instanceof SendError && error.code === 'SMPPKIT_CLOSED';
}

function addressOf(socket: Socket): string {
  const { remoteAddress = '', remotePort = 0 } = socket;
  return remoteAddress.includes(':') ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`;
}
