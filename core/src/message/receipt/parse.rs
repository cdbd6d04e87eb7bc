//! Reading the text of a receipt.

use super::Receipt;
use crate::message::ucs2;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Key {
    Id,
    Sub,
    Dlvrd,
    SubmitDate,
    DoneDate,
    Stat,
    Err,
    Text,
}

pub(super) fn parse(octets: &[u8]) -> Receipt<'_> {
    let octets = trim_nul(octets);
    let mut parser = Parser { octets, text: valid_utf8(octets), receipt: Receipt::default() };
    // The field whose value has begun, and where.
    let mut open: Option<(Key, usize)> = None;
    let mut from = 0;
    while let Some(colon) = colon_after(octets, from) {
        from = colon.saturating_add(1);
        let floor = open.map_or(0, |(_, begin)| begin);
        let Some((key, start)) = key_before(octets, colon, floor) else { continue };
        if let Some((Key::Text, begin)) = open
            && !parser.receipt.ends_text(key, octets.get(begin..start), octets.get(from..))
        {
            continue;
        }
        if let Some((previous, begin)) = open.replace((key, from)) {
            parser.set(previous, begin, start);
        }
        if key == Key::Text && parser.receipt.is_complete() {
            break;
        }
    }
    match open {
        Some((key, begin)) => parser.set(key, begin, octets.len()),
        None => parser.receipt = values_alone(octets).unwrap_or_default(),
    }
    parser.receipt
}

/// `status,done date,submit date,err,destination,source,id`, which has no keys.
fn values_alone(octets: &[u8]) -> Option<Receipt<'_>> {
    let is_number = |value: &str| value.bytes().all(|octet| octet.is_ascii_digit());
    let mut values = core::str::from_utf8(octets).ok()?.trim().split(',');
    let mut next = || values.next();
    let (stat, done, submit, err) = (next()?, next()?, next()?, next()?);
    let (_destination, _source, id) = (next()?, next()?, next()?);
    let is_date = |value: &str| matches!(value.len(), 10 | 12 | 14) && is_number(value);
    let is_receipt = matches!(stat.len(), 1..=3)
        && is_number(stat)
        && is_date(done)
        && is_date(submit)
        && next().is_none();
    is_receipt.then(|| Receipt {
        stat: Some(stat),
        done_date: Some(done),
        submit_date: Some(submit),
        err: Some(err).filter(|err| !err.is_empty()),
        id: Some(id).filter(|id| !id.is_empty()),
        ..Receipt::default()
    })
}

/// A receipt as ASCII: `octets` as they are, or, where they are UCS-2, their text as UTF-8 in `scratch`, as
/// much of it as fits.
///
/// Look at the octets, not at `data_coding`: some message centres send receipts in UCS-2 and say so, some
/// copy the `data_coding` of the message and send ASCII nevertheless.
///
/// ```
/// use smppkit::message::receipt::{Receipt, narrow};
///
/// let mut scratch = [0; 512];
/// let receipt = Receipt::parse(narrow(b"\0i\0d\0:\07\0 \0s\0t\0a\0t\0:\0D\0E\0L\0I\0V\0R\0D", &mut scratch));
/// assert_eq!((receipt.id, receipt.stat), (Some("7"), Some("DELIVRD")));
/// ```
pub fn narrow<'a>(octets: &'a [u8], scratch: &'a mut [u8]) -> &'a [u8] {
    let is_wide = match octets {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => true,
        // The start of a receipt is ASCII, without a NUL: one half of each unit is zero.
        [a, b, c, d, e, f, g, h, ..] => {
            let (even, odd) = ([a, c, e, g], [b, d, f, h]);
            even.iter().all(|half| **half == 0) != odd.iter().all(|half| **half == 0)
        }
        _ => false,
    };
    if !is_wide {
        return octets;
    }
    let mut len = 0_usize;
    for character in ucs2::decode(octets) {
        let mut utf8 = [0; 4];
        let utf8 = character.encode_utf8(&mut utf8).as_bytes();
        let Some(free) = scratch.get_mut(len..).and_then(|free| free.get_mut(..utf8.len())) else { break };
        free.copy_from_slice(utf8);
        len = len.saturating_add(utf8.len());
    }
    scratch.get(..len).unwrap_or_default()
}

