//! UCS-2, `data_coding` 8: two octets per unit, the high one first (3.4 §5.2.19).
//!
//! What SMPP calls UCS-2 is UTF-16 in practice: a character beyond U+FFFF is a surrogate pair, two units.
//!
//! ```
//! use smppkit::message::ucs2;
//!
//! let mut out = [0; 16];
//! let n = ucs2::encode("Ж😀", &mut out).unwrap();
//! assert_eq!(out[..n], [0x04, 0x16, 0xD8, 0x3D, 0xDE, 0x00]);
//! assert!(ucs2::decode(&out[..n]).eq("Ж😀".chars()));
//! ```

use core::fmt;

use super::BufferTooSmall;
use super::output::{Output, Sink, write_characters, write_display};

/// Writes `text`, two octets per unit, and says how many octets that took. Every text can be written.
///
/// A text that [`decode`] would take for another one has a byte order mark before it: one that begins with
/// U+FEFF or U+FFFE, or that looks as if its low octets came first.
///
/// # Errors
///
/// The buffer is too small: twice [`units`] octets are needed, and two more for a mark.
///
/// ```
/// let mut out = [0; 4];
/// assert_eq!(smppkit::message::ucs2::encode("né", &mut out), Ok(4));
/// assert_eq!(out, [0, b'n', 0, 0xE9]);
/// ```
pub fn encode(text: &str, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
    let capacity = out.len();
    let mut output = Output::new(out);
    encode_to(text, &mut output);
    output.finish(capacity)
}

pub(super) fn encode_to(text: &str, sink: &mut impl Sink) {
    if needs_mark(text) {
        sink.push(&MARK.to_be_bytes());
    }
    let mut rest = text;
    while let Some((lanes, _)) = rest.as_bytes().split_first_chunk::<16>()
        && lanes.is_ascii()
    {
        let mut units = [0; 32];
        for ([_, low], octet) in units.as_chunks_mut::<2>().0.iter_mut().zip(lanes) {
            *low = *octet;
        }
        sink.push(&units);
        rest = rest.get(lanes.len()..).unwrap_or_default();
    }
    for unit in rest.encode_utf16() {
        sink.push(&unit.to_be_bytes());
    }
}

/// The byte order mark.
const MARK: u16 = 0xFEFF;

/// Whether a text is written with a byte order mark; see [`encode`].
pub(super) fn needs_mark(text: &str) -> bool {
    text.starts_with(['\u{FEFF}', '\u{FFFE}'])
        || looks_little_endian(text.encode_utf16().map(u16::to_be_bytes))
}

/// How many 16-bit units `text` takes, without a mark; characters beyond U+FFFF take two.
///
/// ```
/// assert_eq!(smppkit::message::ucs2::units("Ж😀"), 3);
/// ```
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Reads what is meant to be UCS-2. Never fails:
///
/// - a byte order mark is left out, and obeyed;
/// - without one, octets that only make sense with the low octet first are read that way (see
///   [`is_little_endian`]);
/// - half a surrogate pair, or half a unit at the end, is U+FFFD; a single zero octet at the end is left out.
///
/// ```
/// use smppkit::message::ucs2;
///
/// assert!(ucs2::decode(b"\xFF\xFEh\0i\0").eq("hi".chars()));
/// assert!(ucs2::decode(b"\0h\0i\xD8\x3D").eq("hi\u{FFFD}".chars()));
/// ```
pub fn decode(octets: &[u8]) -> Decode<'_> {
    match octets.split_first_chunk::<2>() {
        Some((&[0xFE, 0xFF], rest)) => Decode { octets: rest, little_endian: false },
        Some((&[0xFF, 0xFE], rest)) => Decode { octets: rest, little_endian: true },
        _ => Decode { octets, little_endian: is_little_endian(octets) },
    }
}

