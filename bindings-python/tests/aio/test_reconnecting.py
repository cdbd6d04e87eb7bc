"""A client that connects again."""

import asyncio

import pytest

from smppkit import BindTransceiverResp, CommandStatus, MessageState
from smppkit.aio import (
    BindRefused,
    ConnectError,
    ConnectionClosed,
    ConnectionState,
    Message,
    NotConnected,
    Reconnect,
    connect,
    serve,
)
from support import MESSAGE, Centre, Wire, receipt, url, wires

QUICK = Reconnect(first_delay=0.01, max_delay=0.02)


def test_pauses_double_up_to_the_longest_and_jitter_only_shortens_them() -> None:
    policy = Reconnect()
    assert [policy.delay(n, 0.0) for n in (1, 2, 3, 6, 7, 8, 1000)] == [1, 2, 4, 32, 60, 60, 60]
    assert [policy.delay(n, 1.0) for n in (1, 2, 1000)] == [0.5, 1, 30]
    assert len({policy.delay(1) for _ in range(10)}) > 1


async def test_requests_in_flight_are_lost_and_others_go_over_the_next_connection() -> None:
    connections = 0

    async def breaks_once(wire: Wire) -> None:
        nonlocal connections
        connections += 1
        await wire.accept_bind()
        if connections == 1:
            await wire.read()
            await wire.read()
        else:
            await wire.answer_all()

    states: list[ConnectionState] = []
    policy = Reconnect(first_delay=0.01, on_change=states.append)
    async with wires(breaks_once) as port, connect(url(port), reconnect=policy, window=2) as esme:
        futures = [esme.request(MESSAGE) for _ in range(5)]
        outcomes = await asyncio.gather(*futures, return_exceptions=True)
        assert [isinstance(outcome, ConnectionClosed) for outcome in outcomes] == [True, True, False, False, False]
        assert all(getattr(outcome, "may_have_been_done", True) for outcome in outcomes[:2])
        await asyncio.sleep(0)
        assert [state.kind for state in states] == ["connected", "lost", "reconnecting", "connected"]
        assert (states[1].in_flight, states[2].attempt) == (2, 1)


async def test_request_waits_for_a_connection_so_long() -> None:
    async with serve(Centre().handle, port=0) as server:
        policy = Reconnect(first_delay=5.0, request_wait=0.4)
        esme = await connect(url(server.port), reconnect=policy)
    while esme.is_connected:
        await asyncio.sleep(0)
    first = esme.request(MESSAGE)
    await asyncio.sleep(0.3)
    second = esme.request(MESSAGE)
    with pytest.raises(NotConnected) as caught:
        await first
    assert not caught.value.may_have_been_done
    assert not second.done()
    with pytest.raises(NotConnected):
        await second
    await esme.close()


async def test_receipts_and_messages_come_over_the_next_connection() -> None:
    async with serve(Centre().handle, port=0) as server, connect(url(server.port), reconnect=QUICK) as esme:
        sent = await esme.send_text("447700900123", "Hello", receipt=True)
        server.peers[0].abort()
        receiving = asyncio.ensure_future(esme.receive())
        while not server.peers:
            await asyncio.sleep(0.005)
        (peer,) = server.peers
        delivering = asyncio.gather(peer.deliver(receipt("1")), peer.deliver_text("1", "2", "Hi"))
        assert await sent.receipts.outcome() == (MessageState.DELIVERED,)
        message = await receiving
        assert isinstance(message, Message)
        message.accept()
        await delivering


async def test_message_of_a_lost_connection_cannot_be_accepted() -> None:
    async with serve(Centre().handle, port=0) as server, connect(url(server.port), reconnect=QUICK) as esme:
        (peer,) = server.peers
        delivering = asyncio.ensure_future(peer.deliver_text("1", "2", "Hi"))
        message = await esme.receive()
        peer.abort()
        with pytest.raises(ConnectionClosed):
            await delivering
        while esme.is_connected:
            await asyncio.sleep(0)
        with pytest.raises(ConnectionClosed):
            message.accept()  # type: ignore[union-attr]


async def test_gives_up_after_so_many_attempts_and_for_a_wrong_password() -> None:
    async with serve(Centre().handle, port=0) as server:
        port = server.port
    attempts: list[ConnectionState] = []
    with pytest.raises(ConnectError):
        await connect(url(port), reconnect=Reconnect(first_delay=0.001, max_attempts=3, on_change=attempts.append))
    await asyncio.sleep(0)
    assert [state.attempt for state in attempts] == [2, 3]
    binds = 0

    def refuse_the_second(_: object) -> CommandStatus:
        nonlocal binds
        binds += 1
        return CommandStatus.ESME_ROK if binds == 1 else CommandStatus.ESME_RINVPASWD

    async with serve(Centre().handle, port=0, authenticate=refuse_the_second) as server:
        esme = await connect(url(server.port), reconnect=QUICK)
        server.peers[0].abort()
        with pytest.raises(ConnectionClosed) as caught:
            await esme.receive()
        assert isinstance(caught.value.__cause__, BindRefused)
        with pytest.raises(ConnectionClosed):
            await esme.submit(MESSAGE)


async def test_refused_for_now_is_tried_again() -> None:
    binds = 0

    async def not_yet(wire: Wire) -> None:
        nonlocal binds
        binds += 1
        if binds == 1:
            bind = await wire.read()
            wire.write(BindTransceiverResp(command_status=CommandStatus.ESME_RSYSERR), to=bind)
            await wire.reader.read()
        await wire.accept_bind()
        await wire.answer()

    async with wires(not_yet) as port, connect(url(port), reconnect=QUICK):
        assert binds == 2


async def test_close_while_there_is_no_connection() -> None:
    async with serve(Centre().handle, port=0) as server:
        esme = await connect(url(server.port), reconnect=Reconnect(first_delay=5.0))
    while esme.is_connected:
        await asyncio.sleep(0)
    waiting = esme.request(MESSAGE)
    async with asyncio.timeout(0.5):
        await esme.close()
    with pytest.raises(ConnectionClosed, match="not sent"):
        await waiting
    async for _ in esme:
        pass
