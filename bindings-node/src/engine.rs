//! What JavaScript can ask for: one method for each function of the doors.

use smppkit::session::{Pacer, Pacing};
use smppkit::{CommandStatus, decode, encode, frame_length};

use crate::error::{Error, fault};
use crate::memory::Memory;
use crate::message;
use crate::record::{Given, Records};
use crate::session::{Outgoing, SessionEntry, World};
use crate::table::Table;
use crate::time::{from_ms, to_ms};

/// The result of a call that was not done: why is in the reply.
pub(crate) const FAILED: i32 = -1;

/// Slots that are told where several frames were scanned.
const CONSUMED: usize = 0;
const RECORDS_END: usize = 1;

/// All that is kept between calls.
#[derive(Default)]
pub(crate) struct Engine {
    sessions: Table<SessionEntry>,
    pacers: Table<Pacer>,
    messages: message::Keepers,
    /// What the last call said in octets.
    reply: Vec<u8>,
}

impl Engine {
    /// Takes the PDU of the input apart: its record is written. Gives the slots up to its end.
    pub(crate) fn decode(&mut self, memory: &mut Memory<'_>, len: u32) -> i32 {
        self.reply.clear();
        let frame = memory.given(len);
        let decoded = match decode(frame) {
            Ok(decoded) => decoded,
            Err(error) => return self.fail(&Error::Frame(error)),
        };
        let mut records = Records::new(memory.records);
        match records.decoded(frame, frame, &decoded) {
            Ok(()) => records.end() as i32,
            Err(_) => self.fail(&Error::Internal("no room for a record".into())),
        }
    }

    /// Takes PDU after PDU apart, as many as are whole and find room. Gives their number; how many octets they have, and
    /// where their records end, is told. Where none is whole, there is none.
    pub(crate) fn scan(&mut self, memory: &mut Memory<'_>, len: u32) -> i32 {
        self.reply.clear();
        let input = memory.given(len);
        let mut records = Records::new(memory.records);
        let (mut rest, mut count) = (input, 0);
        while !rest.is_empty() {
            let frame = match frame_length(rest, u32::MAX) {
                Ok(length) => length.and_then(|length| rest.split_at_checked(length)),
                Err(error) => return self.fail(&Error::Frame(error)),
            };
            let Some((frame, behind)) = frame else { break };
            let Ok(decoded) = decode(frame) else { break };
            let end = records.end();
            if records.decoded(input, frame, &decoded).is_err() {
                records.truncate(end);
                break;
            }
            (rest, count) = (behind, count + 1);
        }
        let end = records.end();
        memory.tell(CONSUMED, (input.len() - rest.len()) as u32);
        memory.tell(RECORDS_END, end as u32);
        count
    }

    /// Writes the PDU of the record into the output. Gives its octets.
    pub(crate) fn encode(&mut self, memory: &mut Memory<'_>) -> i32 {
        self.reply.clear();
        let output = core::mem::take(&mut memory.output);
        let given = Given::read(memory);
        let (status, number) = (given.command_status, given.sequence_number);
        let written = given.with_pdu(|pdu| encode(status, number, pdu, output));
        match written.and_then(|written| written.map_err(Error::Encode)) {
            Ok(len) => len as i32,
            Err(error) => self.fail(&error),
        }
    }

    /// Lists what is out of order in the PDU of the input, as JSON in the reply.
    pub(crate) fn faults(&mut self, memory: &mut Memory<'_>, len: u32) -> i32 {
        self.reply.clear();
        match decode(memory.given(len)) {
            Ok(decoded) => {
                let faults = decoded.faults.iter().map(|of| fault(&of)).collect::<serde_json::Value>();
                self.say(faults.to_string().into_bytes())
            }
            Err(error) => self.fail(&Error::Frame(error)),
        }
    }

    /// Does what the JSON in the input asks for. What comes of it is in the reply.
    pub(crate) fn call(&mut self, memory: &mut Memory<'_>, json: u32, octets: u32) -> i32 {
        self.reply.clear();
        let (json, octets) = (json as usize, octets as usize);
        let request = memory.input.get(..json).unwrap_or_default();
        let given = memory.input.get(json..json + octets).unwrap_or_default();
        match self.messages.call(request, given) {
            Ok(reply) => self.say(reply),
            Err(error) => self.fail(&error),
        }
    }

