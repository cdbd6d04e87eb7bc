//! SMPP times and calendar time: what is read is written and read again, and sums go there and back.

use smppkit::message::DateTime;
use smppkit::message::receipt::DateReading;
use smppkit::message::smpp_time::{RelativeTime, SmppTime};

/// A time as it is, and the beginning of it as a number of seconds.
pub fn run(octets: &[u8]) {
    if let Ok(Some(time)) = SmppTime::parse(octets) {
        let text = time.to_string();
        assert_eq!(SmppTime::parse(text.as_bytes()), Ok(Some(time)));
        assert_eq!(text.len(), octets.len());
        match time {
            // Of a relative one, the tenths and the quarters mean nothing.
            SmppTime::Relative(_) => assert_eq!(text.as_bytes()[..12], octets[..12]),
            _ => assert!(text.as_bytes() == octets || text.ends_with("00+") && octets.ends_with(b"00-")),
        }
        sums(time);
    }
    if let Ok(text) = str::from_utf8(octets) {
        if let Some(reading) = DateReading::new(text) {
            exists(reading.date);
            reading.other.into_iter().for_each(exists);
        }
    }
    if let Some(seconds) = octets.first_chunk::<8>().map(|octets| i64::from_le_bytes(*octets)) {
        // All of them, and those that are more often a date.
        for seconds in [seconds, seconds % (1 << 38)] {
            if let Some(date) = DateTime::from_unix_seconds(seconds) {
                assert_eq!(date.unix_seconds(), seconds);
                exists(date);
            }
        }
    }
}

fn sums(time: SmppTime) {
    match time {
        SmppTime::Absolute(time) => {
            exists(time.local);
            let Some(utc) = time.utc() else { return };
            for offset in [-48, -1, 0, 22, 56] {
                assert_eq!(time.with_offset(offset).and_then(|moved| moved.utc()), Some(utc));
            }
        }
        SmppTime::Relative(span) => {
            let start = DateTime::new(2028, 2, 29, 23, 59, 59).expect("a leap day");
            let end = span.after(start).expect("less than two hundred years on");
            exists(end);
            assert!(end >= start && (end == start) == (span == RelativeTime::default()));
        }
        SmppTime::McLocal(date) => exists(date),
    }
}

fn exists(date: DateTime) {
    let again =
        DateTime::new(date.year(), date.month(), date.day(), date.hour(), date.minute(), date.second());
    assert_eq!(again, Some(date));
    assert_eq!(DateTime::from_unix_seconds(date.unix_seconds()), Some(date));
}
