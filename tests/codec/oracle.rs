//! tshark, the command of Wireshark, as a decoder that nobody of this project wrote: what it reads in our PDUs must be
//! what we read in them, octet for octet and place for place.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};
use std::{slice, thread};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;
use smppkit::tlv::{self, Tag};
use smppkit::values::{EsmClass, InterfaceVersion};
use smppkit::{Body, CommandStatus, SCHEMA, decode, encode};
use smppkit_conformance::generate::valid_of;
use smppkit_conformance::model::{Dest, Model, Value};
use smppkit_conformance::spec::{to_hex, vectors};

/// Random PDUs of each row.
const RANDOM: usize = 80;

/// PDUs that tshark does not know: 3.3 alone has them.
const UNKNOWN: &[&str] = &[
    "param_retrieve",
    "param_retrieve_resp",
    "query_last_msgs",
    "query_last_msgs_resp",
    "query_msg_details",
    "query_msg_details_resp",
];

/// PDUs in which tshark looks for no TLVs: no version lists any for them, and every version allows them.
const WITHOUT_TLVS: &[&str] = &[
    "bind_receiver",
    "bind_transmitter",
    "bind_transceiver",
    "outbind",
    "unbind",
    "unbind_resp",
    "enquire_link",
    "enquire_link_resp",
    "generic_nack",
    "query_sm",
    "query_sm_resp",
    "cancel_sm",
    "cancel_sm_resp",
    "replace_sm_resp",
    "cancel_broadcast_sm_resp",
];

/// TLVs that tshark misreads, with the length at which it does, and why (DISCREPANCIES C). It loses its place there.
const MISREAD: &[(Tag, usize, &str)] = &[
    (tlv::BROADCAST_REP_NUM.tag, 2, "reads one octet of the two"),
    (tlv::MS_VALIDITY.tag, 4, "knows the form of 3.4 alone, of one octet"),
    (tlv::BROADCAST_END_TIME.tag, 16, "looks for a NUL, where 5.0 prints a size without it"),
];

fn is_misread(tag: Tag, len: usize) -> bool {
    MISREAD.iter().any(|(misread, at, _)| (*misread, *at) == (tag, len))
}

/// Something that tshark shows: its name, its octets (or bits) in hexadecimal digits, and its place in the PDU.
type Item = (String, String, usize);

#[test]
fn tshark_reads_the_same() {
    let mut runner = TestRunner::deterministic();
    let mut frames = vectors()
        .into_iter()
        .filter(|vector| vector.expect == "ok")
        .map(|vector| vector.octets)
        .filter(|frame| can_be_read(frame))
        .collect::<Vec<_>>();
    for def in SCHEMA.iter().filter(|def| !UNKNOWN.contains(&def.name)) {
        let random = valid_of(def, InterfaceVersion::V5_0);
        let random = (0..RANDOM).map(|_| random.new_tree(&mut runner).expect("a PDU").current());
        let models = [Model::all_defaults(def), Model::all_maximums(def)].into_iter().chain(random);
        let without = WITHOUT_TLVS.contains(&def.name);
        frames.extend(models.map(|mut model| {
            model.status = 0;
            model.tlvs.retain(|(tag, value)| !without && !is_misread(Tag(*tag), value.len()));
            encoded(&model)
        }));
    }
    assert!(frames.len() > 2500);
    for (frame, dissected) in frames.iter().zip(dissect(&frames, &[])) {
        let differences = compare(frame, &dissected);
        assert!(differences.is_empty(), "{} {differences:#?}", to_hex(frame));
    }
}

/// Exceptions are for as long as they last.
#[test]
fn tshark_still_knows_no_better() {
    let data_sm = SCHEMA.iter().find(|def| def.name == "data_sm").expect("data_sm");
    let mut frames = vec![];
    let usual = (tlv::USER_MESSAGE_REFERENCE.tag.0, vec![1, 2]);
    for (tag, len, _) in MISREAD {
        let tlvs = vec![(tag.0, vec![b'1'; *len]), usual.clone()];
        frames.push(Model { tlvs, ..Model::all_defaults(data_sm) }.octets());
    }
    for def in SCHEMA.iter().filter(|def| UNKNOWN.contains(&def.name) || WITHOUT_TLVS.contains(&def.name)) {
        frames.push(Model { tlvs: vec![usual.clone()], ..Model::all_defaults(def) }.octets());
    }
    assert_eq!(frames.len(), MISREAD.len() + UNKNOWN.len() + WITHOUT_TLVS.len());
    for (frame, dissected) in frames.iter().zip(dissect(&frames, &[])) {
        assert!(!compare(frame, &dissected).is_empty(), "{dissected:#}");
    }
}

