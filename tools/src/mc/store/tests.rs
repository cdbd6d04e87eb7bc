use std::time::Duration;

use smppkit::{DestAddress, SubmitMulti, SubmitSm};

use super::*;
use crate::mc::IdStyle;

const V3_4: InterfaceVersion = InterfaceVersion::V3_4;

fn at(seconds: u64) -> Time {
    Duration::from_secs(1_000_000_000 + seconds)
}

fn store(mix: &str) -> Store {
    Store::new(Ids::new(IdStyle::Decimal, 0, 0), mix.parse().unwrap(), Duration::from_secs(10))
}

fn message(text: &str) -> Submission {
    Submission::of_submit_sm(&SubmitSm {
        source_addr: "12345".into(),
        destination_addr: "447700900123".into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        short_message: text.into(),
        ..SubmitSm::default()
    })
}

fn query(store: &Store, account: &str, id: &str) -> Answer<MessageState> {
    let pdu = QuerySm { message_id: id.into(), source_addr: "12345".into(), ..QuerySm::default() };
    store.query(at(0), V3_4, account, &pdu).map(|state| state.state)
}

fn cancel(store: &mut Store, id: &str, to: &str) -> Answer<usize> {
    let pdu = CancelSm {
        message_id: id.into(),
        source_addr: "12345".into(),
        destination_addr: to.into(),
        ..CancelSm::default()
    };
    store.cancel(at(1), "app", &pdu).map(|done| done.len())
}

#[test]
fn a_message_is_under_way_and_then_delivered() {
    let mut store = store("delivered");
    let id = store.submit(at(0), "app", V3_4, &message("Hello")).unwrap();
    assert_eq!(id, "1");
    assert_eq!(query(&store, "app", "1"), Ok(MessageState::ENROUTE));
    assert_eq!((store.next_due(), store.poll_done(at(9))), (Some(at(10)), None));
    let done = store.poll_done(at(11)).unwrap();
    assert_eq!(done.account, "app");
    assert_eq!((done.receipt.state, done.receipt.done), (MessageState::DELIVERED, at(10)));
    assert_eq!((store.poll_done(at(11)), store.next_due()), (None, None));
    assert_eq!(query(&store, "app", "1"), Ok(MessageState::DELIVERED));
    assert_eq!(query(&store, "other", "1"), Err(CommandStatus::ESME_RINVMSGID));
    assert_eq!(query(&store, "app", "2"), Err(CommandStatus::ESME_RINVMSGID));
}

#[test]
fn receipts_go_to_those_who_asked() {
    let mut store = store("delivered,undeliverable");
    for wanted in [RegisteredDelivery::NONE, RegisteredDelivery::RECEIPT_ON_FAILURE] {
        for _ in 0..2 {
            let submission = Submission { registered_delivery: wanted, ..message("Hello") };
            store.submit(at(0), "app", V3_4, &submission).unwrap();
        }
    }
    let done = store.poll_done(at(20)).unwrap();
    assert_eq!((done.receipt.message_id.as_str(), done.receipt.state), ("4", MessageState::UNDELIVERABLE));
    assert_eq!(store.poll_done(at(20)), None);
}

#[test]
fn what_is_refused_is_not_kept() {
    let mut store = store("ESME_RSUBMITFAIL,enroute");
    assert_eq!(store.submit(at(0), "app", V3_4, &message("a")), Err(CommandStatus::ESME_RSUBMITFAIL));
    let nowhere = Submission { destinations: vec![Address::default()], ..message("a") };
    assert_eq!(store.submit(at(0), "app", V3_4, &nowhere), Err(CommandStatus::ESME_RINVDSTADR));
    // One that is under way for ever.
    store.submit(at(0), "app", V3_4, &message("a")).unwrap();
    assert_eq!(store.poll_done(at(99)), None);
    assert_eq!(query(&store, "app", "1"), Ok(MessageState::ENROUTE));
}

#[test]
fn a_message_that_waits_can_be_cancelled() {
    let mut store = store("delivered");
    for _ in 0..3 {
        store.submit(at(0), "app", V3_4, &message("Hello")).unwrap();
    }
    assert_eq!(cancel(&mut store, "1", ""), Ok(1));
    assert_eq!(cancel(&mut store, "1", ""), Err(CommandStatus::ESME_RCANCELFAIL));
    assert_eq!(cancel(&mut store, "9", ""), Err(CommandStatus::ESME_RINVMSGID));
    assert_eq!(query(&store, "app", "1"), Ok(MessageState::DELETED));
    assert_eq!(cancel(&mut store, "", "1"), Err(CommandStatus::ESME_RCANCELFAIL));
    assert_eq!(cancel(&mut store, "", "447700900123"), Ok(2));
    assert_eq!((store.poll_done(at(99)), store.next_due()), (None, None));
}

