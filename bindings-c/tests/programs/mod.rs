//! The programs of `tests/c`: compiled by gcc and clang as C11 and as C++17 with all warnings as errors, and run with
//! sanitizers and under valgrind.

// Each test that has this module uses some of it.
#![allow(dead_code)]

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file of this crate.
pub(crate) fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What cargo has built beside this test.
pub(crate) fn built(name: &str) -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    test.parent().expect("its folder").join(name)
}

/// A place for files that a test makes.
pub(crate) fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A compiler, and the language that it takes the source for.
pub(crate) type Compiler = (&'static str, &'static str);

/// For sources in C.
pub(crate) const C: &[Compiler] = &[("gcc", "-std=c11"), ("clang", "-std=c11")];
/// For sources that are C and C++.
pub(crate) const BOTH: &[Compiler] =
    &[("gcc", "-std=c11"), ("clang", "-std=c11"), ("g++", "-std=c++17"), ("clang++", "-std=c++17")];

/// Compiles a program.
pub(crate) fn compile((compiler, standard): Compiler, source: &Path, sanitize: bool) -> PathBuf {
    let name = source.file_stem().expect("a name").to_string_lossy();
    let program = scratch(&format!("{name}-{compiler}{}", if sanitize { "-sanitized" } else { "" }));
    let mut command = Command::new(compiler);
    command.args([standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g", "-O1"]);
    if sanitize {
        command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]);
    }
    if standard.contains("++") {
        command.args(["-x", "c++"]);
    }
    command.arg("-I").arg(here("include")).arg("-I").arg(here("tests/c")).arg(source);
    command.args(["-x", "none"]).arg(built("libsmppkit_c.a"));
    command.args(["-lpthread", "-ldl", "-lm", "-o"]).arg(&program);
    succeed(&mut command);
    program
}

/// What a command prints, which must succeed.
pub(crate) fn succeed(command: &mut Command) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    output.stdout
}

/// A program of `tests/c`.
pub(crate) fn program(name: &str) -> PathBuf {
    here("tests/c").join(format!("{name}.c"))
}

/// Runs a program in every way there is, and gives what it prints, which is the same each time.
pub(crate) fn run(compilers: &[Compiler], source: &Path, arguments: &[&Path]) -> Vec<u8> {
    let plain = compile(C[0], source, false);
    let expected = succeed(
        Command::new("valgrind")
            .args(["--quiet", "--error-exitcode=1", "--leak-check=full", "--track-origins=yes"])
            .arg(&plain)
            .args(arguments),
    );
    for compiler in compilers {
        let found = succeed(Command::new(compile(*compiler, source, true)).args(arguments));
        assert!(found == expected, "{compiler:?} {}: prints something else", source.display());
    }
    expected
}
