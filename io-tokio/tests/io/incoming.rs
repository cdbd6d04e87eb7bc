//! Requests and notifications of the peer.

use std::pin::Pin;

use futures_core::Stream;
use smppkit::session::SendError;
use smppkit::{AlertNotification, CommandId, CommandStatus, DeliverSm, DeliverSmResp, Pdu, SubmitSmResp};
use smppkit_tokio::{Incoming, LinkConfig, Received};

use crate::support::*;

fn deliver(text: &str) -> DeliverSm<'_> {
    DeliverSm { source_addr: "447700900123".into(), short_message: text.into(), ..Default::default() }
}

#[tokio::test(start_paused = true)]
async fn a_request_is_answered_when_the_application_says_so_and_not_before() {
    let (_link, mut incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    peer.send(CommandStatus::ESME_ROK, 7, &deliver("hello")).await;
    let request = soon(incoming.next_request()).await.unwrap();
    assert_eq!(text(request.as_buf()), "hello");
    assert!(request.faults().is_empty());
    let too_soon = tokio::time::timeout(SECOND, peer.read()).await;
    assert!(too_soon.is_err(), "answered before the application did: {too_soon:?}");
    request.accept(&DeliverSmResp::default()).unwrap();
    let response = soon(peer.read()).await.unwrap();
    assert_eq!(response.header().command_id, CommandId::DELIVER_SM_RESP);
    assert_eq!(response.header().sequence_number, 7);
    assert_eq!(response.header().command_status, CommandStatus::ESME_ROK);
}

#[tokio::test]
async fn requests_may_be_answered_in_any_order_and_with_any_status() {
    let (_link, mut incoming, mut peer) = mc(4096, LinkConfig::mc()).await;
    for number in 2..5 {
        peer.send(CommandStatus::ESME_ROK, number, &submit("hello")).await;
    }
    let mut requests = Vec::new();
    for _ in 0..3 {
        requests.push(soon(incoming.next_request()).await.unwrap());
    }
    let resp = SubmitSmResp { message_id: "9".into(), ..Default::default() };
    requests.pop().unwrap().accept(&resp).unwrap();
    requests.pop().unwrap().respond(CommandStatus(0x0450), &SubmitSmResp::default()).unwrap();
    requests.pop().unwrap().reject(CommandStatus::ESME_RTHROTTLED).unwrap();
    for (number, status) in
        [(4, CommandStatus::ESME_ROK), (3, CommandStatus(0x0450)), (2, CommandStatus::ESME_RTHROTTLED)]
    {
        let header = soon(peer.read()).await.unwrap().header();
        assert_eq!((header.sequence_number, header.command_status), (number, status));
    }
}

#[tokio::test]
async fn a_request_that_is_dropped_is_rejected() {
    let (_link, mut incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    peer.send(CommandStatus::ESME_ROK, 2, &deliver("dropped")).await;
    drop(soon(incoming.next_request()).await.unwrap());
    let header = soon(peer.read()).await.unwrap().header();
    assert_eq!(header.command_id, CommandId::DELIVER_SM_RESP);
    assert_eq!(header.command_status, CommandStatus::ESME_RX_T_APPN);

    let mut config = LinkConfig::esme();
    config.status_when_dropped = CommandStatus::ESME_RSYSERR;
    let (_link, mut incoming, mut peer) = esme(4096, config).await;
    peer.send(CommandStatus::ESME_ROK, 2, &deliver("dropped")).await;
    drop(soon(incoming.next_request()).await.unwrap());
    assert_eq!(soon(peer.read()).await.unwrap().header().command_status, CommandStatus::ESME_RSYSERR);
}

#[tokio::test]
async fn without_anybody_to_take_them_all_requests_are_rejected() {
    let (link, incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    peer.send(CommandStatus::ESME_ROK, 2, &deliver("queued")).await;
    while link.unanswered() == 0 {
        tokio::task::yield_now().await;
    }
    drop(incoming);
    let header = soon(peer.read()).await.unwrap().header();
    assert_eq!((header.sequence_number, header.command_status), (2, CommandStatus::ESME_RX_T_APPN));
    for number in 3..200 {
        let header = soon(peer.ask(number, &deliver("later"))).await.header();
        assert_eq!(header.command_status, CommandStatus::ESME_RX_T_APPN);
    }
    assert_eq!(link.unanswered(), 0);
}

#[tokio::test]
async fn a_request_can_be_left_unanswered() {
    let mut config = LinkConfig::esme();
    config.session.max_unanswered = 1;
    let (link, mut incoming, mut peer) = esme(4096, config).await;
    for number in 2..10 {
        peer.send(CommandStatus::ESME_ROK, number, &deliver("ignored")).await;
        soon(incoming.next_request()).await.unwrap().abandon();
    }
    assert_eq!(link.unanswered(), 0);
    let header = soon(peer.ask(10, &smppkit::EnquireLink::default())).await.header();
    assert_eq!(header.command_id, CommandId::ENQUIRE_LINK_RESP);
}

#[tokio::test]
async fn a_response_that_cannot_be_sent_leaves_the_request_to_be_answered() {
    let (_link, mut incoming, mut peer) = mc(4096, LinkConfig::mc()).await;
    peer.send(CommandStatus::ESME_ROK, 2, &submit("hello")).await;
    let request = soon(incoming.next_request()).await.unwrap();
    let error = request.accept(&DeliverSmResp::default()).unwrap_err();
    assert!(matches!(error.error, SendError::WrongKind { .. }), "{error}");
    let id = "1".repeat(66);
    let too_long = SubmitSmResp { message_id: id.as_str().into(), ..Default::default() };
    let error = error.request.accept(&too_long).unwrap_err();
    assert!(matches!(error.error, SendError::Field(_)), "{error}");
    error.request.accept(&SubmitSmResp::default()).unwrap();
    assert_eq!(soon(peer.read()).await.unwrap().header().command_status, CommandStatus::ESME_ROK);
}

#[tokio::test]
async fn answering_after_the_end_is_an_error_and_harms_nothing() {
    let (link, mut incoming, mut peer) = mc(4096, LinkConfig::mc()).await;
    peer.send(CommandStatus::ESME_ROK, 2, &submit("hello")).await;
    peer.send(CommandStatus::ESME_ROK, 3, &submit("hello")).await;
    let (first, second) =
        (soon(incoming.next_request()).await.unwrap(), soon(incoming.next_request()).await.unwrap());
    drop(peer);
    soon(link.closed()).await;
    let error = first.accept(&SubmitSmResp::default()).unwrap_err();
    assert!(matches!(error.error, SendError::Closed), "{error}");
    drop(second);
    assert!(soon(incoming.next()).await.is_none());
}

#[tokio::test]
async fn what_came_before_the_end_is_still_handed_out() {
    let mut config = LinkConfig::mc();
    config.session.max_unanswered = 1000;
    let (link, mut incoming, mut peer) = mc(1 << 20, config).await;
    let one = |number: u32| frame(CommandStatus::ESME_ROK, number, &submit(&number.to_string()));
    peer.write(&(2..500).flat_map(one).collect::<Vec<_>>()).await;
    drop(peer);
    soon(link.closed()).await;
    for number in 2..500 {
        let request = soon(incoming.next_request()).await.unwrap();
        assert_eq!(text(request.as_buf()), number.to_string());
    }
    assert!(soon(incoming.next()).await.is_none());
    assert!(soon(incoming.next()).await.is_none());
}

#[tokio::test]
async fn notifications_come_in_order_with_the_requests() {
    let (_link, mut incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let alert = AlertNotification { source_addr: "1".into(), esme_addr: "2".into(), ..Default::default() };
    peer.send(CommandStatus::ESME_ROK, 2, &deliver("before")).await;
    peer.send(CommandStatus::ESME_ROK, 3, &alert).await;
    peer.send(CommandStatus::ESME_ROK, 4, &deliver("after")).await;
    let mut incoming = Pin::new(&mut incoming);
    let mut next = async || {
        let next = std::future::poll_fn(|context| {
            Stream::poll_next(Pin::<&mut Incoming>::as_mut(&mut incoming), context)
        });
        soon(next).await.unwrap()
    };
    assert!(matches!(next().await, Received::Request(request) if text(request.as_buf()) == "before"));
    let Received::Notification(notification) = next().await else { panic!("not the notification") };
    let Pdu::AlertNotification(received) = notification.pdu() else { panic!("{notification:?}") };
    assert_eq!(received.esme_addr, "2");
    assert!(matches!(next().await, Received::Request(request) if text(request.as_buf()) == "after"));
}

#[tokio::test]
async fn a_notification_of_ours_is_sent() {
    let (link, _incoming, mut peer) = mc(4096, LinkConfig::mc()).await;
    link.notify(&AlertNotification { source_addr: "1".into(), ..Default::default() }).unwrap();
    assert_eq!(soon(peer.read()).await.unwrap().header().command_id, CommandId::ALERT_NOTIFICATION);
    assert!(link.notify(&submit("a request is none")).is_err());
}

#[tokio::test]
async fn what_is_tolerated_is_told() {
    let (_link, mut incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let mut frame = frame(CommandStatus::ESME_ROK, 2, &deliver("odd"));
    frame.extend_from_slice(&[1, 2]);
    frame[3] += 2;
    peer.write(&frame).await;
    let request = soon(incoming.next_request()).await.unwrap();
    assert_eq!(request.faults().iter().count(), 1);
    assert_eq!(request.as_buf().as_bytes(), frame);
    assert_eq!(request.decoded().header.sequence_number, 2);
}
