//! Times as `schedule_delivery_time`, `validity_period`, `final_date` and `broadcast_end_time` carry them:
//! sixteen characters, `YYMMDDhhmmsstnnp` (3.4 §7.1.1, 5.0 §4.7.23.4).
//!
//! An absolute time names its distance from UTC in quarters of an hour; a relative one counts from the moment
//! the message centre receives it.
//!
//! ```
//! use smppkit::message::smpp_time::{RelativeTime, SmppTime};
//!
//! let Ok(Some(SmppTime::Relative(time))) = SmppTime::parse(b"020610233429000R") else { panic!() };
//! assert_eq!((time.years, time.months, time.days), (2, 6, 10));
//!
//! let Ok(Some(SmppTime::Absolute(time))) = SmppTime::parse(b"261123143000004+") else { panic!() };
//! assert_eq!(time.utc().unwrap().to_string(), "2026-11-23T13:30:00");
//! ```

use core::fmt;
use core::time::Duration;

use super::DateTime;
use super::datetime::{CENTURY_PIVOT, days_in_month, full_year, two_digits};

/// The longest validity that GSM can express, 63 weeks (3GPP TS 23.040 §9.2.3.12.1). A message centre may
/// shorten what is longer.
pub const GSM_MAX_VALIDITY: Duration = Duration::from_secs(63 * 7 * 86_400);

/// The farthest from UTC that any clock is, 14 hours. The specification stops at 12 hours, 48 quarters.
const MAX_OFFSET: i8 = 56;

/// A time in one of the forms that SMPP has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SmppTime {
    /// A point in time.
    Absolute(AbsoluteTime),
    /// A span of time; not in SMPP 3.3.
    Relative(RelativeTime),
    /// A point in the message centre's local time, twelve characters: only message centres write this, in
    /// `final_date` (3.3 §7.5, 3.4 §7.1.1 note).
    McLocal(DateTime),
}

/// A point in time, and how far the local time that names it is from UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AbsoluteTime {
    /// Local time.
    pub local: DateTime,
    /// Tenths of a second, 0 to 9.
    pub tenths: u8,
    /// Quarters of an hour by which local time is ahead of UTC, -56 to 56; the specification has -48 to 48.
    pub offset_quarters: i8,
}

/// A span of calendar time, each part 0 to 99.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RelativeTime {
    pub years: u8,
    pub months: u8,
    pub days: u8,
    pub hours: u8,
    pub minutes: u8,
    pub seconds: u8,
}

/// Why octets are no SMPP time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TimeError {
    /// Neither 16 characters nor 12.
    Length(usize),
    /// Something else than a digit where a digit belongs, after so many characters.
    NotADigit(usize),
    /// Something else than `+`, `-` or `R` at the end.
    Sign(u8),
    /// No such day, or no such time of day.
    NoSuchDate,
    /// More than 14 hours from UTC.
    Offset,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(len) => write!(f, "a time of {len} characters"),
            Self::NotADigit(at) => write!(f, "no digit at character {at} of a time"),
            Self::Sign(sign) => write!(f, "a time that ends in {:?}", char::from(*sign)),
            Self::NoSuchDate => f.write_str("a date or a time of day that does not exist"),
            Self::Offset => f.write_str("a time more than 14 hours from UTC"),
        }
    }
}

impl core::error::Error for TimeError {}

impl SmppTime {
    /// Reads a time, without its NUL. No characters at all are `None`: deliver now, the message centre's
    /// default, no final state yet, or in replace_sm leave it as it was.
    ///
    /// Two digits of a year are 1938 to 2037 (3.4 Appendix C); see
    /// [`parse_with_pivot`](Self::parse_with_pivot).
    ///
    /// # Errors
    ///
    /// See [`TimeError`].
    pub fn parse(octets: &[u8]) -> Result<Option<Self>, TimeError> {
        Self::parse_with_pivot(octets, CENTURY_PIVOT)
    }

