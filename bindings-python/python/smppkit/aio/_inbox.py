"""What has come in and was not taken yet."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from .._deliveries import Delivery, Receipt, Request
from .._failures import ConnectionClosed
from .._joining import Joining
from .._native import Notification
from ._log import Log

#: How many notifications, which want no answer and which nothing holds back, are kept.
MAX_NOTIFICATIONS = 1024


class Inbox:
    """What the peer sent and the application has not taken yet. The session limits how many requests can be in it."""

    def __init__(self, joining: Joining, log: Log, spare: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Request | Receipt | Notification] = deque()
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._joining = joining
        self._log = log
        self._spare = spare
        """How many are kept if nobody takes anything."""
        self._is_read = False
        self._has_ended = False
        self._notifications = 0

    def put(self, one: Request | Receipt | Notification) -> None:
        """Puts something in."""
        self._queue.append(one)
        if isinstance(one, Notification):
            self._notifications += 1
            if self._notifications > MAX_NOTIFICATIONS:
                oldest = next(kept for kept in self._queue if isinstance(kept, Notification))
                self._queue.remove(oldest)
                self._notifications -= 1
                self._log.warning("notification forgotten", command_id=oldest.pdu.command_id)
        if not self._is_read and len(self._queue) - self._notifications > self._spare:
            self._refuse()
        self._wake()

    def _refuse(self) -> None:
        """Nobody takes anything: what is in the way of responses to us is rejected for now."""
        oldest = next(kept for kept in self._queue if not isinstance(kept, Notification))
        self._queue.remove(oldest)
        self._log.warning("rejected for now, since nobody takes it", command_id=oldest.pdu.command_id)
        with suppress(ConnectionClosed):
            oldest.reject()

    def end(self) -> None:
        """Nothing more will be put in."""
        self._has_ended = True
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _wake(self) -> None:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    async def take(self) -> Delivery | None:
        """What comes next; ``None`` once nothing will. A message that never became whole comes when its time is up."""
        self._is_read = True
        while True:
            while self._queue:
                one = self._queue.popleft()
                if isinstance(one, Receipt):
                    return one
                if isinstance(one, Notification):
                    self._notifications -= 1
                    return one
                delivery = self._joining.sort(one) or self._joining.take()
                if delivery is not None:
                    return delivery
            if self._has_ended:
                self._joining.end()
            message = self._joining.take()
            if message is not None or self._has_ended:
                return message
            await self._wait()

    async def _wait(self) -> None:
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        due = self._joining.due()
        timer = None if due is None else self._loop.call_at(due, self._handle_timeout)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                # It was this one's turn: now it is another's.
                self._wake()
            raise
        finally:
            if timer is not None:
                timer.cancel()
            with suppress(ValueError):
                self._waiters.remove(waiter)

    def _handle_timeout(self) -> None:
        self._joining.handle_timeout()
        # Also if there is nothing: the next thing is due at another time.
        self._wake()
