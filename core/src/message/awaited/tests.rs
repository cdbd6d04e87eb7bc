use std::format;
use std::string::{String, ToString};
use std::vec;

use proptest::prelude::*;

use super::*;
use crate::message::testing::at;

type Awaited = AwaitedReceipts<String>;

fn small() -> AwaitedConfig {
    AwaitedConfig { max_messages: 3, timeout: Duration::from_secs(100), spare: 2, mode: Mode::Learning }
}

/// Final receipts are what they are about; the others begin with `~`.
fn receive(awaited: &mut Awaited, receipt: &str) {
    awaited.received(at(0), receipt.trim_start_matches('~'), !receipt.starts_with('~'), receipt.into());
}

/// A message that is awaited alone.
fn submitted(awaited: &mut Awaited, id: &str) -> u64 {
    let group = awaited.open();
    let ticket = awaited.under_way(group, 0);
    awaited.answered(at(0), ticket, Some(id.as_bytes()));
    group
}

fn taken(awaited: &mut Awaited, group: u64) -> Poll<Option<String>> {
    awaited.poll_receipt(group).map(|arrived| arrived.map(|arrived| arrived.receipt))
}

fn come(receipt: &str) -> Poll<Option<String>> {
    Poll::Ready(Some(receipt.into()))
}

const DONE: Poll<Option<String>> = Poll::Ready(None);

/// The outputs, in short.
fn outputs(awaited: &mut Awaited) -> Vec<String> {
    let short = |output| match output {
        Output::Wake(group) => format!("wake {group}"),
        Output::Reject(receipt) => format!("reject {receipt}"),
        Output::Pass(receipt) => format!("pass {receipt}"),
    };
    core::iter::from_fn(|| awaited.poll_output()).map(short).collect()
}

#[test]
fn receipts_of_all_parts_come_in_their_order() {
    let mut awaited = Awaited::new(AwaitedConfig { spare: 4, ..small() });
    let group = awaited.open();
    for (part, id) in ["a0", "a1"].into_iter().enumerate() {
        let ticket = awaited.under_way(group, part);
        awaited.answered(at(0), ticket, Some(id.as_bytes()));
    }
    assert_eq!(awaited.waiting(group), 2);
    let receipts = ["a1", "~a0", "~a0", "a0"];
    for (receipt, waiting) in receipts.into_iter().zip([1, 1, 1, 0]) {
        receive(&mut awaited, receipt);
        assert_eq!(awaited.waiting(group), waiting);
    }
    assert_eq!(receipts.map(|_| taken(&mut awaited, group)), receipts.map(come));
    assert_eq!(taken(&mut awaited, group), DONE);
    assert_eq!(outputs(&mut awaited), [""; 0]);
}

#[test]
fn the_part_and_the_id_of_the_response_are_told() {
    let mut awaited = Awaited::new(small());
    let group = awaited.open();
    for (part, id) in [(4, "18d0e03a"), (7, "0000000042")] {
        let ticket = awaited.under_way(group, part);
        awaited.answered(at(0), ticket, Some(id.as_bytes()));
    }
    receive(&mut awaited, "42");
    receive(&mut awaited, "0416342074");
    let expected = [("42", 7, "0000000042", false), ("0416342074", 4, "18d0e03a", true)];
    for (receipt, part, message_id, is_certain) in expected {
        let arrived = Arrived {
            receipt: receipt.to_string(),
            part,
            message_id: message_id.as_bytes().into(),
            is_certain,
        };
        assert_eq!(awaited.poll_receipt(group), Poll::Ready(Some(arrived)));
    }
    assert_eq!(taken(&mut awaited, group), DONE);
}

