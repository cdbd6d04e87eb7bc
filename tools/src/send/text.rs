//! A text or octets as the short messages that carry them.

use smppkit::message::Alphabet;
use smppkit::message::segment::{Segment, SplitOptions, split, split_binary};
use smppkit::message::udh::Reference;
use smppkit::values::{DataCoding, EsmClass};

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
            Self::Utf8 => &[Alphabet::Utf8],
        }
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

/// One short message of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub esm_class: EsmClass,
    pub data_coding: DataCoding,
    pub octets: Vec<u8>,
    /// Reference, number of parts, number of this part.
    pub sar: Option<(u16, u8, u8)>,
    /// The octets go into message_payload.
    pub in_payload: bool,
}

/// The parts of a message; `reference` ties them together if there are several.
pub fn parts(
    content: &Content,
    alphabet: AlphabetChoice,
    long: Long,
    reference: u16,
) -> Result<Vec<Part>, String> {
    let options = match long {
        Long::Udh => SplitOptions::new(Reference::Udh8(reference.to_be_bytes()[1])),
        Long::Udh16 => SplitOptions::new(Reference::Udh16(reference)),
        Long::Sar => SplitOptions::new(Reference::Sar(reference)),
        Long::Payload => SplitOptions::message_payload(),
    };
    let options = options.alphabets(alphabet.alphabets());
    let segments = match content {
        Content::Text(text) => split(text, &options),
        Content::Binary(octets) => split_binary(octets, &options),
    };
    let segments = segments.map_err(|error| format!("the message cannot be sent: {error}"))?;
    let part = |segment: Segment<'_>| Part {
        esm_class: segment.esm_class(),
        data_coding: segment.data_coding(),
        octets: segment.to_vec(),
        sar: segment.sar(),
        in_payload: segment.in_message_payload(),
    };
    Ok(segments.map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, alphabet: AlphabetChoice, long: Long) -> Result<Vec<Part>, String> {
        parts(&Content::Text(text.into()), alphabet, long, 0x0102)
    }

    #[test]
    fn the_alphabet_is_the_cheapest_or_the_one_asked_for() {
        let coding = |text, alphabet| of(text, alphabet, Long::Udh).map(|parts| parts[0].data_coding.0);
        assert_eq!(coding("10 €", AlphabetChoice::Auto), Ok(0));
        assert_eq!(coding("😀", AlphabetChoice::Auto), Ok(8));
        assert_eq!(coding("plain", AlphabetChoice::Ucs2), Ok(8));
        assert_eq!(coding("é", AlphabetChoice::Latin1), Ok(3));
        assert!(coding("😀", AlphabetChoice::Gsm7).is_err());
    }

    #[test]
    fn a_long_message_is_tied_together_as_asked_for() {
        let long = |how| of(&"x".repeat(200), AlphabetChoice::Auto, how).unwrap();
        let udh = long(Long::Udh);
        assert_eq!((udh.len(), &udh[1].octets[..6]), (2, &[5, 0, 3, 2, 2, 2][..]));
        assert_eq!(long(Long::Udh16)[0].octets[..7], [6, 8, 4, 1, 2, 2, 1]);
        let sar = long(Long::Sar);
        assert_eq!((sar[1].sar, sar[1].esm_class.has_udh()), (Some((0x0102, 2, 2)), false));
        let payload = long(Long::Payload);
        assert_eq!((payload.len(), payload[0].octets.len(), payload[0].in_payload), (1, 200, true));
        let binary = parts(&Content::Binary(vec![0xAA; 141]), AlphabetChoice::Auto, Long::Udh, 1).unwrap();
        assert_eq!((binary.len(), binary[0].data_coding), (2, DataCoding::OCTET_UNSPECIFIED_4));
    }
}
