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
    let mut receipt = Receipt::default();
    // The field whose value has begun, and where.
    let mut open: Option<(Key, usize)> = None;
    let mut from = 0;
    while let Some(colon) = position(octets, from, b':') {
        from = colon.saturating_add(1);
        let Some((key, start)) = key_before(octets, colon, open.map_or(0, |(_, start)| start)) else {
            continue;
        };
        if let Some((Key::Text, begin)) = open
            && !receipt.ends_text(key, octets.get(begin..start), octets.get(from..))
        {
            continue;
        }
        if let Some((previous, begin)) = open.replace((key, from)) {
            receipt.set(previous, octets.get(begin..start).unwrap_or_default());
        }
        if key == Key::Text && receipt.is_complete() {
            break;
        }
    }
    match open {
        Some((key, begin)) => receipt.set(key, octets.get(begin..).unwrap_or_default()),
        None => receipt = values_alone(octets).unwrap_or_default(),
    }
    receipt
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

/// A receipt as ASCII: `octets` as they are, or, where they are UCS-2, their text as UTF-8 in `scratch`, as much of it as fits.
///
/// Look at the octets, not at `data_coding`: some message centres send receipts in UCS-2 and say so, some copy the
/// `data_coding` of the message and send ASCII nevertheless.
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

impl<'a> Receipt<'a> {
    fn set(&mut self, key: Key, value: &'a [u8]) {
        let field = match key {
            Key::Text => {
                // A text that another field follows ends before the blank between them.
                let value = value.strip_suffix(b" ").filter(|_| !self.is_complete()).unwrap_or(value);
                self.conflicting |= self.text.is_some_and(|text| text != value);
                self.text.get_or_insert(value);
                return;
            }
            Key::Id => &mut self.id,
            Key::Sub => &mut self.sub,
            Key::Dlvrd => &mut self.dlvrd,
            Key::SubmitDate => &mut self.submit_date,
            Key::DoneDate => &mut self.done_date,
            Key::Stat => &mut self.stat,
            Key::Err => &mut self.err,
        };
        let value = match key {
            Key::SubmitDate | Key::DoneDate => date(value),
            _ => word(value),
        };
        let Some(value) = core::str::from_utf8(value).ok().filter(|value| !value.is_empty()) else { return };
        self.conflicting |= field.is_some_and(|first| first != value);
        field.get_or_insert(value);
    }

    /// Whether nothing that matters can be missing any more, so that all that follows `text:` is text.
    fn is_complete(&self) -> bool {
        self.id.is_some() && self.stat.is_some() && self.submit_date.is_some() && self.done_date.is_some()
    }

    /// Whether `key`, found in the text, is not a part of it but the next field: one that is still missing, of a receipt that would be
    /// of little use without it.
    fn ends_text(&self, key: Key, text: Option<&[u8]>, value: Option<&[u8]>) -> bool {
        let is_empty = text.is_none_or(|text| text.trim_ascii().is_empty());
        let value = value.unwrap_or_default();
        let digits = value.trim_ascii_start().iter().take_while(|octet| octet.is_ascii_digit()).count();
        match key {
            Key::SubmitDate => self.submit_date.is_none() && digits >= 10,
            Key::DoneDate => self.done_date.is_none() && digits >= 10,
            // "Your id:5" is a common text, and a receipt may well have its id in a TLV only.
            Key::Id => self.id.is_none() && (self.stat.is_none() || is_empty) && !word(value).is_empty(),
            Key::Stat => self.stat.is_none() && !word(value).is_empty(),
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
fn key_before(octets: &[u8], colon: usize, floor: usize) -> Option<(Key, usize)> {
    let before = octets.get(floor..colon)?.trim_ascii_end();
    let last = before.last()?.to_ascii_lowercase();
    let (key, rest) = match last {
        b'd' => strip(before, b"dlvrd")
            .map(|rest| (Key::Dlvrd, rest))
            .or_else(|| Some((Key::Id, strip(before, b"id")?)))?,
        b'b' => (Key::Sub, strip(before, b"sub")?),
        b'r' => (Key::Err, strip(before, b"err")?),
        b't' => strip(before, b"stat")
            .map(|rest| (Key::Stat, rest))
            .or_else(|| Some((Key::Text, strip(before, b"text")?)))?,
        b'e' => {
            let rest = strip(before, b"date")?;
            let rest = rest.strip_suffix(b" ").or_else(|| rest.strip_suffix(b"_")).unwrap_or(rest);
            strip(rest, b"submit")
                .map(|rest| (Key::SubmitDate, rest))
                .or_else(|| Some((Key::DoneDate, strip(rest, b"done")?)))?
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
fn strip<'a>(octets: &'a [u8], suffix: &[u8]) -> Option<&'a [u8]> {
    let (rest, end) = octets.split_at_checked(octets.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(rest)
}

/// The first word; what comes after it belongs to a key that is not known.
fn word(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii_start();
    let ends = |octet: &u8| octet.is_ascii_whitespace() || matches!(octet, b',' | b';' | 0);
    value.split(ends).next().unwrap_or_default()
}

/// The first word, and a time of day that is the second one.
fn date(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii_start();
    let first = word(value);
    let rest = value.get(first.len()..).unwrap_or_default();
    let second = word(rest);
    let is_time = rest.starts_with(b" ")
        && second.contains(&b':')
        && second.iter().all(|octet| octet.is_ascii_digit() || *octet == b':');
    let len = if is_time { first.len().saturating_add(1).saturating_add(second.len()) } else { first.len() };
    value.get(..len).unwrap_or(first)
}

fn position(octets: &[u8], from: usize, wanted: u8) -> Option<usize> {
    let found = octets.get(from..)?.iter().position(|&octet| octet == wanted)?;
    from.checked_add(found)
}

fn trim_nul(mut octets: &[u8]) -> &[u8] {
    while let Some(shorter) = octets.strip_suffix(b"\0") {
        octets = shorter;
    }
    octets
}
