//! `smppkit demo` and `smppkit send`, against `smppkit simulate`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::time::{Duration, Instant};

use crate::run::{Run, command, smppkit};
use crate::simulator::Simulator;
use serde_json::Value;

fn send(simulator: &Simulator, args: &[&str], input: &str) -> Run {
    let args: Vec<&str> = ["send", "--server", &simulator.address].iter().chain(args).copied().collect();
    smppkit(&args, input)
}

fn events(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn named<'a>(events: &'a [Value], name: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["event"] == name).collect()
}

#[test]
fn the_demo_delivers_everything_in_less_than_two_seconds() {
    let started = Instant::now();
    let run = smppkit(&["demo"], "");
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    for line in [
        "→ bind_transceiver #1 system_id=\"demo\" password=***",
        "short_message=\"Hello from smppkit\"",
        "short_message=\"Grüße 👋🌍\"",
        "→ deliver_sm_resp #4 ESME_ROK",
        "← unbind_resp",
        "A long one, which takes two parts    delivered  id 2, 3\n",
    ] {
        assert!(run.out.contains(line), "{line}\n{}", run.out);
    }
    assert!(!run.out.contains("secret"));
}

#[test]
fn a_message_goes_out_and_its_receipt_comes_back() {
    let simulator = Simulator::start(&["--account", "app:secret", "--receipt-delay", "20ms"]);
    let args = ["--account", "app:secret", "--to", "447700900123", "--receipt", "--json", "Hello"];
    let run = send(&simulator, &args, "");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let events = events(&run);
    let [accepted, ended, summary] = &events[..] else { panic!("{events:?}") };
    assert_eq!(
        [&accepted["event"], &accepted["message_id"], &accepted["status"]],
        ["accepted", "1", "ESME_ROK"]
    );
    assert_eq!([&ended["event"], &ended["message_id"], &ended["state"]], ["ended", "1", "DELIVERED"]);
    assert_eq!([&summary["sent"], &summary["accepted"], &summary["delivered"]], [1, 1, 1]);

    let people = send(&simulator, &["--account", "app:secret", "--to", "447700900123", "Hello"], "");
    assert!(people.out.starts_with("447700900123  accepted 2  "), "{}", people.out);
    assert!(people.out.lines().last().unwrap().starts_with("1 of 1 accepted  "), "{}", people.out);
}

#[test]
fn what_is_not_delivered_shows_in_the_exit_status() {
    let simulator = Simulator::start(&[
        "--account",
        "app:secret",
        "--receipt-delay",
        "20ms",
        "--outcome",
        "undeliverable,ESME_RSUBMITFAIL",
    ]);
    let args =
        ["--account", "app:secret", "--to", "447700900123", "--receipt", "--json", "--count", "4", "Hello"];
    let run = send(&simulator, &args, "");
    assert_eq!(run.status, 1, "{}", run.err);
    let events = events(&run);
    assert_eq!(named(&events, "refused").len(), 2);
    assert!(named(&events, "refused").iter().all(|event| event["status"] == "ESME_RSUBMITFAIL"));
    assert!(named(&events, "ended").iter().all(|event| event["state"] == "UNDELIVERABLE"));
    assert_eq!(named(&events, "summary")[0]["undelivered"], 2);
}

#[test]
fn the_simulator_shows_a_long_message_whole() {
    let text = "Grüße 👨‍👩‍👧‍👦 an alle! ".repeat(9);
    for (form, how) in [("--json", "udh"), ("--json", "sar"), ("--quiet", "udh")] {
        let simulator = Simulator::start(&["--account", "app:secret", form]);
        let args =
            ["--account", "app:secret", "--from", "Shop", "--to", "447700900123", "--long", how, &text];
        let sent = send(&simulator, &args, "");
        assert_eq!((sent.status, sent.err.as_str()), (0, ""));
        let shown = simulator.stop("TERM").out;
        if form == "--quiet" {
            assert_eq!(shown, "");
            continue;
        }
        let shown: Vec<Value> = shown.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let [message] = named(&shown, "message")[..] else { panic!("{shown:?}") };
        let expected = serde_json::json!({
            "event": "message", "account": "app", "from": "Shop", "to": "447700900123", "parts": 4, "text": text
        });
        assert_eq!(*message, expected);
    }
    let simulator = Simulator::start(&["--account", "app:secret"]);
    assert_eq!(
        send(&simulator, &["--account", "app:secret", "--from", "Shop", "--to", "447", &text], "").status,
        0
    );
    let shown = simulator.stop("TERM").out;
    let line = format!("whole message of 4 parts from account app Shop to 447 \"{text}\"\n");
    assert!(shown.contains(&line), "{shown}");
}

#[test]
fn an_interrupted_command_tells_what_it_knows() {
    let simulator = Simulator::start(&["--account", "app:secret", "--receipt-delay", "1h"]);
    let args =
        ["send", "--server", &simulator.address, "--account", "app:secret", "--to", "447", "--receipt", "hi"];
    let mut child = command(&args).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("447  accepted 1  "), "{line}");
    let kill = std::process::Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
    assert!(kill.unwrap().success());
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(rest.starts_with("1 of 1 accepted; 0 delivered, 1 without a receipt  "), "{rest}");
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap().as_str()),
        (Some(1), "interrupted\n")
    );
}

