//! What `data_coding` means (3.4 §5.2.19, 5.0 §4.7.7): the values of SMPP, those of GSM that SMPP lets
//! through, and what 0 means for an account.
//!
//! ```
//! use smppkit::message::coding::{Coding, Content, MessageClass, Profile};
//! use smppkit::message::Alphabet;
//! use smppkit::values::DataCoding;
//!
//! let flash = Coding::read(DataCoding(0x18), &Profile::GSM7);
//! assert_eq!(flash.content, Content::Text(Alphabet::Ucs2));
//! assert_eq!(flash.class, Some(MessageClass::Flash));
//!
//! // Some accounts take 0 for Latin-1.
//! let text = Coding::read(DataCoding::MC_DEFAULT, &Profile::LATIN_1);
//! assert_eq!(text.content, Content::Text(Alphabet::Latin1));
//! ```

use core::fmt;

use super::Alphabet;
#[cfg(feature = "east-asian")]
use super::EastAsian;
use super::gsm7::Shifts;
use crate::values::DataCoding;

/// What the octets of a message are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Content {
    /// Text.
    Text(Alphabet),
    /// Octets that are no text.
    Binary,
    /// Text in an alphabet that has no decoder here: pictograms, and without the feature `east-asian` JIS,
    /// ISO-2022-JP, extended Kanji JIS and KS C 5601.
    Foreign(DataCoding),
}

/// The class of a message (3GPP TS 23.038 §4).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MessageClass {
    /// Class 0: shown at once, not kept.
    Flash,
    /// Class 1: kept in the mobile equipment.
    MobileEquipment,
    /// Class 2: kept on the SIM.
    Sim,
    /// Class 3: for the terminal equipment behind the mobile.
    TerminalEquipment,
}

/// Which kind of message is waiting elsewhere, and whether any is (3GPP TS 23.038 §4, the groups 0xC0 to
/// 0xE0).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Waiting {
    /// What is waiting.
    pub kind: WaitingKind,
    /// Whether something is waiting, or no longer.
    pub active: bool,
    /// Whether the message itself is to be kept.
    pub store: bool,
}

/// What is waiting.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum WaitingKind {
    VoiceMail,
    Fax,
    Email,
    Other,
}

/// What the `data_coding` of a message means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Coding {
    /// What the octets are.
    pub content: Content,
    /// The class, if the message has one.
    pub class: Option<MessageClass>,
    /// The message waiting indication, if it is one.
    pub waiting: Option<Waiting>,
    /// Whether the text is compressed (3GPP TS 23.042). No decoder here undoes that.
    pub compressed: bool,
    /// Whether the message is to be deleted once it has been read.
    pub automatic_deletion: bool,
    /// Whether the value is reserved. The content is then a guess: GSM says that such text is in the default
    /// alphabet.
    pub reserved: bool,
}

/// Why octets are not read as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Unreadable {
    /// They are no text.
    Binary,
    /// The text is compressed (3GPP TS 23.042).
    Compressed,
    /// The text is in an alphabet that there is no decoder for; see [`Content::Foreign`].
    Foreign(DataCoding),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => f.write_str("no text"),
            Self::Compressed => f.write_str("compressed text"),
            Self::Foreign(data_coding) => {
                write!(f, "text in {data_coding:?}, which cannot be read")?;
                let by_feature = *data_coding != DataCoding::PICTOGRAM && cfg!(not(feature = "east-asian"));
                f.write_str(if by_feature { " without the feature east-asian" } else { "" })
            }
        }
    }
}

impl core::error::Error for Unreadable {}

/// What `data_coding` means for an account: what 0 is, and where the message centre has its own ideas.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Profile<'p> {
    /// The alphabet of [`DataCoding::MC_DEFAULT`].
    pub mc_default: Alphabet,
    /// Values that mean something else than they should, first match counts.
    pub exceptions: &'p [(DataCoding, Content)],
}

