//! The small classes: destinations, the parts of TLVs, faults.

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};
use smppkit::tlv::{PartDef, TLVS, TlvType};
use smppkit::values::{Npi, Ton};
use smppkit::{COctetString, CommandId, CommandStatus, DestAddress, FieldFault, UnsuccessSme};

use crate::call::{Arguments, Constructor, constructor};
use crate::convert::{self, Place};
use crate::record::{self, Class, Definition, Kind, Parameter, Slot};
use crate::values::{self, Named, Values};

/// The type of a field of a small class.
#[derive(Copy, Clone)]
pub(crate) enum Type {
    Text,
    Octets,
    Number(usize, Option<&'static Values>),
    /// Any objects.
    List,
    /// Whatever it is, or `None`.
    Any,
}

impl Type {
    /// The object to keep for an argument.
    fn take<'py>(self, given: &Bound<'py, PyAny>, place: Place<'_>) -> PyResult<Bound<'py, PyAny>> {
        let py = given.py();
        match self {
            Self::Any => Ok(given.clone()),
            Self::List => Ok(given
                .try_iter()?
                .collect::<PyResult<Vec<_>>>()
                .and_then(|all| PyTuple::new(py, all))?
                .into_any()),
            Self::Text => convert::to_text(py, convert::text(given.as_borrowed(), place)?.as_slice()),
            Self::Octets => {
                Ok(convert::to_bytes(py, convert::octets(given.as_borrowed(), place)?.as_slice()))
            }
            Self::Number(octets, values) => {
                convert::to_number(py, convert::number(given, octets, place)?, values)
            }
        }
    }

    fn default(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        match self {
            Self::Any => Ok(py.None().into_bound(py)),
            Self::List => Ok(PyTuple::empty(py).into_any()),
            Self::Text => Ok(PyString::new(py, "").into_any()),
            Self::Octets => Ok(convert::to_bytes(py, &[])),
            Self::Number(_, values) => convert::to_number(py, 0, values),
        }
    }

    const fn default_text(self) -> &'static str {
        match self {
            Self::Any => "None",
            Self::List => "()",
            Self::Text => "''",
            Self::Octets => "b''",
            Self::Number(..) => "0",
        }
    }
}

/// One field of a small class.
pub(crate) struct FieldOf {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    pub(crate) kind: Type,
    pub(crate) required: bool,
}

