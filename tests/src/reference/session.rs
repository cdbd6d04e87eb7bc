//! The states of a session, as a picture and as a table.

use smppkit::session::{Cause, State, TRANSITIONS};

use super::table;

const TEXT: &str = "\
# The states of a session

Both sides go through the same states, each by itself: what moves it is what it sent and received (5.0 §2.3; 3.4 §2.2). The
picture and the table are made from the session's own table of transitions.
";

pub(super) fn page() -> String {
    let states = states().into_iter().map(|state| vec![state.to_string(), meaning(state).into()]);
    let transitions = TRANSITIONS
        .iter()
        .map(|(from, cause, to)| vec![from.to_string(), label(*cause).into(), to.to_string()]);
    format!(
        "{TEXT}\n```mermaid\n{}```\n\n{}\n## Every transition\n\n{}",
        picture(),
        table(&["state", "meaning"], states),
        table(&["from", "what happened", "to"], transitions)
    )
}

/// The states, in the order in which the transitions name them.
fn states() -> Vec<State> {
    let mut states = vec![];
    for state in TRANSITIONS.iter().flat_map(|(from, _, to)| [*from, *to]) {
        if !states.contains(&state) {
            states.push(state);
        }
    }
    states
}

/// As Mermaid draws it.
fn picture() -> String {
    let arrow =
        |(from, cause, to): &(State, Cause, State)| format!("    {from} --> {to}: {}\n", label(*cause));
    let arrows: String = TRANSITIONS.iter().map(arrow).collect();
    format!(
        "stateDiagram-v2\n    [*] --> {}: connected\n{arrows}    {} --> [*]\n",
        State::Open,
        State::Closed
    )
}

fn label(cause: Cause) -> &'static str {
    match cause {
        Cause::Outbind => "outbind",
        Cause::BindTransmitter => "bind_transmitter accepted",
        Cause::BindReceiver => "bind_receiver accepted",
        Cause::BindTransceiver => "bind_transceiver accepted",
        Cause::Unbind => "unbind answered",
        Cause::Close => "connection ended",
        other => panic!("no words for {other:?}"),
    }
}

fn meaning(state: State) -> &'static str {
    match state {
        State::Open => "The connection is up, no bind was accepted yet.",
        State::Outbound => "The MC connected and sent outbind; the ESME has not bound yet.",
        State::BoundTx => "The ESME is bound as transmitter: it submits.",
        State::BoundRx => "The ESME is bound as receiver: it is delivered to.",
        State::BoundTrx => "The ESME is bound as transceiver: both.",
        State::Unbound => "unbind was answered, the connection is still up.",
        State::Closed => "There is no connection, or none that may be used.",
        other => panic!("no words for {other:?}"),
    }
}
