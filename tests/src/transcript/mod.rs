//! Transcripts: what passes between a session and its world, line by line, as a file that any language can replay.
//!
//! | line | what |
//! |---|---|
//! | `# …` | a comment; the first says what the transcript shows and where the specification says so |
//! | `role esme` or `role mc` | which side is tested; first of the settings |
//! | `window 4` | slots of the window; 4 if there is no such line |
//! | `config name=value …` | settings: `session_init`, `enquire_link`, `inactivity` (`30s`, `500ms`, `off`), `response`, `interface_version`, `version_when_absent` (`0x34`), `max_unanswered`, `max_command_length`, `when_full` (`pause`, `throttle`), `enquire_links` (`answer`, `deliver`), `unknown` (`refuse`, `deliver`), `tolerance` (`strict`, `tolerant`), `outgoing` (`check`, `as_given`) |
//! | `@ 30s` | so much time after the beginning; timers are looked at |
//! | `> PDU` | octets come from the peer; several such lines may make one PDU |
//! | `! action` | the application acts: `request TOKEN PDU`, `request_within 2s TOKEN PDU`, `notify PDU`, `respond #N PDU`, `reject #N STATUS`, `abandon #N`, `close`, `eof` |
//! | `< PDU` | octets go to the peer |
//! | `= event` | what the application is told: `request PDU`, `response TOKEN PDU`, `notification PDU`, `refused PDU [field=NAME]`, `unbind_received`, `unanswered TOKEN timeout`, `unanswered TOKEN closed`, `closed REASON`, `error NAME` (of the action before), `state NAME`, `paused` |
//!
//! A `PDU` is hex, or is named: `{submit_sm #3 destination_addr="4477" short_message="Hello" 0x0204=0007}`, with a status such
//! as `ESME_RTHROTTLED` behind the number if it is not ESME_ROK. Fields that are not named are empty; a TLV is `tag=hex`.
//! In an event only what is named is compared. What a line brings about follows it completely, events and octets each in
//! their order: anything that is left over is a difference.

use std::fs;
use std::path::PathBuf;

mod core;
mod driver;
mod endpoint;
mod notation;
mod replay;

pub use self::core::Core;
pub use driver::Driver;
pub use endpoint::{Action, Endpoint, Reaction, Told};
pub use replay::{Difference, Replayed, replay, replay_with};

/// The transcripts among these files and in these folders, in order.
///
/// # Errors
///
/// What cannot be read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let error = |error: std::io::Error| format!("{}: {error}", path.display());
            let entries = fs::read_dir(path).map_err(error)?.map(|entry| entry.map(|entry| entry.path()));
            let mut entries: Vec<_> = entries.collect::<Result<_, _>>().map_err(error)?;
            entries.retain(|path| path.is_dir() || path.extension().is_some_and(|kind| kind == "smpp"));
            entries.sort();
            found.extend(files(&entries)?);
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}
