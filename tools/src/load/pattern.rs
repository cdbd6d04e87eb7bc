//! Texts and addresses that are different in each message.

use std::str::FromStr;

/// A text with places for the number of the message, `{number}`, and for random digits, `{random:6}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern(Vec<Piece>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    /// The number of the message, with zeroes before it up to this width.
    Number(usize),
    /// So many random digits.
    Random(usize),
}

/// Digits of one place.
const MAX_WIDTH: usize = 18;

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut pieces, mut plain) = (Vec::new(), String::new());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                plain.push_str(&from[..1]);
                rest = after;
                continue;
            }
            let place = from.strip_prefix('{').and_then(|from| from.split_once('}'));
            let (name, after) = place.ok_or("write {{ or }} for a brace")?;
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::read(name)?);
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }
}

impl Piece {
    fn read(place: &str) -> Result<Self, String> {
        let (name, width) = place.split_once(':').unwrap_or((place, "1"));
        let width = width.parse().ok().filter(|width| (1..=MAX_WIDTH).contains(width));
        match (name, width) {
            ("number" | "random", None) => Err(format!("{{{place}}}: 1 to {MAX_WIDTH} digits")),
            ("number", Some(width)) => Ok(Self::Number(width)),
            ("random", Some(width)) => Ok(Self::Random(width)),
            _ => Err(format!("{{{place}}} is neither {{number}} nor {{random}}; write {{{{ for a brace")),
        }
    }
}

impl Pattern {
    /// This text in each message, braces and all.
    pub fn plain(text: String) -> Self {
        Self(vec![Piece::Text(text)])
    }

    /// Whether it is the same for all messages.
    pub fn is_fixed(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Text(_)))
    }

    /// The text for this message.
    pub fn fill(&self, number: u64) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Number(width) => text += &format!("{number:0width$}"),
                Piece::Random(width) => text.extend((0..*width).map(|_| fastrand::digit(10))),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_braces_are_written_twice() {
        let fill = |text: &str, number| text.parse::<Pattern>().unwrap().fill(number);
        assert_eq!(fill("44770{number:4}", 7), "447700007");
        assert_eq!(fill("44770{number:2}", 1234), "447701234");
        assert_eq!(fill("{{number}} is {number}", 7), "{number} is 7");
        assert_eq!(fill("", 7), "");
        let random = fill("1{random:6}2", 7);
        assert!(random.len() == 8 && random.bytes().all(|digit| digit.is_ascii_digit()), "{random}");
        for text in ["{", "}", "{number", "number}", "{m}", "{number:0}", "{number:19}", "{random:x}", "{}"] {
            assert!(text.parse::<Pattern>().is_err(), "{text}");
        }
        assert!(
            "{{number}}".parse::<Pattern>().unwrap().is_fixed()
                && !"{number}".parse::<Pattern>().unwrap().is_fixed()
        );
    }
}
