//! What goes wrong, as JSON: the wrapper in JavaScript makes errors and faults of it.

use serde_json::{Map, Value, json};
use smppkit::session::{ConfigError, SendError, SnapshotError};
use smppkit::{EncodeError, Fault, FieldFault, FrameError};

/// A call was not done.
#[derive(Debug)]
pub(crate) enum Error {
    /// The octets are no PDU.
    Frame(FrameError),
    /// A PDU cannot be written.
    Encode(EncodeError),
    /// The session does not send it.
    Send(SendError),
    /// A ticket that was used, or never was one.
    TicketUsed,
    /// The settings make no sense.
    Config(ConfigError),
    /// A snapshot cannot be made or taken up.
    Snapshot(SnapshotError),
    /// The message layer says no: a code and a sentence.
    Message(&'static str, String),
    /// The wrapper in JavaScript asked for what there is not.
    Internal(String),
}

impl Error {
    /// `code`, `message`, and the numbers that belong to it.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Frame(error) => frame(*error),
            Self::Encode(EncodeError::Field(fault)) => field(fault),
            Self::Encode(error @ EncodeError::BufferTooSmall { needed }) => {
                of(error, "BUFFER_TOO_SMALL", json!({ "needed": needed }))
            }
            Self::Encode(error) => of(error, "INTERNAL", json!({})),
            Self::Send(error) => send(error),
            Self::TicketUsed => of(&"the ticket was used, or never was one", "TICKET_USED", json!({})),
            Self::Config(error) => of(error, "CONFIG", json!({})),
            Self::Snapshot(error) => of(error, "SNAPSHOT", json!({})),
            Self::Message(code, text) => of(text, code, json!({})),
            Self::Internal(text) => of(text, "INTERNAL", json!({})),
        }
    }
}

/// A fault, as JavaScript sees it.
pub(crate) fn fault(fault: &FieldFault) -> Value {
    let details = match fault.fault {
        Fault::TooLong { len, max } => json!({ "len": len, "limit": max }),
        Fault::WrongLength { len, expected } => json!({ "len": len, "limit": expected }),
        Fault::Overrun { announced, left } => json!({ "announced": announced, "left": left }),
        Fault::TooMany { count, max } => json!({ "len": count, "limit": max }),
        Fault::BadList { announced, read } => json!({ "announced": announced, "read": read }),
        Fault::BadDestFlag(flag) => json!({ "destFlag": flag }),
        Fault::TlvHeader { left } => json!({ "left": left }),
        Fault::TlvOverrun { tag, announced, left } => {
            json!({ "tag": tag, "announced": announced, "left": left })
        }
        Fault::TlvLength { tag, len } => json!({ "tag": tag, "len": len }),
        Fault::MissingTlv { tag } => json!({ "tag": tag }),
        Fault::NotInVersion(version) => json!({ "interfaceVersion": version.0 }),
        _ => json!({}),
    };
    let mut value = json!({
        "pdu": fault.command_id.to_string(),
        "commandId": fault.command_id.0,
        "field": camel_case(fault.field),
        "offset": fault.offset,
        "fault": word(fault.fault),
        "commandStatus": fault.status.0,
        "message": fault.to_string(),
    });
    merge(&mut value, details);
    value
}

const fn word(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => "missing",
        Fault::Unterminated => "unterminated",
        Fault::TooLong { .. } => "too_long",
        Fault::WrongLength { .. } => "wrong_length",
        Fault::TooMany { .. } => "too_many",
        Fault::Overrun { .. } => "overrun",
        Fault::InteriorNul => "interior_nul",
        Fault::BadList { .. } => "bad_list",
        Fault::BadDestFlag(_) => "bad_dest_flag",
        Fault::TlvHeader { .. } => "tlv_header",
        Fault::TlvOverrun { .. } => "tlv_overrun",
        Fault::TlvLength { .. } => "tlv_length",
        Fault::MissingTlv { .. } => "missing_tlv",
        Fault::BadValue => "bad_value",
        Fault::NotInVersion(_) => "not_in_version",
        Fault::TextTwice => "text_twice",
        _ => "other",
    }
}

/// The name of a field in JavaScript.
pub(crate) fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut camel, word| {
        let (initial, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        camel.push_str(&initial.to_ascii_uppercase());
        camel.push_str(rest);
        camel
    })
}

fn frame(error: FrameError) -> Value {
    let details = match error {
        FrameError::Short { len } => json!({ "len": len, "limit": 16 }),
        FrameError::BadCommandLength { command_length, max } => {
            json!({ "commandLength": command_length, "limit": max })
        }
        FrameError::LengthMismatch { command_length, len } => {
            json!({ "commandLength": command_length, "len": len })
        }
        _ => json!({}),
    };
    of(&error, "DECODE", details)
}

fn send(error: &SendError) -> Value {
    match error {
        SendError::WindowFull => of(error, "WINDOW_FULL", json!({})),
        SendError::BufferTooSmall { needed } => of(error, "BUFFER_TOO_SMALL", json!({ "needed": needed })),
        SendError::NotAllowed { state, command_id } => {
            let state = crate::session::words::state(*state);
            let details = json!({ "state": state, "commandId": command_id.0, "pdu": command_id.to_string() });
            of(error, "NOT_ALLOWED", details)
        }
        SendError::WrongKind { command_id } => {
            of(error, "WRONG_KIND", json!({ "commandId": command_id.0, "pdu": command_id.to_string() }))
        }
        SendError::NotInVersion { command_id, version } => {
            let details = json!({
                "commandId": command_id.0, "pdu": command_id.to_string(), "interfaceVersion": version.0,
            });
            of(error, "NOT_IN_VERSION", details)
        }
        SendError::Field(fault) => field(fault),
        SendError::Closed => of(error, "CLOSED", json!({})),
        _ => of(error, "INTERNAL", json!({})),
    }
}

fn field(of: &FieldFault) -> Value {
    with(&fault(of), "FIELD", json!({}))
}

fn of(error: &dyn ToString, code: &str, details: Value) -> Value {
    with(&json!({ "message": error.to_string() }), code, details)
}

fn with(error: &Value, code: &str, details: Value) -> Value {
    let mut value = json!({ "code": code });
    merge(&mut value, error.clone());
    merge(&mut value, details);
    value
}

fn merge(into: &mut Value, more: Value) {
    let (Value::Object(into), Value::Object(more)) = (into, more) else { return };
    let more: Map<_, _> = more;
    into.extend(more);
}
