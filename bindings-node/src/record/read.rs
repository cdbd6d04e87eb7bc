//! What JavaScript gives to be sent, made into a PDU.

use smppkit::tlv::{Tag, Tlv};
use smppkit::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton,
};
use smppkit::{
    COctetString, CommandId, CommandStatus, DestAddress, DestAddresses, FieldType, MessageIds, OctetString,
    Pdu, UnsuccessSme, UnsuccessSmes, decode,
};

use super::{FIRST, HEAD, TLV, TLVS_GIVEN};
use crate::error::Error;
use crate::memory::Memory;

/// A PDU to be sent: its header, and what its fields borrow from.
pub(crate) struct Given<'m> {
    input: &'m [u8],
    record: &'m [u32],
    pub(crate) command_id: CommandId,
    pub(crate) command_status: CommandStatus,
    pub(crate) sequence_number: u32,
    tlvs: Vec<Tlv<'m>>,
    dests: Vec<DestAddress<'m>>,
    failed: Vec<UnsuccessSme<'m>>,
    ids: Vec<COctetString<'m>>,
}

impl<'m> Given<'m> {
    /// Reads the record of `memory`; what is written to the output meanwhile does not matter.
    pub(crate) fn read(memory: &'m Memory<'_>) -> Self {
        let record = memory.records.get(FIRST..).unwrap_or_default();
        let mut given = Self {
            input: memory.input,
            record,
            command_id: CommandId(slot(record, 3)),
            command_status: CommandStatus(slot(record, 4)),
            sequence_number: slot(record, 5),
            tlvs: vec![],
            dests: vec![],
            failed: vec![],
            ids: vec![],
        };
        given.read_lists();
        given
    }

    /// Calls `then` with the PDU.
    pub(crate) fn with_pdu<R>(&self, then: impl FnOnce(&Pdu<'_>) -> R) -> Result<R, Error> {
        let frame = self.octets(1);
        let base = if frame.is_empty() {
            default_pdu(self.command_id).unwrap_or(Pdu::Unknown {
                command_id: self.command_id,
                body: OctetString::new(self.octets(8)),
            })
        } else {
            decode(frame).map_err(Error::Frame)?.pdu
        };
        let mut fields = Fields { given: self, at: HEAD, bit: 1 };
        Ok(then(&with_fields(base, &mut fields)))
    }

    fn tlvs(&self) -> Option<&[Tlv<'m>]> {
        (slot(self.record, 6) & TLVS_GIVEN != 0).then_some(&self.tlvs)
    }

    /// The octets whose offset and length are in these slots.
    fn octets(&self, at: usize) -> &'m [u8] {
        let (start, len) = (slot(self.record, at) as usize, slot(self.record, at + 1) as usize);
        self.input.get(start..start.saturating_add(len)).unwrap_or_default()
    }

