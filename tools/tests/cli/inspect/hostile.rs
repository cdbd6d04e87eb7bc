//! Captures that were made to do harm, and such as nobody made.

use smppkit::{CommandId, CommandStatus, Header};

use super::capture::*;
use super::example::throttled;
use super::pdus::{bind, submit};
use super::show::{event, inspect, objects, pdus};

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn octets(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next() as u8).collect()
    }
}

/// Octets changed anywhere: it ends, as it says it does, and panics nowhere.
#[test]
fn damaged_captures_never_end_it_otherwise() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let packets = {
        let mut connection = Connection::open();
        connection.send(ESME, &bind(1)).send(ESME, &submit(2, "1", "x"));
        connection.packets(ethernet)
    };
    let files = [
        throttled(),
        section(Order::Little, 6, &packets, ETHERNET),
        section(Order::Big, 0x81, &packets, ETHERNET),
    ];
    for round in 0..150 {
        let mut file = files[round % files.len()].clone();
        for _ in 0..=random.next() % 8 {
            let at = random.next() as usize % file.len();
            file[at] = random.next() as u8;
        }
        let run = inspect(&[["--tree"], ["--json"], ["--pdus"]][round % 3], &file);
        assert!((0..=2).contains(&run.status) && !run.err.contains("panicked"), "{}", run.err);
    }
}

#[test]
fn random_octets_in_a_connection_are_no_smpp() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut connection = Connection::open();
    for _ in 0..200 {
        let mut octets = random.octets(1000);
        octets[0] = 0;
        connection.send(ESME, &octets);
    }
    let file = connection.pcap();
    assert_eq!(event(&objects(&[], &file), "summary")["not_smpp"]["connections"], 1);
    // Also where that was said to be: then all of it is skipped.
    let objects = objects(&["--port", "2775"], &file);
    assert_eq!((pdus(&objects).len(), &event(&objects, "skipped")["octets"]), (0, &200_000.into()));
}

/// More connections than are followed, each of them left open.
#[test]
fn many_connections_are_not_all_kept() {
    let mut packets = vec![];
    for number in 0..20_000_u32 {
        let client = format!("10.{}.{}.5:{}", number >> 8, number & 0xFF, 1024 + number);
        let mut connection = Connection::open_between(&client, "10.0.0.9:2775");
        connection.send(ESME, &bind(1));
        packets.extend(connection.packets(ethernet));
    }
    let objects = objects(&["--summary"], &pcap(&packets, ETHERNET));
    assert_eq!(objects.len(), 1001);
    assert_eq!([&objects[1000]["connections"], &objects[1000]["from_esmes"]["unanswered"]], [20_000; 2]);
    let out = inspect(&["--summary"], &pcap(&packets, ETHERNET)).out;
    assert!(
        out.contains("\n20000 connections\n  19000 more than the 1000 above\n"),
        "{}",
        &out[out.len() - 1000..]
    );
}

/// Octets behind a gap wait for what is missing, but only so many.
#[test]
fn what_waits_has_a_limit() {
    let late = submit(2, "1", "late");
    let many: Vec<u8> = (3..=300).flat_map(|number| submit(number, "1", &"x".repeat(140))).collect();
    // 3 MB, and 6 MB.
    for (times, is_given_up) in [(60, false), (120, true)] {
        let mut connection = Connection::open();
        connection.send(ESME, &bind(1));
        let gap = connection.next[ESME];
        connection.next[ESME] += late.len() as u32;
        (0..times).for_each(|_| _ = connection.send(ESME, &many));
        connection.next[ESME] = gap;
        connection.send(ESME, &late);
        let objects = objects(&["--summary"], &connection.pcap());
        let way = &objects[0]["ways"][0];
        assert_eq!(way["missing"], if is_given_up { late.len() } else { 0 });
        assert_eq!(way["pdus"], 1 + times * 298 + u32::from(!is_given_up));
    }
}

#[test]
fn kinds_that_are_counted_have_a_limit() {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1));
    for number in 2..5000 {
        let command_id = CommandId(0x0001_0000 + number);
        let header = Header {
            command_length: 16,
            command_id,
            command_status: CommandStatus(number),
            sequence_number: number,
        };
        connection.send(ESME, &header.to_octets());
    }
    let objects = objects(&["--summary"], &connection.pcap());
    let way = &objects[0]["ways"][0];
    assert_eq!(
        (way["commands"].as_object().unwrap().len(), way["errors"].as_array().unwrap().len()),
        (64, 64)
    );
    assert_eq!(way["pdus"], 4999);
}
