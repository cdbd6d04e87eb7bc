//! What a capture adds up to.

use std::io;

use serde_json::{Value, json};
use smppkit::{CommandId, CommandStatus};

use super::connections::NotSmpp;
use super::packet::Others;
use super::round_trips::RoundTrips;
use super::session::{Closed, End, Session};
use super::tally::{OneWay, Tally};
use crate::json;
use crate::style::{ERROR, HINT, NAME};

/// How many connections are told of one by one. The others are only added up.
const MAX_CONNECTIONS: usize = 1000;

/// How many requests without a response are named.
const MAX_UNANSWERED: usize = 20;

/// The connections that have ended.
#[derive(Default)]
pub struct Summary {
    connections: Vec<Ended>,
    /// How many there were.
    pub count: u64,
    /// All of them. The first direction is that of the ESMEs, where they are known.
    all: Tally,
}

/// What is kept of a connection.
struct Ended {
    session: Session,
    /// The first requests without a response.
    unanswered: [Vec<(CommandId, u32)>; 2],
}

/// What else there was in the capture.
pub struct Rest {
    pub others: Others,
    pub not_smpp: NotSmpp,
}

impl Summary {
    pub fn add(&mut self, mut session: Session) {
        self.count += 1;
        let mut tally = session.tally.clone();
        if session.esme == Some(1) {
            tally.ways.reverse();
        }
        self.all.add_all(&tally);
        if self.connections.len() == MAX_CONNECTIONS {
            return;
        }
        let unanswered = std::mem::take(&mut session.requests).map(|requests| {
            requests
                .waiting()
                .take(MAX_UNANSWERED)
                .map(|request| (request.command_id, request.sequence_number))
                .collect()
        });
        self.connections.push(Ended { session, unanswered });
    }

    /// For people. `is_alone`: nothing stands before it.
    pub fn write(&mut self, out: &mut impl io::Write, rest: &Rest, is_alone: bool) -> io::Result<()> {
        self.connections.sort_by_key(|ended| ended.session.number);
        for (place, ended) in self.connections.iter().enumerate() {
            if place > 0 || !is_alone {
                writeln!(out)?;
            }
            ended.write(out)?;
        }
        if self.connections.len() > 1 {
            writeln!(out, "\n{NAME}{} connections{NAME:#}", self.count)?;
            let told = self.connections.len() as u64;
            if self.count > told {
                writeln!(out, "  {} more than the {told} above", self.count - told)?;
            }
            for (way, name) in self.all.ways.iter().zip(["from ESMEs", "from MCs"]) {
                write_way(out, way, name, &[], "")?;
            }
        }
        write_rest(out, rest)
    }

    /// For machines: an object for each connection, and one for all.
    pub fn write_json(&mut self, out: &mut impl io::Write, rest: &Rest) -> io::Result<()> {
        self.connections.sort_by_key(|ended| ended.session.number);
        self.connections.iter().try_for_each(|ended| json::write_line(out, &ended.object()))?;
        let Rest { others, not_smpp } = rest;
        let object = json!({
            "event": "summary",
            "connections": self.count,
            "from_esmes": way_object(&self.all.ways[0], &[]),
            "from_mcs": way_object(&self.all.ways[1], &[]),
            "packets": others.packets,
            "not_ip": others.not_ip,
            "not_tcp": others.not_tcp,
            "unreadable": others.unreadable,
            "fragments": others.fragments,
            "lost_fragments": others.lost_fragments,
            "unknown_link": others.unknown_link,
            "not_smpp": {"connections": not_smpp.connections, "encrypted": not_smpp.encrypted},
        });
        json::write_line(out, &object)
    }
}

impl Ended {
    fn write(&self, out: &mut impl io::Write) -> io::Result<()> {
        let session = &self.session;
        let [first, second] = [0, 1].map(|end| self.end_in_words(end));
        writeln!(out, "{NAME}connection {}{NAME:#} {first} → {second}", session.number)?;
        let mut rows = vec![];
        if let Some((from, to)) = session.tally.times {
            rows.push(("time", format!("{from}, for {:.3} s", to.since(from).as_seconds())));
        }
        for bind in &session.binds {
            let status = bind.status.map_or_else(|| format!("{ERROR}no response{ERROR:#}"), in_colour);
            rows.push((
                "bind",
                format!("{} {:?} version {}: {status}", bind.command_id, bind.system_id, bind.version),
            ));
        }
        rows.push(("end", self.how_it_ended()));
        for (name, text) in rows {
            writeln!(out, "  {HINT}{name:12}{HINT:#} {text}")?;
        }
        for end in [0, 1] {
            let name = match session.esme {
                Some(esme) if esme == end => "from the ESME",
                Some(_) => "from the MC",
                None if end == 0 => "→",
                None => "←",
            };
            // Perhaps there was a response.
            let doubt = match &session.tally.ways[1 - end] {
                other if other.missing > 0 => "; octets of the other end are missing",
                other if other.pdus == 0 => "; the other end sent nothing that is in the capture",
                _ => "",
            };
            write_way(out, &session.tally.ways[end], name, &self.unanswered[end], doubt)?;
        }
        Ok(())
    }

