import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

import {
  BindReceiver,
  BindTransceiver,
  BindTransmitter,
  CommandStatus,
  DeliverSm,
  DeliverSmResp,
  Pdu,
  readAddress,
  splitText,
  type SessionConfig,
  type SessionState,
  type SessionStats,
} from '../index.js';
import { report } from './diagnostics.js';
import { ConnectionClosed, RequestRefused } from './errors.js';
import { Line, type RequestOptions } from './line.js';
import { Link, rejectForNow, within, type Owner } from './link.js';
import type { BindKind, BindPdu } from './options.js';
import { IncomingRequest } from './request.js';

/** How long an application that was refused may take to leave, in milliseconds. Some see the end before they see why. */
const REFUSED_LEAVES_MS = 1000;

/** A bind that a server received. */
export interface BindRequest {
  /** What for. */
  readonly kind: BindKind;
  /** Who binds. */
  readonly systemId: string;
  /** Not enumerable, so that no log has it. */
  readonly password: string;
  /** Address and port it comes from. */
  readonly peer: string;
  /** All of it. */
  readonly pdu: BindPdu;
}

function bindRequest(kind: BindKind, peer: string, pdu: BindPdu): BindRequest {
  const { systemId, password } = pdu;
  return Object.defineProperty({ kind, systemId, password, peer, pdu }, 'password', { enumerable: false });
}

/** What an application may do. */
export interface ServerAccount {
  /** What `onRequest` wants to know of it. */
  readonly data?: unknown;
  /** How many requests of ours it may leave unanswered; at most the server's window, which is the default. */
  readonly window?: number;
  /** How many of its requests may wait for our answer. Default: as the server's options say. */
  readonly maxUnanswered?: number;
}

/** Whether a bind is accepted: true or an account, or false or the status to refuse it with. */
export type Admission = ServerAccount | number | boolean;

/** What answers a request: a response, or a status to reject it with; nothing if it is answered otherwise. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a function that answers by itself returns nothing
export type Answer = Pdu | number | undefined | void;

/** What a server does for each application. */
export interface Service {
  readonly onRequest: (request: IncomingRequest, peer: Peer) => Answer | Promise<Answer>;
  readonly authenticate: ((bind: BindRequest) => Admission | Promise<Admission>) | undefined;
  readonly onBound: ((peer: Peer) => unknown) | undefined;
  readonly systemId: string;
  readonly config: SessionConfig;
  readonly window: number;
}

/** An application at our server. */
export class Peer {
  readonly #service: Service;
  readonly #link: Link;
  readonly #line = new Line();
  #bind: BindRequest | undefined;
  #account: ServerAccount = {};
  #isAdmitting = false;
  #handling = 0;
  #quiet: (() => void) | undefined;
  #reference = Math.floor(Math.random() * 0x1_0000);

  /** @internal */
  constructor(service: Service, socket: Socket) {
    this.#service = service;
    const owner: Owner = {
      requested: (request) => this.#requested(request),
      notified: () => undefined,
      ended: (_, closed) =>
        this.#line.fail(() => new ConnectionClosed(`not sent: ${closed.message}`, closed.reason, closed.inFlight)),
    };
    this.#link = new Link(owner, socket, service.config, service.window, this.#line);
  }

  // Who it is

  /** Who it is; empty as long as it has not bound. */
  get systemId(): string {
    return this.#bind?.systemId ?? '';
  }

  /** How it has bound; undefined as long as it has not. */
  get bind(): BindRequest | undefined {
    return this.#bind;
  }

  /** What `authenticate` gave for it. */
  get account(): ServerAccount {
    return this.#account;
  }

  /** Address and port. */
  get address(): string {
    return this.#link.peer;
  }

  get isBound(): boolean {
    return this.#bind !== undefined && this.#link.isBound;
  }

  /** The state of the session. */
  get state(): SessionState {
    return this.#link.session.state;
  }

  /** The version that is spoken. */
  get version(): number {
    return this.#link.session.version;
  }

  /** How many requests of ours are unanswered. */
  get inFlight(): number {
    return this.#link.inFlight;
  }

  /** How congested we are, 0 to 100, for the TLV `congestion_state` of a response (5.0 §4.8.4.18). */
  get congestionState(): number {
    return this.#link.session.congestionState;
  }

  /** What passed so far. */
  get stats(): SessionStats {
    return this.#link.session.stats;
  }

  /** Resolves when the connection is over. */
  get closed(): Promise<void> {
    return this.#link.gone;
  }

  /** Whether this request or notification may be sent to it now, room in the window aside. */
  allowed(commandId: number): boolean {
    return this.#link.session.allowed(commandId);
  }

  // What is sent to it

  /** Sends a request and gives the response, as `Esme.request` does. */
  request(pdu: Pdu, options: RequestOptions = {}): Promise<Pdu> {
    return this.#link.request(pdu, options);
  }

  /**
   * Sends a deliver_sm and gives the response of the application that has accepted it.
   *
   * @throws {RequestRefused} if it is not accepted; or as `Esme.request` does.
   */
  async deliver(pdu: DeliverSm, options: RequestOptions = {}): Promise<DeliverSmResp> {
    const response = await this.#link.request(pdu, options);
    if (response.commandStatus !== 0 || !(response instanceof DeliverSmResp)) throw new RequestRefused(response);
    return response;
  }

