//! Joining: the parts of long messages, whenever and in whatever order they come.
//!
//! ```
//! use smppkit::message::coding::Profile;
//! use smppkit::message::reassemble::{Fragment, Limits, Outcome, Reassembler};
//! use smppkit::values::EsmClass;
//! use smppkit::{DeliverSm, Instant, Pdu};
//!
//! let mut reassembler = Reassembler::new(Limits::default());
//! let now = Instant::from_nanos(1);
//! let mut text = None;
//! for short_message in [&b"\x05\0\x03\x2A\x02\x02, world"[..], b"\x05\0\x03\x2A\x02\x01Hello"] {
//!     let pdu = Pdu::from(DeliverSm {
//!         source_addr: "447700900123".into(),
//!         destination_addr: "12345".into(),
//!         esm_class: EsmClass::UDHI,
//!         short_message: short_message.into(),
//!         ..Default::default()
//!     });
//!     let fragment = Fragment::of(&pdu).unwrap();
//!     if let Ok(Outcome::Complete(message)) = reassembler.insert(now, &fragment) {
//!         text = message.text(&Profile::GSM7);
//!     }
//! }
//! assert_eq!(text.as_deref(), Some("Hello, world"));
//! ```

mod message;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::incoming::{Incoming, MessageFields};
use super::udh::{Concatenation, Reference, Udh};
use crate::pdu::Pdu;
use crate::time::Instant;
use crate::values::DataCoding;
pub use message::LongMessage;
use message::Part;

/// How much a [`Reassembler`] keeps, and how long.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Limits {
    /// The memory for parts that wait, in octets: their text, addresses, and what it takes to keep them.
    pub max_octets: usize,
    /// How long the first part of a message that came waits for the others.
    pub timeout: Duration,
}

impl Default for Limits {
    /// One MiB, thirty minutes.
    fn default() -> Self {
        Self { max_octets: 1 << 20, timeout: Duration::from_secs(30 * 60) }
    }
}

/// A part of a message, as it came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fragment<'a> {
    /// `source_addr`, with TON and NPI before it where they matter.
    pub source: &'a [u8],
    /// `destination_addr`, likewise.
    pub destination: &'a [u8],
    /// Which part of which message.
    pub concatenation: Concatenation,
    /// `data_coding`.
    pub data_coding: DataCoding,
    /// The user data header.
    pub udh: Udh<'a>,
    /// The octets after it.
    pub body: &'a [u8],
}

impl<'a> Fragment<'a> {
    /// A part from what an incoming PDU carries; `None` where that is no part of a longer message.
    pub fn new(source: &'a [u8], destination: &'a [u8], incoming: &Incoming<'a>) -> Option<Self> {
        let &Incoming { udh, body, concatenation, data_coding, .. } = incoming;
        Some(Self { source, destination, concatenation: concatenation?, data_coding, udh, body })
    }

    /// A part from a PDU; `None` where that carries no message, or none of several parts.
    pub fn of(pdu: &Pdu<'a>) -> Option<Self> {
        let fields = MessageFields::of(pdu)?;
        // What a receipt says does not matter here.
        Self::new(fields.source_addr, fields.destination_addr, &Incoming::read(&fields, &mut []))
    }
}

/// What became of a part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It waits for others.
    Waiting {
        /// How many parts of the message are there.
        received: u8,
        /// How many there must be.
        total_segments: u8,
    },
    /// It was the last one missing.
    Complete(LongMessage),
    /// It was there already, or belongs to a message that is complete.
    Duplicate,
    /// It contradicts the parts that waited under the same reference: another total, or another text in the
    /// same place. The reference is in use again; this part now waits for its own others, and those are
    /// handed back.
    Restarted(LongMessage),
}

/// The limit is reached, and the part was not kept. Refuse the PDU for now (ESME_RX_T_APPN), or [take the
/// oldest](Reassembler::take_oldest) and try again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no memory left for parts of messages")
    }
}

impl core::error::Error for Full {}

/// Joins the parts of messages that go from the same source to the same destination under the same reference.
///
/// Parts may come in any order and more than once, on whatever bind. A message that stays incomplete is
/// handed back when its time is up: call [`handle_timeout`](Self::handle_timeout) when
/// [`poll_timeout`](Self::poll_timeout) says so.
#[derive(Debug)]
pub struct Reassembler {
    limits: Limits,
    /// By age: the time-out is the same for all, so the oldest is the next to expire.
    entries: BTreeMap<u64, Entry>,
    serials: BTreeMap<Key, u64>,
    /// Those that are complete and only kept to know late copies by.
    complete: BTreeSet<u64>,
    next_serial: u64,
    octets: usize,
}

