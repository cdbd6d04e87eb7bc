//! Japanese and Korean texts: alphabets whose characters take one to three octets, by `encoding_rs`.

use encoding_rs::{DecoderResult, EUC_JP, EUC_KR, Encoding, ISO_2022_JP, SHIFT_JIS};

use super::Unencodable;
use super::gsm7::ESC;
use super::output::{Count, Sink};
use crate::values::DataCoding;

/// An alphabet of East Asia, and what SMPP calls it (3.4 §5.2.19).
///
/// All of them have ASCII. Read is what the Encoding Standard of the web reads, which has the characters that
/// large vendors added; written is only what is then read as the same character.
///
/// ```
/// use smppkit::message::{Alphabet, EastAsian};
///
/// let mut out = [0; 16];
/// let n = Alphabet::EastAsian(EastAsian::ShiftJis).encode("カナ漢字", &mut out).unwrap();
/// assert_eq!(out[..n], *b"\x83\x4A\x83\x69\x8A\xBF\x8E\x9A");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EastAsian {
    /// Shift-JIS: how the characters of "JIS (X 0208-1990)" travel, `data_coding` 5.
    ShiftJis,
    /// ISO-2022-JP, `data_coding` 10. Escape sequences change between ASCII and pairs of octets; every text, and so every
    /// part of a longer one, begins and ends in ASCII.
    Iso2022Jp,
    /// EUC-JP: how the characters of "Extended Kanji JIS (X 0212-1990)" travel, `data_coding` 13.
    EucJp,
    /// EUC-KR with the syllables that Windows added: "KS C 5601", `data_coding` 14.
    EucKr,
}

/// The escape sequences of ISO-2022-JP that are known: to ASCII, to its Roman variant, to half-width katakana, to two editions
/// of JIS X 0208.
const ESCAPES: [&[u8]; 5] = [TO_ASCII, b"\x1B(J", b"\x1B(I", b"\x1B$@", b"\x1B$B"];
const TO_ASCII: &[u8] = b"\x1B(B";

/// More than any character takes, an escape sequence before it or not, encoded in any of these or in UTF-8.
const MAX_OCTETS: usize = 16;

impl EastAsian {
    pub(super) fn of(data_coding: DataCoding) -> Option<Self> {
        let all = [Self::ShiftJis, Self::Iso2022Jp, Self::EucJp, Self::EucKr];
        all.into_iter().find(|alphabet| alphabet.data_coding() == data_coding)
    }

    pub(super) const fn data_coding(self) -> DataCoding {
        match self {
            Self::ShiftJis => DataCoding::JIS,
            Self::Iso2022Jp => DataCoding::ISO_2022_JP,
            Self::EucJp => DataCoding::EXTENDED_KANJI_JIS,
            Self::EucKr => DataCoding::KS_C_5601,
        }
    }

    const fn encoding(self) -> &'static Encoding {
        match self {
            Self::ShiftJis => SHIFT_JIS,
            Self::Iso2022Jp => ISO_2022_JP,
            Self::EucJp => EUC_JP,
            Self::EucKr => EUC_KR,
        }
    }

    /// The octets that the largest character takes by itself.
    pub(super) const fn widest(self) -> usize {
        match self {
            // To JIS X 0208 and back.
            Self::Iso2022Jp => 8,
            _ => 2,
        }
    }

    /// How many octets `character` takes by itself.
    pub(super) fn units_of(self, character: char) -> Option<usize> {
        let mut count = Count(0);
        let mut writer = Writer::new(self, &mut count);
        writer.push(character)?;
        writer.finish();
        Some(count.0)
    }

    pub(super) fn units(self, text: &str) -> Result<usize, Unencodable> {
        let mut count = Count(0);
        self.encode_to(text, &mut count)?;
        Ok(count.0)
    }

    pub(super) fn encode_to(self, text: &str, sink: &mut impl Sink) -> Result<(), Unencodable> {
        let mut writer = Writer::new(self, sink);
        for (at, character) in text.char_indices() {
            writer.push(character).ok_or(Unencodable { at, character })?;
        }
        writer.finish();
        Ok(())
    }

    /// How many octets of `text` fit in `capacity`, whole characters only. The alphabet has every character of
    /// it.
    pub(super) fn fit(self, text: &str, capacity: usize) -> usize {
        let mut count = Count(0);
        let mut writer = Writer::new(self, &mut count);
        let end = text.char_indices().find(|&(_, character)| {
            let _ = writer.push(character);
            writer.sink.0.saturating_add(writer.closing().len()) > capacity
        });
        end.map_or(text.len(), |(end, _)| end)
    }

    pub(super) fn decode(self, octets: &[u8]) -> Decode<'_> {
        Decode { octets, alphabet: self, escape: TO_ASCII }
    }

    /// How `character` travels, an escape sequence first where it needs one: octets, and how many of them.
    fn code(self, character: char) -> Option<([u8; MAX_OCTETS], usize)> {
        let mut octets = [0; MAX_OCTETS];
        let mut utf8 = [0; 4];
        let utf8 = character.encode_utf8(&mut utf8);
        let (_, _, len) =
            self.encoding().new_encoder().encode_from_utf8_without_replacement(utf8, &mut octets, false);
        // A yen sign becomes a backslash, half-width katakana become wide ones: that is another text.
        self.decode(octets.get(..len)?).eq([character]).then_some((octets, len))
    }
}

