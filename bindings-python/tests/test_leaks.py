"""What is done leaves nothing behind, however often."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from links import Link
from smppkit import (
    DecodeError,
    FieldError,
    SmeAddress,
    SubmitMulti,
    SubmitSm,
    SubmitSmResp,
    TicketUsed,
    decode,
    decode_all,
    encode,
    message,
)

MESSAGE = SubmitSm(
    source_addr="MyShop",
    destination_addr="447700900123",
    short_message=b"Hello, your code is 123456",
    tlvs={"user_message_reference": 7, "network_error_code": b"\3\0\x1b", 0x1400: b"x"},
)
FRAME = encode(MESSAGE)
BROKEN = (40).to_bytes(4, "big") + FRAME[4:40]


def resident() -> int:
    """Octets of memory that the process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def codec() -> None:
    pdu = decode(FRAME)
    _ = pdu.tlvs, pdu.raw_tlvs, repr(pdu), hash(pdu), pdu.replace(sequence_number=9) == pdu


def faults() -> None:
    _ = decode(BROKEN).faults
    mistakes: list[Callable[[], object]] = [
        lambda: decode(b"x" * 20),
        lambda: SubmitSm(esm_class=300),
        lambda: SubmitSm(colour=1),  # type: ignore[call-arg]
    ]
    for wrong in mistakes:
        with suppress(DecodeError, FieldError, TypeError):
            wrong()


def lists() -> None:
    pdu = SubmitMulti(dest_address=[SmeAddress("1"), SmeAddress("2")])
    assert len(pdu.dest_address) == 2
    decode_all(FRAME * 4 + FRAME[:20])


LINK = Link(window=8)


def session() -> None:
    for token in range(8):
        LINK.esme.request(MESSAGE, 2.0, token)
    for request in LINK.to_mc():
        ticket: int = request.ticket  # type: ignore[attr-defined]
        LINK.mc.respond(ticket, SubmitSmResp(message_id="a"), 2.0)
        with suppress(TicketUsed):
            LINK.mc.abandon(ticket)
    assert len(LINK.to_esme()) == 8


REASSEMBLER = message.Reassembler()


def messages() -> None:
    for pdu in message.submits("MyShop", "+447700900123", "Hello " * 50, number=1):
        REASSEMBLER.insert(pdu, 1.0)
    message.read(MESSAGE)
    REASSEMBLER.handle_timeout(1e6)


# An allocation takes 16 octets or more, so that 70,000 that leave one each are seen. A round of `session` handles eight
# messages, one of `faults` and `lists` several PDUs.
@pytest.mark.parametrize(
    ("work", "rounds"), [(codec, 70_000), (faults, 50_000), (lists, 50_000), (session, 10_000), (messages, 10_000)]
)
def test_memory_stays_as_it_was(work: Callable[[], None], rounds: int) -> None:
    for _ in range(rounds // 20):
        work()
    gc.collect()
    before = resident()
    for _ in range(rounds):
        work()
    gc.collect()
    assert resident() - before < 1 << 20, work.__name__
