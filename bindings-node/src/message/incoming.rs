//! Messages on their way in, and receipts of both directions.

use serde::Deserialize;
use serde_json::{Value, json};
use smppkit::message::DateTime;
use smppkit::message::coding::Coding;
use smppkit::message::incoming::{Evidence, Incoming, Kind, MessageFields, Sort};
use smppkit::message::receipt::{
    DateReading, Dialect, ErrorCode, Receipt, ReceiptText, ReceiptTlvs, Report, Source,
};
use smppkit::message::udh::{Concatenation, Reference};
use smppkit::values::{DataCoding, MessageState};
use smppkit::{Body as _, Pdu, decode};

use super::words::{AlphabetName, DialectName, profile};
use super::{hex, refused};
use crate::error::Error;

/// Enough for a receipt in UCS-2 or packed septets.
const SCRATCH: usize = 512;

/// What a deliver_sm, data_sm or submit_sm carries; of another PDU null.
pub(super) fn read(frame: &[u8], mc_default: Option<AlphabetName>) -> Result<Value, Error> {
    let pdu = decode(frame).map_err(Error::Frame)?.pdu;
    let Some(fields) = fields(&pdu) else { return Ok(Value::Null) };
    let mut scratch = [0; SCRATCH];
    let incoming = Incoming::read(&fields, &mut scratch);
    let text = incoming.text(&profile(mc_default)).map(|text| text.to_string());
    let report = (incoming.kind != Kind::Message).then(|| report(&incoming.report));
    Ok(json!({
        "kind": kind(incoming.kind),
        "sort": sort(incoming.sort(pdu.command_id())),
        "evidence": evidence(incoming.evidence),
        "text": text,
        "octets": hex(incoming.body),
        "udh": hex(incoming.udh.as_octets()),
        "udhError": incoming.udh_error.map(|error| error.to_string()),
        "concatenation": incoming.concatenation.map(concatenation),
        "receipt": report,
    }))
}

fn fields<'a>(pdu: &Pdu<'a>) -> Option<MessageFields<'a>> {
    MessageFields::of(pdu).or_else(|| match pdu {
        Pdu::SubmitMulti(pdu) => Some(pdu.into()),
        Pdu::ReplaceSm(pdu) => Some(pdu.into()),
        Pdu::BroadcastSm(pdu) => Some(pdu.into()),
        _ => None,
    })
}

/// Octets as text; null where they are none, or none that can be read here.
pub(super) fn decode_text(octets: &[u8], data_coding: u8, mc_default: Option<AlphabetName>) -> Value {
    let coding = Coding::read(DataCoding(data_coding), &profile(mc_default));
    coding.readable().map_or(Value::Null, |alphabet| alphabet.decode(octets).to_string().into())
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Message => "message",
        Kind::Receipt => "receipt",
        Kind::IntermediateNotification => "intermediate_notification",
        Kind::DeliveryAcknowledgement => "delivery_acknowledgement",
        Kind::ManualAcknowledgement => "manual_acknowledgement",
        Kind::ConversationAbort => "conversation_abort",
    }
}

const fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Message => "message",
        Sort::Part => "part",
        Sort::Receipt => "receipt",
        Sort::NamelessReceipt => "nameless_receipt",
        Sort::Other => "other",
    }
}

const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::EsmClass => "esm_class",
        Evidence::Tlvs => "tlvs",
        Evidence::Text => "text",
    }
}

pub(super) fn concatenation(part: Concatenation) -> Value {
    json!({
        "by": match part.reference {
            Reference::Udh8(_) => "udh8",
            Reference::Udh16(_) => "udh16",
            Reference::Sar(_) => "sar",
        },
        "reference": part.reference.number(),
        "totalSegments": part.total_segments,
        "segmentSeqnum": part.segment_seqnum,
    })
}

/// What the text of a receipt says.
pub(super) fn parse_receipt(octets: &[u8]) -> Value {
    report(&Report { text: Receipt::parse(octets), tlvs: ReceiptTlvs::default() })
}

fn report(report: &Report<'_>) -> Value {
    let text = &report.text;
    let (submit_date, done_date) = text.dates();
    json!({
        "messageId": report.message_id().map(|(id, _)| id),
        "messageState": report.message_state().map(|(state, _)| state.0),
        "isFinal": report.is_final(),
        "errorCode": report.error_code().map(|(code, _)| error_code(code)),
        "source": report.message_id().map(|(_, source)| match source {
            Source::Tlv => "tlv",
            Source::Text => "text",
        }),
        "isCertain": text.is_certain(),
        "isConflicting": text.conflicting,
        "isAmbiguous": text.ambiguous,
        "statesDiffer": report.states_differ(),
        "idsDiffer": report.ids_differ(),
        "id": text.id,
        "sub": text.submitted(),
        "dlvrd": text.delivered(),
        "submitDate": submit_date.map(date),
        "doneDate": done_date.map(date),
        "stat": text.stat,
        "err": text.err,
        "text": text.text.map(hex),
    })
}

fn date(reading: DateReading) -> Value {
    json!({
        "local": reading.date.to_string(),
        "other": reading.other.map(|other| other.to_string()),
        "offsetMinutes": reading.offset_quarters.map(|quarters| i32::from(quarters) * 15),
    })
}

fn error_code(code: ErrorCode<'_>) -> Value {
    match code {
        ErrorCode::Network { network_type, code } => json!({ "networkType": network_type, "code": code }),
        ErrorCode::Bare(code) => json!({ "code": code }),
        ErrorCode::Text(text) => json!({ "text": text }),
        ErrorCode::Octets(octets) => json!({ "octets": hex(octets) }),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReceiptToWrite<'r> {
    message_id: &'r str,
    message_state: u8,
    #[serde(default = "one")]
    sub: u16,
    dlvrd: Option<u16>,
    submit_date_ms: f64,
    done_date_ms: f64,
    #[serde(default)]
    err: u16,
}

const fn one() -> u16 {
    1
}

/// The text of a receipt, in octets.
pub(super) fn format_receipt(
    receipt: &ReceiptToWrite<'_>,
    text: &[u8],
    dialect: Option<DialectName>,
) -> Result<Vec<u8>, Error> {
    let state = MessageState(receipt.message_state);
    let delivered = u16::from(state == MessageState::DELIVERED);
    let receipt = ReceiptText {
        id: receipt.message_id,
        sub: receipt.sub,
        dlvrd: receipt.dlvrd.unwrap_or(receipt.sub * delivered),
        submit_date: utc(receipt.submit_date_ms)?,
        done_date: utc(receipt.done_date_ms)?,
        state,
        err: receipt.err,
        text,
    };
    Ok(receipt.to_vec_as(&dialect.map_or(Dialect::APPENDIX_B, DialectName::dialect)))
}

/// A point in time by its milliseconds since 1970.
pub(super) fn utc(ms: f64) -> Result<DateTime, Error> {
    DateTime::from_unix_seconds((ms / 1000.0).floor() as i64)
        .ok_or_else(|| refused(&format!("{ms} is no date that can be written")))
}
