//! What one end of a connection sent, in the order in which it sent it.
//!
//! Segments come out of order, twice, and overlap; some were sent and are not in the capture. Those that came too early wait.
//! What never came is told as missing once that is certain enough.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::time::{Span, Time};

/// How many octets of segments that came too early may wait in one direction of a connection.
const MAX_WAITING: usize = 4 << 20;

/// What a segment that waits takes beside its octets.
const OVERHEAD: usize = 96;

/// How much the other end can acknowledge that was not seen: the largest window of TCP (RFC 7323).
const MAX_WINDOW: u64 = 1 << 30;

/// The receiver has acknowledged what was not seen: it will not be sent again. A capture of several queues of a network
/// card, or of two cards, may have the acknowledgement first, but not for so long.
const LOST_AFTER_ACKNOWLEDGED: Span = Span::from_secs(1);

/// Nobody has acknowledged it, maybe since only one direction was captured: after so long no TCP sends it again.
const LOST_AFTER: Span = Span::from_secs(60);

/// What comes out.
pub enum Piece<'a> {
    /// Octets, and when they could be read: when they and all before them were there.
    Octets(&'a [u8], Time),
    /// So many octets are not in the capture.
    Missing(u64, Time),
}

/// A segment, as far as order is concerned.
pub struct Part<'a> {
    pub sequence: u32,
    pub octets: Cow<'a, [u8]>,
    /// Octets behind those that were not captured.
    pub cut: usize,
    pub fin: bool,
}

/// One direction of a connection.
#[derive(Default)]
pub struct Stream {
    /// Where the next octet is, counted on where `sequence` wraps around. `None` before the first segment.
    next: Option<u64>,
    /// The number of the first octet, of a SYN or, without one, of what came first.
    began: Option<u32>,
    waiting: BTreeMap<u64, Waiting>,
    held: usize,
    /// Where the FIN is.
    end: Option<u64>,
    /// How far the other end has acknowledged, and since when it is ahead of us.
    acknowledged: Option<(u64, Time)>,
    /// The time of what came last.
    clock: Time,
    /// Segments that brought nothing new.
    pub repeated: u64,
}

struct Waiting {
    octets: Vec<u8>,
    cut: usize,
    at: Time,
}

impl Stream {
    /// The number of the first octet, from a SYN.
    pub fn start(&mut self, sequence: u32) {
        self.began = Some(sequence);
        self.next = Some(FIRST + u64::from(sequence));
    }

    pub const fn has_started(&self) -> bool {
        self.next.is_some()
    }

    /// The number of the first octet.
    pub const fn began(&self) -> Option<u32> {
        self.began
    }

    /// Octets that wait.
    pub const fn held(&self) -> usize {
        self.held
    }

    /// The number counted on from those before.
    fn place(next: u64, sequence: u32) -> u64 {
        let ahead = sequence.wrapping_sub(next as u32).cast_signed();
        next.saturating_add_signed(ahead.into())
    }

