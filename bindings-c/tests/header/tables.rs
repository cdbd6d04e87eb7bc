//! `smppkit_pdus.h` and `smppkit_tlvs.h`: what the core's tables say, in C.

use smppkit::tlv::{PartDef, TLVS, TlvRow, TlvType};
use smppkit::values::{ContentType, EsmClass, InterfaceVersion, RegisteredDelivery};
use smppkit::{FieldDef, FieldType, PduDef, PduKind, SCHEMA, STATUSES};
use smppkit_c::layout;

/// Names for the values of one octet, with their documentation.
struct Values {
    name: &'static str,
    text: &'static str,
    /// Number, name, documentation.
    values: &'static [(u8, &'static str, &'static str)],
}

macro_rules! collect {
    ($into:ident: $($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $value_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        const $into: &[Values] = &[$(Values {
            name: stringify!($type),
            text: concat!($($doc),+),
            values: &[$(($value, stringify!($name), concat!($($value_doc),+))),+],
        }),+];
    };
}
macro_rules! values {
    ($($rows:tt)+) => { collect! { VALUES: $($rows)+ } };
}
macro_rules! bits {
    ($($rows:tt)+) => { collect! { BITS: $($rows)+ } };
}
smppkit::for_each_value!(values);
smppkit::for_each_bits!(bits);

/// Which bits of an octet go together: the name of the octet, that of the bits, the bits, what they say.
const MASKS: [(&str, &str, u8, &str); 3] = [
    ("EsmClass", "MODE", EsmClass::MODE_MASK, "the mode"),
    ("EsmClass", "TYPE", EsmClass::TYPE_MASK, "the type"),
    ("RegisteredDelivery", "RECEIPT", RegisteredDelivery::RECEIPT_MASK, "which receipt is wanted"),
];

/// `DataCoding` as `DATA_CODING`.
fn upper(name: &str) -> String {
    let mut upper = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !upper.is_empty() {
            upper.push('_');
        }
        upper.push(letter.to_ascii_uppercase());
    }
    upper
}

/// Documentation of the tables as comments of C.
fn comment(indent: &str, text: &str) -> String {
    text.trim().lines().map(|line| format!("{indent}// {}\n", line.trim().replace('`', ""))).collect()
}

fn heading(text: &str) -> String {
    format!("\n// ---- {text}\n\n")
}

pub(crate) fn pdus() -> String {
    let mut text = String::from(
        "// smppkit_pdus.h: the PDUs of SMPP 3.3, 3.4 and 5.0, and the names of their values. Included by smppkit.h.\n\
         // Made by tests/header.rs from the core's tables; do not edit.\n\
         #ifndef SMPPKIT_PDUS_H\n#define SMPPKIT_PDUS_H\n",
    );
    text += &heading("command_id: which PDU it is");
    for def in SCHEMA {
        text += &format!("#define {} 0x{:08X}u\n", id(def), def.command_id.0);
    }
    text += &heading("command_status: how a request ended");
    for def in STATUSES {
        text += &comment("", def.text);
        text += &format!("#define SMPPKIT_{} 0x{:08X}u\n", def.name, def.status.0);
    }
    text += &heading("Tags of TLVs");
    for row in TLVS {
        text += &comment("", row.text);
        text += &format!("#define {} 0x{:04X}\n", tag(row), row.tag.0);
    }
    text += &heading("Values of one octet");
    text += &versions();
    for values in VALUES.iter().chain(BITS) {
        text += &named_values(values);
    }
    text += &content_types();
    text += &heading(
        "PDUs without their headers. Begin with what the …_INIT gives: it sets the size, the id, and all else to empty or 0",
    );
    for def in SCHEMA {
        text += &pdu(def);
    }
    text += UNKNOWN;
    text += &union();
    text += &for_each();
    text += &asserts();
    text += "\n#endif // SMPPKIT_PDUS_H\n";
    text
}

fn id(def: &PduDef) -> String {
    format!("SMPPKIT_{}", def.name.to_uppercase())
}

fn tag(row: &TlvRow) -> String {
    format!("SMPPKIT_TLV_{}", row.name.to_uppercase())
}

