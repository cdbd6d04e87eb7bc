//! The kinds of fields that PDUs have, and what they are in Python.

use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use pyo3::{Borrowed, ffi};
use smppkit::values::*;
use smppkit::{
    COctetString, DestAddress, DestAddresses, MessageIds, OctetString, UnsuccessSme, UnsuccessSmes,
};

use crate::convert::{self, Octets, Place};
use crate::record::{Draft, Slot};
use crate::structs::{self, Item};
use crate::values::{INTEGERS, Named};

/// A kind of field, as Python has it.
pub(crate) trait Field {
    /// The core's type.
    type Value<'v>: Copy;
    /// An argument, taken apart.
    type Held<'a, 'py>
    where
        'py: 'a;
    /// What the core's value borrows, if it is a list.
    type Lent<'h>;
    /// How its default looks in a signature.
    const DEFAULT: &'static str;
    /// Its slot: a list has none.
    const SLOT: Slot = Slot::Counted;

    fn take<'a, 'py>(given: Borrowed<'a, 'py, PyAny>, place: Place<'_>) -> PyResult<Self::Held<'a, 'py>>;
    fn lend<'h>(held: &'h Self::Held<'_, '_>) -> Self::Lent<'h>;
    fn value<'h>(lent: &'h Self::Lent<'h>) -> Self::Value<'h>;
    /// What Python sees.
    fn to_python<'py>(value: Self::Value<'_>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
    /// Fills the slot: with the argument, if it is of the very type that Python sees.
    fn fill<'py>(
        value: Self::Value<'_>,
        given: Option<Borrowed<'_, 'py, PyAny>>,
        record: &mut Draft<'py>,
        py: Python<'py>,
    ) -> PyResult<()>;
}

macro_rules! octet_fields {
    ($($type:ident, $default:literal, $values:expr, |$value:ident| $octet:expr;)+) => {$(
        impl Field for $type {
            type Value<'v> = Self;
            type Held<'a, 'py> = Self where 'py: 'a;
            type Lent<'h> = Self;
            const DEFAULT: &'static str = $default;
            const SLOT: Slot = Slot::Kept;

            #[inline(always)]
            fn take<'a, 'py>(given: Borrowed<'a, 'py, PyAny>, place: Place<'_>) -> PyResult<Self> {
                Ok(Self::from(convert::number(&given, 1, place)? as u8))
            }

            #[inline(always)]
            fn lend(held: &Self) -> Self {
                *held
            }

            #[inline(always)]
            fn value(lent: &Self) -> Self {
                *lent
            }

            #[inline(always)]
            fn to_python<'py>($value: Self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                $values.kept(py, $octet).map(|object| object.to_owned())
            }

            #[inline(always)]
            fn fill<'py>(
                $value: Self,
                _: Option<Borrowed<'_, 'py, PyAny>>,
                record: &mut Draft<'py>,
                py: Python<'py>,
            ) -> PyResult<()> {
                record.push_kept($values.kept(py, $octet)?);
                Ok(())
            }
        }
    )+};
}
octet_fields! { u8, "0", INTEGERS, |value| value; }

macro_rules! named_fields {
    ($($type:ident $default:literal)+) => {
        octet_fields! { $($type, $default, Self::values(), |value| value.0;)+ }
    };
}
named_fields! {
    DataCoding "0" EsmClass "0" InterfaceVersion "52" MessageState "0" Npi "0" PriorityFlag "0" ProtocolId "0"
    RegisteredDelivery "0" Ton "0"
}

/// A C-octet string: a `str`.
pub(crate) struct Text;
/// An octet string: `bytes`.
pub(crate) struct Bytes;

