//! The user data header: information elements before the text (3GPP TS 23.040 §9.2.3.24), there when
//! `esm_class` says
//! [`EsmClass::UDHI`](crate::values::EsmClass::UDHI) (3.4 §5.2.12).
//!
//! Its first octet (UDHL) counts the octets after itself. Each element is an identifier, a length, and as
//! many octets.
//!
//! ```
//! use smppkit::message::udh::{Concatenation, Reference, Udh};
//!
//! let (udh, text) = Udh::split(b"\x05\x00\x03\x2A\x02\x01first part").unwrap();
//! assert_eq!(text, b"first part");
//! let part = Concatenation { reference: Reference::Udh8(42), total_segments: 2, segment_seqnum: 1 };
//! assert_eq!(udh.concatenation(), Some(part));
//! ```

mod element;
mod iei;

use core::fmt;

use super::BufferTooSmall;
use super::gsm7::{Language, Shifts};
use super::output::{Output, Sink};
pub use element::{Element, Value, VoiceMail};
pub use iei::Iei;

/// How the parts of a message say that they belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reference {
    /// By the UDH element "concatenated short messages, 8-bit reference".
    Udh8(u8),
    /// By the UDH element "concatenated short messages, 16-bit reference".
    Udh16(u16),
    /// By the TLVs `sar_msg_ref_num`, `sar_total_segments`, `sar_segment_seqnum` (3.4 §5.3.2.22 to
    /// §5.3.2.24).
    Sar(u16),
}

impl Reference {
    /// The number, however it travels.
    pub fn number(self) -> u16 {
        match self {
            Self::Udh8(number) => number.into(),
            Self::Udh16(number) | Self::Sar(number) => number,
        }
    }
}

/// Which part of which message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Concatenation {
    /// The same in all parts of a message.
    pub reference: Reference,
    /// How many parts there are: 1 to 255.
    pub total_segments: u8,
    /// Which one this is: 1 to `total_segments`.
    pub segment_seqnum: u8,
}

impl Concatenation {
    /// Whether the numbers make sense. Where not, the message is to be treated as if it had no such element.
    ///
    /// ```
    /// use smppkit::message::udh::{Concatenation, Reference};
    ///
    /// assert!(!Concatenation { reference: Reference::Udh8(1), total_segments: 2, segment_seqnum: 3 }.is_valid());
    /// ```
    pub const fn is_valid(self) -> bool {
        self.segment_seqnum >= 1 && self.segment_seqnum <= self.total_segments
    }
}

/// What is wrong with a user data header. The whole of the user data is then best treated as opaque.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UdhError {
    /// There is not even a length octet.
    Empty,
    /// The length octet counts more octets than there are.
    HeaderTooLong {
        /// What the length octet says.
        declared: u8,
        /// How many octets follow it.
        available: usize,
    },
    /// An element goes on beyond the header, or there is no room for its two first octets.
    ElementTooLong {
        /// Octets of the header before the element, the length octet not counted.
        at: usize,
        /// What the element is.
        iei: Iei,
    },
}

impl fmt::Display for UdhError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no user data header where one was announced"),
            Self::HeaderTooLong { declared, available } => {
                write!(f, "a user data header of {declared} octets where {available} follow")
            }
            Self::ElementTooLong { at, iei } => {
                write!(f, "the information element {iei:?} at octet {at} goes beyond its user data header")
            }
        }
    }
}

impl core::error::Error for UdhError {}

/// A user data header that is whole: every element ends where the next one begins.
///
/// Elements that may stand only once count by their last appearance that makes sense.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Udh<'a> {
    elements: &'a [u8],
}

impl<'a> Udh<'a> {
    /// No header.
    pub const NONE: Self = Self { elements: &[] };

    /// Splits user data (`short_message` or `message_payload`) into its header and what comes after it.
    ///
    /// # Errors
    ///
    /// What is wrong with the header.
    ///
    /// ```
    /// use smppkit::message::udh::{Udh, UdhError};
    ///
    /// assert_eq!(Udh::split(b"\x20hello"), Err(UdhError::HeaderTooLong { declared: 0x20, available: 5 }));
    /// ```
    pub fn split(user_data: &'a [u8]) -> Result<(Self, &'a [u8]), UdhError> {
        let (&declared, rest) = user_data.split_first().ok_or(UdhError::Empty)?;
        let (elements, text) = rest
            .split_at_checked(usize::from(declared))
            .ok_or(UdhError::HeaderTooLong { declared, available: rest.len() })?;
        Ok((Self::from_elements(elements)?, text))
    }

