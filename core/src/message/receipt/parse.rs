//! Reading the text of a receipt.

use super::{Receipt, message_state};

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
    let ascii = Some(octets).filter(|octets| octets.is_ascii()).map(core::str::from_utf8);
    let ascii = ascii.and_then(Result::ok).unwrap_or_default();
    let mut parser = Parser { octets, ascii, receipt: Receipt::default(), state: None };
    // The field whose value has begun, and where.
    let mut open: Option<(Key, usize)> = None;
    let mut from = 0;
    while let Some(colon) = colon_after(octets, from) {
        from = colon.saturating_add(1);
        let floor = open.map_or(0, |(_, begin)| begin);
        let Some((key, start, stands_alone)) = key_before(octets, colon, floor) else { continue };
        if !stands_alone {
            parser.receipt.ambiguous |= open.is_some_and(|(key, begin)| parser.is_in_word(key, begin, colon));
            continue;
        }
        if let Some((Key::Text, begin)) = open {
            match parser.receipt.behind_text(key, octets.get(begin..start), octets.get(from..)) {
                Behind::Field => {}
                Behind::FieldPerhaps => parser.receipt.ambiguous = true,
                Behind::TextPerhaps => {
                    parser.receipt.ambiguous = true;
                    continue;
                }
                Behind::Text => continue,
            }
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
    Receipt { stat: parser.receipt.stat.or(parser.state), ..parser.receipt }
}

/// The beginning of a receipt that goes on, without the value of the last key in it: only what is behind that would tell
/// where the value ends. A text stays, it need not be whole.
pub(super) fn whole_fields(octets: &[u8]) -> &[u8] {
    let (mut whole, mut begin, mut from) = (0, 0, 0);
    while let Some(colon) = colon_after(octets, from) {
        from = colon.saturating_add(1);
        let Some((key, _, true)) = key_before(octets, colon, begin) else { continue };
        begin = from;
        whole = if key == Key::Text { octets.len() } else { begin };
    }
    octets.get(..whole).unwrap_or_default()
}

/// `status,done date,submit date,err,destination,source,id`, which has no keys.
// The search for a `char` has a panic in it that no optimiser finds to be dead.
#[allow(clippy::manual_pattern_char_comparison)]
fn values_alone(octets: &[u8]) -> Option<Receipt<'_>> {
    let is_number = |value: &str| value.bytes().all(|octet| octet.is_ascii_digit());
    let mut values = core::str::from_utf8(octets).ok()?.trim().split(|character| character == ',');
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

struct Parser<'a> {
    octets: &'a [u8],
    /// The same, if all of it is ASCII: to look at each value again would take longer.
    ascii: &'a str,
    receipt: Receipt<'a>,
    /// A state that stands behind the value of another field, without its key.
    state: Option<&'a str>,
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
        let begin = begin.saturating_add(value.len().saturating_sub(trimmed.len()));
        let value = trimmed;
        let len = match key {
            Key::SubmitDate | Key::DoneDate => date_len(value),
            _ => word_len(value),
        };
        // A bar between two fields, which is no blank: it may be in a word.
        let len = if value.get(..len).is_some_and(|word| word.ends_with(b"|")) {
            len.saturating_sub(1)
        } else {
            len
        };
        let Some((word, rest)) = value.split_at_checked(len) else { return };
        let word = self.ascii.get(begin..begin.saturating_add(len)).or_else(|| characters(word));
        let Some(word) = word else {
            receipt.ambiguous = true;
            return;
        };
        // Nearly always there is just this.
        if rest != b" " {
            let is_last = end == self.octets.len();
            let is_of_no_field = is_of_no_field(rest);
            if is_of_no_field {
                self.state = self.state.or(state_alone(rest));
            }
            receipt.ambiguous |= is_of_no_field || rest.is_empty() && !is_last && ends_in_sign(word);
        }
        match field {
            _ if word.is_empty() => {}
            Some(first) => receipt.conflicting |= *first != word,
            None => *field = Some(word),
        }
    }

    /// Whether the value that begins at `begin` is one word that reaches to `end`.
    fn is_in_word(&self, key: Key, begin: usize, end: usize) -> bool {
        let value = self.octets.get(begin..end).unwrap_or_default().trim_ascii_start();
        key != Key::Text && word_len(value) == value.len()
    }
}

/// What a key is that is found behind `text:`.
enum Behind {
    /// The next field.
    Field,
    /// Most likely the next field, but it may be a part of the text.
    FieldPerhaps,
    /// Most likely a part of the text, but it may be a field.
    TextPerhaps,
    /// A part of the text.
    Text,
}

