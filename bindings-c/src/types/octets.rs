//! Octets that C lends, or that lie in what it lent.

use core::marker::PhantomData;
use core::{ptr, slice};

use super::Lend;
use super::error::Failure;
use crate::memory::some;

/// Octets in memory that belongs to somebody else: a string, a text, the value of a TLV. No NUL is needed at their end,
/// and that of a C-octet string is not counted. `ptr` may be NULL if `len` is 0.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Octets<'a> {
    /// The first octet.
    ptr: *const u8,
    /// How many there are.
    len: usize,
    lives: PhantomData<&'a [u8]>,
}

// SAFETY: it is a `&[u8]` in a form that C understands.
unsafe impl Send for Octets<'_> {}
// SAFETY: as above.
unsafe impl Sync for Octets<'_> {}

impl<'a> Octets<'a> {
    /// No octets.
    pub const NONE: Self = Self { ptr: ptr::null(), len: 0, lives: PhantomData };

    /// These octets.
    #[inline(always)]
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self { ptr: octets.as_ptr(), len: octets.len(), lives: PhantomData }
    }

    /// The octets, if they can be some: not at NULL, unless there are none, and no more than memory can have.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    #[must_use]
    pub fn get(self) -> Option<&'a [u8]> {
        match isize::try_from(self.len) {
            Ok(0) => Some(&[]),
            // SAFETY: the fields are set by `new`, from a slice, or by C, which owes that the octets can be read.
            Ok(_) if !self.ptr.is_null() => Some(unsafe { slice::from_raw_parts(self.ptr, self.len) }),
            _ => None,
        }
    }
}

impl<'a> Lend for Octets<'a> {
    type Lent = &'a [u8];

    #[inline(always)]
    fn lend(&self) -> Result<&'a [u8], Failure> {
        some(self.get())
    }
}

impl Default for Octets<'_> {
    fn default() -> Self {
        Self::NONE
    }
}
