//! Which message a receipt is about.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use core::time::Duration;

use super::pool::Pool;
use super::{IdRule, MAX_MESSAGE_ID};
use crate::time::Instant;

/// How a [`Correlator`] compares ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mode {
    /// By this rule.
    Fixed(IdRule),
    /// By whichever rule fits; the more receipts fit one rule alone, the more it counts.
    Learning,
}

/// What a [`Correlator`] keeps, how long, and how it compares.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CorrelatorConfig {
    /// How many messages wait for receipts, at most. When there is one more, the oldest is given up.
    pub max_messages: usize,
    /// How many receipts are kept that come before the response to their message.
    pub max_early_receipts: usize,
    /// How long a message waits for its receipt.
    pub timeout: Duration,
    /// How long an early receipt waits for its response.
    pub early_timeout: Duration,
    /// How many receipts that ended a message are remembered, so that a copy of one is not taken for that of
    /// another message whose id is the same number in another base.
    pub max_ended: usize,
    /// How ids are compared.
    pub mode: Mode,
}

impl Default for CorrelatorConfig {
    /// 65,536 messages for three days, 1,024 early receipts for a minute, 1,024 that ended a message, learning.
    fn default() -> Self {
        Self {
            max_messages: 65_536,
            max_early_receipts: 1_024,
            timeout: Duration::from_secs(3 * 86_400),
            early_timeout: Duration::from_secs(60),
            max_ended: 1_024,
            mode: Mode::Learning,
        }
    }
}

/// The message that a receipt is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Found<T> {
    /// The caller's token for it.
    pub token: T,
    /// The rule that the ids follow.
    pub rule: IdRule,
    /// Whether no other message could be meant: the rule is a fixed one, or no other rule finds another
    /// message, or experience has long decided for this rule.
    pub is_certain: bool,
}

/// Finds the message that a receipt is about, by the id in submit_sm_resp and the id in the receipt.
///
/// `T` is the caller's token for a message, `R` what the caller wants back of a receipt that came before the
/// response, as some do.
///
/// ```
/// use smppkit::Instant;
/// use smppkit::message::message_id::{Correlator, CorrelatorConfig};
///
/// let now = Instant::from_nanos(1);
/// let mut correlator = Correlator::<u32, &str>::new(CorrelatorConfig::default());
/// correlator.submitted(now, "18d0e03a", 7);
/// let found = correlator.receipt(now, "0416342074", true, "DELIVRD").unwrap();
/// assert_eq!(found.token, 7);
/// ```
#[derive(Debug)]
pub struct Correlator<T, R> {
    config: CorrelatorConfig,
    messages: Pool<T>,
    early: Pool<R>,
    ended: Ended,
    /// How often each rule alone fitted.
    experience: [u32; 3],
}

/// The ids of receipts that ended a message, and the rule by which.
#[derive(Debug)]
struct Ended {
    rules: BTreeMap<Box<[u8]>, IdRule>,
    /// The oldest first.
    order: VecDeque<Box<[u8]>>,
}

impl Ended {
    const fn new() -> Self {
        Self { rules: BTreeMap::new(), order: VecDeque::new() }
    }

    fn insert(&mut self, id: &[u8], rule: IdRule, max: usize) {
        if self.rules.insert(id.into(), rule).is_none() {
            self.order.push_back(id.into());
        }
        while self.order.len() > max
            && let Some(oldest) = self.order.pop_front()
        {
            self.rules.remove(&oldest);
        }
    }
}

/// So many receipts more than any other rule make a rule certain.
const DECIDED: u32 = 8;

impl<T: Clone, R> Correlator<T, R> {
    /// With nothing in it.
    pub const fn new(config: CorrelatorConfig) -> Self {
        Self { config, messages: Pool::new(), early: Pool::new(), ended: Ended::new(), experience: [0; 3] }
    }

    /// A response came: the message has this id. Gives back a receipt that came before it, as the caller left
    /// it; the message then waits no more. An id that is empty or longer than 64 characters is not kept.
    ///
    /// ```
    /// use smppkit::Instant;
    /// use smppkit::message::message_id::{Correlator, CorrelatorConfig};
    ///
    /// let now = Instant::from_nanos(1);
    /// let mut correlator = Correlator::new(CorrelatorConfig::default());
    /// assert_eq!(correlator.receipt(now, "early-1", true, "DELIVRD"), None);
    /// assert_eq!(correlator.submitted(now, "early-1", 7), Some("DELIVRD"));
    /// ```
    pub fn submitted(&mut self, now: Instant, id: impl AsRef<[u8]>, token: T) -> Option<R> {
        let id = id.as_ref();
        if id.is_empty() || id.len() > MAX_MESSAGE_ID || self.config.max_messages == 0 {
            return None;
        }
        if let Some((serial, _, _)) = self.decide(|rule| self.early.find(rule, id, false)) {
            return self.early.remove(serial);
        }
        while self.messages.len() >= self.config.max_messages {
            self.messages.remove_oldest();
        }
        self.messages.insert(now, self.config.timeout, id, token);
        None
    }

    /// Gives up the message that has waited longest, to make room.
    pub fn take_oldest(&mut self) -> Option<T> {
        self.messages.remove_oldest()
    }

