//! TLVs: the optional parameters behind the fields of a PDU (5.0 §4.8; 3.4 §5.3).
//!
//! Each TLV of the specification is a constant, a [`TlvDef`], by which it is read and made. A vendor's TLV is used in
//! the same way, once it has a definition:
//!
//! ```
//! use smppkit::{Tlvs, tlv};
//! use smppkit::tlv::{CString, TlvDef};
//!
//! /// The principal entity id that Indian operators require.
//! const PE_ID: TlvDef<CString> = TlvDef::vendor(0x1400, "pe_id");
//!
//! let items = [tlv::USER_MESSAGE_REFERENCE.with(7), PE_ID.with("1101456".into())];
//! let tlvs = Tlvs::from(&items);
//! assert_eq!(tlvs.get(&tlv::USER_MESSAGE_REFERENCE), Some(7));
//! assert_eq!(tlvs.get(&PE_ID).unwrap(), "1101456");
//! assert_eq!(tlvs.get(&tlv::MESSAGE_PAYLOAD), None);
//! ```
//!
//! A value of several parts is a struct of [`values`](crate::values): see [`NetworkErrorCode`], for one.

use core::fmt;
use core::marker::PhantomData;

use crate::command_id::CommandId;
use crate::error::Fault;
use crate::state::Role;
use crate::status::CommandStatus;
pub use crate::values::tlv_values::{BroadcastRepNum, PartDef, SourceTelematicsId, TlvParts};
use crate::values::{
    AlertOnMessageDelivery, BillingIdentification, BroadcastAreaIdentifier, BroadcastContentType,
    BroadcastFrequencyInterval, CallbackNum, CallbackNumAtag, DestTelematicsId, ItsSessionInfo,
    MsValidityInfo, NetworkErrorCode, Subaddress,
};
use crate::wire::ending::{Ending, Form};
use crate::wire::string::{COctetString, OctetString, find_nul};
use crate::wire::writer::Writer;

/// Which TLV it is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u16);

impl Tag {
    /// What the table says of this TLV, if it is one of the specification's.
    #[must_use]
    pub fn row(self) -> Option<&'static TlvRow> {
        let at = TLVS.binary_search_by_key(&self, |row| row.tag).ok()?;
        TLVS.get(at)
    }

    /// The name of the TLV.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.row().map(|row| row.name)
    }

    /// The tag of the TLV of that name, in the spelling of any version.
    ///
    /// ```
    /// # use smppkit::tlv::Tag;
    /// assert_eq!(Tag::from_name("destination_port"), Some(Tag(0x020B)));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TLVS.iter().find(|row| row.name == name || row.other_names.contains(&name)).map(|row| row.tag)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:04X}", self.0),
        }
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// All that the table says of one TLV.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct TlvRow {
    /// Its tag.
    pub tag: Tag,
    /// Its name in 5.0.
    pub name: &'static str,
    /// Names that 3.4 has for it.
    pub other_names: &'static [&'static str],
    /// What it is, for people.
    pub text: &'static str,
    /// The type of its value.
    pub kind: TlvType,
    /// What the value consists of, if it has parts.
    pub parts: &'static [PartDef],
    /// The lengths that are legal, as ranges; that of a C-octet string counts the NUL.
    pub lengths: &'static [(u16, u16)],
    /// The versions that have it.
    pub versions: &'static [InterfaceVersion],
    /// Whether it may stand in a PDU more than once.
    pub repeated: bool,
    /// The PDUs for which the specification lists it, by version. In another it is no error: its receiver ignores it
    /// (3.4 §3.3; 5.0 §2.11.1).
    pub uses: &'static [TlvUse],
}

/// A PDU for which a version lists a TLV.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct TlvUse {
    /// The version.
    pub version: InterfaceVersion,
    /// The PDU.
    pub command_id: CommandId,
    /// Which side it must be sent to; either if the specification makes no difference.
    pub receiver: Option<Role>,
}

/// The type of a TLV's value.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TlvType {
    /// One octet.
    U8,
    /// Two octets.
    U16,
    /// Four octets.
    U32,
    /// Octets up to a NUL, which is counted.
    CString,
    /// Octets.
    Octets,
    /// One octet with named values: the name of the type in [`values`](crate::values).
    Value(&'static str),
    /// Four octets: a `command_status`.
    CommandStatus,
}

/// One TLV, read or to be written.
#[derive(Copy, Clone)]
pub struct Tlv<'a> {
    /// Which it is.
    pub tag: Tag,
    value: Value<'a>,
}