fn versions() -> String {
    let mut text = String::from("// The version of SMPP that a side speaks (3.4 §5.2.4; 5.0 §4.7.13).\n");
    for version in [InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0] {
        let name = version.name().expect("a name").replace('.', "_");
        text += &format!("#define SMPPKIT_V{name} 0x{:02X}\n", version.0);
    }
    text.push('\n');
    text
}

fn named_values(values: &Values) -> String {
    let mut text = comment("", values.text);
    for (value, name, doc) in values.values {
        let doc = doc.trim().replace('`', "");
        let name_in_words = name.replace('_', " ").to_lowercase();
        // What the name says need not be said again.
        let doc = match doc.split_once([':', '.']) {
            Some((first, more)) if first.to_lowercase() == name_in_words => more.trim(),
            _ => &doc,
        };
        let doc = if doc.is_empty() { String::new() } else { format!(" // {doc}") };
        text += &format!("#define SMPPKIT_{}_{name} 0x{value:02X}{doc}\n", upper(values.name));
    }
    for (_, name, mask, doc) in MASKS.iter().filter(|(octet, ..)| *octet == values.name) {
        let octet = upper(values.name);
        text += &format!("#define SMPPKIT_{octet}_{name}_MASK 0x{mask:02X} // With & it leaves {doc}.\n");
    }
    text.push('\n');
    text
}

fn content_types() -> String {
    let mut text = String::from(
        "// What a broadcast is about: the part content_type of broadcast_content_type (5.0 §4.8.4.8).\n",
    );
    for (value, name) in ContentType::NAMES {
        text += &format!("#define SMPPKIT_CONTENT_TYPE_{name} 0x{value:04X}\n");
    }
    text
}

fn c_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::U8 | FieldType::Value(_) => "uint8_t",
        FieldType::DestAddresses => "smppkit_dest_addresses",
        FieldType::UnsuccessSmes => "smppkit_unsuccess_smes",
        FieldType::MessageIds => "smppkit_message_ids",
        _ => "smppkit_octets",
    }
}

/// What the table says of a kind of field beside its documentation.
fn limits(kind: FieldType) -> String {
    match kind {
        FieldType::Value("InterfaceVersion") => " SMPPKIT_V….".into(),
        FieldType::Value(values) => format!(" SMPPKIT_{}_….", upper(values)),
        FieldType::CString { max } => format!(" Up to {} octets.", max - 1),
        FieldType::MessageId => " Up to 64 octets; 8 in 3.3.".into(),
        FieldType::Time => " Empty, or 16 characters.".into(),
        FieldType::FinalDate => " Empty, 16 characters, or (but in 5.0) 12.".into(),
        _ => String::new(),
    }
}

fn default(kind: FieldType) -> String {
    match kind {
        FieldType::Value("InterfaceVersion") => "SMPPKIT_V3_4".into(),
        FieldType::U8 | FieldType::Value(_) => "0".into(),
        FieldType::DestAddresses | FieldType::UnsuccessSmes | FieldType::MessageIds => {
            "SMPPKIT_NO_LIST".into()
        }
        _ => "SMPPKIT_NO_OCTETS".into(),
    }
}

fn field(row: &FieldDef) -> String {
    let text = row.text.trim().trim_end_matches('.');
    let doc = comment("    ", &format!("{text}.{}", limits(row.kind)));
    format!("{doc}    {} {};\n", c_type(row.kind), row.name)
}

fn pdu(def: &PduDef) -> String {
    let (name, id) = (def.name, id(def));
    let kind = match def.kind {
        PduKind::Notification => " It has no response.",
        _ => "",
    };
    let doc = comment("", &format!("{}{kind}", def.text.trim()));
    let fields = def.fields.iter().map(field).collect::<String>();
    let defaults = def.fields.iter().map(|row| default(row.kind) + ", ").collect::<String>();
    format!(
        "{doc}typedef struct smppkit_{name} {{\n    uint32_t struct_size;\n    uint32_t command_id;\n{fields}    \
         // TLVs, and whatever else follows the fields.\n    smppkit_tlvs tlvs;\n}} smppkit_{name};\n\
         #define {id}_INIT \\\n    {{ sizeof(smppkit_{name}), {id}, {defaults}SMPPKIT_NO_TLVS }}\n\n"
    )
}

