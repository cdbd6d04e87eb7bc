//! The session: a state machine fed with octets and time.
//!
//! It owns no socket, no clock and no octets. Its methods are of four kinds:
//!
//! * getters, such as [`state`](Session::state);
//! * the world happened: [`receive`](Session::receive), [`receive_eof`](Session::receive_eof),
//!   [`handle_timeout`](Session::handle_timeout);
//! * the caller wants something: [`request`](Session::request), [`notify`](Session::notify),
//!   [`respond`](Session::respond), [`reject`](Session::reject), [`close`](Session::close). An error leaves the session
//!   as it was;
//! * what the session itself wants: [`poll_transmit`](Session::poll_transmit), [`poll_event`](Session::poll_event),
//!   [`poll_timeout`](Session::poll_timeout). Ask for it after each of the others.
//!
//! ```
//! use smppkit::session::{Config, Event, Receive, Session, Slot};
//! use smppkit::{BindTransceiver, Instant};
//!
//! let now = Instant::from_nanos(1);
//! let mut esme = Session::new(Config::esme(), [Slot::default(); 16], now)?;
//! let mut mc = Session::new(Config::mc(), [Slot::default(); 16], now)?;
//! let (mut there, mut back) = ([0; 256], [0; 256]);
//!
//! let bind = BindTransceiver { system_id: "app".into(), password: "secret".into(), ..Default::default() };
//! let sent = esme.request(now, &bind, 7, &mut there)?;
//!
//! let Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } = mc.receive(now, &there[..sent.len]) else {
//!     panic!("not the bind")
//! };
//! let len = mc.accept_bind(now, ticket, "mc", &mut back).map_err(|(_, error)| error)?;
//!
//! let Receive::Pdu { event: Some(Event::Response { token: 7, .. }), .. } = esme.receive(now, &back[..len]) else {
//!     panic!("not the response")
//! };
//! assert!(esme.state().is_bound() && mc.state().is_bound());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod config;
mod control;
mod event;
mod inner;
mod pacing;
mod receive;
mod snapshot;
mod state;
#[cfg(test)]
mod tests;
mod tickets;
mod timers;
mod traffic;
mod window;

use core::fmt;
use core::time::Duration;

pub use config::{Config, ConfigError, EnquireLinks, Tolerance, UnknownRequests, WhenFull};
pub use event::{CloseReason, Event, Receive, SendError, Sent, Ticket, Unanswered};
pub use inner::Stats;
pub use pacing::{Pacer, Pacing};
#[doc(hidden)]
pub use receive::{ReceiveAs, Verdict};
pub use snapshot::SnapshotError;
pub use state::{Cause, TRANSITIONS};
pub use tickets::{TicketSlot, Tickets};
pub use traffic::{Count, Traffic};
pub use window::Slot;

pub use crate::state::{Role, State};

use crate::codec::Decoder;
use crate::command_id::CommandId;
use crate::pdu::{Body, erased};
use crate::status::CommandStatus;
use crate::time::Instant;
use crate::values::InterfaceVersion;
use inner::Inner;

/// One session, of either side. `S` is where its window is kept: `[Slot; 16]`, `&mut [Slot]`, `Vec<Slot>` …; as many
/// slots as it has, so many requests may be unanswered at once.
#[derive(Clone, PartialEq, Eq)]
pub struct Session<S> {
    slots: S,
    inner: Inner,
}

impl<S: AsRef<[Slot]> + AsMut<[Slot]>> Session<S> {
    /// A session on a network connection that was just made.
    ///
    /// # Errors
    ///
    /// If the settings contradict themselves, or the window has no slot.
    pub fn new(config: Config, mut window: S, now: Instant) -> Result<Self, ConfigError> {
        config.validate(window.as_ref().len())?;
        window.as_mut().fill(Slot::default());
        Ok(Self { slots: window, inner: Inner::new(config, now) })
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.inner.state
    }

