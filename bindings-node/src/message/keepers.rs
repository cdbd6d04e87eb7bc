//! What is kept between calls: reassemblers and correlators, and see `joining.rs` and `awaited.rs`.

use serde::Deserialize;
use serde_json::{Value, json};
use smppkit::decode;
use smppkit::message::awaited::AwaitedReceipts;
use smppkit::message::message_id::{Correlator, CorrelatorConfig, IdRule, Mode};
use smppkit::message::reassemble::{Fragment, Limits, LongMessage, Outcome, Reassembler};

use super::hex;
use super::joining;
use super::kept::{Gone, Kept};
use super::words::{self, AlphabetName, RuleName};
use crate::error::Error;
use crate::table::Table;
use crate::time::{duration, from_ms, to_ms};

#[derive(Default)]
pub(crate) struct Keepers {
    reassemblers: Table<Reassembler>,
    correlators: Table<CorrelatorEntry>,
    pub(super) joinings: Table<joining::Entry>,
    pub(super) awaited: Table<AwaitedReceipts<u32>>,
}

/// A correlator whose tokens and receipts JavaScript keeps, under numbers.
struct CorrelatorEntry {
    correlator: Correlator<Kept, Kept>,
    gone: Gone,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Reassembler,
    Correlator,
    Joining,
    Awaited,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CorrelatorOptions {
    max_messages: Option<usize>,
    max_early_receipts: Option<usize>,
    timeout_ms: Option<f64>,
    early_timeout_ms: Option<f64>,
    max_ended: Option<usize>,
    rule: Option<RuleName>,
}

impl Keepers {
    pub(super) fn new_reassembler(&mut self, max_octets: Option<usize>, timeout_ms: Option<f64>) -> Value {
        let default = Limits::default();
        let limits = Limits {
            max_octets: max_octets.unwrap_or(default.max_octets),
            timeout: timeout_ms.map_or(default.timeout, duration),
        };
        self.reassemblers.insert(Reassembler::new(limits)).into()
    }

    fn reassembler(&mut self, number: u32) -> Result<&mut Reassembler, Error> {
        self.reassemblers.get_mut(number).ok_or_else(|| no_such(number))
    }

    /// Takes a part; null if the PDU is none.
    pub(super) fn insert(
        &mut self,
        number: u32,
        now: f64,
        mc_default: Option<AlphabetName>,
        frame: &[u8],
    ) -> Result<Value, Error> {
        let pdu = decode(frame).map_err(Error::Frame)?.pdu;
        let Some(fragment) = Fragment::of(&pdu) else { return Ok(Value::Null) };
        let outcome = self.reassembler(number)?.insert(from_ms(now), &fragment);
        let outcome = outcome.map_err(|full| Error::Message("REASSEMBLER_FULL", full.to_string()))?;
        Ok(match outcome {
            Outcome::Waiting { received, total_segments } => {
                json!({ "kind": "waiting", "received": received, "totalSegments": total_segments })
            }
            Outcome::Complete(long) => json!({ "kind": "complete", "message": message(&long, mc_default) }),
            Outcome::Duplicate => json!({ "kind": "duplicate" }),
            Outcome::Restarted(old) => json!({ "kind": "restarted", "message": message(&old, mc_default) }),
        })
    }

    /// A message that was complete could not be dealt with: its parts are none that came already.
    pub(super) fn forget(&mut self, number: u32, frame: &[u8]) -> Result<Value, Error> {
        let pdu = decode(frame).map_err(Error::Frame)?.pdu;
        if let Some(fragment) = Fragment::of(&pdu) {
            self.reassembler(number)?.forget_message_of(&fragment);
        }
        Ok(Value::Null)
    }

    /// The messages whose time is up.
    pub(super) fn expired(
        &mut self,
        number: u32,
        now: f64,
        mc_default: Option<AlphabetName>,
    ) -> Result<Value, Error> {
        let reassembler = self.reassembler(number)?;
        let expired = core::iter::from_fn(|| reassembler.handle_timeout(from_ms(now)));
        Ok(expired.map(|long| message(&long, mc_default)).collect())
    }

