//! Every alphabet: any octets are read to their end, in either way alike, and what is written is read again.

use smppkit::message::coding::{Coding, Profile};
use smppkit::message::gsm7::{Language, Shifts};
use smppkit::message::transliterate::transliterate;
use smppkit::message::{Alphabet, EastAsian, EncodeError};
use smppkit::values::DataCoding;

const NATIONAL: Shifts = Shifts { locking: Language::TURKISH, single: Language::PORTUGUESE };

pub(crate) const ALL: [Alphabet; 14] = [
    Alphabet::GSM7,
    Alphabet::GSM7_PACKED,
    Alphabet::Gsm7(NATIONAL),
    Alphabet::Gsm7Packed(NATIONAL),
    Alphabet::Ascii,
    Alphabet::Latin1,
    Alphabet::Cyrillic,
    Alphabet::Hebrew,
    Alphabet::Ucs2,
    Alphabet::Utf8,
    Alphabet::EastAsian(EastAsian::ShiftJis),
    Alphabet::EastAsian(EastAsian::Iso2022Jp),
    Alphabet::EastAsian(EastAsian::EucJp),
    Alphabet::EastAsian(EastAsian::EucKr),
];

/// The first octet names the alphabet, and is a `data_coding`; the rest is read, and written as a text.
pub fn run(octets: &[u8]) {
    let [first, rest @ ..] = octets else { return };
    let coding = Coding::read(DataCoding(*first), &Profile::GSM7);
    assert_eq!(coding.readable().ok(), coding.alphabet().filter(|_| !coding.compressed));

    let alphabet = ALL[usize::from(*first) % ALL.len()];
    let read = alphabet.decode(rest);
    let text = read.clone().collect::<String>();
    assert_eq!(read.to_string(), text, "{alphabet:?}");
    assert_eq!(read.write_to(&mut vec![0; rest.len() * 4]), Ok(&*text));
    assert!(text.chars().count() <= rest.len() * 2, "{alphabet:?}");
    write(alphabet, &text);
    write(alphabet, &String::from_utf8_lossy(rest));
}

fn write(alphabet: Alphabet, text: &str) {
    let mut out = vec![0; text.len() * 8 + 8];
    match alphabet.encode(text, &mut out) {
        Ok(len) => {
            assert_eq!(alphabet.decode(&out[..len]).to_string(), text, "{alphabet:?}");
            assert!(text.chars().all(|character| alphabet.units_of(character).is_some()));
            assert!(len == 0 || alphabet.encode(text, &mut out[..len - 1]).is_err());
        }
        Err(EncodeError::Unencodable(error)) => {
            assert_eq!((alphabet.units(text), alphabet.units_of(error.character)), (Err(error), None));
            assert!(text[error.at..].starts_with(error.character));
            let plain = transliterate(text, alphabet).or('?').to_string();
            assert!(alphabet.units(&plain).is_ok(), "{alphabet:?} {plain:?}");
        }
        Err(EncodeError::BufferTooSmall(error)) => panic!("{error}"),
    }
}
