//! A PDU as a tree of all that is in it.

use std::io;

use smppkit::Decoded;
use smppkit::tlv::VendorTlv;

use crate::meaning::Meaning;
use crate::style::{ERROR, FIELD, HINT, NAME, escaped};

/// Writes it, with the names of the fields in one colour and what is wrong in another, and a blank line behind it.
pub fn write(
    out: &mut impl io::Write,
    decoded: &Decoded<'_>,
    meaning: Option<&Meaning<'_>>,
    vendor: &[VendorTlv<'_>],
    label: &[u8],
) -> io::Result<()> {
    let mut tree = format!("{:#}", decoded.show(vendor));
    for (name, value) in meaning.into_iter().flat_map(Meaning::rows) {
        tree += &format!("\n  {name:24} {value}");
    }
    let mut rows = tree.lines();
    let name = rows.next().unwrap_or_default();
    write!(out, "{NAME}{name}{NAME:#}")?;
    if !label.is_empty() {
        // It comes from wherever the PDU came from.
        write!(out, "  {HINT}{}{HINT:#}", escaped(&String::from_utf8_lossy(label)))?;
    }
    writeln!(out)?;
    for row in rows {
        let value = row.char_indices().nth(27).map_or(row.len(), |(at, _)| at);
        let (field, value) = row.split_at(value);
        let style = if field.starts_with("  fault ") { ERROR } else { FIELD };
        writeln!(out, "{style}{field}{style:#}{value}")?;
    }
    writeln!(out)
}
