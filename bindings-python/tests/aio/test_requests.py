"""Requests: window, order, cancellation, time-outs, pacing."""

import asyncio
import time
from typing import Any, cast
from unittest.mock import Mock

import pytest

from smppkit import CommandStatus, DeliverSm, QuerySm, QuerySmResp, SubmitSm, SubmitSmResp, Unbind, UnbindResp, encode
from smppkit.aio import ConnectionClosed, PeerRequest, RequestRefused, ResponseTimeout, connect
from support import MESSAGE, Centre, Wire, pair, url, wires


def numbered(number: int) -> SubmitSm:
    return MESSAGE.replace(short_message=str(number).encode())


async def test_window_is_never_exceeded_and_nobody_overtakes() -> None:
    seen: list[int] = []

    async def counting(wire: Wire) -> None:
        await wire.accept_bind()
        held = []
        while True:
            request = await wire.read()
            if isinstance(request, Unbind):
                wire.write(UnbindResp(), to=request)
                return
            assert isinstance(request, SubmitSm)
            seen.append(int(request.short_message))
            held.append(request)
            assert len(held) <= 5
            if len(held) == 5 or len(seen) == 1003:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.001):
                        await wire.reader.read(1)
                for one in reversed(held):
                    wire.write(SubmitSmResp(message_id="1"), to=one)
                held.clear()

    async with wires(counting) as port, connect(url(port), window=5) as esme:
        await asyncio.gather(*(esme.submit(numbered(number)) for number in range(1003)))
    assert seen == list(range(1003))


async def test_a_window_goes_out_in_halves() -> None:
    """So that the peer has something to do while the other half is made."""
    async with pair(window=8) as (esme, _):
        link = cast("Any", esme)._link
        link._transport = Mock(wraps=link._transport)
        await asyncio.gather(*(esme.submit(MESSAGE) for _ in range(8)))
        written = [len(call.args[0]) for call in link._transport.write.call_args_list]
        assert written == [4 * len(encode(MESSAGE))] * 2


async def test_refusals_are_told() -> None:
    async with pair(lambda _: CommandStatus.ESME_RTHROTTLED) as (esme, _):
        with pytest.raises(RequestRefused, match="ESME_RTHROTTLED") as caught:
            await esme.submit(MESSAGE)
        assert (caught.value.status, caught.value.retry) == (CommandStatus.ESME_RTHROTTLED, "temporary")
        response = await esme.request(MESSAGE)
        assert response.command_status == CommandStatus.ESME_RTHROTTLED


async def test_who_left_the_line_is_not_sent() -> None:
    centre = Centre()
    hold = asyncio.Event()

    async def holding(request: PeerRequest) -> object:
        await hold.wait()
        return centre.handle(request)

    async with pair(holding, window=1) as (esme, _):
        futures = [esme.request(numbered(number)) for number in range(4)]
        waiting = asyncio.ensure_future(esme.submit(numbered(4)))
        await asyncio.sleep(0)
        futures[1].cancel()
        waiting.cancel()
        hold.set()
        await futures[3]
        assert [int(message.short_message) for message in centre.messages] == [0, 2, 3]


async def test_late_response_is_dropped_and_its_slot_kept_until_then() -> None:
    go_on = asyncio.Event()

    async def slow(wire: Wire) -> None:
        await wire.accept_bind()
        first = await wire.read()
        await go_on.wait()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await wire.reader.read(1)
        wire.write(SubmitSmResp(message_id="late"), to=first)
        await wire.answer(message_id="second")
        await wire.answer()

    async with wires(slow) as port, connect(url(port), window=1) as esme:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await esme.submit(MESSAGE)
        assert esme.in_flight == 1
        second = asyncio.ensure_future(esme.submit(MESSAGE))
        await asyncio.sleep(0)
        go_on.set()
        assert (await second).message_id == "second"
        assert esme.in_flight == 0


