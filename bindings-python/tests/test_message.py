"""The message layer: what Python makes of it. What it does is told by the tests of the core."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smppkit import (
    CommandStatus,
    DataCoding,
    DeliverSm,
    EnquireLink,
    EsmClass,
    MessageState,
    NetworkErrorCode,
    Npi,
    Pacer,
    ReassemblerFull,
    RegisteredDelivery,
    SubmitSm,
    Ton,
    message,
)
from smppkit.message import Alphabet, Dialect, Evidence, IdRule, Kind, Long, MessageClass, Sort


@given(st.text(max_size=700), st.sampled_from(Long))
def test_a_text_goes_out_and_comes_in(text: str, long: Long) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\ufffd", "?")
    reassembler = message.Reassembler()
    pdus = message.submits("MyShop", "+447700900123", text, number=9, long=long)
    assert len(pdus) == message.text_info(text, long=long).segments
    received = ""
    for pdu in pdus:
        outcome, whole = reassembler.insert(pdu, 1.0)
        if outcome == "whole":
            read = message.read(pdu)
            assert read and read.text is not None
            received += read.text
        elif whole:
            assert outcome == "complete" and whole.is_complete and whole.missing == []
            received = whole.text() or ""
    assert received == text


def test_what_a_submit_sm_says() -> None:
    template = SubmitSm(service_type="CMT", registered_delivery=0x10)
    (pdu,) = message.submits(
        "12345", "2/8:555", "Hi", receipt=True, template=template, message_class=MessageClass.FLASH
    )
    assert (pdu.source_addr_ton, pdu.source_addr) == (Ton.UNKNOWN, "12345")
    assert (pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr) == (Ton.NATIONAL, Npi.NATIONAL, "555")
    assert pdu.registered_delivery == RegisteredDelivery.RECEIPT | 0x10
    assert (pdu.service_type, pdu.data_coding, pdu.short_message) == ("CMT", 0xF0, b"Hi")
    (pdu,) = message.submits("", "12345", "naïve", mc_default=Alphabet.LATIN_1)
    assert (pdu.data_coding, pdu.short_message) == (0, b"na\xefve")


def test_parts() -> None:
    first, second = message.split_text("ж" * 71, number=7)
    assert (first.octets[:6], first.data_coding, first.esm_class) == (b"\5\0\3\7\2\1", DataCoding.UCS2, EsmClass.UDHI)
    assert (second.text, second.segment_seqnum, second.total_segments) == ("жжжж", 2, 2)
    (whole,) = message.split_text("x" * 400, long="payload")
    assert whole.in_message_payload and len(whole.octets) == 400
    assert message.text_info("x", long=Long.PAYLOAD).units_left is None
    info = message.text_info("Fare: 12 €")
    assert info == (Alphabet.GSM7, 10, 11, 1, 149)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"alphabets": ["ascii"]}, "ж"),
        ({"max_segments": 1}, "the message would take 2 parts, at most 1 are allowed"),
        ({"alphabets": ["klingon"]}, 'no alphabet is called "klingon"'),
        ({"long": "wide"}, "udh8, udh16, sar, payload"),
        ({"message_class": "first"}, "flash, mobile_equipment"),
    ],
)
def test_what_cannot_be_sent_says_why(arguments: dict[str, object], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        message.split_text("ж" * 71, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=text):
        message.submits("MyShop", "12345", "ж" * 71, **arguments)  # type: ignore[arg-type]


def test_addresses() -> None:
    assert message.read_address("+447700900123") == (Ton.INTERNATIONAL, Npi.ISDN, "447700900123")
    with pytest.raises(ValueError, match="ASCII"):
        message.read_address("Müller")
    with pytest.raises(ValueError, match="to: "):
        message.submits("", "", "Hi")
    with pytest.raises(TypeError, match="^destination: expected str, not int"):
        message.submits("", 447700900123, "Hi")  # type: ignore[arg-type]


def test_a_receipt() -> None:
    submitted, done = datetime(2026, 11, 23, 2, 5), datetime(2026, 11, 23, 2, 6)
    text = message.format_receipt("77", MessageState.DELIVERED, submit_date=submitted, done_date=done, text=b"Hello")
    assert text == (
        b"id:77 sub:001 dlvrd:001 submit date:2611230205 done date:2611230206 stat:DELIVRD err:000 text:Hello"
    )
    receipt = message.parse_receipt(text)
    assert (receipt.message_id, receipt.message_state, receipt.is_final) == ("77", MessageState.DELIVERED, True)
    assert (receipt.submit_date, receipt.done_date, receipt.text) == (submitted, done, b"Hello")
    assert (receipt.submitted, receipt.delivered, receipt.error_code) == (1, 1, "000")
    assert receipt.is_certain and not receipt.ids_differ and not receipt.states_differ
    failed = message.format_receipt(
        "77", MessageState.EXPIRED, submit_date=submitted, done_date=done, error=27, dialect=Dialect.SHORT
    )
    assert message.parse_receipt(failed).delivered is None
    assert message.parse_receipt(b"Hello").message_id is None
    zoned = message.parse_receipt(b"id:1 done date:180711070003912+ stat:DELIVRD").done_date
    assert zoned == datetime(2018, 7, 11, 7, 0, 3, tzinfo=timezone(timedelta(hours=3)))


def test_a_receipt_with_tlvs() -> None:
    pdu = DeliverSm(
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        short_message=b"id:0000436949 stat:UNDELIV err:21b",
        tlvs={
            "receipted_message_id": "6aad5",
            "message_state": MessageState.DELIVERED,
            "network_error_code": NetworkErrorCode(3, 27),
        },
    )
    incoming = message.read(pdu)
    assert incoming and (incoming.kind, incoming.evidence) == (Kind.RECEIPT, Evidence.ESM_CLASS)
    assert incoming.receipt == message.parse_receipt(pdu)
    receipt = message.parse_receipt(pdu)
    assert (receipt.message_id, receipt.message_state) == ("6aad5", MessageState.DELIVERED)
    assert (receipt.error_code, receipt.stat, receipt.states_differ) == ("3:27", "UNDELIV", True)
    assert message.parse_receipt(DeliverSm(short_message=b"Hi")).message_id is None


def test_what_a_pdu_carries() -> None:
    assert message.read(EnquireLink()) is None
    pdu = DeliverSm(esm_class=EsmClass.UDHI, short_message=b"\x05\0\x03\x2a\x02\x01caf\x05")
    incoming = message.read(pdu)
    assert incoming and (incoming.text, incoming.body) == ("café", b"caf\x05")
    assert (incoming.reference, incoming.total_segments, incoming.segment_seqnum) == (0x2A, 2, 1)
    assert incoming.sort == Sort.PART
    broken = message.read(pdu.replace(short_message=b"\xff"))
    assert broken and broken.udh_error and broken.body == b"\xff"
    assert broken.sort == Sort.MESSAGE
    submitted = message.read(SubmitSm(short_message=b"Hi"))
    assert submitted and submitted.sort == Sort.OTHER
    for text, sort in ((b"id:7 stat:DELIVRD", Sort.RECEIPT), (b"stat:DELIVRD", Sort.NAMELESS_RECEIPT)):
        receipt = message.read(DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=text))
        assert receipt and receipt.sort == sort
    binary = message.read(DeliverSm(data_coding=4, short_message=b"\0"))
    assert binary and binary.text is None


def test_parts_that_do_not_come() -> None:
    pdus = message.submits("MyShop", "+447700900123", "Hello " * 60, number=9)
    reassembler = message.Reassembler(timeout=10.0)
    assert reassembler.insert(pdus[1], 1.0) == ("waiting", None)
    assert reassembler.insert(pdus[1], 1.0) == ("duplicate", None)
    assert (reassembler.timeout(), reassembler.waiting, reassembler.handle_timeout(5.0)) == (11.0, 1, [])
    (late,) = reassembler.handle_timeout(11.0)
    assert (late.is_complete, late.missing, late.total_segments, late.reference) == (False, [1, 3], 3, 9)
    assert (late.source_addr, late.destination_addr, late.data_coding) == ("MyShop", "447700900123", 0)
    assert (late.text() or "").startswith("\ufffd") and reassembler.timeout() is None
    full = message.Reassembler(max_octets=100)
    with pytest.raises(ReassemblerFull):
        full.insert(pdus[0], 1.0)
    reassembler.insert(pdus[0], 1.0)
    assert reassembler.take_oldest() is not None and reassembler.take_oldest() is None


def test_parts_and_their_requests() -> None:
    def part(seqnum: int, body: bytes = b"Hello") -> DeliverSm:
        header = bytes((5, 0, 3, 42, 2, seqnum))
        return DeliverSm(source_addr="1", destination_addr="2", esm_class=EsmClass.UDHI, short_message=header + body)

    joining = message.Joining(hold=5.0, timeout=60.0)
    assert not joining.insert(DeliverSm(short_message=b"whole"), 1, 1.0)
    assert joining.insert(part(1), 2, 1.0)
    assert joining.outputs() == []
    assert joining.timeout() == 6.0
    joining.handle_timeout(6.0)
    assert joining.outputs() == [("accept", 2)]
    assert joining.insert(part(2), 3, 7.0)
    (output,) = joining.outputs()
    assert output[0] == "message"
    assert (output[2].text(), output[3]) == ("HelloHello", part(1))
    # It is rejected: the part that was accepted waits for the other to come again.
    assert joining.settle(output[1], False, 8.0) == ([3], False)
    assert joining.insert(part(2), 4, 9.0)
    (output,) = joining.outputs()
    assert output[0] == "message"
    assert joining.settle(output[1], True, 9.0) == ([4], False)
    assert joining.settle(output[1], True, 9.0) == ([], False)

    assert joining.insert(part(1, b"never whole"), 5, 10.0)
    joining.end()
    (output,) = joining.outputs()
    assert output[0] == "message" and output[2].missing == [2]

    small = message.Joining(hold=0.0, max_octets=100)
    assert small.insert(part(1), 6, 1.0)
    assert small.outputs() == [("reject", 6)]
    for bad in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="hold: .* is no time span"):
            message.Joining(hold=bad)


def test_which_message_a_receipt_is_about() -> None:
    correlator = message.Correlator()
    assert correlator.submitted("18d0e03a", 7, 1.0) is None
    assert correlator.receipt("0416342074", 1.0) == (7, True)
    assert correlator.receipt("99", 1.0, receipt=5) is None
    assert correlator.submitted("99", 8, 1.0) is not None
    correlator.submitted("abc", 9, 1.0)
    assert correlator.waiting == 1 and correlator.withdraw("abc", 9) and not correlator.withdraw("abc", 9)
    correlator.submitted("abd", 10, 1.0)
    assert correlator.handle_timeout(1e6) == [10]
    assert message.Correlator(rule="same").learned == IdRule.SAME
    with pytest.raises(ValueError, match="none of same"):
        message.Correlator(rule="other")


def test_who_waits_for_which_receipt() -> None:
    awaited = message.AwaitedReceipts(timeout=60.0, spare=1)
    assert not awaited.is_expecting
    group = awaited.open()
    tickets = [awaited.under_way(group, part) for part in range(2)]
    # Before the response, and in another base.
    awaited.received("0416342074", 1, 1.0)
    assert awaited.is_expecting and awaited.poll_receipt(group) == ("pending", None)
    awaited.answered(tickets[0], "18d0e03a", 1.0)
    assert awaited.outputs() == [("wake", group)]
    assert awaited.poll_receipt(group) == ("arrived", (1, 0, "18d0e03a", True))
    awaited.await_again(group, 0, "18d0e03a", 1.0)
    awaited.answered(tickets[1], "other", 2.0)
    assert awaited.waiting(group) == 2
    # One may lie untaken.
    awaited.leave(group)
    awaited.received("other", 2, 2.0, is_final=False)
    awaited.received("0416342074", 3, 2.0)
    awaited.received("unknown", 4, 2.0)
    assert awaited.outputs() == [("reject", 2), ("pass", 4)]
    assert awaited.timeout() == 62.0
    awaited.handle_timeout(62.0)
    assert awaited.waiting(group) == 0
    assert awaited.poll_receipt(group) == ("arrived", (3, 0, "18d0e03a", True))
    assert awaited.poll_receipt(group) == ("done", None)

    awaited.answered(awaited.under_way(group, 2), "third", 70.0)
    awaited.received("third", 5, 70.0)
    awaited.close(group)
    awaited.under_way(group, 3)
    awaited.received("third", 6, 70.0)
    awaited.end()
    assert awaited.outputs() == [("pass", 5), ("pass", 6)]
    with pytest.raises(ValueError, match="none of same"):
        message.AwaitedReceipts(rule="other")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("", None),
        ("000002000130000R", timedelta(days=2, seconds=90)),
        ("261118110640000+", datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC)),
        ("261118110640704-", datetime(2026, 11, 18, 11, 6, 40, 700_000, tzinfo=timezone(-timedelta(hours=1)))),
        ("270101013000022+", datetime(2027, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=5.5)))),
    ],
)
def test_times(text: str, time: datetime | timedelta | None) -> None:
    assert message.parse_time(text) == time
    assert message.format_time(time) == text


def test_times_that_only_one_side_writes() -> None:
    assert message.parse_time("261118110640") == datetime(2026, 11, 18, 11, 6, 40)
    start = datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert message.parse_time("000200020000000R", relative_to=start) == datetime(2028, 3, 1, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="say relative_to what"):
        message.parse_time("000200020000000R")
    odd = datetime(2026, 1, 1, 12, 20, tzinfo=timezone(timedelta(hours=5, minutes=20)))
    assert message.format_time(odd) == "260101070000000+"
    for wrong in (datetime(2026, 1, 1), timedelta(days=-1), timedelta(days=100)):
        with pytest.raises(ValueError, match="zone|nothing|99 days"):
            message.format_time(wrong)
    with pytest.raises(ValueError, match="a time of 3 characters"):
        message.parse_time("abc")


def test_alphabets() -> None:
    for alphabet in Alphabet:
        assert message.encode_text("Hello", alphabet)
    assert message.encode_text("カナ", Alphabet.SHIFT_JIS) == b"\x83J\x83i"
    assert message.decode_text(b"\x83J\x83i", DataCoding.JIS) == "カナ"
    assert message.decode_text(b"\xe9", 0, mc_default="latin_1") == "é"
    assert message.transliterate("“naïve” – ж", "gsm7", substitute="?") == '"naive" - ?'
    with pytest.raises(ValueError, match="ж"):
        message.encode_text("ж", "gsm7")
    with pytest.raises(ValueError, match="no text"):
        message.decode_text(b"\0", DataCoding.OCTET_UNSPECIFIED_4)


def test_pacing() -> None:
    pacer = Pacer(100, 1.0)
    assert pacer.take(1.0) is None and pacer.take(1.0) == 1.01
    pacer.on_status(CommandStatus.ESME_RTHROTTLED, 1.0)
    assert pacer.messages_per_second == 50
    pacer.on_congestion_state(95, 3.0)
    assert pacer.messages_per_second < 100
