//! What a snapshot tells of a session, and a session whose numbers go on elsewhere: their end is too far to walk to.

use std::ops::Range;

use smppkit::Instant;
use smppkit::session::{Config, Session, Slot};

/// Where a snapshot says what the next number is: behind magic, format, role, state and version.
const NEXT: Range<usize> = 8..12;
/// Where it says when the peer was last heard and when a PDU last passed: behind that, unanswered and `opened`.
const HEARD: Range<usize> = 22..38;
/// The CRC at its end.
const CRC: usize = 4;

/// The same session, whose next number is `number`: its snapshot says so, and it goes on from there.
///
/// # Panics
///
/// If the session is closed.
#[must_use]
pub fn start_at(
    session: &Session<Vec<Slot>>,
    config: Config,
    number: u32,
    now: Instant,
) -> Session<Vec<Slot>> {
    let mut snapshot = snapshot(session, now);
    snapshot[NEXT].copy_from_slice(&number.to_be_bytes());
    let body = snapshot.len() - CRC;
    let crc = crc32(&snapshot[..body]);
    snapshot[body..].copy_from_slice(&crc.to_be_bytes());
    let window = vec![Slot::default(); session.window_size()];
    Session::restore(config, window, &snapshot, now).expect("a snapshot with another number")
}

/// All that a session will act upon, but for when something passed last.
pub(crate) fn but_for_hearing(session: &Session<Vec<Slot>>, now: Instant) -> Vec<u8> {
    let mut snapshot = snapshot(session, now);
    snapshot[HEARD].fill(0);
    snapshot.truncate(snapshot.len() - CRC);
    snapshot
}

fn snapshot(session: &Session<Vec<Slot>>, now: Instant) -> Vec<u8> {
    let mut snapshot = vec![0; session.snapshot_len()];
    session.snapshot(now, &mut snapshot).expect("a session that is not closed");
    snapshot
}

/// CRC-32 as in Ethernet and zip.
fn crc32(octets: &[u8]) -> u32 {
    !octets.iter().fold(u32::MAX, |crc, octet| {
        (0..8).fold(crc ^ u32::from(*octet), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}
