"""What comes in: requests of the peer, and the messages and receipts that they carry."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, cast

from . import _native
from ._errors import TicketUsed
from ._native import CommandStatus, Notification

if TYPE_CHECKING:
    from . import message
    from ._enums import Evidence, Kind
    from ._native import Fault, MessageState
    from ._record import Pdu


class Answers(Protocol):
    """That over which a request came."""

    def respond(self, ticket: int, response: Pdu) -> None:
        """Answers with this response."""

    def reject(self, ticket: int, status: int) -> None:
        """Answers with this status and no body."""

    def abandon(self, ticket: int) -> None:
        """Does not answer at all."""

    def dropped(self, ticket: int) -> None:
        """Nobody can answer any more. May be called in any thread."""


class Request:
    """A request of the peer, which gets an answer when the application gives one, not before.

    A request that is forgotten is rejected with ESME_RX_T_APPN, so that the peer does not wait in vain.
    """

    __slots__ = ("_answers", "_ticket", "faults", "pdu")

    def __init__(self, answers: Answers, ticket: int, pdu: Pdu, faults: tuple[Fault, ...]) -> None:
        self._answers = answers
        self._ticket: int | None = ticket
        self.pdu: Pdu = pdu
        """What it wants."""
        self.faults: tuple[Fault, ...] = faults
        """What is out of order in it and was tolerated."""

    @property
    def is_answered(self) -> bool:
        """Whether it got its answer, or was abandoned."""
        return self._ticket is None

    def accept(self, response: Pdu | None = None) -> None:
        """Answers it with ESME_ROK: with this response, or with one that says nothing else.

        Raises :class:`ConnectionClosed` if the peer cannot be told any more, as it will send it again.
        """
        self.respond(response_to(self.pdu) if response is None else response)

    def respond(self, response: Pdu) -> None:
        """Answers it with this response and its ``command_status``.

        Raises :class:`ConnectionClosed`, or for a response that cannot be sent what :meth:`smppkit.Session.respond`
        raises; then it can still be answered otherwise.
        """
        self._answers.respond(self.ticket(), response)
        self._ticket = None

    def reject(self, status: int = CommandStatus.ESME_RX_T_APPN) -> None:
        """Answers it with a status and no body. Raises :class:`ConnectionClosed`."""
        self._answers.reject(self.ticket(), status)
        self._ticket = None

    def abandon(self) -> None:
        """Leaves it unanswered for ever, as a simulator may want to."""
        self._answers.abandon(self.ticket())
        self._ticket = None

    def ticket(self) -> int:
        """The session's number for the right to answer. Raises :class:`TicketUsed`."""
        if self._ticket is None:
            raise TicketUsed("it was answered already")
        return self._ticket

    def forget(self) -> None:
        """It was answered otherwise."""
        self._ticket = None

    def __del__(self) -> None:
        if self._ticket is not None:
            self._answers.dropped(self._ticket)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.pdu.command_id} {self.pdu.sequence_number}>"


def response_to(pdu: Pdu) -> Pdu:
    """The response to a request that says nothing but ESME_ROK."""
    kind = getattr(_native, f"{type(pdu).__name__}Resp", None)
    return cast("Pdu", _native.GenericNack() if kind is None else kind())


