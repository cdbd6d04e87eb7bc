//! Replays a transcript against a session and shows the first difference.

use std::collections::VecDeque;
use std::fmt;

use smppkit::session::{Config, Role, State};
use smppkit::{Decoded, Header, Instant, Pdu, decode};

use super::core::Core;
use super::endpoint::{Action, Endpoint, Reaction, Told};
use super::notation::{Named, configure, duration, number, octets, status};

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
    /// The headers of what it was sent.
    pub received: Vec<Header>,
    /// The headers of what it sent.
    pub sent: Vec<Header>,
}

/// Replays a transcript against the session of the core.
///
/// # Errors
///
/// The first difference.
pub fn replay(transcript: &str) -> Result<Replayed, Difference> {
    replay_with(&mut Core::default(), transcript)
}

/// Replays a transcript against any session.
///
/// # Errors
///
/// The first difference.
pub fn replay_with(endpoint: &mut dyn Endpoint, transcript: &str) -> Result<Replayed, Difference> {
    let mut world = World::new(endpoint);
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
    match (world.left_over(), world.config) {
        (Some(left), _) => Err(fail(last.0, last.1, left)),
        (None, Some(config)) if checked > 0 => {
            let (received, sent) = (headers(&world.received), headers(&world.sent));
            Ok(Replayed { checked, role: config.role, states: world.states, received, sent })
        }
        (None, _) => Err(fail(last.0, last.1, "nothing is checked".into())),
    }
}

struct World<'e> {
    endpoint: &'e mut dyn Endpoint,
    config: Option<Config>,
    window: usize,
    begun: bool,
    now: Instant,
    /// The session took not all of its input.
    paused: bool,
    output: Vec<u8>,
    events: VecDeque<Told>,
    /// Tickets that were not used, with the number of the request.
    tickets: Vec<(u64, u32)>,
    states: Vec<State>,
    /// All octets in either direction.
    received: Vec<u8>,
    sent: Vec<u8>,
}

impl<'e> World<'e> {
    fn new(endpoint: &'e mut dyn Endpoint) -> Self {
        Self {
            endpoint,
            config: None,
            window: 4,
            begun: false,
            now: Instant::ORIGIN,
            paused: false,
            output: vec![],
            events: VecDeque::new(),
            tickets: vec![],
            states: vec![],
            received: vec![],
            sent: vec![],
        }
    }

    /// Begins the session, unless it was.
    fn begin(&mut self) -> Result<(), String> {
        if !self.begun {
            let config = self.config.ok_or("the first line is: role esme, or: role mc")?;
            self.endpoint.start(&config, self.window)?;
            self.begun = true;
            self.states.push(State::Open);
        }
        Ok(())
    }

