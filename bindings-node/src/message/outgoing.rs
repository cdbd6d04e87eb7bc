//! Texts on their way out.

use serde::Deserialize;
use serde_json::{Value, json};
use smppkit::message::Alphabet;
use smppkit::message::outgoing::{Long, TextOptions};
use smppkit::message::segment::{Segment, SplitOptions, TextInfo, split as split_text, split_binary};
use smppkit::message::udh::{Reference, Udh};
use smppkit::{CommandStatus, Pdu, SubmitSm, decode, encode};

use super::words::{AlphabetName, ClassName, alphabet, profile};
use super::{hex, refused};
use crate::error::Error;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[derive(Default)]
pub(super) struct Options {
    alphabets: Option<Vec<AlphabetName>>,
    mc_default: Option<AlphabetName>,
    national_tables: bool,
    class: Option<ClassName>,
    long: LongName,
    max_parts: Option<u8>,
    receipt: bool,
    udh: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
enum LongName {
    #[default]
    Udh8,
    Udh16,
    Sar,
    Payload,
}

impl Options {
    fn alphabets(&self) -> Option<Vec<Alphabet>> {
        self.alphabets.as_ref().map(|names| names.iter().map(|name| name.alphabet()).collect())
    }

    /// How to split, with this number as reference.
    fn split<'o>(
        &'o self,
        alphabets: Option<&'o [Alphabet]>,
        number: u16,
    ) -> Result<SplitOptions<'o>, Error> {
        let mut options = match self.long {
            LongName::Udh8 => SplitOptions::new(Reference::Udh8(number.to_be_bytes()[1])),
            LongName::Udh16 => SplitOptions::new(Reference::Udh16(number)),
            LongName::Sar => SplitOptions::new(Reference::Sar(number)),
            LongName::Payload => SplitOptions::message_payload(),
        };
        if self.mc_default.is_some() {
            options = options.profile(profile(self.mc_default));
        }
        options.alphabets = alphabets.unwrap_or(options.alphabets);
        options.national_tables = self.national_tables;
        options.class = self.class.map(ClassName::class);
        options.max_segments = self.max_parts.unwrap_or(options.max_segments);
        if let Some(elements) = &self.udh {
            options.udh = Udh::from_elements(elements).map_err(|error| refused(&error))?;
        }
        Ok(options)
    }
}

pub(super) fn text_info(text: &str, options: &Options) -> Result<Value, Error> {
    let alphabets = options.alphabets();
    let info = TextInfo::with(text, &options.split(alphabets.as_deref(), 0)?);
    let info = info.map_err(|error| refused(&error))?;
    Ok(json!({
        "alphabet": alphabet(info.alphabet),
        "characters": info.characters,
        "units": info.units,
        "parts": info.segments,
        // Of message_payload there is no end worth counting.
        "unitsLeft": Some(info.units_left).filter(|left| *left != usize::MAX),
    }))
}

/// The parts of a text, or of octets where there is none.
pub(super) fn split(
    text: Option<&str>,
    octets: &[u8],
    options: &Options,
    number: u16,
) -> Result<Value, Error> {
    let alphabets = options.alphabets();
    let options = options.split(alphabets.as_deref(), number)?;
    let segments = match text {
        Some(text) => split_text(text, &options),
        None => split_binary(octets, &options),
    };
    let segments = segments.map_err(|error| refused(&error))?;
    let name = segments.alphabet().map(alphabet);
    Ok(segments.map(|segment| part(&segment, name)).collect())
}

fn part(segment: &Segment<'_>, alphabet: Option<&str>) -> Value {
    let sar = segment.sar().map(|(number, total, seqnum)| {
        json!({ "sarMsgRefNum": number, "sarTotalSegments": total, "sarSegmentSeqnum": seqnum })
    });
    json!({
        "octets": hex(&segment.to_vec()),
        "dataCoding": segment.data_coding().0,
        "esmClass": segment.esm_class().0,
        "sar": sar,
        "inMessagePayload": segment.in_message_payload(),
        "text": segment.text(),
        "alphabet": alphabet,
    })
}

/// The submit_sm that carry a text, one behind the other.
pub(super) fn submits(
    template: &[u8],
    (from, to): (&str, &str),
    text: &str,
    number: u16,
    options: &Options,
) -> Result<Vec<u8>, Error> {
    let template = match template {
        [] => SubmitSm::default(),
        frame => match decode(frame).map_err(Error::Frame)?.pdu {
            Pdu::SubmitSm(pdu) => pdu,
            _ => return Err(Error::Message("MESSAGE", "the template is no submit_sm".into())),
        },
    };
    let alphabets = options.alphabets();
    let mut how = TextOptions::default()
        .receipt(options.receipt)
        .national_tables(options.national_tables)
        .long(match options.long {
            LongName::Udh8 => Long::Udh8,
            LongName::Udh16 => Long::Udh16,
            LongName::Sar => Long::Sar,
            LongName::Payload => Long::Payload,
        })
        .template(template);
    if options.mc_default.is_some() {
        how = how.profile(profile(options.mc_default));
    }
    how.alphabets = alphabets.as_deref().unwrap_or(how.alphabets);
    how.class = options.class.map(ClassName::class);
    how.max_parts = options.max_parts.unwrap_or(how.max_parts);
    let mut frames = vec![];
    for submit in how.submits(from, to, text, number).map_err(|error| refused(&error))? {
        let mut buffer = vec![0; submit.segment().octets()];
        let written = submit.with(&mut buffer, |pdu| {
            let start = frames.len();
            frames.resize(start + smppkit::Body::encoded_len(pdu), 0);
            encode(CommandStatus::ESME_ROK, 0, pdu, frames.get_mut(start..).unwrap_or_default())
        });
        written.map_err(|error| refused(&error))?.map_err(Error::Encode)?;
    }
    Ok(frames)
}

/// A text in an alphabet.
pub(super) fn encode_text(text: &str, alphabet: AlphabetName) -> Result<Vec<u8>, Error> {
    let alphabet = alphabet.alphabet();
    alphabet.units(text).map_err(|error| refused(&error))?;
    // No alphabet takes more than four octets for what is at least one in UTF-8.
    let mut octets = vec![0; text.len() * 4];
    let len = alphabet.encode(text, &mut octets).map_err(|error| refused(&error))?;
    octets.truncate(len);
    Ok(octets)
}