class Message:
    """A message, of one part or of several.

    The peer gets its answer when the application gives one; the parts of a long message may have been accepted before,
    since there are message centres that send no part before the one before is answered. A message that is forgotten is
    rejected. After a rejection it comes anew when the peer sends it again, or the parts that it was not yet told to be
    accepted.
    """

    __slots__ = ("_settle", "kind", "missing", "octets", "pdu", "text")

    def __init__(
        self,
        pdu: Pdu,
        kind: Kind,
        text: str | None,
        octets: bytes,
        missing: tuple[int, ...],
        settle: Callable[[bool], list[Request]],
    ) -> None:
        self._settle: Callable[[bool], list[Request]] | None = settle
        self.pdu: Pdu = pdu
        """The deliver_sm or data_sm that it, or its first part that came, came in."""
        self.kind: Kind = kind
        """Whether it is a message proper or an acknowledgement by the other side's user or telephone."""
        self.text: str | None = text
        """The text; ``None`` if it is none, or cannot be read. U+FFFD stands for what is missing."""
        self.octets: bytes = octets
        """The octets of all parts, without headers."""
        self.missing: tuple[int, ...] = missing
        """The numbers of the parts that did not come in time, the first being 1."""

    @property
    def source_addr(self) -> str:
        """Who sent it."""
        return cast("str", getattr(self.pdu, "source_addr", ""))

    @property
    def destination_addr(self) -> str:
        """Whom it was sent to."""
        return cast("str", getattr(self.pdu, "destination_addr", ""))

    @property
    def is_complete(self) -> bool:
        """Whether all of it is there."""
        return not self.missing

    def accept(self) -> None:
        """Accepts it: the application has it.

        Raises :class:`ConnectionClosed` if the peer cannot be told any more, as it will send it again.
        """
        for request in self._settled(True):
            request.accept()

    def reject(self, status: int = CommandStatus.ESME_RX_T_APPN) -> None:
        """Refuses it, for now unless the status says otherwise. Raises :class:`ConnectionClosed`."""
        for request in self._settled(False):
            request.reject(status)

    def _settled(self, accepted: bool) -> list[Request]:
        settle, self._settle = self._settle, None
        if settle is None:
            raise TicketUsed("it was answered already")
        return settle(accepted)

    def __del__(self) -> None:
        if self._settle is not None:
            # Its requests are dropped with it.
            self._settle(False)

    def __repr__(self) -> str:
        return f"<Message from {self.source_addr!r} to {self.destination_addr!r}, missing {list(self.missing)}>"


class Receipt:
    """A delivery receipt, or an intermediate notification.

    The peer gets its answer when the application gives one. A receipt that is rejected or forgotten is awaited again.
    """

    __slots__ = ("_await_again", "_request", "evidence", "is_certain", "part", "report")

    def __init__(self, request: Request, report: message.Receipt, evidence: Evidence) -> None:
        self._request = request
        self._await_again: Callable[[], None] | None = None
        self.report: message.Receipt = report
        """All that it says: dates, error code, text."""
        self.evidence: Evidence = evidence
        """By what it was recognised: see :class:`smppkit.message.Evidence`."""
        self.part: int | None = None
        """The part of the message that it is about, the first being 1; ``None`` if it was not awaited."""
        self.is_certain: bool = False
        """Whether it can be about no other message that is awaited, as far as its id tells."""

    @property
    def pdu(self) -> Pdu:
        """The deliver_sm or data_sm that it came in."""
        return self._request.pdu

    @property
    def message_id(self) -> str:
        """The message id as the receipt has it, which may be written otherwise than in the response."""
        return self.report.message_id or ""

    @property
    def state(self) -> MessageState | None:
        """What became of the message; ``None`` if the receipt does not say it in any known way."""
        return self.report.message_state

    @property
    def is_final(self) -> bool:
        """Whether the state is the last one."""
        return bool(self.report.is_final)

    @property
    def is_delivered(self) -> bool:
        """Whether the message was delivered."""
        return self.state == _native.MessageState.DELIVERED

    def accept(self) -> None:
        """Accepts it: the application has it. Raises :class:`ConnectionClosed`; then it comes again."""
        self._request.accept()
        self._await_again = None

    def reject(self, status: int = CommandStatus.ESME_RX_T_APPN) -> None:
        """Refuses it, and awaits it again. Raises :class:`ConnectionClosed`."""
        self._request.reject(status)
        self._let_go()

    def claim(self, part: int, is_certain: bool, await_again: Callable[[], None] | None) -> Receipt:
        """Makes it one that was awaited."""
        self.part = part
        self.is_certain = is_certain
        self._await_again = await_again
        return self

    def _let_go(self) -> None:
        """It is not accepted: it will come again."""
        await_again, self._await_again = self._await_again, None
        if await_again is not None:
            await_again()

    def __del__(self) -> None:
        self._let_go()

    def __repr__(self) -> str:
        return f"<Receipt for {self.message_id!r}: {self.state}>"


#: What a client hands out: messages, receipts, and what is neither.
Delivery = Message | Receipt | Request | Notification
