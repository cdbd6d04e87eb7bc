//! The words for what the tables say.

use smppkit::tlv::{TlvRow, TlvType};
use smppkit::values::InterfaceVersion;
use smppkit::{FieldType, PduDef, PduKind, Retry, State};

use crate::model::{dests_max, message_id_max, text_max};

const V3_3: InterfaceVersion = InterfaceVersion::V3_3;
const V3_4: InterfaceVersion = InterfaceVersion::V3_4;
const V5_0: InterfaceVersion = InterfaceVersion::V5_0;

/// `words.md`.
const WORDS: &str = include_str!("words.md");

/// What a PDU is, and what its example shows.
///
/// # Panics
///
/// If `words.md` says nothing about it.
pub fn about(name: &str) -> (&'static str, &'static str) {
    let section = WORDS.split("\n## ").find_map(|section| section.strip_prefix(name)?.strip_prefix('\n'));
    let (what, example) = section.and_then(|text| text.split_once("\n---\n")).unwrap_or_else(|| {
        panic!("words.md says nothing about {name}");
    });
    (what.trim(), example.trim())
}

/// The names that `words.md` has sections for.
pub fn sections() -> impl Iterator<Item = &'static str> {
    WORDS.split("\n## ").skip(1).filter_map(|section| section.lines().next())
}

/// The text of a row, and where the specification has it. That a count is implied is of no interest to those who see it.
pub fn text(text: &'static str) -> (&'static str, &'static str) {
    let text = text.trim().trim_end_matches('.');
    let text = ["; its length octet", "; the octet `"]
        .iter()
        .fold(text, |text, end| text.split_once(end).map_or(text, |(text, _)| text));
    match text.rsplit_once(" (") {
        Some((text, sections)) if sections.contains('§') => (text, sections.trim_end_matches(')')),
        _ => (text, ""),
    }
}

/// `3.3, 3.4, 5.0`.
pub fn versions(versions: &[InterfaceVersion]) -> String {
    versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Names in the form of code.
pub fn names(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn states(states: &[State]) -> String {
    states.iter().map(|state| state.name()).collect::<Vec<_>>().join(", ")
}

/// Who may send a PDU, and in which states.
pub fn senders(def: &PduDef) -> String {
    let side = |name: &str, newest: &[State], v3_4: &[State]| match (newest, v3_4) {
        ([], []) => None,
        (newest, []) => Some(format!("{name} in {}", states(newest))),
        (newest, v3_4) => Some(format!("{name} in {}; in 3.4 also in {}", states(newest), states(v3_4))),
    };
    let sides = [side("ESME", def.esme, def.esme_v3_4), side("MC", def.mc, def.mc_v3_4)];
    match def.kind {
        PduKind::Request | PduKind::Notification => {
            sides.into_iter().flatten().collect::<Vec<_>>().join("<br>")
        }
        PduKind::Response => "whoever got the request, in the state in which it came".into(),
        PduKind::Nack => "either side, whenever there is a connection".into(),
    }
}

/// What a PDU is in an exchange.
pub fn kind(kind: PduKind) -> &'static str {
    match kind {
        PduKind::Request => "request",
        PduKind::Response => "response",
        PduKind::Notification => "notification: there is no response",
        PduKind::Nack => "answer to what has no response of its own",
    }
}

/// The octet that stands before a field and says how much of it there is.
pub fn implied_count(kind: FieldType) -> Option<&'static str> {
    match kind {
        FieldType::ShortMessage => Some("sm_length"),
        FieldType::DestAddresses => Some("number_of_dests"),
        FieldType::UnsuccessSmes => Some("no_unsuccess"),
        FieldType::MessageIds => Some("number_msgs"),
        _ => None,
    }
}

/// A largest number that is not the same in all versions of a PDU.
fn by_version(def: &PduDef, max: impl Fn(InterfaceVersion) -> usize) -> String {
    let mut groups: Vec<(usize, Vec<InterfaceVersion>)> = vec![];
    for version in [V3_4, V5_0, V3_3].into_iter().filter(|version| def.versions.contains(version)) {
        match groups.iter_mut().find(|(number, _)| *number == max(version)) {
            Some((_, versions)) => versions.push(version),
            None => groups.push((max(version), vec![version])),
        }
    }
    let (first, others) = groups.split_first().expect("each PDU is in a version");
    let others = others
        .iter()
        .map(|(max, in_versions)| format!("{}: {max}", versions(in_versions)))
        .collect::<Vec<_>>();
    match others.as_slice() {
        [] => first.0.to_string(),
        others => format!("{} ({})", first.0, others.join("; ")),
    }
}

/// How many octets a field has.
pub fn field_size(def: &PduDef, kind: FieldType) -> String {
    match kind {
        FieldType::U8 | FieldType::Value(_) => "1".into(),
        FieldType::CString { max } => format!("1 to {max}"),
        FieldType::MessageId => format!("1 to {}", by_version(def, message_id_max)),
        FieldType::Time => "1 or 17".into(),
        FieldType::FinalDate => "1 or 17; 3.3 and 3.4 also 13".into(),
        FieldType::ShortMessage => format!("0 to {}", by_version(def, text_max)),
        FieldType::DestAddresses => format!("1 to {} items", by_version(def, dests_max)),
        FieldType::UnsuccessSmes => "0 to 255 items".into(),
        FieldType::MessageIds => "0 to 100 items".into(),
        kind => format!("{kind:?}"),
    }
}

/// What kind of field it is, with a link to where that is explained.
pub fn field_kind(kind: FieldType, up: &str) -> String {
    match kind {
        FieldType::U8 => "number".into(),
        FieldType::Value(name) => format!("[{name}]({up}values.md#{})", name.to_lowercase()),
        FieldType::CString { .. } | FieldType::MessageId => "C-octet string".into(),
        FieldType::Time | FieldType::FinalDate => format!("[time]({up}README.md#times)"),
        FieldType::ShortMessage => "octets".into(),
        _ => format!("[list]({up}README.md#lists)"),
    }
}

/// The type of a TLV or of a part of one.
pub fn tlv_kind(kind: TlvType) -> String {
    match kind {
        TlvType::U8 => "number of 1 octet".into(),
        TlvType::U16 => "number of 2 octets".into(),
        TlvType::U32 => "number of 4 octets".into(),
        TlvType::CString => "C-octet string".into(),
        TlvType::Octets => "octets".into(),
        TlvType::Value(name) => format!("[{name}](values.md#{})", name.to_lowercase()),
        TlvType::CommandStatus => "[status](statuses.md)".into(),
        kind => format!("{kind:?}"),
    }
}

/// The lengths that a TLV's value may have.
pub fn tlv_lengths(row: &TlvRow) -> String {
    let lengths = row.lengths.iter().map(|(low, high)| match high - low {
        0 => low.to_string(),
        1 => format!("{low} or {high}"),
        _ => format!("{low} to {high}"),
    });
    lengths.collect::<Vec<_>>().join(" or ")
}

/// What a sender should make of a status.
pub fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Success => "success",
        Retry::Temporary => "temporary",
        Retry::Permanent => "permanent",
        Retry::Depends => "depends",
        Retry::Session => "session",
        Retry::Bind => "bind",
        _ => "",
    }
}
