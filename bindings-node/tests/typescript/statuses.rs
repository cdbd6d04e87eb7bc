//! Statuses.

use std::fmt::Write as _;

use smppkit::{Retry, STATUSES};

use super::names::{doc, sentence, versions};

pub(super) fn source() -> String {
    let mut text = doc(
        0,
        "Every `command_status` of the three versions (5.0 §4.7.6; 3.4 §5.1.3). Any other number may arrive, too.",
    );
    text.push_str("export const CommandStatus = {\n");
    for def in STATUSES {
        let mut about = format!("{} In SMPP {}.", sentence(def.text), versions(def.versions));
        if !def.other_names.is_empty() {
            let _ = write!(about, " Also called `{}`.", def.other_names.join("`, `"));
        }
        text.push_str(&doc(2, &about));
        let _ = writeln!(text, "  {}: 0x{:08x},", def.name, def.status.0);
    }
    text.push_str("} as const;\n\n");
    text.push_str(&doc(
        0,
        "What a sender should make of a status: it succeeded, send it again later, not unchanged, a few times with growing \
         pauses, mend the session first, or the bind was refused. Advice, not part of the specification.",
    ));
    text.push_str(
        "export type Retry = 'success' | 'temporary' | 'permanent' | 'depends' | 'session' | 'bind';\n\n",
    );
    text.push_str("/** @internal What the table says of each status. */\n");
    text.push_str("export const STATUSES: ReadonlyMap<number, { name: string; text: string; retry: Retry }> = new Map([\n");
    for def in STATUSES {
        let _ = writeln!(
            text,
            "  [0x{:08x}, {{ name: '{}', text: {:?}, retry: '{}' }}],",
            def.status.0,
            def.name,
            sentence(def.text),
            retry(def.retry),
        );
    }
    text.push_str("]);\n");
    text
}

fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Success => "success",
        Retry::Temporary => "temporary",
        Retry::Depends => "depends",
        Retry::Session => "session",
        Retry::Bind => "bind",
        _ => "permanent",
    }
}
