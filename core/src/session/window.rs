//! The requests that we sent and that are not answered yet.

use crate::command_id::CommandId;
use crate::time::Instant;

/// The first and last sequence number that a side may choose (5.0 §4.7.24).
const FIRST: u32 = 1;
const LAST: u32 = 0x7FFF_FFFF;

/// Room for one unanswered request: 32 octets. As many as are lent to a session are its window.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct Slot(Option<InFlight>);

impl Slot {
    pub(crate) const fn in_flight(&self) -> Option<InFlight> {
        self.0
    }
}

/// One unanswered request.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct InFlight {
    pub(crate) token: u64,
    pub(crate) sent: Instant,
    pub(crate) deadline: Instant,
    pub(crate) command_id: CommandId,
    pub(crate) sequence_number: u32,
}

impl InFlight {
    /// Whether a response with this id answers it.
    fn is_answered_by(&self, response: CommandId) -> bool {
        response == CommandId::GENERIC_NACK || response == self.command_id.response()
    }
}

/// What a session knows of its window beside the slots.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Window {
    next: u32,
    in_flight: u16,
    /// No deadline is earlier than this; it may be that none is so early any more.
    earliest: Option<Instant>,
    /// Requests with a deadline up to here have timed out.
    expired_until: Option<Instant>,
}

impl Window {
    pub(crate) const fn new() -> Self {
        Self { next: FIRST, in_flight: 0, earliest: None, expired_until: None }
    }

    pub(crate) const fn in_flight(&self) -> u16 {
        self.in_flight
    }

    pub(crate) const fn next_number(&self) -> u32 {
        self.next
    }

    pub(crate) fn set_next_number(&mut self, number: u32) {
        self.next = number.clamp(FIRST, LAST);
    }

    /// Puts a request back that was in flight before; `false` if its slot is taken.
    pub(crate) fn put_back(&mut self, slots: &mut [Slot], request: InFlight) -> bool {
        let free = Self::slot(slots, request.sequence_number).is_some_and(|slot| slot.0.is_none());
        if free {
            let next = self.next;
            self.insert(slots, request);
            self.next = next;
        }
        free
    }

    pub(crate) const fn earliest(&self) -> Option<Instant> {
        self.earliest
    }

    /// The slot of a number. Numbers whose slot is taken are skipped, so one look is enough to find a request.
    fn slot(slots: &mut [Slot], sequence_number: u32) -> Option<&mut Slot> {
        let at = (sequence_number as usize).checked_rem(slots.len())?;
        slots.get_mut(at)
    }

    /// The number for the next request, if a slot is free; `busy` numbers are in use outside the window.
    pub(crate) fn next(&self, slots: &mut [Slot], busy: [Option<u32>; 2]) -> Option<u32> {
        if usize::from(self.in_flight) >= slots.len() {
            return None;
        }
        let mut number = self.next;
        // Around the end of the numbers two rounds may be needed; beside that, one.
        for _ in 0..slots.len().saturating_mul(2).saturating_add(2) {
            let free = Self::slot(slots, number).is_some_and(|slot| slot.0.is_none());
            if free && !busy.contains(&Some(number)) {
                return Some(number);
            }
            number = after(number);
        }
        None
    }

    /// A number for a request that takes no slot.
    pub(crate) fn next_outside(&self, slots: &mut [Slot], busy: [Option<u32>; 2]) -> u32 {
        let mut number = self.next;
        for _ in 0..=slots.len().saturating_add(2) {
            let in_window = Self::slot(slots, number)
                .and_then(|slot| slot.0)
                .is_some_and(|request| request.sequence_number == number);
            if !in_window && !busy.contains(&Some(number)) {
                break;
            }
            number = after(number);
        }
        number
    }

    /// `number` is in use now.
    pub(crate) const fn used(&mut self, number: u32) {
        self.next = after(number);
    }

    pub(crate) fn insert(&mut self, slots: &mut [Slot], request: InFlight) {
        if let Some(slot) = Self::slot(slots, request.sequence_number) {
            slot.0 = Some(request);
            self.in_flight = self.in_flight.saturating_add(1);
            self.used(request.sequence_number);
            self.earliest = Some(self.earliest.map_or(request.deadline, |at| at.min(request.deadline)));
        }
    }

    /// Takes out the request that this response answers.
    #[inline]
    pub(crate) fn take(&mut self, slots: &mut [Slot], number: u32, response: CommandId) -> Option<InFlight> {
        let slot = Self::slot(slots, number)?;
        let request = slot.0.filter(|request| {
            request.sequence_number == number
                && request.is_answered_by(response)
                && self.expired_until.is_none_or(|until| request.deadline > until)
        })?;
        slot.0 = None;
        self.removed();
        Some(request)
    }

    const fn removed(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if self.in_flight == 0 {
            self.earliest = None;
            self.expired_until = None;
        }
    }

    /// Requests whose deadline has come time out; `next_expired` hands them out.
    pub(crate) fn expire(&mut self, slots: &[Slot], now: Instant) {
        if self.earliest.is_none_or(|earliest| earliest > now) {
            return;
        }
        let deadlines = slots.iter().filter_map(|slot| slot.0).map(|request| request.deadline);
        self.earliest = deadlines.clone().filter(|deadline| *deadline > now).min();
        if deadlines.clone().any(|deadline| deadline <= now) {
            self.expired_until = Some(now);
        }
    }

    /// Whether the request with this number has timed out.
    pub(crate) fn has_expired(&self, slots: &[Slot], number: u32) -> bool {
        let mut requests = slots.iter().filter_map(|slot| slot.0);
        self.expired_until.is_some_and(|until| {
            requests.any(|request| request.sequence_number == number && request.deadline <= until)
        })
    }

    /// A request that has timed out, oldest first.
    pub(crate) fn next_expired(&mut self, slots: &mut [Slot]) -> Option<InFlight> {
        let until = self.expired_until?;
        let expired = self.take_first(slots, |request| request.deadline <= until);
        if expired.is_none() {
            self.expired_until = None;
        }
        expired
    }

    /// Any request at all, oldest first.
    pub(crate) fn next_in_flight(&mut self, slots: &mut [Slot]) -> Option<InFlight> {
        self.take_first(slots, |_| true)
    }

    fn take_first(&mut self, slots: &mut [Slot], wanted: impl Fn(&InFlight) -> bool) -> Option<InFlight> {
        let slot = slots
            .iter_mut()
            .filter(|slot| slot.0.is_some_and(|request| wanted(&request)))
            .min_by_key(|slot| slot.0.map(|request| (request.sent, request.sequence_number)))?;
        let request = slot.0.take()?;
        self.removed();
        Some(request)
    }
}

const fn after(number: u32) -> u32 {
    if number >= LAST { FIRST } else { number.wrapping_add(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_takes_32_octets() {
        assert_eq!(size_of::<Slot>(), 32);
    }
}
