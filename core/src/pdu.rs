//! The PDUs: what the table expands to, and the codec over it.

use core::fmt;

use crate::command_id::CommandId;
use crate::error::{EncodeError, Fault, FaultList, FieldFault, FrameError};
use crate::header::Header;
use crate::state::State;
use crate::status::CommandStatus;
use crate::tlv::Tlvs;
use crate::validate;
use crate::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton,
};
use crate::wire::ending::{Ending, Form};
use crate::wire::field::{
    COctet, DestAddressList, FieldKind, FieldType, FieldValue, FinalDate, MessageId, MessageIdList, Rules,
    ShortMessage, Time, U8, UnsuccessSmeList,
};
use crate::wire::list::{DestAddresses, MessageIds, UnsuccessSmes};
use crate::wire::reader::Reader;
use crate::wire::report::Report;
use crate::wire::string::{COctetString, OctetString};
use crate::wire::writer::{Fields, Length, Sink, Writer};

/// All that the table says of one PDU.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct PduDef {
    /// Its id.
    pub command_id: CommandId,
    /// Its name.
    pub name: &'static str,
    /// What it is, for people.
    pub text: &'static str,
    /// The versions that have it.
    pub versions: &'static [InterfaceVersion],
    /// What it is in an exchange.
    pub kind: PduKind,
    /// The states in which an ESME may send it, where it is no response.
    pub esme: &'static [State],
    /// The states in which an MC may send it, where it is no response.
    pub mc: &'static [State],
    /// Further states in which 3.4 lets an ESME send it.
    pub esme_v3_4: &'static [State],
    /// Further states in which 3.4 lets an MC send it.
    pub mc_v3_4: &'static [State],
    /// Its fields in the order of the wire, without the TLVs.
    pub fields: &'static [FieldDef],
}

/// What a PDU is in an exchange.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum PduKind {
    /// Wants a response.
    Request,
    /// Is the response to a request.
    Response,
    /// Wants no response.
    Notification,
    /// generic_nack.
    Nack,
}

