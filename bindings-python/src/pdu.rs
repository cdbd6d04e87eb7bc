//! The PDUs: a class for each row of the table.
//!
//! An object has the PDU's octets, which are what it is, and beside them the fields that are numbers and strings, which
//! are made at once: reading a slot is so much cheaper than a getter that takes the octets apart that this pays from the
//! second field on. Lists, TLVs and faults are made when they are asked for.

use pyo3::Borrowed;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple, PyType};
use smppkit::values::*;
use smppkit::{
    Body, CommandId, CommandStatus, Decoded, Decoder, EncodeError, Faults, Header, OctetString, Pdu, decode,
    decode_with, encode,
};

use crate::call::{Arguments, Constructor, constructor};
use crate::convert::{self, Place};
use crate::errors;
use crate::field::{Bytes, Destinations, Failures, Field, Ids, Text, field};
use crate::record::{self, Class, Definition, Draft, Kind, Layout, Parameter, Slot};
use crate::structs;
use crate::tlv::{self, Sending};
use crate::values::Named;

/// The two numbers of a header that are the caller's.
#[derive(Copy, Clone)]
struct Numbers {
    command_status: u32,
    sequence_number: u32,
}

impl Numbers {
    const DEFAULT: Self = Self { command_status: 0, sequence_number: 1 };

    const fn of(header: &Header) -> Self {
        Self { command_status: header.command_status.0, sequence_number: header.sequence_number }
    }

    /// Those that were given as arguments, from this place on.
    #[inline(always)]
    fn change(self, py: Python<'_>, pdu: &str, arguments: &Arguments, first: usize) -> PyResult<Self> {
        let take = |at, field, otherwise| match arguments.get(py, at) {
            Some(given) => convert::number(&given, 4, Place::new(pdu, field)),
            None => Ok(otherwise),
        };
        Ok(Self {
            command_status: take(first, "command_status", self.command_status)?,
            sequence_number: take(first + 1, "sequence_number", self.sequence_number)?,
        })
    }

    #[inline(always)]
    fn push<'py>(self, py: Python<'py>, record: &mut Draft<'py>) -> PyResult<()> {
        record.push(CommandStatus::values().get(py, self.command_status)?);
        record.push(self.sequence_number.into_pyobject(py)?.into_any());
        Ok(())
    }
}

/// The slots of a PDU: behind its fields the two numbers of the header, and its octets, which cannot be seen.
const fn with_header_and_octets(fields: Layout) -> Layout {
    fields.and(Slot::Counted).and(Slot::Counted).and(Slot::Counted)
}

/// Octets that most PDUs fit into.
const ROOM: usize = 384;

/// A PDU in octets.
#[inline(always)]
fn octets_of<'py, B: Body>(py: Python<'py>, numbers: Numbers, body: &B) -> PyResult<Bound<'py, PyBytes>> {
    let mut room = [0; ROOM];
    let (status, number) = (CommandStatus(numbers.command_status), numbers.sequence_number);
    match encode(status, number, body, &mut room) {
        Ok(len) => Ok(PyBytes::new(py, &room[..len])),
        Err(EncodeError::BufferTooSmall { needed }) => {
            let mut room = vec![0; needed];
            let len = encode(status, number, body, &mut room).map_err(|error| errors::encode(py, error))?;
            Ok(PyBytes::new(py, &room[..len]))
        }
        Err(error) => Err(errors::encode(py, error)),
    }
}

/// A PDU in octets, with the numbers that a constructor begins with.
pub(crate) fn octets_of_default<'py, B: Body>(py: Python<'py>, body: &B) -> PyResult<Bound<'py, PyBytes>> {
    octets_of(py, Numbers::DEFAULT, body)
}

