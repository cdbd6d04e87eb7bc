//! What a session tells.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use smppkit::session::{CloseReason, Event, Unanswered};
use smppkit::{CommandId, CommandStatus, FieldFault, Header};

use crate::convert::Place;
use crate::record::{Class, Draft};
use crate::structs::{self, Type, small_classes};
use crate::values::Named;
use crate::{convert, pdu, words};

small_classes! {
    define_classes
    /// The first sixteen octets of a PDU (5.0 §3.2.1; 3.4 §3.2.1).
    HEADER Header (Record) {
        /// Octets of the whole PDU.
        command_length: Type::Number(4, None), required;
        /// Which PDU it is.
        command_id: Type::Number(4, Some(CommandId::values())), required;
        /// How the request ended, in responses; 0 in requests.
        command_status: Type::Number(4, Some(CommandStatus::values())), required;
        /// What ties a response to its request.
        sequence_number: Type::Number(4, None), required;
    }
    /// The peer wants something: answer it with the ticket.
    REQUEST Request (Event) {
        /// The right to answer: for `respond`, `reject` or `abandon`, once.
        ticket: Type::Any, required;
        /// What it wants.
        pdu: Type::Any, required;
        /// What is out of order in it and was tolerated.
        faults: Type::List;
    }
    /// The peer answered a request of ours.
    RESPONSE Response (Event) {
        /// The number that was given with the request.
        token: Type::Any, required;
        /// How it ended.
        command_status: Type::Number(4, Some(CommandStatus::values())), required;
        /// The response: that of the request's type, or a GenericNack.
        pdu: Type::Any, required;
        /// What is out of order in it.
        faults: Type::List;
        /// Seconds since the request was sent.
        round_trip: Type::Any;
    }
    /// The peer says something that wants no answer: outbind, alert_notification.
    NOTIFICATION Notification (Event) {
        /// What it says.
        pdu: Type::Any, required;
        /// What is out of order in it and was tolerated.
        faults: Type::List;
    }
    /// The session turned a PDU of the peer down, and has answered it if it wants an answer.
    REFUSED Refused (Event) {
        /// Its header.
        header: Type::Any, required;
        /// With which status.
        status: Type::Number(4, Some(CommandStatus::values())), required;
        /// What is wrong with it, if it is not the PDU as such.
        fault: Type::Any;
    }
    /// The peer unbinds; the session has answered. The connection ends next.
    UNBIND_RECEIVED UnbindReceived (Event) {}
    /// A request of ours will not be answered. What became of it is not known.
    UNANSWERED Unanswered (Event) {
        /// The number that was given with the request.
        token: Type::Any, required;
        /// Which PDU it was.
        command_id: Type::Number(4, Some(CommandId::values())), required;
        /// Its number.
        sequence_number: Type::Number(4, None), required;
        /// Why not.
        reason: Type::Any, required;
    }
    /// The session is over; nothing follows. Send what `data_to_send` still has, then end the connection.
    CLOSED Closed (ClosedMethods) {
        /// Why.
        reason: Type::Any, required;
        /// The impossible `command_length`, if that is why.
        command_length: Type::Any;
    }
}

pub(crate) fn init(module: &Bound<'_, PyModule>, support: &Bound<'_, PyModule>) -> PyResult<()> {
    define_classes(module)?;
    support.add_function(wrap_pyfunction!(closed_text, support)?)
}

/// What [`CloseReason`] says of itself.
#[pyfunction]
fn closed_text(reason: &Bound<'_, PyAny>, command_length: Option<u32>) -> PyResult<String> {
    Ok(match (words::read(reason, Place::new("Closed", "reason"))?, command_length) {
        (CloseReason::BadCommandLength(_), Some(length)) => CloseReason::BadCommandLength(length),
        (reason, _) => reason,
    }
    .to_string())
}

