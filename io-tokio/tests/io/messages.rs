//! Messages that come in, whole, and receipts.

use std::time::Duration;

use smppkit::message::incoming::Kind;
use smppkit::message::segment::{Segment, SplitOptions, split};
use smppkit::message::udh::Reference;
use smppkit::values::{EsmClass, MessageState};
use smppkit::{
    AlertNotification, CommandId, CommandStatus, DataSm, DeliverSm, EnquireLink, Pdu, QuerySm, tlv,
};
use smppkit_tokio::{Delivery, Message, MessageConfig, Messages, Received};

use crate::support::*;

const LONG: &str = "Grüße an alle, die dies lesen 👋🌍 ";
const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn parts(text: &str, reference: u8) -> Vec<Segment<'_>> {
    split(text, &SplitOptions::new(Reference::Udh8(reference))).unwrap().collect()
}

async fn deliver_part(peer: &mut Peer, sequence_number: u32, part: &Segment<'_>) {
    let octets = part.to_vec();
    let deliver_sm = DeliverSm {
        source_addr: "447700900123".into(),
        destination_addr: "12345".into(),
        esm_class: part.esm_class(),
        data_coding: part.data_coding(),
        short_message: octets.as_slice().into(),
        ..Default::default()
    };
    peer.deliver(sequence_number, &deliver_sm).await;
}

async fn message(messages: &mut Messages) -> Message {
    match soon(messages.next()).await {
        Some(Delivery::Message(message)) => message,
        other => panic!("{other:?}"),
    }
}

/// Lets the adapter work: nothing comes of it.
async fn nothing(messages: &mut Messages, time: Duration) {
    let next = tokio::time::timeout(time, messages.next()).await;
    assert!(next.is_err(), "{next:?}");
}

const A_MOMENT: Duration = Duration::from_millis(10);

#[tokio::test(start_paused = true)]
async fn a_message_is_acknowledged_when_the_application_says_so() {
    let (_link, incoming, mut peer) = esme(4096, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let one = DeliverSm {
        source_addr: "447".into(),
        destination_addr: "123".into(),
        short_message: b"caf\x05".into(),
        ..Default::default()
    };
    peer.deliver(2, &one).await;
    let first = message(&mut messages).await;
    assert_eq!((first.from().as_str(), first.to().as_str(), first.text()), ("447", "123", Some("café")));
    assert!(first.is_complete() && matches!(first.pdu(), Pdu::DeliverSm(_)));
    assert_eq!(first.octets(), b"caf\x05");
    peer.hears_nothing().await;
    first.accept().unwrap();
    assert_eq!(peer.delivered(2).await, ROK);
    peer.deliver(3, &one).await;
    message(&mut messages).await.reject(CommandStatus::ESME_RMSGQFUL).unwrap();
    assert_eq!(peer.delivered(3).await, CommandStatus::ESME_RMSGQFUL);
    peer.deliver(4, &one).await;
    drop(message(&mut messages).await);
    assert_eq!(peer.delivered(4).await, CommandStatus::ESME_RX_T_APPN);
}

#[tokio::test(start_paused = true)]
async fn data_sm_is_a_message_too() {
    let (_link, incoming, mut peer) = esme(4096, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let tlvs = [tlv::MESSAGE_PAYLOAD.with("hello".into())];
    let data_sm = DataSm { source_addr: "447".into(), tlvs: (&tlvs).into(), ..Default::default() };
    peer.send(ROK, 2, &data_sm).await;
    let one = message(&mut messages).await;
    assert_eq!((one.text(), one.from().as_str()), (Some("hello"), "447"));
    one.accept().unwrap();
    assert_eq!(soon(peer.read()).await.unwrap().header().command_id, CommandId::DATA_SM_RESP);
}

#[tokio::test(start_paused = true)]
async fn a_long_message_comes_whole_and_its_parts_are_acknowledged_with_it() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let text = LONG.repeat(5);
    let parts = parts(&text, 7);
    assert_eq!(parts.len(), 3);
    for (number, part) in [(2, 2), (3, 0), (4, 1)] {
        nothing(&mut messages, A_MOMENT).await;
        deliver_part(&mut peer, number, &parts[part]).await;
    }
    let whole = message(&mut messages).await;
    assert_eq!(whole.text(), Some(text.as_str()));
    assert!(whole.is_complete());
    peer.hears_nothing().await;
    nothing(&mut messages, 10 * SECOND).await;
    peer.hears_nothing().await;
    whole.accept().unwrap();
    for number in 2..=4 {
        assert_eq!(peer.delivered(number).await, ROK);
    }
    // A late copy is no message.
    deliver_part(&mut peer, 5, &parts[0]).await;
    nothing(&mut messages, A_MOMENT).await;
    assert_eq!(peer.delivered(5).await, ROK);
}

#[tokio::test(start_paused = true)]
async fn a_part_is_accepted_in_time_for_those_that_send_one_at_a_time() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let text = LONG.repeat(5);
    let parts = parts(&text, 7);
    let sending = async {
        for (number, part) in (2..).zip(&parts[..2]) {
            let start = tokio::time::Instant::now();
            deliver_part(&mut peer, number, part).await;
            assert_eq!(peer.delivered(number).await, ROK);
            assert!(start.elapsed() >= SECOND && start.elapsed() < 2 * SECOND);
        }
        deliver_part(&mut peer, 4, &parts[2]).await;
    };
    let (whole, ()) = tokio::join!(message(&mut messages), sending);
    assert_eq!(whole.text(), Some(text.as_str()));
    whole.accept().unwrap();
    assert_eq!(peer.delivered(4).await, ROK);
}