#[test]
fn what_makes_no_sense_is_said_at_once() {
    let args = ["--account", "a:b", "--to", "447", "hi"];
    let run = smppkit(&[&["send", "--server", "127.0.0.1"], &args[..]].concat(), "");
    assert_eq!((run.status, run.err.as_str()), (2, "error: --server 127.0.0.1: write it as HOST:PORT\n"));
    let run = smppkit(&[&["send", "--server", "smpp://127.0.0.1:1"], &args[..]].concat(), "");
    assert_eq!(
        (run.status, run.err.as_str()),
        (2, "error: --server smpp://127.0.0.1:1: write it as HOST:PORT\n")
    );
    let run = smppkit(&[&["send", "--receipt", "--bind", "transmitter"], &args[..]].concat(), "");
    let expected = "error: a transmitter receives no receipts: bind as transceiver\n";
    assert_eq!((run.status, run.err.as_str()), (2, expected));
}

#[test]
fn to_be_accepted_is_not_to_be_delivered() {
    let simulator = Simulator::start(&["--receipt-delay", "20ms", "--outcome", "rejected"]);
    let args = ["--account", "app:secret", "--to", "447700900123", "Hello"];
    assert_eq!(send(&simulator, &args, "").status, 0);
    assert_eq!(send(&simulator, &[&args[..], &["--receipt"]].concat(), "").status, 1);
}

