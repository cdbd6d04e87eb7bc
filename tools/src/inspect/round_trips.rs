//! Times between requests and responses, of which some statistics are told.

use hdrhistogram::Histogram;

use super::time::Span;

/// Many times.
#[derive(Clone)]
pub struct RoundTrips {
    /// In microseconds, to two digits: some kilobytes, however many there are.
    times: Histogram<u32>,
    max: Span,
}

impl Default for RoundTrips {
    fn default() -> Self {
        let mut times = Histogram::new(2).unwrap_or_else(|_| unreachable!("two digits are allowed"));
        times.auto(true);
        Self { times, max: Span::default() }
    }
}

impl RoundTrips {
    pub fn add(&mut self, time: Span) {
        // A response before its request: the clock was set back.
        let time = time.max(Span::default());
        self.times.record(time.as_micros()).unwrap_or_else(|_| unreachable!("it grows with what is added"));
        self.max = self.max.max(time);
    }

    pub fn add_all(&mut self, other: &Self) {
        self.times.add(&other.times).unwrap_or_else(|_| unreachable!("it grows with what is added"));
        self.max = self.max.max(other.max);
    }

    pub fn count(&self) -> u64 {
        self.times.len()
    }

    pub const fn max(&self) -> Span {
        self.max
    }

    /// The time that so many percent did not exceed.
    pub fn percentile(&self, percent: u8) -> Option<Span> {
        let within = self.times.value_at_quantile(f64::from(percent) / 100.0);
        (self.count() > 0).then(|| Span::from_micros(within).min(self.max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_right_to_two_digits_and_the_longest_is_exact() {
        let mut few = RoundTrips::default();
        assert_eq!(few.percentile(50), None);
        (1..=100).for_each(|micros| few.add(Span::from_micros(micros)));
        assert_eq!(
            [50, 95, 100].map(|percent| few.percentile(percent)),
            [50, 95, 100].map(|micros| Some(Span::from_micros(micros)))
        );

        let mut many = RoundTrips::default();
        for time in 1..=100_000 {
            many.add(Span(time * 1_234));
        }
        for percent in [1, 50, 95] {
            let exact = i64::from(percent) * 1_234_000;
            let Span(told) = many.percentile(percent).unwrap();
            assert!((told - exact).abs() <= exact / 100, "{percent}: {told}");
        }
        assert_eq!((many.percentile(100), many.max()), (Some(Span(123_400_000)), Span(123_400_000)));

        few.add_all(&many);
        assert_eq!((few.count(), few.max()), (100_100, many.max()));
    }

    #[test]
    fn no_time_is_too_long_or_too_short() {
        let mut times = RoundTrips::default();
        for time in [i64::MIN, -1, 0, 1, i64::MAX] {
            times.add(Span(time));
        }
        assert_eq!((times.count(), times.max()), (5, Span(i64::MAX)));
        assert_eq!(times.percentile(50), Some(Span(0)));
    }
}