macro_rules! small_classes {
    ($init:ident $($(#[doc = $doc:literal])+ $class:ident $name:ident ($base:ident) {
        $($(#[doc = $field_doc:literal])+ $field:ident: $kind:expr $(, $required:ident)?;)*
    })+) => {
        $(pub(crate) static $class: Class = Class::new();)+

        pub(crate) fn $init(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $({
                let fields = vec![$($crate::structs::FieldOf {
                    name: stringify!($field),
                    text: concat!($($field_doc),+),
                    kind: $kind,
                    required: false $(|| stringify!($required) == "required")?,
                }),*];
                let text = concat!($($doc),+);
                $crate::structs::define(
                    module, &$class, (stringify!($name), text, stringify!($base)), fields, $crate::call::constructor!($class),
                )?;
            })+
            Ok(())
        }
    };
}
pub(crate) use small_classes;

small_classes! {
    define_own
    /// A destination of a submit_multi that is an address: `dest_flag` 1 (5.0 §4.2.3.1; 3.4 §4.5.1.1).
    SME_ADDRESS SmeAddress (Record) {
        /// The address, up to 20 octets.
        destination_addr: Type::Text, required;
        /// Type of number.
        dest_addr_ton: Type::Number(1, Some(Ton::values()));
        /// Numbering plan.
        dest_addr_npi: Type::Number(1, Some(Npi::values()));
    }
    /// A destination of a submit_multi that is a list which the MC keeps: `dest_flag` 2 (5.0 §4.2.3.1; 3.4 §4.5.1.1).
    DISTRIBUTION_LIST DistributionList (Record) {
        /// Its name, up to 20 octets.
        dl_name: Type::Text, required;
    }
    /// A destination of a submit_multi that failed, and why (5.0 §4.2.3.2; 3.4 §4.5.2.1).
    UNSUCCESS_SME UnsuccessSme (Record) {
        /// The address.
        destination_addr: Type::Text, required;
        /// Why it failed.
        error_status_code: Type::Number(4, Some(CommandStatus::values())), required;
        /// Type of number.
        dest_addr_ton: Type::Number(1, Some(Ton::values()));
        /// Numbering plan.
        dest_addr_npi: Type::Number(1, Some(Npi::values()));
    }
    /// Something that is out of order in a PDU.
    FAULT Fault (FaultMethods) {
        /// The PDU.
        command_id: Type::Number(4, Some(CommandId::values())), required;
        /// The field, in the specification's spelling; `tlvs` for what follows the last field.
        field: Type::Text, required;
        /// Octets from the start of the PDU to where the field, or what is wrong in it, begins.
        offset: Type::Number(4, None), required;
        /// What is wrong, in words.
        why: Type::Text, required;
        /// The `command_status` by which the specification answers it.
        status: Type::Number(4, Some(CommandStatus::values())), required;
    }
}

/// The class of a struct of `smppkit::values` that is the value of a TLV.
struct PartsClass {
    name: &'static str,
    class: &'static Class,
    constructor: Constructor,
}

macro_rules! parts_classes {
    ($($name:ident)+) => {
        static PARTS: &[PartsClass] = &[$({
            static CLASS: Class = Class::new();
            PartsClass { name: stringify!($name), class: &CLASS, constructor: constructor!(CLASS) }
        }),+];
    };
}
// The types of `tlv::KINDS` that have more than one part: `init` finds out if one is missing.
parts_classes! {
    BillingIdentification BroadcastAreaIdentifier BroadcastContentType BroadcastFrequencyInterval CallbackNum
    CallbackNumAtag DestTelematicsId ItsSessionInfo MsValidityInfo NetworkErrorCode Subaddress
}

macro_rules! kinds_of_tlvs {
    ($($(#[doc = $doc:literal])+ $name:ident = $tag:literal, $text:literal, $kind:ident,
        $($low:literal ..= $high:literal)|+, $often:ident, [$($other:literal)*],
        $($version:ident [$($pdu:ident $(($to:ident))?)*])+;)+) => {
        /// The name of the type of each TLV's value, in the order of their tags.
        pub(crate) const KINDS: &[&str] = &[$(stringify!($kind)),+];
    };
}
smppkit::for_each_tlv!(kinds_of_tlvs);

/// The class of the values of the TLV at this place of `TLVS`, if they have parts.
pub(crate) fn parts_class(at: usize) -> Option<&'static Kind> {
    let name = KINDS.get(at)?;
    PARTS.iter().find(|it| it.name == *name).map(|it| it.class.kind())
}

/// The type of a part.
fn type_of(part: &PartDef) -> Type {
    match part.kind {
        _ if part.optional => Type::Any,
        TlvType::Value(name) => Type::Number(1, values::find(name)),
        TlvType::U16 if part.name == "content_type" => Type::Number(2, values::find("ContentType")),
        TlvType::U16 => Type::Number(2, None),
        TlvType::U8 => Type::Number(1, None),
        _ => Type::Octets,
    }
}

fn parts_fields(parts: &'static [PartDef]) -> Vec<FieldOf> {
    let field = |part: &'static PartDef| FieldOf {
        name: part.name,
        text: part.text,
        kind: type_of(part),
        required: !part.optional,
    };
    parts.iter().map(field).collect()
}

pub(crate) fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
    define_own(module)?;
    for it in PARTS {
        let rows: Vec<_> = TLVS.iter().zip(KINDS).filter(|(_, kind)| **kind == it.name).collect();
        let (row, _) = rows.first().ok_or_else(|| missing(it.name))?;
        let names: Vec<_> = rows.iter().map(|(row, _)| row.name).collect();
        let text = format!("The value of {}.", names.join(" and "));
        define(module, it.class, (it.name, &text, "Record"), parts_fields(row.parts), it.constructor)?;
    }
    // A value of one part is that part.
    let lacking = TLVS.iter().enumerate().find(|(at, row)| row.parts.len() > 1 && parts_class(*at).is_none());
    lacking.map_or(Ok(()), |(_, row)| Err(missing(row.name)))
}