/// tshark does not look at the body of a response that is an error.
fn can_be_read(frame: &[u8]) -> bool {
    let decoded = decode(frame).expect("a frame");
    let misread = decoded.pdu.tlvs().iter().any(|tlv| is_misread(tlv.tag, tlv.len()));
    let name = decoded.header.command_id.name().expect("a known PDU");
    let is_error = decoded.header.command_id.is_response() && !decoded.header.command_status.is_ok();
    decoded.faults.is_empty() && !misread && !is_error && !UNKNOWN.contains(&name)
}

fn encoded(model: &Model) -> Vec<u8> {
    model.with_pdu(|pdu| {
        let mut octets = vec![0; pdu.encoded_len()];
        encode(CommandStatus(model.status), model.sequence, pdu, &mut octets).expect("room");
        octets
    })
}

/// What tshark reads in these frames; `arguments` are those of the script.
pub(crate) fn dissect(frames: &[Vec<u8>], arguments: &[&str]) -> Vec<Json> {
    let found = Command::new("tshark").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(found, "tshark is needed as an independent decoder: apt-get install tshark");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/smpp_oracle.py");
    let mut child = Command::new("python3")
        .arg(script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed to run tshark: apt-get install python3");
    let mut stdin = child.stdin.take().expect("a pipe");
    let lines = frames.iter().map(|frame| to_hex(frame) + "\n").collect::<String>();
    let writer = thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("an end");
    writer.join().expect("no panic").expect("all frames taken");
    assert!(output.status.success(), "{script} failed");
    let text = String::from_utf8(output.stdout).expect("JSON");
    let dissected = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect::<Vec<_>>();
    assert_eq!(dissected.len(), frames.len(), "an answer for each frame");
    dissected
}

/// All in which tshark and our decoder differ, both ways.
fn compare(frame: &[u8], dissected: &Json) -> Vec<String> {
    let mut differences = vec![];
    let items = Items::of(frame);
    // Where a user data header is announced it looks into the text, too.
    let in_order = dissected["malformed"] == false || items.has_udh;
    if !in_order || dissected["len_ok"] != true || dissected["dissected"] != true {
        differences.push(format!("malformed: {}", dissected["expert"]));
    }
    let command = dissected["command"].as_str().expect("a name").to_lowercase().replace(" - resp", "_resp");
    if decode(frame).expect("a frame").header.command_id.name() != Some(&command) {
        differences.push(format!("{command} is not ours"));
    }
    let theirs = fields(dissected);
    let not_theirs = items.fields.difference(&theirs);
    differences.extend(not_theirs.map(|item| format!("{item:?} is not theirs")));
    let not_ours = theirs.difference(&items.fields).filter(|item| !items.empty.contains(item));
    differences.extend(not_ours.map(|item| format!("{item:?} is not ours")));
    let theirs = tlvs(dissected);
    if items.tlvs != theirs {
        differences.push(format!("TLVs: {:?} are ours, {theirs:?} theirs", items.tlvs));
    }
    differences
}

/// The fields that tshark shows: octets, place and length of each.
fn fields(dissected: &Json) -> BTreeSet<Item> {
    let mut items = BTreeSet::new();
    for (name, raw) in dissected["raw"].as_object().expect("items") {
        // The area of the TLVs, the text a second time as characters, and what the bits of a data_coding mean.
        if name == "smpp.opt_params" || name == "smpp.message_text" || name.starts_with("smpp.dcs.") {
            continue;
        }
        // One item, or a list of them.
        let raw = match raw.as_array().map(Vec::as_slice) {
            Some(items @ [Json::Array(_), ..]) => items,
            _ => slice::from_ref(raw),
        };
        for raw in raw {
            let place = raw[1].as_u64().expect("a place") as usize;
            let octets = raw[0].as_str().expect("octets").to_lowercase();
            let name = name.strip_prefix("smpp.").expect("an item of SMPP");
            if place >= 16 {
                items.insert((time(name).to_string(), octets, place));
            }
        }
    }
    items
}

/// The TLVs that tshark shows: tag and octets, and their place.
fn tlvs(dissected: &Json) -> Vec<Item> {
    let tlvs = dissected["tlvs"].as_array().map_or(&[][..], Vec::as_slice);
    let item = |tlv: &Json| {
        let octets =
            tlv["hex"].as_array().expect("octets").iter().filter_map(Json::as_str).collect::<String>();
        let (tag, len) = (tlv["tag"].as_str().expect("a tag"), &tlv["len"]);
        (format!("{tag} of {len}"), octets.to_lowercase(), tlv["pos"].as_u64().unwrap_or_default() as usize)
    };
    tlvs.iter().map(item).collect()
}

/// What tshark should show of what our decoder reads.
#[derive(Default)]
struct Items {
    fields: BTreeSet<Item>,
    /// Empty strings, texts and lists: it does not show all of them.
    empty: BTreeSet<Item>,
    tlvs: Vec<Item>,
    has_udh: bool,
    /// Where the next item is.
    at: usize,
}

impl Items {
    fn of(frame: &[u8]) -> Self {
        let decoded = decode(frame).expect("a frame");
        let mut items = Self { at: 16, ..Self::default() };
        decoded.pdu.visit_fields(&mut |row, value| items.add_field(row.name, &value.into()));
        for tlv in decoded.pdu.tlvs().iter() {
            items.add_tlv(tlv.tag, tlv.octets().0);
        }
        items
    }

    fn add(&mut self, name: &str, octets: &[u8]) {
        self.fields.insert((time(name).to_string(), to_hex(octets), self.at));
        self.at += octets.len();
    }

    /// A string with its NUL, or the count of a list.
    fn add_unless_empty(&mut self, name: &str, octets: &[u8]) {
        if octets != [0] {
            return self.add(name, octets);
        }
        self.empty.insert((time(name).to_string(), to_hex(octets), self.at));
        self.at += 1;
    }

    fn add_bits(&mut self, bits: &[(&str, u8)], octet: u8) {
        for (name, mask) in bits {
            let value = (octet & mask) >> mask.trailing_zeros();
            self.fields.insert(((*name).to_string(), format!("{value:x}"), self.at));
        }
        self.at += 1;
    }

    fn add_field(&mut self, name: &'static str, value: &Value) {
        match value {
            Value::Octet(octet) => {
                self.has_udh |= name == "esm_class" && EsmClass(*octet).has_udh();
                match bits(name) {
                    Some(bits) => self.add_bits(bits, *octet),
                    None => self.add(name, &[*octet]),
                }
            }
            Value::CString(_) => self.add_unless_empty(name, &value.octets()),
            Value::Text(text) => {
                self.add("sm_length", &[text.len() as u8]);
                if !text.is_empty() {
                    self.add("message", text);
                }
            }
            Value::Dests(dests) => {
                self.add_unless_empty("dlist", &[dests.len() as u8]);
                for dest in dests {
                    // It does not show the dest_flag.
                    self.at += 1;
                    match dest {
                        Dest::Sme(ton, npi, addr) => self.add_address(*ton, *npi, addr),
                        Dest::List(name) => self.add_unless_empty("dl_name", &terminated(name)),
                    }
                }
            }
            Value::Failed(failed) => {
                self.add_unless_empty("dlist_resp", &[failed.len() as u8]);
                for it in failed {
                    self.add_address(it.ton, it.npi, &it.addr);
                    self.add("error_status_code", &it.status.to_be_bytes());
                }
            }
            // No PDU that tshark knows has any.
            Value::Ids(_) => self.add(name, &value.octets()),
        }
    }

    fn add_address(&mut self, ton: u8, npi: u8, addr: &[u8]) {
        self.add("dest_addr_ton", &[ton]);
        self.add("dest_addr_npi", &[npi]);
        self.add_unless_empty("destination_addr", &terminated(addr));
    }

    fn add_tlv(&mut self, tag: Tag, value: &[u8]) {
        let bits = |octet: u8, masks: &[u8]| {
            masks
                .iter()
                .map(|mask| format!("{:x}", (octet & mask) >> mask.trailing_zeros()))
                .collect::<String>()
        };
        let shown = match (tag.name(), value) {
            (Some("ms_msg_wait_facilities"), [octet]) => bits(*octet, &[0x80, 0x03]),
            (Some("callback_num_pres_ind"), [octet]) => bits(*octet, &[0x0C, 0x03]),
            (Some("its_session_info"), [number, octet]) => to_hex(&[*number]) + &bits(*octet, &[0xFE, 0x01]),
            // The format, and then all of it.
            (Some("broadcast_area_identifier"), [format, ..]) => to_hex(&[*format]) + &to_hex(value),
            (_, value) => to_hex(value),
        };
        let place = if value.is_empty() { 0 } else { self.at + 4 };
        self.tlvs.push((format!("0x{:04x} of {}", tag.0, value.len()), shown, place));
        self.at += 4 + value.len();
    }
}

fn terminated(text: &[u8]) -> Vec<u8> {
    [text, &[0]].concat()
}

/// The names that tshark has for parts of an octet.
fn bits(field: &str) -> Option<&'static [(&'static str, u8)]> {
    Some(match field {
        "esm_class" => {
            &[("esm.submit.msg_mode", 0x03), ("esm.submit.msg_type", 0x3C), ("esm.submit.features", 0xC0)]
        }
        "registered_delivery" => &[("regdel.receipt", 0x03), ("regdel.acks", 0x0C), ("regdel.notif", 0x10)],
        "replace_if_present_flag" => &[("replace_if_present_flag", 0x01)],
        _ => return None,
    })
}

/// Relative times, and those of a submit_multi that are not there, have names that tell little; their place tells more.
fn time(name: &str) -> &str {
    match name.strip_suffix("_r").unwrap_or(name) {
        "schedule_delivery_time" | "validity_period" => "time",
        name => name,
    }
}