    /// [`parse`](Self::parse) with `pivot` as the first two digits that mean the 20th century.
    ///
    /// # Errors
    ///
    /// See [`TimeError`].
    ///
    /// ```
    /// use smppkit::message::smpp_time::SmppTime;
    ///
    /// let time = SmppTime::parse_with_pivot(b"400101000000000+", 70).unwrap().unwrap();
    /// let SmppTime::Absolute(time) = time else { panic!() };
    /// assert_eq!(time.local.year(), 2040);
    /// ```
    pub fn parse_with_pivot(octets: &[u8], pivot: u8) -> Result<Option<Self>, TimeError> {
        let digits = match octets {
            [] => return Ok(None),
            [digits @ .., _] if octets.len() == 16 => digits,
            digits if octets.len() == 12 => digits,
            _ => return Err(TimeError::Length(octets.len())),
        };
        if let Some(at) = digits.iter().position(|octet| !octet.is_ascii_digit()) {
            return Err(TimeError::NotADigit(at));
        }
        let mut pairs = digits.chunks(2).map(two_digits);
        let mut next = || pairs.next().flatten().ok_or(TimeError::NoSuchDate);
        let [years, months, days, hours, minutes, seconds] =
            [next()?, next()?, next()?, next()?, next()?, next()?];
        let local = || {
            let date = DateTime::new(full_year(years, pivot), months, days, hours, minutes, seconds);
            date.ok_or(TimeError::NoSuchDate)
        };
        let Some((&[tenths, high, low, sign], _)) =
            octets.get(12..).and_then(|end| end.split_first_chunk::<4>())
        else {
            return Ok(Some(Self::McLocal(local()?)));
        };
        let quarters =
            two_digits(&[high, low]).and_then(|quarters| i8::try_from(quarters).ok()).unwrap_or(i8::MAX);
        let offset_quarters = match sign {
            b'R' => {
                let time = RelativeTime { years, months, days, hours, minutes, seconds };
                return Ok(Some(Self::Relative(time)));
            }
            b'+' => quarters,
            b'-' => quarters.wrapping_neg(),
            _ => return Err(TimeError::Sign(sign)),
        };
        if quarters > MAX_OFFSET {
            return Err(TimeError::Offset);
        }
        let absolute = AbsoluteTime { local: local()?, tenths: tenths & 0x0F, offset_quarters };
        Ok(Some(Self::Absolute(absolute)))
    }

    /// Whether an ESME may send this time in a version of SMPP: 3.3 has no relative times, and none of the
    /// versions has the message centre's own form in a request, or more than 12 hours from UTC. `interface_version` is 0x33 or less, 0x34,
    /// 0x50.
    ///
    /// ```
    /// use smppkit::message::smpp_time::{RelativeTime, SmppTime};
    ///
    /// let hour = SmppTime::Relative(RelativeTime { hours: 1, ..Default::default() });
    /// assert!(hour.may_be_sent(0x34) && !hour.may_be_sent(0x33));
    /// ```
    pub const fn may_be_sent(self, interface_version: u8) -> bool {
        match self {
            Self::Absolute(time) => time.offset_quarters.unsigned_abs() <= 48,
            Self::Relative(_) => interface_version >= 0x34,
            Self::McLocal(_) => false,
        }
    }
}

impl AbsoluteTime {
    /// A point in time given in UTC.
    ///
    /// ```
    /// use smppkit::message::DateTime;
    /// use smppkit::message::smpp_time::AbsoluteTime;
    ///
    /// let time = AbsoluteTime::from_utc(DateTime::from_unix_seconds(1_795_000_000).unwrap());
    /// assert_eq!(time.to_string(), "261118110640000+");
    /// ```
    pub const fn from_utc(utc: DateTime) -> Self {
        Self { local: utc, tenths: 0, offset_quarters: 0 }
    }

