from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal, Self, TypeAlias, TypeVar, final

from ._enums import (
    CloseReason,
    EnquireLinks,
    Evidence,
    IdRule,
    Kind,
    Retry,
    Role,
    Sort,
    State,
    UnansweredReason,
    UnknownRequests,
    WhenFull,
)
from ._record import ClosedMethods, Event, FaultMethods, Pdu, Record
from ._tlvs import WithTlvs
from ._value import (
    Bits,
    CommandIdMethods,
    CommandStatusMethods,
    EsmClassMethods,
    InterfaceVersionMethods,
    MessageStateMethods,
    RegisteredDeliveryMethods,
    Value,
)

_P = TypeVar("_P", bound=Pdu)

_Buffer: TypeAlias = bytes | bytearray | memoryview
_Tlvs: TypeAlias = Mapping[Any, Any] | Iterable[tuple[str | int, Any]]

_Time: TypeAlias = tuple[int, int, int, int, int, int]
_Date: TypeAlias = tuple[_Time, int | None] | None

class _Support:
    """What the package's modules in Python are made with."""

    def pdu_tlvs(self, pdu: WithTlvs) -> dict[str | int, Any]: ...
    def pdu_raw_tlvs(self, pdu: WithTlvs) -> tuple[tuple[int, bytes], ...]: ...
    def pdu_tlv(self, pdu: WithTlvs, name: str | int) -> Any: ...
    def pdu_rest(self, pdu: Pdu) -> bytes: ...
    def pdu_faults(self, pdu: Pdu) -> tuple[Fault, ...]: ...
    def pdu_list(self, pdu: Pdu, name: str) -> tuple[Any, ...]: ...
    def pdu_check(self, pdu: Pdu, version: int) -> None: ...
    def closed_text(self, reason: CloseReason, command_length: int | None) -> str: ...
    def pdu_replace(self, pdu: _P, changes: dict[str, Any]) -> _P: ...
    def pdu_line(self, pdu: Pdu) -> str: ...
    def status_retry(self, status: int) -> Retry: ...
    def status_text(self, status: int) -> str | None: ...
    def esm_class_parts(self, esm_class: int) -> tuple[int, int, bool, bool]: ...
    def wants_receipt(self, registered_delivery: int, delivered: bool) -> bool: ...
    def is_final(self, message_state: int) -> bool: ...
    def effective_version(self, version: int) -> int: ...
    def encode_text(self, text: str, in_alphabet: str) -> bytes: ...
    def decode_text(self, octets: bytes, data_coding: int, mc_default: str | None, udh: bytes) -> str: ...
    def transliterated(self, text: str, in_alphabet: str, substitute: str | None) -> str: ...
    def address(self, text: str) -> tuple[int, int, str]: ...
    def text_info(self, text: str, options: object) -> tuple[str, int, int, int, int | None]: ...
    def split_text(
        self, text: str, number: int, options: object
    ) -> list[tuple[bytes, int, int, str, int, int, bool]]: ...
    def submits(
        self,
        source: str,
        destination: str,
        text: str,
        number: int,
        receipt: bool,
        template: SubmitSm,
        options: object,
    ) -> list[SubmitSm]: ...
    def incoming(
        self, pdu: Pdu, mc_default: str | None
    ) -> (
        tuple[Kind, Sort, Evidence, str | None, bytes, bytes, str | None, int | None, int, int, _Report | None] | None
    ): ...
    def parse_receipt(self, octets: bytes) -> _Report: ...
    def format_receipt(
        self,
        id: str,
        state: int,
        submit_date: _Time,
        done_date: _Time,
        counts: tuple[int, int],
        err: int,
        text: bytes,
        dialect: str,
    ) -> bytes: ...
    def parse_time(self, text: str) -> tuple[str, _Time, int, int] | None: ...
    def format_absolute(self, local: _Time, tenths: int, offset_quarters: int) -> str: ...
    def format_relative(self, seconds: int) -> str: ...
    def after(self, span: _Time, start: _Time) -> _Time: ...

_Report: TypeAlias = tuple[
    str | None,
    MessageState | None,
    bool | None,
    str | None,
    str | None,
    _Date,
    _Date,
    tuple[int | None, int | None],
    bytes | None,
    tuple[bool, bool, bool],
]

support: _Support

