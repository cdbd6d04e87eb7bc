//! `smppkit load`, against `smppkit simulate` and message centres that misbehave.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::hostile::{self, Mood};
use crate::run::{Run, command, smppkit};
use crate::simulator::Simulator;

const TO: [&str; 4] = ["--account", "app:secret", "--to", "447700900123"];

fn load(address: &str, args: &[&str]) -> Run {
    smppkit(&[&["load", "--server", address, "--quiet"], &TO[..], args].concat(), "")
}

/// The objects of a run, and its exit status.
fn objects(address: &str, args: &[&str]) -> (i32, Vec<Value>) {
    let run = load(address, &[&["--json"], args].concat());
    let objects: Vec<_> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!objects.is_empty(), "{}", run.err);
    objects.iter().for_each(account);
    (run.status, objects)
}

fn summary(address: &str, args: &[&str]) -> (i32, Value) {
    let (status, mut objects) = objects(address, args);
    (status, objects.pop().unwrap())
}

/// Every message, and every PDU, must have become of something.
fn account(object: &Value) {
    let (messages, pdus) = (&object["messages"], &object["pdus"]);
    let of = |object: &Value, names: &[&str]| {
        names.iter().map(|name| object[*name].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(of(messages, &["due"]), of(messages, &["sent", "never_sent"]), "{object}");
    assert_eq!(of(messages, &["sent"]), of(messages, &["accepted", "refused", "unanswered"]), "{object}");
    assert_eq!(of(pdus, &["sent"]), of(pdus, &["answered", "timed_out", "lost"]), "{object}");
    let by_status = pdus["by_status"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
    assert_eq!(of(pdus, &["answered"]), by_status.sum::<u64>(), "{object}");
}

#[test]
fn so_many_messages_are_sent_and_no_more() {
    let simulator = Simulator::start(&["--account", "app:secret", "--quiet"]);
    let (status, run) = summary(&simulator.address, &["--count", "500", "--connections", "3"]);
    assert_eq!(status, 0, "{run}");
    assert_eq!([&run["messages"]["accepted"], &run["messages"]["due"], &run["pdus"]["sent"]], [500; 3]);
    assert_eq!([&run["connections"]["bound"], &run["connections"]["lost"]], [3, 0]);
    assert!(run["octets"]["sent"].as_u64().unwrap() > 500 * 60);
    assert_eq!(run["receipts"], Value::Null);
    let ramp = ["--rate", "50", "--duration", "500ms", "--connections", "3", "--ramp", "200ms"];
    let (status, run) = summary(&simulator.address, &ramp);
    assert_eq!((status, &run["connections"]["bound"], &run["messages"]["due"]), (0, &3.into(), &25.into()));
    let status = load(&simulator.address, &["--count", "7", "--pdu", "data_sm"]).status;
    assert_eq!(status, 0);
    assert_eq!(
        summary(&simulator.address, &["--count", "7", "--pdu", "enquire_link"]).1["messages"]["accepted"],
        7
    );
}

#[test]
fn a_rate_is_kept_and_steps_are_told_one_by_one() {
    let simulator = Simulator::start(&["--account", "app:secret", "--quiet"]);
    let (status, steps) = objects(&simulator.address, &["--rate", "100,400", "--step", "1s"]);
    assert_eq!(status, 0);
    let [slow, fast, all] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!([&slow["event"], &fast["event"], &all["event"]], ["step", "step", "summary"]);
    assert_eq!([&slow["step"], &fast["step"]], [1, 2]);
    assert_eq!([slow, fast, all].map(|step| step["messages"]["due"].as_u64().unwrap()), [100, 400, 500]);
    assert_eq!([slow, fast].map(|step| step["asked_per_second"].as_u64().unwrap()), [100, 400]);
    let table = load(&simulator.address, &["--rate", "50,100", "--step", "200ms"]);
    assert!(table.out.contains("asked/s") && table.out.contains("never sent"), "{}", table.out);
}

#[test]
fn latency_counts_from_when_a_message_was_due() {
    // It takes 20 messages a second, and 100 are due.
    let address = hostile::start(Mood::Slow(Duration::from_millis(50)));
    let (status, run) =
        summary(&address, &["--rate", "100", "--duration", "2s", "--window", "1", "--timeout", "5s"]);
    assert_eq!(status, 0, "{run}");
    let (due, sent) = (run["messages"]["due"].as_u64().unwrap(), run["messages"]["sent"].as_u64().unwrap());
    assert_eq!(due, 200);
    assert!((10..=41).contains(&sent), "{run}");
    let at = |times: &str, quantile: &str| run[times][quantile].as_f64().unwrap();
    assert!((50.0..500.0).contains(&at("response_ms", "p50")), "{run}");
    // Half of those that were due had waited for more than half of the time.
    assert!(at("latency_ms", "p50") > 500.0 && at("latency_ms", "max") > 1500.0, "{run}");
    assert!(run["notes"][0].as_str().unwrap().contains("window"), "{run}");
}

#[test]
fn receipts_are_counted_over_all_connections() {
    let simulator = Simulator::start(&[
        "--account",
        "app:secret",
        "--quiet",
        "--receipt-delay",
        "50ms",
        "--outcome",
        "delivered=3,expired",
    ]);
    let args = ["--count", "400", "--connections", "4", "--receipt", "--text-octets", "200"];
    let (status, run) = summary(&simulator.address, &args);
    assert_eq!(status, 0, "{run}");
    assert_eq!([&run["messages"]["sent"], &run["pdus"]["sent"]], [400, 800]);
    let receipts = &run["receipts"];
    assert_eq!([&receipts["expected"], &receipts["came"], &receipts["awaited"]], [800, 800, 0], "{receipts}");
    assert_eq!([&receipts["by_state"]["DELIVERED"], &receipts["by_state"]["EXPIRED"]], [600, 200]);
    assert!(receipts["took_ms"]["p50"].as_f64().unwrap() >= 50.0, "{receipts}");
    let args = ["--count", "40", "--receipt", "--pdu", "data_sm", "--smpp", "5.0"];
    assert_eq!(summary(&simulator.address, &args).1["receipts"]["came"], 40);
    // Those that nobody awaits any more are of other messages for the next.
    let args = ["--count", "4", "--receipt", "--wait", "0s"];
    assert_eq!(summary(&simulator.address, &args).1["receipts"]["awaited"], 4);
    std::thread::sleep(Duration::from_millis(100));
    let receipts = &summary(&simulator.address, &["--count", "4", "--receipt"]).1["receipts"];
    assert_eq!([&receipts["came"], &receipts["of_other_messages"]], [4, 4], "{receipts}");
}

#[test]
fn messages_of_mobiles_come_at_a_rate_and_are_acknowledged_meanwhile() {
    let simulator =
        Simulator::start(&["--json", "--mo", "447:12345:hello", "--mo", "448:12345:hi", "--mo-rate", "200"]);
    let args = ["--rate", "50", "--duration", "1s", "--bind", "transceiver"];
    let (status, run) = summary(&simulator.address, &args);
    assert_eq!(status, 0);
    let received = run["messages_received"].as_u64().unwrap();
    assert!((100..=260).contains(&received), "{run}");
    let shown = simulator.stop("TERM").out;
    let acknowledged = shown.lines().filter(|line| line.contains("\"deliver_sm_resp\"")).count() as u64;
    assert!(acknowledged >= received, "{acknowledged} of {received}");
}

#[test]
fn throttling_is_told_and_demands_are_checked() {
    let address = hostile::start(Mood::Throttle);
    let (status, run) = summary(&address, &["--count", "300"]);
    assert_eq!(status, 0, "what a message centre refuses is what was to be found out: {run}");
    assert_eq!([&run["messages"]["refused"], &run["pdus"]["throttled"]], [100, 100]);
    assert_eq!(run["pdus"]["by_status"]["ESME_RTHROTTLED"], 100);
    assert_eq!(run["congestion_state"], 95);
    let demands = ["--count", "300", "--max-error-rate", "10%", "--max-p99", "1m", "--min-rate", "1e9"];
    let run = load(&address, &demands);
    assert_eq!(run.status, 1);
    let unmet: Vec<_> = run.out.lines().filter(|line| line.starts_with("not met: ")).collect();
    assert_eq!(unmet.len(), 2, "{}", run.out);
    assert_eq!(unmet[0], "not met: --max-error-rate 10%: it was 33.3333%");
    assert!(unmet[1].starts_with("not met: --min-rate 1000000000: it was "), "{}", unmet[1]);
}

#[test]
fn whatever_a_message_centre_does_every_message_is_accounted_for() {
    let moods = [
        (Mood::ResetAfter(20), 3),
        (Mood::UnbindAfter(20), 3),
        (Mood::StallAfter(20), 0),
        (Mood::Deaf, 1),
        (Mood::Throttle, 0),
        (Mood::Babble, 1),
        (Mood::Nack, 1),
        (Mood::Garbage, 3),
    ];
    std::thread::scope(|scope| {
        for (mood, status) in moods {
            for pace in [&["--count", "120"][..], &["--rate", "240", "--duration", "500ms"]] {
                scope.spawn(move || bear(mood, status, pace));
            }
        }
    });
}

/// 120 messages to such a message centre, over two connections.
fn bear(mood: Mood, status: i32, pace: &[&str]) {
    let address = hostile::start(mood);
    let began = Instant::now();
    let args = [pace, &["--connections", "2", "--timeout", "500ms", "--window", "10"]].concat();
    let (ended, run) = summary(&address, &args);
    // Connections that are unbound end when what is in flight has timed out, which may be after all was to be sent.
    let is_late = matches!(mood, Mood::UnbindAfter(_)) && pace[0] == "--rate" && ended == 1;
    assert!(ended == status || is_late, "{mood:?} {pace:?} ended with {ended}: {run}");
    assert!(began.elapsed() < Duration::from_secs(15), "{mood:?} {pace:?}");
    let of = |group: &str, name: &str| run[group][name].as_u64().unwrap();
    match mood {
        Mood::ResetAfter(_) | Mood::UnbindAfter(_) => {
            assert_eq!([of("connections", "lost"), of("messages", "accepted")], [2, 40], "{mood:?} {run}");
            // Who unbinds may still answer.
            let how = if matches!(mood, Mood::UnbindAfter(_)) { "timed_out" } else { "lost" };
            assert!(of("pdus", how) > 0, "{mood:?} {run}");
        }
        Mood::StallAfter(_) => {
            assert_eq!(of("messages", "accepted"), 40, "{run}");
            assert!(of("pdus", "timed_out") > 0 && of("pdus", "lost") == 0, "{run}");
            assert!(run["latency_ms"]["max"].as_f64().unwrap() >= 500.0, "{run}");
        }
        Mood::Deaf => assert_eq!(of("pdus", "answered"), 0, "{run}"),
        Mood::Babble => {
            assert_eq!(of("messages", "refused"), of("messages", "sent"), "{run}");
            assert!(of("connections", "responses_unmatched") > 100, "{run}");
        }
        Mood::Nack => assert_eq!(run["pdus"]["by_status"]["ESME_RINVCMDID"], of("messages", "sent"), "{run}"),
        Mood::Garbage => assert_eq!(of("connections", "lost"), 2, "{run}"),
        Mood::Throttle | Mood::Slow(_) => {}
    }
}

#[test]
fn a_connection_that_is_lost_is_bound_again_if_that_is_wanted() {
    let address = hostile::start(Mood::ResetAfter(20));
    let (status, run) = summary(&address, &["--count", "200", "--reconnect", "10ms", "--window", "4"]);
    assert_eq!(status, 1, "{run}");
    assert!(run["connections"]["bound_again"].as_u64().unwrap() >= 8, "{run}");
    assert_eq!(run["messages"]["due"], 200);
    let run = load(&address, &["--count", "200", "--window", "4"]);
    assert_eq!(run.status, 3);
    assert!(run.err.starts_with("error: no connection is left: "), "{}", run.err);
    assert!(run.out.contains("1 lost: "), "what is known is told: {}", run.out);
}

/// Interrupts a run so many times, once its message centre has stalled.
fn interrupted(address: &str, args: &[&str], times: usize) -> (Option<i32>, Value, Duration) {
    let fixed = ["load", "--server", address, "--json", "--progress", "0s"];
    let mut child = command(&[&fixed[..], &TO, args].concat()).spawn().unwrap();
    let mut progress = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(progress.any(|line| line.unwrap().contains("20 accepted")));
    let began = Instant::now();
    for number in 0..times {
        // Not so soon after the one before that the two are taken for one.
        assert!(number == 0 || progress.nth(2).is_some());
        let kill = std::process::Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
        assert!(kill.unwrap().success());
    }
    std::thread::spawn(move || progress.for_each(drop));
    let ended = child.wait_with_output().unwrap();
    let out = String::from_utf8(ended.stdout).unwrap();
    (ended.status.code(), serde_json::from_str(out.lines().last().unwrap()).unwrap(), began.elapsed())
}

#[test]
fn an_interrupted_run_tells_what_it_knows_and_a_second_time_at_once() {
    let address = hostile::start(Mood::StallAfter(20));
    let (status, summary, _) = interrupted(&address, &["--duration", "1h", "--timeout", "3s"], 1);
    account(&summary);
    assert_eq!((status, &summary["messages"]["accepted"]), (Some(1), &20.into()));
    assert_eq!(
        [&summary["pdus"]["timed_out"], &summary["pdus"]["lost"]],
        [16, 0],
        "it waits for what is in flight"
    );
    let (status, summary, took) = interrupted(&address, &["--duration", "1h", "--timeout", "50s"], 2);
    account(&summary);
    assert_eq!((status, &summary["pdus"]["lost"]), (Some(1), &16.into()));
    assert!(took < Duration::from_secs(25), "{took:?}");
}

#[test]
fn whoever_waits_for_responses_is_interrupted_by_the_second_signal() {
    let address = hostile::start(Mood::StallAfter(20));
    let (status, summary, _) = interrupted(&address, &["--count", "36", "--timeout", "3s"], 1);
    assert_eq!(
        (status, &summary["pdus"]["timed_out"], &summary["pdus"]["lost"]),
        (Some(1), &16.into(), &0.into())
    );
}

#[test]
fn seconds_go_into_a_file_and_progress_to_standard_error() {
    let simulator = Simulator::start(&["--quiet"]);
    let file = simulator.directory.path().join("seconds.csv");
    let fixed =
        ["load", "--server", &simulator.address, "--rate", "100", "--duration", "2500ms", "--progress", "1s"];
    let run = smppkit(&[&fixed[..], &TO, &["--csv", file.to_str().unwrap()]].concat(), "");
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.lines().count() >= 1 && run.err.contains("accepted"), "{}", run.err);
    assert!(run.out.starts_with("submit_sm to 127.0.0.1:"), "{}", run.out);
    let rows = fs::read_to_string(file).unwrap();
    let mut rows = rows.lines();
    let names: Vec<_> = rows.next().unwrap().split(',').collect();
    assert_eq!(names[..3], ["seconds", "pdus_sent", "accepted"]);
    let rows: Vec<Vec<_>> = rows.map(|row| row.split(',').collect()).collect();
    assert!(rows.len() >= 2 && rows.iter().all(|row| row.len() == names.len()), "{rows:?}");
    assert_eq!(rows.iter().map(|row| row[2].parse::<u64>().unwrap()).sum::<u64>(), 250);
    let full = load(&simulator.address, &["--count", "10", "--csv", "/dev/full"]);
    assert_eq!(full.status, 2);
    assert!(
        full.out.contains("10 accepted") && full.err.starts_with("error: cannot write /dev/full: "),
        "{}",
        full.err
    );
}

#[test]
fn numbers_are_filled_in() {
    let simulator = Simulator::start(&[]);
    let args = ["load", "--server", &simulator.address, "--account", "a:b", "--count", "3", "--window", "1"];
    let places = [
        "--to",
        "4477{number:4}",
        "--to",
        "4478{random:2}",
        "--text",
        "{{{number}}}",
        "--from",
        "Shop{number}",
    ];
    assert_eq!(smppkit(&[&args[..], &places].concat(), "").status, 0);
    let shown = simulator.stop("TERM").out;
    for part in
        ["destination_addr=\"44770000\"", "destination_addr=\"44770002\"", "\"{1}\"", "source_addr=\"Shop2\""]
    {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn nobody_is_put_under_load_by_accident() {
    // An address for documentation: nobody is there.
    let run = load("192.0.2.1:2775", &[]);
    assert_eq!(run.status, 2);
    assert!(
        run.err.contains("192.0.2.1 is not this machine") && run.err.contains("--confirm 192.0.2.1"),
        "{}",
        run.err
    );
    let run = load("192.0.2.1:2775", &["--confirm", "192.0.2.2"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    let run = load("192.0.2.1:2775", &["--confirm", "192.0.2.1", "--timeout", "200ms"]);
    assert_eq!(run.status, 3, "{}", run.err);
}

#[test]
fn what_makes_no_sense_is_said_at_once() {
    let simulator = Simulator::start(&["--account", "app:secret"]);
    for (args, what) in [
        (&["--rate", "1,2"][..], "--step"),
        (&["--rate", "fast"], "fast"),
        (&["--step", "1s"], "--rate"),
        (&["--duration", "0s"], "no time"),
        (&["--text", "{x}"], "{x}"),
        (&["--receipt", "--bind", "transmitter"], "transmitter"),
        (&["--receipt", "--pdu", "enquire_link"], "enquire_link"),
        (&["--receipt", "--registered-delivery", "0"], "--registered-delivery"),
        (&["--pdu", "data_sm", "--validity", "1h"], "no field for --validity"),
        (
            &["--to", "123456789{number}"],
            "--to \"123456789999999999999\": an address has at most 20 characters",
        ),
        (&["--csv", "/nowhere/at/all"], "/nowhere/at/all"),
        (&["--max-error-rate", "2"], "1%"),
        (&["--min-rate", "NaN"], "500"),
        (&["--timeout", "0s"], "a timer must not be zero"),
        (&["--system-type", "more than twelve"], "system_type"),
        (&["--duration", "18446744073709551615s"], "hundred years"),
        (&["--password-file", "/nowhere"], "either"),
        (&["--window", "60000", "--connections", "60000"], "3600000000"),
    ] {
        let run = load(&simulator.address, args);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(what), "{args:?}: {}", run.err);
    }
    let nobody = smppkit(&["load", "--account", "a:b"], "");
    assert_eq!((nobody.status, nobody.err.as_str()), (2, "error: whom to? Give --to ADDRESS\n"));
    let refused = smppkit(&["load", "--server", &simulator.address, "--account", "app:x", "--to", "1"], "");
    assert_eq!(refused.status, 3);
    assert!(refused.err.starts_with("error: the bind was refused: ESME_RINVPASWD"), "{}", refused.err);
}
