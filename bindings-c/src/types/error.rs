//! The numbers that functions return, and what went wrong in detail.

use core::ffi::c_char;
use core::fmt::{self, Write as _};

use smppkit::message::coding::Unreadable;
use smppkit::message::outgoing::TextError;
use smppkit::message::segment::SplitError;
use smppkit::message::smpp_time::TimeError;
use smppkit::message::udh::UdhError;
use smppkit::message::{AddressError, BufferTooSmall, SegmentError, Unencodable};
use smppkit::session::{ConfigError, SendError, SnapshotError};
use smppkit::{EncodeError, FieldFault, FrameError};

use crate::memory::{StructSize, Text, chars};

/// One row for each result of a function: its name, its number, what it means. Numbers are never used again.
macro_rules! results {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $text:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: i32 = $code;)+

        /// Every result, for the generator of the header: name, number, documentation.
        #[doc(hidden)]
        pub const RESULTS: &[(&str, i32, &str)] = &[$((stringify!($name), $code, concat!($($doc, "\n"),+))),+];

        /// What a result means, with a NUL.
        pub(crate) const fn text(result: i32) -> Option<&'static str> {
            match result {
                $($code => Some(concat!($text, "\0")),)+
                _ => None,
            }
        }
    };
}
results! {
    /// It was done.
    SMPPKIT_OK = 0, "it was done";
    /// A pointer is NULL that must not be, or a length is no length.
    SMPPKIT_E_NULL = -1, "a pointer is NULL that must not be";
    /// `struct_size` is not what the struct's `…_INIT` sets, or not that of the PDU that `command_id` says it is.
    SMPPKIT_E_STRUCT_SIZE = -2, "struct_size is not that of the struct";
    /// The memory is too small. How much is needed is where the length of the result would be.
    SMPPKIT_E_TOO_SMALL = -3, "the memory is too small";
    /// A value is none of those that the argument or the field may have.
    SMPPKIT_E_VALUE = -4, "a value is not one of those allowed";
    /// There is no such thing: no such name, no such TLV.
    SMPPKIT_E_NOT_FOUND = -5, "there is no such thing";
    /// It is there and cannot be read: a TLV whose octets are not what its type says.
    SMPPKIT_E_UNREADABLE = -6, "it is there and cannot be read";
    /// The octets are not one whole PDU by their `command_length`.
    SMPPKIT_E_FRAME = -7, "the octets are not one whole PDU";
    /// A field has what cannot or must not be sent. `smppkit_error` says which and why.
    SMPPKIT_E_FIELD = -8, "a field has what cannot or must not be sent";
    /// A bug in this library, which stopped before it did harm. Do not use what you passed to it any more.
    SMPPKIT_E_PANIC = -9, "a bug in this library";
    /// The library has no memory left to get.
    SMPPKIT_E_NO_MEMORY = -10, "no memory left";
    /// It is not one: it was never begun, was moved in memory, or has ended.
    SMPPKIT_E_NO_SESSION = -11, "it was never begun, was moved, or has ended";
    /// The settings contradict themselves.
    SMPPKIT_E_CONFIG = -12, "the settings contradict themselves";
    /// As many requests are unanswered as the window has slots.
    SMPPKIT_E_WINDOW_FULL = -13, "the window is full";
    /// This side may not send this PDU in this state.
    SMPPKIT_E_NOT_ALLOWED = -14, "this side may not send it in this state";
    /// It is not a PDU of the kind that was asked for: a response given as a request, or the response to another request.
    SMPPKIT_E_WRONG_KIND = -15, "it is not a PDU of that kind";
    /// The version of SMPP that is spoken with this peer does not have it.
    SMPPKIT_E_NOT_IN_VERSION = -16, "the version of SMPP that is spoken does not have it";
    /// The session is over.
    SMPPKIT_E_CLOSED = -17, "the session is closed";
    /// The request was answered already, or there was none.
    SMPPKIT_E_TICKET_USED = -18, "the request was answered already, or there was none";
    /// The octets are not a snapshot, or not one that fits these settings.
    SMPPKIT_E_SNAPSHOT = -19, "not a snapshot, or not one that fits";
    /// It is too early.
    SMPPKIT_E_NOT_YET = -20, "it is too early";
    /// A text cannot be sent so: no alphabet has all its characters, or it makes too many parts.
    SMPPKIT_E_TEXT = -21, "the text cannot be sent so";
    /// It is no address.
    SMPPKIT_E_ADDRESS = -22, "it is no address";
    /// The limit to what is kept is reached.
    SMPPKIT_E_FULL = -23, "the limit to what is kept is reached";
}