#[test]
fn a_receipt_before_the_response() {
    let mut awaited = Awaited::new(AwaitedConfig { spare: 3, ..small() });
    let group = awaited.open();
    let ticket = awaited.under_way(group, 0);
    for receipt in ["~77", "another", "77"] {
        receive(&mut awaited, receipt);
    }
    assert!(awaited.poll_receipt(group).is_pending());
    assert_eq!(outputs(&mut awaited), [""; 0]);
    awaited.answered(at(1), ticket, Some(b"77"));
    assert_eq!(outputs(&mut awaited), [format!("wake {group}"), "pass another".into()]);
    assert_eq!(taken(&mut awaited, group), come("~77"));
    assert_eq!(taken(&mut awaited, group), come("77"));
    assert_eq!(taken(&mut awaited, group), DONE);
}

#[test]
fn what_is_held_back_waits_only_for_responses_that_it_can_be_about() {
    let mut awaited = Awaited::new(small());
    let group = awaited.open();
    let tickets = [0, 1].map(|part| awaited.under_way(group, part));
    receive(&mut awaited, "77");
    let late = awaited.under_way(group, 2);
    awaited.answered(at(0), tickets[1], Some(b"1"));
    assert_eq!(outputs(&mut awaited), [""; 0]);
    // Refused.
    awaited.answered(at(0), tickets[0], None);
    assert_eq!(outputs(&mut awaited), ["pass 77"]);
    awaited.answered(at(0), late, Some(b"77"));
    assert_eq!(awaited.waiting(group), 2);
}

#[test]
fn no_more_than_spare_is_held_back() {
    let mut awaited = Awaited::new(small());
    let group = awaited.open();
    awaited.under_way(group, 0);
    for receipt in ["1", "2", "3", "4"] {
        receive(&mut awaited, receipt);
    }
    assert_eq!(outputs(&mut awaited), ["pass 1", "pass 2"]);
}

#[test]
fn no_more_than_spare_lies_untaken() {
    let mut awaited = Awaited::new(small());
    let [first, second, third] = ["1", "2", "3"].map(|id| submitted(&mut awaited, id));
    for receipt in ["1", "2", "3"] {
        receive(&mut awaited, receipt);
    }
    assert_eq!(outputs(&mut awaited), ["reject 1"]);
    assert_eq!([first, second, third].map(|group| awaited.waiting(group)), [1, 0, 0]);
    assert_eq!(taken(&mut awaited, second), come("2"));
    // It comes again.
    receive(&mut awaited, "1");
    assert_eq!(taken(&mut awaited, third), come("3"));
    assert_eq!(taken(&mut awaited, first), come("1"));
    assert_eq!(outputs(&mut awaited), [""; 0]);
    awaited.set_spare(0);
    awaited.leave(first);
    awaited.await_again(at(0), first, 0, b"1");
    receive(&mut awaited, "1");
    assert_eq!(outputs(&mut awaited), ["reject 1"]);
}

#[test]
fn what_comes_for_who_waits_has_no_limit() {
    let mut awaited = Awaited::new(small());
    let [here, away] = ["1", "2"].map(|id| submitted(&mut awaited, id));
    assert!(awaited.poll_receipt(here).is_pending());
    for _ in 0..5 {
        receive(&mut awaited, "~1");
    }
    assert_eq!(outputs(&mut awaited), [format!("wake {here}")]);
    assert_eq!(taken(&mut awaited, here), come("~1"));
    // Nobody waits any more: only the next receipt shows it, so that there is time to come back.
    awaited.leave(here);
    assert_eq!(outputs(&mut awaited), [""; 0]);
    receive(&mut awaited, "2");
    assert_eq!(outputs(&mut awaited), ["reject ~1"; 3]);
    assert_eq!(taken(&mut awaited, here), come("~1"));
    assert_eq!(taken(&mut awaited, away), come("2"));
}

