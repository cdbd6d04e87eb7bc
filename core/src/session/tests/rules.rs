//! R1 to R8.

use proptest::prelude::*;

use super::world::{Kind, Step, World};
use super::*;

/// A PDU of a peer, often not a good one.
fn peer_pdu() -> impl Strategy<Value = Vec<u8>> {
    let good = prop_oneof![
        Just(pdu(OK, 3, &SubmitSm { short_message: b"Hello".into(), ..Default::default() })),
        Just(pdu(OK, 4, &EnquireLink::default())),
        Just(pdu(OK, 5, &bind_trx())),
        Just(pdu(OK, 6, &Unbind::default())),
        Just(pdu(OK, 7, &DeliverSm::default())),
        Just(pdu(OK, 1, &SubmitSmResp { message_id: "1".into(), ..Default::default() })),
    ];
    let any_id = prop_oneof![
        prop::sample::select(crate::SCHEMA.iter().map(|def| def.command_id.0).collect::<Vec<_>>()),
        any::<u32>(),
    ];
    let arbitrary = (any_id, any::<u32>(), 0_u32..9, prop::collection::vec(any::<u8>(), 0..64));
    let arbitrary = arbitrary.prop_map(|(id, status, number, body)| {
        let mut pdu = Vec::new();
        pdu.extend(u32::try_from(16 + body.len()).unwrap().to_be_bytes());
        [id, status % 3, number].iter().for_each(|word| pdu.extend(word.to_be_bytes()));
        pdu.extend(body);
        pdu
    });
    let bad_length = any::<[u8; 20]>().prop_map(Vec::from);
    prop_oneof![8 => good, 8 => arbitrary, 1 => bad_length]
}

proptest! {
    #[test]
    fn r1_any_chunking_gives_the_same(
        pdus in prop::collection::vec(peer_pdu(), 1..12),
        cuts in prop::collection::vec(1_usize..40, 1..40),
        mc in any::<bool>(),
        bound in any::<bool>(),
    ) {
        let stream = pdus.concat();
        let start = match (mc, bound) {
            (true, true) => bound_mc(Config::mc()),
            (true, false) => session(Config::mc()),
            (false, true) => bound_esme(Config::esme()),
            (false, false) => session(Config::esme()),
        };
        let at_once = replay(&mut start.clone(), [stream.clone()]);
        let mut rest = &stream[..];
        let mut cuts = cuts.into_iter().cycle();
        let chunks = core::iter::from_fn(|| {
            let len = cuts.next()?.min(rest.len());
            let (chunk, tail) = rest.split_at(len);
            rest = tail;
            (len > 0).then(|| chunk.to_vec())
        });
        prop_assert_eq!(replay(&mut start.clone(), chunks), at_once);
    }

    #[test]
    fn r1_receive_never_looks_behind_the_pdu(pdu in peer_pdu(), behind in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut alone = bound_mc(Config::mc());
        let mut followed = alone.clone();
        let input = [&pdu[..], &behind].concat();
        if let Receive::Pdu { consumed, event } = alone.receive(at(1), &pdu) {
            let Receive::Pdu { consumed: again, event: same } = followed.receive(at(1), &input) else { panic!() };
            prop_assert_eq!(consumed, again);
            prop_assert_eq!(format!("{event:?}"), format!("{same:?}"));
            prop_assert_eq!(alone, followed);
        }
    }

    #[test]
    fn r2_r3_r4_r5_hold_in_any_course_of_events(
        window in 1_usize..5,
        bound in any::<bool>(),
        steps in prop::collection::vec(any::<Step>(), 0..120),
    ) {
        let bind = [
            Step::Request(Role::Esme, Kind::Bind),
            Step::Deliver(Role::Esme, 128),
            Step::Answer(Role::Mc, OK),
            Step::Deliver(Role::Mc, 128),
        ];
        World::new(window).run(bind.into_iter().filter(|_| bound).chain(steps));
    }

    #[test]
    fn r5_large_windows_keep_their_numbers_apart_around_the_end_of_the_numbers(
        window in 1_usize..400,
        before_the_end in 0_u32..500,
        steps in prop::collection::vec(any::<(u8, prop::sample::Index)>(), 0..2_000),
    ) {
        let mut slots = vec![Slot::default(); window];
        let mut config = Config::esme();
        config.enquire_link = None;
        let mut esme = Session::new(config, &mut slots[..], at(0)).unwrap();
        let sent = esme.request(at(0), &bind_trx(), 0, &mut [0; 128]).unwrap();
        let _ = esme.receive(at(0), &pdu(OK, sent.sequence_number, &BindTransceiverResp::default()));
        esme.inner.window.set_next_number(0x7FFF_FFFF - before_the_end);

        let mut open: Vec<(u64, u32)> = Vec::new();
        let mut out = [0; 128];
        for (token, (step, which)) in (1..).zip(steps) {
            // Three in five send; of the others, each answers one or finds that it was answered before.
            if step % 5 < 3 {
                match esme.request(at(1), &SubmitSm::default(), token, &mut out) {
                    Ok(sent) => {
                        let number = sent.sequence_number;
                        prop_assert!((1..=0x7FFF_FFFF).contains(&number), "{number:#x}");
                        prop_assert!(open.iter().all(|(_, other)| *other != number), "{number:#x} twice");
                        open.push((token, number));
                    }
                    Err(error) => {
                        prop_assert_eq!(error, SendError::WindowFull);
                        prop_assert_eq!(open.len(), window);
                    }
                }
            } else if !open.is_empty() {
                let (token, number) = open.swap_remove(which.index(open.len()));
                let resp = pdu(OK, number, &SubmitSmResp::default());
                for expected in [Some(token), None] {
                    let Receive::Pdu { event, .. } = esme.receive(at(1), &resp) else { panic!() };
                    let answered = event.map(|event| match event {
                        Event::Response { token, .. } => token,
                        other => panic!("{other:?}"),
                    });
                    prop_assert_eq!(answered, expected);
                }
            }
            prop_assert_eq!(esme.in_flight(), open.len());
        }
    }
}

