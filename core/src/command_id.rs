//! Which PDU it is.

use core::fmt;

use crate::layout::Layout;
use crate::pdu::{self, SCHEMA};
use crate::schema::{PduDef, PduKind};

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
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
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
        pdu::def(self)
    }

    #[inline]
    pub(crate) fn layout(self) -> Option<&'static Layout> {
        pdu::layout(self)
    }

    /// What it is in an exchange. What no version knows is a request or, with bit 31 set, a response.
    ///
    /// ```
    /// # use smppkit::{CommandId, PduKind};
    /// assert_eq!(CommandId::OUTBIND.kind(), PduKind::Notification);
    /// assert_eq!(CommandId(0x0001_0200).kind(), PduKind::Request);
    /// ```
    #[must_use]
    pub fn kind(self) -> PduKind {
        match self.layout() {
            Some(layout) => layout.kind,
            None if self.is_response() => PduKind::Response,
            None => PduKind::Request,
        }
    }

    /// The name of the PDU.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        pdu::name(self)
    }

    /// The id of the PDU of that name, in the spelling of any version.
    ///
    /// ```
    /// # use smppkit::CommandId;
    /// assert_eq!(CommandId::from_name("submit_sm_multi"), Some(CommandId::SUBMIT_MULTI));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        SCHEMA
            .iter()
            .find(|def| def.name == name || def.other_names.contains(&name))
            .map(|def| def.command_id)
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
