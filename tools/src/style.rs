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
    escape(text, acts_on_terminal)
}

/// The same in quotation marks.
pub fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        escape(text, |character| acts_on_terminal(character) || matches!(character, '"' | '\\'))
    )
}

/// Control characters, ends of lines, and what turns the direction of all that follows. Marks of direction turn nothing, and texts
/// in Arabic and Hebrew have them.
fn acts_on_terminal(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// On one line, and otherwise as it is: `Debug` would take an emoji of several characters apart.
fn escape(text: &str, is_special: impl Fn(char) -> bool) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match is_special(character) {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_stays_whole_and_nothing_speaks_to_the_terminal() {
        assert_eq!(escaped("\"👩\u{200D}👧\"\x1B[2J\n"), "\"👩\u{200D}👧\"\\u{1b}[2J\\n");
        assert_eq!(escaped("\u{202E}abc\u{2069}\u{2028}\u{200F}"), "\\u{202e}abc\\u{2069}\\u{2028}\u{200F}");
        assert_eq!(quoted("\"👩\u{200D}👧\"\x1B[2J\\"), "\"\\\"👩\u{200D}👧\\\"\\u{1b}[2J\\\\\"");
    }
}