#[test]
fn many_texts_come_from_standard_input() {
    let simulator = Simulator::start(&["--account", "app:secret"]);
    let lines = "447700900123:one\n1/1:447700900124:two: 2\n";
    let run = send(&simulator, &["--account", "app:secret", "--json", "-"], lines);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let accepted = events(&run);
    let to: Vec<_> = named(&accepted, "accepted").iter().map(|event| event["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["447700900123", "447700900124"]);
    let run =
        send(&simulator, &["--account", "app:secret", "--to", "1", "--to", "2", "--json", "-"], "one\ntwo\n");
    assert_eq!(named(&events(&run), "accepted").len(), 4);
    let run = send(&simulator, &["--account", "app:secret", "-"], "one\n");
    assert_eq!((run.status, run.err.as_str()), (2, "error: \"one\": write it as TO:TEXT, or give --to\n"));
}

#[test]
fn every_field_can_be_set() {
    let simulator = Simulator::start(&["--account", "app:secret", "--json"]);
    let long = "x".repeat(161);
    let args = [
        "--account",
        "app:secret",
        "--from",
        "Shop",
        "--to",
        "12345",
        "--dest-ton",
        "6",
        "--dest-npi",
        "private",
        "--service-type",
        "CMT",
        "--esm-class",
        "3",
        "--protocol-id",
        "0x41",
        "--priority",
        "2",
        "--validity",
        "000001000000000R",
        "--registered-delivery",
        "0x11",
        "--replace-if-present",
        "--data-coding",
        "latin_1",
        "--default-msg-id",
        "0",
        "--tlv",
        "user_message_reference=7",
        "--tlv",
        "0x1400=hex:3131",
        "--long",
        "sar",
    ];
    let args: Vec<&str> = args.iter().copied().chain([long.as_str()]).collect();
    assert_eq!(send(&simulator, &args, "").status, 0);
    let ended = simulator.stop("TERM");
    assert_eq!(ended.status, Some(0), "{}", ended.err);
    assert!(!ended.out.contains("secret") && !ended.out.contains("736563726574"), "a log has no password");
    let pdus = ended.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let submits: Vec<_> = pdus.filter(|pdu| pdu["command"] == "submit_sm").collect();
    let fields = &submits[1]["fields"];
    for (name, value) in [
        ("service_type", Value::from("CMT")),
        ("source_addr_ton", 5.into()),
        ("source_addr", "Shop".into()),
        ("dest_addr_ton", 6.into()),
        ("dest_addr_npi", 9.into()),
        ("destination_addr", "12345".into()),
        ("esm_class", 3.into()),
        ("protocol_id", 0x41.into()),
        ("priority_flag", 2.into()),
        ("validity_period", "000001000000000R".into()),
        ("registered_delivery", 0x11.into()),
        ("replace_if_present_flag", 1.into()),
        ("data_coding", 3.into()),
        ("sm_length", 8.into()),
    ] {
        assert_eq!(fields[name], value, "{name}");
    }
    let tlvs: Vec<_> = submits[1]["tlvs"].as_array().unwrap().iter().map(|tlv| &tlv["tag"]).collect();
    assert_eq!(tlvs, [0x020C, 0x020E, 0x020F, 0x0204, 0x1400]);
    assert_eq!(submits[1]["session"], "#1 app");
}

#[test]
fn messages_that_are_throttled_are_sent_again() {
    let simulator = Simulator::start(&["--throttle", "5"]);
    let args = ["--account", "app:secret", "--to", "447700900123", "--count", "8", "--json"];
    let once = send(&simulator, &[&args[..], &["--retries", "0", "x"]].concat(), "");
    assert_eq!(once.status, 1);
    let events_once = events(&once);
    let refused = named(&events_once, "refused");
    assert!((2..=3).contains(&refused.len()), "{events_once:?}");
    assert!(refused.iter().all(|event| event["status"] == "ESME_RTHROTTLED"));
    let again = send(&simulator, &[&args[..], &["x"]].concat(), "");
    assert_eq!((again.status, named(&events(&again), "accepted").len()), (0, 8));
}

#[test]
fn a_refused_bind_says_why() {
    let simulator = Simulator::start(&["--account", "app:secret"]);
    for (args, status) in [
        (&["--account", "app:wrong"][..], "ESME_RINVPASWD"),
        (&["--account", "nobody:secret"], "ESME_RINVSYSID"),
        (&["--account", "app:wrong", "--smpp", "5.0"], "ESME_RBINDFAIL"),
        (&["--account", "nobody:x", "--smpp", "5.0"], "ESME_RBINDFAIL"),
    ] {
        let run = send(&simulator, &[args, &["--to", "1", "x"]].concat(), "");
        assert_eq!(run.status, 3);
        assert!(run.err.starts_with(&format!("error: the bind was refused: {status}: ")), "{}", run.err);
    }
    // 3.3 has no transceiver; a transmitter is enough where no receipt is waited for.
    assert_eq!(
        send(&simulator, &["--account", "app:secret", "--smpp", "3.3", "--to", "1", "x"], "").status,
        0
    );
}

#[test]
fn accounts_come_from_a_file_and_say_how_to_bind() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("accounts.toml");
    let accounts = "[[account]]\nsystem_id = \"app\"\npassword = \"secret\"\nbinds = [\"transmitter\"]\n";
    fs::write(&path, accounts).unwrap();
    let password = directory.path().join("password");
    fs::write(&password, "secret\n").unwrap();
    let simulator = Simulator::start(&["--accounts", path.to_str().unwrap()]);
    let account = ["--account", "app", "--password-file", password.to_str().unwrap(), "--to", "1"];
    assert_eq!(send(&simulator, &[&account[..], &["x"]].concat(), "").status, 0);
    let run = send(&simulator, &[&account[..], &["--bind", "transceiver", "x"]].concat(), "");
    assert_eq!(run.status, 3);
    assert!(run.err.starts_with("error: the bind was refused: ESME_RBINDFAIL: "), "{}", run.err);
}

#[test]
fn nobody_there_is_a_status_of_its_own() {
    let run = smppkit(&["send", "--server", "127.0.0.1:1", "--account", "a:b", "--to", "1", "x"], "");
    assert_eq!(run.status, 3);
    assert!(run.err.starts_with("error: cannot connect to 127.0.0.1:1: "), "{}", run.err);
    assert_eq!(smppkit(&["send", "--account", "a:b", "x"], "").status, 2);
    assert_eq!(smppkit(&["send", "--account", "a:b", "--to", "1"], "").status, 2);
    let in_vain =
        ["send", "--account", "a:b", "--to", "1", "--receipt", "--registered-delivery", "0x10", "x"];
    let in_vain = smppkit(&in_vain, "");
    assert_eq!(in_vain.status, 2);
    assert!(in_vain.err.contains("--registered-delivery"), "{}", in_vain.err);
    assert_eq!(smppkit(&["send", "--account", "a:b", "--to", "1", "--tlv", "what=1", "x"], "").status, 2);
}

#[test]
fn tls_is_verified_unless_that_is_given_up() {
    let directory = tempfile::tempdir().unwrap();
    let (cert, key) = (directory.path().join("cert.pem"), directory.path().join("key.pem"));
    let certified = rcgen::generate_simple_self_signed(vec!["smsc.example".into()]).unwrap();
    fs::write(&cert, certified.cert.pem()).unwrap();
    fs::write(&key, certified.signing_key.serialize_pem()).unwrap();
    let (cert, key) = (cert.to_str().unwrap(), key.to_str().unwrap());
    let simulator = Simulator::start(&["--account", "app:secret", "--tls-cert", cert, "--tls-key", key]);
    let status = |tls: &[&str]| {
        let args = [&["--account", "app:secret", "--to", "1", "--timeout", "3s"], tls, &["x"]].concat();
        send(&simulator, &args, "").status
    };
    assert_eq!(status(&["--tls-ca", cert, "--tls-name", "smsc.example"]), 0);
    assert_eq!(status(&["--tls-ca", cert]), 3, "the name is another");
    assert_eq!(status(&["--tls", "--tls-name", "smsc.example"]), 3, "nobody vouches for it");
    assert_eq!(status(&["--tls-insecure"]), 0);
    assert_eq!(status(&[]), 3, "it wants TLS");
    let ended = simulator.stop("TERM");
    assert!(ended.err.contains("TLS handshake"), "{}", ended.err);
}
