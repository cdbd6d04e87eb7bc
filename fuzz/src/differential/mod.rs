//! Our decoder beside that of rusmpp, over the same frame: what is not a known difference fails.

mod known;
mod ours;
mod theirs;

use smppkit::{Body as _, CommandId, Decoded, Fault, SCHEMA, Tag, Tlv, decode};

pub use known::{KNOWN, Known, Right};

/// What a decoder reads in a frame, as octets: how they are shown is up to each.
#[derive(PartialEq, Eq, Debug)]
struct Reading {
    command_id: u32,
    command_status: u32,
    sequence_number: u32,
    fields: Vec<(&'static str, Vec<u8>)>,
    /// TLVs, and what follows them.
    rest: Vec<u8>,
}

/// One difference between the two.
#[derive(Debug)]
pub struct Difference {
    /// In which PDU.
    pub command_id: CommandId,
    /// Octets of the frame.
    pub len: usize,
    /// Octets of it that rusmpp leaves unread, as the beginning of the next.
    pub left: usize,
    /// Where: the name of a field, `fields`, `tlvs`, or `pdu`.
    pub place: String,
    /// What differs.
    pub kind: Kind,
    /// The faults that we find.
    pub faults: Vec<Fault>,
    /// The TLVs that we find.
    pub tags: Vec<Tag>,
    /// Whether one of them is a C-octet string that does not end with its first NUL.
    pub unterminated: bool,
    /// Whether it is a response that lacks fields.
    pub cut: bool,
}

/// What differs.
#[derive(Debug)]
pub enum Kind {
    /// It refuses a frame in which we find no fault.
    Refuses(&'static str),
    /// It has nothing to say about a fault.
    Accepts(Fault),
    /// The octets of a field, of the TLVs, or the header.
    Reads,
    /// It leaves octets of the frame unread.
    Leaves,
}

/// additional_status_info_text, receipted_message_id, source_network_id, dest_network_id.
const C_OCTET_TLVS: [Tag; 4] = [Tag(0x001D), Tag(0x001E), Tag(0x060D), Tag(0x060E)];

/// The octets as a frame: with the `command_length` that they have.
pub fn run(octets: &[u8]) {
    for difference in differences(octets) {
        assert!(
            difference.known().is_some(),
            "{difference:?} is new, in {octets:02X?}\nours: {:#?}\ntheirs: {:#?}",
            decode(&frame(octets)),
            theirs::read(&frame(octets)),
        );
    }
}

/// All differences in what the two make of a frame; none where we refuse it, for then it has no meaning.
#[must_use]
pub fn differences(octets: &[u8]) -> Vec<Difference> {
    if octets.len() < 16 {
        return vec![];
    }
    let frame = frame(octets);
    let Ok(decoded) = decode(&frame) else { return vec![] };
    let theirs = theirs::read(&frame);
    let left = theirs.as_ref().map_or(0, |(_, left)| *left);
    let found = match &theirs {
        Ok((theirs, _)) => compare(&decoded, theirs, left),
        // Both find something wrong; who hears what about it is not compared.
        Err(_) if !decoded.faults.is_empty() => vec![],
        Err(error) => vec![(theirs::refused_field(error), Kind::Refuses(theirs::refusal(error)))],
    };
    let tags = decoded.pdu.tlvs().iter().map(|tlv| tlv.tag).collect::<Vec<_>>();
    let difference = |(place, kind)| Difference {
        command_id: decoded.header.command_id,
        len: frame.len(),
        left,
        place,
        kind,
        faults: decoded.faults.iter().map(|fault| fault.fault).collect(),
        tags: tags.clone(),
        unterminated: decoded.pdu.tlvs().iter().any(|tlv| is_unterminated(&tlv)),
        cut: is_cut(&decoded),
    };
    found.into_iter().map(difference).collect()
}

fn is_cut(decoded: &Decoded<'_>) -> bool {
    let mut fields = 0;
    decoded.pdu.visit_fields(&mut |_, _| fields += 1);
    let has = SCHEMA.iter().find(|def| def.command_id == decoded.header.command_id);
    decoded.header.command_id.is_response() && has.is_some_and(|def| fields < def.fields.len())
}

fn is_unterminated(tlv: &Tlv<'_>) -> bool {
    let (value, _) = tlv.octets();
    let end = value.iter().position(|octet| *octet == 0);
    C_OCTET_TLVS.contains(&tlv.tag) && end.is_none_or(|end| end + 1 != value.len())
}

fn frame(octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length, &octets[4..]].concat()
}

fn compare(decoded: &Decoded<'_>, theirs: &Reading, left: usize) -> Vec<(String, Kind)> {
    let ours = ours::read(decoded);
    let mut found = vec![];
    let mut add = |place: &str, kind| found.push((place.to_owned(), kind));
    for fault in decoded.faults.iter() {
        add(fault.field, Kind::Accepts(fault.fault));
    }
    if left > 0 {
        add("pdu", Kind::Leaves);
    }
    let header = |reading: &Reading| (reading.command_id, reading.command_status, reading.sequence_number);
    if header(&ours) != header(theirs) {
        add("pdu", Kind::Reads);
    }
    let wrong = ours.fields.iter().zip(&theirs.fields).find(|(ours, theirs)| ours != theirs);
    if let Some(((name, _), _)) = wrong {
        add(name, Kind::Reads);
    } else if ours.fields.len() != theirs.fields.len() {
        add("fields", Kind::Reads);
    } else if ours.rest != theirs.rest {
        add("tlvs", Kind::Reads);
    }
    found
}
