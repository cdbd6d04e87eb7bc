//! The words that JavaScript has for what the core has types for.

use smppkit::session::{CloseReason, State};

pub(crate) const fn state(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Outbound => "outbound",
        State::BoundTx => "bound_tx",
        State::BoundRx => "bound_rx",
        State::BoundTrx => "bound_trx",
        State::Unbound => "unbound",
        _ => "closed",
    }
}

pub(crate) const fn close_reason(reason: CloseReason) -> &'static str {
    match reason {
        CloseReason::Local => "local",
        CloseReason::Unbound => "unbound",
        CloseReason::UnbindUnanswered => "unbind_unanswered",
        CloseReason::PeerUnbound => "peer_unbound",
        CloseReason::Eof => "eof",
        CloseReason::SessionInit => "session_init",
        CloseReason::BindUnanswered => "bind_unanswered",
        CloseReason::Inactivity => "inactivity",
        CloseReason::EnquireLinkUnanswered => "enquire_link_unanswered",
        CloseReason::BadCommandLength(_) => "bad_command_length",
        _ => "other",
    }
}