#[tokio::test(start_paused = true)]
async fn without_a_hold_all_but_the_last_part_are_accepted_at_once() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut config = MessageConfig::default();
    config.hold = Duration::ZERO;
    let mut messages = incoming.messages(config);
    let text = LONG.repeat(5);
    for (number, part) in (2..).zip(&parts(&text, 7)) {
        deliver_part(&mut peer, number, part).await;
    }
    let whole = message(&mut messages).await;
    assert_eq!([peer.delivered(2).await, peer.delivered(3).await], [ROK, ROK]);
    peer.hears_nothing().await;
    whole.accept().unwrap();
    assert_eq!(peer.delivered(4).await, ROK);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_is_rejected_can_come_again() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let text = LONG.repeat(5);
    let parts = parts(&text, 7);
    for (number, part) in (2..).zip(&parts) {
        deliver_part(&mut peer, number, part).await;
    }
    drop(message(&mut messages).await);
    for number in 2..=4 {
        assert_eq!(peer.delivered(number).await, CommandStatus::ESME_RX_T_APPN);
    }
    // All parts again; two of them are accepted this time before the message is rejected.
    for (number, part) in (5..).zip(&parts[..2]) {
        deliver_part(&mut peer, number, part).await;
    }
    nothing(&mut messages, 2 * SECOND).await;
    assert_eq!([peer.delivered(5).await, peer.delivered(6).await], [ROK, ROK]);
    deliver_part(&mut peer, 7, &parts[2]).await;
    message(&mut messages).await.reject(CommandStatus::ESME_RSYSERR).unwrap();
    assert_eq!(peer.delivered(7).await, CommandStatus::ESME_RSYSERR);
    // So only the last one comes again.
    deliver_part(&mut peer, 8, &parts[2]).await;
    let whole = message(&mut messages).await;
    assert_eq!(whole.text(), Some(text.as_str()));
    whole.accept().unwrap();
    assert_eq!(peer.delivered(8).await, ROK);
    nothing(&mut messages, 2000 * SECOND).await;
}

#[tokio::test(start_paused = true)]
async fn copies_of_parts_are_answered_like_the_message() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let text = LONG.repeat(3);
    let parts = parts(&text, 7);
    deliver_part(&mut peer, 2, &parts[0]).await;
    deliver_part(&mut peer, 3, &parts[0]).await;
    deliver_part(&mut peer, 4, &parts[1]).await;
    let whole = message(&mut messages).await;
    deliver_part(&mut peer, 5, &parts[1]).await;
    nothing(&mut messages, 5 * SECOND).await;
    peer.hears_nothing().await;
    whole.reject(CommandStatus::ESME_RSYSERR).unwrap();
    for number in 2..=5 {
        assert_eq!(peer.delivered(number).await, CommandStatus::ESME_RSYSERR);
    }
    // A peer that only ever sends copies gets answers, and nothing grows.
    deliver_part(&mut peer, 6, &parts[0]).await;
    for number in 7..200 {
        deliver_part(&mut peer, number, &parts[0]).await;
        nothing(&mut messages, 2 * SECOND).await;
        assert_eq!(peer.delivered(if number == 7 { 6 } else { number }).await, ROK);
        if number == 7 {
            assert_eq!(peer.delivered(7).await, ROK);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_becomes_whole_is_handed_out_in_the_end() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let text = LONG.repeat(5);
    let parts = parts(&text, 7);
    deliver_part(&mut peer, 2, &parts[1]).await;
    let start = tokio::time::Instant::now();
    let Some(Delivery::Message(rest)) = messages.next().await else { panic!() };
    assert!(
        start.elapsed() >= Duration::from_secs(30 * 60) && start.elapsed() < Duration::from_secs(31 * 60)
    );
    assert_eq!(rest.missing(), [1, 3]);
    let text = rest.text().unwrap();
    assert!(!rest.is_complete() && text.starts_with('\u{FFFD}') && text.ends_with('\u{FFFD}'));
    assert_eq!(peer.delivered(2).await, ROK);
    rest.accept().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_reference_that_is_used_again_puts_an_end_to_what_waited_under_it() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let (old, new) = ("old ".repeat(50), "new ".repeat(50));
    let (old, new_parts) = (parts(&old, 7), parts(&new, 7));
    deliver_part(&mut peer, 2, &old[0]).await;
    deliver_part(&mut peer, 3, &new_parts[0]).await;
    let rest = message(&mut messages).await;
    assert_eq!(rest.missing(), [2]);
    deliver_part(&mut peer, 4, &new_parts[1]).await;
    let whole = message(&mut messages).await;
    assert_eq!(whole.text(), Some(new.as_str()));
    rest.reject(CommandStatus::ESME_RSYSERR).unwrap();
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_RSYSERR);
    whole.accept().unwrap();
    assert_eq!([peer.delivered(3).await, peer.delivered(4).await], [ROK, ROK]);
}

