"""TLS, on both sides."""

import asyncio
import ssl
from pathlib import Path

import pytest

from served import served
from smppkit.aio import ConnectError, connect, serve
from smppkit.sync import Client
from support import MESSAGE, Centre

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
        assert server.connections == 0


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
