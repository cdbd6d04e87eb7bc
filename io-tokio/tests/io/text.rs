//! Texts that are sent.

use smppkit::message::Alphabet;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::reassemble::{Fragment, Limits, Outcome, Reassembler};
use smppkit::message::udh::Reference;
use smppkit::values::{DataCoding, Npi, RegisteredDelivery, Ton};
use smppkit::{CommandStatus, Pdu, SubmitSm};
use smppkit_tokio::{LinkConfig, Long, NotAccepted, PartOutcome, RequestError, SendTextError, TextOptions};

use crate::support::*;

const LONG: &str = "All work and no play makes Jack a dull boy. ";

/// What the parts carry, put together by the core.
fn joined(parts: &[smppkit::buffered::PduBuf]) -> (Reference, String) {
    let mut reassembler = Reassembler::new(Limits::default());
    for part in parts {
        let pdu = part.pdu();
        let mut scratch = [0; 512];
        let incoming = Incoming::read(&MessageFields::of(&pdu).unwrap(), &mut scratch);
        let fragment = Fragment::new(b"from", b"to", &incoming).expect("a part");
        let outcome = reassembler.insert(smppkit::Instant::ORIGIN, &fragment).unwrap();
        if let Outcome::Complete(message) = outcome {
            return (message.reference(), message.text(&Profile::GSM7).unwrap());
        }
    }
    panic!("not whole: {parts:?}");
}

