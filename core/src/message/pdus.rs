//! From a message to the PDUs that carry it, and back.

use super::BufferTooSmall;
use super::incoming::MessageFields;
use super::receipt::ReceiptTlvs;
use super::segment::Segment;
use crate::pdu::{BroadcastSm, DataSm, DeliverSm, Pdu, ReplaceSm, SubmitMulti, SubmitSm};
use crate::tlv::{self, Octets, Tlv, TlvDef, Tlvs};
use crate::values::{DataCoding, EsmClass};
use crate::wire::string::{COctetString, OctetString};

/// Of whatever length it arrives.
const NETWORK_ERROR_CODE: TlvDef<Octets> =
    TlvDef::vendor(tlv::NETWORK_ERROR_CODE.tag.0, "network_error_code");

impl<'a> MessageFields<'a> {
    /// What submit_sm, deliver_sm or data_sm says of the message in it; `None` for all other PDUs. Those that carry a
    /// message to many or in place of another one are read by `From`.
    ///
    /// ```
    /// use smppkit::message::incoming::{Incoming, Kind, MessageFields};
    /// use smppkit::values::{EsmClass, MessageState};
    /// use smppkit::{DeliverSm, Pdu, tlv};
    ///
    /// let tlvs = [
    ///     tlv::RECEIPTED_MESSAGE_ID.with("77".into()),
    ///     tlv::MESSAGE_STATE.with(MessageState::DELIVERED),
    /// ];
    /// let pdu = Pdu::from(DeliverSm {
    ///     esm_class: EsmClass::MC_DELIVERY_RECEIPT,
    ///     tlvs: (&tlvs).into(),
    ///     ..Default::default()
    /// });
    /// let mut scratch = [0; 512];
    /// let incoming = Incoming::read(&MessageFields::of(&pdu).unwrap(), &mut scratch);
    /// assert_eq!(incoming.kind, Kind::Receipt);
    /// assert_eq!(incoming.report.message_state().unwrap().0, MessageState::DELIVERED);
    /// ```
    #[must_use]
    pub fn of(pdu: &Pdu<'a>) -> Option<Self> {
        match pdu {
            Pdu::DeliverSm(pdu) => Some(pdu.into()),
            Pdu::SubmitSm(pdu) => Some(pdu.into()),
            Pdu::DataSm(pdu) => Some(pdu.into()),
            _ => None,
        }
    }

    fn new(
        (source_addr, destination_addr): (COctetString<'a>, COctetString<'a>),
        esm_class: EsmClass,
        data_coding: DataCoding,
        short_message: OctetString<'a>,
        tlvs: &Tlvs<'a>,
    ) -> Self {
        Self {
            source_addr: source_addr.as_bytes(),
            destination_addr: destination_addr.as_bytes(),
            esm_class,
            data_coding,
            short_message: short_message.as_bytes(),
            message_payload: tlvs.get(&tlv::MESSAGE_PAYLOAD).map(OctetString::as_bytes),
            receipt: ReceiptTlvs {
                receipted_message_id: tlvs.get(&tlv::RECEIPTED_MESSAGE_ID).map(|id| id.as_bytes()),
                message_state: tlvs.get(&tlv::MESSAGE_STATE),
                network_error_code: tlvs.get(&NETWORK_ERROR_CODE).map(OctetString::as_bytes),
            },
            sar: (
                tlvs.get(&tlv::SAR_MSG_REF_NUM),
                tlvs.get(&tlv::SAR_TOTAL_SEGMENTS),
                tlvs.get(&tlv::SAR_SEGMENT_SEQNUM),
            ),
        }
    }
}

impl<'a> From<&DeliverSm<'a>> for MessageFields<'a> {
    fn from(pdu: &DeliverSm<'a>) -> Self {
        Self::new(
            (pdu.source_addr, pdu.destination_addr),
            pdu.esm_class,
            pdu.data_coding,
            pdu.short_message,
            &pdu.tlvs,
        )
    }
}

impl<'a> From<&SubmitSm<'a>> for MessageFields<'a> {
    fn from(pdu: &SubmitSm<'a>) -> Self {
        Self::new(
            (pdu.source_addr, pdu.destination_addr),
            pdu.esm_class,
            pdu.data_coding,
            pdu.short_message,
            &pdu.tlvs,
        )
    }
}

impl<'a> From<&DataSm<'a>> for MessageFields<'a> {
    fn from(pdu: &DataSm<'a>) -> Self {
        Self::new(
            (pdu.source_addr, pdu.destination_addr),
            pdu.esm_class,
            pdu.data_coding,
            OctetString::default(),
            &pdu.tlvs,
        )
    }
}