/// What went wrong, in detail. Where a function takes one, it may be NULL.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Error {
    /// Set by `SMPPKIT_ERROR_INIT`.
    pub struct_size: u32,
    /// The result of the function: `SMPPKIT_E_…`.
    pub result: i32,
    /// If a PDU is the matter, which: its `command_id`; otherwise 0.
    pub command_id: u32,
    /// The `command_status` by which the specification answers this fault; otherwise 0.
    pub command_status: u32,
    /// Octets from the start of the PDU to where the field, or what is wrong in it, begins; 0 where there are no octets
    /// yet, in a PDU that is to be sent.
    pub offset: usize,
    /// Octets that are needed, where memory was too small.
    pub needed: usize,
    /// If the state of the session is the matter, which: `SMPPKIT_STATE_…`; otherwise 0.
    pub state: u32,
    /// 0.
    pub reserved: u32,
    /// The field, in the specification's spelling; `tlvs` for what follows the last field, `command_id` for the PDU as a
    /// whole; empty if no field is the matter.
    pub field: [c_char; 32],
    /// All of this in English, for a log.
    pub text: [c_char; 160],
}

impl Error {
    /// Nothing went wrong.
    pub const NONE: Self = Self {
        struct_size: size_of::<Self>() as u32,
        result: SMPPKIT_OK,
        command_id: 0,
        command_status: 0,
        offset: 0,
        needed: 0,
        state: 0,
        reserved: 0,
        field: [0; 32],
        text: [0; 160],
    };

    pub(crate) fn set(&mut self, failure: &Failure) {
        *self = Self { result: failure.result(), ..Self::NONE };
        match failure {
            Failure::TooSmall { needed } => self.needed = *needed,
            Failure::Send(SendError::NotAllowed { state, command_id }) => {
                self.state = crate::session::state(*state);
                self.command_id = command_id.0;
            }
            Failure::Send(
                SendError::WrongKind { command_id } | SendError::NotInVersion { command_id, .. },
            ) => self.command_id = command_id.0,
            Failure::Field(fault) => {
                self.command_id = fault.command_id.0;
                self.command_status = fault.status.0;
                self.offset = fault.offset;
                // Not longer than there is room for: a test looks.
                let _ = Text::new(chars(&mut self.field)).write_str(fault.field);
            }
            _ => {}
        }
        // What is too long for the text is left out there, and is in the other fields.
        let mut text = Text::new(chars(&mut self.text));
        #[cfg(not(feature = "compact"))]
        let _ = write!(text, "{failure}");
        // The texts of all that can be wrong, and what formats them, are twice as large as a session.
        #[cfg(feature = "compact")]
        let _ = text.write_str(sentence(self.result));
    }
}

impl StructSize for Error {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// What a result means.
fn sentence(result: i32) -> &'static str {
    text(result).and_then(|text| text.strip_suffix('\0')).unwrap_or_default()
}

/// Why a function could not do what it was asked for.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Failure {
    /// What the number says is all there is to say.
    Result(i32),
    TooSmall {
        needed: usize,
    },
    Frame(FrameError),
    Field(FieldFault),
    /// Neither `Field` nor `BufferTooSmall`: those are of their own.
    Send(SendError),
    Config(ConfigError),
    Snapshot(SnapshotError),
    Address(AddressError),
    Split(SplitError),
    Segment(SegmentError),
    Unencodable(Unencodable),
    Unreadable(Unreadable),
    Udh(UdhError),
    Time(TimeError),
}

impl Failure {
    pub(crate) const NULL: Self = Self::Result(SMPPKIT_E_NULL);
    pub(crate) const STRUCT_SIZE: Self = Self::Result(SMPPKIT_E_STRUCT_SIZE);
    pub(crate) const VALUE: Self = Self::Result(SMPPKIT_E_VALUE);
    pub(crate) const NOT_FOUND: Self = Self::Result(SMPPKIT_E_NOT_FOUND);
    pub(crate) const UNREADABLE: Self = Self::Result(SMPPKIT_E_UNREADABLE);

