//! What the three bind requests have in common.

use smppkit::values::InterfaceVersion;
use smppkit::{COctetString, Pdu};

/// The system_id and the version with which a PDU binds, if it is a bind.
pub fn bind_of<'a>(pdu: &Pdu<'a>) -> Option<(COctetString<'a>, InterfaceVersion)> {
    match pdu {
        Pdu::BindTransmitter(bind) => Some((bind.system_id, bind.interface_version)),
        Pdu::BindReceiver(bind) => Some((bind.system_id, bind.interface_version)),
        Pdu::BindTransceiver(bind) => Some((bind.system_id, bind.interface_version)),
        _ => None,
    }
}
