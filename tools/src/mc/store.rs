//! The messages that the centre has, by id and by the time at which something becomes of them.

use std::collections::{BTreeSet, HashMap, VecDeque};

use smppkit::message::incoming::MessageFields;
use smppkit::values::{InterfaceVersion, MessageState, RegisteredDelivery};
use smppkit::{CancelSm, CommandStatus, OctetString, QuerySm, ReplaceSm, tlv};

use super::submission::echo;
use super::{Ids, Mix, Outcome, Receipt, Submission, Time, time};
use crate::args::Address;

/// How many messages are kept: the oldest that are done make room for new ones.
pub const MAX_MESSAGES: usize = if cfg!(test) { 100 } else { 100_000 };

/// The messages.
#[derive(Debug)]
pub struct Store {
    ids: Ids,
    mix: Mix,
    /// From the submission to the end.
    delay: Time,
    messages: HashMap<u64, Message>,
    /// A submit_multi gives all its messages the same id.
    by_id: HashMap<String, Vec<u64>>,
    due: BTreeSet<(Time, u64)>,
    /// In the order of their submission.
    age: VecDeque<u64>,
    last: u64,
}

#[derive(Debug)]
struct Message {
    account: String,
    registered_delivery: RegisteredDelivery,
    plan: Plan,
    /// What is known so far.
    receipt: Receipt,
    is_final: bool,
}

/// What will become of a message.
#[derive(Copy, Clone, Debug)]
struct Plan {
    outcome: MessageState,
    /// When delivery begins.
    start: Time,
    /// When it ends.
    due: Time,
}

/// Where a message is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct State {
    pub state: MessageState,
    /// When it got there, if it is there to stay.
    pub done: Option<Time>,
}

/// A message that ended and whose sender wants to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    pub account: String,
    pub receipt: Receipt,
}

/// An answer, or the status that refuses one.
pub type Answer<T> = Result<T, CommandStatus>;

impl Store {
    pub fn new(ids: Ids, mix: Mix, delay: Time) -> Self {
        Self {
            ids,
            mix,
            delay,
            messages: HashMap::new(),
            by_id: HashMap::new(),
            due: BTreeSet::new(),
            age: VecDeque::new(),
            last: 0,
        }
    }

    /// Takes a message from `account` and gives it an id.
    pub fn submit(
        &mut self,
        now: Time,
        account: &str,
        version: InterfaceVersion,
        submission: &Submission,
    ) -> Answer<String> {
        if submission.destinations.iter().any(Address::is_empty) {
            return Err(CommandStatus::ESME_RINVDSTADR);
        }
        let outcome = match self.mix.next() {
            Outcome::Ends(state) => state,
            Outcome::Refused(status) => return Err(status),
        };
        let plan =
            self.plan(now, outcome, &submission.schedule_delivery_time, &submission.validity_period)?;
        self.make_room(submission.destinations.len())?;
        if submission.replace_if_present {
            self.replaced_by(account, submission);
        }
        let id = self.ids.next(version);
        for destination in &submission.destinations {
            self.last += 1;
            let receipt = Receipt {
                message_id: id.clone(),
                service_type: submission.service_type.clone(),
                source: submission.source.clone(),
                destination: destination.clone(),
                text: submission.text.clone(),
                submitted: now,
                done: now,
                state: MessageState::ENROUTE,
            };
            let message = Message {
                account: account.into(),
                registered_delivery: submission.registered_delivery,
                plan,
                receipt,
                is_final: false,
            };
            self.messages.insert(self.last, message);
            self.by_id.entry(id.clone()).or_default().push(self.last);
            self.due.insert((plan.due, self.last));
            self.age.push_back(self.last);
        }
        Ok(id)
    }

    /// When something becomes of a message next.
    pub fn next_due(&self) -> Option<Time> {
        self.due.first().map(|(due, _)| *due)
    }

    /// One message that has ended by now and whose sender wants to know.
    pub fn poll_done(&mut self, now: Time) -> Option<Done> {
        while let Some((due, key)) = self.due.first().copied()
            && due <= now
        {
            self.due.pop_first();
            let outcome = self.messages.get(&key).map(|message| message.plan.outcome);
            let done = outcome.and_then(|outcome| self.end(key, outcome, due));
            if done.is_some() {
                return done;
            }
        }
        None
    }

