//! Requests of ours, from the wait for room in the window to the response.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::{Body, CommandStatus, Pdu};

use crate::error::RequestError;
use crate::receipts::Following;
use crate::shared::{Outcome, Shared};

/// What the peer answered: a response to the request, or a generic_nack. It owns its octets.
#[derive(Clone, Debug)]
pub struct Response {
    pdu: PduBuf,
    command_status: CommandStatus,
    round_trip: Duration,
}

impl Response {
    pub(crate) const fn new(pdu: PduBuf, command_status: CommandStatus, round_trip: Duration) -> Self {
        Self { pdu, command_status, round_trip }
    }

    /// How the request ended.
    #[must_use]
    pub const fn command_status(&self) -> CommandStatus {
        self.command_status
    }

    /// Whether the request succeeded.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        self.command_status.is_ok()
    }

    /// The response taken apart. That takes a few nanoseconds each time.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.pdu.pdu()
    }

    /// The response with its octets.
    #[must_use]
    pub const fn as_buf(&self) -> &PduBuf {
        &self.pdu
    }

    /// The response with its octets.
    #[must_use]
    pub fn into_buf(self) -> PduBuf {
        self.pdu
    }

    /// Time from sending the request to the response.
    #[must_use]
    pub const fn round_trip(&self) -> Duration {
        self.round_trip
    }
}

/// A request that waits for room in the window, is sent, and waits for its response: see
/// [`Link::request`](crate::Link::request).
///
/// It may be dropped at any time. A request that was sent keeps its slot of the window until its response or time-out.
#[must_use = "nothing is sent before it is awaited"]
pub struct Requesting<'a, B> {
    starting: Starting<'a, B>,
    in_flight: Option<InFlight>,
}

impl<'a, B: Body> Requesting<'a, B> {
    pub(crate) const fn new(shared: &'a Arc<Shared>, body: &'a B) -> Self {
        Self { starting: Starting::new(shared, body), in_flight: None }
    }

    /// Waits so long for the response, once the request is sent, instead of as long as the session's settings say.
    pub const fn within(mut self, response: Duration) -> Self {
        self.starting.within = Some(response);
        self
    }
}

impl<B: Body> Future for Requesting<'_, B> {
    type Output = Result<Response, RequestError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Some(in_flight) = &mut this.in_flight {
            return Pin::new(in_flight).poll(context);
        }
        // The waker is with the request from the start: no need to look for the response yet.
        this.in_flight = Some(ready!(Pin::new(&mut this.starting).poll(context))?);
        Poll::Pending
    }
}

impl<B> fmt::Debug for Requesting<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Requesting").field("in_flight", &self.in_flight).finish_non_exhaustive()
    }
}

/// A request that waits for room in the window and is sent: see [`Link::start`](crate::Link::start).
#[must_use = "nothing is sent before it is awaited"]
pub struct Starting<'a, B> {
    shared: &'a Arc<Shared>,
    body: &'a B,
    within: Option<Duration>,
    /// Its place in the line for the window.
    place: Option<u64>,
}

impl<'a, B: Body> Starting<'a, B> {
    pub(crate) const fn new(shared: &'a Arc<Shared>, body: &'a B) -> Self {
        Self { shared, body, within: None, place: None }
    }

    /// Waits so long for the response, once the request is sent, instead of as long as the session's settings say.
    pub const fn within(mut self, response: Duration) -> Self {
        self.within = Some(response);
        self
    }

    /// Sends it now, or not at all.
    ///
    /// # Errors
    ///
    /// `WindowFull` if it cannot be sent now; otherwise see [`RequestError`].
    pub fn now(self) -> Result<InFlight, RequestError> {
        let mut nobody = Context::from_waker(Waker::noop());
        match self.shared.start(self.body, self.within, None, &mut nobody) {
            Poll::Ready(started) => started.map(|token| InFlight::new(self.shared, token)),
            Poll::Pending => Err(RequestError::WindowFull),
        }
    }
}

impl<B: Body> Future for Starting<'_, B> {
    type Output = Result<InFlight, RequestError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let started = ready!(this.shared.start(this.body, this.within, Some(&mut this.place), context));
        Poll::Ready(started.map(|token| InFlight::new(this.shared, token)))
    }
}

impl<B> Drop for Starting<'_, B> {
    fn drop(&mut self) {
        if self.place.is_some() {
            self.shared.leave(&mut self.place);
        }
    }
}

impl<B> fmt::Debug for Starting<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Starting").field("place", &self.place).finish_non_exhaustive()
    }
}

/// A request that was sent: the future of its response.
///
/// If it is dropped the request keeps its slot of the window until its response or time-out.
#[must_use = "the response is lost"]
pub struct InFlight {
    /// None once the outcome was handed out.
    waiting: Option<(Arc<Shared>, usize)>,
}

impl InFlight {
    /// It is a submit_sm whose receipt is awaited.
    pub(crate) fn follow(&self, following: Following) {
        if let Some((shared, token)) = &self.waiting {
            shared.follow(*token, following);
        }
    }

    fn new(shared: &Arc<Shared>, token: usize) -> Self {
        Self { waiting: Some((shared.clone(), token)) }
    }
}

impl Future for InFlight {
    type Output = Outcome;

    /// # Panics
    ///
    /// When it is polled again after it has given its result.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (shared, token) = self.waiting.as_ref().expect("polled after completion");
        let outcome = ready!(shared.poll_outcome(*token, context));
        self.waiting = None;
        Poll::Ready(outcome)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if let Some((shared, token)) = self.waiting.take() {
            shared.abandon(token);
        }
    }
}

impl fmt::Debug for InFlight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = self.waiting.as_ref().map(|(_, token)| token);
        f.debug_struct("InFlight").field("token", &token).finish()
    }
}
