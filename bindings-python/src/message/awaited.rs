//! Who waits for which receipt.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use smppkit::message::awaited::{self as core, AwaitedConfig, Output};
use smppkit::message::message_id::Mode;

use crate::convert::Place;
use crate::time::{self, Now};
use crate::words;

/// A receipt, the part it is about, the id of the response, and whether no other message could be meant.
type Arrived = (u64, usize, String, bool);

/// Who waits for which receipt, and what becomes of those that nobody takes.
///
/// Each receipt with its request is a number of yours; it comes out once: by `poll_receipt`, or by `outputs`, which are to
/// be taken after each call that changes something.
#[pyclass(frozen, module = "smppkit.message")]
pub(crate) struct AwaitedReceipts(Mutex<core::AwaitedReceipts<u64>>);

impl AwaitedReceipts {
    fn lock<'a>(&'a self, py: Python<'a>) -> MutexGuard<'a, core::AwaitedReceipts<u64>> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl AwaitedReceipts {
    #[new]
    #[pyo3(signature = (*, max_messages=65_536, timeout=259_200.0, spare=16, rule=None))]
    fn new(
        max_messages: usize,
        timeout: f64,
        spare: usize,
        rule: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let rule = rule.map(|rule| words::read(rule, Place::new("AwaitedReceipts", "rule"))).transpose()?;
        let config = AwaitedConfig {
            max_messages,
            timeout: time::duration("timeout", timeout)?,
            spare,
            mode: rule.map_or(Mode::Learning, Mode::Fixed),
        };
        Ok(Self(Mutex::new(core::AwaitedReceipts::new(config))))
    }

    /// Opens a group, for what is awaited together, such as the parts of a message.
    fn open(&self, py: Python<'_>) -> u64 {
        self.lock(py).open()
    }

    /// Nobody awaits the receipts of a group any more.
    fn close(&self, py: Python<'_>, group: u64) {
        self.lock(py).close(group);
    }

    /// A submit_sm is about to be sent: its ticket.
    fn under_way(&self, py: Python<'_>, group: u64, part: usize) -> u64 {
        self.lock(py).under_way(group, part)
    }

    /// The submit_sm was accepted under this id, or it was not, or its receipt is not wanted.
    fn answered(&self, py: Python<'_>, ticket: u64, message_id: Option<&str>, now: Now) {
        self.lock(py).answered(now.0, ticket, message_id.map(str::as_bytes));
    }

    /// A receipt that was final and was taken is not accepted after all: it will come again.
    fn await_again(&self, py: Python<'_>, group: u64, part: usize, message_id: &str, now: Now) {
        self.lock(py).await_again(now.0, group, part, message_id.as_bytes());
    }

    /// Whether any receipt can be awaited.
    #[getter]
    fn is_expecting(&self, py: Python<'_>) -> bool {
        self.lock(py).is_expecting()
    }

    /// A receipt came.
    #[pyo3(signature = (message_id, receipt, now, *, is_final=true))]
    fn received(&self, py: Python<'_>, message_id: &str, receipt: u64, now: Now, is_final: bool) {
        self.lock(py).received(now.0, message_id, is_final, receipt);
    }

    /// The next receipt of a group.
    fn poll_receipt(&self, py: Python<'_>, group: u64) -> (&'static str, Option<Arrived>) {
        match self.lock(py).poll_receipt(group) {
            Poll::Pending => ("pending", None),
            Poll::Ready(None) => ("done", None),
            Poll::Ready(Some(core::Arrived { receipt, part, message_id, is_certain })) => {
                // It came as a `str`.
                let message_id = String::from_utf8_lossy(&message_id).into_owned();
                ("arrived", Some((receipt, part, message_id, is_certain)))
            }
        }
    }

    /// Nobody waits for the next receipt of a group for the moment.
    fn leave(&self, py: Python<'_>, group: u64) {
        self.lock(py).leave(group);
    }

    /// How many messages of a group wait for their final receipt.
    fn waiting(&self, py: Python<'_>, group: u64) -> usize {
        self.lock(py).waiting(group)
    }

    /// No more will come.
    fn end(&self, py: Python<'_>) {
        self.lock(py).end();
    }

    /// What is to be done.
    fn outputs(&self, py: Python<'_>) -> Vec<(&'static str, u64)> {
        let mut this = self.lock(py);
        let outputs = std::iter::from_fn(|| this.poll_output());
        outputs
            .map(|output| match output {
                Output::Wake(group) => ("wake", group),
                Output::Reject(receipt) => ("reject", receipt),
                Output::Pass(receipt) => ("pass", receipt),
            })
            .collect()
    }

    /// When `handle_timeout` is wanted next, on the clock of `now`; `None` if nothing waits.
    fn timeout(&self, py: Python<'_>) -> Option<f64> {
        self.lock(py).poll_timeout().map(time::seconds_of)
    }

    /// Gives up what has waited too long.
    fn handle_timeout(&self, py: Python<'_>, now: Now) {
        self.lock(py).handle_timeout(now.0);
    }
}
