//! The table of `soak`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

/// A program that tells nothing and ends.
fn program(name: &str, script: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a place for files");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    format!("{name}={}", path.display())
}

#[test]
fn rows_are_in_the_order_of_the_programs_whichever_pair_ends_first() {
    let programs = [program("Slow", "sleep 0.5"), program("Quick", "exit 0")];
    let mut soak = Command::new(env!("CARGO_BIN_EXE_soak"));
    for program in &programs {
        soak.args(["--program", program]);
    }
    let ended = soak.args(["--messages", "1"]).output().expect("it runs");
    let told = String::from_utf8(ended.stdout).expect("text");
    let rows: Vec<_> = told
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"))
        .map(|(pair, _)| pair)
        .filter(|pair| *pair != "client > server")
        .collect();
    assert_eq!(rows, ["Slow > Slow", "Slow > Quick", "Quick > Slow", "Quick > Quick"], "{told}");
    assert!(!ended.status.success(), "nobody exchanged anything");
}
