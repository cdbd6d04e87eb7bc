//! A long message, whole or not.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::{Fragment, Key};
use crate::message::Alphabet;
use crate::message::coding::{Coding, Profile};
use crate::message::gsm7::{self, Shifts, fill_bits};
use crate::message::ucs2;
use crate::message::udh::Reference;
use crate::values::DataCoding;

/// What a part takes beside its text, roughly.
const PART_OCTETS: usize = 64;

/// A part that was received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) segment_seqnum: u8,
    coding: PartCoding,
    body: Box<[u8]>,
}

/// What it takes to read a part. Parts that agree in it are one text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct PartCoding {
    data_coding: DataCoding,
    shifts: Shifts,
    fill_bits: u8,
}

impl Part {
    pub(super) fn new(fragment: &Fragment<'_>) -> Self {
        let &Fragment { concatenation, data_coding, udh, body, .. } = fragment;
        let coding = PartCoding { data_coding, shifts: udh.shifts(), fill_bits: fill_bits(udh.octets()) };
        Self { segment_seqnum: concatenation.segment_seqnum, coding, body: body.into() }
    }

    /// The memory it takes.
    pub(super) fn octets(&self) -> usize {
        self.body.len().saturating_add(PART_OCTETS)
    }

    /// A number that another part hardly has (FNV-1a).
    pub(super) fn digest(&self) -> u64 {
        let coding = [self.coding.data_coding.0, self.coding.shifts.locking.0, self.coding.shifts.single.0];
        let octets = coding.iter().chain(self.body.iter());
        octets.fold(0xCBF2_9CE4_8422_2325, |sum: u64, octet| {
            (sum ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01B3)
        })
    }
}

/// A message of several parts: all of them, or those that came before its time was up. See
/// [`Outcome`](super::Outcome) and
/// [`Reassembler::handle_timeout`](super::Reassembler::handle_timeout).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LongMessage {
    source: Box<[u8]>,
    destination: Box<[u8]>,
    reference: Reference,
    total_segments: u8,
    parts: Vec<Part>,
}

impl LongMessage {
    /// `parts` in the order of their numbers.
    pub(super) fn new(key: &Key, total_segments: u8, parts: Vec<Part>) -> Self {
        let Key { reference, source, destination } = key;
        Self {
            source: source.clone(),
            destination: destination.clone(),
            reference: *reference,
            total_segments,
            parts,
        }
    }

    /// Where it comes from, as given with its parts.
    pub fn source(&self) -> &[u8] {
        &self.source
    }

    /// Where it goes to, as given with its parts.
    pub fn destination(&self) -> &[u8] {
        &self.destination
    }

    /// The reference of its parts.
    pub fn reference(&self) -> Reference {
        self.reference
    }

    /// How many parts it has, or would have.
    pub fn total_segments(&self) -> u8 {
        self.total_segments
    }

    /// Whether all parts are there.
    pub fn is_complete(&self) -> bool {
        self.parts.len() == usize::from(self.total_segments)
    }

    /// The numbers of the parts that did not come.
    pub fn missing(&self) -> impl Iterator<Item = u8> {
        (1..=self.total_segments).filter(|&seqnum| self.part(seqnum).is_none())
    }

    /// The octets of a part, without its header, if it is there; the first part is 1.
    pub fn segment(&self, segment_seqnum: u8) -> Option<&[u8]> {
        self.part(segment_seqnum).map(|part| &*part.body)
    }

    /// The `data_coding` of the first part that is there.
    pub fn data_coding(&self) -> DataCoding {
        self.parts.first().map(|part| part.coding.data_coding).unwrap_or_default()
    }

    /// The octets of all parts that are there, one after the other.
    pub fn octets(&self) -> Vec<u8> {
        self.parts.iter().flat_map(|part| part.body.iter().copied()).collect()
    }

