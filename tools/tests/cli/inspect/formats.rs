//! Every form of capture, and whatever is around TCP.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use smppkit::CommandStatus;

use super::capture::*;
use super::pdus::{bind, bind_resp, submit, submit_resp};
use super::show::{event, inspect, objects, pdus};
use crate::run::smppkit;

fn bound() -> Connection {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    connection
}

const BOUND: [&str; 2] = ["bind_transceiver 1", "bind_transceiver_resp 1"];

#[test]
fn every_form_of_file_is_read() {
    let packets = bound().packets(ethernet);
    let mut files = vec![];
    for order in [Order::Little, Order::Big] {
        files.extend([false, true].map(|nanoseconds| pcap_of(order, nanoseconds, &packets, ETHERNET)));
        files.extend([6, 9, 0x80 + 20].map(|clock| section(order, clock, &packets, ETHERNET)));
    }
    for file in files {
        let objects = objects(&[], &file);
        assert_eq!(pdus(&objects), BOUND);
        let time = objects[0]["time"].as_f64().unwrap();
        assert!((time - 1_795_730_400.003).abs() < 2e-6, "{time}");
    }
    // Sections one after another, of another order and another kind of link.
    let (before, after) = packets.split_at(4);
    let after: Vec<_> =
        after.iter().map(|packet| Packet::whole(packet.at, packet.octets[14..].to_vec())).collect();
    let file = [section(Order::Little, 6, before, ETHERNET), section(Order::Big, 9, &after, RAW)].concat();
    assert_eq!(pdus(&objects(&[], &file)), BOUND);
    // Packets without time.
    let simple = |packet: &Packet| {
        block(Order::Little, 3, &[&(packet.len as u32).to_le_bytes(), &packet.octets[..]].concat())
    };
    let file = [section(Order::Little, 6, &[], ETHERNET), packets.iter().flat_map(simple).collect()].concat();
    assert_eq!(pdus(&objects(&[], &file)), BOUND);
}

#[test]
fn files_may_be_packed_and_several() {
    let mut packer = GzEncoder::new(vec![], Compression::fast());
    packer.write_all(&bound().pcap()).unwrap();
    let packed = packer.finish().unwrap();
    assert_eq!(pdus(&objects(&[], &packed)), BOUND);
    let run = inspect(&[], &packed[..packed.len() - 20]);
    assert_eq!(run.status, 1, "{}", run.err);
    assert!(run.err.contains("ends within the packet after"), "{}", run.err);

    let packets = bound().packets(ethernet);
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["a.pcap", "b.pcap"].map(|name| folder.path().join(name).display().to_string());
    // A PDU may begin in one and end in the next.
    std::fs::write(&first, pcap(&packets[..3], ETHERNET)).unwrap();
    std::fs::write(&second, pcap(&packets[3..], ETHERNET)).unwrap();
    let run = smppkit(&["inspect", "--json", &first, &second], "");
    assert_eq!(run.status, 0, "{}", run.err);
    let objects: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(pdus(&objects), BOUND);
}

const RAW: u32 = 101;

fn ether_payload(tags: &[u8], ip: &[u8]) -> Vec<u8> {
    [&[2; 12], tags, &ether_type(ip), ip].concat()
}

