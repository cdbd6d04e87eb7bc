//! Octets to PDUs and back: one decoder, which never refuses a frame, and one encoder, which gives the same octets again.

use core::fmt;

use crate::command_id::CommandId;
use crate::error::{EncodeError, Fault, FaultList, FieldFault, FrameError};
use crate::header::Header;
use crate::pdu::{self, Body, Pdu};
use crate::status::CommandStatus;
use crate::tlv::Tlvs;
use crate::validate;
use crate::wire::ending::{Ending, Form};
use crate::wire::field::Rules;
use crate::wire::reader::Reader;
use crate::wire::report::Report;
use crate::wire::string::OctetString;
use crate::wire::writer::{Fields, Writer};

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
        let _ = read_listing(self.frame, &mut faults);
        faults.into_iter()
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
    read(frame, None)
}

macro_rules! read_pdus {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+) { $($fields:tt)* }
    )+) => {
        /// Takes a PDU apart. What it gives is made in its place: it is large, and moving it costs more than reading it.
        #[inline(always)]
        fn read<'a>(frame: &'a [u8], faults: Option<&mut FaultList>) -> Result<Decoded<'a>, FrameError> {
            let (header, body) = split_frame(frame)?;
            match header.command_id {
                $(CommandId::$const => {
                    let listed = faults.is_some();
                    let mut report = Report::new(pdu::$type::DEF, body, faults);
                    let pdu = pdu::$type::read(Reader::new(body), &mut report);
                    if report.is_faulty() && !listed {
                        return read_faulty(frame);
                    }
                    Ok(Decoded { header, pdu: Pdu::$type(pdu), faults: Faults::default() })
                })+
                command_id => {
                    let pdu = Pdu::Unknown { command_id, body: OctetString::new(body) };
                    Ok(Decoded { header, pdu, faults: Faults::default() })
                }
            }
        }

        /// The PDU with its fields empty and these TLVs.
        #[allow(clippy::needless_update)]
        fn with_tlvs<'a>(command_id: CommandId, tlvs: Tlvs<'a>) -> Option<Pdu<'a>> {
            match command_id {
                $(CommandId::$const => Some(Pdu::$type(pdu::$type { tlvs, ..Default::default() })),)+
                _ => None,
            }
        }
    };
}
crate::for_each_pdu!(read_pdus);

/// Takes a PDU apart in which something is out of order.
#[cold]
fn read_faulty(frame: &[u8]) -> Result<Decoded<'_>, FrameError> {
    let mut faults = FaultList::new();
    let decoded = read_listing(frame, &mut faults)?;
    let frame = if faults.is_empty() { &[] } else { frame };
    Ok(Decoded { faults: Faults { frame }, ..decoded })
}

/// Takes a PDU apart and lists what is out of order in it.
#[cold]
fn read_listing<'a>(frame: &'a [u8], faults: &mut FaultList) -> Result<Decoded<'a>, FrameError> {
    let mut decoded = read(frame, Some(faults))?;
    let (header, body) = split_frame(frame)?;
    if !header.command_id.is_response() {
        return Ok(decoded);
    }
    // Some peers leave the fields of a response out and send its TLVs all the same.
    let tlvs = Tlvs::cut(Ending::TLVS_ALONE, body);
    if !faults.is_empty()
        && tlvs.remainder().is_empty()
        && tlvs.iter().next().is_some_and(|first| first.tag.row().is_some())
        && let Some(def) = header.command_id.def().filter(|def| !def.fields.is_empty())
        && let Some(pdu) = with_tlvs(header.command_id, tlvs)
    {
        decoded.pdu = pdu;
        *faults = FaultList::new();
        faults.push(validate::field_fault(def, 0, Fault::Missing).at(Header::LEN));
        Reader::new(body).finish(&mut Report::new(def, body, Some(faults)));
    }
    // 3.4 and 5.0 leave the body of an error response out; some peers send a NUL for it.
    if !header.command_status.is_ok() {
        faults.retain(|fault| !matches!(fault.fault, Fault::Missing | Fault::MissingTlv { .. }));
    }
    Ok(decoded)
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
    write_pdu(command_status, sequence_number, body, out).ok_or_else(|| encode_error(body))
}

/// Why a PDU could not be written.
#[cold]
pub(crate) fn encode_error<B: Body>(body: &B) -> EncodeError {
    match body.check_rules(Rules::Wire) {
        Err(fault) => EncodeError::Field(fault),
        Ok(()) => EncodeError::BufferTooSmall { needed: body.encoded_len() },
    }
}

/// Writes a PDU; `None` if that cannot be done.
#[inline(always)]
pub(crate) fn write_pdu<B: Body>(
    command_status: CommandStatus,
    sequence_number: u32,
    body: &B,
    out: &mut [u8],
) -> Option<usize> {
    let (header, rest) = out.split_first_chunk_mut::<16>()?;
    let room = rest.len();
    let ending = body.ending();
    let written = if ending == Ending::WHOLE {
        let mut writer = Writer::new(Fields::ALL, rest);
        body.put(&mut writer);
        if writer.failed() {
            return None;
        }
        room.wrapping_sub(writer.left())
    } else {
        put_cut(ending, body, rest)?
    };
    let len = written.saturating_add(Header::LEN);
    *header = Header {
        command_length: u32::try_from(len).ok()?,
        command_id: body.command_id(),
        command_status,
        sequence_number,
    }
    .to_octets();
    Some(len)
}

/// Writes a body that ends too early, as it was when it was decoded.
#[cold]
fn put_cut<B: Body>(ending: Ending, body: &B, out: &mut [u8]) -> Option<usize> {
    let room = out.len();
    let mut writer = Writer::new(Fields::up_to(ending), &mut *out);
    body.put(&mut writer);
    if writer.failed() {
        return None;
    }
    let written = room.saturating_sub(writer.left());
    let last_field = room.saturating_sub(writer.left_at_last_field());
    if ending.form == Form::ShortText {
        *out.get_mut(last_field)? = ending.sm_length;
    }
    Some(written)
}
