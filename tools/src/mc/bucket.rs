//! Messages per second.

use std::num::NonZeroU32;

use super::Time;

/// Lets so many messages through per second, with a burst of one second's worth.
#[derive(Clone, Debug)]
pub struct Bucket {
    per_second: f64,
    tokens: f64,
    at: Time,
}

impl Bucket {
    pub fn new(per_second: NonZeroU32, now: Time) -> Self {
        let per_second = f64::from(per_second.get());
        Self { per_second, tokens: per_second, at: now }
    }

    /// Whether one more may pass now.
    pub fn take(&mut self, now: Time) -> bool {
        let gained = now.saturating_sub(self.at).as_secs_f64() * self.per_second;
        self.tokens = (self.tokens + gained).min(self.per_second);
        self.at = now;
        let passes = self.tokens >= 1.0;
        if passes {
            self.tokens -= 1.0;
        }
        passes
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_then_the_rate() {
        let at = Duration::from_millis;
        let mut bucket = Bucket::new(NonZeroU32::new(10).unwrap(), at(0));
        assert_eq!((0..20).filter(|_| bucket.take(at(0))).count(), 10);
        assert!(!bucket.take(at(99)));
        assert!(bucket.take(at(101)));
        assert!(!bucket.take(at(102)));
        assert_eq!((0..100).filter(|_| bucket.take(at(60_000))).count(), 10);
    }
}
