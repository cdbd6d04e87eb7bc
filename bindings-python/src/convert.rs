//! Python's objects as the core's values, and what to say where that cannot be.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyInt, PyMemoryView, PyString};
use pyo3::{Borrowed, ffi, intern};

use smppkit::tlv::Tag;

use crate::errors;
use crate::values::Values;

/// A value that stands in a field, for errors.
#[derive(Copy, Clone)]
pub(crate) struct Place<'a> {
    /// The PDU or class.
    pub(crate) of: &'a str,
    pub(crate) field: &'a str,
    /// Which TLV it is, in the field `tlvs`.
    tag: Option<Tag>,
}

impl<'a> Place<'a> {
    pub(crate) const fn new(of: &'a str, field: &'a str) -> Self {
        Self { of, field, tag: None }
    }

    pub(crate) const fn tlv(of: &'a str, tag: Tag) -> Self {
        Self { of, field: "tlvs", tag: Some(tag) }
    }

    fn name(self) -> String {
        self.tag.map_or_else(|| self.field.into(), |tag| format!("tlvs[{tag}]"))
    }

    #[cold]
    pub(crate) fn wrong_type(self, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
        let got = got.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string());
        PyTypeError::new_err(format!("{}.{}: expected {expected}, not {got}", self.of, self.name()))
    }

    #[cold]
    pub(crate) fn wrong_value(self, py: Python<'_>, why: &str) -> PyErr {
        errors::field(py, self.of, &self.name(), why, None)
    }
}

/// The octets of a `str`, one for each character, or of `bytes`.
pub(crate) enum Octets<'a, 'py> {
    Lent(&'a [u8]),
    Made(Bound<'py, PyBytes>),
}

impl Octets<'_, '_> {
    #[inline(always)]
    pub(crate) fn as_slice(&self) -> &[u8] {
        match self {
            Self::Lent(octets) => octets,
            Self::Made(octets) => octets.as_bytes(),
        }
    }
}

/// The octets of a C-octet string.
#[inline(always)]
pub(crate) fn text<'a, 'py>(given: Borrowed<'a, 'py, PyAny>, place: Place<'_>) -> PyResult<Octets<'a, 'py>> {
    // SAFETY: it looks at the type of an object that is alive.
    if unsafe { ffi::PyUnicode_CheckExact(given.as_ptr()) } == 0 && !given.is_instance_of::<PyString>() {
        return Err(place.wrong_type("str", &given));
    }
    let mut len: ffi::Py_ssize_t = 0;
    // SAFETY: a `str`, which keeps these octets as long as it lives; null if it has lone surrogates.
    let utf8 = unsafe { ffi::PyUnicode_AsUTF8AndSize(given.as_ptr(), &raw mut len) };
    if !utf8.is_null() {
        // SAFETY: so many octets are there, and they are not changed.
        let utf8 = unsafe { std::slice::from_raw_parts(utf8.cast::<u8>(), len.unsigned_abs()) };
        if utf8.is_ascii() {
            return Ok(Octets::Lent(utf8));
        }
    }
    // SAFETY: a `str`; null if a character is above U+00FF.
    let octets = unsafe {
        ffi::PyErr_Clear();
        Bound::from_owned_ptr_or_opt(given.py(), ffi::PyUnicode_AsLatin1String(given.as_ptr()))
    };
    match octets {
        Some(octets) => Ok(Octets::Made(octets.cast_into()?)),
        None => {
            drop(PyErr::take(given.py()));
            let why = format!("{} has a character above U+00FF, which no octet stands for", given.repr()?);
            Err(place.wrong_value(given.py(), &why))
        }
    }
}

/// The octets of an octet string.
#[inline(always)]
pub(crate) fn octets<'a, 'py>(
    given: Borrowed<'a, 'py, PyAny>,
    place: Place<'_>,
) -> PyResult<Octets<'a, 'py>> {
    // SAFETY: it looks at the type of an object that is alive.
    if unsafe { ffi::PyBytes_CheckExact(given.as_ptr()) } != 0 || given.is_instance_of::<PyBytes>() {
        // SAFETY: `bytes`, which do not change, and the argument outlives this.
        return Ok(Octets::Lent(unsafe { bytes_of(given.as_ptr()) }));
    }
    match copied(&given)? {
        Some(octets) => Ok(Octets::Made(octets)),
        None => Err(place.wrong_type("bytes", &given)),
    }
}

/// The octets of `bytes`.
///
/// # Safety
///
/// It must be `bytes`, which somebody keeps as long as the octets are used.
#[inline(always)]
pub(crate) unsafe fn bytes_of<'a>(bytes: *mut ffi::PyObject) -> &'a [u8] {
    // SAFETY: by the caller.
    unsafe {
        let len = ffi::PyBytes_Size(bytes);
        std::slice::from_raw_parts(ffi::PyBytes_AsString(bytes).cast::<u8>(), len.unsigned_abs())
    }
}

/// `bytes` as they are, a copy of what another thread may change; `None` if it is neither.
pub(crate) fn as_bytes<'py>(given: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
    match given.cast::<PyBytes>() {
        Ok(bytes) => Ok(Some(bytes.clone())),
        Err(_) => copied(given),
    }
}

fn copied<'py>(given: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
    if !given.is_instance_of::<PyByteArray>() && !given.is_instance_of::<PyMemoryView>() {
        return Ok(None);
    }
    // SAFETY: an object with a buffer; the interpreter copies it while it holds it.
    unsafe {
        let bytes = ffi::PyBytes_FromObject(given.as_ptr());
        Ok(Some(Bound::from_owned_ptr_or_err(given.py(), bytes)?.cast_into()?))
    }
}

