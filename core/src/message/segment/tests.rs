use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::message::MAX_USER_DATA;
use crate::message::gsm7::Language;
use crate::message::udh::Iei;

const REFERENCES: [Reference; 3] = [Reference::Udh8(0xAB), Reference::Udh16(0xABCD), Reference::Sar(0x1234)];

/// As `to_vec`, which needs `alloc`.
fn written(segment: &Segment<'_>) -> Vec<u8> {
    let mut octets = vec![0; segment.octets()];
    assert_eq!(segment.write_to(&mut octets), Ok(octets.len()));
    octets
}

fn joined(segments: Segments<'_>) -> String {
    let total = segments.len();
    let mut text = String::new();
    for (index, segment) in segments.enumerate() {
        let octets = written(&segment);
        let (udh, body) =
            if segment.udhi() { Udh::split(&octets).unwrap() } else { (Udh::NONE, &octets[..]) };
        let part = match segment.sar() {
            Some((number, total_segments, segment_seqnum)) => {
                Some(Concatenation { reference: Reference::Sar(number), total_segments, segment_seqnum })
            }
            None => udh.concatenation(),
        };
        assert_eq!(part, segment.concatenation());
        assert_eq!(part.is_some(), total > 1 && !segment.in_message_payload());
        if let Some(part) = part {
            assert_eq!(
                (usize::from(part.segment_seqnum), usize::from(part.total_segments)),
                (index + 1, total)
            );
        }
        let Content::Text(expected, alphabet) = segment.content else { panic!("text was split") };
        let decoded = alphabet.decode_behind(body, udh.octets()).to_string();
        assert_eq!(decoded, expected);
        text.push_str(&decoded);
    }
    text
}

fn lens(text: &str, options: &SplitOptions<'_>) -> Vec<usize> {
    split(text, options).unwrap().map(|segment| segment.octets()).collect()
}

#[test]
fn budgets_as_tabled() {
    let [udh8, udh16, sar] = REFERENCES.map(SplitOptions::new);
    let (ascii, cyrillic) = ("a".repeat(400), "ж".repeat(180));
    assert_eq!(lens(&ascii[..160], &udh8), [160]);
    assert_eq!(lens(&ascii[..161], &udh8), [6 + 153, 6 + 8]);
    assert_eq!(lens(&ascii[..161], &udh16), [7 + 152, 7 + 9]);
    assert_eq!(lens(&ascii[..161], &sar), [153, 8]);
    assert_eq!(lens(&cyrillic[..140], &udh8), [140]);
    assert_eq!(lens(&cyrillic[..142], &udh8), [6 + 134, 6 + 8]);
    assert_eq!(lens(&cyrillic[..142], &udh16), [7 + 132, 7 + 10]);
    assert_eq!(lens(&ascii, &SplitOptions::message_payload()), [400]);
    let packed = udh8.alphabets(&[Alphabet::GSM7_PACKED]);
    assert_eq!(lens(&ascii[..160], &packed), [140]);
    assert_eq!(lens(&ascii[..306], &packed), [140, 140]);
    let latin = udh8.alphabets(&[Alphabet::Latin1]);
    assert_eq!(lens(&ascii[..141], &latin), [6 + 134, 6 + 7]);
}

#[test]
fn other_elements_take_their_room_in_each_part() {
    let ports = Udh::from_elements(&[0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0]).unwrap();
    let options = SplitOptions::new(Reference::Udh8(1)).udh(ports);
    let text = "a".repeat(300);
    // 7 octets of header leave 152 septets, 12 leave 146.
    assert_eq!(lens(&text[..152], &options), [7 + 152]);
    assert_eq!(lens(&text[..153], &options), [12 + 146, 12 + 7]);
    for segment in split(&text, &options).unwrap() {
        let octets = written(&segment);
        let (udh, _) = Udh::split(&octets).unwrap();
        assert_eq!(udh.ports(), Some((2948, 9200)));
        assert!(udh.get(Iei::CONCATENATION_8).is_some());
    }
}