    /// Takes a segment. `room`: how many more octets may wait.
    pub fn take(&mut self, part: Part<'_>, at: Time, room: usize, sink: &mut dyn FnMut(Piece<'_>)) {
        if part.octets.is_empty() && part.cut == 0 && !part.fin {
            return self.give_up(at, room, sink);
        }
        self.began.get_or_insert(part.sequence);
        let next = *self.next.get_or_insert(FIRST + u64::from(part.sequence));
        let start = Self::place(next, part.sequence);
        let end = start + (part.octets.len() + part.cut) as u64;
        if part.fin {
            self.end.get_or_insert(end);
        }
        if start <= next {
            self.repeated += u64::from(start < next);
            self.deliver(start, &part.octets, part.cut, at, sink);
            self.deliver_waiting(sink);
        } else if end > start {
            self.wait(start, part, at);
        }
        self.give_up(at, room, sink);
    }

    /// The other end has all before this number.
    pub fn acknowledge(&mut self, sequence: u32, at: Time, room: usize, sink: &mut dyn FnMut(Piece<'_>)) {
        let Some(next) = self.next else { return };
        let place = Self::place(next, sequence);
        if (1..=MAX_WINDOW).contains(&place.saturating_sub(next)) {
            match &mut self.acknowledged {
                // Of what it acknowledges the first octet is what we wait for: since then we know.
                Some((known, _)) if *known > next => *known = (*known).max(place),
                acknowledged => *acknowledged = Some((place, at)),
            }
        }
        self.give_up(at, room, sink);
    }

    /// Nothing more will come.
    pub fn finish(&mut self, sink: &mut dyn FnMut(Piece<'_>)) {
        while self.skip_gap(sink) {}
        let (Some(next), Some((acknowledged, _))) = (self.next, self.acknowledged) else { return };
        // One more may be a FIN, which counts as an octet.
        let end = self.end.unwrap_or(acknowledged.saturating_sub(1));
        if end.min(acknowledged) > next {
            sink(Piece::Missing(end.min(acknowledged) - next, self.clock));
            self.next = Some(end.min(acknowledged));
        }
    }

    fn wait(&mut self, start: u64, part: Part<'_>, at: Time) {
        let waiting = Waiting { octets: part.octets.into_owned(), cut: part.cut, at };
        if let Some(known) = self.waiting.get(&start) {
            self.repeated += 1;
            // The longer one has all of the other. One that was cut has less.
            if (waiting.octets.len(), waiting.cut) <= (known.octets.len(), known.cut) {
                return;
            }
        }
        self.held += waiting.octets.len() + OVERHEAD;
        if let Some(shorter) = self.waiting.insert(start, waiting) {
            self.held -= shorter.octets.len() + OVERHEAD;
        }
    }

    /// Hands on what is new of octets that begin where the next one is, or before.
    fn deliver(&mut self, start: u64, octets: &[u8], cut: usize, at: Time, sink: &mut dyn FnMut(Piece<'_>)) {
        let Some(next) = self.next else { return };
        let known = usize::try_from(next - start).unwrap_or(usize::MAX);
        let new = octets.get(known..).unwrap_or_default();
        let new_cut = cut.min((octets.len() + cut).saturating_sub(known));
        if new.is_empty() && new_cut == 0 {
            return;
        }
        self.clock = self.clock.max(at);
        self.next = Some(next + (new.len() + new_cut) as u64);
        if !new.is_empty() {
            sink(Piece::Octets(new, self.clock));
        }
        if new_cut > 0 {
            sink(Piece::Missing(new_cut as u64, self.clock));
        }
    }

    fn deliver_waiting(&mut self, sink: &mut dyn FnMut(Piece<'_>)) {
        while let (Some(next), Some(entry)) = (self.next, self.waiting.first_entry())
            && *entry.key() <= next
        {
            let (start, waiting) = entry.remove_entry();
            self.held -= waiting.octets.len() + OVERHEAD;
            self.deliver(start, &waiting.octets, waiting.cut, waiting.at, sink);
        }
    }

    /// Stops waiting for what is missing, if there is a reason.
    fn give_up(&mut self, now: Time, room: usize, sink: &mut dyn FnMut(Piece<'_>)) {
        while let (Some(next), Some((start, waiting))) = (self.next, self.waiting.first_key_value()) {
            let acknowledged = self.acknowledged.is_some_and(|(place, since)| {
                place >= *start && place > next && now.since(since) > LOST_AFTER_ACKNOWLEDGED
            });
            let is_lost = acknowledged
                || now.since(waiting.at) > LOST_AFTER
                || self.held > MAX_WAITING
                || self.held > room;
            if !is_lost || !self.skip_gap(sink) {
                return;
            }
        }
    }

    /// Goes on where the first segment is that waits. `false` if none does.
    fn skip_gap(&mut self, sink: &mut dyn FnMut(Piece<'_>)) -> bool {
        let (Some(next), Some((start, waiting))) = (self.next, self.waiting.first_key_value()) else {
            return false;
        };
        let start = *start;
        self.clock = self.clock.max(waiting.at);
        sink(Piece::Missing(start - next, self.clock));
        self.next = Some(start);
        self.deliver_waiting(sink);
        true
    }
}

/// So far before the first octet there may be older ones.
const FIRST: u64 = 1 << 32;
