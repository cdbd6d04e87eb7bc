//! When the parts of long messages are answered: the requests in which they came, beside a [`Reassembler`].
//!
//! A part should not be acknowledged before the application has the message: what is acknowledged is never sent
//! again. But there are message centres that send no part before the one before is answered. So a part waits for the
//! answer to its whole message, though not longer than [`Config::hold`]; then it is accepted, and kept in case the
//! message is rejected after all.

#[cfg(test)]
mod tests;

use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;
use core::mem;
use core::time::Duration;

use super::reassemble::{Fragment, Full, Key, Limits, LongMessage, Outcome, Reassembler};
use crate::time::Instant;

/// How a [`Joining`] joins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub struct Config {
    /// How much memory the parts of incomplete messages may take, and how long they wait for the others.
    pub limits: Limits,
    /// How long a part waits for the application's answer to the whole message before it is accepted. Zero: it is
    /// accepted at once. Default: 1 s.
    pub hold: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self { limits: Limits::default(), hold: Duration::from_secs(1) }
    }
}

/// A message in the hands of the application, until it is [settled](Joining::settle).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MessageNumber(pub u64);

/// What is to be done, see [`Joining::poll_output`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Output<R> {
    /// A message for the application: whole, or what there is of one that will never be.
    Message(MessageNumber, LongMessage),
    /// Accept this request (ESME_ROK): its part is kept. If that fails the part comes again, and that does no harm.
    Accept(R),
    /// Reject this request for now (ESME_RX_T_APPN): there is [no room](Full) for its part.
    Reject(R),
}

/// What is left of a message that the application has answered.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "the requests are to be answered"]
pub struct Settled<R> {
    /// The requests to be answered as the message was.
    pub requests: Vec<R>,
    /// [`Full`] if parts that were accepted before should wait for the rejected ones to come again, and there was no
    /// room for them: they are lost.
    pub kept: Result<(), Full>,
}

/// The long messages that are not settled, and the requests in which their parts came.
///
/// `R` is such a request, `P` the PDU of it: as the caller keeps them.
///
/// ```
/// use smppkit::message::coding::Profile;
/// use smppkit::message::joining::{Config, Joining, Output};
/// use smppkit::message::reassemble::Fragment;
/// use smppkit::values::EsmClass;
/// use smppkit::{DeliverSm, Instant, Pdu};
///
/// let mut joining = Joining::new(Config::default());
/// let now = Instant::from_nanos(1);
/// for (request, short_message) in [(1, b"\x05\0\x03\x2A\x02\x01Hello"), (2, b"\x05\0\x03\x2A\x02\x02 Anna")] {
///     let pdu = Pdu::from(DeliverSm {
///         source_addr: "447700900123".into(),
///         destination_addr: "12345".into(),
///         esm_class: EsmClass::UDHI,
///         short_message: short_message.into(),
///         ..Default::default()
///     });
///     joining.insert(now, &Fragment::of(&pdu).unwrap(), pdu.clone(), request);
/// }
/// let Some(Output::Message(number, message)) = joining.poll_output() else { panic!() };
/// assert_eq!(message.text(&Profile::GSM7).as_deref(), Some("Hello Anna"));
/// // The application has it: both requests are to be accepted now.
/// assert_eq!(joining.settle(now, number, true).requests, [1, 2]);
/// ```
#[derive(Debug)]
pub struct Joining<P, R> {
    reassembler: Reassembler,
    hold: Duration,
    entries: BTreeMap<u64, Entry<P, R>>,
    /// The entry for which further parts, or copies of them, are.
    current: BTreeMap<Key, u64>,
    /// When which entry has a part to be accepted.
    held: VecDeque<(Instant, u64)>,
    next_number: u64,
    outputs: VecDeque<Output<R>>,
}

