//! The report for machines.

use std::collections::BTreeMap;

use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};

use super::figures::{Figures, QUANTILES, millis};
use super::report::Report;
use super::tally::{Tally, status_name};

impl Report<'_> {
    /// An object for each step if there are several, and one for all.
    pub fn objects(&self) -> Vec<Value> {
        let mut objects = Vec::new();
        if self.steps.len() > 1 {
            for (number, step) in (1..).zip(self.steps) {
                let mut object = object("step", step);
                object.insert("step".into(), Value::from(number));
                objects.push(object.into());
            }
        }
        objects.push(self.summary());
        objects
    }

    fn summary(&self) -> Value {
        let ledger = self.load.ledger();
        let mut object = object("summary", self.run);
        let mut put = |key: &str, value: Value| object.insert(key.into(), value);
        put("pdu", self.pdu.into());
        let connections = &ledger.connections;
        put(
            "connections",
            json!({
                "asked": self.connections,
                "bound": connections.bound,
                "bound_again": connections.bound_again,
                "lost": sum(&connections.lost),
                "failed": sum(&connections.failed),
                "why": connections.lost.keys().chain(connections.failed.keys()).collect::<Vec<_>>(),
                "responses_unmatched": connections.unmatched,
                "pdus_faulty": connections.faulty,
            }),
        );
        put("seconds_each", self.ended.seen.seconds.map_or(Value::Null, |seconds| {
            json!({"first": seconds.first, "last": seconds.last, "fewest": seconds.fewest, "most": seconds.most})
        }));
        let receipts = &ledger.receipts;
        put(
            "receipts",
            if self.load.receipts {
                json!({
                    "expected": receipts.expected,
                    "came": receipts.came,
                    "by_state": receipts.by_state,
                    "intermediate": receipts.intermediate,
                    "of_other_messages": receipts.strange(),
                    "awaited": receipts.waiting(),
                    "given_up": receipts.given_up,
                    "without_message_id": receipts.nameless,
                    "took_ms": times_ms(&receipts.took),
                })
            } else {
                Value::Null
            },
        );
        put("messages_received", ledger.messages_received.into());
        put("congestion_state", ledger.congestion_state.into());
        let (sent, received) = self.octets;
        put("octets", json!({"sent": sent, "received": received}));
        put(
            "in_flight",
            json!({
                "mean": self.run.mean_in_flight(),
                "most": self.most_in_flight(&ledger),
                "room": self.room(&ledger),
            }),
        );
        put("core", self.ended.core.into());
        put("notes", self.warnings(&ledger).into());
        put("not_met", self.unmet.into());
        object.into()
    }
}

fn sum(reasons: &BTreeMap<String, u64>) -> u64 {
    reasons.values().sum()
}

fn object(event: &str, figures: &Figures) -> Map<String, Value> {
    let Tally { messages, pdus, latency, response, lag, .. } = &figures.tally;
    let by_status: Map<_, _> =
        pdus.by_status.iter().map(|(status, count)| (status_name(*status), (*count).into())).collect();
    let value = json!({
        "event": event,
        "seconds": figures.seconds,
        "asked_per_second": figures.asked,
        "accepted_per_second": figures.accepted_per_second(),
        "messages": {
            "due": figures.due,
            "sent": messages.sent,
            "accepted": messages.accepted,
            "refused": messages.refused,
            "unanswered": messages.unanswered,
            "never_sent": figures.never_sent(),
        },
        "error_rate": figures.error_rate(),
        "pdus": {
            "sent": pdus.sent,
            "answered": pdus.answered(),
            "throttled": pdus.throttled(),
            "timed_out": pdus.timed_out,
            "lost": pdus.lost,
            "by_status": by_status,
        },
        "latency_ms": times_ms(latency),
        "response_ms": times_ms(response),
        "lag_ms": times_ms(lag),
    });
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// Quantiles by name.
fn times_ms(times: &Histogram<u64>) -> Value {
    if times.is_empty() {
        return Value::Null;
    }
    let quantiles = QUANTILES.map(|(name, quantile)| {
        (name.replace('.', "_"), Value::from(millis(times.value_at_quantile(quantile))))
    });
    Value::Object(quantiles.into_iter().collect())
}
