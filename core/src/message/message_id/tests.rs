use core::time::Duration;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::message::testing::at;

fn correlator(mode: Mode) -> Correlator<u32, &'static str> {
    let config = CorrelatorConfig {
        max_messages: 100,
        max_early_receipts: 2,
        timeout: Duration::from_secs(100),
        early_timeout: Duration::from_secs(10),
        max_ended: 100,
        mode,
    };
    Correlator::new(config)
}

#[test]
fn values() {
    assert_eq!(Base::Decimal.value("0"), Some(0));
    assert_eq!(Base::Decimal.value(" 0000436949"), Some(436_949));
    assert_eq!(Base::Hex.value("6AaD5"), Some(436_949));
    assert_eq!(Base::Hex.value("f".repeat(32)), Some(u128::MAX));
    for (base, id) in [
        (Base::Decimal, ""),
        (Base::Decimal, " "),
        (Base::Decimal, "-1"),
        (Base::Decimal, "+1"),
        (Base::Hex, "0x1"),
        (Base::Hex, "g"),
    ] {
        assert_eq!(base.value(id), None, "{id}");
    }
    assert_eq!(Base::Hex.value("1".to_string() + &"0".repeat(32)), None);
    assert_eq!(Base::Decimal.value("9".repeat(40)), None);
}

#[test]
fn rules() {
    use IdRule::{DecimalThenHex, HexThenDecimal, Same};
    for (rule, response, receipt) in [
        (Same, "abc-Def_9", "abc-Def_9"),
        (Same, "0000436949", "436949"),
        (Same, "436949", "0000436949"),
        (Same, "6AAD5", "0006aad5"),
        (Same, "74E02EE1-4E2F-4A6E-A78B-4B247D756A22", "74e02ee1-4e2f-4a6e-a78b-4b247d756a22"),
        (Same, "0", "000"),
        (HexThenDecimal, "6aad5", "0000436949"),
        (HexThenDecimal, "18D0E03A", "416342074"),
        (DecimalThenHex, "0416342074", "18d0e03a"),
    ] {
        assert!(rule.matches(response, receipt), "{rule:?} {response} {receipt}");
    }
    for (rule, response, receipt) in [
        (Same, "Smsc2001", "smsc2001"),
        (Same, "0Smsc", "Smsc"),
        (Same, "6aad5", "436949"),
        (Same, "0", ""),
        (HexThenDecimal, "0416342074", "18d0e03a"),
        (HexThenDecimal, "xyz", "xyz"),
        (DecimalThenHex, "10", "10"),
    ] {
        assert!(!rule.matches(response, receipt), "{rule:?} {response} {receipt}");
    }
}

#[test]
fn a_fixed_rule_is_obeyed() {
    let mut correlator = correlator(Mode::Fixed(IdRule::HexThenDecimal));
    correlator.submitted(at(0), "10", 16);
    correlator.submitted(at(0), "a", 10);
    let found = correlator.receipt(at(1), "0000000010", true, "").unwrap();
    assert_eq!(found, Found { token: 10, rule: IdRule::HexThenDecimal, is_certain: true });
    assert_eq!(correlator.receipt(at(1), "10", true, ""), None);
    assert_eq!(correlator.waiting(), 1);
}

#[test]
fn a_rule_is_learned() {
    for (rule, response, receipt) in [
        (
            IdRule::Same,
            (|n| format!("{n:010}")) as fn(u32) -> String,
            (|n| format!("{n}")) as fn(u32) -> String,
        ),
        (IdRule::HexThenDecimal, |n| format!("{n:x}"), |n| format!("{n:010}")),
        (IdRule::DecimalThenHex, |n| n.to_string(), |n| format!("{n:08X}")),
    ] {
        let mut correlator = correlator(Mode::Learning);
        assert_eq!(correlator.learned(), None);
        // Numbers of which the two readings overlap are too short to learn from: 0x100 to 0x140 and 256 to 320, and
        // 0x256 to 0x320.
        for number in (256..320).chain(300_000_000..300_000_016) {
            correlator.submitted(at(0), response(number), number);
        }
        let found: Vec<_> = (256..320)
            .chain(300_000_000..300_000_016)
            .map(|number| (number, correlator.receipt(at(1), receipt(number), true, "").unwrap()))
            .collect();
        assert!(found.iter().all(|(number, found)| found.token == *number || !found.is_certain), "{rule:?}");
        assert_eq!(correlator.learned(), Some(rule));
        // From then on there is no doubt.
        correlator.submitted(at(2), response(0x10), 16);
        correlator.submitted(at(2), response(10), 10);
        let found = correlator.receipt(at(3), receipt(10), true, "").unwrap();
        assert_eq!(found, Found { token: 10, rule, is_certain: true });
    }
}

