//! Which message a receipt is about.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use smppkit::message::message_id::{self as core, CorrelatorConfig, Mode};

use crate::convert::Place;
use crate::time::{self, Now};
use crate::words;

/// What a message or an early receipt was found by: the caller's number, and whether no other message could be meant.
type Found = Option<(u64, bool)>;

/// Finds the message that a receipt is about, by the id in submit_sm_resp and the id in the receipt, which may be the same
/// number in another base.
///
/// `token` and `receipt` are numbers of yours, below 2**64: that of a message, and that of a receipt which came before the
/// response to its message, as some do. `rule` fixes how the ids relate; without one the correlator learns it.
#[pyclass(frozen, module = "smppkit.message")]
pub(crate) struct Correlator(Mutex<core::Correlator<u64, u64>>);

impl Correlator {
    fn lock<'a>(&'a self, py: Python<'a>) -> MutexGuard<'a, core::Correlator<u64, u64>> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Correlator {
    #[new]
    #[pyo3(signature = (
        *, max_messages=65_536, timeout=259_200.0, max_early_receipts=1_024, early_timeout=60.0, max_ended=1_024, rule=None
    ))]
    fn new(
        max_messages: usize,
        timeout: f64,
        max_early_receipts: usize,
        early_timeout: f64,
        max_ended: usize,
        rule: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let rule = rule.map(|rule| words::read(rule, Place::new("Correlator", "rule"))).transpose()?;
        let config = CorrelatorConfig {
            max_messages,
            max_early_receipts,
            timeout: time::duration("timeout", timeout)?,
            early_timeout: time::duration("early_timeout", early_timeout)?,
            max_ended,
            mode: rule.map_or(Mode::Learning, Mode::Fixed),
        };
        Ok(Self(Mutex::new(core::Correlator::new(config))))
    }

    /// A message was accepted under this id. A receipt that came before: its number, and whether it can be about no other
    /// message.
    fn submitted(&self, py: Python<'_>, message_id: &str, token: u64, now: Now) -> Found {
        let early = self.lock(py).submitted(now.0, message_id, token);
        early.map(|early| (early.receipt, early.is_certain))
    }

    /// A receipt came: the token of its message, and whether no other message could be meant. `None` if none is known; then
    /// the receipt is kept for a while. A final one ends the wait of its message.
    #[pyo3(signature = (message_id, now, *, is_final=true, receipt=0))]
    fn receipt(&self, py: Python<'_>, message_id: &str, now: Now, is_final: bool, receipt: u64) -> Found {
        let found = self.lock(py).receipt(now.0, message_id, is_final, receipt);
        found.map(|found| (found.token, found.is_certain))
    }

    /// Gives a message up that waits under this id with this token; whether there was one.
    fn withdraw(&self, py: Python<'_>, message_id: &str, token: u64) -> bool {
        self.lock(py).withdraw(message_id, |other| *other == token).is_some()
    }

    /// Gives up the message that has waited longest, and returns its token.
    fn take_oldest(&self, py: Python<'_>) -> Option<u64> {
        self.lock(py).take_oldest()
    }

    /// How the ids relate, once that is known.
    #[getter]
    fn learned<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let learned = self.lock(py).learned();
        learned.map(|rule| words::to_python(py, rule)).transpose()
    }

    /// How many messages wait for receipts.
    #[getter]
    fn waiting(&self, py: Python<'_>) -> usize {
        self.lock(py).waiting()
    }

    /// When `handle_timeout` is wanted next, on the clock of `now`; `None` if nothing waits.
    fn timeout(&self, py: Python<'_>) -> Option<f64> {
        self.lock(py).poll_timeout().map(time::seconds_of)
    }

    /// The tokens of the messages whose receipts did not come in time.
    fn handle_timeout(&self, py: Python<'_>, now: Now) -> Vec<u64> {
        let mut this = self.lock(py);
        std::iter::from_fn(|| this.handle_timeout(now.0)).collect()
    }
}
