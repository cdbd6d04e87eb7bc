//! Alphabets as SMPP carries them, and which of them is the cheapest for a text.

use core::fmt::{self, Write as _};

#[cfg(feature = "east-asian")]
use super::east_asian::{self, EastAsian};
use super::gsm7::{self, Packer, Shifts, fill_bits};
use super::output::{Output, Sink, write_characters, write_display};
use super::{BufferTooSmall, EncodeError, Unencodable, octets, ucs2};
use crate::values::DataCoding;

/// How many octets of user data, its header included, fit in one message on the air (3GPP TS 23.040
/// §9.2.3.24).
pub const MAX_USER_DATA: usize = 140;

/// An alphabet in which a text travels.
///
/// ```
/// use smppkit::message::Alphabet;
///
/// let mut out = [0; 16];
/// let n = Alphabet::Cyrillic.encode("Жук", &mut out).unwrap();
/// assert_eq!(out[..n], [0xB6, 0xE3, 0xDA]);
/// assert_eq!(Alphabet::Cyrillic.decode(&out[..n]).to_string(), "Жук");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Alphabet {
    /// GSM 7-bit, a septet per octet, as nearly all message centres want it.
    Gsm7(Shifts),
    /// GSM 7-bit, eight septets in seven octets.
    Gsm7Packed(Shifts),
    /// ASCII, which the specification calls IA5.
    Ascii,
    /// ISO-8859-1.
    Latin1,
    /// ISO-8859-5.
    Cyrillic,
    /// ISO-8859-8.
    Hebrew,
    /// UCS-2; in practice UTF-16 with the high octet first.
    Ucs2,
    /// Japanese or Korean, with the feature `east-asian`.
    #[cfg(feature = "east-asian")]
    EastAsian(EastAsian),
    /// UTF-8, which no `data_coding` names, but which some accounts mean by 0.
    Utf8,
}

impl Alphabet {
    /// GSM 7-bit default alphabet with its extension table, unpacked.
    pub const GSM7: Self = Self::Gsm7(Shifts::DEFAULT);
    /// GSM 7-bit default alphabet with its extension table, packed.
    pub const GSM7_PACKED: Self = Self::Gsm7Packed(Shifts::DEFAULT);

    /// The cheapest alphabet that every message centre takes and that carries `text` unharmed: GSM 7-bit, or
    /// else UCS-2.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// assert_eq!(Alphabet::cheapest("10 €"), Alphabet::GSM7);
    /// assert_eq!(Alphabet::cheapest("10 ₴"), Alphabet::Ucs2);
    /// ```
    pub fn cheapest(text: &str) -> Self {
        if gsm7::septets(text).is_ok() { Self::GSM7 } else { Self::Ucs2 }
    }

    /// The same alphabet with other GSM tables; all else but GSM 7-bit stays as it is.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::udh::Udh;
    ///
    /// let udh = Udh::from_elements(&[0x24, 0x01, 0x01]).unwrap();
    /// assert_eq!(Alphabet::GSM7.with_shifts(udh.shifts()), Alphabet::Gsm7(udh.shifts()));
    /// assert_eq!(Alphabet::Ucs2.with_shifts(udh.shifts()), Alphabet::Ucs2);
    /// ```
    #[must_use]
    pub const fn with_shifts(self, shifts: Shifts) -> Self {
        match self {
            Self::Gsm7(_) => Self::Gsm7(shifts),
            Self::Gsm7Packed(_) => Self::Gsm7Packed(shifts),
            other => other,
        }
    }

    /// The GSM tables, if the alphabet has any.
    pub(super) const fn shifts(self) -> Option<Shifts> {
        match self {
            Self::Gsm7(shifts) | Self::Gsm7Packed(shifts) => Some(shifts),
            _ => None,
        }
    }

    /// The `data_coding` that says so (3.4 §5.2.19). GSM 7-bit and UTF-8 are [`DataCoding::MC_DEFAULT`]: they
    /// are what the account's message centre has to take for its default.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::values::DataCoding;
    ///
    /// assert_eq!(Alphabet::Ucs2.data_coding(), DataCoding::UCS2);
    /// ```
    pub const fn data_coding(self) -> DataCoding {
        match self {
            Self::Gsm7(_) | Self::Gsm7Packed(_) | Self::Utf8 => DataCoding::MC_DEFAULT,
            Self::Ascii => DataCoding::IA5_ASCII,
            Self::Latin1 => DataCoding::LATIN_1,
            Self::Cyrillic => DataCoding::CYRILLIC,
            Self::Hebrew => DataCoding::LATIN_HEBREW,
            Self::Ucs2 => DataCoding::UCS2,
            #[cfg(feature = "east-asian")]
            Self::EastAsian(alphabet) => alphabet.data_coding(),
        }
    }

