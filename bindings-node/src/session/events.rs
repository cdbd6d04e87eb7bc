//! Events, as records: eight slots, and behind them the record of the PDU if there is one.
//!
//! | slot | what |
//! |---|---|
//! | 0 | slots of the event |
//! | 1 | its kind |
//! | 2, 3 | request: the ticket; response, unanswered: the token; low half first |
//! | 4, 5 | response: the round trip in nanoseconds, low half first; unanswered: `command_id`, `sequence_number` |
//! | 6, 7 | refused, closed: offset and length in the reply of the details as JSON; unanswered: 1 if the session closed, 0 |

use serde_json::json;
use smppkit::session::{CloseReason, Event, TicketSlot, Tickets, Unanswered};
use smppkit::{Faults, Header, Pdu};

use super::words;
use crate::error::fault;
use crate::record::{Full, Records};

const REQUEST: u32 = 1;
const RESPONSE: u32 = 2;
const NOTIFICATION: u32 = 3;
const REFUSED: u32 = 4;
const UNBIND_RECEIVED: u32 = 5;
const UNANSWERED: u32 = 6;
const CLOSED: u32 = 7;

/// The slots of an event and a PDU without TLVs, with a list as long as there can be.
const MOST: usize = 1500;

pub(super) struct Events<'m, 'r> {
    records: Records<'m>,
    input: &'m [u8],
    reply: &'r mut Vec<u8>,
    count: u32,
}

impl<'m, 'r> Events<'m, 'r> {
    pub(super) fn new(records: Records<'m>, input: &'m [u8], reply: &'r mut Vec<u8>) -> Self {
        Self { records, input, reply, count: 0 }
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn end(&self) -> usize {
        self.records.end()
    }

    /// Whether what a PDU of so many octets means fits in any case: a TLV of four octets or more takes three slots.
    pub(super) fn has_room_for(&self, octets: usize) -> bool {
        self.records.left() >= MOST + octets / 4 * 3
    }

    pub(super) fn write(&mut self, event: Event<'_>, tickets: &mut Tickets<Vec<TicketSlot>>) {
        let start = self.records.end();
        // There is room: that was looked at before.
        if self.try_write(event, tickets).is_ok() {
            self.records.set(start, (self.records.end() - start) as u32);
            self.count += 1;
        } else {
            self.records.truncate(start);
        }
    }

    fn try_write(&mut self, event: Event<'_>, tickets: &mut Tickets<Vec<TicketSlot>>) -> Result<(), Full> {
        match event {
            Event::Request { ticket, pdu, faults, frame } => {
                // There are as many slots as tickets can be out.
                let number = tickets.issue(ticket).unwrap_or_default();
                self.head(REQUEST, number, 0, (0, 0))?;
                self.pdu(&pdu, faults, frame)
            }
            Event::Response { token, pdu, faults, frame, round_trip, .. } => {
                let nanos = u64::try_from(round_trip.as_nanos()).unwrap_or(u64::MAX);
                self.head(RESPONSE, token, nanos, (0, 0))?;
                self.pdu(&pdu, faults, frame)
            }
            Event::Notification { pdu, faults, frame } => {
                self.head(NOTIFICATION, 0, 0, (0, 0))?;
                self.pdu(&pdu, faults, frame)
            }
            Event::Refused { header, status, fault: of } => {
                let details = self.details(&json!({
                    "commandLength": header.command_length,
                    "commandId": header.command_id.0,
                    "pdu": header.command_id.to_string(),
                    "commandStatus": header.command_status.0,
                    "sequenceNumber": header.sequence_number,
                    "answeredWith": status.0,
                    "fault": of.as_ref().map(fault),
                }));
                self.head(REFUSED, 0, 0, details)
            }
            Event::UnbindReceived => self.head(UNBIND_RECEIVED, 0, 0, (0, 0)),
            Event::Unanswered { token, command_id, sequence_number, reason } => {
                let which = u64::from(sequence_number) << 32 | u64::from(command_id.0);
                self.head(UNANSWERED, token, which, ((reason == Unanswered::Closed).into(), 0))
            }
            Event::Closed { reason } => {
                let length = match reason {
                    CloseReason::BadCommandLength(length) => Some(length),
                    _ => None,
                };
                let details = self.details(&json!({
                    "reason": words::close_reason(reason),
                    "message": reason.to_string(),
                    "commandLength": length,
                }));
                self.head(CLOSED, 0, 0, details)
            }
            // The core has no other events.
            _ => Err(Full),
        }
    }

    fn head(&mut self, kind: u32, key: u64, more: u64, (a, b): (u32, u32)) -> Result<(), Full> {
        self.records.push(0)?;
        self.records.push(kind)?;
        self.records.push_u64(key)?;
        self.records.push_u64(more)?;
        self.records.push(a)?;
        self.records.push(b)
    }

    fn pdu(&mut self, pdu: &Pdu<'_>, faults: Faults<'_>, frame: &[u8]) -> Result<(), Full> {
        let Some(header) = Header::read(frame) else { return Err(Full) };
        self.records.pdu(self.input, frame, header, pdu, !faults.is_empty())
    }

    /// Puts details where they are read from, and says where that is.
    fn details(&mut self, details: &serde_json::Value) -> (u32, u32) {
        let start = self.reply.len();
        self.reply.extend(details.to_string().into_bytes());
        (start as u32, (self.reply.len() - start) as u32)
    }
}
