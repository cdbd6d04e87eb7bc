//! What the tests have in common.

use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::values::EsmClass;
use smppkit::{
    BindTransceiver, BindTransceiverResp, Body, CommandId, CommandStatus, DeliverSm, Pdu, SubmitSm,
    SubmitSmResp,
};
use smppkit_tokio::{Account, BindRequest, Bound, Client, Incoming, Link, LinkConfig, RunningServer, Server};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// Fails the test instead of letting it hang. Only for tests in real time; nothing depends on how long it is.
pub(crate) async fn soon<F: Future>(what: F) -> F::Output {
    tokio::time::timeout(60 * SECOND, what).await.expect("this should have ended long ago")
}

/// A peer that is played by the test.
pub(crate) struct Peer<S = DuplexStream> {
    pub(crate) stream: S,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    /// The next PDU; `None` at the end of the connection.
    pub(crate) async fn read(&mut self) -> Option<PduBuf> {
        let mut frame = vec![0; 16];
        self.stream.read_exact(&mut frame[..1]).await.ok()?;
        self.stream.read_exact(&mut frame[1..]).await.expect("a whole header");
        let length = u32::from_be_bytes(frame[..4].try_into().unwrap());
        frame.resize(length as usize, 0);
        self.stream.read_exact(&mut frame[16..]).await.expect("a whole PDU");
        Some(PduBuf::new(frame).unwrap())
    }

    pub(crate) async fn write(&mut self, octets: &[u8]) {
        self.stream.write_all(octets).await.unwrap();
    }

    pub(crate) async fn send<B: Body>(&mut self, status: CommandStatus, sequence_number: u32, body: &B) {
        self.write(&frame(status, sequence_number, body)).await;
    }

    /// Sends a request and gives its response.
    pub(crate) async fn ask<B: Body>(&mut self, sequence_number: u32, body: &B) -> PduBuf {
        self.send(CommandStatus::ESME_ROK, sequence_number, body).await;
        let response = self.read().await.expect("a response");
        assert_eq!(response.header().sequence_number, sequence_number);
        response
    }

    /// Answers a submit_sm that was read.
    pub(crate) async fn accept_submit(&mut self, request: &PduBuf) {
        assert_eq!(request.header().command_id, CommandId::SUBMIT_SM);
        let response = SubmitSmResp { message_id: "7".into(), ..Default::default() };
        self.send(CommandStatus::ESME_ROK, request.header().sequence_number, &response).await;
    }

    /// Plays a message centre that accepts the bind.
    pub(crate) async fn accept_bind(&mut self) {
        let bind = self.read().await.expect("a bind");
        assert!(matches!(bind.pdu(), Pdu::BindTransceiver(_)), "{bind:?}");
        let sequence_number = bind.header().sequence_number;
        self.send(CommandStatus::ESME_ROK, sequence_number, &BindTransceiverResp::default()).await;
    }

    /// Plays an application that binds as transceiver.
    pub(crate) async fn bind(&mut self) {
        let response = self.ask(1, &bind()).await;
        assert_eq!(response.header().command_status, CommandStatus::ESME_ROK);
    }
}

pub(crate) fn bind() -> BindTransceiver<'static> {
    let interface_version = smppkit::values::InterfaceVersion::V3_4;
    BindTransceiver {
        system_id: "app".into(),
        password: "secret".into(),
        interface_version,
        ..Default::default()
    }
}

pub(crate) fn frame<B: Body>(status: CommandStatus, sequence_number: u32, body: &B) -> Vec<u8> {
    PduBuf::encode(status, sequence_number, body).unwrap().into_bytes()
}

pub(crate) fn submit(text: &str) -> SubmitSm<'_> {
    SubmitSm { destination_addr: "447700900123".into(), short_message: text.into(), ..Default::default() }
}

pub(crate) fn text(request: &PduBuf) -> String {
    match request.pdu() {
        Pdu::SubmitSm(message) => String::from_utf8(message.short_message.as_bytes().to_vec()).unwrap(),
        Pdu::DeliverSm(message) => String::from_utf8(message.short_message.as_bytes().to_vec()).unwrap(),
        other => panic!("no message: {other:?}"),
    }
}

