//! One SMPP connection, of either side.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use smppkit::buffered::Connection;
use smppkit::session::{Config, ConfigError, Stats, Traffic};
use smppkit::values::InterfaceVersion;
use smppkit::{Body, CommandId, CommandStatus, State, SubmitSm};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::clock::Clock;
use crate::driver::Driver;
use crate::error::{Closed, RequestError};
use crate::incoming::{Inbox, Incoming};
use crate::receipts::AwaitedReceipts;
use crate::request::{InFlight, Requesting, Starting};
use crate::shared::Shared;
use crate::tap::{Frames, Tap};
use crate::text::{Route, SendTextError, Sent, Submission, TextOptions};

/// The settings of a link.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LinkConfig {
    /// The settings of the session: timers, limits, tolerance.
    pub session: Config,
    /// How many requests may be unanswered at once. Default: 16.
    pub window: usize,
    /// What a request of the peer is answered with if the application drops it. Default: `ESME_RX_T_APPN`.
    pub status_when_dropped: CommandStatus,
    /// How many receipts are awaited, and how long.
    pub receipts: AwaitedReceipts,
    /// What is shown every PDU.
    pub tap: Option<Tap>,
    /// Where the peer is, for logs.
    pub peer_addr: Option<SocketAddr>,
}

impl LinkConfig {
    /// The defaults of an application.
    #[must_use]
    pub const fn esme() -> Self {
        Self::new(Config::esme())
    }

    /// The defaults of a message centre.
    #[must_use]
    pub const fn mc() -> Self {
        Self::new(Config::mc())
    }

    const fn new(session: Config) -> Self {
        let status_when_dropped = CommandStatus::ESME_RX_T_APPN;
        let receipts = AwaitedReceipts::DEFAULT;
        Self { session, window: 16, status_when_dropped, receipts, tap: None, peer_addr: None }
    }

    /// Checks the settings.
    ///
    /// # Errors
    ///
    /// If they contradict themselves.
    pub fn validate(&self) -> Result<(), ConfigError> {
        self.connection(Clock::new()).map(drop)
    }

    fn connection(&self, clock: Clock) -> Result<Connection, ConfigError> {
        Connection::new(self.session, self.window, clock.now())
    }
}

/// One SMPP connection, of either side, over any stream of octets. [`Client`](crate::Client) and
/// [`Server`](crate::Server) make links that are bound; this is what they are made of.
///
/// It is a handle: clones share the connection, which ends when all of them and its [`Incoming`] are gone.
///
/// ```
/// use smppkit::{BindTransceiver, BindTransceiverResp};
/// use smppkit_tokio::{Link, LinkConfig};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (here, there) = tokio::io::duplex(1024);
/// let (esme, _) = Link::start(here, LinkConfig::esme())?;
/// let (mc, mut requests) = Link::start(there, LinkConfig::mc())?;
///
/// tokio::spawn(async move {
///     let bind = requests.next_request().await.unwrap();
///     bind.accept(&BindTransceiverResp { system_id: "mc".into(), ..Default::default() })
/// });
/// let bind = BindTransceiver { system_id: "app".into(), ..Default::default() };
/// assert!(esme.request(&bind).await?.is_ok());
/// assert!(mc.session_state().is_bound());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Link {
    handle: Arc<Handle>,
}

/// Ends the connection when the last handle is gone.
struct Handle {
    shared: Arc<Shared>,
    inbox: Arc<Inbox>,
    peer_addr: Option<SocketAddr>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl Link {
    /// Starts a session on a connection that was just made. Must be called within a tokio runtime that has a timer.
    ///
    /// # Errors
    ///
    /// If the settings contradict themselves.
    pub fn start<S>(stream: S, config: LinkConfig) -> Result<(Self, Incoming), ConfigError>
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let inbox = Arc::new(Inbox::new(config.receipts));
        let link = Self::start_into(stream, config, inbox.clone(), true)?;
        let incoming = Incoming::new(inbox, link.handle.clone());
        Ok((link, incoming))
    }

