//! PDUs in the forms in which real message centres and clients send them: each decodes as described, names its faults,
//! and encodes to the same octets.

use std::collections::{BTreeMap, BTreeSet};

use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::receipt::{DateReading, ErrorCode};
use smppkit::{Body, CommandStatus, Decoded, decode};
use smppkit_conformance::dialects::{Receipt, forms};
use smppkit_conformance::model::{Dest, Failed, Value};
use smppkit_conformance::spec::to_hex;

use crate::round_trip::assert_same_octets;

#[test]
fn each_form_decodes_as_described() {
    let forms = forms();
    let mut seen = BTreeSet::new();
    for form in &forms {
        let at = format!("{}: {}: {} ({})", form.file, form.command, form.form, form.seen);
        assert!(seen.insert(at.clone()), "{at}: twice");
        let octets = form.octets();
        let decoded = decode(&octets).unwrap_or_else(|error| panic!("{at}: {error}"));
        assert_eq!(decoded.header.command_id.to_string(), form.command, "{at}");
        assert_same_octets(&octets);
        assert_eq!(fields(&decoded), form.fields, "{at}");
        let tlvs = decoded.pdu.tlvs();
        let items = tlvs.iter().map(|tlv| format!("{} {}", tlv.tag, to_hex(tlv.octets().0)));
        assert_eq!(items.collect::<Vec<_>>(), form.tlvs, "{at}");
        assert_eq!(to_hex(tlvs.remainder()), form.rest, "{at}");
        let faults = decoded.faults.iter();
        let faults = faults.map(|fault| format!("{} {} {}", fault.field, fault.offset, fault.status));
        assert_eq!(faults.collect::<Vec<_>>(), form.faults, "{at}");
        if let Some(expected) = &form.receipt {
            let fields = MessageFields::of(&decoded.pdu).expect("a message");
            assert_eq!(&receipt(&fields), expected, "{at}");
        }
    }
    assert!(forms.len() > 300);
}

/// The fields that are not empty. A string has a character for each octet.
fn fields(decoded: &Decoded<'_>) -> BTreeMap<String, toml::Value> {
    let mut fields = BTreeMap::new();
    decoded.pdu.visit_fields(&mut |def, value| {
        let list = |items: Vec<String>| toml::Value::from(items);
        let (value, is_empty) = match Value::from(value) {
            Value::Octet(octet) => (toml::Value::from(i64::from(octet)), octet == 0),
            Value::CString(octets) | Value::Text(octets) => (latin_1(&octets).into(), octets.is_empty()),
            Value::Dests(dests) => (list(dests.iter().map(dest).collect()), dests.is_empty()),
            Value::Failed(failed) => (list(failed.iter().map(self::failed).collect()), failed.is_empty()),
            Value::Ids(ids) => (list(ids.iter().map(|id| latin_1(id)).collect()), ids.is_empty()),
        };
        if !is_empty {
            fields.insert(def.name.into(), value);
        }
    });
    fields
}

fn latin_1(octets: &[u8]) -> String {
    octets.iter().map(|octet| char::from(*octet)).collect()
}

fn dest(dest: &Dest) -> String {
    match dest {
        Dest::Sme(ton, npi, addr) => format!("{ton}/{npi}/{}", latin_1(addr)),
        Dest::List(name) => latin_1(name),
    }
}

fn failed(failed: &Failed) -> String {
    let Failed { ton, npi, addr, status } = failed;
    format!("{ton}/{npi}/{} {}", latin_1(addr), CommandStatus(*status))
}

/// What a message means.
fn receipt(fields: &MessageFields<'_>) -> Receipt {
    let mut scratch = [0; 512];
    let incoming = Incoming::read(fields, &mut scratch);
    let report = incoming.report;
    let (submitted, done) = report.text.dates();
    Receipt {
        kind: format!("{:?}", incoming.kind),
        by: format!("{:?}", incoming.evidence),
        id: report.message_id().map(|(id, _)| id.into()),
        submit_date: submitted.map(date),
        done_date: done.map(date),
        state: report.message_state().map(|(state, _)| format!("{state:?}")),
        err: report.error_code().map(|(code, _)| error_code(code)),
        text: report.text.text.map(latin_1),
        conflicting: report.text.conflicting,
        ambiguous: report.text.ambiguous,
        ids_differ: report.ids_differ(),
        states_differ: report.states_differ(),
    }
}

fn date(reading: DateReading) -> String {
    match reading.other {
        Some(other) => format!("{} or {other}", reading.date),
        None => reading.date.to_string(),
    }
}

fn error_code(code: ErrorCode<'_>) -> String {
    match code {
        ErrorCode::Network { network_type, code } => format!("{network_type}/{code}"),
        ErrorCode::Bare(code) => code.to_string(),
        ErrorCode::Text(text) => text.into(),
        ErrorCode::Octets(octets) => to_hex(octets),
    }
}
