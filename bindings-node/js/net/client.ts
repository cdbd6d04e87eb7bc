import { setMaxListeners } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as connectTls } from 'node:tls';

import {
  Pacer,
  submitText,
  SubmitSmResp,
  type CloseReason,
  type NotificationPdu,
  type Pdu,
  type SessionState,
  type SessionStats,
  type SubmitSm,
  type SubmitTextOptions,
} from '../index.js';
import { connections, report, type ConnectionDiagnostics } from './diagnostics.js';
import { BindRefused, ConnectError, ConnectionClosed, NotConnected, RequestError, RequestRefused, TextNotAccepted, type PartOutcome } from './errors.js';
import { Inbox } from './inbox.js';
import { Line, type Pending, type RequestOptions } from './line.js';
import { Link, pend, type Owner } from './link.js';
import type { Message } from './message.js';
import { clientSettings, type ClientSettings, type ConnectOptions } from './options.js';
import { delayOf, type ConnectionState, type ReconnectPolicy } from './reconnect.js';
import { Awaited, type Receipts } from './receipts.js';
import type { IncomingRequest } from './request.js';

/** How long a graceful end may take, in milliseconds. */
const CLOSE_MS = 10_000;

/** After these, nothing more was to be expected. */
const IN_ORDER: readonly CloseReason[] = ['local', 'unbound', 'unbind_unanswered', 'peer_unbound'];

/** A text to be sent. */
export interface SendTextOptions extends Omit<SubmitTextOptions, 'reference'> {
  /** Who it comes from, as `readAddress` takes it: `MyShop`, `+447700900123`. Default: the message centre knows. */
  from?: string;
  /** Who it goes to. */
  to: string;
  text: string;
  /** Ends the waiting; parts that were not sent by then are not sent. */
  signal?: AbortSignal;
  /**
   * Whether receipts are asked for, and come by the `receipts` of what this gives. Default: those that `receipt` asks for come
   * with all other messages.
   */
  awaitReceipts?: boolean;
}

/** A text that was accepted whole. */
export interface Sent {
  /** The id of each part, as the message centre gave it. */
  readonly messageIds: readonly string[];
}

/** A text that was accepted whole, and whose receipts are awaited. */
export interface SentAwaiting extends Sent {
  /** Its receipts, as they come. */
  readonly receipts: Receipts;
}

/**
 * Connects to a message centre and binds.
 *
 * @throws {BindRefused} if the message centre says no.
 * @throws {ConnectError} if there is no connection, or no bind in time.
 * @throws {SmppkitError} `SMPPKIT_CONFIG` or `SMPPKIT_FIELD` for options that are wrong.
 */
export async function connect(options: ConnectOptions): Promise<Esme> {
  const esme = new Esme(clientSettings(options));
  await esme._start();
  return esme;
}

/**
 * An application that is bound: made by {@link connect}.
 *
 * `for await (const message of esme)` gives what comes in. The message centre gets its answer when the program says
 * `accept` or `reject`, unless `autoAccept` was asked for; as long as `maxUnanswered` wait for theirs, nothing more is read,
 * responses to us included. The iteration ends when the connection ends in good order, and throws `ConnectionClosed`
 * otherwise.
 */
export class Esme implements AsyncIterable<Message> {
  readonly #settings: ClientSettings;
  readonly #line = new Line();
  readonly #inbox: Inbox;
  readonly #awaited: Awaited;
  readonly #pacer: Pacer | undefined;
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  #setEnded!: () => void;
  #link: Link | undefined;
  #over: ConnectionClosed | undefined;
  #isClosing = false;
  #boundAt = 0;
  #lostAt = 0;
  #pauses = 0;
  #waitTimer: NodeJS.Timeout | undefined;
  /** Different each time: parts of two messages must not be taken for those of one. */
  #reference = Math.floor(Math.random() * 0x1_0000);

  /** @internal */
  constructor(settings: ClientSettings) {
    this.#settings = settings;
    const { messagesPerSecond, mcDefault, awaitedReceipts, config } = settings;
    if (messagesPerSecond !== undefined) this.#pacer = new Pacer({ messagesPerSecond }, performance.now());
    const spare = Math.max(1, Math.floor((config.maxUnanswered ?? 64) / 4));
    this.#inbox = new Inbox(mcDefault, spare);
    this.#awaited = new Awaited({ ...awaitedReceipts, spare }, settings, (request) => this.#inbox.put(request));
    this.#ended = new Promise((resolve) => (this.#setEnded = resolve));
  }

  // Sending

