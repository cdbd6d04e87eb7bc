//! Octets to PDUs and back.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use pyo3::{Borrowed, ffi};
use smppkit::frame_length;

use crate::{call, convert, pdu};

/// Adds a function that takes one argument, without what PyO3 does around it: an eighth of the time of `decode`.
fn add_function(
    module: &Bound<'_, PyModule>,
    name: &'static std::ffi::CStr,
    function: ffi::PyCFunction,
    text: &'static std::ffi::CStr,
) -> PyResult<()> {
    let def = Box::leak(Box::new(ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: function },
        ml_flags: ffi::METH_O,
        ml_doc: text.as_ptr(),
    }));
    let of = pyo3::types::PyString::new(module.py(), "smppkit");
    // SAFETY: the definition is never freed, and says what kind of function it is.
    let function = unsafe {
        let function = ffi::PyCFunction_NewEx(def, std::ptr::null_mut(), of.as_ptr());
        Bound::from_owned_ptr_or_err(module.py(), function)?
    };
    module.add(name.to_str().unwrap_or_default(), function)
}

pub(crate) fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
    add_function(module, c"decode", decode, DECODE)?;
    add_function(module, c"encode", encode, ENCODE)?;
    module.add_function(wrap_pyfunction!(decode_all, module)?)?;
    module.add_function(wrap_pyfunction!(encode_all, module)?)
}

const DECODE: &std::ffi::CStr = c"decode(frame, /)\n--\n\nThe PDU of exactly these octets, header included.

There is one decoder, and it accepts whatever is a frame by its ``command_length``: what is out of order is kept, so that
``encode`` gives the same octets, and is listed in the PDU's ``faults``. Raises ``DecodeError`` if ``frame`` is not exactly
one PDU.";

const ENCODE: &std::ffi::CStr = c"encode(pdu, /)\n--\n\nThe octets of a PDU, header included.

A PDU that was decoded gives the octets that it was decoded from.";

unsafe extern "C" fn decode(_: *mut ffi::PyObject, frame: *mut ffi::PyObject) -> *mut ffi::PyObject {
    call::guard(|py| {
        // SAFETY: the interpreter keeps the argument during the call.
        let frame = unsafe { Borrowed::from_ptr(py, frame) };
        // SAFETY: it looks at the type of an object that is alive.
        let octets = match unsafe { ffi::PyBytes_CheckExact(frame.as_ptr()) } {
            // SAFETY: of that very type.
            1 => unsafe { frame.cast_unchecked::<PyBytes>() }.to_owned(),
            _ => convert::as_bytes(&frame)?.ok_or_else(|| not_octets(&frame))?,
        };
        Ok(pdu::from_octets(&octets)?.object)
    })
}

unsafe extern "C" fn encode(_: *mut ffi::PyObject, pdu: *mut ffi::PyObject) -> *mut ffi::PyObject {
    call::guard(|py| {
        // SAFETY: the interpreter keeps the argument during the call.
        let pdu = unsafe { Bound::from_borrowed_ptr(py, pdu) };
        Ok(pdu::octets(&pdu)?.to_owned().into_any())
    })
}

#[cold]
fn not_octets(given: &Bound<'_, PyAny>) -> PyErr {
    let name = given.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string());
    PyTypeError::new_err(format!("expected bytes, bytearray or memoryview, not {name}"))
}

/// The PDUs at the start of these octets, one after another, and how many octets they have.
///
/// It stops before a PDU that is not whole yet, and before one whose `command_length` is below 16 or above
/// `max_command_length`: behind that nothing can be understood. The octets that are left tell which it was: `decode`
/// raises for them.
#[pyfunction]
#[pyo3(signature = (octets, /, *, max_command_length=70_000))]
fn decode_all<'py>(
    octets: &Bound<'py, PyAny>,
    max_command_length: u32,
) -> PyResult<(Bound<'py, PyList>, usize)> {
    let py = octets.py();
    let bytes = convert::as_bytes(octets)?.ok_or_else(|| not_octets(octets))?;
    let (mut rest, pdus) = (bytes.as_bytes(), PyList::empty(py));
    while let Ok(Some(len)) = frame_length(rest, max_command_length)
        && let Some((frame, behind)) = rest.split_at_checked(len)
    {
        pdus.append(pdu::from_octets(&PyBytes::new(py, frame))?.object)?;
        rest = behind;
    }
    Ok((pdus, bytes.as_bytes().len() - rest.len()))
}

/// The octets of these PDUs, one behind another.
#[pyfunction]
#[pyo3(signature = (pdus, /))]
fn encode_all<'py>(pdus: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    let mut octets = Vec::new();
    for pdu in pdus.try_iter()? {
        octets.extend_from_slice(pdu::octets(&pdu?)?.as_bytes());
    }
    Ok(PyBytes::new(pdus.py(), &octets))
}
