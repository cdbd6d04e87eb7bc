//! One side: a real session, and what its caller knows of it without asking.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{Hash, Hasher};

use smppkit::session::{CloseReason, Config, Event, Receive, SendError, Sent, Session, Slot, State, Ticket};
use smppkit::{CommandId, CommandStatus, Header, Instant, Pdu, PduKind, decode};

use crate::numbers::{but_for_hearing, start_at};
use crate::pdus::{self, Answer, Kind};
use crate::{Broken, Rule};

/// A request of ours that has no outcome yet.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Open {
    pub(crate) token: u64,
    pub(crate) command_id: CommandId,
    pub(crate) sequence_number: u32,
    deadline: Instant,
}

impl Open {
    fn is_answered_by(&self, header: &Header) -> bool {
        self.sequence_number == header.sequence_number
            && [self.command_id.response(), CommandId::GENERIC_NACK].contains(&header.command_id)
    }
}

/// An enquire_link that the session sent by itself.
#[derive(Copy, Clone)]
pub(crate) struct Enquiry {
    pub(crate) sequence_number: u32,
    pub(crate) at: Instant,
}

/// What a side sent and its peer has not received: a connection holds so much and no more.
#[derive(Clone, Hash, Default)]
pub(crate) struct Wire {
    pub(crate) octets: Vec<u8>,
    pub(crate) capacity: usize,
    /// Nothing follows.
    pub(crate) ended: bool,
}

impl Wire {
    fn room(&self) -> usize {
        self.capacity.saturating_sub(self.octets.len())
    }
}

/// What a side may still do by itself.
#[derive(Clone, Hash)]
pub(crate) struct Budget {
    pub(crate) requests: Vec<(Kind, u8)>,
    /// PDUs that the peer sends past its session.
    pub(crate) strays: Vec<Vec<u8>>,
    pub(crate) close: bool,
    pub(crate) around: bool,
}

#[derive(Clone)]
pub(crate) struct Side {
    pub(crate) session: Session<Vec<Slot>>,
    pub(crate) config: Config,
    pub(crate) wire: Wire,
    /// Octets that arrived and were not taken.
    pub(crate) arrived: Vec<u8>,
    /// `receive` said `Paused`: the caller does not read before something has changed.
    pub(crate) paused: bool,
    /// Requests of the peer that wait for an answer: command_id and number.
    pub(crate) tickets: Vec<(CommandId, u32)>,
    pub(crate) open: Vec<Open>,
    pub(crate) enquiry: Option<Enquiry>,
    /// The session may want to wake up for its window by now: the deadline of a request that is answered already may be
    /// the reason, which no snapshot shows.
    wakes: Option<Instant>,
    /// When the world began.
    begun: Instant,
    /// When a PDU last passed in either direction.
    pub(crate) passed: Instant,
    /// When the peer was last heard.
    heard: Instant,
    /// The headers that the session owes by itself, as the caller expects them.
    pub(crate) owed: VecDeque<(CommandId, CommandStatus, u32)>,
    pub(crate) closed: Option<CloseReason>,
    pub(crate) budget: Budget,
    next_token: u64,
    pub(crate) broken: Option<Broken>,
}