#[test]
fn what_was_held_back_is_not_rejected_at_once() {
    let mut awaited = Awaited::new(small());
    let [first, second] = ["1", "2"].map(|id| submitted(&mut awaited, id));
    receive(&mut awaited, "1");
    receive(&mut awaited, "2");
    let group = awaited.open();
    let ticket = awaited.under_way(group, 0);
    receive(&mut awaited, "~3");
    receive(&mut awaited, "~3");
    awaited.answered(at(0), ticket, Some(b"3"));
    assert_eq!(outputs(&mut awaited), [""; 0]);
    receive(&mut awaited, "3");
    assert_eq!(outputs(&mut awaited), ["reject 1", "reject 2", "reject ~3"]);
    assert_eq!([first, second, group].map(|group| awaited.waiting(group)), [1, 1, 0]);
}

#[test]
fn messages_that_wait_too_long() {
    let mut awaited = Awaited::new(small());
    let group = awaited.open();
    assert_eq!((awaited.poll_timeout(), awaited.timeout_of(group)), (None, None));
    for (part, id) in [(0, "1"), (1, "2")] {
        let ticket = awaited.under_way(group, part);
        awaited.answered(at(part as u64), ticket, Some(id.as_bytes()));
    }
    assert_eq!((awaited.poll_timeout(), awaited.timeout_of(group)), (Some(at(100)), Some(at(101))));
    assert!(awaited.poll_receipt(group).is_pending());
    awaited.handle_timeout(at(100));
    assert_eq!((awaited.waiting(group), outputs(&mut awaited)), (1, vec![]));
    // Also without a timer.
    let other = awaited.open();
    let ticket = awaited.under_way(other, 0);
    awaited.answered(at(101), ticket, Some(b"3"));
    assert_eq!((awaited.waiting(group), outputs(&mut awaited)), (0, vec![format!("wake {group}")]));
    assert_eq!(taken(&mut awaited, group), DONE);
    assert_eq!(awaited.timeout_of(group), None);
    receive(&mut awaited, "1");
    assert_eq!(outputs(&mut awaited), ["pass 1"]);
}

#[test]
fn the_oldest_is_given_up_for_the_newest() {
    let mut awaited = Awaited::new(small());
    let groups = ["1", "2", "3"].map(|id| submitted(&mut awaited, id));
    assert!(awaited.poll_receipt(groups[0]).is_pending());
    let last = submitted(&mut awaited, "4");
    assert_eq!(outputs(&mut awaited), [format!("wake {}", groups[0])]);
    assert_eq!(taken(&mut awaited, groups[0]), DONE);
    // What nobody awaits any more takes no room.
    awaited.close(last);
    submitted(&mut awaited, "5");
    assert_eq!(awaited.waiting(groups[1]), 1);

    let mut none = Awaited::new(AwaitedConfig { max_messages: 0, ..small() });
    let group = submitted(&mut none, "1");
    receive(&mut none, "1");
    assert_eq!(outputs(&mut none), ["pass 1"]);
    assert_eq!(taken(&mut none, group), DONE);
}

#[test]
fn what_a_closed_group_awaited_is_passed_on() {
    let mut awaited = Awaited::new(small());
    let group = submitted(&mut awaited, "1");
    let ticket = awaited.under_way(group, 1);
    receive(&mut awaited, "1");
    receive(&mut awaited, "2");
    awaited.close(group);
    assert_eq!(outputs(&mut awaited), ["pass 1"]);
    assert!(awaited.is_expecting());
    awaited.answered(at(0), ticket, Some(b"2"));
    assert_eq!(outputs(&mut awaited), ["pass 2"]);
    awaited.await_again(at(0), group, 0, b"1");
    assert!(!awaited.is_expecting());
    assert_eq!(taken(&mut awaited, group), DONE);
}

#[test]
fn after_the_end_what_has_come_can_be_taken() {
    let mut awaited = Awaited::new(small());
    let [first, second] = ["1", "2"].map(|id| submitted(&mut awaited, id));
    let ticket = awaited.under_way(second, 1);
    receive(&mut awaited, "1");
    receive(&mut awaited, "3");
    assert!(awaited.poll_receipt(second).is_pending());
    awaited.end();
    assert_eq!(outputs(&mut awaited), [format!("wake {second}"), "pass 3".into()]);
    assert_eq!(taken(&mut awaited, first), come("1"));
    assert_eq!([first, second].map(|group| taken(&mut awaited, group)), [DONE, DONE]);
    // Nothing is held back any more.
    receive(&mut awaited, "4");
    assert_eq!(outputs(&mut awaited), ["pass 4"]);
    awaited.answered(at(0), ticket, None);
    assert_eq!(outputs(&mut awaited), [""; 0]);
}

