//! The seeds, and what fuzzing kept, through what the targets do, without a fuzzer.

use std::fs;
use std::path::Path;

use arbitrary::{Arbitrary, Unstructured};
use smppkit_fuzz::{
    alphabets, c_api, chunking, decode, differential, encode, gsm, reassembly, receipt, segment, session,
    times, tlvs, udh,
};

/// Each input that is kept for a target, and beginnings of it.
fn each(target: &str, run: impl Fn(&[u8])) {
    let mut inputs = 0;
    for folder in ["seeds", "corpus"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(target);
        // Not every target has both.
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let octets = fs::read(entry.expect("an entry").path()).expect("the input can be read");
            (0..=octets.len()).rev().step_by(7).for_each(|len| run(&octets[..len]));
            inputs += 1;
        }
    }
    assert!(inputs > 0);
}

#[test]
fn decode_seeds() {
    each("decode", decode::run);
}

#[test]
fn differential_seeds() {
    each("differential", differential::run);
    each("decode", differential::run);
}

#[test]
fn tlvs_seeds() {
    each("tlvs", tlvs::run);
}

#[test]
fn chunking_seeds() {
    each("chunking", chunking::run);
}

#[test]
fn gsm_seeds() {
    each("gsm", gsm::run);
}

#[test]
fn alphabets_seeds() {
    each("alphabets", alphabets::run);
}

#[test]
fn udh_seeds() {
    each("udh", udh::run);
}

#[test]
fn times_seeds() {
    each("times", times::run);
}

#[test]
fn segment_seeds() {
    each("segment", |octets| {
        if let Ok(input) = segment::Input::arbitrary_take_rest(Unstructured::new(octets)) {
            segment::run(input);
        }
    });
}

#[test]
fn reassembly_seeds() {
    each("reassembly", |octets| {
        if let Ok(input) = reassembly::Input::arbitrary_take_rest(Unstructured::new(octets)) {
            reassembly::run(input);
        }
    });
}

#[test]
fn receipt_seeds() {
    each("receipt", receipt::run);
}

#[test]
fn encode_seeds() {
    each("encode", |octets| {
        if let Ok(input) = encode::Input::arbitrary_take_rest(Unstructured::new(octets)) {
            encode::run(input);
        }
    });
}

#[test]
fn session_seeds() {
    each("session", |octets| {
        if let Ok(input) = session::Input::arbitrary_take_rest(Unstructured::new(octets)) {
            session::run(input);
        }
    });
}

#[test]
fn c_api_seeds() {
    each("c_api", |octets| {
        if let Ok(input) = c_api::Input::arbitrary_take_rest(Unstructured::new(octets)) {
            c_api::run(input);
        }
    });
}
