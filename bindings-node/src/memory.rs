//! The memory that JavaScript and this crate share: it is all that passes between them, beside numbers.
//!
//! | area | size for `n` octets of input | what is in it |
//! |---|---|---|
//! | input | `n` octets | octets that JavaScript gives: frames, texts, the strings of a PDU to be sent |
//! | records | `n` numbers of 32 bits | what a call says beside its result, then [records](crate::record) |
//! | output | `n` octets | octets that this crate gives: PDUs to be sent, replies |

/// The three areas.
pub(crate) struct Memory<'m> {
    pub(crate) input: &'m [u8],
    pub(crate) records: &'m mut [u32],
    pub(crate) output: &'m mut [u8],
}

/// Octets of memory for so many octets of input.
#[cfg(any(feature = "native", target_arch = "wasm32"))]
pub(crate) const fn size(input: usize) -> usize {
    input * 6
}

impl<'m> Memory<'m> {
    /// The areas for `input` octets of input.
    ///
    /// # Safety
    ///
    /// `start` points to [`size`] octets, aligned as a `u32` is, that nothing else reads or writes for `'m`; `input` is a
    /// multiple of four.
    #[cfg(any(feature = "native", target_arch = "wasm32"))]
    pub(crate) unsafe fn at(start: *mut u8, input: usize) -> Self {
        // SAFETY: three areas, one behind the other, within what the caller vouches for.
        unsafe {
            let records = start.add(input);
            Self {
                input: core::slice::from_raw_parts(start, input),
                records: core::slice::from_raw_parts_mut(records.cast(), input),
                output: core::slice::from_raw_parts_mut(records.add(input * 4), input),
            }
        }
    }

    /// The first octets of the input.
    pub(crate) fn given(&self, len: u32) -> &'m [u8] {
        self.input.get(..len as usize).unwrap_or_default()
    }

    /// What a call says beside its result.
    pub(crate) fn tell(&mut self, at: usize, value: u32) {
        if let Some(place) = self.records.get_mut(at) {
            *place = value;
        }
    }

    /// The same, in two numbers, the low one first.
    pub(crate) fn tell_u64(&mut self, at: usize, value: u64) {
        self.tell(at, value as u32);
        self.tell(at + 1, (value >> 32) as u32);
    }
}