    /// Gives up a message: the one that has this id from its response and this token.
    ///
    /// ```
    /// use smppkit::Instant;
    /// use smppkit::message::message_id::{Correlator, CorrelatorConfig};
    ///
    /// let now = Instant::from_nanos(1);
    /// let mut correlator = Correlator::<u32, ()>::new(CorrelatorConfig::default());
    /// correlator.submitted(now, "18d0e03a", 7);
    /// assert_eq!(correlator.withdraw("18d0e03a", |token| *token == 8), None);
    /// assert_eq!(correlator.withdraw("18d0e03a", |token| *token == 7), Some(7));
    /// assert_eq!(correlator.waiting(), 0);
    /// ```
    pub fn withdraw(&mut self, id: impl AsRef<[u8]>, is_it: impl Fn(&T) -> bool) -> Option<T> {
        let serial = self.messages.find_where(id.as_ref(), is_it)?;
        self.messages.remove(serial)
    }

    /// A receipt came, with this id: the message it is about. When its state is final, the message waits no
    /// more; several messages may have been given the same id, then it is the oldest. A copy of a receipt that
    /// ended a message is about no other one, unless that has the same id by the same rule.
    ///
    /// Where no message has that id, `receipt` is kept for [`submitted`](Self::submitted) to hand back, for a
    /// while.
    pub fn receipt(
        &mut self,
        now: Instant,
        id: impl AsRef<[u8]>,
        is_final: bool,
        receipt: R,
    ) -> Option<Found<T>> {
        let id = id.as_ref();
        let find = |rule| self.messages.find(rule, id, true);
        let found = match self.ended.rules.get(id) {
            Some(&rule) => find(rule).map(|serial| (serial, rule, true)),
            None => self.decide(find),
        };
        let Some((serial, rule, is_certain)) = found else {
            let is_id = !id.is_empty() && id.len() <= MAX_MESSAGE_ID;
            if is_id && self.early.len() < self.config.max_early_receipts {
                self.early.insert(now, self.config.early_timeout, id, receipt);
            }
            return None;
        };
        self.learn(rule, id);
        let token = self.messages.get(serial)?.clone();
        if is_final {
            self.messages.remove(serial);
            self.ended.insert(id, rule, self.config.max_ended);
        }
        Some(Found { token, rule, is_certain })
    }

    /// The rule that experience speaks for, if it speaks at all.
    ///
    /// ```
    /// use smppkit::Instant;
    /// use smppkit::message::message_id::{Correlator, CorrelatorConfig, IdRule};
    ///
    /// let now = Instant::from_nanos(1);
    /// let mut correlator = Correlator::<u32, ()>::new(CorrelatorConfig::default());
    /// for number in 0xA0..0xB0 {
    ///     correlator.submitted(now, format!("{number:x}"), number);
    ///     correlator.receipt(now, format!("{number:010}"), true, ());
    /// }
    /// assert_eq!(correlator.learned(), Some(IdRule::HexThenDecimal));
    /// ```
    pub fn learned(&self) -> Option<IdRule> {
        match self.config.mode {
            Mode::Fixed(rule) => Some(rule),
            Mode::Learning => {
                let best = self.ranked().into_iter().next()?;
                self.is_decided(best).then_some(best)
            }
        }
    }

    /// How many messages wait for a receipt.
    pub fn waiting(&self) -> usize {
        self.messages.len()
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do next.
    pub fn poll_timeout(&self) -> Option<Instant> {
        [self.messages.poll_timeout(), self.early.poll_timeout()].into_iter().flatten().min()
    }

    /// Gives up a message that has waited too long for its receipt. Call it until it says `None`; early or
    /// repeated calls are harmless.
    pub fn handle_timeout(&mut self, now: Instant) -> Option<T> {
        while self.early.remove_expired(now).is_some() {}
        self.messages.remove_expired(now)
    }

    /// What the rules find, the best of them.
    fn decide(&self, find: impl Fn(IdRule) -> Option<u64>) -> Option<(u64, IdRule, bool)> {
        if let Mode::Fixed(rule) = self.config.mode {
            return Some((find(rule)?, rule, true));
        }
        let ranked = self.ranked();
        let (rule, serial) = ranked.into_iter().find_map(|rule| Some((rule, find(rule)?)))?;
        let agree = ranked.into_iter().all(|other| find(other).is_none_or(|found| found == serial));
        Some((serial, rule, agree || self.is_decided(rule)))
    }

    /// Counts a receipt that only one rule could explain.
    fn learn(&mut self, rule: IdRule, id: &[u8]) {
        let explaining =
            IdRule::ALL.into_iter().filter(|&rule| self.messages.find(rule, id, true).is_some()).count();
        if let (1, Some(count)) = (explaining, self.experience.get_mut(index(rule))) {
            *count = count.saturating_add(1);
        }
    }

    /// The rules, that with the most experience first.
    fn ranked(&self) -> [IdRule; 3] {
        let mut rules = IdRule::ALL;
        rules.sort_by_key(|&rule| core::cmp::Reverse(self.count(rule)));
        rules
    }

    fn is_decided(&self, rule: IdRule) -> bool {
        let others =
            IdRule::ALL.into_iter().filter(|&other| other != rule).map(|other| self.count(other)).max();
        self.count(rule) >= others.unwrap_or(0).saturating_add(DECIDED)
    }

    fn count(&self, rule: IdRule) -> u32 {
        self.experience.get(index(rule)).copied().unwrap_or(0)
    }
}

const fn index(rule: IdRule) -> usize {
    match rule {
        IdRule::Same => 0,
        IdRule::HexThenDecimal => 1,
        IdRule::DecimalThenHex => 2,
    }
}

#[cfg(test)]
impl<T, R> Correlator<T, R> {
    /// Entries and index entries, both of messages and of early receipts.
    pub(super) fn sizes(&self) -> [usize; 4] {
        [self.messages.len(), self.messages.readings(), self.early.len(), self.early.readings()]
    }
}