#[test]
fn r2_an_error_leaves_the_session_as_it_was() {
    let mut esme = bound_esme(Config::esme());
    let too_long = SubmitSm { service_type: "too long".into(), ..Default::default() };
    let nul = SubmitSm { source_addr: COctet::new(b"1\x002"), ..Default::default() };
    let before = esme.clone();
    let mut out = [0; 128];
    assert!(matches!(esme.request(at(9), &too_long, 1, &mut out), Err(SendError::Field(_))));
    assert!(matches!(esme.request(at(9), &nul, 1, &mut out), Err(SendError::Field(_))));
    assert!(matches!(esme.request(at(9), &bind_trx(), 1, &mut out), Err(SendError::NotAllowed { .. })));
    assert!(matches!(
        esme.request(at(9), &DeliverSm::default(), 1, &mut out),
        Err(SendError::NotAllowed { .. })
    ));
    let submit = SubmitSm { short_message: b"Hello".into(), ..Default::default() };
    for room in 0..submit.encoded_len() {
        let error = esme.request(at(9), &submit, 1, &mut out[..room]).unwrap_err();
        assert_eq!(error, SendError::BufferTooSmall { needed: submit.encoded_len() });
    }
    assert_eq!(esme, before);

    for token in 0..4 {
        esme.request(at(9), &submit, token, &mut out).unwrap();
    }
    let before = esme.clone();
    assert_eq!(esme.request(at(9), &submit, 4, &mut out), Err(SendError::WindowFull));
    assert_eq!(esme, before);

    let ticket = request(esme.receive(at(9), &pdu(OK, 1, &DeliverSm::default())));
    let before = esme.clone();
    let (_, error) = esme.reject(at(10), ticket, CommandStatus::ESME_RSYSERR, &mut out[..15]).unwrap_err();
    assert_eq!(error, SendError::BufferTooSmall { needed: 16 });
    assert_eq!(esme, before);
}

