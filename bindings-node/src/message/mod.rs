//! The message layer: what is asked for as JSON, answered as JSON or as octets.

mod awaited;
mod incoming;
mod joining;
mod keepers;
mod kept;
mod outgoing;
mod time;
mod words;

use serde::Deserialize;
use smppkit::TlvValue;
use smppkit::tlv::{self, Tag, Tlv};

use crate::error::{Error, camel_case};
pub(crate) use keepers::Keepers;

/// What JavaScript asks for, beside octets. Each is documented at the function that asks, in `js/message`.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Request<'r> {
    ReadTlv {
        tag: u16,
    },
    TextInfo {
        text: &'r str,
        options: outgoing::Options,
    },
    Split {
        text: Option<&'r str>,
        options: outgoing::Options,
        number: u16,
    },
    Submits {
        from: &'r str,
        to: &'r str,
        text: &'r str,
        number: u16,
        options: outgoing::Options,
    },
    EncodeText {
        text: &'r str,
        alphabet: words::AlphabetName,
    },
    DecodeText {
        data_coding: u8,
        profile: Option<words::AlphabetName>,
    },
    ReadMessage {
        profile: Option<words::AlphabetName>,
    },
    ParseReceipt,
    FormatReceipt {
        receipt: incoming::ReceiptToWrite<'r>,
        dialect: Option<words::DialectName>,
    },
    ReadAddress {
        address: &'r str,
    },
    ParseTime {
        time: &'r str,
    },
    AbsoluteTime {
        unix_ms: f64,
        offset_minutes: i32,
    },
    RelativeTime {
        ms: f64,
    },
    NewReassembler {
        max_octets: Option<usize>,
        timeout_ms: Option<f64>,
    },
    Insert {
        keeper: u32,
        now: f64,
        profile: Option<words::AlphabetName>,
    },
    Expired {
        keeper: u32,
        now: f64,
        profile: Option<words::AlphabetName>,
    },
    Forget {
        keeper: u32,
    },
    ReassemblerTimeout {
        keeper: u32,
    },
    NewJoining {
        max_octets: Option<usize>,
        timeout_ms: Option<f64>,
        hold_ms: Option<f64>,
    },
    Join {
        keeper: u32,
        now: f64,
        request: u32,
        profile: Option<words::AlphabetName>,
    },
    JoiningExpired {
        keeper: u32,
        now: f64,
        profile: Option<words::AlphabetName>,
    },
    EndJoining {
        keeper: u32,
        profile: Option<words::AlphabetName>,
    },
    Settle {
        keeper: u32,
        now: f64,
        message: u64,
        is_accepted: bool,
    },
    JoiningTimeout {
        keeper: u32,
    },
    NewCorrelator {
        options: keepers::CorrelatorOptions,
    },
    Submitted {
        keeper: u32,
        now: f64,
        message_id: &'r str,
        token: u32,
    },
    Receipt {
        keeper: u32,
        now: f64,
        message_id: &'r str,
        is_final: bool,
        receipt: u32,
    },
    GiveUp {
        keeper: u32,
        now: f64,
    },
    CorrelatorTimeout {
        keeper: u32,
    },
    NewAwaited {
        options: awaited::Options,
    },
    Awaited {
        keeper: u32,
        #[serde(borrow)]
        question: awaited::Question<'r>,
    },
    Free {
        keeper: u32,
        kind: keepers::Kind,
    },
}

