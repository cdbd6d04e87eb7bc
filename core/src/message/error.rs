//! What can go wrong when text becomes octets.

use core::fmt;

/// A character that the chosen alphabet does not have.
///
/// ```
/// let refused = smppkit::message::gsm7::septets("naïve 中").unwrap_err();
/// assert_eq!((refused.at, refused.character), (2, 'ï'));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Unencodable {
    /// Where it stands: octets of UTF-8 before it in the text.
    pub at: usize,
    /// The character.
    pub character: char,
}

/// The caller's buffer cannot hold the result. Nothing useful was written to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct BufferTooSmall {
    /// How many octets the buffer must have.
    pub needed: usize,
}

/// Why text was not written in an alphabet.
///
/// ```
/// use smppkit::message::{BufferTooSmall, EncodeError, gsm7};
///
/// let mut out = [0; 4];
/// assert_eq!(gsm7::encode("five!", &mut out), Err(EncodeError::BufferTooSmall(BufferTooSmall { needed: 5 })));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EncodeError {
    /// A character that the alphabet does not have.
    Unencodable(Unencodable),
    /// The caller's buffer is too small.
    BufferTooSmall(BufferTooSmall),
}

impl From<Unencodable> for EncodeError {
    fn from(error: Unencodable) -> Self {
        Self::Unencodable(error)
    }
}

impl From<BufferTooSmall> for EncodeError {
    fn from(error: BufferTooSmall) -> Self {
        Self::BufferTooSmall(error)
    }
}

impl fmt::Display for Unencodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, character } = self;
        write!(
            f,
            "the alphabet has no {character:?} (U+{:04X}), at octet {at} of the text",
            u32::from(*character)
        )
    }
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the buffer must have {} octets", self.needed)
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unencodable(error) => error.fmt(f),
            Self::BufferTooSmall(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Unencodable {}
impl core::error::Error for BufferTooSmall {}
impl core::error::Error for EncodeError {}
