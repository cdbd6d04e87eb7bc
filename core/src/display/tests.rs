use std::string::ToString as _;

use crate::values::{DataCoding, EsmClass, InterfaceVersion, Npi, RegisteredDelivery, Ton};
use crate::{
    BindReceiver, BindTransceiver, DestAddress, Outbind, SubmitMulti, SubmitMultiResp, SubmitSm, Tlv,
    UnsuccessSme, decode, encode, tlv,
};
use crate::{CommandStatus, EnquireLink, Pdu};

#[test]
fn one_line_has_what_is_not_default() {
    let tlvs = [
        tlv::USER_MESSAGE_REFERENCE.with(7),
        tlv::MESSAGE_STATE.with(crate::values::MessageState::DELIVERED),
        Tlv::new(tlv::Tag(0x14FF), b"\xAA\xBB"),
    ];
    let pdu = SubmitSm {
        source_addr: "12345".into(),
        dest_addr_ton: Ton::INTERNATIONAL,
        dest_addr_npi: Npi(0x77),
        destination_addr: "447700900123".into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        sm_default_msg_id: 3,
        short_message: "Say \"hi\"\n".into(),
        tlvs: (&tlvs).into(),
        ..SubmitSm::default()
    };
    assert_eq!(
        pdu.to_string(),
        concat!(
            r#"submit_sm source_addr="12345" dest_addr_ton=INTERNATIONAL dest_addr_npi=0x77 "#,
            r#"destination_addr="447700900123" registered_delivery=0x01 sm_default_msg_id=3 "#,
            r#"short_message="Say \"hi\"\n" user_message_reference=7 message_state=DELIVERED 0x14FF=0xaabb"#
        )
    );
    assert_eq!(Pdu::from(pdu).to_string(), pdu.to_string());
    assert_eq!(EnquireLink::default().to_string(), "enquire_link");
}

