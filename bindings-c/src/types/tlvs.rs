//! TLVs: one, and all of a PDU.

use core::ptr;

use smppkit::Writer;
use smppkit::tlv::{self, Tag, TlvKind as _, TlvSource};

use super::error::Failure;
use super::octets::Octets;
use crate::memory::{slice, some};

/// One TLV. What was decoded has its octets in `value`. To send one, make it with `smppkit_tlv_u16` and its like, or with
/// the function that has the name of the TLV, such as `smppkit_tlv_user_message_reference`.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct Tlv<'a> {
    /// Which it is: `SMPPKIT_TLV_…`, or any other number.
    pub tag: u16,
    /// How many octets of `head` stand before `value`, to be sent: 0 to 4.
    pub head_len: u8,
    /// Whether a NUL stands behind `value`, to be sent: 0 or 1. `head_len` is then 0.
    pub nul: u8,
    /// The octets of an integer, in the order of the wire.
    pub head: [u8; 4],
    /// The octets of the value, or what stands behind `head`.
    pub value: Octets<'a>,
}

impl<'a> Tlv<'a> {
    /// The TLV, if it is one.
    #[inline(always)]
    pub(crate) fn get(&self) -> Option<smppkit::Tlv<'a>> {
        let (tag, value) = (Tag(self.tag), self.value.get()?);
        Some(match (self.head_len, self.nul) {
            (0, 0) => smppkit::Tlv::new(tag, value),
            (0, 1) => tlv::CString::tlv(tag, value.into()),
            (1..=4, 0) => smppkit::Tlv::from_pieces(tag, self.head, self.head_len, value),
            _ => return None,
        })
    }

    /// The last so many octets of the value.
    pub(crate) fn tail(&self, len: usize) -> Result<Octets<'a>, Failure> {
        let value = some(self.value.get())?;
        let (_, tail) = value.split_at_checked(value.len().wrapping_sub(len)).ok_or(Failure::UNREADABLE)?;
        Ok(Octets::new(tail))
    }
}

/// What follows the fields of a PDU. Of a PDU that was decoded, `octets` has the TLVs as they are on the wire;
/// `smppkit_tlvs_next` and its like read them. To send TLVs, put them into an array: `smppkit_tlvs_of`. All zero is none.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Tlvs<'a> {
    /// TLVs to be sent.
    items: *const Tlv<'a>,
    /// How many `items`. If there are any, `octets` do not count.
    count: usize,
    /// All that follows the fields on the wire.
    octets: Octets<'a>,
    /// How the body of the PDU ended, if too early: leave it as it is, and what was decoded encodes to the same octets.
    ending: u32,
}

impl<'a> Tlvs<'a> {
    /// None.
    pub const NONE: Self = Self { items: ptr::null(), count: 0, octets: Octets::NONE, ending: 0 };

    /// What was decoded.
    #[inline(always)]
    pub(crate) fn decoded(tlvs: &smppkit::Tlvs<'a>) -> Self {
        let (octets, ending) = tlvs.to_wire().unwrap_or_default();
        Self { octets: Octets::new(octets), ending, ..Self::NONE }
    }

    /// What is needed to look at the TLVs as the core does.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn lend(&self) -> Result<LentTlvs<'a>, Failure> {
        // SAFETY: the fields are set here, or by C, which owes that so many items can be read.
        let items = unsafe { slice(self.items, self.count) }?;
        Ok(LentTlvs { items, octets: some(self.octets.get())?, ending: self.ending })
    }

    /// Writes them, if they are what they may be and the body that they end is whole.
    #[inline(always)]
    pub(crate) fn put(&self, out: &mut Writer<'_>) -> Option<()> {
        let LentTlvs { items, octets, ending: 0 } = self.lend().ok()? else { return None };
        if items.is_empty() {
            out.tlvs(smppkit::Tlvs::from_wire(octets, 0));
        }
        for item in items {
            out.tlv(&item.get()?);
        }
        Some(())
    }
}

impl Default for Tlvs<'_> {
    fn default() -> Self {
        Self::NONE
    }
}

/// TLVs that the core can look at.
#[derive(Copy, Clone)]
pub(crate) struct LentTlvs<'a> {
    items: &'a [Tlv<'a>],
    octets: &'a [u8],
    ending: u32,
}

impl<'a> LentTlvs<'a> {
    /// Whether each of the items is a TLV.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn is_good(&self) -> bool {
        self.items.iter().all(|item| item.get().is_some())
    }

    /// Whether they are TLVs to be sent.
    #[inline(always)]
    pub(crate) const fn are_items(&self) -> bool {
        !self.items.is_empty()
    }

    /// TLVs to be sent, as the core sees them.
    #[inline(always)]
    pub(crate) fn items(&self) -> smppkit::Tlvs<'_> {
        smppkit::Tlvs::made(self)
    }

    /// What was decoded, as the core sees it.
    #[inline(always)]
    pub(crate) const fn wire(&self) -> smppkit::Tlvs<'a> {
        smppkit::Tlvs::from_wire(self.octets, self.ending)
    }

    /// The TLV that begins at `at`, and where the next begins: counted in items where there are some, else in octets.
    pub(crate) fn next(&self, at: usize) -> Option<(Tlv<'a>, usize)> {
        if !self.items.is_empty() {
            return Some((*self.items.get(at)?, at.saturating_add(1)));
        }
        let rest = self.octets.get(at..)?;
        let tlv = smppkit::Tlvs::from_wire(rest, self.ending).iter().next()?;
        // Tag and length have four octets.
        let behind = tlv.len().saturating_add(4);
        let value = Octets::new(rest.get(4..behind)?);
        Some((Tlv { tag: tlv.tag.0, value, ..Tlv::default() }, at.saturating_add(behind)))
    }

    /// The octets that are no TLV.
    pub(crate) fn remainder(&self) -> Octets<'a> {
        if self.items.is_empty() { Octets::new(self.wire().remainder()) } else { Octets::NONE }
    }

    /// The TLVs one after the other.
    pub(crate) fn iter(self) -> impl Iterator<Item = Tlv<'a>> {
        let mut at = 0;
        core::iter::from_fn(move || {
            let (tlv, next) = self.next(at)?;
            at = next;
            Some(tlv)
        })
    }
}

impl TlvSource for LentTlvs<'_> {
    #[inline(always)]
    fn tlv(&self, at: usize) -> Option<smppkit::Tlv<'_>> {
        self.items.get(at)?.get()
    }
}

// SAFETY: it is slices in a form that C understands.
unsafe impl Send for Tlvs<'_> {}
// SAFETY: as above.
unsafe impl Sync for Tlvs<'_> {}
