//! The GSM 7-bit alphabets (3GPP TS 23.038 §6.2.1): the default alphabet, its extension table, the national
//! language tables.
//!
//! SMPP carries a septet in an octet of its own, the top bit clear ("unpacked"); characters of an extension
//! table take two, [`ESC`] first. A few message centres want the septets packed, eight in seven octets:
//! [`pack`] and [`unpack`].
//!
//! ```
//! use smppkit::message::gsm7;
//!
//! let mut out = [0; 16];
//! let n = gsm7::encode("10 € @ home", &mut out).unwrap();
//! assert_eq!(&out[..n], b"10 \x1Be \x00 home");
//! assert!(gsm7::decode(&out[..n]).eq("10 € @ home".chars()));
//! ```

mod national;
mod packed;
mod tables;

use core::fmt;

use super::output::{Output, Sink, write_characters, write_display};
use super::{BufferTooSmall, EncodeError, Unencodable};
pub(super) use packed::{Packer, fill_octets};
pub use packed::{Unpack, fill_bits, pack, packed_len, unpack};
use tables::Septets;
pub use tables::{Language, Shifts};

/// Escape to the extension table: 0x1B.
pub const ESC: u8 = 0x1B;

/// Writes `text` in the default alphabet, a septet per octet, and says how many octets that took.
///
/// # Errors
///
/// A character that the alphabet does not have, or a buffer that is too small.
///
/// ```
/// # use smppkit::message::{EncodeError, gsm7};
/// let mut out = [0; 8];
/// assert_eq!(gsm7::encode("[§]", &mut out), Ok(5));
/// assert_eq!(out[..5], [0x1B, 0x3C, 0x5F, 0x1B, 0x3E]);
/// assert!(matches!(gsm7::encode("œuvre", &mut out), Err(EncodeError::Unencodable(_))));
/// ```
pub fn encode(text: &str, out: &mut [u8]) -> Result<usize, EncodeError> {
    Shifts::DEFAULT.encode(text, out)
}

/// Reads octets that each hold a septet of the default alphabet. Never fails.
///
/// - An escape before a code that the extension table does not have is skipped, as §6.2.1.1 wants; a doubled
///   escape and one at the very end are a space.
/// - An octet of 0x80 or more is no septet; it is read as Latin-1, which is what senders of such octets mean.
///
/// ```
/// # use smppkit::message::gsm7;
/// assert!(gsm7::decode(b"caf\x05 \x1Bx \xE9").eq("café x é".chars()));
/// ```
pub fn decode(octets: &[u8]) -> Decode<'_> {
    Shifts::DEFAULT.decode(octets)
}

/// How many septets `text` takes in the default alphabet; characters of the extension table take two.
///
/// # Errors
///
/// The first character that the alphabet does not have.
///
/// ```
/// assert_eq!(smppkit::message::gsm7::septets("{5 €}"), Ok(8));
/// ```
pub fn septets(text: &str) -> Result<usize, Unencodable> {
    Shifts::DEFAULT.septets(text)
}

/// Whether `character` is in the default alphabet or its extension table.
///
/// ```
/// # use smppkit::message::gsm7;
/// assert!(gsm7::has('Ω') && gsm7::has('€') && gsm7::has('@'));
/// assert!(!gsm7::has('`') && !gsm7::has('ç') && !gsm7::has('\t'));
/// ```
pub fn has(character: char) -> bool {
    Shifts::DEFAULT.septets_of(character).is_some()
}

impl Shifts {
    /// [`encode`] with these tables.
    ///
    /// # Errors
    ///
    /// As [`encode`].
    ///
    /// ```
    /// use smppkit::message::gsm7::{Language, Shifts};
    ///
    /// let turkish = Shifts { locking: Language::TURKISH, single: Language::DEFAULT };
    /// let mut out = [0; 8];
    /// assert_eq!(turkish.encode("ışık", &mut out), Ok(4));
    /// assert_eq!(out[..4], [0x07, 0x1D, 0x07, b'k']);
    /// ```
    pub fn encode(self, text: &str, out: &mut [u8]) -> Result<usize, EncodeError> {
        let capacity = out.len();
        let mut output = Output::new(out);
        self.encode_to(text, &mut output)?;
        Ok(output.finish(capacity)?)
    }

