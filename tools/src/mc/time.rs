//! Time as the message centre reckons it, and as the wire has it.

use std::time::Duration;

use smppkit::message::DateTime;
use smppkit::message::smpp_time::{AbsoluteTime, SmppTime};

/// Since 1970, UTC: it dates receipts too.
pub type Time = Duration;

/// The calendar's name for it.
pub fn date(time: Time) -> DateTime {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    DateTime::from_unix_seconds(seconds).or_else(|| DateTime::from_unix_seconds(0)).expect("1970 was a year")
}

/// An absolute SMPP time in UTC.
pub fn write(time: Time) -> String {
    let tenths = (time.subsec_millis() / 100) as u8;
    AbsoluteTime { tenths, ..AbsoluteTime::from_utc(date(time)) }.to_string()
}

/// The time that a field of a request names; `None` if it is empty. Errors are told apart by the field, not here.
pub fn read(field: &[u8], now: Time) -> Result<Option<Time>, ()> {
    let date = match SmppTime::parse(field).map_err(|_| ())? {
        None => return Ok(None),
        Some(SmppTime::Absolute(time)) => time.utc().ok_or(())?,
        Some(SmppTime::Relative(time)) => time.after(date(now)).ok_or(())?,
        // Only message centres write this.
        Some(SmppTime::McLocal(_)) => return Err(()),
    };
    u64::try_from(date.unix_seconds()).map(|seconds| Some(Duration::from_secs(seconds))).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_absolute_or_counts_from_now() {
        let now = Duration::from_millis(1_767_323_045_600);
        assert_eq!(write(now), "260102030405600+");
        assert_eq!(read(b"", now), Ok(None));
        assert_eq!(read(b"000000000130000R", now), Ok(Some(Duration::from_secs(1_767_323_045 + 90))));
        assert_eq!(read(b"260102040405000+", now), Ok(Some(Duration::from_secs(1_767_323_045 + 3600))));
        assert_eq!(read(b"260102040405004+", now), Ok(Some(Duration::from_secs(1_767_323_045))));
        assert_eq!(read(b"tomorrow", now), Err(()));
        assert_eq!(read(b"260102040405", now), Err(()));
    }
}
