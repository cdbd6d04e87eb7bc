//! What can be wrong with a PDU, and whose fault it is.

use core::fmt;

use crate::command_id::CommandId;
use crate::status::CommandStatus;
use crate::tlv::Tag;
use crate::values::InterfaceVersion;

/// What is wrong with one field.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Fault {
    /// The PDU ends before the field.
    Missing,
    /// A C-octet string runs to the end of the PDU without its NUL.
    Unterminated,
    /// A string is longer than the specification allows; the NUL of a C-octet string does not count.
    TooLong {
        /// Octets there are.
        len: usize,
        /// Octets allowed.
        max: usize,
    },
    /// A time is neither empty nor as long as times are; the NUL does not count.
    WrongLength {
        /// Octets there are.
        len: usize,
        /// Octets it must have unless it is empty.
        expected: usize,
    },
    /// The length octet announces more octets than are left.
    Overrun {
        /// Octets announced.
        announced: usize,
        /// Octets left.
        left: usize,
    },
    /// A C-octet string that is to be sent contains a NUL.
    InteriorNul,
    /// A list that is to be sent has more items than the PDU may have.
    TooMany {
        /// Items there are.
        count: usize,
        /// Items allowed.
        max: usize,
    },
    /// A list announces more items than there are, or an item cannot be understood.
    BadList {
        /// Items announced.
        announced: u8,
        /// Items that could be read.
        read: u8,
    },
    /// A `dest_flag` is neither 1 nor 2.
    BadDestFlag(u8),
    /// Too few octets are left for a TLV's tag and length.
    TlvHeader {
        /// Octets left: 1 to 3.
        left: usize,
    },
    /// A TLV announces more octets than are left.
    TlvOverrun {
        /// Its tag.
        tag: u16,
        /// Octets announced.
        announced: usize,
        /// Octets left.
        left: usize,
    },
    /// A TLV has a length that its definition forbids.
    TlvLength {
        /// Its tag.
        tag: u16,
        /// Octets there are.
        len: usize,
    },
    /// A TLV that the PDU must have is not there.
    MissingTlv {
        /// Its tag.
        tag: u16,
    },
    /// A value that is not allowed here.
    BadValue,
    /// The version of SMPP that the peer speaks does not have this PDU, TLV or form of a field.
    NotInVersion(InterfaceVersion),
    /// The text is in `short_message` and in `message_payload`.
    TextTwice,
}

impl Fault {
    /// The status that answers this fault where the field's own would not say it.
    pub(crate) const fn status(self) -> Option<CommandStatus> {
        match self {
            Self::Missing => Some(CommandStatus::ESME_RINVCMDLEN),
            Self::BadDestFlag(_) => Some(CommandStatus::ESME_RINVDESTFLAG),
            Self::TlvHeader { .. } | Self::TlvOverrun { .. } => Some(CommandStatus::ESME_RINVTLVSTREAM),
            Self::TlvLength { .. } => Some(CommandStatus::ESME_RINVTLVLEN),
            Self::MissingTlv { .. } => Some(CommandStatus::ESME_RMISSINGTLV),
            _ => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Missing => f.write_str("the PDU ends before it"),
            Self::Unterminated => f.write_str("no NUL before the end of the PDU"),
            Self::TooLong { len, max } => write!(f, "{len} octets, at most {max} allowed"),
            Self::WrongLength { len, expected } => write!(f, "{len} octets, must be none or {expected}"),
            Self::Overrun { announced, left } => write!(f, "{announced} octets announced, {left} left"),
            Self::InteriorNul => f.write_str("contains a NUL"),
            Self::TooMany { count, max } => write!(f, "{count} items, at most {max} allowed"),
            Self::BadList { announced, read } => {
                write!(f, "{announced} items announced, {read} could be read")
            }
            Self::BadDestFlag(flag) => write!(f, "dest_flag is {flag}, must be 1 or 2"),
            Self::TlvHeader { left } => write!(f, "{left} octets after the last TLV, too few for another"),
            Self::TlvOverrun { tag, announced, left } => {
                write!(f, "TLV 0x{tag:04X} announces {announced} octets, {left} left")
            }
            Self::TlvLength { tag, len } => write!(f, "TLV 0x{tag:04X} must not have {len} octets"),
            Self::MissingTlv { tag } => write!(f, "the TLV {} is missing", Tag(tag)),
            Self::BadValue => f.write_str("value not allowed"),
            Self::NotInVersion(version) => write!(f, "not in SMPP {version}"),
            Self::TextTwice => f.write_str("text in short_message and in message_payload"),
        }
    }
}

