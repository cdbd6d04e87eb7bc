//! How a PDU is printed: `{}` gives one line, for logs, and `{:#}` a tree of all that is on the wire, for people.
//!
//! ```
//! use smppkit::{SubmitSm, tlv};
//!
//! let tlvs = [tlv::USER_MESSAGE_REFERENCE.with(7)];
//! let pdu = SubmitSm { destination_addr: "447700900123".into(), tlvs: (&tlvs).into(), ..SubmitSm::default() };
//! assert_eq!(pdu.to_string(), r#"submit_sm destination_addr="447700900123" user_message_reference=7"#);
//! ```

use core::fmt;

use crate::codec::Decoded;
use crate::error::FieldFault;
use crate::header::Header;
use crate::message::coding::{Coding, Content, Profile};
use crate::message::udh::Udh;
use crate::message::{Alphabet, Decode};
use crate::pdu::*;
use crate::schema::FieldDef;
use crate::status::CommandStatus;
use crate::tlv::{self, Tlv, TlvParts, TlvType, VendorTlv};
use crate::values::{DataCoding, EsmClass, RegisteredDelivery, value_name};
use crate::wire::ending::Form;
use crate::wire::field::{FieldType, FieldValue};
use crate::wire::list::{DestAddress, UnsuccessSme};
use crate::wire::string::{COctetString, OctetString, find_nul};

/// The value of a TLV, for those who show or convert any TLV. See [`Tlv::value`].
#[derive(Copy, Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum TlvValue<'a> {
    /// One octet, and the name of its value if it has one.
    U8(u8, Option<&'static str>),
    /// Two octets.
    U16(u16),
    /// Four octets.
    U32(u32),
    /// A status.
    CommandStatus(CommandStatus),
    /// A C-octet string, without its NUL if it has one.
    CString(COctetString<'a>),
    /// Octets.
    Octets(OctetString<'a>),
    /// Several values.
    Parts(TlvParts<'a>),
}

impl Tlv<'_> {
    /// The value, as the table defines it. The octets as they are where the table has no such TLV, or where they are not
    /// what it says.
    ///
    /// ```
    /// use smppkit::tlv::{Tag, Tlv};
    /// use smppkit::TlvValue;
    ///
    /// assert_eq!(Tlv::new(Tag(0x0204), &[0, 7]).value(), TlvValue::U16(7));
    /// assert_eq!(Tlv::new(Tag(0x0204), &[7]).value(), TlvValue::Octets((&[7]).into()));
    /// ```
    #[must_use]
    pub fn value(&self) -> TlvValue<'_> {
        let (octets, rest) = self.octets();
        let (kind, parts) = self.tag.row().map_or((TlvType::Octets, &[][..]), |row| (row.kind, row.parts));
        match TlvParts::read(parts, octets, rest) {
            Some(parts) => TlvValue::Parts(parts),
            None => self.value_as(kind),
        }
    }

    /// The value as one of this type; the octets as they are where they are not.
    pub(crate) fn value_as(&self, kind: TlvType) -> TlvValue<'_> {
        let (octets, _) = self.octets();
        match (kind, octets) {
            (TlvType::U8, [octet]) => TlvValue::U8(*octet, None),
            (TlvType::Value(values), [octet]) => TlvValue::U8(*octet, value_name(values, *octet)),
            (TlvType::U16, [a, b]) => TlvValue::U16(u16::from_be_bytes([*a, *b])),
            (TlvType::U32, [a, b, c, d]) => TlvValue::U32(u32::from_be_bytes([*a, *b, *c, *d])),
            (TlvType::CommandStatus, [a, b, c, d]) => {
                TlvValue::CommandStatus(CommandStatus(u32::from_be_bytes([*a, *b, *c, *d])))
            }
            (TlvType::CString, octets) => {
                let text = octets.strip_suffix(&[0]).unwrap_or(octets);
                match find_nul(text) {
                    None => TlvValue::CString(COctetString::new(text)),
                    Some(_) => TlvValue::Octets(OctetString::new(octets)),
                }
            }
            _ => TlvValue::Octets(OctetString::new(octets)),
        }
    }
}

macro_rules! display_pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($fields:tt)* }
    )+) => {
        $(impl fmt::Display for $type<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Pdu::from(*self).fmt(f)
            }
        })+
    };
}
crate::for_each_pdu!(display_pdus);

