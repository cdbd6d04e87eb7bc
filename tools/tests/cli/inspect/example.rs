//! The capture that the README looks at: an ESME is faster than its message centre lets it be, and loses its connection.

use std::path::Path;

use smppkit::CommandStatus;

use super::capture::{ACK, Connection, ESME, MC, RST};
use super::pdus::{bind, bind_resp, deliver_resp, receipt, submit, submit_resp};
use super::show::inspect;

pub fn throttled() -> Vec<u8> {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).pause(3000).send(MC, &bind_resp(1));
    for number in 2..=5 {
        connection.send(ESME, &submit(number, &format!("44770090012{number}"), "Your order is on its way"));
    }
    connection.pause(7000);
    for number in 2..=3 {
        connection.send(MC, &submit_resp(number, CommandStatus::ESME_ROK, &format!("C0FFEE0{number}")));
    }
    connection.send(MC, &submit_resp(4, CommandStatus::ESME_RTHROTTLED, ""));
    connection.pause(400_000).send(MC, &receipt(1, "C0FFEE02")).send(ESME, &deliver_resp(1));
    connection.pause(2_000_000).push(MC, RST | ACK, &[]);
    connection.pcap()
}

#[test]
fn the_example_is_what_this_makes() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/throttled.pcap");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, throttled()).expect("it can be written");
    }
    let is = std::fs::read(&file).expect("examples/throttled.pcap: BLESS=1 makes it");
    assert!(is == throttled(), "examples/throttled.pcap is stale: BLESS=1 makes it anew");
}

#[test]
fn the_readme_shows_what_it_says_of_the_example() {
    let readme = include_str!("../../../../README.md");
    let (_, rest) =
        readme.split_once("smppkit inspect --status ESME_RTHROTTLED examples/throttled.pcap\n").unwrap();
    let (_, shown) = rest.split_once("```text\n").unwrap();
    let (shown, _) = shown.split_once("…\n").unwrap();
    let out = inspect(&["--status", "ESME_RTHROTTLED"], &throttled()).out;
    assert!(out.starts_with(shown), "{out}");
}
