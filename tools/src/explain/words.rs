//! The words for what the tables say.

use smppkit::tlv::{PartDef, TlvRow, TlvType};
use smppkit::values::InterfaceVersion;
use smppkit::{FieldType, Retry};

/// The text of a row, for a terminal.
pub fn text(text: &str) -> String {
    text.trim().replace('`', "")
}

pub fn versions(versions: &[InterfaceVersion]) -> String {
    let names: Vec<_> = versions.iter().map(ToString::to_string).collect();
    format!("SMPP {}", names.join(", "))
}

pub fn field_kind(kind: FieldType) -> String {
    match kind {
        FieldType::U8 => "one octet".into(),
        FieldType::Value("EsmClass" | "RegisteredDelivery") => "one octet, bits".into(),
        FieldType::Value(_) => "one octet, named values".into(),
        FieldType::CString { max } => format!("C-octet string, at most {max} with NUL"),
        FieldType::MessageId => "C-octet string, at most 65 with NUL (3.3: 9)".into(),
        FieldType::Time => "C-octet string, empty or 17 with NUL".into(),
        FieldType::FinalDate => "C-octet string, empty, 13 or 17 with NUL".into(),
        FieldType::ShortMessage => "octets, as many as sm_length says".into(),
        FieldType::DestAddresses => "list, as long as number_of_dests says".into(),
        FieldType::UnsuccessSmes => "list, as long as no_unsuccess says".into(),
        FieldType::MessageIds => "list, as long as number_msgs says".into(),
        kind => format!("{kind:?}"),
    }
}

/// The same in the width of a column.
pub fn short_kind(kind: FieldType) -> String {
    match kind {
        FieldType::U8 | FieldType::Value(_) => "octet".into(),
        FieldType::CString { max } => format!("C-octet {max}"),
        FieldType::MessageId => "C-octet 65".into(),
        FieldType::Time | FieldType::FinalDate => "C-octet 17".into(),
        FieldType::ShortMessage => "octets".into(),
        _ => "list".into(),
    }
}

pub fn tlv_kind(row: &TlvRow) -> String {
    let kind = tlv_type(row.kind);
    let lengths: Vec<_> = row
        .lengths
        .iter()
        .map(|(low, high)| if low == high { low.to_string() } else { format!("{low} to {high}") })
        .collect();
    let nul = if row.kind == TlvType::CString { ", the NUL counted" } else { "" };
    let unit = if lengths == ["1"] { "octet" } else { "octets" };
    format!("{kind}, {} {unit}{nul}", lengths.join(" or "))
}

pub const fn tlv_type(kind: TlvType) -> &'static str {
    match kind {
        TlvType::U8 | TlvType::U16 | TlvType::U32 => "integer",
        TlvType::Value(_) => "named values",
        TlvType::CString => "C-octet string",
        TlvType::CommandStatus => "command_status",
        _ => "octets",
    }
}

/// A part of a TLV.
pub fn part(part: &PartDef) -> String {
    let octets = match part.kind {
        TlvType::U8 | TlvType::Value(_) => "1 octet",
        TlvType::U16 => "2 octets",
        TlvType::U32 | TlvType::CommandStatus => "4 octets",
        _ => "the rest",
    };
    let optional = if part.optional { ", may be missing" } else { "" };
    format!("{} ({octets}{optional})", text(part.text))
}

/// What a sender should make of a status.
pub const fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Success => "nothing: it is done",
        Retry::Temporary => "send it again later",
        Retry::Permanent => "do not send it again unchanged",
        Retry::Depends => "a few attempts with growing pauses",
        Retry::Session => "mend the session first",
        Retry::Bind => "mend the account or the bind",
        _ => "see the documentation",
    }
}
