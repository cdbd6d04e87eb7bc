//! What the arguments of several commands are made of.

mod account;
mod address;
mod connection;
mod octet;
mod tls;
mod tlv;
mod version;

use std::net::SocketAddr;
use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;
use std::time::Duration;

use smppkit::message::smpp_time::{RelativeTime, SmppTime};

pub use account::{Account, Bind, Credentials, read_accounts};
pub use address::{Address, split_address};
pub use connection::{ServerArgs, SessionArgs, client};
pub use octet::octet;
pub use tls::{ClientTlsArgs, ServerTlsArgs};
pub use tlv::{OwnedTlv, hex, vendor_tlv};
pub use version::Version;

/// A number of which zero makes no sense.
pub fn positive<T: FromStr<Err = ParseIntError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => "more than there can be".into(),
        _ => "a whole number, at least 1".into(),
    })
}

/// Where to listen: `127.0.0.1:2775`.
pub fn listen_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write it as 127.0.0.1:2775, 0.0.0.0:2775 or [::]:2775".into())
}

/// A century, of which sums can be made and which a clock can be set to.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// A duration with its unit: `100ms`, `5s`, `1m 30s`.
pub fn duration(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(duration) if duration > LONGEST => Err("more than a hundred years".into()),
        Ok(duration) => Ok(duration),
        Err(_) if text.parse::<f64>().is_ok() => {
            Err(format!("{text} of what? Give a unit: {text}ms, {text}s, {text}m"))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// When, or for how long, as an SMPP time: how that is on the wire, or a duration from now on.
pub fn smpp_time(text: &str) -> Result<String, String> {
    if matches!(SmppTime::parse(text.as_bytes()), Ok(Some(SmppTime::Absolute(_) | SmppTime::Relative(_)))) {
        return Ok(text.into());
    }
    let forms = "write it as 90m, 1h or 2days, or as on the wire: YYMMDDhhmmsstnnp (000002000000000R, 261231235900000+)";
    let duration = humantime::parse_duration(text).map_err(|_| forms)?;
    let relative =
        RelativeTime::from_duration(duration).ok_or("more than 99 days must be written as on the wire")?;
    Ok(relative.to_string())
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    #[test]
    fn numbers_begin_at_1() {
        assert_eq!(positive::<NonZeroU16>("65535"), Ok(NonZeroU16::MAX));
        for text in ["0", "-1", "1.5", "many", ""] {
            assert_eq!(positive::<NonZeroU16>(text), Err("a whole number, at least 1".into()));
        }
        assert_eq!(positive::<NonZeroU16>("65536"), Err("more than there can be".into()));
    }

    #[test]
    fn where_to_listen() {
        assert_eq!(listen_address("[::1]:0").map(|address| address.port()), Ok(0));
        for text in ["2775", "localhost:2775", ""] {
            assert!(listen_address(text).is_err_and(|error| error.contains("127.0.0.1:2775")), "{text}");
        }
    }

    #[test]
    fn smpp_times_are_durations_or_as_on_the_wire() {
        for (text, time) in [
            ("1h", "000000010000000R"),
            ("2days 90s", "000002000130000R"),
            ("000002000000000R", "000002000000000R"),
            ("261231235900000+", "261231235900000+"),
        ] {
            assert_eq!(smpp_time(text).as_deref(), Ok(time));
        }
        for text in ["", "1", "soon", "261331235900000+", "261231235900", "100days"] {
            assert!(smpp_time(text).is_err_and(|error| error.contains("on the wire")), "{text}");
        }
    }

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("100ms"), Ok(Duration::from_millis(100)));
        assert_eq!(duration("1m 30s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("0s"), Ok(Duration::ZERO));
        assert_eq!(duration("5"), Err("5 of what? Give a unit: 5ms, 5s, 5m".into()));
        assert!(duration("soon").is_err());
        assert!(duration("99years").is_ok() && duration("18446744073709551615s").is_err());
    }
}
