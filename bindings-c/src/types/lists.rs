//! Lists in a PDU: destinations, destinations that failed, message ids.

use core::ptr;

use smppkit::values::{Npi, Ton};
use smppkit::{CommandStatus, ItemSource, List, ListItem};

use super::Lend;
use super::error::Failure;
use super::octets::Octets;
use crate::memory::{slice, some};

/// A destination of a submit_multi: an address, or a distribution list that the MC keeps.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct DestAddress<'a> {
    /// 1: an address. 2: a distribution list.
    pub dest_flag: u8,
    /// Type of number of the address.
    pub dest_addr_ton: u8,
    /// Numbering plan of the address.
    pub dest_addr_npi: u8,
    /// The address, up to 20 octets.
    pub destination_addr: Octets<'a>,
    /// The name of the distribution list, up to 20 octets.
    pub dl_name: Octets<'a>,
}

/// A destination of a submit_multi that failed, and why.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct UnsuccessSme<'a> {
    /// Type of number of the address.
    pub dest_addr_ton: u8,
    /// Numbering plan of the address.
    pub dest_addr_npi: u8,
    /// The address, up to 20 octets.
    pub destination_addr: Octets<'a>,
    /// Why it failed: `SMPPKIT_ESME_…`.
    pub error_status_code: u32,
}

/// The destinations of a submit_multi. Of a PDU that was decoded, `octets` has them as they are on the wire;
/// `smppkit_dest_addresses_next` reads them. To send destinations, put them into an array: `items`.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct DestAddresses<'a> {
    /// Destinations to be sent; NULL if `octets` has them.
    items: *const DestAddress<'a>,
    /// How many destinations: up to 255.
    count: usize,
    /// The destinations as they are on the wire, without the `number_of_dests` before them.
    octets: Octets<'a>,
}

/// The destinations of a submit_multi that failed. Of a PDU that was decoded, `octets` has them as they are on the wire;
/// `smppkit_unsuccess_smes_next` reads them. To send some, put them into an array: `items`.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct UnsuccessSmes<'a> {
    /// Destinations to be sent; NULL if `octets` has them.
    items: *const UnsuccessSme<'a>,
    /// How many destinations: up to 255.
    count: usize,
    /// The destinations as they are on the wire, without the `no_unsuccess` before them.
    octets: Octets<'a>,
}

/// The ids in a query_last_msgs_resp. Of a PDU that was decoded, `octets` has them as they are on the wire;
/// `smppkit_message_ids_next` reads them. To send ids, put them into an array: `items`.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct MessageIds<'a> {
    /// Ids to be sent; NULL if `octets` has them.
    items: *const Octets<'a>,
    /// How many ids: up to 100.
    count: usize,
    /// The ids as they are on the wire, without the `number_msgs` before them.
    octets: Octets<'a>,
}

/// An item in the form of C, and of the core.
pub(crate) trait Item<'a>: Copy + 'a {
    type Core: ListItem<'a>;
    fn get(&self) -> Option<Self::Core>;
    fn decoded(item: Self::Core) -> Self;
}

impl<'a> Item<'a> for DestAddress<'a> {
    type Core = smppkit::DestAddress<'a>;

    fn get(&self) -> Option<Self::Core> {
        match self.dest_flag {
            1 => Some(smppkit::DestAddress::Sme {
                ton: Ton(self.dest_addr_ton),
                npi: Npi(self.dest_addr_npi),
                destination_addr: self.destination_addr.get()?.into(),
            }),
            2 => Some(smppkit::DestAddress::DistributionList { dl_name: self.dl_name.get()?.into() }),
            _ => None,
        }
    }

    fn decoded(item: Self::Core) -> Self {
        match item {
            smppkit::DestAddress::Sme { ton, npi, destination_addr } => Self {
                dest_flag: 1,
                dest_addr_ton: ton.0,
                dest_addr_npi: npi.0,
                destination_addr: Octets::new(destination_addr.as_bytes()),
                dl_name: Octets::NONE,
            },
            smppkit::DestAddress::DistributionList { dl_name } => {
                Self { dest_flag: 2, dl_name: Octets::new(dl_name.as_bytes()), ..Self::default() }
            }
        }
    }
}

