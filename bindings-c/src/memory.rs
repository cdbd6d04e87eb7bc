//! Memory that C lends. Nearly all that is `unsafe` in this crate is here.

use core::ffi::{CStr, c_char};
use core::{fmt, slice};

use crate::types::error::Failure;

/// A struct that begins with its size.
pub(crate) trait StructSize {
    fn struct_size(&self) -> u32;
}

/// Whether the struct is of the size that we know.
#[inline(always)]
pub(crate) fn sized<T: StructSize>(value: &T) -> bool {
    value.struct_size() as usize == size_of::<T>()
}

/// A pointer that must not be NULL.
#[inline(always)]
pub(crate) fn some<T>(pointer: Option<T>) -> Result<T, Failure> {
    pointer.ok_or(Failure::NULL)
}

/// `len` values to be read; none if `len` is 0, whatever the pointer.
///
/// # Safety
///
/// A pointer that is not NULL is good for reading so many values as long as `'a`.
#[inline(always)]
pub(crate) unsafe fn slice<'a, T>(pointer: *const T, len: usize) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() || !pointer.is_aligned() || len > isize::MAX as usize / size_of::<T>() {
        return Err(Failure::NULL);
    }
    // SAFETY: the caller's; and it is not NULL, aligned, and no larger than memory can be.
    Ok(unsafe { slice::from_raw_parts(pointer, len) })
}

/// Room for `len` values to be written; none if `len` is 0, whatever the pointer.
///
/// # Safety
///
/// A pointer that is not NULL is good for writing and reading so many values as long as `'a`, and nobody else uses them.
#[inline(always)]
pub(crate) unsafe fn room<'a, T>(pointer: *mut T, len: usize) -> Result<&'a mut [T], Failure> {
    if len == 0 {
        return Ok(&mut []);
    }
    if pointer.is_null() || !pointer.is_aligned() || len > isize::MAX as usize / size_of::<T>() {
        return Err(Failure::NULL);
    }
    // SAFETY: the caller's; and it is not NULL, aligned, and no larger than memory can be.
    Ok(unsafe { slice::from_raw_parts_mut(pointer, len) })
}

/// The text of a string that ends with a NUL; `SMPPKIT_E_VALUE` if it is not UTF-8.
///
/// # Safety
///
/// A pointer that is not NULL is good for reading up to the NUL as long as `'a`.
pub(crate) unsafe fn string<'a>(pointer: *const c_char) -> Result<&'a str, Failure> {
    if pointer.is_null() {
        return Err(Failure::NULL);
    }
    // SAFETY: the caller's.
    unsafe { CStr::from_ptr(pointer) }.to_str().map_err(|_| Failure::VALUE)
}

/// Characters of C as octets.
pub(crate) const fn chars(text: &mut [c_char]) -> &mut [u8] {
    // SAFETY: a `c_char` is an octet, with a sign or without.
    unsafe { slice::from_raw_parts_mut(text.as_mut_ptr().cast(), text.len()) }
}

/// Writes text into memory and a NUL behind it. What does not fit is left out, and counted all the same.
pub(crate) struct Text<'a> {
    room: &'a mut [u8],
    len: usize,
}

impl<'a> Text<'a> {
    pub(crate) fn new(room: &'a mut [u8]) -> Self {
        if let Some(first) = room.first_mut() {
            *first = 0;
        }
        Self { room, len: 0 }
    }

    /// Tells how long the text is, without the NUL; or, if it did not fit, how much room is needed, with it.
    pub(crate) fn finish(self, len: &mut usize) -> Result<(), Failure> {
        *len = self.len;
        if self.len < self.room.len() {
            return Ok(());
        }
        *len = len.saturating_add(1);
        Err(Failure::TooSmall { needed: *len })
    }
}

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let at = self.len;
        self.len = at.saturating_add(text.len());
        // One octet stays for the NUL.
        let Some(last) = self.room.len().checked_sub(1) else { return Ok(()) };
        let Some(place) = self.room.get_mut(at..last) else { return Ok(()) };
        let mut fits = 0;
        for (place, octet) in place.iter_mut().zip(text.bytes()) {
            *place = octet;
            fits += 1;
        }
        if let Some(end) = self.room.get_mut(at + fits) {
            *end = 0;
        }
        Ok(())
    }
}
