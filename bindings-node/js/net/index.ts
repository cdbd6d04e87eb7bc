/**
 * SMPP over `node:net` and `node:tls`: {@link connect} for applications, {@link serve} for message centres.
 *
 * Nothing here is a rule of the protocol: those are in `Session`, around which this puts sockets, timers and promises.
 *
 * @packageDocumentation
 */

export { connect, Esme, type SendTextOptions, type Sent, type SentAwaiting } from './client.js';
export type { ConnectionDiagnostics, ErrorDiagnostics, PduDiagnostics } from './diagnostics.js';
export * from './errors.js';
export type { RequestOptions } from './line.js';
export { AwaitedReceipt, Message } from './message.js';
export type { BindKind, BindPdu, ConnectOptions } from './options.js';
export { Peer, type Admission, type Answer, type BindRequest, type ServerAccount } from './peer.js';
export { Receipts } from './receipts.js';
export type { ConnectionState, ReconnectOptions } from './reconnect.js';
export { IncomingRequest } from './request.js';
export { serve, Server, type ServeOptions } from './server.js';