def decode(frame: _Buffer, /) -> Pdu:
    """The PDU of exactly these octets, header included.

    There is one decoder, and it accepts whatever is a frame by its ``command_length``: what is out of order is kept, so
    that ``encode`` gives the same octets, and is listed in the PDU's ``faults``. Raises ``DecodeError`` if ``frame`` is
    not exactly one PDU.
    """

def encode(pdu: Pdu, /) -> bytes:
    """The octets of a PDU, header included. A PDU that was decoded gives the octets that it was decoded from."""

def decode_all(octets: _Buffer, /, *, max_command_length: int = 70_000) -> tuple[list[Pdu], int]:
    """The PDUs at the start of these octets, one after another, and how many octets they have.

    It stops before a PDU that is not whole yet, and before one whose ``command_length`` is below 16 or above
    ``max_command_length``: behind that nothing can be understood. The octets that are left tell which it was: ``decode``
    raises for them.
    """

def encode_all(pdus: Iterable[Pdu], /) -> bytes:
    """The octets of these PDUs, one behind another."""

@final
class Unknown(Pdu):
    """A PDU that no version knows."""

    __match_args__: ClassVar[tuple[Literal["command_id"], Literal["body"]]]
    def __new__(
        cls,
        *,
        command_id: int,
        body: _Buffer = b"",
        command_status: int = 0,
        sequence_number: int = 1,
        tlvs: _Tlvs = (),
    ) -> Self: ...
    @property
    def body(self) -> bytes:
        """All that follows its header."""

@final
class SmeAddress(Record):
    """A destination of a submit_multi that is an address: ``dest_flag`` 1 (5.0 §4.2.3.1; 3.4 §4.5.1.1)."""

    __match_args__: ClassVar[
        tuple[Literal["destination_addr"], Literal["dest_addr_ton"], Literal["dest_addr_npi"]]
    ]
    def __new__(cls, destination_addr: str, dest_addr_ton: int = 0, dest_addr_npi: int = 0) -> Self: ...
    @property
    def destination_addr(self) -> str: ...
    @property
    def dest_addr_ton(self) -> Ton: ...
    @property
    def dest_addr_npi(self) -> Npi: ...

@final
class DistributionList(Record):
    """A destination of a submit_multi that is a list which the MC keeps: ``dest_flag`` 2."""

    __match_args__: ClassVar[tuple[Literal["dl_name"]]]
    def __new__(cls, dl_name: str) -> Self: ...
    @property
    def dl_name(self) -> str: ...

@final
class UnsuccessSme(Record):
    """A destination of a submit_multi that failed, and why (5.0 §4.2.3.2; 3.4 §4.5.2.1)."""

    __match_args__: ClassVar[
        tuple[
            Literal["destination_addr"],
            Literal["error_status_code"],
            Literal["dest_addr_ton"],
            Literal["dest_addr_npi"],
        ]
    ]
    def __new__(
        cls, destination_addr: str, error_status_code: int, dest_addr_ton: int = 0, dest_addr_npi: int = 0
    ) -> Self: ...
    @property
    def destination_addr(self) -> str: ...
    @property
    def error_status_code(self) -> CommandStatus: ...
    @property
    def dest_addr_ton(self) -> Ton: ...
    @property
    def dest_addr_npi(self) -> Npi: ...

@final
class Fault(FaultMethods):
    """Something that is out of order in a PDU."""

    __match_args__: ClassVar[
        tuple[Literal["command_id"], Literal["field"], Literal["offset"], Literal["why"], Literal["status"]]
    ]
    def __new__(cls, command_id: int, field: str, offset: int, why: str, status: int) -> Self: ...
    @property
    def status(self) -> CommandStatus:
        """The ``command_status`` by which the specification answers it."""

@final
class Header(Record):
    """The first sixteen octets of a PDU (5.0 §3.2.1; 3.4 §3.2.1)."""

    __match_args__: ClassVar[
        tuple[
            Literal["command_length"],
            Literal["command_id"],
            Literal["command_status"],
            Literal["sequence_number"],
        ]
    ]
    def __new__(
        cls, command_length: int, command_id: int, command_status: int, sequence_number: int
    ) -> Self: ...
    @property
    def command_length(self) -> int: ...
    @property
    def command_id(self) -> CommandId: ...
    @property
    def command_status(self) -> CommandStatus: ...
    @property
    def sequence_number(self) -> int: ...