    fn end_in_words(&self, end: End) -> String {
        let Session { ends, esme, .. } = &self.session;
        match esme {
            Some(esme) if *esme == end => format!("{} (ESME)", ends[end]),
            Some(_) => format!("{} (MC)", ends[end]),
            None => ends[end].to_string(),
        }
    }

    fn how_it_ended(&self) -> String {
        let session = &self.session;
        let unbind = if session.unbind { "unbind, then " } else { "" };
        match session.closed {
            Closed::Open => format!("{unbind}still open where the capture ends"),
            Closed::Fin(end) => format!("{unbind}FIN from {}", self.end_in_words(end)),
            Closed::Rst(end) => format!("{unbind}RST from {}", self.end_in_words(end)),
        }
    }

    fn object(&self) -> Value {
        let session = &self.session;
        let closed = match session.closed {
            Closed::Open => Value::Null,
            Closed::Fin(end) => json!({"by": "FIN", "from": session.ends[end].to_string()}),
            Closed::Rst(end) => json!({"by": "RST", "from": session.ends[end].to_string()}),
        };
        let binds = session.binds.iter().map(|bind| {
            json!({
                "command": bind.command_id.name(),
                "system_id": bind.system_id,
                "interface_version": bind.version.0,
                "command_status": bind.status.map(|status| status.0),
            })
        });
        let ways = [0, 1].map(|end| way_object(&session.tally.ways[end], &self.unanswered[end]));
        json!({
            "event": "connection",
            "connection": session.number,
            "ends": session.ends.map(|end| end.to_string()),
            "esme": session.esme.map(|esme| session.ends[esme].to_string()),
            "first": session.tally.times.map(|(first, _)| first.as_seconds()),
            "last": session.tally.times.map(|(_, last)| last.as_seconds()),
            "binds": binds.collect::<Value>(),
            "unbind": session.unbind,
            "closed": closed,
            "ways": ways,
        })
    }
}

fn in_colour(status: CommandStatus) -> String {
    if status.is_ok() { status.to_string() } else { format!("{ERROR}{status}{ERROR:#}") }
}

/// The rows of one direction, as far as there is something to tell. `doubt`: why what seems unanswered may not be.
fn write_way(
    out: &mut impl io::Write,
    way: &OneWay,
    name: &str,
    unanswered: &[(CommandId, u32)],
    doubt: &str,
) -> io::Result<()> {
    let plain = [
        (way.pdus > 0, "PDUs", format!("{}: {}", way.pdus, commands(way))),
        (way.round_trips.count() > 0, "answered", round_trips(&way.round_trips)),
        (way.most_in_flight > 0, "in flight", format!("{} at most", way.most_in_flight)),
    ];
    let number = |(command_id, number): &(CommandId, u32)| format!("{command_id} #{number}");
    let mut named: Vec<_> = unanswered.iter().map(number).collect();
    if named.len() as u64 != way.unanswered && !named.is_empty() {
        named.push("…".into());
    }
    let statuses =
        way.statuses.iter().map(|((command_id, status), count)| format!("{count} {command_id} {status}"));
    let wrong = [
        (way.unanswered, "unanswered", format!("{} {}{doubt}", way.unanswered, named.join(", "))),
        (way.statuses.len() as u64, "errors", statuses.collect::<Vec<_>>().join(", ")),
        (way.faulty, "faults", format!("in {} PDUs", way.faulty)),
        (
            way.answers_to_nothing,
            "responses",
            format!("{} answer no request that was seen", way.answers_to_nothing),
        ),
        (
            way.numbers_in_use,
            "numbers",
            format!("{} requests with a sequence_number that was in flight", way.numbers_in_use),
        ),
        (way.cut, "cut", format!("{} PDUs are not whole in the capture", way.cut)),
        (way.missing, "missing", format!("{} octets are not in the capture", way.missing)),
        (way.skipped, "skipped", format!("{} octets are no PDU", way.skipped)),
        (way.encrypted, "encrypted", format!("{} octets of TLS", way.encrypted)),
    ];
    if plain.iter().all(|(is_there, ..)| !is_there) && wrong.iter().all(|(count, ..)| *count == 0) {
        return Ok(());
    }
    writeln!(out, "  {NAME}{name}{NAME:#}")?;
    for (_, name, text) in plain.iter().filter(|(is_there, ..)| *is_there) {
        writeln!(out, "    {HINT}{name:10}{HINT:#} {text}")?;
    }
    for (_, name, text) in wrong.iter().filter(|(count, ..)| *count > 0) {
        writeln!(out, "    {ERROR}{name:10}{ERROR:#} {}", text.trim_end())?;
    }
    if way.repeated_segments > 0 {
        writeln!(
            out,
            "    {HINT}{:10}{HINT:#} {} segments of TCP came again",
            "repeated", way.repeated_segments
        )?;
    }
    Ok(())
}