use crate::COctetString as COctet;

#[test]
fn r3_after_handle_timeout_nothing_is_due() {
    let mut esme = bound_esme(Config::esme());
    let mut out = [0; 128];
    for (second, token) in [(1, 1), (2, 2), (3, 3)] {
        esme.request(at(second), &SubmitSm::default(), token, &mut out).unwrap();
    }
    for second in 0..200 {
        esme.handle_timeout(at(second));
        assert!(esme.poll_timeout().is_none_or(|due| due > at(second)), "{second}");
    }
}

#[test]
fn r3_an_enquire_link_that_is_given_up_makes_room_for_the_next() {
    let config = Config { enquire_link: Some(Duration::from_secs(1)), ..Config::esme() };
    let mut esme = bound_esme(config);
    esme.handle_timeout(at(1));
    assert!(matches!(owed(&mut esme)[..], [(CommandId::ENQUIRE_LINK, ..)]));
    // The peer does not answer it, but says something else: it is there.
    let _ = request(esme.receive(at(3), &pdu(OK, 1, &DeliverSm::default())));
    esme.handle_timeout(at(12));
    assert_eq!(esme.poll_timeout(), Some(at(22)));
    assert!(matches!(owed(&mut esme)[..], [(CommandId::ENQUIRE_LINK, ..)]));
}

#[test]
fn r4_each_request_ends_once() {
    let mut esme = bound_esme(Config::esme());
    let mut out = [0; 128];
    let answered = esme.request(at(1), &SubmitSm::default(), 1, &mut out).unwrap();
    esme.request(at(1), &SubmitSm::default(), 2, &mut out).unwrap();
    esme.request(at(5), &SubmitSm::default(), 3, &mut out).unwrap();
    let resp = pdu(OK, answered.sequence_number, &SubmitSmResp::default());
    assert!(matches!(
        esme.receive(at(2), &resp),
        Receive::Pdu { event: Some(Event::Response { token: 1, .. }), .. }
    ));
    assert!(matches!(esme.receive(at(2), &resp), Receive::Pdu { event: None, .. }));
    esme.handle_timeout(at(11));
    esme.receive_eof();
    let ends: Vec<_> = core::iter::from_fn(|| esme.poll_event()).map(|event| format!("{event:?}")).collect();
    let [timeout, lost, closed] = &ends[..] else { panic!("{ends:?}") };
    assert!(timeout.contains("token: 2") && timeout.contains("Timeout"), "{timeout}");
    assert!(lost.contains("token: 3") && lost.contains("reason: Closed"), "{lost}");
    assert_eq!(closed, "Closed { reason: Eof }");
}

#[test]
fn r5_numbers_run_to_0x7fffffff_and_wrap_to_1() {
    let mut esme = bound_esme(Config::esme());
    esme.inner.window.set_next_number(0x7FFF_FFFE);
    let mut out = [0; 128];
    let numbers: Vec<_> = (0..4)
        .map(|token| esme.request(at(1), &SubmitSm::default(), token, &mut out).unwrap().sequence_number)
        .collect();
    assert!(numbers.iter().all(|number| (1..=0x7FFF_FFFF).contains(number)), "{numbers:x?}");
    assert_eq!(numbers[..2], [0x7FFF_FFFE, 0x7FFF_FFFF]);
    let mut distinct = numbers.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 4);
    for number in numbers {
        let resp = pdu(OK, number, &SubmitSmResp::default());
        assert!(matches!(
            esme.receive(at(1), &resp),
            Receive::Pdu { event: Some(Event::Response { .. }), .. }
        ));
    }
}

