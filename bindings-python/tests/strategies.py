"""What hypothesis makes: PDUs of every class, with fields and TLVs of all kinds."""

from __future__ import annotations

import inspect
from typing import Any

from hypothesis import strategies as st

import smppkit
from smppkit import DistributionList, Pdu, SmeAddress, Unknown, UnsuccessSme

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
    return pdu
