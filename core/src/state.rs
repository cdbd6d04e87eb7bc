//! The two sides of a session and its states: the words that the table of PDUs uses.

use core::fmt;

/// Which side of a session we are.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Role {
    /// The application: it binds.
    Esme,
    /// The message centre: it is bound to.
    Mc,
}

impl Role {
    /// The other side.
    #[must_use]
    pub const fn peer(self) -> Self {
        match self {
            Self::Esme => Self::Mc,
            Self::Mc => Self::Esme,
        }
    }
}

/// The states of a session (5.0 §2.3; 3.4 §2.2).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum State {
    /// The network connection is up, no bind was accepted yet.
    Open,
    /// The MC connected and sent outbind; the ESME has not bound yet.
    Outbound,
    /// bind_transmitter was accepted.
    BoundTx,
    /// bind_receiver was accepted.
    BoundRx,
    /// bind_transceiver was accepted.
    BoundTrx,
    /// unbind was answered, the network connection is still up.
    Unbound,
    /// No network connection, or none that may be used.
    Closed,
}

impl State {
    /// Its name in the specification (5.0 §2.3).
    ///
    /// ```
    /// use smppkit::State;
    ///
    /// assert_eq!(State::BoundTrx.name(), "BOUND_TRX");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Outbound => "OUTBOUND",
            Self::BoundTx => "BOUND_TX",
            Self::BoundRx => "BOUND_RX",
            Self::BoundTrx => "BOUND_TRX",
            Self::Unbound => "UNBOUND",
            Self::Closed => "CLOSED",
        }
    }

    /// Whether a bind is in force.
    #[must_use]
    pub const fn is_bound(self) -> bool {
        matches!(self, Self::BoundTx | Self::BoundRx | Self::BoundTrx)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
