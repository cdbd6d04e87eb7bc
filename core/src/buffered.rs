//! A session with buffers: for callers that have a heap and would rather not keep octets themselves.

use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use crate::codec::{decode, encode};
use crate::header::Header;
use crate::pdu::{Body, Pdu};
use crate::session::{Config, ConfigError, Event, Receive, SendError, Session, Slot, Ticket, Traffic};
use crate::status::CommandStatus;
use crate::time::Instant;
use crate::{Decoded, EncodeError, FrameError};

/// A PDU that owns its octets.
///
/// ```
/// use smppkit::{CommandStatus, EnquireLink, Pdu};
/// use smppkit::buffered::PduBuf;
///
/// let pdu = PduBuf::encode(CommandStatus::ESME_ROK, 1, &EnquireLink::default())?;
/// assert!(matches!(pdu.pdu(), Pdu::EnquireLink(_)));
/// assert_eq!(pdu.as_bytes().len(), 16);
/// # Ok::<(), smppkit::EncodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PduBuf(Vec<u8>);

impl PduBuf {
    /// Keeps these octets.
    ///
    /// # Errors
    ///
    /// If they are not exactly one PDU.
    pub fn new(frame: impl Into<Vec<u8>>) -> Result<Self, FrameError> {
        let frame = frame.into();
        let len = frame.len();
        match Header::read(&frame) {
            Some(header) if header.command_length as usize == len => Ok(Self(frame)),
            Some(header) => Err(FrameError::LengthMismatch { command_length: header.command_length, len }),
            None => Err(FrameError::Short { len }),
        }
    }

    /// Encodes a PDU.
    ///
    /// # Errors
    ///
    /// See [`encode`].
    pub fn encode<B: Body>(
        command_status: CommandStatus,
        sequence_number: u32,
        body: &B,
    ) -> Result<Self, EncodeError> {
        let mut octets = alloc::vec![0; body.encoded_len()];
        let len = encode(command_status, sequence_number, body, &mut octets)?;
        octets.truncate(len);
        Ok(Self(octets))
    }

    /// The octets, header included.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The octets, header included.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The PDU taken apart.
    #[must_use]
    pub fn decoded(&self) -> Decoded<'_> {
        // It was one PDU when it was made, and nothing changes it; were it not, it would be an unknown one.
        decode(&self.0).unwrap_or(Decoded {
            header: Header {
                command_length: 16,
                command_id: crate::CommandId(0),
                command_status: CommandStatus::ESME_ROK,
                sequence_number: 0,
            },
            pdu: Pdu::Unknown { command_id: crate::CommandId(0), body: crate::OctetString::new(&[]) },
            faults: crate::Faults::default(),
        })
    }

    /// Its header.
    #[must_use]
    pub fn header(&self) -> Header {
        Header::read(&self.0).unwrap_or_else(|| self.decoded().header)
    }

    /// Its body.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.decoded().pdu
    }
}

impl fmt::Debug for PduBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decoded().fmt(f)
    }
}

/// Octets to be sent above which the session's own answers wait. Requests should wait then too, which is up to the caller.
pub const TRANSMIT_LIMIT: usize = 64 * 1024;

/// Octets to be sent above which what was received waits: a peer that sends requests and does not read the responses
/// cannot make us keep more than this, the window and the unanswered requests. It is more than [`TRANSMIT_LIMIT`], so
/// that requests of ours that wait to be sent do not keep us from reading responses.
pub const BACKLOG_LIMIT: usize = 4 * TRANSMIT_LIMIT;

/// A session with a receive buffer and a transmit buffer. It uses the session through its public interface only.
///
/// ```
/// use smppkit::buffered::Connection;
/// use smppkit::session::{Config, Event};
/// use smppkit::{BindReceiver, Instant};
///
/// let now = Instant::from_nanos(1);
/// let mut mc = Connection::new(Config::mc(), 16, now)?;
/// let mut esme = Connection::new(Config::esme(), 16, now)?;
/// esme.outbox().request(now, &BindReceiver { system_id: "app".into(), ..Default::default() }, 1)?;
///
/// mc.receive(esme.transmit());
/// while let Some((event, mut outbox)) = mc.next_event(now) {
///     if let Event::Request { ticket, .. } = event {
///         outbox.reject(now, ticket, smppkit::CommandStatus::ESME_RINVPASWD).map_err(|(_, error)| error)?;
///     }
/// }
/// assert_eq!(mc.transmit().len(), 16);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Connection {
    session: Session<Vec<Slot>>,
    received: Buffer,
    transmit: Buffer,
    traffic: Traffic,
    paused: bool,
    held: bool,
}

/// Octets that come in behind and go out in front.
#[derive(Default)]
struct Buffer {
    octets: Vec<u8>,
    /// Octets in front that are gone.
    gone: usize,
}

