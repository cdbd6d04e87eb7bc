//! What the handles of a link and its driver share: the session, who waits for what, and whom to wake.
//!
//! The lock is held for as long as it takes to encode or decode what is there, never across an await. No task is woken
//! under it, and neither a waker nor a request of the peer is dropped: each of them can come back to it.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use slab::Slab;
use smppkit::buffered::{Connection, TRANSMIT_LIMIT};
use smppkit::session::{CloseReason, SendError, Ticket};
use smppkit::{Body, CommandStatus, Unbind};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::error::{Closed, RequestError};
use crate::gate::Gate;
use crate::receipts::{Followed, Following};
use crate::request::Response;

pub(crate) type Outcome = Result<Response, RequestError>;

#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    pub(crate) clock: Clock,
    /// Told when the link drains, closes, or its driver ends.
    pub(crate) changed: Notify,
    /// What a request of the peer is answered with that nobody answered.
    pub(crate) status_when_dropped: CommandStatus,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) connection: Connection,
    /// Requests in flight, by their tokens.
    pub(crate) waiters: Slab<Waiter>,
    pub(crate) gate: Gate,
    /// The driver, while it sleeps.
    pub(crate) driver: Option<Waker>,
    /// Requests of the peer that may wait for our answer.
    pub(crate) max_unanswered: usize,
    /// Octets that the driver took and has not written yet.
    pub(crate) writing: usize,
    /// Why there are to be no further requests: the link is being unbound.
    pub(crate) draining: Option<CloseReason>,
    pub(crate) closed: Option<Closed>,
    /// Requests that were in flight when the link ended.
    pub(crate) lost: usize,
    /// Whether the driver has ended, and with it the network connection.
    pub(crate) finished: bool,
}

/// Who waits for the outcome of a request.
#[derive(Debug)]
pub(crate) enum Waiter {
    Waiting {
        waker: Waker,
        /// Of a submit_sm whose receipt is awaited.
        following: Option<Following>,
    },
    Done(Outcome),
    /// Nobody any more: what comes is thrown away.
    Gone,
}

