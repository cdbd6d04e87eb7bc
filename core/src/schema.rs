//! What the table of PDUs says, for those who show, convert or generate from any PDU.

use crate::command_id::CommandId;
use crate::state::State;
use crate::status::CommandStatus;
use crate::tlv::Tag;
use crate::values::InterfaceVersion;
use crate::wire::field::FieldType;

/// All that the table says of one PDU.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct PduDef {
    /// Its id.
    pub command_id: CommandId,
    /// Its name.
    pub name: &'static str,
    /// Names that other versions have for it.
    pub other_names: &'static [&'static str],
    /// What it is, for people.
    pub text: &'static str,
    /// The versions that have it.
    pub versions: &'static [InterfaceVersion],
    /// What it is in an exchange.
    pub kind: PduKind,
    /// The states in which an ESME may send it, where it is no response.
    pub esme: &'static [State],
    /// The states in which an MC may send it, where it is no response.
    pub mc: &'static [State],
    /// Further states in which 3.4 lets an ESME send it.
    pub esme_v3_4: &'static [State],
    /// Further states in which 3.4 lets an MC send it.
    pub mc_v3_4: &'static [State],
    /// Its fields in the order of the wire, without the TLVs.
    pub fields: &'static [FieldDef],
    /// The TLVs that must be there; in a response, unless its status is an error.
    pub requires: &'static [Tag],
}

/// What a PDU is in an exchange.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum PduKind {
    /// Wants a response.
    Request,
    /// Is the response to a request.
    Response,
    /// Wants no response.
    Notification,
    /// generic_nack.
    Nack,
}

/// All that the table says of one field.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct FieldDef {
    /// Its name in the specification.
    pub name: &'static str,
    /// Names that other versions have for it.
    pub other_names: &'static [&'static str],
    /// What it is, for people.
    pub text: &'static str,
    /// The kind of field.
    pub kind: FieldType,
    /// The status that answers a fault in it.
    pub status: CommandStatus,
}
