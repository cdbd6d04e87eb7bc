//! What is counted of a connection, or of several together.

use std::collections::BTreeMap;

use smppkit::{CommandId, CommandStatus};

use super::round_trips::RoundTrips;
use super::time::Time;

/// How many different commands and statuses are counted one by one: a peer may make up any number of them.
const MAX_KINDS: usize = 64;

/// Counts of one direction; of requests, also what became of them.
#[derive(Clone, Default)]
pub struct OneWay {
    pub commands: BTreeMap<CommandId, u64>,
    /// Those that are errors.
    pub statuses: BTreeMap<(CommandId, CommandStatus), u64>,
    pub pdus: u64,
    /// PDUs with something out of order in them.
    pub faulty: u64,
    /// PDUs whose end is not in the capture.
    pub cut: u64,
    pub missing: u64,
    pub skipped: u64,
    pub encrypted: u64,
    pub repeated_segments: u64,
    /// Times until the requests of this direction were answered.
    pub round_trips: RoundTrips,
    pub most_in_flight: usize,
    pub unanswered: u64,
    /// Responses to no request.
    pub answers_to_nothing: u64,
    /// Requests whose sequence number was in flight.
    pub numbers_in_use: u64,
}

impl OneWay {
    pub fn count(&mut self, command_id: CommandId, command_status: CommandStatus) {
        self.pdus += 1;
        add(&mut self.commands, command_id, 1);
        if !command_status.is_ok() {
            add(&mut self.statuses, (command_id, command_status), 1);
        }
    }

    fn add_all(&mut self, other: &Self) {
        other.commands.iter().for_each(|(command_id, count)| add(&mut self.commands, *command_id, *count));
        other.statuses.iter().for_each(|(status, count)| add(&mut self.statuses, *status, *count));
        self.round_trips.add_all(&other.round_trips);
        self.most_in_flight = self.most_in_flight.max(other.most_in_flight);
        for (sum, more) in [
            (&mut self.pdus, other.pdus),
            (&mut self.faulty, other.faulty),
            (&mut self.cut, other.cut),
            (&mut self.missing, other.missing),
            (&mut self.skipped, other.skipped),
            (&mut self.encrypted, other.encrypted),
            (&mut self.repeated_segments, other.repeated_segments),
            (&mut self.unanswered, other.unanswered),
            (&mut self.answers_to_nothing, other.answers_to_nothing),
            (&mut self.numbers_in_use, other.numbers_in_use),
        ] {
            *sum += more;
        }
    }
}

fn add<K: Ord>(counts: &mut BTreeMap<K, u64>, kind: K, count: u64) {
    if counts.len() < MAX_KINDS || counts.contains_key(&kind) {
        *counts.entry(kind).or_default() += count;
    }
}

/// Both directions.
#[derive(Clone, Default)]
pub struct Tally {
    /// The first and the last packet.
    pub times: Option<(Time, Time)>,
    /// From the first end, and from the second.
    pub ways: [OneWay; 2],
}

impl Tally {
    pub fn at(&mut self, at: Time) {
        let (first, last) = self.times.unwrap_or((at, at));
        self.times = Some((first.min(at), last.max(at)));
    }

    pub fn add_all(&mut self, other: &Self) {
        if let Some((first, last)) = other.times {
            self.at(first);
            self.at(last);
        }
        self.ways.iter_mut().zip(&other.ways).for_each(|(sum, more)| sum.add_all(more));
    }
}
