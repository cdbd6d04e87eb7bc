//! Writes `docs/reference/` and `fuzz/seeds/` anew.

use smppkit_conformance::{reference, seeds};

fn main() -> std::io::Result<()> {
    reference::write()?;
    seeds::write()
}
