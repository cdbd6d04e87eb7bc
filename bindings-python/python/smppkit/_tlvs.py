"""How the TLVs of a PDU are read. The types of their values are in `_tlvs.pyi`."""

from __future__ import annotations

from typing import Any


class WithTlvs:
    """What has TLVs."""

    __slots__ = ()

    @property
    def tlvs(self) -> dict[str | int, Any]:
        """The TLVs in the order of the wire, by their names, those that have none by their tags.

        A value is of the type that the specification gives it, or ``bytes`` where it has another length than that, and
        where the tag is a vendor's. Of a TLV that may be repeated it is a tuple.
        """
        return _native.support.pdu_tlvs(self)

    @property
    def raw_tlvs(self) -> tuple[tuple[int, bytes], ...]:
        """The TLVs in the order of the wire as pairs of tag and octets, whatever they are and how often."""
        return _native.support.pdu_raw_tlvs(self)

    def tlv(self, name: str | int, /) -> Any:
        """The value of one TLV, by its name or its tag; ``None`` if it is not there or not what its definition says.

        Of a TLV that may be repeated: a tuple of all values.
        """
        return _native.support.pdu_tlv(self, name)


from . import _native  # noqa: E402
