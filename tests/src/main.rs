//! Replays transcripts against the core and, with `--driver`, against the bindings: one table of what they do. See
//! `smppkit_conformance::transcript` for both formats.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use smppkit_conformance::transcript::{self, Core, Driver, Endpoint, replay_with};

/// Replays transcripts against the core, and against the session of each binding whose driver is given.
#[derive(Parser)]
struct Arguments {
    /// A binding: its name and the command that starts its driver, such as: python="python3 driver.py"
    #[arg(long = "driver", value_name = "NAME=COMMAND")]
    drivers: Vec<String>,
    /// Leave the core out
    #[arg(long)]
    no_core: bool,
    /// Transcripts and folders of them; all, if there is none
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

struct Outcome {
    name: String,
    same: usize,
    lines: usize,
    different: usize,
}

fn main() -> ExitCode {
    let Arguments { drivers, no_core, mut files } = Arguments::parse();
    if files.is_empty() {
        files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors"));
    }
    let (core, drivers) = (if no_core { None } else { Some("core=") }, drivers.iter().map(String::as_str));
    let told = transcript::files(&files)
        .and_then(|files| core.into_iter().chain(drivers).map(|driver| replay_all(driver, &files)).collect());
    let outcomes: Vec<Outcome> = match told {
        Ok(outcomes) => outcomes,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    println!("\n{:<12} {:>11} {:>7} {:>9}", "session of", "transcripts", "lines", "different");
    for Outcome { name, same, lines, different } in &outcomes {
        println!("{name:<12} {:>11} {lines:>7} {different:>9}", same + different);
    }
    ExitCode::from(u8::from(outcomes.iter().any(|outcome| outcome.different > 0 || outcome.same == 0)))
}

/// Replays all of them against one session, and says where it differs.
fn replay_all(driver: &str, files: &[PathBuf]) -> Result<Outcome, String> {
    let (name, command) = driver.split_once('=').ok_or_else(|| format!("{driver}: NAME=COMMAND"))?;
    let command: Vec<String> = command.split_whitespace().map(Into::into).collect();
    let start = || -> Result<Box<dyn Endpoint>, String> {
        if command.is_empty() { Ok(Box::<Core>::default()) } else { Ok(Box::new(Driver::spawn(&command)?)) }
    };
    let mut outcome = Outcome { name: name.into(), same: 0, lines: 0, different: 0 };
    let mut endpoint = start()?;
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        match replay_with(&mut *endpoint, &text) {
            Ok(replayed) => {
                outcome.same += 1;
                outcome.lines += replayed.checked;
            }
            Err(difference) => {
                println!("{name}: {}: {difference}", file.display());
                outcome.different += 1;
                // A driver may be out of step, or gone.
                endpoint = start()?;
            }
        }
    }
    Ok(outcome)
}
