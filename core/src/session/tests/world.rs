//! An ESME and an MC, a connection that cuts as it likes, and a clock: whatever happens, the rules hold.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::EnquireLinkResp;

/// Something that happens.
#[derive(Copy, Clone, Debug)]
pub(super) enum Step {
    /// A side sends a request.
    Request(Role, Kind),
    /// So many octets of what a side sent arrive.
    Deliver(Role, usize),
    /// A side answers its oldest request.
    Answer(Role, CommandStatus),
    /// Milliseconds pass, and both sides look at the clock.
    Wait(u64),
    /// A side sends a response that nobody asked for.
    Stray(Role, u32),
    /// The connection ends.
    Eof,
    /// A side closes.
    Close(Role),
}

#[derive(Copy, Clone, Debug)]
pub(super) enum Kind {
    Bind,
    Submit,
    Deliver,
    Enquire,
    Unbind,
}

impl Arbitrary for Step {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let role = || prop::sample::select(&[Role::Esme, Role::Mc][..]);
        let kinds = &[Kind::Bind, Kind::Submit, Kind::Submit, Kind::Deliver, Kind::Enquire, Kind::Unbind][..];
        let statuses = &[OK, OK, OK, CommandStatus::ESME_RTHROTTLED][..];
        prop_oneof![
            8 => (role(), prop::sample::select(kinds)).prop_map(|(role, kind)| Self::Request(role, kind)),
            8 => (role(), 1_usize..90).prop_map(|(role, len)| Self::Deliver(role, len)),
            6 => (role(), prop::sample::select(statuses)).prop_map(|(role, status)| Self::Answer(role, status)),
            3 => (0_u64..20_000).prop_map(Self::Wait),
            1 => (role(), 0_u32..20).prop_map(|(role, number)| Self::Stray(role, number)),
            (1) => Just(Self::Eof),
            (1) => role().prop_map(Self::Close),
        ]
        .boxed()
    }
}

struct Side {
    session: Session<Vec<Slot>>,
    /// Octets that this side sent and the other has not received.
    sent: Vec<u8>,
    /// Octets that arrived and were not taken.
    arrived: Vec<u8>,
    tickets: Vec<Ticket>,
    /// How many ends each token has had.
    ends: BTreeMap<u64, u32>,
    /// Numbers of requests without an end.
    in_flight: BTreeSet<u32>,
    numbers: BTreeMap<u64, u32>,
    closed: bool,
}

impl Side {
    fn new(config: Config, window: usize) -> Self {
        Self {
            session: Session::new(config, vec![Slot::default(); window], Instant::ORIGIN).unwrap(),
            sent: Vec::new(),
            arrived: Vec::new(),
            tickets: Vec::new(),
            ends: BTreeMap::new(),
            in_flight: BTreeSet::new(),
            numbers: BTreeMap::new(),
            closed: false,
        }
    }

    fn request(&mut self, now: Instant, kind: Kind, room: usize) {
        let token = self.ends.len() as u64;
        let before = self.session.clone();
        let mut out = vec![0; room];
        let result = match kind {
            Kind::Bind => self.session.request(now, &bind_trx(), token, &mut out),
            Kind::Submit => self.session.request(now, &SubmitSm::default(), token, &mut out),
            Kind::Deliver => self.session.request(now, &DeliverSm::default(), token, &mut out),
            Kind::Enquire => self.session.request(now, &EnquireLink::default(), token, &mut out),
            Kind::Unbind => self.session.request(now, &Unbind::default(), token, &mut out),
        };
        match result {
            Ok(sent) => {
                assert!(self.in_flight.insert(sent.sequence_number), "R5: {} twice", sent.sequence_number);
                self.numbers.insert(token, sent.sequence_number);
                self.ends.insert(token, 0);
                self.sent.extend(&out[..sent.len]);
                assert!(self.session.in_flight() <= self.session.window_size() + 1);
            }
            Err(_) => assert_eq!(self.session, before, "R2"),
        }
    }

    fn end(&mut self, token: u64) {
        let ends = self.ends.get_mut(&token).unwrap();
        *ends += 1;
        assert_eq!(*ends, 1, "R4: request {token} ended twice");
        self.in_flight.remove(&self.numbers[&token]);
    }