impl Shared {
    pub(crate) fn new(
        connection: Connection,
        clock: Clock,
        max_unanswered: u16,
        status_when_dropped: CommandStatus,
    ) -> Self {
        let window = connection.session().window_size();
        let state = State {
            connection,
            waiters: Slab::with_capacity(window.min(1024)),
            gate: Gate::new(window),
            driver: None,
            max_unanswered: max_unanswered.into(),
            writing: 0,
            draining: None,
            closed: None,
            lost: 0,
            finished: false,
        };
        Self { state: Mutex::new(state), clock, changed: Notify::new(), status_when_dropped }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // What is under the lock is whole between any two calls, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the driver send what was written, once `state` is unlocked.
    pub(crate) fn wake_driver(mut state: MutexGuard<'_, State>) {
        let driver = state.driver.take();
        drop(state);
        if let Some(driver) = driver {
            driver.wake();
        }
    }

    /// Sends a request if it may go now, and returns its token. If not, and there is a `place`, it waits in line there,
    /// and the task is woken when its turn has come.
    pub(crate) fn start<B: Body>(
        &self,
        body: &B,
        within: Option<Duration>,
        place: Option<&mut Option<u64>>,
        context: &mut Context<'_>,
    ) -> Poll<Result<usize, RequestError>> {
        let _stale_waker;
        let mut state = self.lock();
        let waits = place.is_some();
        let mut nowhere = None;
        let place = place.unwrap_or(&mut nowhere);
        if let Some(closed) = state.why_not() {
            _stale_waker = state.gate.leave(place);
            return Poll::Ready(Err(RequestError::NotSent(closed)));
        }
        let room = state.room();
        if !state.gate.admit(room, place) {
            if !waits {
                return Poll::Ready(Err(RequestError::WindowFull));
            }
            _stale_waker = state.gate.wait(place, context.waker());
            return Poll::Pending;
        }
        let token = state.waiters.insert(Waiter::Waiting { waker: context.waker().clone(), following: None });
        let now = self.clock.now();
        let mut outbox = state.connection.outbox();
        let sent = match within {
            None => outbox.request(now, body, token as u64),
            Some(response) => outbox.request_within(now, body, token as u64, response),
        };
        if let Err(error) = sent {
            state.waiters.remove(token);
            self.pass_on(state);
            return Poll::Ready(Err(error.into()));
        }
        Self::wake_driver(state);
        Poll::Ready(Ok(token))
    }

    /// Gives the place in line, or the right to send that came of it, to the next.
    pub(crate) fn leave(&self, place: &mut Option<u64>) {
        let mut state = self.lock();
        let waker = state.gate.leave(place);
        self.pass_on(state);
        drop(waker);
    }

    /// Lets those send for whom there is room.
    pub(crate) fn pass_on(&self, mut state: MutexGuard<'_, State>) {
        let mut wakers = Vec::new();
        state.grant(&mut wakers);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// The outcome of a request, once it is there.
    pub(crate) fn poll_outcome(&self, token: usize, context: &mut Context<'_>) -> Poll<Outcome> {
        let _stale_waker;
        let mut state = self.lock();
        let Some(waiter) = state.waiters.get_mut(token) else { unreachable!("a token has one owner") };
        if let Waiter::Waiting { waker, .. } = waiter {
            if !waker.will_wake(context.waker()) {
                _stale_waker = mem::replace(waker, context.waker().clone());
            }
            return Poll::Pending;
        }
        match state.waiters.remove(token) {
            Waiter::Done(outcome) => Poll::Ready(outcome),
            Waiter::Waiting { .. } | Waiter::Gone => unreachable!("a token has one owner"),
        }
    }

    /// This request is a submit_sm whose receipt is awaited. That begins with the response, whenever somebody looks at that.
    pub(crate) fn follow(&self, token: usize, following: Following) {
        let mut state = self.lock();
        let followed = match state.waiters.get_mut(token) {
            Some(Waiter::Waiting { following: place, .. }) => {
                *place = Some(following);
                return;
            }
            Some(Waiter::Done(outcome)) => following.end(outcome),
            Some(Waiter::Gone) | None => unreachable!("a token has one owner"),
        };
        drop(state);
        followed.run();
    }

    /// Nobody waits for this outcome any more. The slot of the window stays taken until it is there.
    pub(crate) fn abandon(&self, token: usize) {
        let _waiter;
        let mut state = self.lock();
        match state.waiters.get_mut(token) {
            Some(waiter @ Waiter::Waiting { .. }) => _waiter = mem::replace(waiter, Waiter::Gone),
            Some(Waiter::Done(_)) => _waiter = state.waiters.remove(token),
            Some(Waiter::Gone) | None => {}
        }
    }

    pub(crate) fn notify<B: Body>(&self, body: &B) -> Result<(), RequestError> {
        let mut state = self.lock();
        if let Some(closed) = state.why_not() {
            return Err(RequestError::NotSent(closed));
        }
        if state.backlog() >= TRANSMIT_LIMIT {
            return Err(RequestError::WindowFull);
        }
        state.connection.outbox().notify(self.clock.now(), body)?;
        Self::wake_driver(state);
        Ok(())
    }

    pub(crate) fn respond<B: Body>(
        &self,
        ticket: Ticket,
        status: CommandStatus,
        body: &B,
    ) -> Result<(), (Ticket, SendError)> {
        let mut state = self.lock();
        state.connection.outbox().respond(self.clock.now(), ticket, status, body)?;
        Self::wake_driver(state);
        Ok(())
    }

    pub(crate) fn accept_bind(&self, ticket: Ticket, system_id: &str) -> Result<(), (Ticket, SendError)> {
        let mut state = self.lock();
        state.connection.outbox().accept_bind(self.clock.now(), ticket, system_id)?;
        Self::wake_driver(state);
        Ok(())
    }

    pub(crate) fn reject(&self, ticket: Ticket, status: CommandStatus) -> Result<(), (Ticket, SendError)> {
        let mut state = self.lock();
        state.connection.outbox().reject(self.clock.now(), ticket, status)?;
        Self::wake_driver(state);
        Ok(())
    }

    pub(crate) fn abandon_ticket(&self, ticket: Ticket) {
        let mut state = self.lock();
        state.connection.outbox().abandon(ticket);
        Self::wake_driver(state);
    }

    /// No further requests are accepted.
    pub(crate) fn drain(&self) {
        let mut state = self.lock();
        state.draining.get_or_insert(CloseReason::Local);
        self.pass_on(state);
    }

    /// Sends an unbind, unless one is on its way or the link is not bound.
    pub(crate) fn unbind(&self) -> Result<(), SendError> {
        let mut state = self.lock();
        state.draining.get_or_insert(CloseReason::Local);
        let token = state.waiters.insert(Waiter::Gone);
        let sent = state.connection.outbox().request(self.clock.now(), &Unbind::default(), token as u64);
        if let Err(error) = sent {
            state.waiters.remove(token);
            return Err(error);
        }
        Self::wake_driver(state);
        Ok(())
    }

    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.connection.close();
        Self::wake_driver(state);
    }

    /// Waits until the state gives an answer.
    pub(crate) async fn until<T>(self: &Arc<Self>, mut answer: impl FnMut(&State) -> Option<T>) -> T {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            // From here on no change is missed.
            changed.as_mut().enable();
            if let Some(answer) = answer(&self.lock()) {
                return answer;
            }
            changed.await;
        }
    }
}

