//! The one task of a link: it moves octets between the network and the session.
//!
//! It reads and writes in turn and waits for neither: a peer that does not read is still listened to. What several tasks
//! want to send goes out in one write; what one read brought is dealt with under one lock.

use std::fmt;
use std::future::Future;
use std::io;
use std::mem::{MaybeUninit, take};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::session::{CloseReason, Event, Unanswered};
use smppkit::{CommandId, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};
use tracing::{debug, info, warn};

use crate::error::{Closed, RequestError};
use crate::incoming::{Inbox, Notification, Received, Request};
use crate::request::Response;
use crate::shared::{Ended, Shared, State, complete};
use crate::tap::Frames;

/// Octets read at once.
const CHUNK: usize = 16 * 1024;
/// Events dealt with before others may take the lock.
const EVENTS: usize = 128;
/// Reads before other tasks may run.
const TURNS: usize = 16;
/// Octets from which on there is no waiting for more of them.
const WRITE_AT_ONCE: usize = 16 * 1024;
/// How long the end of a link may take: for the last octets to be sent, and for the peer to end its side.
const CLOSE_LIMIT: Duration = Duration::from_secs(2);

pub(crate) struct Driver<S> {
    stream: Pin<Box<S>>,
    shared: Arc<Shared>,
    inbox: Arc<Inbox>,
    /// Whether the inbox ends with this link.
    ends_inbox: bool,
    peer: Option<SocketAddr>,
    frames: Option<Frames>,
    /// What is being written, and how much of it is.
    out: Vec<u8>,
    written: usize,
    /// What was written must still be flushed.
    unflushed: bool,
    /// What is to be sent waited for other tasks to add to it.
    waited: bool,
    may_write: bool,
    /// Whether the session is done with what was read, and takes more. It would not look at what it has left once it is
    /// told of the end of the connection.
    reading: bool,
    /// Whether the session has paused the reading.
    paused: bool,
    timer: Pin<Box<Sleep>>,
    armed: Option<Instant>,
    /// What broke the connection.
    broken: Option<Arc<io::Error>>,
    stage: Stage,
    ended: Ended,
    received: Vec<Received>,
    /// Requests that were in flight when the session closed; why it did is the event after theirs.
    lost: Vec<u64>,
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Stage {
    Open,
    /// The session is over; what it left to be sent goes out.
    Flushing,
    ShuttingDown,
    /// Closing with octets unread would make the network drop what the peer has not read yet.
    Lingering,
}

/// What a read brought.
enum Read<'b> {
    Nothing,
    Octets(&'b [u8]),
    End,
}

impl<S: AsyncRead + AsyncWrite> Driver<S> {
    pub(crate) fn new(
        stream: S,
        shared: Arc<Shared>,
        inbox: Arc<Inbox>,
        ends_inbox: bool,
        peer: Option<SocketAddr>,
        frames: Option<Frames>,
    ) -> Self {
        Self {
            stream: Box::pin(stream),
            shared,
            inbox,
            ends_inbox,
            peer,
            frames,
            out: Vec::new(),
            written: 0,
            unflushed: false,
            waited: false,
            may_write: false,
            reading: true,
            paused: false,
            timer: Box::pin(sleep(Duration::ZERO)),
            armed: None,
            broken: None,
            stage: Stage::Open,
            ended: Ended::default(),
            received: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Reads, lets the session work, and writes. Returns whether there is more to do at once.
    fn step(&mut self, context: &mut Context<'_>) -> bool {
        let mut space = [MaybeUninit::uninit(); CHUNK];
        let mut octets = ReadBuf::uninit(&mut space);
        let read = match self.reading {
            true => self.stream.as_mut().poll_read(context, &mut octets),
            false => Poll::Pending,
        };
        let has_read = read.is_ready();
        let read = match read {
            Poll::Ready(Ok(())) if octets.filled().is_empty() => Read::End,
            Poll::Ready(Ok(())) => Read::Octets(octets.filled()),
            Poll::Ready(Err(error)) => {
                self.broken.get_or_insert(Arc::new(error));
                Read::End
            }
            // What the peer sent before the connection broke has been read, or nobody wants it.
            Poll::Pending if self.broken.is_some() && (self.reading || self.paused) => Read::End,
            Poll::Pending => Read::Nothing,
        };
        if let (Some(frames), Read::Octets(octets)) = (&mut self.frames, &read) {
            frames.received(octets);
        }
        let turn_again = self.turn(read, context);
        let has_written = match self.poll_write(context) {
            Poll::Ready(Ok(())) => true,
            Poll::Ready(Err(error)) => {
                self.broken.get_or_insert(Arc::new(error));
                self.out.clear();
                return true;
            }
            Poll::Pending => false,
        };
        // Once all is written, others may have room to write, or the session room to read.
        has_read || turn_again || has_written
    }

    /// All that is done under the lock. Returns whether there is more to do at once.
    fn turn(&mut self, read: Read<'_>, context: &mut Context<'_>) -> bool {
        let shared = self.shared.clone();
        let mut guard = shared.lock();
        let state = &mut *guard;
        let now = shared.clock.now();
        state.writing = self.out.len();
        match read {
            Read::Nothing => {}
            Read::Octets(octets) => state.connection.receive(octets),
            Read::End => state.connection.receive_eof(),
        }
        if state.connection.poll_timeout().is_some_and(|due| due <= now) {
            state.connection.handle_timeout(now);
        }
        // Room for as many notifications as for requests, of which the session itself lets no more through.
        let room = self.inbox.has_room(2 * state.max_unanswered, context.waker());
        state.connection.hold(!room);
        let done = self.take_events(state, now);
        let has_read = self.reading;
        self.paused = done && state.connection.is_paused();
        self.reading = done && !self.paused;
        // The stream is asked before it is waited for.
        let mut again = !done || (self.reading && !has_read);
        state.grant(&mut self.ended.wakers);
        self.take_transmit(state);
        let due = state.connection.poll_timeout();
        let max_unanswered = state.max_unanswered;
        if !again {
            state.driver = Some(context.waker().clone());
        }
        let tell = state.closed.is_some() || (state.draining.is_some() && state.is_drained());
        drop(guard);
        if tell {
            shared.changed.notify_waiters();
        }
        self.ended.run();
        if !self.received.is_empty() {
            self.inbox.put(&mut self.received, max_unanswered);
        }
        again |= self.arm(due, context);
        again
    }

    /// Returns whether that were all.
    fn take_events(&mut self, state: &mut State, now: Instant) -> bool {
        let State { connection, waiters, draining, closed, lost, .. } = state;
        for _ in 0..EVENTS {
            let Some((event, _)) = connection.next_event(now) else { return true };
            match event {
                Event::Response { token, command_status, frame, round_trip, .. } => {
                    if let Ok(pdu) = PduBuf::new(frame) {
                        let response = Response::new(pdu, command_status, round_trip);
                        complete(waiters, token, Ok(response), &mut self.ended);
                    }
                }
                Event::Request { ticket, frame, .. } => {
                    if let Ok(pdu) = PduBuf::new(frame) {
                        let request = Request::new(self.shared.clone(), ticket, pdu);
                        self.received.push(Received::Request(request));
                    }
                }
                Event::Notification { frame, .. } => {
                    if let Ok(pdu) = PduBuf::new(frame) {
                        self.received.push(Received::Notification(Notification::new(pdu)));
                    }
                }
                Event::Refused { header, status, fault } => {
                    let command = header.command_id;
                    match fault {
                        Some(fault) => debug!(peer = ?self.peer, %command, %status, %fault, "refused"),
                        None => debug!(peer = ?self.peer, %command, %status, "refused"),
                    }
                }
                Event::UnbindReceived => {
                    debug!(peer = ?self.peer, "the peer unbinds");
                    draining.get_or_insert(CloseReason::PeerUnbound);
                }
                Event::Unanswered { token, reason: Unanswered::Timeout, command_id, .. } => {
                    debug!(peer = ?self.peer, command = %command_id, "no response in time");
                    complete(waiters, token, Err(RequestError::Timeout), &mut self.ended);
                }
                Event::Unanswered { token, command_id, .. } => {
                    self.lost.push(token);
                    *lost += usize::from(command_id != CommandId::UNBIND);
                }
                Event::Closed { reason } => {
                    let why = Closed { reason, io: self.broken.clone() };
                    log_close(self.peer, &why, *lost);
                    for token in self.lost.drain(..) {
                        complete(waiters, token, Err(RequestError::Lost(why.clone())), &mut self.ended);
                    }
                    *closed = Some(why);
                    self.stage = Stage::Flushing;
                }
                _ => {}
            }
        }
        false
    }

    /// Takes what is to be sent, once what was taken before is written.
    fn take_transmit(&mut self, state: &mut State) {
        let waiting = state.connection.transmit().len();
        if !self.out.is_empty() || waiting == 0 {
            return;
        }
        if waiting < WRITE_AT_ONCE && !self.may_write && self.stage == Stage::Open {
            // Tasks that were woken with this one are likely to add to it.
            self.waited = true;
            return;
        }
        self.may_write = false;
        self.out = state.connection.take_transmit(take(&mut self.out));
        self.written = 0;
        state.writing = self.out.len();
        if let Some(frames) = &self.frames {
            frames.sent(&self.out);
        }
    }

    /// Writes what was taken. Ready if there was something and all of it is written.
    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.out.is_empty() && !self.unflushed {
            return Poll::Pending;
        }
        while let Some(rest) = self.out.get(self.written..).filter(|rest| !rest.is_empty()) {
            let len = ready!(self.stream.as_mut().poll_write(context, rest))?;
            if len == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += len;
            self.unflushed = true;
        }
        self.out.clear();
        ready!(self.stream.as_mut().poll_flush(context))?;
        self.unflushed = false;
        Poll::Ready(Ok(()))
    }

    /// Sets the timer if something is due earlier than before. Returns whether it is due already.
    fn arm(&mut self, due: Option<Instant>, context: &mut Context<'_>) -> bool {
        let Some(due) = due else { return false };
        if self.armed.is_some_and(|armed| armed <= due) {
            return false;
        }
        self.timer.as_mut().reset(self.shared.clock.to_tokio(due));
        self.armed = Some(due);
        self.is_due(context)
    }

    fn is_due(&mut self, context: &mut Context<'_>) -> bool {
        let due = self.armed.is_some() && self.timer.as_mut().poll(context).is_ready();
        if due {
            self.armed = None;
        }
        due
    }

    /// Sends the last octets, ends our side of the connection, and waits for the peer to end its own.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.timer.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        while self.stage == Stage::Flushing {
            if !self.out.is_empty() || self.unflushed {
                match self.poll_write(context) {
                    Poll::Ready(Ok(())) => {}
                    Poll::Ready(Err(_)) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
            let shared = self.shared.clone();
            self.take_transmit(&mut shared.lock());
            if self.out.is_empty() {
                self.stage = Stage::ShuttingDown;
            }
        }
        if self.stage == Stage::ShuttingDown {
            if ready!(self.stream.as_mut().poll_shutdown(context)).is_err() {
                return Poll::Ready(());
            }
            self.stage = Stage::Lingering;
        }
        let mut space = [MaybeUninit::uninit(); CHUNK];
        loop {
            let mut octets = ReadBuf::uninit(&mut space);
            let read = ready!(self.stream.as_mut().poll_read(context, &mut octets));
            if read.is_err() || octets.filled().is_empty() {
                return Poll::Ready(());
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite> Future for Driver<S> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        if this.stage != Stage::Open {
            return this.poll_end(context);
        }
        this.may_write = take(&mut this.waited);
        this.is_due(context);
        let mut more = true;
        for _ in 0..TURNS {
            more = this.step(context);
            if this.stage != Stage::Open {
                this.inbox_ends();
                this.timer.as_mut().reset(tokio::time::Instant::now() + CLOSE_LIMIT);
                return this.poll_end(context);
            }
            if !more {
                break;
            }
        }
        if more || this.waited {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl<S> Driver<S> {
    fn inbox_ends(&self) {
        if self.ends_inbox {
            self.inbox.end();
        }
    }
}

impl<S> Drop for Driver<S> {
    /// Nobody waits for a driver that is gone, be it that the runtime was shut down.
    fn drop(&mut self) {
        let mut ended = Ended::default();
        let mut guard = self.shared.lock();
        let state = &mut *guard;
        state.connection.close();
        state.finished = true;
        let io = self.broken.clone();
        let closed = state.closed.get_or_insert(Closed { reason: CloseReason::Local, io }).clone();
        for token in state.waiters.iter().map(|(token, _)| token as u64).collect::<Vec<_>>() {
            complete(&mut state.waiters, token, Err(RequestError::Lost(closed.clone())), &mut ended);
        }
        state.grant(&mut ended.wakers);
        drop(guard);
        ended.run();
        self.inbox_ends();
        self.shared.changed.notify_waiters();
    }
}

impl<S> fmt::Debug for Driver<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver").field("peer", &self.peer).finish_non_exhaustive()
    }
}

fn log_close(peer: Option<SocketAddr>, closed: &Closed, lost: usize) {
    match lost {
        0 => info!(?peer, reason = %closed, "closed"),
        _ => warn!(?peer, reason = %closed, lost, "closed with requests in flight"),
    }
}
