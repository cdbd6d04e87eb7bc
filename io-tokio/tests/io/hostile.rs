//! Peers that are slow, broken, silent or hostile, over sockets and pipes.

use smppkit::session::CloseReason;
use smppkit::{CommandId, CommandStatus, EnquireLink, SubmitSmResp};
use smppkit_tokio::{Client, Link, LinkConfig, RequestError, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::*;

async fn tcp_server() -> (smppkit_tokio::RunningServer, Peer<TcpStream>) {
    let server = Server::new("mc").listen("127.0.0.1:0", anybody, accept_all).await.unwrap();
    let stream = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
    stream.set_nodelay(true).unwrap();
    (server, Peer { stream })
}

#[tokio::test]
async fn one_octet_at_a_time_is_understood() {
    let (_server, mut peer) = tcp_server().await;
    soon(peer.bind()).await;
    for octet in frame(CommandStatus::ESME_ROK, 2, &submit("slow")) {
        peer.write(&[octet]).await;
        tokio::task::yield_now().await;
    }
    let response = soon(peer.read()).await.unwrap();
    assert_eq!(response.header().command_id, CommandId::SUBMIT_SM_RESP);
    assert_eq!(response.header().sequence_number, 2);
}

#[tokio::test]
async fn ten_pdus_in_one_segment_are_ten_pdus() {
    let (_server, mut peer) = tcp_server().await;
    let mut octets = frame(CommandStatus::ESME_ROK, 1, &bind());
    soon(peer.write(&octets)).await;
    assert!(soon(peer.read()).await.unwrap().header().command_status.is_ok());
    octets.clear();
    for number in 2..12 {
        octets.extend(frame(CommandStatus::ESME_ROK, number, &submit(&number.to_string())));
    }
    soon(peer.write(&octets)).await;
    for number in 2..12 {
        assert_eq!(soon(peer.read()).await.unwrap().header().sequence_number, number);
    }
}

#[tokio::test]
async fn any_cut_of_a_stream_is_answered_in_the_same_way() {
    let mut octets = Vec::new();
    for number in 2..5 {
        octets.extend(frame(CommandStatus::ESME_ROK, number, &submit("x")));
        octets.extend(frame(CommandStatus::ESME_ROK, number + 10, &EnquireLink::default()));
    }
    for cut in 1..octets.len() {
        let server = Server::new("mc").start(anybody, accept_all).unwrap();
        let (here, there) = tokio::io::duplex(4096);
        tokio::spawn(server.serve(there, None));
        let mut peer = Peer { stream: here };
        peer.bind().await;
        for piece in octets.chunks(cut) {
            peer.write(piece).await;
            tokio::task::yield_now().await;
        }
        let mut answered = Vec::new();
        for _ in 0..6 {
            answered.push(soon(peer.read()).await.unwrap().header().sequence_number);
        }
        answered.sort_unstable();
        assert_eq!(answered, [2, 3, 4, 12, 13, 14], "cut into pieces of {cut}");
    }
}

#[tokio::test]
async fn a_wrong_command_length_is_answered_and_ends_the_connection() {
    for length in [0_u32, 15, 70_001, 1 << 31, u32::MAX] {
        let (_server, mut peer) = tcp_server().await;
        soon(peer.bind()).await;
        let mut octets = vec![0x55; 1 << 20];
        octets[..4].copy_from_slice(&length.to_be_bytes());
        octets[4..16].copy_from_slice(&[0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9]);
        soon(peer.write(&octets)).await;
        // The answer arrives although much of what was sent is never read.
        let nack = soon(peer.read()).await.expect("a generic_nack");
        assert_eq!(nack.header().command_id, CommandId::GENERIC_NACK);
        assert_eq!(nack.header().command_status, CommandStatus::ESME_RINVCMDLEN);
        assert_eq!(nack.header().sequence_number, if length < 16 { 0 } else { 9 });
        assert!(soon(peer.read()).await.is_none(), "command_length {length}");
    }
}

#[tokio::test]
async fn a_smaller_limit_of_command_length_is_kept() {
    let mut config = LinkConfig::mc();
    config.session.max_command_length = 100;
    let (link, mut incoming, mut peer) = mc(4096, config).await;
    peer.send(CommandStatus::ESME_ROK, 2, &submit("fits")).await;
    soon(incoming.next_request()).await.unwrap().accept(&SubmitSmResp::default()).unwrap();
    soon(peer.read()).await.unwrap();
    peer.send(CommandStatus::ESME_ROK, 3, &submit(&"x".repeat(100))).await;
    let nack = soon(peer.read()).await.unwrap();
    assert_eq!(nack.header().command_id, CommandId::GENERIC_NACK);
    assert!(matches!(soon(link.closed()).await.reason, CloseReason::BadCommandLength(_)));
}

#[tokio::test]
async fn after_what_is_not_understood_the_next_pdu_is() {
    let (_server, mut peer) = tcp_server().await;
    soon(peer.bind()).await;
    let unknown = [0, 0, 0, 20, 0, 0, 0xAA, 0xBB, 0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4];
    soon(peer.write(&unknown)).await;
    let nack = soon(peer.read()).await.unwrap().header();
    assert_eq!(nack.command_id, CommandId::GENERIC_NACK);
    assert_eq!((nack.command_status, nack.sequence_number), (CommandStatus::ESME_RINVCMDID, 5));

    let mut cut_off = frame(CommandStatus::ESME_ROK, 6, &submit("x"));
    cut_off.truncate(20);
    cut_off[3] = 20;
    soon(peer.write(&cut_off)).await;
    let refused = soon(peer.read()).await.unwrap().header();
    assert_eq!((refused.command_id, refused.sequence_number), (CommandId::SUBMIT_SM_RESP, 6));
    assert!(!refused.command_status.is_ok());

    let understood = soon(peer.ask(7, &submit("x"))).await.header();
    assert!(understood.command_status.is_ok());
}

#[tokio::test]
async fn a_reset_in_the_middle_of_a_pdu_is_the_end_and_says_what_broke() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let mut peer = Peer { stream: listener.accept().await.unwrap().0 };
    let (link, mut incoming) = Link::start(stream, LinkConfig::esme()).unwrap();
    let request = bind();
    let (bound, ()) = tokio::join!(link.request(&request), peer.accept_bind());
    assert!(bound.unwrap().is_ok());
    let in_flight = link.try_request(&submit("in flight")).unwrap();
    soon(peer.read()).await.unwrap();

    let half = frame(CommandStatus::ESME_ROK, 2, &smppkit::DeliverSm::default());
    soon(peer.write(&half[..half.len() / 2])).await;
    peer.stream.set_zero_linger().unwrap();
    drop(peer);
    let error = soon(in_flight).await.unwrap_err();
    let RequestError::Lost(closed) = error else { panic!("{error:?}") };
    assert_eq!(closed.reason, CloseReason::Eof);
    assert!(closed.io.is_some(), "it does not say what broke");
    assert!(soon(incoming.next()).await.is_none());
    soon(link.finished()).await;
}

