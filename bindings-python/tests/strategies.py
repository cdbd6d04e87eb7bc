"""What hypothesis makes: PDUs of every class, with fields and TLVs of all kinds."""

from __future__ import annotations

import inspect
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

import smppkit
from smppkit import DistributionList, Pdu, SmeAddress, Unknown, UnsuccessSme, encode

#: The classes of the table.
CLASSES: list[type[Any]] = sorted(
    (
        value
        for value in vars(smppkit).values()
        if isinstance(value, type) and issubclass(value, Pdu) and value not in (Pdu, Unknown)
    ),
    key=lambda kind: kind.__name__,
)

# A C-octet string has any octet but NUL.
c_octets = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=40)
octet = st.integers(0, 255)
addresses = st.one_of(
    st.builds(SmeAddress, c_octets, octet, octet),
    st.builds(DistributionList, c_octets),
)
failures = st.builds(UnsuccessSme, c_octets, st.integers(0, 2**32 - 1), octet, octet)

LISTS: dict[str, st.SearchStrategy[list[Any]]] = {
    "dest_address": st.lists(addresses, max_size=5),
    "unsuccess_sme": st.lists(failures, max_size=5),
    "message_details": st.lists(c_octets, max_size=5),
}

tlvs = st.lists(st.tuples(st.integers(0, 2**16 - 1), st.binary(max_size=40)), max_size=5)


def field(name: str, default: Any) -> st.SearchStrategy[Any]:
    if name in LISTS:
        return LISTS[name].map(tuple)
    if isinstance(default, bytes):
        return st.binary(max_size=255)
    return c_octets if isinstance(default, str) else octet


@st.composite
def fields(draw: st.DrawFn, kind: type[Any]) -> dict[str, Any]:
    """Values for some fields of a class, by the defaults of its constructor."""
    parameters = inspect.signature(kind).parameters
    names = draw(st.sets(st.sampled_from(kind.__match_args__))) if kind.__match_args__ else set()
    return {name: draw(field(name, parameters[name].default)) for name in names}


def looks_like_tlvs(frame: bytes) -> bool:
    """Whether what follows the header of a response is TLVs to the end.

    One whose strings have control characters may be read as TLVs in the place of its fields.
    """
    at = 16
    while at + 4 <= len(frame):
        at += 4 + int.from_bytes(frame[at + 2 : at + 4], "big")
    return at == len(frame) and bool(frame[4] & 0x80)


@st.composite
def pdus(draw: st.DrawFn) -> Pdu:
    """A PDU of any class."""
    kind = draw(st.sampled_from(CLASSES))
    pdu: Pdu = kind(
        **draw(fields(kind)),
        tlvs=draw(tlvs),
        command_status=draw(st.integers(0, 2**32 - 1)),
        sequence_number=draw(st.integers(0, 2**32 - 1)),
    )
    assume(not (kind.__match_args__ and looks_like_tlvs(encode(pdu))))
    return pdu