const UNKNOWN: &str = "\
// A PDU that no version knows: whatever its command_id is.
typedef struct smppkit_unknown_pdu {
    uint32_t struct_size;
    uint32_t command_id;
    // All that follows the header.
    smppkit_octets body;
} smppkit_unknown_pdu;
#define SMPPKIT_UNKNOWN_PDU_INIT { sizeof(smppkit_unknown_pdu), 0, SMPPKIT_NO_OCTETS }

// What every PDU struct begins with.
typedef struct smppkit_any_pdu {
    uint32_t struct_size;
    uint32_t command_id;
} smppkit_any_pdu;

";

fn union() -> String {
    let members = SCHEMA.iter().map(|def| format!("    smppkit_{0} {0};\n", def.name)).collect::<String>();
    format!(
        "// Any PDU: any.command_id says which.\ntypedef union smppkit_pdu {{\n    smppkit_any_pdu any;\n    \
         smppkit_unknown_pdu unknown;\n{members}}} smppkit_pdu;\n#define SMPPKIT_PDU_INIT {{ {{ 0, 0 }} }}\n"
    )
}

/// A macro that calls another for each PDU.
fn for_each() -> String {
    let calls = SCHEMA.iter().map(|def| format!(" \\\n    call({}, {})", def.name, upper(def.name)));
    format!(
        "\n// call(submit_sm, SUBMIT_SM), and likewise for every other PDU.\n#define SMPPKIT_FOR_EACH_PDU(call){}\n",
        calls.collect::<String>()
    )
}

/// That the compiler puts the last member of each PDU where the library expects it.
fn asserts() -> String {
    let mut text = heading("The library and your compiler agree on where everything is");
    text += "#ifdef __cplusplus\n#define SMPPKIT_ASSERT(truth) static_assert(truth, \"the library has another layout\")\n\
             #else\n#define SMPPKIT_ASSERT(truth) _Static_assert(truth, \"the library has another layout\")\n#endif\n\
             #define SMPPKIT_AT(type, member, with_8_octets, with_4_octets) \\\n    \
             SMPPKIT_ASSERT(offsetof(type, member) == (sizeof(void *) == 8 ? (with_8_octets) : (with_4_octets)))\n\n";
    for def in SCHEMA {
        text += &at(def, "tlvs", def.fields.len());
    }
    text
}

fn at(def: &PduDef, member: &str, number: usize) -> String {
    let [wide, narrow] = [8, 4].map(|pointer| layout::offset(def.fields, number, pointer));
    format!("SMPPKIT_AT(smppkit_{}, {member}, {wide}, {narrow});\n", def.name)
}

/// `tests/c/layout.c`: the place of every field.
pub(crate) fn layouts() -> String {
    let mut text = String::from(
        "// Where each field of each PDU is. Made by tests/header.rs from the core's tables; do not edit.\n\
         #include <smppkit.h>\n\n#define SIZE(type, with_8_octets, with_4_octets) \\\n    \
         SMPPKIT_ASSERT(sizeof(type) == (sizeof(void *) == 8 ? (with_8_octets) : (with_4_octets)))\n",
    );
    for def in SCHEMA {
        let [wide, narrow] = [8, 4].map(|pointer| layout::size(def.fields, pointer));
        text += &format!("\nSIZE(smppkit_{}, {wide}, {narrow});\n", def.name);
        for (number, row) in def.fields.iter().enumerate() {
            text += &at(def, row.name, number);
        }
    }
    text += "\nint main(void)\n{\n    return 0;\n}\n";
    text
}

pub(crate) fn tlvs() -> String {
    let mut text = String::from(
        "// smppkit_tlvs.h: each TLV of 3.4 and 5.0 by its name. Included by smppkit.h.\n\
         // Made by tests/header.rs from the core's tables; do not edit.\n//\n\
         // smppkit_tlv_NAME makes a TLV to be sent; a string or octets in it must live until it was encoded.\n\
         // smppkit_get_NAME gives the value of the first such TLV of a PDU: SMPPKIT_E_NOT_FOUND if there is none,\n\
         // SMPPKIT_E_UNREADABLE if it has other octets. One that may be there several times is found with smppkit_tlvs_next.\n\
         #ifndef SMPPKIT_TLVS_H\n#define SMPPKIT_TLVS_H\n",
    );
    for row in TLVS {
        text.push('\n');
        text += &comment("", row.text);
        text += &tlv(row);
    }
    text += "\n#endif // SMPPKIT_TLVS_H\n";
    text.lines().map(super::wrap).collect()
}

