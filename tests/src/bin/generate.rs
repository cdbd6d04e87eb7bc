//! Writes what is generated and checked in anew.

use smppkit_conformance::{node, reference, seeds};

fn main() -> std::io::Result<()> {
    reference::write()?;
    node::write()?;
    seeds::write()
}
