//! What is found, as it is found: lines, trees, objects, or PDUs in hex.

use std::io::{self, Write as _};

use serde_json::{Map, Value, json};
use smppkit::tlv::VendorTlv;
use smppkit::{Decoded, Header, PduKind, decode};

use super::brief::brief;
use super::connections::Observer;
use super::filter::{Filter, Verdict};
use super::framer::{Item, MAX_COMMAND_LENGTH};
use super::session::{End, Exchange, Note, Session, is_faulty};
use super::summary::Summary;
use super::time::{Span, Time};
use crate::meaning::Meaning;
use crate::style::{ERROR, HINT, NAME, RECEIVED, SENT};
use crate::{Out, json, tree};

/// In what form PDUs are shown.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Form {
    Lines,
    Trees,
    Json,
    /// Hex that `smppkit decode` reads.
    Hex,
    /// None is, only what they add up to.
    Summary,
    SummaryAsJson,
}

/// Which time stands before a PDU.
#[derive(Copy, Clone, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Clock {
    /// Seconds since the first packet
    Relative,
    /// The date and time of day, UTC
    Absolute,
    /// Seconds since the PDU shown before
    Delta,
}

/// Shows what is found.
pub struct Report {
    pub form: Form,
    pub clock: Clock,
    pub vendor: Vec<VendorTlv<'static>>,
    pub filter: Filter,
    pub out: Out,
    pub summary: Summary,
    /// The time of the first packet, and of the PDU shown last.
    pub first: Option<Time>,
    pub last: Option<Time>,
}

/// What goes along with a PDU or with what is none.
struct Place<'a> {
    session: &'a Session,
    from: End,
    at: Time,
}

impl Place<'_> {
    fn arrow(&self) -> String {
        let (style, arrow) = if self.from == 0 { (SENT, '→') } else { (RECEIVED, '←') };
        format!("{style}{arrow}{style:#}")
    }

    fn object(&self, event: &str) -> Map<String, Value> {
        let Self { session, from, at } = self;
        let sender = session.esme.map(|esme| if esme == *from { "esme" } else { "mc" });
        let object = json!({
            "event": event,
            "time": at.as_seconds(),
            "connection": session.number,
            "from": session.ends[*from].to_string(),
            "to": session.ends[1 - *from].to_string(),
            "sender": sender,
        });
        match object {
            Value::Object(object) => object,
            _ => Map::new(),
        }
    }
}

impl Observer for Report {
    type Error = io::Error;

    fn item(&mut self, session: &mut Session, from: End, at: Time, item: Item) -> io::Result<()> {
        let way = &mut session.tally.ways[from];
        let text = match item {
            Item::Pdu(mut frame) => {
                hide_password(&mut frame);
                return self.pdu(session, from, at, &frame);
            }
            Item::Cut { header, len } => return self.cut(session, from, at, header, len),
            Item::Missing(count) => {
                way.missing += count;
                format!("{count} octets are missing")
            }
            Item::Skipped(count) => {
                way.skipped += count;
                format!("{count} octets are no PDU")
            }
            Item::BadLength(len) if len < Header::LEN as u32 => {
                format!("a command_length of {len}, which no PDU has: where the next one begins is unknown")
            }
            Item::BadLength(len) => format!(
                "a command_length of {len}, which is more than {MAX_COMMAND_LENGTH}: where the next PDU begins is unknown"
            ),
        };
        if !self.filter.takes_session(session) || !self.filter.takes_items() {
            return Ok(());
        }
        let place = Place { session, from, at };
        match self.form {
            Form::Lines | Form::Trees => {
                self.announce(session)?;
                let line = self.line_start(&place);
                writeln!(self.out, "{line} {ERROR}{text}{ERROR:#}")
            }
            Form::Json => {
                let (event, count) = match item {
                    Item::Missing(count) => ("missing", ("octets", count)),
                    Item::Skipped(count) => ("skipped", ("octets", count)),
                    Item::BadLength(len) => ("bad_length", ("command_length", len.into())),
                    Item::Pdu(_) | Item::Cut { .. } => return Ok(()),
                };
                let mut object = place.object(event);
                object.insert(count.0.into(), count.1.into());
                json::write_line(&mut self.out, &object)
            }
            Form::Hex => writeln!(self.out, "# connection {}: {text}", session.number),
            Form::Summary | Form::SummaryAsJson => Ok(()),
        }
    }

    fn end(&mut self, session: Session) -> io::Result<()> {
        if self.filter.takes_session(&session) {
            self.summary.add(session);
        }
        Ok(())
    }
}

impl Report {
    /// A packet was read.
    pub fn packet(&mut self, at: Time) {
        self.first.get_or_insert(at);
    }

