"""The parts of incoming long messages, and the requests in which they came.

What belongs together, and when it is whole, the core knows. Here the requests are kept until the application has
answered, and accepted before only where the peer would wait too long.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from ._deliveries import Message, Receipt, Request
from ._enums import Kind
from ._errors import ReassemblerFull
from ._failures import ConnectionClosed
from ._native import CommandStatus, DataSm, DeliverSm, Reassembler
from .message import read

if TYPE_CHECKING:
    from ._native import LongMessage
    from ._record import Pdu

_log = logging.getLogger("smppkit.messages")

#: What parts of one message have in common.
_Key = tuple[int, str, str]


class _Stage(Enum):
    JOINING = 1
    WHOLE = 2
    """The application has it."""
    GIVEN_UP = 3
    """The application has what there is of it."""


class _Part:
    __slots__ = ("is_copy", "pdu", "request", "until")

    def __init__(self, pdu: Pdu, request: Request | None, until: float) -> None:
        self.pdu = pdu
        self.request = request
        """``None`` once it was accepted; the PDU is kept in case the message is rejected."""
        self.until = until
        self.is_copy = False


class _Entry:
    __slots__ = ("key", "message", "parts", "stage")

    def __init__(self, key: _Key) -> None:
        self.key = key
        self.parts: list[_Part] = []
        self.stage = _Stage.JOINING
        self.message: LongMessage | None = None


class Joining:
    """The messages that are not settled."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        mc_default: str | None = None,
        hold: float = 1.0,
        max_octets: int = 1_048_576,
        timeout: float = 1800.0,
    ) -> None:
        self._clock = clock
        self._reassembler = Reassembler(max_octets=max_octets, timeout=timeout)
        self._mc_default = mc_default
        self._hold = hold
        self._entries: dict[int, _Entry] = {}
        self._current: dict[_Key, int] = {}
        """The entry for which further parts, or copies of them, are."""
        self._held: deque[tuple[float, int]] = deque()
        """When which entry has a part to be accepted."""
        self._next = 0

    def sort(self, request: Request) -> Message | Receipt | Request | None:
        """What to hand out now that this came; ``None`` if it waits for the other parts of its message."""
        pdu = request.pdu
        if not isinstance(pdu, DeliverSm | DataSm):
            return request
        reading = read(pdu, mc_default=self._mc_default)
        if reading is None:
            return request
        if reading.kind in (Kind.RECEIPT, Kind.INTERMEDIATE_NOTIFICATION):
            if reading.receipt is None or reading.receipt.message_id is None:
                return request
            return Receipt(request, reading.receipt, reading.evidence)
        if reading.reference is None:
            only = [request]
            return Message(pdu, reading.kind, reading.text, reading.body, (), lambda _accepted: only)
        return self._insert(request, (reading.reference, pdu.source_addr, pdu.destination_addr))

    def _insert(self, request: Request, key: _Key) -> Message | Request | None:
        now = self._clock()
        try:
            outcome, message = self._reassembler.insert(request.pdu, now)
        except ReassemblerFull as full:
            _log.warning("part of a message refused for now: %s", full)
            _answered(request.reject, CommandStatus.ESME_RX_T_APPN)
            return None
        part = _Part(request.pdu, request, now + self._hold)
        if outcome == "waiting":
            number = self._current.get(key)
            if number is None or self._entries[number].stage is not _Stage.JOINING:
                number = self._begin(key)
            self._add(number, part)
        elif outcome == "duplicate":
            number = self._current.get(key)
            if number is None:
                # It was accepted long ago. If this fails, it comes again.
                _answered(request.accept)
            else:
                part.is_copy = True
                self._add(number, part)
        elif outcome == "complete" and message is not None:
            is_long = message.total_segments > 1
            number = self._current.get(key) if is_long else None
            if number is None:
                number = self._begin(key) if is_long else self._open(key)
            entry = self._entries[number]
            entry.parts.append(part)
            entry.stage, entry.message = _Stage.WHOLE, message
            return self._joined(number, message)
        elif outcome == "restarted" and message is not None:
            given_up = self._give_up(message)
            self._add(self._begin(key), part)
            return given_up
        else:
            return request
        return None

    def due(self) -> float | None:
        """When :meth:`handle_timeout` has something to do."""
        held = self._held[0][0] if self._held else None
        joining = self._reassembler.timeout()
        return min((due for due in (held, joining) if due is not None), default=None)

    def handle_timeout(self) -> list[Message]:
        """Accepts what has waited long enough, and gives up what is never going to be whole."""
        self._accept_held()
        given_up = (self._give_up(message) for message in self._reassembler.handle_timeout(self._clock()))
        return [message for message in given_up if message is not None]

    def take_oldest(self) -> Message | None:
        """What there is of the message that has waited longest: no more of it will come."""
        message = self._reassembler.take_oldest()
        return None if message is None else self._give_up(message)

    def _open(self, key: _Key) -> int:
        self._next += 1
        self._entries[self._next] = _Entry(key)
        return self._next

    def _begin(self, key: _Key) -> int:
        """Opens an entry to which further parts belong."""
        number = self._current[key] = self._open(key)
        return number

    def _add(self, number: int, part: _Part) -> None:
        self._entries[number].parts.append(part)
        self._held.append((part.until, number))
        if not self._hold:
            self._accept_held()

    def _joined(self, number: int, message: LongMessage) -> Message:
        entry = self._entries[number]
        text = message.text(self._mc_default)
        missing = tuple(message.missing)
        return Message(
            entry.parts[0].pdu, Kind.MESSAGE, text, message.octets, missing, lambda yes: self._settle(number, yes)
        )

    def _give_up(self, message: LongMessage) -> Message | None:
        number = self._current.pop((message.reference, message.source_addr, message.destination_addr), None)
        if number is None:
            return None
        self._entries[number].stage = _Stage.GIVEN_UP
        return self._joined(number, message)

    def _accept_held(self) -> None:
        now = self._clock()
        while self._held and self._held[0][0] <= now:
            _, number = self._held.popleft()
            entry = self._entries.get(number)
            # Once the application has it, it is for the application to say.
            if entry is None or entry.stage is not _Stage.JOINING:
                continue
            for part in entry.parts:
                if part.request is not None and part.until <= now:
                    # If it fails, the part comes again, over another connection.
                    _answered(part.request.accept)
                    part.request = None
            entry.parts = [part for part in entry.parts if part.request is not None or not part.is_copy]

    def _settle(self, number: int, accepted: bool) -> list[Request]:
        """The application has answered: the requests that are to be answered likewise."""
        entry = self._entries.pop(number, None)
        if entry is None:
            return []
        self._held = deque(held for held in self._held if held[1] != number)
        is_current = self._current.get(entry.key) == number
        if is_current:
            del self._current[entry.key]
        kept = [part.pdu for part in entry.parts if part.request is None]
        if entry.stage is _Stage.WHOLE and entry.message is not None and not accepted:
            self._reassembler.forget(entry.message)
            if is_current and kept:
                self._restore(entry.key, kept)
        return [part.request for part in entry.parts if part.request is not None]

    def _restore(self, key: _Key, kept: list[Pdu]) -> None:
        """The parts that were accepted wait for the others to come again."""
        number = self._begin(key)
        for pdu in kept:
            try:
                self._reassembler.insert(pdu, self._clock())
            except ReassemblerFull as full:
                _log.warning("part of a rejected message lost: %s", full)
                continue
            self._entries[number].parts.append(_Part(pdu, None, 0.0))


def _answered(answer: Callable[..., None], *status: int) -> None:
    """Answers; if the connection is over, nobody waits for it."""
    with suppress(ConnectionClosed):
        answer(*status)
