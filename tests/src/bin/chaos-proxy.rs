//! A network that breaks, as a program: `chaos-proxy --listen 127.0.0.1:2776 --seed 7 127.0.0.1:2775`.
//!
//! It passes octets on until it is ended with Ctrl-C, and then says what it did.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use smppkit_conformance::chaos::{Log, Proxy, Settings};

/// A proxy that splits, gathers, delays, holds back, slows down, resets, closes, silences and doubles the connections of
/// its clients to a server, as a seed has it.
#[derive(Parser)]
struct Arguments {
    /// The server, such as 127.0.0.1:2775
    server: String,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: String,
    /// Write a line of JSON for whatever happens: which connection, from whom, behind how many octets, what
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    settings: Settings,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { server, listen, verbose, settings } = Arguments::parse();
    let log: Log = Arc::new(|event| println!("{}", serde_json::json!(event)));
    let proxy = match Proxy::start(&listen, server, settings, verbose.then_some(log)).await {
        Ok(proxy) => proxy,
        Err(error) => {
            eprintln!("chaos-proxy: {listen}: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", serde_json::json!({"listening": proxy.local_addr().port()}));
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("chaos-proxy: {error}");
        return ExitCode::FAILURE;
    }
    eprintln!("{}", proxy.counts());
    ExitCode::SUCCESS
}
