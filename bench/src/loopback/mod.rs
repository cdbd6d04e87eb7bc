//! Messages per second over loopback: ESMEs and the message centre in one process, each crate with its own client and server.

mod smpp34;
mod smppkit;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::harness::median;

const WINDOW: usize = 64;
const MESSAGES: u64 = 300_000;
const WARM_UP: u64 = 20_000;
const ROUNDS: usize = 5;

/// A bound client of one of the crates.
trait Esme: Send + Sync + 'static {
    /// Submits one message and waits for its response: whether it was accepted.
    fn submit(&self) -> impl Future<Output = bool> + Send;
}

/// Keeps the window of every ESME full, each place of it by a task that submits, awaits the response and submits again.
async fn submit_all<E: Esme>(esmes: &[Arc<E>], messages: u64) -> Duration {
    let left = Arc::new(AtomicU64::new(messages));
    let accepted = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..WINDOW {
        for esme in esmes {
            let (esme, left, accepted) = (esme.clone(), left.clone(), accepted.clone());
            tasks.push(tokio::spawn(async move {
                while left.fetch_update(Relaxed, Relaxed, |n| n.checked_sub(1)).is_ok() {
                    if esme.submit().await {
                        accepted.fetch_add(1, Relaxed);
                    }
                }
            }));
        }
    }
    for task in tasks {
        task.await.expect("a submitting task ends well");
    }
    let elapsed = start.elapsed();
    assert_eq!(accepted.load(Relaxed), messages, "every message is accepted");
    elapsed
}

/// Messages per second of one crate in one go, on a runtime of its own.
fn rate<E: Esme, B: Future<Output = (Vec<Arc<E>>, K)>, K>(bind: B) -> f64 {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    let elapsed = runtime.block_on(async {
        // `keep` holds whatever must stay alive for the sessions to live.
        let (esmes, keep) = bind.await;
        submit_all(&esmes, WARM_UP).await;
        let elapsed = submit_all(&esmes, MESSAGES).await;
        drop((esmes, keep));
        elapsed
    });
    runtime.shutdown_timeout(Duration::from_millis(100));
    MESSAGES as f64 / elapsed.as_secs_f64()
}

pub fn run() {
    for esmes in [1, 4] {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        // In turn, as with the small operations.
        for _ in 0..ROUNDS {
            ours.push(rate(smppkit::bind(esmes)));
            theirs.push(rate(smpp34::bind(esmes)));
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        println!(
            "\nsubmit_sm over loopback, {esmes} ESME{}, window {WINDOW}, {MESSAGES} messages",
            if esmes == 1 { "" } else { "s" }
        );
        println!("  {:<24}{:>14}{:>10}", "", "messages/s", "ratio");
        println!("  {:<24}{ours:>14.0}{:>10.2}", "smppkit", 1.0);
        println!("  {:<24}{theirs:>14.0}{:>10.2}", "smpp34", ours / theirs);
    }
}
