//! So many messages a second: which one is due when.

use std::num::NonZeroU32;
use std::time::Duration;

/// Messages per second, the first at once.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Rate(pub NonZeroU32);

const SECOND: u128 = 1_000_000_000;

impl Rate {
    /// How long after the beginning this message is due, the first being 0.
    pub fn due(self, number: u64) -> Duration {
        let nanos = u128::from(number) * SECOND / u128::from(self.0.get());
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// How many are due so long after the beginning.
    pub fn due_by(self, elapsed: Duration) -> u64 {
        u64::try_from(self.thousand_millions(elapsed) / SECOND + 1).unwrap_or(u64::MAX)
    }

    /// How many are due in this time altogether.
    pub fn within(self, time: Duration) -> u64 {
        u64::try_from(self.thousand_millions(time).div_ceil(SECOND)).unwrap_or(u64::MAX)
    }

    fn thousand_millions(self, time: Duration) -> u128 {
        time.as_nanos() * u128::from(self.0.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_due() {
        let rate = |rate| Rate(NonZeroU32::new(rate).unwrap());
        let due_by = |millis| rate(1000).due_by(Duration::from_millis(millis));
        assert_eq!([due_by(0), due_by(1), due_by(1500)], [1, 2, 1501]);
        assert_eq!(rate(1000).due(1500), Duration::from_millis(1500));
        let odd = rate(7);
        assert!((0..700).all(|number| odd.due_by(odd.due(number) + Duration::from_nanos(1)) == number + 1));
        assert_eq!([1, 2, 1500].map(|millis| odd.within(Duration::from_millis(millis))), [1, 1, 11]);
    }
}