/// Writes characters, and the escape sequences between them.
struct Writer<'s, S> {
    alphabet: EastAsian,
    escape: &'static [u8],
    sink: &'s mut S,
}

impl<'s, S: Sink> Writer<'s, S> {
    fn new(alphabet: EastAsian, sink: &'s mut S) -> Self {
        Self { alphabet, escape: TO_ASCII, sink }
    }

    /// `None` if the alphabet does not have the character.
    fn push(&mut self, character: char) -> Option<()> {
        let (octets, len) = self.alphabet.code(character)?;
        let octets = octets.get(..len)?;
        let (escape, code) = split_escape(octets).unwrap_or((TO_ASCII, octets));
        if escape != self.escape {
            self.sink.push(escape);
            self.escape = escape;
        }
        self.sink.push(code);
        Some(())
    }

    /// What must follow the last character.
    fn closing(&self) -> &'static [u8] {
        if self.escape == TO_ASCII { &[] } else { TO_ASCII }
    }

    fn finish(self) {
        self.sink.push(self.closing());
    }
}

fn split_escape(octets: &[u8]) -> Option<(&'static [u8], &[u8])> {
    ESCAPES.iter().find_map(|escape| Some((*escape, octets.strip_prefix(*escape)?)))
}

/// The characters that some octets stand for; what cannot be read is U+FFFD.
#[derive(Clone, Debug)]
pub(super) struct Decode<'a> {
    octets: &'a [u8],
    alphabet: EastAsian,
    /// The one that is in force.
    escape: &'static [u8],
}

impl Iterator for Decode<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if self.alphabet == EastAsian::Iso2022Jp {
            while let Some((escape, rest)) = split_escape(self.octets) {
                (self.escape, self.octets) = (escape, rest);
            }
        }
        let (character, used) = self.first()?;
        self.octets = self.octets.get(used..).unwrap_or_default();
        Some(character)
    }
}

