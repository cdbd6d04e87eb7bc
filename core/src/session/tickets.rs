//! Tickets as numbers, for borders that a `Ticket` cannot cross.

use core::fmt;

use super::event::Ticket;
use super::snapshot::{SnapshotError, crc32};
use crate::command_id::CommandId;

const MAGIC: [u8; 4] = *b"SMPT";
const FORMAT: u8 = 1;
/// Octets of a snapshot without its slots: what it is, format, CRC.
const FIXED: usize = 4 + 1 + 4;
const SLOT: usize = 4 + 4 + 4;

/// How many slots a number can tell apart.
const MAX_SLOTS: usize = 0x1_0000;

/// Room for one ticket: 12 octets.
#[derive(Copy, Clone, PartialEq, Eq, Default, Debug)]
pub struct TicketSlot {
    /// How often a ticket was put here or taken out: odd while one is here.
    generation: u32,
    command_id: u32,
    /// Of a free slot: the next one that is free, counted from 1; 0 for none.
    sequence_number: u32,
}

impl TicketSlot {
    const fn is_taken(&self) -> bool {
        self.generation & 1 == 1
    }
}

/// The tickets of a session as numbers: for another language, another thread, or a table. A number that was used, or
/// that never was one, is told apart from those that are good, so that a request is answered once at most.
///
/// `S` is where they are kept: `[TicketSlot; N]`, `&mut [TicketSlot]`, `Vec<TicketSlot>` …; a session has
/// [`needed`](Self::needed) tickets at once. Numbers are never 0 and fit in 48 bits, so that a JavaScript number holds them;
/// one comes again after its slot has been used 2,147,483,648 times.
///
/// ```
/// use smppkit::session::{Config, Event, Receive, Session, Slot, TicketSlot, Tickets};
/// use smppkit::{BindReceiver, CommandStatus, Instant, encode};
///
/// let now = Instant::from_nanos(1);
/// let mut mc = Session::new(Config::mc(), [Slot::default(); 4], now)?;
/// let mut tickets = Tickets::new([TicketSlot::default(); 65]);
/// assert_eq!(Tickets::<()>::needed(Config::mc().max_unanswered), 65);
///
/// let mut bind = [0; 64];
/// let len = encode(CommandStatus::ESME_ROK, 1, &BindReceiver::default(), &mut bind)?;
/// let Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } = mc.receive(now, &bind[..len]) else {
///     panic!("not the bind")
/// };
/// let number = tickets.issue(ticket).expect("there is a slot");
///
/// // It stays good until the answer is written, and no longer.
/// let mut refuse = |out: &mut [u8]| {
///     tickets.answer(number, |ticket| mc.reject(now, ticket, CommandStatus::ESME_RINVPASWD, out))
/// };
/// assert!(matches!(refuse(&mut [0; 8]), Some(Err(_))));
/// assert!(matches!(refuse(&mut [0; 16]), Some(Ok(16))));
/// assert!(refuse(&mut [0; 16]).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Tickets<S> {
    slots: S,
    /// How many slots were ever used; those behind them are free.
    used: usize,
    /// The slot of the ticket that was taken out last, counted from 1; 0 for none.
    free: u32,
    len: usize,
}

impl<S> Tickets<S> {
    /// How many slots are enough for a session with this `max_unanswered`: the bind has a ticket beside them. Mind the
    /// largest value that [`set_max_unanswered`](super::Session::set_max_unanswered) will be given.
    #[must_use]
    pub const fn needed(max_unanswered: u16) -> usize {
        (max_unanswered as usize).saturating_add(1)
    }

    /// How many tickets there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<S: AsRef<[TicketSlot]> + AsMut<[TicketSlot]>> Tickets<S> {
    /// No tickets yet. Slots beyond 65,536 stay unused.
    pub fn new(mut slots: S) -> Self {
        slots.as_mut().fill(TicketSlot::default());
        Self { slots, used: 0, free: 0, len: 0 }
    }

