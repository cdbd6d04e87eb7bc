//! What a session tells its caller.

use core::fmt;
use core::time::Duration;

use crate::codec::Faults;
use crate::command_id::CommandId;
use crate::error::FieldFault;
use crate::header::Header;
use crate::pdu::Pdu;
use crate::state::State;
use crate::status::CommandStatus;
use crate::values::InterfaceVersion;

/// What became of the octets given to [`receive`](super::Session::receive).
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // Without a heap there is nowhere else to put the event.
pub enum Receive<'b> {
    /// Not one whole PDU yet.
    NeedMore {
        /// Octets there must be before it is worth asking again.
        min: usize,
    },
    /// One PDU was taken from the front.
    Pdu {
        /// Its octets, to be left out next time.
        consumed: usize,
        /// What it means to the caller; `None` if the session dealt with it.
        event: Option<Event<'b>>,
    },
    /// The next PDU must wait: for `poll_transmit` to be emptied, or for requests to be answered.
    Paused,
    /// The session is closed; octets no longer matter.
    Closed,
}

/// Something happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'b> {
    /// The peer wants something: answer it with the ticket.
    Request {
        /// The right to answer.
        ticket: Ticket,
        /// What it wants.
        pdu: Pdu<'b>,
        /// What is out of order in it and was tolerated.
        faults: Faults<'b>,
        /// Its octets, header included.
        frame: &'b [u8],
    },
    /// The peer answered a request of ours.
    Response {
        /// The caller's key of the request.
        token: u64,
        /// How it ended.
        command_status: CommandStatus,
        /// The response: that of the request's type, or a generic_nack.
        pdu: Pdu<'b>,
        /// What is out of order in it.
        faults: Faults<'b>,
        /// Its octets, header included.
        frame: &'b [u8],
        /// Time since the request was sent.
        round_trip: Duration,
    },
    /// The peer says something that wants no answer: outbind, alert_notification.
    Notification {
        /// What it says.
        pdu: Pdu<'b>,
        /// What is out of order in it and was tolerated.
        faults: Faults<'b>,
        /// Its octets, header included.
        frame: &'b [u8],
    },
    /// The session turned a PDU of the peer down.
    Refused {
        /// Its header.
        header: Header,
        /// With which status; the answer is in `poll_transmit` unless the PDU wants none.
        status: CommandStatus,
        /// What is wrong with it, if it is not the PDU as such.
        fault: Option<FieldFault>,
    },
    /// The peer unbinds; the session has answered. The connection ends next.
    UnbindReceived,
    /// A request of ours will not be answered. What became of it is not known.
    Unanswered {
        /// The caller's key of the request.
        token: u64,
        /// Which PDU it was.
        command_id: CommandId,
        /// Its number.
        sequence_number: u32,
        /// Why not.
        reason: Unanswered,
    },
    /// The session is over; nothing follows. Send what `poll_transmit` still has, then end the connection.
    Closed {
        /// Why.
        reason: CloseReason,
    },
}

/// Why a request of ours will not be answered.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Unanswered {
    /// The response timer ran out.
    Timeout,
    /// The session closed first.
    Closed,
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "no response in time",
            Self::Closed => "the session closed before the response came",
        })
    }
}

/// Why a session is over.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum CloseReason {
    /// The caller closed it.
    Local,
    /// We unbound, and the peer answered.
    Unbound,
    /// We unbound, and the peer did not answer.
    UnbindUnanswered,
    /// The peer unbound.
    PeerUnbound,
    /// The peer ended the connection.
    Eof,
    /// The session_init timer ran out before a bind.
    SessionInit,
    /// We bound, and the peer did not answer. Had the session gone on, an answer that comes late would leave the MC bound
    /// and us not.
    BindUnanswered,
    /// The inactivity timer ran out.
    Inactivity,
    /// An enquire_link was not answered.
    EnquireLinkUnanswered,
    /// A `command_length` below 16 or above the limit: where the next PDU begins is unknown.
    BadCommandLength(u32),
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("closed by us"),
            Self::Unbound => f.write_str("unbound"),
            Self::UnbindUnanswered => f.write_str("unbind was not answered"),
            Self::PeerUnbound => f.write_str("the peer unbound"),
            Self::Eof => f.write_str("the peer ended the connection"),
            Self::SessionInit => f.write_str("no bind in time"),
            Self::BindUnanswered => f.write_str("bind was not answered"),
            Self::Inactivity => f.write_str("inactivity"),
            Self::EnquireLinkUnanswered => f.write_str("enquire_link was not answered"),
            Self::BadCommandLength(length) => {
                write!(
                    f,
                    "command_length {length} is out of bounds: the peer may not speak SMPP (wrong port? TLS?)"
                )
            }
        }
    }
}

/// The right to answer one request of the peer, once.
///
/// Give it to `respond`, `reject` or `abandon`: until then the request counts as unanswered.
#[must_use = "the peer waits for an answer"]
#[derive(PartialEq, Eq, Debug)]
pub struct Ticket {
    pub(crate) command_id: CommandId,
    pub(crate) sequence_number: u32,
}

impl Ticket {
    /// Which PDU is to be answered.
    #[must_use]
    pub const fn command_id(&self) -> CommandId {
        self.command_id
    }

    /// The number that the peer gave it.
    #[must_use]
    pub const fn sequence_number(&self) -> u32 {
        self.sequence_number
    }

    /// The ticket again that was written down as these two numbers: beside a snapshot, or across the border of a language
    /// that cannot hold it. It is for the caller to see that no ticket is used twice.
    pub const fn reissue(command_id: CommandId, sequence_number: u32) -> Self {
        Self { command_id, sequence_number }
    }
}

/// A request that is on its way.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Sent {
    /// Octets written.
    pub len: usize,
    /// Its number.
    pub sequence_number: u32,
}

/// A PDU was not sent; the session is as it was.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SendError {
    /// As many requests are in flight as the window has slots.
    WindowFull,
    /// The buffer is too small.
    BufferTooSmall {
        /// Octets the PDU has.
        needed: usize,
    },
    /// This side may not send it in this state.
    NotAllowed {
        /// The state.
        state: State,
        /// The PDU.
        command_id: CommandId,
    },
    /// It is not a PDU of the kind that was asked for: a response given as a request, or the response to another
    /// request.
    WrongKind {
        /// The PDU.
        command_id: CommandId,
    },
    /// The version of SMPP that is spoken with this peer does not have it.
    NotInVersion {
        /// The PDU.
        command_id: CommandId,
        /// The version that is spoken.
        version: InterfaceVersion,
    },
    /// A field is not what this peer may be sent.
    Field(FieldFault),
    /// The session is over.
    Closed,
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WindowFull => {
                f.write_str("the window is full: as many requests are unanswered as it allows")
            }
            Self::BufferTooSmall { needed } => {
                write!(f, "the buffer is too small, {needed} octets are needed")
            }
            Self::NotAllowed { state, command_id } => {
                write!(f, "{command_id} must not be sent in state {state}")
            }
            Self::WrongKind { command_id } => write!(f, "{command_id} cannot be sent here"),
            Self::NotInVersion { command_id, version } => write!(f, "{command_id} is not in SMPP {version}"),
            Self::Field(fault) => fault.fmt(f),
            Self::Closed => f.write_str("the session is closed"),
        }
    }
}

impl core::error::Error for SendError {}
