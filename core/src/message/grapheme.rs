//! Where a reader sees one character end and the next begin.
//!
//! The rules are those of Unicode Standard Annex #29 as far as messages need them; a cut that these rules let
//! through is at worst ugly, and a text that they keep together too long is still cut, if nothing else is
//! left.

/// The last place at or before `at` where `text` can be cut without cutting a character in two that a reader
/// takes for one; `at` itself where there is none but the very beginning.
///
/// `at` must be a place between two `char`s.
pub(super) fn cut_before(text: &str, at: usize) -> usize {
    let mut cut = at;
    while let Some((before, after)) = text.split_at_checked(cut) {
        let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { break };
        if !belong_together(before, last, next) {
            return cut;
        }
        cut = cut.saturating_sub(last.len_utf8());
    }
    at
}

/// Whether `next` belongs to the character at the end of `before`, whose last `char` is `last`.
fn belong_together(before: &str, last: char, next: char) -> bool {
    if next == '\n' {
        return last == '\r';
    }
    if next < '\u{300}' || last.is_control() {
        return false;
    }
    extends(next)
        || (last == ZERO_WIDTH_JOINER && is_pictograph(next))
        || (is_regional(last) && is_regional(next) && !is_flag_complete(before))
        || hangul_belong_together(last, next)
        || (is_linked(before) && is_indic_letter(next))
}

const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// Whether the character never stands alone: combining marks, vowel signs, joiners, variation selectors, skin
/// tones, tags.
fn extends(character: char) -> bool {
    let code = u32::from(character);
    let at = EXTENDING.partition_point(|&(_, last)| last < code);
    EXTENDING.get(at).is_some_and(|&(first, _)| first <= code)
}

