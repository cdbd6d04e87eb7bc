//! Octets that C lends, or that lie in what it lent.

use core::marker::PhantomData;
use core::{ptr, slice};

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

    /// Whether they can be octets: some are not at NULL, and no more than memory can have.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn is_good(self) -> bool {
        (self.ptr.is_null() <= (self.len == 0)) & (self.len <= isize::MAX as usize)
    }

    /// The octets; none if they cannot be some, which `is_good` tells.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn or_none(self) -> &'a [u8] {
        if self.ptr.is_null() || self.len > isize::MAX as usize {
            return &[];
        }
        // SAFETY: the fields are set by `new`, from a slice, or by C, which owes that the octets can be read.
        unsafe { slice::from_raw_parts(self.ptr, self.len) }
    }

    /// The octets, if they can be some.
    #[inline(always)]
    #[must_use]
    pub fn get(self) -> Option<&'a [u8]> {
        self.is_good().then(|| self.or_none())
    }
}

impl Default for Octets<'_> {
    fn default() -> Self {
        Self::NONE
    }
}
