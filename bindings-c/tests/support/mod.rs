//! Compiling and running programs of C and C++.

// Each test uses some of it.
#![allow(dead_code)]

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A file of this crate.
pub(crate) fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What cargo has built beside the test.
pub(crate) fn built(name: &str) -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    test.parent().expect("its folder").join(name)
}

/// A place for files that a test makes.
pub(crate) fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A program of `tests/c`.
pub(crate) fn program(name: &str) -> PathBuf {
    here("tests/c").join(format!("{name}.c"))
}

/// A compiler, and the language that it takes the source for.
pub(crate) type Compiler = (&'static str, &'static str);

/// By which compilers a source is tried.
pub(crate) struct Ways {
    run: &'static [Compiler],
    /// Whether it compiles without a warning is all that is asked.
    check: &'static [Compiler],
}

/// For sources in C.
pub(crate) const C: Ways = Ways { run: &[("gcc", "c11"), ("clang", "c11")], check: &[] };
/// For sources that are C and C++: both languages and what both compilers make of them are run.
pub(crate) const BOTH: Ways =
    Ways { run: &[("gcc", "c11"), ("clang++", "c++17")], check: &[("clang", "c11"), ("g++", "c++17")] };

/// Runs a program in every way there is, and gives what it prints, which is the same each time.
pub(crate) fn run(ways: Ways, source: &Path, arguments: &[&Path]) -> Vec<u8> {
    let build = |&(compiler, standard): &Compiler| Build::new(compiler, source).standard(standard);
    let expected = succeed(valgrind(&build(&C.run[0]).program()).args(arguments)).stdout;
    for compiler in ways.run {
        let found = succeed(build(compiler).sanitized().command().args(arguments)).stdout;
        assert!(found == expected, "{compiler:?} {}: prints something else", source.display());
    }
    for compiler in ways.check {
        build(compiler).check();
    }
    expected
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
    pub(crate) fn new(compiler: &str, source: impl AsRef<Path>) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
        let standard = if source.extension().is_some_and(|kind| kind == "cpp") { "c++17" } else { "c11" };
        // GCC sees some mistakes only while it optimises.
        let optimisation = if compiler.starts_with('g') { "-O1" } else { "-O0" };
        Self {
            compiler: compiler.into(),
            source,
            standard: standard.into(),
            flags: vec![optimisation.into()],
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
        static COMPILED: Mutex<Option<HashMap<PathBuf, Arc<OnceLock<()>>>>> = Mutex::new(None);
        let name = self.source.file_stem().expect("a name").to_string_lossy();
        let variant = format!("{name}-{}-{}{}", self.compiler, self.standard, self.flags.concat());
        let program = scratch(&variant.replace(['=', ',', '/'], "-"));
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        let once = compiled.get_or_insert_default().entry(program.clone()).or_default().clone();
        drop(compiled);
        // Once: a program must not be written while it runs.
        once.get_or_init(|| self.compile(&program));
        program
    }

    fn compile(&self, program: &Path) {
        let mut command = self.compiling();
        command.args(["-x", "none"]).arg(built("libsmppkit_c.so")).arg("-o").arg(program);
        succeed(&mut command);
    }

    fn compiling(&self) -> Command {
        let mut command = Command::new(&self.compiler);
        command.arg(format!("-std={}", self.standard)).args([
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-g",
        ]);
        if self.standard.contains("++") {
            command.args(["-x", "c++"]);
        }
        command.args(&self.flags).arg("-I").arg(here("include")).arg("-I").arg(here("tests/c"));
        command.arg(&self.source);
        command
    }

    /// Looks whether it compiles.
    pub(crate) fn check(self) {
        succeed(&mut self.flag("-fsyntax-only").compiling());
    }

    /// Compiles it, to be run.
    pub(crate) fn command(&self) -> Command {
        Command::new(self.program())
    }
}

/// A program to be run under valgrind, which ends it with 99 if it uses memory wrongly or leaks it. Where unset memory comes
/// from, with `VALGRIND_OPTS=--track-origins=yes` in the environment, takes twice the time.
pub(crate) fn valgrind(program: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--error-exitcode=99", "--leak-check=full"]).arg(program);
    command
}

/// Runs it, and shows what it says if it fails.
pub(crate) fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    output
}
