//! Requests of ours: windows, cancellation, time-outs, and the end of the link.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Waker};

use smppkit::session::CloseReason;
use smppkit::{CommandId, CommandStatus, GenericNack, Pdu, SubmitSmResp};
use smppkit_tokio::{Closed, LinkConfig, RequestError, Server};

use crate::support::*;

#[tokio::test]
async fn every_request_gets_its_own_response() {
    let (server, client) = listen(Server::new("mc")).await;
    let (link, _) = soon(client.window(5).connect()).await.unwrap();
    let tasks = (0..500).map(|n| {
        let link = link.clone();
        tokio::spawn(async move {
            let text = format!("message {n}");
            let response = link.request(&submit(&text)).await.unwrap();
            let Pdu::SubmitSmResp(resp) = response.pdu() else { panic!("{response:?}") };
            assert_eq!(resp.message_id, text.as_str());
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        soon(task).await.unwrap();
    }
    assert_eq!(link.in_flight(), 0);
    soon(server.shutdown(SECOND)).await;
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_in_flight_than_the_window_has_slots() {
    let (link, _incoming, mut peer) = esme(4096, window(3)).await;
    for n in 0..10 {
        let link = link.clone();
        tokio::spawn(async move { link.request(&submit(&n.to_string())).await });
    }
    let mut in_flight = std::collections::VecDeque::new();
    for _ in 0..3 {
        in_flight.push_back(soon(peer.read()).await.unwrap());
    }
    for n in 3..10 {
        // Nothing more comes until one is answered.
        let more = tokio::time::timeout(SECOND, peer.read()).await;
        assert!(more.is_err(), "a request too many");
        assert_eq!(link.in_flight(), 3);
        let answered = in_flight.pop_front().unwrap();
        peer.accept_submit(&answered).await;
        let next = soon(peer.read()).await.unwrap();
        assert_eq!(text(&next), n.to_string(), "not first come, first served");
        in_flight.push_back(next);
    }
}

#[tokio::test]
async fn the_window_can_be_narrowed_and_widened() {
    let (link, _incoming, _peer) = esme(4096, window(8)).await;
    link.limit_window(2);
    let mut in_flight =
        vec![link.try_request(&submit("1")).unwrap(), link.try_request(&submit("2")).unwrap()];
    assert!(matches!(link.try_request(&submit("3")), Err(RequestError::WindowFull)));
    let third = submit("3");
    let (started, ()) = tokio::join!(link.start_request(&third), async { link.limit_window(3) });
    in_flight.push(started.unwrap());
    assert!(matches!(link.try_request(&submit("4")), Err(RequestError::WindowFull)));
}

#[tokio::test]
async fn try_request_sends_now_or_not_at_all() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let first = link.try_request(&submit("first")).unwrap();
    let error = link.try_request(&submit("second")).unwrap_err();
    assert!(matches!(error, RequestError::WindowFull) && !error.may_have_been_done());
    let request = soon(peer.read()).await.unwrap();
    assert_eq!(text(&request), "first");
    peer.accept_submit(&request).await;
    assert!(soon(first).await.unwrap().is_ok());
    let third = link.try_request(&submit("third")).unwrap();
    assert_eq!(text(&soon(peer.read()).await.unwrap()), "third");
    drop(third);
}

#[tokio::test]
async fn one_task_can_pipeline_in_order_and_responses_may_come_in_any() {
    let (link, _incoming, mut peer) = esme(4096, window(8)).await;
    let mut started = Vec::new();
    for n in 0..8 {
        started.push(link.start_request(&submit(&n.to_string())).await.unwrap());
    }
    let mut requests = Vec::new();
    for n in 0..8 {
        let request = soon(peer.read()).await.unwrap();
        assert_eq!(text(&request), n.to_string());
        requests.push(request);
    }
    for request in requests.iter().rev() {
        let text = text(request);
        let resp = SubmitSmResp { message_id: text.as_str().into(), ..Default::default() };
        peer.send(CommandStatus::ESME_ROK, request.header().sequence_number, &resp).await;
    }
    for (n, response) in started.into_iter().enumerate() {
        let response = soon(response).await.unwrap();
        let Pdu::SubmitSmResp(resp) = response.pdu() else { panic!("{response:?}") };
        assert_eq!(resp.message_id, n.to_string().as_str());
    }
}

#[tokio::test]
async fn a_refusal_is_a_response() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let response = link.try_request(&submit("first")).unwrap();
    let request = soon(peer.read()).await.unwrap();
    let number = request.header().sequence_number;
    peer.send(CommandStatus::ESME_RTHROTTLED, number, &SubmitSmResp::default()).await;
    let response = soon(response).await.unwrap();
    assert_eq!(response.command_status(), CommandStatus::ESME_RTHROTTLED);
    assert!(!response.is_ok());

    let response = link.try_request(&submit("second")).unwrap();
    let number = soon(peer.read()).await.unwrap().header().sequence_number;
    peer.send(CommandStatus::ESME_RINVCMDID, number, &GenericNack::default()).await;
    let response = soon(response).await.unwrap();
    assert!(matches!(response.pdu(), Pdu::GenericNack(_)));
    assert_eq!(response.into_buf().header().command_status, CommandStatus::ESME_RINVCMDID);
}

#[tokio::test]
async fn a_dropped_request_keeps_its_slot_until_its_response() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let dropped = link.try_request(&submit("dropped")).unwrap();
    let request = soon(peer.read()).await.unwrap();
    drop(dropped);
    assert!(matches!(link.try_request(&submit("next")), Err(RequestError::WindowFull)));
    let next = tokio::spawn({
        let link = link.clone();
        async move { link.request(&submit("next")).await }
    });
    peer.accept_submit(&request).await;
    let request = soon(peer.read()).await.unwrap();
    assert_eq!(text(&request), "next");
    peer.accept_submit(&request).await;
    assert!(soon(next).await.unwrap().unwrap().is_ok());
    assert_eq!(link.in_flight(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_request_gives_its_slot_back_at_its_time_out() {
    let mut config = window(1);
    config.session.response = 5 * SECOND;
    let (link, _incoming, mut peer) = esme(4096, config).await;
    drop(link.try_request(&submit("dropped")).unwrap());
    peer.read().await.unwrap();
    let start = tokio::time::Instant::now();
    let next = tokio::spawn({
        let link = link.clone();
        async move { link.request(&submit("next")).await }
    });
    assert_eq!(text(&peer.read().await.unwrap()), "next");
    assert_eq!(start.elapsed().as_secs(), 5);
    next.abort();
}

#[tokio::test]
async fn a_request_that_is_dropped_in_line_is_never_sent_and_the_next_moves_up() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let first = link.try_request(&submit("first")).unwrap();
    let context = &mut Context::from_waker(Waker::noop());
    let (second, third) = (submit("second"), submit("third"));
    let mut second = Box::pin(link.request(&second));
    let mut third = Box::pin(link.request(&third));
    assert!(second.as_mut().poll(context).is_pending());
    assert!(third.as_mut().poll(context).is_pending());
    drop(second);
    let request = soon(peer.read()).await.unwrap();
    peer.accept_submit(&request).await;
    soon(first).await.unwrap();
    let (response, ()) = tokio::join!(third, async {
        let request = soon(peer.read()).await.unwrap();
        assert_eq!(text(&request), "third");
        peer.accept_submit(&request).await;
    });
    assert!(response.unwrap().is_ok());
}

#[tokio::test]
async fn a_place_that_came_up_and_is_dropped_goes_to_the_next_in_line() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let first = link.try_request(&submit("first")).unwrap();
    let context = &mut Context::from_waker(Waker::noop());
    let message = submit("second");
    let mut second = Box::pin(link.request(&message));
    assert!(second.as_mut().poll(context).is_pending());
    let third = tokio::spawn({
        let link = link.clone();
        async move { link.request(&submit("third")).await }
    });
    tokio::task::yield_now().await;
    let request = soon(peer.read()).await.unwrap();
    peer.accept_submit(&request).await;
    // Its response shows that the slot is free by now: the second was told, and does not use it.
    soon(first).await.unwrap();
    drop(second);
    let request = soon(peer.read()).await.unwrap();
    assert_eq!(text(&request), "third");
    peer.accept_submit(&request).await;
    assert!(soon(third).await.unwrap().unwrap().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_request_times_out_and_a_late_response_changes_nothing() {
    let mut config = window(2);
    config.session.response = 5 * SECOND;
    config.session.enquire_link = None;
    let (link, _incoming, mut peer) = esme(4096, config).await;
    let start = tokio::time::Instant::now();
    let (long, short) = (submit("long"), submit("short"));
    let (long, short) =
        tokio::join!(async { (link.request(&long).await, start.elapsed().as_secs()) }, async {
            (link.request(&short).within(2 * SECOND).await, start.elapsed().as_secs())
        },);
    assert!(matches!(long, (Err(RequestError::Timeout), 5)), "{long:?}");
    assert!(matches!(short, (Err(RequestError::Timeout), 2)), "{short:?}");
    assert!(short.0.unwrap_err().may_have_been_done());
    for _ in 0..2 {
        let late = peer.read().await.unwrap();
        peer.accept_submit(&late).await;
    }
    let in_time = submit("in time");
    let (response, ()) = tokio::join!(link.request(&in_time), async {
        let request = peer.read().await.unwrap();
        peer.accept_submit(&request).await;
    });
    assert!(response.unwrap().is_ok());
    assert_eq!(link.stats().unmatched, 2);
    let traffic = link.traffic();
    assert_eq!(traffic.of(CommandId::SUBMIT_SM).sent, 3);
    assert_eq!(traffic.of(CommandId::SUBMIT_SM_RESP).received, 3);
    assert_eq!(traffic.of(CommandId::BIND_TRANSCEIVER_RESP).received, 1);
}

#[tokio::test(start_paused = true)]
async fn the_round_trip_is_measured() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let message = submit("slow");
    let (response, ()) = tokio::join!(link.request(&message), async {
        let request = peer.read().await.unwrap();
        tokio::time::sleep(3 * SECOND).await;
        peer.accept_submit(&request).await;
    });
    assert_eq!(response.unwrap().round_trip().as_secs(), 3);
}

#[tokio::test]
async fn at_the_end_each_request_learns_what_is_known_of_it() {
    let (link, _incoming, mut peer) = esme(4096, window(2)).await;
    let sent = [link.try_request(&submit("1")).unwrap(), link.try_request(&submit("2")).unwrap()];
    let waiting = tokio::spawn({
        let link = link.clone();
        async move { link.request(&submit("3")).await }
    });
    for _ in 0..2 {
        soon(peer.read()).await.unwrap();
    }
    drop(peer);
    for sent in sent {
        let error = soon(sent).await.unwrap_err();
        assert!(
            matches!(&error, RequestError::Lost(closed) if closed.reason == CloseReason::Eof),
            "{error:?}"
        );
        assert!(error.may_have_been_done());
        assert!(error.to_string().contains("not known"), "{error}");
    }
    let error = soon(waiting).await.unwrap().unwrap_err();
    assert!(matches!(&error, RequestError::NotSent(_)) && !error.may_have_been_done(), "{error:?}");
    let error = soon(link.request(&submit("4"))).await.unwrap_err();
    assert!(matches!(error, RequestError::NotSent(_)), "{error:?}");
    assert_eq!(link.lost(), 2);
    assert_eq!(soon(link.closed()).await.reason, CloseReason::Eof);
}

#[tokio::test]
async fn a_link_that_is_closed_sends_nothing_more() {
    let (link, _incoming, mut peer) = esme(4096, window(2)).await;
    link.close();
    let error = link.try_request(&submit("too late")).unwrap_err();
    assert!(
        matches!(&error, RequestError::NotSent(closed) if closed.reason == CloseReason::Local),
        "{error:?}"
    );
    assert!(link.notify(&smppkit::Outbind::default()).is_err());
    assert!(soon(peer.read()).await.is_none());
}

#[tokio::test]
async fn after_the_unbind_of_the_peer_requests_are_known_not_to_be_sent() {
    let (link, _incoming, mut peer) = esme(4096, window(1)).await;
    let in_flight = link.try_request(&submit("in flight")).unwrap();
    let waiting = tokio::spawn({
        let link = link.clone();
        async move { link.request(&submit("waiting")).await }
    });
    let request = soon(peer.read()).await.unwrap();
    let unbound = soon(peer.ask(2, &smppkit::Unbind::default())).await;
    assert_eq!(unbound.header().command_id, CommandId::UNBIND_RESP);
    let error = soon(waiting).await.unwrap().unwrap_err();
    let unbound = |closed: &Closed| closed.reason == CloseReason::PeerUnbound;
    assert!(matches!(&error, RequestError::NotSent(closed) if unbound(closed)), "{error:?}");
    // The response may still come.
    peer.accept_submit(&request).await;
    assert!(soon(in_flight).await.unwrap().is_ok());
    drop(peer);
    assert!(unbound(&soon(link.closed()).await));
}

#[tokio::test]
async fn unbind_waits_for_requests_in_flight_and_takes_no_more() {
    let (link, _incoming, mut peer) = esme(4096, window(4)).await;
    let in_flight = link.try_request(&submit("in flight")).unwrap();
    let unbinding = tokio::spawn({
        let link = link.clone();
        async move { link.unbind(60 * SECOND).await }
    });
    let request = soon(peer.read()).await.unwrap();
    while !matches!(link.try_request(&submit("too late")), Err(RequestError::NotSent(_))) {
        tokio::task::yield_now().await;
    }
    peer.accept_submit(&request).await;
    assert!(soon(in_flight).await.unwrap().is_ok());
    let unbind = loop {
        let next = soon(peer.read()).await.unwrap();
        match next.header().command_id {
            CommandId::SUBMIT_SM => peer.accept_submit(&next).await,
            _ => break next,
        }
    };
    assert_eq!(unbind.header().command_id, CommandId::UNBIND);
    let number = unbind.header().sequence_number;
    peer.send(CommandStatus::ESME_ROK, number, &smppkit::UnbindResp::default()).await;
    assert_eq!(soon(unbinding).await.unwrap().reason, CloseReason::Unbound);
    assert_eq!(link.lost(), 0);
    assert!(soon(peer.read()).await.is_none());
}

#[tokio::test]
async fn an_unbind_that_meets_the_end_of_the_connection_is_no_lost_request() {
    let (link, _incoming, mut peer) = esme(4096, window(4)).await;
    let (closed, ()) = tokio::join!(link.unbind(SECOND), async {
        assert_eq!(soon(peer.read()).await.unwrap().header().command_id, CommandId::UNBIND);
        drop(peer);
    });
    assert_eq!((closed.reason, link.lost()), (CloseReason::Eof, 0));
}

#[tokio::test(start_paused = true)]
async fn requests_learn_of_the_end_at_once_however_long_the_connection_takes_to_end() {
    let (link, _incoming, _peer) = esme(4096, window(1)).await;
    let in_flight = link.try_request(&submit("in flight")).unwrap();
    let message = submit("waiting");
    let start = tokio::time::Instant::now();
    let (in_flight, waiting, ()) = tokio::join!(in_flight, link.request(&message), async { link.close() });
    assert!(matches!(in_flight, Err(RequestError::Lost(_))), "{in_flight:?}");
    assert!(matches!(waiting, Err(RequestError::NotSent(_))), "{waiting:?}");
    assert_eq!(start.elapsed().as_millis(), 0);
    // The peer does not end its side.
    link.finished().await;
    assert_eq!(start.elapsed().as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn unbind_does_not_wait_for_ever() {
    let mut config = window(4);
    config.session.response = 30 * SECOND;
    config.session.enquire_link = None;
    let (link, _incoming, mut peer) = esme(4096, config).await;
    let never_answered = link.try_request(&submit("never answered")).unwrap();
    let start = tokio::time::Instant::now();
    let (closed, ()) = tokio::join!(link.unbind(5 * SECOND), async {
        assert_eq!(peer.read().await.unwrap().header().command_id, CommandId::SUBMIT_SM);
        assert_eq!(peer.read().await.unwrap().header().command_id, CommandId::UNBIND);
        assert_eq!(start.elapsed().as_secs(), 5);
    });
    assert_eq!(closed.reason, CloseReason::UnbindUnanswered);
    assert_eq!(start.elapsed().as_secs(), 30 + 5);
    assert!(matches!(never_answered.await, Err(RequestError::Timeout)));
}

#[tokio::test]
async fn a_link_that_nobody_holds_ends() {
    let (link, incoming, mut peer) = esme(4096, window(4)).await;
    let clone = link.clone();
    drop((link, incoming));
    let response = clone.try_request(&submit("still alive")).unwrap();
    let request = soon(peer.read()).await.unwrap();
    peer.accept_submit(&request).await;
    soon(response).await.unwrap();
    drop(clone);
    assert!(soon(peer.read()).await.is_none());
}

#[tokio::test]
async fn the_end_of_the_runtime_is_the_end_of_every_wait() {
    let other = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (link, _incoming, _peer) = other.spawn(esme(4096, window(1))).await.unwrap();
    let in_flight = link.try_request(&submit("in flight")).unwrap();
    let waiting = tokio::spawn({
        let link = link.clone();
        async move { link.request(&submit("waiting")).await }
    });
    tokio::task::yield_now().await;
    other.shutdown_background();
    assert!(matches!(soon(in_flight).await, Err(RequestError::Lost(_))));
    assert!(matches!(soon(waiting).await.unwrap(), Err(RequestError::NotSent(_))));
    soon(link.finished()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaks_and_nothing_hangs_when_waits_are_dropped_at_random() {
    let (server, client) = listen(Server::new("mc")).await;
    let (link, _) = soon(client.window(4).connect()).await.unwrap();
    let answered = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..200)
        .map(|n: u64| {
            let (link, answered) = (link.clone(), answered.clone());
            tokio::spawn(async move {
                // Deadlines from none at all to far more than needed: some fall into each stage of a request.
                let limit = std::time::Duration::from_micros(n * n);
                let message = submit("maybe");
                if let Ok(response) = tokio::time::timeout(limit, link.request(&message)).await {
                    assert!(response.unwrap().is_ok());
                    answered.fetch_add(1, SeqCst);
                }
            })
        })
        .collect();
    for task in tasks {
        soon(task).await.unwrap();
    }
    while link.in_flight() > 0 {
        tokio::task::yield_now().await;
    }
    // All four slots are there again.
    let all: Vec<_> = (0..4).map(|_| link.try_request(&submit("now")).unwrap()).collect();
    for response in all {
        assert!(soon(response).await.unwrap().is_ok());
    }
    assert!(answered.load(SeqCst) <= 200);
    soon(server.shutdown(SECOND)).await;
}

#[tokio::test]
async fn a_link_speaks_over_a_pipe_of_one_octet() {
    let (link, _incoming, mut peer) = esme(1, LinkConfig::esme()).await;
    let text_there = "x".repeat(200);
    let message = submit(&text_there);
    let (response, ()) = tokio::join!(soon(link.request(&message)), async {
        let request = soon(peer.read()).await.unwrap();
        assert_eq!(text(&request), text_there);
        peer.accept_submit(&request).await;
    });
    assert!(response.unwrap().is_ok());
}
