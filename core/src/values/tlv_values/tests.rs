use std::string::ToString as _;

use super::*;
use crate::tlv::{self, TLVS, TlvDef};
use crate::values::{CallbackNumPresInd, MsMsgWaitFacilities};
use crate::{Body as _, CommandStatus, DataSm, Tlvs, decode, encode};

/// Made, read from what was made, sent, and read from what arrived, it is the same value.
#[track_caller]
fn check<K: TlvKind>(def: &TlvDef<K>, value: K::Value<'static>, octets: &'static [u8])
where
    K::Value<'static>: Copy + PartialEq + fmt::Debug,
{
    let made = def.with(value);
    let (head, rest) = made.octets();
    assert_eq!(([head, rest].concat(), made.len()), (octets.to_vec(), octets.len()));
    assert_eq!(made.get(def), Some(value));
    assert_eq!(made, Tlv::new(def.tag, octets));
    assert_eq!(Tlv::new(def.tag, octets).get(def), Some(value));
    assert!(def.tag.allows_length(octets.len()));

    let items = [made];
    let pdu = DataSm { tlvs: Tlvs::from(&items), ..DataSm::default() };
    let mut frame = [0; 128];
    let len = encode(CommandStatus::ESME_ROK, 1, &pdu, &mut frame).unwrap();
    let decoded = decode(&frame[..len]).unwrap();
    assert!(decoded.faults.is_empty());
    assert_eq!(decoded.pdu.tlvs().find(def.tag).unwrap().octets().0, octets);
    assert_eq!(decoded.pdu.tlvs(), &pdu.tlvs);
    assert_eq!(made.value(), decoded.pdu.tlvs().find(def.tag).unwrap().value());
}

#[test]
fn structs_are_what_the_wire_has() {
    check(
        &tlv::NETWORK_ERROR_CODE,
        NetworkErrorCode { network_type: NetworkErrorType::GSM, error_code: 0x0102 },
        &[3, 1, 2],
    );
    check(
        &tlv::BROADCAST_CONTENT_TYPE,
        BroadcastContentType {
            network: BroadcastContentNetwork::CDMA,
            content_type: ContentType::MULTI_CATEGORY,
        },
        &[3, 1, 0],
    );
    check(
        &tlv::BROADCAST_FREQUENCY_INTERVAL,
        BroadcastFrequencyInterval { unit: TimeUnitBroadcast::MINUTES, count: 31 },
        &[9, 0, 31],
    );
    check(
        &tlv::ITS_SESSION_INFO,
        ItsSessionInfo { session_number: 0xFE, sequence: ItsSequence::new(127, false) },
        &[0xFE, 0xFE],
    );
    check(
        &tlv::DEST_TELEMATICS_ID,
        DestTelematicsId { protocol_id: ProtocolId::TELEX, reserved: 1 },
        &[0x21, 1],
    );
    let subaddress = Subaddress { subaddress_type: SubaddressType::NSAP_EVEN, subaddress: "\0\x01".into() };
    check(&tlv::SOURCE_SUBADDRESS, subaddress, b"\x80\0\x01");
    check(&tlv::DEST_SUBADDRESS, subaddress, b"\x80\0\x01");
    check(
        &tlv::CALLBACK_NUM,
        CallbackNum {
            digit_mode: DigitMode::ASCII,
            ton: Ton::INTERNATIONAL,
            npi: Npi::DATA,
            digits: "4477".into(),
        },
        b"\x01\x01\x034477",
    );
    check(
        &tlv::CALLBACK_NUM_ATAG,
        CallbackNumAtag { data_coding: DataCoding::LATIN_1, text: "Ann".into() },
        b"\x03Ann",
    );
    check(
        &tlv::BROADCAST_AREA_IDENTIFIER,
        BroadcastAreaIdentifier { format: BroadcastAreaFormat::ALIAS, details: "Cork".into() },
        b"\0Cork",
    );
    check(
        &tlv::BILLING_IDENTIFICATION,
        BillingIdentification { format: BillingFormat::VENDOR, data: "7".into() },
        b"\x807",
    );
    check(&tlv::CALLBACK_NUM_PRES_IND, CallbackNumPresInd::RESTRICTED, &[4]);
    check(&tlv::MS_MSG_WAIT_FACILITIES, MsMsgWaitFacilities::ACTIVE | MsMsgWaitFacilities::EMAIL, &[0x82]);
}

