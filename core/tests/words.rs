//! What errors and values say to people: each says what is wrong, and with what.

use smppkit::message::gsm7::Language;
use smppkit::message::outgoing::TextError;
use smppkit::message::segment::SplitError;
use smppkit::message::smpp_time::TimeError;
use smppkit::message::udh::{Iei, UdhError};
use smppkit::message::{self, AddressError, BufferTooSmall, SegmentError, Unencodable, coding::Unreadable};
use smppkit::session::{
    CloseReason, Config, ConfigError, SendError, Slot, SnapshotError, TicketSlot, Tickets, Unanswered,
};
use smppkit::tlv::{USER_MESSAGE_REFERENCE, VendorTlvError};
use smppkit::values::{ContentType, DataCoding, EsmClass, InterfaceVersion, RegisteredDelivery};
use smppkit::{
    CommandId, CommandStatus, EncodeError, Fault, FrameError, Instant, Session, State, SubmitSm, Tag, Tlv,
    Tlvs, decode, encode,
};

macro_rules! say {
    ($($value:expr => $text:expr,)+) => {
        $(assert_eq!($value.to_string(), $text);)+
    };
}

#[test]
fn frames_and_fields() {
    say! {
        FrameError::Short { len: 3 } => "3 octets are no PDU: a header has 16",
        FrameError::BadCommandLength { command_length: 7, max: 64 } => "command_length is 7, must be 16 to 64",
        FrameError::LengthMismatch { command_length: 17, len: 16 } => "command_length is 17, but there are 16 octets",
        EncodeError::BufferTooSmall { needed: 40 } => "the buffer is too small, 40 octets are needed",
        Fault::Missing => "the PDU ends before it",
        Fault::Unterminated => "no NUL before the end of the PDU",
        Fault::TooLong { len: 9, max: 5 } => "9 octets, at most 5 allowed",
        Fault::TooMany { count: 256, max: 255 } => "256 items, at most 255 allowed",
        Fault::WrongLength { len: 3, expected: 16 } => "3 octets, must be none or 16",
        Fault::Overrun { announced: 9, left: 2 } => "9 octets announced, 2 left",
        Fault::InteriorNul => "contains a NUL",
        Fault::BadList { announced: 2, read: 1 } => "2 items announced, 1 could be read",
        Fault::BadDestFlag(3) => "dest_flag is 3, must be 1 or 2",
        Fault::TlvHeader { left: 1 } => "1 octets after the last TLV, too few for another",
        Fault::TlvOverrun { tag: 0x204, announced: 2, left: 1 } => "TLV 0x0204 announces 2 octets, 1 left",
        Fault::TlvLength { tag: 0x204, len: 1 } => "TLV 0x0204 must not have 1 octets",
        Fault::MissingTlv { tag: 0x427 } => "the TLV message_state is missing",
        Fault::BadValue => "value not allowed",
        Fault::NotInVersion(InterfaceVersion::V3_3) => "not in SMPP 3.3",
        Fault::TextTwice => "text in short_message and in message_payload",
    }
    let two = SubmitSm { source_addr: "a\0b".into(), ..SubmitSm::default() };
    let error = encode(CommandStatus::ESME_ROK, 1, &two, &mut [0; 100]).unwrap_err();
    say! { error => "submit_sm.source_addr: contains a NUL", }
}

