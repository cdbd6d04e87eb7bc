//! Typed TLVs: what is read from octets is made into the same octets again, and what is made is read as it was.

use proptest::collection::vec;
use proptest::prelude::*;
use smppkit::tlv::{self, Tag, Tlv, TlvDef, TlvKind, TlvType};
use smppkit::{Body, CommandStatus, DataSm, Tlvs, decode, encode};

/// Reads octets as the value of a TLV, makes a TLV of that value, and sends it.
fn assert_survives<K: TlvKind>(def: &TlvDef<K>, octets: &[u8]) {
    let given = Tlv::new(def.tag, octets);
    // Three digits are no network error but the text of one, which some MCs send (DISCREPANCIES C, others).
    let is_text = def.tag == tlv::NETWORK_ERROR_CODE.tag && octets.first().is_some_and(u8::is_ascii_digit);
    let is_legal = def.tag.allows_length(octets.len()) && !is_text;
    let Some(value) = given.get(def) else {
        assert!(!is_legal, "{} cannot be {octets:02x?}", def.name);
        return;
    };
    let made = def.with(value);
    // The NUL of a string is implied, and what is behind it is none of its text.
    let text = octets.split(|octet| *octet == 0).next().unwrap_or_default();
    let expected = match octets {
        _ if K::TYPE == TlvType::CString => [text, &[0]].concat(),
        // The default alert has two forms: the one without octets is 3.4's, too (DISCREPANCIES A23).
        [0] if def.tag == tlv::ALERT_ON_MESSAGE_DELIVERY.tag => vec![],
        octets => octets.to_vec(),
    };
    // What has a length that it must not have may be read with good will, and is made as it should be.
    if is_legal {
        assert_eq!(made, Tlv::new(def.tag, &expected), "{}", def.name);
        assert_eq!(made.len(), expected.len(), "{}", def.name);
    }

    let items = [made];
    let data = DataSm { tlvs: Tlvs::from(&items), ..Default::default() };
    let mut out = vec![0; data.encoded_len()];
    assert_eq!(encode(CommandStatus::ESME_ROK, 1, &data, &mut out), Ok(out.len()), "{}", def.name);
    let decoded = decode(&out).expect("a frame");
    let received = decoded.pdu.tlvs().get(def).expect("what was sent");
    assert_eq!(def.with(received), items[0], "{}", def.name);
    let again = data.tlvs.get(def).map(|value| def.with(value));
    assert_eq!(again, Some(items[0]), "{} is not read before it is sent", def.name);
}

macro_rules! every_tlv {
    ($($(#[doc = $doc:literal])+ $name:ident = $tag:literal, $text:literal, $kind:ident,
        $($low:literal ..= $high:literal)|+, $often:ident, [$($other:literal)*],
        $($version:ident $uses:tt)+;)+) => {
        /// These octets as the value of every TLV.
        fn assert_all_survive(octets: &[u8]) {
            $(assert_survives(&tlv::$name, octets);)+
        }

        #[test]
        fn definitions_are_those_of_the_rows() {
            $(
                assert_eq!((tlv::$name.tag, tlv::$name.name), (Tag($tag), $text));
                assert_eq!(tlv::$name.tag.row().map(|row| row.name), Some($text));
            )+
        }
    };
}
smppkit::for_each_tlv!(every_tlv);

proptest! {
    #[test]
    fn values_survive(octets in vec(any::<u8>(), 0..110)) {
        assert_all_survive(&octets);
    }

    /// The lengths at which values change their form.
    #[test]
    fn short_values_survive(octets in vec(any::<u8>(), 0..8)) {
        assert_all_survive(&octets);
    }
}

#[test]
fn extreme_values_survive() {
    for len in (0..=110).chain([255, 256, 1024, 1025]) {
        for octet in [0, 1, 0x7F, 0x80, 0xFF] {
            assert_all_survive(&vec![octet; len]);
        }
    }
}

/// A definition reads its own TLV and no other.
#[test]
fn other_tags_are_not_read() {
    let other = Tlv::new(Tag(0x0204), &[0, 1]);
    assert_eq!(other.get(&tlv::SOURCE_PORT), None);
    assert_eq!(other.get(&tlv::USER_MESSAGE_REFERENCE), Some(1));
}
