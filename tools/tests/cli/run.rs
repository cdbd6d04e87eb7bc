//! Runs the command.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::thread;

/// How the command ended and what it wrote.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smppkit"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it with this input.
pub fn smppkit(args: &[&str], input: impl Into<Vec<u8>>) -> Run {
    let mut child = command(args).spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("its input is ours");
    let input = input.into();
    // In a thread: the command may stop reading to write.
    let feeder = thread::spawn(move || stdin.write_all(&input));
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the command ends");
    drop(feeder.join());
    let text = |octets| String::from_utf8(octets).expect("what it writes is UTF-8");
    Run { status: status.code().expect("no signal ends it"), out: text(stdout), err: text(stderr) }
}
