//! The relay that is an example of `smppkit-tokio`: what passes it is the same octets, in every form that was seen.

#[path = "../io-tokio/examples/relay.rs"]
mod relay;

use std::time::Duration;

use smppkit::buffered::PduBuf;
use smppkit::values::InterfaceVersion;
use smppkit::{
    BindTransceiver, BindTransceiverResp, Body, CommandId, CommandStatus, GenericNack, Pdu, PduDef, PduKind,
    SCHEMA, SubmitSm, SubmitSmResp, Unbind, UnbindResp, tlv,
};
use smppkit_conformance::dialects::{Form, forms};
use smppkit_conformance::model::Model;
use smppkit_tokio::RunningServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Fails the test instead of letting it hang.
async fn soon<F: Future>(what: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(60), what).await.expect("this should have ended long ago")
}

/// One end of the relay, which the test plays.
struct Peer(TcpStream);

impl Peer {
    async fn write(&mut self, octets: &[u8]) {
        self.0.write_all(octets).await.expect("a connection");
    }

    async fn send<B: Body>(&mut self, status: CommandStatus, sequence_number: u32, body: &B) {
        self.write(PduBuf::encode(status, sequence_number, body).expect("a PDU").as_bytes()).await;
    }

    /// The next PDU that is no enquire_link.
    async fn read(&mut self) -> Option<PduBuf> {
        let mut frame = vec![0; 16];
        if soon(self.0.read_exact(&mut frame)).await.is_err() {
            return None;
        }
        let length = u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]);
        frame.resize(usize::try_from(length).expect("a length"), 0);
        soon(self.0.read_exact(&mut frame[16..])).await.expect("a whole PDU");
        Some(PduBuf::new(frame).expect("a PDU"))
    }
}

/// A relay, and the message centre behind it, of which the test plays the connections.
async fn start() -> (RunningServer, TcpListener) {
    let centre = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let upstream = centre.local_addr().expect("an address").to_string();
    (relay::relay("127.0.0.1:0", upstream).await.expect("a relay"), centre)
}

async fn connect(relay: &RunningServer) -> Peer {
    Peer(TcpStream::connect(relay.local_addr().expect("an address")).await.expect("a connection"))
}

async fn accept(centre: &TcpListener) -> Peer {
    Peer(soon(centre.accept()).await.expect("a connection").0)
}

fn bind() -> BindTransceiver<'static> {
    BindTransceiver {
        system_id: "app".into(),
        password: "secret".into(),
        system_type: "VMS".into(),
        interface_version: InterfaceVersion::V5_0,
        address_range: "^1234".into(),
        ..Default::default()
    }
}

/// An application that has bound through a relay, and its connection at the message centre.
async fn bound() -> (RunningServer, Peer, Peer) {
    let (relay, centre) = start().await;
    let mut application = connect(&relay).await;
    application.send(CommandStatus::ESME_ROK, 1, &bind()).await;
    let mut centre = accept(&centre).await;
    let request = centre.read().await.expect("a bind");
    assert_eq!(request.pdu(), Pdu::from(bind()));
    let version = [tlv::SC_INTERFACE_VERSION.with(InterfaceVersion::V5_0)];
    let response = BindTransceiverResp { system_id: "mc".into(), tlvs: (&version).into() };
    centre.send(CommandStatus::ESME_ROK, request.header().sequence_number, &response).await;
    let response = application.read().await.expect("a response");
    assert!(response.header().command_status.is_ok());
    (relay, application, centre)
}

/// What must arrive: the octets of a PDU but for its sequence_number. A request has no status (3.4 §3.2), whatever was sent for it.
fn but_for_its_number(octets: &[u8]) -> Vec<u8> {
    let is_response = octets[4] & 0x80 != 0;
    let status = if is_response { &octets[8..12] } else { &[0; 4] };
    [&octets[..8], status, &[0; 4], &octets[16..]].concat()
}

/// The same PDU with this sequence_number.
fn numbered(octets: &[u8], sequence_number: u32) -> Vec<u8> {
    [&octets[..12], &sequence_number.to_be_bytes(), &octets[16..]].concat()
}

fn def(command: &str) -> &'static PduDef {
    SCHEMA.iter().find(|def| def.name == command).expect("a PDU of the table")
}

/// The forms of what passes between those who have bound, and what each is.
fn passing() -> impl Iterator<Item = (Form, &'static PduDef)> {
    let forms = forms().into_iter().map(|form| (def(&form.command), form));
    // Binds and what keeps a connection alive are each connection's own.
    let own = ["bind_", "outbind", "unbind", "enquire_link", "generic_nack"];
    forms
        .filter(move |(def, _)| !own.iter().any(|own| def.name.starts_with(own)))
        .map(|(def, form)| (form, def))
}

/// What one end writes, the other reads.
async fn passes(from: &mut Peer, to: &mut Peer, octets: &[u8], what: &str) -> u32 {
    from.write(octets).await;
    let read = to.read().await.unwrap_or_else(|| panic!("{what}: the relay has closed"));
    assert_eq!(but_for_its_number(read.as_bytes()), but_for_its_number(octets), "{what}");
    read.header().sequence_number
}

