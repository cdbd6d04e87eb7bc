//! The message centre on the network: who binds, what is answered, where receipts and messages go.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use regex_lite::Regex;
use smppkit::session::{Pacer, Pacing};
use smppkit::values::InterfaceVersion;
use smppkit::{CommandId, CommandStatus};
use smppkit_tokio::{Account as Admission, BindKind, BindRequest, Bound, Link, Request};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::mail::{Letter, MAX_LETTERS_IN_ALL, Mailbox, Room};
use super::mobile::{MobileMessage, Part};
use super::whole::Whole;
use crate::args::{Account, Bind};
use crate::log::Log;
use crate::mc::{Asker, Reply, Store, Time, reply};

/// How many messages from mobiles wait for an application that serves their destination.
const MAX_UNROUTED: usize = 10_000;

/// Of how much time an application may submit the messages at once, if it was quiet for so long.
const THROTTLE_BURST: Duration = Duration::from_secs(1);

/// Who may bind.
pub enum Audience {
    Everybody { messages_per_second: Option<NonZeroU32> },
    Accounts(Vec<Account>),
}

/// A message centre.
pub struct Centre {
    audience: Audience,
    response_delay: Duration,
    started: (Instant, Time),
    state: Mutex<State>,
    /// A message was submitted: the next end may be earlier than the one that is waited for.
    submitted: Notify,
}

struct State {
    store: Store,
    applications: HashMap<String, Application>,
    room: Room,
    receivers: Vec<Receiver>,
    unrouted: VecDeque<Part>,
    last_session: u64,
    last_reference: u8,
    /// Where long messages are logged.
    whole: Option<Whole>,
}

/// What is kept for a system_id as long as it is bound or has letters.
struct Application {
    mailbox: Arc<Mailbox>,
    throttle: Option<Pacer>,
    sessions: usize,
}

/// A session in which messages can be delivered.
struct Receiver {
    session: u64,
    system_id: String,
    range: Range,
}

/// The addresses that an application serves.
enum Range {
    All,
    Matching(Regex),
    One(String),
}

impl Range {
    fn new(text: &str) -> Self {
        if text.is_empty() {
            return Self::All;
        }
        Regex::new(text).map_or_else(|_| Self::One(text.into()), Self::Matching)
    }

    fn has(&self, address: &str) -> bool {
        match self {
            Self::All => true,
            Self::Matching(regex) => regex.is_match(address),
            Self::One(one) => one == address,
        }
    }
}