/// A fault, and where it is.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub struct FieldFault {
    /// The PDU.
    pub command_id: CommandId,
    /// The field, in the specification's spelling; `tlvs` for what follows the last field, `command_id` for the PDU as a
    /// whole.
    pub field: &'static str,
    /// Octets from the start of the PDU to where the field, or what is wrong in it, begins. 0 where there are no
    /// octets yet, in a PDU that is to be sent.
    pub offset: usize,
    /// What is wrong.
    pub fault: Fault,
    /// The `command_status` by which the specification answers it.
    pub status: CommandStatus,
}

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}: {}", self.command_id, self.field, self.fault)?;
        if self.offset != 0 {
            write!(f, " (offset {})", self.offset)?;
        }
        Ok(())
    }
}

impl FieldFault {
    /// The same fault at another place.
    pub(crate) const fn at(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }
}

impl core::error::Error for FieldFault {}

/// The octets are not one whole PDU.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum FrameError {
    /// Fewer octets than a header has.
    Short {
        /// Octets there are.
        len: usize,
    },
    /// `command_length` is below 16 or above the limit.
    BadCommandLength {
        /// Its value.
        command_length: u32,
        /// The limit that applied.
        max: u32,
    },
    /// `command_length` and the number of octets differ.
    LengthMismatch {
        /// The value of `command_length`.
        command_length: u32,
        /// Octets there are.
        len: usize,
    },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Short { len } => write!(f, "{len} octets are no PDU: a header has 16"),
            Self::BadCommandLength { command_length, max } => {
                write!(f, "command_length is {command_length}, must be 16 to {max}")
            }
            Self::LengthMismatch { command_length, len } => {
                write!(f, "command_length is {command_length}, but there are {len} octets")
            }
        }
    }
}

impl core::error::Error for FrameError {}

/// A PDU could not be written.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum EncodeError {
    /// The buffer is too small; nothing useful is in it.
    BufferTooSmall {
        /// Octets the PDU has.
        needed: usize,
    },
    /// A field cannot be expressed on the wire.
    Field(FieldFault),
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BufferTooSmall { needed } => {
                write!(f, "the buffer is too small, {needed} octets are needed")
            }
            Self::Field(fault) => fault.fmt(f),
        }
    }
}

impl core::error::Error for EncodeError {}

/// How many faults of one PDU are listed; further ones are not.
pub const MAX_FAULTS: usize = 16;

/// Faults in the order in which they are found. It is large for the stack of a microcontroller, so nothing copies it: they are
/// taken from where they are.
#[derive(Debug)]
pub(crate) struct FaultList([Option<FieldFault>; MAX_FAULTS]);

impl FaultList {
    pub(crate) const fn new() -> Self {
        Self([None; MAX_FAULTS])
    }

    pub(crate) fn push(&mut self, fault: FieldFault) {
        if let Some(place) = self.0.iter_mut().find(|item| item.is_none()) {
            *place = Some(fault);
        }
    }

    /// Comes last: what is pushed after it would take the places that it leaves.
    pub(crate) fn retain(&mut self, keep: impl Fn(&FieldFault) -> bool) {
        for item in &mut self.0 {
            if item.as_ref().is_some_and(|fault| !keep(fault)) {
                *item = None;
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.fill(None);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

impl Iterator for FaultList {
    type Item = FieldFault;

    fn next(&mut self) -> Option<FieldFault> {
        self.0.iter_mut().find_map(Option::take)
    }
}
