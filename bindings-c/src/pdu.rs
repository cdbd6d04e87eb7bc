//! The PDUs as C structs: what the core's table expands to here. `include/smppkit_pdus.h` has the same in C.

use core::ffi::c_void;
use core::mem::offset_of;

use smppkit::values::*;
use smppkit::{Body, COctetString, CommandId, FieldDef, FieldValue, Header, OctetString, Writer};

use crate::layout;
use crate::memory::some;
use crate::types::Lend as _;
use crate::types::error::Failure;
use crate::types::lists::{DestAddresses, MessageIds, UnsuccessSmes};
use crate::types::octets::Octets;
use crate::types::tlvs::Tlvs;

/// What every PDU struct begins with.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct AnyPdu {
    /// Octets of the struct.
    pub struct_size: u32,
    /// Which PDU it is.
    pub command_id: u32,
}

/// A PDU that no version knows.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct UnknownPdu<'a> {
    /// Octets of the struct.
    pub struct_size: u32,
    /// Which PDU it is.
    pub command_id: u32,
    /// All that follows the header.
    pub body: Octets<'a>,
}

/// Work to be done on a PDU that C gave, whichever it is: by the first of these that can do it.
pub(crate) trait Work {
    /// Does it if it needs no more than what `put` writes, and nothing goes wrong: to put the PDU together as the core has it
    /// takes as long as to write it.
    #[inline(always)]
    fn try_put(&mut self, _: CommandId, _put: impl FnOnce(&mut Writer<'_>) -> Option<()>) -> bool {
        false
    }

    /// Does it if it must be done fast, in code of its own for each PDU, and nothing goes wrong.
    #[inline(always)]
    fn try_on<B: Body>(&mut self, _: &B) -> bool {
        false
    }

    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure>;
}

/// The C type of a kind of field.
macro_rules! c_type {
    ($a:lifetime COctet) => { Octets<$a> };
    ($a:lifetime MessageId) => { Octets<$a> };
    ($a:lifetime Time) => { Octets<$a> };
    ($a:lifetime FinalDate) => { Octets<$a> };
    ($a:lifetime ShortMessage) => { Octets<$a> };
    ($a:lifetime DestAddressList) => { DestAddresses<$a> };
    ($a:lifetime UnsuccessSmeList) => { UnsuccessSmes<$a> };
    ($a:lifetime MessageIdList) => { MessageIds<$a> };
    ($a:lifetime $octet:ident) => { u8 };
}

/// A field of the core in the form of C.
macro_rules! to_c {
    ($value:expr, COctet) => {
        Octets::new($value.as_bytes())
    };
    ($value:expr, MessageId) => {
        Octets::new($value.as_bytes())
    };
    ($value:expr, Time) => {
        Octets::new($value.as_bytes())
    };
    ($value:expr, FinalDate) => {
        Octets::new($value.as_bytes())
    };
    ($value:expr, ShortMessage) => {
        Octets::new($value.as_bytes())
    };
    ($value:expr, DestAddressList) => {
        DestAddresses::decoded($value)
    };
    ($value:expr, UnsuccessSmeList) => {
        UnsuccessSmes::decoded($value)
    };
    ($value:expr, MessageIdList) => {
        MessageIds::decoded($value)
    };
    ($value:expr, U8) => {
        $value
    };
    ($value:expr, $octet:ident) => {
        $value.0
    };
}

/// A field of C, lent, in the form of the core.
macro_rules! to_core {
    ($lent:expr, COctet) => {
        COctetString::new($lent)
    };
    ($lent:expr, MessageId) => {
        COctetString::new($lent)
    };
    ($lent:expr, Time) => {
        COctetString::new($lent)
    };
    ($lent:expr, FinalDate) => {
        COctetString::new($lent)
    };
    ($lent:expr, ShortMessage) => {
        OctetString::new($lent)
    };
    ($lent:expr, DestAddressList) => {
        $lent.get()
    };
    ($lent:expr, UnsuccessSmeList) => {
        $lent.get()
    };
    ($lent:expr, MessageIdList) => {
        $lent.get()
    };
    ($lent:expr, U8) => {
        $lent
    };
    ($lent:expr, $octet:ident) => {
        $octet($lent)
    };
}

/// A field of C, lent, as a value of any field.
macro_rules! to_value {
    ($lent:expr, DestAddressList) => {
        FieldValue::DestAddresses($lent.get())
    };
    ($lent:expr, UnsuccessSmeList) => {
        FieldValue::UnsuccessSmes($lent.get())
    };
    ($lent:expr, MessageIdList) => {
        FieldValue::MessageIds($lent.get())
    };
    ($lent:expr, ShortMessage) => {
        FieldValue::Octets(OctetString::new($lent))
    };
    ($lent:expr, COctet) => {
        FieldValue::CString(COctetString::new($lent))
    };
    ($lent:expr, MessageId) => {
        FieldValue::CString(COctetString::new($lent))
    };
    ($lent:expr, Time) => {
        FieldValue::CString(COctetString::new($lent))
    };
    ($lent:expr, FinalDate) => {
        FieldValue::CString(COctetString::new($lent))
    };
    ($lent:expr, $octet:ident) => {
        FieldValue::U8($lent, None)
    };
}

macro_rules! define_c_pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        $(
            $(#[doc = $doc])+
            #[repr(C)]
            #[derive(Copy, Clone, Debug)]
            pub struct $type<'a> {
                /// Octets of the struct.
                pub struct_size: u32,
                /// Which PDU it is.
                pub command_id: u32,
                $($(#[doc = $field_doc])+ pub $field: c_type!('a $kind),)*
                /// TLVs, and whatever else follows the fields.
                pub tlvs: Tlvs<'a>,
            }

            impl<'a> From<smppkit::$type<'a>> for $type<'a> {
                #[inline(always)]
                fn from(pdu: smppkit::$type<'a>) -> Self {
                    Self {
                        struct_size: size_of::<Self>() as u32,
                        command_id: $id,
                        $($field: to_c!(pdu.$field, $kind),)*
                        tlvs: Tlvs::decoded(&pdu.tlvs),
                    }
                }
            }

            impl Plain for $type<'_> {}

            const _: () = {
                const POINTER: usize = size_of::<usize>();
                const FIELDS: &[FieldDef] = smppkit::$type::DEF.fields;
                #[allow(dead_code, non_camel_case_types)]
                enum Field { $($field,)* tlvs }
                $(assert!(offset_of!($type<'_>, $field) == layout::offset(FIELDS, Field::$field as usize, POINTER));)*
                assert!(offset_of!($type<'_>, tlvs) == layout::offset(FIELDS, Field::tlvs as usize, POINTER));
                assert!(size_of::<$type<'_>>() == layout::size(FIELDS, POINTER));
            };

            impl $type<'_> {
                /// Each PDU has a function of its own: one for all has too few registers for any.
                #[cfg_attr(not(feature = "compact"), inline(never))]
                fn with<W: Work>(&self, mut work: W) -> Result<(), Failure> {
                    if work.try_put(CommandId::$const, |out| self.put(out)) { Ok(()) } else { self.lent(work) }
                }

                /// Writes its fields and TLVs.
                #[inline(always)]
                fn put(&self, out: &mut Writer<'_>) -> Option<()> {
                    $(out.field(to_value!(self.$field.lend().ok()?, $kind));)*
                    self.tlvs.put(out)
                }

                #[cfg_attr(not(feature = "compact"), inline(never))]
                fn lent<W: Work>(&self, mut work: W) -> Result<(), Failure> {
                    $(let $field = self.$field.lend()?;)*
                    let tlvs = self.tlvs.lend()?;
                    if !tlvs.is_good() {
                        return Err(Failure::VALUE);
                    }
                    let pdu = smppkit::$type {
                        $($field: to_core!($field, $kind),)*
                        tlvs: if tlvs.are_items() { tlvs.items() } else { tlvs.wire() },
                    };
                    if work.try_on(&pdu) { Ok(()) } else { work.on(pdu.into()) }
                }
            }
        )+

        /// Any PDU.
        #[repr(C)]
        #[derive(Copy, Clone)]
        #[allow(non_snake_case, missing_docs)]
        pub union Pdu<'a> {
            pub any: AnyPdu,
            pub unknown: UnknownPdu<'a>,
            $(pub $const: $type<'a>,)+
        }

        impl<'a> From<smppkit::Pdu<'a>> for Pdu<'a> {
            #[inline(always)]
            fn from(pdu: smppkit::Pdu<'a>) -> Self {
                match pdu {
                    $(smppkit::Pdu::$type(pdu) => Self { $const: pdu.into() },)+
                    smppkit::Pdu::Unknown { command_id, body } => Self::unknown(command_id, body.as_bytes()),
                    // `Pdu` may grow, and then so does the table.
                    other => Self::unknown(other.command_id(), &[]),
                }
            }
        }

        impl Given<'_> {
            /// Does work on the PDU, in code of its own for each PDU and each kind of work.
            fn each<W: Work>(self, work: W) -> Result<(), Failure> {
                match CommandId(self.pdu.command_id) {
                    $(CommandId::$const => self.cast::<$type<'_>>()?.with(work),)+
                    command_id => {
                        let pdu = self.cast::<UnknownPdu<'_>>()?;
                        let body = OctetString::new(some(pdu.body.get())?);
                        work.on(smppkit::Pdu::Unknown { command_id, body })
                    }
                }
            }
        }
    };
}
smppkit::for_each_pdu!(define_c_pdus);

impl Given<'_> {
    /// Does work on the PDU.
    #[cfg(not(feature = "compact"))]
    pub(crate) fn with<W: Work>(self, work: W) -> Result<(), Failure> {
        self.each(work)
    }

    /// Does work on the PDU: code for each PDU is there once, whatever the work is.
    #[cfg(feature = "compact")]
    pub(crate) fn with<W: Work>(self, work: W) -> Result<(), Failure> {
        let mut work = Some(work);
        self.each::<Any<'_>>(&mut |pdu| work.take().map_or(Ok(()), |work| work.on(pdu)))
    }
}

/// Any work.
#[cfg(feature = "compact")]
type Any<'w> = &'w mut dyn FnMut(smppkit::Pdu<'_>) -> Result<(), Failure>;

#[cfg(feature = "compact")]
impl Work for Any<'_> {
    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        self(pdu)
    }
}

impl<'a> Pdu<'a> {
    /// No PDU.
    pub(crate) const NONE: Self = Self { any: AnyPdu { struct_size: 0, command_id: 0 } };

    fn unknown(command_id: CommandId, body: &'a [u8]) -> Self {
        let struct_size = size_of::<UnknownPdu<'_>>() as u32;
        Self { unknown: UnknownPdu { struct_size, command_id: command_id.0, body: Octets::new(body) } }
    }
}

/// A struct of C that begins as `AnyPdu` does.
trait Plain {}
impl Plain for UnknownPdu<'_> {}

/// A PDU that C gave: any of the structs.
#[derive(Copy, Clone)]
pub(crate) struct Given<'a> {
    pdu: &'a AnyPdu,
    at: *const c_void,
}

impl<'a> Given<'a> {
    /// # Safety
    ///
    /// A pointer that is not NULL points to a PDU struct: it is good for reading `struct_size` octets as long as `'a`.
    #[inline(always)]
    pub(crate) unsafe fn new(at: *const c_void) -> Result<Self, Failure> {
        if !at.cast::<Pdu<'_>>().is_aligned() {
            return Err(Failure::NULL);
        }
        // SAFETY: the caller's, and it is aligned.
        let pdu = some(unsafe { at.cast::<AnyPdu>().as_ref() })?;
        Ok(Self { pdu, at })
    }

    /// The struct, if it is so large.
    #[inline(always)]
    fn cast<T: Plain>(self) -> Result<&'a T, Failure> {
        if self.pdu.struct_size as usize != size_of::<T>() {
            return Err(Failure::STRUCT_SIZE);
        }
        // SAFETY: `new` was told that so many octets can be read; and a struct of C has no bits that are wrong.
        Ok(unsafe { &*self.at.cast::<T>() })
    }
}

/// The sixteen octets before every PDU.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct PduHeader {
    /// Octets of the whole PDU, the header among them.
    pub command_length: u32,
    /// Which PDU it is: `SMPPKIT_SUBMIT_SM` and its like.
    pub command_id: u32,
    /// How the request ended, in responses: `SMPPKIT_ESME_…`. 0 in requests.
    pub command_status: u32,
    /// What ties a response to its request.
    pub sequence_number: u32,
}

impl From<Header> for PduHeader {
    #[inline(always)]
    fn from(header: Header) -> Self {
        Self {
            command_length: header.command_length,
            command_id: header.command_id.0,
            command_status: header.command_status.0,
            sequence_number: header.sequence_number,
        }
    }
}
