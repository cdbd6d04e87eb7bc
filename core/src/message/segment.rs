//! Splitting: a text or a binary message as the parts that fit on the air, and a counter as in a message composer.
//!
//! 140 octets fit (3GPP TS 23.040): 160 septets, 70 units of UCS-2, 140 octets. The parts of a longer message each lose some to the
//! header that ties them together: with an 8-bit reference 153, 67, 134 are left.
//!
//! ```
//! use smppkit::message::segment::{SplitOptions, split};
//! use smppkit::message::udh::Reference;
//!
//! let text = "All work and no play makes Jack a dull boy. ".repeat(5);
//! let segments = split(&text, &SplitOptions::new(Reference::Udh8(7))).unwrap();
//! assert_eq!(segments.len(), 2);
//!
//! let mut short_message = [0; 254];
//! for segment in segments {
//!     let sm_length = segment.write_to(&mut short_message).unwrap();
//!     assert!(sm_length <= 6 + 153 && segment.udhi());
//!     assert_eq!(short_message[..5], [0x05, 0x00, 0x03, 7, 2]);
//! }
//! ```

use core::fmt;

use super::alphabet::MAX_USER_DATA;
use super::gsm7::{Language, Shifts};
use super::output::{Output, Sink};
use super::udh::{Concatenation, Reference, Udh, UdhWriter};
use super::{Alphabet, BufferTooSmall, Unencodable};
use crate::values::{DataCoding, EsmClass};

/// How many octets the TLV `message_payload` carries at most (3.4 §5.3.2.32).
pub const MAX_MESSAGE_PAYLOAD: usize = 65_535;

/// The octets that a header with nothing but an 8-bit reference takes. A message centre that is given SAR TLVs builds such a header itself.
const SAR_HEADER: usize = 6;

/// The length octet of a header and as many octets as it can count.
const MAX_HEADER: usize = 256;

/// How to split a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SplitOptions<'a> {
    /// The alphabets to choose from. The one that makes the fewest parts wins, then the one that takes the fewest octets, then
    /// the first. Default: GSM 7-bit and UCS-2, which every message centre takes.
    pub alphabets: &'a [Alphabet],
    /// How the parts are tied together. `None`: they are not; the message goes out whole in the TLV `message_payload`.
    pub reference: Option<Reference>,
    /// Elements that each part has in its header beside the concatenation; not possible with [`Reference::Sar`].
    pub udh: Udh<'a>,
    /// How many parts are allowed. Default: 255, which is the most there can be.
    pub max_segments: u8,
}

impl<'a> SplitOptions<'a> {
    /// Parts tied together by `reference`, which must not be that of another message still under way to the same destination.
    pub const fn new(reference: Reference) -> Self {
        Self { reference: Some(reference), ..Self::message_payload() }
    }

    /// The message whole, in the TLV `message_payload`.
    pub const fn message_payload() -> Self {
        Self {
            alphabets: &[Alphabet::GSM7, Alphabet::Ucs2],
            reference: None,
            udh: Udh::NONE,
            max_segments: u8::MAX,
        }
    }

    /// With these alphabets to choose from.
    pub const fn alphabets(self, alphabets: &'a [Alphabet]) -> Self {
        Self { alphabets, ..self }
    }

    /// With these elements in each part's header.
    pub const fn udh(self, udh: Udh<'a>) -> Self {
        Self { udh, ..self }
    }

    /// With no more than so many parts.
    pub const fn max_segments(self, max_segments: u8) -> Self {
        Self { max_segments, ..self }
    }
}

/// Why a message was not split.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SplitError {
    /// None of the alphabets has every character; this one the last of them does not have.
    Unencodable(Unencodable),
    /// There was no alphabet to choose from.
    NoAlphabet,
    /// More parts than the options or the numbering allow.
    TooManySegments {
        /// How many it would take.
        needed: usize,
    },
    /// Too long for `message_payload`.
    TooLong {
        /// How many octets it would take.
        octets: usize,
    },
    /// The header leaves no room for text.
    NoRoom,
    /// SAR TLVs and a user data header exclude each other (3.4 §5.2.12).
    SarWithUdh,
}

impl From<Unencodable> for SplitError {
    fn from(error: Unencodable) -> Self {
        Self::Unencodable(error)
    }
}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unencodable(error) => error.fmt(f),
            Self::NoAlphabet => f.write_str("no alphabet to choose from"),
            Self::TooManySegments { needed } => write!(f, "the message would take {needed} parts"),
            Self::TooLong { octets } => {
                write!(f, "the message would take {octets} octets of message_payload")
            }
            Self::NoRoom => f.write_str("the user data header leaves no room for text"),
            Self::SarWithUdh => f.write_str("SAR TLVs do not go together with a user data header"),
        }
    }
}

impl core::error::Error for SplitError {}

