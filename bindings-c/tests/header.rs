//! The headers are what the code and the tables make of them. `BLESS=1 cargo test -p smppkit-c --test header` writes them anew.

#[path = "header/functions.rs"]
mod functions;

use std::fs;
use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include").join(name)
}

fn compare(name: &str, text: &str) {
    let path = path(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).expect("the header can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "include/{name} is stale: BLESS=1 writes it anew");
}

#[test]
fn smppkit_h_is_up_to_date() {
    compare("smppkit.h", &functions::text());
}
