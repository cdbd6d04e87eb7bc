//! What is cut, and how large the parts may be.

use super::{MAX_MESSAGE_PAYLOAD, SplitError, SplitOptions};
use crate::message::alphabet::MAX_USER_DATA;
use crate::message::grapheme::cut_before;
use crate::message::gsm7::{Language, Shifts};
use crate::message::udh::{Concatenation, Reference, Udh, UdhWriter};
use crate::message::{Alphabet, BufferTooSmall};
use crate::values::DataCoding;

/// The octets that a header with nothing but an 8-bit reference takes. A message centre that is given SAR
/// TLVs builds such a header itself.
const SAR_HEADER: usize = 6;

/// The length octet of a header and as many octets as it can count.
const MAX_HEADER: usize = 256;

/// A message on its way into parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Plan<'a> {
    /// What is left of the message.
    pub(super) content: Content<'a>,
    pub(super) reference: Option<Reference>,
    pub(super) udh: Udh<'a>,
    pub(super) data_coding: DataCoding,
    /// How many units fit in each part.
    pub(super) capacity: usize,
    /// How many parts there are in all.
    pub(super) total: usize,
    /// How many octets they take together.
    octets: usize,
}

impl<'a> Plan<'a> {
    /// The cheapest of what the options allow.
    pub(super) fn choose(text: &'a str, options: &SplitOptions<'a>) -> Result<Self, SplitError> {
        let given = options.alphabets.iter().copied();
        let in_septets = given.clone().filter(|alphabet| alphabet.shifts().is_some());
        let candidates = options.national_tables.then(|| Shifts::candidates(text));
        let national = candidates.into_iter().flatten();
        let national =
            national.flat_map(|shifts| in_septets.clone().map(move |alphabet| alphabet.with_shifts(shifts)));
        let alphabets = given.chain(national);
        let mut best: Result<Self, _> = Err(SplitError::NoAlphabet);
        for alphabet in alphabets {
            let plan = match alphabet.units(text) {
                Ok(units) => Self::new(Content::Text(text, alphabet), units, options),
                Err(error) => Err(error.into()),
            };
            best = match (best, plan) {
                (Ok(best), Ok(plan)) => Ok(if plan.cost() < best.cost() { plan } else { best }),
                (Ok(best), Err(_)) => Ok(best),
                (Err(_), Ok(plan)) => Ok(plan),
                // An alphabet that has the characters says more about what is wrong than one that does not.
                (Err(SplitError::NoAlphabet | SplitError::Unencodable(_)), Err(error)) => Err(error),
                (Err(error), Err(_)) => Err(error),
            };
        }
        best
    }

    const fn cost(&self) -> (usize, usize) {
        (self.total, self.octets)
    }

    pub(super) fn new(
        content: Content<'a>,
        units: usize,
        options: &SplitOptions<'a>,
    ) -> Result<Self, SplitError> {
        let &SplitOptions { reference, udh, .. } = options;
        let data_coding = options.data_coding(content).ok_or(SplitError::NoAlphabet)?;
        let header_alone = content.header(None, udh).octets();
        if header_alone > MAX_HEADER {
            return Err(SplitError::NoRoom);
        }
        let octets = content.octets(units, header_alone).saturating_add(header_alone);
        let whole = Self { content, reference, udh, data_coding, capacity: usize::MAX, total: 1, octets };
        let Some(reference) = reference else {
            return if octets <= MAX_MESSAGE_PAYLOAD {
                Ok(whole)
            } else {
                Err(SplitError::TooLong { octets })
            };
        };
        let any = Concatenation { reference, total_segments: 1, segment_seqnum: 1 };
        let header = match reference {
            Reference::Sar(_) if header_alone > 0 => return Err(SplitError::SarWithUdh),
            Reference::Sar(_) => SAR_HEADER,
            _ => content.header(Some(any), udh).octets(),
        };
        let one_more = matches!(content, Content::Text(text, alphabet) if alphabet.takes_one_more(text));
        // Not even an empty message goes behind a header that does not fit by itself.
        if header_alone <= MAX_USER_DATA
            && units.saturating_add(one_more.into()) <= content.capacity(header_alone)
        {
            return Ok(Self { capacity: content.capacity(header_alone), ..whole });
        }
        let capacity = content.capacity(header);
        if capacity < content.widest() {
            return Err(SplitError::NoRoom);
        }
        let mut rest = Self { capacity, ..whole };
        let mut total = 0_usize;
        while !rest.content.is_empty() {
            rest.cut();
            total = total.saturating_add(1);
        }
        let octets = content.octets(units, 0).saturating_add(total.saturating_mul(header));
        Ok(Self { capacity, total, octets, ..whole })
    }

    /// Takes the next part off the message.
    pub(super) fn cut(&mut self) -> Content<'a> {
        let (head, rest) = self.content.cut(self.capacity);
        self.content = rest;
        head
    }
}

