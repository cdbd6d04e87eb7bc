//! Takes any PDU apart by one piece of code, for firmware.

use super::{Decoded, Decoder, Faults, faulty, split_frame};
use crate::error::FrameError;
use crate::pdu::Pdu;
use crate::wire::fields::Fields;

#[inline(always)]
pub(super) fn read<'a, D: Decoder<'a>>(frame: &'a [u8], decoder: D) -> Result<D::Made, FrameError> {
    let Decoded { header, pdu, faults } = read_rows(frame)?;
    Ok(decoder.take(header, pdu, faults))
}

#[inline(never)]
fn read_rows(frame: &[u8]) -> Result<Decoded<'_>, FrameError> {
    let (header, body) = split_frame(frame)?;
    let mut decoded = Decoded { header, pdu: Pdu::new(header.command_id, body), faults: Faults::default() };
    let Some(layout) = header.command_id.layout() else { return Ok(decoded) };
    let mut fields = Fields::new(layout, body, None);
    decoded.pdu.take(&mut fields);
    let (tlvs, is_faulty) = fields.finish();
    decoded.pdu.set_tlvs(tlvs);
    if is_faulty {
        (decoded.pdu, decoded.faults) = faulty(header, decoded.pdu, frame);
    }
    Ok(decoded)
}
