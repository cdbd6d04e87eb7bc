//! A client whose link is made anew whenever it is lost.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use smppkit::{Body, SubmitSm};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep, timeout};
use tracing::{info, warn};

use crate::client::Client;
use crate::error::{Closed, ConnectError, RequestError};
use crate::incoming::{Inbox, Incoming};
use crate::link::Link;
use crate::request::{InFlight, Response};
use crate::text::{Route, SendTextError, Sent, Submission, TextOptions};

/// When and how often to connect again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reconnect {
    /// The pause before the first attempt; each further one is twice as long. Default: 1 s.
    pub first_delay: Duration,
    /// The longest pause. Default: 60 s.
    pub max_delay: Duration,
    /// The part of a pause that is left to chance, 0 to 1, so that not all clients of a message centre come back at the
    /// same moment. Default: 0.5: a pause of 8 s takes 4 to 8.
    pub jitter: f64,
    /// How many attempts in a row may fail before the client gives up. Default: none, it never does.
    pub max_attempts: Option<u32>,
    /// A link that lasted so long was good: after it the pauses begin with the first again. Default: 30 s.
    pub stable_after: Duration,
    /// Whether to go on after a failure that will not mend itself, such as a wrong password. Message centres lock
    /// accounts for that. Default: no.
    pub despite_permanent_failure: bool,
    /// How long a request waits for a connection when there is none; zero: not at all. Default: 10 s.
    pub request_wait: Duration,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            first_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(60),
            jitter: 0.5,
            max_attempts: None,
            stable_after: Duration::from_secs(30),
            despite_permanent_failure: false,
            request_wait: Duration::from_secs(10),
        }
    }
}

impl Reconnect {
    /// The pause before this attempt, the first being 1; `chance` is 0 to 1.
    fn delay(&self, attempt: u32, chance: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let delay = self.first_delay.saturating_mul(doubled).min(self.max_delay);
        delay.mul_f64(1.0 - self.jitter.clamp(0.0, 1.0) * chance)
    }
}

/// A number from 0 to 1 that is not the same each time; nothing more is asked of it.
fn chance() -> f64 {
    let random = RandomState::new().hash_one(0);
    random as f64 / u64::MAX as f64
}

/// What the connection of a client that reconnects is like.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectionState {
    /// There is a bound link.
    Connected,
    /// The link is over.
    Lost {
        /// Why.
        reason: Closed,
        /// How many requests were in flight: each of them has ended with [`RequestError::Lost`], and what became of it
        /// is not known.
        lost: usize,
    },
    /// An attempt will be made.
    Reconnecting {
        /// Its number since the link was lost, from 1.
        attempt: u32,
        /// When.
        delay: Duration,
        /// Why the attempt before it failed.
        failure: Option<ConnectError>,
    },
    /// No further attempt will be made.
    GaveUp {
        /// Why the last one failed.
        failure: ConnectError,
    },
    /// The client was unbound or closed.
    Ended,
}

/// A [`Client`] with a policy: [`connect`](Self::connect) starts it.
#[derive(Clone, Debug)]
pub struct Reconnecting {
    client: Client,
    policy: Reconnect,
}

impl Reconnecting {
    pub(crate) const fn new(client: Client, policy: Reconnect) -> Self {
        Self { client, policy }
    }

    /// Connects and binds, with as many attempts as the policy allows, and from then on whenever the link is lost.
    ///
    /// The requests of the message centre come through the second value, whichever link they come over. One that came
    /// over a link that is lost cannot be answered any more; the message centre will send it again.
    ///
    /// # Errors
    ///
    /// If no attempt succeeded, or one failed in a way that will not mend itself.
    pub async fn connect(self) -> Result<(ReconnectingLink, Incoming), ConnectError> {
        let inbox = self.client.inbox();
        let core = Arc::new(Core {
            client: self.client,
            policy: self.policy,
            inbox: inbox.clone(),
            current: watch::Sender::new(Current::Down),
            states: broadcast::Sender::new(STATES),
        });
        let first = core.connect(&mut 0, true).await?;
        core.up(&first);
        let wish = Arc::new(watch::Sender::new(Wish::Stay));
        tokio::spawn(supervise(core.clone(), first, wish.subscribe()));
        let link = ReconnectingLink { core, wish: wish.clone() };
        let incoming = Incoming::new(inbox, wish);
        Ok((link, incoming))
    }
}

/// States kept for who does not look; the oldest go first.
const STATES: usize = 64;

