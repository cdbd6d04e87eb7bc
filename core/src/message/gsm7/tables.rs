//! Which character a septet is, and which septet a character is.

use super::national::{EXTENSION, LOCKING, Locking, SINGLE, Single};

/// A national language identifier (3GPP TS 23.038 §6.2.1.2.4), as in the data of the UDH elements "national
/// language single shift" (0x24) and "national language locking shift" (0x25).
///
/// 0 and every value without a table mean the default tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Language(pub u8);

macro_rules! languages {
    ($($(#[$doc:meta])* $name:ident = $value:literal,)*) => {
        impl Language {
            $($(#[$doc])* pub const $name: Self = Self($value);)*

            /// The name of its constant here, if it has one.
            ///
            /// ```
            /// use smppkit::message::gsm7::Language;
            ///
            /// assert_eq!(Language(3).name(), Some("PORTUGUESE"));
            /// ```
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some(stringify!($name)),)*
                    _ => None,
                }
            }
        }
    };
}

languages! {
    /// No national language: the default alphabet, the default extension table.
    DEFAULT = 0,
    /// Turkish.
    TURKISH = 1,
    /// Spanish; it has a single shift table only.
    SPANISH = 2,
    /// Portuguese.
    PORTUGUESE = 3,
    /// Bengali and Assamese.
    BENGALI = 4,
    /// Gujarati.
    GUJARATI = 5,
    /// Hindi.
    HINDI = 6,
    /// Kannada.
    KANNADA = 7,
    /// Malayalam.
    MALAYALAM = 8,
    /// Oriya.
    ORIYA = 9,
    /// Punjabi.
    PUNJABI = 10,
    /// Tamil.
    TAMIL = 11,
    /// Telugu.
    TELUGU = 12,
    /// Urdu.
    URDU = 13,
}

impl Language {
    /// The languages that have tables of their own.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=13).map(Self)
    }

    /// Whether there is a locking shift table for it.
    pub fn has_locking(self) -> bool {
        self.locking().is_some()
    }

    fn locking(self) -> Option<&'static Locking> {
        let index = usize::from(self.0).checked_sub(1)?;
        LOCKING.get(index).copied().flatten()
    }

    fn single(self) -> Single {
        let index = usize::from(self.0).checked_sub(1);
        let default = Single { common: &EXTENSION, own: &[] };
        index.and_then(|index| SINGLE.get(index)).copied().unwrap_or(default)
    }
}

impl core::fmt::Debug for Language {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "Language({})", self.0),
        }
    }
}

/// Which two tables are in force: the locking shift table for plain septets and the single shift table for
/// escaped ones (3GPP TS 23.038 §6.2.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Shifts {
    /// Replaces the default alphabet.
    pub locking: Language,
    /// Replaces the default extension table.
    pub single: Language,
}

/// How a character travels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::message) enum Septets {
    /// As this septet.
    One(u8),
    /// As an escape and this septet.
    Two(u8),
}

impl Septets {
    #[inline]
    pub(in crate::message) const fn count(self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Two(_) => 2,
        }
    }
}

impl Shifts {
    /// The default alphabet and its extension table.
    pub const DEFAULT: Self = Self { locking: Language::DEFAULT, single: Language::DEFAULT };

    /// The pairs of tables that may carry `text` where the default tables do not: those of the languages that
    /// have the first character which is missing there.
    ///
    /// ```
    /// use smppkit::message::gsm7::{Language, Shifts};
    ///
    /// assert!(Shifts::candidates("değil").all(|shifts| {
    ///     [shifts.locking, shifts.single].iter().all(|&language| [Language::TURKISH, Language::DEFAULT].contains(&language))
    /// }));
    /// assert_eq!(Shifts::candidates("plain").count(), 0);
    /// ```
    pub fn candidates(text: &str) -> impl Iterator<Item = Self> {
        let missing = text.chars().find(|&character| in_default(character).is_none());
        let languages = Language::all().filter(move |&language| {
            let both = Self { locking: language, single: language };
            missing.is_some_and(|character| both.septets_of(character).is_some())
        });
        languages.flat_map(|language| {
            let pairs = [(Language::DEFAULT, language), (language, language), (language, Language::DEFAULT)];
            let known = move |&(locking, _): &(Language, Language)| {
                locking == Language::DEFAULT || language.has_locking()
            };
            pairs.into_iter().filter(known).map(|(locking, single)| Self { locking, single })
        })
    }

