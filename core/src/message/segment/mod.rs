//! Splitting: a text or a binary message as the parts that fit on the air, and a counter as in a message
//! composer.
//!
//! 140 octets fit (3GPP TS 23.040): 160 septets, 70 units of UCS-2, 140 octets. The parts of a longer message
//! each lose some to the header that ties them together: with an 8-bit reference 153, 67, 134 are left.
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

mod content;
mod info;

use core::fmt;

use super::coding::{self, Coding, MessageClass, Profile};
use super::gsm7::Shifts;
use super::output::{Output, Sink};
use super::udh::{Concatenation, Reference, Udh};
use super::{Alphabet, BufferTooSmall, Unencodable};
use crate::values::{DataCoding, EsmClass};
use content::{Content, Header, Plan};
pub use info::TextInfo;

/// How many octets the TLV `message_payload` carries at most (3.4 §5.3.2.32).
pub const MAX_MESSAGE_PAYLOAD: usize = 65_535;

/// How to split a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct SplitOptions<'a> {
    /// The alphabets to choose from. The one that makes the fewest parts wins, then the one that takes the
    /// fewest octets, then the first. Default: GSM 7-bit and UCS-2, which every message centre takes.
    pub alphabets: &'a [Alphabet],
    /// Whether the national language tables of GSM 7-bit may be used (3GPP TS 23.038 §6.2.1.2), for the
    /// languages that the text can be in. Default: no, since many telephones and message centres do not know
    /// them.
    pub national_tables: bool,
    /// How the parts are tied together. `None`: they are not; the message goes out whole in the TLV
    /// `message_payload`.
    pub reference: Option<Reference>,
    /// Elements that each part has in its header before those for concatenation and national tables, which
    /// are none of the caller's; not possible with [`Reference::Sar`].
    pub udh: Udh<'a>,
    /// The account, which says what `data_coding` each alphabet has. Alphabets that have none with it are not
    /// used. Default: none; alphabets have what [`Alphabet::data_coding`] says.
    pub profile: Option<Profile<'a>>,
    /// The class of the message, which goes into `data_coding`: only GSM 7-bit, UCS-2 and octets have one.
    /// Default: none.
    pub class: Option<MessageClass>,
    /// How many parts are allowed. Default: 255, which is the most there can be.
    pub max_segments: u8,
}

impl<'a> SplitOptions<'a> {
    /// Parts tied together by `reference`, which must not be that of another message still under way to the
    /// same destination.
    pub const fn new(reference: Reference) -> Self {
        Self { reference: Some(reference), ..Self::message_payload() }
    }

    /// The message whole, in the TLV `message_payload`.
    ///
    /// ```
    /// use smppkit::message::segment::{SplitOptions, split};
    ///
    /// let text = "long ".repeat(200);
    /// let mut segments = split(&text, &SplitOptions::message_payload()).unwrap();
    /// let only = segments.next().unwrap();
    /// assert!(only.in_message_payload() && only.octets() == 1000 && segments.next().is_none());
    /// ```
    pub const fn message_payload() -> Self {
        Self {
            alphabets: &[Alphabet::GSM7, Alphabet::Ucs2],
            national_tables: false,
            reference: None,
            udh: Udh::NONE,
            profile: None,
            class: None,
            max_segments: u8::MAX,
        }
    }

    /// For an account: with what it takes for its default to choose from, and UCS-2, unless other alphabets
    /// are named after this.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::coding::Profile;
    /// use smppkit::message::segment::{SplitOptions, split};
    /// use smppkit::message::udh::Reference;
    /// use smppkit::values::DataCoding;
    ///
    /// let options = SplitOptions::new(Reference::Udh8(0)).profile(Profile::LATIN_1);
    /// let mut segments = split("naïve", &options).unwrap();
    /// assert_eq!(segments.alphabet(), Some(Alphabet::Latin1));
    /// assert_eq!(segments.next().unwrap().data_coding(), DataCoding::MC_DEFAULT);
    /// ```
    pub const fn profile(self, profile: Profile<'a>) -> Self {
        let alphabets: &[Alphabet] = match profile.mc_default {
            Alphabet::Gsm7Packed(_) => &[Alphabet::GSM7_PACKED, Alphabet::Ucs2],
            Alphabet::Ascii => &[Alphabet::Ascii, Alphabet::Ucs2],
            Alphabet::Latin1 => &[Alphabet::Latin1, Alphabet::Ucs2],
            Alphabet::Utf8 => &[Alphabet::Utf8, Alphabet::Ucs2],
            _ => &[Alphabet::GSM7, Alphabet::Ucs2],
        };
        Self { alphabets, profile: Some(profile), ..self }
    }

    /// With this class.
    ///
    /// ```
    /// use smppkit::message::coding::MessageClass;
    /// use smppkit::message::segment::{SplitOptions, split};
    /// use smppkit::message::udh::Reference;
    /// use smppkit::values::DataCoding;
    ///
    /// let options = SplitOptions::new(Reference::Udh8(0)).class(MessageClass::Flash);
    /// assert_eq!(split("Fire!", &options).unwrap().next().unwrap().data_coding(), DataCoding(0xF0));
    /// ```
    pub const fn class(self, class: MessageClass) -> Self {
        Self { class: Some(class), ..self }
    }

