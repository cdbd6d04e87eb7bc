//! The octets whose bits mean several things at once: one block each, a row for each name.
//!
//! Each becomes a newtype over `u8` with associated constants, which are combined with `|`.

/// Calls `$callback` with the table of bits.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_bits {
    ($callback:path) => {
        $callback! {
            /// Messaging mode, message type and GSM features of a message (5.0 §4.7.12; 3.4 §5.2.12).
            EsmClass {
                /// The mode that is the default of the MC.
                DEFAULT = 0x00;
                /// Mode: one attempt, no receipt.
                DATAGRAM = 0x01;
                /// Mode: the response waits for the outcome.
                TRANSACTION = 0x02;
                /// Mode: kept and tried until delivered or expired.
                STORE_AND_FORWARD = 0x03;
                /// Type: delivery receipt of the MC.
                MC_DELIVERY_RECEIPT = 0x04;
                /// Type: the message was delivered, says the recipient.
                DELIVERY_ACK = 0x08;
                /// Type: the message was read or used, says the recipient.
                MANUAL_ACK = 0x10;
                /// Type: a conversation was ended (Korean CDMA).
                CONVERSATION_ABORT = 0x18;
                /// Type: a state that is not final.
                INTERMEDIATE_NOTIFICATION = 0x20;
                /// Feature: `short_message` begins with a user data header.
                UDHI = 0x40;
                /// Feature: reply path.
                REPLY_PATH = 0x80;
            }
            /// Which receipts and acknowledgements are wanted (5.0 §4.7.21; 3.4 §5.2.17).
            RegisteredDelivery {
                /// No receipt.
                NONE = 0x00;
                /// A receipt when the message reached its final state, good or bad.
                RECEIPT = 0x01;
                /// A receipt only when delivery failed.
                RECEIPT_ON_FAILURE = 0x02;
                /// A receipt only when the message was delivered (5.0; reserved in 3.4).
                RECEIPT_ON_SUCCESS = 0x03;
                /// An acknowledgement of delivery by the recipient.
                DELIVERY_ACK = 0x04;
                /// An acknowledgement by hand of the recipient.
                MANUAL_ACK = 0x08;
                /// Notifications of states that are not final.
                INTERMEDIATE_NOTIFICATION = 0x10;
            }
            /// Second octet of `its_session_info`: a number, and whether the session ends (3.4 §5.3.2.43; 5.0 §4.8.4.34).
            ItsSequence {
                /// The last of the session.
                END_OF_SESSION = 0x01;
            }
            /// First octet of `callback_num` (3.4 §5.3.2.36; 5.0 §4.8.4.15). The digits are ASCII whatever it says.
            DigitMode {
                /// DTMF (TBCD).
                DTMF_TBCD = 0x00;
                /// ASCII.
                ASCII = 0x01;
            }
            /// Values of `callback_num_pres_ind`: presentation and screening (3.4 §5.3.2.37; 5.0 §4.8.4.17).
            CallbackNumPresInd {
                /// Presentation: allowed.
                ALLOWED = 0x00;
                /// Presentation: restricted.
                RESTRICTED = 0x04;
                /// Presentation: there is no number.
                NUMBER_NOT_AVAILABLE = 0x08;
                /// Screening: nobody did.
                USER_NOT_SCREENED = 0x00;
                /// Screening: the user provided the number, and it is the user's.
                USER_VERIFIED_PASSED = 0x01;
                /// Screening: the user provided the number, and it is not the user's.
                USER_VERIFIED_FAILED = 0x02;
                /// Screening: the network provided the number.
                NETWORK_PROVIDED = 0x03;
            }
            /// Values of `ms_msg_wait_facilities`: whether messages wait, and of which kind (3.4 §5.3.2.13; 5.0 §4.8.4.40).
            MsMsgWaitFacilities {
                /// No message waits.
                INACTIVE = 0x00;
                /// A message waits.
                ACTIVE = 0x80;
                /// Type: voice mail.
                VOICEMAIL = 0x00;
                /// Type: fax.
                FAX = 0x01;
                /// Type: e-mail.
                EMAIL = 0x02;
                /// Type: other.
                OTHER = 0x03;
            }
            /// First octet of `billing_identification` (5.0 §4.8.4.3).
            BillingFormat {
                /// Set in the formats that are the vendors'; the others are reserved.
                VENDOR = 0x80;
            }
        }
    };
}