    /// How many tickets there can be.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.slots.as_ref().len().min(MAX_SLOTS)
    }

    /// Gives a ticket its number.
    ///
    /// # Errors
    ///
    /// The ticket, if no slot is free. That does not happen if there are as many as [`needed`](Self::needed).
    pub fn issue(&mut self, ticket: Ticket) -> Result<u64, Ticket> {
        let index = match self.free.checked_sub(1) {
            Some(index) => index as usize,
            None if self.used < self.capacity() => self.used,
            None => return Err(ticket),
        };
        let Some(slot) = self.slots.as_mut().get_mut(index) else { return Err(ticket) };
        if self.free == 0 {
            self.used = self.used.saturating_add(1);
        } else {
            self.free = slot.sequence_number;
        }
        *slot = TicketSlot {
            generation: slot.generation.wrapping_add(1),
            command_id: ticket.command_id.0,
            sequence_number: ticket.sequence_number,
        };
        self.len = self.len.saturating_add(1);
        Ok(number(slot.generation, index))
    }

    /// Which PDU this ticket answers, and the number that the peer gave it.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<(CommandId, u32)> {
        let (generation, index) = parts(number)?;
        let slot = self.slots.as_ref().get(index)?;
        (slot.is_taken() && slot.generation == generation)
            .then_some((CommandId(slot.command_id), slot.sequence_number))
    }

    /// The ticket of this number, which is used up now; `None` if it already was, or if it never was one.
    pub fn redeem(&mut self, number: u64) -> Option<Ticket> {
        let (command_id, sequence_number) = self.get(number)?;
        self.release(number);
        Some(Ticket { command_id, sequence_number })
    }

    /// Answers with the ticket of this number, which stays good if that fails. `None` if it was used up already, or never
    /// was one.
    pub fn answer<R, E>(
        &mut self,
        number: u64,
        answer: impl FnOnce(Ticket) -> Result<R, (Ticket, E)>,
    ) -> Option<Result<R, E>> {
        let (command_id, sequence_number) = self.get(number)?;
        let answered = answer(Ticket { command_id, sequence_number }).map_err(|(_, error)| error);
        if answered.is_ok() {
            self.release(number);
        }
        Some(answered)
    }

    /// The numbers of all tickets, with the PDU that each answers and the number that the peer gave it.
    pub fn iter(&self) -> impl Iterator<Item = (u64, CommandId, u32)> {
        let taken = self.slots.as_ref().iter().enumerate().filter(|(_, slot)| slot.is_taken());
        taken.map(|(index, slot)| {
            (number(slot.generation, index), CommandId(slot.command_id), slot.sequence_number)
        })
    }

    /// The tickets in other slots, with the numbers that they have: to make room for more.
    ///
    /// # Errors
    ///
    /// Those slots, if they are fewer than were used here.
    pub fn move_to<T: AsRef<[TicketSlot]> + AsMut<[TicketSlot]>>(
        &self,
        mut slots: T,
    ) -> Result<Tickets<T>, T> {
        let from = self.slots.as_ref().get(..self.used).unwrap_or_default();
        let Some((to, rest)) = slots.as_mut().split_at_mut_checked(from.len()) else { return Err(slots) };
        to.copy_from_slice(from);
        rest.fill(TicketSlot::default());
        Ok(Tickets { slots, used: self.used, free: self.free, len: self.len })
    }

    fn release(&mut self, number: u64) {
        let slot = parts(number).and_then(|(_, index)| Some((index, self.slots.as_mut().get_mut(index)?)));
        let Some((index, slot)) = slot else { return };
        slot.generation = slot.generation.wrapping_add(1);
        slot.sequence_number = self.free;
        self.free = u32::try_from(index).unwrap_or(0).saturating_add(1);
        self.len = self.len.saturating_sub(1);
    }

    /// Octets that [`snapshot`](Self::snapshot) needs: 9, and 12 for as many slots as were ever used at once.
    #[must_use]
    pub const fn snapshot_len(&self) -> usize {
        FIXED.saturating_add(self.used.saturating_mul(SLOT))
    }

    /// Writes the tickets into `out`, to go on in another process beside the
    /// [snapshot of the session](super::Session::snapshot), and returns how many octets that takes.
    ///
    /// # Errors
    ///
    /// `BufferTooSmall`.
    pub fn snapshot(&self, out: &mut [u8]) -> Result<usize, SnapshotError> {
        let needed = self.snapshot_len();
        let out = out.get_mut(..needed);
        let parts = out.and_then(|out| out.split_last_chunk_mut::<4>());
        let (body, crc) = parts.ok_or(SnapshotError::BufferTooSmall { needed })?;
        let slots = self.slots.as_ref().iter().take(self.used);
        let slots = slots.flat_map(|slot| [slot.generation, slot.command_id, slot.sequence_number]);
        let octets = MAGIC.into_iter().chain([FORMAT]).chain(slots.flat_map(u32::to_be_bytes));
        body.iter_mut().zip(octets).for_each(|(place, octet)| *place = octet);
        *crc = crc32(body).to_be_bytes();
        Ok(needed)
    }

    /// Takes up the tickets of a snapshot, with the numbers that they had. Numbers that were used up before stay so.
    ///
    /// # Errors
    ///
    /// `Corrupt` and `Format` as for [`Session::restore`](super::Session::restore); `Tickets` if there are fewer slots than
    /// were used.
    pub fn restore(slots: S, snapshot: &[u8]) -> Result<Self, SnapshotError> {
        let (body, crc) = snapshot.split_last_chunk::<4>().ok_or(SnapshotError::Corrupt)?;
        let (magic, rest) = body.split_first_chunk::<4>().ok_or(SnapshotError::Corrupt)?;
        let ([format], rest) = rest.split_first_chunk::<1>().ok_or(SnapshotError::Corrupt)?;
        let (words, odd) = rest.as_chunks::<4>();
        if crc32(body).to_be_bytes() != *crc || *magic != MAGIC || !odd.is_empty() {
            return Err(SnapshotError::Corrupt);
        }
        if *format != FORMAT {
            return Err(SnapshotError::Format(*format));
        }
        let (written, odd) = words.as_chunks::<3>();
        let mut tickets = Self::new(slots);
        if !odd.is_empty() || written.len() > MAX_SLOTS {
            return Err(SnapshotError::Corrupt);
        }
        if written.len() > tickets.capacity() {
            return Err(SnapshotError::Tickets);
        }
        tickets.used = written.len();
        for (at, (slot, written)) in (1_u32..).zip(tickets.slots.as_mut().iter_mut().zip(written)) {
            let [generation, command_id, sequence_number] = written.map(u32::from_be_bytes);
            *slot = TicketSlot { generation, command_id, sequence_number };
            if slot.is_taken() {
                tickets.len = tickets.len.saturating_add(1);
            } else {
                slot.sequence_number = tickets.free;
                tickets.free = at;
            }
        }
        Ok(tickets)
    }
}

