import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import {
  BindReceiver,
  BindTransceiver,
  BindTransmitter,
  InterfaceVersion,
  Session,
  SmppkitError,
  textInfo,
  type Alphabet,
  type AwaitedOptions,
  type SessionConfig,
} from '../index.js';
import { reconnectPolicy, type ReconnectOptions, type ReconnectPolicy } from './reconnect.js';
import { show } from '../words.js';

/** What a bind is for: sending, receiving, or both. */
export type BindKind = 'transmitter' | 'receiver' | 'transceiver';

/** A bind request. */
export type BindPdu = BindTransmitter | BindReceiver | BindTransceiver;

/** What a client wants. Times are in milliseconds. */
export interface ConnectOptions extends Omit<SessionConfig, 'role'> {
  /**
   * `smpp://system_id:password@host:2775`, or `smpps://…` for TLS. What a URL cannot have as it is, it has
   * percent-encoded. Its query may have options: `smpp://app@mc?window=64`. Options beside the URL go before it.
   */
  url: string | URL;
  /** What for. Default: `'transceiver'`. */
  bind?: BindKind;
  /** Who we are. */
  systemId?: string;
  /** The password. */
  password?: string;
  /** What kind of application we are, for message centres that want to know it. */
  systemType?: string;
  /** The addresses that we serve: one, or a regular expression. */
  addressRange?: string;
  /** The type of number of these. */
  addrTon?: number;
  /** Their numbering plan. */
  addrNpi?: number;
  /** How many requests may be unanswered at once, 1 to 65,535. Default: 16. */
  window?: number;
  /** How fast to send. Default: as fast as the window allows. */
  messagesPerSecond?: number;
  /** How long connection, TLS handshake and bind may take together. Default: 10,000. */
  connectTimeoutMs?: number;
  /** How TLS is spoken: a `ca` of one's own, for example. Certificates are verified unless it says otherwise. */
  tls?: ConnectionOptions;
  /** Whether messages are accepted as they are handed out. Default: the program accepts or rejects each. */
  autoAccept?: boolean;
  /** The alphabet that `data_coding` 0 means for this account. Default: GSM 7-bit. */
  mcDefault?: Alphabet;
  /** How many receipts of texts are awaited, how long, and how their ids are compared. */
  awaitedReceipts?: Omit<AwaitedOptions, 'spare'>;
  /** Whether, and how, to connect again when the connection is lost. The first attempt is one of these too. */
  reconnect?: boolean | ReconnectOptions;
  /** Ends the attempts to connect. */
  signal?: AbortSignal;
}

/** All that a client needs to know. */
export interface ClientSettings {
  readonly host: string;
  readonly port: number;
  /** Host and port, for people. */
  readonly address: string;
  readonly tls: ConnectionOptions | undefined;
  readonly bind: BindPdu;
  readonly window: number;
  readonly messagesPerSecond: number | undefined;
  readonly connectTimeoutMs: number;
  readonly autoAccept: boolean;
  readonly mcDefault: Alphabet | undefined;
  readonly awaitedReceipts: AwaitedOptions;
  readonly policy: ReconnectPolicy | undefined;
  readonly signal: AbortSignal | undefined;
  readonly config: SessionConfig;
}

const BINDS = { transmitter: BindTransmitter, receiver: BindReceiver, transceiver: BindTransceiver };
const PORTS: Record<string, number | undefined> = { 'smpp:': 2775, 'smpps:': 3550 };

const NUMBERS = new Set(
  `window messagesPerSecond connectTimeoutMs addrTon addrNpi interfaceVersion versionWhenAbsent maxCommandLength
  sessionInitMs enquireLinkMs inactivityMs responseMs maxUnanswered`.split(/\s+/),
);
const WORDS = new Set('bind systemType addressRange mcDefault whenUnansweredFull enquireLinks unknownRequests'.split(' '));
const FLAGS = new Set(['autoAccept', 'reconnect', 'checkOutgoing']);