impl Centre {
    pub fn new(store: Store, audience: Audience, response_delay: Duration, log: Option<Log>) -> Arc<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let state = State {
            store,
            applications: HashMap::new(),
            room: Room::new(MAX_LETTERS_IN_ALL),
            receivers: Vec::new(),
            unrouted: VecDeque::new(),
            last_session: 0,
            last_reference: 0,
            whole: log.map(Whole::new),
        };
        Arc::new(Self {
            audience,
            response_delay,
            started: (Instant::now(), now),
            state: Mutex::new(state),
            submitted: Notify::new(),
        })
    }

    fn now(&self) -> Time {
        self.started.1 + self.started.0.elapsed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says of a bind whether it is accepted.
    pub fn authenticate(&self, bind: &BindRequest) -> Result<Admission<Account>, CommandStatus> {
        let result = self.find_account(bind);
        // 5.0 tells nobody which of the two was wrong (5.0 §4.1.1).
        let result = result.map_err(|status| match bind.interface_version().effective() {
            InterfaceVersion::V5_0 => CommandStatus::ESME_RBINDFAIL,
            _ => status,
        })?;
        let window = result.window;
        let admission = Admission::new(result);
        Ok(match window {
            Some(window) => admission.window(window.get().into()).max_unanswered(window.get()),
            None => admission,
        })
    }

    fn find_account(&self, bind: &BindRequest) -> Result<Account, CommandStatus> {
        let (system_id, password) = (bind.system_id(), bind.password());
        let accounts = match &self.audience {
            Audience::Accounts(accounts) => accounts,
            Audience::Everybody { messages_per_second } => {
                let account = Account::new(system_id.to_string(), String::new());
                return Ok(Account { messages_per_second: *messages_per_second, ..account });
            }
        };
        let account = accounts.iter().find(|account| system_id == account.system_id.as_str());
        let account = account.ok_or(CommandStatus::ESME_RINVSYSID)?;
        if password != account.password.as_str() {
            return Err(CommandStatus::ESME_RINVPASWD);
        }
        let kind = match bind.kind() {
            BindKind::Transmitter => Bind::Transmitter,
            BindKind::Receiver => Bind::Receiver,
            BindKind::Transceiver => Bind::Transceiver,
        };
        if !account.binds.contains(&kind) {
            return Err(CommandStatus::ESME_RBINDFAIL);
        }
        Ok(account.clone())
    }

    /// Serves an application that has bound, until it goes.
    pub async fn serve(self: Arc<Self>, bound: Bound<Account>) {
        let Bound { link, mut incoming, bind, account, .. } = bound;
        let now = self.now();
        let (session, mailbox) = {
            let mut state = self.state();
            state.last_session += 1;
            let session = state.last_session;
            let application = state.application(&account.system_id);
            application.sessions += 1;
            if application.throttle.is_none() {
                application.throttle = account.messages_per_second.map(|rate| throttle(rate.get(), now));
            }
            (session, application.mailbox.clone())
        };
        let answering = async {
            while let Some(request) = incoming.next_request().await {
                self.answer(&account.system_id, &link, request);
            }
        };
        if bind.kind() == BindKind::Transmitter {
            answering.await;
        } else {
            self.enter(session, &account.system_id, &bind.address_range().2.to_string());
            let (centre, system_id) = (self.clone(), account.system_id.clone());
            let back = move |letter| centre.state().put(&system_id, letter);
            // Both end when the link does; what was not delivered by then waits for the next.
            tokio::join!(answering, mailbox.deliver(link.clone(), back));
        }
        self.leave(session, account.system_id);
    }

    /// A session is over.
    fn leave(self: Arc<Self>, session: u64, system_id: String) {
        self.state().receivers.retain(|receiver| receiver.session != session);
        tokio::spawn(async move {
            // Who comes back sooner finds the throttle as it was; then it would be as new in any case.
            tokio::time::sleep(THROTTLE_BURST).await;
            self.state().end_session(&system_id);
        });
    }

    /// An application can receive: what waited for such a one finds its way.
    fn enter(&self, session: u64, system_id: &str, range: &str) {
        let mut state = self.state();
        state.receivers.push(Receiver { session, system_id: system_id.into(), range: Range::new(range) });
        let unrouted = std::mem::take(&mut state.unrouted);
        unrouted.into_iter().for_each(|part| state.route(part));
    }

    fn answer(self: &Arc<Self>, system_id: &str, link: &Link, request: Request) {
        let now = self.now();
        let reply = {
            let mut state = self.state();
            if state.is_throttled(system_id, now, request.as_buf().header().command_id) {
                Reply::Refused(CommandStatus::ESME_RTHROTTLED)
            } else {
                let asker = Asker { account: system_id, version: link.version() };
                let reply = reply(&mut state.store, now, asker, &request.pdu());
                if let (Reply::SubmitSm { .. } | Reply::DataSm { .. }, Some(whole)) =
                    (&reply, &mut state.whole)
                {
                    whole.accepted(now, system_id, &request.pdu());
                }
                reply
            }
        };
        self.submitted.notify_one();
        if self.response_delay.is_zero() {
            return self.respond(request, reply);
        }
        let centre = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(centre.response_delay).await;
            centre.respond(request, reply);
        });
    }

    fn respond(&self, request: Request, reply: Reply) {
        // If it fails, the application has gone meanwhile.
        let _ = reply.with(|status, pdu| match pdu {
            Some(pdu) => request.respond(status, &pdu),
            None => request.reject(status),
        });
        if let Reply::Cancelled(done) = reply {
            let mut state = self.state();
            done.into_iter().for_each(|done| state.put(&done.account, done.receipt));
        }
    }

    /// Brings messages to their end when it is time, for ever.
    pub async fn run(self: Arc<Self>) {
        loop {
            let next = {
                let mut state = self.state();
                let now = self.now();
                while let Some(done) = state.store.poll_done(now) {
                    state.put(&done.account, done.receipt);
                }
                state.store.next_due()
            };
            let due = async {
                match next {
                    Some(due) => tokio::time::sleep(due.saturating_sub(self.now())).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = due => {}
                () = self.submitted.notified() => {}
            }
        }
    }

    /// Whether anybody is bound who receives messages.
    pub fn has_receivers(&self) -> bool {
        !self.state().receivers.is_empty()
    }

    /// A mobile sends a message.
    pub fn send(&self, message: &MobileMessage) -> Result<(), String> {
        let mut state = self.state();
        state.last_reference = state.last_reference.wrapping_add(1);
        let parts = message.parts(state.last_reference)?;
        parts.into_iter().for_each(|part| state.route(part));
        Ok(())
    }
}

impl State {
    fn application(&mut self, system_id: &str) -> &mut Application {
        let room = &self.room;
        self.applications.entry(system_id.into()).or_insert_with(|| Application {
            mailbox: Arc::new(Mailbox::new(room.clone())),
            throttle: None,
            sessions: 0,
        })
    }

