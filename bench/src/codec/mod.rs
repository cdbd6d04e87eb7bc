//! Decoding and encoding of single PDUs.

mod floor;
mod mix;
mod rusmpp;
mod smpp34;
mod smpp_codec;
pub mod smppkit;

use crate::fixtures;
use crate::harness::{self, Contender};

#[derive(Clone, Copy)]
pub enum Kind {
    SubmitSm,
    DeliverSm,
    EnquireLink,
}

pub fn run() {
    let cases = [
        (Kind::SubmitSm, "submit_sm, 60 octets and 2 TLVs", fixtures::submit_sm()),
        (Kind::DeliverSm, "deliver_sm, a receipt with 2 TLVs", fixtures::deliver_sm()),
        (Kind::EnquireLink, "enquire_link", fixtures::enquire_link()),
    ];
    for (kind, what, frame) in cases {
        let frame: &'static [u8] = frame.leak();
        let mut decoders: Vec<Contender> = vec![
            smppkit::decoder(kind, frame),
            rusmpp::owned_decoder(kind, frame),
            rusmpp::borrowed_decoder(kind, frame),
            smpp34::decoder(kind, frame),
            smpp_codec::decoder(kind, frame),
        ];
        let mut encoders: Vec<Contender> = vec![
            smppkit::encoder(kind, frame),
            smppkit::relay_encoder(frame),
            rusmpp::owned_encoder(kind, frame),
            rusmpp::borrowed_encoder(kind, frame),
            smpp34::encoder(kind, frame),
            smpp_codec::encoder(kind, frame),
        ];
        if matches!(kind, Kind::SubmitSm) {
            decoders.push(floor::decoder(frame));
            encoders.push(floor::encoder(frame));
        }
        harness::print(&format!("decode {what} ({} octets)", frame.len()), &harness::compare(decoders));
        harness::print(&format!("encode {what} ({} octets)", frame.len()), &harness::compare(encoders));
    }
    harness::print("decode 4096 different submit_sm in turn", &harness::compare(mix::decoders()));
}
