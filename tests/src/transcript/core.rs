//! The session of the core as the end of a transcript.

use smppkit::session::{
    CloseReason, Config, Event, Receive, SendError, Session, Slot, State, Ticket, Unanswered,
};
use smppkit::{CommandStatus, Instant};

use super::endpoint::{Action, Endpoint, Reaction, Told};

/// The session of the core.
#[derive(Default)]
pub struct Core {
    session: Option<Session<Vec<Slot>>>,
    input: Vec<u8>,
    tickets: Vec<Option<Ticket>>,
}

impl Endpoint for Core {
    fn start(&mut self, config: &Config, window: usize) -> Result<(), String> {
        let session = Session::new(*config, vec![Slot::default(); window], Instant::ORIGIN);
        let session = Some(session.map_err(|error| error.to_string())?);
        *self = Self { session, ..Self::default() };
        Ok(())
    }

    fn act(&mut self, now: Instant, action: Action<'_>) -> Result<Reaction, String> {
        let Self { session, input, tickets } = self;
        let session = session.as_mut().ok_or("no session was begun")?;
        let mut step = Step { session, tickets, octets: vec![], told: vec![], states: vec![] };
        match action {
            Action::Receive(octets) => {
                input.extend(octets);
                step.receive(now, input);
            }
            Action::Timeout => step.session.handle_timeout(now),
            other => step.application(now, other)?,
        }
        step.poll();
        let Step { octets, told, states, .. } = step;
        Ok(Reaction { octets, told, states })
    }
}

struct Step<'s> {
    session: &'s mut Session<Vec<Slot>>,
    tickets: &'s mut Vec<Option<Ticket>>,
    octets: Vec<u8>,
    told: Vec<Told>,
    states: Vec<State>,
}

impl Step<'_> {
    fn receive(&mut self, now: Instant, input: &mut Vec<u8>) {
        loop {
            let consumed = match self.session.receive(now, input) {
                Receive::Pdu { consumed, event } => {
                    if let Some(event) = event {
                        let told = tell(event, self.tickets);
                        self.told.push(told);
                    }
                    consumed
                }
                Receive::Paused => {
                    self.told.push(Told::Words("paused".into()));
                    return;
                }
                _ => return,
            };
            input.drain(..consumed);
            self.poll();
        }
    }

    /// What the session does by itself.
    fn poll(&mut self) {
        self.states.push(self.session.state());
        let mut out = [0; 1024];
        let len = self.session.poll_transmit(&mut out);
        self.octets.extend(&out[..len]);
        while let Some(event) = self.session.poll_event() {
            let told = tell(event, self.tickets);
            self.told.push(told);
        }
    }

    fn application(&mut self, now: Instant, action: Action<'_>) -> Result<(), String> {
        let mut out = vec![0; 70_000];
        let session = &mut *self.session;
        let sent: Result<usize, SendError> = match action {
            Action::Request(token, None, pdu) => {
                pdu.with_pdu(|pdu| session.request(now, pdu, token, &mut out)).map(|sent| sent.len)
            }
            Action::Request(token, Some(within), pdu) => pdu
                .with_pdu(|pdu| session.request_within(now, pdu, token, within, &mut out))
                .map(|sent| sent.len),
            Action::Notify(pdu) => {
                pdu.with_pdu(|pdu| session.notify(now, pdu, &mut out)).map(|sent| sent.len)
            }
            Action::Respond(number, pdu) => {
                let status = CommandStatus(pdu.status);
                self.answer(number, |session, ticket| {
                    pdu.with_pdu(|pdu| session.respond(now, ticket, status, pdu, &mut out))
                })?
            }
            Action::Reject(number, status) => {
                self.answer(number, |session, ticket| session.reject(now, ticket, status, &mut out))?
            }
            Action::Abandon(number) => self.answer(number, |session, ticket| {
                session.abandon(ticket);
                Ok(0)
            })?,
            Action::Close => {
                session.close();
                Ok(0)
            }
            Action::Eof => {
                session.receive_eof();
                Ok(0)
            }
            Action::Receive(_) | Action::Timeout => return Err("the application does not do this".into()),
        };
        match sent {
            Ok(len) => self.octets.extend(&out[..len]),
            Err(error) => self.told.push(Told::Words(format!("error {}", error_name(&error)))),
        }
        Ok(())
    }

    /// Answers with the ticket of this number, which stays if the answer is not sent.
    fn answer(
        &mut self,
        number: u64,
        answer: impl FnOnce(&mut Session<Vec<Slot>>, Ticket) -> Result<usize, (Ticket, SendError)>,
    ) -> Result<Result<usize, SendError>, String> {
        let place = usize::try_from(number).ok().and_then(|at| self.tickets.get_mut(at));
        let place = place.ok_or("there is no such ticket")?;
        let ticket = place.take().ok_or("the ticket was used")?;
        Ok(answer(self.session, ticket).map_err(|(ticket, error)| {
            *place = Some(ticket);
            error
        }))
    }
}

fn tell(event: Event<'_>, tickets: &mut Vec<Option<Ticket>>) -> Told {
    match event {
        Event::Request { ticket, frame, .. } => {
            tickets.push(Some(ticket));
            Told::Request(tickets.len() as u64 - 1, frame.to_vec())
        }
        Event::Response { token, frame, .. } => Told::Response(token, frame.to_vec()),
        Event::Notification { frame, .. } => Told::Notification(frame.to_vec()),
        Event::Refused { header, status, fault } => {
            Told::Refused(header, status, fault.map(|fault| fault.field.into()))
        }
        Event::UnbindReceived => Told::Words("unbind_received".into()),
        Event::Unanswered { token, reason, .. } => {
            let reason = match reason {
                Unanswered::Timeout => "timeout",
                Unanswered::Closed => "closed",
            };
            Told::Words(format!("unanswered {token} {reason}"))
        }
        Event::Closed { reason } => Told::Words(format!("closed {}", reason_name(reason))),
        other => Told::Words(format!("{other:?}")),
    }
}

fn reason_name(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::Local => "local",
        CloseReason::Unbound => "unbound",
        CloseReason::UnbindUnanswered => "unbind_unanswered",
        CloseReason::PeerUnbound => "peer_unbound",
        CloseReason::Eof => "eof",
        CloseReason::SessionInit => "session_init",
        CloseReason::BindUnanswered => "bind_unanswered",
        CloseReason::Inactivity => "inactivity",
        CloseReason::EnquireLinkUnanswered => "enquire_link_unanswered",
        CloseReason::BadCommandLength(_) => "bad_command_length",
        _ => "?",
    }
}

fn error_name(error: &SendError) -> String {
    match error {
        SendError::WindowFull => "window_full".into(),
        SendError::BufferTooSmall { .. } => "buffer_too_small".into(),
        SendError::NotAllowed { .. } => "not_allowed".into(),
        SendError::WrongKind { .. } => "wrong_kind".into(),
        SendError::NotInVersion { .. } => "not_in_version".into(),
        SendError::Field(fault) => format!("field {}", fault.field),
        SendError::Closed => "closed".into(),
        other => format!("{other:?}"),
    }
}