/// Reads UCS-2 as it should be, the high octet first, and takes a byte order mark for the character it is:
/// for octets that are known to be right.
///
/// ```
/// use smppkit::message::ucs2;
///
/// assert!(ucs2::decode_exact(b"N\0").eq("一".chars()));
/// ```
pub fn decode_exact(octets: &[u8]) -> Decode<'_> {
    Decode { octets, little_endian: false }
}

/// Whether octets without a byte order mark are UTF-16 with the low octet first, as some senders write it by
/// mistake.
///
/// Says yes only when nearly every unit is then an ASCII character, and none is one the right way round.
/// Other scripts give no safe sign and are read as they should have been sent.
///
/// ```
/// use smppkit::message::ucs2::is_little_endian;
///
/// assert!(is_little_endian(b"h\0e\0l\0l\0o\0"));
/// assert!(!is_little_endian(b"\0h\0e\0l\0l\0o"));
/// ```
pub fn is_little_endian(octets: &[u8]) -> bool {
    looks_little_endian(octets.as_chunks::<2>().0.iter().copied())
}

fn looks_little_endian(units: impl Iterator<Item = [u8; 2]>) -> bool {
    const MIN_UNITS: usize = 2;
    let is_ascii = |octet: u8| matches!(octet, b' '..=b'~' | b'\n' | b'\r');
    let (mut count, mut swapped, mut telling) = (0_usize, 0_usize, 0_usize);
    for unit in units {
        count = count.saturating_add(1);
        match unit {
            [0, low] if is_ascii(low) => return false,
            [low, 0] if is_ascii(low) => {
                swapped = swapped.saturating_add(1);
                // U+2000, U+3000, U+4E00, U+5F00 and U+6700 are common characters: these prove nothing.
                telling =
                    telling.saturating_add(usize::from(!matches!(low, b' ' | b'0' | b'N' | b'_' | b'g')));
            }
            _ => {}
        }
    }
    telling >= MIN_UNITS && swapped.saturating_mul(4) >= count.saturating_mul(3)
}

/// The characters that some octets stand for; see [`decode`]. `Display` prints them.
///
/// ```
/// assert_eq!(smppkit::message::ucs2::decode(b"\0h\0i").to_string(), "hi");
/// ```
#[derive(Clone, Debug)]
pub struct Decode<'a> {
    octets: &'a [u8],
    little_endian: bool,
}

impl<'a> Decode<'a> {
    /// The part of the input that has not been read yet.
    pub fn as_octets(&self) -> &'a [u8] {
        self.octets
    }

    /// Writes the characters as UTF-8 to the caller's buffer; two octets for each octet of input always
    /// suffice.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    pub fn write_to<'b>(&self, out: &'b mut [u8]) -> Result<&'b str, BufferTooSmall> {
        write_display(self, out)
    }

    #[inline]
    fn unit(&self) -> Option<(u16, &'a [u8])> {
        let (&unit, rest) = self.octets.split_first_chunk::<2>()?;
        Some((if self.little_endian { u16::from_le_bytes(unit) } else { u16::from_be_bytes(unit) }, rest))
    }
}

impl Iterator for Decode<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        let Some((unit, rest)) = self.unit() else {
            let &last = self.octets.first()?;
            self.octets = &[];
            return (last != 0).then_some(char::REPLACEMENT_CHARACTER);
        };
        self.octets = rest;
        if let Some(character) = char::from_u32(u32::from(unit)) {
            return Some(character);
        }
        if let Some((low, rest)) = self.unit()
            && let Some(Ok(character)) = char::decode_utf16([unit, low]).next()
        {
            self.octets = rest;
            return Some(character);
        }
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.octets.len() / 4, Some(self.octets.len().div_ceil(2)))
    }
}

impl core::iter::FusedIterator for Decode<'_> {}

impl fmt::Display for Decode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.clone();
        // The commonest units by far, many at a time.
        while let Some((lanes, after)) = rest.octets.split_first_chunk::<32>()
            && let Some(ascii) = narrow(lanes, self.little_endian)
        {
            f.write_str(core::str::from_utf8(&ascii).unwrap_or_default())?;
            rest.octets = after;
        }
        write_characters(rest, f)
    }
}

