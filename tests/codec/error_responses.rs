//! Responses that lack what their row has: carriers send every form of them.

use smppkit::tlv::{self, Tag};
use smppkit::{Body, Fault, PduDef, PduKind, SCHEMA, decode};
use smppkit_conformance::generate::VERSIONS;
use smppkit_conformance::model::{Model, frame};

use crate::round_trip::assert_same_octets;

const FAILED: u32 = 0x45;

fn responses() -> impl Iterator<Item = &'static PduDef> {
    SCHEMA.iter().filter(|def| matches!(def.kind, PduKind::Response | PduKind::Nack))
}

fn faults(frame: &[u8]) -> Vec<(&'static str, Fault)> {
    let decoded = decode(frame).expect("a frame");
    decoded.faults.iter().map(|it| (it.field, it.fault)).collect()
}

/// How many of its fields a decoded PDU has.
fn fields(frame: &[u8]) -> usize {
    let mut fields = 0;
    decode(frame).expect("a frame").pdu.visit_fields(&mut |_, _| fields += 1);
    fields
}

#[test]
fn an_error_needs_no_body() {
    for def in responses() {
        let octets = frame(def.command_id.0, FAILED, 7, &[]);
        assert_eq!(faults(&octets), [], "{}", def.name);
        assert_eq!(fields(&octets), 0, "{}", def.name);
        assert_same_octets(&octets);
    }
}

/// And so it may be sent on.
#[test]
fn an_error_without_a_body_may_go_to_any_version() {
    for def in responses() {
        let octets = frame(def.command_id.0, FAILED, 7, &[]);
        let decoded = decode(&octets).expect("a frame");
        for version in VERSIONS {
            assert_eq!(decoded.pdu.check(version), Ok(()), "{} to {version}", def.name);
        }
    }
}

#[test]
fn a_success_without_its_body_is_decoded_and_reported() {
    for def in responses() {
        let octets = frame(def.command_id.0, 0, 7, &[]);
        let expected = def.fields.first().map(|row| (row.name, Fault::Missing));
        assert_eq!(faults(&octets), Vec::from_iter(expected), "{}", def.name);
        assert_eq!(fields(&octets), 0, "{}", def.name);
        assert_same_octets(&octets);
    }
}

#[test]
fn an_error_may_have_a_nul_for_a_body() {
    for def in responses() {
        let octets = frame(def.command_id.0, FAILED, 7, &[0]);
        // Where there is no field that could be empty the NUL is too much.
        let expected = def.fields.is_empty().then_some(("tlvs", Fault::TlvHeader { left: 1 }));
        assert_eq!(faults(&octets), Vec::from_iter(expected), "{}", def.name);
        assert_eq!(fields(&octets), def.fields.len().min(1), "{}", def.name);
        assert_same_octets(&octets);
    }
}

#[test]
fn an_error_may_have_a_full_body() {
    for def in responses() {
        for model in [Model::all_defaults(def), Model::all_maximums(def)] {
            let octets = Model { status: FAILED, ..model }.octets();
            assert_eq!(faults(&octets), [], "{}", def.name);
            assert_eq!(fields(&octets), def.fields.len(), "{}", def.name);
            assert_same_octets(&octets);
        }
    }
}

/// What 5.0 Table 4-21 lists for a failed transaction, with nothing before it.
const TLVS: &[u8] = b"\x04\x28\0\x01\x28\x04\x25\0\x01\x01\x04\x23\0\x03\x03\0\x1b\0\x1d\0\x0dnot reachable";

#[test]
fn an_error_may_have_tlvs_alone() {
    for def in responses() {
        let octets = frame(def.command_id.0, FAILED, 7, TLVS);
        assert_eq!(faults(&octets), [], "{}", def.name);
        assert_eq!(fields(&octets), 0, "{}", def.name);
        assert_tlvs(&octets);
    }
}

