//! The report, for people and for machines.

use std::collections::BTreeMap;
use std::io::{self, Write};

use hdrhistogram::Histogram;
use indicatif::{HumanBytes, HumanCount};
use serde_json::{Map, Value, json};

use super::connection::Load;
use super::ledger::Ledger;
use super::report::{Figures, QUANTILES, millis};
use super::run::Ended;
use super::tally::{Tally, status_name};

use crate::style::{ERROR, FIELD, HINT, NAME};

/// Seconds after which it is clear who was busy.
const TOO_SHORT: f64 = 0.5;

/// All that is told.
pub struct Report<'a> {
    pub title: String,
    pub pdu: &'static str,
    pub connections: u64,
    pub load: &'a Load,
    pub steps: &'a [Figures],
    pub run: &'a Figures,
    pub ended: &'a Ended,
    /// Octets sent and received.
    pub octets: (u64, u64),
    pub unmet: &'a [String],
}

impl Report<'_> {
    /// How many PDUs could be unanswered at once.
    const fn room(&self, ledger: &Ledger) -> u64 {
        self.load.window as u64 * ledger.connections.bound
    }

    /// The place of a PDU is free before the task that waits for its response runs, so that more can be counted than
    /// there are.
    fn most_in_flight(&self, ledger: &Ledger) -> u64 {
        ledger.most_in_flight.min(self.room(ledger))
    }

    /// What casts doubt on the figures, or explains them.
    fn warnings(&self, ledger: &Ledger) -> Vec<String> {
        let mut warnings = Vec::new();
        let lag = millis(self.run.tally.lag.value_at_quantile(0.99));
        if self.run.seconds < TOO_SHORT {
            // Binding and the first messages are no measure.
        } else if self.ended.core > 0.9 {
            warnings.push(format!(
                "this command took {:.0} % of a core: it may have been the limit, not the message centre",
                self.ended.core * 100.0
            ));
        } else if lag > 5.0 {
            warnings.push(format!(
                "1 % of the messages went out more than {lag:.1} ms late though there was room: this machine was busy"
            ));
        }
        let is_full = self.most_in_flight(ledger) == self.room(ledger);
        if self.run.never_sent() > 0 && is_full {
            warnings.push(
                "messages waited for room in the window: the rate was more than came back, or more than --window and \
                 --connections allow"
                    .into(),
            );
        }
        if ledger.receipts.given_up > 0 {
            warnings.push(format!(
                "only the last {} receipts are awaited",
                HumanCount(super::receipts::MAX_AWAITED as u64)
            ));
        }
        warnings
    }

    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let ledger = self.load.ledger();
        writeln!(out, "{}\n", self.title)?;
        if self.steps.len() > 1 {
            self.table(out)?;
        }
        self.messages(out)?;
        let mut field = |name: &str, text: String| writeln!(out, "{FIELD}{name:<12}{FIELD:#} {text}");
        times(&mut field, self.run, self.load.is_paced)?;
        if self.load.receipts {
            receipts(&mut field, &ledger)?;
        } else if ledger.receipts.strange() > 0 {
            field(
                "receipts",
                format!("{} came that --receipt would have counted", HumanCount(ledger.receipts.strange())),
            )?;
        }
        if ledger.messages_received > 0 {
            field("received", format!("{} messages, acknowledged", HumanCount(ledger.messages_received)))?;
        }
        if ledger.requests_refused > 0 {
            field(
                "refused",
                format!("{} requests of the message centre", HumanCount(ledger.requests_refused)),
            )?;
        }
        self.connections(&mut field, &ledger)?;
        if let Some(state) = ledger.congestion_state {
            field("congestion", format!("congestion_state up to {state}"))?;
        }
        let (sent, received) = self.octets;
        field("octets", format!("{} sent, {} received", HumanBytes(sent), HumanBytes(received)))?;
        field(
            "in flight",
            format!(
                "{:.1} on average, {} at most, room for {}",
                self.run.mean_in_flight(),
                self.most_in_flight(&ledger),
                self.room(&ledger)
            ),
        )?;
        field("this command", format!("{:.0} % of a core", self.ended.core * 100.0))?;
        for warning in self.warnings(&ledger) {
            writeln!(out, "{NAME}note:{NAME:#} {warning}")?;
        }
        for unmet in self.unmet {
            writeln!(out, "{ERROR}not met:{ERROR:#} {unmet}")?;
        }
        Ok(())
    }

    fn messages(&self, out: &mut impl Write) -> io::Result<()> {
        let (run, messages) = (self.run, &self.run.tally.messages);
        let mut field = |name: &str, text: String| writeln!(out, "{FIELD}{name:<12}{FIELD:#} {text}");
        let mut text =
            format!("{} sent, {} accepted", HumanCount(messages.sent), HumanCount(messages.accepted));
        for (count, what) in [
            (messages.refused, "refused"),
            (messages.unanswered, "unanswered"),
            (run.never_sent(), "never sent"),
        ] {
            if count > 0 {
                text += &format!(", {ERROR}{} {what}{ERROR:#}", HumanCount(count));
            }
        }
        field("messages", format!("{text}  {HINT}in {:.2} s{HINT:#}", run.seconds))?;
        let parts = self.load.messages.parts();
        if parts > 1 {
            field("", format!("{parts} parts each, {} PDUs sent", HumanCount(run.tally.pdus.sent)))?;
        }
        let mut text = format!("{NAME}{}{NAME:#} accepted", per_second(run.accepted_per_second()));
        if let Some(asked) = run.asked {
            text += &format!(", {} asked for", per_second(asked.into()));
        }
        if messages.refused > 0 {
            text +=
                &format!(", {} answered", per_second(run.per_second(messages.accepted + messages.refused)));
        }
        field("rate", text)?;
        if let Some(seconds) = self.ended.seen.seconds {
            let [first, last, fewest, most] = [seconds.first, seconds.last, seconds.fewest, seconds.most]
                .map(|rate| HumanCount(rate as u64));
            field(
                "",
                format!("{first} in the first second, {last} in the last, {fewest} to {most} in each"),
            )?;
        }
        let pdus = &run.tally.pdus;
        let mut what: Vec<_> =
            pdus.by_status.iter().map(|(status, count)| (status_name(*status), *count)).collect();
        what.extend([
            ("no response in time".into(), pdus.timed_out),
            ("lost with the connection".into(), pdus.lost),
        ]);
        let mut name = "responses";
        for (what, count) in what.into_iter().filter(|(_, count)| *count > 0) {
            field(std::mem::take(&mut name), format!("{:>12}  {what}", HumanCount(count).to_string()))?;
        }
        Ok(())
    }

    /// A line for each step.
    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "{HINT}{:>10} {:>12} {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}{HINT:#}",
            "asked/s", "accepted/s", "refused", "throttled", "unanswered", "never sent", "p50 ms", "p99 ms"
        )?;
        for step in self.steps {
            let tally = &step.tally;
            let [p50, p99] = [0.5, 0.99].map(|quantile| time(&tally.latency, quantile));
            writeln!(
                out,
                "{:>10} {:>12} {:>10} {:>10} {:>10} {:>10} {p50:>10} {p99:>10}",
                HumanCount(step.asked.unwrap_or_default().into()).to_string(),
                rounded(step.accepted_per_second()),
                tally.messages.refused,
                tally.pdus.throttled(),
                tally.messages.unanswered,
                step.never_sent(),
            )?;
        }
        writeln!(out)
    }

    fn connections(
        &self,
        field: &mut impl FnMut(&str, String) -> io::Result<()>,
        ledger: &Ledger,
    ) -> io::Result<()> {
        let connections = &ledger.connections;
        let mut text = format!("{} bound", connections.bound);
        if connections.bound < self.connections {
            text += &format!(" of {}", self.connections);
        }
        if connections.bound_again > 0 {
            text += &format!(", {} bound again", connections.bound_again);
        }
        field("connections", text)?;
        for (what, reasons) in [("lost", &connections.lost), ("failed", &connections.failed)] {
            for (why, count) in reasons {
                field("", format!("{ERROR}{} {what}:{ERROR:#} {why}", HumanCount(*count)))?;
            }
        }
        for (count, what) in [
            (connections.unmatched, "responses matched no request: late, doubled or made up"),
            (connections.faulty, "PDUs of the message centre were out of order"),
        ] {
            if count > 0 {
                field("", format!("{} {what}", HumanCount(count)))?;
            }
        }
        Ok(())
    }

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

