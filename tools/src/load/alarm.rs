//! An alarm that rings on time.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// A thread that sleeps in the place of a task: tokio's timers round up to the next millisecond, which would be more than
/// many a message centre takes to answer.
pub struct Alarm {
    wishes: Sender<Instant>,
    rung: Arc<Notify>,
}

/// What is left to the thread of a longer wait.
const BY_THREAD: Duration = Duration::from_millis(3);

impl Alarm {
    pub fn new() -> io::Result<Self> {
        let (wishes, wished) = channel::<Instant>();
        let rung = Arc::new(Notify::new());
        let ring = rung.clone();
        let sleep = move || {
            while let Ok(at) = wished.recv() {
                thread::sleep(at.saturating_duration_since(Instant::now()));
                ring.notify_one();
            }
        };
        thread::Builder::new().name("alarm".into()).spawn(sleep)?;
        Ok(Self { wishes, rung })
    }

    /// Waits until then.
    pub async fn until(&self, at: Instant) {
        let early = at.checked_sub(BY_THREAD);
        if let Some(early) = early.filter(|early| *early > Instant::now()) {
            tokio::time::sleep_until(early.into()).await;
        }
        while Instant::now() < at && self.wishes.send(at).is_ok() {
            // It may have rung for one who has given up.
            self.rung.notified().await;
        }
    }
}