#[derive(Copy, Clone)]
enum Value<'a> {
    /// The octets of an integer or of the first parts of a struct, how many they are, and the text behind them.
    Head([u8; 4], u8, &'a [u8]),
    Octets(&'a [u8]),
    /// Octets that a NUL follows.
    CString(&'a [u8]),
}

impl<'a> Tlv<'a> {
    /// A TLV of these octets. More than 65535 do not fit: encoding then fails.
    #[must_use]
    pub const fn new(tag: Tag, octets: &'a [u8]) -> Self {
        Self { tag, value: Value::Octets(octets) }
    }

    /// A TLV of up to four octets that it holds itself and of others behind them: how values of several parts are made
    /// without memory to put them together in.
    ///
    /// ```
    /// use smppkit::tlv::{Tag, Tlv};
    ///
    /// let tlv = Tlv::with_head(Tag(0x1400), [0x01], b"1101456");
    /// assert_eq!((tlv.len(), tlv), (8, Tlv::new(Tag(0x1400), b"\x011101456")));
    /// ```
    #[must_use]
    pub const fn with_head<const N: usize>(tag: Tag, head: [u8; N], rest: &'a [u8]) -> Self {
        const { assert!(N <= 4, "a TLV holds four octets") };
        let (mut octets, mut left, mut len) = ([0; 4], head.as_slice(), 0);
        let mut places: &mut [u8] = &mut octets;
        while let ([octet, behind @ ..], [place, next @ ..]) = (left, places) {
            *place = *octet;
            (left, places, len) = (behind, next, u8::saturating_add(len, 1));
        }
        Self::from_pieces(tag, octets, len, rest)
    }

    pub(crate) const fn from_pieces(tag: Tag, head: [u8; 4], len: u8, rest: &'a [u8]) -> Self {
        Self { tag, value: Value::Head(head, len, rest) }
    }

    /// Octets of the value.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.value {
            Value::Head(_, len, rest) => rest.len().saturating_add(len.into()),
            Value::Octets(octets) => octets.len(),
            Value::CString(octets) => octets.len().saturating_add(1),
        }
    }

    /// Whether the value has no octets.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The octets of the value, in two pieces. Of a TLV that was decoded the second is empty; of one that was made it may
    /// be the NUL of a C-octet string or the last part of a struct.
    #[must_use]
    pub fn octets(&self) -> (&[u8], &'a [u8]) {
        match &self.value {
            Value::Head(octets, len, rest) => (octets.get(..usize::from(*len)).unwrap_or_default(), rest),
            Value::Octets(octets) => (octets, &[]),
            Value::CString(octets) => (octets, &[0]),
        }
    }

    /// The value, read as its definition says; `None` if it is another TLV or has a length that cannot be read so.
    #[must_use]
    pub fn get<K: TlvKind>(&self, def: &TlvDef<K>) -> Option<K::Value<'a>> {
        if self.tag != def.tag {
            return None;
        }
        match self.value {
            Value::Octets(octets) => K::read(octets),
            Value::CString(octets) => K::read(octets),
            Value::Head(octets, len, rest) => K::read_pieces(octets.get(..usize::from(len))?, rest),
        }
    }

    #[inline(always)]
    fn put(&self, out: &mut Writer<'_>) {
        let [a, b] = self.tag.0.to_be_bytes();
        match self.value {
            Value::Head([v, ..], 1, []) => out.octets(&[a, b, 0, 1, v]),
            Value::Head([v, w, ..], 2, []) => out.octets(&[a, b, 0, 2, v, w]),
            Value::Head([v, w, x, y], 4, []) => out.octets(&[a, b, 0, 4, v, w, x, y]),
            _ => self.put_long(out),
        }
    }

    fn put_long(&self, out: &mut Writer<'_>) {
        let Ok(len) = u16::try_from(self.len()) else { return out.fail() };
        let [a, b] = self.tag.0.to_be_bytes();
        let [c, d] = len.to_be_bytes();
        out.octets(&[a, b, c, d]);
        match self.value {
            Value::Head(head, len, rest) => {
                if let Some(head) = head.get(..usize::from(len)) {
                    out.octets(head);
                }
                if !rest.is_empty() {
                    out.octets(rest);
                }
            }
            Value::Octets(octets) => out.octets(octets),
            Value::CString(octets) => out.c_octet(octets),
        }
    }
}

impl PartialEq for Tlv<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (mine, my_rest) = self.octets();
        let (theirs, their_rest) = other.octets();
        self.tag == other.tag && mine.iter().chain(my_rest).eq(theirs.iter().chain(their_rest))
    }
}