macro_rules! define_pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        /// The classes.
        pub(crate) mod classes {
            $(pub(crate) static $const: super::Class = super::Class::new();)+
            pub(crate) static UNKNOWN: super::Class = super::Class::new();
        }

        /// Makes an object of a PDU where it was taken apart.
        struct Making<'a, 'py>(&'a Bound<'py, PyBytes>);

        impl<'a, 'py> Decoder<'a> for Making<'a, 'py> {
            type Made = PyResult<Made<'a, 'py>>;

            #[inline(always)]
            fn take(self, header: Header, pdu: Pdu<'a>, faults: Faults<'a>) -> PyResult<Made<'a, 'py>> {
                let (py, numbers, octets) = (self.0.py(), Numbers::of(&header), self.0.clone());
                let object = match &pdu {
                    $(Pdu::$type(pdu) => make::$type(py, pdu, numbers, octets, |_| None),)+
                    pdu => make_unknown(py, header.command_id, pdu, numbers, octets),
                };
                Ok(Made { object: object?, command_status: header.command_status, faults })
            }
        }

        /// The object of each PDU.
        #[allow(non_snake_case, unused_variables, unused_mut, unused_assignments)]
        mod make {
            use super::*;
            $(pub(super) fn $type<'a, 'py: 'a>(
                py: Python<'py>,
                pdu: &smppkit::$type<'_>,
                numbers: Numbers,
                octets: Bound<'py, PyBytes>,
                given: impl Fn(usize) -> Option<Borrowed<'a, 'py, PyAny>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                const FIELDS: Layout = Layout::of(&[$(<field!($kind $($arg)?) as Field>::SLOT),*]);
                let mut record = classes::$const.kind().start_as(py, with_header_and_octets(FIELDS))?;
                let mut at = 0_usize;
                $(
                    <field!($kind $($arg)?)>::fill(pdu.$field, given(at), &mut record, py)?;
                    at += 1;
                )*
                numbers.push(py, &mut record)?;
                record.push(octets.into_any());
                Ok(record.finish())
            })+
        }

        /// The object of each PDU from a PDU to start from and the arguments of a constructor.
        #[allow(non_snake_case, unused_variables, unused_mut, unused_assignments, clippy::needless_update)]
        mod change {
            use super::*;
            $(pub(super) fn $type<'py>(
                py: Python<'py>,
                base: &smppkit::$type<'_>,
                numbers: Numbers,
                arguments: &Arguments,
            ) -> PyResult<Bound<'py, PyAny>> {
                let mut at = 0_usize;
                $(
                    let $field = match arguments.get(py, at) {
                        Some(given) => {
                            let place = Place::new($name, stringify!($field));
                            Some(<field!($kind $($arg)?)>::take(given, place)?)
                        }
                        None => None,
                    };
                    at += 1;
                )*
                let numbers = numbers.change(py, $name, arguments, at)?;
                let mut sending = Sending::default();
                let tlvs = match arguments.get(py, at + 2) {
                    Some(given) => {
                        sending.take(&given, $name)?;
                        sending.tlvs()
                    }
                    None => base.tlvs,
                };
                $(let $field = $field.as_ref().map(|held| <field!($kind $($arg)?)>::lend(held));)*
                let pdu = smppkit::$type {
                    $($field: $field.as_ref().map_or(base.$field, |lent| <field!($kind $($arg)?)>::value(lent)),)*
                    tlvs,
                };
                let octets = octets_of(py, numbers, &pdu)?;
                make::$type(py, &pdu, numbers, octets, |at| arguments.get(py, at))
            })+
        }

        /// The constructor of each PDU.
        #[allow(non_snake_case)]
        mod build {
            use super::*;
            $(pub(super) fn $type<'py>(
                py: Python<'py>,
                _: &'static Kind,
                arguments: &Arguments,
            ) -> PyResult<Bound<'py, PyAny>> {
                change::$type(py, &smppkit::$type::default(), Numbers::DEFAULT, arguments)
            })+
        }

        /// A PDU with other values in some of its fields.
        fn changed<'py>(
            py: Python<'py>,
            kind: &'static Kind,
            decoded: &Decoded<'_>,
            arguments: &Arguments,
        ) -> PyResult<Bound<'py, PyAny>> {
            let numbers = Numbers::of(&decoded.header);
            match &decoded.pdu {
                $(Pdu::$type(pdu) => change::$type(py, pdu, numbers, arguments),)+
                pdu => change_unknown(py, kind, decoded.header.command_id, pdu, numbers, arguments),
            }
        }

        /// A list of a PDU: its field of that name.
        #[allow(clippy::collapsible_match, reason = "most PDUs have no list")]
        fn list_of<'py>(py: Python<'py>, pdu: &Pdu<'_>, name: &str) -> PyResult<Bound<'py, PyAny>> {
            match pdu {
                $(Pdu::$type(_pdu) => {
                    $(if <field!($kind $($arg)?) as Field>::SLOT == Slot::None && name == stringify!($field) {
                        return <field!($kind $($arg)?)>::to_python(_pdu.$field, py);
                    })*
                })+
                _ => {}
            }
            Err(PyTypeError::new_err("not a PDU with such a list"))
        }

        fn define_all(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(define(module, &classes::$const, stringify!($type), concat!($($doc),+), CommandId::$const, &[$(Row {
                name: stringify!($field),
                text: concat!($($field_doc),+),
                default: <field!($kind $($arg)?) as Field>::DEFAULT,
                slot: <field!($kind $($arg)?) as Field>::SLOT,
            }),*], (build::$type, constructor!(classes::$const)))?;)+
            Ok(())
        }
    };
}
smppkit::for_each_pdu!(define_pdus);

/// A row of the table, for the class.
struct Row {
    name: &'static str,
    text: &'static str,
    default: &'static str,
    slot: Slot,
}

