//! Addresses as people write them.

use std::fmt;
use std::str::FromStr;

use smppkit::COctetString;
use smppkit::message;
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

    /// As [`message::Address::read`] has it.
    fn from_str(text: &str) -> Result<Self, String> {
        let message::Address { ton, npi, addr } =
            message::Address::read(text).map_err(|error| error.to_string())?;
        Ok(Self { ton, npi, text: addr.into() })
    }
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