#[test]
fn doubt_is_said() {
    let mut correlator = correlator(Mode::Learning);
    correlator.submitted(at(0), "10", 1);
    correlator.submitted(at(0), "a", 2);
    let found = correlator.receipt(at(1), "10", true, "").unwrap();
    assert_eq!((found.token, found.is_certain), (1, false));
}

#[test]
fn intermediate_receipts_leave_the_message() {
    let mut correlator = correlator(Mode::Learning);
    correlator.submitted(at(0), "x1", 1);
    assert_eq!(correlator.receipt(at(1), "x1", false, "").unwrap().token, 1);
    assert_eq!(correlator.receipt(at(2), "x1", true, "").unwrap().token, 1);
    assert_eq!(correlator.receipt(at(3), "x1", true, ""), None);
}

#[test]
fn one_id_for_all_parts() {
    let mut correlator = correlator(Mode::Learning);
    for token in 1..=3 {
        correlator.submitted(at(0), "77", token);
    }
    let tokens: Vec<_> =
        (0..4).map(|_| correlator.receipt(at(1), "77", true, "").map(|found| found.token)).collect();
    assert_eq!(tokens, [Some(1), Some(2), Some(3), None]);
}

#[test]
fn the_very_same_characters_come_first() {
    let mut correlator = correlator(Mode::Fixed(IdRule::Same));
    correlator.submitted(at(0), "0a", 1);
    correlator.submitted(at(0), "A", 2);
    assert_eq!(correlator.receipt(at(1), "A", true, "").unwrap().token, 2);
    assert_eq!(correlator.receipt(at(1), "A", true, "").unwrap().token, 1);
}

#[test]
fn a_receipt_before_its_response() {
    let mut correlator = correlator(Mode::Learning);
    assert_eq!(correlator.receipt(at(0), "0000436949", true, "early"), None);
    let found = Early { receipt: "early", rule: IdRule::HexThenDecimal, is_certain: false };
    assert_eq!(correlator.submitted(at(1), "6aad5", 1), Some(found));
    assert_eq!(correlator.waiting(), 0);
    // For a while only, and so many only.
    for id in ["x1", "x2", "x3"] {
        correlator.receipt(at(2), id, true, id);
    }
    assert_eq!(correlator.submitted(at(3), "x3", 3), None);
    let found = Early { receipt: "x1", rule: IdRule::Same, is_certain: true };
    assert_eq!(correlator.submitted(at(3), "x1", 1), Some(found));
    assert_eq!(correlator.poll_timeout(), Some(at(12)));
    assert_eq!(correlator.handle_timeout(at(12)), None);
    assert_eq!(correlator.submitted(at(12), "x2", 2), None);
}

#[test]
fn an_early_receipt_that_is_not_final_leaves_the_message() {
    let mut correlator = correlator(Mode::Learning);
    correlator.receipt(at(0), "x1", false, "ENROUTE");
    assert_eq!(correlator.submitted(at(1), "x1", 1).unwrap().receipt, "ENROUTE");
    assert_eq!(correlator.receipt(at(2), "x1", true, "DELIVRD").unwrap().token, 1);
}

/// A correlator that learned that ids stay the same.
fn experienced() -> Correlator<u32, &'static str> {
    let mut correlator = correlator(Mode::Learning);
    for number in 10_000_000..10_000_016 {
        correlator.submitted(at(0), number.to_string(), number);
        assert!(correlator.receipt(at(1), number.to_string(), true, "").unwrap().is_certain);
    }
    assert_eq!(correlator.learned(), Some(IdRule::Same));
    correlator
}