    #[inline]
    pub(super) fn encode_to(self, text: &str, sink: &mut impl Sink) -> Result<(), Unencodable> {
        let mut rest = text;
        loop {
            let (plain, special) = self.split_plain(rest);
            sink.push(plain.as_bytes());
            let mut characters = special.chars();
            let Some(character) = characters.next() else { return Ok(()) };
            match self.septets_of(character) {
                Some(Septets::One(septet)) => sink.push(&[septet]),
                Some(Septets::Two(septet)) => sink.push(&[ESC, septet]),
                None => return Err(Unencodable { at: text.len().saturating_sub(special.len()), character }),
            }
            rest = characters.as_str();
        }
    }

    /// [`septets`] with these tables.
    ///
    /// # Errors
    ///
    /// The first character that none of the tables has.
    ///
    /// ```
    /// use smppkit::message::gsm7::{Language, Shifts};
    ///
    /// let spanish = Shifts { locking: Language::DEFAULT, single: Language::SPANISH };
    /// assert_eq!(spanish.septets("sí"), Ok(3));
    /// ```
    pub fn septets(self, text: &str) -> Result<usize, Unencodable> {
        let mut count = 0_usize;
        let mut rest = text;
        loop {
            let (plain, special) = self.split_plain(rest);
            count = count.saturating_add(plain.len());
            let mut characters = special.chars();
            let Some(character) = characters.next() else { return Ok(count) };
            let Some(septets) = self.septets_of(character) else {
                return Err(Unencodable { at: text.len().saturating_sub(special.len()), character });
            };
            count = count.saturating_add(septets.count());
            rest = characters.as_str();
        }
    }

    /// [`decode`] with these tables.
    ///
    /// ```
    /// use smppkit::message::gsm7::{Language, Shifts};
    ///
    /// let hindi = Shifts { locking: Language::HINDI, single: Language::HINDI };
    /// assert_eq!(hindi.decode(&[0x42, 0x2F]).to_string(), "मन");
    /// ```
    pub fn decode(self, octets: &[u8]) -> Decode<'_> {
        Decode { octets, shifts: self }
    }

    /// How many octets of `text` fit in `capacity` septets, whole characters only. The tables have every
    /// character of it.
    pub(super) fn fit(self, text: &str, capacity: usize) -> usize {
        let mut room = capacity;
        let mut rest = text;
        loop {
            let fitted = text.len().saturating_sub(rest.len());
            let (plain, special) = self.split_plain(rest);
            if plain.len() >= room {
                return fitted.saturating_add(room);
            }
            room = room.saturating_sub(plain.len());
            let mut characters = special.chars();
            let Some(character) = characters.next() else { return text.len() };
            let septets = self.septets_of(character).map_or(0, Septets::count);
            match room.checked_sub(septets) {
                Some(left) => room = left,
                None => return fitted.saturating_add(plain.len()),
            }
            rest = characters.as_str();
        }
    }

    /// Splits before the first character that does not travel as its own ASCII octet.
    #[inline]
    fn split_plain(self, text: &str) -> (&str, &str) {
        if !self.locking_is_default() {
            return ("", text);
        }
        let (plain, _) = split_plain(text.as_bytes());
        text.split_at_checked(plain.len()).unwrap_or(("", text))
    }
}

/// The characters that some octets stand for; see [`decode`]. `Display` prints them, run by run.
///
/// ```
/// assert_eq!(smppkit::message::gsm7::decode(b"5 \x1Be").to_string(), "5 €");
/// ```
#[derive(Clone, Debug)]
pub struct Decode<'a> {
    octets: &'a [u8],
    shifts: Shifts,
}

