//! The worlds: who may do what, over which connection, for how long.

use smppkit::session::{Config, Role, Session, Slot};
use smppkit::{Header, Instant};

use crate::pdus::{Answer, Kind};
use crate::side::{Budget, Side};
use crate::world::Reached;

/// How much arrives at once.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Chunk {
    /// One octet.
    Octet,
    /// What is missing of the header.
    Header,
    /// What is missing of the PDU.
    Pdu,
    /// The same and an octet of the next.
    Beyond,
    /// All there is.
    All,
}

impl Chunk {
    /// Octets to take from `wire` when `arrived` are there already.
    pub(crate) fn len(self, arrived: &[u8], wire: &[u8]) -> usize {
        let there = arrived.len();
        match self {
            Self::Octet => 1,
            Self::Header => Header::LEN.saturating_sub(there),
            Self::Beyond => Self::Pdu.len(arrived, wire) + 1,
            Self::Pdu => {
                let octets: Vec<u8> = arrived.iter().chain(wire).copied().take(4).collect();
                let length = octets.try_into().map_or(0, u32::from_be_bytes);
                // A length that cannot be has nothing behind it.
                if length < 16 { wire.len() } else { (length as usize).saturating_sub(there) }
            }
            Self::All => wire.len(),
        }
    }
}

/// A side's caller.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) config: Config,
    pub(crate) window: usize,
    /// What it sends, and how often at most.
    pub(crate) requests: &'static [(Kind, u8)],
    pub(crate) answers: &'static [Answer],
    /// Whether it may close without an unbind.
    pub(crate) closes: bool,
    /// PDUs that are sent past the session.
    pub(crate) strays: Vec<Vec<u8>>,
    /// The first number that the session uses.
    pub(crate) first_number: u32,
    /// Its numbers may go around once, so that the next is one that is in flight.
    pub(crate) around: bool,
}

impl Caller {
    pub(crate) fn side(&self, capacity: usize, now: Instant) -> Side {
        let window = vec![Slot::default(); self.window];
        let session = Session::new(self.config, window, now).expect("settings of a world");
        let session = crate::numbers::start_at(&session, self.config, self.first_number, now);
        let budget = Budget {
            requests: self.requests.to_vec(),
            strays: self.strays.clone(),
            close: self.closes,
            around: self.around,
        };
        Side::new(session, self.config, capacity, budget, now)
    }
}

/// A world.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Its name.
    pub name: &'static str,
    /// What it shows.
    pub shows: &'static str,
    pub(crate) esme: Caller,
    pub(crate) mc: Caller,
    /// Octets that each direction of the connection holds.
    pub(crate) capacity: usize,
    pub(crate) chunks: &'static [Chunk],
    /// How often time moves on, to the next timer.
    pub(crate) advances: u16,
    /// Time may move on although a side has not looked at its timers.
    pub(crate) late: bool,
    /// The connection may break.
    pub(crate) breaks: bool,
    /// What must come about.
    pub(crate) reaches: &'static [Reached],
    /// Takes more than a minute.
    pub big: bool,
}

impl Setup {
    pub(crate) const fn answers_of(&self, role: Role) -> &'static [Answer] {
        match role {
            Role::Esme => self.esme.answers,
            Role::Mc => self.mc.answers,
        }
    }
}
