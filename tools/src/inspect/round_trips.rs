//! Times between requests and responses, of which some statistics are told.

use std::collections::BTreeMap;

use super::time::Span;

/// How many different times are told apart exactly.
const MAX_EXACT: usize = 256;

/// Of more, so many bits are: a time is then told to 1 part in 64 or better, in little memory however many there are.
const BITS: u32 = 5;

/// Many times.
#[derive(Clone, Default)]
pub struct RoundTrips {
    /// How many there are of each.
    times: BTreeMap<i64, u64>,
    count: u64,
    max: Span,
    rounded: bool,
}

impl RoundTrips {
    pub fn add(&mut self, time: Span) {
        self.add_some(time.0, 1);
    }

    pub fn add_all(&mut self, other: &Self) {
        for (time, count) in &other.times {
            self.add_some(*time, *count);
        }
        self.max = self.max.max(other.max);
    }

    pub const fn count(&self) -> u64 {
        self.count
    }

    pub const fn max(&self) -> Span {
        self.max
    }

    /// The time that so many percent did not exceed.
    pub fn percentile(&self, percent: u64) -> Option<Span> {
        let rank = (u128::from(self.count) * u128::from(percent)).div_ceil(100).max(1);
        let mut before = 0;
        let (time, _) = self.times.iter().find(|(_, count)| {
            before += u128::from(**count);
            before >= rank
        })?;
        Some(Span(*time).min(self.max))
    }

    fn add_some(&mut self, time: i64, count: u64) {
        // A response before its request: the clock was set back.
        let time = time.max(0);
        *self.times.entry(if self.rounded { rounded(time) } else { time }).or_default() += count;
        self.count += count;
        self.max = self.max.max(Span(time));
        if !self.rounded && self.times.len() > MAX_EXACT {
            self.rounded = true;
            for (time, count) in std::mem::take(&mut self.times) {
                *self.times.entry(rounded(time)).or_default() += count;
            }
        }
    }
}

/// The middle of those that share the upper bits.
const fn rounded(time: i64) -> i64 {
    let shift = (i64::BITS - time.leading_zeros()).saturating_sub(BITS + 1);
    if shift == 0 { time } else { (time >> shift << shift) | 1 << (shift - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_exact_for_few_and_near_for_many() {
        let mut few = RoundTrips::default();
        assert_eq!(few.percentile(50), None);
        (1..=100).for_each(|time| few.add(Span(time)));
        assert_eq!(
            [50, 95, 100].map(|percent| few.percentile(percent)),
            [50, 95, 100].map(|time| Some(Span(time)))
        );

        let mut many = RoundTrips::default();
        for time in 1..=100_000 {
            many.add(Span(time * 1_000));
        }
        assert!(many.times.len() <= 1000, "{}", many.times.len());
        for percent in [1, 50, 95] {
            let exact = percent as i64 * 1_000_000;
            let Span(told) = many.percentile(percent).unwrap();
            assert!((told - exact).abs() <= exact / 30, "{percent}: {told}");
        }
        assert_eq!(many.max(), Span(100_000_000));
        assert!(many.percentile(100) <= Some(many.max()));
        few.add_all(&many);
        assert_eq!((few.count(), few.max()), (100_100, many.max()));
    }

    #[test]
    fn a_time_is_rounded_to_its_upper_bits() {
        for time in (0..63).map(|bit| 1_i64 << bit).chain([0, 3, 31, 1_234_567_891]) {
            assert!((rounded(time) - time).abs() <= time / 32, "{time}");
        }
    }
}
