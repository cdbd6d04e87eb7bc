//! Meanings for people.

use std::io::{self, Write};

use smppkit::tlv::{TLVS, TlvRow, TlvType};
use smppkit::values::{EsmClass, InterfaceVersion, RegisteredDelivery, VALUES, ValueDef};
use smppkit::{FieldDef, FieldType, PduDef, PduKind, SCHEMA, State};

use super::find::{Field, Meaning, users_of};
use super::words;
use crate::style::{FIELD, HINT, NAME};

/// All meanings, those with something to tell at length, and the others in a row each.
pub fn meanings(out: &mut impl Write, meanings: &[Meaning], number: Option<u32>) -> io::Result<()> {
    for meaning in meanings {
        match meaning {
            Meaning::Command(def) => command(out, def)?,
            Meaning::Status(def) => {
                title(out, def.name, &format!("command_status 0x{0:08X} ({0})", def.status.0), def.versions)?;
                paragraph(out, def.text)?;
                row(out, "what to do", words::retry(def.retry))?;
                also_called(out, def.other_names)?;
                writeln!(out)?;
            }
            Meaning::Tlv(tlv) => {
                title(out, tlv.name, &format!("TLV 0x{0:04X} ({0})", tlv.tag.0), tlv.versions)?;
                paragraph(out, tlv.text)?;
                row(out, "value", &words::tlv_kind(tlv))?;
                for part in tlv.parts {
                    writeln!(out, "    {FIELD}{:15}{FIELD:#} {}", part.name, words::part(part))?;
                }
                if tlv.repeated {
                    row(out, "repeated", "may stand in a PDU more than once")?;
                }
                row(out, "in", &listed_in(tlv))?;
                also_called(out, tlv.other_names)?;
                if let TlvType::Value(name) = tlv.kind {
                    values(out, VALUES.iter().find(|def| def.name == name))?;
                }
                writeln!(out)?;
            }
            Meaning::Field(field) => self::field(out, field)?,
            Meaning::Length { name, of } => {
                writeln!(out, "{NAME}{name}{NAME:#}  {HINT}field: one octet{HINT:#}")?;
                paragraph(out, &format!("Counts what is in {}, which follows it.", of.def.name))?;
                row(out, "in", &of.commands.join(", "))?;
                writeln!(out)?;
            }
            Meaning::Values(def) => {
                writeln!(out, "{NAME}{}{NAME:#}  {HINT}named values{HINT:#}", def.name)?;
                row(out, "of", &users_of(def.name).join(", "))?;
                values(out, Some(def))?;
                writeln!(out)?;
            }
            Meaning::Value { .. } => {}
        }
    }
    named_values(out, meanings, number)
}

fn title(out: &mut impl Write, name: &str, what: &str, versions: &[InterfaceVersion]) -> io::Result<()> {
    writeln!(out, "{NAME}{name}{NAME:#}  {HINT}{what}, {}{HINT:#}", words::versions(versions))
}

fn paragraph(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "  {}", words::text(text))
}

fn row(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "  {FIELD}{name:11}{FIELD:#} {value}")
}

fn also_called(out: &mut impl Write, names: &[&str]) -> io::Result<()> {
    if names.is_empty() { Ok(()) } else { row(out, "also called", &names.join(", ")) }
}

/// The PDUs for which the specification lists a TLV, whichever version does.
fn listed_in(tlv: &TlvRow) -> String {
    let listed = |def: &&'static PduDef| tlv.uses.iter().any(|it| it.command_id == def.command_id);
    let pdus = SCHEMA.iter().filter(listed);
    let responses = |def: &PduDef| def.kind == PduKind::Response;
    let versions = |def: &PduDef| def.versions.contains(&InterfaceVersion::V5_0);
    if pdus.clone().count() == SCHEMA.iter().filter(|def| responses(def) && versions(def)).count() {
        return "every response".into();
    }
    pdus.map(|def| def.name).collect::<Vec<_>>().join(", ")
}

