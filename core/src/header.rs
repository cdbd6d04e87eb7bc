//! The sixteen octets before every PDU (5.0 §3.2.1; 3.4 §3.2.1).

use crate::command_id::CommandId;
use crate::error::FrameError;
use crate::status::CommandStatus;

/// The header of a PDU, all in network byte order on the wire.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
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
