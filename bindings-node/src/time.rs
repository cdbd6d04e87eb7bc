//! Time in JavaScript is a number of milliseconds, perhaps with a fraction; in the core it is whole nanoseconds.

use core::time::Duration;

use smppkit::Instant;

const NANOS: f64 = 1_000_000.0;

/// A point in time: 0 is the origin. What is no time at all is taken for it, too.
pub(crate) fn from_ms(ms: f64) -> Instant {
    Instant::ORIGIN.saturating_add(duration(ms))
}

/// How long something takes.
pub(crate) fn duration(ms: f64) -> Duration {
    // A cast saturates, and makes 0 of what is no number.
    Duration::from_nanos((ms * NANOS).round() as u64)
}

/// The earliest number of milliseconds that is not before `instant`.
pub(crate) fn to_ms(instant: Instant) -> f64 {
    let mut ms = instant.saturating_since(Instant::ORIGIN).as_nanos() as f64 / NANOS;
    // A number of this size may have no place for the last nanoseconds.
    while from_ms(ms) < instant {
        ms = f64::from_bits(ms.to_bits() + 1);
    }
    ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_is_due_at_the_time_it_names() {
        // Since start-up, since 1970, and in between.
        for start in [1, 999_999, 86_400_000_000_123, 1_764_158_400_000_000_123, u64::MAX / 2] {
            for more in 0..1000 {
                let instant = Instant::from_nanos(start + more * 7919);
                assert!(from_ms(to_ms(instant)) >= instant, "{instant:?}");
            }
        }
        assert_eq!(from_ms(f64::NAN), Instant::ORIGIN);
        assert_eq!(from_ms(-5.0), Instant::ORIGIN);
        assert_eq!((from_ms(0.0), to_ms(Instant::ORIGIN)), (Instant::ORIGIN, 0.0));
        assert_eq!(to_ms(from_ms(1000.0)), 1000.0);
    }
}
