//! Whoever does not keep up slows the other side down; nothing grows meanwhile. Time stands still in these tests: a
//! second passes only when nothing else can happen.

use smppkit::buffered::{BACKLOG_LIMIT, TRANSMIT_LIMIT};
use smppkit::{AlertNotification, CommandId, CommandStatus, EnquireLink, Pdu, SubmitSmResp};
use smppkit_tokio::{Link, LinkConfig, Received};
use tokio::io::AsyncWriteExt;
use tokio::time::{sleep, timeout};

use crate::support::*;

/// Octets that the driver reads at once.
const CHUNK: usize = 16 * 1024;

fn patient(mut config: LinkConfig) -> LinkConfig {
    config.session.enquire_link = None;
    config.session.response = 3600 * SECOND;
    config
}

#[tokio::test(start_paused = true)]
async fn requests_wait_while_the_peer_does_not_read() {
    let (link, _incoming, mut peer) = esme(256, patient(window(60_000))).await;
    let text = "x".repeat(200);
    let len = frame(CommandStatus::ESME_ROK, 1, &submit(&text)).len();
    let tasks: Vec<_> = (0..2000)
        .map(|_| {
            let (link, text) = (link.clone(), text.clone());
            tokio::spawn(async move { link.request(&submit(&text)).await.map(|response| response.is_ok()) })
        })
        .collect();
    sleep(SECOND).await;
    assert!(link.backlog() >= TRANSMIT_LIMIT, "it did not come to the limit");
    assert!(link.backlog() < TRANSMIT_LIMIT + len, "{} octets wait", link.backlog());
    assert!(link.in_flight() < (TRANSMIT_LIMIT + 256) / len + 2, "{} in flight", link.in_flight());
    assert!(tasks.iter().all(|task| !task.is_finished()));
    assert!(link.try_request(&submit(&text)).is_err());

    for _ in 0..2000 {
        let request = peer.read().await.unwrap();
        peer.accept_submit(&request).await;
    }
    for task in tasks {
        assert!(task.await.unwrap().unwrap());
    }
    assert_eq!((link.backlog(), link.in_flight()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn responses_are_read_while_the_peer_does_not_read() {
    let (link, _incoming, mut peer) = esme(256, patient(window(60_000))).await;
    let first = link.try_request(&submit("first")).unwrap();
    let request = peer.read().await.unwrap();
    let text = "x".repeat(200);
    while link.try_request(&submit(&text)).is_ok() {}
    sleep(SECOND).await;
    assert!(link.backlog() > TRANSMIT_LIMIT / 2);
    peer.accept_submit(&request).await;
    assert!(first.await.unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_no_responses_is_not_read_either() {
    let mut config = patient(LinkConfig::mc());
    config.session.max_unanswered = 10;
    let (link, mut incoming, mut peer) = mc(256, config).await;
    let id = "1".repeat(64);
    let response = SubmitSmResp { message_id: id.as_str().into(), ..Default::default() };
    let response_len = frame(CommandStatus::ESME_ROK, 1, &response).len();
    tokio::spawn({
        let id = id.clone();
        async move {
            while let Some(request) = incoming.next_request().await {
                let response = SubmitSmResp { message_id: id.as_str().into(), ..Default::default() };
                request.accept(&response).unwrap();
            }
        }
    });
    let mut sent = 0;
    let request = submit("x");
    while timeout(SECOND, peer.send(CommandStatus::ESME_ROK, sent + 2, &request)).await.is_ok() {
        sent += 1;
        assert!(sent < 1_000_000, "it is read for ever");
    }
    let limit = 2 * BACKLOG_LIMIT + 10 * response_len;
    assert!(link.backlog() >= BACKLOG_LIMIT && link.backlog() <= limit, "{} octets wait", link.backlog());

    // The last one was cut off; all before it are answered once the peer reads.
    for number in 0..sent {
        let header = peer.read().await.unwrap().header();
        assert_eq!((header.sequence_number, header.command_status), (number + 2, CommandStatus::ESME_ROK));
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_that_takes_no_requests_is_felt_by_the_peer() {
    let mut config = patient(LinkConfig::mc());
    config.session.max_unanswered = 10;
    let (link, mut incoming, mut peer) = mc(64, config).await;
    let len = frame(CommandStatus::ESME_ROK, 1, &submit("x")).len();
    let mut sent = 0;
    while timeout(SECOND, peer.send(CommandStatus::ESME_ROK, sent + 2, &submit("x"))).await.is_ok() {
        sent += 1;
        assert!(sent < 100_000, "it is read for ever");
    }
    assert_eq!(link.unanswered(), 10);
    assert!((sent as usize) < 10 + (CHUNK + 64) / len + 1, "{sent} were read");

    let mut number = 2;
    while number < sent + 2 {
        let request = incoming.next_request().await.unwrap();
        assert_eq!(request.decoded().header.sequence_number, number);
        assert!(link.unanswered() <= 10);
        request.accept(&SubmitSmResp::default()).unwrap();
        assert_eq!(peer.read().await.unwrap().header().sequence_number, number);
        number += 1;
    }
}

#[tokio::test(start_paused = true)]
async fn the_peer_is_told_that_we_are_there_while_the_application_is_slow() {
    let mut config = patient(LinkConfig::mc());
    config.session.max_unanswered = 2;
    let (link, mut incoming, mut peer) = mc(4096, config).await;
    for number in 2..4 {
        peer.send(CommandStatus::ESME_ROK, number, &submit("slow")).await;
    }
    while link.unanswered() < 2 {
        sleep(SECOND).await;
    }
    let header = peer.ask(4, &EnquireLink::default()).await.header();
    assert_eq!(header.command_id, CommandId::ENQUIRE_LINK_RESP);
    assert!(incoming.next_request().await.is_some());
}

#[tokio::test(start_paused = true)]
async fn notifications_that_nobody_takes_are_felt_by_the_peer_too() {
    let mut config = patient(LinkConfig::esme());
    config.session.max_unanswered = 10;
    let (link, mut incoming, mut peer) = esme(64, config).await;
    let alert = AlertNotification { source_addr: "1".into(), ..Default::default() };
    let mut sent = 0;
    while timeout(SECOND, peer.send(CommandStatus::ESME_ROK, sent + 2, &alert)).await.is_ok() {
        sent += 1;
        assert!(sent < 100_000, "it is read for ever");
    }
    // One chunk is taken in before it shows, another waits to be.
    let len = frame(CommandStatus::ESME_ROK, 1, &alert).len();
    assert!((sent as usize) < 20 + 2 * (CHUNK + 64) / len, "{sent} were read");

    // Time-outs are told all the same.
    let error = link.request(&submit("x")).within(SECOND).await.unwrap_err();
    assert!(error.may_have_been_done(), "{error}");

    for number in 2..sent + 2 {
        let Some(Received::Notification(notification)) = incoming.next().await else { panic!("none") };
        assert_eq!(notification.as_buf().header().sequence_number, number);
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_whose_notifications_nobody_takes_is_not_left_for_its_silence() {
    let mut config = LinkConfig::esme();
    config.session.max_unanswered = 10;
    config.session.enquire_link = Some(5 * SECOND);
    config.session.response = SECOND;
    let (link, mut incoming, mut peer) = esme(64, config).await;
    let alert = AlertNotification { source_addr: "1".into(), ..Default::default() };
    let mut sent = 0;
    while timeout(SECOND, peer.send(CommandStatus::ESME_ROK, sent + 2, &alert)).await.is_ok() {
        sent += 1;
    }
    sleep(600 * SECOND).await;
    assert!(!link.is_closed(), "it was left");
    for _ in 0..sent {
        let Some(Received::Notification(_)) = incoming.next().await else { panic!("none") };
    }
}

#[tokio::test(start_paused = true)]
async fn two_that_flood_each_other_through_narrow_pipes_both_get_through() {
    let (here, there) = tokio::io::duplex(7);
    let mut config = LinkConfig::esme();
    config.session.max_unanswered = 5;
    config.window = 100;
    let (esme, mut from_mc) = Link::start(here, patient(config)).unwrap();
    let mut config = LinkConfig::mc();
    config.session.max_unanswered = 5;
    config.window = 100;
    let (mc, mut from_esme) = Link::start(there, patient(config)).unwrap();
    tokio::spawn(async move {
        let bind = from_esme.next_request().await.unwrap();
        bind.accept(&smppkit::BindTransceiverResp::default()).unwrap();
        while let Some(request) = from_esme.next_request().await {
            request.accept(&SubmitSmResp::default()).unwrap();
        }
    });
    tokio::spawn(async move {
        while let Some(request) = from_mc.next_request().await {
            request.accept(&smppkit::DeliverSmResp::default()).unwrap();
        }
    });
    assert!(esme.request(&bind()).await.unwrap().is_ok());
    let mut tasks = Vec::new();
    for n in 0..1000 {
        let (esme, mc) = (esme.clone(), mc.clone());
        tasks.push(tokio::spawn(async move {
            let text = n.to_string().repeat(40);
            esme.request(&submit(&text)).await.map(|response| response.is_ok())
        }));
        tasks.push(tokio::spawn(async move {
            let text = n.to_string().repeat(40);
            let message = smppkit::DeliverSm { short_message: text.as_str().into(), ..Default::default() };
            mc.request(&message).await.map(|response| response.is_ok())
        }));
    }
    for task in tasks {
        assert!(task.await.unwrap().unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn what_waits_when_a_link_is_closed_still_goes_out() {
    let (link, _incoming, mut peer) = esme(16, patient(window(10))).await;
    for number in 0..5 {
        drop(link.try_request(&submit(&number.to_string())).unwrap());
        // The first is stuck half way; the others wait behind it.
        sleep(SECOND).await;
    }
    link.close();
    for number in 0..5 {
        assert_eq!(text(&peer.read().await.unwrap()), number.to_string());
    }
    assert!(peer.read().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_nothing_does_not_keep_a_link_from_ending() {
    let (link, _incoming, mut peer) = esme(256, patient(window(60_000))).await;
    let text = "x".repeat(200);
    while link.try_request(&submit(&text)).is_ok() {}
    sleep(SECOND).await;
    let start = tokio::time::Instant::now();
    link.close();
    link.finished().await;
    assert!(start.elapsed() <= 5 * SECOND, "{:?}", start.elapsed());
    // What was in the pipe is all that comes.
    peer.stream.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_stream_that_is_always_ready_lets_other_tasks_run() {
    let (_link, mut incoming, mut peer) = mc(1 << 20, LinkConfig::mc()).await;
    let mut octets = Vec::new();
    for number in 2..5000 {
        octets.extend(frame(CommandStatus::ESME_ROK, number, &submit("x")));
    }
    peer.write(&octets).await;
    let other = tokio::spawn(async {});
    let mut before = 0;
    while !other.is_finished() {
        let request = soon(incoming.next_request()).await.unwrap();
        assert!(matches!(request.pdu(), Pdu::SubmitSm(_)));
        request.accept(&SubmitSmResp::default()).unwrap();
        before += 1;
    }
    assert!(before < 4000, "the other task ran after {before} requests");
}