/// A message that is not settled.
#[derive(Debug)]
struct Entry<P, R> {
    key: Key,
    parts: Vec<Part<P, R>>,
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
enum Part<P, R> {
    Waiting {
        segment_seqnum: u8,
        pdu: P,
        request: R,
        until: Instant,
    },
    /// Another one of a part that is there.
    Copy {
        request: R,
        until: Instant,
    },
    /// It is kept in case the message is rejected.
    Accepted {
        segment_seqnum: u8,
        pdu: P,
    },
}

impl<P, R> Joining<P, R> {
    /// With nothing in it.
    pub const fn new(config: Config) -> Self {
        Self {
            reassembler: Reassembler::new(config.limits),
            hold: config.hold,
            entries: BTreeMap::new(),
            current: BTreeMap::new(),
            held: VecDeque::new(),
            next_number: 0,
            outputs: VecDeque::new(),
        }
    }

    /// A part came, in this PDU and this request. Call [`poll_output`](Self::poll_output) after it.
    pub fn insert(&mut self, now: Instant, fragment: &Fragment<'_>, pdu: P, request: R) {
        let key = Key::of_part(fragment);
        let outcome = match self.reassembler.insert(now, fragment) {
            Ok(outcome) => outcome,
            Err(Full) => return self.outputs.push_back(Output::Reject(request)),
        };
        let until = now.saturating_add(self.hold);
        let segment_seqnum = fragment.concatenation.segment_seqnum;
        match outcome {
            Outcome::Waiting { received, .. } => {
                let number = match self.current.get(&key) {
                    Some(&number) if received > 1 => number,
                    _ => self.begin(key),
                };
                self.hold(now, number, until, Part::Waiting { segment_seqnum, pdu, request, until });
            }
            Outcome::Duplicate => match self.current.get(&key) {
                Some(&number) => self.hold(now, number, until, Part::Copy { request, until }),
                // It was accepted long ago.
                None => self.outputs.push_back(Output::Accept(request)),
            },
            Outcome::Complete(message) => {
                let is_long = message.total_segments() > 1;
                let number = match self.current.get(&key) {
                    Some(&number) if is_long => number,
                    _ if is_long => self.begin(key),
                    _ => self.open(key),
                };
                let part = Part::Waiting { segment_seqnum, pdu, request, until };
                self.add(number, part);
                self.hand_out(number, Stage::Whole(message.clone()), message);
            }
            Outcome::Restarted(old) => {
                self.give_up(old);
                let number = self.begin(key);
                self.hold(now, number, until, Part::Waiting { segment_seqnum, pdu, request, until });
            }
        }
    }

    /// What is to be done next; call it until it says `None`.
    pub fn poll_output(&mut self) -> Option<Output<R>> {
        self.outputs.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do next.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let held = self.held.front().map(|(until, _)| *until);
        held.into_iter().chain(self.reassembler.poll_timeout()).min()
    }

    /// Accepts the parts that have waited long enough, and gives up the messages that are never going to be whole.
    /// Call [`poll_output`](Self::poll_output) after it. Early or repeated calls are harmless.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.accept_held(now);
        while let Some(message) = self.reassembler.handle_timeout(now) {
            self.give_up(message);
        }
    }

    /// No more parts will come: gives up all messages that are incomplete, the oldest first. Call
    /// [`poll_output`](Self::poll_output) after it.
    pub fn end(&mut self) {
        while let Some(message) = self.reassembler.take_oldest() {
            self.give_up(message);
        }
    }

    /// The PDU of the first part that came of a message that is not settled.
    pub fn first(&self, number: MessageNumber) -> Option<&P> {
        self.entries.get(&number.0)?.parts.iter().find_map(|part| match part {
            Part::Waiting { pdu, .. } | Part::Accepted { pdu, .. } => Some(pdu),
            Part::Copy { .. } => None,
        })
    }

