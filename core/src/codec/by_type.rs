//! Takes each PDU apart by code of its own.

use super::{Decoder, Faults, faulty, split_frame};
use crate::command_id::CommandId;
use crate::error::FrameError;
use crate::pdu::{self, Pdu};
use crate::wire::reader::Reader;
use crate::wire::report::Report;
use crate::wire::string::OctetString;

macro_rules! read_pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+) { $($fields:tt)* }
    )+) => {
        /// What it gives is made in its place: it is large, and moving it costs more than reading it.
        #[inline(always)]
        pub(super) fn read<'a, D: Decoder<'a>>(frame: &'a [u8], decoder: D) -> Result<D::Made, FrameError> {
            let (header, body) = split_frame(frame)?;
            let pdu = match header.command_id {
                $(CommandId::$const => {
                    let mut report = Report::new(pdu::$type::LAYOUT, body, None);
                    let pdu = pdu::$type::read(Reader::new(body), &mut report);
                    if !report.is_faulty() {
                        return Ok(decoder.take(header, Pdu::$type(pdu), Faults::default()));
                    }
                    Pdu::$type(pdu)
                })+
                command_id => {
                    let pdu = Pdu::Unknown { command_id, body: OctetString::new(body) };
                    return Ok(decoder.take(header, pdu, Faults::default()));
                }
            };
            let (pdu, faults) = faulty(header, pdu, frame);
            Ok(decoder.take(header, pdu, faults))
        }
    };
}
crate::for_each_pdu!(read_pdus);