    fn poll(&mut self) {
        let mut out = [0; 1024];
        let len = self.session.poll_transmit(&mut out);
        self.sent.extend(&out[..len]);
        while let Some(event) = self.session.poll_event() {
            match event {
                Event::Unanswered { token, .. } => self.end(token),
                Event::Closed { .. } => {
                    assert!(!self.closed, "closed twice");
                    self.closed = true;
                    assert!(self.ends.values().all(|ends| *ends == 1), "R4: {:?}", self.ends);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn receive(&mut self, now: Instant) {
        loop {
            let arrived = core::mem::take(&mut self.arrived);
            let consumed = match self.session.receive(now, &arrived) {
                Receive::Pdu { consumed, event } => {
                    match event {
                        Some(Event::Request { ticket, .. }) => self.tickets.push(ticket),
                        Some(Event::Response { token, .. }) => self.end(token),
                        _ => {}
                    }
                    consumed
                }
                _ => 0,
            };
            self.arrived = arrived[consumed..].to_vec();
            self.poll();
            if consumed == 0 {
                return;
            }
        }
    }

    fn answer(&mut self, now: Instant, status: CommandStatus) {
        if self.tickets.is_empty() {
            return;
        }
        let ticket = self.tickets.remove(0);
        let mut out = [0; 64];
        let result = match ticket.command_id() {
            CommandId::BIND_TRANSCEIVER => {
                self.session.respond(now, ticket, status, &BindTransceiverResp::default(), &mut out)
            }
            CommandId::SUBMIT_SM => {
                self.session.respond(now, ticket, status, &SubmitSmResp::default(), &mut out)
            }
            _ => self.session.reject(now, ticket, status, &mut out),
        };
        if let Ok(len) = result {
            self.sent.extend(&out[..len]);
        }
    }
}

pub(super) struct World {
    esme: Side,
    mc: Side,
    now: Instant,
}

impl World {
    pub(super) fn new(window: usize) -> Self {
        let (mut esme, mut mc) = (Config::esme(), Config::mc());
        esme.max_unanswered = 2;
        mc.max_unanswered = 3;
        mc.inactivity = Some(Duration::from_secs(90));
        Self { esme: Side::new(esme, window), mc: Side::new(mc, window), now: Instant::ORIGIN }
    }

    fn side(&mut self, role: Role) -> &mut Side {
        match role {
            Role::Esme => &mut self.esme,
            Role::Mc => &mut self.mc,
        }
    }

    pub(super) fn run(&mut self, steps: impl IntoIterator<Item = Step>) {
        for step in steps {
            let now = self.now;
            match step {
                Step::Request(role, kind) => {
                    // Now and then the buffer is too small.
                    let room = if now.as_nanos().is_multiple_of(7) { 12 } else { 128 };
                    self.side(role).request(now, kind, room);
                }
                Step::Deliver(role, len) => {
                    let sent = &mut self.side(role).sent;
                    let octets: Vec<u8> = sent.drain(..len.min(sent.len())).collect();
                    let peer = self.side(role.peer());
                    peer.arrived.extend(octets);
                    peer.receive(now);
                }
                Step::Answer(role, status) => self.side(role).answer(now, status),
                Step::Wait(millis) => {
                    self.now = now.saturating_add(Duration::from_millis(millis));
                    let now = self.now;
                    for role in [Role::Esme, Role::Mc] {
                        let side = self.side(role);
                        side.session.handle_timeout(now);
                        let due = side.session.poll_timeout();
                        assert!(due.is_none_or(|due| due > now), "R3: {due:?} at {now:?}");
                        side.poll();
                    }
                }
                Step::Stray(role, number) => {
                    let side = self.side(role.peer());
                    let stray = pdu(OK, number, &EnquireLinkResp::default());
                    if side.arrived.is_empty() {
                        side.arrived.extend(stray);
                        side.receive(now);
                    }
                }
                Step::Eof => {
                    self.esme.session.receive_eof();
                    self.mc.session.receive_eof();
                }
                Step::Close(role) => self.side(role).session.close(),
            }
            self.esme.poll();
            self.mc.poll();
        }
        for role in [Role::Esme, Role::Mc] {
            let side = self.side(role);
            side.session.receive_eof();
            side.poll();
            assert!(side.closed && side.in_flight.is_empty());
            assert!(side.ends.values().all(|ends| *ends == 1), "R4: {:?}", side.ends);
        }
    }
}
