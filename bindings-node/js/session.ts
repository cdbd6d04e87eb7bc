import { give, takeOver } from './codec.js';
import { engine, MAX_INPUT } from './engine.js';
import { SmppkitError } from './errors.js';
import { readEvents, type SessionEvent } from './events.js';
import { allocate, slice, toUtf8, type Octets } from './octets.js';
import type { Pdu } from './pdu.js';
import { show } from './words.js';

/** Which side we are: the application, or the message centre. */
export type Role = 'esme' | 'mc';

/** The states of a session (5.0 §2.3; 3.4 §2.2). */
export type SessionState = 'open' | 'outbound' | 'bound_tx' | 'bound_rx' | 'bound_trx' | 'unbound' | 'closed';

/** For which faults a request of the peer is handed to the application all the same. What is left out is false. */
export interface Tolerance {
  /** Fields missing, cut off, or not terminated. */
  incomplete?: boolean;
  /** Strings that are too long, times of a wrong length. */
  lengths?: boolean;
  /** TLVs with a length that their definition forbids. */
  tlvLengths?: boolean;
  /** Octets behind the last TLV, or a TLV that is cut off. */
  tlvStream?: boolean;
}

/** What the application decides about a session. Times are in milliseconds; `null` is no timer. */
export interface SessionConfig {
  /** Which side we are. */
  role: Role;
  /** The version that we speak: see `InterfaceVersion`. Default: 3.4. */
  interfaceVersion?: number;
  /** The version that the peer is taken to speak if its bind response does not say so. Default: 3.4. */
  versionWhenAbsent?: number;
  /** The largest `command_length` accepted, 16 to 16 MiB. Default: 70,000. */
  maxCommandLength?: number;
  /** session_init timer (5.0 §2.7): from the connection to the bind. Default: 30,000 for an MC, none for an ESME. */
  sessionInitMs?: number | null;
  /** enquire_link timer (5.0 §2.7): silence after which we ask whether the peer is there. Default: 30,000. */
  enquireLinkMs?: number | null;
  /** inactivity timer (5.0 §2.7): a bound session in which nothing arrives for so long is closed. Default: none. */
  inactivityMs?: number | null;
  /** response timer (5.0 §2.7): how long we wait for a response. Default: 10,000. */
  responseMs?: number;
  /** How many requests of the peer may wait for our answer at once, 1 to 65,535. Default: 64. */
  maxUnanswered?: number;
  /** What happens to further requests: they wait, or are answered with ESME_RTHROTTLED. Default: they wait. */
  whenUnansweredFull?: 'pause' | 'throttle';
  /** Who answers an enquire_link of the peer: the session, or the application. Default: the session. */
  enquireLinks?: 'answer' | 'deliver';
  /** What happens to a request that no version knows. Default: it is refused with ESME_RINVCMDID. */
  unknownRequests?: 'refuse' | 'deliver';
  /**
   * For which faults a request is not refused: none, all but a body that lacks fields, or those that are named. Default:
   * `'strict'` for an MC, `'tolerant'` for an ESME.
   */
  tolerance?: 'strict' | 'tolerant' | Tolerance;
  /**
   * Whether what we send must be what a peer of the version that is spoken may be sent. A relay goes without, and passes on octet
   * for octet what the other side has sent. Default: true.
   */
  checkOutgoing?: boolean;
}

/** What passed so far. */
export interface SessionStats {
  /** PDUs received. */
  readonly received: number;
  /** PDUs sent. */
  readonly sent: number;
  /** Requests of ours that were answered. */
  readonly answered: number;
  /** Responses that answered nothing. */
  readonly unmatched: number;
  /** PDUs in which something was out of order. */
  readonly faulty: number;
  /** PDUs that were turned down. */
  readonly refused: number;
  /** Requests of ours that were not answered in time. */
  readonly timedOut: number;
}

const STATES: readonly SessionState[] = ['open', 'outbound', 'bound_tx', 'bound_rx', 'bound_trx', 'unbound', 'closed'];

const NUMBERS = new Set(
  `window interfaceVersion versionWhenAbsent maxCommandLength sessionInitMs enquireLinkMs inactivityMs responseMs
  maxUnanswered`.split(/\s+/),
);

/** The timers that can be absent. */
const TIMERS = new Set(['sessionInitMs', 'enquireLinkMs', 'inactivityMs']);

