//! What a run must reach.

use std::time::Duration;

use super::figures::{Figures, millis};

/// What the arguments demand.
#[derive(clap::Args)]
#[command(next_help_heading = "Demands: the exit status is 1 if one is not met")]
pub struct Limits {
    /// The part of the messages that may be refused or unanswered, as 1% or 0.01
    #[arg(long, value_name = "PART", value_parser = part)]
    max_error_rate: Option<f64>,
    /// The latency that 99 of 100 messages keep within
    #[arg(long, value_name = "TIME", value_parser = crate::args::duration)]
    max_p99: Option<Duration>,
    /// Messages accepted per second, over the whole run
    #[arg(long, value_name = "NUMBER", value_parser = rate)]
    min_rate: Option<f64>,
}

fn part(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let part = number.trim().parse::<f64>().ok().map(|number| number / unit);
    part.filter(|part| (0.0..=1.0).contains(part)).ok_or_else(|| "write it as 1% or 0.01".into())
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate >= 0.0);
    rate.ok_or_else(|| "write it as 500 or 0.5".into())
}

impl Limits {
    /// Those that are not met, in words.
    pub fn unmet(&self, run: &Figures) -> Vec<String> {
        let mut unmet = Vec::new();
        let error_rate = run.error_rate();
        if let Some(limit) = self.max_error_rate.filter(|limit| error_rate > *limit) {
            let percent = |part: f64| (part * 1e6).round() / 1e4;
            unmet.push(format!("--max-error-rate {}%: it was {}%", percent(limit), percent(error_rate)));
        }
        if let Some(limit) = self.max_p99 {
            let limit_ms = limit.as_secs_f64() * 1e3;
            match run.tally.latency.is_empty() {
                true => unmet.push(format!("--max-p99 {limit_ms} ms: there was no answer")),
                false => {
                    let p99 = millis(run.tally.latency.value_at_quantile(0.99));
                    if p99 > limit_ms {
                        unmet.push(format!("--max-p99 {limit_ms} ms: it was {p99} ms"));
                    }
                }
            }
        }
        if let Some(limit) = self.min_rate.filter(|limit| run.accepted_per_second() < *limit) {
            unmet.push(format!("--min-rate {limit}: it was {:.1} messages/s", run.accepted_per_second()));
        }
        unmet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_in_percent_or_as_it_is() {
        assert_eq!([part("1%"), part("0.5 %"), part("0.01"), part("0")], [0.01, 0.005, 0.01, 0.0].map(Ok));
        for text in ["", "%", "2", "101%", "-1%", "x"] {
            assert!(part(text).is_err(), "{text}");
        }
        assert_eq!([rate("1e9"), rate("0.5")], [1e9, 0.5].map(Ok));
        // Nothing is less than NaN: it would demand nothing.
        assert!(["NaN", "inf", "-1", ""].into_iter().all(|text| rate(text).is_err()));
    }
}
