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
