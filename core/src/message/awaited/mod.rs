//! Awaited receipts: who waits for which, and what becomes of those that nobody takes.
//!
//! [`Incoming`](super::incoming::Incoming) reads what a receipt says, and a [`Correlator`] finds its message. Here it is
//! handed to who waits for it:
//!
//! * Parts of one message are awaited together, as a *group*. Its number stands for who waits.
//! * A receipt that comes before the response to its message is held back until the submit_sm under way by then
//!   are answered.
//! * What nobody takes must not stop the link, which carries responses to us, too: so many may lie untaken, the
//!   oldest beyond that is rejected for now, and awaited again, for the message centre to send it again.
//! * What is about no message that is awaited is passed on.
//!
//! So one of these stands between all links of a client and whatever takes what comes in.
//!
//! ```
//! use core::task::Poll;
//! use smppkit::Instant;
//! use smppkit::message::awaited::{AwaitedConfig, AwaitedReceipts, Output};
//!
//! let now = Instant::from_nanos(1);
//! let mut awaited = AwaitedReceipts::new(AwaitedConfig::default());
//! let group = awaited.open();
//!
//! // The receipt comes before the response, and in another base.
//! let submit_sm = awaited.under_way(group, 0);
//! awaited.received(now, "0416342074", true, "stat:DELIVRD");
//! assert!(awaited.poll_receipt(group).is_pending());
//! awaited.answered(now, submit_sm, Some(b"18d0e03a"));
//! assert_eq!(awaited.poll_output(), Some(Output::Wake(group)));
//! let Poll::Ready(Some(arrived)) = awaited.poll_receipt(group) else { panic!("nothing came") };
//! assert_eq!((arrived.receipt, arrived.part), ("stat:DELIVRD", 0));
//! assert_eq!(awaited.poll_receipt(group), Poll::Ready(None));
//!
//! // A copy of it nobody awaits.
//! awaited.received(now, "0416342074", true, "stat:DELIVRD");
//! assert_eq!(awaited.poll_output(), Some(Output::Pass("stat:DELIVRD")));
//! ```

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::vec::Vec;
use core::task::Poll;
use core::time::Duration;

use super::message_id::{Correlator, CorrelatorConfig, Mode};
use crate::time::Instant;

/// How many receipts an [`AwaitedReceipts`] awaits, how long, and how it compares ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AwaitedConfig {
    /// How many messages may wait for their receipts, each part counted. When there is one more, the oldest is
    /// given up.
    pub max_messages: usize,
    /// How long a message waits for its receipt.
    pub timeout: Duration,
    /// How many receipts may lie untaken for groups of which nobody waits for the next one; and as many more be
    /// held back for a response.
    pub spare: usize,
    /// How the id in the response and the id in the receipt are compared.
    pub mode: Mode,
}

impl Default for AwaitedConfig {
    /// 65,536 messages for three days, 16 untaken, learning: what a [`CorrelatorConfig`] has, too.
    fn default() -> Self {
        let CorrelatorConfig { max_messages, timeout, mode, .. } = CorrelatorConfig::default();
        Self { max_messages, timeout, spare: 16, mode }
    }
}

/// A receipt for who waits for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrived<R> {
    /// What the caller handed in.
    pub receipt: R,
    /// Which part of the group it is about.
    pub part: usize,
    /// The id of the response, which may be written otherwise than in the receipt.
    pub message_id: Box<[u8]>,
    /// Whether no other message can be meant; see [`Found`](super::message_id::Found::is_certain).
    pub is_certain: bool,
}

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Output<R> {
    /// Who waits for this group is to ask [`poll_receipt`](AwaitedReceipts::poll_receipt) again.
    Wake(u64),
    /// To be rejected for now, such as with `ESME_RX_T_APPN`. It is awaited again.
    Reject(R),
    /// For who takes all else that comes in.
    Pass(R),
}