/// One line has what is not empty or zero, and no password; a tree has everything.
impl fmt::Display for Pdu<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.command_id().fmt(f)?;
        if f.alternate() { tree(self, &[], f) } else { line(self, &[], f) }
    }
}

/// As the PDU, with the header and what is out of order.
impl fmt::Display for Decoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(&[]).fmt(f)
    }
}

impl<'a> Decoded<'a> {
    /// The same, with the names and values of TLVs that the specification leaves to vendors.
    ///
    /// ```
    /// use smppkit::decode;
    /// use smppkit::tlv::VendorTlv;
    ///
    /// let frame = b"\0\0\0\x18\x80\0\0\x05\0\0\0\0\0\0\0\x01\0\x14\0\0\x03hi\0";
    /// let decoded = decode(frame)?;
    /// let shown = decoded.show(&[VendorTlv::parse("0x1400:greeting:cstring")?]).to_string();
    /// assert_eq!(shown, r#"deliver_sm_resp sequence_number=1 command_status=ESME_ROK greeting="hi""#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn show<'s>(&'s self, vendor: &'s [VendorTlv<'s>]) -> impl fmt::Display + use<'s, 'a> {
        Shown { decoded: self, vendor }
    }
}

struct Shown<'s, 'a> {
    decoded: &'s Decoded<'a>,
    vendor: &'s [VendorTlv<'s>],
}

impl fmt::Display for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Decoded { header, pdu, faults } = self.decoded;
        let Header { command_length, command_id, command_status, sequence_number } = *header;
        command_id.fmt(f)?;
        if f.alternate() {
            row(f, "command_length", format_args!("{command_length}"))?;
            row(f, "command_id", format_args!("0x{:08X}", command_id.0))?;
            row(f, "command_status", StatusRow(command_status))?;
            row(f, "sequence_number", format_args!("{sequence_number}"))?;
            tree(pdu, self.vendor, f)?;
            return faults.iter().try_for_each(|fault| row(f, "fault", FaultRow(fault)));
        }
        write!(f, " sequence_number={sequence_number}")?;
        if command_id.is_response() || !command_status.is_ok() {
            write!(f, " command_status={command_status}")?;
        }
        line(pdu, self.vendor, f)?;
        faults.iter().try_for_each(|fault| write!(f, " fault=\"{}: {}\"", fault.field, fault.fault))
    }
}

/// The name and the value of a TLV, by its row or by a vendor's definition.
fn named<'t>(tlv: &'t Tlv<'_>, vendor: &'t [VendorTlv<'_>]) -> (Option<&'t str>, TlvValue<'t>) {
    match vendor.iter().find(|def| def.tag == tlv.tag) {
        Some(def) => (Some(def.name), tlv.value_as(def.kind)),
        None => (tlv.tag.name(), tlv.value()),
    }
}

/// The fields and TLVs, each behind a space.
fn line(pdu: &Pdu<'_>, vendor: &[VendorTlv<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let reading = Reading::of(pdu);
    let mut result = Ok(());
    pdu.visit_fields(&mut |def, value| {
        if result.is_ok() {
            result = field_in_line(f, def, value, reading);
        }
    });
    result?;
    for tlv in pdu.tlvs().iter() {
        let (name, value) = named(&tlv, vendor);
        match name {
            Some(name) => write!(f, " {name}=")?,
            None => write!(f, " 0x{:04X}=", tlv.tag.0)?,
        }
        match value {
            TlvValue::U8(_, Some(name)) => f.write_str(name)?,
            TlvValue::U8(value, None) => write!(f, "{value}")?,
            TlvValue::U16(value) => write!(f, "{value}")?,
            TlvValue::U32(value) => write!(f, "{value}")?,
            TlvValue::CommandStatus(status) => write!(f, "{status}")?,
            TlvValue::CString(text) => write!(f, "{text:?}")?,
            TlvValue::Parts(parts) => write!(f, "{parts}")?,
            TlvValue::Octets(octets) => match reading.text(tlv.tag, octets.as_bytes()) {
                Some(text) => write!(f, "{text}")?,
                None => write!(f, "0x{}", Hex(octets.as_bytes()))?,
            },
        }
    }
    match rest(pdu) {
        [] => Ok(()),
        rest => write!(f, " rest=0x{}", Hex(rest)),
    }
}

