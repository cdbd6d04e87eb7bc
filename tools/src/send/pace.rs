//! How fast to send, and when to try again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use smppkit::session::{Pacer, Pacing};
use smppkit::{Clock, CommandStatus};

/// So many messages per second at most, fewer when the message centre complains. Clones share it.
#[derive(Clone, Debug)]
pub struct Pace {
    pacer: Option<Arc<Mutex<Pacer>>>,
    clock: Clock,
}

impl Pace {
    pub fn new(messages_per_second: Option<u32>) -> Self {
        let clock = Clock::new();
        let pacer = messages_per_second.map(|rate| Pacer::new(Pacing::new(rate), clock.now()));
        Self { pacer: pacer.map(|pacer| Arc::new(Mutex::new(pacer))), clock }
    }

    /// Waits until the next message may go.
    pub async fn wait(&self) {
        let Some(pacer) = &self.pacer else { return };
        loop {
            let due = match pacer.lock().unwrap_or_else(PoisonError::into_inner).take(self.clock.now()) {
                Ok(()) => return,
                Err(due) => due,
            };
            tokio::time::sleep_until(self.clock.to_std(due).into()).await;
        }
    }

    /// A message was answered so.
    pub fn saw(&self, status: CommandStatus) {
        if let Some(pacer) = &self.pacer {
            pacer.lock().unwrap_or_else(PoisonError::into_inner).on_status(self.clock.now(), status);
        }
    }
}

/// The pause before this attempt, the first one again being 1: one second, then twice as long each time.
pub fn pause(attempt: u32) -> Duration {
    Duration::from_secs(1 << attempt.saturating_sub(1).min(6))
}
