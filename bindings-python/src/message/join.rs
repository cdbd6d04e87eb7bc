//! When the parts of long messages are answered.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyTuple;
use smppkit::message::joining::{self as core, Config, MessageNumber, Output, Settled};
use smppkit::message::reassemble::{Fragment, Limits};

use super::LongMessage;
use crate::pdu;
use crate::time::{self, Now};

/// The long messages that are not settled, and the requests in which their parts came.
///
/// A part waits for the answer to its whole message, though not longer than `hold`, in seconds; then it is accepted, since
/// there are message centres that send no part before the one before is answered, and kept in case the message is rejected
/// after all. `request` is a number of yours, below 2**64. `max_octets` and `timeout` are as for `Reassembler`.
#[pyclass(frozen, module = "smppkit.message")]
pub(crate) struct Joining(Mutex<core::Joining<Py<PyAny>, u64>>);

impl Joining {
    fn lock<'a>(&'a self, py: Python<'a>) -> MutexGuard<'a, core::Joining<Py<PyAny>, u64>> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Joining {
    #[new]
    #[pyo3(signature = (*, hold=1.0, max_octets=1_048_576, timeout=1800.0))]
    fn new(hold: f64, max_octets: usize, timeout: f64) -> PyResult<Self> {
        let mut config = Config::default();
        config.limits = Limits { max_octets, timeout: time::duration("timeout", timeout)? };
        config.hold = if hold == 0.0 { Duration::ZERO } else { time::duration("hold", hold)? };
        Ok(Self(Mutex::new(core::Joining::new(config))))
    }

    /// Takes a part, in this PDU and in the request of this number; `False` if it is no part of a longer message.
    fn insert(&self, pdu: &Bound<'_, PyAny>, request: u64, now: Now) -> PyResult<bool> {
        pdu::with_decoded(pdu, |decoded| {
            let Some(fragment) = Fragment::of(&decoded.pdu) else { return Ok(false) };
            self.lock(pdu.py()).insert(now.0, &fragment, pdu.clone().unbind(), request);
            Ok(true)
        })
    }

    /// What is to be done after `insert`, `handle_timeout` or `end`.
    ///
    /// * `("message", number, message, pdu)`: a message for the application, whole, or what there is of one that will never
    ///   be; with the PDU of its first part that came;
    /// * `("accept", request)`: accept this request: its part is kept. If that fails the part comes again, and that does no
    ///   harm;
    /// * `("reject", request)`: reject this request for now: there is no room for its part.
    fn outputs<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let mut this = self.lock(py);
        let mut outputs = Vec::new();
        while let Some(output) = this.poll_output() {
            outputs.push(match output {
                Output::Message(number, message) => {
                    let first = this.first(number).map(|pdu| pdu.clone_ref(py));
                    ("message", number.0, LongMessage(message), first).into_pyobject(py)?
                }
                Output::Accept(request) => ("accept", request).into_pyobject(py)?,
                Output::Reject(request) => ("reject", request).into_pyobject(py)?,
            });
        }
        Ok(outputs)
    }

    /// The application has answered: the requests that are to be answered likewise, and whether parts are lost.
    ///
    /// After a rejection, the message comes anew when its parts are sent again: those that the peer was not yet told to be
    /// accepted. The others wait for them, unless there is no room for them; then they are lost.
    fn settle(&self, py: Python<'_>, number: u64, is_accepted: bool, now: Now) -> (Vec<u64>, bool) {
        let Settled { requests, kept } = self.lock(py).settle(now.0, MessageNumber(number), is_accepted);
        (requests, kept.is_err())
    }

    /// No more parts will come: gives up all messages that are incomplete.
    fn end(&self, py: Python<'_>) {
        self.lock(py).end();
    }

    /// When `handle_timeout` is wanted next, on the clock of `now`; `None` if nothing waits.
    fn timeout(&self, py: Python<'_>) -> Option<f64> {
        self.lock(py).poll_timeout().map(time::seconds_of)
    }

    /// Accepts the parts that have waited long enough, and gives up the messages that are never going to be whole.
    fn handle_timeout(&self, py: Python<'_>, now: Now) {
        self.lock(py).handle_timeout(now.0);
    }
}
