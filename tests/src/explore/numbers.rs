//! A session whose numbers begin elsewhere: the end of the numbers is too far to walk to.

use smppkit::Instant;
use smppkit::session::{Config, Session, Slot};

/// Where a snapshot says what the next number is: behind magic, format, role, state and version.
const NEXT: std::ops::Range<usize> = 8..12;

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
    let mut snapshot = vec![0; session.snapshot_len()];
    session.snapshot(now, &mut snapshot).expect("a session that is not closed");
    snapshot[NEXT].copy_from_slice(&number.to_be_bytes());
    let body = snapshot.len() - 4;
    let crc = crc32(&snapshot[..body]);
    snapshot[body..].copy_from_slice(&crc.to_be_bytes());
    let window = vec![Slot::default(); session.window_size()];
    Session::restore(config, window, &snapshot, now).expect("a snapshot with another number")
}

/// CRC-32 as in Ethernet and zip.
fn crc32(octets: &[u8]) -> u32 {
    !octets.iter().fold(u32::MAX, |crc, octet| {
        (0..8).fold(crc ^ u32::from(*octet), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}
