//! What became of everything that was sent.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use smppkit::CommandStatus;

/// Times in microseconds, to three digits.
pub fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, HIGHEST, 3).unwrap_or_else(|_| unreachable!("the bounds are in order"))
}

/// An hour: longer than anybody waits for a response. Longer times count as this.
const HIGHEST: u64 = 3_600_000_000;

pub fn record(histogram: &mut Histogram<u64>, time: Duration) {
    record_many(histogram, time, 1);
}

pub fn record_many(histogram: &mut Histogram<u64>, time: Duration, count: u64) {
    histogram.saturating_record_n(u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1), count);
}

/// What became of one PDU.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    Answered(CommandStatus, Duration),
    /// No response in time.
    TimedOut,
    /// The connection was lost before the response.
    Lost,
    /// It never left: the connection was over.
    NotSent,
}

/// What became of a message, whose parts may have become of different things: the worst of it.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fate {
    Accepted,
    /// Some part has no answer, or was not sent.
    Unanswered,
    /// Some part was refused.
    Refused,
}

/// Counts of one step, or of all.
#[derive(Clone, Debug)]
pub struct Tally {
    pub messages: Messages,
    pub pdus: Pdus,
    /// From when a message was due until its last response. Those that got none in time count with the time that was
    /// waited for them, so that they do not make it look better.
    pub latency: Histogram<u64>,
    /// From when a PDU was sent to its response.
    pub response: Histogram<u64>,
    /// How late messages were sent although there was room for them.
    pub lag: Histogram<u64>,
    /// The last response.
    pub last: Option<Instant>,
}

#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Messages {
    /// At least in part.
    pub sent: u64,
    pub accepted: u64,
    pub refused: u64,
    pub unanswered: u64,
    /// Taken to be sent when the connection was over.
    pub not_sent: u64,
}

impl AddAssign for Messages {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.unanswered += other.unanswered;
        self.not_sent += other.not_sent;
    }
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Pdus {
    pub sent: u64,
    /// Answered, by command_status.
    pub by_status: BTreeMap<u32, u64>,
    pub timed_out: u64,
    pub lost: u64,
}

/// Statuses that are told apart; what a message centre makes up beyond that counts as [`OTHER`].
const MAX_STATUSES: usize = 256;
/// No status of any version, nor of any vendor.
const OTHER: u32 = u32::MAX;

impl Pdus {
    pub fn answered(&self) -> u64 {
        self.by_status.values().sum()
    }

    /// How many the message centre could not take for the moment because there were too many.
    pub fn throttled(&self) -> u64 {
        let throttled = self.by_status.iter().filter(|(status, _)| is_throttling(CommandStatus(**status)));
        throttled.map(|(_, count)| count).sum()
    }

    fn answer(&mut self, status: CommandStatus) {
        let is_known = self.by_status.contains_key(&status.0) || self.by_status.len() < MAX_STATUSES;
        *self.by_status.entry(if is_known { status.0 } else { OTHER }).or_default() += 1;
    }
}

/// Whether the message centre asks for fewer messages (ESME_RTHROTTLED, ESME_RMSGQFUL).
pub fn is_throttling(status: CommandStatus) -> bool {
    [CommandStatus::ESME_RTHROTTLED, CommandStatus::ESME_RMSGQFUL].contains(&status)
}

/// What a status is called in the report.
pub fn status_name(status: u32) -> String {
    if status == OTHER { "others".into() } else { CommandStatus(status).to_string() }
}

impl Tally {
    pub fn new() -> Self {
        Self {
            messages: Messages::default(),
            pdus: Pdus::default(),
            latency: histogram(),
            response: histogram(),
            lag: histogram(),
            last: None,
        }
    }

    /// A PDU has ended that way, which was handed to the connection then.
    pub fn end_pdu(&mut self, outcome: Outcome, sent: Instant) {
        match outcome {
            Outcome::NotSent => return,
            Outcome::Answered(status, after) => {
                self.pdus.answer(status);
                record(&mut self.response, after);
                self.last = self.last.max(Some(sent + after));
            }
            Outcome::TimedOut => self.pdus.timed_out += 1,
            Outcome::Lost => self.pdus.lost += 1,
        }
        self.pdus.sent += 1;
    }