#[test]
fn every_kind_of_link_is_looked_behind() {
    type Link = (u32, fn(&[u8]) -> Vec<u8>);
    let links: [Link; 12] = [
        (ETHERNET, ethernet),
        (ETHERNET, |ip| ether_payload(&[0x81, 0, 0, 7], ip)),
        (ETHERNET, |ip| ether_payload(&[0x88, 0xA8, 0, 7, 0x81, 0, 0, 8], ip)),
        // Short frames are filled up, and a check sequence may follow.
        (ETHERNET, |ip| [ethernet(ip), vec![0xEE; 30]].concat()),
        (113, |ip| [&[0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0], &ether_type(ip)[..], ip].concat()),
        (276, |ip| {
            [&ether_type(ip)[..], &[0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0], ip].concat()
        }),
        (RAW, <[u8]>::to_vec),
        (228, <[u8]>::to_vec),
        (229, <[u8]>::to_vec),
        (12, <[u8]>::to_vec),
        (0, |ip| [&[2, 0, 0, 0], ip].concat()),
        (108, |ip| [&[0, 0, 0, 2], ip].concat()),
    ];
    for ends in [["10.0.0.5:41234", "10.0.0.9:2775"], ["[2001:db8::5]:41234", "[2001:db8::9]:2775"]] {
        let mut connection = Connection::open_between(ends[0], ends[1]);
        connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
        for (number, link) in links {
            let objects = objects(&[], &pcap(&connection.packets(link), number));
            assert_eq!(pdus(&objects), BOUND, "{number}");
            assert_eq!(event(&objects, "connection")["ends"], json!(ends), "{number}");
        }
    }
    let run = inspect(&[], &pcap(&bound().packets(ethernet), 147));
    assert_eq!(run.status, 1);
    assert!(run.out.contains("5 come from a kind of link that is not known here (147)"), "{}", run.out);
}

#[test]
fn extension_headers_of_ipv6_are_passed() {
    let mut connection = Connection::open_between("[2001:db8::5]:41234", "[2001:db8::9]:2775");
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    let packets = connection.packets(|ip| {
        // Hop-by-hop and destination options, of eight octets each.
        let extensions = [60, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0];
        ethernet(&ipv6(&ip[8..40], 0, &[&extensions, &ip[40..]].concat()))
    });
    assert_eq!(pdus(&objects(&[], &pcap(&packets, ETHERNET))), BOUND);
}

#[test]
fn fragments_are_joined_in_any_order() {
    for ends in [["10.0.0.5:41234", "10.0.0.9:2775"], ["[2001:db8::5]:41234", "[2001:db8::9]:2775"]] {
        let mut connection = Connection::open_between(ends[0], ends[1]);
        connection.send(ESME, &[bind(1), submit(2, "447700900123", &"long ".repeat(40))].concat());
        let mut packets = connection.packets(ethernet);
        let whole = packets.pop().unwrap();
        let fragments = |ip: &[u8]| -> Vec<Vec<u8>> {
            let is_v4 = ip[0] >> 4 == 4;
            let payload = &ip[if is_v4 { 20 } else { 40 }..];
            let count = payload.len().div_ceil(64);
            let fragment = |(at, part): (usize, &[u8])| {
                let more = at + 1 < count;
                let offset = at as u16 * 8;
                if is_v4 {
                    ipv4(&ip[12..20], 77, offset | u16::from(more) << 13, part)
                } else {
                    let place = (offset << 3 | u16::from(more)).to_be_bytes();
                    ipv6(&ip[8..40], 44, &[&[6, 0], &place[..], &[0, 0, 0, 77], part].concat())
                }
            };
            payload.chunks(64).enumerate().map(fragment).collect()
        };
        let mut fragments: Vec<_> =
            fragments(&whole.octets[14..]).iter().map(|ip| Packet::whole(whole.at, ethernet(ip))).collect();
        fragments.reverse();
        let file = pcap(&[&packets[..], &fragments].concat(), ETHERNET);
        assert_eq!(pdus(&objects(&[], &file)), ["bind_transceiver 1", "submit_sm 2"], "{ends:?}");

        fragments.pop();
        let file = pcap(&[&packets[..], &fragments].concat(), ETHERNET);
        let objects = objects(&[], &file);
        let summary = event(&objects, "summary");
        assert_eq!(summary["lost_fragments"], fragments.len(), "{summary}");
    }
}

#[test]
fn what_is_not_tcp_is_counted() {
    let udp = |ip: &[u8]| {
        let mut ip = ip.to_vec();
        ip[9] = 17;
        ethernet(&ip)
    };
    let arp = [&[0xFF; 6][..], &[2; 6], &[8, 6, 0, 1, 8, 0, 6, 4, 0, 1], &[0; 20]].concat();
    let mut packets = bound().packets(ethernet);
    packets.extend(bound().packets(udp));
    packets.push(Packet::whole(START, arp));
    packets.push(Packet::whole(START, b"short".to_vec()));
    packets.push(Packet::whole(START, [&[2; 12], &[0x88, 0xCC][..], b"lldp"].concat()));
    packets.push(packets[0].clone().cut(40));
    let file = pcap(&packets, ETHERNET);
    let objects = objects(&[], &file);
    assert_eq!(pdus(&objects), BOUND);
    let summary = event(&objects, "summary");
    let counts = ["packets", "not_tcp", "not_ip", "unreadable"].map(|name| summary[name].as_u64().unwrap());
    assert_eq!(counts, [14, 5, 2, 2], "{summary}");
    assert!(inspect(&[], &file).out.contains("5 are not TCP"));
}

