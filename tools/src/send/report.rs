//! Tells what becomes of messages, and counts it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use smppkit::CommandStatus;
use smppkit::values::MessageState;

use super::courier::{News, Parcel};
use crate::exit::Exit;
use crate::log::Log;
use crate::style::{ERROR, GOOD, HINT, NAME, escaped};

/// What became of messages so far.
pub struct Report {
    log: Log,
    started: Instant,
    accepted: u64,
    refused: u64,
    failed: u64,
    delivered: u64,
    undelivered: u64,
}

impl Report {
    pub fn new(log: Log) -> Self {
        let started = Instant::now();
        Self { log, started, accepted: 0, refused: 0, failed: 0, delivered: 0, undelivered: 0 }
    }

    /// How many were answered, or never will be.
    pub const fn answered(&self) -> u64 {
        self.accepted + self.refused + self.failed
    }

    /// How many were accepted and have no receipt.
    pub const fn without_receipt(&self) -> u64 {
        self.accepted.saturating_sub(self.delivered + self.undelivered)
    }

    pub fn tell(&mut self, news: &News) {
        match news {
            News::Accepted { parcel, message_id, after } => {
                self.accepted += 1;
                self.line(
                    parcel,
                    &format!("{GOOD}accepted{GOOD:#} {NAME}{}{NAME:#}", escaped(message_id)),
                    *after,
                );
                let object = json!({"message_id": message_id, "command_status": 0, "status": "ESME_ROK"});
                self.object("accepted", parcel, object, Some(*after));
            }
            News::Refused { parcel, status, after } => {
                self.refused += 1;
                self.line(parcel, &format!("{ERROR}refused{ERROR:#} {}", explained(*status)), *after);
                let object = json!({"command_status": status.0, "status": status.to_string()});
                self.object("refused", parcel, object, Some(*after));
            }
            News::Failed { parcel, error } => {
                self.failed += 1;
                self.line(parcel, &format!("{ERROR}failed{ERROR:#} {error}"), Duration::ZERO);
                self.object("failed", parcel, json!({"error": error.to_string()}), None);
            }
            News::Ended { parcel, message_id, state, after } => {
                let delivered = *state == MessageState::DELIVERED;
                let (style, count) = match delivered {
                    true => (GOOD, &mut self.delivered),
                    false => (ERROR, &mut self.undelivered),
                };
                *count += 1;
                let name = state.name().unwrap_or("of unknown state").to_lowercase();
                self.line(
                    parcel,
                    &format!("{style}{name}{style:#} {NAME}{}{NAME:#}", escaped(message_id)),
                    *after,
                );
                let object =
                    json!({"message_id": message_id, "message_state": state.0, "state": state.name()});
                self.object("ended", parcel, object, Some(*after));
            }
        }
    }

    fn line(&self, parcel: &Parcel, what: &str, after: Duration) {
        let Parcel { to, part: (number, total), .. } = parcel;
        let part =
            if *total > 1 { format!(" {HINT}part {number} of {total}{HINT:#}") } else { String::new() };
        let after = if after.is_zero() { String::new() } else { format!("  {HINT}{}{HINT:#}", shown(after)) };
        self.log.text(format!("{to}{part}  {what}{after}"));
    }

    fn object(&self, event: &str, parcel: &Parcel, more: Value, after: Option<Duration>) {
        let Parcel { message, to, part: (number, total), .. } = parcel;
        let mut object =
            json!({"event": event, "message": message, "to": to.text, "part": number, "parts": total});
        if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
            object.extend(more);
            object.extend(after.map(|after| ("seconds".to_owned(), after.as_secs_f64().into())));
        }
        self.log.object(object);
    }

    /// Sums up.
    pub fn finish(&self, sent: u64, wants_receipts: bool) -> Exit {
        let Self { accepted, refused, failed, delivered, undelivered, .. } = *self;
        let elapsed = self.started.elapsed();
        let mut summary = format!("{accepted} of {sent} accepted");
        for (count, what) in [(refused, "refused"), (failed, "failed")] {
            if count > 0 {
                summary += &format!(", {count} {what}");
            }
        }
        let unknown = self.without_receipt();
        if wants_receipts {
            summary += &format!("; {delivered} delivered");
            for (count, what) in [(undelivered, "not delivered"), (unknown, "without a receipt")] {
                if count > 0 {
                    summary += &format!(", {count} {what}");
                }
            }
        }
        self.log.text(format!("{summary}  {HINT}{}{HINT:#}", shown(elapsed)));
        self.log.object(json!({
            "event": "summary",
            "sent": sent,
            "accepted": accepted,
            "refused": refused,
            "failed": failed,
            "delivered": delivered,
            "undelivered": undelivered,
            "seconds": elapsed.as_secs_f64(),
        }));
        let good = accepted == sent && (!wants_receipts || delivered == sent);
        if good { Exit::Success } else { Exit::Negative }
    }
}

/// A status with what it means.
fn explained(status: CommandStatus) -> String {
    match status.def() {
        Some(def) => format!("{NAME}{}{NAME:#} {}", def.name, def.text.trim()),
        None => format!("{NAME}{status}{NAME:#}"),
    }
}

/// A time to three digits or so.
fn shown(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{:.1} ms", time.as_secs_f64() * 1000.0)
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}