/// What is in a message or in a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Content<'a> {
    Text(&'a str, Alphabet),
    Binary(&'a [u8]),
}

impl<'a> Content<'a> {
    pub(super) const fn alphabet(self) -> Option<Alphabet> {
        match self {
            Self::Text(_, alphabet) => Some(alphabet),
            Self::Binary(_) => None,
        }
    }

    pub(super) const fn capacity(self, udh_octets: usize) -> usize {
        match self {
            Self::Text(_, alphabet) => alphabet.capacity(udh_octets),
            Self::Binary(_) => MAX_USER_DATA.saturating_sub(udh_octets),
        }
    }

    /// The units that the largest character can take.
    pub(super) const fn widest(self) -> usize {
        match self {
            Self::Text(_, Alphabet::Utf8) => 4,
            #[cfg(feature = "east-asian")]
            Self::Text(_, Alphabet::EastAsian(alphabet)) => alphabet.widest(),
            Self::Text(_, Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_) | Alphabet::Ucs2) => 2,
            _ => 1,
        }
    }

    pub(super) fn header(self, concatenation: Option<Concatenation>, udh: Udh<'a>) -> Header<'a> {
        let shifts = self.alphabet().and_then(Alphabet::shifts).unwrap_or_default();
        Header { concatenation, shifts, udh }
    }

    /// As much as fits in `capacity` units, and the rest.
    pub(super) fn cut(self, capacity: usize) -> (Self, Self) {
        match self {
            Self::Binary(octets) => {
                let (head, rest) = octets.split_at_checked(capacity).unwrap_or((octets, &[]));
                (Self::Binary(head), Self::Binary(rest))
            }
            Self::Text(text, alphabet) => {
                let end = match fit(text, alphabet, capacity) {
                    end if text.get(..end).is_some_and(|head| alphabet.takes_one_more(head)) => {
                        fit(text, alphabet, capacity.saturating_sub(1))
                    }
                    end => end,
                };
                let end = if end < text.len() { cut_before(text, end) } else { end };
                let (head, rest) = text.split_at_checked(end).unwrap_or((text, ""));
                (Self::Text(head, alphabet), Self::Text(rest, alphabet))
            }
        }
    }

    pub(super) fn is_empty(self) -> bool {
        match self {
            Self::Text(text, _) => text.is_empty(),
            Self::Binary(octets) => octets.is_empty(),
        }
    }

    pub(super) fn units(self) -> usize {
        match self {
            // Every character was looked up when the message was split.
            Self::Text(text, alphabet) => alphabet.units(text).unwrap_or(0),
            Self::Binary(octets) => octets.len(),
        }
    }

    pub(super) fn octets(self, units: usize, udh_octets: usize) -> usize {
        match self {
            Self::Text(text, alphabet) => alphabet.octets(text, units, udh_octets),
            Self::Binary(octets) => octets.len(),
        }
    }
}

/// How many octets of `text` fit in `capacity` units, whole characters only.
fn fit(text: &str, alphabet: Alphabet, capacity: usize) -> usize {
    if let Some(shifts) = alphabet.shifts() {
        return shifts.fit(text, capacity);
    }
    #[cfg(feature = "east-asian")]
    if let Alphabet::EastAsian(alphabet) = alphabet {
        return alphabet.fit(text, capacity);
    }
    let mut room = capacity;
    let end = text.char_indices().find(|(_, character)| {
        // The alphabet has every character of the text.
        match room.checked_sub(alphabet.units_of(*character).unwrap_or(0)) {
            Some(left) => {
                room = left;
                false
            }
            None => true,
        }
    });
    end.map_or(text.len(), |(end, _)| end)
}

/// What stands before the text of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Header<'a> {
    concatenation: Option<Concatenation>,
    shifts: Shifts,
    udh: Udh<'a>,
}

impl Header<'_> {
    /// What [`write_to`](Self::write_to) writes.
    pub(super) fn octets(self) -> usize {
        let concatenation = match self.concatenation.map(|part| part.reference) {
            Some(Reference::Udh8(_)) => 5,
            Some(Reference::Udh16(_)) => 6,
            Some(Reference::Sar(_)) | None => 0,
        };
        let national = [self.shifts.locking, self.shifts.single]
            .iter()
            .filter(|&&shift| shift != Language::DEFAULT)
            .count();
        let elements = self
            .udh
            .as_octets()
            .len()
            .saturating_add(national.saturating_mul(3))
            .saturating_add(concatenation);
        if elements == 0 { 0 } else { elements.saturating_add(1) }
    }

    pub(super) fn write_to(self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let mut writer = UdhWriter::new(out);
        // Of elements that contradict each other the last one counts.
        writer.extend(self.udh);
        if let Some(concatenation) = self.concatenation {
            writer.concatenation(concatenation);
        }
        writer.shifts(self.shifts).finish()
    }
}
