//! Hands the linker the memory of the board, for the program that runs on it.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=memory.x");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::copy("memory.x", out.join("memory.x")).expect("memory.x is copied");
    // The names of interrupt handlers, for cortex-m-rt: `board.rs` makes its table itself.
    fs::write(out.join("device.x"), "").expect("device.x is written");
    println!("cargo::rustc-link-search={}", out.display());
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
}
