//! Replays a transcript against a session and shows the first difference.

use std::collections::VecDeque;
use std::fmt;

use smppkit::session::{
    CloseReason, Config, Event, Receive, Role, SendError, Session, Slot, State, Ticket, Unanswered,
};
use smppkit::{Decoded, Header, Instant, Pdu, decode};

use super::notation::{Named, configure, duration, number, octets, status, words};

/// Where a session does something else than its transcript says, or the transcript says nothing that makes sense.
#[derive(Debug)]
pub struct Difference {
    /// The line, from 1.
    pub line: usize,
    /// What the line says.
    pub text: String,
    /// What is different.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}\n    {}", self.line, self.text, self.what)
    }
}

/// A transcript that is what the session does.
#[derive(Debug)]
pub struct Replayed {
    /// How many lines were checked.
    pub checked: usize,
    /// Which side was tested.
    pub role: Role,
    /// The states it was in, one after the other.
    pub states: Vec<State>,
}

/// Replays a transcript.
///
/// # Errors
///
/// The first difference.
pub fn replay(transcript: &str) -> Result<Replayed, Difference> {
    let mut world = World::default();
    let mut checked = 0;
    let lines = transcript.lines().enumerate().map(|(at, text)| (at + 1, text.trim()));
    let fail = |line: usize, text: &str, what: String| Difference { line, text: text.into(), what };
    let mut last = (0, "");
    for (line, text) in lines.filter(|(_, text)| !text.is_empty() && !text.starts_with('#')) {
        last = (line, text);
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let expects = matches!(verb, "=" | "<");
        if !expects && let Some(left) = world.left_over() {
            return Err(fail(line, text, left));
        }
        checked += usize::from(expects);
        world.line(verb, rest.trim()).map_err(|what| fail(line, text, what))?;
    }
    match world.left_over() {
        Some(left) => Err(fail(last.0, last.1, left)),
        None if checked == 0 => Err(fail(last.0, last.1, "nothing is checked".into())),
        None => {
            let role = world.session().map_err(|what| fail(last.0, last.1, what))?.role();
            Ok(Replayed { checked, role, states: world.states })
        }
    }
}

#[derive(Default)]
struct World {
    config: Option<Config>,
    window: Option<usize>,
    session: Option<Session<Vec<Slot>>>,
    now: Option<Instant>,
    input: Vec<u8>,
    output: Vec<u8>,
    events: VecDeque<Told>,
    tickets: Vec<Ticket>,
    states: Vec<State>,
}

/// What the application was told.
enum Told {
    /// A word, and a PDU.
    Pdu(String, Vec<u8>),
    /// The header of a PDU that was refused, the status of the answer, and the field.
    Refused(Header, String),
    Words(String),
}

impl Told {
    fn show(&self) -> String {
        match self {
            Self::Pdu(words, frame) => match decode(frame) {
                Ok(Decoded { header, pdu, .. }) => {
                    format!("{words} {pdu} #{} {}", header.sequence_number, header.command_status)
                }
                Err(error) => format!("{words}: {error}"),
            },
            Self::Refused(header, words) => {
                format!("refused {} #{} {words}", header.command_id, header.sequence_number)
            }
            Self::Words(words) => words.clone(),
        }
    }
}

impl World {
    fn now(&self) -> Instant {
        self.now.unwrap_or(Instant::ORIGIN)
    }

    fn session(&mut self) -> Result<&mut Session<Vec<Slot>>, String> {
        if self.session.is_none() {
            let config = self.config.ok_or("the first line is: role esme, or: role mc")?;
            let window = vec![Slot::default(); self.window.unwrap_or(4)];
            let session = Session::new(config, window, Instant::ORIGIN);
            self.session = Some(session.map_err(|error| error.to_string())?);
            self.states.push(State::Open);
        }
        self.session.as_mut().ok_or_else(String::new)
    }

    /// Notes the state, if it is another one.
    fn look(&mut self) -> Result<(), String> {
        let state = self.session()?.state();
        if self.states.last() != Some(&state) {
            self.states.push(state);
        }
        Ok(())
    }

    /// What was not expected.
    fn left_over(&self) -> Option<String> {
        if let Some(told) = self.events.front() {
            return Some(format!("before this, the application is told: {}", told.show()));
        }
        (!self.output.is_empty()).then(|| format!("before this, octets go out: {}", show(&self.output)))
    }

