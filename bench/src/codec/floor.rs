//! What the machine can do: this one submit_sm, decoded and encoded by straight code written for it alone.
//!
//! Safe Rust, the same fields, the same checks of lengths and terminators; no table, no other PDU, no report of what was wrong.

use crate::fixtures;
use crate::harness::Contender;

pub const NAME: &str = "hand-written floor";

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubmitSm<'a> {
    pub command_status: u32,
    pub sequence_number: u32,
    pub service_type: &'a [u8],
    pub source_addr_ton: u8,
    pub source_addr_npi: u8,
    pub source_addr: &'a [u8],
    pub dest_addr_ton: u8,
    pub dest_addr_npi: u8,
    pub destination_addr: &'a [u8],
    pub esm_class: u8,
    pub protocol_id: u8,
    pub priority_flag: u8,
    pub schedule_delivery_time: &'a [u8],
    pub validity_period: &'a [u8],
    pub registered_delivery: u8,
    pub replace_if_present_flag: u8,
    pub data_coding: u8,
    pub sm_default_msg_id: u8,
    pub short_message: &'a [u8],
    pub tlvs: &'a [u8],
}

/// Where the first NUL is, eight octets at a time.
#[inline(always)]
fn find_nul(octets: &[u8]) -> Option<usize> {
    let mut rest = octets;
    while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let zeros = word.wrapping_sub(0x0101_0101_0101_0101) & !word & 0x8080_8080_8080_8080;
        if zeros != 0 {
            return Some(octets.len() - rest.len() + zeros.trailing_zeros() as usize / 8);
        }
        rest = tail;
    }
    Some(octets.len() - rest.len() + rest.iter().position(|&octet| octet == 0)?)
}

/// A C-octet string of at most `max` octets, its NUL included.
#[inline(always)]
fn c_octet<'a>(rest: &mut &'a [u8], max: usize) -> Option<&'a [u8]> {
    let end = find_nul(rest).filter(|&end| end < max)?;
    let (string, after) = rest.split_at(end);
    *rest = after.get(1..)?;
    Some(string)
}

#[inline(always)]
fn octets<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (octets, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(octets)
}

/// Whether the octets are TLVs from end to end, and the two that we know have the length that they must have.
#[inline(always)]
fn sound(mut tlvs: &[u8]) -> bool {
    while let Some((&[tag_high, tag_low, high, low], after)) = tlvs.split_first_chunk::<4>() {
        let length = u16::from_be_bytes([high, low]);
        let allowed = match u16::from_be_bytes([tag_high, tag_low]) {
            0x0204 => length == 2,
            0x0426 => length == 1,
            _ => true,
        };
        match after.get(usize::from(length)..) {
            Some(next) if allowed => tlvs = next,
            _ => return false,
        }
    }
    tlvs.is_empty()
}

pub fn decode(frame: &[u8]) -> Option<SubmitSm<'_>> {
    let (header, mut rest) = frame.split_first_chunk::<16>()?;
    let (words, _) = header.as_chunks::<4>();
    let [command_length, command_id, command_status, sequence_number] =
        [0, 1, 2, 3].map(|i| u32::from_be_bytes(words[i]));
    if command_length as usize != frame.len() || command_id != 0x0000_0004 {
        return None;
    }
    let rest = &mut rest;
    let service_type = c_octet(rest, 6)?;
    let &[source_addr_ton, source_addr_npi] = octets(rest)?;
    let source_addr = c_octet(rest, 21)?;
    let &[dest_addr_ton, dest_addr_npi] = octets(rest)?;
    let destination_addr = c_octet(rest, 21)?;
    let &[esm_class, protocol_id, priority_flag] = octets(rest)?;
    let schedule_delivery_time = c_octet(rest, 17)?;
    let validity_period = c_octet(rest, 17)?;
    let &[registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id, sm_length] =
        octets(rest)?;
    let (short_message, tlvs) = rest.split_at_checked(usize::from(sm_length))?;
    if !sound(tlvs) {
        return None;
    }
    Some(SubmitSm {
        command_status,
        sequence_number,
        service_type,
        source_addr_ton,
        source_addr_npi,
        source_addr,
        dest_addr_ton,
        dest_addr_npi,
        destination_addr,
        esm_class,
        protocol_id,
        priority_flag,
        schedule_delivery_time,
        validity_period,
        registered_delivery,
        replace_if_present_flag,
        data_coding,
        sm_default_msg_id,
        short_message,
        tlvs,
    })
}

#[inline(always)]
fn put<'o>(out: &'o mut [u8], octets: &[u8]) -> Option<&'o mut [u8]> {
    let (to, rest) = out.split_at_mut_checked(octets.len())?;
    to.copy_from_slice(octets);
    Some(rest)
}

