//! The codec from C, beside the core in Rust.

mod support;

use std::fs;
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use smppkit::{SCHEMA, decode};
use smppkit_conformance::dialects::{Form, forms};
use smppkit_conformance::generate::{damaged, noise, wild};
use smppkit_conformance::model::Model;
use smppkit_conformance::spec::vectors;
use support::{BOTH, built, here, program, run, scratch, succeed};

#[test]
fn a_program_uses_all_of_it() {
    run(BOTH, &program("codec"), &[]);
}

#[test]
fn bad_input_is_told_and_does_no_harm() {
    run(BOTH, &program("bad_input"), &[]);
}

#[test]
fn every_field_is_where_both_sides_say() {
    run(BOTH, &program("layout"), &[]);
}

#[test]
fn the_largest_pdus_are_what_another_encoder_makes() {
    let expected = SCHEMA.iter().flat_map(|def| Model::all_maximums(def).octets()).collect::<Vec<_>>();
    assert!(run(BOTH, &program("maxima"), &[]) == expected);
}

/// The golden vectors, the dialects of real peers, and random PDUs of which many are damaged.
fn frames() -> Vec<Vec<u8>> {
    let mut frames = vectors().into_iter().map(|vector| vector.octets).collect::<Vec<_>>();
    frames.extend(forms().iter().map(Form::octets));
    assert!(frames.len() > 350, "{}", frames.len());
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        frames.push(sample(&mut runner, &damaged()));
        frames.push(sample(&mut runner, &noise()));
        frames.push(sample(&mut runner, &wild().prop_map(|model| model.octets())));
    }
    // What is no frame is for `bad_input`.
    frames.retain(|frame| decode(frame).is_ok());
    frames
}

fn sample<S: Strategy>(runner: &mut TestRunner, strategy: &S) -> S::Value {
    strategy.new_tree(runner).expect("a value").current()
}

#[test]
fn every_vector_decodes_to_the_same_and_encodes_again() {
    let frames = frames();
    let file = scratch("frames");
    fs::write(&file, frames.concat()).expect("the file can be written");
    let expected =
        frames.iter().map(|frame| format!("{:#}\n", decode(frame).expect("a frame").pdu)).collect::<String>();
    let found = String::from_utf8(run(BOTH, &program("frames"), &[&file])).expect("text");
    assert_eq!(found.lines().count(), expected.lines().count());
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
}

/// The program in the introduction of `smppkit.h`.
#[test]
fn the_first_program_does_what_it_says() {
    let header = fs::read_to_string(here("include/smppkit.h")).expect("the header can be read");
    let lines = header.lines().skip_while(|line| *line != "//     #include <smppkit.h>");
    let lines = lines.take_while(|line| line.starts_with("//     ") || *line == "//");
    let program =
        lines.map(|line| format!("{}\n", line.trim_start_matches("//").trim_start_matches("     ")));
    let source = scratch("first.c");
    fs::write(&source, program.collect::<String>()).expect("the file can be written");
    assert_eq!(run(BOTH, &source, &[]), b"to 447700900123, reference 7\n");
}

/// What the library exports is what is written down: whoever takes a function away breaks programs.
#[test]
fn the_symbols_are_those_that_are_written_down() {
    let library = built("libsmppkit_c.so");
    let listed =
        succeed(Command::new("nm").args(["-D", "--defined-only", "--format=just-symbols"]).arg(library));
    let listed = String::from_utf8(listed.stdout).expect("text");
    let mut symbols = listed.lines().filter(|line| line.starts_with("smppkit_")).collect::<Vec<_>>();
    symbols.sort_unstable();
    let text = symbols.iter().map(|symbol| format!("{symbol}\n")).collect::<String>();
    let path = here("abi/symbols.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).expect("the file can be written");
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == text,
        "abi/symbols.txt is another list: BLESS=1 writes it anew, if programs may break"
    );

    // And each of them is declared, and nothing else.
    let header = fs::read_to_string(here("include/smppkit.h")).expect("the header can be read");
    for symbol in symbols {
        assert!(header.contains(&format!("{symbol}(")), "{symbol} is in no header");
    }
}
