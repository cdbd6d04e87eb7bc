"""Numbers of the wire that have names.

They are integers, compare and hash as integers, and go wherever an integer goes. A number without a name is as good as
any other: it is kept, compared and sent as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from ._enums import Retry


class Value(int):
    """A number with a name, if the specification gives it one.

    >>> from smppkit import Ton
    >>> Ton.INTERNATIONAL == 1, Ton(1), Ton(99)
    (True, Ton.INTERNATIONAL, Ton(99))
    >>> str(Ton.INTERNATIONAL), str(Ton(99))
    ('INTERNATIONAL', '0x63')
    """

    __slots__ = ()

    _octets: ClassVar[int] = 1
    _by_name: ClassVar[dict[str, int]] = {}
    _by_number: ClassVar[dict[int, str]] = {}

    def __new__(cls, number: int, /) -> Self:
        if not 0 <= number < 1 << 8 * cls._octets:
            raise ValueError(f"{cls.__name__}: {number} is not in 0 to {(1 << 8 * cls._octets) - 1}")
        return int.__new__(cls, number)

    @classmethod
    def from_name(cls, name: str, /) -> Self:
        """The value of that name, in the spelling of any version. ``ValueError`` if there is none."""
        if name not in cls._by_name:
            raise ValueError(f"{cls.__name__} has no {name!r}")
        return cls(cls._by_name[name])

    @classmethod
    def named(cls) -> Iterator[Self]:
        """All values that have a name, in the order of their numbers."""
        return (cls(number) for number in sorted(cls._by_number))

    @property
    def name(self) -> str | None:
        """The name of the constant; ``None`` for a number without one."""
        return self._by_number.get(int(self))

    def __repr__(self) -> str:
        name = self.name
        return f"{type(self).__name__}.{name}" if name else f"{type(self).__name__}({int(self)})"

    def __str__(self) -> str:
        return self.name or f"0x{int(self):0{2 * self._octets}X}"


class Bits(Value):
    """An octet whose bits mean several things at once. The constants are combined with ``|``.

    >>> from smppkit import EsmClass
    >>> EsmClass.STORE_AND_FORWARD | EsmClass.UDHI
    EsmClass(67)
    >>> EsmClass.UDHI in (EsmClass.STORE_AND_FORWARD | EsmClass.UDHI)
    True
    """

    __slots__ = ()

    def __or__(self, other: int, /) -> Self:
        return type(self)(int(self) | other)

    def __ror__(self, other: int, /) -> Self:
        return self | other

    def __and__(self, other: int, /) -> Self:
        return type(self)(int(self) & other)

    def __rand__(self, other: int, /) -> Self:
        return self & other

    def __contains__(self, bits: int, /) -> bool:
        """Whether all of these bits are set."""
        return int(self) & bits == bits


class CommandIdMethods(Value):
    """What a `command_id` can do."""

    __slots__ = ()

    @property
    def is_response(self) -> bool:
        """Whether bit 31 is set: a response or a generic_nack."""
        return int(self) & 0x80000000 != 0

    def __str__(self) -> str:
        name = self.name
        return name.lower() if name else super().__str__()


class CommandStatusMethods(Value):
    """What a `command_status` can do."""

    __slots__ = ()

    @property
    def is_ok(self) -> bool:
        """Whether the request succeeded."""
        return int(self) == 0

    @property
    def retry(self) -> Retry:
        """What a sender should make of it. Unknown numbers count as permanent."""
        return _native.support.status_retry(self)

    @property
    def text(self) -> str | None:
        """What it means, for people; ``None`` for a number that the specification does not know."""
        return _native.support.status_text(self)


class EsmClassMethods(Bits):
    """What an `esm_class` can do."""

    __slots__ = ()

    @property
    def mode(self) -> Self:
        """The messaging mode alone."""
        return type(self)(_native.support.esm_class_parts(self)[0])

    @property
    def message_type(self) -> Self:
        """The message type alone."""
        return type(self)(_native.support.esm_class_parts(self)[1])

    @property
    def has_udh(self) -> bool:
        """Whether the text begins with a user data header."""
        return _native.support.esm_class_parts(self)[2]

    @property
    def is_delivery_receipt(self) -> bool:
        """Whether the type says: a delivery receipt of the MC."""
        return _native.support.esm_class_parts(self)[3]


class RegisteredDeliveryMethods(Bits):
    """What a `registered_delivery` can do."""

    __slots__ = ()

    def wants_receipt(self, delivered: bool, /) -> bool:
        """Whether a message that ended like that gets a receipt."""
        return _native.support.wants_receipt(self, delivered)


class MessageStateMethods(Value):
    """What a `message_state` can do."""

    __slots__ = ()

    @property
    def is_final(self) -> bool:
        """Whether the message can no longer change its state. ``UNKNOWN`` is not final."""
        return _native.support.is_final(self)


class InterfaceVersionMethods(Value):
    """What an `interface_version` can do."""

    __slots__ = ()

    @property
    def effective(self) -> Self:
        """The specification that governs this number: 0x35 to 0x4F count as 3.4, what is above 0x50 as 5.0."""
        return type(self)(_native.support.effective_version(self))

    def __str__(self) -> str:
        name = self.name
        return name[1:].replace("_", ".") if name else super().__str__()


from . import _native  # noqa: E402