#[tokio::test]
async fn every_form_that_was_seen_passes_octet_for_octet() {
    let (_relay, mut application, mut centre) = bound().await;
    let (mut requests, mut responses) = (0, 0);
    for ((form, def), number) in passing().zip(2..) {
        let what = format!("{}: {}: {}", form.file, form.command, form.form);
        let octets = numbered(&form.octets(), number);
        // The request, from whom may send it, and what it is answered with.
        let is_response = def.kind == PduKind::Response;
        let request = if is_response { self::def(def.name.trim_end_matches("_resp")) } else { def };
        let (asking, answering) = if request.esme.is_empty() {
            (&mut centre, &mut application)
        } else {
            (&mut application, &mut centre)
        };
        let asked = if is_response {
            numbered(&Model::all_defaults(request).octets(), number)
        } else {
            octets.clone()
        };
        let there = passes(asking, answering, &asked, &what).await;
        if def.kind == PduKind::Notification {
            continue;
        }
        let answer = if is_response { octets } else { resp(request) };
        let back = passes(answering, asking, &numbered(&answer, there), &what).await;
        assert_eq!(back, number, "{what}");
        *if is_response { &mut responses } else { &mut requests } += 1;
    }
    assert!(requests > 150 && responses > 50, "{requests} {responses}");
}

/// The response to a request, with nothing in it.
fn resp(request: &PduDef) -> Vec<u8> {
    Model::all_defaults(def(&format!("{}_resp", request.name))).octets()
}

#[tokio::test]
async fn what_no_specification_knows_passes() {
    let (_relay, mut application, mut centre) = bound().await;
    let request = [&[0, 0, 0, 19, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 2], b"abc".as_slice()].concat();
    let there = passes(&mut application, &mut centre, &request, "a request").await;
    let response = [&[0, 0, 0, 18, 0x80, 1, 2, 0, 0, 0, 4, 0x11, 0, 0, 0, 0], b"de".as_slice()].concat();
    let back = passes(&mut centre, &mut application, &numbered(&response, there), "its response").await;
    assert_eq!(back, 2);
}

#[tokio::test]
async fn a_refused_bind_is_refused_with_the_same_status() {
    let (relay, centre) = start().await;
    let mut application = connect(&relay).await;
    application.send(CommandStatus::ESME_ROK, 1, &bind()).await;
    let mut centre = accept(&centre).await;
    let request = centre.read().await.expect("a bind");
    centre
        .send(
            CommandStatus::ESME_RINVPASWD,
            request.header().sequence_number,
            &BindTransceiverResp::default(),
        )
        .await;
    let response = application.read().await.expect("a response");
    assert_eq!(response.header().command_status, CommandStatus::ESME_RINVPASWD);
}

#[tokio::test]
async fn no_message_centre_is_a_failed_bind() {
    let (relay, centre) = start().await;
    drop(centre);
    let mut application = connect(&relay).await;
    application.send(CommandStatus::ESME_ROK, 1, &bind()).await;
    let response = application.read().await.expect("a response");
    assert_eq!(response.header().command_status, CommandStatus::ESME_RBINDFAIL);
}

#[tokio::test]
async fn a_generic_nack_refuses_the_request() {
    let (_relay, mut application, mut centre) = bound().await;
    application.send(CommandStatus::ESME_ROK, 2, &SubmitSm::default()).await;
    let request = centre.read().await.expect("a submit_sm");
    centre
        .send(CommandStatus::ESME_RTHROTTLED, request.header().sequence_number, &GenericNack::default())
        .await;
    let response = application.read().await.expect("a response");
    assert_eq!(response.header().command_status, CommandStatus::ESME_RTHROTTLED);
    assert_eq!(response.header().command_id, CommandId::SUBMIT_SM_RESP);
}

/// When an application unbinds and goes, the message centre is unbound in turn.
#[tokio::test]
async fn one_that_unbinds_unbinds_the_other() {
    let (_relay, mut application, mut centre) = bound().await;
    application.send(CommandStatus::ESME_ROK, 2, &Unbind::default()).await;
    assert_eq!(application.read().await.expect("a response").header().command_id, CommandId::UNBIND_RESP);
    drop(application);
    let unbind = centre.read().await.expect("an unbind");
    assert_eq!(unbind.header().command_id, CommandId::UNBIND);
    centre.send(CommandStatus::ESME_ROK, unbind.header().sequence_number, &UnbindResp::default()).await;
    assert_eq!(centre.read().await, None);
}

/// What the message centre has not answered when its connection breaks may have been done: the application is not told
/// that it was not, and is unbound.
#[tokio::test]
async fn a_lost_request_is_not_called_refused() {
    let (_relay, mut application, mut centre) = bound().await;
    application.send(CommandStatus::ESME_ROK, 2, &SubmitSm::default()).await;
    assert!(centre.read().await.is_some());
    drop(centre);
    let next = application.read().await.expect("an unbind");
    assert_eq!(next.header().command_id, CommandId::UNBIND);
}

/// The window of the message centre's side is full: the application's further requests wait, and none is lost.
#[tokio::test]
async fn more_than_a_window_waits() {
    let (_relay, mut application, mut centre) = bound().await;
    let count = 200;
    for number in 2..2 + count {
        application.send(CommandStatus::ESME_ROK, number, &SubmitSm::default()).await;
    }
    for _ in 0..count {
        let request = centre.read().await.expect("a submit_sm");
        let number = request.header().sequence_number.to_string();
        let response = SubmitSmResp { message_id: number.as_str().into(), ..Default::default() };
        centre.send(CommandStatus::ESME_ROK, request.header().sequence_number, &response).await;
    }
    let mut answered = vec![];
    for _ in 0..count {
        answered.push(application.read().await.expect("a response").header().sequence_number);
    }
    answered.sort_unstable();
    assert!(answered.into_iter().eq(2..2 + count));
}
