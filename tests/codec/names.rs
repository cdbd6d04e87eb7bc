//! Everything that has a name is found by it, and prints it.

use smppkit::tlv::{TLVS, Tag};
use smppkit::values::VALUES;
use smppkit::{Body, CommandId, CommandStatus, Pdu, SCHEMA, STATUSES};
use smppkit_conformance::model::Model;

#[test]
fn commands() {
    for def in SCHEMA {
        assert_eq!(CommandId::from_name(def.name), Some(def.command_id));
        assert_eq!(def.command_id.name(), Some(def.name));
        assert_eq!(def.command_id.to_string(), def.name);
        assert_eq!(format!("{:?}", def.command_id), def.name);
        assert_eq!(def.command_id.def().map(|found| found.name), Some(def.name));
        assert_eq!(def.command_id.request().response(), def.command_id.response());
        Model::all_defaults(def).with_pdu(|pdu| assert_eq!(pdu.command_id(), def.command_id));
    }
    assert_eq!(CommandId::from_name("submit"), None);
    assert_eq!(CommandId(0x0001_0200).name(), None);
    assert_eq!(CommandId(0x0001_0200).to_string(), "0x00010200");
}

#[test]
fn statuses() {
    for def in STATUSES {
        assert_eq!(def.status.name(), Some(def.name));
        assert_eq!(def.status.to_string(), def.name);
        assert_eq!(def.status.retry(), def.retry);
        assert_eq!(def.status.is_ok(), def.name == "ESME_ROK");
        for name in def.other_names.iter().chain([&def.name]) {
            assert_eq!(CommandStatus::from_name(name), Some(def.status), "{name}");
        }
    }
    let known = (0..0x1000).filter(|code| CommandStatus(*code).def().is_some()).count();
    assert_eq!(known, STATUSES.len());
    assert_eq!(CommandStatus(0x0450).to_string(), "0x00000450");
    assert_eq!(CommandStatus::from_name("ESME_"), None);
}

#[test]
fn tlvs() {
    for row in TLVS {
        assert_eq!(row.tag.name(), Some(row.name));
        assert_eq!(row.tag.to_string(), row.name);
        assert_eq!(row.tag.row().map(|found| found.name), Some(row.name));
        for name in row.other_names.iter().chain([&row.name]) {
            assert_eq!(Tag::from_name(name), Some(row.tag), "{name}");
        }
    }
    let known = (0..=u16::MAX).filter(|tag| Tag(*tag).row().is_some()).count();
    assert_eq!(known, TLVS.len());
    assert_eq!(Tag(0x1400).to_string(), "0x1400");
}

/// No name means two things.
#[test]
fn names_are_unique() {
    fn assert_unique<'a>(names: impl Iterator<Item = &'a str>) {
        let mut names = names.collect::<Vec<_>>();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
    assert_unique(SCHEMA.iter().map(|def| def.name));
    assert_unique(STATUSES.iter().flat_map(|def| def.other_names.iter().copied().chain([def.name])));
    assert_unique(TLVS.iter().flat_map(|row| row.other_names.iter().copied().chain([row.name])));
    assert_unique(VALUES.iter().map(|def| def.name));
    for def in SCHEMA {
        assert_unique(def.fields.iter().map(|row| row.name));
    }
    for def in VALUES {
        assert_unique(def.values.iter().map(|(_, name)| *name));
    }
}

/// Every row says something to people, and every fault in a field has a status to answer with.
#[test]
fn rows_are_complete() {
    for def in SCHEMA {
        assert!(!def.text.trim().is_empty(), "{}", def.name);
        for row in def.fields {
            assert!(!row.text.trim().is_empty(), "{}.{}", def.name, row.name);
            assert!(!row.status.is_ok(), "{}.{}", def.name, row.name);
            assert!(row.status.def().is_some(), "{}.{}", def.name, row.name);
        }
    }
    assert!(STATUSES.iter().all(|def| !def.text.trim().is_empty()));
    assert!(TLVS.iter().all(|row| !row.text.trim().is_empty()));
}

/// A field's value is shown under the name of its row, in the order of the rows.
#[test]
fn fields_are_visited_in_order() {
    for def in SCHEMA {
        Model::all_maximums(def).with_pdu(|pdu: &Pdu<'_>| {
            let mut seen = vec![];
            pdu.visit_fields(&mut |row, _| seen.push(row.name));
            assert_eq!(seen, def.fields.iter().map(|row| row.name).collect::<Vec<_>>(), "{}", def.name);
        });
    }
}
