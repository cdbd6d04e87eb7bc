"""Texts out, messages and receipts in."""

import asyncio

import pytest

from smppkit import (
    CommandStatus,
    DeliverSm,
    DeliverSmResp,
    EsmClass,
    MessageState,
    RegisteredDelivery,
    SubmitSm,
    SubmitSmResp,
    TicketUsed,
)
from smppkit.aio import (
    ConnectionClosed,
    Message,
    PeerRequest,
    Receipt,
    Request,
    RequestRefused,
    TextNotAccepted,
    connect,
)
from smppkit.message import Kind
from support import MESSAGE, Centre, Wire, pair, receipt, url, wires

LONG = "Zażółć gęślą jaźń. " * 12


def part(number: int, total: int, octets: bytes, reference: int = 7) -> DeliverSm:
    header = bytes((5, 0, 3, reference, total, number))
    return DeliverSm(source_addr="1", destination_addr="2", esm_class=EsmClass.UDHI, short_message=header + octets)


async def test_text_goes_out_in_parts_and_receipts_come_back() -> None:
    centre = Centre()
    async with pair(centre.handle) as (esme, server):
        sent = await esme.send_text("+447700900123", LONG, source="MyShop", receipt=True)
        assert sent.message_ids == ("1", "2", "3", "4")
        assert all(message.registered_delivery == RegisteredDelivery.RECEIPT for message in centre.messages)
        assert sent.receipts.waiting == 4
        (peer,) = server.peers
        states = [MessageState.DELIVERED, MessageState.EXPIRED, MessageState.DELIVERED, MessageState.DELIVERED]
        outcome = asyncio.ensure_future(sent.receipts.outcome())
        for number, state in reversed([*enumerate(states, 1)]):
            await peer.deliver(receipt(str(number), state))
        assert await outcome == tuple(states)


async def test_receipt_is_found_before_its_response() -> None:
    async def hasty(wire: Wire) -> None:
        await wire.accept_bind()
        submit = await wire.read()
        wire.write(receipt("41"))
        wire.write(receipt("42"))
        # Not in one read with the response.
        await asyncio.sleep(0.02)
        wire.write(SubmitSmResp(message_id="42"), to=submit)
        assert isinstance(await wire.read(), DeliverSmResp)
        assert isinstance(await wire.read(), DeliverSmResp)
        await wire.answer()

    async with wires(hasty) as port, connect(url(port)) as esme:
        sent = await esme.send_text("447700900123", "Hello", receipt=True)
        (found,) = [receipt async for receipt in sent.receipts]
        assert (found.message_id, found.state, found.part) == ("42", MessageState.DELIVERED, 1)
        found.accept()
        # The other one is about no message of ours.
        stray = await esme.receive()
        assert isinstance(stray, Receipt)
        assert stray.message_id == "41"
        stray.accept()


async def test_receipt_is_acknowledged_only_when_accepted_and_awaited_again_when_rejected() -> None:
    async with pair() as (esme, server):
        sent = await esme.submit(MESSAGE.replace(registered_delivery=RegisteredDelivery.RECEIPT))
        (peer,) = server.peers
        for _ in range(2):
            delivering = asyncio.ensure_future(peer.deliver(receipt("1")))
            found = await anext(sent.receipts)
            await asyncio.sleep(0.01)
            assert not delivering.done()
            found.reject(CommandStatus.ESME_RX_T_APPN)
            del found
            with pytest.raises(RequestRefused):
                await delivering
            await asyncio.sleep(0)
            assert sent.receipts.waiting == 1
        delivering = asyncio.ensure_future(peer.deliver(receipt("1")))
        (await anext(sent.receipts)).accept()
        await delivering
        assert [receipt async for receipt in sent.receipts] == []


async def test_receipts_that_nobody_awaits_come_with_the_messages() -> None:
    async with pair() as (esme, server):
        sent = await esme.send_text("447700900123", "Hello", receipt=True)
        del sent
        delivering = asyncio.ensure_future(server.peers[0].deliver(receipt("1")))
        found = await esme.receive()
        assert isinstance(found, Receipt)
        assert found.part is None
        found.accept()
        await delivering


async def test_only_messages_are_joined() -> None:
    async with pair() as (esme, server):
        in_parts = part(1, 2, b"who knows of what")
        nameless = in_parts.replace(esm_class=EsmClass.UDHI | EsmClass.MC_DELIVERY_RECEIPT)
        acknowledgement = in_parts.replace(esm_class=EsmClass.UDHI | 0x10)
        delivering = [asyncio.ensure_future(server.peers[0].deliver(one)) for one in (nameless, acknowledgement)]
        found = await esme.receive()
        assert isinstance(found, Request)
        found.accept()
        told = await esme.receive()
        assert isinstance(told, Message)
        assert (told.kind, told.text) == (Kind.MANUAL_ACKNOWLEDGEMENT, "who knows of what")
        told.accept()
        await asyncio.gather(*delivering)


