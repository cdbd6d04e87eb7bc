//! The library from C: the programs of `tests/c`, compiled by gcc and clang with all warnings as errors, and run by
//! themselves, with sanitizers, and under valgrind.

mod support;

use smppkit_conformance::transcript::{Driver, files, replay_with};

use support::{Build, here, succeed, valgrind};

/// In every way there is.
fn run(name: &str) {
    let [gcc, clang] = ["gcc", "clang"].map(|compiler| Build::new(compiler, &format!("tests/c/{name}.c")));
    succeed(&mut gcc.command());
    succeed(&mut valgrind(&gcc.program()));
    succeed(&mut gcc.sanitized().command());
    succeed(&mut clang.sanitized().command());
}

#[test]
fn pdus_are_laid_out_as_the_header_says() {
    run("layout");
}

#[test]
fn sessions() {
    run("session");
}

#[test]
fn messages() {
    run("message");
}

#[test]
fn every_transcript() {
    let driver = Build::new("gcc", "tests/c/driver.c").sanitized().program();
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
