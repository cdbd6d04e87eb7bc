//! When the parts of long messages are answered.

use serde_json::{Value, json};
use smppkit::decode;
use smppkit::message::joining::{Config, Joining, MessageNumber, Output};
use smppkit::message::reassemble::{Fragment, Limits};

use super::Keepers;
use super::keepers::{message, no_such};
use super::kept::{Gone, Kept};
use super::words::AlphabetName;
use crate::error::Error;
use crate::time::{duration, from_ms, to_ms};

/// The requests are JavaScript's, and their PDUs with them: both are known by the same number.
pub(super) struct Entry {
    joining: Joining<Kept, u32>,
    gone: Gone,
}

impl Keepers {
    pub(super) fn new_joining(
        &mut self,
        max_octets: Option<usize>,
        timeout_ms: Option<f64>,
        hold_ms: Option<f64>,
    ) -> Value {
        let mut config = Config::default();
        config.limits = Limits {
            max_octets: max_octets.unwrap_or(config.limits.max_octets),
            timeout: timeout_ms.map_or(config.limits.timeout, duration),
        };
        config.hold = hold_ms.map_or(config.hold, duration);
        self.joinings.insert(Entry { joining: Joining::new(config), gone: Gone::default() }).into()
    }

    fn joining(&mut self, number: u32) -> Result<&mut Entry, Error> {
        self.joinings.get_mut(number).ok_or_else(|| no_such(number))
    }

    /// Takes a part, and gives what is to be done; null if the PDU is none.
    pub(super) fn join(
        &mut self,
        number: u32,
        now: f64,
        request: u32,
        frame: &[u8],
        mc_default: Option<AlphabetName>,
    ) -> Result<Value, Error> {
        let pdu = decode(frame).map_err(Error::Frame)?.pdu;
        let Some(fragment) = Fragment::of(&pdu) else { return Ok(Value::Null) };
        let entry = self.joining(number)?;
        let kept = entry.gone.kept(request);
        entry.joining.insert(from_ms(now), &fragment, kept, request);
        Ok(entry.outputs(mc_default))
    }

    pub(super) fn joining_expired(
        &mut self,
        number: u32,
        now: f64,
        mc_default: Option<AlphabetName>,
    ) -> Result<Value, Error> {
        let entry = self.joining(number)?;
        entry.joining.handle_timeout(from_ms(now));
        Ok(entry.outputs(mc_default))
    }

    pub(super) fn end_joining(
        &mut self,
        number: u32,
        mc_default: Option<AlphabetName>,
    ) -> Result<Value, Error> {
        let entry = self.joining(number)?;
        entry.joining.end();
        Ok(entry.outputs(mc_default))
    }

    /// The application has answered: the requests to be answered likewise, and whether parts are lost.
    pub(super) fn settle(
        &mut self,
        number: u32,
        now: f64,
        message: u64,
        is_accepted: bool,
    ) -> Result<Value, Error> {
        let entry = self.joining(number)?;
        let settled = entry.joining.settle(from_ms(now), MessageNumber(message), is_accepted);
        Ok(entry.gone.reply(json!({ "requests": settled.requests, "isLost": settled.kept.is_err() })))
    }

    pub(super) fn joining_timeout(&mut self, number: u32) -> Result<Value, Error> {
        Ok(self.joining(number)?.joining.poll_timeout().map(to_ms).into())
    }
}

impl Entry {
    fn outputs(&mut self, mc_default: Option<AlphabetName>) -> Value {
        let mut outputs = Vec::new();
        while let Some(output) = self.joining.poll_output() {
            outputs.push(match output {
                Output::Message(number, long) => {
                    let first = self.joining.first(number).map(Kept::number);
                    let long = message(&long, mc_default);
                    json!({ "kind": "message", "number": number.0, "message": long, "request": first })
                }
                Output::Accept(request) => json!({ "kind": "accept", "request": request }),
                Output::Reject(request) => json!({ "kind": "reject", "request": request }),
            });
        }
        self.gone.reply(outputs.into())
    }
}