async def test_cancelled_waits_leave_nothing_behind() -> None:
    async def deaf(wire: Wire) -> None:
        await wire.accept_bind()
        await wire.reader.read()

    async with wires(deaf) as port:
        esme = await connect(url(port), window=1)
        first = esme.request(MESSAGE)
        for _ in range(1000):
            esme.request(MESSAGE).cancel()
        assert len(esme._line.queue) <= 65
        esme.abort()
        with pytest.raises(ConnectionClosed):
            await first


async def test_response_does_not_come_in_time() -> None:
    async def forgetful(wire: Wire) -> None:
        await wire.accept_bind()
        await wire.read()
        await wire.answer_all()

    async with wires(forgetful) as port, connect(url(port)) as esme:
        with pytest.raises(ResponseTimeout) as caught:
            await esme.submit(MESSAGE, within=0.05)
        assert isinstance(caught.value, TimeoutError)
        assert caught.value.may_have_been_done
        assert (await esme.submit(MESSAGE)).message_id == "1"


async def test_broken_connection_tells_what_may_have_been_done() -> None:
    async def breaks(wire: Wire) -> None:
        await wire.accept_bind()
        for _ in range(3):
            await wire.read()

    async with wires(breaks) as port:
        esme = await connect(url(port), window=3)
        futures = [esme.request(MESSAGE) for _ in range(5)]
        errors = await asyncio.gather(*futures, return_exceptions=True)
        assert all(isinstance(error, ConnectionClosed) for error in errors)
        assert [getattr(error, "may_have_been_done", None) for error in errors] == [True, True, True, False, False]
        assert getattr(errors[0], "in_flight", 0) == 3
        assert "not known" in str(errors[0])
        assert "not sent" in str(errors[4])


async def test_messages_per_second() -> None:
    async with pair(messages_per_second=50) as (esme, _):
        start = time.monotonic()
        await asyncio.gather(*(esme.submit(MESSAGE) for _ in range(11)))
        assert 0.19 < time.monotonic() - start < 2.0


async def test_pacing_slows_down_when_the_centre_complains() -> None:
    answers = [CommandStatus.ESME_RTHROTTLED]

    def throttling(_: PeerRequest) -> object:
        return answers.pop() if answers else SubmitSmResp(message_id="1")

    async with pair(throttling, messages_per_second=100) as (esme, _):
        with pytest.raises(RequestRefused):
            await esme.submit(MESSAGE)
        start = time.monotonic()
        await asyncio.gather(*(esme.submit(MESSAGE) for _ in range(6)))
        # Fifty a second now.
        assert time.monotonic() - start > 0.09


async def test_other_requests_than_messages_are_not_paced() -> None:
    def answering(request: PeerRequest) -> object:
        return QuerySmResp() if isinstance(request.pdu, QuerySm) else SubmitSmResp(message_id="1")

    async with pair(answering, messages_per_second=1) as (esme, _):
        await esme.submit(MESSAGE)
        async with asyncio.timeout(0.5):
            for _ in range(10):
                await esme.request(QuerySm(message_id="1"))


async def test_ten_thousand_messages_both_ways() -> None:
    centre = Centre()

    async def take(esme: object, count: int) -> list[bytes]:
        taken = []
        for _ in range(count):
            message = await esme.receive()  # type: ignore[attr-defined]
            taken.append(message.octets)
            message.accept()
        return taken

    async with pair(centre.handle, window=64, server={"window": 64}) as (esme, server):
        taking = asyncio.ensure_future(take(esme, 10_000))
        (peer,) = server.peers
        delivering = [peer.deliver(DeliverSm(short_message=str(number).encode())) for number in range(10_000)]
        submitting = [esme.submit(numbered(number)) for number in range(10_000)]
        answers, _ = await asyncio.gather(asyncio.gather(*submitting), asyncio.gather(*delivering))
        assert [answer.message_id for answer in answers] == [str(number) for number in range(1, 10_001)]
        assert [int(message.short_message) for message in centre.messages] == list(range(10_000))
        assert [int(octets) for octets in await taking] == list(range(10_000))
        assert (esme.in_flight, peer.in_flight) == (0, 0)
