//! Links that are made anew when they are lost.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use smppkit::values::MessageState;
use smppkit::{CommandStatus, SubmitSmResp};
use smppkit_tokio::{
    Account, BindRequest, Bound, Client, ConnectError, ConnectionState, ConnectionStates, Reconnect, Request,
    RequestError, RunningServer, Server, TextOptions,
};
use tokio::sync::mpsc;

use crate::support::*;

/// Short pauses: these tests run in real time, over sockets.
fn policy() -> Reconnect {
    let mut policy = Reconnect::default();
    policy.first_delay = Duration::from_millis(5);
    policy.max_delay = Duration::from_millis(20);
    policy.request_wait = 60 * SECOND;
    policy
}

/// A server that hands every request to the test.
async fn listen_at(address: SocketAddr) -> (RunningServer, mpsc::UnboundedReceiver<Request>) {
    let (sender, requests) = mpsc::unbounded_channel();
    let handle = move |mut bound: Bound<()>| {
        let sender = sender.clone();
        async move {
            while let Some(request) = bound.incoming.next_request().await {
                if sender.send(request).is_err() {
                    break;
                }
            }
        }
    };
    loop {
        // The port may not be free at once after the server before.
        if let Ok(server) = Server::new("mc").listen(address, anybody, handle.clone()).await {
            return (server, requests);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn listen_anywhere() -> (RunningServer, mpsc::UnboundedReceiver<Request>, SocketAddr) {
    let (server, requests) = listen_at("127.0.0.1:0".parse().unwrap()).await;
    let address = server.local_addr().unwrap();
    (server, requests, address)
}

async fn lost(states: &mut ConnectionStates) -> usize {
    loop {
        if let ConnectionState::Lost { lost, .. } = soon(states.next()).await.expect("a state") {
            return lost;
        }
    }
}

#[tokio::test]
async fn after_a_restart_the_client_is_back_and_what_was_lost_is_known_exactly() {
    let (server, mut requests, address) = listen_anywhere().await;
    let client = Client::new(address.to_string()).transceiver("app", "secret").window(8);
    let (link, _incoming) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    let mut states = link.states();

    let submitted: Vec<_> = (0..20)
        .map(|n: u32| {
            let link = link.clone();
            tokio::spawn(async move { link.request(&submit(&n.to_string())).await })
        })
        .collect();
    // Eight fill the window. Three are answered, so that three more follow.
    let mut taken = Vec::new();
    for _ in 0..8 {
        taken.push(soon(requests.recv()).await.unwrap());
    }
    for request in taken.drain(..3) {
        request.accept(&SubmitSmResp::default()).unwrap();
    }
    for _ in 0..3 {
        taken.push(soon(requests.recv()).await.unwrap());
    }
    // The responses have arrived before the connection goes.
    while submitted.iter().filter(|task| task.is_finished()).count() < 3 {
        tokio::task::yield_now().await;
    }
    drop(server);
    assert_eq!(lost(&mut states).await, 8);
    drop((taken, requests));

    // The nine that were never sent wait for the next link.
    let (_server, mut requests) = listen_at(address).await;
    let mut again = Vec::new();
    for _ in 0..9 {
        let request = soon(requests.recv()).await.unwrap();
        again.push(text(request.as_buf()));
        request.accept(&SubmitSmResp::default()).unwrap();
    }
    let (mut answered, mut unknown) = (0, 0);
    for (n, task) in submitted.into_iter().enumerate() {
        match soon(task).await.unwrap() {
            Ok(response) => {
                assert!(response.is_ok());
                answered += 1;
            }
            Err(error @ RequestError::Lost(_)) => {
                assert!(error.may_have_been_done());
                assert!(!again.contains(&n.to_string()), "{n} was sent twice");
                unknown += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((answered, unknown), (12, 8));
    assert!(link.is_connected());
    while !matches!(soon(states.next()).await, Some(ConnectionState::Connected)) {}
}

#[tokio::test]
async fn a_receipt_is_awaited_over_all_links() {
    let handle = async |mut bound: Bound<()>| {
        while let Some(request) = bound.incoming.next_request().await {
            let response = SubmitSmResp { message_id: "77".into(), ..Default::default() };
            request.accept(&response).unwrap();
        }
        // The client is gone; it comes again.
    };
    let server = Server::new("mc").listen("127.0.0.1:0", anybody, handle).await.unwrap();
    let address = server.local_addr().unwrap();
    let client = Client::new(address.to_string());
    let (link, mut incoming) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    let mut states = link.states();
    let options = TextOptions::default().receipt(true);
    let long = "long ".repeat(50);
    let mut sent = soon(link.send_text("1", "447700900123", &long, &options)).await.unwrap();
    assert_eq!(sent.message_ids, ["77", "77"]);
    drop(server);
    lost(&mut states).await;

    let handle = async |bound: Bound<()>| {
        for said in ["id:77 stat:DELIVRD", "id:78 stat:DELIVRD", "id:77 stat:EXPIRED"] {
            let response = bound.link.request(&receipt(said)).await;
            assert!(response.is_ok_and(|response| response.is_ok()));
        }
    };
    let _server = loop {
        if let Ok(server) = Server::new("mc").listen(address, anybody, handle).await {
            break server;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    let stray = async {
        let request = incoming.next_request().await.unwrap();
        let stray = text(request.as_buf());
        request.accept(&smppkit::DeliverSmResp::default()).unwrap();
        stray
    };
    let (stray, outcome) = soon(async { tokio::join!(stray, sent.receipts.outcome()) }).await;
    assert_eq!(stray, "id:78 stat:DELIVRD");
    // Two parts with one id: the receipts are theirs in turn.
    assert_eq!(outcome, [Some(MessageState::DELIVERED), Some(MessageState::EXPIRED)]);
    soon(link.close()).await;
}

#[tokio::test]
async fn requests_of_the_message_centre_come_over_each_link_in_turn() {
    let handle = async |bound: Bound<()>| {
        let deliver = smppkit::DeliverSm { short_message: "hello".into(), ..Default::default() };
        let response = bound.link.request(&deliver).await;
        assert!(response.is_ok_and(|response| response.is_ok()));
    };
    let server = Server::new("mc").listen("127.0.0.1:0", anybody, handle).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    let (link, mut incoming) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    // The handler unbinds after each: the client is back for the next.
    for _ in 0..3 {
        let request = soon(incoming.next_request()).await.unwrap();
        assert_eq!(text(request.as_buf()), "hello");
        request.accept(&smppkit::DeliverSmResp::default()).unwrap();
    }
    soon(link.close()).await;
    while soon(incoming.next()).await.is_some() {}
}

#[tokio::test]
async fn a_wrong_password_is_not_tried_again() {
    let binds = Arc::new(AtomicUsize::new(0));
    let known = Arc::new(AtomicBool::new(true));
    let authenticate = {
        let (binds, known) = (binds.clone(), known.clone());
        move |_: BindRequest| {
            binds.fetch_add(1, SeqCst);
            let known = known.load(SeqCst);
            async move { if known { Ok(Account::new(())) } else { Err(CommandStatus::ESME_RINVPASWD) } }
        }
    };
    let (sender, mut links) = mpsc::unbounded_channel();
    let handle = move |bound: Bound<()>| {
        let sender = sender.clone();
        async move {
            sender.send(bound.link.clone()).unwrap();
            bound.link.closed().await;
        }
    };
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, handle).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    let (link, mut incoming) = soon(client.clone().reconnecting(policy()).connect()).await.unwrap();
    let mut states = link.states();
    known.store(false, SeqCst);
    soon(links.recv()).await.unwrap().close();
    let last = loop {
        match soon(states.next()).await.unwrap() {
            ConnectionState::GaveUp { failure } => break failure,
            ConnectionState::Ended => panic!("ended otherwise"),
            _ => {}
        }
    };
    assert!(matches!(last, ConnectError::Refused { status: CommandStatus::ESME_RINVPASWD }), "{last:?}");
    assert_eq!(binds.load(SeqCst), 2);
    assert!(soon(states.next()).await.is_none());
    assert!(matches!(soon(link.request(&submit("x"))).await, Err(RequestError::NotSent(_))));
    assert!(soon(incoming.next()).await.is_none());
    // Nor at the first attempt.
    let error = soon(client.reconnecting(policy()).connect()).await.expect_err("refused");
    assert!(matches!(error, ConnectError::Refused { .. }));
    assert_eq!(binds.load(SeqCst), 3);
}

#[tokio::test]
async fn a_refusal_for_now_is_tried_again() {
    let binds = Arc::new(AtomicUsize::new(0));
    let authenticate = {
        let binds = binds.clone();
        move |_: BindRequest| {
            let nth = binds.fetch_add(1, SeqCst);
            async move { if nth < 3 { Err(CommandStatus::ESME_RSYSERR) } else { Ok(Account::new(())) } }
        }
    };
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, accept_all).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    let (link, _) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    assert_eq!(binds.load(SeqCst), 4);
    assert!(soon(link.request(&submit("x"))).await.unwrap().is_ok());
}

#[tokio::test]
async fn attempts_are_counted() {
    let (server, _, address) = listen_anywhere().await;
    let mut policy = policy();
    policy.max_attempts = Some(3);
    let client = Client::new(address.to_string());
    let (link, _incoming) = soon(client.reconnecting(policy).connect()).await.unwrap();
    let mut states = link.states();
    drop(server);
    let mut attempts = Vec::new();
    loop {
        match soon(states.next()).await.unwrap() {
            ConnectionState::Reconnecting { attempt, .. } => attempts.push(attempt),
            ConnectionState::GaveUp { failure } => {
                assert!(
                    matches!(failure, ConnectError::Connect { .. } | ConnectError::Bind(_)),
                    "{failure:?}"
                );
                break;
            }
            _ => {}
        }
    }
    assert_eq!(attempts, [1, 2, 3]);
}

#[tokio::test]
async fn without_a_connection_requests_wait_as_long_as_they_may() {
    let (server, _requests, address) = listen_anywhere().await;
    for wait in [Duration::ZERO, Duration::from_millis(20)] {
        let mut policy = policy();
        policy.request_wait = wait;
        policy.first_delay = 3600 * SECOND;
        policy.max_delay = policy.first_delay;
        let client = Client::new(address.to_string());
        let (link, incoming) = soon(client.reconnecting(policy).connect()).await.unwrap();
        let mut states = link.states();
        // The server has one connection: it unbinds when the server says so.
        let inner = soon(link.link()).await.unwrap();
        inner.close();
        assert_eq!(lost(&mut states).await, 0);
        let error = soon(link.request(&submit("x"))).await.unwrap_err();
        assert!(matches!(error, RequestError::Disconnected), "{error:?}");
        assert!(!error.may_have_been_done());
        drop(incoming);
    }
    drop(server);
}

#[tokio::test]
async fn a_request_that_meets_the_end_of_a_link_goes_over_the_next() {
    let (server, client) = listen(Server::new("mc")).await;
    let (link, _incoming) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    for _ in 0..5 {
        soon(link.link()).await.unwrap().close();
        assert!(soon(link.request(&submit("x"))).await.unwrap().is_ok());
    }
    soon(link.close()).await;
    soon(server.shutdown(60 * SECOND)).await;
}

#[tokio::test]
async fn unbind_ends_it() {
    let (server, client) = listen(Server::new("mc")).await;
    let (link, mut incoming) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    let mut states = link.states();
    assert!(soon(link.request(&submit("x"))).await.unwrap().is_ok());
    soon(link.unbind(SECOND)).await;
    assert!(matches!(soon(states.next()).await, Some(ConnectionState::Ended)));
    assert!(soon(states.next()).await.is_none());
    assert!(soon(incoming.next()).await.is_none());
    assert!(matches!(soon(link.request(&submit("x"))).await, Err(RequestError::NotSent(_))));
    while server.connections() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn unbind_ends_it_while_there_is_no_connection_too() {
    let (server, _requests, address) = listen_anywhere().await;
    let mut policy = policy();
    policy.first_delay = 3600 * SECOND;
    policy.max_delay = policy.first_delay;
    let client = Client::new(address.to_string());
    let (link, _incoming) = soon(client.reconnecting(policy).connect()).await.unwrap();
    let mut states = link.states();
    drop(server);
    lost(&mut states).await;
    soon(link.unbind(SECOND)).await;
}

#[tokio::test]
async fn it_ends_when_nobody_holds_it() {
    let (server, client) = listen(Server::new("mc")).await;
    let (link, incoming) = soon(client.reconnecting(policy()).connect()).await.unwrap();
    drop(link);
    tokio::task::yield_now().await;
    assert_eq!(server.connections(), 1);
    drop(incoming);
    while server.connections() > 0 {
        tokio::task::yield_now().await;
    }
}