    /// A header from its elements, the length octet left out.
    ///
    /// # Errors
    ///
    /// An element that goes on beyond the end, or more octets than a header can have.
    ///
    /// ```
    /// use smppkit::message::udh::{Iei, Udh};
    ///
    /// let udh = Udh::from_elements(&[0x24, 0x01, 0x01]).unwrap();
    /// assert_eq!(udh.get(Iei::SINGLE_SHIFT), Some(&[1][..]));
    /// ```
    pub fn from_elements(elements: &'a [u8]) -> Result<Self, UdhError> {
        let too_long = UdhError::HeaderTooLong { declared: u8::MAX, available: elements.len() };
        u8::try_from(elements.len()).map_err(|_| too_long)?;
        let mut rest = Elements { rest: elements };
        while rest.next().is_some() {}
        match rest.rest.first() {
            None => Ok(Self { elements }),
            Some(&iei) => {
                let at = elements.len().saturating_sub(rest.rest.len());
                Err(UdhError::ElementTooLong { at, iei: Iei(iei) })
            }
        }
    }

    /// The octets of the elements, without the length octet.
    pub const fn as_octets(self) -> &'a [u8] {
        self.elements
    }

    /// Whether there are no elements.
    pub const fn is_empty(self) -> bool {
        self.elements.is_empty()
    }

    /// How many octets of user data the header takes, its length octet counted; 0 when it is empty and thus
    /// left out.
    ///
    /// ```
    /// use smppkit::message::udh::Udh;
    ///
    /// assert_eq!(Udh::from_elements(&[0x24, 0x01, 0x01]).unwrap().octets(), 4);
    /// assert_eq!(Udh::NONE.octets(), 0);
    /// ```
    pub const fn octets(self) -> usize {
        if self.elements.is_empty() { 0 } else { self.elements.len().saturating_add(1) }
    }

    /// The elements, first to last.
    ///
    /// ```
    /// use smppkit::message::udh::{Iei, Udh};
    ///
    /// let udh = Udh::from_elements(&[0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0, 0xE0, 0x00]).unwrap();
    /// assert!(udh.elements().map(|element| element.iei).eq([Iei::PORTS_16, Iei(0xE0)]));
    /// ```
    pub const fn elements(self) -> Elements<'a> {
        Elements { rest: self.elements }
    }

    /// The octets of the last element with that identifier.
    pub fn get(self, iei: Iei) -> Option<&'a [u8]> {
        self.elements().filter(|element| element.iei == iei).last().map(|element| element.data)
    }

    /// Which part of which message this is, by the last element that says so and makes sense.
    pub fn concatenation(self) -> Option<Concatenation> {
        self.elements().filter_map(Element::concatenation).last()
    }

    /// The national language tables of the text (3GPP TS 23.038 §6.2.1.2), by the last elements that name them.
    ///
    /// ```
    /// use smppkit::message::gsm7::Language;
    /// use smppkit::message::udh::Udh;
    ///
    /// let udh = Udh::from_elements(&[0x24, 0x01, 0x03]).unwrap();
    /// assert_eq!(udh.shifts().single, Language(3));
    /// ```
    pub fn shifts(self) -> Shifts {
        let language = |iei| {
            let named = |element: Element<'_>| match *element.data {
                [language] if element.iei == iei => Some(Language(language)),
                _ => None,
            };
            self.elements().filter_map(named).last().unwrap_or_default()
        };
        Shifts { locking: language(Iei::LOCKING_SHIFT), single: language(Iei::SINGLE_SHIFT) }
    }

    /// The application ports, destination first, by the last element that has them.
    ///
    /// ```
    /// use smppkit::message::udh::Udh;
    ///
    /// let udh = Udh::from_elements(&[0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0]).unwrap();
    /// assert_eq!(udh.ports(), Some((2948, 9200)));
    /// ```
    pub fn ports(self) -> Option<(u16, u16)> {
        let ports = |element: Element<'_>| match element.value() {
            Value::Ports8 { destination, originator } => Some((destination.into(), originator.into())),
            Value::Ports16 { destination, originator } => Some((destination, originator)),
            _ => None,
        };
        self.elements().filter_map(ports).last()
    }
}