/// The ASCII characters that sixteen units are, if all of them are.
#[inline]
fn narrow(units: &[u8; 32], little_endian: bool) -> Option<[u8; 16]> {
    let mut ascii = [0; 16];
    let mut rest = 0;
    for (octet, &[first, second]) in ascii.iter_mut().zip(units.as_chunks::<2>().0) {
        let (high, low) = if little_endian { (second, first) } else { (first, second) };
        *octet = low;
        rest |= high | (low & 0x80);
    }
    (rest == 0).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec;

    use proptest::prelude::*;

    use super::*;

    fn text(octets: &[u8]) -> String {
        decode(octets).collect()
    }

    #[test]
    fn a_mark_is_obeyed_and_left_out() {
        assert_eq!(text(b"\xFE\xFF\0h\0i"), "hi");
        assert_eq!(text(b"\xFF\xFEh\0i\0"), "hi");
        assert_eq!(text(b"\xFF\xFE\x16\x04"), "Ж");
    }

    #[test]
    fn low_octet_first_is_recognised_only_when_certain() {
        assert_eq!(text(b"h\0i\0 \0y\0o\0u\0"), "hi you");
        assert_eq!(
            text("一一".encode_utf16().flat_map(u16::to_be_bytes).collect::<vec::Vec<_>>().as_slice()),
            "一一"
        );
        assert_eq!(text(b"N\0"), "一");
        assert_eq!(text(b"k\0"), "\u{6B00}");
        assert_eq!(text(b"h\0i\0\0!"), "\u{6800}\u{6900}!");
    }

    #[test]
    fn a_text_that_looks_like_another_one_has_a_mark() {
        let mut out = [0; 16];
        for (written, octets) in [
            ("\u{FEFF}a", &b"\xFE\xFF\xFE\xFF\0a"[..]),
            ("\u{FFFE}", b"\xFE\xFF\xFF\xFE"),
            ("\u{6800}\u{6900}", b"\xFE\xFFh\0i\0"),
            ("a\u{FEFF}", b"\0a\xFE\xFF"),
            ("最开", b"\x67\0\x5F\0"),
        ] {
            let n = encode(written, &mut out).unwrap();
            assert_eq!((&out[..n], &*text(&out[..n])), (octets, written));
        }
    }

    #[test]
    fn halves_become_replacement_characters() {
        assert_eq!(text(b"\xD8\x3D\0a"), "\u{FFFD}a");
        assert_eq!(text(b"\xDE\0\0a"), "\u{FFFD}a");
        assert_eq!(text(b"\xD8\x3D\xD8\x3D\xDE\0"), "\u{FFFD}😀");
        assert_eq!(text(b"\0a\x04"), "a\u{FFFD}");
        assert_eq!(text(b"\0a\0"), "a");
    }

    #[test]
    fn a_small_buffer_is_told_its_size() {
        assert_eq!(encode("😀a", &mut [0; 5]), Err(BufferTooSmall { needed: 6 }));
    }

    proptest! {
        #[test]
        fn any_text_round_trips(text: String) {
            let mut out = vec![0; text.len() * 2 + 2];
            let n = encode(&text, &mut out).unwrap();
            prop_assert_eq!(n, (units(&text) + usize::from(needs_mark(&text))) * 2);
            prop_assert_eq!(decode(&out[..n]).collect::<String>(), text.clone());
            let mark = if needs_mark(&text) { "\u{FEFF}" } else { "" };
            prop_assert_eq!(decode_exact(&out[..n]).collect::<String>(), String::from(mark) + &text);
        }

        #[test]
        fn any_octets_are_read_to_the_end(octets: vec::Vec<u8>) {
            let mut decoded = decode(&octets);
            prop_assert!(decoded.by_ref().count() <= octets.len().div_ceil(2));
            prop_assert!(decoded.as_octets().is_empty());
        }
    }
}