/** The engine says of a wrong type where it stands in the JSON, not in which setting; and what is no JSON it never sees. */
function checkTypes(settings: object): void {
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'function') throw new SmppkitError('SMPPKIT_CONFIG', `there is no setting ${name} that is a function`);
    if (!NUMBERS.has(name) || value === undefined || (value === null && TIMERS.has(name))) continue;
    const isTime = name.endsWith('Ms');
    if (isTime ? typeof value === 'number' && value > 0 : Number.isInteger(value)) continue;
    const wanted = isTime ? 'a number of milliseconds, more than 0' : 'a whole number';
    throw new SmppkitError('SMPPKIT_CONFIG', `${name} must be ${wanted}, not ${show(value)}`);
  }
}

/** What the world did: see `session_feed` in `src/engine.rs`. */
const World = { octets: 0, eof: 1, time: 2, close: 3, nothing: 4 } as const;

/** Octets that are looked at in one go. */
const PIECE = 64 * 1024;
/** The same when there was a reason to stop: then they may have to be looked at again. */
const SMALL_PIECE = 8 * 1024;

const PAUSED = 1;
const CLOSED = 2;
const MORE = 4;

const NOTHING = allocate(0);

/** Frees sessions that are no longer reachable. */
const unreachable = new FinalizationRegistry<number>((session) => engine.door.sessionFree(session));

/** A token that is no whole number stays here; the engine sees this in its high half. */
const KEPT_HERE = 0x8000_0000;

/**
 * One session of either side: a state machine fed with octets and time. It has no socket and no clock; `smppkit/net` puts
 * them around it.
 *
 * Times are numbers of milliseconds on any clock that does not go backwards, such as `performance.now()`.
 *
 * After each call there may be something to send ({@link dataToSend}), and another time at which to call
 * {@link handleTimeout} ({@link timeout}).
 *
 * @example
 * ```ts
 * import { BindTransceiver, BindTransceiverResp, Session } from 'smppkit';
 *
 * const esme = new Session({ role: 'esme' }, 16, 0);
 * const mc = new Session({ role: 'mc' }, 16, 0);
 * esme.request(new BindTransceiver({ systemId: 'app', password: 'secret' }), 'my bind', 0);
 *
 * for (const event of mc.receive(esme.dataToSend(), 0)) {
 *   if (event.kind === 'request') mc.respond(event.ticket, 0, new BindTransceiverResp({ systemId: 'mc' }), 0);
 * }
 * for (const event of esme.receive(mc.dataToSend(), 0)) {
 *   if (event.kind === 'response') console.log(event.token, event.commandStatus); // my bind 0
 * }
 * console.log(esme.state); // bound_trx
 * ```
 */
export class Session {
  /** Which side we are. */
  readonly role: Role;
  /** The most that is kept of what arrives while the session is paused. */
  readonly #limit: number;
  readonly #number: number;
  /** What was received and not yet consumed, from `#start` to `#end`. */
  #input: Octets = NOTHING;
  #start = 0;
  #end = 0;
  /** Whether `#input` is memory of our own, not what was received. */
  #isOurs = true;
  /** Octets there must be before it is worth looking again. */
  #needed = 0;
  #isPaused = false;
  /** What waits to be sent. */
  #output: Octets = NOTHING;
  #backlog = 0;
  /** Tokens that are not whole numbers, by the sequence numbers of their requests. */
  readonly #tokens = new Map<number, unknown>();

  /**
   * A session on a network connection that was just made. As many requests as `window` may be unanswered at once.
   *
   * @throws {SmppkitError} `SMPPKIT_CONFIG` if the settings contradict themselves.
   */
  constructor(config: SessionConfig, window: number, now: number);
  /** @internal */ // eslint-disable-next-line @typescript-eslint/unified-signatures -- one of them is not for users
  constructor(config: SessionConfig, window: number, now: number, snapshot?: Uint8Array);
  constructor(config: SessionConfig, window: number, now: number, snapshot: Uint8Array = NOTHING) {
    checkTypes({ ...config, window });
    const { maxCommandLength = 70_000 } = config;
    if (maxCommandLength > MAX_INPUT) {
      const message = `maxCommandLength is ${maxCommandLength}, at most ${MAX_INPUT} can be`;
      throw new SmppkitError('SMPPKIT_CONFIG', message, { limit: MAX_INPUT });
    }
    const settings = toUtf8(JSON.stringify({ ...config, window }));
    engine.room(settings.length + snapshot.length);
    engine.input.set(settings);
    engine.input.set(snapshot, settings.length);
    const number =
      snapshot.length === 0
        ? engine.door.sessionNew(settings.length, now)
        : engine.door.sessionRestore(settings.length, snapshot.length, now);
    if (number < 0) throw engine.error();
    this.role = config.role;
    this.#number = number;
    this.#limit = maxCommandLength;
    unreachable.register(this, number, this);
  }

