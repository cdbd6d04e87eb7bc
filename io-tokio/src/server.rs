//! The side of the message centre: listening, and letting applications bind.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use smppkit::session::{Config, ConfigError};
use smppkit::{CommandStatus, Outbind};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::{Notify, watch};
use tokio::time::timeout;
use tracing::{debug, info, warn};

use crate::bind::{BindRequest, first_bind};
use crate::client::tune;
use crate::incoming::Incoming;
use crate::link::{Link, LinkConfig};
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
    link: LinkConfig,
    max_connections: usize,
    #[cfg(feature = "tls")]
    tls: Option<ServerTls>,
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
        let local_addr = listener.local_addr()?;
        let mut server = self.start(authenticate, handle).map_err(io::Error::other)?;
        server.local_addr = Some(local_addr);
        info!(address = %local_addr, "listening");
        tokio::spawn(accept(listener, server.core.clone()));
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
        let version = self.link.session.interface_version;
        let attend = move |link: Link, incoming: Incoming| -> Attending {
            let (authenticate, handle) = (authenticate.clone(), handle.clone());
            let system_id = system_id.clone();
            Box::pin(async move {
                let mut incoming = incoming;
                let Some((request, bind)) = first_bind(&mut incoming, link.peer_addr()).await else { return };
                let account = tokio::select! {
                    account = authenticate(bind.clone()) => account,
                    _ = link.closed() => return,
                };
                let account = match account {
                    Ok(account) => account,
                    Err(status) => {
                        info!(peer = ?link.peer_addr(), ?bind, %status, "bind refused");
                        // If the link is over there is nobody to tell.
                        let _ = request.reject(status);
                        return;
                    }
                };
                if let Some(window) = account.window {
                    link.limit_window(window);
                }
                if let Some(max) = account.max_unanswered {
                    link.limit_unanswered(max);
                }
                if let Err(error) = bind.accept(request, &system_id, version) {
                    warn!(peer = ?link.peer_addr(), %error, "bind response");
                    return;
                }
                info!(peer = ?link.peer_addr(), ?bind, "bound");
                handle(Bound { link, incoming, bind, account: account.data }).await;
            })
        };
        let core = Arc::new(Core {
            settings: self,
            attend: Box::new(attend),
            links: Mutex::default(),
            count: watch::Sender::new(0),
            stop: Notify::new(),
        });
        Ok(RunningServer { core, local_addr: None })
    }
}

type Attending = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What the tasks of a server share.
struct Core {
    settings: Server,
    /// Binds one connection and lets the application's handler deal with it.
    attend: Box<dyn Fn(Link, Incoming) -> Attending + Send + Sync>,
    links: Mutex<Links>,
    /// How many connections there are.
    count: watch::Sender<usize>,
    stop: Notify,
}

#[derive(Default)]
struct Links {
    by_number: HashMap<u64, Link>,
    next: u64,
    stopped: bool,
}

/// A server that runs. When it is dropped, it stops listening and all connections are closed at once.
pub struct RunningServer {
    core: Arc<Core>,
    local_addr: Option<SocketAddr>,
}

impl RunningServer {
    /// Where it listens.
    #[must_use]
    pub const fn local_addr(&self) -> Option<SocketAddr> {
        self.local_addr
    }

    /// How many connections there are, bound or not.
    #[must_use]
    pub fn connections(&self) -> usize {
        *self.core.count.borrow()
    }

    /// Serves an application over a connection that was made already, until it ends.
    pub fn serve<S>(
        &self,
        stream: S,
        peer_addr: Option<SocketAddr>,
    ) -> impl Future<Output = ()> + Send + use<S>
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let core = self.core.clone();
        async move {
            if let Some(place) = Core::enter(&core) {
                core.run(place, stream, peer_addr, |_| {}).await;
            }
        }
    }

    /// Connects to an application, asks it to bind, and serves it until the connection ends.
    ///
    /// # Errors
    ///
    /// If the connection cannot be made.
    pub fn outbind(
        &self,
        address: String,
        system_id: String,
        password: String,
    ) -> impl Future<Output = io::Result<()>> + Send + use<> {
        let core = self.core.clone();
        async move {
            let place = Core::enter(&core).ok_or_else(|| io::Error::other("no more connections"))?;
            let stream = TcpStream::connect(address).await?;
            let peer_addr = tune(&stream)?;
            let ask = move |link: &Link| {
                let system_id = system_id.as_str().into();
                let outbind = Outbind { system_id, password: password.as_str().into(), ..Default::default() };
                if let Err(error) = link.notify(&outbind) {
                    warn!(peer = %peer_addr, %error, "outbind");
                    link.close();
                }
            };
            core.run(place, stream, Some(peer_addr), ask).await;
            Ok(())
        }
    }

    /// Stops in good order: listens no more, waits for what is unanswered in either direction, unbinds every
    /// application, and closes what is left after `limit`. Returns how many connections had to be closed so.
    pub async fn shutdown(self, limit: Duration) -> usize {
        // What remains is for the unbind itself.
        let drain_limit = limit - (limit / 4).min(Duration::from_secs(1));
        let unbinding: Vec<_> = self
            .core
            .stop()
            .into_iter()
            .map(|link| {
                tokio::spawn(async move {
                    let _ = timeout(drain_limit, link.drain()).await;
                    link.unbind(Duration::ZERO).await;
                })
            })
            .collect();
        let mut count = self.core.count.subscribe();
        let all_gone = async {
            for unbinding in unbinding {
                let _ = unbinding.await;
            }
            let _ = count.wait_for(|count| *count == 0).await;
        };
        if timeout(limit, all_gone).await.is_ok() {
            return 0;
        }
        let left = self.connections();
        warn!(left, "closing what has not ended in time");
        left
    }
}

