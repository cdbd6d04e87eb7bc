//! smpp-codec 0.2. Its decoders are one per PDU, so it is spared the dispatch on command_id.

use std::hint::black_box;

use smpp_codec::common::PduError;
use smpp_codec::pdus::{DeliverSmRequest, EnquireLinkRequest, SubmitSmRequest};

use crate::fixtures;
use crate::harness::Contender;

pub const NAME: &str = "smpp-codec";

trait Pdu: Sized + 'static {
    fn from(frame: &[u8]) -> Result<Self, PduError>;
    fn put(&self, out: &mut Vec<u8>) -> Result<(), PduError>;
    fn check(&self);
}

macro_rules! pdu {
    ($type:ident, |$pdu:ident| $check:expr) => {
        impl Pdu for $type {
            fn from(frame: &[u8]) -> Result<Self, PduError> {
                $type::decode(frame)
            }
            fn put(&self, out: &mut Vec<u8>) -> Result<(), PduError> {
                self.encode(out)
            }
            fn check(&self) {
                let $pdu = self;
                $check
            }
        }
    };
}

pdu!(SubmitSmRequest, |pdu| {
    assert_eq!(pdu.dest_addr, fixtures::DESTINATION);
    assert_eq!(pdu.short_message, fixtures::TEXT);
    assert_eq!(pdu.optional_params.len(), 2);
});
pdu!(DeliverSmRequest, |pdu| assert_eq!(pdu.optional_params[0].value, b"3f9a27c1\0"));
pdu!(EnquireLinkRequest, |pdu| assert_eq!(pdu.sequence_number, fixtures::SEQUENCE_NUMBER));

pub fn decode_submit_sm(frame: &[u8]) -> Result<SubmitSmRequest, PduError> {
    <SubmitSmRequest as Pdu>::from(frame)
}

fn decode_as<P: Pdu>(frame: &'static [u8]) -> Contender {
    P::from(frame).expect("smpp-codec decodes the frame").check();
    Contender::plain(NAME, move || P::from(black_box(frame)))
}

fn encode_as<P: Pdu>(frame: &'static [u8]) -> Contender {
    let pdu = P::from(frame).expect("smpp-codec decodes the frame");
    let mut out = Vec::with_capacity(1024);
    pdu.put(&mut out).expect("smpp-codec encodes it again");
    assert_eq!(out, frame);
    Contender::plain(NAME, move || {
        out.clear();
        let result = black_box(&pdu).put(&mut out);
        black_box(&out);
        result
    })
}

pub fn decoder(kind: super::Kind, frame: &'static [u8]) -> Contender {
    match kind {
        super::Kind::SubmitSm => decode_as::<SubmitSmRequest>(frame),
        super::Kind::DeliverSm => decode_as::<DeliverSmRequest>(frame),
        super::Kind::EnquireLink => decode_as::<EnquireLinkRequest>(frame),
    }
}

pub fn encoder(kind: super::Kind, frame: &'static [u8]) -> Contender {
    match kind {
        super::Kind::SubmitSm => encode_as::<SubmitSmRequest>(frame),
        super::Kind::DeliverSm => encode_as::<DeliverSmRequest>(frame),
        super::Kind::EnquireLink => encode_as::<EnquireLinkRequest>(frame),
    }
}
