//! The receipts of the wild: one of each kind that was ever seen, and what it says.

use std::string::String;
use std::vec::Vec;

use super::*;
use crate::message::{DateTime, gsm7};

/// The values of a receipt, in the order of 3.4 Appendix B; "" is a missing field. `text` is "-" where it is
/// missing.
fn fields(octets: &[u8]) -> [String; 8] {
    let receipt = Receipt::parse(octets);
    assert!(!receipt.conflicting && !receipt.ambiguous);
    let Receipt { id, sub, dlvrd, submit_date, done_date, stat, err, text, .. } = receipt;
    let [a, b, c, d, e, f, g] = [id, sub, dlvrd, submit_date, done_date, stat, err]
        .map(|value| String::from(value.unwrap_or_default()));
    [a, b, c, d, e, f, g, text.map_or("-".into(), |text| String::from_utf8_lossy(text).into())]
}

#[track_caller]
fn check(octets: impl AsRef<[u8]>, expected: [&str; 8]) {
    assert_eq!(fields(octets.as_ref()), expected);
}

fn date(text: &str) -> String {
    std::format!("{:?}", DateReading::new(text).map(|reading| reading.date))
}

#[test]
fn text_key_capital_absent_empty_or_a_dash() {
    let head =
        "id:0123456789 sub:001 dlvrd:001 submit date:0809011130 done date:0809011131 stat:DELIVRD err:000";
    let with = |text| ["0123456789", "001", "001", "0809011130", "0809011131", "DELIVRD", "000", text];
    check(std::format!("{head} Text:abc"), with("abc"));
    check(std::format!("{head} text:abc"), with("abc"));
    check(std::format!("{head} TEXT:abc"), with("abc"));
    check(std::format!("{head} text: abc"), with(" abc"));
    check(std::format!("{head} Text:-"), with("-"));
    check(std::format!("{head} text:"), with(""));
    check(head, with("-"));
}

#[test]
fn without_the_counts() {
    check(
        "id:c87c2273-7edb-4bc7-8d3a-7f57f21b625e submit date:201506201641 done date:201506201641 stat:DELIVRD err:000",
        [
            "c87c2273-7edb-4bc7-8d3a-7f57f21b625e",
            "",
            "",
            "201506201641",
            "201506201641",
            "DELIVRD",
            "000",
            "-",
        ],
    );
    check(
        "id:0654354026 submit date:2302101454 done date:2302101454 stat:DELIVRD err:000",
        ["0654354026", "", "", "2302101454", "2302101454", "DELIVRD", "000", "-"],
    );
}

#[test]
fn hardly_anything() {
    check("stat:DELIVRD", ["", "", "", "", "", "DELIVRD", "", "-"]);
    check("id:abc stat:DELIVRD text:", ["abc", "", "", "", "", "DELIVRD", "", ""]);
    check(
        "id:5000 submit date:2302101454 done date:2302101455 stat:EXPIRED",
        ["5000", "", "", "2302101454", "2302101455", "EXPIRED", "", "-"],
    );
}

#[test]
fn in_another_order() {
    let id = "74e02ee1-4e2f-4a6e-a78b-4b247d756a22";
    check(
        std::format!(
            "sub:001 id:{id} err:000 dlvrd:001 done date:110206193110 submit date:110206193041 text: stat:DELIVRD"
        ),
        [id, "001", "001", "110206193041", "110206193110", "DELIVRD", "000", ""],
    );
    check(
        "id:0123456789 sub:002 dlvrd:003 submit date:0809011130 done date:0809021131 err:123 stat:DND_REJECTED text:Hello World",
        ["0123456789", "002", "003", "0809011130", "0809021131", "DND_REJECTED", "123", "Hello World"],
    );
    check(
        "stat:EXPIRED err:255 id:0000AB12 done date:2607190900",
        ["0000AB12", "", "", "", "2607190900", "EXPIRED", "255", "-"],
    );
    check("id:5 text: stat:DELIVRD err:000", ["5", "", "", "", "", "DELIVRD", "000", ""]);
}

