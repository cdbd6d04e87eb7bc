//! Decoding of many different submit_sm: no branch can be learned by heart.

use std::hint::black_box;

use super::{floor, rusmpp, smpp_codec, smpp34, smppkit};
use crate::fixtures;
use crate::harness::Contender;

/// How many different PDUs there are: a power of two.
const COUNT: usize = 4096;

pub fn decoders() -> Vec<Contender> {
    let frames: &'static [Vec<u8>] = fixtures::submit_sms(COUNT).leak();
    vec![
        in_turn(smppkit::NAME, frames, |frame| ::smppkit::decode(frame).expect("smppkit decodes it")),
        in_turn("rusmpp, borrowed", frames, rusmpp::decode_borrowed),
        in_turn(smpp34::NAME, frames, |frame| smpp34::decode_submit_sm(frame).expect("smpp34 decodes it")),
        in_turn(smpp_codec::NAME, frames, |frame| {
            smpp_codec::decode_submit_sm(frame).expect("smpp-codec decodes it")
        }),
        in_turn(floor::NAME, frames, |frame| floor::decode(frame).expect("the floor decodes it")),
    ]
}

fn in_turn<T: 'static>(
    name: &'static str,
    frames: &'static [Vec<u8>],
    decode: impl Fn(&'static [u8]) -> T + 'static,
) -> Contender {
    frames.iter().for_each(|frame| drop(decode(frame)));
    let mut next = 0;
    Contender::plain(name, move || {
        next = (next + 1) % COUNT;
        decode(black_box(&frames[next]))
    })
}