#[test]
fn a_log_does_not_show_the_password_and_a_tree_does() {
    let pdu = BindTransceiver {
        password: "secret".into(),
        interface_version: InterfaceVersion::V3_4,
        ..BindTransceiver::default()
    };
    assert_eq!(pdu.to_string(), "bind_transceiver password=*** interface_version=3.4");
    assert!(std::format!("{pdu:#}").contains("secret"));
    let debug = std::format!("{pdu:?}");
    assert!(
        debug.starts_with(r#"BindTransceiver { system_id: "", password: ***, system_type: "", "#),
        "{debug}"
    );
    assert!(std::format!("{:?}", BindTransceiver::default()).contains(r#"password: "", "#));
}

#[test]
fn whatever_is_wrong_with_a_bind_its_password_is_not_shown() {
    let bind = BindReceiver { system_id: "app".into(), password: "secret".into(), ..BindReceiver::default() };
    let outbind = Outbind { system_id: "app".into(), password: "secret".into(), ..Outbind::default() };
    for pdu in [Pdu::from(bind), Pdu::from(outbind)] {
        let mut frame = [0; 64];
        let whole = encode(CommandStatus::ESME_ROK, 1, &pdu, &mut frame).unwrap();
        // Cut short, or with octets in place of the NUL and of what follows it.
        for (len, filling) in (16..=whole).map(|len| (len, None)).chain([(whole, Some(b'x'))]) {
            let mut frame = frame[..len].to_vec();
            frame[3] = len as u8;
            if let Some(filling) = filling {
                frame[26..].fill(filling);
            }
            let decoded = decode(&frame).unwrap();
            for shown in [
                std::format!("{decoded:?}"),
                std::format!("{decoded:#?}"),
                std::format!("{decoded}"),
                std::format!("{:?}", std::vec![decoded.pdu]),
                #[cfg(feature = "alloc")]
                std::format!("{:?}", crate::buffered::PduBuf::new(frame.clone()).unwrap()),
            ] {
                assert!(!shown.contains("secr") && !shown.contains("73656372"), "{len} {filling:?}: {shown}");
            }
        }
    }
}

#[test]
fn text_is_read_by_its_data_coding() {
    let show = |data_coding, esm_class, octets: &[u8]| {
        let pdu = SubmitSm { data_coding, esm_class, short_message: octets.into(), ..SubmitSm::default() };
        let line = pdu.to_string();
        line.split_once("short_message=").unwrap().1.to_string()
    };
    let none = EsmClass::DEFAULT;
    assert_eq!(show(DataCoding::UCS2, none, b"\xD8\x3D\xDE\x00\0!"), "\"😀!\"");
    assert_eq!(show(DataCoding::LATIN_1, none, b"caf\xE9"), "\"café\"");
    assert_eq!(show(DataCoding::MC_DEFAULT, none, b"\0 \x1B\x65 \x1E"), "\"@ € ß\"");
    assert_eq!(show(DataCoding::MC_DEFAULT, EsmClass::MC_DELIVERY_RECEIPT, b"id:a_b"), "\"id:a_b\"");
    assert_eq!(show(DataCoding(0xF5), none, b"AB"), "0x4142");
    assert_eq!(show(DataCoding::UCS2, EsmClass::UDHI, b"\x05\0\x03\x07\x02\x01\0A"), "<050003070201>\"A\"");
    // What is no text, or could act on a terminal, is octets.
    assert_eq!(show(DataCoding::UCS2, none, b"\xD8\x3D"), "0xd83d");
    assert_eq!(show(DataCoding::UCS2, none, b"\0A\x05"), "0x004105");
    assert_eq!(show(DataCoding::LATIN_1, none, b"\x1B[2J"), "0x1b5b324a");
    assert_eq!(show(DataCoding::LATIN_1, EsmClass::UDHI, b"\x05\0"), "0x0500");
    assert_eq!(show(DataCoding::UCS2, none, b"\x20\x2EA!"), "\"\\u{202e}䄡\"");
}

#[test]
fn a_tree_has_all_that_is_on_the_wire() {
    let dest_address = [
        DestAddress::Sme { ton: Ton(1), npi: Npi(1), destination_addr: "4477".into() },
        DestAddress::DistributionList { dl_name: "friends".into() },
    ];
    let tlvs = [tlv::DEST_PORT.with(9200), Tlv::new(tlv::Tag(0x1400), b"1")];
    let pdu = SubmitMulti {
        dest_address: (&dest_address).into(),
        esm_class: EsmClass::STORE_AND_FORWARD | EsmClass::REPLY_PATH,
        registered_delivery: RegisteredDelivery::RECEIPT | RegisteredDelivery::INTERMEDIATE_NOTIFICATION,
        short_message: "Hello".into(),
        tlvs: (&tlvs).into(),
        ..SubmitMulti::default()
    };
    assert_eq!(
        std::format!("{pdu:#}"),
        r#"submit_multi
  service_type             ""
  source_addr_ton          0x00 UNKNOWN
  source_addr_npi          0x00 UNKNOWN
  source_addr              ""
  number_of_dests          2
  dest_address             INTERNATIONAL ISDN "4477"
  dest_address             distribution list "friends"
  esm_class                0x83 STORE_AND_FORWARD | REPLY_PATH
  protocol_id              0x00 DEFAULT
  priority_flag            0x00 LEVEL_0
  schedule_delivery_time   ""
  validity_period          ""
  registered_delivery      0x11 RECEIPT | INTERMEDIATE_NOTIFICATION
  replace_if_present_flag  0
  data_coding              0x00 MC_DEFAULT
  sm_default_msg_id        0
  sm_length                5
  short_message            "Hello"  48656c6c6f
  tlv 0x020B               dest_port = 9200
  tlv 0x1400               31"#
    );
    let failed = [UnsuccessSme {
        dest_addr_ton: Ton(1),
        dest_addr_npi: Npi(1),
        destination_addr: "4477".into(),
        error_status_code: CommandStatus::ESME_RINVDSTADR,
    }];
    let pdu = SubmitMultiResp { unsuccess_sme: (&failed).into(), ..SubmitMultiResp::default() };
    assert_eq!(pdu.to_string(), "submit_multi_resp unsuccess_sme=[\"4477\": ESME_RINVDSTADR]");
}

#[test]
fn what_is_out_of_order_is_shown() {
    // sm_length 5, two octets left.
    let pdu = SubmitSm { short_message: "Hello".into(), ..SubmitSm::default() };
    let mut octets = [0; 64];
    let len = encode(CommandStatus::ESME_ROK, 9, &pdu, &mut octets).unwrap() - 3;
    octets[3] = u8::try_from(len).unwrap();
    let decoded = decode(&octets[..len]).unwrap();
    assert_eq!(
        decoded.to_string(),
        r#"submit_sm sequence_number=9 short_message="He" fault="short_message: 5 octets announced, 2 left""#
    );
    let tree = std::format!("{decoded:#}");
    assert!(tree.contains("  command_status           0x00000000 ESME_ROK\n"), "{tree}");
    assert!(tree.contains("  sm_length                5\n"), "{tree}");
    assert!(
        tree.ends_with("  fault                    short_message at offset 32: 5 octets announced, 2 left (ESME_RINVMSGLEN)"),
        "{tree}"
    );

    let unknown = [0, 0, 0, 18, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xAB, 0xCD];
    assert_eq!(decode(&unknown).unwrap().to_string(), "0x00010200 sequence_number=1 rest=0xabcd");
}
