//! TLVs: a mapping in Python, with values of the types that the table gives them.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyMapping, PyString, PyTuple};
use smallvec::SmallVec;
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
    /// Where in `known` a name is.
    by_name: Py<PyDict>,
    by_address: ByAddress,
}

/// Where in the table a name is, by the address of the `str`: a name in a program's text is interned, and so is the
/// table's, which is kept for ever. This is much faster than a dictionary.
struct ByAddress([(usize, usize); Self::PLACES]);

impl ByAddress {
    /// Many more than there are names.
    const PLACES: usize = 512;

    const fn new() -> Self {
        Self([(0, 0); Self::PLACES])
    }

    /// The places where a name may be, the likeliest first.
    #[inline(always)]
    fn places(address: usize) -> impl Iterator<Item = usize> {
        let first = (address >> 4) ^ (address >> 13);
        (first..first + Self::PLACES).map(|place| place % Self::PLACES)
    }

    fn add(&mut self, name: &Bound<'_, PyString>, at: usize) {
        let address = name.as_ptr().addr();
        if let Some(free) = Self::places(address).find(|place| self.0[*place].0 == 0) {
            self.0[free] = (address, at);
        }
    }

    #[inline(always)]
    fn find(&self, name: &Bound<'_, PyAny>) -> Option<usize> {
        let address = name.as_ptr().addr();
        let mut there = Self::places(address).map(|place| self.0[place]).take_while(|(name, _)| *name != 0);
        there.find(|(name, _)| *name == address).map(|(_, at)| at)
    }
}

static TABLE: PyOnceLock<Table> = PyOnceLock::new();

pub(crate) fn init(py: Python<'_>) -> PyResult<()> {
    let by_name = PyDict::new(py);
    let mut by_address = ByAddress::new();
    let mut known = Vec::new();
    for (at, (row, kind)) in TLVS.iter().zip(structs::KINDS).enumerate() {
        for name in std::iter::once(&row.name).chain(row.other_names) {
            let name = PyString::intern(py, name);
            by_address.add(&name, at);
            by_name.set_item(name, at)?;
        }
        let values = match row.kind {
            TlvType::CommandStatus => Some(CommandStatus::values()),
            _ => values::find(kind),
        };
        let name = PyString::intern(py, row.name).unbind();
        known.push(Known { row, name, values, parts: structs::parts_class(at) });
    }
    TABLE.get_or_init(py, || Table { known, by_name: by_name.unbind(), by_address });
    Ok(())
}

