//! Segments in any order, twice, overlapping, not at all.

use serde_json::json;
use smppkit::CommandStatus;

use super::capture::*;
use super::pdus::*;
use super::show::{event, gaps, inspect, objects, pdus};

fn pcap_of_segments(segments: &[Segment]) -> Vec<u8> {
    let packets: Vec<_> =
        segments.iter().map(|segment| Packet::whole(segment.at, ethernet(&segment.ip()))).collect();
    pcap(&packets, ETHERNET)
}

/// A connection over which so many requests go, a segment each, behind a bind.
fn submits(count: u32) -> Connection {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    for number in 2..2 + count {
        connection.send(ESME, &submit(number, "447700900123", "hello"));
    }
    connection
}

fn numbers(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    let before = ["bind_transceiver 1", "bind_transceiver_resp 1"].map(str::to_owned);
    before.into_iter().chain(numbers.into_iter().map(|number| format!("submit_sm {number}"))).collect()
}

#[test]
fn what_comes_out_of_order_or_twice_is_put_in_order() {
    let mut connection = submits(6);
    let first = 5;
    connection.segments[first..].reverse();
    let again = connection.segments[first + 2].clone();
    connection.segments.push(again);
    let objects = objects(&[], &connection.pcap());
    assert_eq!(pdus(&objects), numbers(2..=7));
    assert_eq!(gaps(&objects), [""; 0]);
    assert_eq!(event(&objects, "connection")["ways"][0]["repeated_segments"], 1);
}

#[test]
fn segments_overlap_and_pdus_lie_across_them() {
    let mut connection = Connection::open();
    let stream: Vec<u8> = (1..=20).flat_map(|number| submit(number, "447700900123", "hello")).collect();
    let begin = connection.next[ESME];
    // Each has the half of the one before, and every other comes first.
    for at in (0..stream.len()).step_by(50) {
        connection.next[ESME] = begin + at as u32;
        connection.send(ESME, &stream[at..(at + 100).min(stream.len())]);
    }
    for pair in connection.segments[3..].chunks_mut(2) {
        pair.reverse();
    }
    assert_eq!(pdus(&objects(&[], &connection.pcap())).len(), 20);
}

#[test]
fn numbers_of_tcp_wrap_around() {
    let mut connection = Connection::new("10.0.0.5:41234", "10.0.0.9:2775");
    connection.next = [u32::MAX - 100, u32::MAX];
    connection.shake_hands();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    (2..=7).for_each(|number| _ = connection.send(ESME, &submit(number, "447700900123", "hello")));
    connection.segments[5..].reverse();
    assert_eq!(pdus(&objects(&[], &connection.pcap())), numbers(2..=7));
}

#[test]
fn a_capture_may_begin_in_the_middle() {
    let connection = submits(4);
    // Without the handshake, and with the end of a PDU first.
    let mut segments = connection.segments[5..].to_vec();
    let rest = segments[0].octets.split_off(30);
    segments[0].sequence += 30;
    segments[0].octets = rest;
    let objects = objects(&[], &pcap_of_segments(&segments));
    assert_eq!(pdus(&objects), ["submit_sm 3", "submit_sm 4", "submit_sm 5"]);
    let len = submit(2, "447700900123", "hello").len() - 30;
    assert_eq!(gaps(&objects), [format!("skipped {len}")]);
    // It tells who the ESME is without a bind.
    assert_eq!(event(&objects, "connection")["esme"], "10.0.0.5:41234");
    let objects = super::show::objects(&[], &pcap_of_segments(&connection.segments[6..]));
    assert_eq!((pdus(&objects).len(), gaps(&objects)), (3, vec![]));
}

#[test]
fn a_gap_is_told_and_reading_goes_on() {
    let len = submit(2, "447700900123", "hello").len();
    for (lost, expected) in [(6..7, 1), (6..9, 3)] {
        let mut segments = submits(6).segments;
        segments.drain(lost.clone());
        let objects = objects(&[], &pcap_of_segments(&segments));
        let lost = lost.start as u32 - 3..lost.end as u32 - 3;
        assert_eq!(pdus(&objects), numbers((2..=7).filter(|number| !lost.contains(number))));
        assert_eq!(gaps(&objects), [format!("missing {}", expected * len)]);
        assert_eq!(event(&objects, "connection")["ways"][0]["missing"], expected * len);
    }
}