impl Side {
    pub(crate) fn new(
        session: Session<Vec<Slot>>,
        config: Config,
        capacity: usize,
        budget: Budget,
        now: Instant,
    ) -> Self {
        Self {
            session,
            config,
            wire: Wire { capacity, ..Wire::default() },
            arrived: vec![],
            paused: false,
            tickets: vec![],
            open: vec![],
            enquiry: None,
            wakes: None,
            begun: now,
            passed: now,
            heard: now,
            owed: VecDeque::new(),
            closed: None,
            budget,
            next_token: 0,
            broken: None,
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.session.state() == State::Closed
    }

    pub(crate) fn is_due(&self, now: Instant) -> bool {
        self.session.poll_timeout().is_some_and(|due| due <= now)
    }

    /// Notes the first rule that is broken.
    fn must(&mut self, holds: bool, rule: Rule, what: impl FnOnce() -> String) {
        if !holds && self.broken.is_none() {
            self.broken = Some(Broken { rule, what: what() });
        }
    }

    /// Whether a call that failed left the session as it was.
    fn unchanged(&mut self, before: &Session<Vec<Slot>>, error: SendError) {
        let same = self.session == *before;
        self.must(same, Rule::R2, || format!("{error} changed the session"));
    }

    /// The caller sends a request or notification; whether it did.
    pub(crate) fn send(&mut self, now: Instant, kind: Kind) -> bool {
        let before = self.session.clone();
        let mut out = vec![0; self.wire.room()];
        let token = self.next_token;
        let sent = pdus::send(&mut self.session, now, kind, token, &mut out);
        let Sent { len, sequence_number } = match sent {
            Ok(sent) => sent,
            Err(error) => {
                self.unchanged(&before, error);
                return self.broken.is_some();
            }
        };
        self.wire.octets.extend(&out[..len]);
        self.passed = now;
        if kind.is_notification() {
            return true;
        }
        self.next_token += 1;
        let command_id = kind.command_id();
        self.number_is_free(sequence_number);
        let deadline = now.saturating_add(self.config.response);
        self.open.push(Open { token, command_id, sequence_number, deadline });
        if kind != Kind::Unbind {
            self.wakes = Some(self.wakes.map_or(deadline, |at| at.min(deadline)));
        }
        let in_window = self.open.iter().filter(|open| open.command_id != CommandId::UNBIND).count();
        let fits = in_window <= self.session.window_size() && self.session.in_flight() == self.open.len();
        self.must(fits, Rule::Window, || format!("{in_window} requests are in flight"));
        true
    }

    fn number_is_free(&mut self, number: u32) {
        let taken = self.numbers().any(|in_flight| in_flight == number);
        let legal = (1..=0x7FFF_FFFF).contains(&number);
        self.must(legal && !taken, Rule::R5, || format!("number {number} is in flight or no number"));
    }

    /// The numbers that are in flight.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        let enquiry = self.enquiry.iter().map(|enquiry| enquiry.sequence_number);
        self.open.iter().map(|open| open.sequence_number).chain(enquiry)
    }

    /// So many requests pass that the next number is this one again.
    pub(crate) fn go_around(&mut self, now: Instant, number: u32) {
        self.budget.around = false;
        self.session = start_at(&self.session, self.config, number, now);
        self.wakes = self.next_deadline(None);
    }

    /// The first deadline in the window that is later than `after`.
    fn next_deadline(&self, after: Option<Instant>) -> Option<Instant> {
        let window = self.open.iter().filter(|open| open.command_id != CommandId::UNBIND);
        window.map(|open| open.deadline).filter(|deadline| Some(*deadline) > after).min()
    }

    /// The caller answers a request of the peer; whether it could.
    pub(crate) fn answer(&mut self, now: Instant, at: usize, answer: Answer) -> bool {
        let Some(&(command_id, number)) = self.tickets.get(at) else { return false };
        let before = self.session.clone();
        let mut out = vec![0; self.wire.room()];
        let ticket = Ticket::reissue(command_id, number);
        match pdus::answer(&mut self.session, now, ticket, answer, &mut out) {
            Ok(len) => {
                self.wire.octets.extend(&out[..len]);
                self.tickets.remove(at);
                if len > 0 {
                    self.passed = now;
                }
                self.unanswered_is_right();
                true
            }
            Err(error) => {
                self.unchanged(&before, error);
                let no_room = matches!(error, SendError::BufferTooSmall { .. });
                let may = no_room || self.session.state() == State::Unbound;
                self.must(may, Rule::Ticket, || format!("{command_id} #{number} waits: {error}"));
                self.broken.is_some()
            }
        }
    }

