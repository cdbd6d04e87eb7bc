//! A session against a reference that knows nothing of how it works: thousands of steps at random times.

use std::collections::HashMap;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::Config as Runs;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use smppkit::session::{
    Config, Event, Receive, SendError, Session, Slot, State, Ticket, Unanswered, WhenFull,
};
use smppkit::{
    BindTransceiver, BindTransceiverResp, Body, CommandId, CommandStatus, DeliverSm, EnquireLink,
    EnquireLinkResp, Header, Instant, SubmitSm, SubmitSmResp, encode,
};

/// Seconds.
const ENQUIRE_LINK: u64 = 30;
const RESPONSE: u64 = 10;
/// One that is shorter than the enquire_link timer takes to give up, and one that is not.
const INACTIVITY: [u64; 2] = [25, 100];
const MAX_UNANSWERED: usize = 3;

/// What may happen to a bound ESME.
#[derive(Clone, Debug)]
enum Step {
    /// The application submits a message, to be answered within so many seconds.
    Submit(u64),
    /// The peer answers one of the messages that are open.
    Respond(prop::sample::Index),
    /// The peer answers what was answered before, or never sent.
    Stray,
    /// The peer answers our enquire_link, if there is one.
    RespondEnquiry,
    /// The peer asks whether we are there.
    Enquire,
    /// The peer delivers a message.
    Deliver,
    /// The application answers the oldest message.
    Answer,
    /// So many seconds pass, and the session is told.
    Wait(u64),
    /// The connection ends.
    Eof,
}

/// The same with what ended together in the order of its numbers: the session looks through its slots, and one that was
/// not answered for a whole round of the window lies among younger ones.
fn in_groups(seen: &[Seen]) -> Vec<Seen> {
    let mut seen = seen.to_vec();
    let kind = |seen: &Seen| match seen {
        Seen::TimedOut(_) => 1,
        Seen::CutOff(_) => 2,
        _ => 0,
    };
    seen.chunk_by_mut(|a, b| kind(a) != 0 && kind(a) == kind(b)).for_each(<[Seen]>::sort);
    seen
}

/// What is to be seen of a step.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Seen {
    Sent(u64),
    WindowFull,
    Refused,
    Response(u64),
    TimedOut(u64),
    CutOff(u64),
    Closed,
    Asked,
    Answered,
    Delivered,
    Throttled,
}

/// One message of ours.
#[derive(Clone, Debug)]
struct Open {
    token: u64,
    deadline: u64,
}

/// What a session is to do, in its simplest words.
#[derive(Clone, Debug)]
struct Reference {
    window: usize,
    inactivity: u64,
    now: u64,
    open: Vec<Open>,
    tokens: u64,
    waiting: usize,
    heard: u64,
    passed: u64,
    /// When our enquire_link was sent that has no answer yet.
    asked: Option<u64>,
    closed: bool,
    seen: Vec<Seen>,
}

impl Reference {
    fn hear(&mut self) {
        self.heard = self.now;
        self.passed = self.now;
    }

    fn close(&mut self) {
        self.closed = true;
        self.seen.extend(self.open.drain(..).map(|open| Seen::CutOff(open.token)));
        self.seen.push(Seen::Closed);
    }

    fn wait(&mut self, seconds: u64) {
        self.now += seconds;
        let now = self.now;
        let (late, open) = self.open.drain(..).partition::<Vec<_>, _>(|open| open.deadline <= now);
        self.open = open;
        self.seen.extend(late.into_iter().map(|open| Seen::TimedOut(open.token)));
        let given_up = self.asked.filter(|asked| asked + RESPONSE <= now);
        if given_up.is_some() {
            self.asked = None;
        }
        if given_up.is_some_and(|asked| self.heard <= asked) || self.heard + self.inactivity <= now {
            return self.close();
        }
        if self.asked.is_none() && self.passed + ENQUIRE_LINK <= now {
            self.asked = Some(now);
            self.passed = now;
            self.seen.push(Seen::Asked);
        }
    }
}