#[test]
fn keys_within_the_text_are_text() {
    let head =
        "id:1 sub:001 dlvrd:001 submit date:0809011130 done date:0809011131 stat:UNDELIV err:000 text:";
    let expected = ["1", "001", "001", "0809011130", "0809011131", "UNDELIV", "000"];
    for text in ["id:2 stat:DELIVRD err:9", "stat:DELIVRD", "text:x", "Your id: 4", " done date:9901010000 "]
    {
        let [id, sub, dlvrd, submit, done, stat, err] = expected;
        check(std::format!("{head}{text}"), [id, sub, dlvrd, submit, done, stat, err, text]);
    }
}

#[test]
fn misspelt_keys_are_no_keys() {
    let good = "id:0123456789 sub:002 dlvrd:001 submit date:1005232039 done date:1005242339 stat:DELIVRD err:012 text:This is";
    let expected = ["0123456789", "002", "001", "1005232039", "1005242339", "DELIVRD", "012", "This is"];
    check(good, expected);
    for (index, (key, wrong)) in [
        ("id:", "i:"),
        ("sub:", "su:"),
        ("dlvrd:", "dlvr:"),
        ("submit date:", "submit dat:"),
        ("done date:", "one date:"),
        ("stat:", "sat:"),
        ("err:", "rr:"),
        ("text:", "txt:"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut missing = expected;
        missing[index] = if key == "text:" { "-" } else { "" };
        check(good.replacen(key, wrong, 1), missing);
    }
}

#[test]
fn dates_of_every_form() {
    for (text, expected) in [
        ("1110140901", "Some(2011-10-14T09:01:00)"),
        ("161008120127", "Some(2016-10-08T12:01:27)"),
        ("260105101112", "Some(2026-01-05T10:11:12)"),
        ("20110314181534", "Some(2011-03-14T18:15:34)"),
        ("201506201641", "Some(2015-06-20T16:41:00)"),
        ("180711070003912+", "Some(2018-07-11T07:00:03)"),
        ("7001010000", "Some(1970-01-01T00:00:00)"),
        ("1767865032", "Some(2026-01-08T09:37:12)"),
        ("1767865032314", "Some(2026-01-08T09:37:12)"),
        ("1712010203", "Some(2017-12-01T02:03:00)"),
        ("1712010203000", "Some(2024-04-01T22:23:23)"),
        ("2613010000", "None"),
        ("2613010000000", "None"),
        ("176786503", "None"),
        ("2015-06-20 16:41:59", "Some(2015-06-20T16:41:59)"),
        ("2015/06/20T16:41:59.123Z", "Some(2015-06-20T16:41:59)"),
        ("0000000000", "None"),
        ("000000000000", "None"),
        ("1113140901", "None"),
        ("151231246000", "None"),
        ("110314181", "None"),
        ("201103141815345", "None"),
        ("2011031418153455", "None"),
        ("anydate", "None"),
        ("null", "None"),
        ("", "None"),
        ("180711070003957+", "None"),
        ("15-06-20 16:41", "None"),
        ("1506201641 x", "None"),
    ] {
        assert_eq!(date(text), expected, "{text}");
    }
    assert_eq!(DateReading::new("180711070003912-").unwrap().offset_quarters, Some(-12));
    assert_eq!(DateReading::new("2015-06-20T16:41:59Z").unwrap().offset_quarters, Some(0));
}

#[test]
fn dates_that_can_be_read_in_two_ways() {
    let both = DateReading::new("201105060708").unwrap();
    assert_eq!(both.date, DateTime::new(2020, 11, 5, 6, 7, 8).unwrap());
    assert_eq!(both.other, DateTime::new(2011, 5, 6, 7, 8, 0));
    let receipt = |done| std::format!("id:1 submit date:201105060708 done date:{done} stat:DELIVRD");
    let years = |text: String| {
        let (submitted, done) = Receipt::parse(text.as_bytes()).dates();
        (submitted.unwrap().date.year(), done.map(|done| done.date.year()))
    };
    assert_eq!(years(receipt("20110506071100")), (2011, Some(2011)));
    assert_eq!(years(receipt("2011050711")), (2020, Some(2020)));
    assert_eq!(years(receipt("201105060711")), (2020, Some(2020)));
    assert_eq!(years(receipt("0000000000")), (2020, None));
}

#[test]
fn dates_of_different_length_in_one_receipt() {
    check(
        "id:1010d937-8f43-4754-9dd8-6e987cda32fa sub:001 dlvrd:000 submit date:161008120127 done date:1610081500 stat:UNDELIV err:004 text:exampleMessage02",
        [
            "1010d937-8f43-4754-9dd8-6e987cda32fa",
            "001",
            "000",
            "161008120127",
            "1610081500",
            "UNDELIV",
            "004",
            "exampleMessage02",
        ],
    );
}

#[test]
fn a_date_of_two_words() {
    check(
        "id:1 submit date:2015-06-20 16:41:00 done date:2015-06-20T16:42 stat:DELIVRD",
        ["1", "", "", "2015-06-20 16:41:00", "2015-06-20T16:42", "DELIVRD", "", "-"],
    );
}

#[test]
fn no_blank_inside_the_keys() {
    check(
        "id:0118Z-0122I-2309U-57DGB submitdate:180122230957 donedate:000000000000 stat:REJECTED err:375 text:",
        ["0118Z-0122I-2309U-57DGB", "", "", "180122230957", "000000000000", "REJECTED", "375", ""],
    );
    check(
        "ID:1 SUBMIT_DATE:1801222309 Done_Date:1801222310 STAT:delivrd",
        ["1", "", "", "1801222309", "1801222310", "delivrd", "", "-"],
    );
}

#[test]
fn no_blank_between_the_fields() {
    check(
        "id:12AFsub:001dlvrd:001submit date:1801222309done date:1801222310stat:DELIVRDerr:000text:hello",
        ["12AF", "001", "001", "1801222309", "1801222310", "DELIVRD", "000", "hello"],
    );
    check(
        "id:5,sub:001,dlvrd:001,submit date:1801222309,done date:1801222310,stat:DELIVRD,err:000,text:a,b",
        ["5", "001", "001", "1801222309", "1801222310", "DELIVRD", "000", "a,b"],
    );
}

#[test]
fn other_signs_between_the_fields() {
    let expected = ["7", "001", "001", "2508251430", "2508251431", "DELIVRD", "000", "hi"];
    for sign in ["|", ";", ",", "\t", "\r\n", "  ", "\u{A0}"] {
        check(
            "id:7 sub:001 dlvrd:001 submit date:2508251430 done date:2508251431 stat:DELIVRD err:000 text:hi"
                .replace(" sub", &std::format!("{sign}sub"))
                .replace(" dlvrd", &std::format!("{sign}dlvrd"))
                .replace(" stat", &std::format!("{sign}stat")),
            expected,
        );
    }
    check(b"id:7\xA0stat:DELIVRD\x85err:000", ["7", "", "", "", "", "DELIVRD", "000", "-"]);
}

#[test]
fn blanks_around_the_colon_and_within_the_key() {
    let expected = ["7", "001", "001", "2508251430", "2508251431", "DELIVRD", "000", " hi"];
    for colon in [": ", " : "] {
        let text =
            "id:7 sub:001 dlvrd:001 submit date:2508251430 done date:2508251431 stat:DELIVRD err:000 text:hi";
        check(text.replace(':', colon), expected);
        check(text.replace(':', colon).replace("t d", "t  d"), expected);
    }
    check("id:7 sub: dlvrd: stat: DELIVRD err: text:", ["7", "", "", "", "", "DELIVRD", "", ""]);
}

#[test]
fn keys_that_are_longer() {
    for key in ["message_id", "messageid", "message id", "msgid", "MsgId", "MSG_ID", "XMS=id"] {
        let text = std::format!("{key}:MM-7 stat:DELIVRD err:000");
        check(text, ["MM-7", "", "", "", "", "DELIVRD", "000", "-"]);
    }
    check(
        "myid:1 order-id:2 ext.stat:UNDELIV id:3 network-err:4 resub:5 stat:DELIVRD price:0.02 err:000 mccmnc:61202",
        ["3", "", "", "", "", "DELIVRD", "000", "-"],
    );
}

#[test]
fn octets_that_are_no_ascii_before_the_fields() {
    check(b"\xA1Hola! id:5 stat:DELIVRD text:\xE9", ["5", "", "", "", "", "DELIVRD", "", "\u{FFFD}"]);
}

#[test]
fn states_of_every_kind() {
    let state = |word: &str| {
        let text = std::format!("id:1 stat:{word} err:000");
        let receipt = Receipt::parse(text.as_bytes());
        assert_eq!(receipt.stat, Some(word));
        receipt.message_state()
    };
    for (word, expected) in [
        ("DELIVRD", Some(MessageState::DELIVERED)),
        ("delivrd", Some(MessageState::DELIVERED)),
        ("EXPIRED", Some(MessageState::EXPIRED)),
        ("DELETED", Some(MessageState::DELETED)),
        ("UNDELIV", Some(MessageState::UNDELIVERABLE)),
        ("ACCEPTD", Some(MessageState::ACCEPTED)),
        ("UNKNOWN", Some(MessageState::UNKNOWN)),
        ("REJECTD", Some(MessageState::REJECTED)),
        ("ENROUTE", Some(MessageState::ENROUTE)),
        ("ACKED", Some(MessageState::ENROUTE)),
        ("BUFFRED", Some(MessageState::ENROUTE)),
        ("BUFFERD", Some(MessageState::ENROUTE)),
        ("DND_REJECTED", Some(MessageState::REJECTED)),
        ("REJECTED", Some(MessageState::REJECTED)),
        ("UNDELVRD", Some(MessageState::UNDELIVERABLE)),
        ("FAILED", Some(MessageState::UNDELIVERABLE)),
        ("DELIVERED", Some(MessageState::DELIVERED)),
        ("SKIPPED", Some(MessageState::SKIPPED)),
        ("DELIVERD", Some(MessageState::DELIVERED)),
        ("SCHEDLD", Some(MessageState::SCHEDULED)),
        ("EXPIRD", Some(MessageState::EXPIRED)),
        ("FAILED:absent", Some(MessageState::UNDELIVERABLE)),
        ("aDELIVRD", None),
        ("DELIV", None),
        ("0", Some(MessageState::DELIVERED)),
        ("foo", None),
        ("BADSTAT", None),
        ("1", None),
        ("5", None),
    ] {
        assert_eq!(state(word), expected, "{word}");
    }
}

#[test]
fn numeric_state_of_a_simulator() {
    check(
        "id:Smsc2013 sub:1 dlvrd:1 submit date:0610171515 done date:0610171515 stat:0 err:0 text:blah",
        ["Smsc2013", "1", "1", "0610171515", "0610171515", "0", "0", "blah"],
    );
}

#[test]
fn error_codes_of_every_form() {
    for err in ["0", "00", "000", "0000", "21b", "255", "375", "E", "null", "...", "xxx"] {
        let text = std::format!("id:1 stat:UNDELIV err:{err} text:");
        assert_eq!(Receipt::parse(text.as_bytes()).err, Some(err));
    }
    assert_eq!(Receipt::parse(b"id:1 stat:UNDELIV err: 0 text:").err, Some("0"));
    assert_eq!(Receipt::parse(b"id:1 stat:UNDELIV err: text:x").err, None);
    assert_eq!(Receipt::parse(b"id:1 stat:UNDELIV err:").err, None);
}

#[test]
fn counts_of_every_form() {
    let counts = |text: &str| {
        let receipt = Receipt::parse(text.as_bytes());
        (receipt.submitted(), receipt.delivered())
    };
    assert_eq!(counts("id:68673723 sub:1 dlvrd:13 stat:DELIVRD err:0 Text:\u{4}\u{1a}"), (Some(1), Some(13)));
    assert_eq!(counts("id:1 sub:0 dlvrd:28 stat:DELIVRD"), (Some(0), Some(28)));
    assert_eq!(counts("id:1 sub:000 dlvrd:000 stat:DELIVRD"), (Some(0), Some(0)));
    assert_eq!(counts("id:1 sub:null dlvrd:... stat:DELIVRD"), (None, None));
    // Delivered, says one field, undeliverable the other: the state counts, and both are there to be seen.
    let receipt = Receipt::parse(b"id:1 sub:001 dlvrd:001 stat:UNDELIV");
    assert_eq!((receipt.delivered(), receipt.message_state()), (Some(1), Some(MessageState::UNDELIVERABLE)));
}

#[test]
fn ids_of_every_form() {
    let long = "f".repeat(64);
    for id in [
        "0123456789",
        "1054BC63",
        "2E179B310EDE971B2760C72B7F026E1B",
        "74e02ee1-4e2f-4a6e-a78b-4b247d756a22",
        "117062714244798261",
        "1479978899.393701000100",
        "01FZ3NDEKTSV4RRFFQ69G5FAVX",
        "Smsc2001",
        "0",
        "0118Z-0122I-2309U-57DGB",
        "0000436949",
        "id",
        "stat",
        "a:b",
        &long,
    ] {
        let text = std::format!("id:{id} sub:001 dlvrd:001 stat:DELIVRD err:000 text:id");
        assert_eq!(Receipt::parse(text.as_bytes()).id, Some(id), "{id}");
    }
}

#[test]
fn junk_before_and_behind() {
    check(
        "4790000000SMSAlert^id:1054BC63 sub:0 dlvrd:1 submit date:0610231217 done date:0610231217 stat:DELIVRD err: text:",
        ["1054BC63", "0", "1", "0610231217", "0610231217", "DELIVRD", "", ""],
    );
    check(
        "419318028472222#id:11f8f46639bd4f7a209016e1a181e3ae sub:001 dlvrd:001 submit date:0902191702 done date:0902191702 stat:DELIVRD err:000 Text:TVILLING: Sl? ut h?'!11f8f46639bd4f7a209016e1a181e3ae",
        [
            "11f8f46639bd4f7a209016e1a181e3ae",
            "001",
            "001",
            "0902191702",
            "0902191702",
            "DELIVRD",
            "000",
            "TVILLING: Sl? ut h?'!11f8f46639bd4f7a209016e1a181e3ae",
        ],
    );
    check(
        "47900001234?id:10ea stat:DELIVRD Text:abc'!10ea",
        ["10ea", "", "", "", "", "DELIVRD", "", "abc'!10ea"],
    );
    check(b"id:1 stat:DELIVRD err:000\0", ["1", "", "", "", "", "DELIVRD", "000", "-"]);
    check(b"id:1 stat:DELIVRD text:a\0", ["1", "", "", "", "", "DELIVRD", "", "a"]);
}

#[test]
fn keys_without_a_value() {
    check("id:", ["", "", "", "", "", "", "", "-"]);
    check("id: sub: dlvrd: stat:", ["", "", "", "", "", "", "", "-"]);
    check("id:1 sub: stat:DELIVRD", ["1", "", "", "", "", "DELIVRD", "", "-"]);
}

#[test]
fn the_echo_keeps_its_octets() {
    for echo in [
        &b"\x05\x00\x03M\x02\x01part 1"[..],
        b"\x1Be 5",
        b"\x84A\x89O\x88 ENTO\x84H. \x8CAPAKA",
        b"\x04\x1F\x04@\x048\x042\x045\x04B",
        b"'\"\n\r\n",
        b"GW250 MCC=270 MNC=1 BillingMNC=1",
    ] {
        let text =
            [b"id:1 submit date:2101041522 done date:2101041522 stat:DELIVRD err:000 text:", echo].concat();
        let receipt = Receipt::parse(&text);
        assert_eq!((receipt.id, receipt.text), (Some("1"), Some(echo)));
    }
}

#[test]
fn in_ucs2_and_in_ascii_that_claims_to_be_ucs2() {
    let text = "id:1b1720be-5f48 sub:001 dlvrd:001 submit date:120726132548 done date:120726132548 stat:DELIVRD err:000 text:Привет";
    let expected =
        ["1b1720be-5f48", "001", "001", "120726132548", "120726132548", "DELIVRD", "000", "Привет"];
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFE, 0xFF], &big[..]].concat();
    for octets in [&big, &little, &marked] {
        check(narrow(octets, &mut [0; 512]), expected);
    }
    check(narrow(text.as_bytes(), &mut [0; 512]), expected);
    assert_eq!(Receipt::parse(narrow(&big, &mut [0; 30])).id, Some("1b1720be-5f48"));
    assert_eq!(narrow(&big, &mut []), b"");
    // No value is cut, whatever may come between it and the next key.
    assert_eq!(narrow(&big, &mut [0; 10]), b"id:");
    assert_eq!(narrow(&big, &mut [0; 30]), b"id:1b1720be-5f48 sub:");
    for text in [
        "x id:7Fsubmit date:26",
        "x id:7Fsubmit  DATE :26",
        "x id:7Fsubmit date",
        "x text:y id:7Fsubmit time:26",
    ] {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let whole = Receipt::parse(text.as_bytes()).id;
        for len in 0..text.len() {
            let mut scratch = vec![0; len];
            let id = Receipt::parse(narrow(&wide, &mut scratch)).id;
            assert!(id.is_none() || id == whole, "{text} in {len}: {id:?}");
        }
    }
    // But a text is.
    let len = text.find('П').unwrap() + 4;
    assert_eq!(Receipt::parse(narrow(&big, &mut vec![0; len])).text, Some("Пр".as_bytes()));
}