/// What the parts of one message have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Key {
    reference: Reference,
    source: Box<[u8]>,
    destination: Box<[u8]>,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    deadline: Instant,
    total_segments: u8,
    state: State,
}

#[derive(Debug)]
enum State {
    /// In the order of their numbers.
    Waiting(Vec<Part>),
    /// A digest of each part, to know a late copy by.
    Complete(Vec<u64>),
}

/// What an entry and its places in the maps take beside the addresses, which stand in both of them, roughly.
const ENTRY_OCTETS: usize = 256;

impl Key {
    pub(super) fn of_part(part: &Fragment<'_>) -> Self {
        Self {
            reference: part.concatenation.reference,
            source: part.source.into(),
            destination: part.destination.into(),
        }
    }

    pub(super) fn of(message: &LongMessage) -> Self {
        Self {
            reference: message.reference(),
            source: message.source().into(),
            destination: message.destination().into(),
        }
    }

    fn octets(&self) -> usize {
        self.source
            .len()
            .saturating_add(self.destination.len())
            .saturating_mul(2)
            .saturating_add(ENTRY_OCTETS)
    }
}

impl Entry {
    fn octets(&self) -> usize {
        let contents = match &self.state {
            State::Waiting(parts) => {
                parts.iter().fold(0, |sum: usize, part| sum.saturating_add(part.octets()))
            }
            State::Complete(digests) => digests.len().saturating_mul(size_of::<u64>()),
        };
        self.key.octets().saturating_add(contents)
    }
}

impl Reassembler {
    /// With nothing in it.
    pub const fn new(limits: Limits) -> Self {
        Self {
            limits,
            entries: BTreeMap::new(),
            serials: BTreeMap::new(),
            complete: BTreeSet::new(),
            next_serial: 0,
            octets: 0,
        }
    }

    /// How many octets are kept at the moment, as [`Limits::max_octets`] counts them.
    pub const fn octets(&self) -> usize {
        self.octets
    }

    /// How many messages wait for parts.
    pub fn waiting(&self) -> usize {
        self.entries.len().saturating_sub(self.complete.len())
    }

