//! What can go wrong, and what is known about a request then.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use smppkit::session::{CloseReason, ConfigError, SendError};
use smppkit::{CommandStatus, Retry};
use thiserror::Error;

/// Why a link is over.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Closed {
    /// Why, as the session sees it.
    pub reason: CloseReason,
    /// What the network said, if that was the cause.
    pub io: Option<Arc<io::Error>>,
}

impl From<CloseReason> for Closed {
    fn from(reason: CloseReason) -> Self {
        Self { reason, io: None }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.io {
            Some(error) => write!(f, "the connection broke: {error}"),
            None => self.reason.fmt(f),
        }
    }
}

impl std::error::Error for Closed {}

/// A request got no response.
///
/// [`may_have_been_done`](Self::may_have_been_done) tells whether the peer can have acted on it all the same.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// There was no room to send it at once: the window is full, or too many octets wait to be sent.
    #[error("the window is full")]
    WindowFull,
    /// The session does not send it. It was not sent.
    #[error("not sent: {0}")]
    Send(#[from] SendError),
    /// The link was over, or being unbound, before the request was sent.
    #[error("not sent: {0}")]
    NotSent(Closed),
    /// A client that reconnects had no connection, and none came in time. The request was not sent.
    #[error("not sent: there is no connection")]
    Disconnected,
    /// The response did not come in time. What became of the request is not known.
    #[error("no response in time; what became of the request is not known")]
    Timeout,
    /// The link ended before the response came. What became of the request is not known.
    #[error("no response: {0}; what became of the request is not known")]
    Lost(Closed),
}

impl RequestError {
    /// Whether the peer can have acted on the request, so that sending it again can do it twice.
    #[must_use]
    pub const fn may_have_been_done(&self) -> bool {
        matches!(self, Self::Timeout | Self::Lost(_))
    }
}

/// A client could not connect and bind.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The settings contradict themselves.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The network connection could not be made.
    #[error("cannot connect to {address}: {error}")]
    Connect {
        /// Where to.
        address: String,
        /// What the network said.
        error: Arc<io::Error>,
    },
    /// The TLS handshake failed.
    #[error("TLS with {address}: {error}")]
    Tls {
        /// Whom with.
        address: String,
        /// What rustls said.
        error: Arc<io::Error>,
    },
    /// Connection and TLS handshake took too long.
    #[error("no connection to {address} within {limit:?}")]
    Timeout {
        /// Where to.
        address: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The message centre sent no outbind, or one that was not acceptable.
    #[error("no acceptable outbind")]
    Outbind,
    /// The message centre refused the bind.
    #[error("the bind was refused: {}", explained(*status))]
    Refused {
        /// With which status.
        status: CommandStatus,
    },
    /// The bind could not be sent or was not answered.
    #[error("bind: {0}")]
    Bind(#[from] RequestError),
}

/// A status and what it means.
pub(crate) fn explained(status: CommandStatus) -> String {
    match status.def() {
        Some(def) => format!("{status}: {}", def.text.trim().trim_end_matches('.')),
        None => status.to_string(),
    }
}

impl ConnectError {
    /// Whether trying again will not help as long as nobody changes something: wrong settings, a wrong password.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Config(_) | Self::Bind(RequestError::Send(_)) => true,
            Self::Refused { status } => matches!(status.retry(), Retry::Bind | Retry::Permanent),
            _ => false,
        }
    }
}
