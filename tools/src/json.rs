//! PDUs as JSON: numbers as numbers, C-octet strings as strings, octets as hex.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json};
use smppkit::tlv::VendorTlv;
use smppkit::{
    Body as _, COctetString, CommandStatus, Decoded, DestAddress, Fault, FieldType, FieldValue, Pdu, Tlv,
    TlvValue, encode,
};

/// A PDU with its header, and what is wrong in it.
pub fn decoded(decoded: &Decoded<'_>, vendor: &[VendorTlv<'_>]) -> Map<String, Value> {
    let header = decoded.header;
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.into(), value);
    put("ok", true.into());
    put("command", header.command_id.name().into());
    put("command_id", header.command_id.0.into());
    put("command_status", header.command_status.0.into());
    put("sequence_number", header.sequence_number.into());
    put("fields", fields(decoded));
    put("tlvs", decoded.pdu.tlvs().iter().map(|item| tlv(&item, vendor)).collect());
    put("faults", faults(decoded));
    put("reencoded", reencoded(decoded).into());
    let rest = match &decoded.pdu {
        Pdu::Unknown { body, .. } => body.as_bytes(),
        pdu => pdu.tlvs().remainder(),
    };
    if !rest.is_empty() {
        put("rest", hex(rest).into());
    }
    object
}

/// The same for logs, which are no place for passwords: without the octets of a PDU that has one.
pub fn decoded_without_password(pdu: &Decoded<'_>, vendor: &[VendorTlv<'_>]) -> Map<String, Value> {
    let mut object = decoded(pdu, vendor);
    if let Some(password) = object.get_mut("fields").and_then(|fields| fields.get_mut("password")) {
        *password = "***".into();
        object.insert("reencoded".into(), Value::Null);
    }
    object
}

fn fields(decoded: &Decoded<'_>) -> Value {
    let mut fields = Map::new();
    decoded.pdu.visit_fields(&mut |def, value| {
        let mut put = |key: &str, value: Value| fields.insert(key.into(), value);
        match value {
            FieldValue::U8(number, _) => put(def.name, number.into()),
            FieldValue::CString(text) => put(def.name, latin_1(text)),
            FieldValue::Octets(octets) => {
                // The length octet as it is on the wire, also where it announces more than there is.
                let announced = decoded.faults.iter().find_map(|fault| match fault.fault {
                    Fault::Overrun { announced, .. } if fault.field == def.name => Some(announced),
                    _ => None,
                });
                put("sm_length", announced.unwrap_or(octets.len()).into());
                put(def.name, hex(octets.as_bytes()).into())
            }
            FieldValue::DestAddresses(list) => {
                put("number_of_dests", list.len().into());
                put(def.name, list.iter().map(dest_address).collect())
            }
            FieldValue::UnsuccessSmes(list) => {
                put("no_unsuccess", list.len().into());
                let item = |item: smppkit::UnsuccessSme<'_>| {
                    json!({
                        "dest_addr_ton": item.dest_addr_ton.0,
                        "dest_addr_npi": item.dest_addr_npi.0,
                        "destination_addr": latin_1(item.destination_addr),
                        "error_status_code": item.error_status_code.0,
                    })
                };
                put(def.name, list.iter().map(item).collect())
            }
            FieldValue::MessageIds(list) => {
                put("number_msgs", list.len().into());
                put(def.name, list.iter().map(|id| json!({"msgid": latin_1(id)})).collect())
            }
            // The core knows a kind of field that this command does not know yet.
            _ => None,
        };
    });
    Value::Object(fields)
}

/// The octet that the specification has before the content of a field, and that the table does not list.
pub const fn implied_length(kind: FieldType) -> Option<&'static str> {
    match kind {
        FieldType::ShortMessage => Some("sm_length"),
        FieldType::DestAddresses => Some("number_of_dests"),
        FieldType::UnsuccessSmes => Some("no_unsuccess"),
        FieldType::MessageIds => Some("number_msgs"),
        _ => None,
    }
}

fn dest_address(item: DestAddress<'_>) -> Value {
    match item {
        DestAddress::Sme { ton, npi, destination_addr } => json!({
            "dest_flag": 1,
            "dest_addr_ton": ton.0,
            "dest_addr_npi": npi.0,
            "destination_addr": latin_1(destination_addr),
        }),
        DestAddress::DistributionList { dl_name } => json!({"dest_flag": 2, "dl_name": latin_1(dl_name)}),
    }
}

fn tlv(tlv: &Tlv<'_>, vendor: &[VendorTlv<'_>]) -> Value {
    let (octets, end) = tlv.octets();
    let hex = hex(&[octets, end].concat());
    let def = vendor.iter().find(|def| def.tag == tlv.tag);
    let value = match def.and_then(|def| def.read(tlv)).unwrap_or_else(|| tlv.value()) {
        TlvValue::U8(number, _) => number.into(),
        TlvValue::U16(number) => number.into(),
        TlvValue::U32(number) => number.into(),
        TlvValue::CommandStatus(status) => status.0.into(),
        TlvValue::CString(text) => latin_1(text),
        _ => hex.clone().into(),
    };
    json!({"tag": tlv.tag.0, "name": def.map_or(tlv.tag.name(), |def| Some(def.name)), "value": value, "hex": hex})
}

/// What is wrong with a PDU that the table does not have.
pub const UNKNOWN_COMMAND: &str = "no version of SMPP has this command";

fn faults(decoded: &Decoded<'_>) -> Value {
    let mut faults: Vec<Value> = decoded
        .faults
        .iter()
        .map(|fault| {
            json!({
                "field": fault.field,
                "offset": fault.offset,
                "reason": fault.fault.to_string(),
                "status": fault.status.to_string(),
            })
        })
        .collect();
    let id = decoded.header.command_id;
    if id.name().is_none() {
        // A response is never answered, so no status.
        let status = (!id.is_response()).then(|| CommandStatus::ESME_RINVCMDID.to_string());
        faults.push(json!({"field": "command_id", "offset": 4, "reason": UNKNOWN_COMMAND, "status": status}));
    }
    faults.into()
}

/// The octets that encoding gives.
fn reencoded(decoded: &Decoded<'_>) -> Option<String> {
    let header = decoded.header;
    let mut octets = vec![0; decoded.pdu.encoded_len()];
    let len = encode(header.command_status, header.sequence_number, &decoded.pdu, &mut octets).ok()?;
    octets.get(..len).map(hex)
}

/// A character for each octet, so that no octet is lost.
fn latin_1(text: COctetString<'_>) -> Value {
    text.as_bytes().iter().map(|octet| char::from(*octet)).collect::<String>().into()
}

/// A value in a line of its own. What comes from a peer neither ends the line for a reader that knows more ends
/// of lines than `\n`, nor speaks to the terminal.
pub fn write_line(out: &mut impl io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut line = String::new();
    for character in serde_json::to_string(value)?.chars() {
        match character {
            // A string takes all that is written to it.
            '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(line, "\\u{:04x}", u32::from(character));
            }
            character => line.push(character),
        }
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}

/// Lower-case hex.
pub fn hex(octets: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 0x0F)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_for_everybody() {
        let text = "\u{85}\u{2028}\n\u{9B}2J é";
        let mut out = Vec::new();
        write_line(&mut out, &json!({"text": text})).unwrap();
        assert_eq!(String::from_utf8_lossy(&out), "{\"text\":\"\\u0085\\u2028\\n\\u009b2J é\"}\n");
        let read: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(read["text"], text);
    }
}
