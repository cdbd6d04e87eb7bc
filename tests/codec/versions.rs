//! What a peer of each version may be sent, as the facts of the specification say.

use smppkit::tlv::{self, Tag, Tlv};
use smppkit::values::InterfaceVersion;
use smppkit::{
    Body, CommandId, CommandStatus, DataSm, Fault, FieldFault, Pdu, PduDef, SCHEMA, SubmitSm, Tlvs, decode,
};
use smppkit_conformance::generate::VERSIONS;
use smppkit_conformance::model::{Dest, Failed, Model, Value};
use smppkit_conformance::spec::{self, Command, Commands, Field};

use crate::differences::Differences;

const V3_3: InterfaceVersion = InterfaceVersion::V3_3;
const V3_4: InterfaceVersion = InterfaceVersion::V3_4;
const V5_0: InterfaceVersion = InterfaceVersion::V5_0;

fn check(model: &Model, version: InterfaceVersion) -> Result<(), FieldFault> {
    model.with_pdu(|pdu| pdu.check(version))
}

/// Each PDU, with each version that has it.
fn in_versions() -> impl Iterator<Item = (&'static PduDef, InterfaceVersion)> {
    SCHEMA.iter().flat_map(|def| def.versions.iter().map(move |version| (def, *version)))
}

#[test]
fn a_pdu_goes_only_to_versions_that_have_it() {
    for def in SCHEMA {
        for version in VERSIONS {
            let mut model = Model::all_defaults(def);
            if version == V3_3 {
                model.tlvs.clear();
            }
            let result = check(&model, version);
            // What a peer asked it is answered, whatever version it said it speaks.
            if def.versions.contains(&version) || def.command_id.is_response() {
                assert_eq!(result, Ok(()), "{} to {version}", def.name);
            } else {
                let fault = result.expect_err(def.name);
                assert_eq!(
                    (fault.field, fault.fault),
                    ("command_id", Fault::NotInVersion(version)),
                    "{}",
                    def.name
                );
                assert_eq!(fault.status, CommandStatus::ESME_RINVCMDID);
            }
        }
    }
}

/// broadcast_sm and its like are not whole without some TLVs; a response without any is that of an error.
#[test]
fn required_tlvs_must_be_there() {
    for def in SCHEMA {
        for required in def.requires {
            let mut model = Model::all_defaults(def);
            model.tlvs.retain(|(tag, _)| *tag != required.0);
            let fault = check(&model, V5_0).expect_err(def.name);
            assert_eq!((fault.field, fault.fault), ("tlvs", Fault::MissingTlv { tag: required.0 }));
            assert_eq!(fault.status, CommandStatus::ESME_RMISSINGTLV);
            assert_eq!(
                decode(&model.octets()).expect("a frame").faults.first().map(|it| it.fault),
                Some(fault.fault)
            );
        }
        let bare = Model { tlvs: vec![], ..Model::all_defaults(def) };
        let is_whole = def.requires.is_empty() || def.command_id.is_response();
        assert_eq!(check(&bare, *def.versions.last().expect("a version")).is_ok(), is_whole, "{}", def.name);
    }
}

#[test]
fn versions_between_count_as_the_one_below() {
    let data = DataSm::default();
    for octet in 0..=u8::MAX {
        let is_3_3 = octet <= 0x33;
        assert_eq!(data.check(InterfaceVersion(octet)).is_err(), is_3_3, "{octet:#x}");
    }
}

