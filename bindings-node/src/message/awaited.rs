//! Who waits for which receipts. JavaScript keeps those, under numbers; each number comes back once.

use core::task::Poll;

use serde::Deserialize;
use serde_json::{Value, json};
use smppkit::message::awaited::{AwaitedConfig, AwaitedReceipts, Output};
use smppkit::message::message_id::Mode;

use super::Keepers;
use super::keepers::no_such;
use super::words::RuleName;
use crate::error::Error;
use crate::time::{duration, from_ms, to_ms};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Options {
    max_messages: Option<usize>,
    timeout_ms: Option<f64>,
    spare: Option<usize>,
    rule: Option<RuleName>,
}

/// What is asked of one.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Question<'q> {
    Open,
    Close { group: u64 },
    UnderWay { group: u64, part: usize },
    Answered { now: f64, ticket: u64, message_id: Option<&'q str> },
    Received { now: f64, message_id: &'q str, is_final: bool, receipt: u32 },
    Poll { group: u64 },
    Leave { group: u64 },
    AwaitAgain { now: f64, group: u64, part: usize, message_id: &'q str },
    Waiting { group: u64 },
    End,
    HandleTimeout { now: f64 },
    Timeout,
}

impl Keepers {
    pub(super) fn new_awaited(&mut self, options: &Options) -> Value {
        let default = AwaitedConfig::default();
        self.awaited
            .insert(AwaitedReceipts::new(AwaitedConfig {
                max_messages: options.max_messages.unwrap_or(default.max_messages),
                timeout: options.timeout_ms.map_or(default.timeout, duration),
                spare: options.spare.unwrap_or(default.spare),
                mode: options.rule.map_or(default.mode, |rule| Mode::Fixed(rule.rule())),
            }))
            .into()
    }

    /// What was asked for, or else what is to be done now.
    pub(super) fn awaited(&mut self, number: u32, question: Question<'_>) -> Result<Value, Error> {
        let awaited = self.awaited.get_mut(number).ok_or_else(|| no_such(number))?;
        match question {
            Question::Open => return Ok(awaited.open().into()),
            Question::UnderWay { group, part } => return Ok(awaited.under_way(group, part).into()),
            Question::Poll { group } => return Ok(poll(awaited, group)),
            Question::Waiting { group } => return Ok(awaited.waiting(group).into()),
            Question::Timeout => return Ok(awaited.poll_timeout().map(to_ms).into()),
            Question::Close { group } => awaited.close(group),
            Question::Answered { now, ticket, message_id } => {
                awaited.answered(from_ms(now), ticket, message_id.map(str::as_bytes));
            }
            Question::Received { now, message_id, is_final, receipt } => {
                awaited.received(from_ms(now), message_id, is_final, receipt);
            }
            Question::Leave { group } => awaited.leave(group),
            Question::AwaitAgain { now, group, part, message_id } => {
                awaited.await_again(from_ms(now), group, part, message_id.as_bytes());
            }
            Question::End => awaited.end(),
            Question::HandleTimeout { now } => awaited.handle_timeout(from_ms(now)),
        }
        let outputs = core::iter::from_fn(|| awaited.poll_output());
        Ok(outputs
            .map(|output| match output {
                Output::Wake(group) => json!({ "kind": "wake", "group": group }),
                Output::Reject(receipt) => json!({ "kind": "reject", "receipt": receipt }),
                Output::Pass(receipt) => json!({ "kind": "pass", "receipt": receipt }),
            })
            .collect())
    }
}

fn poll(awaited: &mut AwaitedReceipts<u32>, group: u64) -> Value {
    match awaited.poll_receipt(group) {
        Poll::Pending => "pending".into(),
        Poll::Ready(None) => Value::Null,
        Poll::Ready(Some(arrived)) => json!({
            "receipt": arrived.receipt,
            "part": arrived.part,
            "messageId": String::from_utf8_lossy(&arrived.message_id),
            "isCertain": arrived.is_certain,
        }),
    }
}
