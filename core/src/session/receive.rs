//! What a session makes of the octets of its peer.

use core::time::Duration;

use super::config::{EnquireLinks, UnknownRequests, WhenFull};
use super::event::{CloseReason, Event, Receive, Ticket};
use super::inner::{Binding, Inner, is_bind};
use super::state::{Cause, may_send};
use super::window::{InFlight, Slot};
use crate::codec::{Decoded, Decoder, Faults, decode, decode_with};
use crate::command_id::CommandId;
use crate::error::FieldFault;
use crate::header::{Header, frame_length};
use crate::layout::Layout;
use crate::logging::note;
use crate::pdu::{Body, Pdu};
use crate::schema::PduKind;
use crate::state::{Role, State};
use crate::status::CommandStatus;
use crate::time::Instant;
use crate::tlv;
use crate::values::InterfaceVersion;

/// What a PDU of the peer means to the caller.
#[doc(hidden)]
#[derive(Debug)]
pub enum Verdict {
    /// Nothing: the session dealt with it.
    Done,
    Request(Ticket),
    Response {
        token: u64,
        round_trip: Duration,
    },
    Notification,
    Refused {
        status: CommandStatus,
        fault: Option<FieldFault>,
    },
    UnbindReceived,
}

/// [`Receive`] for a PDU in another form: what it means, and what was made of it.
#[doc(hidden)]
#[derive(Debug)]
pub enum ReceiveAs<'b, T> {
    NeedMore { min: usize },
    Pdu { header: Header, frame: &'b [u8], made: T, verdict: Verdict },
    Paused,
    Closed,
}

/// Keeps the faults of what it makes.
struct WithFaults<D>(D);

impl<'b, D: Decoder<'b>> Decoder<'b> for WithFaults<D> {
    type Made = (D::Made, Faults<'b>);

    #[inline(always)]
    fn take(self, header: Header, pdu: Pdu<'b>, faults: Faults<'b>) -> Self::Made {
        (self.0.take(header, pdu, faults), faults)
    }
}

