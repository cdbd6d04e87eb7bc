//! What a name or a number can mean.

use smppkit::message::receipt::message_state;
use smppkit::tlv::{TLVS, TlvRow, TlvType};
use smppkit::values::{MessageState, VALUES, ValueDef};
use smppkit::{FieldDef, FieldType, PduDef, SCHEMA, STATUSES, StatusDef, Tag};

use crate::json::implied_length;

/// One meaning of a name or number.
#[derive(Clone, Debug)]
pub enum Meaning {
    Command(&'static PduDef),
    Status(&'static StatusDef),
    Tlv(&'static TlvRow),
    Field(Field),
    /// The octet before a field that counts what is in the field.
    Length {
        name: &'static str,
        of: Field,
    },
    /// An enumeration.
    Values(&'static ValueDef),
    /// One value of an enumeration.
    Value {
        def: &'static ValueDef,
        number: u8,
        name: &'static str,
    },
}

/// A field, and the commands in which it is just like that.
#[derive(Clone, Debug)]
pub struct Field {
    pub def: &'static FieldDef,
    pub commands: Vec<&'static str>,
}

/// All meanings of a name, however it is spelled: `submit_sm`, `SubmitSm`, `submit-sm`.
pub fn by_name(name: &str) -> Vec<Meaning> {
    let key = key(name);
    let is = |other: &str| self::key(other) == key;
    let any = |name, others: &[&str]| is(name) || others.iter().any(|name| is(name));
    let mut found = Vec::new();
    found.extend(SCHEMA.iter().filter(|def| any(def.name, def.other_names)).map(Meaning::Command));
    let status = |def: &&StatusDef| any(def.name, def.other_names);
    found.extend(STATUSES.iter().filter(status).map(Meaning::Status));
    let tlv = |row: &&TlvRow| any(row.name, row.other_names);
    found.extend(TLVS.iter().filter(tlv).map(Meaning::Tlv));
    found.extend(fields(|def| any(def.name, def.other_names)).into_iter().map(Meaning::Field));
    for field in fields(|def| implied_length(def.kind).is_some_and(is)) {
        if let Some(name) = implied_length(field.def.kind) {
            found.push(Meaning::Length { name, of: field });
        }
    }
    // MessageState is told with the field message_state.
    if found.is_empty() {
        found.extend(VALUES.iter().filter(|def| is(def.name)).map(Meaning::Values));
    }
    for def in VALUES {
        for &(number, name) in def.values.iter().filter(|(_, name)| is(name)) {
            found.push(Meaning::Value { def, number, name });
        }
    }
    // The words of receipts: DELIVRD, UNDELIV.
    if found.is_empty()
        && number(name).is_none()
        && let Some(state) = message_state(name)
        && let Some(name) = state.name()
    {
        found.push(Meaning::Value { def: &MessageState::DEF, number: state.0, name });
    }
    found
}

/// All meanings of a number.
pub fn by_number(number: u32) -> Vec<Meaning> {
    let mut found = Vec::new();
    found.extend(SCHEMA.iter().filter(|def| def.command_id.0 == number).map(Meaning::Command));
    found.extend(STATUSES.iter().filter(|def| def.status.0 == number).map(Meaning::Status));
    found.extend(u16::try_from(number).ok().and_then(|tag| Tag(tag).row()).map(Meaning::Tlv));
    for def in VALUES {
        for &(value, name) in def.values.iter().filter(|(value, _)| u32::from(*value) == number) {
            found.push(Meaning::Value { def, number: value, name });
        }
    }
    found
}

/// A number as people write them: 88, 0x58, 58h.
pub fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(hex, 16).ok();
    }
    if let Some(hex) = text.strip_suffix('h') {
        return u32::from_str_radix(hex, 16).ok();
    }
    text.parse().ok().or_else(|| u32::from_str_radix(text, 16).ok())
}

/// The fields of all commands that are wanted, those that are alike together.
fn fields(wanted: impl Fn(&FieldDef) -> bool) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for pdu in SCHEMA {
        for def in pdu.fields.iter().filter(|def| wanted(def)) {
            let alike = |field: &&mut Field| {
                let other = field.def;
                (other.name, other.text, other.kind, other.status)
                    == (def.name, def.text, def.kind, def.status)
            };
            match fields.iter_mut().find(alike) {
                Some(field) => field.commands.push(pdu.name),
                None => fields.push(Field { def, commands: vec![pdu.name] }),
            }
        }
    }
    fields
}

/// The fields and TLVs that take the values of an enumeration; itself, if only parts of TLVs do.
pub fn users_of(values: &'static str) -> Vec<&'static str> {
    let fields = SCHEMA.iter().flat_map(|pdu| pdu.fields);
    let fields =
        fields.filter(|def| matches!(def.kind, FieldType::Value(name) if name == values)).map(|def| def.name);
    let tlvs = TLVS
        .iter()
        .filter(|row| matches!(row.kind, TlvType::Value(name) if name == values))
        .map(|row| row.name);
    let mut names = Vec::new();
    for name in fields.chain(tlvs) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push(values);
    }
    names
}

/// Names that are near to one that nothing has, the nearest first.
pub fn suggestions(name: &str) -> Vec<&'static str> {
    let key = key(name);
    let key = key.trim_start_matches("esmer");
    let mut near: Vec<(f64, &'static str)> = Vec::new();
    for candidate in names() {
        let other = self::key(candidate.trim_start_matches("ESME_R"));
        let contains = key.len() >= 3 && other.contains(key);
        let nearness = strsim::normalized_damerau_levenshtein(key, &other) + if contains { 0.5 } else { 0.0 };
        if nearness >= 0.6 && !near.iter().any(|(_, name)| *name == candidate) {
            near.push((nearness, candidate));
        }
    }
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    near.into_iter().map(|(_, name)| name).take(8).collect()
}

/// Every name that can be explained.
fn names() -> impl Iterator<Item = &'static str> {
    let commands = SCHEMA.iter().flat_map(|def| with_others(def.name, def.other_names));
    let fields = SCHEMA.iter().flat_map(|def| def.fields);
    let lengths = fields.clone().filter_map(|def| implied_length(def.kind));
    let statuses = STATUSES.iter().flat_map(|def| with_others(def.name, def.other_names));
    let tlvs = TLVS.iter().flat_map(|row| with_others(row.name, row.other_names));
    let values = VALUES.iter().flat_map(|def| def.values.iter().map(|(_, name)| *name));
    commands
        .chain(statuses)
        .chain(tlvs)
        .chain(fields.flat_map(|def| with_others(def.name, def.other_names)))
        .chain(lengths)
        .chain(values)
}

fn with_others(name: &'static str, others: &'static [&str]) -> impl Iterator<Item = &'static str> {
    std::iter::once(name).chain(others.iter().copied())
}

/// A name without what spellings differ in.
fn key(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
