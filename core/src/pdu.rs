//! The PDUs: what the table expands to.

use core::fmt;

use crate::command_id::CommandId;
use crate::error::FieldFault;
use crate::header::Header;
use crate::layout::{Layout, Row};
use crate::schema::{FieldDef, PduDef, PduKind};
use crate::state::State;
use crate::status::CommandStatus;
use crate::tlv::{self, Tlvs};
use crate::validate;
use crate::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton,
};
use crate::wire::ending::{Ending, Form};
use crate::wire::field::{
    COctet, DestAddressList, FieldKind, FieldValue, FinalDate, MessageId, MessageIdList, Rules, ShortMessage,
    Time, U8, UnsuccessSmeList, Visit,
};
#[cfg(feature = "compact")]
use crate::wire::fields::Fields;
use crate::wire::list::{DestAddresses, MessageIds, UnsuccessSmes};
#[cfg(not(feature = "compact"))]
use crate::wire::reader::Reader;
#[cfg(not(feature = "compact"))]
use crate::wire::report::Report;
use crate::wire::string::{COctetString, OctetString};
#[cfg(not(feature = "compact"))]
use crate::wire::writer::Writer;

/// A PDU without its header: every type of the table, and [`Pdu`].
pub trait Body: WireBody {
    /// Which PDU it is.
    fn command_id(&self) -> CommandId;

    /// The TLVs and what else follows the fields.
    fn tlvs(&self) -> &Tlvs<'_>;

    /// Calls `visit` with each field that is there, in the order of the wire; TLVs are not among them.
    fn visit_fields(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>))
    where
        Self: Sized,
    {
        let mut left = self.ending().fields;
        self.visit_named(&mut |row, value| {
            if let Some(next) = left.checked_sub(1) {
                left = next;
                visit(row, value);
            }
        });
    }

    /// Octets that the PDU has, its header included.
    fn encoded_len(&self) -> usize
    where
        Self: Sized,
    {
        encoded_len(self)
    }

    /// Checks that a peer of this version may be sent this PDU: lengths, what the version has, what must not stand
    /// together, and what is missing from one that was decoded.
    ///
    /// # Errors
    ///
    /// The first field that is not right.
    fn check(&self, version: InterfaceVersion) -> Result<(), FieldFault> {
        self.check_rules(Rules::Wire)?;
        self.check_rules(Rules::Version(version.effective()))
    }
}

impl Pdu<'_> {
    /// The response to a request with this id, its fields empty: what accepts a deliver_sm or a data_sm, or what to fill in.
    /// `None` for an id of something that is not answered.
    ///
    /// ```
    /// use smppkit::{CommandId, DeliverSmResp, Pdu};
    ///
    /// let response = Pdu::response_to(CommandId::DELIVER_SM);
    /// assert_eq!(response, Some(Pdu::DeliverSmResp(DeliverSmResp::default())));
    /// assert_eq!(Pdu::response_to(CommandId::ALERT_NOTIFICATION), None);
    /// ```
    #[must_use]
    pub fn response_to(command_id: CommandId) -> Option<Self> {
        match command_id.kind() {
            PduKind::Request => Some(Self::new(command_id.response(), &[])),
            _ => None,
        }
    }
}

pub(crate) use sealed::WireBody;

mod sealed {
    #[cfg(not(feature = "compact"))]
    use super::Writer;
    use super::{Body, Ending, FieldDef, FieldFault, FieldValue, Rules, Visit};

    /// What the codec needs of a PDU and nobody else.
    pub trait WireBody {
        /// This PDU as any.
        fn as_any(&self) -> &dyn Body;
        /// Shows `visit` each field of the table, there or not.
        fn visit_all(&self, visit: &mut dyn Visit);
        /// The same for people. What a `dyn Body` can do is in every program: this is not, for its texts are long.
        fn visit_named(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>))
        where
            Self: Sized;
        /// The body of a PDU that no version knows.
        fn unknown(&self) -> &[u8] {
            &[]
        }
        /// Writes all fields and the TLVs.
        #[cfg(not(feature = "compact"))]
        fn put(&self, out: &mut Writer<'_>);
        fn check_rules(&self, rules: Rules) -> Result<(), FieldFault>;
        fn ending(&self) -> Ending;
    }
}

/// A PDU as the encoder and the session take it: of its own type, for which there is code of its own, or of any.
#[cfg(not(feature = "compact"))]
#[inline(always)]
pub(crate) const fn erased<B: Body>(pdu: &B) -> &B {
    pdu
}
#[cfg(feature = "compact")]
#[inline(always)]
pub(crate) fn erased<B: Body>(pdu: &B) -> &dyn Body {
    pdu
}