impl Drop for RunningServer {
    fn drop(&mut self) {
        for link in self.core.stop() {
            link.close();
        }
    }
}

impl fmt::Debug for RunningServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningServer")
            .field("local_addr", &self.local_addr)
            .field("connections", &self.connections())
            .finish_non_exhaustive()
    }
}

impl Core {
    fn links(&self) -> MutexGuard<'_, Links> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes no more connections, and returns those there are.
    fn stop(&self) -> Vec<Link> {
        let mut links = self.links();
        links.stopped = true;
        // A permit is kept for an accept loop that is not waiting just now.
        self.stop.notify_one();
        links.by_number.values().cloned().collect()
    }

    /// A place for a connection, unless there are too many.
    fn enter(core: &Arc<Self>) -> Option<Place> {
        let links = core.links();
        let room = !links.stopped && *core.count.borrow() < core.settings.max_connections;
        room.then(|| {
            core.count.send_modify(|count| *count += 1);
            Place { core: core.clone(), number: None }
        })
    }

    /// Runs one connection to its end.
    async fn run<S>(
        &self,
        mut place: Place,
        stream: S,
        peer_addr: Option<SocketAddr>,
        first: impl FnOnce(&Link),
    ) where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let config = LinkConfig { peer_addr, ..self.settings.link.clone() };
        let (link, incoming) = match Link::start(stream, config) {
            Ok(started) => started,
            Err(error) => return warn!(%error, "settings"),
        };
        if !place.register(&link) {
            return;
        }
        first(&link);
        (self.attend)(link.clone(), incoming).await;
        if link.session_state().is_bound() {
            link.unbind(Duration::ZERO).await;
        }
        link.close();
        link.finished().await;
    }
}

/// A place among the connections of a server, as long as it lives.
struct Place {
    core: Arc<Core>,
    number: Option<u64>,
}

impl Place {
    /// False if the server was stopped meanwhile.
    fn register(&mut self, link: &Link) -> bool {
        let mut links = self.core.links();
        if links.stopped {
            return false;
        }
        links.next += 1;
        self.number = Some(links.next);
        let number = links.next;
        links.by_number.insert(number, link.clone());
        true
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let link = self.number.and_then(|number| self.core.links().by_number.remove(&number));
        // If the handler panicked, this is what ends the connection.
        if let Some(link) = link {
            link.close();
        }
        self.core.count.send_modify(|count| *count -= 1);
    }
}

async fn accept(listener: TcpListener, core: Arc<Core>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = core.stop.notified() => return,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, most likely: some will be free again.
                warn!(%error, "accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(place) = Core::enter(&core) else {
            warn!(%peer, "too many connections");
            continue;
        };
        debug!(%peer, "connected");
        let core = core.clone();
        tokio::spawn(async move { core.open(place, stream, peer).await });
    }
}

impl Core {
    async fn open(&self, place: Place, stream: TcpStream, peer: SocketAddr) {
        if let Err(error) = tune(&stream) {
            return debug!(%peer, %error, "gone at once");
        }
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.settings.tls {
            let limit = self.settings.link.session.session_init.unwrap_or(Duration::from_secs(30));
            return match timeout(limit, tls.accept(stream)).await {
                Ok(Ok(stream)) => self.run(place, stream, Some(peer), |_| {}).await,
                Ok(Err(error)) => info!(%peer, %error, "TLS handshake"),
                Err(_) => info!(%peer, "TLS handshake not in time"),
            };
        }
        self.run(place, stream, Some(peer), |_| {}).await;
    }
}

impl Link {
    /// Waits until nothing is unanswered in either direction, or the link is over.
    async fn drain(&self) {
        self.shared().drain();
        let drained = self.shared().until(|state| {
            let answered = state.connection.session().unanswered() == 0;
            (state.closed.is_some() || (state.is_drained() && answered)).then_some(())
        });
        drained.await;
    }
}
