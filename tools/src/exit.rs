//! How the command ends, and what its exit status says.

use std::io;
use std::process::ExitCode;

use smppkit_tokio::{ConnectError, RequestError};

use crate::style::ERROR;

/// An end by which the command did its work.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Exit {
    /// 0: all is well.
    Success,
    /// 1: it was done, and the answer is no: a line was no PDU, nothing has that name.
    Negative,
    /// 2: of what it was told to read, something could not be read, and that was said.
    Unreadable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Success => Self::SUCCESS,
            Exit::Negative => Self::from(1),
            Exit::Unreadable => Self::from(2),
        }
    }
}

/// An end by which it did not.
#[derive(Debug)]
pub enum Failure {
    /// Standard output cannot be written.
    Output(io::Error),
    /// 2: what it was told to do makes no sense, or cannot be read.
    Usage(String),
    /// 3: no connection, or it broke.
    Connection(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        match error {
            // Nothing went out: what the arguments say cannot be.
            ConnectError::Config(_) | ConnectError::Bind(RequestError::Send(_)) => {
                Self::Usage(error.to_string())
            }
            error => Self::Connection(error.to_string()),
        }
    }
}

impl Failure {
    /// Says on standard error what went wrong.
    pub fn report(self) -> ExitCode {
        let (message, status) = match self {
            // Whoever reads has seen enough: `| head` is no error.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Self::Output(error) => (format!("cannot write: {error}"), 2),
            Self::Usage(message) => (message, 2),
            Self::Connection(message) => (message, 3),
        };
        anstream::eprintln!("{ERROR}error:{ERROR:#} {message}");
        ExitCode::from(status)
    }
}
