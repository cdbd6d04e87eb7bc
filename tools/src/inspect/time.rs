//! When a packet was captured.

use std::fmt;

use smppkit::message::DateTime;

/// Nanoseconds since 1970, UTC. What lies beyond 1677 to 2262 is taken for its end.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Time(i64);

impl Time {
    pub fn from_nanos(nanos: i128) -> Self {
        let limit = if nanos < 0 { i64::MIN } else { i64::MAX };
        Self(i64::try_from(nanos).unwrap_or(limit))
    }

    /// Negative if `earlier` is later: the clocks of captures jump.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Seconds since 1970, to the microsecond: a float has no more digits.
    pub fn as_seconds(self) -> f64 {
        (self.0 / 1000) as f64 / 1e6
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::from_unix_seconds(self.0.div_euclid(NANOS)) {
            Some(time) => write!(f, "{time}.{:06}Z", self.0.rem_euclid(NANOS) / 1000),
            None => Span(self.0).fmt(f),
        }
    }
}

const NANOS: i64 = 1_000_000_000;
const NANOS_PER_MICRO: i64 = 1_000;

/// What lies between two times, in nanoseconds.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Span(pub i64);

impl Span {
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds * NANOS)
    }

    pub fn from_micros(micros: u64) -> Self {
        Self(i64::try_from(micros).unwrap_or(i64::MAX).saturating_mul(NANOS_PER_MICRO))
    }

    /// None are less than none.
    pub fn as_micros(self) -> u64 {
        u64::try_from(self.0 / NANOS_PER_MICRO).unwrap_or(0)
    }

    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / NANOS as f64
    }

    /// As people tell it: `1.20 ms`, `3.4 s`.
    pub fn in_words(self) -> String {
        let seconds = self.as_seconds();
        match seconds.abs() {
            size if size < 1e-3 => format!("{:.0} µs", seconds * 1e6),
            size if size < 1.0 => format!("{:.1} ms", seconds * 1e3),
            size if size < 120.0 => format!("{seconds:.2} s"),
            _ => format!("{:.1} min", seconds / 60.0),
        }
    }
}

/// Seconds to the microsecond.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.unsigned_abs() / 1000;
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_spans_are_told() {
        let time = Time::from_nanos(1_300_126_534_000_001_999);
        assert_eq!(time.to_string(), "2011-03-14T18:15:34.000001Z");
        assert_eq!(Time::from_nanos(-1).to_string(), "1969-12-31T23:59:59.999999Z");
        assert_eq!(time.since(Time::from_nanos(1_300_126_535_000_001_999)).to_string(), "-1.000000");
        assert!(Time::from_nanos(i128::MAX) > Time::from_nanos(i128::MIN));
        let words =
            [999, 999_400, 1_250_000, 3_400_000_000, 600_000_000_000].map(|nanos| Span(nanos).in_words());
        assert_eq!(words, ["1 µs", "999 µs", "1.2 ms", "3.40 s", "10.0 min"]);
    }
}
