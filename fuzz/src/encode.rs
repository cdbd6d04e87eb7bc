//! An arbitrary PDU: what is encoded decodes to the same PDU.

use arbitrary::Arbitrary;
use smppkit::tlv::Tag;
use smppkit::values::InterfaceVersion;
use smppkit::{Body, CommandStatus, EncodeError, Fault, Pdu, decode, encode};

/// A PDU and its header.
#[derive(Arbitrary, Debug)]
pub struct Input<'a> {
    status: u32,
    sequence: u32,
    /// Octets too few in the buffer.
    missing: u8,
    pdu: Pdu<'a>,
}

/// Encodes and decodes it.
pub fn run(Input { status, sequence, missing, pdu }: Input<'_>) {
    let needed = pdu.encoded_len();
    let status = CommandStatus(status);
    let mut out = vec![0; needed];
    assert_eq!(encode(status, sequence, &pdu, &mut out), Ok(needed), "{pdu:?}");
    let decoded = decode(&out).expect("a frame");
    assert_eq!((decoded.header.command_status, decoded.header.sequence_number), (status, sequence));
    assert!(decoded.pdu == pdu || is_taken_for_tlvs(&out), "{:?} is not {pdu:?}", decoded.pdu);
    crate::decode::frame(&out);

    // What may be sent has no faults.
    if [InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0]
        .iter()
        .any(|version| pdu.check(*version).is_ok())
        && decoded.pdu == pdu
    {
        // A response without any TLVs may be sent, since it may be that of an error; but the status may say otherwise.
        let is_bare = pdu.command_id().is_response() && pdu.tlvs().is_empty();
        let mut faults = decoded.faults.iter().map(|it| it.fault);
        assert!(
            faults.all(|it| is_bare && matches!(it, Fault::MissingTlv { .. })),
            "{:?} in {pdu:?}",
            decoded.faults
        );
    }

    if missing > 0 {
        let room = needed.saturating_sub(missing.into());
        let error = EncodeError::BufferTooSmall { needed };
        assert_eq!(encode(status, sequence, &pdu, &mut out[..room]), Err(error));
    }
}

/// The fields of a response may look by chance like TLVs without the fields before them.
fn is_taken_for_tlvs(frame: &[u8]) -> bool {
    let is_response = frame[4] & 0x80 != 0;
    let is_known = |tag: &[u8]| Tag(u16::from_be_bytes([tag[0], tag[1]])).row().is_some();
    let mut rest = &frame[16..];
    let begins_known = rest.get(..2).is_some_and(is_known);
    while let [_, _, high, low, tail @ ..] = rest {
        let Some(tail) = tail.get(usize::from(u16::from_be_bytes([*high, *low]))..) else { return false };
        rest = tail;
    }
    is_response && begins_known && rest.is_empty()
}
