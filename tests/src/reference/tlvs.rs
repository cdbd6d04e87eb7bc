//! The page of TLVs, and which PDU has which.

use smppkit::tlv::{TLVS, TlvRow, TlvUse};
use smppkit::values::InterfaceVersion;
use smppkit::{PduDef, PduKind, Role, SCHEMA};

use super::{list, table, words};

/// A TLV that is listed for a PDU, and by whom.
pub(super) struct Listed {
    pub(super) row: &'static TlvRow,
    pub(super) v3_4: &'static str,
    pub(super) v5_0: &'static str,
}

/// The TLVs that are listed for a PDU.
pub(super) fn of(def: &PduDef) -> Vec<Listed> {
    let rows = TLVS.iter().map(|row| Listed {
        row,
        v3_4: how(InterfaceVersion::V3_4, def, row),
        v5_0: how(InterfaceVersion::V5_0, def, row),
    });
    rows.filter(|listed| !(listed.v3_4.is_empty() && listed.v5_0.is_empty())).collect()
}

/// How a version lists a TLV for a PDU: not at all, for one direction, …
fn how(version: InterfaceVersion, def: &PduDef, row: &TlvRow) -> &'static str {
    let here = |listed: &&TlvUse| (listed.version, listed.command_id) == (version, def.command_id);
    let Some(listed) = row.uses.iter().find(here) else { return "" };
    match listed.receiver {
        _ if def.requires.contains(&row.tag) => "required",
        None => "yes",
        Some(Role::Mc) => "to the MC",
        Some(Role::Esme) => "to the ESME",
    }
}

pub(super) fn page() -> String {
    let overview = TLVS.iter().map(|row| {
        let (text, _) = words::text(row.text);
        vec![
            format!("`0x{:04X}`", row.tag.0),
            format!("[{0}](#{0})", row.name),
            words::versions(row.versions),
            text.into(),
        ]
    });
    let sections = TLVS.iter().map(section).collect::<String>();
    format!(
        "# TLVs

TLVs are parameters that a PDU may have behind its fields, in any order: each is a tag of two octets, which says what it is,
a length of two octets, and a value of that length. Version 3.3 has none. A TLV that the receiver does not know, or that the
specification does not list for the PDU, is no error: it is ignored.

The tags 0x1400 to 0x3FFF belong to vendors. What they mean is an agreement between you and the operator; the same tag means
different things elsewhere.

{}
{sections}",
        table(&["tag", "name", "versions", "meaning"], overview),
    )
}

fn section(row: &TlvRow) -> String {
    let (text, sections) = words::text(row.text);
    let mut facts = vec![
        vec!["tag".into(), format!("`0x{:04X}`", row.tag.0)],
        vec!["value".into(), value(row)],
        vec!["octets".into(), words::tlv_lengths(row)],
        vec!["versions".into(), words::versions(row.versions)],
        vec!["how often".into(), if row.repeated { "any number of times" } else { "once" }.into()],
    ];
    if !row.other_names.is_empty() {
        facts.push(vec!["also called".into(), words::names(row.other_names)]);
    }
    let used_in = |version| {
        let links = SCHEMA.iter().filter_map(|def| {
            let link = format!("[{0}](pdus/{0}.md)", def.name);
            match how(version, def, row) {
                "" => None,
                "yes" => Some(link),
                how => Some(format!("{link} ({how})")),
            }
        });
        let links = links.collect::<Vec<_>>();
        if links.len() == responses(version) { "every response".into() } else { list(&links) }
    };
    for version in row.versions {
        facts.push(vec![format!("in {version}"), used_in(*version)]);
    }
    facts.push(vec!["specification".into(), sections.into()]);
    let parts = if row.parts.is_empty() {
        String::new()
    } else {
        let rows = row.parts.iter().map(|part| {
            let (text, _) = words::text(part.text);
            let may = if part.optional { " (may be missing)" } else { "" };
            vec![format!("`{}`", part.name), format!("{}{may}", words::tlv_kind(part.kind)), text.into()]
        });
        format!("\n{}", table(&["part", "kind", "meaning"], rows))
    };
    format!("\n## {}\n\n{text}.\n\n{}{parts}", row.name, table(&["", ""], facts))
}

/// How many responses a version has.
fn responses(version: InterfaceVersion) -> usize {
    SCHEMA.iter().filter(|def| def.kind == PduKind::Response && def.versions.contains(&version)).count()
}

fn value(row: &TlvRow) -> String {
    if row.parts.is_empty() {
        words::tlv_kind(row.kind)
    } else {
        list(&row.parts.iter().map(|part| format!("`{}`", part.name)).collect::<Vec<_>>())
    }
}
