//! A text or octets, and how they are to travel.

use clap::ValueEnum;
use smppkit::message::gsm7::Shifts;
use smppkit::message::segment::{Segments, SplitOptions, split, split_binary};
use smppkit::message::udh::Reference;
use smppkit::message::{Alphabet, EastAsian};

/// The alphabet of a text.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum AlphabetChoice {
    /// GSM 7-bit if it has every character, or else UCS-2
    #[default]
    Auto,
    Gsm7,
    Gsm7Packed,
    Ascii,
    Latin1,
    Cyrillic,
    Hebrew,
    Ucs2,
    ShiftJis,
    Iso2022Jp,
    EucJp,
    EucKr,
    /// As data_coding 0, which some message centres mean by it
    Utf8,
}

impl AlphabetChoice {
    const fn alphabets(self) -> &'static [Alphabet] {
        match self {
            Self::Auto => &[Alphabet::GSM7, Alphabet::Ucs2],
            Self::Gsm7 => &[Alphabet::GSM7],
            Self::Gsm7Packed => &[Alphabet::GSM7_PACKED],
            Self::Ascii => &[Alphabet::Ascii],
            Self::Latin1 => &[Alphabet::Latin1],
            Self::Cyrillic => &[Alphabet::Cyrillic],
            Self::Hebrew => &[Alphabet::Hebrew],
            Self::Ucs2 => &[Alphabet::Ucs2],
            Self::ShiftJis => &[Alphabet::EastAsian(EastAsian::ShiftJis)],
            Self::Iso2022Jp => &[Alphabet::EastAsian(EastAsian::Iso2022Jp)],
            Self::EucJp => &[Alphabet::EastAsian(EastAsian::EucJp)],
            Self::EucKr => &[Alphabet::EastAsian(EastAsian::EucKr)],
            Self::Utf8 => &[Alphabet::Utf8],
        }
    }

    /// What this command calls an alphabet.
    pub fn name_of(alphabet: Alphabet) -> Option<String> {
        let plain = [alphabet.with_shifts(Shifts::DEFAULT)];
        let choice = Self::value_variants().iter().find(|choice| choice.alphabets() == plain)?;
        Some(choice.to_possible_value()?.get_name().to_owned())
    }
}

/// How the parts of a long message are tied together.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Long {
    /// A user data header with an 8-bit reference
    #[default]
    Udh,
    /// A user data header with a 16-bit reference
    Udh16,
    /// The TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum
    Sar,
    /// Not at all: it goes out whole, in the TLV message_payload
    Payload,
}

/// What is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    Text(String),
    Binary(Vec<u8>),
}

impl Content {
    /// Its parts; `reference` ties them together if there are several.
    pub fn split(
        &self,
        alphabet: AlphabetChoice,
        long: Long,
        reference: u16,
    ) -> Result<Segments<'_>, String> {
        let options = match long {
            Long::Udh => SplitOptions::new(Reference::Udh8(reference.to_be_bytes()[1])),
            Long::Udh16 => SplitOptions::new(Reference::Udh16(reference)),
            Long::Sar => SplitOptions::new(Reference::Sar(reference)),
            Long::Payload => SplitOptions::message_payload(),
        };
        let segments = match self {
            Self::Text(text) => split(text, &options.alphabets(alphabet.alphabets())),
            Self::Binary(octets) => split_binary(octets, &options),
        };
        segments.map_err(|error| format!("the message cannot be sent: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use smppkit::values::DataCoding;

    use super::*;

    #[test]
    fn the_alphabet_is_the_cheapest_or_the_one_asked_for() {
        let coding = |text: &str, alphabet| {
            let content = Content::Text(text.into());
            content.split(alphabet, Long::Udh, 1).map(|mut parts| parts.next().unwrap().data_coding())
        };
        assert_eq!(coding("10 €", AlphabetChoice::Auto), Ok(DataCoding::MC_DEFAULT));
        assert_eq!(coding("😀", AlphabetChoice::Auto), Ok(DataCoding::UCS2));
        assert_eq!(coding("plain", AlphabetChoice::Ucs2), Ok(DataCoding::UCS2));
        assert_eq!(coding("é", AlphabetChoice::Latin1), Ok(DataCoding::LATIN_1));
        assert!(coding("😀", AlphabetChoice::Gsm7).is_err());
    }

    #[test]
    fn a_long_message_is_tied_together_as_asked_for() {
        let content = Content::Text("x".repeat(200));
        let parts = |long| content.split(AlphabetChoice::Auto, long, 0x0102).unwrap().collect::<Vec<_>>();
        assert_eq!(parts(Long::Udh)[1].to_vec()[..6], [5, 0, 3, 2, 2, 2]);
        assert_eq!(parts(Long::Udh16)[0].to_vec()[..7], [6, 8, 4, 1, 2, 2, 1]);
        assert_eq!(parts(Long::Sar)[1].sar(), Some((0x0102, 2, 2)));
        assert!(parts(Long::Payload)[0].in_message_payload());
        let binary = Content::Binary(vec![0xAA; 141]);
        assert_eq!(binary.split(AlphabetChoice::Auto, Long::Udh, 1).unwrap().count(), 2);
    }
}
