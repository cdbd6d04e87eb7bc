//! The PDUs of `fixtures`, as an application that uses smppkit makes them.

use smppkit::values::{EsmClass, MessageState, MoreMessagesToSend, Npi, RegisteredDelivery, Ton};
use smppkit::{DeliverSm, SubmitSm, Tlvs, tlv};

use crate::fixtures;

/// For benchmarks, which live as long as the process.
fn forever<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Without TLVs.
pub fn plain_submit_sm() -> SubmitSm<'static> {
    SubmitSm {
        source_addr_ton: Ton::ALPHANUMERIC,
        source_addr: fixtures::SOURCE.into(),
        dest_addr_ton: Ton::INTERNATIONAL,
        dest_addr_npi: Npi::ISDN,
        destination_addr: fixtures::DESTINATION.into(),
        registered_delivery: RegisteredDelivery(1),
        short_message: fixtures::TEXT.into(),
        ..SubmitSm::default()
    }
}

pub fn submit_sm() -> SubmitSm<'static> {
    let tlvs = forever([
        tlv::USER_MESSAGE_REFERENCE.with(0x1234),
        tlv::MORE_MESSAGES_TO_SEND.with(MoreMessagesToSend(1)),
    ]);
    SubmitSm { tlvs: Tlvs::from(tlvs), ..plain_submit_sm() }
}

pub fn deliver_sm() -> DeliverSm<'static> {
    DeliverSm {
        source_addr_ton: Ton::INTERNATIONAL,
        source_addr_npi: Npi::ISDN,
        source_addr: fixtures::DESTINATION.into(),
        dest_addr_ton: Ton::ALPHANUMERIC,
        destination_addr: fixtures::SOURCE.into(),
        esm_class: EsmClass(4),
        short_message: fixtures::RECEIPT.into(),
        tlvs: Tlvs::from(forever([
            tlv::RECEIPTED_MESSAGE_ID.with(fixtures::MESSAGE_ID.into()),
            tlv::MESSAGE_STATE.with(MessageState::DELIVERED),
        ])),
        ..DeliverSm::default()
    }
}
