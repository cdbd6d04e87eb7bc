//! The message layer: alphabets, splitting and joining, receipts.

use std::hint::black_box;
use std::io::Cursor;

use rusmpp_core::pdus::owned::SubmitSm;
use rusmpp_extra::concatenation::owned::SubmitSmMultipartExt;
use rusmpp_extra::encoding::gsm7bit::Gsm7BitUnpacked;
use rusmpp_extra::encoding::ucs2::Ucs2;
use smpp_codec::encoding as codec;
use smpp_codec::splitter::{EncodingType, MessageSplitter, SplitMode};
use smppkit::Instant;
use smppkit::message::Alphabet;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::reassemble::{Fragment, Limits, Outcome, Reassembler};
use smppkit::message::receipt::{Receipt, Report};
use smppkit::message::segment::{SplitOptions, split};
use smppkit::message::udh::Reference;
use smppkit::values::MessageState;

use crate::fixtures;
use crate::harness::{self, Contender, Figure};

/// As much as fits in one message.
const ASCII: &str = "Your parcel 4938 1762 will be delivered on Friday 27 November between 14:30 and 16:00. Not at home? Choose another day or a shop near you: example.com/p/4938176";
const MANY_LANGUAGES: &str =
    "Größe 5 € [neu] für Ålesund, Malmö und Ñuñoa: à demain... {Δ} Grüße äöüß ÆØÅ ¿Qué? ¡Si! Ξ Φ Γ Λ";
const CYRILLIC: &str = "Ваша посылка будет доставлена в пятницу с 14:30 до 16:00. Нет дома? Да";

const SMPPKIT: &str = "smppkit";
const RUSMPP: &str = "rusmpp-extra";
const SMPP_CODEC: &str = "smpp-codec";

pub fn run() {
    assert_eq!((ASCII.len(), CYRILLIC.chars().count()), (160, 70));
    gsm7("160 characters, all ASCII", ASCII);
    gsm7("many languages", MANY_LANGUAGES);
    packed();
    long("4 KiB of ASCII, unpacked", Alphabet::GSM7);
    long("4 KiB of ASCII, packed", Alphabet::GSM7_PACKED);
    ucs2();
    parts();
    receipts();
}

/// Prints the figures, and how many octets of text a second the first contender's are.
fn print(what: &str, octets: usize, contenders: Vec<Contender>) {
    let figures: Vec<Figure> = harness::compare(contenders);
    harness::print(what, &figures);
    println!("  smppkit: {:.1} GB/s", octets as f64 / figures[0].nanoseconds);
}

fn encoder(alphabet: Alphabet, text: &'static str) -> Contender {
    let mut out = vec![0; text.len() * 2];
    Contender::plain(SMPPKIT, move || {
        let len = alphabet.encode(black_box(text), &mut out);
        black_box(&out);
        len
    })
}

fn decoder(alphabet: Alphabet, text: &'static str) -> (Contender, &'static [u8]) {
    let mut octets = vec![0; text.len() * 2];
    let len = alphabet.encode(text, &mut octets).expect("the alphabet has the text");
    octets.truncate(len);
    let octets: &'static [u8] = octets.leak();
    assert_eq!(alphabet.decode(octets).to_string(), text);
    let mut out = vec![0; octets.len() * 3];
    let contender = Contender::plain(SMPPKIT, move || {
        let len = alphabet.decode(black_box(octets)).write_to(&mut out).map(str::len);
        black_box(&out);
        len
    });
    (contender, octets)
}

fn gsm7(what: &str, text: &'static str) {
    let (decode, octets) = decoder(Alphabet::GSM7, text);
    let rusmpp = Gsm7BitUnpacked::new();
    let mut encoders = vec![encoder(Alphabet::GSM7, text)];
    let mut decoders = vec![decode];
    // Those that do not have all of these characters cannot take part.
    if rusmpp.encode_to_vec(text).is_ok_and(|encoded| encoded == octets) {
        encoders.push(Contender::plain(RUSMPP, move || rusmpp.encode_to_vec(black_box(text))));
    }
    if codec::gsm_7bit_encode(text).is_ok_and(|encoded| encoded == octets) {
        encoders.push(Contender::plain(SMPP_CODEC, move || codec::gsm_7bit_encode(black_box(text))));
    }
    if codec::gsm_7bit_decode(octets) == text {
        decoders.push(Contender::plain(SMPP_CODEC, move || codec::gsm_7bit_decode(black_box(octets))));
    }
    print(&format!("encode GSM 7-bit unpacked, {what}"), text.len(), encoders);
    print(&format!("decode GSM 7-bit unpacked, {what}"), text.len(), decoders);
}

