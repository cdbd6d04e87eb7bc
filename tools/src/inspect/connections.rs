//! The connections of a capture: their segments put in order, and which of them carry SMPP.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::framer::{Framer, Item};
use super::packet::Segment;
use super::requests::Requests;
use super::session::{Closed, End, Session};
use super::stream::{Part, Piece, Stream};
use super::time::Time;

/// How many connections are followed at once: those that were silent for longest go when there are more.
const MAX_CONNECTIONS: usize = 4096;

/// How many octets all connections together may hold: of segments that came too early, of PDUs that are not whole, of requests
/// that wait for their responses.
const MAX_HELD: usize = 256 << 20;

/// How many octets of one direction are searched for a first PDU.
const MAX_SEARCHED: u64 = 1 << 16;

/// Whom to tell what was found.
pub trait Observer {
    type Error;
    /// Something of a connection that carries SMPP.
    fn item(&mut self, session: &mut Session, from: End, at: Time, item: Item) -> Result<(), Self::Error>;
    /// Nothing more will come of it.
    fn end(&mut self, session: Session) -> Result<(), Self::Error>;
}

/// Connections that carry no SMPP, or none that can be read.
#[derive(Copy, Clone, Default)]
pub struct NotSmpp {
    pub connections: u64,
    pub encrypted: u64,
}

/// All connections.
pub struct Connections {
    /// Ports that carry SMPP; if there are none, whatever reads as SMPP is taken.
    ports: Vec<u16>,
    all: BTreeMap<[SocketAddr; 2], Connection>,
    numbered: u64,
    pub not_smpp: NotSmpp,
    /// Octets that all of them hold.
    held: usize,
}

struct Connection {
    /// As in `Session`.
    ends: [SocketAddr; 2],
    directions: [Direction; 2],
    kind: Kind,
    closed: Closed,
    times: (Time, Time),
}

struct Direction {
    stream: Stream,
    framer: Framer,
}

enum Kind {
    Unknown,
    Smpp(Box<Session>),
    Other,
}

impl Connections {
    pub fn new(ports: Vec<u16>) -> Self {
        Self { ports, all: BTreeMap::new(), numbered: 0, not_smpp: NotSmpp::default(), held: 0 }
    }

    pub fn take<O: Observer>(
        &mut self,
        segment: Segment<'_>,
        at: Time,
        observer: &mut O,
    ) -> Result<(), O::Error> {
        let mut key = [segment.from, segment.to];
        key.sort_unstable();
        // A SYN with another number: the same ports are used again.
        let begins_anew = segment.syn
            && self.all.get(&key).is_some_and(|known| {
                let from = known.end(segment.from);
                let began = known.directions[from].stream.began();
                began.is_some_and(|began| began != segment.sequence.wrapping_add(1))
                    || known.closed != Closed::Open
            });
        if begins_anew && let Some(old) = self.all.remove(&key) {
            self.held -= old.held();
            self.end(old, observer)?;
        }
        if !self.all.contains_key(&key) {
            if self.all.len() == MAX_CONNECTIONS {
                self.end_silent(observer)?;
            }
            let mut connection = Connection::new(&segment, at);
            if !self.ports.is_empty() {
                match self.ports.iter().any(|port| connection.ends.iter().any(|end| end.port() == *port)) {
                    true => connection.begin_session(&mut self.numbered),
                    false => connection.kind = Kind::Other,
                }
            }
            self.all.insert(key, connection);
        }
        let Some(connection) = self.all.get_mut(&key) else { return Ok(()) };
        let held_by_others = self.held - connection.held();
        let room = MAX_HELD.saturating_sub(held_by_others);
        let items = connection.take(segment, at, room);
        connection.decide(&mut self.numbered);
        if let Kind::Smpp(session) = &mut connection.kind {
            session.room = room;
        }
        let told = connection.tell(items, observer);
        self.held = held_by_others + connection.held();
        told
    }

    /// The capture is over.
    pub fn finish<O: Observer>(&mut self, observer: &mut O) -> Result<(), O::Error> {
        let mut rest: Vec<_> = std::mem::take(&mut self.all).into_values().collect();
        // What has no number has nothing to tell.
        rest.sort_unstable_by_key(|connection| match &connection.kind {
            Kind::Smpp(session) => session.number,
            _ => u64::MAX,
        });
        rest.into_iter().try_for_each(|connection| self.end(connection, observer))
    }

    /// Ends a quarter of the connections, so that this happens seldom.
    fn end_silent<O: Observer>(&mut self, observer: &mut O) -> Result<(), O::Error> {
        let mut oldest: Vec<_> =
            self.all.iter().map(|(key, connection)| (connection.times.1, *key)).collect();
        oldest.sort_unstable();
        for (_, key) in oldest.into_iter().take(MAX_CONNECTIONS / 4) {
            if let Some(connection) = self.all.remove(&key) {
                self.held -= connection.held();
                self.end(connection, observer)?;
            }
        }
        Ok(())
    }

