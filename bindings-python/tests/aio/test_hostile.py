"""Octets that are no SMPP, or bad SMPP."""

import asyncio
import random

import pytest

from smppkit import BindTransceiver, CommandStatus, DeliverSm, GenericNack, SubmitSmResp, decode, encode
from smppkit.aio import ConnectError, ConnectionClosed, connect, serve
from support import MESSAGE, Centre, Wire, stands_still, url, wires

BIND = encode(BindTransceiver(system_id="app"))


async def talk(port: int, octets: bytes) -> bytes:
    """Says this to a server, and listens until it ends the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(octets)
        writer.write_eof()
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_server_survives_anything() -> None:
    chance = random.Random(7)
    good = BIND + encode(MESSAGE.replace(sequence_number=2))
    async with serve(Centre().handle, port=0) as server:
        for _ in range(150):
            octets = bytearray(good if chance.random() < 0.7 else chance.randbytes(chance.randrange(200)))
            for _ in range(chance.randrange(1, 8)):
                if octets:
                    octets[chance.randrange(len(octets))] = chance.randrange(256)
            await talk(server.port, bytes(octets))
        async with connect(url(server.port)) as esme:
            assert (await esme.submit(MESSAGE)).message_id
        while server.connections:
            await asyncio.sleep(0.001)


async def test_impossible_length_is_answered_and_ends_the_connection() -> None:
    async with serve(Centre().handle, port=0) as server:
        for length in (0, 15, 100_000, 0xFFFF_FFFF):
            answer = decode(await talk(server.port, length.to_bytes(4, "big") + bytes(12)))
            assert isinstance(answer, GenericNack)
            assert answer.command_status == CommandStatus.ESME_RINVCMDLEN


async def test_bad_pdu_is_refused_and_the_next_one_served() -> None:
    cut = encode(MESSAGE.replace(sequence_number=2))
    cut = (len(cut) - 3).to_bytes(4, "big") + cut[4:-3]
    centre = Centre()
    async with serve(centre.handle, port=0) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        wire = Wire(reader, writer)
        writer.write(BIND)
        assert (await wire.read()).command_status == CommandStatus.ESME_ROK
        writer.write(cut + encode(MESSAGE.replace(sequence_number=3)))
        statuses = {(answer := await wire.read()).sequence_number: answer.command_status for _ in range(2)}
        assert statuses[2] != CommandStatus.ESME_ROK
        assert statuses[3] == CommandStatus.ESME_ROK
        assert len(centre.messages) == 1
        writer.close()


async def test_client_at_a_centre_that_talks_nonsense() -> None:
    for octets in (b"HTTP/1.1 400 Bad Request\r\n\r\n", bytes(64), b"\xff" * 64):

        async def nonsense(wire: Wire, octets: bytes = octets) -> None:
            await wire.read()
            wire.writer.write(octets)
            await wire.reader.read()

        async with wires(nonsense) as port:
            with pytest.raises(ConnectError, match="may not speak SMPP"):
                await connect(url(port), connect_timeout=1.0)


async def test_responses_that_nobody_asked_for_change_nothing() -> None:
    async def confused(wire: Wire) -> None:
        await wire.accept_bind()
        request = await wire.read()
        wire.write(SubmitSmResp(message_id="stray", sequence_number=0x7000_0000))
        wire.write(SubmitSmResp(message_id="right"), to=request)
        wire.write(SubmitSmResp(message_id="again"), to=request)
        await wire.answer_all()

    async with wires(confused) as port, connect(url(port)) as esme:
        assert (await esme.submit(MESSAGE)).message_id == "right"
        assert (await esme.submit(MESSAGE)).message_id == "1"
        assert esme.stats is not None
        assert esme.stats.unmatched == 2


async def test_flood_of_messages_takes_no_more_memory_than_the_limit() -> None:
    sent = 0

    async def flooding(wire: Wire) -> None:
        nonlocal sent
        await wire.accept_bind()
        while True:
            wire.writer.write(encode(DeliverSm(short_message=b"x" * 200, sequence_number=sent % 0x7FFF_FFFF + 1)))
            sent += 1
            if wire.writer.transport.get_write_buffer_size() > 100_000_000:
                return
            if sent % 100 == 0:
                await wire.writer.drain()

    async with wires(flooding) as port:
        esme = await connect(url(port), max_unanswered=10)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                while True:
                    await esme.receive()
                    await asyncio.sleep(1)
        assert await stands_still(lambda: sent)
        esme.abort()
        with pytest.raises(ConnectionClosed):
            while True:
                await esme.receive()