/// The faults for the TLVs that a PDU must have beside these.
fn missing_tlvs(def: &PduDef, there: &[u16]) -> impl Iterator<Item = (&'static str, Fault)> {
    let missing = def.requires.iter().map(|tag| tag.0).filter(|tag| !there.contains(tag));
    missing.map(|tag| ("tlvs", Fault::MissingTlv { tag }))
}

#[test]
fn a_success_with_tlvs_alone_keeps_them_and_is_reported() {
    for def in responses() {
        let octets = frame(def.command_id.0, 0, 7, TLVS);
        let missing = def.fields.first().map(|row| (row.name, Fault::Missing));
        let expected = missing.into_iter().chain(missing_tlvs(def, &[])).collect::<Vec<_>>();
        assert_eq!(faults(&octets), expected, "{}", def.name);
        assert_tlvs(&octets);
    }
}

/// What is wrong with such TLVs is told as anywhere.
#[test]
fn tlvs_alone_may_have_faults() {
    let bad = [TLVS, b"\x04\x27\0\x02\x02\x02"].concat();
    for def in responses() {
        for status in [0, FAILED] {
            let octets = frame(def.command_id.0, status, 7, &bad);
            let missing = def.fields.first().map(|row| (row.name, Fault::Missing)).filter(|_| status == 0);
            let wrong_length = ("tlvs", Fault::TlvLength { tag: 0x0427, len: 2 });
            let required = missing_tlvs(def, &[0x0427]).filter(|_| status == 0);
            let expected = missing.into_iter().chain([wrong_length]).chain(required).collect::<Vec<_>>();
            assert_eq!(faults(&octets), expected, "{}", def.name);
            assert_same_octets(&octets);
        }
    }
}

/// A short string and a TLV can look like one TLV of a vendor: that would be to lose the string.
#[test]
fn a_response_with_a_fault_in_its_tlvs_keeps_its_fields() {
    let body = b"1\0\0\x04\x27\0";
    let octets = frame(0x8000_0004, 0, 7, body);
    assert_eq!(faults(&octets), [("tlvs", Fault::TlvOverrun { tag: 0x0004, announced: 0x2700, left: 0 })]);
    assert_eq!(fields(&octets), 1);
}

#[test]
fn an_error_may_have_an_empty_field_and_tlvs() {
    for def in responses().filter(|def| def.fields.len() == 1) {
        let octets = frame(def.command_id.0, FAILED, 7, &[&[0], TLVS].concat());
        assert_eq!(faults(&octets), [], "{}", def.name);
        assert_eq!(fields(&octets), 1, "{}", def.name);
        assert_tlvs(&octets);
    }
}

fn assert_tlvs(octets: &[u8]) {
    let decoded = decode(octets).expect("a frame");
    let tlvs = decoded.pdu.tlvs();
    assert_eq!(tlvs.iter().map(|tlv| tlv.tag.0).collect::<Vec<_>>(), [0x0428, 0x0425, 0x0423, 0x001D]);
    assert_eq!(tlvs.get(&tlv::DELIVERY_FAILURE_REASON).map(|it| it.0), Some(1));
    assert_eq!(tlvs.get(&tlv::ADDITIONAL_STATUS_INFO_TEXT).expect("a text"), "not reachable");
    assert_eq!(tlvs.find(Tag(0x0428)).expect("a TLV").octets().0, [40]);
    assert!(tlvs.remainder().is_empty());
    assert_same_octets(octets);
}

/// A request has no such excuse.
#[test]
fn a_request_without_its_body_is_reported_whatever_its_status() {
    for def in SCHEMA.iter().filter(|def| matches!(def.kind, PduKind::Request | PduKind::Notification)) {
        for status in [0, FAILED] {
            let octets = frame(def.command_id.0, status, 7, &[]);
            let expected = def.fields.first().map(|row| (row.name, Fault::Missing));
            assert_eq!(faults(&octets), Vec::from_iter(expected), "{}", def.name);
            assert_same_octets(&octets);
        }
    }
}
