"""Texts on their way out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
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
        self.message_ids: tuple[str, ...] = tuple(message_ids)
        """The id of each part, as the message centre gave it."""
        self.receipts: Receipts = receipts
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
    sending = _Sending(esme, parts, receipts if receipt else None)
    try:
        outcomes = await sending.outcomes()
    except BaseException:
        # Cancelled: what was sent is sent, and no further part follows.
        sending.stop()
        for future in sending.futures:
            future.cancel()
        raise
    ids = [outcome for outcome in outcomes if isinstance(outcome, str)]
    if len(ids) < len(parts):
        raise TextNotAccepted(outcomes)
    return Sent(ids, receipts)


class _Sending:
    """The parts of a text that are under way."""

    def __init__(self, esme: Esme, parts: Sequence[SubmitSm], receipts: Receipts | None) -> None:
        self._line = esme._line
        self._has_failed = False
        self._parts = len(parts)
        self.futures: list[asyncio.Future[Pdu]] = []
        for number, pdu in enumerate(parts):
            # One that fails at once leaves nothing to follow it.
            if self._has_failed:
                break
            follow = None if receipts is None else receipts._follow(number)
            self.futures.append(esme._request(pdu, None, self._answered(follow)))

    def _answered(self, follow: Callable[[Pdu | None], None] | None) -> Callable[[Pdu | None], None]:
        def answered(response: Pdu | None) -> None:
            if follow is not None:
                follow(response)
            if response is None or response.command_status:
                self.stop()

        return answered

    def stop(self) -> None:
        """Sends no further part."""
        if not self._has_failed:
            self._has_failed = True
            for future in self.futures:
                if self._line.remove(future):
                    future.cancel()

    async def outcomes(self) -> list[PartOutcome]:
        """What became of each part."""
        if self.futures:
            await asyncio.wait(self.futures)
        outcomes = [None if future.cancelled() else _outcome(future) for future in self.futures]
        return outcomes + [None] * (self._parts - len(outcomes))


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
