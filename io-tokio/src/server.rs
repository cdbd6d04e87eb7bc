//! The side of the message centre: listening, and letting applications bind.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use smppkit::CommandStatus;
use smppkit::session::{Config, ConfigError};
use tokio::net::{TcpListener, ToSocketAddrs};
use tracing::{info, warn};

use crate::bind::BindRequest;
use crate::incoming::Incoming;
use crate::link::{Link, LinkConfig};
use crate::serving::{Attend, RunningServer};
use crate::tap::Tap;
#[cfg(feature = "tls")]
use crate::tls::ServerTls;

/// How a message centre listens and lets applications bind. [`listen`](Self::listen) starts it.
///
/// ```
/// use smppkit::{CommandStatus, Pdu, SubmitSmResp};
/// use smppkit_tokio::{Account, BindRequest, Bound, Client, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// async fn authenticate(bind: BindRequest) -> Result<Account<()>, CommandStatus> {
///     if bind.system_id() != "app" {
///         return Err(CommandStatus::ESME_RINVSYSID);
///     }
///     if bind.password() != "secret" {
///         return Err(CommandStatus::ESME_RINVPASWD);
///     }
///     Ok(Account::new(()))
/// }
///
/// async fn serve(mut bound: Bound<()>) {
///     while let Some(request) = bound.incoming.next_request().await {
///         let answered = match request.pdu() {
///             Pdu::SubmitSm(_) => request.accept(&SubmitSmResp { message_id: "1".into(), ..Default::default() }),
///             _ => request.reject(CommandStatus::ESME_RINVCMDID),
///         };
///         if answered.is_err() {
///             break;
///         }
///     }
/// }
///
/// let server = Server::new("mc").listen("127.0.0.1:0", authenticate, serve).await?;
///
/// let client = Client::new(server.local_addr().unwrap().to_string()).transceiver("app", "secret");
/// let (link, _) = client.connect().await?;
/// assert!(link.request(&smppkit::SubmitSm::default()).await?.is_ok());
/// server.shutdown(std::time::Duration::from_secs(5)).await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Server {
    system_id: String,
    pub(crate) link: LinkConfig,
    pub(crate) max_connections: usize,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<ServerTls>,
}

/// The application may bind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Account<T> {
    /// What the handler wants to know of the application.
    pub data: T,
    /// How many requests of ours the application may leave unanswered; at most the server's window. Default: the
    /// server's window.
    pub window: Option<usize>,
    /// How many requests of the application may wait for our answer. Default: as the server's settings say.
    pub max_unanswered: Option<u16>,
}

impl<T> Account<T> {
    /// An account with the settings of the server.
    pub const fn new(data: T) -> Self {
        Self { data, window: None, max_unanswered: None }
    }

    /// How many requests of ours the application may leave unanswered; at most the server's window.
    #[must_use]
    pub fn window(mut self, window: usize) -> Self {
        self.window = Some(window);
        self
    }

    /// How many requests of the application may wait for our answer.
    #[must_use]
    pub fn max_unanswered(mut self, max: u16) -> Self {
        self.max_unanswered = Some(max);
        self
    }
}

/// An application that has bound.
#[derive(Debug)]
#[non_exhaustive]
pub struct Bound<T> {
    /// The connection. It is unbound when the handler returns.
    pub link: Link,
    /// What the application wants.
    pub incoming: Incoming,
    /// How it has bound.
    pub bind: BindRequest,
    /// What `authenticate` gave for it.
    pub account: T,
}

