//! Explores the worlds of `smppkit_explore`: `cargo run --release -p smppkit-explore -- NAME…`.

use std::process::ExitCode;

use smppkit_explore::{explore, worlds};

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let worlds = worlds();
    if names.is_empty() || names.iter().any(|name| worlds.iter().all(|world| world.name != name)) {
        eprintln!("usage: smppkit-explore NAME…, with the names of\n");
        worlds.iter().for_each(|world| eprintln!("    {:<12} {}", world.name, world.shows));
        return ExitCode::from(2);
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failed = false;
    for world in names.iter().filter_map(|name| worlds.iter().find(|world| world.name == name)) {
        let explored = explore(world, threads);
        failed |= !explored.failures.is_empty();
        println!("{explored}");
    }
    ExitCode::from(u8::from(failed))
}
