//! Octets to PDUs and back: one decoder, which never refuses a frame, and one encoder, which gives the same octets again.

#[cfg(feature = "compact")]
mod by_rows;
#[cfg(not(feature = "compact"))]
mod by_type;

use core::fmt;

#[cfg(feature = "compact")]
use by_rows::read;
#[cfg(not(feature = "compact"))]
use by_type::read;

use crate::command_id::CommandId;
use crate::error::{EncodeError, Fault, FaultList, FieldFault, FrameError};
use crate::header::Header;
use crate::pdu::{Body, Pdu, encoded_len, erased};
use crate::status::CommandStatus;
use crate::tlv::Tlvs;
use crate::validate;
use crate::wire::ending::{Ending, Form};
use crate::wire::field::{FieldValue, Rules};
use crate::wire::fields::Fields;
use crate::wire::writer::Writer;

/// A PDU that was taken apart.
#[derive(Copy, Clone, PartialEq, Debug)]
pub struct Decoded<'a> {
    /// Its header.
    pub header: Header,
    /// Its body.
    pub pdu: Pdu<'a>,
    /// What is out of order in it.
    pub faults: Faults<'a>,
}

/// What is out of order in a PDU that was decoded all the same.
///
/// It knows at once whether there is anything; the list is made when it is asked for.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub struct Faults<'a> {
    /// The PDU, unless all is well.
    frame: &'a [u8],
}

impl<'a> Faults<'a> {
    /// Whether all is well.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// The faults in the order of the octets, at most [`MAX_FAULTS`](crate::MAX_FAULTS).
    pub fn iter(&self) -> impl Iterator<Item = FieldFault> + use<> {
        let mut faults = FaultList::new();
        // An empty frame is none, and then there is nothing to list.
        if let Ok((header, body)) = split_frame(self.frame) {
            look_over(header, body, &mut faults);
        }
        faults
    }

    /// The first fault.
    #[must_use]
    pub fn first(&self) -> Option<FieldFault> {
        self.iter().next()
    }
}

impl fmt::Debug for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[inline(always)]
fn split_frame(frame: &[u8]) -> Result<(Header, &[u8]), FrameError> {
    let (Some(header), Some(body)) = (Header::read(frame), frame.get(Header::LEN..)) else {
        return Err(FrameError::Short { len: frame.len() });
    };
    if header.command_length as usize != frame.len() {
        return Err(FrameError::LengthMismatch { command_length: header.command_length, len: frame.len() });
    }
    Ok((header, body))
}

/// Takes one PDU apart.
///
/// There is one decoder, and it accepts whatever is a frame: what is out of order is kept, so that encoding gives the
/// same octets, and is listed in `faults`. What to make of that is the caller's business.
///
/// # Errors
///
/// If `frame` is not exactly one PDU by its `command_length`.
///
/// ```
/// use smppkit::{Pdu, decode};
///
/// let frame = [0, 0, 0, 17, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, b'7'];
/// let decoded = decode(&frame)?;
/// let Pdu::SubmitSmResp(resp) = decoded.pdu else { panic!() };
/// assert_eq!(resp.message_id, "7");
/// assert_eq!(
///     decoded.faults.first().unwrap().to_string(),
///     "submit_sm_resp.message_id: no NUL before the end of the PDU (offset 16)",
/// );
/// # Ok::<(), smppkit::FrameError>(())
/// ```
pub fn decode(frame: &[u8]) -> Result<Decoded<'_>, FrameError> {
    read(frame, Plain)
}

/// Where a decoded PDU goes. For other languages: it is put into a form of theirs where it is made, because moving it costs
/// more than reading it.
#[doc(hidden)]
pub trait Decoder<'a> {
    type Made;
    fn take(self, header: Header, pdu: Pdu<'a>, faults: Faults<'a>) -> Self::Made;
}

struct Plain;

impl<'a> Decoder<'a> for Plain {
    type Made = Decoded<'a>;

    #[inline(always)]
    fn take(self, header: Header, pdu: Pdu<'a>, faults: Faults<'a>) -> Decoded<'a> {
        Decoded { header, pdu, faults }
    }
}

/// [`decode`], for a PDU in another form.
#[doc(hidden)]
#[inline(always)]
pub fn decode_with<'a, D: Decoder<'a>>(frame: &'a [u8], decoder: D) -> Result<D::Made, FrameError> {
    read(frame, decoder)
}

/// What to make of a PDU in which something is out of order.
#[cold]
#[inline(never)]
fn faulty<'a>(header: Header, pdu: Pdu<'a>, frame: &'a [u8]) -> (Pdu<'a>, Faults<'a>) {
    let body = frame.get(Header::LEN..).unwrap_or_default();
    let mut faults = FaultList::new();
    let alone = look_over(header, body, &mut faults).map(|tlvs| {
        let mut pdu = Pdu::new(header.command_id, body);
        pdu.set_tlvs(tlvs);
        pdu
    });
    let pdu = alone.unwrap_or(pdu);
    let frame = if faults.is_empty() { &[] } else { frame };
    (pdu, Faults { frame })
}

