//! Benchmarks of smppkit beside other SMPP crates, all in one run: `docs/performance.md` tells how to read them.

mod alloc;
mod bodies;
#[cfg(feature = "c")]
mod c;
mod codec;
mod fixtures;
mod harness;
mod idle;
mod loopback;
mod message;
mod session;

/// What is compared, as the lock file has it, and on what.
fn print_setting() {
    let lock = include_str!("../Cargo.lock");
    let versions: Vec<String> =
        ["smppkit", "rusmpp", "rusmpp-extra", "smpp34", "smpp-codec", "gsm7", "encoding_rs"]
            .iter()
            .filter_map(|name| {
                let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
                Some(format!("{name} {}", rest.split('"').next()?))
            })
            .collect();
    println!("{}", versions.join(", "));
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpuinfo.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    println!("{cores} cores, {}", model.unwrap_or(std::env::consts::ARCH));
    println!("ratio: how many times as long as smppkit takes, so more than 1 is slower than smppkit");
}

fn main() {
    let runs: &[fn()] = match std::env::args().nth(1).as_deref() {
        Some("codec") => &[codec::run],
        Some("message") => &[message::run],
        Some("session") => &[session::run],
        Some("loopback") => &[loopback::run],
        Some("idle") => &[idle::run],
        #[cfg(feature = "c")]
        Some("c") => &[c::run],
        Some("all") => &[codec::run, message::run, session::run, idle::run, loopback::run],
        _ => {
            eprintln!("usage: smppkit-bench codec | message | session | idle | loopback | all");
            std::process::exit(2);
        }
    };
    print_setting();
    for run in runs {
        run();
    }
}
