//! The settings of a session.

use std::hash::{DefaultHasher, Hasher as _};
use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyTuple};
use smppkit::session::{Config as Settings, EnquireLinks, Tolerance as Tolerated, UnknownRequests, WhenFull};
use smppkit::values::InterfaceVersion;

use crate::convert::{self, Place};
use crate::time;
use crate::values::Named;
use crate::words::{self, Word as _};

/// For which faults a request of the peer is handed over all the same. Responses always are.
#[pyclass(frozen, eq, module = "smppkit")]
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) struct Tolerance {
    /// Fields missing, cut off, or not terminated.
    #[pyo3(get)]
    incomplete: bool,
    /// Strings that are too long, times of a wrong length.
    #[pyo3(get)]
    lengths: bool,
    /// TLVs with a length that their definition forbids.
    #[pyo3(get)]
    tlv_lengths: bool,
    /// Octets behind the last TLV, or a TLV that is cut off.
    #[pyo3(get)]
    tlv_stream: bool,
}

impl From<Tolerated> for Tolerance {
    fn from(core: Tolerated) -> Self {
        let Tolerated { incomplete, lengths, tlv_lengths, tlv_stream, .. } = core;
        Self { incomplete, lengths, tlv_lengths, tlv_stream }
    }
}

impl From<Tolerance> for Tolerated {
    fn from(given: Tolerance) -> Self {
        let mut core = Self::STRICT;
        core.incomplete = given.incomplete;
        core.lengths = given.lengths;
        core.tlv_lengths = given.tlv_lengths;
        core.tlv_stream = given.tlv_stream;
        core
    }
}

#[pymethods]
impl Tolerance {
    /// No fault is tolerated: what an MC begins with.
    #[classattr]
    #[pyo3(name = "STRICT")]
    fn strict() -> Self {
        Tolerated::STRICT.into()
    }

    /// All is tolerated but a body that lacks fields: what an ESME begins with.
    #[classattr]
    #[pyo3(name = "TOLERANT")]
    fn tolerant() -> Self {
        Tolerated::TOLERANT.into()
    }

    #[new]
    #[pyo3(signature = (incomplete=false, lengths=false, tlv_lengths=false, tlv_stream=false))]
    const fn new(incomplete: bool, lengths: bool, tlv_lengths: bool, tlv_stream: bool) -> Self {
        Self { incomplete, lengths, tlv_lengths, tlv_stream }
    }

    fn __repr__(&self) -> String {
        let word = |it| if it { "True" } else { "False" };
        format!(
            "Tolerance(incomplete={}, lengths={}, tlv_lengths={}, tlv_stream={})",
            word(self.incomplete),
            word(self.lengths),
            word(self.tlv_lengths),
            word(self.tlv_stream)
        )
    }

    fn __hash__(&self) -> usize {
        let Self { incomplete, lengths, tlv_lengths, tlv_stream } = *self;
        [incomplete, lengths, tlv_lengths, tlv_stream]
            .into_iter()
            .fold(0, |bits, it| bits << 1 | usize::from(it))
    }

    const fn __getnewargs__(&self) -> (bool, bool, bool, bool) {
        (self.incomplete, self.lengths, self.tlv_lengths, self.tlv_stream)
    }
}

/// The settings of a session: those of `Config.esme()` or `Config.mc()`, changed by name. Time spans are seconds.
#[pyclass(frozen, eq, module = "smppkit")]
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) struct Config(pub(crate) Settings);

#[pymethods]
impl Config {
    /// The settings of an application, but for those that are given.
    #[staticmethod]
    #[pyo3(signature = (**settings))]
    fn esme(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        Self(Settings::esme()).replace(settings)
    }

    /// The settings of a message centre, but for those that are given.
    #[staticmethod]
    #[pyo3(signature = (**settings))]
    fn mc(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        Self(Settings::mc()).replace(settings)
    }

    /// The same with other values for these settings.
    #[pyo3(signature = (**settings))]
    fn replace(&self, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut changed = self.0;
        for (name, value) in settings.into_iter().flatten() {
            set(&mut changed, &name.extract::<String>()?, &value)?;
        }
        Ok(Self(changed))
    }