#[test]
fn a_copy_that_was_held_back_is_found_when_its_message_is_awaited_again() {
    let mut awaited = Awaited::new(small());
    let [group, other] = ["1", "2"].map(|id| submitted(&mut awaited, id));
    receive(&mut awaited, "1");
    assert_eq!(taken(&mut awaited, group), come("1"));
    awaited.under_way(other, 1);
    receive(&mut awaited, "1");
    assert_eq!(taken(&mut awaited, group), DONE);
    awaited.await_again(at(0), group, 0, b"1");
    assert_eq!(taken(&mut awaited, group), come("1"));
    assert_eq!(outputs(&mut awaited), [""; 0]);
}

#[test]
fn who_waits_is_woken_once_and_not_for_nothing() {
    let mut awaited = Awaited::new(small());
    let group = submitted(&mut awaited, "1");
    let tickets = [1, 2].map(|part| awaited.under_way(group, part));
    assert!(awaited.poll_receipt(group).is_pending());
    // There is another under way.
    awaited.answered(at(0), tickets[0], None);
    receive(&mut awaited, "~1");
    receive(&mut awaited, "1");
    assert_eq!(outputs(&mut awaited), [format!("wake {group}")]);
    assert_eq!([(); 2].map(|()| taken(&mut awaited, group)), [come("~1"), come("1")]);
    assert!(awaited.poll_receipt(group).is_pending());
    awaited.answered(at(0), tickets[1], None);
    assert_eq!(outputs(&mut awaited), [format!("wake {group}")]);
    assert_eq!(taken(&mut awaited, group), DONE);
    // Who left is not woken.
    let group = submitted(&mut awaited, "2");
    assert!(awaited.poll_receipt(group).is_pending());
    awaited.leave(group);
    receive(&mut awaited, "2");
    awaited.end();
    assert_eq!(outputs(&mut awaited), [""; 0]);
}

#[test]
fn what_is_not_known_changes_nothing() {
    let mut awaited = Awaited::new(small());
    let group = submitted(&mut awaited, "1");
    assert_eq!(taken(&mut awaited, 99), DONE);
    awaited.answered(at(0), 99, Some(b"99"));
    awaited.answered(at(0), group, Some(b"99"));
    awaited.leave(99);
    awaited.close(99);
    awaited.await_again(at(0), 99, 0, b"99");
    let ticket = awaited.under_way(99, 0);
    awaited.answered(at(0), ticket, Some(b"99"));
    awaited.answered(at(0), ticket, Some(b"99"));
    let ticket = awaited.under_way(group, 0);
    awaited.answered(at(0), ticket, Some(b""));
    assert_eq!((awaited.waiting(group), awaited.waiting(99)), (1, 0));
    assert_eq!(outputs(&mut awaited), [""; 0]);
}

#[derive(Clone, Debug)]
enum Step {
    Open,
    Close(usize),
    UnderWay(usize),
    Answered(usize, bool),
    Received(usize, bool),
    Poll(usize),
    Leave(usize),
    AwaitAgain(usize),
    Later(u64),
    End,
}

fn step() -> impl Strategy<Value = Step> {
    let index = || 0_usize..12;
    prop_oneof![
        4 => Just(Step::Open),
        1 => index().prop_map(Step::Close),
        6 => index().prop_map(Step::UnderWay),
        6 => (index(), prop::bool::weighted(0.8)).prop_map(|(of, accepted)| Step::Answered(of, accepted)),
        9 => (index(), prop::bool::weighted(0.7)).prop_map(|(of, is_final)| Step::Received(of, is_final)),
        6 => index().prop_map(Step::Poll),
        2 => index().prop_map(Step::Leave),
        3 => index().prop_map(Step::AwaitAgain),
        1 => (0_u64..60).prop_map(Step::Later),
        1 => prop::bool::weighted(0.2).prop_map(|ends| if ends { Step::End } else { Step::Open }),
    ]
}