    /// Takes a part.
    ///
    /// # Errors
    ///
    /// [`Full`]; what waits still waits.
    ///
    /// ```
    /// use smppkit::Instant;
    /// use smppkit::message::reassemble::{Fragment, Full, Limits, Outcome, Reassembler};
    /// use smppkit::message::udh::{Concatenation, Reference, Udh};
    /// use smppkit::values::DataCoding;
    ///
    /// let concatenation = Concatenation { reference: Reference::Sar(1), total_segments: 3, segment_seqnum: 1 };
    /// let part = Fragment {
    ///     source: b"from", destination: b"to", concatenation, data_coding: DataCoding(0), udh: Udh::NONE, body: b"Hello",
    /// };
    /// let now = Instant::from_nanos(1);
    /// let mut reassembler = Reassembler::new(Limits::default());
    /// assert_eq!(reassembler.insert(now, &part), Ok(Outcome::Waiting { received: 1, total_segments: 3 }));
    /// assert_eq!(reassembler.insert(now, &part), Ok(Outcome::Duplicate));
    ///
    /// let mut tiny = Reassembler::new(Limits { max_octets: 100, ..Limits::default() });
    /// assert_eq!(tiny.insert(now, &part), Err(Full));
    /// ```
    pub fn insert(&mut self, now: Instant, fragment: &Fragment<'_>) -> Result<Outcome, Full> {
        let Concatenation { total_segments, segment_seqnum, .. } = fragment.concatenation;
        let mut part = Part::new(fragment);
        let key = Key::of_part(fragment);
        let key_octets = key.octets();
        if total_segments <= 1 || !fragment.concatenation.is_valid() {
            part.segment_seqnum = 1;
            return Ok(Outcome::Complete(LongMessage::new(&key, 1, Vec::from([part]))));
        }
        let Some(&serial) = self.serials.get(&key) else {
            self.begin(now, key, total_segments, Vec::from([part]))?;
            return Ok(Outcome::Waiting { received: 1, total_segments });
        };
        let begin = |this: &mut Self| this.begin(now, key, total_segments, Vec::from([part.clone()]));
        let Some(entry) = self.entries.get_mut(&serial) else { return Err(Full) };
        let parts = match &mut entry.state {
            State::Complete(digests) => {
                let digest = digests.get(usize::from(segment_seqnum).saturating_sub(1));
                if digest == Some(&part.digest()) && entry.total_segments == total_segments {
                    return Ok(Outcome::Duplicate);
                }
                self.remove(serial);
                begin(self)?;
                return Ok(Outcome::Waiting { received: 1, total_segments });
            }
            State::Waiting(parts) => parts,
        };
        let place = parts.binary_search_by_key(&segment_seqnum, |part| part.segment_seqnum);
        match place {
            Ok(at) if entry.total_segments == total_segments && parts.get(at) == Some(&part) => {
                Ok(Outcome::Duplicate)
            }
            Err(at) if entry.total_segments == total_segments => self.add(serial, at, part),
            _ => {
                // Look before leaping: on `Full` the old parts stay.
                let freed = entry.octets();
                self.make_room(part.octets().saturating_add(key_octets).saturating_sub(freed))?;
                let old = self.remove(serial).ok_or(Full)?;
                begin(self)?;
                Ok(Outcome::Restarted(old))
            }
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do next.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.entries.first_key_value().map(|(_, entry)| entry.deadline)
    }

    /// Hands back a message whose time is up, with the parts that came. Call it until it says `None`; early
    /// or repeated calls are harmless.
    ///
    /// ```
    /// # use smppkit::Instant;
    /// # use smppkit::message::reassemble::{Fragment, Limits, Reassembler};
    /// # use smppkit::message::udh::{Concatenation, Reference, Udh};
    /// # use smppkit::values::DataCoding;
    /// # let concatenation = Concatenation { reference: Reference::Sar(1), total_segments: 3, segment_seqnum: 1 };
    /// # let part = Fragment {
    /// #     source: b"from", destination: b"to", concatenation, data_coding: DataCoding(0), udh: Udh::NONE, body: b"Hello",
    /// # };
    /// let mut reassembler = Reassembler::new(Limits::default());
    /// reassembler.insert(Instant::from_nanos(1), &part).unwrap();
    /// let timeout = reassembler.poll_timeout().unwrap();
    /// let message = reassembler.handle_timeout(timeout).unwrap();
    /// assert!(!message.is_complete() && message.missing().eq([2, 3]));
    /// assert_eq!(reassembler.handle_timeout(timeout), None);
    /// ```
    pub fn handle_timeout(&mut self, now: Instant) -> Option<LongMessage> {
        while let Some((&serial, entry)) = self.entries.first_key_value() {
            if entry.deadline > now {
                return None;
            }
            if let Some(message) = self.remove(serial) {
                return Some(message);
            }
        }
        None
    }

    /// Hands back the message that has waited longest, to make room.
    pub fn take_oldest(&mut self) -> Option<LongMessage> {
        while let Some((&serial, _)) = self.entries.first_key_value() {
            if let Some(message) = self.remove(serial) {
                return Some(message);
            }
        }
        None
    }

    /// Forgets that a message was complete, because it could not be dealt with: when its parts are sent again
    /// they are no duplicates but make it anew.
    pub fn forget(&mut self, message: &LongMessage) {
        self.forget_key(&Key::of(message));
    }

    /// As [`forget`](Self::forget), by one of the parts of the message.
    ///
    /// ```
    /// # use smppkit::Instant;
    /// # use smppkit::message::reassemble::{Fragment, Limits, Outcome, Reassembler};
    /// # use smppkit::message::udh::{Concatenation, Reference, Udh};
    /// # use smppkit::values::DataCoding;
    /// let part = |segment_seqnum| Fragment {
    ///     source: b"from",
    ///     destination: b"to",
    ///     concatenation: Concatenation { reference: Reference::Sar(1), total_segments: 2, segment_seqnum },
    ///     data_coding: DataCoding(0),
    ///     udh: Udh::NONE,
    ///     body: b"Hello",
    /// };
    /// let now = Instant::from_nanos(1);
    /// let mut reassembler = Reassembler::new(Limits::default());
    /// reassembler.insert(now, &part(1)).unwrap();
    /// assert!(matches!(reassembler.insert(now, &part(2)), Ok(Outcome::Complete(_))));
    /// assert_eq!(reassembler.insert(now, &part(1)), Ok(Outcome::Duplicate));
    /// reassembler.forget_message_of(&part(1));
    /// assert_eq!(reassembler.insert(now, &part(1)), Ok(Outcome::Waiting { received: 1, total_segments: 2 }));
    /// ```
    pub fn forget_message_of(&mut self, part: &Fragment<'_>) {
        self.forget_key(&Key::of_part(part));
    }

    fn forget_key(&mut self, key: &Key) {
        if let Some(&serial) = self.serials.get(key)
            && self.complete.contains(&serial)
        {
            self.remove(serial);
        }
    }

    /// As [`forget`](Self::forget), but the parts for which `keep` says so wait for the others to come again. Nothing
    /// waits where other parts wait under the same reference by now.
    ///
    /// # Errors
    ///
    /// [`Full`]; no part waits then.
    ///
    /// ```
    /// # use smppkit::Instant;
    /// # use smppkit::message::reassemble::{Fragment, Limits, Outcome, Reassembler};
    /// # use smppkit::message::udh::{Concatenation, Reference, Udh};
    /// # use smppkit::values::DataCoding;
    /// # let part = |segment_seqnum| Fragment {
    /// #     source: b"from",
    /// #     destination: b"to",
    /// #     concatenation: Concatenation { reference: Reference::Sar(1), total_segments: 2, segment_seqnum },
    /// #     data_coding: DataCoding(0),
    /// #     udh: Udh::NONE,
    /// #     body: b"Hello",
    /// # };
    /// # let now = Instant::from_nanos(1);
    /// let mut reassembler = Reassembler::new(Limits::default());
    /// reassembler.insert(now, &part(1)).unwrap();
    /// let Ok(Outcome::Complete(message)) = reassembler.insert(now, &part(2)) else { panic!() };
    /// // The second part was rejected, and will come again.
    /// reassembler.take_back(now, &message, |segment_seqnum| segment_seqnum == 1).unwrap();
    /// assert_eq!(reassembler.insert(now, &part(2)), Ok(Outcome::Complete(message)));
    /// ```
    pub fn take_back(
        &mut self,
        now: Instant,
        message: &LongMessage,
        keep: impl Fn(u8) -> bool,
    ) -> Result<(), Full> {
        self.forget(message);
        let parts: Vec<_> =
            message.parts().iter().filter(|part| keep(part.segment_seqnum)).cloned().collect();
        let key = Key::of(message);
        if parts.is_empty() || self.serials.contains_key(&key) {
            return Ok(());
        }
        self.begin(now, key, message.total_segments(), parts)
    }

    fn begin(&mut self, now: Instant, key: Key, total_segments: u8, parts: Vec<Part>) -> Result<(), Full> {
        let deadline = now.saturating_add(self.limits.timeout);
        let state = State::Waiting(parts);
        let entry = Entry { key: key.clone(), deadline, total_segments, state };
        let more = entry.octets();
        self.make_room(more)?;
        self.octets = self.octets.saturating_add(more);
        self.serials.insert(key, self.next_serial);
        self.entries.insert(self.next_serial, entry);
        self.next_serial = self.next_serial.wrapping_add(1);
        Ok(())
    }

    /// Puts a part in its place among those that wait.
    fn add(&mut self, serial: u64, at: usize, part: Part) -> Result<Outcome, Full> {
        let entry = self.entries.get(&serial).ok_or(Full)?;
        let State::Waiting(waiting) = &entry.state else { return Err(Full) };
        let received = u8::try_from(waiting.len()).unwrap_or(u8::MAX).saturating_add(1);
        let total_segments = entry.total_segments;
        let is_last = received == total_segments;
        let before = entry.octets();
        if !is_last {
            self.make_room(part.octets())?;
        }
        let entry = self.entries.get_mut(&serial).ok_or(Full)?;
        let State::Waiting(parts) = &mut entry.state else { return Err(Full) };
        parts.insert(at, part);
        let outcome = if is_last {
            let parts = core::mem::take(parts);
            entry.state = State::Complete(parts.iter().map(Part::digest).collect());
            self.complete.insert(serial);
            Outcome::Complete(LongMessage::new(&entry.key, total_segments, parts))
        } else {
            Outcome::Waiting { received, total_segments }
        };
        self.octets = self.octets.saturating_sub(before).saturating_add(entry.octets());
        Ok(outcome)
    }

    /// Forgets complete messages, oldest first, until there is room for `more` octets.
    fn make_room(&mut self, more: usize) -> Result<(), Full> {
        while self.octets.saturating_add(more) > self.limits.max_octets {
            let &oldest = self.complete.first().ok_or(Full)?;
            self.remove(oldest);
        }
        Ok(())
    }

    /// Takes an entry out; a complete one leaves nothing.
    fn remove(&mut self, serial: u64) -> Option<LongMessage> {
        let entry = self.entries.remove(&serial)?;
        self.octets = self.octets.saturating_sub(entry.octets());
        self.serials.remove(&entry.key);
        self.complete.remove(&serial);
        match entry.state {
            State::Waiting(parts) => Some(LongMessage::new(&entry.key, entry.total_segments, parts)),
            State::Complete(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
