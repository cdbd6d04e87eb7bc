//! A PDU as plain data, and an encoder of it that shares no code with the one under test.

use std::ops::Range;

use smppkit::tlv::{Tag, Tlv};
use smppkit::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton,
};
use smppkit::{
    COctetString, CommandStatus, DestAddress, DestAddresses, FieldType, FieldValue, MessageIds, OctetString,
    Pdu, PduDef, Tlvs, UnsuccessSme, UnsuccessSmes,
};

/// A PDU.
#[derive(Clone, Debug)]
pub struct Model {
    /// Which PDU it is.
    pub def: &'static PduDef,
    /// Its `command_status`.
    pub status: u32,
    /// Its `sequence_number`.
    pub sequence: u32,
    /// A value for each row of `def.fields`.
    pub fields: Vec<Value>,
    /// Its TLVs: tag and value.
    pub tlvs: Vec<(u16, Vec<u8>)>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One octet.
    Octet(u8),
    /// A C-octet string without its NUL.
    CString(Vec<u8>),
    /// `short_message`.
    Text(Vec<u8>),
    /// Destinations.
    Dests(Vec<Dest>),
    /// Destinations that failed.
    Failed(Vec<Failed>),
    /// Message ids.
    Ids(Vec<Vec<u8>>),
}

/// A destination of a submit_multi.
#[derive(Clone, Debug, PartialEq)]
pub enum Dest {
    /// TON, NPI and address.
    Sme(u8, u8, Vec<u8>),
    /// The name of a distribution list.
    List(Vec<u8>),
}

/// A destination that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// Type of number.
    pub ton: u8,
    /// Numbering plan.
    pub npi: u8,
    /// The address.
    pub addr: Vec<u8>,
    /// Why it failed.
    pub status: u32,
}

fn terminated(string: &[u8]) -> Vec<u8> {
    [string, &[0]].concat()
}

fn counted(items: Vec<Vec<u8>>) -> Vec<u8> {
    [vec![items.len() as u8], items.concat()].concat()
}

impl Value {
    /// The value that all-defaults PDUs have: nothing.
    pub fn empty(kind: FieldType) -> Self {
        match kind {
            FieldType::U8 | FieldType::Value(_) => Self::Octet(0),
            FieldType::ShortMessage => Self::Text(vec![]),
            FieldType::DestAddresses => Self::Dests(vec![]),
            FieldType::UnsuccessSmes => Self::Failed(vec![]),
            FieldType::MessageIds => Self::Ids(vec![]),
            _ => Self::CString(vec![]),
        }
    }

    /// The largest value that a peer of this version may be sent.
    pub fn largest(kind: FieldType, version: InterfaceVersion) -> Self {
        let text = |octets: usize| vec![b'A'; octets];
        match kind {
            FieldType::U8 | FieldType::Value(_) => Self::Octet(0xFF),
            FieldType::CString { max } => Self::CString(text(max - 1)),
            FieldType::MessageId => Self::CString(text(message_id_max(version) - 1)),
            FieldType::Time | FieldType::FinalDate => Self::CString(b"991231235959948+".to_vec()),
            FieldType::ShortMessage => Self::Text(text(text_max(version))),
            FieldType::DestAddresses => {
                let item =
                    |at| if at % 2 == 0 { Dest::Sme(0xFF, 0xFF, text(20)) } else { Dest::List(text(20)) };
                Self::Dests((0..dests_max(version)).map(item).collect())
            }
            FieldType::UnsuccessSmes => {
                let item = Failed { ton: 0xFF, npi: 0xFF, addr: text(20), status: u32::MAX };
                Self::Failed(vec![item; 255])
            }
            FieldType::MessageIds => Self::Ids(vec![text(8); 100]),
            kind => panic!("no largest {kind:?}"),
        }
    }

    /// Its octets on the wire, with the NUL, length or count that belongs to it.
    pub fn octets(&self) -> Vec<u8> {
        match self {
            Self::Octet(octet) => vec![*octet],
            Self::CString(string) => terminated(string),
            Self::Text(text) => [&[text.len() as u8], text.as_slice()].concat(),
            Self::Ids(ids) => counted(ids.iter().map(|id| terminated(id)).collect()),
            Self::Dests(dests) => counted(
                dests
                    .iter()
                    .map(|dest| match dest {
                        Dest::Sme(ton, npi, addr) => [&[1, *ton, *npi], terminated(addr).as_slice()].concat(),
                        Dest::List(name) => [&[2], terminated(name).as_slice()].concat(),
                    })
                    .collect(),
            ),
            Self::Failed(failed) => counted(
                failed
                    .iter()
                    .map(|it| {
                        [&[it.ton, it.npi], terminated(&it.addr).as_slice(), &it.status.to_be_bytes()]
                            .concat()
                    })
                    .collect(),
            ),
        }
    }
}

