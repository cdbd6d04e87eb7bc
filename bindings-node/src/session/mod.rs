//! Sessions: what the core's `Session` is told and tells, as records.

mod config;
mod events;
pub(crate) mod words;

use smppkit::buffered::{BACKLOG_LIMIT, TRANSMIT_LIMIT};
use smppkit::session::{Receive, SendError, Session, Slot, TicketSlot, Tickets};
use smppkit::{CommandId, CommandStatus, Instant, Pdu, frame_length};

use crate::error::Error;
use crate::memory::Memory;
use crate::record::{Given, Records};
use crate::time::from_ms;
use config::Settings;
use events::Events;

/// Where a call that feeds a session says what came of it.
mod told {
    pub(super) const CONSUMED: usize = 0;
    pub(super) const RECORDS_END: usize = 1;
    pub(super) const TRANSMITTED: usize = 2;
    pub(super) const FLAGS: usize = 3;
    pub(super) const NEEDED: usize = 4;
    pub(super) const SEQUENCE_NUMBER: usize = 5;
    pub(super) const GETTERS: usize = 8;
    pub(super) const STATS: usize = 16;
}

const PAUSED: u32 = 1;
const CLOSED: u32 = 2;
/// There is more to be told than there was room for: call again.
const MORE: u32 = 4;

/// The octets of what a session owes by itself at most at one time: eight answers, an enquire_link and an unbind.
const CONTROL: usize = 10 * 16;

/// One session.
pub(crate) struct SessionEntry {
    session: Session<Vec<Slot>>,
    tickets: Tickets<Vec<TicketSlot>>,
}

/// What the world did.
pub(crate) enum World {
    Octets(u32),
    Eof,
    Time,
    Close,
    /// Nothing: what is there to be told and sent?
    Nothing,
}

/// What became of octets that arrived.
enum Received {
    /// So many of them are one PDU.
    Pdu(usize),
    /// They are not one whole PDU: so many are needed.
    NeedMore(usize),
    Paused,
    Closed,
}

/// What the application sends, beside a response.
pub(crate) enum Outgoing {
    Request { token: u64, within_ms: Option<f64> },
    Notification,
}

impl SessionEntry {
    pub(crate) fn new(settings: &[u8], now: f64) -> Result<Self, Error> {
        let settings = Settings::parse(settings)?;
        let config = settings.config();
        let session = Session::new(config, settings.slots(), from_ms(now)).map_err(Error::Config)?;
        Ok(Self { session, tickets: Tickets::new(ticket_slots(config.max_unanswered)) })
    }

    /// Takes up the session of a snapshot. What it is made of is `settings`, then the octets of [`snapshot`](Self::snapshot).
    pub(crate) fn restore(settings: &[u8], snapshot: &[u8], now: f64) -> Result<Self, Error> {
        let settings = Settings::parse(settings)?;
        let config = settings.config();
        let corrupt = || Error::Snapshot(smppkit::session::SnapshotError::Corrupt);
        let (len, rest) = snapshot.split_first_chunk::<4>().ok_or_else(corrupt)?;
        let (session, tickets) =
            rest.split_at_checked(u32::from_be_bytes(*len) as usize).ok_or_else(corrupt)?;
        let session =
            Session::restore(config, settings.slots(), session, from_ms(now)).map_err(Error::Snapshot)?;
        // Those that wait are kept even if fewer are allowed now.
        let slots = ticket_slots(u16::MAX);
        let tickets = Tickets::restore(slots, tickets).map_err(Error::Snapshot)?;
        Ok(Self { session, tickets })
    }

    /// The length of the session's own snapshot, that, and the snapshot of the tickets.
    pub(crate) fn snapshot(&self, now: f64, out: &mut Vec<u8>) -> Result<(), Error> {
        let mut session = vec![0; self.session.snapshot_len()];
        let len = self.session.snapshot(from_ms(now), &mut session).map_err(Error::Snapshot)?;
        let mut tickets = vec![0; self.tickets.snapshot_len()];
        self.tickets.snapshot(&mut tickets).map_err(Error::Snapshot)?;
        out.extend((len as u32).to_be_bytes());
        out.extend(session.get(..len).unwrap_or_default());
        out.extend(tickets);
        Ok(())
    }