impl Buffer {
    fn as_bytes(&self) -> &[u8] {
        self.octets.get(self.gone..).unwrap_or_default()
    }

    fn advance(&mut self, len: usize) {
        self.gone = self.gone.saturating_add(len).min(self.octets.len());
        if self.gone == self.octets.len() {
            self.octets.clear();
            self.gone = 0;
        }
    }

    /// Moves what is left to the front once that is cheap.
    fn compact(&mut self) {
        if self.gone > self.octets.len() / 2 {
            self.octets.drain(..self.gone);
            self.gone = 0;
        }
    }
}

impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} octets", self.as_bytes().len())
    }
}

impl Connection {
    /// A session with a window of `window` requests on a network connection that was just made.
    ///
    /// # Errors
    ///
    /// See [`Session::new`].
    pub fn new(config: Config, window: usize, now: Instant) -> Result<Self, ConfigError> {
        Ok(Self::resume(Session::new(config, alloc::vec![Slot::default(); window], now)?, &[], &[]))
    }

    /// Takes up a session, such as one that was [restored](Session::restore), with the octets that were received before and
    /// [not read](Self::unread) yet, and those that were [not sent](Self::transmit) yet.
    #[must_use]
    pub fn resume(session: Session<Vec<Slot>>, unread: &[u8], unsent: &[u8]) -> Self {
        Self {
            session,
            received: Buffer { octets: unread.into(), gone: 0 },
            transmit: Buffer { octets: unsent.into(), gone: 0 },
            traffic: Traffic::default(),
            paused: false,
            held: false,
        }
    }

    /// The session.
    #[must_use]
    pub const fn session(&self) -> &Session<Vec<Slot>> {
        &self.session
    }

    /// What passed so far, by command: what was received and looked at, and what was written to be sent.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// Octets came. While [`is_paused`](Self::is_paused), leave them where they are instead.
    pub fn receive(&mut self, octets: &[u8]) {
        self.received.compact();
        self.received.octets.extend_from_slice(octets);
    }

    /// Whether what was received has to wait, so that no more should be read.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        self.paused
    }

    /// See [`Session::set_max_unanswered`].
    pub fn set_max_unanswered(&mut self, max: u16) {
        self.session.set_max_unanswered(max);
    }

    /// Leaves what was received unread, or no longer: for callers that cannot take more events now. Time-outs and the end
    /// of the session are events all the same, but the peer's silence is not held against it.
    pub const fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// The peer ended the connection, or it broke.
    pub fn receive_eof(&mut self) {
        self.session.receive_eof();
    }

    /// What happened next, and where to answer it. Call it until it says `None` after anything else was called.
    pub fn next_event(&mut self, now: Instant) -> Option<(Event<'_>, Outbox<'_>)> {
        let Self { session, received, transmit, traffic, paused, held } = self;
        let mut outbox = Outbox { session, transmit, traffic };
        *paused = false;
        let event = loop {
            outbox.take_control();
            if *held || outbox.transmit.as_bytes().len() >= BACKLOG_LIMIT {
                *paused = true;
                break outbox.session.poll_event();
            }
            // What is left of the buffer is looked at anew in each round; an event may borrow only what it consumed.
            let input = received.octets.get(received.gone..).unwrap_or_default();
            match outbox.session.receive(now, input) {
                Receive::Pdu { consumed, event } => {
                    outbox.traffic.received(input.get(..consumed).unwrap_or_default());
                    received.gone = received.gone.saturating_add(consumed);
                    if event.is_some() {
                        break event;
                    }
                }
                Receive::Paused => {
                    *paused = true;
                    break outbox.session.poll_event();
                }
                Receive::NeedMore { .. } | Receive::Closed => break outbox.session.poll_event(),
            }
        };
        outbox.take_control();
        event.map(|event| (event, outbox))
    }

    /// What happened without octets. See [`Session::poll_event`].
    pub fn poll_event(&mut self) -> Option<Event<'static>> {
        let event = self.session.poll_event();
        self.outbox().take_control();
        event
    }

    /// Octets that were received and not read yet: the beginning of a PDU, or what has to wait.
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        self.received.as_bytes()
    }

    /// Where to send something.
    pub const fn outbox(&mut self) -> Outbox<'_> {
        Outbox { session: &mut self.session, transmit: &mut self.transmit, traffic: &mut self.traffic }
    }

    /// Octets to be sent.
    #[must_use]
    pub fn transmit(&self) -> &[u8] {
        self.transmit.as_bytes()
    }

    /// So many octets were sent.
    pub fn advance(&mut self, len: usize) {
        self.transmit.advance(len);
        self.outbox().take_control();
    }

    /// Takes all octets to be sent, and leaves `spare` as the buffer for the next.
    pub fn take_transmit(&mut self, mut spare: Vec<u8>) -> Vec<u8> {
        spare.clear();
        self.transmit.octets.drain(..self.transmit.gone);
        self.transmit.gone = 0;
        let taken = core::mem::replace(&mut self.transmit.octets, spare);
        self.outbox().take_control();
        taken
    }

    /// See [`Session::poll_timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.session.poll_timeout()
    }

    /// See [`Session::handle_timeout`].
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.held {
            self.session.excuse_silence(now);
        }
        self.session.handle_timeout(now);
        self.outbox().take_control();
    }

    /// See [`Session::close`].
    pub fn close(&mut self) {
        self.session.close();
    }
}

