//! Numbers with names: a class for each enumeration of the table, and an object for each number that was seen.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyTuple, PyType};
use pyo3::{Borrowed, ffi};
use smppkit::values::*;
use smppkit::{CommandId, CommandStatus, SCHEMA, STATUSES};

use crate::words;

/// One class of numbers, and the objects of the first 256.
pub(crate) struct Values {
    pub(crate) name: &'static str,
    /// Octets that a number has on the wire.
    pub(crate) octets: usize,
    class: AtomicPtr<ffi::PyObject>,
    objects: [AtomicPtr<ffi::PyObject>; 256],
}

impl Values {
    const fn new(name: &'static str, octets: usize) -> Self {
        Self {
            name,
            octets,
            class: AtomicPtr::new(ptr::null_mut()),
            objects: [const { AtomicPtr::new(ptr::null_mut()) }; 256],
        }
    }

    /// The object of a number.
    #[inline(always)]
    pub(crate) fn get<'py>(&self, py: Python<'py>, number: u32) -> PyResult<Bound<'py, PyAny>> {
        match u8::try_from(number) {
            Ok(octet) => self.kept(py, octet).map(|object| object.to_owned()),
            Err(_) => self.class(py).call1((number,)),
        }
    }

    /// The object of an octet, which is never freed.
    #[inline(always)]
    pub(crate) fn kept<'py>(&self, py: Python<'py>, octet: u8) -> PyResult<Borrowed<'static, 'py, PyAny>> {
        let object = self.objects[usize::from(octet)].load(Ordering::Acquire);
        // SAFETY: null, or an object that is kept for ever.
        match unsafe { Borrowed::from_ptr_or_opt(py, object) } {
            Some(object) => Ok(object),
            None => self.make(py, octet),
        }
    }

    #[cold]
    fn make<'py>(&self, py: Python<'py>, octet: u8) -> PyResult<Borrowed<'static, 'py, PyAny>> {
        let place = &self.objects[usize::from(octet)];
        let made = self.class(py).call1((octet,))?.into_ptr();
        let stored = place.compare_exchange(ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire);
        let object = match stored {
            Ok(_) => made,
            Err(first) => {
                // Another thread was first, and ours is nobody's.
                // SAFETY: the reference that was just made.
                unsafe { ffi::Py_DECREF(made) };
                first
            }
        };
        // SAFETY: an object that is kept for ever.
        Ok(unsafe { Borrowed::from_ptr(py, object) })
    }

    pub(crate) fn class<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        // SAFETY: `define` stored a class that is never freed, before anything else is called.
        unsafe { Bound::from_borrowed_ptr(py, self.class.load(Ordering::Acquire)) }
    }

    /// Makes the class, and an attribute for each constant.
    fn define(
        &self,
        module: &Bound<'_, PyModule>,
        base: &Bound<'_, PyAny>,
        text: &str,
        constants: &[(u32, &str, &[&str])],
    ) -> PyResult<()> {
        let py = module.py();
        let (by_name, by_number) = (PyDict::new(py), PyDict::new(py));
        for (number, name, other_names) in constants {
            by_name.set_item(name, number)?;
            // Of two names for one number, which bits may have, the first stands for it.
            if !by_number.contains(number)? {
                by_number.set_item(number, name)?;
            }
            for other in *other_names {
                by_name.set_item(other, number)?;
            }
        }
        let attributes = PyDict::new(py);
        attributes.set_item("__slots__", PyTuple::empty(py))?;
        attributes.set_item("__module__", "smppkit")?;
        attributes.set_item("__doc__", text.trim())?;
        attributes.set_item("_octets", self.octets)?;
        attributes.set_item("_by_name", &by_name)?;
        attributes.set_item("_by_number", by_number)?;
        let class = py.get_type::<PyType>().call1((self.name, (base,), attributes))?;
        self.class.store(class.clone().into_ptr(), Ordering::Release);
        for (name, number) in by_name {
            class.setattr(name.cast_into::<pyo3::types::PyString>()?, self.get(py, number.extract()?)?)?;
        }
        module.add(self.name, class)
    }
}

/// Plain integers.
pub(crate) static INTEGERS: Values = Values::new("int", 1);

/// A number whose names are a class.
pub(crate) trait Named {
    fn values() -> &'static Values;
}

macro_rules! named {
    ($($type:ident: $octets:literal;)+) => {$(
        impl Named for $type {
            #[inline(always)]
            fn values() -> &'static Values {
                static VALUES: Values = Values::new(stringify!($type), $octets);
                &VALUES
            }
        }
    )+};
}
named! { CommandId: 4; CommandStatus: 4; ContentType: 2; InterfaceVersion: 1; }

macro_rules! define_values {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $value_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        named! { $($type: 1;)+ }

        /// The enumerations of one octet.
        const ENUMERATIONS: &[Enumeration] = &[$((
            <$type as Named>::values, concat!($($doc),+), &[$(($value, stringify!($name), &[])),+],
        )),+];
    };
}
smppkit::for_each_value!(define_values);

