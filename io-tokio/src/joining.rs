//! The parts of incoming long messages, and the requests in which they came.
//!
//! What belongs together, and when it is whole, the core knows. Here the requests are kept until the application has
//! answered, and accepted before only where the message centre would wait too long.

use std::collections::{HashMap, VecDeque};
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::Incoming as Reading;
use smppkit::message::reassemble::{Fragment, LongMessage, Outcome, Reassembler};
use smppkit::message::udh::Reference;
use smppkit::{CommandStatus, Instant};
use tokio::time;
use tracing::warn;

use crate::clock::Clock;
use crate::incoming::Request;
use crate::messages::MessageConfig;

pub(crate) fn lock(joining: &Mutex<Joining>) -> MutexGuard<'_, Joining> {
    joining.lock().unwrap_or_else(PoisonError::into_inner)
}

type Key = (Reference, Vec<u8>, Vec<u8>);

/// The messages that are not settled.
#[derive(Debug)]
pub(crate) struct Joining {
    reassembler: Reassembler,
    clock: Clock,
    profile: Profile<'static>,
    hold: Duration,
    entries: HashMap<u64, Entry>,
    /// The entry for which further parts, or copies of them, are.
    current: HashMap<Key, u64>,
    /// When which entry has a part to be accepted.
    held: VecDeque<(Instant, u64)>,
    next: u64,
}

/// A message that is not settled.
#[derive(Debug)]
struct Entry {
    key: Key,
    parts: Vec<Part>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Joining,
    /// The application has it.
    Whole(LongMessage),
    /// The application has what there is of it.
    GivenUp,
}

#[derive(Debug)]
enum Part {
    Waiting {
        request: Request,
        until: Instant,
    },
    /// Another one of a part that is there.
    Copy {
        request: Request,
        until: Instant,
    },
    /// It is kept in case the message is rejected.
    Accepted(PduBuf),
}

/// A message for the application.
pub(crate) struct Joined {
    pub(crate) number: u64,
    pub(crate) first: PduBuf,
    pub(crate) text: Option<String>,
    pub(crate) message: LongMessage,
}

impl Joining {
    pub(crate) fn new(config: &MessageConfig) -> Self {
        Self {
            reassembler: Reassembler::new(config.limits),
            clock: Clock::new(),
            profile: config.profile,
            hold: config.hold,
            entries: HashMap::new(),
            current: HashMap::new(),
            held: VecDeque::new(),
            next: 0,
        }
    }

    /// The text of a message that is not long.
    pub(crate) fn text(&self, reading: &Reading<'_>) -> Option<String> {
        reading.text(&self.profile).map(|text| text.to_string())
    }

    /// A part came; the message that is whole now, or the one that it puts an end to.
    pub(crate) fn insert(&mut self, fragment: &Fragment<'_>, request: Request) -> Option<Joined> {
        let key = (fragment.concatenation.reference, fragment.source.to_vec(), fragment.destination.to_vec());
        let outcome = match self.reassembler.insert(self.clock.now(), fragment) {
            Ok(outcome) => outcome,
            Err(full) => {
                warn!(%full, "part of a message refused for now");
                // If it fails, nobody waits for it.
                let _ = request.reject(CommandStatus::ESME_RX_T_APPN);
                return None;
            }
        };
        let until = self.clock.now().saturating_add(self.hold);
        let waiting = |request| Part::Waiting { request, until };
        match outcome {
            Outcome::Waiting { received, .. } => {
                let number = match self.current.get(&key) {
                    Some(&number) if received > 1 => number,
                    _ => self.begin(key),
                };
                self.add(number, waiting(request));
                None
            }
            Outcome::Duplicate => {
                match self.current.get(&key).copied() {
                    Some(number) => self.add(number, Part::Copy { request, until }),
                    // It was accepted long ago. If this fails, it comes again.
                    None => _ = request.acknowledge(),
                }
                None
            }
            Outcome::Complete(message) => {
                let is_long = message.total_segments() > 1;
                let number = match self.current.get(&key) {
                    Some(&number) if is_long => number,
                    _ if is_long => self.begin(key),
                    _ => self.entry(key),
                };
                let entry = self.entries.get_mut(&number)?;
                entry.parts.push(waiting(request));
                entry.stage = Stage::Whole(message.clone());
                self.joined(number, message)
            }
            Outcome::Restarted(old) => {
                let given_up = self.give_up(old);
                let number = self.begin(key);
                self.add(number, waiting(request));
                given_up
            }
        }
    }

