use std::string::String;
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::message::Alphabet;
use crate::message::coding::Profile;
use crate::message::incoming::MessageFields;
use crate::message::segment::{SplitOptions, split};
use crate::values::EsmClass;

fn at(seconds: u64) -> Instant {
    Instant::from_nanos(1 + seconds * 1_000_000_000)
}

fn fragment(number: u8, total_segments: u8, segment_seqnum: u8, body: &[u8]) -> Fragment<'_> {
    let concatenation = Concatenation { reference: Reference::Udh8(number), total_segments, segment_seqnum };
    Fragment {
        source: b"from",
        destination: b"to",
        concatenation,
        data_coding: DataCoding(0),
        udh: Udh::NONE,
        body,
    }
}

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
    fn what_was_split_is_joined(
        text in "[a-z ğşİ@€{}नमस्तेЖ😀\u{301}\u{200D}]{150,500}",
        kind in 0..3,
        packed: bool,
        seed: u64,
    ) {
        let reference = [Reference::Udh8(7), Reference::Udh16(700), Reference::Sar(7)][usize::try_from(kind).unwrap()];
        let alphabets = [if packed { Alphabet::GSM7_PACKED } else { Alphabet::GSM7 }, Alphabet::Ucs2];
        let profile = Profile { mc_default: alphabets[0], exceptions: &[] };
        let options = SplitOptions::new(reference).alphabets(&alphabets).national_tables(true);
        let segments: Vec<_> = split(&text, &options).unwrap().collect();
        prop_assume!(segments.len() > 1);
        // Any order, some of them twice.
        let mut order: Vec<usize> = (0..segments.len()).chain((0..segments.len()).filter(|i| seed >> i & 1 == 1)).collect();
        order.sort_by_key(|&i| seed.rotate_left(u32::try_from(i).unwrap() * 7));
        let mut reassembler = Reassembler::new(Limits::default());
        let mut joined = Vec::new();
        for index in order {
            let segment = &segments[index];
            let short_message = segment.to_vec();
            let sar = segment.sar().map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)));
            let fields = MessageFields {
                esm_class: if segment.udhi() { EsmClass::UDHI } else { EsmClass(0) },
                data_coding: segment.data_coding(), short_message: &short_message, sar, ..Default::default()
            };
            let incoming = Incoming::read(&fields, &mut []);
            let fragment = Fragment::new(b"a", b"b", &incoming).unwrap();
            if let Outcome::Complete(message) = reassembler.insert(at(0), &fragment).unwrap() {
                joined.push(message.text(&profile).unwrap());
            }
        }
        prop_assert_eq!(joined, [text]);
    }

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
