//! The library from C: the programs of `tests/c`, compiled by gcc and clang with all warnings as errors, and run by
//! themselves, with sanitizers, and under valgrind.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use smppkit_conformance::transcript::{Driver, files, replay_with};

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The static library that cargo has built beside this test.
fn library() -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    test.parent().expect("its folder").join("libsmppkit_c.a")
}

/// Compiles a program.
fn compile(compiler: &str, name: &str, sanitize: bool) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = folder.join(format!("{name}-{compiler}{}", if sanitize { "-sanitized" } else { "" }));
    let mut command = Command::new(compiler);
    command.args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g", "-O1"]);
    if sanitize {
        command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
    }
    command.arg("-I").arg(here("include")).arg(here("tests/c").join(format!("{name}.c"))).arg(library());
    command.args(["-lpthread", "-ldl", "-lm", "-o"]).arg(&program);
    succeed(&mut command);
    program
}

fn succeed(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
}

/// In every way there is.
fn run(name: &str) {
    let program = compile("gcc", name, false);
    succeed(&mut Command::new(&program));
    succeed(
        Command::new("valgrind")
            .args(["--quiet", "--error-exitcode=1", "--leak-check=full", "--track-origins=yes"])
            .arg(&program),
    );
    succeed(&mut Command::new(compile("gcc", name, true)));
    succeed(&mut Command::new(compile("clang", name, true)));
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
    let driver = compile("gcc", "driver", true);
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
