//! Who may send the next request when there is no room for all: first come, first served.

use std::collections::BTreeMap;
use std::task::Waker;

#[derive(Debug)]
pub(crate) struct Gate {
    /// Requests that may be in flight at once.
    limit: usize,
    /// Who waits, in the order in which they came.
    waiting: BTreeMap<u64, Waker>,
    next: u64,
    /// How many were told that they may send, and have not yet done so.
    granted: usize,
}

impl Gate {
    pub(crate) const fn new(limit: usize) -> Self {
        Self { limit, waiting: BTreeMap::new(), next: 0, granted: 0 }
    }

    pub(crate) const fn limit(&self) -> usize {
        self.limit
    }

    pub(crate) const fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether a request may be sent now, there being `room` for so many. If not, [`wait`](Self::wait).
    pub(crate) fn admit(&mut self, room: usize, place: &mut Option<u64>) -> bool {
        match *place {
            None => room > self.granted && self.waiting.is_empty(),
            Some(at) if self.waiting.contains_key(&at) => false,
            Some(_) => {
                // It was told that it may, unless that has changed since.
                self.granted = self.granted.saturating_sub(1);
                if room > 0 {
                    *place = None;
                }
                room > 0
            }
        }
    }

    /// Waits in line, at its old place if it has one. Returns the waker it had there.
    pub(crate) fn wait(&mut self, place: &mut Option<u64>, waker: &Waker) -> Option<Waker> {
        let at = *place.get_or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.waiting.insert(at, waker.clone())
    }

    /// It waits no longer, or does not use what it was granted. Returns the waker it had.
    pub(crate) fn leave(&mut self, place: &mut Option<u64>) -> Option<Waker> {
        let waker = self.waiting.remove(&place.take()?);
        if waker.is_none() {
            self.granted = self.granted.saturating_sub(1);
        }
        waker
    }

    /// Tells as many as there is room for that they may send.
    pub(crate) fn grant(&mut self, room: usize, wakers: &mut Vec<Waker>) {
        while self.granted < room
            && let Some((_, waker)) = self.waiting.pop_first()
        {
            self.granted += 1;
            wakers.push(waker);
        }
    }

    /// Wakes all that wait, to be told that there is no more sending.
    pub(crate) fn open_for_all(&mut self, wakers: &mut Vec<Waker>) {
        while let Some((_, waker)) = self.waiting.pop_first() {
            self.granted += 1;
            wakers.push(waker);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether it may send; if not, it waits.
    fn may(gate: &mut Gate, room: usize, place: &mut Option<u64>) -> bool {
        let may = gate.admit(room, place);
        if !may {
            gate.wait(place, Waker::noop());
        }
        may
    }

    #[test]
    fn nobody_overtakes_those_who_wait() {
        let mut gate = Gate::new(1);
        let (mut first, mut second) = (None, None);
        assert!(!may(&mut gate, 0, &mut first));
        assert!(!may(&mut gate, 1, &mut second), "the second overtook the first");
        let mut wakers = Vec::new();
        gate.grant(1, &mut wakers);
        assert_eq!(wakers.len(), 1);
        assert!(!may(&mut gate, 1, &mut second) && !may(&mut gate, 1, &mut None));
        assert!(may(&mut gate, 1, &mut first));
        gate.grant(1, &mut wakers);
        assert!(may(&mut gate, 1, &mut second));
    }

    #[test]
    fn a_grant_that_is_not_used_goes_to_the_next() {
        let mut gate = Gate::new(1);
        let (mut first, mut second) = (None, None);
        may(&mut gate, 0, &mut first);
        may(&mut gate, 0, &mut second);
        let mut wakers = Vec::new();
        gate.grant(1, &mut wakers);
        gate.leave(&mut first);
        gate.grant(1, &mut wakers);
        assert_eq!(wakers.len(), 2);
        assert!(may(&mut gate, 1, &mut second));
        assert_eq!(gate.granted, 0);
    }

    #[test]
    fn a_grant_that_came_to_nothing_keeps_its_place() {
        let mut gate = Gate::new(2);
        let (mut first, mut second) = (None, None);
        may(&mut gate, 0, &mut first);
        may(&mut gate, 0, &mut second);
        let mut wakers = Vec::new();
        gate.grant(1, &mut wakers);
        assert!(!may(&mut gate, 0, &mut first));
        gate.grant(1, &mut wakers);
        assert!(may(&mut gate, 1, &mut first), "the first lost its place");
    }
}
