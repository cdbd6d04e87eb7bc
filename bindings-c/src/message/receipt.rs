//! Delivery receipts.

use smppkit::message::DateTime;
use smppkit::message::receipt::{self, ErrorCode, ReceiptText as CoreText, Report};
use smppkit::values::MessageState;

use super::{length, text};
use crate::guard::call;
use crate::memory::{StructSize, room, sized, some};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// What a receipt says, by its TLVs or by its text. What it does not say is empty or 0.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct Receipt<'a> {
    /// The id that the message centre gave the message; in the text it may be in another base than in the response. See
    /// `smppkit_message_ids_match`.
    pub message_id: Octets<'a>,
    /// The state of the message: `SMPPKIT_MESSAGE_STATE_…`.
    pub message_state: u8,
    /// 1 if no further receipt is to come, 0 if one may.
    pub is_final: u8,
    /// 1 if text and TLVs, or two fields of the text, contradict each other.
    pub conflicting: u8,
    /// 1 if the text can be read in another way, too.
    pub ambiguous: u8,
    /// The type of network in the TLV network_error_code; 0 if there is none.
    pub network_type: u8,
    /// The error code in the TLV network_error_code.
    pub network_error_code: u16,
    /// `sub` of the text: how many messages were submitted.
    pub sub: Octets<'a>,
    /// `dlvrd` of the text: how many messages were delivered.
    pub dlvrd: Octets<'a>,
    /// `submit date` of the text, in whatever form.
    pub submit_date: Octets<'a>,
    /// `done date` of the text, in whatever form: when the message reached its state.
    pub done_date: Octets<'a>,
    /// `stat` of the text: the state by a word, perhaps an unknown one, or by a number.
    pub stat: Octets<'a>,
    /// `err` of the text: an error code of the network or of the message centre.
    pub err: Octets<'a>,
    /// `text` of the text: how the message began, in whatever octets it had.
    pub text: Octets<'a>,
}

impl<'a> Receipt<'a> {
    pub(super) fn new(report: &Report<'a>) -> Self {
        let word = |word: Option<&'a str>| Octets::new(word.unwrap_or_default().as_bytes());
        let (network_type, network_error_code) = match report.error_code() {
            Some((ErrorCode::Network { network_type, code }, _)) => (network_type, code),
            Some((ErrorCode::Bare(code), _)) => (0, code),
            _ => (0, 0),
        };
        let said = &report.text;
        Self {
            message_id: word(report.message_id().map(|(id, _)| id)),
            message_state: report.message_state().map_or(0, |(state, _)| state.0),
            is_final: report.is_final().unwrap_or(false).into(),
            conflicting: (said.conflicting || report.states_differ() || report.ids_differ()).into(),
            ambiguous: said.ambiguous.into(),
            network_type,
            network_error_code,
            sub: word(said.sub),
            dlvrd: word(said.dlvrd),
            submit_date: word(said.submit_date),
            done_date: word(said.done_date),
            stat: word(said.stat),
            err: word(said.err),
            text: Octets::new(said.text.unwrap_or_default()),
        }
    }
}

/// Reads the text of a receipt, in whatever dialect: a `short_message` or message_payload, without a user data header. What is
/// no receipt has no fields. To read a whole PDU, TLVs among it, see `smppkit_message_read`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_receipt_read<'a>(
    octets: Octets<'a>,
    receipt: Option<&mut Receipt<'a>>,
) -> i32 {
    call(None, || {
        let text = receipt::Receipt::parse(some(octets.get())?);
        *some(receipt)? = Receipt::new(&Report { text, ..Report::default() });
        Ok(())
    })
}

/// The text of a receipt to be written.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct ReceiptText<'a> {
    /// Set by `SMPPKIT_RECEIPT_TEXT_INIT`.
    pub struct_size: u32,
    /// The state: `SMPPKIT_MESSAGE_STATE_…`.
    pub message_state: u8,
    /// How many messages were submitted: up to 999. Default: 1.
    pub sub: u16,
    /// How many messages were delivered: up to 999. Default: 1.
    pub dlvrd: u16,
    /// The error code: up to 999. Default: 0.
    pub err: u16,
    /// When the message was submitted: seconds since 1970 in the time zone of the message centre.
    pub submit_date: i64,
    /// When it reached its state, likewise.
    pub done_date: i64,
    /// The id of the message.
    pub message_id: Octets<'a>,
    /// How the message began; its first 20 octets are written.
    pub text: Octets<'a>,
}

impl Default for ReceiptText<'_> {
    fn default() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            message_state: 0,
            sub: 1,
            dlvrd: 1,
            err: 0,
            submit_date: 0,
            done_date: 0,
            message_id: Octets::NONE,
            text: Octets::NONE,
        }
    }
}

impl StructSize for ReceiptText<'_> {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Writes the text of a receipt as the specification has it (3.4 Appendix B), and how many octets it has into `*len`.
/// `SMPPKIT_E_TOO_SMALL`, with what is needed in `*len`; `SMPPKIT_E_VALUE` for a time that no receipt can have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_receipt_write(
    receipt: Option<&ReceiptText<'_>>,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let receipt = some(receipt)?;
        if !sized(receipt) {
            return Err(Failure::STRUCT_SIZE);
        }
        // SAFETY: what C owes.
        let out = unsafe { room(out, capacity) }?;
        let date = |seconds| DateTime::from_unix_seconds(seconds).ok_or(Failure::VALUE);
        let core = CoreText {
            id: text(receipt.message_id)?,
            sub: receipt.sub,
            dlvrd: receipt.dlvrd,
            submit_date: date(receipt.submit_date)?,
            done_date: date(receipt.done_date)?,
            state: MessageState(receipt.message_state),
            err: receipt.err,
            text: some(receipt.text.get())?,
        };
        length(core.write_to(out), len)
    })
}
