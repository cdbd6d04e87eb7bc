//! How fast to send.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use smppkit::CommandStatus;
use smppkit::session::{Pacer as Core, Pacing};

use crate::convert::{self, Place};
use crate::time::{self, Now};

/// Says when the next message may go: so many a second, fewer when the peer asks for fewer.
///
/// It halves its rate on ESME_RTHROTTLED and ESME_RMSGQFUL, follows `congestion_state` (5.0 §2.9), and is back to full speed
/// ten times `recover_every` after the peer last complained. `burst` is how many may go at once after a pause, `slowest` the
/// rate below which a peer cannot slow us down, `slow_every` the least time between two slowings, in seconds.
#[pyclass(frozen, module = "smppkit")]
pub(crate) struct Pacer(Mutex<Core>);

impl Pacer {
    fn lock<'a>(&'a self, py: Python<'a>) -> MutexGuard<'a, Core> {
        self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Pacer {
    #[new]
    #[pyo3(signature = (messages_per_second, now, *, burst=1, slowest=1, slow_every=1.0, recover_every=1.0))]
    fn new(
        messages_per_second: u32,
        now: Now,
        burst: u32,
        slowest: u32,
        slow_every: f64,
        recover_every: f64,
    ) -> PyResult<Self> {
        let mut pacing = Pacing::new(messages_per_second);
        pacing.burst = burst;
        pacing.slowest = slowest;
        pacing.slow_every = time::duration("slow_every", slow_every)?;
        pacing.recover_every = time::duration("recover_every", recover_every)?;
        Ok(Self(Mutex::new(Core::new(pacing, now.0))))
    }

    /// Takes the right to send one message now: `None`, or when it may go instead; then nothing was taken.
    fn take(&self, py: Python<'_>, now: Now) -> Option<f64> {
        self.lock(py).take(now.0).err().map(time::seconds_of)
    }

    /// The peer answered with this status.
    fn on_status(&self, py: Python<'_>, status: &Bound<'_, PyAny>, now: Now) -> PyResult<()> {
        let status = convert::number(status, 4, Place::new("on_status", "status"))?;
        self.lock(py).on_status(now.0, CommandStatus(status));
        Ok(())
    }

    /// The peer said how congested it is, 0 to 100 (5.0 §4.8.4.18); reserved values are ignored.
    fn on_congestion_state(&self, py: Python<'_>, congestion_state: u8, now: Now) {
        self.lock(py).on_congestion_state(now.0, congestion_state);
    }

    /// Messages a second at present.
    #[getter]
    fn messages_per_second(&self, py: Python<'_>) -> u32 {
        self.lock(py).messages_per_second()
    }
}
