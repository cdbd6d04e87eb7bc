//! `smppkit simulate` as an application sees it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::run::smppkit;
use crate::simulator::{Ended, Simulator};
use smppkit::values::{MessageState, RegisteredDelivery};
use smppkit::{
    CancelSm, CommandId, CommandStatus, DataSm, DeliverSmResp, DestAddress, Header, Pdu, QuerySm, ReplaceSm,
    SubmitMulti, SubmitSm, tlv,
};
use smppkit_tokio::{BindKind, Client, Direction, Incoming, Link, Tap};

async fn bind(simulator: &Simulator, kind: BindKind) -> (Link, Incoming) {
    Client::new(&simulator.address).bind(kind, "app", "secret").connect().await.unwrap()
}

/// Ends it while the applications of the test can still answer.
async fn stop(simulator: Simulator, signal: &'static str) -> Ended {
    tokio::task::spawn_blocking(move || simulator.stop(signal)).await.unwrap()
}

/// The next deliver_sm as a line of text, answered.
async fn next(incoming: &mut Incoming) -> String {
    let request = tokio::time::timeout(Duration::from_secs(5), incoming.next_request());
    let request = request.await.expect("something comes in time").expect("the link is there");
    let shown = request.pdu().to_string();
    request.accept(&DeliverSmResp::default()).unwrap();
    shown
}

fn message(text: &str) -> SubmitSm<'_> {
    SubmitSm {
        source_addr: "12345".into(),
        destination_addr: "447700900123".into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        short_message: text.into(),
        ..SubmitSm::default()
    }
}

#[tokio::test]
async fn messages_of_mobiles_arrive_from_all_sources() {
    let mut simulator = Simulator::start(&["--mo", "447700900123:12345:from an argument", "--mo", "-"]);
    let (_link, mut incoming) = bind(&simulator, BindKind::Receiver).await;
    let first = next(&mut incoming).await;
    assert!(
        first.contains("destination_addr=\"12345\"") && first.contains("\"from an argument\""),
        "{first}"
    );
    let mut stdin = simulator.stdin();
    stdin.write_all(b"447700900123:12345:no text \xFF\n").unwrap();
    stdin.write_all("447700900123:12345:from a line, with ü and 😀\nrubbish\n".as_bytes()).unwrap();
    assert!(next(&mut incoming).await.contains("\"from a line, with ü and 😀\""));
    // A long one comes in parts.
    stdin.write_all(format!("447700900123:12345:{}\n", "long ".repeat(50)).as_bytes()).unwrap();
    assert!(next(&mut incoming).await.contains("esm_class=0x40"));
    assert!(next(&mut incoming).await.contains("esm_class=0x40"));
    let ended = stop(simulator, "INT").await;
    assert_eq!(ended.status, Some(0));
    assert!(ended.err.contains("\"rubbish\": write it as FROM:TO:TEXT"), "{}", ended.err);
}

#[tokio::test]
async fn a_silent_application_is_asked_whether_it_is_there() {
    let simulator = Simulator::start(&["--enquire-link", "20ms"]);
    let (sender, mut frames) = tokio::sync::mpsc::unbounded_channel();
    let tap = Tap::new(move |direction, frame| {
        if direction == Direction::Received {
            let _ = sender.send(Header::read(frame).map(|header| header.command_id));
        }
    });
    let client = Client::new(&simulator.address).tap(tap);
    let (_link, _incoming) = client.connect().await.unwrap();
    assert_eq!(frames.recv().await, Some(Some(CommandId::BIND_TRANSCEIVER_RESP)));
    let asked = tokio::time::timeout(Duration::from_secs(5), frames.recv()).await;
    assert_eq!(asked, Ok(Some(Some(CommandId::ENQUIRE_LINK))));
}

#[tokio::test]
async fn a_message_goes_to_who_serves_its_destination() {
    let simulator = Simulator::start(&["--mo", "1:777:x", "--mo-every", "20ms"]);
    let client = Client::new(&simulator.address);
    let served = |range: &str| {
        client.clone().bind(BindKind::Receiver, range, "").address_range(
            Default::default(),
            Default::default(),
            range,
        )
    };
    let (_other, mut nothing) = served("^888").connect().await.unwrap();
    let (_link, mut incoming) = served("^77").connect().await.unwrap();
    assert!(next(&mut incoming).await.contains("destination_addr=\"777\""));
    let waited = tokio::time::timeout(Duration::from_millis(100), nothing.next_request()).await;
    assert!(waited.is_err(), "nothing came for another");
}

