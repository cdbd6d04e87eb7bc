//! Every row of the tables against the facts of the specification, both ways.

use std::collections::{BTreeMap, BTreeSet};

use smppkit::session::{Role, State};
use smppkit::tlv::{TLVS, TlvType};
use smppkit::values::{
    EsmClass, InterfaceVersion, MessageState, PriorityFlag, RegisteredDelivery, VALUES, ValueDef,
};
use smppkit::{CommandId, FieldType, PduDef, PduKind, Retry, SCHEMA, STATUSES};
use smppkit_conformance::spec::{self, Command, Commands, Enums, Field, Senders, Statuses};

use crate::differences::Differences;

fn versions(versions: &[InterfaceVersion]) -> Vec<&'static str> {
    versions.iter().map(|version| version.name().expect("a version of the specification")).collect()
}

/// `broadcast_area_format` as `BroadcastAreaFormat`.
fn type_name(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

mod commands {
    use super::*;

    fn facts() -> Vec<Command> {
        spec::read::<Commands>("commands.toml").command
    }

    fn pairs(facts: &[Command]) -> impl Iterator<Item = (&Command, &'static PduDef)> {
        facts.iter().filter_map(|fact| Some((fact, CommandId(fact.id).def()?)))
    }

    #[test]
    fn every_command_is_in_the_table_and_no_other() {
        let facts = facts();
        let mut differences = Differences::default();
        differences.compare_names(
            "command",
            facts.iter().map(|fact| fact.name.as_str()),
            SCHEMA.iter().map(|def| def.name),
        );
        for (fact, def) in pairs(&facts) {
            let name = &fact.name;
            differences.compare(&format!("{name} name"), fact.name.as_str(), def.name);
            differences.compare(&format!("{name} id"), fact.id, def.command_id.0);
            differences.compare(
                &format!("{name} versions"),
                fact.versions.clone(),
                to_strings(versions(def.versions)),
            );
            differences.compare(&format!("{name} kind"), kind(&fact.kind), def.kind);
            differences.compare_names(
                &format!("{name} alias"),
                fact.aliases.iter().map(String::as_str),
                def.other_names.iter().copied(),
            );
            differences.compare_names(
                &format!("{name} required TLV"),
                fact.mandatory_tlvs.iter().map(String::as_str),
                def.requires.iter().filter_map(|tag| tag.name()),
            );
            for row in def.fields {
                let field = fact.fields.iter().find(|field| field.name == row.name);
                differences.compare_names(
                    &format!("{name}.{} alias", row.name),
                    field.iter().flat_map(|field| &field.aliases).map(String::as_str),
                    row.other_names.iter().copied(),
                );
            }
        }
        assert_eq!(pairs(&facts).count(), SCHEMA.len());
        differences.settle(&[]);
    }

    #[test]
    fn requests_and_responses_belong_together() {
        for fact in facts() {
            let id = CommandId(fact.id);
            let response = fact.response.filter(|response| !response.starts_with("none"));
            assert_eq!(
                id.response().name().filter(|_| !id.is_response()),
                response.as_deref(),
                "{}",
                fact.name
            );
            let request = id.request().name().filter(|_| id.is_response());
            assert_eq!(request, fact.request.as_deref(), "{}", fact.name);
        }
    }

    #[test]
    fn fields_are_in_order_with_their_types_and_sizes() {
        let facts = facts();
        let mut differences = Differences::default();
        for (fact, def) in pairs(&facts) {
            // The table implies the fields that only count another.
            let implied = |field: &Field| {
                let name = Some(&field.name);
                fact.fields.iter().any(|it| it.len_from.as_ref() == name || it.count_from.as_ref() == name)
            };
            let expected = fact
                .fields
                .iter()
                .filter(|field| !implied(field))
                .map(|field| (field.name.as_str(), field_type(field)))
                .collect::<Vec<_>>();
            let found = def.fields.iter().map(|row| (row.name, row.kind)).collect::<Vec<_>>();
            differences.compare(&fact.name, expected, found);
        }
        differences.settle(&[]);
    }

    /// The type that a field of the specification has in the table.
    fn field_type(field: &Field) -> FieldType {
        match field.r#type.as_str() {
            "u8" => value_type(&field.name).map_or(FieldType::U8, FieldType::Value),
            "octets" => FieldType::ShortMessage,
            "list" => match field.item.as_deref() {
                Some("dest_address") => FieldType::DestAddresses,
                Some("unsuccess_sme") => FieldType::UnsuccessSmes,
                Some("message_details") => FieldType::MessageIds,
                item => panic!("list of {item:?}"),
            },
            "cstring" => match (field.sizes.as_deref(), field.max(InterfaceVersion::V3_3), field.max) {
                _ if field.name == "final_date" => FieldType::FinalDate,
                (Some([1, 17]), _, None) => FieldType::Time,
                (None, Some(9), Some(65)) => FieldType::MessageId,
                (None, _, Some(max)) => FieldType::CString { max },
                sizes => panic!("{}: {sizes:?}", field.name),
            },
            other => panic!("{}: {other}", field.name),
        }
    }

    /// The enumeration or the bits that a field of one octet has.
    fn value_type(field: &str) -> Option<&'static str> {
        Some(match field {
            "message_state" | "message_status" => "MessageState",
            "data_coding" => "DataCoding",
            "protocol_id" => "ProtocolId",
            "priority_flag" => "PriorityFlag",
            "esm_class" => "EsmClass",
            "registered_delivery" => "RegisteredDelivery",
            "interface_version" => "InterfaceVersion",
            _ if field.ends_with("_ton") => "Ton",
            _ if field.ends_with("_npi") => "Npi",
            _ => return None,
        })
    }

    #[test]
    fn each_side_may_send_what_the_specification_lets_it_send() {
        let facts = facts();
        let mut differences = Differences::default();
        let has_states = |def: &PduDef| matches!(def.kind, PduKind::Request | PduKind::Notification);
        for (fact, def) in pairs(&facts).filter(|(_, def)| has_states(def)) {
            let newest = fact.states_50.as_ref().or(fact.states_33.as_ref()).expect("states");
            let v3_4 = fact.states_34.clone().unwrap_or_default();
            let v3_3 = fact.states_33.clone().unwrap_or_default();
            let table = [("ESME", def.esme, def.esme_v3_4), ("MC", def.mc, def.mc_v3_4)];
            for (side, states, also_v3_4) in table {
                let newest = of(newest, side);
                differences.compare_names(
                    &format!("{} by {side} in", fact.name),
                    newest.clone(),
                    names(states),
                );
                differences.compare_names(
                    &format!("{} by {side}, 3.4 only, in", fact.name),
                    of(&v3_4, side).difference(&newest).copied(),
                    names(also_v3_4),
                );
                // 5.0 lets each side do more than 3.4 did; the session allows it in 3.4 too.
                if def.versions.contains(&InterfaceVersion::V3_4) {
                    for state in newest.difference(&of(&v3_4, side)) {
                        differences.add(format!("{} by {side} in {state}: not in 3.4", fact.name));
                    }
                }
                for state in of(&v3_3, side).difference(&newest) {
                    differences.add(format!("{} by {side} in {state}: only in 3.3", fact.name));
                }
            }
        }
        const OUTBOUND: &str = "3.4 calls this state OPEN (A26)";
        const ENQUIRE: &str = "3.4 has it in bound states only; it is answered everywhere (A29)";
        differences.settle(&[
            ("bind_receiver by ESME in OUTBOUND: not in 3.4", OUTBOUND),
            ("bind_transmitter by ESME in OUTBOUND: not in 3.4", OUTBOUND),
            ("bind_transceiver by ESME in OUTBOUND: not in 3.4", OUTBOUND),
            ("enquire_link by ESME in OPEN: not in 3.4", ENQUIRE),
            ("enquire_link by ESME in OUTBOUND: not in 3.4", ENQUIRE),
            ("enquire_link by ESME in UNBOUND: not in 3.4", ENQUIRE),
            ("enquire_link by MC in OPEN: not in 3.4", ENQUIRE),
            ("enquire_link by MC in OUTBOUND: not in 3.4", ENQUIRE),
            ("enquire_link by MC in UNBOUND: not in 3.4", ENQUIRE),
            ("replace_sm by ESME in BOUND_TRX: not in 3.4", "3.4 §2.2 contradicts its own table (A28)"),
        ]);
    }

    /// The row of generic_nack names no states.
    #[test]
    fn generic_nack_may_be_sent_wherever_there_is_a_connection() {
        let facts = facts();
        let nack =
            facts.iter().find(|fact| fact.name == "generic_nack").and_then(|fact| fact.states_50.clone());
        let all = ["OPEN", "OUTBOUND", "BOUND_TX", "BOUND_RX", "BOUND_TRX", "UNBOUND"];
        assert_eq!(
            nack.as_ref().map(|senders| senders.esme.as_slice()),
            Some(all.map(String::from).as_slice())
        );
        assert_eq!(
            nack.as_ref().map(|senders| senders.mc.as_slice()),
            Some(all.map(String::from).as_slice())
        );
    }

    /// Rows of responses name no states: a response is sent where its request arrives.
    #[test]
    fn responses_are_sent_by_the_other_side_in_the_states_of_their_request() {
        let facts = facts();
        let request = |name: &String| facts.iter().find(|fact| fact.name == *name).expect("a request");
        for response in &facts {
            let Some(request) = response.request.as_ref().map(request) else { continue };
            for (of_request, of_response) in [
                (&request.states_33, &response.states_33),
                (&request.states_34, &response.states_34),
                (&request.states_50, &response.states_50),
            ] {
                let sides = |senders: &Option<Senders>| senders.clone().unwrap_or_default();
                let (of_request, of_response) = (sides(of_request), sides(of_response));
                assert_eq!(of_request.esme, of_response.mc, "{}", response.name);
                assert_eq!(of_request.mc, of_response.esme, "{}", response.name);
            }
        }
    }

    fn of<'a>(senders: &'a Senders, side: &str) -> BTreeSet<&'a str> {
        let states = if side == "MC" { &senders.mc } else { &senders.esme };
        states.iter().map(String::as_str).collect()
    }

    fn names(states: &[State]) -> impl Iterator<Item = &'static str> {
        states.iter().map(|state| match state {
            State::Open => "OPEN",
            State::Outbound => "OUTBOUND",
            State::BoundTx => "BOUND_TX",
            State::BoundRx => "BOUND_RX",
            State::BoundTrx => "BOUND_TRX",
            State::Unbound => "UNBOUND",
            state => panic!("nothing is sent in {state:?}"),
        })
    }

    fn kind(name: &str) -> PduKind {
        match name {
            "request" => PduKind::Request,
            "response" => PduKind::Response,
            "notification" => PduKind::Notification,
            "nack" => PduKind::Nack,
            other => panic!("{other}"),
        }
    }
}