  /** Sends a text as the deliver_sm that it takes. Throws as {@link deliver} does. */
  async deliverText({ from, to, text }: { from: string; to: string; text: string }): Promise<void> {
    this.#reference = (this.#reference + 1) % 0x1_0000;
    const [source, destination] = [readAddress(from), readAddress(to)];
    const parts = splitText(text, { reference: this.#reference }).map(
      ({ esmClass, dataCoding, octets }) =>
        new DeliverSm({
          sourceAddrTon: source.ton,
          sourceAddrNpi: source.npi,
          sourceAddr: source.addr,
          destAddrTon: destination.ton,
          destAddrNpi: destination.npi,
          destinationAddr: destination.addr,
          esmClass,
          dataCoding,
          shortMessage: octets,
        }),
    );
    await Promise.all(parts.map((part) => this.deliver(part)));
  }

  /** Sends what nothing answers: outbind, alert_notification. */
  notify(pdu: Pdu): void {
    this.#link.notify(pdu);
  }

  // The end

  /**
   * Ends it in good order: waits for what is unanswered in either direction, unbinds, and ends the connection, all that
   * within the time.
   */
  async close(timeoutMs = 10_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    if (this.#handling > 0 && this.#link.over === undefined) {
      await within(new Promise<void>((resolve) => (this.#quiet = resolve)), timeoutMs / 2);
    }
    await this.#link.unbind(Math.max(deadline - performance.now(), 10));
  }

  /** Ends the connection at once. */
  abort(): void {
    this.#link.abort();
  }

  // What it wants

  #requested(request: IncomingRequest): void {
    if (this.#bind !== undefined) {
      this.#serve(request);
    } else if (this.#isAdmitting) {
      rejectForNow(request, CommandStatus.ESME_RALYBND);
    } else {
      // The session lets no other request through before it.
      this.#isAdmitting = true;
      void this.#admit(request);
    }
  }

  async #admit(request: IncomingRequest): Promise<void> {
    const { pdu } = request;
    const kind = kindOf(pdu);
    if (kind === undefined) {
      rejectForNow(request, CommandStatus.ESME_RINVBNDSTS);
      this.#isAdmitting = false;
      return;
    }
    const bind = bindRequest(kind, this.address, pdu as BindPdu);
    const { systemId } = bind;
    this.#link.systemId = systemId;
    const admission = await this.#authenticated(bind);
    try {
      if (typeof admission === 'number') {
        this.#link.publish({ event: 'bind_refused', commandStatus: admission });
        request.reject(admission);
        await within(this.#link.gone, REFUSED_LEAVES_MS);
        this.#link.close();
        return;
      }
      if (admission.window !== undefined) this.#link.limitWindow(admission.window);
      if (admission.maxUnanswered !== undefined) this.#link.session.setMaxUnanswered(admission.maxUnanswered);
      this.#account = admission;
      this.#bind = bind;
      this.#link.acceptBind(request._ticket(), this.#service.systemId);
      request._forget();
    } catch (error) {
      // It is gone already; else it has asked for what cannot be answered.
      if (!(error instanceof ConnectionClosed)) report('authenticate', error);
      this.#link.close();
      return;
    }
    this.#link.publish({ event: 'bound' });
    try {
      await this.#service.onBound?.(this);
    } catch (error) {
      if (!(error instanceof ConnectionClosed)) report('onBound', error);
    }
  }

  /** The account, or the status to refuse the bind with. */
  async #authenticated(bind: BindRequest): Promise<ServerAccount | number> {
    try {
      const admission = (await this.#service.authenticate?.(bind)) ?? (this.#service.authenticate === undefined);
      if (typeof admission === 'boolean') return admission ? {} : CommandStatus.ESME_RBINDFAIL;
      return admission === 0 ? {} : admission;
    } catch (error) {
      report('authenticate', error);
      return CommandStatus.ESME_RSYSERR;
    }
  }

  #serve(request: IncomingRequest): void {
    this.#handling++;
    let answer: Answer | Promise<Answer>;
    try {
      answer = this.#service.onRequest(request, this);
    } catch (error) {
      this.#failed(request, error);
      return;
    }
    if (isPromise(answer)) {
      answer.then(
        (answered) => this.#answer(request, answered),
        (error: unknown) => this.#failed(request, error),
      );
    } else {
      this.#answer(request, answer);
    }
  }

  #answer(request: IncomingRequest, answer: Answer): void {
    try {
      if (answer !== undefined && !request.isAnswered) {
        if (answer instanceof Pdu) request.respond(answer);
        else if (answer === 0) request.accept();
        else request.reject(answer);
      }
      request._handOver();
    } catch (error) {
      this.#failed(request, error);
      return;
    }
    this.#handled();
  }

  #failed(request: IncomingRequest, error: unknown): void {
    if (!(error instanceof ConnectionClosed)) report('onRequest', error);
    rejectForNow(request, CommandStatus.ESME_RSYSERR);
    this.#handled();
  }

  #handled(): void {
    this.#handling--;
    if (this.#handling === 0) this.#quiet?.();
  }
}

function isPromise(answer: Answer | Promise<Answer>): answer is Promise<Answer> {
  return typeof answer === 'object' && 'then' in answer;
}

function kindOf(pdu: Pdu): BindKind | undefined {
  if (pdu instanceof BindTransceiver) return 'transceiver';
  if (pdu instanceof BindTransmitter) return 'transmitter';
  return pdu instanceof BindReceiver ? 'receiver' : undefined;
}