#[tokio::test]
async fn a_connection_that_breaks_only_where_we_write_is_read_to_its_end_and_over() {
    let (read, mut their_write) = tokio::io::duplex(1 << 20);
    let (write, their_read) = tokio::io::duplex(4096);
    let mut config = window(1000);
    config.session.max_unanswered = 1000;
    let (link, mut incoming) = Link::start(tokio::io::join(read, write), config).unwrap();
    let request = bind();
    let bind = link.try_request(&request).unwrap();
    let mut their_read = Peer { stream: their_read };
    let number = soon(their_read.read()).await.unwrap().header().sequence_number;
    let resp = smppkit::BindTransceiverResp::default();
    their_write.write_all(&frame(CommandStatus::ESME_ROK, number, &resp)).await.unwrap();
    assert!(soon(bind).await.unwrap().is_ok());

    drop(their_read);
    let deliver = frame(CommandStatus::ESME_ROK, 2, &smppkit::DeliverSm::default()).repeat(300);
    their_write.write_all(&deliver).await.unwrap();
    let text = "x".repeat(100);
    for _ in 0..300 {
        drop(link.try_request(&submit(&text)).unwrap());
    }
    let error = soon(link.request(&submit("x"))).await.unwrap_err();
    assert!(matches!(&error, RequestError::Lost(closed) if closed.io.is_some()), "{error:?}");
    for _ in 0..300 {
        assert!(soon(incoming.next()).await.is_some(), "it was not read to its end");
    }
    assert!(soon(incoming.next()).await.is_none());
    soon(link.finished()).await;
}

