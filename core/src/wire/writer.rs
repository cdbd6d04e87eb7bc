//! Where fields are written to.

use crate::tlv::{Tag, Tlv, Tlvs};
use crate::wire::field::FieldValue;
use crate::wire::string::copy_c_octet;

/// Writes into memory that the caller lends. What does not fit is dropped, and so is what cannot be expressed: whether
/// anything was, is asked once at the end.
pub struct Writer<'o> {
    rest: &'o mut [u8],
    failed: bool,
}

impl<'o> Writer<'o> {
    #[inline(always)]
    pub(crate) const fn new(out: &'o mut [u8]) -> Self {
        Self { rest: out, failed: false }
    }

    /// What is not written to yet; `None` if anything could not be written.
    #[inline(always)]
    pub(crate) fn rest(self) -> Option<&'o mut [u8]> {
        if self.failed { None } else { Some(self.rest) }
    }

    /// Lets `put` write what comes next, which gives back what it left. Only what is left goes there, and not the writer,
    /// whose place would otherwise be in memory and not in registers.
    #[inline(always)]
    pub(crate) fn part(&mut self, put: impl FnOnce(&'o mut [u8]) -> Option<&'o mut [u8]>) {
        match put(core::mem::take(&mut self.rest)) {
            Some(rest) => self.rest = rest,
            None => self.failed = true,
        }
    }

    /// A field, whichever it is.
    #[inline(always)]
    pub fn field(&mut self, value: FieldValue<'_>) {
        value.write(self);
    }

    /// One TLV.
    #[inline(always)]
    pub fn tlv(&mut self, tlv: &Tlv<'_>) {
        tlv.put_without_call(self);
    }

    /// What follows the fields.
    #[inline(always)]
    pub fn tlvs(&mut self, tlvs: Tlvs<'_>) {
        tlvs.put(self);
    }

    /// Something cannot be expressed on the wire.
    #[inline(always)]
    pub(crate) const fn fail(&mut self) {
        self.failed = true;
    }

    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn u8(&mut self, value: u8) {
        match core::mem::take(&mut self.rest).split_first_mut() {
            Some((octet, rest)) => {
                *octet = value;
                self.rest = rest;
            }
            None => self.failed = true,
        }
    }

    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn octets(&mut self, octets: &[u8]) {
        match core::mem::take(&mut self.rest).split_at_mut_checked(octets.len()) {
            Some((head, rest)) => {
                head.copy_from_slice(octets);
                self.rest = rest;
            }
            None => self.failed = true,
        }
    }

    /// Tag and length of a TLV.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn tlv_header(&mut self, tag: Tag, len: usize) {
        let [a, b] = tag.0.to_be_bytes();
        match u16::try_from(len) {
            Ok(len) => {
                let [c, d] = len.to_be_bytes();
                self.octets(&[a, b, c, d]);
            }
            Err(_) => self.failed = true,
        }
    }

    /// A C-octet string: the octets and a NUL.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn c_octet(&mut self, octets: &[u8]) {
        self.c_octet_without_nul(octets);
        self.u8(0);
    }

    /// A C-octet string that lacks its NUL.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn c_octet_without_nul(&mut self, octets: &[u8]) {
        match core::mem::take(&mut self.rest).split_at_mut_checked(octets.len()) {
            Some((head, rest)) => {
                self.failed |= copy_c_octet(head, octets);
                self.rest = rest;
            }
            None => self.failed = true,
        }
    }
}