    /// How many units `character` takes, if the alphabet has it. A unit is a septet of GSM 7-bit, 16 bits of
    /// UCS-2, and an octet of all else.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// assert_eq!(Alphabet::GSM7.units_of('€'), Some(2));
    /// assert_eq!(Alphabet::Ucs2.units_of('€'), Some(1));
    /// assert_eq!(Alphabet::Latin1.units_of('€'), None);
    /// ```
    #[inline]
    pub fn units_of(self, character: char) -> Option<usize> {
        match self {
            Self::Gsm7(shifts) | Self::Gsm7Packed(shifts) => {
                shifts.septets_of(character).map(|septets| septets.count())
            }
            Self::Ucs2 => Some(character.len_utf16()),
            Self::Utf8 => Some(character.len_utf8()),
            #[cfg(feature = "east-asian")]
            Self::EastAsian(alphabet) => alphabet.units_of(character),
            Self::Ascii | Self::Latin1 | Self::Cyrillic | Self::Hebrew => self.octet_of(character).map(|_| 1),
        }
    }

    /// How many units `text` takes; see [`units_of`](Self::units_of).
    ///
    /// # Errors
    ///
    /// The first character that the alphabet does not have.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// assert_eq!(Alphabet::GSM7.units("10 €"), Ok(5));
    /// assert_eq!(Alphabet::Ascii.units("10 €").unwrap_err().at, 3);
    /// ```
    pub fn units(self, text: &str) -> Result<usize, Unencodable> {
        match self {
            Self::Gsm7(shifts) | Self::Gsm7Packed(shifts) => shifts.septets(text),
            Self::Ucs2 => Ok(ucs2::units(text)),
            Self::Utf8 => Ok(text.len()),
            #[cfg(feature = "east-asian")]
            Self::EastAsian(alphabet) => alphabet.units(text),
            Self::Ascii | Self::Latin1 | Self::Cyrillic | Self::Hebrew => {
                let mut count = 0_usize;
                for (at, character) in text.char_indices() {
                    self.octet_of(character).ok_or(Unencodable { at, character })?;
                    count = count.saturating_add(1);
                }
                Ok(count)
            }
        }
    }

    /// How many units fit in one message on the air beside a user data header of `udh_octets` octets, its
    /// length octet counted.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// assert_eq!([0, 6, 7].map(|udh| Alphabet::GSM7.capacity(udh)), [160, 153, 152]);
    /// assert_eq!([0, 6, 7].map(|udh| Alphabet::Ucs2.capacity(udh)), [70, 67, 66]);
    /// assert_eq!([0, 6, 7].map(|udh| Alphabet::Latin1.capacity(udh)), [140, 134, 133]);
    /// ```
    pub const fn capacity(self, udh_octets: usize) -> usize {
        let octets = MAX_USER_DATA.saturating_sub(udh_octets);
        match self {
            Self::Gsm7(_) | Self::Gsm7Packed(_) => octets.wrapping_mul(8) / 7,
            Self::Ucs2 => octets / 2,
            _ => octets,
        }
    }

    /// Whether `text` may take a unit more than its characters do: a byte order mark, or the second of two
    /// carriage returns.
    pub(super) fn takes_one_more(self, text: &str) -> bool {
        match self {
            Self::Gsm7Packed(_) => text.ends_with('\r'),
            Self::Ucs2 => ucs2::needs_mark(text),
            _ => false,
        }
    }

    /// How many octets of `short_message` a text of so many units takes, behind a user data header of
    /// `udh_octets` octets.
    pub(super) fn octets(self, text: &str, units: usize, udh_octets: usize) -> usize {
        let one_more = self.takes_one_more(text);
        match self {
            Self::Gsm7Packed(_) => {
                let fill_bits = fill_bits(udh_octets);
                let one_more = one_more && gsm7::fill_octets(units, fill_bits);
                gsm7::packed_len(units, fill_bits).saturating_add(one_more.into())
            }
            Self::Ucs2 => units.saturating_add(one_more.into()).saturating_mul(2),
            _ => units,
        }
    }