    fn line(&mut self, verb: &str, rest: &str) -> Result<(), String> {
        match verb {
            "role" => {
                self.config = Some(match rest {
                    "esme" => Config::esme(),
                    "mc" => Config::mc(),
                    _ => return Err("a role is esme or mc".into()),
                });
            }
            "window" => self.window = Some(rest.parse().map_err(|_| "a window is a number")?),
            "config" => {
                let config = self.config.as_mut().ok_or("the role comes first")?;
                rest.split_whitespace().try_for_each(|setting| configure(config, setting))?;
            }
            "@" => {
                let since = duration(rest)?;
                self.now = Some(Instant::ORIGIN.saturating_add(since));
                let now = self.now();
                self.session()?.handle_timeout(now);
                self.poll()?;
            }
            ">" => {
                self.input.extend(octets(rest)?);
                self.receive()?;
            }
            "!" => self.act(rest)?,
            "<" => {
                let wanted = octets(rest)?;
                let sent: Vec<u8> = self.output.drain(..wanted.len().min(self.output.len())).collect();
                if sent != wanted {
                    return Err(format!(
                        "what goes out is {}: {}, not {}",
                        show(&sent),
                        hex(&sent),
                        hex(&wanted)
                    ));
                }
            }
            "=" => self.expect(rest)?,
            _ => return Err(format!("what is {verb}?")),
        }
        Ok(())
    }

    fn receive(&mut self) -> Result<(), String> {
        let now = self.now();
        loop {
            let input = std::mem::take(&mut self.input);
            let (consumed, told) = match self.session()?.receive(now, &input) {
                Receive::Pdu { consumed, event } => (consumed, event.map(tell)),
                Receive::Paused => {
                    self.input = input;
                    self.events.push_back(Told::Words("paused".into()));
                    return self.poll();
                }
                _ => (0, None),
            };
            self.input = input[consumed..].to_vec();
            if let Some((told, ticket)) = told {
                self.events.push_back(told);
                self.tickets.extend(ticket);
            }
            self.poll()?;
            if consumed == 0 {
                return Ok(());
            }
        }
    }

    /// What the session does by itself.
    fn poll(&mut self) -> Result<(), String> {
        self.look()?;
        let mut out = [0; 1024];
        let session = self.session()?;
        let len = session.poll_transmit(&mut out);
        let told: Vec<_> = std::iter::from_fn(|| session.poll_event()).map(|event| tell(event).0).collect();
        self.output.extend(&out[..len]);
        self.events.extend(told);
        Ok(())
    }

    fn act(&mut self, action: &str) -> Result<(), String> {
        let (verb, rest) = action.split_once(' ').unwrap_or((action, ""));
        let now = self.now();
        let mut out = vec![0; 70_000];
        let sent: Result<usize, SendError> = match verb {
            "request" | "request_within" => {
                let (within, rest) = match verb {
                    "request_within" => {
                        let (within, rest) = rest.split_once(' ').ok_or("request_within TIME TOKEN PDU")?;
                        (Some(duration(within)?), rest)
                    }
                    _ => (None, rest),
                };
                let (token, pdu) = rest.split_once(' ').ok_or("request TOKEN PDU")?;
                let token = token.parse().map_err(|_| "a token is a number")?;
                let session = self.session()?;
                Named::to_send(pdu)?.with_pdu(|pdu| match within {
                    Some(within) => session.request_within(now, pdu, token, within, &mut out),
                    None => session.request(now, pdu, token, &mut out),
                })
            }
            .map(|sent| sent.len),
            "notify" => {
                let session = self.session()?;
                Named::to_send(rest)?.with_pdu(|pdu| session.notify(now, pdu, &mut out)).map(|sent| sent.len)
            }
            "respond" | "reject" | "abandon" => {
                let (ticket, rest) = self.ticket(rest)?;
                let session = self.session()?;
                let answered = match verb {
                    "respond" => {
                        let model = Named::to_send(rest)?;
                        let status = smppkit::CommandStatus(model.status);
                        model.with_pdu(|pdu| session.respond(now, ticket, status, pdu, &mut out))
                    }
                    "reject" => {
                        let status = status(rest).ok_or("reject #NUMBER STATUS")?;
                        session.reject(now, ticket, status, &mut out)
                    }
                    _ => {
                        session.abandon(ticket);
                        Ok(0)
                    }
                };
                answered.map_err(|(ticket, error)| {
                    self.tickets.push(ticket);
                    error
                })
            }
            "close" => {
                self.session()?.close();
                Ok(0)
            }
            "eof" => {
                self.session()?.receive_eof();
                Ok(0)
            }
            _ => return Err(format!("there is no action {verb}")),
        };
        match sent {
            Ok(len) => self.output.extend(&out[..len]),
            Err(error) => self.events.push_back(Told::Words(format!("error {}", error_name(&error)))),
        }
        self.poll()?;
        // An answer may be what the rest of the input waited for.
        if self.input.is_empty() { Ok(()) } else { self.receive() }
    }

