//! Octets to PDUs and back.

use core::ffi::c_void;

use smppkit::values::InterfaceVersion;
use smppkit::{Body, CommandId, CommandStatus, EncodeError, Faults, Header, Writer};

use crate::guard::call;
use crate::memory::{StructSize, room, sized, slice, some};
use crate::pdu::{Given, Pdu, PduHeader, Work};
use crate::types::error::{Error, Failure};

/// A PDU that was taken apart. Everything in it points into the octets that it was decoded from: it lives as long as they
/// do and stay as they are.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct Decoded<'a> {
    /// Set by `SMPPKIT_DECODED_INIT`.
    pub struct_size: u32,
    /// 1 if something is out of order in the PDU: `smppkit_fault` lists it. Otherwise 0.
    pub faulty: u32,
    /// Its header.
    pub header: PduHeader,
    /// Its body: `pdu.submit_sm` if `header.command_id` is `SMPPKIT_SUBMIT_SM`, and so on; `pdu.unknown` if the id is none
    /// of those that the header names.
    pub pdu: Pdu<'a>,
}

/// How many faults of one PDU are listed; further ones are not.
pub const SMPPKIT_MAX_FAULTS: usize = 16;

const _: () = assert!(SMPPKIT_MAX_FAULTS == smppkit::MAX_FAULTS);

impl Default for Decoded<'_> {
    fn default() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            faulty: 0,
            header: PduHeader::default(),
            pdu: Pdu::NONE,
        }
    }
}

impl StructSize for Decoded<'_> {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

/// Tells how long the PDU is that a stream goes on with: 0 in `*frame_len` while fewer than four octets are there to tell
/// it. `max` is the largest `command_length` that is accepted; 70000 is a good choice.
///
/// `SMPPKIT_E_FRAME` if it announces fewer than 16 octets or more than `max`: where the next PDU begins is then unknown,
/// and nothing is left but to close the connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_frame_length(
    octets: *const u8,
    len: usize,
    max: u32,
    frame_len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, move || {
        // SAFETY: what C owes.
        let octets = unsafe { slice(octets, len) }?;
        *some(frame_len)? = smppkit::frame_length(octets, max)?.unwrap_or(0);
        Ok(())
    })
}

/// Reads the header at the start of `octets`; `SMPPKIT_E_FRAME` if there are fewer than 16.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_read_header(
    octets: *const u8,
    len: usize,
    header: Option<&mut PduHeader>,
) -> i32 {
    call(None, move || {
        // SAFETY: what C owes.
        let octets = unsafe { slice(octets, len) }?;
        *some(header)? = Header::read(octets).ok_or(smppkit::FrameError::Short { len })?.into();
        Ok(())
    })
}

/// Takes one PDU apart. `frame` is the whole PDU, from its `command_length` to its last octet.
///
/// Whatever is one PDU by its `command_length` is accepted: what is out of order in it is kept, so that
/// `smppkit_encode` gives the same octets again, and is listed by `smppkit_fault`. `SMPPKIT_E_FRAME` if the octets are not
/// exactly one PDU.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_decode<'a>(
    frame: *const u8,
    len: usize,
    decoded: Option<&mut Decoded<'a>>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, move || {
        // SAFETY: what C owes.
        let frame: &'a [u8] = unsafe { slice(frame, len) }?;
        let decoded = some(decoded)?;
        if !sized(decoded) {
            return Err(Failure::STRUCT_SIZE);
        }
        smppkit::decode_with(frame, decoded)?;
        Ok(())
    })
}

impl<'a> smppkit::Decoder<'a> for &mut Decoded<'a> {
    type Made = ();

    #[inline(always)]
    fn take(self, header: Header, pdu: smppkit::Pdu<'a>, faults: Faults<'a>) {
        self.header = header.into();
        self.faulty = (!faults.is_empty()).into();
        self.pdu = pdu.into();
    }
}

/// Tells what is out of order in a PDU: the fault of this number, from 0, in the order of the octets.
/// `SMPPKIT_E_NOT_FOUND` behind the last; there are at most `SMPPKIT_MAX_FAULTS`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_fault(
    frame: *const u8,
    len: usize,
    number: usize,
    fault: Option<&mut Error>,
) -> i32 {
    call(None, move || {
        // SAFETY: what C owes.
        let frame = unsafe { slice(frame, len) }?;
        let fault = some(fault)?;
        if !sized(fault) {
            return Err(Failure::STRUCT_SIZE);
        }
        let found = smppkit::decode(frame)?.faults.iter().nth(number).ok_or(Failure::NOT_FOUND)?;
        fault.set(&found.into());
        Ok(())
    })
}

/// Writes one PDU into `out`, which has room for `capacity` octets, and its length into `*len`.
///
/// `pdu` points to a PDU struct, such as `smppkit_submit_sm`, or to a `smppkit_pdu`. This writes whatever can be written at
/// all, also what no version of SMPP allows: `smppkit_check` tells. What was decoded gives the octets that it was decoded
/// from; its fields may have been set to others.
///
/// `SMPPKIT_E_TOO_SMALL` if there is no room for the PDU: `*len` is then what it needs, and nothing useful is in `out`.
/// `SMPPKIT_E_FIELD` for what cannot be written, such as a NUL in a C-octet string. `out` must not overlap what `pdu` points
/// to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_encode(
    command_status: u32,
    sequence_number: u32,
    pdu: *const c_void,
    out: *mut u8,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, move || {
        // SAFETY: what C owes.
        let (pdu, out) = unsafe { (Given::new(pdu)?, room(out, capacity)?) };
        let (command_status, len) = (CommandStatus(command_status), some(len)?);
        pdu.with(Encode { command_status, sequence_number, out, len })
    })
}

struct Encode<'o> {
    command_status: CommandStatus,
    sequence_number: u32,
    out: &'o mut [u8],
    /// Where the length goes.
    len: &'o mut usize,
}

impl Work for Encode<'_> {
    #[inline(always)]
    fn try_put(&mut self, id: CommandId, put: impl FnOnce(&mut Writer<'_>) -> Option<()>) -> bool {
        let written = smppkit::encode_with(self.command_status, self.sequence_number, id, self.out, put);
        written.map(|len| *self.len = len).is_some()
    }

    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        match smppkit::encode(self.command_status, self.sequence_number, &pdu, self.out) {
            Ok(written) => {
                *self.len = written;
                Ok(())
            }
            Err(error) => {
                if let EncodeError::BufferTooSmall { needed } = error {
                    *self.len = needed;
                }
                Err(error.into())
            }
        }
    }
}

/// Checks that a peer that speaks this version may be sent this PDU: lengths, what the version has, what must not stand
/// together, which TLVs must be there. `interface_version` is 0x33, 0x34 or 0x50, as in a bind.
///
/// `SMPPKIT_E_FIELD` if not; `error` tells the first field that is not right.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_check(
    pdu: *const c_void,
    interface_version: u8,
    error: Option<&mut Error>,
) -> i32 {
    call(error, move || {
        // SAFETY: what C owes.
        let pdu = unsafe { Given::new(pdu) }?;
        pdu.with(Check(InterfaceVersion(interface_version)))
    })
}

struct Check(InterfaceVersion);

impl Work for Check {
    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        Ok(pdu.check(self.0)?)
    }
}
