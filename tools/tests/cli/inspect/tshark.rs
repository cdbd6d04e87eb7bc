//! tshark, the command of Wireshark, as a judge that nobody of this project made: it sees the same PDUs in the same order.

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use smppkit::{CommandId, CommandStatus};

use super::capture::*;
use super::pdus::*;
use crate::run::smppkit;

/// Sequence number, command_id and status of each PDU, in the order in which they could be read.
type Pdus = Vec<(u32, u32, u32)>;

/// Where it puts segments in order it does not expect any of them twice, so it is told what there is.
fn of_tshark(file: &Path, what: What) -> Pdus {
    let in_order = format!("tcp.reassemble_out_of_order:{}", what == What::OutOfOrder);
    let output = Command::new("tshark")
        .args(["-n", "-o", &in_order, "-d", "tcp.port==2775,smpp", "-Y", "smpp", "-r"])
        .arg(file)
        .args(["-T", "fields", "-E", "occurrence=a"])
        .args(["-e", "smpp.sequence_number", "-e", "smpp.command_id", "-e", "smpp.command_status"])
        .output()
        .expect("tshark is needed as an independent judge: apt-get install tshark");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let number = |text: &str| {
        text.strip_prefix("0x").map_or_else(|| text.parse(), |hex| u32::from_str_radix(hex, 16)).unwrap()
    };
    let mut pdus = vec![];
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let columns: Vec<Vec<u32>> = line
            .split('\t')
            .map(|column| column.split(',').filter(|text| !text.is_empty()).map(number).collect())
            .collect();
        let [numbers, ids, statuses] = &columns[..] else { panic!("{line}") };
        let mut statuses = statuses.iter();
        // It shows a status in responses only.
        for (sequence_number, id) in numbers.iter().zip(ids) {
            let is_response = CommandId(*id).is_response();
            pdus.push((*sequence_number, *id, if is_response { *statuses.next().unwrap() } else { 0 }));
        }
    }
    pdus
}

fn of_ours(file: &Path) -> Pdus {
    let run = smppkit(&["inspect", "--json", &file.display().to_string()], "");
    let objects = run.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let number = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
    objects
        .filter(|object| object["event"] == "pdu")
        .map(|object| {
            (
                number(&object["sequence_number"]),
                number(&object["command_id"]),
                number(&object["command_status"]),
            )
        })
        .collect()
}

/// What happens to segments on their way.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum What {
    OutOfOrder,
    SentAgain,
}

/// Segments in which the PDUs of both ends travel, cut or several together, out of order or some of them twice.
fn traffic(what: What) -> impl Strategy<Value = Connection> {
    let cuts = || prop::collection::vec((0_usize..200, any::<bool>()), 29);
    let moves = prop::collection::vec((0_usize..1000, 0_usize..8), 0..12);
    (cuts(), cuts(), moves).prop_map(move |(there, back, moves)| {
        let mut connection = Connection::open();
        let requests = (3..30).map(|number| submit(number, "447700900123", "hello"));
        let requests = [bind(1), enquire_link(2)].into_iter().chain(requests);
        let status =
            |number| if number % 5 == 0 { CommandStatus::ESME_RTHROTTLED } else { CommandStatus::ESME_ROK };
        let responses = (3..30).map(|number| submit_resp(number, status(number), "C0FFEE"));
        let responses = [bind_resp(1), enquire_link_resp(2)].into_iter().chain(responses);
        let (mut there, mut back) =
            (parts(requests, &there).into_iter(), parts(responses, &back).into_iter());
        loop {
            let (request, response) = (there.next(), back.next());
            if request.is_none() && response.is_none() {
                break;
            }
            request.into_iter().for_each(|part| _ = connection.send(ESME, &part));
            response.into_iter().for_each(|part| _ = connection.send(MC, &part));
        }
        for (at, distance) in moves {
            let at = 3 + at % (connection.segments.len() - 3);
            let to = (at + distance).min(connection.segments.len() - 1);
            let segment = connection.segments[at].clone();
            if what == What::OutOfOrder {
                connection.segments.remove(at);
            }
            connection.segments.insert(to, segment);
        }
        // Times are those of the capture, not of the ends.
        for (segment, at) in connection.segments.iter_mut().zip((START..).step_by(100)) {
            segment.at = at;
            // What the capture has later was acknowledged later: tshark believes an acknowledgement at once.
            segment.acknowledged = 2_000_000_001;
            if segment.from == connection.ends[MC] {
                segment.acknowledged = 1001;
            }
        }
        connection
    })
}

/// PDUs, cut where it says, and with the next one behind it where it says so. A header stays whole: where one is cut, tshark
/// loses its place if a segment comes twice or too early.
fn parts(pdus: impl Iterator<Item = Vec<u8>>, cuts: &[(usize, bool)]) -> Vec<Vec<u8>> {
    let mut parts = vec![vec![]];
    for (pdu, (cut, with_next)) in pdus.zip(cuts) {
        let (start, end) = pdu.split_at((16 + cut).min(pdu.len()));
        parts.last_mut().unwrap().extend(start);
        if !end.is_empty() {
            parts.push(end.to_vec());
        }
        if !with_next {
            parts.push(vec![]);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn compare(what: What) {
    let folder = tempfile::tempdir().unwrap();
    let mut runner = TestRunner::new(Config { cases: 10, failure_persistence: None, ..Config::default() });
    let result = runner.run(&traffic(what), |connection| {
        let file = folder.path().join("capture.pcap");
        std::fs::write(&file, connection.pcap()).unwrap();
        let ours = of_ours(&file);
        prop_assert_eq!(ours.len(), 58);
        prop_assert_eq!(ours, of_tshark(&file, what));
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn tshark_sees_the_same_pdus_where_segments_are_out_of_order() {
    compare(What::OutOfOrder);
}

#[test]
fn tshark_sees_the_same_pdus_where_segments_come_twice() {
    compare(What::SentAgain);
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let segments =
            self.segments.iter().map(|segment| (segment.from, segment.sequence, segment.octets.len()));
        f.debug_list().entries(segments).finish()
    }
}
