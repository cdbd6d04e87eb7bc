//! A plainer text for a poorer alphabet: quotes and dashes that word processors put in, letters without their
//! accents, Greek in capitals.
//!
//! Only characters that the alphabet lacks are touched, and only where there is something close to them.
//!
//! ```
//! use smppkit::message::Alphabet;
//! use smppkit::message::transliterate::transliterate;
//!
//! let text = transliterate("„Ça va?“ – très bien… ça coûte 3 €", Alphabet::GSM7);
//! assert_eq!(text.to_string(), "\"Ça va?\" - très bien... ca coute 3 €");
//! ```

use core::fmt;

use super::output::{write_characters, write_display};
use super::{Alphabet, BufferTooSmall};

/// Replaces the characters of `text` that `alphabet` lacks by something close to them. What has nothing close
/// stays as it is, unless there is a [substitute](Transliterate::or).
pub fn transliterate(text: &str, alphabet: Alphabet) -> Transliterate<'_> {
    Transliterate { characters: text.chars(), alphabet, pending: "".chars(), substitute: None }
}

/// The characters of a plainer text; see [`transliterate`]. `Display` prints them.
#[derive(Clone, Debug)]
pub struct Transliterate<'a> {
    characters: core::str::Chars<'a>,
    alphabet: Alphabet,
    /// What is left of a replacement.
    pending: core::str::Chars<'static>,
    substitute: Option<char>,
}

impl Transliterate<'_> {
    /// With this character for each one that has nothing close to it.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::transliterate::transliterate;
    ///
    /// assert_eq!(transliterate("naïve 中", Alphabet::Ascii).or('?').to_string(), "naive ?");
    /// ```
    #[must_use]
    pub fn or(self, substitute: char) -> Self {
        Self { substitute: Some(substitute), ..self }
    }
}

impl Transliterate<'_> {
    /// Writes the plainer text to the caller's buffer.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    ///
    /// ```
    /// use smppkit::message::Alphabet;
    /// use smppkit::message::transliterate::transliterate;
    ///
    /// let mut out = [0; 64];
    /// assert_eq!(transliterate("„Żółw“", Alphabet::GSM7).write_to(&mut out), Ok("\"Zolw\""));
    /// ```
    pub fn write_to<'b>(&self, out: &'b mut [u8]) -> Result<&'b str, BufferTooSmall> {
        write_display(self, out)
    }
}

impl Iterator for Transliterate<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            if let Some(character) = self.pending.next() {
                return Some(character);
            }
            let character = self.characters.next()?;
            let carries =
                |text: &str| text.chars().all(|character| self.alphabet.units_of(character).is_some());
            if self.alphabet.units_of(character).is_some() {
                return Some(character);
            }
            match replacements(character).find(|text| carries(text)) {
                // The replacement may be nothing at all.
                Some(text) => self.pending = text.chars(),
                None => return Some(self.substitute.unwrap_or(character)),
            }
        }
    }
}

impl core::iter::FusedIterator for Transliterate<'_> {}

impl fmt::Display for Transliterate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_characters(self.clone(), f)
    }
}

/// What is close to a character, the closest first.
fn replacements(character: char) -> impl Iterator<Item = &'static str> {
    let named =
        TEXTS.iter().filter(move |(characters, _)| characters.contains(character)).map(|(_, text)| *text);
    named.chain(base_letter(character))
}

/// A Latin letter without what is above, below or across it.
fn base_letter(character: char) -> Option<&'static str> {
    [(0xC0, LATIN), (0x1E00, LATIN_ADDITIONAL)].into_iter().find_map(|(first, letters)| {
        let at = usize::try_from(u32::from(character).checked_sub(first)?).ok()?;
        letters.get(at..at.checked_add(1)?).filter(|letter| *letter != ".")
    })
}

/// Characters, and the text for each of them. Where a character has several, the earlier is the closer.
const TEXTS: &[(&str, &str)] = &[
    ("\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{2035}\u{2BC}\u{2039}\u{203A}`´ʹ", "'"),
    ("\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{2036}«»〝〞", "\""),
    ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2043}", "-"),
    ("…", "..."),
    ("•·∙‧", "*"),
    (
        "\u{A0}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{202F}\u{205F}\u{3000}\t",
        " ",
    ),
    ("\u{2028}\u{2029}\u{85}\u{B}", "\n"),
    // They are not seen; without them a text is the same.
    ("\u{AD}\u{200B}\u{2060}\u{FEFF}\u{FE0E}\u{FE0F}", ""),
    ("×", "x"),
    ("÷", "/"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("©", "(c)"),
    ("®", "(r)"),
    ("™", "(tm)"),
    ("№", "No."),
    ("¼", "1/4"),
    ("½", "1/2"),
    ("¾", "3/4"),
    ("¹", "1"),
    ("²", "2"),
    ("³", "3"),
    ("°º", "o"),
    ("ª", "a"),
    ("±", "+/-"),
    ("‰", "0/00"),
    ("¡", "!"),
    ("¿", "?"),
    ("¦", "|"),
    ("\u{2044}\u{2215}", "/"),
    ("Æ", "AE"),
    ("æ", "ae"),
    ("Œ", "OE"),
    ("œ", "oe"),
    ("ß", "ss"),
    ("Þ", "TH"),
    ("þ", "th"),
    ("Ĳ", "IJ"),
    ("ĳ", "ij"),
    ("ŉ", "'n"),
    ("\u{2126}", "Ω"),
    ("\u{212B}", "Å"),
    ("µ", "u"),
    // Greek as it is written to telephones: in capitals, those that Latin has by Latin ones.
    ("ΑΆαά", "A"),
    ("Ββ", "B"),
    ("γ", "Γ"),
    ("δ", "Δ"),
    ("ΕΈεέ", "E"),
    ("Ζζ", "Z"),
    ("ΗΉηή", "H"),
    ("θ", "Θ"),
    ("ΙΊΪιίϊΐ", "I"),
    ("Κκ", "K"),
    ("λ", "Λ"),
    ("Μμ", "M"),
    ("Νν", "N"),
    ("ξ", "Ξ"),
    ("ΟΌοό", "O"),
    ("π", "Π"),
    ("Ρρ", "P"),
    ("σς", "Σ"),
    ("Ττ", "T"),
    ("ΥΎΫυύϋΰ", "Y"),
    ("φ", "Φ"),
    ("Χχ", "X"),
    ("ψ", "Ψ"),
    ("Ώωώ", "Ω"),
];

