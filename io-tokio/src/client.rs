//! The side of the application: connecting and binding.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use smppkit::session::Config;
use smppkit::values::{InterfaceVersion, Npi, Ton};
use smppkit::{Outbind, Pdu};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tracing::info;

use crate::bind::{Bind, BindKind};
use crate::error::ConnectError;
use crate::incoming::{Inbox, Incoming, Received};
use crate::link::{Link, LinkConfig};
use crate::reconnect::{Reconnect, Reconnecting};
use crate::tap::Tap;
#[cfg(feature = "tls")]
use crate::tls::ClientTls;

/// How an application connects to a message centre and binds. [`connect`](Self::connect) gives a bound [`Link`];
/// [`reconnecting`](Self::reconnecting) one that is made anew whenever it is lost.
///
/// ```no_run
/// use smppkit::{Pdu, SubmitSm};
/// use smppkit_tokio::Client;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new("smsc.example:2775").transceiver("app", "secret").window(64);
/// // Requests of the message centre are not wanted here, so they are refused.
/// let (link, _) = client.connect().await?;
///
/// let message = SubmitSm {
///     source_addr: "1234".into(),
///     destination_addr: "447700900123".into(),
///     short_message: "Hello".into(),
///     ..Default::default()
/// };
/// let response = link.request(&message).await?;
/// match response.pdu() {
///     Pdu::SubmitSmResp(accepted) if response.is_ok() => println!("accepted as {}", accepted.message_id),
///     _ => println!("refused: {}", response.command_status()),
/// }
/// link.unbind(std::time::Duration::from_secs(5)).await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    address: String,
    bind: Bind,
    link: LinkConfig,
    connect_limit: Duration,
    #[cfg(feature = "tls")]
    tls: Option<ClientTls>,
}

