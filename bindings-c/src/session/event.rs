//! What a session tells.

use core::mem::MaybeUninit;
use core::time::Duration;

use smppkit::session::{self, CloseReason, Ticket, Unanswered};
use smppkit::{CommandId, CommandStatus, FieldFault, Header};

use crate::pdu::{Pdu, PduHeader};
use crate::types::octets::Octets;

/// The peer wants something: answer it with `ticket`. `header`, `frame`, `pdu` and `faulty` are set.
pub const SMPPKIT_EVENT_REQUEST: u32 = 1;
/// The peer answered a request of ours: that with this `token`. `header`, `frame`, `pdu`, `faulty` and `round_trip_ns` are
/// set; how the request ended is `header.command_status`. The PDU is the response to the request, or a generic_nack.
pub const SMPPKIT_EVENT_RESPONSE: u32 = 2;
/// The peer says something that wants no answer: outbind, alert_notification. `header`, `frame`, `pdu` and `faulty` are set.
pub const SMPPKIT_EVENT_NOTIFICATION: u32 = 3;
/// The session turned a PDU of the peer down. `header` and `frame` are set; `command_status` is that of the answer, which
/// `smppkit_session_poll_transmit` has unless the PDU wants none; `fault` is the number of what is wrong in it.
pub const SMPPKIT_EVENT_REFUSED: u32 = 4;
/// The peer unbinds; the session has answered. The connection ends next.
pub const SMPPKIT_EVENT_UNBIND_RECEIVED: u32 = 5;
/// A request of ours, that with this `token`, will not be answered: `reason` says why. What became of it is not known.
/// `header.command_id` and `header.sequence_number` are those of the request.
pub const SMPPKIT_EVENT_UNANSWERED: u32 = 6;
/// The session is over, and nothing follows: `reason` says why. Send what `smppkit_session_poll_transmit` still has, then
/// end the connection.
pub const SMPPKIT_EVENT_CLOSED: u32 = 7;

/// The response timer ran out.
pub const SMPPKIT_UNANSWERED_TIMEOUT: u32 = 1;
/// The session closed before the response came.
pub const SMPPKIT_UNANSWERED_CLOSED: u32 = 2;

/// We closed it.
pub const SMPPKIT_CLOSED_LOCAL: u32 = 1;
/// We unbound, and the peer answered.
pub const SMPPKIT_CLOSED_UNBOUND: u32 = 2;
/// We unbound, and the peer did not answer.
pub const SMPPKIT_CLOSED_UNBIND_UNANSWERED: u32 = 3;
/// The peer unbound.
pub const SMPPKIT_CLOSED_PEER_UNBOUND: u32 = 4;
/// The peer ended the connection.
pub const SMPPKIT_CLOSED_EOF: u32 = 5;
/// The session_init timer ran out before a bind.
pub const SMPPKIT_CLOSED_SESSION_INIT: u32 = 6;
/// We bound, and the peer did not answer.
pub const SMPPKIT_CLOSED_BIND_UNANSWERED: u32 = 7;
/// The inactivity timer ran out.
pub const SMPPKIT_CLOSED_INACTIVITY: u32 = 8;
/// An enquire_link was not answered.
pub const SMPPKIT_CLOSED_ENQUIRE_LINK_UNANSWERED: u32 = 9;
/// A `command_length` below 16 or above the limit, which is in `header.command_length`: where the next PDU begins is
/// unknown.
pub const SMPPKIT_CLOSED_BAD_COMMAND_LENGTH: u32 = 10;

/// Something happened. `kind` says what, and which of the others are set; the others mean nothing. Pointers in it point
/// into the octets that were given to `smppkit_session_receive`: it lives as long as they do and stay as they are.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct Event<'a> {
    /// `SMPPKIT_EVENT_…`.
    pub kind: u32,
    /// `SMPPKIT_UNANSWERED_…` or `SMPPKIT_CLOSED_…`.
    pub reason: u32,
    /// The header of the PDU.
    pub header: PduHeader,
    /// The number by which the request is answered, once.
    pub ticket: u64,
    /// What the request was given when it was sent.
    pub token: u64,
    /// Nanoseconds from the request to the response.
    pub round_trip_ns: u64,
    /// The status with which the PDU was refused.
    pub command_status: u32,
    /// Which fault the PDU was refused for: the number for `smppkit_fault`; -1 if it was not for a fault in it.
    pub fault: i32,
    /// 1 if something is out of order in the PDU: `smppkit_fault` lists it. Otherwise 0.
    pub faulty: u32,
    /// The PDU, header included.
    pub frame: Octets<'a>,
    /// The PDU taken apart: `pdu.submit_sm` if `header.command_id` is `SMPPKIT_SUBMIT_SM`, and so on.
    pub pdu: Pdu<'a>,
}

impl<'a> Event<'a> {
    fn new(kind: u32) -> Self {
        Self {
            kind,
            reason: 0,
            header: PduHeader::default(),
            ticket: 0,
            token: 0,
            round_trip_ns: 0,
            command_status: 0,
            fault: -1,
            faulty: 0,
            frame: Octets::NONE,
            pdu: Pdu::NONE,
        }
    }