/// From U+00C0: the letter that is left, or a full stop.
const LATIN: &str = "\
    AAAAAA.CEEEEIIIIDNOOOOO.OUUUUY..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
    AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLlL\
    lLlNnNnNn.NnOoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs\
    .BBb..OCc.D....EEFfG...IKk...Nn.Oo..Pp......TtTUu.VYyZz.........\
    .............AaIiOoUuUuUuUuUu.AaAa..GgGgKkOoOo..j...Gg..NnAa....\
    AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh....ZzAaEeOoOoOoOoYy...j..ACcLT.\
    ...BU.EeJjQqRrYy";

/// From U+1E00, likewise.
const LATIN_ADDITIONAL: &str = "\
    AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm\
    MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv\
    WwWwWwWwWwXxXxYyZzZzZzhtwy....S.AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe\
    EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

#[cfg(test)]
mod tests {
    use std::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    fn gsm7(text: &str) -> String {
        transliterate(text, Alphabet::GSM7).to_string()
    }

    #[test]
    fn texts() {
        for (text, expected) in [
            ("“It’s 5–6 o’clock…”", "\"It's 5-6 o'clock...\""),
            ("Žluťoučký kůň", "Zlutoucky kun"),
            ("Łódź, Şırnak, Đà Nẵng", "Lodz, Sirnak, Dà Nang"),
            ("Καλημέρα κόσμε", "KAΛHMEPA KOΣME"),
            ("œuvre № 5", "oeuvre No. 5"),
            ("a\u{A0}b\u{200B}c\td", "a bc d"),
            ("‚Größe‘ ñ Ñ Ç à @ € [~]", "'Größe' ñ Ñ Ç à @ € [~]"),
            ("Привет 中 😀", "Привет 中 😀"),
        ] {
            assert_eq!(gsm7(text), expected);
        }
    }

    #[test]
    fn other_alphabets_keep_what_they_have() {
        let to = |text, alphabet| transliterate(text, alphabet).to_string();
        assert_eq!(to("Größe € –", Alphabet::Ascii), "Grosse EUR -");
        assert_eq!(to("Größe €", Alphabet::Latin1), "Größe EUR");
        assert_eq!(to("Größe € – Привет", Alphabet::Ucs2), "Größe € – Привет");
        assert_eq!(to("αβγ", Alphabet::Latin1), "AB\u{3B3}");
        assert_eq!(transliterate("αβγ", Alphabet::Latin1).or('?').to_string(), "AB?");
    }

    #[test]
    fn the_rows_of_letters_are_in_their_place() {
        assert_eq!((LATIN.len(), LATIN_ADDITIONAL.len()), (0x250 - 0xC0, 0x100));
        for (letter, base) in [
            ('À', "A"),
            ('ÿ', "y"),
            ('Ā', "A"),
            ('ž', "z"),
            ('ș', "s"),
            ('ț', "t"),
            ('Ḁ', "A"),
            ('ỹ', "y"),
            ('ệ', "e"),
        ] {
            assert_eq!(base_letter(letter), Some(base), "{letter}");
        }
        assert_eq!(
            [base_letter('¿'), base_letter('Æ'), base_letter('\u{250}'), base_letter('\u{1F00}')],
            [None; 4]
        );
    }

    proptest! {
        #[test]
        fn what_the_alphabet_has_is_not_touched(text in "[ -~äöüßéèàÅΔΦ€]{0,60}") {
            let text: String = text.chars().filter(|&c| Alphabet::GSM7.units_of(c).is_some()).collect();
            prop_assert_eq!(gsm7(&text), text);
        }

        #[test]
        fn with_a_substitute_the_alphabet_has_everything(text: String) {
            for alphabet in [Alphabet::GSM7, Alphabet::Ascii, Alphabet::Latin1, Alphabet::Cyrillic, Alphabet::Hebrew] {
                let plain: String = transliterate(&text, alphabet).or('?').collect();
                prop_assert!(alphabet.units(&plain).is_ok());
            }
        }
    }
}