#[test]
fn a_receipt_that_comes_twice_is_not_about_another_message() {
    let mut correlator = correlator(Mode::Learning);
    correlator.submitted(at(0), "10", 10);
    correlator.submitted(at(0), "a", 11);
    assert_eq!(correlator.receipt(at(1), "10", true, "").unwrap().token, 10);
    assert_eq!(correlator.receipt(at(2), "10", true, ""), None);
    // What came before its response is no copy.
    correlator.submitted(at(2), "000a", 12);
    let found = correlator.receipt(at(2), "0000000010", true, "").unwrap();
    assert!(!found.is_certain, "{found:?}");
    // With experience it is about none.
    let mut correlator = experienced();
    correlator.submitted(at(2), "10", 10);
    correlator.submitted(at(2), "a", 11);
    let expected = Found { token: 10, rule: IdRule::Same, is_certain: true };
    assert_eq!(correlator.receipt(at(3), "10", true, ""), Some(expected));
    assert_eq!(correlator.receipt(at(4), "10", true, ""), None);
    assert_eq!(correlator.waiting(), 1);
    // Nor is a response that of an early receipt in another base.
    assert_eq!(correlator.submitted(at(5), "16", 12), None);
}

#[test]
fn ids_that_differ_in_zeroes_or_case_alone() {
    for mode in [Mode::Fixed(IdRule::Same), Mode::Learning] {
        let mut correlator = correlator(mode);
        correlator.submitted(at(0), "ABCDEF0123", 1);
        correlator.submitted(at(0), "0abcdef0123", 2);
        let found = correlator.receipt(at(1), "abcdef0123", true, "").unwrap();
        assert_eq!((found.token, found.is_certain), (1, false));
        let found = correlator.receipt(at(1), "abcdef0123", true, "").unwrap();
        // It may be a copy of the first.
        assert_eq!((found.token, found.is_certain), (2, false));
    }
}

#[test]
fn experience_follows_a_message_centre_that_changes_its_ways() {
    let mut correlator = experienced();
    for number in 20_000_000..20_000_040 {
        correlator.submitted(at(0), format!("{number:x}"), number);
        let found = correlator.receipt(at(1), number.to_string(), true, "");
        assert!(found.is_none_or(|found| found.token == number));
    }
    assert_eq!(correlator.learned(), Some(IdRule::HexThenDecimal));
}

#[test]
fn messages_that_wait_too_long() {
    let mut correlator = correlator(Mode::Learning);
    correlator.submitted(at(0), "x1", 1);
    correlator.submitted(at(5), "x2", 2);
    assert_eq!(correlator.poll_timeout(), Some(at(100)));
    assert_eq!(correlator.handle_timeout(at(99)), None);
    assert_eq!(correlator.handle_timeout(at(100)), Some(1));
    assert_eq!(correlator.handle_timeout(at(100)), None);
    assert_eq!(correlator.poll_timeout(), Some(at(105)));
}

#[test]
fn memory_is_bounded() {
    let mut correlator = correlator(Mode::Learning);
    for token in 0..300 {
        correlator.submitted(at(0), format!("{token:08x}"), token);
        correlator.receipt(at(0), format!("unknown{token}"), true, "");
        let [messages, readings, early, early_readings] = correlator.sizes();
        assert!(messages <= 100 && readings <= 300 && early <= 2 && early_readings <= 6);
    }
    // The oldest were given up.
    assert_eq!(correlator.receipt(at(0), format!("{:08x}", 199), true, ""), None);
    assert_eq!(correlator.receipt(at(0), format!("{:08x}", 200), true, "").unwrap().token, 200);
    for id in [String::new(), "x".repeat(65)] {
        correlator.submitted(at(0), &id, 1);
        assert_eq!(correlator.receipt(at(0), &id, true, ""), None);
    }
    while correlator.handle_timeout(at(1_000)).is_some() {}
    assert_eq!(correlator.sizes(), [0; 4]);
}