fn commands(way: &OneWay) -> String {
    let mut commands: Vec<_> = way.commands.iter().collect();
    commands.sort_by_key(|(command_id, count)| (u64::MAX - **count, **command_id));
    let names: Vec<_> = commands.iter().map(|(command_id, count)| format!("{count} {command_id}")).collect();
    names.join(", ")
}

fn round_trips(times: &RoundTrips) -> String {
    let percentile = |percent| times.percentile(percent).unwrap_or_default().in_words();
    format!(
        "{} after {} (median), {} (95 %), {} (longest)",
        times.count(),
        percentile(50),
        percentile(95),
        times.max().in_words()
    )
}

fn way_object(way: &OneWay, unanswered: &[(CommandId, u32)]) -> Value {
    let by_name = |(command_id, count): (&CommandId, &u64)| (command_id.to_string(), Value::from(*count));
    let statuses = way.statuses.iter().map(|((command_id, status), count)| {
        json!({"command": command_id.to_string(), "status": status.to_string(), "command_status": status.0, "count": count})
    });
    let seconds = |percent| way.round_trips.percentile(percent).map(|time| time.as_seconds());
    let requests = unanswered.iter().map(|(command_id, sequence_number)| {
        json!({"command": command_id.to_string(), "sequence_number": sequence_number})
    });
    json!({
        "pdus": way.pdus,
        "commands": Value::Object(way.commands.iter().map(by_name).collect()),
        "errors": statuses.collect::<Value>(),
        "round_trips": {
            "count": way.round_trips.count(),
            "median": seconds(50),
            "p95": seconds(95),
            "max": seconds(100),
        },
        "most_in_flight": way.most_in_flight,
        "unanswered": way.unanswered,
        "unanswered_requests": requests.collect::<Value>(),
        "faulty": way.faulty,
        "answers_to_nothing": way.answers_to_nothing,
        "numbers_in_use": way.numbers_in_use,
        "cut": way.cut,
        "missing": way.missing,
        "skipped": way.skipped,
        "encrypted": way.encrypted,
        "repeated_segments": way.repeated_segments,
    })
}

fn write_rest(out: &mut impl io::Write, Rest { others, not_smpp }: &Rest) -> io::Result<()> {
    let link = others.first_unknown_link.unwrap_or_default();
    let encrypted = match not_smpp.encrypted {
        0 => String::new(),
        count => format!(", {count} of them encrypted (TLS)"),
    };
    let fragments = match others.lost_fragments {
        0 => String::new(),
        count => format!(", {count} of them of datagrams that are not whole"),
    };
    let rows = [
        (others.packets, "in all", String::new()),
        (others.not_tcp, "not TCP", String::new()),
        (others.not_ip, "not IP", String::new()),
        (others.unreadable, "unreadable", ": they end within their headers, or have wrong ones".into()),
        (others.fragments, "fragments", fragments),
        (others.unknown_link, "unknown", format!(": of a kind of link that is not known here ({link})")),
        (not_smpp.connections, "not SMPP", format!(" connections of TCP{encrypted}")),
    ];
    writeln!(out, "\n{NAME}packets{NAME:#}")?;
    for (count, name, text) in rows.iter().filter(|(count, ..)| *count > 0) {
        writeln!(out, "  {HINT}{name:12}{HINT:#} {count}{text}")?;
    }
    Ok(())
}