impl Inner {
    #[inline]
    pub(super) fn receive<'b>(&mut self, slots: &mut [Slot], now: Instant, input: &'b [u8]) -> Receive<'b> {
        let (header, frame) = match self.next_pdu(now, input) {
            Ok(next) => next,
            Err(NoPdu::NeedMore { min }) => return Receive::NeedMore { min },
            Err(NoPdu::Paused) => return Receive::Paused,
            Err(NoPdu::Closed) => return Receive::Closed,
        };
        let Ok(Decoded { pdu, faults, .. }) = decode(frame) else {
            return Receive::NeedMore { min: frame.len() };
        };
        let event = match self.judge(slots, now, header, frame, faults) {
            Verdict::Done => None,
            Verdict::Request(ticket) => Some(Event::Request { ticket, pdu, faults, frame }),
            Verdict::Response { token, round_trip } => {
                let command_status = header.command_status;
                Some(Event::Response { token, command_status, pdu, faults, frame, round_trip })
            }
            Verdict::Notification => Some(Event::Notification { pdu, faults, frame }),
            Verdict::Refused { status, fault } => Some(Event::Refused { header, status, fault }),
            Verdict::UnbindReceived => Some(Event::UnbindReceived),
        };
        Receive::Pdu { consumed: frame.len(), event }
    }

    #[inline(always)]
    pub(super) fn receive_as<'b, D: Decoder<'b>>(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        input: &'b [u8],
        decoder: D,
    ) -> ReceiveAs<'b, D::Made> {
        let (header, frame) = match self.next_pdu(now, input) {
            Ok(next) => next,
            Err(NoPdu::NeedMore { min }) => return ReceiveAs::NeedMore { min },
            Err(NoPdu::Paused) => return ReceiveAs::Paused,
            Err(NoPdu::Closed) => return ReceiveAs::Closed,
        };
        let Ok((made, faults)) = decode_with(frame, WithFaults(decoder)) else {
            return ReceiveAs::NeedMore { min: frame.len() };
        };
        ReceiveAs::Pdu { header, frame, made, verdict: self.judge(slots, now, header, frame, faults) }
    }

    /// The PDU at the front, which is received now.
    #[inline(always)]
    fn next_pdu<'b>(&mut self, now: Instant, input: &'b [u8]) -> Result<(Header, &'b [u8]), NoPdu> {
        if self.state == State::Closed {
            return Err(NoPdu::Closed);
        }
        let length = match frame_length(input, self.config.max_command_length) {
            Ok(Some(length)) => length,
            Ok(None) => return Err(NoPdu::NeedMore { min: Header::LEN }),
            Err(_) => return Err(self.lost_framing(now, input)),
        };
        let Some(frame) = input.get(..length) else { return Err(NoPdu::NeedMore { min: length }) };
        let Some(header) = Header::read(frame) else { return Err(NoPdu::NeedMore { min: Header::LEN }) };
        if self.must_wait(header.command_id) {
            // That it takes none of our answers is the peer's doing.
            self.paused = !self.control.is_full();
            return Err(NoPdu::Paused);
        }
        self.paused = false;
        self.heard = now;
        self.active = now;
        self.stats.received = self.stats.received.wrapping_add(1);
        Ok((header, frame))
    }

    #[inline]
    fn judge(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        header: Header,
        frame: &[u8],
        faults: Faults<'_>,
    ) -> Verdict {
        if !faults.is_empty() {
            self.stats.faulty = self.stats.faulty.wrapping_add(1);
        }
        if header.command_id.is_response() {
            self.on_response(slots, now, header, frame).unwrap_or(Verdict::Done)
        } else {
            self.on_request(now, header, frame, faults)
        }
    }

    /// Whether there is no room for what this PDU may bring about.
    fn must_wait(&self, id: CommandId) -> bool {
        self.control.is_full()
            || (self.unanswered >= self.config.max_unanswered
                && self.config.when_unanswered_full == WhenFull::Pause
                && self.is_for_caller(id))
    }

    /// Whether it is a request that the caller must answer and that counts as unanswered until then.
    fn is_for_caller(&self, id: CommandId) -> bool {
        let by_session = match id {
            CommandId::ENQUIRE_LINK => self.config.enquire_links == EnquireLinks::Answer,
            CommandId::UNBIND => true,
            id => is_bind(id),
        };
        !id.is_response() && !by_session && id.kind() == PduKind::Request
    }

    /// Where the next PDU begins is unknown: says so, once its number is known, and closes.
    #[cold]
    fn lost_framing(&mut self, now: Instant, input: &[u8]) -> NoPdu {
        let length = input.first_chunk::<4>().map_or(0, |octets| u32::from_be_bytes(*octets));
        // A length below 16 has no header behind it, and so no number.
        let sequence_number = match Header::read(input) {
            _ if length < 16 => 0,
            Some(header) => header.sequence_number,
            None => return NoPdu::NeedMore { min: Header::LEN },
        };
        self.owe(now, CommandId::GENERIC_NACK, CommandStatus::ESME_RINVCMDLEN, sequence_number);
        self.stats.refused = self.stats.refused.wrapping_add(1);
        self.close(CloseReason::BadCommandLength(length));
        NoPdu::Closed
    }

    fn on_request(&mut self, now: Instant, header: Header, frame: &[u8], faults: Faults<'_>) -> Verdict {
        let id = header.command_id;
        let known = id.layout().filter(|layout| self.is_ours(layout));
        match known {
            // A bind is the session's business, whoever else may know it.
            None if is_bind(id) || self.config.unknown_requests == UnknownRequests::Refuse => {
                return self.refuse(now, header, CommandStatus::ESME_RINVCMDID, None);
            }
            Some(layout) if !may_send(self.config.role.peer(), layout, self.state, self.version) => {
                return self.refuse(now, header, self.wrong_state(id), None);
            }
            None if !self.state.is_bound() => {
                return self.refuse(now, header, CommandStatus::ESME_RINVBNDSTS, None);
            }
            _ => {}
        }
        if is_bind(id) && self.binding.is_some() {
            return self.refuse(now, header, CommandStatus::ESME_RALYBND, None);
        }
        if !faults.is_empty()
            && let Some(fault) = self.not_accepted(faults)
        {
            return self.refuse(now, header, fault.status, Some(fault));
        }
        match id {
            CommandId::ENQUIRE_LINK if self.config.enquire_links == EnquireLinks::Answer => {
                self.owe(now, id.response(), CommandStatus::ESME_ROK, header.sequence_number);
                Verdict::Done
            }
            CommandId::UNBIND => {
                self.owe(now, id.response(), CommandStatus::ESME_ROK, header.sequence_number);
                if self.unbinding.is_some() {
                    return Verdict::Done;
                }
                self.go(Cause::Unbind);
                self.peer_unbound = Some(now);
                Verdict::UnbindReceived
            }
            CommandId::OUTBIND => {
                self.go(Cause::Outbind);
                self.opened = now;
                Verdict::Notification
            }
            CommandId::ALERT_NOTIFICATION => Verdict::Notification,
            _ => {
                let ticket = Ticket { command_id: id, sequence_number: header.sequence_number };
                if is_bind(id) {
                    let version = bind_version(frame).unwrap_or(self.config.interface_version);
                    let version = version.effective().min(self.config.interface_version.effective());
                    self.binding =
                        Some(Binding { command_id: id, sequence_number: header.sequence_number, version });
                } else if self.unanswered >= self.config.max_unanswered {
                    return self.refuse(now, header, CommandStatus::ESME_RTHROTTLED, None);
                } else {
                    self.unanswered = self.unanswered.saturating_add(1);
                }
                Verdict::Request(ticket)
            }
        }
    }

    /// The first fault for which a request is turned down. A function of its own: only it has the list of them on its stack.
    #[cold]
    #[inline(never)]
    fn not_accepted(&self, faults: Faults<'_>) -> Option<FieldFault> {
        faults.iter().find(|fault| !self.config.tolerance.accepts(fault.fault))
    }

    /// Whether a PDU is one of the version that we speak, or of that which the peer has brought us to: a peer that calls
    /// itself older than it is may still send what we know.
    fn is_ours(&self, layout: &Layout) -> bool {
        layout.versions.contains(self.config.interface_version.effective())
            || layout.versions.contains(self.version)
    }

    /// What answers a request that has no place in this state.
    fn wrong_state(&self, id: CommandId) -> CommandStatus {
        let already = is_bind(id) && self.config.role == Role::Mc && self.state.is_bound();
        if already { CommandStatus::ESME_RALYBND } else { CommandStatus::ESME_RINVBNDSTS }
    }

    #[cold]
    fn refuse(
        &mut self,
        now: Instant,
        header: Header,
        status: CommandStatus,
        fault: Option<FieldFault>,
    ) -> Verdict {
        self.stats.refused = self.stats.refused.wrapping_add(1);
        let id = header.command_id;
        note!(warn, "{} number {} refused with {}", id, header.sequence_number, status);
        if let Some(fault) = fault {
            note!(warn, "{}", fault);
        }
        match id.layout() {
            // Nothing answers these.
            Some(layout) if layout.kind == PduKind::Notification => {}
            // A bind is answered as such whatever is wrong with it: its sender may try another (3.4 §4.1).
            Some(layout) if is_bind(id) || self.is_ours(layout) => {
                self.owe(now, id.response(), status, header.sequence_number);
            }
            _ => self.owe(now, CommandId::GENERIC_NACK, status, header.sequence_number),
        }
        Verdict::Refused { status, fault }
    }

    fn on_response(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        header: Header,
        frame: &[u8],
    ) -> Option<Verdict> {
        let Header { command_id, command_status, sequence_number, .. } = header;
        let request = match self.window.take(slots, sequence_number, command_id) {
            Some(request) => request,
            None => self.on_response_outside(sequence_number, command_id)?,
        };
        if let Some(bind) = self.binding
            && bind.sequence_number == sequence_number
            && is_bind(request.command_id)
        {
            self.binding = None;
            if command_status.is_ok() && command_id != CommandId::GENERIC_NACK {
                let theirs = sc_interface_version(frame).unwrap_or(self.config.version_when_absent);
                self.bound(request.command_id, theirs.effective().min(self.version));
            }
        }
        self.stats.answered = self.stats.answered.wrapping_add(1);
        let round_trip = now.saturating_since(request.sent);
        Some(Verdict::Response { token: request.token, round_trip })
    }

    /// A response that is for no request in the window.
    #[cold]
    fn on_response_outside(&mut self, sequence_number: u32, id: CommandId) -> Option<InFlight> {
        let answers = |request: &InFlight| {
            request.sequence_number == sequence_number
                && (id == request.command_id.response() || id == CommandId::GENERIC_NACK)
        };
        if self.enquiring.as_ref().is_some_and(answers) {
            // Even a generic_nack shows that the peer is there.
            self.enquiring = None;
            return None;
        }
        if self.unbinding.as_ref().is_some_and(answers) {
            let request = self.unbinding.take()?;
            self.go(Cause::Unbind);
            self.close(CloseReason::Unbound);
            return Some(request);
        }
        note!(debug, "{} number {} answers nothing", id, sequence_number);
        self.stats.unmatched = self.stats.unmatched.wrapping_add(1);
        None
    }
}

/// Why no PDU was received.
enum NoPdu {
    NeedMore { min: usize },
    Paused,
    Closed,
}

/// The version that a bind request names.
#[cold]
fn bind_version(frame: &[u8]) -> Option<InterfaceVersion> {
    match decode(frame).ok()?.pdu {
        Pdu::BindTransmitter(bind) => Some(bind.interface_version),
        Pdu::BindReceiver(bind) => Some(bind.interface_version),
        Pdu::BindTransceiver(bind) => Some(bind.interface_version),
        _ => None,
    }
}

/// The version that a bind response names.
#[cold]
fn sc_interface_version(frame: &[u8]) -> Option<InterfaceVersion> {
    decode(frame).ok()?.pdu.tlvs().get(&tlv::SC_INTERFACE_VERSION)
}
