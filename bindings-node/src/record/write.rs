//! What was decoded, as records.

use smppkit::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId, RegisteredDelivery,
    Ton,
};
use smppkit::{
    Body as _, COctetString, Decoded, DestAddress, DestAddresses, FieldDef, MessageIds, OctetString, Pdu,
    Tlvs, UnsuccessSmes,
};

use super::{FIRST, slots};

/// There is no room for one more record.
pub(crate) struct Full;

/// Records, one behind the other.
pub(crate) struct Records<'m> {
    slots: &'m mut [u32],
    end: usize,
}

impl<'m> Records<'m> {
    /// No records yet, and room for those that fit.
    pub(crate) fn new(slots: &'m mut [u32]) -> Self {
        Self { slots, end: FIRST }
    }

    /// Where the last record ends.
    pub(crate) fn end(&self) -> usize {
        self.end
    }

    /// Forgets what was written behind this place.
    pub(crate) fn truncate(&mut self, end: usize) {
        self.end = end.min(self.end);
    }

    pub(crate) fn push(&mut self, value: u32) -> Result<(), Full> {
        *self.slots.get_mut(self.end).ok_or(Full)? = value;
        self.end += 1;
        Ok(())
    }

    pub(crate) fn push_u64(&mut self, value: u64) -> Result<(), Full> {
        self.push(value as u32)?;
        self.push((value >> 32) as u32)
    }

    /// How many slots are left.
    pub(crate) fn left(&self) -> usize {
        self.slots.len() - self.end
    }

    pub(crate) fn set(&mut self, at: usize, value: u32) {
        if let Some(place) = self.slots.get_mut(at) {
            *place = value;
        }
    }

    /// A string: where it is in the input, and its length.
    fn octets(&mut self, input: &[u8], octets: &[u8]) -> Result<(), Full> {
        self.push(offset(input, octets))?;
        self.push(octets.len() as u32)
    }

    /// The record of a PDU, whose frame is in the input.
    pub(crate) fn pdu(
        &mut self,
        input: &[u8],
        frame: &[u8],
        header: smppkit::Header,
        pdu: &Pdu<'_>,
        is_faulty: bool,
    ) -> Result<(), Full> {
        let start = self.end;
        let tlvs = pdu.tlvs();
        let rest = match pdu {
            Pdu::Unknown { body, .. } => body.as_bytes(),
            _ => tlvs.remainder(),
        };
        self.push(0)?;
        self.octets(input, frame)?;
        self.push(header.command_id.0)?;
        self.push(header.command_status.0)?;
        self.push(header.sequence_number)?;
        self.push(is_faulty.into())?;
        self.push(0)?;
        self.octets(input, rest)?;
        self.fields(input, start, pdu)?;
        self.set(start, (self.end - start) as u32);
        Ok(())
    }

    /// The items of a field if it is a list. Gives the slots of the field.
    #[inline(always)]
    fn list<F: Field>(&mut self, input: &[u8], start: usize, slot: usize, field: &F) -> Result<usize, Full> {
        if F::IS_LIST {
            self.set(slot, (self.end - start) as u32);
            field.items(input, self)?;
        }
        Ok(F::SLOTS)
    }

    fn tlvs(&mut self, input: &[u8], start: usize, tlvs: &Tlvs<'_>) -> Result<(), Full> {
        let mut count = 0;
        for tlv in tlvs.iter() {
            self.push(tlv.tag.0.into())?;
            // The octets of a TLV that was decoded are in one piece.
            self.octets(input, tlv.octets().0)?;
            count += 1;
        }
        self.set(start + 7, count);
        Ok(())
    }

    /// The same for what was decoded.
    pub(crate) fn decoded(&mut self, input: &[u8], frame: &[u8], decoded: &Decoded<'_>) -> Result<(), Full> {
        self.pdu(input, frame, decoded.header, &decoded.pdu, !decoded.faults.is_empty())
    }
}

/// Where fields are written: slots of the record, and where the input begins.
struct Fields<'s, 'i> {
    slots: core::slice::IterMut<'s, u32>,
    input: &'i [u8],
}

impl Fields<'_, '_> {
    #[inline(always)]
    fn put(&mut self, value: u32) {
        if let Some(place) = self.slots.next() {
            *place = value;
        }
    }

