"""Receipts that are awaited: over one connection and the next, taken late, twice or by nobody."""

import asyncio
import threading

import pytest

from smppkit import CommandStatus, MessageState
from smppkit.aio import ConnectionClosed, Esme, Receipt, Reconnect, RequestRefused, connect, serve
from support import MESSAGE, Centre, Wire, pair, receipt, until, url, wires

WANTED = MESSAGE.replace(registered_delivery=1)


def untaken(esme: Esme) -> int:
    return len(esme._awaited._receipts)


async def test_those_that_nobody_takes_do_not_bring_the_connection_to_a_stand() -> None:
    async with pair(max_unanswered=8) as (esme, server):
        (peer,) = server.peers
        sent = [await esme.submit(WANTED) for _ in range(6)]
        delivering = [asyncio.ensure_future(peer.deliver(receipt(one.message_id))) for one in sent]
        # A quarter is kept. The oldest are to come again.
        for refused in delivering[:4]:
            with pytest.raises(RequestRefused, match="ESME_RX_T_APPN"):
                await refused
        assert [one.receipts.waiting for one in sent] == [1, 1, 1, 1, 0, 0]
        assert untaken(esme) == 2
        assert (await esme.submit(WANTED)).message_id == "7"
        for number, one in enumerate(sent):
            again = peer.deliver(receipt(one.message_id)) if number < 4 else delivering[number]
            outcome, _ = await asyncio.gather(one.receipts.outcome(), again)
            assert outcome == (MessageState.DELIVERED,)


async def test_those_that_had_come_go_on_when_the_handle_is_forgotten_in_any_thread() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        handles = [(await esme.submit(WANTED)).receipts]
        delivering = asyncio.ensure_future(peer.deliver(receipt("1")))
        await until(lambda: untaken(esme))
        thread = threading.Thread(target=handles.clear)
        thread.start()
        thread.join()
        found = await esme.receive()
        assert isinstance(found, Receipt)
        assert (found.message_id, found.part) == ("1", None)
        found.accept()
        await delivering


async def test_several_tasks_can_take_them() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        sent = await esme.send_text("447700900123", "long " * 40, receipt=True)
        assert len(sent.message_ids) == 2
        taking = [asyncio.ensure_future(sent.receipts.outcome()) for _ in range(3)]
        await asyncio.sleep(0)
        taking.pop(0).cancel()
        await asyncio.gather(*(peer.deliver(receipt(number)) for number in sent.message_ids))
        outcomes = await asyncio.gather(*taking)
        # Each receipt was taken by one of them, and all are told.
        assert outcomes == [(MessageState.DELIVERED,) * 2] * 2
        assert await sent.receipts.outcome() == (MessageState.DELIVERED,) * 2


async def test_one_that_cannot_be_accepted_comes_again() -> None:
    reconnect = Reconnect(first_delay=0.001)
    async with serve(Centre().handle, port=0) as server, connect(url(server.port), reconnect=reconnect) as esme:
        sent = await esme.submit(WANTED)
        (peer,) = server.peers
        delivering = asyncio.ensure_future(peer.deliver(receipt("1")))
        await until(lambda: untaken(esme))
        peer.abort()
        with pytest.raises(ConnectionClosed):
            await delivering
        await until(lambda: not esme.is_connected)
        # The outcome is complete once the message centre knows that it was told.
        outcome = asyncio.ensure_future(sent.receipts.outcome())
        await until(lambda: not untaken(esme))
        assert sent.receipts.waiting == 1
        await until(lambda: server.peers)
        await server.peers[0].deliver(receipt("1"))
        assert await outcome == (MessageState.DELIVERED,)


async def test_one_that_was_rejected_is_awaited_though_somebody_still_has_it() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        sent = await esme.submit(WANTED)
        delivering = asyncio.ensure_future(peer.deliver(receipt("1")))
        rejected = await anext(sent.receipts)
        rejected.reject(CommandStatus.ESME_RX_T_APPN)
        assert sent.receipts.waiting == 1
        with pytest.raises(RequestRefused):
            await delivering
        outcome, _ = await asyncio.gather(sent.receipts.outcome(), peer.deliver(receipt("1")))
        assert outcome == (MessageState.DELIVERED,)


async def test_what_is_held_back_comes_before_the_end() -> None:
    async def hasty(wire: Wire) -> None:
        await wire.accept_bind()
        await wire.read()
        wire.write(receipt("1"))

    async with wires(hasty) as port, connect(url(port)) as esme:
        with pytest.raises(ConnectionClosed):
            await esme.submit(WANTED)
        found = await esme.receive()
        assert isinstance(found, Receipt)
        assert found.message_id == "1"
        with pytest.raises(ConnectionClosed):
            await esme.receive()


async def test_they_end_with_the_client() -> None:
    async with pair() as (esme, server):
        sent = await esme.submit(WANTED)
        waiting = asyncio.ensure_future(sent.receipts.outcome())
        await asyncio.sleep(0)
        server.peers[0].abort()
        assert await waiting == (None,)
        assert [receipt async for receipt in sent.receipts] == []
