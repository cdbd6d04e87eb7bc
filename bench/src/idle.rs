//! Very many bound sessions in which nothing happens but enquire_link: what they weigh, and what a second of them costs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

use smppkit::session::{Config, Event, Receive, Session, Slot};
use smppkit::{BindTransceiver, BindTransceiverResp, CommandId, CommandStatus, Header, Instant};

const COUNTS: [usize; 3] = [10_000, 100_000, 1_000_000];
const WINDOW: usize = 1;
type Side = Session<[Slot; WINDOW]>;

const ENQUIRE_LINK: Duration = Duration::from_secs(30);
/// The timers of all sessions are spread over one round of enquire_link; the world ticks ten times a second.
const TICK: Duration = Duration::from_millis(100);
/// Two rounds: each session asks twice.
const TICKS: u32 = 2 * (ENQUIRE_LINK.as_millis() / TICK.as_millis()) as u32;

/// Sessions of a message centre, and a heap of when each wants to be looked at.
struct Sessions {
    sessions: Vec<Side>,
    timers: BinaryHeap<Reverse<(Instant, u32)>>,
    now: Instant,
}

impl Sessions {
    fn bound(count: usize) -> Self {
        let mut sessions = Self {
            sessions: Vec::with_capacity(count),
            timers: BinaryHeap::with_capacity(count),
            now: Instant::ORIGIN,
        };
        let step = ENQUIRE_LINK / u32::try_from(count).expect("a count of sessions");
        for at in 0..count {
            let session = bound(sessions.now);
            let due = session.poll_timeout().expect("the enquire_link timer runs");
            sessions.timers.push(Reverse((due, at as u32)));
            sessions.sessions.push(session);
            sessions.now = sessions.now.saturating_add(step);
        }
        sessions
    }

    /// Time moves on: each session that is due asks, and its peer answers at once. Returns how many there were.
    fn tick(&mut self) -> usize {
        self.now = self.now.saturating_add(TICK);
        let mut asked = 0;
        while let Some(Reverse((due, at))) = self.timers.peek().copied() {
            if due > self.now {
                break;
            }
            let session = &mut self.sessions[at as usize];
            session.handle_timeout(self.now);
            let mut out = [0; Header::LEN];
            if session.poll_transmit(black_box(&mut out)) > 0 {
                answer(session, self.now, out);
                asked += 1;
            }
            let due = session.poll_timeout().expect("the enquire_link timer runs");
            self.timers.pop();
            self.timers.push(Reverse((due, at)));
        }
        asked
    }
}

/// The peer's enquire_link_resp.
fn answer(session: &mut Side, now: Instant, enquire_link: [u8; Header::LEN]) {
    let header = Header::read(&enquire_link).expect("a header");
    assert_eq!(header.command_id, CommandId::ENQUIRE_LINK);
    let resp = Header { command_id: CommandId::ENQUIRE_LINK_RESP, ..header }.to_octets();
    let Receive::Pdu { event: None, .. } = session.receive(now, black_box(&resp)) else {
        panic!("the response is for the session itself")
    };
}

/// A session to which an ESME is bound.
fn bound(now: Instant) -> Side {
    let mut config = Config::mc();
    config.enquire_link = Some(ENQUIRE_LINK);
    let mut mc = Side::new(config, [Slot::default(); WINDOW], now).expect("the settings are valid");
    let mut octets = [0; 128];
    let bind = BindTransceiver { system_id: "app".into(), password: "secret".into(), ..Default::default() };
    let len = smppkit::encode(CommandStatus::ESME_ROK, 1, &bind, &mut octets).expect("a bind");
    let Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } = mc.receive(now, &octets[..len])
    else {
        panic!("the bind arrives")
    };
    let resp = BindTransceiverResp { system_id: "mc".into(), ..Default::default() };
    mc.respond(now, ticket, CommandStatus::ESME_ROK, &resp, &mut [0; 64]).expect("the bind is answered");
    assert!(mc.state().is_bound());
    mc
}

/// Octets of memory that this process has in use.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").expect("/proc, as Linux has it");
    let pages: usize =
        statm.split_whitespace().nth(1).and_then(|pages| pages.parse().ok()).expect("a number");
    pages * 4096
}

pub fn run() {
    println!(
        "\nidle bound sessions with a window of {WINDOW}, enquire_link every {ENQUIRE_LINK:?}, a tick every {TICK:?}"
    );
    println!(
        "  {:>10}{:>12}{:>16}{:>12}{:>14}{:>16}{:>14}",
        "sessions", "MB in all", "octets each", "bind, ns", "tick, µs", "asked per tick", "ns per asked"
    );
    for count in COUNTS {
        let before = resident();
        let begun = Clock::now();
        let mut sessions = Sessions::bound(count);
        let binding = begun.elapsed();
        let memory = resident().saturating_sub(before);

        let begun = Clock::now();
        let asked: usize = (0..TICKS).map(|_| sessions.tick()).sum();
        let ticking = begun.elapsed();
        assert!(asked >= 2 * count - count / 100, "each session asks in each round: {asked}");
        println!(
            "  {count:>10}{:>12.1}{:>16.0}{:>12.0}{:>14.1}{:>16.0}{:>14.0}",
            memory as f64 / 1e6,
            memory as f64 / count as f64,
            binding.as_nanos() as f64 / count as f64,
            ticking.as_micros() as f64 / f64::from(TICKS),
            asked as f64 / f64::from(TICKS),
            ticking.as_nanos() as f64 / asked as f64,
        );
    }
    println!(
        "  a session takes {} octets, of which each slot of the window {}; its timer {}",
        size_of::<Side>(),
        size_of::<Slot>(),
        size_of::<Reverse<(Instant, u32)>>()
    );
}
