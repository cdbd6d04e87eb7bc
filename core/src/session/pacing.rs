//! How fast to send: so many messages a second, fewer when the peer asks for fewer.

use core::time::Duration;

use crate::status::CommandStatus;
use crate::time::Instant;

/// The settings of a [`Pacer`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Pacing {
    /// Messages a second when all is well, at least 1.
    pub messages_per_second: u32,
    /// How many may go at once after a pause, at least 1.
    pub burst: u32,
    /// Messages a second below which a peer cannot slow us down, at least 1.
    pub slowest: u32,
    /// The least time between two slowings: a peer throttles every message that was on its way when it began.
    pub slow_every: Duration,
    /// How often a tenth of `messages_per_second` is added after a slowing.
    pub recover_every: Duration,
}

impl Pacing {
    /// So many messages a second, one at a time; never slower than one a second, and back to full speed ten seconds
    /// after the peer last complained.
    #[must_use]
    pub const fn new(messages_per_second: u32) -> Self {
        Self {
            messages_per_second,
            burst: 1,
            slowest: 1,
            slow_every: Duration::from_secs(1),
            recover_every: Duration::from_secs(1),
        }
    }
}

/// Says when the next message may go. It is usable with or without a session, and by an MC for what it accepts.
///
/// It halves its rate on ESME_RTHROTTLED and ESME_RMSGQFUL, and follows `congestion_state` (5.0 §2.9): from 91 on it
/// slows down by a tenth, at 100 it stops for a while, from 80 to 90 it stays, below it speeds up.
///
/// ```
/// use core::time::Duration;
/// use smppkit::session::{Pacer, Pacing};
/// use smppkit::{CommandStatus, Instant};
///
/// let now = Instant::from_nanos(1);
/// let mut pacer = Pacer::new(Pacing::new(100), now);
/// assert_eq!(pacer.take(now), Ok(()));
/// // The next is due a hundredth of a second later.
/// assert_eq!(pacer.take(now), Err(now.saturating_add(Duration::from_millis(10))));
///
/// pacer.on_status(now, CommandStatus::ESME_RTHROTTLED);
/// assert_eq!(pacer.messages_per_second(), 50);
/// ```
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Pacer {
    pacing: Pacing,
    /// Thousandths of messages a second.
    rate: u64,
    /// When the message after those already granted would be due at an even pace.
    due: Instant,
    /// When the rate was last made lower.
    slowed: Option<Instant>,
    /// Up to when speeding up was reckoned.
    recovered: Instant,
    /// Whether the peer is as busy as it wants to be.
    content: bool,
}

const SECOND: u64 = 1_000_000_000;
const MILLI: u64 = 1000;

impl Pacer {
    /// A pacer that lets a burst go at once. Numbers that make no sense are taken for the least that does.
    #[must_use]
    pub fn new(pacing: Pacing, now: Instant) -> Self {
        let messages_per_second = pacing.messages_per_second.max(1);
        let pacing = Pacing {
            messages_per_second,
            burst: pacing.burst.max(1),
            slowest: pacing.slowest.clamp(1, messages_per_second),
            recover_every: pacing.recover_every.max(Duration::from_millis(1)),
            ..pacing
        };
        let rate = u64::from(messages_per_second).saturating_mul(MILLI);
        Self { pacing, rate, due: now, slowed: None, recovered: now, content: false }
    }

    /// Messages a second at present.
    #[must_use]
    pub fn messages_per_second(&self) -> u32 {
        u32::try_from(self.rate / MILLI).unwrap_or(u32::MAX)
    }

    /// Takes the right to send one message now.
    ///
    /// # Errors
    ///
    /// When it may go instead; nothing was taken.
    pub fn take(&mut self, now: Instant) -> Result<(), Instant> {
        self.recover(now);
        let interval = self.interval();
        // A burst is what may be taken ahead of an even pace.
        let ahead = interval.saturating_mul(self.pacing.burst.saturating_sub(1));
        let allowed = now.saturating_add(ahead);
        if self.due > allowed {
            let wait = self.due.saturating_since(allowed);
            return Err(now.saturating_add(wait));
        }
        self.due = self.due.max(now).saturating_add(interval);
        Ok(())
    }

    /// The peer answered with this status.
    pub fn on_status(&mut self, now: Instant, status: CommandStatus) {
        if matches!(status, CommandStatus::ESME_RTHROTTLED | CommandStatus::ESME_RMSGQFUL) {
            self.slow_down(now, 50);
        }
    }

    /// The peer said how congested it is, 0 to 100 (5.0 §4.8.4.18); reserved values are ignored.
    pub fn on_congestion_state(&mut self, now: Instant, congestion_state: u8) {
        self.recover(now);
        self.content = (80..=100).contains(&congestion_state);
        let slowed = match congestion_state {
            91..=99 => self.slow_down(now, 90),
            100 => self.slow_down(now, 50),
            _ => false,
        };
        if slowed && congestion_state == 100 {
            self.due = self.due.max(now.saturating_add(self.pacing.slow_every));
        }
    }

    /// Lowers the rate to so many hundredths of itself, unless that was done just now.
    fn slow_down(&mut self, now: Instant, percent: u64) -> bool {
        if self.slowed.is_some_and(|slowed| now.saturating_since(slowed) < self.pacing.slow_every) {
            return false;
        }
        self.recover(now);
        let slowest = u64::from(self.pacing.slowest).saturating_mul(MILLI);
        self.rate = (self.rate / 100).saturating_mul(percent).max(slowest);
        self.slowed = Some(now);
        self.recovered = now;
        true
    }

