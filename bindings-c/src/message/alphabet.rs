//! Alphabets: text to octets and back.

#[cfg(feature = "std")]
use smppkit::message::EastAsian;
use smppkit::message::coding::{MessageClass, Profile};
use smppkit::message::{Alphabet, EncodeError};

use super::{length, text};
use crate::guard::call;
use crate::memory::{room, some};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// GSM 7-bit, a septet per octet, as nearly all message centres want it.
pub const SMPPKIT_ALPHABET_GSM7: u8 = 1;
/// GSM 7-bit, eight septets in seven octets.
pub const SMPPKIT_ALPHABET_GSM7_PACKED: u8 = 2;
/// ASCII, which the specification calls IA5.
pub const SMPPKIT_ALPHABET_ASCII: u8 = 3;
/// ISO-8859-1.
pub const SMPPKIT_ALPHABET_LATIN_1: u8 = 4;
/// ISO-8859-5.
pub const SMPPKIT_ALPHABET_CYRILLIC: u8 = 5;
/// ISO-8859-8.
pub const SMPPKIT_ALPHABET_HEBREW: u8 = 6;
/// UCS-2; in practice UTF-16 with the high octet first.
pub const SMPPKIT_ALPHABET_UCS2: u8 = 7;
/// UTF-8, which no `data_coding` names, but which some accounts mean by 0.
pub const SMPPKIT_ALPHABET_UTF8: u8 = 8;
/// Shift-JIS: how the characters of "JIS (X 0208-1990)" travel, `data_coding` 5. A library without a heap has none of the four
/// alphabets of Japan and Korea.
pub const SMPPKIT_ALPHABET_SHIFT_JIS: u8 = 9;
/// ISO-2022-JP, `data_coding` 10.
pub const SMPPKIT_ALPHABET_ISO_2022_JP: u8 = 10;
/// EUC-JP: how the characters of "Extended Kanji JIS (X 0212-1990)" travel, `data_coding` 13.
pub const SMPPKIT_ALPHABET_EUC_JP: u8 = 11;
/// EUC-KR with the syllables that Windows added: "KS C 5601", `data_coding` 14.
pub const SMPPKIT_ALPHABET_EUC_KR: u8 = 12;

const ALPHABETS: &[(u8, Alphabet)] = &[
    (SMPPKIT_ALPHABET_GSM7, Alphabet::GSM7),
    (SMPPKIT_ALPHABET_GSM7_PACKED, Alphabet::GSM7_PACKED),
    (SMPPKIT_ALPHABET_ASCII, Alphabet::Ascii),
    (SMPPKIT_ALPHABET_LATIN_1, Alphabet::Latin1),
    (SMPPKIT_ALPHABET_CYRILLIC, Alphabet::Cyrillic),
    (SMPPKIT_ALPHABET_HEBREW, Alphabet::Hebrew),
    (SMPPKIT_ALPHABET_UCS2, Alphabet::Ucs2),
    (SMPPKIT_ALPHABET_UTF8, Alphabet::Utf8),
    #[cfg(feature = "std")]
    (SMPPKIT_ALPHABET_SHIFT_JIS, Alphabet::EastAsian(EastAsian::ShiftJis)),
    #[cfg(feature = "std")]
    (SMPPKIT_ALPHABET_ISO_2022_JP, Alphabet::EastAsian(EastAsian::Iso2022Jp)),
    #[cfg(feature = "std")]
    (SMPPKIT_ALPHABET_EUC_JP, Alphabet::EastAsian(EastAsian::EucJp)),
    #[cfg(feature = "std")]
    (SMPPKIT_ALPHABET_EUC_KR, Alphabet::EastAsian(EastAsian::EucKr)),
];

/// The alphabet of a number.
pub(super) fn alphabet(number: u8) -> Result<Alphabet, Failure> {
    let found = ALPHABETS.iter().find(|(known, _)| *known == number);
    found.map(|(_, alphabet)| *alphabet).ok_or(Failure::VALUE)
}