/// Where a [`Connection`] sends from.
#[derive(Debug)]
pub struct Outbox<'c> {
    session: &'c mut Session<Vec<Slot>>,
    transmit: &'c mut Buffer,
    traffic: &'c mut Traffic,
}

impl Outbox<'_> {
    /// The session.
    #[must_use]
    pub const fn session(&self) -> &Session<Vec<Slot>> {
        self.session
    }

    /// Sends a request and returns its number. See [`Session::request`].
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub fn request<B: Body>(&mut self, now: Instant, body: &B, token: u64) -> Result<u32, SendError> {
        let sent = self.write(body.encoded_len(), |session, out| session.request(now, body, token, out))?;
        Ok(sent.sequence_number)
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
    ) -> Result<u32, SendError> {
        let sent = self.write(body.encoded_len(), |session, out| {
            session.request_within(now, body, token, response, out)
        })?;
        Ok(sent.sequence_number)
    }

    /// Sends an outbind or an alert_notification. See [`Session::notify`].
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub fn notify<B: Body>(&mut self, now: Instant, body: &B) -> Result<u32, SendError> {
        let sent = self.write(body.encoded_len(), |session, out| session.notify(now, body, out))?;
        Ok(sent.sequence_number)
    }

    /// Answers a request of the peer. See [`Session::respond`].
    ///
    /// # Errors
    ///
    /// See [`SendError`]; the ticket comes back.
    pub fn respond<B: Body>(
        &mut self,
        now: Instant,
        ticket: Ticket,
        status: CommandStatus,
        body: &B,
    ) -> Result<(), (Ticket, SendError)> {
        self.write(body.encoded_len(), |session, out| session.respond(now, ticket, status, body, out))
            .map(drop)
    }

    /// Accepts a bind. See [`Session::accept_bind`].
    ///
    /// # Errors
    ///
    /// See [`SendError`]; the ticket comes back.
    pub fn accept_bind(
        &mut self,
        now: Instant,
        ticket: Ticket,
        system_id: &str,
    ) -> Result<(), (Ticket, SendError)> {
        /// A header, a system_id and a TLV of one octet.
        const MOST: usize = Header::LEN + 16 + 5;
        let mut octets = [0; MOST];
        let len = self.session.accept_bind(now, ticket, system_id, &mut octets)?;
        self.put(octets.get(..len).unwrap_or_default());
        Ok(())
    }

    /// Answers a request of the peer with a status and no body. See [`Session::reject`].
    ///
    /// # Errors
    ///
    /// See [`SendError`]; the ticket comes back.
    pub fn reject(
        &mut self,
        now: Instant,
        ticket: Ticket,
        status: CommandStatus,
    ) -> Result<(), (Ticket, SendError)> {
        self.write(Header::LEN, |session, out| session.reject(now, ticket, status, out)).map(drop)
    }

    /// See [`Session::abandon`].
    pub fn abandon(&mut self, ticket: Ticket) {
        self.session.abandon(ticket);
    }

    /// Lets `write` write into `len` octets at the end of the buffer, and takes them back if it does not.
    fn write<T, E>(
        &mut self,
        len: usize,
        write: impl FnOnce(&mut Session<Vec<Slot>>, &mut [u8]) -> Result<T, E>,
    ) -> Result<T, E> {
        let octets = &mut self.transmit.octets;
        let at = octets.len();
        octets.resize(at.saturating_add(len), 0);
        let written = write(self.session, octets.get_mut(at..).unwrap_or_default());
        match written {
            Ok(_) => self.traffic.sent(octets.get(at..).unwrap_or_default()),
            Err(_) => octets.truncate(at),
        }
        written
    }

    /// Takes over what the session owes by itself, unless too much waits already.
    fn take_control(&mut self) {
        const MOST: usize = 10 * Header::LEN;
        if !self.session.has_transmit() || self.transmit.as_bytes().len() >= TRANSMIT_LIMIT {
            return;
        }
        let mut octets = [0; MOST];
        let len = self.session.poll_transmit(&mut octets);
        self.put(octets.get(..len).unwrap_or_default());
    }

    fn put(&mut self, pdus: &[u8]) {
        self.traffic.sent(pdus);
        self.transmit.octets.extend_from_slice(pdus);
    }
}
