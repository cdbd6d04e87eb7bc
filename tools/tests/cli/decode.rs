//! `smppkit decode` as its users see it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};

use crate::run::{command, smppkit};
use serde_json::{Value, json};

const ENQUIRE_LINK: &str = "00000010000000150000000000000001";

fn objects(input: &str) -> Vec<Value> {
    let run = smppkit(&["decode", "--json"], input);
    run.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn every_vector_of_the_specification_decodes_as_it_says() {
    let vectors = include_str!("../../../tests/spec/vectors.md");
    let mut count = 0;
    for vector in vectors.split("\n### ").skip(1) {
        let (title, _) = vector.split_once('\n').unwrap();
        let command = title.split(' ').nth(1).unwrap();
        let expect = vector.lines().find_map(|line| line.strip_prefix("- expect: ")).unwrap();
        let (_, hex) = vector.split_once("```hex\n").unwrap();
        let hex: String = hex.split_once("```").unwrap().0.split_whitespace().collect();

        let objects = objects(&format!("{hex} {title}\n"));
        let [object] = &objects[..] else { panic!("{title}: {objects:?}") };
        count += 1;
        let is_frame =
            hex.len() >= 32 && u32::from_str_radix(&hex[..8], 16).unwrap() as usize * 2 == hex.len();
        assert_eq!(object["ok"], is_frame, "{title}: {object}");
        if !is_frame {
            assert!(matches!(expect, "short-read" | "ESME_RINVCMDLEN"), "{title}: {object}");
            assert!(!object["reason"].as_str().unwrap().is_empty(), "{title}");
            continue;
        }
        assert_eq!(object["reencoded"], hex, "{title}");
        if command != "malformed" {
            assert_eq!(object["command"], command, "{title}");
        }
        let faults = object["faults"].as_array().unwrap();
        match expect {
            "ok" if title.contains("V-088") => assert_eq!(faults[0]["field"], "message_id", "{title}"),
            "ok" => assert!(faults.is_empty() || vector.contains("notes"), "{title}: {faults:?}"),
            "ok-lenient" => assert!(!faults.is_empty(), "{title}"),
            "ignore" => assert_eq!(faults[0]["status"], Value::Null, "{title}"),
            status => assert_eq!(faults[0]["status"], status, "{title}: {faults:?}"),
        }
    }
    assert_eq!(count, 78);
}

#[test]
fn an_object_has_each_field_as_what_it_is() {
    // Spaces, a destination of each kind, and two TLVs behind it: one that is known and one that is not.
    let pdu = "0000004b 00000021 00000000 00000008 434d5400 0500 53686f7000 02 010101 313535353132333030303200 \
               02667269656e647300 000000000000000000 026869 020400020007 14ff0001ab a label";
    let [object] = &objects(pdu)[..] else { panic!() };
    assert_eq!(object["ok"], true, "{object}");
    assert_eq!(object["command"], "submit_multi");
    assert_eq!(object["command_id"], 0x21);
    assert_eq!(object["command_status"], 0);
    assert_eq!(object["sequence_number"], 8);
    assert_eq!(
        object["fields"],
        json!({
            "service_type": "CMT",
            "source_addr_ton": 5,
            "source_addr_npi": 0,
            "source_addr": "Shop",
            "number_of_dests": 2,
            "dest_address": [
                {"dest_flag": 1, "dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": "15551230002"},
                {"dest_flag": 2, "dl_name": "friends"},
            ],
            "esm_class": 0,
            "protocol_id": 0,
            "priority_flag": 0,
            "schedule_delivery_time": "",
            "validity_period": "",
            "registered_delivery": 0,
            "replace_if_present_flag": 0,
            "data_coding": 0,
            "sm_default_msg_id": 0,
            "sm_length": 2,
            "short_message": "6869",
        })
    );
    assert_eq!(
        object["tlvs"],
        json!([
            {"tag": 0x0204, "name": "user_message_reference", "value": 7, "hex": "0007"},
            {"tag": 0x14FF, "name": null, "value": "ab", "hex": "ab"},
        ])
    );
    assert_eq!(object["faults"], json!([]));
}

#[test]
fn no_octet_of_a_string_is_lost_and_a_length_is_what_the_wire_has() {
    // message_id 63 E9 01, in submit_sm_resp.
    let [object] = &objects("00000014 80000004 00000000 00000001 63e90100")[..] else { panic!() };
    assert_eq!(object["fields"], json!({"message_id": "c\u{e9}\u{1}"}));
    // V-218: sm_length 5, two octets left.
    let pdu = "000000390000000400000000000000050001013135353531323330303031000101313535353132333030303200000001000001000000056865";
    let [object] = &objects(pdu)[..] else { panic!() };
    assert_eq!(
        [&object["fields"]["sm_length"], &object["fields"]["short_message"]],
        [&json!(5), &json!("6865")]
    );
    // Octets that are neither field nor TLV: of an unknown command, and behind the last TLV.
    let input = "00000012 00010200 00000000 00000001 abcd\n00000012 80000005 00000000 00000001 0007";
    let objects = objects(input);
    assert_eq!([&objects[0]["command"], &objects[0]["rest"]], [&Value::Null, &json!("abcd")]);
    assert_eq!(objects[1]["rest"], "07");
}

/// A PDU in hex.
fn pdu(command_id: u32, body: &[u8]) -> String {
    let len = 16 + body.len();
    let body: String = body.iter().map(|octet| format!("{octet:02x}")).collect();
    format!("{len:08x}{command_id:08x}0000000000000001{body}\n")
}

/// submit_sm or deliver_sm with a text, and TLVs behind it.
fn sm(command_id: u32, esm_class: u8, data_coding: u8, text: &[u8], tlvs: &[u8]) -> String {
    let len = u8::try_from(text.len()).unwrap();
    let fields = [&b"\0\x01\x011\0\x01\x012\0"[..], &[esm_class, 0, 0, 0, 0, 0, 0, data_coding, 0, len]];
    pdu(command_id, &[fields.concat().as_slice(), text, tlvs].concat())
}

const SUBMIT_SM: u32 = 4;
const DELIVER_SM: u32 = 5;
const RECEIPT: &[u8] = b"id:0416342074 sub:001 dlvrd:000 submit date:2611230200 done date:2611230205 stat:UNDELIV err:033 text:caf\xE9";

#[test]
fn a_message_is_told_as_text_or_why_it_is_none() {
    let payload = b"\x04\x24\0\x04\x04\x16\x04\x43";
    let sar = b"\x02\x0C\0\x02\x01\x02\x02\x0E\0\x01\x03\x02\x0F\0\x01\x02";
    let cases = [
        (sm(SUBMIT_SM, 0, 0, b"caf\x05", b""), json!({"text": "café", "alphabet": "gsm7"})),
        (sm(SUBMIT_SM, 0, 8, b"", payload), json!({"text": "Жу", "alphabet": "ucs2"})),
        (
            sm(SUBMIT_SM, 0x40, 0xF0, b"\x05\0\x03\x2A\x02\x01hi", b""),
            json!({"text": "hi", "alphabet": "gsm7", "reference": 42, "total": 2, "number": 1}),
        ),
        (
            sm(DELIVER_SM, 0, 3, b"hi", sar),
            json!({"text": "hi", "alphabet": "latin1", "reference": 258, "total": 3, "number": 2}),
        ),
        (sm(SUBMIT_SM, 0, 5, b"\x93\xFA", b""), json!({"text": "日", "alphabet": "shift-jis"})),
        (sm(SUBMIT_SM, 0, 4, b"hi", b""), json!({"text": null, "alphabet": null, "why": "no text"})),
        (
            sm(SUBMIT_SM, 0x40, 0, b"hello", b""),
            json!({"text": null, "alphabet": "gsm7", "why": "a user data header of 104 octets where 4 follow"}),
        ),
        // data_sm, submit_multi, replace_sm, broadcast_sm.
        (
            pdu(0x103, &[b"\0\0\0\0\0\0\0\0\0\x08", &payload[..]].concat()),
            json!({"text": "Жу", "alphabet": "ucs2"}),
        ),
        (
            pdu(0x21, b"\0\0\0\0\x01\x02x\0\x40\0\0\0\0\0\0\x01\0\x04\x02\x70\0@"),
            json!({"text": "@", "alphabet": "ascii"}),
        ),
        (pdu(7, b"77\0\0\0\0\0\0\0\0\x02h\0"), json!({"text": "h@", "alphabet": "gsm7"})),
        (
            pdu(0x111, &[b"\0\0\0\0\0\0\0\0\0\x08\0", &payload[..]].concat()),
            json!({"text": "Жу", "alphabet": "ucs2"}),
        ),
    ];
    for (input, message) in cases {
        let [object] = &objects(&input)[..] else { panic!("{input}") };
        assert_eq!(object["message"], message, "{object}");
        assert_eq!(object.get("receipt"), None);
    }
    for input in [sm(SUBMIT_SM, 0, 0, b"", b""), ENQUIRE_LINK.to_owned()] {
        assert_eq!(objects(&input)[0].get("message"), None);
    }
    // What an application sends reports on nothing.
    assert_eq!(objects(&sm(SUBMIT_SM, 4, 0, RECEIPT, b""))[0].get("receipt"), None);
}

#[test]
fn a_receipt_is_told_as_it_stands_and_as_it_is_meant() {
    let [object] = &objects(&sm(DELIVER_SM, 4, 0, RECEIPT, b""))[..] else { panic!() };
    let mut expected = json!({
        "kind": "receipt",
        "evidence": "esm_class",
        "id": "0416342074",
        "sub": "001",
        "dlvrd": "000",
        "submit_date": "2611230200",
        "done_date": "2611230205",
        "stat": "UNDELIV",
        "err": "033",
        "text": "café",
        "submitted": "2026-11-23T02:00:00",
        "done": "2026-11-23T02:05:00",
        "message_state": "UNDELIVERABLE",
        "receipted_message_id": null,
        "network_error_code": null,
        "ids_differ": false,
        "states_differ": false,
        "conflicting": false,
        "ambiguous": false,
    });
    assert_eq!(object["receipt"], expected);
    assert!(object["message"]["text"].as_str().unwrap().ends_with("text:café"), "{object}");

    // TLVs that name another state and, in another base, the same id.
    let tlvs = b"\0\x1E\0\x0918d0e03a\0\x04\x27\0\x01\x02\x04\x23\0\x03\x03\0\x1B";
    expected["evidence"] = "tlvs".into();
    expected["message_state"] = "DELIVERED".into();
    expected["receipted_message_id"] = "18d0e03a".into();
    expected["network_error_code"] = json!({"network_type": 3, "code": 27});
    expected["states_differ"] = true.into();
    let pdu = sm(DELIVER_SM, 0, 0, RECEIPT, tlvs);
    assert_eq!(objects(&pdu)[0]["receipt"], expected);
    let tree = smppkit(&["decode"], pdu).out;
    let row = "\n  receipt                  id \"18d0e03a\", DELIVERED, done 2026-11-23T02:05:00, \
               error 27 of network type 3, the text has another state\n";
    assert!(tree.contains(row), "{tree}");

    let [object] = &objects(&sm(DELIVER_SM, 0x20, 0, b"", b"\x04\x27\0\x01\x01"))[..] else { panic!() };
    assert_eq!(object.get("message"), None);
    let receipt = &object["receipt"];
    assert_eq!(
        [&receipt["kind"], &receipt["message_state"], &receipt["id"]],
        [&json!("intermediate_notification"), &json!("ENROUTE"), &Value::Null]
    );
}

#[test]
fn the_text_of_a_receipt_is_enough() {
    let input = "2611230205 got id:7 stat:DELIVRD done date:201206201641\n\n\
                 id:7 submit date:1206201640 done date:201206201641 stat:NOT DELIVERED id:8\nhello\nid:\"\x1B[2J stat:EXPIRED";
    let run = smppkit(&["decode", "--receipt", "--json"], input);
    let objects: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((run.status, objects.len()), (1, 4));
    // In 2020 or in 2012? The other date tells.
    let dates = |at: usize| [&objects[at]["receipt"]["submitted"], &objects[at]["receipt"]["done"]];
    assert_eq!(dates(0), [&Value::Null; 2]);
    assert_eq!(dates(1), [&json!("2012-06-20T16:40:00"), &json!("2012-06-20T16:41:00")]);
    let second = &objects[1]["receipt"];
    assert_eq!(
        [&second["ambiguous"], &second["conflicting"], &second["message_state"]],
        [&json!(true), &json!(true), &Value::Null]
    );
    assert_eq!(objects[2], json!({"ok": false, "reason": "it has no field of a receipt", "line": 4}));

    let run = smppkit(&["decode", "--receipt"], input);
    assert!(run.out.starts_with("receipt id \"7\", DELIVERED\n"), "{}", run.out);
    assert!(run.out.contains("line 4 is no receipt: "), "{}", run.out);
    assert!(!run.out.contains('\x1B'), "{}", run.out);
}

#[test]
fn rubbish_is_reported_and_the_next_line_is_read() {
    let long = "0".repeat(2 << 20);
    let input = format!(
        "# a comment\n\nhello\n0000001\n{ENQUIRE_LINK}ff\n{long}\n00\n\u{FFFD}\0\x1B[2J\n{ENQUIRE_LINK}\n  {ENQUIRE_LINK}"
    );
    let objects = objects(&input);
    let ok: Vec<_> = objects.iter().map(|object| object["ok"].as_bool().unwrap()).collect();
    assert_eq!(ok, [false, false, false, false, false, false, true, true]);
    let lines: Vec<_> = objects.iter().map(|object| object["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(objects[2]["reason"], "command_length is 16, but there are 17 octets");

    let run = smppkit(&["decode"], input);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("line 3 is no PDU: \"hello\" is no hex\n"), "{}", run.out);
    assert!(run.out.contains("enquire_link\n  command_length           16\n"), "{}", run.out);
    assert!(!run.out.contains('\x1B'), "nothing of the input acts on the terminal, and no colour in a pipe");
}

#[test]
fn random_octets_never_end_it() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut input = Vec::new();
    for _ in 0..300 {
        // A header that fits, then anything; then anything at all.
        let len = 16 + random() % 60;
        let id = (random() % 0x115) | ((random() & 1) << 31);
        input.extend(format!("{len:08x}{id:08x}{:08x}{:08x}", random() % 2, random() as u32).bytes());
        (16..len).for_each(|_| input.extend(format!("{:02x}", random() % 40).bytes()));
        input.push(b'\n');
        (0..random() % 80).for_each(|_| input.push(random() as u8));
        input.push(b'\n');
    }
    let run = smppkit(&["decode", "--json"], input.clone());
    assert_eq!(run.status, 1, "{}", run.err);
    let pdus = run.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let pdus: Vec<_> = pdus.filter(|object| object["ok"] == true).collect();
    let given: Vec<_> = input.split(|octet| *octet == b'\n').collect();
    assert!(pdus.len() >= 300);
    for pdu in pdus {
        let line = given[pdu["line"].as_u64().unwrap() as usize - 1];
        assert_eq!(pdu["reencoded"].as_str().unwrap().as_bytes(), line);
    }
    assert_eq!(smppkit(&["decode"], input).status, 1);
}

#[test]
fn several_pdus_in_a_line_are_shown_one_by_one() {
    let two = format!("{ENQUIRE_LINK}00000010800000150000000000000002 both\n");
    let objects = objects(&two);
    assert_eq!(objects.len(), 2);
    assert_eq!([&objects[0]["command"], &objects[1]["command"]], ["enquire_link", "enquire_link_resp"]);
    assert_eq!([&objects[0]["line"], &objects[1]["line"]], [1, 1]);
}

#[test]
fn exit_status_tells_how_it_went() {
    assert_eq!(smppkit(&["decode"], ENQUIRE_LINK).status, 0);
    assert_eq!(smppkit(&["decode", "-"], "").status, 0);
    assert_eq!(smppkit(&["decode"], "no").status, 1);
    let missing = smppkit(&["decode", "/no/such/file"], "");
    assert_eq!((missing.status, missing.out.as_str()), (2, ""));
    assert!(missing.err.starts_with("error: cannot read /no/such/file: "), "{}", missing.err);
    let hex = smppkit(&["decode", ENQUIRE_LINK], "");
    assert_eq!(hex.status, 2);
    assert!(hex.err.ends_with(&format!("echo {ENQUIRE_LINK} | smppkit decode\n")), "{}", hex.err);
    assert_eq!(smppkit(&["decode", "/"], "").status, 2);
    assert_eq!(smppkit(&["decode", "--what"], "").status, 2);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let mut child = command(&["decode"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut first = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(format!("{ENQUIRE_LINK}\n").as_bytes()).unwrap();
    // It does not wait for more input before it shows what it has.
    stdout.read_line(&mut first).unwrap();
    assert_eq!(first, "enquire_link\n");
    drop(stdout);
    while stdin.write_all(format!("{ENQUIRE_LINK}\n").repeat(100).as_bytes()).is_ok() {}
    drop(stdin);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn colour_is_for_terminals_or_those_who_ask() {
    assert!(!smppkit(&["decode"], ENQUIRE_LINK).out.contains('\x1B'));
    assert!(smppkit(&["--color", "always", "decode"], ENQUIRE_LINK).out.contains('\x1B'));
}

#[test]
fn vendors_tlvs_have_the_names_that_they_are_given() {
    let frame = "000000188000000500000000000000010014000003686900";
    let args = ["decode", "--vendor-tlv", "0x1400:greeting:cstring", "--vendor-tlv", "5121:cost:u32"];
    let run = smppkit(&args, frame);
    assert!(run.out.contains("greeting = \"hi\""), "{}", run.out);
    let run = smppkit(&[&args[..], &["--json"]].concat(), frame);
    let object: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(object["tlvs"][0], json!({"tag": 0x1400, "name": "greeting", "value": "hi", "hex": "686900"}));
    // Without the definition they are octets without a name.
    assert_eq!(objects(frame)[0]["tlvs"][0]["name"], Value::Null);
    let run = smppkit(&["decode", "--vendor-tlv", "0x1400:greeting"], "");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("TAG:NAME:KIND"), "{}", run.err);
}