#[test]
fn a_file_that_ends_too_early_shows_what_it_holds() {
    let packets = bound().packets(ethernet);
    for file in [pcap(&packets, ETHERNET), section(Order::Big, 6, &packets, ETHERNET)] {
        for cut in 1..=40 {
            let run = inspect(&[], &file[..file.len() - cut]);
            assert_eq!(run.status, 1, "{}", run.err);
            assert!(
                run.err.contains(
                    "error: standard input ends within the packet after 4, which begins at offset "
                ),
                "{}",
                run.err
            );
            assert!(
                run.out.contains("bind_transceiver") && !run.out.contains("bind_transceiver_resp"),
                "{}",
                run.out
            );
        }
    }
}

#[test]
fn a_file_that_is_no_capture_is_refused() {
    let packets = bound().packets(ethernet);
    let mut file = pcap(&packets, ETHERNET);
    let third = 24 + 3 * 16 + packets[..2].iter().map(|packet| packet.len).sum::<usize>() - 16;
    file[third + 11] = 0x7F;
    let mut section = section(Order::Little, 6, &packets, ETHERNET);
    section[4] = 13;
    for (input, why) in [
        (vec![], "is no capture (pcap or pcapng): it is empty"),
        (b"hello, world, here is some text".to_vec(), "nothing that pcap or pcapng begins with"),
        (b"00000010000000150000000000000001".to_vec(), "`smppkit decode` reads PDUs in hex"),
        (b"\x28\xB5\x2F\xFD and so on and on and on".to_vec(), "zstd"),
        (file, &format!("is damaged at offset {third}: a packet of 2130706")),
        (section, "is damaged at offset 0: a block of 13 octets"),
    ] {
        let run = inspect(&[], &input);
        assert_eq!(run.status, 2, "{}", run.err);
        assert!(run.err.contains(why), "{why}: {}", run.err);
    }
    let run = smppkit(&["inspect", "/no/such/file"], "");
    assert_eq!(run.status, 2);
    assert!(run.err.starts_with("error: /no/such/file cannot be read: "), "{}", run.err);
}

#[test]
fn a_capture_without_smpp_says_so() {
    let mut connection = Connection::open_between("10.0.0.5:41234", "10.0.0.9:80");
    connection.send(ESME, b"GET / HTTP/1.1\r\n\r\n").send(MC, b"HTTP/1.1 200 OK\r\n\r\n");
    let run = inspect(&[], &connection.pcap());
    assert_eq!(run.status, 1);
    assert_eq!(run.err, "There is no SMPP in it, or none that these options let through.\n");
    assert!(run.out.contains("1 connections of TCP carry no SMPP\n"), "{}", run.out);
    let empty = inspect(&[], &pcap(&[], ETHERNET));
    assert_eq!((empty.status, empty.out.as_str()), (1, ""));
}

#[test]
fn the_card_may_cut_into_segments_later() {
    // Larger than a packet of IP can say: its length is 0 then.
    let mut connection = Connection::open();
    let many: Vec<u8> =
        (1..=600).flat_map(|number| submit(number, "447700900123", &"x".repeat(80))).collect();
    connection
        .send(ESME, &many[..60_000])
        .send(ESME, &many[60_000..])
        .send(MC, &submit_resp(1, CommandStatus::ESME_ROK, "7"));
    let packets = connection.packets(|ip| {
        let mut ip = ip.to_vec();
        ip[2..4].fill(0);
        ethernet(&ip)
    });
    assert_eq!(pdus(&objects(&[], &pcap(&packets, ETHERNET))).len(), 601);
}