impl fmt::Debug for Tlv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (octets, rest) = self.octets();
        write!(f, "{}=\"{}{}\"", self.tag, octets.escape_ascii(), rest.escape_ascii())
    }
}

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

macro_rules! define_tlvs {
    ($($(#[doc = $doc:literal])+ $name:ident = $tag:literal, $text:literal, $kind:ident,
        $($low:literal ..= $high:literal)|+, $often:ident, [$($other:literal)*],
        $($version:ident [$($pdu:ident $(($to:ident))?)*])+;)+) => {
        $($(#[doc = $doc])+ #[allow(elided_lifetimes_in_paths)]
        pub const $name: TlvDef<$kind> = TlvDef::vendor($tag, $text);)+

        /// Every TLV of the three versions, in the order of their tags.
        #[allow(elided_lifetimes_in_paths)]
        pub const TLVS: &[TlvRow] = &[$(TlvRow {
            tag: Tag($tag),
            name: $text,
            other_names: &[$($other),*],
            text: concat!($($doc),+),
            kind: <$kind as TlvKind>::TYPE,
            parts: <$kind as TlvKind>::PARTS,
            lengths: &[$(($low, $high)),+],
            versions: &[$(InterfaceVersion::$version),+],
            repeated: often!($often),
            uses: &[$($(TlvUse {
                version: InterfaceVersion::$version,
                command_id: CommandId::$pdu,
                receiver: receiver!($($to)?),
            },)*)+],
        }),+];

        impl Tag {
            /// Whether it is one of the specification's.
            pub(crate) const fn is_specified(self) -> bool {
                matches!(self.0, $($tag)|+)
            }

            /// Whether the specification allows this TLV a value of so many octets. Any length will do for a TLV
            /// that it does not know.
            #[must_use]
            #[inline]
            pub fn allows_length(self, len: usize) -> bool {
                match self.0 {
                    $($tag => matches!(len, $($low..=$high)|+),)+
                    _ => true,
                }
            }
        }
    };
}
macro_rules! often {
    (once) => {
        false
    };
    (repeated) => {
        true
    };
}
macro_rules! receiver {
    () => {
        None
    };
    ($role:ident) => {
        Some(Role::$role)
    };
}
crate::for_each_tlv!(define_tlvs);

/// Splits the first TLV off: its tag, its value and what follows.
#[inline]
pub(crate) fn split_first(octets: &[u8]) -> Result<(Tag, &[u8], &[u8]), Fault> {
    let Some((&[a, b, c, d], rest)) = octets.split_first_chunk::<4>() else {
        return Err(Fault::TlvHeader { left: octets.len() });
    };
    let tag = u16::from_be_bytes([a, b]);
    let len = usize::from(u16::from_be_bytes([c, d]));
    match rest.split_at_checked(len) {
        Some((value, rest)) => Ok((Tag(tag), value, rest)),
        None => Err(Fault::TlvOverrun { tag, announced: len, left: rest.len() }),
    }
}

/// What follows the fields of a PDU: the TLVs, in their order, repeated ones and unknown ones among them.
///
/// Of a PDU that was decoded they are the octets on the wire, and remember how its body ended if it ended too early,
/// so that encoding gives the same octets. To send TLVs, make them from a slice.
#[derive(Copy, Clone)]
pub struct Tlvs<'a>(Repr<'a>);

#[derive(Copy, Clone)]
enum Repr<'a> {
    Items(&'a [Tlv<'a>]),
    Wire { octets: &'a [u8], ending: Ending },
}

impl<'a> Tlvs<'a> {
    pub(crate) const NONE: Self = Self(Repr::Items(&[]));

    #[inline(always)]
    pub(crate) const fn whole(octets: &'a [u8]) -> Self {
        Self(Repr::Wire { octets, ending: Ending::WHOLE })
    }

    pub(crate) const fn cut(ending: Ending, octets: &'a [u8]) -> Self {
        Self(Repr::Wire { octets, ending })
    }

    #[inline(always)]
    pub(crate) const fn ending(&self) -> Ending {
        match self.0 {
            Repr::Items(_) => Ending::WHOLE,
            Repr::Wire { ending, .. } => ending,
        }
    }

