//! The functions of the C library, in any order and with any arguments that C may pass: memory is of exactly the size that is
//! said, and a sanitizer sees who goes beyond it.

mod message;
mod session;

use arbitrary::Arbitrary;
use session::Side;
use smppkit::{CommandStatus, Header};
use smppkit_c::codec::{Decoded, smppkit_decode, smppkit_encode};
use smppkit_c::error::{Error, SMPPKIT_E_PANIC, SMPPKIT_E_TOO_SMALL};
use smppkit_c::message::awaited::{smppkit_awaited_free, smppkit_awaited_new};
use smppkit_c::message::joining::{smppkit_joining_free, smppkit_joining_new};
use smppkit_c::message::reassemble::{smppkit_reassembler_free, smppkit_reassembler_new};
use smppkit_c::session::config::{SMPPKIT_ESME, SMPPKIT_MC};

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

/// Lets it all happen.
pub fn run(input: Input) {
    let mut sides = [Side::new(SMPPKIT_ESME, &input), Side::new(SMPPKIT_MC, &input)];
    let mut now = 1;
    let reassembler = smppkit_reassembler_new(10_000, 1_000_000_000);
    let joining = smppkit_joining_new(100_000_000, 10_000, 1_000_000_000);
    let awaited = smppkit_awaited_new(3, 1_000_000_000, 2);
    let bind = if input.bound { session::bind() } else { vec![] };
    for step in bind.iter().chain(&input.steps) {
        match step {
            Step::Text { text, from, to, options, alphabets, room } => {
                message::send_text([text, from, to], options, alphabets, usize::from(*room) % 2048);
            }
            Step::Read { frame, scratch, room, mc_default } => {
                message::read(&frame.octets(), (*scratch).into(), (*room).into(), *mc_default);
                message::join(&frame.octets(), now, reassembler);
                message::join_and_answer(&frame.octets(), now, joining);
            }
            Step::Receipt { octets, room, date } => {
                message::receipts(octets, (*room).into(), *date);
                message::await_receipts(octets, now, awaited);
            }
            Step::Time { octets, room } => message::time(octets, (*room % 24).into()),
            Step::Udh { octets, at } => message::udh(octets, (*at).into()),
            _ => session::step(step, &mut sides, &mut now),
        }
    }
    for side in &mut sides {
        side.close(now);
    }
    unsafe {
        smppkit_reassembler_free(reassembler);
        smppkit_joining_free(joining);
        smppkit_awaited_free(awaited);
    }
}
