//! A server that runs: its connections, their places, and its end.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use smppkit::Outbind;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{debug, info, warn};

use crate::client::tune;
use crate::incoming::Incoming;
use crate::link::{Link, LinkConfig};
use crate::server::Server;

/// Lets the application of one connection bind, and lets its handler deal with it.
pub(crate) type Attend = Box<dyn Fn(Link, Incoming) -> Attending + Send + Sync>;

type Attending = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What the tasks of a server share.
struct Core {
    settings: Server,
    attend: Attend,
    links: Mutex<Links>,
    /// How many connections there are.
    count: watch::Sender<usize>,
    stop: watch::Sender<bool>,
}

#[derive(Default)]
struct Links {
    by_number: HashMap<u64, Link>,
    next: u64,
}

/// A server that runs. When it is dropped, it stops listening and all connections are closed at once.
pub struct RunningServer {
    core: Arc<Core>,
    local_addr: Option<SocketAddr>,
}

impl RunningServer {
    pub(crate) fn new(settings: Server, attend: Attend) -> Self {
        let core = Core {
            settings,
            attend,
            links: Mutex::default(),
            count: watch::Sender::new(0),
            stop: watch::Sender::new(false),
        };
        Self { core: Arc::new(core), local_addr: None }
    }

    pub(crate) fn listen(&mut self, listener: TcpListener) -> io::Result<()> {
        let local_addr = listener.local_addr()?;
        self.local_addr = Some(local_addr);
        info!(address = %local_addr, "listening");
        tokio::spawn(accept(listener, self.core.clone()));
        Ok(())
    }

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
        let links = self.links();
        self.stop.send_replace(true);
        links.by_number.values().cloned().collect()
    }

    async fn stopped(&self) {
        // The sender is here, so this ends no other way.
        let _ = self.stop.subscribe().wait_for(|stopped| *stopped).await;
    }

    /// A place for a connection, unless there are too many.
    fn enter(core: &Arc<Self>) -> Option<Place> {
        let _links = core.links();
        let room = !*core.stop.borrow() && *core.count.borrow() < core.settings.max_connections;
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
        if *self.core.stop.borrow() {
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
            () = core.stopped() => return,
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
            let shaken = tokio::select! {
                shaken = timeout(limit, tls.accept(stream)) => shaken,
                () = self.stopped() => return,
            };
            return match shaken {
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
