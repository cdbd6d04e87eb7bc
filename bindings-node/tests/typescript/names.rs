//! Names and comments as TypeScript has them.

use std::fmt::Write as _;

/// `source_addr_ton` as `SourceAddrTon`.
pub(super) fn pascal(name: &str) -> String {
    name.split('_').map(capital).collect()
}

/// `source_addr_ton` as `sourceAddrTon`.
pub(super) fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut letters = pascal.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A comment before a declaration: each line of `text` a line.
pub(super) fn doc(indent: usize, text: &str) -> String {
    let blank = " ".repeat(indent);
    let lines = text.trim().lines().map(str::trim).collect::<Vec<_>>();
    if let [line] = lines.as_slice() {
        return format!("{blank}/** {line} */\n");
    }
    let mut comment = format!("{blank}/**\n");
    for line in lines {
        let _ = writeln!(comment, "{blank} * {line}").map(|()| ());
    }
    comment.push_str(&format!("{blank} */\n"));
    comment.replace(" * \n", " *\n")
}

/// A table's text, made a sentence.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    format!("{text}.")
}

/// A list of words in the style of the specification's versions: `3.4, 5.0`.
pub(super) fn versions(versions: &[smppkit::values::InterfaceVersion]) -> String {
    versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
