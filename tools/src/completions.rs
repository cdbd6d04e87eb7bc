//! `smppkit completions`: what a shell needs to complete the command.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::exit::{Exit, Failure};
use crate::{Cli, stdout};

/// Print a script by which a shell completes this command
#[derive(clap::Args)]
#[command(after_help = "\
EXAMPLES:
  source <(smppkit completions bash)
  smppkit completions zsh > \"${fpath[1]}/_smppkit\"
  smppkit completions fish > ~/.config/fish/completions/smppkit.fish")]
pub struct Args {
    /// Which shell
    shell: Shell,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "smppkit", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Success)
}