    /// A new entry.
    fn entry(&mut self, key: Key) -> u64 {
        self.next += 1;
        self.entries.insert(self.next, Entry { key, parts: Vec::new(), stage: Stage::Joining });
        self.next
    }

    /// A new entry, to which further parts belong.
    fn begin(&mut self, key: Key) -> u64 {
        let number = self.entry(key.clone());
        self.current.insert(key, number);
        number
    }

    fn add(&mut self, number: u64, part: Part) {
        let Some(entry) = self.entries.get_mut(&number) else { return };
        if let Part::Waiting { until, .. } | Part::Copy { until, .. } = &part {
            self.held.push_back((*until, number));
        }
        entry.parts.push(part);
        if self.hold.is_zero() {
            self.accept_held();
        }
    }

    fn joined(&self, number: u64, message: LongMessage) -> Option<Joined> {
        let first = match self.entries.get(&number)?.parts.first()? {
            Part::Waiting { request, .. } | Part::Copy { request, .. } => request.as_buf().clone(),
            Part::Accepted(pdu) => pdu.clone(),
        };
        let text = message.text(&self.profile);
        Some(Joined { number, first, text, message })
    }

    /// The application gets what there is of a message.
    fn give_up(&mut self, message: LongMessage) -> Option<Joined> {
        let key = (message.reference(), message.source().to_vec(), message.destination().to_vec());
        let number = self.current.remove(&key)?;
        self.entries.get_mut(&number)?.stage = Stage::GivenUp;
        self.joined(number, message)
    }

    pub(crate) fn take_oldest(&mut self) -> Option<Joined> {
        let message = self.reassembler.take_oldest()?;
        self.give_up(message)
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do.
    pub(crate) fn due(&self) -> Option<time::Instant> {
        let held = self.held.front().map(|(until, _)| *until);
        held.into_iter().chain(self.reassembler.poll_timeout()).min().map(|due| self.clock.to_tokio(due))
    }

    pub(crate) fn handle_timeout(&mut self) -> Option<Joined> {
        self.accept_held();
        let message = self.reassembler.handle_timeout(self.clock.now())?;
        self.give_up(message)
    }

    /// Accepts the parts that have waited long enough for the others.
    fn accept_held(&mut self) {
        let now = self.clock.now();
        while let Some(&(until, number)) = self.held.front()
            && until <= now
        {
            self.held.pop_front();
            let Some(entry) = self.entries.get_mut(&number) else { continue };
            // Once the application has it, it is for the application to say.
            if matches!(entry.stage, Stage::Joining) {
                entry.parts =
                    mem::take(&mut entry.parts).into_iter().filter_map(|part| part.held(now)).collect();
            }
        }
    }

    /// The application has answered: the requests that are to be answered likewise.
    pub(crate) fn settle(&mut self, number: u64, accepted: bool) -> Vec<Request> {
        let Some(Entry { key, parts, stage }) = self.entries.remove(&number) else { return Vec::new() };
        self.held.retain(|(_, held)| *held != number);
        let is_current = self.current.get(&key) == Some(&number);
        if is_current {
            self.current.remove(&key);
        }
        let (mut requests, mut kept) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Waiting { request, .. } | Part::Copy { request, .. } => requests.push(request),
                Part::Accepted(pdu) => kept.push(pdu),
            }
        }
        if let Stage::Whole(message) = stage
            && !accepted
        {
            self.reassembler.forget(&message);
            if is_current && !kept.is_empty() {
                self.restore(key, kept);
            }
        }
        requests
    }

    /// The parts that were accepted wait for the others to come again.
    fn restore(&mut self, key: Key, kept: Vec<PduBuf>) {
        let now = self.clock.now();
        let number = self.begin(key);
        for pdu in kept {
            let inserted = Fragment::of(&pdu.pdu()).map(|fragment| self.reassembler.insert(now, &fragment));
            match inserted {
                Some(Ok(_)) => self.add(number, Part::Accepted(pdu)),
                Some(Err(full)) => warn!(%full, "part of a rejected message lost"),
                None => {}
            }
        }
    }
}

impl Part {
    /// What is left of it: it is accepted if its time is up.
    fn held(self, now: Instant) -> Option<Self> {
        match self {
            Self::Waiting { request, until } if until <= now => {
                let pdu = request.as_buf().clone();
                // If it fails, the part comes again, over another link.
                let _ = request.acknowledge();
                Some(Self::Accepted(pdu))
            }
            Self::Copy { request, until } if until <= now => {
                let _ = request.acknowledge();
                None
            }
            other => Some(other),
        }
    }
}
