//! What follows the fields of a PDU.

use core::fmt;

use super::{Tag, Tlv, TlvDef, TlvKind};
use crate::error::Fault;
use crate::wire::ending::{Ending, Form};
use crate::wire::string::OctetString;
use crate::wire::writer::Writer;

/// Splits the first TLV off: its tag, its value and what follows.
#[inline]
pub(crate) fn split_first(octets: &[u8]) -> Result<(Tag, &[u8], &[u8]), Fault> {
    let Some((&[a, b, c, d], rest)) = octets.split_first_chunk::<4>() else {
        return Err(Fault::TlvHeader { left: octets.len() });
    };
    let tag = u16::from_be_bytes([a, b]);
    let len = usize::from(u16::from_be_bytes([c, d]));
    match rest.split_at_checked(len) {
        Some((value, rest)) => Ok((Tag(tag), value, rest)),
        None => Err(Fault::TlvOverrun { tag, announced: len, left: rest.len() }),
    }
}

/// What follows the fields of a PDU: the TLVs, in their order, repeated ones and unknown ones among them.
///
/// Of a PDU that was decoded they are the octets on the wire, and remember how its body ended if it ended too early,
/// so that encoding gives the same octets. To send TLVs, make them from a slice.
#[derive(Copy, Clone)]
pub struct Tlvs<'a>(Repr<'a>);

#[derive(Copy, Clone)]
enum Repr<'a> {
    Items(&'a [Tlv<'a>]),
    Wire { octets: &'a [u8], ending: Ending },
    Made(&'a dyn TlvSource),
}

/// TLVs to be sent that are no slice of [`Tlv`]: each is made when it is needed. For other languages, whose own form of a
/// TLV it is that lies in memory.
pub trait TlvSource: Sync {
    /// The TLV of this number, from 0; `None` behind the last.
    fn tlv(&self, at: usize) -> Option<Tlv<'_>>;
}

impl<'a> Tlvs<'a> {
    pub(crate) const NONE: Self = Self(Repr::Items(&[]));

    #[inline(always)]
    pub(crate) const fn whole(octets: &'a [u8]) -> Self {
        Self(Repr::Wire { octets, ending: Ending::WHOLE })
    }

    pub(crate) const fn cut(ending: Ending, octets: &'a [u8]) -> Self {
        Self(Repr::Wire { octets, ending })
    }

    /// TLVs that are made when they are needed.
    #[must_use]
    pub const fn made(source: &'a dyn TlvSource) -> Self {
        Self(Repr::Made(source))
    }

    /// What `to_wire` gave. Any other number than 0 is none of the caller's making.
    #[doc(hidden)]
    #[must_use]
    #[inline(always)]
    pub const fn from_wire(octets: &'a [u8], ending: u32) -> Self {
        Self(Repr::Wire { octets, ending: Ending::from_bits(ending) })
    }

    /// Of TLVs that were decoded: all that follows the fields, and how the body ended, which is 0 unless it ended too
    /// early.
    #[doc(hidden)]
    #[must_use]
    #[inline(always)]
    pub const fn to_wire(&self) -> Option<(&'a [u8], u32)> {
        match self.0 {
            Repr::Wire { octets, ending } => Some((octets, ending.to_bits())),
            Repr::Items(_) | Repr::Made(_) => None,
        }
    }

    #[inline(always)]
    pub(crate) const fn ending(&self) -> Ending {
        match self.0 {
            Repr::Wire { ending, .. } => ending,
            Repr::Items(_) | Repr::Made(_) => Ending::WHOLE,
        }
    }

    /// The TLVs in the order of the wire, up to the first that is not whole.
    #[must_use]
    pub const fn iter(&self) -> TlvIter<'a> {
        TlvIter {
            rest: match self.0 {
                Repr::Wire { ending: Ending { form: Form::Cut, .. }, .. } => Repr::Items(&[]),
                repr => repr,
            },
            made: 0,
        }
    }

    /// The value of the first such TLV that can be read as its definition says.
    #[must_use]
    pub fn get<K: TlvKind>(&self, def: &TlvDef<K>) -> Option<K::Value<'a>> {
        self.iter().find_map(|tlv| tlv.get(def))
    }

    /// The values of all such TLVs that can be read as their definition says.
    pub fn all<'d, K: TlvKind>(
        &self,
        def: &'d TlvDef<K>,
    ) -> impl Iterator<Item = K::Value<'a>> + use<'a, 'd, K> {
        self.iter().filter_map(move |tlv| tlv.get(def))
    }

    /// The first TLV with this tag.
    #[must_use]
    pub fn find(&self, tag: Tag) -> Option<Tlv<'a>> {
        self.iter().find(|tlv| tlv.tag == tag)
    }

    /// Whether there is nothing behind the fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.0 {
            Repr::Items(items) => items.is_empty(),
            Repr::Wire { octets, .. } => octets.is_empty(),
            Repr::Made(source) => source.tlv(0).is_none(),
        }
    }

    /// Octets that are no TLV: of the first that is not whole and all behind it, or of a body that ended too early.
    #[must_use]
    pub fn remainder(&self) -> &'a [u8] {
        let Repr::Wire { octets, ending } = self.0 else { return &[] };
        let mut rest = octets;
        if ending.form != Form::Cut {
            while let Ok((_, _, tail)) = split_first(rest) {
                rest = tail;
            }
        }
        rest
    }

    /// Octets on the wire.
    pub(crate) fn encoded_len(&self) -> usize {
        match self.0 {
            Repr::Wire { octets, .. } => octets.len(),
            Repr::Items(_) | Repr::Made(_) => {
                self.iter().fold(0, |len, tlv| tlv.len().saturating_add(4).saturating_add(len))
            }
        }
    }

    #[inline(always)]
    pub(crate) fn put(&self, out: &mut Writer<'_>) {
        match self.0 {
            Repr::Items(items) => {
                for tlv in items {
                    tlv.put(out);
                }
            }
            Repr::Wire { octets, .. } => out.octets(octets),
            Repr::Made(source) => {
                let mut at = 0_usize;
                while let Some(tlv) = source.tlv(at) {
                    tlv.put(out);
                    at = at.wrapping_add(1);
                }
            }
        }
    }

    /// What makes it impossible to write these TLVs.
    #[inline(always)]
    pub(crate) fn wire_fault(&self) -> Option<Fault> {
        match self.0 {
            Repr::Items(items) => items.iter().find_map(Tlv::wire_fault),
            Repr::Made(_) => self.iter().find_map(|tlv| tlv.wire_fault()),
            Repr::Wire { .. } => None,
        }
    }
}

