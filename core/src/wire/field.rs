//! The kinds of field that the table of PDUs names: how each is read, written, checked and shown.

use crate::error::Fault;
use crate::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton, ValueDef,
};
#[cfg(feature = "compact")]
use crate::wire::fields::Fields;
use crate::wire::list::{DestAddresses, MessageIds, UnsuccessSmes};
use crate::wire::reader::Reader;
use crate::wire::report::Report;
use crate::wire::string::{COctetString, OctetString, find_nul};
use crate::wire::writer::Writer;

/// What kind of field a row of the table names, for those who generate from [`SCHEMA`](crate::SCHEMA).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FieldType {
    /// One octet, unsigned.
    U8,
    /// One octet with named values: the name of the type in [`values`](crate::values).
    Value(&'static str),
    /// A C-octet string.
    CString {
        /// Octets it may have, its NUL included.
        max: usize,
    },
    /// A message id: a C-octet string of up to 65 octets, 9 in 3.3, NUL included.
    MessageId,
    /// An SMPP time: a C-octet string that is empty or has 16 characters.
    Time,
    /// A time that an MC reports: an SMPP time, or its first twelve digits.
    FinalDate,
    /// `sm_length` and `short_message`.
    ShortMessage,
    /// `number_of_dests` and the destinations.
    DestAddresses,
    /// `no_unsuccess` and the destinations that failed.
    UnsuccessSmes,
    /// `number_msgs` and the message ids.
    MessageIds,
}

/// The value of a field, for those who show or convert any PDU.
#[derive(Copy, Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum FieldValue<'a> {
    /// One octet, and the name of its value if it has one.
    U8(u8, Option<&'static str>),
    /// A C-octet string without its NUL.
    CString(COctetString<'a>),
    /// The octets of `short_message`.
    Octets(OctetString<'a>),
    /// Destinations.
    DestAddresses(DestAddresses<'a>),
    /// Destinations that failed.
    UnsuccessSmes(UnsuccessSmes<'a>),
    /// Message ids.
    MessageIds(MessageIds<'a>),
}

impl FieldValue<'_> {
    /// Whether it is 0 or empty, as a field is that a decoded PDU lacks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::U8(value, _) => *value == 0,
            Self::CString(string) => string.is_empty(),
            Self::Octets(octets) => octets.is_empty(),
            Self::DestAddresses(list) => list.is_empty(),
            Self::UnsuccessSmes(list) => list.is_empty(),
            Self::MessageIds(list) => list.is_empty(),
        }
    }

    /// Octets on the wire, with the NUL of a string and the octet that counts what follows it.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        match self {
            Self::U8(..) => 1,
            Self::CString(string) => string.len().saturating_add(1),
            Self::Octets(octets) => octets.len().saturating_add(1),
            Self::DestAddresses(list) => list.encoded_len(),
            Self::UnsuccessSmes(list) => list.encoded_len(),
            Self::MessageIds(list) => list.encoded_len(),
        }
    }

    #[cfg(feature = "compact")]
    pub(crate) fn check(&self, kind: Kind, rules: Rules) -> Result<(), Fault> {
        match (self, kind) {
            (Self::CString(string), Kind::COctet(max)) => check_c_octet(*string, max.into(), rules),
            (Self::CString(string), Kind::MessageId) => MessageId::check(string, rules),
            (Self::CString(string), Kind::FinalDate) => FinalDate::check(string, rules),
            (Self::CString(string), _) => Time::check(string, rules),
            (Self::Octets(octets), _) => ShortMessage::check(octets, rules),
            (Self::DestAddresses(list), _) => DestAddressList::check(list, rules),
            (Self::UnsuccessSmes(list), _) => UnsuccessSmeList::check(list, rules),
            (Self::MessageIds(list), _) => MessageIdList::check(list, rules),
            (Self::U8(..), _) => Ok(()),
        }
    }

    #[cfg_attr(not(feature = "compact"), inline(always))]
    pub(crate) fn write(&self, out: &mut Writer<'_>) {
        match self {
            Self::U8(value, _) => out.u8(*value),
            Self::CString(string) => out.c_octet(string.as_bytes()),
            Self::Octets(octets) => ShortMessage::write(octets, out),
            Self::DestAddresses(list) => list.write(out),
            Self::UnsuccessSmes(list) => list.write(out),
            Self::MessageIds(list) => list.write(out),
        }
    }
}