impl Profile<'_> {
    /// 0 is GSM 7-bit, a septet per octet: nearly everywhere.
    pub const GSM7: Self = Self { mc_default: Alphabet::GSM7, exceptions: &[] };
    /// 0 is GSM 7-bit, packed.
    pub const GSM7_PACKED: Self = Self { mc_default: Alphabet::GSM7_PACKED, exceptions: &[] };
    /// 0 is ISO-8859-1.
    pub const LATIN_1: Self = Self { mc_default: Alphabet::Latin1, exceptions: &[] };
    /// 0 is ASCII.
    pub const ASCII: Self = Self { mc_default: Alphabet::Ascii, exceptions: &[] };
    /// 0 is UTF-8.
    pub const UTF_8: Self = Self { mc_default: Alphabet::Utf8, exceptions: &[] };

    /// The GSM 7-bit alphabet as this message centre carries it.
    const fn gsm7(&self) -> Alphabet {
        match self.mc_default {
            Alphabet::Gsm7Packed(_) => Alphabet::GSM7_PACKED,
            _ => Alphabet::GSM7,
        }
    }

    /// The `data_coding` to send text in `alphabet` with, if there is one: 0 for the account's default, else
    /// what the specification has for it and no exception took away.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::coding::Profile;
    /// use smppkit::values::DataCoding;
    ///
    /// assert_eq!(Profile::LATIN_1.data_coding(Alphabet::Latin1), Some(DataCoding::MC_DEFAULT));
    /// assert_eq!(Profile::GSM7.data_coding(Alphabet::Latin1), Some(DataCoding::LATIN_1));
    /// assert_eq!(Profile::GSM7.data_coding(Alphabet::Utf8), None);
    /// ```
    pub fn data_coding(&self, alphabet: Alphabet) -> Option<DataCoding> {
        let plain = alphabet.with_shifts(Shifts::DEFAULT);
        if plain == self.mc_default {
            return Some(DataCoding::MC_DEFAULT);
        }
        if let Some(&(data_coding, _)) =
            self.exceptions.iter().find(|(_, content)| *content == Content::Text(plain))
        {
            return Some(data_coding);
        }
        // GSM 7-bit beside another default: the class-less value does not exist, the general group has none
        // but 0.
        let data_coding = plain.data_coding();
        let read =
            Coding::read(data_coding, &Profile { mc_default: self.mc_default, exceptions: self.exceptions });
        (read.content == Content::Text(plain)).then_some(data_coding)
    }
}

impl Default for Profile<'_> {
    fn default() -> Self {
        Self::GSM7
    }
}

impl Coding {
    /// What a `data_coding` means for an account. Every value means something; see
    /// [`reserved`](Self::reserved).
    ///
    /// ```
    /// use smppkit::message::coding::{Coding, Content, Profile, WaitingKind};
    /// use smppkit::values::DataCoding;
    ///
    /// let coding = Coding::read(DataCoding(0xC8), &Profile::GSM7);
    /// assert!(coding.waiting.is_some_and(|waiting| waiting.active && waiting.kind == WaitingKind::VoiceMail));
    /// assert_eq!(Coding::read(DataCoding(0xF5), &Profile::GSM7).content, Content::Binary);
    /// ```
    pub fn read(data_coding: DataCoding, profile: &Profile<'_>) -> Self {
        let mut coding = Self::by_the_book(data_coding, profile);
        if let Some(&(_, content)) =
            profile.exceptions.iter().find(|(exception, _)| *exception == data_coding)
        {
            coding.content = content;
            coding.reserved = false;
        }
        coding
    }

    fn by_the_book(data_coding: DataCoding, profile: &Profile<'_>) -> Self {
        let gsm7 = Content::Text(profile.gsm7());
        let ucs2 = Content::Text(Alphabet::Ucs2);
        let plain = Self {
            content: Content::Text(profile.mc_default),
            class: None,
            waiting: None,
            compressed: false,
            automatic_deletion: false,
            reserved: false,
        };
        let octet = data_coding.0;
        match octet {
            0x00 => plain,
            0x01 => Self { content: Content::Text(Alphabet::Ascii), ..plain },
            0x02 | 0x04 => Self { content: Content::Binary, ..plain },
            0x03 => Self { content: Content::Text(Alphabet::Latin1), ..plain },
            0x06 => Self { content: Content::Text(Alphabet::Cyrillic), ..plain },
            0x07 => Self { content: Content::Text(Alphabet::Hebrew), ..plain },
            0x08 => Self { content: ucs2, ..plain },
            0x05 | 0x09 | 0x0A | 0x0D | 0x0E => Self { content: foreign(data_coding), ..plain },
            // Reserved by SMPP; by GSM the general groups: mobiles and their operators do use them.
            0x10..=0x7F => {
                let (content, reserved) = match octet & 0x0C {
                    0x00 => (gsm7, false),
                    0x04 => (Content::Binary, false),
                    0x08 => (ucs2, false),
                    _ => (gsm7, true),
                };
                Self {
                    content,
                    reserved,
                    class: (octet & 0x10 != 0).then(|| class(octet)),
                    compressed: octet & 0x20 != 0,
                    automatic_deletion: octet & 0x40 != 0,
                    ..plain
                }
            }
            0xC0..=0xEF => Self {
                content: if octet >= 0xE0 { ucs2 } else { gsm7 },
                waiting: Some(Waiting {
                    kind: match octet & 0x03 {
                        0 => WaitingKind::VoiceMail,
                        1 => WaitingKind::Fax,
                        2 => WaitingKind::Email,
                        _ => WaitingKind::Other,
                    },
                    active: octet & 0x08 != 0,
                    store: octet >= 0xD0,
                }),
                ..plain
            },
            0xF0..=0xFF => {
                let content = if octet & 0x04 == 0 { gsm7 } else { Content::Binary };
                Self { content, class: Some(class(octet)), reserved: octet & 0x08 != 0, ..plain }
            }
            0x0B | 0x0C | 0x0F | 0x80..=0xBF => Self { reserved: true, ..plain },
        }
    }

