//! What the tests of several modules have in common.

use super::reassemble::Fragment;
use super::udh::{Concatenation, Reference, Udh};
use crate::time::Instant;
use crate::values::DataCoding;

pub(super) fn at(seconds: u64) -> Instant {
    at_millis(1_000 * seconds)
}

pub(super) fn at_millis(millis: u64) -> Instant {
    Instant::from_nanos(1 + millis * 1_000_000)
}

/// A part with an octet for a reference.
pub(super) fn fragment(number: u8, total_segments: u8, segment_seqnum: u8, body: &[u8]) -> Fragment<'_> {
    Fragment {
        source: b"from",
        destination: b"to",
        concatenation: Concatenation { reference: Reference::Udh8(number), total_segments, segment_seqnum },
        data_coding: DataCoding(0),
        udh: Udh::NONE,
        body,
    }
}