    /// The text, with U+FFFD for each part that is missing; `None` where a part is no text, or none that can
    /// be read here.
    ///
    /// An escape pair, a surrogate pair or a unit that a careless sender has cut in two is whole again. A
    /// byte order mark at the start of a part is obeyed up to the next one.
    pub fn text(&self, profile: &Profile<'_>) -> Option<String> {
        let mut text = String::new();
        let mut rest = &*self.parts;
        let mut next_seqnum = 1_u8;
        let mut is_little_endian = None;
        while let Some(first) = rest.first() {
            for _ in next_seqnum..first.segment_seqnum {
                text.push(char::REPLACEMENT_CHARACTER);
            }
            let run = rest
                .iter()
                .zip(first.segment_seqnum..=u8::MAX)
                .take_while(|(part, seqnum)| part.segment_seqnum == *seqnum && part.belongs_to(first))
                .count();
            let (parts, after) = rest.split_at_checked(run)?;
            decode(parts, first.coding, profile, &mut is_little_endian, &mut text)?;
            next_seqnum = parts.last()?.segment_seqnum.saturating_add(1);
            rest = after;
        }
        // The last part can have the number 255, beyond which nothing is missing.
        let last = self.parts.last().map_or(0, |part| part.segment_seqnum);
        for _ in last..self.total_segments {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        Some(text)
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn part(&self, segment_seqnum: u8) -> Option<&Part> {
        let at = self.parts.binary_search_by_key(&segment_seqnum, |part| part.segment_seqnum).ok()?;
        self.parts.get(at)
    }
}

impl Part {
    fn belongs_to(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.coding, other.coding);
        (ours.data_coding, ours.shifts) == (theirs.data_coding, theirs.shifts)
    }
}

/// Reads parts that agree in their coding. `is_little_endian` is what the last byte order mark said, in these parts or in those
/// before.
fn decode(
    parts: &[Part],
    coding: PartCoding,
    profile: &Profile<'_>,
    is_little_endian: &mut Option<bool>,
    text: &mut String,
) -> Option<()> {
    let alphabet = Coding::read(coding.data_coding, profile).readable().ok()?.with_shifts(coding.shifts);
    let bodies = parts.iter().map(|part| &*part.body);
    // A `String` takes everything.
    let _ = match alphabet {
        Alphabet::Ucs2 => write!(text, "{}", ucs2::decode_exact(&big_endian(bodies, is_little_endian))),
        Alphabet::Gsm7Packed(shifts) => {
            // Each part is packed by itself.
            let unpacked = parts.iter().flat_map(|part| gsm7::unpack(&part.body, part.coding.fill_bits));
            write!(text, "{}", shifts.decode(&unpacked.collect::<Vec<_>>()))
        }
        other => write!(text, "{}", other.decode(&bodies.collect::<Vec<_>>().concat())),
    };
    Some(())
}

/// The octets of parts in UCS-2, the high octet of each unit first and without byte order marks.
///
/// A mark counts up to the next one: many senders write one before the text and then cut it. Without any, low
/// octets come first where the text as a whole looks so, and some part of it by itself.
fn big_endian<'p>(
    parts: impl Iterator<Item = &'p [u8]> + Clone,
    is_little_endian: &mut Option<bool>,
) -> Vec<u8> {
    let mut octets = Vec::new();
    // Where the last mark was.
    let mut since = 0;
    for part in parts.clone() {
        let (mark, units) = match part.split_first_chunk::<2>() {
            Some((&[0xFE, 0xFF], units)) => (Some(false), units),
            Some((&[0xFF, 0xFE], units)) => (Some(true), units),
            _ => (None, part),
        };
        if mark.is_some() {
            turn_round(&mut octets, since, is_little_endian.unwrap_or(false));
            (since, *is_little_endian) = (octets.len(), mark);
        }
        octets.extend_from_slice(units);
    }
    let by_looks = || ucs2::is_little_endian(&octets) && parts.clone().any(ucs2::is_little_endian);
    let is_little_endian = is_little_endian.unwrap_or_else(by_looks);
    turn_round(&mut octets, since, is_little_endian);
    octets
}

/// Turns the units from an octet on round, if they are the wrong way.
fn turn_round(octets: &mut [u8], from: usize, is_wrong: bool) {
    if is_wrong {
        for unit in octets.get_mut(from..).unwrap_or_default().as_chunks_mut::<2>().0 {
            unit.reverse();
        }
    }
}
