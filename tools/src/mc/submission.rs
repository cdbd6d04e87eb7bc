//! What an ESME hands over, whichever PDU it comes in.

use smppkit::message::Alphabet;
use smppkit::values::{DataCoding, EsmClass, RegisteredDelivery};
use smppkit::{DataSm, DestAddress, SubmitMulti, SubmitSm, Tlvs, tlv};

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
            text: echo(pdu.short_message.as_bytes(), &pdu.tlvs, pdu.esm_class, pdu.data_coding),
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
            text: echo(&[], &pdu.tlvs, pdu.esm_class, pdu.data_coding),
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
            text: echo(pdu.short_message.as_bytes(), &pdu.tlvs, pdu.esm_class, pdu.data_coding),
        }
    }
}

/// How a text begins, where that can be said in ASCII.
pub fn echo(short_message: &[u8], tlvs: &Tlvs<'_>, esm_class: EsmClass, data_coding: DataCoding) -> String {
    let payload = tlvs.get(&tlv::MESSAGE_PAYLOAD).map(|payload| payload.as_bytes());
    let octets = payload.unwrap_or(short_message);
    let header = if esm_class.has_udh() { octets.first().map_or(0, |len| usize::from(*len) + 1) } else { 0 };
    let octets = octets.get(header..).unwrap_or_default();
    let alphabet = match data_coding {
        DataCoding::MC_DEFAULT => Alphabet::GSM7,
        DataCoding::IA5_ASCII => Alphabet::Ascii,
        DataCoding::LATIN_1 => Alphabet::Latin1,
        DataCoding::UCS2 => Alphabet::Ucs2,
        _ => return String::new(),
    };
    let text: String = alphabet.decode(octets).take(ECHO).collect();
    if text.bytes().all(|octet| matches!(octet, 0x20..=0x7E)) { text } else { String::new() }
}
