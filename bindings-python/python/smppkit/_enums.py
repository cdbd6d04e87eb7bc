"""Words that are not on the wire."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Which side of a session we are."""

    ESME = "esme"
    """The application: it binds."""
    MC = "mc"
    """The message centre: it is bound to."""


class State(StrEnum):
    """The states of a session (5.0 §2.3; 3.4 §2.2)."""

    OPEN = "open"
    """The network connection is up, no bind was accepted yet."""
    OUTBOUND = "outbound"
    """The MC connected and sent outbind; the ESME has not bound yet."""
    BOUND_TX = "bound_tx"
    """bind_transmitter was accepted."""
    BOUND_RX = "bound_rx"
    """bind_receiver was accepted."""
    BOUND_TRX = "bound_trx"
    """bind_transceiver was accepted."""
    UNBOUND = "unbound"
    """unbind was answered, the network connection is still up."""
    CLOSED = "closed"
    """No network connection, or none that may be used."""

    @property
    def is_bound(self) -> bool:
        """Whether a bind is in force."""
        return self in (State.BOUND_TX, State.BOUND_RX, State.BOUND_TRX)


class Retry(StrEnum):
    """What a sender should make of a status, for submit_sm and deliver_sm. Advice, not part of the specification."""

    SUCCESS = "success"
    """The request succeeded."""
    TEMPORARY = "temporary"
    """Send it again later."""
    PERMANENT = "permanent"
    """Do not send it again unchanged."""
    DEPENDS = "depends"
    """A few attempts with growing pauses."""
    SESSION = "session"
    """Mend the session first."""
    BIND = "bind"
    """The bind was refused."""


class UnansweredReason(StrEnum):
    """Why a request of ours will not be answered."""

    TIMEOUT = "timeout"
    """The response timer ran out."""
    CLOSED = "closed"
    """The session closed first."""


class CloseReason(StrEnum):
    """Why a session is over."""

    LOCAL = "local"
    """We closed it."""
    UNBOUND = "unbound"
    """We unbound, and the peer answered."""
    UNBIND_UNANSWERED = "unbind_unanswered"
    """We unbound, and the peer did not answer."""
    PEER_UNBOUND = "peer_unbound"
    """The peer unbound."""
    EOF = "eof"
    """The peer ended the connection."""
    SESSION_INIT = "session_init"
    """The session_init timer ran out before a bind."""
    BIND_UNANSWERED = "bind_unanswered"
    """We bound, and the peer did not answer."""
    INACTIVITY = "inactivity"
    """The inactivity timer ran out."""
    ENQUIRE_LINK_UNANSWERED = "enquire_link_unanswered"
    """An enquire_link was not answered."""
    BAD_COMMAND_LENGTH = "bad_command_length"
    """A ``command_length`` below 16 or above the limit: where the next PDU begins is unknown."""


class WhenFull(StrEnum):
    """What happens to a request of the peer when ``max_unanswered`` others wait."""

    PAUSE = "pause"
    """Nothing more is taken until one is answered: the peer feels it through its connection."""
    THROTTLE = "throttle"
    """It is answered with ESME_RTHROTTLED."""


class EnquireLinks(StrEnum):
    """What happens to an enquire_link of the peer."""

    ANSWER = "answer"
    """The session answers it."""
    DELIVER = "deliver"
    """It is a request event: a gateway may pass it on and answer for what is behind it."""


class UnknownRequests(StrEnum):
    """What happens to a request that neither our version nor the one that is spoken has."""

    REFUSE = "refuse"
    """It is answered with ESME_RINVCMDID."""
    DELIVER = "deliver"
    """It is a request event."""


class Alphabet(StrEnum):
    """The alphabets of a text."""

    GSM7 = "gsm7"
    """GSM 7-bit, a septet per octet, as nearly all message centres want it."""
    GSM7_PACKED = "gsm7_packed"
    """GSM 7-bit, eight septets in seven octets."""
    ASCII = "ascii"
    """ASCII, which the specification calls IA5."""
    LATIN_1 = "latin_1"
    """ISO-8859-1."""
    CYRILLIC = "cyrillic"
    """ISO-8859-5."""
    HEBREW = "hebrew"
    """ISO-8859-8."""
    UCS2 = "ucs2"
    """UCS-2; in practice UTF-16 with the high octet first."""
    SHIFT_JIS = "shift_jis"
    """How the characters of "JIS (X 0208-1990)" travel, ``data_coding`` 5."""
    ISO_2022_JP = "iso_2022_jp"
    """``data_coding`` 10."""
    EUC_JP = "euc_jp"
    """How the characters of "Extended Kanji JIS (X 0212-1990)" travel, ``data_coding`` 13."""
    EUC_KR = "euc_kr"
    """With the syllables that Windows added: "KS C 5601", ``data_coding`` 14."""
    UTF_8 = "utf_8"
    """UTF-8, which no ``data_coding`` names, but which some accounts mean by 0."""


