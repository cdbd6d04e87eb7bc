"""An application at a server: its bind, its requests, and what is sent to it."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, cast

from .._deliveries import Request
from .._enums import State
from .._failures import ConnectionClosed, RequestRefused
from .._native import (
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    CommandStatus,
    DeliverSm,
    DeliverSmResp,
    Notification,
)
from .._options import BINDS, BindKind
from .._record import Pdu
from ..message import read_address, split_text
from ._line import Line
from ._link import Link, Owner, address
from ._log import Log

if TYPE_CHECKING:
    from .._native import CommandId, Config, InterfaceVersion, Stats

#: What a handler answers: a response, or a status; ``None`` if it has answered itself or is going to.
Answer = Pdu | int | None
Handler = Callable[["PeerRequest"], Awaitable[Answer] | Answer]

#: How long an application that was refused may take to leave, in seconds. Some see that the connection has ended before
#: they see why.
_REFUSED_LEAVES = 1.0

_KINDS = {pdu: kind for kind, pdu in BINDS.items()}


@dataclass(frozen=True)
class BindRequest:
    """A bind that a server received."""

    kind: BindKind
    """What for."""
    system_id: str
    """Who binds."""
    password: str = field(repr=False)
    """The password."""
    peername: Any
    """Where it comes from, as :meth:`socket.socket.getpeername` has it."""
    pdu: BindTransceiver | BindTransmitter | BindReceiver = field(repr=False)
    """All of it."""


@dataclass(frozen=True)
class Account:
    """What an application may do."""

    data: Any = None
    """What the handler wants to know of it."""
    window: int | None = None
    """How many requests of ours it may leave unanswered; at most the server's window, which is the default."""
    max_unanswered: int | None = None
    """How many of its requests may wait for our answer. Default: as the server's options say."""


#: Says of a bind whether it is accepted: by ``True`` or an :class:`Account`, or by ``False`` or the status to refuse it
#: with.
Authenticate = Callable[[BindRequest], Awaitable[Account | CommandStatus | bool] | Account | CommandStatus | bool]
OnBound = Callable[["Peer"], Coroutine[Any, Any, None]]


class PeerRequest(Request):
    """A request of an application."""

    __slots__ = ()

    @property
    def peer(self) -> Peer:
        """Whose request it is."""
        return cast("Peer", cast("Link", self._answers).owner)


@dataclass(frozen=True)
class Service:
    """What a server does for each application."""

    handler: Handler
    authenticate: Authenticate | None
    on_bound: OnBound | None
    system_id: str
    config: Config
    window: int


