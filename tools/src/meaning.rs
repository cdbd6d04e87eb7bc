//! What a PDU means: the text in it, and what a receipt says.

use serde_json::{Map, Value, json};
use smppkit::Pdu;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Evidence, Incoming, Kind, MessageFields};
use smppkit::message::receipt::{DateReading, ErrorCode, Receipt, Report, Source, narrow};
use smppkit::message::udh::Concatenation;
use smppkit::values::MessageState;

use crate::json::hex;
use crate::message::AlphabetChoice;
use crate::style::quoted;

/// The message in a PDU.
pub struct Meaning<'a> {
    incoming: Incoming<'a>,
    /// Only what comes from a message centre reports on another message.
    is_report: bool,
}

impl<'a> Meaning<'a> {
    /// `None` if the PDU carries no message. `scratch` is twice as long as the PDU.
    pub fn of(pdu: &Pdu<'a>, scratch: &'a mut [u8]) -> Option<Self> {
        let fields = match pdu {
            Pdu::SubmitMulti(pdu) => pdu.into(),
            Pdu::ReplaceSm(pdu) => pdu.into(),
            Pdu::BroadcastSm(pdu) => pdu.into(),
            pdu => MessageFields::of(pdu)?,
        };
        let incoming = Incoming::read(&fields, scratch);
        let is_report = matches!(pdu, Pdu::DeliverSm(_) | Pdu::DataSm(_))
            && matches!(incoming.kind, Kind::Receipt | Kind::IntermediateNotification);
        Some(Self { incoming, is_report })
    }

    /// Adds "message" and "receipt", what there is of them.
    pub fn add_to(&self, object: &mut Map<String, Value>) {
        if self.has_message() {
            object.insert("message".into(), self.message());
        }
        if self.is_report {
            object.insert("receipt".into(), self.receipt());
        }
    }

    /// Rows for the tree: what it does not have.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = Vec::new();
        if self.has_message()
            && let Err(why) = self.text()
        {
            rows.push(("message", why));
        }
        rows.extend(self.part().map(|part| ("part", part)));
        rows.extend(self.report());
        rows
    }

    /// Which part of a longer message it is.
    pub fn part(&self) -> Option<String> {
        let Concatenation { reference, total_segments, segment_seqnum } = self.incoming.concatenation?;
        Some(format!("{segment_seqnum} of {total_segments}, reference {}", reference.number()))
    }

    /// What it reports, and as what.
    pub fn report(&self) -> Option<(&'static str, String)> {
        let name = if self.incoming.kind == Kind::Receipt { "receipt" } else { "notification" };
        self.is_report.then(|| (name, in_words(&self.incoming.report)))
    }

    /// Whether there is a text, or octets in place of one.
    pub fn has_message(&self) -> bool {
        let Incoming { body, udh, udh_error, .. } = self.incoming;
        !body.is_empty() || !udh.is_empty() || udh_error.is_some()
    }

    /// The text, or why there is none.
    pub fn text(&self) -> Result<String, String> {
        if let Some(error) = self.incoming.udh_error {
            return Err(error.to_string());
        }
        if self.is_report {
            let body = self.incoming.body;
            return Ok(characters(narrow(body, &mut vec![0; 2 * body.len()])));
        }
        self.incoming.coding(&Profile::GSM7).readable().map_err(|error| error.to_string())?;
        Ok(self.incoming.text(&Profile::GSM7).map(|text| text.to_string()).unwrap_or_default())
    }

    fn message(&self) -> Value {
        let text = self.text();
        // A receipt is read by its octets: many claim an alphabet that they are not in.
        let alphabet = self.incoming.coding(&Profile::GSM7).alphabet().filter(|_| !self.is_report);
        let mut object =
            json!({"text": text.as_ref().ok(), "alphabet": alphabet.and_then(AlphabetChoice::name_of)});
        if let Err(why) = text {
            object["why"] = why.into();
        }
        if let Some(Concatenation { reference, total_segments, segment_seqnum }) = self.incoming.concatenation
        {
            object["reference"] = reference.number().into();
            object["total"] = total_segments.into();
            object["number"] = segment_seqnum.into();
        }
        object
    }

    fn receipt(&self) -> Value {
        let mut object = report(&self.incoming.report);
        let is_receipt = self.incoming.kind == Kind::Receipt;
        object["kind"] = if is_receipt { "receipt" } else { "intermediate_notification" }.into();
        object["evidence"] = match self.incoming.evidence {
            Evidence::EsmClass => "esm_class",
            Evidence::Tlvs => "tlvs",
            Evidence::Text => "text",
        }
        .into();
        object
    }
}

