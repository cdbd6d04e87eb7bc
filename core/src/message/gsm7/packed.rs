//! Eight septets in seven octets (3GPP TS 23.038 §6.1.2.1).

use super::super::BufferTooSmall;
use super::super::output::{Output, Sink};

/// The septet that fills the last octet when exactly seven bits of it are left over.
const PADDING: u8 = b'\r';

/// Where a bit is left over behind two carriage returns at the end: set if both of them are text.
const BOTH_ARE_TEXT: u8 = 0x80;

/// How many bits are left empty after a user data header of `udh_octets` octets (its length octet counted),
/// so that the text starts on a septet boundary (3GPP TS 23.040 §9.2.3.24): 0 to 6.
///
/// ```
/// use smppkit::message::gsm7::fill_bits;
///
/// assert_eq!([0, 6, 7, 9, 12].map(fill_bits), [0, 1, 0, 5, 2]);
/// ```
pub const fn fill_bits(udh_octets: usize) -> u8 {
    // 8n bits of header in 7 bits a septet: n bits over, modulo 7.
    match udh_octets % 7 {
        1 => 6,
        2 => 5,
        3 => 4,
        4 => 3,
        5 => 2,
        6 => 1,
        _ => 0,
    }
}

/// How many octets `septets` septets take once packed behind `fill_bits` empty bits.
///
/// ```
/// use smppkit::message::gsm7::packed_len;
///
/// assert_eq!(packed_len(160, 0), 140);
/// assert_eq!(packed_len(153, 1), 134);
/// ```
pub const fn packed_len(septets: usize, fill_bits: u8) -> usize {
    if septets == 0 {
        return 0;
    }
    // septets * 7 / 8 rounded up, in an order that cannot overflow.
    let eighths = (septets % 8).wrapping_mul(7).wrapping_add(fill_bits as usize);
    (septets / 8).wrapping_mul(7).wrapping_add(eighths.div_ceil(8))
}

/// Whether so many septets leave no bit free, so that a carriage return at the end looks like one that only
/// fills up, and is written twice.
pub(in crate::message) const fn fill_octets(septets: usize, fill_bits: u8) -> bool {
    septets > 0 && (septets % 8).wrapping_mul(7).wrapping_add(fill_bits as usize).is_multiple_of(8)
}

/// Packs septets (octets whose top bit is ignored), the first bit of the first one after `fill_bits` empty
/// bits, and says how many octets that took.
///
/// As §6.1.2.3.1 wants it, seven bits that stay free in the last octet hold a carriage return, so that they
/// are not taken for an `@`; and a carriage return that ends the text where no bit stays free is written
/// twice, so that it is not taken for that. A text that ends in two of them at that place is told apart by the
/// bit behind them, which is set: everybody else ignores it.
///
/// # Errors
///
/// The buffer is too small: it must have [`packed_len`], and one octet more for the second carriage return.
///
/// ```
/// let mut out = [0; 8];
/// let n = smppkit::message::gsm7::pack(b"hello", 0, &mut out).unwrap();
/// assert_eq!(out[..n], [0xE8, 0x32, 0x9B, 0xFD, 0x06]);
/// ```
pub fn pack(septets: &[u8], fill_bits: u8, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
    let capacity = out.len();
    let mut output = Output::new(out);
    let mut packer = Packer::new(&mut output, fill_bits);
    packer.push(septets);
    packer.finish();
    output.finish(capacity)
}

/// Packs the septets that are pushed, and passes them on.
pub(in crate::message) struct Packer<'s, S> {
    sink: &'s mut S,
    bits: u16,
    have: u32,
    /// The last two septets.
    last: [u8; 2],
    empty: bool,
}

impl<'s, S: Sink> Packer<'s, S> {
    pub(in crate::message) fn new(sink: &'s mut S, fill_bits: u8) -> Self {
        Self { sink, bits: 0, have: u32::from(fill_bits % 8), last: [0; 2], empty: true }
    }

    pub(in crate::message) fn finish(mut self) {
        // Without text there is nothing to fill up to.
        if self.empty {
            return;
        }
        match (self.have, self.last) {
            // Seven bits are free: they could be read as one more septet.
            (1, _) => self.bits |= u16::from(PADDING) << 1,
            (0, [_, PADDING]) => self.sink.push(&[PADDING]),
            (7, [PADDING, PADDING]) => self.bits |= u16::from(BOTH_ARE_TEXT),
            _ => {}
        }
        if self.have > 0 {
            let [_, low] = self.bits.to_be_bytes();
            self.sink.push(&[low]);
        }
    }
}

