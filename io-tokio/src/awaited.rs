//! Which receipts are awaited, and by whom: it stands between the links of a client and its inbox.
//!
//! What a receipt says and which message it is about, the core knows. Here it is handed to who waits for it. One that
//! comes before the response to its message is held back until the submit_sm that were under way by then are answered.
//! What is about no message that is awaited goes on into the inbox. Nothing is answered here but by who takes it; where
//! too much waits for who does not take it, the oldest is rejected for now, so that the message centre sends it again and
//! the link does not stand still.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use smppkit::message::message_id::{Correlator, CorrelatorConfig};
use tokio::time;

use crate::clock::Clock;
use crate::incoming::{Received, Request};
use crate::receipts::{AwaitedReceipts, Said};

/// A message, or a part of one, that waits for its receipt.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Awaiting {
    pub(crate) group: u64,
    /// Which part it is, from 0.
    pub(crate) part: usize,
}

#[derive(Debug)]
pub(crate) struct Awaited {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limits: AwaitedReceipts,
    clock: Clock,
    correlator: Correlator<Awaiting, ()>,
    groups: HashMap<u64, Group>,
    /// The submit_sm without a response whose receipts are awaited, by their numbers.
    under_way: BTreeSet<u64>,
    /// Receipts for no message that is known yet; the oldest first.
    early: VecDeque<Early>,
    /// Receipts to be taken, by their numbers.
    arrived: BTreeMap<u64, Arrived>,
    /// Those of them that came when nobody waited for them.
    idle: BTreeSet<u64>,
    next: u64,
    next_reference: u16,
    ended: bool,
}

/// What one handle awaits.
#[derive(Debug, Default)]
struct Group {
    /// The parts that wait, with the ids of their responses.
    waiting: Vec<(usize, Vec<u8>)>,
    arrived: VecDeque<u64>,
    deadline: Option<time::Instant>,
    /// Whether somebody waits for the next receipt now, and whom to wake.
    awaits: bool,
    waker: Option<Waker>,
}

#[derive(Debug)]
struct Early {
    request: Request,
    said: Said,
    /// It may be about one of the submit_sm with a lower number.
    before: u64,
}

/// A receipt for somebody.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) awaiting: Awaiting,
    /// The id of the response.
    pub(crate) message_id: Vec<u8>,
    pub(crate) request: Request,
    pub(crate) said: Said,
}

