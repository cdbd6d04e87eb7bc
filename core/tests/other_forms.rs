//! What the libraries for other languages use: a PDU that is made elsewhere and goes elsewhere is the same PDU.

#![allow(clippy::expect_used)]

use smppkit::session::{Config, ReceiveAs, Slot, Verdict};
use smppkit::tlv::USER_MESSAGE_REFERENCE;
use smppkit::{
    BindTransceiver, Body, COctetString, CommandId, CommandStatus, DataSm, Decoder, DestAddress, EnquireLink,
    Faults, FieldValue, Header, Instant, Pdu, QueryLastMsgsResp, Role, Session, State, SubmitMulti,
    SubmitMultiResp, SubmitSm, Tlvs, UnsuccessSme, decode, decode_with, encode, encode_with,
};

/// Its own octets again, and whether it has faults.
struct Again;

impl<'a> Decoder<'a> for Again {
    type Made = (Vec<u8>, bool);

    fn take(self, header: Header, pdu: Pdu<'a>, faults: Faults<'a>) -> Self::Made {
        let mut out = vec![0; pdu.encoded_len()];
        let len = encode_with(
            header.command_status,
            header.sequence_number,
            header.command_id,
            &mut out,
            |writer| {
                pdu.visit_fields(&mut |_, value| writer.field(value));
                pdu.tlvs().iter().for_each(|tlv| writer.tlv(&tlv));
            },
        );
        out.truncate(len.expect("there is room"));
        (out, !faults.is_empty())
    }
}

fn frame<B: Body>(body: &B) -> Vec<u8> {
    let mut out = vec![0; body.encoded_len()];
    encode(CommandStatus::ESME_ROK, 7, body, &mut out).expect("there is room");
    out
}

#[test]
fn field_by_field_it_is_the_same() {
    let tlvs = [USER_MESSAGE_REFERENCE.with(9)];
    let tlvs = || Tlvs::from(&tlvs);
    let list = [DestAddress::DistributionList { dl_name: "friends".into() }];
    let failed = [UnsuccessSme {
        dest_addr_ton: Default::default(),
        dest_addr_npi: Default::default(),
        destination_addr: "1".into(),
        error_status_code: CommandStatus::ESME_RINVDSTADR,
    }];
    let ids: [COctetString<'_>; 1] = ["17".into()];
    let frames = [
        frame(&SubmitSm { short_message: "Hello".into(), tlvs: tlvs(), ..Default::default() }),
        frame(&SubmitMulti { dest_address: (&list).into(), tlvs: tlvs(), ..Default::default() }),
        frame(&SubmitMultiResp { unsuccess_sme: (&failed).into(), ..Default::default() }),
        frame(&QueryLastMsgsResp { message_details: (&ids).into(), ..Default::default() }),
        frame(&EnquireLink::default()),
    ];
    for frame in frames {
        assert_eq!(decode_with(&frame, Again), Ok((frame.clone(), false)));
    }
    assert!(decode_with(&[0; 16], Again).is_err());
}

#[test]
fn what_does_not_fit_is_not_written() {
    let write = |room: usize, put: &dyn Fn(&mut smppkit::Writer<'_>)| {
        encode_with(CommandStatus::ESME_ROK, 1, CommandId::DATA_SM, &mut vec![0; room], put)
    };
    let body = |writer: &mut smppkit::Writer<'_>| {
        DataSm::default().visit_fields(&mut |_, value| writer.field(value));
    };
    assert_eq!(write(26, &body), Some(26));
    for room in 0..26 {
        assert_eq!(write(room, &body), None, "{room}");
    }
    assert_eq!(write(64, &|writer| writer.fail()), None);
    assert_eq!(
        write(64, &|writer| writer.field(FieldValue::CString("a\0b".into()))),
        None,
        "a NUL in a string"
    );
    assert_eq!(write(64, &|writer| writer.tlvs(Tlvs::from(&[USER_MESSAGE_REFERENCE.with(9)]))), Some(22));
}

#[test]
fn a_session_receives_into_another_form() {
    let now = Instant::ORIGIN;
    let mut mc = Session::new(Config::mc(), [Slot::default(); 1], now).expect("sound settings");
    assert_eq!(mc.role(), Role::Mc);
    let bind = frame(&BindTransceiver::default());
    assert!(
        matches!(mc.receive_as(now, &bind[..20], Again), ReceiveAs::NeedMore { min } if min == bind.len())
    );
    let ReceiveAs::Pdu { header, frame, made, verdict: Verdict::Request(ticket) } =
        mc.receive_as(now, &bind, Again)
    else {
        panic!("not the bind")
    };
    assert_eq!((header.sequence_number, frame, made), (7, &bind[..], (bind.clone(), false)));
    mc.accept_bind(now, ticket, "mc", &mut [0; 64]).expect("it may bind");
    assert_eq!(mc.state(), State::BoundTrx);
    mc.close();
    assert!(matches!(mc.receive_as(now, &bind, Again), ReceiveAs::Closed));
}

#[test]
fn a_string_is_what_it_is_compared_with() {
    let pdu = decode(&[0, 0, 0, 18, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, b'7', 0]).expect("a frame").pdu;
    let Pdu::SubmitSmResp(response) = pdu else { panic!("{pdu:?}") };
    let id = response.message_id;
    assert!(id == *"7" && id == "7" && id == *b"7".as_slice() && id.as_ref() == b"7");
    assert_eq!(format!("{id:>3}"), "  7");
    assert_eq!(COctetString::from(b"\xFF").to_string(), "\\xff");
}

#[cfg(feature = "std")]
#[test]
fn a_clock_tells_the_time_of_the_operating_system() {
    let clock = smppkit::Clock::default();
    let now = clock.now();
    let there = clock.to_std(now);
    assert!(there <= std::time::Instant::now());
    let later = now.saturating_add(core::time::Duration::from_secs(5));
    assert_eq!(clock.to_std(later) - there, core::time::Duration::from_secs(5));
    // What cannot be expressed is now.
    assert!(clock.to_std(Instant::from_nanos(u64::MAX)) >= there - core::time::Duration::from_secs(3600));
}