const HEADER_ROWS: [Row; 3] = [
    Row {
        name: "command_status",
        text: "How the request ended, in responses; 0 in requests.",
        default: "0",
        slot: Slot::Counted,
    },
    Row {
        name: "sequence_number",
        text: "What ties a response to its request. A session chooses it for what it sends.",
        default: "1",
        slot: Slot::Counted,
    },
    Row { name: "tlvs", text: "", default: "()", slot: Slot::None },
];

fn define(
    module: &Bound<'_, PyModule>,
    class: &Class,
    name: &'static str,
    text: &str,
    command_id: CommandId,
    rows: &[Row],
    how: (record::Build, Constructor),
) -> PyResult<()> {
    let py = module.py();
    let attributes = PyDict::new(py);
    attributes.set_item("command_id", CommandId::values().get(py, command_id.0)?)?;
    let list_property = py.import("smppkit._record")?.getattr("list_property")?;
    for row in rows.iter().filter(|row| row.slot == Slot::None) {
        attributes.set_item(row.name, list_property.call1((row.name, row.text.trim()))?)?;
    }
    define_class(module, class, name, text, rows, &attributes, how)
}

fn define_class(
    module: &Bound<'_, PyModule>,
    class: &Class,
    name: &'static str,
    text: &str,
    rows: &[Row],
    attributes: &Bound<'_, PyDict>,
    (build, constructor): (record::Build, Constructor),
) -> PyResult<()> {
    let base = module.py().import("smppkit._record")?.getattr("Pdu")?.cast_into::<PyType>()?;
    let parameter = |row: &Row| Parameter {
        name: row.name,
        text: row.text,
        default: (!row.default.is_empty()).then_some(row.default),
        slot: row.slot,
    };
    let parameters: Vec<_> = rows.iter().chain(&HEADER_ROWS).map(parameter).collect();
    let (keyword_only, hidden) = (true, 1);
    class.define(
        module,
        Definition {
            name,
            text: text.trim(),
            base: &base,
            parameters: &parameters,
            keyword_only,
            hidden,
            attributes,
            build,
            constructor,
            more: Box::new(()),
        },
    )
}

fn make_unknown<'py>(
    py: Python<'py>,
    command_id: CommandId,
    pdu: &Pdu<'_>,
    numbers: Numbers,
    octets: Bound<'py, PyBytes>,
) -> PyResult<Bound<'py, PyAny>> {
    let body = if let Pdu::Unknown { body, .. } = pdu { body.as_bytes() } else { &[] };
    let mut record = classes::UNKNOWN.kind().start(py)?;
    record.push(CommandId::values().get(py, command_id.0)?);
    record.push(convert::to_bytes(py, body));
    numbers.push(py, &mut record)?;
    record.push(octets.into_any());
    Ok(record.finish())
}

fn change_unknown<'py>(
    py: Python<'py>,
    kind: &'static Kind,
    command_id: CommandId,
    pdu: &Pdu<'_>,
    numbers: Numbers,
    arguments: &Arguments,
) -> PyResult<Bound<'py, PyAny>> {
    let command_id = match arguments.get(py, 0) {
        Some(given) => CommandId(convert::number(&given, 4, Place::new(kind.name, "command_id"))?),
        None => command_id,
    };
    if let Some(def) = command_id.def() {
        let text = format!("0x{:08X} is {}, which has a class of its own", command_id.0, def.name);
        return Err(PyValueError::new_err(text));
    }
    let place = Place::new(kind.name, "body");
    let body = arguments.get(py, 1).map(|given| convert::octets(given, place)).transpose()?;
    let pdu = match &body {
        Some(body) => Pdu::Unknown { command_id, body: body.as_slice().into() },
        None => *pdu,
    };
    let pdu = match pdu {
        Pdu::Unknown { body, .. } => Pdu::Unknown { command_id, body },
        pdu => pdu,
    };
    let mut sending = Sending::default();
    if let Some(given) = arguments.get(py, 4) {
        sending.take(&given, kind.name)?;
    }
    if !sending.tlvs().is_empty() {
        return Err(PyTypeError::new_err("an Unknown has no TLVs: they are part of its body"));
    }
    let numbers = numbers.change(py, kind.name, arguments, 2)?;
    make_unknown(py, command_id, &pdu, numbers, octets_of(py, numbers, &pdu)?)
}

fn build_unknown<'py>(
    py: Python<'py>,
    kind: &'static Kind,
    arguments: &Arguments,
) -> PyResult<Bound<'py, PyAny>> {
    arguments.require(py, kind, 0)?;
    let nothing = Pdu::Unknown { command_id: CommandId(0), body: OctetString::default() };
    change_unknown(py, kind, CommandId(0), &nothing, Numbers::DEFAULT, arguments)
}