fn to_strings(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(String::from).collect()
}

#[test]
fn tlvs() {
    let facts = spec::read::<spec::Tlvs>("tlvs.toml").tlv;
    let mut differences = Differences::default();
    differences.compare_names(
        "TLV",
        facts.iter().map(|fact| fact.name.as_str()),
        TLVS.iter().map(|row| row.name),
    );
    for fact in &facts {
        let Some(row) = TLVS.iter().find(|row| row.name == fact.name) else { continue };
        let name = &fact.name;
        differences.compare(&format!("{name} tag"), fact.tag, row.tag.0);
        differences.compare(&format!("{name} type"), tlv_type(fact), row.kind);
        differences.compare(&format!("{name} lengths"), lengths(fact), row.lengths.to_vec());
        differences.compare(
            &format!("{name} versions"),
            fact.versions.clone(),
            to_strings(versions(row.versions)),
        );
        differences.compare(&format!("{name} repeated"), fact.repeatable, row.repeated);
        differences.compare_names(
            &format!("{name} alias"),
            fact.aliases.iter().map(String::as_str),
            row.other_names.iter().copied(),
        );
    }
    assert!(TLVS.is_sorted_by_key(|row| row.tag), "tags are looked up by binary search");
    differences.settle(&[(
        "alert_on_message_delivery type: Value(\"AlertOnMessageDelivery\") in the specification, Octets here",
        "a value that may have no octets at all: who reads it must be able to tell",
    )]);
}

