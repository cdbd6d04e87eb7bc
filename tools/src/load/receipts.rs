//! Receipts that are awaited, whichever connection they come over.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use smppkit::message::incoming::{Incoming, MessageFields, Sort};
use smppkit::message::message_id::{Correlator, CorrelatorConfig};
use smppkit::values::MessageState;
use smppkit::{Body as _, Clock, Pdu};

use super::tally::{histogram, record};

/// How many messages may wait for their receipts; for each further one the oldest is given up.
pub const MAX_AWAITED: usize = 500_000;
/// How many receipts that came before the response to their message, or of messages that are not ours, are kept.
const MAX_EARLY: usize = 10_000;
/// Octets of a receipt in UCS-2 that are read.
const SCRATCH: usize = 512;

/// What is known of the receipts so far.
pub struct Receipts {
    clock: Clock,
    max_awaited: usize,
    /// When each message was sent.
    awaited: Correlator<Instant, (Option<MessageState>, Instant)>,
    pub expected: u64,
    /// Accepted without a message id, which no receipt could name.
    pub nameless: u64,
    /// Those that were given up to make room.
    pub given_up: u64,
    /// Those that were final, and those that were not.
    pub came: u64,
    pub intermediate: u64,
    pub by_state: BTreeMap<String, u64>,
    /// From submit_sm to receipt.
    pub took: Histogram<u64>,
    /// Those that came in all, whatever they were about.
    received: u64,
}

impl Receipts {
    pub fn new() -> Self {
        Self::with_limit(MAX_AWAITED)
    }

    fn with_limit(max_awaited: usize) -> Self {
        let config = CorrelatorConfig {
            max_messages: max_awaited,
            max_early_receipts: MAX_EARLY,
            ..CorrelatorConfig::default()
        };
        Self {
            clock: Clock::new(),
            max_awaited,
            awaited: Correlator::new(config),
            expected: 0,
            nameless: 0,
            given_up: 0,
            came: 0,
            intermediate: 0,
            by_state: BTreeMap::new(),
            took: histogram(),
            received: 0,
        }
    }

    /// How many are still awaited.
    pub fn waiting(&self) -> usize {
        self.awaited.waiting()
    }

    /// Receipts about no message of ours, as far as anybody can tell.
    pub const fn strange(&self) -> u64 {
        self.received.saturating_sub(self.came + self.intermediate)
    }

    /// A message was accepted with this id.
    pub fn expect(&mut self, message_id: &[u8], sent: Instant) {
        self.expected += 1;
        if message_id.is_empty() {
            self.nameless += 1;
            return;
        }
        if self.awaited.waiting() == self.max_awaited && self.awaited.take_oldest().is_some() {
            self.given_up += 1;
        }
        let early = self.awaited.submitted(self.clock.now(), message_id, sent);
        if let Some((state, at)) = early.map(|early| early.receipt) {
            self.count(state, at.saturating_duration_since(sent));
        }
    }

    /// Reads what was delivered. False if it is no receipt.
    pub fn read(&mut self, pdu: &Pdu<'_>) -> bool {
        let mut scratch = [0; SCRATCH];
        let Some(fields) = MessageFields::of(pdu) else { return false };
        let reading = Incoming::read(&fields, &mut scratch);
        if reading.sort(pdu.command_id()) != Sort::Receipt {
            return false;
        }
        self.received += 1;
        let Some((id, _)) = reading.report.message_id() else { return true };
        let is_final = reading.report.is_final().unwrap_or(false);
        let state = reading.report.message_state().map(|(state, _)| state);
        let now = Instant::now();
        let found = self.awaited.receipt(self.clock.now(), id, is_final, (state.filter(|_| is_final), now));
        match found {
            Some(found) if is_final => self.count(state, now.saturating_duration_since(found.token)),
            Some(_) => self.intermediate += 1,
            None => {}
        }
        true
    }

    fn count(&mut self, state: Option<MessageState>, took: Duration) {
        let Some(state) = state else {
            self.intermediate += 1;
            return;
        };
        self.came += 1;
        let name = state.name().map_or_else(|| format!("state {}", state.0), str::to_owned);
        *self.by_state.entry(name).or_default() += 1;
        record(&mut self.took, took);
    }
}

#[cfg(test)]
mod tests {
    use smppkit::values::EsmClass;
    use smppkit::{DeliverSm, tlv};

    use super::*;

    fn deliver(receipts: &mut Receipts, id: &str, state: MessageState) -> bool {
        let tlvs = [tlv::RECEIPTED_MESSAGE_ID.with(id.into()), tlv::MESSAGE_STATE.with(state)];
        let esm_class = EsmClass::MC_DELIVERY_RECEIPT;
        receipts.read(&Pdu::from(DeliverSm { esm_class, tlvs: (&tlvs).into(), ..Default::default() }))
    }

    #[test]
    fn receipts_are_counted_once_be_they_early_or_late() {
        let mut receipts = Receipts::new();
        assert!(deliver(&mut receipts, "early-1", MessageState::DELIVERED));
        receipts.expect(b"early-1", Instant::now());
        receipts.expect(b"late-1", Instant::now());
        receipts.expect(b"", Instant::now());
        assert!(deliver(&mut receipts, "late-1", MessageState::ENROUTE));
        assert_eq!((receipts.came, receipts.intermediate, receipts.waiting()), (1, 1, 1));
        assert!(deliver(&mut receipts, "late-1", MessageState::EXPIRED));
        assert!(deliver(&mut receipts, "another's", MessageState::DELIVERED));
        assert!(!receipts.read(&Pdu::from(DeliverSm::default())), "a message of a mobile");
        assert_eq!((receipts.expected, receipts.nameless, receipts.came), (3, 1, 2));
        assert_eq!((receipts.strange(), receipts.waiting(), receipts.took.len()), (1, 0, 2));
        assert_eq!(
            receipts.by_state.into_iter().collect::<Vec<_>>(),
            [("DELIVERED".to_owned(), 1), ("EXPIRED".to_owned(), 1)]
        );
    }

    #[test]
    fn no_more_are_awaited_than_there_is_memory_for() {
        let mut receipts = Receipts::with_limit(10);
        (0..25).for_each(|number| receipts.expect(format!("id-{number}").as_bytes(), Instant::now()));
        assert_eq!((receipts.waiting(), receipts.given_up, receipts.expected), (10, 15, 25));
    }
}
