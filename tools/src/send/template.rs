//! The submit_sm that each part of each message goes out in.

use smppkit::buffered::PduBuf;
use smppkit::values::{DataCoding, EsmClass, PriorityFlag, ProtocolId, RegisteredDelivery};
use smppkit::{CommandStatus, EncodeError, SubmitSm, Tlv, tlv};

use super::text::Part;
use crate::args::{Address, OwnedTlv};

/// What all messages have in common.
#[derive(Clone, Debug, Default)]
pub struct Template {
    pub service_type: String,
    pub source: Address,
    pub esm_class: EsmClass,
    pub protocol_id: ProtocolId,
    pub priority_flag: PriorityFlag,
    pub schedule_delivery_time: String,
    pub validity_period: String,
    pub registered_delivery: RegisteredDelivery,
    pub replace_if_present_flag: u8,
    /// Instead of the one that says what the octets are.
    pub data_coding: Option<DataCoding>,
    pub sm_default_msg_id: u8,
    pub tlvs: Vec<OwnedTlv>,
}

impl Template {
    /// One part for one destination.
    pub fn submit_sm(&self, destination: &Address, part: &Part) -> Result<PduBuf, EncodeError> {
        let (source, dest) = (self.source.octets(), destination.octets());
        let mut tlvs: Vec<Tlv<'_>> = Vec::new();
        if let Some((reference, total, number)) = part.sar {
            tlvs.push(tlv::SAR_MSG_REF_NUM.with(reference));
            tlvs.push(tlv::SAR_TOTAL_SEGMENTS.with(total));
            tlvs.push(tlv::SAR_SEGMENT_SEQNUM.with(number));
        }
        tlvs.extend(self.tlvs.iter().map(OwnedTlv::as_tlv));
        let mut short_message = part.octets.as_slice();
        if part.in_payload {
            tlvs.push(tlv::MESSAGE_PAYLOAD.with(short_message.into()));
            short_message = &[];
        }
        let pdu = SubmitSm {
            service_type: self.service_type.as_str().into(),
            source_addr_ton: self.source.ton,
            source_addr_npi: self.source.npi,
            source_addr: source.as_slice().into(),
            dest_addr_ton: destination.ton,
            dest_addr_npi: destination.npi,
            destination_addr: dest.as_slice().into(),
            esm_class: self.esm_class | part.esm_class,
            protocol_id: self.protocol_id,
            priority_flag: self.priority_flag,
            schedule_delivery_time: self.schedule_delivery_time.as_str().into(),
            validity_period: self.validity_period.as_str().into(),
            registered_delivery: self.registered_delivery,
            replace_if_present_flag: self.replace_if_present_flag,
            data_coding: self.data_coding.unwrap_or(part.data_coding),
            sm_default_msg_id: self.sm_default_msg_id,
            short_message: short_message.into(),
            tlvs: tlvs.as_slice().into(),
        };
        // The session gives it its own number.
        PduBuf::encode(CommandStatus::ESME_ROK, 1, &pdu)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::send::text::{AlphabetChoice, Content, Long, parts};

    #[test]
    fn a_part_gets_what_all_have_and_what_it_has_of_its_own() {
        let template = Template {
            source: "5/0:Shop".parse().unwrap(),
            esm_class: EsmClass::STORE_AND_FORWARD,
            registered_delivery: RegisteredDelivery::RECEIPT,
            tlvs: vec!["user_message_reference=7".parse().unwrap()],
            ..Template::default()
        };
        let show = |text: &str, long| {
            let parts = parts(&Content::Text(text.into()), AlphabetChoice::Auto, long, 9).unwrap();
            template.submit_sm(&"1/1:447".parse().unwrap(), &parts[0]).unwrap().pdu().to_string()
        };
        let common = concat!(
            "submit_sm source_addr_ton=ALPHANUMERIC source_addr=\"Shop\" dest_addr_ton=INTERNATIONAL ",
            "dest_addr_npi=ISDN destination_addr=\"447\" "
        );
        assert_eq!(
            show("hi", Long::Udh),
            format!(
                "{common}esm_class=0x03 registered_delivery=0x01 short_message=\"hi\" user_message_reference=7"
            )
        );
        let long = "x".repeat(161);
        assert!(show(&long, Long::Udh).starts_with(&format!("{common}esm_class=0x43 ")));
        assert!(show(&long, Long::Sar).ends_with(
            "\" sar_msg_ref_num=9 sar_total_segments=2 sar_segment_seqnum=1 user_message_reference=7"
        ));
        assert!(show("hi", Long::Payload).ends_with("0x01 user_message_reference=7 message_payload=\"hi\""));
    }
}
