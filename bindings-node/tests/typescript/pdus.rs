//! A class for each PDU.

use std::fmt::Write as _;

use smppkit::values::InterfaceVersion;
use smppkit::{FieldDef, FieldType, PduDef, PduKind, SCHEMA};
use smppkit_node::record::{HEAD, slots};

use super::names::{camel, doc, pascal, sentence, versions};

pub(super) fn source() -> String {
    let mut text = String::from(
        "import { definePdu, type PduDefinition } from '../definition.js';\n\
         import { Pdu, type DestAddress, type HeaderFields, type Octets, type UnsuccessSme } from '../pdu.js';\n\
         import type { TlvsInit } from './tlv-table.js';\n\n",
    );
    text.push_str(&ids());
    for def in SCHEMA {
        text.push_str(&class(def));
    }
    text.push_str(&all());
    text
}

fn ids() -> String {
    let mut text = doc(0, "The `command_id` of each PDU (5.0 §4.7.5; 3.4 §5.1.2).");
    text.push_str("export const CommandId = {\n");
    for def in SCHEMA {
        text.push_str(&doc(2, &format!("`{}`: {}", def.name, sentence(def.text))));
        let _ = writeln!(text, "  {}: 0x{:08x},", def.name.to_uppercase(), def.command_id.0);
    }
    text.push_str("} as const;\n\n");
    text
}

fn class(def: &PduDef) -> String {
    let name = pascal(def.name);
    let mut text = String::new();
    text.push_str(&doc(0, &format!("What {} is made of; what is left out is empty or 0.", def.name)));
    let _ = writeln!(text, "export interface {name}Fields extends HeaderFields {{");
    for field in def.fields {
        text.push_str(&doc(2, &field_doc(field)));
        let _ = writeln!(text, "  {}?: {};", camel(field.name), given_type(field.kind));
    }
    text.push_str(&doc(2, "TLVs: an object with their names or numbers as keys, or pairs of both."));
    text.push_str("  tlvs?: TlvsInit;\n}\n\n");

    let definition = camel(def.name);
    let _ = writeln!(text, "const {definition} = definePdu({{");
    let _ = writeln!(text, "  commandId: 0x{:08x},", def.command_id.0);
    let _ = writeln!(text, "  name: '{}',\n  kind: '{}',", def.name, kind(def.kind));
    if def.kind == PduKind::Request {
        let _ = writeln!(text, "  response: 0x{:08x},", def.command_id.response().0);
    }
    text.push_str("  fields: [\n");
    for field in def.fields {
        let (name, kind) = (camel(field.name), field_kind(field.kind));
        let _ = writeln!(text, "    {{ name: '{name}', kind: '{kind}' }},");
    }
    let _ = writeln!(text, "  ],\n  slots: {},\n}});\n", HEAD + total(def.fields));

    text.push_str(&doc(0, &class_doc(def)));
    let _ = writeln!(text, "export class {name} extends Pdu {{");
    let _ = writeln!(text, "  constructor(fields?: {name}Fields) {{\n    super();");
    let _ = writeln!(text, "    if (fields !== undefined) this._give({definition}, fields);\n  }}\n");
    text.push_str("  /** @internal */\n");
    let _ = writeln!(text, "  override get _definition() {{\n    return {definition};\n  }}\n");
    let mut slot = HEAD;
    for (index, field) in def.fields.iter().enumerate() {
        text.push_str(&doc(2, &field_doc(field)));
        let (name, kind, read) = (camel(field.name), read_type(field.kind), reader(field.kind));
        let default = default(field.kind).map_or_else(String::new, |value| format!(", 0x{value:02x}"));
        let _ = writeln!(
            text,
            "  get {name}(): {kind} {{\n    return this.{read}({index}, {slot}{default});\n  }}\n"
        );
        slot += slots(field.kind);
    }
    text.push_str(&doc(
        2,
        "The same PDU with some fields changed; all else stays as it was, octet for octet.",
    ));
    let _ = writeln!(
        text,
        "  with(fields: {name}Fields): {name} {{\n    return this._with(new (this.constructor as new () => {name})(), fields);\n  }}\n}}\n"
    );
    text
}

