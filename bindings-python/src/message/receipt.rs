//! Delivery receipts.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use smppkit::message::DateTime;
use smppkit::message::receipt::{
    DateReading, Dialect, ErrorCode, Receipt, ReceiptText, ReceiptTlvs, Report, narrow,
};
use smppkit::values::MessageState;

use super::times;
use crate::values::Named;

pub(super) fn init(support: &Bound<'_, PyModule>) -> PyResult<()> {
    support.add_function(wrap_pyfunction!(parse_receipt, support)?)?;
    support.add_function(wrap_pyfunction!(format_receipt, support)?)
}

/// What the text of a receipt says.
#[pyfunction]
fn parse_receipt<'py>(py: Python<'py>, octets: &[u8]) -> PyResult<Bound<'py, PyTuple>> {
    let mut scratch = vec![0; 2 * octets.len()];
    let text = Receipt::parse(narrow(octets, &mut scratch));
    report(py, &Report { text, tlvs: ReceiptTlvs::default() })
}

type Date = Option<(times::Parts, Option<i8>)>;

fn date(reading: Option<DateReading>) -> Date {
    reading.map(|reading| (times::parts(reading.date), reading.offset_quarters))
}

/// A report as the fields of `message.Receipt`, dates as numbers.
pub(super) fn report<'py>(py: Python<'py>, report: &Report<'_>) -> PyResult<Bound<'py, PyTuple>> {
    let state = report
        .message_state()
        .map(|(state, _)| MessageState::values().get(py, state.0.into()))
        .transpose()?;
    let (submitted, done) = report.text.dates();
    let parts = (
        report.message_id().map(|(id, _)| id),
        state,
        report.is_final(),
        report.text.stat,
        report.error_code().map(|(code, _)| match code {
            ErrorCode::Network { network_type, code } => format!("{network_type}:{code}"),
            ErrorCode::Bare(code) => code.to_string(),
            ErrorCode::Text(text) => text.into(),
            ErrorCode::Octets(octets) => octets.escape_ascii().to_string(),
        }),
        date(submitted),
        date(done),
        (report.text.submitted(), report.text.delivered()),
        report.text.text.map(|text| PyBytes::new(py, text)),
        (report.text.is_certain(), report.ids_differ(), report.states_differ()),
    );
    parts.into_pyobject(py)
}

/// The text of a receipt.
#[pyfunction]
#[allow(clippy::too_many_arguments, reason = "named in Python")]
fn format_receipt<'py>(
    py: Python<'py>,
    id: &str,
    state: u8,
    submit_date: times::Parts,
    done_date: times::Parts,
    counts: (u16, u16),
    err: u16,
    text: &[u8],
    dialect: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let date = |parts: times::Parts| -> PyResult<DateTime> {
        times::date(parts).ok_or_else(|| PyValueError::new_err("no such date"))
    };
    let receipt = ReceiptText {
        id,
        sub: counts.0,
        dlvrd: counts.1,
        submit_date: date(submit_date)?,
        done_date: date(done_date)?,
        state: MessageState(state),
        err,
        text,
    };
    let dialect = match dialect {
        "appendix_b" => &Dialect::APPENDIX_B,
        "short" => &Dialect::SHORT,
        "brief" => &Dialect::BRIEF,
        "joined" => &Dialect::JOINED,
        "numeric" => &Dialect::NUMERIC,
        "reordered" => &Dialect::REORDERED,
        "long_year" => &Dialect::LONG_YEAR,
        "values_alone" => &Dialect::VALUES_ALONE,
        "nul_terminated" => &Dialect::NUL_TERMINATED,
        "ucs2" => &Dialect::UCS2,
        _ => return Err(PyValueError::new_err(format!("no dialect is called {dialect:?}"))),
    };
    Ok(PyBytes::new(py, &receipt.to_vec_as(dialect)))
}
