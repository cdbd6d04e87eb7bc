//! Sessions and messages from C.

#[path = "programs/mod.rs"]
mod programs;

use programs::{C, compile, here, program, run};
use smppkit_conformance::transcript::{Driver, files, replay_with};

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
    let driver = compile(C[0], &program("driver"), true);
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