@final
class Request(Event):
    """The peer wants something: answer it with the ticket."""

    __match_args__: ClassVar[tuple[Literal["ticket"], Literal["pdu"], Literal["faults"]]]
    def __new__(cls, ticket: int, pdu: Pdu, faults: Iterable[Fault] = ()) -> Self: ...
    @property
    def ticket(self) -> int:
        """The right to answer: for ``respond``, ``reject`` or ``abandon``, once."""
    @property
    def pdu(self) -> Pdu:
        """What it wants."""
    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is out of order in it and was tolerated."""

@final
class Response(Event):
    """The peer answered a request of ours."""

    __match_args__: ClassVar[
        tuple[
            Literal["token"], Literal["command_status"], Literal["pdu"], Literal["faults"], Literal["round_trip"]
        ]
    ]
    def __new__(
        cls,
        token: int,
        command_status: int,
        pdu: Pdu,
        faults: Iterable[Fault] = (),
        round_trip: float | None = None,
    ) -> Self: ...
    @property
    def token(self) -> int:
        """The number that was given with the request."""
    @property
    def command_status(self) -> CommandStatus:
        """How it ended."""
    @property
    def pdu(self) -> Pdu:
        """The response: that of the request's type, or a GenericNack."""
    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is out of order in it."""
    @property
    def round_trip(self) -> float:
        """Seconds since the request was sent."""

@final
class Notification(Event):
    """The peer says something that wants no answer: outbind, alert_notification."""

    __match_args__: ClassVar[tuple[Literal["pdu"], Literal["faults"]]]
    def __new__(cls, pdu: Pdu, faults: Iterable[Fault] = ()) -> Self: ...
    @property
    def pdu(self) -> Pdu:
        """What it says."""
    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is out of order in it and was tolerated."""

@final
class Refused(Event):
    """The session turned a PDU of the peer down, and has answered it if it wants an answer."""

    __match_args__: ClassVar[tuple[Literal["header"], Literal["status"], Literal["fault"]]]
    def __new__(cls, header: Header, status: int, fault: Fault | None = None) -> Self: ...
    @property
    def header(self) -> Header:
        """Its header."""
    @property
    def status(self) -> CommandStatus:
        """With which status."""
    @property
    def fault(self) -> Fault | None:
        """What is wrong with it, if it is not the PDU as such."""

@final
class UnbindReceived(Event):
    """The peer unbinds; the session has answered. The connection ends next."""

    __match_args__: ClassVar[tuple[()]]
    def __new__(cls) -> Self: ...

@final
class Unanswered(Event):
    """A request of ours will not be answered. What became of it is not known."""

    __match_args__: ClassVar[
        tuple[Literal["token"], Literal["command_id"], Literal["sequence_number"], Literal["reason"]]
    ]
    def __new__(
        cls, token: int, command_id: int, sequence_number: int, reason: UnansweredReason
    ) -> Self: ...
    @property
    def token(self) -> int:
        """The number that was given with the request."""
    @property
    def command_id(self) -> CommandId:
        """Which PDU it was."""
    @property
    def sequence_number(self) -> int:
        """Its number."""
    @property
    def reason(self) -> UnansweredReason:
        """Why not."""

@final
class Closed(ClosedMethods):
    """The session is over; nothing follows. Send what ``data_to_send`` still has, then end the connection."""

    __match_args__: ClassVar[tuple[Literal["reason"], Literal["command_length"]]]
    def __new__(cls, reason: CloseReason, command_length: int | None = None) -> Self: ...

