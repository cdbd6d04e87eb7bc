//! TLVs that are defined at run time.

use core::fmt;

use super::{CString, Octets, Tag, Tlv, TlvKind, TlvType, Tlvs, U8, U16, U32};
use crate::display::TlvValue;
use crate::status::CommandStatus;

/// The definition of a TLV that comes from an account's settings: the tags 0x1400 to 0x3FFF (5.0 Table 4-59) mean what an
/// operator says they mean.
///
/// Written down it is `TAG:NAME:KIND`, the kind being `u8`, `u16`, `u32`, `cstring` or `octets`.
///
/// ```
/// use smppkit::tlv::VendorTlv;
/// use smppkit::{Tlvs, TlvValue};
///
/// let pe_id: VendorTlv = VendorTlv::parse("0x1400:pe_id:cstring")?;
/// let items = [pe_id.with(TlvValue::CString("1101456".into())).unwrap()];
/// assert_eq!(items[0].octets(), (b"1101456".as_slice(), b"\0".as_slice()));
/// assert_eq!(pe_id.get(&Tlvs::from(&items)), Some(TlvValue::CString("1101456".into())));
/// # Ok::<(), smppkit::tlv::VendorTlvError>(())
/// ```
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct VendorTlv<'n> {
    /// Its tag.
    pub tag: Tag,
    /// Its name.
    pub name: &'n str,
    /// The type of its value.
    pub kind: TlvType,
}

impl<'n> VendorTlv<'n> {
    /// Reads `TAG:NAME:KIND`; the tag is decimal, or hexadecimal behind `0x`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &'n str) -> Result<Self, VendorTlvError> {
        let mut parts = text.splitn(3, ':');
        let (Some(tag), Some(name), Some(kind)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VendorTlvError::Form);
        };
        let tag = match tag.strip_prefix("0x") {
            Some(hex) => u16::from_str_radix(hex, 16),
            None => tag.parse(),
        };
        let tag = Tag(tag.map_err(|_| VendorTlvError::Tag)?);
        if name.is_empty() || !name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_') {
            return Err(VendorTlvError::Name);
        }
        let kind = match kind {
            "u8" => TlvType::U8,
            "u16" => TlvType::U16,
            "u32" => TlvType::U32,
            "cstring" => TlvType::CString,
            "octets" => TlvType::Octets,
            _ => return Err(VendorTlvError::Kind),
        };
        Ok(Self { tag, name, kind })
    }

    /// The value of this TLV; `None` if `tlv` is another. The octets as they are where they are not what the definition
    /// says.
    #[must_use]
    pub fn read<'a>(&self, tlv: &'a Tlv<'_>) -> Option<TlvValue<'a>> {
        (tlv.tag == self.tag).then(|| tlv.value_as(self.kind))
    }

    /// The value of the first such TLV; `None` if there is none, or if it is not what the definition says.
    #[must_use]
    pub fn get<'a>(&self, tlvs: &Tlvs<'a>) -> Option<TlvValue<'a>> {
        let tlv = tlvs.find(self.tag)?;
        Some(match self.kind {
            TlvType::U8 => TlvValue::U8(tlv.get(&self.def::<U8>())?, None),
            TlvType::U16 => TlvValue::U16(tlv.get(&self.def::<U16>())?),
            TlvType::U32 => TlvValue::U32(tlv.get(&self.def::<U32>())?),
            TlvType::CommandStatus => TlvValue::CommandStatus(tlv.get(&self.def::<CommandStatus>())?),
            TlvType::CString => TlvValue::CString(tlv.get(&self.def::<CString>())?),
            TlvType::Octets | TlvType::Value(_) => TlvValue::Octets(tlv.get(&self.def::<Octets>())?),
        })
    }

    /// This TLV with this value; `None` if the value is of another type.
    #[must_use]
    pub fn with<'a>(&self, value: TlvValue<'a>) -> Option<Tlv<'a>> {
        Some(match (self.kind, value) {
            (TlvType::U8 | TlvType::Value(_), TlvValue::U8(value, _)) => U8::tlv(self.tag, value),
            (TlvType::U16, TlvValue::U16(value)) => U16::tlv(self.tag, value),
            (TlvType::U32, TlvValue::U32(value)) => U32::tlv(self.tag, value),
            (TlvType::CommandStatus, TlvValue::CommandStatus(value)) => CommandStatus::tlv(self.tag, value),
            (TlvType::CString, TlvValue::CString(value)) => CString::tlv(self.tag, value),
            (TlvType::Octets, TlvValue::Octets(value)) => Octets::tlv(self.tag, value),
            _ => return None,
        })
    }

    const fn def<K: TlvKind>(&self) -> super::TlvDef<K> {
        super::TlvDef::vendor(self.tag.0, "")
    }
}

