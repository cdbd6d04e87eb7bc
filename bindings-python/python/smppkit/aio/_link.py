"""One SMPP connection of either side: the session, the transport, and who waits for what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ParamSpec, cast

from .. import _native
from .._deliveries import Request
from .._enums import CloseReason, UnansweredReason
from .._errors import SessionClosed, SmppError
from .._failures import ConnectionClosed, ResponseTimeout
from .._native import Closed, CommandStatus, Notification, Response, Session, Unanswered, UnbindReceived
from ._line import Line, Waiting
from ._log import Log

if TYPE_CHECKING:
    from .._native import Config, Pacer
    from .._record import Event, Pdu

_P = ParamSpec("_P")

#: What counts for how many messages a second are sent.
_MESSAGES = frozenset({_native.SubmitSm, _native.SubmitMulti, _native.DataSm, _native.DeliverSm, _native.BroadcastSm})


def address(peername: Any) -> str:
    """Where the peer is, for people."""
    if isinstance(peername, tuple):
        host, port = peername[:2]
        return f"[{host}]:{port}" if ":" in str(host) else f"{host}:{port}"
    return str(peername or "")


#: How many requests make one write, at most: what the transport does not take is to wait in the line. Nor is it more
#: than half a window, so that both sides have something to do.
_AT_ONCE = 64

#: How long what is still to be sent may take once the session is over, in seconds.
_LINGER = 2.0


class Owner:
    """Whose connection it is."""

    request_type: type[Request] = Request

    def connected(self, link: Link) -> None:
        """There is a network connection."""

    def arrived(self, link: Link, arrived: list[Request | Notification]) -> None:
        """The peer wants this."""

    def ended(self, link: Link, closed: ConnectionClosed) -> None:
        """The connection is over."""


class Link(asyncio.Protocol):
    """One connection. What is sent in one turn of the event loop goes out in one write or few; no request has a timer
    or a task of its own."""

    def __init__(
        self,
        owner: Owner,
        config: Config,
        window: int,
        line: Line,
        log: Log,
        pacer: Pacer | None = None,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._line = line
        self._log = log
        self.owner = owner
        self._pacer = pacer
        self._next_token = 0
        self._in_flight: dict[int, asyncio.Future[Pdu]] = {}
        self._told: dict[int, Callable[[Pdu | None], None]] = {}
        """Who is told of a response before anything that comes after it is looked at."""
        self._unanswered: list[asyncio.Future[Pdu]] = []
        """Requests of which the session said that it ends before they are answered."""
        self._unwritten = 0
        self._debugs = False
        self._may_send = False
        self._is_write_paused = False
        self._is_read_paused = False
        self._will_flush = False
        self._timer: asyncio.TimerHandle | None = None
        self._pump_timer: asyncio.TimerHandle | None = None
        self._linger: asyncio.TimerHandle | None = None
        self._drained: asyncio.Future[None] | None = None
        self._over: ConnectionClosed | None = None
        self._lost = self._loop.create_future()
        self._transport: asyncio.Transport | None = None
        self._request_type = owner.request_type
        self.peername: Any = None
        """Where the peer is, as :meth:`socket.socket.getpeername` has it."""
        self.session: Session = Session(config, window, self._loop.time())
        self.limit_window(window)

    # What the transport says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """There is a connection."""
        self._transport = cast("asyncio.Transport", transport)
        self.peername = transport.get_extra_info("peername")
        self._log.add(peer=address(self.peername))
        self.owner.connected(self)
        self._settle()

    def data_received(self, data: bytes) -> None:
        """Octets came."""
        self._handle(self.session.receive(data, self._loop.time()))
        self._settle()

    def eof_received(self) -> bool:
        """The peer has nothing more to say."""
        self._handle(self.session.receive_eof())
        self._settle()
        return False

    def connection_lost(self, exc: BaseException | None) -> None:
        """There is no connection any more."""
        self._handle(self.session.receive_eof(), broken=exc)
        for timer in (self._timer, self._pump_timer, self._linger):
            if timer is not None:
                timer.cancel()
        self._transport = None
        if not self._lost.done():
            self._lost.set_result(None)

    def pause_writing(self) -> None:
        """The peer does not read as fast as we write."""
        self._is_write_paused = True

    def resume_writing(self) -> None:
        """It does again."""
        self._is_write_paused = False
        self._pump()
        self._flush()

    # What is sent

    def request(
        self,
        pdu: Pdu,
        within: float | None = None,
        answered: Callable[[Pdu | None], None] | None = None,
    ) -> asyncio.Future[Pdu]:
        """Sends a request, once it is its turn."""
        future: asyncio.Future[Pdu] = self._loop.create_future()
        if (
            self._may_send
            and not self._line.queue
            and self._pacer is None
            and not self._is_write_paused
            and len(self._in_flight) < self._limit
        ):
            self._send(pdu, future, within, answered)
        else:
            self._line.append(Waiting(pdu, future, within, answered, self._loop.time()))
            self._pump()
        return future

    async def bind(self, pdu: Pdu) -> Pdu:
        """Sends a bind, and if it is accepted, from now on what waits."""
        future: asyncio.Future[Pdu] = self._loop.create_future()
        self._send(pdu, future, None, None)
        response = await future
        if self.session.state.is_bound:
            self.open()
        return response

    def open(self) -> None:
        """The session is bound: what waits may go."""
        self._may_send = self._over is None
        self._pump()

    def notify(self, pdu: Pdu) -> None:
        """Sends what nothing answers."""
        self._guarded(self.session.notify, pdu, self._loop.time())

    def limit_window(self, limit: int) -> None:
        """Lets only so many requests be unanswered, at most as many as the session has slots for."""
        self._limit = max(1, min(limit, self.session.window_size))
        self._at_once = max(1, min(self._limit // 2, _AT_ONCE))

    def _send(
        self,
        pdu: Pdu,
        future: asyncio.Future[Pdu],
        within: float | None,
        answered: Callable[[Pdu | None], None] | None,
    ) -> None:
        self._next_token = token = self._next_token + 1
        try:
            if within is None:
                self.session.request(pdu, self._loop.time(), token)
            else:
                self.session.request(pdu, self._loop.time(), token, within=within)
        except Exception as error:
            if answered is not None:
                answered(None)
            future.set_exception(self._closed() if isinstance(error, SessionClosed) else error)
            return
        self._in_flight[token] = future
        if answered is not None:
            self._told[token] = answered
        if not self._will_flush:
            self._debugs = self._log.debugs
            self._flush_soon()
        if self._debugs:
            self._log.debug("sent", command_id=str(pdu.command_id))
        self._unwritten += 1
        if self._unwritten >= self._at_once:
            self._write()

    def _write(self) -> None:
        self._unwritten = 0
        if not self._is_write_paused and self._transport is not None and (octets := self.session.data_to_send()):
            self._transport.write(octets)

    def _pump(self) -> None:
        """Sends of what waits as much as may go now."""
        while self._may_send and not self._is_write_paused and len(self._in_flight) < self._limit:
            waiting = self._line.first()
            if waiting is None:
                return
            if self._pacer is not None and type(waiting.pdu) in _MESSAGES:
                due = self._pacer.take(self._loop.time())
                if due is not None:
                    if self._pump_timer is None:
                        self._pump_timer = self._loop.call_at(due, self._pump_later)
                    return
            self._line.take()
            self._send(waiting.pdu, waiting.future, waiting.within, waiting.answered)

    def _pump_later(self) -> None:
        self._pump_timer = None
        self._pump()

    def _flush_soon(self) -> None:
        if not self._will_flush:
            self._will_flush = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._will_flush = False
        self._settle()

    def _settle(self) -> None:
        """After anything happened: writes, reads on, sets the timer."""
        if self._transport is None:
            return
        while True:
            self._write()
            if not self.session.paused:
                if self._is_read_paused:
                    self._is_read_paused = False
                    self._transport.resume_reading()
                break
            if not self._is_read_paused:
                self._is_read_paused = True
                self._transport.pause_reading()
            events = self.session.receive(b"", self._loop.time())
            if not events:
                break
            self._handle(events)
        self._set_timer()

    def _set_timer(self) -> None:
        """One timer for all. One that is early is left: it does no harm, and most are put off before they are due."""
        due = self.session.timeout()
        if due is None:
            return
        if self._timer is not None:
            if self._timer.when() <= due:
                return
            self._timer.cancel()
        self._timer = self._loop.call_at(due, self._handle_timeout)

    def _handle_timeout(self) -> None:
        self._timer = None
        self._handle(self.session.handle_timeout(self._loop.time()))
        self._settle()

    # What comes

    def _handle(self, events: list[Event], broken: BaseException | None = None) -> None:
        arrived: list[Request | Notification] = []
        debugs = bool(events) and self._log.debugs
        for event in events:
            if debugs:
                self._tell(event)
            if isinstance(event, Response):
                self._answered(event)
            elif isinstance(event, _native.Request):
                arrived.append(self._request_type(self, event.ticket, event.pdu, event.faults))
            elif isinstance(event, Notification):
                arrived.append(event)
            elif isinstance(event, Unanswered):
                self._not_answered(event)
            elif isinstance(event, UnbindReceived):
                self._may_send = False
            elif isinstance(event, Closed):
                self._end(event, broken)
            elif isinstance(event, _native.Refused):
                why = {"fault": str(event.fault)} if event.fault is not None else {}
                self._log.info("refused", command_id=event.header.command_id, status=event.status, **why)
        if arrived:
            self.owner.arrived(self, arrived)
        if self._line.queue:
            self._pump()
        if self._drained is not None and not self._in_flight and not self._drained.done():
            self._drained.set_result(None)

    def _answered(self, event: Response) -> None:
        future = self._in_flight.pop(event.token, None)
        if self._told and (told := self._told.pop(event.token, None)) is not None:
            told(event.pdu)
        if self._pacer is not None:
            now = self._loop.time()
            self._pacer.on_status(event.command_status, now)
            congestion_state = event.pdu.tlv("congestion_state")
            if congestion_state is not None:
                self._pacer.on_congestion_state(congestion_state, now)
        # Nobody waits for the response to a request that was cancelled.
        if future is not None and not future.done():
            future.set_result(event.pdu)

    def _not_answered(self, event: Unanswered) -> None:
        future = self._in_flight.pop(event.token, None)
        told = self._told.pop(event.token, None)
        if told is not None:
            told(None)
        if future is None or future.done():
            return
        if event.reason == UnansweredReason.CLOSED:
            self._unanswered.append(future)
        else:
            self._log.warning("no response in time", command_id=event.command_id, sequence_number=event.sequence_number)
            future.set_exception(ResponseTimeout(f"no response to {event.command_id} in time"))

    def _end(self, event: Closed, broken: BaseException | None) -> None:
        reason = event.reason
        why = f"the connection broke: {broken}" if broken is not None else str(event)
        lost = len(self._unanswered)
        closed = ConnectionClosed(f"the connection is over: {why}", reason, in_flight=lost)
        closed.__cause__ = broken
        self._over = closed
        self._may_send = False
        for future in self._unanswered:
            error = ConnectionClosed(
                f"no response: {why}; what became of the request is not known",
                reason,
                in_flight=lost,
                may_have_been_done=True,
            )
            error.__cause__ = broken
            future.set_exception(error)
        self._unanswered = []
        self._log.info("closed", reason=reason, in_flight=lost, **({"error": str(broken)} if broken else {}))
        if self._transport is not None:
            if octets := self.session.data_to_send():
                self._transport.write(octets)
            self._transport.close()
            self._linger = self._loop.call_later(_LINGER, self._transport.abort)
        self.owner.ended(self, closed)

    def _tell(self, event: Event) -> None:
        pdu = getattr(event, "pdu", None)
        if pdu is None:
            self._log.debug("event", kind=type(event).__name__)
        else:
            self._log.debug(
                "received",
                command_id=str(pdu.command_id),
                status=str(pdu.command_status),
                sequence_number=pdu.sequence_number,
            )

    # What answers a request of the peer

    def respond(self, ticket: int, response: Pdu) -> None:
        """Answers with this response."""
        self._guarded(self.session.respond, ticket, response, self._loop.time())

    def reject(self, ticket: int, status: int) -> None:
        """Answers with this status and no body."""
        self._guarded(self.session.reject, ticket, CommandStatus(status), self._loop.time())

    def accept_bind(self, ticket: int, system_id: str) -> None:
        """Accepts a bind."""
        self._guarded(self.session.accept_bind, ticket, system_id, self._loop.time())
        self.open()

    def abandon(self, ticket: int) -> None:
        """Does not answer at all."""
        self._guarded(self.session.abandon, ticket)

    def dropped(self, ticket: int) -> None:
        """Nobody can answer any more: it is rejected, so that the peer does not wait in vain."""
        if self._over is None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._reject_dropped, ticket)

    def _reject_dropped(self, ticket: int) -> None:
        with suppress(SmppError):
            self.reject(ticket, CommandStatus.ESME_RX_T_APPN)

    def _guarded(self, act: Callable[_P, object], *arguments: _P.args, **named: _P.kwargs) -> None:
        if self._over is not None:
            raise self._closed()
        try:
            act(*arguments, **named)
        except SessionClosed as error:
            raise self._closed() from error
        self._flush_soon()

    # The end

    @property
    def over(self) -> ConnectionClosed | None:
        """Why the connection is over; ``None`` while it is not."""
        return self._over

    @property
    def in_flight(self) -> int:
        """How many requests of ours are unanswered."""
        return len(self._in_flight)

    def _closed(self) -> ConnectionClosed:
        over = self._over
        if over is None:
            return ConnectionClosed("the connection is being closed", CloseReason.LOCAL)
        error = ConnectionClosed(str(over), over.reason, in_flight=over.in_flight)
        error.__cause__ = over.__cause__
        return error

    async def unbind(self, timeout: float) -> None:
        """Sends nothing more, waits for what is unanswered, unbinds, and waits for the end: all that within the
        time."""
        self._may_send = False
        deadline = self._loop.time() + timeout
        try:
            if self._in_flight and self._over is None:
                self._drained = self._drained or self._loop.create_future()
                # What remains is for the unbind itself.
                await asyncio.wait([self._drained], timeout=timeout - min(timeout / 4, 1.0))
            if self._over is None and self.session.allowed(_native.CommandId.UNBIND):
                left = max(deadline - self._loop.time(), 0.001)
                self.session.request(_native.Unbind(), self._loop.time(), within=left)
                self._flush_soon()
                await asyncio.wait([self._lost], timeout=left + 0.1)
        finally:
            self.close()
        await self.lost()

    def close(self) -> None:
        """Ends the connection at once. Requests in flight are lost."""
        if self._over is None:
            self._handle(self.session.close())
        if self._transport is None and not self._lost.done():
            self._lost.set_result(None)

    def abort(self) -> None:
        """Ends the connection without what is still to be sent."""
        self.close()
        if self._transport is not None:
            self._transport.abort()

    async def lost(self) -> None:
        """Waits until there is no network connection any more."""
        await asyncio.shield(self._lost)
