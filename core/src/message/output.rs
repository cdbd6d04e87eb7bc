//! Writing to the caller's memory.

use core::fmt;

use super::BufferTooSmall;

/// Where encoded text goes.
pub(super) trait Sink {
    fn push(&mut self, octets: &[u8]);
}

/// Writes to the caller's memory from front to back, and goes on counting where it ends.
pub(super) struct Output<'b> {
    free: &'b mut [u8],
    needed: usize,
}

impl<'b> Output<'b> {
    pub(super) fn new(out: &'b mut [u8]) -> Self {
        Self { free: out, needed: 0 }
    }

    /// How many octets were written, or that more would have been.
    pub(super) fn finish(self, capacity: usize) -> Result<usize, BufferTooSmall> {
        if self.needed <= capacity { Ok(self.needed) } else { Err(BufferTooSmall { needed: self.needed }) }
    }
}

impl Sink for Output<'_> {
    #[inline]
    fn push(&mut self, octets: &[u8]) {
        self.needed = self.needed.saturating_add(octets.len());
        // Once too small, always too small: `free` then stays empty.
        if let Some((head, tail)) = core::mem::take(&mut self.free).split_at_mut_checked(octets.len()) {
            head.copy_from_slice(octets);
            self.free = tail;
        }
    }
}

impl fmt::Write for Output<'_> {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.push(s.as_bytes());
        Ok(())
    }
}

/// Writes each octet as a UCS-2 unit.
pub(super) struct Wide<'s, 'b>(pub(super) &'s mut Output<'b>);

impl Sink for Wide<'_, '_> {
    fn push(&mut self, octets: &[u8]) {
        for &octet in octets {
            self.0.push(&[0, octet]);
        }
    }
}

impl fmt::Write for Wide<'_, '_> {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        for unit in s.encode_utf16() {
            self.0.push(&unit.to_be_bytes());
        }
        Ok(())
    }
}

/// Prints to the caller's memory and returns what was printed.
pub(super) fn write_display<'b>(
    value: &dyn fmt::Display,
    out: &'b mut [u8],
) -> Result<&'b str, BufferTooSmall> {
    let capacity = out.len();
    let mut output = Output::new(out);
    // `Output` itself never reports an error.
    let _ = fmt::Write::write_fmt(&mut output, format_args!("{value}"));
    let len = output.finish(capacity)?;
    // What `Display` wrote is whole strings, so this never fails.
    let text = out.get(..len).and_then(|octets| core::str::from_utf8(octets).ok());
    Ok(text.unwrap_or_default())
}