@final
class Tolerance:
    """For which faults a request of the peer is handed over all the same. Responses always are."""

    STRICT: ClassVar[Tolerance]
    """No fault is tolerated: what an MC begins with."""
    TOLERANT: ClassVar[Tolerance]
    """All is tolerated but a body that lacks fields: what an ESME begins with."""
    def __new__(
        cls, incomplete: bool = False, lengths: bool = False, tlv_lengths: bool = False, tlv_stream: bool = False
    ) -> Self: ...
    @property
    def incomplete(self) -> bool:
        """Fields missing, cut off, or not terminated."""
    @property
    def lengths(self) -> bool:
        """Strings that are too long, times of a wrong length."""
    @property
    def tlv_lengths(self) -> bool:
        """TLVs with a length that their definition forbids."""
    @property
    def tlv_stream(self) -> bool:
        """Octets behind the last TLV, or a TLV that is cut off."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[bool, bool, bool, bool]: ...

@final
class Config:
    """The settings of a session: those of ``Config.esme()`` or ``Config.mc()``, changed by name. Time spans are seconds."""

    @staticmethod
    def esme(
        *,
        interface_version: int = ...,
        version_when_absent: int = ...,
        max_command_length: int = ...,
        session_init: float | None = ...,
        enquire_link: float | None = ...,
        inactivity: float | None = ...,
        response: float = ...,
        max_unanswered: int = ...,
        when_unanswered_full: WhenFull | str = ...,
        enquire_links: EnquireLinks | str = ...,
        unknown_requests: UnknownRequests | str = ...,
        tolerance: Tolerance = ...,
        check_outgoing: bool = ...,
    ) -> Config:
        """The settings of an application, but for those that are given."""
    @staticmethod
    def mc(
        *,
        interface_version: int = ...,
        version_when_absent: int = ...,
        max_command_length: int = ...,
        session_init: float | None = ...,
        enquire_link: float | None = ...,
        inactivity: float | None = ...,
        response: float = ...,
        max_unanswered: int = ...,
        when_unanswered_full: WhenFull | str = ...,
        enquire_links: EnquireLinks | str = ...,
        unknown_requests: UnknownRequests | str = ...,
        tolerance: Tolerance = ...,
        check_outgoing: bool = ...,
    ) -> Config:
        """The settings of a message centre, but for those that are given."""
    def replace(
        self,
        *,
        interface_version: int = ...,
        version_when_absent: int = ...,
        max_command_length: int = ...,
        session_init: float | None = ...,
        enquire_link: float | None = ...,
        inactivity: float | None = ...,
        response: float = ...,
        max_unanswered: int = ...,
        when_unanswered_full: WhenFull | str = ...,
        enquire_links: EnquireLinks | str = ...,
        unknown_requests: UnknownRequests | str = ...,
        tolerance: Tolerance = ...,
        check_outgoing: bool = ...,
    ) -> Config:
        """The same with other values for these settings."""
    @property
    def role(self) -> Role:
        """Which side we are."""
    @property
    def interface_version(self) -> InterfaceVersion:
        """The version that we speak. Default: 3.4."""
    @property
    def version_when_absent(self) -> InterfaceVersion:
        """The version that the peer is taken to speak if its bind response does not say so. Default: 3.4."""
    @property
    def max_command_length(self) -> int:
        """The largest ``command_length`` accepted, at least 16: a peer that announces more is cut off. Default: 70,000."""
    @property
    def session_init(self) -> float | None:
        """session_init timer (5.0 §2.7): from the connection to the bind request. Default: 30 s for an MC, none for an ESME."""
    @property
    def enquire_link(self) -> float | None:
        """enquire_link timer (5.0 §2.7): silence after which we ask whether the peer is there. Default: 30 s."""
    @property
    def inactivity(self) -> float | None:
        """inactivity timer (5.0 §2.7): a bound session in which nothing arrives for so long is closed. Default: none."""
    @property
    def response(self) -> float:
        """response timer (5.0 §2.7): how long we wait for a response. Default: 10 s."""
    @property
    def max_unanswered(self) -> int:
        """How many requests of the peer may wait for our answer at once. Default: 64."""
    @property
    def when_unanswered_full(self) -> WhenFull:
        """What happens to further requests. Default: ``WhenFull.PAUSE``."""
    @property
    def enquire_links(self) -> EnquireLinks:
        """Who answers an enquire_link of the peer. Default: ``EnquireLinks.ANSWER``, the session."""
    @property
    def unknown_requests(self) -> UnknownRequests:
        """Requests that neither our version nor the one that is spoken has. Default: ``UnknownRequests.REFUSE``."""
    @property
    def tolerance(self) -> Tolerance:
        """Faults for which a request is not refused. Default: tolerant for an ESME, strict for an MC."""
    @property
    def check_outgoing(self) -> bool:
        """Whether what we send must be what a peer of the version that is spoken may be sent. A relay goes without, and passes on
        octet for octet what the other side has sent. Default: yes."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Session:
    """One session on one network connection, of either side, without IO: it is fed with octets and time.

    ``now`` is a point in time in seconds, as ``time.monotonic()`` and ``loop.time()`` give it: of one clock throughout,
    which never goes back. ``window`` is how many requests of ours may be unanswered at once, 1 to 65,535.

    Whatever a peer sends, ``receive`` does not raise: what is wrong is an event. What was received and is not a whole PDU
    yet is kept, and so are the octets to be sent, for ``data_to_send``: look there after each call of any other method,
    and at ``timeout``, for when ``handle_timeout`` is wanted next.

    Any thread may call any method. An exception leaves the session as it was.
    """

    def __new__(cls, config: Config, window: int, now: float) -> Self: ...
    def receive(self, octets: _Buffer, now: float) -> list[Event]:
        """Octets arrived: everything they mean, in order.

        While ``paused``, leave what arrives where it is; call this with ``b""`` to go on after the session was paused.
        """
    def receive_eof(self) -> list[Event]:
        """The peer ended the connection, or it broke."""
    def handle_timeout(self, now: float) -> list[Event]:
        """Does what is due by now. Early or repeated calls are harmless; a late one catches up."""
    def close(self) -> list[Event]:
        """Ends the session at once, without an unbind: requests that are unanswered are so for good, then it is closed."""
    def request(self, pdu: Pdu, now: float, token: int = 0, *, within: float | None = None) -> int:
        """Sends a request and returns its sequence number; the one in the PDU does not matter.

        ``token`` is a number of yours, below 2**64. It comes back with the one outcome of the request, a ``Response`` or
        an ``Unanswered``. ``within`` is a response timer for this request alone, in seconds.

        Raises ``WindowFull``, ``NotAllowed``, ``WrongKind``, ``NotInVersion``, ``FieldError`` or ``SessionClosed``.
        """
    def notify(self, pdu: Pdu, now: float) -> int:
        """Sends an outbind or an alert_notification, which nothing answers, and returns its sequence number."""
    def respond(self, ticket: int, pdu: Pdu, now: float) -> None:
        """Answers a request of the peer with this response and its ``command_status``.

        A bind that is answered with ``ESME_ROK`` puts the session into its bound state; ``accept_bind`` is the easier way.
        Raises ``TicketUsed``, or as ``request`` does; then the ticket is still good.
        """
    def accept_bind(self, ticket: int, system_id: str, now: float) -> None:
        """Accepts a bind. The response tells our version where the peer can read that (5.0 §4.8.4.51)."""
    def reject(self, ticket: int, status: int, now: float) -> None:
        """Answers a request of the peer with a status and no body (5.0 §3.2.1.3)."""
    def abandon(self, ticket: int) -> None:
        """Leaves a request of the peer unanswered for ever."""
    def data_to_send(self) -> bytes:
        """Takes all octets that are to be sent."""
    def timeout(self) -> float | None:
        """When ``handle_timeout`` is wanted next, on the clock of ``now``; ``None`` if no timer runs."""
    def allowed(self, command_id: int) -> bool:
        """Whether we may send this request or notification now, a free slot aside."""
    def set_max_unanswered(self, max: int) -> None:
        """Changes how many requests of the peer may wait for our answer at once, at least 1."""
    @property
    def role(self) -> Role:
        """Which side we are."""
    @property
    def state(self) -> State:
        """The state."""
    @property
    def version(self) -> InterfaceVersion:
        """The version that is spoken: ours until the bind, then the lower of both."""
    @property
    def close_reason(self) -> CloseReason | None:
        """Why the session is over; ``None`` while it is not."""
    @property
    def paused(self) -> bool:
        """Whether what was received has to wait, so that no more should be read from the connection."""
    @property
    def has_data_to_send(self) -> bool:
        """Whether ``data_to_send`` has anything."""
    @property
    def window_size(self) -> int:
        """How many slots the window has."""
    @property
    def window_available(self) -> int:
        """How many requests may be sent before one is answered."""
    @property
    def in_flight(self) -> int:
        """How many requests of ours are unanswered."""
    @property
    def unanswered(self) -> int:
        """How many requests of the peer wait for our answer."""
    @property
    def congestion_state(self) -> int:
        """How congested we are, 0 to 100, for the TLV ``congestion_state`` of a response (5.0 §4.8.4.18)."""
    @property
    def stats(self) -> Stats:
        """What passed so far."""
    def snapshot(self, now: float) -> bytes:
        """The session as octets, to go on in another process with ``restore``.

        That is its state, its requests in flight, its tickets, and what was received and not read or is still to be sent.
        Timers go on from where they were. Raises ``SessionClosed`` if there is nothing to go on with.
        """
    @staticmethod
    def restore(config: Config, window: int, snapshot: bytes, now: float) -> Session:
        """Takes up the session of a snapshot.

        Settings and clock may be others than before, the window must have the slots for its requests: as many as before
        will do. Raises ``ValueError`` for a snapshot that was tampered with or cut short, of the other side, or too large.
        """

