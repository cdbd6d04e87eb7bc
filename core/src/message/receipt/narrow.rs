//! Receipts in other than one octet for each character.

use super::parse::whole_fields;
use crate::message::{gsm7, ucs2};

/// A receipt as ASCII: `octets` as they are, or, where they are UCS-2 or packed septets, their text in
/// `scratch`. Where that is too small, the last key is without its value, so that no value is cut but that of `text`.
///
/// Look at the octets, not at `data_coding`: some message centres send receipts in UCS-2 and say so, some
/// copy the `data_coding` of the message and send ASCII nevertheless.
///
/// ```
/// use smppkit::message::receipt::{Receipt, narrow};
///
/// let mut scratch = [0; 512];
/// let receipt = Receipt::parse(narrow(b"\0i\0d\0:\07\0 \0s\0t\0a\0t\0:\0D\0E\0L\0I\0V\0R\0D", &mut scratch));
/// assert_eq!((receipt.id, receipt.stat), (Some("7"), Some("DELIVRD")));
/// ```
pub fn narrow<'a>(octets: &'a [u8], scratch: &'a mut [u8]) -> &'a [u8] {
    if is_wide(octets) {
        fill(scratch, ucs2::decode(octets))
    } else if is_packed(octets) {
        fill(scratch, gsm7::unpack(octets, 0).map(char::from))
    } else {
        octets
    }
}

fn is_wide(octets: &[u8]) -> bool {
    match octets {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => true,
        // The start of a receipt is ASCII, without a NUL: one half of each unit is zero.
        [a, b, c, d, e, f, g, h, ..] => {
            let (even, odd) = ([a, c, e, g], [b, d, f, h]);
            even.iter().all(|half| **half == 0) != odd.iter().all(|half| **half == 0)
        }
        _ => false,
    }
}

/// Whether the octets are packed septets that begin with a key, as no other text does.
fn is_packed(octets: &[u8]) -> bool {
    let mut begin = [0; 4];
    let packed = octets.get(..4).unwrap_or_default();
    for (octet, septet) in begin.iter_mut().zip(gsm7::unpack(packed, 0)) {
        *octet = septet.to_ascii_lowercase();
    }
    matches!(&begin, b"sub:" | b"stat" | [b'i', b'd', b':', _])
}

/// The characters as UTF-8; where not all of them fit, the fields that are whole.
fn fill(scratch: &mut [u8], characters: impl Iterator<Item = char>) -> &[u8] {
    let mut len = 0_usize;
    for character in characters {
        let mut utf8 = [0; 4];
        let utf8 = character.encode_utf8(&mut utf8).as_bytes();
        let Some(free) = scratch.get_mut(len..).and_then(|free| free.get_mut(..utf8.len())) else {
            return whole_fields(scratch.get(..len).unwrap_or_default());
        };
        free.copy_from_slice(utf8);
        len = len.saturating_add(utf8.len());
    }
    scratch.get(..len).unwrap_or_default()
}
