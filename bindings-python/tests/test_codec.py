"""Octets that peers sent, octets that nobody would, and many PDUs at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smppkit import (
    CommandStatus,
    DecodeError,
    EnquireLink,
    Fault,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Unknown,
    decode,
    decode_all,
    encode,
    encode_all,
)
from strategies import CLASSES, pdus

DIALECTS = Path(__file__).parents[2] / "tests" / "dialects"


def frames() -> list[tuple[str, bytes]]:
    """Every PDU that is written down in tests/dialects."""

    def found(name: str, value: Any) -> list[tuple[str, bytes]]:
        if isinstance(value, dict):
            return [it for key, inner in value.items() for it in found(f"{name}.{key}", inner)]
        if isinstance(value, list):
            return [it for at, inner in enumerate(value) for it in found(f"{name}[{at}]", inner)]
        try:
            octets = bytes.fromhex(value)
        except (TypeError, ValueError):
            return []
        whole = len(octets) >= 16 and int.from_bytes(octets[:4], "big") == len(octets)
        return [(name, octets)] if whole else []

    return [it for path in sorted(DIALECTS.glob("*.toml")) for it in found(path.stem, tomllib.loads(path.read_text()))]


def touch(pdu: Pdu) -> None:
    """Looks at all there is."""
    for name in (*pdu.__match_args__, "tlvs", "raw_tlvs", "rest", "faults"):
        getattr(pdu, name)
    assert repr(pdu) and str(pdu)
    for tag in pdu.tlvs:
        pdu.tlv(tag)  # type: ignore[arg-type]


def test_what_peers_sent_is_encoded_as_it_was() -> None:
    found = frames()
    assert len(found) > 50
    for name, octets in found:
        pdu = decode(octets)
        touch(pdu)
        assert encode(pdu) == octets, name
        assert encode(pdu.replace()) == octets, name


@given(st.binary(max_size=200))
def test_any_octets_give_a_pdu_or_a_decode_error(octets: bytes) -> None:
    try:
        touch(decode(octets))
    except DecodeError as error:
        assert str(error)


@given(
    st.one_of(st.sampled_from([int(kind.command_id) for kind in CLASSES]), st.integers(0, 2**32 - 1)),
    st.integers(0, 2**32 - 1),
    st.one_of(st.binary(max_size=120), st.lists(st.integers(0, 6), max_size=120).map(bytes)),
)
def test_any_body_is_decoded_and_encoded_as_it_was(command_id: int, status: int, body: bytes) -> None:
    numbers = (16 + len(body), command_id, status, 7)
    octets = b"".join(number.to_bytes(4, "big") for number in numbers) + body
    pdu = decode(octets)
    touch(pdu)
    assert encode(pdu) == encode(pdu.replace()) == octets
    for fault in pdu.faults:
        assert fault.command_id == command_id and fault.why
    if not isinstance(pdu, Unknown):
        # What is set is there, whatever else is wrong.
        assert decode(encode(pdu.replace(sequence_number=8))).sequence_number == 8


def test_faults_say_where() -> None:
    pdu = decode(bytes.fromhex("00000011 80000004 00000000 00000001 37"))
    assert isinstance(pdu, SubmitSmResp) and pdu.message_id == "7"
    (fault,) = pdu.faults
    assert fault == Fault(
        0x80000004, "message_id", 16, "no NUL before the end of the PDU", CommandStatus.ESME_RINVMSGID
    )
    assert str(fault) == "submit_sm_resp.message_id: no NUL before the end of the PDU (offset 16)"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"", "0 octets are no PDU: a header has 16"),
        (bytes(15), "15 octets are no PDU: a header has 16"),
        (bytes(16), "command_length is 0, but there are 16 octets"),
        (encode(EnquireLink()) + b"x", "command_length is 16, but there are 17 octets"),
    ],
)
def test_what_is_no_frame_is_refused(octets: bytes, text: str) -> None:
    with pytest.raises(DecodeError, match=text):
        decode(octets)


def test_other_types_are_refused() -> None:
    for wrong in ("x", 7, None):
        with pytest.raises(TypeError, match="expected bytes, bytearray or memoryview"):
            decode(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="expected a PDU"):
            encode(wrong)  # type: ignore[arg-type]


@given(st.lists(pdus(), max_size=5), st.binary(max_size=3))
def test_many_at_once(many: list[Pdu], rest: bytes) -> None:
    octets = encode_all(many)
    assert octets == b"".join(map(encode, many))
    decoded, length = decode_all(octets + rest, max_command_length=2**32 - 1)
    assert (decoded, length) == (many, len(octets))


def test_many_stop_where_nothing_can_be_understood() -> None:
    good = encode(SubmitSm())
    for bad in (good[:-1], b"HTTP/1.1 200 OK\r\n", bytes(20)):
        decoded, length = decode_all(good + good + bad)
        assert (len(decoded), length) == (2, 2 * len(good))
        with pytest.raises(DecodeError):
            decode((good + good + bad)[length:])
    assert decode_all(good, max_command_length=len(good) - 1) == ([], 0)
