//! Binds, unbinds, timers, versions.

use super::*;
use crate::values::InterfaceVersion;
use crate::{BindTransmitterResp, DeliverSmResp, GenericNack, Outbind, UnbindResp, tlv};

#[test]
fn each_bind_leads_to_its_state_on_both_sides() {
    let binds: [(Pdu<'_>, State); 3] = [
        (BindTransmitter::default().into(), State::BoundTx),
        (BindReceiver::default().into(), State::BoundRx),
        (BindTransceiver::default().into(), State::BoundTrx),
    ];
    for (bind, state) in binds {
        let (mut esme, mut mc) = (session(Config::esme()), session(Config::mc()));
        let (mut there, mut back) = ([0; 64], [0; 64]);
        let sent = esme.request(at(0), &bind, 1, &mut there).unwrap();
        bind_to(&mut mc, &there[..sent.len]);
        assert_eq!(mc.state(), state);
        let mut resp = pdu(OK, sent.sequence_number, &BindTransmitterResp::default());
        resp[4..8].copy_from_slice(&bind.command_id().response().0.to_be_bytes());
        back[..resp.len()].copy_from_slice(&resp);
        assert!(matches!(
            esme.receive(at(0), &back[..resp.len()]),
            Receive::Pdu { event: Some(Event::Response { token: 1, .. }), .. }
        ));
        assert_eq!(esme.state(), state);
    }
}

#[test]
fn a_refused_bind_leaves_both_open_and_another_may_follow() {
    let (mut esme, mut mc) = (session(Config::esme()), session(Config::mc()));
    let mut out = [0; 64];
    for status in [CommandStatus::ESME_RINVCMDID, CommandStatus::ESME_RINVPASWD] {
        let sent = esme.request(at(0), &bind_trx(), 1, &mut out).unwrap();
        let twice = esme.request(at(0), &bind_trx(), 2, &mut [0; 64]);
        assert!(matches!(twice, Err(SendError::NotAllowed { .. })));
        let ticket = request(mc.receive(at(0), &out[..sent.len]));
        let len = mc.reject(at(0), ticket, status, &mut out).unwrap();
        assert_eq!(len, 16);
        let Receive::Pdu { event: Some(Event::Response { command_status, .. }), .. } =
            esme.receive(at(0), &out[..len])
        else {
            panic!()
        };
        assert_eq!(command_status, status);
        assert_eq!((esme.state(), mc.state()), (State::Open, State::Open));
    }
}

#[test]
fn a_generic_nack_to_a_bind_does_not_bind() {
    let mut esme = session(Config::esme());
    let sent = esme.request(at(0), &bind_trx(), 1, &mut [0; 64]).unwrap();
    // Some MCs send ESME_ROK in a generic_nack.
    let nack = pdu(OK, sent.sequence_number, &GenericNack::default());
    assert!(matches!(esme.receive(at(0), &nack), Receive::Pdu { event: Some(Event::Response { .. }), .. }));
    assert_eq!(esme.state(), State::Open);
    assert!(esme.allowed(CommandId::BIND_TRANSCEIVER));
}

#[test]
fn outbind_lets_the_esme_bind() {
    let (mut esme, mut mc) = (session(Config::esme()), session(Config::mc()));
    let mut out = [0; 64];
    let sent = mc.notify(at(0), &Outbind { system_id: "mc".into(), ..Default::default() }, &mut out).unwrap();
    assert_eq!(mc.state(), State::Outbound);
    assert!(matches!(
        esme.receive(at(0), &out[..sent.len]),
        Receive::Pdu { event: Some(Event::Notification { pdu: Pdu::Outbind(_), .. }), .. }
    ));
    assert_eq!(esme.state(), State::Outbound);
    let sent = esme.request(at(0), &BindReceiver::default(), 1, &mut out).unwrap();
    bind_to(&mut mc, &out[..sent.len]);
    assert_eq!(mc.state(), State::BoundRx);
}

#[test]
fn unbind_ends_the_session_of_the_side_that_asked_once_it_is_answered() {
    let (mut esme, mut mc) = (bound_esme(Config::esme()), bound_mc(Config::mc()));
    let mut out = [0; 64];
    let sent = esme.request(at(1), &Unbind::default(), 8, &mut out).unwrap();
    let late = esme.request(at(1), &SubmitSm::default(), 9, &mut [0; 128]);
    assert!(matches!(late, Err(SendError::NotAllowed { .. })));
    assert!(matches!(
        mc.receive(at(1), &out[..sent.len]),
        Receive::Pdu { event: Some(Event::UnbindReceived), .. }
    ));
    assert_eq!(mc.state(), State::Unbound);
    let len = mc.poll_transmit(&mut out);
    assert!(matches!(
        esme.receive(at(1), &out[..len]),
        Receive::Pdu { event: Some(Event::Response { token: 8, .. }), .. }
    ));
    assert_eq!(closed(&mut esme), Some(CloseReason::Unbound));
    mc.receive_eof();
    assert_eq!(closed(&mut mc), Some(CloseReason::PeerUnbound));
}

#[test]
fn both_sides_may_unbind_at_once() {
    let (mut esme, mut mc) = (bound_esme(Config::esme()), bound_mc(Config::mc()));
    let (mut there, mut back) = ([0; 64], [0; 64]);
    let to_mc = esme.request(at(1), &Unbind::default(), 1, &mut there).unwrap().len;
    let to_esme = mc.request(at(1), &Unbind::default(), 2, &mut back).unwrap().len;
    assert!(matches!(mc.receive(at(1), &there[..to_mc]), Receive::Pdu { event: None, .. }));
    assert!(matches!(esme.receive(at(1), &back[..to_esme]), Receive::Pdu { event: None, .. }));
    let to_esme = mc.poll_transmit(&mut back);
    let to_mc = esme.poll_transmit(&mut there);
    assert!(matches!(esme.receive(at(1), &back[..to_esme]), Receive::Pdu { event: Some(_), .. }));
    assert!(matches!(mc.receive(at(1), &there[..to_mc]), Receive::Pdu { event: Some(_), .. }));
    assert_eq!(closed(&mut esme), Some(CloseReason::Unbound));
    assert_eq!(closed(&mut mc), Some(CloseReason::Unbound));
}

#[test]
fn an_unbind_that_is_not_answered_ends_the_session_all_the_same() {
    let mut esme = bound_esme(Config::esme());
    esme.request(at(1), &Unbind::default(), 8, &mut [0; 64]).unwrap();
    assert_eq!(esme.poll_timeout(), Some(at(11)));
    esme.handle_timeout(at(11));
    assert!(matches!(
        esme.poll_event(),
        Some(Event::Unanswered { token: 8, reason: Unanswered::Timeout, .. })
    ));
    assert_eq!(closed(&mut esme), Some(CloseReason::UnbindUnanswered));
}

#[test]
fn unbind_needs_no_free_slot() {
    let mut esme = bound_esme(Config::esme());
    for token in 0..4 {
        esme.request(at(1), &SubmitSm::default(), token, &mut [0; 128]).unwrap();
    }
    assert_eq!(esme.request(at(1), &SubmitSm::default(), 4, &mut [0; 128]), Err(SendError::WindowFull));
    esme.request(at(1), &Unbind::default(), 5, &mut [0; 64]).unwrap();
}

#[test]
fn a_peer_that_unbound_and_stays_is_left() {
    let mut mc = bound_mc(Config::mc());
    let Receive::Pdu { .. } = mc.receive(at(5), &pdu(OK, 2, &Unbind::default())) else { panic!() };
    assert_eq!(mc.poll_timeout(), Some(at(15)));
    mc.handle_timeout(at(15));
    assert_eq!(closed(&mut mc), Some(CloseReason::PeerUnbound));
}

#[test]
fn silence_is_broken_by_enquire_link_and_ends_the_session_if_that_is_not_answered() {
    let mut esme = bound_esme(Config::esme());
    assert_eq!(esme.poll_timeout(), Some(at(30)));
    esme.handle_timeout(at(30));
    let [(CommandId::ENQUIRE_LINK, OK, number)] = owed(&mut esme)[..] else { panic!() };
    assert_eq!(esme.poll_timeout(), Some(at(40)));

    // Answered: all is well, and the next is due 30 s later.
    let mut answered = esme.clone();
    let resp = pdu(OK, number, &crate::EnquireLinkResp::default());
    assert!(matches!(answered.receive(at(35), &resp), Receive::Pdu { event: None, .. }));
    assert_eq!(answered.poll_timeout(), Some(at(65)));

    // Not answered, but the peer said something else: it is there.
    let mut busy = esme.clone();
    let Receive::Pdu { .. } = busy.receive(at(35), &pdu(OK, 1, &EnquireLink::default())) else { panic!() };
    busy.handle_timeout(at(40));
    assert_eq!(closed(&mut busy), None);

    esme.handle_timeout(at(40));
    assert_eq!(closed(&mut esme), Some(CloseReason::EnquireLinkUnanswered));
}

#[test]
fn inactivity_closes() {
    let mut config = Config::mc();
    config.enquire_link = None;
    config.inactivity = Some(Duration::from_secs(60));
    let mut mc = bound_mc(config);
    let Receive::Pdu { .. } = mc.receive(at(10), &pdu(OK, 2, &EnquireLink::default())) else { panic!() };
    assert_eq!(mc.poll_timeout(), Some(at(70)));
    mc.handle_timeout(at(70));
    assert_eq!(closed(&mut mc), Some(CloseReason::Inactivity));
}

#[test]
fn a_request_times_out_and_its_late_response_is_nothing() {
    let mut esme = bound_esme(Config::esme());
    let sent = esme.request(at(1), &SubmitSm::default(), 5, &mut [0; 128]).unwrap();
    assert_eq!(esme.poll_timeout(), Some(at(11)));
    esme.handle_timeout(at(11));
    let resp = pdu(OK, sent.sequence_number, &SubmitSmResp::default());
    assert!(matches!(esme.receive(at(11), &resp), Receive::Pdu { event: None, .. }));
    assert!(matches!(
        esme.poll_event(),
        Some(Event::Unanswered { token: 5, reason: Unanswered::Timeout, .. })
    ));
    assert!(esme.poll_event().is_none());
    assert_eq!((esme.stats().timed_out, esme.stats().unmatched), (1, 1));
    assert_eq!(esme.window_available(), 4);
}

#[test]
fn a_request_may_have_a_response_timer_of_its_own() {
    let mut esme = bound_esme(Config::esme());
    let mut out = [0; 128];
    esme.request(at(1), &SubmitSm::default(), 1, &mut out).unwrap();
    esme.request_within(at(1), &SubmitSm::default(), 2, Duration::from_secs(2), &mut out).unwrap();
    assert_eq!(esme.poll_timeout(), Some(at(3)));
    esme.handle_timeout(at(3));
    assert!(matches!(esme.poll_event(), Some(Event::Unanswered { token: 2, .. })));
    assert!(esme.poll_event().is_none());
    assert_eq!(esme.poll_timeout(), Some(at(11)));
}

#[test]
fn the_lower_version_is_spoken() {
    let version_of = |ours, theirs: Option<u8>| {
        let mut config = Config::esme();
        config.interface_version = ours;
        let mut esme = session(config);
        let bind = BindTransmitter::default();
        let sent = esme.request(at(0), &bind, 0, &mut [0; 128]).unwrap();
        let items = theirs.map(|version| tlv::SC_INTERFACE_VERSION.with(InterfaceVersion(version)));
        let resp = BindTransmitterResp { tlvs: items.as_slice().into(), ..Default::default() };
        let resp = pdu(OK, sent.sequence_number, &resp);
        let Receive::Pdu { event: Some(_), .. } = esme.receive(at(0), &resp) else { panic!() };
        esme.version()
    };
    let (v3_3, v3_4, v5_0) = (InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0);
    assert_eq!(version_of(v5_0, Some(0x50)), v5_0);
    assert_eq!(version_of(v5_0, Some(0x34)), v3_4);
    assert_eq!(version_of(v3_4, Some(0x50)), v3_4);
    assert_eq!(version_of(v5_0, None), v3_4);
    assert_eq!(version_of(v3_3, Some(0x34)), v3_3);
    assert_eq!(version_of(v5_0, Some(0)), v3_3);
}

#[test]
fn a_peer_of_3_3_is_sent_no_tlv_and_no_pdu_it_cannot_know() {
    let mut mc = session(Config::mc());
    bind_to(
        &mut mc,
        &pdu(OK, 1, &BindReceiver { interface_version: InterfaceVersion(0x33), ..Default::default() }),
    );
    assert_eq!(mc.version(), InterfaceVersion::V3_3);
    let items = [tlv::USER_MESSAGE_REFERENCE.with(1)];
    let deliver = DeliverSm { tlvs: (&items).into(), ..Default::default() };
    let error = mc.request(at(1), &deliver, 1, &mut [0; 128]).unwrap_err();
    assert_eq!(std::string::ToString::to_string(&error), "deliver_sm.tlvs: not in SMPP 3.3");
    let error = mc.notify(at(1), &crate::AlertNotification::default(), &mut [0; 128]).unwrap_err();
    assert!(matches!(error, SendError::NotInVersion { .. }), "{error}");
    mc.request(at(1), &DeliverSm::default(), 1, &mut [0; 128]).unwrap();
}

#[test]
fn a_3_3_esme_is_told_no_version_in_the_bind_response() {
    let mut mc = session(Config::mc());
    let bind = BindReceiver { interface_version: InterfaceVersion(0x33), ..Default::default() };
    let ticket = request(mc.receive(at(0), &pdu(OK, 1, &bind)));
    let items = [tlv::SC_INTERFACE_VERSION.with(InterfaceVersion::V3_4)];
    let resp = crate::BindReceiverResp { tlvs: (&items).into(), ..Default::default() };
    let (ticket, error) = mc.respond(at(0), ticket, OK, &resp, &mut [0; 64]).unwrap_err();
    assert!(matches!(error, SendError::Field(_)), "{error}");
    mc.respond(at(0), ticket, OK, &crate::BindReceiverResp::default(), &mut [0; 64]).unwrap();
}

#[test]
fn an_accepted_bind_tells_our_version_where_there_are_tlvs() {
    let told = |ours, theirs| {
        let mut config = Config::mc();
        config.interface_version = InterfaceVersion(ours);
        let mut mc = session(config);
        let bind = BindReceiver { interface_version: InterfaceVersion(theirs), ..Default::default() };
        let ticket = request(mc.receive(at(0), &pdu(OK, 1, &bind)));
        let mut out = [0; 64];
        let (ticket, error) = mc.accept_bind(at(0), ticket, "mc", &mut out[..18]).unwrap_err();
        assert!(matches!(error, SendError::BufferTooSmall { .. }), "{error}");
        let len = mc.accept_bind(at(0), ticket, "mc", &mut out).unwrap();
        assert_eq!(mc.state(), State::BoundRx);
        let Pdu::BindReceiverResp(resp) = decode(&out[..len]).unwrap().pdu else { panic!() };
        assert_eq!(resp.system_id, "mc");
        resp.tlvs.get(&tlv::SC_INTERFACE_VERSION).map(|version| version.0)
    };
    assert_eq!(told(0x34, 0x33), None);
    assert_eq!(told(0x33, 0x34), None);
    assert_eq!(told(0x34, 0x34), Some(0x34));
    assert_eq!(told(0x34, 0x50), Some(0x34));
    assert_eq!(told(0x50, 0x34), Some(0x50));

    let mut mc = session(Config::mc());
    for (number, bind) in
        [pdu(OK, 1, &BindTransmitter::default()), pdu(OK, 2, &bind_trx())].iter().enumerate()
    {
        let ticket = request(mc.receive(at(0), bind));
        assert_eq!(ticket.sequence_number() as usize, number + 1);
        if number == 0 {
            mc.reject(at(0), ticket, CommandStatus::ESME_RBINDFAIL, &mut [0; 16]).unwrap();
        } else {
            mc.accept_bind(at(0), ticket, "mc", &mut [0; 64]).unwrap();
        }
    }
    assert_eq!(mc.state(), State::BoundTrx);
    let ticket = request(mc.receive(at(1), &pdu(OK, 3, &SubmitSm::default())));
    let (_ticket, error) = mc.accept_bind(at(1), ticket, "mc", &mut [0; 64]).unwrap_err();
    assert_eq!(error, SendError::WrongKind { command_id: CommandId::SUBMIT_SM_RESP });
}

#[test]
fn only_the_response_to_the_request_may_be_sent_for_its_ticket() {
    let mut mc = bound_mc(Config::mc());
    let ticket = request(mc.receive(at(1), &pdu(OK, 2, &SubmitSm::default())));
    let (ticket, error) = mc.respond(at(1), ticket, OK, &DeliverSmResp::default(), &mut [0; 64]).unwrap_err();
    assert_eq!(error, SendError::WrongKind { command_id: CommandId::DELIVER_SM_RESP });
    assert_eq!(mc.unanswered(), 1);
    mc.respond(at(1), ticket, OK, &SubmitSmResp::default(), &mut [0; 64]).unwrap();
    assert_eq!(mc.unanswered(), 0);

    // A generic_nack answers anything.
    let ticket = request(mc.receive(at(2), &pdu(OK, 3, &SubmitSm::default())));
    let (nack, status) = (GenericNack::default(), CommandStatus::ESME_RSYSERR);
    assert_eq!(mc.respond(at(2), ticket, status, &nack, &mut [0; 64]).unwrap(), 16);
    assert_eq!(mc.unanswered(), 0);
}

#[test]
fn a_bind_that_is_left_unanswered_makes_room_for_another() {
    let mut mc = session(Config::mc());
    let first = request(mc.receive(at(1), &pdu(OK, 1, &bind_trx())));
    let written = (first.command_id(), first.sequence_number());
    mc.abandon(first);
    let second = request(mc.receive(at(2), &pdu(OK, 2, &bind_trx())));
    // The first is past answering, whoever wrote down its ticket.
    let late = Ticket::reissue(written.0, written.1);
    let (_late, error) = mc.accept_bind(at(3), late, "mc", &mut [0; 64]).unwrap_err();
    let command_id = CommandId::BIND_TRANSCEIVER_RESP;
    assert_eq!(error, SendError::NotAllowed { state: State::Open, command_id });
    mc.accept_bind(at(3), second, "mc", &mut [0; 64]).unwrap();
    assert_eq!(mc.state(), State::BoundTrx);
}

#[test]
fn what_else_is_answered_while_a_bind_waits_is_not_taken_for_its_answer() {
    let enquire_link_resp = |number| pdu(OK, number, &crate::EnquireLinkResp::default());
    let mut esme = session(Config::esme());
    let bind = esme.request(at(0), &bind_trx(), 1, &mut [0; 64]).unwrap();
    let enquiry = esme.request(at(0), &EnquireLink::default(), 2, &mut [0; 64]).unwrap();
    let _ = esme.receive(at(1), &enquire_link_resp(enquiry.sequence_number));
    assert_eq!((esme.state(), esme.in_flight()), (State::Open, 1));
    let _ = esme.receive(at(1), &pdu(OK, bind.sequence_number, &BindTransceiverResp::default()));
    assert_eq!(esme.state(), State::BoundTrx);

    // The numbers of both sides have nothing to do with each other.
    let mut mc = session(Config::mc());
    let enquiry = mc.request(at(0), &EnquireLink::default(), 2, &mut [0; 64]).unwrap();
    let ticket = request(mc.receive(at(0), &pdu(OK, enquiry.sequence_number, &bind_trx())));
    let _ = mc.receive(at(1), &enquire_link_resp(enquiry.sequence_number));
    assert_eq!((mc.state(), mc.in_flight()), (State::Open, 0));
    mc.accept_bind(at(2), ticket, "mc", &mut [0; 64]).unwrap();
    assert_eq!(mc.state(), State::BoundTrx);
}

#[test]
fn data_sm_goes_in_either_direction_of_any_bind_in_3_4_only() {
    let bound_rx = |version: InterfaceVersion| {
        let mut esme = session(Config { interface_version: version, ..Config::esme() });
        let sent = esme.request(at(0), &BindReceiver::default(), 0, &mut [0; 64]).unwrap();
        let tlvs = [tlv::SC_INTERFACE_VERSION.with(version)];
        let resp = crate::BindReceiverResp { tlvs: (&tlvs).into(), ..Default::default() };
        let _ = esme.receive(at(0), &pdu(OK, sent.sequence_number, &resp));
        assert_eq!((esme.state(), esme.version()), (State::BoundRx, version));
        esme
    };
    assert!(bound_rx(InterfaceVersion::V3_4).allowed(CommandId::DATA_SM));
    assert!(!bound_rx(InterfaceVersion::V5_0).allowed(CommandId::DATA_SM));
}

#[test]
fn a_response_cannot_be_sent_as_a_request() {
    let mut esme = bound_esme(Config::esme());
    let error = esme.request(at(1), &UnbindResp::default(), 1, &mut [0; 64]).unwrap_err();
    assert_eq!(error, SendError::WrongKind { command_id: CommandId::UNBIND_RESP });
}

#[test]
fn requests_of_the_peer_beyond_max_unanswered_wait_or_are_throttled() {
    let mut config = Config::mc();
    config.max_unanswered = 2;
    let submit = |number| pdu(OK, number, &SubmitSm::default());
    let mut mc = bound_mc(config);
    let first = request(mc.receive(at(1), &submit(2)));
    let _second = request(mc.receive(at(1), &submit(3)));
    assert!(matches!(mc.receive(at(1), &submit(4)), Receive::Paused));
    // What is not for the application goes on.
    assert!(matches!(
        mc.receive(at(1), &pdu(OK, 5, &EnquireLink::default())),
        Receive::Pdu { event: None, .. }
    ));
    mc.reject(at(1), first, CommandStatus::ESME_RSYSERR, &mut [0; 16]).unwrap();
    let _third = request(mc.receive(at(1), &submit(4)));

    // Nor does what nothing answers wait.
    let mut esme = bound_esme(Config { max_unanswered: 1, ..Config::esme() });
    let _ticket = request(esme.receive(at(1), &pdu(OK, 7, &DeliverSm::default())));
    assert!(matches!(esme.receive(at(1), &pdu(OK, 8, &DeliverSm::default())), Receive::Paused));
    assert!(matches!(
        esme.receive(at(1), &pdu(OK, 9, &crate::AlertNotification::default())),
        Receive::Pdu { event: Some(Event::Notification { .. }), .. }
    ));
    let sent = esme.request(at(1), &SubmitSm::default(), 5, &mut [0; 64]).unwrap();
    assert!(matches!(
        esme.receive(at(1), &pdu(OK, sent.sequence_number, &SubmitSmResp::default())),
        Receive::Pdu { event: Some(Event::Response { token: 5, .. }), .. }
    ));

    // What was granted can be changed.
    assert!(matches!(mc.receive(at(1), &submit(6)), Receive::Paused));
    mc.set_max_unanswered(3);
    let _fourth = request(mc.receive(at(1), &submit(6)));

    config.when_unanswered_full = WhenFull::Throttle;
    let mut mc = bound_mc(config);
    let _first = request(mc.receive(at(1), &submit(2)));
    let _second = request(mc.receive(at(1), &submit(3)));
    let Receive::Pdu { event: Some(Event::Refused { status, .. }), .. } = mc.receive(at(1), &submit(4))
    else {
        panic!()
    };
    assert_eq!(status, CommandStatus::ESME_RTHROTTLED);
    assert_eq!(owed(&mut mc), [(CommandId::SUBMIT_SM_RESP, CommandStatus::ESME_RTHROTTLED, 4)]);
}

#[test]
fn while_we_do_not_listen_the_silence_of_the_peer_is_ours() {
    let mut config = Config::mc();
    config.max_unanswered = 1;
    config.inactivity = Some(Duration::from_secs(20));
    let mut mc = bound_mc(config);
    let _ticket = request(mc.receive(at(1), &pdu(OK, 2, &SubmitSm::default())));
    assert!(matches!(mc.receive(at(2), &pdu(OK, 3, &SubmitSm::default())), Receive::Paused));
    for second in [21, 42, 63] {
        mc.handle_timeout(at(second));
        assert_eq!(closed(&mut mc), None);
    }
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let with = |change: fn(&mut Config)| {
        let mut config = Config::mc();
        change(&mut config);
        Session::new(config, [Slot::default(); 1], at(0)).unwrap_err()
    };
    assert_eq!(with(|config| config.max_command_length = 15), ConfigError::MaxCommandLength);
    assert_eq!(with(|config| config.max_unanswered = 0), ConfigError::MaxUnanswered);
    assert_eq!(with(|config| config.response = Duration::ZERO), ConfigError::ZeroTimer);
    assert_eq!(Session::new(Config::mc(), [], at(0)).unwrap_err(), ConfigError::Window);
    let too_many = vec![Slot::default(); usize::from(u16::MAX) + 1];
    assert_eq!(Session::new(Config::mc(), too_many, at(0)).unwrap_err(), ConfigError::Window);
}

/// A peer that asks and asks and takes no answer: we stop reading, and what it does not read is not our silence.
#[test]
fn a_peer_that_takes_no_answers_is_left() {
    let mut mc = bound_mc(Config::mc());
    let asks = pdu(OK, 1, &EnquireLink::default());
    let mut answered = 0;
    while let Receive::Pdu { .. } = mc.receive(at(1), &asks) {
        answered += 1;
    }
    assert!(matches!(mc.receive(at(1), &asks), Receive::Paused));
    assert_eq!(answered, 8);
    // The enquire_link has its place beside the answers, and nothing that was owed is lost.
    mc.handle_timeout(at(31));
    assert!(matches!(mc.receive(at(32), &asks), Receive::Paused));
    assert!(mc.poll_event().is_none());
    mc.handle_timeout(at(41));
    let Some(Event::Closed { reason }) = mc.poll_event() else { panic!("it is still there") };
    assert_eq!(reason, CloseReason::EnquireLinkUnanswered);
    let mut out = [0; 512];
    assert_eq!(mc.poll_transmit(&mut out), 9 * 16);
}

/// As above, but before it came to that, the caller was slow, and we did not listen because of that.
#[test]
fn a_peer_that_takes_no_answers_is_left_though_we_were_slow_once() {
    let config = Config { max_unanswered: 1, ..Config::mc() };
    let mut mc = bound_mc(config);
    let ticket = request(mc.receive(at(1), &pdu(OK, 2, &SubmitSm::default())));
    assert!(matches!(mc.receive(at(1), &pdu(OK, 3, &SubmitSm::default())), Receive::Paused));
    mc.handle_timeout(at(31));
    mc.respond(at(32), ticket, OK, &SubmitSmResp::default(), &mut [0; 64]).unwrap();
    // What was answered is not taken, so the caller reads no more.
    for second in [41, 62, 72] {
        mc.handle_timeout(at(second));
    }
    assert_eq!(closed(&mut mc), Some(CloseReason::EnquireLinkUnanswered));
}

/// A caller that reads nothing for reasons of its own can say so.
#[test]
fn silence_that_the_caller_excuses_is_not_the_peers() {
    let config = Config { inactivity: Some(Duration::from_secs(100)), ..Config::mc() };
    for excuses in [true, false] {
        let mut mc = bound_mc(config);
        for second in (1..600).step_by(5) {
            if excuses {
                mc.excuse_silence(at(second));
            }
            mc.handle_timeout(at(second));
            let room = &mut [0; 64];
            mc.poll_transmit(room);
        }
        assert_eq!(closed(&mut mc), if excuses { None } else { Some(CloseReason::EnquireLinkUnanswered) });
    }
}

/// Where the caller does not answer, the peer's silence is ours.
#[test]
fn a_peer_that_waits_for_our_answers_is_not_left() {
    let config = Config { max_unanswered: 1, ..Config::mc() };
    let mut mc = bound_mc(config);
    let submit = pdu(OK, 1, &SubmitSm::default());
    let Receive::Pdu { event: Some(Event::Request { .. }), .. } = mc.receive(at(1), &submit) else {
        panic!("not the submit_sm")
    };
    for second in 1..200 {
        assert!(matches!(mc.receive(at(second), &submit), Receive::Paused));
        mc.handle_timeout(at(second));
        mc.poll_transmit(&mut [0; 512]);
        assert!(mc.poll_event().is_none(), "{second}");
    }
}