    /// The alphabet in which the octets can be read.
    ///
    /// # Errors
    ///
    /// Why they cannot: hand them on as octets.
    ///
    /// ```
    /// use smppkit::message::coding::{Coding, Profile, Unreadable};
    /// use smppkit::values::DataCoding;
    ///
    /// let readable = |octet| Coding::read(DataCoding(octet), &Profile::GSM7).readable();
    /// assert!(readable(8).is_ok());
    /// assert_eq!(readable(0x20), Err(Unreadable::Compressed));
    /// assert_eq!(readable(9).unwrap_err().to_string(), "text in PICTOGRAM, which cannot be read");
    /// ```
    pub const fn readable(&self) -> Result<Alphabet, Unreadable> {
        match self.content {
            _ if self.compressed => Err(Unreadable::Compressed),
            Content::Text(alphabet) => Ok(alphabet),
            Content::Binary => Err(Unreadable::Binary),
            Content::Foreign(data_coding) => Err(Unreadable::Foreign(data_coding)),
        }
    }

    /// The alphabet, if it is text.
    pub const fn alphabet(&self) -> Option<Alphabet> {
        match self.content {
            Content::Text(alphabet) => Some(alphabet),
            _ => None,
        }
    }
}

impl MessageClass {
    /// The `data_coding` for a message of this class, where the class can be told: GSM 7-bit, UCS-2, or
    /// binary.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::coding::{Content, MessageClass};
    /// use smppkit::values::DataCoding;
    ///
    /// let flash = |content| MessageClass::Flash.data_coding(content);
    /// assert_eq!(flash(Content::Text(Alphabet::GSM7)), Some(DataCoding(0xF0)));
    /// assert_eq!(flash(Content::Text(Alphabet::Ucs2)), Some(DataCoding(0x18)));
    /// assert_eq!(flash(Content::Text(Alphabet::Latin1)), None);
    /// ```
    pub const fn data_coding(self, content: Content) -> Option<DataCoding> {
        let group = match content {
            Content::Text(Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_)) => 0xF0,
            Content::Binary => 0xF4,
            Content::Text(Alphabet::Ucs2) => 0x18,
            _ => return None,
        };
        Some(DataCoding(group | self as u8))
    }
}

impl Waiting {
    /// The `data_coding` that says so, with a text in GSM 7-bit, or else in UCS-2, which is always kept.
    ///
    /// ```
    /// use smppkit::message::coding::{Waiting, WaitingKind};
    /// use smppkit::values::DataCoding;
    ///
    /// let voice = Waiting { kind: WaitingKind::VoiceMail, active: true, store: false };
    /// assert_eq!(voice.data_coding(false), DataCoding(0xC8));
    /// ```
    pub const fn data_coding(self, ucs2: bool) -> DataCoding {
        let group = match (ucs2, self.store) {
            (true, _) => 0xE0,
            (false, true) => 0xD0,
            (false, false) => 0xC0,
        };
        DataCoding(group | if self.active { 0x08 } else { 0 } | self.kind as u8)
    }
}

/// An alphabet that is read with the feature `east-asian`, or not at all.
fn foreign(data_coding: DataCoding) -> Content {
    #[cfg(feature = "east-asian")]
    if let Some(alphabet) = EastAsian::of(data_coding) {
        return Content::Text(Alphabet::EastAsian(alphabet));
    }
    Content::Foreign(data_coding)
}

