//! What a transcript is replayed against: the session of the core, or that of a binding.

use std::fmt;
use std::time::Duration;

use smppkit::session::{Config, State};
use smppkit::{CommandStatus, Decoded, Header, Instant, decode};

use crate::model::Model;

/// A session of some language.
pub trait Endpoint {
    /// Begins a session, at [`Instant::ORIGIN`].
    ///
    /// # Errors
    ///
    /// If there is no such session.
    fn start(&mut self, config: &Config, window: usize) -> Result<(), String>;

    /// Does one thing, and what the session then does by itself.
    ///
    /// # Errors
    ///
    /// If it does not come to an answer; that the session says no is not an error.
    fn act(&mut self, now: Instant, action: Action<'_>) -> Result<Reaction, String>;
}

/// One thing that happens to a session.
#[derive(Clone, Copy, Debug)]
pub enum Action<'a> {
    /// Octets arrive, or none: then it goes on with those it has.
    Receive(&'a [u8]),
    /// Timers are looked at.
    Timeout,
    /// The application asks, with a token, and perhaps with a response timer of its own.
    Request(u64, Option<Duration>, &'a Model),
    /// The application says something that wants no answer.
    Notify(&'a Model),
    /// The application answers, with this ticket.
    Respond(u64, &'a Model),
    /// The application says no.
    Reject(u64, CommandStatus),
    /// The application will not answer.
    Abandon(u64),
    /// The application ends the session.
    Close,
    /// The peer ended the connection.
    Eof,
}

/// What came of it.
#[derive(Debug)]
pub struct Reaction {
    /// Octets for the peer.
    pub octets: Vec<u8>,
    /// What the application is told.
    pub told: Vec<Told>,
    /// The states that were noticed, in order; the last is the present one.
    pub states: Vec<State>,
}

/// What the application is told.
#[derive(Debug)]
pub enum Told {
    /// The peer asks: the ticket, and the PDU.
    Request(u64, Vec<u8>),
    /// The peer answered: the token, and the PDU.
    Response(u64, Vec<u8>),
    /// The peer says something.
    Notification(Vec<u8>),
    /// A PDU was refused: its header, the status of the answer, and the field.
    Refused(Header, CommandStatus, Option<String>),
    /// Anything that is only words: `paused`, `error NAME`, `unanswered TOKEN REASON` …
    Words(String),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frame = match self {
            Self::Request(_, frame) => {
                f.write_str("request ")?;
                frame
            }
            Self::Response(token, frame) => {
                write!(f, "response {token} ")?;
                frame
            }
            Self::Notification(frame) => {
                f.write_str("notification ")?;
                frame
            }
            Self::Refused(header, status, field) => {
                write!(f, "refused {} #{} {status}", header.command_id, header.sequence_number)?;
                return field.as_ref().map_or(Ok(()), |field| write!(f, " field={field}"));
            }
            Self::Words(words) => return f.write_str(words),
        };
        match decode(frame) {
            Ok(Decoded { header, pdu, .. }) => {
                write!(f, "{pdu} #{} {}", header.sequence_number, header.command_status)
            }
            Err(error) => error.fmt(f),
        }
    }
}