#[tokio::test(start_paused = true)]
async fn without_memory_a_part_is_refused_for_now() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut config = MessageConfig::default();
    config.limits.max_octets = 700;
    let mut messages = incoming.messages(config);
    let text = LONG.repeat(5);
    deliver_part(&mut peer, 2, &parts(&text, 1)[0]).await;
    deliver_part(&mut peer, 3, &parts(&text, 2)[0]).await;
    nothing(&mut messages, A_MOMENT).await;
    assert_eq!(peer.delivered(3).await, CommandStatus::ESME_RX_T_APPN);
}

#[tokio::test(start_paused = true)]
async fn receipts_and_other_things_come_between() {
    let (_link, incoming, mut peer) = mc(1 << 16, smppkit_tokio::LinkConfig::mc()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    peer.send(ROK, 2, &QuerySm { message_id: "7".into(), ..Default::default() }).await;
    let Some(Delivery::Other(Received::Request(query))) = soon(messages.next()).await else { panic!() };
    assert!(matches!(query.pdu(), Pdu::QuerySm(_)));

    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    peer.send(ROK, 2, &AlertNotification { source_addr: "1".into(), ..Default::default() }).await;
    peer.deliver(3, &receipt("id:77 stat:UNDELIV err:021")).await;
    peer.deliver(4, &receipt("who knows of what")).await;
    let Some(Delivery::Other(Received::Notification(_))) = soon(messages.next()).await else { panic!() };
    let Some(Delivery::Receipt(one)) = soon(messages.next()).await else { panic!() };
    assert_eq!((one.message_id(), one.state()), ("77", Some(MessageState::UNDELIVERABLE)));
    assert_eq!(one.part(), None);
    peer.hears_nothing().await;
    one.accept().unwrap();
    assert_eq!(peer.delivered(3).await, ROK);
    let Some(Delivery::Other(Received::Request(_))) = soon(messages.next()).await else { panic!() };

    // Only messages are joined.
    let part = b"\x05\0\x03\x2A\x02\x01who knows of what";
    let mut in_parts = DeliverSm { short_message: part.into(), ..receipt("") };
    in_parts.esm_class = EsmClass(EsmClass::MC_DELIVERY_RECEIPT.0 | EsmClass::UDHI.0);
    peer.deliver(5, &in_parts).await;
    let Some(Delivery::Other(Received::Request(_))) = soon(messages.next()).await else { panic!() };
    in_parts.esm_class = EsmClass(0x10 | EsmClass::UDHI.0);
    peer.deliver(6, &in_parts).await;
    let acknowledgement = message(&mut messages).await;
    assert_eq!(acknowledgement.kind(), Kind::ManualAcknowledgement);
    assert_eq!(acknowledgement.text(), Some("who knows of what"));
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_link_leaves_nothing_behind() {
    let (_link, incoming, mut peer) = esme(1 << 16, quiet()).await;
    let mut messages = incoming.messages(MessageConfig::default());
    let text = LONG.repeat(5);
    deliver_part(&mut peer, 2, &parts(&text, 1)[0]).await;
    deliver_part(&mut peer, 3, &parts(&text, 2)[0]).await;
    let broken =
        DeliverSm { esm_class: EsmClass::UDHI, short_message: "no header".into(), ..Default::default() };
    peer.deliver(4, &broken).await;
    peer.send(ROK, 5, &EnquireLink::default()).await;
    drop(peer);
    let one = message(&mut messages).await;
    assert_eq!(one.text(), Some("no header"));
    for _ in 0..2 {
        let rest = message(&mut messages).await;
        assert_eq!(rest.missing(), [2, 3]);
        assert!(rest.accept().is_err());
    }
    assert!(soon(messages.next()).await.is_none());
}
