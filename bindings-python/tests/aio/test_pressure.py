"""Peers that are slow, on either side."""

import asyncio
import socket

import pytest

from smppkit import BindTransceiver, DeliverSm, SubmitSm, encode
from smppkit.aio import Answer, ConnectionClosed, PeerRequest, RequestRefused, connect, serve
from support import MESSAGE, Centre, Wire, pair, stands_still, url, wires


async def test_centre_that_does_not_read() -> None:
    go_on = asyncio.Event()

    async def deaf(wire: Wire) -> None:
        await wire.accept_bind()
        await go_on.wait()
        await wire.answer_all()

    payload = {"message_payload": b"x" * 60_000}
    big = SubmitSm(destination_addr="1", tlvs=payload)
    async with wires(deaf) as port, connect(url(port), window=1000, response=60.0) as esme:
        futures = [esme.request(big) for _ in range(500)]
        await asyncio.sleep(0.2)
        transport = esme._link._transport  # type: ignore[union-attr]
        assert transport is not None
        # What waits is in the line, as the caller's PDUs, not in the transport as octets.
        assert transport.get_write_buffer_size() < 5_000_000
        assert esme.in_flight < 500
        go_on.set()
        responses = await asyncio.gather(*futures)
        assert all(response.command_status == 0 for response in responses)


async def test_handler_that_is_slow_holds_back_what_comes() -> None:
    running = most = 0

    async def slow(request: PeerRequest) -> Answer:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.002)
        running -= 1
        return Centre().handle(request)

    async with pair(slow, window=64, server={"max_unanswered": 4}) as (esme, server):
        answers = asyncio.gather(*(esme.submit(MESSAGE) for _ in range(200)))
        await asyncio.sleep(0.01)
        assert server.peers[0].link.session.unanswered <= 4
        assert len(await answers) == 200
        assert most == 4


async def test_application_that_does_not_take_holds_back_the_centre() -> None:
    async with pair(max_unanswered=8) as (esme, server):
        (peer,) = server.peers
        # Whoever takes once is expected to go on.
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await esme.receive()
        delivering = [asyncio.ensure_future(peer.deliver(DeliverSm())) for _ in range(100)]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in delivering)
        for _ in range(100):
            (await esme.receive()).accept()  # type: ignore[union-attr]
        await asyncio.gather(*delivering)


async def test_application_that_never_takes_anything_can_send_all_the_same() -> None:
    async with pair(max_unanswered=8) as (esme, server):
        (peer,) = server.peers
        delivering = [asyncio.ensure_future(peer.deliver(DeliverSm())) for _ in range(100)]
        for _ in range(100):
            await esme.submit(MESSAGE)
        outcomes = await asyncio.gather(*delivering[:90], return_exceptions=True)
        assert all(isinstance(outcome, RequestRefused) for outcome in outcomes)
        for task in delivering[90:]:
            task.cancel()


async def test_client_that_does_not_read_responses_is_held_back() -> None:
    handled = 0

    def counting(request: PeerRequest) -> Answer:
        nonlocal handled
        handled += 1
        return Centre().handle(request)

    async with serve(counting, port=0) as server:
        client = socket.create_connection(("127.0.0.1", server.port))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader, writer = await asyncio.open_connection(sock=client, limit=1)
        wire = Wire(reader, writer)
        wire.write(BindTransceiver(system_id="app"))
        while not server.peers:
            await asyncio.sleep(0)
        (peer,) = server.peers
        assert peer.link._transport is not None
        served = peer.link._transport.get_extra_info("socket")
        served.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        flood = b"".join(encode(MESSAGE.replace(sequence_number=number)) for number in range(2, 1002))
        transport = writer.transport
        for _ in range(200):
            writer.write(flood)
            await asyncio.sleep(0)
            if transport.get_write_buffer_size() > 5_000_000:
                break
        assert await stands_still(lambda: handled), "it goes on answering who does not read"
        assert transport.get_write_buffer_size() > 0
        assert peer.link._transport.get_write_buffer_size() < 1_000_000
        transport.abort()


async def test_slow_writer_is_served_octet_by_octet() -> None:
    async with serve(Centre().handle, port=0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        wire = Wire(reader, writer)
        for pdu in (BindTransceiver(system_id="app"), MESSAGE):
            for octet in encode(pdu):
                writer.write(bytes((octet,)))
                await asyncio.sleep(0)
            assert (await wire.read()).command_status == 0
        writer.close()


async def test_connection_that_does_not_bind_is_ended() -> None:
    async with serve(Centre().handle, port=0, session_init=0.05) as server:
        reader, _writer = await asyncio.open_connection("127.0.0.1", server.port)
        assert await reader.read() == b""


async def test_silent_centre_is_noticed() -> None:
    async def silent(wire: Wire) -> None:
        await wire.accept_bind()
        await wire.reader.read()

    async with wires(silent) as port:
        esme = await connect(url(port), enquire_link=0.05, response=0.05)
        with pytest.raises(ConnectionClosed) as caught:
            await esme.receive()
        assert caught.value.reason == "enquire_link_unanswered"
