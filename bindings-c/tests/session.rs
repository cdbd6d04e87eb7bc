//! Sessions and messages from C.

mod support;

use smppkit_conformance::transcript::{Driver, files, replay_with};
use support::{Build, C, here, program, run};

#[test]
fn sessions() {
    run(C, &program("session"), &[]);
}

#[test]
fn messages() {
    run(C, &program("message"), &[]);
}

#[test]
fn every_transcript() {
    let driver = Build::new("gcc", program("driver")).sanitized().program();
    let mut driver = Driver::spawn(&[driver.display().to_string()]).expect("the driver starts");
    let files = files(&[here("../tests/vectors")]).expect("there are transcripts");
    assert!(files.len() > 100, "{}", files.len());
    for file in files {
        let transcript = std::fs::read_to_string(&file).expect("it can be read");
        if let Err(difference) = replay_with(&mut driver, &transcript) {
            panic!("{}: {difference}", file.display());
        }
    }
}
