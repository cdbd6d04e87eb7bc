//! Octets whose bits mean several things at once.

use core::fmt;

use super::newtype;

/// Messaging mode, message type and GSM features of a message (5.0 §4.7.12; 3.4 §5.2.12).
///
/// ```
/// use smppkit::values::EsmClass;
///
/// let class = EsmClass::STORE_AND_FORWARD | EsmClass::UDHI;
/// assert_eq!(class.0, 0x43);
/// assert!(class.has_udh());
/// assert!(EsmClass(0x04).is_delivery_receipt());
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct EsmClass(pub u8);

impl EsmClass {
    /// The mode that is the default of the MC.
    pub const DEFAULT: Self = Self(0x00);
    /// Mode: one attempt, no receipt.
    pub const DATAGRAM: Self = Self(0x01);
    /// Mode: the response waits for the outcome.
    pub const TRANSACTION: Self = Self(0x02);
    /// Mode: kept and tried until delivered or expired.
    pub const STORE_AND_FORWARD: Self = Self(0x03);
    /// Type: delivery receipt of the MC.
    pub const MC_DELIVERY_RECEIPT: Self = Self(0x04);
    /// Type: the message was delivered, says the recipient.
    pub const DELIVERY_ACK: Self = Self(0x08);
    /// Type: the message was read or used, says the recipient.
    pub const MANUAL_ACK: Self = Self(0x10);
    /// Type: a conversation was ended (Korean CDMA).
    pub const CONVERSATION_ABORT: Self = Self(0x18);
    /// Type: a state that is not final.
    pub const INTERMEDIATE_NOTIFICATION: Self = Self(0x20);
    /// Feature: `short_message` begins with a user data header.
    pub const UDHI: Self = Self(0x40);
    /// Feature: reply path.
    pub const REPLY_PATH: Self = Self(0x80);

    /// The messaging mode alone.
    #[must_use]
    pub const fn mode(self) -> Self {
        Self(self.0 & 0x03)
    }

    /// The message type alone.
    #[must_use]
    pub const fn message_type(self) -> Self {
        Self(self.0 & 0x3C)
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

/// Which receipts and acknowledgements are wanted (5.0 §4.7.21; 3.4 §5.2.17).
///
/// ```
/// use smppkit::values::RegisteredDelivery;
///
/// let wanted = RegisteredDelivery::RECEIPT | RegisteredDelivery::INTERMEDIATE_NOTIFICATION;
/// assert_eq!(wanted.0, 0x11);
/// assert!(wanted.wants_receipt(true));
/// assert!(!RegisteredDelivery::RECEIPT_ON_FAILURE.wants_receipt(true));
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RegisteredDelivery(pub u8);

impl RegisteredDelivery {
    /// No receipt.
    pub const NONE: Self = Self(0x00);
    /// A receipt when the message reached its final state, good or bad.
    pub const RECEIPT: Self = Self(0x01);
    /// A receipt only when delivery failed.
    pub const RECEIPT_ON_FAILURE: Self = Self(0x02);
    /// A receipt only when the message was delivered (5.0; reserved in 3.4).
    pub const RECEIPT_ON_SUCCESS: Self = Self(0x03);
    /// An acknowledgement of delivery by the recipient.
    pub const DELIVERY_ACK: Self = Self(0x04);
    /// An acknowledgement by hand of the recipient.
    pub const MANUAL_ACK: Self = Self(0x08);
    /// Notifications of states that are not final.
    pub const INTERMEDIATE_NOTIFICATION: Self = Self(0x10);

    /// Whether a message that ended like that gets a receipt.
    #[must_use]
    pub const fn wants_receipt(self, delivered: bool) -> bool {
        match self.0 & 0x03 {
            1 => true,
            2 => !delivered,
            3 => delivered,
            _ => false,
        }
    }
}

macro_rules! bit_values {
    ($($type:ident)+) => {$(
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
    )+};
}
bit_values!(EsmClass RegisteredDelivery);
