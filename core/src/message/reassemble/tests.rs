use std::string::String;
use std::vec;

use proptest::prelude::*;

use super::*;
use crate::message::coding::Profile;
use crate::message::testing::{at, fragment};

fn small() -> Reassembler {
    Reassembler::new(Limits { max_octets: 2_000, timeout: Duration::from_secs(60) })
}

fn waiting(received: u8, total_segments: u8) -> Result<Outcome, Full> {
    Ok(Outcome::Waiting { received, total_segments })
}

fn text(outcome: Result<Outcome, Full>) -> String {
    match outcome {
        Ok(Outcome::Complete(message) | Outcome::Restarted(message)) => message.text(&Profile::GSM7).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn in_any_order() {
    let mut reassembler = small();
    assert_eq!(reassembler.insert(at(0), &fragment(1, 3, 3, b"c")), waiting(1, 3));
    assert_eq!(reassembler.insert(at(1), &fragment(1, 3, 1, b"a")), waiting(2, 3));
    assert_eq!(text(reassembler.insert(at(2), &fragment(1, 3, 2, b"b"))), "abc");
    assert_eq!(reassembler.waiting(), 0);
}

#[test]
fn what_is_kept_apart() {
    let mut reassembler = Reassembler::new(Limits::default());
    let first = fragment(1, 2, 1, b"a");
    let other = |reference| Concatenation { reference, ..first.concatenation };
    for apart in [
        first,
        Fragment { source: b"other", ..first },
        Fragment { destination: b"other", ..first },
        Fragment { concatenation: other(Reference::Udh16(1)), ..first },
        Fragment { concatenation: other(Reference::Sar(1)), ..first },
        Fragment { concatenation: other(Reference::Udh8(2)), ..first },
    ] {
        assert_eq!(reassembler.insert(at(0), &apart), waiting(1, 2));
    }
    assert_eq!(reassembler.waiting(), 6);
}

#[test]
fn duplicates_change_nothing() {
    let mut reassembler = small();
    reassembler.insert(at(0), &fragment(1, 2, 1, b"a")).unwrap();
    let octets = reassembler.octets();
    assert_eq!(reassembler.insert(at(1), &fragment(1, 2, 1, b"a")), Ok(Outcome::Duplicate));
    assert_eq!(reassembler.octets(), octets);
    assert_eq!(text(reassembler.insert(at(2), &fragment(1, 2, 2, b"b"))), "ab");
    // Late ones, too.
    assert_eq!(reassembler.insert(at(3), &fragment(1, 2, 1, b"a")), Ok(Outcome::Duplicate));
    assert_eq!(reassembler.insert(at(3), &fragment(1, 2, 2, b"b")), Ok(Outcome::Duplicate));
    // But not for ever.
    assert_eq!(reassembler.handle_timeout(at(60)), None);
    assert_eq!(reassembler.insert(at(61), &fragment(1, 2, 2, b"b")), waiting(1, 2));
}

#[test]
fn a_reference_in_use_again() {
    let mut reassembler = small();
    reassembler.insert(at(0), &fragment(1, 2, 1, b"a")).unwrap();
    reassembler.insert(at(0), &fragment(1, 2, 2, b"b")).unwrap();
    assert_eq!(reassembler.insert(at(1), &fragment(1, 2, 1, b"A")), waiting(1, 2));
    assert_eq!(text(reassembler.insert(at(1), &fragment(1, 2, 2, b"b"))), "Ab");
    // Another total, or another text in the same place: what waited is handed back.
    reassembler.insert(at(2), &fragment(2, 3, 2, b"x")).unwrap();
    assert_eq!(text(reassembler.insert(at(3), &fragment(2, 2, 1, b"y"))), "\u{FFFD}x\u{FFFD}");
    assert_eq!(text(reassembler.insert(at(4), &fragment(2, 2, 1, b"z"))), "y\u{FFFD}");
    assert_eq!(text(reassembler.insert(at(5), &fragment(2, 2, 2, b"!"))), "z!");
}

#[test]
fn a_message_of_one_part_and_one_whose_numbers_make_no_sense() {
    let mut reassembler = small();
    assert_eq!(text(reassembler.insert(at(0), &fragment(1, 1, 1, b"a"))), "a");
    for (total, seqnum) in [(0, 0), (2, 0), (2, 3), (0, 1)] {
        assert_eq!(text(reassembler.insert(at(0), &fragment(1, total, seqnum, b"a"))), "a");
    }
    assert_eq!((reassembler.waiting(), reassembler.octets()), (0, 0));
}

#[test]
fn time_is_up() {
    let mut reassembler = small();
    assert_eq!(reassembler.poll_timeout(), None);
    reassembler.insert(at(0), &fragment(1, 3, 2, b"b")).unwrap();
    reassembler.insert(at(10), &fragment(2, 2, 1, b"x")).unwrap();
    reassembler.insert(at(50), &fragment(1, 3, 1, b"a")).unwrap();
    assert_eq!(reassembler.poll_timeout(), Some(at(60)));
    assert_eq!(reassembler.handle_timeout(at(59)), None);
    let message = reassembler.handle_timeout(at(60)).unwrap();
    assert_eq!((message.total_segments(), message.is_complete()), (3, false));
    assert!(message.missing().eq([3]));
    assert_eq!((message.source(), message.destination()), (&b"from"[..], &b"to"[..]));
    assert_eq!(
        (message.reference(), message.segment(2), message.segment(3)),
        (Reference::Udh8(1), Some(&b"b"[..]), None)
    );
    assert_eq!(reassembler.handle_timeout(at(60)), None);
    assert_eq!(reassembler.poll_timeout(), Some(at(70)));
    assert!(reassembler.handle_timeout(at(1_000)).is_some());
    assert_eq!((reassembler.poll_timeout(), reassembler.octets()), (None, 0));
}

#[test]
fn memory_is_bounded() {
    let mut reassembler = small();
    let body = vec![b'x'; 100];
    let mut kept = 0;
    for number in 0..=255 {
        kept += usize::from(reassembler.insert(at(0), &fragment(number, 2, 1, &body)).is_ok());
        assert!(reassembler.octets() <= 2_000);
    }
    assert!((1..10).contains(&kept) && reassembler.waiting() == kept);
    // The part that makes a message complete always fits, and those that are complete yield to new ones.
    assert_eq!(text(reassembler.insert(at(1), &fragment(0, 2, 2, &body))).len(), 200);
    assert_eq!(reassembler.insert(at(1), &fragment(99, 2, 1, b"")), waiting(1, 2));
    // So does the oldest, on demand.
    assert_eq!(reassembler.insert(at(1), &fragment(100, 2, 1, &body)), Err(Full));
    assert!(reassembler.take_oldest().is_some());
    assert_eq!(reassembler.insert(at(1), &fragment(100, 2, 1, &body)), waiting(1, 2));
    while reassembler.take_oldest().is_some() {}
    assert_eq!((reassembler.octets(), reassembler.waiting(), reassembler.poll_timeout()), (0, 0, None));
}

#[test]
fn full_leaves_what_waits() {
    let mut reassembler = small();
    let (body, huge) = (vec![b'x'; 1_000], vec![b'y'; 3_000]);
    reassembler.insert(at(0), &fragment(1, 3, 1, &body)).unwrap();
    assert_eq!(reassembler.insert(at(0), &fragment(1, 3, 2, &huge)), Err(Full));
    assert_eq!(reassembler.insert(at(0), &fragment(1, 2, 2, &huge)), Err(Full));
    assert_eq!(reassembler.insert(at(0), &fragment(1, 3, 2, b"2")), waiting(2, 3));
    assert_eq!(text(reassembler.insert(at(0), &fragment(1, 3, 3, b"3"))).len(), 1_002);
}

#[test]
fn careless_senders() {
    let joined = |bodies: &[&[u8]], data_coding| {
        let mut reassembler = small();
        let total = u8::try_from(bodies.len()).unwrap();
        let parts = (1..=total).zip(bodies);
        let outcomes = parts.map(|(seqnum, body)| {
            let fragment = Fragment { data_coding, ..fragment(1, total, seqnum, body) };
            reassembler.insert(at(0), &fragment)
        });
        text(outcomes.last().unwrap())
    };
    // An escape pair, a surrogate pair, a unit cut in two.
    assert_eq!(joined(&[b"5 \x1B", b"e"], DataCoding::MC_DEFAULT), "5 €");
    assert_eq!(joined(&[b"\xD8\x3D", b"\xDE\0"], DataCoding::UCS2), "😀");
    assert_eq!(joined(&[b"\0a\0", b"b\0c"], DataCoding::UCS2), "abc");
    // A byte order mark in each part.
    assert_eq!(joined(&[b"\xFF\xFEa\0", b"\xFF\xFEb\0", b"\xFE\xFF\0c"], DataCoding::UCS2), "abc");
    // One before the text, which was then cut.
    assert_eq!(joined(&[b"\xFF\xFE\x16\x04", b"\x17\x04", b"\x18\x04"], DataCoding::UCS2), "ЖЗИ");
    // None, but low octets first, the last part too short to tell; and a text that only begins like one.
    assert_eq!(joined(&[b"h\0e\0l\0", b"o\0"], DataCoding::UCS2), "helo");
    assert_eq!(joined(&[b"\x68\0", b"\x69\0"], DataCoding::UCS2), "\u{6800}\u{6900}");
    // Cut within a unit, low octets first.
    assert_eq!(joined(&[b"h\0e\0l", b"\0o\0"], DataCoding::UCS2), "helo");
}

#[test]
fn a_mark_counts_beyond_a_part_that_is_missing() {
    let mut reassembler = small();
    for (seqnum, body) in [(1, &b"\xFF\xFE\x16\x04"[..]), (3, b"\x17\x04")] {
        let part = Fragment { data_coding: DataCoding::UCS2, ..fragment(1, 3, seqnum, body) };
        reassembler.insert(at(0), &part).unwrap();
    }
    let message = reassembler.take_oldest().unwrap();
    assert_eq!(message.text(&Profile::GSM7).unwrap(), "Ж\u{FFFD}З");
}

#[test]
fn parts_in_different_alphabets() {
    let mut reassembler = small();
    reassembler.insert(at(0), &fragment(1, 2, 1, b"a\x00")).unwrap();
    let ucs2 = Fragment { data_coding: DataCoding::UCS2, ..fragment(1, 2, 2, b"\x04\x16") };
    assert_eq!(text(reassembler.insert(at(0), &ucs2)), "a@Ж");
    let mut reassembler = small();
    reassembler.insert(at(0), &fragment(1, 2, 1, b"a")).unwrap();
    let binary = Fragment { data_coding: DataCoding(4), ..fragment(1, 2, 2, b"b") };
    let Ok(Outcome::Complete(message)) = reassembler.insert(at(0), &binary) else { panic!() };
    assert_eq!((message.text(&Profile::GSM7), message.octets()), (None, b"ab".to_vec()));
}

proptest! {
    #[test]
    fn the_books_are_right(steps in proptest::collection::vec((0..4_u8, 0..4_u8, 0..5_u8, 0..30_usize, any::<bool>()), 0..200)) {
        let mut reassembler = Reassembler::new(Limits { max_octets: 1_200, timeout: Duration::from_secs(5) });
        for (second, (number, total, seqnum, len, tick)) in (0..).zip(steps) {
            let body = vec![b'x'; len];
            let _ = reassembler.insert(at(second), &fragment(number, total, seqnum, &body));
            if tick {
                while reassembler.handle_timeout(at(second)).is_some() {}
                prop_assert!(reassembler.poll_timeout().is_none_or(|timeout| timeout > at(second)));
            }
            let octets: usize = reassembler.entries.values().map(Entry::octets).sum();
            prop_assert_eq!(reassembler.octets(), octets);
            prop_assert!(octets <= 1_200);
            prop_assert_eq!(reassembler.entries.len(), reassembler.serials.len());
        }
    }
}

#[test]
fn what_is_forgotten_can_come_again() {
    let mut reassembler = small();
    reassembler.insert(at(0), &fragment(1, 2, 1, b"a")).unwrap();
    let Ok(Outcome::Complete(message)) = reassembler.insert(at(0), &fragment(1, 2, 2, b"b")) else {
        panic!()
    };
    assert_eq!(reassembler.insert(at(1), &fragment(1, 2, 1, b"a")), Ok(Outcome::Duplicate));
    reassembler.forget(&message);
    assert_eq!(reassembler.insert(at(2), &fragment(1, 2, 1, b"a")), waiting(1, 2));
    // What waits is not forgotten.
    reassembler.forget(&message);
    assert_eq!(text(reassembler.insert(at(3), &fragment(1, 2, 2, b"b"))), "ab");
}
