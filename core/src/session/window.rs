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
    /// The number at whose slot the search for the next request to hand out goes on: handing out all of them looks at each
    /// slot once or twice, and not at all of them for each.
    search_from: u32,
}

impl Window {
    pub(crate) const fn new() -> Self {
        Self { next: FIRST, in_flight: 0, earliest: None, expired_until: None, search_from: FIRST }
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
            self.search_from_oldest();
        }
    }

    /// Whether the request with this number has timed out.
    pub(crate) fn has_expired(&self, slots: &[Slot], number: u32) -> bool {
        let mut requests = slots.iter().filter_map(|slot| slot.0);
        self.expired_until.is_some_and(|until| {
            requests.any(|request| request.sequence_number == number && request.deadline <= until)
        })
    }

    /// The numbers that were given out last lie before the slot of the next one, so the oldest are behind it.
    pub(crate) const fn search_from_oldest(&mut self) {
        self.search_from = self.next;
    }

    /// A request that has timed out, in the order of their numbers as long as none was left unanswered for a whole round
    /// of the window.
    pub(crate) fn next_expired(&mut self, slots: &mut [Slot]) -> Option<InFlight> {
        let until = self.expired_until?;
        let expired = self.take_next(slots, |request| request.deadline <= until);
        if expired.is_none() {
            self.expired_until = None;
        }
        expired
    }

    /// Any request at all, in the order of `next_expired`.
    pub(crate) fn next_in_flight(&mut self, slots: &mut [Slot]) -> Option<InFlight> {
        self.take_next(slots, |_| true)
    }

    fn take_next(&mut self, slots: &mut [Slot], wanted: impl Fn(&InFlight) -> bool) -> Option<InFlight> {
        if self.in_flight == 0 {
            return None;
        }
        let is_wanted = |slot: &&mut Slot| slot.0.is_some_and(|request| wanted(&request));
        let (before, behind) =
            slots.split_at_mut_checked((self.search_from as usize).checked_rem(slots.len())?)?;
        let request = behind.iter_mut().chain(before).find(is_wanted)?.0.take()?;
        self.search_from = request.sequence_number;
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

    /// Handing out all of the largest window looks at each slot a few times: were it at all of them for each request, this
    /// would take minutes.
    #[test]
    fn the_largest_window_is_handed_out_in_the_order_of_the_numbers() {
        let mut slots = vec![Slot::default(); u16::MAX.into()];
        let mut window = Window::new();
        let sent = Instant::from_nanos(1);
        while let Some(sequence_number) = window.next(&mut slots, [None; 2]) {
            let deadline = Instant::from_nanos(u64::from(sequence_number) + 1);
            window.insert(
                &mut slots,
                InFlight { token: 0, sent, deadline, command_id: CommandId::SUBMIT_SM, sequence_number },
            );
        }
        window.expire(&slots, Instant::from_nanos(30_001));
        let expired = core::iter::from_fn(|| window.next_expired(&mut slots)).map(|it| it.sequence_number);
        assert!(expired.eq(1..=30_000));
        window.search_from_oldest();
        let rest = core::iter::from_fn(|| window.next_in_flight(&mut slots)).map(|it| it.sequence_number);
        assert!(rest.eq(30_001..=65_535));
        assert_eq!(window.in_flight(), 0);
    }

    #[test]
    fn a_slot_takes_32_octets() {
        assert_eq!(size_of::<Slot>(), 32);
    }
}
