use proptest::prelude::*;

use super::*;
use crate::message::DateTime;

const PLAIN: &[u8] =
    b"id:0123456789 sub:001 dlvrd:001 submit date:1103141815 done date:1103141816 stat:DELIVRD err:000 text:Hello: id:7 stat:X";

#[test]
fn as_printed_in_the_specification() {
    let expected = Receipt {
        id: Some("0123456789"),
        sub: Some("001"),
        dlvrd: Some("001"),
        submit_date: Some("1103141815"),
        done_date: Some("1103141816"),
        stat: Some("DELIVRD"),
        err: Some("000"),
        text: Some(b"Hello: id:7 stat:X"),
        conflicting: false,
        ambiguous: false,
    };
    assert_eq!(Receipt::parse(PLAIN), expected);
}

#[test]
fn keys_in_any_order_even_behind_the_text() {
    let receipt = Receipt::parse(
        b"sub:001 id:74e02ee1-0 err:000 dlvrd:001 done date:1103141816 submit date:1103141815 text: stat:DELIVRD",
    );
    assert_eq!((receipt.stat, receipt.text), (Some("DELIVRD"), Some(&b""[..])));
    assert_eq!((receipt.id, receipt.sub, receipt.err), (Some("74e02ee1-0"), Some("001"), Some("000")));
}

#[test]
fn values_may_be_missing_empty_or_glued() {
    let receipt =
        Receipt::parse(b"id:5sub:001 submitdate:180122230957 DONE_DATE: 000000000000 stat:DELIVRDerr: Text:");
    assert_eq!((receipt.id, receipt.sub, receipt.dlvrd), (Some("5"), Some("001"), None));
    assert_eq!((receipt.submit_date, receipt.done_date), (Some("180122230957"), Some("000000000000")));
    assert_eq!((receipt.stat, receipt.err, receipt.text), (Some("DELIVRD"), None, Some(&b""[..])));
}

#[test]
fn a_field_that_contradicts_itself() {
    assert!(!Receipt::parse(b"id:5 stat:DELIVRD id:5").conflicting);
    let receipt = Receipt::parse(b"id:5 stat:DELIVRD stat:UNDELIV");
    assert!(receipt.conflicting && receipt.stat == Some("DELIVRD"));
}

#[test]
fn no_receipt_has_no_fields() {
    for text in [&b""[..], b":", b"valid:1", b"Paid: 5", b"date:1", b"hello", b"id:", b"id: "] {
        assert_eq!(Receipt::parse(text), Receipt::default(), "{text:?}");
    }
}

#[test]
fn words_there_and_back() {
    for state in (1..=9).map(MessageState) {
        assert_eq!(message_state(stat(state)), Some(state));
        assert_eq!(stat(state).len(), 7);
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(id in "[0-9A-Za-z.-]{1,64}", at in 0_i64..4_000_000_000, state in 1_u8..=9, text: std::vec::Vec<u8>) {
        let date = DateTime::from_unix_seconds(at).unwrap();
        let written = ReceiptText {
            id: &id, sub: 1, dlvrd: 0, submit_date: date, done_date: date, state: MessageState(state), err: 12, text: &text,
        }.to_vec();
        let receipt = Receipt::parse(&written);
        prop_assert_eq!((receipt.id, receipt.sub, receipt.dlvrd), (Some(&id[..]), Some("001"), Some("000")));
        prop_assert_eq!(receipt.message_state(), Some(MessageState(state)));
        prop_assert_eq!((receipt.err, receipt.conflicting, receipt.is_certain()), (Some("012"), false, true));
        prop_assert_eq!(receipt.submit_date.map(str::len), Some(10));
        let echo = receipt.text.unwrap();
        prop_assert!(text.starts_with(echo) && echo.len() <= 20);
    }

    #[test]
    fn nothing_breaks_it(octets: std::vec::Vec<u8>, cut in 0..PLAIN.len(), junk in 0..PLAIN.len()) {
        Receipt::parse(&octets);
        let mut mangled = PLAIN[cut..].to_vec();
        mangled.extend_from_slice(&octets);
        mangled.extend_from_slice(&PLAIN[..junk]);
        Receipt::parse(&mangled);
    }
}