    /// A message has; of `None` nothing was sent.
    pub fn end_message(&mut self, fate: Option<Fate>) {
        let count = match fate {
            None => &mut self.messages.not_sent,
            Some(Fate::Accepted) => &mut self.messages.accepted,
            Some(Fate::Unanswered) => &mut self.messages.unanswered,
            Some(Fate::Refused) => &mut self.messages.refused,
        };
        *count += 1;
        self.messages.sent += u64::from(fate.is_some());
    }

    /// Both together.
    pub fn add(&mut self, other: &Self) {
        self.messages += other.messages;
        self.pdus.sent += other.pdus.sent;
        self.pdus.timed_out += other.pdus.timed_out;
        self.pdus.lost += other.pdus.lost;
        for (status, count) in &other.pdus.by_status {
            *self.pdus.by_status.entry(*status).or_default() += count;
        }
        for (ours, theirs) in [
            (&mut self.latency, &other.latency),
            (&mut self.response, &other.response),
            (&mut self.lag, &other.lag),
        ] {
            // The bounds are the same.
            let _ = ours.add(theirs);
        }
        self.last = self.last.max(other.last);
    }
}

/// What became of a message that ended in these ways; `None` if nothing of it was sent.
pub fn fate(outcomes: impl IntoIterator<Item = Outcome>) -> Option<Fate> {
    let (mut worst, mut is_sent) = (Fate::Accepted, false);
    for outcome in outcomes {
        is_sent |= outcome != Outcome::NotSent;
        worst = worst.max(match outcome {
            Outcome::Answered(status, _) if status.is_ok() => Fate::Accepted,
            Outcome::Answered(..) => Fate::Refused,
            Outcome::TimedOut | Outcome::Lost | Outcome::NotSent => Fate::Unanswered,
        });
    }
    is_sent.then_some(worst)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OK: Outcome = Outcome::Answered(CommandStatus::ESME_ROK, Duration::from_millis(3));
    const FULL: Outcome = Outcome::Answered(CommandStatus::ESME_RMSGQFUL, Duration::from_millis(3));

    #[test]
    fn a_message_is_worth_its_worst_part() {
        assert_eq!(fate([OK, OK]), Some(Fate::Accepted));
        assert_eq!(fate([OK, FULL, Outcome::Lost]), Some(Fate::Refused));
        assert_eq!(fate([OK, Outcome::NotSent]), Some(Fate::Unanswered));
        assert_eq!(fate([Outcome::NotSent; 2]), None);
    }

    #[test]
    fn what_was_sent_was_answered_or_timed_out_or_was_lost() {
        let mut tally = Tally::new();
        let outcomes = [OK, OK, FULL, Outcome::TimedOut, Outcome::Lost, Outcome::NotSent];
        outcomes.into_iter().for_each(|outcome| tally.end_pdu(outcome, Instant::now()));
        let mut twice = tally.clone();
        twice.add(&tally);
        for (tally, factor) in [(tally, 1), (twice, 2)] {
            let pdus = &tally.pdus;
            assert_eq!(
                [pdus.sent, pdus.answered(), pdus.timed_out, pdus.lost],
                [5, 3, 1, 1].map(|n| n * factor)
            );
            assert_eq!([pdus.throttled(), tally.response.len()], [factor, 3 * factor]);
        }
    }

    #[test]
    fn statuses_that_a_message_centre_makes_up_take_no_memory_without_end() {
        let mut pdus = Pdus::default();
        (0..10_000).for_each(|status| pdus.answer(CommandStatus(status)));
        assert_eq!((pdus.by_status.len(), pdus.answered()), (MAX_STATUSES + 1, 10_000));
        assert_eq!(pdus.by_status.last_key_value(), Some((&OTHER, &(10_000 - MAX_STATUSES as u64))));
    }
}