#[tokio::test]
async fn messages_can_be_asked_about_cancelled_and_replaced() {
    let simulator = Simulator::start(&["--receipt-delay", "1m"]);
    let (link, _incoming) = bind(&simulator, BindKind::Transceiver).await;
    for id in ["1", "2"] {
        let response = link.request(&message("Hello")).await.unwrap();
        assert!(matches!(response.pdu(), Pdu::SubmitSmResp(pdu) if pdu.message_id == id));
    }
    let query = QuerySm { message_id: "1".into(), source_addr: "12345".into(), ..QuerySm::default() };
    let state = async |link: &Link| match link.request(&query).await.unwrap().pdu() {
        Pdu::QuerySmResp(pdu) => (pdu.message_state, pdu.final_date.is_empty()),
        pdu => panic!("{pdu}"),
    };
    assert_eq!(state(&link).await, (MessageState::ENROUTE, true));
    let cancel = CancelSm { message_id: "1".into(), source_addr: "12345".into(), ..CancelSm::default() };
    assert!(link.request(&cancel).await.unwrap().is_ok());
    assert_eq!(state(&link).await, (MessageState::DELETED, false));
    let status = link.request(&cancel).await.unwrap().command_status();
    assert_eq!(status, CommandStatus::ESME_RCANCELFAIL);
    let replace = ReplaceSm {
        message_id: "2".into(),
        source_addr: "12345".into(),
        short_message: "Bye".into(),
        ..ReplaceSm::default()
    };
    assert!(link.request(&replace).await.unwrap().is_ok());
    let unknown = QuerySm { message_id: "9".into(), ..query };
    assert_eq!(link.request(&unknown).await.unwrap().command_status(), CommandStatus::ESME_RINVMSGID);
}

#[tokio::test]
async fn data_sm_and_submit_multi_are_messages_too() {
    let simulator = Simulator::start(&["--receipt-delay", "20ms", "--message-id", "hex"]);
    let (link, mut incoming) = bind(&simulator, BindKind::Transceiver).await;
    let payload = [tlv::MESSAGE_PAYLOAD.with(b"Hello".into())];
    let data = DataSm {
        destination_addr: "447700900123".into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        tlvs: (&payload).into(),
        ..DataSm::default()
    };
    let response = link.request(&data).await.unwrap();
    assert!(matches!(response.pdu(), Pdu::DataSmResp(pdu) if pdu.message_id == "1"));
    assert!(next(&mut incoming).await.contains("stat:DELIVRD err:000 text:Hello"));

    let sme = |address: &'static str| DestAddress::Sme {
        ton: Default::default(),
        npi: Default::default(),
        destination_addr: address.into(),
    };
    let dest_address = [sme("1"), DestAddress::DistributionList { dl_name: "all".into() }, sme("2")];
    let multi = SubmitMulti {
        dest_address: (&dest_address).into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..SubmitMulti::default()
    };
    let response = link.request(&multi).await.unwrap();
    assert_eq!(
        response.pdu().to_string(),
        "submit_multi_resp message_id=\"2\" unsuccess_sme=[\"all\": ESME_RINVDLNAME]"
    );
    for address in ["1", "2"] {
        let receipt = next(&mut incoming).await;
        assert!(
            receipt.contains(&format!("source_addr=\"{address}\"")) && receipt.contains("id:2 "),
            "{receipt}"
        );
    }
}

#[tokio::test]
async fn a_receipt_waits_until_its_application_is_back() {
    let simulator = Simulator::start(&["--receipt-delay", "20ms", "--outcome", "expired"]);
    let (link, _) = bind(&simulator, BindKind::Transmitter).await;
    assert!(link.request(&message("Hello")).await.unwrap().is_ok());
    link.unbind(Duration::from_secs(1)).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let (_link, mut incoming) = bind(&simulator, BindKind::Receiver).await;
    let receipt = next(&mut incoming).await;
    assert!(
        receipt.contains("stat:EXPIRED err:027") && receipt.contains("message_state=EXPIRED"),
        "{receipt}"
    );
}

#[tokio::test]
async fn no_receipt_is_lost_with_its_connection() {
    let simulator = Simulator::start(&["--receipt-delay", "20ms", "--window", "1"]);
    let (link, mut incoming) = bind(&simulator, BindKind::Transceiver).await;
    for text in ["one", "two"] {
        assert!(link.request(&message(text)).await.unwrap().is_ok());
    }
    // The first is not answered, so the second finds no room in the window.
    let unanswered = incoming.next_request().await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    link.close();
    drop((unanswered, incoming));
    let (_link, mut incoming) = bind(&simulator, BindKind::Receiver).await;
    let mut receipts = [next(&mut incoming).await, next(&mut incoming).await];
    receipts.sort_by_key(|receipt| receipt.contains("text:two"));
    assert!(receipts[0].contains("text:one") && receipts[1].contains("text:two"), "{receipts:?}");
}