#[test]
fn in_packed_septets() {
    for text in [
        "id:7F3A sub:001 dlvrd:001 submit date:120726132548 done date:120726132548 stat:DELIVRD err:000 text:Hi",
        "ID:7F3A stat:DELIVRD",
        "sub:001 id:7F3A",
        "stat:DELIVRD",
    ] {
        let mut packed = [0; 200];
        let len = gsm7::pack(text.as_bytes(), 0, &mut packed).unwrap();
        assert_eq!(narrow(&packed[..len], &mut [0; 512]), text.as_bytes());
    }
    for octets in [&b"id:7"[..], b"is", b"i\xB2", b""] {
        assert_eq!(narrow(octets, &mut [0; 512]), octets);
    }
}

#[test]
fn seven_values_without_keys() {
    check(
        "00,0210021543,0210021500,,447887123456,10110200000000,we2345678i9o03er45ty67u",
        ["we2345678i9o03er45ty67u", "", "", "0210021500", "0210021543", "00", "", "-"],
    );
    for text in [
        "1,2,3,4,5,6,7",
        "00,0210021543,0210021500,,4478,1011,we,x",
        "ok,0210021543,0210021500,,4478,1011,we",
        "00,0210021543,0210021500,,4478,1011",
    ] {
        assert_eq!(Receipt::parse(text.as_bytes()), Receipt::default(), "{text}");
    }
}

