//! The session of a binding as the end of a transcript: another program, which is spoken to line by line.
//!
//! The program reads a command a line and does it; then it writes what came of it, a line each, and last `done STATE`.
//! Octets are hex, in lower case, `-` if there are none. NOW is a time in nanoseconds; the session begins at 1. A PDU is a whole frame; what
//! the application sends has the sequence number 0, the session gives it its own.
//!
//! | command | what to do |
//! |---|---|
//! | `start name=value …` | begin a session at time 1 and forget the one before; the settings are `role` (`esme`, `mc`), `window`, `interface_version`, `version_when_absent`, `max_command_length`, `max_unanswered` (numbers), `session_init`, `enquire_link`, `inactivity`, `response` (nanoseconds or `off`), `when_full` (`pause`, `throttle`), `enquire_links` (`answer`, `deliver`), `unknown` (`refuse`, `deliver`), `tolerance` (`strict`, `tolerant`); all are given |
//! | `receive NOW OCTETS` | octets arrive, or none: go on with those that are left |
//! | `timeout NOW` | look at the timers |
//! | `request NOW TOKEN PDU` | send a request |
//! | `request_within NOW TIME TOKEN PDU` | the same, with a response timer of its own |
//! | `notify NOW PDU` | send what wants no answer |
//! | `respond NOW TICKET PDU` | answer; the status is that of the PDU's header |
//! | `reject NOW TICKET STATUS` | answer with a status (a number) and no body |
//! | `abandon NOW TICKET` | never answer |
//! | `close NOW` | end the session |
//! | `eof NOW` | the peer ended the connection |
//!
//! | what came of it | when |
//! |---|---|
//! | `octets OCTETS` | octets for the peer |
//! | `request TICKET PDU` | an event, as all that follow; the PDU is encoded again from what the binding made of it |
//! | `response TOKEN PDU`, `notification PDU` | |
//! | `refused HEADER STATUS [FIELD]` | the 16 octets of the header, the status as a number |
//! | `unbind_received` | |
//! | `unanswered TOKEN timeout`, `unanswered TOKEN closed` | |
//! | `closed REASON` | in the words of `CloseReason`, such as `peer_unbound` |
//! | `paused` | after `receive`, if the session takes no more although all its octets were fetched |
//! | `error NAME` | the command was not done: `window_full`, `not_allowed`, `wrong_kind`, `not_in_version`, `field NAME`, `closed`, `ticket_used` … |
//! | `done STATE` | the state, such as `BoundTrx` |
//! | `failed WHY` | instead of all this: the command makes no sense or the binding is at fault |

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use smppkit::session::{Config, EnquireLinks, Role, State, Tolerance, UnknownRequests, WhenFull};
use smppkit::{CommandStatus, Header, Instant};

use super::endpoint::{Action, Endpoint, Reaction, Told};
use super::notation;

