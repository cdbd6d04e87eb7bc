//! What callers send and answer: the smallest PDU of each kind.

use smppkit::session::{SendError, Sent, Session, Slot, Ticket};
use smppkit::{
    BindReceiver, BindReceiverResp, BindTransceiver, BindTransceiverResp, BindTransmitter,
    BindTransmitterResp, CommandId, CommandStatus, DeliverSm, DeliverSmResp, EnquireLink, Instant, Outbind,
    SubmitSm, SubmitSmResp, Unbind,
};

/// What a caller may send.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Kind {
    BindTransmitter,
    BindReceiver,
    BindTransceiver,
    Outbind,
    SubmitSm,
    DeliverSm,
    EnquireLink,
    Unbind,
}

impl Kind {
    pub(crate) const fn command_id(self) -> CommandId {
        match self {
            Self::BindTransmitter => CommandId::BIND_TRANSMITTER,
            Self::BindReceiver => CommandId::BIND_RECEIVER,
            Self::BindTransceiver => CommandId::BIND_TRANSCEIVER,
            Self::Outbind => CommandId::OUTBIND,
            Self::SubmitSm => CommandId::SUBMIT_SM,
            Self::DeliverSm => CommandId::DELIVER_SM,
            Self::EnquireLink => CommandId::ENQUIRE_LINK,
            Self::Unbind => CommandId::UNBIND,
        }
    }

    pub(crate) const fn is_notification(self) -> bool {
        matches!(self, Self::Outbind)
    }
}

/// What a caller makes of a request of the peer.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    /// It is done.
    Accept,
    /// It is not.
    Reject,
    /// It is left unanswered for ever.
    Abandon,
}

pub(crate) const fn is_bind(id: CommandId) -> bool {
    matches!(id, CommandId::BIND_TRANSMITTER | CommandId::BIND_RECEIVER | CommandId::BIND_TRANSCEIVER)
}

pub(crate) fn send(
    session: &mut Session<Vec<Slot>>,
    now: Instant,
    kind: Kind,
    token: u64,
    out: &mut [u8],
) -> Result<Sent, SendError> {
    match kind {
        Kind::BindTransmitter => session.request(now, &BindTransmitter::default(), token, out),
        Kind::BindReceiver => session.request(now, &BindReceiver::default(), token, out),
        Kind::BindTransceiver => session.request(now, &BindTransceiver::default(), token, out),
        Kind::Outbind => session.notify(now, &Outbind::default(), out),
        Kind::SubmitSm => session.request(now, &SubmitSm::default(), token, out),
        Kind::DeliverSm => session.request(now, &DeliverSm::default(), token, out),
        Kind::EnquireLink => session.request(now, &EnquireLink::default(), token, out),
        Kind::Unbind => session.request(now, &Unbind::default(), token, out),
    }
}

pub(crate) fn answer(
    session: &mut Session<Vec<Slot>>,
    now: Instant,
    ticket: Ticket,
    answer: Answer,
    out: &mut [u8],
) -> Result<usize, SendError> {
    const OK: CommandStatus = CommandStatus::ESME_ROK;
    let answered = match (answer, ticket.command_id()) {
        (Answer::Abandon, _) => {
            session.abandon(ticket);
            Ok(0)
        }
        (Answer::Reject, _) => session.reject(now, ticket, CommandStatus::ESME_RSYSERR, out),
        (_, CommandId::BIND_TRANSMITTER) => {
            session.respond(now, ticket, OK, &BindTransmitterResp::default(), out)
        }
        (_, CommandId::BIND_RECEIVER) => session.respond(now, ticket, OK, &BindReceiverResp::default(), out),
        (_, CommandId::BIND_TRANSCEIVER) => {
            session.respond(now, ticket, OK, &BindTransceiverResp::default(), out)
        }
        (_, CommandId::SUBMIT_SM) => session.respond(now, ticket, OK, &SubmitSmResp::default(), out),
        (_, CommandId::DELIVER_SM) => session.respond(now, ticket, OK, &DeliverSmResp::default(), out),
        _ => session.reject(now, ticket, OK, out),
    };
    answered.map_err(|(_, error)| error)
}
