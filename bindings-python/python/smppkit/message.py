"""Messages, not octets: text alphabets, long messages, delivery receipts, times.

Out goes a text: :func:`submits` makes as many submit_sm of it as it takes. In comes a PDU: :func:`read` says whether
it is a message, a part of one or a receipt, and reads it. Parts go to a :class:`Reassembler`, receipts to a
:class:`Correlator`; or with their requests to a :class:`Joining` and to :class:`AwaitedReceipts`.

>>> from smppkit import message
>>> for pdu in message.submits("MyShop", "+447700900123", "Fare: 12 €", number=7, receipt=True):
...     print(pdu.destination_addr, pdu.short_message)
447700900123 b'Fare: 12 \\x1be'
>>> receipt = message.parse_receipt(b"id:0123 submit date:1103141815 done date:1103141816 stat:DELIVRD err:000")
>>> receipt.message_id, receipt.message_state, receipt.done_date
('0123', MessageState.DELIVERED, datetime.datetime(2011, 3, 14, 18, 16))
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from . import _native
from ._enums import Alphabet, Dialect, Evidence, IdRule, Kind, Long, MessageClass, Sort
from ._native import (
    AwaitedReceipts,
    Correlator,
    DataCoding,
    EsmClass,
    Joining,
    LongMessage,
    MessageState,
    Npi,
    Reassembler,
    SubmitSm,
    Ton,
)
from ._record import Pdu

__all__ = [
    "Address",
    "Alphabet",
    "AwaitedReceipts",
    "Correlator",
    "Dialect",
    "Evidence",
    "IdRule",
    "Incoming",
    "Joining",
    "Kind",
    "Long",
    "LongMessage",
    "MessageClass",
    "Part",
    "Reassembler",
    "Receipt",
    "Sort",
    "TextInfo",
    "decode_text",
    "encode_text",
    "format_receipt",
    "format_time",
    "parse_receipt",
    "parse_time",
    "read",
    "read_address",
    "split_text",
    "submits",
    "text_info",
    "transliterate",
]

_support = _native.support


class _Options(NamedTuple):
    alphabets: list[str] | None
    mc_default: str | None
    national_tables: bool
    message_class: str | None
    long: str
    max_segments: int


def _options(
    alphabets: Iterable[str] | None,
    mc_default: str | None,
    national_tables: bool,
    message_class: str | None,
    long: str,
    max_segments: int,
) -> _Options:
    words = None if alphabets is None else list(alphabets)
    return _Options(words, mc_default, national_tables, message_class, long, max_segments)


class Address(NamedTuple):
    """An address with its type of number and numbering plan (3.4 §5.2.5, §5.2.6, §5.2.8)."""

    ton: Ton
    npi: Npi
    addr: str


def read_address(text: str, /) -> Address:
    """Reads ``TON/NPI:ADDRESS``; or the address alone, from whose look TON and NPI are guessed.

    ``+447700900123`` is international, so are seven digits and more; anything but digits is alphanumeric; few digits
    are of unknown type, as short codes mostly are. Raises ``ValueError`` for what is no address, such as a number with
    spaces behind its ``+``.
    """
    ton, npi, addr = _support.address(text)
    return Address(Ton(ton), Npi(npi), addr)


class TextInfo(NamedTuple):
    """What a message composer shows below the text."""

    alphabet: Alphabet
    """The alphabet in which the text travels."""
    characters: int
    """Unicode scalar values."""
    units: int
    """Septets of GSM 7-bit, 16-bit units of UCS-2, octets of all else."""
    segments: int
    """How many parts the text makes. May be more than can be sent."""
    units_left: int | None
    """How many units more fit in the last part; ``None`` for message_payload."""


def text_info(
    text: str,
    /,
    *,
    alphabets: Iterable[str] | None = None,
    mc_default: str | None = None,
    national_tables: bool = False,
    message_class: str | None = None,
    long: str = Long.UDH8,
) -> TextInfo:
    """Counts a text as :func:`split_text` would split it. There is no limit to the parts here."""
    options = _options(alphabets, mc_default, national_tables, message_class, long, 255)
    alphabet, characters, units, segments, left = _support.text_info(text, options)
    return TextInfo(Alphabet(alphabet), characters, units, segments, left)


class Part(NamedTuple):
    """A part of a text, as it is sent."""

    octets: bytes
    """Header and text: what becomes ``short_message`` or message_payload."""
    data_coding: DataCoding
    """``data_coding``."""
    esm_class: EsmClass
    """The bits it needs in ``esm_class``."""
    text: str
    """The text of this part."""
    segment_seqnum: int
    """Which part it is, from 1."""
    total_segments: int
    """How many there are."""
    in_message_payload: bool
    """Whether it goes out in the TLV message_payload rather than in ``short_message``."""


def split_text(
    text: str,
    /,
    *,
    number: int = 0,
    alphabets: Iterable[str] | None = None,
    mc_default: str | None = None,
    national_tables: bool = False,
    message_class: str | None = None,
    long: str = Long.UDH8,
    max_segments: int = 255,
) -> list[Part]:
    """Splits a text. No part ends inside a character, be it one of several code points.

    :param number: the reference of the parts, 0 to 65,535: not that of another message still under way to the same
        destination, so count it up.
    :param alphabets: those to choose from: the one that makes the fewest parts wins. GSM 7-bit and UCS-2, unless said.
    :param mc_default: what ``data_coding`` 0 means for this account.
    :param national_tables: whether the national language tables of GSM 7-bit may be used.
    :param message_class: a :class:`MessageClass`.
    :param long: how the parts are tied together, a :class:`Long`.
    :param max_segments: how many parts there may be, at most 255.

    Raises ``ValueError`` for a text that cannot be sent like this, and says why.
    """
    options = _options(alphabets, mc_default, national_tables, message_class, long, max_segments)
    return [
        Part(octets, DataCoding(coding), EsmClass(esm_class), part, seqnum, total, in_payload)
        for octets, coding, esm_class, part, seqnum, total, in_payload in _support.split_text(text, number, options)
    ]


def submits(
    source: str,
    destination: str,
    text: str,
    /,
    *,
    number: int = 0,
    receipt: bool = False,
    template: SubmitSm | None = None,
    alphabets: Iterable[str] | None = None,
    mc_default: str | None = None,
    national_tables: bool = False,
    message_class: str | None = None,
    long: str = Long.UDH8,
    max_segments: int = 255,
) -> list[SubmitSm]:
    """The submit_sm that carry a text, first part to last.

    Addresses are written as :func:`read_address` takes them; an empty ``source`` leaves it to the message centre
    whom the message comes from. ``receipt`` asks for a receipt for each part. All other fields are those of
    ``template``. For the rest see :func:`split_text`.
    """
    for name, value in (("source", source), ("destination", destination), ("text", text)):
        if not isinstance(value, str):
            raise TypeError(f"{name}: expected str, not {type(value).__name__}")
    options = _options(alphabets, mc_default, national_tables, message_class, long, max_segments)
    base = SubmitSm() if template is None else template
    return _support.submits(source, destination, text, number, receipt, base, options)


class Receipt(NamedTuple):
    """What a receipt says about a message: its TLVs, and where they say nothing its text. What is missing is
    ``None``."""

    message_id: str | None
    """The id that the message centre gave when the message was submitted, perhaps in another base."""
    message_state: MessageState | None
    """The state of the message, if it is a known one."""
    is_final: bool | None
    """Whether the message will change its state no more; ACCEPTED does not count as final, nor does UNKNOWN."""
    stat: str | None
    """The state as the text has it."""
    error_code: str | None
    """The error code, which is as different as the networks it comes from; that of a network as ``NETWORK:CODE``."""
    submit_date: datetime | None
    """When the message was submitted: in the message centre's own time, unless it names a zone."""
    done_date: datetime | None
    """When it reached this state."""
    submitted: int | None
    """How many messages were submitted."""
    delivered: int | None
    """How many were delivered."""
    text: bytes | None
    """How the message began."""
    is_certain: bool
    """Whether the text is that of a receipt beyond doubt, whatever ``esm_class`` says."""
    ids_differ: bool
    """Whether text and TLVs name different messages."""
    states_differ: bool
    """Whether text and TLVs name different states."""