/// A link that is made anew whenever it is lost. It is a handle: clones share the link, which ends when all of them and
/// its [`Incoming`] are gone.
///
/// ```no_run
/// use smppkit_tokio::{Client, ConnectionState, Reconnect};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new("smsc.example:2775").transceiver("app", "secret");
/// let (link, _incoming) = client.reconnecting(Reconnect::default()).connect().await?;
///
/// let mut states = link.states();
/// tokio::spawn(async move {
///     while let Some(state) = states.next().await {
///         if let ConnectionState::Lost { reason, lost } = state {
///             eprintln!("{reason}; {lost} requests may have been done or not");
///         }
///     }
/// });
/// match link.request(&smppkit::SubmitSm::default()).await {
///     Err(error) if error.may_have_been_done() => println!("look before you send it again"),
///     Err(_) => println!("safe to send again"),
///     Ok(response) => println!("{}", response.command_status()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ReconnectingLink {
    core: Arc<Core>,
    /// When the last handle is gone, so is this, and the link with it.
    wish: Arc<watch::Sender<Wish>>,
}

/// What the application wants of the link.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Wish {
    Stay,
    Unbind(Duration),
    Close,
}

struct Core {
    client: Client,
    policy: Reconnect,
    inbox: Arc<Inbox>,
    current: watch::Sender<Current>,
    states: broadcast::Sender<ConnectionState>,
}

#[derive(Clone)]
enum Current {
    Up(Link),
    Down,
    /// There will be no link any more.
    Over(Closed),
}

impl ReconnectingLink {
    /// Sends a request and waits for the response, as [`Link::request`] does. While there is no connection, it waits for
    /// one as long as the policy says. A request that was never sent is sent over the next link; one that may have been
    /// sent is not sent twice.
    ///
    /// # Errors
    ///
    /// See [`RequestError`].
    pub async fn request<B: Body + Sync>(&self, request: &B) -> Result<Response, RequestError> {
        self.start_request(request).await?.await
    }

    /// Sends a request as [`Link::start_request`] does, over the link there is or the next one; what it gives is the future
    /// of the response.
    ///
    /// # Errors
    ///
    /// See [`RequestError`].
    pub async fn start_request<B: Body + Sync>(&self, request: &B) -> Result<InFlight, RequestError> {
        loop {
            let link = self.link().await?;
            match link.start_request(request).await {
                Err(RequestError::NotSent(_)) if !self.core.policy.request_wait.is_zero() => {}
                outcome => return outcome,
            }
        }
    }

    /// Sends a text as [`Link::send_text`] does, each part over the link there is or the next one. Its receipts are awaited
    /// over this link and all that follow it.
    ///
    /// # Errors
    ///
    /// See [`SendTextError`].
    pub async fn send_text(
        &self,
        from: &str,
        to: &str,
        text: &str,
        options: &TextOptions<'_>,
    ) -> Result<Sent, SendTextError> {
        Route::Reconnecting(self).send_text(from, to, text, options).await
    }

    /// Sends a submit_sm as [`Link::start_submit`] does, over the link there is or the next one.
    ///
    /// # Errors
    ///
    /// See [`RequestError`].
    pub async fn start_submit(&self, submit_sm: &SubmitSm<'_>) -> Result<Submission, RequestError> {
        Route::Reconnecting(self).start_submit(submit_sm).await
    }

    pub(crate) fn inbox(&self) -> &Arc<Inbox> {
        &self.core.inbox
    }

    /// What keeps the link alive as this handle does.
    pub(crate) fn keep_alive(&self) -> Arc<dyn Send + Sync> {
        self.wish.clone()
    }

    /// The link there is, or the next one: waits for it as long as the policy says.
    ///
    /// # Errors
    ///
    /// `Disconnected` if none came in time; `NotSent` if there will be none.
    pub async fn link(&self) -> Result<Link, RequestError> {
        let mut current = self.core.current.subscribe();
        let settled = |current: &Current| match current {
            Current::Up(link) => link.accepts_requests(),
            Current::Down => false,
            Current::Over(_) => true,
        };
        // The first look is free even when there is no waiting.
        let there = current.borrow().clone();
        let there = if settled(&there) {
            there
        } else {
            match timeout(self.core.policy.request_wait, current.wait_for(settled)).await {
                Ok(Ok(current)) => current.clone(),
                _ => return Err(RequestError::Disconnected),
            }
        };
        match there {
            Current::Up(link) => Ok(link),
            Current::Over(closed) => Err(RequestError::NotSent(closed)),
            Current::Down => Err(RequestError::Disconnected),
        }
    }

    /// Whether there is a bound link now.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        matches!(&*self.core.current.borrow(), Current::Up(link) if !link.is_closed())
    }

    /// What happens to the connection from now on.
    #[must_use]
    pub fn states(&self) -> ConnectionStates {
        ConnectionStates { states: self.core.states.subscribe(), over: false }
    }

    /// Unbinds as [`Link::unbind`] does, and ends.
    pub async fn unbind(&self, limit: Duration) {
        self.end(Wish::Unbind(limit)).await;
    }

    /// Ends the connection, without an unbind, and makes no other.
    pub async fn close(&self) {
        self.end(Wish::Close).await;
    }

    async fn end(&self, wish: Wish) {
        let mut current = self.core.current.subscribe();
        self.wish.send_replace(wish);
        // The sender is ours, so the wait ends with the link.
        let _ = current.wait_for(|current| matches!(current, Current::Over(_))).await;
    }
}