/// Reads a body once more and lists what is out of order in it. It gives the TLVs that stand in the place of its fields,
/// if they do.
#[cold]
fn look_over<'a>(header: Header, body: &'a [u8], faults: &mut FaultList) -> Option<Tlvs<'a>> {
    let layout = header.command_id.layout()?;
    let mut fields = Fields::new(layout, body, Some(faults));
    while fields.next().is_some() {}
    fields.finish();
    if !header.command_id.is_response() {
        return None;
    }
    // Some peers leave the fields of a response out and send its TLVs all the same. Strings with control characters can look
    // like that too, so the first must be a TLV through and through.
    let tlvs = Tlvs::cut(Ending::TLVS_ALONE, body);
    let alone = !faults.is_empty()
        && !layout.fields.is_empty()
        && tlvs.remainder().is_empty()
        && tlvs
            .iter()
            .next()
            .is_some_and(|first| first.tag.is_specified() && first.tag.allows_length(first.len()));
    if alone {
        faults.clear();
        faults.push(validate::field_fault(layout, 0, Fault::Missing).at(Header::LEN));
        Fields::new(layout, body, Some(faults)).finish();
    }
    // 3.4 and 5.0 leave the body of an error response out; some peers send a NUL for it.
    if !header.command_status.is_ok() {
        faults.retain(|fault| !matches!(fault.fault, Fault::Missing | Fault::MissingTlv { .. }));
    }
    alone.then_some(tlvs)
}

/// Writes one PDU into `out` and returns how many octets it has.
///
/// This writes whatever can be written at all, also what no specification allows: what was decoded gives the octets that
/// it was decoded from. [`Body::check`] says whether a peer may be sent it.
///
/// # Errors
///
/// `BufferTooSmall` with the octets needed; `Field` for what the wire cannot express, such as a NUL in a C-octet string.
///
/// ```
/// use smppkit::{CommandStatus, EnquireLink, encode};
///
/// let mut out = [0; 64];
/// let len = encode(CommandStatus::ESME_ROK, 1, &EnquireLink::default(), &mut out)?;
/// assert_eq!(out[..len], [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1]);
/// # Ok::<(), smppkit::EncodeError>(())
/// ```
#[inline]
pub fn encode<B: Body>(
    command_status: CommandStatus,
    sequence_number: u32,
    body: &B,
    out: &mut [u8],
) -> Result<usize, EncodeError> {
    let body = erased(body);
    write_pdu(command_status, sequence_number, body, out).ok_or_else(|| encode_error(body.as_any()))
}

/// [`encode`] for a PDU that is in a form of another language: `put` writes its fields and TLVs, if it can. `None` if that cannot
/// be done.
#[doc(hidden)]
#[inline(always)]
pub fn encode_with(
    command_status: CommandStatus,
    sequence_number: u32,
    command_id: CommandId,
    out: &mut [u8],
    put: impl FnOnce(&mut Writer<'_>) -> Option<()>,
) -> Option<usize> {
    write_frame(command_status, sequence_number, command_id, out, |body| {
        let mut writer = Writer::new(body);
        put(&mut writer)?;
        writer.rest()
    })
}

/// Why a PDU could not be written.
#[cold]
pub(crate) fn encode_error(body: &dyn Body) -> EncodeError {
    match body.check_rules(Rules::Wire) {
        Err(fault) => EncodeError::Field(fault),
        Ok(()) => EncodeError::BufferTooSmall { needed: encoded_len(body) },
    }
}

/// Writes a PDU; `None` if that cannot be done.
#[cfg_attr(not(feature = "compact"), inline(always))]
#[cfg_attr(feature = "compact", inline(never))]
pub(crate) fn write_pdu(
    command_status: CommandStatus,
    sequence_number: u32,
    body: &(impl Body + ?Sized),
    out: &mut [u8],
) -> Option<usize> {
    write_frame(command_status, sequence_number, body.command_id(), out, |rest| match body.ending() {
        #[cfg(not(feature = "compact"))]
        Ending::WHOLE => {
            let mut writer = Writer::new(rest);
            body.put(&mut writer);
            writer.rest()
        }
        ending => put_values(ending, body.as_any(), rest),
    })
}

/// Writes a header before what `put` writes, which gives back what it left.
#[inline(always)]
fn write_frame(
    command_status: CommandStatus,
    sequence_number: u32,
    command_id: CommandId,
    out: &mut [u8],
    put: impl FnOnce(&mut [u8]) -> Option<&mut [u8]>,
) -> Option<usize> {
    let (header, rest) = out.split_first_chunk_mut::<16>()?;
    let room = rest.len();
    let left = put(rest)?;
    let written = room.wrapping_sub(left.len());
    let len = written.saturating_add(Header::LEN);
    let command_length = u32::try_from(len).ok()?;
    *header = Header { command_length, command_id, command_status, sequence_number }.to_octets();
    Some(len)
}

/// Writes a body value by value, as short as it was when it was decoded, and gives back what is left.
#[cfg_attr(not(feature = "compact"), cold)]
fn put_values<'o>(ending: Ending, body: &dyn Body, out: &'o mut [u8]) -> Option<&'o mut [u8]> {
    let mut writer = Writer::new(out);
    let mut left = ending.fields;
    body.visit_all(&mut |value: FieldValue<'_>| {
        let Some(next) = left.checked_sub(1) else { return };
        left = next;
        match (ending.form, value) {
            (Form::WithoutNul, FieldValue::CString(string)) if next == 0 => {
                writer.c_octet_without_nul(string.as_bytes());
            }
            (Form::ShortText, FieldValue::Octets(octets)) if next == 0 => {
                writer.u8(ending.sm_length);
                writer.octets(octets.as_bytes());
            }
            _ => value.write(&mut writer),
        }
    });
    writer.octets(body.unknown());
    body.tlvs().put(&mut writer);
    writer.rest()
}