impl Keepers {
    /// Does what is asked for.
    pub(crate) fn call(&mut self, request: &[u8], octets: &[u8]) -> Result<Vec<u8>, Error> {
        // A string with an escape in it cannot be borrowed from the JSON.
        let request: serde_json::Value =
            serde_json::from_slice(request).map_err(|error| Error::Internal(error.to_string()))?;
        let request =
            Request::deserialize(&request).map_err(|error| Error::Message("MESSAGE", error.to_string()))?;
        let json = match request {
            Request::ReadTlv { tag } => read_tlv(tag, octets),
            Request::TextInfo { text, options } => outgoing::text_info(text, &options)?,
            Request::Split { text, options, number } => outgoing::split(text, octets, &options, number)?,
            Request::Submits { from, to, text, number, options } => {
                return outgoing::submits(octets, (from, to), text, number, &options);
            }
            Request::EncodeText { text, alphabet } => return outgoing::encode_text(text, alphabet),
            Request::DecodeText { data_coding, profile } => {
                incoming::decode_text(octets, data_coding, profile)
            }
            Request::ReadMessage { profile } => incoming::read(octets, profile)?,
            Request::ParseReceipt => incoming::parse_receipt(octets),
            Request::FormatReceipt { receipt, dialect } => {
                return incoming::format_receipt(&receipt, octets, dialect);
            }
            Request::ReadAddress { address } => time::address(address)?,
            Request::ParseTime { time } => time::parse(time)?,
            Request::AbsoluteTime { unix_ms, offset_minutes } => time::absolute(unix_ms, offset_minutes)?,
            Request::RelativeTime { ms } => time::relative(ms)?,
            Request::NewReassembler { max_octets, timeout_ms } => {
                self.new_reassembler(max_octets, timeout_ms)
            }
            Request::Insert { keeper, now, profile } => self.insert(keeper, now, profile, octets)?,
            Request::Expired { keeper, now, profile } => self.expired(keeper, now, profile)?,
            Request::Forget { keeper } => self.forget(keeper, octets)?,
            Request::ReassemblerTimeout { keeper } => self.reassembler_timeout(keeper)?,
            Request::NewJoining { max_octets, timeout_ms, hold_ms } => {
                self.new_joining(max_octets, timeout_ms, hold_ms)
            }
            Request::Join { keeper, now, request, profile } => {
                self.join(keeper, now, request, octets, profile)?
            }
            Request::JoiningExpired { keeper, now, profile } => self.joining_expired(keeper, now, profile)?,
            Request::EndJoining { keeper, profile } => self.end_joining(keeper, profile)?,
            Request::Settle { keeper, now, message, is_accepted } => {
                self.settle(keeper, now, message, is_accepted)?
            }
            Request::JoiningTimeout { keeper } => self.joining_timeout(keeper)?,
            Request::NewCorrelator { options } => self.new_correlator(&options),
            Request::Submitted { keeper, now, message_id, token } => {
                self.submitted(keeper, now, message_id, token)?
            }
            Request::Receipt { keeper, now, message_id, is_final, receipt } => {
                self.receipt(keeper, now, message_id, is_final, receipt)?
            }
            Request::GiveUp { keeper, now } => self.give_up(keeper, now)?,
            Request::CorrelatorTimeout { keeper } => self.correlator_timeout(keeper)?,
            Request::NewAwaited { options } => self.new_awaited(&options),
            Request::Awaited { keeper, question } => self.awaited(keeper, question)?,
            Request::Free { keeper, kind } => self.free(keeper, kind),
        };
        Ok(json.to_string().into_bytes())
    }
}

/// The value of a TLV that has parts, or that some peers send in another size than they should; null if it cannot be read.
fn read_tlv(tag: u16, octets: &[u8]) -> serde_json::Value {
    let tlv = Tlv::new(Tag(tag), octets);
    if let Some(value) = tlv.get(&tlv::BROADCAST_REP_NUM) {
        return value.into();
    }
    if let Some(value) = tlv.get(&tlv::SOURCE_TELEMATICS_ID) {
        return value.into();
    }
    let TlvValue::Parts(parts) = tlv.value() else { return serde_json::Value::Null };
    let parts = parts.iter().map(|(part, value)| {
        let value = match value {
            TlvValue::U8(value, _) => value.into(),
            TlvValue::U16(value) => value.into(),
            TlvValue::U32(value) => value.into(),
            TlvValue::CommandStatus(status) => status.0.into(),
            TlvValue::CString(text) => hex(text.as_bytes()),
            TlvValue::Octets(octets) => hex(octets.as_bytes()),
            _ => serde_json::Value::Null,
        };
        (camel_case(part.name), value)
    });
    parts.collect()
}

fn hex(octets: &[u8]) -> serde_json::Value {
    octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>().into()
}

fn refused(error: &dyn ToString) -> Error {
    Error::Message("MESSAGE", error.to_string())
}
