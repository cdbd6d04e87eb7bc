//! Reading TLVs and making them.

use smppkit::tlv::{CString, Octets as OctetsKind, TlvDef, TlvKind, U8, U16, U32};
use smppkit::{TlvValue, tlv::Tag};

use crate::guard::{call, value};
use crate::memory::{room, some};
use crate::types::error::Failure;
use crate::types::octets::Octets;
use crate::types::tlvs::{Tlv, Tlvs};

/// Gives one TLV after the other, in the order of the wire. `*at` is 0 for the first, and is set to where the next begins;
/// keep it as it is in between. `SMPPKIT_E_NOT_FOUND` behind the last that is whole.
///
///     smppkit_tlv tlv;
///     for (size_t at = 0; smppkit_tlvs_next(&pdu.tlvs, &at, &tlv) == SMPPKIT_OK;)
///         printf("0x%04x: %zu octets\n", tlv.tag, tlv.value.len);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_next<'a>(
    tlvs: Option<&Tlvs<'a>>,
    at: Option<&mut usize>,
    tlv: Option<&mut Tlv<'a>>,
) -> i32 {
    call(None, || {
        let (at, tlv) = (some(at)?, some(tlv)?);
        (*tlv, *at) = some(tlvs)?.lend()?.next(*at).ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}

/// Gives the first TLV with this tag; `SMPPKIT_E_NOT_FOUND` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_find<'a>(
    tlvs: Option<&Tlvs<'a>>,
    tag: u16,
    tlv: Option<&mut Tlv<'a>>,
) -> i32 {
    call(None, || {
        let mut all = some(tlvs)?.lend()?.iter();
        *some(tlv)? = all.find(|tlv| tlv.tag == tag).ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}

/// Gives the octets that are no TLV: of the first that is not whole and all behind it, or of a body that ended before its
/// last field. Mostly there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_remainder<'a>(
    tlvs: Option<&Tlvs<'a>>,
    remainder: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        *some(remainder)? = some(tlvs)?.lend()?.remainder();
        Ok(())
    })
}

/// The value of the first such TLV that can be read.
fn get<'a, K: TlvKind>(tlvs: Option<&Tlvs<'a>>, tag: u16) -> Result<K::Value<'a>, Failure> {
    let mut failure = Failure::NOT_FOUND;
    for tlv in some(tlvs)?.lend()?.iter().filter(|tlv| tlv.tag == tag) {
        match read::<K>(Some(&tlv)) {
            Ok(value) => return Ok(value),
            Err(why) => failure = why,
        }
    }
    Err(failure)
}

fn read<'a, K: TlvKind>(tlv: Option<&Tlv<'a>>) -> Result<K::Value<'a>, Failure> {
    let tlv = some(tlv)?;
    let def = TlvDef::<K>::vendor(tlv.tag, "");
    tlv.get().ok_or(Failure::VALUE)?.get(&def).ok_or(Failure::UNREADABLE)
}

/// Gives the value of the first TLV with this tag that is an integer of one octet. `SMPPKIT_E_NOT_FOUND` if there is no TLV
/// with the tag, `SMPPKIT_E_UNREADABLE` if none has one octet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_get_u8(
    tlvs: Option<&Tlvs<'_>>,
    tag: u16,
    value: Option<&mut u8>,
) -> i32 {
    call(None, || {
        *some(value)? = get::<U8>(tlvs, tag)?;
        Ok(())
    })
}

/// The same for an integer of two octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_get_u16(
    tlvs: Option<&Tlvs<'_>>,
    tag: u16,
    value: Option<&mut u16>,
) -> i32 {
    call(None, || {
        *some(value)? = get::<U16>(tlvs, tag)?;
        Ok(())
    })
}

/// The same for an integer of four octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_get_u32(
    tlvs: Option<&Tlvs<'_>>,
    tag: u16,
    value: Option<&mut u32>,
) -> i32 {
    call(None, || {
        *some(value)? = get::<U32>(tlvs, tag)?;
        Ok(())
    })
}

/// The same for a C-octet string. It is given without its NUL, which peers often omit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_get_string<'a>(
    tlvs: Option<&Tlvs<'a>>,
    tag: u16,
    value: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        *some(value)? = Octets::new(get::<CString>(tlvs, tag)?.as_bytes());
        Ok(())
    })
}

/// The same for octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_get_octets<'a>(
    tlvs: Option<&Tlvs<'a>>,
    tag: u16,
    value: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        *some(value)? = Octets::new(get::<OctetsKind>(tlvs, tag)?.as_bytes());
        Ok(())
    })
}

/// Gives the value of a TLV that is an integer of one octet; `SMPPKIT_E_UNREADABLE` if it has another length. For a TLV that
/// may stand in a PDU several times; otherwise `smppkit_tlvs_get_u8` finds and reads it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlv_get_u8(tlv: Option<&Tlv<'_>>, value: Option<&mut u8>) -> i32 {
    call(None, || {
        *some(value)? = read::<U8>(tlv)?;
        Ok(())
    })
}

