//! What an ESME hands over, whichever PDU it comes in.

use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::values::RegisteredDelivery;
use smppkit::{DataSm, DestAddress, SubmitMulti, SubmitSm};

use crate::args::Address;

/// A message as it was handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Submission {
    pub service_type: Vec<u8>,
    pub source: Address,
    /// Several in a submit_multi only.
    pub destinations: Vec<Address>,
    pub registered_delivery: RegisteredDelivery,
    pub replace_if_present: bool,
    /// As on the wire.
    pub schedule_delivery_time: Vec<u8>,
    /// As on the wire.
    pub validity_period: Vec<u8>,
    /// How the text begins, for the receipt: ASCII, and nothing where it is none.
    pub text: String,
}

/// As much as a receipt repeats of a message.
const ECHO: usize = 20;

impl Submission {
    pub fn of_submit_sm(pdu: &SubmitSm<'_>) -> Self {
        Self {
            service_type: pdu.service_type.as_bytes().into(),
            source: Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr),
            destinations: vec![Address::new(pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr)],
            registered_delivery: pdu.registered_delivery,
            replace_if_present: pdu.replace_if_present_flag == 1,
            schedule_delivery_time: pdu.schedule_delivery_time.as_bytes().into(),
            validity_period: pdu.validity_period.as_bytes().into(),
            text: echo(&pdu.into()),
        }
    }

    pub fn of_data_sm(pdu: &DataSm<'_>) -> Self {
        Self {
            service_type: pdu.service_type.as_bytes().into(),
            source: Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr),
            destinations: vec![Address::new(pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr)],
            registered_delivery: pdu.registered_delivery,
            replace_if_present: false,
            schedule_delivery_time: Vec::new(),
            validity_period: Vec::new(),
            text: echo(&pdu.into()),
        }
    }

    /// The addresses among the destinations: there are no distribution lists here.
    pub fn of_submit_multi(pdu: &SubmitMulti<'_>) -> Self {
        let address = |item| match item {
            DestAddress::Sme { ton, npi, destination_addr } => Some(Address::new(ton, npi, destination_addr)),
            DestAddress::DistributionList { .. } => None,
        };
        Self {
            service_type: pdu.service_type.as_bytes().into(),
            source: Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr),
            destinations: pdu.dest_address.iter().filter_map(address).collect(),
            registered_delivery: pdu.registered_delivery,
            replace_if_present: pdu.replace_if_present_flag == 1,
            schedule_delivery_time: pdu.schedule_delivery_time.as_bytes().into(),
            validity_period: pdu.validity_period.as_bytes().into(),
            text: echo(&pdu.into()),
        }
    }
}

/// How a text begins, where that can be said in ASCII.
pub fn echo(fields: &MessageFields<'_>) -> String {
    let text = Incoming::read(fields, &mut []).text(&Profile::GSM7);
    let text: String = text.map(|text| text.take(ECHO).collect()).unwrap_or_default();
    if text.bytes().all(|octet| matches!(octet, 0x20..=0x7E)) { text } else { String::new() }
}

#[cfg(test)]
mod tests {
    use smppkit::values::{DataCoding, EsmClass};

    use super::*;

    #[test]
    fn a_receipt_repeats_the_text_where_it_can() {
        let echo = |esm_class, data_coding, short_message: &[u8]| {
            echo(&MessageFields { esm_class, data_coding, short_message, ..MessageFields::default() })
        };
        let plain = EsmClass::DEFAULT;
        assert_eq!(
            echo(plain, DataCoding::MC_DEFAULT, b"\0 \x02 A message with 30 octets"),
            "@ $ A message with 3"
        );
        assert_eq!(echo(plain, DataCoding::UCS2, b"\0h\0i"), "hi");
        assert_eq!(echo(plain, DataCoding::UCS2, b"\x04\x16"), "");
        assert_eq!(echo(plain, DataCoding::OCTET_UNSPECIFIED_2, b"hi"), "");
        assert_eq!(echo(EsmClass::UDHI, DataCoding::MC_DEFAULT, b"\x05\0\x03\x07\x02\x01hi"), "hi");
    }
}
