//! Meanings as JSON.

use serde_json::{Value, json};
use smppkit::tlv::TlvType;
use smppkit::values::{InterfaceVersion, VALUES, ValueDef};
use smppkit::{PduDef, State};

use super::find::{Field, Meaning, users_of};
use super::words;

pub fn meaning(meaning: &Meaning) -> Value {
    match meaning {
        Meaning::Command(def) => command(def),
        Meaning::Status(def) => json!({
            "kind": "command_status",
            "name": def.name,
            "number": def.status.0,
            "text": words::text(def.text),
            "versions": versions(def.versions),
            "retry": format!("{:?}", def.retry).to_lowercase(),
            "other_names": def.other_names,
        }),
        Meaning::Tlv(row) => json!({
            "kind": "tlv",
            "name": row.name,
            "number": row.tag.0,
            "text": words::text(row.text),
            "versions": versions(row.versions),
            "value": words::tlv_kind(row),
            "lengths": row.lengths,
            "parts": row.parts.iter().map(|part| json!({
                "name": part.name,
                "text": words::text(part.text),
                "value": words::tlv_type(part.kind),
                "optional": part.optional,
            })).collect::<Vec<_>>(),
            "repeated": row.repeated,
            "other_names": row.other_names,
            "values": match row.kind {
                TlvType::Value(name) => values(VALUES.iter().find(|def| def.name == name)),
                _ => Value::Null,
            },
        }),
        Meaning::Field(Field { def, commands }) => json!({
            "kind": "field",
            "name": def.name,
            "text": words::text(def.text),
            "value": words::field_kind(def.kind),
            "status": def.status.to_string(),
            "commands": commands,
            "values": values(def.kind.values()),
        }),
        Meaning::Length { name, of } => json!({
            "kind": "field",
            "name": name,
            "text": format!("Counts what is in {}, which follows it.", of.def.name),
            "value": "one octet",
            "commands": of.commands,
        }),
        Meaning::Values(def) => json!({
            "kind": "values",
            "name": def.name,
            "of": users_of(def.name),
            "values": values(Some(def)),
        }),
        Meaning::Value { def, number, name } => json!({
            "kind": "value",
            "name": name,
            "number": number,
            "of": users_of(def.name),
        }),
    }
}

fn command(def: &PduDef) -> Value {
    let fields: Vec<_> = def
        .fields
        .iter()
        .map(|field| {
            json!({
                "name": field.name,
                "text": words::text(field.text),
                "value": words::field_kind(field.kind),
                "status": field.status.to_string(),
            })
        })
        .collect();
    json!({
        "kind": "command",
        "name": def.name,
        "number": def.command_id.0,
        "text": words::text(def.text),
        "versions": versions(def.versions),
        "role": format!("{:?}", def.kind).to_lowercase(),
        "esme_states": states(def.esme),
        "mc_states": states(def.mc),
        "fields": fields,
    })
}

fn versions(versions: &[InterfaceVersion]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

fn states(states: &[State]) -> Vec<&'static str> {
    states.iter().map(|state| state.name()).collect()
}

fn values(def: Option<&ValueDef>) -> Value {
    let Some(def) = def else { return Value::Null };
    def.values.iter().map(|(number, name)| json!({"number": number, "name": name})).collect()
}