@final
class Stats:
    """What passed in a session so far."""

    @property
    def received(self) -> int:
        """PDUs received."""
    @property
    def sent(self) -> int:
        """PDUs sent, those of the session itself included."""
    @property
    def answered(self) -> int:
        """Requests of ours that were answered."""
    @property
    def unmatched(self) -> int:
        """Responses that matched no request: late, doubled, unknown, or of the wrong type."""
    @property
    def faulty(self) -> int:
        """PDUs of the peer in which something was out of order, whether they were turned down or not."""
    @property
    def refused(self) -> int:
        """PDUs of the peer that the session turned down."""
    @property
    def timed_out(self) -> int:
        """Requests of ours that were not answered in time."""
    def __eq__(self, other: object, /) -> bool: ...

@final
class Pacer:
    """Says when the next message may go: so many a second, fewer when the peer asks for fewer.

    It halves its rate on ESME_RTHROTTLED and ESME_RMSGQFUL, follows ``congestion_state`` (5.0 §2.9), and is back to full
    speed ten times ``recover_every`` after the peer last complained. ``burst`` is how many may go at once after a pause,
    ``slowest`` the rate below which a peer cannot slow us down, ``slow_every`` the least time between two slowings.
    """

    def __new__(
        cls,
        messages_per_second: int,
        now: float,
        *,
        burst: int = 1,
        slowest: int = 1,
        slow_every: float = 1.0,
        recover_every: float = 1.0,
    ) -> Self: ...
    def take(self, now: float) -> float | None:
        """Takes the right to send one message now: ``None``, or when it may go instead; then nothing was taken."""
    def on_status(self, status: int, now: float) -> None:
        """The peer answered with this status."""
    def on_congestion_state(self, congestion_state: int, now: float) -> None:
        """The peer said how congested it is, 0 to 100 (5.0 §4.8.4.18); reserved values are ignored."""
    @property
    def messages_per_second(self) -> int:
        """Messages a second at present."""

