//! Each fault of a peer is answered as the specification says, and the next PDU is still understood.

use super::*;

/// Gives `bad` and then an enquire_link; returns what was owed for each.
fn answers(session: &mut Esme, bad: &[u8]) -> Vec<(CommandId, CommandStatus, u32)> {
    let mut input = bad.to_vec();
    input.extend(pdu(OK, 99, &EnquireLink::default()));
    let Receive::Pdu { consumed, event } = session.receive(at(1), &input) else {
        panic!("stuck on {bad:02x?}")
    };
    assert!(matches!(event, Some(Event::Refused { .. })), "{event:?}");
    assert_eq!(consumed, bad.len());
    let Receive::Pdu { event: None, .. } = session.receive(at(1), &input[consumed..]) else { panic!() };
    let mut owed = owed(session);
    assert_eq!(owed.pop(), Some((CommandId::ENQUIRE_LINK_RESP, OK, 99)));
    owed
}

fn submit<'a>() -> SubmitSm<'a> {
    SubmitSm { destination_addr: "447700900123".into(), short_message: b"Hello".into(), ..Default::default() }
}

/// Cuts octets off the end of a PDU, or puts some there, and makes its length right again.
fn resized(mut pdu: Vec<u8>, len: usize) -> Vec<u8> {
    pdu.resize(len, 0xEE);
    pdu[..4].copy_from_slice(&u32::try_from(len).unwrap().to_be_bytes());
    pdu
}

const SUBMIT_RESP: CommandId = CommandId::SUBMIT_SM_RESP;

#[test]
fn a_wrong_command_length_is_answered_and_closes() {
    for (length, with_number) in [(0, false), (15, false), (1 << 31, true), (70_001, true), (u32::MAX, true)]
    {
        let mut mc = bound_mc(Config::mc());
        let mut bad = pdu(OK, 7, &submit());
        bad[..4].copy_from_slice(&u32::to_be_bytes(length));
        assert!(matches!(mc.receive(at(1), &bad), Receive::Closed));
        let number = if with_number { 7 } else { 0 };
        assert_eq!(owed(&mut mc), [(CommandId::GENERIC_NACK, CommandStatus::ESME_RINVCMDLEN, number)]);
        assert_eq!(closed(&mut mc), Some(CloseReason::BadCommandLength(length)));
        assert_eq!(mc.state(), State::Closed);
    }
}

#[test]
fn a_length_above_the_limit_waits_for_the_number_of_the_pdu() {
    let mut mc = bound_mc(Config::mc());
    let bad = [0xFF; 16];
    assert!(matches!(mc.receive(at(1), &bad[..15]), Receive::NeedMore { min: 16 }));
    assert!(matches!(mc.receive(at(1), &bad), Receive::Closed));
}

#[test]
fn the_largest_pdu_allowed_is_received() {
    let mut config = Config::mc();
    config.max_command_length = 64;
    let mut mc = bound_mc(config);
    let pdu = resized(pdu(OK, 1, &EnquireLink::default()), 64);
    assert!(matches!(mc.receive(at(1), &pdu), Receive::Pdu { consumed: 64, .. }));
}

#[test]
fn an_unknown_command_id_gets_a_generic_nack() {
    let unknown = [0, 0, 0, 18, 0, 0, 0x0F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2];
    let mut mc = bound_mc(Config::mc());
    let nack = (CommandId::GENERIC_NACK, CommandStatus::ESME_RINVCMDID, 5);
    assert_eq!(answers(&mut mc, &unknown), [nack]);
}

#[test]
fn an_unknown_command_id_can_be_handed_up() {
    let unknown = [0, 0, 0, 18, 0, 0, 0x0F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2];
    let mut config = Config::mc();
    config.unknown_requests = UnknownRequests::Deliver;
    let mut mc = bound_mc(config);
    let ticket = request(mc.receive(at(1), &unknown));
    let answer = Pdu::Unknown { command_id: CommandId(0x8000_0FFF), body: b"ok".into() };
    let mut out = [0; 32];
    assert_eq!(mc.respond(at(1), ticket, OK, &answer, &mut out), Ok(18));
    assert_eq!(out[..18], [0, 0, 0, 18, 0x80, 0, 0x0F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5, b'o', b'k']);
}