    /// The ticket of the request with this number, and what follows the number.
    fn ticket<'t>(&mut self, text: &'t str) -> Result<(Ticket, &'t str), String> {
        let (number_text, rest) = text.split_once(' ').unwrap_or((text, ""));
        let wanted =
            number_text.strip_prefix('#').and_then(number).ok_or("a request is named by its #number")?;
        let at = self.tickets.iter().position(|ticket| ticket.sequence_number() == wanted);
        Ok((self.tickets.remove(at.ok_or("no such request waits")?), rest))
    }

    fn expect(&mut self, wanted: &str) -> Result<(), String> {
        if let Some(state) = wanted.strip_prefix("state ") {
            let is = format!("{:?}", self.session()?.state());
            return if is == state { Ok(()) } else { Err(format!("the state is {is}")) };
        }
        let told = self.events.pop_front().ok_or("the application is told nothing")?;
        let fail = |what: &str| Err(format!("{what}; the application is told: {}", told.show()));
        match &told {
            Told::Words(words) if words == wanted => Ok(()),
            Told::Words(_) => fail("it is something else"),
            Told::Refused(header, told_words) => {
                let mut words = words(wanted)?.into_iter();
                let [verb, name, number_word] =
                    [words.next(), words.next(), words.next()].map(Option::unwrap_or_default);
                let number_told = format!("#{}", header.sequence_number);
                let rest = words.collect::<Vec<_>>().join(" ");
                let same =
                    verb == "refused" && name == header.command_id.to_string() && number_word == number_told;
                if same && told_words.starts_with(&rest) { Ok(()) } else { fail("it is something else") }
            }
            Told::Pdu(verb, frame) => {
                let Some(rest) = wanted.strip_prefix(verb.as_str()) else {
                    return fail("it is something else");
                };
                let named = Named::parse(rest)?;
                let decoded = decode(frame).map_err(|error| error.to_string())?;
                match named.difference(&decoded) {
                    Some(what) => fail(&what),
                    None => Ok(()),
                }
            }
        }
    }
}

fn tell(event: Event<'_>) -> (Told, Option<Ticket>) {
    let pdu = |words: String, frame: &[u8]| Told::Pdu(words, frame.to_vec());
    match event {
        Event::Request { ticket, frame, .. } => (pdu("request ".into(), frame), Some(ticket)),
        Event::Response { token, frame, .. } => (pdu(format!("response {token} "), frame), None),
        Event::Notification { frame, .. } => (pdu("notification ".into(), frame), None),
        Event::Refused { header, status, fault } => {
            let field = fault.map(|fault| format!(" field={}", fault.field)).unwrap_or_default();
            (Told::Refused(header, format!("{status}{field}")), None)
        }
        Event::UnbindReceived => (Told::Words("unbind_received".into()), None),
        Event::Unanswered { token, reason, .. } => {
            let reason = match reason {
                Unanswered::Timeout => "timeout",
                Unanswered::Closed => "closed",
            };
            (Told::Words(format!("unanswered {token} {reason}")), None)
        }
        Event::Closed { reason } => (Told::Words(format!("closed {}", reason_name(reason))), None),
        other => (Told::Words(format!("{other:?}")), None),
    }
}

fn reason_name(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::Local => "local",
        CloseReason::Unbound => "unbound",
        CloseReason::UnbindUnanswered => "unbind_unanswered",
        CloseReason::PeerUnbound => "peer_unbound",
        CloseReason::Eof => "eof",
        CloseReason::SessionInit => "session_init",
        CloseReason::BindUnanswered => "bind_unanswered",
        CloseReason::Inactivity => "inactivity",
        CloseReason::EnquireLinkUnanswered => "enquire_link_unanswered",
        CloseReason::BadCommandLength(_) => "bad_command_length",
        _ => "?",
    }
}

fn error_name(error: &SendError) -> String {
    match error {
        SendError::WindowFull => "window_full".into(),
        SendError::BufferTooSmall { .. } => "buffer_too_small".into(),
        SendError::NotAllowed { .. } => "not_allowed".into(),
        SendError::WrongKind { .. } => "wrong_kind".into(),
        SendError::NotInVersion { .. } => "not_in_version".into(),
        SendError::Field(fault) => format!("field {}", fault.field),
        SendError::Closed => "closed".into(),
        other => format!("{other:?}"),
    }
}

fn show(octets: &[u8]) -> String {
    match decode(octets) {
        Ok(Decoded { header, pdu, .. }) if !matches!(pdu, Pdu::Unknown { .. }) => {
            format!("{{{pdu} #{} {}}}", header.sequence_number, header.command_status)
        }
        _ => hex(octets),
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