/// Walks the elements of a header; see [`Udh::elements`].
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    #[inline]
    fn next(&mut self) -> Option<Element<'a>> {
        let (&[iei, len], rest) = self.rest.split_first_chunk::<2>()?;
        let (data, rest) = rest.split_at_checked(usize::from(len))?;
        self.rest = rest;
        Some(Element { iei: Iei(iei), data })
    }
}

impl core::iter::FusedIterator for Elements<'_> {}

/// Builds a user data header in the caller's memory.
///
/// ```
/// use smppkit::message::udh::{Concatenation, Iei, Reference, UdhWriter};
///
/// let mut out = [0; 140];
/// let mut udh = UdhWriter::new(&mut out);
/// udh.push(Iei::PORTS_16, &[0x0B, 0x84, 0x23, 0xF0]);
/// udh.concatenation(Concatenation { reference: Reference::Udh8(42), total_segments: 2, segment_seqnum: 1 });
/// let n = udh.finish().unwrap();
/// assert_eq!(out[..n], *b"\x0B\x05\x04\x0B\x84\x23\xF0\x00\x03\x2A\x02\x01");
/// ```
#[derive(Debug)]
pub struct UdhWriter<'b> {
    out: &'b mut [u8],
    len: usize,
}

impl<'b> UdhWriter<'b> {
    /// An empty header at the front of `out`.
    pub fn new(out: &'b mut [u8]) -> Self {
        Self { out, len: 1 }
    }

    /// Adds an element.
    pub fn push(&mut self, iei: Iei, data: &[u8]) -> &mut Self {
        // An oversize element makes an oversize header, which `finish` refuses.
        let len = u8::try_from(data.len()).unwrap_or(u8::MAX);
        let mut output = Output::new(self.out.get_mut(self.len..).unwrap_or_default());
        output.push(&[iei.0, len]);
        output.push(data);
        self.len = self.len.saturating_add(data.len()).saturating_add(2);
        self
    }

    /// Adds the element that ties the parts of a message together; nothing for [`Reference::Sar`].
    pub fn concatenation(&mut self, part: Concatenation) -> &mut Self {
        let Concatenation { reference, total_segments, segment_seqnum } = part;
        match reference {
            Reference::Udh8(number) => {
                self.push(Iei::CONCATENATION_8, &[number, total_segments, segment_seqnum])
            }
            Reference::Udh16(number) => {
                let [high, low] = number.to_be_bytes();
                self.push(Iei::CONCATENATION_16, &[high, low, total_segments, segment_seqnum])
            }
            Reference::Sar(_) => self,
        }
    }

    /// Adds the elements that name the national language tables, those that are not the default.
    pub fn shifts(&mut self, shifts: Shifts) -> &mut Self {
        for (iei, language) in [(Iei::SINGLE_SHIFT, shifts.single), (Iei::LOCKING_SHIFT, shifts.locking)] {
            if language != Language::DEFAULT {
                self.push(iei, &[language.0]);
            }
        }
        self
    }

    /// Adds all elements of another header.
    pub fn extend(&mut self, udh: Udh<'_>) -> &mut Self {
        for element in udh.elements() {
            self.push(element.iei, element.data);
        }
        self
    }

    /// Writes the length octet and says how many octets the header takes with it: 0 when nothing was added.
    ///
    /// # Errors
    ///
    /// The buffer is too small, or it would have been large enough but the header is longer than 256 octets.
    pub fn finish(&mut self) -> Result<usize, BufferTooSmall> {
        let Some(elements) = self.len.checked_sub(1).filter(|&elements| elements > 0) else { return Ok(0) };
        let too_small = BufferTooSmall { needed: self.len };
        let first = self.out.first_mut().ok_or(too_small)?;
        *first = u8::try_from(elements).map_err(|_| too_small)?;
        if self.len <= self.out.len() { Ok(self.len) } else { Err(too_small) }
    }
}

#[cfg(test)]
mod tests;
