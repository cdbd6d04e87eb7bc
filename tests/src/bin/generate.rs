//! Writes `docs/reference/` anew.

fn main() -> std::io::Result<()> {
    smppkit_conformance::reference::write()
}