#[test]
fn tlvs_count_more_than_the_text() {
    let text = Receipt::parse(b"id:0416342074 sub:001 dlvrd:001 submit date:2101041522 stat:UNDELIV err:033");
    let tlvs = ReceiptTlvs {
        receipted_message_id: Some(b"18d0e03a\0"),
        message_state: Some(MessageState::DELIVERED),
        network_error_code: Some(b"000"),
    };
    let report = Report { text, tlvs };
    assert_eq!(report.message_id(), Some(("18d0e03a", Source::Tlv)));
    assert_eq!(report.message_state(), Some((MessageState::DELIVERED, Source::Tlv)));
    assert_eq!(report.error_code(), Some((ErrorCode::Text("000"), Source::Tlv)));
    assert!(report.states_differ());
    assert_eq!(report.is_final(), Some(true));
}

#[test]
fn tlvs_that_say_nothing_yield_to_the_text() {
    let text = Receipt::parse(b"id:5 stat:UNDELIV err:033");
    for state in [0, 10, 255].map(MessageState) {
        let tlvs = ReceiptTlvs {
            receipted_message_id: Some(b"\0"),
            message_state: Some(state),
            network_error_code: Some(b""),
        };
        let report = Report { text, tlvs };
        assert_eq!(report.message_id(), Some(("5", Source::Text)));
        assert_eq!(report.message_state(), Some((MessageState::UNDELIVERABLE, Source::Text)));
        assert_eq!(report.error_code(), Some((ErrorCode::Text("033"), Source::Text)));
        // Without such a text they are all there is.
        assert_eq!(Report { text: Receipt::default(), tlvs }.message_state(), Some((state, Source::Tlv)));
    }
    let skipped = ReceiptTlvs { message_state: Some(MessageState::SKIPPED), ..Default::default() };
    assert_eq!(Report { text, tlvs: skipped }.message_state(), Some((MessageState::SKIPPED, Source::Tlv)));
}

