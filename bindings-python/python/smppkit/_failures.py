"""How a request, a connection or a text can fail, and what is known about it then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ._enums import Retry
from ._errors import SmppError

if TYPE_CHECKING:
    from ._enums import CloseReason
    from ._native import CommandStatus
    from ._record import Pdu


class RequestError(SmppError):
    """A request got no response."""

    may_have_been_done: bool = False
    """Whether the peer can have acted on it, so that to send it again can do it twice."""


class ResponseTimeout(RequestError, TimeoutError):
    """The response did not come in time. What became of the request is not known."""

    may_have_been_done = True


class ConnectionClosed(RequestError, ConnectionError):
    """The connection is over. A request was not sent any more, or was and got no response: ``may_have_been_done``."""

    def __init__(
        self, message: str, reason: CloseReason | None = None, *, in_flight: int = 0, may_have_been_done: bool = False
    ) -> None:
        super().__init__(message)
        self.reason = reason
        """Why; ``None`` where there was no session yet."""
        self.in_flight = in_flight
        """How many requests were without a response when the connection ended."""
        self.may_have_been_done = may_have_been_done


class NotConnected(RequestError, ConnectionError):
    """A client that reconnects had no connection, and none came in time. The request was not sent."""


class ConnectError(SmppError, ConnectionError):
    """A client could not connect and bind."""

    is_permanent: bool = False
    """Whether to try again will not help as long as nobody changes something."""


class ConnectTimeout(ConnectError, TimeoutError):
    """Connection and bind took too long."""


class BindRefused(ConnectError):
    """The message centre refused the bind with ``status``."""

    def __init__(self, status: CommandStatus) -> None:
        super().__init__(f"the bind was refused: {explained(status)}")
        self.status = status
        """With which status."""
        self.is_permanent: bool = status.retry in (Retry.BIND, Retry.PERMANENT)


class RequestRefused(SmppError):
    """The peer answered, and said no."""

    def __init__(self, response: Pdu) -> None:
        super().__init__(f"refused with {explained(response.command_status)}")
        self.response = response
        """What it answered."""

    @property
    def status(self) -> CommandStatus:
        """With which status."""
        return self.response.command_status

    @property
    def retry(self) -> Retry:
        """What a sender should make of it."""
        return self.status.retry


#: What became of a part of a text: its message id, how it was refused, why there was no response, or ``None`` if it was
#: not sent because another part failed before.
PartOutcome = str | RequestRefused | RequestError | SmppError | None


class TextNotAccepted(SmppError):
    """A text was not accepted, or not whole. Once a part failed, no further ones were sent."""

    def __init__(self, parts: Sequence[PartOutcome]) -> None:
        self.parts: tuple[PartOutcome, ...] = tuple(parts)
        """What became of each part."""
        super().__init__(self._text())

    def _text(self) -> str:
        total = len(self.parts)
        told = []
        for number, part in enumerate(self.parts, 1):
            place = f"part {number} of {total}: " if total > 1 else ""
            said = "not sent" if part is None else f"accepted as {part}" if isinstance(part, str) else str(part)
            told.append(place + said)
        return "; ".join(told)

    @property
    def accepted(self) -> tuple[str, ...]:
        """The message ids of the parts that were accepted."""
        return tuple(part for part in self.parts if isinstance(part, str))

    @property
    def status(self) -> CommandStatus | None:
        """The status with which the first part was refused that was."""
        return next((part.status for part in self.parts if isinstance(part, RequestRefused)), None)

    @property
    def may_have_been_done(self) -> bool:
        """Whether some part was accepted, or can have been: to send the text again could send that part twice."""
        return any(
            isinstance(part, str) or (isinstance(part, RequestError) and part.may_have_been_done) for part in self.parts
        )


def explained(status: CommandStatus) -> str:
    """A status and what it means."""
    return f"{status}: {status.text.rstrip('.')}" if status.text else str(status)
