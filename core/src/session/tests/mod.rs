//! The rules of the session, each with a test of its name, and what bad input gets.

#![allow(clippy::arithmetic_side_effects)]

mod bad_input;
mod flows;
mod rules;
mod snapshot;
mod world;

use std::string::String;
use std::vec::Vec;

use super::*;
use crate::{
    BindReceiver, BindTransceiver, BindTransceiverResp, BindTransmitter, DeliverSm, EnquireLink, Pdu,
    SubmitSm, SubmitSmResp, Unbind, decode, encode,
};

type Esme = Session<[Slot; 4]>;

#[test]
fn a_session_takes_no_more_than_512_octets_and_32_for_each_slot() {
    assert!(size_of::<Session<[Slot; 1]>>() <= 512 + 32);
    assert!(size_of::<Session<[Slot; 16]>>() <= 512 + 16 * 32);
}

const fn at(seconds: u64) -> Instant {
    Instant::from_nanos(1 + seconds * 1_000_000_000)
}

fn session(config: Config) -> Esme {
    Session::new(config, [Slot::default(); 4], at(0)).unwrap()
}

fn pdu<B: Body>(status: CommandStatus, sequence_number: u32, body: &B) -> Vec<u8> {
    let mut out = vec![0; body.encoded_len()];
    let len = encode(status, sequence_number, body, &mut out).unwrap();
    assert_eq!(len, out.len());
    out
}

const OK: CommandStatus = CommandStatus::ESME_ROK;

fn bind_trx<'a>() -> BindTransceiver<'a> {
    BindTransceiver { system_id: "esme".into(), password: "secret".into(), ..Default::default() }
}

/// An ESME that is bound as transceiver.
fn bound_esme(config: Config) -> Esme {
    let mut esme = session(config);
    let sent = esme.request(at(0), &bind_trx(), 0, &mut [0; 128]).unwrap();
    let resp =
        pdu(OK, sent.sequence_number, &BindTransceiverResp { system_id: "mc".into(), ..Default::default() });
    assert!(matches!(esme.receive(at(0), &resp), Receive::Pdu { event: Some(Event::Response { .. }), .. }));
    assert_eq!(esme.state(), State::BoundTrx);
    esme
}

/// An MC to which an ESME is bound as transceiver.
fn bound_mc(config: Config) -> Esme {
    let mut mc = session(config);
    bind_to(&mut mc, &pdu(OK, 1, &bind_trx()));
    mc
}

fn bind_to(mc: &mut Esme, bind: &[u8]) {
    let ticket = request(mc.receive(at(0), bind));
    let id = ticket.command_id().response();
    let resp = pdu(OK, 1, &BindTransceiverResp { system_id: "mc".into(), ..Default::default() });
    // The three bind responses have one layout.
    let mut resp = resp;
    resp[4..8].copy_from_slice(&id.0.to_be_bytes());
    let answer = decode(&resp).unwrap().pdu;
    mc.respond(at(0), ticket, OK, &answer, &mut [0; 64]).unwrap();
    assert!(mc.state().is_bound());
}

fn request(receive: Receive<'_>) -> Ticket {
    match receive {
        Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } => ticket,
        other => panic!("no request: {other:?}"),
    }
}

/// What the session owes by itself: id, status and number of each.
fn owed(session: &mut Esme) -> Vec<(CommandId, CommandStatus, u32)> {
    let mut out = [0; 256];
    let len = session.poll_transmit(&mut out);
    let headers = out[..len].chunks(16).map(|pdu| decode(pdu).unwrap().header);
    headers.map(|header| (header.command_id, header.command_status, header.sequence_number)).collect()
}

fn closed(session: &mut Esme) -> Option<CloseReason> {
    core::iter::from_fn(|| session.poll_event()).find_map(|event| match event {
        Event::Closed { reason } => Some(reason),
        _ => None,
    })
}

/// What a session makes of a stream, however it is cut: every event in words, and all that it answers.
fn replay(session: &mut Esme, chunks: impl IntoIterator<Item = Vec<u8>>) -> (Vec<String>, Vec<u8>) {
    let (mut events, mut answers, mut input) = (Vec::new(), Vec::new(), Vec::new());
    for chunk in chunks {
        input.extend(chunk);
        let mut used = 0;
        loop {
            let received = session.receive(at(1), &input[used..]);
            if let Receive::Pdu { consumed, event } = received {
                used += consumed;
                if let Some(event) = event {
                    events.push(format!("{event:?}"));
                    if let Event::Request { ticket, .. } = event {
                        let mut out = [0; 16];
                        session.reject(at(1), ticket, CommandStatus::ESME_RSYSERR, &mut out).unwrap();
                        answers.extend(out);
                    }
                }
                let mut out = [0; 256];
                let len = session.poll_transmit(&mut out);
                answers.extend(&out[..len]);
            } else {
                break;
            }
        }
        input.drain(..used);
    }
    let mut out = [0; 256];
    let len = session.poll_transmit(&mut out);
    answers.extend(&out[..len]);
    events.extend(core::iter::from_fn(|| session.poll_event()).map(|event| format!("{event:?}")));
    (events, answers)
}
