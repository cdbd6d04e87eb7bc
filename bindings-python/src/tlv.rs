//! TLVs: a mapping in Python, with values of the types that the table gives them.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyMapping, PyString, PyTuple};
use smppkit::tlv::{self, CString, TLVS, Tag, TlvDef, TlvParts, TlvRow, TlvType};
use smppkit::values::AlertOnMessageDelivery;
use smppkit::{CommandStatus, Tlv, TlvValue, Tlvs};

use crate::convert::{self, Place};
use crate::record::{self, Kind};
use crate::structs;
use crate::values::{self, Named, Values};

/// What Python knows of one TLV of the table.
struct Known {
    row: &'static TlvRow,
    name: Py<PyString>,
    values: Option<&'static Values>,
    parts: Option<&'static Kind>,
}

struct Table {
    /// In the order of `TLVS`.
    known: Vec<Known>,
    /// The tags of the names.
    by_name: Py<PyDict>,
}

static TABLE: PyOnceLock<Table> = PyOnceLock::new();

pub(crate) fn init(py: Python<'_>) -> PyResult<()> {
    let by_name = PyDict::new(py);
    let mut known = Vec::new();
    for (at, (row, kind)) in TLVS.iter().zip(structs::KINDS).enumerate() {
        for name in std::iter::once(&row.name).chain(row.other_names) {
            by_name.set_item(PyString::intern(py, name), row.tag.0)?;
        }
        let values = match row.kind {
            TlvType::CommandStatus => Some(CommandStatus::values()),
            _ => values::find(kind),
        };
        let name = PyString::intern(py, row.name).unbind();
        known.push(Known { row, name, values, parts: structs::parts_class(at) });
    }
    TABLE.get_or_init(py, || Table { known, by_name: by_name.unbind() });
    Ok(())
}

fn table(py: Python<'_>) -> &'static Table {
    TABLE.get(py).expect("the table is made when the module is imported")
}

fn known(py: Python<'_>, tag: Tag) -> Option<&'static Known> {
    let at = TLVS.binary_search_by_key(&tag, |row| row.tag).ok()?;
    table(py).known.get(at)
}

/// The tag that a key of a mapping means.
fn tag_of(key: &Bound<'_, PyAny>) -> PyResult<Tag> {
    if let Ok(name) = key.cast::<PyString>() {
        let tag = table(key.py()).by_name.bind(key.py()).get_item(name)?;
        return match tag {
            Some(tag) => tag.extract().map(Tag),
            None => Err(PyValueError::new_err(format!(
                "the specification has no TLV {name}: give a vendor's by its tag, such as 0x1400"
            ))),
        };
    }
    match key.extract::<u16>() {
        Ok(tag) if key.is_instance_of::<PyInt>() => Ok(Tag(tag)),
        _ => Err(PyTypeError::new_err(format!("a TLV is given by its name or its tag, not {}", key.repr()?))),
    }
}

/// A TLV that is to be sent.
enum Given<'py> {
    Octets(Bound<'py, PyBytes>),
    CString(Bound<'py, PyBytes>),
    Integer([u8; 4], usize),
    Alert(u8),
}

/// TLVs that are to be sent.
#[derive(Default)]
pub(crate) struct Sending<'py>(Vec<(Tag, Given<'py>)>);

impl<'py> Sending<'py> {
    /// Takes a mapping, or pairs of tag and value.
    pub(crate) fn take(given: &Bound<'py, PyAny>, pdu: &str) -> PyResult<Self> {
        let mut taken = Self::default();
        if given.is_none() {
            return Ok(taken);
        }
        if let Ok(tlvs) = given.cast::<PyDict>() {
            for (key, value) in tlvs {
                taken.add(&key, &value, pdu)?;
            }
            return Ok(taken);
        }
        let pairs = match given.cast::<PyMapping>() {
            Ok(mapping) => mapping.items()?.into_any(),
            Err(_) => given.clone(),
        };
        let wrong = || Place::new(pdu, "tlvs").wrong_type("a mapping, or pairs of name and value", given);
        for pair in pairs.try_iter().map_err(|_| wrong())? {
            let (key, value) =
                pair?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>().map_err(|_| wrong())?;
            taken.add(&key, &value, pdu)?;
        }
        Ok(taken)
    }

    fn add(&mut self, key: &Bound<'py, PyAny>, value: &Bound<'py, PyAny>, pdu: &str) -> PyResult<()> {
        let tag = tag_of(key)?;
        let several = value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>();
        if !several {
            self.0.push((tag, one(tag, value, pdu)?));
            return Ok(());
        }
        for value in value.try_iter()? {
            self.0.push((tag, one(tag, &value?, pdu)?));
        }
        Ok(())
    }

    /// The TLVs, as long as they are kept here.
    pub(crate) fn items(&self) -> Vec<Tlv<'_>> {
        self.0
            .iter()
            .map(|(tag, given)| match given {
                Given::Octets(octets) => Tlv::new(*tag, octets.as_bytes()),
                Given::CString(text) => TlvDef::<CString>::vendor(tag.0, "").with(text.as_bytes().into()),
                Given::Integer(octets, len) => Tlv::new(*tag, octets.get(4 - len..).unwrap_or_default()),
                Given::Alert(alert) => tlv::ALERT_ON_MESSAGE_DELIVERY.with(AlertOnMessageDelivery(*alert)),
            })
            .collect()
    }
}