/// `data_sm(ESME->MC)` is a data_sm to the MC, `*_resp` each response of the version.
#[test]
fn tlvs_belong_to_the_pdus_that_list_them() {
    let facts = spec::read::<spec::Tlvs>("tlvs.toml");
    let mut differences = Differences::default();
    for (version, lists) in
        [(InterfaceVersion::V3_4, &facts.pdu_tlvs_34), (InterfaceVersion::V5_0, &facts.pdu_tlvs_50)]
    {
        let mut expected = BTreeSet::new();
        for (pdu, names) in lists {
            let spec::Names::Names(names) = names else { continue };
            let (pdu, receivers) = match pdu.split_once('(') {
                Some((pdu, "ESME->MC)")) => (pdu, vec!["MC"]),
                Some((pdu, "MC->ESME)")) => (pdu, vec!["ESME"]),
                _ => (pdu.as_str(), vec!["ESME", "MC"]),
            };
            let is_listed = |def: &&PduDef| match pdu {
                "*_resp" => def.kind == PduKind::Response && def.versions.contains(&version),
                name => def.name == name,
            };
            for def in SCHEMA.iter().filter(is_listed) {
                for (name, receiver) in
                    names.iter().flat_map(|name| receivers.iter().map(move |to| (name, to)))
                {
                    expected.insert(format!("{name} in {} to the {receiver}", def.name));
                }
            }
        }
        let mut found = BTreeSet::new();
        for row in TLVS {
            for listed in row.uses.iter().filter(|listed| listed.version == version) {
                for (role, receiver) in [(Role::Esme, "ESME"), (Role::Mc, "MC")] {
                    if listed.receiver.is_none_or(|only| only == role) {
                        found.insert(format!("{} in {} to the {receiver}", row.name, listed.command_id));
                    }
                }
            }
        }
        differences.compare_names(
            &format!("{version}"),
            expected.iter().map(String::as_str),
            found.iter().map(String::as_str),
        );
    }
    differences.settle(&[]);
}

