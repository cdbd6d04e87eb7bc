//! Lists of items behind a count octet: destinations, failed destinations, message ids.

use core::fmt;

use crate::error::Fault;
use crate::status::CommandStatus;
use crate::values::{Npi, Ton};
use crate::wire::string::{COctetString, find_nul};
use crate::wire::writer::Writer;

fn split_u8(octets: &[u8]) -> Option<(u8, &[u8])> {
    octets.split_first().map(|(&octet, rest)| (octet, rest))
}

fn split_c_octet(octets: &[u8]) -> Option<(COctetString<'_>, &[u8])> {
    let (string, rest) = octets.split_at_checked(find_nul(octets)?)?;
    Some((COctetString::new(string), rest.split_first()?.1))
}

/// One item of a list.
pub trait ListItem<'a>: Copy + PartialEq + fmt::Debug + sealed::Sealed {
    /// Octets of its string at most, the NUL included: in what is sent.
    #[doc(hidden)]
    const MAX: usize;
    /// In what is received.
    #[doc(hidden)]
    const MAX_RECEIVED: usize = Self::MAX;
    /// Octets behind its string.
    #[doc(hidden)]
    const BEHIND: usize = 0;
    #[doc(hidden)]
    fn split(octets: &'a [u8]) -> Result<(Self, &'a [u8]), Fault>;
    #[doc(hidden)]
    fn write(&self, write: &mut dyn FnMut(&[u8]));
    #[doc(hidden)]
    fn string(&self) -> COctetString<'a>;
    /// What to say of a string that is too long, if it is not what is said of the list.
    #[doc(hidden)]
    fn status(&self) -> Option<CommandStatus> {
        None
    }
    #[doc(hidden)]
    fn made(source: &'a dyn ItemSource, at: usize) -> Option<Self>;
}

/// Items to be sent that are no slice: each is made when it is needed. For other languages, whose own form of an item it is
/// that lies in memory. A source has items of one kind.
pub trait ItemSource: Sync {
    /// How many items.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The destination of this number, from 0.
    fn dest_address(&self, _at: usize) -> Option<DestAddress<'_>> {
        None
    }

    /// The destination that failed of this number, from 0.
    fn unsuccess_sme(&self, _at: usize) -> Option<UnsuccessSme<'_>> {
        None
    }

    /// The message id of this number, from 0.
    fn message_id(&self, _at: usize) -> Option<COctetString<'_>> {
        None
    }
}

mod sealed {
    pub trait Sealed {}
}

/// The items of a list: in the form of the wire when they were decoded, or as a slice of items to be sent.
///
/// ```
/// use smppkit::{DestAddress, DestAddresses};
/// use smppkit::values::{Npi, Ton};
///
/// let items = [
///     DestAddress::Sme { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, destination_addr: "447700900123".into() },
///     DestAddress::DistributionList { dl_name: "friends".into() },
/// ];
/// let list = DestAddresses::from(&items);
/// assert_eq!(list.len(), 2);
/// assert!(list.iter().eq(items));
/// ```
#[derive(Copy, Clone)]
pub struct List<'a, T>(Repr<'a, T>);