impl Client {
    /// A client of the message centre at this address, `host:port`. It binds as transceiver, in version 3.4, with an
    /// empty system_id and a window of 16, unless told otherwise.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        let bind = Bind {
            kind: BindKind::Transceiver,
            system_id: String::new(),
            password: String::new(),
            system_type: String::new(),
            addr_ton: Ton::UNKNOWN,
            addr_npi: Npi::UNKNOWN,
            address_range: String::new(),
        };
        Self {
            address: address.into(),
            bind,
            link: LinkConfig::esme(),
            connect_limit: Duration::from_secs(10),
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// Binds to send and receive.
    #[must_use]
    pub fn transceiver(self, system_id: impl Into<String>, password: impl Into<String>) -> Self {
        self.bind(BindKind::Transceiver, system_id, password)
    }

    /// Binds to send.
    #[must_use]
    pub fn transmitter(self, system_id: impl Into<String>, password: impl Into<String>) -> Self {
        self.bind(BindKind::Transmitter, system_id, password)
    }

    /// Binds to receive.
    #[must_use]
    pub fn receiver(self, system_id: impl Into<String>, password: impl Into<String>) -> Self {
        self.bind(BindKind::Receiver, system_id, password)
    }

    /// Binds in this way, as this system, with this password.
    #[must_use]
    pub fn bind(mut self, kind: BindKind, system_id: impl Into<String>, password: impl Into<String>) -> Self {
        self.bind.kind = kind;
        self.bind.system_id = system_id.into();
        self.bind.password = password.into();
        self
    }

    /// The kind of application, for message centres that want to know it.
    #[must_use]
    pub fn system_type(mut self, system_type: impl Into<String>) -> Self {
        self.bind.system_type = system_type.into();
        self
    }

    /// The version to speak.
    #[must_use]
    pub const fn interface_version(mut self, version: InterfaceVersion) -> Self {
        self.link.session.interface_version = version;
        self
    }

    /// The addresses that this application serves: one address or a regular expression.
    #[must_use]
    pub fn address_range(mut self, ton: Ton, npi: Npi, range: impl Into<String>) -> Self {
        self.bind.addr_ton = ton;
        self.bind.addr_npi = npi;
        self.bind.address_range = range.into();
        self
    }

    /// How many requests may be unanswered at once.
    #[must_use]
    pub const fn window(mut self, window: usize) -> Self {
        self.link.window = window;
        self
    }

    /// Changes the settings of the session: timers, limits, tolerance.
    ///
    /// ```
    /// use std::time::Duration;
    /// use smppkit_tokio::Client;
    ///
    /// let client = Client::new("localhost:2775").configure(|session| {
    ///     session.enquire_link = Some(Duration::from_secs(60));
    ///     session.response = Duration::from_secs(5);
    /// });
    /// ```
    #[must_use]
    pub fn configure(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.link.session);
        self
    }

    /// Changes the settings of the link: what a request is answered with that the application drops, for example.
    #[must_use]
    pub fn configure_link(mut self, change: impl FnOnce(&mut LinkConfig)) -> Self {
        change(&mut self.link);
        self
    }

    /// How long connection and TLS handshake may take. The response to the bind may take as long as any response.
    /// Default: 10 s.
    #[must_use]
    pub const fn connect_limit(mut self, limit: Duration) -> Self {
        self.connect_limit = limit;
        self
    }

    /// Speaks TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, tls: ClientTls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Shows every PDU to `tap`.
    #[must_use]
    pub fn tap(mut self, tap: Tap) -> Self {
        self.link.tap = Some(tap);
        self
    }

    /// A client that connects and binds again whenever the link is lost.
    #[must_use]
    pub const fn reconnecting(self, policy: Reconnect) -> Reconnecting {
        Reconnecting::new(self, policy)
    }

    /// Connects and binds. What the message centre wants of the application comes through the second value: take it, or
    /// drop it and it is refused.
    ///
    /// # Errors
    ///
    /// See [`ConnectError`].
    pub async fn connect(&self) -> Result<(Link, Incoming), ConnectError> {
        let inbox = self.inbox();
        let link = self.connect_into(&inbox, true).await?;
        let alive = link.keep_alive();
        Ok((link, Incoming::new(inbox, alive)))
    }

    /// Binds over a connection that was made already.
    ///
    /// # Errors
    ///
    /// See [`ConnectError`].
    pub async fn connect_over<S>(&self, stream: S) -> Result<(Link, Incoming), ConnectError>
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (link, incoming) = Link::start(stream, self.link.clone())?;
        self.bind.send(&link, self.link.session.interface_version).await?;
        Ok((link, incoming))
    }

    /// Binds over a connection that the message centre made, once its outbind has come and `accept` says that it is to be
    /// trusted. The wait is limited by the session's `session_init` timer, or else by `connect_limit`.
    ///
    /// # Errors
    ///
    /// See [`ConnectError`].
    pub async fn connect_on_outbind<S>(
        &self,
        stream: S,
        accept: impl FnOnce(&Outbind<'_>) -> bool,
    ) -> Result<(Link, Incoming), ConnectError>
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (link, mut incoming) = Link::start(stream, self.link.clone())?;
        let limit = self.link.session.session_init.unwrap_or(self.connect_limit);
        let trusted = match tokio::time::timeout(limit, incoming.next()).await {
            Ok(Some(Received::Notification(first))) => {
                matches!(first.pdu(), Pdu::Outbind(outbind) if accept(&outbind))
            }
            _ => false,
        };
        if !trusted {
            return Err(ConnectError::Outbind);
        }
        self.bind.send(&link, self.link.session.interface_version).await?;
        Ok((link, incoming))
    }

    pub(crate) fn inbox(&self) -> Arc<Inbox> {
        Arc::new(Inbox::new(self.link.receipts))
    }

    /// Connects and binds a link that puts what comes into `inbox`.
    pub(crate) async fn connect_into(
        &self,
        inbox: &Arc<Inbox>,
        ends_inbox: bool,
    ) -> Result<Link, ConnectError> {
        self.link.validate()?;
        let in_time = tokio::time::timeout(self.connect_limit, self.open(inbox, ends_inbox)).await;
        let link = in_time.unwrap_or_else(|_| {
            Err(ConnectError::Timeout { address: self.address.clone(), limit: self.connect_limit })
        })?;
        self.bind.send(&link, self.link.session.interface_version).await?;
        info!(address = self.address, system_id = self.bind.system_id, kind = ?self.bind.kind, "bound");
        Ok(link)
    }

    async fn open(&self, inbox: &Arc<Inbox>, ends_inbox: bool) -> Result<Link, ConnectError> {
        let failed = |error| ConnectError::Connect { address: self.address.clone(), error: Arc::new(error) };
        let stream = TcpStream::connect(&self.address).await.map_err(failed)?;
        let peer_addr = tune(&stream).map_err(failed)?;
        let config = LinkConfig { peer_addr: Some(peer_addr), ..self.link.clone() };
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let host = self.address.rsplit_once(':').map_or(self.address.as_str(), |(host, _)| host);
            let host = host.trim_start_matches('[').trim_end_matches(']');
            let stream = tls.connect(host, stream).await.map_err(|error| ConnectError::Tls {
                address: self.address.clone(),
                error: Arc::new(error),
            })?;
            return Ok(Link::start_into(stream, config, inbox.clone(), ends_inbox)?);
        }
        Ok(Link::start_into(stream, config, inbox.clone(), ends_inbox)?)
    }
}

/// Small PDUs are not held back: the driver itself gathers what can go together.
pub(crate) fn tune(stream: &TcpStream) -> io::Result<SocketAddr> {
    stream.set_nodelay(true)?;
    stream.peer_addr()
}
