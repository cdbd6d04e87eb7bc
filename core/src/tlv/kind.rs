//! How the values of TLVs are read and written, by their types.

use core::fmt;
use core::marker::PhantomData;

use super::item::Value;
use super::{PartDef, Tag, Tlv, TlvType};
use crate::status::CommandStatus;
use crate::wire::string::{COctetString, OctetString, find_nul};

/// How the value of a TLV is read and written: see the types of this module and those of [`values`](crate::values).
pub trait TlvKind {
    /// What it is in Rust.
    type Value<'a>;

    /// The type, for tables.
    const TYPE: TlvType;

    /// The parts, for tables: none unless it is a struct.
    const PARTS: &'static [PartDef] = &[];

    /// Reads the value; `None` if it cannot have these octets.
    fn read(octets: &[u8]) -> Option<Self::Value<'_>>;

    /// Reads the value of a TLV that [`Tlv::with_head`] made: its head is no longer there when the value is used.
    #[must_use]
    fn read_pieces<'a>(head: &[u8], rest: &'a [u8]) -> Option<Self::Value<'a>> {
        let _ = (head, rest);
        None
    }

    /// Makes a TLV.
    fn tlv<'a>(tag: Tag, value: Self::Value<'a>) -> Tlv<'a>;
}

/// One TLV's definition: its tag, its name and the type of its value.
pub struct TlvDef<K> {
    /// Its tag.
    pub tag: Tag,
    /// Its name.
    pub name: &'static str,
    kind: PhantomData<fn() -> K>,
}

impl<K: TlvKind> TlvDef<K> {
    /// The definition of a TLV that the specification leaves to vendors (tags 0x1400 to 0x3FFF, 5.0 Table 4-59).
    #[must_use]
    pub const fn vendor(tag: u16, name: &'static str) -> Self {
        Self { tag: Tag(tag), name, kind: PhantomData }
    }

    /// This TLV with this value.
    #[must_use]
    pub fn with<'a>(&self, value: K::Value<'a>) -> Tlv<'a> {
        K::tlv(self.tag, value)
    }
}

impl<K> fmt::Debug for TlvDef<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(0x{:04X})", self.name, self.tag.0)
    }
}

/// An integer of one octet.
#[derive(Debug)]
pub enum U8 {}
/// An integer of two octets.
#[derive(Debug)]
pub enum U16 {}
/// An integer of four octets.
#[derive(Debug)]
pub enum U32 {}
/// A C-octet string. It is read with or without its NUL, which peers often omit, and written with it.
#[derive(Debug)]
pub enum CString {}
/// Octets.
#[derive(Debug)]
pub enum Octets {}

macro_rules! integer_kinds {
    ($($kind:ty, $value:ty, $type:expr, |$octets:ident| $read:expr, |$given:ident| $head:expr;)+) => {$(
        impl TlvKind for $kind {
            type Value<'a> = $value;
            const TYPE: TlvType = $type;

            fn read($octets: &[u8]) -> Option<$value> {
                $read
            }

            fn read_pieces<'a>(head: &[u8], rest: &'a [u8]) -> Option<Self::Value<'a>> {
                if rest.is_empty() { Self::read(head) } else { None }
            }

            fn tlv<'a>(tag: Tag, $given: Self::Value<'a>) -> Tlv<'a> {
                Tlv::with_head(tag, $head, &[])
            }
        }
    )+};
}
integer_kinds! {
    U8, u8, TlvType::U8, |octets| octets.try_into().ok().map(u8::from_be_bytes), |value| [value];
    U16, u16, TlvType::U16, |octets| octets.try_into().ok().map(u16::from_be_bytes), |value| value.to_be_bytes();
    U32, u32, TlvType::U32, |octets| octets.try_into().ok().map(u32::from_be_bytes), |value| value.to_be_bytes();
    CommandStatus, CommandStatus, TlvType::CommandStatus,
        |octets| octets.try_into().ok().map(u32::from_be_bytes).map(CommandStatus),
        |value| value.0.to_be_bytes();
}

macro_rules! value_kinds {
    ($($value:ident: $type:expr;)+) => {
        $(use crate::values::$value;)+
        integer_kinds! {$(
            $value, $value, $type, |octets| U8::read(octets).map($value), |value| [value.0];
        )+}
    };
}
macro_rules! named_value_kinds {
    ($($value:ident)+) => { value_kinds! { $($value: TlvType::Value(stringify!($value));)+ } };
}
named_value_kinds! {
    AddrSubunit BearerType BroadcastChannelIndicator BroadcastMessageClass DeliveryFailureReason
    DestAddrNpResolution DisplayTime DpfResult InterfaceVersion ItsReplyType LanguageIndicator MessageState
    MoreMessagesToSend MsAvailabilityStatus NetworkType PayloadType PrivacyIndicator SetDpf UssdServiceOp
}
value_kinds! {
    CallbackNumPresInd: TlvType::U8;
    MsMsgWaitFacilities: TlvType::U8;
}

impl TlvKind for CString {
    type Value<'a> = COctetString<'a>;
    const TYPE: TlvType = TlvType::CString;

    fn read(octets: &[u8]) -> Option<COctetString<'_>> {
        let text = find_nul(octets).and_then(|at| octets.get(..at)).unwrap_or(octets);
        Some(COctetString::new(text))
    }

    fn tlv<'a>(tag: Tag, value: Self::Value<'a>) -> Tlv<'a> {
        Tlv { tag, value: Value::CString(value.as_bytes()) }
    }
}

impl TlvKind for Octets {
    type Value<'a> = OctetString<'a>;
    const TYPE: TlvType = TlvType::Octets;

    fn read(octets: &[u8]) -> Option<OctetString<'_>> {
        Some(OctetString::new(octets))
    }

    fn tlv<'a>(tag: Tag, value: Self::Value<'a>) -> Tlv<'a> {
        Tlv::new(tag, value.as_bytes())
    }
}
