//! What an incoming PDU carries.

use smppkit::message::coding::{Coding, Unreadable};
use smppkit::message::incoming::{Evidence, Incoming, Kind, MessageFields};
use smppkit::message::udh::Udh;
use smppkit::values::DataCoding;

use super::alphabet::profile;
use super::length;
use super::receipt::Receipt;
use super::udh::Concatenation;
use crate::guard::call;
use crate::memory::{StructSize, room, sized, slice, some};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// A message, or a part of one.
pub const SMPPKIT_KIND_MESSAGE: u32 = 0;
/// A delivery receipt of the message centre.
pub const SMPPKIT_KIND_RECEIPT: u32 = 1;
/// An intermediate delivery notification of the message centre.
pub const SMPPKIT_KIND_INTERMEDIATE_NOTIFICATION: u32 = 2;
/// A delivery acknowledgement of the other short message entity.
pub const SMPPKIT_KIND_DELIVERY_ACKNOWLEDGEMENT: u32 = 3;
/// A manual or user acknowledgement of the other short message entity.
pub const SMPPKIT_KIND_MANUAL_ACKNOWLEDGEMENT: u32 = 4;
/// The abort of a conversation (Korean CDMA).
pub const SMPPKIT_KIND_CONVERSATION_ABORT: u32 = 5;

/// By the message type of `esm_class`.
pub const SMPPKIT_EVIDENCE_ESM_CLASS: u32 = 0;
/// By the TLVs receipted_message_id and message_state, against `esm_class`.
pub const SMPPKIT_EVIDENCE_TLVS: u32 = 1;
/// By a text that can be nothing else, against `esm_class`. Anybody with a telephone can write such a text: believe it only
/// from a message centre known to send its receipts like this.
pub const SMPPKIT_EVIDENCE_TEXT: u32 = 2;

/// What a submit_sm, deliver_sm or data_sm carries. Pointers in it point into the PDU, or into the memory that was lent with
/// it.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Message<'a> {
    /// Set by `SMPPKIT_MESSAGE_INIT`.
    pub struct_size: u32,
    /// `SMPPKIT_KIND_…`.
    pub kind: u32,
    /// What says so: `SMPPKIT_EVIDENCE_…`.
    pub evidence: u32,
    /// `data_coding`.
    pub data_coding: u8,
    /// 1 if `esm_class` announces a user data header and there is none that is whole. All octets are then in `body`.
    pub udh_faulty: u8,
    /// Which part of which message it is.
    pub concatenation: Concatenation,
    /// `source_addr`.
    pub source_addr: Octets<'a>,
    /// `destination_addr`.
    pub destination_addr: Octets<'a>,
    /// The elements of the user data header: see `smppkit_udh_next`.
    pub udh: Octets<'a>,
    /// The octets of the text, behind the header: see `smppkit_message_text`.
    pub body: Octets<'a>,
    /// What is said about an earlier message.
    pub receipt: Receipt<'a>,
}

impl Default for Message<'_> {
    fn default() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            kind: SMPPKIT_KIND_MESSAGE,
            evidence: SMPPKIT_EVIDENCE_ESM_CLASS,
            data_coding: 0,
            udh_faulty: 0,
            concatenation: Concatenation::default(),
            source_addr: Octets::NONE,
            destination_addr: Octets::NONE,
            udh: Octets::NONE,
            body: Octets::NONE,
            receipt: Receipt::default(),
        }
    }
}

impl StructSize for Message<'_> {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Tells what a submit_sm, deliver_sm or data_sm carries, given its octets, such as the `frame` of an event. What is broken in it
/// counts as a message. `SMPPKIT_E_WRONG_KIND` for other PDUs, `SMPPKIT_E_FRAME` for what is none.
///
/// `scratch` has room for `scratch_len` octets, for a receipt in UCS-2 or in packed septets, of which as much is read as fits: 512
/// are enough for any `short_message`, NULL and 0 if there are no such receipts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_message_read<'a>(
    frame: *const u8,
    len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    message: Option<&mut Message<'a>>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (frame, scratch) = unsafe { (slice::<'a>(frame, len)?, room::<'a, u8>(scratch, scratch_len)?) };
        let message = some(message)?;
        if !sized(message) {
            return Err(Failure::STRUCT_SIZE);
        }
        let pdu = smppkit::decode(frame)?.pdu;
        let fields = MessageFields::of(&pdu).ok_or(Failure::WRONG_KIND)?;
        let incoming = Incoming::read(&fields, scratch);
        *message = Message {
            struct_size: message.struct_size,
            kind: match incoming.kind {
                Kind::Message => SMPPKIT_KIND_MESSAGE,
                Kind::Receipt => SMPPKIT_KIND_RECEIPT,
                Kind::IntermediateNotification => SMPPKIT_KIND_INTERMEDIATE_NOTIFICATION,
                Kind::DeliveryAcknowledgement => SMPPKIT_KIND_DELIVERY_ACKNOWLEDGEMENT,
                Kind::ManualAcknowledgement => SMPPKIT_KIND_MANUAL_ACKNOWLEDGEMENT,
                Kind::ConversationAbort => SMPPKIT_KIND_CONVERSATION_ABORT,
            },
            evidence: match incoming.evidence {
                Evidence::EsmClass => SMPPKIT_EVIDENCE_ESM_CLASS,
                Evidence::Tlvs => SMPPKIT_EVIDENCE_TLVS,
                Evidence::Text => SMPPKIT_EVIDENCE_TEXT,
            },
            data_coding: incoming.data_coding.0,
            udh_faulty: incoming.udh_error.is_some().into(),
            concatenation: incoming.concatenation.map(Into::into).unwrap_or_default(),
            source_addr: Octets::new(fields.source_addr),
            destination_addr: Octets::new(fields.destination_addr),
            udh: Octets::new(incoming.udh.as_octets()),
            body: Octets::new(incoming.body),
            receipt: Receipt::new(&incoming.report),
        };
        Ok(())
    })
}

/// Writes the text of a message as UTF-8 into `out`, and how many octets it has into `*len`: in the alphabet that `data_coding` and
/// the user data header name. `mc_default` is the alphabet that `data_coding` 0 means for this account, `SMPPKIT_ALPHABET_…`; 0
/// for what the specification says.
///
/// `SMPPKIT_E_UNREADABLE` if it is no text, or none that can be read here; `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_message_text(
    message: Option<&Message<'_>>,
    mc_default: u8,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let message = some(message)?;
        if !sized(message) {
            return Err(Failure::STRUCT_SIZE);
        }
        // SAFETY: what C owes.
        let out = unsafe { room(out, capacity) }?;
        let incoming = Incoming {
            kind: Kind::Message,
            evidence: Evidence::EsmClass,
            udh: Udh::from_elements(some(message.udh.get())?).map_err(Failure::Udh)?,
            udh_error: None,
            body: some(message.body.get())?,
            concatenation: None,
            report: smppkit::message::receipt::Report::default(),
            data_coding: DataCoding(message.data_coding),
        };
        let profile = profile(mc_default)?;
        let why = Coding::read(incoming.data_coding, &profile).readable().err();
        let text = incoming.text(&profile);
        let text = text.ok_or_else(|| Failure::Unreadable(why.unwrap_or(Unreadable::Binary)))?;
        length(text.write_to(out).map(str::len), len)
    })
}