@final
class LongMessage:
    """A message of several parts: all of them, or those that came before its time was up."""

    @property
    def source_addr(self) -> str:
        """``source_addr``, as it stands in its parts."""
    @property
    def destination_addr(self) -> str:
        """``destination_addr``, as it stands in its parts."""
    @property
    def reference(self) -> int:
        """The reference that its parts have in common."""
    @property
    def total_segments(self) -> int:
        """How many parts it has, or would have."""
    @property
    def is_complete(self) -> bool:
        """Whether all parts are there."""
    @property
    def missing(self) -> list[int]:
        """The numbers of the parts that did not come, from 1."""
    @property
    def data_coding(self) -> DataCoding:
        """``data_coding`` of the first part that is there."""
    @property
    def octets(self) -> bytes:
        """The octets of all parts that are there, one after the other, without headers."""
    def text(self, mc_default: str | None = None) -> str | None:
        """The text, with U+FFFD for each part that is missing; ``None`` where a part is no text, or none that can be read.

        ``mc_default`` is the alphabet that ``data_coding`` 0 means for this account.
        """
    def __eq__(self, other: object, /) -> bool: ...

@final
class Reassembler:
    """Joins the parts of messages that go from the same source to the same destination under the same reference.

    Parts may come in any order and more than once, on whatever bind. ``max_octets`` limits the memory for those that wait;
    ``timeout``, in seconds, how long the first part that came waits for the others.
    """

    def __new__(cls, *, max_octets: int = 1_048_576, timeout: float = 1800.0) -> Self: ...
    def insert(
        self, pdu: Pdu, now: float
    ) -> tuple[
        Literal["whole", "waiting", "complete", "duplicate", "restarted"], LongMessage | None
    ]:
        """Takes a PDU: what became of it, and the message that this concerns.

        * ``("whole", None)``: it is no part of a longer message;
        * ``("waiting", None)``: it waits for others;
        * ``("complete", message)``: it was the last one missing;
        * ``("duplicate", None)``: it was there already;
        * ``("restarted", message)``: it contradicts the parts that waited under the same reference, which are handed back;
          it now waits for its own others.

        Raises ``ReassemblerFull`` if ``max_octets`` is reached: refuse the PDU for now, or make room with ``take_oldest``.
        """
    def timeout(self) -> float | None:
        """When ``handle_timeout`` is wanted next, on the clock of ``now``; ``None`` if nothing waits."""
    def handle_timeout(self, now: float) -> list[LongMessage]:
        """The messages whose time is up, with the parts that came."""
    def take_oldest(self) -> LongMessage | None:
        """The message that has waited longest, to make room."""
    def forget(self, message: LongMessage) -> None:
        """Forgets that a message was complete, because it could not be dealt with: when its parts are sent again they make
        it anew."""
    @property
    def octets(self) -> int:
        """How many octets are kept at the moment."""
    @property
    def waiting(self) -> int:
        """How many messages wait for parts."""