proptest! {
    #[test]
    fn numbers_there_and_back(value: u128, width: u8, upper_case: bool, hex: bool) {
        let base = if hex { Base::Hex } else { Base::Decimal };
        let id = NumberedId { value, base, width, upper_case }.to_string();
        prop_assert!(id.len() <= MAX_MESSAGE_ID);
        prop_assert_eq!(base.value(&id), Some(value));
    }

    #[test]
    fn index_and_rule_agree(ids in proptest::collection::vec("[0-9a-fA-F-]{1,4}|[a-z0-9]{1,3}", 1..20), receipt in "[0-9a-fA-F-]{1,5}") {
        for rule in IdRule::ALL {
            let mut correlator = correlator(Mode::Fixed(rule));
            for (token, id) in (0..).zip(&ids) {
                correlator.submitted(at(0), id, token);
            }
            let exact = ids.iter().position(|id| rule == IdRule::Same && *id == receipt);
            let expected = exact.or_else(|| ids.iter().position(|id| rule.matches(id, &receipt)));
            let found = correlator.receipt(at(1), &receipt, true, "").map(|found| usize::try_from(found.token).unwrap());
            prop_assert_eq!(found.is_some(), expected.is_some());
            if rule == IdRule::Same || exact.is_none() {
                prop_assert_eq!(found.map(|at| rule.matches(&ids[at], &receipt)), expected.map(|_| true));
            }
        }
    }

    #[test]
    fn what_is_certain_is_right(
        rule in proptest::sample::select(IdRule::ALL.to_vec()),
        first in prop_oneof![1_u32..600, 9_000_u32..70_000, 0x0100_0000_u32..0x8000_0000],
        events in proptest::collection::vec((0_u32..40, any::<bool>(), any::<bool>()), 1..200),
    ) {
        let write = |number: u32, is_hex: bool| if is_hex { format!("{number:x}") } else { format!("{number:010}") };
        let mut correlator = correlator(Mode::Learning);
        let (mut sent, mut owed) = (first, std::collections::BTreeSet::new());
        for (back, is_receipt, is_early) in events {
            let number = if is_receipt { sent.saturating_sub(back).max(first) } else { sent };
            let receipt = write(number, rule == IdRule::DecimalThenHex);
            if is_receipt {
                // About a message that waits, or one that has had its receipt: then about none that waits.
                if let Some(found) = correlator.receipt(at(0), &receipt, true, "") {
                    let is_right = found.token == number && owed.remove(&number);
                    prop_assert!(is_right || !found.is_certain, "{number} {found:?}");
                    owed.remove(&found.token);
                }
            } else {
                sent += 1;
                if is_early {
                    correlator.receipt(at(0), &receipt, true, "early");
                }
                if correlator.submitted(at(0), write(number, rule == IdRule::HexThenDecimal), number).is_none() {
                    owed.insert(number);
                }
            }
        }
    }

    #[test]
    fn any_ids(ids: Vec<(Vec<u8>, bool)>) {
        let mut correlator = correlator(Mode::Learning);
        for (id, is_receipt) in ids {
            if is_receipt {
                correlator.receipt(at(0), &id, true, "");
            } else {
                correlator.submitted(at(0), &id, 0);
            }
        }
    }
}

#[test]
fn a_copy_of_a_receipt_is_not_taken_for_that_of_another_message() {
    let mut correlator = Correlator::<u32, ()>::new(CorrelatorConfig::default());
    correlator.submitted(at(0), "10", 1);
    correlator.submitted(at(0), "16", 2);
    assert_eq!(correlator.receipt(at(1), "10", true, ()).unwrap().token, 1);
    // 0x10 is 16.
    assert_eq!(correlator.receipt(at(2), "10", true, ()), None);
    assert_eq!(correlator.receipt(at(3), "16", true, ()).unwrap().token, 2);
}

#[test]
fn a_message_is_given_up_by_its_id_and_token_or_because_it_is_the_oldest() {
    let mut correlator = Correlator::<u32, ()>::new(CorrelatorConfig::default());
    for token in 1..=3 {
        correlator.submitted(at(0), "same", token);
    }
    assert_eq!(correlator.withdraw("same", |token| *token == 2), Some(2));
    assert_eq!(correlator.withdraw("same", |token| *token == 2), None);
    assert_eq!(correlator.take_oldest(), Some(1));
    assert_eq!(correlator.receipt(at(1), "same", true, ()).unwrap().token, 3);
    assert_eq!(correlator.sizes()[..2], [0, 0]);
}
