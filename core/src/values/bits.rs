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

/// Second octet of `its_session_info`: a number, and whether the session ends (3.4 §5.3.2.43; 5.0 §4.8.4.34).
///
/// ```
/// use smppkit::values::ItsSequence;
///
/// let last = ItsSequence::new(5, true);
/// assert_eq!((last.0, last.number(), last.ends_session()), (0x0B, 5, true));
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ItsSequence(pub u8);

impl ItsSequence {
    /// The last of the session.
    pub const END_OF_SESSION: Self = Self(0x01);

    /// The number of a dialogue unit, of which the lower seven bits count, and whether it is the last.
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

/// First octet of `callback_num` (3.4 §5.3.2.36; 5.0 §4.8.4.15). The digits are ASCII whatever it says.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DigitMode(pub u8);

impl DigitMode {
    /// DTMF (TBCD).
    pub const DTMF_TBCD: Self = Self(0x00);
    /// ASCII.
    pub const ASCII: Self = Self(0x01);
}

/// Values of `callback_num_pres_ind`: presentation and screening (3.4 §5.3.2.37; 5.0 §4.8.4.17).
///
/// ```
/// use smppkit::values::CallbackNumPresInd;
///
/// let hidden = CallbackNumPresInd::RESTRICTED | CallbackNumPresInd::USER_VERIFIED_PASSED;
/// assert_eq!(hidden.0, 0x05);
/// assert_eq!(hidden.presentation(), CallbackNumPresInd::RESTRICTED);
/// assert_eq!(hidden.screening(), CallbackNumPresInd::USER_VERIFIED_PASSED);
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CallbackNumPresInd(pub u8);

impl CallbackNumPresInd {
    /// Presentation: allowed.
    pub const ALLOWED: Self = Self(0x00);
    /// Presentation: restricted.
    pub const RESTRICTED: Self = Self(0x04);
    /// Presentation: there is no number.
    pub const NUMBER_NOT_AVAILABLE: Self = Self(0x08);
    /// Screening: nobody did.
    pub const USER_NOT_SCREENED: Self = Self(0x00);
    /// Screening: the user provided the number, and it is the user's.
    pub const USER_VERIFIED_PASSED: Self = Self(0x01);
    /// Screening: the user provided the number, and it is not the user's.
    pub const USER_VERIFIED_FAILED: Self = Self(0x02);
    /// Screening: the network provided the number.
    pub const NETWORK_PROVIDED: Self = Self(0x03);

    /// The presentation alone.
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

/// Values of `ms_msg_wait_facilities`: whether messages wait, and of which kind (3.4 §5.3.2.13; 5.0 §4.8.4.40).
///
/// ```
/// use smppkit::values::MsMsgWaitFacilities;
///
/// let fax_waits = MsMsgWaitFacilities::ACTIVE | MsMsgWaitFacilities::FAX;
/// assert_eq!(fax_waits.0, 0x81);
/// assert!(fax_waits.is_active());
/// assert_eq!(fax_waits.message_type(), MsMsgWaitFacilities::FAX);
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MsMsgWaitFacilities(pub u8);

impl MsMsgWaitFacilities {
    /// No message waits.
    pub const INACTIVE: Self = Self(0x00);
    /// A message waits.
    pub const ACTIVE: Self = Self(0x80);
    /// Type: voice mail.
    pub const VOICEMAIL: Self = Self(0x00);
    /// Type: fax.
    pub const FAX: Self = Self(0x01);
    /// Type: e-mail.
    pub const EMAIL: Self = Self(0x02);
    /// Type: other.
    pub const OTHER: Self = Self(0x03);

    /// Whether a message waits.
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

/// First octet of `billing_identification` (5.0 §4.8.4.3).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BillingFormat(pub u8);

impl BillingFormat {
    /// Set in the formats that are the vendors'; the others are reserved.
    pub const VENDOR: Self = Self(0x80);

    /// Whether the format is a vendor's.
    #[must_use]
    pub const fn is_vendor_specific(self) -> bool {
        self.0 & 0x80 != 0
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
bit_values! {
    EsmClass RegisteredDelivery BillingFormat CallbackNumPresInd DigitMode ItsSequence MsMsgWaitFacilities
}