/// One value for a TLV.
fn one<'py>(tag: Tag, value: &Bound<'py, PyAny>, pdu: &str) -> PyResult<Given<'py>> {
    let py = value.py();
    // Octets are taken as they are for every TLV: so are values that were received and cannot be read. Most values are
    // integers, which need not be looked at for a buffer.
    // SAFETY: it looks at the type of an object that is alive.
    let is_int = unsafe { pyo3::ffi::PyLong_CheckExact(value.as_ptr()) } != 0;
    if !is_int && let Some(octets) = convert::as_bytes(value)? {
        return Ok(Given::Octets(octets));
    }
    let place = Place::tlv(pdu, tag);
    let Some(known) = known(py, tag) else { return Err(place.wrong_type("bytes", value)) };
    let integer = |octets: usize| {
        let number = convert::number(value, octets, place)?;
        Ok(Given::Integer(number.to_be_bytes(), octets))
    };
    match known.row.kind {
        _ if tag == tlv::ALERT_ON_MESSAGE_DELIVERY.tag => {
            convert::number(value, 1, place).map(|alert| Given::Alert(alert as u8))
        }
        TlvType::U8 | TlvType::Value(_) => integer(1),
        TlvType::U16 if known.parts.is_none() => integer(2),
        TlvType::U32 | TlvType::CommandStatus => integer(4),
        TlvType::CString => {
            let text = convert::text(value.as_borrowed(), place)?;
            Ok(Given::CString(PyBytes::new(py, text.as_slice())))
        }
        _ => match known.parts {
            Some(class) if record::kind_of(value).is_some_and(|kind| std::ptr::eq(kind, class)) => {
                Ok(Given::Octets(PyBytes::new(py, &joined(value, known.row)?)))
            }
            Some(class) => Err(place.wrong_type(&format!("{} or bytes", class.name), value)),
            None => Err(place.wrong_type("bytes", value)),
        },
    }
}

/// The octets of a value of several parts.
fn joined(value: &Bound<'_, PyAny>, row: &TlvRow) -> PyResult<Vec<u8>> {
    let mut octets = Vec::new();
    for (at, part) in row.parts.iter().enumerate() {
        let Some(given) = record::get(value, at).filter(|given| !given.is_none()) else { break };
        let place = Place::new(row.name, part.name);
        match part.kind {
            TlvType::Octets => {
                octets.extend_from_slice(convert::octets(given.as_borrowed(), place)?.as_slice());
            }
            TlvType::U16 => {
                octets.extend_from_slice(&(convert::number(&given, 2, place)? as u16).to_be_bytes());
            }
            _ => octets.push(convert::number(&given, 1, place)? as u8),
        }
    }
    Ok(octets)
}