async def test_text_that_is_not_accepted_whole() -> None:
    def third_is_bad(request: PeerRequest) -> object:
        pdu = request.pdu
        assert isinstance(pdu, SubmitSm)
        number = pdu.short_message[5]
        return CommandStatus.ESME_RINVDSTADR if number == 3 else SubmitSmResp(message_id=f"id{number}")

    async with pair(third_is_bad, window=1) as (esme, _):
        with pytest.raises(
            TextNotAccepted, match=r"part 3 of 4: refused with ESME_RINVDSTADR.*part 4 of 4: not sent"
        ) as caught:
            await esme.send_text("447700900123", LONG)
        error = caught.value
        assert error.accepted == ("id1", "id2")
        assert error.status == CommandStatus.ESME_RINVDSTADR
        assert error.may_have_been_done
        assert error.parts[3] is None


async def test_text_that_cannot_be_sent() -> None:
    async with pair() as (esme, _):
        for address, text, options in [
            ("", "Hello", {}),
            ("447700900123", "Żółć", {"alphabets": ["gsm7"]}),
            ("447700900123", "x" * 1000, {"max_segments": 2}),
        ]:
            with pytest.raises(ValueError):
                await esme.send_text(address, text, **options)  # type: ignore[arg-type]


async def test_message_is_acknowledged_only_when_accepted() -> None:
    async with pair() as (esme, server):
        delivering = asyncio.ensure_future(server.peers[0].deliver_text("447700900123", "1234", LONG))
        message = await esme.receive()
        assert isinstance(message, Message)
        assert (message.text, message.source_addr, message.destination_addr) == (LONG, "447700900123", "1234")
        assert message.is_complete
        await asyncio.sleep(0.01)
        assert not delivering.done()
        message.accept()
        await delivering
        with pytest.raises(TicketUsed):
            message.accept()


async def test_message_that_is_rejected_or_forgotten() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        rejecting = asyncio.ensure_future(peer.deliver(DeliverSm(short_message=b"1")))
        (await esme.receive()).reject(CommandStatus.ESME_RX_P_APPN)  # type: ignore[union-attr]
        with pytest.raises(RequestRefused, match="ESME_RX_P_APPN"):
            await rejecting
        forgetting = asyncio.ensure_future(peer.deliver(DeliverSm(short_message=b"1")))
        await esme.receive()
        with pytest.raises(RequestRefused, match="ESME_RX_T_APPN"):
            await forgetting


async def test_message_comes_anew_after_a_rejection() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        for answer in ("reject", "accept"):
            delivering = [asyncio.ensure_future(peer.deliver(part(n, 2, b"x%d" % n))) for n in (2, 1)]
            message = await esme.receive()
            assert isinstance(message, Message)
            assert message.text == "x1x2"
            getattr(message, answer)()
            outcomes = await asyncio.gather(*delivering, return_exceptions=True)
            assert [isinstance(outcome, RequestRefused) for outcome in outcomes] == [answer == "reject"] * 2


async def test_part_is_accepted_when_the_others_take_long() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        receiving = asyncio.ensure_future(esme.receive())
        # A centre that sends one part after the other: the first is accepted after a second.
        await peer.deliver(part(1, 2, b"one "))
        delivering = asyncio.ensure_future(peer.deliver(part(2, 2, b"two")))
        message = await receiving
        assert isinstance(message, Message)
        assert message.text == "one two"
        message.accept()
        await delivering


async def test_what_is_not_whole_comes_when_the_connection_ends() -> None:
    async with pair() as (esme, server):
        (peer,) = server.peers
        receiving = asyncio.ensure_future(esme.receive())
        delivering = peer.request(part(2, 3, b"two"))
        await asyncio.sleep(0.05)
        peer.abort()
        message = await receiving
        assert isinstance(message, Message)
        assert (message.text, message.missing) == ("\ufffdtwo\ufffd", (1, 3))
        with pytest.raises(ConnectionClosed):
            message.accept()
        with pytest.raises(ConnectionClosed):
            await delivering


async def test_messages_are_accepted_by_themselves_if_asked() -> None:
    async with pair(auto_accept=True) as (esme, server):
        delivering = asyncio.ensure_future(server.peers[0].deliver_text("1", "2", "Hello"))
        message = await esme.receive()
        await delivering
        assert isinstance(message, Message)
        assert message.text == "Hello"


async def test_waiting_for_a_message_can_be_cancelled_and_shared() -> None:
    async with pair(auto_accept=True) as (esme, server):
        (peer,) = server.peers
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await esme.receive()
        first, second, third = (asyncio.ensure_future(esme.receive()) for _ in range(3))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(*(peer.deliver(DeliverSm(short_message=b"%d" % number)) for number in range(2)))
        texts = [message.text for message in (await second, await third) if isinstance(message, Message)]
        assert texts == ["0", "1"]