impl<'a> Decode<'a> {
    /// The part of the input that has not been read yet.
    pub fn as_octets(&self) -> &'a [u8] {
        self.octets
    }

    /// Writes the characters as UTF-8 to the caller's buffer; three octets for each octet of input always
    /// suffice.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    ///
    /// ```
    /// let mut out = [0; 32];
    /// assert_eq!(smppkit::message::gsm7::decode(b"caf\x05").write_to(&mut out), Ok("café"));
    /// ```
    pub fn write_to<'b>(&self, out: &'b mut [u8]) -> Result<&'b str, BufferTooSmall> {
        write_display(self, out)
    }
}

impl Iterator for Decode<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        let (&first, rest) = self.octets.split_first()?;
        self.octets = rest;
        if first != ESC {
            return Some(self.shifts.character(first));
        }
        let Some((&second, rest)) = rest.split_first() else { return Some(' ') };
        self.octets = rest;
        Some(self.shifts.escaped(second))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.octets.len().div_ceil(2), Some(self.octets.len()))
    }
}

impl core::iter::FusedIterator for Decode<'_> {}

impl fmt::Display for Decode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.clone();
        while self.shifts.locking_is_default() {
            let (plain, special) = split_plain(rest.octets);
            // Plain octets are ASCII, so this never fails.
            f.write_str(core::str::from_utf8(plain).unwrap_or_default())?;
            rest.octets = special;
            if special.is_empty() {
                return Ok(());
            }
            // A text of many languages is special every few characters: looking for plain runs does not pay
            // for a while.
            write_characters(rest.by_ref().take(LANES), f)?;
        }
        write_characters(rest, f)
    }
}

/// Prints the characters of septets on their way out of packed octets.
pub(super) fn write_unpacked(
    shifts: Shifts,
    mut septets: Unpack<'_>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    loop {
        // One septet more than are looked at: an escape and what it escapes are read together.
        let mut buffer = [0; 129];
        let [free @ .., _] = &mut buffer;
        let unpacked = septets.fill(free);
        if unpacked.is_empty() {
            return Ok(());
        }
        let mut len = unpacked.len();
        let escapes = unpacked.iter().rev().take_while(|septet| **septet == ESC).count();
        if !escapes.is_multiple_of(2)
            && let Some(place) = buffer.get_mut(len)
            && let Some(escaped) = septets.next()
        {
            *place = escaped;
            len = len.saturating_add(1);
        }
        fmt::Display::fmt(&shifts.decode(buffer.get(..len).unwrap_or_default()), f)?;
    }
}

/// How many octets are tested at a time.
const LANES: usize = 16;

/// Splits before the first octet that is not the same character in ASCII and in the default alphabet.
#[inline]
fn split_plain(octets: &[u8]) -> (&[u8], &[u8]) {
    let all_plain = |lanes: &[u8; LANES]| lanes.iter().fold(true, |all, &octet| all & is_plain(octet));
    let (chunks, _) = octets.as_chunks::<LANES>();
    let plain_chunks = chunks.iter().take_while(|lanes| all_plain(lanes)).count();
    // What is left at the end is tested together with what came before it.
    if plain_chunks == chunks.len() && octets.last_chunk().is_some_and(all_plain) {
        return (octets, &[]);
    }
    let tested = plain_chunks.saturating_mul(LANES);
    let special = octets.iter().skip(tested).position(|&octet| !is_plain(octet));
    special
        .and_then(|special| octets.split_at_checked(tested.saturating_add(special)))
        .unwrap_or((octets, &[]))
}

/// Branch-free, so that a run of octets is tested many at a time.
#[inline]
const fn is_plain(octet: u8) -> bool {
    let letters = (octet >= b' ') & (octet <= b'z');
    let elsewhere = (octet == b'$') | (octet == b'@') | ((octet >= b'[') & (octet <= b'`'));
    (letters & !elsewhere) | (octet == b'\n') | (octet == b'\r')
}

#[cfg(test)]
mod tests;