impl From<FieldValue<'_>> for Value {
    fn from(value: FieldValue<'_>) -> Self {
        match value {
            FieldValue::U8(octet, _) => Self::Octet(octet),
            FieldValue::CString(string) => Self::CString(string.as_bytes().to_vec()),
            FieldValue::Octets(text) => Self::Text(text.as_bytes().to_vec()),
            FieldValue::MessageIds(ids) => Self::Ids(ids.iter().map(|id| id.as_bytes().to_vec()).collect()),
            FieldValue::DestAddresses(dests) => Self::Dests(
                dests
                    .iter()
                    .map(|dest| match dest {
                        DestAddress::Sme { ton, npi, destination_addr } => {
                            Dest::Sme(ton.0, npi.0, destination_addr.as_bytes().to_vec())
                        }
                        DestAddress::DistributionList { dl_name } => Dest::List(dl_name.as_bytes().to_vec()),
                    })
                    .collect(),
            ),
            FieldValue::UnsuccessSmes(failed) => Self::Failed(
                failed
                    .iter()
                    .map(|it| Failed {
                        ton: it.dest_addr_ton.0,
                        npi: it.dest_addr_npi.0,
                        addr: it.destination_addr.as_bytes().to_vec(),
                        status: it.error_status_code.0,
                    })
                    .collect(),
            ),
            value => panic!("what is {value:?}?"),
        }
    }
}

/// Octets of a message id with its NUL (DISCREPANCIES A5).
pub fn message_id_max(version: InterfaceVersion) -> usize {
    if version == InterfaceVersion::V3_3 { 9 } else { 65 }
}

/// Octets of a short_message (DISCREPANCIES A6).
pub fn text_max(version: InterfaceVersion) -> usize {
    match version {
        InterfaceVersion::V3_3 => 160,
        InterfaceVersion::V3_4 => 254,
        _ => 255,
    }
}

/// Destinations of a submit_multi (DISCREPANCIES A7).
pub fn dests_max(version: InterfaceVersion) -> usize {
    if version == InterfaceVersion::V3_4 { 254 } else { 255 }
}

/// A header and a body, with the `command_length` that fits.
pub fn frame(id: u32, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let length = 16 + body.len() as u32;
    [&length.to_be_bytes(), &id.to_be_bytes(), &status.to_be_bytes(), &sequence.to_be_bytes(), body].concat()
}

/// Writes the `command_length` that fits into the header.
pub fn patch_length(frame: &mut [u8]) {
    let length = frame.len() as u32;
    frame[..4].copy_from_slice(&length.to_be_bytes());
}

/// The TLVs that a PDU must have, each as short as it may be.
pub fn required_tlvs(def: &PduDef) -> Vec<(u16, Vec<u8>)> {
    let shortest = |tag: &Tag| tag.row().map_or(0, |row| row.lengths[0].0.into());
    def.requires.iter().map(|tag| (tag.0, vec![0; shortest(tag)])).collect()
}

impl Model {
    /// A PDU with these fields, and the TLVs without which it is not whole.
    pub fn new(def: &'static PduDef, fields: Vec<Value>) -> Self {
        Self { def, status: 0, sequence: 1, fields, tlvs: required_tlvs(def) }
    }

    /// A PDU in which every field is empty or 0.
    pub fn all_defaults(def: &'static PduDef) -> Self {
        Self::new(def, def.fields.iter().map(|row| Value::empty(row.kind)).collect())
    }

    /// A PDU in which every field is as large as the newest version that has the PDU allows.
    pub fn all_maximums(def: &'static PduDef) -> Self {
        let version = *def.versions.last().expect("each PDU is in a version");
        Self::new(def, def.fields.iter().map(|row| Value::largest(row.kind, version)).collect())
    }

    /// Its octets on the wire.
    pub fn octets(&self) -> Vec<u8> {
        let mut body = self.fields.iter().flat_map(Value::octets).collect::<Vec<_>>();
        for (tag, value) in &self.tlvs {
            body.extend(tag.to_be_bytes());
            body.extend((value.len() as u16).to_be_bytes());
            body.extend(value);
        }
        frame(self.def.command_id.0, self.status, self.sequence, &body)
    }

    /// Where the octets of a field are; behind the last field begin the TLVs.
    pub fn range(&self, field: usize) -> Range<usize> {
        let octets = |fields: &[Value]| fields.iter().map(|value| value.octets().len()).sum::<usize>();
        let start = 16 + octets(&self.fields[..field]);
        start..start + self.fields.get(field).map_or(0, |value| value.octets().len())
    }

