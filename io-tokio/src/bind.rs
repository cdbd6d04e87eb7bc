//! Binds of the three kinds.

use std::fmt;
use std::net::SocketAddr;

use smppkit::buffered::PduBuf;
use smppkit::values::{InterfaceVersion, Npi, Ton};
use smppkit::{BindReceiver, BindTransceiver, BindTransmitter, COctetString, CommandId, Pdu, Tlvs};

use crate::error::ConnectError;
use crate::incoming::Request;
use crate::link::Link;

/// What a bind is for.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum BindKind {
    /// Sending messages.
    Transmitter,
    /// Receiving messages.
    Receiver,
    /// Both, over one connection; not in 3.3.
    #[default]
    Transceiver,
}

/// With what a client binds.
#[derive(Clone)]
pub(crate) struct Bind {
    pub(crate) kind: BindKind,
    pub(crate) system_id: String,
    pub(crate) password: String,
    pub(crate) system_type: String,
    pub(crate) addr_ton: Ton,
    pub(crate) addr_npi: Npi,
    pub(crate) address_range: String,
}

/// Fills in the bind PDU of one type.
macro_rules! bind_pdu {
    ($type:ident, $bind:expr, $version:expr) => {
        $type {
            system_id: $bind.system_id.as_str().into(),
            password: $bind.password.as_str().into(),
            system_type: $bind.system_type.as_str().into(),
            interface_version: $version,
            addr_ton: $bind.addr_ton,
            addr_npi: $bind.addr_npi,
            address_range: $bind.address_range.as_str().into(),
            tlvs: Tlvs::default(),
        }
    };
}

impl Bind {
    /// Binds a link that was just started, and closes it if it is refused.
    pub(crate) async fn send(&self, link: &Link, version: InterfaceVersion) -> Result<(), ConnectError> {
        let response = match self.kind {
            BindKind::Transmitter => link.request(&bind_pdu!(BindTransmitter, self, version)).await,
            BindKind::Receiver => link.request(&bind_pdu!(BindReceiver, self, version)).await,
            BindKind::Transceiver => link.request(&bind_pdu!(BindTransceiver, self, version)).await,
        };
        let refused = match response {
            // A response that did not bind the session was none: a generic_nack says as much.
            Ok(response) if response.is_ok() && link.session_state().is_bound() => return Ok(()),
            Ok(response) => ConnectError::Refused { status: response.command_status() },
            Err(error) => error.into(),
        };
        link.close();
        Err(refused)
    }
}

impl fmt::Debug for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bind")
            .field("kind", &self.kind)
            .field("system_id", &self.system_id)
            .finish_non_exhaustive()
    }
}

/// A bind that a server received.
#[derive(Clone)]
pub struct BindRequest {
    pdu: PduBuf,
    peer_addr: Option<SocketAddr>,
}

/// One field of the bind, whichever of the three it is.
macro_rules! field {
    ($self:ident.$field:ident) => {
        match $self.pdu.pdu() {
            Pdu::BindTransmitter(bind) => bind.$field,
            Pdu::BindReceiver(bind) => bind.$field,
            Pdu::BindTransceiver(bind) => bind.$field,
            _ => Default::default(),
        }
    };
}

impl BindRequest {
    pub(crate) fn new(request: &Request, peer_addr: Option<SocketAddr>) -> Option<Self> {
        let pdu = request.as_buf().clone();
        matches!(
            pdu.header().command_id,
            CommandId::BIND_TRANSMITTER | CommandId::BIND_RECEIVER | CommandId::BIND_TRANSCEIVER
        )
        .then_some(Self { pdu, peer_addr })
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> BindKind {
        match self.pdu.header().command_id {
            CommandId::BIND_TRANSMITTER => BindKind::Transmitter,
            CommandId::BIND_RECEIVER => BindKind::Receiver,
            _ => BindKind::Transceiver,
        }
    }

    /// Who binds.
    #[must_use]
    pub fn system_id(&self) -> COctetString<'_> {
        field!(self.system_id)
    }

    /// The password.
    #[must_use]
    pub fn password(&self) -> COctetString<'_> {
        field!(self.password)
    }

    /// The kind of application.
    #[must_use]
    pub fn system_type(&self) -> COctetString<'_> {
        field!(self.system_type)
    }

    /// The version that the application speaks.
    #[must_use]
    pub fn interface_version(&self) -> InterfaceVersion {
        field!(self.interface_version)
    }

    /// The addresses that the application serves: type of number, numbering plan, and one address or a regular
    /// expression.
    #[must_use]
    pub fn address_range(&self) -> (Ton, Npi, COctetString<'_>) {
        (field!(self.addr_ton), field!(self.addr_npi), field!(self.address_range))
    }

    /// Where it comes from.
    #[must_use]
    pub const fn peer_addr(&self) -> Option<SocketAddr> {
        self.peer_addr
    }

    /// The bind with its octets, password included.
    #[must_use]
    pub const fn as_buf(&self) -> &PduBuf {
        &self.pdu
    }
}

impl fmt::Debug for BindRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BindRequest")
            .field("kind", &self.kind())
            .field("system_id", &self.system_id())
            .field("system_type", &self.system_type())
            .field("interface_version", &self.interface_version())
            .field("peer_addr", &self.peer_addr)
            .finish_non_exhaustive()
    }
}