/// An event, once the session is no longer locked: nothing but octets is made of Python's before.
pub(crate) enum Told<'py> {
    Request { ticket: u64, octets: Bound<'py, PyBytes> },
    Response { token: u64, octets: Bound<'py, PyBytes>, round_trip: f64 },
    Notification { octets: Bound<'py, PyBytes> },
    Refused { header: Header, status: CommandStatus, fault: Option<FieldFault> },
    UnbindReceived,
    Unanswered { token: u64, command_id: CommandId, sequence_number: u32, reason: Unanswered },
    Closed { reason: CloseReason },
}

impl<'py> Told<'py> {
    /// Takes an event over; `issue` gives its ticket a number.
    pub(crate) fn of(
        py: Python<'py>,
        event: Event<'_>,
        issue: impl FnOnce(smppkit::session::Ticket) -> Option<u64>,
    ) -> Option<Self> {
        let octets = |frame: &[u8]| PyBytes::new(py, frame);
        Some(match event {
            Event::Request { ticket, frame, .. } => {
                Self::Request { ticket: issue(ticket)?, octets: octets(frame) }
            }
            Event::Response { token, frame, round_trip, .. } => {
                Self::Response { token, octets: octets(frame), round_trip: round_trip.as_secs_f64() }
            }
            Event::Notification { frame, .. } => Self::Notification { octets: octets(frame) },
            Event::Refused { header, status, fault } => Self::Refused { header, status, fault },
            Event::UnbindReceived => Self::UnbindReceived,
            Event::Unanswered { token, command_id, sequence_number, reason } => {
                Self::Unanswered { token, command_id, sequence_number, reason }
            }
            Event::Closed { reason } => Self::Closed { reason },
            // The core may learn to tell more: a new event needs a class here.
            _ => return None,
        })
    }

    pub(crate) fn into_python(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Request { ticket, octets } => with_pdu(py, octets, |pdu, faults, _| {
                let mut event = REQUEST.kind().start(py)?;
                event.push(ticket.into_pyobject(py)?.into_any());
                event.push(pdu);
                event.push(faults);
                Ok(event)
            }),
            Self::Response { token, octets, round_trip } => with_pdu(py, octets, |pdu, faults, status| {
                let mut event = RESPONSE.kind().start(py)?;
                event.push(token.into_pyobject(py)?.into_any());
                event.push(CommandStatus::values().get(py, status.0)?);
                event.push(pdu);
                event.push(faults);
                event.push(round_trip.into_pyobject(py)?.into_any());
                Ok(event)
            }),
            Self::Notification { octets } => with_pdu(py, octets, |pdu, faults, _| {
                let mut event = NOTIFICATION.kind().start(py)?;
                event.push(pdu);
                event.push(faults);
                Ok(event)
            }),
            Self::Refused { header, status, fault } => {
                let mut event = REFUSED.kind().start(py)?;
                event.push(header_of(py, &header)?);
                event.push(CommandStatus::values().get(py, status.0)?);
                event.push(match fault {
                    Some(fault) => structs::from_fault(py, &fault)?,
                    None => py.None().into_bound(py),
                });
                Ok(event.finish())
            }
            Self::UnbindReceived => Ok(UNBIND_RECEIVED.kind().start(py)?.finish()),
            Self::Unanswered { token, command_id, sequence_number, reason } => {
                let mut event = UNANSWERED.kind().start(py)?;
                event.push(token.into_pyobject(py)?.into_any());
                event.push(CommandId::values().get(py, command_id.0)?);
                event.push(convert::to_number(py, sequence_number, None)?);
                event.push(words::to_python(py, reason)?);
                Ok(event.finish())
            }
            Self::Closed { reason } => {
                let mut event = CLOSED.kind().start(py)?;
                event.push(words::to_python(py, reason)?);
                event.push(match reason {
                    CloseReason::BadCommandLength(length) => convert::to_number(py, length, None)?,
                    _ => py.None().into_bound(py),
                });
                Ok(event.finish())
            }
        }
    }
}

/// An event with a PDU.
#[inline(always)]
fn with_pdu<'py>(
    py: Python<'py>,
    octets: Bound<'py, PyBytes>,
    event: impl FnOnce(Bound<'py, PyAny>, Bound<'py, PyAny>, CommandStatus) -> PyResult<Draft<'py>>,
) -> PyResult<Bound<'py, PyAny>> {
    let pdu::Made { object, command_status, faults } = pdu::from_octets(&octets)?;
    let faults =
        if faults.is_empty() { PyTuple::empty(py) } else { structs::faults(py, &faults)? }.into_any();
    Ok(event(object, faults, command_status)?.finish())
}

fn header_of<'py>(py: Python<'py>, header: &Header) -> PyResult<Bound<'py, PyAny>> {
    let mut record = HEADER.kind().start(py)?;
    record.push(convert::to_number(py, header.command_length, None)?);
    record.push(CommandId::values().get(py, header.command_id.0)?);
    record.push(CommandStatus::values().get(py, header.command_status.0)?);
    record.push(convert::to_number(py, header.sequence_number, None)?);
    Ok(record.finish())
}