fn field_in_line(
    f: &mut fmt::Formatter<'_>,
    def: &FieldDef,
    value: FieldValue<'_>,
    reading: Reading,
) -> fmt::Result {
    let name = def.name;
    match value {
        FieldValue::U8(0, _) => Ok(()),
        FieldValue::U8(_, Some(value)) => write!(f, " {name}={value}"),
        FieldValue::U8(value, None) if def.kind == FieldType::U8 => write!(f, " {name}={value}"),
        FieldValue::U8(value, None) => write!(f, " {name}=0x{value:02X}"),
        FieldValue::CString(text) if text.is_empty() => Ok(()),
        FieldValue::CString(_) if name == "password" => write!(f, " {name}=***"),
        FieldValue::CString(text) => write!(f, " {name}={text:?}"),
        FieldValue::Octets(octets) if octets.is_empty() => Ok(()),
        FieldValue::Octets(octets) => match reading.message(octets.as_bytes()) {
            Some(text) => write!(f, " {name}={text}"),
            None => write!(f, " {name}=0x{}", Hex(octets.as_bytes())),
        },
        FieldValue::DestAddresses(list) if list.is_empty() => Ok(()),
        FieldValue::DestAddresses(list) => in_line(f, name, list.iter(), |f, item| match item {
            DestAddress::Sme { destination_addr, .. } => write!(f, "{destination_addr:?}"),
            DestAddress::DistributionList { dl_name } => write!(f, "list {dl_name:?}"),
        }),
        FieldValue::UnsuccessSmes(list) if list.is_empty() => Ok(()),
        FieldValue::UnsuccessSmes(list) => in_line(f, name, list.iter(), |f, item| {
            write!(f, "{:?}: {}", item.destination_addr, item.error_status_code)
        }),
        FieldValue::MessageIds(list) if list.is_empty() => Ok(()),
        FieldValue::MessageIds(list) => in_line(f, name, list.iter(), |f, item| write!(f, "{item:?}")),
    }
}

fn in_line<T>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    items: impl Iterator<Item = T>,
    show: impl Fn(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    write!(f, " {name}=")?;
    let mut before = "[";
    for item in items {
        f.write_str(before)?;
        show(f, item)?;
        before = ", ";
    }
    f.write_str("]")
}

/// The fields and TLVs, each on a line of its own.
fn tree(pdu: &Pdu<'_>, vendor: &[VendorTlv<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let reading = Reading::of(pdu);
    let mut result = Ok(());
    pdu.visit_fields(&mut |def, value| {
        if result.is_ok() {
            result = field_in_tree(f, def, value, reading);
        }
    });
    result?;
    for tlv in pdu.tlvs().iter() {
        write!(f, "\n  tlv 0x{:04X}               ", tlv.tag.0)?;
        let (name, value) = named(&tlv, vendor);
        if let Some(name) = name {
            write!(f, "{name} = ")?;
        }
        match value {
            TlvValue::U8(value, Some(name)) => write!(f, "0x{value:02X} {name}")?,
            TlvValue::U8(value, None) => write!(f, "{value}")?,
            TlvValue::U16(value) => write!(f, "{value}")?,
            TlvValue::U32(value) => write!(f, "{value}")?,
            TlvValue::CommandStatus(status) => write!(f, "{}", StatusRow(status))?,
            TlvValue::CString(text) => write!(f, "{text:?}")?,
            TlvValue::Parts(parts) => write!(f, "{parts}")?,
            TlvValue::Octets(octets) => {
                let octets = octets.as_bytes();
                octets_in_tree(f, octets, reading.text(tlv.tag, octets))?;
            }
        }
    }
    match rest(pdu) {
        [] => Ok(()),
        rest => row(f, "rest", Hex(rest)),
    }
}

/// Columns of the names in a tree.
const WIDTH: usize = 24;

fn row(f: &mut fmt::Formatter<'_>, name: &str, value: impl fmt::Display) -> fmt::Result {
    write!(f, "\n  {name:WIDTH$} {value}")
}