/** @throws {SmppkitError} `SMPPKIT_CONFIG` or `SMPPKIT_FIELD` for options that are wrong. */
export function clientSettings(options: ConnectOptions): ClientSettings {
  if (typeof (options as unknown) !== 'object') throw wrong(`the options are an object: { url: '${FORM}' }`);
  const url = readUrl(options.url);
  const given: Omit<ConnectOptions, 'url'> & { url?: unknown } = { ...fromQuery(url), ...options };
  delete given.url;
  const {
    bind = 'transceiver',
    systemId = decoded(url.username),
    password = decoded(url.password),
    systemType = '',
    addressRange = '',
    addrTon = 0,
    addrNpi = 0,
    window = 16,
    messagesPerSecond,
    connectTimeoutMs = 10_000,
    tls,
    autoAccept = false,
    mcDefault,
    awaitedReceipts = {},
    reconnect = false,
    signal,
    ...session
  } = given;
  const interfaceVersion = session.interfaceVersion ?? InterfaceVersion.V3_4;
  const Bind = (BINDS as Record<string, (typeof BINDS)[BindKind] | undefined>)[bind];
  checkOwn({ connectTimeoutMs, autoAccept, mcDefault });
  if (Bind === undefined) throw wrong(`bind must be transmitter, receiver or transceiver, not ${bind}`);
  const pdu = new Bind({ systemId, password, systemType, interfaceVersion, addrTon, addrNpi, addressRange });
  const config: SessionConfig = { ...session, role: 'esme' };
  // What is wrong is an error now, not at some attempt to connect again.
  new Session(config, window, 0).request(pdu, undefined, 0);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isTls = url.protocol === 'smpps:' || tls !== undefined;
  const port = url.port === '' ? PORTS[url.protocol]! : Number(url.port);
  return {
    host,
    port,
    address: `${url.hostname}:${port}`,
    tls: isTls ? { ...(isIP(host) === 0 ? { servername: host } : {}), ...tls } : undefined,
    bind: pdu,
    window,
    messagesPerSecond,
    connectTimeoutMs,
    autoAccept,
    mcDefault,
    awaitedReceipts,
    policy: reconnectPolicy(reconnect),
    signal,
    config,
  };
}

const FORM = 'smpp://system_id:password@host:2775';
const ENCODED = 'what a system_id or a password has of / ? # [ ] % is percent-encoded, or given as systemId and password';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong(`the URL has a % that begins no octet; ${ENCODED}`);
  }
}

/** What neither the bind nor the session checks. */
function checkOwn(given: { connectTimeoutMs: unknown; autoAccept: unknown; mcDefault: Alphabet | undefined }): void {
  const { connectTimeoutMs, autoAccept, mcDefault } = given;
  if (typeof connectTimeoutMs !== 'number' || !(connectTimeoutMs > 0)) {
    throw wrong(`connectTimeoutMs must be a number of milliseconds, more than 0, not ${show(connectTimeoutMs)}`);
  }
  if (typeof autoAccept !== 'boolean') throw wrong(`autoAccept must be true or false, not ${show(autoAccept)}`);
  if (mcDefault === undefined) return;
  try {
    textInfo('', { mcDefault });
  } catch (error) {
    throw wrong(`mcDefault: ${(error as Error).message}`);
  }
}

function readUrl(text: string | URL): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // The text may have a password.
    throw wrong(`url is not written as ${FORM}; ${ENCODED}`);
  }
  if (PORTS[url.protocol] === undefined) throw wrong(`the URL begins with smpp:// or smpps://, not with ${url.protocol}`);
  if (url.hostname === '') throw wrong('the URL names no host');
  if (!['', '/'].includes(url.pathname) || url.hash !== '') {
    throw wrong(`the URL has something behind the host that is no query; ${ENCODED}`);
  }
  return url;
}

function fromQuery(url: URL): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, value] of url.searchParams) {
    if (NUMBERS.has(name) && /^\d+$/.test(value)) options[name] = Number(value);
    else if (NUMBERS.has(name) && name.endsWith('Ms') && value === 'none') options[name] = null;
    else if (WORDS.has(name)) options[name] = value;
    else if (FLAGS.has(name) && /^(true|false)$/.test(value)) options[name] = value === 'true';
    else throw wrong(`the URL has ${name}=${value}, which is no option, or no value for it`);
  }
  return options;
}

function wrong(message: string): SmppkitError {
  return new SmppkitError('SMPPKIT_CONFIG', message);
}
