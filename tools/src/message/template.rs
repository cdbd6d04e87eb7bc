//! The submit_sm that each part of each message goes out in.

use smppkit::buffered::PduBuf;
use smppkit::message::segment::Segments;
use smppkit::values::{DataCoding, EsmClass, PriorityFlag, ProtocolId, RegisteredDelivery};
use smppkit::{CommandStatus, SubmitSm, Tlv};

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
    /// One submit_sm for each part.
    pub fn fill(&self, destination: &Address, segments: Segments<'_>) -> Result<Vec<PduBuf>, String> {
        let (source, dest) = (self.source.octets(), destination.octets());
        let tlvs: Vec<Tlv<'_>> = self.tlvs.iter().map(OwnedTlv::as_tlv).collect();
        let template = SubmitSm {
            service_type: self.service_type.as_str().into(),
            source_addr_ton: self.source.ton,
            source_addr_npi: self.source.npi,
            source_addr: source.as_slice().into(),
            dest_addr_ton: destination.ton,
            dest_addr_npi: destination.npi,
            destination_addr: dest.as_slice().into(),
            esm_class: self.esm_class,
            protocol_id: self.protocol_id,
            priority_flag: self.priority_flag,
            schedule_delivery_time: self.schedule_delivery_time.as_str().into(),
            validity_period: self.validity_period.as_str().into(),
            registered_delivery: self.registered_delivery,
            replace_if_present_flag: self.replace_if_present_flag,
            sm_default_msg_id: self.sm_default_msg_id,
            tlvs: tlvs.as_slice().into(),
            ..SubmitSm::default()
        };
        let fill = |pdu: &SubmitSm<'_>| {
            let pdu = SubmitSm { data_coding: self.data_coding.unwrap_or(pdu.data_coding), ..*pdu };
            // The session gives it its own number.
            PduBuf::encode(CommandStatus::ESME_ROK, 1, &pdu)
        };
        segments
            .map(|segment| {
                let mut buffer = vec![0; segment.octets()];
                let filled = segment.with_submit_sm(&template, &mut buffer, fill);
                filled.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{AlphabetChoice, Content, Long};

    #[test]
    fn a_part_gets_what_all_have_and_what_it_has_of_its_own() {
        let template = Template {
            source: "5/0:Shop".parse().unwrap(),
            esm_class: EsmClass::STORE_AND_FORWARD,
            registered_delivery: RegisteredDelivery::RECEIPT,
            tlvs: vec!["user_message_reference=7".parse().unwrap()],
            ..Template::default()
        };
        let show = |template: &Template, text: &str, long| {
            let content = Content::Text(text.into());
            let segments = content.split(AlphabetChoice::Auto, long, 9).unwrap();
            template.fill(&"1/1:447".parse().unwrap(), segments).unwrap()[0].pdu().to_string()
        };
        let common = concat!(
            "submit_sm source_addr_ton=ALPHANUMERIC source_addr=\"Shop\" dest_addr_ton=INTERNATIONAL ",
            "dest_addr_npi=ISDN destination_addr=\"447\" "
        );
        assert_eq!(
            show(&template, "hi", Long::Udh),
            format!(
                "{common}esm_class=0x03 registered_delivery=0x01 short_message=\"hi\" user_message_reference=7"
            )
        );
        let long = "x".repeat(161);
        assert!(show(&template, &long, Long::Udh).starts_with(&format!("{common}esm_class=0x43 ")));
        assert!(show(&template, &long, Long::Sar).contains(" sar_segment_seqnum=1 user_message_reference=7"));
        assert!(show(&template, "hi", Long::Payload).ends_with(" message_payload=\"hi\""));
        let latin_1 = Template { data_coding: Some(DataCoding::LATIN_1), ..template };
        assert!(show(&latin_1, "hi", Long::Udh).contains(" data_coding=LATIN_1 "));
    }
}
