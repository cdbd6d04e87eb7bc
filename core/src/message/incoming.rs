//! What an incoming deliver_sm or data_sm is: a message, a part of one, a receipt, a notification, an
//! acknowledgement.
//!
//! ```
//! use smppkit::message::incoming::{Evidence, Incoming, Kind, MessageFields};
//! use smppkit::values::{EsmClass, MessageState};
//!
//! let fields = MessageFields {
//!     esm_class: EsmClass(0x04),
//!     short_message: b"id:77 sub:001 dlvrd:001 submit date:2611230200 done date:2611230205 stat:DELIVRD err:000 text:hi",
//!     ..Default::default()
//! };
//! let mut scratch = [0; 512];
//! let incoming = Incoming::read(&fields, &mut scratch);
//! assert_eq!((incoming.kind, incoming.evidence), (Kind::Receipt, Evidence::EsmClass));
//! assert_eq!(incoming.report.text.id, Some("77"));
//! ```

use super::Decode;
use super::coding::{Coding, Profile};
use super::receipt::{Receipt, ReceiptTlvs, Report, narrow};
use super::udh::{Concatenation, Reference, Udh, UdhError};
use crate::CommandId;
use crate::values::{DataCoding, EsmClass};

/// The fields of deliver_sm, data_sm or submit_sm that say what it carries, and between whom.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct MessageFields<'a> {
    /// `source_addr`.
    pub source_addr: &'a [u8],
    /// `destination_addr`; empty where there are several.
    pub destination_addr: &'a [u8],
    /// `esm_class`.
    pub esm_class: EsmClass,
    /// `data_coding`.
    pub data_coding: DataCoding,
    /// `short_message`; empty in data_sm.
    pub short_message: &'a [u8],
    /// The TLV `message_payload`. Where it is there and not empty, `short_message` does not count, unless that
    /// is the text of a receipt and the payload is none.
    pub message_payload: Option<&'a [u8]>,
    /// The TLVs of a receipt.
    pub receipt: ReceiptTlvs<'a>,
    /// The TLVs `sar_msg_ref_num`, `sar_total_segments` and `sar_segment_seqnum`; they count only where all
    /// three are there.
    pub sar: (Option<u16>, Option<u8>, Option<u8>),
}

/// What a PDU carries (3.4 §5.2.12).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// A message, or a part of one.
    Message,
    /// A delivery receipt of the message centre.
    Receipt,
    /// An intermediate delivery notification of the message centre.
    IntermediateNotification,
    /// A delivery acknowledgement of the other short message entity.
    DeliveryAcknowledgement,
    /// A manual or user acknowledgement of the other short message entity.
    ManualAcknowledgement,
    /// The abort of a conversation (Korean CDMA).
    ConversationAbort,
}

/// By what a PDU was recognised.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Evidence {
    /// By the message type of `esm_class`.
    EsmClass,
    /// By the TLVs `receipted_message_id` and `message_state`, against `esm_class`; see
    /// [`Report::has_tlvs`].
    Tlvs,
    /// By a text that can be nothing else, against `esm_class`. Anybody with a telephone can write such a
    /// text: believe it only from a message centre known to send its receipts like this.
    Text,
}

/// What becomes of a request of the message centre, see [`Incoming::sort`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sort {
    /// A message in one piece, or an acknowledgement: for the application.
    Message,
    /// A part of a message: to be joined with the others, see [`Fragment`](super::reassemble::Fragment).
    Part,
    /// A receipt or an intermediate notification, for who awaits that of its message.
    Receipt,
    /// A receipt or an intermediate notification that does not say about which message it is.
    NamelessReceipt,
    /// Neither deliver_sm nor data_sm: nothing that is delivered.
    Other,
}

/// What an incoming PDU is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Incoming<'a> {
    /// What it carries.
    pub kind: Kind,
    /// What says so.
    pub evidence: Evidence,
    /// The user data header; [`Udh::NONE`] where there is none.
    pub udh: Udh<'a>,
    /// What is wrong with the user data header that `esm_class` announces. Then all octets are in `body`.
    pub udh_error: Option<UdhError>,
    /// The octets of the text, after the header.
    pub body: &'a [u8],
    /// Which part of which message it is, by the header or else by the SAR TLVs.
    pub concatenation: Option<Concatenation>,
    /// What is said about an earlier message. Empty for a [`Kind::Message`].
    pub report: Report<'a>,
    /// `data_coding`.
    pub data_coding: DataCoding,
}

