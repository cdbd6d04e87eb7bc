//! The lines that `decode` reads: PDUs in hex, labels behind them, comments between them.

use std::io::{self, BufRead as _, BufReader, Read};

use smppkit::{FrameError, Header, frame_length};

/// How long a line may be, in octets: no input makes the command take more memory than a few of these.
pub const MAX_LINE: usize = 1 << 20;

/// Reads lines, of which it remembers one.
pub struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    number: u64,
}

/// One line without its end.
pub enum Line<'a> {
    Whole(&'a [u8]),
    TooLong,
}

impl<R: Read> Lines<R> {
    pub fn new(input: R) -> Self {
        Self { input: BufReader::new(input), line: Vec::new(), number: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Whether the next line may have to be waited for.
    pub fn may_wait(&self) -> bool {
        !self.input.buffer().contains(&b'\n')
    }

    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let limit = MAX_LINE as u64 + 1;
        if self.input.by_ref().take(limit).read_until(b'\n', &mut self.line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.line.len() > MAX_LINE && self.line.last() != Some(&b'\n') {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Whole(self.line.trim_ascii())))
    }
}

/// What is written in a line.
#[derive(PartialEq, Eq, Debug)]
pub struct Dump<'a> {
    pub octets: Vec<u8>,
    /// What stands behind the hex.
    pub label: &'a [u8],
}

/// Takes a line apart: words of hex digits up to the first that is none, or has half an octet (`a`, `bad`), which begins
/// the label.
///
/// `None` if the line is blank or a comment.
pub fn parse(line: &[u8]) -> Result<Option<Dump<'_>>, String> {
    let mut digits = Vec::with_capacity(line.len());
    let mut rest = line.trim_ascii();
    if rest.is_empty() || rest.starts_with(b"#") {
        return Ok(None);
    }
    while !rest.is_empty() {
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        let word = word.strip_prefix(b"0x").unwrap_or(word);
        if !word.iter().all(u8::is_ascii_hexdigit) || (word.len() % 2 != 0 && !digits.is_empty()) {
            break;
        }
        if word.len() % 2 != 0 {
            return Err(format!("{} hex digits: an octet has two", word.len()));
        }
        digits.extend(word.iter().map(|digit| nibble(*digit)));
        rest = tail.trim_ascii_start();
    }
    if digits.is_empty() {
        let word = rest.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let shown = String::from_utf8_lossy(&word[..word.len().min(32)]).into_owned();
        return Err(format!("{shown:?} is no hex"));
    }
    let octets = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    Ok(Some(Dump { octets, label: rest }))
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        digit => (digit | 0x20) - b'a' + 10,
    }
}

/// The PDUs in `octets`: one, or several one after another if there is nothing else.
pub fn frames(octets: &[u8]) -> Result<Vec<&[u8]>, FrameError> {
    if octets.len() < Header::LEN {
        return Err(FrameError::Short { len: octets.len() });
    }
    let mut frames = Vec::new();
    let mut rest = octets;
    while !rest.is_empty() {
        match frame_length(rest, u32::MAX) {
            Ok(Some(len)) if len <= rest.len() => {
                let (frame, tail) = rest.split_at(len);
                frames.push(frame);
                rest = tail;
            }
            Err(error) if frames.is_empty() => return Err(error),
            _ => {
                let command_length = u32::from_be_bytes([octets[0], octets[1], octets[2], octets[3]]);
                return Err(FrameError::LengthMismatch { command_length, len: octets.len() });
            }
        }
    }
    Ok(frames)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump(line: &str) -> Result<Option<(Vec<u8>, String)>, String> {
        let dump = parse(line.as_bytes())?;
        Ok(dump.map(|dump| (dump.octets, String::from_utf8_lossy(dump.label).into_owned())))
    }

    #[test]
    fn hex_may_have_spaces_and_a_label() {
        let found = |octets: &[u8], label: &str| Ok(Some((octets.to_vec(), label.to_owned())));
        assert_eq!(dump("00aBFf"), found(&[0, 0xAB, 0xFF], ""));
        assert_eq!(dump("  00 ab\tFF \r"), found(&[0, 0xAB, 0xFF], ""));
        assert_eq!(dump("0x00ab a bad submit"), found(&[0, 0xAB], "a bad submit"));
        assert_eq!(dump("00abc 00"), Err("5 hex digits: an octet has two".into()));
        assert_eq!(dump("0x00ab  the one  that failed"), found(&[0, 0xAB], "the one  that failed"));
        assert_eq!(dump("00ab # bad"), found(&[0, 0xAB], "# bad"));
        assert_eq!(dump(""), Ok(None));
        assert_eq!(dump("  # 00"), Ok(None));
        assert_eq!(dump("hello 00"), Err("\"hello\" is no hex".into()));
        assert_eq!(dump("00zz"), Err("\"00zz\" is no hex".into()));
        assert!(parse(b"\xFF\xFE\0").is_err());
    }

    #[test]
    fn several_pdus_may_stand_in_a_line_and_nothing_else() {
        let pdu: [u8; 16] = [0, 0, 0, 16, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 1];
        let two = [pdu, pdu].concat();
        assert_eq!(frames(&pdu), Ok(vec![&pdu[..]]));
        assert_eq!(frames(&two), Ok(vec![&pdu[..], &pdu[..]]));
        for len in 17..32 {
            assert_eq!(frames(&two[..len]), Err(FrameError::LengthMismatch { command_length: 16, len }));
        }
        assert_eq!(frames(&pdu[..15]), Err(FrameError::Short { len: 15 }));
        let mut wrong = pdu;
        wrong[3] = 15;
        assert!(matches!(frames(&wrong), Err(FrameError::BadCommandLength { command_length: 15, .. })));
    }

    #[test]
    fn a_line_has_a_limit_and_the_next_one_is_read() {
        let input =
            [vec![b'0'; MAX_LINE], vec![b'\n'], vec![b'0'; MAX_LINE + 1], b"\n00\n".to_vec()].concat();
        let mut lines = Lines::new(&input[..]);
        assert!(matches!(lines.next(), Ok(Some(Line::Whole(line))) if line.len() == MAX_LINE));
        assert!(matches!(lines.next(), Ok(Some(Line::TooLong))));
        assert!(matches!(lines.next(), Ok(Some(Line::Whole(b"00")))));
        assert!(matches!(lines.next(), Ok(None)));
        assert_eq!(lines.number(), 3);
    }
}
