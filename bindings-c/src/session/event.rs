//! What a session tells.

use core::mem::MaybeUninit;
use core::time::Duration;

use smppkit::session::{self, CloseReason, Ticket, Unanswered, Verdict};
use smppkit::{CommandId, Decoder, Faults, FieldFault, Header};

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

/// A place for an event, in memory of C.
pub(super) struct Place<'p, 'a>(&'p mut MaybeUninit<Event<'a>>);

/// Sets fields of an event in memory that has no value yet.
macro_rules! set {
    ($place:expr, $($field:ident: $value:expr),+ $(,)?) => {{
        let event = $place.0.as_mut_ptr();
        // SAFETY: there is room for an event, and it is aligned.
        $(unsafe { (&raw mut (*event).$field).write($value) };)+
    }};
}

impl<'p, 'a> Place<'p, 'a> {
    pub(super) const fn new(place: &'p mut MaybeUninit<Event<'a>>) -> Self {
        Self(place)
    }

    /// Sets all but the PDU, which is set already, and says whether there is an event. `issue` gives a ticket its number.
    #[inline(always)]
    pub(super) fn fill(
        self,
        (header, frame): (Header, &'a [u8]),
        verdict: Verdict,
        issue: impl FnOnce(Ticket) -> u64,
    ) -> bool {
        let (mut kind, mut numbers) = (SMPPKIT_EVENT_UNBIND_RECEIVED, (0, 0, 0));
        let (mut command_status, mut fault) = (0, -1);
        match verdict {
            Verdict::Done => return false,
            Verdict::Request(ticket) => (kind, numbers) = (SMPPKIT_EVENT_REQUEST, (issue(ticket), 0, 0)),
            Verdict::Response { token, round_trip } => {
                (kind, numbers) = (SMPPKIT_EVENT_RESPONSE, (0, token, nanos(round_trip)));
            }
            Verdict::Notification => kind = SMPPKIT_EVENT_NOTIFICATION,
            Verdict::Refused { status, fault: why } => {
                (kind, command_status) = (SMPPKIT_EVENT_REFUSED, status.0);
                fault = why.map_or(-1, |why| number(frame, &why));
            }
            Verdict::UnbindReceived => {}
        }
        let (ticket, token, round_trip_ns) = numbers;
        set!(
            self,
            kind: kind,
            reason: 0,
            header: header.into(),
            ticket: ticket,
            token: token,
            round_trip_ns: round_trip_ns,
            command_status: command_status,
            fault: fault,
            frame: Octets::new(frame),
        );
        true
    }

    /// Sets an event that comes without octets.
    pub(super) fn fill_without_pdu(self, event: &session::Event<'_>) {
        let (kind, reason, token, header) = match *event {
            session::Event::Unanswered {
                token,
                command_id: CommandId(command_id),
                sequence_number,
                reason,
            } => {
                let reason = match reason {
                    Unanswered::Timeout => SMPPKIT_UNANSWERED_TIMEOUT,
                    Unanswered::Closed => SMPPKIT_UNANSWERED_CLOSED,
                };
                let header = PduHeader { command_id, sequence_number, ..PduHeader::default() };
                (SMPPKIT_EVENT_UNANSWERED, reason, token, header)
            }
            session::Event::Closed { reason } => {
                let command_length = match reason {
                    CloseReason::BadCommandLength(length) => length,
                    _ => 0,
                };
                let header = PduHeader { command_length, ..PduHeader::default() };
                (SMPPKIT_EVENT_CLOSED, closed(reason), 0, header)
            }
            // Nothing else comes without octets.
            _ => (0, 0, 0, PduHeader::default()),
        };
        set!(
            self,
            kind: kind,
            reason: reason,
            header: header,
            ticket: 0,
            token: token,
            round_trip_ns: 0,
            command_status: 0,
            fault: -1,
            faulty: 0,
            frame: Octets::NONE,
            pdu: Pdu::NONE,
        );
    }
}

impl<'a> Decoder<'a> for &mut Place<'_, 'a> {
    type Made = ();

    #[inline(always)]
    fn take(self, _: Header, pdu: smppkit::Pdu<'a>, faults: Faults<'a>) {
        set!(self, faulty: (!faults.is_empty()).into(), pdu: pdu.into());
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