#[derive(Copy, Clone)]
enum Repr<'a, T> {
    Wire { count: u8, octets: &'a [u8] },
    Items(&'a [T]),
    Made(&'a dyn ItemSource),
}

impl<'a, T: ListItem<'a>> List<'a, T> {
    /// Reads the count octet and the items behind it. `too_long` is told of each item whose string is too long, and of what is
    /// behind it.
    pub(crate) fn split(
        octets: &'a [u8],
        mut too_long: impl FnMut(&T, &'a [u8]),
    ) -> Result<(Self, &'a [u8]), Fault> {
        let (count, items) = split_u8(octets).ok_or(Fault::Missing)?;
        let mut rest = items;
        for read in 0..count {
            rest = match T::split(rest) {
                Ok((item, rest)) => {
                    if item.string().len() >= T::MAX_RECEIVED {
                        too_long(&item, rest);
                    }
                    rest
                }
                Err(Fault::Missing) => return Err(Fault::BadList { announced: count, read }),
                Err(fault) => return Err(fault),
            };
        }
        let len = items.len().saturating_sub(rest.len());
        let octets = items.get(..len).unwrap_or_default();
        Ok((Self(Repr::Wire { count, octets }), rest))
    }

    /// As many whole items as `octets` begin with.
    #[cfg(feature = "arbitrary")]
    pub(crate) fn longest(octets: &'a [u8]) -> Self {
        let mut rest = octets;
        let mut count = 0_u8;
        while let (Some(next), Ok((_, tail))) = (count.checked_add(1), T::split(rest)) {
            (count, rest) = (next, tail);
        }
        let len = octets.len().saturating_sub(rest.len());
        Self(Repr::Wire { count, octets: octets.get(..len).unwrap_or_default() })
    }

    /// Items that are made when they are needed.
    #[must_use]
    pub const fn made(source: &'a dyn ItemSource) -> Self {
        Self(Repr::Made(source))
    }

    /// What `to_wire` gave; `None` if the octets are not so many items.
    #[doc(hidden)]
    #[must_use]
    pub fn from_wire(count: u8, octets: &'a [u8]) -> Option<Self> {
        let mut rest = octets;
        for _ in 0..count {
            (_, rest) = T::split(rest).ok()?;
        }
        rest.is_empty().then_some(Self(Repr::Wire { count, octets }))
    }

    /// Of a list that was decoded: how many items, and their octets.
    #[doc(hidden)]
    #[must_use]
    pub const fn to_wire(&self) -> Option<(u8, &'a [u8])> {
        match self.0 {
            Repr::Wire { count, octets } => Some((count, octets)),
            Repr::Items(_) | Repr::Made(_) => None,
        }
    }

    /// How many items.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.0 {
            Repr::Wire { count, .. } => count as usize,
            Repr::Items(items) => items.len(),
            Repr::Made(source) => source.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items.
    #[must_use]
    pub const fn iter(&self) -> ListIter<'a, T> {
        ListIter { rest: self.0, made: 0 }
    }

    /// Octets on the wire, the count among them.
    pub(crate) fn encoded_len(&self) -> usize {
        match self.0 {
            Repr::Wire { octets, .. } => octets.len().saturating_add(1),
            Repr::Items(_) | Repr::Made(_) => {
                let mut len = 1_usize;
                self.iter().for_each(|item| item.write(&mut |octets| len = len.saturating_add(octets.len())));
                len
            }
        }
    }

    pub(crate) fn write(&self, out: &mut Writer<'_>) {
        match self.0 {
            Repr::Wire { count, octets } => {
                out.u8(count);
                out.octets(octets);
            }
            Repr::Items(_) | Repr::Made(_) => {
                if self.iter().any(|item| fault_of(&item, false).is_some()) {
                    out.fail();
                }
                let Ok(count) = u8::try_from(self.len()) else { return out.fail() };
                out.u8(count);
                self.iter().for_each(|item| item.write(&mut |octets| out.octets(octets)));
            }
        }
    }

    pub(crate) fn check(&self, max: usize, strict: bool) -> Result<(), Fault> {
        if self.len() > max {
            return Err(Fault::TooMany { count: self.len(), max });
        }
        self.iter().find_map(|item| fault_of(&item, strict)).map_or(Ok(()), Err)
    }
}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self(Repr::Items(&[]))
    }
}

impl<'a, T> From<&'a [T]> for List<'a, T> {
    fn from(items: &'a [T]) -> Self {
        Self(Repr::Items(items))
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for List<'a, T> {
    fn from(items: &'a [T; N]) -> Self {
        Self(Repr::Items(items))
    }
}

impl<'a, T: ListItem<'a>> PartialEq for List<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<'a, T: ListItem<'a>> fmt::Debug for List<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T: ListItem<'a>> IntoIterator for List<'a, T> {
    type Item = T;
    type IntoIter = ListIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Goes through the items of a [`List`].
#[derive(Clone)]
pub struct ListIter<'a, T> {
    rest: Repr<'a, T>,
    /// How many were made.
    made: usize,
}

impl<T> fmt::Debug for ListIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListIter")
    }
}

impl<'a, T: ListItem<'a>> Iterator for ListIter<'a, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match &mut self.rest {
            Repr::Wire { count, octets } => {
                *count = count.checked_sub(1)?;
                let (item, rest) = T::split(octets).ok()?;
                *octets = rest;
                Some(item)
            }
            Repr::Items(items) => {
                let (item, rest) = items.split_first()?;
                *items = rest;
                Some(*item)
            }
            Repr::Made(source) => {
                let item = T::made(*source, self.made)?;
                self.made = self.made.saturating_add(1);
                Some(item)
            }
        }
    }
}

/// The destinations of a submit_multi (5.0 §4.2.3.1; 3.4 §4.5.1.1).
pub type DestAddresses<'a> = List<'a, DestAddress<'a>>;
/// The destinations of a submit_multi that failed (5.0 §4.2.3.2; 3.4 §4.5.2.1).
pub type UnsuccessSmes<'a> = List<'a, UnsuccessSme<'a>>;
/// The ids in a query_last_msgs_resp (3.3 Table 6-15).
pub type MessageIds<'a> = List<'a, COctetString<'a>>;

