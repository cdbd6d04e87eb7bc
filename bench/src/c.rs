//! The C library beside the core in Rust and beside other libraries in C: each does its work in a loop in C.

use std::ffi::{CString, c_char, c_int};

use smppkit::{Body, Tlv, decode};
use smppkit_c as _; // For its functions, which C calls.

use crate::codec::Kind;
use crate::fixtures;
use crate::harness::{self, Contender};

/// `struct fixtures` of `c/loops.h`.
#[repr(C)]
struct Fixtures {
    frame: *const u8,
    frame_len: usize,
    source: *const c_char,
    destination: *const c_char,
    text: *const c_char,
    receipt: *const c_char,
    message_id: *const c_char,
    sequence_number: u32,
}

unsafe extern "C" {
    fn smppkit_loop_decode(with: *const Fixtures, times: usize) -> c_int;
    fn smppkit_loop_encode(
        with: *const Fixtures,
        kind: c_int,
        out: *mut u8,
        len: *mut usize,
        times: usize,
    ) -> c_int;
    fn smppkit_loop_relay(with: *const Fixtures, out: *mut u8, len: *mut usize, times: usize) -> c_int;
    fn smppkit_loop_session(with: *const Fixtures, times: usize) -> c_int;
    fn smpp34_loop_decode(with: *const Fixtures, kind: c_int, times: usize) -> c_int;
    fn smpp34_loop_encode(
        with: *const Fixtures,
        kind: c_int,
        out: *mut u8,
        len: *mut usize,
        times: usize,
    ) -> c_int;
    fn kannel_loop_decode(with: *const Fixtures, times: usize) -> c_int;
    fn kannel_loop_encode(with: *const Fixtures, out: *mut u8, len: *mut usize, times: usize) -> c_int;
}

fn with(frame: &'static [u8]) -> &'static Fixtures {
    let string = |text: &[u8]| CString::new(text).expect("no NUL").into_raw().cast_const();
    Box::leak(Box::new(Fixtures {
        frame: frame.as_ptr(),
        frame_len: frame.len(),
        source: string(fixtures::SOURCE.as_bytes()),
        destination: string(fixtures::DESTINATION.as_bytes()),
        text: string(fixtures::TEXT),
        receipt: string(fixtures::RECEIPT),
        message_id: string(fixtures::MESSAGE_ID.as_bytes()),
        sequence_number: fixtures::SEQUENCE_NUMBER,
    }))
}

fn plain(name: &'static str, mut run: impl FnMut(usize) -> c_int + 'static) -> Contender {
    Contender::new(name, move |n, meter| assert_eq!(meter.measure(|| run(n)), 0, "{name}"))
}

fn encoder(
    name: &'static str,
    frame: &'static [u8],
    mut run: impl FnMut(*mut u8, *mut usize, usize) -> c_int + 'static,
) -> Contender {
    let (mut out, mut len) = ([0; 1024], 0);
    Contender::new(name, move |n, meter| {
        assert_eq!(meter.measure(|| run(out.as_mut_ptr(), &mut len, n)), 0, "{name}");
        assert_eq!(in_order(&out[..len]), in_order(frame), "{name}");
    })
}

/// The header and fields of a PDU, and its TLVs in the order of their tags: Kannel writes them in an order of its own.
fn in_order(frame: &[u8]) -> (&[u8], Vec<(u16, Vec<u8>)>) {
    let pdu = decode(frame).expect("a PDU").pdu;
    let value = |tlv: Tlv<'_>| <[&[u8]; 2]>::from(tlv.octets()).concat();
    let mut tlvs: Vec<_> = pdu.tlvs().iter().map(|tlv| (tlv.tag.0, value(tlv))).collect();
    tlvs.sort_unstable();
    // Tag and length have four octets.
    let behind: usize = tlvs.iter().map(|(_, value)| 4 + value.len()).sum();
    (&frame[..frame.len() - behind], tlvs)
}

pub fn run() {
    for (kind, number, what, frame) in [
        (Kind::SubmitSm, 0, "submit_sm, 60 octets and 2 TLVs", fixtures::submit_sm()),
        (Kind::DeliverSm, 1, "deliver_sm, a receipt with 2 TLVs", fixtures::deliver_sm()),
    ] {
        let frame: &'static [u8] = frame.leak();
        let with = with(frame);
        // SAFETY, for all: the loops read the fixtures, which live for ever, and write up to 1024 octets and a length.
        let decoders = vec![
            crate::codec::smppkit::decoder(kind, frame),
            plain("smppkit in C", move |n| unsafe { smppkit_loop_decode(with, n) }),
            plain("libsmpp34", move |n| unsafe { smpp34_loop_decode(with, number, n) }),
            plain("Kannel", move |n| unsafe { kannel_loop_decode(with, n) }),
        ];
        let encoders = vec![
            crate::codec::smppkit::encoder(kind, frame),
            encoder("smppkit in C", frame, move |out, len, n| unsafe {
                smppkit_loop_encode(with, number, out, len, n)
            }),
            crate::codec::smppkit::relay_encoder(frame),
            encoder("smppkit in C, as decoded", frame, move |out, len, n| unsafe {
                smppkit_loop_relay(with, out, len, n)
            }),
            encoder("libsmpp34", frame, move |out, len, n| unsafe {
                smpp34_loop_encode(with, number, out, len, n)
            }),
            encoder("Kannel", frame, move |out, len, n| unsafe { kannel_loop_encode(with, out, len, n) }),
        ];
        harness::print(&format!("decode {what} ({} octets)", frame.len()), &harness::compare(decoders));
        harness::print(&format!("encode {what} ({} octets)", frame.len()), &harness::compare(encoders));
    }
    let with = with(&[]);
    let sessions = vec![
        crate::session::contender(),
        // SAFETY: as above.
        plain("smppkit in C", move |n| unsafe { smppkit_loop_session(with, n) }),
    ];
    harness::print(crate::session::WHAT, &harness::compare(sessions));
}
