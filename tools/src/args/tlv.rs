//! TLVs as people write them: `user_message_reference=7`, `0x1400=hex:3131`.

use std::str::FromStr;

use smppkit::CommandStatus;
use smppkit::tlv::{Tag, Tlv, TlvType, VendorTlv, VendorTlvError};

use super::octet::named;

/// A TLV that owns its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnedTlv {
    pub tag: Tag,
    pub octets: Vec<u8>,
}

impl OwnedTlv {
    pub fn as_tlv(&self) -> Tlv<'_> {
        Tlv::new(self.tag, &self.octets)
    }
}

impl FromStr for OwnedTlv {
    type Err = String;

    /// `TAG=VALUE`. The tag is a name or a number. The value is read as the TLV's definition says, or as a word before a
    /// colon does: `hex:`, `text:`, `string:` (with a NUL at the end), `u8:`, `u16:`, `u32:`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        let tag = Tag::from_name(name).or_else(|| number(name).map(Tag));
        let tag = tag.ok_or_else(|| format!("{name:?} is no TLV; `smppkit explain {name}` may help"))?;
        let octets = value_octets(tag, value)?;
        if octets.len() > usize::from(u16::MAX) {
            return Err("a TLV has at most 65535 octets".into());
        }
        Ok(Self { tag, octets })
    }
}

fn value_octets(tag: Tag, value: &str) -> Result<Vec<u8>, String> {
    if let Some((kind, rest)) = value.split_once(':') {
        let as_integer = |octets| integer(rest, octets);
        match kind {
            "hex" => return hex(rest),
            "text" => return Ok(rest.into()),
            "string" => return string(rest),
            "u8" => return as_integer(1),
            "u16" => return as_integer(2),
            "u32" => return as_integer(4),
            _ => {}
        }
    }
    let Some(row) = tag.row() else {
        return Err(format!(
            "how is the value of {tag} to be written? Put hex:, text:, string:, u8:, u16: or u32: before it"
        ));
    };
    match row.kind {
        TlvType::U8 => integer(value, 1),
        TlvType::U16 => integer(value, 2),
        TlvType::U32 => integer(value, 4),
        TlvType::Value(values) => {
            named(values, value).map_or_else(|| integer(value, 1), |value| Ok(vec![value]))
        }
        TlvType::CommandStatus => match CommandStatus::from_name(value) {
            Some(status) => Ok(status.0.to_be_bytes().into()),
            None => integer(value, 4),
        },
        TlvType::CString => string(value),
        _ if !row.parts.is_empty() && !value.is_empty() => {
            let parts: Vec<_> = row.parts.iter().map(|part| part.name).collect();
            Err(format!("{tag} has several parts, {}: write its octets after hex:", parts.join(", ")))
        }
        _ => Ok(value.into()),
    }
}

fn integer(text: &str, octets: usize) -> Result<Vec<u8>, String> {
    let value =
        text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
    let value: u32 = value.ok_or_else(|| format!("{text:?} is no number"))?;
    let value = value.to_be_bytes();
    let (zeros, value) = value.split_at(value.len() - octets);
    if zeros.iter().any(|octet| *octet != 0) {
        return Err(format!("{text} does not fit in {octets} octets"));
    }
    Ok(value.into())
}

fn string(text: &str) -> Result<Vec<u8>, String> {
    if text.contains('\0') {
        return Err("a string ends at its first NUL".into());
    }
    Ok([text.as_bytes(), &[0]].concat())
}

/// Octets of hex digits.
pub fn hex(text: &str) -> Result<Vec<u8>, String> {
    let error = || format!("{text:?} is no hex");
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return Err(error());
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| error()))
        .collect()
}

/// What a vendor's TLV is. The definitions live as long as the command.
pub fn vendor_tlv(text: &str) -> Result<VendorTlv<'static>, VendorTlvError> {
    VendorTlv::parse(String::from(text).leak())
}

fn number(text: &str) -> Option<u16> {
    text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |hex| u16::from_str_radix(hex, 16).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(u16, Vec<u8>), String> {
        text.parse::<OwnedTlv>().map(|tlv| (tlv.tag.0, tlv.octets))
    }

    #[test]
    fn values_are_written_as_their_definition_says() {
        assert_eq!(read("user_message_reference=7"), Ok((0x0204, vec![0, 7])));
        assert_eq!(read("0x0204=0x1234"), Ok((0x0204, vec![0x12, 0x34])));
        assert_eq!(read("qos_time_to_live=3600"), Ok((0x0017, vec![0, 0, 0x0E, 0x10])));
        assert_eq!(read("message_state=delivered"), Ok((0x0427, vec![2])));
        assert_eq!(read("message_state=9"), Ok((0x0427, vec![9])));
        assert_eq!(read("receipted_message_id=42"), Ok((0x001E, b"42\0".to_vec())));
        assert_eq!(read("message_payload=a=b"), Ok((0x0424, b"a=b".to_vec())));
        assert_eq!(read("destination_port=80"), Ok((0x020B, vec![0, 80])));
        assert_eq!(read("broadcast_error_status=ESME_RBCASTFAIL"), Ok((0x0607, vec![0, 0, 1, 0x0D])));
        assert_eq!(read("alert_on_message_delivery"), Ok((0x130C, vec![])));
    }

    #[test]
    fn or_as_a_word_before_them_says() {
        assert_eq!(read("0x1400=hex:3131"), Ok((0x1400, b"11".to_vec())));
        assert_eq!(read("5120=string:1101"), Ok((0x1400, b"1101\0".to_vec())));
        assert_eq!(read("0x1400=text:a:b"), Ok((0x1400, b"a:b".to_vec())));
        assert_eq!(read("0x1400=u32:1"), Ok((0x1400, vec![0, 0, 0, 1])));
        assert_eq!(read("user_message_reference=hex:07"), Ok((0x0204, vec![7])));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "what=1",
            "0x1400=1",
            "0x1400",
            "user_message_reference=x",
            "network_error_code=27",
            "user_message_reference=65536",
            "source_port=",
            "message_state=lost",
            "0x1400=hex:1",
            "0x1400=hex:zz",
            "0x1400=hex:ää",
            "0x1400=u8:256",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
