//! Takes the body of a PDU apart, field by field, and never gives up: what cannot be read is kept and reported.

use crate::error::{Fault, FaultList, FieldFault};
use crate::header::Header;
use crate::pdu::PduDef;
use crate::tlv::{self, Tlvs};
use crate::wire::ending::Ending;
use crate::wire::string::{COctetString, OctetString, find_nul};

/// Where a body stopped being what its table row says.
#[derive(Copy, Clone)]
struct Cut<'a> {
    ending: Ending,
    octets: &'a [u8],
}

/// The body of one PDU, as far as it was read.
pub(crate) struct Reader<'a, 'f> {
    rest: &'a [u8],
    body: &'a [u8],
    cut: Option<Cut<'a>>,
    def: &'static PduDef,
    faulty: bool,
    faults: Option<&'f mut FaultList>,
}

impl<'a, 'f> Reader<'a, 'f> {
    #[inline(always)]
    pub(crate) const fn new(body: &'a [u8], def: &'static PduDef, faults: Option<&'f mut FaultList>) -> Self {
        Self { rest: body, body, cut: None, def, faulty: false, faults }
    }

    /// Whether anything was out of order.
    #[inline(always)]
    pub(crate) const fn is_faulty(&self) -> bool {
        self.faulty
    }

    /// Octets that are left.
    #[inline(always)]
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[inline(always)]
    pub(crate) fn u8(&mut self, field: u8) -> u8 {
        match self.rest.split_first() {
            Some((&octet, rest)) => {
                self.rest = rest;
                octet
            }
            None => {
                self.missing(field);
                0
            }
        }
    }

    #[inline(always)]
    pub(crate) fn c_octet(&mut self, field: u8, max: usize) -> COctetString<'a> {
        match self.split_nul() {
            Some(octets) => {
                if octets.len() >= max {
                    self.too_long(field, octets.len(), max);
                }
                COctetString::new(octets)
            }
            None => self.unterminated(field),
        }
    }

    /// A C-octet string that is empty or has one of these lengths, its NUL included.
    #[inline(always)]
    pub(crate) fn c_octet_of(&mut self, field: u8, lens: &[usize]) -> COctetString<'a> {
        match self.split_nul() {
            Some(octets) => {
                if !octets.is_empty() && !lens.contains(&octets.len().wrapping_add(1)) {
                    self.wrong_length(field, octets.len(), lens);
                }
                COctetString::new(octets)
            }
            None => self.unterminated(field),
        }
    }

    #[inline(always)]
    fn split_nul(&mut self) -> Option<&'a [u8]> {
        let (octets, rest) = self.rest.split_at_checked(find_nul(self.rest)?)?;
        let (_, rest) = rest.split_first()?;
        self.rest = rest;
        Some(octets)
    }

    /// `sm_length` and as many octets.
    #[inline(always)]
    pub(crate) fn short_message(&mut self, field: u8) -> OctetString<'a> {
        match self.rest.split_first() {
            Some((&len, rest)) => match rest.split_at_checked(len.into()) {
                Some((octets, rest)) => {
                    self.rest = rest;
                    OctetString::new(octets)
                }
                None => self.overrun(field, len, rest),
            },
            None => {
                self.missing(field);
                OctetString::default()
            }
        }
    }

    /// Goes on behind a field that its kind read from `rest()` by itself.
    #[inline(always)]
    pub(crate) const fn go_on(&mut self, rest: &'a [u8]) {
        self.rest = rest;
    }

    /// The rest of the body: TLVs, or what is left of a body that was cut short.
    #[inline(always)]
    pub(crate) fn finish(&mut self) -> Tlvs<'a> {
        match self.cut {
            None => {
                if !self.rest.is_empty() {
                    self.check_tlvs();
                }
                Tlvs::whole(self.rest)
            }
            Some(cut) => Tlvs::cut(cut.ending, cut.octets),
        }
    }

    #[inline]
    fn check_tlvs(&mut self) {
        let mut rest = self.rest;
        while !rest.is_empty() {
            match tlv::split_first(rest) {
                Ok((tag, value, tail)) => {
                    if !tag.allows_length(value.len()) {
                        let fault = Fault::TlvLength { tag: tag.0, len: value.len() };
                        self.report_at(self.offset_of(rest), "tlvs", fault);
                    }
                    rest = tail;
                }
                Err(fault) => {
                    self.report_at(self.offset_of(rest), "tlvs", fault);
                    return;
                }
            }
        }
    }

    #[cold]
    fn missing(&mut self, field: u8) {
        self.cut_before(field, Fault::Missing);
    }

    /// The field cannot be read: it and all behind it stay octets.
    #[cold]
    pub(crate) fn cut_before(&mut self, field: u8, fault: Fault) {
        if self.cut.is_some() {
            return;
        }
        self.report(field, fault);
        self.cut = Some(Cut { ending: Ending::before(field), octets: self.rest });
        self.rest = &[];
    }

    #[cold]
    fn unterminated(&mut self, field: u8) -> COctetString<'a> {
        if self.rest.is_empty() {
            self.missing(field);
            return COctetString::default();
        }
        let octets = self.rest;
        self.report(field, Fault::Unterminated);
        self.cut = Some(Cut { ending: Ending::without_nul(field), octets: &[] });
        self.rest = &[];
        COctetString::new(octets)
    }

    #[cold]
    fn overrun(&mut self, field: u8, announced: u8, left: &'a [u8]) -> OctetString<'a> {
        self.report(field, Fault::Overrun { announced: announced.into(), left: left.len() });
        self.cut = Some(Cut { ending: Ending::with_sm_length(field, announced), octets: &[] });
        self.rest = &[];
        OctetString::new(left)
    }

    #[cold]
    fn too_long(&mut self, field: u8, len: usize, max: usize) {
        let len = len.saturating_add(1);
        self.report_back(field, Fault::TooLong { len, max }, len);
    }

    #[cold]
    fn wrong_length(&mut self, field: u8, len: usize, lens: &[usize]) {
        let len = len.saturating_add(1);
        let expected = lens.first().copied().unwrap_or_default();
        self.report_back(field, Fault::WrongLength { len, expected }, len);
    }

    /// Reports a fault in a field of `len` octets that was just read.
    #[cold]
    fn report_back(&mut self, field: u8, fault: Fault, len: usize) {
        let offset = self.offset_of(self.rest).saturating_sub(len);
        self.report_field(field, fault, offset);
    }

    /// Reports a fault in the field that begins here.
    fn report(&mut self, field: u8, fault: Fault) {
        self.report_field(field, fault, self.offset_of(self.rest));
    }

    fn report_field(&mut self, field: u8, fault: Fault, offset: usize) {
        self.faulty = true;
        let Some(row) = self.def.fields.get(usize::from(field)) else { return };
        let status = fault.status().unwrap_or(row.status);
        let fault = FieldFault { command_id: self.def.command_id, field: row.name, offset, fault, status };
        if let Some(faults) = &mut self.faults {
            faults.push(fault);
        }
    }

    #[cold]
    fn report_at(&mut self, offset: usize, field: &'static str, fault: Fault) {
        self.faulty = true;
        let status = fault.status().unwrap_or(crate::CommandStatus::ESME_RINVTLVSTREAM);
        let fault = FieldFault { command_id: self.def.command_id, field, offset, fault, status };
        if let Some(faults) = &mut self.faults {
            faults.push(fault);
        }
    }

    fn offset_of(&self, rest: &[u8]) -> usize {
        Header::LEN.saturating_add(self.body.len().saturating_sub(rest.len()))
    }
}