    /// Does what the world did, and writes what is to be told and sent. `backlog` octets wait to be sent already: above
    /// the limits of a buffered connection the session's own answers wait, and then what was received.
    pub(crate) fn feed(
        &mut self,
        memory: &mut Memory<'_>,
        now: f64,
        world: &World,
        backlog: u32,
        reply: &mut Vec<u8>,
    ) -> u32 {
        let now = from_ms(now);
        let input = match world {
            World::Octets(len) => memory.given(*len),
            _ => &[],
        };
        match world {
            World::Eof => self.session.receive_eof(),
            World::Time => self.session.handle_timeout(now),
            World::Close => self.session.close(),
            World::Octets(_) | World::Nothing => {}
        }
        let backlog = backlog as usize;
        let room = memory.output.len().min(TRANSMIT_LIMIT.saturating_sub(backlog));
        let out = memory.output.get_mut(..room).unwrap_or_default();
        let mut events = Events::new(Records::new(memory.records), input, reply);
        let (mut consumed, mut transmitted, mut needed, mut flags) = (0, 0, 0, MORE);
        // Once more after the last of the input: losing the frame is answered, too.
        let mut is_last = false;
        loop {
            if out.len() - transmitted >= CONTROL {
                transmitted += self.session.poll_transmit(out.get_mut(transmitted..).unwrap_or_default());
            }
            if !self.poll_events(&mut events) {
                flags = MORE;
                break;
            }
            if is_last {
                break;
            }
            let rest = input.get(consumed..).unwrap_or_default();
            if !events.has_room_for(next_length(rest)) {
                break;
            }
            (flags, is_last) = match self.receive(now, rest, backlog, &mut events) {
                Received::Pdu(octets) => {
                    consumed += octets;
                    (MORE, false)
                }
                Received::NeedMore(min) => {
                    needed = min;
                    (0, true)
                }
                Received::Paused => (PAUSED, true),
                Received::Closed => (CLOSED, true),
            };
        }
        let (count, end) = (events.count(), events.end());
        memory.tell(told::CONSUMED, consumed as u32);
        memory.tell(told::RECORDS_END, end as u32);
        memory.tell(told::TRANSMITTED, transmitted as u32);
        memory.tell(told::FLAGS, flags);
        memory.tell(told::NEEDED, needed as u32);
        count
    }

    /// Takes one PDU, and writes what it means.
    fn receive(
        &mut self,
        now: Instant,
        input: &[u8],
        backlog: usize,
        events: &mut Events<'_, '_>,
    ) -> Received {
        if backlog >= BACKLOG_LIMIT {
            return Received::Paused;
        }
        match self.session.receive(now, input) {
            Receive::Pdu { consumed, event } => {
                if let Some(event) = event {
                    events.write(event, &mut self.tickets);
                }
                Received::Pdu(consumed)
            }
            Receive::NeedMore { min } => Received::NeedMore(min),
            Receive::Paused => Received::Paused,
            Receive::Closed => Received::Closed,
        }
    }

    /// Writes what happened without octets; `false` if there was not room for all of it.
    fn poll_events(&mut self, events: &mut Events<'_, '_>) -> bool {
        while events.has_room_for(0) {
            let Some(event) = self.session.poll_event() else { return true };
            events.write(event, &mut self.tickets);
        }
        false
    }

    /// Sends the PDU in the record: its octets are in the output then.
    pub(crate) fn send(&mut self, memory: &mut Memory<'_>, now: f64, what: &Outgoing) -> Result<u32, Error> {
        let now = from_ms(now);
        let sent = with_given(memory, |_, pdu, out| match what {
            Outgoing::Request { token, within_ms: None } => self.session.request(now, pdu, *token, out),
            Outgoing::Request { token, within_ms: Some(within) } => {
                self.session.request_within(now, pdu, *token, crate::time::duration(*within), out)
            }
            Outgoing::Notification => self.session.notify(now, pdu, out),
        })?
        .map_err(Error::Send)?;
        memory.tell(told::SEQUENCE_NUMBER, sent.sequence_number);
        Ok(sent.len as u32)
    }

