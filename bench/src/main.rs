//! Benchmarks of smppkit beside other SMPP crates, all in one run: `docs/performance.md` tells how to read them.

mod alloc;
mod codec;
mod fixtures;
mod harness;
mod loopback;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("codec") => codec::run(),
        Some("loopback") => loopback::run(),
        Some("all") => {
            codec::run();
            loopback::run();
        }
        _ => {
            eprintln!("usage: smppkit-bench codec | loopback | all");
            std::process::exit(2);
        }
    }
}
