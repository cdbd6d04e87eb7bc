//! Large captures: in how much memory they are read, and how fast.
#![cfg(target_os = "linux")]

use std::io::{self, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use smppkit::CommandStatus;

use super::capture::*;
use super::pdus::{bind, bind_resp, submit, submit_resp};
use crate::run::command;

/// Writes a capture of so many octets: submit_sm and their responses, eight in a segment.
fn write(out: &mut impl io::Write, octets: usize) -> io::Result<()> {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    let mut written = 0;
    let mut number = 2;
    while written < octets {
        for _ in 0..100 {
            let numbers = number..number + 8;
            let text = "Your order 123456 is on its way to you, thank you for shopping";
            let requests = numbers.clone().flat_map(|number| submit(number, "447700900123", text));
            connection.send(ESME, &requests.collect::<Vec<_>>());
            let responses =
                numbers.flat_map(|number| submit_resp(number, CommandStatus::ESME_ROK, "0123456789ABCDEF"));
            connection.send(MC, &responses.collect::<Vec<_>>());
            number += 8;
        }
        let file = connection.pcap();
        out.write_all(if written == 0 { &file } else { &file[pcap(&[], ETHERNET).len()..] })?;
        written += file.len();
        connection.segments.clear();
    }
    Ok(())
}

/// The memory that it took at most, in kB, and the time.
fn read(args: &[&str], octets: usize) -> (u64, Duration) {
    let mut child = command(&[&["inspect", "-"], args].concat()).stdout(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let begin = Instant::now();
    write(&mut stdin, octets).unwrap();
    // It has read all but what the pipe holds.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    stdin.flush().unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success());
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    (most.trim().trim_end_matches(" kB").parse().unwrap(), begin.elapsed())
}

#[test]
fn memory_does_not_depend_on_the_size_of_the_capture() {
    let (few, _) = read(&["--summary"], 1 << 20);
    let (many, _) = read(&["--summary"], 20 << 20);
    assert!(many < few + 2000, "{few} kB for a megabyte, {many} kB for twenty");
}

/// `cargo test --release -p smppkit-cli --test cli inspect::large -- --ignored --nocapture` gives figures like those of
/// docs/performance.md.
#[test]
#[ignore = "takes minutes"]
fn figures() {
    for args in [&["--summary"][..], &[], &["--pdus"], &["--json"]] {
        let (memory, time) = read(args, 1_000_000_000);
        println!("{args:?}: 1 GB in {:.1} s, {memory} kB", time.as_secs_f64());
    }
}
