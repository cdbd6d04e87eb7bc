//! The words that JavaScript has for what the message layer has types for.

use serde::Deserialize;
use smppkit::message::coding::{MessageClass, Profile};
use smppkit::message::message_id::IdRule;
use smppkit::message::receipt::Dialect;
use smppkit::message::{Alphabet, EastAsian};

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AlphabetName {
    Gsm7,
    #[serde(rename = "gsm7-packed")]
    Gsm7Packed,
    Ascii,
    Latin1,
    Cyrillic,
    Hebrew,
    Ucs2,
    ShiftJis,
    #[serde(rename = "iso-2022-jp")]
    Iso2022Jp,
    EucJp,
    EucKr,
    Utf8,
}

impl AlphabetName {
    pub(super) const fn alphabet(self) -> Alphabet {
        match self {
            Self::Gsm7 => Alphabet::GSM7,
            Self::Gsm7Packed => Alphabet::GSM7_PACKED,
            Self::Ascii => Alphabet::Ascii,
            Self::Latin1 => Alphabet::Latin1,
            Self::Cyrillic => Alphabet::Cyrillic,
            Self::Hebrew => Alphabet::Hebrew,
            Self::Ucs2 => Alphabet::Ucs2,
            Self::ShiftJis => Alphabet::EastAsian(EastAsian::ShiftJis),
            Self::Iso2022Jp => Alphabet::EastAsian(EastAsian::Iso2022Jp),
            Self::EucJp => Alphabet::EastAsian(EastAsian::EucJp),
            Self::EucKr => Alphabet::EastAsian(EastAsian::EucKr),
            Self::Utf8 => Alphabet::Utf8,
        }
    }
}

pub(super) const fn alphabet(alphabet: Alphabet) -> &'static str {
    match alphabet {
        Alphabet::Gsm7(_) => "gsm7",
        Alphabet::Gsm7Packed(_) => "gsm7-packed",
        Alphabet::Ascii => "ascii",
        Alphabet::Latin1 => "latin1",
        Alphabet::Cyrillic => "cyrillic",
        Alphabet::Hebrew => "hebrew",
        Alphabet::Ucs2 => "ucs2",
        Alphabet::EastAsian(EastAsian::ShiftJis) => "shift-jis",
        Alphabet::EastAsian(EastAsian::Iso2022Jp) => "iso-2022-jp",
        Alphabet::EastAsian(EastAsian::EucJp) => "euc-jp",
        Alphabet::EastAsian(EastAsian::EucKr) => "euc-kr",
        Alphabet::Utf8 => "utf8",
        _ => "other",
    }
}

/// What 0 means for an account.
pub(super) const fn profile(mc_default: Option<AlphabetName>) -> Profile<'static> {
    match mc_default {
        Some(name) => Profile { mc_default: name.alphabet(), exceptions: &[] },
        None => Profile::GSM7,
    }
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum ClassName {
    Flash,
    MobileEquipment,
    Sim,
    TerminalEquipment,
}

impl ClassName {
    pub(super) const fn class(self) -> MessageClass {
        match self {
            Self::Flash => MessageClass::Flash,
            Self::MobileEquipment => MessageClass::MobileEquipment,
            Self::Sim => MessageClass::Sim,
            Self::TerminalEquipment => MessageClass::TerminalEquipment,
        }
    }
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum DialectName {
    AppendixB,
    Short,
    Brief,
    Joined,
    Numeric,
    Reordered,
    LongYear,
    ValuesAlone,
}

impl DialectName {
    pub(super) const fn dialect(self) -> Dialect {
        match self {
            Self::AppendixB => Dialect::APPENDIX_B,
            Self::Short => Dialect::SHORT,
            Self::Brief => Dialect::BRIEF,
            Self::Joined => Dialect::JOINED,
            Self::Numeric => Dialect::NUMERIC,
            Self::Reordered => Dialect::REORDERED,
            Self::LongYear => Dialect::LONG_YEAR,
            Self::ValuesAlone => Dialect::VALUES_ALONE,
        }
    }
}

#[derive(Copy, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum RuleName {
    Same,
    HexThenDecimal,
    DecimalThenHex,
}

impl RuleName {
    pub(super) const fn rule(self) -> IdRule {
        match self {
            Self::Same => IdRule::Same,
            Self::HexThenDecimal => IdRule::HexThenDecimal,
            Self::DecimalThenHex => IdRule::DecimalThenHex,
        }
    }
}

pub(super) const fn rule(rule: IdRule) -> &'static str {
    match rule {
        IdRule::Same => "same",
        IdRule::HexThenDecimal => "hexThenDecimal",
        IdRule::DecimalThenHex => "decimalThenHex",
    }
}