#[test]
fn a_gap_within_pdus_costs_only_those() {
    // Octets 30 to 190 of PDUs of as many octets each are lost: the end of the first, all of the second, the beginning of the third.
    let pdu = |number| submit(number, "447700900123", "hello, hello");
    let len = pdu(1).len();
    let mut connection = Connection::open();
    let stream: Vec<u8> = (1..=6).flat_map(pdu).collect();
    let end = 2 * len + 20;
    connection.send(ESME, &stream[..30]);
    connection.next[ESME] += (end - 30) as u32;
    connection.send(ESME, &stream[end..]);
    let objects = objects(&[], &connection.pcap());
    assert_eq!(pdus(&objects), ["submit_sm 4", "submit_sm 5", "submit_sm 6"]);
    assert_eq!(
        gaps(&objects),
        ["cut 30".to_owned(), format!("missing {}", end - 30), format!("skipped {}", len - 20),]
    );
}

/// An acknowledgement of what is not there says that it will not be sent again. The rest must not wait for the end.
#[test]
fn what_was_acknowledged_is_not_waited_for() {
    let mut connection = submits(3);
    connection.segments.remove(6);
    let lost_at = connection.at;
    connection.push(MC, ACK, &[]);
    connection.pause(1_500_000).push(MC, ACK, &[]);
    connection.pause(50_000_000).send(MC, &enquire_link(9));
    let run = inspect(&[], &connection.pcap());
    let lines: Vec<_> = run.out.lines().collect();
    let place = |what: &str| {
        lines.iter().position(|line| line.contains(what)).unwrap_or_else(|| panic!("{what}: {}", run.out))
    };
    assert!(place("submit_sm #4") < place("enquire_link #9"), "{}", run.out);
    // Its time is when it was captured.
    let time = format!("{:.6}", (lost_at - 1000 - START) as f64 / 1e6);
    assert!(lines[place("submit_sm #4")].contains(&time), "{}", run.out);
}

/// Only the receiver knows what was lost at the end.
#[test]
fn what_was_lost_at_the_end_is_told() {
    let mut connection = submits(2);
    connection.push(MC, ACK, &[]);
    connection.segments.remove(6);
    let objects = objects(&[], &connection.pcap());
    let len = submit(2, "447700900123", "hello").len();
    // One octet could be a FIN.
    assert_eq!(gaps(&objects), [format!("missing {}", len - 1)]);
}

#[test]
fn a_snap_length_cuts_packets() {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    for number in 2..=4 {
        connection.send(ESME, &submit(number, "447700900123", &"hello ".repeat(20)));
        connection.send(MC, &submit_resp(number, CommandStatus::ESME_ROK, "7"));
    }
    let packets: Vec<_> = connection.packets(ethernet).into_iter().map(|packet| packet.cut(96)).collect();
    let file = pcap(&packets, ETHERNET);
    let objects = objects(&[], &file);
    let cut: Vec<_> = objects.iter().filter(|object| object["event"] == "cut").collect();
    assert_eq!(cut.len(), 3, "{objects:#?}");
    let first = cut[0];
    assert_eq!(
        (&first["command"], &first["octets"], &first["sequence_number"]),
        (&json!("submit_sm"), &json!(42), &json!(2))
    );
    // Its response is found all the same.
    let response = objects.iter().find(|object| object["command"] == "submit_sm_resp").unwrap();
    assert_eq!(response["round_trip"], 0.001);
    let run = inspect(&[], &file);
    assert!(run.out.contains("#2 only 42 of its 171 octets are in the capture"), "{}", run.out);
}

#[test]
fn the_ports_may_be_used_again() {
    let mut connection = submits(1);
    connection.push(ESME, ACK | FIN, &[]).push(MC, ACK | FIN, &[]).push(ESME, ACK, &[]);
    connection.next = [77_000, 88_000];
    connection.shake_hands();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1)).push(MC, RST, &[]);
    let objects = objects(&[], &connection.pcap());
    let ends: Vec<_> = objects
        .iter()
        .filter(|object| object["event"] == "connection")
        .map(|object| &object["closed"]["by"])
        .collect();
    assert_eq!(ends, ["FIN", "RST"]);
    assert_eq!(pdus(&objects).len(), 5);
}

