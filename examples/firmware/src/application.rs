//! What the device wants: send a text, learn what became of it, take a text, go.

use core::fmt;

use smppkit::message::incoming::{Incoming, Kind, MessageFields};
use smppkit::session::{CloseReason, Event, SendError};
use smppkit::values::{InterfaceVersion, Npi, RegisteredDelivery, Ton};
use smppkit::{BindTransceiver, CommandStatus, DeliverSmResp, Instant, Pdu, SubmitSm, Unbind};

use crate::link::Sender;
use crate::settings::{LINGER, OUR_NUMBER, PASSWORD, SYSTEM_ID, TEXT, THEIR_NUMBER};

/// Where to say what happens.
pub type Log = fn(fmt::Arguments<'_>);

/// How a session ended.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// All was done.
    Done,
    /// It ended before.
    Closed(CloseReason),
}

/// What comes next.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Step {
    Bind,
    Submit,
    /// A response is awaited, or a receipt and a text.
    Wait,
    /// All is there; the link is kept for a while.
    Linger,
    Unbind,
    Over(Outcome),
}

/// A meter that reports, and takes orders.
pub struct Application {
    log: Log,
    step: Step,
    has_receipt: bool,
    has_text: bool,
    /// When the link was no longer needed.
    done: Instant,
}

impl Application {
    pub const fn new(log: Log) -> Self {
        let (step, done) = (Step::Bind, Instant::ORIGIN);
        Self { log, step, has_receipt: false, has_text: false, done }
    }

    /// Begins a session. What is known outlives the one before.
    pub const fn begin(&mut self) {
        self.step = Step::Bind;
    }

    /// How it ended, if it has.
    pub const fn outcome(&self) -> Option<Outcome> {
        if let Step::Over(outcome) = self.step { Some(outcome) } else { None }
    }

    /// Sends what is to be sent next.
    pub fn send(&mut self, now: Instant, sender: &mut Sender<'_>) {
        let sent = match self.step {
            Step::Bind => {
                let bind = BindTransceiver {
                    system_id: SYSTEM_ID.into(),
                    password: PASSWORD.into(),
                    interface_version: InterfaceVersion::V3_4,
                    address_range: OUR_NUMBER.into(),
                    ..BindTransceiver::default()
                };
                sender.request(&bind, 0)
            }
            Step::Submit => {
                let submit = SubmitSm {
                    source_addr: OUR_NUMBER.into(),
                    dest_addr_ton: Ton::INTERNATIONAL,
                    dest_addr_npi: Npi::ISDN,
                    destination_addr: THEIR_NUMBER.into(),
                    registered_delivery: RegisteredDelivery::RECEIPT,
                    short_message: TEXT.into(),
                    ..SubmitSm::default()
                };
                sender.request(&submit, 0)
            }
            Step::Linger if now > self.done.saturating_add(LINGER) => {
                self.step = Step::Unbind;
                return;
            }
            Step::Unbind => sender.request(&Unbind::default(), 0),
            Step::Wait | Step::Linger | Step::Over(_) => return,
        };
        match sent {
            Ok(()) => self.step = Step::Wait,
            // Later: a response makes room.
            Err(SendError::WindowFull) => {}
            Err(error) => (self.log)(format_args!("not sent: {error}")),
        }
    }

    /// Deals with what happened.
    pub fn on(&mut self, now: Instant, event: Event<'_>, sender: &mut Sender<'_>) {
        match event {
            Event::Response { command_status, pdu, .. } => self.on_response(command_status, &pdu),
            Event::Request { ticket, pdu: pdu @ Pdu::DeliverSm(_), .. } => {
                self.on_deliver_sm(&pdu);
                let answered = sender.respond(ticket, &DeliverSmResp::default());
                if let Err(error) = answered {
                    (self.log)(format_args!("not answered: {error}"));
                }
                if self.has_receipt && self.has_text && self.step == Step::Wait {
                    (self.step, self.done) = (Step::Linger, now);
                }
            }
            Event::Request { ticket, .. } => {
                if let Err(error) = sender.reject(ticket, CommandStatus::ESME_RINVCMDID) {
                    (self.log)(format_args!("not rejected: {error}"));
                }
            }
            Event::Refused { header, status, .. } => {
                (self.log)(format_args!("refused a {} with {status}", header.command_id));
            }
            Event::Unanswered { command_id, reason, .. } => {
                (self.log)(format_args!("{command_id}: {reason}"));
            }
            Event::Closed { reason } => {
                (self.log)(format_args!("session over: {reason}"));
                let done = reason == CloseReason::Unbound && self.has_receipt && self.has_text;
                self.step = Step::Over(if done { Outcome::Done } else { Outcome::Closed(reason) });
            }
            Event::UnbindReceived | Event::Notification { .. } => {}
            _ => {}
        }
        #[cfg(feature = "with-a-panic")]
        assert!(now.as_nanos() % 977 != 0, "a panic on purpose");
    }

    fn on_response(&mut self, status: CommandStatus, pdu: &Pdu<'_>) {
        match pdu {
            Pdu::BindTransceiverResp(resp) if status.is_ok() => {
                (self.log)(format_args!("bound to {}", resp.system_id));
                self.step = Step::Submit;
            }
            Pdu::SubmitSmResp(resp) if status.is_ok() => {
                (self.log)(format_args!("submitted as {}", resp.message_id));
            }
            Pdu::UnbindResp(_) => {}
            // A refused bind or text would be refused again.
            _ => {
                (self.log)(format_args!("refused with {status}"));
                self.step = Step::Unbind;
            }
        }
    }

    fn on_deliver_sm(&mut self, pdu: &Pdu<'_>) {
        let Some(fields) = MessageFields::of(pdu) else { return };
        // A receipt is ASCII wherever this goes; one in UCS-2 would need 512 octets to be read in.
        let incoming = Incoming::read(&fields, &mut []);
        match incoming.kind {
            Kind::Receipt => {
                let id = incoming.report.message_id().map_or("?", |(id, _)| id);
                let state =
                    incoming.report.message_state().and_then(|(state, _)| state.name()).unwrap_or("?");
                (self.log)(format_args!("receipt: {id} is {state}"));
                self.has_receipt = true;
            }
            _ => {
                let text = core::str::from_utf8(incoming.body).unwrap_or("(not ASCII)");
                (self.log)(format_args!("text: {text}"));
                self.has_text = true;
            }
        }
    }
}
