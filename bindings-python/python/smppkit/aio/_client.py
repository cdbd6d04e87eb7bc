"""The side of the application: connecting, binding, sending and receiving."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Generator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Never, Unpack, cast

from .._deliveries import Delivery, Message, Receipt, Request
from .._enums import CloseReason, State
from .._failures import (
    BindRefused,
    ConnectError,
    ConnectionClosed,
    ConnectTimeout,
    NotConnected,
    RequestError,
    RequestRefused,
)
from .._joining import Joining
from .._native import Notification, Pacer, SubmitSm, SubmitSmResp
from .._options import ClientOptions, ClientSettings, client_settings
from ._inbox import Inbox
from ._line import Line, Waiting
from ._link import Link, Owner
from ._log import Log
from ._receipts import Awaited, Receipts
from ._reconnect import ConnectionState, Reconnect
from ._texts import Sent, TextOptions, send_text

if TYPE_CHECKING:
    from .._native import CommandId, InterfaceVersion, Stats
    from .._record import Pdu

#: How long a graceful end may take, in seconds.
CLOSE_TIMEOUT = 10.0

#: After these, nothing more was to be expected.
_IN_ORDER = (CloseReason.LOCAL, CloseReason.UNBOUND, CloseReason.UNBIND_UNANSWERED, CloseReason.PEER_UNBOUND)


def connect(url: str, *, reconnect: Reconnect | bool = False, **options: Unpack[ClientOptions]) -> Connecting:
    """Connects to a message centre and binds: ``async with connect(…) as esme:`` or ``esme = await connect(…)``.

    :param url: ``smpp://system_id:password@host:2775``, or ``smpps://…`` for TLS. What a URL cannot have as it is, it
        has percent-encoded. Its query may have options: ``smpp://app@mc?window=64&enquire_link=10``.
    :param reconnect: whether, and how, to connect again when the connection is lost. The first attempt is one of these
        too.
    :param options: see :class:`ClientOptions`.

    Raises :class:`BindRefused`, :class:`ConnectTimeout` or another :class:`ConnectError`; at once ``ValueError`` or
    ``TypeError`` for options that are wrong.
    """
    if not isinstance(reconnect, Reconnect | bool):
        raise TypeError(f"reconnect: expected bool or Reconnect, not {type(reconnect).__name__}")
    policy = (Reconnect() if reconnect else None) if isinstance(reconnect, bool) else reconnect
    return Connecting(client_settings(url, **options), policy)


class Connecting:
    """What :func:`connect` gives: to be awaited, or entered with ``async with``."""

    def __init__(self, settings: ClientSettings, policy: Reconnect | None) -> None:
        self._settings = settings
        self._policy = policy
        self._esme: Esme | None = None

    def __await__(self) -> Generator[Any, None, Esme]:
        return self._connect().__await__()

    async def __aenter__(self) -> Esme:
        self._esme = await self._connect()
        return self._esme

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._esme is not None:
            await self._esme.close()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Never:
            hint = "; there is no client yet: await connect(…), or async with connect(…)" if hasattr(Esme, name) else ""
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{hint}", name=name, obj=self)

    async def _connect(self) -> Esme:
        esme = Esme(self._settings, self._policy)
        await esme._start()
        return esme


class Submitted:
    """A submit_sm that was accepted."""

    __slots__ = ("_receipts", "response")

    def __init__(self, response: SubmitSmResp, receipts: Receipts | Awaited) -> None:
        self.response: SubmitSmResp = response
        """What the message centre answered."""
        self._receipts = receipts

    @property
    def message_id(self) -> str:
        """The id that the message centre gave."""
        return self.response.message_id

    @property
    def receipts(self) -> Receipts:
        """Its receipts, if ``registered_delivery`` asked for some; none otherwise."""
        if isinstance(self._receipts, Awaited):
            self._receipts = Receipts(self._receipts, 1)
        return self._receipts

    def __repr__(self) -> str:
        return f"<Submitted as {self.message_id!r}>"


class Esme(Owner):
    """An application that is bound: made by :func:`connect`. To be used in the event loop in which it was made.

    ``async for delivery in esme`` gives what comes in. The message centre gets its answer when the application says
    ``accept`` or ``reject``, unless ``auto_accept`` was asked for; as long as ``max_unanswered`` wait for theirs,
    nothing more is read, responses to us included. The iteration ends when the connection ends in good order, and
    raises
    :class:`ConnectionClosed` otherwise.
    """

    def __init__(self, settings: ClientSettings, policy: Reconnect | None) -> None:
        self._loop = asyncio.get_running_loop()
        self._settings = settings
        self._policy = policy
        self._log = Log(system_id=settings.system_id, mc=settings.address)
        self._line = Line()
        self._pacer = (
            None if settings.messages_per_second is None else Pacer(settings.messages_per_second, self._loop.time())
        )
        spare = max(settings.config.max_unanswered // 4, 1)
        joining = Joining(self._loop.time, mc_default=settings.mc_default)
        self._inbox = Inbox(joining, self._log, spare)
        self._awaited = Awaited(self._inbox.put, spare=spare)
        # Different each time: parts of two messages must not be taken for those of one.
        self._reference = random.randrange(65_536)
        self._link: Link | None = None
        self._bound_at = 0.0
        self._lost_at = 0.0
        self._pauses = 0
        self._over: ConnectionClosed | None = None
        self._is_closing = False
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._reconnecting: asyncio.Task[None] | None = None
        self._wait_timer: asyncio.TimerHandle | None = None

    # Sending

    def request(self, pdu: Pdu, *, within: float | None = None) -> asyncio.Future[Pdu]:
        """Sends a request, at once if there is room in the window or else in its turn, and gives the future of the
        response.

        So ``await esme.request(pdu)`` waits for the response, and several can be under way without a task for each.
        That the peer refused it is no error but the ``command_status`` of the response. A future may be cancelled: what
        was not sent is not sent, what was keeps its slot of the window until its response, which is dropped.

        ``within`` is how long the response may take once it is sent, in seconds, instead of what the options say.

        The future raises :class:`ResponseTimeout`, :class:`ConnectionClosed`, :class:`NotConnected`, or what
        :meth:`smppkit.Session.request` raises.
        """
        return self._request(pdu, within, None)

    async def submit(self, pdu: SubmitSm, *, within: float | None = None) -> Submitted:
        """Sends a submit_sm and waits for its response. Its receipts are awaited if ``registered_delivery`` asks for
        any.

        Raises :class:`RequestRefused` if it is not accepted, or as :meth:`request` does.
        """
        receipts: Receipts | Awaited = self._awaited
        answered = None
        if pdu.registered_delivery:
            receipts = Receipts(self._awaited, 1)
            answered = receipts._follow(0)
        response = await self._request(pdu, within, answered)
        if response.command_status or not isinstance(response, SubmitSmResp):
            raise RequestRefused(response)
        return Submitted(response, receipts)

    async def send_text(
        self, destination: str, text: str, /, *, source: str = "", receipt: bool = False, **options: Unpack[TextOptions]
    ) -> Sent:
        """Sends a text in as many parts as it takes, and waits until all of them are accepted.

        Addresses are written as :func:`smppkit.message.read_address` takes them, ``+447700900123`` or ``MyShop``;
        without a ``source`` the message centre uses its own. ``receipt`` asks for receipts. The alphabet is the
        cheapest that has every character, unless the options, those of :func:`smppkit.message.submits`, say otherwise.

        Raises ``ValueError`` for a text or an address that cannot be sent, and :class:`TextNotAccepted`, which tells
        what became of each part.
        """
        self._reference = (self._reference + 1) % 65_536
        return await send_text(self, source, destination, text, self._reference, receipt, options)

    def notify(self, pdu: Pdu) -> None:
        """Sends what nothing answers. Raises as :meth:`request` does."""
        if self._link is None:
            raise NotConnected("not sent: there is no connection") if self._over is None else self._not_sent()
        self._link.notify(pdu)

    def _request(self, pdu: Pdu, within: float | None, answered: Any) -> asyncio.Future[Pdu]:
        if self._link is not None and not self._is_closing:
            return self._link.request(pdu, within, answered)
        future: asyncio.Future[Pdu] = self._loop.create_future()
        if self._over is not None or self._is_closing or self._policy is None:
            future.set_exception(self._not_sent())
        elif not self._policy.request_wait:
            future.set_exception(NotConnected("not sent: there is no connection"))
        else:
            self._line.append(Waiting(pdu, future, within, answered, self._loop.time()))
            self._set_wait_timer()
            return future
        if answered is not None:
            answered(None)
        return future

    def _not_sent(self) -> ConnectionClosed:
        over = self._over
        why = "the connection is being closed" if over is None else over
        return ConnectionClosed(f"not sent: {why}", CloseReason.LOCAL if over is None else over.reason)

    # Receiving

    def __aiter__(self) -> Esme:
        return self

    async def __anext__(self) -> Delivery:
        delivery = await self._take()
        if delivery is not None:
            return delivery
        if self._over is None or self._over.reason in _IN_ORDER:
            raise StopAsyncIteration
        raise self._again()

    async def receive(self) -> Delivery:
        """What comes in next. Raises :class:`ConnectionClosed` once nothing will.

        It may be cancelled at any time, by :func:`asyncio.timeout` for example: nothing is lost.
        """
        delivery = await self._take()
        if delivery is None:
            raise self._again()
        return delivery

    async def _take(self) -> Delivery | None:
        while True:
            delivery = await self._inbox.take()
            if self._settings.auto_accept and isinstance(delivery, Message | Receipt):
                try:
                    delivery.accept()
                except ConnectionClosed:
                    # The message centre will send it again.
                    continue
            return delivery

    def _again(self) -> ConnectionClosed:
        over = self._over or ConnectionClosed("the connection is over", CloseReason.LOCAL)
        error = ConnectionClosed(str(over), over.reason, in_flight=over.in_flight)
        error.__cause__ = over.__cause__
        return error

    # How it is

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection, and it is bound."""
        return self._link is not None and self._link.over is None

    @property
    def state(self) -> State:
        """The state of the session."""
        return State.CLOSED if self._link is None else self._link.session.state

    @property
    def version(self) -> InterfaceVersion:
        """The version that is spoken."""
        return self._settings.config.interface_version if self._link is None else self._link.session.version

    @property
    def in_flight(self) -> int:
        """How many requests of ours are unanswered."""
        return 0 if self._link is None else self._link.in_flight

    @property
    def stats(self) -> Stats | None:
        """What passed so far on this connection; ``None`` while there is none."""
        return None if self._link is None else self._link.session.stats

    def allowed(self, command_id: CommandId) -> bool:
        """Whether this request or notification may be sent now, room in the window aside."""
        return self._link is not None and self._link.session.allowed(command_id)

    # The end

    async def close(self, timeout: float = CLOSE_TIMEOUT) -> None:
        """Unbinds in good order: sends no further requests, waits for the responses to those in flight, unbinds, and
        closes the connection, all that within ``timeout`` seconds. What is not answered by then is lost, and told
        so."""
        self._is_closing = True
        self._line.fail(self._not_sent)
        if self._reconnecting is not None:
            self._reconnecting.cancel()
        if self._link is not None:
            await self._link.unbind(timeout)
        self._end(ConnectionClosed("the connection is over: closed by us", CloseReason.LOCAL))

    def abort(self) -> None:
        """Ends the connection at once, without an unbind. Requests in flight are lost."""
        self._is_closing = True
        if self._reconnecting is not None:
            self._reconnecting.cancel()
        if self._link is not None:
            self._link.abort()
        self._end(ConnectionClosed("the connection is over: closed by us", CloseReason.LOCAL))

    async def wait_closed(self) -> None:
        """Waits until the connection is over, and no other will be made."""
        await asyncio.shield(self._ended)

    def _end(self, closed: ConnectionClosed) -> None:
        if self._over is not None:
            return
        self._over = closed
        self._link = None
        if self._wait_timer is not None:
            self._wait_timer.cancel()
        self._line.fail(self._not_sent)
        self._awaited.end()
        self._inbox.end()
        self._ended.set_result(None)

    # The connection

    async def _start(self) -> None:
        try:
            if self._policy is None:
                self._adopt(await self._open())
            else:
                await self._connect(self._policy, at_once=True)
        except BaseException:
            self._end(ConnectionClosed("there never was a connection", CloseReason.LOCAL))
            raise

    async def _open(self) -> Link:
        settings = self._settings
        link = Link(self, settings.config, settings.window, self._line, self._log, self._pacer)
        where = f"to {settings.address}"
        try:
            async with asyncio.timeout(settings.connect_timeout):
                # An OSError of ours is not one of the network.
                context = settings.ssl_context()
                await self._loop.create_connection(lambda: link, settings.host, settings.port, ssl=context)
                response = await link.bind(settings.bind_pdu())
        except BaseException as error:
            link.abort()
            if isinstance(error, RequestError):
                raise ConnectError(f"no bind {where}: {error}") from error
            if isinstance(error, TimeoutError) and not isinstance(error, RequestError):
                raise ConnectTimeout(f"no bind {where} within {settings.connect_timeout} s") from error
            if isinstance(error, OSError):
                raise ConnectError(f"cannot connect {where}: {error}") from error
            raise
        if link.over is not None:
            raise ConnectError(f"no bind {where}: {link.over}")
        # A response that did not bind the session was none: a generic_nack says as much.
        if not link.session.state.is_bound:
            link.close()
            await link.lost()
            raise BindRefused(response.command_status)
        return link

    def _adopt(self, link: Link) -> None:
        self._link = link
        self._bound_at = self._loop.time()
        if self._wait_timer is not None:
            self._wait_timer.cancel()
            self._wait_timer = None
        self._log.info("bound", bind=self._settings.bind, version=str(link.session.version))
        self._tell(ConnectionState("connected"))

    def arrived(self, link: Link, arrived: list[Request | Notification]) -> None:
        """The message centre wants this."""
        for one in arrived:
            sorted_out = one if isinstance(one, Notification) else self._awaited.sort(one)
            if sorted_out is not None:
                self._inbox.put(sorted_out)

    def ended(self, link: Link, closed: ConnectionClosed) -> None:
        """The connection is over."""
        if link is not self._link:
            return
        self._link = None
        if self._policy is None or self._is_closing:
            self._end(closed)
            self._tell(ConnectionState("ended", closed))
            return
        self._tell(ConnectionState("lost", closed, closed.in_flight))
        self._lost_at = self._loop.time()
        if self._lost_at - self._bound_at >= self._policy.stable_after:
            self._pauses = 0
        self._set_wait_timer()
        self._reconnecting = self._loop.create_task(self._connect_again(self._policy))

    async def _connect_again(self, policy: Reconnect) -> None:
        try:
            await self._connect(policy, at_once=False)
        except ConnectError as error:
            self._log.warning("gave up", error=error)
            closed = ConnectionClosed(f"the connection was lost: {error}")
            closed.__cause__ = error
            self._end(closed)
            self._tell(ConnectionState("gave_up", error))
        finally:
            self._reconnecting = None

    async def _connect(self, policy: Reconnect, *, at_once: bool) -> None:
        """Tries until it succeeds or must not go on."""
        attempt, failure = 0, None
        while True:
            attempt += 1
            if attempt > 1 or not at_once:
                self._pauses += 1
                delay = policy.delay(self._pauses)
                self._log.info("reconnecting", attempt=attempt, delay=round(delay, 3))
                self._tell(ConnectionState("reconnecting", failure, attempt=attempt, delay=delay))
                await asyncio.sleep(delay)
            try:
                self._adopt(await self._open())
                return
            except ConnectError as error:
                if attempt == policy.max_attempts or (error.is_permanent and not policy.despite_permanent_failure):
                    raise
                failure = error
                self._log.info("no connection", error=error)

    def _tell(self, state: ConnectionState) -> None:
        if self._policy is not None and self._policy.on_change is not None:
            # What it raises is its own affair.
            self._loop.call_soon(self._policy.on_change, state)

    def _set_wait_timer(self) -> None:
        """While there is no connection, one timer for all requests that wait for one."""
        if self._wait_timer is not None or self._policy is None:
            return
        first = self._line.first()
        if first is not None:
            due = max(first.since, self._lost_at) + self._policy.request_wait
            self._wait_timer = self._loop.call_at(due, self._waited_long)

    def _waited_long(self) -> None:
        self._wait_timer = None
        wait = cast("Reconnect", self._policy).request_wait
        self._line.fail(lambda: NotConnected("not sent: there is no connection"), before=self._loop.time() - wait)
        self._set_wait_timer()

    def __repr__(self) -> str:
        return f"<Esme {self._settings.system_id!r} at {self._settings.address}, {self.state}>"