impl ReferenceStateMachine for Reference {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        (1..8_usize, prop::sample::select(&INACTIVITY[..]))
            .prop_map(|(window, inactivity)| Self {
                window,
                inactivity,
                now: 0,
                open: vec![],
                tokens: 0,
                waiting: 0,
                heard: 0,
                passed: 0,
                asked: None,
                closed: false,
                seen: vec![],
            })
            .boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Step> {
        prop_oneof![
            200 => (1..20_u64).prop_map(Step::Submit),
            120 => any::<prop::sample::Index>().prop_map(Step::Respond),
            20 => Just(Step::Stray),
            60 => Just(Step::RespondEnquiry),
            40 => Just(Step::Enquire),
            60 => Just(Step::Deliver),
            60 => Just(Step::Answer),
            120 => (0..25_u64).prop_map(Step::Wait),
            2 => (25..200_u64).prop_map(Step::Wait),
            1 => Just(Step::Eof),
        ]
        .boxed()
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        state.seen.clear();
        if state.closed {
            if matches!(step, Step::Submit(_)) {
                state.seen.push(Seen::Refused);
            }
            return state;
        }
        match step {
            Step::Submit(_) if state.open.len() == state.window => state.seen.push(Seen::WindowFull),
            Step::Submit(within) => {
                let token = state.tokens;
                state.tokens += 1;
                state.open.push(Open { token, deadline: state.now + within });
                state.passed = state.now;
                state.seen.push(Seen::Sent(token));
            }
            Step::Respond(at) if !state.open.is_empty() => {
                let open = state.open.remove(at.index(state.open.len()));
                state.hear();
                state.seen.push(Seen::Response(open.token));
            }
            Step::Stray => state.hear(),
            Step::RespondEnquiry if state.asked.is_some() => {
                state.asked = None;
                state.hear();
            }
            Step::Enquire => {
                state.hear();
                state.seen.push(Seen::Answered);
            }
            Step::Deliver => {
                state.hear();
                let full = state.waiting == MAX_UNANSWERED;
                state.waiting += usize::from(!full);
                state.seen.push(if full { Seen::Throttled } else { Seen::Delivered });
            }
            Step::Answer if state.waiting > 0 => {
                state.waiting -= 1;
                state.passed = state.now;
            }
            Step::Wait(seconds) => state.wait(*seconds),
            Step::Eof => state.close(),
            Step::Respond(_) | Step::RespondEnquiry | Step::Answer => {}
        }
        state
    }
}

/// The session, and what it takes to be its peer and its caller.
struct Real {
    session: Session<Vec<Slot>>,
    now: u64,
    numbers: HashMap<u64, u32>,
    /// Tokens in the order in which the reference has them.
    open: Vec<u64>,
    tokens: u64,
    asked: Option<u32>,
    tickets: Vec<Ticket>,
    seen: Vec<Seen>,
}

impl Real {
    fn at(&self) -> Instant {
        Instant::ORIGIN.saturating_add(Duration::from_secs(self.now))
    }

    fn submit(&mut self, within: u64) {
        let (now, token) = (self.at(), self.tokens);
        let within = Duration::from_secs(within);
        let sent = self.session.request_within(now, &SubmitSm::default(), token, within, &mut [0; 64]);
        self.seen.push(match sent {
            Ok(sent) => {
                self.tokens += 1;
                let before = self.open.iter().map(|open| self.numbers[open]);
                assert!(before.into_iter().all(|number| number != sent.sequence_number), "a number twice");
                self.numbers.insert(token, sent.sequence_number);
                self.open.push(token);
                Seen::Sent(token)
            }
            Err(SendError::WindowFull) => Seen::WindowFull,
            Err(_) => Seen::Refused,
        });
    }

    fn receive<B: Body>(&mut self, sequence_number: u32, body: &B) {
        let mut octets = [0; 64];
        let len = encode(CommandStatus::ESME_ROK, sequence_number, body, &mut octets).expect("a PDU");
        let Receive::Pdu { consumed, event } = self.session.receive(self.at(), &octets[..len]) else {
            return;
        };
        assert_eq!(consumed, len);
        match event {
            Some(Event::Response { token, .. }) => {
                self.open.retain(|open| *open != token);
                self.seen.push(Seen::Response(token));
            }
            Some(Event::Request { ticket, .. }) => {
                self.tickets.push(ticket);
                self.seen.push(Seen::Delivered);
            }
            Some(Event::Refused { status: CommandStatus::ESME_RTHROTTLED, .. }) | None => {}
            other => panic!("{other:?}"),
        }
    }