fn class_doc(def: &PduDef) -> String {
    let mut text = format!("`{}`: {}\n\nIn SMPP {}.", def.name, sentence(def.text), versions(def.versions));
    if !def.other_names.is_empty() {
        let _ = write!(text, " Also called `{}`.", def.other_names.join("`, `"));
    }
    text
}

fn field_doc(field: &FieldDef) -> String {
    let mut text = sentence(field.text);
    match field.kind {
        FieldType::Value(values) => {
            let _ = write!(text, " One octet: see {{@link values!{values} | {values}}}.");
        }
        FieldType::U8 => text.push_str(" One octet."),
        FieldType::CString { max } => {
            let _ = write!(text, " Up to {} characters, each an octet.", max - 1);
        }
        FieldType::MessageId => text.push_str(" Up to 64 characters, in 3.3 eight."),
        FieldType::Time => text.push_str(" An SMPP time of 16 characters, or empty."),
        FieldType::FinalDate => {
            text.push_str(" An SMPP time, in 3.3 and 3.4 also its first twelve digits; or empty.");
        }
        _ => {}
    }
    if !field.other_names.is_empty() {
        let _ = write!(text, " Also called `{}`.", field.other_names.join("`, `"));
    }
    text
}

fn total(fields: &[FieldDef]) -> usize {
    fields.iter().map(|field| slots(field.kind)).sum()
}

const fn kind(kind: PduKind) -> &'static str {
    match kind {
        PduKind::Request => "request",
        PduKind::Response => "response",
        PduKind::Notification => "notification",
        PduKind::Nack => "nack",
    }
}

fn field_kind(kind: FieldType) -> String {
    match kind {
        FieldType::Value(values) => format!("octet', values: '{values}"),
        FieldType::U8 => "octet".into(),
        FieldType::ShortMessage => "octets".into(),
        FieldType::DestAddresses => "destAddresses".into(),
        FieldType::UnsuccessSmes => "unsuccessSmes".into(),
        FieldType::MessageIds => "messageIds".into(),
        _ => "string".into(),
    }
}

const fn read_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::U8 | FieldType::Value(_) => "number",
        FieldType::ShortMessage => "Octets",
        FieldType::DestAddresses => "readonly DestAddress[]",
        FieldType::UnsuccessSmes => "readonly UnsuccessSme[]",
        FieldType::MessageIds => "readonly string[]",
        _ => "string",
    }
}

const fn given_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::ShortMessage => "Uint8Array | string",
        kind => read_type(kind),
    }
}

const fn reader(kind: FieldType) -> &'static str {
    match kind {
        FieldType::U8 | FieldType::Value(_) => "_octet",
        FieldType::ShortMessage => "_octetString",
        FieldType::DestAddresses => "_destAddresses",
        FieldType::UnsuccessSmes => "_unsuccessSmes",
        FieldType::MessageIds => "_messageIds",
        _ => "_string",
    }
}

/// What a field has that is not given, unless that is 0.
fn default(kind: FieldType) -> Option<u8> {
    (kind == FieldType::Value("InterfaceVersion")).then(|| InterfaceVersion::default().0)
}

fn all() -> String {
    let mut text = String::from(
        "/** @internal The classes, with what they know of their PDUs. */\n\
         export const PDU_CLASSES: readonly (readonly [PduDefinition, new () => Pdu])[] = [\n",
    );
    for def in SCHEMA {
        let _ = writeln!(text, "  [{}, {}],", camel(def.name), pascal(def.name));
    }
    text.push_str("];\n\n");
    for (name, text_of, wanted) in [
        ("RequestPdu", "Any PDU that wants a response.", PduKind::Request),
        ("ResponsePdu", "Any PDU that answers a request of its own.", PduKind::Response),
        ("NotificationPdu", "Any PDU that wants no response.", PduKind::Notification),
    ] {
        text.push_str(&doc(0, text_of));
        let names = SCHEMA.iter().filter(|def| def.kind == wanted).map(|def| pascal(def.name));
        let _ = writeln!(text, "export type {name} =\n  | {};\n", names.collect::<Vec<_>>().join("\n  | "));
    }
    text
}
