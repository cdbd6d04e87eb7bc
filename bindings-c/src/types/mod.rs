//! The types that the interface shares, and the numbers of its errors. The header has them before all else.

pub mod error;
pub mod lists;
pub mod octets;
pub mod tlvs;

use error::Failure;

/// A field of C that the core can look at.
pub(crate) trait Lend {
    /// What must live as long as the core looks at it.
    type Lent;
    /// What the core looks at; an error if the field is not what it may be.
    fn lend(&self) -> Result<Self::Lent, Failure>;
}

impl Lend for u8 {
    type Lent = Self;

    #[inline(always)]
    fn lend(&self) -> Result<Self, Failure> {
        Ok(*self)
    }
}
