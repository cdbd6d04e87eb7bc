//! smppkit itself: the PDU as an application makes it, and as a relay has it that passes on what it decoded.

use std::hint::black_box;

use smppkit::values::{DataCoding, EsmClass, MessageState, MoreMessagesToSend, Npi, RegisteredDelivery, Ton};
use smppkit::{Body, CommandStatus, DeliverSm, EnquireLink, Pdu, SubmitSm, Tlv, Tlvs, decode, encode, tlv};

use super::Kind;
use crate::fixtures;
use crate::harness::Contender;

const NAME: &str = "smppkit";

pub fn decoder(kind: Kind, frame: &'static [u8]) -> Contender {
    let decoded = decode(frame).expect("smppkit decodes the frame");
    assert!(decoded.faults.is_empty());
    match (kind, decoded.pdu) {
        (Kind::SubmitSm, Pdu::SubmitSm(pdu)) => {
            assert_eq!(pdu.destination_addr, fixtures::DESTINATION);
            assert_eq!(pdu.short_message.as_bytes(), fixtures::TEXT);
            assert_eq!(pdu.tlvs.get(&tlv::USER_MESSAGE_REFERENCE), Some(0x1234));
        }
        (Kind::DeliverSm, Pdu::DeliverSm(pdu)) => {
            assert_eq!(pdu.tlvs.get(&tlv::RECEIPTED_MESSAGE_ID).expect("it is there"), fixtures::MESSAGE_ID);
        }
        (Kind::EnquireLink, Pdu::EnquireLink(_)) => {}
        (_, other) => panic!("decoded as {other:?}"),
    }
    Contender::plain(NAME, move || decode(black_box(frame)))
}

fn encode_it<B: Body + 'static>(name: &'static str, body: B, frame: &[u8]) -> Contender {
    let mut out = [0; 1024];
    let n =
        encode(CommandStatus::ESME_ROK, fixtures::SEQUENCE_NUMBER, &body, &mut out).expect("smppkit encodes");
    assert_eq!(&out[..n], frame);
    Contender::plain(name, move || {
        let body = black_box(&body);
        let length = encode(CommandStatus::ESME_ROK, black_box(fixtures::SEQUENCE_NUMBER), body, &mut out);
        black_box(&out);
        length
    })
}

pub fn encoder(kind: Kind, frame: &'static [u8]) -> Contender {
    match kind {
        Kind::SubmitSm => {
            let tlvs: &'static [Tlv<'static>; 2] = Box::leak(Box::new([
                tlv::USER_MESSAGE_REFERENCE.with(0x1234),
                tlv::MORE_MESSAGES_TO_SEND.with(MoreMessagesToSend(1)),
            ]));
            let body = SubmitSm {
                source_addr_ton: Ton::ALPHANUMERIC,
                source_addr: fixtures::SOURCE.into(),
                dest_addr_ton: Ton::INTERNATIONAL,
                dest_addr_npi: Npi::ISDN,
                destination_addr: fixtures::DESTINATION.into(),
                registered_delivery: RegisteredDelivery(1),
                data_coding: DataCoding(0),
                short_message: fixtures::TEXT.into(),
                tlvs: Tlvs::from(tlvs),
                ..SubmitSm::default()
            };
            encode_it(NAME, body, frame)
        }
        Kind::DeliverSm => {
            let tlvs: &'static [Tlv<'static>; 2] = Box::leak(Box::new([
                tlv::RECEIPTED_MESSAGE_ID.with(fixtures::MESSAGE_ID.into()),
                tlv::MESSAGE_STATE.with(MessageState::DELIVERED),
            ]));
            let body = DeliverSm {
                source_addr_ton: Ton::INTERNATIONAL,
                source_addr_npi: Npi::ISDN,
                source_addr: fixtures::DESTINATION.into(),
                dest_addr_ton: Ton::ALPHANUMERIC,
                destination_addr: fixtures::SOURCE.into(),
                esm_class: EsmClass(4),
                short_message: fixtures::RECEIPT.into(),
                tlvs: Tlvs::from(tlvs),
                ..DeliverSm::default()
            };
            encode_it(NAME, body, frame)
        }
        Kind::EnquireLink => encode_it(NAME, EnquireLink::default(), frame),
    }
}

pub fn relay_encoder(_kind: Kind, frame: &'static [u8]) -> Contender {
    encode_it("smppkit, as decoded", decode(frame).expect("smppkit decodes the frame").pdu, frame)
}