/// A destination of a submit_multi.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum DestAddress<'a> {
    /// An address: `dest_flag` 1.
    Sme {
        /// Type of number.
        ton: Ton,
        /// Numbering plan.
        npi: Npi,
        /// The address, up to 20 octets.
        destination_addr: COctetString<'a>,
    },
    /// A distribution list that the MC keeps: `dest_flag` 2.
    DistributionList {
        /// Its name, up to 20 octets.
        dl_name: COctetString<'a>,
    },
}

/// A destination that failed, and why.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct UnsuccessSme<'a> {
    /// Type of number.
    pub dest_addr_ton: Ton,
    /// Numbering plan.
    pub dest_addr_npi: Npi,
    /// The address.
    pub destination_addr: COctetString<'a>,
    /// Why it failed.
    pub error_status_code: CommandStatus,
}

fn fault_of<'a, T: ListItem<'a>>(item: &T, strict: bool) -> Option<Fault> {
    let string = item.string();
    if find_nul(string.as_bytes()).is_some() {
        return Some(Fault::InteriorNul);
    }
    let max = T::MAX.saturating_sub(1);
    (strict && string.len() > max).then_some(Fault::TooLong { len: string.len(), max })
}

impl sealed::Sealed for DestAddress<'_> {}
impl<'a> ListItem<'a> for DestAddress<'a> {
    const MAX: usize = 21;

    fn split(octets: &'a [u8]) -> Result<(Self, &'a [u8]), Fault> {
        let (flag, rest) = split_u8(octets).ok_or(Fault::Missing)?;
        match flag {
            1 => {
                let (ton, rest) = split_u8(rest).ok_or(Fault::Missing)?;
                let (npi, rest) = split_u8(rest).ok_or(Fault::Missing)?;
                let (destination_addr, rest) = split_c_octet(rest).ok_or(Fault::Missing)?;
                Ok((Self::Sme { ton: Ton(ton), npi: Npi(npi), destination_addr }, rest))
            }
            2 => {
                let (dl_name, rest) = split_c_octet(rest).ok_or(Fault::Missing)?;
                Ok((Self::DistributionList { dl_name }, rest))
            }
            flag => Err(Fault::BadDestFlag(flag)),
        }
    }

    fn write(&self, write: &mut dyn FnMut(&[u8])) {
        match self {
            Self::Sme { ton, npi, destination_addr } => {
                write(&[1, ton.0, npi.0]);
                write(destination_addr.as_bytes());
            }
            Self::DistributionList { dl_name } => {
                write(&[2]);
                write(dl_name.as_bytes());
            }
        }
        write(&[0]);
    }

    fn string(&self) -> COctetString<'a> {
        let (Self::Sme { destination_addr: string, .. } | Self::DistributionList { dl_name: string }) = *self;
        string
    }

    fn status(&self) -> Option<CommandStatus> {
        Some(match self {
            Self::Sme { .. } => CommandStatus::ESME_RINVDSTADR,
            Self::DistributionList { .. } => CommandStatus::ESME_RINVDLNAME,
        })
    }

    fn made(source: &'a dyn ItemSource, at: usize) -> Option<Self> {
        source.dest_address(at)
    }
}

impl sealed::Sealed for UnsuccessSme<'_> {}
impl<'a> ListItem<'a> for UnsuccessSme<'a> {
    const MAX: usize = 21;
    const BEHIND: usize = 4;

    fn split(octets: &'a [u8]) -> Result<(Self, &'a [u8]), Fault> {
        let (ton, rest) = split_u8(octets).ok_or(Fault::Missing)?;
        let (npi, rest) = split_u8(rest).ok_or(Fault::Missing)?;
        let (destination_addr, rest) = split_c_octet(rest).ok_or(Fault::Missing)?;
        let (&status, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Missing)?;
        let error_status_code = CommandStatus(u32::from_be_bytes(status));
        Ok((
            Self { dest_addr_ton: Ton(ton), dest_addr_npi: Npi(npi), destination_addr, error_status_code },
            rest,
        ))
    }

    fn write(&self, write: &mut dyn FnMut(&[u8])) {
        write(&[self.dest_addr_ton.0, self.dest_addr_npi.0]);
        write(self.destination_addr.as_bytes());
        write(&[0]);
        write(&self.error_status_code.0.to_be_bytes());
    }

    fn string(&self) -> COctetString<'a> {
        self.destination_addr
    }

    fn made(source: &'a dyn ItemSource, at: usize) -> Option<Self> {
        source.unsuccess_sme(at)
    }
}

