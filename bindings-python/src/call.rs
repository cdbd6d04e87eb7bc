//! How the interpreter calls a class of records, and what every function does that it calls.
//!
//! A class is called with arguments as they are if its type says so (`tp_vectorcall`); otherwise the interpreter makes a
//! tuple and a dictionary of them first, which takes longer than encoding the PDU. The stable interface has it since 3.14.
//! Before, it is a field of the type that has its place in 3.11, 3.12 and 3.13, which will not change any more.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyo3::{Borrowed, ffi};

use crate::record::{Class, Kind};

pub(crate) type VectorCall = unsafe extern "C" fn(
    *mut ffi::PyObject,
    *const *mut ffi::PyObject,
    usize,
    *mut ffi::PyObject,
) -> *mut ffi::PyObject;

/// The two ways in which a class is called.
#[derive(Copy, Clone)]
pub(crate) struct Constructor {
    pub(crate) new: ffi::newfunc,
    pub(crate) call: VectorCall,
}

/// The constructor of a class.
macro_rules! constructor {
    ($class:path) => {{
        use pyo3::ffi;
        unsafe extern "C" fn new(
            _: *mut ffi::PyTypeObject,
            positional: *mut ffi::PyObject,
            keywords: *mut ffi::PyObject,
        ) -> *mut ffi::PyObject {
            // SAFETY: the interpreter calls this with a tuple, and a dictionary or null.
            unsafe { $crate::call::new(&$class, positional, keywords) }
        }
        unsafe extern "C" fn call(
            _: *mut ffi::PyObject,
            arguments: *const *mut ffi::PyObject,
            flagged_count: usize,
            names: *mut ffi::PyObject,
        ) -> *mut ffi::PyObject {
            // SAFETY: the interpreter calls this with so many arguments, and one for each name.
            unsafe { $crate::call::vectorcall(&$class, arguments, flagged_count, names) }
        }
        $crate::call::Constructor { new, call }
    }};
}
pub(crate) use constructor;

/// The slot of `tp_vectorcall`, new in 3.14.
const TP_VECTORCALL: std::ffi::c_int = 82;

/// The beginning of a type in 3.11 to 3.13, in pointers: with a common head they are laid out alike.
const TP_DEALLOC_AT: usize = 6;
const TP_NEW_AT: usize = 39;
const TP_VECTORCALL_AT: usize = 50;

impl Constructor {
    /// The slot for it, where there is one.
    pub(crate) fn slot(self, py: Python<'_>) -> Option<ffi::PyType_Slot> {
        (py.version_info() >= (3, 14))
            .then_some(ffi::PyType_Slot { slot: TP_VECTORCALL, pfunc: self.call as *mut std::ffi::c_void })
    }

    /// Puts it into the type, where there is no slot. Where the type looks otherwise than it should, it is left alone: the
    /// class is then called in the other way.
    pub(crate) fn install(self, class: &Bound<'_, PyAny>) {
        let version = class.py().version_info();
        // An object without a global lock begins with more than a count and a type.
        let common_head = size_of::<ffi::PyObject>() == 2 * size_of::<usize>();
        if version < (3, 11) || !common_head || version >= (3, 14) {
            return;
        }
        let class: *mut ffi::PyTypeObject = class.as_ptr().cast();
        // SAFETY: a type object of these versions has so many pointers and more.
        unsafe {
            let fields = class.cast::<*mut std::ffi::c_void>();
            let is = |at: usize, slot| *fields.add(at) == ffi::PyType_GetSlot(class, slot);
            let place = fields.add(TP_VECTORCALL_AT);
            if is(TP_DEALLOC_AT, ffi::Py_tp_dealloc) && is(TP_NEW_AT, ffi::Py_tp_new) && (*place).is_null() {
                *place = self.call as *mut std::ffi::c_void;
            }
        }
    }
}

/// A class is called, with the arguments as they are.
///
/// # Safety
///
/// The arguments are those of a vectorcall.
#[inline(always)]
pub(crate) unsafe fn vectorcall(
    class: &'static Class,
    arguments: *const *mut ffi::PyObject,
    flagged_count: usize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    guard(|py| {
        let kind = class.kind();
        // SAFETY: by the caller.
        let arguments = unsafe { Arguments::from_vector(py, kind, arguments, flagged_count, names)? };
        (kind.build)(py, kind, &arguments)
    })
}

/// A class is called in the other way.
///
/// # Safety
///
/// A tuple, and a dictionary or null.
pub(crate) unsafe fn new(
    class: &'static Class,
    positional: *mut ffi::PyObject,
    keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    guard(|py| {
        let kind = class.kind();
        // SAFETY: by the caller.
        let arguments = unsafe { Arguments::from_tuple(py, kind, positional, keywords)? };
        (kind.build)(py, kind, &arguments)
    })
}

/// Parameters that a constructor may have.
pub(crate) const MAX_PARAMETERS: usize = 24;

/// The arguments of a call, each in the place of its parameter. They live as long as the call.
pub(crate) struct Arguments([*mut ffi::PyObject; MAX_PARAMETERS]);

impl Arguments {
    pub(crate) const fn none() -> Self {
        Self([ptr::null_mut(); MAX_PARAMETERS])
    }

    /// The argument for a parameter, if it was given.
    #[inline(always)]
    pub(crate) fn get<'a, 'py>(&'a self, py: Python<'py>, at: usize) -> Option<Borrowed<'a, 'py, PyAny>> {
        // SAFETY: null, or an object that the caller keeps during the call.
        unsafe { Borrowed::from_ptr_or_opt(py, self.0[at]) }
    }

