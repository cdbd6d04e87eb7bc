//! Times and addresses.

use serde_json::{Value, json};
use smppkit::message::Address;
use smppkit::message::smpp_time::{AbsoluteTime, RelativeTime, SmppTime};

use super::incoming::utc;
use super::refused;
use crate::error::Error;
use crate::time::duration;

pub(super) fn address(text: &str) -> Result<Value, Error> {
    let address = Address::read(text).map_err(|error| refused(&error))?;
    Ok(json!({ "ton": address.ton.0, "npi": address.npi.0, "addr": address.addr }))
}

/// What an SMPP time means; null if it is empty.
pub(super) fn parse(text: &str) -> Result<Value, Error> {
    let time = SmppTime::parse(text.as_bytes()).map_err(|error| refused(&error))?;
    Ok(match time {
        None => Value::Null,
        Some(SmppTime::Absolute(time)) => json!({
            "kind": "absolute",
            "unixMs": time.utc().map(|utc| utc.unix_seconds() * 1000 + i64::from(time.tenths) * 100),
            "offsetMinutes": i32::from(time.offset_quarters) * 15,
        }),
        Some(SmppTime::Relative(time)) => json!({
            "kind": "relative",
            "years": time.years, "months": time.months, "days": time.days,
            "hours": time.hours, "minutes": time.minutes, "seconds": time.seconds,
        }),
        Some(SmppTime::McLocal(local)) => json!({ "kind": "mc_local", "local": local.to_string() }),
    })
}

pub(super) fn absolute(unix_ms: f64, offset_minutes: i32) -> Result<Value, Error> {
    let quarters = i8::try_from(offset_minutes / 15).ok().filter(|_| offset_minutes % 15 == 0);
    let mut time = AbsoluteTime::from_utc(utc(unix_ms)?);
    time.tenths = (unix_ms.rem_euclid(1000.0) / 100.0) as u8;
    let time = quarters.and_then(|quarters| time.with_offset(quarters));
    let time = time.ok_or_else(|| refused(&format!("{offset_minutes} is no offset from UTC in minutes")))?;
    Ok(time.to_string().into())
}

pub(super) fn relative(ms: f64) -> Result<Value, Error> {
    let time = RelativeTime::from_duration(duration(ms));
    Ok(time.ok_or_else(|| refused(&"a span of 100 days or more"))?.to_string().into())
}