    fn end<O: Observer>(&mut self, mut connection: Connection, observer: &mut O) -> Result<(), O::Error> {
        let items = connection.finish();
        connection.decide(&mut self.numbered);
        connection.tell(items, observer)?;
        let encrypted = connection.directions.iter().any(|direction| direction.framer.encrypted() > 0);
        if let Kind::Smpp(mut session) = connection.kind {
            for (way, direction) in session.tally.ways.iter_mut().zip(&connection.directions) {
                way.encrypted = direction.framer.encrypted();
                way.repeated_segments = direction.stream.repeated;
            }
            session.tally.at(connection.times.0);
            session.tally.at(connection.times.1);
            session.closed = connection.closed;
            session.finish();
            return observer.end(*session);
        }
        self.not_smpp.connections += 1;
        self.not_smpp.encrypted += u64::from(encrypted);
        Ok(())
    }
}

/// Items, each with the end that sent it and when it was there.
type Items = Vec<(End, Time, Item)>;

impl Connection {
    fn new(segment: &Segment<'_>, at: Time) -> Self {
        let Segment { from, to, syn, acknowledged, .. } = *segment;
        // Without a SYN, servers have the lower port.
        let is_first = match (syn, acknowledged) {
            (true, None) => true,
            (true, Some(_)) => false,
            (false, _) => from.port() >= to.port(),
        };
        Self {
            ends: if is_first { [from, to] } else { [to, from] },
            directions: [syn, syn].map(Direction::new),
            kind: Kind::Unknown,
            closed: Closed::Open,
            times: (at, at),
        }
    }

    fn end(&self, address: SocketAddr) -> End {
        usize::from(address != self.ends[0])
    }

    fn begin_session(&mut self, numbered: &mut u64) {
        *numbered += 1;
        self.kind = Kind::Smpp(Box::new(Session::new(*numbered, self.ends)));
    }

    /// Octets that wait, for others or for their responses.
    fn held(&self) -> usize {
        let requests = match &self.kind {
            Kind::Smpp(session) => session.requests.iter().map(Requests::held).sum(),
            _ => 0,
        };
        self.waiting() + requests
    }

    /// Octets that wait for those before or behind them.
    fn waiting(&self) -> usize {
        self.directions.iter().map(|direction| direction.stream.held() + direction.framer.held()).sum()
    }

    fn take(&mut self, segment: Segment<'_>, at: Time, room: usize) -> Items {
        let from = self.end(segment.from);
        self.times = (self.times.0.min(at), self.times.1.max(at));
        let mut items = vec![];
        if let Kind::Other = self.kind {
            self.closed = self.closed.or(from, segment.fin, segment.rst);
            return items;
        }
        let sequence = segment.sequence.wrapping_add(segment.syn.into());
        if segment.syn && !self.directions[from].stream.has_started() {
            self.directions[from].stream.start(sequence);
        }
        let [one, other] = &mut self.directions;
        let (sender, receiver) = if from == 0 { (one, other) } else { (other, one) };
        let Direction { stream, framer } = sender;
        let is_reset = segment.rst;
        if let Some(acknowledged) = segment.acknowledged.filter(|_| !is_reset) {
            let Direction { stream, framer } = receiver;
            let mut sink =
                |piece: Piece<'_>| framer.take(&piece, &mut |item, at| items.push((1 - from, at, item)));
            stream.acknowledge(acknowledged, at, room, &mut sink);
        }
        self.closed = self.closed.or(from, segment.fin, is_reset);
        // What a RST carries is for people, if anything.
        if !is_reset {
            let mut sink =
                |piece: Piece<'_>| framer.take(&piece, &mut |item, at| items.push((from, at, item)));
            let part = Part { sequence, octets: segment.octets, cut: segment.cut, fin: segment.fin };
            stream.take(part, at, room, &mut sink);
        }
        if self.waiting() > room {
            for (end, direction) in self.directions.iter_mut().enumerate() {
                direction.framer.give_up(&mut |item| items.push((end, at, item)));
            }
        }
        items
    }

    fn finish(&mut self) -> Items {
        let mut items = vec![];
        if let Kind::Other = self.kind {
            return items;
        }
        let last = self.times.1;
        for (end, Direction { stream, framer }) in self.directions.iter_mut().enumerate() {
            stream.finish(&mut |piece| framer.take(&piece, &mut |item, at| items.push((end, at, item))));
            framer.finish(&mut |item| items.push((end, last, item)));
        }
        items
    }

    /// Whether it carries SMPP, once that can be told.
    fn decide(&mut self, numbered: &mut u64) {
        let Kind::Unknown = self.kind else { return };
        let mut framers = self.directions.iter().map(|direction| &direction.framer);
        if framers.clone().any(Framer::has_found) {
            self.begin_session(numbered);
        } else if framers.any(|framer| framer.in_vain() > MAX_SEARCHED) {
            self.kind = Kind::Other;
        }
    }

    fn tell<O: Observer>(&mut self, items: Items, observer: &mut O) -> Result<(), O::Error> {
        let Kind::Smpp(session) = &mut self.kind else { return Ok(()) };
        items.into_iter().try_for_each(|(from, at, item)| observer.item(session, from, at, item))
    }
}

impl Direction {
    fn new(from_the_beginning: bool) -> Self {
        Self { stream: Stream::default(), framer: Framer::new(from_the_beginning) }
    }
}

impl Closed {
    /// The first of what ends a connection counts; but a RST says more than a FIN.
    const fn or(self, from: End, fin: bool, rst: bool) -> Self {
        match self {
            Self::Open if rst => Self::Rst(from),
            Self::Open if fin => Self::Fin(from),
            known => known,
        }
    }
}
