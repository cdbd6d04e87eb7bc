//! Times as SMPP writes them, and message ids.

use core::fmt::Write as _;

use smppkit::message::DateTime;
use smppkit::message::message_id::IdRule;
use smppkit::message::smpp_time::{AbsoluteTime, RelativeTime, SmppTime};

use crate::guard::call;
use crate::memory::{Text, room, some};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// No time: the field is empty.
pub const SMPPKIT_TIME_NONE: u32 = 0;
/// A date and a time of day with the difference to UTC.
pub const SMPPKIT_TIME_ABSOLUTE: u32 = 1;
/// So long after it is read: years, months and so on are numbers of them.
pub const SMPPKIT_TIME_RELATIVE: u32 = 2;
/// A date and a time of day in the time zone of the message centre, as some send it.
pub const SMPPKIT_TIME_LOCAL: u32 = 3;

/// A time as a field of SMPP has it (3.4 §7.1.1), such as `validity_period`.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct Time {
    /// `SMPPKIT_TIME_…`.
    pub kind: u32,
    /// The year, of which the field has two digits: 1938 to 2037; or how many.
    pub year: u16,
    /// The month, 1 to 12; or how many.
    pub month: u8,
    /// The day, from 1; or how many.
    pub day: u8,
    /// The hour, 0 to 23; or how many.
    pub hour: u8,
    /// The minute, 0 to 59; or how many.
    pub minute: u8,
    /// The second, 0 to 59; or how many.
    pub second: u8,
    /// Tenths of a second, of an absolute time.
    pub tenths: u8,
    /// Quarters of an hour that an absolute time is ahead of UTC: -56 to 56.
    pub offset_quarters: i8,
}

impl Time {
    fn of(kind: u32, date: DateTime) -> Self {
        Self {
            kind,
            year: date.year(),
            month: date.month(),
            day: date.day(),
            hour: date.hour(),
            minute: date.minute(),
            second: date.second(),
            ..Self::default()
        }
    }

    fn date(&self) -> Result<DateTime, Failure> {
        let date = DateTime::new(self.year, self.month, self.day, self.hour, self.minute, self.second);
        date.ok_or(Failure::VALUE)
    }
}

impl From<Option<SmppTime>> for Time {
    fn from(time: Option<SmppTime>) -> Self {
        match time {
            None => Self::default(),
            Some(SmppTime::Absolute(time)) => Self {
                tenths: time.tenths,
                offset_quarters: time.offset_quarters,
                ..Self::of(SMPPKIT_TIME_ABSOLUTE, time.local)
            },
            Some(SmppTime::McLocal(date)) => Self::of(SMPPKIT_TIME_LOCAL, date),
            Some(SmppTime::Relative(time)) => Self {
                kind: SMPPKIT_TIME_RELATIVE,
                year: time.years.into(),
                month: time.months,
                day: time.days,
                hour: time.hours,
                minute: time.minutes,
                second: time.seconds,
                ..Self::default()
            },
        }
    }
}

/// Reads a time: the 16 characters of a field, or none. `SMPPKIT_E_UNREADABLE` if it is no time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_time_read(
    field: Octets<'_>,
    time: Option<&mut Time>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        *some(time)? = SmppTime::parse(some(field.get())?).map_err(Failure::Time)?.into();
        Ok(())
    })
}

/// Writes a time and a NUL behind it into `out`, and how many characters it has, without the NUL, into `*len`: 16, or 0 for none.
/// 17 octets are enough. `SMPPKIT_E_VALUE` for a date that does not exist.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_time_write(
    time: Option<&Time>,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let time = some(time)?;
        // SAFETY: what C owes.
        let mut out = Text::new(unsafe { room(out, capacity) }?);
        let core = match time.kind {
            SMPPKIT_TIME_NONE => None,
            SMPPKIT_TIME_LOCAL => Some(SmppTime::McLocal(time.date()?)),
            SMPPKIT_TIME_ABSOLUTE => {
                if time.tenths > 9 || !(-56..=56).contains(&time.offset_quarters) {
                    return Err(Failure::VALUE);
                }
                let (local, tenths, offset_quarters) = (time.date()?, time.tenths, time.offset_quarters);
                Some(SmppTime::Absolute(AbsoluteTime { local, tenths, offset_quarters }))
            }
            SMPPKIT_TIME_RELATIVE => Some(SmppTime::Relative(RelativeTime {
                years: u8::try_from(time.year).map_err(|_| Failure::VALUE)?,
                months: time.month,
                days: time.day,
                hours: time.hour,
                minutes: time.minute,
                seconds: time.second,
            })),
            _ => return Err(Failure::VALUE),
        };
        if let Some(core) = core {
            // It takes everything.
            let _ = write!(out, "{core}");
        }
        out.finish(some(len)?)
    })
}

/// So many seconds as a relative time. `SMPPKIT_E_VALUE` above 99 days, where only months and years would do, which are not always
/// equally long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_time_in(seconds: u64, time: Option<&mut Time>) -> i32 {
    call(None, || {
        let duration = core::time::Duration::from_secs(seconds);
        let relative = RelativeTime::from_duration(duration).ok_or(Failure::VALUE)?;
        *some(time)? = Some(SmppTime::Relative(relative)).into();
        Ok(())
    })
}

/// The ids are not of one message.
pub const SMPPKIT_IDS_DIFFER: i32 = 0;
/// The ids are the same, but for case and leading zeros.
pub const SMPPKIT_IDS_SAME: i32 = 1;
/// The id is hexadecimal in the response and decimal in the receipt.
pub const SMPPKIT_IDS_HEX_THEN_DECIMAL: i32 = 2;
/// The id is decimal in the response and hexadecimal in the receipt.
pub const SMPPKIT_IDS_DECIMAL_THEN_HEX: i32 = 3;

/// Whether the id in a response and that in a receipt can be of one message, and how: `SMPPKIT_IDS_…`. Message centres write ids in
/// different forms in the two.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_message_ids_match(response: Octets<'_>, receipt: Octets<'_>) -> i32 {
    crate::guard::value(SMPPKIT_IDS_DIFFER, || {
        let rules = [
            (IdRule::Same, SMPPKIT_IDS_SAME),
            (IdRule::HexThenDecimal, SMPPKIT_IDS_HEX_THEN_DECIMAL),
            (IdRule::DecimalThenHex, SMPPKIT_IDS_DECIMAL_THEN_HEX),
        ];
        let [response, receipt] = [response, receipt].map(|id| id.get().unwrap_or_default());
        let matching = rules.iter().find(|(rule, _)| rule.matches(response, receipt));
        matching.map_or(SMPPKIT_IDS_DIFFER, |(_, number)| *number)
    })
}