  /**
   * Takes up the session of a {@link snapshot}, in another process perhaps. Settings and clock may be others than before;
   * the window must have room for its requests. Tickets are good as before; so are tokens that are whole numbers, of other
   * tokens the events have `undefined`.
   *
   * @throws {SmppkitError} `SMPPKIT_SNAPSHOT` if it was tampered with or cut short.
   */
  static restore(config: SessionConfig, window: number, snapshot: Uint8Array, now: number): Session {
    if (snapshot.length === 0) throw new SmppkitError('SMPPKIT_SNAPSHOT', 'the snapshot is empty');
    return new this(config, window, now, snapshot);
  }

  /**
   * Writes the session down, to go on in another process. What was received and not yet consumed, and what was not
   * fetched by {@link dataToSend}, is not in it.
   *
   * @throws {SmppkitError} `SMPPKIT_SNAPSHOT` if the session is closed.
   */
  snapshot(now: number): Octets {
    const length = engine.door.sessionSnapshot(this.#number, now);
    if (length < 0) throw engine.error();
    return engine.reply(length);
  }

  /**
   * Octets arrived: all that there are, however they were cut. Gives what they mean. Whatever the peer sends, this does
   * not throw: what is wrong is an event.
   *
   * When the session is {@link paused}, call it again with no octets once requests were answered and
   * {@link dataToSend} was fetched.
   *
   * @throws {SmppkitError} `SMPPKIT_PAUSED` if it is paused and more than the largest PDU waits already.
   */
  receive(octets: Uint8Array, now: number): SessionEvent[] {
    this.#append(octets);
    const events: SessionEvent[] = [];
    const waiting = this.#end - this.#start;
    // A peer that sends a large PDU octet by octet costs no more than another.
    if (waiting < this.#needed && octets.length > 0) {
      this.#settle();
      return events;
    }
    do {
      const rest = this.#end - this.#start;
      const most = this.#isPaused ? SMALL_PIECE : PIECE;
      const length = Math.min(rest, Math.max(most, this.#needed));
      engine.room(length);
      engine.input.set(this.#input.subarray(this.#start, this.#start + length));
      const flags = this.#feed(World.octets, length, now, events);
      this.#start += engine.records[0]!;
      this.#needed = engine.records[4]!;
      if ((flags & CLOSED) !== 0) this.#start = this.#end;
      if ((flags & (CLOSED | PAUSED)) !== 0) break;
      if ((flags & MORE) !== 0) continue;
      // What is left is not one whole PDU, unless there was more than was looked at.
      if (this.#end - this.#start < Math.max(1, this.#needed)) break;
    } while (true);
    this.#settle();
    return events;
  }

  /** The peer ended the connection, or it broke. */
  receiveEof(now: number): SessionEvent[] {
    return this.#tell(World.eof, now);
  }

  /** Does what is due by now. Early or repeated calls are harmless. */
  handleTimeout(now: number): SessionEvent[] {
    return this.#tell(World.time, now);
  }

  /** Ends the session at once, without an unbind. */
  close(now: number): SessionEvent[] {
    return this.#tell(World.close, now);
  }

  /** When {@link handleTimeout} is wanted next; undefined if no timer runs. A time in the past means now. */
  timeout(): number | undefined {
    const timeout = engine.door.sessionTimeout(this.#number);
    return Number.isNaN(timeout) ? undefined : timeout;
  }

  /**
   * Sends a request. `token` is what the application knows it by: it comes back with the one event that ends the request,
   * a response or `unanswered`. Gives the sequence number.
   *
   * @throws {SendError} `SMPPKIT_WINDOW_FULL`, `SMPPKIT_NOT_ALLOWED`, `SMPPKIT_WRONG_KIND`, `SMPPKIT_NOT_IN_VERSION` or
   * `SMPPKIT_CLOSED`; the session is as it was.
   * @throws {FieldError} `SMPPKIT_FIELD` if a field is not what this peer may be sent.
   */
  request(pdu: Pdu, token: unknown, now: number): number {
    return this.#request(pdu, token, Number.NaN, now);
  }

  /** Like {@link request}, with a response timer of its own. */
  requestWithin(pdu: Pdu, token: unknown, responseMs: number, now: number): number {
    return this.#request(pdu, token, responseMs, now);
  }

  /** Sends what wants no answer: an outbind or an alert_notification. Gives the sequence number. */
  notify(pdu: Pdu, now: number): number {
    give(pdu, 0, 0);
    this.#sent(engine.door.sessionNotify(this.#number, now));
    return engine.records[5]!;
  }

  /**
   * Answers a request of the peer. A bind that is answered with 0 puts the session into its bound state.
   *
   * @throws {SendError} `SMPPKIT_TICKET_USED` if it was answered already; else as {@link request}, and the ticket stays
   * good.
   */
  respond(ticket: number, commandStatus: number, pdu: Pdu, now: number): void {
    give(pdu, commandStatus, 0);
    this.#sent(engine.door.sessionRespond(this.#number, now, ticket));
  }

  /**
   * Accepts a bind of the peer, with our `system_id`; the TLV `sc_interface_version` tells it our version, unless 3.3 is
   * going to be spoken.
   *
   * @throws {SendError} as {@link respond}; `SMPPKIT_WRONG_KIND` if the ticket does not answer a bind.
   */
  acceptBind(ticket: number, systemId: string, now: number): void {
    const octets = toUtf8(systemId);
    engine.room(octets.length).input.set(octets);
    this.#sent(engine.door.sessionAcceptBind(this.#number, now, ticket, octets.length));
  }

  /** Answers a request of the peer with a status and no body (5.0 §3.2.1.3). */
  reject(ticket: number, commandStatus: number, now: number): void {
    this.#sent(engine.door.sessionReject(this.#number, now, ticket, commandStatus));
  }

  /** Leaves a request of the peer unanswered for ever. */
  abandon(ticket: number): void {
    if (engine.door.sessionAbandon(this.#number, ticket) < 0) throw engine.error();
  }

  /** All octets for the peer, once. */
  dataToSend(): Octets {
    const data = this.#output.subarray(0, this.#backlog);
    this.#output = NOTHING;
    this.#backlog = 0;
    return data;
  }

  /**
   * Octets for the peer that were not fetched. Hold requests back while it is large; above 64 KiB the session's own
   * answers wait, and above 256 KiB it takes nothing more.
   */
  get backlog(): number {
    return this.#backlog;
  }

  /**
   * Whether the session takes no more, because requests wait for our answer or octets for being sent: read no more from
   * the peer until it does.
   */
  get paused(): boolean {
    return this.#isPaused;
  }

  /** The state. */
  get state(): SessionState {
    return STATES[this.#look(8)]!;
  }

  /** The version that is spoken: ours until the bind, then the lower of both. */
  get version(): number {
    return this.#look(9);
  }

  /** How many requests of ours may be unanswered at once. */
  get windowSize(): number {
    return this.#look(10);
  }

  /** How many requests may be sent before one is answered. */
  get windowAvailable(): number {
    return this.#look(11);
  }

  /** How many requests of ours are unanswered. */
  get inFlight(): number {
    return this.#look(12);
  }

  /** How many requests of the peer wait for our answer. */
  get unanswered(): number {
    return this.#look(13);
  }

  /** How congested we are, 0 to 100, for the TLV `congestion_state` of a response (5.0 §4.8.4.18). */
  get congestionState(): number {
    return this.#look(14);
  }

  /** Whether we may send this request or notification now, the window aside. */
  allowed(commandId: number): boolean {
    return engine.door.sessionAllowed(this.#number, commandId) === 1;
  }

  /** What passed so far. */
  get stats(): SessionStats {
    this.#look(8);
    const { records } = engine;
    const [received, sent, answered, unmatched, faulty, refused, timedOut] = Array.from(
      { length: 7 },
      (_, at) => records[16 + 2 * at]! + records[17 + 2 * at]! * 0x1_0000_0000,
    ) as [number, number, number, number, number, number, number];
    return { received, sent, answered, unmatched, faulty, refused, timedOut };
  }

  /** Changes how many requests of the peer may wait for our answer at once, at least 1. */
  setMaxUnanswered(max: number): void {
    engine.door.sessionSetMaxUnanswered(this.#number, max);
  }

  /** What `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Session { role: '${this.role}', state: '${this.state}', inFlight: ${this.inFlight}, unanswered: ${this.unanswered} }`;
  }

  #look(at: number): number {
    engine.door.sessionLook(this.#number);
    return engine.ready().records[at]!;
  }

  #request(pdu: Pdu, token: unknown, within: number, now: number): number {
    give(pdu, 0, 0);
    const isNumber = typeof token === 'number' && Number.isSafeInteger(token) && token >= 0;
    const low = isNumber ? token % 0x1_0000_0000 : 0;
    const high = isNumber ? Math.floor(token / 0x1_0000_0000) : KEPT_HERE;
    this.#sent(engine.door.sessionRequest(this.#number, now, low, high, within));
    const number = engine.records[5]!;
    if (!isNumber && token !== undefined) this.#tokens.set(number, token);
    return number;
  }

  /** Keeps what is to be sent. */
  #sent(length: number): void {
    if (length < 0) throw engine.error();
    engine.ready();
    this.#send(length);
  }

  #send(length: number): void {
    if (length === 0) return;
    const end = this.#backlog + length;
    if (end > this.#output.length) {
      const larger = allocate(Math.max(1024, 2 * end));
      larger.set(this.#output.subarray(0, this.#backlog));
      this.#output = larger;
    }
    this.#output.set(engine.output.subarray(0, length), this.#backlog);
    this.#backlog = end;
  }

  /** Tells the session what the world did. */
  #tell(world: number, now: number): SessionEvent[] {
    const events: SessionEvent[] = [];
    const flags = this.#feed(world, 0, now, events);
    for (let more = flags; (more & MORE) !== 0; ) more = this.#feed(World.nothing, 0, now, events);
    return events;
  }

  /** Tells the session what the world did, and takes what it says. */
  #feed(world: number, length: number, now: number, events: SessionEvent[]): number {
    const count = engine.door.sessionFeed(this.#number, now, world, length, this.#backlog);
    if (count < 0) throw engine.error();
    const { records } = engine.ready();
    this.#send(records[2]!);
    const flags = records[3]!;
    if (count > 0) {
      const reply = engine.door.replyLen();
      const said = reply === 0 ? NOTHING : engine.reply(reply);
      const consumed = this.#input.subarray(this.#start, this.#start + records[0]!);
      readEvents(takeOver(consumed, records[1]!), count, said, this.#tokens, events);
    }
    if (world === World.octets) this.#isPaused = (flags & PAUSED) !== 0;
    return flags;
  }

  /** Puts what arrived behind what was left over. */
  #append(octets: Uint8Array): void {
    if (!(octets instanceof Uint8Array)) throw new TypeError(`octets are a Uint8Array, not ${typeof octets}`);
    const waiting = this.#end - this.#start;
    if (waiting === 0) {
      // Looked at where they are: `#settle` copies what is left.
      [this.#input, this.#start, this.#end, this.#isOurs] = [octets as Octets, 0, octets.length, false];
      return;
    }
    if (this.#isPaused && octets.length > 0 && waiting > this.#limit) {
      const message = `the session is paused, and ${waiting} octets wait already`;
      throw new SmppkitError('SMPPKIT_PAUSED', message, { len: waiting, limit: this.#limit });
    }
    const end = this.#end + octets.length;
    if (end > this.#input.length) {
      const needed = Math.max(waiting + octets.length, this.#needed, 2 * waiting);
      const larger = allocate(needed);
      larger.set(this.#input.subarray(this.#start, this.#end));
      [this.#input, this.#start, this.#end] = [larger, 0, waiting];
    }
    this.#input.set(octets, this.#end);
    this.#end += octets.length;
  }

  /** Keeps what is left over in memory of our own. */
  #settle(): void {
    if (this.#start === this.#end) {
      [this.#input, this.#start, this.#end] = [NOTHING, 0, 0];
    } else if (this.#start > 0 || !this.#isOurs) {
      [this.#input, this.#start, this.#end] = [slice(this.#input, this.#start, this.#end), 0, this.#end - this.#start];
    }
    this.#isOurs = true;
  }
}
