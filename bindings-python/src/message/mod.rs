//! The message layer. Python's side of it, `message.py`, makes its named tuples of what these functions give.

mod awaited;
mod correlate;
mod incoming;
mod join;
mod outgoing;
mod reassemble;
mod receipt;
mod times;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use smppkit::message::coding::{Coding, Profile};
use smppkit::message::transliterate::transliterate;
use smppkit::message::udh::Udh;
use smppkit::message::{Address, Alphabet, EastAsian};
use smppkit::values::DataCoding;

pub(crate) use awaited::AwaitedReceipts;
pub(crate) use correlate::Correlator;
pub(crate) use join::Joining;
pub(crate) use reassemble::{LongMessage, Reassembler};

const ALPHABETS: [(Alphabet, &str); 12] = [
    (Alphabet::GSM7, "gsm7"),
    (Alphabet::GSM7_PACKED, "gsm7_packed"),
    (Alphabet::Ascii, "ascii"),
    (Alphabet::Latin1, "latin_1"),
    (Alphabet::Cyrillic, "cyrillic"),
    (Alphabet::Hebrew, "hebrew"),
    (Alphabet::Ucs2, "ucs2"),
    (Alphabet::EastAsian(EastAsian::ShiftJis), "shift_jis"),
    (Alphabet::EastAsian(EastAsian::Iso2022Jp), "iso_2022_jp"),
    (Alphabet::EastAsian(EastAsian::EucJp), "euc_jp"),
    (Alphabet::EastAsian(EastAsian::EucKr), "euc_kr"),
    (Alphabet::Utf8, "utf_8"),
];

/// The alphabet of a word.
fn alphabet(word: &str) -> PyResult<Alphabet> {
    let found = ALPHABETS.iter().find(|(_, known)| *known == word);
    found
        .map(|(alphabet, _)| *alphabet)
        .ok_or_else(|| PyValueError::new_err(format!("no alphabet is called {word:?}")))
}

/// The word of an alphabet, whatever tables of GSM 7-bit it is with.
fn word(alphabet: Alphabet) -> &'static str {
    let plain = match alphabet {
        Alphabet::Gsm7(_) => Alphabet::GSM7,
        Alphabet::Gsm7Packed(_) => Alphabet::GSM7_PACKED,
        other => other,
    };
    ALPHABETS.iter().find(|(known, _)| *known == plain).map_or("gsm7", |(_, word)| word)
}

/// The account for which `data_coding` 0 means this alphabet.
fn profile(mc_default: Option<&str>) -> PyResult<Option<Profile<'static>>> {
    mc_default.map(|word| Ok(Profile { mc_default: alphabet(word)?, exceptions: &[] })).transpose()
}

fn value_error(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

pub(crate) fn init(module: &Bound<'_, PyModule>, support: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<AwaitedReceipts>()?;
    module.add_class::<Correlator>()?;
    module.add_class::<Joining>()?;
    module.add_class::<LongMessage>()?;
    module.add_class::<Reassembler>()?;
    support.add_function(wrap_pyfunction!(encode_text, support)?)?;
    support.add_function(wrap_pyfunction!(decode_text, support)?)?;
    support.add_function(wrap_pyfunction!(transliterated, support)?)?;
    support.add_function(wrap_pyfunction!(address, support)?)?;
    outgoing::init(support)?;
    incoming::init(support)?;
    receipt::init(support)?;
    times::init(support)
}

#[pyfunction]
fn encode_text<'py>(py: Python<'py>, text: &str, in_alphabet: &str) -> PyResult<Bound<'py, PyBytes>> {
    let alphabet = alphabet(in_alphabet)?;
    // No alphabet takes more than eight octets for a character, escape sequences included.
    let mut octets = vec![0; text.len().saturating_mul(8).saturating_add(16)];
    let len = alphabet.encode(text, &mut octets).map_err(value_error)?;
    Ok(PyBytes::new(py, &octets[..len]))
}

/// The text of octets with this `data_coding`, behind the elements of a user data header.
#[pyfunction]
fn decode_text(octets: &[u8], data_coding: u8, mc_default: Option<&str>, udh: &[u8]) -> PyResult<String> {
    let profile = profile(mc_default)?.unwrap_or_default();
    let alphabet = Coding::read(DataCoding(data_coding), &profile).readable().map_err(value_error)?;
    let udh = Udh::from_elements(udh).map_err(value_error)?;
    Ok(alphabet.with_shifts(udh.shifts()).decode_behind(octets, udh.octets()).to_string())
}

#[pyfunction]
fn transliterated(text: &str, in_alphabet: &str, substitute: Option<char>) -> PyResult<String> {
    let plainer = transliterate(text, alphabet(in_alphabet)?);
    Ok(match substitute {
        Some(substitute) => plainer.or(substitute).to_string(),
        None => plainer.to_string(),
    })
}

#[pyfunction]
fn address(text: &str) -> PyResult<(u8, u8, &str)> {
    let Address { ton, npi, addr } = Address::read(text).map_err(value_error)?;
    Ok((ton.0, npi.0, addr))
}