/// Drives it and keeps account.
struct Harness {
    awaited: AwaitedReceipts<usize>,
    config: AwaitedConfig,
    now: u64,
    groups: Vec<u64>,
    /// Each submit_sm: its group and ticket, as long as that is good. Its number is its id.
    sent: Vec<(u64, Option<u64>)>,
    /// What each receipt was about, and how often it came out.
    receipts: Vec<(usize, usize)>,
    /// Those that were taken, with group, part and id.
    taken: Vec<(u64, usize, Box<[u8]>)>,
    /// Groups whose taker sleeps.
    asleep: BTreeSet<u64>,
}

fn id(number: usize) -> String {
    format!("message-{number}")
}

impl Harness {
    fn new(config: AwaitedConfig) -> Self {
        Self {
            awaited: AwaitedReceipts::new(config),
            config,
            now: 0,
            groups: vec![],
            sent: vec![],
            receipts: vec![],
            taken: vec![],
            asleep: BTreeSet::new(),
        }
    }

    fn group(&self, index: usize) -> Option<u64> {
        self.groups.get(index % self.groups.len().max(1)).copied()
    }

    fn run(&mut self, step: Step) {
        let now = at(self.now);
        match step {
            Step::Open => self.groups.push(self.awaited.open()),
            Step::Close(index) => {
                if let Some(group) = self.group(index) {
                    self.awaited.close(group);
                    self.groups.retain(|other| *other != group);
                    self.asleep.remove(&group);
                }
            }
            Step::UnderWay(index) => {
                if let Some(group) = self.group(index) {
                    self.sent.push((group, Some(self.awaited.under_way(group, self.sent.len()))));
                }
            }
            Step::Answered(index, is_accepted) => {
                let open: Vec<_> =
                    (0..self.sent.len()).filter(|number| self.sent[*number].1.is_some()).collect();
                if let Some(&number) = open.get(index % open.len().max(1)) {
                    let ticket = self.sent[number].1.take().unwrap();
                    let id = id(number);
                    self.awaited.answered(now, ticket, is_accepted.then_some(id.as_bytes()));
                }
            }
            Step::Received(index, is_final) => {
                // Of the newest, and one that was not sent yet.
                let number = (self.sent.len() + 1).saturating_sub(index);
                self.receipts.push((number, 0));
                self.awaited.received(now, id(number), is_final, self.receipts.len() - 1);
            }
            Step::Poll(index) => {
                if let Some(group) = self.group(index) {
                    self.poll(group);
                }
            }
            Step::Leave(index) => {
                if let Some(group) = self.group(index) {
                    self.awaited.leave(group);
                    self.asleep.remove(&group);
                }
            }
            Step::AwaitAgain(index) => {
                if !self.taken.is_empty() {
                    let (group, part, message_id) = self.taken.swap_remove(index % self.taken.len());
                    self.awaited.await_again(now, group, part, &message_id);
                }
            }
            Step::Later(seconds) => {
                self.now += seconds;
                self.awaited.handle_timeout(at(self.now));
                assert!(self.awaited.poll_timeout().is_none_or(|due| due > at(self.now)));
            }
            Step::End => self.awaited.end(),
        }
        self.take_outputs();
        self.check();
    }

    fn poll(&mut self, group: u64) {
        match self.awaited.poll_receipt(group) {
            Poll::Pending => _ = self.asleep.insert(group),
            Poll::Ready(None) => {}
            Poll::Ready(Some(arrived)) => {
                let (number, times) = &mut self.receipts[arrived.receipt];
                *times += 1;
                // It is for who sent that message, and no other.
                assert_eq!((*number, self.sent[*number].0), (arrived.part, group));
                assert_eq!(*arrived.message_id, *id(*number).as_bytes());
                self.taken.push((group, arrived.part, arrived.message_id));
            }
        }
    }

