//! Ids that wait for their counterpart, found by any of the ways to read them.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use core::time::Duration;

use super::{Base, IdRule, normal};
use crate::time::Instant;

/// Ids with what belongs to them, oldest first.
#[derive(Debug)]
pub(super) struct Pool<V> {
    entries: BTreeMap<u64, Entry<V>>,
    index: BTreeSet<(Reading, u64)>,
    next_serial: u64,
}

#[derive(Debug)]
struct Entry<V> {
    id: Box<[u8]>,
    deadline: Instant,
    value: V,
}

/// An entry that was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Match {
    pub(super) serial: u64,
    /// Whether no other id, different in zeroes or case alone, is as good.
    pub(super) is_only: bool,
}

/// A way to read an id.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reading {
    Text(Box<[u8]>),
    Number(Base, u128),
}

/// All ways to read an id.
fn readings(id: &[u8]) -> impl Iterator<Item = Reading> {
    let number = |base: Base| base.value(id).map(|value| Reading::Number(base, value));
    [Some(Reading::Text(normal(id).collect())), number(Base::Decimal), number(Base::Hex)]
        .into_iter()
        .flatten()
}

/// How the counterpart of `id` is read, under a rule; `is_receipt` says which of the two `id` is.
fn counterpart(rule: IdRule, id: &[u8], is_receipt: bool) -> Option<Reading> {
    let (ours, theirs) = match (rule, is_receipt) {
        (IdRule::Same, _) => return Some(Reading::Text(normal(id).collect())),
        (IdRule::HexThenDecimal, true) | (IdRule::DecimalThenHex, false) => (Base::Decimal, Base::Hex),
        (IdRule::HexThenDecimal, false) | (IdRule::DecimalThenHex, true) => (Base::Hex, Base::Decimal),
    };
    ours.value(id).map(|value| Reading::Number(theirs, value))
}

impl<V> Pool<V> {
    pub(super) const fn new() -> Self {
        Self { entries: BTreeMap::new(), index: BTreeSet::new(), next_serial: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn insert(&mut self, now: Instant, timeout: Duration, id: &[u8], value: V) {
        let serial = self.next_serial;
        self.next_serial = serial.wrapping_add(1);
        self.index.extend(readings(id).map(|reading| (reading, serial)));
        self.entries.insert(serial, Entry { id: id.into(), deadline: now.saturating_add(timeout), value });
    }

    /// The oldest entry that `id` is the counterpart of under `rule`; one with the very same characters
    /// before others.
    pub(super) fn find(&self, rule: IdRule, id: &[u8], is_receipt: bool) -> Option<Match> {
        let reading = counterpart(rule, id, is_receipt)?;
        let from = (reading, 0);
        let mut found = self
            .index
            .range(&from..)
            .take_while(|(reading, _)| *reading == from.0)
            .filter_map(|&(_, serial)| Some((serial, &*self.entries.get(&serial)?.id)));
        if let Some((serial, _)) = found.clone().find(|(_, other)| *other == id) {
            return Some(Match { serial, is_only: true });
        }
        let (serial, first) = found.next()?;
        Some(Match { serial, is_only: found.all(|(_, other)| other == first) })
    }

    /// The oldest entry that has just this id and such a value.
    pub(super) fn find_where(&self, id: &[u8], is_it: impl Fn(&V) -> bool) -> Option<u64> {
        let from = (Reading::Text(normal(id).collect()), 0);
        let same = self.index.range(&from..).take_while(|(reading, _)| *reading == from.0);
        same.map(|&(_, serial)| serial).find(|serial| {
            self.entries.get(serial).is_some_and(|entry| *entry.id == *id && is_it(&entry.value))
        })
    }

    pub(super) fn get(&self, serial: u64) -> Option<&V> {
        self.entries.get(&serial).map(|entry| &entry.value)
    }

    pub(super) fn remove(&mut self, serial: u64) -> Option<V> {
        let entry = self.entries.remove(&serial)?;
        for reading in readings(&entry.id) {
            self.index.remove(&(reading, serial));
        }
        Some(entry.value)
    }

    pub(super) fn remove_oldest(&mut self) -> Option<V> {
        let (&serial, _) = self.entries.first_key_value()?;
        self.remove(serial)
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.entries.first_key_value().map(|(_, entry)| entry.deadline)
    }

    pub(super) fn remove_expired(&mut self, now: Instant) -> Option<V> {
        self.poll_timeout().filter(|deadline| *deadline <= now)?;
        self.remove_oldest()
    }

    #[cfg(test)]
    pub(super) fn readings(&self) -> usize {
        self.index.len()
    }
}
