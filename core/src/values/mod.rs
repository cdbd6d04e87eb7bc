//! The values of one-octet fields and TLVs: newtypes with the specification's names as constants.
//!
//! A value that no version names is as good as any other: it is kept, compared and sent as it is.
//!
//! TLVs whose values have several parts have structs, such as [`NetworkErrorCode`].

mod bits;
mod content_type;
pub(crate) mod tlv_values;

pub use bits::{
    BITS, BillingFormat, CallbackNumPresInd, DigitMode, EsmClass, ItsSequence, MsMsgWaitFacilities,
    RegisteredDelivery,
};
pub use content_type::ContentType;
pub use tlv_values::{
    BillingIdentification, BroadcastAreaIdentifier, BroadcastContentType, BroadcastFrequencyInterval,
    CallbackNum, CallbackNumAtag, DestTelematicsId, ItsSessionInfo, MsTime, MsValidityInfo, NetworkErrorCode,
    Subaddress,
};

use core::fmt;

/// The names of one enumeration's values.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct ValueDef {
    /// The name of the type.
    pub name: &'static str,
    /// Each named value.
    pub values: &'static [(u8, &'static str)],
}

macro_rules! define_values {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $value_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
            pub struct $type(pub u8);

            impl $type {
                $($(#[doc = $value_doc])+ pub const $name: Self = Self($value);)+

                /// The names of the values.
                pub const DEF: ValueDef =
                    ValueDef { name: stringify!($type), values: &[$(($value, stringify!($name))),+] };

                /// The name of this value, if it has one.
                #[must_use]
                pub fn name(self) -> Option<&'static str> {
                    match self.0 {
                        $($value => Some(stringify!($name)),)+
                        _ => None,
                    }
                }
            }

            newtype!($type);

            impl fmt::Debug for $type {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    match self.name() {
                        Some(name) => f.pad(name),
                        None => write!(f, "0x{:02X}", self.0),
                    }
                }
            }
        )+

        /// Every enumeration of the table.
        pub const VALUES: &[ValueDef] = &[$($type::DEF),+];
    };
}

/// What every newtype over one octet has.
macro_rules! newtype {
    ($type:ident) => {
        impl From<u8> for $type {
            fn from(value: u8) -> Self {
                Self(value)
            }
        }

        impl From<$type> for u8 {
            fn from(value: $type) -> Self {
                value.0
            }
        }
    };
}
pub(crate) use newtype;

crate::for_each_value!(define_values);

/// The name of a value, by the name of its type.
pub(crate) fn value_name(values: &str, value: u8) -> Option<&'static str> {
    if values == "InterfaceVersion" {
        return InterfaceVersion(value).name();
    }
    let def = VALUES.iter().find(|def| def.name == values)?;
    def.values.iter().find(|(number, _)| *number == value).map(|(_, name)| *name)
}

/// The version of SMPP that a side speaks (3.4 §5.2.4; 5.0 §4.7.13): 0x34 for 3.4, 0x50 for 5.0; 0x33 and all below
/// mean 3.3 or older.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct InterfaceVersion(pub u8);

impl InterfaceVersion {
    /// 3.3 or older.
    pub const V3_3: Self = Self(0x33);
    /// 3.4.
    pub const V3_4: Self = Self(0x34);
    /// 5.0.
    pub const V5_0: Self = Self(0x50);

    /// The specification that governs this number: 0x35 to 0x4F count as 3.4, what is above 0x50 as 5.0.
    ///
    /// ```
    /// use smppkit::values::InterfaceVersion;
    ///
    /// assert_eq!(InterfaceVersion(0x00).effective(), InterfaceVersion::V3_3);
    /// assert_eq!(InterfaceVersion(0x64).effective(), InterfaceVersion::V5_0);
    /// ```
    #[must_use]
    pub const fn effective(self) -> Self {
        match self.0 {
            0x00..=0x33 => Self::V3_3,
            0x34..=0x4F => Self::V3_4,
            _ => Self::V5_0,
        }
    }

    /// `3.3`, `3.4`, `5.0`, if it is one of these numbers.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self.0 {
            0x33 => Some("3.3"),
            0x34 => Some("3.4"),
            0x50 => Some("5.0"),
            _ => None,
        }
    }
}

newtype!(InterfaceVersion);

impl Default for InterfaceVersion {
    /// 3.4, which nearly every MC speaks.
    fn default() -> Self {
        Self::V3_4
    }
}

impl fmt::Display for InterfaceVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:02X}", self.0),
        }
    }
}

impl fmt::Debug for InterfaceVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl MessageState {
    /// Whether the message can no longer change its state (5.0 §4.7.15 Table 4-50). `UNKNOWN` is not final.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self.0, 2..=6 | 8 | 9)
    }
}
