use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

fn encoded(text: &str) -> Vec<u8> {
    let mut out = vec![0; text.len() * 2];
    let n = encode(text, &mut out).unwrap();
    out.truncate(n);
    out
}

/// The default alphabet as the specification prints it, row by row; `shared/spec/formats.toml` has the same
/// as numbers.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: [(u8, char); 10] = [
    (0x0A, '\u{C}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

#[test]
fn every_character_of_the_default_alphabet_has_its_place() {
    assert_eq!(BASIC.chars().count(), 128);
    for (septet, character) in (0_u8..).zip(BASIC.chars()) {
        if septet == ESC {
            continue;
        }
        assert_eq!(encoded(&character.to_string()), [septet], "{character}");
        assert_eq!(decode(&[septet]).collect::<String>(), character.to_string(), "{septet:#04x}");
    }
}

#[test]
fn every_character_of_the_extension_table_has_its_place() {
    for (septet, character) in EXTENDED {
        assert_eq!(encoded(&character.to_string()), [ESC, septet], "{character}");
        assert_eq!(decode(&[ESC, septet]).collect::<String>(), character.to_string());
    }
}

#[test]
fn no_other_character_is_in_the_alphabet() {
    let count = ('\0'..=char::MAX).filter(|&character| has(character)).count();
    assert_eq!(count, 127 + EXTENDED.len());
    for character in ['`', 'ç', '\u{1B}', '\t', '\u{A0}', 'Ё', '\u{2126}'] {
        assert!(!has(character), "{character:?}");
    }
}

#[test]
fn the_first_character_that_does_not_fit_is_named() {
    let error = Unencodable { at: 5, character: 'ç' };
    assert_eq!(septets("€ aça`"), Err(error));
    assert_eq!(encode("€ aça`", &mut [0; 16]), Err(error.into()));
}

#[test]
fn an_escape_without_a_meaning() {
    let text = |octets: &[u8]| decode(octets).collect::<String>();
    assert_eq!(text(b"a\x1B"), "a ");
    assert_eq!(text(b"a\x1B\x1Bb"), "a b");
    assert_eq!(text(b"a\x1Bb"), "ab");
    assert_eq!(text(b"\x1B\x1B\x1Be"), " €");
    assert_eq!(text(b"\x1B\xE9"), "é");
}

#[test]
fn octets_that_are_no_septets_are_latin_1() {
    assert_eq!(decode(&[0x80, 0xA7, 0xFF]).collect::<String>(), "\u{80}§ÿ");
}

#[test]
fn a_small_buffer_is_told_its_size() {
    let mut out = [0; 4];
    assert_eq!(encode("€€€", &mut out), Err(BufferTooSmall { needed: 6 }.into()));
    assert_eq!(decode(b"\x1Be\x1Be").write_to(&mut out), Err(BufferTooSmall { needed: 6 }));
    assert_eq!(decode(b"\x1Be!").write_to(&mut out), Ok("€!"));
}

#[test]
fn packing_as_printed_in_the_specification() {
    // 3GPP TS 23.038 §6.1.2.1.1: seven characters leave seven bits free.
    let mut out = [0; 8];
    let n = pack(b"1234567", 0, &mut out).unwrap();
    assert_eq!(out[..n], [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x1A]);
    assert!(unpack(&out[..n], 0).eq(*b"1234567"));
    let n = pack(b"12345678", 0, &mut out).unwrap();
    assert_eq!(out[..n], [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x70]);
    assert!(unpack(&out[..n], 0).eq(*b"12345678"));
}

#[test]
fn carriage_returns_at_the_end() {
    // 3GPP TS 23.038 §6.1.2.3.1: one that ends on an octet boundary is sent twice.
    let mut out = [0; 16];
    let n = pack(b"1234567\r", 0, &mut out).unwrap();
    assert_eq!(out[..n], [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x1A, 0x0D]);
    assert!(unpack(&out[..n], 0).eq(*b"1234567\r"));
    let n = pack(b"1234567\r\r", 0, &mut out).unwrap();
    assert_eq!(out[..n], [0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x1A, 0x8D]);
    assert!(unpack(&out[..n], 0).eq(*b"1234567\r\r"));
}

#[test]
fn zero_filled_packing_shows_its_at_sign() {
    assert!(unpack(&[0x31, 0xD9, 0x8C, 0x56, 0xB3, 0xDD, 0x00], 0).eq(*b"1234567\0"));
}

proptest! {
    #[test]
    fn texts_of_the_alphabet_round_trip(text in "[@-_a-z0-9 äöü€{}§ΔΞ\n]{0,200}") {
        let text: String = text.chars().filter(|&c| has(c)).collect();
        let octets = encoded(&text);
        prop_assert_eq!(septets(&text), Ok(octets.len()));
        prop_assert_eq!(decode(&octets).collect::<String>(), text.clone());
        prop_assert_eq!(decode(&octets).to_string(), text);
    }

    #[test]
    fn display_and_iterator_agree_on_any_octets(octets: Vec<u8>) {
        prop_assert_eq!(decode(&octets).to_string(), decode(&octets).collect::<String>());
        prop_assert!(decode(&octets).write_to(&mut vec![0; octets.len() * 3]).is_ok());
    }

    #[test]
    fn any_text_is_written_or_refused_at_the_right_place(text: String) {
        match text.char_indices().find(|&(_, c)| !has(c)) {
            Some((at, character)) => prop_assert_eq!(septets(&text), Err(Unencodable { at, character })),
            None => prop_assert!(septets(&text).is_ok()),
        }
    }

    #[test]
    fn packing_round_trips(septets in proptest::collection::vec(0_u8..128, 0..200), returns in 0..4_usize, fill in 0_u8..7) {
        let mut out = [0; 256];
        let returns = core::iter::repeat_n(b'\r', returns);
        let septets: Vec<u8> = septets.into_iter().chain(returns).collect();
        let n = pack(&septets, fill, &mut out).unwrap();
        let is_doubled = septets.ends_with(b"\r") && fill_octets(septets.len(), fill);
        prop_assert_eq!(n, packed_len(septets.len(), fill) + usize::from(is_doubled));
        prop_assert_eq!(unpack(&out[..n], fill).collect::<Vec<u8>>(), septets);
    }

    #[test]
    fn unpacking_takes_anything(octets: Vec<u8>, fill: u8) {
        let unpacked = unpack(&octets, fill);
        prop_assert_eq!(unpacked.len(), unpacked.count());
    }
}