    fn pdu(&mut self, session: &mut Session, from: End, at: Time, frame: &[u8]) -> io::Result<()> {
        // Its command_length is right: it was cut out by it.
        let Ok(decoded) = decode(frame) else { return Ok(()) };
        let exchange = session.take(from, at, decoded.header, Some(&decoded));
        let is_faulty = is_faulty(&decoded) || exchange.note.is_some();
        if !self.takes(session, from, decoded.header, Some((&decoded, frame)), &exchange, is_faulty) {
            return Ok(());
        }
        if let Some((request, _)) = &exchange.request
            && let Some(frame) = &request.frame
            && let Ok(decoded) = decode(frame)
        {
            let place = Place { session, from: 1 - from, at: request.at };
            self.show(&place, &decoded, frame, &Exchange::default())?;
        }
        self.show(&Place { session, from, at }, &decoded, frame, &exchange)
    }

    /// Whether a PDU is shown now.
    fn takes(
        &self,
        session: &mut Session,
        from: End,
        header: Header,
        pdu: Option<(&Decoded<'_>, &[u8])>,
        exchange: &Exchange,
        is_faulty: bool,
    ) -> bool {
        let is_relevant = self.filter.is_relevant(header, pdu.map(|(decoded, _)| decoded), exchange);
        let verdict = self.filter.verdict(header, is_faulty);
        if header.command_id.kind() == PduKind::Request {
            let frame = pdu.filter(|_| is_relevant && verdict == Verdict::Later).map(|(_, frame)| frame);
            session.requests[from].keep(is_relevant, frame, session.room);
        }
        is_relevant && verdict == Verdict::Show && self.filter.takes_session(session)
    }

    fn cut(
        &mut self,
        session: &mut Session,
        from: End,
        at: Time,
        header: Header,
        len: usize,
    ) -> io::Result<()> {
        let exchange = session.take(from, at, header, None);
        session.tally.ways[from].cut += 1;
        if !self.takes(session, from, header, None, &exchange, true) {
            return Ok(());
        }
        let place = Place { session, from, at };
        let text = format!("only {len} of its {} octets are in the capture", header.command_length);
        match self.form {
            Form::Lines | Form::Trees => {
                self.announce(session)?;
                let line = self.line_start(&place) + &head(header) + &tail(&exchange);
                writeln!(self.out, "{line} {ERROR}{text}{ERROR:#}")
            }
            Form::Json => {
                let mut object = place.object("cut");
                object.extend([
                    ("command".into(), header.command_id.name().into()),
                    ("command_id".into(), header.command_id.0.into()),
                    ("command_status".into(), header.command_status.0.into()),
                    ("sequence_number".into(), header.sequence_number.into()),
                    ("command_length".into(), header.command_length.into()),
                    ("octets".into(), len.into()),
                ]);
                add_exchange(&mut object, &exchange);
                json::write_line(&mut self.out, &object)
            }
            Form::Hex => writeln!(self.out, "# connection {}: {}: {text}", session.number, header.command_id),
            Form::Summary | Form::SummaryAsJson => Ok(()),
        }
    }

    fn show(
        &mut self,
        place: &Place<'_>,
        decoded: &Decoded<'_>,
        frame: &[u8],
        exchange: &Exchange,
    ) -> io::Result<()> {
        if matches!(self.form, Form::Summary | Form::SummaryAsJson) {
            return Ok(());
        }
        let mut scratch = vec![0; 2 * frame.len()];
        let meaning = Meaning::of(&decoded.pdu, &mut scratch);
        let meaning = meaning.as_ref();
        match self.form {
            Form::Lines => {
                self.announce(place.session)?;
                let mut line = self.line_start(place) + &head(decoded.header);
                let brief = brief(decoded, meaning);
                if !brief.is_empty() {
                    line = line + " " + &brief;
                }
                line += &tail(exchange);
                for fault in decoded.faults.iter() {
                    line += &format!(" {ERROR}{}: {}{ERROR:#}", fault.field, fault.fault);
                }
                if decoded.header.command_id.name().is_none() {
                    line += &format!(" {ERROR}command_id: {}{ERROR:#}", json::UNKNOWN_COMMAND);
                }
                writeln!(self.out, "{line}")
            }
            Form::Trees => {
                self.announce(place.session)?;
                let label = self.label(place, exchange);
                tree::write(&mut self.out, decoded, meaning, &self.vendor, label.as_bytes())
            }
            Form::Json => {
                let mut object = place.object("pdu");
                add_exchange(&mut object, exchange);
                object.extend(json::decoded_without_password(decoded, &self.vendor));
                if let Some(meaning) = meaning {
                    meaning.add_to(&mut object);
                }
                json::write_line(&mut self.out, &object)
            }
            Form::Hex => {
                let label = self.label(place, exchange);
                writeln!(self.out, "{} {label}", json::hex(frame))
            }
            Form::Summary | Form::SummaryAsJson => Ok(()),
        }
    }

    /// Says which connection the number stands for, before it is used.
    fn announce(&mut self, session: &Session) -> io::Result<()> {
        if session.announced.replace(true) {
            return Ok(());
        }
        let [first, second] = session.ends;
        writeln!(self.out, "{NAME}connection {}{NAME:#} {first} → {second}", session.number)
    }

    fn time(&mut self, at: Time) -> String {
        let since = match self.clock {
            Clock::Absolute => return at.to_string(),
            Clock::Relative => self.first,
            Clock::Delta => self.last.replace(at),
        };
        format!("{:>12}", at.since(since.unwrap_or(at)))
    }

    fn line_start(&mut self, place: &Place<'_>) -> String {
        let time = self.time(place.at);
        format!("{HINT}{time} {:>2}{HINT:#} {}", place.session.number, place.arrow())
    }

    /// What stands behind a tree or behind hex.
    fn label(&mut self, place: &Place<'_>, exchange: &Exchange) -> String {
        let time = self.time(place.at);
        let arrow = if place.from == 0 { '→' } else { '←' };
        let mut label = format!("{} connection {} {arrow}", time.trim_start(), place.session.number);
        label.extend(exchange.request.as_ref().map(|(_, time)| format!(" after {}", time.in_words())));
        label.extend(exchange.note.map(|note| format!(" {note}")));
        label
    }
}

/// The name of a PDU, its number, and the status of a response.
fn head(header: Header) -> String {
    let Header { command_id, command_status, sequence_number, .. } = header;
    let mut text = format!(" {NAME}{command_id}{NAME:#} {HINT}#{sequence_number}{HINT:#}");
    if command_id.is_response() || !command_status.is_ok() {
        let style = if command_status.is_ok() { HINT } else { ERROR };
        text += &format!(" {style}{command_status}{style:#}");
    }
    text
}

fn tail(exchange: &Exchange) -> String {
    let mut text = String::new();
    text.extend(
        exchange.request.as_ref().map(|(_, time)| format!(" {HINT}after {}{HINT:#}", time.in_words())),
    );
    text.extend(exchange.note.map(|note| format!(" {ERROR}{note}{ERROR:#}")));
    text
}

fn add_exchange(object: &mut Map<String, Value>, exchange: &Exchange) {
    let round_trip = exchange.request.as_ref().map(|(_, time)| Span::as_seconds(*time));
    let note = exchange.note.map(|note| match note {
        Note::AnswersNothing => "answers_nothing",
        Note::AnswersAnother(_) => "answers_another",
        Note::NumberInUse(_) => "number_in_use",
    });
    object.insert("round_trip".into(), round_trip.into());
    object.insert("note".into(), note.into());
}

/// Puts asterisks in the place of a password, so that it gets into nothing that is made of the PDU.
fn hide_password(frame: &mut [u8]) {
    let has_password = Header::read(frame).and_then(|header| header.command_id.def()).is_some_and(|def| {
        // Where it stands in all PDUs that have one.
        def.fields.get(1).is_some_and(|field| field.name == "password")
    });
    if !has_password {
        return;
    }
    let body = frame.get_mut(Header::LEN..).unwrap_or_default();
    let system_id = body.iter().position(|octet| *octet == 0).map_or(body.len(), |end| end + 1);
    body[system_id..].iter_mut().take_while(|octet| **octet != 0).for_each(|octet| *octet = b'*');
}

#[cfg(test)]
mod tests {
    use smppkit::CommandId;

    use super::*;

    #[test]
    fn every_password_is_hidden() {
        let with_password =
            smppkit::SCHEMA.iter().filter(|def| def.fields.iter().any(|field| field.name == "password"));
        let mut count = 0;
        for def in with_password {
            count += 1;
            let header = Header {
                command_length: 27,
                command_id: def.command_id,
                command_status: Default::default(),
                sequence_number: 1,
            };
            for (body, hidden) in [
                (&b"app\0secret\0x"[..], &b"app\0******\0x"[..]),
                (b"\0\0xy", b"\0\0xy"),
                (b"app\0secret", b"app\0******"),
                (b"app", b"app"),
                (b"", b""),
            ] {
                let mut frame = [&header.to_octets(), body].concat();
                hide_password(&mut frame);
                assert_eq!(frame, [&header.to_octets(), hidden].concat(), "{}", def.name);
            }
        }
        assert_eq!(count, 4);
        let mut other =
            [&[0, 0, 0, 16][..], &CommandId::SUBMIT_SM.0.to_be_bytes(), &[0; 8], b"a\0bc\0"].concat();
        let before = other.clone();
        hide_password(&mut other);
        assert_eq!(other, before);
    }
}
