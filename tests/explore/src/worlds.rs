//! The worlds there are.

use std::time::Duration;

use smppkit::session::{Config, WhenFull};

use crate::pdus::{Answer, Kind};
use crate::setup::{Caller, Chunk, Setup};
use crate::world::Reached;

const WHOLE: &[Chunk] = &[Chunk::Pdu];
const CUT: &[Chunk] = &[Chunk::Header, Chunk::Pdu, Chunk::All];
const ALL_CHUNKS: &[Chunk] = &[Chunk::Octet, Chunk::Header, Chunk::Pdu, Chunk::Beyond, Chunk::All];
const ALL_ANSWERS: &[Answer] = &[Answer::Accept, Answer::Reject, Answer::Abandon];

/// Every world, the small ones first.
#[must_use]
pub fn worlds() -> Vec<Setup> {
    vec![
        bind(),
        outbind(),
        chunks(),
        window(),
        throttle(),
        unbind(),
        break_off(),
        idle(),
        late(),
        wrap(),
        strays(),
        flood(),
        Setup { name: "bind-cut", chunks: &[Chunk::Header, Chunk::Pdu], big: true, ..bind() },
        Setup { name: "idle-long", advances: 8, big: true, ..idle() },
        Setup { name: "late-long", advances: 4, big: true, ..late() },
        everything(),
    ]
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A caller with a window of two and no timer but that for responses.
fn caller(mut config: Config, requests: &'static [(Kind, u8)]) -> Caller {
    config.session_init = None;
    config.enquire_link = None;
    config.response = seconds(10);
    Caller {
        config,
        window: 2,
        requests,
        answers: &[Answer::Accept],
        closes: false,
        strays: vec![],
        first_number: 1,
        around: false,
    }
}

fn world(name: &'static str, shows: &'static str, esme: Caller, mc: Caller) -> Setup {
    Setup {
        name,
        shows,
        esme,
        mc,
        capacity: 256,
        chunks: WHOLE,
        advances: 0,
        late: false,
        breaks: false,
        reaches: &[Reached::Bound],
        big: false,
    }
}

fn bind() -> Setup {
    const BINDS: &[(Kind, u8)] = &[
        (Kind::BindTransmitter, 1),
        (Kind::BindReceiver, 1),
        (Kind::BindTransceiver, 1),
        (Kind::EnquireLink, 1),
    ];
    let mut esme = caller(Config::esme(), BINDS);
    let mut mc = caller(Config::mc(), &[]);
    esme.closes = true;
    mc.answers = ALL_ANSWERS;
    mc.config.session_init = Some(seconds(15));
    Setup {
        advances: 3,
        reaches: &[Reached::Bound, Reached::Closed, Reached::Unmatched],
        ..world("bind", "the three binds: accepted, refused, forgotten, two at once, too late", esme, mc)
    }
}

fn outbind() -> Setup {
    let mut esme = caller(Config::esme(), &[(Kind::BindReceiver, 2), (Kind::Unbind, 1)]);
    let mut mc = caller(Config::mc(), &[(Kind::Outbind, 2), (Kind::DeliverSm, 1), (Kind::Unbind, 1)]);
    esme.config.session_init = Some(seconds(7));
    mc.config.session_init = Some(seconds(15));
    mc.answers = &[Answer::Accept, Answer::Reject];
    Setup {
        chunks: CUT,
        advances: 4,
        reaches: &[Reached::Outbind, Reached::Closed],
        ..world("outbind", "the MC asks for a bind, and the ESME binds, or binds at the same time", esme, mc)
    }
}

fn chunks() -> Setup {
    let esme = caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::EnquireLink, 1)]);
    let mc = caller(Config::mc(), &[(Kind::DeliverSm, 1)]);
    Setup {
        chunks: ALL_CHUNKS,
        advances: 1,
        ..world("chunks", "PDUs that arrive in pieces of any size, at once or later", esme, mc)
    }
}

fn window() -> Setup {
    const FROM_ESME: &[(Kind, u8)] =
        &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 3), (Kind::EnquireLink, 1)];
    let esme = caller(Config::esme(), FROM_ESME);
    let mut mc = caller(Config::mc(), &[]);
    mc.config.max_unanswered = 1;
    mc.answers = ALL_ANSWERS;
    Setup {
        chunks: CUT,
        advances: 4,
        reaches: &[Reached::WindowFull, Reached::Paused, Reached::Unmatched],
        ..world("window", "a full window, and an MC that reads one request at a time", esme, mc)
    }
}

fn throttle() -> Setup {
    let mut esme = caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 4)]);
    let mut mc = caller(Config::mc(), &[(Kind::DeliverSm, 2)]);
    for side in [&mut esme, &mut mc] {
        side.config.max_unanswered = 1;
        side.config.when_unanswered_full = WhenFull::Throttle;
    }
    Setup {
        advances: 1,
        reaches: &[Reached::WindowFull],
        ..world("throttle", "requests both ways, of which too many get ESME_RTHROTTLED", esme, mc)
    }
}

