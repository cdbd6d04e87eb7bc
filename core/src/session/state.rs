//! What moves a session from one state to another, and who may send what in which.

use crate::layout::Layout;
use crate::schema::PduKind;
use crate::state::{Role, State};
use crate::values::InterfaceVersion;

/// What moves a session from one state to another.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
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
pub(crate) fn may_send(role: Role, layout: &Layout, state: State, version: InterfaceVersion) -> bool {
    let (states, more) = match role {
        Role::Esme => (layout.esme, layout.esme_v3_4),
        Role::Mc => (layout.mc, layout.mc_v3_4),
    };
    match layout.kind {
        PduKind::Request | PduKind::Notification => {
            states.contains(state) || (version == InterfaceVersion::V3_4 && more.contains(state))
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