macro_rules! define_bits {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $bits_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        named! { $($type: 1;)+ }

        const BITS: &[Enumeration] = &[$((
            <$type as Named>::values, concat!($($doc),+), &[$(($value, stringify!($name), &[])),+],
        )),+];
    };
}
smppkit::for_each_bits!(define_bits);

type Enumeration =
    (fn() -> &'static Values, &'static str, &'static [(u32, &'static str, &'static [&'static str])]);

/// The class of that name.
pub(crate) fn find(name: &str) -> Option<&'static Values> {
    let others: [fn() -> &'static Values; 4] =
        [CommandId::values, CommandStatus::values, ContentType::values, InterfaceVersion::values];
    let tables = ENUMERATIONS.iter().chain(BITS).map(|(values, ..)| values());
    others.into_iter().map(|values| values()).chain(tables).find(|values| values.name == name)
}

/// Makes all classes. `_value` has a base for each that has methods.
pub(crate) fn init(module: &Bound<'_, PyModule>, support: &Bound<'_, PyModule>) -> PyResult<()> {
    INTEGERS.class.store(module.py().get_type::<PyInt>().into_ptr().cast(), Ordering::Release);
    let bases = module.py().import("smppkit._value")?;
    let base = |name: &str, otherwise: &str| {
        bases.getattr(format!("{name}Methods").as_str()).or_else(|_| bases.getattr(otherwise))
    };
    for (enumerations, otherwise) in [(ENUMERATIONS, "Value"), (BITS, "Bits")] {
        for (values, text, constants) in enumerations {
            let values = values();
            values.define(module, &base(values.name, otherwise)?, text, constants)?;
        }
    }

    let statuses: Vec<_> = STATUSES.iter().map(|def| (def.status.0, def.name, def.other_names)).collect();
    let text =
        "How a request ended: 0 (ESME_ROK) for success, in requests always 0 (5.0 §4.7.6; 3.4 §5.1.3).";
    CommandStatus::values().define(module, &base("CommandStatus", "Value")?, text, &statuses)?;

    let names: Vec<_> = SCHEMA.iter().map(|def| def.name.to_uppercase()).collect();
    let ids: Vec<_> =
        SCHEMA.iter().zip(&names).map(|(def, name)| (def.command_id.0, name.as_str(), &[][..])).collect();
    let text = "Which PDU it is (5.0 §4.7.5; 3.4 §5.1.2). Bit 31 is set in responses.";
    CommandId::values().define(module, &base("CommandId", "Value")?, text, &ids)?;

    let types: Vec<_> =
        ContentType::NAMES.iter().map(|(number, name)| ((*number).into(), *name, &[][..])).collect();
    let text = "Second part of broadcast_content_type, where the first is GENERIC (5.0 §4.8.4.8 Table 4-69).";
    ContentType::values().define(module, &base("ContentType", "Value")?, text, &types)?;

    let versions = [
        (InterfaceVersion::V3_3, "V3_3"),
        (InterfaceVersion::V3_4, "V3_4"),
        (InterfaceVersion::V5_0, "V5_0"),
    ]
    .map(|(version, name)| (version.0.into(), name, &[][..]));
    let text = "The version of SMPP that a side speaks (3.4 §5.2.4; 5.0 §4.7.13): 0x33 and all below mean 3.3 or older.";
    InterfaceVersion::values().define(module, &base("InterfaceVersion", "Value")?, text, &versions)?;

    support.add_function(wrap_pyfunction!(status_retry, support)?)?;
    support.add_function(wrap_pyfunction!(status_text, support)?)?;
    support.add_function(wrap_pyfunction!(esm_class_parts, support)?)?;
    support.add_function(wrap_pyfunction!(wants_receipt, support)?)?;
    support.add_function(wrap_pyfunction!(is_final, support)?)?;
    support.add_function(wrap_pyfunction!(effective_version, support)?)
}

/// What a sender should make of a status.
#[pyfunction]
fn status_retry(py: Python<'_>, status: u32) -> PyResult<Bound<'_, PyAny>> {
    words::to_python(py, CommandStatus(status).retry())
}

/// What a status means, if the specification knows it.
#[pyfunction]
fn status_text(status: u32) -> Option<&'static str> {
    CommandStatus(status).def().map(|def| def.text.trim())
}

/// The mode and the type of a message, whether its text begins with a header, and whether it is a receipt.
#[pyfunction]
const fn esm_class_parts(esm_class: u8) -> (u8, u8, bool, bool) {
    let class = EsmClass(esm_class);
    (class.mode().0, class.message_type().0, class.has_udh(), class.is_delivery_receipt())
}

/// Whether a message that ended like that gets a receipt.
#[pyfunction]
const fn wants_receipt(registered_delivery: u8, delivered: bool) -> bool {
    RegisteredDelivery(registered_delivery).wants_receipt(delivered)
}

/// Whether a message can no longer change its state.
#[pyfunction]
const fn is_final(message_state: u8) -> bool {
    MessageState(message_state).is_final()
}

/// The specification that governs a version number.
#[pyfunction]
const fn effective_version(version: u8) -> u8 {
    InterfaceVersion(version).effective().0
}