class Peer(Owner):
    """An application that is bound to our server."""

    request_type: type[Request] = PeerRequest

    def __init__(self, service: Service, gone: Callable[[Peer], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._service = service
        self._gone = gone
        self._log = Log()
        self._line = Line()
        self._queue: deque[PeerRequest] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle: asyncio.Future[None] | None = None
        """The worker that waits for the next request."""
        self._workers = 0
        self._handling = 0
        self._will_look = False
        self._quiet: asyncio.Future[None] | None = None
        self._reference = random.randrange(65_536)
        self._is_admitting = False
        self._bind: BindRequest | None = None
        self._account = Account()
        self.link: Link = Link(self, service.config, service.window, self._line, self._log)

    # Who it is

    @property
    def bind(self) -> BindRequest:
        """How it has bound."""
        if self._bind is None:
            raise RuntimeError("it has not bound yet")
        return self._bind

    @property
    def is_bound(self) -> bool:
        """Whether it is bound."""
        return self._bind is not None and self.state.is_bound

    @property
    def system_id(self) -> str:
        """Who it is."""
        return self.bind.system_id

    @property
    def account(self) -> Account:
        """What ``authenticate`` gave for it."""
        return self._account

    @property
    def peername(self) -> Any:
        """Where it is, as :meth:`socket.socket.getpeername` has it."""
        return self.link.peername

    @property
    def state(self) -> State:
        """The state of the session."""
        return self.link.session.state

    @property
    def version(self) -> InterfaceVersion:
        """The version that is spoken."""
        return self.link.session.version

    @property
    def in_flight(self) -> int:
        """How many requests of ours are unanswered."""
        return self.link.in_flight

    @property
    def stats(self) -> Stats:
        """What passed so far."""
        return self.link.session.stats

    @property
    def congestion_state(self) -> int:
        """How congested we are, 0 to 100, for the TLV ``congestion_state`` of a response (5.0 §4.8.4.18)."""
        return self.link.session.congestion_state

    def allowed(self, command_id: CommandId) -> bool:
        """Whether this request or notification may be sent to it now, room in the window aside: a deliver_sm for
        example."""
        return self.link.session.allowed(command_id)

    # What is sent to it

    def request(self, pdu: Pdu, *, within: float | None = None) -> asyncio.Future[Pdu]:
        """Sends a request and gives the future of the response, as :meth:`Esme.request` does."""
        return self.link.request(pdu, within)

    async def deliver(self, pdu: DeliverSm, *, within: float | None = None) -> DeliverSmResp:
        """Sends a deliver_sm and waits for its response. Raises :class:`RequestRefused` if it is not accepted, or as
        :meth:`request` does."""
        response = await self.link.request(pdu, within)
        if response.command_status or not isinstance(response, DeliverSmResp):
            raise RequestRefused(response)
        return response

    async def deliver_text(self, source: str, destination: str, text: str, /) -> None:
        """Sends a text as the deliver_sm that it takes. Raises as :meth:`deliver` does."""
        self._reference = (self._reference + 1) % 65_536
        from_, to = read_address(source), read_address(destination)
        parts = [
            DeliverSm(
                source_addr_ton=from_.ton,
                source_addr_npi=from_.npi,
                source_addr=from_.addr,
                dest_addr_ton=to.ton,
                dest_addr_npi=to.npi,
                destination_addr=to.addr,
                esm_class=part.esm_class,
                data_coding=part.data_coding,
                short_message=part.octets,
            )
            for part in split_text(text, number=self._reference)
        ]
        await asyncio.gather(*(self.deliver(part) for part in parts))

    def notify(self, pdu: Pdu) -> None:
        """Sends what nothing answers: outbind, alert_notification."""
        self.link.notify(pdu)

    async def close(self, timeout: float = 10.0) -> None:
        """Ends it in good order: waits for what is unanswered in either direction, unbinds, and closes the connection,
        all that within ``timeout`` seconds."""
        deadline = self._loop.time() + timeout
        if (self._queue or self._handling) and self.link.over is None:
            self._quiet = self._quiet or self._loop.create_future()
            await asyncio.wait([self._quiet], timeout=timeout / 2)
        await self.link.unbind(max(deadline - self._loop.time(), 0.01))

    def abort(self) -> None:
        """Ends the connection at once."""
        self.link.abort()

    # What the link says

    def arrived(self, link: Link, arrived: list[Request | Notification]) -> None:
        """The application wants this."""
        for one in arrived:
            if not isinstance(one, PeerRequest):
                continue
            if self._bind is not None:
                self._queue.append(one)
            elif not self._is_admitting:
                # The session lets no other request through before it.
                self._is_admitting = True
                self._start(self._admit(one))
            else:
                one.reject(CommandStatus.ESME_RALYBND)
        if self._queue:
            self._wake()

    def ended(self, link: Link, closed: ConnectionClosed) -> None:
        """The connection is over."""
        self._line.fail(lambda: ConnectionClosed(f"not sent: {closed}", closed.reason))
        self._gone(self)
        self._queue.clear()
        # A handler goes on: what it does may matter though nobody hears of it.
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)
        for task in [task for task in self._tasks if task.get_name() == _BOUND]:
            task.cancel()

    def cancel(self) -> None:
        """Stops what is still being handled."""
        for task in self._tasks:
            task.cancel()

    # The bind

    async def _admit(self, request: PeerRequest) -> None:
        pdu = request.pdu
        if not isinstance(pdu, BindTransceiver | BindTransmitter | BindReceiver):
            request.reject(CommandStatus.ESME_RINVBNDSTS)
            return
        bind = BindRequest(_KINDS[type(pdu)], pdu.system_id, pdu.password, self.peername, pdu)
        self._log.add(system_id=bind.system_id)
        account = await self._authenticated(bind)
        try:
            if not isinstance(account, Account):
                self._log.info("bind refused", status=account, bind=bind.kind)
                request.reject(account)
                await asyncio.wait([asyncio.ensure_future(self.link.lost())], timeout=_REFUSED_LEAVES)
                self.link.close()
                return
            if account.window is not None:
                self.link.limit_window(account.window)
            if account.max_unanswered is not None:
                self.link.session.set_max_unanswered(account.max_unanswered)
            self._bind, self._account = bind, account
            self.link.accept_bind(request.ticket(), self._service.system_id)
            request.forget()
        except ConnectionClosed:
            return
        self._log.info("bound", bind=bind.kind, version=str(self.version))
        if self._service.on_bound is not None:
            self._start(self._attend(self._service.on_bound), name=_BOUND)

    async def _authenticated(self, bind: BindRequest) -> Account | CommandStatus:
        authenticate = self._service.authenticate
        if authenticate is None:
            return Account()
        try:
            answer = authenticate(bind)
            account = await answer if isawaitable(answer) else answer
        except Exception:
            self._log.exception("authenticate failed")
            return CommandStatus.ESME_RSYSERR
        if isinstance(account, bool):
            return Account() if account else CommandStatus.ESME_RBINDFAIL
        if isinstance(account, int):
            return CommandStatus(account) if account else Account()
        return account

    async def _attend(self, on_bound: OnBound) -> None:
        try:
            await on_bound(self)
        except ConnectionClosed as closed:
            self._log.info("on_bound ended", error=closed)
        except Exception:
            self._log.exception("on_bound failed")

    # Its requests

    def _wake(self) -> None:
        """Sees to it that somebody looks at the queue: the worker that waits, or a new one."""
        if self._idle is not None:
            if not self._idle.done():
                self._idle.set_result(None)
        elif self._workers < (self._account.max_unanswered or self._service.config.max_unanswered):
            self._workers += 1
            self._start(self._work())

    async def _work(self) -> None:
        """Handles one request after another. As soon as a handler waits for something, another worker goes on with the
        next request: so a handler that does not wait costs no task."""
        try:
            while self.link.over is None:
                while self._queue:
                    if len(self._queue) > 1 and not self._will_look:
                        self._will_look = True
                        self._loop.call_soon(self._look)
                    # Not to be kept here: one that its handler forgets is to be rejected.
                    await self._serve(self._queue.popleft())
                if self._quiet is not None and not self._handling and not self._quiet.done():
                    self._quiet.set_result(None)
                if self._idle is not None or self.link.over is not None:
                    return
                self._idle = self._loop.create_future()
                try:
                    await self._idle
                finally:
                    self._idle = None
        finally:
            self._workers -= 1

    def _look(self) -> None:
        self._will_look = False
        if self._queue:
            self._wake()

    async def _serve(self, request: PeerRequest) -> None:
        self._handling += 1
        try:
            answer = self._service.handler(request)
            if not isinstance(answer, (Pdu, int)) and isawaitable(answer):
                answer = await answer
            if answer is None or request.is_answered:
                return
            if isinstance(answer, Pdu):
                request.respond(answer)
            elif answer:
                request.reject(answer)
            else:
                request.accept()
        except ConnectionClosed as closed:
            self._log.info("not answered", command_id=request.pdu.command_id, error=closed)
        except Exception:
            self._log.exception("handler failed", command_id=request.pdu.command_id)
            self._reject_failed(request)
        finally:
            self._handling -= 1

    def _reject_failed(self, request: PeerRequest) -> None:
        try:
            if not request.is_answered:
                request.reject(CommandStatus.ESME_RSYSERR)
        except ConnectionClosed:
            pass

    def _start(self, work: Coroutine[Any, Any, None], *, name: str | None = None) -> None:
        task = self._loop.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def __repr__(self) -> str:
        who = "not bound" if self._bind is None else f"{self._bind.system_id!r}"
        return f"<Peer {who} at {address(self.peername)}, {self.state}>"


#: The name of the tasks that end with the connection.
_BOUND = "smppkit on_bound"