/// Looks at the fields of a PDU in turn. Those of the two most frequent kinds have calls of their own, which take few
/// octets of code where they are made.
pub trait Visit {
    fn value(&mut self, value: FieldValue<'_>);

    fn u8(&mut self, value: u8) {
        self.value(FieldValue::U8(value, None));
    }

    fn c_octet(&mut self, value: COctetString<'_>) {
        self.value(FieldValue::CString(value));
    }
}

impl<F: FnMut(FieldValue<'_>)> Visit for F {
    #[cfg_attr(feature = "compact", inline(never))]
    fn value(&mut self, value: FieldValue<'_>) {
        self(value);
    }
}

/// By which rules a PDU that is to be written is checked.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Rules {
    /// It must be possible to write it at all.
    Wire,
    /// It must be what a peer of this version may be sent.
    Version(InterfaceVersion),
}

/// How a field is read and checked.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    U8,
    /// With the octets that it may have.
    COctet(u8),
    MessageId,
    Time,
    FinalDate,
    ShortMessage,
    DestAddresses,
    UnsuccessSmes,
    MessageIds,
}

/// A kind of field.
pub(crate) trait FieldKind {
    type Value<'a>;
    const TYPE: FieldType;
    const KIND: Kind;
    fn read<'a>(from: &mut Reader<'a>, report: &mut Report<'a, '_>, field: u8) -> Self::Value<'a>;
    /// Reads the field by its row.
    #[cfg(feature = "compact")]
    fn take<'a>(value: &mut Self::Value<'a>, from: &mut Fields<'a, '_>);
    fn write(value: &Self::Value<'_>, out: &mut Writer<'_>);
    fn check(value: &Self::Value<'_>, rules: Rules) -> Result<(), Fault>;
    /// The value with its name.
    fn view<'a>(value: &Self::Value<'a>) -> FieldValue<'a>;
    fn visit(value: &Self::Value<'_>, visit: &mut dyn Visit);
    /// Octets of message text in the field.
    #[cfg(not(feature = "compact"))]
    #[inline(always)]
    fn text_len(_: &Self::Value<'_>) -> usize {
        0
    }
}

pub(crate) struct U8;

impl FieldKind for U8 {
    type Value<'a> = u8;
    const TYPE: FieldType = FieldType::U8;
    const KIND: Kind = Kind::U8;

    #[inline(always)]
    fn read<'a>(from: &mut Reader<'a>, report: &mut Report<'a, '_>, field: u8) -> u8 {
        from.u8(report, field)
    }

    #[cfg(feature = "compact")]
    #[inline(always)]
    fn take<'a>(value: &mut u8, from: &mut Fields<'a, '_>) {
        *value = from.u8();
    }

    #[inline(always)]
    fn write(value: &u8, out: &mut Writer<'_>) {
        out.u8(*value);
    }

    #[inline(always)]
    fn check(_: &u8, _: Rules) -> Result<(), Fault> {
        Ok(())
    }

    fn view<'a>(value: &Self::Value<'a>) -> FieldValue<'a> {
        FieldValue::U8(*value, None)
    }

    #[inline(always)]
    fn visit(value: &u8, visit: &mut dyn Visit) {
        visit.u8(*value);
    }
}