/// All receipts that a client awaits.
///
/// `R` is a receipt with the request to be answered. Each that is [handed in](Self::received) comes out once: by
/// [`poll_receipt`](Self::poll_receipt), or as an [`Output`] that rejects it or passes it on. Outputs are to be taken
/// after each call that changes something.
///
/// Numbers of groups and tickets are never used twice; they count up from 1.
#[derive(Debug)]
pub struct AwaitedReceipts<R> {
    config: AwaitedConfig,
    /// Its tokens are the keys of `messages`.
    correlator: Correlator<u64, ()>,
    messages: BTreeMap<u64, Message>,
    groups: BTreeMap<u64, Group>,
    /// The submit_sm without a response, with group and part, by their tickets.
    under_way: BTreeMap<u64, (u64, usize)>,
    /// Receipts for no message that is known yet; the oldest first.
    early: VecDeque<Early<R>>,
    /// Receipts to be taken, by their numbers.
    untaken: BTreeMap<u64, Untaken<R>>,
    /// Those of them for groups of which nobody waits for the next one.
    idle: BTreeSet<u64>,
    outputs: VecDeque<Output<R>>,
    last_number: u64,
    has_ended: bool,
}

/// A message, or a part of one, that waits for its receipt.
#[derive(Clone, Debug)]
struct Message {
    group: u64,
    part: usize,
    /// The id of the response.
    message_id: Box<[u8]>,
    deadline: Instant,
}

#[derive(Default, Debug)]
struct Group {
    /// How many submit_sm have no response yet.
    under_way: usize,
    /// The messages that wait; the oldest first.
    waiting: Vec<u64>,
    untaken: VecDeque<u64>,
    taker: Taker,
}

impl Group {
    /// Whether no further receipt will come.
    fn is_done(&self) -> bool {
        self.under_way == 0 && self.waiting.is_empty()
    }
}

/// Who takes the receipts of a group.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
enum Taker {
    /// Nobody for the moment.
    #[default]
    Away,
    /// Somebody who will ask again.
    Here,
    /// Somebody who is to be woken.
    Asleep,
}

#[derive(Debug)]
struct Early<R> {
    receipt: R,
    message_id: Box<[u8]>,
    is_final: bool,
    /// It may be about one of the submit_sm with a lower ticket.
    before: u64,
}

#[derive(Debug)]
struct Untaken<R> {
    receipt: R,
    message: Message,
    is_certain: bool,
    is_final: bool,
}

impl<R> AwaitedReceipts<R> {
    /// With nothing in it.
    pub const fn new(config: AwaitedConfig) -> Self {
        let correlator = CorrelatorConfig {
            max_messages: config.max_messages,
            // They are held back here, with their requests.
            max_early_receipts: 0,
            timeout: config.timeout,
            early_timeout: Duration::ZERO,
            max_ended: 1_024,
            mode: config.mode,
        };
        Self {
            config,
            correlator: Correlator::new(correlator),
            messages: BTreeMap::new(),
            groups: BTreeMap::new(),
            under_way: BTreeMap::new(),
            early: VecDeque::new(),
            untaken: BTreeMap::new(),
            idle: BTreeSet::new(),
            outputs: VecDeque::new(),
            last_number: 0,
            has_ended: false,
        }
    }

    /// Changes [`AwaitedConfig::spare`], from the next receipt on.
    pub const fn set_spare(&mut self, spare: usize) {
        self.config.spare = spare;
    }

    /// Opens a group, for what is awaited together, such as the parts of a message.
    pub fn open(&mut self) -> u64 {
        let group = self.number();
        self.groups.insert(group, Group::default());
        group
    }

