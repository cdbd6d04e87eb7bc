//! Addresses as people write them.

use std::fmt;
use std::str::FromStr;

use smppkit::COctetString;
use smppkit::values::{Npi, Ton};

/// An address with its type of number and numbering plan.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Address {
    pub ton: Ton,
    pub npi: Npi,
    pub text: String,
}

impl Address {
    /// The address of a PDU, a character for each octet.
    pub fn new(ton: Ton, npi: Npi, text: COctetString<'_>) -> Self {
        Self { ton, npi, text: text.as_bytes().iter().map(|octet| char::from(*octet)).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its octets on the wire.
    pub fn octets(&self) -> Vec<u8> {
        self.text.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect()
    }
}

impl FromStr for Address {
    type Err = String;

    /// `TON/NPI:ADDRESS`; or the address alone, from whose look TON and NPI are guessed: `+447700900123` is international,
    /// so are seven digits and more; anything but digits is alphanumeric; few digits are of unknown type.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((type_of_number, address)) = text.split_once(':')
            && let Some((ton, npi)) = type_of_number.split_once('/')
        {
            let ton = number(ton).ok_or_else(|| format!("{ton:?} is no type of number"))?;
            let npi = number(npi).ok_or_else(|| format!("{npi:?} is no numbering plan"))?;
            return checked(Self { ton: Ton(ton), npi: Npi(npi), text: address.into() });
        }
        let international = text.strip_prefix('+');
        let digits = international.unwrap_or(text);
        let (ton, npi, text) = if !digits.bytes().all(|octet| octet.is_ascii_digit()) {
            (Ton::ALPHANUMERIC, Npi::UNKNOWN, text)
        } else if international.is_some() || digits.len() >= 7 {
            (Ton::INTERNATIONAL, Npi::ISDN, digits)
        } else {
            (Ton::UNKNOWN, Npi::UNKNOWN, digits)
        };
        checked(Self { ton, npi, text: text.into() })
    }
}

fn checked(address: Address) -> Result<Address, String> {
    let text = &address.text;
    if text.is_empty() || !text.bytes().all(|octet| matches!(octet, 0x20..=0x7E)) {
        return Err("an address has printable ASCII characters".into());
    }
    if text.len() > 20 {
        return Err(format!("an address has at most 20 characters, this has {}", text.len()));
    }
    Ok(address)
}

fn number(text: &str) -> Option<u8> {
    text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |hex| u8::from_str_radix(hex, 16).ok())
}

/// An address and what follows its colon; the one behind TON/NPI does not end it.
pub fn split_address(text: &str) -> Option<(&str, &str)> {
    let colon = text.find(':')?;
    let is_type = text[..colon].contains('/');
    let end = if is_type { colon + 1 + text[colon + 1..].find(':')? } else { colon };
    Some((&text[..end], &text[end + 1..]))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(u8, u8, String), String> {
        text.parse::<Address>().map(|address| (address.ton.0, address.npi.0, address.text))
    }

    #[test]
    fn ton_and_npi_are_given_or_guessed() {
        assert_eq!(read("1/1:447700900123"), Ok((1, 1, "447700900123".into())));
        assert_eq!(read("0x05/0:My:Shop"), Ok((5, 0, "My:Shop".into())));
        assert_eq!(read("+447700900123"), Ok((1, 1, "447700900123".into())));
        assert_eq!(read("447700900123"), Ok((1, 1, "447700900123".into())));
        assert_eq!(read("12345"), Ok((0, 0, "12345".into())));
        assert_eq!(read("My Shop"), Ok((5, 0, "My Shop".into())));
        assert_eq!(read("a:b"), Ok((5, 0, "a:b".into())));
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        assert!(read("").is_err());
        assert!(read("1/1:").is_err());
        assert!(read("Müller").is_err());
        assert!(read("300/1:123").is_err());
        assert!(read("123456789012345678901").is_err());
    }
}
