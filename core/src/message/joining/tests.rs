use std::collections::BTreeMap;
use std::string::String;
use std::vec;

use proptest::prelude::*;

use super::*;
use crate::message::coding::Profile;
use crate::message::testing::{at_millis as at, fragment as part};
use crate::message::udh::{Concatenation, Reference};

/// One that holds a part for a second and a message for a minute.
fn joining() -> Joining<&'static str, u32> {
    let limits = Limits { max_octets: 2_000, timeout: Duration::from_secs(60) };
    Joining::new(Config { limits, ..Config::default() })
}

fn message(joining: &mut Joining<&'static str, u32>) -> (MessageNumber, String) {
    match joining.poll_output() {
        Some(Output::Message(number, message)) => (number, message.text(&Profile::GSM7).unwrap()),
        other => panic!("{other:?}"),
    }
}

fn settled(requests: impl Into<Vec<u32>>) -> Settled<u32> {
    Settled { requests: requests.into(), kept: Ok(()) }
}

#[test]
fn a_message_is_answered_as_a_whole() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 2, b"b"), "second", 7);
    assert_eq!(joining.poll_output(), None);
    assert_eq!(joining.poll_timeout(), Some(at(1_000)));
    joining.insert(at(10), &part(1, 2, 1, b"a"), "first", 8);
    let (number, text) = message(&mut joining);
    assert_eq!(text, "ab");
    assert_eq!(joining.first(number), Some(&"second"));
    // The application takes its time.
    joining.handle_timeout(at(5_000));
    assert_eq!(joining.poll_output(), None);
    assert_eq!(joining.settle(at(5_000), number, true), settled([7, 8]));
    assert_eq!(joining.settle(at(5_000), number, true), settled([]), "it is settled once");
    assert_eq!(joining.first(number), None);
}

#[test]
fn a_part_does_not_wait_for_ever() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 1, b"a"), "first", 7);
    joining.handle_timeout(at(999));
    assert_eq!(joining.poll_output(), None);
    joining.handle_timeout(at(1_000));
    assert_eq!(joining.poll_output(), Some(Output::Accept(7)));
    joining.insert(at(1_500), &part(1, 2, 2, b"b"), "second", 8);
    let (number, _) = message(&mut joining);
    assert_eq!(joining.first(number), Some(&"first"));
    assert_eq!(joining.settle(at(1_500), number, true), settled([8]));
}

#[test]
fn without_hold_a_part_is_accepted_at_once_but_not_the_last_one() {
    let config = Config { hold: Duration::ZERO, ..Config::default() };
    let mut joining = Joining::new(config);
    joining.insert(at(0), &part(1, 2, 1, b"a"), "first", 7);
    assert_eq!(joining.poll_output(), Some(Output::Accept(7)));
    joining.insert(at(0), &part(1, 2, 2, b"b"), "second", 8);
    let (number, _) = message(&mut joining);
    assert_eq!(joining.settle(at(0), number, false), settled([8]));
}

#[test]
fn what_was_accepted_of_a_rejected_message_waits_for_the_rest() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 3, 1, b"a"), "first", 7);
    joining.handle_timeout(at(1_000));
    assert_eq!(joining.poll_output(), Some(Output::Accept(7)));
    joining.insert(at(1_500), &part(1, 3, 2, b"b"), "second", 8);
    joining.insert(at(1_500), &part(1, 3, 3, b"c"), "third", 9);
    let (number, _) = message(&mut joining);
    assert_eq!(joining.settle(at(2_000), number, false), settled([8, 9]));
    joining.insert(at(3_000), &part(1, 3, 3, b"c"), "third", 10);
    joining.insert(at(3_000), &part(1, 3, 2, b"b"), "second", 11);
    let (number, text) = message(&mut joining);
    assert_eq!((joining.first(number), &*text), (Some(&"first"), "abc"));
    assert_eq!(joining.settle(at(3_000), number, true), settled([10, 11]));
}

#[test]
fn a_rejected_message_comes_anew() {
    let mut joining = joining();
    for (request, accepted) in [(7, false), (17, true)] {
        joining.insert(at(0), &part(1, 2, 1, b"a"), "first", request);
        joining.insert(at(0), &part(1, 2, 2, b"b"), "second", request + 1);
        let (number, text) = message(&mut joining);
        assert_eq!(text, "ab");
        assert_eq!(joining.settle(at(0), number, accepted), settled([request, request + 1]));
    }
    // It was accepted: this is a copy.
    joining.insert(at(0), &part(1, 2, 1, b"a"), "first", 27);
    assert_eq!(joining.poll_output(), Some(Output::Accept(27)));
    assert_eq!(joining.poll_output(), None);
}

