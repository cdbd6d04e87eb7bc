//! PDUs as text.

use core::ffi::{c_char, c_void};
use core::fmt::Write as _;

use smppkit::tlv::{Tag, TlvType, VendorTlv};

use crate::guard::call;
use crate::memory::{Text, room, slice, some};
use crate::pdu::{Given, Work};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// How to show a PDU: on one line, for a log, with what is not empty or zero, and without passwords.
pub const SMPPKIT_SHOW_LINE: i32 = 0;
/// How to show a PDU: as a tree of all that is on the wire, for people.
pub const SMPPKIT_SHOW_TREE: i32 = 1;

/// What a vendor's TLV has: an integer of one octet.
pub const SMPPKIT_KIND_U8: u8 = 1;
/// What a vendor's TLV has: an integer of two octets.
pub const SMPPKIT_KIND_U16: u8 = 2;
/// What a vendor's TLV has: an integer of four octets.
pub const SMPPKIT_KIND_U32: u8 = 3;
/// What a vendor's TLV has: a C-octet string.
pub const SMPPKIT_KIND_STRING: u8 = 4;
/// What a vendor's TLV has: octets.
pub const SMPPKIT_KIND_OCTETS: u8 = 5;

/// How many TLVs of vendors `smppkit_show` can be told of at once.
pub const SMPPKIT_MAX_VENDOR_TLVS: usize = 64;

/// A TLV that the specification leaves to vendors (tags 0x1400 to 0x3FFF, 5.0 Table 4-59), so that it is shown by its name.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct VendorTlvDef<'a> {
    /// Its tag.
    pub tag: u16,
    /// What it has: `SMPPKIT_KIND_…`.
    pub kind: u8,
    /// Its name.
    pub name: Octets<'a>,
}

impl<'a> VendorTlvDef<'a> {
    fn get(&self) -> Result<VendorTlv<'a>, Failure> {
        let name = some(self.name.get())?;
        let kind = match self.kind {
            SMPPKIT_KIND_U8 => TlvType::U8,
            SMPPKIT_KIND_U16 => TlvType::U16,
            SMPPKIT_KIND_OCTETS => TlvType::Octets,
            SMPPKIT_KIND_U32 => TlvType::U32,
            SMPPKIT_KIND_STRING => TlvType::CString,
            _ => return Err(Failure::VALUE),
        };
        let name = core::str::from_utf8(name).map_err(|_| Failure::VALUE)?;
        Ok(VendorTlv { tag: Tag(self.tag), name, kind })
    }
}

/// Shows a PDU that is octets, with its header and what is out of order in it, as `style` says: `SMPPKIT_SHOW_…`. The text
/// and a NUL go to `out`, which has room for `capacity` characters; `*len` is how many there are, without the NUL; `len` may
/// be NULL.
///
/// `vendor` are `vendor_count` definitions of TLVs that the specification does not know; NULL and 0 for none.
///
/// `SMPPKIT_E_TOO_SMALL` if the text does not fit: as much of it as does is there, and `*len` is the capacity that is
/// needed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_show(
    frame: *const u8,
    frame_len: usize,
    style: i32,
    vendor: *const VendorTlvDef<'_>,
    vendor_count: usize,
    out: *mut c_char,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (frame, given, out) =
            unsafe { (slice(frame, frame_len)?, slice(vendor, vendor_count)?, room(out.cast(), capacity)?) };
        const NONE: VendorTlv<'_> = VendorTlv { tag: Tag(0), name: "", kind: TlvType::Octets };
        let mut vendor = [NONE; SMPPKIT_MAX_VENDOR_TLVS];
        let vendor = vendor.get_mut(..given.len()).ok_or(Failure::VALUE)?;
        for (def, given) in vendor.iter_mut().zip(given) {
            *def = given.get()?;
        }
        let decoded = smppkit::decode(frame)?;
        let mut text = Text::new(out);
        let shown = decoded.show(vendor);
        // A text never fails: it counts what does not fit.
        let _ = match style {
            SMPPKIT_SHOW_LINE => write!(text, "{shown}"),
            SMPPKIT_SHOW_TREE => write!(text, "{shown:#}"),
            _ => return Err(Failure::VALUE),
        };
        text.finish(len.unwrap_or(&mut 0))
    })
}

/// The same for a PDU struct, such as `smppkit_submit_sm`, or a `smppkit_pdu`: it has no header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_show_pdu(
    pdu: *const c_void,
    style: i32,
    out: *mut c_char,
    capacity: usize,
    len: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        // SAFETY: what C owes.
        let (pdu, out) = unsafe { (Given::new(pdu)?, room(out.cast(), capacity)?) };
        let mut text = Text::new(out);
        pdu.with(Show { text: &mut text, style })?;
        text.finish(len.unwrap_or(&mut 0))
    })
}

struct Show<'t, 'o> {
    text: &'t mut Text<'o>,
    style: i32,
}

impl Work for Show<'_, '_> {
    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        // A text never fails: it counts what does not fit.
        let _ = match self.style {
            SMPPKIT_SHOW_LINE => write!(self.text, "{pdu}"),
            SMPPKIT_SHOW_TREE => write!(self.text, "{pdu:#}"),
            _ => return Err(Failure::VALUE),
        };
        Ok(())
    }
}
