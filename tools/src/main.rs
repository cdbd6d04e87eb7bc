//! `smppkit`: the command.
#![allow(
    unreachable_pub,
    reason = "nothing of a command is public: `pub` says who else in it may use a thing"
)]

#[allow(dead_code, unused_imports, reason = "the commands that connect are not there yet")]
mod args;
mod decode;
mod exit;
mod explain;
mod json;
#[allow(dead_code, unused_imports, reason = "the commands that connect are not there yet")]
mod mc;
mod style;

use std::io::{self, BufWriter, StdoutLock, Write as _};
use std::process::ExitCode;

use anstream::AutoStream;
use clap::{Parser, Subcommand};

use crate::exit::{Exit, Failure};

/// SMPP 3.3, 3.4 and 5.0 from the command line
#[derive(Parser)]
#[command(
    name = "smppkit",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "\
EXAMPLES:
  smppkit explain ESME_RTHROTTLED
  smppkit decode capture.txt

EXIT STATUS:
  0  done, and all is well
  1  done, and something was not: each command says what
  2  bad usage, or input that cannot be read"
)]
struct Cli {
    #[command(flatten)]
    color: colorchoice_clap::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Decode(decode::Args),
    Explain(explain::Args),
}

/// Standard output: buffered, and without colours where it is no terminal.
type Out = BufWriter<AutoStream<StdoutLock<'static>>>;

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.color.write_global();
    let mut out = BufWriter::new(AutoStream::auto(io::stdout().lock()));
    let result = run(cli.command, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(),
    }
}

fn run(command: Command, out: &mut Out) -> Result<Exit, Failure> {
    match command {
        Command::Decode(args) => decode::run(&args, out),
        Command::Explain(args) => explain::run(&args, out),
    }
}
