//! `tests/c/maxima.c`: every PDU in C, each of its fields as large as it may be.

use smppkit::SCHEMA;
use smppkit_conformance::model::{Model, Value};

pub(crate) fn text() -> String {
    let mut text = String::from(
        "// Every PDU with fields as large as they may be; its octets go to standard output.\n\
         // Made by tests/header.rs from the core's tables; do not edit.\n#include \"maxima.h\"\n",
    );
    for def in SCHEMA {
        text += &pdu(&Model::all_maximums(def));
    }
    text += "\nint main(void)\n{\n";
    for def in SCHEMA {
        text += &format!("    {}();\n", def.name);
    }
    text + "    return 0;\n}\n"
}

fn pdu(model: &Model) -> String {
    let name = model.def.name;
    let mut text = format!(
        "\nstatic void {name}(void)\n{{\n    smppkit_{name} pdu = SMPPKIT_{}_INIT;\n",
        name.to_uppercase()
    );
    for (row, value) in model.def.fields.iter().zip(&model.fields) {
        text += &format!("    pdu.{} = {};\n", row.name, in_c(value));
    }
    if !model.tlvs.is_empty() {
        let tlvs = model.tlvs.iter().map(|(tag, value)| {
            assert!(value.iter().all(|octet| *octet == 0), "zeros");
            format!("smppkit_tlv_octets(0x{tag:04X}, zeros({}))", value.len())
        });
        text += &format!("    smppkit_tlv tlvs[] = {{ {} }};\n", tlvs.collect::<Vec<_>>().join(", "));
        text += &format!("    pdu.tlvs = smppkit_tlvs_of(tlvs, {});\n", model.tlvs.len());
    }
    let version = model.def.versions.last().expect("each PDU is in a version").0;
    text + &format!("    emit(&pdu, 0x{version:02X});\n}}\n")
}

fn in_c(value: &Value) -> String {
    match value {
        Value::Octet(octet) => format!("0x{octet:02X}"),
        Value::CString(text) | Value::Text(text) if text.iter().all(|octet| *octet == b'A') => {
            format!("letters({})", text.len())
        }
        Value::CString(text) | Value::Text(text) => {
            format!("smppkit_string(\"{}\")", text.escape_ascii())
        }
        Value::Dests(dests) => format!("dests({})", dests.len()),
        Value::Failed(failed) => format!("failed({})", failed.len()),
        Value::Ids(ids) => format!("ids({})", ids.len()),
    }
}
