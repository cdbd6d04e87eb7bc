//! Message ids, which are the same number in submit_sm_resp and in the receipt, but not always the same
//! characters.
//!
//! 3.3 has an id in hexadecimal, Appendix B of 3.4 in decimal; some message centres follow both. Others pad
//! with zeroes here and not there, or change the case. [`IdRule`] compares; the [`Correlator`] finds the
//! message that a receipt is about.

#[cfg(feature = "alloc")]
mod correlator;
#[cfg(feature = "alloc")]
mod pool;

use core::fmt;

#[cfg(feature = "alloc")]
pub use correlator::{Correlator, CorrelatorConfig, Early, Found, Mode};

use super::BufferTooSmall;
use super::output::write_display;

/// How many characters an id has at most (3.4 §5.2.23).
pub const MAX_MESSAGE_ID: usize = 64;

/// In which base a number is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Base {
    /// 0 to 9.
    Decimal,
    /// 0 to 9 and A to F of either case.
    Hex,
}

impl Base {
    /// The number that an id is in this base; `None` where it is none, or one beyond 128 bits. Leading zeroes
    /// and blanks do not matter.
    ///
    /// ```
    /// use smppkit::message::message_id::Base;
    ///
    /// assert_eq!(Base::Hex.value("18d0e03a"), Some(416_342_074));
    /// assert_eq!(Base::Decimal.value("0416342074"), Some(416_342_074));
    /// assert_eq!(Base::Decimal.value("18d0e03a"), None);
    /// ```
    pub fn value(self, id: impl AsRef<[u8]>) -> Option<u128> {
        let radix = match self {
            Self::Decimal => 10,
            Self::Hex => 16,
        };
        let digits = id.as_ref().trim_ascii();
        if digits.is_empty() {
            return None;
        }
        digits.iter().try_fold(0_u128, |value, digit| {
            let digit = char::from(*digit).to_digit(radix)?;
            value.checked_mul(radix.into())?.checked_add(digit.into())
        })
    }
}

/// How ids of submit_sm_resp and ids of receipts relate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum IdRule {
    /// They are the same. Where an id looks like a number, or like one in hexadecimal with dashes or without,
    /// leading zeroes and the case of letters do not matter.
    #[default]
    Same,
    /// submit_sm_resp has it in hexadecimal, the receipt in decimal.
    HexThenDecimal,
    /// submit_sm_resp has it in decimal, the receipt in hexadecimal.
    DecimalThenHex,
}

impl IdRule {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Same, Self::HexThenDecimal, Self::DecimalThenHex];

    /// Whether both ids are that of one message.
    ///
    /// ```
    /// use smppkit::message::message_id::IdRule;
    ///
    /// assert!(IdRule::HexThenDecimal.matches("6aad5", "0000436949"));
    /// assert!(IdRule::Same.matches("0A000000A3D323A1", "a000000a3d323a1"));
    /// assert!(!IdRule::Same.matches("Smsc2001", "smsc2001"));
    /// ```
    pub fn matches(self, response: impl AsRef<[u8]>, receipt: impl AsRef<[u8]>) -> bool {
        let (response, receipt) = (response.as_ref(), receipt.as_ref());
        let both = |response: Option<u128>, receipt| response.is_some() && response == receipt;
        match self {
            Self::Same => response == receipt || normal(response).eq(normal(receipt)),
            Self::HexThenDecimal => both(Base::Hex.value(response), Base::Decimal.value(receipt)),
            Self::DecimalThenHex => both(Base::Decimal.value(response), Base::Hex.value(receipt)),
        }
    }
}

/// An id without what does not matter in it; see [`IdRule::Same`].
fn normal(id: &[u8]) -> impl Iterator<Item = u8> + Clone {
    let id = id.trim_ascii();
    let is_hex = !id.is_empty() && id.iter().all(|octet| octet.is_ascii_hexdigit() || *octet == b'-');
    let zeroes = if is_hex { id.iter().take_while(|octet| **octet == b'0').count() } else { 0 };
    // One zero stays of those that are nothing else.
    let zeroes = zeroes.min(id.len().saturating_sub(1));
    id.iter().skip(zeroes).map(move |octet| if is_hex { octet.to_ascii_lowercase() } else { *octet })
}

/// A number as a message id.
///
/// ```
/// use smppkit::message::message_id::NumberedId;
///
/// assert_eq!(NumberedId::decimal(416_342_074).to_string(), "0416342074");
/// assert_eq!(NumberedId::hex(416_342_074).to_string(), "18d0e03a");
/// let short = NumberedId { width: 0, upper_case: true, ..NumberedId::hex(436_949) };
/// assert_eq!(short.to_string(), "6AAD5");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NumberedId {
    /// The number.
    pub value: u128,
    /// How to write it.
    pub base: Base,
    /// How many digits there are at least, at most [`MAX_MESSAGE_ID`]; zeroes are put before the others.
    pub width: u8,
    /// Whether hexadecimal digits are in upper case.
    pub upper_case: bool,
}

impl NumberedId {
    /// In decimal, ten digits at least, as 3.4 Appendix B has it.
    pub const fn decimal(value: u128) -> Self {
        Self { value, base: Base::Decimal, width: 10, upper_case: false }
    }

    /// In lower-case hexadecimal, eight digits at least, as 3.3 has it.
    pub const fn hex(value: u128) -> Self {
        Self { value, base: Base::Hex, width: 8, upper_case: false }
    }

    /// Writes it to the caller's buffer; 64 octets always suffice.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    pub fn write_to<'b>(&self, out: &'b mut [u8]) -> Result<&'b str, BufferTooSmall> {
        write_display(self, out)
    }
}

impl fmt::Display for NumberedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = usize::from(self.width).min(MAX_MESSAGE_ID);
        match (self.base, self.upper_case) {
            (Base::Decimal, _) => write!(f, "{:0width$}", self.value),
            (Base::Hex, false) => write!(f, "{:0width$x}", self.value),
            (Base::Hex, true) => write!(f, "{:0width$X}", self.value),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "alloc")]
mod tests;