    /// Writes `text` and says how many octets that took.
    ///
    /// # Errors
    ///
    /// A character that the alphabet does not have, or a buffer that is too small.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// let mut out = [0; 8];
    /// assert_eq!(Alphabet::GSM7_PACKED.encode("hello", &mut out), Ok(5));
    /// assert_eq!(out[..5], [0xE8, 0x32, 0x9B, 0xFD, 0x06]);
    /// ```
    pub fn encode(self, text: &str, out: &mut [u8]) -> Result<usize, EncodeError> {
        let capacity = out.len();
        let mut output = Output::new(out);
        self.encode_to(text, 0, &mut output)?;
        Ok(output.finish(capacity)?)
    }

    pub(super) fn encode_to(
        self,
        text: &str,
        udh_octets: usize,
        sink: &mut impl Sink,
    ) -> Result<(), Unencodable> {
        match self {
            Self::Gsm7(shifts) => shifts.encode_to(text, sink)?,
            Self::Gsm7Packed(shifts) => {
                let mut packer = Packer::new(sink, fill_bits(udh_octets));
                shifts.encode_to(text, &mut packer)?;
                packer.finish();
            }
            Self::Ucs2 => ucs2::encode_to(text, sink),
            Self::Utf8 => sink.push(text.as_bytes()),
            #[cfg(feature = "east-asian")]
            Self::EastAsian(alphabet) => alphabet.encode_to(text, sink)?,
            Self::Ascii | Self::Latin1 | Self::Cyrillic | Self::Hebrew => {
                for (at, character) in text.char_indices() {
                    sink.push(&[self.octet_of(character).ok_or(Unencodable { at, character })?]);
                }
            }
        }
        Ok(())
    }

    /// Reads octets. Never fails: what cannot be read is U+FFFD, and each alphabet is read with the tolerance
    /// its own module describes.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// assert_eq!(Alphabet::Latin1.decode(b"caf\xE9").to_string(), "café");
    /// ```
    pub fn decode(self, octets: &[u8]) -> Decode<'_> {
        self.decode_behind(octets, 0)
    }

    /// Reads octets that follow a user data header of `udh_octets` octets, its length octet counted. Only
    /// packed septets care: they start on a septet boundary.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// // One bit fills up the seven septets that six octets of header take.
    /// assert_eq!(Alphabet::GSM7_PACKED.decode_behind(&[0xD0, 0x69], 6).to_string(), "hi");
    /// ```
    pub fn decode_behind(self, octets: &[u8], udh_octets: usize) -> Decode<'_> {
        Decode(match self {
            Self::Gsm7(shifts) => Inner::Gsm7(shifts.decode(octets)),
            Self::Gsm7Packed(shifts) => Inner::Packed(shifts, gsm7::unpack(octets, fill_bits(udh_octets))),
            Self::Ucs2 => Inner::Ucs2(ucs2::decode(octets)),
            Self::Utf8 => Inner::Utf8(octets),
            #[cfg(feature = "east-asian")]
            Self::EastAsian(alphabet) => Inner::EastAsian(alphabet.decode(octets)),
            // Those who write more than ASCII here mean UTF-8 more often than anything else.
            Self::Ascii if core::str::from_utf8(octets).is_ok() => Inner::Utf8(octets),
            Self::Ascii => Inner::Octets(octets, char::from),
            Self::Latin1 => Inner::Octets(octets, char::from),
            Self::Cyrillic => Inner::Octets(octets, octets::cyrillic),
            Self::Hebrew => Inner::Octets(octets, octets::hebrew),
        })
    }

    fn octet_of(self, character: char) -> Option<u8> {
        match self {
            Self::Ascii => u8::try_from(character).ok().filter(u8::is_ascii),
            Self::Latin1 => u8::try_from(character).ok(),
            Self::Cyrillic => octets::to_cyrillic(character),
            Self::Hebrew => octets::to_hebrew(character),
            _ => None,
        }
    }
}

/// The characters that some octets stand for; see [`Alphabet::decode`]. `Display` prints them.
#[derive(Clone, Debug)]
pub struct Decode<'a>(Inner<'a>);