/// Every limit of `commands.toml`: what keeps to it passes, what does not is refused with its field and status.
#[test]
fn fields_keep_the_limits_of_each_version() {
    let facts = spec::read::<Commands>("commands.toml");
    let mut differences = Differences::default();
    for (def, version) in in_versions() {
        let fact = facts.command.iter().find(|fact| fact.name == def.name).expect(def.name);
        for (at, row) in def.fields.iter().enumerate() {
            let field = named(fact, row.name);
            let passes = |value: Value| {
                let mut model = Model::all_defaults(def);
                model.fields[at] = value;
                let result = check(&model, version);
                if let Err(fault) = result {
                    assert_eq!((fault.field, fault.status), (row.name, row.status), "{}", def.name);
                    assert_eq!((fault.command_id, fault.offset), (def.command_id, 0), "{}", def.name);
                }
                result.is_ok()
            };
            let kind = Value::empty(row.kind);
            // The numbers and lengths that the specification allows, and those to try.
            let (allowed, tried) = match kind {
                Value::Octet(_) => {
                    let only_0 = field.limits(version).is_some_and(|limits| limits.must_be.is_some());
                    (0..=if only_0 { 0 } else { field.max(version).unwrap_or(255) }, 0..=255)
                }
                Value::CString(_) => {
                    let max = field.max(version).unwrap_or(17);
                    (1..=max, 1..=max + 2)
                }
                Value::Text(_) => (0..=field.max(version).expect("a limit"), 0..=257),
                _ => {
                    let counter = field.count_from.as_deref().expect("a counter");
                    (0..=named(fact, counter).max(version).unwrap_or(255), 0..=257)
                }
            };
            let is_allowed = |size: usize| match field.sizes(version) {
                Some(sizes) => sizes.contains(&size),
                None => allowed.contains(&size),
            };
            let (mut too_lax, mut too_strict) = (vec![], vec![]);
            for size in tried {
                match (is_allowed(size), passes(of_size(&kind, size))) {
                    (true, false) => too_strict.push(size),
                    (false, true) => too_lax.push(size),
                    _ => {}
                }
            }
            for (what, sizes) in [("passes", too_lax), ("is refused", too_strict)] {
                if !sizes.is_empty() {
                    let sizes = ranges(&sizes);
                    differences.add(format!("{} to {version}: {} {what} with {sizes}", def.name, row.name));
                }
            }
            if let Some(item) = &field.item {
                let max = item_max(&facts, item);
                assert!(passes(list_of(&kind, 2, max - 1)), "{}", def.name);
                assert!(!passes(list_of(&kind, 2, max)), "{}", def.name);
            }
        }
    }
    const UNUSED: &str =
        "3.4 leaves it empty and lets its receivers ignore it: who relays need not rewrite it";
    const SHORT: &str = "a time that an MC reports may be local, without its last four characters (A10)";
    differences.settle(&[
        ("deliver_sm to 3.4: schedule_delivery_time passes with 17", UNUSED),
        ("deliver_sm to 3.4: validity_period passes with 17", UNUSED),
        ("deliver_sm to 3.4: replace_if_present_flag passes with 1..=255", UNUSED),
        ("deliver_sm to 3.4: sm_default_msg_id passes with 1..=255", UNUSED),
        ("deliver_sm_resp to 3.4: message_id passes with 2..=65", UNUSED),
        ("query_sm_resp to 3.3: final_date passes with 13", SHORT),
        ("query_sm_resp to 3.4: final_date passes with 13", SHORT),
        (
            "query_msg_details_resp to 3.3: final_date is refused with 2..=12, 14..=16",
            "its row prints no more than a maximum; 3.3 §7.5 has no times of these lengths",
        ),
        (
            "query_last_msgs to 3.3: num_messages passes with 101..=255",
            "who asks for more gets the newest 100 (3.3 §6.3.6.5)",
        ),
    ]);
}

fn named<'a>(fact: &'a Command, name: &str) -> &'a Field {
    fact.fields.iter().find(|field| field.name == name).expect(name)
}

