//! User data headers.

use smppkit::message::udh::{Reference, Udh};

use crate::guard::call;
use crate::memory::some;
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// It is no part of a longer message.
pub const SMPPKIT_REFERENCE_NONE: u8 = 0;
/// By the element "concatenated short messages, 8-bit reference" of the user data header.
pub const SMPPKIT_REFERENCE_UDH8: u8 = 1;
/// By the element "concatenated short messages, 16-bit reference" of the user data header.
pub const SMPPKIT_REFERENCE_UDH16: u8 = 2;
/// By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum.
pub const SMPPKIT_REFERENCE_SAR: u8 = 3;

/// Which part of which message.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct Concatenation {
    /// How it is told: `SMPPKIT_REFERENCE_…`. If it is none, the others are 0.
    pub kind: u8,
    /// How many parts there are: 1 to 255.
    pub total_segments: u8,
    /// Which one this is: 1 to `total_segments`.
    pub segment_seqnum: u8,
    /// The same in all parts of a message.
    pub reference: u16,
}

impl From<smppkit::message::udh::Concatenation> for Concatenation {
    fn from(part: smppkit::message::udh::Concatenation) -> Self {
        let kind = match part.reference {
            Reference::Udh8(_) => SMPPKIT_REFERENCE_UDH8,
            Reference::Udh16(_) => SMPPKIT_REFERENCE_UDH16,
            Reference::Sar(_) => SMPPKIT_REFERENCE_SAR,
        };
        let (total_segments, segment_seqnum) = (part.total_segments, part.segment_seqnum);
        Self { kind, total_segments, segment_seqnum, reference: part.reference.number() }
    }
}

/// Splits user data, such as a `short_message` of which `esm_class` says so, into the elements of its header and what comes
/// behind it. Either may be NULL. `SMPPKIT_E_UNREADABLE` if the header is not whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_udh_split<'a>(
    user_data: Octets<'a>,
    elements: Option<&mut Octets<'a>>,
    body: Option<&mut Octets<'a>>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (udh, rest) = Udh::split(some(user_data.get())?).map_err(Failure::Udh)?;
        if let Some(elements) = elements {
            *elements = Octets::new(udh.as_octets());
        }
        if let Some(body) = body {
            *body = Octets::new(rest);
        }
        Ok(())
    })
}

/// Gives one element of a user data header after the other: its identifier (3GPP TS 23.040 §9.2.3.24) and its octets. `*at`
/// is 0 for the first, and is set to where the next begins; keep it as it is in between. `SMPPKIT_E_NOT_FOUND` behind the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_udh_next<'a>(
    elements: Octets<'a>,
    at: Option<&mut usize>,
    iei: Option<&mut u8>,
    data: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        let (at, iei, data) = (some(at)?, some(iei)?, some(data)?);
        let rest = some(elements.get())?.get(*at..).unwrap_or_default();
        let udh = Udh::from_elements(rest).map_err(Failure::Udh)?;
        let element = udh.elements().next().ok_or(Failure::NOT_FOUND)?;
        (*iei, *data) = (element.iei.0, Octets::new(element.data));
        *at += 2 + element.data.len();
        Ok(())
    })
}
