//! A submit_sm and its response through two sessions, the octets of one given to the other, as a test or a relay does it.

use std::hint::black_box;
use std::time::Duration;

use smppkit::session::{Config, Event, Receive, Session, Slot};
use smppkit::{BindTransceiver, BindTransceiverResp, CommandStatus, Instant, Pdu, SubmitSmResp};

use crate::harness::{self, Contender};
use crate::{bodies, fixtures};

const WINDOW: usize = 16;
type Side = Session<[Slot; WINDOW]>;

struct Pair {
    esme: Side,
    mc: Side,
    now: Instant,
    there: [u8; 512],
    back: [u8; 512],
}

impl Pair {
    fn bound() -> Self {
        let now = Instant::from_nanos(1);
        let mut pair = Self {
            esme: Session::new(Config::esme(), [Slot::default(); WINDOW], now)
                .expect("the defaults are valid"),
            mc: Session::new(Config::mc(), [Slot::default(); WINDOW], now).expect("the defaults are valid"),
            now,
            there: [0; 512],
            back: [0; 512],
        };
        let bind =
            BindTransceiver { system_id: "app".into(), password: "secret".into(), ..Default::default() };
        let sent = pair.esme.request(now, &bind, 0, &mut pair.there).expect("an open session may bind");
        let Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } =
            pair.mc.receive(now, &pair.there[..sent.len])
        else {
            panic!("the bind arrives")
        };
        let resp = BindTransceiverResp { system_id: "mc".into(), ..Default::default() };
        let len = pair
            .mc
            .respond(now, ticket, CommandStatus::ESME_ROK, &resp, &mut pair.back)
            .expect("the bind is answered");
        assert!(
            matches!(pair.esme.receive(now, &pair.back[..len]), Receive::Pdu { consumed, .. } if consumed == len)
        );
        assert!(pair.esme.state().is_bound() && pair.mc.state().is_bound());
        pair
    }

    /// One message: request, receive, respond, receive.
    fn submit(&mut self, body: &smppkit::SubmitSm<'_>, token: u64) {
        self.now = self.now.saturating_add(Duration::from_micros(1));
        let now = self.now;
        let sent =
            self.esme.request(now, black_box(body), token, &mut self.there).expect("the window has room");
        let Receive::Pdu { event: Some(Event::Request { ticket, pdu: Pdu::SubmitSm(submit), .. }), .. } =
            self.mc.receive(now, black_box(&self.there[..sent.len]))
        else {
            panic!("the submit_sm arrives")
        };
        black_box(&submit);
        let resp = SubmitSmResp { message_id: fixtures::MESSAGE_ID.into(), ..Default::default() };
        let len = self
            .mc
            .respond(now, ticket, CommandStatus::ESME_ROK, black_box(&resp), &mut self.back)
            .expect("the submit_sm is answered");
        let Receive::Pdu { event: Some(Event::Response { token: same, command_status, pdu, .. }), .. } =
            self.esme.receive(now, black_box(&self.back[..len]))
        else {
            panic!("the response arrives")
        };
        black_box(&pdu);
        assert!(same == token && command_status.is_ok());
    }
}

pub const WHAT: &str = "submit_sm and submit_sm_resp through two sessions, octets in between";

pub fn contender() -> Contender {
    let body = bodies::submit_sm();
    let mut pair = Pair::bound();
    let mut token = 0;
    Contender::plain("smppkit", move || {
        token += 1;
        pair.submit(&body, token);
    })
}

pub fn run() {
    harness::print(WHAT, &harness::compare(vec![contender()]));
    println!("  a session with a window of {WINDOW} takes {} octets", size_of::<Side>());
}
