//! A session over a line of octets.

use smppkit::session::{Config, ConfigError, Event, Receive, SendError, Session, Slot, Ticket};
use smppkit::{Body, CommandStatus, Instant};

use crate::settings::{ENQUIRE_LINK, LARGEST_RECEIVED, LARGEST_SENT, RESPONSE, WINDOW};

/// A line: a UART, a modem's data channel, a socket.
pub trait Wire {
    /// The next octet, if one is there.
    fn read(&mut self) -> Option<u8>;
    /// How many octets can be written now.
    fn room(&self) -> usize;
    /// Writes octets, no more than there is room for.
    fn write(&mut self, octets: &[u8]);
}

/// A session and its memory.
pub struct Link {
    session: Session<[Slot; WINDOW]>,
    /// One PDU, or as much of it as has come.
    received: [u8; LARGEST_RECEIVED],
    len: usize,
    /// How many octets there must be before the session is asked again.
    wanted: usize,
    to_send: [u8; LARGEST_SENT],
}

/// What sends PDUs, while an event is looked at.
pub struct Sender<'a> {
    now: Instant,
    session: &'a mut Session<[Slot; WINDOW]>,
    wire: &'a mut dyn Wire,
    to_send: &'a mut [u8],
}

impl Link {
    pub fn new(now: Instant) -> Result<Self, ConfigError> {
        let mut config = Config::esme();
        config.enquire_link = Some(ENQUIRE_LINK);
        config.response = RESPONSE;
        config.max_command_length = LARGEST_RECEIVED as u32;
        Ok(Self {
            session: Session::new(config, [Slot::default(); WINDOW], now)?,
            received: [0; LARGEST_RECEIVED],
            len: 0,
            wanted: 0,
            to_send: [0; LARGEST_SENT],
        })
    }

    /// Does all that can be done now, and hands each event to `on`.
    ///
    /// A PDU is taken only while there is room to answer it. The octets are read as far as the session wants them and no
    /// further: so the buffer holds one PDU, and nothing in it is ever moved.
    pub fn poll(
        &mut self,
        now: Instant,
        wire: &mut dyn Wire,
        mut on: impl FnMut(Event<'_>, &mut Sender<'_>),
    ) {
        self.session.handle_timeout(now);
        while wire.room() >= LARGEST_SENT {
            let Self { session, received, len, wanted, to_send } = self;
            let owed = session.poll_transmit(to_send);
            if owed > 0 {
                wire.write(to_send.get(..owed).unwrap_or_default());
            } else if let Some(event) = session.poll_event() {
                on(event, &mut Sender { now, session, wire, to_send });
            } else {
                while *len < *wanted
                    && let Some(place) = received.get_mut(*len)
                {
                    let Some(octet) = wire.read() else { return };
                    *place = octet;
                    *len = len.saturating_add(1);
                }
                let octets = received.get(..*len).unwrap_or_default();
                match session.receive(now, octets) {
                    Receive::NeedMore { min } => *wanted = min,
                    Receive::Pdu { event, .. } => {
                        (*len, *wanted) = (0, 0);
                        if let Some(event) = event {
                            on(event, &mut Sender { now, session, wire, to_send });
                        }
                    }
                    Receive::Paused => return,
                    Receive::Closed => {
                        (*len, *wanted) = (0, 0);
                        // The events of the end, and what is still to be sent.
                        if !session.has_transmit() {
                            while let Some(event) = session.poll_event() {
                                on(event, &mut Sender { now, session, wire, to_send });
                            }
                            return;
                        }
                    }
                }
            }
        }
    }

    /// What sends, beside an event. `None` until there is room for any PDU.
    pub fn sender<'a>(&'a mut self, now: Instant, wire: &'a mut dyn Wire) -> Option<Sender<'a>> {
        let room = wire.room() >= LARGEST_SENT;
        room.then_some(Sender { now, session: &mut self.session, wire, to_send: &mut self.to_send })
    }
}

impl Sender<'_> {
    /// Sends a request; `token` comes back with its outcome.
    pub fn request(&mut self, pdu: &impl Body, token: u64) -> Result<(), SendError> {
        let sent = self.session.request(self.now, pdu, token, self.to_send)?;
        self.write(sent.len);
        Ok(())
    }

    /// Answers a request of the message centre.
    pub fn respond(&mut self, ticket: Ticket, pdu: &impl Body) -> Result<(), SendError> {
        let answered = self.session.respond(self.now, ticket, CommandStatus::ESME_ROK, pdu, self.to_send);
        self.write(answered.map_err(|(_, error)| error)?);
        Ok(())
    }

    /// Turns a request of the message centre down.
    pub fn reject(&mut self, ticket: Ticket, status: CommandStatus) -> Result<(), SendError> {
        let answered = self.session.reject(self.now, ticket, status, self.to_send);
        self.write(answered.map_err(|(_, error)| error)?);
        Ok(())
    }

    fn write(&mut self, len: usize) {
        self.wire.write(self.to_send.get(..len).unwrap_or_default());
    }
}
