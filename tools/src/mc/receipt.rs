//! The receipt for a message.

use smppkit::message::receipt::ReceiptText;
use smppkit::values::{EsmClass, InterfaceVersion, MessageState, NetworkErrorCode, NetworkErrorType};
use smppkit::{DeliverSm, Tlv, tlv};

use super::time::{Time, date};
use crate::args::Address;

/// What became of a message, to be told to the one who sent it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    pub message_id: String,
    pub service_type: Vec<u8>,
    /// Who sent the message and now gets the receipt.
    pub source: Address,
    /// Who was to get the message.
    pub destination: Address,
    pub text: String,
    pub submitted: Time,
    pub done: Time,
    pub state: MessageState,
}

impl Receipt {
    /// Hands the PDU to `send`, for a peer that speaks this version.
    pub fn with_deliver_sm<T>(&self, version: InterfaceVersion, send: impl FnOnce(&DeliverSm<'_>) -> T) -> T {
        let err = self.error();
        let text = ReceiptText {
            id: &self.message_id,
            sub: 1,
            dlvrd: u16::from(self.state == MessageState::DELIVERED),
            submit_date: date(self.submitted),
            done_date: date(self.done),
            state: self.state,
            err: err.into(),
            text: self.text.as_bytes(),
        }
        .to_vec();
        let (source, destination) = (self.destination.octets(), self.source.octets());
        let network_error = NetworkErrorCode { network_type: NetworkErrorType::GSM, error_code: err.into() };
        let id = self.message_id.as_str();
        let tlvs: [Tlv<'_>; 3] = [
            tlv::RECEIPTED_MESSAGE_ID.with(id.into()),
            tlv::MESSAGE_STATE.with(self.state),
            tlv::NETWORK_ERROR_CODE.with(network_error),
        ];
        let tlvs: &[Tlv<'_>] = match version.effective() {
            // 3.3 has none.
            InterfaceVersion::V3_3 => &[],
            _ if err == 0 => &tlvs[..2],
            _ => &tlvs,
        };
        send(&DeliverSm {
            service_type: self.service_type.as_slice().into(),
            source_addr_ton: self.destination.ton,
            source_addr_npi: self.destination.npi,
            source_addr: source.as_slice().into(),
            dest_addr_ton: self.source.ton,
            dest_addr_npi: self.source.npi,
            destination_addr: destination.as_slice().into(),
            esm_class: EsmClass::MC_DELIVERY_RECEIPT,
            short_message: text.as_slice().into(),
            tlvs: tlvs.into(),
            ..DeliverSm::default()
        })
    }

    /// A plausible error of a GSM network.
    const fn error(&self) -> u8 {
        match self.state {
            MessageState::DELIVERED | MessageState::ACCEPTED | MessageState::ENROUTE => 0,
            // Absent subscriber.
            MessageState::EXPIRED => 27,
            // Unknown subscriber.
            MessageState::UNDELIVERABLE => 1,
            // Facility not supported, which stands for all else.
            _ => 21,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use smppkit::Body as _;

    use super::*;

    fn receipt(state: MessageState) -> Receipt {
        Receipt {
            message_id: "42".into(),
            service_type: b"CMT".to_vec(),
            source: "12345".parse().unwrap(),
            destination: "+447700900123".parse().unwrap(),
            text: "Hello".into(),
            submitted: Duration::from_secs(1_300_126_500),
            done: Duration::from_secs(1_300_126_560),
            state,
        }
    }

    #[test]
    fn a_receipt_goes_back_the_way_the_message_came() {
        let shown =
            receipt(MessageState::DELIVERED).with_deliver_sm(InterfaceVersion::V3_4, |pdu| pdu.to_string());
        assert_eq!(
            shown,
            concat!(
                r#"deliver_sm service_type="CMT" source_addr_ton=INTERNATIONAL source_addr_npi=ISDN "#,
                r#"source_addr="447700900123" destination_addr="12345" esm_class=0x04 "#,
                r#"short_message="id:42 sub:001 dlvrd:001 submit date:1103141815 done date:1103141816 stat:DELIVRD "#,
                r#"err:000 text:Hello" receipted_message_id="42" message_state=DELIVERED"#
            )
        );
    }

    #[test]
    fn every_version_may_be_sent_it() {
        for version in [InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0] {
            for state in 0..10 {
                receipt(MessageState(state)).with_deliver_sm(version, |pdu| pdu.check(version).unwrap());
            }
        }
    }
}