/// What is to be done once the lock is free.
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
        let config = CorrelatorConfig {
            max_messages: limits.max_messages,
            // Early receipts are held back here, with their requests.
            max_early_receipts: 0,
            timeout: limits.timeout,
            mode: limits.ids,
            ..CorrelatorConfig::default()
        };
        let state = State {
            limits,
            clock: Clock::new(),
            correlator: Correlator::new(config),
            groups: HashMap::new(),
            under_way: BTreeSet::new(),
            early: VecDeque::new(),
            arrived: BTreeMap::new(),
            idle: BTreeSet::new(),
            next: 0,
            // Different each time: parts of two messages must not be taken for those of one.
            next_reference: RandomState::new().hash_one(0) as u16,
            ended: false,
        };
        Self { state: Mutex::new(state) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
        if state.correlator.waiting() == 0 && state.under_way.is_empty() {
            return;
        }
        let mut after = After::default();
        for one in received.drain(..) {
            state.sort(one, spare, &mut after);
        }
        drop(state);
        received.extend(after.run());
    }

    /// Opens a group for what one handle awaits.
    pub(crate) fn open(&self) -> u64 {
        let mut state = self.lock();
        let group = state.number();
        state.groups.insert(group, Group::default());
        group
    }

    /// Nobody awaits this any more; what is left goes into the inbox.
    pub(crate) fn close(&self, group: u64) -> Vec<Received> {
        let closed;
        let mut state = self.lock();
        closed = state.groups.remove(&group).unwrap_or_default();
        for (part, id) in &closed.waiting {
            state.correlator.withdraw(id, |awaiting| *awaiting == Awaiting { group, part: *part });
        }
        let left = closed.arrived.iter().filter_map(|number| state.take(*number));
        left.map(|arrived| Received::Request(arrived.request)).collect()
    }

    /// A submit_sm is about to be sent.
    pub(crate) fn begin(&self) -> u64 {
        let mut state = self.lock();
        let number = state.number();
        state.under_way.insert(number);
        number
    }

    /// It was accepted with this id; or its receipt will not come, or is not wanted. What was held back because of it
    /// and is not awaited goes into the inbox.
    pub(crate) fn answered(&self, number: u64, accepted: Option<(Awaiting, &[u8])>) -> After {
        let mut after = After::default();
        let mut state = self.lock();
        state.under_way.remove(&number);
        if let Some((awaiting, id)) = accepted {
            state.expire(&mut after);
            state.await_receipt(awaiting, id, &mut after);
        }
        state.look_again(&mut after);
        after
    }

    /// A receipt was taken and then not accepted: it will come again.
    pub(crate) fn await_again(&self, awaiting: Awaiting, id: &[u8]) {
        let mut after = After::default();
        self.lock().await_receipt(awaiting, id, &mut after);
        after.run();
    }

    /// The next receipt of a group; `None` when no more will come.
    pub(crate) fn poll(&self, group: u64, context: &mut Context<'_>) -> Poll<Option<Arrived>> {
        let _stale_waker;
        let mut state = self.lock();
        let State { groups, ended, .. } = &mut *state;
        let Some(this) = groups.get_mut(&group) else { return Poll::Ready(None) };
        this.awaits = true;
        if let Some(number) = this.arrived.pop_front() {
            return Poll::Ready(state.take(number));
        }
        if this.waiting.is_empty() || *ended {
            return Poll::Ready(None);
        }
        _stale_waker = this.waker.replace(context.waker().clone());
        Poll::Pending
    }

    /// Nobody waits for the next receipt of a group for the moment.
    pub(crate) fn leave(&self, group: u64) {
        let mut state = self.lock();
        let Some(this) = state.groups.get_mut(&group) else { return };
        this.awaits = false;
        let waker = this.waker.take();
        let arrived = this.arrived.clone();
        state.idle.extend(arrived);
        drop(state);
        drop(waker);
    }

    /// When the last part of a group has waited long enough.
    pub(crate) fn deadline(&self, group: u64) -> Option<time::Instant> {
        self.lock().groups.get(&group)?.deadline
    }

    /// Gives up what has waited too long.
    pub(crate) fn expire(&self) {
        let mut after = After::default();
        self.lock().expire(&mut after);
        after.run();
    }

    /// How many parts wait for their receipts.
    pub(crate) fn waiting(&self, group: u64) -> usize {
        self.lock().groups.get(&group).map_or(0, |group| group.waiting.len())
    }

    /// No more will come but what is held back.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        state.ended = true;
        let wakers: Vec<_> = state.groups.values_mut().filter_map(|group| group.waker.take()).collect();
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl State {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn sort(&mut self, received: Received, spare: usize, after: &mut After) {
        let Received::Request(request) = received else { return after.passed.push(received) };
        let Some(said) = Said::read(&request.pdu()) else {
            return after.passed.push(Received::Request(request));
        };
        match self.find(&said) {
            Some(found) => self.arrive(found, request, said, spare, after),
            None if self.under_way.is_empty() => after.passed.push(Received::Request(request)),
            None => {
                let before = self.number();
                self.early.push_back(Early { request, said, before });
                while self.early.len() > spare
                    && let Some(early) = self.early.pop_front()
                {
                    after.passed.push(Received::Request(early.request));
                }
            }
        }
    }

    /// Whom a receipt is for, and the id of the response; a final one is awaited no more.
    fn find(&mut self, said: &Said) -> Option<(Awaiting, Vec<u8>)> {
        let now = self.clock.now();
        let awaiting = self.correlator.receipt(now, &said.message_id, said.is_final, ())?.token;
        let group = self.groups.get_mut(&awaiting.group)?;
        let place = group.waiting.iter().position(|(part, _)| *part == awaiting.part)?;
        let (_, id) =
            if said.is_final { group.waiting.swap_remove(place) } else { group.waiting[place].clone() };
        Some((awaiting, id))
    }

    fn arrive(
        &mut self,
        (awaiting, message_id): (Awaiting, Vec<u8>),
        request: Request,
        said: Said,
        spare: usize,
        after: &mut After,
    ) {
        let number = self.number();
        let Some(group) = self.groups.get_mut(&awaiting.group) else {
            return after.passed.push(Received::Request(request));
        };
        group.arrived.push_back(number);
        after.wakers.extend(group.waker.take());
        if !group.awaits {
            self.idle.insert(number);
        }
        self.arrived.insert(number, Arrived { awaiting, message_id, request, said });
        while self.idle.len() > spare
            && let Some(oldest) = self.idle.pop_first()
        {
            self.refuse(oldest, after);
        }
    }

    /// Rejects a receipt for now; when it comes again, it is awaited again.
    fn refuse(&mut self, number: u64, after: &mut After) {
        let Some(arrived) = self.take(number) else { return };
        if let Some(group) = self.groups.get_mut(&arrived.awaiting.group) {
            group.arrived.retain(|other| *other != number);
        }
        after.rejected.push(arrived.request);
        if arrived.said.is_final {
            self.await_receipt(arrived.awaiting, &arrived.message_id, after);
        }
    }

    fn take(&mut self, number: u64) -> Option<Arrived> {
        self.idle.remove(&number);
        self.arrived.remove(&number)
    }

    fn await_receipt(&mut self, awaiting: Awaiting, id: &[u8], after: &mut After) {
        if self.limits.max_messages == 0 || !self.groups.contains_key(&awaiting.group) {
            return;
        }
        while self.correlator.waiting() >= self.limits.max_messages
            && let Some(oldest) = self.correlator.take_oldest()
        {
            after.wakers.extend(self.give_up(oldest));
        }
        let before = self.correlator.waiting();
        self.correlator.submitted(self.clock.now(), id, awaiting);
        let is_kept = self.correlator.waiting() > before;
        if is_kept && let Some(group) = self.groups.get_mut(&awaiting.group) {
            group.waiting.push((awaiting.part, id.to_vec()));
            group.deadline = time::Instant::now().checked_add(self.limits.timeout);
        }
    }

    /// Looks again at what was held back: a response has come.
    fn look_again(&mut self, after: &mut After) {
        let first = self.under_way.first().copied();
        for early in std::mem::take(&mut self.early) {
            match self.find(&early.said) {
                // It has waited long enough not to be rejected at once.
                Some(found) => self.arrive(found, early.request, early.said, usize::MAX, after),
                None if first.is_some_and(|first| first < early.before) => self.early.push_back(early),
                None => after.passed.push(Received::Request(early.request)),
            }
        }
    }

    fn expire(&mut self, after: &mut After) {
        let now = self.clock.now();
        while let Some(awaiting) = self.correlator.handle_timeout(now) {
            after.wakers.extend(self.give_up(awaiting));
        }
    }

    /// A part waits no more; the waker of who waited for it.
    fn give_up(&mut self, awaiting: Awaiting) -> Option<Waker> {
        let group = self.groups.get_mut(&awaiting.group)?;
        group.waiting.retain(|(part, _)| *part != awaiting.part);
        group.waker.take()
    }
}
