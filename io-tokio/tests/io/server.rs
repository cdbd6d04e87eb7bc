//! The message centre: accounts, limits, handlers, shutting down.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use smppkit::session::CloseReason;
use smppkit::{CommandId, CommandStatus, DeliverSm, DeliverSmResp, Pdu, SubmitSmResp};
use smppkit_tokio::{Account, BindRequest, Bound, Client, ConnectError, RequestError, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};

use crate::support::*;

#[tokio::test]
async fn the_handler_knows_who_has_bound() {
    let (sender, mut bound) = mpsc::unbounded_channel();
    let handle = move |bound: Bound<&'static str>| {
        let sender = sender.clone();
        async move {
            sender.send((bound.account, bound.bind.clone(), bound.link.peer_addr())).unwrap();
            bound.link.closed().await;
        }
    };
    let authenticate = async |bind: BindRequest| {
        assert!(!format!("{bind:?}").contains("secret"), "the password is in the logs");
        Ok(Account::new("data of the account"))
    };
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, handle).await.unwrap();
    let client =
        Client::new(server.local_addr().unwrap().to_string()).transceiver("app", "secret").system_type("VMA");
    assert!(!format!("{client:?}").contains("secret"), "the password is in the logs");
    let (_link, _incoming) = soon(client.connect()).await.unwrap();
    let (account, bind, peer_addr) = soon(bound.recv()).await.unwrap();
    assert_eq!(account, "data of the account");
    assert_eq!((bind.system_id(), bind.system_type()), ("app".into(), "VMA".into()));
    assert_eq!(bind.password(), "secret");
    assert!(peer_addr.is_some() && bind.peer_addr() == peer_addr);
}

#[tokio::test]
async fn both_sides_send_requests_over_one_link() {
    let handle = async |mut bound: Bound<()>| {
        while let Some(request) = bound.incoming.next_request().await {
            let text = text(request.as_buf());
            request.accept(&SubmitSmResp { message_id: text.as_str().into(), ..Default::default() }).unwrap();
            let receipt = DeliverSm { short_message: text.as_str().into(), ..Default::default() };
            assert!(bound.link.request(&receipt).await.unwrap().is_ok());
        }
    };
    let server = Server::new("mc").listen("127.0.0.1:0", anybody, handle).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string()).transceiver("app", "secret");
    let (link, mut incoming) = soon(client.connect()).await.unwrap();
    for n in 0..50 {
        let id = n.to_string();
        let message = submit(&id);
        let (response, ()) = soon(async {
            tokio::join!(link.request(&message), async {
                let receipt = incoming.next_request().await.unwrap();
                assert_eq!(text(receipt.as_buf()), n.to_string());
                receipt.accept(&DeliverSmResp::default()).unwrap();
            })
        })
        .await;
        assert!(response.unwrap().is_ok());
    }
    soon(link.unbind(SECOND)).await;
    assert_eq!(soon(server.shutdown(60 * SECOND)).await, 0);
}

#[tokio::test]
async fn an_account_has_its_own_window() {
    let (sender, mut links) = mpsc::unbounded_channel();
    let handle = move |bound: Bound<()>| {
        let sender = sender.clone();
        async move {
            sender.send(bound.link.clone()).unwrap();
            bound.link.closed().await;
        }
    };
    let authenticate = async |_: BindRequest| Ok(Account::new(()).window(2));
    let server = Server::new("mc").listen("127.0.0.1:0", authenticate, handle).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    let (_link, _incoming) = soon(client.connect()).await.unwrap();
    let link = soon(links.recv()).await.unwrap();
    let in_flight: Vec<_> = (0..2).map(|_| link.try_request(&DeliverSm::default()).unwrap()).collect();
    assert!(matches!(link.try_request(&DeliverSm::default()), Err(RequestError::WindowFull)));
    drop(in_flight);
}