/// Splits a text.
///
/// No part ends inside a character, be it an escape and its septet or a surrogate pair.
///
/// # Errors
///
/// See [`SplitError`].
///
/// ```
/// use smppkit::message::segment::{SplitOptions, split};
/// use smppkit::message::udh::Reference;
/// use smppkit::values::DataCoding;
///
/// let mut segments = split("Добрый день!", &SplitOptions::new(Reference::Sar(1))).unwrap();
/// let only = segments.next().unwrap();
/// assert_eq!((only.data_coding(), only.octets(), only.sar()), (DataCoding::UCS2, 24, None));
/// ```
pub fn split<'a>(text: &'a str, options: &SplitOptions<'a>) -> Result<Segments<'a>, SplitError> {
    let mut best: Result<(Segments<'a>, usize), SplitError> = Err(SplitError::NoAlphabet);
    for &alphabet in options.alphabets {
        match Segments::text(text, alphabet, options) {
            Ok(segments) => {
                let octets = alphabet.octets(alphabet.units(text)?, 0);
                if best.as_ref().map_or(true, |(other, more)| (segments.left, octets) < (other.left, *more)) {
                    best = Ok((segments, octets));
                }
            }
            // An alphabet that has the characters says more about what is wrong than one that does not.
            Err(error) => {
                best = best.map_err(|previous| match previous {
                    SplitError::NoAlphabet | SplitError::Unencodable(_) => error,
                    _ => previous,
                });
            }
        }
    }
    best.map(|(segments, _)| segments)
}

/// Splits octets that are no text, [`DataCoding::OCTET_UNSPECIFIED_4`].
///
/// # Errors
///
/// See [`SplitError`].
///
/// ```
/// use smppkit::message::segment::{SplitOptions, split_binary};
/// use smppkit::message::udh::{Reference, Udh};
///
/// let ports = Udh::from_elements(&[0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0]).unwrap();
/// let options = SplitOptions::new(Reference::Udh8(1)).udh(ports);
/// let lens: Vec<_> = split_binary(&[0xAA; 200], &options).unwrap().map(|part| part.octets()).collect();
/// assert_eq!(lens, [12 + 128, 12 + 72]);
/// ```
pub fn split_binary<'a>(octets: &'a [u8], options: &SplitOptions<'a>) -> Result<Segments<'a>, SplitError> {
    Segments::new(Content::Binary(octets), octets.len(), options)
}

/// What is in a message or in a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Content<'a> {
    Text(&'a str, Alphabet),
    Binary(&'a [u8]),
}

impl<'a> Content<'a> {
    const fn capacity(self, udh_octets: usize) -> usize {
        match self {
            Self::Text(_, alphabet) => alphabet.capacity(udh_octets),
            Self::Binary(_) => MAX_USER_DATA.saturating_sub(udh_octets),
        }
    }

    /// The units that the largest character can take.
    const fn widest(self) -> usize {
        match self {
            Self::Text(_, Alphabet::Utf8) => 4,
            Self::Text(_, Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_) | Alphabet::Ucs2) => 2,
            _ => 1,
        }
    }

    fn header(self, concatenation: Option<Concatenation>, udh: Udh<'a>) -> Header<'a> {
        let shifts = match self {
            Self::Text(_, Alphabet::Gsm7(shifts) | Alphabet::Gsm7Packed(shifts)) => shifts,
            _ => Shifts::DEFAULT,
        };
        Header { concatenation, shifts, udh }
    }

    /// As much as fits in `capacity` units, and the rest.
    fn cut(self, capacity: usize) -> (Self, Self) {
        match self {
            Self::Binary(octets) => {
                let (head, rest) = octets.split_at_checked(capacity).unwrap_or((octets, &[]));
                (Self::Binary(head), Self::Binary(rest))
            }
            Self::Text(text, alphabet) => {
                let mut room = capacity;
                let end = text.char_indices().find_map(|(at, character)| {
                    match room.checked_sub(alphabet.units_of(character).unwrap_or(0)) {
                        Some(left) => {
                            room = left;
                            None
                        }
                        None => Some(at),
                    }
                });
                let (head, rest) = end.and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""));
                (Self::Text(head, alphabet), Self::Text(rest, alphabet))
            }
        }
    }

    fn is_empty(self) -> bool {
        match self {
            Self::Text(text, _) => text.is_empty(),
            Self::Binary(octets) => octets.is_empty(),
        }
    }

    fn units(self) -> usize {
        match self {
            // Every character was looked up when the message was split.
            Self::Text(text, alphabet) => alphabet.units(text).unwrap_or(0),
            Self::Binary(octets) => octets.len(),
        }
    }

    fn octets(self, units: usize, udh_octets: usize) -> usize {
        match self {
            Self::Text(_, alphabet) => alphabet.octets(units, udh_octets),
            Self::Binary(octets) => octets.len(),
        }
    }
}

