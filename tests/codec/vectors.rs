//! Every golden vector decodes as described and encodes to the same octets again.

use smppkit::tlv::{self, CString, TlvDef, U16, U32};
use smppkit::values::{
    AlertOnMessageDelivery, BroadcastAreaFormat, BroadcastAreaIdentifier, InterfaceVersion,
};
use smppkit::{Body, Decoded, Fault, Pdu, decode, frame_length};
use smppkit_conformance::model::frame;
use smppkit_conformance::spec::{from_hex, text, vectors};

use crate::round_trip::assert_same_octets;

/// Vectors that decode without a rest, as they should, but not without a fault.
const FAULTY: &[(&str, Fault, &str)] = &[(
    "V-088",
    Fault::Missing,
    "a response that says success and has no message_id: common, and worth a report",
)];

#[test]
fn vectors_decode_as_described() {
    let vectors = vectors();
    assert_eq!(vectors.len(), text("vectors.md").matches("- expect: ").count());
    for vector in &vectors {
        let (id, octets) = (&vector.id, vector.octets.as_slice());
        match vector.expect.as_str() {
            "short-read" => {
                let length = frame_length(octets, 70_000).expect("a length");
                assert!(length.is_none_or(|length| length > octets.len()), "{id}");
                assert!(decode(octets).is_err(), "{id}");
            }
            "ESME_RINVCMDLEN" if frame_length(octets, 70_000).is_err() => {
                assert!(decode(octets).is_err(), "{id}");
            }
            expect => {
                let decoded = decode_whole(octets);
                match expect {
                    "ok" => match FAULTY.iter().find(|(faulty, ..)| faulty == id) {
                        None => assert!(decoded.faults.is_empty(), "{id}: {:?}", decoded.faults),
                        Some((_, fault, _)) => {
                            assert_eq!(
                                decoded.faults.iter().map(|it| it.fault).collect::<Vec<_>>(),
                                [*fault],
                                "{id}"
                            );
                        }
                    },
                    "ok-lenient" => assert!(!decoded.faults.is_empty(), "{id}"),
                    "ESME_RINVCMDID" => {
                        assert!(matches!(decoded.pdu, Pdu::Unknown { .. }), "{id}");
                        assert!(!decoded.header.command_id.is_response(), "{id}");
                    }
                    "ignore" => {
                        assert!(matches!(decoded.pdu, Pdu::Unknown { .. }), "{id}");
                        assert!(decoded.header.command_id.is_response(), "{id}");
                    }
                    status => {
                        let fault = decoded.faults.first().unwrap_or_else(|| panic!("{id}: no fault"));
                        assert_eq!(fault.status.to_string(), status, "{id}: {fault}");
                    }
                }
                let command = decoded.header.command_id.to_string();
                assert!(vector.command == "malformed" || vector.command == command, "{id}: {command}");
                assert_same_octets(octets);
            }
        }
    }
}

fn decode_whole(octets: &[u8]) -> Decoded<'_> {
    assert_eq!(frame_length(octets, 70_000), Ok(Some(octets.len())));
    decode(octets).expect("a frame")
}

/// What the notes say of some vectors, in words: checked by hand.
#[test]
fn vectors_mean_what_their_notes_say() {
    let vectors = vectors();
    let decoded =
        |id: &str| decode_whole(&vectors.iter().find(|vector| vector.id == id).expect("a vector").octets);

    let Pdu::BindTransmitter(bind) = decoded("V-012").pdu else { panic!() };
    assert_eq!(bind.system_id, "SMPP3TEST");
    assert_eq!(bind.password, "secret08");
    assert_eq!(bind.system_type, "SUBMIT1");
    assert_eq!(bind.interface_version.effective(), InterfaceVersion::V3_3);
    assert_eq!((bind.addr_ton.0, bind.addr_npi.0), (1, 1));
    assert!(bind.address_range.is_empty());

    let resp = decoded("V-011").pdu;
    assert_eq!(resp.tlvs().get(&tlv::SC_INTERFACE_VERSION), Some(InterfaceVersion::V5_0));
    assert_eq!(resp.tlvs().get(&tlv::CONGESTION_STATE), Some(40));

    let Pdu::SubmitMulti(multi) = decoded("V-106").pdu else { panic!() };
    assert_eq!(multi.dest_address.len(), 2);
    assert_eq!(multi.short_message, "hi");

    let Pdu::SubmitSm(with_payload) = decoded("V-086").pdu else { panic!() };
    assert_eq!(with_payload.tlvs.get(&tlv::MESSAGE_PAYLOAD).expect("a payload"), "AAAAAAAAAA");
    assert_eq!(with_payload.tlvs.get(&tlv::SAR_MSG_REF_NUM), Some(0x1234));

    let Pdu::SubmitSm(longest) = decoded("V-087").pdu else { panic!() };
    assert_eq!(longest.short_message.len(), 255);
    assert_eq!(longest.check(InterfaceVersion::V5_0), Ok(()));
    assert_eq!(longest.check(InterfaceVersion::V3_4).expect_err("3.4 refuses it").field, "short_message");

    let Pdu::QueryBroadcastSmResp(query) = decoded("V-193").pdu else { panic!() };
    let area = |name: &'static str| BroadcastAreaIdentifier {
        format: BroadcastAreaFormat::ALIAS,
        details: name.into(),
    };
    let areas = query.tlvs.all(&tlv::BROADCAST_AREA_IDENTIFIER).collect::<Vec<_>>();
    assert_eq!(areas, [area("Dublin"), area("Cork")]);
    assert_eq!(query.tlvs.all(&tlv::BROADCAST_AREA_SUCCESS).collect::<Vec<_>>(), [100, 255]);

    let Pdu::QueryMsgDetailsResp(details) = decoded("V-203").pdu else { panic!() };
    assert_eq!(
        (details.final_date.as_str(), details.short_message.as_bytes()),
        (Some("260102030405"), &b"hello"[..])
    );
}