pub(crate) fn encoded_len(pdu: &dyn Body) -> usize {
    let Ending { fields, form, .. } = pdu.ending();
    let mut left = fields;
    let mut len = Header::LEN.saturating_add(pdu.unknown().len()).saturating_add(pdu.tlvs().encoded_len());
    pdu.visit_all(&mut |value: FieldValue<'_>| {
        if let Some(next) = left.checked_sub(1) {
            left = next;
            len = len.saturating_add(value.encoded_len());
        }
    });
    if form == Form::WithoutNul { len.saturating_sub(1) } else { len }
}

/// How the body ends that was cut short when it was decoded, with what was assigned to its fields since.
#[cold]
fn as_changed(pdu: &dyn WireBody, ending: Ending) -> Ending {
    let (mut fields, mut set, mut text) = (0_u8, 0_u8, 0_usize);
    pdu.visit_all(&mut |value: FieldValue<'_>| {
        fields = fields.saturating_add(1);
        if !value.is_empty() {
            set = fields;
        }
        if let FieldValue::Octets(octets) = value {
            text = octets.len();
        }
    });
    ending.as_changed(fields, set, text)
}

/// The Rust type of a kind of field.
macro_rules! field_type {
    ($a:lifetime COctet $max:literal) => { COctetString<$a> };
    ($a:lifetime MessageId) => { COctetString<$a> };
    ($a:lifetime Time) => { COctetString<$a> };
    ($a:lifetime FinalDate) => { COctetString<$a> };
    ($a:lifetime ShortMessage) => { OctetString<$a> };
    ($a:lifetime DestAddressList) => { DestAddresses<$a> };
    ($a:lifetime UnsuccessSmeList) => { UnsuccessSmes<$a> };
    ($a:lifetime MessageIdList) => { MessageIds<$a> };
    ($a:lifetime U8) => { u8 };
    ($a:lifetime $value:ident) => { $value };
}

/// The type that knows a kind of field.
macro_rules! field_kind {
    (COctet $max:literal) => { COctet<$max> };
    ($kind:ident) => { $kind };
}

/// What `Debug` shows of a field.
macro_rules! shown {
    (password $value:expr) => {
        &Password($value)
    };
    ($field:ident $value:expr) => {
        &$value
    };
}

/// A password as it may stand in a log.
struct Password<'a>(COctetString<'a>);

impl fmt::Debug for Password<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "***" })
    }
}

macro_rules! pdu_kind {
    (request) => {
        PduKind::Request
    };
    (response) => {
        PduKind::Response
    };
    (notification) => {
        PduKind::Notification
    };
    (nack) => {
        PduKind::Nack
    };
}