fn times(
    field: &mut impl FnMut(&str, String) -> io::Result<()>,
    run: &Figures,
    is_paced: bool,
) -> io::Result<()> {
    let Tally { latency, response, .. } = &run.tally;
    if run.latency_differs() {
        field("latency", quantiles(latency))?;
        let since = if is_paced { "a message was due" } else { "the first part of a message was sent" };
        field("", format!("{HINT}from when {since} until its last response{HINT:#}"))?;
        field("response", quantiles(response))?;
        field("", format!("{HINT}from when a PDU was sent until its response{HINT:#}"))
    } else {
        field("latency", quantiles(latency))
    }
}

fn receipts(field: &mut impl FnMut(&str, String) -> io::Result<()>, ledger: &Ledger) -> io::Result<()> {
    let receipts = &ledger.receipts;
    let mut text = format!("{} of {} came", HumanCount(receipts.came), HumanCount(receipts.expected));
    for (state, count) in &receipts.by_state {
        text += &format!(", {} {state}", HumanCount(*count));
    }
    field("receipts", text)?;
    if !receipts.took.is_empty() {
        field("", format!("{}  {HINT}after the message was sent{HINT:#}", quantiles(&receipts.took)))?;
    }
    for (count, what) in [
        (receipts.intermediate, "were intermediate notifications, or without a state"),
        (receipts.strange(), "were about other messages"),
        (receipts.nameless, "messages were accepted without a message_id, which no receipt can name"),
    ] {
        if count > 0 {
            field("", format!("{} {what}", HumanCount(count)))?;
        }
    }
    Ok(())
}

fn quantiles(times: &Histogram<u64>) -> String {
    if times.is_empty() {
        return "none".into();
    }
    let each = QUANTILES.map(|(name, quantile)| format!("{HINT}{name}{HINT:#} {}", time(times, quantile)));
    format!("{} ms", each.join("  "))
}

/// Milliseconds, to three digits or so.
fn time(times: &Histogram<u64>, quantile: f64) -> String {
    if times.is_empty() {
        return "-".into();
    }
    match millis(times.value_at_quantile(quantile)) {
        time if time < 10.0 => format!("{time:.3}"),
        time if time < 100.0 => format!("{time:.1}"),
        time => format!("{time:.0}"),
    }
}

fn per_second(rate: f64) -> String {
    format!("{}/s", rounded(rate))
}

/// Whole numbers, unless they are small.
fn rounded(rate: f64) -> String {
    if rate < 100.0 { format!("{rate:.1}") } else { HumanCount(rate.round() as u64).to_string() }
}