fn command(out: &mut impl Write, def: &PduDef) -> io::Result<()> {
    title(out, def.name, &format!("command_id 0x{:08X}", def.command_id.0), def.versions)?;
    paragraph(out, def.text)?;
    match def.kind {
        PduKind::Response => row(out, "answers", &def.command_id.request().to_string())?,
        PduKind::Nack => row(out, "answers", "a PDU that cannot be answered by its own response")?,
        PduKind::Request | PduKind::Notification => {
            for (who, states, more) in [("an ESME", def.esme, def.esme_v3_4), ("an MC", def.mc, def.mc_v3_4)]
            {
                if !states.is_empty() {
                    row(out, "sent by", &format!("{who} in {}{}", in_words(states), only_3_4(more)))?;
                }
            }
            let response = def.command_id.response();
            let answer = if def.kind == PduKind::Request { response.to_string() } else { "nothing".into() };
            row(out, "answered by", &answer)?;
        }
    }
    if def.fields.is_empty() {
        row(out, "fields", "none")?;
    }
    for FieldDef { name, text, kind, .. } in def.fields {
        let text = words::text(text);
        writeln!(out, "  {FIELD}{name:24}{FIELD:#}{HINT}{:11}{HINT:#}{text}", words::short_kind(*kind))?;
    }
    let listed = |tlv: &&TlvRow| tlv.uses.iter().any(|it| it.command_id == def.command_id);
    for (name, required) in [("must have", true), ("may have", false)] {
        let is_such = |tlv: &&TlvRow| listed(tlv) && def.requires.contains(&tlv.tag) == required;
        let tlvs = TLVS.iter().filter(is_such).map(|tlv| tlv.name).collect::<Vec<_>>();
        if !tlvs.is_empty() {
            row(out, name, &tlvs.join(", "))?;
        }
    }
    also_called(out, def.other_names)?;
    writeln!(out)
}

fn in_words(states: &[State]) -> String {
    states.iter().map(|state| state.name()).collect::<Vec<_>>().join(", ")
}

fn only_3_4(states: &[State]) -> String {
    if states.is_empty() { String::new() } else { format!("; 3.4 also in {}", in_words(states)) }
}

fn field(out: &mut impl Write, Field { def, commands }: &Field) -> io::Result<()> {
    writeln!(out, "{NAME}{}{NAME:#}  {HINT}field: {}{HINT:#}", def.name, words::field_kind(def.kind))?;
    paragraph(out, def.text)?;
    row(out, "in", &commands.join(", "))?;
    row(out, "a fault is", &def.status.to_string())?;
    also_called(out, def.other_names)?;
    match def.kind {
        FieldType::Value("EsmClass") => {
            octets(out, [0, 1, 2, 3, 4, 8, 0x10, 0x18, 0x20, 0x40, 0x80].map(|bits| (bits, EsmClass(bits))))?;
        }
        FieldType::Value("RegisteredDelivery") => {
            octets(out, [0, 1, 2, 3, 4, 8, 0x10].map(|bits| (bits, RegisteredDelivery(bits))))?;
        }
        FieldType::Value("InterfaceVersion") => {
            octets(out, [0x33, 0x34, 0x50].map(|version| (version, InterfaceVersion(version))))?;
        }
        kind => values(out, kind.values())?,
    }
    writeln!(out)
}

fn octets<T: ToString, const N: usize>(out: &mut impl Write, rows: [(u8, T); N]) -> io::Result<()> {
    rows.into_iter().try_for_each(|(octet, name)| row(out, &format!("  0x{octet:02X}"), &name.to_string()))
}

fn values(out: &mut impl Write, def: Option<&ValueDef>) -> io::Result<()> {
    let values = def.map(|def| def.values).unwrap_or_default();
    values.iter().try_for_each(|(number, name)| row(out, &format!("  0x{number:02X}"), name))
}

/// What a number means in fields and TLVs with named values.
fn named_values(out: &mut impl Write, meanings: &[Meaning], number: Option<u32>) -> io::Result<()> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for meaning in meanings {
        if let Meaning::Value { def, number, name } = meaning {
            rows.push((users_of(def.name).join(", "), format!("0x{number:02X} {name}")));
        }
    }
    if let Some(octet) = number.and_then(|number| u8::try_from(number).ok()) {
        if let Some(version) = InterfaceVersion(octet).name() {
            rows.push((
                "interface_version, sc_interface_version".into(),
                format!("0x{octet:02X} SMPP {version}"),
            ));
        }
        rows.push(("esm_class".into(), format!("0x{octet:02X} {}", EsmClass(octet))));
        rows.push(("registered_delivery".into(), format!("0x{octet:02X} {}", RegisteredDelivery(octet))));
    }
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "{NAME}As a value{NAME:#}")?;
    for (users, value) in rows {
        writeln!(out, "  {FIELD}{users}:{FIELD:#} {value}")?;
    }
    writeln!(out)
}