    /// Starts a session whose incoming requests go where those of others go too.
    pub(crate) fn start_into<S>(
        stream: S,
        config: LinkConfig,
        inbox: Arc<Inbox>,
        ends_inbox: bool,
    ) -> Result<Self, ConfigError>
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let clock = Clock::new();
        let connection = config.connection(clock)?;
        let max_unanswered = config.session.max_unanswered;
        let shared = Arc::new(Shared::new(connection, clock, max_unanswered, config.status_when_dropped));
        let frames = config.tap.map(|tap| Frames::new(tap, config.session.max_command_length));
        let driver = Driver::new(stream, shared.clone(), inbox.clone(), ends_inbox, config.peer_addr, frames);
        tokio::spawn(driver);
        Ok(Self { handle: Arc::new(Handle { shared, inbox, peer_addr: config.peer_addr }) })
    }

    /// What keeps the connection alive as this handle does.
    pub(crate) fn keep_alive(&self) -> Arc<dyn Send + Sync> {
        self.handle.clone()
    }

    pub(crate) fn inbox(&self) -> &Arc<Inbox> {
        &self.handle.inbox
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.handle.shared
    }

    /// Sends a text, in as many parts as it takes, and waits until all of them are accepted. The alphabet is the cheapest
    /// that has every character.
    ///
    /// `from` and `to` are written as [`Address::read`](smppkit::message::Address::read) has it: `447700900123`, `MyShop`,
    /// `1/1:447700900123`. Without a `from` the message centre uses its own.
    ///
    /// The parts go out one after the other as fast as the window allows. The reference that ties them together is counted
    /// up for each message of this link, or of this client if it reconnects, from a number that is different each time.
    ///
    /// If the future is dropped, what was sent of the message is sent, and no further part follows.
    ///
    /// # Errors
    ///
    /// If the message cannot be sent, or some part was not accepted: [`NotAccepted`](crate::NotAccepted) tells what became
    /// of each.
    ///
    /// ```no_run
    /// # use smppkit_tokio::Link;
    /// use smppkit_tokio::TextOptions;
    ///
    /// # async fn example(link: Link) -> Result<(), Box<dyn std::error::Error>> {
    /// let options = TextOptions::default().receipt(true);
    /// let mut sent = link.send_text("MyShop", "447700900123", "Zażółć gęślą jaźń 😀", &options).await?;
    /// println!("{:?}", sent.message_ids);
    /// while let Some(receipt) = sent.receipts.next().await {
    ///     println!("{} {:?}", receipt.message_id(), receipt.state());
    ///     receipt.accept()?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn send_text(
        &self,
        from: &str,
        to: &str,
        text: &str,
        options: &TextOptions<'_>,
    ) -> Result<Sent, SendTextError> {
        Route::Link(self).send_text(from, to, text, options).await
    }

    /// Sends a submit_sm when there is room for it in the window; what it gives is the future of the response and the
    /// receipts. They are awaited if its `registered_delivery` asks for any.
    ///
    /// # Errors
    ///
    /// See [`RequestError`].
    pub async fn start_submit(&self, submit_sm: &SubmitSm<'_>) -> Result<Submission, RequestError> {
        Route::Link(self).start_submit(submit_sm).await
    }

    /// Sends a request when there is room for it in the window, and waits for the response. Those who wait are served in
    /// the order in which they came.
    ///
    /// The future may be dropped at any time: a request that was sent keeps its slot until its response or time-out. To
    /// limit the time that it takes altogether, put it into [`tokio::time::timeout`]; [`Requesting::within`] limits the
    /// time from sending to response.
    ///
    /// # Errors
    ///
    /// See [`RequestError`]. That the peer refused the request is no error but the
    /// [`command_status`](crate::Response::command_status) of the response.
    pub fn request<'a, B: Body>(&'a self, request: &'a B) -> Requesting<'a, B> {
        Requesting::new(self.shared(), request)
    }

    /// Sends a request when there is room for it in the window; what it gives is the future of the response. So one task
    /// can send many requests in order without waiting for each.
    ///
    /// ```
    /// # use smppkit_tokio::{Link, RequestError};
    /// use smppkit::SubmitSm;
    ///
    /// # async fn example(link: Link) -> Result<(), RequestError> {
    /// let mut responses = Vec::new();
    /// for text in ["one", "two", "three"] {
    ///     let message = SubmitSm { short_message: text.into(), ..Default::default() };
    ///     responses.push(link.start_request(&message).await?);
    /// }
    /// for response in responses {
    ///     println!("{}", response.await?.command_status());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`RequestError`].
    pub fn start_request<'a, B: Body>(&'a self, request: &'a B) -> Starting<'a, B> {
        Starting::new(self.shared(), request)
    }

    /// Sends a request if there is room for it in the window now; what it gives is the future of the response.
    ///
    /// # Errors
    ///
    /// `WindowFull` if there is none; otherwise see [`RequestError`].
    pub fn try_request<B: Body>(&self, request: &B) -> Result<InFlight, RequestError> {
        Starting::new(self.shared(), request).now()
    }

    /// Sends what wants no answer: outbind, alert_notification.
    ///
    /// # Errors
    ///
    /// `WindowFull` if too many octets wait to be sent; otherwise see [`RequestError`].
    pub fn notify<B: Body>(&self, notification: &B) -> Result<(), RequestError> {
        self.shared().notify(notification)
    }

    /// The state of the session.
    #[must_use]
    pub fn session_state(&self) -> State {
        self.shared().lock().connection.session().state()
    }

    /// The version that is spoken.
    #[must_use]
    pub fn version(&self) -> InterfaceVersion {
        self.shared().lock().connection.session().version()
    }

    /// Whether this side may send this request or notification now, room in the window aside.
    #[must_use]
    pub fn allowed(&self, id: CommandId) -> bool {
        self.shared().lock().connection.session().allowed(id)
    }

    /// How many requests of ours are unanswered.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.shared().lock().connection.session().in_flight()
    }

    /// How many requests of the peer wait for our answer.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.shared().lock().connection.session().unanswered()
    }

    /// Octets that wait to be sent.
    #[must_use]
    pub fn backlog(&self) -> usize {
        self.shared().lock().backlog()
    }

    /// What passed so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared().lock().connection.session().stats()
    }

    /// What passed so far, by command.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.shared().lock().connection.traffic().clone()
    }

    /// Where the peer is.
    #[must_use]
    pub fn peer_addr(&self) -> Option<SocketAddr> {
        self.handle.peer_addr
    }

    /// Lets only so many requests be unanswered at once, at most as many as the link was started with.
    pub fn limit_window(&self, limit: usize) {
        let mut state = self.shared().lock();
        state.gate.set_limit(limit.max(1));
        self.shared().pass_on(state);
    }

    /// Lets only so many requests of the peer wait for our answer at once.
    pub fn limit_unanswered(&self, limit: u16) {
        let mut state = self.shared().lock();
        state.connection.set_max_unanswered(limit);
        state.max_unanswered = limit.max(1).into();
        Shared::wake_driver(state);
    }

    /// How congested we are, 0 to 100, for the `congestion_state` of a response: how much of `max_unanswered` is used.
    #[must_use]
    pub fn congestion_state(&self) -> u8 {
        self.shared().lock().connection.session().congestion_state()
    }

    /// Unbinds in good order: accepts no further requests, waits up to `limit` for the responses to those in flight,
    /// sends unbind, and waits until the link is over. Requests of the peer can be answered until then.
    pub async fn unbind(&self, limit: Duration) -> Closed {
        let shared = self.shared();
        shared.drain();
        let drained = shared.until(|state| (state.closed.is_some() || state.is_drained()).then_some(()));
        // What is not answered by then is lost, and told so.
        let _ = tokio::time::timeout(limit, drained).await;
        if shared.unbind().is_err() && !self.session_state().is_bound() {
            self.close();
        }
        self.closed().await
    }

    /// Ends the connection at once, without an unbind. Requests in flight are lost.
    pub fn close(&self) {
        self.shared().close();
    }

    /// Whether the link is over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared().lock().closed.is_some()
    }

    pub(crate) fn accepts_requests(&self) -> bool {
        self.shared().lock().why_not().is_none()
    }

    /// Waits until the link is over.
    pub async fn closed(&self) -> Closed {
        self.shared().until(|state| state.closed.clone()).await
    }

    /// Waits until the link is over, its last octets are sent and the network connection is ended.
    pub async fn finished(&self) -> Closed {
        self.shared().until(|state| state.closed.clone().filter(|_| state.finished)).await
    }

    /// How many requests were in flight when the link ended, unbind aside.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.shared().lock().lost
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.shared().lock();
        f.debug_struct("Link")
            .field("session", state.connection.session())
            .field("peer_addr", &self.handle.peer_addr)
            .finish_non_exhaustive()
    }
}
