//! TLVs: their tags, and the class that has one property for each.

use std::fmt::Write as _;

use smppkit::tlv::{TLVS, TlvRow, TlvType};

use super::names::{camel, doc, pascal, sentence, versions};

/// The tags, the types of values, and what the table says.
pub(super) fn table() -> String {
    let mut text = String::from("import type { TlvDefinition, TlvValue } from '../definition.js';\n\n");
    text.push_str(&doc(0, "The tag of every TLV of the three versions (5.0 §4.8.1; 3.4 §5.3.2)."));
    text.push_str("export const Tag = {\n");
    for row in TLVS {
        text.push_str(&doc(2, &about(row)));
        let _ = writeln!(text, "  {}: 0x{:04x},", row.name.to_uppercase(), row.tag.0);
    }
    text.push_str("} as const;\n\n");
    for row in TLVS.iter().filter(|row| !row.parts.is_empty()) {
        text.push_str(&parts(row));
    }
    text.push_str(&init());
    text.push_str("/** @internal What the table says of each TLV. */\nexport const TLVS: readonly TlvDefinition[] = [\n");
    for row in TLVS {
        let _ = writeln!(text, "  {},", definition(row));
    }
    text.push_str("];\n");
    text
}

fn about(row: &TlvRow) -> String {
    let mut text = format!("{} In SMPP {}.", sentence(row.text), versions(row.versions));
    if let TlvType::Value(values) = row.kind {
        let _ = write!(text, " See {{@link values!{values} | {values}}}.");
    }
    if !row.other_names.is_empty() {
        let _ = write!(text, " Also called `{}`.", row.other_names.join("`, `"));
    }
    text
}

fn parts(row: &TlvRow) -> String {
    let mut text = doc(0, &format!("The value of `{}`: {}", row.name, sentence(row.text)));
    let _ = writeln!(text, "export interface {}Value {{", pascal(row.name));
    for part in row.parts {
        let mut about = sentence(part.text);
        if let TlvType::Value(values) = part.kind {
            let _ = write!(about, " See {{@link values!{values} | {values}}}.");
        }
        text.push_str(&doc(2, &about));
        let optional = if part.optional { "?" } else { "" };
        let _ = writeln!(text, "  {}{optional}: {};", camel(part.name), plain_type(part.kind));
    }
    text.push_str("}\n\n");
    text
}

fn plain_type(kind: TlvType) -> &'static str {
    match kind {
        TlvType::CString => "string",
        TlvType::Octets => "Uint8Array | string",
        _ => "number",
    }
}

fn given_type(row: &TlvRow) -> String {
    if row.parts.is_empty() { plain_type(row.kind).into() } else { format!("{}Value", pascal(row.name)) }
}

fn read_type(row: &TlvRow) -> String {
    match row.kind {
        TlvType::Octets if row.parts.is_empty() => "Octets".into(),
        _ => given_type(row),
    }
}

fn init() -> String {
    let mut text = doc(0, "TLVs by name. A TLV that may be repeated takes an array, too.");
    text.push_str("export interface NamedTlvs {\n");
    for row in TLVS {
        text.push_str(&doc(2, &about(row)));
        let given = given_type(row);
        let many = if row.repeated { format!("{given} | readonly ({given})[]") } else { given };
        let _ = writeln!(text, "  {}?: {many};", camel(row.name));
    }
    text.push_str("}\n\n");
    text.push_str(&doc(
        0,
        "TLVs to be sent: an object whose keys are names, or numbers for TLVs that the specification does not know, or pairs \
         of both in the order that is wanted.",
    ));
    text.push_str(
        "export type TlvsInit =\n  | (NamedTlvs & { readonly [tag: number]: Uint8Array | string })\n  \
         | Iterable<readonly [tag: number | keyof NamedTlvs, value: TlvValue]>;\n\n",
    );
    text
}

/// The class that reads them.
pub(super) fn class() -> String {
    let mut text =
        String::from("import type { Octets } from '../octets.js';\nimport { TlvList } from '../tlv.js';\n");
    let types =
        TLVS.iter().filter(|row| !row.parts.is_empty()).map(|row| format!("  {}Value,\n", pascal(row.name)));
    let _ = writeln!(
        text,
        "import {{ TLVS }} from './tlv-table.js';\nimport type {{\n  NamedTlvs,\n{}}} from './tlv-table.js';\n",
        types.collect::<String>()
    );
    text.push_str(&doc(
        0,
        "The TLVs of a PDU, in the order of the wire. A property is the value of the first TLV of that name that can be read \
         as the specification says; `undefined` if there is none.",
    ));
    text.push_str("export class Tlvs extends TlvList {\n");
    for (index, row) in TLVS.iter().enumerate() {
        text.push_str(&doc(2, &about(row)));
        let _ = writeln!(
            text,
            "  get {}(): {} | undefined {{\n    return this._read(TLVS[{index}]!) as {} | undefined;\n  }}\n",
            camel(row.name),
            read_type(row),
            read_type(row),
        );
    }
    text.push_str(&doc(2, "The values of all TLVs of this name that can be read as the specification says."));
    text.push_str("  all<K extends keyof NamedTlvs>(name: K): NonNullable<Tlvs[K]>[] {\n");
    text.push_str("    return this._readAll(name) as NonNullable<Tlvs[K]>[];\n  }\n}\n");
    text
}

fn kind(kind: TlvType) -> &'static str {
    match kind {
        TlvType::U16 => "u16",
        TlvType::U32 | TlvType::CommandStatus => "u32",
        TlvType::CString => "string",
        TlvType::Octets => "octets",
        _ => "u8",
    }
}

fn definition(row: &TlvRow) -> String {
    let mut text =
        format!("{{ tag: 0x{:04x}, name: '{}', kind: '{}'", row.tag.0, camel(row.name), kind(row.kind));
    if let TlvType::Value(values) = row.kind {
        let _ = write!(text, ", values: '{values}'");
    }
    if !row.parts.is_empty() {
        let parts = row.parts.iter().map(|part| {
            let optional = if part.optional { ", optional: true" } else { "" };
            format!("{{ name: '{}', kind: '{}'{optional} }}", camel(part.name), kind(part.kind))
        });
        let _ = write!(text, ", parts: [{}]", parts.collect::<Vec<_>>().join(", "));
    }
    text.push_str(" }");
    text
}