/// A bound application, and its message centre, which the test plays.
pub(crate) async fn esme(buffer: usize, config: LinkConfig) -> (Link, Incoming, Peer) {
    let (here, there) = tokio::io::duplex(buffer);
    let mut peer = Peer { stream: there };
    let (link, incoming) = Link::start(here, config).unwrap();
    let request = bind();
    let (bound, ()) = tokio::join!(link.request(&request), peer.accept_bind());
    assert!(bound.unwrap().is_ok());
    (link, incoming, peer)
}

/// A bound message centre, and its application, which the test plays.
pub(crate) async fn mc(buffer: usize, config: LinkConfig) -> (Link, Incoming, Peer) {
    let (here, there) = tokio::io::duplex(buffer);
    let mut peer = Peer { stream: there };
    let (link, mut incoming) = Link::start(here, config).unwrap();
    let accept = async {
        let request = incoming.next_request().await.unwrap();
        request.accept(&BindTransceiverResp { system_id: "mc".into(), ..Default::default() }).unwrap();
    };
    tokio::join!(accept, peer.bind());
    (link, incoming, peer)
}

pub(crate) fn window(window: usize) -> LinkConfig {
    let mut config = LinkConfig::esme();
    config.window = window;
    config
}

pub(crate) async fn anybody(_: BindRequest) -> Result<Account<()>, CommandStatus> {
    Ok(Account::new(()))
}

/// Accepts every message, its text being its id.
pub(crate) async fn accept_all(mut bound: Bound<()>) {
    while let Some(request) = bound.incoming.next_request().await {
        let Pdu::SubmitSm(message) = request.pdu() else { continue };
        let message_id = message.short_message.as_bytes().to_vec();
        let _ =
            request.accept(&SubmitSmResp { message_id: message_id.as_slice().into(), ..Default::default() });
    }
}

pub(crate) async fn listen(server: Server) -> (RunningServer, Client) {
    let server = server.listen("127.0.0.1:0", anybody, accept_all).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string()).transceiver("app", "secret");
    (server, client)
}

/// Only what the test does happens, however long it takes.
pub(crate) fn quiet() -> LinkConfig {
    let mut config = LinkConfig::esme();
    config.session.enquire_link = None;
    config.session.inactivity = None;
    config
}

pub(crate) fn receipt<'a>(text: &'a str) -> DeliverSm<'a> {
    DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        source_addr: "447700900123".into(),
        short_message: text.into(),
        ..Default::default()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    /// Reads a submit_sm.
    pub(crate) async fn submit(&mut self) -> PduBuf {
        let request = soon(self.read()).await.expect("a submit_sm");
        assert_eq!(request.header().command_id, CommandId::SUBMIT_SM);
        request
    }

    /// Accepts a submit_sm that was read, with this message id.
    pub(crate) async fn accept(&mut self, request: &PduBuf, message_id: &str) {
        let response = SubmitSmResp { message_id: message_id.into(), ..Default::default() };
        self.send(CommandStatus::ESME_ROK, request.header().sequence_number, &response).await;
    }

    pub(crate) async fn refuse(&mut self, request: &PduBuf, status: CommandStatus) {
        self.send(status, request.header().sequence_number, &SubmitSmResp::default()).await;
    }

    pub(crate) async fn deliver(&mut self, sequence_number: u32, deliver_sm: &DeliverSm<'_>) {
        self.send(CommandStatus::ESME_ROK, sequence_number, deliver_sm).await;
    }

    /// Reads the response to a deliver_sm.
    pub(crate) async fn delivered(&mut self, sequence_number: u32) -> CommandStatus {
        let response = soon(self.read()).await.expect("a response");
        assert_eq!(response.header().command_id, CommandId::DELIVER_SM_RESP, "{response:?}");
        assert_eq!(response.header().sequence_number, sequence_number);
        response.header().command_status
    }

    /// Nothing comes for a while.
    pub(crate) async fn hears_nothing(&mut self) {
        let heard = tokio::time::timeout(Duration::from_millis(100), self.read()).await;
        assert!(heard.is_err(), "{heard:?}");
    }
}