#[inline(always)]
fn table(py: Python<'_>) -> &'static Table {
    TABLE.get(py).expect("the table is made when the module is imported")
}

fn known(py: Python<'_>, tag: Tag) -> Option<&'static Known> {
    let at = TLVS.binary_search_by_key(&tag, |row| row.tag).ok()?;
    table(py).known.get(at)
}

/// The TLV that a key of a mapping means, and what is known of it.
#[inline(always)]
fn meant(key: &Bound<'_, PyAny>) -> PyResult<(Tag, Option<&'static Known>)> {
    let table = table(key.py());
    match table.by_address.find(key).and_then(|at| table.known.get(at)) {
        Some(known) => Ok((known.row.tag, Some(known))),
        None => meant_by_value(key),
    }
}

/// [`meant`] for a name that was made at run time, and for a tag.
fn meant_by_value(key: &Bound<'_, PyAny>) -> PyResult<(Tag, Option<&'static Known>)> {
    let py = key.py();
    if let Ok(name) = key.cast::<PyString>() {
        let table = table(py);
        let at = table.by_name.bind(py).get_item(name)?.map(|at| at.extract::<usize>()).transpose()?;
        return match at.and_then(|at| table.known.get(at)) {
            Some(known) => Ok((known.row.tag, Some(known))),
            None => Err(PyValueError::new_err(format!(
                "the specification has no TLV {name}: give a vendor's by its tag, such as 0x1400"
            ))),
        };
    }
    match key.extract::<u16>() {
        Ok(tag) if key.is_instance_of::<PyInt>() => Ok((Tag(tag), known(py, Tag(tag)))),
        _ => Err(PyTypeError::new_err(format!("a TLV is given by its name or its tag, not {}", key.repr()?))),
    }
}

/// TLVs that are to be sent.
#[derive(Default)]
pub(crate) struct Sending<'py> {
    /// What they borrow is in `kept`. Few PDUs have more.
    tlvs: SmallVec<[Tlv<'static>; 4]>,
    kept: Vec<Bound<'py, PyBytes>>,
}

impl<'py> Sending<'py> {
    /// Takes a mapping, or pairs of tag and value.
    pub(crate) fn take(&mut self, given: &Bound<'py, PyAny>, pdu: &str) -> PyResult<()> {
        if given.is_none() {
            return Ok(());
        }
        if let Ok(tlvs) = given.cast::<PyDict>() {
            for (key, value) in tlvs {
                self.add(&key, &value, pdu)?;
            }
            return Ok(());
        }
        let pairs = match given.cast::<PyMapping>() {
            Ok(mapping) => mapping.items()?.into_any(),
            Err(_) => given.clone(),
        };
        let wrong = || Place::new(pdu, "tlvs").wrong_type("a mapping, or pairs of name and value", given);
        for pair in pairs.try_iter().map_err(|_| wrong())? {
            let (key, value) =
                pair?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>().map_err(|_| wrong())?;
            self.add(&key, &value, pdu)?;
        }
        Ok(())
    }

    /// The TLVs, as long as what they borrow is kept here.
    #[inline(always)]
    pub(crate) fn tlvs(&self) -> Tlvs<'_> {
        self.tlvs.as_slice().into()
    }

    #[inline(always)]
    fn add(&mut self, key: &Bound<'py, PyAny>, value: &Bound<'py, PyAny>, pdu: &str) -> PyResult<()> {
        let (tag, known) = meant(key)?;
        // Most values are integers, which need not be looked at for anything else.
        if convert::is_int(value) {
            return self.add_value(tag, known, value, pdu);
        }
        if value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>() {
            return value.try_iter()?.try_for_each(|value| self.add_one(tag, known, &value?, pdu));
        }
        self.add_one(tag, known, value, pdu)
    }

    /// Octets are taken as they are for every TLV: so are values that were received and cannot be read.
    fn add_one(
        &mut self,
        tag: Tag,
        known: Option<&'static Known>,
        value: &Bound<'py, PyAny>,
        pdu: &str,
    ) -> PyResult<()> {
        match convert::as_bytes(value)? {
            Some(octets) => {
                let octets = self.keep(octets);
                self.tlvs.push(Tlv::new(tag, octets));
                Ok(())
            }
            None => self.add_value(tag, known, value, pdu),
        }
    }

    /// A value of the type that the table gives the TLV.
    #[inline(always)]
    fn add_value(
        &mut self,
        tag: Tag,
        known: Option<&'static Known>,
        value: &Bound<'py, PyAny>,
        pdu: &str,
    ) -> PyResult<()> {
        let place = Place::tlv(pdu, tag);
        let Some(known) = known else { return Err(place.wrong_type("bytes", value)) };
        let integer = |octets| convert::number(value, octets, place);
        let tlv = match known.row.kind {
            _ if tag == tlv::ALERT_ON_MESSAGE_DELIVERY.tag => {
                tlv::ALERT_ON_MESSAGE_DELIVERY.with(AlertOnMessageDelivery(integer(1)? as u8))
            }
            TlvType::U8 | TlvType::Value(_) => Tlv::with_head(tag, [integer(1)? as u8], &[]),
            TlvType::U16 if known.parts.is_none() => {
                Tlv::with_head(tag, (integer(2)? as u16).to_be_bytes(), &[])
            }
            TlvType::U32 | TlvType::CommandStatus => Tlv::with_head(tag, integer(4)?.to_be_bytes(), &[]),
            kind => self.made(tag, kind, known, value, place)?,
        };
        self.tlvs.push(tlv);
        Ok(())
    }

    /// A TLV whose octets must be made first.
    fn made(
        &mut self,
        tag: Tag,
        kind: TlvType,
        known: &Known,
        value: &Bound<'py, PyAny>,
        place: Place<'_>,
    ) -> PyResult<Tlv<'static>> {
        let py = value.py();
        match (kind, known.parts) {
            (TlvType::CString, _) => {
                let text = convert::text(value.as_borrowed(), place)?;
                let text = self.keep(PyBytes::new(py, text.as_slice()));
                Ok(TlvDef::<CString>::vendor(tag.0, "").with(text.into()))
            }
            (_, Some(class)) if record::kind_of(value).is_some_and(|kind| std::ptr::eq(kind, class)) => {
                Ok(Tlv::new(tag, self.keep(PyBytes::new(py, &joined(value, known.row)?))))
            }
            (_, Some(class)) => Err(place.wrong_type(&format!("{} or bytes", class.name), value)),
            (_, None) => Err(place.wrong_type("bytes", value)),
        }
    }

    /// Keeps octets as long as the TLVs, which alone may have what this returns.
    fn keep(&mut self, octets: Bound<'py, PyBytes>) -> &'static [u8] {
        self.kept.push(octets);
        // SAFETY: `tlvs` lends them for no longer than `kept` has them.
        self.kept.last().map_or(&[], |octets| unsafe { convert::bytes_of(octets.as_ptr()) })
    }
}

/// The octets of a value of several parts.
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
    let (tag, known) = meant(key)?;
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