impl<'a> Incoming<'a> {
    /// Finds out what a PDU carries. Never fails: what is broken counts as a message, and `udh_error` says
    /// what is broken.
    ///
    /// `scratch` is for a receipt in UCS-2 or in packed septets, of which as much is read as fits; 512 octets
    /// are enough for any `short_message`.
    pub fn read(fields: &MessageFields<'a>, scratch: &'a mut [u8]) -> Self {
        let by_class = kind(fields.esm_class);
        let octets = message(fields, by_class);
        let (udh, body, udh_error) = match announced_udh(fields.esm_class, octets, by_class) {
            None => (Udh::NONE, octets, None),
            Some(Ok((udh, body))) => (udh, body, None),
            Some(Err(error)) => (Udh::NONE, octets, Some(error)),
        };
        let report = match by_class {
            Some(Kind::ManualAcknowledgement | Kind::ConversationAbort) => Report::default(),
            _ => Report { text: Receipt::parse(narrow(body, scratch)), tlvs: fields.receipt },
        };
        let (kind, evidence) = match by_class {
            Some(kind @ (Kind::Receipt | Kind::IntermediateNotification)) => (kind, Evidence::EsmClass),
            // Some message centres mark their receipts as acknowledgements, or not at all.
            Some(Kind::Message | Kind::DeliveryAcknowledgement) | None if report.has_tlvs() => {
                (Kind::Receipt, Evidence::Tlvs)
            }
            Some(Kind::Message | Kind::DeliveryAcknowledgement) | None if report.text.is_certain() => {
                (Kind::Receipt, Evidence::Text)
            }
            // A reserved type, of which the bits are those of a receipt and others.
            None if report.text.id.is_some() && report.text.message_state().is_some() => {
                (Kind::Receipt, Evidence::Text)
            }
            Some(kind) => (kind, Evidence::EsmClass),
            None => (Kind::Message, Evidence::EsmClass),
        };
        Self {
            kind,
            evidence,
            udh,
            udh_error,
            body,
            concatenation: udh.concatenation().or_else(|| sar(fields)),
            report: if kind == Kind::Message { Report::default() } else { report },
            data_coding: fields.data_coding,
        }
    }

    /// What becomes of a request with this `command_id` that carries this.
    ///
    /// Acknowledgements and receipts are never joined: each PDU of them says what it is and about which message.
    ///
    /// ```
    /// use smppkit::message::incoming::{Incoming, MessageFields, Sort};
    /// use smppkit::values::EsmClass;
    /// use smppkit::{Body, DeliverSm, Pdu};
    ///
    /// let pdu = Pdu::from(DeliverSm {
    ///     esm_class: EsmClass::UDHI,
    ///     short_message: b"\x05\0\x03\x2A\x02\x01Hello".into(),
    ///     ..Default::default()
    /// });
    /// let incoming = Incoming::read(&MessageFields::of(&pdu).unwrap(), &mut []);
    /// assert_eq!(incoming.sort(pdu.command_id()), Sort::Part);
    /// ```
    pub fn sort(&self, command_id: CommandId) -> Sort {
        if !matches!(command_id, CommandId::DELIVER_SM | CommandId::DATA_SM) {
            return Sort::Other;
        }
        match self.kind {
            Kind::Receipt | Kind::IntermediateNotification if self.report.message_id().is_some() => {
                Sort::Receipt
            }
            Kind::Receipt | Kind::IntermediateNotification => Sort::NamelessReceipt,
            Kind::Message if self.concatenation.is_some() => Sort::Part,
            _ => Sort::Message,
        }
    }

    /// What `data_coding` means for the account.
    pub fn coding(&self, profile: &Profile<'_>) -> Coding {
        Coding::read(self.data_coding, profile)
    }