    /// The argument for a parameter that has no default.
    pub(crate) fn require<'a, 'py>(
        &'a self,
        py: Python<'py>,
        kind: &Kind,
        at: usize,
    ) -> PyResult<Borrowed<'a, 'py, PyAny>> {
        self.get(py, at).ok_or_else(|| {
            let name = kind.parameters[at].bind(py);
            PyTypeError::new_err(format!("{}() missing argument: '{name}'", kind.name))
        })
    }

    /// Puts an argument in its place; the caller keeps it during the call.
    pub(crate) fn set(&mut self, at: usize, value: &Bound<'_, PyAny>) {
        self.0[at] = value.as_ptr();
    }

    /// # Safety
    ///
    /// The arguments of a vectorcall.
    #[inline(always)]
    pub(crate) unsafe fn from_vector(
        py: Python<'_>,
        kind: &Kind,
        arguments: *const *mut ffi::PyObject,
        flagged_count: usize,
        names: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // PY_VECTORCALL_ARGUMENTS_OFFSET is the highest bit.
        let count = flagged_count & (usize::MAX >> 1);
        let mut places = Self::none();
        places.check_count(kind, count)?;
        // SAFETY: there are so many arguments, and behind them one for each name.
        unsafe {
            ptr::copy_nonoverlapping(arguments, places.0.as_mut_ptr(), count);
            if !names.is_null() {
                let named = ffi::PyTuple_Size(names);
                let mut likely = 0;
                for at in 0..named {
                    let name = ffi::PyTuple_GetItem(names, at);
                    let value = *arguments.add(count + at as usize);
                    likely = 1 + places.put(py, kind, name, value, likely)?;
                }
            }
        }
        Ok(places)
    }

    /// # Safety
    ///
    /// `positional` is a tuple, `keywords` a dictionary or null.
    pub(crate) unsafe fn from_tuple(
        py: Python<'_>,
        kind: &Kind,
        positional: *mut ffi::PyObject,
        keywords: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        let mut places = Self::none();
        // SAFETY: by the caller.
        let positional = unsafe { Bound::from_borrowed_ptr(py, positional).cast_into_unchecked::<PyTuple>() };
        places.check_count(kind, positional.len())?;
        for (at, value) in positional.iter().enumerate() {
            places.set(at, &value);
        }
        // SAFETY: by the caller.
        if let Some(keywords) = unsafe { Bound::from_borrowed_ptr_or_opt(py, keywords) } {
            places.add(py, kind, &keywords.cast_into::<PyDict>()?)?;
        }
        Ok(places)
    }

    /// The values of a dictionary, each in the place of its name. The caller keeps the dictionary unchanged.
    pub(crate) fn add(&mut self, py: Python<'_>, kind: &Kind, keywords: &Bound<'_, PyDict>) -> PyResult<()> {
        for (name, value) in keywords {
            self.put(py, kind, name.as_ptr(), value.as_ptr(), 0)?;
        }
        Ok(())
    }

    fn check_count(&self, kind: &Kind, count: usize) -> PyResult<()> {
        if count > kind.positional {
            let (name, most) = (kind.name, kind.positional);
            let text = if most == 0 {
                format!("{name}() takes its arguments by name, such as {name}({}=…)", kind.parameters[0])
            } else {
                format!("{name}() takes at most {most} arguments, {count} were given")
            };
            return Err(PyTypeError::new_err(text));
        }
        Ok(())
    }

    /// Puts an argument in the place of its name, and returns which that is. Most calls name arguments in the order of the
    /// parameters: so they are looked at from the likely one on.
    #[inline(always)]
    fn put(
        &mut self,
        py: Python<'_>,
        kind: &Kind,
        name: *mut ffi::PyObject,
        value: *mut ffi::PyObject,
        likely: usize,
    ) -> PyResult<usize> {
        // Names in calls are interned: the same name is the same object.
        let behind = kind.parameters.iter().skip(likely);
        let at = match behind.map(Py::as_ptr).position(|parameter| parameter == name) {
            Some(more) => likely + more,
            None => find(py, kind, name)?,
        };
        if !self.0[at].is_null() {
            let name = kind.parameters[at].bind(py);
            let text = format!("{}() got two values for '{name}'", kind.name);
            return Err(PyTypeError::new_err(text));
        }
        self.0[at] = value;
        Ok(at)
    }
}

/// The place of a parameter wherever it is, also if its name was made at run time.
#[cold]
fn find(py: Python<'_>, kind: &Kind, name: *mut ffi::PyObject) -> PyResult<usize> {
    if let Some(at) = kind.parameters.iter().position(|parameter| parameter.as_ptr() == name) {
        return Ok(at);
    }
    // SAFETY: an object that the caller keeps.
    let name = unsafe { Bound::from_borrowed_ptr(py, name) }.cast_into::<PyString>()?;
    for (at, parameter) in kind.parameters.iter().enumerate() {
        if parameter.bind(py).as_any().eq(&name)? {
            return Ok(at);
        }
    }
    Err(PyTypeError::new_err(format!("{}() has no parameter '{name}'", kind.name)))
}

/// Runs what the interpreter calls: an error becomes an exception, and so does a panic, which would be a mistake in this
/// crate or the core.
#[inline(always)]
pub(crate) fn guard<'py>(
    body: impl FnOnce(Python<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> *mut ffi::PyObject {
    // SAFETY: the interpreter calls us, so this thread is attached to it.
    let py = unsafe { Python::assume_attached() };
    match catch_unwind(AssertUnwindSafe(|| body(py))) {
        Ok(Ok(object)) => object.into_ptr(),
        Ok(Err(error)) => {
            error.restore(py);
            ptr::null_mut()
        }
        Err(_) => {
            PyRuntimeError::new_err("smppkit panicked: please report this").restore(py);
            ptr::null_mut()
        }
    }
}