fn not_accepted(error: SendTextError) -> NotAccepted {
    match error {
        SendTextError::NotAccepted(parts) => parts,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_short_text_is_one_submit_sm() {
    let (link, _incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let template = SubmitSm { service_type: "WAP".into(), ..Default::default() };
    let options = TextOptions::default().template(template);
    let sending = link.send_text("MyShop", "+447700900123", "10 €", &options);
    let answering = async {
        let request = peer.submit().await;
        let Pdu::SubmitSm(pdu) = request.pdu() else { panic!("{request:?}") };
        assert_eq!((pdu.source_addr_ton, pdu.source_addr_npi), (Ton::ALPHANUMERIC, Npi::UNKNOWN));
        assert_eq!((pdu.dest_addr_ton, pdu.dest_addr_npi), (Ton::INTERNATIONAL, Npi::ISDN));
        assert_eq!((pdu.source_addr, pdu.destination_addr), ("MyShop".into(), "447700900123".into()));
        assert_eq!(pdu.short_message.as_bytes(), b"10 \x1B\x65");
        assert_eq!((pdu.data_coding, pdu.registered_delivery), Default::default());
        assert_eq!(pdu.service_type, "WAP");
        peer.accept(&request, "abc").await;
    };
    let (sent, ()) = tokio::join!(sending, answering);
    let mut sent = sent.unwrap();
    assert_eq!(sent.message_ids, ["abc"]);
    assert!(soon(sent.receipts.next()).await.is_none(), "no receipt was asked for");
}

#[tokio::test]
async fn without_a_source_the_message_centre_has_its_own() {
    let (link, _incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let options = TextOptions::default().receipt(true);
    let sending = tokio::spawn(async move { link.send_text("", "12345", "hi", &options).await.map(drop) });
    let request = peer.submit().await;
    let Pdu::SubmitSm(pdu) = request.pdu() else { panic!("{request:?}") };
    assert_eq!((pdu.source_addr_ton, pdu.source_addr), (Ton::UNKNOWN, "".into()));
    assert_eq!(pdu.registered_delivery, RegisteredDelivery::RECEIPT);
    peer.accept(&request, "1").await;
    soon(sending).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_long_text_arrives_whole_however_it_is_tied_together() {
    let (link, _incoming, mut peer) = esme(1 << 16, LinkConfig::esme()).await;
    for (long, text, parts) in [
        (Long::Udh8, LONG.repeat(10), 3),
        (Long::Udh16, LONG.repeat(10), 3),
        (Long::Sar, LONG.repeat(10), 3),
        (Long::Udh8, "Grüße 👨‍👩‍👧‍👦 ".repeat(20), 6),
    ] {
        let options = TextOptions::default().long(long);
        let answering = async {
            let mut requests = Vec::new();
            for number in 0..parts {
                let request = peer.submit().await;
                peer.accept(&request, &number.to_string()).await;
                requests.push(request);
            }
            requests
        };
        let (sent, requests) = tokio::join!(link.send_text("1", "2", &text, &options), answering);
        assert_eq!(sent.unwrap().message_ids, (0..parts).map(|part| part.to_string()).collect::<Vec<_>>());
        let (reference, joined) = joined(&requests);
        assert_eq!(joined, text);
        let is_as_asked = match long {
            Long::Udh8 => matches!(reference, Reference::Udh8(_)),
            Long::Udh16 => matches!(reference, Reference::Udh16(_)),
            _ => matches!(reference, Reference::Sar(_)),
        };
        assert!(is_as_asked, "{long:?}: {reference:?}");
    }
    let options = TextOptions::default().long(Long::Payload);
    let text = LONG.repeat(10);
    let answering = async {
        let request = peer.submit().await;
        let Pdu::SubmitSm(pdu) = request.pdu() else { panic!("{request:?}") };
        assert_eq!(pdu.tlvs.get(&smppkit::tlv::MESSAGE_PAYLOAD).unwrap().as_bytes(), text.as_bytes());
        peer.accept(&request, "1").await;
    };
    let (sent, ()) = tokio::join!(link.send_text("1", "2", &text, &options), answering);
    assert_eq!(sent.unwrap().message_ids.len(), 1);
}

#[tokio::test]
async fn each_message_of_a_link_has_its_own_reference() {
    let (link, _incoming, mut peer) = esme(1 << 16, LinkConfig::esme()).await;
    let (options, text) = (TextOptions::default().long(Long::Udh16), LONG.repeat(4));
    let mut references = Vec::new();
    for _ in 0..3 {
        let answering = async {
            let requests = [peer.submit().await, peer.submit().await];
            for request in &requests {
                peer.accept(request, "1").await;
            }
            requests
        };
        let link = link.clone();
        let (sent, requests) = tokio::join!(link.send_text("1", "2", &text, &options), answering);
        sent.unwrap();
        let (Reference::Udh16(number), _) = joined(&requests) else { panic!("{requests:?}") };
        references.push(number);
    }
    assert_eq!(references[1], references[0].wrapping_add(1));
    assert_eq!(references[2], references[0].wrapping_add(2));
}

#[tokio::test]
async fn a_part_that_is_refused_ends_it_and_what_became_of_each_is_told() {
    let (link, mut incoming, mut peer) = esme(4096, window(1)).await;
    let (options, text) = (TextOptions::default().receipt(true), LONG.repeat(10));
    let answering = async {
        let first = peer.submit().await;
        peer.accept(&first, "first").await;
        let second = peer.submit().await;
        peer.refuse(&second, CommandStatus::ESME_RMSGQFUL).await;
    };
    let (result, ()) = tokio::join!(link.send_text("1", "2", &text, &options), answering);
    let error = not_accepted(result.unwrap_err());
    assert_eq!(
        error.to_string(),
        "part 1 of 3: accepted as first; part 2 of 3: refused with ESME_RMSGQFUL: Queue for the destination \
         or the whole MC is full; part 3 of 3: not sent"
    );
    assert_eq!(error.accepted().collect::<Vec<_>>(), ["first"]);
    assert_eq!(error.command_status(), Some(CommandStatus::ESME_RMSGQFUL));
    assert!(error.may_have_been_done());
    // The third never follows, and the receipt of the first is the application's.
    peer.deliver(2, &receipt("id:first stat:DELIVRD")).await;
    soon(incoming.next_request()).await.unwrap().accept(&smppkit::DeliverSmResp::default()).unwrap();
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
}

#[tokio::test]
async fn a_text_that_is_refused_was_not_sent() {
    let (link, _incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let answering = async {
        let request = peer.submit().await;
        peer.refuse(&request, CommandStatus(0x0450)).await;
    };
    let options = TextOptions::default();
    let (result, ()) = tokio::join!(link.send_text("1", "2", "hi", &options), answering);
    let error = not_accepted(result.unwrap_err());
    assert_eq!(error.to_string(), "refused with 0x00000450");
    assert!(!error.may_have_been_done());
}

#[tokio::test]
async fn when_the_link_is_lost_midway_each_part_tells_what_is_known() {
    let (link, _incoming, mut peer) = esme(1 << 16, window(2)).await;
    let (options, text) = (TextOptions::default(), LONG.repeat(10));
    let answering = async {
        let first = peer.submit().await;
        let _second = peer.submit().await;
        peer.accept(&first, "1").await;
        let _third = peer.submit().await;
        drop(peer);
    };
    let (result, ()) = tokio::join!(link.send_text("1", "2", &text, &options), answering);
    let error = not_accepted(result.unwrap_err());
    let [
        PartOutcome::Accepted(first),
        PartOutcome::Failed(RequestError::Lost(_)),
        PartOutcome::Failed(RequestError::Lost(_)),
    ] = &error.parts[..]
    else {
        panic!("{error:?}")
    };
    assert_eq!(first, "1");
    assert!(error.may_have_been_done());

    let error = not_accepted(soon(link.send_text("1", "2", &text, &options)).await.unwrap_err());
    assert!(matches!(
        &error.parts[..],
        [PartOutcome::Failed(RequestError::NotSent(_)), PartOutcome::NotSent, PartOutcome::NotSent]
    ));
    assert!(!error.may_have_been_done());
}

#[tokio::test(start_paused = true)]
async fn a_part_without_a_response_may_have_been_accepted() {
    let (link, _incoming, mut peer) = esme(4096, quiet()).await;
    let options = TextOptions::default();
    let (result, _request) = tokio::join!(link.send_text("1", "2", "hi", &options), peer.submit());
    let error = not_accepted(result.unwrap_err());
    assert!(matches!(error.parts[..], [PartOutcome::Failed(RequestError::Timeout)]), "{error}");
    assert!(error.may_have_been_done());
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_before_anything_is() {
    let (link, incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let options = TextOptions::default();
    let show = async |from, to, text: &str, options: &TextOptions<'_>| {
        link.send_text(from, to, text, options).await.unwrap_err().to_string()
    };
    assert_eq!(
        show("Müller", "2", "hi", &options).await,
        "from \"Müller\": an address has no characters but printable ASCII"
    );
    assert_eq!(show("1", "", "hi", &options).await, "to \"\": an address has at least one character");
    let gsm = options.alphabets(&[Alphabet::GSM7]);
    assert!(show("1", "2", "😀", &gsm).await.contains("😀"));
    let short = options.max_parts(2);
    assert_eq!(
        show("1", "2", &LONG.repeat(10), &short).await,
        "the message would take 3 parts, at most 2 are allowed"
    );
    let too_long = options.template(SubmitSm { service_type: "far too long".into(), ..Default::default() });
    assert!(show("1", "2", "hi", &too_long).await.contains("service_type"));
    drop((link, incoming));
    while let Some(pdu) = soon(peer.read()).await {
        assert_ne!(pdu.header().command_id, smppkit::CommandId::SUBMIT_SM);
    }
}

#[tokio::test(start_paused = true)]
async fn a_text_that_is_dropped_halfway_sends_no_more() {
    let (link, mut incoming, mut peer) = esme(4096, window(1)).await;
    let (options, text) = (TextOptions::default().receipt(true), LONG.repeat(10));
    let first = {
        let sending = link.send_text("1", "2", &text, &options);
        tokio::select! {
            result = sending => panic!("{result:?}"),
            first = peer.submit() => first,
        }
    };
    peer.accept(&first, "1").await;
    peer.hears_nothing().await;
    // The link is as good as before, and the receipt is the application's.
    peer.deliver(2, &receipt("id:1 stat:DELIVRD")).await;
    soon(incoming.next_request()).await.unwrap().accept(&smppkit::DeliverSmResp::default()).unwrap();
    assert_eq!(peer.delivered(2).await, CommandStatus::ESME_ROK);
    let again = async {
        let request = peer.submit().await;
        peer.accept(&request, "2").await;
        request
    };
    let (sent, request) = tokio::join!(link.send_text("1", "2", "hi", &options), again);
    assert_eq!(sent.unwrap().message_ids, ["2"]);
    let Pdu::SubmitSm(pdu) = request.pdu() else { panic!("{request:?}") };
    assert_eq!(pdu.data_coding, DataCoding::MC_DEFAULT);
}

/// An account whose message centre takes data_coding 0 for Latin-1 gets Latin-1 as 0, and UCS-2 for the rest.
#[tokio::test]
async fn an_account_may_have_another_default_alphabet() {
    let (link, _incoming, mut peer) = esme(4096, LinkConfig::esme()).await;
    let options = TextOptions::default().profile(Profile::LATIN_1);
    for (text, data_coding, octets) in
        [("Grüße", DataCoding(0), b"Gr\xFC\xDFe".as_slice()), ("€", DataCoding::UCS2, b"\x20\xAC")]
    {
        let answering = async {
            let request = peer.submit().await;
            let Pdu::SubmitSm(pdu) = request.pdu() else { panic!("{request:?}") };
            assert_eq!((pdu.data_coding, pdu.short_message.as_bytes()), (data_coding, octets));
            peer.accept(&request, "abc").await;
        };
        let (sent, ()) = tokio::join!(link.send_text("1", "2", text, &options), answering);
        assert_eq!(sent.unwrap().message_ids, ["abc"]);
    }
}