    /// Whether plain septets are those of the default alphabet.
    #[inline]
    pub(in crate::message) fn locking_is_default(self) -> bool {
        self.locking == Language::DEFAULT || !self.locking.has_locking()
    }

    /// The character of a plain septet, a space where the table has none; octets from 0x80 are read as
    /// Latin-1.
    #[inline]
    pub(in crate::message) fn character(self, octet: u8) -> char {
        let table = match self.locking {
            Language::DEFAULT => &DEFAULT,
            language => language.locking().unwrap_or(&DEFAULT),
        };
        match table.get(usize::from(octet)) {
            Some(0) => ' ',
            Some(&unit) => bmp(unit),
            None => char::from(octet),
        }
    }

    /// The character of an escaped septet; without one, that of the plain septet. Escape twice is a space.
    #[inline]
    pub(in crate::message) fn escaped(self, octet: u8) -> char {
        let Single { common, own } = self.single.single();
        match own.iter().chain(common).find(|(septet, _)| *septet == octet) {
            Some(&(_, unit)) => bmp(unit),
            None => self.character(octet),
        }
    }

    /// How `character` travels, if any of the tables has it.
    #[inline]
    pub(in crate::message) fn septets_of(self, character: char) -> Option<Septets> {
        if self == Self::DEFAULT {
            return in_default(character);
        }
        // No table has a character beyond the basic multilingual plane, or a NUL.
        let unit = u16::try_from(u32::from(character)).ok().filter(|&unit| unit != 0)?;
        let plain = match self.locking.locking() {
            Some(table) => {
                table.iter().position(|&other| other == unit).and_then(|septet| u8::try_from(septet).ok())
            }
            None => match in_default(character) {
                Some(Septets::One(septet)) => Some(septet),
                _ => None,
            },
        };
        plain.map(Septets::One).or_else(|| {
            let Single { common, own } = self.single.single();
            let found = own.iter().chain(common).find(|(_, other)| *other == unit);
            found.map(|&(septet, _)| Septets::Two(septet))
        })
    }
}

/// How `character` travels without any national table.
#[inline]
fn in_default(character: char) -> Option<Septets> {
    let code = u32::from(character);
    if let Some(&packed) = usize::try_from(code).ok().and_then(|code| FROM_LATIN_1.get(code)) {
        return match packed {
            NONE => None,
            plain @ 0..=0x7F => Some(Septets::One(plain)),
            escaped => Some(Septets::Two(escaped & 0x7F)),
        };
    }
    if character == '€' {
        return Some(Septets::Two(0x65));
    }
    let unit = u16::try_from(code).ok()?;
    let greek = DEFAULT.get(0x10..0x20)?;
    let offset = greek.iter().position(|&greek| greek == unit)?;
    Some(Septets::One(u8::try_from(offset).ok()? | 0x10))
}