impl Default for Tlvs<'_> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<'a> From<&'a [Tlv<'a>]> for Tlvs<'a> {
    fn from(items: &'a [Tlv<'a>]) -> Self {
        Self(Repr::Items(items))
    }
}

impl<'a, const N: usize> From<&'a [Tlv<'a>; N]> for Tlvs<'a> {
    fn from(items: &'a [Tlv<'a>; N]) -> Self {
        Self(Repr::Items(items))
    }
}

impl PartialEq for Tlvs<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ending() == other.ending()
            && self.iter().eq(other.iter())
            && self.remainder() == other.remainder()
    }
}

impl fmt::Debug for Tlvs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.iter());
        if !self.remainder().is_empty() {
            list.entry(&OctetString::new(self.remainder()));
        }
        list.finish()
    }
}

impl<'a> IntoIterator for Tlvs<'a> {
    type Item = Tlv<'a>;
    type IntoIter = TlvIter<'a>;

    fn into_iter(self) -> TlvIter<'a> {
        self.iter()
    }
}

/// Goes through [`Tlvs`].
#[derive(Clone)]
pub struct TlvIter<'a> {
    rest: Repr<'a>,
    /// How many were made.
    made: usize,
}

impl fmt::Debug for TlvIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Iterator for TlvIter<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        match &mut self.rest {
            Repr::Items(items) => {
                let (item, rest) = items.split_first()?;
                *items = rest;
                Some(*item)
            }
            Repr::Wire { octets, .. } => {
                let (tag, value, rest) = split_first(octets).ok()?;
                *octets = rest;
                Some(Tlv::new(tag, value))
            }
            Repr::Made(source) => {
                let tlv = source.tlv(self.made)?;
                self.made = self.made.saturating_add(1);
                Some(tlv)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::{CommandStatus, SubmitSm, decode, encode, tlv};

    struct Made<'a>(&'a [Tlv<'a>]);

    impl TlvSource for Made<'_> {
        fn tlv(&self, at: usize) -> Option<Tlv<'_>> {
            self.0.get(at).copied()
        }
    }

    #[test]
    fn tlvs_that_are_made_when_they_are_needed_are_as_good_as_a_slice() {
        let items =
            [tlv::USER_MESSAGE_REFERENCE.with(7), Tlv::new(Tag(0x1400), b"hi"), Tlv::new(Tag(0x1401), &[])];
        for n in 0..=items.len() {
            let (source, slice) = (Made(&items[..n]), Tlvs::from(&items[..n]));
            let made = Tlvs::made(&source);
            assert_eq!(made, slice);
            assert!(made.iter().eq(slice.iter()));
            assert_eq!(made.is_empty(), n == 0);
            assert_eq!(made.encoded_len(), slice.encoded_len());
            assert_eq!(made.get(&tlv::USER_MESSAGE_REFERENCE), slice.get(&tlv::USER_MESSAGE_REFERENCE));
            assert!(made.remainder().is_empty() && made.to_wire().is_none());
            let frames = [made, slice].map(|tlvs| {
                let mut out = [0; 100];
                let pdu = SubmitSm { tlvs, ..SubmitSm::default() };
                let len = encode(CommandStatus::ESME_ROK, 1, &pdu, &mut out).unwrap();
                out[..len].to_vec()
            });
            assert_eq!(frames[0], frames[1]);
        }
        let nul = [tlv::RECEIPTED_MESSAGE_ID.with("a\0b".into())];
        assert_eq!(Tlvs::made(&Made(&nul)).wire_fault(), Some(Fault::InteriorNul));
    }

    #[test]
    fn what_goes_to_the_wire_and_back_is_the_same() {
        // Whole; cut before a field; without a NUL; a text that is too short; TLVs in the place of fields.
        let bodies: [(u32, &[u8]); 5] = [
            (0x8000_0004, b"42\0\x14\0\0\x01x"),
            (0x0000_0004, b"\0\x01"),
            (0x8000_0004, b"42"),
            (0x0000_0004, b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05hi"),
            (0x8000_0004, b"\x04\x27\0\x01\x02"),
        ];
        let mut endings = Vec::new();
        for (id, body) in bodies {
            let header = [16 + body.len() as u32, id, 0, 1].map(u32::to_be_bytes).concat();
            let frame = [&header, body].concat();
            let decoded = decode(&frame).unwrap();
            let tlvs = crate::Body::tlvs(&decoded.pdu);
            let (octets, ending) = tlvs.to_wire().unwrap();
            assert_eq!(Tlvs::from_wire(octets, ending), *tlvs);
            endings.push(ending >> 24);
        }
        assert_eq!(endings, [0, 1, 2, 3, 4]);
        assert_eq!(Tlvs::from_wire(&[], 5 << 24).ending(), Ending::WHOLE);
    }
}