    /// Answers with the PDU in the record.
    pub(crate) fn respond(&mut self, memory: &mut Memory<'_>, now: f64, ticket: f64) -> Result<u32, Error> {
        let now = from_ms(now);
        let Self { session, tickets } = self;
        let answered = with_given(memory, |status, pdu, out| {
            tickets.answer(ticket as u64, |ticket| session.respond(now, ticket, status, pdu, out))
        })?;
        done(answered)
    }

    /// Accepts the bind that this ticket answers; our `system_id` is in the input.
    pub(crate) fn accept_bind(
        &mut self,
        memory: &mut Memory<'_>,
        now: f64,
        ticket: f64,
        len: u32,
    ) -> Result<u32, Error> {
        let Self { session, tickets } = self;
        let system_id = core::str::from_utf8(memory.given(len)).unwrap_or_default();
        let out = &mut *memory.output;
        done(
            tickets.answer(ticket as u64, |ticket| session.accept_bind(from_ms(now), ticket, system_id, out)),
        )
    }

    /// Answers with a status and no body.
    pub(crate) fn reject(
        &mut self,
        memory: &mut Memory<'_>,
        now: f64,
        ticket: f64,
        status: u32,
    ) -> Result<u32, Error> {
        let Self { session, tickets } = self;
        let out = &mut *memory.output;
        done(
            tickets.answer(ticket as u64, |ticket| {
                session.reject(from_ms(now), ticket, CommandStatus(status), out)
            }),
        )
    }

    pub(crate) fn abandon(&mut self, ticket: f64) -> Result<u32, Error> {
        let ticket = self.tickets.redeem(ticket as u64).ok_or(Error::TicketUsed)?;
        self.session.abandon(ticket);
        Ok(0)
    }

    pub(crate) fn timeout(&self) -> Option<Instant> {
        self.session.poll_timeout()
    }

    pub(crate) fn allowed(&self, command_id: u32) -> bool {
        self.session.allowed(CommandId(command_id))
    }

    pub(crate) fn set_max_unanswered(&mut self, max: u16) {
        let needed = Tickets::<()>::needed(max.max(1));
        if needed > self.tickets.capacity()
            && let Ok(tickets) = self.tickets.move_to(vec![TicketSlot::default(); needed])
        {
            self.tickets = tickets;
        }
        self.session.set_max_unanswered(max);
    }

    /// Writes down all that can be asked for.
    pub(crate) fn look(&self, memory: &mut Memory<'_>) {
        let session = &self.session;
        let getters = [
            session.state() as u32,
            session.version().0.into(),
            session.window_size() as u32,
            session.window_available() as u32,
            session.in_flight() as u32,
            session.unanswered() as u32,
            session.congestion_state().into(),
            session.has_transmit().into(),
        ];
        for (at, value) in (told::GETTERS..).zip(getters) {
            memory.tell(at, value);
        }
        let stats = session.stats();
        let stats = [
            stats.received,
            stats.sent,
            stats.answered,
            stats.unmatched,
            stats.faulty,
            stats.refused,
            stats.timed_out,
        ];
        for (at, value) in (told::STATS..).step_by(2).zip(stats) {
            memory.tell_u64(at, value);
        }
    }
}

fn ticket_slots(max_unanswered: u16) -> Vec<TicketSlot> {
    vec![TicketSlot::default(); Tickets::<()>::needed(max_unanswered)]
}

/// Octets of the PDU that comes next, as far as that can be seen.
fn next_length(input: &[u8]) -> usize {
    frame_length(input, u32::MAX).ok().flatten().unwrap_or_default().min(input.len())
}

/// Calls `then` with the PDU in the record, its status, and the output.
fn with_given<R>(
    memory: &mut Memory<'_>,
    then: impl FnOnce(CommandStatus, &Pdu<'_>, &mut [u8]) -> R,
) -> Result<R, Error> {
    let output = core::mem::take(&mut memory.output);
    let given = Given::read(memory);
    let done = given.with_pdu(|pdu| then(given.command_status, pdu, output));
    drop(given);
    memory.output = output;
    done
}

fn done(answered: Option<Result<usize, SendError>>) -> Result<u32, Error> {
    match answered {
        None => Err(Error::TicketUsed),
        Some(Err(error)) => Err(Error::Send(error)),
        Some(Ok(len)) => Ok(len as u32),
    }
}
