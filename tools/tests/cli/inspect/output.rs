//! What is shown of a capture, and in what form.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use smppkit::{CommandId, CommandStatus, GenericNack, Header};

use super::capture::*;
use super::example::throttled;
use super::pdus::*;
use super::show::{event, inspect, objects, pdus};
use crate::run::{command, smppkit};

#[test]
fn a_line_tells_what_matters_of_a_pdu() {
    let run = inspect(&[], &throttled());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let expected = "\
connection 1 10.0.0.5:41234 → 10.0.0.9:2775
    0.003000  1 → bind_transceiver #1 \"app\" version 3.4
    0.007000  1 ← bind_transceiver_resp #1 ESME_ROK system_id=\"centre\" after 4.0 ms
    0.008000  1 → submit_sm #2 from MyShop to 447700900122 \"Your order is on its way\"
    0.009000  1 → submit_sm #3 from MyShop to 447700900123 \"Your order is on its way\"
    0.010000  1 → submit_sm #4 from MyShop to 447700900124 \"Your order is on its way\"
    0.011000  1 → submit_sm #5 from MyShop to 447700900125 \"Your order is on its way\"
    0.019000  1 ← submit_sm_resp #2 ESME_ROK message_id=\"C0FFEE02\" after 11.0 ms
    0.020000  1 ← submit_sm_resp #3 ESME_ROK message_id=\"C0FFEE03\" after 11.0 ms
    0.021000  1 ← submit_sm_resp #4 ESME_RTHROTTLED after 11.0 ms
    0.422000  1 ← deliver_sm #1 from 447700900123 to MyShop receipt id \"C0FFEE02\", DELIVERED, \
done 2026-11-26T22:01:00, error \"000\"
    0.423000  1 → deliver_sm_resp #1 ESME_ROK after 1.0 ms

connection 1 10.0.0.5:41234 (ESME) → 10.0.0.9:2775 (MC)
  time         2026-11-26T22:00:00.000000Z, for 2.424 s
  bind         bind_transceiver \"app\" version 3.4: ESME_ROK
  end          RST from 10.0.0.9:2775 (MC)
  from the ESME
    PDUs       6: 4 submit_sm, 1 bind_transceiver, 1 deliver_sm_resp
    answered   4 after 11.0 ms (median), 11.0 ms (95 %), 11.0 ms (longest)
    in flight  4 at most
    unanswered 1 submit_sm #5
  from the MC
    PDUs       5: 3 submit_sm_resp, 1 deliver_sm, 1 bind_transceiver_resp
    answered   1 after 1.0 ms (median), 1.0 ms (95 %), 1.0 ms (longest)
    in flight  1 at most
    errors     1 submit_sm_resp ESME_RTHROTTLED

packets
  in all       15
";
    assert_eq!(run.out, expected);
    let (_, summary) = expected.split_once("\n\n").unwrap();
    assert_eq!(inspect(&["--summary"], &throttled()).out, summary);
}

#[test]
fn times_are_relative_absolute_or_between() {
    let first_words = |args: &[&str]| -> Vec<String> {
        let out = inspect(args, &throttled()).out;
        let lines = out.lines().filter(|line| line.contains(" 1 → ") || line.contains(" 1 ← "));
        lines.map(|line| line.split_whitespace().next().unwrap().to_owned()).take(3).collect()
    };
    assert_eq!(first_words(&[]), ["0.003000", "0.007000", "0.008000"]);
    assert_eq!(first_words(&["--time", "delta"]), ["0.000000", "0.004000", "0.001000"]);
    assert_eq!(first_words(&["--time", "absolute"])[1], "2026-11-26T22:00:00.007000Z");
}