#[test]
fn r5_a_number_in_flight_is_skipped() {
    let mut esme = bound_esme(Config::esme());
    let mut out = [0; 128];
    let slow = esme.request(at(1), &SubmitSm::default(), 1, &mut out).unwrap().sequence_number;
    for token in 2..50 {
        let sent = esme.request(at(1), &SubmitSm::default(), token, &mut out).unwrap();
        assert_ne!(sent.sequence_number, slow);
        let resp = pdu(OK, sent.sequence_number, &SubmitSmResp::default());
        let Receive::Pdu { event: Some(Event::Response { token: answered, .. }), .. } =
            esme.receive(at(1), &resp)
        else {
            panic!()
        };
        assert_eq!(answered, token);
    }
}

#[test]
fn r5_the_numbers_of_our_unbind_and_enquire_link_are_skipped_too() {
    let mut esme = bound_esme(Config::esme());
    esme.handle_timeout(at(30));
    let [(CommandId::ENQUIRE_LINK, _, enquiring)] = owed(&mut esme)[..] else { panic!() };
    let mut out = [0; 128];
    esme.inner.window.set_next_number(enquiring);
    let sent = esme.request(at(30), &SubmitSm::default(), 1, &mut out).unwrap();
    assert_ne!(sent.sequence_number, enquiring);
    esme.inner.window.set_next_number(enquiring);
    let unbinding = esme.request(at(30), &Unbind::default(), 2, &mut out).unwrap().sequence_number;
    assert!(unbinding != enquiring && unbinding != sent.sequence_number);
}

#[test]
fn r6_a_response_that_answers_nothing_changes_nothing() {
    let mut esme = bound_esme(Config::esme());
    let sent = esme.request(at(1), &SubmitSm::default(), 1, &mut [0; 128]).unwrap();
    let unmatched = [
        pdu(OK, sent.sequence_number + 1, &SubmitSmResp::default()),
        pdu(OK, sent.sequence_number + 4, &SubmitSmResp::default()),
        pdu(OK, sent.sequence_number, &crate::QuerySmResp::default()),
        pdu(OK, sent.sequence_number, &BindTransceiverResp::default()),
        pdu(OK, sent.sequence_number, &crate::UnbindResp::default()),
        pdu(CommandStatus::ESME_RINVCMDID, 0, &crate::GenericNack::default()),
    ];
    for (count, response) in (1..).zip(unmatched) {
        assert!(matches!(esme.receive(at(1), &response), Receive::Pdu { event: None, .. }));
        assert_eq!(esme.stats().unmatched, count);
        assert_eq!((esme.in_flight(), esme.state()), (1, State::BoundTrx));
        assert_eq!(owed(&mut esme), []);
    }
    let nack = pdu(CommandStatus::ESME_RINVCMDID, sent.sequence_number, &crate::GenericNack::default());
    assert!(matches!(
        esme.receive(at(1), &nack),
        Receive::Pdu { event: Some(Event::Response { token: 1, pdu: Pdu::GenericNack(_), .. }), .. }
    ));
}

// R7, no allocation and no panic: `tests/no_alloc.rs` and r1 with arbitrary octets.

#[test]
fn r8_answers_that_are_owed_are_never_dropped() {
    let mut mc = bound_mc(Config::mc());
    let mut answered = Vec::new();
    let mut number = 0;
    for _ in 0..1000 {
        if answered.len() >= 100 {
            break;
        }
        match mc.receive(at(1), &pdu(OK, number + 1, &EnquireLink::default())) {
            Receive::Pdu { .. } => number += 1,
            Receive::Paused => {
                // Room for three of the eight.
                let mut out = [0; 16 * 3 + 15];
                let len = mc.poll_transmit(&mut out);
                assert_eq!(len, 48);
                answered.extend(out[..len].chunks(16).map(|pdu| decode(pdu).unwrap().header.sequence_number));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(answered.len() >= 100);
    assert!(answered.iter().copied().eq(1..=u32::try_from(answered.len()).unwrap()));
}