impl<S: Sink> Sink for Packer<'_, S> {
    #[inline]
    fn push(&mut self, septets: &[u8]) {
        let (many, rest) = septets.as_chunks::<MANY>();
        for eights in many {
            let mut octets = [0; MANY / 8 * 7];
            for (eight, seven) in eights.as_chunks::<8>().0.iter().zip(octets.as_chunks_mut::<7>().0) {
                let bits =
                    u64::from(self.bits) | close_up(u64::from_le_bytes(*eight)).wrapping_shl(self.have);
                let [lower @ .., highest] = bits.to_le_bytes();
                *seven = lower;
                self.bits = highest.into();
            }
            self.sink.push(&octets);
        }
        for &septet in rest {
            self.bits |= u16::from(septet & 0x7F).wrapping_shl(self.have);
            self.have = self.have.wrapping_add(7);
            if self.have >= 8 {
                let [high, low] = self.bits.to_be_bytes();
                self.sink.push(&[low]);
                self.bits = u16::from(high);
                self.have = self.have.wrapping_sub(8);
            }
        }
        self.last = match *septets {
            [] => self.last,
            [last] => [self.last[1] & 0x7F, last & 0x7F],
            [.., previous, last] => [previous & 0x7F, last & 0x7F],
        };
        self.empty &= septets.is_empty();
    }
}

/// How many septets are taken at a time where there are many.
const MANY: usize = 32;

/// Eight septets, an octet each, as 56 bits.
#[inline]
const fn close_up(eight: u64) -> u64 {
    let pairs = (eight & 0x007F_007F_007F_007F) | (eight >> 1 & 0x3F80_3F80_3F80_3F80);
    let fours = (pairs & 0x0000_3FFF_0000_3FFF) | (pairs >> 2 & 0x0FFF_C000_0FFF_C000);
    (fours & 0x0FFF_FFFF) | (fours >> 4 & 0x00FF_FFFF_F000_0000)
}

/// 56 bits as eight septets, an octet each.
#[inline]
const fn spread(bits: u64) -> u64 {
    let fours = (bits & 0x0FFF_FFFF) | (bits << 4 & 0x0FFF_FFFF_0000_0000);
    let pairs = (fours & 0x0000_3FFF_0000_3FFF) | (fours << 2 & 0x3FFF_0000_3FFF_0000);
    (pairs & 0x007F_007F_007F_007F) | (pairs << 1 & 0x7F00_7F00_7F00_7F00)
}

/// The septets packed in `octets` behind `fill_bits` empty bits, each as an octet.
///
/// SMPP does not say how many septets there are. A carriage return that is there to fill up the last octet, or
/// to show that the one before it is not, is left out; see [`pack`]. Some senders fill seven free bits with zeroes: those come out as a septet
/// 0, an `@` at the end.
///
/// ```
/// use smppkit::message::gsm7::unpack;
///
/// assert!(unpack(&[0xE8, 0x32, 0x9B, 0xFD, 0x06], 0).eq(*b"hello"));
/// ```
pub fn unpack(octets: &[u8], fill_bits: u8) -> Unpack<'_> {
    let fill = usize::from(fill_bits % 8);
    let bits = octets.len().saturating_mul(8).saturating_sub(fill);
    let mut septets = Unpack { octets, bits: 0, have: 0, left: bits / 7 };
    septets.skip_bits(fill);
    let is_filler = match (bits % 7, octets) {
        (0, [.., last]) => last >> 1 == PADDING,
        (1, [.., before, PADDING]) => before >> 1 == PADDING,
        _ => false,
    };
    septets.left = septets.left.saturating_sub(usize::from(is_filler));
    septets
}

/// Septets on their way out of packed octets; see [`unpack`].
#[derive(Clone, Debug)]
pub struct Unpack<'a> {
    octets: &'a [u8],
    bits: u16,
    have: u32,
    left: usize,
}

impl Unpack<'_> {
    /// As many of the next septets as fit.
    #[inline]
    pub(in crate::message) fn fill<'b>(&mut self, buffer: &'b mut [u8]) -> &'b [u8] {
        let mut count = 0_usize;
        for place in buffer.as_chunks_mut::<8>().0 {
            let Some((&[a, b, c, d, e, f, g], rest)) = self.octets.split_first_chunk::<7>() else { break };
            let Some(left) = self.left.checked_sub(8) else { break };
            // Seven bits at most are left over from before.
            let bits =
                u64::from(self.bits) | u64::from_le_bytes([a, b, c, d, e, f, g, 0]).wrapping_shl(self.have);
            *place = spread(bits & 0x00FF_FFFF_FFFF_FFFF).to_le_bytes();
            let [.., highest] = bits.to_le_bytes();
            (self.bits, self.octets, self.left) = (highest.into(), rest, left);
            count = count.wrapping_add(8);
        }
        for (place, septet) in buffer.iter_mut().skip(count).zip(self) {
            *place = septet;
            count = count.wrapping_add(1);
        }
        buffer.get(..count).unwrap_or_default()
    }

    fn skip_bits(&mut self, fill: usize) {
        if let (Some((&first, rest)), 1..=7) = (self.octets.split_first(), fill) {
            self.octets = rest;
            self.bits = u16::from(first) >> fill;
            self.have = 8_usize.saturating_sub(fill).try_into().unwrap_or(0);
        }
    }
}

impl Iterator for Unpack<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        if self.have < 7 {
            let (&octet, rest) = self.octets.split_first()?;
            self.octets = rest;
            self.bits |= u16::from(octet).wrapping_shl(self.have);
            self.have = self.have.wrapping_add(8);
        }
        let [_, low] = (self.bits & 0x7F).to_be_bytes();
        self.bits >>= 7;
        self.have = self.have.wrapping_sub(7);
        Some(low)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Unpack<'_> {}
impl core::iter::FusedIterator for Unpack<'_> {}