    fn unanswered_is_right(&mut self) {
        let waiting = self.tickets.iter().filter(|(id, _)| !pdus::is_bind(*id)).count();
        let right = self.session.unanswered() == waiting && waiting <= self.config.max_unanswered.into();
        self.must(right, Rule::Window, || format!("{waiting} requests of the peer wait"));
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        self.session.handle_timeout(now);
        if self.wakes.is_some_and(|at| at <= now) {
            self.wakes = self.next_deadline(Some(now));
        }
        self.events();
        self.enquiry = self.enquiry.filter(|enquiry| enquiry.at.saturating_add(self.config.response) > now);
        let due = self.session.poll_timeout();
        self.must(due.is_none_or(|due| due > now), Rule::R3, || format!("{due:?} is due at {now:?}"));
    }

    /// Takes the session's octets and events, and gives it what it would not take before.
    pub(crate) fn pump(&mut self, now: Instant) {
        self.transmit(now);
        self.events();
        if self.paused {
            self.receive(now, &[]);
        }
        if self.is_closed() {
            self.arrived.clear();
            self.tickets.clear();
            self.paused = false;
            self.wire.ended = !self.session.has_transmit();
        }
    }

    fn transmit(&mut self, now: Instant) {
        let mut out = vec![0; self.wire.room()];
        let len = self.session.poll_transmit(&mut out);
        for header in out[..len].chunks(Header::LEN).filter_map(Header::read) {
            let Header { command_id, command_status, sequence_number, .. } = header;
            self.passed = now;
            if command_id == CommandId::ENQUIRE_LINK {
                self.number_is_free(sequence_number);
                self.enquiry = Some(Enquiry { sequence_number, at: now });
            } else {
                let expected = self.owed.pop_front();
                let sent = Some((command_id, command_status, sequence_number));
                self.must(expected == sent, Rule::R8, || format!("{expected:?} is owed, {sent:?} was sent"));
            }
        }
        self.wire.octets.extend(&out[..len]);
        let dropped = !self.session.has_transmit() && !self.owed.is_empty();
        self.must(!dropped, Rule::R8, || "an answer that is owed is gone".into());
    }

    fn events(&mut self) {
        while let Some(event) = self.session.poll_event() {
            let silent = self.closed.is_some();
            self.must(!silent, Rule::R4, || "something follows the end".into());
            match event {
                Event::Unanswered { token, .. } => self.end(token),
                Event::Closed { reason } => {
                    self.closed = Some(reason);
                    let heard = self.enquiry.is_some_and(|enquiry| self.heard > enquiry.at);
                    let deaf = reason == CloseReason::EnquireLinkUnanswered && heard;
                    self.must(!deaf, Rule::Deaf, || "a peer that was heard is given up".into());
                    let open = self.open.clone();
                    self.must(open.is_empty(), Rule::R4, || format!("{open:?} have no outcome"));
                }
                other => self.must(false, Rule::R4, || format!("{other:?} came from nowhere")),
            }
            if self.broken.is_some() {
                return;
            }
        }
    }

    /// A request has its outcome.
    fn end(&mut self, token: u64) {
        let at = self.open.iter().position(|open| open.token == token);
        if let Some(at) = at {
            self.open.remove(at);
        }
        if self.open.iter().all(|open| open.command_id == CommandId::UNBIND) {
            self.wakes = None;
        }
        self.must(at.is_some(), Rule::R4, || format!("request {token} ended twice or never began"));
    }

    /// Octets arrive.
    pub(crate) fn receive(&mut self, now: Instant, octets: &[u8]) {
        self.arrived.extend(octets);
        while self.receive_one(now) {
            self.transmit(now);
            self.events();
        }
    }