pub(crate) fn init(module: &Bound<'_, PyModule>, support: &Bound<'_, PyModule>) -> PyResult<()> {
    define_all(module)?;
    let rows = [
        Row { name: "command_id", text: "Which PDU it is.", default: "", slot: Slot::Counted },
        Row { name: "body", text: "All that follows its header.", default: "b''", slot: Slot::Counted },
    ];
    let text = "A PDU that no version knows.";
    let build = (build_unknown as record::Build, constructor!(classes::UNKNOWN));
    define_class(module, &classes::UNKNOWN, "Unknown", text, &rows, &PyDict::new(module.py()), build)?;
    support.add_function(wrap_pyfunction!(pdu_tlvs, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_raw_tlvs, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_rest, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_faults, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_tlv, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_list, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_check, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_replace, support)?)?;
    support.add_function(wrap_pyfunction!(pdu_line, support)?)
}

/// The octets of a PDU.
#[inline(always)]
pub(crate) fn octets<'a, 'py>(pdu: &'a Bound<'py, PyAny>) -> PyResult<Borrowed<'a, 'py, PyBytes>> {
    let last = record::last(pdu).and_then(|last| last.cast::<PyBytes>().ok());
    // Of a record that is no PDU the last slot may be octets, too.
    match (last, record::kind_of(pdu)) {
        (Some(octets), Some(kind)) if kind.has_hidden() => Ok(octets),
        _ => Err(Place::new("smppkit", "pdu").wrong_type("a PDU", pdu)),
    }
}

/// A PDU that was received.
pub(crate) struct Made<'a, 'py> {
    pub(crate) object: Bound<'py, PyAny>,
    pub(crate) command_status: CommandStatus,
    pub(crate) faults: Faults<'a>,
}

/// The PDU of these octets.
pub(crate) fn from_octets<'a, 'py>(octets: &'a Bound<'py, PyBytes>) -> PyResult<Made<'a, 'py>> {
    decode_with(octets.as_bytes(), Making(octets))
        .unwrap_or_else(|error| Err(errors::frame(octets.py(), error)))
}

/// Does something with a PDU that is taken apart.
pub(crate) fn with_decoded<T>(
    pdu: &Bound<'_, PyAny>,
    body: impl FnOnce(&Decoded<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let octets = octets(pdu)?;
    let decoded = decode(octets.as_bytes()).map_err(|error| errors::frame(pdu.py(), error))?;
    body(&decoded)
}

#[pyfunction]
fn pdu_tlvs<'py>(pdu: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    with_decoded(pdu, |decoded| tlv::mapping(pdu.py(), decoded.pdu.tlvs()))
}

#[pyfunction]
fn pdu_raw_tlvs<'py>(pdu: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    with_decoded(pdu, |decoded| tlv::pairs(pdu.py(), decoded.pdu.tlvs()))
}

#[pyfunction]
fn pdu_rest<'py>(pdu: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    with_decoded(pdu, |decoded| Ok(convert::to_bytes(pdu.py(), decoded.pdu.tlvs().remainder())))
}

#[pyfunction]
fn pdu_faults<'py>(pdu: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    with_decoded(pdu, |decoded| structs::faults(pdu.py(), &decoded.faults))
}

#[pyfunction]
fn pdu_tlv<'py>(pdu: &Bound<'py, PyAny>, name: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    with_decoded(pdu, |decoded| tlv::find(decoded.pdu.tlvs(), name))
}

#[pyfunction]
fn pdu_list<'py>(pdu: &Bound<'py, PyAny>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    with_decoded(pdu, |decoded| list_of(pdu.py(), &decoded.pdu, name))
}

#[pyfunction]
fn pdu_check(pdu: &Bound<'_, PyAny>, version: &Bound<'_, PyAny>) -> PyResult<()> {
    let place = Place::new("check", "version");
    let version = InterfaceVersion(convert::number(version, 1, place)? as u8);
    with_decoded(pdu, |decoded| {
        decoded.pdu.check(version).map_err(|fault| errors::field_fault(pdu.py(), &fault))
    })
}

#[pyfunction]
fn pdu_replace<'py>(pdu: &Bound<'py, PyAny>, changes: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
    let kind = record::kind_of(pdu).ok_or_else(|| PyTypeError::new_err("not a PDU"))?;
    let mut arguments = Arguments::none();
    arguments.add(pdu.py(), kind, changes)?;
    with_decoded(pdu, |decoded| changed(pdu.py(), kind, decoded, &arguments))
}

#[pyfunction]
fn pdu_line(pdu: &Bound<'_, PyAny>) -> PyResult<String> {
    with_decoded(pdu, |decoded| Ok(decoded.to_string()))
}