#[test]
fn other_elements_do_not_hide_the_tables() {
    let default = Udh::from_elements(&[0x24, 0x01, 0x00, 0x25, 0x01, 0x00]).unwrap();
    let options = SplitOptions::new(Reference::Udh8(1)).national_tables(true).udh(default);
    let text = "ğış".repeat(70);
    assert_eq!(joined(split(&text, &options).unwrap()), text);
    let octets = written(&split(&text, &options).unwrap().next().unwrap());
    assert_eq!(Udh::split(&octets).unwrap().0.shifts().locking, Language::TURKISH);
}

#[test]
fn an_escape_pair_stays_whole() {
    let text = "a".repeat(152) + "€" + &"b".repeat(20);
    assert_eq!(lens(&text, &SplitOptions::new(Reference::Udh8(0))), [6 + 152, 6 + 22]);
}

#[test]
fn a_surrogate_pair_stays_whole() {
    let text = "ж".repeat(66) + "😀" + &"ж".repeat(20);
    assert_eq!(lens(&text, &SplitOptions::new(Reference::Udh8(0))), [6 + 132, 6 + 44]);
}

#[test]
fn refusals() {
    let options = SplitOptions::new(Reference::Udh8(0));
    let text = "a".repeat(255 * 153 + 1);
    assert!(split(&text[1..], &options).is_ok());
    assert_eq!(split(&text, &options), Err(SplitError::TooManySegments { needed: 256, max: 255 }));
    let two = options.max_segments(2);
    assert_eq!(split(&text[..307], &two), Err(SplitError::TooManySegments { needed: 3, max: 2 }));
    let only_gsm = options.alphabets(&[Alphabet::GSM7]);
    let refused = Unencodable { at: 2, character: 'ж' };
    assert_eq!(split("a ж", &only_gsm), Err(SplitError::Unencodable(refused)));
    assert_eq!(split("a", &options.alphabets(&[])), Err(SplitError::NoAlphabet));
    assert_eq!(split(&text, &SplitOptions::message_payload()).unwrap().len(), 1);
    let long = "a".repeat(MAX_MESSAGE_PAYLOAD + 1);
    assert_eq!(split(&long, &SplitOptions::message_payload()), Err(SplitError::TooLong { octets: 65_536 }));
    let mut elements = [0; 136];
    elements[1] = 134;
    let big = Udh::from_elements(&elements).unwrap();
    assert_eq!(split(&text, &options.udh(big)), Err(SplitError::NoRoom));
    assert_eq!(split(&text, &SplitOptions::new(Reference::Sar(0)).udh(big)), Err(SplitError::SarWithUdh));
    assert_eq!(split("", &options.udh(big)).unwrap().next().unwrap().octets(), 137);
    let mut elements = [0; 140];
    elements[1] = 138;
    let too_big = Udh::from_elements(&elements).unwrap();
    assert_eq!(split("", &options.udh(too_big)), Err(SplitError::NoRoom));
}

#[test]
fn the_account_and_the_class_decide_on_data_coding() {
    use crate::message::coding::{MessageClass, Profile};

    let sent = |text, options: &SplitOptions<'_>| {
        let segments = split(text, options)?;
        let alphabet = segments.alphabet().unwrap();
        Ok((alphabet, segments.clone().next().unwrap().data_coding().0))
    };
    let plain = SplitOptions::new(Reference::Udh8(0));
    let flash = plain.class(MessageClass::Flash);
    for (profile, text, alphabet, data_coding, flashing) in [
        (Profile::GSM7, "a", Alphabet::GSM7, 0, Some(0xF0)),
        (Profile::GSM7_PACKED, "a", Alphabet::GSM7_PACKED, 0, Some(0xF0)),
        (Profile::GSM7_PACKED, "ж", Alphabet::Ucs2, 8, Some(0x18)),
        (Profile::UTF_8, "ж", Alphabet::Utf8, 0, None),
        (Profile::ASCII, "a", Alphabet::Ascii, 0, None),
    ] {
        assert_eq!(sent(text, &plain.profile(profile)), Ok((alphabet, data_coding)));
        let only = [alphabet];
        let with_class = sent(text, &flash.profile(profile).alphabets(&only));
        assert_eq!(with_class, flashing.map(|octet| (alphabet, octet)).ok_or(SplitError::NoAlphabet));
    }
    // In this account 0 is something else, and GSM 7-bit has no other value, but one in a class.
    let only_gsm = plain.profile(Profile::LATIN_1).alphabets(&[Alphabet::GSM7]);
    assert_eq!(sent("a", &only_gsm), Err(SplitError::NoAlphabet));
    assert_eq!(sent("a", &only_gsm.class(MessageClass::Sim)), Ok((Alphabet::GSM7, 0xF2)));
    let binary = split_binary(b"a", &flash).unwrap().next().unwrap();
    assert_eq!(binary.data_coding(), DataCoding(0xF4));
}

