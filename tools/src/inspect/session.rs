//! What passes over one connection that carries SMPP: who is who, and what belongs together.

use std::cell::Cell;
use std::net::SocketAddr;

use smppkit::values::InterfaceVersion;
use smppkit::{CommandId, CommandStatus, Decoded, Header, PduKind};

use super::requests::{Answered, Request, Requests};
use super::tally::Tally;
use super::time::{Span, Time};
use crate::bind::bind_of;

/// How many binds of a connection are remembered; it should have one.
const MAX_BINDS: usize = 16;

/// One end of the connection: 0 for the first, 1 for the second.
pub type End = usize;

/// A connection that carries SMPP.
pub struct Session {
    pub number: u64,
    /// The first is the one that connected, as far as that can be told.
    pub ends: [SocketAddr; 2],
    /// Which of them is the ESME, once that was seen.
    pub esme: Option<End>,
    pub binds: Vec<Bind>,
    pub requests: [Requests; 2],
    /// How many octets its requests may take.
    pub room: usize,
    /// Whether it was told which connection has this number.
    pub announced: Cell<bool>,
    pub tally: Tally,
    pub unbind: bool,
    pub closed: Closed,
}

/// How the connection itself ended.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Closed {
    /// It did not, as far as the capture goes.
    #[default]
    Open,
    /// By a FIN of this end.
    Fin(End),
    /// By a RST of this end.
    Rst(End),
}

/// A bind request, and its response.
pub struct Bind {
    pub command_id: CommandId,
    pub system_id: String,
    pub version: InterfaceVersion,
    sequence_number: u32,
    pub status: Option<CommandStatus>,
}

/// What a PDU is to those before it.
#[derive(Default)]
pub struct Exchange {
    /// For a response: the request that it answers, and how long that waited.
    pub request: Option<(Request, Span)>,
    pub note: Option<Note>,
}

/// What is out of order between PDUs.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// A response to nothing that was seen.
    AnswersNothing,
    /// The request with this number is another one.
    AnswersAnother(CommandId),
    /// A request with this number is in flight.
    NumberInUse(CommandId),
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AnswersNothing => write!(f, "answers no request that was seen"),
            Self::AnswersAnother(id) => write!(f, "the request with this sequence_number is {id}"),
            Self::NumberInUse(id) => write!(f, "its sequence_number is that of {id} in flight"),
        }
    }
}

impl Session {
    pub fn new(number: u64, ends: [SocketAddr; 2]) -> Self {
        Self {
            number,
            ends,
            esme: None,
            binds: vec![],
            requests: <[Requests; 2]>::default(),
            room: 0,
            announced: Cell::new(false),
            tally: Tally::default(),
            unbind: false,
            closed: Closed::Open,
        }
    }

    /// A PDU of `from`, whole or not.
    pub fn take(&mut self, from: End, at: Time, header: Header, decoded: Option<&Decoded<'_>>) -> Exchange {
        self.tally.ways[from].count(header.command_id, header.command_status);
        self.learn_who_is_who(from, header.command_id);
        let exchange = match header.command_id.kind() {
            PduKind::Request => self.request(from, at, header),
            PduKind::Response | PduKind::Nack => self.response(from, at, header),
            PduKind::Notification => Exchange::default(),
        };
        self.unbind |= header.command_id == CommandId::UNBIND;
        if let Some((system_id, version)) = decoded.and_then(|decoded| bind_of(&decoded.pdu)) {
            self.bind(header, system_id.to_string(), version);
        }
        self.tally.ways[from].faulty += u64::from(decoded.is_some_and(is_faulty));
        exchange
    }

    /// The end that may send it is told by the table, for what only one of them may.
    fn learn_who_is_who(&mut self, from: End, command_id: CommandId) {
        let Some(def) = command_id.request().def() else { return };
        let sender = if command_id.is_response() { 1 - from } else { from };
        match (def.esme.is_empty(), def.mc.is_empty()) {
            // A bind is the surest sign; others are believed until there is one.
            (false, true) if is_bind(def.command_id) => self.esme = Some(sender),
            (false, true) => self.esme = self.esme.or(Some(sender)),
            (true, false) => self.esme = self.esme.or(Some(1 - sender)),
            _ => {}
        }
    }

    fn bind(&mut self, header: Header, system_id: String, version: InterfaceVersion) {
        let Header { command_id, sequence_number, .. } = header;
        if self.binds.len() == MAX_BINDS {
            self.binds.remove(0);
        }
        self.binds.push(Bind { command_id, system_id, version, sequence_number, status: None });
    }

    fn request(&mut self, from: End, at: Time, header: Header) -> Exchange {
        let Header { command_id, sequence_number, .. } = header;
        let request = Request { at, command_id, sequence_number, is_relevant: false, frame: None };
        let note = self.requests[from].sent(request, self.room).map(Note::NumberInUse);
        let way = &mut self.tally.ways[from];
        way.most_in_flight = self.requests[from].most_in_window;
        way.numbers_in_use += u64::from(note.is_some());
        Exchange { request: None, note }
    }

    fn response(&mut self, from: End, at: Time, header: Header) -> Exchange {
        let note = match self.requests[1 - from].answered(header) {
            Answered::Request(request) => {
                let round_trip = at.since(request.at);
                self.tally.ways[1 - from].round_trips.add(round_trip);
                let bind = |bind: &&mut Bind| {
                    bind.command_id == request.command_id && bind.sequence_number == request.sequence_number
                };
                if let Some(bind) = self.binds.iter_mut().rev().find(bind) {
                    bind.status = Some(header.command_status);
                }
                return Exchange { request: Some((request, round_trip)), note: None };
            }
            Answered::Nothing => Note::AnswersNothing,
            Answered::Another(command_id) => Note::AnswersAnother(command_id),
        };
        self.tally.ways[from].answers_to_nothing += 1;
        Exchange { request: None, note: Some(note) }
    }

    /// The capture, or the connection, is over.
    pub fn finish(&mut self) {
        for (way, requests) in self.tally.ways.iter_mut().zip(&self.requests) {
            way.unanswered = requests.given_up + requests.waiting().count() as u64;
        }
    }
}

/// Whether something in a PDU itself is out of order.
pub fn is_faulty(decoded: &Decoded<'_>) -> bool {
    !decoded.faults.is_empty() || decoded.header.command_id.name().is_none()
}

const fn is_bind(command_id: CommandId) -> bool {
    matches!(command_id, CommandId::BIND_TRANSMITTER | CommandId::BIND_RECEIVER | CommandId::BIND_TRANSCEIVER)
}
