//! Two sessions, an ESME and an MC: what one sends arrives at the other.

use std::collections::BTreeSet;
use std::ptr;

use smppkit_c::codec::smppkit_encode;
use smppkit_c::error::{Error, SMPPKIT_E_TICKET_USED, SMPPKIT_E_TOO_SMALL};
use smppkit_c::session::config::smppkit_config_init;
use smppkit_c::session::info::*;
use smppkit_c::session::receive::*;
use smppkit_c::session::send::*;
use smppkit_c::session::snapshot::*;
use smppkit_c::session::*;
use smppkit_c::types::octets::Octets;

use super::{Frame, Input, Step, Which, room, sound};

pub(super) struct Side {
    memory: Box<[u64]>,
    session: *mut Session,
    config: Config,
    sent: Vec<u8>,
    arrived: Vec<u8>,
    tickets: Vec<u64>,
    used: BTreeSet<u64>,
    tokens: u64,
}

impl Side {
    pub(super) fn new(role: u8, input: &Input) -> Self {
        let mut config = std::mem::MaybeUninit::<Config>::zeroed();
        // What C owes is memory: any octets are a `Config`.
        let config = unsafe { config.assume_init_mut() };
        assert_eq!(unsafe { smppkit_config_init(Some(config), role) }, 0);
        let s = &input.settings;
        config.window = u16::from(input.window % 5);
        config.max_unanswered = u16::from(input.max_unanswered % 5);
        config.interface_version = s[0];
        config.when_unanswered_full = s[1] % 3;
        config.enquire_links = s[2] % 3;
        config.unknown_requests = s[3] % 4;
        config.tolerate_incomplete = s[4] % 2;
        config.tolerate_lengths = s[5] % 2;
        config.check_outgoing = s[5] / 2 % 2;
        config.max_command_length = u32::from(s[6]) * 300;
        config.inactivity_ns = u64::from(s[7]) * 100_000_000;
        config.response_ns = u64::from(s[8]) * 100_000_000;
        let config = *config;
        let size = smppkit_session_size(config.window, config.max_unanswered);
        let mut side = Self {
            memory: vec![u64::MAX; size.div_ceil(8)].into(),
            session: ptr::null_mut(),
            config,
            sent: vec![],
            arrived: vec![],
            tickets: vec![],
            used: BTreeSet::new(),
            tokens: 0,
        };
        let mut error = Error::NONE;
        let result = unsafe {
            smppkit_session_init(
                side.memory.as_mut_ptr().cast(),
                side.memory.len() * 8,
                Some(&side.config),
                1,
                Some(&mut side.session),
                Some(&mut error),
            )
        };
        sound(result, &error);
        side
    }

    fn ticket(&self, which: &Which) -> u64 {
        match which {
            Which::Made(ticket) => *ticket,
            Which::Any(_) if self.tickets.is_empty() => 0,
            Which::Any(at) => self.tickets[usize::from(*at) % self.tickets.len()],
        }
    }

    /// Takes note of what was written.
    fn wrote(&mut self, result: i32, error: &Error, out: &[u8], len: usize) -> bool {
        let done = sound(result, error);
        if done {
            self.sent.extend(&out[..len]);
        } else if result == SMPPKIT_E_TOO_SMALL {
            assert!(error.needed > out.len() && (len == 0 || len == error.needed));
        }
        done
    }

    fn answered(&mut self, ticket: u64, result: i32) {
        if self.used.contains(&ticket) {
            assert_eq!(result, SMPPKIT_E_TICKET_USED);
        }
        if result == 0 {
            assert!(self.used.insert(ticket));
        }
    }

