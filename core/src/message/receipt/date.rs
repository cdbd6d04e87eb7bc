//! The dates of a receipt, of which there are more forms than the specification has.

use crate::message::DateTime;
use crate::message::datetime::{CENTURY_PIVOT, full_year, two_digits};

/// What a date of a receipt can mean. The zone is the message centre's own unless the date names one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DateReading {
    /// The most likely reading.
    pub date: DateTime,
    /// The other one, where twelve digits make sense both as `YYMMDDhhmmss` and as `YYYYMMDDhhmm`.
    pub other: Option<DateTime>,
    /// How far local time is ahead of UTC, in quarters of an hour, where the form of the date says so.
    pub offset_quarters: Option<i8>,
}

impl DateReading {
    /// Reads a date in any of the forms known: `YYMMDDhhmm`, `YYMMDDhhmmss`, `YYYYMMDDhhmm`,
    /// `YYYYMMDDhhmmss`, an absolute SMPP time, Unix time in seconds or milliseconds, and any of the calendar
    /// forms with the usual signs between the numbers. `None` for zeroes ("no date yet") and for what makes no
    /// date.
    ///
    /// ```
    /// use smppkit::message::DateTime;
    /// use smppkit::message::receipt::DateReading;
    ///
    /// let read = |text| DateReading::new(text).unwrap();
    /// let date = DateTime::new(2015, 6, 20, 16, 41, 0);
    /// assert_eq!(Some(read("1506201641").date), date);
    /// assert_eq!(Some(read("201506201641").date), date);
    /// assert_eq!(Some(read("2015-06-20 16:41").date), date);
    /// assert_eq!(read("180711070003912+").offset_quarters, Some(12));
    /// assert_eq!(read("1767865032").date.to_string(), "2026-01-08T09:37:12");
    ///
    /// // In 2020, or in 2012?
    /// let both = read("201206201641");
    /// assert_eq!((both.date.year(), both.other.map(DateTime::year)), (2020, Some(2012)));
    /// assert_eq!(DateReading::new("0000000000"), None);
    /// ```
    pub fn new(text: &str) -> Option<Self> {
        let octets = text.as_bytes();
        if octets.iter().all(u8::is_ascii_digit) {
            return Self::of_digits(octets);
        }
        let (digits, len, rest) = digits(octets)?;
        let digits = digits.get(..len)?;
        let reading = Self::of_digits(digits.get(..len.min(14))?);
        match (len, rest) {
            (10 | 12 | 14, b"") => reading,
            (10 | 12 | 14, b"Z" | b"z") => Some(Self { offset_quarters: Some(0), ..reading? }),
            (15, [sign @ (b'+' | b'-')]) => {
                let quarters =
                    i8::try_from(two_digits(digits.get(13..)?)?).ok().filter(|&quarters| quarters <= 56)?;
                let offset = if *sign == b'-' { quarters.wrapping_neg() } else { quarters };
                Some(Self { date: short(digits.get(..12)?)?, other: None, offset_quarters: Some(offset) })
            }
            _ => None,
        }
    }

    fn of_digits(digits: &[u8]) -> Option<Self> {
        let (date, other) = match digits.len() {
            10 => match short(digits) {
                Some(date) => (date, None),
                None => return Self::of_unix_time(digits),
            },
            13 => return Self::of_unix_time(digits),
            12 => match (short(digits), long(digits)) {
                (Some(date), other) => (date, other),
                (None, date) => (date?, None),
            },
            14 => (long(digits)?, None),
            _ => return None,
        };
        Some(Self { date, other, offset_quarters: None })
    }

    /// The seconds since 1970, perhaps with milliseconds. Only of the years around now, so that a date with a
    /// mistake in it is none.
    fn of_unix_time(digits: &[u8]) -> Option<Self> {
        let seconds = core::str::from_utf8(digits.get(..10)?).ok()?.parse().ok()?;
        let date = DateTime::from_unix_seconds(seconds).filter(|date| matches!(date.year(), 2018..=2032))?;
        Some(Self { date, other: None, offset_quarters: Some(0) })
    }

    /// Takes the reading that is nearer to `near`; for a date that stands beside another one.
    ///
    /// ```
    /// use smppkit::message::receipt::DateReading;
    ///
    /// let submitted = DateReading::new("201206201641").unwrap();
    /// let done = DateReading::new("1206201645").unwrap();
    /// assert_eq!(submitted.nearer_to(done.date).date.to_string(), "2012-06-20T16:41:00");
    /// ```
    #[must_use]
    pub fn nearer_to(self, near: DateTime) -> Self {
        let distance = |date: DateTime| date.unix_seconds().abs_diff(near.unix_seconds());
        match self.other {
            Some(other) if distance(other) < distance(self.date) => {
                Self { date: other, other: Some(self.date), ..self }
            }
            _ => self,
        }
    }
}

/// The digits, how many there are, and what comes after them. The signs of a calendar are skipped, a fraction
/// of a second as well.
fn digits(mut octets: &[u8]) -> Option<([u8; 15], usize, &[u8])> {
    let mut digits = [0; 15];
    let mut len = 0_usize;
    // A two-digit year is only believed where nothing stands between the numbers.
    let calendar = matches!(octets.get(4), Some(b'-' | b'/' | b'.'));
    while let Some((&octet, rest)) = octets.split_first() {
        match octet {
            b'0'..=b'9' => {
                *digits.get_mut(len)? = octet;
                len = len.saturating_add(1);
            }
            b'.' | b',' if calendar && len == 14 => {
                let fraction = rest.iter().take_while(|octet| octet.is_ascii_digit()).count();
                return Some((digits, len, rest.get(fraction..)?));
            }
            b'-' | b'/' | b':' | b'.' | b' ' | b'T' if calendar && !rest.is_empty() => {}
            _ => break,
        }
        octets = rest;
    }
    Some((digits, len, octets))
}

/// `YYMMDDhhmm`, perhaps with `ss`.
fn short(digits: &[u8]) -> Option<DateTime> {
    let (year, rest) = digits.split_at_checked(2)?;
    date(full_year(two_digits(year)?, CENTURY_PIVOT), rest)
}

/// `YYYYMMDDhhmm`, perhaps with `ss`.
fn long(digits: &[u8]) -> Option<DateTime> {
    let (year, rest) = digits.split_at_checked(4)?;
    let (century, year) = year.split_at_checked(2)?;
    let year = u16::from(two_digits(century)?).wrapping_mul(100).wrapping_add(two_digits(year)?.into());
    // With the years of later centuries 260105101112 could be of 2601 as well as of 2026.
    date(Some(year).filter(|year| matches!(year, 1970..=2069))?, rest)
}

fn date(year: u16, rest: &[u8]) -> Option<DateTime> {
    let mut parts = rest.chunks(2).map(two_digits);
    let mut next = || parts.next().flatten();
    let (month, day, hour, minute) = (next()?, next()?, next()?, next()?);
    DateTime::new(year, month, day, hour, minute, next().unwrap_or(0))
}
