"""TLS, on both sides."""

import asyncio
import socket
import ssl
from pathlib import Path

import pytest

from served import served
from smppkit import BindTransceiver, BindTransceiverResp, decode
from smppkit.aio import ConnectError, connect, serve
from smppkit.sync import Client
from support import MESSAGE, Centre, until

CERTIFICATE = Path(__file__).with_name("tls.pem")


def server_side() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def client_side() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


async def test_tls_both_ways() -> None:
    async with serve(Centre().handle, port=0, tls=server_side()) as server:
        esme = await connect(f"smpps://app@127.0.0.1:{server.port}", tls=client_side(), window=64)
        await asyncio.gather(*(esme.submit(MESSAGE) for _ in range(1000)))
        delivering = asyncio.ensure_future(server.peers[0].deliver_text("1", "2", "Hello " * 100))
        (await esme.receive()).accept()  # type: ignore[union-attr]
        await delivering
        await esme.close()


async def test_certificate_that_nobody_trusts() -> None:
    async with serve(Centre().handle, port=0, tls=server_side()) as server:
        with pytest.raises(ConnectError, match="certificate"):
            await connect(f"smpps://app@127.0.0.1:{server.port}")
        # No TLS at all: the server waits for a handshake, the client for an answer.
        with pytest.raises(ConnectError):
            await connect(f"smpp://app@127.0.0.1:{server.port}", connect_timeout=0.5)
        await until(lambda: server.connections == 0)


async def test_silent_connections_count_from_the_first_moment() -> None:
    async with serve(Centre().handle, port=0, tls=server_side(), max_connections=2) as server:
        silent = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(2)]
        await until(lambda: server.connections == 2)
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        assert await asyncio.wait_for(reader.read(), 5.0) == b""
        writer.close()
        assert server.connections == 2
        silent[0][1].close()
        await until(lambda: server.connections == 1)
        async with connect(f"smpps://app@127.0.0.1:{server.port}", tls=client_side()) as esme:
            assert server.connections == 2
            await esme.submit(MESSAGE)
            # A handshake that fails gives its place back.
            await until(lambda: server.connections == 2)
            silent[1][1].write(b"no TLS at all")
            await until(lambda: server.connections == 1)
        await until(lambda: server.connections == 0)
        silent += [await asyncio.open_connection("127.0.0.1", server.port)]
        await until(lambda: server.connections == 1)
    # The end of the server is the end of a handshake.
    assert await asyncio.wait_for(silent[-1][0].read(), 5.0) == b""
    for _, writer in silent:
        writer.close()


async def test_what_comes_with_the_end_of_the_handshake_is_not_lost() -> None:
    async with serve(Centre().handle, port=0, tls=server_side()) as server:
        bind = bytes(BindTransceiver(system_id="app", sequence_number=1))
        for _ in range(20):
            # In one segment with the client's last message of TLS, as likely as not.
            with socket.create_connection(("127.0.0.1", server.port)) as plain:
                answer = await asyncio.to_thread(hasty, plain, bind)
                assert isinstance(decode(answer), BindTransceiverResp)


def hasty(plain: socket.socket, request: bytes) -> bytes:
    """Sends a request together with the end of the handshake, and gives the answer."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = client_side().wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    while True:
        try:
            tls.do_handshake()
            break
        except ssl.SSLWantReadError:
            plain.sendall(outgoing.read())
            incoming.write(plain.recv(65_536))
    tls.write(request)
    plain.sendall(outgoing.read())
    while True:
        try:
            return tls.read(65_536)
        except ssl.SSLWantReadError:
            incoming.write(plain.recv(65_536))


async def test_handshake_that_does_not_come_ends_with_session_init() -> None:
    async with serve(Centre().handle, port=0, tls=server_side(), session_init=0.05) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        assert await asyncio.wait_for(reader.read(), 5.0) == b""
        writer.close()


def test_tls_of_the_blocking_client() -> None:
    with served(Centre().handle, tls=server_side()) as port:
        with Client(f"smpps://app@127.0.0.1:{port}", tls=client_side()) as esme:
            assert len(esme.send_text("447700900123", "Hello " * 200)) == 8
            assert esme.receive(0.05) is None
        with pytest.raises(ConnectError, match="certificate"):
            Client(f"smpps://app@127.0.0.1:{port}")
