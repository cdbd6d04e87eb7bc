//! What a run showed, in figures.

use std::time::Instant;

use hdrhistogram::Histogram;

use super::pace::Course;
use super::plan::Step;
use super::tally::{Tally, record_many};

/// Microseconds of a histogram, in milliseconds.
pub fn millis(micros: u64) -> f64 {
    micros as f64 / 1e3
}

/// The quantiles that are told.
pub const QUANTILES: [(&str, f64); 5] =
    [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)];

/// How many of the messages that never went out are looked at one by one.
const MAX_SAMPLES: u64 = 100_000;

/// One step, or a whole run.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Messages per second that were asked for.
    pub asked: Option<u32>,
    /// From the beginning until its time was over; if all was sent before, until the last response.
    pub seconds: f64,
    /// Messages that should have gone out.
    pub due: u64,
    pub tally: Tally,
}

impl Figures {
    pub fn of_step(step: &Step, course: &Course, mut tally: Tally) -> Self {
        let ended = course.ended.unwrap_or(course.began);
        let is_full = step.duration.is_some_and(|duration| ended >= course.began + duration);
        let end = if is_full { ended } else { ended.max(tally.last.unwrap_or(ended)) };
        // What never went out waited, too; without it a message centre that stalls would look faster than one that is slow.
        let waited = |number| ended.saturating_duration_since(course.began + step.due(number));
        let each = (course.due - course.taken).div_ceil(MAX_SAMPLES).max(1);
        for number in (course.taken..course.due).step_by(usize::try_from(each).unwrap_or(usize::MAX)) {
            record_many(&mut tally.latency, waited(number), each.min(course.due - number));
        }
        let asked = step.rate.map(|rate| rate.0.get());
        Self { asked, seconds: seconds(course.began, end), due: course.due, tally }
    }

    /// All steps together.
    pub fn of_run(steps: &[Self]) -> Self {
        let mut tally = Tally::new();
        steps.iter().for_each(|step| tally.add(&step.tally));
        let asked = if let [step] = steps { step.asked } else { None };
        let seconds = steps.iter().map(|step| step.seconds).sum();
        Self { asked, seconds, due: steps.iter().map(|step| step.due).sum(), tally }
    }

    /// Messages of which nothing was sent although they were due.
    pub const fn never_sent(&self) -> u64 {
        self.due.saturating_sub(self.tally.messages.sent)
    }

    pub fn accepted_per_second(&self) -> f64 {
        self.per_second(self.tally.messages.accepted)
    }

    pub fn per_second(&self, count: u64) -> f64 {
        if self.seconds > 0.0 { count as f64 / self.seconds } else { 0.0 }
    }

    /// The part of the messages that was not accepted; all if there was none.
    pub fn error_rate(&self) -> f64 {
        let messages = &self.tally.messages;
        let all = messages.sent + messages.not_sent;
        if all == 0 { 1.0 } else { (all - messages.accepted) as f64 / all as f64 }
    }

    /// PDUs in flight on average, by Little's law; those that were not answered aside.
    pub fn mean_in_flight(&self) -> f64 {
        self.per_second(self.tally.response.len()) * self.tally.response.mean() / 1e6
    }

    /// Whether messages waited long for room, or did not find any.
    pub fn had_to_wait(&self) -> bool {
        let Tally { latency, response, .. } = &self.tally;
        let waited = latency.value_at_quantile(0.5) > 2 * response.value_at_quantile(0.5) + 1000;
        self.never_sent() > 0 || waited
    }

    /// Whether latency tells something else than the time to the response.
    pub fn latency_differs(&self) -> bool {
        let at = |times: &Histogram<u64>, quantile| times.value_at_quantile(quantile) as f64;
        [0.5, 0.99].into_iter().any(|quantile| {
            at(&self.tally.latency, quantile) > 1.2 * at(&self.tally.response, quantile) + 100.0
        })
    }
}

fn seconds(began: Instant, ended: Instant) -> f64 {
    ended.saturating_duration_since(began).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::tally::{Fate, Outcome, record};
    use super::*;
    use smppkit::CommandStatus;

    fn course(due: u64, taken: u64) -> Course {
        let began = Instant::now();
        Course { began, ended: Some(began + Duration::from_secs(2)), due, taken }
    }

    #[test]
    fn what_was_due_and_never_went_out_has_waited_until_the_end() {
        let step = Step {
            rate: std::num::NonZeroU32::new(10).map(crate::rate::Rate),
            duration: Some(Duration::from_secs(2)),
        };
        let course = course(20, 15);
        let mut tally = Tally::new();
        for _ in 0..15 {
            tally.end_pdu(Outcome::Answered(CommandStatus::ESME_ROK, Duration::from_millis(1)), course.began);
            tally.end_message(Some(Fate::Accepted));
            record(&mut tally.latency, Duration::from_millis(1));
        }
        let figures = Figures::of_step(&step, &course, tally);
        assert_eq!((figures.never_sent(), figures.seconds, figures.accepted_per_second()), (5, 2.0, 7.5));
        assert_eq!(figures.tally.latency.len(), 20);
        // The first of the five was due half a second before the end.
        assert!((499.0..=501.0).contains(&millis(figures.tally.latency.max())));
        assert!(figures.latency_differs());
        let run = Figures::of_run(&[figures]);
        assert_eq!((run.due, run.asked, run.error_rate()), (20, Some(10), 0.0));
    }

    #[test]
    fn very_many_that_never_went_out_are_counted_in_no_time() {
        let step = Step { rate: std::num::NonZeroU32::new(u32::MAX).map(crate::rate::Rate), duration: None };
        let due = 2 * u64::from(u32::MAX);
        let figures = Figures::of_step(&step, &course(due, 7), Tally::new());
        assert_eq!(figures.tally.latency.len(), due - 7);
        assert!((990.0..1010.0).contains(&millis(figures.tally.latency.value_at_quantile(0.5))));
    }

    #[test]
    fn nothing_sent_is_nothing_accepted() {
        let figures = Figures::of_run(&[]);
        assert_eq!((figures.error_rate(), figures.accepted_per_second()), (1.0, 0.0));
    }
}