#[test]
fn a_copy_is_answered_as_the_message_is() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 1, b"a"), "first", 7);
    joining.insert(at(0), &part(1, 2, 1, b"a"), "copy", 8);
    joining.insert(at(0), &part(1, 2, 2, b"b"), "second", 9);
    let (number, _) = message(&mut joining);
    joining.insert(at(0), &part(1, 2, 2, b"b"), "copy", 10);
    assert_eq!(joining.poll_output(), None);
    assert_eq!(joining.settle(at(0), number, true), settled([7, 8, 9, 10]));
}

#[test]
fn a_copy_does_not_wait_for_ever() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 1, b"a"), "first", 7);
    joining.insert(at(500), &part(1, 2, 1, b"a"), "copy", 8);
    joining.handle_timeout(at(1_500));
    assert_eq!(joining.poll_output(), Some(Output::Accept(7)));
    assert_eq!(joining.poll_output(), Some(Output::Accept(8)));
    joining.insert(at(2_000), &part(1, 2, 2, b"b"), "second", 9);
    let (number, _) = message(&mut joining);
    assert_eq!(joining.settle(at(2_000), number, true), settled([9]));
}

#[test]
fn a_message_that_is_never_whole_is_handed_out() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 2, b"b"), "second", 7);
    joining.handle_timeout(at(1_000));
    assert_eq!(joining.poll_output(), Some(Output::Accept(7)));
    assert_eq!(joining.poll_timeout(), Some(at(60_000)));
    joining.handle_timeout(at(60_000));
    let (number, text) = message(&mut joining);
    assert_eq!(text, "\u{FFFD}b");
    assert_eq!(joining.settle(at(60_000), number, false), settled([]));
    assert_eq!(joining.poll_timeout(), None);
}

#[test]
fn when_no_more_comes_everything_is_handed_out() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 1, b"a"), "first", 7);
    joining.insert(at(0), &part(2, 2, 1, b"b"), "other", 8);
    joining.end();
    let (first, text) = message(&mut joining);
    assert_eq!(text, "a\u{FFFD}");
    let (other, _) = message(&mut joining);
    assert_eq!(joining.poll_output(), None);
    assert_eq!(joining.settle(at(0), other, true), settled([8]));
    assert_eq!(joining.settle(at(0), first, true), settled([7]));
}

#[test]
fn a_reference_that_is_used_again_ends_what_was_under_it() {
    let mut joining = joining();
    joining.insert(at(0), &part(1, 2, 1, b"a"), "old", 7);
    joining.insert(at(0), &part(1, 2, 1, b"A"), "new", 8);
    let (old, text) = message(&mut joining);
    assert_eq!((joining.first(old), &*text), (Some(&"old"), "a\u{FFFD}"));
    joining.insert(at(0), &part(1, 2, 2, b"B"), "new second", 9);
    let (new, text) = message(&mut joining);
    assert_eq!(text, "AB");
    // While the application has that, a third message comes under the reference.
    joining.insert(at(0), &part(1, 2, 1, b"x"), "third", 10);
    joining.insert(at(0), &part(1, 2, 2, b"y"), "third second", 11);
    let (third, _) = message(&mut joining);
    assert_eq!(joining.settle(at(0), new, false), settled([8, 9]));
    joining.insert(at(0), &part(1, 2, 1, b"x"), "a copy of it", 12);
    assert_eq!(joining.poll_output(), None, "the third message is still known");
    assert_eq!(joining.settle(at(0), third, true), settled([10, 11, 12]));
    assert_eq!(joining.settle(at(0), old, true), settled([7]));
}

#[test]
fn kinds_of_references_are_kept_apart() {
    let mut joining = joining();
    let short = part(1, 2, 1, b"a");
    let concatenation = Concatenation { reference: Reference::Udh16(1), ..short.concatenation };
    joining.insert(at(0), &short, "short", 7);
    joining.insert(at(0), &Fragment { concatenation, ..short }, "long", 8);
    joining.insert(at(0), &part(1, 2, 2, b"b"), "second", 9);
    let (number, _) = message(&mut joining);
    assert_eq!(joining.settle(at(0), number, true), settled([7, 9]));
}