    fn put(&mut self, system_id: &str, letter: impl Into<Letter>) {
        self.application(system_id).mailbox.put(letter.into());
        self.forget_if_done(system_id);
    }

    fn end_session(&mut self, system_id: &str) {
        self.application(system_id).sessions -= 1;
        self.forget_if_done(system_id);
    }

    /// Names cost memory, too: anybody may bind with any number of them.
    fn forget_if_done(&mut self, system_id: &str) {
        let is_done = |application: &Application| application.sessions == 0 && application.mailbox.is_empty();
        if self.applications.get(system_id).is_some_and(is_done) {
            self.applications.remove(system_id);
        }
    }

    /// To the application that serves the destination; or it waits for one.
    fn route(&mut self, part: Part) {
        let receiver = self.receivers.iter().find(|receiver| receiver.range.has(&part.to.text));
        match receiver.map(|receiver| receiver.system_id.clone()) {
            Some(system_id) => self.put(&system_id, part),
            None if self.unrouted.len() < MAX_UNROUTED => self.unrouted.push_back(part),
            None => {}
        }
    }

    fn is_throttled(&mut self, system_id: &str, now: Time, id: CommandId) -> bool {
        let counts = matches!(id, CommandId::SUBMIT_SM | CommandId::SUBMIT_MULTI | CommandId::DATA_SM);
        let throttle =
            self.applications.get_mut(system_id).and_then(|application| application.throttle.as_mut());
        counts && throttle.is_some_and(|pacer| pacer.take(instant(now)).is_err())
    }
}

/// Lets so many messages through in a second, all at once if the second before was quiet.
fn throttle(messages_per_second: u32, now: Time) -> Pacer {
    let mut pacing = Pacing::new(messages_per_second);
    pacing.burst = messages_per_second;
    Pacer::new(pacing, instant(now))
}

pub(super) fn instant(time: Time) -> smppkit::Instant {
    smppkit::Instant::from_nanos(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mc::{IdStyle, Ids, Mix};

    #[test]
    fn a_throttle_lets_a_burst_through_and_then_the_rate() {
        let at = |millis| Duration::from_secs(1_700_000_000) + Duration::from_millis(millis);
        let mut pacer = throttle(10, at(0));
        let mut passed =
            |millis, tries| (0..tries).filter(|_| pacer.take(instant(at(millis))).is_ok()).count();
        assert_eq!([passed(0, 20), passed(99, 5), passed(101, 5), passed(60_000, 100)], [10, 0, 1, 10]);
    }

    #[test]
    fn what_waits_has_a_limit_and_so_have_the_names_it_waits_for() {
        let store = Store::new(Ids::new(IdStyle::Decimal, 0, 0), Mix::default(), Duration::ZERO);
        let audience = Audience::Everybody { messages_per_second: None };
        let centre = Centre::new(store, audience, Duration::ZERO, None);
        let mut state = centre.state();
        state.room = Room::new(3);
        let part = "447700900123:2000:hello".parse::<MobileMessage>().unwrap().parts(0).unwrap().remove(0);

        state.application("bound").sessions += 1;
        for name in ["a", "a", "b", "c", "bound", "a"] {
            state.put(name, part.clone());
        }
        let mut names: Vec<_> = state.applications.keys().cloned().collect();
        names.sort();
        assert_eq!(names, ["a", "b", "bound"], "no room is left for c");

        state.end_session("bound");
        assert!(!state.applications.contains_key("bound"));
        state.application("b").sessions += 1;
        assert!(state.application("b").mailbox.take().is_some());
        assert!(state.applications.contains_key("b"), "it is bound");
        state.end_session("b");
        assert!(!state.applications.contains_key("b"));
        state.put("c", part);
        assert!(state.applications.contains_key("c"), "what was delivered made room");
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_back_finds_the_throttle_as_it_was() {
        let store = Store::new(Ids::new(IdStyle::Decimal, 0, 0), Mix::default(), Duration::ZERO);
        let audience = Audience::Everybody { messages_per_second: None };
        let centre = Centre::new(store, audience, Duration::ZERO, None);
        centre.state().application("app").sessions += 1;
        centre.clone().leave(1, "app".into());
        tokio::time::sleep(THROTTLE_BURST / 2).await;
        assert!(centre.state().applications.contains_key("app"));
        tokio::time::sleep(THROTTLE_BURST).await;
        assert!(!centre.state().applications.contains_key("app"));
    }

    #[test]
    fn a_range_is_an_address_or_a_pattern() {
        assert!(Range::new("").has("12345"));
        assert!(Range::new("^123").has("12345") && !Range::new("^123").has("99123"));
        assert!(Range::new("12345").has("12345"));
        assert!(Range::new("*5").has("*5") && !Range::new("*5").has("5"));
    }
}
