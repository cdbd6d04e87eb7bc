//! Calendar time, as receipts and SMPP times write it.

/// A date and a time of day to the second, in whatever zone its source means. Years 1 to 9999, Gregorian;
/// always a date that exists.
///
/// ```
/// use smppkit::message::DateTime;
///
/// let leap_day = DateTime::new(2028, 2, 29, 12, 0, 0).unwrap();
/// assert_eq!(leap_day.to_string(), "2028-02-29T12:00:00");
/// assert_eq!(DateTime::new(2027, 2, 29, 12, 0, 0), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

const SECONDS_PER_DAY: i64 = 86_400;

impl DateTime {
    /// The given date and time, if there is such a one. A leap second, 60, does not exist here.
    pub const fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        let exists = matches!(year, 1..=9999)
            && matches!(month, 1..=12)
            && day >= 1
            && day <= days_in_month(year, month)
            && hour < 24
            && minute < 60
            && second < 60;
        if exists { Some(Self { year, month, day, hour, minute, second }) } else { None }
    }

    /// The time so many seconds after 1970-01-01T00:00:00; `None` outside the years 1 to 9999.
    ///
    /// ```
    /// use smppkit::message::DateTime;
    ///
    /// let time = DateTime::from_unix_seconds(1_300_126_534).unwrap();
    /// assert_eq!(time, DateTime::new(2011, 3, 14, 18, 15, 34).unwrap());
    /// ```
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let (days, second) = (seconds.div_euclid(SECONDS_PER_DAY), seconds.rem_euclid(SECONDS_PER_DAY));
        // Years that begin in March: the leap day is the last. 400 of them have 146,097 days, 0000-03-01 is
        // day -719,468.
        let shifted = days.checked_add(719_468)?;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let leaps = day_of_era
            .wrapping_sub(day_of_era / 1_460)
            .wrapping_add(day_of_era / 36_524)
            .wrapping_sub(day_of_era / 146_096);
        let year_of_era = leaps / 365;
        let before =
            year_of_era.wrapping_mul(365).wrapping_add(year_of_era / 4).wrapping_sub(year_of_era / 100);
        let day_of_year = day_of_era.wrapping_sub(before);
        let month_from_march = day_of_year.wrapping_mul(5).wrapping_add(2) / 153;
        let day =
            day_of_year.wrapping_sub(month_from_march.wrapping_mul(153).wrapping_add(2) / 5).wrapping_add(1);
        let (month, next_year) = if month_from_march < 10 {
            (month_from_march.wrapping_add(3), 0)
        } else {
            (month_from_march.wrapping_sub(9), 1)
        };
        let year = era.checked_mul(400)?.checked_add(year_of_era)?.checked_add(next_year)?;
        let octet = |number: i64| u8::try_from(number).ok();
        Self::new(
            u16::try_from(year).ok()?,
            octet(month)?,
            octet(day)?,
            octet(second / 3_600)?,
            octet(second / 60 % 60)?,
            octet(second % 60)?,
        )
    }

    /// Seconds after 1970-01-01T00:00:00, negative before, as if the zone were UTC.
    pub fn unix_seconds(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let (year, month_from_march) = if month > 2 {
            (i64::from(self.year), month.wrapping_sub(3))
        } else {
            (i64::from(self.year).wrapping_sub(1), month.wrapping_add(9))
        };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year =
            (month_from_march.wrapping_mul(153).wrapping_add(2) / 5).wrapping_add(day).wrapping_sub(1);
        let day_of_era = year_of_era
            .wrapping_mul(365)
            .wrapping_add(year_of_era / 4)
            .wrapping_sub(year_of_era / 100)
            .wrapping_add(day_of_year);
        let days = era.wrapping_mul(146_097).wrapping_add(day_of_era).wrapping_sub(719_468);
        let seconds = [
            i64::from(self.hour).wrapping_mul(3_600),
            i64::from(self.minute).wrapping_mul(60),
            i64::from(self.second),
        ];
        seconds.iter().fold(days.wrapping_mul(SECONDS_PER_DAY), |sum, part| sum.wrapping_add(*part))
    }

    /// 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// 0 to 59.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// 0 to 59.
    pub const fn second(self) -> u8 {
        self.second
    }
}

/// The first two digits of a year that mean the 20th century (3.4 Appendix C).
pub(super) const CENTURY_PIVOT: u8 = 38;

/// The year that two digits mean, from 19`pivot` to the year before 20`pivot`.
pub(super) const fn full_year(two_digits: u8, pivot: u8) -> u16 {
    let century = if two_digits < pivot { 2000_u16 } else { 1900 };
    century.wrapping_add(two_digits as u16)
}

/// The number that exactly two ASCII digits are.
pub(super) const fn two_digits(digits: &[u8]) -> Option<u8> {
    match digits {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some((*tens & 0x0F).wrapping_mul(10).wrapping_add(*ones & 0x0F))
        }
        _ => None,
    }
}

/// How many days a month has; 0 for a month that does not exist.
pub(super) const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

impl core::fmt::Display for DateTime {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

impl core::fmt::Debug for DateTime {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let mut seconds = DateTime::new(1899, 12, 31, 23, 59, 59).unwrap().unix_seconds();
        let mut days = 0;
        for year in 1900..2300 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    seconds += SECONDS_PER_DAY;
                    days += 1;
                    let time = DateTime::new(year, month, day, 23, 59, 59).unwrap();
                    assert_eq!(time.unix_seconds(), seconds);
                    assert_eq!(DateTime::from_unix_seconds(seconds), Some(time));
                }
            }
        }
        assert_eq!(days, 146_097);
    }

    #[test]
    fn fixed_points() {
        assert_eq!(DateTime::new(1970, 1, 1, 0, 0, 0).unwrap().unix_seconds(), 0);
        assert_eq!(DateTime::new(2000, 3, 1, 0, 0, 0).unwrap().unix_seconds(), 951_868_800);
        assert_eq!(DateTime::from_unix_seconds(i64::MAX), None);
        assert_eq!(DateTime::from_unix_seconds(i64::MIN), None);
        assert_eq!(DateTime::from_unix_seconds(253_402_300_799).unwrap().to_string(), "9999-12-31T23:59:59");
        assert_eq!(DateTime::from_unix_seconds(253_402_300_800), None);
    }

    #[test]
    fn what_does_not_exist() {
        for (month, day, hour, minute, second) in [
            (0, 1, 0, 0, 0),
            (13, 1, 0, 0, 0),
            (4, 31, 0, 0, 0),
            (1, 0, 0, 0, 0),
            (1, 1, 24, 0, 0),
            (1, 1, 0, 60, 0),
            (1, 1, 0, 0, 60),
        ] {
            assert_eq!(DateTime::new(2026, month, day, hour, minute, second), None);
        }
        assert!(
            DateTime::new(2000, 2, 29, 0, 0, 0).is_some() && DateTime::new(2100, 2, 29, 0, 0, 0).is_none()
        );
    }
}
