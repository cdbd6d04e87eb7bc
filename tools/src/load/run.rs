//! A run, from the first bind to the last unbind.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use smppkit_tokio::{ConnectError, Incoming, Link};
use tokio::task::JoinSet;

use super::alarm::Alarm;
use super::connection::{Load, Phase};
use super::watch::{Seen, Watcher};
use crate::exit::Failure;
use crate::signals::Interrupts;

/// How long connections that are cut may take to end.
const CUT_LIMIT: Duration = Duration::from_secs(1);
/// How much longer than for one response to wait for any.
const PATIENCE: Duration = Duration::from_secs(1);

/// Connections that are bound, and more to come.
pub struct Run {
    load: Arc<Load>,
    serving: JoinSet<()>,
    interrupts: Interrupts,
    alarm: Alarm,
}

/// How it ended.
pub struct Ended {
    pub seen: Seen,
    /// The part of one core that this thread took, which sends and receives.
    pub core: f64,
    pub interrupted: bool,
    /// There was no connection left before all was sent.
    pub all_lost: bool,
}

impl Run {
    /// Binds. Without a ramp all connections are there, or have failed, before any sends; with one, one is. `None` if it
    /// was interrupted.
    pub async fn start(
        load: Arc<Load>,
        connections: u32,
        ramp: Option<Duration>,
    ) -> Result<Option<Self>, Failure> {
        let failed = |error: io::Error| Failure::Usage(error.to_string());
        let mut interrupts = Interrupts::new().map_err(failed)?;
        let alarm = Alarm::new().map_err(failed)?;
        // One alone: if the password is wrong, it is wrong once.
        let first = tokio::select! {
            first = load.client.connect() => first?,
            () = interrupts.next() => return Ok(None),
        };
        let mut serving = JoinSet::new();
        let mut bound = vec![first];
        if let Some(ramp) = ramp {
            for number in 1..connections {
                serving.spawn(load.clone().serve(None, ramp * number / connections));
            }
        } else {
            let others = tokio::select! {
                others = bind_all(&load, connections - 1) => others,
                () = interrupts.next() => return Ok(None),
            };
            for other in others {
                match (other, load.reconnect) {
                    (Ok(other), _) => bound.push(other),
                    (Err(error), reconnect) => {
                        let again = reconnect.filter(|_| !error.is_permanent());
                        load.ledger().connections.fail(error.to_string());
                        again.map(|pause| serving.spawn(load.clone().serve(None, pause)));
                    }
                }
            }
        }
        for bound in bound {
            serving.spawn(load.clone().serve(Some(bound), Duration::ZERO));
        }
        Ok(Some(Self { load, serving, interrupts, alarm }))
    }

    /// Sends everything, waits for responses, each of which takes as long as `response` at most, then up to `wait` for
    /// receipts, and unbinds. An interrupt ends the sending and the wait for receipts, a second one all. Progress is shown
    /// so often, and written into `csv`.
    pub async fn finish(
        mut self,
        response: Duration,
        wait: Duration,
        progress: Option<Duration>,
        csv: Option<File>,
    ) -> Ended {
        let watching = tokio::spawn(Watcher::new(self.load.clone(), progress, csv).watch());
        let (load, serving, interrupts) = (&self.load, &mut self.serving, &mut self.interrupts);
        let (began, processor) = (Instant::now(), ThreadTime::now());
        let mut all_lost = false;
        let sent = interrupts.unless(1, async {
            tokio::select! {
                () = load.pace.run(&self.alarm) => {}
                () = all_end(serving) => all_lost = true,
            }
        });
        sent.await;
        load.pace.stop();
        let core = processor.elapsed().as_secs_f64() / began.elapsed().as_secs_f64().max(f64::EPSILON);

        load.phase.send_replace(Phase::Waiting);
        interrupts.unless(2, load.settle(response + PATIENCE)).await;
        interrupts.unless(1, tokio::time::timeout(wait, load.receipts_come())).await;
        if interrupts.count() < 2 {
            load.phase.send_replace(Phase::Unbinding);
            interrupts.unless(2, all_end(serving)).await;
        }
        // What is still in flight is lost.
        load.phase.send_replace(Phase::Cutting);
        let cut = async {
            all_end(serving).await;
            load.settle(CUT_LIMIT).await;
        };
        let _ = tokio::time::timeout(CUT_LIMIT, cut).await;
        // If it panicked, that has been told already.
        let seen = watching.await.unwrap_or_default();
        Ended { seen, core, interrupted: self.interrupts.count() > 0, all_lost }
    }
}

/// Until no connection is served any more.
async fn all_end(serving: &mut JoinSet<()>) {
    while serving.join_next().await.is_some() {}
}

/// Binds so many connections at the same time.
async fn bind_all(load: &Load, connections: u32) -> Vec<Result<(Link, Incoming), ConnectError>> {
    let mut binding = JoinSet::new();
    for _ in 0..connections {
        let client = load.client.clone();
        binding.spawn(async move { client.connect().await });
    }
    binding.join_all().await
}
