//! Where fields are written to.

use crate::wire::ending::{Ending, Form};
use crate::wire::string::copy_c_octet;

/// Takes the fields of a PDU in the order of the wire. `field` comes before each.
pub trait Sink {
    /// Whether the next field is to be written at all.
    fn field(&mut self) -> bool;
    fn u8(&mut self, value: u8);
    fn octets(&mut self, octets: &[u8]);
    /// A C-octet string: the octets and a NUL.
    fn c_octet(&mut self, octets: &[u8]);
    /// Something cannot be expressed on the wire.
    fn fail(&mut self) {}

    fn u16(&mut self, value: u16) {
        self.octets(&value.to_be_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.octets(&value.to_be_bytes());
    }
}

/// Which fields of a PDU are written: all, or as many as a PDU that was cut short had.
#[derive(Copy, Clone)]
pub(crate) struct Fields<const CUT: bool> {
    left: u8,
    /// Whether the last of them has its NUL.
    terminated: bool,
}

impl Fields<false> {
    pub(crate) const ALL: Self = Self { left: 0, terminated: true };
}

impl Fields<true> {
    pub(crate) const fn up_to(ending: Ending) -> Self {
        Self { left: ending.fields, terminated: !matches!(ending.form, Form::WithoutNul) }
    }
}

impl<const CUT: bool> Fields<CUT> {
    #[inline(always)]
    const fn next(&mut self) -> bool {
        if !CUT {
            return true;
        }
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }

    /// Whether the field that is being written has its NUL.
    #[inline(always)]
    const fn has_nul(&self) -> bool {
        !CUT || self.terminated || self.left > 0
    }
}

/// Counts octets.
pub(crate) struct Length<const CUT: bool> {
    pub(crate) fields: Fields<CUT>,
    pub(crate) octets: usize,
}

impl<const CUT: bool> Length<CUT> {
    #[inline(always)]
    const fn add(&mut self, octets: usize) {
        self.octets = self.octets.saturating_add(octets);
    }
}

impl<const CUT: bool> Sink for Length<CUT> {
    #[inline(always)]
    fn field(&mut self) -> bool {
        self.fields.next()
    }

    #[inline(always)]
    fn u8(&mut self, _: u8) {
        self.add(1);
    }

    #[inline(always)]
    fn octets(&mut self, octets: &[u8]) {
        self.add(octets.len());
    }

    #[inline(always)]
    fn c_octet(&mut self, octets: &[u8]) {
        self.add(octets.len().saturating_add(self.fields.has_nul().into()));
    }
}

/// Writes into memory that the caller lends. What does not fit is dropped, and so is what cannot be expressed: whether
/// anything was, is asked once at the end.
pub(crate) struct Writer<'o, const CUT: bool> {
    fields: Fields<CUT>,
    rest: &'o mut [u8],
    failed: bool,
    /// Octets that were left when the last field began.
    left_at_field: usize,
}

impl<'o, const CUT: bool> Writer<'o, CUT> {
    #[inline(always)]
    pub(crate) const fn new(fields: Fields<CUT>, out: &'o mut [u8]) -> Self {
        let left_at_field = out.len();
        Self { fields, rest: out, failed: false, left_at_field }
    }

    /// Whether anything could not be written.
    #[inline(always)]
    pub(crate) const fn failed(&self) -> bool {
        self.failed
    }

    /// Octets not written to yet.
    #[inline(always)]
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// Octets that were not written to when the last field began.
    pub(crate) const fn left_at_last_field(&self) -> usize {
        self.left_at_field
    }
}

impl<const CUT: bool> Sink for Writer<'_, CUT> {
    #[inline(always)]
    fn field(&mut self) -> bool {
        let goes_on = self.fields.next();
        if CUT && goes_on {
            self.left_at_field = self.rest.len();
        }
        goes_on
    }

    #[inline(always)]
    fn u8(&mut self, value: u8) {
        match core::mem::take(&mut self.rest).split_first_mut() {
            Some((octet, rest)) => {
                *octet = value;
                self.rest = rest;
            }
            None => self.failed = true,
        }
    }

    #[inline(always)]
    fn octets(&mut self, octets: &[u8]) {
        match core::mem::take(&mut self.rest).split_at_mut_checked(octets.len()) {
            Some((head, rest)) => {
                head.copy_from_slice(octets);
                self.rest = rest;
            }
            None => self.failed = true,
        }
    }

    #[inline(always)]
    fn c_octet(&mut self, octets: &[u8]) {
        match core::mem::take(&mut self.rest).split_at_mut_checked(octets.len()) {
            Some((head, rest)) => {
                self.failed |= copy_c_octet(head, octets);
                self.rest = rest;
            }
            None => self.failed = true,
        }
        if self.fields.has_nul() {
            self.u8(0);
        }
    }

    #[inline(always)]
    fn fail(&mut self) {
        self.failed = true;
    }
}