    /// The TLVs in the order of the wire, up to the first that is not whole.
    #[must_use]
    pub const fn iter(&self) -> TlvIter<'a> {
        TlvIter(match self.0 {
            Repr::Wire { ending: Ending { form: Form::Cut, .. }, .. } => Repr::Items(&[]),
            repr => repr,
        })
    }

    /// The value of the first such TLV that can be read as its definition says.
    #[must_use]
    pub fn get<K: TlvKind>(&self, def: &TlvDef<K>) -> Option<K::Value<'a>> {
        self.iter().find_map(|tlv| tlv.get(def))
    }

    /// The values of all such TLVs that can be read as their definition says.
    pub fn all<'d, K: TlvKind>(
        &self,
        def: &'d TlvDef<K>,
    ) -> impl Iterator<Item = K::Value<'a>> + use<'a, 'd, K> {
        self.iter().filter_map(move |tlv| tlv.get(def))
    }

    /// The first TLV with this tag.
    #[must_use]
    pub fn find(&self, tag: Tag) -> Option<Tlv<'a>> {
        self.iter().find(|tlv| tlv.tag == tag)
    }

    /// Whether there is nothing behind the fields.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        match self.0 {
            Repr::Items(items) => items.is_empty(),
            Repr::Wire { octets, .. } => octets.is_empty(),
        }
    }

    /// Octets that are no TLV: of the first that is not whole and all behind it, or of a body that ended too early.
    #[must_use]
    pub fn remainder(&self) -> &'a [u8] {
        let Repr::Wire { octets, ending } = self.0 else { return &[] };
        let mut rest = octets;
        if ending.form != Form::Cut {
            while let Ok((_, _, tail)) = split_first(rest) {
                rest = tail;
            }
        }
        rest
    }

    /// Octets on the wire.
    pub(crate) fn encoded_len(&self) -> usize {
        match self.0 {
            Repr::Wire { octets, .. } => octets.len(),
            Repr::Items(items) => {
                items.iter().fold(0, |len, tlv| tlv.len().saturating_add(4).saturating_add(len))
            }
        }
    }

    #[inline(always)]
    pub(crate) fn put(&self, out: &mut Writer<'_>) {
        match self.0 {
            Repr::Items(items) => {
                for tlv in items {
                    tlv.put(out);
                }
            }
            Repr::Wire { octets, .. } => out.octets(octets),
        }
    }

    /// What makes it impossible to write these TLVs.
    #[inline(always)]
    pub(crate) fn wire_fault(&self) -> Option<Fault> {
        let Repr::Items(items) = self.0 else { return None };
        items.iter().find_map(Tlv::wire_fault)
    }
}

impl Tlv<'_> {
    fn wire_fault(&self) -> Option<Fault> {
        match self.value {
            Value::CString(octets) if find_nul(octets).is_some() => Some(Fault::InteriorNul),
            _ if self.len() > usize::from(u16::MAX) => {
                Some(Fault::TooLong { len: self.len(), max: u16::MAX.into() })
            }
            _ => None,
        }
    }
}

impl Default for Tlvs<'_> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<'a> From<&'a [Tlv<'a>]> for Tlvs<'a> {
    fn from(items: &'a [Tlv<'a>]) -> Self {
        Self(Repr::Items(items))
    }
}

impl<'a, const N: usize> From<&'a [Tlv<'a>; N]> for Tlvs<'a> {
    fn from(items: &'a [Tlv<'a>; N]) -> Self {
        Self(Repr::Items(items))
    }
}

impl PartialEq for Tlvs<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ending() == other.ending()
            && self.iter().eq(other.iter())
            && self.remainder() == other.remainder()
    }
}

impl fmt::Debug for Tlvs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.iter());
        if !self.remainder().is_empty() {
            list.entry(&OctetString::new(self.remainder()));
        }
        list.finish()
    }
}

impl<'a> IntoIterator for Tlvs<'a> {
    type Item = Tlv<'a>;
    type IntoIter = TlvIter<'a>;

    fn into_iter(self) -> TlvIter<'a> {
        self.iter()
    }
}

/// Goes through [`Tlvs`].
#[derive(Clone)]
pub struct TlvIter<'a>(Repr<'a>);

impl fmt::Debug for TlvIter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Tlvs(self.0).fmt(f)
    }
}

impl<'a> Iterator for TlvIter<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        match &mut self.0 {
            Repr::Items(items) => {
                let (item, rest) = items.split_first()?;
                *items = rest;
                Some(*item)
            }
            Repr::Wire { octets, .. } => {
                let (tag, value, rest) = split_first(octets).ok()?;
                *octets = rest;
                Some(Tlv::new(tag, value))
            }
        }
    }
}