#[test]
fn an_object_is_that_of_decode_and_more() {
    let objects = objects(&[], &throttled());
    let response = &objects[8];
    let expected = json!({
        "event": "pdu",
        "time": 1_795_730_400.021,
        "connection": 1,
        "from": "10.0.0.9:2775",
        "to": "10.0.0.5:41234",
        "sender": "mc",
        "round_trip": 0.011,
        "note": null,
        "ok": true,
        "command": "submit_sm_resp",
        "command_id": 0x8000_0004_u32,
        "command_status": 0x58,
        "sequence_number": 4,
        "fields": {"message_id": ""},
        "tlvs": [],
        "faults": [],
        "reencoded": "0000001180000004000000580000000400",
    });
    assert_eq!(*response, expected);
    let receipt = &objects[9];
    assert_eq!([&receipt["receipt"]["id"], &receipt["receipt"]["message_state"]], ["C0FFEE02", "DELIVERED"]);
    // What they have in common is the same.
    let hex = inspect(&["--pdus"], &throttled()).out;
    let decoded: Vec<Value> = smppkit(&["decode", "--json"], hex)
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(decoded.len(), 11);
    for (object, mut decoded) in objects.iter().zip(decoded) {
        decoded.as_object_mut().unwrap().remove("line");
        for (key, value) in decoded
            .as_object()
            .unwrap()
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "reencoded" | "fields"))
        {
            assert_eq!(object[key], *value, "{key}");
        }
    }
    let connection = event(&objects, "connection");
    let way = &connection["ways"][0];
    assert_eq!(connection["closed"], json!({"by": "RST", "from": "10.0.0.9:2775"}));
    assert_eq!(way["round_trips"], json!({"count": 4, "median": 0.011, "p95": 0.011, "max": 0.011}));
    assert_eq!(way["unanswered_requests"], json!([{"command": "submit_sm", "sequence_number": 5}]));
    assert_eq!(connection["ways"][1]["errors"][0]["status"], "ESME_RTHROTTLED");
    let summary = super::show::objects(&["--summary"], &throttled());
    assert_eq!(summary, objects[11..]);
}

#[test]
fn no_form_shows_a_password() {
    for form in [&[][..], &["--tree"], &["--json"], &["--pdus"]] {
        let run = inspect(form, &throttled());
        assert!(!run.out.contains("secret") && !run.out.contains("736563726574"), "{}", run.out);
        assert!(run.out.contains("bind_transceiver") || form == ["--pdus"], "{}", run.out);
    }
}

#[test]
fn a_tree_is_that_of_decode() {
    let tree = inspect(
        &["--tree", "--command", "submit_sm", "--vendor-tlv", "0x1400:greeting:cstring"],
        &throttled(),
    )
    .out;
    let row = "submit_sm_resp  0.021000 connection 1 ← after 11.0 ms\n  command_length           17\n";
    assert!(tree.contains(row), "{tree}");
    assert!(!tree.contains("deliver_sm "), "{tree}");
}

#[test]
fn filters_let_through_what_belongs_together() {
    let file = throttled();
    for (args, expected) in [
        (
            &["--command", "submit_sm"][..],
            "submit_sm 2,submit_sm 3,submit_sm 4,submit_sm 5,submit_sm_resp 2,submit_sm_resp 3,submit_sm_resp 4",
        ),
        (
            &["--command", "deliver_sm_resp", "--command", "0x9"],
            "bind_transceiver 1,bind_transceiver_resp 1,deliver_sm 1,deliver_sm_resp 1",
        ),
        (&["--status", "ESME_RTHROTTLED"], "submit_sm 4,submit_sm_resp 4"),
        (&["--status", "88"], "submit_sm 4,submit_sm_resp 4"),
        (&["--status", "ESME_RINVDSTADR"], ""),
        (&["--address", "0900123"], "submit_sm 3,submit_sm_resp 3,deliver_sm 1,deliver_sm_resp 1"),
        (
            &["--address", "900123", "--status", "ESME_ROK", "--command", "submit_sm"],
            "submit_sm 3,submit_sm_resp 3",
        ),
        (&["--only-faults"], ""),
    ] {
        assert_eq!(pdus(&objects(args, &file)).join(","), expected, "{args:?}");
    }
    for (args, count) in [
        (["--system-id", "app"], 11),
        (["--system-id", "other"], 0),
        (["--connection", "1"], 11),
        (["--connection", "2"], 0),
    ] {
        let run = inspect(&[&["--json"][..], &args].concat(), &file);
        assert_eq!(run.out.matches("\"event\":\"pdu\"").count(), count, "{args:?}");
        assert_eq!(run.status, i32::from(count == 0), "{args:?}");
    }
    for (args, why) in [
        (["--command", "submit"], "`smppkit explain submit` may help"),
        (["--status", "ESME_NO"], "no status"),
        (["--port", "70000"], "65535"),
    ] {
        let run = inspect(&args, &file);
        assert_eq!(run.status, 2);
        assert!(run.err.contains(why), "{}", run.err);
    }
}