impl State {
    /// Why no request is accepted any more.
    pub(crate) fn why_not(&self) -> Option<Closed> {
        let over = self.connection.session().state() == smppkit::State::Closed;
        match &self.closed {
            Some(closed) => Some(closed.clone()),
            None if over => Some(CloseReason::Local.into()),
            None => self.draining.map(Closed::from),
        }
    }

    /// Octets that wait to be sent.
    pub(crate) fn backlog(&self) -> usize {
        self.writing.saturating_add(self.connection.transmit().len())
    }

    /// How many more requests may be sent now.
    fn room(&self) -> usize {
        if self.backlog() >= TRANSMIT_LIMIT {
            return 0;
        }
        let session = self.connection.session();
        let in_flight = session.window_size() - session.window_available();
        self.gate.limit().saturating_sub(in_flight)
    }

    /// Gives room in the window to those who wait for it; their wakers are to be woken.
    pub(crate) fn grant(&mut self, wakers: &mut Vec<Waker>) {
        if self.gate.is_empty() {
            return;
        }
        if self.why_not().is_some() {
            self.gate.open_for_all(wakers);
        } else {
            let room = self.room();
            self.gate.grant(room, wakers);
        }
    }

    /// Whether no request of ours is in flight.
    pub(crate) fn is_drained(&self) -> bool {
        self.connection.session().in_flight() == 0
    }
}

/// What is to be done for those whose requests have ended, once the lock is free.
#[derive(Default)]
pub(crate) struct Ended {
    pub(crate) wakers: Vec<Waker>,
    followed: Vec<Followed>,
}

impl Ended {
    pub(crate) fn run(&mut self) {
        self.followed.drain(..).for_each(Followed::run);
        self.wakers.drain(..).for_each(Waker::wake);
    }
}

/// A request has ended.
pub(crate) fn complete(waiters: &mut Slab<Waiter>, token: u64, outcome: Outcome, ended: &mut Ended) {
    let token = token as usize;
    match waiters.get_mut(token) {
        Some(waiter @ Waiter::Waiting { .. }) => {
            if let Waiter::Waiting { waker, following } = mem::replace(waiter, Waiter::Gone) {
                ended.wakers.push(waker);
                // Before anybody sees the response.
                ended.followed.extend(following.map(|following| following.end(&outcome)));
                *waiter = Waiter::Done(outcome);
            }
        }
        Some(Waiter::Gone) => drop(waiters.remove(token)),
        Some(Waiter::Done(_)) | None => {}
    }
}