    /// The same point in time by a clock that is so many quarters of an hour ahead of UTC, -56 to 56; `None`
    /// beyond that.
    ///
    /// ```
    /// use smppkit::message::DateTime;
    /// use smppkit::message::smpp_time::AbsoluteTime;
    ///
    /// let utc = AbsoluteTime::from_utc(DateTime::new(2026, 12, 31, 20, 0, 0).unwrap());
    /// assert_eq!(utc.with_offset(22).unwrap().to_string(), "270101013000022+");
    /// ```
    pub fn with_offset(self, offset_quarters: i8) -> Option<Self> {
        if !(-MAX_OFFSET..=MAX_OFFSET).contains(&offset_quarters) {
            return None;
        }
        let seconds = self.utc()?.unix_seconds().checked_add(quarters_in_seconds(offset_quarters))?;
        Some(Self { local: DateTime::from_unix_seconds(seconds)?, offset_quarters, ..self })
    }

    /// The time in UTC, its tenths left out; `None` only at the very ends of the calendar.
    pub fn utc(self) -> Option<DateTime> {
        let seconds = self.local.unix_seconds().checked_sub(quarters_in_seconds(self.offset_quarters))?;
        DateTime::from_unix_seconds(seconds)
    }
}

fn quarters_in_seconds(quarters: i8) -> i64 {
    i64::from(quarters).wrapping_mul(15 * 60)
}

impl RelativeTime {
    /// A span of so many seconds, in days, hours, minutes and seconds; `None` above 99 days, where only
    /// months and years would do, which are not always equally long.
    ///
    /// ```
    /// use core::time::Duration;
    /// use smppkit::message::smpp_time::RelativeTime;
    ///
    /// let span = RelativeTime::from_duration(Duration::from_secs(2 * 86_400 + 90)).unwrap();
    /// assert_eq!(span.to_string(), "000002000130000R");
    /// ```
    pub fn from_duration(duration: Duration) -> Option<Self> {
        let seconds = duration.as_secs();
        let part = |count: u64| u8::try_from(count).ok().filter(|count| *count < 100);
        Some(Self {
            days: part(seconds / 86_400)?,
            hours: part(seconds / 3_600 % 24)?,
            minutes: part(seconds / 60 % 60)?,
            seconds: part(seconds % 60)?,
            ..Self::default()
        })
    }

    /// The point in time after this span, counted from `start`: first years and months by the calendar, a day
    /// that the month does not have becoming its last one, then the rest. `None` beyond the year 9999.
    ///
    /// ```
    /// use smppkit::message::DateTime;
    /// use smppkit::message::smpp_time::RelativeTime;
    ///
    /// let start = DateTime::new(2027, 12, 31, 23, 0, 0).unwrap();
    /// let span = RelativeTime { months: 2, hours: 2, ..Default::default() };
    /// assert_eq!(span.after(start).unwrap().to_string(), "2028-03-01T01:00:00");
    /// ```
    pub fn after(self, start: DateTime) -> Option<DateTime> {
        let months = u32::from(start.year())
            .checked_add(self.years.into())?
            .checked_mul(12)?
            .checked_add(u32::from(start.month()).checked_sub(1)?)?
            .checked_add(self.months.into())?;
        let year = u16::try_from(months / 12).ok()?;
        let month = u8::try_from(months % 12).ok()?.checked_add(1)?;
        let day = start.day().min(days_in_month(year, month));
        let date = DateTime::new(year, month, day, start.hour(), start.minute(), start.second())?;
        let rest = [(self.days, 86_400), (self.hours, 3_600), (self.minutes, 60), (self.seconds, 1)];
        let seconds = rest
            .iter()
            .fold(0_i64, |sum, (count, unit)| sum.wrapping_add(i64::from(*count).wrapping_mul(*unit)));
        DateTime::from_unix_seconds(date.unix_seconds().checked_add(seconds)?)
    }
}