/// What stands before the text of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Header<'a> {
    concatenation: Option<Concatenation>,
    shifts: Shifts,
    udh: Udh<'a>,
}

impl Header<'_> {
    /// What [`write_to`](Self::write_to) writes.
    fn octets(self) -> usize {
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

    fn write_to(self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let mut writer = UdhWriter::new(out);
        if let Some(concatenation) = self.concatenation {
            writer.concatenation(concatenation);
        }
        writer.shifts(self.shifts).extend(self.udh).finish()
    }
}

/// The parts of a message, first to last; see [`split`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segments<'a> {
    content: Content<'a>,
    reference: Option<Reference>,
    udh: Udh<'a>,
    capacity: usize,
    total: u8,
    left: u8,
}

impl<'a> Segments<'a> {
    fn text(text: &'a str, alphabet: Alphabet, options: &SplitOptions<'a>) -> Result<Self, SplitError> {
        Self::new(Content::Text(text, alphabet), alphabet.units(text)?, options)
    }

    fn new(content: Content<'a>, units: usize, options: &SplitOptions<'a>) -> Result<Self, SplitError> {
        let &SplitOptions { reference, udh, max_segments, .. } = options;
        let header_alone = content.header(None, udh).octets();
        if header_alone > MAX_HEADER {
            return Err(SplitError::NoRoom);
        }
        let mut segments = Self { content, reference, udh, capacity: usize::MAX, total: 1, left: 1 };
        let Some(reference) = reference else {
            let octets = content.octets(units, header_alone).saturating_add(header_alone);
            let fits = octets <= MAX_MESSAGE_PAYLOAD;
            return if fits { Ok(segments) } else { Err(SplitError::TooLong { octets }) };
        };
        let any = Concatenation { reference, total_segments: 1, segment_seqnum: 1 };
        let header = match reference {
            Reference::Sar(_) if header_alone > 0 => return Err(SplitError::SarWithUdh),
            Reference::Sar(_) => SAR_HEADER,
            _ => content.header(Some(any), udh).octets(),
        };
        let total = if units <= content.capacity(header_alone) {
            1
        } else {
            segments.capacity = content.capacity(header);
            if segments.capacity < content.widest() {
                return Err(SplitError::NoRoom);
            }
            count(content, segments.capacity)
        };
        let too_many = SplitError::TooManySegments { needed: total };
        segments.total = u8::try_from(total).ok().filter(|&total| total <= max_segments).ok_or(too_many)?;
        segments.left = segments.total;
        Ok(segments)
    }

    /// How many parts the message has.
    pub const fn total_segments(&self) -> u8 {
        self.total
    }

    /// The alphabet of the text; `None` for octets that are no text.
    pub const fn alphabet(&self) -> Option<Alphabet> {
        match self.content {
            Content::Text(_, alphabet) => Some(alphabet),
            Content::Binary(_) => None,
        }
    }
}

/// How many parts of `capacity` units there are.
fn count(mut content: Content<'_>, capacity: usize) -> usize {
    let mut total = 0_usize;
    while !content.is_empty() {
        (_, content) = content.cut(capacity);
        total = total.saturating_add(1);
    }
    total
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let left = self.left.checked_sub(1)?;
        let (content, rest) = self.content.cut(self.capacity);
        let segment_seqnum = self.total.saturating_sub(left);
        let concatenation = self.reference.filter(|_| self.total > 1).map(|reference| Concatenation {
            reference,
            total_segments: self.total,
            segment_seqnum,
        });
        (self.left, self.content) = (left, rest);
        Some(Segment { content, concatenation, udh: self.udh, in_message_payload: self.reference.is_none() })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.into(), Some(self.left.into()))
    }
}

impl ExactSizeIterator for Segments<'_> {}
impl core::iter::FusedIterator for Segments<'_> {}

/// One part of a message, or the whole of a short one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment<'a> {
    content: Content<'a>,
    concatenation: Option<Concatenation>,
    udh: Udh<'a>,
    in_message_payload: bool,
}

impl<'a> Segment<'a> {
    /// Writes header and text, what becomes `short_message` or `message_payload`, and says how many octets that took.
    ///
    /// # Errors
    ///
    /// The buffer is too small: it must have [`octets`](Self::octets).
    pub fn write_to(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let too_small = BufferTooSmall { needed: self.octets() };
        let out = out.get_mut(..too_small.needed).ok_or(too_small)?;
        let udh_octets = self.header().write_to(out)?;
        let mut output = Output::new(out.get_mut(udh_octets..).unwrap_or_default());
        match self.content {
            Content::Text(text, alphabet) => {
                // Every character was looked up when the message was split.
                let _ = alphabet.encode_to(text, udh_octets, &mut output);
            }
            Content::Binary(octets) => output.push(octets),
        }
        Ok(too_small.needed)
    }