impl<'a> From<&SubmitMulti<'a>> for MessageFields<'a> {
    fn from(pdu: &SubmitMulti<'a>) -> Self {
        Self::new(
            (pdu.source_addr, COctetString::default()),
            pdu.esm_class,
            pdu.data_coding,
            pdu.short_message,
            &pdu.tlvs,
        )
    }
}

/// replace_sm has no `data_coding` of its own: it is taken for 0.
impl<'a> From<&ReplaceSm<'a>> for MessageFields<'a> {
    fn from(pdu: &ReplaceSm<'a>) -> Self {
        Self::new(
            (pdu.source_addr, COctetString::default()),
            EsmClass::DEFAULT,
            DataCoding::MC_DEFAULT,
            pdu.short_message,
            &pdu.tlvs,
        )
    }
}

/// broadcast_sm has its text in `message_payload`, and no `esm_class`.
impl<'a> From<&BroadcastSm<'a>> for MessageFields<'a> {
    fn from(pdu: &BroadcastSm<'a>) -> Self {
        Self::new(
            (pdu.source_addr, COctetString::default()),
            EsmClass::DEFAULT,
            pdu.data_coding,
            OctetString::default(),
            &pdu.tlvs,
        )
    }
}

/// How many TLVs of the template a segment can be sent with, beside its own.
const MAX_TLVS: usize = 16;

/// Why a segment was not made into a PDU.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SegmentError {
    /// The buffer is too small for the text.
    Buffer(BufferTooSmall),
    /// The template has more TLVs than there is room for.
    TooManyTlvs,
}

impl core::fmt::Display for SegmentError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Buffer(error) => error.fmt(f),
            Self::TooManyTlvs => write!(f, "more than {MAX_TLVS} TLVs"),
        }
    }
}

impl core::error::Error for SegmentError {}

