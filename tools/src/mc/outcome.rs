//! What becomes of messages: delivered, undeliverable, refused; or a mix.

use std::str::FromStr;

use smppkit::CommandStatus;
use smppkit::values::MessageState;

/// What becomes of a message.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is accepted and ends in this state.
    Ends(MessageState),
    /// It is refused with this status.
    Refused(CommandStatus),
}

impl FromStr for Outcome {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(status) = CommandStatus::from_name(text).filter(|status| !status.is_ok()) {
            return Ok(Self::Refused(status));
        }
        let named = |(_, name): &&(u8, &str)| name.eq_ignore_ascii_case(text);
        let state = MessageState::DEF.values.iter().find(named).map(|(state, _)| MessageState(*state));
        state.map(Self::Ends).ok_or_else(|| {
            let states: Vec<_> =
                MessageState::DEF.values.iter().map(|(_, name)| name.to_lowercase()).collect();
            format!("{text:?} is neither a status nor one of {}", states.join(", "))
        })
    }
}

/// Outcomes with their weights: `delivered`, or `delivered=90,undeliverable=10`.
///
/// They take turns in proportion to their weights, always in the same order, so that a test can count on them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mix(Vec<Share>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Share {
    outcome: Outcome,
    weight: i64,
    credit: i64,
}

impl Default for Mix {
    fn default() -> Self {
        Self(vec![Share { outcome: Outcome::Ends(MessageState::DELIVERED), weight: 1, credit: 0 }])
    }
}

impl FromStr for Mix {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shares = text.split(',').map(|share| {
            let (outcome, weight) = share.split_once('=').unwrap_or((share, "1"));
            let weight: u32 = weight.trim().parse().map_err(|_| format!("{weight:?} is no weight"))?;
            Ok(Share { outcome: outcome.trim().parse()?, weight: weight.into(), credit: 0 })
        });
        let shares = shares.collect::<Result<Vec<_>, String>>()?;
        if shares.iter().all(|share| share.weight == 0) {
            return Err("one weight at least must not be 0".into());
        }
        Ok(Self(shares))
    }
}

impl Mix {
    /// What becomes of the next message.
    pub fn next(&mut self) -> Outcome {
        // Smooth weighted round robin: all gain their weight, and the richest pays for all.
        let total: i64 = self.0.iter().map(|share| share.weight).sum();
        self.0.iter_mut().for_each(|share| share.credit += share.weight);
        let richest = self.0.iter_mut().rev().max_by_key(|share| share.credit);
        richest.map_or(Outcome::Ends(MessageState::DELIVERED), |share| {
            share.credit -= total;
            share.outcome
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_take_turns_by_weight() {
        let mut mix: Mix = "delivered=3, UNDELIVERABLE, ESME_RMSGQFUL=1, expired=0".parse().unwrap();
        let outcomes: Vec<_> = (0..10).map(|_| mix.next()).collect();
        let count = |outcome| outcomes.iter().filter(|other| **other == outcome).count();
        assert_eq!(outcomes[0], Outcome::Ends(MessageState::DELIVERED));
        assert_eq!(count(Outcome::Ends(MessageState::DELIVERED)), 6);
        assert_eq!(count(Outcome::Ends(MessageState::UNDELIVERABLE)), 2);
        assert_eq!(count(Outcome::Refused(CommandStatus::ESME_RMSGQFUL)), 2);
        assert_eq!(Mix::default().next(), Outcome::Ends(MessageState::DELIVERED));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "delivered=", "delivered=-1", "delivered=0", "lost", "ESME_ROK", "delivered=1,,"] {
            assert!(text.parse::<Mix>().is_err(), "{text}");
        }
    }
}