const fn class(octet: u8) -> MessageClass {
    match octet & 0x03 {
        0 => MessageClass::Flash,
        1 => MessageClass::MobileEquipment,
        2 => MessageClass::Sim,
        _ => MessageClass::TerminalEquipment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(octet: u8) -> Content {
        Coding::read(DataCoding(octet), &Profile::GSM7).content
    }

    #[test]
    fn the_values_of_smpp() {
        use Alphabet::{Ascii, Cyrillic, Hebrew, Latin1, Ucs2};
        for (octet, alphabet) in
            [(0, Alphabet::GSM7), (1, Ascii), (3, Latin1), (6, Cyrillic), (7, Hebrew), (8, Ucs2)]
        {
            assert_eq!(content(octet), Content::Text(alphabet));
            assert_eq!(alphabet.data_coding(), DataCoding(octet));
        }
        assert_eq!([2, 4].map(content), [Content::Binary; 2]);
        assert_eq!(content(9), Content::Foreign(DataCoding::PICTOGRAM));
        for octet in [5, 10, 13, 14] {
            let coding = Coding::read(DataCoding(octet), &Profile::GSM7);
            #[cfg(feature = "east-asian")]
            assert_eq!(coding.alphabet().map(Alphabet::data_coding), Some(DataCoding(octet)));
            #[cfg(not(feature = "east-asian"))]
            {
                assert_eq!(coding.content, Content::Foreign(DataCoding(octet)));
                let reason = std::format!("{}", coding.readable().unwrap_err());
                assert!(reason.ends_with("without the feature east-asian"), "{reason}");
            }
        }
        let reserved = |octet: &u8| Coding::read(DataCoding(*octet), &Profile::GSM7).reserved;
        assert!((0..=0x0F).filter(reserved).eq([0x0B, 0x0C, 0x0F]));
    }

    #[test]
    fn the_values_of_gsm() {
        let read = |octet| Coding::read(DataCoding(octet), &Profile::GSM7_PACKED);
        let packed = Content::Text(Alphabet::GSM7_PACKED);
        for (octet, expected, class) in [
            (0x10, packed, MessageClass::Flash),
            (0x11, packed, MessageClass::MobileEquipment),
            (0x16, Content::Binary, MessageClass::Sim),
            (0x18, Content::Text(Alphabet::Ucs2), MessageClass::Flash),
            (0xF0, packed, MessageClass::Flash),
            (0xF3, packed, MessageClass::TerminalEquipment),
            (0xF5, Content::Binary, MessageClass::MobileEquipment),
        ] {
            let coding = read(octet);
            assert_eq!((coding.content, coding.class), (expected, Some(class)), "{octet:#04x}");
            assert!(!coding.reserved && !coding.compressed && !coding.automatic_deletion);
        }
        assert!(read(0x20).compressed && !read(0x10).compressed);
        assert!(
            read(0x44).automatic_deletion
                && read(0x44).content == Content::Binary
                && read(0x44).class.is_none()
        );
        assert!(read(0xF8).reserved && read(0x1C).reserved && read(0x80).reserved);
    }

    #[test]
    fn message_waiting_there_and_back() {
        for octet in 0xC0..=0xEF_u8 {
            let coding = Coding::read(DataCoding(octet), &Profile::GSM7);
            let waiting = coding.waiting.unwrap();
            let ucs2 = coding.content == Content::Text(Alphabet::Ucs2);
            assert_eq!(ucs2, octet >= 0xE0);
            // Bit 2 is reserved and not kept.
            assert_eq!(waiting.data_coding(ucs2), DataCoding(octet & !0x04));
        }
    }

    #[test]
    fn classes_there_and_back() {
        for text in [Content::Text(Alphabet::GSM7), Content::Text(Alphabet::Ucs2), Content::Binary] {
            for class in [MessageClass::Flash, MessageClass::Sim, MessageClass::TerminalEquipment] {
                let coding = Coding::read(class.data_coding(text).unwrap(), &Profile::GSM7);
                assert_eq!((coding.content, coding.class, coding.reserved), (text, Some(class), false));
            }
        }
    }

    #[test]
    fn an_account_with_its_own_ideas() {
        let exceptions = [(DataCoding::OCTET_UNSPECIFIED_4, Content::Text(Alphabet::GSM7))];
        let profile = Profile { mc_default: Alphabet::Ascii, exceptions: &exceptions };
        assert_eq!(Coding::read(DataCoding(4), &profile).content, Content::Text(Alphabet::GSM7));
        assert_eq!(profile.data_coding(Alphabet::GSM7), Some(DataCoding(4)));
        assert_eq!(profile.data_coding(Alphabet::Ascii), Some(DataCoding(0)));
        assert_eq!(Profile::ASCII.data_coding(Alphabet::GSM7), None);
        let taken = [(DataCoding::LATIN_1, Content::Binary)];
        assert_eq!(Profile { exceptions: &taken, ..Profile::GSM7 }.data_coding(Alphabet::Latin1), None);
    }
}