#[test]
fn values_of_two_lengths_have_both() {
    check(&tlv::MS_VALIDITY, MsValidity::POWER_DOWN.into(), &[1]);
    let time = MsTime { unit: TimeUnitMsValidity::YEARS, count: 0x0102 };
    let info = MsValidityInfo { behaviour: MsValidity::RELATIVE_TIME, time: Some(time) };
    check(&tlv::MS_VALIDITY, info, &[4, 6, 1, 2]);

    check(&tlv::ALERT_ON_MESSAGE_DELIVERY, AlertOnMessageDelivery::DEFAULT_ALERT, &[]);
    check(&tlv::ALERT_ON_MESSAGE_DELIVERY, AlertOnMessageDelivery::HIGH_PRIORITY, &[3]);
    check(&tlv::SOURCE_TELEMATICS_ID, 7, &[7]);
    check(&tlv::BROADCAST_REP_NUM, 0x0102, &[1, 2]);
}

/// Texts and addresses without octets, which the specification does not allow and peers send.
#[test]
fn empty_tails_are_read() {
    let tlv = Tlv::new(tlv::DEST_SUBADDRESS.tag, &[0xA0]);
    let subaddress = tlv.get(&tlv::DEST_SUBADDRESS).unwrap();
    assert_eq!(subaddress.subaddress_type, SubaddressType::USER_SPECIFIED);
    assert!(subaddress.subaddress.is_empty());
    let tlv = Tlv::new(tlv::CALLBACK_NUM.tag, &[1, 2, 3]);
    assert!(tlv.get(&tlv::CALLBACK_NUM).unwrap().digits.is_empty());
}

#[test]
fn octets_that_are_not_the_struct_are_not_read() {
    fn reads<K: TlvKind>(def: &TlvDef<K>, octets: &[u8]) -> bool {
        let tlv = Tlv::new(def.tag, octets);
        let read = tlv.get(def).is_some();
        let parts = matches!(tlv.value(), TlvValue::Parts(_));
        assert_eq!(parts, read && !K::PARTS.is_empty(), "{tlv:?}");
        read
    }
    // Each, with the numbers of octets it has.
    macro_rules! lengths {
        ($($def:ident: $lengths:pat,)+) => {$(
            for len in 0..20 {
                assert_eq!(reads(&tlv::$def, &[0; 20][..len]), matches!(len, $lengths), "{} of {len}", tlv::$def.name);
            }
        )+};
    }
    lengths! {
        NETWORK_ERROR_CODE: 3,
        BROADCAST_CONTENT_TYPE: 3,
        BROADCAST_FREQUENCY_INTERVAL: 3,
        ITS_SESSION_INFO: 2,
        DEST_TELEMATICS_ID: 2,
        SOURCE_SUBADDRESS: 1..,
        DEST_SUBADDRESS: 1..,
        CALLBACK_NUM: 3..,
        CALLBACK_NUM_ATAG: 1..,
        BROADCAST_AREA_IDENTIFIER: 1..,
        BILLING_IDENTIFICATION: 1..,
        MS_VALIDITY: 1 | 4,
        ALERT_ON_MESSAGE_DELIVERY: 0 | 1,
        SOURCE_TELEMATICS_ID: 1 | 2,
        BROADCAST_REP_NUM: 1 | 2,
        CALLBACK_NUM_PRES_IND: 1,
        MS_MSG_WAIT_FACILITIES: 1,
    }
    // A code that was sent as text.
    for text in [b"000", b"021", b"21b", b"999"] {
        assert!(!reads(&tlv::NETWORK_ERROR_CODE, text));
    }
    assert!(reads(&tlv::NETWORK_ERROR_CODE, b"\x0321"));
    assert!(reads(&tlv::BROADCAST_CONTENT_TYPE, b"021"));
}