    /// The text, in the alphabet that `data_coding` and the header name; `None` where that is no text, or
    /// none that can be read here: [`Coding::readable`] says why.
    ///
    /// ```
    /// use smppkit::message::coding::Profile;
    /// use smppkit::message::incoming::{Incoming, MessageFields};
    /// use smppkit::values::EsmClass;
    ///
    /// let fields = MessageFields { esm_class: EsmClass::UDHI, short_message: b"\x05\0\x03\x2A\x02\x01caf\x05", ..Default::default() };
    /// let incoming = Incoming::read(&fields, &mut []);
    /// assert_eq!(incoming.text(&Profile::GSM7).unwrap().to_string(), "café");
    /// assert!(incoming.concatenation.is_some());
    /// ```
    pub fn text(&self, profile: &Profile<'_>) -> Option<Decode<'a>> {
        let alphabet = self.coding(profile).readable().ok()?;
        Some(alphabet.with_shifts(self.udh.shifts()).decode_behind(self.body, self.udh.octets()))
    }
}

/// Where the message is. Some put the message that a receipt is about into `message_payload`.
fn message<'a>(fields: &MessageFields<'a>, kind: Option<Kind>) -> &'a [u8] {
    let is_receipt = |octets| Receipt::parse(octets).stat.is_some();
    match fields.message_payload {
        None | Some([]) => fields.short_message,
        Some(payload) if reports(kind) && is_receipt(fields.short_message) && !is_receipt(payload) => {
            fields.short_message
        }
        Some(payload) => payload,
    }
}

/// Whether the message centre says something about an earlier message.
fn reports(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Receipt | Kind::IntermediateNotification))
}

/// By the message type of `esm_class` alone; `None` for the reserved ones.
fn kind(esm_class: EsmClass) -> Option<Kind> {
    Some(match esm_class.0 & 0x3C {
        0x00 => Kind::Message,
        0x04 => Kind::Receipt,
        0x08 => Kind::DeliveryAcknowledgement,
        0x10 => Kind::ManualAcknowledgement,
        0x18 => Kind::ConversationAbort,
        0x20 => Kind::IntermediateNotification,
        _ => return None,
    })
}

/// The header that `esm_class` announces. Receipts often announce one and have none: there a first octet that
/// is a character is no length.
fn announced_udh(
    esm_class: EsmClass,
    octets: &[u8],
    kind: Option<Kind>,
) -> Option<Result<(Udh<'_>, &[u8]), UdhError>> {
    let is_text = octets.first().is_none_or(|first| *first >= b' ');
    (esm_class.0 & EsmClass::UDHI.0 != 0 && !(reports(kind) && is_text)).then(|| Udh::split(octets))
}