fn missing(name: &str) -> PyErr {
    PyRuntimeError::new_err(format!("no class of parts for {name}"))
}

/// Makes a class: its name, what it is, and what it extends.
pub(crate) fn define(
    module: &Bound<'_, PyModule>,
    class: &Class,
    (name, text, base): (&'static str, &str, &str),
    fields: Vec<FieldOf>,
    constructor: Constructor,
) -> PyResult<()> {
    let py = module.py();
    let base = py.import("smppkit._record")?.getattr(base)?.cast_into::<PyType>()?;
    let parameter = |field: &FieldOf| Parameter {
        name: field.name,
        text: field.text,
        default: (!field.required).then(|| field.kind.default_text()),
        slot: Slot::Counted,
    };
    let parameters: Vec<_> = fields.iter().map(parameter).collect();
    class.define(
        module,
        Definition {
            name,
            text: text.trim(),
            base: &base,
            parameters: &parameters,
            keyword_only: false,
            hidden: 0,
            attributes: &PyDict::new(py),
            build,
            constructor,
            more: Box::new(fields),
        },
    )
}

fn build<'py>(py: Python<'py>, kind: &'static Kind, arguments: &Arguments) -> PyResult<Bound<'py, PyAny>> {
    let fields = kind.more.downcast_ref::<Vec<FieldOf>>().map(Vec::as_slice).unwrap_or_default();
    let mut record = kind.start(py)?;
    for (at, field) in fields.iter().enumerate() {
        let value = match arguments.get(py, at) {
            Some(given) => field.kind.take(&given, Place::new(kind.name, field.name))?,
            None if field.required => return Err(arguments.require(py, kind, at).map(drop).unwrap_err()),
            None => field.kind.default(py)?,
        };
        record.push(value);
    }
    Ok(record.finish())
}

/// The value of a field of a small class.
fn part<'py>(object: &Bound<'py, PyAny>, at: usize) -> PyResult<Bound<'py, PyAny>> {
    record::get(object, at).ok_or_else(|| PyTypeError::new_err("not a record of smppkit"))
}

fn octet(object: &Bound<'_, PyAny>, at: usize) -> PyResult<u8> {
    part(object, at)?.extract()
}

/// Whether an object is of this class.
pub(crate) fn is(object: &Bound<'_, PyAny>, class: &Class) -> bool {
    record::kind_of(object).is_some_and(|kind| std::ptr::eq(kind, class.kind()))
}

/// An item of a list, while it is sent: its string, and what else it has.
pub(crate) struct Item<'py> {
    text: Bound<'py, PyBytes>,
    ton: u8,
    npi: u8,
    status: u32,
    is_list: bool,
}

impl<'py> Item<'py> {
    /// A destination: a `SmeAddress` or a `DistributionList`.
    pub(crate) fn destination(object: &Bound<'py, PyAny>, place: Place<'_>) -> PyResult<Self> {
        let is_list = is(object, &DISTRIBUTION_LIST);
        if !is_list && !is(object, &SME_ADDRESS) {
            return Err(place.wrong_type("SmeAddress or DistributionList in it", object));
        }
        let (ton, npi) = if is_list { (0, 0) } else { (octet(object, 1)?, octet(object, 2)?) };
        Ok(Self { text: own(object, place)?, ton, npi, status: 0, is_list })
    }