#[tokio::test]
async fn a_window_that_is_exceeded_is_throttled() {
    let simulator = Simulator::start(&["--window", "2", "--response-delay", "100ms"]);
    let (link, _) = bind(&simulator, BindKind::Transmitter).await;
    let mut responses = Vec::new();
    for _ in 0..4 {
        responses.push(link.start_request(&message("Hello")).await.unwrap());
    }
    let mut statuses = Vec::new();
    for response in responses {
        statuses.push(response.await.unwrap().command_status());
    }
    let throttled = CommandStatus::ESME_RTHROTTLED;
    assert_eq!(statuses, [CommandStatus::ESME_ROK, CommandStatus::ESME_ROK, throttled, throttled]);
}

#[tokio::test]
async fn it_unbinds_everybody_when_it_ends() {
    let simulator = Simulator::start(&[]);
    let (link, _incoming) = bind(&simulator, BindKind::Transceiver).await;
    let ended = stop(simulator, "TERM").await;
    assert_eq!(link.closed().await.to_string(), "the peer unbound");
    assert_eq!(ended.status, Some(0), "{}", ended.err);
    assert!(ended.out.contains("→ unbind #"), "{}", ended.out);
}

#[test]
fn a_peer_that_does_not_let_go_is_cut_off() {
    let simulator = Simulator::start(&["--shutdown-limit", "300ms"]);
    let mut stream = TcpStream::connect(&simulator.address).unwrap();
    let body = b"app\0\0\0\x34\0\0\0";
    let length = u32::try_from(16 + body.len()).unwrap();
    let header: Vec<u8> = [length, 9, 0, 1].into_iter().flat_map(u32::to_be_bytes).collect();
    stream.write_all(&[&header[..], body].concat()).unwrap();
    stream.read_exact(&mut [0; 16]).unwrap();
    let ended = simulator.stop("TERM");
    assert_eq!(ended.status, Some(1), "{}", ended.err);
    assert!(ended.err.contains("1 connections did not end in time"), "{}", ended.err);
}

#[test]
fn a_name_does_not_act_on_the_terminal() {
    let simulator = Simulator::start(&["--color", "always"]);
    let mut stream = TcpStream::connect(&simulator.address).unwrap();
    let body = b"a\x1B]0;b\0\0\0\x34\0\0\0";
    let length = u32::try_from(16 + body.len()).unwrap();
    let header: Vec<u8> = [length, 9, 0, 1].into_iter().flat_map(u32::to_be_bytes).collect();
    stream.write_all(&[&header[..], body].concat()).unwrap();
    stream.read_exact(&mut [0; 16]).unwrap();
    drop(stream);
    let out = simulator.stop("TERM").out;
    assert!(out.contains("#1 a\\u{1b}]0;b") && !out.contains("\x1B]0;"), "{out:?}");
}

#[test]
fn rubbish_is_answered_and_shown() {
    let simulator = Simulator::start(&[]);
    let mut stream = TcpStream::connect(&simulator.address).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(answer[..12], [0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 2], "generic_nack, ESME_RINVCMDLEN");
    let ended = simulator.stop("TERM");
    assert_eq!(ended.status, Some(0), "{}", ended.err);
    assert!(ended.out.contains("474554202f20"), "{}", ended.out);
}

#[test]
fn what_cannot_work_is_said_before_it_listens() {
    let simulator = Simulator::start(&[]);
    for (args, what) in [
        (&["--listen", simulator.address.as_str()][..], "cannot listen on "),
        (&["--account", "a:b", "--account", "a:c", "--listen", "127.0.0.1:0"], "\"a\" is there twice"),
        (&["--accounts", "/no/such/file"], "cannot read /no/such/file"),
        (&["--mo", "nonsense"], "write it as FROM:TO:TEXT"),
        (&["--outcome", "lost"], "neither a status nor one of"),
        (&["--receipt-delay", "5"], "Give a unit"),
        (&["--mo-every", "1s"], "--mo"),
    ] {
        let args: Vec<&str> = ["simulate"].iter().chain(args).copied().collect();
        let run = smppkit(&args, "");
        assert_eq!(run.status, 2, "{args:?}");
        assert!(run.err.contains(what), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_password_that_is_wrong_is_not_repeated() {
    let run = smppkit(&["simulate", "--account", "app:a-secret-of-many-characters"], "");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("at most 8 characters") && !run.err.contains("a-secret"), "{}", run.err);
}

/// More than any machine makes of them: it sends what it can, and still hears who ends it.
#[tokio::test]
async fn a_rate_that_cannot_be_kept_stops_nobody() {
    let simulator = Simulator::start(&["--quiet", "--mo", "447:1:hi", "--mo-rate", "4294967295"]);
    let (_link, mut incoming) = bind(&simulator, BindKind::Receiver).await;
    for _ in 0..10 {
        next(&mut incoming).await;
    }
    drop((_link, incoming));
    assert_eq!(stop(simulator, "TERM").await.status, Some(0));
}
