"""What goes wrong because of us. What a peer does wrong never raises: it is an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._enums import CloseReason, State
    from ._native import CommandId, CommandStatus, InterfaceVersion


class SmppError(Exception):
    """The base of all exceptions of this package."""


class DecodeError(SmppError, ValueError):
    """The octets are not exactly one PDU by their ``command_length``."""


class FieldError(SmppError, ValueError):
    """A field cannot be sent: too long, of a wrong form, or not in the version that is spoken."""

    def __init__(self, of: str, field: str, why: str, status: CommandStatus | None = None) -> None:
        super().__init__(of, field, why, status)
        self.of = of
        """The PDU, in the specification's spelling, or the class."""
        self.field = field
        """The field, in the specification's spelling; ``tlvs`` for what follows the last one."""
        self.why = why
        """What is wrong, with the limit if it is about one."""
        self.status = status
        """The status by which a peer would answer it."""

    def __str__(self) -> str:
        return f"{self.of}.{self.field}: {self.why}"


class SendError(SmppError):
    """A session refused to send something. It is as it was before."""


class WindowFull(SendError):
    """As many requests are unanswered as the window has slots: wait for a response."""


class NotAllowed(SendError):
    """This side may not send this PDU in this state."""

    def __init__(self, message: str, state: State, command_id: CommandId) -> None:
        super().__init__(message, state, command_id)
        self.state = state
        self.command_id = command_id

    def __str__(self) -> str:
        return str(self.args[0])


class WrongKind(SendError):
    """A response given as a request, the response to another request, or the like."""

    def __init__(self, message: str, command_id: CommandId) -> None:
        super().__init__(message, command_id)
        self.command_id = command_id

    def __str__(self) -> str:
        return str(self.args[0])


class NotInVersion(SendError):
    """The version of SMPP that is spoken with this peer does not have this PDU."""

    def __init__(self, message: str, command_id: CommandId, version: InterfaceVersion) -> None:
        super().__init__(message, command_id, version)
        self.command_id = command_id
        self.version = version

    def __str__(self) -> str:
        return str(self.args[0])


class TicketUsed(SendError):
    """The ticket was used already, or this session never gave it out."""


class SessionClosed(SendError):
    """The session is over. ``reason`` says why."""

    def __init__(self, message: str, reason: CloseReason | None) -> None:
        super().__init__(message, reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.args[0])


class ReassemblerFull(SmppError):
    """No memory is left for parts of messages."""