    /// Calls `then` with the PDU as a user of the library would build it: lists and TLVs from slices.
    pub fn with_pdu<R>(&self, then: impl FnOnce(&Pdu<'_>) -> R) -> R {
        let fields = self.fields.iter().map(Built::new).collect::<Vec<_>>();
        let tlvs = self.tlvs.iter().map(|(tag, value)| Tlv::new(Tag(*tag), value)).collect::<Vec<_>>();
        then(&build(self.def, &fields, Tlvs::from(tlvs.as_slice())))
    }
}

/// A value in the form in which it goes into a field.
#[derive(Debug)]
pub enum Built<'a> {
    /// One octet.
    Octet(u8),
    /// A string of either kind.
    Octets(&'a [u8]),
    /// Destinations.
    Dests(Vec<DestAddress<'a>>),
    /// Destinations that failed.
    Failed(Vec<UnsuccessSme<'a>>),
    /// Message ids.
    Ids(Vec<COctetString<'a>>),
}

impl<'a> Built<'a> {
    /// That form of this value.
    pub fn new(value: &'a Value) -> Self {
        match value {
            Value::Octet(octet) => Self::Octet(*octet),
            Value::CString(octets) | Value::Text(octets) => Self::Octets(octets),
            Value::Dests(dests) => Self::Dests(
                dests
                    .iter()
                    .map(|dest| match dest {
                        Dest::Sme(ton, npi, addr) => DestAddress::Sme {
                            ton: Ton(*ton),
                            npi: Npi(*npi),
                            destination_addr: addr.as_slice().into(),
                        },
                        Dest::List(name) => DestAddress::DistributionList { dl_name: name.as_slice().into() },
                    })
                    .collect(),
            ),
            Value::Failed(failed) => Self::Failed(
                failed
                    .iter()
                    .map(|it| UnsuccessSme {
                        dest_addr_ton: Ton(it.ton),
                        dest_addr_npi: Npi(it.npi),
                        destination_addr: it.addr.as_slice().into(),
                        error_status_code: CommandStatus(it.status),
                    })
                    .collect(),
            ),
            Value::Ids(ids) => Self::Ids(ids.iter().map(|id| id.as_slice().into()).collect()),
        }
    }
}

/// The Rust type of a field.
trait Field<'a> {
    fn from_built(value: &'a Built<'a>) -> Self;
}

macro_rules! fields {
    ($($type:ty, $variant:ident($value:ident) => $field:expr;)+) => {$(
        impl<'a> Field<'a> for $type {
            fn from_built(value: &'a Built<'a>) -> Self {
                match value {
                    Built::$variant($value) => $field,
                    other => panic!("{other:?} is no {}", stringify!($type)),
                }
            }
        }
    )+};
}
fields! {
    u8, Octet(value) => *value;
    Ton, Octet(value) => Self(*value);
    Npi, Octet(value) => Self(*value);
    DataCoding, Octet(value) => Self(*value);
    MessageState, Octet(value) => Self(*value);
    ProtocolId, Octet(value) => Self(*value);
    PriorityFlag, Octet(value) => Self(*value);
    InterfaceVersion, Octet(value) => Self(*value);
    EsmClass, Octet(value) => Self(*value);
    RegisteredDelivery, Octet(value) => Self(*value);
    COctetString<'a>, Octets(value) => Self::new(value);
    OctetString<'a>, Octets(value) => Self::new(value);
    DestAddresses<'a>, Dests(value) => Self::from(value.as_slice());
    UnsuccessSmes<'a>, Failed(value) => Self::from(value.as_slice());
    MessageIds<'a>, Ids(value) => Self::from(value.as_slice());
}

macro_rules! builders {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        /// Makes the struct of a PDU.
        fn build<'a>(def: &PduDef, fields: &'a [Built<'a>], tlvs: Tlvs<'a>) -> Pdu<'a> {
            #[allow(unused_mut)]
            let mut fields = fields.iter();
            match def.name {
                $($name => {
                    $(let $field = Field::from_built(fields.next().expect("a value for each field"));)*
                    assert!(fields.next().is_none(), "more values than fields");
                    smppkit::$type { $($field,)* tlvs }.into()
                })+
                name => panic!("no PDU {name}"),
            }
        }

        /// Assigns a value to one field, as a user does who changes a decoded PDU.
        pub fn assign<'a>(pdu: &mut Pdu<'a>, field: &str, value: &'a Built<'a>) {
            match pdu {
                $(Pdu::$type(pdu) => {
                    let _ = &pdu;
                    match field {
                        $(stringify!($field) => pdu.$field = Field::from_built(value),)*
                        field => panic!("{} has no {field}: {value:?}", $name),
                    }
                })+
                pdu => panic!("{pdu:?} has no fields"),
            }
        }

        /// The TLVs of a PDU, to be changed.
        pub fn tlvs_mut<'p, 'a>(pdu: &'p mut Pdu<'a>) -> &'p mut Tlvs<'a> {
            match pdu {
                $(Pdu::$type(pdu) => &mut pdu.tlvs,)+
                pdu => panic!("{pdu:?} has no TLVs"),
            }
        }
    };
}
smppkit::for_each_pdu!(builders);