impl fmt::Display for SmppTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absolute(time) => time.fmt(f),
            Self::Relative(time) => time.fmt(f),
            Self::McLocal(date) => write_date(*date, f),
        }
    }
}

/// The sixteen characters. Of the year only two digits are written.
impl fmt::Display for AbsoluteTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date(self.local, f)?;
        let sign = if self.offset_quarters < 0 { '-' } else { '+' };
        write!(f, "{}{:02}{sign}", self.tenths.min(9), self.offset_quarters.unsigned_abs().min(99))
    }
}

/// The sixteen characters. A part above 99 is written as 99.
impl fmt::Display for RelativeTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [self.years, self.months, self.days, self.hours, self.minutes, self.seconds] {
            write!(f, "{:02}", part.min(99))?;
        }
        f.write_str("000R")
    }
}

fn write_date(date: DateTime, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let year = date.year() % 100;
    write!(f, "{year:02}{:02}{:02}", date.month(), date.day())?;
    write!(f, "{:02}{:02}{:02}", date.hour(), date.minute(), date.second())
}

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    fn absolute(text: &str) -> AbsoluteTime {
        match SmppTime::parse(text.as_bytes()) {
            Ok(Some(SmppTime::Absolute(time))) => time,
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn absolute_times() {
        for (text, utc) in [
            ("020610233429000+", "2002-06-10T23:34:29"),
            ("261123143000004+", "2026-11-23T13:30:00"),
            ("261123143000948-", "2026-11-24T02:30:00"),
            ("280229000000022+", "2028-02-28T18:30:00"),
            ("370101000000056+", "2036-12-31T10:00:00"),
            ("380101000000000-", "1938-01-01T00:00:00"),
            ("991231235959000+", "1999-12-31T23:59:59"),
        ] {
            assert_eq!(absolute(text).utc().unwrap().to_string(), utc);
        }
        assert_eq!(absolute("261123143000948-").tenths, 9);
        assert_eq!(absolute("261123143000948-").offset_quarters, -48);
    }

    #[test]
    fn relative_times() {
        let parse = |text: &str| SmppTime::parse(text.as_bytes());
        let example = RelativeTime { years: 2, months: 6, days: 10, hours: 23, minutes: 34, seconds: 29 };
        assert_eq!(parse("020610233429000R"), Ok(Some(SmppTime::Relative(example))));
        // Tenths and quarters mean nothing here.
        assert_eq!(parse("020610233429999R"), Ok(Some(SmppTime::Relative(example))));
        assert_eq!(parse("000000000000000R"), Ok(Some(SmppTime::Relative(RelativeTime::default()))));
        assert_eq!(parse("999999999999000R").unwrap().unwrap().to_string(), "999999999999000R");
    }

    #[test]
    fn none_and_the_message_centres_own() {
        assert_eq!(SmppTime::parse(b""), Ok(None));
        let date = DateTime::new(2026, 11, 23, 14, 30, 0).unwrap();
        assert_eq!(SmppTime::parse(b"261123143000"), Ok(Some(SmppTime::McLocal(date))));
        assert_eq!(SmppTime::McLocal(date).to_string(), "261123143000");
    }

    #[test]
    fn what_is_no_time() {
        for (text, error) in [
            ("2611231430", TimeError::Length(10)),
            ("26112314300000+", TimeError::Length(15)),
            ("261123143000000+\0", TimeError::Length(17)),
            ("2611231430000x0+", TimeError::NotADigit(13)),
            ("26112314300 000+", TimeError::NotADigit(11)),
            ("261123143000000r", TimeError::Sign(b'r')),
            ("2611231430000000", TimeError::Sign(b'0')),
            ("270229000000000+", TimeError::NoSuchDate),
            ("261323143000000+", TimeError::NoSuchDate),
            ("260023143000000+", TimeError::NoSuchDate),
            ("261123243000000+", TimeError::NoSuchDate),
            ("261123143060000+", TimeError::NoSuchDate),
            ("261123143000057+", TimeError::Offset),
            ("261123143000099-", TimeError::Offset),
            ("261323143000", TimeError::NoSuchDate),
        ] {
            assert_eq!(SmppTime::parse(text.as_bytes()), Err(error), "{text}");
        }
    }

    #[test]
    fn what_each_version_allows() {
        let absolute = SmppTime::Absolute(absolute("261123143000004+"));
        let relative = SmppTime::Relative(RelativeTime::default());
        let local = SmppTime::McLocal(DateTime::new(2026, 1, 1, 0, 0, 0).unwrap());
        for (version, expected) in
            [(0x33, [true, false, false]), (0x34, [true, true, false]), (0x50, [true, true, false])]
        {
            assert_eq!([absolute, relative, local].map(|time| time.may_be_sent(version)), expected);
            let far = SmppTime::parse(b"261123143000049-").unwrap().unwrap();
            assert!(!far.may_be_sent(version));
        }
    }

    #[test]
    fn calendar_sums() {
        let after = |span: &str, start: (u16, u8, u8)| {
            let Ok(Some(SmppTime::Relative(span))) = SmppTime::parse(span.as_bytes()) else {
                panic!("{span}")
            };
            let start = DateTime::new(start.0, start.1, start.2, 12, 0, 0).unwrap();
            span.after(start).map(|date| date.to_string()).unwrap_or_default()
        };
        assert_eq!(after("010000000000000R", (2028, 2, 29)), "2029-02-28T12:00:00");
        assert_eq!(after("000100000000000R", (2027, 1, 31)), "2027-02-28T12:00:00");
        assert_eq!(after("001400000000000R", (2027, 11, 30)), "2029-01-30T12:00:00");
        assert_eq!(after("000001130000000R", (2027, 2, 27)), "2027-03-01T01:00:00");
        assert_eq!(after("000000000000000R", (2027, 2, 28)), "2027-02-28T12:00:00");
        assert_eq!(after("000001000000000R", (9999, 12, 31)), "");
    }

    #[test]
    fn durations_that_fit() {
        let days = |count: u64| {
            RelativeTime::from_duration(Duration::from_secs(count * 86_400)).map(|span| span.days)
        };
        assert_eq!((days(0), days(99), days(100)), (Some(0), Some(99), None));
        assert_eq!(GSM_MAX_VALIDITY.as_secs(), 38_102_400);
    }

    #[test]
    fn offsets_that_fit() {
        let utc = AbsoluteTime::from_utc(DateTime::new(2026, 6, 1, 0, 0, 0).unwrap());
        assert_eq!(utc.with_offset(57), None);
        assert_eq!(utc.with_offset(i8::MIN), None);
        assert_eq!(utc.with_offset(-34).unwrap().to_string(), "260531153000034-");
        let first = AbsoluteTime::from_utc(DateTime::new(1, 1, 1, 0, 0, 0).unwrap());
        assert_eq!(first.with_offset(-1), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(seconds in -1_000_000_000_i64..2_145_000_000, tenths in 0_u8..10, offset in -56_i8..=56) {
            let utc = AbsoluteTime { tenths, ..AbsoluteTime::from_utc(DateTime::from_unix_seconds(seconds).unwrap()) };
            let time = utc.with_offset(offset).unwrap();
            let text = time.to_string();
            prop_assert_eq!(text.len(), 16);
            prop_assert_eq!(absolute(&text), time);
            prop_assert_eq!(time.utc(), Some(utc.local));
        }

        #[test]
        fn anything_is_read_or_refused(octets: [u8; 16], text in "[0-9]{15}[-+R0-9]") {
            let _ = SmppTime::parse(&octets);
            if let Ok(Some(time)) = SmppTime::parse(text.as_bytes()) {
                let again: String = time.to_string();
                prop_assert_eq!(SmppTime::parse(again.as_bytes()), Ok(Some(time)));
            }
        }
    }
}
