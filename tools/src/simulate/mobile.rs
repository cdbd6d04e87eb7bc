//! Messages from mobiles: `FROM:TO:TEXT`.

use std::str::FromStr;

use smppkit::DeliverSm;
use smppkit::message::segment::{SplitOptions, split};
use smppkit::message::udh::Reference;
use smppkit::values::{DataCoding, EsmClass};

use crate::args::{Address, split_address};

/// A message that a mobile sends to an application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MobileMessage {
    pub from: Address,
    pub to: Address,
    pub text: String,
}

impl FromStr for MobileMessage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "write it as FROM:TO:TEXT".to_owned();
        let (from, rest) = split_address(text).ok_or_else(form)?;
        let (to, text) = split_address(rest).ok_or_else(form)?;
        Ok(Self { from: from.parse()?, to: to.parse()?, text: text.into() })
    }
}

impl MobileMessage {
    /// What travels: several parts if it is long, which `reference` ties together.
    pub fn parts(&self, reference: u8) -> Result<Vec<Part>, String> {
        let segments = split(&self.text, &SplitOptions::new(Reference::Udh8(reference)))
            .map_err(|error| error.to_string())?;
        let part = |segment: smppkit::message::segment::Segment<'_>| Part {
            from: self.from.clone(),
            to: self.to.clone(),
            esm_class: segment.esm_class(),
            data_coding: segment.data_coding(),
            short_message: segment.to_vec(),
        };
        Ok(segments.map(part).collect())
    }
}

/// One part of a message from a mobile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    from: Address,
    pub to: Address,
    esm_class: EsmClass,
    data_coding: DataCoding,
    short_message: Vec<u8>,
}

impl Part {
    /// Hands the PDU to `send`.
    pub fn with_deliver_sm<T>(&self, send: impl FnOnce(&DeliverSm<'_>) -> T) -> T {
        let (from, to) = (self.from.octets(), self.to.octets());
        send(&DeliverSm {
            source_addr_ton: self.from.ton,
            source_addr_npi: self.from.npi,
            source_addr: from.as_slice().into(),
            dest_addr_ton: self.to.ton,
            dest_addr_npi: self.to.npi,
            destination_addr: to.as_slice().into(),
            esm_class: self.esm_class,
            data_coding: self.data_coding,
            short_message: self.short_message.as_slice().into(),
            ..DeliverSm::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_written_with_colons() {
        let message: MobileMessage = "447700900123:12345:see https://example.org".parse().unwrap();
        assert_eq!((message.from.text.as_str(), message.to.text.as_str()), ("447700900123", "12345"));
        assert_eq!(message.text, "see https://example.org");
        let message: MobileMessage = "2/8:123:5/0:Shop:hi".parse().unwrap();
        assert_eq!((message.from.npi.0, message.to.ton.0, message.text.as_str()), (8, 5, "hi"));
        let message: MobileMessage = "1:2:".parse().unwrap();
        assert_eq!(message.text, "");
        for text in ["", "1", "1:2", ":2:x", "1::x", "1/1:2", "1/x:2:3:4"] {
            assert!(text.parse::<MobileMessage>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_long_one_has_parts() {
        let message = |text: &str| MobileMessage {
            text: text.into(),
            ..":".parse().unwrap_or(MobileMessage {
                from: "1".parse().unwrap(),
                to: "2".parse().unwrap(),
                text: String::new(),
            })
        };
        assert_eq!(message("hi").parts(7).unwrap().len(), 1);
        let parts = message(&"long ".repeat(40)).parts(7).unwrap();
        assert_eq!(parts.len(), 2);
        assert!(parts.iter().all(|part| part.esm_class.has_udh() && part.short_message[3] == 7));
        assert_eq!(parts[0].with_deliver_sm(|pdu| pdu.destination_addr.to_string()), "2");
    }
}