impl sealed::Sealed for COctetString<'_> {}
impl<'a> ListItem<'a> for COctetString<'a> {
    const MAX: usize = 9;
    // As a message id in a field of its own.
    const MAX_RECEIVED: usize = 65;

    fn split(octets: &'a [u8]) -> Result<(Self, &'a [u8]), Fault> {
        split_c_octet(octets).ok_or(Fault::Missing)
    }

    fn write(&self, write: &mut dyn FnMut(&[u8])) {
        write(self.as_bytes());
        write(&[0]);
    }

    fn string(&self) -> Self {
        *self
    }

    fn made(source: &'a dyn ItemSource, at: usize) -> Option<Self> {
        source.message_id(at)
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;
    use crate::{SubmitMulti, encode};

    struct Made<'a>(&'a [DestAddress<'a>]);

    impl ItemSource for Made<'_> {
        fn len(&self) -> usize {
            self.0.len()
        }

        fn dest_address(&self, at: usize) -> Option<DestAddress<'_>> {
            self.0.get(at).copied()
        }
    }

    #[test]
    fn items_that_are_made_when_they_are_needed_are_as_good_as_a_slice() {
        let sme = DestAddress::Sme {
            ton: Ton::INTERNATIONAL,
            npi: Npi::ISDN,
            destination_addr: "447700900123".into(),
        };
        let items = [sme, DestAddress::DistributionList { dl_name: "friends".into() }, sme];
        for n in 0..=items.len() {
            let (source, slice) = (Made(&items[..n]), List::from(&items[..n]));
            let made = List::made(&source);
            assert_eq!(made, slice);
            assert_eq!((made.len(), made.is_empty()), (n, n == 0));
            assert_eq!(made.encoded_len(), slice.encoded_len());
            assert_eq!(made.to_wire(), None);
            let frames = [made, slice].map(|dest_address| {
                let mut out = [0; 100];
                let pdu = SubmitMulti { dest_address, ..SubmitMulti::default() };
                let len = encode(CommandStatus::ESME_ROK, 1, &pdu, &mut out).unwrap();
                out[..len].to_vec()
            });
            assert_eq!(frames[0], frames[1]);
        }
        let nul = [DestAddress::DistributionList { dl_name: "a\0b".into() }];
        assert_eq!(DestAddresses::made(&Made(&nul)).check(255, false), Err(Fault::InteriorNul));
    }

    /// A source of any kind of item.
    struct Each<'a>(UnsuccessSme<'a>, COctetString<'a>);

    impl ItemSource for Each<'_> {
        fn len(&self) -> usize {
            1
        }

        fn unsuccess_sme(&self, at: usize) -> Option<UnsuccessSme<'_>> {
            (at == 0).then_some(self.0)
        }

        fn message_id(&self, at: usize) -> Option<COctetString<'_>> {
            (at == 0).then_some(self.1)
        }
    }

    #[test]
    fn a_source_has_the_items_that_it_is_asked_for() {
        let failed = UnsuccessSme {
            dest_addr_ton: Ton::INTERNATIONAL,
            dest_addr_npi: Npi::ISDN,
            destination_addr: "447700900123".into(),
            error_status_code: CommandStatus::ESME_RINVDSTADR,
        };
        let source = Each(failed, "17".into());
        assert_eq!(UnsuccessSmes::made(&source), UnsuccessSmes::from(&[failed]));
        assert_eq!(MessageIds::made(&source), MessageIds::from(&["17".into()]));
        // It has none of that kind, whatever it says.
        assert_eq!(DestAddresses::made(&source).iter().next(), None);
        assert_eq!(UnsuccessSmes::made(&Made(&[])).iter().next(), None);
        assert_eq!(MessageIds::made(&Made(&[])).iter().next(), None);
        assert_eq!(format!("{:?}", MessageIds::made(&source)), "[\"17\"]");
        assert_eq!(format!("{:?}", MessageIds::made(&source).iter()), "ListIter");
        assert!(ItemSource::is_empty(&Made(&[])) && !source.is_empty());
    }

    #[test]
    fn octets_are_a_list_if_they_are_so_many_items() {
        let octets = b"\x02a\0\x01\x01\x01b\0";
        let list = DestAddresses::from_wire(2, octets).unwrap();
        assert_eq!(list.to_wire(), Some((2, octets.as_slice())));
        assert_eq!(list.iter().count(), 2);
        assert!(DestAddresses::from_wire(1, octets).is_none());
        assert!(DestAddresses::from_wire(3, octets).is_none());
        assert!(DestAddresses::from_wire(0, &[]).is_some());
        assert!(MessageIds::from_wire(1, b"1").is_none());
    }
}
