//! Receipts that are awaited.

use std::time::Duration;

use smppkit::values::{MessageState, RegisteredDelivery};
use smppkit::{CommandStatus, DeliverSmResp, SubmitSm};
use smppkit_tokio::{Incoming, Link, Receipts, Sent, TextOptions};

use crate::support::*;

const DELIVERED: MessageState = MessageState::DELIVERED;

/// Sends a text that is accepted in one part.
async fn send(link: &Link, peer: &mut Peer, message_id: &str) -> Sent {
    let options = TextOptions::default().receipt(true);
    let answering = async {
        let request = peer.submit().await;
        peer.accept(&request, message_id).await;
    };
    let (sent, ()) = tokio::join!(link.send_text("1", "2", "hello", &options), answering);
    sent.unwrap()
}

async fn stray(incoming: &mut Incoming) -> String {
    let request = soon(incoming.next_request()).await.expect("a request");
    let stray = text(request.as_buf());
    request.accept(&DeliverSmResp::default()).unwrap();
    stray
}

async fn next(receipts: &mut Receipts) -> (String, Option<MessageState>) {
    let receipt = soon(receipts.next()).await.expect("a receipt");
    let said = (receipt.message_id().to_owned(), receipt.state());
    receipt.accept().unwrap();
    said
}

#[tokio::test(start_paused = true)]
async fn a_receipt_is_acknowledged_when_it_was_taken_and_not_before() {
    let (link, _incoming, mut peer) = esme(4096, quiet()).await;
    let mut sent = send(&link, &mut peer, "77").await;
    peer.deliver(2, &receipt("id:77 stat:DELIVRD err:000")).await;
    peer.hears_nothing().await;
    let receipt = soon(sent.receipts.next()).await.unwrap();
    assert_eq!((receipt.message_id(), receipt.state(), receipt.part()), ("77", Some(DELIVERED), Some(1)));
    assert!(receipt.is_final() && receipt.is_delivered());
    assert_eq!(receipt.with_report(|report| report.text.err.map(str::to_owned)), Some("000".into()));
    peer.hears_nothing().await;
    receipt.accept().unwrap();
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
    assert!(soon(sent.receipts.next()).await.is_none());
    assert_eq!(sent.receipts.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_outcome_takes_and_accepts_all_receipts_of_all_parts() {
    let (link, _incoming, mut peer) = esme(1 << 16, quiet()).await;
    let (options, text) = (TextOptions::default().receipt(true), "long ".repeat(70));
    let answering = async {
        for id in ["a0", "a1", "a2"] {
            let request = peer.submit().await;
            peer.accept(&request, id).await;
        }
    };
    let (sent, ()) = tokio::join!(link.send_text("1", "2", &text, &options), answering);
    let mut receipts = sent.unwrap().receipts;
    assert_eq!(receipts.waiting(), 3);
    peer.deliver(2, &receipt("id:a2 stat:UNDELIV")).await;
    // It can be interrupted and called again.
    let interrupted = tokio::time::timeout(SECOND, receipts.outcome()).await;
    assert!(interrupted.is_err());
    peer.deliver(3, &receipt("id:a0 stat:ENROUTE")).await;
    peer.deliver(4, &receipt("id:a0 stat:DELIVRD")).await;
    peer.deliver(5, &receipt("id:a1 stat:DELIVRD")).await;
    let outcome = soon(receipts.outcome()).await;
    assert_eq!(outcome, [Some(DELIVERED), Some(DELIVERED), Some(MessageState::UNDELIVERABLE)]);
    for number in 2..=5 {
        assert_eq!(peer.delivered(number).await, CommandStatus::ESME_ROK);
    }
}

#[tokio::test(start_paused = true)]
async fn a_receipt_may_come_before_the_response() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let options = TextOptions::default().receipt(true);
    let answering = async {
        let request = peer.submit().await;
        peer.deliver(2, &receipt("id:77 stat:ENROUTE")).await;
        peer.deliver(3, &receipt("id:77 stat:DELIVRD")).await;
        peer.deliver(4, &receipt("id:another stat:DELIVRD")).await;
        peer.hears_nothing().await;
        peer.accept(&request, "77").await;
    };
    let (sent, ()) = tokio::join!(link.send_text("1", "2", "hi", &options), answering);
    let mut receipts = sent.unwrap().receipts;
    assert_eq!(next(&mut receipts).await.1, Some(MessageState::ENROUTE));
    assert_eq!(next(&mut receipts).await.1, Some(DELIVERED));
    // What is about no message goes on as soon as that is known.
    assert_eq!(stray(&mut incoming).await, "id:another stat:DELIVRD");
    for number in 2..=4 {
        assert_eq!(peer.delivered(number).await, CommandStatus::ESME_ROK);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_held_back_waits_only_for_responses_that_it_can_be_about() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let wanted = SubmitSm { registered_delivery: RegisteredDelivery::RECEIPT, ..submit("hi") };
    let _first = link.start_submit(&wanted).await.unwrap();
    let first = peer.submit().await;
    peer.deliver(2, &receipt("id:another stat:DELIVRD")).await;
    let waiting = tokio::time::timeout(SECOND, incoming.next_request()).await;
    assert!(waiting.is_err(), "{waiting:?}");
    // The receipt was there before the second was sent.
    let _second = link.start_submit(&wanted).await.unwrap();
    peer.submit().await;
    peer.accept(&first, "1").await;
    assert_eq!(stray(&mut incoming).await, "id:another stat:DELIVRD");
    assert_eq!(link.in_flight(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_a_response_that_never_comes_goes_on() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let options = TextOptions::default().receipt(true);
    let answering = async {
        let _request = peer.submit().await;
        peer.deliver(2, &receipt("id:77 stat:DELIVRD")).await;
    };
    let (result, ()) = tokio::join!(link.send_text("1", "2", "hi", &options), answering);
    assert!(result.is_err());
    assert_eq!(stray(&mut incoming).await, "id:77 stat:DELIVRD");
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
}

#[tokio::test(start_paused = true)]
async fn ids_may_differ_in_base_and_padding() {
    let (link, _incoming, mut peer) = esme(4096, quiet()).await;
    let mut hex = send(&link, &mut peer, "18d0e03a").await;
    let mut padded = send(&link, &mut peer, "0000000042").await;
    peer.deliver(2, &receipt("id:0416342074 stat:DELIVRD")).await;
    peer.deliver(3, &receipt("id:42 stat:EXPIRED")).await;
    let receipt = soon(hex.receipts.next()).await.unwrap();
    assert_eq!((receipt.message_id(), receipt.is_certain()), ("0416342074", true));
    receipt.accept().unwrap();
    // A number as short as this can be anybody's.
    let receipt = soon(padded.receipts.next()).await.unwrap();
    assert_eq!((receipt.state(), receipt.is_certain()), (Some(MessageState::EXPIRED), false));
    receipt.accept().unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_nobody_awaits_goes_to_the_application() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let mut sent = send(&link, &mut peer, "77").await;
    for (number, text) in [
        (2, "id:78 stat:DELIVRD"),
        (3, "stat:DELIVRD, but of what"),
        (4, "id:77 stat:DELIVRD"),
        // A copy: the message has its receipt.
        (5, "id:77 stat:DELIVRD"),
    ] {
        peer.deliver(number, &receipt(text)).await;
    }
    assert_eq!(stray(&mut incoming).await, "id:78 stat:DELIVRD");
    assert_eq!(stray(&mut incoming).await, "stat:DELIVRD, but of what");
    assert_eq!(stray(&mut incoming).await, "id:77 stat:DELIVRD");
    assert_eq!(next(&mut sent.receipts).await.1, Some(DELIVERED));
    let mut answered = Vec::new();
    for _ in 0..4 {
        answered.push(soon(peer.read()).await.unwrap().header().sequence_number);
    }
    assert_eq!(answered, [2, 3, 5, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_receipt_that_is_dropped_or_rejected_is_awaited_again() {
    let (link, _incoming, mut peer) = esme(4096, quiet()).await;
    let mut sent = send(&link, &mut peer, "77").await;
    peer.deliver(2, &receipt("id:77 stat:DELIVRD")).await;
    drop(soon(sent.receipts.next()).await.unwrap());
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_RX_T_APPN);
    peer.deliver(3, &receipt("id:77 stat:DELIVRD")).await;
    let again = soon(sent.receipts.next()).await.unwrap();
    again.reject(CommandStatus::ESME_RSYSERR).unwrap();
    assert_eq!(peer.delivered(3).await, CommandStatus::ESME_RSYSERR);
    peer.deliver(4, &receipt("id:77 stat:DELIVRD")).await;
    assert_eq!(soon(sent.receipts.outcome()).await, [Some(DELIVERED)]);
    assert_eq!(peer.delivered(4).await, CommandStatus::ESME_ROK);
}

#[tokio::test(start_paused = true)]
async fn if_nobody_awaits_them_any_more_receipts_go_to_the_application() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let first = send(&link, &mut peer, "1").await;
    let second = send(&link, &mut peer, "2").await;
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    peer.hears_nothing().await;
    drop((first, second));
    peer.deliver(3, &receipt("id:2 stat:DELIVRD")).await;
    assert_eq!(stray(&mut incoming).await, "id:1 stat:DELIVRD");
    assert_eq!(stray(&mut incoming).await, "id:2 stat:DELIVRD");
}

#[tokio::test(start_paused = true)]
async fn receipts_come_though_nobody_takes_anything_else() {
    let (link, incoming, mut peer) = esme(4096, quiet()).await;
    drop(incoming);
    let mut sent = send(&link, &mut peer, "1").await;
    peer.deliver(2, &receipt("id:9 stat:DELIVRD")).await;
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_RX_T_APPN);
    peer.deliver(3, &receipt("id:1 stat:DELIVRD")).await;
    // The handle keeps the link.
    drop(link);
    assert_eq!(next(&mut sent.receipts).await.1, Some(DELIVERED));
    assert_eq!(peer.delivered(3).await, CommandStatus::ESME_ROK);
}

#[tokio::test(start_paused = true)]
async fn a_message_does_not_wait_for_ever() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let mut sent = send(&link, &mut peer, "1").await;
    let start = tokio::time::Instant::now();
    assert!(sent.receipts.next().await.is_none());
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(3 * 86_400) && waited < Duration::from_secs(3 * 86_400 + 1));
    assert_eq!(sent.receipts.waiting(), 0);
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    assert_eq!(stray(&mut incoming).await, "id:1 stat:DELIVRD");
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
    // Nor does one of which nobody asks.
    let forgotten = send(&link, &mut peer, "2").await;
    tokio::time::advance(Duration::from_secs(4 * 86_400)).await;
    assert_eq!(forgotten.receipts.waiting(), 1);
    send(&link, &mut peer, "3").await;
    assert_eq!(forgotten.receipts.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_oldest_is_given_up_for_the_newest() {
    let mut config = quiet();
    config.receipts.max_messages = 2;
    let (link, _incoming, mut peer) = esme(4096, config).await;
    let mut first = send(&link, &mut peer, "1").await;
    let waiting = tokio::spawn(async move { first.receipts.next().await.is_none() });
    let mut second = send(&link, &mut peer, "2").await;
    let third = send(&link, &mut peer, "3").await;
    assert!(soon(waiting).await.unwrap());
    // One that nobody awaits any more takes no room.
    drop(third);
    let mut third = send(&link, &mut peer, "3").await;
    assert_eq!(second.receipts.waiting(), 1);
    peer.deliver(2, &receipt("id:3 stat:DELIVRD")).await;
    peer.deliver(3, &receipt("id:2 stat:DELIVRD")).await;
    assert_eq!(next(&mut second.receipts).await.1, Some(DELIVERED));
    assert_eq!(next(&mut third.receipts).await.1, Some(DELIVERED));
}

#[tokio::test(start_paused = true)]
async fn receipts_that_nobody_takes_do_not_bring_the_link_to_a_stand() {
    let mut config = quiet();
    config.session.max_unanswered = 8;
    let (link, _incoming, mut peer) = esme(1 << 16, config).await;
    let mut all = Vec::new();
    for id in 1..=20 {
        all.push(send(&link, &mut peer, &id.to_string()).await);
    }
    for id in 1..=20_u32 {
        peer.deliver(100 + id, &receipt(&format!("id:{id} stat:DELIVRD"))).await;
        if id > 2 {
            // A quarter is kept. The oldest is to come again.
            assert_eq!(peer.delivered(100 + id - 2).await, CommandStatus::ESME_RX_T_APPN);
        }
    }
    // The link goes on, and nothing is lost.
    all.push(send(&link, &mut peer, "21").await);
    let mut answered = 0;
    for (id, sent) in (1..).zip(&mut all) {
        if id <= 18 || id == 21 {
            peer.deliver(id, &receipt(&format!("id:{id} stat:DELIVRD"))).await;
        }
        assert_eq!(soon(sent.receipts.outcome()).await, [Some(DELIVERED)], "{id}");
        let _ = soon(peer.read()).await.unwrap();
        answered += 1;
    }
    assert_eq!(answered, 21);
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_receipts_for_who_waits_for_them_is_handed_over_whole() {
    let mut config = quiet();
    config.session.max_unanswered = 100;
    let (link, _incoming, mut peer) = esme(1 << 16, config).await;
    let mut waiting = Vec::new();
    for id in 1..=80 {
        let mut sent = send(&link, &mut peer, &id.to_string()).await;
        waiting.push(tokio::spawn(async move { sent.receipts.outcome().await.to_vec() }));
    }
    tokio::task::yield_now().await;
    let one = |id: u32| frame(CommandStatus::ESME_ROK, 100 + id, &receipt(&format!("id:{id} stat:DELIVRD")));
    peer.write(&(1..=80).flat_map(one).collect::<Vec<_>>()).await;
    for task in waiting {
        assert_eq!(soon(task).await.unwrap(), [Some(DELIVERED)]);
    }
    for _ in 0..80 {
        assert_eq!(soon(peer.read()).await.unwrap().header().command_status, CommandStatus::ESME_ROK);
    }
}

#[tokio::test(start_paused = true)]
async fn when_the_link_is_over_no_receipt_will_come() {
    let (link, _incoming, mut peer) = esme(4096, quiet()).await;
    let mut sent = send(&link, &mut peer, "1").await;
    let mut late = send(&link, &mut peer, "2").await;
    let mut waiting = send(&link, &mut peer, "3").await;
    let waiting = tokio::spawn(async move { waiting.receipts.next().await.is_none() });
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    drop(peer);
    assert!(soon(waiting).await.unwrap());
    // What had come is still handed out, though it cannot be acknowledged any more.
    let receipt = soon(sent.receipts.next()).await.unwrap();
    assert_eq!(receipt.state(), Some(DELIVERED));
    soon(link.closed()).await;
    // It would come again.
    assert_eq!(sent.receipts.waiting(), 0);
    assert!(receipt.accept().is_err());
    assert_eq!(sent.receipts.waiting(), 1);
    assert!(soon(sent.receipts.next()).await.is_none());
    assert_eq!(soon(late.receipts.outcome()).await, [None]);
}

#[tokio::test(start_paused = true)]
async fn what_is_held_back_comes_before_the_end() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let wanted = SubmitSm { registered_delivery: RegisteredDelivery::RECEIPT, ..submit("hi") };
    let _submission = link.start_submit(&wanted).await.unwrap();
    peer.submit().await;
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    peer.hears_nothing().await;
    drop(peer);
    let request = soon(incoming.next_request()).await.expect("a request");
    assert_eq!(text(request.as_buf()), "id:1 stat:DELIVRD");
    assert!(soon(incoming.next_request()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn one_submit_sm_can_be_followed_alone() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let wanted = SubmitSm { registered_delivery: RegisteredDelivery::RECEIPT, ..submit("hi") };
    let submission = link.start_submit(&wanted).await.unwrap();
    let request = peer.submit().await;
    peer.accept(&request, "1").await;
    let mut submitted = soon(submission).await.unwrap();
    assert_eq!(submitted.message_id.as_deref(), Some("1"));
    assert!(submitted.response.is_ok());
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    assert_eq!(next(&mut submitted.receipts).await.1, Some(DELIVERED));

    let plain = submit("hi");
    let submission = link.start_submit(&plain).await.unwrap();
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
    let request = peer.submit().await;
    peer.accept(&request, "2").await;
    let mut submitted = soon(submission).await.unwrap();
    assert!(soon(submitted.receipts.next()).await.is_none());
    peer.deliver(3, &receipt("id:2 stat:DELIVRD")).await;
    assert_eq!(stray(&mut incoming).await, "id:2 stat:DELIVRD");

    let submission = link.start_submit(&wanted).await.unwrap();
    assert_eq!(peer.delivered(3).await, CommandStatus::ESME_ROK);
    let request = peer.submit().await;
    peer.refuse(&request, CommandStatus::ESME_RTHROTTLED).await;
    let mut submitted = soon(submission).await.unwrap();
    assert_eq!(submitted.message_id, None);
    assert_eq!(submitted.response.command_status(), CommandStatus::ESME_RTHROTTLED);
    assert!(soon(submitted.receipts.next()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn it_does_not_matter_when_somebody_looks_at_the_response() {
    let mut config = quiet();
    config.session.max_unanswered = 400;
    let (link, _incoming, mut peer) = esme(1 << 16, config).await;
    let wanted = SubmitSm { registered_delivery: RegisteredDelivery::RECEIPT, ..submit("hi") };
    let mut submissions = Vec::new();
    for id in 1..=50_u32 {
        submissions.push(link.start_submit(&wanted).await.unwrap());
        let request = peer.submit().await;
        peer.accept(&request, &id.to_string()).await;
        peer.deliver(id, &receipt(&format!("id:{id} stat:DELIVRD"))).await;
    }
    peer.hears_nothing().await;
    for submission in submissions {
        let mut submitted = soon(submission).await.unwrap();
        assert_eq!(soon(submitted.receipts.outcome()).await, [Some(DELIVERED)]);
    }
    for id in 1..=50 {
        assert_eq!(peer.delivered(id).await, CommandStatus::ESME_ROK);
    }
}

#[tokio::test(start_paused = true)]
async fn who_drops_a_submission_leaves_its_receipt_to_the_application() {
    let (link, mut incoming, mut peer) = esme(4096, quiet()).await;
    let wanted = SubmitSm { registered_delivery: RegisteredDelivery::RECEIPT, ..submit("hi") };
    let submission = link.start_submit(&wanted).await.unwrap();
    let request = peer.submit().await;
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    peer.hears_nothing().await;
    drop(submission);
    assert_eq!(stray(&mut incoming).await, "id:1 stat:DELIVRD");
    peer.accept(&request, "1").await;
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
    assert_eq!(link.in_flight(), 0);
}