impl Receipt<'_> {
    /// Whether nothing that matters can be missing any more, so that all that follows `text:` is text.
    fn is_complete(&self) -> bool {
        self.id.is_some() && self.stat.is_some() && self.submit_date.is_some() && self.done_date.is_some()
    }

    /// What `key` is, behind `text` and in front of `value`. Only a field that is still missing can end the
    /// text, and only of a receipt that would be of little use without it.
    fn behind_text(&self, key: Key, text: Option<&[u8]>, value: Option<&[u8]>) -> Behind {
        let value = value.unwrap_or_default().trim_ascii_start();
        let is_date = || value.iter().take_while(|octet| octet.is_ascii_digit()).count() >= 10;
        let is_word = || value.first().is_some_and(|octet| !ends_word(*octet));
        let is_missing = match key {
            Key::SubmitDate => self.submit_date.is_none() && is_date(),
            Key::DoneDate => self.done_date.is_none() && is_date(),
            Key::Id => self.id.is_none() && is_word(),
            Key::Stat => self.stat.is_none() && is_word(),
            Key::Text => false,
            Key::Sub => self.sub.is_none() && self.lacks_head(),
            Key::Dlvrd => self.dlvrd.is_none() && self.lacks_head(),
            Key::Err => self.err.is_none() && self.lacks_head(),
        };
        match text.unwrap_or_default() {
            _ if !is_missing => Behind::Text,
            // Nothing between the two keys but blanks.
            text @ [b' ', ..] if text.trim_ascii().is_empty() => Behind::Field,
            // A message that begins like that, rather than a receipt that leaves the blank out.
            [] => Behind::TextPerhaps,
            // "Your id:5" is a common text, and a receipt may well have its id in a TLV only.
            _ if key == Key::Id && self.stat.is_some() => Behind::TextPerhaps,
            _ => Behind::FieldPerhaps,
        }
    }

    fn lacks_head(&self) -> bool {
        self.id.is_none() || self.stat.is_none()
    }
}

/// The key that ends at `colon`, where it begins, not before `floor`, and whether it stands alone: not as the
/// end of another word.
#[inline]
fn key_before(octets: &[u8], colon: usize, floor: usize) -> Option<(Key, usize, bool)> {
    let before = octets.get(floor..colon)?.trim_ascii_end();
    let (key, rest) = match before.last()? {
        b'd' | b'D' => match strip(before, b"id") {
            Some(rest) => (Key::Id, without_message(rest)),
            None => (Key::Dlvrd, strip(before, b"dlvrd")?),
        },
        b'b' | b'B' => (Key::Sub, strip(before, b"sub")?),
        b'r' | b'R' => (Key::Err, strip(before, b"err")?),
        b't' | b'T' => match strip(before, b"stat") {
            Some(rest) => (Key::Stat, rest),
            None => (Key::Text, strip(before, b"text")?),
        },
        b'e' | b'E' => {
            let rest = strip(before, b"date").or_else(|| strip(before, b"time"))?;
            let rest = rest.strip_suffix(b"_").unwrap_or(rest.trim_ascii_end());
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
        // `sub-err` is another key than `err`.
        Some(previous) => !previous.is_ascii_lowercase() && !matches!(previous, b'-' | b'_' | b'.'),
    };
    Some((key, floor.saturating_add(rest.len()), stands_alone))
}

/// What is before `message` or `msg`, with which some write the key of the id.
fn without_message(before: &[u8]) -> &[u8] {
    let joined = before.strip_suffix(b"_").unwrap_or(before);
    strip(joined, b"message").or_else(|| strip(joined, b"msg")).unwrap_or(before)
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

/// A word as text, without the blanks beyond ASCII that end it; `None` where it is no text.
#[inline]
fn characters(word: &[u8]) -> Option<&str> {
    let text = match core::str::from_utf8(word) {
        Ok(text) => text,
        // A no-break space or a next line of Latin-1.
        Err(error) if matches!(word.get(error.valid_up_to()), Some(0xA0 | 0x85)) => {
            core::str::from_utf8(word.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    if text.is_ascii() { Some(text) } else { text.split(char::is_whitespace).next() }
}

/// Whether words stand behind a value that are neither part of it nor a field with a key that is not known.
#[inline]
fn is_of_no_field(rest: &[u8]) -> bool {
    rest.iter().any(|octet| !ends_word(*octet) && *octet != b'|')
        && !rest.iter().any(|octet| matches!(octet, b':' | b'='))
}

/// One of the words of seven letters that name a state, if that is all there is.
fn state_alone(rest: &[u8]) -> Option<&str> {
    let word = core::str::from_utf8(rest.trim_ascii()).ok()?;
    (word.len() == 7 && message_state(word).is_some()).then_some(word)
}

/// Whether a value that a key follows directly ends in what may be a sign between them rather than a part of
/// the value: `id:7/sub:1`.
fn ends_in_sign(word: &str) -> bool {
    word.ends_with(|last: char| last.is_ascii_punctuation() && !matches!(last, '+' | '-'))
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

fn trim_nul(mut octets: &[u8]) -> &[u8] {
    while let Some(shorter) = octets.strip_suffix(b"\0") {
        octets = shorter;
    }
    octets
}
