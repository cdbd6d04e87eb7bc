//! Texts on their way out.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use smppkit::message::Alphabet;
use smppkit::message::outgoing::{Submits, TextOptions};
use smppkit::message::segment::{Segment, TextInfo, split};
use smppkit::{Pdu, SubmitSm};

use crate::convert::Place;
use crate::{pdu, words};

pub(super) fn init(support: &Bound<'_, PyModule>) -> PyResult<()> {
    support.add_function(wrap_pyfunction!(text_info, support)?)?;
    support.add_function(wrap_pyfunction!(split_text, support)?)?;
    support.add_function(wrap_pyfunction!(submits, support)?)
}

/// How to send a text, in the words of Python.
#[derive(FromPyObject)]
struct Options {
    alphabets: Option<Vec<String>>,
    mc_default: Option<String>,
    national_tables: bool,
    message_class: Option<String>,
    long: String,
    max_segments: u8,
}

impl Options {
    fn alphabets(&self) -> PyResult<Option<Vec<Alphabet>>> {
        let words = self.alphabets.as_deref();
        words.map(|words| words.iter().map(|word| super::alphabet(word)).collect()).transpose()
    }

    /// The core's options, for which the alphabets are kept elsewhere.
    fn of<'a>(&self, py: Python<'_>, alphabets: Option<&'a [Alphabet]>) -> PyResult<TextOptions<'a>> {
        let mut options = TextOptions::default();
        if let Some(profile) = super::profile(self.mc_default.as_deref())? {
            options = options.profile(profile);
        }
        if let Some(alphabets) = alphabets {
            options = options.alphabets(alphabets);
        }
        if let Some(class) = &self.message_class {
            options = options.class(words::of_word(py, class, Place::new("text", "message_class"))?);
        }
        let long = words::of_word(py, &self.long, Place::new("text", "long"))?;
        Ok(options.long(long).national_tables(self.national_tables).max_parts(self.max_segments))
    }
}

/// The alphabet, characters, units, segments, and units that are left.
#[pyfunction]
fn text_info(
    py: Python<'_>,
    text: &str,
    options: Options,
) -> PyResult<(&'static str, usize, usize, usize, Option<usize>)> {
    let alphabets = options.alphabets()?;
    let split = options.of(py, alphabets.as_deref())?.split_options(0);
    let info = TextInfo::with(text, &split).map_err(super::value_error)?;
    let left = Some(info.units_left).filter(|left| *left != usize::MAX);
    Ok((super::word(info.alphabet), info.characters, info.units, info.segments, left))
}

type Part<'py> = (Bound<'py, PyBytes>, u8, u8, String, u8, u8, bool);

/// Of each part: the octets, `data_coding`, `esm_class`, its text, its number, how many there are, and whether it goes out
/// in message_payload.
#[pyfunction]
fn split_text<'py>(py: Python<'py>, text: &str, number: u16, options: Options) -> PyResult<Vec<Part<'py>>> {
    let alphabets = options.alphabets()?;
    let options = options.of(py, alphabets.as_deref())?;
    let segments = split(text, &options.split_options(number)).map_err(super::value_error)?;
    let total = segments.total_segments();
    let part = |segment: Segment<'_>| {
        let seqnum = segment.concatenation().map_or(1, |part| part.segment_seqnum);
        let octets = PyBytes::new(py, &segment.to_vec());
        let text = segment.text().unwrap_or_default().to_string();
        (
            octets,
            segment.data_coding().0,
            segment.esm_class().0,
            text,
            seqnum,
            total,
            segment.in_message_payload(),
        )
    };
    Ok(segments.map(part).collect())
}

/// The submit_sm that carry a text.
#[pyfunction]
fn submits<'py>(
    source: &str,
    destination: &str,
    text: &str,
    number: u16,
    receipt: bool,
    template: &Bound<'py, PyAny>,
    options: Options,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let py = template.py();
    let alphabets = options.alphabets()?;
    let options = options.of(py, alphabets.as_deref())?.receipt(receipt);
    pdu::with_decoded(template, |decoded| {
        let Pdu::SubmitSm(template) = decoded.pdu else {
            return Err(Place::new("submits", "template").wrong_type("SubmitSm", template));
        };
        let submits = options.template(template).submits(source, destination, text, number);
        objects(py, submits.map_err(super::value_error)?)
    })
}

fn objects<'py>(py: Python<'py>, submits: Submits<'_>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let object =
        |submit_sm: &SubmitSm<'_>| Ok(pdu::from_octets(&pdu::octets_of_default(py, submit_sm)?)?.object);
    submits
        .map(|submit| {
            let mut buffer = vec![0; submit.segment().octets()];
            submit.with(&mut buffer, object).map_err(super::value_error)?
        })
        .collect()
}
