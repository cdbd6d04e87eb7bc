//! The ids that the message centre gives to messages, in the styles that are met in the wild.

use smppkit::values::InterfaceVersion;

/// How message ids look.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum IdStyle {
    /// 1, 2, 3
    #[default]
    Decimal,
    /// 0000000001, as 3.4 Appendix B has it
    Padded,
    /// 1a2b
    Hex,
    /// 0000001A
    PaddedHex,
    /// b5a3e0cc-8f0e-4d58-9c1f-2a7d0b1c5e4f
    Uuid,
}

/// Makes ids, each once.
#[derive(Debug)]
pub struct Ids {
    style: IdStyle,
    last: u64,
    /// Makes the uuids of one run differ from those of another.
    seed: u64,
}

impl Ids {
    /// Starts behind `last`.
    pub const fn new(style: IdStyle, last: u64, seed: u64) -> Self {
        Self { style, last, seed }
    }

    /// An id for a peer that speaks this version.
    pub fn next(&mut self, version: InterfaceVersion) -> String {
        self.last += 1;
        let number = self.last;
        match self.style {
            // 3.3 has room for eight characters, and wants hexadecimal digits.
            _ if version.effective() <= InterfaceVersion::V3_3 => format!("{:08X}", number & 0xFFFF_FFFF),
            IdStyle::Decimal => number.to_string(),
            IdStyle::Padded => format!("{number:010}"),
            IdStyle::Hex => format!("{number:x}"),
            IdStyle::PaddedHex => format!("{number:08X}"),
            IdStyle::Uuid => uuid(mix(self.seed ^ number), mix(self.seed.wrapping_add(number << 1))),
        }
    }
}

/// Version 4, variant 1 (RFC 9562).
fn uuid(high: u64, low: u64) -> String {
    let high = high & !0xF000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// The finaliser of splitmix64: each bit of the input changes about half of the output.
const fn mix(mut bits: u64) -> u64 {
    bits = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ bits >> 31
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_style_looks_as_it_says() {
        let first = |style| Ids::new(style, 0x1A2A, 7).next(InterfaceVersion::V3_4);
        assert_eq!(first(IdStyle::Decimal), "6699");
        assert_eq!(first(IdStyle::Padded), "0000006699");
        assert_eq!(first(IdStyle::Hex), "1a2b");
        assert_eq!(first(IdStyle::PaddedHex), "00001A2B");
        let uuid = first(IdStyle::Uuid);
        let lengths: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
        assert!(uuid[14..].starts_with('4') && matches!(&uuid[19..20], "8" | "9" | "a" | "b"), "{uuid}");
    }

    #[test]
    fn an_old_peer_gets_what_fits() {
        assert_eq!(Ids::new(IdStyle::Uuid, 41, 0).next(InterfaceVersion::V3_3), "0000002A");
    }

    #[test]
    fn no_id_comes_twice() {
        let mut ids = Ids::new(IdStyle::Uuid, 0, 1);
        let all: HashSet<_> = (0..10_000).map(|_| ids.next(InterfaceVersion::V5_0)).collect();
        assert_eq!(all.len(), 10_000);
    }
}
