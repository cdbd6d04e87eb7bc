//! Runs the command on a capture.

use serde_json::Value;

use crate::run::{Run, smppkit};

pub fn inspect(args: &[&str], capture: &[u8]) -> Run {
    smppkit(&[&["inspect", "-"], args].concat(), capture)
}

/// What `--json` gives.
pub fn objects(args: &[&str], capture: &[u8]) -> Vec<Value> {
    let run = inspect(&[&["--json"], args].concat(), capture);
    run.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// The PDUs, by name and sequence_number.
pub fn pdus(objects: &[Value]) -> Vec<String> {
    let pdus = objects.iter().filter(|object| object["event"] == "pdu");
    pdus.map(|object| format!("{} {}", object["command"].as_str().unwrap_or("?"), object["sequence_number"]))
        .collect()
}

/// The object of this event.
pub fn event<'a>(objects: &'a [Value], event: &str) -> &'a Value {
    objects
        .iter()
        .find(|object| object["event"] == event)
        .unwrap_or_else(|| panic!("no {event} in {objects:#?}"))
}

/// The events that are no PDU and no summary, with how many octets they tell of.
pub fn gaps(objects: &[Value]) -> Vec<String> {
    let others = objects
        .iter()
        .filter(|object| !matches!(object["event"].as_str(), Some("pdu" | "connection" | "summary")));
    others.map(|object| format!("{} {}", object["event"].as_str().unwrap(), object["octets"])).collect()
}
