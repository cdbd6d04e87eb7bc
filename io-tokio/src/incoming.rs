//! Requests and notifications of the peer.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use smppkit::buffered::PduBuf;
use smppkit::session::{SendError, Ticket};
use smppkit::{Body, CommandStatus, Decoded, Faults, Pdu};

use crate::awaited::Awaited;
use crate::receipts::AwaitedReceipts;
use crate::shared::Shared;

/// Something of the peer for the application.
#[derive(Debug)]
#[non_exhaustive]
pub enum Received {
    /// The peer wants an answer.
    Request(Request),
    /// The peer wants none: outbind, alert_notification.
    Notification(Notification),
}

/// A request of the peer. It owns its octets.
///
/// The peer gets an answer when the application gives one, not before. A request that is dropped is rejected, with
/// `ESME_RX_T_APPN` unless the settings say otherwise, so that the peer does not wait in vain.
#[must_use = "a request that is dropped is rejected"]
pub struct Request {
    pdu: PduBuf,
    /// None once it is answered.
    ticket: Option<Ticket>,
    shared: Arc<Shared>,
}

impl Request {
    pub(crate) const fn new(shared: Arc<Shared>, ticket: Ticket, pdu: PduBuf) -> Self {
        Self { pdu, ticket: Some(ticket), shared }
    }

    /// The request taken apart. That takes a few nanoseconds each time.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.pdu.pdu()
    }

    /// The request taken apart, with its header.
    #[must_use]
    pub fn decoded(&self) -> Decoded<'_> {
        self.pdu.decoded()
    }

    /// What is out of order in it and was tolerated.
    #[must_use]
    pub fn faults(&self) -> Faults<'_> {
        self.pdu.decoded().faults
    }

    /// The request with its octets.
    #[must_use]
    pub const fn as_buf(&self) -> &PduBuf {
        &self.pdu
    }

    /// Answers it with `ESME_ROK` and this response.
    ///
    /// # Errors
    ///
    /// See [`respond`](Self::respond).
    pub fn accept<B: Body>(self, response: &B) -> Result<(), RespondError> {
        self.respond(CommandStatus::ESME_ROK, response)
    }

    /// Answers it.
    ///
    /// # Errors
    ///
    /// If the response cannot be sent; the request comes back, to be answered in another way.
    pub fn respond<B: Body>(mut self, status: CommandStatus, response: &B) -> Result<(), RespondError> {
        let Some(ticket) = self.ticket.take() else { return Ok(()) };
        self.shared.respond(ticket, status, response).map_err(|unsent| self.unsent(unsent))
    }

    /// Answers it with a status and no body.
    ///
    /// # Errors
    ///
    /// If the session cannot answer any more; the request comes back.
    pub fn reject(mut self, status: CommandStatus) -> Result<(), RespondError> {
        let Some(ticket) = self.ticket.take() else { return Ok(()) };
        self.shared.reject(ticket, status).map_err(|unsent| self.unsent(unsent))
    }

    /// Accepts a message or receipt.
    pub(crate) fn acknowledge(self) -> Result<(), RespondError> {
        match Pdu::response_to(self.pdu().command_id()) {
            Some(response) => self.accept(&response),
            None => self.reject(CommandStatus::ESME_ROK),
        }
    }

    /// Accepts a bind.
    pub(crate) fn accept_bind(mut self, system_id: &str) -> Result<(), RespondError> {
        let Some(ticket) = self.ticket.take() else { return Ok(()) };
        self.shared.accept_bind(ticket, system_id).map_err(|unsent| self.unsent(unsent))
    }

    /// Leaves it unanswered for ever, as a simulator may want to.
    pub fn abandon(mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.shared.abandon_ticket(ticket);
        }
    }

    fn unsent(mut self, (ticket, error): (Ticket, SendError)) -> RespondError {
        self.ticket = Some(ticket);
        RespondError { request: Box::new(self), error }
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            // If the session cannot answer any more, nobody waits.
            let _ = self.shared.reject(ticket, self.shared.status_when_dropped);
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.pdu).finish()
    }
}

/// A response was not sent.
#[derive(Debug, thiserror::Error)]
#[error("not answered: {error}")]
pub struct RespondError {
    /// The request, to be answered in another way.
    pub request: Box<Request>,
    /// Why not.
    #[source]
    pub error: SendError,
}

/// An outbind or alert_notification of the peer. It owns its octets.
#[derive(Clone, Debug)]
pub struct Notification {
    pdu: PduBuf,
}

impl Notification {
    pub(crate) const fn new(pdu: PduBuf) -> Self {
        Self { pdu }
    }

    /// The notification taken apart. That takes a few nanoseconds each time.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.pdu.pdu()
    }

    /// The notification with its octets.
    #[must_use]
    pub const fn as_buf(&self) -> &PduBuf {
        &self.pdu
    }
}

