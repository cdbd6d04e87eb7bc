//! The named values of one-octet fields and TLVs.

use std::fmt::Write as _;

use smppkit::values::{
    BillingFormat, CallbackNumPresInd, ContentType, DigitMode, EsmClass, InterfaceVersion, ItsSequence,
    MsMsgWaitFacilities, RegisteredDelivery,
};

use super::names::{doc, sentence};

/// An enumeration, its text, and its values with theirs.
struct Values {
    name: &'static str,
    text: &'static str,
    values: Vec<(u16, &'static str, &'static str)>,
}

macro_rules! of_the_table {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $value_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        fn of_the_table() -> Vec<Values> {
            vec![$(Values {
                name: stringify!($type),
                text: concat!($($doc),+),
                values: vec![$(($value, stringify!($name), concat!($($value_doc),+))),+],
            }),+]
        }
    };
}
smppkit::for_each_value!(of_the_table);

macro_rules! bits {
    ($type:ident, $text:literal, $($name:ident)+) => {
        Values {
            name: stringify!($type),
            text: $text,
            values: vec![$(($type::$name.0.into(), stringify!($name), "")),+],
        }
    };
}

/// Those that are no enumerations: bits, and the versions.
fn others() -> Vec<Values> {
    vec![
        bits!(
            EsmClass, "The bits of `esm_class` (5.0 §4.7.12; 3.4 §5.2.12): a mode, a message type and features of GSM, \
            put together with `|`.",
            DEFAULT DATAGRAM TRANSACTION STORE_AND_FORWARD MC_DELIVERY_RECEIPT DELIVERY_ACK MANUAL_ACK
            CONVERSATION_ABORT INTERMEDIATE_NOTIFICATION UDHI REPLY_PATH
        ),
        bits!(
            RegisteredDelivery, "The bits of `registered_delivery` (5.0 §4.7.21; 3.4 §5.2.17), put together with `|`.",
            NONE RECEIPT RECEIPT_ON_FAILURE RECEIPT_ON_SUCCESS DELIVERY_ACK MANUAL_ACK INTERMEDIATE_NOTIFICATION
        ),
        bits!(InterfaceVersion, "The versions of SMPP (5.0 §4.7.13; 3.4 §5.2.4).", V3_3 V3_4 V5_0),
        bits!(
            ItsSequence,
            "The bit of `its_session_info` that ends a session (5.0 §4.8.4.34).",
            END_OF_SESSION
        ),
        bits!(DigitMode, "How the digits of `callback_num` are written (5.0 §4.8.4.15).", DTMF_TBCD ASCII),
        bits!(
            CallbackNumPresInd, "The bits of `callback_num_pres_ind` (5.0 §4.8.4.17).",
            ALLOWED RESTRICTED NUMBER_NOT_AVAILABLE USER_NOT_SCREENED USER_VERIFIED_PASSED USER_VERIFIED_FAILED
            NETWORK_PROVIDED
        ),
        bits!(
            MsMsgWaitFacilities, "The bits of `ms_msg_wait_facilities` (5.0 §4.8.4.40).",
            INACTIVE ACTIVE VOICEMAIL FAX EMAIL OTHER
        ),
        bits!(BillingFormat, "The bit of `billing_identification` for vendors (5.0 §4.8.4.3).", VENDOR),
        Values {
            name: "ContentType",
            text: "Content of a broadcast (5.0 §4.8.4.8 Table 4-62).",
            values: ContentType::NAMES.iter().map(|(value, name)| (*value, *name, "")).collect(),
        },
    ]
}

pub(super) fn source() -> String {
    let mut text = String::new();
    let all = of_the_table().into_iter().chain(others()).collect::<Vec<_>>();
    for Values { name, text: about, values } in &all {
        text.push_str(&doc(0, &sentence(about)));
        let _ = writeln!(text, "export const {name} = {{");
        for (value, value_name, about) in values {
            if !about.is_empty() {
                text.push_str(&doc(2, &sentence(about)));
            }
            let digits = if *name == "ContentType" { 4 } else { 2 };
            let _ = writeln!(text, "  {value_name}: 0x{value:0digits$x},");
        }
        text.push_str("} as const;\n\n");
    }
    text.push_str("/** @internal The names of values, by the names of their types. */\n");
    text.push_str("export const VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {\n");
    let enumerations = of_the_table();
    for name in enumerations.iter().map(|values| values.name).chain(["InterfaceVersion"]) {
        let _ = writeln!(text, "  {name},");
    }
    text.push_str("};\n");
    text
}
