//! `smppkit.hpp`: the programs of `tests/cpp`, compiled by g++ and clang++ as C++17 and C++20 with all warnings as errors, and
//! run with sanitizers.

mod support;

use support::{Build, succeed, valgrind};

fn run(name: &str) {
    let build = |compiler, standard| {
        let build = Build::new(compiler, format!("tests/cpp/{name}.cpp")).standard(standard);
        build.flag("-DSMPPKIT_EXCEPTIONS")
    };
    succeed(&mut build("g++", "c++17").sanitized().command());
    succeed(&mut build("clang++", "c++20").sanitized().command());
    build("g++", "c++20").check();
    build("clang++", "c++17").check();
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
