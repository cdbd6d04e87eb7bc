//! SMPP's times as numbers, of which Python makes `datetime` and `timedelta`.

use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use smppkit::message::DateTime;
use smppkit::message::smpp_time::{AbsoluteTime, RelativeTime, SmppTime};

pub(super) fn init(support: &Bound<'_, PyModule>) -> PyResult<()> {
    support.add_function(wrap_pyfunction!(parse_time, support)?)?;
    support.add_function(wrap_pyfunction!(format_absolute, support)?)?;
    support.add_function(wrap_pyfunction!(format_relative, support)?)?;
    support.add_function(wrap_pyfunction!(after, support)?)
}

/// Year, month, day, hour, minute, second.
pub(super) type Parts = (u16, u8, u8, u8, u8, u8);

pub(super) const fn parts(date: DateTime) -> Parts {
    (date.year(), date.month(), date.day(), date.hour(), date.minute(), date.second())
}

pub(super) const fn date((year, month, day, hour, minute, second): Parts) -> Option<DateTime> {
    DateTime::new(year, month, day, hour, minute, second)
}

/// `None`; or six numbers, and of an absolute time the tenths and the offset in quarters of an hour. Its kind: `absolute`,
/// `relative` or `local`.
#[pyfunction]
fn parse_time(text: &str) -> PyResult<Option<(&'static str, Parts, u8, i8)>> {
    Ok(match SmppTime::parse(text.as_bytes()).map_err(super::value_error)? {
        None => None,
        Some(SmppTime::Absolute(AbsoluteTime { local, tenths, offset_quarters })) => {
            Some(("absolute", parts(local), tenths, offset_quarters))
        }
        Some(SmppTime::Relative(RelativeTime { years, months, days, hours, minutes, seconds })) => {
            Some(("relative", (years.into(), months, days, hours, minutes, seconds), 0, 0))
        }
        Some(SmppTime::McLocal(local)) => Some(("local", parts(local), 0, 0)),
    })
}

#[pyfunction]
fn format_absolute(local: Parts, tenths: u8, offset_quarters: i8) -> PyResult<String> {
    let no_such = || PyValueError::new_err("no time that SMPP can express");
    let time = AbsoluteTime { local: date(local).ok_or_else(no_such)?, tenths, offset_quarters };
    // As far from UTC as its clock is, and not beyond.
    time.with_offset(offset_quarters).ok_or_else(no_such).map(|_| time.to_string())
}

#[pyfunction]
fn format_relative(seconds: u64) -> PyResult<String> {
    let time = RelativeTime::from_duration(Duration::from_secs(seconds));
    time.map(|time| time.to_string()).ok_or_else(|| PyValueError::new_err("a span of more than 99 days"))
}

/// The time after a span, counted from another.
#[pyfunction]
fn after(span: (u8, u8, u8, u8, u8, u8), start: Parts) -> PyResult<Parts> {
    let (years, months, days, hours, minutes, seconds) = span;
    let span = RelativeTime { years, months, days, hours, minutes, seconds };
    let end = date(start).and_then(|start| span.after(start));
    end.map(parts).ok_or_else(|| PyValueError::new_err("beyond the end of the calendar"))
}
