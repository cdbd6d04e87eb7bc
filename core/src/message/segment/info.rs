//! A counter as in a message composer.

use super::content::Plan;
use super::{SplitError, SplitOptions};
use crate::message::udh::Reference;
use crate::message::{Alphabet, Unencodable};

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
    /// How many parts the text makes. May be more than can be sent.
    pub segments: usize,
    /// How many units more fit in the last part; `usize::MAX` for `message_payload`.
    pub units_left: usize,
}

impl TextInfo {
    /// Counts `text` in the cheaper of GSM 7-bit and UCS-2, its parts tied together by an 8-bit reference.
    pub fn of(text: &str) -> Self {
        // Between them these two have every character, and their headers leave room.
        Self::with(text, &SplitOptions::new(Reference::Udh8(0))).unwrap_or(Self {
            alphabet: Alphabet::Ucs2,
            characters: 0,
            units: 0,
            segments: 0,
            units_left: 0,
        })
    }

    /// Counts `text` as it would be split with these options. There is no limit to the parts here.
    ///
    /// # Errors
    ///
    /// See [`SplitError`].
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::segment::{SplitOptions, TextInfo};
    /// use smppkit::message::udh::Reference;
    ///
    /// let options = SplitOptions::new(Reference::Udh16(0)).alphabets(&[Alphabet::Latin1]);
    /// let info = TextInfo::with(&"é".repeat(141), &options).unwrap();
    /// assert_eq!((info.segments, info.units_left), (2, 133 - 8));
    /// ```
    pub fn with(text: &str, options: &SplitOptions<'_>) -> Result<Self, SplitError> {
        let mut plan = Plan::choose(text, options)?;
        let alphabet = plan.content.alphabet().ok_or(SplitError::NoAlphabet)?;
        let units = plan.content.units();
        let mut last = plan.cut();
        for _ in 1..plan.total {
            last = plan.cut();
        }
        Ok(Self {
            alphabet,
            characters: text.chars().count(),
            units,
            segments: plan.total,
            units_left: if options.reference.is_none() {
                usize::MAX
            } else {
                plan.capacity.saturating_sub(last.units())
            },
        })
    }

    /// Counts `text` in `alphabet`, its parts tied together by an 8-bit reference. There is no limit to the
    /// parts here.
    ///
    /// # Errors
    ///
    /// The first character that the alphabet does not have.
    pub fn in_alphabet(text: &str, alphabet: Alphabet) -> Result<Self, Unencodable> {
        alphabet.units(text)?;
        let alphabets = [alphabet];
        let options = SplitOptions::new(Reference::Udh8(0)).alphabets(&alphabets);
        // The characters are all there, and the header leaves room.
        Ok(Self::with(text, &options).unwrap_or(Self { alphabet, ..Self::of("") }))
    }
}
