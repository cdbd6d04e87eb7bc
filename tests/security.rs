//! What `SECURITY.md` says about limits is so in the code of every language.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use smppkit::message::awaited::AwaitedConfig;
use smppkit::message::message_id::CorrelatorConfig;
use smppkit::message::{joining, reassemble};
use smppkit::session;
use smppkit_tokio::{Client, LinkConfig, Server};

/// Settings that limit nothing, or are the limits of another table.
const NO_LIMITS: &[&str] = &[
    "role",
    "interface_version",
    "version_when_absent",
    "when_unanswered_full",
    "enquire_links",
    "unknown_requests",
    "tolerance",
    "check_outgoing",
    "session",
    "status_when_dropped",
    "receipts",
    "tap",
    "peer_addr",
    "system_id",
    "link",
    "tls",
    "address",
    "bind",
    "mode",
    "limits",
];

/// The tables of settings, by what is in backquotes in their headings, and the values of their fields as `{:?}` prints them.
fn settings() -> BTreeMap<&'static str, BTreeMap<String, String>> {
    let mut session = fields(&session::Config::esme());
    for (name, mc) in fields(&session::Config::mc()) {
        let esme = &session[&name];
        if *esme != mc {
            session.insert(name, format!("MC {mc}, ESME {esme}"));
        }
    }
    BTreeMap::from([
        ("session::Config", session),
        ("LinkConfig", fields(&LinkConfig::esme())),
        ("Server", fields(&Server::new("mc"))),
        ("Client", fields(&Client::new("mc"))),
        ("reassemble::Limits", fields(&reassemble::Limits::default())),
        ("joining::Config", fields(&joining::Config::default())),
        ("AwaitedConfig", fields(&AwaitedConfig::default())),
        ("CorrelatorConfig", fields(&CorrelatorConfig::default())),
    ])
}

/// The fields of a struct, and their values as people write them.
fn fields(it: &impl Debug) -> BTreeMap<String, String> {
    let text = format!("{it:?}");
    let body = text.split_once(" { ").and_then(|(_, rest)| rest.strip_suffix(" }")).expect("a struct");
    let mut depth = 0_usize;
    let parts = body.split(|c| {
        depth = match c {
            '{' | '(' | '[' => depth + 1,
            '}' | ')' | ']' => depth - 1,
            _ => depth,
        };
        c == ',' && depth == 0
    });
    let field =
        |part: &str| part.trim().split_once(": ").map(|(name, value)| (name.to_string(), written(value)));
    parts.filter_map(field).collect()
}

/// `Some(30s)` is `30 s`, `70000` is `70,000`, `None` is `none`.
fn written(value: &str) -> String {
    let value = value.strip_prefix("Some(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(value);
    if value == "None" {
        return "none".into();
    }
    let (number, unit) = value.strip_suffix('s').map_or((value, ""), |number| (number, " s"));
    match number.parse::<u64>() {
        Ok(number) => format!("{}{unit}", thousands(number)),
        Err(_) => value.into(),
    }
}

fn thousands(number: u64) -> String {
    match number / 1000 {
        0 => number.to_string(),
        rest => format!("{},{:03}", thousands(rest), number % 1000),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder that end so.
fn sources(folder: &str, ending: &str) -> String {
    fn collect(folder: &Path, ending: &str, all: &mut String) {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                collect(&path, ending, all);
            } else if path.to_string_lossy().ends_with(ending) {
                all.push_str(&fs::read_to_string(&path).expect("text"));
            }
        }
    }
    let mut all = String::new();
    collect(&root().join(folder), ending, &mut all);
    all
}

/// The rows of a table, each a list of cells.
fn rows(text: &str) -> Vec<Vec<String>> {
    let table = text.lines().filter(|line| line.starts_with('|')).skip(2);
    table
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect())
        .collect()
}

/// What is in backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The parts of the page about limits: heading and what is below it.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let limits = page.split("\n## Limits\n").nth(1).expect("a part about limits");
    let limits = limits.split("\n## ").next().expect("its end");
    limits.split("\n### ").skip(1).map(|part| part.split_once('\n').expect("a heading")).collect()
}

