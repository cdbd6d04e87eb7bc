"""SMPP 3.3, 3.4 and 5.0, both sides, without IO.

Three layers, each usable without those above it:

* the codec: :func:`decode` takes any PDU apart and lists what is out of order in it, :func:`encode` gives its octets;
* :class:`Session`: binds, windows, timers and answers, as a state machine fed with octets and time;
* the message layer in :mod:`smppkit.message`: text alphabets, long messages, delivery receipts.

:mod:`smppkit.aio` puts sockets around it.

>>> from smppkit import DeliverSm, RegisteredDelivery, SubmitSm, Ton, decode, encode
>>> message = SubmitSm(
...     source_addr="12345",
...     dest_addr_ton=Ton.INTERNATIONAL,
...     destination_addr="447700900123",
...     registered_delivery=RegisteredDelivery.RECEIPT,
...     short_message=b"Hello",
...     tlvs={"user_message_reference": 7},
... )
>>> received = decode(encode(message))
>>> received == message
True
>>> match received:
...     case SubmitSm(destination_addr=to, short_message=octets):
...         print(to, octets, received.tlv("user_message_reference"))
447700900123 b'Hello' 7
"""

from ._enums import (
    CloseReason as CloseReason,
)
from ._enums import (
    EnquireLinks as EnquireLinks,
)
from ._enums import (
    Retry as Retry,
)
from ._enums import (
    Role as Role,
)
from ._enums import (
    State as State,
)
from ._enums import (
    UnansweredReason as UnansweredReason,
)
from ._enums import (
    UnknownRequests as UnknownRequests,
)
from ._enums import (
    WhenFull as WhenFull,
)
from ._errors import (
    DecodeError as DecodeError,
)
from ._errors import (
    FieldError as FieldError,
)
from ._errors import (
    NotAllowed as NotAllowed,
)
from ._errors import (
    NotInVersion as NotInVersion,
)
from ._errors import (
    ReassemblerFull as ReassemblerFull,
)
from ._errors import (
    SendError as SendError,
)
from ._errors import (
    SessionClosed as SessionClosed,
)
from ._errors import (
    SmppError as SmppError,
)
from ._errors import (
    TicketUsed as TicketUsed,
)
from ._errors import (
    WindowFull as WindowFull,
)
from ._errors import (
    WrongKind as WrongKind,
)
from ._native import *
from ._record import Event as Event
from ._record import Pdu as Pdu
from ._value import Bits as Bits
from ._value import Value as Value