    /// Copies as much of the reply to the output as fits, from this octet on.
    pub(crate) fn reply(&self, memory: &mut Memory<'_>, from: u32) -> i32 {
        let rest = self.reply.get(from as usize..).unwrap_or_default();
        let len = rest.len().min(memory.output.len());
        if let (Some(to), Some(from)) = (memory.output.get_mut(..len), rest.get(..len)) {
            to.copy_from_slice(from);
        }
        len as i32
    }

    /// How many octets the reply has.
    pub(crate) fn reply_len(&self) -> i32 {
        self.reply.len() as i32
    }

    /// Begins a session with the settings in the input. Gives its number.
    pub(crate) fn session_new(&mut self, memory: &mut Memory<'_>, settings: u32, now: f64) -> i32 {
        self.keep(SessionEntry::new(memory.given(settings), now))
    }

    /// The same, from a snapshot that stands behind the settings.
    pub(crate) fn session_restore(
        &mut self,
        memory: &mut Memory<'_>,
        settings: u32,
        snapshot: u32,
        now: f64,
    ) -> i32 {
        let (settings, snapshot) = (settings as usize, snapshot as usize);
        let octets = memory.input.get(settings..settings + snapshot).unwrap_or_default();
        let settings = memory.input.get(..settings).unwrap_or_default();
        self.keep(SessionEntry::restore(settings, octets, now))
    }

    fn keep(&mut self, session: Result<SessionEntry, Error>) -> i32 {
        self.reply.clear();
        match session {
            Ok(session) => self.sessions.insert(session) as i32,
            Err(error) => self.fail(&error),
        }
    }

    /// Forgets a session.
    pub(crate) fn session_free(&mut self, session: u32) -> i32 {
        self.sessions.remove(session);
        0
    }

    /// Tells a session what the world did: 0 octets of the input arrived, 1 they ended, 2 time passed, 3 we close, 4
    /// nothing; `backlog` octets wait to be sent. Gives how many events there are.
    pub(crate) fn session_feed(
        &mut self,
        memory: &mut Memory<'_>,
        session: u32,
        now: f64,
        (what, len): (u32, u32),
        backlog: u32,
    ) -> i32 {
        self.reply.clear();
        let world = match what {
            0 => World::Octets(len),
            1 => World::Eof,
            2 => World::Time,
            3 => World::Close,
            _ => World::Nothing,
        };
        match self.sessions.get_mut(session) {
            Some(session) => session.feed(memory, now, &world, backlog, &mut self.reply) as i32,
            None => self.no_such(session),
        }
    }

    /// Sends the PDU of the record as a request; `within_ms` is not a number if the response timer is the session's.
    pub(crate) fn session_request(
        &mut self,
        memory: &mut Memory<'_>,
        session: u32,
        now: f64,
        token: u64,
        within_ms: f64,
    ) -> i32 {
        let within_ms = (!within_ms.is_nan()).then_some(within_ms);
        self.with(session, |session| session.send(memory, now, &Outgoing::Request { token, within_ms }))
    }

    /// Sends the PDU of the record, which wants no answer.
    pub(crate) fn session_notify(&mut self, memory: &mut Memory<'_>, session: u32, now: f64) -> i32 {
        self.with(session, |session| session.send(memory, now, &Outgoing::Notification))
    }

    /// Answers with the PDU of the record.
    pub(crate) fn session_respond(
        &mut self,
        memory: &mut Memory<'_>,
        session: u32,
        now: f64,
        ticket: f64,
    ) -> i32 {
        self.with(session, |session| session.respond(memory, now, ticket))
    }

    /// Accepts a bind with the `system_id` in the input.
    pub(crate) fn session_accept_bind(
        &mut self,
        memory: &mut Memory<'_>,
        session: u32,
        now: f64,
        ticket: f64,
        len: u32,
    ) -> i32 {
        self.with(session, |session| session.accept_bind(memory, now, ticket, len))
    }

