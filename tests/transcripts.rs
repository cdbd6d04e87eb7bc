//! Every transcript in `vectors/` says what the session does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use smppkit::session::{Role, TRANSITIONS};
use smppkit::{CommandStatus, FieldDef, FieldType, Header, PduDef, PduKind, SCHEMA};
use smppkit_conformance::transcript::{Driver, Replayed, files, replay, replay_with};

fn all() -> Vec<PathBuf> {
    files(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")]).expect("the folder of transcripts")
}

/// What came of those that are what the session does.
fn replayed() -> impl Iterator<Item = Replayed> {
    all().into_iter().filter_map(|file| replay(&fs::read_to_string(&file).expect("a transcript")).ok())
}

/// Each side goes through each transition of the table in some transcript, and through no other.
#[test]
fn every_transition_is_reached() {
    let mut reached = BTreeSet::new();
    for replayed in replayed() {
        for step in replayed.states.windows(2) {
            reached.insert(format!("{:?}: {:?} to {:?}", replayed.role, step[0], step[1]));
        }
    }
    let listed = [Role::Esme, Role::Mc].into_iter().flat_map(|role| {
        TRANSITIONS.iter().map(move |(from, _, to)| format!("{role:?}: {from:?} to {to:?}"))
    });
    assert_eq!(reached, listed.collect());
}

/// Each side sends and is sent each PDU of the table that it may, in some transcript.
#[test]
fn every_command_is_sent_and_received_by_each_side() {
    let mut passed = BTreeSet::new();
    for replayed in replayed() {
        let role = replayed.role;
        let note = |what: &str, header: &Header| format!("{role:?} {what} {}", header.command_id);
        passed.extend(replayed.sent.iter().map(|header| note("sends", header)));
        passed.extend(replayed.received.iter().map(|header| note("is sent", header)));
    }
    let mut wanted = BTreeSet::new();
    for def in SCHEMA {
        for (role, other, may_send) in [(Role::Esme, Role::Mc, def.esme), (Role::Mc, Role::Esme, def.mc)] {
            // Who sends the request is sent the response.
            let (asks, answers) = match def.kind {
                PduKind::Nack => (true, true),
                PduKind::Response => continue,
                _ => (!may_send.is_empty(), false),
            };
            if asks || answers {
                wanted.insert(format!("{role:?} sends {}", def.command_id));
                wanted.insert(format!("{other:?} is sent {}", def.command_id));
            }
            if asks && def.kind == PduKind::Request {
                let response = def.command_id.response();
                wanted.insert(format!("{role:?} is sent {response}"));
                wanted.insert(format!("{other:?} sends {response}"));
            }
        }
    }
    let missing: Vec<_> = wanted.difference(&passed).collect();
    assert!(missing.is_empty(), "in no transcript: {missing:#?}");
}

/// Each side sends each status that it sends by itself: those of the rows that it may be sent, and those of the session.
#[test]
fn every_status_of_the_session_is_sent_by_each_side() {
    const OF_THE_SESSION: [CommandStatus; 6] = [
        CommandStatus::ESME_ROK,
        CommandStatus::ESME_RINVCMDLEN,
        CommandStatus::ESME_RINVCMDID,
        CommandStatus::ESME_RINVBNDSTS,
        CommandStatus::ESME_RTHROTTLED,
        CommandStatus::ESME_RINVTLVSTREAM,
    ];
    let mut sent = BTreeSet::new();
    for replayed in replayed() {
        let role = replayed.role;
        sent.extend(replayed.sent.iter().map(|header| format!("{role:?} {}", header.command_status)));
    }
    let mut wanted = BTreeSet::new();
    for role in [Role::Esme, Role::Mc] {
        wanted.extend(OF_THE_SESSION.map(|status| format!("{role:?} {status}")));
        let is_sent = |def: &&PduDef| match role {
            Role::Esme => !def.mc.is_empty(),
            _ => !def.esme.is_empty(),
        };
        for def in SCHEMA.iter().filter(|def| def.kind == PduKind::Request).filter(is_sent) {
            // An octet can be any.
            let can_be_wrong = |row: &&FieldDef| !matches!(row.kind, FieldType::U8 | FieldType::Value(_));
            let rows = def.fields.iter().filter(can_be_wrong);
            wanted.extend(rows.map(|row| format!("{role:?} {}", row.status)));
        }
    }
    wanted.insert(format!("{:?} {}", Role::Mc, CommandStatus::ESME_RALYBND));
    wanted.insert(format!("{:?} {}", Role::Mc, CommandStatus::ESME_RMISSINGTLV));
    let missing: Vec<_> = wanted.difference(&sent).collect();
    assert!(missing.is_empty(), "in no transcript: {missing:#?}");
}

#[test]
fn every_transcript_is_what_the_session_does() {
    let files = all();
    assert!(!files.is_empty());
    let mut differences = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a transcript");
        assert!(text.starts_with("# "), "{}: the first line says what it shows", file.display());
        if let Err(difference) = replay(&text) {
            differences.push(format!("{}: {difference}", file.display()));
        }
    }
    assert!(
        differences.is_empty(),
        "{} of {} differ:\n{}",
        differences.len(),
        files.len(),
        differences.join("\n")
    );
}

#[test]
fn a_transcript_that_says_something_else_fails() {
    let good = "role mc\n> {enquire_link #5}\n< {enquire_link_resp #5}\n";
    assert_eq!(replay(good).expect("a good transcript").checked, 1);
    for wrong in [
        good.replace("_resp #5", "_resp #6"),
        good.replace("< {enquire_link_resp #5}\n", ""),
        good.replace("< {", "= request enquire_link #5\n< {"),
        good.replace("role mc", "role smsc"),
        good.replace("> {enquire_link #5}", "> {enquire_link #5} x"),
        format!("{good}< {{enquire_link_resp #5}}\n"),
        format!("{good}> {{enquire_link #6}}\n"),
    ] {
        assert!(replay(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_driver_that_ends_or_says_nothing_that_makes_sense_fails() {
    let good = "role mc\n> {enquire_link #5}\n< {enquire_link_resp #5}\n";
    for (command, why) in [
        ("exit 0", "the driver ended"),
        ("while read -r line; do echo done; done", "is no state"),
        ("while read -r line; do echo what; done", "what is this?"),
        ("while read -r line; do echo failed no memory; done", "failed no memory"),
        ("while read -r line; do echo done Open; done", "what goes out is"),
    ] {
        let command = ["sh", "-c", command].map(String::from);
        let mut driver = Driver::spawn(&command).expect("a shell");
        let difference = replay_with(&mut driver, good).expect_err("nothing that a session does");
        assert!(difference.what.contains(why), "{difference}");
    }
    assert!(Driver::spawn(&["no such program".into()]).is_err());
}
