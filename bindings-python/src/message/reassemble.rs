//! Long messages on their way in.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;
use smppkit::message::reassemble::{self as core, Fragment, Limits, Outcome};
use smppkit::values::DataCoding;

use crate::time::{self, Now};
use crate::values::Named;
use crate::{errors, pdu};

/// A message of several parts: all of them, or those that came before its time was up.
#[pyclass(frozen, eq, module = "smppkit.message")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct LongMessage(pub(super) core::LongMessage);

#[pymethods]
impl LongMessage {
    /// `source_addr`, as it stands in its parts.
    #[getter]
    fn source_addr(&self) -> String {
        self.0.source().iter().map(|octet| char::from(*octet)).collect()
    }

    /// `destination_addr`, as it stands in its parts.
    #[getter]
    fn destination_addr(&self) -> String {
        self.0.destination().iter().map(|octet| char::from(*octet)).collect()
    }

    /// The reference that its parts have in common.
    #[getter]
    fn reference(&self) -> u16 {
        self.0.reference().number()
    }

    /// How many parts it has, or would have.
    #[getter]
    fn total_segments(&self) -> u8 {
        self.0.total_segments()
    }

    /// Whether all parts are there.
    #[getter]
    fn is_complete(&self) -> bool {
        self.0.is_complete()
    }

    /// The numbers of the parts that did not come, from 1.
    #[getter]
    fn missing(&self) -> Vec<u32> {
        self.0.missing().map(u32::from).collect()
    }

    /// `data_coding` of the first part that is there.
    #[getter]
    fn data_coding<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        DataCoding::values().get(py, self.0.data_coding().0.into())
    }

    /// The octets of all parts that are there, one after the other, without headers.
    #[getter]
    fn octets<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.octets())
    }

    /// The text, with U+FFFD for each part that is missing; `None` where a part is no text, or none that can be read.
    ///
    /// `mc_default` is the alphabet that `data_coding` 0 means for this account.
    #[pyo3(signature = (mc_default=None))]
    fn text(&self, mc_default: Option<&str>) -> PyResult<Option<String>> {
        Ok(self.0.text(&super::profile(mc_default)?.unwrap_or_default()))
    }

    fn __repr__(&self) -> String {
        let missing = self.0.missing().count();
        format!("<LongMessage of {} parts, {missing} missing>", self.0.total_segments())
    }
}

/// Joins the parts of messages that go from the same source to the same destination under the same reference.
///
/// Parts may come in any order and more than once, on whatever bind. `max_octets` limits the memory for those that wait;
/// `timeout`, in seconds, how long the first part that came waits for the others.
#[pyclass(frozen, module = "smppkit.message")]
pub(crate) struct Reassembler(Mutex<core::Reassembler>);

impl Reassembler {
    fn lock<'a>(&'a self, py: Python<'a>) -> MutexGuard<'a, core::Reassembler> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Reassembler {
    #[new]
    #[pyo3(signature = (*, max_octets=1_048_576, timeout=1800.0))]
    fn new(max_octets: usize, timeout: f64) -> PyResult<Self> {
        let limits = Limits { max_octets, timeout: time::duration("timeout", timeout)? };
        Ok(Self(Mutex::new(core::Reassembler::new(limits))))
    }

    /// Takes a PDU: what became of it, and the message that this concerns.
    ///
    /// * `("whole", None)`: it is no part of a longer message;
    /// * `("waiting", None)`: it waits for others;
    /// * `("complete", message)`: it was the last one missing;
    /// * `("duplicate", None)`: it was there already;
    /// * `("restarted", message)`: it contradicts the parts that waited under the same reference, which are handed back; it
    ///   now waits for its own others.
    ///
    /// Raises `ReassemblerFull` if `max_octets` is reached: refuse the PDU for now, or make room with `take_oldest`.
    fn insert(&self, pdu: &Bound<'_, PyAny>, now: Now) -> PyResult<(&'static str, Option<LongMessage>)> {
        let py = pdu.py();
        pdu::with_decoded(pdu, |decoded| {
            let Some(fragment) = Fragment::of(&decoded.pdu) else { return Ok(("whole", None)) };
            let outcome = self.lock(py).insert(now.0, &fragment);
            match outcome {
                Ok(Outcome::Waiting { .. }) => Ok(("waiting", None)),
                Ok(Outcome::Complete(message)) => Ok(("complete", Some(LongMessage(message)))),
                Ok(Outcome::Duplicate) => Ok(("duplicate", None)),
                Ok(Outcome::Restarted(message)) => Ok(("restarted", Some(LongMessage(message)))),
                Err(full) => Err(errors::raise::<errors::ReassemblerFull>(py, (full.to_string(),))),
            }
        })
    }

    /// When `handle_timeout` is wanted next, on the clock of `now`; `None` if nothing waits.
    fn timeout(&self, py: Python<'_>) -> Option<f64> {
        self.lock(py).poll_timeout().map(time::seconds_of)
    }

    /// The messages whose time is up, with the parts that came.
    fn handle_timeout(&self, py: Python<'_>, now: Now) -> Vec<LongMessage> {
        let mut this = self.lock(py);
        std::iter::from_fn(|| this.handle_timeout(now.0)).map(LongMessage).collect()
    }

    /// The message that has waited longest, to make room.
    fn take_oldest(&self, py: Python<'_>) -> Option<LongMessage> {
        self.lock(py).take_oldest().map(LongMessage)
    }

    /// Forgets that a message was complete, because it could not be dealt with: when its parts are sent again they make it
    /// anew.
    fn forget(&self, py: Python<'_>, message: &Bound<'_, LongMessage>) {
        self.lock(py).forget(&message.get().0);
    }

    /// How many octets are kept at the moment.
    #[getter]
    fn octets(&self, py: Python<'_>) -> usize {
        self.lock(py).octets()
    }

    /// How many messages wait for parts.
    #[getter]
    fn waiting(&self, py: Python<'_>) -> usize {
        self.lock(py).waiting()
    }
}