fn sar(fields: &MessageFields<'_>) -> Option<Concatenation> {
    let (Some(number), Some(total_segments), Some(segment_seqnum)) = fields.sar else { return None };
    let part = Concatenation { reference: Reference::Sar(number), total_segments, segment_seqnum };
    Some(part).filter(|part| part.is_valid())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::values::MessageState;

    const RECEIPT: &[u8] = b"id:77 done date:2611230205 stat:DELIVRD";

    fn read(esm_class: u8, short_message: &[u8]) -> (Kind, Evidence) {
        let fields = MessageFields { esm_class: EsmClass(esm_class), short_message, ..Default::default() };
        let mut scratch = [0; 64];
        let incoming = Incoming::read(&fields, &mut scratch);
        assert_eq!(
            incoming.report == Report::default(),
            incoming.kind == Kind::Message || short_message.is_empty()
        );
        (incoming.kind, incoming.evidence)
    }

    #[test]
    fn by_esm_class() {
        for (esm_class, kind) in [
            (0x00, Kind::Message),
            (0x03, Kind::Message),
            (0x80, Kind::Message),
            (0x04, Kind::Receipt),
            (0x07, Kind::Receipt),
            (0x08, Kind::DeliveryAcknowledgement),
            (0x10, Kind::ManualAcknowledgement),
            (0x18, Kind::ConversationAbort),
            (0x20, Kind::IntermediateNotification),
            (0x0C, Kind::Message),
            (0x3C, Kind::Message),
        ] {
            assert_eq!(read(esm_class, b""), (kind, Evidence::EsmClass), "{esm_class:#04x}");
        }
    }

    #[test]
    fn against_esm_class() {
        assert_eq!(read(0x00, RECEIPT), (Kind::Receipt, Evidence::Text));
        assert_eq!(read(0x08, RECEIPT), (Kind::Receipt, Evidence::Text));
        assert_eq!(read(0x0C, RECEIPT), (Kind::Receipt, Evidence::Text));
        assert_eq!(read(0x00, b"Your id: is it stat:DELIVRD?"), (Kind::Message, Evidence::EsmClass));
        let receipt = ReceiptTlvs {
            receipted_message_id: Some(b"77"),
            message_state: Some(MessageState::EXPIRED),
            network_error_code: None,
        };
        let fields = MessageFields { receipt, short_message: b"sorry", ..Default::default() };
        let incoming = Incoming::read(&fields, &mut []);
        assert_eq!((incoming.kind, incoming.evidence), (Kind::Receipt, Evidence::Tlvs));
        assert_eq!(incoming.report.message_id().unwrap().0, "77");
        // One TLV, and the rest in the text.
        for receipt in [
            ReceiptTlvs { message_state: None, ..receipt },
            ReceiptTlvs { receipted_message_id: None, ..receipt },
        ] {
            let fields =
                MessageFields { receipt, short_message: b"id:77 stat:EXPIRED", ..Default::default() };
            assert_eq!(Incoming::read(&fields, &mut []).evidence, Evidence::Tlvs);
            let fields = MessageFields { receipt, short_message: b"sorry", ..Default::default() };
            assert_eq!(Incoming::read(&fields, &mut []).kind, Kind::Message);
        }
        let nothing = ReceiptTlvs { receipted_message_id: Some(b"\0"), ..Default::default() };
        let fields = MessageFields { receipt: nothing, short_message: b"stat:DELIVRD", ..Default::default() };
        assert_eq!(Incoming::read(&fields, &mut []).kind, Kind::Message);
    }

    #[test]
    fn reserved_types_need_less_of_a_text() {
        for esm_class in [0x0C, 0x24, 0x2C, 0xFF] {
            assert_eq!(read(esm_class, b"id:77 stat:DELIVRD"), (Kind::Receipt, Evidence::Text));
            assert_eq!(read(esm_class, b"id:77 is yours"), (Kind::Message, Evidence::EsmClass));
        }
        assert_eq!(read(0x00, b"id:77 stat:DELIVRD"), (Kind::Message, Evidence::EsmClass));
    }

    #[test]
    fn a_text_that_only_looks_like_a_receipt_is_a_message() {
        for text in [
            &b"Please show your id: we ask everyone. done date:2611230205 stat:DELIVRD"[..],
            b"id:9 stat:DELIVRD done date:tomorrow",
            b"done date:2611230205 stat:DELIVRD text:id:5 is mine",
            b"my_id:5 done date:2611230205 stat:DELIVRD",
            b"id:5 submit date:2611230200 text:it says stat:DELIVRD",
        ] {
            assert_eq!(read(0x00, text), (Kind::Message, Evidence::EsmClass));
        }
    }

    #[test]
    fn a_receipt_with_a_header_and_without() {
        let mut scratch = [0; 64];
        let fields =
            MessageFields { esm_class: EsmClass(0x44), short_message: RECEIPT, ..Default::default() };
        let incoming = Incoming::read(&fields, &mut scratch);
        assert_eq!((incoming.udh_error, incoming.report.text.id), (None, Some("77")));
        let with_header = [b"\x04\x05\x02\x01\x02", RECEIPT].concat();
        let mut scratch = [0; 64];
        let fields =
            MessageFields { esm_class: EsmClass(0x44), short_message: &with_header, ..Default::default() };
        let incoming = Incoming::read(&fields, &mut scratch);
        assert_eq!((incoming.udh.octets(), incoming.report.text.id), (5, Some("77")));
    }

    #[test]
    fn the_payload_counts_and_an_empty_one_does_not() {
        let fields =
            MessageFields { short_message: b"short", message_payload: Some(b"long"), ..Default::default() };
        assert_eq!(Incoming::read(&fields, &mut []).body, b"long");
        let fields =
            MessageFields { short_message: b"short", message_payload: Some(b""), ..Default::default() };
        assert_eq!(Incoming::read(&fields, &mut []).body, b"short");
    }

    #[test]
    fn a_receipt_beside_a_payload() {
        let read = |esm_class, payload| {
            let fields = MessageFields {
                esm_class: EsmClass(esm_class),
                short_message: RECEIPT,
                message_payload: Some(payload),
                ..Default::default()
            };
            Incoming::read(&fields, &mut []).body
        };
        assert_eq!(read(0x04, b"Hello"), RECEIPT);
        assert_eq!(read(0x04, b"id:78 stat:EXPIRED"), b"id:78 stat:EXPIRED");
        assert_eq!(read(0x00, b"Hello"), b"Hello");
    }

    #[test]
    fn parts_by_header_and_by_sar() {
        let sar = (Some(7), Some(2), Some(1));
        let fields = MessageFields { sar, ..Default::default() };
        let part = Incoming::read(&fields, &mut []).concatenation.unwrap();
        assert_eq!(part.reference, Reference::Sar(7));
        let fields = MessageFields {
            sar,
            esm_class: EsmClass::UDHI,
            short_message: b"\x05\0\x03\x09\x02\x02",
            ..fields
        };
        assert_eq!(Incoming::read(&fields, &mut []).concatenation.unwrap().reference, Reference::Udh8(9));
        for sar in [(Some(7), Some(2), None), (Some(7), Some(2), Some(3)), (Some(7), Some(0), Some(0))] {
            assert_eq!(
                Incoming::read(&MessageFields { sar, ..Default::default() }, &mut []).concatenation,
                None
            );
        }
    }

    #[test]
    fn what_is_delivered_is_sorted() {
        const NAMELESS: &[u8] = b"stat:DELIVRD";
        const PART: &[u8] = b"\x05\0\x03\x2A\x02\x01Hello";
        for (esm_class, short_message, sort) in [
            (0x00, &b"Hello"[..], Sort::Message),
            (0x40, PART, Sort::Part),
            (0x04, RECEIPT, Sort::Receipt),
            (0x20, RECEIPT, Sort::Receipt),
            (0x00, RECEIPT, Sort::Receipt),
            (0x04, NAMELESS, Sort::NamelessReceipt),
            (0x20, NAMELESS, Sort::NamelessReceipt),
            (0x00, NAMELESS, Sort::Message),
            (0x10, RECEIPT, Sort::Message),
            // What is no message proper is not joined.
            (0x50, PART, Sort::Message),
            (0x44, PART, Sort::NamelessReceipt),
        ] {
            let fields =
                MessageFields { esm_class: EsmClass(esm_class), short_message, ..Default::default() };
            let mut scratch = [0; 64];
            let incoming = Incoming::read(&fields, &mut scratch);
            for command_id in [CommandId::DELIVER_SM, CommandId::DATA_SM] {
                assert_eq!(incoming.sort(command_id), sort, "{esm_class:#04x} {short_message:?}");
            }
            assert_eq!(incoming.sort(CommandId::SUBMIT_SM), Sort::Other);
        }
    }

    #[test]
    fn a_broken_header_is_said_to_be_broken() {
        let fields =
            MessageFields { esm_class: EsmClass::UDHI, short_message: b"hello", ..Default::default() };
        let incoming = Incoming::read(&fields, &mut []);
        assert_eq!(incoming.udh_error, Some(UdhError::HeaderTooLong { declared: b'h', available: 4 }));
        assert_eq!(incoming.body, b"hello");
    }

    proptest! {
        #[test]
        fn anything_is_read(esm_class: u8, data_coding: u8, short_message: std::vec::Vec<u8>, size in 0..64_usize) {
            let fields = MessageFields {
                esm_class: EsmClass(esm_class), data_coding: DataCoding(data_coding), short_message: &short_message, ..Default::default()
            };
            let mut scratch = [0; 64];
            let incoming = Incoming::read(&fields, &mut scratch[..size]);
            prop_assert!(short_message.ends_with(incoming.body));
            if let Some(text) = incoming.text(&Profile::GSM7) {
                prop_assert!(text.count() <= short_message.len() * 2);
            }
        }
    }
}
