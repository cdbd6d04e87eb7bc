import { createServer as createTcp, type AddressInfo, type Server as Listener, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';

import { Session, SmppkitError, type SessionConfig } from '../index.js';
import { Peer, type Admission, type Answer, type BindRequest, type Service } from './peer.js';
import type { IncomingRequest } from './request.js';

/** What a server does. Times are in milliseconds. */
export interface ServeOptions extends Omit<SessionConfig, 'role'> {
  /**
   * Is called with each request of a bound application, in their order. Gives the response, or a status to reject it with
   * (0 accepts it); or nothing, if it answers by itself, now or later. What it throws is answered with ESME_RSYSERR, and
   * published on the channel `smppkit.error`.
   */
  onRequest: (request: IncomingRequest, peer: Peer) => Answer | Promise<Answer>;
  /** Says of each bind whether it is accepted. Without it, everybody may bind. */
  authenticate?: (bind: BindRequest) => Admission | Promise<Admission>;
  /** Is called with each application that has bound. */
  onBound?: (peer: Peer) => unknown;
  /** Where to listen. Default: `127.0.0.1`. */
  host?: string;
  /** The port; 0 for any that is free: see `Server.port`. Default: 2775. */
  port?: number;
  /** The settings to speak TLS with: `key`, `cert`. */
  tls?: TlsOptions;
  /** How the server names itself in bind responses. Default: `smppkit`. */
  systemId?: string;
  /** How many requests of ours an application may leave unanswered. Default: 16. */
  window?: number;
  /** How many connections there may be, bound or not. Further ones are ended as they come. Default: 1,024. */
  maxConnections?: number;
}

/** Lets applications bind, and serves them. Throws what listening does, such as EADDRINUSE. */
export async function serve(options: ServeOptions): Promise<Server> {
  const { onRequest, authenticate, onBound, host = '127.0.0.1', port = 2775, tls, ...rest } = options;
  const { systemId = 'smppkit', window = 16, maxConnections = 1024, ...session } = rest;
  if (typeof (onRequest as unknown) !== 'function') {
    throw new SmppkitError('SMPPKIT_CONFIG', 'onRequest must be a function: it answers the requests');
  }
  const config: SessionConfig = { ...session, role: 'mc' };
  // Settings that contradict themselves are an error now, not with the first connection.
  new Session(config, window, 0);
  const server = new Server({ onRequest, authenticate, onBound, systemId, config, window }, tls, maxConnections);
  await server._listen(host, port);
  return server;
}

/** A server that listens: made by {@link serve}. */
export class Server {
  readonly #listener: Listener;
  readonly #peers = new Set<Peer>();

  /** @internal */
  constructor(service: Service, tls: TlsOptions | undefined, maxConnections: number) {
    const enter = (socket: Socket): void => {
      // What becomes of the connection, the session tells.
      socket.on('error', () => undefined);
      const peer = new Peer(service, socket);
      this.#peers.add(peer);
      void peer.closed.then(() => this.#peers.delete(peer));
    };
    // For one that does not get through its handshake, there is no peer.
    this.#listener = tls === undefined ? createTcp(enter) : createTls({ handshakeTimeout: 10_000, ...tls }, enter);
    this.#listener.maxConnections = maxConnections;
  }

  /** @internal */
  _listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen({ host, port, backlog: 512 }, () => {
        this.#listener.off('error', reject);
        resolve();
      });
    });
  }

  /** The port on which it listens. */
  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** The applications that are bound. */
  get peers(): Peer[] {
    return [...this.#peers].filter((peer) => peer.isBound);
  }

  /**
   * Ends in good order: listens no more, waits for what is unanswered in either direction, unbinds every application, and
   * cuts what is left after the time.
   */
  async close(timeoutMs = 10_000): Promise<void> {
    const over = new Promise<void>((resolve) => this.#listener.close(() => resolve()));
    await Promise.all([...this.#peers].map((peer) => peer.close(timeoutMs)));
    for (const peer of this.#peers) peer.abort();
    await over;
  }

  /** The same, at the end of a block that begins with `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
