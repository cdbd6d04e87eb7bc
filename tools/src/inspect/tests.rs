//! Whatever becomes of segments on their way, the PDUs in them are the same.

use std::borrow::Cow;
use std::convert::Infallible;
use std::net::SocketAddr;

use proptest::prelude::*;
use smppkit::{CommandId, CommandStatus, Header};

use super::connections::{Connections, Observer};
use super::framer::Item;
use super::packet::Segment;
use super::session::{End, Session};
use super::time::Time;

/// What was found, in the order of each end.
#[derive(Default)]
struct Found([Vec<Item>; 2]);

impl Observer for Found {
    type Error = Infallible;

    fn item(&mut self, _: &mut Session, from: End, _: Time, item: Item) -> Result<(), Infallible> {
        self.0[from].push(item);
        Ok(())
    }

    fn end(&mut self, _: Session) -> Result<(), Infallible> {
        Ok(())
    }
}

fn ends() -> [SocketAddr; 2] {
    ["10.0.0.5:41234", "10.0.0.9:2775"].map(|end| end.parse().expect("an address"))
}

fn segment(from: End, sequence: u32, octets: &[u8]) -> Segment<'_> {
    let ends = ends();
    Segment {
        from: ends[from],
        to: ends[1 - from],
        sequence,
        acknowledged: None,
        syn: false,
        fin: false,
        rst: false,
        octets: Cow::Borrowed(octets),
        cut: 0,
    }
}

fn take(connections: &mut Connections, found: &mut Found, segment: Segment<'_>, millis: u32) {
    let at = Time::from_nanos(i128::from(millis) * 1_000_000);
    let Ok(()) = connections.take(segment, at, found);
}

/// PDUs of any length, whose octets say nothing.
fn pdus() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let commands =
        prop::sample::select(vec![CommandId::SUBMIT_SM, CommandId::SUBMIT_SM_RESP, CommandId::DELIVER_SM]);
    let pdu = (commands, prop::collection::vec(any::<u8>(), 0..90), 1_u32..0x7FFF_FFFF);
    let pdu = pdu.prop_map(|(command_id, body, sequence_number)| {
        let command_length = 16 + body.len() as u32;
        let header =
            Header { command_length, command_id, command_status: CommandStatus::ESME_ROK, sequence_number };
        [&header.to_octets()[..], &body].concat()
    });
    prop::collection::vec(pdu, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_split_order_and_repetition_gives_the_same_pdus(
        pdus in [pdus(), pdus()],
        first in any::<[u32; 2]>(),
        // Where a segment begins, how long it is, and what it is sorted by.
        pieces in prop::collection::vec((any::<prop::sample::Index>(), 1_usize..200, any::<u16>()), 0..60),
        order in prop::collection::vec(any::<u16>(), 1..60),
    ) {
        let (mut connections, mut found) = (Connections::new(vec![]), Found::default());
        let streams = [0, 1].map(|end| pdus[end].concat());
        for end in [0, 1] {
            let syn = Segment { syn: true, acknowledged: (end == 1).then_some(first[0]), ..segment(end, first[end].wrapping_sub(1), &[]) };
            take(&mut connections, &mut found, syn, 0);
        }
        let mut segments = vec![];
        for (end, stream) in streams.iter().enumerate() {
            // All of it once, and some of it again.
            let step = 1 + usize::from(order[0] % 97);
            segments.extend((0..stream.len()).step_by(step).zip(order.iter().cycle()).map(|(at, key)| (*key, end, at, step)));
            segments.extend(pieces.iter().map(|(at, len, key)| (*key, end, at.index(stream.len()), *len)));
        }
        segments.sort_by_key(|(key, ..)| *key);
        for (millis, (_, end, at, len)) in (0..).zip(segments) {
            let octets = &streams[end][at..(at + len).min(streams[end].len())];
            let sequence = first[end].wrapping_add(at as u32);
            // All is acknowledged from the beginning: captures may have the wrong order.
            let acknowledged = Some(first[1 - end].wrapping_add(streams[1 - end].len() as u32));
            let millis = millis.min(900);
            take(&mut connections, &mut found, Segment { acknowledged, ..segment(end, sequence, octets) }, millis);
        }
        let Ok(()) = connections.finish(&mut found);
        for end in [0, 1] {
            let expected: Vec<_> = pdus[end].iter().cloned().map(Item::Pdu).collect();
            prop_assert_eq!(&found.0[end], &expected);
        }
    }

    /// Where segments are lost, no octet is told twice or left untold, and no PDU that nobody sent is found.
    #[test]
    fn what_is_lost_is_told(pdus in pdus(), len in 1_usize..150, lost in prop::collection::vec(any::<bool>(), 1..40)) {
        let (mut connections, mut found) = (Connections::new(vec![2775]), Found::default());
        let stream = pdus.concat();
        take(&mut connections, &mut found, Segment { syn: true, ..segment(0, u32::MAX, &[]) }, 0);
        let mut last = 0;
        for ((at, octets), is_lost) in (0..).step_by(len).zip(stream.chunks(len)).zip(lost.iter().cycle()) {
            if !is_lost {
                last = at as usize + octets.len();
                take(&mut connections, &mut found, segment(0, at, octets), at);
            }
        }
        let Ok(()) = connections.finish(&mut found);
        let mut told = 0;
        let mut rest = pdus.iter();
        for item in &found.0[0] {
            match item {
                Item::Pdu(frame) => {
                    prop_assert!(rest.any(|pdu| pdu == frame), "nobody sent {frame:?}");
                    told += frame.len() as u64;
                }
                Item::Cut { len, .. } => told += *len as u64,
                Item::Missing(count) | Item::Skipped(count) => told += count,
                Item::BadLength(_) => {}
            }
        }
        // The rest of a PDU that was cut is not told: that it was cut says so.
        let has_cut = found.0[0].iter().any(|item| matches!(item, Item::Cut { .. }));
        prop_assert!(if has_cut { told <= last as u64 } else { told == last as u64 }, "{told} of {last}: {:?}", found.0[0]);
    }
}