#[test]
fn the_cheapest_alphabet_wins() {
    let options = SplitOptions::new(Reference::Udh8(0));
    let alphabet = |text, options: &SplitOptions<'_>| split(text, options).unwrap().alphabet();
    assert_eq!(alphabet("plain", &options), Some(Alphabet::GSM7));
    assert_eq!(alphabet("ну", &options), Some(Alphabet::Ucs2));
    let cyrillic = options.alphabets(&[Alphabet::GSM7, Alphabet::Ucs2, Alphabet::Cyrillic]);
    assert_eq!(alphabet("ну", &cyrillic), Some(Alphabet::Cyrillic));
}

#[test]
fn national_tables_where_they_pay() {
    let plain = SplitOptions::new(Reference::Udh8(3));
    let national = plain.national_tables(true);
    let turkish = "ğ".repeat(80);
    assert_eq!(lens(&turkish, &plain), [6 + 134, 6 + 26]);
    // The locking shift table has the letter in one septet, and its element takes four octets.
    assert_eq!(lens(&turkish, &national), [4 + 80]);
    // A single such letter: the single shift table, 4 octets of header and two septets, is cheaper than 16
    // bits for each character.
    let letter = split("Günaydın, nasılsın", &national).unwrap().next().unwrap();
    let octets = written(&letter);
    let (udh, body) = Udh::split(&octets).unwrap();
    assert_eq!(udh.octets(), 4);
    assert_eq!(Alphabet::Gsm7(udh.shifts()).decode(body).to_string(), "Günaydın, nasılsın");
    assert_eq!(letter.data_coding(), DataCoding::MC_DEFAULT);
    // Nothing is gained for one letter, nor for a text that needs none.
    assert_eq!(split("ğ", &national).unwrap().alphabet(), Some(Alphabet::Ucs2));
    assert_eq!(split("plain", &national).unwrap().alphabet(), Some(Alphabet::GSM7));
    assert_eq!(split(&"ж".repeat(90), &national).unwrap().alphabet(), Some(Alphabet::Ucs2));
    // The header of a part has all three elements.
    let hindi = "नमस्ते दुनिया। १२३ ".repeat(12);
    let segments = split(&hindi, &national).unwrap();
    let Some(Alphabet::Gsm7(shifts)) = segments.alphabet() else { panic!("national tables are cheaper") };
    assert_eq!((shifts.locking, shifts.single), (Language::HINDI, Language::HINDI));
    assert!(segments.len() < split(&hindi, &plain).unwrap().len());
    for segment in segments.clone() {
        let octets = written(&segment);
        let (udh, _) = Udh::split(&octets).unwrap();
        assert_eq!((udh.octets(), udh.shifts(), octets.len() <= 12 + 146), (12, shifts, true));
    }
    assert_eq!(joined(segments), hindi);
    // SAR TLVs and the header that names the tables exclude each other.
    assert_eq!(
        split(&hindi, &SplitOptions::new(Reference::Sar(1)).national_tables(true)).unwrap().alphabet(),
        Some(Alphabet::Ucs2)
    );
}

