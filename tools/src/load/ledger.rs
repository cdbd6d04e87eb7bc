//! All that is counted while a run goes on, in one place.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use hdrhistogram::Histogram;
use smppkit_tokio::{Direction, Link, Tap};

use super::pace::Ticket;
use super::receipts::Receipts;
use super::tally::{Fate, Messages, Outcome, Tally, fate, histogram, is_throttling, record};

/// What is counted, under one lock.
pub struct Ledger {
    /// One for each step.
    pub steps: Vec<Tally>,
    pub receipts: Receipts,
    pub connections: Connections,
    /// Since the last look.
    pub interval: Interval,
    /// PDUs without an answer yet, and the most there ever were.
    pub in_flight: u64,
    pub most_in_flight: u64,
    /// PDUs that were answered, or never will be.
    pub ended: u64,
    /// Messages that were taken to be sent and have not ended.
    pub open: u64,
    /// Messages of mobiles.
    pub messages_received: u64,
    /// Requests that are not for an application.
    pub requests_refused: u64,
    /// The highest congestion_state of any response.
    pub congestion_state: Option<u8>,
    /// A message could not be sent at all.
    pub failure: Option<String>,
}

/// How connections came and went.
#[derive(Default)]
pub struct Connections {
    pub bound: u64,
    pub bound_again: u64,
    /// Those that there are now.
    pub open: u64,
    /// Attempts that failed, by why.
    pub failed: BTreeMap<String, u64>,
    /// Those that ended before they were to, by why.
    pub lost: BTreeMap<String, u64>,
    /// Responses that matched no request, and PDUs in which something was out of order.
    pub unmatched: u64,
    pub faulty: u64,
}

/// Reasons that are told apart; more are counted together.
const MAX_REASONS: usize = 32;

impl Connections {
    pub fn bind(&mut self, is_first: bool) {
        *(if is_first { &mut self.bound } else { &mut self.bound_again }) += 1;
        self.open += 1;
    }

    pub fn fail(&mut self, why: String) {
        count(&mut self.failed, why);
    }

    /// A connection is over; if it was not to be, this is why.
    pub fn end(&mut self, link: &Link, why: Option<String>) {
        self.open = self.open.saturating_sub(1);
        let stats = link.stats();
        self.unmatched += stats.unmatched;
        self.faulty += stats.faulty;
        if let Some(why) = why {
            count(&mut self.lost, why);
        }
    }
}

fn count(reasons: &mut BTreeMap<String, u64>, why: String) {
    let is_known = reasons.contains_key(&why) || reasons.len() < MAX_REASONS;
    *reasons.entry(if is_known { why } else { "other reasons".into() }).or_default() += 1;
}

/// What happened since the last look.
pub struct Interval {
    pub sent: u64,
    pub accepted: u64,
    pub refused: u64,
    pub throttled: u64,
    pub unanswered: u64,
    pub latency: Histogram<u64>,
}

impl Interval {
    fn new() -> Self {
        Self { sent: 0, accepted: 0, refused: 0, throttled: 0, unanswered: 0, latency: histogram() }
    }

    pub fn is_empty(&self) -> bool {
        self.sent == 0 && self.latency.is_empty()
    }
}

impl Ledger {
    pub fn new(steps: usize) -> Self {
        Self {
            steps: (0..steps).map(|_| Tally::new()).collect(),
            receipts: Receipts::new(),
            connections: Connections::default(),
            interval: Interval::new(),
            in_flight: 0,
            most_in_flight: 0,
            ended: 0,
            open: 0,
            messages_received: 0,
            requests_refused: 0,
            congestion_state: None,
            failure: None,
        }
    }

    /// What happened since this was asked last.
    pub fn take_interval(&mut self) -> Interval {
        std::mem::replace(&mut self.interval, Interval::new())
    }

    /// What became of messages so far, in all steps.
    pub fn messages(&self) -> Messages {
        let mut sum = Messages::default();
        self.steps.iter().for_each(|step| sum += step.messages);
        sum
    }

    /// Somebody took a ticket, to send the message at once.
    pub fn begin(&mut self, ticket: &Ticket) {
        self.open += 1;
        if ticket.on_time
            && let Some(step) = self.steps.get_mut(ticket.step)
        {
            record(&mut step.lag, ticket.due.elapsed());
        }
    }

    /// A PDU of it is on its way.
    pub fn send(&mut self) {
        self.interval.sent += 1;
        self.in_flight += 1;
        self.most_in_flight = self.most_in_flight.max(self.in_flight);
    }

    /// It was answered, or will not be.
    pub fn answer(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.ended += 1;
    }

    /// A message has ended: what became of its PDUs, and when each was sent. `paced` says whether its time counts from
    /// when it was due, and not from when it was sent.
    pub fn end(&mut self, ticket: &Ticket, pdus: &[(Outcome, Instant)], paced: bool) {
        self.open = self.open.saturating_sub(1);
        let Some(step) = self.steps.get_mut(ticket.step) else { return };
        let (mut due, mut done) = (ticket.due, None);
        if let Some((_, sent)) = pdus.first().filter(|_| !paced) {
            due = *sent;
        }
        for (outcome, sent) in pdus {
            step.end_pdu(*outcome, *sent);
            match outcome {
                Outcome::Answered(status, after) => {
                    done = done.max(Some(*sent + *after));
                    self.interval.throttled += u64::from(is_throttling(*status));
                }
                Outcome::TimedOut => done = done.max(Some(Instant::now())),
                Outcome::Lost | Outcome::NotSent => {}
            }
        }
        if let Some(done) = done {
            let took = done.saturating_duration_since(due);
            record(&mut step.latency, took);
            record(&mut self.interval.latency, took);
        }
        let fate = fate(pdus.iter().map(|(outcome, _)| *outcome));
        step.end_message(fate);
        match fate {
            Some(Fate::Accepted) => self.interval.accepted += 1,
            Some(Fate::Refused) => self.interval.refused += 1,
            Some(Fate::Unanswered) => self.interval.unanswered += 1,
            None => {}
        }
    }
}

/// Octets of all PDUs, those of the session among them.
#[derive(Default)]
pub struct Octets {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Octets {
    pub fn tap(self: &Arc<Self>) -> Tap {
        let octets = self.clone();
        Tap::new(move |direction, frame| {
            let count = match direction {
                Direction::Sent => &octets.sent,
                Direction::Received => &octets.received,
            };
            count.fetch_add(frame.len() as u64, Ordering::Relaxed);
        })
    }

    /// Sent and received.
    pub fn get(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed))
    }
}
