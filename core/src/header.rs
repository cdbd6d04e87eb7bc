//! The sixteen octets before every PDU (5.0 §3.2.1; 3.4 §3.2.1).

use core::fmt;

use crate::error::FrameError;
use crate::pdu::PduDef;
use crate::status::CommandStatus;

/// Which PDU it is: `command_id` (5.0 §4.7.5; 3.4 §5.1.2). Bit 31 is set in responses.
///
/// ```
/// use smppkit::CommandId;
///
/// assert_eq!(CommandId::SUBMIT_SM.response(), CommandId::SUBMIT_SM_RESP);
/// assert_eq!(CommandId(0x8000_0004).to_string(), "submit_sm_resp");
/// assert_eq!(CommandId(0x0001_0200).to_string(), "0x00010200");
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub u32);

impl CommandId {
    /// Whether bit 31 is set: a response or a generic_nack.
    #[must_use]
    pub const fn is_response(self) -> bool {
        self.0 & 0x8000_0000 != 0
    }

    /// The id with bit 31 set.
    #[must_use]
    pub const fn response(self) -> Self {
        Self(self.0 | 0x8000_0000)
    }

    /// The id with bit 31 clear.
    #[must_use]
    pub const fn request(self) -> Self {
        Self(self.0 & 0x7FFF_FFFF)
    }

    /// What the table says of this PDU, if it is one of the specification's.
    #[must_use]
    pub fn def(self) -> Option<&'static PduDef> {
        crate::pdu::def(self)
    }

    /// The name of the PDU.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.def().map(|def| def.name)
    }

    /// The id of the PDU of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        crate::pdu::SCHEMA.iter().find(|def| def.name == name).map(|def| def.command_id)
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The header of a PDU, all in network byte order on the wire.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct Header {
    /// Octets of the whole PDU, these four included.
    pub command_length: u32,
    /// Which PDU it is.
    pub command_id: CommandId,
    /// How the request ended, in responses; 0 in requests.
    pub command_status: CommandStatus,
    /// What ties a response to its request: 1 to 0x7FFFFFFF when we choose it, any value when a peer does.
    pub sequence_number: u32,
}

impl Header {
    /// Octets of a header.
    pub const LEN: usize = 16;

    /// Reads the header at the start of `octets`; `None` if there are fewer than sixteen.
    #[must_use]
    #[inline]
    pub fn read(octets: &[u8]) -> Option<Self> {
        let ([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p], _) = octets.split_first_chunk::<16>()?;
        Some(Self {
            command_length: u32::from_be_bytes([*a, *b, *c, *d]),
            command_id: CommandId(u32::from_be_bytes([*e, *f, *g, *h])),
            command_status: CommandStatus(u32::from_be_bytes([*i, *j, *k, *l])),
            sequence_number: u32::from_be_bytes([*m, *n, *o, *p]),
        })
    }

    /// The octets of the header.
    #[must_use]
    #[inline]
    pub const fn to_octets(self) -> [u8; 16] {
        let [a, b, c, d] = self.command_length.to_be_bytes();
        let [e, f, g, h] = self.command_id.0.to_be_bytes();
        let [i, j, k, l] = self.command_status.0.to_be_bytes();
        let [m, n, o, p] = self.sequence_number.to_be_bytes();
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
    }
}

/// How long the PDU at the start of `octets` is: `None` while fewer than four octets are there.
///
/// # Errors
///
/// `BadCommandLength` if it announces fewer than 16 octets or more than `max`: where the next PDU begins is then
/// unknown.
///
/// ```
/// use smppkit::{FrameError, frame_length};
///
/// assert_eq!(frame_length(&[0, 0, 0], 70_000), Ok(None));
/// assert_eq!(frame_length(&[0, 0, 0, 16, 0, 0, 0, 21], 70_000), Ok(Some(16)));
/// assert!(matches!(frame_length(b"HTTP", 70_000), Err(FrameError::BadCommandLength { .. })));
/// ```
#[inline]
pub fn frame_length(octets: &[u8], max: u32) -> Result<Option<usize>, FrameError> {
    let Some((&length, _)) = octets.split_first_chunk::<4>() else { return Ok(None) };
    let command_length = u32::from_be_bytes(length);
    if command_length < 16 || command_length > max {
        return Err(FrameError::BadCommandLength { command_length, max });
    }
    Ok(Some(command_length as usize))
}