/// A TLV that was made as one kind is not read as another whose head it does not have.
#[test]
fn kinds_are_not_mixed_up() {
    const NUMBER: TlvDef<tlv::U16> = TlvDef::vendor(0x1400, "number");
    const TEXT: TlvDef<tlv::CString> = TlvDef::vendor(0x1400, "text");
    const AREA: TlvDef<BroadcastAreaIdentifier<'_>> = TlvDef::vendor(0x1400, "area");
    let area = AREA.with(BroadcastAreaIdentifier { format: BroadcastAreaFormat(7), details: "x".into() });
    assert_eq!((area.get(&NUMBER), area.get(&TEXT)), (None, None));
    // The text of this one would have to come out of its head.
    assert_eq!(NUMBER.with(0x0741).get(&AREA), None);
    assert_eq!(Tlv::new(NUMBER.tag, &[0x07, 0x41]).get(&AREA).unwrap().details, "A");
}

#[test]
fn parts_are_printed_by_name() {
    let show = |tlv: Tlv<'_>| match tlv.value() {
        TlvValue::Parts(parts) => parts.to_string(),
        other => panic!("{other:?}"),
    };
    let error = NetworkErrorCode { network_type: NetworkErrorType(9), error_code: 27 };
    assert_eq!(show(tlv::NETWORK_ERROR_CODE.with(error)), "{network_type=9 error_code=27}");
    assert_eq!(show(Tlv::new(tlv::ALERT_ON_MESSAGE_DELIVERY.tag, &[])), "{}");
    assert_eq!(show(Tlv::new(tlv::MS_VALIDITY.tag, &[3])), "{behaviour=DISPLAY_ONLY}");
    assert_eq!(
        show(Tlv::new(tlv::CALLBACK_NUM.tag, b"\x01\x01\x014477")),
        r#"{digit_mode=1 ton=INTERNATIONAL npi=ISDN digits="4477"}"#
    );
    assert_eq!(Tlv::new(tlv::NETWORK_ERROR_CODE.tag, b"021").value(), TlvValue::Octets("021".into()));

    let items = [tlv::NETWORK_ERROR_CODE.with(error), Tlv::new(tlv::NETWORK_ERROR_CODE.tag, b"021")];
    let pdu = DataSm { tlvs: Tlvs::from(&items), ..DataSm::default() };
    let line = r#"data_sm network_error_code={network_type=9 error_code=27} network_error_code="021""#;
    assert_eq!(pdu.to_string(), line);
}

/// Only the last part may be octets, only the last ones may be missing, and every name of values is known.
#[test]
fn layouts_make_sense() {
    for row in TLVS {
        let Some((_, first)) = row.parts.split_last() else { continue };
        for part in first {
            assert_ne!(part.kind, TlvType::Octets, "{}.{}", row.name, part.name);
        }
        assert!(row.parts.is_sorted_by_key(|part| part.optional), "{}", row.name);
        for part in row.parts {
            assert!(!part.text.trim().is_empty(), "{}.{}", row.name, part.name);
            if let TlvType::Value(values) = part.kind {
                assert!(crate::values::VALUES.iter().any(|def| def.name == values), "{values}");
            }
        }
        // Every legal value is long enough for the parts that must be there.
        let required = row.parts.iter().filter(|part| !part.optional).map(|part| match part.kind {
            TlvType::U16 => 2,
            TlvType::Octets => 0,
            _ => 1,
        });
        assert!(row.lengths[0].0 >= required.sum::<u16>(), "{}", row.name);
    }
    assert_eq!(TLVS.iter().filter(|row| !row.parts.is_empty()).count(), 13);
}
