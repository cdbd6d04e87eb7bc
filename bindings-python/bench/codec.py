"""The codec beside that of other packages, in one run: nanoseconds for a submit_sm of a text with a reference.

*decode* takes its octets and reads six fields; *encode* builds it of its fields and gives the octets. All packages take
and give the same octets.
"""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import aiosmpplib
import smpp34
import smpplib.smpp
from aiosmpplib.protocol import SmppMessage

import smppkit

TEXT = b"Your code is 123456. It is good for ten minutes."
ROUNDS = 40


class Client:
    """What smpplib needs of a client to build a PDU."""

    def next_sequence(self) -> int:
        return 7

    sequence = 7


def smppkit_encode() -> bytes:
    return smppkit.encode(
        smppkit.SubmitSm(
            source_addr="12345",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="447700900123",
            registered_delivery=1,
            short_message=TEXT,
            sequence_number=7,
            tlvs={"user_message_reference": 7},
        )
    )


def smpp34_encode() -> bytes:
    return smpp34.SubmitSm(
        "12345",
        "447700900123",
        TEXT,
        dest_addr_ton=1,
        dest_addr_npi=1,
        registered_delivery=1,
        sequence_number=7,
        tlvs=[smpp34.Tlv(0x0204, b"\0\7")],
    ).encode()


def smpplib_encode() -> bytes:
    pdu = smpplib.smpp.make_pdu(
        "submit_sm",
        client=Client(),
        source_addr_ton=0,
        source_addr_npi=0,
        source_addr="12345",
        dest_addr_ton=1,
        dest_addr_npi=1,
        destination_addr="447700900123",
        esm_class=0,
        data_coding=0,
        registered_delivery=1,
        short_message=TEXT,
        user_message_reference=7,
    )
    return bytes(pdu.generate())


def aiosmpplib_encode() -> bytes:
    pdu = aiosmpplib.SubmitSm(
        short_message=TEXT.decode(),
        source=aiosmpplib.PhoneNumber("12345"),
        destination=aiosmpplib.PhoneNumber("447700900123", aiosmpplib.TON.INTERNATIONAL, aiosmpplib.NPI.ISDN),
        registered_delivery=1,
        sequence_num=7,
        optional_params=[aiosmpplib.OptionalParam(0x0204, 7)],
    )
    return bytes(pdu.pdu())


def smppkit_encode_plain() -> bytes:
    return smppkit.encode(
        smppkit.SubmitSm(
            source_addr="12345",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="447700900123",
            registered_delivery=1,
            short_message=TEXT,
            sequence_number=7,
        )
    )


def smpp34_encode_plain() -> bytes:
    return smpp34.SubmitSm(
        "12345",
        "447700900123",
        TEXT,
        dest_addr_ton=1,
        dest_addr_npi=1,
        registered_delivery=1,
        sequence_number=7,
    ).encode()


FRAME = smppkit_encode()


def smppkit_decode() -> None:
    pdu: Any = smppkit.decode(FRAME)
    _ = pdu.sequence_number
    _ = pdu.source_addr
    _ = pdu.destination_addr
    _ = pdu.esm_class
    _ = pdu.data_coding
    _ = pdu.short_message


def smpp34_decode() -> None:
    pdu: Any = smpp34.decode(FRAME)
    _ = pdu.sequence_number
    _ = pdu.source_addr
    _ = pdu.destination_addr
    _ = pdu.esm_class
    _ = pdu.data_coding
    _ = pdu.short_message


def smpplib_decode() -> None:
    pdu = smpplib.smpp.parse_pdu(FRAME, client=Client())
    _ = pdu.sequence
    _ = pdu.source_addr
    _ = pdu.destination_addr
    _ = pdu.esm_class
    _ = pdu.data_coding
    _ = pdu.short_message


def aiosmpplib_decode() -> None:
    pdu: Any = aiosmpplib.SubmitSm.from_pdu(FRAME, SmppMessage.parse_header(FRAME[:16]))
    _ = pdu.sequence_num
    _ = pdu.source
    _ = pdu.destination
    _ = pdu.esm_class
    _ = pdu.encoding
    _ = pdu.short_message


def nanoseconds(function: Callable[[], object], count: int) -> float:
    """Of this process alone: on a busy machine the clock on the wall is unfair to what takes longer than its turn."""
    return timeit.timeit(function, timer=time.process_time, number=count) / count * 1e9


def table(what: str, functions: dict[str, Callable[[], object]]) -> None:
    """Measures in turns, so that what else the machine does falls on all of them, and shows the best."""
    best = dict.fromkeys(functions, float("inf"))
    for _ in range(ROUNDS):
        for name, function in functions.items():
            count = 10_000 if name in ("smppkit", "smpp34") else 500
            best[name] = min(best[name], nanoseconds(function, count))
    print(f"\n{what:12} {'ns':>8} {'times':>8}")
    for name, taken in best.items():
        print(f"{name:12} {taken:8.0f} {taken / best['smppkit']:8.1f}")


def main() -> None:
    print(", ".join(f"{name} {version(name)}" for name in ("smppkit", "smpp34", "smpplib", "aiosmpplib")))
    for encode in (smpp34_encode, smpplib_encode, aiosmpplib_encode):
        assert encode() == FRAME, f"{encode.__name__}: {encode().hex()} is not {FRAME.hex()}"
    table(
        "decode",
        {
            "smppkit": smppkit_decode,
            "smpp34": smpp34_decode,
            "smpplib": smpplib_decode,
            "aiosmpplib": aiosmpplib_decode,
        },
    )
    table("without TLV", {"smppkit": smppkit_encode_plain, "smpp34": smpp34_encode_plain})
    table(
        "encode",
        {
            "smppkit": smppkit_encode,
            "smpp34": smpp34_encode,
            "smpplib": smpplib_encode,
            "aiosmpplib": aiosmpplib_encode,
        },
    )


if __name__ == "__main__":
    main()