/// The number of an alphabet; 0 for one that has none here.
pub(super) fn number(alphabet: Alphabet) -> u8 {
    let alphabet = alphabet.with_shifts(smppkit::message::gsm7::Shifts::DEFAULT);
    ALPHABETS.iter().find(|(_, known)| *known == alphabet).map_or(0, |(number, _)| *number)
}

/// The alphabet as the only one to choose from, whatever its tables are.
pub(super) fn alone(alphabet: Alphabet) -> &'static [Alphabet] {
    const ALONE: [[Alphabet; 1]; ALPHABETS.len()] = {
        let mut alone = [[Alphabet::GSM7]; ALPHABETS.len()];
        let mut at = 0;
        while at < alone.len() {
            alone[at] = [ALPHABETS[at].1];
            at += 1;
        }
        alone
    };
    static ALL: [[Alphabet; 1]; ALPHABETS.len()] = ALONE;
    let found = ALPHABETS.iter().position(|(known, _)| *known == number(alphabet));
    found.map_or(&[], |at| &ALL[at])
}

/// An account by what `data_coding` 0 means for it; 0 for what the specification says.
pub(super) fn profile(mc_default: u8) -> Result<Profile<'static>, Failure> {
    let mc_default = if mc_default == 0 { Alphabet::GSM7 } else { alphabet(mc_default)? };
    Ok(Profile { mc_default, exceptions: &[] })
}

/// A message without a class.
pub const SMPPKIT_CLASS_NONE: u8 = 0;
/// Class 0: shown at once, not kept.
pub const SMPPKIT_CLASS_FLASH: u8 = 1;
/// Class 1: kept in the mobile equipment.
pub const SMPPKIT_CLASS_MOBILE_EQUIPMENT: u8 = 2;
/// Class 2: kept on the SIM.
pub const SMPPKIT_CLASS_SIM: u8 = 3;
/// Class 3: for the terminal equipment behind the mobile.
pub const SMPPKIT_CLASS_TERMINAL_EQUIPMENT: u8 = 4;

pub(super) const fn class(number: u8) -> Result<Option<MessageClass>, Failure> {
    Ok(Some(match number {
        SMPPKIT_CLASS_NONE => return Ok(None),
        SMPPKIT_CLASS_FLASH => MessageClass::Flash,
        SMPPKIT_CLASS_MOBILE_EQUIPMENT => MessageClass::MobileEquipment,
        SMPPKIT_CLASS_SIM => MessageClass::Sim,
        SMPPKIT_CLASS_TERMINAL_EQUIPMENT => MessageClass::TerminalEquipment,
        _ => return Err(Failure::VALUE),
    }))
}

/// Writes a text, which is UTF-8, in an alphabet: `SMPPKIT_ALPHABET_…`. Its octets go to `out`, and how many there are to
/// `*len`.
///
/// `SMPPKIT_E_TEXT` if the alphabet lacks a character; `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`;
/// `SMPPKIT_E_VALUE` for an alphabet that there is not, and for text that is not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_text_encode(
    alphabet: u8,
    text: Octets<'_>,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let out = unsafe { room(out, capacity) }?;
        let written = match self::alphabet(alphabet)?.encode(self::text(text)?, out) {
            Err(EncodeError::Unencodable(error)) => return Err(Failure::Unencodable(error)),
            Err(EncodeError::BufferTooSmall(error)) => Err(error),
            Ok(written) => Ok(written),
        };
        length(written, len)
    })
}

/// Reads octets in an alphabet as text: the other way round. What is no character of the alphabet becomes U+FFFD.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_text_decode(
    alphabet: u8,
    octets: Octets<'_>,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let out = unsafe { room(out, capacity) }?;
        let decoded = self::alphabet(alphabet)?.decode(some(octets.get())?);
        length(decoded.write_to(out).map(str::len), len)
    })
}