    /// Nobody awaits the receipts of a group any more: those that have come are passed on, and so will be those that
    /// come.
    ///
    /// ```
    /// # use smppkit::Instant;
    /// # use smppkit::message::awaited::{AwaitedConfig, AwaitedReceipts, Output};
    /// # let now = Instant::from_nanos(1);
    /// let mut awaited = AwaitedReceipts::new(AwaitedConfig::default());
    /// let group = awaited.open();
    /// let submit_sm = awaited.under_way(group, 0);
    /// awaited.answered(now, submit_sm, Some(b"77"));
    /// awaited.received(now, "77", false, "stat:ENROUTE");
    /// awaited.close(group);
    /// awaited.received(now, "77", true, "stat:DELIVRD");
    /// assert_eq!(awaited.poll_output(), Some(Output::Pass("stat:ENROUTE")));
    /// assert_eq!(awaited.poll_output(), Some(Output::Pass("stat:DELIVRD")));
    /// ```
    pub fn close(&mut self, group: u64) {
        let Some(closed) = self.groups.remove(&group) else { return };
        for number in closed.waiting {
            if let Some(message) = self.messages.remove(&number) {
                self.correlator.withdraw(&message.message_id, |token| *token == number);
            }
        }
        for number in closed.untaken {
            self.idle.remove(&number);
            if let Some(untaken) = self.untaken.remove(&number) {
                self.outputs.push_back(Output::Pass(untaken.receipt));
            }
        }
    }

    /// A submit_sm is about to be sent. The ticket is for [`answered`](Self::answered), which must follow; `part` says
    /// which of the group it is, and comes back with its receipts.
    pub fn under_way(&mut self, group: u64, part: usize) -> u64 {
        let ticket = self.number();
        self.under_way.insert(ticket, (group, part));
        if let Some(group) = self.groups.get_mut(&group) {
            group.under_way = group.under_way.saturating_add(1);
        }
        ticket
    }

    /// The submit_sm was accepted with this id, under which its receipt is awaited from now on; or `None`: it was
    /// refused, or its response will not come, or is not wanted. An id that is empty or longer than 64 characters is
    /// no id. A ticket that is not known changes nothing.
    pub fn answered(&mut self, now: Instant, ticket: u64, message_id: Option<&[u8]>) {
        let Some((group, part)) = self.under_way.remove(&ticket) else { return };
        if let Some(group) = self.groups.get_mut(&group) {
            group.under_way = group.under_way.saturating_sub(1);
        }
        if let Some(message_id) = message_id {
            self.handle_timeout(now);
            self.wait_for(now, group, part, message_id);
        }
        self.wake_if_done(group);
        self.look_again(now);
    }

    /// A receipt that was taken was not accepted after all: it will come again. To be told before the message centre
    /// is. Only one that was final was awaited no more; for another one there is nothing to do.
    ///
    /// ```
    /// # use core::task::Poll;
    /// # use smppkit::Instant;
    /// # use smppkit::message::awaited::{AwaitedConfig, AwaitedReceipts};
    /// # let now = Instant::from_nanos(1);
    /// let mut awaited = AwaitedReceipts::new(AwaitedConfig::default());
    /// let group = awaited.open();
    /// let submit_sm = awaited.under_way(group, 0);
    /// awaited.answered(now, submit_sm, Some(b"77"));
    /// for _ in 0..2 {
    ///     awaited.received(now, "77", true, "stat:DELIVRD");
    ///     let Poll::Ready(Some(arrived)) = awaited.poll_receipt(group) else { panic!("nothing came") };
    ///     assert_eq!(awaited.waiting(group), 0);
    ///     awaited.await_again(now, group, arrived.part, &arrived.message_id);
    ///     assert_eq!(awaited.waiting(group), 1);
    /// }
    /// ```
    pub fn await_again(&mut self, now: Instant, group: u64, part: usize, message_id: &[u8]) {
        self.wait_for(now, group, part, message_id);
        self.look_again(now);
    }

    /// Whether any receipt can be awaited. If not, all would be passed on, and need not be read.
    pub fn is_expecting(&self) -> bool {
        !self.messages.is_empty() || !self.under_way.is_empty()
    }

