//! Two sessions, a connection that cuts as it likes, peers that say anything, and a clock: the rules R1 to R8 hold.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use arbitrary::Arbitrary;
use smppkit::session::{
    Config, Event, Receive, SendError, Session, Slot, Ticket, Tolerance, UnknownRequests, WhenFull,
};
use smppkit::values::InterfaceVersion;
use smppkit::{
    AlertNotification, BindReceiver, BindTransceiver, BindTransceiverResp, BindTransmitter, BroadcastSm,
    CommandId, CommandStatus, DataSm, DeliverSm, EnquireLink, Header, Instant, Outbind, QuerySm, Role,
    SubmitSm, SubmitSmResp, Unbind,
};

/// The settings, and what happens.
#[derive(Arbitrary, Debug)]
pub struct Input {
    esme: Settings,
    mc: Settings,
    /// Whether it begins with a bind.
    bound: bool,
    steps: Vec<Step>,
}

#[derive(Arbitrary, Debug)]
struct Settings {
    window: u8,
    max_unanswered: u8,
    version: u8,
    throttle: bool,
    deliver_unknown: bool,
    strict: bool,
    enquire_link: Option<u8>,
    inactivity: Option<u8>,
    session_init: Option<u8>,
    /// It passes on what others wrote, so it does not check what it sends.
    relays: bool,
}

#[derive(Arbitrary, Copy, Clone, Debug)]
enum Side {
    Esme,
    Mc,
}

#[derive(Arbitrary, Clone, Debug)]
enum Step {
    /// A side sends a request, into a buffer that may be too small.
    Request(Side, Kind, u8),
    /// So many octets of what a side sent arrive.
    Deliver(Side, u16),
    /// A side answers one of the requests that wait.
    Answer(Side, u8, Answer),
    /// Tenths of a second pass, and both sides look at the clock.
    Wait(u8),
    /// A side sends something that no session of ours would.
    Inject(Side, Injected),
    /// A side takes so many octets of what its session wants to say by itself.
    Transmit(Side, u8),
    /// A side goes on in another process.
    Move(Side),
    /// A side finds an octet of its snapshot changed.
    Tamper(Side, u16, u8),
    MaxUnanswered(Side, u8),
    Eof(Side),
    Close(Side),
}

#[derive(Arbitrary, Copy, Clone, Debug)]
enum Kind {
    BindTransceiver,
    BindTransmitter,
    BindReceiver,
    Submit,
    Deliver,
    Data,
    Query,
    Broadcast,
    Enquire,
    Unbind,
    Outbind,
    Alert,
}

#[derive(Arbitrary, Copy, Clone, Debug)]
enum Answer {
    /// The response, with a body.
    Respond(u8),
    /// A status alone.
    Reject(u8),
    /// The response to another request.
    Wrong,
    Abandon,
}

#[derive(Arbitrary, Clone, Debug)]
enum Injected {
    /// A frame of which the header may be that of a known PDU.
    Frame {
        id: u8,
        status: u8,
        number: u8,
        body: Vec<u8>,
    },
    Octets(Vec<u8>),
}

struct Peer {
    session: Session<Vec<Slot>>,
    config: Config,
    /// Octets that this side sent and that have not arrived.
    sent: Vec<u8>,
    /// Octets that arrived and were not taken.
    arrived: Vec<u8>,
    tickets: Vec<Ticket>,
    /// How many ends each request had, by its token.
    ends: Vec<u32>,
    numbers: Vec<u32>,
    in_flight: BTreeSet<u32>,
    /// Answers that the session owes by itself.
    owed: VecDeque<u32>,
    closed: bool,
}

impl Peer {
    fn new(role: Role, settings: &Settings) -> Self {
        let mut config = if role == Role::Esme { Config::esme() } else { Config::mc() };
        let seconds = |seconds: Option<u8>| seconds.map(|it| Duration::from_secs(u64::from(it % 30) + 1));
        config.max_unanswered = u16::from(settings.max_unanswered % 4) + 1;
        config.interface_version = InterfaceVersion(settings.version);
        config.enquire_link = seconds(settings.enquire_link);
        config.inactivity = seconds(settings.inactivity);
        config.session_init = seconds(settings.session_init);
        if settings.throttle {
            config.when_unanswered_full = WhenFull::Throttle;
        }
        if settings.deliver_unknown {
            config.unknown_requests = UnknownRequests::Deliver;
        }
        config.tolerance = if settings.strict { Tolerance::STRICT } else { Tolerance::TOLERANT };
        config.check_outgoing = !settings.relays;
        let window = vec![Slot::default(); usize::from(settings.window % 4) + 1];
        Self {
            session: Session::new(config, window, Instant::ORIGIN).expect("sound settings"),
            config,
            sent: vec![],
            arrived: vec![],
            tickets: vec![],
            ends: vec![],
            numbers: vec![],
            in_flight: BTreeSet::new(),
            owed: VecDeque::new(),
            closed: false,
        }
    }