    fn receive(&mut self, now: u64, capacity: usize) {
        let arrived: Box<[u8]> = std::mem::take(&mut self.arrived).into();
        let mut events = Box::<[Event<'_>]>::new_uninit_slice(capacity);
        let mut received = Received::default();
        let result = unsafe {
            smppkit_session_receive(
                self.session,
                now,
                arrived.as_ptr(),
                arrived.len(),
                events.as_mut_ptr().cast(),
                capacity,
                Some(&mut received),
            )
        };
        if !sound(result, &Error::NONE) {
            self.arrived = arrived.into();
            return;
        }
        assert!(received.count <= capacity && received.consumed <= arrived.len());
        for event in &events[..received.count] {
            let event = unsafe { event.assume_init_ref() };
            let frame = event.frame.get().expect("octets of ours");
            if !frame.is_empty() {
                let range = arrived[..received.consumed].as_ptr_range();
                assert!(range.contains(&frame.as_ptr()) && frame.as_ptr_range().end <= range.end);
                assert_eq!(frame.len(), event.header.command_length as usize);
            }
            if event.ticket != 0 {
                assert!(!self.used.contains(&event.ticket) && !self.tickets.contains(&event.ticket));
                self.tickets.push(event.ticket);
                // The PDU is that of the frame.
                let (mut again, mut len) = (room(frame.len()), 0);
                let result = unsafe {
                    smppkit_encode(
                        event.header.command_status,
                        event.header.sequence_number,
                        (&raw const event.pdu).cast(),
                        again.as_mut_ptr(),
                        again.len(),
                        Some(&mut len),
                        None,
                    )
                };
                assert_eq!((result, &*again), (0, frame));
            }
        }
        self.arrived = arrived[received.consumed..].to_vec();
    }

    /// Goes on from a snapshot in other memory.
    fn go_elsewhere(&mut self, now: u64, tampered: Option<u8>) {
        let (mut len, mut error) = (0, Error::NONE);
        let snapshot = |session, out: &mut [u8], len: &mut usize, error: &mut Error| unsafe {
            smppkit_session_snapshot(session, now, out.as_mut_ptr(), out.len(), Some(len), Some(error))
        };
        let result = snapshot(self.session, &mut [], &mut len, &mut error);
        sound(result, &error);
        if result != SMPPKIT_E_TOO_SMALL {
            return;
        }
        let mut octets = room(len);
        let result = snapshot(self.session, &mut octets, &mut len, &mut error);
        if !sound(result, &error) {
            return;
        }
        if let Some(at) = tampered {
            let at = usize::from(at) % octets.len();
            octets[at] ^= 1;
        }
        let mut memory: Box<[u64]> = vec![0; self.memory.len()].into();
        let mut session = ptr::null_mut();
        let result = unsafe {
            smppkit_session_init_from(
                memory.as_mut_ptr().cast(),
                memory.len() * 8,
                Some(&self.config),
                octets.as_ptr(),
                octets.len(),
                now,
                Some(&mut session),
                Some(&mut error),
            )
        };
        if sound(result, &error) {
            assert!(tampered.is_none());
            unsafe {
                assert_eq!(smppkit_session_state(session), smppkit_session_state(self.session));
                assert_eq!(smppkit_session_in_flight(session), smppkit_session_in_flight(self.session));
            }
            (self.memory, self.session) = (memory, session);
        }
    }

    /// Closes it: what was under way has an outcome.
    pub(super) fn close(&mut self, now: u64) {
        unsafe { smppkit_session_close(self.session) };
        self.receive(now, 1000);
        assert_eq!(unsafe { smppkit_session_in_flight(self.session) }, 0);
    }
}

/// The steps of a bind that is accepted, if the settings allow it.
pub(super) fn bind() -> Vec<Step> {
    let is_bind = |def: &smppkit::PduDef| def.command_id == smppkit::CommandId::BIND_TRANSCEIVER;
    let id = smppkit::SCHEMA.iter().position(is_bind).expect("there is one");
    let pdu = Frame { id: id as u8, number: 0, body: vec![0, 0, 0, 0x34, 0, 0, 0] };
    vec![
        Step::Request { mc: false, pdu, within: None, room: 64 },
        Step::Deliver { mc: true, len: u16::MAX, capacity: 4 },
        Step::AcceptBind { mc: true, ticket: Which::Any(0), system_id: b"mc".into(), room: 64 },
        Step::Deliver { mc: false, len: u16::MAX, capacity: 4 },
    ]
}

/// Takes a step that is one of a session.
pub(super) fn step(step: &Step, sides: &mut [Side; 2], now: &mut u64) {
    let now_ns = *now;
    let (mut error, mut len) = (Error::NONE, 0);
    match step {
        Step::Request { mc, pdu, within, room: size } => {
            let (side, mut out) = (&mut sides[usize::from(*mc)], room(usize::from(*size) * 4));
            side.tokens += 1;
            let result = pdu.with(|pdu| match within {
                None => unsafe {
                    smppkit_session_request(
                        side.session,
                        now_ns,
                        pdu,
                        side.tokens,
                        out.as_mut_ptr(),
                        out.len(),
                        Some(&mut len),
                        None,
                        Some(&mut error),
                    )
                },
                Some(count) => {
                    let request = Request {
                        pdu,
                        token: side.tokens,
                        response_ns: u64::from(*count) << 24,
                        sequence_number: 0,
                    };
                    let mut requests = vec![request; usize::from(*count % 4)];
                    let mut sent = Sent::default();
                    let result = unsafe {
                        smppkit_session_request_many(
                            side.session,
                            now_ns,
                            requests.as_mut_ptr(),
                            requests.len(),
                            out.as_mut_ptr(),
                            out.len(),
                            Some(&mut sent),
                            Some(&mut error),
                        )
                    };
                    assert!(sent.done <= requests.len() && sent.len <= out.len());
                    assert!((result == 0) <= (sent.done == requests.len()));
                    // Those that were done are on their way.
                    side.sent.extend(&out[..sent.len]);
                    result
                }
            });
            if within.is_none() {
                side.wrote(result, &error, &out, len);
            } else {
                sound(result, &error);
            }
        }
        Step::Notify { mc, pdu, room: size } => {
            let (side, mut out) = (&mut sides[usize::from(*mc)], room((*size).into()));
            let result = pdu.with(|pdu| unsafe {
                smppkit_session_notify(
                    side.session,
                    now_ns,
                    pdu,
                    out.as_mut_ptr(),
                    out.len(),
                    Some(&mut len),
                    Some(&mut error),
                )
            });
            side.wrote(result, &error, &out, len);
        }
        Step::Deliver { mc, len, capacity } => {
            let sent = &mut sides[usize::from(!*mc)].sent;
            let octets: Vec<u8> = sent.drain(..usize::from(*len).min(sent.len())).collect();
            let side = &mut sides[usize::from(*mc)];
            side.arrived.extend(octets);
            side.receive(now_ns, (*capacity % 8).into());
        }
        Step::Inject { mc, frame } => sides[usize::from(*mc)].arrived.extend(frame.octets()),
        Step::Respond { mc, ticket, pdu, status, room: size } => {
            let (side, mut out) = (&mut sides[usize::from(*mc)], room(usize::from(*size) * 2));
            let ticket = side.ticket(ticket);
            let mut respond = |pdu| unsafe {
                smppkit_session_respond(
                    side.session,
                    now_ns,
                    ticket,
                    (*status % 4).into(),
                    pdu,
                    out.as_mut_ptr(),
                    out.len(),
                    Some(&mut len),
                    Some(&mut error),
                )
            };
            let result = match pdu {
                Some(pdu) => pdu.with(respond),
                None => respond(ptr::null()),
            };
            side.wrote(result, &error, &out, len);
            side.answered(ticket, result);
        }
        Step::AcceptBind { mc, ticket, system_id, room: size } => {
            let (side, mut out) = (&mut sides[usize::from(*mc)], room((*size).into()));
            let ticket = side.ticket(ticket);
            let result = unsafe {
                smppkit_session_accept_bind(
                    side.session,
                    now_ns,
                    ticket,
                    Octets::new(system_id),
                    out.as_mut_ptr(),
                    out.len(),
                    Some(&mut len),
                    Some(&mut error),
                )
            };
            side.wrote(result, &error, &out, len);
            if std::str::from_utf8(system_id).is_ok() {
                side.answered(ticket, result);
            }
        }
        Step::Reject { mc, ticket, room: size } => {
            let (side, mut out) = (&mut sides[usize::from(*mc)], room((*size % 20).into()));
            let ticket = side.ticket(ticket);
            let result = unsafe {
                smppkit_session_reject(
                    side.session,
                    now_ns,
                    ticket,
                    8,
                    out.as_mut_ptr(),
                    out.len(),
                    Some(&mut len),
                    Some(&mut error),
                )
            };
            side.wrote(result, &error, &out, len);
            side.answered(ticket, result);
        }
        Step::Abandon { mc, ticket } => {
            let side = &mut sides[usize::from(*mc)];
            let ticket = side.ticket(ticket);
            let result = unsafe { smppkit_session_abandon(side.session, ticket) };
            sound(result, &error);
            side.answered(ticket, result);
        }
        Step::Transmit { mc, room: size } => {
            let (side, mut out) = (&mut sides[usize::from(*mc)], room((*size).into()));
            let result = unsafe {
                smppkit_session_poll_transmit(side.session, out.as_mut_ptr(), out.len(), Some(&mut len))
            };
            side.wrote(result, &error, &out, len);
        }
        Step::Wait { tenths } => {
            *now += u64::from(*tenths) * 100_000_000;
            for side in sides {
                unsafe {
                    sound(smppkit_session_handle_timeout(side.session, *now), &error);
                    assert!(smppkit_session_poll_timeout(side.session) > *now);
                }
            }
        }
        Step::MaxUnanswered { mc, max } => unsafe {
            sound(smppkit_session_set_max_unanswered(sides[usize::from(*mc)].session, *max), &error);
        },
        Step::Move { mc, tampered } => sides[usize::from(*mc)].go_elsewhere(now_ns, *tampered),
        Step::End { mc, eof } => unsafe {
            let session = sides[usize::from(*mc)].session;
            let end = if *eof { smppkit_session_receive_eof } else { smppkit_session_close };
            sound(end(session), &error);
        },
        _ => unreachable!("a step of a message: {step:?}"),
    }
}