@final
class Joining:
    """The long messages that are not settled, and the requests in which their parts came.

    A part waits for the answer to its whole message, though not longer than ``hold``, in seconds; then it is accepted,
    since there are message centres that send no part before the one before is answered, and kept in case the message is
    rejected after all. ``request`` is a number of yours, below 2**64. ``max_octets`` and ``timeout`` are as for
    ``Reassembler``.
    """

    def __new__(cls, *, hold: float = 1.0, max_octets: int = 1_048_576, timeout: float = 1800.0) -> Self: ...
    def insert(self, pdu: Pdu, request: int, now: float) -> bool:
        """Takes a part, in this PDU and in the request of this number; ``False`` if it is no part of a longer message."""
    def outputs(
        self,
    ) -> list[
        tuple[Literal["message"], int, LongMessage, Pdu] | tuple[Literal["accept", "reject"], int]
    ]:
        """What is to be done after ``insert``, ``handle_timeout`` or ``end``.

        * ``("message", number, message, pdu)``: a message for the application, whole, or what there is of one that will
          never be; with the PDU of its first part that came;
        * ``("accept", request)``: accept this request: its part is kept. If that fails the part comes again, and that does
          no harm;
        * ``("reject", request)``: reject this request for now: there is no room for its part.
        """
    def settle(self, number: int, is_accepted: bool, now: float) -> tuple[list[int], bool]:
        """The application has answered: the requests that are to be answered likewise, and whether parts are lost.

        After a rejection, the message comes anew when its parts are sent again: those that the peer was not yet told to be
        accepted. The others wait for them, unless there is no room for them; then they are lost.
        """
    def end(self) -> None:
        """No more parts will come: gives up all messages that are incomplete."""
    def timeout(self) -> float | None:
        """When ``handle_timeout`` is wanted next, on the clock of ``now``; ``None`` if nothing waits."""
    def handle_timeout(self, now: float) -> None:
        """Accepts the parts that have waited long enough, and gives up the messages that are never going to be whole."""

