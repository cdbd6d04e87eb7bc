//! PDUs as they pass, on standard output: lines for people, objects for machines.
//!
//! Whoever moves octets hands copies over and goes on; a thread of its own prints them. When it cannot keep up, some are
//! left out, and it says how many.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use smppkit::decode;
use smppkit::message::DateTime;
use smppkit_tokio::{Direction, Tap};

use crate::bind::bind_of;
use crate::json;
use crate::style::{ERROR, HINT, NAME, RECEIVED, SENT, escaped};

/// How many entries may wait to be printed.
const MAX_WAITING: usize = 16_384;

/// What is printed.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// A line for each PDU.
    Lines,
    /// A JSON object for each PDU.
    Json,
    /// No PDUs.
    Quiet,
}

enum Entry {
    Pdu { at: Duration, session: Arc<str>, direction: Direction, frame: Vec<u8> },
    Text(String),
    Object(Value),
}

/// Prints what it is given, in another thread. Clones print to the same place.
#[derive(Clone)]
pub struct Log {
    form: Form,
    entries: SyncSender<Entry>,
    lost: Arc<AtomicU64>,
}

/// The thread that prints.
pub struct Printer(JoinHandle<()>);

impl Printer {
    /// Waits until all is printed. Every [`Log`] must be gone by then.
    pub fn finish(self) {
        // A panic has been told already.
        let _ = self.0.join();
    }
}

