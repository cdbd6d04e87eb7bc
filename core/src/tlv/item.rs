//! One TLV.

use core::fmt;

use super::{Tag, TlvDef, TlvKind};
use crate::error::Fault;
use crate::wire::string::find_nul;
use crate::wire::writer::Writer;

/// One TLV, read or to be written.
#[derive(Copy, Clone)]
pub struct Tlv<'a> {
    /// Which it is.
    pub tag: Tag,
    pub(super) value: Value<'a>,
}

#[derive(Copy, Clone)]
pub(super) enum Value<'a> {
    /// The octets of an integer or of the first parts of a struct, how many they are, and the text behind them.
    Head([u8; 4], u8, &'a [u8]),
    Octets(&'a [u8]),
    /// Octets that a NUL follows.
    CString(&'a [u8]),
}

impl<'a> Tlv<'a> {
    /// A TLV of these octets. More than 65535 do not fit: encoding then fails.
    #[must_use]
    pub const fn new(tag: Tag, octets: &'a [u8]) -> Self {
        Self { tag, value: Value::Octets(octets) }
    }

    /// A TLV of up to four octets that it holds itself and of others behind them: how values of several parts are made
    /// without memory to put them together in.
    ///
    /// ```
    /// use smppkit::tlv::{Tag, Tlv};
    ///
    /// let tlv = Tlv::with_head(Tag(0x1400), [0x01], b"1101456");
    /// assert_eq!((tlv.len(), tlv), (8, Tlv::new(Tag(0x1400), b"\x011101456")));
    /// ```
    #[must_use]
    pub const fn with_head<const N: usize>(tag: Tag, head: [u8; N], rest: &'a [u8]) -> Self {
        const { assert!(N <= 4, "a TLV holds four octets") };
        let (mut octets, mut left, mut len) = ([0; 4], head.as_slice(), 0);
        let mut places: &mut [u8] = &mut octets;
        while let ([octet, behind @ ..], [place, next @ ..]) = (left, places) {
            *place = *octet;
            (left, places, len) = (behind, next, u8::saturating_add(len, 1));
        }
        Self::from_pieces(tag, octets, len, rest)
    }

    /// The same with a length that the compiler does not know, up to 4.
    #[doc(hidden)]
    #[must_use]
    #[inline(always)]
    pub const fn from_pieces(tag: Tag, head: [u8; 4], len: u8, rest: &'a [u8]) -> Self {
        Self { tag, value: Value::Head(head, len, rest) }
    }

    /// Octets of the value.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.value {
            Value::Head(_, len, rest) => rest.len().saturating_add(len.into()),
            Value::Octets(octets) => octets.len(),
            Value::CString(octets) => octets.len().saturating_add(1),
        }
    }

    /// Whether the value has no octets.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The octets of the value, in two pieces. Of a TLV that was decoded the second is empty; of one that was made it may
    /// be the NUL of a C-octet string or the last part of a struct.
    #[must_use]
    pub fn octets(&self) -> (&[u8], &'a [u8]) {
        match &self.value {
            Value::Head(octets, len, rest) => (octets.get(..usize::from(*len)).unwrap_or_default(), rest),
            Value::Octets(octets) => (octets, &[]),
            Value::CString(octets) => (octets, &[0]),
        }
    }

    /// The value, read as its definition says; `None` if it is another TLV or has a length that cannot be read so.
    #[must_use]
    pub fn get<K: TlvKind>(&self, def: &TlvDef<K>) -> Option<K::Value<'a>> {
        if self.tag != def.tag {
            return None;
        }
        match self.value {
            Value::Octets(octets) => K::read(octets),
            Value::CString(octets) => K::read(octets),
            Value::Head(octets, len, rest) => K::read_pieces(octets.get(..usize::from(len))?, rest),
        }
    }

    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn put(&self, out: &mut Writer<'_>) {
        let [a, b] = self.tag.0.to_be_bytes();
        match self.value {
            Value::Head([v, ..], 1, []) => out.octets(&[a, b, 0, 1, v]),
            Value::Head([v, w, ..], 2, []) => out.octets(&[a, b, 0, 2, v, w]),
            Value::Head([v, w, x, y], 4, []) => out.octets(&[a, b, 0, 4, v, w, x, y]),
            // What these are given fits into registers: who makes a TLV only to write it has it nowhere in memory.
            Value::Head(head, len, rest) => out.part(|room| put_pieces(self.tag, head, len, rest, room)),
            Value::Octets(octets) => out.part(|room| put_octets(self.tag, octets, room)),
            Value::CString(octets) => out.part(|room| put_c_octet(self.tag, octets, room)),
        }
    }

    /// The same for who has so much in registers that a call for a string would take longer than to write it.
    #[inline(always)]
    pub(crate) fn put_without_call(&self, out: &mut Writer<'_>) {
        match self.value {
            Value::CString(octets) => c_octet(self.tag, octets, out),
            _ => self.put(out),
        }
    }
}

/// Writes a TLV of two pieces into `room` and gives back what is left, if it fits.
fn put_pieces<'o>(
    tag: Tag,
    head: [u8; 4],
    head_len: u8,
    rest: &[u8],
    room: &'o mut [u8],
) -> Option<&'o mut [u8]> {
    let head = head.get(..usize::from(head_len))?;
    let mut out = Writer::new(room);
    out.tlv_header(tag, rest.len().saturating_add(head.len()));
    out.octets(head);
    out.octets(rest);
    out.rest()
}

/// The same for octets.
fn put_octets<'o>(tag: Tag, octets: &[u8], room: &'o mut [u8]) -> Option<&'o mut [u8]> {
    let mut out = Writer::new(room);
    out.tlv_header(tag, octets.len());
    out.octets(octets);
    out.rest()
}

/// The same for a C-octet string.
fn put_c_octet<'o>(tag: Tag, octets: &[u8], room: &'o mut [u8]) -> Option<&'o mut [u8]> {
    let mut out = Writer::new(room);
    c_octet(tag, octets, &mut out);
    out.rest()
}

#[inline(always)]
fn c_octet(tag: Tag, octets: &[u8], out: &mut Writer<'_>) {
    out.tlv_header(tag, octets.len().saturating_add(1));
    out.c_octet(octets);
}

impl PartialEq for Tlv<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (mine, my_rest) = self.octets();
        let (theirs, their_rest) = other.octets();
        self.tag == other.tag && mine.iter().chain(my_rest).eq(theirs.iter().chain(their_rest))
    }
}

impl fmt::Debug for Tlv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (octets, rest) = self.octets();
        write!(f, "{}=\"{}{}\"", self.tag, octets.escape_ascii(), rest.escape_ascii())
    }
}

impl Tlv<'_> {
    pub(super) fn wire_fault(&self) -> Option<Fault> {
        match self.value {
            Value::CString(octets) if find_nul(octets).is_some() => Some(Fault::InteriorNul),
            _ if self.len() > usize::from(u16::MAX) => {
                Some(Fault::TooLong { len: self.len(), max: u16::MAX.into() })
            }
            _ => None,
        }
    }
}
