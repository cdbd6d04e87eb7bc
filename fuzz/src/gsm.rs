//! GSM 7-bit, with any tables, packed and not: what is written is read again, and any octets are read.

use smppkit::message::gsm7::{Language, Shifts, pack, packed_len, unpack};
use smppkit::message::{Alphabet, EncodeError};

/// The first two octets name the tables, the third how many octets of header there are before the text; the rest is septets,
/// packed septets, and a text.
pub fn run(octets: &[u8]) {
    let [locking, single, header, rest @ ..] = octets else { return };
    let shifts = Shifts { locking: Language(locking % 15), single: Language(single % 15) };
    let header = usize::from(header % 141);

    read(shifts, rest);
    repack(rest, smppkit::message::gsm7::fill_bits(header));
    let text = String::from_utf8_lossy(rest);
    let text = text.replace(char::REPLACEMENT_CHARACTER, "");
    write(shifts, &text);
    // What the tables have of it.
    let known = text.chars().filter(|character| shifts.septets(&character.to_string()).is_ok());
    write(shifts, &known.collect::<String>());
}

/// Octets as septets: both ways to read them agree, and what they stand for is written and read again.
fn read(shifts: Shifts, octets: &[u8]) {
    let text = shifts.decode(octets).collect::<String>();
    assert_eq!(shifts.decode(octets).to_string(), text);
    assert_eq!(shifts.decode(octets).write_to(&mut vec![0; octets.len() * 3]), Ok(&*text));
    if octets.is_ascii() {
        assert!(shifts.septets(&text).is_ok_and(|septets| septets <= octets.len() * 2), "{text:?}");
    }
    write(shifts, &text);
}

fn repack(octets: &[u8], fill_bits: u8) {
    let septets = unpack(octets, fill_bits).collect::<Vec<_>>();
    assert_eq!(septets.len(), unpack(octets, fill_bits).len());
    let mut out = vec![0; octets.len() + 1];
    let len = pack(&septets, fill_bits, &mut out).expect("there is room");
    // A carriage return may be written twice.
    assert!(len - packed_len(septets.len(), fill_bits) <= 1);
    assert!(unpack(&out[..len], fill_bits).eq(septets.iter().copied()), "{septets:?}");
}

fn write(shifts: Shifts, text: &str) {
    let mut out = vec![0; text.len() * 2 + 2];
    match shifts.encode(text, &mut out) {
        Ok(len) => {
            assert_eq!(shifts.septets(text), Ok(len));
            assert!(out[..len].is_ascii());
            assert_eq!(shifts.decode(&out[..len]).to_string(), text);
            let alphabet = Alphabet::Gsm7Packed(shifts);
            let len = alphabet.encode(text, &mut out).expect("the same characters");
            let packed = alphabet.decode(&out[..len]);
            assert_eq!((packed.to_string(), packed.collect::<String>()), (text.into(), text.into()));
        }
        Err(EncodeError::Unencodable(error)) => {
            assert_eq!(shifts.septets(text), Err(error));
            assert!(text[error.at..].starts_with(error.character));
            assert!(shifts.septets(&text[..error.at]).is_ok());
        }
        Err(EncodeError::BufferTooSmall(error)) => panic!("{error}"),
    }
}
