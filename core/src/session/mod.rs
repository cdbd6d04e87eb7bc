//! The session.

/// The states of a session (5.0 §2.3; 3.4 §2.2).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
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