    /// A receipt came, with this id. When its state is final, its message waits for no further one.
    pub fn received(&mut self, now: Instant, message_id: impl AsRef<[u8]>, is_final: bool, receipt: R) {
        let message_id = message_id.as_ref();
        if let Some((message, is_certain)) = self.find(now, message_id, is_final) {
            self.arrive(Untaken { receipt, message, is_certain, is_final });
            while self.idle.len() > self.config.spare
                && let Some(oldest) = self.idle.pop_first()
            {
                self.refuse(now, oldest);
            }
        } else if self.under_way.is_empty() || self.has_ended {
            self.outputs.push_back(Output::Pass(receipt));
        } else {
            let before = self.number();
            self.early.push_back(Early { receipt, message_id: message_id.into(), is_final, before });
            self.hold_back(self.config.spare);
        }
    }

    /// The next receipt of a group, the oldest first; `None` when no more will come, because all its messages had
    /// their final one, waited too long, or were given up for newer ones; because it was closed, or all has ended.
    ///
    /// While it is pending, [`Output::Wake`] tells when to ask again. Until [`leave`](Self::leave), somebody waits for
    /// the receipts of this group, and as many are kept as come.
    pub fn poll_receipt(&mut self, group: u64) -> Poll<Option<Arrived<R>>> {
        let Some(group) = self.groups.get_mut(&group) else { return Poll::Ready(None) };
        if group.taker == Taker::Away {
            group.untaken.iter().for_each(|number| _ = self.idle.remove(number));
        }
        group.taker = Taker::Here;
        if let Some(number) = group.untaken.pop_front() {
            return Poll::Ready(self.untaken.remove(&number).map(Untaken::into_arrived));
        }
        if group.is_done() || self.has_ended {
            return Poll::Ready(None);
        }
        group.taker = Taker::Asleep;
        Poll::Pending
    }

    /// Nobody waits for the next receipt of a group for the moment: what comes, and what has come, counts as
    /// [spare](AwaitedConfig::spare).
    pub fn leave(&mut self, group: u64) {
        if let Some(group) = self.groups.get_mut(&group) {
            group.taker = Taker::Away;
            self.idle.extend(&group.untaken);
        }
    }

    /// How many messages of a group wait for their final receipt.
    pub fn waiting(&self, group: u64) -> usize {
        self.groups.get(&group).map_or(0, |group| group.waiting.len())
    }

    /// No more will come. What is held back is passed on; what has come can still be taken.
    pub fn end(&mut self) {
        self.has_ended = true;
        for group in self.groups.keys().copied().collect::<Vec<_>>() {
            self.wake(group);
        }
        self.hold_back(0);
    }

    /// What is to be done next.
    pub fn poll_output(&mut self) -> Option<Output<R>> {
        self.outputs.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do next.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.correlator.poll_timeout()
    }

    /// When the last message of a group will have waited too long, for who has a timer for each group.
    pub fn timeout_of(&self, group: u64) -> Option<Instant> {
        let youngest = self.groups.get(&group)?.waiting.last()?;
        self.messages.get(youngest).map(|message| message.deadline)
    }

    /// Gives up what has waited too long; early or repeated calls are harmless.
    pub fn handle_timeout(&mut self, now: Instant) {
        while let Some(message) = self.correlator.handle_timeout(now) {
            self.give_up(message);
        }
    }

    fn number(&mut self) -> u64 {
        self.last_number = self.last_number.saturating_add(1);
        self.last_number
    }

    /// The message that a receipt is about, and whether no other can be meant. With a final one it waits no more.
    fn find(&mut self, now: Instant, message_id: &[u8], is_final: bool) -> Option<(Message, bool)> {
        let found = self.correlator.receipt(now, message_id, is_final, ())?;
        let message =
            if is_final { self.forget(found.token) } else { self.messages.get(&found.token).cloned() };
        Some((message?, found.is_certain))
    }

