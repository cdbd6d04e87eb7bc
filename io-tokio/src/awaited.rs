//! Who awaits which receipt: the core's [`AwaitedReceipts`](awaited::AwaitedReceipts) between the links of a client and its
//! inbox, with a clock and with those who are to be woken.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use smppkit::message::awaited::{self, Arrived, AwaitedConfig, Output};
use tokio::time;

use crate::clock::Clock;
use crate::incoming::{Received, Request};
use crate::receipts::{AwaitedReceipts, Said};

#[derive(Debug)]
pub(crate) struct Awaited(Mutex<State>);

#[derive(Debug)]
struct State {
    clock: Clock,
    receipts: awaited::AwaitedReceipts<(Request, Said)>,
    /// Who waits for the next receipt of a group.
    wakers: HashMap<u64, Waker>,
    next_reference: u16,
}

/// What is to be done once the lock is free.
#[must_use]
#[derive(Default)]
pub(crate) struct After {
    wakers: Vec<Waker>,
    /// To be rejected.
    rejected: Vec<Request>,
    /// For the inbox.
    passed: Vec<Received>,
}

impl After {
    /// Gives what goes on into the inbox.
    pub(crate) fn run(self) -> Vec<Received> {
        drop(self.rejected);
        self.wakers.into_iter().for_each(Waker::wake);
        self.passed
    }
}

impl Awaited {
    pub(crate) fn new(limits: AwaitedReceipts) -> Self {
        let config = AwaitedConfig {
            max_messages: limits.max_messages,
            timeout: limits.timeout,
            mode: limits.ids,
            ..AwaitedConfig::default()
        };
        Self(Mutex::new(State {
            clock: Clock::new(),
            receipts: awaited::AwaitedReceipts::new(config),
            wakers: HashMap::new(),
            // Different each time: parts of two messages must not be taken for those of one.
            next_reference: RandomState::new().hash_one(0) as u16,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reference for the parts of the next long message.
    pub(crate) fn next_reference(&self) -> u16 {
        let mut state = self.lock();
        state.next_reference = state.next_reference.wrapping_add(1);
        state.next_reference
    }

    /// Takes out what is awaited. `spare` requests may wait for who does not take them, and as many be held back.
    pub(crate) fn sift(&self, received: &mut Vec<Received>, spare: usize) {
        let mut state = self.lock();
        if !state.receipts.is_expecting() {
            return;
        }
        state.receipts.set_spare(spare);
        let now = state.clock.now();
        let mut after = After::default();
        for one in received.drain(..) {
            let said = match &one {
                Received::Request(request) => Said::read(&request.pdu()),
                Received::Notification(_) => None,
            };
            match (one, said) {
                (Received::Request(request), Some(said)) => {
                    let id = said.message_id.clone();
                    state.receipts.received(now, id, said.is_final, (request, said));
                    state.gather(&mut after);
                }
                (other, _) => after.passed.push(other),
            }
        }
        drop(state);
        received.extend(after.run());
    }

    /// Opens a group for what one handle awaits.
    pub(crate) fn open(&self) -> u64 {
        self.lock().receipts.open()
    }

    /// Nobody awaits this any more.
    pub(crate) fn close(&self, group: u64) -> After {
        let _stale_waker;
        let mut state = self.lock();
        state.receipts.close(group);
        _stale_waker = state.wakers.remove(&group);
        state.after()
    }

    /// A submit_sm is about to be sent: its ticket.
    pub(crate) fn under_way(&self, group: u64, part: usize) -> u64 {
        self.lock().receipts.under_way(group, part)
    }

    /// It was accepted with this id; or its receipt will not come, or is not wanted.
    pub(crate) fn answered(&self, ticket: u64, message_id: Option<&[u8]>) -> After {
        let mut state = self.lock();
        let now = state.clock.now();
        state.receipts.answered(now, ticket, message_id);
        state.after()
    }

    /// A receipt was taken and will not be accepted: it will come again.
    pub(crate) fn await_again(&self, group: u64, part: usize, message_id: &[u8]) -> After {
        let mut state = self.lock();
        let now = state.clock.now();
        state.receipts.await_again(now, group, part, message_id);
        state.after()
    }

    /// The next receipt of a group; `None` when no more will come.
    pub(crate) fn poll(
        &self,
        group: u64,
        context: &mut Context<'_>,
    ) -> Poll<Option<Arrived<(Request, Said)>>> {
        let _stale_waker;
        let mut state = self.lock();
        let polled = state.receipts.poll_receipt(group);
        if polled.is_pending() {
            _stale_waker = state.wakers.insert(group, context.waker().clone());
        }
        polled
    }

    /// Nobody waits for the next receipt of a group for the moment.
    pub(crate) fn leave(&self, group: u64) {
        let _stale_waker;
        let mut state = self.lock();
        state.receipts.leave(group);
        _stale_waker = state.wakers.remove(&group);
    }

    /// When the last part of a group has waited long enough.
    pub(crate) fn deadline(&self, group: u64) -> Option<time::Instant> {
        let state = self.lock();
        state.receipts.timeout_of(group).map(|due| state.clock.to_tokio(due))
    }

    /// Gives up what has waited too long.
    pub(crate) fn expire(&self) -> After {
        let mut state = self.lock();
        let now = state.clock.now();
        state.receipts.handle_timeout(now);
        state.after()
    }

    /// How many parts wait for their receipts.
    pub(crate) fn waiting(&self, group: u64) -> usize {
        self.lock().receipts.waiting(group)
    }

    /// No more will come.
    pub(crate) fn end(&self) -> After {
        let mut state = self.lock();
        state.receipts.end();
        state.after()
    }
}

impl State {
    fn after(&mut self) -> After {
        let mut after = After::default();
        self.gather(&mut after);
        after
    }

    fn gather(&mut self, after: &mut After) {
        while let Some(output) = self.receipts.poll_output() {
            match output {
                Output::Wake(group) => after.wakers.extend(self.wakers.remove(&group)),
                Output::Reject((request, _)) => after.rejected.push(request),
                Output::Pass((request, _)) => after.passed.push(Received::Request(request)),
            }
        }
    }
}