#[test]
fn tlvs_alone() {
    let tlvs = ReceiptTlvs {
        receipted_message_id: Some(b"42"),
        message_state: Some(MessageState::EXPIRED),
        network_error_code: Some(&[3, 0, 1]),
    };
    let report = Report { text: Receipt::parse(b""), tlvs };
    assert!(report.has_tlvs());
    assert_eq!(report.message_id(), Some(("42", Source::Tlv)));
    assert_eq!(report.error_code(), Some((ErrorCode::Network { network_type: 3, code: 1 }, Source::Tlv)));
}

#[test]
fn error_tlvs_of_every_length() {
    let error = |octets: &'static [u8]| {
        let tlvs = ReceiptTlvs { network_error_code: Some(octets), ..Default::default() };
        Report { tlvs, ..Default::default() }.error_code().map(|(error, _)| error)
    };
    assert_eq!(error(&[3, 1, 2]), Some(ErrorCode::Network { network_type: 3, code: 258 }));
    assert_eq!(error(&[1, 2]), Some(ErrorCode::Bare(258)));
    assert_eq!(error(b"12\0"), Some(ErrorCode::Text("12")));
    assert_eq!(error(&[9]), Some(ErrorCode::Octets(&[9])));
    assert_eq!(error(&[1, 2, 3, 4]), Some(ErrorCode::Octets(&[1, 2, 3, 4])));
    assert_eq!(error(&[]), None);
}

