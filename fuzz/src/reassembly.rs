//! Parts of any messages, in any order, under any limit: each part that is taken comes back once, with its message, and the
//! memory stays below the limit.

use std::collections::BTreeMap;
use std::time::Duration;

use arbitrary::Arbitrary;
use smppkit::Instant;
use smppkit::message::coding::Profile;
use smppkit::message::reassemble::{Fragment, Full, Limits, LongMessage, Outcome, Reassembler};
use smppkit::message::udh::{Concatenation, Reference, Udh};
use smppkit::values::DataCoding;

/// The limits, and what happens.
#[derive(Arbitrary, Debug)]
pub struct Input {
    max_octets: u16,
    timeout: u8,
    steps: Vec<Step>,
}

#[derive(Arbitrary, Debug)]
enum Step {
    Part(Part),
    /// Seconds pass, and the time-outs are looked at, or not.
    Wait(u8, bool),
    TakeOldest,
}

#[derive(Arbitrary, Clone, Debug)]
struct Part {
    from: bool,
    to: bool,
    reference: u8,
    total: u8,
    seqnum: u8,
    data_coding: u8,
    body: Vec<u8>,
}

impl Part {
    fn key(&self) -> Key {
        // Few of them, so that they meet.
        let number = u16::from(self.reference % 3);
        let reference = match self.reference % 5 {
            0 => Reference::Sar(number),
            1 => Reference::Udh16(number),
            _ => Reference::Udh8(self.reference % 3),
        };
        (self.from, self.to, reference)
    }

    fn is_whole(&self) -> bool {
        self.total <= 1 || self.seqnum == 0 || self.seqnum > self.total
    }
}

type Key = (bool, bool, Reference);

/// What waits, and for which total.
#[derive(Default)]
struct Model {
    waiting: BTreeMap<Key, (u8, BTreeMap<u8, Vec<u8>>)>,
}

impl Model {
    /// A message that was handed back is what waited.
    fn check(&mut self, message: &LongMessage) -> Key {
        let key = (message.source() == b"a", message.destination() == b"a", message.reference());
        let (total, parts) = self.waiting.remove(&key).expect("it waited");
        assert_eq!(message.total_segments(), total);
        assert_eq!(message.is_complete(), parts.len() == usize::from(total));
        assert!(message.missing().eq((1..=total).filter(|seqnum| !parts.contains_key(seqnum))));
        for (seqnum, body) in &parts {
            assert_eq!(message.segment(*seqnum), Some(&body[..]));
        }
        assert_eq!(message.octets(), parts.values().flatten().copied().collect::<Vec<_>>());
        let _ = message.text(&Profile::GSM7);
        key
    }
}

/// Lets it happen.
pub fn run(input: Input) {
    let limits =
        Limits { max_octets: input.max_octets.into(), timeout: Duration::from_secs(input.timeout.into()) };
    let mut reassembler = Reassembler::new(limits);
    let mut model = Model::default();
    let mut now = Instant::from_nanos(1);
    for step in input.steps {
        match step {
            Step::Part(part) => insert(&mut reassembler, &mut model, now, &part),
            Step::Wait(seconds, is_looked_at) => {
                now = now.saturating_add(Duration::from_secs(seconds.into()));
                if is_looked_at {
                    while let Some(message) = reassembler.handle_timeout(now) {
                        model.check(&message);
                    }
                    assert!(reassembler.poll_timeout().is_none_or(|timeout| timeout > now));
                }
            }
            Step::TakeOldest => {
                if let Some(message) = reassembler.take_oldest() {
                    model.check(&message);
                }
            }
        }
        assert!(reassembler.octets() <= limits.max_octets);
        assert_eq!(reassembler.waiting(), model.waiting.len());
    }
    while let Some(message) = reassembler.take_oldest() {
        model.check(&message);
    }
    assert!(model.waiting.is_empty() && reassembler.octets() == 0 && reassembler.poll_timeout().is_none());
}

fn insert(reassembler: &mut Reassembler, model: &mut Model, now: Instant, part: &Part) {
    let key = part.key();
    let (from, to, reference) = key;
    let address = |is_first| if is_first { &b"a"[..] } else { b"b" };
    let fragment = Fragment {
        source: address(from),
        destination: address(to),
        concatenation: Concatenation { reference, total_segments: part.total, segment_seqnum: part.seqnum },
        data_coding: DataCoding(part.data_coding),
        udh: Udh::NONE,
        body: &part.body,
    };
    let outcome = reassembler.insert(now, &fragment);
    if part.is_whole() {
        let Ok(Outcome::Complete(message)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((message.total_segments(), message.octets()), (1, part.body.clone()));
        return;
    }
    let begin = |model: &mut Model| {
        model.waiting.insert(key, (part.total, BTreeMap::from([(part.seqnum, part.body.clone())])));
    };
    match outcome {
        Ok(Outcome::Waiting { received, total_segments }) => {
            assert_eq!(total_segments, part.total);
            let (total, parts) = model.waiting.entry(key).or_insert((part.total, BTreeMap::new()));
            assert!(*total == part.total && parts.insert(part.seqnum, part.body.clone()).is_none());
            assert_eq!(parts.len(), received.into());
        }
        Ok(Outcome::Complete(message)) => {
            let (total, parts) = model.waiting.get_mut(&key).expect("others waited");
            assert!(*total == part.total && parts.insert(part.seqnum, part.body.clone()).is_none());
            assert!(message.is_complete());
            assert_eq!(model.check(&message), key);
        }
        Ok(Outcome::Restarted(message)) => {
            assert_eq!(model.check(&message), key);
            begin(model);
        }
        // There already, or of a message that is complete.
        Ok(Outcome::Duplicate) => {
            if let Some((total, parts)) = model.waiting.get(&key) {
                assert!(*total == part.total && parts.get(&part.seqnum) == Some(&part.body));
            }
        }
        Err(Full) => {}
    }
}
