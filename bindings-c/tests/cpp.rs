//! `smppkit.hpp`: the programs of `tests/cpp`, compiled by g++ and clang++ as C++17 and C++20 with all warnings as errors, and
//! run with sanitizers and under valgrind.

mod support;

use support::{Build, succeed, valgrind};

fn run(name: &str) {
    for compiler in ["g++", "clang++"] {
        for standard in ["c++17", "c++20"] {
            let build = Build::new(compiler, format!("tests/cpp/{name}.cpp")).standard(standard);
            succeed(&mut build.flag("-DSMPPKIT_EXCEPTIONS").sanitized().command());
        }
    }
}

#[test]
fn exceptions_are_not_needed() {
    let plain = Build::new("g++", "tests/cpp/session.cpp").flag("-fno-exceptions").flag("-fno-rtti");
    succeed(&mut valgrind(&plain.program()));
}

#[test]
fn codec() {
    run("codec");
}

#[test]
fn sessions() {
    run("session");
}

#[test]
fn messages() {
    run("message");
}