macro_rules! define_pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+]
        (
            $role:ident $(($peer:ident))?
            $(esme[$($esme:ident)*] mc[$($mc:ident)*])?
            $(also_v3_4 esme[$($esme34:ident)*] mc[$($mc34:ident)*])?
            $(requires[$($required:ident)+])?
            $(also_called[$($other_name:literal)+])?
        )
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        impl CommandId {
            $(#[doc = concat!("`", $name, "`")] pub const $const: Self = Self($id);)+
        }

        /// Every PDU of the three versions.
        pub const SCHEMA: &[PduDef] = &[$(*$type::DEF),+];

        #[inline]
        pub(crate) fn def(id: CommandId) -> Option<&'static PduDef> {
            match id {
                $(CommandId::$const => Some($type::DEF),)+
                _ => None,
            }
        }

        /// The name alone: who asks for it does not want the texts as well.
        pub(crate) const fn name(id: CommandId) -> Option<&'static str> {
            match id {
                $(CommandId::$const => Some($name),)+
                _ => None,
            }
        }

        #[cfg(not(feature = "compact"))]
        #[inline]
        pub(crate) fn layout(id: CommandId) -> Option<&'static Layout> {
            match id {
                $(CommandId::$const => Some($type::LAYOUT),)+
                _ => None,
            }
        }

        #[cfg(feature = "compact")]
        #[inline(never)]
        pub(crate) fn layout(id: CommandId) -> Option<&'static Layout> {
            const LAYOUTS: &[&Layout] = &[$($type::LAYOUT),+];
            LAYOUTS.iter().find(|layout| layout.command_id == id).copied()
        }

        /// Any PDU.
        #[derive(Copy, Clone, PartialEq, Debug)]
        #[non_exhaustive]
        pub enum Pdu<'a> {
            $($(#[doc = $doc])+ $type($type<'a>),)+
            /// A PDU that no version knows.
            Unknown {
                /// Its id.
                command_id: CommandId,
                /// All that follows its header.
                body: OctetString<'a>,
            },
        }

        impl<'a> Pdu<'a> {
            /// A PDU in which nothing is set yet.
            #[cfg_attr(feature = "compact", inline(never))]
            pub(crate) fn new(command_id: CommandId, body: &'a [u8]) -> Self {
                match command_id {
                    $(CommandId::$const => Self::$type($type::default()),)+
                    _ => Self::Unknown { command_id, body: OctetString::new(body) },
                }
            }

            pub(crate) fn set_tlvs(&mut self, tlvs: Tlvs<'a>) {
                let place = match self {
                    $(Self::$type(pdu) => &mut pdu.tlvs,)+
                    Self::Unknown { .. } => return,
                };
                *place = tlvs;
            }

            /// Reads each field.
            #[cfg(feature = "compact")]
            #[inline(never)]
            pub(crate) fn take(&mut self, from: &mut Fields<'a, '_>) {
                match self {
                    $(Self::$type(pdu) => pdu.take(from),)+
                    Self::Unknown { .. } => {}
                }
            }
        }

        impl Body for Pdu<'_> {
            fn command_id(&self) -> CommandId {
                match self {
                    $(Self::$type(_) => CommandId::$const,)+
                    Self::Unknown { command_id, .. } => *command_id,
                }
            }

            fn tlvs(&self) -> &Tlvs<'_> {
                match self {
                    $(Self::$type(pdu) => &pdu.tlvs,)+
                    Self::Unknown { .. } => &Tlvs::NONE,
                }
            }
        }

        impl WireBody for Pdu<'_> {
            fn as_any(&self) -> &dyn Body {
                self
            }

            fn ending(&self) -> Ending {
                match self.tlvs().ending() {
                    Ending::WHOLE => Ending::WHOLE,
                    ending => as_changed(self, ending),
                }
            }

            fn visit_all(&self, visit: &mut dyn Visit) {
                match self {
                    $(Self::$type(pdu) => pdu.visit_all(visit),)+
                    Self::Unknown { .. } => {}
                }
            }

            fn visit_named(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>)) {
                match self {
                    $(Self::$type(pdu) => pdu.visit_named(visit),)+
                    Self::Unknown { .. } => {}
                }
            }

            fn unknown(&self) -> &[u8] {
                match self {
                    Self::Unknown { body, .. } => body.as_bytes(),
                    _ => &[],
                }
            }

            #[cfg(not(feature = "compact"))]
            fn put(&self, out: &mut Writer<'_>) {
                match self {
                    $(Self::$type(pdu) => pdu.put(out),)+
                    Self::Unknown { body, .. } => out.octets(body.as_bytes()),
                }
            }

            #[cfg(feature = "compact")]
            fn check_rules(&self, rules: Rules) -> Result<(), FieldFault> {
                match layout(self.command_id()) {
                    Some(layout) => validate::pdu(layout, self, rules),
                    None => Ok(()),
                }
            }

            #[cfg(not(feature = "compact"))]
            fn check_rules(&self, rules: Rules) -> Result<(), FieldFault> {
                match self {
                    $(Self::$type(pdu) => pdu.check_rules(rules),)+
                    Self::Unknown { .. } => Ok(()),
                }
            }
        }

        $(
            $(#[doc = $doc])+
            #[derive(Copy, Clone, PartialEq, Default)]
            pub struct $type<'a> {
                $($(#[doc = $field_doc])+ pub $field: field_type!('a $kind $($arg)?),)*
                /// TLVs, and whatever else follows the fields.
                pub tlvs: Tlvs<'a>,
            }

            impl<'a> $type<'a> {
                /// What the table says of this PDU.
                pub const DEF: &'static PduDef = &PduDef {
                    command_id: CommandId::$const,
                    name: $name,
                    other_names: &[$($($other_name),+)?],
                    text: concat!($($doc),+),
                    versions: &[$(InterfaceVersion::$version),+],
                    kind: pdu_kind!($role),
                    esme: &[$($(State::$esme),*)?],
                    mc: &[$($(State::$mc),*)?],
                    esme_v3_4: &[$($(State::$esme34),*)?],
                    mc_v3_4: &[$($(State::$mc34),*)?],
                    fields: &[$(FieldDef {
                        name: stringify!($field),
                        other_names: &[$($($other),+)?],
                        text: concat!($($field_doc),+),
                        kind: <field_kind!($kind $($arg)?) as FieldKind>::TYPE,
                        status: CommandStatus::$status,
                    }),*],
                    requires: &[$($(tlv::$required.tag),+)?],
                };

                pub(crate) const LAYOUT: &'static Layout = &Layout::new(Self::DEF, &[$(Row {
                    name: stringify!($field),
                    kind: <field_kind!($kind $($arg)?) as FieldKind>::KIND,
                    status: CommandStatus::$status,
                }),*]);

                #[cfg(feature = "compact")]
                #[allow(unused_variables)]
                fn take(&mut self, from: &mut Fields<'a, '_>) {
                    $(<field_kind!($kind $($arg)?)>::take(&mut self.$field, from);)*
                }

                #[cfg(not(feature = "compact"))]
                #[inline(always)]
                #[allow(unused_mut)]
                pub(crate) fn read(mut from: Reader<'a>, report: &mut Report<'a, '_>) -> Self {
                    #[allow(dead_code, non_camel_case_types)]
                    enum Field { $($field,)* }
                    Self {
                        $($field: <field_kind!($kind $($arg)?)>::read(&mut from, report, Field::$field as u8),)*
                        tlvs: from.finish(report),
                    }
                }
            }

            impl Body for $type<'_> {
                #[inline(always)]
                fn command_id(&self) -> CommandId {
                    CommandId::$const
                }

                #[inline(always)]
                fn tlvs(&self) -> &Tlvs<'_> {
                    &self.tlvs
                }
            }

            impl WireBody for $type<'_> {
                fn as_any(&self) -> &dyn Body {
                    self
                }

                #[inline(always)]
                fn ending(&self) -> Ending {
                    match self.tlvs.ending() {
                        Ending::WHOLE => Ending::WHOLE,
                        ending => as_changed(self, ending),
                    }
                }

                #[allow(unused_variables)]
                fn visit_all(&self, visit: &mut dyn Visit) {
                    $(<field_kind!($kind $($arg)?)>::visit(&self.$field, visit);)*
                }

                #[allow(unused_variables, unused_mut)]
                fn visit_named(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>)) {
                    let mut rows = Self::DEF.fields.iter();
                    $(if let Some(row) = rows.next() {
                        visit(row, <field_kind!($kind $($arg)?)>::view(&self.$field));
                    })*
                }

                #[cfg(not(feature = "compact"))]
                #[inline(always)]
                fn put(&self, out: &mut Writer<'_>) {
                    $(<field_kind!($kind $($arg)?)>::write(&self.$field, out);)*
                    self.tlvs.put(out);
                }

                #[inline(always)]
                fn check_rules(&self, rules: Rules) -> Result<(), FieldFault> {
                    #[cfg(feature = "compact")]
                    return validate::pdu(Self::LAYOUT, self, rules);
                    #[cfg(not(feature = "compact"))]
                    {
                        validate::version(Self::LAYOUT, rules)?;
                        let text = self.check_fields(rules)?;
                        validate::tlvs(Self::LAYOUT, self.ending(), &self.tlvs, text, rules)
                    }
                }
            }

            #[cfg(not(feature = "compact"))]
            impl $type<'_> {
                /// Checks each field, and gives the octets of text among them.
                #[inline(always)]
                #[allow(unused_mut, unused_variables)]
                fn check_fields(&self, rules: Rules) -> Result<usize, FieldFault> {
                    #[allow(dead_code, non_camel_case_types)]
                    enum Field { $($field,)* }
                    let mut text = 0_usize;
                    $(
                        if let Err(fault) = <field_kind!($kind $($arg)?)>::check(&self.$field, rules) {
                            return Err(validate::field_fault(Self::LAYOUT, Field::$field as u8, fault));
                        }
                        text = text.wrapping_add(<field_kind!($kind $($arg)?)>::text_len(&self.$field));
                    )*
                    Ok(text)
                }
            }

            impl fmt::Debug for $type<'_> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_struct(stringify!($type))
                        $(.field(stringify!($field), shown!($field self.$field)))*
                        .field("tlvs", &self.tlvs)
                        .finish()
                }
            }

            impl<'a> From<$type<'a>> for Pdu<'a> {
                fn from(pdu: $type<'a>) -> Self {
                    Self::$type(pdu)
                }
            }
        )+
    };
}
crate::for_each_pdu!(define_pdus);
