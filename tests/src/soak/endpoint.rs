//! A program on one side: started, listened to, ended.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::str::FromStr;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::passage::Line;

/// How to start the program of a language: `Python=python3 endpoint.py`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The language.
    pub name: String,
    /// The program and its first arguments.
    pub command: Vec<String>,
}

impl FromStr for Program {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, command) = text.split_once('=').ok_or("NAME=COMMAND")?;
        let command: Vec<String> = command.split_whitespace().map(Into::into).collect();
        if name.is_empty() || command.is_empty() {
            return Err("NAME=COMMAND".into());
        }
        Ok(Self { name: name.into(), command })
    }
}

impl Program {
    /// What its largest resident set may be, in megabytes: the limit of memory by name. An interpreter has much of its own.
    pub(super) fn memory_limit(&self) -> u64 {
        const C_MEMORY_LIMIT: u64 = 8;
        const RUST_MEMORY_LIMIT: u64 = 16;
        const PYTHON_MEMORY_LIMIT: u64 = 64;
        const NODE_MEMORY_LIMIT: u64 = 160;
        match self.name.as_str() {
            "C" => C_MEMORY_LIMIT,
            "Rust" => RUST_MEMORY_LIMIT,
            "Python" => PYTHON_MEMORY_LIMIT,
            _ => NODE_MEMORY_LIMIT,
        }
    }

    pub(super) fn start(&self, arguments: &[String]) -> Result<Endpoint, String> {
        let failed = |error: io::Error| format!("{}: {error}", self.command.join(" "));
        let (program, first) = self.command.split_first().ok_or("no program")?;
        let mut command = Command::new(program);
        command.args(first).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(failed)?;
        let stdout = child.stdout.take().ok_or("no standard output")?;
        let stdin = child.stdin.take();
        Ok(Endpoint { name: self.name.clone(), child, stdin, lines: BufReader::new(stdout).lines() })
    }
}

/// A program that runs. It is killed when this is dropped.
pub(super) struct Endpoint {
    pub(super) name: String,
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Endpoint {
    /// The next line; `None` at the end.
    pub(super) async fn line(&mut self) -> Result<Option<Line>, String> {
        let told = self.lines.next_line().await.map_err(|error| format!("{}: {error}", self.name))?;
        let Some(text) = told else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|error| format!("{}: {error}: {text}", self.name))
    }

    /// Tells it to end.
    pub(super) fn end(&mut self) {
        self.stdin = None;
    }

    /// Waits until it has ended.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Its largest resident set so far, in kilobytes.
    pub(super) fn peak_memory(&self) -> Result<u64, String> {
        let pid = self.child.id().ok_or_else(|| format!("{} has ended", self.name))?;
        memory_of(pid, "VmHWM")
    }
}

/// A figure of a process in kilobytes: `VmHWM` is its largest resident set, `VmRSS` the one it has now.
///
/// # Errors
///
/// If there is no such process, or no such figure.
pub fn memory_of(pid: u32, figure: &str) -> Result<u64, String> {
    let status =
        std::fs::read_to_string(format!("/proc/{pid}/status")).map_err(|error| format!("{pid}: {error}"))?;
    let value = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'));
    value
        .and_then(|value| value.split_whitespace().next()?.parse().ok())
        .ok_or_else(|| format!("no {figure} of {pid}"))
}
