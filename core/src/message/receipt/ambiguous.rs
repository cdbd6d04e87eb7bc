//! Receipts that can be read in two ways, and say so.

use super::*;

#[track_caller]
fn ambiguous(octets: &[u8]) -> Receipt<'_> {
    let receipt = Receipt::parse(octets);
    assert!(receipt.ambiguous && !receipt.is_certain());
    receipt
}

#[test]
fn a_field_behind_other_text_may_be_text() {
    let receipt = ambiguous(b"text:Hello World id:5 sub:001 stat:DELIVRD err:000");
    assert_eq!((receipt.id, receipt.text), (Some("5"), Some(&b"Hello World"[..])));
    assert_eq!((receipt.sub, receipt.stat, receipt.err), (Some("001"), Some("DELIVRD"), Some("000")));
    let receipt = ambiguous(b"id:5 stat:DELIVRD text:Hello submit date:0809011130 done date:0809021131");
    assert_eq!((receipt.submit_date, receipt.done_date), (Some("0809011130"), Some("0809021131")));
    assert_eq!(receipt.text, Some(&b"Hello"[..]));
    let receipt = ambiguous(b"id:5 done date:0809011130 text:it says stat:DELIVRD");
    assert_eq!(receipt.stat, Some("DELIVRD"));
}

#[test]
fn a_text_that_begins_with_a_key_is_text() {
    for (receipt, text) in [
        (&b"stat:DELIVRD err:000 text:id:5 is mine"[..], &b"id:5 is mine"[..]),
        (b"id:1 done date:0809021131 text:stat:DELIVRD", b"stat:DELIVRD"),
        (b"id:1 stat:DELIVRD text:done date:9901010000", b"done date:9901010000"),
        (b"id:1 stat: text:stat:DELIVRD", b"stat:DELIVRD"),
    ] {
        assert_eq!(ambiguous(receipt).text, Some(text));
    }
    assert_eq!(ambiguous(b"stat:DELIVRD text:id:5 is mine").id, None);
    assert_eq!(ambiguous(b"id:1 text:stat:DELIVRD").stat, None);
}

#[test]
fn an_id_within_the_text_is_not_that_of_the_receipt() {
    let receipt = ambiguous(b"stat:DELIVRD done date:0809011130 text:my id:5 card");
    assert_eq!((receipt.id, receipt.text), (None, Some(&b"my id:5 card"[..])));
    // With nothing but a blank before it, it is no text.
    let receipt = Receipt::parse(b"stat:DELIVRD text: id:5");
    assert_eq!((receipt.id, receipt.text, receipt.ambiguous), (Some("5"), Some(&b""[..]), false));
}

#[test]
fn a_value_may_hold_a_key() {
    for (receipt, id) in [
        (&b"id:12afsub:001 stat:DELIVRD"[..], "12afsub:001"),
        (b"id:12AFSUB:001 stat:DELIVRD", "12AFSUB:001"),
        (b"id:12-sub:001 stat:DELIVRD", "12-sub:001"),
        (b"id:7/sub:001 stat:DELIVRD", "7/"),
        (b"id:\"7\"sub:001 stat:DELIVRD", "\"7\""),
    ] {
        assert_eq!(ambiguous(receipt).id, Some(id));
    }
    let receipt = ambiguous(b"id:1 stat:DELIVRDERR:000");
    assert_eq!((receipt.stat, receipt.err, receipt.message_state()), (Some("DELIVRDERR:000"), None, None));
    // No key is in these.
    for id in ["a:b", "ns:12345", "74e02ee1-4e2f-4a6e", "a/b", "x."] {
        let text = [b"id:", id.as_bytes(), b" stat:DELIVRD"].concat();
        let receipt = Receipt::parse(&text);
        assert_eq!((receipt.id, receipt.ambiguous), (Some(id), false));
    }
}

#[test]
fn words_may_belong_to_no_field() {
    let receipt = ambiguous(b"id:1 done date:180903120816 DELIVRD err:000 Text:");
    assert_eq!((receipt.stat, receipt.err), (Some("DELIVRD"), Some("000")));
    // With the key it counts more, and more words than one are no state.
    assert_eq!(ambiguous(b"id:1 EXPIRED err:000 stat:DELIVRD").stat, Some("DELIVRD"));
    assert_eq!(ambiguous(b"id:1 was EXPIRED err:000").stat, None);
    assert_eq!(ambiguous(b"id:1 00 err:000").stat, None);
    // The text without its key.
    let receipt = ambiguous(b"id:1 done date:180903120816 stat:DELIVRD err:000 Hello World");
    assert_eq!((receipt.err, receipt.text), (Some("000"), None));
    // A state of several words.
    let receipt = ambiguous(b"id:1 stat:NOT DELIVERED err:000");
    assert_eq!((receipt.stat, receipt.message_state()), (Some("NOT"), None));
    let receipt = ambiguous(b"id:1 stat:FAILED:Mob. Abst.|nt ext|out ser err:100 text:");
    assert_eq!((receipt.message_state(), receipt.err), (Some(MessageState::UNDELIVERABLE), Some("100")));
    assert_eq!(ambiguous(b"Please show your id: we ask everyone. stat:DELIVRD").id, Some("we"));
}

#[test]
fn a_value_may_be_no_text() {
    let receipt = ambiguous(b"id:caf\xE9 sub:001 stat:DELIVRD");
    assert_eq!((receipt.id, receipt.sub, receipt.stat), (None, Some("001"), Some("DELIVRD")));
}

#[test]
fn a_receipt_within_the_text_of_another() {
    let inner =
        "id:2 sub:001 dlvrd:001 submit date:2609051430 done date:2609051431 stat:UNDELIV err:9 text:x";
    let outer =
        "id:1 sub:001 dlvrd:001 submit date:2609051500 done date:2609051501 stat:DELIVRD err:000 text:";
    let text = [outer.as_bytes(), inner.as_bytes()].concat();
    let receipt = Receipt::parse(&text);
    assert_eq!((receipt.id, receipt.stat, receipt.err), (Some("1"), Some("DELIVRD"), Some("000")));
    assert_eq!((receipt.text, receipt.ambiguous), (Some(inner.as_bytes()), false));
    let text = [b"id:1 stat:DELIVRD text:", inner.as_bytes()].concat();
    let receipt = ambiguous(&text);
    assert_eq!((receipt.id, receipt.stat), (Some("1"), Some("DELIVRD")));
}

#[test]
fn dates_that_are_none() {
    for date in ["tomorrow", "null", "-", ".", ""] {
        let text = [b"id:1 stat:DELIVRD done date:", date.as_bytes()].concat();
        assert!(!Receipt::parse(&text).is_certain());
    }
}
