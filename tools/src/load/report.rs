//! All that is told of a run, for people (`print`) and for machines (`object`).

use indicatif::HumanCount;

use super::connection::Load;
use super::figures::{Figures, millis};
use super::ledger::Ledger;
use super::receipts::MAX_AWAITED;
use super::run::Ended;

/// Seconds after which it is clear who was busy.
const TOO_SHORT: f64 = 0.5;

/// All that is told.
pub struct Report<'a> {
    pub title: String,
    pub pdu: &'static str,
    pub connections: u64,
    pub load: &'a Load,
    pub steps: &'a [Figures],
    pub run: &'a Figures,
    pub ended: &'a Ended,
    /// Octets sent and received.
    pub octets: (u64, u64),
    pub unmet: &'a [String],
}

impl Report<'_> {
    /// How many PDUs could be unanswered at once.
    pub const fn room(&self, ledger: &Ledger) -> u64 {
        self.load.window as u64 * ledger.connections.bound
    }

    /// The place of a PDU is free before the task that waits for its response runs, so that more can be counted than
    /// there are.
    pub fn most_in_flight(&self, ledger: &Ledger) -> u64 {
        ledger.most_in_flight.min(self.room(ledger))
    }

    /// What casts doubt on the figures, or explains them.
    pub fn warnings(&self, ledger: &Ledger) -> Vec<String> {
        let mut warnings = Vec::new();
        let lag = millis(self.run.tally.lag.value_at_quantile(0.99));
        if self.run.seconds < TOO_SHORT {
            // Binding and the first messages are no measure.
        } else if self.ended.core > 0.9 {
            warnings.push(format!(
                "this command took {:.0} % of a core: it may have been the limit, not the message centre",
                self.ended.core * 100.0
            ));
        } else if lag > 5.0 {
            warnings.push(format!(
                "1 % of the messages went out more than {lag:.1} ms late though there was room: this machine was busy"
            ));
        }
        let is_full = self.most_in_flight(ledger) == self.room(ledger);
        if self.load.is_paced && is_full && self.run.had_to_wait() {
            warnings.push(
                "messages waited for room in the window: the rate was more than came back, or more than --window and \
                 --connections allow"
                    .into(),
            );
        }
        if ledger.receipts.given_up > 0 {
            warnings.push(format!("only the last {} receipts are awaited", HumanCount(MAX_AWAITED as u64)));
        }
        warnings
    }
}