#[derive(Clone, Debug)]
enum Inner<'a> {
    Gsm7(gsm7::Decode<'a>),
    Packed(Shifts, gsm7::Unpack<'a>),
    Ucs2(ucs2::Decode<'a>),
    Utf8(&'a [u8]),
    #[cfg(feature = "east-asian")]
    EastAsian(east_asian::Decode<'a>),
    Octets(&'a [u8], fn(u8) -> char),
}

impl Decode<'_> {
    /// Writes the characters as UTF-8 to the caller's buffer; four octets for each octet of input always
    /// suffice.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    ///
    /// let mut out = [0; 32];
    /// assert_eq!(Alphabet::Latin1.decode(b"caf\xE9").write_to(&mut out), Ok("café"));
    /// ```
    pub fn write_to<'b>(&self, out: &'b mut [u8]) -> Result<&'b str, BufferTooSmall> {
        write_display(self, out)
    }
}

impl Iterator for Decode<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match &mut self.0 {
            Inner::Gsm7(characters) => characters.next(),
            Inner::Ucs2(characters) => characters.next(),
            #[cfg(feature = "east-asian")]
            Inner::EastAsian(characters) => characters.next(),
            Inner::Packed(shifts, septets) => Some(match septets.next()? {
                gsm7::ESC => septets.next().map_or(' ', |septet| shifts.escaped(septet)),
                septet => shifts.character(septet),
            }),
            Inner::Octets(octets, read) => {
                let (&octet, rest) = octets.split_first()?;
                *octets = rest;
                Some(read(octet))
            }
            Inner::Utf8(octets) => {
                // No character is longer than four octets.
                let chunk = octets.get(..4).unwrap_or(octets).utf8_chunks().next()?;
                let character = chunk.valid().chars().next();
                let len = character.map_or(chunk.invalid().len(), char::len_utf8);
                *octets = octets.get(len..).unwrap_or_default();
                Some(character.unwrap_or(char::REPLACEMENT_CHARACTER))
            }
        }
    }
}

impl core::iter::FusedIterator for Decode<'_> {}

impl fmt::Display for Decode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Gsm7(characters) => characters.fmt(f),
            Inner::Utf8(octets) => octets.utf8_chunks().try_for_each(|chunk| {
                f.write_str(chunk.valid())?;
                if chunk.invalid().is_empty() { Ok(()) } else { f.write_char(char::REPLACEMENT_CHARACTER) }
            }),
            Inner::Ucs2(characters) => characters.fmt(f),
            Inner::Packed(shifts, septets) => gsm7::write_unpacked(*shifts, septets.clone(), f),
            _ => write_characters(self.clone(), f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};
    use std::vec;

    use proptest::prelude::*;

    use super::*;

    const ALL: &[Alphabet] = &[
        Alphabet::GSM7,
        Alphabet::GSM7_PACKED,
        Alphabet::Ascii,
        Alphabet::Latin1,
        Alphabet::Cyrillic,
        Alphabet::Hebrew,
        Alphabet::Ucs2,
        Alphabet::Utf8,
        #[cfg(feature = "east-asian")]
        Alphabet::EastAsian(EastAsian::ShiftJis),
        #[cfg(feature = "east-asian")]
        Alphabet::EastAsian(EastAsian::Iso2022Jp),
        #[cfg(feature = "east-asian")]
        Alphabet::EastAsian(EastAsian::EucKr),
    ];

    #[test]
    fn ascii_with_more_in_it() {
        assert_eq!(Alphabet::Ascii.decode("é".as_bytes()).to_string(), "é");
        assert_eq!(Alphabet::Ascii.decode(b"\xE9!").to_string(), "é!");
    }

    #[test]
    fn utf8_that_is_none() {
        let octets = b"a\xE2\x82b\xF0\x9F\x98\x80\xFF";
        assert_eq!(Alphabet::Utf8.decode(octets).to_string(), "a\u{FFFD}b😀\u{FFFD}");
    }

    proptest! {
        #[test]
        fn what_an_alphabet_has_round_trips(text in "[ -~\u{A0}-\u{FF}\u{400}-\u{45F}\u{5D0}-\u{5EA}€№😀漢カ한\r\u{FEFF}\u{6900}]{0,40}") {
            for &alphabet in ALL {
                let text: String = text.chars().filter(|&c| alphabet.units_of(c).is_some()).collect();
                let units = alphabet.units(&text).unwrap();
                let mut out = vec![0; alphabet.octets(&text, units, 0)];
                prop_assert_eq!(alphabet.encode(&text, &mut out), Ok(out.len()), "{:?}", alphabet);
                prop_assert_eq!(alphabet.decode(&out).to_string(), text, "{:?}", alphabet);
            }
        }

        #[test]
        fn any_octets_are_read_alike_in_both_ways(octets: vec::Vec<u8>) {
            for &alphabet in ALL {
                let decoded = alphabet.decode(&octets);
                let text = decoded.to_string();
                prop_assert!(decoded.write_to(&mut vec![0; octets.len() * 4]) == Ok(&text));
                prop_assert_eq!(decoded.collect::<String>(), text, "{:?}", alphabet);
            }
        }
    }
}
