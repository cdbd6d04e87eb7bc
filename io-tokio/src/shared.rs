//! What the handles of a link and its driver share: the session, who waits for what, and whom to wake.
//!
//! The lock is held for as long as it takes to encode or decode what is there, never across an await. Nothing is woken
//! and no request of the peer is dropped under it: both would come back to it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use slab::Slab;
use smppkit::buffered::{Connection, TRANSMIT_LIMIT};
use smppkit::session::{SendError, Ticket};
use smppkit::{Body, CommandStatus, Unbind};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::error::{Closed, RequestError};
use crate::gate::Gate;
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
    /// Octets that the driver took and has not written yet.
    pub(crate) writing: usize,
    /// No further requests: the link is to be unbound.
    pub(crate) draining: bool,
    pub(crate) closed: Option<Closed>,
    /// Requests that were in flight when the link ended.
    pub(crate) lost: usize,
    /// Whether the driver has ended, and with it the network connection.
    pub(crate) finished: bool,
}

/// Who waits for the outcome of a request.
#[derive(Debug)]
pub(crate) enum Waiter {
    Waiting(Waker),
    Done(Outcome),
    /// Nobody any more: what comes is thrown away.
    Gone,
}

impl Shared {
    pub(crate) fn new(
        connection: Connection,
        window: usize,
        clock: Clock,
        status_when_dropped: CommandStatus,
    ) -> Self {
        let state = State {
            connection,
            waiters: Slab::with_capacity(window.min(1024)),
            gate: Gate::new(window),
            driver: None,
            writing: 0,
            draining: false,
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

    /// Sends a request if it may go now, and returns its token. If not, and there is a `key`, it waits in line: `key`
    /// says where, and the task is woken when its turn has come.
    pub(crate) fn start<B: Body>(
        &self,
        body: &B,
        within: Option<Duration>,
        key: Option<&mut Option<u64>>,
        context: &mut Context<'_>,
    ) -> Poll<Result<usize, RequestError>> {
        let mut state = self.lock();
        let waits = key.is_some();
        let mut unqueued = None;
        let key = key.unwrap_or(&mut unqueued);
        if let Some(closed) = state.why_not() {
            state.gate.leave(key);
            return Poll::Ready(Err(RequestError::NotSent(closed)));
        }
        if !state.admit(key, waits.then(|| context.waker())) {
            return if waits { Poll::Pending } else { Poll::Ready(Err(RequestError::WindowFull)) };
        }
        let token = state.waiters.insert(Waiter::Waiting(context.waker().clone()));
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
    pub(crate) fn leave(&self, key: &mut Option<u64>) {
        let mut state = self.lock();
        state.gate.leave(key);
        self.pass_on(state);
    }

    fn pass_on(&self, mut state: MutexGuard<'_, State>) {
        let mut wakers = Vec::new();
        state.grant(&mut wakers);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// The outcome of a request, once it is there.
    pub(crate) fn poll_outcome(&self, token: usize, context: &mut Context<'_>) -> Poll<Outcome> {
        let mut state = self.lock();
        match state.waiters.get_mut(token) {
            Some(Waiter::Waiting(waker)) => {
                waker.clone_from(context.waker());
                return Poll::Pending;
            }
            Some(Waiter::Done(_)) => {}
            Some(Waiter::Gone) | None => unreachable!("a token has one owner"),
        }
        match state.waiters.remove(token) {
            Waiter::Done(outcome) => Poll::Ready(outcome),
            Waiter::Waiting(_) | Waiter::Gone => Poll::Pending,
        }
    }

    /// Nobody waits for this outcome any more. The slot of the window stays taken until it is there.
    pub(crate) fn abandon(&self, token: usize) {
        let mut state = self.lock();
        match state.waiters.get_mut(token) {
            Some(waiter @ Waiter::Waiting(_)) => *waiter = Waiter::Gone,
            Some(Waiter::Done(_)) => drop(state.waiters.remove(token)),
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
        state.draining = true;
        self.pass_on(state);
    }

    /// Sends an unbind, unless one is on its way or the link is not bound.
    pub(crate) fn unbind(&self) -> Result<(), SendError> {
        let mut state = self.lock();
        state.draining = true;
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
    fn why_not(&self) -> Option<Closed> {
        use smppkit::session::CloseReason::Local;
        match &self.closed {
            Some(closed) => Some(closed.clone()),
            None if self.draining => Some(Closed { reason: Local, io: None }),
            None => None,
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

    fn admit(&mut self, key: &mut Option<u64>, waker: Option<&Waker>) -> bool {
        let room = self.room();
        self.gate.admit(room, key, waker)
    }

    /// Gives room in the window to those who wait for it; their wakers are to be woken.
    pub(crate) fn grant(&mut self, wakers: &mut Vec<Waker>) {
        if self.gate.is_empty() {
            return;
        }
        if self.closed.is_some() || self.draining {
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

/// A request has ended: whoever waits for it is to be woken.
pub(crate) fn complete(waiters: &mut Slab<Waiter>, token: u64, outcome: Outcome, wakers: &mut Vec<Waker>) {
    let token = token as usize;
    match waiters.get_mut(token) {
        Some(waiter @ Waiter::Waiting(_)) => {
            if let Waiter::Waiting(waker) = std::mem::replace(waiter, Waiter::Done(outcome)) {
                wakers.push(waker);
            }
        }
        Some(Waiter::Gone) => drop(waiters.remove(token)),
        Some(Waiter::Done(_)) | None => {}
    }
}
