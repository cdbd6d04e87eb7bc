//! The functions of the C library, in any order and with any arguments that C may pass: memory is of exactly the size that is
//! said, and a sanitizer sees who goes beyond it.

use std::collections::BTreeSet;
use std::ptr;

use arbitrary::Arbitrary;
use smppkit::{CommandStatus, Header};
use smppkit_c::codec::{Decoded, smppkit_decode, smppkit_encode};
use smppkit_c::error::{
    Error, SMPPKIT_E_NOT_FOUND, SMPPKIT_E_PANIC, SMPPKIT_E_TICKET_USED, SMPPKIT_E_TOO_SMALL,
};
use smppkit_c::message::incoming::{Message, smppkit_message_read, smppkit_message_text};
use smppkit_c::message::outgoing::{Text, TextOptions, smppkit_text_begin, smppkit_text_next};
use smppkit_c::message::reassemble::*;
use smppkit_c::message::receipt::*;
use smppkit_c::message::time::*;
use smppkit_c::message::udh::*;
use smppkit_c::session::config::{SMPPKIT_ESME, SMPPKIT_MC, smppkit_config_init};
use smppkit_c::session::info::*;
use smppkit_c::session::receive::*;
use smppkit_c::session::send::*;
use smppkit_c::session::snapshot::*;
use smppkit_c::session::*;
use smppkit_c::types::octets::Octets;

/// Two sessions, and what is called.
#[derive(Arbitrary, Debug)]
pub struct Input {
    window: u8,
    max_unanswered: u8,
    settings: [u8; 12],
    /// Whether it begins with a bind.
    bound: bool,
    steps: Vec<Step>,
}

#[derive(Arbitrary, Debug)]
enum Step {
    Request {
        mc: bool,
        pdu: Frame,
        within: Option<u8>,
        room: u8,
    },
    Notify {
        mc: bool,
        pdu: Frame,
        room: u8,
    },
    /// So many octets of what the other side sent arrive, and there is room for so many events.
    Deliver {
        mc: bool,
        len: u16,
        capacity: u8,
    },
    Inject {
        mc: bool,
        frame: Frame,
    },
    Respond {
        mc: bool,
        ticket: Which,
        pdu: Option<Frame>,
        status: u8,
        room: u8,
    },
    AcceptBind {
        mc: bool,
        ticket: Which,
        system_id: Vec<u8>,
        room: u8,
    },
    Reject {
        mc: bool,
        ticket: Which,
        room: u8,
    },
    Abandon {
        mc: bool,
        ticket: Which,
    },
    Transmit {
        mc: bool,
        room: u8,
    },
    Wait {
        tenths: u8,
    },
    MaxUnanswered {
        mc: bool,
        max: u16,
    },
    Move {
        mc: bool,
        tampered: Option<u8>,
    },
    End {
        mc: bool,
        eof: bool,
    },
    Text {
        text: String,
        from: String,
        to: String,
        options: [u8; 6],
        alphabets: Vec<u8>,
        room: u16,
    },
    Read {
        frame: Frame,
        scratch: u8,
        room: u16,
        mc_default: u8,
    },
    Receipt {
        octets: Vec<u8>,
        room: u8,
        date: i64,
    },
    Time {
        octets: Vec<u8>,
        room: u8,
    },
    Udh {
        octets: Vec<u8>,
        at: u8,
    },
}

/// Any PDU, whatever is wrong with it.
#[derive(Arbitrary, Debug)]
struct Frame {
    id: u8,
    number: u8,
    body: Vec<u8>,
}

#[derive(Arbitrary, Debug)]
enum Which {
    Any(u8),
    Made(u64),
}

impl Frame {
    fn octets(&self) -> Box<[u8]> {
        let known = smppkit::SCHEMA.get(usize::from(self.id));
        let header = Header {
            command_length: 16 + self.body.len() as u32,
            command_id: known.map_or(smppkit::CommandId(self.id.into()), |def| def.command_id),
            command_status: CommandStatus::ESME_ROK,
            sequence_number: self.number.into(),
        };
        [&header.to_octets()[..], &self.body].concat().into()
    }