/// All that the table says of one field.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct FieldDef {
    /// Its name in the specification.
    pub name: &'static str,
    /// What it is, for people.
    pub text: &'static str,
    /// The kind of field.
    pub kind: FieldType,
    /// The status that answers a fault in it.
    pub status: CommandStatus,
}

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
        $role:ident $(($peer:ident))?
        $(esme[$($esme:ident)*] mc[$($mc:ident)*])?
        $(also_v3_4 esme[$($esme34:ident)*] mc[$($mc34:ident)*])?
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident;)* }
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

        impl<'a> Pdu<'a> {
            /// Takes a PDU apart. What it gives is made in its place: it is large, and moving it costs more than
            /// reading it.
            #[inline(always)]
            fn read(frame: &'a [u8], faults: Option<&mut FaultList>) -> Result<Decoded<'a>, FrameError> {
                let (header, body) = split_frame(frame)?;
                match header.command_id {
                    $(CommandId::$const => {
                        let listed = faults.is_some();
                        let mut report = Report::new($type::DEF, body, faults);
                        let pdu = $type::read(Reader::new(body), &mut report);
                        if report.is_faulty() && !listed {
                            return read_faulty(frame);
                        }
                        Ok(Decoded { header, pdu: Self::$type(pdu), faults: Faults::default() })
                    })+
                    command_id => {
                        let pdu = Self::Unknown { command_id, body: OctetString::new(body) };
                        Ok(Decoded { header, pdu, faults: Faults::default() })
                    }
                }
            }

            /// The PDU with its fields empty and these TLVs.
            #[allow(clippy::needless_update)]
            fn with_tlvs(command_id: CommandId, tlvs: Tlvs<'a>) -> Option<Self> {
                match command_id {
                    $(CommandId::$const => Some(Self::$type($type { tlvs, ..$type::default() })),)+
                    _ => None,
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

            fn visit_fields(&self, visit: &mut dyn FnMut(&'static FieldDef, FieldValue<'_>)) {
                match self {
                    $(Self::$type(pdu) => pdu.visit_fields(visit),)+
                    Self::Unknown { .. } => {}
                }
            }

        }

        impl WireBody for Pdu<'_> {
            fn ending(&self) -> Ending {
                self.tlvs().ending()
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
                    text: concat!($($doc),+),
                    versions: &[$(InterfaceVersion::$version),+],
                    kind: pdu_kind!($role),
                    esme: &[$($(State::$esme),*)?],
                    mc: &[$($(State::$mc),*)?],
                    esme_v3_4: &[$($(State::$esme34),*)?],
                    mc_v3_4: &[$($(State::$mc34),*)?],
                    fields: &[$(FieldDef {
                        name: stringify!($field),
                        text: concat!($($field_doc),+),
                        kind: <field_kind!($kind $($arg)?) as FieldKind>::TYPE,
                        status: CommandStatus::$status,
                    }),*],
                };

                #[inline(always)]
                #[allow(unused_mut)]
                fn read(mut from: Reader<'a>, report: &mut Report<'a, '_>) -> Self {
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
                    self.tlvs.ending()
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
                    validate::tlvs(Self::DEF, &self.tlvs, text, rules)
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

impl CommandId {
    /// What the table says of this PDU, if it is one of the specification's.
    #[must_use]
    pub fn def(self) -> Option<&'static PduDef> {
        def(self)
    }

    /// The name of the PDU.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.def().map(|def| def.name)
    }

    /// The id of the PDU of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        SCHEMA.iter().find(|def| def.name == name).map(|def| def.command_id)
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A PDU that was taken apart.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Decoded<'a> {
    /// Its header.
    pub header: Header,
    /// Its body.
    pub pdu: Pdu<'a>,
    /// What is out of order in it.
    pub faults: Faults<'a>,
}

/// What is out of order in a PDU that was decoded all the same.
///
/// It knows at once whether there is anything; the list is made when it is asked for.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub struct Faults<'a> {
    /// The PDU, unless all is well.
    frame: &'a [u8],
}

impl<'a> Faults<'a> {
    /// Whether all is well.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// The faults in the order of the octets, at most [`MAX_FAULTS`](crate::MAX_FAULTS).
    pub fn iter(&self) -> impl Iterator<Item = FieldFault> + use<> {
        let mut faults = FaultList::new();
        // An empty frame is none, and then there is nothing to list.
        let _ = read_listing(self.frame, &mut faults);
        faults.into_iter()
    }

    /// The first fault.
    #[must_use]
    pub fn first(&self) -> Option<FieldFault> {
        self.iter().next()
    }
}

impl fmt::Debug for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[inline(always)]
fn split_frame(frame: &[u8]) -> Result<(Header, &[u8]), FrameError> {
    let (Some(header), Some(body)) = (Header::read(frame), frame.get(Header::LEN..)) else {
        return Err(FrameError::Short { len: frame.len() });
    };
    if header.command_length as usize != frame.len() {
        return Err(FrameError::LengthMismatch { command_length: header.command_length, len: frame.len() });
    }
    Ok((header, body))
}

/// Takes one PDU apart.
///
/// There is one decoder, and it accepts whatever is a frame: what is out of order is kept, so that encoding gives the
/// same octets, and is listed in `faults`. What to make of that is the caller's business.
///
/// # Errors
///
/// If `frame` is not exactly one PDU by its `command_length`.
///
/// ```
/// use smppkit::{Pdu, decode};
///
/// let frame = [0, 0, 0, 17, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, b'7'];
/// let decoded = decode(&frame)?;
/// let Pdu::SubmitSmResp(resp) = decoded.pdu else { panic!() };
/// assert_eq!(resp.message_id, "7");
/// assert_eq!(
///     decoded.faults.first().unwrap().to_string(),
///     "submit_sm_resp.message_id: no NUL before the end of the PDU (offset 16)",
/// );
/// # Ok::<(), smppkit::FrameError>(())
/// ```
pub fn decode(frame: &[u8]) -> Result<Decoded<'_>, FrameError> {
    Pdu::read(frame, None)
}

/// Takes a PDU apart in which something is out of order.
#[cold]
fn read_faulty(frame: &[u8]) -> Result<Decoded<'_>, FrameError> {
    let mut faults = FaultList::new();
    let decoded = read_listing(frame, &mut faults)?;
    let frame = if faults.is_empty() { &[] } else { frame };
    Ok(Decoded { faults: Faults { frame }, ..decoded })
}

