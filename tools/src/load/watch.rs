//! Looks on while a run goes on: progress on standard error, a row for each second in a file.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use tokio::time::MissedTickBehavior;

use super::connection::{Load, Phase};
use super::figures::millis;
use super::ledger::Interval;

/// How often the line on a terminal changes.
const LOOK: Duration = Duration::from_millis(200);
const LOOKS_PER_SECOND: u64 = 5;

/// What was seen.
#[derive(Debug)]
pub struct Seen {
    /// Messages accepted in a second: the first, the last, the fewest, the most.
    pub seconds: Option<Seconds>,
    /// Whether the rows could be written.
    pub csv: io::Result<()>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { seconds: None, csv: Ok(()) }
    }
}

#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Seconds {
    pub first: f64,
    pub last: f64,
    pub fewest: f64,
    pub most: f64,
}

/// Who is told.
pub struct Watcher {
    load: Arc<Load>,
    began: Instant,
    bar: Option<ProgressBar>,
    /// How often a line is written where there is no terminal.
    every: Option<Duration>,
    rows: Option<Rows>,
    seen: Seen,
}

impl Watcher {
    /// With a line on standard error, unless that is not wanted, and rows in `csv`.
    pub fn new(load: Arc<Load>, every: Option<Duration>, csv: Option<File>) -> Self {
        // Hidden where standard error is no terminal.
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{elapsed:>3}  {msg}") {
            bar.set_style(style);
        }
        let bar = (every.is_some() && !bar.is_hidden()).then_some(bar);
        let rows = csv.map(Rows::new);
        Self { load, began: Instant::now(), bar, every, rows, seen: Seen::default() }
    }

    /// Until the run is over.
    pub async fn watch(mut self) -> Seen {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        looks.tick().await;
        let (mut number, mut second, mut line) = (0, self.began, self.began);
        let (mut was_over, load) = (false, self.load.clone());
        loop {
            tokio::select! {
                biased;
                () = load.reaches(Phase::Unbinding) => break,
                _ = looks.tick() => number += 1,
            }
            let now = Instant::now();
            let is_over = self.load.pace.is_over();
            if !was_over && (is_over || number % LOOKS_PER_SECOND == 0) {
                self.end_second(now - second, is_over);
                second = now;
            }
            was_over = is_over;
            self.show(now, &mut line, is_over);
        }
        self.end_second(second.elapsed(), true);
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if let (Some(rows), Ok(())) = (&mut self.rows, &self.seen.csv) {
            self.seen.csv = rows.file.flush();
        }
        self.seen
    }

    /// A second is over, or a part of one.
    fn end_second(&mut self, took: Duration, is_part: bool) {
        let (interval, in_flight) = {
            let mut ledger = self.load.ledger();
            (ledger.take_interval(), ledger.in_flight)
        };
        if !is_part {
            self.seen.second(interval.accepted as f64 / took.as_secs_f64());
        }
        if let (Some(rows), Ok(())) = (&mut self.rows, &self.seen.csv)
            && !(is_part && interval.is_empty())
        {
            self.seen.csv = rows.write(self.began.elapsed(), &interval, in_flight);
        }
    }

    fn show(&self, now: Instant, line: &mut Instant, is_over: bool) {
        let Some(every) = self.every else { return };
        if let Some(bar) = &self.bar {
            bar.set_message(self.line(is_over));
        } else if now - *line >= every {
            *line = now;
            anstream::eprintln!("{:>3} s  {}", self.began.elapsed().as_secs(), self.line(is_over));
        }
    }

    fn line(&self, is_over: bool) -> String {
        let ledger = self.load.ledger();
        let messages = ledger.messages();
        let mut line = match self.load.pace.courses().iter().zip(&ledger.steps).next_back() {
            Some((course, step)) if !is_over => {
                let rate = step.messages.accepted as f64 / course.began.elapsed().as_secs_f64().max(0.001);
                format!("{} accepted, {}/s", HumanCount(messages.accepted), HumanCount(rate.round() as u64))
            }
            _ => format!("{} accepted; waiting", HumanCount(messages.accepted)),
        };
        for (count, what) in [
            (ledger.in_flight, "in flight"),
            (messages.refused, "refused"),
            (messages.unanswered, "unanswered"),
            (ledger.receipts.waiting() as u64, "receipts awaited"),
        ] {
            if count > 0 {
                line += &format!(", {} {what}", HumanCount(count));
            }
        }
        line
    }
}

impl Seen {
    fn second(&mut self, rate: f64) {
        let seconds =
            self.seconds.get_or_insert(Seconds { first: rate, last: rate, fewest: rate, most: rate });
        seconds.last = rate;
        seconds.fewest = seconds.fewest.min(rate);
        seconds.most = seconds.most.max(rate);
    }
}

/// A row for each second.
struct Rows {
    file: BufWriter<File>,
    /// Whether the names of the columns are written.
    has_names: bool,
}

const NAMES: &str =
    "seconds,pdus_sent,accepted,refused,unanswered,pdus_throttled,pdus_in_flight,p50_ms,p99_ms,max_ms";

impl Rows {
    fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), has_names: false }
    }

    fn write(&mut self, at: Duration, interval: &Interval, in_flight: u64) -> io::Result<()> {
        if !self.has_names {
            self.has_names = true;
            writeln!(self.file, "{NAMES}")?;
        }
        let Interval { sent, accepted, refused, unanswered, throttled, latency } = interval;
        let times = match latency.is_empty() {
            true => ",,".into(),
            false => [0.5, 0.99, 1.0].map(|q| millis(latency.value_at_quantile(q)).to_string()).join(","),
        };
        writeln!(
            self.file,
            "{:.3},{sent},{accepted},{refused},{unanswered},{throttled},{in_flight},{times}",
            at.as_secs_f64()
        )
    }
}
