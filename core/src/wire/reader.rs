//! Takes the body of a PDU apart, field by field, and never gives up: what cannot be read is kept and reported.

use crate::error::Fault;
use crate::tlv::{self, Tlvs};
use crate::wire::report::Report;
use crate::wire::string::{COctetString, OctetString, find_nul};

/// What is left of the body of one PDU.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    #[inline(always)]
    pub(crate) const fn new(body: &'a [u8]) -> Self {
        Self { rest: body }
    }

    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn u8(&mut self, report: &mut Report<'a, '_>, field: u8) -> u8 {
        match self.rest.split_first() {
            Some((&octet, rest)) => {
                self.rest = rest;
                octet
            }
            None => {
                report.missing(field, self.rest);
                0
            }
        }
    }

    /// A C-octet string of up to `max` octets, its NUL included.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn c_octet(&mut self, report: &mut Report<'a, '_>, field: u8, max: usize) -> COctetString<'a> {
        let Some(octets) = self.split_nul() else { return self.unterminated(report, field) };
        if octets.len() >= max {
            report.too_long(field, octets, max, self.rest);
        }
        COctetString::new(octets)
    }

    /// A C-octet string that is empty or has one of these lengths, its NUL included.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn c_octet_of(
        &mut self,
        report: &mut Report<'a, '_>,
        field: u8,
        lens: &[usize],
    ) -> COctetString<'a> {
        let Some(octets) = self.split_nul() else { return self.unterminated(report, field) };
        if !octets.is_empty() && !lens.contains(&octets.len().wrapping_add(1)) {
            report.wrong_length(field, octets, lens, self.rest);
        }
        COctetString::new(octets)
    }

    #[inline(always)]
    fn split_nul(&mut self) -> Option<&'a [u8]> {
        // Most strings of a PDU are empty.
        if let [0, rest @ ..] = self.rest {
            self.rest = rest;
            return Some(&[]);
        }
        let (octets, rest) = self.rest.split_at_checked(find_nul(self.rest)?)?;
        let (_, rest) = rest.split_first()?;
        self.rest = rest;
        Some(octets)
    }

    // Inlined, or the reader would have to be in memory.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    fn unterminated(&mut self, report: &mut Report<'a, '_>, field: u8) -> COctetString<'a> {
        let rest = core::mem::take(&mut self.rest);
        report.unterminated(field, rest)
    }

    /// `sm_length` and as many octets.
    #[cfg_attr(not(feature = "compact"), inline(always))]
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn short_message(&mut self, report: &mut Report<'a, '_>, field: u8) -> OctetString<'a> {
        let Some((&len, rest)) = self.rest.split_first() else {
            report.missing(field, self.rest);
            return OctetString::default();
        };
        match rest.split_at_checked(len.into()) {
            Some((octets, rest)) => {
                self.rest = rest;
                OctetString::new(octets)
            }
            None => {
                self.rest = &[];
                report.overrun(field, len, rest)
            }
        }
    }

    /// A field that `split` takes off the front.
    #[inline(always)]
    pub(crate) fn split<T: Default>(
        &mut self,
        report: &mut Report<'a, '_>,
        field: u8,
        split: impl FnOnce(&'a [u8]) -> Result<(T, &'a [u8]), Fault>,
    ) -> T {
        match split(self.rest) {
            Ok((value, rest)) => {
                self.rest = rest;
                value
            }
            Err(fault) => {
                report.cut_before(field, fault, core::mem::take(&mut self.rest));
                T::default()
            }
        }
    }

    /// The rest of the body: TLVs, or what is left of a body that was cut short.
    #[inline(always)]
    pub(crate) fn finish(self, report: &mut Report<'a, '_>) -> Tlvs<'a> {
        if let Some(cut) = report.cut() {
            return cut;
        }
        let mut rest = self.rest;
        while !rest.is_empty() {
            match tlv::split_first(rest) {
                Ok((tag, value, tail)) => {
                    if !tag.allows_length(value.len()) {
                        report.tlv(Fault::TlvLength { tag: tag.0, len: value.len() }, rest);
                    }
                    rest = tail;
                }
                Err(fault) => {
                    report.tlv(fault, rest);
                    break;
                }
            }
        }
        let tlvs = Tlvs::whole(self.rest);
        report.require(&tlvs);
        tlvs
    }
}
