//! Octets whose bits mean several things at once.

use core::fmt;

use super::{ValueDef, newtype};

impl EsmClass {
    /// The bits of the messaging mode.
    pub const MODE_MASK: u8 = 0x03;
    /// The bits of the message type.
    pub const TYPE_MASK: u8 = 0x3C;

    /// The messaging mode alone.
    ///
    /// ```
    /// use smppkit::values::EsmClass;
    ///
    /// let class = EsmClass::STORE_AND_FORWARD | EsmClass::UDHI;
    /// assert_eq!(class.0, 0x43);
    /// assert!(class.has_udh());
    /// assert!(EsmClass(0x04).is_delivery_receipt());
    /// ```
    #[must_use]
    pub const fn mode(self) -> Self {
        Self(self.0 & Self::MODE_MASK)
    }

    /// The message type alone.
    #[must_use]
    pub const fn message_type(self) -> Self {
        Self(self.0 & Self::TYPE_MASK)
    }

    /// Whether the text begins with a user data header.
    #[must_use]
    pub const fn has_udh(self) -> bool {
        self.0 & 0x40 != 0
    }

    /// Whether the type says: a delivery receipt of the MC.
    #[must_use]
    pub const fn is_delivery_receipt(self) -> bool {
        self.message_type().0 == 0x04
    }
}

impl RegisteredDelivery {
    /// The bits that say which receipt of the MC is wanted.
    pub const RECEIPT_MASK: u8 = 0x03;

    /// Whether a message that ended like that gets a receipt.
    ///
    /// ```
    /// use smppkit::values::RegisteredDelivery;
    ///
    /// let wanted = RegisteredDelivery::RECEIPT | RegisteredDelivery::INTERMEDIATE_NOTIFICATION;
    /// assert_eq!(wanted.0, 0x11);
    /// assert!(wanted.wants_receipt(true));
    /// assert!(!RegisteredDelivery::RECEIPT_ON_FAILURE.wants_receipt(true));
    /// ```
    #[must_use]
    pub const fn wants_receipt(self, delivered: bool) -> bool {
        match self.0 & Self::RECEIPT_MASK {
            1 => true,
            2 => !delivered,
            3 => delivered,
            _ => false,
        }
    }
}

impl ItsSequence {
    /// The number of a dialogue unit, of which the lower seven bits count, and whether it is the last.
    ///
    /// ```
    /// use smppkit::values::ItsSequence;
    ///
    /// let last = ItsSequence::new(5, true);
    /// assert_eq!((last.0, last.number(), last.ends_session()), (0x0B, 5, true));
    /// ```
    #[must_use]
    pub const fn new(number: u8, ends_session: bool) -> Self {
        Self(number << 1 | ends_session as u8)
    }

    /// The number of the dialogue unit, 0 to 127.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0 >> 1
    }

    /// Whether it is the last of the session.
    #[must_use]
    pub const fn ends_session(self) -> bool {
        self.0 & 0x01 != 0
    }
}

impl CallbackNumPresInd {
    /// The presentation alone.
    ///
    /// ```
    /// use smppkit::values::CallbackNumPresInd;
    ///
    /// let hidden = CallbackNumPresInd::RESTRICTED | CallbackNumPresInd::USER_VERIFIED_PASSED;
    /// assert_eq!(hidden.0, 0x05);
    /// assert_eq!(hidden.presentation(), CallbackNumPresInd::RESTRICTED);
    /// assert_eq!(hidden.screening(), CallbackNumPresInd::USER_VERIFIED_PASSED);
    /// ```
    #[must_use]
    pub const fn presentation(self) -> Self {
        Self(self.0 & 0x0C)
    }

    /// The screening alone.
    #[must_use]
    pub const fn screening(self) -> Self {
        Self(self.0 & 0x03)
    }
}

impl MsMsgWaitFacilities {
    /// Whether a message waits.
    ///
    /// ```
    /// use smppkit::values::MsMsgWaitFacilities;
    ///
    /// let fax_waits = MsMsgWaitFacilities::ACTIVE | MsMsgWaitFacilities::FAX;
    /// assert_eq!(fax_waits.0, 0x81);
    /// assert!(fax_waits.is_active());
    /// assert_eq!(fax_waits.message_type(), MsMsgWaitFacilities::FAX);
    /// ```
    #[must_use]
    pub const fn is_active(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// The type alone.
    #[must_use]
    pub const fn message_type(self) -> Self {
        Self(self.0 & 0x03)
    }
}

impl BillingFormat {
    /// Whether the format is a vendor's.
    #[must_use]
    pub const fn is_vendor_specific(self) -> bool {
        self.0 & 0x80 != 0
    }
}

macro_rules! define_bits {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $bits_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
            pub struct $type(pub u8);

            impl $type {
                $($(#[doc = $bits_doc])+ pub const $name: Self = Self($value);)+

                /// The names of the bits, and of their combinations.
                pub const DEF: ValueDef =
                    ValueDef { name: stringify!($type), values: &[$(($value, stringify!($name))),+] };
            }

            newtype!($type);

            impl core::ops::BitOr for $type {
                type Output = Self;

                fn bitor(self, other: Self) -> Self {
                    Self(self.0 | other.0)
                }
            }

            impl fmt::Debug for $type {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "0x{:02X}", self.0)
                }
            }
        )+

        /// Every octet of the table whose bits mean several things at once.
        pub const BITS: &[ValueDef] = &[$($type::DEF),+];
    };
}
crate::for_each_bits!(define_bits);
