//! Arbitrary octets as TLVs: all of them are found, and each value that is read can be written.

use std::fmt::Write as _;

use smppkit::tlv::{self, TLVS, Tag, Tlv, TlvDef, TlvKind};
use smppkit::{Body as _, CommandStatus, DataSm, Tlvs, decode, encode};

/// Puts the octets behind the fields of a data_sm.
pub fn run(octets: &[u8]) {
    let length = u32::try_from(16 + 10 + octets.len()).unwrap_or(u32::MAX).to_be_bytes();
    let header = [&length[..], &[0, 0, 1, 3], &[0; 4], &[0, 0, 0, 1]].concat();
    let frame = [&header[..], &[0; 10], octets].concat();
    crate::decode::frame(&frame);
    let decoded = decode(&frame).expect("a frame");
    let tlvs = decoded.pdu.tlvs();

    // Nothing is lost and nothing is there twice.
    let items = tlvs.iter().collect::<Vec<_>>();
    let mut again = vec![];
    for item in &items {
        let (value, rest) = item.octets();
        assert!(rest.is_empty());
        assert_eq!(value.len(), item.len());
        again.extend(item.tag.0.to_be_bytes());
        again.extend(u16::try_from(value.len()).expect("a length").to_be_bytes());
        again.extend(value);
    }
    again.extend(tlvs.remainder());
    assert_eq!(again, octets);

    // From a slice of TLVs come the same octets.
    let copy = DataSm { tlvs: Tlvs::from(items.as_slice()), ..DataSm::default() };
    let mut out = vec![0; copy.encoded_len()];
    encode(CommandStatus::ESME_ROK, 1, &copy, &mut out).expect("TLVs that were read can be written");
    assert_eq!(out[26..], octets[..octets.len() - tlvs.remainder().len()]);

    for item in &items {
        assert_eq!(tlvs.find(item.tag).map(|first| first.tag), Some(item.tag));
        typed(item);
    }
    for row in TLVS {
        assert_eq!(tlvs.find(row.tag).is_some(), items.iter().any(|item| item.tag == row.tag));
    }
}

macro_rules! typed {
    ($($(#[doc = $doc:literal])+ $name:ident = $tag:literal, $text:literal, $kind:ident,
        $($low:literal ..= $high:literal)|+, $often:ident, [$($other:literal)*],
        $($version:ident $uses:tt)+;)+) => {
        fn typed(item: &Tlv<'_>) {
            // Octets and strings can hold any value, and what they make of it must not fail either.
            any(item);
            match item.tag {
                $(Tag($tag) => check(item, &tlv::$name),)+
                _ => {}
            }
        }
    };
}
smppkit::for_each_tlv!(typed);

fn any(item: &Tlv<'_>) {
    let mut text = String::new();
    let _ = write!(text, "{item:?} {:?}", item.value());
    let octets: TlvDef<tlv::Octets> = TlvDef::vendor(item.tag.0, "octets");
    assert_eq!(item.get(&octets).expect("octets").as_bytes(), item.octets().0);
}

/// What was read, written again, is read as the same; and it is the same octets, but for what is tolerated.
fn check<'a, K: TlvKind>(item: &Tlv<'a>, def: &TlvDef<K>)
where
    K::Value<'a>: PartialEq + Copy + std::fmt::Debug,
{
    let Some(value) = item.get(def) else { return };
    let made = def.with(value);
    assert_eq!(made.get(def), Some(value), "{item:?}");
    assert!(made != *item || made.value() == item.value(), "{item:?}");

    let octets = item.octets().0;
    let is_tolerated = match item.tag {
        // An alert of 0 is sent without octets, and a shorter or longer integer as it should be.
        Tag(0x130C) => octets == [0],
        Tag(0x0010) => octets.len() == 2,
        Tag(0x0604) => octets.len() == 1,
        // A string ends at its first NUL, and is sent with one.
        _ => {
            let nul = octets.iter().position(|octet| *octet == 0);
            K::TYPE == tlv::TlvType::CString && nul.is_none_or(|at| at + 1 != octets.len())
        }
    };
    assert_eq!(made == *item, !is_tolerated, "{item:?}");
}