/// All tables stay within the basic multilingual plane and hold no surrogates.
#[inline]
fn bmp(unit: u16) -> char {
    char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The GSM 7-bit default alphabet (§6.2.1).
#[rustfmt::skip]
const DEFAULT: Locking = [
    0x0040, 0x00A3, 0x0024, 0x00A5, 0x00E8, 0x00E9, 0x00F9, 0x00EC, 0x00F2, 0x00C7, 0x000A, 0x00D8, 0x00F8, 0x000D, 0x00C5, 0x00E5,
    0x0394, 0x005F, 0x03A6, 0x0393, 0x039B, 0x03A9, 0x03A0, 0x03A8, 0x03A3, 0x0398, 0x039E, 0x0000, 0x00C6, 0x00E6, 0x00DF, 0x00C9,
    0x0020, 0x0021, 0x0022, 0x0023, 0x00A4, 0x0025, 0x0026, 0x0027, 0x0028, 0x0029, 0x002A, 0x002B, 0x002C, 0x002D, 0x002E, 0x002F,
    0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x0035, 0x0036, 0x0037, 0x0038, 0x0039, 0x003A, 0x003B, 0x003C, 0x003D, 0x003E, 0x003F,
    0x00A1, 0x0041, 0x0042, 0x0043, 0x0044, 0x0045, 0x0046, 0x0047, 0x0048, 0x0049, 0x004A, 0x004B, 0x004C, 0x004D, 0x004E, 0x004F,
    0x0050, 0x0051, 0x0052, 0x0053, 0x0054, 0x0055, 0x0056, 0x0057, 0x0058, 0x0059, 0x005A, 0x00C4, 0x00D6, 0x00D1, 0x00DC, 0x00A7,
    0x00BF, 0x0061, 0x0062, 0x0063, 0x0064, 0x0065, 0x0066, 0x0067, 0x0068, 0x0069, 0x006A, 0x006B, 0x006C, 0x006D, 0x006E, 0x006F,
    0x0070, 0x0071, 0x0072, 0x0073, 0x0074, 0x0075, 0x0076, 0x0077, 0x0078, 0x0079, 0x007A, 0x00E4, 0x00F6, 0x00F1, 0x00FC, 0x00E0,
];

/// In [`FROM_LATIN_1`]: not in the default alphabet. (No table escapes 0x7F.)
const NONE: u8 = 0xFF;

/// The two tables above turned round, for Latin-1: a septet, or an escaped septet with the top bit set.
const FROM_LATIN_1: [u8; 256] = from_latin_1();

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "evaluated by the compiler")]
const fn from_latin_1() -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut i = 0;
    while i < EXTENSION.len() {
        let (septet, unit) = EXTENSION[i];
        if unit < 256 {
            table[unit as usize] = septet | 0x80;
        }
        i += 1;
    }
    let mut septet = 0;
    while septet < DEFAULT.len() {
        if DEFAULT[septet] < 256 && septet != super::ESC as usize {
            table[DEFAULT[septet] as usize] = septet as u8;
        }
        septet += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};
    use std::vec::Vec;

    use super::*;
    use crate::message::gsm7::ESC;

    /// FNV-1a over (septet, character) of the locking and the single shift table, computed from other
    /// people's transcriptions of the specification, which agree: Android 4.1.2
    /// (`com.android.internal.telephony.GsmAlphabet`, Maven's `org.robolectric:android-all`) for all of
    /// them, warthog618/sms for the languages of India and Urdu, lib3gpp23038 for the others.
    const ELSEWHERE: [(Language, u64, u64); 13] = [
        (Language::TURKISH, 0x8AA7_DD98_E066_CDAE, 0x05E3_CC05_8967_55D6),
        (Language::SPANISH, 0xCBF2_9CE4_8422_2325, 0xB936_5227_365A_2AAD),
        (Language::PORTUGUESE, 0x3AB2_E9A6_9C02_D05A, 0x31B1_ACDB_76E5_06D2),
        (Language::BENGALI, 0x57C8_1BD8_B8D5_3817, 0xE893_52BD_7283_E470),
        (Language::GUJARATI, 0x2286_16A2_1F05_3235, 0xEC19_A915_A579_1FD1),
        (Language::HINDI, 0xE7C2_A3EF_6D83_C15B, 0xFD02_4E79_ADBF_5872),
        (Language::KANNADA, 0x30BA_375B_7FFC_B4DB, 0x8B9A_5E3A_9AC6_D753),
        (Language::MALAYALAM, 0x6B26_5E57_E303_3687, 0xFD5F_F73A_15A2_1C18),
        (Language::ORIYA, 0xA693_FBEB_5196_5B2F, 0x77C8_1F67_43AD_7313),
        (Language::PUNJABI, 0xD6E6_92A8_E2C1_897B, 0x0D2B_B77B_9FE0_14A7),
        (Language::TAMIL, 0x404E_9224_CF31_6B78, 0x873B_80AF_B8AF_3516),
        (Language::TELUGU, 0xC77A_009C_8822_7C90, 0x1AC0_EA15_5B18_F622),
        (Language::URDU, 0x1995_ED8D_36CD_7B3F, 0x0989_FA56_AAA0_080E),
    ];

    fn checksum(entries: impl Iterator<Item = (u8, u16)>) -> u64 {
        let mut entries: Vec<_> = entries.collect();
        entries.sort_unstable();
        let octets = entries.into_iter().flat_map(|(septet, unit)| {
            let [high, low] = unit.to_be_bytes();
            [septet, high, low]
        });
        octets
            .fold(0xCBF2_9CE4_8422_2325, |sum, octet| (sum ^ u64::from(octet)).wrapping_mul(0x0100_0000_01B3))
    }

    fn locking_entries(language: Language) -> impl Iterator<Item = (u8, u16)> {
        let table = language.locking().into_iter().flatten().copied();
        (0..=127).zip(table).filter(|(_, unit)| *unit != 0)
    }

    fn single_entries(language: Language) -> impl Iterator<Item = (u8, u16)> {
        let Single { common, own } = language.single();
        common.iter().chain(own).copied()
    }

    #[test]
    fn the_tables_are_those_that_others_have() {
        for (language, locking, single) in ELSEWHERE {
            assert_eq!(checksum(locking_entries(language)), locking, "{language:?} locking shift");
            assert_eq!(checksum(single_entries(language)), single, "{language:?} single shift");
        }
        assert!(Language::all().eq(ELSEWHERE.map(|(language, ..)| language)));
    }

    #[test]
    fn every_character_of_every_table_round_trips() {
        let mut out = [0; 4];
        for language in Language::all() {
            for (shifts, entries) in [
                (
                    Shifts { locking: language, single: Language::DEFAULT },
                    locking_entries(language).collect::<Vec<_>>(),
                ),
                (Shifts { locking: Language::DEFAULT, single: language }, single_entries(language).collect()),
                (Shifts { locking: language, single: language }, single_entries(language).collect()),
            ] {
                for (_, unit) in entries {
                    let text = bmp(unit).to_string();
                    let n = shifts.encode(&text, &mut out).unwrap();
                    assert_eq!(shifts.septets(&text), Ok(n));
                    assert_eq!(shifts.decode(&out[..n]).collect::<String>(), text, "{language:?}");
                }
            }
        }
    }

    #[test]
    fn every_septet_is_where_the_table_has_it() {
        for language in Language::all() {
            let shifts = Shifts { locking: language, single: language };
            for (septet, unit) in locking_entries(language) {
                assert!(shifts.decode(&[septet]).eq([bmp(unit)]));
            }
            for (septet, unit) in single_entries(language) {
                assert!(shifts.decode(&[ESC, septet]).eq([bmp(unit)]));
            }
        }
    }

    #[test]
    fn septets_and_escapes_without_a_character() {
        let bengali = Shifts { locking: Language::BENGALI, single: Language::BENGALI };
        assert_eq!(bengali.decode(&[0x0C, ESC, 0x1B, ESC, 0x61]).collect::<String>(), "  a");
        let spanish = Shifts { locking: Language::SPANISH, single: Language::SPANISH };
        assert_eq!(spanish.decode(&[0x00, ESC, 0x41]).collect::<String>(), "@Á");
        let unknown = Shifts { locking: Language(200), single: Language(14) };
        assert_eq!(unknown.decode(&[0x00, ESC, 0x65]).collect::<String>(), "@€");
    }

    #[test]
    fn what_no_table_has() {
        for language in Language::all() {
            let shifts = Shifts { locking: language, single: language };
            for character in ['\0', '\u{1B}', '中', '😀'] {
                assert_eq!(shifts.septets_of(character), None);
            }
        }
    }
}
