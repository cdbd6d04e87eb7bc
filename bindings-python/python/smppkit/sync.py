"""A small client for scripts, on a blocking socket: bind, send texts, receive, close.

It does what it does while one of its methods runs: between them, nobody answers the message centre. For anything that
lives longer, or sends much, there is :mod:`smppkit.aio`.
"""

from __future__ import annotations

import random
import select
import socket
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Unpack

from . import _native
from ._deliveries import Delivery, Message, Receipt, Request
from ._errors import SmppError, WindowFull
from ._failures import (
    BindRefused,
    ConnectError,
    ConnectionClosed,
    ConnectTimeout,
    PartOutcome,
    RequestError,
    RequestRefused,
    ResponseTimeout,
    TextNotAccepted,
)
from ._joining import Joining
from ._native import Closed, CommandStatus, Notification, Response, Session, SubmitSm, SubmitSmResp, Unanswered
from ._options import ClientOptions, client_settings
from .message import submits

if TYPE_CHECKING:
    from ._record import Event, Pdu

__all__ = ["Client"]

_CHUNK = 65_536


class Client:
    """An application that is bound: ``with Client("smpp://app:secret@host:2775") as esme:``.

    :param url: as :func:`smppkit.aio.connect` has it.
    :param options: see :class:`smppkit.aio.ClientOptions`; ``messages_per_second`` is not for this client.

    Raises :class:`BindRefused`, :class:`ConnectTimeout` or another :class:`ConnectError`. One thread may use it at a
    time.
    """

    def __init__(self, url: str, **options: Unpack[ClientOptions]) -> None:
        self._settings = settings = client_settings(url, **options)
        if settings.messages_per_second is not None:
            raise ValueError("messages_per_second: this client has no pacing")
        self._session = Session(settings.config, settings.window, time.monotonic())
        self._joining = Joining(time.monotonic, mc_default=settings.mc_default)
        self._arrived: deque[Request | Notification] = deque()
        self._outcomes: dict[int, Pdu | RequestError | None] = {}
        """Requests that are under way, and what became of them."""
        self._next_token = 0
        self._reference = random.randrange(65_536)
        self._over: ConnectionClosed | None = None
        self._will_reject: deque[int] = deque()
        self._connect()

    def _connect(self) -> None:
        settings = self._settings
        where = f"to {settings.address}"
        deadline = time.monotonic() + settings.connect_timeout
        try:
            self._socket = socket.create_connection((settings.host, settings.port), settings.connect_timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            context = settings.ssl_context()
            if context is not None:
                self._socket = context.wrap_socket(self._socket, server_hostname=settings.host)
        except TimeoutError as error:
            raise ConnectTimeout(f"no connection {where} within {settings.connect_timeout} s") from error
        except OSError as error:
            raise ConnectError(f"cannot connect {where}: {error}") from error
        try:
            left = max(deadline - time.monotonic(), 0.001)
            response = self.request(settings.bind_pdu(), within=min(left, settings.config.response))
        except ResponseTimeout as error:
            self._end_socket()
            raise ConnectTimeout(f"no bind {where} within {settings.connect_timeout} s") from error
        except RequestError as error:
            self._end_socket()
            raise ConnectError(f"no bind {where}: {error}") from error
        if not self._session.state.is_bound:
            self._handle(self._session.close())
            self._end_socket()
            raise BindRefused(response.command_status)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # Sending

    def request(self, pdu: Pdu, *, within: float | None = None) -> Pdu:
        """Sends a request and waits for its response, whatever its ``command_status``.

        Raises :class:`ResponseTimeout`, :class:`ConnectionClosed`, or what :meth:`smppkit.Session.request` raises.
        """
        outcome = self._wait_for(self._start(pdu, within))
        if isinstance(outcome, RequestError):
            raise outcome
        return outcome

    def submit(self, pdu: SubmitSm, *, within: float | None = None) -> SubmitSmResp:
        """Sends a submit_sm and waits for its response. Raises :class:`RequestRefused` if it is not accepted, or as
        :meth:`request` does."""
        response = self.request(pdu, within=within)
        if response.command_status or not isinstance(response, SubmitSmResp):
            raise RequestRefused(response)
        return response

    def send_text(self, destination: str, text: str, /, *, source: str = "", receipt: bool = False) -> tuple[str, ...]:
        """Sends a text in as many parts as it takes, and waits until all are accepted: their message ids.

        Addresses are written as :func:`smppkit.message.read_address` takes them. With ``receipt``, :meth:`receive`
        gives the receipts. Raises ``ValueError`` for what cannot be sent, and :class:`TextNotAccepted`.
        """
        self._reference = (self._reference + 1) % 65_536
        mc_default = self._settings.mc_default
        parts = submits(source, destination, text, number=self._reference, receipt=receipt, mc_default=mc_default)
        outcomes: list[PartOutcome] = [None] * len(parts)
        for number, pdu in enumerate(parts):
            try:
                outcomes[number] = self.submit(pdu).message_id
            except SmppError as error:
                outcomes[number] = error
                break
        ids = tuple(outcome for outcome in outcomes if isinstance(outcome, str))
        if len(ids) < len(parts):
            raise TextNotAccepted(outcomes)
        return ids

    def _start(self, pdu: Pdu, within: float | None) -> int:
        if self._over is not None:
            raise ConnectionClosed(f"not sent: {self._over}", self._over.reason)
        self._next_token = token = self._next_token + 1
        while True:
            try:
                self._session.request(pdu, time.monotonic(), token, within=within)
                break
            except WindowFull:
                self._turn(None)
        self._outcomes[token] = None
        return token

    def _wait_for(self, token: int) -> Pdu | RequestError:
        try:
            while (outcome := self._outcomes[token]) is None:
                self._turn(None)
            return outcome
        finally:
            # Interrupted: the response is dropped when it comes.
            del self._outcomes[token]

    # Receiving

    def receive(self, timeout: float | None = None) -> Delivery | None:
        """What comes in next, a message or receipt mostly; ``None`` if nothing does within ``timeout`` seconds.

        Say ``accept()`` or ``reject()`` to it, unless ``auto_accept`` was asked for. Raises :class:`ConnectionClosed`
        once nothing will come.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            delivery = self._take()
            if delivery is not None:
                if self._settings.auto_accept and isinstance(delivery, Message | Receipt):
                    delivery.accept()
                return delivery
            if self._over is not None:
                raise ConnectionClosed(str(self._over), self._over.reason)
            if deadline is not None and time.monotonic() >= deadline:
                return None
            self._turn(deadline)

    def __iter__(self) -> Iterator[Delivery]:
        """All that comes in, until the connection ends."""
        with suppress(ConnectionClosed):
            while True:
                delivery = self.receive()
                if delivery is not None:
                    yield delivery

    def _take(self) -> Delivery | None:
        while self._arrived:
            one = self._arrived.popleft()
            delivery = one if isinstance(one, Notification) else self._joining.sort(one) or self._joining.take()
            if delivery is not None:
                return delivery
        self._joining.handle_timeout()
        if self._over is not None:
            self._joining.end()
        return self._joining.take()

    # The end

    def close(self, timeout: float = 10.0) -> None:
        """Unbinds, and ends the connection."""
        if self._over is None and self._session.allowed(_native.CommandId.UNBIND):
            deadline = time.monotonic() + timeout
            with suppress(SmppError):
                self._session.request(_native.Unbind(), time.monotonic(), within=timeout)
                while self._over is None and time.monotonic() < deadline:
                    self._turn(deadline)
        if self._over is None:
            self._handle(self._session.close())
        self._end_socket()

    def _end_socket(self) -> None:
        with suppress(OSError):
            self._socket.close()

    # The socket and the session

    def _turn(self, deadline: float | None) -> None:
        """Sends what is to be sent and waits until something happens, or until then."""
        self._flush()
        if self._over is not None:
            return
        dues = (deadline, self._session.timeout(), self._joining.due())
        due = min((due for due in dues if due is not None), default=None)
        left = None if due is None else max(due - time.monotonic(), 0.0)
        try:
            # What TLS has read already, no selector tells of.
            has_more = getattr(self._socket, "pending", int)() > 0
            octets = b"" if self._session.paused else None
            if octets is None and (has_more or select.select([self._socket], [], [], left)[0]):
                octets = self._socket.recv(_CHUNK)
                if not octets:
                    self._handle(self._session.receive_eof())
                    return
            if octets is not None:
                self._handle(self._session.receive(octets, time.monotonic()))
        except OSError as error:
            self._broke(error)
            return
        self._handle(self._session.handle_timeout(time.monotonic()))
        self._flush()

    def _flush(self) -> None:
        while self._will_reject:
            with suppress(SmppError):
                self._session.reject(self._will_reject.popleft(), CommandStatus.ESME_RX_T_APPN, time.monotonic())
        octets = self._session.data_to_send()
        if octets:
            try:
                self._socket.settimeout(self._settings.config.response)
                self._socket.sendall(octets)
            except OSError as error:
                self._broke(error)

    def _broke(self, error: OSError) -> None:
        if self._over is None:
            self._handle(self._session.receive_eof(), error)

    def _handle(self, events: list[Event], broken: OSError | None = None) -> None:
        lost: list[int] = []
        for event in events:
            if isinstance(event, Response):
                self._outcome(event.token, event.pdu)
            elif isinstance(event, _native.Request):
                self._arrived.append(Request(self, event.ticket, event.pdu, event.faults))
            elif isinstance(event, Notification):
                self._arrived.append(event)
            elif isinstance(event, Unanswered):
                if event.reason == "timeout":
                    self._outcome(event.token, ResponseTimeout(f"no response to {event.command_id} in time"))
                else:
                    lost.append(event.token)
            elif isinstance(event, Closed):
                why = str(event) if broken is None else f"the connection broke: {broken}"
                self._over = ConnectionClosed(f"the connection is over: {why}", event.reason, in_flight=len(lost))
                for token in lost:
                    text = f"no response: {why}; what became of the request is not known"
                    error = ConnectionClosed(text, event.reason, in_flight=len(lost), may_have_been_done=True)
                    self._outcome(token, error)

    def _outcome(self, token: int, outcome: Pdu | RequestError) -> None:
        if token in self._outcomes:
            self._outcomes[token] = outcome

    def respond(self, ticket: int, response: Pdu) -> None:
        """Answers a request of the message centre. See :meth:`Request.respond`."""
        self._check()
        self._session.respond(ticket, response, time.monotonic())
        self._flush()

    def reject(self, ticket: int, status: int) -> None:
        """Answers a request of the message centre. See :meth:`Request.reject`."""
        self._check()
        self._session.reject(ticket, CommandStatus(status), time.monotonic())
        self._flush()

    def abandon(self, ticket: int) -> None:
        """Leaves a request of the message centre unanswered. See :meth:`Request.abandon`."""
        self._check()
        self._session.abandon(ticket)

    def dropped(self, ticket: int) -> None:
        """Nobody can answer any more: it is rejected at the next opportunity."""
        self._will_reject.append(ticket)

    def _check(self) -> None:
        if self._over is not None:
            raise ConnectionClosed(f"not answered: {self._over}", self._over.reason)

    def __repr__(self) -> str:
        return f"<Client {self._settings.system_id!r} at {self._settings.address}, {self._session.state}>"