/// The requests and notifications of the peer, in order; also a [`Stream`].
///
/// At most `max_unanswered` requests wait here or are being dealt with; then the link reads no further and the peer
/// feels it. **So take them, or drop this**: then all that come are rejected. Responses to requests of ours come over the
/// same connection and would wait too.
///
/// The link lives as long as this or one of its handles does.
pub struct Incoming {
    inbox: Arc<Inbox>,
    /// What was taken out of the inbox at once.
    batch: VecDeque<Received>,
    /// What keeps the link alive.
    _alive: Arc<dyn Send + Sync>,
}

impl Incoming {
    pub(crate) fn new(inbox: Arc<Inbox>, alive: Arc<dyn Send + Sync>) -> Self {
        Self { inbox, batch: VecDeque::new(), _alive: alive }
    }

    /// The next request or notification; `None` once the link is over and nothing is left.
    pub async fn next(&mut self) -> Option<Received> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// The next request; notifications are passed over.
    ///
    /// ```no_run
    /// # use smppkit_tokio::Incoming;
    /// use smppkit::{DeliverSmResp, Pdu};
    ///
    /// # async fn example(mut incoming: Incoming) -> Result<(), Box<dyn std::error::Error>> {
    /// while let Some(request) = incoming.next_request().await {
    ///     if let Pdu::DeliverSm(message) = request.pdu() {
    ///         println!("{}", message.source_addr);
    ///     }
    ///     request.accept(&DeliverSmResp::default())?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn next_request(&mut self) -> Option<Request> {
        loop {
            if let Received::Request(request) = self.next().await? {
                return Some(request);
            }
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Received>> {
        // A peer that never pauses must not keep other tasks from running.
        let coop = std::task::ready!(tokio::task::coop::poll_proceed(context));
        if self.batch.is_empty() && !self.inbox.take(&mut self.batch, context) {
            return Poll::Pending;
        }
        coop.made_progress();
        Poll::Ready(self.batch.pop_front())
    }
}

impl Stream for Incoming {
    type Item = Received;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Received>> {
        Self::poll_next(&mut self, context)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Each that is dropped is rejected.
        drop(self.inbox.abandon());
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").field("batch", &self.batch.len()).finish_non_exhaustive()
    }
}

/// What lies between the driver and the application.
///
/// Its lock is never held while a request is dropped: that takes the lock of the link.
#[derive(Debug)]
pub(crate) struct Inbox {
    state: Mutex<State>,
    /// Receipts that go elsewhere.
    pub(crate) awaited: Awaited,
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<Received>,
    consumer: Option<Waker>,
    /// A driver that waits for room.
    producer: Option<Waker>,
    ended: bool,
    /// Nobody takes anything out any more.
    abandoned: bool,
}

impl Inbox {
    pub(crate) fn new(receipts: AwaitedReceipts) -> Self {
        Self { state: Mutex::default(), awaited: Awaited::new(receipts) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts these in, but for the receipts that somebody awaits; `received` is empty afterwards. The link lets the peer
    /// wait for `max_unanswered` answers.
    pub(crate) fn put(&self, received: &mut Vec<Received>, max_unanswered: usize) {
        self.awaited.sift(received, (max_unanswered / 4).max(1));
        self.pass_on(received.drain(..));
    }

    /// Puts these in.
    pub(crate) fn pass_on(&self, received: impl IntoIterator<Item = Received>) {
        let mut received = received.into_iter().peekable();
        if received.peek().is_none() {
            return;
        }
        let mut state = self.lock();
        if !state.abandoned {
            state.queue.extend(received.by_ref());
        }
        let consumer = state.consumer.take();
        drop(state);
        // Requests that nobody takes are dropped, and so rejected.
        received.for_each(drop);
        if let Some(consumer) = consumer {
            consumer.wake();
        }
    }

    /// Whether there is room, there being `limit` places; if not, the driver is woken once there is.
    pub(crate) fn has_room(&self, limit: usize, driver: &Waker) -> bool {
        let mut state = self.lock();
        let room = state.queue.len() < limit;
        if !room {
            state.producer = Some(driver.clone());
        }
        room
    }

    /// Nothing more will be put in.
    pub(crate) fn end(&self) {
        self.pass_on(self.awaited.end().run());
        let mut state = self.lock();
        state.ended = true;
        let consumer = state.consumer.take();
        drop(state);
        if let Some(consumer) = consumer {
            consumer.wake();
        }
    }

    /// Takes all there is into `batch`, which is empty. False if there is nothing yet.
    fn take(&self, batch: &mut VecDeque<Received>, context: &mut Context<'_>) -> bool {
        let mut state = self.lock();
        std::mem::swap(&mut state.queue, batch);
        if batch.is_empty() && !state.ended {
            match &mut state.consumer {
                Some(consumer) => consumer.clone_from(context.waker()),
                none => *none = Some(context.waker().clone()),
            }
            return false;
        }
        let producer = state.producer.take();
        drop(state);
        if let Some(producer) = producer {
            producer.wake();
        }
        true
    }

    fn abandon(&self) -> VecDeque<Received> {
        let mut state = self.lock();
        state.abandoned = true;
        let left = std::mem::take(&mut state.queue);
        let producer = state.producer.take();
        drop(state);
        if let Some(producer) = producer {
            producer.wake();
        }
        left
    }
}