    pub(super) fn reassembler_timeout(&mut self, number: u32) -> Result<Value, Error> {
        Ok(self.reassembler(number)?.poll_timeout().map(to_ms).into())
    }

    pub(super) fn new_correlator(&mut self, options: &CorrelatorOptions) -> Value {
        let default = CorrelatorConfig::default();
        let config = CorrelatorConfig {
            max_messages: options.max_messages.unwrap_or(default.max_messages),
            max_early_receipts: options.max_early_receipts.unwrap_or(default.max_early_receipts),
            timeout: options.timeout_ms.map_or(default.timeout, duration),
            early_timeout: options.early_timeout_ms.map_or(default.early_timeout, duration),
            max_ended: options.max_ended.unwrap_or(default.max_ended),
            mode: options.rule.map_or(default.mode, |rule| Mode::Fixed(rule.rule())),
        };
        let entry = CorrelatorEntry { correlator: Correlator::new(config), gone: Gone::default() };
        self.correlators.insert(entry).into()
    }

    fn correlator(&mut self, number: u32) -> Result<&mut CorrelatorEntry, Error> {
        self.correlators.get_mut(number).ok_or_else(|| no_such(number))
    }

    pub(super) fn submitted(&mut self, number: u32, now: f64, id: &str, token: u32) -> Result<Value, Error> {
        let entry = self.correlator(number)?;
        let token = entry.gone.kept(token);
        let early = entry.correlator.submitted(from_ms(now), id, token);
        let found = early.map(|early| found("receipt", &early.receipt, early.rule, early.is_certain));
        Ok(entry.gone.reply(found.into()))
    }

    pub(super) fn receipt(
        &mut self,
        number: u32,
        now: f64,
        id: &str,
        is_final: bool,
        receipt: u32,
    ) -> Result<Value, Error> {
        let entry = self.correlator(number)?;
        let receipt = entry.gone.kept(receipt);
        let message = entry.correlator.receipt(from_ms(now), id, is_final, receipt);
        let found = message.map(|message| found("token", &message.token, message.rule, message.is_certain));
        Ok(entry.gone.reply(found.into()))
    }

    /// The tokens of the messages that have waited too long.
    pub(super) fn give_up(&mut self, number: u32, now: f64) -> Result<Value, Error> {
        let entry = self.correlator(number)?;
        let tokens = core::iter::from_fn(|| entry.correlator.handle_timeout(from_ms(now)));
        let tokens = tokens.map(|token| token.number()).collect();
        Ok(entry.gone.reply(tokens))
    }

    pub(super) fn correlator_timeout(&mut self, number: u32) -> Result<Value, Error> {
        Ok(self.correlator(number)?.correlator.poll_timeout().map(to_ms).into())
    }

    pub(super) fn free(&mut self, number: u32, kind: Kind) -> Value {
        match kind {
            Kind::Reassembler => self.reassemblers.remove(number),
            Kind::Correlator => self.correlators.remove(number),
            Kind::Joining => self.joinings.remove(number),
            Kind::Awaited => self.awaited.remove(number),
        }
        Value::Null
    }
}

fn found(what: &str, kept: &Kept, rule: IdRule, is_certain: bool) -> Value {
    json!({ what: kept.number(), "rule": words::rule(rule), "isCertain": is_certain })
}

pub(super) fn no_such(number: u32) -> Error {
    Error::Internal(format!("there is nothing kept as {number}"))
}

pub(super) fn message(message: &LongMessage, mc_default: Option<AlphabetName>) -> Value {
    json!({
        "text": message.text(&words::profile(mc_default)),
        "octets": hex(&message.octets()),
        "dataCoding": message.data_coding().0,
        "reference": message.reference().number(),
        "totalSegments": message.total_segments(),
        "isComplete": message.is_complete(),
        "missing": message.missing().collect::<Vec<_>>(),
    })
}