    /// Where a message is.
    pub fn query(
        &self,
        now: Time,
        version: InterfaceVersion,
        account: &str,
        pdu: &QuerySm<'_>,
    ) -> Answer<State> {
        let keys = self.find(account, pdu.message_id.as_bytes())?;
        let source = Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr);
        let messages = keys.iter().filter_map(|key| self.messages.get(key));
        // Of several, the one that takes longest.
        let message =
            messages.min_by_key(|message| message.is_final).ok_or(CommandStatus::ESME_RQUERYFAIL)?;
        if message.receipt.source.text != source.text {
            return Err(CommandStatus::ESME_RQUERYFAIL);
        }
        let done = message.is_final.then_some(message.receipt.done);
        // Older versions do not know the state.
        let scheduled = now < message.plan.start && version.effective() >= InterfaceVersion::V5_0;
        let state =
            if scheduled && !message.is_final { MessageState::SCHEDULED } else { message.receipt.state };
        Ok(State { state, done })
    }

    /// Cancels one message by its id, or all of an address to another.
    pub fn cancel(&mut self, now: Time, account: &str, pdu: &CancelSm<'_>) -> Answer<Vec<Done>> {
        let source = Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr);
        let destination = Address::new(pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr);
        let keys = if pdu.message_id.is_empty() {
            let service_type = pdu.service_type.as_bytes();
            self.waiting(account, &source, &destination, service_type)
        } else {
            let is = |key: &&u64| {
                self.messages
                    .get(key)
                    .is_some_and(|message| !message.is_final && message.receipt.source.text == source.text)
            };
            self.find(account, pdu.message_id.as_bytes())?.iter().filter(is).copied().collect()
        };
        if keys.is_empty() {
            return Err(CommandStatus::ESME_RCANCELFAIL);
        }
        Ok(keys.into_iter().filter_map(|key| self.end(key, MessageState::DELETED, now)).collect())
    }

    /// Replaces the text of a message that is still waiting.
    pub fn replace(&mut self, now: Time, account: &str, pdu: &ReplaceSm<'_>) -> Answer<()> {
        let keys = self.find(account, pdu.message_id.as_bytes())?.to_vec();
        let source = Address::new(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr);
        let text = echo(&MessageFields {
            short_message: pdu.short_message.as_bytes(),
            message_payload: pdu.tlvs.get(&tlv::MESSAGE_PAYLOAD).map(OctetString::as_bytes),
            ..MessageFields::default()
        });
        // Which of several is meant cannot be said (3.4 §4.10).
        let [key] = keys[..] else { return Err(CommandStatus::ESME_RREPLACEFAIL) };
        let message = self
            .messages
            .get(&key)
            .filter(|message| !message.is_final && message.receipt.source.text == source.text);
        let Plan { mut outcome, start, due } = message.ok_or(CommandStatus::ESME_RREPLACEFAIL)?.plan;
        let (schedule, validity) = (pdu.schedule_delivery_time, pdu.validity_period);
        let mut plan = Plan { outcome, start, due };
        // Empty fields leave it as it is.
        if !schedule.is_empty() || !validity.is_empty() {
            if outcome == MessageState::EXPIRED {
                outcome = MessageState::DELIVERED;
            }
            plan = self.plan(now, outcome, schedule.as_bytes(), validity.as_bytes())?;
        }
        self.due.remove(&(due, key));
        self.due.insert((plan.due, key));
        if let Some(message) = self.messages.get_mut(&key) {
            message.plan = plan;
            message.receipt.text = text;
            message.registered_delivery = pdu.registered_delivery;
        }
        Ok(())
    }

    /// When delivery begins and ends, and how, by the times that a request names.
    fn plan(&self, now: Time, outcome: MessageState, schedule: &[u8], validity: &[u8]) -> Answer<Plan> {
        let start = time::read(schedule, now).map_err(|()| CommandStatus::ESME_RINVSCHED)?;
        let start = start.unwrap_or(now).max(now);
        let expires = time::read(validity, now).map_err(|()| CommandStatus::ESME_RINVEXPIRY)?;
        let due = start + self.delay;
        match expires {
            Some(expires) if expires <= now => Err(CommandStatus::ESME_RINVEXPIRY),
            Some(expires) if expires < due => {
                Ok(Plan { outcome: MessageState::EXPIRED, start, due: expires })
            }
            _ => Ok(Plan { outcome, start, due }),
        }
    }

    /// The ids of the last messages of an address, the newest last (3.3 §6.3.6.5).
    pub fn last_ids(&self, account: &str, source: &Address, count: usize) -> Vec<String> {
        let messages = self.age.iter().rev().filter_map(|key| self.messages.get(key));
        let of_source =
            |message: &&Message| message.account == account && message.receipt.source.text == source.text;
        let mut ids: Vec<_> = messages
            .filter(of_source)
            .map(|message| message.receipt.message_id.clone())
            .take(count)
            .collect();
        ids.reverse();
        ids
    }

    fn find(&self, account: &str, id: &[u8]) -> Answer<&[u64]> {
        let id = std::str::from_utf8(id).map_err(|_| CommandStatus::ESME_RINVMSGID)?;
        let keys = self.by_id.get(id).ok_or(CommandStatus::ESME_RINVMSGID)?;
        let owner =
            keys.first().and_then(|key| self.messages.get(key)).map(|message| message.account.as_str());
        // Another's message is none of theirs.
        if owner == Some(account) { Ok(keys) } else { Err(CommandStatus::ESME_RINVMSGID) }
    }

    /// The messages between two addresses of which nothing has become yet.
    fn waiting(
        &self,
        account: &str,
        source: &Address,
        destination: &Address,
        service_type: &[u8],
    ) -> Vec<u64> {
        let is = |(_, key): &&(Time, u64)| {
            self.messages.get(key).is_some_and(|message| {
                let Receipt { source: from, destination: to, service_type: service, .. } = &message.receipt;
                let same = (&from.text, &to.text) == (&source.text, &destination.text);
                same && message.account == account && (service_type.is_empty() || service == service_type)
            })
        };
        self.due.iter().filter(is).map(|(_, key)| *key).collect()
    }

    /// A message takes the place of one that waits (3.4 §5.2.18).
    fn replaced_by(&mut self, account: &str, submission: &Submission) {
        let [destination] = &submission.destinations[..] else { return };
        let keys = self.waiting(account, &submission.source, destination, &submission.service_type);
        if let Some(key) = keys.first() {
            self.forget(*key);
        }
    }

    /// A message comes to its end; what its sender is to be told, if anything.
    fn end(&mut self, key: u64, state: MessageState, at: Time) -> Option<Done> {
        let message = self.messages.get_mut(&key)?;
        self.due.remove(&(message.plan.due, key));
        message.receipt.state = state;
        message.receipt.done = at;
        // ENROUTE and its like: it never ends, and nobody is told.
        message.is_final = state.is_final();
        let delivered = matches!(state, MessageState::DELIVERED | MessageState::ACCEPTED);
        (message.is_final && message.registered_delivery.wants_receipt(delivered))
            .then(|| Done { account: message.account.clone(), receipt: message.receipt.clone() })
    }

    fn make_room(&mut self, wanted: usize) -> Answer<()> {
        while self.messages.len() + wanted > MAX_MESSAGES {
            let oldest = self.age.front().copied().ok_or(CommandStatus::ESME_RMSGQFUL)?;
            if self
                .messages
                .get(&oldest)
                .is_some_and(|message| self.due.contains(&(message.plan.due, oldest)))
            {
                return Err(CommandStatus::ESME_RMSGQFUL);
            }
            self.age.pop_front();
            self.forget(oldest);
        }
        Ok(())
    }

    fn forget(&mut self, key: u64) {
        let Some(message) = self.messages.remove(&key) else { return };
        self.due.remove(&(message.plan.due, key));
        if let Some(keys) = self.by_id.get_mut(&message.receipt.message_id) {
            keys.retain(|other| *other != key);
            if keys.is_empty() {
                self.by_id.remove(&message.receipt.message_id);
            }
        }
    }
}

#[cfg(test)]
mod tests;
