//! Python's objects as the core's values, and what to say where that cannot be.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyInt, PyMemoryView, PyString};
use pyo3::{Borrowed, ffi};

use crate::errors;
use crate::values::Values;

/// A value that stands in a field, for errors.
#[derive(Copy, Clone)]
pub(crate) struct Place<'a> {
    /// The PDU or class.
    pub(crate) of: &'a str,
    pub(crate) field: &'a str,
}

impl Place<'_> {
    #[cold]
    pub(crate) fn wrong_type(self, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
        let got = got.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string());
        PyTypeError::new_err(format!("{}.{}: expected {expected}, not {got}", self.of, self.field))
    }

    #[cold]
    pub(crate) fn wrong_value(self, py: Python<'_>, why: &str) -> PyErr {
        errors::field(py, self.of, self.field, why, None)
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
    let Ok(text) = given.cast::<PyString>() else { return Err(place.wrong_type("str", &given)) };
    let mut len: ffi::Py_ssize_t = 0;
    // SAFETY: a `str`, which keeps these octets as long as it lives; null if it has lone surrogates.
    let utf8 = unsafe { ffi::PyUnicode_AsUTF8AndSize(text.as_ptr(), &raw mut len) };
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
        Bound::from_owned_ptr_or_opt(given.py(), ffi::PyUnicode_AsLatin1String(text.as_ptr()))
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
    if given.cast::<PyBytes>().is_ok() {
        // SAFETY: `bytes`, which do not change, and the argument outlives this.
        return Ok(Octets::Lent(unsafe { bytes_of(given) }));
    }
    match copied(&given)? {
        Some(octets) => Ok(Octets::Made(octets)),
        None => Err(place.wrong_type("bytes", &given)),
    }
}

/// The octets of `bytes`, for as long as the reference lives that they came by.
///
/// # Safety
///
/// It must be `bytes`.
pub(crate) unsafe fn bytes_of<'a>(given: Borrowed<'a, '_, PyAny>) -> &'a [u8] {
    // SAFETY: by the caller.
    unsafe {
        let len = ffi::PyBytes_Size(given.as_ptr());
        std::slice::from_raw_parts(ffi::PyBytes_AsString(given.as_ptr()).cast::<u8>(), len.unsigned_abs())
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

/// An integer of so many octets.
#[inline(always)]
pub(crate) fn number(given: &Bound<'_, PyAny>, octets: usize, place: Place<'_>) -> PyResult<u32> {
    if !given.is_instance_of::<PyInt>() {
        return Err(place.wrong_type("int", given));
    }
    let most = u32::MAX >> (32 - 8 * octets);
    match given.extract::<u64>() {
        Ok(number) if number <= most.into() => Ok(number as u32),
        _ => {
            let why = format!("{} is not in 0 to {most}", given.repr()?);
            Err(place.wrong_value(given.py(), &why))
        }
    }
}

/// A `str` of these octets: octets above 0x7F are the characters of their numbers.
#[inline(always)]
pub(crate) fn to_text<'py>(py: Python<'py>, octets: &[u8]) -> PyResult<Bound<'py, PyAny>> {
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
