"""Which receipts are awaited, and by whom: it stands between the connections of a client and its inbox.

What a receipt says and which message it is about, the core knows. Here it is handed to who waits for it. One that comes
before the response to its message is held back until the submit_sm that were under way by then are answered. What is
about no message that is awaited goes on into the inbox. Where too much waits for who does not take it, the oldest is
rejected for now, so that the message centre sends it again and the connection does not stand still.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from .._deliveries import Receipt, Request
from .._enums import Kind
from .._failures import ConnectionClosed
from .._native import Correlator, DataSm, DeliverSm, MessageState, SubmitSmResp
from ..message import read

if TYPE_CHECKING:
    from .._record import Pdu


class _Group:
    """What one handle awaits."""

    __slots__ = ("arrived", "is_open", "waiter", "waiting")

    def __init__(self) -> None:
        self.is_open: bool = True
        self.waiting: dict[int, int] = {}
        """The parts that wait, from 0, with their tokens."""
        self.arrived: deque[Receipt] = deque()
        self.waiter: asyncio.Future[None] | None = None

    def wake(self) -> None:
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)


class Awaited:
    """All receipts that are awaited of one client."""

    def __init__(
        self, pass_on: Callable[[Receipt], None], *, spare: int, max_messages: int = 65_536, timeout: float = 259_200.0
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._pass_on = pass_on
        self._spare = spare
        """How many may wait for who does not take them, and how many be held back."""
        self._max_messages = max_messages
        self._correlator = Correlator(max_messages=max_messages, timeout=timeout, max_early_receipts=0)
        self._tokens: dict[int, tuple[_Group, int, str]] = {}
        self._under_way: dict[int, None] = {}
        self._early: deque[tuple[Receipt, int]] = deque()
        """Receipts for no message that is known yet, and the number below which a submit_sm can be meant."""
        self._idle: dict[Receipt, _Group] = {}
        """Those that came when nobody waited for them, the oldest first."""
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None
        self.has_ended: bool = False

    def follow(self, group: _Group, part: int) -> Callable[[Pdu | None], None]:
        """A submit_sm is about to be sent: what is to be told of its response."""
        number = self._number()
        self._under_way[number] = None

        def answered(response: Pdu | None) -> None:
            del self._under_way[number]
            if isinstance(response, SubmitSmResp) and response.command_status == 0:
                self._await(group, part, response.message_id)
            self._look_again()

        return answered

    def sort(self, request: Request) -> Request | Receipt | None:
        """What is to go into the inbox: ``None`` if it is awaited."""
        if not self._tokens and not self._under_way:
            return request
        receipt = as_receipt(request)
        if receipt is None:
            return request
        if self._find(receipt, self._spare):
            return None
        if not self._under_way:
            return receipt
        self._early.append((receipt, self._number()))
        return self._early.popleft()[0] if len(self._early) > self._spare else None

    def close(self, group: _Group) -> None:
        """Nobody awaits this any more; what is left goes into the inbox."""
        group.is_open = False
        for token in group.waiting.values():
            self._correlator.withdraw(self._tokens.pop(token)[2], token)
        group.waiting.clear()
        while group.arrived:
            receipt = group.arrived.popleft()
            self._idle.pop(receipt, None)
            receipt.unclaim()
            self._pass_on(receipt)

    def forget(self, group: _Group) -> None:
        """The same, said in any thread."""
        group.is_open = False
        if group.waiting or group.arrived:
            _soon(self._loop, self.close, group)

    def end(self) -> None:
        """No more will come."""
        self.has_ended = True
        if self._timer is not None:
            self._timer.cancel()
        for group, _, _ in self._tokens.values():
            group.wake()
        while self._early:
            self._pass_on(self._early.popleft()[0])

    def take(self, group: _Group) -> Receipt | None:
        """The next receipt that has come."""
        if not group.arrived:
            return None
        receipt = group.arrived.popleft()
        self._idle.pop(receipt, None)
        return receipt

    def leave(self, group: _Group) -> None:
        """Nobody waits for the next receipt of a group for the moment."""
        group.waiter = None
        self._idle |= dict.fromkeys(group.arrived, group)

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _await(self, group: _Group, part: int, message_id: str) -> None:
        if not group.is_open or not self._max_messages:
            return
        while self._correlator.waiting >= self._max_messages:
            oldest = self._correlator.take_oldest()
            if oldest is None:
                break
            self._give_up(oldest)
        token = self._number()
        before = self._correlator.waiting
        self._correlator.submitted(message_id, token, self._loop.time())
        if self._correlator.waiting > before:
            self._tokens[token] = (group, part, message_id)
            group.waiting[part] = token
            self._set_timer()

    def _find(self, receipt: Receipt, spare: int | None) -> bool:
        """Hands a receipt to who waits for it; a final one is awaited no more."""
        found = self._correlator.receipt(receipt.message_id, self._loop.time(), is_final=receipt.is_final)
        if found is None or found[0] not in self._tokens:
            return False
        token, is_certain = found
        group, part, message_id = self._tokens[token]
        await_again = None
        if receipt.is_final:
            del self._tokens[token], group.waiting[part]
            # It may be told in any thread.
            await_again = partial(_soon, self._loop, self._await, group, part, message_id)
        group.arrived.append(receipt.claim(part + 1, is_certain, await_again))
        if group.waiter is None:
            self._idle[receipt] = group
        group.wake()
        while spare is not None and len(self._idle) > spare:
            self._refuse(next(iter(self._idle)))
        return True

    def _refuse(self, receipt: Receipt) -> None:
        """Rejects a receipt for now; when it comes again, it is awaited again."""
        self._idle.pop(receipt).arrived.remove(receipt)
        with suppress(ConnectionClosed):
            receipt.reject()

    def _look_again(self) -> None:
        """Looks again at what was held back: a response has come."""
        if not self._early:
            return
        first = next(iter(self._under_way), None)
        early, self._early = self._early, deque()
        for receipt, before in early:
            # It has waited long enough not to be rejected at once.
            if self._find(receipt, None):
                continue
            if first is not None and first < before:
                self._early.append((receipt, before))
            else:
                self._pass_on(receipt)

    def _give_up(self, token: int) -> None:
        """A part waits no more."""
        waiting = self._tokens.pop(token, None)
        if waiting is not None:
            group, part, _ = waiting
            group.waiting.pop(part, None)
            group.wake()

    def _set_timer(self) -> None:
        due = self._correlator.timeout()
        if due is not None and self._timer is None:
            self._timer = self._loop.call_at(due, self._handle_timeout)

    def _handle_timeout(self) -> None:
        self._timer = None
        for token in self._correlator.handle_timeout(self._loop.time()):
            self._give_up(token)
        self._set_timer()


class Receipts:
    """The receipts of one message, as they come: hours later, over whatever connection the message centre chooses.

    Take them with ``async for``, or let :meth:`outcome` take and accept them all. Those that come while nobody takes
    them are kept, a quarter of ``max_unanswered`` of all messages together; the oldest beyond that are rejected for
    now, for the message centre to send them again. If this is forgotten, they go to who iterates over the client, with
    all others that nobody awaits.
    """

    __slots__ = ("_awaited", "_group", "_parts")

    def __init__(self, awaited: Awaited, parts: int) -> None:
        self._awaited = awaited
        self._group = _Group()
        self._parts = parts

    def _follow(self, part: int) -> Callable[[Pdu | None], None]:
        return self._awaited.follow(self._group, part)

    @property
    def waiting(self) -> int:
        """How many parts wait for their final receipts."""
        return len(self._group.waiting)

    def __aiter__(self) -> Receipts:
        return self

    async def __anext__(self) -> Receipt:
        """The next receipt or intermediate notification.

        It ends when no more will come: all parts had their final one, waited for three days, were given up for newer
        ones, or the client is closed.
        """
        group, awaited = self._group, self._awaited
        while (receipt := awaited.take(group)) is None:
            if not group.waiting or awaited.has_ended:
                raise StopAsyncIteration
            group.waiter = asyncio.get_running_loop().create_future()
            try:
                await group.waiter
            finally:
                awaited.leave(group)
        return receipt

    async def outcome(self) -> tuple[MessageState | None, ...]:
        """Takes and accepts the receipts until all parts had their final one: what became of each part, ``None`` where
        that is not known."""
        states: list[MessageState | None] = [None] * self._parts
        async for receipt in self:
            with suppress(ConnectionClosed):
                # That it comes again then does no harm: it is known what it says.
                receipt.accept()
            if receipt.part is not None:
                states[receipt.part - 1] = receipt.state
        return tuple(states)

    def __del__(self) -> None:
        self._awaited.forget(self._group)

    def __repr__(self) -> str:
        return f"<Receipts: {self.waiting} awaited, {len(self._group.arrived)} to be taken>"


def _soon(loop: asyncio.AbstractEventLoop, do: Callable[..., object], *arguments: object) -> None:
    """Does this in the event loop, if there still is one."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(do, *arguments)


def as_receipt(request: Request) -> Receipt | None:
    """The receipt that a request carries, if it says of which message."""
    if not isinstance(request.pdu, DeliverSm | DataSm):
        return None
    reading = read(request.pdu)
    if reading is None or reading.receipt is None or reading.receipt.message_id is None:
        return None
    if reading.kind not in (Kind.RECEIPT, Kind.INTERMEDIATE_NOTIFICATION):
        return None
    return Receipt(request, reading.receipt, reading.evidence)
