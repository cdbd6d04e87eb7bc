"""The side of the message centre: listening, and serving the applications that bind."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Generator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Unpack, cast

from .._native import Config
from .._options import SessionOptions, session_config
from ._log import Log
from ._peer import Authenticate, Handler, OnBound, Peer, Service

if TYPE_CHECKING:
    import ssl

    from ._link import Link


def serve(
    handler: Handler,
    host: str | None = "127.0.0.1",
    port: int = 2775,
    *,
    authenticate: Authenticate | None = None,
    on_bound: OnBound | None = None,
    system_id: str = "smppkit",
    window: int = 16,
    tls: ssl.SSLContext | None = None,
    max_connections: int = 1024,
    **session: Unpack[SessionOptions],
) -> Serving:
    """Lets applications bind and serves them: ``async with serve(…) as server:`` or ``server = await serve(…)``.

    :param handler: is called with each request of a bound application, a :class:`PeerRequest`, in their order. It
        returns the response, or a status to reject it with; or ``None``, and answers later. It may be a coroutine
        function: while it waits, further requests are handled. What it raises is logged and answered with ESME_RSYSERR.
    :param host: where to listen, ``None`` for everywhere.
    :param port: the port, 0 for any that is free: see :attr:`Server.port`.
    :param authenticate: is called with each :class:`BindRequest`; it returns ``True`` or an :class:`Account`, or
        ``False`` or a status to refuse it with. It may be a coroutine function. Without one, everybody may bind.
    :param on_bound: a coroutine function that is called with each :class:`Peer` that has bound, and cancelled when it
        is gone.
    :param system_id: how the server names itself in bind responses.
    :param window: how many requests of ours an application may leave unanswered.
    :param tls: the settings to speak TLS with.
    :param max_connections: how many there may be, bound or not. Further ones are closed as soon as they come.
    :param session: the settings of the sessions, see :class:`SessionOptions`.
    """
    config = session_config(Config.mc(), dict(session))
    service = Service(handler, authenticate, on_bound, system_id, config, window)
    return Serving(Server(service, max_connections), host, port, tls)


class Serving:
    """What :func:`serve` gives: to be awaited, or entered with ``async with``."""

    def __init__(self, server: Server, host: str | None, port: int, tls: ssl.SSLContext | None) -> None:
        self._server = server
        self._where = host, port, tls

    def __await__(self) -> Generator[Any, None, Server]:
        return self._start().__await__()

    async def __aenter__(self) -> Server:
        return await self._start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._server.close()

    async def _start(self) -> Server:
        await self._server._listen(*self._where)
        return self._server


class _Door(asyncio.Protocol):
    """What a connection meets first: for one that does not get through its TLS handshake, there is no peer."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        link = self._server._admit(self)
        cast("asyncio.Transport", transport).set_protocol(link)
        link.connection_made(transport)


class Server:
    """A server that listens: made by :func:`serve`."""

    def __init__(self, service: Service, max_connections: int) -> None:
        self._service = service
        self._max_connections = max_connections
        self._log = Log()
        self._peers: set[Peer] = set()
        self._entering: dict[_Door, asyncio.Task[None]] = {}
        """Those of which the TLS handshake is not done."""
        self._listeners: list[socket.socket] = []
        self._accepting: list[asyncio.Task[None]] = []
        self._closed: asyncio.Future[None] | None = None

    async def _listen(self, host: str | None, port: int, tls: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        self._closed = loop.create_future()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
            try:
                self._listeners.append(socket.create_server(address, family=family, backlog=512))
            except OSError as error:
                # A machine may have no IPv6.
                if error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL) and len(found) > 1:
                    continue
                self._listen_no_more()
                raise
        for listener in self._listeners:
            listener.setblocking(False)
            self._accepting.append(loop.create_task(self._accept(listener, tls)))
        self._log.info("listening", port=self.port)

    def _listen_no_more(self) -> None:
        for accepting in self._accepting:
            accepting.cancel()
        for listener in self._listeners:
            listener.close()
        self._listeners.clear()

    async def _accept(self, listener: socket.socket, tls: ssl.SSLContext | None) -> None:
        # Not by the event loop's server: that tells nobody of a connection before its TLS handshake is done.
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(listener)
            except OSError as error:
                # Out of file descriptors, most likely: some will be free again.
                self._log.warning("accept failed", error=error)
                await asyncio.sleep(0.1)
                continue
            if self.connections >= self._max_connections:
                self._log.warning("connection turned away")
                connection.close()
            else:
                self._let_in(connection, tls)
            # There may be more of them than ever end.
            await asyncio.sleep(0)

    def _let_in(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        door = _Door(self)
        opening = asyncio.get_running_loop().create_task(self._open(door, connection, tls))
        opening.add_done_callback(lambda _: self._entering.pop(door, None))
        self._entering[door] = opening

    async def _open(self, door: _Door, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        # Who does not get through the handshake of TLS has not bound either.
        limit = None if tls is None else self._service.config.session_init or 30.0
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await loop.connect_accepted_socket(lambda: door, connection, ssl=tls, ssl_handshake_timeout=limit)
        except OSError as error:
            self._log.info("connection not made", error=error)

    def _admit(self, door: _Door) -> Link:
        self._entering.pop(door, None)
        peer = Peer(self._service, self._gone)
        self._peers.add(peer)
        return peer.link

    def _gone(self, peer: Peer) -> None:
        self._peers.discard(peer)

    @property
    def port(self) -> int:
        """The port on which it listens."""
        if not self._listeners:
            raise RuntimeError("the server does not listen")
        return int(self._listeners[0].getsockname()[1])

    @property
    def peers(self) -> list[Peer]:
        """The applications that are bound."""
        return [peer for peer in self._peers if peer.is_bound]

    @property
    def connections(self) -> int:
        """How many connections there are, bound or not, and also before their TLS handshake is done."""
        return len(self._peers) + len(self._entering)

    async def close(self, timeout: float = 10.0) -> None:
        """Stops in good order: listens no more, waits for what is unanswered in either direction, unbinds every
        application, and closes what is left after ``timeout`` seconds."""
        self._listen_no_more()
        for entering in self._entering.values():
            entering.cancel()
        peers = list(self._peers)
        try:
            await asyncio.gather(*(peer.close(timeout) for peer in peers))
        finally:
            for peer in peers:
                peer.abort()
                peer.cancel()
            if self._closed is not None and not self._closed.done():
                self._closed.set_result(None)

    async def wait_closed(self) -> None:
        """Waits until it is closed."""
        if self._closed is not None:
            await asyncio.shield(self._closed)

    async def serve_forever(self) -> None:
        """Serves until it is cancelled, and then stops in good order."""
        try:
            await self.wait_closed()
        finally:
            await self.close()