    /// Which side we are.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.inner.config.role
    }

    /// The version that is spoken: ours until the bind, then the lower of both.
    #[must_use]
    pub const fn version(&self) -> InterfaceVersion {
        self.inner.version
    }

    /// How many slots the window has.
    #[must_use]
    pub fn window_size(&self) -> usize {
        self.slots.as_ref().len()
    }

    /// How many requests may be sent before one is answered.
    #[must_use]
    pub fn window_available(&self) -> usize {
        self.window_size().saturating_sub(self.inner.window.in_flight().into())
    }

    /// How many requests of ours are unanswered.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.inner.in_flight()
    }

    /// How many requests of the peer wait for our answer.
    #[must_use]
    pub const fn unanswered(&self) -> usize {
        self.inner.unanswered as usize
    }

    /// How congested we are, 0 to 100, for the `congestion_state` of a response (5.0 §4.8.4.18): how much of
    /// `max_unanswered` is used.
    #[must_use]
    pub fn congestion_state(&self) -> u8 {
        let used = self.unanswered().saturating_mul(100).checked_div(self.inner.config.max_unanswered.into());
        used.and_then(|percent| u8::try_from(percent).ok()).unwrap_or(100).min(100)
    }

    /// Whether we may send this request or notification now, a free slot aside.
    #[must_use]
    pub fn allowed(&self, id: CommandId) -> bool {
        self.inner.may_send(id).is_ok()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted next; `None` if no timer runs. A point in the past means
    /// now.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.inner.poll_timeout()
    }

    /// What passed so far.
    #[must_use]
    pub const fn stats(&self) -> Stats {
        self.inner.stats
    }

    /// Changes how many requests of the peer may wait for our answer at once, at least 1: an MC may know only after the
    /// bind how many this ESME is allowed. Those that wait already are kept.
    pub fn set_max_unanswered(&mut self, max: u16) {
        self.inner.config.max_unanswered = max.max(1);
    }

    /// Takes one PDU from the front of `input`, or none, and never looks behind it. The event borrows the input, not the
    /// session, so that it can be answered while it is read.
    ///
    /// Whatever the peer sends, this neither fails nor panics: what is wrong is an event.
    #[inline]
    pub fn receive<'b>(&mut self, now: Instant, input: &'b [u8]) -> Receive<'b> {
        self.inner.receive(self.slots.as_mut(), now, input)
    }

    /// [`receive`](Self::receive), for a PDU in another form: see [`decode_with`](crate::decode_with).
    #[doc(hidden)]
    #[inline(always)]
    pub fn receive_as<'b, D: Decoder<'b>>(
        &mut self,
        now: Instant,
        input: &'b [u8],
        decoder: D,
    ) -> ReceiveAs<'b, D::Made> {
        self.inner.receive_as(self.slots.as_mut(), now, input, decoder)
    }

    /// The peer ended the connection, or it broke.
    pub fn receive_eof(&mut self) {
        self.inner.receive_eof();
    }

    /// The caller has read nothing of late, by its own choice and not because [`receive`](Self::receive) said
    /// [`Paused`](Receive::Paused): then the silence up to now is not the peer's. Say so before each
    /// [`handle_timeout`](Self::handle_timeout) meanwhile.
    ///
    /// ```
    /// use core::time::Duration;
    /// use smppkit::session::{Config, Session, Slot};
    /// use smppkit::{Instant, State};
    ///
    /// # use smppkit::session::{Event, Receive};
    /// # use smppkit::{BindTransceiver, BindTransceiverResp, CommandStatus, encode};
    /// let now = Instant::from_nanos(1);
    /// let mut config = Config::mc();
    /// config.inactivity = Some(Duration::from_secs(60));
    /// let mut session = Session::new(config, [Slot::default(); 1], now)?;
    /// # let mut bind = [0; 64];
    /// # let len = encode(CommandStatus::ESME_ROK, 1, &BindTransceiver::default(), &mut bind).unwrap();
    /// # let Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } = session.receive(now, &bind[..len]) else {
    /// #     panic!()
    /// # };
    /// # session.respond(now, ticket, CommandStatus::ESME_ROK, &BindTransceiverResp::default(), &mut [0; 64]).unwrap();
    /// // It is bound, and then the caller is busy with other things for a long time.
    /// let later = now.saturating_add(Duration::from_secs(90));
    /// session.excuse_silence(later);
    /// session.handle_timeout(later);
    /// assert_ne!(session.state(), State::Closed);
    /// # Ok::<(), smppkit::session::ConfigError>(())
    /// ```
    pub fn excuse_silence(&mut self, now: Instant) {
        self.inner.excuse_silence(now);
    }

    /// Does what is due by now. Early or repeated calls are harmless; a late one catches up.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.inner.handle_timeout(self.slots.as_mut(), now);
    }

    /// Writes a request into `out`. `token` is the caller's key: it comes back with the one outcome of the request, an
    /// [`Event::Response`] or [`Event::Unanswered`].
    ///
    /// An unbind takes no slot of the window.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    #[inline]
    pub fn request<B: Body>(
        &mut self,
        now: Instant,
        body: &B,
        token: u64,
        out: &mut [u8],
    ) -> Result<Sent, SendError> {
        let response = self.inner.config.response;
        self.inner.request(self.slots.as_mut(), now, erased(body), (token, response), out)
    }

    /// Like [`request`](Self::request), with a response timer of its own.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub fn request_within<B: Body>(
        &mut self,
        now: Instant,
        body: &B,
        token: u64,
        response: Duration,
        out: &mut [u8],
    ) -> Result<Sent, SendError> {
        self.inner.request(self.slots.as_mut(), now, erased(body), (token, response), out)
    }

    /// Writes an outbind or an alert_notification into `out`: nothing answers it.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub fn notify<B: Body>(&mut self, now: Instant, body: &B, out: &mut [u8]) -> Result<Sent, SendError> {
        self.inner.notify(self.slots.as_mut(), now, erased(body), out)
    }

    /// Writes the response to a request of the peer into `out` and returns its octets. A bind that is answered with
    /// `ESME_ROK` puts the session into its bound state.
    ///
    /// # Errors
    ///
    /// See [`SendError`]; the ticket comes back.
    #[inline]
    pub fn respond<B: Body>(
        &mut self,
        now: Instant,
        ticket: Ticket,
        status: CommandStatus,
        body: &B,
        out: &mut [u8],
    ) -> Result<usize, (Ticket, SendError)> {
        self.inner.respond(now, &ticket, status, erased(body), out).map_err(|error| (ticket, error))
    }

    /// Accepts the bind that this ticket answers: writes its response, with ESME_ROK and our `system_id`, into `out` and
    /// returns its octets. The TLV `sc_interface_version` tells our version, unless 3.3 is going to be spoken, which has no
    /// TLVs.
    ///
    /// # Errors
    ///
    /// See [`SendError`]; the ticket comes back. `WrongKind` if it does not answer a bind.
    pub fn accept_bind(
        &mut self,
        now: Instant,
        ticket: Ticket,
        system_id: &str,
        out: &mut [u8],
    ) -> Result<usize, (Ticket, SendError)> {
        self.inner.accept_bind(now, &ticket, system_id, out).map_err(|error| (ticket, error))
    }

    /// Answers a request of the peer with a status and no body (5.0 §3.2.1.3).
    ///
    /// # Errors
    ///
    /// See [`SendError`]; the ticket comes back.
    pub fn reject(
        &mut self,
        now: Instant,
        ticket: Ticket,
        status: CommandStatus,
        out: &mut [u8],
    ) -> Result<usize, (Ticket, SendError)> {
        self.inner.reject(now, &ticket, status, out).map_err(|error| (ticket, error))
    }

    /// Leaves a request of the peer unanswered for ever.
    pub fn abandon(&mut self, ticket: Ticket) {
        self.inner.abandon(&ticket);
    }

    /// Ends the session at once, without an unbind.
    pub fn close(&mut self) {
        self.inner.close(CloseReason::Local);
    }

    /// Writes the header-only PDUs that the session owes by itself, as many as fit, and returns their octets.
    pub fn poll_transmit(&mut self, out: &mut [u8]) -> usize {
        self.inner.poll_transmit(out)
    }

    /// Whether [`poll_transmit`](Self::poll_transmit) has anything.
    #[must_use]
    pub const fn has_transmit(&self) -> bool {
        self.inner.has_transmit()
    }

    /// Octets that [`snapshot`](Self::snapshot) needs.
    #[must_use]
    pub fn snapshot_len(&self) -> usize {
        self.inner.snapshot_len()
    }

    /// Writes the session into `out`, to go on in another process with [`restore`](Self::restore), and returns how many
    /// octets that takes: 49, 32 for each request in flight, and some for what else is going on.
    ///
    /// Octets that were received and not yet consumed, or written and not yet sent, are the caller's; so are the tickets
    /// (see [`Ticket::reissue`] and [`Tickets::snapshot`]). Timers go on from where they were.
    ///
    /// # Errors
    ///
    /// `BufferTooSmall`, or `Closed`.
    pub fn snapshot(&self, now: Instant, out: &mut [u8]) -> Result<usize, SnapshotError> {
        self.inner.snapshot(self.slots.as_ref(), now, out)
    }

    /// Takes up the session of a snapshot. Settings and clock may be others than before, the window must have the slots
    /// for its requests: as many as before will do.
    ///
    /// # Errors
    ///
    /// See [`SnapshotError`]; a snapshot that was tampered with or cut short is refused.
    ///
    /// ```
    /// use smppkit::session::{Config, Session, Slot};
    /// use smppkit::{BindReceiver, Instant};
    ///
    /// let now = Instant::from_nanos(1);
    /// let mut session = Session::new(Config::esme(), [Slot::default(); 4], now)?;
    /// session.request(now, &BindReceiver::default(), 7, &mut [0; 64])?;
    ///
    /// let mut snapshot = [0; 256];
    /// let len = session.snapshot(now, &mut snapshot)?;
    /// let again = Session::restore(Config::esme(), [Slot::default(); 4], &snapshot[..len], now)?;
    /// assert_eq!((again.state(), again.in_flight()), (session.state(), 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn restore(
        config: Config,
        mut window: S,
        snapshot: &[u8],
        now: Instant,
    ) -> Result<Self, SnapshotError> {
        config.validate(window.as_ref().len()).map_err(|_| SnapshotError::Window)?;
        window.as_mut().fill(Slot::default());
        let inner = Inner::restore(config, window.as_mut(), snapshot, now)?;
        Ok(Self { slots: window, inner })
    }

    /// What happened without octets: requests that timed out, the end of the session.
    pub fn poll_event(&mut self) -> Option<Event<'static>> {
        self.inner.poll_event(self.slots.as_mut())
    }
}

impl<S> fmt::Debug for Session<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("role", &self.inner.config.role)
            .field("state", &self.inner.state)
            .field("in_flight", &self.inner.in_flight())
            .field("unanswered", &self.inner.unanswered)
            .finish_non_exhaustive()
    }
}