/// Nothing but a SYN tells that a connection which was there already is another one now.
#[test]
fn a_syn_begins_anew_what_was_in_the_middle() {
    let mut connection = submits(1);
    connection.segments.drain(..3);
    connection.next = [77_000, 88_000];
    connection.shake_hands();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    let objects = objects(&[], &connection.pcap());
    let numbers: Vec<_> = objects
        .iter()
        .filter(|object| object["event"] == "pdu")
        .map(|object| &object["connection"])
        .collect();
    assert_eq!(numbers, [1, 1, 1, 2, 2]);
    // A SYN that comes again does not, nor one that comes late.
    let mut connection = submits(1);
    let syn = connection.segments.remove(0);
    connection.segments.insert(4, syn.clone());
    connection.segments.push(syn);
    assert_eq!(event(&super::show::objects(&[], &connection.pcap()), "summary")["connections"], 1);
}

/// With filters, a connection may be seen later than one that began after it.
#[test]
fn each_connection_is_told_of_before_its_number() {
    let mut connection = submits(1);
    let mut second = Connection::open_between("10.0.0.6:41234", "10.0.0.9:2775");
    second.send(ESME, &bind(1)).send(ESME, &submit(2, "99", "x"));
    connection.segments.extend(second.segments);
    connection.send(ESME, &submit(3, "99", "y"));
    let out = inspect(&["--address", "99"], &connection.pcap()).out;
    let lines: Vec<_> = out.lines().take(4).collect();
    assert_eq!([&lines[0][..12], &lines[2][..12]], ["connection 2", "connection 1"], "{out}");
    assert!(lines[1].contains(" 2 → submit_sm") && lines[3].contains(" 1 → submit_sm"), "{out}");
}

#[test]
fn octets_that_are_no_pdu_are_skipped() {
    let mut connection = submits(1);
    let broken = [0, 0, 0, 7, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 9];
    connection.send(ESME, &[&broken[..], &[0; 9], &submit(5, "1", "x"), &submit(6, "1", "x")].concat());
    let objects = objects(&[], &connection.pcap());
    assert_eq!(pdus(&objects), numbers([2, 5, 6]));
    assert_eq!(event(&objects, "bad_length")["command_length"], 7);
    assert_eq!(gaps(&objects), ["bad_length null", "skipped 25"]);
}

/// A PDU in the text of a message, as someone sends who reports a fault, is not taken for one after a gap.
#[test]
fn a_pdu_within_a_message_is_none() {
    let mut connection = submits(0);
    let inner = submit(66, "1", "x");
    let text: String = inner.iter().map(|octet| char::from(*octet)).collect();
    assert!(text.is_ascii());
    let outer = submit(2, "447700900123", &format!("{text} is what he sent"));
    connection.next[ESME] += 10;
    connection.send(ESME, &[&outer[10..], &submit(3, "1", "y")].concat());
    assert_eq!(pdus(&objects(&[], &connection.pcap())), numbers([3]));
}

#[test]
fn tls_is_told_and_not_taken_for_garbage() {
    let hello = [&[22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3][..], &[0x5A; 194]].concat();
    let mut connection = Connection::open();
    connection.send(ESME, &hello).send(MC, &[&[22, 3, 3, 0, 40, 2][..], &[0x5A; 39]].concat());
    connection.send(ESME, &[&[23, 3, 3, 0, 30][..], &[0xA5; 30]].concat());
    let run = inspect(&[], &connection.pcap());
    assert!(run.out.contains("1 connections of TCP carry no SMPP, 1 of them encrypted (TLS)"), "{}", run.out);
    let objects = objects(&["--port", "2775"], &connection.pcap());
    let connection = event(&objects, "connection");
    assert_eq!(
        [&connection["ways"][0]["encrypted"], &connection["ways"][1]["encrypted"]],
        [240, 45],
        "{connection}"
    );
    assert_eq!(gaps(&objects), [""; 0]);
}

#[test]
fn ports_name_what_is_smpp() {
    let mut connection = Connection::open_between("10.0.0.5:41234", "10.0.0.9:9000");
    connection.send(ESME, &bind(1)).send(MC, b"-ERR I speak something else\r\n");
    let mut segments = submits(1).segments;
    segments.extend(connection.segments);
    let file = pcap_of_segments(&segments);
    assert_eq!(pdus(&objects(&[], &file)).len(), 4);
    let only = objects(&["--port", "9000"], &file);
    assert_eq!((pdus(&only), gaps(&only)), (vec!["bind_transceiver 1".into()], vec!["skipped 29".into()]));
    assert_eq!(event(&only, "summary")["not_smpp"]["connections"], 1);
    assert_eq!(pdus(&objects(&["--port", "9000", "--port", "2775"], &file)).len(), 4);
}