#[test]
fn an_unknown_command_id_belongs_into_a_bound_session() {
    let unknown = [0, 0, 0, 16, 0, 0, 0x0F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5];
    let mut config = Config::mc();
    config.unknown_requests = UnknownRequests::Deliver;
    let mut open = session(config);
    let nack = (CommandId::GENERIC_NACK, CommandStatus::ESME_RINVBNDSTS, 5);
    assert_eq!(answers(&mut open, &unknown), [nack]);

    let command_id = CommandId(0x0FFF);
    let ours = Pdu::Unknown { command_id, body: b"".into() };
    let mut esme = session(Config::esme());
    let not_allowed = SendError::NotAllowed { state: State::Open, command_id };
    assert_eq!(esme.request(at(1), &ours, 1, &mut [0; 32]), Err(not_allowed));
    let mut bound = bound_esme(Config::esme());
    assert_eq!(bound.request(at(1), &ours, 1, &mut [0; 32]).unwrap().len, 16);
    bound.request(at(2), &Unbind::default(), 2, &mut [0; 32]).unwrap();
    let not_allowed = SendError::NotAllowed { state: State::BoundTrx, command_id };
    assert_eq!(bound.request(at(2), &ours, 3, &mut [0; 32]), Err(not_allowed));
}

#[test]
fn an_unknown_response_gets_nothing() {
    let mut mc = bound_mc(Config::mc());
    let unknown = [0, 0, 0, 16, 0x80, 0, 0x0F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5];
    assert!(matches!(mc.receive(at(1), &unknown), Receive::Pdu { consumed: 16, event: None }));
    assert_eq!(owed(&mut mc), []);
    assert_eq!(mc.stats().unmatched, 1);
}

#[test]
fn a_pdu_in_the_wrong_state_gets_its_own_response() {
    let not_bound = CommandStatus::ESME_RINVBNDSTS;
    let mut open = session(Config::mc());
    assert_eq!(answers(&mut open, &pdu(OK, 3, &submit())), [(SUBMIT_RESP, not_bound, 3)]);
    assert_eq!(answers(&mut open, &pdu(OK, 4, &Unbind::default())), [(CommandId::UNBIND_RESP, not_bound, 4)]);

    let mut receiver = session(Config::mc());
    bind_to(&mut receiver, &pdu(OK, 1, &BindReceiver::default()));
    assert_eq!(receiver.state(), State::BoundRx);
    assert_eq!(answers(&mut receiver, &pdu(OK, 3, &submit())), [(SUBMIT_RESP, not_bound, 3)]);

    let mut esme = bound_esme(Config::esme());
    assert_eq!(answers(&mut esme, &pdu(OK, 3, &submit())), [(SUBMIT_RESP, not_bound, 3)]);
    let deliver_to_mc = pdu(OK, 3, &DeliverSm::default());
    let mut mc = bound_mc(Config::mc());
    assert_eq!(answers(&mut mc, &deliver_to_mc), [(CommandId::DELIVER_SM_RESP, not_bound, 3)]);
}

#[test]
fn a_second_bind_is_refused_and_changes_nothing() {
    let already = |number| (CommandId::BIND_TRANSMITTER_RESP, CommandStatus::ESME_RALYBND, number);
    let second = pdu(OK, 2, &BindTransmitter::default());

    let mut mc = bound_mc(Config::mc());
    assert_eq!(answers(&mut mc, &second), [already(2)]);
    assert_eq!(mc.state(), State::BoundTrx);

    // While the first still waits for the application:
    let mut mc = session(Config::mc());
    let ticket = request(mc.receive(at(0), &pdu(OK, 1, &bind_trx())));
    assert_eq!(answers(&mut mc, &second), [already(2)]);
    mc.respond(at(0), ticket, OK, &BindTransceiverResp::default(), &mut [0; 64]).unwrap();
    assert_eq!(mc.state(), State::BoundTrx);
}

#[test]
fn a_truncated_field_gets_its_own_response() {
    let whole = pdu(OK, 3, &submit());
    for len in 16..whole.len() {
        let mut mc = bound_mc(Config::mc());
        let [(id, status, 3)] = answers(&mut mc, &resized(whole.clone(), len))[..] else { panic!() };
        assert_eq!(id, SUBMIT_RESP);
        assert_ne!(status, OK);
    }
    let no_body = resized(whole, 16);
    let mut mc = bound_mc(Config::mc());
    assert_eq!(answers(&mut mc, &no_body), [(SUBMIT_RESP, CommandStatus::ESME_RINVCMDLEN, 3)]);
}

#[test]
fn an_unterminated_string_gets_the_status_of_its_field() {
    let bind = resized(pdu(OK, 3, &bind_trx()), 16 + 5 + 6);
    let mut mc = session(Config::mc());
    let refused = (CommandId::BIND_TRANSCEIVER_RESP, CommandStatus::ESME_RINVPASWD, 3);
    assert_eq!(answers(&mut mc, &bind), [refused]);
}

