//! The page of TLVs, and which PDU has which.

use std::collections::BTreeMap;

use serde::Deserialize;
use smppkit::tlv::{TLVS, TlvRow};
use smppkit::values::InterfaceVersion;
use smppkit::{PduDef, PduKind, SCHEMA};

use super::{list, table, words};
use crate::spec;

/// Which TLVs the specification lists for which PDUs.
#[derive(Debug, Deserialize)]
pub(super) struct Lists {
    pdu_tlvs_34: BTreeMap<String, Names>,
    pdu_tlvs_50: BTreeMap<String, Names>,
    pdu_tlvs_50_mandatory: BTreeMap<String, Names>,
}

/// The names of TLVs, or a remark.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    Names(Vec<String>),
    Remark(#[allow(dead_code)] String),
}

impl Names {
    fn contains(&self, name: &str) -> bool {
        matches!(self, Self::Names(names) if names.iter().any(|it| it == name))
    }
}

/// A TLV that is listed for a PDU, and by whom.
pub(super) struct Listed {
    pub(super) row: &'static TlvRow,
    pub(super) v3_4: &'static str,
    pub(super) v5_0: &'static str,
}

impl Lists {
    pub(super) fn read() -> Self {
        spec::read("tlvs.toml")
    }

    /// The TLVs that are listed for a PDU.
    pub(super) fn of(&self, def: &PduDef) -> Vec<Listed> {
        let rows = TLVS.iter().map(|row| Listed {
            row,
            v3_4: self.how(InterfaceVersion::V3_4, def, row.name),
            v5_0: self.how(InterfaceVersion::V5_0, def, row.name),
        });
        rows.filter(|listed| !(listed.v3_4.is_empty() && listed.v5_0.is_empty())).collect()
    }

    /// How a version lists a TLV for a PDU: not at all, for one direction, …
    fn how(&self, version: InterfaceVersion, def: &PduDef, tlv: &str) -> &'static str {
        if !def.versions.contains(&version) {
            return "";
        }
        if version == InterfaceVersion::V3_4 {
            return how(&self.pdu_tlvs_34, def, tlv);
        }
        match self.pdu_tlvs_50_mandatory.get(def.name) {
            Some(must) if must.contains(tlv) => "required",
            _ => how(&self.pdu_tlvs_50, def, tlv),
        }
    }
}

fn how(lists: &BTreeMap<String, Names>, def: &PduDef, tlv: &str) -> &'static str {
    let listed = |key: &str| lists.get(key).is_some_and(|names| names.contains(tlv));
    if listed(def.name) || def.kind == PduKind::Response && listed("*_resp") {
        return "yes";
    }
    let (to_mc, to_esme) = (format!("{}(ESME->MC)", def.name), format!("{}(MC->ESME)", def.name));
    match (listed(&to_mc), listed(&to_esme)) {
        (true, true) => "yes",
        (true, false) => "to the MC",
        (false, true) => "to the ESME",
        (false, false) => "",
    }
}

pub(super) fn page(lists: &Lists) -> String {
    let overview = TLVS.iter().map(|row| {
        let (text, _) = words::text(row.text);
        vec![
            format!("`0x{:04X}`", row.tag.0),
            format!("[{0}](#{0})", row.name),
            words::versions(row.versions),
            text.into(),
        ]
    });
    let sections = TLVS.iter().map(|row| section(row, lists)).collect::<String>();
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

fn section(row: &TlvRow, lists: &Lists) -> String {
    let (text, sections) = words::text(row.text);
    let mut facts = vec![
        vec!["tag".into(), format!("`0x{:04X}`", row.tag.0)],
        vec!["value".into(), value(row)],
        vec!["octets".into(), words::tlv_lengths(row)],
        vec!["versions".into(), words::versions(row.versions)],
        vec!["how often".into(), if row.repeated { "any number of times" } else { "once" }.into()],
    ];
    if let [first, ..] = row.other_names {
        facts.push(vec!["also called".into(), format!("`{first}`")]);
    }
    let used_in = |version| {
        let links = SCHEMA.iter().filter_map(|def| {
            let link = format!("[{0}](pdus/{0}.md)", def.name);
            match lists.how(version, def, row.name) {
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