  /**
   * Sends a request, at once if there is room in the window or else in its turn, and gives the response. That the peer
   * refused it is no error but the `commandStatus` of the response.
   *
   * @throws {ResponseTimeout} | {ConnectionClosed} | {NotConnected}; `mayHaveBeenDone` says whether it may have been done.
   * @throws {SmppkitError} as `Session.request` does, if it cannot be sent; the reason of the `signal`, if that is what
   * ended it.
   */
  request(pdu: Pdu, options: RequestOptions = {}): Promise<Pdu> {
    return pend(pdu, options, (pending) => this.#push(pending));
  }

  /**
   * Sends a submit_sm and gives the response of the message centre that has accepted it, with the `messageId`.
   *
   * @throws {RequestRefused} if it is not accepted; or as {@link request} does.
   */
  async submit(pdu: SubmitSm, options: RequestOptions = {}): Promise<SubmitSmResp> {
    return accepted(await this.request(pdu, options));
  }

  /**
   * Sends a text in as many parts as it takes, and waits until all of them are accepted. Once one failed, those that were
   * not sent are not sent.
   *
   * @throws {TextNotAccepted} which tells what became of each part.
   * @throws {SmppkitError} `SMPPKIT_MESSAGE` for a text or an address that cannot be sent.
   */
  async sendText(options: SendTextOptions & { awaitReceipts: true }): Promise<SentAwaiting>;
  async sendText(options: SendTextOptions): Promise<Sent>;
  async sendText(options: SendTextOptions): Promise<Sent | SentAwaiting> {
    const { from = '', to, text, signal, awaitReceipts = false, ...how } = options;
    signal?.throwIfAborted();
    this.#reference = (this.#reference + 1) % 0x1_0000;
    const { mcDefault } = this.#settings;
    const given = { ...(mcDefault === undefined ? {} : { mcDefault }), ...how, reference: this.#reference };
    if (awaitReceipts) given.receipt = true;
    const parts = submitText(from, to, text, given);
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const receipts = awaitReceipts ? this.#awaited.open(parts.length) : undefined;
    const follow = parts.map((_, number) => receipts?._follow(number));
    const outcomes = await Promise.all(parts.map((part, number) => this.#submitPart(part, stop, { signal }, follow[number])));
    const messageIds = outcomes.filter((outcome) => typeof outcome === 'string');
    if (messageIds.length < parts.length) receipts?.close();
    signal?.throwIfAborted();
    if (messageIds.length < parts.length) throw new TextNotAccepted(outcomes);
    return receipts === undefined ? { messageIds } : { messageIds, receipts };
  }

  async #submitPart(
    part: SubmitSm,
    stop: AbortController,
    options: RequestOptions,
    answered: ((messageId: string | undefined) => void) | undefined,
  ): Promise<PartOutcome> {
    let messageId: string | undefined;
    const handIn = (pending: Pending): void => {
      // What was sent is waited for: what became of it is to be told.
      const leave = (): void => {
        if (!pending.wasSent) pending.fail(STOPPED);
      };
      stop.signal.addEventListener('abort', leave);
      if (stop.signal.aborted) leave();
      else this.#push(pending);
    };
    try {
      messageId = accepted(await pend(part, options, handIn, () => stop.abort())).messageId;
      return messageId;
    } catch (error) {
      return error === STOPPED ? undefined : (error as Error);
    } finally {
      answered?.(messageId);
    }
  }

  /** Sends what nothing answers. Throws as {@link request} does. */
  notify(pdu: Pdu): void {
    if (this.#link === undefined) throw this.#over === undefined ? new NotConnected() : this.#notSent();
    this.#link.notify(pdu);
  }

  #push(pending: Pending): void {
    if (this.#link !== undefined && !this.#isClosing) {
      this.#link.push(pending);
    } else if (this.#over !== undefined || this.#isClosing || this.#settings.policy === undefined) {
      pending.fail(this.#notSent());
    } else {
      this.#line.push(pending);
      this.#setWaitTimer(this.#settings.policy);
    }
  }

  #notSent(): ConnectionClosed {
    const over = this.#over;
    const why = over?.message ?? 'the connection is being closed';
    return new ConnectionClosed(`not sent: ${why}`, over?.reason ?? 'local', 0, false, { cause: over?.cause });
  }

  // Receiving

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, undefined> {
    while (true) {
      const message = await this.receive();
      if (message === undefined) return;
      yield message;
    }
  }

  /**
   * What comes in next; undefined once nothing will.
   *
   * @throws {ConnectionClosed} if that is since the connection was lost.
   */
  async receive(): Promise<Message | undefined> {
    while (true) {
      const message = await this.#inbox.take();
      if (message === undefined) {
        const over = this.#over;
        if (over === undefined || IN_ORDER.includes(over.reason)) return undefined;
        throw new ConnectionClosed(over.message, over.reason, over.inFlight, false, { cause: over.cause });
      }
      if (!this.#settings.autoAccept) return message._handOver();
      try {
        message.accept();
        return message;
      } catch {
        // The connection is over: the message centre will send it again.
      }
    }
  }

  // How it is

  /** Whether there is a connection, and it is bound. */
  get isConnected(): boolean {
    return this.#link?.isBound === true;
  }

  /** The state of the session. */
  get state(): SessionState {
    return this.#link?.session.state ?? 'closed';
  }

  /** The version that is spoken; 0 while there is no connection. */
  get version(): number {
    return this.#link?.session.version ?? 0;
  }

  /** How many requests of ours are unanswered. */
  get inFlight(): number {
    return this.#link?.inFlight ?? 0;
  }

  /** What passed so far on this connection; undefined while there is none. */
  get stats(): SessionStats | undefined {
    return this.#link?.session.stats;
  }

  /** Whether this request or notification may be sent now, room in the window aside. */
  allowed(commandId: number): boolean {
    return this.#link?.session.allowed(commandId) ?? false;
  }

  // The end

  /**
   * Ends in good order: sends no further requests, waits for the responses to those in flight, unbinds, and ends the
   * connection, all that within the time. What is not answered by then is lost, and told so.
   */
  async close(timeoutMs: number = CLOSE_MS): Promise<void> {
    this.#isClosing = true;
    this.#line.fail(() => this.#notSent());
    this.#abort.abort();
    await this.#link?.unbind(timeoutMs);
    this.#end(LOCALLY());
  }

  /** The same, at the end of a block that begins with `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Ends the connection at once, without an unbind. Requests in flight are lost. */
  abort(): void {
    this.#isClosing = true;
    this.#abort.abort();
    this.#link?.abort();
    this.#end(LOCALLY());
  }

  /** Resolves when the connection is over, and no other will be made. */
  get closed(): Promise<void> {
    return this.#ended;
  }

  #end(closed: ConnectionClosed): void {
    if (this.#over !== undefined) return;
    this.#over = closed;
    this.#link = undefined;
    clearTimeout(this.#waitTimer);
    this.#line.fail(() => this.#notSent());
    this.#awaited.end();
    this.#inbox.end();
    this.#setEnded();
  }

  // The connection

  /** @internal */
  async _start(): Promise<void> {
    const { policy, signal } = this.#settings;
    const give = (): void => this.#abort.abort(signal!.reason);
    try {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', give, { once: true });
      if (policy === undefined) this.#adopt(await this.#open());
      else await this.#connect(policy, true);
    } catch (error) {
      this.#end(new ConnectionClosed('there never was a connection', 'local'));
      throw error;
    } finally {
      signal?.removeEventListener('abort', give);
    }
  }

  async #open(): Promise<Link> {
    const { host, port, address: where, tls, connectTimeoutMs, bind, config, window } = this.#settings;
    const socket = tls === undefined ? connectTcp({ host, port }) : connectTls({ ...tls, host, port });
    // Whoever waits hears of it.
    socket.on('error', () => undefined);
    let link: Link | undefined;
    let why: unknown;
    const stop = (reason: unknown): void => {
      why ??= reason;
      link?.abort();
      socket.destroy(new Error('given up'));
    };
    const timer = setTimeout(() => {
      stop(new ConnectError(`no connection and bind at ${where} within ${connectTimeoutMs} ms`));
    }, connectTimeoutMs);
    const abort = (): void => stop(this.#abort.signal.reason);
    this.#abort.signal.addEventListener('abort', abort, { once: true });
    try {
      this.#abort.signal.throwIfAborted();
      await established(socket, tls === undefined ? 'connect' : 'secureConnect');
      link = new Link(this.#owner, socket, config, window, this.#line, this.#pacer);
      link.systemId = bind.systemId;
      const response = await link.bind(bind);
      // A response that did not bind the session was none: a generic_nack says as much.
      if (!link.isBound) {
        link.close();
        throw new BindRefused(response.commandStatus);
      }
      link.publish({ event: 'bound' });
      return link;
    } catch (error) {
      socket.destroy();
      if (why !== undefined) throw why as Error;
      if (error instanceof RequestError) throw new ConnectError(`no bind at ${where}: ${error.message}`, { cause: error });
      if (error instanceof Error && 'code' in error && !(error.code as string).startsWith('SMPPKIT_')) {
        throw new ConnectError(`cannot connect to ${where}: ${error.message}`, { cause: error });
      }
      throw error;
    } finally {
      clearTimeout(timer);
      this.#abort.signal.removeEventListener('abort', abort);
    }
  }

  readonly #owner: Owner = {
    requested: (request: IncomingRequest) => {
      if (!this.#awaited.take(request)) this.#inbox.put(request);
    },
    notified: (pdu: NotificationPdu) => this.#inbox.put(pdu),
    ended: (link, closed) => this.#lost(link, closed),
  };

  #adopt(link: Link): void {
    this.#boundAt = performance.now();
    clearTimeout(this.#waitTimer);
    this.#waitTimer = undefined;
    this.#link = link;
    if (this.#isClosing) link.abort();
    else link.open();
    this.#tell({ kind: 'connected' });
    // It was over before we saw that it was bound.
    if (link.over !== undefined) this.#lost(link, link.over);
  }

  #lost(link: Link, closed: ConnectionClosed): void {
    if (link !== this.#link) return;
    this.#link = undefined;
    const { policy } = this.#settings;
    if (policy === undefined || this.#isClosing) {
      this.#end(closed);
      this.#tell({ kind: 'ended', error: closed });
      return;
    }
    this.#tell({ kind: 'lost', error: closed, inFlight: closed.inFlight });
    this.#lostAt = performance.now();
    if (this.#lostAt - this.#boundAt >= policy.stableAfterMs) this.#pauses = 0;
    this.#setWaitTimer(policy);
    this.#connect(policy, false).catch((error: unknown) => {
      if (this.#isClosing) return;
      this.#end(new ConnectionClosed(`the connection was lost: ${(error as Error).message}`, closed.reason, 0, false, { cause: error }));
      this.#tell({ kind: 'gave_up', error: error as Error });
    });
  }

  /** Tries until it succeeds or must not go on. */
  async #connect(policy: ReconnectPolicy, atOnce: boolean): Promise<void> {
    let failure: Error | undefined;
    for (let attempt = 1; ; attempt++) {
      if (attempt > 1 || !atOnce) {
        const delayMs = delayOf(policy, ++this.#pauses);
        this.#tell({ kind: 'reconnecting', attempt, delayMs, error: failure });
        await this.#sleep(delayMs);
      }
      try {
        this.#adopt(await this.#open());
        return;
      } catch (error) {
        if (!(error instanceof ConnectError) || attempt >= policy.maxAttempts) throw error;
        if (error.isPermanent && !policy.despitePermanentFailure) throw error;
        failure = error;
      }
    }
  }

  #publish(what: Pick<ConnectionDiagnostics, 'event' | 'attempt' | 'delayMs' | 'error'>): void {
    const { address: peer, bind } = this.#settings;
    connections.publish({ role: 'esme', peer, systemId: bind.systemId, ...what } satisfies ConnectionDiagnostics);
  }

  #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#abort;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }

  #tell(state: ConnectionState): void {
    if (state.kind === 'reconnecting') this.#publish({ event: state.kind, attempt: state.attempt, delayMs: state.delayMs });
    if (state.kind === 'gave_up') this.#publish({ event: state.kind, error: state.error });
    const onChange = this.#settings.policy?.onChange;
    if (onChange === undefined) return;
    queueMicrotask(() => {
      try {
        onChange(state);
      } catch (error) {
        report('onChange', error);
      }
    });
  }

  /** While there is no connection, one timer for all requests that wait for one. */
  #setWaitTimer(policy: ReconnectPolicy): void {
    const first = this.#line.first();
    if (this.#waitTimer !== undefined || first === undefined) return;
    const due = Math.max(first.since, this.#lostAt) + policy.requestWaitMs;
    this.#waitTimer = setTimeout(() => {
      this.#waitTimer = undefined;
      this.#line.fail(() => new NotConnected(), performance.now() - policy.requestWaitMs);
      this.#setWaitTimer(policy);
    }, Math.max(1, Math.ceil(due - performance.now())));
  }
}

function accepted(response: Pdu): SubmitSmResp {
  if (response.commandStatus !== 0 || !(response instanceof SubmitSmResp)) throw new RequestRefused(response);
  return response;
}

/** A part that was not sent, since another failed. */
const STOPPED = new Error('not sent');

const LOCALLY = (): ConnectionClosed => new ConnectionClosed('the connection is over: closed by us', 'local');

function established(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => {
      socket.off('error', reject);
      resolve();
    });
    socket.once('error', reject);
  });
}
