//! Random PDUs for fuzzing: whatever the wire can express, legal or not.

use arbitrary::{Arbitrary, Error, Result, Unstructured};

use crate::pdu::*;
use crate::tlv::{Tag, Tlv, Tlvs};
use crate::values::*;
use crate::wire::list::{DestAddress, List, ListItem, UnsuccessSme};
use crate::wire::string::{COctetString, OctetString, find_nul};
use crate::{CommandId, CommandStatus};

impl<'a> Arbitrary<'a> for COctetString<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let octets: &[u8] = u.arbitrary()?;
        let text = find_nul(octets).and_then(|at| octets.get(..at)).unwrap_or(octets);
        Ok(Self::new(text))
    }
}

impl<'a> Arbitrary<'a> for OctetString<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary().map(Self::new)
    }
}

impl<'a> Arbitrary<'a> for DestAddress<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(if u.arbitrary()? {
            Self::Sme { ton: u.arbitrary()?, npi: u.arbitrary()?, destination_addr: u.arbitrary()? }
        } else {
            Self::DistributionList { dl_name: u.arbitrary()? }
        })
    }
}

impl<'a> Arbitrary<'a> for UnsuccessSme<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            dest_addr_ton: u.arbitrary()?,
            dest_addr_npi: u.arbitrary()?,
            destination_addr: u.arbitrary()?,
            error_status_code: u.arbitrary()?,
        })
    }
}

impl<'a, T: ListItem<'a>> Arbitrary<'a> for List<'a, T> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary().map(Self::longest)
    }
}

impl<'a> Arbitrary<'a> for Tlv<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self::new(u.arbitrary()?, at_most(u, u16::MAX.into())?))
    }
}

impl<'a> Arbitrary<'a> for Tlvs<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary().map(Self::whole)
    }
}

fn at_most<'a>(u: &mut Unstructured<'a>, max: usize) -> Result<&'a [u8]> {
    let octets: &[u8] = u.arbitrary()?;
    Ok(octets.get(..max).unwrap_or(octets))
}

macro_rules! newtypes {
    ($($type:ident)+) => {$(
        impl<'a> Arbitrary<'a> for $type {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                u.arbitrary().map(Self)
            }
        }
    )+};
}
newtypes! { CommandId CommandStatus Tag EsmClass RegisteredDelivery InterfaceVersion }

macro_rules! values {
    ($($(#[doc = $doc:literal])+ $type:ident { $($rest:tt)+ })+) => { newtypes! { $($type)+ } };
}
crate::for_each_value!(values);

macro_rules! field {
    ($u:ident ShortMessage) => {
        OctetString::new(at_most($u, 255)?)
    };
    ($u:ident $kind:ident) => {
        $u.arbitrary()?
    };
}

macro_rules! pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+)
        { $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ident $(($arg:literal))?, $status:ident
            $(, also_called[$($other:literal)+])?;)* }
    )+) => {
        $(impl<'a> Arbitrary<'a> for $type<'a> {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                Ok(Self { $($field: field!(u $kind),)* tlvs: u.arbitrary()? })
            }
        })+

        impl<'a> Arbitrary<'a> for Pdu<'a> {
            fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
                let makers: &[fn(&mut Unstructured<'a>) -> Result<Self>] =
                    &[$(|u| u.arbitrary().map(Self::$type),)+ |u| match u.arbitrary::<CommandId>()? {
                        known if known.def().is_some() => Err(Error::IncorrectFormat),
                        command_id => Ok(Self::Unknown { command_id, body: u.arbitrary()? }),
                    }];
                u.choose(makers)?(u)
            }
        }
    };
}
crate::for_each_pdu!(pdus);
