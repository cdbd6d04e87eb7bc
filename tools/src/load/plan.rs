//! How much is sent, and how fast.

use std::num::NonZeroU64;
use std::time::Duration;

use crate::rate::Rate;

/// How long a run lasts of which nothing is said.
const DEFAULT_DURATION: Duration = Duration::from_secs(10);
/// More would be no table that anybody reads.
const MAX_STEPS: usize = 100;

/// Messages per second, one figure for each step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rates(Vec<Rate>);

impl std::str::FromStr for Rates {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rate = |rate: &str| {
            let rate = rate.trim();
            rate.parse()
                .map(Rate)
                .map_err(|_| format!("{rate:?} is no number of messages per second, from 1"))
        };
        let rates: Vec<_> = text.split(',').map(rate).collect::<Result<_, _>>()?;
        if rates.len() > MAX_STEPS {
            return Err(format!("at most {MAX_STEPS} steps"));
        }
        Ok(Self(rates))
    }
}

/// Some time at one rate.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Messages per second; none is as many as the window allows.
    pub rate: Option<Rate>,
    /// How long; none is until all are sent.
    pub duration: Option<Duration>,
}

impl Step {
    /// How long after the beginning of the step this message of it is due, the first being 0.
    pub fn due(&self, number: u64) -> Duration {
        self.rate.map_or(Duration::ZERO, |rate| rate.due(number))
    }

    /// How many are due so long after the beginning of the step.
    pub fn due_by(&self, elapsed: Duration) -> u64 {
        let Some(rate) = self.rate else { return u64::MAX };
        rate.due_by(elapsed).min(self.duration.map_or(u64::MAX, |duration| rate.within(duration)))
    }
}

/// All steps, and how many messages at most.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    pub count: Option<NonZeroU64>,
}

impl Plan {
    pub fn new(
        rates: Option<&Rates>,
        step: Option<Duration>,
        duration: Option<Duration>,
        count: Option<NonZeroU64>,
    ) -> Result<Self, String> {
        let rates = rates.map(|rates| rates.0.as_slice()).unwrap_or_default();
        let duration = match (rates.len(), step, duration) {
            (2.., None, Some(_)) => {
                return Err("with several rates --step says how long each lasts, not --duration".into());
            }
            (2.., None, None) => return Err("how long does each rate last? Give --step TIME".into()),
            (2.., Some(step), _) => Some(step),
            (_, Some(_), _) => return Err("--step goes with several rates: --rate 100,500,1000".into()),
            (_, None, None) if count.is_none() => Some(DEFAULT_DURATION),
            (_, None, duration) => duration,
        };
        if duration.is_some_and(|duration| duration.is_zero()) {
            return Err("no time to send anything".into());
        }
        let steps = match rates {
            [] => vec![Step { rate: None, duration }],
            rates => rates.iter().map(|rate| Step { rate: Some(*rate), duration }).collect(),
        };
        Ok(Self { steps, count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(rates: &str, step: u64, duration: u64, count: u64) -> Result<Plan, String> {
        let rates = (!rates.is_empty()).then(|| rates.parse().unwrap());
        let seconds = |seconds| (seconds > 0).then(|| Duration::from_secs(seconds));
        Plan::new(rates.as_ref(), seconds(step), seconds(duration), NonZeroU64::new(count))
    }

    #[test]
    fn a_run_ends_by_time_by_count_or_after_ten_seconds() {
        let durations = |plan: Plan| plan.steps.iter().map(|step| step.duration).collect::<Vec<_>>();
        assert_eq!(durations(plan("", 0, 0, 0).unwrap()), [Some(DEFAULT_DURATION)]);
        assert_eq!(durations(plan("", 0, 0, 5).unwrap()), [None]);
        assert_eq!(durations(plan("7", 0, 3, 5).unwrap()), [Some(Duration::from_secs(3))]);
        assert_eq!(durations(plan("7,8", 3, 0, 0).unwrap()), [Some(Duration::from_secs(3)); 2]);
        for (rates, step, duration) in [("7,8", 0, 0), ("7,8", 0, 3), ("7", 3, 0), ("", 3, 0)] {
            assert!(plan(rates, step, duration, 0).is_err(), "{rates} {step} {duration}");
        }
        assert!("1,0".parse::<Rates>().is_err() && "fast".parse::<Rates>().is_err());
    }

    #[test]
    fn a_step_has_as_many_messages_as_its_rate_and_time_make() {
        let step = plan("1000", 0, 3, 0).unwrap().steps[0];
        let due_by = |millis| step.due_by(Duration::from_millis(millis));
        assert_eq!(
            [due_by(0), due_by(1), due_by(1500), due_by(2999), due_by(9000)],
            [1, 2, 1501, 3000, 3000]
        );
        assert_eq!(step.due(1500), Duration::from_millis(1500));
    }
}
