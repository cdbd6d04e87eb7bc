//! Random PDUs, made from the table.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use smppkit::tlv::{self, TLVS, TlvType};
use smppkit::values::InterfaceVersion;
use smppkit::{FieldType, PduDef, SCHEMA};

use crate::model::{
    Dest, Failed, Model, Value, dests_max, frame, message_id_max, patch_length, required_tlvs, text_max,
};

/// The versions of SMPP.
pub const VERSIONS: [InterfaceVersion; 3] =
    [InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0];

/// Any PDU that a peer of this version may be sent.
pub fn valid(version: InterfaceVersion) -> impl Strategy<Value = Model> {
    let defs = SCHEMA.iter().filter(|def| def.versions.contains(&version)).collect::<Vec<_>>();
    select(defs).prop_flat_map(move |def| valid_of(def, version))
}

/// This PDU, as a peer of this version may be sent it.
pub fn valid_of(def: &'static PduDef, version: InterfaceVersion) -> impl Strategy<Value = Model> {
    let fields = def.fields.iter().map(|row| valid_value(row.kind, version)).collect::<Vec<_>>();
    let tlvs = vec(valid_tlv(version), if version == InterfaceVersion::V3_3 { 0..1 } else { 0..5 });
    (status(def), any::<u32>(), fields, tlvs).prop_map(move |(status, sequence, fields, mut tlvs)| {
        // The text is in one place or in the other.
        if fields.iter().any(|value| matches!(value, Value::Text(text) if !text.is_empty())) {
            tlvs.retain(|(tag, _)| *tag != tlv::MESSAGE_PAYLOAD.tag.0);
        }
        tlvs.extend(required_tlvs(def));
        Model { def, status, sequence, fields, tlvs }
    })
}

/// Any PDU that the wire can express: strings of any length, TLVs of any length, in PDUs of any version.
pub fn wild() -> impl Strategy<Value = Model> {
    select(SCHEMA.iter().collect::<Vec<_>>()).prop_flat_map(wild_of)
}

fn wild_of(def: &'static PduDef) -> impl Strategy<Value = Model> {
    let fields = def.fields.iter().map(|row| wild_value(row.kind)).collect::<Vec<_>>();
    let tlvs = vec((prop_oneof![known_tag(), any::<u16>()], octets(0..40)), 0..5);
    (any::<u32>(), any::<u32>(), fields, tlvs).prop_map(move |(status, sequence, fields, tlvs)| Model {
        def,
        status,
        sequence,
        fields,
        tlvs,
    })
}

/// A frame: a valid PDU with octets changed, inserted or removed, or cut short.
pub fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let pdu = select(VERSIONS.as_slice()).prop_flat_map(valid).prop_map(|model| model.octets());
    (pdu, vec(damage(), 1..6)).prop_map(|(mut octets, damages)| {
        for damage in damages {
            damage.apply(&mut octets);
        }
        patch_length(&mut octets);
        octets
    })
}

/// A frame: a header that is often a known PDU's, and any octets behind it.
pub fn noise() -> impl Strategy<Value = Vec<u8>> {
    let id = prop_oneof![9 => select(SCHEMA).prop_map(|def| def.command_id.0), 1 => any::<u32>()];
    // Few octets mean much: NUL, small lengths, flags and the first octets of tags.
    let octet = prop_oneof![3 => 0..=6_u8, 1 => any::<u8>()];
    (id, prop_oneof![Just(0), any::<u32>()], any::<u32>(), vec(octet, 0..120))
        .prop_map(|(id, status, sequence, body)| frame(id, status, sequence, &body))
}

#[derive(Clone, Debug)]
enum Damage {
    Change(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Truncate(Index),
}

impl Damage {
    /// Damages the body; and the header in all but its `command_length`.
    fn apply(self, octets: &mut Vec<u8>) {
        let body = octets.len() - 16;
        match self {
            Self::Change(at, mask) => {
                let at = 4 + at.index(octets.len() - 4);
                octets[at] ^= mask;
            }
            Self::Insert(at, new) => {
                let at = 16 + at.index(body + 1);
                octets.splice(at..at, new);
            }
            Self::Remove(at, count) => {
                let at = 16 + at.index(body + 1);
                let end = octets.len().min(at + count);
                octets.drain(at..end);
            }
            Self::Truncate(at) => octets.truncate(16 + at.index(body + 1)),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => (any::<Index>(), 1..=255_u8).prop_map(|(at, mask)| Damage::Change(at, mask)),
        2 => (any::<Index>(), octets(1..20)).prop_map(|(at, new)| Damage::Insert(at, new)),
        2 => (any::<Index>(), 1..20_usize).prop_map(|(at, count)| Damage::Remove(at, count)),
        1 => any::<Index>().prop_map(Damage::Truncate),
    ]
}

/// 0 in requests; in responses 0, a status that is known, or any.
fn status(def: &PduDef) -> BoxedStrategy<u32> {
    if !def.command_id.is_response() {
        return Just(0).boxed();
    }
    let known = select(smppkit::STATUSES).prop_map(|row| row.status.0);
    prop_oneof![2 => Just(0), 1 => known, 1 => any::<u32>()].boxed()
}

fn octets(len: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), len)
}

/// A C-octet string of up to `max` octets, its NUL included: often text, often as long as it may be.
pub fn string(max: usize) -> BoxedStrategy<Vec<u8>> {
    let len = prop_oneof![1 => Just(0), 2 => 0..max, 1 => Just(max - 1)];
    len.prop_flat_map(|len| prop_oneof![3 => vec(b' '..=b'~', len), 1 => vec(1..=255_u8, len)]).boxed()
}

