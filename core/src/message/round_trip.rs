//! A message is split, its parts arrive in any order and some of them twice, and it is the same message again.

use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;
use proptest::sample::select;

use super::coding::Profile;
#[cfg(feature = "east-asian")]
use super::east_asian::EastAsian;
use super::gsm7::{self, Language, Shifts};
use super::incoming::{Incoming, MessageFields};
use super::reassemble::{Fragment, Limits, LongMessage, Outcome, Reassembler};
use super::segment::{Segment, Segments, SplitError, SplitOptions, split, split_binary};
use super::udh::{Reference, Udh};
use super::{Alphabet, MAX_USER_DATA};
use crate::time::Instant;

const NOW: Instant = Instant::from_nanos(1);

/// Other elements in the header: none, ports, one that nobody knows, one that is nearly as long as a message.
const ELEMENTS: [&[u8]; 4] =
    [&[], &[0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0], &[0xE0, 0x03, 1, 2, 3, 0x04, 0x02, 9, 9], &{
        let mut elements = [0x77; 112];
        elements[1] = 110;
        elements
    }];

fn shifts(locking: Language, single: Language) -> Shifts {
    Shifts { locking, single }
}

fn alphabets() -> Vec<Alphabet> {
    let national = Language::all().flat_map(|language| {
        [shifts(language, language), shifts(language, Language::DEFAULT), shifts(Language::DEFAULT, language)]
    });
    let both = |shifts| [Alphabet::Gsm7(shifts), Alphabet::Gsm7Packed(shifts)];
    let mut alphabets: Vec<_> = national.chain([Shifts::DEFAULT; 20]).flat_map(both).collect();
    for _ in 0..10 {
        use Alphabet::{Ascii, Cyrillic, Hebrew, Latin1, Ucs2, Utf8};
        alphabets.extend([Ascii, Latin1, Cyrillic, Hebrew, Ucs2, Ucs2, Utf8]);
        #[cfg(feature = "east-asian")]
        alphabets.extend(
            [EastAsian::ShiftJis, EastAsian::Iso2022Jp, EastAsian::EucJp, EastAsian::EucKr]
                .map(Alphabet::EastAsian),
        );
    }
    alphabets
}

/// Characters of all scripts that any alphabet has, and those that mean trouble.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(any::<char>(), 0..300).prop_map(String::from_iter),
        "[ -~\r\n@€{}\\[\\]äöñΔ]{0,500}",
        "[a-z\r ]{150,162}",
        "[ -~а-яЁ№א-ת\u{A0}-\u{FF}]{0,300}",
        "[a-z ğşİçãê€नमस्ते।গুજઅಕകଅਅதతا٫۰]{0,400}",
        "[a漢字かなカ、한국어글\n]{0,200}",
        "[ж😀\u{301}\u{200D}\u{FE0F}👍🏽🇳🇱\u{FEFF}\u{FFFE}\u{6800}\u{6900}\u{7400}hé]{0,200}",
    ]
}

fn reference() -> impl Strategy<Value = Option<Reference>> {
    prop_oneof![
        any::<u8>().prop_map(|number| Some(Reference::Udh8(number))),
        any::<u16>().prop_map(|number| Some(Reference::Udh16(number))),
        any::<u16>().prop_map(|number| Some(Reference::Sar(number))),
        Just(None),
    ]
}

/// How many octets the segment takes on the air, where septets are packed and a message centre turns SAR TLVs
/// into a header.
fn on_the_air(segment: &Segment<'_>, alphabet: Option<Alphabet>) -> usize {
    let octets = segment.to_vec();
    let header = if segment.udhi() { usize::from(octets[0]) + 1 } else { 0 };
    match alphabet {
        Some(Alphabet::Gsm7(_)) => {
            let header = header + if segment.sar().is_some() { 6 } else { 0 };
            header + gsm7::packed_len(octets.len() - (octets.len().min(header)), gsm7::fill_bits(header))
        }
        _ => octets.len() + if segment.sar().is_some() { 6 } else { 0 },
    }
}