#[test]
fn the_message_layer() {
    let unencodable = Unencodable { at: 2, character: 'я' };
    let buffer = BufferTooSmall { needed: 8 };
    say! {
        AddressError::Ton => "the type of number before the / is none: 0 to 255",
        AddressError::Npi => "the numbering plan behind the / is none: 0 to 255",
        AddressError::Empty => "an address has at least one character",
        AddressError::Characters => "an address has no characters but printable ASCII",
        AddressError::Digits => "a number has nothing but digits behind the +, no spaces or dashes",
        AddressError::TooLong { len: 30 } => "an address has at most 20 characters, this has 30",
        Unreadable::Binary => "no text",
        Unreadable::Compressed => "compressed text",
        Unreadable::Foreign(DataCoding::PICTOGRAM) => "text in PICTOGRAM, which cannot be read",
        message::EncodeError::Unencodable(unencodable)
            => "the alphabet has no 'я' (U+044F), at octet 2 of the text",
        message::EncodeError::BufferTooSmall(buffer) => "the buffer must have 8 octets",
        TextError::From(AddressError::Characters) => "from: an address has no characters but printable ASCII",
        TextError::To(AddressError::Characters) => "to: an address has no characters but printable ASCII",
        TextError::Split(SplitError::Unencodable(unencodable))
            => "the alphabet has no 'я' (U+044F), at octet 2 of the text",
        SplitError::NoAlphabet => "no alphabet to choose from that has a data_coding",
        SplitError::TooManySegments { needed: 300, max: 255 }
            => "the message would take 300 parts, at most 255 are allowed",
        SplitError::TooLong { octets: 70000 } => "the message would take 70000 octets of message_payload",
        SplitError::NoRoom => "the user data header leaves no room for text",
        SplitError::SarWithUdh => "SAR TLVs do not go together with a user data header",
        SegmentError::Buffer(buffer) => "the buffer must have 8 octets",
        SegmentError::TooManyTlvs => "more than 16 TLVs",
        TimeError::Length(5) => "a time of 5 characters",
        TimeError::NotADigit(3) => "no digit at character 3 of a time",
        TimeError::Sign(b'x') => "a time that ends in 'x'",
        TimeError::NoSuchDate => "a date or a time of day that does not exist",
        TimeError::Offset => "a time more than 14 hours from UTC",
        UdhError::Empty => "no user data header where one was announced",
        UdhError::HeaderTooLong { declared: 9, available: 2 }
            => "a user data header of 9 octets where 2 follow",
        UdhError::ElementTooLong { at: 0, iei: Iei(0xA0) }
            => "the information element Iei(0xa0) at octet 0 goes beyond its user data header",
    }
    assert_eq!(format!("{:?} {:?}", Language(3), Language(77)), "PORTUGUESE Language(77)");
    assert_eq!(format!("{:?}", Iei::SINGLE_SHIFT), "SINGLE_SHIFT");
    #[cfg(feature = "alloc")]
    say! { message::reassemble::Full => "no memory left for parts of messages", }
}

#[test]
fn sessions() {
    let command_id = CommandId::SUBMIT_SM;
    say! {
        ConfigError::Window => "the window must have 1 to 65535 slots",
        ConfigError::MaxCommandLength => "max_command_length must be at least 16",
        ConfigError::MaxUnanswered => "max_unanswered must be at least 1",
        ConfigError::ZeroTimer => "a timer must not be zero",
        Unanswered::Timeout => "no response in time",
        Unanswered::Closed => "the session closed before the response came",
        CloseReason::Local => "closed by us",
        CloseReason::Unbound => "unbound",
        CloseReason::UnbindUnanswered => "unbind was not answered",
        CloseReason::PeerUnbound => "the peer unbound",
        CloseReason::Eof => "the peer ended the connection",
        CloseReason::SessionInit => "no bind in time",
        CloseReason::BindUnanswered => "bind was not answered",
        CloseReason::Inactivity => "inactivity",
        CloseReason::EnquireLinkUnanswered => "enquire_link was not answered",
        CloseReason::BadCommandLength(7) => "command_length 7 is out of bounds: the peer may not speak SMPP (wrong port? TLS?)",
        SendError::WindowFull => "the window is full: as many requests are unanswered as it allows",
        SendError::BufferTooSmall { needed: 40 } => "the buffer is too small, 40 octets are needed",
        SendError::NotAllowed { state: State::Open, command_id } => "submit_sm must not be sent in state OPEN",
        SendError::WrongKind { command_id } => "submit_sm cannot be sent here",
        SendError::NotInVersion { command_id, version: InterfaceVersion::V3_3 } => "submit_sm is not in SMPP 3.3",
        SendError::Closed => "the session is closed",
        SnapshotError::BufferTooSmall { needed: 40 } => "the buffer is too small, 40 octets are needed",
        SnapshotError::Closed => "the session is closed",
        SnapshotError::Corrupt => "the octets are not a snapshot of this kind",
        SnapshotError::Format(9) => "the snapshot has format 9, only 1 is known",
        SnapshotError::Role => "the snapshot is of a session of the other side",
        SnapshotError::Window => "the requests of the snapshot do not fit into the window",
        SnapshotError::Tickets => "the tickets of the snapshot do not fit into the slots",
    }
    let session = Session::new(Config::mc(), [Slot::default()], Instant::ORIGIN).unwrap();
    assert_eq!(format!("{session:?}"), "Session { role: Mc, state: Open, in_flight: 0, unanswered: 0, .. }");
    assert_eq!(format!("{:?}", Tickets::new([TicketSlot::default()])), "Tickets { len: 0, .. }");
    #[cfg(feature = "alloc")]
    {
        let mc = smppkit::buffered::Connection::new(Config::mc(), 1, Instant::ORIGIN).unwrap();
        assert!(format!("{mc:?}").contains("0 octets"), "{mc:?}");
    }
}