    fn arrive(&mut self, untaken: Untaken<R>) {
        let number = self.number();
        let group = untaken.message.group;
        let Some(this) = self.groups.get_mut(&group) else {
            return self.outputs.push_back(Output::Pass(untaken.receipt));
        };
        this.untaken.push_back(number);
        self.untaken.insert(number, untaken);
        if this.taker == Taker::Away {
            self.idle.insert(number);
        }
        self.wake(group);
    }

    /// Rejects a receipt for now. It is awaited again.
    fn refuse(&mut self, now: Instant, number: u64) {
        let Some(Untaken { receipt, message, is_final, .. }) = self.untaken.remove(&number) else { return };
        if let Some(group) = self.groups.get_mut(&message.group) {
            group.untaken.retain(|other| *other != number);
        }
        self.outputs.push_back(Output::Reject(receipt));
        if is_final {
            self.wait_for(now, message.group, message.part, &message.message_id);
        }
    }

    fn wait_for(&mut self, now: Instant, group: u64, part: usize, message_id: &[u8]) {
        if !self.groups.contains_key(&group) {
            return;
        }
        let number = self.number();
        while self.messages.len() >= self.config.max_messages
            && let Some(oldest) = self.correlator.take_oldest()
        {
            self.give_up(oldest);
        }
        let before = self.correlator.waiting();
        self.correlator.submitted(now, message_id, number);
        let is_kept = self.correlator.waiting() > before;
        if is_kept && let Some(waiting) = self.groups.get_mut(&group).map(|group| &mut group.waiting) {
            waiting.push(number);
            let deadline = now.saturating_add(self.config.timeout);
            self.messages.insert(number, Message { group, part, message_id: message_id.into(), deadline });
        }
    }

    /// Looks again at what is held back: it may be about a message that is awaited only now, or there may be no
    /// submit_sm left that it can be about.
    fn look_again(&mut self, now: Instant) {
        let first = self.under_way.first_key_value().map(|(ticket, _)| *ticket);
        for early in core::mem::take(&mut self.early) {
            // It has waited long enough not to be rejected at once: no limit here.
            if let Some((message, is_certain)) = self.find(now, &early.message_id, early.is_final) {
                let Early { receipt, is_final, .. } = early;
                self.arrive(Untaken { receipt, message, is_certain, is_final });
            } else if first.is_some_and(|first| first < early.before) {
                self.early.push_back(early);
            } else {
                self.outputs.push_back(Output::Pass(early.receipt));
            }
        }
    }

    /// Passes on the oldest of what is held back, but for so many.
    fn hold_back(&mut self, at_most: usize) {
        while self.early.len() > at_most
            && let Some(early) = self.early.pop_front()
        {
            self.outputs.push_back(Output::Pass(early.receipt));
        }
    }

    /// A message waits no more, without a final receipt.
    fn give_up(&mut self, number: u64) {
        if let Some(message) = self.forget(number) {
            self.wake_if_done(message.group);
        }
    }

    /// Takes a message out that the correlator has no more.
    fn forget(&mut self, number: u64) -> Option<Message> {
        let message = self.messages.remove(&number)?;
        if let Some(group) = self.groups.get_mut(&message.group) {
            group.waiting.retain(|other| *other != number);
        }
        Some(message)
    }

    fn wake_if_done(&mut self, group: u64) {
        if self.groups.get(&group).is_some_and(Group::is_done) {
            self.wake(group);
        }
    }

    fn wake(&mut self, group: u64) {
        if let Some(this) = self.groups.get_mut(&group)
            && this.taker == Taker::Asleep
        {
            this.taker = Taker::Here;
            self.outputs.push_back(Output::Wake(group));
        }
    }
}

impl<R> Untaken<R> {
    fn into_arrived(self) -> Arrived<R> {
        let Message { part, message_id, .. } = self.message;
        Arrived { receipt: self.receipt, part, message_id, is_certain: self.is_certain }
    }
}

#[cfg(test)]
mod tests;
