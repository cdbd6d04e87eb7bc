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

/// Only counts.
#[cfg(feature = "east-asian")]
pub(super) struct Count(pub(super) usize);

#[cfg(feature = "east-asian")]
impl Sink for Count {
    #[inline]
    fn push(&mut self, octets: &[u8]) {
        self.0 = self.0.saturating_add(octets.len());
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

/// Writes a number in decimal, `width` digits at least, ten at most.
pub(super) fn push_decimal(sink: &mut impl Sink, value: u32, width: usize) {
    let mut digits = [b'0'; 10];
    let mut rest = value;
    let mut len = 0_usize;
    for digit in digits.iter_mut().rev() {
        if rest == 0 && len >= width.max(1) {
            break;
        }
        let [low, ..] = (rest % 10).to_le_bytes();
        *digit |= low;
        rest /= 10;
        len = len.wrapping_add(1);
    }
    sink.push(digits.get(digits.len().saturating_sub(len)..).unwrap_or_default());
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

/// `char::encode_utf8`, without its checks for most characters.
#[inline]
fn write_utf8(character: char, free: &mut [u8; 4]) -> usize {
    let code = u32::from(character);
    let [first, second, third, _] = free;
    let continued = |bits: u32| 0x80 | (bits & 0x3F) as u8;
    match code {
        0..=0x7F => {
            *first = code as u8;
            1
        }
        0x80..=0x7FF => {
            (*first, *second) = (0xC0 | (code >> 6) as u8, continued(code));
            2
        }
        0x800..=0xFFFF => {
            (*first, *second, *third) = (0xE0 | (code >> 12) as u8, continued(code >> 6), continued(code));
            3
        }
        _ => character.encode_utf8(free).len(),
    }
}

/// Prints characters, many at a time.
pub(super) fn write_characters(
    characters: impl Iterator<Item = char>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut buffer = [0; 128];
    let mut len = 0_usize;
    let flush = |buffer: &[u8], len: usize, f: &mut fmt::Formatter<'_>| {
        // Only whole characters were put in.
        f.write_str(buffer.get(..len).and_then(|utf8| core::str::from_utf8(utf8).ok()).unwrap_or_default())
    };
    for character in characters {
        if len.wrapping_add(4) > buffer.len() {
            flush(&buffer, len, f)?;
            len = 0;
        }
        let Some(free) = buffer.get_mut(len..).and_then(<[u8]>::first_chunk_mut::<4>) else { continue };
        len = len.wrapping_add(write_utf8(character, free));
    }
    flush(&buffer, len, f)
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn characters_are_written_as_the_standard_library_does() {
        for character in '\0'..=char::MAX {
            let mut free = [0; 4];
            let len = write_utf8(character, &mut free);
            assert_eq!(&free[..len], character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    #[test]
    fn numbers_are_written_as_the_standard_library_does() {
        for value in [0, 1, 9, 10, 99, 100, 12_345, u32::MAX] {
            for width in 0..=10 {
                let mut out = [0; 16];
                let mut output = Output::new(&mut out);
                push_decimal(&mut output, value, width);
                let len = output.finish(16).unwrap();
                assert_eq!(out[..len], *format!("{value:0width$}").as_bytes());
            }
        }
    }
}
