//! The index, and what SMPP is.

use smppkit::{CommandId, PduDef, PduKind, SCHEMA};

use super::{table, words};

const INTRODUCTION: &str = include_str!("introduction.md");

/// What the PDUs are for: their requests; each response goes with its request.
const GROUPS: &[(&str, &[CommandId])] = &[
    (
        "To begin and to end a session, and to keep it",
        &[
            CommandId::BIND_TRANSCEIVER,
            CommandId::BIND_TRANSMITTER,
            CommandId::BIND_RECEIVER,
            CommandId::OUTBIND,
            CommandId::UNBIND,
            CommandId::ENQUIRE_LINK,
            CommandId::GENERIC_NACK,
        ],
    ),
    (
        "To hand over messages",
        &[
            CommandId::SUBMIT_SM,
            CommandId::SUBMIT_MULTI,
            CommandId::DELIVER_SM,
            CommandId::DATA_SM,
            CommandId::ALERT_NOTIFICATION,
        ],
    ),
    (
        "To look after messages that were handed over",
        &[CommandId::QUERY_SM, CommandId::CANCEL_SM, CommandId::REPLACE_SM],
    ),
    (
        "To broadcast",
        &[CommandId::BROADCAST_SM, CommandId::QUERY_BROADCAST_SM, CommandId::CANCEL_BROADCAST_SM],
    ),
];

pub(super) fn page() -> String {
    let grouped = GROUPS.iter().flat_map(|(_, ids)| *ids).collect::<Vec<_>>();
    let is_first = |def: &&PduDef| def.kind != PduKind::Response;
    let others = SCHEMA.iter().filter(is_first).filter(|def| !grouped.contains(&&def.command_id));
    let others = group("Of version 3.3 alone", others);
    let groups = GROUPS.iter().map(|(title, ids)| group(title, ids.iter().filter_map(|id| id.def())));
    format!("{INTRODUCTION}{}{others}", groups.collect::<String>())
}

fn group<'a>(title: &str, defs: impl Iterator<Item = &'a PduDef>) -> String {
    let rows = defs.map(|def| {
        let link =
            |id: CommandId| id.name().map_or(String::new(), |name| format!("[{name}](pdus/{name}.md)"));
        let response =
            if def.kind == PduKind::Request { link(def.command_id.response()) } else { String::new() };
        let (text, _) = words::text(def.text);
        vec![
            link(def.command_id),
            response,
            format!("`0x{:08X}`", def.command_id.0),
            words::versions(def.versions),
            text.into(),
        ]
    });
    format!("\n### {title}\n\n{}", table(&["PDU", "its response", "command_id", "versions", "meaning"], rows))
}