fn field_in_tree(
    f: &mut fmt::Formatter<'_>,
    def: &FieldDef,
    value: FieldValue<'_>,
    reading: Reading,
) -> fmt::Result {
    let name = def.name;
    match value {
        FieldValue::U8(value, Some(text)) => row(f, name, format_args!("0x{value:02X} {text}")),
        FieldValue::U8(value, None) => match def.kind {
            FieldType::Value("EsmClass") => row(f, name, Bits(value, EsmClass(value))),
            FieldType::Value("RegisteredDelivery") => row(f, name, Bits(value, RegisteredDelivery(value))),
            FieldType::Value(_) => row(f, name, format_args!("0x{value:02X}")),
            _ => row(f, name, value),
        },
        FieldValue::CString(text) => row(f, name, format_args!("{text:?}")),
        FieldValue::Octets(octets) => {
            row(f, "sm_length", reading.sm_length.map_or(octets.len(), usize::from))?;
            row(f, name, "")?;
            octets_in_tree(f, octets.as_bytes(), reading.message(octets.as_bytes()))
        }
        FieldValue::DestAddresses(list) => {
            row(f, "number_of_dests", list.len())?;
            list.iter().try_for_each(|item| match item {
                DestAddress::Sme { ton, npi, destination_addr } => {
                    row(f, name, format_args!("{ton:?} {npi:?} {destination_addr:?}"))
                }
                DestAddress::DistributionList { dl_name } => {
                    row(f, name, format_args!("distribution list {dl_name:?}"))
                }
            })
        }
        FieldValue::UnsuccessSmes(list) => {
            row(f, "no_unsuccess", list.len())?;
            list.iter().try_for_each(|item| {
                let UnsuccessSme { dest_addr_ton, dest_addr_npi, destination_addr, error_status_code } = item;
                let status = StatusRow(error_status_code);
                row(
                    f,
                    name,
                    format_args!("{dest_addr_ton:?} {dest_addr_npi:?} {destination_addr:?} {status}"),
                )
            })
        }
        FieldValue::MessageIds(list) => {
            row(f, "number_msgs", list.len())?;
            list.iter().try_for_each(|item| row(f, name, format_args!("{item:?}")))
        }
    }
}

fn octets_in_tree(f: &mut fmt::Formatter<'_>, octets: &[u8], text: Option<Text<'_>>) -> fmt::Result {
    match text {
        Some(text) if octets.len() <= 16 => write!(f, "{text}  {}", Hex(octets)),
        Some(text) => write!(f, "{text}\n  {:WIDTH$} {}", "", Hex(octets)),
        None => write!(f, "{}", Hex(octets)),
    }
}

/// Octets that are neither field nor TLV.
fn rest<'a>(pdu: &'a Pdu<'_>) -> &'a [u8] {
    match pdu {
        Pdu::Unknown { body, .. } => body.as_bytes(),
        pdu => pdu.tlvs().remainder(),
    }
}

/// What decides how the text of a PDU is read.
#[derive(Copy, Clone, Default)]
struct Reading {
    data_coding: DataCoding,
    esm_class: EsmClass,
    /// What the length octet says, where it is not the length of the text.
    sm_length: Option<u8>,
}

impl Reading {
    fn of(pdu: &Pdu<'_>) -> Self {
        let mut reading = Self::default();
        pdu.visit_fields(&mut |def, value| match (def.name, value) {
            ("data_coding", FieldValue::U8(value, _)) => reading.data_coding = DataCoding(value),
            ("esm_class", FieldValue::U8(value, _)) => reading.esm_class = EsmClass(value),
            _ => {}
        });
        let ending = pdu.ending();
        reading.sm_length = (ending.form == Form::ShortText).then_some(ending.sm_length);
        reading
    }

    /// A message, header and text, if the text can be read and shown.
    fn message(self, octets: &[u8]) -> Option<Text<'_>> {
        let (udh, body) = match self.esm_class.has_udh() {
            true => Udh::split(octets).ok()?,
            false => (Udh::NONE, octets),
        };
        let header = octets.get(..octets.len().saturating_sub(body.len()))?;
        let Coding { content: Content::Text(alphabet), compressed: false, .. } = self.coding() else {
            return None;
        };
        let characters = alphabet.with_shifts(udh.shifts()).decode_behind(body, udh.octets());
        Text { header, characters }.if_printable()
    }

    /// What the octets of the message are: those of a receipt are ASCII, whatever the default is.
    fn coding(self) -> Coding {
        let profile = match self.esm_class.message_type() {
            EsmClass::DEFAULT => Profile::GSM7,
            _ => Profile::ASCII,
        };
        Coding::read(self.data_coding, &profile)
    }

    /// The octets of a TLV, if they are text.
    fn text(self, tag: tlv::Tag, octets: &[u8]) -> Option<Text<'_>> {
        if tag == tlv::MESSAGE_PAYLOAD.tag {
            return self.message(octets);
        }
        let text = Text { header: &[], characters: Alphabet::Ascii.decode(octets) };
        tag.row().and(text.if_printable())
    }
}