    #[inline(always)]
    fn octets(&mut self, octets: &[u8]) {
        self.put(offset(self.input, octets));
        self.put(octets.len() as u32);
    }
}

/// The type of a field.
trait Field {
    const SLOTS: usize;
    /// Whether it is a list, whose items follow the TLVs.
    const IS_LIST: bool = false;
    fn write(&self, to: &mut Fields<'_, '_>);
    fn items(&self, _input: &[u8], _records: &mut Records<'_>) -> Result<(), Full> {
        Ok(())
    }
}

macro_rules! octets {
    ($($type:ident)+) => {$(
        impl Field for $type {
            const SLOTS: usize = 1;

            #[inline(always)]
            fn write(&self, to: &mut Fields<'_, '_>) {
                to.put(u8::from(*self).into());
            }
        }
    )+};
}
octets! { u8 DataCoding EsmClass InterfaceVersion MessageState Npi PriorityFlag ProtocolId RegisteredDelivery Ton }

macro_rules! strings {
    ($($type:ident)+) => {$(
        impl Field for $type<'_> {
            const SLOTS: usize = 2;

            #[inline(always)]
            fn write(&self, to: &mut Fields<'_, '_>) {
                to.octets(self.as_bytes());
            }
        }
    )+};
}
strings! { COctetString OctetString }

macro_rules! lists {
    ($($type:ident, |$input:ident, $records:ident, $item:pat_param| $write:expr;)+) => {$(
        impl Field for $type<'_> {
            const SLOTS: usize = 2;
            const IS_LIST: bool = true;

            fn write(&self, to: &mut Fields<'_, '_>) {
                // Where the items are is known when they are written.
                to.put(0);
                to.put(self.len() as u32);
            }

            fn items(&self, $input: &[u8], $records: &mut Records<'_>) -> Result<(), Full> {
                self.iter().try_for_each(|$item| $write)
            }
        }
    )+};
}
lists! {
    DestAddresses, |input, records, item| {
        let (head, string) = match item {
            DestAddress::Sme { ton, npi, destination_addr } => ([1, ton.0, npi.0], destination_addr),
            DestAddress::DistributionList { dl_name } => ([2, 0, 0], dl_name),
        };
        head.into_iter().try_for_each(|octet| records.push(octet.into()))?;
        records.octets(input, string.as_bytes())
    };
    UnsuccessSmes, |input, records, item| {
        records.push(item.dest_addr_ton.0.into())?;
        records.push(item.dest_addr_npi.0.into())?;
        records.octets(input, item.destination_addr.as_bytes())?;
        records.push(item.error_status_code.0)
    };
    MessageIds, |input, records, item| records.octets(input, item.as_bytes());
}

macro_rules! write_fields {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        impl Records<'_> {
            /// The fields, and the TLVs behind them; those that are not there as 0.
            #[allow(unused_variables, unused_mut, unused_assignments)]
            fn fields(&mut self, input: &[u8], start: usize, pdu: &Pdu<'_>) -> Result<(), Full> {
                match pdu {
                    $(Pdu::$type(pdu) => {
                        const SLOTS: usize = total(smppkit::$type::DEF.fields);
                        let slots = self.slots.get_mut(self.end..self.end + SLOTS).ok_or(Full)?;
                        let mut fields = Fields { slots: slots.iter_mut(), input };
                        $(pdu.$field.write(&mut fields);)*
                        let mut slot = self.end;
                        self.end += SLOTS;
                        self.tlvs(input, start, &pdu.tlvs)?;
                        $(
                            slot += self.list(input, start, slot, &pdu.$field)?;
                        )*
                        Ok(())
                    })+
                    _ => Ok(()),
                }
            }
        }
    };
}
smppkit::for_each_pdu!(write_fields);

/// Slots of all fields.
const fn total(fields: &[FieldDef]) -> usize {
    let (mut sum, mut rest) = (0, fields);
    while let [first, behind @ ..] = rest {
        (sum, rest) = (sum + slots(first.kind), behind);
    }
    sum
}

/// Where octets that were read from the input begin in it.
#[inline(always)]
fn offset(input: &[u8], octets: &[u8]) -> u32 {
    // What is empty may be anywhere.
    if octets.is_empty() {
        0
    } else {
        (octets.as_ptr() as usize).wrapping_sub(input.as_ptr() as usize) as u32
    }
}
