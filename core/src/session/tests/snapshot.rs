//! A session goes on in another process.

use super::*;

fn snapshot(session: &Esme, now: Instant) -> Vec<u8> {
    let mut out = vec![0; session.snapshot_len()];
    assert_eq!(session.snapshot(now, &mut out), Ok(out.len()));
    out
}

fn restore(snapshot: &[u8], now: Instant) -> Result<Esme, SnapshotError> {
    Session::restore(Config::esme(), [Slot::default(); 4], snapshot, now)
}

/// An ESME with a bit of everything going on.
fn busy() -> Esme {
    let mut esme = bound_esme(Config::esme());
    let mut out = [0; 128];
    esme.handle_timeout(at(30));
    for token in 10..13 {
        esme.request(at(31), &SubmitSm::default(), token, &mut out).unwrap();
    }
    let _ticket = request(esme.receive(at(32), &pdu(OK, 5, &DeliverSm::default())));
    let Receive::Pdu { .. } = esme.receive(at(33), &pdu(OK, 6, &EnquireLink::default())) else { panic!() };
    esme
}

#[test]
fn it_goes_on_as_it_was() {
    let session = busy();
    let octets = snapshot(&session, at(35));
    assert_eq!(octets.len(), 49 + 4 * 32 + 2 * 12);
    let mut again = restore(&octets, at(35)).unwrap();
    // What passed before is not counted again.
    again.inner.stats = session.inner.stats;
    assert_eq!(again, session);
}

#[test]
fn a_bind_under_way_and_the_unbind_of_the_peer_go_on() {
    let mut binding = session(Config::esme());
    binding.request(at(1), &bind_trx(), 1, &mut [0; 128]).unwrap();
    let mut leaving = bound_esme(Config::esme());
    let Receive::Pdu { event: Some(Event::UnbindReceived), .. } =
        leaving.receive(at(1), &pdu(OK, 2, &Unbind::default()))
    else {
        panic!()
    };
    for session in [binding, leaving] {
        let mut again = restore(&snapshot(&session, at(2)), at(2)).unwrap();
        again.inner.stats = session.inner.stats;
        assert_eq!(again, session);
    }
}

#[test]
fn a_clock_with_another_origin_does_no_harm() {
    let octets = snapshot(&busy(), at(35));
    let mut again = restore(&octets, at(1000)).unwrap();
    // Sent at 31 with ten seconds, looked at 35: six are left; the enquire_link of 30 has five.
    assert_eq!(again.poll_timeout(), Some(at(1005)));
    again.handle_timeout(at(1006));
    let lost: Vec<_> = core::iter::from_fn(|| again.poll_event()).map(|event| format!("{event:?}")).collect();
    assert_eq!(lost.len(), 3, "{lost:?}");

    // A clock that has only just begun.
    let again = restore(&octets, Instant::ORIGIN).unwrap();
    assert_eq!(again.in_flight(), 3);
}

#[test]
fn the_answer_to_a_request_of_before_finds_it() {
    let session = busy();
    let mut again = restore(&snapshot(&session, at(35)), at(35)).unwrap();
    let number = session.slots.iter().filter_map(Slot::in_flight).next().unwrap().sequence_number;
    let resp = pdu(OK, number, &SubmitSmResp::default());
    assert!(matches!(again.receive(at(36), &resp), Receive::Pdu { event: Some(Event::Response { .. }), .. }));
    // And a request of the peer can still be answered.
    assert_eq!(again.unanswered(), 1);
    let ticket = Ticket::reissue(CommandId::DELIVER_SM, 5);
    again.reject(at(36), ticket, OK, &mut [0; 16]).unwrap();
    assert_eq!(again.unanswered(), 0);
}

#[test]
fn what_is_not_a_snapshot_is_refused() {
    let octets = snapshot(&busy(), at(35));
    for len in 0..octets.len() {
        assert_eq!(restore(&octets[..len], at(35)), Err(SnapshotError::Corrupt), "{len}");
    }
    for bit in 0..octets.len() * 8 {
        let mut flipped = octets.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(restore(&flipped, at(35)), Err(SnapshotError::Corrupt), "{bit}");
    }
}

#[test]
fn a_snapshot_for_another_side_or_window_is_refused() {
    let octets = snapshot(&busy(), at(35));
    let mc = Session::restore(Config::mc(), [Slot::default(); 4], &octets, at(35));
    assert_eq!(mc, Err(SnapshotError::Role));
    let small = Session::restore(Config::esme(), [Slot::default(); 2], &octets, at(35));
    assert_eq!(small, Err(SnapshotError::Window));
    assert_eq!(Session::restore(Config::esme(), [], &octets, at(35)), Err(SnapshotError::Window));
}

#[test]
fn a_closed_session_and_a_small_buffer_are_refused() {
    let mut session = busy();
    let needed = session.snapshot_len();
    assert_eq!(
        session.snapshot(at(35), &mut vec![0; needed - 1]),
        Err(SnapshotError::BufferTooSmall { needed })
    );
    session.close();
    assert_eq!(session.snapshot(at(35), &mut [0; 512]), Err(SnapshotError::Closed));
}

/// With the CRC that it should have.
fn sealed(mut octets: Vec<u8>) -> Vec<u8> {
    let len = octets.len() - 4;
    let crc = crate::session::snapshot::crc32(&octets[..len]).to_be_bytes();
    octets[len..].copy_from_slice(&crc);
    octets
}

#[test]
fn a_sound_crc_makes_no_snapshot() {
    let octets = snapshot(&busy(), at(35));
    for len in 4..octets.len() {
        assert_eq!(restore(&sealed(octets[..len].to_vec()), at(35)), Err(SnapshotError::Corrupt), "{len}");
    }
    let with = |place: usize, octet| {
        let mut octets = octets.clone();
        octets[place] = octet;
        restore(&sealed(octets), at(35))
    };
    assert_eq!(with(0, b'?'), Err(SnapshotError::Corrupt), "what it is");
    assert_eq!(with(4, 9), Err(SnapshotError::Format(9)));
    assert_eq!(with(5, 9), Err(SnapshotError::Role));
    assert_eq!(with(6, 9), Err(SnapshotError::Corrupt), "the state");
}
