//! There is one version, and one oldest Rust: the workspace's. What cannot take them from there says the same. And what is
//! published has the files that are listed.

use std::fs;
use std::path::Path;
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml(path: &str) -> toml::Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(path: &str) -> serde_json::Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn crates_want_each_other_in_this_version() {
    let workspace = toml("Cargo.toml");
    let dependencies = workspace["workspace"]["dependencies"].as_table().expect("a table");
    for (name, dependency) in dependencies {
        assert_eq!(dependency["version"].as_str(), Some(format!("={VERSION}").as_str()), "{name}");
    }
    for member in workspace["workspace"]["members"].as_array().expect("a list") {
        let member = member.as_str().expect("a folder");
        for key in ["version", "rust-version"] {
            let package = toml(&format!("{member}/Cargo.toml"));
            assert_eq!(package["package"][key]["workspace"].as_bool(), Some(true), "{key} of {member}");
        }
    }
}

#[test]
fn the_npm_package_has_it() {
    assert_eq!(json("bindings-node/package.json")["version"], VERSION);
    let lock = json("bindings-node/package-lock.json");
    assert_eq!(lock["version"], VERSION);
    assert_eq!(lock["packages"][""]["version"], VERSION);
}

/// maturin takes it from the crate.
#[test]
fn the_python_package_has_it() {
    let project = &toml("bindings-python/pyproject.toml")["project"];
    assert!(project.get("version").is_none());
    assert!(project["dynamic"].as_array().is_some_and(|dynamic| dynamic.contains(&"version".into())));
}

#[test]
fn the_header_for_c_has_it() {
    let line = format!("#define SMPPKIT_VERSION \"{VERSION}\"\n");
    assert!(read("bindings-c/include/smppkit.h").contains(&line), "{line}");
    let (minor, _) = VERSION.rsplit_once('.').expect("three numbers");
    assert!(read("bindings-c/README.md").contains(&format!("find_package(smppkit {minor} REQUIRED)")));
    assert!(read("bindings-c/README.md").contains(&format!("`libsmppkit.so.{minor}`")));
    assert!(read("SECURITY.md").contains(&format!("newest minor version: {minor} now")));
}

#[test]
fn the_oldest_rust_is_said_alike() {
    assert_eq!(toml("fuzz/Cargo.toml")["package"]["rust-version"].as_str(), Some(RUST));
    for page in ["CONTRIBUTING.md", "scripts/setup"] {
        let text = read(page);
        let mut said = text.match_indices("Rust 1.").map(|(at, _)| &text[at + "Rust ".len()..]).peekable();
        assert!(said.peek().is_some(), "{page} says which Rust it wants");
        assert!(said.all(|rest| rest.starts_with(RUST)), "{page} wants another Rust than {RUST}");
    }
    assert!(read("bindings-c/README.md").contains(&format!("https://rustup.rs) {RUST} or newer")));
}

/// Copies, since npm packs no symbolic links.
#[test]
fn licences_are_copied_word_for_word() {
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        for folder in ["core", "io-tokio", "tools", "bindings-python", "bindings-node"] {
            assert_eq!(read(&format!("{folder}/{licence}")), read(licence), "{folder}");
        }
    }
}

/// Of the lists in `release/contents`, those that need no build.
#[test]
fn crates_contain_what_is_listed() {
    let lists = Path::new(env!("CARGO_MANIFEST_DIR")).join("../release/contents");
    let lists = fs::read_dir(lists).expect("a folder").map(|list| list.expect("a file").file_name());
    let crates: Vec<_> =
        lists.filter_map(|list| Some(list.to_str()?.strip_suffix(".crate.txt")?.to_owned())).collect();
    assert!(!crates.is_empty());
    for name in crates {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["package", "--list", "--allow-dirty", "--locked", "--package", &name]);
        let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let files = String::from_utf8(output.stdout).expect("names");
        // What git tells is there when git is.
        let of = |list: &str| {
            let mut files: Vec<_> = list.lines().filter(|file| *file != ".cargo_vcs_info.json").collect();
            files.sort_unstable();
            files.join("\n")
        };
        let listed = read(&format!("release/contents/{name}.crate.txt"));
        assert!(
            of(&files) == of(&listed),
            "{name}: `BLESS=1 make release-check PARTS=crates` lists anew\n{files}"
        );
    }
}
