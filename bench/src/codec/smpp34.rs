//! smpp34 1.5. Its decoders are one per PDU, so it is spared the dispatch on command_id.

use std::hint::black_box;

use smpp34::{CommandHeader, SmppError, TlvList, deliver_sm, enquire_link, submit_sm};

use crate::fixtures;
use crate::harness::{BATCH, Contender};

pub const NAME: &str = "smpp34";

/// How a PDU type of the crate is decoded and encoded.
trait Pdu: Clone + 'static {
    fn from(frame: &[u8]) -> Result<Self, SmppError>;
    fn into_octets(self) -> Vec<u8>;
    fn check(&self);
}

macro_rules! pdu {
    ($type:ident, |$pdu:ident| $check:expr) => {
        impl Pdu for $type {
            fn from(frame: &[u8]) -> Result<Self, SmppError> {
                $type::decode(CommandHeader::decode(frame)?, frame)
            }
            fn into_octets(self) -> Vec<u8> {
                self.encode()
            }
            fn check(&self) {
                let $pdu = self;
                $check
            }
        }
    };
}

pdu!(submit_sm, |pdu| {
    assert_eq!(pdu.destination_addr, fixtures::DESTINATION);
    assert_eq!(pdu.short_message, fixtures::TEXT);
    assert_eq!(pdu.tlvs.len(), 2);
});
pdu!(deliver_sm, |pdu| assert_eq!(pdu.tlvs.receipted_message_id().as_deref(), Some("3f9a27c1")));
pdu!(enquire_link, |_pdu| ());

pub fn decode_submit_sm(frame: &[u8]) -> Result<submit_sm, SmppError> {
    <submit_sm as Pdu>::from(frame)
}

fn decode_as<P: Pdu>(frame: &'static [u8]) -> Contender {
    P::from(frame).expect("smpp34 decodes the frame").check();
    Contender::plain(NAME, move || P::from(black_box(frame)))
}

fn encode_as<P: Pdu>(frame: &'static [u8]) -> Contender {
    let pdu = P::from(frame).expect("smpp34 decodes the frame");
    assert_eq!(pdu.clone().into_octets(), frame);
    // Encoding consumes the PDU: have as many ready as are encoded in one go.
    Contender::new(NAME, move |n, meter| {
        for _ in 0..n / BATCH {
            let batch = vec![pdu.clone(); BATCH];
            meter.measure(|| {
                for pdu in batch {
                    black_box(&pdu.into_octets());
                }
            });
        }
    })
}

pub fn decoder(kind: super::Kind, frame: &'static [u8]) -> Contender {
    match kind {
        super::Kind::SubmitSm => decode_as::<submit_sm>(frame),
        super::Kind::DeliverSm => decode_as::<deliver_sm>(frame),
        super::Kind::EnquireLink => decode_as::<enquire_link>(frame),
    }
}

pub fn encoder(kind: super::Kind, frame: &'static [u8]) -> Contender {
    match kind {
        super::Kind::SubmitSm => encode_as::<submit_sm>(frame),
        super::Kind::DeliverSm => encode_as::<deliver_sm>(frame),
        super::Kind::EnquireLink => encode_as::<enquire_link>(frame),
    }
}
