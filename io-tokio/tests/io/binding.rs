//! Binding, in all its ways, and being refused.

use std::sync::Arc;

use smppkit::session::SendError;
use smppkit::values::{InterfaceVersion, Npi, Ton};
use smppkit::{
    BindReceiver, BindTransmitter, CommandId, CommandStatus, EnquireLink, GenericNack, Pdu, State, tlv,
};
use smppkit_tokio::{
    Account, BindKind, BindRequest, Bound, Client, ConnectError, Link, LinkConfig, RequestError, Server,
};
use tokio::net::TcpListener;

use crate::support::*;

async fn authenticate(bind: BindRequest) -> Result<Account<String>, CommandStatus> {
    if bind.system_id() != "app" {
        return Err(CommandStatus::ESME_RINVSYSID);
    }
    if bind.password() != "secret" {
        return Err(CommandStatus::ESME_RINVPASWD);
    }
    Ok(Account::new(format!("{:?} {:?}", bind.kind(), bind.interface_version())))
}

async fn wait_for_end(bound: Bound<String>) {
    bound.link.closed().await;
}

#[tokio::test]
async fn every_kind_of_bind_gives_the_state_of_its_name() {
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, wait_for_end).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    for (kind, state, may_submit) in [
        (BindKind::Transmitter, State::BoundTx, true),
        (BindKind::Receiver, State::BoundRx, false),
        (BindKind::Transceiver, State::BoundTrx, true),
    ] {
        let client = client.clone().bind(kind, "app", "secret");
        let (link, _incoming) = soon(client.connect()).await.unwrap();
        assert_eq!(link.session_state(), state);
        assert_eq!(link.allowed(CommandId::SUBMIT_SM), may_submit);
        soon(link.unbind(SECOND)).await;
    }
}

#[tokio::test]
async fn what_may_not_be_sent_fails_at_once_and_harms_nothing() {
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, wait_for_end).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string()).receiver("app", "secret");
    let (link, _incoming) = soon(client.connect()).await.unwrap();
    let error = soon(link.request(&submit("no"))).await.unwrap_err();
    assert!(matches!(error, RequestError::Send(SendError::NotAllowed { .. })), "{error:?}");
    assert!(!error.may_have_been_done());
    let long = "1".repeat(22);
    let too_long = smppkit::DeliverSm { source_addr: long.as_str().into(), ..Default::default() };
    assert!(soon(link.request(&too_long)).await.is_err());
    assert!(soon(link.request(&EnquireLink::default())).await.unwrap().is_ok());
    assert_eq!(link.in_flight(), 0);
}

#[tokio::test]
async fn a_refused_bind_is_an_error_with_its_status_and_ends_the_connection() {
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, wait_for_end).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    for (system_id, password, expected) in
        [("app", "wrong", CommandStatus::ESME_RINVPASWD), ("nobody", "secret", CommandStatus::ESME_RINVSYSID)]
    {
        let error =
            soon(client.clone().transceiver(system_id, password).connect()).await.expect_err("refused");
        assert!(matches!(error, ConnectError::Refused { status } if status == expected), "{error}");
        assert!(error.is_permanent());
    }
    while server.connections() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_refusal_arrives_before_the_connection_ends() {
    let server = Server::new("mc").start(authenticate, wait_for_end).unwrap();
    let (here, there) = tokio::io::duplex(3);
    tokio::spawn(server.serve(there, None));
    let mut peer = Peer { stream: here };
    let refused = soon(peer.ask(9, &smppkit::BindTransceiver::default())).await;
    assert_eq!(refused.header().command_status, CommandStatus::ESME_RINVSYSID);
    assert_eq!(refused.header().command_id, CommandId::BIND_TRANSCEIVER_RESP);
    assert!(soon(peer.read()).await.is_none());
}

#[tokio::test]
async fn a_bind_response_names_the_version_to_who_can_read_it() {
    let (v3_3, v3_4, v5_0) = (InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0);
    for (ours, theirs, told) in
        [(v3_4, v3_3, None), (v3_4, v3_4, Some(v3_4)), (v3_4, v5_0, Some(v3_4)), (v3_3, v3_4, None)]
    {
        let server = Server::new("mc").configure(|config| config.interface_version = ours);
        let server = server.start(authenticate, wait_for_end).unwrap();
        let (here, there) = tokio::io::duplex(64);
        tokio::spawn(server.serve(there, None));
        let mut peer = Peer { stream: here };
        let bind = BindTransmitter {
            system_id: "app".into(),
            password: "secret".into(),
            interface_version: theirs,
            ..Default::default()
        };
        let response = soon(peer.ask(1, &bind)).await;
        let Pdu::BindTransmitterResp(resp) = response.pdu() else { panic!("{response:?}") };
        assert_eq!(resp.system_id, "mc");
        assert_eq!(resp.tlvs.get(&tlv::SC_INTERFACE_VERSION), told);
    }
}

