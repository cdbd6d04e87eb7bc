"""Texts on their way out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from .._errors import SmppError
from .._failures import PartOutcome, RequestRefused, TextNotAccepted
from .._native import SubmitSm, SubmitSmResp
from ..message import submits
from ._receipts import Receipts

if TYPE_CHECKING:
    from .._record import Pdu
    from ._client import Esme


class TextOptions(TypedDict, total=False):
    """How to send a text: see :func:`smppkit.message.submits`."""

    template: SubmitSm
    """Where all fields come from but addresses and text."""
    alphabets: Iterable[str]
    """The alphabets to choose from."""
    mc_default: str
    """What ``data_coding`` 0 means for this account."""
    national_tables: bool
    """Whether the national language tables of GSM 7-bit may be used."""
    message_class: str
    """A :class:`smppkit.message.MessageClass`."""
    long: str
    """How the parts are tied together, a :class:`smppkit.message.Long`."""
    max_segments: int
    """How many parts there may be, at most 255."""


class Sent:
    """A text that was accepted whole."""

    __slots__ = ("message_ids", "receipts")

    def __init__(self, message_ids: Sequence[str], receipts: Receipts) -> None:
        self.message_ids = tuple(message_ids)
        """The id of each part, as the message centre gave it."""
        self.receipts = receipts
        """Its receipts, if they were asked for; none otherwise."""

    def __repr__(self) -> str:
        return f"<Sent as {', '.join(self.message_ids)}>"


async def send_text(
    esme: Esme, source: str, destination: str, text: str, number: int, receipt: bool, options: TextOptions
) -> Sent:
    """Sends all parts one after the other without waiting for responses. Once one failed, no further ones are sent."""
    if "mc_default" not in options and esme._settings.mc_default is not None:
        options = {**options, "mc_default": esme._settings.mc_default}
    parts = submits(source, destination, text, number=number, receipt=receipt, **options)
    receipts = Receipts(esme._awaited, len(parts))
    futures = [
        esme._request(pdu, None, receipts._follow(part) if receipt else None) for part, pdu in enumerate(parts)
    ]
    try:
        outcomes = await _outcomes(esme, futures)
    except BaseException:
        # Cancelled: what was sent is sent, and no further part follows.
        for future in futures:
            esme._line.remove(future)
            future.cancel()
        raise
    ids = [outcome for outcome in outcomes if isinstance(outcome, str)]
    if len(ids) < len(parts):
        raise TextNotAccepted(outcomes)
    return Sent(ids, receipts)


async def _outcomes(esme: Esme, futures: list[asyncio.Future[Pdu]]) -> list[PartOutcome]:
    outcomes: list[PartOutcome] = [None] * len(futures)
    waiting = {future: part for part, future in enumerate(futures)}
    while waiting:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        has_failed = False
        for future in done:
            outcome = _outcome(future)
            outcomes[waiting.pop(future)] = outcome
            has_failed = has_failed or not isinstance(outcome, str)
        if has_failed:
            for future in [future for future in waiting if esme._line.remove(future)]:
                del waiting[future]
                future.cancel()
    return outcomes


def _outcome(future: asyncio.Future[Pdu]) -> PartOutcome:
    error = future.exception()
    if error is not None:
        if isinstance(error, SmppError):
            return error
        raise error
    response = future.result()
    if isinstance(response, SubmitSmResp) and response.command_status == 0:
        return response.message_id
    return RequestRefused(response)