/// What text and TLVs of a receipt say.
pub fn report(report: &Report<'_>) -> Value {
    let Receipt { id, sub, dlvrd, submit_date, done_date, stat, err, text, conflicting, ambiguous, .. } =
        report.text;
    let (submitted, done) = dates(&report.text);
    let of_tlv = |source| source == Source::Tlv;
    json!({
        "id": id,
        "sub": sub,
        "dlvrd": dlvrd,
        "submit_date": submit_date,
        "done_date": done_date,
        "stat": stat,
        "err": err,
        "text": text.map(characters),
        "submitted": submitted,
        "done": done,
        "message_state": report.message_state().map(|(state, _)| name(state)),
        "receipted_message_id": report.message_id().filter(|(_, source)| of_tlv(*source)).map(|(id, _)| id),
        "network_error_code": report.error_code().filter(|(_, source)| of_tlv(*source)).map(|(code, _)| error(code)),
        "ids_differ": report.ids_differ(),
        "states_differ": report.states_differ(),
        "conflicting": conflicting,
        "ambiguous": ambiguous,
    })
}

/// The same in a line.
pub fn in_words(report: &Report<'_>) -> String {
    let mut words = Vec::new();
    words.extend(report.message_id().map(|(id, _)| format!("id {}", quoted(id))));
    match (report.message_state(), report.text.stat) {
        (Some((state, _)), _) => words.push(format!("{state:?}")),
        (None, Some(stat)) => words.push(format!("stat {}", quoted(stat))),
        (None, None) => {}
    }
    words.extend(dates(&report.text).1.map(|done| format!("done {done}")));
    words.extend(report.error_code().map(|(code, _)| match error(code) {
        Value::Object(code) => format!("error {} of network type {}", code["code"], code["network_type"]),
        code => format!("error {code}"),
    }));
    for (is_so, what) in [
        (report.ids_differ(), "the text has another id"),
        (report.states_differ(), "the text has another state"),
        (report.text.conflicting, "a field stands twice"),
        (report.text.ambiguous, "ambiguous"),
    ] {
        words.extend(is_so.then(|| what.to_owned()));
    }
    if words.is_empty() { "without anything that can be read".to_owned() } else { words.join(", ") }
}

/// The dates that can be read in one way only, also where that is by the other one.
fn dates(receipt: &Receipt<'_>) -> (Option<String>, Option<String>) {
    let (submitted, done) = receipt.dates();
    let is_sure = |date: &DateReading| date.other.is_none();
    let one_is_sure = submitted.as_ref().is_some_and(is_sure) || done.as_ref().is_some_and(is_sure);
    let sure = |date: Option<DateReading>| date.filter(|_| one_is_sure).map(|date| date.date.to_string());
    (sure(submitted), sure(done))
}

fn name(state: MessageState) -> Value {
    state.name().map_or(state.0.into(), Into::into)
}

fn error(code: ErrorCode<'_>) -> Value {
    match code {
        ErrorCode::Network { network_type, code } => json!({"network_type": network_type, "code": code}),
        ErrorCode::Bare(code) => code.into(),
        ErrorCode::Text(code) => code.into(),
        ErrorCode::Octets(octets) => hex(octets).into(),
    }
}

/// UTF-8, or else a character for each octet.
fn characters(octets: &[u8]) -> String {
    let latin_1 = |_| octets.iter().copied().map(char::from).collect();
    std::str::from_utf8(octets).map_or_else(latin_1, str::to_owned)
}
