"""Who awaits which receipt: the futures and the timer of what the core knows, between the connections of a client and
its inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from .._deliveries import Receipt, Request
from .._failures import ConnectionClosed
from .._joining import as_receipt
from .._native import MessageState, SubmitSmResp
from ..message import AwaitedReceipts, read

if TYPE_CHECKING:
    from .._record import Pdu


class Awaited:
    """All receipts that are awaited of one client."""

    def __init__(
        self, pass_on: Callable[[Receipt], None], *, spare: int, max_messages: int = 65_536, timeout: float = 259_200.0
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._pass_on = pass_on
        self._core = AwaitedReceipts(max_messages=max_messages, timeout=timeout, spare=spare)
        self._receipts: dict[int, Receipt] = {}
        """Those that nobody took yet, by the numbers that the core knows them by."""
        self._number = 0
        self._takers: dict[int, asyncio.Future[None]] = {}
        """Who waits for the next one of a group."""
        self._timer: asyncio.TimerHandle | None = None
        self._has_ended = False

    def open(self) -> int:
        """Opens a group for what one handle awaits."""
        return self._core.open()

    def forget(self, group: int) -> None:
        """Nobody awaits this any more. May be called in any thread."""
        self._core.close(group)
        if self._receipts:
            self._handle_outputs_soon()

    def follow(self, group: int, part: int) -> Callable[[Pdu | None], None]:
        """A submit_sm is about to be sent: what is to be told of its response."""
        ticket = self._core.under_way(group, part)

        def answered(response: Pdu | None) -> None:
            message_id = None
            if isinstance(response, SubmitSmResp) and response.command_status == 0:
                message_id = response.message_id
            self._core.answered(ticket, message_id, self._loop.time())
            self._handle_outputs()

        return answered

    def sort(self, request: Request) -> Request | None:
        """What is to go into the inbox at once: ``None`` if it is, or may be, a receipt that is awaited."""
        receipt = as_receipt(request, read(request.pdu)) if self._core.is_expecting else None
        if receipt is None:
            return request
        self._number += 1
        self._receipts[self._number] = receipt
        self._core.received(receipt.message_id, self._number, self._loop.time(), is_final=receipt.is_final)
        self._handle_outputs()
        return None

    async def take(self, group: int) -> Receipt | None:
        """The next receipt of a group; ``None`` when no more will come."""
        try:
            while True:
                state, arrived = self._core.poll_receipt(group)
                if arrived is not None:
                    return self._claim(group, *arrived)
                if state == "done":
                    return None
                self._takers[group] = self._loop.create_future()
                await self._takers[group]
        finally:
            self._takers.pop(group, None)
            self._core.leave(group)

    def waiting(self, group: int) -> int:
        """How many parts wait for their final receipts."""
        return self._core.waiting(group)

    def end(self) -> None:
        """No more will come."""
        self._has_ended = True
        if self._timer is not None:
            self._timer.cancel()
        self._core.end()
        self._handle_outputs()

    def _claim(self, group: int, number: int, part: int, message_id: str, is_certain: bool) -> Receipt:
        receipt = self._receipts.pop(number)
        await_again = partial(self._await_again, group, part, message_id) if receipt.is_final else None
        return receipt.claim(part + 1, is_certain, await_again)

    def _await_again(self, group: int, part: int, message_id: str) -> None:
        """May be called in any thread."""
        self._core.await_again(group, part, message_id, self._loop.time())
        self._handle_outputs_soon()

    def _handle_outputs_soon(self) -> None:
        """In the event loop, if there still is one."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._handle_outputs)

    def _handle_outputs(self) -> None:
        for what, number in self._core.outputs():
            if what == "wake":
                taker = self._takers.get(number)
                if taker is not None and not taker.done():
                    taker.set_result(None)
            elif what == "pass":
                self._pass_on(self._receipts.pop(number))
            else:
                with suppress(ConnectionClosed):
                    self._receipts.pop(number).reject()
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is None and not self._has_ended and (due := self._core.timeout()) is not None:
            self._timer = self._loop.call_at(due, self._handle_timeout)

    def _handle_timeout(self) -> None:
        self._timer = None
        self._core.handle_timeout(self._loop.time())
        self._handle_outputs()


class Receipts:
    """The receipts of one message, as they come: hours later, over whatever connection the message centre chooses.

    Take them with ``async for``, or let :meth:`outcome` take and accept them all. Those that come while nobody takes
    them are kept, a quarter of ``max_unanswered`` of all messages together; the oldest beyond that are rejected for
    now, for the message centre to send them again. If this is forgotten, they go to who iterates over the client, with
    all others that nobody awaits.
    """

    __slots__ = ("_awaited", "_group", "_states", "_taking")

    def __init__(self, awaited: Awaited, parts: int) -> None:
        self._awaited = awaited
        self._group = 0
        """None before a receipt is awaited: there is no group 0."""
        self._states: list[MessageState | None] = [None] * parts
        """What :meth:`outcome` knows of each part."""
        self._taking = asyncio.Lock()

    def _follow(self, part: int) -> Callable[[Pdu | None], None]:
        self._group = self._group or self._awaited.open()
        return self._awaited.follow(self._group, part)

    @property
    def waiting(self) -> int:
        """How many parts wait for their final receipts."""
        return self._awaited.waiting(self._group)

    def __aiter__(self) -> Receipts:
        return self

    async def __anext__(self) -> Receipt:
        """The next receipt or intermediate notification.

        It ends when no more will come: all parts had their final one, waited for three days, were given up for newer
        ones, or the client is closed.
        """
        async with self._taking:
            receipt = await self._awaited.take(self._group)
        if receipt is None:
            raise StopAsyncIteration
        return receipt

    async def outcome(self) -> tuple[MessageState | None, ...]:
        """Takes and accepts the receipts until all parts had their final one: what became of each part, ``None`` where
        that is not known, as when no receipt was asked for. Whoever awaits it, once or again, is told all of it."""
        async for receipt in self:
            if receipt.part is not None and receipt.state is not None:
                self._states[receipt.part - 1] = receipt.state
            with suppress(ConnectionClosed):
                receipt.accept()
            # Where that failed, it comes again, and is awaited again.
            del receipt
        return tuple(self._states)

    def __del__(self) -> None:
        self._awaited.forget(self._group)

    def __repr__(self) -> str:
        return f"<Receipts: {self.waiting} awaited>"
