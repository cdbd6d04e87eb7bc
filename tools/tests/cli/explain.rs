//! `smppkit explain` and the command as a whole, as their users see them.

use crate::run::smppkit;
use serde_json::Value;

fn explain(things: &[&str]) -> (i32, Vec<Value>) {
    let args: Vec<&str> = ["explain", "--json"].iter().chain(things).copied().collect();
    let run = smppkit(&args, "");
    (run.status, run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn meanings(object: &Value) -> Vec<(&str, &str)> {
    let meanings = object["meanings"].as_array().unwrap().iter();
    meanings.map(|meaning| (meaning["kind"].as_str().unwrap(), meaning["name"].as_str().unwrap())).collect()
}

#[test]
fn names_and_numbers_are_found_in_every_table() {
    let things =
        ["submit_sm", "ESME_RTHROTTLED", "receipted_message_id", "source_addr_ton", "UCS2", "sm_length"];
    let (status, objects) = explain(&things);
    assert_eq!(status, 0);
    let found: Vec<_> = objects.iter().map(|object| meanings(object)[0]).collect();
    assert_eq!(
        found,
        [
            ("command", "submit_sm"),
            ("command_status", "ESME_RTHROTTLED"),
            ("tlv", "receipted_message_id"),
            ("field", "source_addr_ton"),
            ("value", "UCS2"),
            ("field", "sm_length"),
        ]
    );
    for number in ["0x58", "88", "58h"] {
        assert_eq!(meanings(&explain(&[number]).1[0]), [("command_status", "ESME_RTHROTTLED")], "{number}");
    }
    let (_, objects) = explain(&["8"]);
    let all = meanings(&objects[0]);
    assert!(all.starts_with(&[("command", "cancel_sm"), ("command_status", "ESME_RSYSERR")]), "{all:?}");
    assert!(all.contains(&("tlv", "dest_telematics_id")) && all.contains(&("value", "UCS2")), "{all:?}");
    // A word of receipts, parts of a TLV.
    assert_eq!(meanings(&explain(&["DELIVRD"]).1[0]), [("value", "DELIVERED")]);
    let (_, objects) = explain(&["network_error_code"]);
    assert_eq!(objects[0]["meanings"][0]["parts"][1]["name"], "error_code");
    // Names that other versions have.
    assert_eq!(meanings(&explain(&["destination_port"]).1[0]), [("tlv", "dest_port")]);
    assert_eq!(meanings(&explain(&["SubmitSm"]).1[0]), [("command", "submit_sm")]);
}

#[test]
fn what_is_unknown_gets_suggestions() {
    let (status, objects) = explain(&["ESME_RTHROTLED", "submit_sm"]);
    assert_eq!(status, 1);
    assert_eq!(objects[0]["suggestions"][0], "ESME_RTHROTTLED");
    assert_eq!(objects[1]["suggestions"], Value::Array(Vec::new()));

    let run = smppkit(&["explain", "qqqqqq"], "");
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (1, "", "\"qqqqqq\" is nothing in SMPP.\n"));
    assert_eq!(smppkit(&["explain"], "").status, 2);
}

#[test]
fn everything_in_the_tables_can_be_explained() {
    let commands = smppkit::SCHEMA.iter().map(|def| def.name);
    let fields = smppkit::SCHEMA.iter().flat_map(|def| def.fields).map(|def| def.name);
    let statuses = smppkit::STATUSES.iter().map(|def| def.name);
    let tlvs = smppkit::tlv::TLVS.iter().map(|row| row.name);
    let names: Vec<_> = commands.chain(fields).chain(statuses).chain(tlvs).collect();
    let args: Vec<_> = std::iter::once("explain").chain(names).collect();
    let run = smppkit(&args, "");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.contains("  BOUND_TX") || run.out.contains("in BOUND_TX, BOUND_TRX\n"));
}

#[test]
fn the_command_says_who_it_is_and_how_to_use_it() {
    let version = smppkit(&["--version"], "");
    assert_eq!(version.out, format!("smppkit {}\n", env!("CARGO_PKG_VERSION")));
    for command in ["", "send", "simulate", "decode", "explain"] {
        let args: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
        let help = smppkit(&args, "");
        assert_eq!(help.status, 0);
        assert!(
            help.out.contains("EXAMPLES:") && help.out.contains("EXIT STATUS:"),
            "{args:?}: {}",
            help.out
        );
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(smppkit(&["completions", shell], "").out.contains("simulate"), "{shell}");
    }
    assert_eq!(smppkit(&["nonsense"], "").status, 2);
    assert_eq!(smppkit(&[], "").status, 2);
}