    /// Calls a function with the struct of the PDU.
    fn with<R>(&self, then: impl FnOnce(*const core::ffi::c_void) -> R) -> R {
        let octets = self.octets();
        let mut decoded = Decoded::default();
        let result = unsafe { smppkit_decode(octets.as_ptr(), octets.len(), Some(&mut decoded), None) };
        assert_eq!(result, 0);
        // What was decoded is encoded again as it was.
        let (mut again, mut len) = (room(octets.len()), 0);
        let pdu = (&raw const decoded.pdu).cast();
        let result = unsafe {
            smppkit_encode(0, self.number.into(), pdu, again.as_mut_ptr(), again.len(), Some(&mut len), None)
        };
        assert_eq!((result, &again), (0, &octets));
        then(pdu)
    }
}

fn room(len: usize) -> Box<[u8]> {
    vec![0; len].into()
}

/// A result is one of those that there are, and never that of a bug.
#[track_caller]
fn sound(result: i32, error: &Error) -> bool {
    assert!((-64..=0).contains(&result) && result != SMPPKIT_E_PANIC, "{result}");
    if result != 0 && error.result != 0 {
        assert_eq!(error.result, result);
        assert!(error.text[0] != 0);
    }
    if result == SMPPKIT_E_TOO_SMALL {
        assert!(error.needed > 0);
    }
    result == 0
}

