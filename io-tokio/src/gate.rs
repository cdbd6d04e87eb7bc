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

    /// Whether a request may be sent now, there being `room` for so many. If not, it waits in line when it has a waker.
    pub(crate) fn admit(&mut self, room: usize, key: &mut Option<u64>, waker: Option<&Waker>) -> bool {
        if let Some(at) = *key {
            if let Some(waiting) = self.waiting.get_mut(&at) {
                if let Some(waker) = waker {
                    waiting.clone_from(waker);
                }
                return false;
            }
            // It was told that it may, unless that has changed since.
            self.granted = self.granted.saturating_sub(1);
            if room > 0 {
                *key = None;
                return true;
            }
        } else if room > self.granted && self.waiting.is_empty() {
            return true;
        }
        if let Some(waker) = waker {
            let at = *key.get_or_insert_with(|| {
                self.next += 1;
                self.next
            });
            self.waiting.insert(at, waker.clone());
        }
        false
    }

    /// It waits no longer, or does not use what it was granted.
    pub(crate) fn leave(&mut self, key: &mut Option<u64>) {
        if let Some(at) = key.take()
            && self.waiting.remove(&at).is_none()
        {
            self.granted = self.granted.saturating_sub(1);
        }
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

    fn wait(gate: &mut Gate, room: usize, key: &mut Option<u64>) -> bool {
        gate.admit(room, key, Some(Waker::noop()))
    }

    #[test]
    fn nobody_overtakes_those_who_wait() {
        let mut gate = Gate::new(1);
        let (mut first, mut second) = (None, None);
        assert!(!wait(&mut gate, 0, &mut first));
        assert!(!wait(&mut gate, 1, &mut second), "the second overtook the first");
        let mut wakers = Vec::new();
        gate.grant(1, &mut wakers);
        assert_eq!(wakers.len(), 1);
        assert!(!wait(&mut gate, 1, &mut second) && !wait(&mut gate, 1, &mut None));
        assert!(wait(&mut gate, 1, &mut first));
        gate.grant(1, &mut wakers);
        assert!(wait(&mut gate, 1, &mut second));
    }

    #[test]
    fn a_grant_that_is_not_used_goes_to_the_next() {
        let mut gate = Gate::new(1);
        let (mut first, mut second) = (None, None);
        wait(&mut gate, 0, &mut first);
        wait(&mut gate, 0, &mut second);
        let mut wakers = Vec::new();
        gate.grant(1, &mut wakers);
        gate.leave(&mut first);
        gate.grant(1, &mut wakers);
        assert_eq!(wakers.len(), 2);
        assert!(wait(&mut gate, 1, &mut second));
        assert_eq!(gate.granted, 0);
    }

    #[test]
    fn a_grant_that_came_to_nothing_keeps_its_place() {
        let mut gate = Gate::new(2);
        let (mut first, mut second) = (None, None);
        wait(&mut gate, 0, &mut first);
        wait(&mut gate, 0, &mut second);
        let mut wakers = Vec::new();
        gate.grant(1, &mut wakers);
        assert!(!wait(&mut gate, 0, &mut first));
        gate.grant(1, &mut wakers);
        assert!(wait(&mut gate, 1, &mut first), "the first lost its place");
    }
}