class Long(StrEnum):
    """How the parts of a long message are tied together."""

    UDH8 = "udh8"
    """By a user data header with an 8-bit reference, which every handset knows."""
    UDH16 = "udh16"
    """By a user data header with a 16-bit reference, which takes one character more of each part."""
    SAR = "sar"
    """By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum."""
    PAYLOAD = "payload"
    """Not at all: it goes out whole, in the TLV message_payload."""


class MessageClass(StrEnum):
    """The class of a message (3GPP TS 23.038 §4)."""

    FLASH = "flash"
    """Class 0: shown at once, not kept."""
    MOBILE_EQUIPMENT = "mobile_equipment"
    """Class 1: kept in the mobile equipment."""
    SIM = "sim"
    """Class 2: kept on the SIM."""
    TERMINAL_EQUIPMENT = "terminal_equipment"
    """Class 3: for the terminal equipment behind the mobile."""


class Kind(StrEnum):
    """What a PDU carries (3.4 §5.2.12)."""

    MESSAGE = "message"
    """A message, or a part of one."""
    RECEIPT = "receipt"
    """A delivery receipt of the message centre."""
    INTERMEDIATE_NOTIFICATION = "intermediate_notification"
    """An intermediate delivery notification of the message centre."""
    DELIVERY_ACKNOWLEDGEMENT = "delivery_acknowledgement"
    """A delivery acknowledgement of the other short message entity."""
    MANUAL_ACKNOWLEDGEMENT = "manual_acknowledgement"
    """A manual or user acknowledgement of the other short message entity."""
    CONVERSATION_ABORT = "conversation_abort"
    """The abort of a conversation (Korean CDMA)."""


class Sort(StrEnum):
    """What becomes of a request of the message centre."""

    MESSAGE = "message"
    """A message in one piece, or an acknowledgement: for the application."""
    PART = "part"
    """A part of a message: to be joined with the others, see :class:`smppkit.message.Joining`."""
    RECEIPT = "receipt"
    """A receipt or an intermediate notification, for who awaits that of its message."""
    NAMELESS_RECEIPT = "nameless_receipt"
    """A receipt or an intermediate notification that does not say about which message it is."""
    OTHER = "other"
    """Neither deliver_sm nor data_sm: nothing that is delivered."""


class Evidence(StrEnum):
    """By what a PDU was recognised."""

    ESM_CLASS = "esm_class"
    """By the message type of ``esm_class``."""
    TLVS = "tlvs"
    """By the TLVs ``receipted_message_id`` and ``message_state``, against ``esm_class``."""
    TEXT = "text"
    """By a text that can be nothing else, against ``esm_class``. Anybody with a telephone can write such a text:
    believe it only from a message centre known to send its receipts like this."""


class Dialect(StrEnum):
    """How a receipt is written."""

    APPENDIX_B = "appendix_b"
    """The form of 3.4 Appendix B."""
    SHORT = "short"
    """Only what a gateway needs, the dates with seconds."""
    BRIEF = "brief"
    """``id:… stat:… text:``"""
    JOINED = "joined"
    """No blank in the keys, dates with seconds."""
    NUMERIC = "numeric"
    """The state as a number, counts and error code without leading zeroes."""
    REORDERED = "reordered"
    """The state at the end, behind an empty text."""
    LONG_YEAR = "long_year"
    """Four digits for the year, no leading zero in the error code."""
    VALUES_ALONE = "values_alone"
    """Seven values without keys, separated by commas."""
    NUL_TERMINATED = "nul_terminated"
    """A NUL at the end."""
    UCS2 = "ucs2"
    """All of it in UCS-2."""


class IdRule(StrEnum):
    """How ids of submit_sm_resp and ids of receipts relate."""

    SAME = "same"
    """They are the same, leading zeroes and the case of hexadecimal digits aside."""
    HEX_THEN_DECIMAL = "hex_then_decimal"
    """submit_sm_resp has it in hexadecimal, the receipt in decimal."""
    DECIMAL_THEN_HEX = "decimal_then_hex"
    """submit_sm_resp has it in decimal, the receipt in hexadecimal."""