impl Segment<'_> {
    /// Calls `then` with the submit_sm that carries this segment: the template with the text, its `data_coding`, the bits
    /// of `esm_class` and the TLVs that tie the segments together. `buffer` holds the text meanwhile: 140 octets are enough
    /// for a `short_message` in septets that are packed or in UCS-2, 254 for any.
    ///
    /// # Errors
    ///
    /// If the text does not fit into the buffer, or the template has more than 16 TLVs.
    ///
    /// ```
    /// use smppkit::message::segment::{SplitOptions, split};
    /// use smppkit::message::udh::Reference;
    /// use smppkit::{CommandStatus, SubmitSm, encode};
    ///
    /// let template = SubmitSm { destination_addr: "447700900123".into(), ..Default::default() };
    /// let text = "All work and no play makes Jack a dull boy. ".repeat(5);
    /// let mut buffer = [0; 254];
    /// let mut out = [0; 512];
    /// for segment in split(&text, &SplitOptions::new(Reference::Udh8(7))).unwrap() {
    ///     let len = segment.with_submit_sm(&template, &mut buffer, |submit_sm| {
    ///         encode(CommandStatus::ESME_ROK, 1, submit_sm, &mut out)
    ///     })??;
    ///     assert!(out[..len].windows(5).any(|octets| octets == [0x05, 0x00, 0x03, 7, 2]));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_submit_sm<R>(
        &self,
        template: &SubmitSm<'_>,
        buffer: &mut [u8],
        then: impl FnOnce(&SubmitSm<'_>) -> R,
    ) -> Result<R, SegmentError> {
        let len = self.write_to(buffer).map_err(SegmentError::Buffer)?;
        let text = buffer.get(..len).unwrap_or_default();
        let in_payload = self.in_message_payload();
        let sar = self.sar().map(|(number, total, seqnum)| {
            [
                tlv::SAR_MSG_REF_NUM.with(number),
                tlv::SAR_TOTAL_SEGMENTS.with(total),
                tlv::SAR_SEGMENT_SEQNUM.with(seqnum),
            ]
        });
        let payload = in_payload.then(|| tlv::MESSAGE_PAYLOAD.with(text.into()));
        let mut tlvs = [Tlv::new(tlv::MESSAGE_PAYLOAD.tag, &[]); MAX_TLVS + 4];
        let mut count = 0_usize;
        for tlv in sar.into_iter().flatten().chain(template.tlvs).chain(payload) {
            *tlvs.get_mut(count).ok_or(SegmentError::TooManyTlvs)? = tlv;
            count = count.saturating_add(1);
        }
        Ok(then(&SubmitSm {
            esm_class: template.esm_class | self.esm_class(),
            data_coding: self.data_coding(),
            short_message: if in_payload { OctetString::default() } else { text.into() },
            tlvs: tlvs.get(..count).unwrap_or_default().into(),
            ..*template
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use super::*;
    use crate::message::coding::Profile;
    use crate::message::incoming::Incoming;
    use crate::message::segment::{SplitOptions, split};
    use crate::message::udh::Reference;

    #[test]
    fn each_pdu_with_a_text_has_it_read() {
        let own = [tlv::MESSAGE_PAYLOAD.with(b"Hello".into())];
        let tlvs = || (&own).into();
        let source_addr = "447700900123".into();
        let ours = [
            MessageFields::from(&SubmitMulti { source_addr, tlvs: tlvs(), ..Default::default() }),
            MessageFields::from(&ReplaceSm { source_addr, tlvs: tlvs(), ..Default::default() }),
            MessageFields::from(&BroadcastSm { source_addr, tlvs: tlvs(), ..Default::default() }),
        ];
        for fields in ours {
            let mut scratch = [0; 64];
            let incoming = Incoming::read(&fields, &mut scratch);
            assert_eq!(incoming.text(&Profile::GSM7).unwrap().to_string(), "Hello");
        }
        let has_one = |pdu: &Pdu<'_>| MessageFields::of(pdu).is_some();
        assert!(has_one(&SubmitSm::default().into()) && has_one(&DataSm::default().into()));
        assert!(has_one(&DeliverSm::default().into()) && !has_one(&SubmitMulti::default().into()));
    }

    /// Sends a text and reads it again, part by part.
    fn there_and_back(text: &str, options: &SplitOptions<'_>, expected_parts: usize) {
        let own = [tlv::USER_MESSAGE_REFERENCE.with(9)];
        let template = SubmitSm { esm_class: EsmClass(3), tlvs: (&own).into(), ..Default::default() };
        let mut buffer = [0; 2000];
        let parts: Vec<_> = split(text, options)
            .unwrap()
            .map(|segment| {
                segment
                    .with_submit_sm(&template, &mut buffer, |pdu| {
                        assert_eq!(pdu.tlvs.get(&tlv::USER_MESSAGE_REFERENCE), Some(9));
                        assert_eq!(pdu.esm_class.mode(), EsmClass(3));
                        assert_eq!(pdu.check(crate::values::InterfaceVersion::V5_0), Ok(()));
                        let mut scratch = [0; 512];
                        let incoming = Incoming::read(&MessageFields::from(pdu), &mut scratch);
                        (incoming.text(&Profile::GSM7).unwrap().to_string(), incoming.concatenation)
                    })
                    .unwrap()
            })
            .collect();
        assert_eq!(parts.len(), expected_parts);
        assert_eq!(parts.iter().map(|(text, _)| text.as_str()).collect::<std::string::String>(), text);
        let numbers = parts.iter().filter_map(|(_, part)| part.map(|part| part.segment_seqnum));
        assert!(expected_parts == 1 || numbers.eq(1..=u8::try_from(expected_parts).unwrap()));
    }

    use crate::pdu::Body;

    #[test]
    fn a_text_there_and_back_in_each_way() {
        let long = "Grüße, {Jack}! ".repeat(20);
        let emoji = "😀 smile ".repeat(20);
        for reference in [Reference::Udh8(7), Reference::Udh16(700), Reference::Sar(7)] {
            let options = SplitOptions::new(reference);
            there_and_back("Hello", &options, 1);
            there_and_back(&long, &options, split(&long, &options).unwrap().len());
            there_and_back(&emoji, &options, split(&emoji, &options).unwrap().len());
        }
        there_and_back(&long, &SplitOptions::message_payload(), 1);
    }

    #[test]
    fn too_small_a_buffer_and_too_many_tlvs_are_told() {
        let options = SplitOptions::new(Reference::Udh8(1));
        let segment = || split("Hello", &options).unwrap().next().unwrap();
        let small = segment().with_submit_sm(&SubmitSm::default(), &mut [0; 4], |_| ());
        assert!(matches!(small, Err(SegmentError::Buffer(_))));
        let many = [tlv::USER_MESSAGE_REFERENCE.with(9); MAX_TLVS + 5];
        let template = SubmitSm { tlvs: (&many).into(), ..Default::default() };
        let many = segment().with_submit_sm(&template, &mut [0; 40], |_| ());
        assert_eq!(many, Err(SegmentError::TooManyTlvs));
    }
}