fn unbind() -> Setup {
    const FROM_ESME: &[(Kind, u8)] = &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 1), (Kind::Unbind, 1)];
    let mut esme = caller(Config::esme(), FROM_ESME);
    let mut mc = caller(Config::mc(), &[(Kind::DeliverSm, 1), (Kind::Unbind, 1)]);
    esme.config.response = seconds(7);
    mc.answers = &[Answer::Accept, Answer::Reject];
    Setup {
        advances: 3,
        reaches: &[Reached::Bound, Reached::BothUnbind, Reached::Closed],
        ..world("unbind", "unbind from either side and from both, with requests in flight", esme, mc)
    }
}

fn break_off() -> Setup {
    let mut esme = caller(Config::esme(), &[(Kind::BindTransmitter, 1), (Kind::SubmitSm, 2)]);
    let mut mc = caller(Config::mc(), &[(Kind::EnquireLink, 1), (Kind::Unbind, 1)]);
    esme.closes = true;
    mc.closes = true;
    Setup {
        chunks: CUT,
        advances: 2,
        breaks: true,
        reaches: &[Reached::Bound, Reached::Closed],
        ..world("break", "either side closes, or the connection breaks, in mid-PDU as well", esme, mc)
    }
}

fn idle() -> Setup {
    let mut esme = caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 1)]);
    let mut mc = caller(Config::mc(), &[]);
    esme.config.enquire_link = Some(seconds(30));
    mc.config.enquire_link = Some(seconds(40));
    mc.config.inactivity = Some(seconds(65));
    mc.config.session_init = Some(seconds(20));
    Setup {
        advances: 6,
        reaches: &[Reached::Bound, Reached::Closed, Reached::Deaf],
        ..world("idle", "silence, that enquire_link breaks or that ends the session", esme, mc)
    }
}

fn late() -> Setup {
    let mut esme =
        caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 1), (Kind::Unbind, 1)]);
    let mut mc = caller(Config::mc(), &[]);
    esme.config.enquire_link = Some(seconds(8));
    mc.config.enquire_link = Some(seconds(15));
    mc.config.session_init = Some(seconds(20));
    Setup {
        advances: 3,
        late: true,
        reaches: &[Reached::Bound, Reached::Closed, Reached::Deaf],
        ..world("late", "callers that look at the clock too late", esme, mc)
    }
}

fn wrap() -> Setup {
    let mut esme =
        caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 2), (Kind::Unbind, 1)]);
    let mut mc = caller(Config::mc(), &[]);
    esme.first_number = 0x7FFF_FFFE;
    esme.around = true;
    esme.config.enquire_link = Some(seconds(9));
    mc.answers = &[Answer::Accept, Answer::Abandon];
    Setup {
        advances: 2,
        reaches: &[Reached::Wrapped, Reached::WindowFull, Reached::Closed],
        ..world("wrap", "numbers that begin anew at 1, and come to old ones that are in flight", esme, mc)
    }
}

fn strays() -> Setup {
    let header = |id: u32, status: u32, number: u32| {
        [16, id, status, number].into_iter().flat_map(u32::to_be_bytes).collect::<Vec<u8>>()
    };
    let esme = caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 2)]);
    let mut mc = caller(Config::mc(), &[]);
    // A doubled submit_sm_resp, one of the wrong type, a generic_nack, what no version knows, and no header at all.
    mc.strays = vec![
        header(0x8000_0004, 0, 2),
        header(0x8000_0103, 0, 2),
        header(0x8000_0000, 3, 3),
        header(0x8000_0015, 0, 3),
        header(0x0000_0777, 0, 1),
        header(0x0000_0015, 0, 1)[..12].iter().map(|octet| octet & 0x0F).collect(),
    ];
    Setup {
        advances: 1,
        reaches: &[Reached::Bound, Reached::Closed, Reached::Unmatched],
        ..world("strays", "an MC that sends responses nobody asked for, and what is no PDU", esme, mc)
    }
}

fn flood() -> Setup {
    let mut esme = caller(Config::esme(), &[(Kind::BindTransceiver, 1), (Kind::EnquireLink, 11)]);
    let mut mc = caller(Config::mc(), &[]);
    esme.window = 12;
    mc.config.enquire_link = Some(seconds(30));
    Setup {
        capacity: 48,
        advances: 1,
        reaches: &[Reached::Bound, Reached::Paused],
        ..world("flood", "more enquire_link than answers find room for", esme, mc)
    }
}

fn everything() -> Setup {
    const FROM_ESME: &[(Kind, u8)] = &[(Kind::BindTransceiver, 1), (Kind::SubmitSm, 2), (Kind::Unbind, 1)];
    let mut esme = caller(Config::esme(), FROM_ESME);
    let mut mc = caller(Config::mc(), &[(Kind::DeliverSm, 1), (Kind::Unbind, 1)]);
    for side in [&mut esme, &mut mc] {
        side.config.max_unanswered = 1;
    }
    esme.config.enquire_link = Some(seconds(30));
    mc.config.enquire_link = Some(seconds(40));
    mc.config.session_init = Some(seconds(20));
    Setup {
        advances: 3,
        breaks: true,
        reaches: &[
            Reached::Bound,
            Reached::Closed,
            Reached::BothUnbind,
            Reached::Paused,
            Reached::WindowFull,
        ],
        big: true,
        ..world("everything", "all of it together", esme, mc)
    }
}