/// A program that speaks for the session of a binding.
pub struct Driver {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts the program: its name and its arguments.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn spawn(program: &[String]) -> Result<Self, String> {
        let (name, arguments) = program.split_first().ok_or("which program?")?;
        let child = Command::new(name).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("{name}: {error}"))?;
        let commands = child.stdin.take().ok_or("no standard input")?;
        let answers = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        Ok(Self { child, commands, answers })
    }

    fn command(&mut self, command: &str) -> Result<Reaction, String> {
        let ended = |error: std::io::Error| format!("the driver ended at {command:?}: {error}");
        writeln!(self.commands, "{command}").and_then(|()| self.commands.flush()).map_err(ended)?;
        let mut reaction = Reaction { octets: vec![], told: vec![], states: vec![] };
        loop {
            let mut line = String::new();
            if self.answers.read_line(&mut line).map_err(ended)? == 0 {
                return Err(format!("the driver ended at {command:?}"));
            }
            let line = line.trim_end();
            let wrong = |why: String| format!("the driver answers {line:?}: {why}");
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "octets" => reaction.octets.extend(octets(rest).map_err(wrong)?),
                "done" => {
                    reaction.states.push(state(rest).map_err(wrong)?);
                    return Ok(reaction);
                }
                "failed" => return Err(wrong(format!("at {command:?}"))),
                _ => reaction.told.push(told(word, rest).map_err(wrong)?),
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It ends by itself at the end of its input; should it not, nobody waits for it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Endpoint for Driver {
    fn start(&mut self, config: &Config, window: usize) -> Result<(), String> {
        self.command(&start(config, window)).map(drop)
    }

    fn act(&mut self, now: Instant, action: Action<'_>) -> Result<Reaction, String> {
        let now = now.as_nanos();
        self.command(&match action {
            Action::Receive(octets) => format!("receive {now} {}", hex(octets)),
            Action::Timeout => format!("timeout {now}"),
            Action::Request(token, None, pdu) => format!("request {now} {token} {}", hex(&pdu.octets())),
            Action::Request(token, Some(within), pdu) => {
                format!("request_within {now} {} {token} {}", within.as_nanos(), hex(&pdu.octets()))
            }
            Action::Notify(pdu) => format!("notify {now} {}", hex(&pdu.octets())),
            Action::Respond(ticket, pdu) => format!("respond {now} {ticket} {}", hex(&pdu.octets())),
            Action::Reject(ticket, status) => format!("reject {now} {ticket} {}", status.0),
            Action::Abandon(ticket) => format!("abandon {now} {ticket}"),
            Action::Close => format!("close {now}"),
            Action::Eof => format!("eof {now}"),
        })
    }
}

fn start(config: &Config, window: usize) -> String {
    let timer =
        |time: Option<Duration>| time.map_or_else(|| "off".into(), |time| time.as_nanos().to_string());
    let tolerance = if config.tolerance == Tolerance::STRICT { "strict" } else { "tolerant" };
    let outgoing = if config.check_outgoing { "check" } else { "as_given" };
    format!(
        "start role={} window={window} interface_version={} version_when_absent={} max_command_length={} \
         max_unanswered={} session_init={} enquire_link={} inactivity={} response={} when_full={} \
         enquire_links={} unknown={} tolerance={tolerance} outgoing={outgoing}",
        match config.role {
            Role::Esme => "esme",
            Role::Mc => "mc",
        },
        config.interface_version.0,
        config.version_when_absent.0,
        config.max_command_length,
        config.max_unanswered,
        timer(config.session_init),
        timer(config.enquire_link),
        timer(config.inactivity),
        timer(Some(config.response)),
        match config.when_unanswered_full {
            WhenFull::Pause => "pause",
            WhenFull::Throttle => "throttle",
        },
        match config.enquire_links {
            EnquireLinks::Answer => "answer",
            EnquireLinks::Deliver => "deliver",
        },
        match config.unknown_requests {
            UnknownRequests::Refuse => "refuse",
            UnknownRequests::Deliver => "deliver",
        },
    )
}

fn told(word: &str, rest: &str) -> Result<Told, String> {
    let keyed = || {
        let (key, frame) = rest.split_once(' ').ok_or("a number and a PDU")?;
        Ok::<_, String>((key.parse().map_err(|_| format!("{key} is no number"))?, octets(frame)?))
    };
    Ok(match word {
        "request" => {
            let (ticket, frame) = keyed()?;
            Told::Request(ticket, frame)
        }
        "response" => {
            let (token, frame) = keyed()?;
            Told::Response(token, frame)
        }
        "notification" => Told::Notification(octets(rest)?),
        "refused" => {
            let mut words = rest.split(' ');
            let [header, status] = [words.next(), words.next()].map(Option::unwrap_or_default);
            let header = Header::read(&octets(header)?).ok_or("a header has 16 octets")?;
            let status = status.parse().map_err(|_| format!("{status} is no number"))?;
            Told::Refused(header, CommandStatus(status), words.next().map(Into::into))
        }
        "unbind_received" | "unanswered" | "closed" | "paused" | "error" => {
            Told::Words(format!("{word} {rest}").trim_end().into())
        }
        _ => return Err("what is this?".into()),
    })
}

fn state(name: &str) -> Result<State, String> {
    let states = [
        State::Open,
        State::Outbound,
        State::BoundTx,
        State::BoundRx,
        State::BoundTrx,
        State::Unbound,
        State::Closed,
    ];
    let found = states.into_iter().find(|state| format!("{state:?}") == name);
    found.ok_or_else(|| format!("{name} is no state"))
}

fn octets(text: &str) -> Result<Vec<u8>, String> {
    if text == "-" { Ok(vec![]) } else { notation::hex(text) }
}

fn hex(octets: &[u8]) -> String {
    if octets.is_empty() { "-".into() } else { super::replay::hex(octets) }
}