impl<S> fmt::Debug for Tickets<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tickets").field("len", &self.len).finish_non_exhaustive()
    }
}

/// The number of the ticket in a slot. A generation in which a ticket is there is odd, so it is never 0.
const fn number(generation: u32, index: usize) -> u64 {
    (generation as u64) << 16 | index as u64 & 0xFFFF
}

fn parts(number: u64) -> Option<(u32, usize)> {
    Some((u32::try_from(number >> 16).ok()?, usize::try_from(number & 0xFFFF).ok()?))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "in a test an overflow is a failure, as it should be")]
mod tests {
    use std::collections::HashMap;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn ticket(sequence_number: u32) -> Ticket {
        Ticket::reissue(CommandId::DELIVER_SM, sequence_number)
    }

    fn tickets(slots: usize) -> Tickets<Vec<TicketSlot>> {
        Tickets::new(vec![TicketSlot::default(); slots])
    }

    fn snapshot(tickets: &Tickets<Vec<TicketSlot>>) -> Vec<u8> {
        let mut out = vec![0; tickets.snapshot_len()];
        assert_eq!(tickets.snapshot(&mut out), Ok(out.len()));
        out
    }

    #[test]
    fn a_slot_takes_12_octets() {
        assert_eq!(size_of::<TicketSlot>(), 12);
    }

    #[test]
    fn a_full_table_gives_the_ticket_back() {
        let mut tickets = tickets(2);
        let first = tickets.issue(ticket(1)).unwrap();
        tickets.issue(ticket(2)).unwrap();
        assert_eq!(tickets.issue(ticket(3)), Err(ticket(3)));
        assert_eq!(tickets.redeem(first), Some(ticket(1)));
        assert!(tickets.issue(ticket(3)).is_ok());
        assert_eq!(Tickets::new([]).issue(ticket(1)), Err(ticket(1)));
    }

    #[test]
    fn a_number_comes_again_only_when_its_slot_has_gone_round() {
        let mut tickets = tickets(1);
        tickets.slots[0].generation = u32::MAX - 1;
        let last = tickets.issue(ticket(1)).unwrap();
        assert_eq!(last, 0xFFFF_FFFF_0000);
        assert_eq!(tickets.redeem(last), Some(ticket(1)));
        let first = tickets.issue(ticket(2)).unwrap();
        assert_eq!((first, tickets.redeem(last)), (0x1_0000, None));
    }

    #[test]
    fn as_many_as_a_session_can_have() {
        let most = Tickets::<()>::needed(u16::MAX);
        let mut tickets = tickets(most + 10);
        assert_eq!((most, tickets.capacity()), (MAX_SLOTS, MAX_SLOTS));
        let numbers: Vec<_> =
            (0..).zip(0..most).map(|(number, _)| tickets.issue(ticket(number)).unwrap()).collect();
        assert!(tickets.issue(ticket(0)).is_err());
        assert!((0..).zip(numbers).all(|(number, issued)| tickets.redeem(issued) == Some(ticket(number))));
    }

