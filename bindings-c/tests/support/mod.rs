//! Compiling and running programs of C and C++.

// Each test uses some of it.
#![allow(dead_code)]

use std::collections::HashSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// A file of this crate.
pub(crate) fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The static library that cargo has built beside the test.
fn library() -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    test.parent().expect("its folder").join("libsmppkit_c.a")
}

/// How a program is compiled: with all warnings as errors.
pub(crate) struct Build {
    compiler: String,
    source: PathBuf,
    standard: String,
    flags: Vec<String>,
}

impl Build {
    /// The source is a file of this crate. Its language is C11 or C++17, by its name, unless it is said.
    pub(crate) fn new(compiler: &str, source: &str) -> Self {
        let standard = if source.ends_with(".cpp") { "c++17" } else { "c11" };
        Self {
            compiler: compiler.into(),
            source: here(source),
            standard: standard.into(),
            flags: vec!["-O1".into()],
        }
    }

    pub(crate) fn standard(mut self, standard: &str) -> Self {
        self.standard = standard.into();
        self
    }

    pub(crate) fn flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.into());
        self
    }

    /// With what finds wrong use of memory, and undefined behaviour.
    pub(crate) fn sanitized(self) -> Self {
        self.flag("-fsanitize=address,undefined").flag("-fno-sanitize-recover=all")
    }

    /// Compiles it, unless that was done.
    pub(crate) fn program(&self) -> PathBuf {
        static COMPILED: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);
        let name = self.source.file_stem().expect("a name").to_string_lossy();
        let variant = format!("{name}-{}-{}{}", self.compiler, self.standard, self.flags.concat());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let program = folder.join(variant.replace(['=', ',', '/'], "-"));
        // One after the other: a program must not be written while it runs.
        let mut compiled = COMPILED.lock().expect("nobody panicked");
        if !compiled.get_or_insert_default().insert(program.clone()) {
            return program;
        }
        let mut command = Command::new(&self.compiler);
        command.arg(format!("-std={}", self.standard)).args([
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-g",
        ]);
        command.args(&self.flags).arg("-I").arg(here("include")).arg(&self.source).arg(library());
        command.args(["-lpthread", "-ldl", "-lm", "-o"]).arg(&program);
        succeed(&mut command);
        program
    }

    /// Compiles it, to be run.
    pub(crate) fn command(&self) -> Command {
        Command::new(self.program())
    }
}

/// A program to be run under valgrind, which ends it with 99 if it uses memory wrongly or leaks it.
pub(crate) fn valgrind(program: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--track-origins=yes"]).arg(program);
    command
}

/// Runs it, and shows what it says if it fails.
pub(crate) fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    output
}
