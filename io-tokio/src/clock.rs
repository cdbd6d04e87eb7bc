//! Tokio's clock as the session sees it.

use smppkit::Instant;
use tokio::time;

/// Tokio's clock rather than the operating system's, so that a test that pauses tokio's time pauses the session too.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Clock(time::Instant);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(time::Instant::now())
    }

    pub(crate) fn now(self) -> Instant {
        Instant::ORIGIN.saturating_add(self.0.elapsed())
    }

    pub(crate) fn to_tokio(self, instant: Instant) -> time::Instant {
        let since = instant.saturating_since(Instant::ORIGIN);
        // What tokio cannot express is never reached; waking early is harmless.
        self.0.checked_add(since).unwrap_or_else(time::Instant::now)
    }
}