    /// Answers with a status.
    pub(crate) fn session_reject(
        &mut self,
        memory: &mut Memory<'_>,
        session: u32,
        now: f64,
        ticket: f64,
        status: u32,
    ) -> i32 {
        self.with(session, |session| session.reject(memory, now, ticket, status))
    }

    /// Leaves a request unanswered.
    pub(crate) fn session_abandon(&mut self, session: u32, ticket: f64) -> i32 {
        self.with(session, |session| session.abandon(ticket))
    }

    /// When the session wants to be told the time; not a number if it does not.
    pub(crate) fn session_timeout(&mut self, session: u32) -> f64 {
        let timeout = self.sessions.get_mut(session).and_then(|session| session.timeout());
        timeout.map_or(f64::NAN, to_ms)
    }

    /// Whether this PDU may be sent now: 1 or 0.
    pub(crate) fn session_allowed(&mut self, session: u32, command_id: u32) -> i32 {
        self.sessions.get_mut(session).is_some_and(|session| session.allowed(command_id)).into()
    }

    /// Writes down all that can be asked for.
    pub(crate) fn session_look(&mut self, memory: &mut Memory<'_>, session: u32) -> i32 {
        self.with(session, |session| {
            session.look(memory);
            Ok(0)
        })
    }

    /// Changes how many requests may wait for an answer.
    pub(crate) fn session_set_max_unanswered(&mut self, session: u32, max: u32) -> i32 {
        self.with(session, |session| {
            session.set_max_unanswered(max.min(u16::MAX.into()) as u16);
            Ok(0)
        })
    }

    /// Writes the session down, in the reply.
    pub(crate) fn session_snapshot(&mut self, session: u32, now: f64) -> i32 {
        self.reply.clear();
        let mut reply = vec![];
        let result = self.with(session, |session| session.snapshot(now, &mut reply).map(|()| 0));
        if result < 0 { result } else { self.say(reply) }
    }

    /// A pacer of so many messages a second. Gives its number.
    pub(crate) fn pacer_new(&mut self, now: f64, rate: u32, burst: u32, slowest: u32) -> i32 {
        let mut pacing = Pacing::new(rate);
        pacing.burst = burst;
        pacing.slowest = slowest;
        self.pacers.insert(Pacer::new(pacing, from_ms(now))) as i32
    }

    /// Takes the right to send one message: not a number if it was given, else when it will be.
    pub(crate) fn pacer_take(&mut self, pacer: u32, now: f64) -> f64 {
        let taken = self.pacers.get_mut(pacer).map(|pacer| pacer.take(from_ms(now)));
        taken.and_then(Result::err).map_or(f64::NAN, to_ms)
    }

    /// The peer answered with this status.
    pub(crate) fn pacer_status(&mut self, pacer: u32, now: f64, status: u32) -> i32 {
        self.with_pacer(pacer, |pacer| pacer.on_status(from_ms(now), CommandStatus(status)))
    }

    /// The peer said how congested it is.
    pub(crate) fn pacer_congestion(&mut self, pacer: u32, now: f64, state: u32) -> i32 {
        let state = u8::try_from(state).unwrap_or(u8::MAX);
        self.with_pacer(pacer, |pacer| pacer.on_congestion_state(from_ms(now), state))
    }

    /// Does something with a pacer. Gives its messages a second.
    pub(crate) fn with_pacer(&mut self, pacer: u32, then: impl FnOnce(&mut Pacer)) -> i32 {
        let Some(pacer) = self.pacers.get_mut(pacer) else { return 0 };
        then(pacer);
        pacer.messages_per_second() as i32
    }

    /// Forgets a pacer.
    pub(crate) fn pacer_free(&mut self, pacer: u32) -> i32 {
        self.pacers.remove(pacer);
        0
    }

    fn with(&mut self, session: u32, then: impl FnOnce(&mut SessionEntry) -> Result<u32, Error>) -> i32 {
        self.reply.clear();
        match self.sessions.get_mut(session).map(then) {
            Some(Ok(number)) => number as i32,
            Some(Err(error)) => self.fail(&error),
            None => self.no_such(session),
        }
    }

    fn no_such(&mut self, number: u32) -> i32 {
        self.fail(&Error::Internal(format!("there is no session {number}")))
    }

