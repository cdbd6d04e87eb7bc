//! The logic of a session, over slots that are lent for each call: one copy of the code for every kind of storage.

use core::time::Duration;

use super::config::Config;
use super::control::Control;
use super::event::{CloseReason, Event, SendError, Sent, Ticket, Unanswered};
use super::state::{Cause, may_send};
use super::window::{InFlight, Slot, Window};
use crate::codec::{encode_error, write_pdu};
use crate::command_id::CommandId;
use crate::error::EncodeError;
use crate::header::Header;
use crate::logging::note;
use crate::pdu::{BindReceiverResp, BindTransceiverResp, BindTransmitterResp, Body};
use crate::schema::PduKind;
use crate::state::{Role, State};
use crate::status::CommandStatus;
use crate::time::Instant;
use crate::tlv::{self, Tlvs};
use crate::values::InterfaceVersion;
use crate::wire::field::Rules;

/// Counts what passed through a session.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub struct Stats {
    /// PDUs received.
    pub received: u64,
    /// PDUs sent, those of the session itself included.
    pub sent: u64,
    /// Requests of ours that were answered.
    pub answered: u64,
    /// Responses that matched no request: late, doubled, unknown, or of the wrong type.
    pub unmatched: u64,
    /// PDUs of the peer in which something was out of order, whether they were turned down or not.
    pub faulty: u64,
    /// PDUs of the peer that the session turned down.
    pub refused: u64,
    /// Requests of ours that were not answered in time.
    pub timed_out: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Inner {
    pub(super) config: Config,
    pub(super) state: State,
    pub(super) window: Window,
    pub(super) stats: Stats,
    pub(super) control: Control,
    /// The version that is spoken: ours until the peer has told its own.
    pub(super) version: InterfaceVersion,
    /// MC: the bind that waits for the caller's answer. ESME: the bind that waits for the peer's.
    pub(super) binding: Option<Binding>,
    /// Our unbind, from when it was sent.
    pub(super) unbinding: Option<InFlight>,
    /// Our enquire_link, from when it was due.
    pub(super) enquiring: Option<InFlight>,
    /// When the session_init timer was started.
    pub(super) opened: Instant,
    /// When the peer was last heard.
    pub(super) heard: Instant,
    /// When a PDU last passed in either direction.
    pub(super) active: Instant,
    /// When the peer unbound.
    pub(super) peer_unbound: Option<Instant>,
    /// Whether `receive` said `Paused` last because requests wait for our answer: the peer may be speaking, unheard.
    pub(super) paused: bool,
    pub(super) unanswered: u16,
    /// Our unbind, if it timed out and nobody was told yet.
    pub(super) timed_out: Option<InFlight>,
    closed: Option<CloseReason>,
    close_reported: bool,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Binding {
    pub(super) command_id: CommandId,
    pub(super) sequence_number: u32,
    pub(super) version: InterfaceVersion,
}

impl Inner {
    pub(super) const fn new(config: Config, now: Instant) -> Self {
        Self {
            config,
            state: State::Open,
            window: Window::new(),
            stats: Stats {
                received: 0,
                sent: 0,
                answered: 0,
                unmatched: 0,
                faulty: 0,
                refused: 0,
                timed_out: 0,
            },
            control: Control::new(),
            version: config.interface_version.effective(),
            binding: None,
            unbinding: None,
            enquiring: None,
            opened: now,
            heard: now,
            active: now,
            peer_unbound: None,
            paused: false,
            unanswered: 0,
            timed_out: None,
            closed: None,
            close_reported: false,
        }
    }

    /// Takes up a session that another process began.
    pub(super) const fn go_on_in(&mut self, state: State, version: InterfaceVersion) {
        self.state = state;
        self.version = version.effective();
    }

    /// Requests of ours that are unanswered, in the window and beside it.
    pub(super) fn in_flight(&self) -> usize {
        usize::from(self.window.in_flight()).saturating_add(usize::from(self.unbinding.is_some()))
    }

    pub(super) fn busy(&self) -> [Option<u32>; 2] {
        [self.unbinding, self.enquiring].map(|request| request.map(|request| request.sequence_number))
    }

    /// The number of our bind that waits for its answer.
    pub(super) fn our_bind(&self) -> Option<u32> {
        self.binding.filter(|_| self.config.role == Role::Esme).map(|bind| bind.sequence_number)
    }

    /// Whether we may send this request or notification now.
    pub(super) fn may_send(&self, id: CommandId) -> Result<(), SendError> {
        if self.state == State::Closed {
            return Err(SendError::Closed);
        }
        let not_allowed = SendError::NotAllowed { state: self.state, command_id: id };
        let Some(layout) = id.layout() else {
            // What no version knows is between the caller and its peer.
            return if self.state.is_bound() && self.unbinding.is_none() { Ok(()) } else { Err(not_allowed) };
        };
        if !may_send(self.config.role, layout, self.state, self.version) {
            return Err(not_allowed);
        }
        if !layout.versions.contains(self.version) {
            return Err(SendError::NotInVersion { command_id: id, version: self.version });
        }
        let binds_twice = is_bind(id) && self.binding.is_some();
        if binds_twice || (self.unbinding.is_some() && id != CommandId::ENQUIRE_LINK) {
            return Err(not_allowed);
        }
        Ok(())
    }

    /// Whether a peer of this version may be sent this.
    fn check(&self, body: &(impl Body + ?Sized), version: InterfaceVersion) -> Result<(), SendError> {
        if self.config.check_outgoing {
            body.check_rules(Rules::Version(version)).map_err(SendError::Field)
        } else {
            Ok(())
        }
    }

    pub(super) fn request(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        body: &(impl Body + ?Sized),
        (token, response): (u64, Duration),
        out: &mut [u8],
    ) -> Result<Sent, SendError> {
        let command_id = body.command_id();
        if command_id.kind() != PduKind::Request {
            return Err(SendError::WrongKind { command_id });
        }
        self.may_send(command_id)?;
        self.check(body, self.version)?;
        let unbind = command_id == CommandId::UNBIND;
        let sequence_number = if unbind {
            self.window.next_outside(slots, self.busy())
        } else {
            self.window.next(slots, self.busy()).ok_or(SendError::WindowFull)?
        };
        let len = write(CommandStatus::ESME_ROK, sequence_number, body, out)?;

        let deadline = now.saturating_add(response);
        let request = InFlight { token, sent: now, deadline, command_id, sequence_number };
        if unbind {
            self.window.used(sequence_number);
            self.unbinding = Some(request);
        } else {
            self.window.insert(slots, request);
        }
        if is_bind(command_id) {
            self.binding = Some(Binding { command_id, sequence_number, version: self.version });
        }
        self.sent(now);
        Ok(Sent { len, sequence_number })
    }

    pub(super) fn notify(
        &mut self,
        slots: &mut [Slot],
        now: Instant,
        body: &(impl Body + ?Sized),
        out: &mut [u8],
    ) -> Result<Sent, SendError> {
        let command_id = body.command_id();
        if command_id.kind() != PduKind::Notification {
            return Err(SendError::WrongKind { command_id });
        }
        self.may_send(command_id)?;
        self.check(body, self.version)?;
        let sequence_number = self.window.next_outside(slots, self.busy());
        let len = write(CommandStatus::ESME_ROK, sequence_number, body, out)?;
        self.window.used(sequence_number);
        if command_id == CommandId::OUTBIND {
            self.go(Cause::Outbind);
            self.opened = now;
        }
        self.sent(now);
        Ok(Sent { len, sequence_number })
    }

    /// Whether this ticket may be answered now.
    fn may_answer(&self, ticket: &Ticket) -> Result<(), SendError> {
        let command_id = ticket.command_id.response();
        match self.state {
            State::Closed => Err(SendError::Closed),
            state if is_bind(ticket.command_id) => {
                let waits = self.binding.is_some_and(|bind| {
                    (bind.command_id, bind.sequence_number) == (ticket.command_id, ticket.sequence_number)
                });
                if waits { Ok(()) } else { Err(SendError::NotAllowed { state, command_id }) }
            }
            state if !state.is_bound() && ticket.command_id != CommandId::ENQUIRE_LINK => {
                Err(SendError::NotAllowed { state, command_id })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn respond(
        &mut self,
        now: Instant,
        ticket: &Ticket,
        status: CommandStatus,
        body: &(impl Body + ?Sized),
        out: &mut [u8],
    ) -> Result<usize, SendError> {
        let command_id = body.command_id();
        if command_id != ticket.command_id.response() && command_id != CommandId::GENERIC_NACK {
            return Err(SendError::WrongKind { command_id });
        }
        self.may_answer(ticket)?;
        let binding = self.binding.filter(|_| is_bind(ticket.command_id));
        self.check(body, binding.map_or(self.version, |bind| bind.version))?;
        let len = write(status, ticket.sequence_number, body, out)?;
        self.answered(now, ticket, status);
        Ok(len)
    }

    pub(super) fn accept_bind(
        &mut self,
        now: Instant,
        ticket: &Ticket,
        system_id: &str,
        out: &mut [u8],
    ) -> Result<usize, SendError> {
        let (system_id, status) = (system_id.into(), CommandStatus::ESME_ROK);
        let told = [tlv::SC_INTERFACE_VERSION.with(self.config.interface_version)];
        let tlvs = match self.binding.map(|bind| bind.version) {
            Some(InterfaceVersion::V3_3) | None => Tlvs::default(),
            Some(_) => Tlvs::from(&told),
        };
        match ticket.command_id {
            CommandId::BIND_TRANSMITTER => {
                self.respond(now, ticket, status, &BindTransmitterResp { system_id, tlvs }, out)
            }
            CommandId::BIND_RECEIVER => {
                self.respond(now, ticket, status, &BindReceiverResp { system_id, tlvs }, out)
            }
            CommandId::BIND_TRANSCEIVER => {
                self.respond(now, ticket, status, &BindTransceiverResp { system_id, tlvs }, out)
            }
            command_id => Err(SendError::WrongKind { command_id: command_id.response() }),
        }
    }

    pub(super) fn reject(
        &mut self,
        now: Instant,
        ticket: &Ticket,
        status: CommandStatus,
        out: &mut [u8],
    ) -> Result<usize, SendError> {
        self.may_answer(ticket)?;
        let place = out.first_chunk_mut::<16>().ok_or(SendError::BufferTooSmall { needed: Header::LEN })?;
        *place = Header {
            command_length: 16,
            command_id: ticket.command_id.response(),
            command_status: status,
            sequence_number: ticket.sequence_number,
        }
        .to_octets();
        self.answered(now, ticket, status);
        Ok(Header::LEN)
    }

    pub(super) fn abandon(&mut self, ticket: &Ticket) {
        if is_bind(ticket.command_id) {
            self.binding = None;
        } else {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
    }

    fn answered(&mut self, now: Instant, ticket: &Ticket, status: CommandStatus) {
        self.sent(now);
        if !is_bind(ticket.command_id) {
            self.unanswered = self.unanswered.saturating_sub(1);
        } else if let Some(bind) = self.binding.take()
            && status.is_ok()
        {
            self.bound(bind.command_id, bind.version);
        }
    }

    pub(super) fn bound(&mut self, command_id: CommandId, version: InterfaceVersion) {
        self.version = version;
        match command_id.request() {
            CommandId::BIND_TRANSMITTER => self.go(Cause::BindTransmitter),
            CommandId::BIND_RECEIVER => self.go(Cause::BindReceiver),
            _ => self.go(Cause::BindTransceiver),
        }
    }

    /// The only place that changes the state.
    pub(super) fn go(&mut self, cause: Cause) {
        if let Some(state) = self.state.after(cause) {
            note!(debug, "{:?}: {} to {}", self.config.role, self.state, state);
            self.state = state;
        }
    }

    fn sent(&mut self, now: Instant) {
        self.active = now;
        self.stats.sent = self.stats.sent.wrapping_add(1);
    }

    pub(super) fn owe(&mut self, now: Instant, id: CommandId, status: CommandStatus, sequence_number: u32) {
        self.control.push(id, status, sequence_number);
        self.sent(now);
    }

    pub(super) fn close(&mut self, reason: CloseReason) {
        if self.closed.is_none() {
            note!(info, "session over: {}", reason);
            self.closed = Some(reason);
            self.window.search_from_oldest();
            self.go(Cause::Close);
        }
    }

    pub(super) fn receive_eof(&mut self) {
        let reason = if self.peer_unbound.is_some() { CloseReason::PeerUnbound } else { CloseReason::Eof };
        self.close(reason);
    }

    pub(super) fn poll_transmit(&mut self, out: &mut [u8]) -> usize {
        self.control.take(out)
    }

    pub(super) const fn has_transmit(&self) -> bool {
        !self.control.is_empty()
    }

    pub(super) fn poll_event(&mut self, slots: &mut [Slot]) -> Option<Event<'static>> {
        if let Some(request) = self.window.next_expired(slots).or_else(|| self.timed_out.take()) {
            return Some(self.unanswered_event(request, Unanswered::Timeout));
        }
        let reason = self.closed?;
        if let Some(request) = self.window.next_in_flight(slots).or_else(|| self.unbinding.take()) {
            return Some(self.unanswered_event(request, Unanswered::Closed));
        }
        if self.close_reported {
            return None;
        }
        self.close_reported = true;
        Some(Event::Closed { reason })
    }

    fn unanswered_event(&mut self, request: InFlight, reason: Unanswered) -> Event<'static> {
        let InFlight { token, command_id, sequence_number, .. } = request;
        if reason == Unanswered::Timeout {
            note!(warn, "no response in time to {} number {}", command_id, sequence_number);
            self.stats.timed_out = self.stats.timed_out.wrapping_add(1);
        }
        if is_bind(command_id) {
            self.binding = None;
        }
        Event::Unanswered { token, command_id, sequence_number, reason }
    }
}

fn write(
    status: CommandStatus,
    sequence_number: u32,
    body: &(impl Body + ?Sized),
    out: &mut [u8],
) -> Result<usize, SendError> {
    write_pdu(status, sequence_number, body, out).ok_or_else(|| match encode_error(body.as_any()) {
        EncodeError::Field(fault) => SendError::Field(fault),
        EncodeError::BufferTooSmall { needed } => SendError::BufferTooSmall { needed },
    })
}

pub(super) const fn is_bind(id: CommandId) -> bool {
    matches!(id, CommandId::BIND_RECEIVER | CommandId::BIND_TRANSMITTER | CommandId::BIND_TRANSCEIVER)
}