#[tokio::test]
async fn the_bind_carries_what_the_client_was_told() {
    let (here, there) = tokio::io::duplex(64);
    let mut peer = Peer { stream: there };
    let client = Client::new("unused:1")
        .receiver("app", "secret")
        .system_type("VMA")
        .interface_version(InterfaceVersion::V5_0)
        .address_range(Ton::INTERNATIONAL, Npi::ISDN, "4477*");
    let connecting = tokio::spawn(async move { client.connect_over(here).await });
    let bind = soon(peer.read()).await.unwrap();
    let expected = BindReceiver {
        system_id: "app".into(),
        password: "secret".into(),
        system_type: "VMA".into(),
        interface_version: InterfaceVersion::V5_0,
        addr_ton: Ton::INTERNATIONAL,
        addr_npi: Npi::ISDN,
        address_range: "4477*".into(),
        ..Default::default()
    };
    assert_eq!(bind.pdu(), Pdu::BindReceiver(expected));
    // generic_nack is an answer to a bind too.
    let nack = GenericNack::default();
    peer.send(CommandStatus::ESME_RINVCMDID, bind.header().sequence_number, &nack).await;
    let error = soon(connecting).await.unwrap().expect_err("refused");
    assert!(matches!(error, ConnectError::Refused { status: CommandStatus::ESME_RINVCMDID }), "{error:?}");
    assert!(soon(peer.read()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_bind_that_is_not_answered_times_out() {
    let (here, _there) = tokio::io::duplex(64);
    let client = Client::new("unused:1").configure(|session| session.response = 3 * SECOND);
    let start = tokio::time::Instant::now();
    let error = client.connect_over(here).await.expect_err("no answer");
    assert!(matches!(error, ConnectError::Bind(RequestError::Timeout)), "{error:?}");
    assert_eq!(start.elapsed().as_secs(), 3);
    assert!(!error.is_permanent());
}

#[tokio::test]
async fn a_connection_that_nobody_takes_is_an_error_of_its_own() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = soon(Client::new(free.to_string()).connect()).await.expect_err("nobody listens");
    assert!(matches!(error, ConnectError::Connect { .. }), "{error:?}");
    assert!(error.to_string().contains(&free.to_string()));
}

#[tokio::test]
async fn settings_that_contradict_themselves_are_an_error_before_anything_is_connected() {
    let error = Client::new("unused:1").window(0).connect().await.expect_err("no window");
    assert!(matches!(error, ConnectError::Config(_)), "{error:?}");
    let (here, _there) = tokio::io::duplex(64);
    assert!(Link::start(here, window(0)).is_err());
    assert!(Server::new("mc").window(0).start(anybody, accept_all).is_err());
}

#[tokio::test]
async fn a_connection_lost_while_binding_is_an_error_that_says_so() {
    let (here, there) = tokio::io::duplex(64);
    let client = Client::new("unused:1");
    let connecting = tokio::spawn(async move { client.connect_over(here).await });
    let mut peer = Peer { stream: there };
    soon(peer.read()).await.unwrap();
    drop(peer);
    let error = soon(connecting).await.unwrap().expect_err("lost");
    assert!(matches!(error, ConnectError::Bind(RequestError::Lost(_))), "{error:?}");
}

#[tokio::test]
async fn a_message_centre_that_connects_is_bound_to_after_its_outbind() {
    let server = Arc::new(Server::new("mc").start(anybody, accept_all).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serving = tokio::spawn(server.outbind(address, "mc".into(), "secret".into()));
    let (stream, _) = soon(listener.accept()).await.unwrap();
    let client = Client::new("unused:1").transceiver("app", "secret");
    let accept = |outbind: &smppkit::Outbind<'_>| outbind.system_id == "mc" && outbind.password == "secret";
    let (link, _) = soon(client.connect_on_outbind(stream, accept)).await.unwrap();
    assert!(soon(link.request(&submit("after outbind"))).await.unwrap().is_ok());
    soon(link.unbind(SECOND)).await;
    soon(serving).await.unwrap().unwrap();
}

#[tokio::test]
async fn an_outbind_that_is_not_trusted_is_not_answered_with_a_bind() {
    let (here, there) = tokio::io::duplex(64);
    let mut peer = Peer { stream: there };
    let outbind = smppkit::Outbind { system_id: "evil".into(), ..Default::default() };
    peer.send(CommandStatus::ESME_ROK, 1, &outbind).await;
    let client = Client::new("unused:1").transceiver("app", "secret");
    let error = soon(client.connect_on_outbind(here, |outbind| outbind.system_id == "mc")).await;
    assert!(matches!(error, Err(ConnectError::Outbind)));
    assert!(soon(peer.read()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_an_outbind_is_limited() {
    let (here, _there) = tokio::io::duplex(64);
    let client = Client::new("unused:1").connect_limit(2 * SECOND);
    let error = client.connect_on_outbind(here, |_| true).await;
    assert!(matches!(error, Err(ConnectError::Outbind)));
}

#[tokio::test]
async fn a_second_bind_is_refused_by_the_session_and_the_first_stays() {
    let (link, _incoming, mut peer) = mc(64, LinkConfig::mc()).await;
    let again = soon(peer.ask(2, &bind())).await;
    assert_eq!(again.header().command_status, CommandStatus::ESME_RALYBND);
    assert_eq!(link.session_state(), State::BoundTrx);
}