fn tlv_type(fact: &spec::Tlv) -> TlvType {
    let by_name = |name: &str| VALUES.iter().find(|def| def.name == type_name(name)).map(|def| def.name);
    match (fact.r#type.as_str(), fact.r#enum.as_deref()) {
        ("u32", Some("command_status")) => TlvType::CommandStatus,
        ("u8", Some("interface_version")) => TlvType::Value("InterfaceVersion"),
        ("u8", Some(name)) => by_name(name).map_or(TlvType::U8, TlvType::Value),
        ("u8", None) => TlvType::U8,
        ("u16", None) => TlvType::U16,
        ("u32", None) => TlvType::U32,
        ("cstring", None) => TlvType::CString,
        ("octets" | "struct", _) => TlvType::Octets,
        other => panic!("{}: {other:?}", fact.name),
    }
}

fn lengths(fact: &spec::Tlv) -> Vec<(u16, u16)> {
    match (&fact.lengths, fact.min_len, fact.max_len) {
        (Some(lengths), None, None) => {
            let mut ranges: Vec<(u16, u16)> = vec![];
            for &len in lengths {
                match ranges.last_mut() {
                    Some((_, high)) if *high + 1 == len => *high = len,
                    _ => ranges.push((len, len)),
                }
            }
            ranges
        }
        (None, Some(min), Some(max)) => vec![(min, max)],
        other => panic!("{}: {other:?}", fact.name),
    }
}

#[test]
fn statuses() {
    let facts = spec::read::<Statuses>("statuses.toml");
    let mut differences = Differences::default();
    differences.compare_names(
        "status",
        facts.status.iter().map(|fact| fact.name.as_str()),
        STATUSES.iter().map(|row| row.name),
    );
    for fact in &facts.status {
        let Some(row) = STATUSES.iter().find(|row| row.name == fact.name) else { continue };
        let name = &fact.name;
        differences.compare(&format!("{name} code"), fact.code, row.status.0);
        differences.compare(&format!("{name} retry"), retry(&fact.retry), row.retry);
        differences.compare(
            &format!("{name} versions"),
            fact.versions.clone(),
            to_strings(versions(row.versions)),
        );
        // What stands behind the name is a remark.
        let others =
            [&fact.name_33, &fact.name_34].into_iter().flatten().filter_map(|it| it.split(' ').next());
        differences.compare_names(&format!("{name} alias"), others, row.other_names.iter().copied());
    }
    assert!(STATUSES.is_sorted_by_key(|row| row.status), "statuses are looked up by binary search");
    differences.settle(&[]);
}

fn retry(class: &str) -> Retry {
    match class {
        "success" => Retry::Success,
        "temporary" => Retry::Temporary,
        "permanent" => Retry::Permanent,
        "depends" => Retry::Depends,
        "session" => Retry::Session,
        "bind" => Retry::Bind,
        other => panic!("{other}"),
    }
}