#[test]
fn the_defaults_of_settings_are_those_of_the_code() {
    let page = read("SECURITY.md");
    let settings = settings();
    let mut tables = 0;
    for (heading, text) in sections(&page).into_iter().filter(|(heading, _)| heading.contains('`')) {
        let name = quoted(heading)[0];
        let mut fields = settings.get(name).unwrap_or_else(|| panic!("{name} is not known here")).clone();
        for row in rows(text) {
            let limit = quoted(&row[0])[0];
            let value = fields.remove(limit).unwrap_or_else(|| panic!("{name} has no {limit}"));
            let said = row[1].split(" (").next().expect("a default");
            assert_eq!(said, value, "the default of {name}.{limit}");
        }
        fields.retain(|field, _| !NO_LIMITS.contains(&field.as_str()));
        // What a client and a server have of another table, they have from it.
        assert!(fields.is_empty(), "{name} has more: {fields:?}");
        tables += 1;
    }
    assert_eq!(tables, settings.len(), "each struct has its table");
}

#[test]
fn the_names_in_other_languages_are_theirs() {
    let python = sources("bindings-python/python", ".py") + &sources("bindings-python/python", ".pyi");
    let node = sources("bindings-node/js", ".ts");
    let c = read("bindings-c/include/smppkit.h");
    let mut names = 0;
    for (heading, text) in
        sections(&read("SECURITY.md")).into_iter().filter(|(heading, _)| heading.contains('`'))
    {
        for row in rows(text) {
            let declared = [
                (&row[3], &python, ": "),
                (&row[4], &node, "?: "),
                (&row[5], &c, if heading.contains("session") || row[0] == "`window`" { ";" } else { "" }),
            ];
            for (cell, source, end) in declared {
                for name in quoted(cell) {
                    let found = source
                        .match_indices(&format!("{name}{end}"))
                        .any(|(at, _)| source[..at].ends_with([' ', '(']));
                    assert!(found, "{heading}, {}: nothing declares {name}{end}", row[0]);
                    names += 1;
                }
                assert!(cell == "–" || quoted(cell).len() == 1, "{heading}, {}: {cell}", row[0]);
            }
        }
    }
    assert!(names > 40, "{names} names");
}

/// Python has the defaults in its signatures, which its tests compare with the code.
#[test]
fn the_defaults_in_python_are_the_same() {
    let python = sources("bindings-python/python", ".pyi") + &sources("bindings-python/python", ".py");
    for (heading, text) in
        sections(&read("SECURITY.md")).into_iter().filter(|(heading, _)| heading.contains('`'))
    {
        if heading.contains("session::Config") {
            continue; // It has no signature: what Python has are the values of the core.
        }
        for row in rows(text) {
            let default = row[1].split([' ', '(']).next().expect("a default").replace(',', "");
            let name = quoted(&row[3])[0];
            let signature = format!("{name}: ");
            let found = python.match_indices(&signature).any(|(at, _)| {
                let rest = &python[at + signature.len()..];
                let rest = rest.strip_prefix("int = ").or_else(|| rest.strip_prefix("float = "));
                let value = rest.and_then(|rest| rest.split([',', ')', '\n']).next());
                value.is_some_and(|value| value.replace('_', "").trim_end_matches(".0") == default)
            });
            assert!(found, "{heading}: {name} is not {default} in Python");
        }
    }
}

#[test]
fn what_has_no_setting_is_as_the_page_says() {
    let page = read("SECURITY.md");
    let (_, text) = sections(&page)
        .into_iter()
        .find(|(heading, _)| !heading.contains('`'))
        .expect("a table of constants");
    let rows = rows(text);
    assert!(rows.len() > 8, "{rows:?}");
    for row in &rows {
        let (names, values, files) = (quoted(&row[0]), quoted(&row[1]), quoted(&row[3]));
        assert!(names.len() == values.len() && names.len() == files.len(), "{row:?}");
        for ((name, value), file) in names.into_iter().zip(values).zip(files) {
            let source = read(file);
            let is_it = |line: &str| {
                let Some((left, right)) = line.split_once(" = ") else { return false };
                left.split([' ', ':']).any(|word| word == name) && right.trim_end_matches(';') == value
            };
            assert!(source.lines().any(is_it), "{file} has no {name} = {value}");
        }
    }
}