    /// Which side we are.
    #[getter]
    fn role<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        words::to_python(py, self.0.role)
    }

    /// The version that we speak. Default: 3.4.
    #[getter]
    fn interface_version<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        InterfaceVersion::values().get(py, self.0.interface_version.0.into())
    }

    /// The version that the peer is taken to speak if its bind response does not say so; many 3.4 MCs do not. Default: 3.4.
    #[getter]
    fn version_when_absent<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        InterfaceVersion::values().get(py, self.0.version_when_absent.0.into())
    }

    /// The largest `command_length` accepted, at least 16: a peer that announces more is cut off. Default: 70,000.
    #[getter]
    const fn max_command_length(&self) -> u32 {
        self.0.max_command_length
    }

    /// session_init timer (5.0 §2.7): from the connection to the bind request. Default: 30 s for an MC, none for an ESME.
    #[getter]
    fn session_init(&self) -> Option<f64> {
        self.0.session_init.map(|time| time.as_secs_f64())
    }

    /// enquire_link timer (5.0 §2.7): silence after which we ask whether the peer is there. Default: 30 s.
    #[getter]
    fn enquire_link(&self) -> Option<f64> {
        self.0.enquire_link.map(|time| time.as_secs_f64())
    }

    /// inactivity timer (5.0 §2.7): a bound session in which nothing arrives for so long is closed. Default: none.
    #[getter]
    fn inactivity(&self) -> Option<f64> {
        self.0.inactivity.map(|time| time.as_secs_f64())
    }

    /// response timer (5.0 §2.7): how long we wait for a response. Default: 10 s.
    #[getter]
    const fn response(&self) -> f64 {
        self.0.response.as_secs_f64()
    }

    /// How many requests of the peer may wait for our answer at once. Default: 64.
    #[getter]
    const fn max_unanswered(&self) -> u16 {
        self.0.max_unanswered
    }

    /// What happens to further requests. Default: `WhenFull.PAUSE`.
    #[getter]
    fn when_unanswered_full<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        words::to_python(py, self.0.when_unanswered_full)
    }

    /// Who answers an enquire_link of the peer. Default: `EnquireLinks.ANSWER`, the session.
    #[getter]
    fn enquire_links<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        words::to_python(py, self.0.enquire_links)
    }

    /// Requests that neither our version nor the one that is spoken has. Default: `UnknownRequests.REFUSE`.
    #[getter]
    fn unknown_requests<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        words::to_python(py, self.0.unknown_requests)
    }

    /// Faults for which a request is not refused. Default: `Tolerance.TOLERANT` for an ESME, `Tolerance.STRICT` for an MC.
    #[getter]
    fn tolerance(&self) -> Tolerance {
        self.0.tolerance.into()
    }

    /// Whether what we send must be what a peer of the version that is spoken may be sent. A relay goes without, and passes on
    /// octet for octet what the other side has sent. Default: yes.
    #[getter]
    const fn check_outgoing(&self) -> bool {
        self.0.check_outgoing
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(format!("{:?}", self.0).as_bytes());
        hasher.finish()
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let settings = all(slf)?;
        let shown = settings.iter().map(|(name, value)| Ok(format!("{name}={}", value.repr()?)));
        let shown = shown.collect::<PyResult<Vec<_>>>()?.join(", ");
        Ok(format!("Config.{}({shown})", slf.get().0.role.word()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let settings = PyDict::new(py);
        for (name, value) in all(slf)? {
            settings.set_item(name, value)?;
        }
        let rebuild = py.import("smppkit._record")?.getattr("config")?;
        let arguments = PyTuple::new(py, [slf.getattr("role")?, settings.into_any()])?;
        Ok((rebuild, arguments))
    }
}

const SETTINGS: [&str; 13] = [
    "interface_version",
    "version_when_absent",
    "max_command_length",
    "session_init",
    "enquire_link",
    "inactivity",
    "response",
    "max_unanswered",
    "when_unanswered_full",
    "enquire_links",
    "unknown_requests",
    "tolerance",
    "check_outgoing",
];

fn all<'py>(config: &Bound<'py, Config>) -> PyResult<Vec<(&'static str, Bound<'py, PyAny>)>> {
    SETTINGS.into_iter().map(|name| Ok((name, config.getattr(name)?))).collect()
}

fn set(config: &mut Settings, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let place = Place::new("Config", name);
    let number = |octets: usize| convert::number(value, octets, place);
    let time = || -> PyResult<Duration> {
        // `True` would be a second.
        let seconds = (!value.is_instance_of::<PyBool>()).then(|| value.extract().ok()).flatten();
        let seconds = seconds.ok_or_else(|| place.wrong_type("seconds", value))?;
        time::duration(name, seconds)
    };
    let timer = || if value.is_none() { Ok(None) } else { time().map(Some) };
    match name {
        "interface_version" => config.interface_version = InterfaceVersion(number(1)? as u8),
        "version_when_absent" => config.version_when_absent = InterfaceVersion(number(1)? as u8),
        "max_command_length" => config.max_command_length = number(4)?,
        "session_init" => config.session_init = timer()?,
        "enquire_link" => config.enquire_link = timer()?,
        "inactivity" => config.inactivity = timer()?,
        "response" => config.response = time()?,
        "max_unanswered" => config.max_unanswered = number(2)? as u16,
        "when_unanswered_full" => config.when_unanswered_full = words::read::<WhenFull>(value, place)?,
        "enquire_links" => config.enquire_links = words::read::<EnquireLinks>(value, place)?,
        "unknown_requests" => config.unknown_requests = words::read::<UnknownRequests>(value, place)?,
        "tolerance" => {
            let given = value.cast::<Tolerance>().map_err(|_| place.wrong_type("Tolerance", value))?;
            config.tolerance = (*given.get()).into();
        }
        "check_outgoing" => {
            config.check_outgoing = value.extract().map_err(|_| place.wrong_type("bool", value))?;
        }
        "role" => return Err(PyValueError::new_err("the role is that of Config.esme() or Config.mc()")),
        _ => return Err(PyTypeError::new_err(format!("Config has no setting '{name}'"))),
    }
    Ok(())
}