    #[test]
    fn what_is_no_snapshot_of_tickets_is_refused() {
        let mut some = tickets(4);
        for number in 0..3 {
            some.issue(ticket(number)).unwrap();
        }
        let octets = snapshot(&some);
        let restore = |octets: &[u8], slots| Tickets::restore(vec![TicketSlot::default(); slots], octets);
        assert_eq!(restore(&octets, 2), Err(SnapshotError::Tickets));
        for len in 0..octets.len() {
            assert_eq!(restore(&octets[..len], 4), Err(SnapshotError::Corrupt), "{len}");
        }
        for bit in 0..octets.len() * 8 {
            let mut flipped = octets.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(restore(&flipped, 4), Err(SnapshotError::Corrupt), "{bit}");
        }
        let with = |octets: &[u8], place: usize, octet| {
            let mut octets = octets.to_vec();
            octets[place] = octet;
            let len = octets.len() - 4;
            let crc = crc32(&octets[..len]).to_be_bytes();
            octets[len..].copy_from_slice(&crc);
            restore(&octets, 4)
        };
        assert_eq!(with(&octets, 4, 9), Err(SnapshotError::Format(9)));
        assert_eq!(with(&octets, 0, b'?'), Err(SnapshotError::Corrupt));
        // The last slot is not whole, nor is its last number.
        assert_eq!(with(&octets[..octets.len() - 4], 4, 1), Err(SnapshotError::Corrupt));
        assert_eq!(with(&octets[..octets.len() - 1], 4, 1), Err(SnapshotError::Corrupt));
        // More than there can be.
        let many = [&octets[..5], &vec![0; (MAX_SLOTS + 1) * SLOT + 4]].concat();
        assert_eq!(with(&many, 4, 1), Err(SnapshotError::Corrupt));
        assert!(some.move_to(vec![TicketSlot::default(); 2]).is_err());
        let needed = octets.len();
        assert_eq!(some.snapshot(&mut vec![0; needed - 1]), Err(SnapshotError::BufferTooSmall { needed }));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Issue(u32),
        /// Of the numbers ever issued.
        Redeem(prop::sample::Index),
        Fail(prop::sample::Index),
        Answer(prop::sample::Index),
        Made(u64),
        Move,
        Snapshot,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => any::<u32>().prop_map(Step::Issue),
            4 => any::<prop::sample::Index>().prop_map(Step::Redeem),
            1 => any::<prop::sample::Index>().prop_map(Step::Fail),
            2 => any::<prop::sample::Index>().prop_map(Step::Answer),
            1 => prop_oneof![any::<u64>(), (0..8_u64, 0..8_u64).prop_map(|(g, i)| g << 16 | i)].prop_map(Step::Made),
            1 => Just(Step::Move),
            1 => Just(Step::Snapshot),
        ]
    }

    proptest! {
        #[test]
        fn as_a_map_that_never_gives_a_number_twice(steps in proptest::collection::vec(step(), 0..200)) {
            let mut tickets = tickets(5);
            let mut model = HashMap::new();
            let mut issued = Vec::new();
            for step in steps {
                let any = |index: prop::sample::Index| if issued.is_empty() { 0 } else { *index.get(&issued) };
                match step {
                    Step::Issue(sequence_number) => match tickets.issue(ticket(sequence_number)) {
                        Ok(number) => {
                            prop_assert!(!issued.contains(&number) && number != 0);
                            issued.push(number);
                            model.insert(number, sequence_number);
                        }
                        Err(back) => prop_assert!(back == ticket(sequence_number) && model.len() == tickets.capacity()),
                    },
                    Step::Redeem(index) => {
                        let number = any(index);
                        prop_assert_eq!(tickets.redeem(number), model.remove(&number).map(ticket));
                    }
                    Step::Fail(index) => {
                        let number = any(index);
                        let failed = tickets.answer(number, |ticket| Err::<(), _>((ticket, "no")));
                        prop_assert_eq!(failed, model.contains_key(&number).then_some(Err("no")));
                    }
                    Step::Answer(index) => {
                        let number = any(index);
                        let answered = tickets.answer(number, Ok::<_, (Ticket, ())>);
                        prop_assert_eq!(answered, model.remove(&number).map(ticket).map(Ok));
                    }
                    Step::Made(number) => {
                        prop_assert_eq!(tickets.redeem(number), model.remove(&number).map(ticket));
                    }
                    Step::Move => {
                        let slots = vec![TicketSlot::default(); tickets.capacity() + 1];
                        tickets = tickets.move_to(slots).unwrap();
                    }
                    Step::Snapshot => {
                        let slots = vec![TicketSlot::default(); tickets.capacity()];
                        tickets = Tickets::restore(slots, &snapshot(&tickets)).unwrap();
                    }
                }
                prop_assert_eq!(tickets.len(), model.len());
                let all: HashMap<_, _> = tickets.iter().map(|(number, _, sequence)| (number, sequence)).collect();
                prop_assert_eq!(&all, &model);
                prop_assert!(model.keys().all(|number| tickets.get(*number).is_some()));
            }
        }
    }
}
