//! Time as the session sees it: a number of nanoseconds that the caller supplies.

use core::fmt;
use core::num::NonZeroU64;
use core::time::Duration;

/// A point in time: nanoseconds since an origin that the caller chooses.
///
/// The core never reads a clock. Use any monotonic one and the same origin throughout a session. Arithmetic saturates;
/// `Option<Instant>` takes eight octets. A value of 0 is stored as 1.
///
/// ```
/// use core::time::Duration;
/// use smppkit::Instant;
///
/// let start = Instant::from_nanos(1_000);
/// let later = start.saturating_add(Duration::from_micros(1));
/// assert_eq!(later.as_nanos(), 2_000);
/// assert_eq!(later.saturating_since(start), Duration::from_micros(1));
/// assert_eq!(start.saturating_since(later), Duration::ZERO);
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(NonZeroU64);

impl Instant {
    /// The origin: the earliest instant there is.
    pub const ORIGIN: Self = Self(NonZeroU64::MIN);

    /// The instant `nanos` nanoseconds after the origin.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        match NonZeroU64::new(nanos) {
            Some(nanos) => Self(nanos),
            None => Self::ORIGIN,
        }
    }

    /// Nanoseconds since the origin; never 0.
    #[must_use]
    pub const fn as_nanos(self) -> u64 {
        self.0.get()
    }

    /// The instant `duration` later, or the latest there is.
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(nanos))
    }

    /// How much later this is than `earlier`; zero if it is not.
    #[must_use]
    pub const fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.get().saturating_sub(earlier.0.get()))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Duration::from_nanos(self.as_nanos()), f)
    }
}

/// The operating system's monotonic clock, for callers that have one.
///
/// ```
/// let clock = smppkit::Clock::new();
/// let first = clock.now();
/// assert!(clock.now() >= first);
/// ```
#[cfg(feature = "std")]
#[derive(Copy, Clone, Debug)]
pub struct Clock(std::time::Instant);

#[cfg(feature = "std")]
impl Clock {
    /// A clock whose origin is now.
    #[must_use]
    pub fn new() -> Self {
        Self(std::time::Instant::now())
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::ORIGIN.saturating_add(self.0.elapsed())
    }

    /// The same instant on the operating system's clock.
    #[must_use]
    pub fn to_std(&self, instant: Instant) -> std::time::Instant {
        let since = instant.saturating_since(Instant::ORIGIN);
        // What the system cannot express is never reached; waking early is harmless.
        self.0.checked_add(since).unwrap_or(self.0)
    }
}

#[cfg(feature = "std")]
impl Default for Clock {
    fn default() -> Self {
        Self::new()
    }
}
