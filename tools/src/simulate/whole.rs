//! Long messages of applications, put together again for the log.

use std::time::Duration;

use serde_json::json;
use smppkit::Pdu;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::reassemble::{Fragment, Limits, LongMessage, Outcome, Reassembler};

use crate::args::Address;
use crate::log::Log;
use crate::mc::Time;
use crate::style::{HINT, NAME, escaped, quoted};

/// How long the parts of a message wait for each other.
const TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// Joins parts, and logs what has become whole.
pub struct Whole {
    reassembler: Reassembler,
    log: Log,
}

impl Whole {
    pub fn new(log: Log) -> Self {
        Self { reassembler: Reassembler::new(Limits { timeout: TIMEOUT, ..Limits::default() }), log }
    }

    /// An account handed this over, and it was accepted.
    pub fn accepted(&mut self, now: Time, account: &str, pdu: &Pdu<'_>) {
        let Some((from, to)) = addresses(pdu) else { return };
        let Some(fields) = MessageFields::of(pdu) else { return };
        let incoming = Incoming::read(&fields, &mut []);
        // Another account may use the same addresses and references.
        let source = format!("{account}\0{from}");
        let to_octets = to.octets();
        let Some(fragment) = Fragment::new(source.as_bytes(), &to_octets, &incoming) else { return };
        let now = super::centre::instant(now);
        // What never became whole has been seen in its parts.
        while self.reassembler.handle_timeout(now).is_some() {}
        let mut outcome = self.reassembler.insert(now, &fragment);
        while outcome.is_err() && self.reassembler.take_oldest().is_some() {
            outcome = self.reassembler.insert(now, &fragment);
        }
        if let Ok(Outcome::Complete(message)) = outcome {
            self.tell(account, &from, &to, &message);
        }
    }

    fn tell(&self, account: &str, from: &Address, to: &Address, message: &LongMessage) {
        let parts = message.total_segments();
        let text = message.text(&Profile::GSM7);
        let line = || {
            let shown = match &text {
                Some(text) => quoted(text),
                None => format!("{} octets that are no text", message.octets().len()),
            };
            format!(
                "{NAME}whole message{NAME:#} {HINT}of {parts} parts from account {}{HINT:#} {} to {} {shown}",
                escaped(account),
                escaped(&from.text),
                escaped(&to.text)
            )
        };
        let object = || {
            let (from, to) = (&from.text, &to.text);
            json!({"event": "message", "account": account, "from": from, "to": to, "parts": parts, "text": text})
        };
        self.log.beside_pdus(line, object);
    }
}

fn addresses(pdu: &Pdu<'_>) -> Option<(Address, Address)> {
    match pdu {
        Pdu::SubmitSm(pdu) => Some((
            Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr),
            Address::new(pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr),
        )),
        Pdu::DataSm(pdu) => Some((
            Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr),
            Address::new(pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr),
        )),
        _ => None,
    }
}
