//! What a capture is read from: a file or standard input, packed by gzip or not.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

/// Opens a file, or standard input for `-`.
pub fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    let input: Box<dyn Read> =
        if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    unpacked(input)
}

fn unpacked(mut input: Box<dyn Read>) -> io::Result<Box<dyn Read>> {
    let mut start = Vec::new();
    input.by_ref().take(2).read_to_end(&mut start)?;
    let is_gzip = start == [0x1F, 0x8B];
    let input = Cursor::new(start).chain(input);
    Ok(if is_gzip { Box::new(MultiGzDecoder::new(input)) } else { Box::new(input) })
}

/// What a file is that is no capture, by its first octets: so that whoever took the wrong one sees it.
pub fn kind_of(start: &[u8]) -> &'static str {
    const KINDS: &[(&[u8], &str)] = &[
        (b"", "it is empty"),
        (b"\x28\xB5\x2F\xFD", "it is packed by zstd: unpack it first"),
        (b"\xFD7zXZ\0", "it is packed by xz: unpack it first"),
        (b"BZh", "it is packed by bzip2: unpack it first"),
        (b"PK\x03\x04", "it is a zip archive: unpack it first"),
        (b"snoop\0", "it is a capture of snoop: `editcap IN OUT` makes it one that can be read"),
        (b"RTSS", "it is a capture of Network Monitor: `editcap IN OUT` makes it one that can be read"),
        (b"GMBU", "it is a capture of Network Monitor: `editcap IN OUT` makes it one that can be read"),
    ];
    if let Some((_, kind)) =
        KINDS.iter().find(|(magic, _)| start == *magic || !magic.is_empty() && start.starts_with(magic))
    {
        return kind;
    }
    let is_hex = |octet: &u8| octet.is_ascii_hexdigit() || octet.is_ascii_whitespace();
    if start.len() >= 16 && start.iter().all(is_hex) {
        return "it begins with hex: `smppkit decode` reads PDUs in hex";
    }
    "it begins with nothing that pcap or pcapng begins with"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_capture_is_told_by_its_start() {
        assert_eq!(kind_of(b""), "it is empty");
        assert!(kind_of(b"\x28\xB5\x2F\xFD\0\0").contains("zstd"));
        assert!(kind_of(b"0000001000000015 00").contains("decode"));
        assert!(kind_of(b"hello, world").contains("nothing"));
    }
}
