//! The page of statuses.

use smppkit::STATUSES;

use super::{table, words};

pub(super) fn page() -> String {
    let rows = STATUSES.iter().map(|def| {
        let (text, _) = words::text(def.text);
        let name = format!("<a id=\"{}\"></a>`{}`", def.name.to_lowercase(), def.name);
        let others = def.other_names.iter().map(|other| format!(", once `{other}`")).collect::<String>();
        vec![
            format!("`0x{:08X}`", def.status.0),
            format!("{name}{others}"),
            words::retry(def.retry).into(),
            words::versions(def.versions),
            text.into(),
        ]
    });
    format!(
        "# Statuses

How a request ended: the command_status in the header of its response. 0 is success; in requests it is always 0. Numbers from
0x400 to 0x4FF are the operator's own.

The class says what a sender of a message should make of it. It is advice and no part of the specification:

| class | what to do |
|---|---|
| success | nothing, it is done |
| temporary | send it again, a little later and then ever later |
| permanent | do not send it again unchanged: it would fail again |
| depends | try a few times with growing pauses, then give up |
| session | the session is not in the state for it: bind first, or reconnect |
| bind | the bind was refused: look at the account before you try again |

A number that is not in this table counts as permanent.

{}",
        table(&["number", "name", "class", "versions", "meaning"], rows),
    )
}