#[test]
fn a_part_for_which_there_is_no_room_is_rejected() {
    let mut joining = joining();
    let long = [b'a'; 255];
    let mut outputs = vec![];
    for number in 0..8 {
        joining.insert(at(0), &part(number, 2, 1, &long), "first", number.into());
        outputs.extend(joining.poll_output());
    }
    assert!(outputs.contains(&Output::Reject(7)), "{outputs:?}");
    assert!(!outputs.contains(&Output::Reject(0)), "{outputs:?}");
}

#[test]
fn parts_that_cannot_be_kept_are_told() {
    let mut joining = joining();
    let long = [b'a'; 255];
    joining.insert(at(0), &part(100, 2, 1, &long), "accepted", 100);
    joining.handle_timeout(at(1_000));
    assert_eq!(joining.poll_output(), Some(Output::Accept(100)));
    joining.insert(at(1_000), &part(100, 2, 2, b""), "last", 101);
    let (number, _) = message(&mut joining);
    for number in 0..8 {
        joining.insert(at(1_000), &part(number, 2, 1, &long), "in the way", number.into());
    }
    let requests = [101].into();
    assert_eq!(joining.settle(at(1_000), number, false), Settled { requests, kept: Err(Full) });
}

#[derive(Clone, Debug)]
enum Step {
    Insert { number: u8, total_segments: u8, segment_seqnum: u8, body: u8 },
    Pass(u64),
    Settle { which: usize, is_accepted: bool },
    End,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_u8, 1..4_u8, 0..4_u8, 0..3_u8).prop_map(|(number, total_segments, segment_seqnum, body)| {
            Step::Insert { number, total_segments, segment_seqnum, body }
        }),
        2 => (0..70_000_u64).prop_map(Step::Pass),
        3 => (any::<usize>(), any::<bool>())
            .prop_map(|(which, is_accepted)| Step::Settle { which, is_accepted }),
        1 => Just(Step::End),
    ]
}

proptest! {
    /// Each request is answered once and each accepted part is in a message that was accepted, or in one that still can be.
    #[test]
    fn nothing_is_lost_and_nothing_is_said_twice(
        hold in prop_oneof![Just(0), Just(1_000), Just(100_000)],
        max_octets in prop_oneof![Just(1_500_usize), Just(1 << 20)],
        steps in prop::collection::vec(step(), 0..80),
    ) {
        let limits = Limits { max_octets, timeout: Duration::from_secs(60) };
        let mut joining = Joining::new(Config { limits, hold: Duration::from_millis(hold) });
        let (mut now, mut next) = (0, 0_u32);
        let mut handed_out = vec![];
        let mut answers = BTreeMap::<u32, bool>::new();
        let mut answer = |request: u32, is_accepted: bool| {
            assert_eq!(answers.insert(request, is_accepted), None, "request {request} was answered twice");
        };
        for step in steps.into_iter().chain([Step::Pass(100_000), Step::End]) {
            match step {
                Step::Insert { number, total_segments, segment_seqnum, body } => {
                    let text = [b'a' + body; 100];
                    joining.insert(at(now), &part(number, total_segments, segment_seqnum, &text), next, next);
                    next += 1;
                }
                Step::Pass(millis) => {
                    now += millis;
                    joining.handle_timeout(at(now));
                }
                Step::Settle { which, is_accepted } if !handed_out.is_empty() => {
                    let number = handed_out.swap_remove(which % handed_out.len());
                    for request in joining.settle(at(now), number, is_accepted).requests {
                        answer(request, is_accepted);
                    }
                }
                Step::Settle { .. } => {}
                Step::End => joining.end(),
            }
            while let Some(output) = joining.poll_output() {
                match output {
                    Output::Message(number, _) => {
                        prop_assert!(joining.first(number).is_some());
                        prop_assert!(!handed_out.contains(&number));
                        handed_out.push(number);
                    }
                    Output::Accept(request) => answer(request, true),
                    Output::Reject(request) => answer(request, false),
                }
            }
            prop_assert!(joining.poll_timeout().is_none_or(|due| due > at(now) || hold == 0));
        }
        for number in handed_out {
            for request in joining.settle(at(now), number, true).requests {
                answer(request, true);
            }
        }
        prop_assert_eq!(answers.len(), next as usize, "a request got no answer");
        prop_assert_eq!(joining.entries.len(), 0);
        prop_assert_eq!(joining.current.len(), 0);
        prop_assert_eq!(joining.held.len(), 0);
    }
}