/// Copies `N` to `2 * N` octets as two words, which may overlap; `false` if there are fewer or more.
#[inline(always)]
fn copy_words<const N: usize>(to: &mut [u8], from: &[u8]) -> bool {
    match (from.first_chunk::<N>(), from.last_chunk::<N>()) {
        (Some(first), Some(last)) if from.len() <= 2 * N => {
            to[..N].copy_from_slice(first);
            let at = from.len() - N;
            to[at..at + N].copy_from_slice(last);
            true
        }
        _ => false,
    }
}

/// As `put`, for few octets: no call to copy them where there are 4 to 16, or none.
#[inline(always)]
fn put_short<'o>(out: &'o mut [u8], octets: &[u8]) -> Option<&'o mut [u8]> {
    let (to, rest) = out.split_at_mut_checked(octets.len())?;
    if !octets.is_empty() && !copy_words::<8>(to, octets) && !copy_words::<4>(to, octets) {
        to.copy_from_slice(octets);
    }
    Some(rest)
}

/// A C-octet string of at most `max` octets, its NUL included.
#[inline(always)]
fn put_c_octet<'o>(out: &'o mut [u8], string: &[u8], max: usize) -> Option<&'o mut [u8]> {
    if string.len() >= max || has_nul(string) {
        return None;
    }
    put(put_short(out, string)?, &[0])
}

/// As `find_nul`, where it does not matter where.
#[inline(always)]
fn has_nul(octets: &[u8]) -> bool {
    let zeros = |word: u64| word.wrapping_sub(0x0101_0101_0101_0101) & !word & 0x8080_8080_8080_8080;
    if let Some(last) = octets.last_chunk::<8>() {
        let words = octets.as_chunks::<8>().0;
        words
            .iter()
            .fold(zeros(u64::from_le_bytes(*last)), |found, word| found | zeros(u64::from_le_bytes(*word)))
            != 0
    } else if let (Some(first), Some(last)) = (octets.first_chunk::<4>(), octets.last_chunk::<4>()) {
        let [first, last] = [*first, *last].map(|half| u64::from(u32::from_le_bytes(half)));
        zeros(first << 32 | last) != 0
    } else {
        octets.contains(&0)
    }
}

pub fn encode(pdu: &SubmitSm<'_>, out: &mut [u8]) -> Option<usize> {
    let length = 33
        + pdu.service_type.len()
        + pdu.source_addr.len()
        + pdu.destination_addr.len()
        + pdu.schedule_delivery_time.len()
        + pdu.validity_period.len()
        + pdu.short_message.len()
        + pdu.tlvs.len();
    let out = out.get_mut(..length)?;
    let sm_length = u8::try_from(pdu.short_message.len()).ok().filter(|&n| n < 255)?;
    let out = put(out, &(length as u32).to_be_bytes())?;
    let out = put(out, &0x0000_0004_u32.to_be_bytes())?;
    let out = put(out, &pdu.command_status.to_be_bytes())?;
    let out = put(out, &pdu.sequence_number.to_be_bytes())?;
    let out = put_c_octet(out, pdu.service_type, 6)?;
    let out = put(out, &[pdu.source_addr_ton, pdu.source_addr_npi])?;
    let out = put_c_octet(out, pdu.source_addr, 21)?;
    let out = put(out, &[pdu.dest_addr_ton, pdu.dest_addr_npi])?;
    let out = put_c_octet(out, pdu.destination_addr, 21)?;
    let out = put(out, &[pdu.esm_class, pdu.protocol_id, pdu.priority_flag])?;
    let out = put_c_octet(out, pdu.schedule_delivery_time, 17)?;
    let out = put_c_octet(out, pdu.validity_period, 17)?;
    let flags = [
        pdu.registered_delivery,
        pdu.replace_if_present_flag,
        pdu.data_coding,
        pdu.sm_default_msg_id,
        sm_length,
    ];
    let out = put(out, &flags)?;
    let out = put(out, pdu.short_message)?;
    put_short(out, pdu.tlvs)?;
    Some(length)
}

pub fn decoder(frame: &'static [u8]) -> Contender {
    let pdu = decode(frame).expect("the floor decodes the frame");
    assert_eq!(pdu.destination_addr, fixtures::DESTINATION.as_bytes());
    assert_eq!(pdu.short_message, fixtures::TEXT);
    Contender::plain(NAME, move || decode(std::hint::black_box(frame)))
}

pub fn encoder(frame: &'static [u8]) -> Contender {
    let pdu = decode(frame).expect("the floor decodes the frame");
    let mut out = [0; 1024];
    let n = encode(&pdu, &mut out).expect("the floor encodes it again");
    assert_eq!(&out[..n], frame);
    Contender::plain(NAME, move || {
        let length = encode(std::hint::black_box(&pdu), &mut out);
        std::hint::black_box(&out);
        length
    })
}
