//! The states of a session, what moves it from one to another, and who may send what in which.

use crate::pdu::{PduDef, PduKind};
use crate::values::InterfaceVersion;

/// Which side of a session we are.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
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
    /// Whether a bind is in force.
    #[must_use]
    pub const fn is_bound(self) -> bool {
        matches!(self, Self::BoundTx | Self::BoundRx | Self::BoundTrx)
    }
}

/// What moves a session from one state to another.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Cause {
    /// outbind was sent or received.
    Outbind,
    /// A bind_transmitter was accepted.
    BindTransmitter,
    /// A bind_receiver was accepted.
    BindReceiver,
    /// A bind_transceiver was accepted.
    BindTransceiver,
    /// An unbind was answered.
    Unbind,
    /// The connection ended, or must.
    Close,
}

macro_rules! transitions {
    ($($cause:ident: $($from:ident)|+ => $to:ident;)+) => {
        /// Every transition there is: from, cause, to.
        pub const TRANSITIONS: &[(State, Cause, State)] = &[$($((State::$from, Cause::$cause, State::$to),)+)+];

        impl State {
            /// The state after `cause`; `None` if it cannot happen in this one.
            #[must_use]
            pub const fn after(self, cause: Cause) -> Option<Self> {
                match (cause, self) {
                    $((Cause::$cause, $(Self::$from)|+) => Some(Self::$to),)+
                    _ => None,
                }
            }
        }
    };
}
transitions! {
    Outbind: Open => Outbound;
    BindTransmitter: Open | Outbound => BoundTx;
    BindReceiver: Open | Outbound => BoundRx;
    BindTransceiver: Open | Outbound => BoundTrx;
    Unbind: BoundTx | BoundRx | BoundTrx => Unbound;
    Close: Open | Outbound | BoundTx | BoundRx | BoundTrx | Unbound => Closed;
}

/// Whether this side may send this PDU in this state, where it is no response (5.0 Table 2-1; 3.4 Table 2-1).
pub(crate) fn may_send(role: Role, def: &PduDef, state: State, version: InterfaceVersion) -> bool {
    let (states, more) = match role {
        Role::Esme => (def.esme, def.esme_v3_4),
        Role::Mc => (def.mc, def.mc_v3_4),
    };
    match def.kind {
        PduKind::Request | PduKind::Notification => {
            states.contains(&state) || (version == InterfaceVersion::V3_4 && more.contains(&state))
        }
        PduKind::Response | PduKind::Nack => state != State::Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 7] = [
        State::Open,
        State::Outbound,
        State::BoundTx,
        State::BoundRx,
        State::BoundTrx,
        State::Unbound,
        State::Closed,
    ];

    #[test]
    fn every_state_but_closed_can_close_and_nothing_leaves_closed() {
        for state in STATES {
            let closed = state.after(Cause::Close);
            assert_eq!(closed, (state != State::Closed).then_some(State::Closed));
        }
        assert!(TRANSITIONS.iter().all(|(from, ..)| *from != State::Closed));
    }

    #[test]
    fn the_list_of_transitions_is_what_after_does() {
        let causes = [
            Cause::Outbind,
            Cause::BindTransmitter,
            Cause::BindReceiver,
            Cause::BindTransceiver,
            Cause::Unbind,
            Cause::Close,
        ];
        for state in STATES {
            for cause in causes {
                let listed = TRANSITIONS.iter().find(|(from, by, _)| (*from, *by) == (state, cause));
                assert_eq!(state.after(cause), listed.map(|(.., to)| *to));
            }
        }
    }
}