    /// One PDU; whether it was taken.
    fn receive_one(&mut self, now: Instant) -> bool {
        if self.broken.is_some() || self.is_closed() {
            return false;
        }
        let input = std::mem::take(&mut self.arrived);
        let before = self.session.clone();
        let received = self.session.receive(now, &input);
        let consumed = match received {
            Receive::Pdu { consumed, event } => {
                self.paused = false;
                self.passed = now;
                self.heard = now;
                self.consumed_alone(now, &before, &input, consumed, event.as_ref());
                self.took(now, &before, &input[..consumed], event);
                consumed
            }
            Receive::NeedMore { min } => {
                let same = self.session == before && min > input.len();
                self.must(same, Rule::R1, || format!("with {} octets it needs {min}", input.len()));
                0
            }
            Receive::Paused => {
                self.paused = true;
                self.pauses_alone(now, &before, &input);
                0
            }
            Receive::Closed => {
                // A length below 16 has no number behind it.
                let header = Header::read(&input).filter(|header| header.command_length >= 16);
                let number = header.map_or(0, |header| header.sequence_number);
                self.owed.push_back((CommandId::GENERIC_NACK, CommandStatus::ESME_RINVCMDLEN, number));
                input.len()
            }
        };
        self.arrived = input[consumed..].to_vec();
        consumed > 0
    }

    /// R1: it is the same with only this PDU's octets there, and nothing with one less.
    fn consumed_alone(
        &mut self,
        now: Instant,
        before: &Session<Vec<Slot>>,
        input: &[u8],
        consumed: usize,
        event: Option<&Event<'_>>,
    ) {
        if consumed < input.len() {
            let mut alone = before.clone();
            let same = match alone.receive(now, &input[..consumed]) {
                Receive::Pdu { consumed: again, event: other } => {
                    again == consumed && format!("{event:?}") == format!("{other:?}")
                }
                _ => false,
            };
            let same = same && alone == self.session;
            self.must(same, Rule::R1, || "what follows a PDU changes what it does".into());
        }
        let mut less = before.clone();
        let waits = matches!(less.receive(now, &input[..consumed - 1]), Receive::NeedMore { .. });
        self.must(waits && less == *before, Rule::R1, || "a PDU is taken before it is whole".into());
    }

    /// R1: what follows a PDU is not why it must wait.
    fn pauses_alone(&mut self, now: Instant, before: &Session<Vec<Slot>>, input: &[u8]) {
        let length = Header::read(input).map_or(0, |header| header.command_length as usize);
        let waits = input.get(..length).is_some_and(|frame| {
            let mut alone = before.clone();
            matches!(alone.receive(now, frame), Receive::Paused) && alone == self.session
        });
        self.must(waits, Rule::R1, || "a PDU waits for what follows it".into());
    }

    /// What a PDU brought about.
    fn took(&mut self, now: Instant, before: &Session<Vec<Slot>>, frame: &[u8], event: Option<Event<'_>>) {
        let Ok(decoded) = decode(frame) else { return };
        let header = decoded.header;
        if header.command_id.is_response() {
            return self.took_response(now, before, &header, event);
        }
        let answer = header.command_id.response();
        match event {
            Some(Event::Request { ticket, .. }) => {
                self.tickets.push((ticket.command_id(), ticket.sequence_number()));
                self.unanswered_is_right();
            }
            Some(Event::Refused { header, status, .. }) => {
                match header.command_id.def().map(|def| def.kind) {
                    Some(PduKind::Notification) => {}
                    Some(_) => self.owed.push_back((answer, status, header.sequence_number)),
                    None => self.owed.push_back((CommandId::GENERIC_NACK, status, header.sequence_number)),
                }
            }
            Some(Event::Notification { .. }) => {}
            Some(Event::UnbindReceived) | None => {
                let by_session = matches!(decoded.pdu, Pdu::EnquireLink(_) | Pdu::Unbind(_));
                self.must(by_session, Rule::R8, || format!("{} has no consequence", header.command_id));
                self.owed.push_back((answer, CommandStatus::ESME_ROK, header.sequence_number));
            }
            Some(other) => self.must(false, Rule::R4, || format!("{other:?} for a request")),
        }
    }