impl fmt::Debug for ReconnectingLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReconnectingLink").field("is_connected", &self.is_connected()).finish_non_exhaustive()
    }
}

/// What happens to the connection of a [`ReconnectingLink`], in order.
#[derive(Debug)]
pub struct ConnectionStates {
    states: broadcast::Receiver<ConnectionState>,
    over: bool,
}

impl ConnectionStates {
    /// What happens next; `None` when nothing will. Who does not look for long misses the oldest.
    pub async fn next(&mut self) -> Option<ConnectionState> {
        use broadcast::error::RecvError::{Closed, Lagged};
        while !self.over {
            match self.states.recv().await {
                Ok(state) => {
                    self.over = matches!(state, ConnectionState::Ended | ConnectionState::GaveUp { .. });
                    return Some(state);
                }
                Err(Lagged(_)) => {}
                Err(Closed) => self.over = true,
            }
        }
        None
    }
}

impl Core {
    fn tell(&self, state: ConnectionState) {
        match &state {
            ConnectionState::Lost { reason, lost } => warn!(%reason, lost, "connection lost"),
            ConnectionState::Reconnecting { attempt, delay, .. } => info!(attempt, ?delay, "reconnecting"),
            ConnectionState::GaveUp { failure } => warn!(%failure, "no further attempt to connect"),
            ConnectionState::Connected | ConnectionState::Ended => {}
        }
        // That nobody looks is no failure.
        let _ = self.states.send(state);
    }

    /// Tries until it succeeds or must not go on. `pauses` counts those since all was well.
    async fn connect(&self, pauses: &mut u32, mut at_once: bool) -> Result<Link, ConnectError> {
        let mut failure = None;
        let mut attempt = 0_u32;
        loop {
            attempt = attempt.saturating_add(1);
            if !std::mem::take(&mut at_once) {
                *pauses = pauses.saturating_add(1);
                let delay = self.policy.delay(*pauses, chance());
                self.tell(ConnectionState::Reconnecting { attempt, delay, failure: failure.take() });
                sleep(delay).await;
            }
            let failed = match self.client.connect_into(&self.inbox, false).await {
                Ok(link) => return Ok(link),
                Err(failed) => failed,
            };
            let final_one = self.policy.max_attempts.is_some_and(|max| attempt >= max);
            if final_one || (failed.is_permanent() && !self.policy.despite_permanent_failure) {
                return Err(failed);
            }
            failure = Some(failed);
        }
    }
}

/// Sees to it that there is a link, until it is no longer wished.
async fn supervise(core: Arc<Core>, mut link: Link, mut wish: watch::Receiver<Wish>) {
    let mut pauses = 0;
    loop {
        let start = Instant::now();
        let closed = tokio::select! {
            closed = link.closed() => Some(closed),
            _ = wish.wait_for(|wish| *wish != Wish::Stay) => None,
        };
        let Some(reason) = closed else { break };
        core.current.send_replace(Current::Down);
        core.tell(ConnectionState::Lost { reason: reason.clone(), lost: link.lost() });
        if start.elapsed() >= core.policy.stable_after {
            pauses = 0;
        }
        let next = tokio::select! {
            next = core.connect(&mut pauses, false) => Some(next),
            _ = wish.wait_for(|wish| *wish != Wish::Stay) => None,
        };
        match next {
            Some(Ok(next)) => {
                core.up(&next);
                link = next;
            }
            Some(Err(failure)) => return core.end(reason, ConnectionState::GaveUp { failure }),
            None => return core.end(reason, ConnectionState::Ended),
        }
    }
    let wish = *wish.borrow();
    let reason = match wish {
        Wish::Unbind(limit) => link.unbind(limit).await,
        // All handles are gone, or as if they were.
        Wish::Stay | Wish::Close => {
            link.close();
            link.closed().await
        }
    };
    core.end(reason, ConnectionState::Ended);
}

impl Core {
    fn up(&self, link: &Link) {
        self.current.send_replace(Current::Up(link.clone()));
        self.tell(ConnectionState::Connected);
    }

    fn end(&self, reason: Closed, state: ConnectionState) {
        self.current.send_replace(Current::Over(reason));
        self.inbox.end();
        self.tell(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_jitter_only_shortens_them() {
        let policy = Reconnect::default();
        let seconds = |attempt, chance| policy.delay(attempt, chance).as_secs_f64();
        assert_eq!(
            [1, 2, 3, 6, 7, 8, 1000].map(|n| seconds(n, 0.0)),
            [1.0, 2.0, 4.0, 32.0, 60.0, 60.0, 60.0]
        );
        assert_eq!([1, 2, 1000].map(|n| seconds(n, 1.0)), [0.5, 1.0, 30.0]);
        for _ in 0..100 {
            assert!((0.0..=1.0).contains(&chance()));
        }
        assert_ne!(chance(), chance());
    }
}