/// Faults in PDUs, and between them.
#[test]
fn what_is_out_of_order_is_told() {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    connection.send(ESME, &submit(2, "1", "x")).send(ESME, &submit(2, "2", "y"));
    connection.send(MC, &deliver_resp(2)).send(MC, &submit_resp(9, CommandStatus::ESME_ROK, "7"));
    // sm_length says five, and there are two octets.
    let mut faulty = submit(3, "1", "hello");
    faulty.truncate(faulty.len() - 3);
    faulty[3] -= 3;
    let unknown = Header {
        command_length: 16,
        command_id: CommandId(0x0001_0200),
        command_status: CommandStatus(0),
        sequence_number: 4,
    };
    connection.send(ESME, &faulty).send(ESME, &unknown.to_octets());
    connection.send(ESME, &enquire_link(5)).send(MC, &enquire_link_resp(5));
    connection.send(ESME, &unbind(6)).send(MC, &unbind_resp(6)).push(ESME, FIN | ACK, &[]);
    let file = connection.pcap();
    let out = inspect(&["--only-faults"], &file).out;
    let lines: Vec<_> =
        out.lines().skip(1).take_while(|line| !line.is_empty()).map(|line| &line[16..]).collect();
    assert_eq!(
        lines,
        [
            "→ submit_sm #2 from MyShop to 2 \"y\" its sequence_number is that of submit_sm in flight",
            "← deliver_sm_resp #2 ESME_ROK the request with this sequence_number is submit_sm",
            "← submit_sm_resp #9 ESME_ROK message_id=\"7\" answers no request that was seen",
            "→ submit_sm #3 from MyShop to 1 \"he\" short_message: 5 octets announced, 2 left",
            "→ 0x00010200 #4 command_id: no version of SMPP has this command",
        ]
    );
    let all = objects(&[], &file);
    let way = &event(&all, "connection")["ways"];
    let counts = |way: &Value| {
        ["unanswered", "faulty", "answers_to_nothing", "numbers_in_use"].map(|name| way[name].clone())
    };
    assert_eq!(counts(&way[0]), [4, 2, 0, 1]);
    assert_eq!(counts(&way[1]), [0, 0, 2, 0]);
    assert!(out.contains("\n  end          unbind, then FIN from 10.0.0.5:41234 (ESME)\n"), "{out}");
}

/// What seems unanswered may have been answered by what is not in the capture.
#[test]
fn where_something_is_missing_that_is_a_doubt() {
    let unanswered = |connection: &Connection| {
        let out = inspect(&["--summary"], &connection.pcap()).out;
        let row = out.lines().find(|line| line.contains("unanswered")).map(str::trim);
        row.unwrap_or_else(|| panic!("{out}")).to_owned()
    };
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1));
    let silent = "unanswered 1 bind_transceiver #1; the other end sent nothing that is in the capture";
    assert_eq!(unanswered(&connection), silent);
    connection.next[MC] += 23;
    connection.send(MC, &enquire_link(1)).send(ESME, &enquire_link_resp(1));
    let missing = "unanswered 1 bind_transceiver #1; octets of the other end are missing";
    assert_eq!(unanswered(&connection), missing);
}