    /// A destination that failed.
    pub(crate) fn failed(object: &Bound<'py, PyAny>, place: Place<'_>) -> PyResult<Self> {
        if !is(object, &UNSUCCESS_SME) {
            return Err(place.wrong_type("UnsuccessSme in it", object));
        }
        let status = part(object, 1)?.extract()?;
        let (ton, npi) = (octet(object, 2)?, octet(object, 3)?);
        Ok(Self { text: own(object, place)?, ton, npi, status, is_list: false })
    }

    /// A string by itself.
    pub(crate) fn text(object: &Bound<'py, PyAny>, place: Place<'_>) -> PyResult<Self> {
        let octets = convert::text(object.as_borrowed(), place)?;
        let text = PyBytes::new(object.py(), octets.as_slice());
        Ok(Self { text, ton: 0, npi: 0, status: 0, is_list: false })
    }

    pub(crate) fn c_octet_string(&self) -> COctetString<'_> {
        self.text.as_bytes().into()
    }

    pub(crate) fn dest_address(&self) -> DestAddress<'_> {
        let text = self.text.as_bytes().into();
        match self.is_list {
            true => DestAddress::DistributionList { dl_name: text },
            false => DestAddress::Sme { ton: Ton(self.ton), npi: Npi(self.npi), destination_addr: text },
        }
    }

    pub(crate) fn unsuccess_sme(&self) -> UnsuccessSme<'_> {
        UnsuccessSme {
            dest_addr_ton: Ton(self.ton),
            dest_addr_npi: Npi(self.npi),
            destination_addr: self.text.as_bytes().into(),
            error_status_code: CommandStatus(self.status),
        }
    }
}

/// The octets of the first field.
fn own<'py>(object: &Bound<'py, PyAny>, place: Place<'_>) -> PyResult<Bound<'py, PyBytes>> {
    let text = part(object, 0)?;
    let octets = convert::text(text.as_borrowed(), place)?;
    Ok(PyBytes::new(object.py(), octets.as_slice()))
}

pub(crate) fn from_dest_address<'py>(py: Python<'py>, item: &DestAddress<'_>) -> PyResult<Bound<'py, PyAny>> {
    let mut record;
    match item {
        DestAddress::Sme { ton, npi, destination_addr } => {
            record = SME_ADDRESS.kind().start(py)?;
            record.push(convert::to_text(py, destination_addr.as_bytes())?);
            record.push(Ton::values().get(py, ton.0.into())?);
            record.push(Npi::values().get(py, npi.0.into())?);
        }
        DestAddress::DistributionList { dl_name } => {
            record = DISTRIBUTION_LIST.kind().start(py)?;
            record.push(convert::to_text(py, dl_name.as_bytes())?);
        }
    }
    Ok(record.finish())
}

pub(crate) fn from_unsuccess_sme<'py>(
    py: Python<'py>,
    item: &UnsuccessSme<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut record = UNSUCCESS_SME.kind().start(py)?;
    record.push(convert::to_text(py, item.destination_addr.as_bytes())?);
    record.push(CommandStatus::values().get(py, item.error_status_code.0)?);
    record.push(Ton::values().get(py, item.dest_addr_ton.0.into())?);
    record.push(Npi::values().get(py, item.dest_addr_npi.0.into())?);
    Ok(record.finish())
}

pub(crate) fn from_fault<'py>(py: Python<'py>, fault: &FieldFault) -> PyResult<Bound<'py, PyAny>> {
    let mut record = FAULT.kind().start(py)?;
    record.push(CommandId::values().get(py, fault.command_id.0)?);
    record.push(PyString::intern(py, fault.field).into_any());
    record.push(fault.offset.into_pyobject(py)?.into_any());
    record.push(PyString::new(py, &fault.fault.to_string()).into_any());
    record.push(CommandStatus::values().get(py, fault.status.0)?);
    Ok(record.finish())
}

pub(crate) fn faults<'py>(py: Python<'py>, faults: &smppkit::Faults<'_>) -> PyResult<Bound<'py, PyTuple>> {
    let faults = faults.iter().map(|fault| from_fault(py, &fault)).collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(py, faults)
}
