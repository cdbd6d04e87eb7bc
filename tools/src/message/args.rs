//! What the arguments say of all messages of a run.

use smppkit::buffered::PduBuf;
use smppkit::values::{DataCoding, EsmClass, Npi, PriorityFlag, ProtocolId, RegisteredDelivery, Ton};

use super::{AlphabetChoice, Content, Long, Template};
use crate::args::{Address, OwnedTlv, hex, octet, smpp_time};
use crate::exit::Failure;

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Message")]
pub struct MessageArgs {
    /// Octets instead of a text
    #[arg(long, value_name = "HEX", value_parser = hex_octets)]
    hex: Option<HexOctets>,
    /// In which alphabet
    #[arg(long, value_name = "ALPHABET", default_value = "auto")]
    alphabet: AlphabetChoice,
    /// What ties the parts of a long message together
    #[arg(long, value_name = "HOW", default_value = "udh")]
    long: Long,
    /// data_coding, by name or number, instead of the one that goes with the alphabet
    #[arg(long, value_name = "VALUE", value_parser = octet::<DataCoding>)]
    data_coding: Option<DataCoding>,
    /// registered_delivery; --receipt sets 1
    #[arg(long, value_name = "VALUE", value_parser = octet::<RegisteredDelivery>)]
    registered_delivery: Option<RegisteredDelivery>,
    /// Type of number of the sender
    #[arg(long, value_name = "TON", value_parser = octet::<Ton>)]
    source_ton: Option<Ton>,
    /// Numbering plan of the sender
    #[arg(long, value_name = "NPI", value_parser = octet::<Npi>)]
    source_npi: Option<Npi>,
    /// Type of number of the recipients
    #[arg(long, value_name = "TON", value_parser = octet::<Ton>)]
    dest_ton: Option<Ton>,
    /// Numbering plan of the recipients
    #[arg(long, value_name = "NPI", value_parser = octet::<Npi>)]
    dest_npi: Option<Npi>,
    /// A TLV. Can be given several times
    #[arg(long, value_name = "TAG=VALUE")]
    tlv: Vec<OwnedTlv>,
    /// service_type
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    service_type: String,
    /// esm_class, to which what the text needs is added
    #[arg(long, value_name = "VALUE", value_parser = octet::<EsmClass>)]
    esm_class: Option<EsmClass>,
    /// protocol_id
    #[arg(long, value_name = "VALUE", value_parser = octet::<ProtocolId>)]
    protocol_id: Option<ProtocolId>,
    /// priority_flag
    #[arg(long, value_name = "VALUE", value_parser = octet::<PriorityFlag>)]
    priority: Option<PriorityFlag>,
    /// schedule_delivery_time: 1h from now, or as on the wire, YYMMDDhhmmsstnnp
    #[arg(long, value_name = "TIME", value_parser = smpp_time)]
    schedule: Option<String>,
    /// validity_period: 1h from now, or as on the wire
    #[arg(long, value_name = "TIME", value_parser = smpp_time)]
    validity: Option<String>,
    /// Replace a message between the same addresses that is still waiting
    #[arg(long)]
    replace_if_present: bool,
    /// sm_default_msg_id
    #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    default_msg_id: u8,
}

/// Without this clap would take a `Vec` for an argument that can be given several times.
#[derive(Clone, Debug)]
struct HexOctets(Vec<u8>);

fn hex_octets(text: &str) -> Result<HexOctets, String> {
    hex(text).map(HexOctets)
}

impl MessageArgs {
    /// The octets that are to be sent, or else this text.
    pub fn content(&self, text: &str) -> Content {
        match &self.hex {
            Some(octets) => Content::Binary(octets.0.clone()),
            None => Content::Text(text.into()),
        }
    }

    /// Refuses what would be waited for in vain.
    pub fn check(&self, receipt: bool) -> Result<(), Failure> {
        match self.registered_delivery {
            Some(asked)
                if receipt && ![true, false].into_iter().any(|delivered| asked.wants_receipt(delivered)) =>
            {
                Err(Failure::Usage(
                    "--receipt waits for receipts, which this --registered-delivery does not ask for".into(),
                ))
            }
            _ => Ok(()),
        }
    }

    /// An option that was given for a field that data_sm does not have.
    pub fn beyond_data_sm(&self) -> Option<&'static str> {
        let given = [
            ("--protocol-id", self.protocol_id.is_some()),
            ("--priority", self.priority.is_some()),
            ("--schedule", self.schedule.is_some()),
            ("--validity", self.validity.is_some()),
            ("--replace-if-present", self.replace_if_present),
            ("--default-msg-id", self.default_msg_id != 0),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
    }

    /// What all messages of this sender have in common.
    pub fn template(&self, from: Option<&Address>, receipt: bool) -> Template {
        let receipt = if receipt { RegisteredDelivery::RECEIPT } else { RegisteredDelivery::NONE };
        Template {
            service_type: self.service_type.clone(),
            source: self.source(from.cloned().unwrap_or_default()),
            esm_class: self.esm_class.unwrap_or_default(),
            protocol_id: self.protocol_id.unwrap_or_default(),
            priority_flag: self.priority.unwrap_or_default(),
            schedule_delivery_time: self.schedule.clone().unwrap_or_default(),
            validity_period: self.validity.clone().unwrap_or_default(),
            registered_delivery: self.registered_delivery.unwrap_or(receipt),
            replace_if_present_flag: self.replace_if_present.into(),
            data_coding: self.data_coding,
            sm_default_msg_id: self.default_msg_id,
            tlvs: self.tlv.clone(),
        }
    }

    /// The sender, with the type and plan that are wanted.
    pub fn source(&self, from: Address) -> Address {
        let (ton, npi) = (self.source_ton.unwrap_or(from.ton), self.source_npi.unwrap_or(from.npi));
        Address { ton, npi, ..from }
    }

    /// A recipient, with the type and plan that are wanted.
    pub fn destination(&self, to: Address) -> Address {
        let (ton, npi) = (self.dest_ton.unwrap_or(to.ton), self.dest_npi.unwrap_or(to.npi));
        Address { ton, npi, ..to }
    }

    /// A submit_sm for each part of a message; `reference` ties them together if there are several.
    pub fn parts(
        &self,
        template: &Template,
        to: &Address,
        content: &Content,
        reference: u16,
    ) -> Result<Vec<PduBuf>, String> {
        template.fill(to, content.split(self.alphabet, self.long, reference)?)
    }

    /// The same, whole in `message_payload`.
    pub fn whole(&self, template: &Template, to: &Address, content: &Content) -> Result<Vec<PduBuf>, String> {
        template.fill(to, content.split(self.alphabet, Long::Payload, 0)?)
    }
}