/// Nothing, or a time: `YYMMDDhhmmsstnnp`.
fn time(version: InterfaceVersion) -> BoxedStrategy<Vec<u8>> {
    let relative = "[0-9]{2}(0[0-9]|1[01])([0-2][0-9])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]000R";
    let times = match version {
        InterfaceVersion::V3_3 => absolute_time().boxed(),
        _ => prop_oneof![absolute_time(), relative].boxed(),
    };
    prop_oneof![Just(String::new()), times].prop_map(String::into_bytes).boxed()
}

fn absolute_time() -> impl Strategy<Value = String> {
    "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]([0-3][0-9]|4[0-8])[-+]"
}

fn valid_value(kind: FieldType, version: InterfaceVersion) -> BoxedStrategy<Value> {
    match kind {
        FieldType::U8 => any::<u8>().prop_map(Value::Octet).boxed(),
        FieldType::Value(_) => prop_oneof![0..16_u8, any::<u8>()].prop_map(Value::Octet).boxed(),
        FieldType::CString { max } => string(max).prop_map(Value::CString).boxed(),
        FieldType::MessageId => string(message_id_max(version)).prop_map(Value::CString).boxed(),
        FieldType::Time => time(version).prop_map(Value::CString).boxed(),
        FieldType::FinalDate => {
            // DISCREPANCIES A10.
            let short = if version == InterfaceVersion::V5_0 { "" } else { "[0-9]{12}" };
            let short = short.prop_map(String::into_bytes);
            prop_oneof![2 => time(version), 1 => short].prop_map(Value::CString).boxed()
        }
        FieldType::ShortMessage => {
            let max = text_max(version);
            prop_oneof![Just(0..1), Just(0..max + 1), Just(max..max + 1)]
                .prop_flat_map(octets)
                .prop_map(Value::Text)
                .boxed()
        }
        FieldType::DestAddresses => list(dest(21), dests_max(version)).prop_map(Value::Dests).boxed(),
        FieldType::UnsuccessSmes => list(failed(21), 255).prop_map(Value::Failed).boxed(),
        FieldType::MessageIds => list(string(9), 100).prop_map(Value::Ids).boxed(),
        kind => panic!("no strategy for {kind:?}"),
    }
}

fn wild_value(kind: FieldType) -> BoxedStrategy<Value> {
    match kind {
        FieldType::U8 | FieldType::Value(_) => any::<u8>().prop_map(Value::Octet).boxed(),
        FieldType::ShortMessage => octets(0..256).prop_map(Value::Text).boxed(),
        FieldType::DestAddresses => list(dest(60), 255).prop_map(Value::Dests).boxed(),
        FieldType::UnsuccessSmes => list(failed(60), 255).prop_map(Value::Failed).boxed(),
        FieldType::MessageIds => list(string(60), 255).prop_map(Value::Ids).boxed(),
        _ => string(120).prop_map(Value::CString).boxed(),
    }
}

/// Mostly a few items, at times as many as there may be.
fn list<S: Strategy + Clone>(item: S, max: usize) -> impl Strategy<Value = Vec<S::Value>> {
    prop_oneof![20 => vec(item.clone(), 0..6), 1 => vec(item, max)]
}

fn dest(max: usize) -> BoxedStrategy<Dest> {
    let sme = (any::<u8>(), any::<u8>(), 0..max).prop_map(|(ton, npi, len)| Dest::Sme(ton, npi, digits(len)));
    prop_oneof![sme, (0..max).prop_map(|len| Dest::List(digits(len)))].boxed()
}

fn failed(max: usize) -> BoxedStrategy<Failed> {
    (any::<u8>(), any::<u8>(), 0..max, any::<u32>())
        .prop_map(|(ton, npi, len, status)| Failed { ton, npi, addr: digits(len), status })
        .boxed()
}

fn digits(len: usize) -> Vec<u8> {
    (b'0'..=b'9').cycle().take(len).collect()
}

fn known_tag() -> impl Strategy<Value = u16> {
    select(TLVS).prop_map(|row| row.tag.0)
}

/// A TLV that a peer of this version may be sent: one of the specification's or a vendor's.
fn valid_tlv(version: InterfaceVersion) -> impl Strategy<Value = (u16, Vec<u8>)> {
    let rows = TLVS.iter().collect::<Vec<_>>();
    let known = select(rows).prop_flat_map(move |row| {
        let tag = row.tag;
        let lengths = row.lengths.iter().copied().filter(|(low, _)| legal_in(version, tag.0, *low));
        select(lengths.collect::<Vec<_>>()).prop_flat_map(move |(low, high)| {
            // As long as it may be, but no longer than keeps the tests fast.
            let high = if legal_in(version, tag.0, high) { high.min(300) } else { low };
            let len = usize::from(low)..usize::from(high) + 1;
            let value = match row.kind {
                _ if tag == tlv::BROADCAST_END_TIME.tag => {
                    absolute_time().prop_map(|time| (time + "\0").into_bytes()).boxed()
                }
                TlvType::CString => vec(b' '..=b'~', len.start - 1..len.end - 1)
                    .prop_map(|text| [text, vec![0]].concat())
                    .boxed(),
                _ => octets(len).boxed(),
            };
            value.prop_map(move |value| (tag.0, value))
        })
    });
    prop_oneof![3 => known, 1 => (0x1400..=0x3FFF_u16, octets(0..40))]
}

/// DISCREPANCIES A23 and A24: two TLVs grew in 5.0.
fn legal_in(version: InterfaceVersion, tag: u16, len: u16) -> bool {
    version == InterfaceVersion::V5_0
        || !(tag == tlv::MS_VALIDITY.tag.0 && len == 4
            || tag == tlv::ALERT_ON_MESSAGE_DELIVERY.tag.0 && len == 1)
}