    /// What was not expected.
    fn left_over(&self) -> Option<String> {
        if let Some(told) = self.events.front() {
            return Some(format!("before this, the application is told: {}", told));
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
            "window" => self.window = rest.parse().map_err(|_| "a window is a number")?,
            "config" => {
                let config = self.config.as_mut().ok_or("the role comes first")?;
                rest.split_whitespace().try_for_each(|setting| configure(config, setting))?;
            }
            "@" => {
                self.now = Instant::ORIGIN.saturating_add(duration(rest)?);
                self.does(Action::Timeout)?;
            }
            ">" => self.does(Action::Receive(&octets(rest)?))?,
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

    fn act(&mut self, action: &str) -> Result<(), String> {
        let (verb, rest) = action.split_once(' ').unwrap_or((action, ""));
        match verb {
            "request" => {
                let (token, pdu) = rest.split_once(' ').ok_or("request TOKEN PDU")?;
                self.does(Action::Request(token_number(token)?, None, &Named::to_send(pdu)?))?;
            }
            "request_within" => {
                let wanted = "request_within TIME TOKEN PDU";
                let (within, rest) = rest.split_once(' ').ok_or(wanted)?;
                let (token, pdu) = rest.split_once(' ').ok_or(wanted)?;
                let within = Some(duration(within)?);
                self.does(Action::Request(token_number(token)?, within, &Named::to_send(pdu)?))?;
            }
            "notify" => self.does(Action::Notify(&Named::to_send(rest)?))?,
            "respond" | "reject" | "abandon" => self.answer(verb, rest)?,
            "close" => self.does(Action::Close)?,
            "eof" => self.does(Action::Eof)?,
            _ => return Err(format!("there is no action {verb}")),
        }
        // An answer may be what the rest of the input waited for.
        if self.paused { self.does(Action::Receive(&[])) } else { Ok(()) }
    }

    /// Answers the request with the number that comes first; if the answer is not sent, the ticket stays.
    fn answer(&mut self, verb: &str, text: &str) -> Result<(), String> {
        let (number_text, rest) = text.split_once(' ').unwrap_or((text, ""));
        let wanted =
            number_text.strip_prefix('#').and_then(number).ok_or("a request is named by its #number")?;
        let at = self.tickets.iter().position(|(_, number)| *number == wanted);
        let (ticket, _) = self.tickets.remove(at.ok_or("no such request waits")?);
        let told = self.events.len();
        match verb {
            "respond" => self.does(Action::Respond(ticket, &Named::to_send(rest)?))?,
            "reject" => {
                self.does(Action::Reject(ticket, status(rest).ok_or("reject #NUMBER STATUS")?))?;
            }
            _ => self.does(Action::Abandon(ticket))?,
        }
        let refused = |told: &Told| matches!(told, Told::Words(words) if words.starts_with("error "));
        if self.events.iter().skip(told).any(refused) {
            self.tickets.push((ticket, wanted));
        }
        Ok(())
    }

    /// Does it, and notes what comes of it.
    fn does(&mut self, action: Action<'_>) -> Result<(), String> {
        self.begin()?;
        let Reaction { octets, told, states } = self.endpoint.act(self.now, action)?;
        if matches!(action, Action::Receive(_)) {
            self.paused = told.iter().any(|told| matches!(told, Told::Words(words) if words == "paused"));
        }
        for told in &told {
            if let Told::Request(ticket, frame) = told {
                let header = Header::read(frame).ok_or("a request without a header")?;
                self.tickets.push((*ticket, header.sequence_number));
            }
        }
        if let Action::Receive(octets) = action {
            self.received.extend(octets);
        }
        self.sent.extend(&octets);
        self.output.extend(octets);
        self.events.extend(told);
        self.states.extend(states);
        self.states.dedup();
        Ok(())
    }

    fn expect(&mut self, wanted: &str) -> Result<(), String> {
        if let Some(state) = wanted.strip_prefix("state ") {
            self.begin()?;
            let is = self.states.last().map(|state| format!("{state:?}")).unwrap_or_default();
            return if is == state { Ok(()) } else { Err(format!("the state is {is}")) };
        }
        let told = self.events.pop_front().ok_or("the application is told nothing")?;
        let fail = |what: &str| Err(format!("{what}; the application is told: {told}"));
        let (verb, frame) = match &told {
            // What follows the words that are wanted, such as the field, need not be written.
            Told::Words(_) | Told::Refused(..) => {
                let whole = told.to_string();
                let rest = whole.strip_prefix(wanted);
                let exact = matches!(told, Told::Words(_));
                let same = rest.is_some_and(|rest| rest.is_empty() || !exact && rest.starts_with(' '));
                return if same { Ok(()) } else { fail("it is something else") };
            }
            Told::Request(_, frame) => ("request ".into(), frame),
            Told::Response(token, frame) => (format!("response {token} "), frame),
            Told::Notification(frame) => ("notification ".into(), frame),
        };
        let Some(named) = wanted.strip_prefix(&verb) else {
            return fail("it is something else");
        };
        let named = Named::parse(named)?;
        match named.difference(&decode(frame).map_err(|error| error.to_string())?) {
            Some(what) => fail(&what),
            None => Ok(()),
        }
    }
}

/// The headers of whole PDUs, up to where there are none.
fn headers(mut octets: &[u8]) -> Vec<Header> {
    let mut headers = Vec::new();
    while let Some(header) = Header::read(octets)
        && let Some((_, rest)) = octets.split_at_checked(header.command_length.max(16) as usize)
    {
        headers.push(header);
        octets = rest;
    }
    headers
}

fn token_number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a token is a number, not {text}"))
}

fn show(octets: &[u8]) -> String {
    match decode(octets) {
        Ok(Decoded { header, pdu, .. }) if !matches!(pdu, Pdu::Unknown { .. }) => {
            format!("{{{pdu} #{} {}}}", header.sequence_number, header.command_status)
        }
        _ => hex(octets),
    }
}

pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
