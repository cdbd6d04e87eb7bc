//! tshark reads the messages that we split: the same headers, the same numbers of parts, the same text.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value as Json;
use smppkit::message::Alphabet;
use smppkit::message::coding::Profile;
use smppkit::message::gsm7::fill_bits;
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::segment::{SplitOptions, split};
use smppkit::message::udh::{Reference, Udh, Value};
use smppkit::{CommandStatus, Pdu, SubmitSm, decode, encode};
use smppkit_conformance::spec::to_hex;

use crate::oracle::dissect;

/// Random messages in each alphabet; many of them have several parts.
const RANDOM: usize = 800;

/// A message as it is sent.
#[derive(Debug)]
struct Sent {
    text: String,
    reference: Reference,
    elements: Vec<u8>,
}

fn sent(characters: &'static str) -> impl Strategy<Value = Sent> {
    let references = prop_oneof![
        any::<u8>().prop_map(Reference::Udh8),
        any::<u16>().prop_map(Reference::Udh16),
        any::<u16>().prop_map(Reference::Sar),
    ];
    let elements = select(vec![
        vec![],
        vec![],
        // Ports that tshark knows nothing about: it would go on with what it thinks is there.
        vec![0x05, 0x04, 0xC0, 0x01, 0xC0, 0x02],
        vec![0x04, 0x02, 0xF0, 0xFA],
        vec![0x01, 0x02, 0x80, 0x05],
        vec![0x24, 0x01, 0x03, 0x07, 0x01, 0x02],
    ]);
    (characters, references, elements).prop_map(|(text, reference, elements)| {
        let elements = if matches!(reference, Reference::Sar(_)) { vec![] } else { elements };
        Sent { text, reference, elements }
    })
}

/// The submit_sm of each part, and the text in it.
fn parts(sent: &Sent, alphabet: Alphabet) -> Vec<(Vec<u8>, String)> {
    let alphabets = [alphabet];
    let udh = Udh::from_elements(&sent.elements).expect("whole elements");
    let options = SplitOptions::new(sent.reference).alphabets(&alphabets).udh(udh);
    let template = SubmitSm { destination_addr: "447700900123".into(), ..SubmitSm::default() };
    let mut buffer = [0; 254];
    let frame = |segment: smppkit::message::segment::Segment<'_>| {
        let text = segment.text().expect("a text").to_owned();
        let frame = segment.with_submit_sm(&template, &mut buffer, |pdu| {
            let mut out = vec![0; 1024];
            let len = encode(CommandStatus::ESME_ROK, 1, pdu, &mut out).expect("room");
            out.truncate(len);
            out
        });
        (frame.expect("room"), text)
    };
    split(&sent.text, &options).expect("the alphabet has it").map(frame).collect()
}

/// Splits random texts of these characters, and compares each part with what tshark makes of it.
fn agrees(alphabet: Alphabet, characters: &'static str, arguments: &[&str]) {
    let mut runner = TestRunner::deterministic();
    let strategy = sent(characters);
    let all = (0..RANDOM).flat_map(|_| {
        let sent = strategy.new_tree(&mut runner).expect("a message").current();
        parts(&sent, alphabet)
    });
    let all = all.collect::<Vec<_>>();
    assert!(all.len() > RANDOM * 3 / 2, "{} parts", all.len());
    let frames = all.iter().map(|(frame, _)| frame.clone()).collect::<Vec<_>>();
    for ((frame, text), dissected) in all.iter().zip(dissect(&frames, arguments)) {
        let Pdu::SubmitSm(pdu) = decode(frame).expect("a frame").pdu else { panic!("a submit_sm") };
        let incoming = Incoming::read(&MessageFields::from(&pdu), &mut []);
        let theirs = elements(&dissected["udh"]["User-Data Header"]);
        assert_eq!(theirs, ours(incoming.udh), "{} {dissected:#}", to_hex(frame));

        let profile = Profile { mc_default: alphabet, exceptions: &[] };
        assert_eq!(incoming.text(&profile).expect("a text").to_string(), *text);
        let shown = dissected["fields"]["smpp.message_text"].as_str().unwrap_or_default();
        let fill = fill(alphabet, incoming.udh, incoming.body);
        assert_eq!(shown.strip_suffix(fill).unwrap_or(shown), text, "{} {dissected:#}", to_hex(frame));
    }
}

/// What fills up packed septets, which tshark takes for text.
fn fill(alphabet: Alphabet, udh: Udh<'_>, body: &[u8]) -> &'static str {
    let bits = (body.len() * 8).saturating_sub(fill_bits(udh.octets()).into());
    if alphabet == Alphabet::GSM7_PACKED && bits % 7 == 0 { "\r" } else { "" }
}

/// Numbers by the names that tshark has for them.
type Numbers = BTreeMap<&'static str, u64>;

fn ours(udh: Udh<'_>) -> Numbers {
    let mut numbers = Numbers::new();
    if !udh.is_empty() {
        numbers.insert("gsm_sms.dis_field_udh.user_data_header_length", (udh.octets() - 1) as u64);
    }
    for element in udh.elements() {
        match element.value() {
            Value::Concatenation(part) => {
                numbers.insert("gsm_sms.udh.mm.msg_id", part.reference.number().into());
                numbers.insert("gsm_sms.udh.mm.msg_parts", part.total_segments.into());
                numbers.insert("gsm_sms.udh.mm.msg_part", part.segment_seqnum.into());
            }
            Value::Ports8 { destination, originator } => {
                numbers.insert("gsm_sms.destination_port", destination.into());
                numbers.insert("gsm_sms.originator_port", originator.into());
            }
            Value::Ports16 { destination, originator } => {
                numbers.insert("gsm_sms.destination_port", destination.into());
                numbers.insert("gsm_sms.originator_port", originator.into());
            }
            Value::SingleShift(language) => {
                numbers.insert("gsm_sms.dis_iei_lang.single_shift", language.0.into());
            }
            _ => {}
        }
    }
    numbers
}

/// The numbers that tshark shows anywhere in a header.
fn elements(header: &Json) -> Numbers {
    const NAMES: &[&str] = &[
        "gsm_sms.dis_field_udh.user_data_header_length",
        "gsm_sms.udh.mm.msg_id",
        "gsm_sms.udh.mm.msg_parts",
        "gsm_sms.udh.mm.msg_part",
        "gsm_sms.destination_port",
        "gsm_sms.originator_port",
        "gsm_sms.dis_iei_lang.single_shift",
    ];
    let mut numbers = Numbers::new();
    for (name, value) in header.as_object().into_iter().flatten() {
        if let Some(name) = NAMES.iter().find(|known| **known == name) {
            let shown = value.as_str().expect("a number");
            numbers.insert(name, shown.parse().expect("a number"));
        }
        numbers.extend(elements(value));
    }
    numbers
}

#[test]
fn septets_an_octet_each() {
    agrees(
        Alphabet::GSM7,
        "[ -Z_a-z\r\n\u{C}{}\\[\\]~|^\\\\€äöñüàÄÖÑÜ§¿¡£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤@]{0,500}",
        &["--gsm"],
    );
}

#[test]
fn packed_septets() {
    let packed = ["--dc0", "GSM 7-bit (packed)"];
    agrees(
        Alphabet::GSM7_PACKED,
        "[ -Z_a-z\n\u{C}{}\\[\\]~|^\\\\€äöñüàÄÖÑÜ§¿¡£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤@]{0,500}",
        &packed,
    );
}

#[test]
fn ucs2() {
    agrees(Alphabet::Ucs2, "[ -~а-яЁא-ת一-龥😀-😎👍\u{301}]{0,250}", &[]);
}