/// The suffix of the functions for a type, and the type in C.
fn scalar(kind: TlvType) -> (&'static str, &'static str) {
    match kind {
        TlvType::U8 | TlvType::Value(_) => ("u8", "uint8_t"),
        TlvType::U16 => ("u16", "uint16_t"),
        TlvType::U32 | TlvType::CommandStatus => ("u32", "uint32_t"),
        TlvType::CString => ("string", "smppkit_octets"),
        TlvType::Octets => ("octets", "smppkit_octets"),
        kind => panic!("no C for {kind:?}"),
    }
}

fn tlv(row: &TlvRow) -> String {
    let (name, tag) = (row.name, tag(row));
    if row.parts.is_empty() {
        let (suffix, c_type) = scalar(row.kind);
        return format!(
            "static inline smppkit_tlv smppkit_tlv_{name}({c_type} value)\n{{\n    \
             return smppkit_tlv_{suffix}({tag}, value);\n}}\n\
             static inline int32_t smppkit_get_{name}(const smppkit_tlvs *tlvs, {c_type} *value)\n{{\n    \
             return smppkit_tlvs_get_{suffix}(tlvs, {tag}, value);\n}}\n"
        );
    }
    let required = row.parts.iter().take_while(|part| !part.optional).count();
    if required == row.parts.len() {
        return make(row, "", row.parts) + &get(row);
    }
    // What is optional is there in full or not at all.
    make(row, "", &row.parts[..required]) + &make(row, "_full", row.parts)
}

fn part_docs(parts: &[PartDef]) -> String {
    parts.iter().map(|part| comment("", &format!("{}: {}", part.name, part.text.trim()))).collect()
}

/// A function that makes a TLV of these parts.
fn make(row: &TlvRow, suffix: &str, parts: &[PartDef]) -> String {
    let arguments =
        parts.iter().map(|part| format!("{} {}", scalar(part.kind).1, part.name)).collect::<Vec<_>>();
    let arguments = if arguments.is_empty() { "void".into() } else { arguments.join(", ") };
    let mut head = vec![];
    let mut rest = "SMPPKIT_NO_OCTETS";
    for part in parts {
        match part.kind {
            TlvType::U8 | TlvType::Value(_) => head.push(part.name.to_string()),
            TlvType::U16 => {
                let octets = [format!("(uint8_t)({} >> 8)", part.name), format!("(uint8_t){}", part.name)];
                head.extend(octets);
            }
            TlvType::Octets => rest = part.name,
            kind => panic!("no part is {kind:?}"),
        }
    }
    let len = head.len();
    head.resize(4, "0".into());
    let value =
        if rest == "SMPPKIT_NO_OCTETS" { String::new() } else { format!("    tlv.value = {rest};\n") };
    format!(
        "{}static inline smppkit_tlv smppkit_tlv_{}{suffix}({arguments})\n{{\n    \
         smppkit_tlv tlv = {{ {}, {len}, 0, {{ {} }}, SMPPKIT_NO_OCTETS }};\n{value}    return tlv;\n}}\n",
        part_docs(parts),
        row.name,
        tag(row),
        head.join(", ")
    )
}

/// A function that reads a TLV of several parts.
fn get(row: &TlvRow) -> String {
    let count = row.parts.len();
    let arguments =
        row.parts.iter().map(|part| format!(", {} *{}", scalar(part.kind).1, part.name)).collect::<String>();
    let assigned = row.parts.iter().enumerate().map(|(at, part)| match scalar(part.kind).1 {
        "smppkit_octets" => format!("        *{} = parts[{at}].octets;\n", part.name),
        c_type => format!("        *{} = ({c_type})parts[{at}].number;\n", part.name),
    });
    format!(
        "static inline int32_t smppkit_get_{name}(const smppkit_tlvs *tlvs{arguments})\n{{\n    \
         smppkit_tlv_part parts[{count}];\n    \
         int32_t result = smppkit_tlvs_get_parts(tlvs, {tag}, parts, {count});\n    \
         if (result == SMPPKIT_OK) {{\n{assigned}    }}\n    return result;\n}}\n",
        name = row.name,
        tag = tag(row),
        assigned = assigned.collect::<String>(),
    )
}