/// The same for an integer of two octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlv_get_u16(tlv: Option<&Tlv<'_>>, value: Option<&mut u16>) -> i32 {
    call(None, || {
        *some(value)? = read::<U16>(tlv)?;
        Ok(())
    })
}

/// The same for an integer of four octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlv_get_u32(tlv: Option<&Tlv<'_>>, value: Option<&mut u32>) -> i32 {
    call(None, || {
        *some(value)? = read::<U32>(tlv)?;
        Ok(())
    })
}

/// The same for a C-octet string. It is given without its NUL, which peers often omit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlv_get_string<'a>(
    tlv: Option<&Tlv<'a>>,
    value: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        *some(value)? = Octets::new(read::<CString>(tlv)?.as_bytes());
        Ok(())
    })
}

/// One part of a TLV's value that has several, such as `network_error_code`.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct TlvPart<'a> {
    /// The part, if it is an integer.
    pub number: u32,
    /// The part, if it is octets: the last one may be.
    pub octets: Octets<'a>,
}

/// Gives the parts of a TLV's value that the specification says has several, in their order, and how many are there: parts
/// that are optional may be missing. `SMPPKIT_E_UNREADABLE` if the TLV has no parts, or other octets; `SMPPKIT_E_TOO_SMALL` if
/// it has more than `capacity`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlv_parts<'a>(
    tlv: Option<&Tlv<'a>>,
    parts: *mut TlvPart<'a>,
    capacity: usize,
    count: Option<&mut usize>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let parts = unsafe { room(parts, capacity) }?;
        let (tlv, count) = (some(tlv)?, some(count)?);
        *count = read_parts(tlv, parts)?;
        if *count > capacity { Err(Failure::TooSmall { needed: *count }) } else { Ok(()) }
    })
}

/// Gives the parts of the value of the first TLV with this tag, which are exactly `count`: what `smppkit_get_…` calls.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlvs_get_parts<'a>(
    tlvs: Option<&Tlvs<'a>>,
    tag: u16,
    parts: *mut TlvPart<'a>,
    count: usize,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let parts = unsafe { room(parts, count) }?;
        let mut failure = Failure::NOT_FOUND;
        for tlv in some(tlvs)?.lend()?.iter().filter(|tlv| tlv.tag == tag) {
            match read_parts(&tlv, parts) {
                Ok(read) if read == count => return Ok(()),
                _ => failure = Failure::UNREADABLE,
            }
        }
        Err(failure)
    })
}

/// Reads as many parts as there is room for, and tells how many there are.
fn read_parts<'a>(given: &Tlv<'a>, to: &mut [TlvPart<'a>]) -> Result<usize, Failure> {
    let tlv = given.get().ok_or(Failure::VALUE)?;
    let TlvValue::Parts(parts) = tlv.value() else { return Err(Failure::UNREADABLE) };
    for (place, (_, part)) in to.iter_mut().zip(parts.iter()) {
        *place = match part {
            TlvValue::U8(number, _) => TlvPart { number: number.into(), octets: Octets::NONE },
            TlvValue::U16(number) => TlvPart { number: number.into(), octets: Octets::NONE },
            // It is the last part, which is never in the head: so it lives as long as the octets given.
            TlvValue::Octets(octets) => TlvPart { number: 0, octets: given.tail(octets.len())? },
            _ => return Err(Failure::UNREADABLE),
        };
    }
    Ok(parts.iter().count())
}

/// Makes a TLV of an integer of one octet.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_u8<'a>(tag: u16, value: u8) -> Tlv<'a> {
    Tlv { tag, head_len: 1, head: [value, 0, 0, 0], ..Tlv::default() }
}

/// Makes a TLV of an integer of two octets.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_u16<'a>(tag: u16, value: u16) -> Tlv<'a> {
    let [a, b] = value.to_be_bytes();
    Tlv { tag, head_len: 2, head: [a, b, 0, 0], ..Tlv::default() }
}

/// Makes a TLV of an integer of four octets.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_u32<'a>(tag: u16, value: u32) -> Tlv<'a> {
    Tlv { tag, head_len: 4, head: value.to_be_bytes(), ..Tlv::default() }
}

/// Makes a TLV of a C-octet string, whose NUL is added on the wire. The string must live until the TLV was encoded.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_string(tag: u16, value: Octets<'_>) -> Tlv<'_> {
    Tlv { tag, nul: 1, value, ..Tlv::default() }
}

/// Makes a TLV of octets: up to 65535, which must live until the TLV was encoded.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_octets(tag: u16, value: Octets<'_>) -> Tlv<'_> {
    Tlv { tag, value, ..Tlv::default() }
}

/// Whether the specification allows this TLV a value of so many octets: 1 or 0. Any length will do for a TLV that it does
/// not know.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_allows_length(tag: u16, len: usize) -> i32 {
    value(0, || Tag(tag).allows_length(len).into())
}