#[test]
fn tlvs_and_values() {
    say! {
        VendorTlvError::Form => "a TLV is defined as TAG:NAME:KIND, such as 0x1400:pe_id:cstring",
        VendorTlvError::Tag => "the tag must be a number of two octets, such as 0x1400",
        VendorTlvError::Name => "the name must consist of letters, digits and underscores",
        VendorTlvError::Kind => "the kind must be u8, u16, u32, cstring or octets",
        EsmClass(0) => "DEFAULT",
        EsmClass::DATAGRAM | EsmClass::REPLY_PATH => "DATAGRAM | REPLY_PATH",
        EsmClass::TRANSACTION | EsmClass::DELIVERY_ACK => "TRANSACTION | DELIVERY_ACK",
        EsmClass::STORE_AND_FORWARD | EsmClass::UDHI => "STORE_AND_FORWARD | UDHI",
        EsmClass::MANUAL_ACK => "MANUAL_ACK",
        EsmClass::CONVERSATION_ABORT => "CONVERSATION_ABORT",
        EsmClass::INTERMEDIATE_NOTIFICATION => "INTERMEDIATE_NOTIFICATION",
        EsmClass(0x0C) => "RESERVED",
        RegisteredDelivery(0) => "NONE",
        RegisteredDelivery::RECEIPT_ON_FAILURE => "RECEIPT_ON_FAILURE",
        RegisteredDelivery::RECEIPT_ON_SUCCESS => "RECEIPT_ON_SUCCESS",
    }
    let tlvs = [USER_MESSAGE_REFERENCE.with(0x0141)];
    let tlvs = Tlvs::from(&tlvs);
    assert_eq!(format!("{tlvs:?}"), "[user_message_reference=\"\\x01A\"]");
    assert_eq!(format!("{:?}", tlvs.iter()), "[user_message_reference=\"\\x01A\"]");
    assert_eq!(format!("{:?}", Tlv::new(Tag(0x1400), b"x")), "0x1400=\"x\"");
    assert_eq!(format!("{USER_MESSAGE_REFERENCE:?}"), "user_message_reference(0x0204)");
    assert_eq!(format!("{:?} {:?}", ContentType(0x33), ContentType(0x7777)), "WEATHER 0x7777");
}

#[test]
fn a_pdu_that_is_not_whole() {
    let mut frame = [0; 64];
    let len = encode(CommandStatus::ESME_ROK, 1, &SubmitSm::default(), &mut frame).unwrap();
    // Three octets are no TLV.
    frame[3] = u8::try_from(len + 3).unwrap();
    let decoded = decode(&frame[..len + 3]).unwrap();
    assert!(format!("{:?}", decoded.pdu).contains("[\"\\x00\\x00\\x00\"]"), "{:?}", decoded.pdu);
    assert!(format!("{decoded:#}").contains("rest                     000000"), "{decoded:#}");
}