    fn say(&mut self, reply: Vec<u8>) -> i32 {
        self.reply = reply;
        self.reply_len()
    }

    fn fail(&mut self, error: &Error) -> i32 {
        self.reply = error.to_json().to_string().into_bytes();
        FAILED
    }
}

/// Calls `$callback` with the functions of the doors: numbers in, numbers out.
macro_rules! for_each_function {
    ($callback:ident) => {
        $callback! {
            fn decode(len: u32) -> i32 = |engine, memory| engine.decode(memory, len);
            fn scan(len: u32) -> i32 = |engine, memory| engine.scan(memory, len);
            fn encode() -> i32 = |engine, memory| engine.encode(memory);
            fn faults(len: u32) -> i32 = |engine, memory| engine.faults(memory, len);
            fn call(json: u32, octets: u32) -> i32 = |engine, memory| engine.call(memory, json, octets);
            fn reply(from: u32) -> i32 = |engine, memory| engine.reply(memory, from);
            fn reply_len() -> i32 = |engine, _memory| engine.reply_len();
            fn session_new(settings: u32, now: f64) -> i32 =
                |engine, memory| engine.session_new(memory, settings, now);
            fn session_restore(settings: u32, snapshot: u32, now: f64) -> i32 =
                |engine, memory| engine.session_restore(memory, settings, snapshot, now);
            fn session_free(session: u32) -> i32 = |engine, _memory| engine.session_free(session);
            fn session_feed(session: u32, now: f64, what: u32, len: u32, backlog: u32) -> i32 =
                |engine, memory| engine.session_feed(memory, session, now, (what, len), backlog);
            fn session_request(session: u32, now: f64, token_low: u32, token_high: u32, within_ms: f64) -> i32 =
                |engine, memory| {
                    let token = u64::from(token_high) << 32 | u64::from(token_low);
                    engine.session_request(memory, session, now, token, within_ms)
                };
            fn session_notify(session: u32, now: f64) -> i32 =
                |engine, memory| engine.session_notify(memory, session, now);
            fn session_respond(session: u32, now: f64, ticket: f64) -> i32 =
                |engine, memory| engine.session_respond(memory, session, now, ticket);
            fn session_accept_bind(session: u32, now: f64, ticket: f64, len: u32) -> i32 =
                |engine, memory| engine.session_accept_bind(memory, session, now, ticket, len);
            fn session_reject(session: u32, now: f64, ticket: f64, status: u32) -> i32 =
                |engine, memory| engine.session_reject(memory, session, now, ticket, status);
            fn session_abandon(session: u32, ticket: f64) -> i32 =
                |engine, _memory| engine.session_abandon(session, ticket);
            fn pacer_new(now: f64, rate: u32, burst: u32, slowest: u32) -> i32 =
                |engine, _memory| engine.pacer_new(now, rate, burst, slowest);
            fn pacer_take(pacer: u32, now: f64) -> f64 = |engine, _memory| engine.pacer_take(pacer, now);
            fn pacer_status(pacer: u32, now: f64, status: u32) -> i32 =
                |engine, _memory| engine.pacer_status(pacer, now, status);
            fn pacer_congestion(pacer: u32, now: f64, state: u32) -> i32 =
                |engine, _memory| engine.pacer_congestion(pacer, now, state);
            fn pacer_rate(pacer: u32) -> i32 = |engine, _memory| engine.with_pacer(pacer, |_| {});
            fn pacer_free(pacer: u32) -> i32 = |engine, _memory| engine.pacer_free(pacer);
            fn session_timeout(session: u32) -> f64 = |engine, _memory| engine.session_timeout(session);
            fn session_allowed(session: u32, command_id: u32) -> i32 =
                |engine, _memory| engine.session_allowed(session, command_id);
            fn session_look(session: u32) -> i32 = |engine, memory| engine.session_look(memory, session);
            fn session_set_max_unanswered(session: u32, max: u32) -> i32 =
                |engine, _memory| engine.session_set_max_unanswered(session, max);
            fn session_snapshot(session: u32, now: f64) -> i32 =
                |engine, _memory| engine.session_snapshot(session, now);
        }
    };
}
pub(crate) use for_each_function;