#[test]
fn a_message_that_waits_can_be_replaced() {
    let mut store = store("delivered");
    store.submit(at(0), "app", V3_4, &message("Hello")).unwrap();
    let pdu = ReplaceSm {
        message_id: "1".into(),
        source_addr: "12345".into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        short_message: "Goodbye".into(),
        ..ReplaceSm::default()
    };
    assert_eq!(store.replace(at(1), "app", &pdu), Ok(()));
    let another = ReplaceSm { source_addr: "54321".into(), ..pdu };
    assert_eq!(store.replace(at(1), "app", &another), Err(CommandStatus::ESME_RREPLACEFAIL));
    assert_eq!(store.poll_done(at(10)).unwrap().receipt.text, "Goodbye");
    assert_eq!(store.replace(at(1), "app", &pdu), Err(CommandStatus::ESME_RREPLACEFAIL));

    // By a new message with replace_if_present_flag.
    store.submit(at(20), "app", V3_4, &message("one")).unwrap();
    let submission = Submission { replace_if_present: true, ..message("two") };
    let id = store.submit(at(21), "app", V3_4, &submission).unwrap();
    let done = store.poll_done(at(99)).unwrap();
    assert_eq!((done.receipt.message_id, done.receipt.text.as_str()), (id, "two"));
    assert_eq!(store.poll_done(at(99)), None);
}

#[test]
fn a_message_waits_for_its_time_and_expires_at_another() {
    let mut store = store("delivered");
    let timed = |schedule: &str, validity: &str| Submission {
        schedule_delivery_time: schedule.into(),
        validity_period: validity.into(),
        ..message("Hello")
    };
    // A minute from now, for as long as it takes.
    store.submit(at(0), "app", V3_4, &timed("000000000100000R", "")).unwrap();
    assert_eq!(store.next_due(), Some(at(70)));
    let pdu = QuerySm { message_id: "1".into(), source_addr: "12345".into(), ..QuerySm::default() };
    let state = |now, version| store.query(now, version, "app", &pdu).unwrap().state;
    assert_eq!(state(at(59), InterfaceVersion::V5_0), MessageState::SCHEDULED);
    assert_eq!(state(at(59), V3_4), MessageState::ENROUTE);
    assert_eq!(state(at(60), InterfaceVersion::V5_0), MessageState::ENROUTE);
    assert_eq!(store.poll_done(at(70)).unwrap().receipt.state, MessageState::DELIVERED);
    // Delivery takes ten seconds, which it does not get.
    store.submit(at(0), "app", V3_4, &timed("", "000000000005000R")).unwrap();
    let done = store.poll_done(at(70)).unwrap();
    assert_eq!((done.receipt.state, done.receipt.done), (MessageState::EXPIRED, at(5)));
    // Unless it is told later that it does.
    store.submit(at(0), "app", V3_4, &timed("", "000000000005000R")).unwrap();
    let pdu = ReplaceSm {
        message_id: "3".into(),
        source_addr: "12345".into(),
        validity_period: "000000000100000R".into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..ReplaceSm::default()
    };
    assert_eq!(store.replace(at(1), "app", &pdu), Ok(()));
    let done = store.poll_done(at(70)).unwrap();
    assert_eq!((done.receipt.state, done.receipt.done), (MessageState::DELIVERED, at(11)));
    for (submission, status) in [
        (timed("soon", ""), CommandStatus::ESME_RINVSCHED),
        (timed("", "never"), CommandStatus::ESME_RINVEXPIRY),
        (timed("", "000101000000000+"), CommandStatus::ESME_RINVEXPIRY),
    ] {
        assert_eq!(store.submit(at(0), "app", V3_4, &submission), Err(status));
    }
}

#[test]
fn several_destinations_share_an_id() {
    let mut store = store("delivered");
    let sme = |address: &'static str| DestAddress::Sme {
        ton: smppkit::values::Ton(1),
        npi: smppkit::values::Npi(1),
        destination_addr: address.into(),
    };
    let dest_address = [sme("1"), DestAddress::DistributionList { dl_name: "all".into() }, sme("2")];
    let submission = Submission::of_submit_multi(&SubmitMulti {
        source_addr: "12345".into(),
        dest_address: (&dest_address).into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..SubmitMulti::default()
    });
    assert_eq!(store.submit(at(0), "app", V3_4, &submission), Ok("1".into()));
    let done = [store.poll_done(at(10)).unwrap(), store.poll_done(at(10)).unwrap()];
    assert_eq!(
        done.map(|done| (done.receipt.message_id, done.receipt.destination.text)),
        [("1".into(), "1".into()), ("1".into(), "2".into())]
    );
    assert_eq!(store.last_ids("app", &"12345".parse().unwrap(), 5), ["1", "1"]);
}

#[test]
fn it_grows_no_further_than_its_limit() {
    let mut store = store("delivered");
    for second in 0..MAX_MESSAGES as u64 + 10 {
        store.submit(at(second), "app", V3_4, &message("")).unwrap();
        while store.poll_done(at(second)).is_some() {}
    }
    assert_eq!(
        (store.messages.len(), store.by_id.len(), store.age.len()),
        (MAX_MESSAGES, MAX_MESSAGES, MAX_MESSAGES)
    );
    assert_eq!(query(&store, "app", "1"), Err(CommandStatus::ESME_RINVMSGID));
    // Nothing has become of any of these yet.
    let mut store = self::store("delivered");
    for _ in 0..MAX_MESSAGES {
        store.submit(at(0), "app", V3_4, &message("")).unwrap();
    }
    assert_eq!(store.submit(at(0), "app", V3_4, &message("")), Err(CommandStatus::ESME_RMSGQFUL));
}