macro_rules! value_kinds {
    ($($type:ident, |$value:ident| $name:expr;)+) => {$(
        impl FieldKind for $type {
            type Value<'a> = Self;
            const TYPE: FieldType = FieldType::Value(stringify!($type));
            const KIND: Kind = Kind::U8;

            #[inline(always)]
            fn read<'a>(from: &mut Reader<'a>, report: &mut Report<'a, '_>, field: u8) -> Self {
                Self(from.u8(report, field))
            }

            #[cfg(feature = "compact")]
            #[inline(always)]
            fn take<'a>(value: &mut Self, from: &mut Fields<'a, '_>) {
                *value = Self(from.u8());
            }

            #[inline(always)]
            fn write(value: &Self, out: &mut Writer<'_>) {
                out.u8(value.0);
            }

            #[inline(always)]
            fn check(_: &Self, _: Rules) -> Result<(), Fault> {
                Ok(())
            }

            fn view<'a>($value: &Self::Value<'a>) -> FieldValue<'a> {
                FieldValue::U8($value.0, $name)
            }

            #[inline(always)]
            fn visit(value: &Self, visit: &mut dyn Visit) {
                visit.u8(value.0);
            }
        }
    )+};
}
value_kinds! {
    Ton, |value| value.name();
    Npi, |value| value.name();
    DataCoding, |value| value.name();
    MessageState, |value| value.name();
    ProtocolId, |value| value.name();
    PriorityFlag, |value| value.name();
    InterfaceVersion, |value| value.name();
    EsmClass, |_value| None;
    RegisteredDelivery, |_value| None;
}

/// A C-octet string of up to `MAX` octets, its NUL included.
pub(crate) struct COctet<const MAX: usize>;
/// A C-octet string that is empty or an SMPP time.
pub(crate) struct Time;
/// A time that an MC reports: an SMPP time, or twelve digits of it (3.3 §7.5; 3.4 §7.1.1).
pub(crate) struct FinalDate;
/// A message id.
pub(crate) struct MessageId;

/// Octets of a time with its NUL.
const TIME_LEN: usize = 17;
/// Octets of a time without its last four characters, with its NUL.
const SHORT_TIME_LEN: usize = 13;

#[cfg_attr(not(feature = "compact"), inline(always))]
#[cfg_attr(feature = "compact", inline(never))]
fn check_c_octet(value: COctetString<'_>, max: usize, rules: Rules) -> Result<(), Fault> {
    match rules {
        Rules::Wire if find_nul(value.as_bytes()).is_some() => Err(Fault::InteriorNul),
        Rules::Version(_) if value.len() >= max => {
            Err(Fault::TooLong { len: value.len(), max: max.saturating_sub(1) })
        }
        _ => Ok(()),
    }
}

macro_rules! c_octet_kinds {
    ($([$($generics:tt)*] $type:ty, $field_type:expr, $kind:expr, $read:expr, $check:expr;)+) => {$(
        impl $($generics)* FieldKind for $type {
            type Value<'a> = COctetString<'a>;
            const TYPE: FieldType = $field_type;
            const KIND: Kind = $kind;

            #[inline(always)]
            fn read<'a>(from: &mut Reader<'a>, report: &mut Report<'a, '_>, field: u8) -> COctetString<'a> {
                $read(from, report, field)
            }

            #[cfg(feature = "compact")]
            #[inline(always)]
            fn take<'a>(value: &mut COctetString<'a>, from: &mut Fields<'a, '_>) {
                *value = from.c_octet();
            }

            #[inline(always)]
            fn write(value: &COctetString<'_>, out: &mut Writer<'_>) {
                out.c_octet(value.as_bytes());
            }

            #[inline(always)]
            fn check(value: &COctetString<'_>, rules: Rules) -> Result<(), Fault> {
                $check(*value, rules)
            }

            fn view<'a>(value: &Self::Value<'a>) -> FieldValue<'a> {
                FieldValue::CString(*value)
            }

            #[inline(always)]
            fn visit(value: &COctetString<'_>, visit: &mut dyn Visit) {
                visit.c_octet(*value);
            }
        }
    )+};
}
c_octet_kinds! {
    [<const MAX: usize>] COctet<MAX>, FieldType::CString { max: MAX }, Kind::COctet(MAX as u8),
        |from: &mut Reader<'a>, report, field| from.c_octet(report, field, MAX),
        |value, rules| check_c_octet(value, MAX, rules);
    [] MessageId, FieldType::MessageId, Kind::MessageId,
        |from: &mut Reader<'a>, report, field| from.c_octet(report, field, 65),
        |value, rules| check_c_octet(value, if at_most(rules, InterfaceVersion::V3_3) { 9 } else { 65 }, rules);
    [] Time, FieldType::Time, Kind::Time,
        |from: &mut Reader<'a>, report, field| from.c_octet_of(report, field, &[TIME_LEN]),
        check_time;
    [] FinalDate, FieldType::FinalDate, Kind::FinalDate,
        |from: &mut Reader<'a>, report, field| from.c_octet_of(report, field, &[TIME_LEN, SHORT_TIME_LEN]),
        check_final_date;
}