/// Takes a PDU apart and lists what is out of order in it.
#[cold]
fn read_listing<'a>(frame: &'a [u8], faults: &mut FaultList) -> Result<Decoded<'a>, FrameError> {
    let decoded = Pdu::read(frame, Some(faults))?;
    let (header, body) = split_frame(frame)?;
    if !header.command_id.is_response() {
        return Ok(decoded);
    }
    // Some peers leave the fields of a response out and send its TLVs all the same.
    let tlvs = Tlvs::cut(Ending::TLVS_ALONE, body);
    if !faults.is_empty()
        && tlvs.remainder().is_empty()
        && tlvs.iter().next().is_some_and(|first| first.tag.row().is_some())
        && let Some(def) = header.command_id.def().filter(|def| !def.fields.is_empty())
        && let Some(pdu) = Pdu::with_tlvs(header.command_id, tlvs)
    {
        *faults = FaultList::new();
        if header.command_status.is_ok() {
            faults.push(validate::field_fault(def, 0, Fault::Missing).at(Header::LEN));
        }
        Reader::new(body).finish(&mut Report::new(def, body, Some(faults)));
        return Ok(Decoded { pdu, ..decoded });
    }
    // 3.4 and 5.0 leave the body of an error response out; some peers send a NUL for it.
    if !header.command_status.is_ok() {
        faults.retain(|fault| fault.fault != Fault::Missing);
    }
    Ok(decoded)
}

/// Writes one PDU into `out` and returns how many octets it has.
///
/// This writes whatever can be written at all, also what no specification allows: what was decoded gives the octets that
/// it was decoded from. [`Body::check`] says whether a peer may be sent it.
///
/// # Errors
///
/// `BufferTooSmall` with the octets needed; `Field` for what the wire cannot express, such as a NUL in a C-octet string.
///
/// ```
/// use smppkit::{CommandStatus, EnquireLink, encode};
///
/// let mut out = [0; 64];
/// let len = encode(CommandStatus::ESME_ROK, 1, &EnquireLink::default(), &mut out)?;
/// assert_eq!(out[..len], [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1]);
/// # Ok::<(), smppkit::EncodeError>(())
/// ```
#[inline]
pub fn encode<B: Body>(
    command_status: CommandStatus,
    sequence_number: u32,
    body: &B,
    out: &mut [u8],
) -> Result<usize, EncodeError> {
    write_pdu(command_status, sequence_number, body, out).ok_or_else(|| encode_error(body))
}

/// Why a PDU could not be written.
#[cold]
pub(crate) fn encode_error<B: Body>(body: &B) -> EncodeError {
    match body.check_rules(Rules::Wire) {
        Err(fault) => EncodeError::Field(fault),
        Ok(()) => EncodeError::BufferTooSmall { needed: body.encoded_len() },
    }
}

/// Writes a PDU; `None` if that cannot be done.
#[inline(always)]
pub(crate) fn write_pdu<B: Body>(
    command_status: CommandStatus,
    sequence_number: u32,
    body: &B,
    out: &mut [u8],
) -> Option<usize> {
    let (header, rest) = out.split_first_chunk_mut::<16>()?;
    let room = rest.len();
    let ending = body.ending();
    let written = if ending == Ending::WHOLE {
        let mut writer = Writer::new(Fields::ALL, rest);
        body.put(&mut writer);
        if writer.failed() {
            return None;
        }
        room.wrapping_sub(writer.left())
    } else {
        put_cut(ending, body, rest)?
    };
    let len = written.saturating_add(Header::LEN);
    *header = Header {
        command_length: u32::try_from(len).ok()?,
        command_id: body.command_id(),
        command_status,
        sequence_number,
    }
    .to_octets();
    Some(len)
}

/// Writes a body that ends too early, as it was when it was decoded.
#[cold]
fn put_cut<B: Body>(ending: Ending, body: &B, out: &mut [u8]) -> Option<usize> {
    let room = out.len();
    let mut writer = Writer::new(Fields::up_to(ending), &mut *out);
    body.put(&mut writer);
    if writer.failed() {
        return None;
    }
    let written = room.saturating_sub(writer.left());
    let last_field = room.saturating_sub(writer.left_at_last_field());
    if ending.form == Form::ShortText {
        *out.get_mut(last_field)? = ending.sm_length;
    }
    Some(written)
}