impl Server {
    /// A server that names itself so in bind responses. It accepts up to 1024 connections at once, with a window of 16,
    /// unless told otherwise.
    #[must_use]
    pub fn new(system_id: impl Into<String>) -> Self {
        Self {
            system_id: system_id.into(),
            link: LinkConfig::mc(),
            max_connections: 1024,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// How many requests of ours an application may leave unanswered at once.
    #[must_use]
    pub const fn window(mut self, window: usize) -> Self {
        self.link.window = window;
        self
    }

    /// Changes the settings of the sessions: timers, limits, tolerance. A connection that does not bind within
    /// `session_init` is closed.
    #[must_use]
    pub fn configure(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.link.session);
        self
    }

    /// Changes the settings of the links: what a request is answered with that the handler drops, for example.
    #[must_use]
    pub fn configure_link(mut self, change: impl FnOnce(&mut LinkConfig)) -> Self {
        change(&mut self.link);
        self
    }

    /// How many connections there may be at once, bound or not. Further ones are closed as soon as they come.
    #[must_use]
    pub const fn max_connections(mut self, max: usize) -> Self {
        self.max_connections = max;
        self
    }

    /// Speaks TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, tls: ServerTls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Shows every PDU of every connection to `tap`.
    #[must_use]
    pub fn tap(mut self, tap: Tap) -> Self {
        self.link.tap = Some(tap);
        self
    }

    /// Listens. `authenticate` says of each bind whether it is accepted; `handle` then runs for that application, in a
    /// task of its own. When it returns, the application is unbound.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened on, or the settings contradict themselves.
    pub async fn listen<T, A, AF, H, HF>(
        self,
        address: impl ToSocketAddrs,
        authenticate: A,
        handle: H,
    ) -> io::Result<RunningServer>
    where
        T: Send + 'static,
        A: Fn(BindRequest) -> AF + Send + Sync + 'static,
        AF: Future<Output = Result<Account<T>, CommandStatus>> + Send + 'static,
        H: Fn(Bound<T>) -> HF + Send + Sync + 'static,
        HF: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(address).await?;
        let mut server = self.start(authenticate, handle).map_err(io::Error::other)?;
        server.listen(listener)?;
        Ok(server)
    }

    /// Starts without listening: connections are handed over with [`RunningServer::serve`].
    ///
    /// # Errors
    ///
    /// If the settings contradict themselves.
    pub fn start<T, A, AF, H, HF>(self, authenticate: A, handle: H) -> Result<RunningServer, ConfigError>
    where
        T: Send + 'static,
        A: Fn(BindRequest) -> AF + Send + Sync + 'static,
        AF: Future<Output = Result<Account<T>, CommandStatus>> + Send + 'static,
        H: Fn(Bound<T>) -> HF + Send + Sync + 'static,
        HF: Future<Output = ()> + Send + 'static,
    {
        self.link.validate()?;
        let (authenticate, handle) = (Arc::new(authenticate), Arc::new(handle));
        let system_id: Arc<str> = self.system_id.as_str().into();
        let attend: Attend = Box::new(move |link, mut incoming| {
            let (authenticate, handle) = (authenticate.clone(), handle.clone());
            let system_id = system_id.clone();
            Box::pin(async move {
                let bound = admit(&link, &mut incoming, &system_id, &*authenticate).await;
                if let Some((bind, account)) = bound {
                    handle(Bound { link, incoming, bind, account }).await;
                }
            })
        });
        Ok(RunningServer::new(self, attend))
    }
}

/// How long an application that was refused may take to leave. Some see that the connection has ended before they see why:
/// jSMPP then waits a minute for the response that it has dropped.
const REFUSED_LEAVES: Duration = Duration::from_secs(1);

/// Lets an application bind, unless it does not, or may not.
async fn admit<T, F>(
    link: &Link,
    incoming: &mut Incoming,
    system_id: &str,
    authenticate: &(impl Fn(BindRequest) -> F + Sync),
) -> Option<(BindRequest, T)>
where
    F: Future<Output = Result<Account<T>, CommandStatus>> + Send,
{
    let peer = link.peer_addr();
    // The session lets no other request through before it.
    let request = incoming.next_request().await?;
    let bind = BindRequest::new(&request, peer)?;
    let account = tokio::select! {
        account = authenticate(bind.clone()) => account,
        _ = link.closed() => return None,
    };
    let account = match account {
        Ok(account) => account,
        Err(status) => {
            info!(?peer, ?bind, %status, "bind refused");
            // If the link is over there is nobody to tell.
            let _ = request.reject(status);
            let _ = tokio::time::timeout(REFUSED_LEAVES, link.closed()).await;
            return None;
        }
    };
    if let Some(window) = account.window {
        link.limit_window(window);
    }
    if let Some(max) = account.max_unanswered {
        link.limit_unanswered(max);
    }
    if let Err(error) = request.accept_bind(system_id) {
        warn!(?peer, %error, "bind response");
        return None;
    }
    info!(?peer, ?bind, "bound");
    Some((bind, account.data))
}