fn at_most(rules: Rules, version: InterfaceVersion) -> bool {
    matches!(rules, Rules::Version(spoken) if spoken <= version)
}

fn check_time(value: COctetString<'_>, rules: Rules) -> Result<(), Fault> {
    check_c_octet(value, TIME_LEN, rules)?;
    if rules == Rules::Wire || value.is_empty() {
        return Ok(());
    }
    if value.len() != TIME_LEN - 1 {
        return Err(Fault::WrongLength { len: value.len(), expected: TIME_LEN - 1 });
    }
    match value.as_bytes().split_last() {
        // A relative time is younger than 3.3 (DISCREPANCIES A9).
        Some((b'R', _)) if at_most(rules, InterfaceVersion::V3_3) => {
            Err(Fault::NotInVersion(InterfaceVersion::V3_3))
        }
        Some((b'R' | b'+' | b'-', digits)) if digits.iter().all(u8::is_ascii_digit) => Ok(()),
        _ => Err(Fault::BadValue),
    }
}

fn check_final_date(value: COctetString<'_>, rules: Rules) -> Result<(), Fault> {
    // DISCREPANCIES A10.
    let short = at_most(rules, InterfaceVersion::V3_4) && value.len().saturating_add(1) == SHORT_TIME_LEN;
    if short && value.as_bytes().iter().all(u8::is_ascii_digit) { Ok(()) } else { check_time(value, rules) }
}

/// `sm_length` and `short_message`.
pub(crate) struct ShortMessage;

impl FieldKind for ShortMessage {
    type Value<'a> = OctetString<'a>;
    const TYPE: FieldType = FieldType::ShortMessage;
    const KIND: Kind = Kind::ShortMessage;

    #[inline(always)]
    fn read<'a>(from: &mut Reader<'a>, report: &mut Report<'a, '_>, field: u8) -> OctetString<'a> {
        from.short_message(report, field)
    }

    #[cfg(feature = "compact")]
    #[inline(always)]
    fn take<'a>(value: &mut OctetString<'a>, from: &mut Fields<'a, '_>) {
        if let Some(FieldValue::Octets(octets)) = from.next() {
            *value = octets;
        }
    }

    #[inline(always)]
    fn write(value: &OctetString<'_>, out: &mut Writer<'_>) {
        match u8::try_from(value.len()) {
            Ok(len) => {
                out.u8(len);
                out.octets(value.as_bytes());
            }
            Err(_) => out.fail(),
        }
    }

    #[inline(always)]
    fn check(value: &OctetString<'_>, rules: Rules) -> Result<(), Fault> {
        // DISCREPANCIES A6.
        let max = match rules {
            Rules::Version(version) if version <= InterfaceVersion::V3_3 => 160,
            Rules::Version(version) if version < InterfaceVersion::V5_0 => 254,
            _ => 255,
        };
        if value.len() > max { Err(Fault::TooLong { len: value.len(), max }) } else { Ok(()) }
    }

    fn view<'a>(value: &Self::Value<'a>) -> FieldValue<'a> {
        FieldValue::Octets(*value)
    }

    #[inline(always)]
    fn visit(value: &OctetString<'_>, visit: &mut dyn Visit) {
        visit.value(Self::view(value));
    }

    #[cfg(not(feature = "compact"))]
    #[inline(always)]
    fn text_len(value: &OctetString<'_>) -> usize {
        value.len()
    }
}