fn packed() {
    let (decode, octets) = decoder(Alphabet::GSM7_PACKED, ASCII);
    let written = |out: Vec<u8>| {
        let mut writer = gsm7::Gsm7Writer::new(out);
        writer.write_str(black_box(ASCII)).expect("it has the text");
        writer.into_writer().expect("it is written")
    };
    assert_eq!(written(Vec::new()), octets);
    let encoders = vec![
        encoder(Alphabet::GSM7_PACKED, ASCII),
        Contender::plain("gsm7", move || written(Vec::with_capacity(140))),
    ];
    print("encode GSM 7-bit packed, 160 characters, all ASCII", ASCII.len(), encoders);
    let read = move || gsm7::Gsm7Reader::new(Cursor::new(black_box(octets))).collect::<Result<String, _>>();
    assert_eq!(read().expect("it reads them"), ASCII);
    print(
        "decode GSM 7-bit packed, 160 characters, all ASCII",
        ASCII.len(),
        vec![decode, Contender::plain("gsm7", read)],
    );
}

/// A `message_payload`.
fn long(what: &str, alphabet: Alphabet) {
    let text: &'static str = ASCII.repeat(26)[..4096].to_owned().leak();
    print(&format!("encode {what}"), text.len(), vec![encoder(alphabet, text)]);
    print(&format!("decode {what}"), text.len(), vec![decoder(alphabet, text).0]);
}

fn ucs2() {
    for (what, text) in [("70 characters of Russian", CYRILLIC), ("160 characters, all ASCII", ASCII)] {
        let (decode, octets) = decoder(Alphabet::Ucs2, text);
        let rusmpp = Ucs2::new();
        assert_eq!(rusmpp.encode_to_vec(text).expect("it has the text"), octets);
        assert_eq!((codec::encode_16bit(text), codec::decode_16bit(octets)), (octets.to_vec(), text.into()));
        let encoders = vec![
            encoder(Alphabet::Ucs2, text),
            Contender::plain(RUSMPP, move || rusmpp.encode_to_vec(black_box(text))),
            Contender::plain(SMPP_CODEC, move || codec::encode_16bit(black_box(text))),
        ];
        print(&format!("encode UCS-2, {what}"), octets.len(), encoders);
        let mut out = vec![0; octets.len() * 3];
        let decoders = vec![
            decode,
            Contender::plain("encoding_rs", move || {
                let mut decoder = encoding_rs::UTF_16BE.new_decoder_without_bom_handling();
                let result = decoder.decode_to_utf8(black_box(octets), &mut out, true);
                black_box(&out);
                result
            }),
            Contender::plain(SMPP_CODEC, move || codec::decode_16bit(black_box(octets))),
        ];
        print(&format!("decode UCS-2, {what}"), octets.len(), decoders);
    }
}

/// Three parts.
fn parts() {
    let text: &'static str = ASCII.repeat(3)[..400].to_owned().leak();
    let mut short_message = [0; 254];
    let splitters = vec![
        Contender::plain(SMPPKIT, move || {
            let segments = split(black_box(text), &SplitOptions::new(Reference::Udh8(7))).expect("it fits");
            segments.fold(0, |sum, segment| {
                let len = segment.write_to(&mut short_message).expect("there is room");
                black_box(&short_message);
                sum + len
            })
        }),
        Contender::plain(RUSMPP, move || {
            SubmitSm::default().multipart(black_box(text)).reference_u8(7).build().expect("it fits")
        }),
        Contender::plain(SMPP_CODEC, move || {
            MessageSplitter::split(black_box(text).to_owned(), EncodingType::Gsm7Bit, SplitMode::Udh)
        }),
    ];
    harness::print("split 400 characters into 3 parts", &harness::compare(splitters));

    let segments = split(text, &SplitOptions::new(Reference::Udh8(7))).expect("it fits");
    let octets: Vec<Vec<u8>> = segments.clone().map(|segment| segment.to_vec()).collect();
    assert_eq!(octets.len(), 3);
    let esm_class = segments.clone().next().expect("the first").esm_class();
    let join = move || {
        let mut reassembler = Reassembler::new(Limits::default());
        for short_message in &octets {
            let fields = MessageFields { esm_class, short_message, ..Default::default() };
            let incoming = Incoming::read(black_box(&fields), &mut []);
            let fragment = Fragment::new(b"447700900123", b"12345", &incoming).expect("a part");
            if let Ok(Outcome::Complete(message)) = reassembler.insert(Instant::from_nanos(1), &fragment) {
                return message.text(&Profile::GSM7).expect("a text");
            }
        }
        panic!("three parts make a message")
    };
    assert_eq!(join(), text);
    harness::print(
        "join 3 parts to 400 characters",
        &harness::compare(vec![Contender::plain(SMPPKIT, join)]),
    );
}

fn receipts() {
    let read = || {
        let report = Report { text: Receipt::parse(black_box(fixtures::RECEIPT)), ..Report::default() };
        (report.message_id().map(|(id, _)| id), report.message_state(), report.text.dates())
    };
    let (id, state, dates) = read();
    assert_eq!(
        (id, state.map(|(state, _)| state)),
        (Some(fixtures::MESSAGE_ID), Some(MessageState::DELIVERED))
    );
    assert!(dates.0.is_some() && dates.1.is_some());
    let contenders = vec![
        Contender::plain("parse", || Receipt::parse(black_box(fixtures::RECEIPT))),
        Contender::plain("parse, state, dates", read),
    ];
    harness::print(
        &format!("a receipt of {} octets", fixtures::RECEIPT.len()),
        &harness::compare(contenders),
    );
}