    /// Header and text, what becomes `short_message` or `message_payload`.
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> alloc::vec::Vec<u8> {
        let mut octets = alloc::vec![0; self.octets()];
        // The buffer has the size it was asked to have.
        let _ = self.write_to(&mut octets);
        octets
    }

    /// How many octets [`write_to`](Self::write_to) writes.
    pub fn octets(&self) -> usize {
        let udh_octets = self.header().octets();
        self.content.octets(self.content.units(), udh_octets).saturating_add(udh_octets)
    }

    /// Whether there is a user data header, so that `esm_class` must say [`EsmClass::UDHI`].
    pub fn udhi(&self) -> bool {
        self.header().octets() > 0
    }

    /// The bits this part needs in `esm_class` (3.4 §5.2.12).
    pub fn esm_class(&self) -> EsmClass {
        if self.udhi() { EsmClass::UDHI } else { EsmClass(0) }
    }

    /// The `data_coding` of this part.
    pub const fn data_coding(&self) -> DataCoding {
        match self.content {
            Content::Text(_, alphabet) => alphabet.data_coding(),
            Content::Binary(_) => DataCoding::OCTET_UNSPECIFIED_4,
        }
    }

    /// Which part of which message; `None` when there is only one.
    pub const fn concatenation(&self) -> Option<Concatenation> {
        self.concatenation
    }

    /// The values of `sar_msg_ref_num`, `sar_total_segments` and `sar_segment_seqnum`, where these TLVs tie the parts together.
    pub const fn sar(&self) -> Option<(u16, u8, u8)> {
        match self.concatenation {
            Some(Concatenation { reference: Reference::Sar(number), total_segments, segment_seqnum }) => {
                Some((number, total_segments, segment_seqnum))
            }
            _ => None,
        }
    }

    /// Whether the octets belong in the TLV `message_payload` rather than in `short_message`.
    pub const fn in_message_payload(&self) -> bool {
        self.in_message_payload
    }

    /// The text of this part; `None` for octets that are no text.
    pub const fn text(&self) -> Option<&'a str> {
        match self.content {
            Content::Text(text, _) => Some(text),
            Content::Binary(_) => None,
        }
    }

    fn header(&self) -> Header<'a> {
        self.content.header(self.concatenation, self.udh)
    }
}

/// What a message composer shows below the text.
///
/// ```
/// use smppkit::message::Alphabet;
/// use smppkit::message::segment::TextInfo;
///
/// let info = TextInfo::of("Fare: 12 €");
/// assert_eq!((info.alphabet, info.characters, info.units), (Alphabet::GSM7, 10, 11));
/// assert_eq!((info.segments, info.units_left), (1, 149));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TextInfo {
    /// The alphabet in which the text travels.
    pub alphabet: Alphabet,
    /// Unicode scalar values.
    pub characters: usize,
    /// Septets of GSM 7-bit, 16-bit units of UCS-2, octets of all else.
    pub units: usize,
    /// How many parts the text makes.
    pub segments: usize,
    /// How many units more fit before there is one part more.
    pub units_left: usize,
}

impl TextInfo {
    /// Counts `text` in the cheaper of GSM 7-bit and UCS-2, its parts tied together by an 8-bit reference.
    pub fn of(text: &str) -> Self {
        let alphabet = Alphabet::cheapest(text);
        // The cheapest alphabet has every character of the text.
        Self::in_alphabet(text, alphabet).unwrap_or(Self {
            alphabet,
            characters: 0,
            units: 0,
            segments: 0,
            units_left: 0,
        })
    }

    /// Counts `text` in `alphabet`, its parts tied together by an 8-bit reference. There is no limit to the parts here.
    ///
    /// # Errors
    ///
    /// The first character that the alphabet does not have.
    pub fn in_alphabet(text: &str, alphabet: Alphabet) -> Result<Self, Unencodable> {
        let units = alphabet.units(text)?;
        let characters = text.chars().count();
        let content = Content::Text(text, alphabet);
        let any = Concatenation { reference: Reference::Udh8(0), total_segments: 1, segment_seqnum: 1 };
        let header = |concatenation| content.header(concatenation, Udh::NONE).octets();
        let (mut segments, mut capacity, mut last) = (1_usize, content.capacity(header(None)), content);
        if units > capacity {
            capacity = content.capacity(header(Some(any)));
            segments = 0;
            let mut rest = content;
            while !rest.is_empty() {
                (last, rest) = rest.cut(capacity);
                segments = segments.saturating_add(1);
            }
        }
        Ok(Self { alphabet, characters, units, segments, units_left: capacity.saturating_sub(last.units()) })
    }
}

#[cfg(test)]
mod tests;
