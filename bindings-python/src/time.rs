//! Time: seconds as a float in Python, nanoseconds in the core.

use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use smppkit::Instant;

const SECOND: f64 = 1e9;

/// A point in time of a monotonic clock, such as `time.monotonic()` or `loop.time()`.
pub(crate) struct Now(pub(crate) Instant);

impl<'a, 'py> FromPyObject<'a, 'py> for Now {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let seconds: f64 = given.extract()?;
        if !seconds.is_finite() || seconds < 0.0 {
            return Err(PyValueError::new_err(format!(
                "{seconds} is no time of a monotonic clock, in seconds"
            )));
        }
        Ok(Self(Instant::from_nanos(nanos(seconds))))
    }
}

/// What is above the largest number is the largest number.
fn nanos(seconds: f64) -> u64 {
    (seconds * SECOND).round() as u64
}

/// Seconds that are not earlier than this, so that what is due then is due.
pub(crate) fn seconds_of(instant: Instant) -> f64 {
    let mut seconds = instant.as_nanos() as f64 / SECOND;
    while nanos(seconds) < instant.as_nanos() {
        seconds = seconds.next_up();
    }
    seconds
}

/// A time span in seconds, greater than zero.
pub(crate) fn duration(name: &str, seconds: f64) -> PyResult<Duration> {
    if seconds > 0.0 && seconds <= 1e9 {
        return Ok(Duration::from_nanos(nanos(seconds).max(1)));
    }
    Err(PyValueError::new_err(format!(
        "{name}: {seconds} is no time span, in seconds: more than 0, at most 1e9"
    )))
}