impl Log {
    /// `since` counts the time from a moment of the caller's, instead of showing the time of day.
    pub fn start(form: Form, since: Option<SystemTime>) -> (Self, Printer) {
        let (entries, waiting) = sync_channel(MAX_WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let log = Self { form, entries, lost: lost.clone() };
        let since = since.map(|since| since.duration_since(UNIX_EPOCH).unwrap_or_default());
        let printer = thread::spawn(move || {
            // Whoever reads has seen enough, if this fails: that is no reason to stop the work.
            let out = io::BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
            let _ = print_all(out, &waiting, &lost, form, since);
        });
        (log, Printer(printer))
    }

    /// A line of text for people; nothing for machines.
    pub fn text(&self, text: impl Into<String>) {
        if self.form != Form::Json {
            // It fails when the reader is gone.
            let _ = self.entries.send(Entry::Text(text.into()));
        }
    }

    /// What belongs to the PDUs: a line for people, an object for machines, and nothing where PDUs are not shown.
    pub fn beside_pdus(&self, text: impl FnOnce() -> String, object: impl FnOnce() -> Value) {
        match self.form {
            Form::Lines => self.try_send(Entry::Text(text())),
            Form::Json => self.try_send(Entry::Object(object())),
            Form::Quiet => {}
        }
    }

    /// A JSON object for machines; nothing for people.
    pub fn object(&self, object: Value) {
        if self.form == Form::Json {
            // It fails when the reader is gone.
            let _ = self.entries.send(Entry::Object(object));
        }
    }

    /// Shows the PDUs of one session.
    pub fn tap(&self, session: impl Into<Arc<str>>) -> Tap {
        let (log, session) = (self.clone(), session.into());
        Tap::new(move |direction, frame| log.pdu(&session, direction, frame))
    }

    /// Shows the PDUs of all sessions, which it numbers and names by the system_id that binds.
    pub fn tap_all(&self) -> Tap {
        let (log, sessions) = (self.clone(), Mutex::new(Sessions::default()));
        Tap::new(move |direction, frame| {
            let mut sessions = sessions.lock().unwrap_or_else(PoisonError::into_inner);
            let session = sessions.of_this_task(frame);
            drop(sessions);
            log.pdu(&session, direction, frame);
        })
    }

    fn pdu(&self, session: &Arc<str>, direction: Direction, frame: &[u8]) {
        if self.form == Form::Quiet {
            return;
        }
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let entry = Entry::Pdu { at, session: session.clone(), direction, frame: frame.to_vec() };
        self.try_send(entry);
    }

    /// Never waits.
    fn try_send(&self, entry: Entry) {
        if let Err(TrySendError::Full(_)) = self.entries.try_send(entry) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The sessions of a server, told apart by the task that moves their octets: a tap is called on it.
#[derive(Default)]
struct Sessions {
    known: VecDeque<(tokio::task::Id, Arc<str>)>,
    count: u64,
}

/// How many sessions have names; older ones would get a new one.
const MAX_SESSIONS: usize = 4096;

impl Sessions {
    fn of_this_task(&mut self, frame: &[u8]) -> Arc<str> {
        let Some(task) = tokio::task::try_id() else { return "#?".into() };
        // The newest first: most of what passes is theirs.
        if let Some((_, name)) = self.known.iter().rev().find(|(known, _)| *known == task) {
            return name.clone();
        }
        self.count += 1;
        let bind = decode(frame).ok().and_then(|decoded| bind_of(&decoded.pdu));
        let system_id = bind.map(|(system_id, _)| system_id.to_string());
        let name: Arc<str> = format!("#{} {}", self.count, system_id.unwrap_or_default()).trim_end().into();
        if self.known.len() == MAX_SESSIONS {
            self.known.pop_front();
        }
        self.known.push_back((task, name.clone()));
        name
    }
}

fn print_all(
    mut out: impl Write,
    entries: &Receiver<Entry>,
    lost: &AtomicU64,
    form: Form,
    since: Option<Duration>,
) -> io::Result<()> {
    loop {
        let entry = match entries.try_recv() {
            Ok(entry) => entry,
            Err(TryRecvError::Disconnected) => return out.flush(),
            Err(TryRecvError::Empty) => {
                out.flush()?;
                let Ok(entry) = entries.recv() else { return Ok(()) };
                entry
            }
        };
        match entry {
            Entry::Text(text) => writeln!(out, "{text}")?,
            Entry::Object(object) => {
                json::write_line(&mut out, &object)?;
            }
            Entry::Pdu { at, session, direction, frame } if form == Form::Json => {
                let object = object(at, &session, direction, &frame);
                json::write_line(&mut out, &object)?;
            }
            Entry::Pdu { at, session, direction, frame } => {
                let time = since.map_or_else(|| time_of_day(at), |since| elapsed(at.saturating_sub(since)));
                let space = if session.is_empty() { "" } else { " " };
                writeln!(
                    out,
                    "{HINT}{time}{space}{}{HINT:#} {}",
                    escaped(&session),
                    line(direction, &frame)
                )?;
            }
        }
        match lost.swap(0, Ordering::Relaxed) {
            0 => {}
            count if form == Form::Json => {
                json::write_line(&mut out, &json!({"event": "not_shown", "pdus": count}))?;
            }
            count => writeln!(
                out,
                "{ERROR}{count} PDUs are not shown: they came faster than they can be{ERROR:#}"
            )?,
        }
    }
}

/// One PDU on a line, behind the way it went.
fn line(direction: Direction, frame: &[u8]) -> String {
    let (style, arrow) = match direction {
        Direction::Received => (RECEIVED, '←'),
        Direction::Sent => (SENT, '→'),
    };
    let decoded = match decode(frame) {
        Ok(decoded) => decoded,
        Err(error) => {
            return format!("{style}{arrow}{style:#} {ERROR}{error}:{ERROR:#} {}", json::hex(frame));
        }
    };
    let header = decoded.header;
    let pdu = decoded.pdu.to_string();
    let (name, fields) = pdu.split_at(pdu.find(' ').unwrap_or(pdu.len()));
    let mut line =
        format!("{style}{arrow}{style:#} {NAME}{name}{NAME:#} {HINT}#{}{HINT:#}", header.sequence_number);
    if header.command_id.is_response() || !header.command_status.is_ok() {
        let style = if header.command_status.is_ok() { HINT } else { ERROR };
        line += &format!(" {style}{}{style:#}", header.command_status);
    }
    line += fields;
    for fault in decoded.faults.iter() {
        line += &format!(" {ERROR}{}: {}{ERROR:#}", fault.field, fault.fault);
    }
    line
}

fn object(at: Duration, session: &str, direction: Direction, frame: &[u8]) -> Value {
    let direction = match direction {
        Direction::Received => "received",
        Direction::Sent => "sent",
    };
    let mut object = json!({"time": at.as_secs_f64(), "session": session, "direction": direction});
    let more = match decode(frame) {
        Ok(decoded) => json::decoded_without_password(&decoded, &[]),
        Err(error) => {
            let reason = error.to_string();
            [("ok", false.into()), ("reason", reason.into()), ("hex", json::hex(frame).into())]
                .map(|(key, value): (_, Value)| (key.to_owned(), value))
                .into_iter()
                .collect()
        }
    };
    if let Value::Object(object) = &mut object {
        object.extend(more);
    }
    object
}

fn time_of_day(at: Duration) -> String {
    let time = i64::try_from(at.as_secs()).ok().and_then(DateTime::from_unix_seconds);
    let (hour, minute, second) = time.map_or((0, 0, 0), |time| (time.hour(), time.minute(), time.second()));
    format!("{hour:02}:{minute:02}:{second:02}.{:03}", at.subsec_millis())
}

fn elapsed(time: Duration) -> String {
    format!("{:2}.{:03}", time.as_secs(), time.subsec_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_something_is_not_shown_is_an_object_among_objects() {
        let (entries, waiting) = sync_channel(2);
        entries.send(Entry::Object(json!({"event": "accepted"}))).unwrap();
        drop(entries);
        let mut out = Vec::new();
        print_all(&mut out, &waiting, &AtomicU64::new(3), Form::Json, None).unwrap();
        let objects: Vec<Value> =
            String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(objects, [json!({"event": "accepted"}), json!({"event": "not_shown", "pdus": 3})]);
    }
}