macro_rules! string_fields {
    ($($kind:ident, $value:ident, $default:literal, $take:expr, $to_python:expr, $check_exact:expr;)+) => {$(
        impl Field for $kind {
            type Value<'v> = $value<'v>;
            type Held<'a, 'py> = Octets<'a, 'py> where 'py: 'a;
            type Lent<'h> = $value<'h>;
            const DEFAULT: &'static str = $default;

            #[inline(always)]
            fn take<'a, 'py>(given: Borrowed<'a, 'py, PyAny>, place: Place<'_>) -> PyResult<Octets<'a, 'py>> {
                $take(given, place)
            }

            #[inline(always)]
            fn lend<'h>(held: &'h Octets<'_, '_>) -> $value<'h> {
                $value::new(held.as_slice())
            }

            #[inline(always)]
            fn value<'h>(lent: &'h $value<'h>) -> $value<'h> {
                *lent
            }

            #[inline(always)]
            fn to_python<'py>(value: $value<'_>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                $to_python(py, value.as_bytes())
            }

            #[inline(always)]
            fn fill<'py>(
                value: $value<'_>,
                given: Option<Borrowed<'_, 'py, PyAny>>,
                record: &mut Draft<'py>,
                py: Python<'py>,
            ) -> PyResult<()> {
                record.push(match given {
                    // SAFETY: it looks at the type of an object that is alive.
                    Some(given) if unsafe { $check_exact(given.as_ptr()) } != 0 => given.to_owned(),
                    _ => Self::to_python(value, py)?,
                });
                Ok(())
            }
        }
    )+};
}
string_fields! {
    Text, COctetString, "''", convert::text, convert::to_text, ffi::PyUnicode_CheckExact;
    Bytes, OctetString, "b''", convert::octets, |py, octets| Ok(convert::to_bytes(py, octets)), ffi::PyBytes_CheckExact;
}

/// The destinations of a submit_multi.
pub(crate) struct Destinations;
/// The destinations of a submit_multi that failed.
pub(crate) struct Failures;
/// Message ids.
pub(crate) struct Ids;

macro_rules! list_fields {
    ($($kind:ident, $list:ident, $item:ident, $take:expr, $lend:expr, $to_python:expr;)+) => {$(
        impl Field for $kind {
            type Value<'v> = $list<'v>;
            type Held<'a, 'py> = Vec<Item<'py>> where 'py: 'a;
            type Lent<'h> = Vec<$item<'h>>;
            const DEFAULT: &'static str = "()";
            const SLOT: Slot = Slot::None;

            fn take<'a, 'py>(given: Borrowed<'a, 'py, PyAny>, place: Place<'_>) -> PyResult<Vec<Item<'py>>> {
                // A `str` would be a list of its characters.
                let items = if given.is_instance_of::<PyString>() { None } else { given.try_iter().ok() };
                let Some(items) = items else { return Err(place.wrong_type("a list or tuple", &given)) };
                items.map(|object| $take(&object?, place)).collect()
            }

            fn lend<'h>(held: &'h Vec<Item<'_>>) -> Vec<$item<'h>> {
                held.iter().map($lend).collect()
            }

            fn value<'h>(lent: &'h Vec<$item<'h>>) -> $list<'h> {
                lent.as_slice().into()
            }

            fn to_python<'py>(value: $list<'_>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                let items = value.iter().map(|item| $to_python(py, &item)).collect::<PyResult<Vec<_>>>()?;
                Ok(PyTuple::new(py, items)?.into_any())
            }

            fn fill<'py>(
                _: $list<'_>,
                _: Option<Borrowed<'_, 'py, PyAny>>,
                _: &mut Draft<'py>,
                _: Python<'py>,
            ) -> PyResult<()> {
                Ok(())
            }
        }
    )+};
}
list_fields! {
    Destinations, DestAddresses, DestAddress, Item::destination, Item::dest_address, structs::from_dest_address;
    Failures, UnsuccessSmes, UnsuccessSme, Item::failed, Item::unsuccess_sme, structs::from_unsuccess_sme;
    Ids, MessageIds, COctetString, Item::text, Item::c_octet_string,
        |py, id: &COctetString<'_>| convert::to_text(py, id.as_bytes());
}

/// What a kind of field of the table is in Python.
macro_rules! field {
    (COctet $max:literal) => {
        Text
    };
    (MessageId) => {
        Text
    };
    (Time) => {
        Text
    };
    (FinalDate) => {
        Text
    };
    (ShortMessage) => {
        Bytes
    };
    (DestAddressList) => {
        Destinations
    };
    (UnsuccessSmeList) => {
        Failures
    };
    (MessageIdList) => {
        Ids
    };
    (U8) => {
        u8
    };
    ($value:ident) => {
        $value
    };
}
pub(crate) use field;