/// Text that can be printed, behind a user data header.
struct Text<'a> {
    header: &'a [u8],
    characters: Decode<'a>,
}

impl Text<'_> {
    fn if_printable(self) -> Option<Self> {
        let printable = |character: char| {
            matches!(character, '\n' | '\r')
                || !character.is_control() && character != char::REPLACEMENT_CHARACTER
        };
        let mut characters = self.characters.clone();
        (characters.next().is_some_and(printable) && characters.all(printable)).then_some(self)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        if !self.header.is_empty() {
            write!(f, "<{}>", Hex(self.header))?;
        }
        f.write_char('"')?;
        for character in self.characters.clone() {
            match character {
                '"' | '\\' | '\n' | '\r' => write!(f, "{}", character.escape_default())?,
                // Marks of direction would reorder the line around them.
                '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                    write!(f, "{}", character.escape_unicode())?;
                }
                character => f.write_char(character)?,
            }
        }
        f.write_char('"')
    }
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

/// A status as number and name.
struct StatusRow(CommandStatus);

impl fmt::Display for StatusRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:08X}", self.0.0)?;
        self.0.name().map_or(Ok(()), |name| write!(f, " {name}"))
    }
}

struct FaultRow(FieldFault);

impl fmt::Display for FaultRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FieldFault { field, offset, fault, status, .. } = self.0;
        write!(f, "{field} at offset {offset}: {fault} ({status})")
    }
}

/// An octet and what its bits say.
struct Bits<T>(u8, T);

impl<T: fmt::Display> fmt::Display for Bits<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:02X} {}", self.0, self.1)
    }
}

fn words<const N: usize>(f: &mut fmt::Formatter<'_>, words: [Option<&str>; N]) -> fmt::Result {
    let mut before = "";
    for word in words.into_iter().flatten() {
        write!(f, "{before}{word}")?;
        before = " | ";
    }
    Ok(())
}

/// The names of what the bits say, such as `STORE_AND_FORWARD | UDHI`.
impl fmt::Display for EsmClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = match self.mode() {
            Self::DATAGRAM => Some("DATAGRAM"),
            Self::TRANSACTION => Some("TRANSACTION"),
            Self::STORE_AND_FORWARD => Some("STORE_AND_FORWARD"),
            _ => (self.0 == 0).then_some("DEFAULT"),
        };
        let kind = match self.message_type() {
            Self::DEFAULT => None,
            Self::MC_DELIVERY_RECEIPT => Some("MC_DELIVERY_RECEIPT"),
            Self::DELIVERY_ACK => Some("DELIVERY_ACK"),
            Self::MANUAL_ACK => Some("MANUAL_ACK"),
            Self::CONVERSATION_ABORT => Some("CONVERSATION_ABORT"),
            Self::INTERMEDIATE_NOTIFICATION => Some("INTERMEDIATE_NOTIFICATION"),
            _ => Some("RESERVED"),
        };
        let bit = |bit: Self, name| (self.0 & bit.0 != 0).then_some(name);
        words(f, [mode, kind, bit(Self::UDHI, "UDHI"), bit(Self::REPLY_PATH, "REPLY_PATH")])
    }
}

/// The names of what the bits say, such as `RECEIPT | INTERMEDIATE_NOTIFICATION`.
impl fmt::Display for RegisteredDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let receipt = match Self(self.0 & 0x03) {
            Self::RECEIPT => Some("RECEIPT"),
            Self::RECEIPT_ON_FAILURE => Some("RECEIPT_ON_FAILURE"),
            Self::RECEIPT_ON_SUCCESS => Some("RECEIPT_ON_SUCCESS"),
            _ => (self.0 == 0).then_some("NONE"),
        };
        let bit = |bit: Self, name| (self.0 & bit.0 != 0).then_some(name);
        words(
            f,
            [
                receipt,
                bit(Self::DELIVERY_ACK, "DELIVERY_ACK"),
                bit(Self::MANUAL_ACK, "MANUAL_ACK"),
                bit(Self::INTERMEDIATE_NOTIFICATION, "INTERMEDIATE_NOTIFICATION"),
                (self.0 & 0xE0 != 0).then_some("RESERVED"),
            ],
        )
    }
}

#[cfg(test)]
mod tests;