    /// Puts an event into its place. `frame` is what was consumed; `issue` gives a ticket its number.
    #[inline(always)]
    pub(super) fn put(
        place: &mut MaybeUninit<Self>,
        event: session::Event<'a>,
        frame: &'a [u8],
        issue: impl FnOnce(Ticket) -> u64,
    ) {
        match event {
            session::Event::Request { ticket, pdu, faults, .. } => {
                let (faulty, numbers) = (!faults.is_empty(), (issue(ticket), 0, 0));
                place.write(Self::with_pdu(SMPPKIT_EVENT_REQUEST, pdu, frame, faulty, numbers));
            }
            session::Event::Response { token, pdu, faults, round_trip, .. } => {
                let (faulty, numbers) = (!faults.is_empty(), (0, token, nanos(round_trip)));
                place.write(Self::with_pdu(SMPPKIT_EVENT_RESPONSE, pdu, frame, faulty, numbers));
            }
            session::Event::Notification { pdu, faults, .. } => {
                let faulty = !faults.is_empty();
                place.write(Self::with_pdu(SMPPKIT_EVENT_NOTIFICATION, pdu, frame, faulty, (0, 0, 0)));
            }
            other => {
                place.write(Self::without_pdu(other, frame));
            }
        }
    }

    #[inline(always)]
    fn with_pdu(
        kind: u32,
        pdu: smppkit::Pdu<'a>,
        frame: &'a [u8],
        faulty: bool,
        (ticket, token, round_trip_ns): (u64, u64, u64),
    ) -> Self {
        Self {
            kind,
            reason: 0,
            header: Header::read(frame).map(PduHeader::from).unwrap_or_default(),
            ticket,
            token,
            round_trip_ns,
            command_status: 0,
            fault: -1,
            faulty: faulty.into(),
            frame: Octets::new(frame),
            pdu: pdu.into(),
        }
    }

    #[cold]
    fn without_pdu(event: session::Event<'a>, frame: &'a [u8]) -> Self {
        match event {
            session::Event::Refused { header, status: CommandStatus(command_status), fault } => Self {
                header: header.into(),
                command_status,
                fault: fault.map_or(-1, |fault| number(frame, &fault)),
                frame: Octets::new(frame),
                ..Self::new(SMPPKIT_EVENT_REFUSED)
            },
            session::Event::Unanswered {
                token,
                command_id: CommandId(command_id),
                sequence_number,
                reason,
            } => Self {
                token,
                header: PduHeader { command_id, sequence_number, ..PduHeader::default() },
                reason: match reason {
                    Unanswered::Timeout => SMPPKIT_UNANSWERED_TIMEOUT,
                    Unanswered::Closed => SMPPKIT_UNANSWERED_CLOSED,
                },
                ..Self::new(SMPPKIT_EVENT_UNANSWERED)
            },
            session::Event::Closed { reason } => {
                let command_length = match reason {
                    CloseReason::BadCommandLength(length) => length,
                    _ => 0,
                };
                let header = PduHeader { command_length, ..PduHeader::default() };
                Self { reason: closed(reason), header, ..Self::new(SMPPKIT_EVENT_CLOSED) }
            }
            _ => Self::new(SMPPKIT_EVENT_UNBIND_RECEIVED),
        }
    }
}

pub(super) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// Which of the faults in a PDU it is.
fn number(frame: &[u8], fault: &FieldFault) -> i32 {
    let faults = smppkit::decode(frame).map(|decoded| decoded.faults).unwrap_or_default();
    let at = faults.iter().position(|other| other == *fault);
    at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)
}

/// The reasons and their numbers, but the one that has a length with it.
pub(super) const CLOSED: &[(u32, CloseReason)] = &[
    (SMPPKIT_CLOSED_LOCAL, CloseReason::Local),
    (SMPPKIT_CLOSED_UNBOUND, CloseReason::Unbound),
    (SMPPKIT_CLOSED_UNBIND_UNANSWERED, CloseReason::UnbindUnanswered),
    (SMPPKIT_CLOSED_PEER_UNBOUND, CloseReason::PeerUnbound),
    (SMPPKIT_CLOSED_EOF, CloseReason::Eof),
    (SMPPKIT_CLOSED_SESSION_INIT, CloseReason::SessionInit),
    (SMPPKIT_CLOSED_BIND_UNANSWERED, CloseReason::BindUnanswered),
    (SMPPKIT_CLOSED_INACTIVITY, CloseReason::Inactivity),
    (SMPPKIT_CLOSED_ENQUIRE_LINK_UNANSWERED, CloseReason::EnquireLinkUnanswered),
];

fn closed(reason: CloseReason) -> u32 {
    match reason {
        CloseReason::BadCommandLength(_) => SMPPKIT_CLOSED_BAD_COMMAND_LENGTH,
        reason => CLOSED.iter().find(|row| row.1 == reason).map_or(SMPPKIT_CLOSED_LOCAL, |row| row.0),
    }
}