@final
class AwaitedReceipts:
    """Who waits for which receipt, and what becomes of those that nobody takes: it stands between all connections of a
    client and what takes all else that comes in.

    What is awaited together, such as the parts of a message, is a group. A receipt that comes before the response to its
    message is held back until the submit_sm under way by then are answered. Of what lies untaken for groups of which nobody
    waits for the next one, the oldest beyond ``spare`` is rejected for now, and awaited again; as many are held back.

    Groups and tickets are numbers from here, from 1. Each ``receipt``, with its request, is a number of yours, below
    2**64; it comes out once: by ``poll_receipt``, or by ``outputs``, which are to be taken after each call that changes
    something. ``max_messages``, ``timeout`` and ``rule`` are as for ``Correlator``.
    """

    def __new__(
        cls,
        *,
        max_messages: int = 65_536,
        timeout: float = 259_200.0,
        spare: int = 16,
        rule: IdRule | str | None = None,
    ) -> Self: ...
    def open(self) -> int:
        """Opens a group."""
    def close(self, group: int) -> None:
        """Nobody awaits the receipts of a group any more: those that have come are passed on, and so will be those that
        come."""
    def under_way(self, group: int, part: int) -> int:
        """A submit_sm is about to be sent: its ticket, for ``answered``, which must follow. ``part`` says which of the group
        it is, and comes back with its receipts."""
    def answered(self, ticket: int, message_id: str | None, now: float) -> None:
        """The submit_sm was accepted under this id; or ``None``: it was refused, or its response will not come, or is not
        wanted."""
    def await_again(self, group: int, part: int, message_id: str, now: float) -> None:
        """A receipt that was final and was taken is not accepted after all: it will come again."""
    @property
    def is_expecting(self) -> bool:
        """Whether any receipt can be awaited. If not, all would be passed on, and need not be read."""
    def received(self, message_id: str, receipt: int, now: float, *, is_final: bool = True) -> None:
        """A receipt came, with this id. A final one ends the wait of its message."""
    def poll_receipt(
        self, group: int
    ) -> (
        tuple[Literal["arrived"], tuple[int, int, str, bool]] | tuple[Literal["pending", "done"], None]
    ):
        """The next receipt of a group, the oldest first.

        * ``("arrived", (receipt, part, message_id, is_certain))``: with the id of the response, which may be written
          otherwise than in the receipt, and whether no other message could be meant;
        * ``("pending", None)``: ``outputs`` will tell when to ask again;
        * ``("done", None)``: no more will come.

        From now on somebody waits for the receipts of this group, and as many are kept as come, until ``leave``.
        """
    def leave(self, group: int) -> None:
        """Nobody waits for the next receipt of a group for the moment."""
    def waiting(self, group: int) -> int:
        """How many messages of a group wait for their final receipt."""
    def end(self) -> None:
        """No more will come. What is held back is passed on; what has come can still be taken."""
    def outputs(self) -> list[tuple[Literal["wake", "reject", "pass"], int]]:
        """What is to be done.

        * ``("wake", group)``: who waits for this group is to ask ``poll_receipt`` again;
        * ``("reject", receipt)``: to be rejected for now; it is awaited again;
        * ``("pass", receipt)``: for who takes all else that comes in.
        """
    def timeout(self) -> float | None:
        """When ``handle_timeout`` is wanted next, on the clock of ``now``; ``None`` if nothing waits."""
    def handle_timeout(self, now: float) -> None:
        """Gives up what has waited too long."""

@final
class Correlator:
    """Finds the message that a receipt is about, by the id in submit_sm_resp and the id in the receipt, which may be the
    same number in another base.

    ``token`` and ``receipt`` are numbers of yours, below 2**64: that of a message, and that of a receipt which came before
    the response to its message, as some do. ``rule`` fixes how the ids relate; without one the correlator learns it.
    """

    def __new__(
        cls,
        *,
        max_messages: int = 65_536,
        timeout: float = 259_200.0,
        max_early_receipts: int = 1_024,
        early_timeout: float = 60.0,
        max_ended: int = 1_024,
        rule: IdRule | str | None = None,
    ) -> Self: ...
    def submitted(self, message_id: str, token: int, now: float) -> tuple[int, bool] | None:
        """A message was accepted under this id. A receipt that came before: its number, and whether it can be about no
        other message."""
    def receipt(
        self, message_id: str, now: float, *, is_final: bool = True, receipt: int = 0
    ) -> tuple[int, bool] | None:
        """A receipt came: the token of its message, and whether no other message could be meant.

        ``None`` if none is known; then the receipt is kept for a while. A final one ends the wait of its message.
        """
    def withdraw(self, message_id: str, token: int) -> bool:
        """Gives a message up that waits under this id with this token; whether there was one."""
    def take_oldest(self) -> int | None:
        """Gives up the message that has waited longest, and returns its token."""
    @property
    def learned(self) -> IdRule | None:
        """How the ids relate, once that is known."""
    @property
    def waiting(self) -> int:
        """How many messages wait for receipts."""
    def timeout(self) -> float | None:
        """When ``handle_timeout`` is wanted next, on the clock of ``now``; ``None`` if nothing waits."""
    def handle_timeout(self, now: float) -> list[int]:
        """The tokens of the messages whose receipts did not come in time."""