/// What the parts, in an order and with duplicates that the seed decides, are joined to.
fn join(segments: Segments<'_>, seed: u64, found: impl Fn(&Incoming<'_>) -> String) -> Vec<Joined> {
    let segments: Vec<_> = segments.collect();
    let twice = (0..segments.len()).filter(|index| seed >> (index % 64) & 1 == 1);
    let mut order: Vec<usize> = (0..segments.len()).chain(twice).collect();
    order.sort_by_key(|index| seed.rotate_left(u32::try_from(*index % 64).unwrap() * 7) ^ *index as u64);
    let mut reassembler = Reassembler::new(Limits::default());
    let mut joined = Vec::new();
    for index in order {
        let segment = &segments[index];
        let octets = segment.to_vec();
        let (short_message, payload) =
            if segment.in_message_payload() { (&[][..], Some(&octets[..])) } else { (&octets[..], None) };
        let sar = segment.sar().map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)));
        let fields = MessageFields {
            esm_class: segment.esm_class(),
            data_coding: segment.data_coding(),
            short_message,
            message_payload: payload,
            sar,
            ..Default::default()
        };
        let incoming = Incoming::read(&fields, &mut []);
        match Fragment::new(b"from", b"to", &incoming) {
            None => joined.push(Joined::Whole(found(&incoming))),
            Some(fragment) => match reassembler.insert(NOW, &fragment).unwrap() {
                Outcome::Complete(message) => joined.push(Joined::Long(message)),
                Outcome::Waiting { .. } | Outcome::Duplicate => {}
                Outcome::Restarted(_) => panic!("a part contradicts another one"),
            },
        }
    }
    joined
}

#[derive(Debug)]
enum Joined {
    Whole(String),
    Long(LongMessage),
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, ..Default::default() })]

    #[test]
    fn any_text_with_any_options(
        text in text(), only in select(alphabets()), choose: bool, national: bool,
        reference in reference(), elements in select(&ELEMENTS[..]), seed: u64,
    ) {
        let udh = Udh::from_elements(if matches!(reference, Some(Reference::Sar(_))) { &[] } else { elements }).unwrap();
        // One alphabet, and what it has of the text; or a choice, and all of it.
        let choice = [if seed & 1 == 0 { Alphabet::GSM7 } else { Alphabet::GSM7_PACKED }, Alphabet::Ucs2];
        let allowed = if choose { &choice[..] } else { &[only] };
        let text: String = text.chars().filter(|c| choose || only.units_of(*c).is_some()).collect();
        let default = allowed[0].with_shifts(Shifts::DEFAULT);
        let mc_default = if default.data_coding().0 == 0 { default } else { Alphabet::GSM7 };
        let profile = Profile { mc_default, exceptions: &[] };
        let options = SplitOptions { reference, ..SplitOptions::message_payload() }
            .alphabets(allowed)
            .national_tables(national)
            .udh(udh);
        let segments = match split(&text, &options) {
            Ok(segments) => segments,
            // 112 octets of header leave little.
            Err(SplitError::TooManySegments { .. } | SplitError::NoRoom) if !elements.is_empty() => return Ok(()),
            // Tables other than the default ones take a header.
            Err(SplitError::SarWithUdh) => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(std::format!("{error}"))),
        };
        for segment in segments.clone() {
            let octets = on_the_air(&segment, segments.alphabet());
            prop_assert!(octets <= MAX_USER_DATA || segment.in_message_payload(), "{} octets", octets);
        }
        let joined = join(segments, seed, |incoming| String::from_iter(incoming.text(&profile).unwrap()));
        prop_assert!(!joined.is_empty());
        for joined in joined {
            let joined = match joined {
                Joined::Whole(text) => text,
                Joined::Long(message) => message.text(&profile).unwrap(),
            };
            prop_assert_eq!(&joined, &text);
        }
    }

    #[test]
    fn any_octets_with_any_options(
        octets in proptest::collection::vec(any::<u8>(), 0..700), reference in reference(),
        elements in select(&ELEMENTS[..3]), seed: u64,
    ) {
        let udh = Udh::from_elements(if matches!(reference, Some(Reference::Sar(_))) { &[] } else { elements }).unwrap();
        let options = SplitOptions { reference, ..SplitOptions::message_payload() }.udh(udh);
        let segments = split_binary(&octets, &options).unwrap();
        for segment in segments.clone() {
            prop_assert!(on_the_air(&segment, None) <= MAX_USER_DATA || segment.in_message_payload());
        }
        let hex = |octets: &[u8]| std::format!("{octets:02X?}");
        for joined in join(segments, seed, |incoming| hex(incoming.body)) {
            let joined = match joined {
                Joined::Whole(octets) => octets,
                Joined::Long(message) => hex(&message.octets()),
            };
            prop_assert_eq!(joined, hex(&octets));
        }
    }
}