/// The longest string, with its NUL, in an item of a list.
fn item_max(facts: &Commands, item: &str) -> usize {
    let composite = facts.composite.iter().find(|it| it.name == item).expect(item);
    composite
        .fields
        .iter()
        .filter(|it| it.r#type == "cstring")
        .filter_map(|it| it.max)
        .max()
        .expect("a string")
}

/// A value of this kind with this number, length (with its NUL) or count of items.
fn of_size(kind: &Value, size: usize) -> Value {
    match kind {
        Value::Octet(_) => Value::Octet(size as u8),
        Value::CString(_) => {
            let mut text = vec![b'1'; size - 1];
            // So that it can be a time, if times have so many.
            if let (17, Some(last)) = (size, text.last_mut()) {
                *last = b'+';
            }
            Value::CString(text)
        }
        Value::Text(_) => Value::Text(vec![b'A'; size]),
        list => list_of(list, size, 0),
    }
}

fn list_of(kind: &Value, count: usize, len: usize) -> Value {
    let text = vec![b'1'; len];
    match kind {
        Value::Dests(_) => Value::Dests(vec![Dest::Sme(1, 1, text); count]),
        Value::Failed(_) => Value::Failed(vec![Failed { ton: 1, npi: 1, addr: text, status: 8 }; count]),
        Value::Ids(_) => Value::Ids(vec![text; count]),
        other => panic!("{other:?} is no list"),
    }
}

/// `1..=3, 5` of 1, 2, 3 and 5.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let runs = runs.map(|run| match run {
        [only] => only.to_string(),
        run => format!("{}..={}", run[0], run[run.len() - 1]),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[test]
fn lists_of_names_have_limits_too() {
    let submit = SCHEMA.iter().find(|def| def.name == "submit_multi").expect("submit_multi");
    let mut model = Model::all_defaults(submit);
    let at = submit.fields.iter().position(|row| row.name == "dest_address").expect("a field");
    for (len, passes) in [(20, true), (21, false)] {
        model.fields[at] = Value::Dests(vec![Dest::List(vec![b'n'; len])]);
        assert_eq!(check(&model, V5_0).is_ok(), passes);
    }
}

#[test]
fn a_3_3_peer_gets_no_tlv() {
    let items = [tlv::USER_MESSAGE_REFERENCE.with(1)];
    for def in SCHEMA {
        let mut model = Model::all_defaults(def);
        model.tlvs.push((0x0204, vec![0, 1]));
        if def.versions.contains(&V3_3) || def.command_id.is_response() {
            let fault = check(&model, V3_3).expect_err(def.name);
            assert_eq!((fault.field, fault.fault), ("tlvs", Fault::NotInVersion(V3_3)), "{}", def.name);
        }
        if def.versions.contains(&V3_4) {
            assert_eq!(check(&model, V3_4), Ok(()), "{}", def.name);
        }
    }
    let submit = SubmitSm { tlvs: Tlvs::from(&items), ..Default::default() };
    assert!(submit.check(V3_3).is_err());
    // A TLV without a value is a TLV.
    let items = [Tlv::new(Tag(0x130C), &[])];
    assert!(SubmitSm { tlvs: Tlvs::from(&items), ..Default::default() }.check(V3_3).is_err());
}

/// Every length of every TLV of `tlvs.toml`, in each version that has it.
#[test]
fn tlvs_keep_the_lengths_of_each_version() {
    let value = vec![b'1'; 65_535];
    for fact in spec::read::<spec::Tlvs>("tlvs.toml").tlv {
        for version in [V3_4, V5_0] {
            // 5.0 alone has some; a 3.4 peer ignores them.
            let limits = if version == V3_4 { &fact.v34 } else { &fact.v50 };
            let lengths = limits.as_ref().map(|it| &it.lengths).or(fact.lengths.as_ref());
            let (min, max) = (fact.min_len.unwrap_or(0), fact.max_len.unwrap_or(20));
            let allowed = |len: u16| match lengths {
                Some(lengths) => lengths.contains(&len),
                None => (min..=max).contains(&len),
            };
            for len in (0..=1100).chain(65_530..=65_535) {
                let items = [Tlv::new(Tag(fact.tag), &value[..len.into()])];
                let data = DataSm { tlvs: Tlvs::from(&items), ..Default::default() };
                let expected = if allowed(len) {
                    Ok(())
                } else {
                    Err((
                        "tlvs",
                        Fault::TlvLength { tag: fact.tag, len: len.into() },
                        CommandStatus::ESME_RINVTLVLEN,
                    ))
                };
                let found = data.check(version).map_err(|it| (it.field, it.fault, it.status));
                assert_eq!(found, expected, "{} of {len} octets to {version}", fact.name);
            }
        }
    }
}

/// The decoder tells no versions apart: it takes what any of them allows.
#[test]
fn received_tlvs_may_have_the_lengths_of_any_version() {
    for fact in spec::read::<spec::Tlvs>("tlvs.toml").tlv {
        for len in 0..=1100 {
            let allowed = match &fact.lengths {
                Some(lengths) => lengths.contains(&len),
                None => (fact.min_len.unwrap_or(0)..=fact.max_len.unwrap_or(0)).contains(&len),
            };
            assert_eq!(Tag(fact.tag).allows_length(len.into()), allowed, "{} of {len} octets", fact.name);
        }
    }
}

#[test]
fn times_have_the_forms_of_each_version() {
    let cases = [
        ("", true, true),
        ("260102030405004+", true, true),
        ("260102030405004-", true, true),
        ("000007000000000R", false, true),
        ("260102030405004", false, false),
        ("2601020304050040", false, false),
        ("26010203040500x+", false, false),
        ("260102030405", false, false),
        ("260102030405004r", false, false),
    ];
    for (time, to_3_3, later) in cases {
        let fields = [
            (
                "schedule_delivery_time",
                SubmitSm { schedule_delivery_time: time.into(), ..Default::default() },
            ),
            ("validity_period", SubmitSm { validity_period: time.into(), ..Default::default() }),
        ];
        for (field, submit) in fields {
            for version in VERSIONS {
                let result = submit.check(version);
                assert_eq!(
                    result.is_ok(),
                    if version == V3_3 { to_3_3 } else { later },
                    "{time} to {version}"
                );
                assert!(
                    result.is_ok_and(|()| true) || submit.check(version).is_err_and(|it| it.field == field)
                );
            }
        }
    }
    // What an MC reports may also be local time, without the last four characters, until 5.0.
    let date = |date: &'static str| smppkit::QuerySmResp { final_date: date.into(), ..Default::default() };
    for version in VERSIONS {
        assert_eq!(date("260102030405").check(version).is_ok(), version != V5_0);
        assert_eq!(date("260102030405004+").check(version), Ok(()));
        assert_eq!(date("26010203040x").check(version).expect_err("no time").field, "final_date");
    }
}

#[test]
fn the_text_stands_in_one_place() {
    // One octet on either side is a text.
    let items = [tlv::MESSAGE_PAYLOAD.with(b"a".into())];
    let both = SubmitSm { short_message: b"b".into(), tlvs: Tlvs::from(&items), ..Default::default() };
    let nothing = [tlv::MESSAGE_PAYLOAD.with(b"".into())];
    for version in [V3_4, V5_0] {
        let fault = both.check(version).expect_err("twice");
        assert_eq!((fault.field, fault.fault), ("tlvs", Fault::TextTwice));
        assert_eq!(SubmitSm { short_message: Default::default(), ..both }.check(version), Ok(()));
        assert_eq!(SubmitSm { tlvs: Tlvs::default(), ..both }.check(version), Ok(()));
        assert_eq!(SubmitSm { tlvs: Tlvs::from(&nothing), ..both }.check(version), Ok(()));
    }
}

#[test]
fn an_unknown_pdu_is_the_business_of_who_sends_it() {
    let pdu = Pdu::Unknown { command_id: CommandId(0x0001_0200), body: b"vendor".into() };
    for version in VERSIONS {
        assert_eq!(pdu.check(version), Ok(()));
    }
}
