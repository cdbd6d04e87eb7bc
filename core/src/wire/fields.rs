//! Takes the body of a PDU apart by the rows of its table.

use crate::error::FaultList;
use crate::layout::{Layout, Row};
use crate::tlv::Tlvs;
use crate::wire::field::FieldValue;
use crate::wire::reader::Reader;
use crate::wire::report::Report;
#[cfg(feature = "compact")]
use crate::wire::string::COctetString;

/// The fields of one body, in turn.
pub(crate) struct Fields<'a, 'f> {
    rows: &'static [Row],
    at: u8,
    from: Reader<'a>,
    report: Report<'a, 'f>,
}

impl<'a, 'f> Fields<'a, 'f> {
    pub(crate) const fn new(
        layout: &'static Layout,
        body: &'a [u8],
        faults: Option<&'f mut FaultList>,
    ) -> Self {
        Self {
            rows: layout.fields,
            at: 0,
            from: Reader::new(body),
            report: Report::new(layout, body, faults),
        }
    }

    /// The next row and its number.
    #[inline(always)]
    fn row(&mut self) -> Option<(&'static Row, u8)> {
        let at = self.at;
        self.at = at.saturating_add(1);
        Some((self.rows.get(usize::from(at))?, at))
    }

    /// Reads the next field, whatever it is.
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn next(&mut self) -> Option<FieldValue<'a>> {
        let (row, at) = self.row()?;
        Some(row.kind.read(&mut self.from, &mut self.report, at))
    }

    /// Reads the next field, which is one octet.
    #[cfg(feature = "compact")]
    #[inline(never)]
    pub(crate) fn u8(&mut self) -> u8 {
        self.row().map_or(0, |(_, at)| self.from.u8(&mut self.report, at))
    }

    /// Reads the next field, which is a C-octet string.
    #[cfg(feature = "compact")]
    #[inline(never)]
    pub(crate) fn c_octet(&mut self) -> COctetString<'a> {
        let row = self.row();
        row.map_or_else(COctetString::default, |(row, at)| {
            row.kind.read_c_octet(&mut self.from, &mut self.report, at)
        })
    }

    /// What follows the fields, once all were read, and whether anything was out of order.
    #[cfg_attr(feature = "compact", inline(never))]
    pub(crate) fn finish(mut self) -> (Tlvs<'a>, bool) {
        let tlvs = self.from.finish(&mut self.report);
        (tlvs, self.report.is_faulty())
    }
}