macro_rules! list_kinds {
    ($($kind:ident, $list:ident, |$rules:pat_param| $max:expr;)+) => {$(
        pub(crate) struct $kind;

        impl FieldKind for $kind {
            type Value<'a> = $list<'a>;
            const TYPE: FieldType = FieldType::$list;
            const KIND: Kind = Kind::$list;

            fn read<'a>(from: &mut Reader<'a>, report: &mut Report<'a, '_>, field: u8) -> $list<'a> {
                let mut too_long = None;
                let list = from.split(report, field, |octets| {
                    $list::split(octets, |item, rest| {
                        too_long.get_or_insert((*item, rest));
                    })
                });
                if let Some((item, rest)) = too_long {
                    report.too_long_in_list(field, &item, rest);
                }
                list
            }

            #[cfg(feature = "compact")]
            fn take<'a>(value: &mut $list<'a>, from: &mut Fields<'a, '_>) {
                if let Some(FieldValue::$list(list)) = from.next() {
                    *value = list;
                }
            }

            fn write(value: &$list<'_>, out: &mut Writer<'_>) {
                value.write(out);
            }

            fn check(value: &$list<'_>, rules: Rules) -> Result<(), Fault> {
                let $rules = rules;
                value.check($max, rules != Rules::Wire)
            }

            fn view<'a>(value: &Self::Value<'a>) -> FieldValue<'a> {
                FieldValue::$list(*value)
            }

            #[inline(always)]
            fn visit(value: &$list<'_>, visit: &mut dyn Visit) {
                visit.value(Self::view(value));
            }
        }
    )+};
}
list_kinds! {
    // DISCREPANCIES A7.
    DestAddressList, DestAddresses,
        |rules| if rules == Rules::Version(InterfaceVersion::V3_4) { 254 } else { 255 };
    UnsuccessSmeList, UnsuccessSmes, |_| 255;
    // 3.3 §6.3.6.6.
    MessageIdList, MessageIds, |rules| if rules == Rules::Wire { 255 } else { 100 };
}

impl Kind {
    pub(crate) fn read<'a>(
        self,
        from: &mut Reader<'a>,
        report: &mut Report<'a, '_>,
        field: u8,
    ) -> FieldValue<'a> {
        match self {
            Self::U8 => FieldValue::U8(from.u8(report, field), None),
            Self::COctet(_) | Self::MessageId | Self::Time | Self::FinalDate => {
                FieldValue::CString(self.read_c_octet(from, report, field))
            }
            Self::ShortMessage => FieldValue::Octets(from.short_message(report, field)),
            Self::DestAddresses => FieldValue::DestAddresses(DestAddressList::read(from, report, field)),
            Self::UnsuccessSmes => FieldValue::UnsuccessSmes(UnsuccessSmeList::read(from, report, field)),
            Self::MessageIds => FieldValue::MessageIds(MessageIdList::read(from, report, field)),
        }
    }

    /// Reads a field that is a C-octet string.
    pub(crate) fn read_c_octet<'a>(
        self,
        from: &mut Reader<'a>,
        report: &mut Report<'a, '_>,
        field: u8,
    ) -> COctetString<'a> {
        match self {
            Self::COctet(max) => from.c_octet(report, field, max.into()),
            Self::Time => Time::read(from, report, field),
            Self::FinalDate => FinalDate::read(from, report, field),
            _ => MessageId::read(from, report, field),
        }
    }
}

impl FieldType {
    /// The names of the values, where the field has named values of one kind.
    #[must_use]
    pub fn values(self) -> Option<&'static ValueDef> {
        match self {
            Self::Value(name) => crate::values::VALUES.iter().find(|def| def.name == name),
            _ => None,
        }
    }
}