/// The value of a TLV that arrived.
fn value<'py>(py: Python<'py>, tlv: &Tlv<'_>, known: Option<&Known>) -> PyResult<Bound<'py, PyAny>> {
    let values = known.and_then(|known| known.values);
    if tlv.tag == tlv::ALERT_ON_MESSAGE_DELIVERY.tag
        && let (Some(alert), Some(values)) = (tlv.get(&tlv::ALERT_ON_MESSAGE_DELIVERY), values)
    {
        return values.get(py, alert.0.into());
    }
    match (tlv.value(), known.and_then(|known| known.parts)) {
        (TlvValue::U8(number, _), _) => convert::to_number(py, number.into(), values),
        (TlvValue::U16(number), _) => convert::to_number(py, number.into(), values),
        (TlvValue::U32(number), _) => convert::to_number(py, number, None),
        (TlvValue::CommandStatus(status), _) => convert::to_number(py, status.0, values),
        (TlvValue::CString(text), _) => convert::to_text(py, text.as_bytes()),
        (TlvValue::Parts(parts), Some(class)) => from_parts(py, &parts, class, known),
        _ => Ok(convert::to_bytes(py, tlv.octets().0)),
    }
}

fn from_parts<'py>(
    py: Python<'py>,
    parts: &TlvParts<'_>,
    class: &'static Kind,
    known: Option<&Known>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut record = class.start(py)?;
    let rows = known.map(|known| known.row.parts).unwrap_or_default();
    let mut there = parts.iter();
    for row in rows {
        record.push(match there.next() {
            Some((_, TlvValue::U8(number, _))) => {
                let values = match row.kind {
                    TlvType::Value(name) => values::find(name),
                    _ => None,
                };
                convert::to_number(py, number.into(), values)?
            }
            Some((part, TlvValue::U16(number))) => {
                let values = values::find("ContentType").filter(|_| part.name == "content_type");
                convert::to_number(py, number.into(), values)?
            }
            Some((_, TlvValue::Octets(octets))) => convert::to_bytes(py, octets.as_bytes()),
            _ => py.None().into_bound(py),
        });
    }
    Ok(record.finish())
}

/// All TLVs, by name or tag.
pub(crate) fn mapping<'py>(py: Python<'py>, tlvs: &Tlvs<'_>) -> PyResult<Bound<'py, PyDict>> {
    let mapping = PyDict::new(py);
    for tlv in tlvs.iter() {
        let known = known(py, tlv.tag);
        let key = match known {
            Some(known) => known.name.bind(py).clone().into_any(),
            None => tlv.tag.0.into_pyobject(py)?.into_any(),
        };
        // Of one that must not be repeated the first counts, as for `tlv`.
        let found = mapping.get_item(&key)?;
        match (found, known.is_some_and(|known| known.row.repeated)) {
            (None, true) => mapping.set_item(key, PyList::new(py, [value(py, &tlv, known)?])?)?,
            (None, false) => mapping.set_item(key, value(py, &tlv, known)?)?,
            (Some(before), true) => before.cast_into::<PyList>()?.append(value(py, &tlv, known)?)?,
            (Some(_), false) => {}
        }
    }
    for (key, value) in mapping.copy()? {
        if let Ok(values) = value.cast_into::<PyList>() {
            mapping.set_item(key, values.to_tuple())?;
        }
    }
    Ok(mapping)
}

/// All TLVs as pairs of tag and octets.
pub(crate) fn pairs<'py>(py: Python<'py>, tlvs: &Tlvs<'_>) -> PyResult<Bound<'py, PyTuple>> {
    let pairs: Vec<_> = tlvs.iter().map(|tlv| (tlv.tag.0, PyBytes::new(py, tlv.octets().0))).collect();
    PyTuple::new(py, pairs)
}

/// One TLV, by name or tag.
pub(crate) fn find<'py>(tlvs: &Tlvs<'_>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = key.py();
    let tag = tag_of(key)?;
    let known = known(py, tag);
    let mut found = tlvs.iter().filter(|tlv| tlv.tag == tag && is_readable(tlv, known));
    if known.is_some_and(|known| known.row.repeated) {
        let all = found.map(|tlv| value(py, &tlv, known)).collect::<PyResult<Vec<_>>>()?;
        return Ok(PyTuple::new(py, all)?.into_any());
    }
    found.next().map_or_else(|| Ok(py.None().into_bound(py)), |tlv| value(py, &tlv, known))
}

/// Whether the value is what the table says.
fn is_readable(tlv: &Tlv<'_>, known: Option<&Known>) -> bool {
    let any_octets =
        known.is_none_or(|known| known.row.kind == TlvType::Octets && known.row.parts.is_empty());
    any_octets
        || tlv.get(&tlv::ALERT_ON_MESSAGE_DELIVERY).is_some()
        || !matches!(tlv.value(), TlvValue::Octets(_))
}