/// 3.3 names statuses and numbers none. The table has its names where a number of 3.4 took them over.
#[test]
fn statuses_of_3_3_alone() {
    let facts = spec::read::<Statuses>("statuses.toml");
    let mut differences = Differences::default();
    for fact in &facts.status_33 {
        match smppkit::CommandStatus::from_name(&fact.name) {
            Some(status) => differences.compare(&fact.name, fact.code, Some(status.0)),
            None => differences.add(format!("{}: not here", fact.name)),
        }
    }
    const GUESSED: &str =
        "3.3 alone has it, its number is from old libraries, and 3.4 left that number unused";
    const TAKEN: &str = "its number in old libraries means something else since 3.4, or is a guess";
    differences.settle(&[
        ("ESME_RINVPAR: not here", GUESSED),
        ("ESME_RINVPASWD: Some(13) in the specification, Some(14) here", TAKEN),
        ("ESME_RINVPASWDLEN: not here", TAKEN),
        ("ESME_RINVSYSIDSRV: not here", TAKEN),
        ("ESME_RINVDATFMT: not here", GUESSED),
        ("ESME_RSERNOTSUP: Some(22) in the specification, Some(21) here", TAKEN),
        ("ESME_RINVREPADDR: not here", GUESSED),
        ("ESME_RCNTRETRPARAM: not here", GUESSED),
        ("ESME_EINVPARAMLEN: not here", GUESSED),
        ("ESME_RINVADRLEN: not here", GUESSED),
        ("ESME_RINVSRCADDRLEN: not here", GUESSED),
        ("ESME_RINVDSTADDRLEN: not here", GUESSED),
        ("ESME_RINVESMTYPE: not here", GUESSED),
        ("ESME_RINVTEXTLEN: not here", "nobody knows its number"),
        ("ESME_RLIMITEXCEED: not here", GUESSED),
        ("ESME_RTXNOTALLOWD: not here", GUESSED),
        ("ESME_RTXEXCEED: not here", GUESSED),
    ]);
}

#[test]
fn enumerations() {
    let facts = spec::read::<Enums>("enums.toml");
    let mut differences = Differences::default();
    // Each version has a table of its own; that of 5.0 has the values of the others.
    let newest = |name: &str| name.strip_suffix("_50").unwrap_or(name).to_string();
    let by_type =
        facts.r#enum.iter().map(|(name, fact)| (type_name(&newest(name)), fact)).collect::<BTreeMap<_, _>>();
    differences.compare_names(
        "enumeration",
        by_type.keys().map(String::as_str),
        VALUES.iter().map(|def| def.name),
    );
    for ValueDef { name, values, .. } in VALUES {
        let Some(fact) = by_type.get(*name) else { continue };
        let expected = fact.values.iter().map(|it| (it.value, it.name.as_str())).collect::<Vec<_>>();
        let found = values.iter().map(|(value, name)| (u32::from(*value), *name)).collect::<Vec<_>>();
        differences.compare(name, expected, found);
    }
    differences.settle(&[
        ("enumeration InterfaceVersion: not here", "a type with rules of its own: `InterfaceVersion`"),
        ("enumeration DestFlag: not here", "the variants of `DestAddress`"),
        ("enumeration PriorityFlag33: not here", "two of the values of `PriorityFlag`, under other names"),
        ("enumeration PriorityFlag34: not here", "among the values of `PriorityFlag`: tested below"),
        ("enumeration RegisteredDelivery33: not here", "two of the values of `RegisteredDelivery`"),
        ("enumeration ReplaceIfPresentFlag: not here", "0 and 1"),
        ("enumeration SmDefaultMsgIdRanges: not here", "a number, of which only 0 has a meaning"),
        ("enumeration BroadcastContentType: not here", "two octets; the table has names for single ones"),
    ]);
}

#[test]
fn final_states_are_final() {
    let facts = spec::read::<Enums>("enums.toml");
    let finals = &facts.r#enum["message_state"].r#final;
    for state in 0..=u8::MAX {
        assert_eq!(MessageState(state).is_final(), finals.contains(&state.into()), "{state}");
    }
}

#[test]
fn priorities_of_3_4_are_among_those_of_5_0() {
    let facts = spec::read::<Enums>("enums.toml");
    for value in &facts.r#enum["priority_flag_34"].values {
        assert_eq!(PriorityFlag(value.value as u8).name(), Some(value.name.as_str()));
    }
}

