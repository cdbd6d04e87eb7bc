//! `smppkit`: the command.
#![allow(
    unreachable_pub,
    reason = "nothing of a command is public: `pub` says who else in it may use a thing"
)]

mod args;
mod bind;
mod completions;
mod decode;
mod demo;
mod exit;
mod explain;
mod inspect;
mod json;
mod load;
mod log;
mod mc;
mod meaning;
mod message;
mod rate;
mod send;
mod signals;
mod simulate;
mod style;
mod tree;

use std::io::{self, BufWriter, StdoutLock};
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
  smppkit demo
  smppkit simulate --account app:secret
  smppkit send --account app:secret --to 447700900123 --receipt 'Hello, world'
  smppkit load --account app:secret --to 447700900123 --rate 500
  smppkit decode pdus.txt
  smppkit inspect capture.pcap
  smppkit explain ESME_RTHROTTLED

EXIT STATUS:
  0  done, and all is well
  1  done, and something was not: each command says what
  2  bad usage, or input that cannot be read
  3  no connection, or it broke"
)]
struct Cli {
    #[command(flatten)]
    color: colorchoice_clap::Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    Send(Box<send::Args>),
    Load(Box<load::Args>),
    Simulate(Box<simulate::Args>),
    Decode(decode::Args),
    Inspect(inspect::Args),
    Explain(explain::Args),
    Completions(completions::Args),
}

/// Standard output: buffered, and without colours where it is no terminal. Only one can be there at a time.
type Out = BufWriter<AutoStream<StdoutLock<'static>>>;

fn stdout() -> Out {
    BufWriter::new(AutoStream::auto(io::stdout().lock()))
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.color.write_global();
    match run(&cli.command) {
        Ok(exit) => exit.into(),
        Err(failure) => failure.report(),
    }
}

fn run(command: &Command) -> Result<Exit, Failure> {
    match command {
        Command::Decode(args) => decode::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Simulate(args) => simulate::run(args),
        Command::Send(args) => send::run(args),
        Command::Load(args) => load::run(args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    /// What clap would wrap, an example above all, is no longer what somebody can copy.
    #[test]
    fn help_fits_the_width() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{}: {line}", command.get_name());
            }
        }
    }
}