#[test]
fn clusters_stay_whole() {
    let family = "👨\u{200D}👩\u{200D}👧";
    let text = "ж".repeat(62) + family + "ж";
    let texts: Vec<_> = split(&text, &SplitOptions::new(Reference::Udh8(0)))
        .unwrap()
        .map(|segment| segment.text().unwrap())
        .collect();
    assert_eq!(texts, [&"ж".repeat(62), &(String::from(family) + "ж")]);
    // One that is too long by itself is cut between characters.
    let long = String::from("e") + &"\u{301}".repeat(100);
    assert_eq!(lens(&long, &SplitOptions::new(Reference::Udh8(0))), [6 + 134, 6 + 68]);
}

#[test]
fn an_empty_text_is_one_empty_part() {
    assert_eq!(lens("", &SplitOptions::new(Reference::Udh8(0))), [0]);
    assert_eq!(split_binary(&[], &SplitOptions::message_payload()).unwrap().len(), 1);
}

#[test]
fn the_counter_counts() {
    let count = |text: &str| {
        let info = TextInfo::of(text);
        (info.units, info.segments, info.units_left)
    };
    assert_eq!(count(""), (0, 1, 160));
    assert_eq!(count(&"a".repeat(160)), (160, 1, 0));
    assert_eq!(count(&"a".repeat(161)), (161, 2, 145));
    assert_eq!(count(&("a".repeat(152) + "€" + &"b".repeat(20))), (174, 2, 153 - 22));
    assert_eq!(count("😀"), (2, 1, 68));
    assert_eq!(TextInfo::of(&"a".repeat(255 * 153 + 1)).segments, 256);
}

proptest! {
    #[test]
    fn parts_join_to_the_text_and_keep_their_budget(
        text in "[a-z€{}@\u{0}ж😀 ]{0,400}",
        reference in proptest::sample::select(&REFERENCES),
        alphabet in proptest::sample::select(&[Alphabet::GSM7, Alphabet::GSM7_PACKED, Alphabet::Ucs2, Alphabet::Utf8]),
    ) {
        let text: String = text.chars().filter(|&c| alphabet.units_of(c).is_some()).collect();
        let alphabets = [alphabet];
        let options = SplitOptions::new(reference).alphabets(&alphabets);
        let segments = split(&text, &options).unwrap();
        prop_assert_eq!(joined(segments.clone()), text.clone());
        let info = TextInfo::in_alphabet(&text, alphabet).unwrap();
        if matches!(reference, Reference::Udh8(_)) {
            prop_assert_eq!(info.segments, segments.len());
        }
        prop_assert_eq!(TextInfo::with(&text, &options).unwrap().segments, segments.len());
        let many = segments.len() > 1;
        for segment in segments {
            let header = segment.header().octets().max(if many { 6 } else { 0 });
            prop_assert!(segment.content.units() <= alphabet.capacity(header));
            prop_assert_eq!(segment.write_to(&mut [0; 256]), Ok(segment.octets()));
            prop_assert!(segment.write_to(&mut [0; 256][..segment.octets().saturating_sub(1)]).is_err() || segment.octets() == 0);
        }
    }

    #[test]
    fn any_text_with_any_tables_joins(text in "[a-z ğşİçãéनमस्ते।গুজ€😀\u{301}\u{200D}]{0,300}", reference in proptest::sample::select(&REFERENCES)) {
        let options = SplitOptions::new(reference).national_tables(true);
        let segments = split(&text, &options).unwrap();
        prop_assert!(segments.clone().all(|segment| segment.octets() <= 12 + 146));
        prop_assert_eq!(joined(segments), text);
    }

    #[test]
    fn binary_parts_join(octets in proptest::collection::vec(0_u8.., 0..600)) {
        let segments = split_binary(&octets, &SplitOptions::new(Reference::Udh8(9))).unwrap();
        let joined: Vec<u8> = segments
            .flat_map(|segment| {
                let octets = written(&segment);
                assert!(octets.len() <= MAX_USER_DATA);
                if segment.udhi() { octets[6..].to_vec() } else { octets }
            })
            .collect();
        prop_assert_eq!(joined, octets);
    }
}