_Parts = tuple[int, int, int, int, int, int]


def _zone(quarters: int | None) -> timezone | None:
    return None if quarters is None else timezone(timedelta(minutes=15 * quarters))


def _date(reading: tuple[_Parts, int | None] | None) -> datetime | None:
    return None if reading is None else datetime(*reading[0]).replace(tzinfo=_zone(reading[1]))


def _receipt(report: _native._Report) -> Receipt:
    message_id, state, is_final, stat, error, submit_date, done_date, counts, text, doubts = report
    submitted, delivered = counts
    is_certain, ids_differ, states_differ = doubts
    return Receipt(
        message_id,
        state,
        is_final,
        stat,
        error,
        _date(submit_date),
        _date(done_date),
        submitted,
        delivered,
        text,
        is_certain,
        ids_differ,
        states_differ,
    )


def parse_receipt(source: bytes | Pdu, /) -> Receipt:
    """Reads a receipt: of a PDU with its TLVs, or of the octets of its text.

    The text is read in all dialects known. It never fails; a text that is no receipt has no fields.
    """
    if isinstance(source, Pdu):
        incoming = read(source)
        return (incoming and incoming.receipt) or _receipt(_support.parse_receipt(b""))
    return _receipt(_support.parse_receipt(source))


def _parts(date: datetime) -> _Parts:
    return date.year, date.month, date.day, date.hour, date.minute, date.second