struct Parser<'a> {
    octets: &'a [u8],
    /// The same, as far as it is UTF-8.
    text: &'a str,
    receipt: Receipt<'a>,
}

impl<'a> Parser<'a> {
    /// Takes the octets from `begin` to `end` for the value of a field.
    fn set(&mut self, key: Key, begin: usize, end: usize) {
        let value = self.octets.get(begin..end).unwrap_or_default();
        let receipt = &mut self.receipt;
        let field = match key {
            Key::Text => {
                // A text that another field follows ends before the blank between them.
                let value = value.strip_suffix(b" ").filter(|_| !receipt.is_complete()).unwrap_or(value);
                receipt.conflicting |= receipt.text.is_some_and(|text| text != value);
                receipt.text.get_or_insert(value);
                return;
            }
            Key::Id => &mut receipt.id,
            Key::Sub => &mut receipt.sub,
            Key::Dlvrd => &mut receipt.dlvrd,
            Key::SubmitDate => &mut receipt.submit_date,
            Key::DoneDate => &mut receipt.done_date,
            Key::Stat => &mut receipt.stat,
            Key::Err => &mut receipt.err,
        };
        let trimmed = value.trim_ascii_start();
        let len = match key {
            Key::SubmitDate | Key::DoneDate => date_len(trimmed),
            _ => word_len(trimmed),
        };
        let begin = begin.saturating_add(value.len().saturating_sub(trimmed.len()));
        let Some(value) = self.text.get(begin..begin.saturating_add(len)).filter(|value| !value.is_empty())
        else {
            return;
        };
        match field {
            Some(first) => receipt.conflicting |= *first != value,
            None => *field = Some(value),
        }
    }
}

impl Receipt<'_> {
    /// Whether nothing that matters can be missing any more, so that all that follows `text:` is text.
    fn is_complete(&self) -> bool {
        self.id.is_some() && self.stat.is_some() && self.submit_date.is_some() && self.done_date.is_some()
    }

    /// Whether `key`, found in the text, is not a part of it but the next field: one that is still missing,
    /// of a receipt that would be of little use without it.
    fn ends_text(&self, key: Key, text: Option<&[u8]>, value: Option<&[u8]>) -> bool {
        let is_empty = text.is_none_or(|text| matches!(text, [] | [b' '] | [b' ', b' ']));
        let value = value.unwrap_or_default().trim_ascii_start();
        let is_date = || value.iter().take_while(|octet| octet.is_ascii_digit()).count() >= 10;
        let is_word = || value.first().is_some_and(|octet| !ends_word(*octet));
        match key {
            Key::SubmitDate => self.submit_date.is_none() && is_date(),
            Key::DoneDate => self.done_date.is_none() && is_date(),
            // "Your id:5" is a common text, and a receipt may well have its id in a TLV only.
            Key::Id => self.id.is_none() && (self.stat.is_none() || is_empty) && is_word(),
            Key::Stat => self.stat.is_none() && is_word(),
            Key::Text => false,
            Key::Sub => self.sub.is_none() && self.lacks_head(),
            Key::Dlvrd => self.dlvrd.is_none() && self.lacks_head(),
            Key::Err => self.err.is_none() && self.lacks_head(),
        }
    }

    fn lacks_head(&self) -> bool {
        self.id.is_none() || self.stat.is_none()
    }
}