    /// The application has answered: a message is settled, by whoever gets to know it first.
    ///
    /// After a rejection, the message comes anew when its parts are sent again: those that the peer was not yet told to be
    /// accepted, which it now is told to be rejected. The others wait for them.
    pub fn settle(&mut self, now: Instant, number: MessageNumber, is_accepted: bool) -> Settled<R> {
        let MessageNumber(number) = number;
        let mut settled = Settled { requests: Vec::new(), kept: Ok(()) };
        let Some(Entry { key, parts, stage }) = self.entries.remove(&number) else { return settled };
        self.held.retain(|(_, held)| *held != number);
        let is_current = self.current.get(&key) == Some(&number);
        if is_current {
            self.current.remove(&key);
        }
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Part::Waiting { request, .. } | Part::Copy { request, .. } => settled.requests.push(request),
                Part::Accepted { segment_seqnum, pdu } => kept.push((segment_seqnum, pdu)),
            }
        }
        if let Stage::Whole(message) = stage
            && !is_accepted
            && is_current
        {
            settled.kept = self.take_back(now, key, &message, kept);
        }
        settled
    }

    /// The parts of a rejected message that were accepted wait for the others to come again.
    fn take_back(
        &mut self,
        now: Instant,
        key: Key,
        message: &LongMessage,
        kept: Vec<(u8, P)>,
    ) -> Result<(), Full> {
        self.reassembler.take_back(now, message, |seqnum| kept.iter().any(|(kept, _)| *kept == seqnum))?;
        if !kept.is_empty() {
            let number = self.begin(key);
            for (segment_seqnum, pdu) in kept {
                self.add(number, Part::Accepted { segment_seqnum, pdu });
            }
        }
        Ok(())
    }

    /// A new entry.
    fn open(&mut self, key: Key) -> u64 {
        self.next_number = self.next_number.wrapping_add(1);
        let entry = Entry { key, parts: Vec::new(), stage: Stage::Joining };
        self.entries.insert(self.next_number, entry);
        self.next_number
    }

    /// A new entry, to which further parts belong.
    fn begin(&mut self, key: Key) -> u64 {
        let number = self.open(key.clone());
        self.current.insert(key, number);
        number
    }

    fn add(&mut self, number: u64, part: Part<P, R>) {
        if let Some(entry) = self.entries.get_mut(&number) {
            entry.parts.push(part);
        }
    }

    /// Adds a part that waits for the answer to the message, until then.
    fn hold(&mut self, now: Instant, number: u64, until: Instant, part: Part<P, R>) {
        self.add(number, part);
        self.held.push_back((until, number));
        if self.hold.is_zero() {
            self.accept_held(now);
        }
    }

    /// The application gets what there is of a message.
    fn give_up(&mut self, message: LongMessage) {
        if let Some(number) = self.current.remove(&Key::of(&message)) {
            self.hand_out(number, Stage::GivenUp, message);
        }
    }

    fn hand_out(&mut self, number: u64, stage: Stage, message: LongMessage) {
        if let Some(entry) = self.entries.get_mut(&number) {
            entry.stage = stage;
            self.outputs.push_back(Output::Message(MessageNumber(number), message));
        }
    }

    /// Accepts the parts that have waited long enough for the others.
    fn accept_held(&mut self, now: Instant) {
        while let Some(&(until, number)) = self.held.front()
            && until <= now
        {
            self.held.pop_front();
            if let Some(entry) = self.entries.get_mut(&number)
                // Once the application has it, it is for the application to say.
                && matches!(entry.stage, Stage::Joining)
            {
                let parts = mem::take(&mut entry.parts).into_iter();
                entry.parts = parts.filter_map(|part| part.accept_held(now, &mut self.outputs)).collect();
            }
        }
    }
}

impl<P, R> Part<P, R> {
    /// What is left of it: it is accepted if its time is up.
    fn accept_held(self, now: Instant, outputs: &mut VecDeque<Output<R>>) -> Option<Self> {
        match self {
            Self::Waiting { segment_seqnum, pdu, request, until } if until <= now => {
                outputs.push_back(Output::Accept(request));
                Some(Self::Accepted { segment_seqnum, pdu })
            }
            Self::Copy { request, until } if until <= now => {
                outputs.push_back(Output::Accept(request));
                None
            }
            other => Some(other),
        }
    }
}
