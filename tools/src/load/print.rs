//! The report for people.

use std::io::{self, Write};

use hdrhistogram::Histogram;
use indicatif::{HumanBytes, HumanCount};

use super::figures::{Figures, QUANTILES, millis};
use super::ledger::Ledger;
use super::report::Report;
use super::tally::{Tally, status_name};
use crate::style::{ERROR, FIELD, HINT, NAME};

impl Report<'_> {
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
            let [first, last, fewest, most] =
                [seconds.first, seconds.last, seconds.fewest, seconds.most].map(rounded);
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