    fn string(&self, at: usize) -> COctetString<'m> {
        COctetString::new(self.octets(at))
    }

    fn octet(&self, at: usize) -> u8 {
        slot(self.record, at) as u8
    }

    fn read_lists(&mut self) {
        let Some(def) = self.command_id.def() else { return };
        let fields_end = HEAD + def.fields.iter().map(|row| super::slots(row.kind)).sum::<usize>();
        // No more than there is room for.
        let most = self.record.len();
        self.tlvs = (0..(slot(self.record, 7) as usize).min(most))
            .map(|at| fields_end + at * TLV)
            .map(|at| Tlv::new(Tag(slot(self.record, at) as u16), self.octets(at + 1)))
            .collect();
        let mut at = HEAD;
        for (index, row) in def.fields.iter().enumerate() {
            let kind = if slot(self.record, 6) & 1 << index == 0 { FieldType::U8 } else { row.kind };
            let items = |size: usize| {
                let (first, count) = (slot(self.record, at) as usize, slot(self.record, at + 1) as usize);
                (0..count.min(most)).map(move |item| first + item * size)
            };
            match kind {
                FieldType::DestAddresses => {
                    self.dests = items(5).map(|at| self.dest(at)).collect();
                }
                FieldType::UnsuccessSmes => {
                    self.failed = items(5).map(|at| self.failed(at)).collect();
                }
                FieldType::MessageIds => self.ids = items(2).map(|at| self.string(at)).collect(),
                _ => {}
            }
            at += super::slots(row.kind);
        }
    }

    fn dest(&self, at: usize) -> DestAddress<'m> {
        match slot(self.record, at) {
            2 => DestAddress::DistributionList { dl_name: self.string(at + 3) },
            _ => DestAddress::Sme {
                ton: Ton(self.octet(at + 1)),
                npi: Npi(self.octet(at + 2)),
                destination_addr: self.string(at + 3),
            },
        }
    }

    fn failed(&self, at: usize) -> UnsuccessSme<'m> {
        UnsuccessSme {
            dest_addr_ton: Ton(self.octet(at)),
            dest_addr_npi: Npi(self.octet(at + 1)),
            destination_addr: self.string(at + 2),
            error_status_code: CommandStatus(slot(self.record, at + 4)),
        }
    }
}

fn slot(record: &[u32], at: usize) -> u32 {
    record.get(at).copied().unwrap_or_default()
}

/// The fields of a record, one after the other.
struct Fields<'g> {
    given: &'g Given<'g>,
    at: usize,
    bit: u32,
}

impl<'g> Fields<'g> {
    /// The next field, if it is given.
    fn next<T: Field<'g>>(&mut self) -> Option<T> {
        let is_given = slot(self.given.record, 6) & self.bit != 0;
        let at = self.at;
        self.at += T::SLOTS;
        self.bit <<= 1;
        is_given.then(|| T::read(self.given, at))
    }
}

/// The type of a field.
trait Field<'g> {
    const SLOTS: usize;
    fn read(given: &'g Given<'g>, at: usize) -> Self;
}

macro_rules! octets {
    ($($type:ident)+) => {$(
        impl<'g> Field<'g> for $type {
            const SLOTS: usize = 1;
            fn read(given: &'g Given<'g>, at: usize) -> Self {
                Self::from(given.octet(at))
            }
        }
    )+};
}
octets! { u8 DataCoding EsmClass InterfaceVersion MessageState Npi PriorityFlag ProtocolId RegisteredDelivery Ton }

macro_rules! strings {
    ($($type:ident, |$given:ident, $at:ident| $read:expr;)+) => {$(
        impl<'g> Field<'g> for $type<'g> {
            const SLOTS: usize = 2;
            fn read($given: &'g Given<'g>, $at: usize) -> Self {
                $read
            }
        }
    )+};
}
strings! {
    COctetString, |given, at| given.string(at);
    OctetString, |given, at| OctetString::new(given.octets(at));
    DestAddresses, |given, _at| given.dests.as_slice().into();
    UnsuccessSmes, |given, _at| given.failed.as_slice().into();
    MessageIds, |given, _at| given.ids.as_slice().into();
}

macro_rules! give_fields {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        /// The PDU with all its fields empty.
        fn default_pdu<'a>(id: CommandId) -> Option<Pdu<'a>> {
            match id {
                $(CommandId::$const => Some(Pdu::$type(Default::default())),)+
                _ => None,
            }
        }

        /// The PDU with what is given.
        #[allow(unused_variables)]
        fn with_fields<'a>(pdu: Pdu<'a>, fields: &mut Fields<'a>) -> Pdu<'a> {
            match pdu {
                $(Pdu::$type(mut pdu) => {
                    $(if let Some(value) = fields.next() {
                        pdu.$field = value;
                    })*
                    if let Some(tlvs) = fields.given.tlvs() {
                        pdu.tlvs = tlvs.into();
                    }
                    Pdu::$type(pdu)
                })+
                other => other,
            }
        }
    };
}
smppkit::for_each_pdu!(give_fields);