#[test]
fn versions_are_numbered_as_specified() {
    let facts = spec::read::<Enums>("enums.toml");
    for value in &facts.r#enum["interface_version"].values {
        let version = InterfaceVersion(value.value as u8).effective().name().expect("a version");
        let expected = value.name.trim_end_matches("_or_older").trim_start_matches('v').replace('_', ".");
        assert_eq!(version, expected);
    }
}

/// Bits are constants of their types: these are all of them, by field and name of the specification.
#[test]
fn bits() {
    let facts = spec::read::<Enums>("enums.toml");
    let mut differences = Differences::default();
    let bits = |table: &str| {
        let fields = facts.bits[table].fields.iter();
        fields
            .flat_map(|field| {
                field.values.iter().map(|it| (format!("{}.{}", field.name, it.name), it.value as u8))
            })
            .collect::<BTreeMap<_, _>>()
    };
    let constants = |constants: &[(&str, u8)]| {
        constants.iter().map(|(name, value)| (name.to_string(), *value)).collect::<BTreeMap<_, _>>()
    };
    let esm_class = constants(&[
        ("messaging_mode.default", EsmClass::DEFAULT.0),
        ("messaging_mode.datagram", EsmClass::DATAGRAM.0),
        ("messaging_mode.transaction", EsmClass::TRANSACTION.0),
        ("messaging_mode.store_and_forward", EsmClass::STORE_AND_FORWARD.0),
        ("message_type.normal", EsmClass::DEFAULT.0),
        ("message_type.mc_delivery_receipt", EsmClass::MC_DELIVERY_RECEIPT.0),
        ("message_type.delivery_ack", EsmClass::DELIVERY_ACK.0),
        ("message_type.manual_ack", EsmClass::MANUAL_ACK.0),
        ("message_type.conversation_abort", EsmClass::CONVERSATION_ABORT.0),
        ("message_type.intermediate_notification", EsmClass::INTERMEDIATE_NOTIFICATION.0),
        ("gsm_features.none", EsmClass::DEFAULT.0),
        ("gsm_features.udhi", EsmClass::UDHI.0),
        ("gsm_features.reply_path", EsmClass::REPLY_PATH.0),
        ("gsm_features.udhi_and_reply_path", (EsmClass::UDHI | EsmClass::REPLY_PATH).0),
    ]);
    differences.compare("esm_class", bits("esm_class_50"), esm_class);
    let registered_delivery = constants(&[
        ("mc_receipt.none", RegisteredDelivery::NONE.0),
        ("mc_receipt.success_or_failure", RegisteredDelivery::RECEIPT.0),
        ("mc_receipt.failure_only", RegisteredDelivery::RECEIPT_ON_FAILURE.0),
        ("mc_receipt.success_only", RegisteredDelivery::RECEIPT_ON_SUCCESS.0),
        ("sme_ack.none", RegisteredDelivery::NONE.0),
        ("sme_ack.delivery_ack", RegisteredDelivery::DELIVERY_ACK.0),
        ("sme_ack.manual_ack", RegisteredDelivery::MANUAL_ACK.0),
        ("sme_ack.both", (RegisteredDelivery::DELIVERY_ACK | RegisteredDelivery::MANUAL_ACK).0),
        ("intermediate_notification.no", RegisteredDelivery::NONE.0),
        ("intermediate_notification.yes", RegisteredDelivery::INTERMEDIATE_NOTIFICATION.0),
    ]);
    differences.compare("registered_delivery", bits("registered_delivery_50"), registered_delivery);
    differences.settle(&[]);
}

#[test]
fn bits_are_read_with_the_masks_of_the_specification() {
    let facts = spec::read::<Enums>("enums.toml");
    let mask =
        |name: &str| facts.bits["esm_class_50"].fields.iter().find(|it| it.name == name).expect("bits").mask;
    for octet in 0..=u8::MAX {
        let class = EsmClass(octet);
        assert_eq!(class.mode().0, octet & mask("messaging_mode"));
        assert_eq!(class.message_type().0, octet & mask("message_type"));
        assert_eq!(class.has_udh(), octet & mask("gsm_features") & EsmClass::UDHI.0 != 0);
        assert_eq!(class.is_delivery_receipt(), octet & mask("message_type") == 0x04);
    }
}