struct Side {
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
    fn new(role: u8, input: &Input) -> Self {
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
}

/// The steps of a bind that is accepted, if the settings allow it.
fn bind() -> Vec<Step> {
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

/// Lets it all happen.
pub fn run(input: Input) {
    let mut sides = [Side::new(SMPPKIT_ESME, &input), Side::new(SMPPKIT_MC, &input)];
    let mut now = 1;
    let reassembler = smppkit_reassembler_new(10_000, 1_000_000_000);
    let bind = if input.bound { bind() } else { vec![] };
    for step in bind.iter().chain(&input.steps) {
        step_once(step, &mut sides, &mut now, reassembler);
    }
    for side in &mut sides {
        unsafe { smppkit_session_close(side.session) };
        side.receive(now, 1000);
        assert_eq!(unsafe { smppkit_session_in_flight(side.session) }, 0);
    }
    unsafe { smppkit_reassembler_free(reassembler) };
}

fn step_once(step: &Step, sides: &mut [Side; 2], now: &mut u64, reassembler: *mut Reassembler) {
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
        Step::Text { text, from, to, options, alphabets, room } => {
            send_text([text, from, to], options, alphabets, usize::from(*room) % 2048);
        }
        Step::Read { frame, scratch, room, mc_default } => {
            read(&frame.octets(), (*scratch).into(), (*room).into(), *mc_default);
            join(&frame.octets(), now_ns, reassembler);
        }
        Step::Receipt { octets, room, date } => receipts(octets, (*room).into(), *date),
        Step::Time { octets, room: size } => unsafe {
            let (mut time, mut out) = (Time::default(), room((*size % 24).into()));
            if sound(smppkit_time_read(Octets::new(octets), Some(&mut time), Some(&mut error)), &error) {
                let result = smppkit_time_write(
                    Some(&time),
                    out.as_mut_ptr(),
                    out.len(),
                    Some(&mut len),
                    Some(&mut error),
                );
                if sound(result, &error) {
                    assert_eq!(&out[..len], octets);
                }
            }
        },
        Step::Udh { octets, at } => unsafe {
            let (mut elements, mut body, mut data) = (Octets::NONE, Octets::NONE, Octets::NONE);
            let (mut at, mut iei) = ((*at).into(), 0);
            let split = smppkit_udh_split(
                Octets::new(octets),
                Some(&mut elements),
                Some(&mut body),
                Some(&mut error),
            );
            if sound(split, &error) {
                let before: usize = at;
                if smppkit_udh_next(elements, Some(&mut at), Some(&mut iei), Some(&mut data)) == 0 {
                    assert!(at > before && at <= elements.get().expect("octets of ours").len());
                }
            }
        },
    }
}

fn send_text(strings: [&String; 3], options: &[u8; 6], alphabets: &[u8], size: usize) {
    // They live until the last part was made: for ever, as far as the types can tell.
    let [text, from, to] = strings.map(|string| Box::leak(string.clone().into_boxed_str()));
    let leaked: Vec<*mut str> = [&mut *text, &mut *from, &mut *to].map(ptr::from_mut).into();
    let [text, from, to]: [&'static str; 3] = [&*text, &*from, &*to];
    let mut settings = TextOptions::default();
    let named: &'static [u8] = alphabets.to_vec().leak();
    settings.receipt = options[0];
    settings.national_tables = options[1] % 2;
    settings.long_message = options[2] % 5;
    settings.max_parts = options[3];
    settings.message_class = options[4] % 6;
    settings.mc_default = options[5] % 10;
    settings.alphabets = Octets::new(named);
    let mut state = std::mem::MaybeUninit::<Text>::zeroed();
    let (mut error, mut parts) = (Error::NONE, 0);
    let result = unsafe {
        smppkit_text_begin(
            Some(&mut state),
            Some(&settings),
            Octets::new(from.as_bytes()),
            Octets::new(to.as_bytes()),
            Octets::new(text.as_bytes()),
            7,
            Some(&mut parts),
            Some(&mut error),
        )
    };
    if sound(result, &error) {
        // Any octets are a `Text`.
        let state = unsafe { state.assume_init_mut() };
        let (mut made, mut size) = (0, size);
        loop {
            let mut memory = room(size);
            let mut part = std::mem::MaybeUninit::zeroed();
            let result = unsafe {
                smppkit_text_next(
                    Some(state),
                    Some(&mut part),
                    memory.as_mut_ptr(),
                    memory.len(),
                    Some(&mut error),
                )
            };
            sound(result, &error);
            match result {
                0 => made += 1,
                SMPPKIT_E_TOO_SMALL => {
                    assert!(error.needed > size);
                    size = error.needed;
                }
                other => break assert_eq!(other, SMPPKIT_E_NOT_FOUND),
            }
        }
        assert_eq!(made, parts);
    }
    for string in leaked {
        // SAFETY: it was leaked above, and nothing refers to it any more.
        drop(unsafe { Box::from_raw(string) });
    }
    // SAFETY: as above.
    drop(unsafe { Box::from_raw(ptr::from_ref(named).cast_mut()) });
}

fn read(frame: &[u8], scratch: usize, size: usize, mc_default: u8) {
    let (mut message, mut error, mut len) = (Message::default(), Error::NONE, 0);
    let (mut scratch, mut out) = (room(scratch), room(size));
    unsafe {
        let result = smppkit_message_read(
            frame.as_ptr(),
            frame.len(),
            scratch.as_mut_ptr(),
            scratch.len(),
            Some(&mut message),
            Some(&mut error),
        );
        if !sound(result, &error) {
            return;
        }
        let result = smppkit_message_text(
            Some(&message),
            mc_default,
            out.as_mut_ptr(),
            out.len(),
            Some(&mut len),
            Some(&mut error),
        );
        if sound(result, &error) {
            assert!(std::str::from_utf8(&out[..len]).is_ok());
        } else if result == SMPPKIT_E_TOO_SMALL {
            assert!(len > out.len());
        }
    }
}

fn join(frame: &[u8], now: u64, reassembler: *mut Reassembler) {
    let (mut outcome, mut message, mut error, mut len) = (0, ptr::null_mut(), Error::NONE, 0);
    unsafe {
        let result = smppkit_reassembler_insert(
            reassembler.as_mut(),
            now,
            frame.as_ptr(),
            frame.len(),
            Some(&mut outcome),
            Some(&mut message),
            Some(&mut error),
        );
        if sound(result, &error) && !message.is_null() {
            let mut out = room(100_000);
            let result = smppkit_long_message_text(
                message.as_ref(),
                0,
                out.as_mut_ptr(),
                out.len(),
                Some(&mut len),
                Some(&mut error),
            );
            sound(result, &error);
            smppkit_long_message_free(message);
        }
    }
}

fn receipts(octets: &[u8], size: usize, date: i64) {
    let (mut receipt, mut error, mut len) = (Receipt::default(), Error::NONE, 0);
    let mut out = room(size);
    unsafe {
        sound(smppkit_receipt_read(Octets::new(octets), Some(&mut receipt)), &error);
        let said = receipt.message_id.get().expect("octets of ours");
        assert!(said.is_empty() || octets.as_ptr_range().contains(&said.as_ptr()));
        let text = ReceiptText {
            message_id: receipt.message_id,
            message_state: receipt.message_state,
            submit_date: date,
            done_date: date,
            text: receipt.text,
            ..ReceiptText::default()
        };
        let result =
            smppkit_receipt_write(Some(&text), out.as_mut_ptr(), out.len(), Some(&mut len), Some(&mut error));
        if sound(result, &error) {
            assert!(len <= out.len());
        } else if result == SMPPKIT_E_TOO_SMALL {
            assert!(len > out.len());
        }
    }
}