#[tokio::test(start_paused = true)]
async fn an_account_has_its_own_limit_of_unanswered_requests() {
    let (sender, mut bounds) = mpsc::unbounded_channel();
    let handle = move |bound: Bound<()>| {
        let (sender, link) = (sender.clone(), bound.link.clone());
        async move {
            sender.send(bound).unwrap();
            link.closed().await;
        }
    };
    let authenticate = async |_: BindRequest| Ok(Account::new(()).max_unanswered(2));
    let server = Server::new("mc").start(authenticate, handle).unwrap();
    let (here, there) = tokio::io::duplex(4096);
    tokio::spawn(server.serve(there, None));
    let mut peer = Peer { stream: here };
    peer.bind().await;
    for number in 2..7 {
        peer.send(CommandStatus::ESME_ROK, number, &submit("x")).await;
    }
    let mut bound = bounds.recv().await.unwrap();
    let mut taken = Vec::new();
    while let Ok(request) = tokio::time::timeout(SECOND, bound.incoming.next_request()).await {
        taken.push(request.unwrap());
    }
    assert_eq!((taken.len(), bound.link.unanswered(), bound.link.congestion_state()), (2, 2, 100));
    bound.link.limit_unanswered(4);
    while let Ok(request) = tokio::time::timeout(SECOND, bound.incoming.next_request()).await {
        taken.push(request.unwrap());
    }
    assert_eq!(taken.len(), 4);

    // A high limit holds although nobody takes a request: the session is still awake.
    bound.link.limit_unanswered(1000);
    for number in 7..900 {
        peer.send(CommandStatus::ESME_ROK, number, &submit("x")).await;
    }
    let header = peer.ask(900, &smppkit::EnquireLink::default()).await.header();
    assert_eq!(header.command_id, CommandId::ENQUIRE_LINK_RESP);
}

#[tokio::test]
async fn connections_beyond_the_limit_are_closed_and_room_comes_back() {
    let (server, client) = listen(Server::new("mc").max_connections(2)).await;
    let (first, _) = soon(client.connect()).await.unwrap();
    let (_second, _) = soon(client.connect()).await.unwrap();
    let error = soon(client.connect()).await.expect_err("a third");
    assert!(matches!(error, ConnectError::Bind(_) | ConnectError::Connect { .. }), "{error:?}");
    assert!(!error.is_permanent());
    soon(first.unbind(SECOND)).await;
    while server.connections() == 2 {
        tokio::task::yield_now().await;
    }
    soon(client.connect()).await.unwrap();
}

#[tokio::test]
async fn rubbish_of_one_does_not_hurt_the_others() {
    let (server, client) = listen(Server::new("mc")).await;
    let (link, _) = soon(client.connect()).await.unwrap();
    for n in 0..20_u8 {
        let mut stream = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
        let mut rubbish = vec![n.wrapping_mul(37); 5000];
        rubbish[..4].copy_from_slice(&[0, 0, 0, n]);
        // It may be cut off before all is sent.
        let _ = stream.write_all(&rubbish).await;
        if n % 2 == 0 {
            let _ = soon(stream.read_to_end(&mut Vec::new())).await;
        }
        drop(stream);
        assert!(soon(link.request(&submit("still there"))).await.unwrap().is_ok());
    }
}

#[tokio::test]
async fn a_handler_that_panics_loses_its_own_connection_only() {
    let handle = async |mut bound: Bound<()>| {
        while let Some(request) = bound.incoming.next_request().await {
            assert_ne!(text(request.as_buf()), "panic", "as the test wants it");
            request.accept(&SubmitSmResp::default()).unwrap();
        }
    };
    let server = Server::new("mc").listen("127.0.0.1:0", anybody, handle).await.unwrap();
    let client = Client::new(server.local_addr().unwrap().to_string());
    let (first, _) = soon(client.connect()).await.unwrap();
    let (second, _) = soon(client.connect()).await.unwrap();
    let outcome = soon(first.request(&submit("panic"))).await;
    // The request was dropped, so it was rejected, unless the end of the connection was faster.
    assert!(outcome.is_err() || !outcome.unwrap().is_ok());
    soon(first.closed()).await;
    assert!(soon(second.request(&submit("x"))).await.unwrap().is_ok());
    while server.connections() > 1 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_application_is_unbound_when_its_handler_returns() {
    let handle = async |bound: Bound<()>| drop(bound);
    let server = Server::new("mc").start(anybody, handle).unwrap();
    let (here, there) = tokio::io::duplex(4096);
    tokio::spawn(server.serve(there, None));
    let mut peer = Peer { stream: here };
    soon(peer.bind()).await;
    assert_eq!(soon(peer.read()).await.unwrap().header().command_id, CommandId::UNBIND);
}

#[tokio::test]
async fn authentication_may_take_its_time_and_ends_with_the_connection() {
    let started = Arc::new(Notify::new());
    let dropped = Arc::new(AtomicUsize::new(0));
    struct Guard(Arc<AtomicUsize>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.fetch_add(1, SeqCst);
        }
    }
    let authenticate = {
        let (started, dropped) = (started.clone(), dropped.clone());
        move |_: BindRequest| {
            let (started, guard) = (started.clone(), Guard(dropped.clone()));
            async move {
                let _guard = guard;
                started.notify_one();
                std::future::pending().await
            }
        }
    };
    let server = Server::new("mc").start(authenticate, accept_all).unwrap();
    let (here, there) = tokio::io::duplex(4096);
    let serving = tokio::spawn(server.serve(there, None));
    let mut peer = Peer { stream: here };
    peer.send(CommandStatus::ESME_ROK, 1, &bind()).await;
    soon(started.notified()).await;
    // Meanwhile the session is awake.
    let header = soon(peer.ask(2, &smppkit::EnquireLink::default())).await.header();
    assert_eq!(header.command_id, CommandId::ENQUIRE_LINK_RESP);
    assert_eq!(dropped.load(SeqCst), 0);
    drop(peer);
    soon(serving).await.unwrap();
    assert_eq!(dropped.load(SeqCst), 1);
}

