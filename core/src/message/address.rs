//! Addresses as people write them.

use core::fmt;

use crate::values::{Npi, Ton};

/// How many characters an address has at most (3.4 §5.2.8).
pub const MAX_ADDRESS: usize = 20;

/// An address with its type of number and numbering plan (3.4 §5.2.5, §5.2.6, §5.2.8).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Address<'a> {
    /// Type of number.
    pub ton: Ton,
    /// Numbering plan.
    pub npi: Npi,
    /// The address itself.
    pub addr: &'a str,
}

impl<'a> Address<'a> {
    /// Reads `TON/NPI:ADDRESS`; or the address alone, from whose look TON and NPI are guessed: `+447700900123` is
    /// international, so are seven digits and more; anything but digits is alphanumeric; few digits are of
    /// unknown type, as short codes mostly are.
    ///
    /// # Errors
    ///
    /// If it is empty, longer than [`MAX_ADDRESS`], or has other characters than printable ASCII; or if it begins with
    /// `+` and has something else than digits behind it, as `+44 7700 900123`: a number that would go out as a name.
    ///
    /// ```
    /// use smppkit::message::Address;
    /// use smppkit::values::{Npi, Ton};
    ///
    /// let address = |ton, npi, addr| Ok(Address { ton, npi, addr });
    /// assert_eq!(Address::read("+447700900123"), address(Ton::INTERNATIONAL, Npi::ISDN, "447700900123"));
    /// assert_eq!(Address::read("MyShop"), address(Ton::ALPHANUMERIC, Npi::UNKNOWN, "MyShop"));
    /// assert_eq!(Address::read("2/8:12345"), address(Ton::NATIONAL, Npi::NATIONAL, "12345"));
    /// assert!(Address::read("Müller").is_err());
    /// ```
    pub fn read(text: &'a str) -> Result<Self, AddressError> {
        if let Some((type_of_number, addr)) = cut(text, b':')
            && let Some((ton, npi)) = cut(type_of_number, b'/')
        {
            let ton = Ton(octet(ton).ok_or(AddressError::Ton)?);
            let npi = Npi(octet(npi).ok_or(AddressError::Npi)?);
            return Self { ton, npi, addr }.checked();
        }
        let international = text.strip_prefix('+');
        let digits = international.unwrap_or(text);
        let is_number = digits.bytes().all(|octet| octet.is_ascii_digit());
        if international.is_some() && !is_number {
            return Err(AddressError::Digits);
        }
        let (ton, npi, addr) = if !is_number {
            (Ton::ALPHANUMERIC, Npi::UNKNOWN, text)
        } else if international.is_some() || digits.len() >= 7 {
            (Ton::INTERNATIONAL, Npi::ISDN, digits)
        } else {
            (Ton::UNKNOWN, Npi::UNKNOWN, digits)
        };
        Self { ton, npi, addr }.checked()
    }

    fn checked(self) -> Result<Self, AddressError> {
        if self.addr.is_empty() {
            return Err(AddressError::Empty);
        }
        if !self.addr.bytes().all(|octet| matches!(octet, 0x20..=0x7E)) {
            return Err(AddressError::Characters);
        }
        if self.addr.len() > MAX_ADDRESS {
            return Err(AddressError::TooLong { len: self.addr.len() });
        }
        Ok(self)
    }
}

/// What is before and behind the first such character, which is ASCII. `str::split_once` has a path that panics.
fn cut(text: &str, character: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|octet| octet == character)?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

fn octet(text: &str) -> Option<u8> {
    text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |hex| u8::from_str_radix(hex, 16).ok())
}

/// Why a text is no address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum AddressError {
    /// What stands for the type of number is no octet.
    Ton,
    /// What stands for the numbering plan is no octet.
    Npi,
    /// There is none.
    Empty,
    /// It has characters that no address has.
    Characters,
    /// It begins with `+` and has something else than digits behind it.
    Digits,
    /// It is longer than [`MAX_ADDRESS`].
    TooLong {
        /// How many characters it has.
        len: usize,
    },
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ton => f.write_str("the type of number before the / is none: 0 to 255"),
            Self::Npi => f.write_str("the numbering plan behind the / is none: 0 to 255"),
            Self::Empty => f.write_str("an address has at least one character"),
            Self::Characters => f.write_str("an address has no characters but printable ASCII"),
            Self::Digits => f.write_str("a number has nothing but digits behind the +, no spaces or dashes"),
            Self::TooLong { len } => {
                write!(f, "an address has at most {MAX_ADDRESS} characters, this has {len}")
            }
        }
    }
}

impl core::error::Error for AddressError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(u8, u8, &str), AddressError> {
        Address::read(text).map(|address| (address.ton.0, address.npi.0, address.addr))
    }

    #[test]
    fn ton_and_npi_are_given_or_guessed() {
        assert_eq!(read("1/1:447700900123"), Ok((1, 1, "447700900123")));
        assert_eq!(read("0x05/0:My:Shop"), Ok((5, 0, "My:Shop")));
        assert_eq!(read("+447700900123"), Ok((1, 1, "447700900123")));
        assert_eq!(read("447700900123"), Ok((1, 1, "447700900123")));
        assert_eq!(read("+1"), Ok((1, 1, "1")));
        assert_eq!(read("12345"), Ok((0, 0, "12345")));
        assert_eq!(read("My Shop"), Ok((5, 0, "My Shop")));
        assert_eq!(read("a:b"), Ok((5, 0, "a:b")));
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        for text in ["", "+", "1/1:"] {
            assert_eq!(read(text), Err(AddressError::Empty), "{text:?}");
        }
        for text in ["Müller", "a\nb"] {
            assert_eq!(read(text), Err(AddressError::Characters), "{text:?}");
        }
        for text in ["+44 7700 900123", "+44-7700", "+447700900123 ", "++1", "+MyShop"] {
            assert_eq!(read(text), Err(AddressError::Digits), "{text:?}");
        }
        assert_eq!(read("5/0:+MyShop"), Ok((5, 0, "+MyShop")));
        assert_eq!(read("300/1:123"), Err(AddressError::Ton));
        assert_eq!(read("1/x:123"), Err(AddressError::Npi));
        assert_eq!(read("123456789012345678901"), Err(AddressError::TooLong { len: 21 }));
    }
}
