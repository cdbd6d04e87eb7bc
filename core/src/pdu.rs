//! The PDUs: what the table expands to.

use crate::command_id::CommandId;
use crate::error::FieldFault;
use crate::header::Header;
use crate::schema::{FieldDef, PduDef, PduKind};
use crate::state::State;
use crate::status::CommandStatus;
use crate::tlv::{self, Tlvs};
use crate::validate;
use crate::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton,
};
use crate::wire::ending::Ending;
use crate::wire::field::{
    COctet, DestAddressList, FieldKind, FieldValue, FinalDate, MessageId, MessageIdList, Rules, ShortMessage,
    Time, U8, UnsuccessSmeList,
};
use crate::wire::list::{DestAddresses, MessageIds, UnsuccessSmes};
use crate::wire::reader::Reader;
use crate::wire::report::Report;
use crate::wire::string::{COctetString, OctetString};
use crate::wire::writer::{Fields, Length, Sink};

/// A PDU without its header: every type of the table, and [`Pdu`].
pub trait Body: WireBody {
    /// Which PDU it is.
    fn command_id(&self) -> CommandId;

    /// The TLVs and what else follows the fields.
    fn tlvs(&self) -> &Tlvs<'_>;

    /// Calls `visit` with each field that is there, in the order of the wire; TLVs are not among them.
    fn visit_fields(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>));

    /// Octets that the PDU has, its header included.
    fn encoded_len(&self) -> usize {
        match self.ending() {
            Ending::WHOLE => {
                let mut length = Length { fields: Fields::ALL, octets: Header::LEN };
                self.put(&mut length);
                length.octets
            }
            ending => {
                let mut length = Length { fields: Fields::up_to(ending), octets: Header::LEN };
                self.put(&mut length);
                length.octets
            }
        }
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

pub(crate) use sealed::WireBody;

mod sealed {
    use super::{Ending, FieldFault, Rules, Sink};

    /// What the codec needs of a PDU and nobody else.
    pub trait WireBody {
        fn put<S: Sink>(&self, out: &mut S);
        fn check_rules(&self, rules: Rules) -> Result<(), FieldFault>;
        fn ending(&self) -> Ending;
    }
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

            fn visit_fields(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>)) {
                match self {
                    $(Self::$type(pdu) => pdu.visit_fields(visit),)+
                    Self::Unknown { .. } => {}
                }
            }

        }

        impl WireBody for Pdu<'_> {
            fn ending(&self) -> Ending {
                match self {
                    $(Self::$type(pdu) => pdu.ending(),)+
                    Self::Unknown { .. } => Ending::WHOLE,
                }
            }

            fn put<S: Sink>(&self, out: &mut S) {
                match self {
                    $(Self::$type(pdu) => pdu.put(out),)+
                    Self::Unknown { body, .. } => out.octets(body.as_bytes()),
                }
            }

            fn check_rules(&self, rules: Rules) -> Result<(), FieldFault> {
                match self {
                    $(Self::$type(pdu) => pdu.check_rules(rules),)+
                    Self::Unknown { .. } => Ok(()),
                }
            }
        }

        $(
            $(#[doc = $doc])+
            #[derive(Copy, Clone, PartialEq, Debug, Default)]
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

                /// How the body ends that was cut short when it was decoded, with what was assigned to its fields since.
                #[cold]
                #[allow(unused_mut, unused_assignments)]
                fn ending_as_changed(&self, ending: Ending) -> Ending {
                    let (mut fields, mut set, mut text) = (0_u8, 0_u8, 0_usize);
                    $(
                        fields = fields.saturating_add(1);
                        if !<field_kind!($kind $($arg)?)>::is_empty(&self.$field) {
                            set = fields;
                        }
                        text = text.saturating_add(<field_kind!($kind $($arg)?)>::text_len(&self.$field));
                    )*
                    ending.as_changed(fields, set, text)
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

                #[allow(unused_variables, unused_mut, unused_assignments)]
                fn visit_fields(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>)) {
                    let mut rows = Self::DEF.fields.iter().take(self.ending().fields.into());
                    $(match rows.next() {
                        Some(row) => visit(row, <field_kind!($kind $($arg)?)>::view(&self.$field)),
                        None => return,
                    })*
                }

            }

            impl WireBody for $type<'_> {
                #[inline(always)]
                fn ending(&self) -> Ending {
                    match self.tlvs.ending() {
                        Ending::WHOLE => Ending::WHOLE,
                        ending => self.ending_as_changed(ending),
                    }
                }

                #[inline(always)]
                fn put<S: Sink>(&self, out: &mut S) {
                    $(if out.field() {
                        <field_kind!($kind $($arg)?)>::write(&self.$field, out);
                    })*
                    self.tlvs.put(out);
                }

                #[inline(always)]
                #[allow(unused_mut)]
                fn check_rules(&self, rules: Rules) -> Result<(), FieldFault> {
                    #[allow(dead_code, non_camel_case_types)]
                    enum Field { $($field,)* }
                    validate::version(Self::DEF, rules)?;
                    $(if let Err(fault) = <field_kind!($kind $($arg)?)>::check(&self.$field, rules) {
                        return Err(validate::field_fault(Self::DEF, Field::$field as u8, fault));
                    })*
                    let mut text = 0_usize;
                    $(text = text.wrapping_add(<field_kind!($kind $($arg)?)>::text_len(&self.$field));)*
                    validate::tlvs(Self::DEF, self.ending(), &self.tlvs, text, rules)
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