/// What can follow a joiner within one emoji.
fn is_pictograph(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_regional(character: char) -> bool {
    matches!(character, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Whether the regional indicators at the end of `before` make whole flags, two each.
fn is_flag_complete(before: &str) -> bool {
    before.chars().rev().take_while(|&character| is_regional(character)).count().is_multiple_of(2)
}

fn hangul_belong_together(last: char, next: char) -> bool {
    let is_leading = |c| matches!(c, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}');
    let is_vowel = |c| matches!(c, '\u{1160}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}');
    let is_trailing = |c| matches!(c, '\u{11A8}'..='\u{11FF}' | '\u{D7CB}'..='\u{D7FB}');
    let is_syllable = |c| matches!(c, '\u{AC00}'..='\u{D7A3}');
    let ends_open = |c| is_syllable(c) && u32::from(c).wrapping_sub(0xAC00).is_multiple_of(28);
    (is_leading(last) && (is_leading(next) || is_vowel(next) || is_syllable(next)))
        || ((is_vowel(last) || ends_open(last)) && (is_vowel(next) || is_trailing(next)))
        || ((is_trailing(last) || is_syllable(last)) && is_trailing(next))
}

/// Whether `before` ends in a virama, which makes one sign of the letters around it, and perhaps a joiner.
fn is_linked(before: &str) -> bool {
    let last = before.trim_end_matches(ZERO_WIDTH_JOINER).chars().next_back();
    matches!(last, Some('\u{94D}' | '\u{9CD}' | '\u{ACD}' | '\u{B4D}' | '\u{C4D}' | '\u{D4D}'))
}

fn is_indic_letter(character: char) -> bool {
    let code = u32::from(character);
    let (block, place) = (code >> 7, code & 0x7F);
    // The blocks of these scripts have their letters at the same places.
    matches!(block, 0x12 | 0x13 | 0x15 | 0x16 | 0x18 | 0x1A)
        && matches!(place, 0x15..=0x39 | 0x58..=0x5F | 0x70..=0x71)
}

/// First and last, by the general categories Mn, Me and Mc of Unicode 14 and the few others that extend.
#[rustfmt::skip]
const EXTENDING: [(u32, u32); 245] = [
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4),
    (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A), (0x07A6, 0x07B0), (0x07EB, 0x07F3),
    (0x07FD, 0x07FD), (0x0816, 0x0819), (0x081B, 0x0823), (0x0825, 0x0827), (0x0829, 0x082D), (0x0859, 0x085B),
    (0x0898, 0x089F), (0x08CA, 0x08E1), (0x08E3, 0x0903), (0x093A, 0x093C), (0x093E, 0x094F), (0x0951, 0x0957),
    (0x0962, 0x0963), (0x0981, 0x0983), (0x09BC, 0x09BC), (0x09BE, 0x09CD), (0x09D7, 0x09D7), (0x09E2, 0x09E3),
    (0x09FE, 0x0A03), (0x0A3C, 0x0A51), (0x0A70, 0x0A71), (0x0A75, 0x0A75), (0x0A81, 0x0A83), (0x0ABC, 0x0ABC),
    (0x0ABE, 0x0ACD), (0x0AE2, 0x0AE3), (0x0AFA, 0x0B03), (0x0B3C, 0x0B3C), (0x0B3E, 0x0B57), (0x0B62, 0x0B63),
    (0x0B82, 0x0B82), (0x0BBE, 0x0BCD), (0x0BD7, 0x0BD7), (0x0C00, 0x0C04), (0x0C3C, 0x0C3C), (0x0C3E, 0x0C56),
    (0x0C62, 0x0C63), (0x0C81, 0x0C83), (0x0CBC, 0x0CBC), (0x0CBE, 0x0CD6), (0x0CE2, 0x0CE3), (0x0D00, 0x0D03),
    (0x0D3B, 0x0D3C), (0x0D3E, 0x0D4D), (0x0D57, 0x0D57), (0x0D62, 0x0D63), (0x0D81, 0x0D83), (0x0DCA, 0x0DDF),
    (0x0DF2, 0x0DF3), (0x0E31, 0x0E31), (0x0E33, 0x0E3A), (0x0E47, 0x0E4E), (0x0EB1, 0x0EB1), (0x0EB3, 0x0EBC),
    (0x0EC8, 0x0ECD), (0x0F18, 0x0F19), (0x0F35, 0x0F35), (0x0F37, 0x0F37), (0x0F39, 0x0F39), (0x0F3E, 0x0F3F),
    (0x0F71, 0x0F84), (0x0F86, 0x0F87), (0x0F8D, 0x0FBC), (0x0FC6, 0x0FC6), (0x102B, 0x103E), (0x1056, 0x1059),
    (0x105E, 0x1060), (0x1062, 0x1064), (0x1067, 0x106D), (0x1071, 0x1074), (0x1082, 0x108D), (0x108F, 0x108F),
    (0x109A, 0x109D), (0x135D, 0x135F), (0x1712, 0x1715), (0x1732, 0x1734), (0x1752, 0x1753), (0x1772, 0x1773),
    (0x17B4, 0x17D3), (0x17DD, 0x17DD), (0x180B, 0x180D), (0x180F, 0x180F), (0x1885, 0x1886), (0x18A9, 0x18A9),
    (0x1920, 0x193B), (0x1A17, 0x1A1B), (0x1A55, 0x1A7F), (0x1AB0, 0x1B04), (0x1B34, 0x1B44), (0x1B6B, 0x1B73),
    (0x1B80, 0x1B82), (0x1BA1, 0x1BAD), (0x1BE6, 0x1BF3), (0x1C24, 0x1C37), (0x1CD0, 0x1CD2), (0x1CD4, 0x1CE8),
    (0x1CED, 0x1CED), (0x1CF4, 0x1CF4), (0x1CF7, 0x1CF9), (0x1DC0, 0x1DFF), (0x200C, 0x200D), (0x20D0, 0x20F0),
    (0x2CEF, 0x2CF1), (0x2D7F, 0x2D7F), (0x2DE0, 0x2DFF), (0x302A, 0x302F), (0x3099, 0x309A), (0xA66F, 0xA672),
    (0xA674, 0xA67D), (0xA69E, 0xA69F), (0xA6F0, 0xA6F1), (0xA802, 0xA802), (0xA806, 0xA806), (0xA80B, 0xA80B),
    (0xA823, 0xA827), (0xA82C, 0xA82C), (0xA880, 0xA881), (0xA8B4, 0xA8C5), (0xA8E0, 0xA8F1), (0xA8FF, 0xA8FF),
    (0xA926, 0xA92D), (0xA947, 0xA953), (0xA980, 0xA983), (0xA9B3, 0xA9C0), (0xA9E5, 0xA9E5), (0xAA29, 0xAA36),
    (0xAA43, 0xAA43), (0xAA4C, 0xAA4D), (0xAA7B, 0xAA7D), (0xAAB0, 0xAAB0), (0xAAB2, 0xAAB4), (0xAAB7, 0xAAB8),
    (0xAABE, 0xAABF), (0xAAC1, 0xAAC1), (0xAAEB, 0xAAEF), (0xAAF5, 0xAAF6), (0xABE3, 0xABEA), (0xABEC, 0xABED),
    (0xFB1E, 0xFB1E), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFF9E, 0xFF9F), (0x101FD, 0x101FD), (0x102E0, 0x102E0),
    (0x10376, 0x1037A), (0x10A01, 0x10A0F), (0x10A38, 0x10A3F), (0x10AE5, 0x10AE6), (0x10D24, 0x10D27), (0x10EAB, 0x10EAC),
    (0x10F46, 0x10F50), (0x10F82, 0x10F85), (0x11000, 0x11002), (0x11038, 0x11046), (0x11070, 0x11070), (0x11073, 0x11074),
    (0x1107F, 0x11082), (0x110B0, 0x110BA), (0x110C2, 0x110C2), (0x11100, 0x11102), (0x11127, 0x11134), (0x11145, 0x11146),
    (0x11173, 0x11173), (0x11180, 0x11182), (0x111B3, 0x111C0), (0x111C9, 0x111CC), (0x111CE, 0x111CF), (0x1122C, 0x11237),
    (0x1123E, 0x1123E), (0x112DF, 0x112EA), (0x11300, 0x11303), (0x1133B, 0x1133C), (0x1133E, 0x1134D), (0x11357, 0x11357),
    (0x11362, 0x11374), (0x11435, 0x11446), (0x1145E, 0x1145E), (0x114B0, 0x114C3), (0x115AF, 0x115C0), (0x115DC, 0x115DD),
    (0x11630, 0x11640), (0x116AB, 0x116B7), (0x1171D, 0x1172B), (0x1182C, 0x1183A), (0x11930, 0x1193E), (0x11940, 0x11940),
    (0x11942, 0x11943), (0x119D1, 0x119E0), (0x119E4, 0x119E4), (0x11A01, 0x11A0A), (0x11A33, 0x11A39), (0x11A3B, 0x11A3E),
    (0x11A47, 0x11A47), (0x11A51, 0x11A5B), (0x11A8A, 0x11A99), (0x11C2F, 0x11C3F), (0x11C92, 0x11CB6), (0x11D31, 0x11D45),
    (0x11D47, 0x11D47), (0x11D8A, 0x11D97), (0x11EF3, 0x11EF6), (0x16AF0, 0x16AF4), (0x16B30, 0x16B36), (0x16F4F, 0x16F4F),
    (0x16F51, 0x16F92), (0x16FE4, 0x16FF1), (0x1BC9D, 0x1BC9E), (0x1CF00, 0x1CF46), (0x1D165, 0x1D169), (0x1D16D, 0x1D172),
    (0x1D17B, 0x1D182), (0x1D185, 0x1D18B), (0x1D1AA, 0x1D1AD), (0x1D242, 0x1D244), (0x1DA00, 0x1DA36), (0x1DA3B, 0x1DA6C),
    (0x1DA75, 0x1DA75), (0x1DA84, 0x1DA84), (0x1DA9B, 0x1DAAF), (0x1E000, 0x1E02A), (0x1E130, 0x1E136), (0x1E2AE, 0x1E2AE),
    (0x1E2EC, 0x1E2EF), (0x1E8D0, 0x1E8D6), (0x1E944, 0x1E94A), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE01EF),
];

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// The pieces that no cut goes through, found from behind.
    fn pieces(text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(last) = rest.chars().next_back() {
            let mut cut = cut_before(rest, rest.len() - last.len_utf8());
            if belong_together(
                &rest[..cut],
                rest[..cut].chars().next_back().unwrap_or('a'),
                rest[cut..].chars().next().unwrap(),
            ) {
                // There was no place but the very beginning.
                cut = 0;
            }
            pieces.insert(0, &rest[cut..]);
            rest = &rest[..cut];
        }
        pieces
    }

    #[test]
    fn what_a_reader_takes_for_one_character() {
        for whole in [
            "e\u{301}",
            "👨\u{200D}👩\u{200D}👧\u{200D}👦",
            "👍🏽",
            "❤\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "🇳🇱",
            "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
            "한",
            "\u{1112}\u{1161}\u{11AB}",
            "가\u{11A8}",
            "नि",
            "क्षि",
            "স্ত্র",
            "ก\u{E33}",
            "\r\n",
        ] {
            assert_eq!(pieces(whole), [whole], "{whole:?}");
            let twice = String::from(whole) + whole;
            assert_eq!(pieces(&twice), [whole, whole], "{whole:?}");
        }
    }

    #[test]
    fn what_he_does_not() {
        for (text, expected) in [
            ("ab", &["a", "b"][..]),
            ("\n\r", &["\n", "\r"]),
            ("🇳🇱🇧🇪🇩", &["🇳🇱", "🇧🇪", "🇩"]),
            ("😀😀", &["😀", "😀"]),
            ("\u{200D}a", &["\u{200D}", "a"]),
            ("각가", &["각", "가"]),
            ("मन", &["म", "न"]),
            ("\n\u{301}", &["\n", "\u{301}"]),
        ] {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }

    #[test]
    fn without_a_place_to_cut_it_is_cut_where_it_must_be() {
        let zalgo = String::from("e") + &"\u{301}".repeat(10);
        assert_eq!(cut_before(&zalgo, 7), 7);
        assert_eq!(cut_before(&(String::from("x") + &zalgo), 8), 1);
        assert_eq!(cut_before("abc", 3), 3);
        assert_eq!(cut_before("abc", 0), 0);
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(EXTENDING.is_sorted_by(|a, b| a.1 < b.0));
        assert!(EXTENDING.iter().all(|(first, last)| first <= last));
    }

    proptest! {
        #[test]
        fn a_cut_is_between_characters_and_not_later(text: String, index: proptest::sample::Index) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            prop_assume!(!places.is_empty());
            let at = *index.get(&places);
            let cut = cut_before(&text, at);
            prop_assert!(cut <= at && text.is_char_boundary(cut) && (cut > 0 || at == 0));
        }
    }
}