/// Whether it is an `int`, and of no class that extends it.
#[inline(always)]
pub(crate) fn is_int(given: &Bound<'_, PyAny>) -> bool {
    // SAFETY: it looks at the type of an object that is alive.
    unsafe { ffi::PyLong_CheckExact(given.as_ptr()) != 0 }
}

/// An integer of so many octets.
#[inline(always)]
pub(crate) fn number(given: &Bound<'_, PyAny>, octets: usize, place: Place<'_>) -> PyResult<u32> {
    let most = u32::MAX >> (32 - 8 * octets);
    if !is_int(given) && !given.is_instance_of::<PyInt>() {
        return Err(place.wrong_type("int", given));
    }
    // SAFETY: an `int`, as was just seen; -1 may stand for an error.
    let number = unsafe { ffi::PyLong_AsLongLong(given.as_ptr()) };
    match u32::try_from(number) {
        Ok(number) if number <= most => Ok(number),
        _ => Err(out_of_range(given, most, place)),
    }
}

#[cold]
fn out_of_range(given: &Bound<'_, PyAny>, most: u32, place: Place<'_>) -> PyErr {
    // It may be too large for a number of 64 bits.
    drop(PyErr::take(given.py()));
    let shown = given.repr().map_or_else(|_| "it".into(), |repr| repr.to_string());
    place.wrong_value(given.py(), &format!("{shown} is not in 0 to {most}"))
}

/// A `str` of these octets: octets above 0x7F are the characters of their numbers.
#[inline(always)]
pub(crate) fn to_text<'py>(py: Python<'py>, octets: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    if octets.is_empty() {
        return Ok(intern!(py, "").clone().into_any());
    }
    // SAFETY: so many octets are there.
    unsafe {
        let len = octets.len() as ffi::Py_ssize_t;
        let text = ffi::PyUnicode_DecodeLatin1(octets.as_ptr().cast(), len, std::ptr::null());
        Bound::from_owned_ptr_or_err(py, text)
    }
}

#[inline(always)]
pub(crate) fn to_bytes<'py>(py: Python<'py>, octets: &[u8]) -> Bound<'py, PyAny> {
    PyBytes::new(py, octets).into_any()
}

/// The number as its class, or as it is.
pub(crate) fn to_number<'py>(
    py: Python<'py>,
    number: u32,
    values: Option<&Values>,
) -> PyResult<Bound<'py, PyAny>> {
    match values {
        Some(values) => values.get(py, number),
        None => Ok(number.into_pyobject(py)?.into_any()),
    }
}
