//! smppkit itself: a PDU as an application makes it, and as a relay has it that passes on what it decoded.

use std::hint::black_box;

use smppkit::{Body, CommandStatus, EnquireLink, Pdu, decode, encode, tlv};

use super::Kind;
use crate::harness::Contender;
use crate::{bodies, fixtures};

pub const NAME: &str = "smppkit";

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
        Kind::SubmitSm => encode_it(NAME, bodies::submit_sm(), frame),
        Kind::DeliverSm => encode_it(NAME, bodies::deliver_sm(), frame),
        Kind::EnquireLink => encode_it(NAME, EnquireLink::default(), frame),
    }
}

pub fn relay_encoder(frame: &'static [u8]) -> Contender {
    encode_it("smppkit, as decoded", decode(frame).expect("smppkit decodes the frame").pdu, frame)
}