impl Decode<'_> {
    /// The first character, and how many octets it takes: at least one.
    fn first(&self) -> Option<(char, usize)> {
        let has_escapes = self.alphabet == EastAsian::Iso2022Jp;
        let mut decoder = self.alphabet.encoding().new_decoder_without_bom_handling();
        let mut utf8 = [0; MAX_OCTETS];
        if has_escapes {
            let _ = decoder.decode_to_utf8_without_replacement(self.escape, &mut utf8, false);
        }
        let mut used = 0_usize;
        let (_, before_last) = self.octets.split_last()?;
        for octet in self.octets {
            // Those that are known are gone.
            if has_escapes && *octet == ESC {
                break;
            }
            let is_last = used >= before_last.len();
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(core::slice::from_ref(octet), &mut utf8, is_last);
            used = used.saturating_add(read);
            let decoded = utf8.get(..written).and_then(|utf8| core::str::from_utf8(utf8).ok());
            if let Some(character) = decoded.and_then(|decoded| decoded.chars().next()) {
                return Some((character, used.max(1)));
            }
            if let DecoderResult::Malformed(..) = result {
                break;
            }
        }
        Some((char::REPLACEMENT_CHARACTER, used.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const ALL: [EastAsian; 4] =
        [EastAsian::ShiftJis, EastAsian::Iso2022Jp, EastAsian::EucJp, EastAsian::EucKr];

    fn encoded(alphabet: EastAsian, text: &str) -> Vec<u8> {
        let mut octets = [0; 512];
        let mut output = crate::message::output::Output::new(&mut octets);
        alphabet.encode_to(text, &mut output).unwrap();
        let len = output.finish(512).unwrap();
        octets[..len].to_vec()
    }

    /// The octets are those of Python's codecs `shift_jis`, `iso2022_jp`, `euc_jp` and `euc_kr`.
    #[test]
    fn texts_as_another_implementation_writes_them() {
        for (alphabet, text, octets) in [
            (
                EastAsian::ShiftJis,
                "Tel: 漢字とカナ、ｱｲ。",
                &b"Tel: \x8A\xBF\x8E\x9A\x82\xC6\x83J\x83i\x81A\xB1\xB2\x81B"[..],
            ),
            (EastAsian::Iso2022Jp, "Tel: 漢字とカナ\nx", &b"Tel: \x1B$B4A;z$H%+%J\x1B(B\x0Ax"[..]),
            (
                EastAsian::EucJp,
                "漢字とカナ、ｱ",
                &b"\xB4\xC1\xBB\xFA\xA4\xC8\xA5\xAB\xA5\xCA\xA1\xA2\x8E\xB1"[..],
            ),
            (
                EastAsian::EucKr,
                "안녕하세요 KT 漢",
                &b"\xBE\xC8\xB3\xE7\xC7\xCF\xBC\xBC\xBF\xE4 KT \xF9\xD3"[..],
            ),
        ] {
            assert_eq!(encoded(alphabet, text), octets, "{alphabet:?}");
            assert_eq!(alphabet.decode(octets).collect::<String>(), text);
            assert_eq!(alphabet.units(text), Ok(octets.len()));
        }
        // JIS X 0212 is read only.
        assert!(EastAsian::EucJp.decode(b"\x8F\xB0\xA1\x8F\xED\xE3").eq("丂龥".chars()));
        assert_eq!(EastAsian::EucJp.units_of('丂'), None);
    }

    #[test]
    fn no_character_becomes_another() {
        for alphabet in ALL {
            let mut count = 0;
            for character in '\0'..='\u{FFFF}' {
                let mut octets = [0; 8];
                let mut output = crate::message::output::Output::new(&mut octets);
                if alphabet.encode_to(character.encode_utf8(&mut [0; 4]), &mut output).is_ok() {
                    let len = output.finish(8).unwrap();
                    assert!(alphabet.decode(&octets[..len]).eq([character]), "{alphabet:?} {character:?}");
                    assert!(len <= alphabet.widest() && alphabet.units_of(character) == Some(len));
                    count += 1;
                }
            }
            assert!(count > 6_900, "{alphabet:?} has {count}");
        }
        for (alphabet, character) in [
            (EastAsian::ShiftJis, '¥'),
            (EastAsian::EucJp, '‾'),
            (EastAsian::ShiftJis, '\u{2212}'),
            (EastAsian::Iso2022Jp, 'ｱ'),
            (EastAsian::Iso2022Jp, '\u{1B}'),
            (EastAsian::EucKr, '😀'),
        ] {
            assert_eq!(alphabet.units_of(character), None, "{alphabet:?} {character:?}");
        }
    }

    #[test]
    fn what_is_broken() {
        let text = |alphabet: EastAsian, octets: &[u8]| alphabet.decode(octets).collect::<String>();
        // A lead octet without its trail: at the end, before ASCII, before an escape.
        assert_eq!(text(EastAsian::ShiftJis, b"a\x8A"), "a\u{FFFD}");
        assert_eq!(text(EastAsian::ShiftJis, b"\x8A\x20b"), "\u{FFFD} b");
        assert_eq!(text(EastAsian::EucKr, b"\xB0 \xFF"), "\u{FFFD} \u{FFFD}");
        assert_eq!(text(EastAsian::Iso2022Jp, b"\x1B$B4\x1B(Bx"), "\u{FFFD}x");
        // An escape that is none, one at the end, two in a row.
        assert_eq!(text(EastAsian::Iso2022Jp, b"a\x1B(Zb"), "a\u{FFFD}(Zb");
        assert_eq!(text(EastAsian::Iso2022Jp, b"a\x1B"), "a\u{FFFD}");
        assert_eq!(text(EastAsian::Iso2022Jp, b"\x1B(B\x1B$B\x1B$@4A"), "漢");
        // Not returned to ASCII at the end; half-width katakana; the old set.
        assert_eq!(text(EastAsian::Iso2022Jp, b"\x1B$B4A"), "漢");
        assert_eq!(text(EastAsian::Iso2022Jp, b"\x1B(I12\x1B(J\\"), "ｱｲ¥");
    }

    proptest! {
        #[test]
        fn what_an_alphabet_has_round_trips(text in "[ -~\n漢字かなカナー、。ｱｲ한국어글¥‾\u{4E00}-\u{9FFF}]{0,60}") {
            for alphabet in ALL {
                let text: String = text.chars().filter(|c| alphabet.units_of(*c).is_some()).collect();
                let octets = encoded(alphabet, &text);
                prop_assert_eq!(alphabet.decode(&octets).collect::<String>(), text.clone());
                prop_assert_eq!(alphabet.units(&text), Ok(octets.len()));
            }
        }

        #[test]
        fn as_much_fits_as_can(text in "[a-c漢字かなカナ]{0,40}", capacity in 0_usize..60) {
            for alphabet in ALL {
                let text: String = text.chars().filter(|c| alphabet.units_of(*c).is_some()).collect();
                let end = alphabet.fit(&text, capacity);
                prop_assert!(alphabet.units(&text[..end]).unwrap() <= capacity);
                if let Some(next) = text[end..].chars().next() {
                    prop_assert!(alphabet.units(&text[..end + next.len_utf8()]).unwrap() > capacity);
                }
            }
        }

        #[test]
        fn any_octets_are_read_to_the_end(octets: Vec<u8>) {
            for alphabet in ALL {
                // As a stream decoder reads them, but for what it makes of broken ones.
                let ours: String = alphabet.decode(&octets).collect();
                prop_assert!(ours.chars().count() <= octets.len());
                let mut theirs = vec![0; octets.len() * 3 + 16];
                let mut decoder = alphabet.encoding().new_decoder_without_bom_handling();
                let (result, _, written) = decoder.decode_to_utf8_without_replacement(&octets, &mut theirs, true);
                if result == DecoderResult::InputEmpty {
                    prop_assert_eq!(ours.as_bytes(), &theirs[..written]);
                }
            }
        }
    }
}
