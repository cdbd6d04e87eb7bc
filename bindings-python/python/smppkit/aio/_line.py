"""Who waits to send, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._record import Pdu


class Waiting:
    """A request that was not sent yet."""

    __slots__ = ("answered", "future", "pdu", "since", "within")

    def __init__(
        self,
        pdu: Pdu,
        future: asyncio.Future[Pdu],
        within: float | None,
        answered: Callable[[Pdu | None], None] | None,
        since: float,
    ) -> None:
        self.pdu: Pdu = pdu
        self.future: asyncio.Future[Pdu] = future
        self.within: float | None = within
        self.answered: Callable[[Pdu | None], None] | None = answered
        """What is told of the response, before anything that comes after it."""
        self.since: float = since


#: Requests that are waited for no more are looked for once there are more than these.
_SWEEP = 64


class Line:
    """Requests that wait for room in the window, for their turn or for a connection."""

    __slots__ = ("_sweep_at", "queue")

    def __init__(self) -> None:
        self.queue: deque[Waiting] = deque()
        """Those who wait, and maybe some who do no more."""
        self._sweep_at = _SWEEP

    def append(self, waiting: Waiting) -> None:
        """To the end of the line. Those who have left it do not make it longer than twice those who wait."""
        if len(self.queue) >= self._sweep_at:
            queue, self.queue = self.queue, deque()
            for one in queue:
                self.queue.append(one) if not one.future.done() else self._gone(one)
            self._sweep_at = max(_SWEEP, 2 * len(self.queue))
        self.queue.append(waiting)

    def first(self) -> Waiting | None:
        """Who is next."""
        queue = self.queue
        while queue:
            if not queue[0].future.done():
                return queue[0]
            self._gone(queue.popleft())
        return None

    def take(self) -> Waiting:
        """Takes out who is next."""
        return self.queue.popleft()

    def remove(self, future: asyncio.Future[Pdu]) -> bool:
        """Takes out what was not sent yet; whether it was there."""
        for waiting in self.queue:
            if waiting.future is future:
                self.queue.remove(waiting)
                self._gone(waiting)
                return True
        return False

    def fail(self, error: Callable[[], BaseException], *, before: float = float("inf")) -> None:
        """None of those who came before this are going to be sent."""
        while (waiting := self.first()) is not None and waiting.since <= before:
            self._gone(self.take())
            waiting.future.set_exception(error())

    @staticmethod
    def _gone(waiting: Waiting) -> None:
        if waiting.answered is not None:
            waiting.answered(None)