/// The fragments of the first section; user data headers are the business of the message layer.
#[test]
fn fragments_decode_as_described() {
    let text = text("vectors.md");
    let listed =
        text.lines().filter_map(|line| line.strip_prefix("| `")).filter(|line| !line.contains("UDH"));
    let mut listed = listed.map(|line| line.split('`').next().expect("octets")).collect::<Vec<_>>();
    let mut fragment = |hex: &str| {
        let at = listed.iter().position(|it| *it == hex).unwrap_or_else(|| panic!("{hex} is not listed"));
        listed.swap_remove(at);
        from_hex(hex)
    };

    let with_tlvs = |tlvs: &[u8]| frame(0x103, 0, 1, &[&[0; 10], tlvs].concat());
    let usual = with_tlvs(&fragment("0007000104"));
    let decoded = decode_whole(&usual);
    assert_eq!(decoded.pdu.tlvs().get(&tlv::DEST_BEARER_TYPE).and_then(|bearer| bearer.name()), Some("USSD"));

    let alert = with_tlvs(&fragment("130C000101"));
    let decoded = decode_whole(&alert);
    let low = Some(AlertOnMessageDelivery::LOW_PRIORITY);
    assert_eq!(decoded.pdu.tlvs().get(&tlv::ALERT_ON_MESSAGE_DELIVERY), low);
    let alert = with_tlvs(&fragment("130C0000"));
    let decoded = decode_whole(&alert);
    let default = Some(AlertOnMessageDelivery::DEFAULT_ALERT);
    assert_eq!(decoded.pdu.tlvs().get(&tlv::ALERT_ON_MESSAGE_DELIVERY), default);

    // Values, in a TLV that can hold them.
    let value = |value: &[u8]| with_tlvs(&[&[0x14, 0, 0, value.len() as u8], value].concat());
    let interval = value(&fragment("09001F"));
    assert_eq!(
        decode_whole(&interval).pdu.tlvs().find(tlv::Tag(0x1400)).expect("a TLV").octets().0,
        [9, 0, 31]
    );
    for (hex, expected) in [
        ("48656C6C6F00", "Hello"),
        ("31323334353637383900", "123456789"),
        ("413246354544323738464300", "A2F5ED278FC"),
    ] {
        let octets = fragment(hex);
        let in_tlv = value(&octets);
        let vendor = TlvDef::<CString>::vendor(0x1400, "string");
        assert_eq!(decode_whole(&in_tlv).pdu.tlvs().get(&vendor).expect("a string"), expected);
        let in_field = frame(0x8000_0001, 0, 1, &octets);
        let Pdu::BindReceiverResp(resp) = decode_whole(&in_field).pdu else { panic!() };
        assert_eq!(resp.system_id, expected);
    }
    let short = value(&fragment("A312"));
    assert_eq!(decode_whole(&short).pdu.tlvs().get(&TlvDef::<U16>::vendor(0x1400, "u16")), Some(41746));
    let long = value(&fragment("01D95E1F"));
    assert_eq!(decode_whole(&long).pdu.tlvs().get(&TlvDef::<U32>::vendor(0x1400, "u32")), Some(31_022_623));

    let time = "020610233429000R";
    listed.retain(|it| *it != time);
    let replace = smppkit::ReplaceSm { validity_period: time.into(), ..Default::default() };
    assert_eq!(replace.check(InterfaceVersion::V3_4), Ok(()));

    assert!(listed.is_empty(), "not tested: {listed:?}");
}
