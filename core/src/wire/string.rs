//! The two kinds of string (5.0 §3.1; 3.4 §3.1).

use core::fmt;

/// Where the first NUL is.
#[cfg_attr(not(feature = "compact"), inline(always))]
#[cfg_attr(feature = "compact", inline(never))]
pub(crate) fn find_nul(octets: &[u8]) -> Option<usize> {
    let mut rest = octets;
    let mut at = 0_usize;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        let zeros = zeros(u64::from_le_bytes(*chunk));
        if zeros != 0 {
            return Some(at.wrapping_add((zeros.trailing_zeros() / 8) as usize));
        }
        at = at.wrapping_add(8);
        rest = tail;
    }
    rest.iter().position(|octet| *octet == 0).map(|more| at.wrapping_add(more))
}

/// Copies a string that is most often short into a place of the same length, and says whether it has a NUL.
///
/// Two copies of one width that overlap do for every length between that width and its double: no loop, no call.
#[cfg_attr(not(feature = "compact"), inline(always))]
#[cfg_attr(feature = "compact", inline(never))]
pub(crate) fn copy_c_octet(to: &mut [u8], from: &[u8]) -> bool {
    if let (Some(&low), Some(&high)) = (from.first_chunk::<8>(), from.last_chunk::<8>())
        && from.len() <= 16
    {
        if let Some(place) = to.first_chunk_mut() {
            *place = low;
        }
        if let Some(place) = to.last_chunk_mut() {
            *place = high;
        }
        return zeros(u64::from_le_bytes(low)) | zeros(u64::from_le_bytes(high)) != 0;
    }
    if let (Some(&low), Some(&high)) = (from.first_chunk::<4>(), from.last_chunk::<4>())
        && from.len() < 8
    {
        if let Some(place) = to.first_chunk_mut() {
            *place = low;
        }
        if let Some(place) = to.last_chunk_mut() {
            *place = high;
        }
        let (low, high) = (u32::from_le_bytes(low), u32::from_le_bytes(high));
        return zeros(u64::from(low) | u64::from(high) << 32) != 0;
    }
    if from.len() < 4 {
        let mut nul = false;
        for (place, octet) in to.iter_mut().zip(from) {
            *place = *octet;
            nul |= *octet == 0;
        }
        return nul;
    }
    copy_long_c_octet(to, from)
}

/// A function of its own: a call amid the short copies would cost those registers.
#[cfg_attr(not(feature = "compact"), inline(never))]
#[cfg_attr(feature = "compact", inline(always))]
fn copy_long_c_octet(to: &mut [u8], from: &[u8]) -> bool {
    if to.len() == from.len() {
        to.copy_from_slice(from);
    }
    find_nul(from).is_some()
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Not 0 if an octet of the word is: the lowest octet that is zero is the lowest with its high bit set.
#[inline(always)]
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

macro_rules! define_string {
    ($(#[$attribute:meta])* $type:ident) => {
        $(#[$attribute])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $type<'a>(&'a [u8]);

        impl<'a> $type<'a> {
            /// These octets.
            #[must_use]
            #[inline]
            pub const fn new(octets: &'a [u8]) -> Self {
                Self(octets)
            }

            /// The octets.
            #[must_use]
            #[inline]
            pub const fn as_bytes(self) -> &'a [u8] {
                self.0
            }

            /// The text, if the octets are UTF-8 (all ASCII is).
            #[must_use]
            pub fn as_str(self) -> Option<&'a str> {
                core::str::from_utf8(self.0).ok()
            }

            /// How many octets.
            #[must_use]
            #[inline]
            pub const fn len(self) -> usize {
                self.0.len()
            }

            /// Whether there are none.
            #[must_use]
            #[inline]
            pub const fn is_empty(self) -> bool {
                self.0.is_empty()
            }
        }

        impl<'a> From<&'a str> for $type<'a> {
            fn from(text: &'a str) -> Self {
                Self(text.as_bytes())
            }
        }

        impl<'a> From<&'a [u8]> for $type<'a> {
            fn from(octets: &'a [u8]) -> Self {
                Self(octets)
            }
        }

        impl<'a, const N: usize> From<&'a [u8; N]> for $type<'a> {
            fn from(octets: &'a [u8; N]) -> Self {
                Self(octets)
            }
        }

        impl AsRef<[u8]> for $type<'_> {
            fn as_ref(&self) -> &[u8] {
                self.0
            }
        }

        impl PartialEq<str> for $type<'_> {
            fn eq(&self, other: &str) -> bool {
                self.0 == other.as_bytes()
            }
        }

        impl PartialEq<&str> for $type<'_> {
            fn eq(&self, other: &&str) -> bool {
                self.0 == other.as_bytes()
            }
        }

        impl PartialEq<[u8]> for $type<'_> {
            fn eq(&self, other: &[u8]) -> bool {
                self.0 == other
            }
        }

        impl fmt::Debug for $type<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "\"{}\"", self.0.escape_ascii())
            }
        }
    };
}

define_string! {
    /// A C-octet string without its NUL, which is implied. ASCII by the specification; any octet but NUL in practice.
    ///
    /// How long it may be is the business of the field it stands in: a longer one that arrives is kept and reported.
    ///
    /// ```
    /// use smppkit::COctetString;
    ///
    /// let address = COctetString::from("447700900123");
    /// assert_eq!(address, "447700900123");
    /// assert_eq!(COctetString::new(b"caf\xE9").to_string(), "caf\\xe9");
    /// ```
    COctetString
}

define_string! {
    /// An octet string: any octets; how many is told elsewhere on the wire.
    ///
    /// ```
    /// use smppkit::OctetString;
    ///
    /// assert_eq!(OctetString::new(b"Hello\0").len(), 6);
    /// ```
    OctetString
}

impl fmt::Display for COctetString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.pad(text),
            None => self.0.escape_ascii().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::{copy_c_octet, find_nul};

    #[test]
    fn a_copy_is_a_copy_and_knows_its_nuls() {
        for len in 0..40_u8 {
            let octets: Vec<u8> = (1..=len).map(|octet| octet | 0x80).collect();
            let mut copy = vec![0; octets.len()];
            assert!(!copy_c_octet(&mut copy, &octets));
            assert_eq!(copy, octets);
            for at in 0..octets.len() {
                let mut with_nul = octets.clone();
                with_nul[at] = 0;
                assert!(copy_c_octet(&mut copy, &with_nul), "{with_nul:?}");
                assert_eq!(copy, with_nul);
            }
        }
    }

    #[test]
    fn nul_is_found_wherever_it_is() {
        for len in 0..40 {
            for at in 0..len {
                let mut octets = vec![0x01; len];
                octets[at] = 0;
                octets[at + 1..].iter_mut().step_by(2).for_each(|octet| *octet = 0x80);
                assert_eq!(find_nul(&octets), Some(at), "{octets:?}");
            }
            assert_eq!(find_nul(&vec![0x80; len]), None);
            assert_eq!(find_nul(&vec![0x01; len]), None);
        }
    }
}
