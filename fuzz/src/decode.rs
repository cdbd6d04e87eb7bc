//! Arbitrary octets: no panic, and whatever decodes encodes to the same octets again.

use std::fmt::Write as _;

use smppkit::values::InterfaceVersion;
use smppkit::{Body, MAX_FAULTS, decode, encode, frame_length};

/// The octets as they are, and as a frame: with the `command_length` that they have.
pub fn run(octets: &[u8]) {
    frame(octets);
    if octets.len() >= 16 {
        let length = u32::try_from(octets.len()).unwrap_or(u32::MAX).to_be_bytes();
        frame(&[&length, &octets[4..]].concat());
    }
}

pub(crate) fn frame(octets: &[u8]) {
    let Ok(decoded) = decode(octets) else { return };
    assert_eq!(frame_length(octets, u32::MAX), Ok(Some(octets.len())));

    let header = decoded.header;
    assert_eq!(decoded.pdu.command_id(), header.command_id);
    assert_eq!(decoded.pdu.encoded_len(), octets.len());
    let mut out = vec![0xEE; octets.len() + 1];
    let len = encode(header.command_status, header.sequence_number, &decoded.pdu, &mut out);
    assert_eq!(len, Ok(octets.len()), "{decoded:?}");
    assert_eq!(out.split_last(), Some((&0xEE, octets)));

    let faults = decoded.faults.iter().collect::<Vec<_>>();
    assert_eq!(
        (faults.is_empty(), faults.first().copied()),
        (decoded.faults.is_empty(), decoded.faults.first())
    );
    assert!(faults.len() <= MAX_FAULTS && faults.is_sorted_by_key(|fault| fault.offset), "{faults:?}");
    assert!(faults.iter().all(|fault| (16..=octets.len()).contains(&fault.offset)), "{faults:?}");

    let mut text = String::new();
    for fault in faults {
        let _ = write!(text, "{fault}");
    }
    let _ = write!(text, "{decoded} {decoded:#} {decoded:?}");
    decoded.pdu.visit_fields(&mut |row, value| {
        let _ = write!(text, "{} {value:?}", row.name);
    });
    for version in [InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0] {
        let _ = decoded.pdu.check(version);
    }
}