#[test]
fn garbage_after_the_body_is_refused_by_an_mc_and_tolerated_by_an_esme() {
    let whole = pdu(OK, 3, &submit());
    let garbage = resized(whole.clone(), whole.len() + 3);
    let mut mc = bound_mc(Config::mc());
    assert_eq!(answers(&mut mc, &garbage), [(SUBMIT_RESP, CommandStatus::ESME_RINVTLVSTREAM, 3)]);

    let deliver = DeliverSm { short_message: b"Hello".into(), ..Default::default() };
    let whole = pdu(OK, 3, &deliver);
    let garbage = resized(whole.clone(), whole.len() + 3);
    let mut esme = bound_esme(Config::esme());
    let Receive::Pdu { event: Some(Event::Request { ticket, pdu, faults, .. }), .. } =
        esme.receive(at(1), &garbage)
    else {
        panic!()
    };
    let Pdu::DeliverSm(deliver) = pdu else { panic!() };
    assert_eq!(deliver.short_message.as_bytes(), b"Hello");
    assert_eq!(faults.first().unwrap().status, CommandStatus::ESME_RINVTLVSTREAM);
    esme.abandon(ticket);
}

#[test]
fn too_long_a_string_gets_the_status_of_its_field() {
    let long = SubmitSm { destination_addr: "1234567890123456789012".into(), ..Default::default() };
    let mut mc = bound_mc(Config::mc());
    assert_eq!(answers(&mut mc, &pdu(OK, 3, &long)), [(SUBMIT_RESP, CommandStatus::ESME_RINVDSTADR, 3)]);
}

#[test]
fn a_peer_that_says_nothing_is_dropped_by_session_init() {
    let mut mc = session(Config::mc());
    assert_eq!(mc.poll_timeout(), Some(at(30)));
    mc.handle_timeout(at(29));
    assert_eq!(closed(&mut mc), None);
    mc.handle_timeout(at(30));
    assert_eq!(closed(&mut mc), Some(CloseReason::SessionInit));
}

#[test]
fn half_a_pdu_and_silence_is_dropped_by_session_init() {
    let mut mc = session(Config::mc());
    let bind = pdu(OK, 1, &bind_trx());
    let (half, _) = bind.split_at(bind.len() / 2);
    assert!(matches!(mc.receive(at(20), half), Receive::NeedMore { min } if min == bind.len()));
    mc.handle_timeout(at(30));
    assert_eq!(closed(&mut mc), Some(CloseReason::SessionInit));
}

#[test]
fn one_octet_at_a_time_and_ten_pdus_at_once_come_to_the_same() {
    let mut stream = pdu(OK, 1, &bind_trx());
    (2..11).for_each(|number| stream.extend(pdu(OK, number, &EnquireLink::default())));
    let at_once = replay(&mut session(Config::mc()), [stream.clone()]);
    let octets = stream.into_iter().map(|octet| vec![octet]);
    assert_eq!(replay(&mut session(Config::mc()), octets), at_once);
    assert_eq!(at_once.1.len(), 10 * 16);
}

#[test]
fn the_end_of_the_connection_in_mid_pdu_ends_the_session() {
    let mut mc = bound_mc(Config::mc());
    let submit = pdu(OK, 2, &submit());
    assert!(matches!(mc.receive(at(1), &submit[..30]), Receive::NeedMore { .. }));
    mc.receive_eof();
    assert_eq!(closed(&mut mc), Some(CloseReason::Eof));
    assert!(matches!(mc.receive(at(1), &submit), Receive::Closed));
}

#[test]
fn nothing_answers_a_notification_in_the_wrong_state() {
    let mut mc = bound_mc(Config::mc());
    let outbind = pdu(OK, 3, &crate::Outbind::default());
    assert!(matches!(
        mc.receive(at(1), &outbind),
        Receive::Pdu { event: Some(Event::Refused { status: CommandStatus::ESME_RINVBNDSTS, .. }), .. }
    ));
    assert_eq!(owed(&mut mc), []);
}

#[test]
fn an_error_response_may_have_no_body_a_nul_a_body_or_tlvs_alone() {
    let bodies: [&[u8]; 4] = [b"", b"\0", b"0A000000\0", b"\x04\x25\0\x01\x03"];
    for body in bodies {
        let mut esme = bound_esme(Config::esme());
        let sent = esme.request(at(1), &submit(), 5, &mut [0; 128]).unwrap();
        let mut resp = pdu(CommandStatus::ESME_RTHROTTLED, sent.sequence_number, &SubmitSmResp::default());
        resp.truncate(16);
        resp.extend(body);
        let len = resp.len();
        let resp = resized(resp, len);
        let Receive::Pdu { event: Some(Event::Response { token: 5, command_status, faults, .. }), .. } =
            esme.receive(at(1), &resp)
        else {
            panic!("{body:?}")
        };
        assert_eq!(command_status, CommandStatus::ESME_RTHROTTLED);
        assert!(faults.is_empty(), "{faults:?}");
    }
}