    fn take_outputs(&mut self) {
        while let Some(output) = self.awaited.poll_output() {
            match output {
                Output::Wake(group) => assert!(self.asleep.remove(&group)),
                Output::Reject(receipt) | Output::Pass(receipt) => self.receipts[receipt].1 += 1,
            }
        }
    }

    /// What holds between any two calls.
    fn check(&self) {
        let AwaitedReceipts { messages, groups, early, untaken, idle, correlator, .. } = &self.awaited;
        assert!(messages.len() <= self.config.max_messages);
        assert_eq!(messages.len(), correlator.waiting());
        assert_eq!(messages.len(), groups.values().map(|group| group.waiting.len()).sum());
        assert_eq!(untaken.len(), groups.values().map(|group| group.untaken.len()).sum());
        assert!(early.len() <= self.config.spare);
        for (name, group) in groups {
            let is_away = group.taker == Taker::Away;
            assert!(group.untaken.iter().all(|number| idle.contains(number) == is_away));
            // Nobody sleeps who could have something.
            assert_eq!(group.taker == Taker::Asleep, self.asleep.contains(name));
            if group.taker == Taker::Asleep {
                assert!(group.untaken.is_empty() && !group.is_done() && !self.awaited.has_ended);
            }
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nobody_forgotten(
        steps in prop::collection::vec(step(), 1..200),
        max_messages in 0_usize..8,
        spare in 0_usize..4,
    ) {
        let mut harness = Harness::new(AwaitedConfig { max_messages, spare, ..small() });
        for step in steps {
            harness.run(step);
        }
        harness.run(Step::End);
        while !harness.groups.is_empty() {
            harness.run(Step::Close(0));
        }
        prop_assert!(harness.receipts.iter().all(|(_, times)| *times == 1), "{:?}", harness.receipts);
        // Nor is anything kept of what is over.
        let AwaitedReceipts { messages, untaken, idle, early, .. } = &harness.awaited;
        prop_assert_eq!((messages.len(), untaken.len(), idle.len(), early.len()), (0, 0, 0, 0));
    }

    #[test]
    fn without_limits_every_receipt_of_a_message_reaches_who_sent_it(
        order in prop::collection::vec((0_usize..10, any::<bool>()), 1..100),
    ) {
        // Each message is sent, answered, and has its receipt; `order` only says when.
        let mut awaited = AwaitedReceipts::new(AwaitedConfig { spare: 100, ..AwaitedConfig::default() });
        let mut stages = [(None, false); 10];
        let group = awaited.open();
        let mut advance = |message: usize, receipt_first: bool, awaited: &mut AwaitedReceipts<usize>| {
            let (ticket, has_receipt) = &mut stages[message];
            match *ticket {
                None => *ticket = Some(awaited.under_way(group, message)),
                Some(_) if receipt_first && !*has_receipt => {
                    *has_receipt = true;
                    awaited.received(at(0), id(message), true, message);
                }
                Some(ticket) => awaited.answered(at(0), ticket, Some(id(message).as_bytes())),
            }
        };
        for (message, receipt_first) in order {
            advance(message, receipt_first, &mut awaited);
        }
        for message in 0..10 {
            for receipt_first in [true, true, false] {
                advance(message, receipt_first, &mut awaited);
            }
        }
        let mut taken = vec![];
        while let Poll::Ready(Some(arrived)) = awaited.poll_receipt(group) {
            prop_assert_eq!(arrived.part, arrived.receipt);
            taken.push(arrived.receipt);
        }
        taken.sort_unstable();
        prop_assert_eq!(taken, Vec::from_iter(0..10));
        prop_assert_eq!(awaited.poll_output(), None);
    }
}
