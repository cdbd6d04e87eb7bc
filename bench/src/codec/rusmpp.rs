//! rusmpp 0.4: its owned codec, through the tokio codec that is its front door, and its borrowed one, which never allocates.

use std::hint::black_box;

use bytes::BytesMut;
use rusmpp::tokio_codec::CommandCodec;
use rusmpp::{Command, CommandId, Pdu};
use rusmpp_core::command::borrowed;
use rusmpp_core::decode::borrowed::DecodeWithLength;
use rusmpp_core::encode::{Encode, Length};
use tokio_util::codec::{Decoder, Encoder};

use super::Kind;
use crate::fixtures;
use crate::harness::{BATCH, Contender};

/// The borrowed types hold their TLVs in an array: of 16, as in the crate's own tests.
type Borrowed<'a> = borrowed::Command<'a, 16>;

fn decode_owned(frame: &[u8]) -> Command {
    CommandCodec::new()
        .decode(&mut BytesMut::from(frame))
        .expect("rusmpp decodes the frame")
        .expect("it is whole")
}

pub fn decode_borrowed(frame: &[u8]) -> Borrowed<'_> {
    // command_length is the caller's to read.
    Borrowed::decode(&frame[4..], frame.len() - 4).expect("rusmpp decodes the frame").0
}

pub fn owned_decoder(kind: Kind, frame: &'static [u8]) -> Contender {
    let command = decode_owned(frame);
    match (kind, command.pdu()) {
        (Kind::SubmitSm, Some(Pdu::SubmitSm(pdu))) => {
            assert_eq!(pdu.destination_addr.as_str(), fixtures::DESTINATION);
            assert_eq!(pdu.short_message().as_ref(), fixtures::TEXT);
            assert_eq!(pdu.tlvs().len(), 2);
        }
        (Kind::DeliverSm, Some(Pdu::DeliverSm(pdu))) => assert_eq!(pdu.tlvs().len(), 2),
        (Kind::EnquireLink, _) => assert_eq!(command.id(), CommandId::EnquireLink),
        (_, other) => panic!("decoded as {other:?}"),
    }
    let stream = frame.repeat(BATCH);
    let mut codec = CommandCodec::new();
    let mut input = BytesMut::with_capacity(2 * stream.len());
    // What a socket reader does: many PDUs arrive in one buffer, each is split off it. Filling it is not timed.
    Contender::new("rusmpp, owned", move |n, meter| {
        for _ in 0..n / BATCH {
            input.reserve(stream.len());
            input.extend_from_slice(&stream);
            meter.measure(|| {
                for _ in 0..BATCH {
                    black_box(&codec.decode(&mut input));
                }
            });
            assert!(input.is_empty());
        }
    })
}

pub fn owned_encoder(_kind: Kind, frame: &'static [u8]) -> Contender {
    let command = decode_owned(frame);
    let mut codec = CommandCodec::new();
    let mut out = BytesMut::with_capacity(1024);
    codec.encode(&command, &mut out).expect("rusmpp encodes it again");
    assert_eq!(out, frame);
    Contender::plain("rusmpp, owned", move || {
        out.clear();
        let result = codec.encode(black_box(&command), &mut out);
        black_box(&out);
        result
    })
}

pub fn borrowed_decoder(_kind: Kind, frame: &'static [u8]) -> Contender {
    assert_eq!(decode_borrowed(frame).sequence_number(), fixtures::SEQUENCE_NUMBER);
    Contender::plain("rusmpp, borrowed", move || {
        let frame = black_box(frame);
        Borrowed::decode(&frame[4..], frame.len() - 4)
    })
}

fn encode_borrowed(command: &Borrowed<'_>, out: &mut [u8]) -> usize {
    let length = 4 + command.length();
    out[..4].copy_from_slice(&(length as u32).to_be_bytes());
    4 + command.encode(&mut out[4..])
}

pub fn borrowed_encoder(_kind: Kind, frame: &'static [u8]) -> Contender {
    let command = decode_borrowed(frame);
    let mut out = [0; 1024];
    let n = encode_borrowed(&command, &mut out);
    assert_eq!(&out[..n], frame);
    Contender::plain("rusmpp, borrowed", move || {
        let length = encode_borrowed(black_box(&command), &mut out);
        black_box(&out);
        length
    })
}
