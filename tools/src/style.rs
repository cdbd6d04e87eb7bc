//! Colours, which only terminals get to see.

use anstyle::{AnsiColor, Style};

/// What a thing is called.
pub const NAME: Style = Style::new().bold();
/// The name of a field, beside its value.
pub const FIELD: Style = AnsiColor::Cyan.on_default();
/// What is wrong.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What is there for reference.
pub const HINT: Style = Style::new().dimmed();
/// The arrow of what came in.
pub const RECEIVED: Style = AnsiColor::Green.on_default();
/// The arrow of what went out.
pub const SENT: Style = AnsiColor::Blue.on_default();
/// What went well.
pub const GOOD: Style = AnsiColor::Green.on_default();

/// What a peer wrote, so that it does not speak to the terminal.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character.is_control() {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    escaped
}
