"""The parts of incoming long messages, and the requests in which they came.

What belongs together, when it is whole and when its parts are answered, the core knows. Here they are answered.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from ._deliveries import Message, Receipt, Request
from ._enums import Kind, Sort
from ._failures import ConnectionClosed
from .message import Incoming, read
from .message import Joining as Core

_log = logging.getLogger("smppkit.messages")


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
        self._core = Core(hold=hold, max_octets=max_octets, timeout=timeout)
        self._mc_default = mc_default
        self._requests: dict[int, Request] = {}
        """Those that are not answered, by the numbers that the core knows them by."""
        self._number = 0
        self._ready: deque[Message] = deque()

    def sort(self, request: Request) -> Receipt | Message | Request | None:
        """What this is; ``None`` if it is a part of a long message: that goes to the others, see :meth:`take`."""
        pdu = request.pdu
        reading = read(pdu, mc_default=self._mc_default)
        if reading is None:
            return request
        if reading.sort == Sort.MESSAGE:
            return Message(pdu, reading.kind, reading.text, reading.body, (), lambda _accepted: [request])
        if reading.sort == Sort.PART:
            self._number += 1
            self._requests[self._number] = request
            self._core.insert(pdu, self._number, self._clock())
            self._handle_outputs()
            return None
        return as_receipt(request, reading) or request

    def take(self) -> Message | None:
        """The next long message that is whole, or will never be."""
        return self._ready.popleft() if self._ready else None

    def due(self) -> float | None:
        """When :meth:`handle_timeout` has something to do."""
        return self._core.timeout()

    def handle_timeout(self) -> None:
        """Accepts what has waited long enough, and gives up what is never going to be whole."""
        self._core.handle_timeout(self._clock())
        self._handle_outputs()

    def end(self) -> None:
        """No more will come: what there is of incomplete messages is to be taken."""
        self._core.end()
        self._handle_outputs()

    def _handle_outputs(self) -> None:
        for output in self._core.outputs():
            if output[0] == "message":
                _, number, message, first = output
                text, missing = message.text(self._mc_default), tuple(message.missing)
                self._ready.append(Message(first, Kind.MESSAGE, text, message.octets, missing, self._settling(number)))
                continue
            request = self._requests.pop(output[1])
            # If it fails, the part comes again, over another connection.
            with suppress(ConnectionClosed):
                if output[0] == "accept":
                    request.accept()
                else:
                    _log.warning("part of a message refused for now: no memory left")
                    request.reject()

    def _settling(self, number: int) -> Callable[[bool], list[Request]]:
        def settle(is_accepted: bool) -> list[Request]:
            """The application has answered: the requests that are to be answered likewise."""
            requests, is_lost = self._core.settle(number, is_accepted, self._clock())
            if is_lost:
                _log.warning("parts of a rejected message lost: no memory left")
            return [self._requests.pop(request) for request in requests]

        return settle


def as_receipt(request: Request, reading: Incoming | None) -> Receipt | None:
    """The receipt that a request carries, if it says of which message."""
    if reading is None or reading.sort != Sort.RECEIPT or reading.receipt is None:
        return None
    return Receipt(request, reading.receipt, reading.evidence)
