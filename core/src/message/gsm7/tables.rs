//! Which character a septet is, and which septet a character is.

/// A national language identifier (3GPP TS 23.038 §6.2.1.2.4), as in the data of the UDH elements
/// "national language single shift" (0x24) and "national language locking shift" (0x25).
///
/// 0 and every value without a table mean the default tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Language(pub u8);

impl Language {
    /// No national language: the default alphabet, the default extension table.
    pub const DEFAULT: Self = Self(0);
}

/// Which two tables are in force: the locking shift table for plain septets and the single shift table for escaped ones
/// (3GPP TS 23.038 §6.2.1.2).
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

    #[inline]
    pub(in crate::message) fn locking_is_default(self) -> bool {
        true
    }

    /// The character of a plain septet; octets from 0x80 are read as Latin-1.
    #[inline]
    pub(in crate::message) fn character(self, octet: u8) -> char {
        match DEFAULT.get(usize::from(octet)) {
            Some(&unit) => bmp(unit),
            None => char::from(octet),
        }
    }

    /// The character of an escaped septet; without one, that of the plain septet. Escape twice is a space.
    #[inline]
    pub(in crate::message) fn escaped(self, octet: u8) -> char {
        match EXTENSION.iter().find(|(septet, _)| *septet == octet) {
            Some(&(_, unit)) => bmp(unit),
            None => self.character(octet),
        }
    }

    /// How `character` travels, if any of the tables has it.
    #[inline]
    pub(in crate::message) fn septets_of(self, character: char) -> Option<Septets> {
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
}

/// All tables stay within the basic multilingual plane and hold no surrogates.
#[inline]
fn bmp(unit: u16) -> char {
    char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The GSM 7-bit default alphabet (§6.2.1). The escape is shown as a space.
#[rustfmt::skip]
const DEFAULT: [u16; 128] = [
    0x0040, 0x00A3, 0x0024, 0x00A5, 0x00E8, 0x00E9, 0x00F9, 0x00EC, 0x00F2, 0x00C7, 0x000A, 0x00D8, 0x00F8, 0x000D, 0x00C5, 0x00E5,
    0x0394, 0x005F, 0x03A6, 0x0393, 0x039B, 0x03A9, 0x03A0, 0x03A8, 0x03A3, 0x0398, 0x039E, 0x0020, 0x00C6, 0x00E6, 0x00DF, 0x00C9,
    0x0020, 0x0021, 0x0022, 0x0023, 0x00A4, 0x0025, 0x0026, 0x0027, 0x0028, 0x0029, 0x002A, 0x002B, 0x002C, 0x002D, 0x002E, 0x002F,
    0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x0035, 0x0036, 0x0037, 0x0038, 0x0039, 0x003A, 0x003B, 0x003C, 0x003D, 0x003E, 0x003F,
    0x00A1, 0x0041, 0x0042, 0x0043, 0x0044, 0x0045, 0x0046, 0x0047, 0x0048, 0x0049, 0x004A, 0x004B, 0x004C, 0x004D, 0x004E, 0x004F,
    0x0050, 0x0051, 0x0052, 0x0053, 0x0054, 0x0055, 0x0056, 0x0057, 0x0058, 0x0059, 0x005A, 0x00C4, 0x00D6, 0x00D1, 0x00DC, 0x00A7,
    0x00BF, 0x0061, 0x0062, 0x0063, 0x0064, 0x0065, 0x0066, 0x0067, 0x0068, 0x0069, 0x006A, 0x006B, 0x006C, 0x006D, 0x006E, 0x006F,
    0x0070, 0x0071, 0x0072, 0x0073, 0x0074, 0x0075, 0x0076, 0x0077, 0x0078, 0x0079, 0x007A, 0x00E4, 0x00F6, 0x00F1, 0x00FC, 0x00E0,
];

/// The GSM 7-bit default alphabet extension table (§6.2.1.1).
#[rustfmt::skip]
const EXTENSION: [(u8, u16); 10] = [
    (0x0A, 0x000C), (0x14, 0x005E), (0x28, 0x007B), (0x29, 0x007D), (0x2F, 0x005C),
    (0x3C, 0x005B), (0x3D, 0x007E), (0x3E, 0x005D), (0x40, 0x007C), (0x65, 0x20AC),
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