/// The key that ends at `colon`, and where it begins; not before `floor`.
#[inline]
fn key_before(octets: &[u8], colon: usize, floor: usize) -> Option<(Key, usize)> {
    let before = octets.get(floor..colon)?.trim_ascii_end();
    let (key, rest) = match before.last()? {
        b'd' | b'D' => match strip(before, b"id") {
            Some(rest) => (Key::Id, rest),
            None => (Key::Dlvrd, strip(before, b"dlvrd")?),
        },
        b'b' | b'B' => (Key::Sub, strip(before, b"sub")?),
        b'r' | b'R' => (Key::Err, strip(before, b"err")?),
        b't' | b'T' => match strip(before, b"stat") {
            Some(rest) => (Key::Stat, rest),
            None => (Key::Text, strip(before, b"text")?),
        },
        b'e' | b'E' => {
            let rest = strip(before, b"date")?;
            let rest = rest.strip_suffix(b" ").or_else(|| rest.strip_suffix(b"_")).unwrap_or(rest);
            match strip(rest, b"done") {
                Some(rest) => (Key::DoneDate, rest),
                None => (Key::SubmitDate, strip(rest, b"submit")?),
            }
        }
        _ => return None,
    };
    let first = before.get(rest.len())?;
    let stands_alone = match rest.last() {
        None => true,
        // Behind a value without a blank: `stat:DELIVRDerr:000`.
        Some(previous) if previous.is_ascii_uppercase() => first.is_ascii_lowercase(),
        Some(previous) => !previous.is_ascii_lowercase(),
    };
    stands_alone.then_some((key, floor.saturating_add(rest.len())))
}

/// What is before `suffix`, whose letters may be of any case.
#[inline]
fn strip<'a, const N: usize>(octets: &'a [u8], suffix: &[u8; N]) -> Option<&'a [u8]> {
    let (rest, end) = octets.split_last_chunk::<N>()?;
    // Only letters differ from a lower-case letter by this bit alone.
    let same = end.iter().zip(suffix).fold(true, |same, (octet, letter)| same & (octet | 0x20 == *letter));
    same.then_some(rest)
}

/// Whether a word is over; what comes after it belongs to a key that is not known.
#[inline]
const fn ends_word(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t'..=b'\r' | b',' | b';' | 0)
}

#[inline]
fn word_len(value: &[u8]) -> usize {
    value.iter().position(|octet| ends_word(*octet)).unwrap_or(value.len())
}

/// The first word, and a time of day that is the second one.
#[inline]
fn date_len(value: &[u8]) -> usize {
    let first = word_len(value);
    // No time of day follows the digits of the specification.
    let Some([b' ', rest @ ..]) = value.get(first..).filter(|_| first != 10 || value.contains(&b'-')) else {
        return first;
    };
    let second = rest.get(..word_len(rest)).unwrap_or_default();
    let is_time =
        second.contains(&b':') && second.iter().all(|octet| octet.is_ascii_digit() || *octet == b':');
    if is_time { first.saturating_add(1).saturating_add(second.len()) } else { first }
}

/// The next colon, looked for in eight octets at a time.
#[inline]
fn colon_after(octets: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_le_bytes([0x80; 8]);
    const COLONS: u64 = u64::from_le_bytes([b':'; 8]);
    let (chunks, rest) = octets.get(from..)?.as_chunks::<8>();
    let mut at = from;
    for chunk in chunks {
        // The lowest octet that is zero is found by the borrow; those above it do not matter.
        let differing = u64::from_le_bytes(*chunk) ^ COLONS;
        let zeroes = differing.wrapping_sub(ONES) & !differing & TOPS;
        if zeroes != 0 {
            return at.checked_add(usize::try_from(zeroes.trailing_zeros() / 8).ok()?);
        }
        at = at.wrapping_add(8);
    }
    at.checked_add(rest.iter().position(|octet| *octet == b':')?)
}

/// The beginning of `octets`, as far as it is UTF-8.
fn valid_utf8(octets: &[u8]) -> &str {
    core::str::from_utf8(octets).unwrap_or_else(|error| {
        let valid = octets.get(..error.valid_up_to()).map(core::str::from_utf8);
        valid.and_then(Result::ok).unwrap_or_default()
    })
}

fn trim_nul(mut octets: &[u8]) -> &[u8] {
    while let Some(shorter) = octets.strip_suffix(b"\0") {
        octets = shorter;
    }
    octets
}