    /// The `data_coding` of such a message, if there is one.
    fn data_coding(&self, content: Content<'_>) -> Option<DataCoding> {
        let meaning = content.alphabet().map_or(coding::Content::Binary, |alphabet| {
            coding::Content::Text(alphabet.with_shifts(Shifts::DEFAULT))
        });
        let Some(class) = self.class else {
            return match (content.alphabet(), self.profile) {
                (Some(alphabet), Some(profile)) => profile.data_coding(alphabet),
                (Some(alphabet), None) => Some(alphabet.data_coding()),
                (None, _) => Some(DataCoding::OCTET_UNSPECIFIED_4),
            };
        };
        let means_it = |data_coding: &DataCoding| {
            self.profile.is_none_or(|profile| Coding::read(*data_coding, &profile).content == meaning)
        };
        class.data_coding(meaning).filter(means_it)
    }

    /// With these alphabets to choose from.
    pub const fn alphabets(self, alphabets: &'a [Alphabet]) -> Self {
        Self { alphabets, ..self }
    }

    /// With the national language tables or without.
    ///
    /// ```
    /// use smppkit::message::segment::{SplitOptions, TextInfo};
    /// use smppkit::message::udh::Reference;
    ///
    /// let text = "Şu anda müsait değilim, akşam arayacağım. ".repeat(3);
    /// let options = SplitOptions::new(Reference::Udh8(0));
    /// assert_eq!(TextInfo::with(&text, &options).unwrap().segments, 2);
    /// assert_eq!(TextInfo::with(&text, &options.national_tables(true)).unwrap().segments, 1);
    /// ```
    pub const fn national_tables(self, national_tables: bool) -> Self {
        Self { national_tables, ..self }
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
    /// There was no alphabet to choose from, or none that the account and the class have a `data_coding` for.
    NoAlphabet,
    /// More parts than the options or the numbering allow.
    TooManySegments {
        /// How many it would take.
        needed: usize,
        /// How many are allowed.
        max: u8,
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
            Self::NoAlphabet => f.write_str("no alphabet to choose from that has a data_coding"),
            Self::TooManySegments { needed, max } => {
                write!(f, "the message would take {needed} parts, at most {max} are allowed")
            }
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
/// No part ends inside a character, be it an escape and its septet, a surrogate pair, or several that a
/// reader takes for one: a letter and its accents, an emoji family, a flag. Only where such a cluster alone
/// is longer than a part is it cut.
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
    Plan::choose(text, options)?.segments(options.max_segments)
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
    Plan::new(Content::Binary(octets), octets.len(), options)?.segments(options.max_segments)
}

/// The parts of a message, first to last; see [`split`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segments<'a> {
    plan: Plan<'a>,
    total: u8,
    left: u8,
}

impl<'a> Plan<'a> {
    fn segments(self, max_segments: u8) -> Result<Segments<'a>, SplitError> {
        let too_many = SplitError::TooManySegments { needed: self.total, max: max_segments };
        let total = u8::try_from(self.total).ok().filter(|&total| total <= max_segments).ok_or(too_many)?;
        Ok(Segments { plan: self, total, left: total })
    }
}

impl Segments<'_> {
    /// How many parts the message has.
    pub const fn total_segments(&self) -> u8 {
        self.total
    }

    /// The alphabet of the text; `None` for octets that are no text.
    pub const fn alphabet(&self) -> Option<Alphabet> {
        self.plan.content.alphabet()
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        let left = self.left.checked_sub(1)?;
        let content = self.plan.cut();
        let segment_seqnum = self.total.saturating_sub(left);
        let Plan { reference, udh, data_coding, .. } = self.plan;
        let concatenation = reference.filter(|_| self.total > 1).map(|reference| Concatenation {
            reference,
            total_segments: self.total,
            segment_seqnum,
        });
        self.left = left;
        let in_message_payload = reference.is_none();
        Some(Segment { content, concatenation, udh, data_coding, in_message_payload })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.into(), Some(self.left.into()))
    }
}

impl ExactSizeIterator for Segments<'_> {}
impl core::iter::FusedIterator for Segments<'_> {}

/// One part of a message, or the whole of a short one.
///
/// ```
/// use smppkit::message::segment::{SplitOptions, split};
/// use smppkit::message::udh::Reference;
/// use smppkit::values::{DataCoding, EsmClass};
///
/// let text = "ж".repeat(71);
/// let mut segments = split(&text, &SplitOptions::new(Reference::Udh8(7))).unwrap();
/// let first = segments.next().unwrap();
/// assert_eq!((first.esm_class(), first.data_coding()), (EsmClass::UDHI, DataCoding::UCS2));
/// assert_eq!((first.octets(), first.text()), (6 + 134, Some(&*"ж".repeat(67))));
///
/// let mut segments = split(&text, &SplitOptions::new(Reference::Sar(7))).unwrap();
/// let second = segments.nth(1).unwrap();
/// assert_eq!((second.udhi(), second.sar(), second.octets()), (false, Some((7, 2, 2)), 8));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment<'a> {
    content: Content<'a>,
    concatenation: Option<Concatenation>,
    udh: Udh<'a>,
    data_coding: DataCoding,
    in_message_payload: bool,
}

impl<'a> Segment<'a> {
    /// Writes header and text, what becomes `short_message` or `message_payload`, and says how many octets
    /// that took.
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

    /// The `data_coding` of this part, by the specification or by [`SplitOptions::profile`].
    pub const fn data_coding(&self) -> DataCoding {
        self.data_coding
    }

    /// Which part of which message; `None` when there is only one.
    pub const fn concatenation(&self) -> Option<Concatenation> {
        self.concatenation
    }

    /// The values of `sar_msg_ref_num`, `sar_total_segments` and `sar_segment_seqnum`, where these TLVs tie
    /// the parts together.
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

#[cfg(test)]
mod tests;
