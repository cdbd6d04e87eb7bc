//! The exceptions, which are classes in Python (`_errors.py`).

use pyo3::prelude::*;
use pyo3::types::PyType;
use pyo3::{PyTypeInfo, import_exception};
use smppkit::{EncodeError, FieldFault, FrameError};

use crate::values::Named;

import_exception!(smppkit._errors, DecodeError);
import_exception!(smppkit._errors, FieldError);
import_exception!(smppkit._errors, NotAllowed);
import_exception!(smppkit._errors, NotInVersion);
import_exception!(smppkit._errors, ReassemblerFull);
import_exception!(smppkit._errors, SendError);
import_exception!(smppkit._errors, SessionClosed);
import_exception!(smppkit._errors, TicketUsed);
import_exception!(smppkit._errors, WindowFull);
import_exception!(smppkit._errors, WrongKind);

/// An exception of this class with these arguments, made at once.
pub(crate) fn raise<'py, E: PyTypeInfo>(
    py: Python<'py>,
    arguments: impl pyo3::call::PyCallArgs<'py>,
) -> PyErr {
    let class: Bound<'py, PyType> = py.get_type::<E>();
    match class.call1(arguments) {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}

#[cold]
pub(crate) fn field(py: Python<'_>, of: &str, name: &str, why: &str, status: Option<u32>) -> PyErr {
    let status = match status.map(|status| smppkit::CommandStatus::values().get(py, status)).transpose() {
        Ok(status) => status,
        Err(error) => return error,
    };
    raise::<FieldError>(py, (of, name, why, status))
}

#[cold]
pub(crate) fn field_fault(py: Python<'_>, fault: &FieldFault) -> PyErr {
    let of = fault.command_id.to_string();
    field(py, &of, fault.field, &fault.fault.to_string(), Some(fault.status.0))
}

#[cold]
pub(crate) fn encode(py: Python<'_>, error: EncodeError) -> PyErr {
    match error {
        EncodeError::Field(fault) => field_fault(py, &fault),
        error => raise::<DecodeError>(py, (error.to_string(),)),
    }
}

#[cold]
pub(crate) fn frame(py: Python<'_>, error: FrameError) -> PyErr {
    raise::<DecodeError>(py, (error.to_string(),))
}