impl<'a> Item<'a> for UnsuccessSme<'a> {
    type Core = smppkit::UnsuccessSme<'a>;

    fn get(&self) -> Option<Self::Core> {
        Some(smppkit::UnsuccessSme {
            dest_addr_ton: Ton(self.dest_addr_ton),
            dest_addr_npi: Npi(self.dest_addr_npi),
            destination_addr: self.destination_addr.get()?.into(),
            error_status_code: CommandStatus(self.error_status_code),
        })
    }

    fn decoded(item: Self::Core) -> Self {
        Self {
            dest_addr_ton: item.dest_addr_ton.0,
            dest_addr_npi: item.dest_addr_npi.0,
            destination_addr: Octets::new(item.destination_addr.as_bytes()),
            error_status_code: item.error_status_code.0,
        }
    }
}

impl<'a> Item<'a> for Octets<'a> {
    type Core = smppkit::COctetString<'a>;

    fn get(&self) -> Option<Self::Core> {
        Octets::get(*self).map(Into::into)
    }

    fn decoded(item: Self::Core) -> Self {
        Octets::new(item.as_bytes())
    }
}

/// A list that the core can look at.
#[derive(Copy, Clone)]
pub(crate) struct Lent<'a, T> {
    items: &'a [T],
    count: u8,
    octets: &'a [u8],
}

macro_rules! lists {
    ($($list:ident, $item:ident, $source:ident;)+) => {$(
        impl<'a> $list<'a> {
            /// What was decoded.
            pub(crate) fn decoded(list: smppkit::$list<'a>) -> Self {
                let (count, octets) = list.to_wire().unwrap_or_default();
                Self { items: ptr::null(), count: count.into(), octets: Octets::new(octets) }
            }

            /// What is needed to look at the list as the core does; what is there may be no list.
            pub(crate) fn lend_unchecked(&self) -> Result<Lent<'a, $item<'a>>, Failure> {
                if self.items.is_null() {
                    let count = u8::try_from(self.count).map_err(|_| Failure::VALUE)?;
                    return Ok(Lent { items: &[], count, octets: some(self.octets.get())? });
                }
                // SAFETY: the fields are set by `decoded`, or by C, which owes that so many items can be read.
                let items = unsafe { slice(self.items, self.count) }?;
                Ok(Lent { items, count: 0, octets: &[] })
            }
        }

        impl<'a> Lend for $list<'a> {
            type Lent = Lent<'a, $item<'a>>;

            fn lend(&self) -> Result<Self::Lent, Failure> {
                let lent = self.lend_unchecked()?;
                let is_list = smppkit::$list::from_wire(lent.count, lent.octets).is_some();
                if !is_list || lent.items.iter().any(|item| Item::get(item).is_none()) {
                    return Err(Failure::VALUE);
                }
                Ok(lent)
            }
        }

        impl Default for $list<'_> {
            fn default() -> Self {
                Self { items: ptr::null(), count: 0, octets: Octets::NONE }
            }
        }

        impl<'a> Lent<'a, $item<'a>> {
            pub(crate) fn get(&self) -> smppkit::$list<'_> {
                if self.items.is_empty() {
                    List::from_wire(self.count, self.octets).unwrap_or_default()
                } else {
                    List::made(self)
                }
            }
        }

        impl ItemSource for Lent<'_, $item<'_>> {
            fn len(&self) -> usize {
                self.items.len()
            }

            fn $source(&self, at: usize) -> Option<<$item<'_> as Item<'_>>::Core> {
                Item::get(self.items.get(at)?)
            }
        }
    )+};
}
lists! {
    DestAddresses, DestAddress, dest_address;
    UnsuccessSmes, UnsuccessSme, unsuccess_sme;
    MessageIds, Octets, message_id;
}

impl<'a, T: Item<'a>> Lent<'a, T> {
    /// The item that begins at `at`, and where the next begins: counted in items where there are some, else in octets.
    pub(crate) fn next(&self, at: usize) -> Option<(T, usize)> {
        if !self.items.is_empty() {
            return Some((*self.items.get(at)?, at.saturating_add(1)));
        }
        let rest = self.octets.get(at..).filter(|rest| !rest.is_empty())?;
        let (item, behind) = T::Core::split(rest).ok()?;
        Some((T::decoded(item), self.octets.len().saturating_sub(behind.len())))
    }
}