/// A definition that cannot be read.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum VendorTlvError {
    /// It is not of the form TAG:NAME:KIND.
    Form,
    /// The tag is no number of two octets.
    Tag,
    /// The name is empty, or has something else than letters, digits and underscores.
    Name,
    /// There is no such kind.
    Kind,
}

impl fmt::Display for VendorTlvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "a TLV is defined as TAG:NAME:KIND, such as 0x1400:pe_id:cstring",
            Self::Tag => "the tag must be a number of two octets, such as 0x1400",
            Self::Name => "the name must consist of letters, digits and underscores",
            Self::Kind => "the kind must be u8, u16, u32, cstring or octets",
        })
    }
}

impl core::error::Error for VendorTlvError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_is_read() {
        let def = |tag, name, kind| Ok(VendorTlv { tag: Tag(tag), name, kind });
        assert_eq!(VendorTlv::parse("0x1400:pe_id:cstring"), def(0x1400, "pe_id", TlvType::CString));
        assert_eq!(VendorTlv::parse("5121:Cost2:u32"), def(0x1401, "Cost2", TlvType::U32));
        for (text, error) in [
            ("", VendorTlvError::Form),
            ("0x1400:pe_id", VendorTlvError::Form),
            ("pe_id:0x1400:u8", VendorTlvError::Tag),
            ("0x10000:pe_id:u8", VendorTlvError::Tag),
            ("0x1400::u8", VendorTlvError::Name),
            ("0x1400:pe id:u8", VendorTlvError::Name),
            ("0x1400:pe_id:int", VendorTlvError::Kind),
            ("0x1400:pe_id:u8:", VendorTlvError::Kind),
        ] {
            assert_eq!(VendorTlv::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn what_is_made_is_read_again_and_another_type_is_not_made() {
        let values = [
            ("u8", TlvValue::U8(7, None)),
            ("u16", TlvValue::U16(7)),
            ("u32", TlvValue::U32(7)),
            ("cstring", TlvValue::CString("7".into())),
            ("octets", TlvValue::Octets("7".into())),
        ];
        for (kind, value) in values {
            let text = std::format!("0x1400:x:{kind}");
            let def = VendorTlv::parse(&text).unwrap();
            let items = [def.with(value).unwrap()];
            assert_eq!(def.get(&Tlvs::from(&items)), Some(value));
            assert_eq!(def.read(&items[0]), Some(value));
            assert_eq!(values.iter().filter(|(_, other)| def.with(*other).is_some()).count(), 1);
            assert_eq!(VendorTlv { tag: Tag(0x1401), ..def }.read(&items[0]), None);
        }
    }

    #[test]
    fn octets_that_are_not_what_the_definition_says_are_octets() {
        let def = VendorTlv::parse("0x1400:x:u16").unwrap();
        let tlv = Tlv::new(Tag(0x1400), &[1, 2, 3]);
        assert_eq!(def.read(&tlv), Some(TlvValue::Octets((&[1, 2, 3]).into())));
        assert_eq!(def.get(&Tlvs::from(&[tlv])), None);
    }
}
