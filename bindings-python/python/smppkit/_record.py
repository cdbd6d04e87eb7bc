"""What the frozen classes of the package have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from ._tlvs import WithTlvs

if TYPE_CHECKING:
    from ._enums import CloseReason
    from ._native import CommandId, CommandStatus, Config, Fault, InterfaceVersion


class Record:
    """A frozen object with named fields: comparable, hashable, picklable, and a pattern for ``match``."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def replace(self, **changes: Any) -> Self:
        """The same with other values in these fields."""
        return type(self)(**{name: getattr(self, name) for name in self.__match_args__} | changes)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)


class Pdu(WithTlvs):
    """A PDU: a frozen object over its octets. Each PDU of the three versions has a class; others are :class:`Unknown`.

    Two are equal if they are octet for octet, header included.

    C-octet strings are ``str`` without the NUL. The specification says ASCII; an octet above 0x7F is the character of
    that number (Latin-1), so that each string goes back to the same octets, and a character above U+00FF cannot be
    sent. Octet strings are ``bytes``.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        command_id: CommandId
        command_status: CommandStatus
        sequence_number: int

    @property
    def rest(self) -> bytes:
        """Octets that are neither field nor TLV: what is behind the last TLV, or a body that ends too early."""
        return _native.support.pdu_rest(self)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is out of order in the octets, at most 16 of it. Empty for a PDU that was not decoded."""
        return _native.support.pdu_faults(self)

    def check(self, version: InterfaceVersion, /) -> None:
        """Checks that a peer of this version may be sent this PDU. A session does that by itself.

        Raises :class:`FieldError` for the first field that is not right: its length, a TLV that must be there, what the
        version does not have.
        """
        _native.support.pdu_check(self, version)

    def replace(self, **changes: Any) -> Self:
        """The same PDU with other values in these fields; ``tlvs`` replaces all TLVs.

        What is not named stays as it was, octet for octet, also in a PDU with faults.
        """
        return _native.support.pdu_replace(self, changes)

    def __bytes__(self) -> bytes:
        return _native.encode(self)

    def __repr__(self) -> str:
        shown = [
            f"{name}={'***' if name == 'password' else repr(value)}"
            for name in self.__match_args__
            if (value := getattr(self, name))
        ]
        if tlvs := self.tlvs:
            shown.append(f"tlvs={tlvs!r}")
        if self.command_status:
            shown.append(f"command_status={self.command_status!r}")
        shown.append(f"sequence_number={self.sequence_number}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __str__(self) -> str:
        """One line for a log: the text readable, no password."""
        return _native.support.pdu_line(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _native.decode, (bytes(self),)


def list_property(name: str, text: str) -> property:
    """The attribute of a PDU that is a list: a tuple that is made when it is asked for."""
    return property(lambda pdu: _native.support.pdu_list(pdu, name), doc=text)


class Event(Record):
    """What a session tells: one of :class:`Request`, :class:`Response`, :class:`Notification`, :class:`Refused`,
    :class:`UnbindReceived`, :class:`Unanswered` and :class:`Closed`."""

    __slots__ = ()


class ClosedMethods(Event):
    """What the end of a session can do."""

    __slots__ = ()

    if TYPE_CHECKING:
        reason: CloseReason
        """Why."""
        command_length: int | None
        """The impossible ``command_length``, if that is why."""

    def __str__(self) -> str:
        return _native.support.closed_text(self.reason, self.command_length)


def config(role: str, settings: dict[str, Any]) -> Config:
    """A configuration that was pickled."""
    return (_native.Config.mc if role == "mc" else _native.Config.esme)(**settings)


class FaultMethods(Record):
    """What a fault can do."""

    __slots__ = ()

    if TYPE_CHECKING:
        command_id: CommandId
        field: str
        offset: int
        why: str

    def __str__(self) -> str:
        return f"{self.command_id}.{self.field}: {self.why} (offset {self.offset})"


from . import _native  # noqa: E402
