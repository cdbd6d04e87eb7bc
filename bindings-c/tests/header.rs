//! The headers are what the code and the tables make of them. `BLESS=1 cargo test -p smppkit-c --test header` writes them anew.

#[path = "header/functions.rs"]
mod functions;
#[path = "header/maxima.rs"]
mod maxima;
#[path = "header/tables.rs"]
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn compare(name: &str, text: &str) {
    let path = path(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).expect("the header can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "{name} is stale: BLESS=1 writes it anew");
}

/// A line of up to 110 characters, or several.
fn wrap(line: &str) -> String {
    let mut text = String::new();
    let mut line = line.to_owned();
    let behind = " ".repeat(4 + line.len() - line.trim_start().len());
    while line.len() > 110 && !line.trim_start().starts_with("//") {
        let Some(comma) = line[..110].rfind(", ") else { break };
        text += &line[..=comma];
        text.push('\n');
        line = format!("{behind}{}", &line[comma + 2..]);
    }
    text + &line + "\n"
}

#[test]
fn smppkit_h_is_up_to_date() {
    compare("include/smppkit.h", &functions::text());
}

#[test]
fn what_the_tables_say_is_up_to_date() {
    compare("include/smppkit_pdus.h", &tables::pdus());
    compare("include/smppkit_tlvs.h", &tables::tlvs());
    compare("tests/c/layout.c", &tables::layouts());
    compare("tests/c/maxima.c", &maxima::text().lines().map(wrap).collect::<String>());
}