#[tokio::test]
async fn an_end_in_the_middle_of_a_pdu_is_the_end() {
    let (link, mut incoming, mut peer) = mc(4096, LinkConfig::mc()).await;
    let half = frame(CommandStatus::ESME_ROK, 2, &submit("half"));
    peer.write(&half[..half.len() / 2]).await;
    drop(peer);
    assert_eq!(soon(link.closed()).await.reason, CloseReason::Eof);
    assert!(soon(incoming.next()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn who_connects_and_says_nothing_is_dropped_by_session_init() {
    let server = Server::new("mc")
        .configure(|session| session.session_init = Some(7 * SECOND))
        .start(anybody, accept_all)
        .unwrap();
    // Neither nothing nor half a bind nor a PDU that binds nobody is a bind.
    let half = frame(CommandStatus::ESME_ROK, 1, &bind())[..20].to_vec();
    let enquire_link = frame(CommandStatus::ESME_ROK, 1, &EnquireLink::default());
    for said in [Vec::new(), half, enquire_link] {
        let (mut here, there) = tokio::io::duplex(4096);
        tokio::spawn(server.serve(there, None));
        let start = tokio::time::Instant::now();
        here.write_all(&said).await.unwrap();
        here.read_to_end(&mut Vec::new()).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 7);
    }
}

#[tokio::test(start_paused = true)]
async fn half_a_pdu_and_silence_is_noticed_by_enquire_link() {
    let mut config = LinkConfig::mc();
    config.session.enquire_link = Some(20 * SECOND);
    config.session.response = 5 * SECOND;
    let (link, _incoming, mut peer) = mc(4096, config).await;
    let start = tokio::time::Instant::now();
    let half = frame(CommandStatus::ESME_ROK, 2, &submit("half"));
    peer.write(&half[..half.len() / 2]).await;
    assert_eq!(link.closed().await.reason, CloseReason::EnquireLinkUnanswered);
    assert_eq!(start.elapsed().as_secs(), 25);
    assert_eq!(peer.read().await.unwrap().header().command_id, CommandId::ENQUIRE_LINK);
    assert!(peer.read().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_answers_enquire_link_stays() {
    let mut config = LinkConfig::mc();
    config.session.enquire_link = Some(20 * SECOND);
    let (link, _incoming, mut peer) = mc(4096, config).await;
    for _ in 0..10 {
        let enquire_link = peer.read().await.unwrap();
        assert_eq!(enquire_link.header().command_id, CommandId::ENQUIRE_LINK);
        let number = enquire_link.header().sequence_number;
        peer.send(CommandStatus::ESME_ROK, number, &smppkit::EnquireLinkResp::default()).await;
    }
    assert!(!link.is_closed());
}

#[tokio::test(start_paused = true)]
async fn inactivity_ends_the_link() {
    let mut config = LinkConfig::mc();
    config.session.enquire_link = None;
    config.session.inactivity = Some(60 * SECOND);
    let (link, _incoming, mut peer) = mc(4096, config).await;
    let start = tokio::time::Instant::now();
    tokio::time::sleep(30 * SECOND).await;
    peer.ask(2, &EnquireLink::default()).await;
    assert_eq!(link.closed().await.reason, CloseReason::Inactivity);
    assert_eq!(start.elapsed().as_secs(), 90);
}

#[tokio::test]
async fn a_web_server_is_told_from_a_message_centre() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(listener.local_addr().unwrap().to_string()).transceiver("app", "secret");
    let web = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.ok();
    });
    let error = soon(client.connect()).await.map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("may not speak SMPP"), "{error}");
    web.abort();
}

#[tokio::test]
async fn an_http_client_is_not_understood_and_gone() {
    let (server, mut peer) = tcp_server().await;
    soon(peer.write(b"GET / HTTP/1.1\r\nHost: smsc.example\r\n\r\n")).await;
    let mut answer = Vec::new();
    soon(peer.stream.read_to_end(&mut answer)).await.unwrap();
    assert_eq!(answer.len(), 16);
    drop(peer);
    while server.connections() > 0 {
        tokio::task::yield_now().await;
    }
}