    fn request(&mut self, now: Instant, kind: Kind, room: usize) {
        let token = self.ends.len() as u64;
        let before = self.session.clone();
        let mut out = vec![0; room];
        let session = &mut self.session;
        let version = self.config.interface_version;
        macro_rules! request {
            ($body:expr) => {
                session.request(now, &$body, token, &mut out)
            };
        }
        let text = || "Hello".into();
        // Of odd buffers, the request has more than the five characters that a service_type may have.
        let service_type = if room % 2 == 1 { "longer" } else { "VMN" };
        let result = match kind {
            Kind::BindTransceiver => {
                request!(BindTransceiver { interface_version: version, ..Default::default() })
            }
            Kind::BindTransmitter => {
                request!(BindTransmitter { interface_version: version, ..Default::default() })
            }
            Kind::BindReceiver => request!(BindReceiver { interface_version: version, ..Default::default() }),
            Kind::Submit => request!(SubmitSm {
                service_type: service_type.into(),
                short_message: text(),
                ..Default::default()
            }),
            Kind::Deliver => request!(DeliverSm { short_message: text(), ..Default::default() }),
            Kind::Data => request!(DataSm::default()),
            Kind::Query => request!(QuerySm::default()),
            Kind::Broadcast => request!(BroadcastSm::default()),
            Kind::Enquire => request!(EnquireLink::default()),
            Kind::Unbind => request!(Unbind::default()),
            Kind::Outbind | Kind::Alert => {
                let result = match kind {
                    Kind::Outbind => session.notify(now, &Outbind::default(), &mut out),
                    _ => session.notify(now, &AlertNotification::default(), &mut out),
                };
                match result {
                    Ok(sent) => self.sent.extend(&out[..sent.len]),
                    Err(_) => assert_eq!(self.session, before, "R2"),
                }
                return;
            }
        };
        match result {
            Ok(sent) => {
                let beyond = matches!(kind, Kind::Submit) && room % 2 == 1;
                assert!(!(beyond && self.config.check_outgoing), "{service_type} is no service_type");
                assert!((1..=0x7FFF_FFFF).contains(&sent.sequence_number), "R5");
                assert!(self.in_flight.insert(sent.sequence_number), "R5: {} twice", sent.sequence_number);
                self.numbers.push(sent.sequence_number);
                self.ends.push(0);
                self.sent.extend(&out[..sent.len]);
                // The window, and an unbind.
                assert!(self.session.in_flight() <= self.session.window_size() + 1);
            }
            Err(error) => {
                assert_eq!(self.session, before, "R2");
                match error {
                    SendError::WindowFull => assert_eq!(self.session.window_available(), 0),
                    SendError::Field(fault) => assert!(self.config.check_outgoing, "{fault}"),
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, token: u64) {
        let token = token as usize;
        self.ends[token] += 1;
        assert_eq!(self.ends[token], 1, "R4: request {token} ended twice");
        self.in_flight.remove(&self.numbers[token]);
    }

    /// Takes what the session wants to say, and holds it against what it owes.
    fn transmit(&mut self, room: usize) {
        let mut out = vec![0; room];
        let len = self.session.poll_transmit(&mut out);
        assert!(len <= room && len.is_multiple_of(16));
        for frame in out[..len].chunks(16) {
            let header = Header::read(frame).expect("a header");
            assert_eq!(header.command_length, 16);
            if header.command_id.is_response() {
                if self.owed.front() == Some(&header.sequence_number) {
                    self.owed.pop_front();
                }
            } else {
                assert_eq!(header.command_id, CommandId::ENQUIRE_LINK);
                assert!(!self.in_flight.contains(&header.sequence_number), "R5: our own enquire_link");
            }
        }
        self.sent.extend(&out[..len]);
        if !self.session.has_transmit() && !self.closed {
            assert!(self.owed.is_empty(), "R8: {:?} were never answered", self.owed);
        }
    }

    fn poll(&mut self) {
        while let Some(event) = self.session.poll_event() {
            match event {
                Event::Unanswered { token, .. } => self.end(token),
                Event::Closed { .. } => {
                    assert!(!self.closed, "closed twice");
                    self.closed = true;
                    assert!(self.ends.iter().all(|ends| *ends == 1), "R4: {:?}", self.ends);
                    assert_eq!(self.session.in_flight(), 0);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn receive(&mut self, now: Instant) {
        loop {
            let arrived = std::mem::take(&mut self.arrived);
            let before = self.session.clone();
            let consumed = match self.session.receive(now, &arrived) {
                Receive::Pdu { consumed, event } => {
                    let header = Header::read(&arrived).expect("a header");
                    assert_eq!(consumed, header.command_length as usize, "R1");
                    self.event(&before, header, event);
                    consumed
                }
                Receive::Paused => {
                    let waits = self.session.has_transmit() || self.session.unanswered() > 0;
                    assert!(waits, "R8: paused, and nothing would end it");
                    0
                }
                Receive::NeedMore { min } => {
                    assert!(min > arrived.len(), "R1");
                    0
                }
                Receive::Closed => 0,
            };
            self.arrived = arrived[consumed..].to_vec();
            if consumed == 0 {
                return;
            }
        }
    }

    fn event(&mut self, before: &Session<Vec<Slot>>, header: Header, event: Option<Event<'_>>) {
        let is_enquiry = header.command_id == CommandId::ENQUIRE_LINK;
        match event {
            Some(Event::Request { ticket, .. }) => {
                assert_eq!(ticket.sequence_number(), header.sequence_number);
                self.tickets.push(ticket);
            }
            Some(Event::Response { token, .. }) => {
                assert!(header.command_id.is_response());
                self.end(token);
            }
            Some(Event::Refused { .. }) | None if is_enquiry => self.owed.push_back(header.sequence_number),
            Some(Event::Unanswered { .. } | Event::Closed { .. }) => panic!("not of a PDU"),
            None if self.session.stats().unmatched > before.stats().unmatched => {
                assert_eq!(self.session.state(), before.state(), "R6");
                assert_eq!(self.session.in_flight(), before.in_flight(), "R6");
                assert_eq!(self.session.unanswered(), before.unanswered(), "R6");
                assert_eq!(self.session.has_transmit(), before.has_transmit(), "R6");
            }
            _ => {}
        }
    }

    fn answer(&mut self, now: Instant, at: u8, answer: Answer) {
        if self.tickets.is_empty() {
            return;
        }
        let ticket = self.tickets.remove(usize::from(at) % self.tickets.len());
        let mut out = [0; 128];
        let before = self.session.clone();
        let status = |status: u8| CommandStatus(u32::from(status % 3));
        let id = ticket.command_id();
        let result = match answer {
            Answer::Abandon => {
                self.session.abandon(ticket);
                return;
            }
            Answer::Reject(it) => self.session.reject(now, ticket, status(it), &mut out),
            Answer::Wrong if id == CommandId::SUBMIT_SM => {
                self.session.respond(now, ticket, status(0), &BindTransceiverResp::default(), &mut out)
            }
            Answer::Wrong => self.session.respond(now, ticket, status(0), &SubmitSmResp::default(), &mut out),
            Answer::Respond(it) => match id {
                CommandId::BIND_TRANSCEIVER => {
                    self.session.respond(now, ticket, status(it), &BindTransceiverResp::default(), &mut out)
                }
                CommandId::SUBMIT_SM => {
                    // Every other one longer than what any version has.
                    let message_id = if it % 2 == 1 { "7".repeat(66) } else { "7".into() };
                    let body = SubmitSmResp { message_id: message_id.as_str().into(), ..Default::default() };
                    self.session.respond(now, ticket, status(it), &body, &mut out)
                }
                _ => self.session.reject(now, ticket, status(it), &mut out),
            },
        };
        match result {
            Ok(len) => self.sent.extend(&out[..len]),
            Err((ticket, error)) => {
                assert_eq!(self.session, before, "R2");
                assert!(self.config.check_outgoing || !matches!(error, SendError::Field(_)), "{error}");
                self.tickets.push(ticket);
            }
        }
    }

    fn wait(&mut self, now: Instant) {
        self.session.handle_timeout(now);
        let due = self.session.poll_timeout();
        assert!(due.is_none_or(|due| due > now), "R3: {due:?} at {now:?}");
        let settled = self.session.clone();
        self.session.handle_timeout(now);
        assert_eq!(self.session, settled, "a repeated call is harmless");
    }

    /// Goes on from a snapshot, which is the same session.
    fn go_elsewhere(&mut self, now: Instant) {
        let mut octets = vec![0; self.session.snapshot_len()];
        let Ok(len) = self.session.snapshot(now, &mut octets) else { return };
        assert_eq!(len, octets.len());
        let window = vec![Slot::default(); self.session.window_size()];
        let again = Session::restore(self.config, window, &octets, now).expect("a snapshot");
        // Settings that were changed on the way, and the counters, are not in a snapshot.
        assert_eq!(again.state(), self.session.state());
        assert_eq!(again.in_flight(), self.session.in_flight());
        assert_eq!(again.unanswered(), self.session.unanswered());
        if again.poll_timeout() != self.session.poll_timeout() {
            // The timer of a request that was answered meanwhile is not in it: nothing happens when it is due.
            let mut settled = self.session.clone();
            settled.handle_timeout(self.session.poll_timeout().expect("a timer"));
            assert_eq!(again.poll_timeout(), settled.poll_timeout());
        }
        assert_eq!(again.version(), self.session.version());
        self.session = again;
    }

    fn tamper(&self, now: Instant, at: u16, mask: u8) {
        let mut octets = vec![0; self.session.snapshot_len()];
        if self.session.snapshot(now, &mut octets).is_err() || mask == 0 {
            return;
        }
        let at = usize::from(at) % octets.len();
        octets[at] ^= mask;
        let window = || vec![Slot::default(); self.session.window_size()];
        assert!(Session::restore(self.config, window(), &octets, now).is_err());
        assert!(Session::restore(self.config, window(), &octets[..at], now).is_err());
    }
}

fn frame(injected: &Injected) -> Vec<u8> {
    match injected {
        Injected::Octets(octets) => octets.clone(),
        Injected::Frame { id, status, number, body } => {
            let id = match smppkit::SCHEMA.get(usize::from(*id)) {
                Some(def) => def.command_id.0,
                None => u32::from(*id),
            };
            let header = Header {
                command_length: 16 + body.len() as u32,
                command_id: CommandId(id),
                command_status: CommandStatus(u32::from(*status)),
                sequence_number: u32::from(*number),
            };
            [&header.to_octets()[..], body].concat()
        }
    }
}

/// Lets it all happen, and then the connection end.
pub fn run(input: Input) {
    let mut peers =
        BTreeMap::from([(false, Peer::new(Role::Esme, &input.esme)), (true, Peer::new(Role::Mc, &input.mc))]);
    let mut now = Instant::ORIGIN;
    if input.bound {
        bind(&mut peers);
    }
    for step in input.steps {
        let key = |side: Side| matches!(side, Side::Mc);
        match step {
            Step::Request(side, kind, room) => {
                // Few PDUs of ours have more than 128 octets, and a small buffer is an error that must change nothing.
                peer(&mut peers, key(side)).request(now, kind, usize::from(room));
            }
            Step::Deliver(side, len) => {
                let sent = &mut peer(&mut peers, key(side)).sent;
                let octets = sent.drain(..usize::from(len).min(sent.len())).collect::<Vec<_>>();
                let to = peer(&mut peers, !key(side));
                to.arrived.extend(octets);
                to.receive(now);
            }
            Step::Answer(side, at, answer) => peer(&mut peers, key(side)).answer(now, at, answer),
            Step::Wait(tenths) => {
                now = now.saturating_add(Duration::from_millis(u64::from(tenths) * 100));
                peers.values_mut().for_each(|peer| peer.wait(now));
            }
            Step::Inject(side, injected) => peer(&mut peers, key(side)).sent.extend(frame(&injected)),
            Step::Transmit(side, room) => {
                let peer = peer(&mut peers, key(side));
                peer.transmit(room.into());
                peer.receive(now);
            }
            Step::Move(side) => peer(&mut peers, key(side)).go_elsewhere(now),
            Step::Tamper(side, at, mask) => peer(&mut peers, key(side)).tamper(now, at, mask),
            Step::MaxUnanswered(side, max) => {
                peer(&mut peers, key(side)).session.set_max_unanswered(max.into());
            }
            Step::Eof(side) => peer(&mut peers, key(side)).session.receive_eof(),
            Step::Close(side) => peer(&mut peers, key(side)).session.close(),
        }
        peers.values_mut().for_each(Peer::poll);
    }
    for peer in peers.values_mut() {
        peer.transmit(1 << 16);
        peer.session.receive_eof();
        peer.poll();
        assert!(peer.closed && peer.in_flight.is_empty());
        assert!(peer.ends.iter().all(|ends| *ends == 1), "R4: {:?}", peer.ends);
        assert_eq!(peer.session.poll_timeout(), None);
    }
}

fn peer(peers: &mut BTreeMap<bool, Peer>, key: bool) -> &mut Peer {
    peers.get_mut(&key).expect("there are two")
}

fn bind(peers: &mut BTreeMap<bool, Peer>) {
    let now = Instant::ORIGIN;
    peer(peers, false).request(now, Kind::BindTransceiver, 128);
    let sent = std::mem::take(&mut peer(peers, false).sent);
    let mc = peer(peers, true);
    mc.arrived.extend(sent);
    mc.receive(now);
    mc.answer(now, 0, Answer::Respond(0));
    let sent = std::mem::take(&mut mc.sent);
    let esme = peer(peers, false);
    esme.arrived.extend(sent);
    esme.receive(now);
}
