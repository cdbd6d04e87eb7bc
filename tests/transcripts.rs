//! Every transcript in `vectors/` says what the session does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use smppkit::session::{Role, TRANSITIONS};
use smppkit_conformance::transcript::{Driver, files, replay, replay_with};

fn all() -> Vec<PathBuf> {
    files(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")]).expect("the folder of transcripts")
}

/// Each side goes through each transition of the table in some transcript, and through no other.
#[test]
fn every_transition_is_reached() {
    let mut reached = BTreeSet::new();
    for file in all() {
        let text = fs::read_to_string(&file).expect("a transcript");
        let Ok(replayed) = replay(&text) else { continue };
        for step in replayed.states.windows(2) {
            reached.insert(format!("{:?}: {:?} to {:?}", replayed.role, step[0], step[1]));
        }
    }
    let listed = [Role::Esme, Role::Mc].into_iter().flat_map(|role| {
        TRANSITIONS.iter().map(move |(from, _, to)| format!("{role:?}: {from:?} to {to:?}"))
    });
    assert_eq!(reached, listed.collect());
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