    fn took_response(
        &mut self,
        now: Instant,
        before: &Session<Vec<Slot>>,
        header: &Header,
        event: Option<Event<'_>>,
    ) {
        let request = self.open.iter().find(|open| open.is_answered_by(header)).copied();
        match (event, request) {
            (Some(Event::Response { token, .. }), Some(open)) if token == open.token => self.end(token),
            (None, None) => {
                let was = self
                    .enquiry
                    .is_some_and(|enquiry| enquiry.sequence_number == header.sequence_number)
                    && [CommandId::ENQUIRE_LINK_RESP, CommandId::GENERIC_NACK].contains(&header.command_id);
                if was {
                    self.enquiry = None;
                }
                let counted = self.session.stats().unmatched == before.stats().unmatched + 1;
                let same = but_for_hearing(&self.session, now) == but_for_hearing(before, now);
                self.must(if was { !counted } else { counted && same }, Rule::R6, || {
                    format!("{header:?} answers nothing")
                });
            }
            (event, request) => {
                self.must(false, Rule::R4, || format!("{header:?} for {request:?} is {event:?}"));
            }
        }
    }

    pub(crate) fn receive_eof(&mut self) {
        self.session.receive_eof();
    }

    pub(crate) fn close(&mut self) {
        self.session.close();
    }

    /// What the session is, seen from now: equal ones behave alike. Times older than `horizon`, the longest timer, are
    /// as old as that.
    pub(crate) fn hash_at(&self, now: Instant, horizon: Instant, state: &mut impl Hasher) {
        let longest = horizon.saturating_since(Instant::ORIGIN);
        let since = |at: Instant| now.saturating_since(at).min(longest);
        let mut snapshot = [0; 1024];
        let len = if self.is_closed() {
            // Nothing is left but octets that are owed.
            self.session.clone().poll_transmit(&mut snapshot)
        } else {
            let len = self.session.snapshot(now, &mut snapshot).expect("room for a snapshot");
            if since(self.begun) < longest {
                // No time is as old as that.
                len
            } else {
                let window = vec![Slot::default(); self.session.window_size()];
                let again =
                    Session::restore(self.config, window, &snapshot[..len], horizon).expect("a snapshot");
                again.snapshot(horizon, &mut snapshot).expect("room for a snapshot")
            }
        };
        snapshot[..len].hash(state);
        [self.session.poll_timeout(), self.wakes].map(|at| at.map(|at| at.saturating_since(now))).hash(state);
        self.enquiry.map(|enquiry| (enquiry.sequence_number, since(enquiry.at))).hash(state);
        // What is open is in the snapshot.
        (since(self.passed), since(self.heard), self.paused, self.closed, &self.tickets, &self.owed)
            .hash(state);
        (&self.arrived, &self.wire, &self.budget, &self.broken).hash(state);
    }

    /// Whether the enquire_link timer does its work: a bound session, in which nothing passed for so long, has asked.
    pub(crate) fn asks_in_time(&self, now: Instant) -> bool {
        let Some(enquire_link) = self.config.enquire_link else { return true };
        let unbinding = self.open.iter().any(|open| open.command_id == CommandId::UNBIND);
        if !self.session.state().is_bound() || unbinding || self.session.has_transmit() || self.is_due(now) {
            return true;
        }
        let asked = self.enquiry.is_some_and(|enquiry| enquiry.at.saturating_add(self.config.response) > now);
        asked || self.passed.saturating_add(enquire_link) > now
    }
}

impl fmt::Debug for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, open, waiting) = (self.session.state(), self.open.len(), self.tickets.len());
        let (arrived, sent, owed) = (self.arrived.len(), self.wire.octets.len(), self.owed.len());
        write!(f, "{state:?} ({open} open, {waiting} to answer, {owed} owed, {arrived} arrived, {sent} sent)")
    }
}
