//! Which PDU it is. Its names are beside the table, in `pdu`.

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
}