def format_receipt(
    message_id: str,
    state: MessageState | int,
    /,
    *,
    submit_date: datetime,
    done_date: datetime,
    submitted: int = 1,
    delivered: int | None = None,
    error: int = 0,
    text: bytes = b"",
    dialect: str = Dialect.APPENDIX_B,
) -> bytes:
    """Writes the text of a receipt, for the ``short_message`` of a deliver_sm.

    Dates are written as they are, whatever their zone. ``delivered`` is 1 for DELIVERED and 0 for all else, unless
    said.
    """
    if delivered is None:
        delivered = submitted if state == MessageState.DELIVERED else 0
    return _support.format_receipt(
        message_id, state, _parts(submit_date), _parts(done_date), (submitted, delivered), error, text, dialect
    )


class Incoming(NamedTuple):
    """What a PDU carries."""

    kind: Kind
    """What it is."""
    sort: Sort
    """What becomes of it at an ESME."""
    evidence: Evidence
    """What says so."""
    text: str | None
    """The text; ``None`` where that is no text, or none that can be read."""
    body: bytes
    """The octets of the text, after the header."""
    udh: bytes
    """The elements of the user data header, without its length."""
    udh_error: str | None
    """What is wrong with the header that ``esm_class`` announces; then all octets are in ``body``."""
    reference: int | None
    """The reference that the parts of a long message have in common; ``None`` for a message of one part."""
    total_segments: int
    """How many parts there are."""
    segment_seqnum: int
    """Which part it is, from 1."""
    receipt: Receipt | None
    """What is said about an earlier message; ``None`` for a message."""


def read(pdu: Pdu, /, *, mc_default: str | None = None) -> Incoming | None:
    """Finds out what a deliver_sm, data_sm, submit_sm or the like carries; ``None`` for a PDU that carries no message.

    ``mc_default`` is the alphabet that ``data_coding`` 0 means for this account. What is broken counts as a message.
    """
    parts = _support.incoming(pdu, mc_default)
    if parts is None:
        return None
    kind, sort, evidence, text, body, udh, udh_error, reference, total, seqnum, report = parts
    receipt = None if report is None else _receipt(report)
    return Incoming(kind, sort, evidence, text, body, udh, udh_error, reference, total, seqnum, receipt)


def encode_text(text: str, alphabet: str, /) -> bytes:
    """The octets of a text in an alphabet. Raises ``ValueError`` for a character that it does not have."""
    return _support.encode_text(text, alphabet)


def decode_text(octets: bytes, data_coding: int, /, *, mc_default: str | None = None, udh: bytes = b"") -> str:
    """The text of octets that have this ``data_coding``, behind the elements of a user data header.

    What makes no character is U+FFFD. Raises ``ValueError`` where the octets are no text, or none that can be read.
    """
    return _support.decode_text(octets, data_coding, mc_default, udh)


def transliterate(text: str, alphabet: str, /, *, substitute: str | None = None) -> str:
    """A plainer text, of which an alphabet has all characters it could be given: quotes, dashes and accents are
    replaced.

    A character for which there is nothing plainer stays, or becomes ``substitute``.
    """
    return _support.transliterated(text, alphabet, substitute)


def parse_time(text: str, /, *, relative_to: datetime | None = None) -> datetime | timedelta | None:
    """Reads an SMPP time, such as ``schedule_delivery_time`` or ``final_date`` (3.4 §7.1.1).

    Empty is ``None``. An absolute time is a ``datetime`` with its offset; one of twelve digits, the message centre's
    own time, is a ``datetime`` without. A relative time is a ``timedelta``, or counted from ``relative_to`` a
    ``datetime``: that is the only way to read one with years or months. Raises ``ValueError`` for what is no time.
    """
    read = _support.parse_time(text)
    if read is None:
        return None
    kind, parts, tenths, quarters = read
    if kind == "local":
        return datetime(*parts)
    if kind == "absolute":
        return datetime(*parts).replace(microsecond=100_000 * tenths, tzinfo=_zone(quarters))
    years, months, days, hours, minutes, seconds = parts
    if relative_to is not None:
        return datetime(*_support.after(parts, _parts(relative_to))).replace(tzinfo=relative_to.tzinfo)
    if years or months:
        raise ValueError(f"{text}: years and months are not always equally long: say relative_to what")
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def format_time(time: datetime | timedelta | None, /) -> str:
    """Writes an SMPP time: an absolute one of a ``datetime``, which must have a zone, a relative one of a
    ``timedelta``.

    Raises ``ValueError`` for a time that SMPP cannot express, such as a span of more than 99 days.
    """
    if time is None:
        return ""
    if isinstance(time, timedelta):
        if time < timedelta():
            raise ValueError("a span of time is not less than nothing")
        return _support.format_relative(time // timedelta(seconds=1))
    offset = time.utcoffset()
    if offset is None:
        raise ValueError("a datetime without a zone: whose time is it?")
    if offset % timedelta(minutes=15):
        time, offset = time.astimezone(UTC), timedelta()
    return _support.format_absolute(_parts(time), time.microsecond // 100_000, offset // timedelta(minutes=15))