    /// Raises the rate for the time that has passed without complaints.
    fn recover(&mut self, now: Instant) {
        let every = self.pacing.recover_every;
        let passed = now.saturating_since(self.recovered);
        let steps = passed.as_nanos().checked_div(every.as_nanos()).unwrap_or_default();
        let Ok(steps) = u32::try_from(steps) else {
            return self.recovered = now;
        };
        if steps == 0 {
            return;
        }
        self.recovered = self.recovered.saturating_add(every.saturating_mul(steps));
        if self.content {
            return;
        }
        let full = u64::from(self.pacing.messages_per_second).saturating_mul(MILLI);
        self.rate = self.rate.saturating_add((full / 10).saturating_mul(steps.into())).min(full);
    }

    fn interval(&self) -> Duration {
        Duration::from_nanos(SECOND.saturating_mul(MILLI).checked_div(self.rate).unwrap_or(SECOND))
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::from_nanos(1 + millis * 1_000_000)
    }

    /// How many messages go within a second that begins at `start`, asking every millisecond.
    fn sent_in_a_second(pacer: &mut Pacer, start: u64) -> usize {
        (start..start + 1000).filter(|millis| pacer.take(at(*millis)).is_ok()).count()
    }

    #[test]
    fn so_many_go_in_a_second() {
        for rate in [1, 3, 30, 500] {
            let mut pacer = Pacer::new(Pacing::new(rate), at(0));
            let sent = sent_in_a_second(&mut pacer, 0);
            assert!(sent.abs_diff(rate as usize) <= 1, "{sent} of {rate}");
        }
    }

    #[test]
    fn a_burst_goes_at_once_and_then_the_pace_is_even() {
        let mut pacer = Pacer::new(Pacing { burst: 5, ..Pacing::new(10) }, at(0));
        assert_eq!((0..20).filter(|_| pacer.take(at(0)).is_ok()).count(), 5);
        assert_eq!(pacer.take(at(0)), Err(at(100)));
        assert_eq!(pacer.take(at(100)), Ok(()));
        // A pause earns a burst, not more.
        assert_eq!((0..20).filter(|_| pacer.take(at(60_000)).is_ok()).count(), 5);
    }

    #[test]
    fn the_time_it_names_is_the_time_it_grants() {
        let mut pacer = Pacer::new(Pacing { burst: 3, ..Pacing::new(7) }, at(0));
        let mut now = at(0);
        for _ in 0..50 {
            if let Err(when) = pacer.take(now) {
                assert!(when > now);
                now = when;
                assert_eq!(pacer.take(now), Ok(()));
            }
        }
    }

    #[test]
    fn throttling_halves_the_rate_once_a_second_down_to_the_slowest() {
        let mut pacer = Pacer::new(Pacing { slowest: 10, ..Pacing::new(100) }, at(0));
        pacer.on_status(at(0), CommandStatus::ESME_RTHROTTLED);
        pacer.on_status(at(500), CommandStatus::ESME_RTHROTTLED);
        assert_eq!(pacer.messages_per_second(), 50);
        for second in 1..20 {
            pacer.on_status(at(second * 1000), CommandStatus::ESME_RMSGQFUL);
        }
        assert_eq!(pacer.messages_per_second(), 10);
        pacer.on_status(at(30_000), CommandStatus::ESME_RSYSERR);
        assert_eq!(pacer.messages_per_second(), 10);
    }

    #[test]
    fn it_recovers() {
        let mut pacer = Pacer::new(Pacing::new(100), at(0));
        pacer.on_status(at(0), CommandStatus::ESME_RTHROTTLED);
        assert!(sent_in_a_second(&mut pacer, 0) <= 51);
        assert!(sent_in_a_second(&mut pacer, 6000) >= 99);
        assert_eq!(pacer.messages_per_second(), 100);
    }

    #[test]
    fn congestion_is_followed() {
        let mut pacer = Pacer::new(Pacing::new(100), at(0));
        pacer.on_congestion_state(at(0), 95);
        assert_eq!(pacer.messages_per_second(), 90);
        // From 80 to 90 it stays as it is.
        pacer.on_congestion_state(at(100), 85);
        let _ = pacer.take(at(20_000));
        assert_eq!(pacer.messages_per_second(), 90);
        // Below, it speeds up.
        pacer.on_congestion_state(at(20_000), 40);
        let _ = pacer.take(at(21_000));
        assert_eq!(pacer.messages_per_second(), 100);
        // At 100 it stops for a while.
        pacer.on_congestion_state(at(30_000), 100);
        assert_eq!(pacer.take(at(30_000)), Err(at(31_000)));
        // Reserved values say nothing.
        let before = pacer;
        pacer.on_congestion_state(at(30_000), 255);
        assert_eq!(pacer.messages_per_second(), before.messages_per_second());
    }

    #[test]
    fn a_clock_at_its_end_and_settings_without_sense_do_no_harm() {
        let mut pacer = Pacer::new(Pacing { burst: 0, slowest: 0, ..Pacing::new(0) }, at(0));
        assert_eq!(pacer.take(Instant::from_nanos(u64::MAX)), Ok(()));
        pacer.on_status(Instant::from_nanos(u64::MAX), CommandStatus::ESME_RTHROTTLED);
        assert_eq!(pacer.messages_per_second(), 1);
        let mut fast = Pacer::new(Pacing { burst: u32::MAX, ..Pacing::new(u32::MAX) }, at(0));
        assert_eq!(fast.take(at(0)), Ok(()));
    }
}