#[tokio::test]
async fn shutdown_lets_what_is_being_done_be_done_and_unbinds() {
    let (sender, mut taken) = mpsc::unbounded_channel();
    let handle = move |mut bound: Bound<()>| {
        let sender = sender.clone();
        async move {
            while let Some(request) = bound.incoming.next_request().await {
                sender.send(request).unwrap();
            }
        }
    };
    let server = Server::new("mc").listen("127.0.0.1:0", anybody, handle).await.unwrap();
    let address = server.local_addr().unwrap();
    let client = Client::new(address.to_string());
    let (link, mut incoming) = soon(client.connect()).await.unwrap();
    let submitted = link.try_request(&submit("being done")).unwrap();
    let request = soon(taken.recv()).await.unwrap();

    let shutdown = tokio::spawn(server.shutdown(60 * SECOND));
    // It listens no more, and still waits for the handler.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!shutdown.is_finished() && !link.is_closed());
    request.accept(&SubmitSmResp { message_id: "done".into(), ..Default::default() }).unwrap();
    let response = soon(submitted).await.unwrap();
    assert!(matches!(response.pdu(), Pdu::SubmitSmResp(resp) if resp.message_id == "done"));
    assert_eq!(soon(link.closed()).await.reason, CloseReason::PeerUnbound);
    assert!(soon(incoming.next()).await.is_none());
    assert_eq!(soon(shutdown).await.unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn who_is_refused_has_a_moment_to_leave() {
    let refuse = async |_: BindRequest| Err::<Account<()>, _>(CommandStatus::ESME_RINVPASWD);
    let server = Server::new("mc").start(refuse, async |_: Bound<()>| {}).unwrap();
    let connect = || {
        let (here, there) = tokio::io::duplex(4096);
        tokio::spawn(server.serve(there, None));
        Peer { stream: here }
    };
    let start = tokio::time::Instant::now();
    let mut waits = connect();
    assert_eq!(waits.ask(1, &bind()).await.header().command_status, CommandStatus::ESME_RINVPASWD);
    assert!(waits.read().await.is_none());
    assert_eq!(start.elapsed().as_secs(), 1);
    drop(waits);
    let mut leaves = connect();
    leaves.ask(1, &bind()).await;
    drop(leaves);
    while server.connections() > 0 {
        tokio::time::sleep(SECOND / 100).await;
    }
    assert_eq!(start.elapsed().as_secs(), 1, "nobody waits for who has gone");
}

#[tokio::test(start_paused = true)]
async fn shutdown_closes_what_does_not_end_in_time() {
    let handle = async |bound: Bound<()>| {
        let _kept = bound.link.try_request(&DeliverSm::default()).unwrap();
        std::future::pending::<()>().await;
    };
    let server = Server::new("mc").start(anybody, handle).unwrap();
    let (here, there) = tokio::io::duplex(4096);
    tokio::spawn(server.serve(there, None));
    let mut peer = Peer { stream: here };
    peer.bind().await;
    assert_eq!(peer.read().await.unwrap().header().command_id, CommandId::DELIVER_SM);
    let start = tokio::time::Instant::now();
    let (left, ()) = tokio::join!(server.shutdown(10 * SECOND), async {
        // Neither the deliver_sm nor the unbind is answered.
        assert_eq!(peer.read().await.unwrap().header().command_id, CommandId::UNBIND);
        assert!(start.elapsed() >= 5 * SECOND && start.elapsed() < 10 * SECOND);
        assert!(peer.read().await.is_none());
    });
    assert_eq!(left, 1);
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test]
async fn a_server_that_is_dropped_closes_all_its_connections() {
    let (server, client) = listen(Server::new("mc")).await;
    let address = server.local_addr().unwrap();
    let (link, _) = soon(client.connect()).await.unwrap();
    drop(server);
    soon(link.closed()).await;
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
