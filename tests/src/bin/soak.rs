//! Messages between each pair of languages through a network that breaks, every one accounted for: docs/soak.md.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use smppkit_conformance::chaos::Settings;
use smppkit_conformance::soak::{HEADER, Pair, Program, row};
use tokio::sync::Semaphore;

/// Lets each client send messages to each server, and each server to each client, through a network that breaks; prints a
/// table of what became of them. Ends with 1 if a message is not accounted for exactly once, or memory exceeds its limit.
#[derive(Parser)]
struct Arguments {
    /// A language and its program, such as: Python="python3 endpoint.py"
    #[arg(long = "program", value_name = "NAME=COMMAND", required = true)]
    programs: Vec<Program>,
    /// How many messages each side sends
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    messages: u32,
    /// Only this pair, such as: Python:C
    #[arg(long, value_name = "CLIENT:SERVER")]
    pair: Option<String>,
    /// How many pairs run at once
    #[arg(long, value_name = "NUMBER", default_value_t = 4)]
    jobs: usize,
    /// Say what the network did
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    network: Settings,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let pairs = pairs(&arguments);
    if pairs.is_empty() {
        eprintln!("soak: no such pair");
        return ExitCode::from(2);
    }
    println!("{} messages each way, seed {}\n", arguments.messages, arguments.network.seed);
    println!("{HEADER}");
    let (count, mut ended_connections) = (pairs.len() as u64, 0);
    let places = Arc::new(Semaphore::new(arguments.jobs));
    let run = |pair: Pair| {
        let places = places.clone();
        let name = pair.name();
        let running = tokio::spawn(async move {
            let _place = places.acquire().await;
            pair.run().await
        });
        (name, running)
    };
    let running: Vec<_> = pairs.into_iter().map(run).collect();
    let mut faults = Vec::new();
    // Rows come in the order of the pairs, whichever ends first.
    for (name, running) in running {
        match running.await.expect("no pair panics") {
            Ok(result) => {
                println!("{}", row(&result));
                ended_connections += result.ended;
                if arguments.verbose {
                    eprintln!("{name}: {}", result.network);
                }
                faults.extend(result.faults.iter().map(|fault| format!("{name}: {fault}")));
            }
            Err(error) => {
                println!("| {name} | failed: see below |");
                faults.push(format!("{name}: {error}"));
            }
        }
    }
    if ended_connections < count {
        faults.push(format!("the network ended {ended_connections} connections only: that proves little"));
    }
    report(&faults)
}

fn pairs(arguments: &Arguments) -> Vec<Pair> {
    let Arguments { programs, messages, pair, network, .. } = arguments;
    let both = |client: &Program, server: &Program| Pair {
        client: client.clone(),
        server: server.clone(),
        messages: *messages,
        network: network.clone(),
    };
    let pairs = programs.iter().flat_map(|client| programs.iter().map(move |server| both(client, server)));
    let wanted = |one: &Pair| {
        pair.as_ref().is_none_or(|pair| *pair == format!("{}:{}", one.client.name, one.server.name))
    };
    pairs.filter(wanted).collect()
}

/// As many faults as anybody reads.
const FAULTS_SHOWN: usize = 40;

fn report(faults: &[String]) -> ExitCode {
    if faults.is_empty() {
        println!("\nEvery message is accounted for exactly once.");
        return ExitCode::SUCCESS;
    }
    eprintln!("\n{} faults:", faults.len());
    for fault in faults.iter().take(FAULTS_SHOWN) {
        eprintln!("  {fault}");
    }
    ExitCode::FAILURE
}
