//! The differences to another decoder: those in `README.md` are those that are known, and each of them occurs.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use smppkit_fuzz::differential::{KNOWN, Right, differences};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn table() -> String {
    let mut table = String::from("| what differs | who is right | why |\n|---|---|---|\n");
    for known in KNOWN {
        let right = match known.right {
            Right::Ours => "smppkit",
            Right::Theirs => "rusmpp",
            Right::Either => "either",
        };
        let _ = writeln!(table, "| {} | {right} | {} |", known.what, known.why);
    }
    table
}

#[test]
fn the_readme_has_all_that_are_known() {
    let path = here("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let begin = readme.find("| what differs |").expect("the table");
    let end = readme[begin..].find("\n\n").map_or(readme.len(), |len| begin + len + 1);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, [&readme[..begin], &table(), &readme[end..]].concat()).expect("README.md");
    } else {
        assert!(
            readme[begin..end] == table(),
            "the table in fuzz/README.md is stale: BLESS=1 writes it anew"
        );
    }
}

#[test]
fn each_that_is_known_occurs() {
    let mut left = KNOWN.iter().map(|known| known.what).collect::<BTreeSet<_>>();
    for folder in ["seeds/decode", "seeds/differential", "corpus/decode", "corpus/differential"] {
        for entry in fs::read_dir(here(folder)).expect("the folder can be read") {
            let octets = fs::read(entry.expect("an entry").path()).expect("the input can be read");
            for difference in differences(&octets) {
                let known = difference.known().unwrap_or_else(|| panic!("{difference:?} in {octets:02X?}"));
                left.remove(known.what);
            }
        }
    }
    assert!(left.is_empty(), "no input shows {left:?}");
}