    fn poll(&mut self) {
        while let Some(event) = self.session.poll_event() {
            self.seen.push(match event {
                Event::Unanswered { token, reason, .. } => {
                    self.open.retain(|open| *open != token);
                    if reason == Unanswered::Timeout { Seen::TimedOut(token) } else { Seen::CutOff(token) }
                }
                Event::Closed { .. } => Seen::Closed,
                other => panic!("{other:?}"),
            });
        }
        let mut out = [0; 256];
        let len = self.session.poll_transmit(&mut out);
        for header in out[..len].chunks(Header::LEN).filter_map(Header::read) {
            self.seen.push(match header.command_id {
                CommandId::ENQUIRE_LINK => {
                    self.asked = Some(header.sequence_number);
                    Seen::Asked
                }
                CommandId::ENQUIRE_LINK_RESP => Seen::Answered,
                _ => Seen::Throttled,
            });
        }
    }
}

impl StateMachineTest for Real {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(reference: &Reference) -> Self {
        let mut config = Config::esme();
        config.enquire_link = Some(Duration::from_secs(ENQUIRE_LINK));
        config.response = Duration::from_secs(RESPONSE);
        config.inactivity = Some(Duration::from_secs(reference.inactivity));
        config.max_unanswered = u16::try_from(MAX_UNANSWERED).expect("small");
        config.when_unanswered_full = WhenFull::Throttle;
        let window = vec![Slot::default(); reference.window];
        let mut session = Session::new(config, window, Instant::ORIGIN).expect("the settings are valid");
        let sent = session.request(Instant::ORIGIN, &BindTransceiver::default(), u64::MAX, &mut [0; 64]);
        let mut real = Self {
            session,
            now: 0,
            numbers: HashMap::new(),
            open: vec![],
            tokens: 0,
            asked: None,
            tickets: vec![],
            seen: vec![],
        };
        real.receive(sent.expect("a bind").sequence_number, &BindTransceiverResp::default());
        real
    }

    fn apply(mut real: Self, reference: &Reference, step: Step) -> Self {
        real.seen.clear();
        match step {
            Step::Submit(within) => real.submit(within),
            Step::Respond(at) if !real.open.is_empty() => {
                let token = real.open[at.index(real.open.len())];
                real.receive(real.numbers[&token], &SubmitSmResp::default());
            }
            Step::Stray => real.receive(0x7FFF_0000, &SubmitSmResp::default()),
            Step::RespondEnquiry => {
                // Only while the reference waits for it: one that is given up may be answered, too, but is not ours to say.
                if let Some(number) = real.asked.take() {
                    real.receive(number, &EnquireLinkResp::default());
                }
            }
            Step::Enquire => real.receive(1, &EnquireLink::default()),
            Step::Deliver => real.receive(2, &DeliverSm::default()),
            Step::Answer if !real.tickets.is_empty() => {
                let (now, ticket) = (real.at(), real.tickets.remove(0));
                let answered = real.session.reject(now, ticket, CommandStatus::ESME_ROK, &mut [0; 16]);
                assert_eq!(answered.is_ok(), !reference.closed);
            }
            Step::Wait(seconds) => {
                real.now += seconds;
                let now = real.at();
                real.session.handle_timeout(now);
                assert!(real.session.poll_timeout().is_none_or(|due| due > now));
            }
            Step::Eof => real.session.receive_eof(),
            Step::Respond(_) | Step::Answer => {}
        }
        real.poll();
        if reference.asked.is_none() {
            real.asked = None;
        }
        assert_eq!(in_groups(&real.seen), in_groups(&reference.seen));
        real
    }

    fn check_invariants(real: &Self, reference: &Reference) {
        let state = if reference.closed { State::Closed } else { State::BoundTrx };
        assert_eq!(real.session.state(), state);
        assert_eq!(real.session.in_flight(), reference.open.len());
        if !reference.closed {
            assert_eq!(real.session.unanswered(), reference.waiting);
            assert_eq!(real.session.window_available(), reference.window - reference.open.len());
        }
    }
}

prop_state_machine! {
    #![proptest_config(Runs { cases: 128, failure_persistence: None, ..Runs::default() })]

    #[test]
    fn a_session_does_what_the_reference_does(sequential 1..400 => Real);
}
