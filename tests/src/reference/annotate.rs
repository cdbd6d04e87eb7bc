//! Octets with what they mean beside them.

use std::fmt::Write as _;

use smppkit::tlv::{Tag, Tlv};
use smppkit::values::{EsmClass, InterfaceVersion, RegisteredDelivery, VALUES};
use smppkit::{CommandStatus, FieldType, TlvValue};

use super::examples::Example;
use super::words;
use crate::model::{Dest, Value};

/// Some octets of a PDU and what they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The octets.
    pub octets: Vec<u8>,
    /// The name of the field, or of a part of it.
    pub name: String,
    /// The value, for people.
    pub value: String,
}

fn row(octets: impl Into<Vec<u8>>, name: impl Into<String>, value: impl ToString) -> Row {
    Row { octets: octets.into(), name: name.into(), value: value.to_string() }
}

/// The rows of an example.
pub fn rows(example: &Example) -> Vec<Row> {
    let model = &example.model;
    let octets = example.octets();
    let mut rows = vec![
        row(&octets[..4], "command_length", octets.len()),
        row(&octets[4..8], "command_id", model.def.name),
        row(&octets[8..12], "command_status", status(model.status)),
        row(&octets[12..16], "sequence_number", model.sequence),
    ];
    if example.has_body {
        for (def, value) in model.def.fields.iter().zip(&model.fields) {
            field(&mut rows, def.name, def.kind, value);
        }
        for (tag, octets) in &model.tlvs {
            tlv(&mut rows, Tlv::new(Tag(*tag), octets));
        }
    }
    rows
}

fn status(status: u32) -> String {
    CommandStatus(status).to_string()
}

/// A value of one octet: its number, and its name if it has one.
pub fn octet(kind: FieldType, value: u8) -> String {
    let name = match kind {
        FieldType::Value("EsmClass") => Some(EsmClass(value).to_string()),
        FieldType::Value("RegisteredDelivery") => Some(RegisteredDelivery(value).to_string()),
        FieldType::Value("InterfaceVersion") => Some(InterfaceVersion(value).to_string()),
        FieldType::Value(values) => name_of(values, value).map(String::from),
        _ => None,
    };
    name.map_or_else(|| value.to_string(), |name| format!("{value} ({name})"))
}

fn name_of(values: &str, value: u8) -> Option<&'static str> {
    let def = VALUES.iter().find(|def| def.name == values)?;
    def.values.iter().find(|(number, _)| *number == value).map(|(_, name)| *name)
}

/// A string in quotes.
pub fn quoted(octets: &[u8]) -> String {
    format!("\"{}\"", octets.escape_ascii())
}

fn terminated(octets: &[u8]) -> Vec<u8> {
    [octets, &[0]].concat()
}

fn field(rows: &mut Vec<Row>, name: &str, kind: FieldType, value: &Value) {
    if let Some(count) = words::implied_count(kind) {
        let count_octet = value.octets()[0];
        rows.push(row([count_octet], count, count_octet));
    }
    match value {
        Value::Octet(value) => rows.push(row([*value], name, octet(kind, *value))),
        Value::CString(text) => rows.push(row(terminated(text), name, quoted(text))),
        Value::Text(text) => rows.push(row(text.as_slice(), name, quoted(text))),
        Value::Ids(ids) => rows.extend(ids.iter().map(|id| row(terminated(id), "msgid", quoted(id)))),
        Value::Dests(dests) => {
            for dest in dests {
                match dest {
                    Dest::Sme(ton, npi, addr) => {
                        rows.push(row([1], "dest_flag", "1 (an address)"));
                        address(rows, *ton, *npi, addr);
                    }
                    Dest::List(list) => {
                        rows.push(row([2], "dest_flag", "2 (a distribution list)"));
                        rows.push(row(terminated(list), "dl_name", quoted(list)));
                    }
                }
            }
        }
        Value::Failed(failed) => {
            for it in failed {
                address(rows, it.ton, it.npi, &it.addr);
                rows.push(row(it.status.to_be_bytes(), "error_status_code", status(it.status)));
            }
        }
    }
}

fn address(rows: &mut Vec<Row>, ton: u8, npi: u8, addr: &[u8]) {
    rows.push(row([ton], "dest_addr_ton", octet(FieldType::Value("Ton"), ton)));
    rows.push(row([npi], "dest_addr_npi", octet(FieldType::Value("Npi"), npi)));
    rows.push(row(terminated(addr), "destination_addr", quoted(addr)));
}

fn tlv(rows: &mut Vec<Row>, tlv: Tlv<'_>) {
    let (octets, _) = tlv.octets();
    rows.push(row(tlv.tag.0.to_be_bytes(), "tag", tlv.tag));
    rows.push(row((octets.len() as u16).to_be_bytes(), "length", octets.len()));
    match tlv.value() {
        TlvValue::Parts(parts) => {
            let mut left = octets;
            for (part, value) in parts.iter() {
                let len = match value {
                    TlvValue::U8(..) => 1,
                    TlvValue::U16(_) => 2,
                    _ => left.len(),
                };
                let (octets, rest) = left.split_at(len);
                rows.push(row(octets, part.name, tlv_value(value)));
                left = rest;
            }
        }
        value => rows.push(row(octets, "value", tlv_value(value))),
    }
}

/// The value of a TLV or of a part of it.
pub fn tlv_value(value: TlvValue<'_>) -> String {
    match value {
        TlvValue::U8(value, Some(name)) => format!("{value} ({name})"),
        TlvValue::U8(value, None) => value.to_string(),
        TlvValue::U16(value) => value.to_string(),
        TlvValue::U32(value) => value.to_string(),
        TlvValue::CommandStatus(status) => status.to_string(),
        TlvValue::CString(text) => quoted(text.as_bytes()),
        TlvValue::Octets(octets) => quoted(octets.as_bytes()),
        other => format!("{other:?}"),
    }
}

/// Octets in a line.
const WIDTH: usize = 10;

/// The rows as lines: octets, name, value.
pub fn lines(rows: &[Row]) -> String {
    let mut lines = String::new();
    for row in rows {
        let mut chunks = row.octets.chunks(WIDTH).map(hex);
        let first = chunks.next().unwrap_or_default();
        let line = format!("{first:30} {:24} {}", row.name, row.value);
        let _ = writeln!(lines, "{}", line.trim_end());
        chunks.for_each(|more| lines.extend([more.as_str(), "\n"]));
    }
    lines
}

fn hex(octets: &[u8]) -> String {
    let digits = octets.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>();
    digits.join(" ")
}

/// The rows of lines.
///
/// # Panics
///
/// If there are others than [`lines`] makes.
pub fn parse(lines: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = vec![];
    for line in lines.lines() {
        let (hex, rest) = line.split_at_checked(31).unwrap_or((line, ""));
        let octets = crate::spec::from_hex(hex);
        match rest.split_once(' ') {
            Some((name, value)) => rows.push(row(octets, name, value.trim_start())),
            None if rest.is_empty() => rows.last_mut().expect("a row that goes on").octets.extend(octets),
            None => rows.push(row(octets, rest, "")),
        }
    }
    rows
}