#[test]
fn each_dialect_is_read_as_it_was_written() {
    let when = DateTime::new(2026, 11, 23, 2, 30, 45).unwrap();
    let receipt = ReceiptText {
        id: "18d0e03a",
        sub: 1,
        dlvrd: 0,
        submit_date: when,
        done_date: when,
        state: MessageState::UNDELIVERABLE,
        err: 539,
        text: b"No key: here",
    };
    let every = [
        (
            Dialect::APPENDIX_B,
            "id:18d0e03a sub:001 dlvrd:000 submit date:2611230230 done date:2611230230 stat:UNDELIV err:539 text:No key: here",
        ),
        (Dialect::SHORT, "id:18d0e03a submit date:261123023045 done date:261123023045 stat:UNDELIV err:539"),
        (Dialect::BRIEF, "id:18d0e03a stat:UNDELIV text:"),
        (
            Dialect::JOINED,
            "id:18d0e03a submitdate:261123023045 donedate:261123023045 stat:UNDELIV err:539 text:",
        ),
        (
            Dialect::NUMERIC,
            "id:18d0e03a sub:1 dlvrd:0 submit date:2611230230 done date:2611230230 stat:3 err:539 text:No key: here",
        ),
        (
            Dialect::REORDERED,
            "sub:001 id:18d0e03a err:539 dlvrd:000 done date:261123023045 submit date:261123023045 text: stat:UNDELIV",
        ),
        (
            Dialect::LONG_YEAR,
            "id:18d0e03a submit date:20261123023045 done date:20261123023045 stat:UNDELIV err:539",
        ),
        (Dialect::VALUES_ALONE, "3,2611230230,2611230230,539,,,18d0e03a"),
        (
            Dialect::NUL_TERMINATED,
            "id:18d0e03a sub:001 dlvrd:000 submit date:2611230230 done date:2611230230 stat:UNDELIV err:539 text:No key: here\0",
        ),
        (
            Dialect {
                keys: KeyForm::Underscored,
                dates: [DateForm::LongYear, DateForm::Zero],
                err: ErrForm::Hex(3),
                prefix: "47#",
                ..Dialect::SHORT
            },
            "47#id:18d0e03a submit_date:202611230230 done_date:0000000000 stat:UNDELIV err:21b",
        ),
        (
            Dialect {
                keys: KeyForm::SpacedCapital,
                dates: [DateForm::SmppTime; 2],
                err: ErrForm::Empty,
                ..Dialect::APPENDIX_B
            },
            "id:18d0e03a sub:001 dlvrd:000 submit date:261123023045000+ done date:261123023045000+ stat:UNDELIV err: Text:No key: here",
        ),
    ];
    for (dialect, expected) in every {
        let written = receipt.to_vec_as(&dialect);
        assert_eq!(String::from_utf8_lossy(&written), expected);
        let read = Receipt::parse(&written);
        assert_eq!(read.id, Some("18d0e03a"), "{expected}");
        match dialect.stat {
            StatForm::Word => assert_eq!(read.message_state(), Some(receipt.state)),
            StatForm::Row => assert_eq!(read.state_number(), Some(3)),
        }
        if let Some(submitted) = read.dates().0 {
            assert_eq!(submitted.date.unix_seconds() / 60, when.unix_seconds() / 60);
        }
    }
    let mut scratch = [0; 512];
    let wide = receipt.to_vec_as(&Dialect::UCS2);
    assert_eq!(wide.len(), 2 * receipt.to_vec().len());
    assert_eq!(narrow(&wide, &mut scratch), receipt.to_vec());
}