/// Whoever is watched could speak to the terminal of who watches.
#[test]
fn nothing_in_a_capture_acts_on_the_terminal() {
    let evil = "\u{1B}[2J\u{7}\r\n";
    let mut connection = Connection::open();
    let bind = smppkit::BindReceiver { system_id: evil.into(), ..Default::default() };
    connection.send(ESME, &request(1, &bind)).send(MC, &bind_resp(1));
    connection.send(ESME, &submit(2, evil, evil)).send(MC, &submit_resp(2, CommandStatus::ESME_ROK, evil));
    connection.send(MC, &receipt(3, evil));
    for form in [&[][..], &["--tree"], &["--json"], &["--pdus"], &["--summary"], &["--summary", "--json"]] {
        let out = inspect(form, &connection.pcap()).out;
        assert!(!out.contains(['\u{1B}', '\u{7}', '\r']), "{form:?} {out:?}");
    }
}

#[test]
fn lines_come_as_packets_do() {
    let file = throttled();
    let mut child = command(&["inspect", "-"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // Up to the end of the bind, and no further.
    stdin.write_all(&file[..24 + 3 * (16 + 54) + 16 + 54 + 32]).unwrap();
    assert!(lines.next().unwrap().unwrap().starts_with("connection 1 "));
    assert!(lines.next().unwrap().unwrap().ends_with("bind_transceiver #1 \"app\" version 3.4"));
    // Whoever has seen enough goes.
    drop(lines);
    let _ = stdin.write_all(&file[24 + 4 * (16 + 54) + 32..]);
    drop(stdin);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_generic_nack_is_found_by_its_name_whatever_it_answers() {
    let mut connection = Connection::open();
    let nack = |number| pdu(CommandStatus::ESME_RINVCMDID, number, &GenericNack::default());
    connection.send(ESME, &submit(7, "447", "x")).send(MC, &nack(7)).send(MC, &nack(8));
    let shown = |filter: &[&str]| pdus(&objects(filter, &connection.pcap()));
    let both = ["generic_nack 7", "generic_nack 8"];
    assert_eq!(shown(&["--command", "generic_nack"]), both);
    assert_eq!(shown(&["--command", "submit_sm"]), ["submit_sm 7", both[0]]);
    assert_eq!(shown(&["--command", "deliver_sm"]), [""; 0]);
}

/// Ctrl-C is for all of `tcpdump … | smppkit inspect -`: what was captured until then is summed up.
#[test]
fn an_interrupt_is_for_whoever_writes_the_capture() {
    let mut connection = Connection::open();
    connection.send(ESME, &bind(1)).send(MC, &bind_resp(1));
    for is_impatient in [false, true] {
        let mut child = command(&["inspect", "-"]).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(&connection.pcap()).unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut shown = String::new();
        while !shown.contains("bind_transceiver_resp") {
            assert!(out.read_line(&mut shown).unwrap() > 0, "{shown}");
        }
        let mut ended = interrupt(&mut child);
        assert_eq!(ended, None, "the first is not for it");
        while is_impatient && ended.is_none() {
            ended = interrupt(&mut child);
        }
        drop(stdin);
        out.read_to_string(&mut shown).unwrap();
        assert_eq!(shown.contains("still open where the capture ends"), !is_impatient, "{shown}");
        assert_eq!(child.wait().unwrap().code(), Some(if is_impatient { 130 } else { 0 }));
    }
}

/// Whether it has ended soon after.
fn interrupt(child: &mut Child) -> Option<ExitStatus> {
    let kill = Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
    assert!(kill.unwrap().success());
    thread::sleep(Duration::from_millis(50));
    child.try_wait().unwrap()
}
