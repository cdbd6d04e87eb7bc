//! Alphabets of one octet per character beside GSM: ASCII, ISO-8859-1 (Latin-1), ISO-8859-5 (Cyrillic) and
//! ISO-8859-8 (Hebrew), which are `data_coding` 1, 3, 6 and 7 (3.4 §5.2.19).

/// The character of an octet in ISO-8859-5.
///
/// ```
/// assert_eq!(smppkit::message::octets::cyrillic(0xB6), 'Ж');
/// ```
pub fn cyrillic(octet: u8) -> char {
    let code = u32::from(octet);
    character(match octet {
        0xF0 => 0x2116,
        0xFD => 0xA7,
        0xAD | 0..=0xA0 => code,
        _ => code.wrapping_add(0x360),
    })
}

/// The character of an octet in ISO-8859-8. Octets that it leaves undefined are U+FFFD.
///
/// ```
/// assert_eq!(smppkit::message::octets::hebrew(0xF9), 'ש');
/// ```
pub fn hebrew(octet: u8) -> char {
    let code = u32::from(octet);
    character(match octet {
        0xAA => 0xD7,
        0xBA => 0xF7,
        0xDF => 0x2017,
        0xE0..=0xFA => code.wrapping_add(0x4F0),
        0xFD => 0x200E,
        0xFE => 0x200F,
        0xA1 | 0xBF..=0xDE | 0xFB | 0xFC | 0xFF => 0xFFFD,
        _ => code,
    })
}

/// The octet of a character in ISO-8859-5.
///
/// ```
/// use smppkit::message::octets::to_cyrillic;
///
/// assert_eq!((to_cyrillic('Ж'), to_cyrillic('é')), (Some(0xB6), None));
/// ```
pub fn to_cyrillic(character: char) -> Option<u8> {
    let code = u32::from(character);
    let octet = match character {
        '№' => 0xF0,
        '§' => 0xFD,
        '\u{401}'..='\u{45F}' => code.wrapping_sub(0x360),
        _ => code,
    };
    u8::try_from(octet).ok().filter(|&octet| cyrillic(octet) == character)
}

/// The octet of a character in ISO-8859-8.
///
/// ```
/// use smppkit::message::octets::to_hebrew;
///
/// assert_eq!((to_hebrew('ש'), to_hebrew('é')), (Some(0xF9), None));
/// ```
pub fn to_hebrew(character: char) -> Option<u8> {
    let code = u32::from(character);
    let octet = match character {
        '×' => 0xAA,
        '÷' => 0xBA,
        '\u{2017}' => 0xDF,
        '\u{200E}' => 0xFD,
        '\u{200F}' => 0xFE,
        '\u{5D0}'..='\u{5EA}' => code.wrapping_sub(0x4F0),
        _ => code,
    };
    u8::try_from(octet).ok().filter(|&octet| hebrew(octet) == character)
}

fn character(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::String;

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for character in '\0'..=char::MAX {
            if let Some(octet) = to_cyrillic(character) {
                assert_eq!(cyrillic(octet), character);
            }
            if let Some(octet) = to_hebrew(character) {
                assert_eq!(hebrew(octet), character);
            }
        }
        assert_eq!((0..=255).filter(|&octet| to_cyrillic(cyrillic(octet)) == Some(octet)).count(), 256);
        assert_eq!((0..=255).filter(|&octet| to_hebrew(hebrew(octet)) == Some(octet)).count(), 220);
    }

    #[test]
    fn upper_halves_as_the_standards_print_them() {
        let upper = |read: fn(u8) -> char| (0xA0..=0xFF).map(read).collect::<String>();
        let cyrillic_rows = "\u{A0}ЁЂЃЄЅІЇЈЉЊЋЌ\u{AD}ЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ";
        assert_eq!(upper(cyrillic), cyrillic_rows);
        let gap = "\u{FFFD}";
        let hebrew_rows = format!(
            "\u{A0}{gap}¢£¤¥¦§¨©×«¬\u{AD}®¯°±²³´µ¶·¸¹÷»¼½¾{}\u{2017}אבגדהוזחטיךכלםמןנסעףפץצקרשת{gap}{gap}\u{200E}\u{200F}{gap}",
            gap.repeat(32)
        );
        assert_eq!(upper(hebrew), hebrew_rows);
    }
}
