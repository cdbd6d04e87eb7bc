//! Which message a receipt is about.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use core::time::Duration;

use super::pool::{Match, Pool};
use super::{IdRule, MAX_MESSAGE_ID};
use crate::time::Instant;

/// How a [`Correlator`] compares ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mode {
    /// By this rule.
    Fixed(IdRule),
    /// By whichever rule fits, until experience decides for one; a rule gains by each receipt that fits it
    /// alone, and the others lose. Until then some of what is found is only [likely](Found::is_certain).
    /// Should the message centre change its ways, experience follows.
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
    /// Whether no other message could be meant: no other id that waits differs in zeroes or case alone; and
    /// the rule is fixed, or experience has decided for it, or no other rule finds another message and the id
    /// is too long to fit by chance.
    pub is_certain: bool,
}

/// A receipt that came before the response to its message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Early<R> {
    /// What the caller left of it.
    pub receipt: R,
    /// The rule that the ids follow.
    pub rule: IdRule,
    /// Whether it can be about no other message; see [`Found::is_certain`].
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
    /// The receipts, and whether they were final.
    early: Pool<(R, bool)>,
    ended: Ended,
    /// How much speaks for each rule, 0 to [`CONVINCED`].
    experience: [u8; 3],
}

/// The ids of receipts that ended a message, the rule by which, and whether that was certain.
#[derive(Debug)]
struct Ended {
    rules: BTreeMap<Box<[u8]>, (IdRule, bool)>,
    /// The oldest first.
    order: VecDeque<Box<[u8]>>,
}

impl Ended {
    const fn new() -> Self {
        Self { rules: BTreeMap::new(), order: VecDeque::new() }
    }

    fn insert(&mut self, id: &[u8], by: (IdRule, bool), max: usize) {
        if self.rules.insert(id.into(), by).is_none() {
            self.order.push_back(id.into());
        }
        while self.order.len() > max
            && let Some(oldest) = self.order.pop_front()
        {
            self.rules.remove(&oldest);
        }
    }
}

/// A rule that has so much more experience than any other is certain.
const DECIDED: u8 = 8;

/// More experience than this is of no use: it would only make it harder to change one's mind.
const CONVINCED: u8 = 16;

/// An id of so many digits, leading zeroes not counted, or with a character that is none, is not among those
/// that wait by chance.
const NO_CHANCE: usize = 8;

impl<T: Clone, R> Correlator<T, R> {
    /// With nothing in it.
    pub const fn new(config: CorrelatorConfig) -> Self {
        Self { config, messages: Pool::new(), early: Pool::new(), ended: Ended::new(), experience: [0; 3] }
    }

    /// A response came: the message has this id. Gives back a receipt that came before it, as the caller left
    /// it; if that was final, the message waits no more. An id that is empty or longer than 64 characters is
    /// not kept.
    ///
    /// ```
    /// use smppkit::Instant;
    /// use smppkit::message::message_id::{Correlator, CorrelatorConfig};
    ///
    /// let now = Instant::from_nanos(1);
    /// let mut correlator = Correlator::new(CorrelatorConfig::default());
    /// assert_eq!(correlator.receipt(now, "early-1", true, "DELIVRD"), None);
    /// assert_eq!(correlator.submitted(now, "early-1", 7).unwrap().receipt, "DELIVRD");
    /// ```
    pub fn submitted(&mut self, now: Instant, id: impl AsRef<[u8]>, token: T) -> Option<Early<R>> {
        let id = id.as_ref();
        if id.is_empty() || id.len() > MAX_MESSAGE_ID || self.config.max_messages == 0 {
            return None;
        }
        let early = self.decide(id, |rule| self.early.find(rule, id, false)).and_then(|found| {
            let (receipt, is_final) = self.early.remove(found.token)?;
            Some((Early { receipt, rule: found.rule, is_certain: found.is_certain }, is_final))
        });
        if let Some((early, true)) = early {
            return Some(early);
        }
        while self.messages.len() >= self.config.max_messages {
            self.messages.remove_oldest();
        }
        self.messages.insert(now, self.config.timeout, id, token);
        early.map(|(early, _)| early)
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
        let copied = self.ended.rules.get(id).copied();
        if copied.is_none() {
            self.learn(id);
        }
        let find = |rule| self.messages.find(rule, id, true);
        let found = match copied {
            Some((rule, was_certain)) => find(rule)
                .map(|found| found.by(rule))
                .map(|found| Found { is_certain: found.is_certain && was_certain, ..found }),
            None => self.decide(id, find),
        };
        let Some(found) = found else {
            let is_id = !id.is_empty() && id.len() <= MAX_MESSAGE_ID;
            if is_id && self.early.len() < self.config.max_early_receipts {
                self.early.insert(now, self.config.early_timeout, id, (receipt, is_final));
            }
            return None;
        };
        let token = self.messages.get(found.token)?.clone();
        if is_final {
            self.messages.remove(found.token);
            self.ended.insert(id, (found.rule, found.is_certain), self.config.max_ended);
        }
        Some(Found { token, rule: found.rule, is_certain: found.is_certain })
    }

    /// The rule that experience speaks for, if it speaks at all.
    ///
    /// ```
    /// use smppkit::Instant;
    /// use smppkit::message::message_id::{Correlator, CorrelatorConfig, IdRule};
    ///
    /// let now = Instant::from_nanos(1);
    /// let mut correlator = Correlator::<u32, ()>::new(CorrelatorConfig::default());
    /// for number in 0x6A00_0000..0x6A00_0010 {
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

    /// What the rules find by `id`, the best of them: a serial number for a token. A rule that is decided for
    /// is the only one: what another rule finds then, it finds by chance.
    fn decide(&self, id: &[u8], find: impl Fn(IdRule) -> Option<Match>) -> Option<Found<u64>> {
        if let Some(rule) = self.learned() {
            return find(rule).map(|found| found.by(rule));
        }
        let ranked = self.ranked();
        let (rule, found) = ranked.into_iter().find_map(|rule| Some((rule, find(rule)?)))?;
        let agree = ranked.into_iter().filter_map(find).all(|other| other == found);
        Some(Found { token: found.serial, rule, is_certain: found.is_only && agree && !may_be_chance(id) })
    }

    /// Counts a receipt that only one rule could explain, and not by chance.
    fn learn(&mut self, id: &[u8]) {
        if may_be_chance(id) {
            return;
        }
        let explains = IdRule::ALL.map(|rule| self.messages.find(rule, id, true).is_some());
        if explains.iter().filter(|explains| **explains).count() != 1 {
            return;
        }
        for (experience, explains) in self.experience.iter_mut().zip(explains) {
            *experience = if explains {
                experience.saturating_add(1).min(CONVINCED)
            } else {
                experience.saturating_sub(1)
            };
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

    fn count(&self, rule: IdRule) -> u8 {
        self.experience.get(index(rule)).copied().unwrap_or(0)
    }
}

impl Match {
    const fn by(self, rule: IdRule) -> Found<u64> {
        Found { token: self.serial, rule, is_certain: self.is_only }
    }
}

/// Whether an id is so short a number that one in another base may be the same by chance.
fn may_be_chance(id: &[u8]) -> bool {
    let id = id.trim_ascii();
    let digits = id.iter().skip_while(|octet| **octet == b'0').count();
    digits < NO_CHANCE && id.iter().all(u8::is_ascii_hexdigit)
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