    #[cfg(feature = "std")]
    pub(crate) const NO_MEMORY: Self = Self::Result(SMPPKIT_E_NO_MEMORY);
    pub(crate) const NO_SESSION: Self = Self::Result(SMPPKIT_E_NO_SESSION);
    pub(crate) const TICKET_USED: Self = Self::Result(SMPPKIT_E_TICKET_USED);
    pub(crate) const NOT_YET: Self = Self::Result(SMPPKIT_E_NOT_YET);
    pub(crate) const WRONG_KIND: Self = Self::Result(SMPPKIT_E_WRONG_KIND);
    #[cfg(feature = "std")]
    pub(crate) const FULL: Self = Self::Result(SMPPKIT_E_FULL);

    pub(crate) const fn result(&self) -> i32 {
        match self {
            Self::Result(result) => *result,
            Self::TooSmall { .. } => SMPPKIT_E_TOO_SMALL,
            Self::Frame(_) => SMPPKIT_E_FRAME,
            Self::Field(_) => SMPPKIT_E_FIELD,
            Self::Send(error) => match error {
                SendError::WindowFull => SMPPKIT_E_WINDOW_FULL,
                SendError::NotAllowed { .. } => SMPPKIT_E_NOT_ALLOWED,
                SendError::WrongKind { .. } => SMPPKIT_E_WRONG_KIND,
                SendError::NotInVersion { .. } => SMPPKIT_E_NOT_IN_VERSION,
                SendError::Closed => SMPPKIT_E_CLOSED,
                // `SendError` may grow.
                _ => SMPPKIT_E_VALUE,
            },
            Self::Config(_) => SMPPKIT_E_CONFIG,
            Self::Snapshot(SnapshotError::Closed) => SMPPKIT_E_CLOSED,
            Self::Snapshot(_) => SMPPKIT_E_SNAPSHOT,
            Self::Address(_) => SMPPKIT_E_ADDRESS,
            Self::Split(_) | Self::Segment(_) | Self::Unencodable(_) => SMPPKIT_E_TEXT,
            Self::Unreadable(_) | Self::Udh(_) | Self::Time(_) => SMPPKIT_E_UNREADABLE,
        }
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        match error {
            SendError::BufferTooSmall { needed } => Self::TooSmall { needed },
            SendError::Field(fault) => Self::Field(fault),
            error => Self::Send(error),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<SnapshotError> for Failure {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::BufferTooSmall { needed } => Self::TooSmall { needed },
            error => Self::Snapshot(error),
        }
    }
}

impl From<FrameError> for Failure {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl From<FieldFault> for Failure {
    fn from(fault: FieldFault) -> Self {
        Self::Field(fault)
    }
}

impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        match error {
            EncodeError::BufferTooSmall { needed } => Self::TooSmall { needed },
            EncodeError::Field(fault) => Self::Field(fault),
            // `EncodeError` may grow.
            _ => Self::VALUE,
        }
    }
}

impl From<TextError> for Failure {
    fn from(error: TextError) -> Self {
        match error {
            TextError::From(error) | TextError::To(error) => Self::Address(error),
            TextError::Split(error) => Self::Split(error),
        }
    }
}

impl From<SegmentError> for Failure {
    fn from(error: SegmentError) -> Self {
        match error {
            SegmentError::Buffer(BufferTooSmall { needed }) => Self::TooSmall { needed },
            error => Self::Segment(error),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Result(result) => f.write_str(sentence(*result)),
            Self::TooSmall { needed } => write!(f, "the memory is too small, {needed} octets are needed"),
            Self::Frame(error) => error.fmt(f),
            Self::Field(fault) => fault.fmt(f),
            Self::Send(error) => error.fmt(f),
            Self::Config(error) => error.fmt(f),
            Self::Snapshot(error) => error.fmt(f),
            Self::Address(error) => error.fmt(f),
            Self::Split(error) => error.fmt(f),
            Self::Segment(error) => error.fmt(f),
            Self::Unencodable(error) => error.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
            Self::Udh(error) => error.fmt(f),
            Self::Time(error) => error.fmt(f),
        }
    }
}
