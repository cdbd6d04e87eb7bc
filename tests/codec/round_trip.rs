//! What is encoded decodes to the same PDU, and what is decoded encodes to the same octets: always.

use arbitrary::{Arbitrary, Unstructured};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use smppkit::values::{InterfaceVersion, MessageState};
use smppkit::{
    Body, CommandStatus, EncodeError, Fault, FieldFault, FieldType, MAX_FAULTS, Pdu, PduKind, SCHEMA, Tlvs,
    decode, encode,
};
use smppkit_conformance::generate::{VERSIONS, damaged, noise, valid, wild};
use smppkit_conformance::model::{Built, Dest, Failed, Model, Value, assign, frame, patch_length, tlvs_mut};

/// Decodes a frame, encodes it again, and holds what comes out against what went in; and the report against its rules.
pub(crate) fn assert_same_octets(octets: &[u8]) {
    let decoded = decode(octets).expect("a frame");
    let header = decoded.header;
    assert_eq!(decoded.pdu.command_id(), header.command_id);
    assert_eq!(decoded.pdu.encoded_len(), octets.len(), "{decoded:?}");
    // As much room as needed, and more: what is behind the PDU stays untouched.
    for room in [0, 1, 300] {
        let mut out = vec![0xEE; octets.len() + room];
        let len = encode(header.command_status, header.sequence_number, &decoded.pdu, &mut out);
        assert_eq!(len, Ok(octets.len()), "{decoded:?}");
        assert_eq!(&out[..octets.len()], octets, "{decoded:?}");
        assert_eq!(&out[octets.len()..], vec![0xEE; room]);
    }
    assert!(!decoded.pdu.to_string().is_empty());

    let faults = decoded.faults.iter().collect::<Vec<_>>();
    assert_eq!(faults.is_empty(), decoded.faults.is_empty());
    assert_eq!(faults.first().copied(), decoded.faults.first());
    assert!(faults.len() <= MAX_FAULTS);
    assert!(faults.is_sorted_by_key(|it| it.offset), "{faults:?}");
    for fault in faults {
        assert_eq!(fault.command_id, header.command_id);
        assert!((16..=octets.len()).contains(&fault.offset), "{fault}");
        let row =
            header.command_id.def().and_then(|def| def.fields.iter().find(|row| row.name == fault.field));
        assert!(row.is_some() || fault.field == "tlvs", "{fault}");
        assert!(!fault.status.is_ok() && fault.status.def().is_some(), "{fault}");
        assert!(!fault.to_string().is_empty());
    }
}

fn encoded(status: u32, sequence: u32, pdu: &Pdu<'_>) -> Vec<u8> {
    let mut out = vec![0; pdu.encoded_len()];
    let len = encode(CommandStatus(status), sequence, pdu, &mut out);
    assert_eq!(len, Ok(out.len()), "{pdu:?}");
    out
}

/// Some thousands of PDUs for each property; more with PROPTEST_CASES.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig { cases: 12 * default.cases, ..default }
}

proptest! {
    #![proptest_config(config())]

    /// The library's encoder agrees with the one of these tests, and its decoder undoes both; nothing is out of order in
    /// what `check` let pass.
    #[test]
    fn what_may_be_sent_decodes_to_itself((version, model) in select(VERSIONS.as_slice())
        .prop_flat_map(|version| (Just(version), valid(version))))
    {
        let octets = model.octets();
        model.with_pdu(|pdu| {
            prop_assert_eq!(pdu.check(version), Ok(()));
            prop_assert_eq!(pdu.encoded_len(), octets.len());
            prop_assert_eq!(&encoded(model.status, model.sequence, pdu), &octets);
            let decoded = decode(&octets).expect("a frame");
            prop_assert_eq!(&decoded.pdu, pdu);
            prop_assert_eq!(decoded.header.command_status.0, model.status);
            prop_assert_eq!(decoded.header.sequence_number, model.sequence);
            prop_assert!(decoded.faults.is_empty(), "{:?}", decoded.faults);
            prop_assert_eq!(decoded.pdu.check(version), Ok(()));
            Ok(())
        })?;
        assert_same_octets(&octets);
    }

    /// The same without rules: whatever can be written is read as it was.
    #[test]
    fn what_can_be_written_decodes_to_itself(model in wild()) {
        let octets = model.octets();
        model.with_pdu(|pdu| {
            prop_assert_eq!(&encoded(model.status, model.sequence, pdu), &octets);
            let decoded = decode(&octets).expect("a frame");
            prop_assert!(&decoded.pdu == pdu || looks_like_tlvs(&octets), "{:?} is not {:?}", decoded.pdu, pdu);
            Ok(())
        })?;
        assert_same_octets(&octets);
    }

    #[test]
    fn damaged_pdus_encode_to_the_same_octets(octets in damaged()) {
        assert_same_octets(&octets);
    }

    #[test]
    fn noise_encodes_to_the_same_octets(octets in noise()) {
        assert_same_octets(&octets);
    }

    /// What passes `check` has no fault in it for who receives it. Only a response may lack fields: `check` does not know
    /// whether it is an error.
    #[test]
    fn what_passes_has_no_faults(octets in prop_oneof![damaged(), noise()]) {
        let decoded = decode(&octets).expect("a frame");
        for version in VERSIONS {
            if decoded.pdu.check(version).is_ok() {
                let is_missing = |fault| matches!(fault, Fault::Missing | Fault::MissingTlv { .. });
                let lacks = |fault: FieldFault| is_missing(fault.fault) && decoded.header.command_id.is_response();
                let faults = decoded.faults.iter().filter(|fault| !lacks(*fault)).collect::<Vec<_>>();
                prop_assert!(faults.is_empty(), "{version}: {faults:?}");
            }
        }
    }

    /// Any octets at all: an answer, never a panic.
    #[test]
    fn octets_that_are_no_frame_are_refused(octets in vec(any::<u8>(), 0..64)) {
        let length = octets.first_chunk::<4>().map(|it| u32::from_be_bytes(*it) as usize);
        prop_assert_eq!(decode(&octets).is_ok(), octets.len() >= 16 && length == Some(octets.len()));
    }

    /// What a fuzzer is given by `Arbitrary`.
    #[test]
    fn arbitrary_pdus_decode_to_themselves(seed in vec(prop_oneof![0..6_u8, any::<u8>()], 0..300), status: u32) {
        let Ok(pdu) = Pdu::arbitrary(&mut Unstructured::new(&seed)) else { return Ok(()) };
        let octets = encoded(status, 1, &pdu);
        let decoded = decode(&octets).expect("a frame");
        prop_assert!(decoded.pdu == pdu || looks_like_tlvs(&octets), "{:?} is not {:?}", decoded.pdu, pdu);
        assert_same_octets(&octets);
    }

    /// A changed field of a decoded PDU changes its own octets and no others.
    #[test]
    fn one_field_changes_alone((before, after) in two_of_one_kind(), at: Index, rest in vec(any::<u8>(), 0..3)) {
        if before.fields.is_empty() {
            return Ok(());
        }
        let at = at.index(before.fields.len());
        // One to three octets more than there are TLVs.
        let mut octets = before.octets();
        octets.extend(&rest);
        patch_length(&mut octets);
        let range = before.range(at);
        let mut expected = [&octets[..range.start], &after.fields[at].octets(), &octets[range.end..]].concat();
        patch_length(&mut expected);

        let mut pdu = decode(&octets).expect("a frame").pdu;
        let value = Built::new(&after.fields[at]);
        assign(&mut pdu, before.def.fields[at].name, &value);
        prop_assert_eq!(encoded(before.status, before.sequence, &pdu), expected);
    }

    /// The same for the TLVs as a whole.
    #[test]
    fn tlvs_change_alone((before, after) in two_of_one_kind()) {
        let octets = before.octets();
        let fields = before.range(before.fields.len()).start;
        let replaced = Model { tlvs: after.tlvs.clone(), ..before.clone() };
        let mut pdu = decode(&octets).expect("a frame").pdu;
        let donor = after.octets();
        let donor = decode(&donor).expect("a frame").pdu;
        *tlvs_mut(&mut pdu) = *donor.tlvs();
        let changed = encoded(before.status, before.sequence, &pdu);
        prop_assert_eq!(&changed[4..fields], &octets[4..fields]);
        prop_assert_eq!(&changed, &replaced.octets());
        *tlvs_mut(&mut pdu) = Tlvs::default();
        prop_assert_eq!(&encoded(before.status, before.sequence, &pdu)[16..], &octets[16..fields]);
    }

    /// A buffer that is too small is never written behind, and the error says what is needed.
    #[test]
    fn small_buffers_are_refused(model in wild(), at: Index) {
        let octets = model.octets();
        let mut out = vec![0; at.index(octets.len())];
        let result = model.with_pdu(|pdu| encode(CommandStatus(model.status), model.sequence, pdu, &mut out));
        prop_assert_eq!(result, Err(EncodeError::BufferTooSmall { needed: octets.len() }));
        // Decoded, and thus perhaps with an end of its own.
        let cut = at.index(octets.len() - 15) + 16;
        let mut octets = octets[..cut].to_vec();
        patch_length(&mut octets);
        let mut out = vec![0; at.index(cut)];
        let decoded = decode(&octets).expect("a frame");
        let result = encode(CommandStatus(model.status), model.sequence, &decoded.pdu, &mut out);
        prop_assert_eq!(result, Err(EncodeError::BufferTooSmall { needed: cut }));
    }
}

/// Two different PDUs with the same row.
fn two_of_one_kind() -> impl Strategy<Value = (Model, Model)> {
    let version = InterfaceVersion::V5_0;
    let defs = SCHEMA.iter().filter(|def| def.versions.contains(&version)).collect::<Vec<_>>();
    let model = smppkit_conformance::generate::valid_of;
    select(defs).prop_flat_map(move |def| (model(def, version), model(def, version)))
}

/// Whether the body of a response can be read as TLVs alone: that is what a faulty one is then taken for.
fn looks_like_tlvs(octets: &[u8]) -> bool {
    let mut rest = &octets[16..];
    while let Some((head, tail)) = rest.split_first_chunk::<4>() {
        match tail.get(usize::from(u16::from_be_bytes([head[2], head[3]]))..) {
            Some(tail) => rest = tail,
            None => return false,
        }
    }
    rest.is_empty() && octets[4] & 0x80 != 0
}

fn extremes() -> impl Iterator<Item = Model> {
    SCHEMA.iter().flat_map(|def| {
        let with_tlvs = |mut model: Model| {
            model.tlvs.extend([(0x0204, vec![1, 2]), (0x1400, vec![3])]);
            model
        };
        let extremes = [Model::all_defaults(def), Model::all_maximums(def)];
        extremes.map(|model| [model.clone(), with_tlvs(model)]).into_iter().flatten()
    })
}

/// The same with few items in each list: what is done to every octet or bit of it takes less time.
fn short_extremes() -> impl Iterator<Item = Model> {
    extremes().map(|mut model| {
        for value in &mut model.fields {
            match value {
                Value::Dests(items) => items.truncate(3),
                Value::Failed(items) => items.truncate(3),
                Value::Ids(items) => items.truncate(3),
                _ => {}
            }
        }
        model
    })
}

#[test]
fn extremes_are_in_order() {
    for model in extremes() {
        let octets = model.octets();
        assert_eq!(decode(&octets).expect("a frame").faults.first(), None);
        assert_same_octets(&octets);
    }
}

/// A PDU that ends anywhere: the field that is not there is named, at its place, and the octets come out as they were.
#[test]
fn truncation_is_reported_where_it_happens() {
    for model in short_extremes() {
        let whole = model.octets();
        for len in 16..whole.len() {
            for status in [0, 0x45] {
                let cut = frame(model.def.command_id.0, status, 7, &whole[16..len]);
                assert_same_octets(&cut);
                let decoded = decode(&cut).expect("a frame");
                let found = decoded.faults.first();
                let error = status != 0 && matches!(model.def.kind, PduKind::Response | PduKind::Nack);
                assert_eq!(
                    found.map(|it| (it.field, it.offset)),
                    first_missing(&model, len, error),
                    "{} cut to {len}: {:?}",
                    model.def.name,
                    decoded.faults
                );
            }
        }
    }
}

/// What is not whole in a PDU that is cut to `len` octets, and where it begins.
fn first_missing(model: &Model, len: usize, error: bool) -> Option<(&'static str, usize)> {
    for (at, row) in model.def.fields.iter().enumerate() {
        let range = model.range(at);
        if len < range.end {
            // An error response may end between two fields.
            return (!error || len > range.start).then_some((row.name, range.start));
        }
    }
    let mut at = model.range(model.fields.len()).start;
    let mut there = vec![];
    for (tag, value) in &model.tlvs {
        let end = at + 4 + value.len();
        if len < end {
            break;
        }
        there.push(*tag);
        at = end;
    }
    if len > at {
        return Some(("tlvs", at));
    }
    let missing = model.def.requires.iter().any(|tag| !there.contains(&tag.0));
    (missing && !error).then_some(("tlvs", len))
}

/// Strings that are too long are kept, and named where they begin.
#[test]
fn strings_that_are_too_long_are_named() {
    for def in SCHEMA {
        for (at, row) in def.fields.iter().enumerate() {
            let (len, fault) = match row.kind {
                FieldType::CString { max } => (max + 1, Fault::TooLong { len: max, max: max - 1 }),
                FieldType::MessageId => (66, Fault::TooLong { len: 65, max: 64 }),
                FieldType::Time | FieldType::FinalDate => (18, Fault::WrongLength { len: 17, expected: 16 }),
                _ => continue,
            };
            let mut model = Model::all_maximums(def);
            model.fields[at] = Value::CString(vec![b'1'; len - 1]);
            let octets = model.octets();
            let found = decode(&octets).expect("a frame").faults.iter().collect::<Vec<_>>();
            let found = found.iter().map(|it| (it.field, it.offset, it.fault, it.status)).collect::<Vec<_>>();
            assert_eq!(found, [(row.name, model.range(at).start, fault, row.status)], "{}", def.name);
            assert_same_octets(&octets);
        }
    }
}

/// Lists: what is wrong in them, and with which status it is answered.
#[test]
fn faults_of_lists_are_named() {
    let fault = |id: u32, body: &[u8]| {
        let octets = frame(id, 0, 1, body);
        assert_same_octets(&octets);
        let fault = decode(&octets).expect("a frame").faults.first().expect("a fault");
        (fault.field, fault.offset, fault.fault, fault.status.to_string())
    };
    let bad = |announced, read| Fault::BadList { announced, read };
    let status = |name: &str| name.to_string();
    // submit_multi: service_type, TON, NPI, source_addr, then the destinations.
    let dests = |dests: &[u8]| fault(0x21, &[&[0, 1, 1, 0], dests].concat());
    let numbers = status("ESME_RINVNUMDESTS");
    assert_eq!(
        dests(b"\x02\x02a\0\x03b\0"),
        ("dest_address", 20, Fault::BadDestFlag(3), status("ESME_RINVDESTFLAG"))
    );
    assert_eq!(dests(b"\x03\x02a\0\x01\x01\x011\0"), ("dest_address", 20, bad(3, 2), numbers.clone()));
    assert_eq!(dests(b"\x02\x02a\0\x01\x01"), ("dest_address", 20, bad(2, 1), numbers.clone()));
    assert_eq!(dests(b"\x01\x02name"), ("dest_address", 20, bad(1, 0), numbers.clone()));
    assert_eq!(dests(b""), ("dest_address", 20, Fault::Missing, status("ESME_RINVCMDLEN")));
    let failed = fault(0x8000_0021, b"id\0\x01\x01\x011\0\0\0\0");
    assert_eq!(failed, ("unsuccess_sme", 19, bad(1, 0), numbers));
    let ids = fault(0x8000_0023, b"\x02a1\0a2");
    assert_eq!(ids, ("message_details", 16, bad(2, 1), status("ESME_RINVNUMMSGS")));

    // Strings in them that are too long: kept, and named where they begin.
    let long = |len, max| Fault::TooLong { len, max };
    let sme = dests(&[b"\x02\x02a\0\x01\x01\x01", [b'1'; 21].as_slice(), b"\0"].concat());
    assert_eq!(sme, ("dest_address", 27, long(21, 20), status("ESME_RINVDSTADR")));
    let name = dests(&[b"\x01\x02", [b'n'; 21].as_slice(), b"\0"].concat());
    assert_eq!(name, ("dest_address", 22, long(21, 20), status("ESME_RINVDLNAME")));
    let failed = fault(0x8000_0021, &[b"id\0\x01\x01\x01", [b'1'; 30].as_slice(), b"\0\0\0\0\x0B"].concat());
    assert_eq!(failed, ("unsuccess_sme", 22, long(30, 20), status("ESME_RINVNUMDESTS")));
    let ids = fault(0x8000_0023, &[b"\x02a1\0", [b'2'; 65].as_slice(), b"\0"].concat());
    assert_eq!(ids, ("message_details", 20, long(65, 64), status("ESME_RINVNUMMSGS")));
    let ids = frame(0x8000_0023, 0, 1, &[b"\x01", [b'2'; 64].as_slice(), b"\0"].concat());
    assert!(decode(&ids).expect("a frame").faults.is_empty());
}

/// A PDU may have more faults than are listed.
#[test]
fn the_first_faults_are_listed() {
    let bad = [0x02, 0x04, 0, 1, 9].repeat(MAX_FAULTS + 5);
    let octets = frame(0x103, 0, 1, &[&[0; 10], bad.as_slice()].concat());
    assert_same_octets(&octets);
    let offsets = decode(&octets).expect("a frame").faults.iter().map(|it| it.offset).collect::<Vec<_>>();
    assert_eq!(offsets, (0..MAX_FAULTS).map(|at| 26 + 5 * at).collect::<Vec<_>>());
}

/// Each bit of each PDU, its header's length apart.
#[test]
fn flipped_bits_survive() {
    for model in short_extremes() {
        let mut octets = model.octets();
        for at in 4..octets.len() {
            for bit in 0..8 {
                octets[at] ^= 1 << bit;
                assert_same_octets(&octets);
                octets[at] ^= 1 << bit;
            }
        }
    }
}

/// What the wire cannot express is refused, and the field is named.
#[test]
fn what_the_wire_cannot_express_is_refused() {
    let mut out = vec![0; 70_000];
    let mut refused = |model: &Model, field: &str, expected: Fault| {
        let result = model.with_pdu(|pdu| encode(CommandStatus::ESME_ROK, 1, pdu, &mut out));
        let Err(EncodeError::Field(FieldFault { field: found, fault, .. })) = result else {
            panic!("{}.{field}: {result:?}", model.def.name)
        };
        assert_eq!((found, fault), (field, expected), "{}", model.def.name);
    };
    for def in SCHEMA {
        for (at, row) in def.fields.iter().enumerate() {
            // In strings of all lengths that may be copied in different ways, and at each place in them.
            if let Value::CString(_) = Value::empty(row.kind) {
                for len in (1..=20).chain([40]) {
                    for nul in 0..len {
                        let mut text = vec![0x80; len];
                        text[nul] = 0;
                        let mut model = Model::all_defaults(def);
                        model.fields[at] = Value::CString(text);
                        refused(&model, row.name, Fault::InteriorNul);
                    }
                }
            }
            let nul = || b"a\0b".to_vec();
            let too_long = Fault::TooLong { len: 256, max: 255 };
            let too_many = Fault::TooMany { count: 256, max: 255 };
            let bad = match Value::empty(row.kind) {
                Value::Octet(_) | Value::CString(_) => vec![],
                Value::Text(_) => vec![(Value::Text(vec![0; 256]), too_long)],
                Value::Ids(_) => vec![
                    (Value::Ids(vec![nul()]), Fault::InteriorNul),
                    (Value::Ids(vec![vec![]; 256]), too_many),
                ],
                Value::Dests(_) => vec![
                    (Value::Dests(vec![Dest::Sme(0, 0, nul())]), Fault::InteriorNul),
                    (Value::Dests(vec![Dest::List(nul())]), Fault::InteriorNul),
                    (Value::Dests(vec![Dest::List(vec![]); 256]), too_many),
                ],
                Value::Failed(_) => {
                    let item = |addr| Failed { ton: 0, npi: 0, addr, status: 0 };
                    vec![
                        (Value::Failed(vec![item(nul())]), Fault::InteriorNul),
                        (Value::Failed(vec![item(vec![]); 256]), too_many),
                    ]
                }
            };
            for (value, fault) in bad {
                let mut model = Model::all_defaults(def);
                model.fields[at] = value;
                refused(&model, row.name, fault);
            }
        }
        let mut model = Model::all_defaults(def);
        model.tlvs.push((0x0424, vec![0; 65_536]));
        refused(&model, "tlvs", Fault::TooLong { len: 65_536, max: 65_535 });
    }
}

/// A relay that fills in what a response lacks sends what it filled in.
#[test]
fn what_was_absent_can_be_set() {
    let octets = |status, body: &[u8]| frame(0x8000_0004, status, 7, body);
    let tlvs = b"\x04\x28\0\x01\x28";
    let set = |body: &[u8]| {
        let frame = octets(0, body);
        let mut decoded = decode(&frame).expect("a frame");
        let Pdu::SubmitSmResp(resp) = &mut decoded.pdu else { panic!("not a submit_sm_resp") };
        resp.message_id = "new".into();
        assert_eq!(decoded.pdu.check(InterfaceVersion::V5_0), Ok(()));
        assert!(decoded.pdu.to_string().contains("new"), "{}", decoded.pdu);
        encoded(0, 7, &decoded.pdu)
    };
    // No body, TLVs alone, a string without its NUL.
    assert_eq!(set(b""), octets(0, b"new\0"));
    assert_eq!(set(tlvs), octets(0, &[b"new\0".as_slice(), tlvs].concat()));
    assert_eq!(set(b"old\0"), octets(0, b"new\0"));
}

/// What lacks fields behind the one that is set gets them too: none of them can be left out.
#[test]
fn what_is_set_makes_the_body_whole() {
    let cut = frame(0x8000_0003, 0, 7, b"id");
    let mut decoded = decode(&cut).expect("a frame");
    let Pdu::QuerySmResp(resp) = &mut decoded.pdu else { panic!("not a query_sm_resp") };
    resp.message_state = MessageState::DELIVERED;
    assert_eq!(encoded(0, 7, &decoded.pdu), frame(0x8000_0003, 0, 7, b"id\0\0\x02\0"));
}

/// A text that is shorter than its sm_length keeps it, but a text of another length has its own.
#[test]
fn a_new_text_has_its_own_length() {
    let head = [0; 16];
    let submit = |text: &[u8]| frame(4, 0, 7, &[&head, text].concat());
    let short = submit(b"\x0ahello");
    let mut decoded = decode(&short).expect("a frame");
    assert_eq!(encoded(0, 7, &decoded.pdu), short);
    let Pdu::SubmitSm(sm) = &mut decoded.pdu else { panic!("not a submit_sm") };
    sm.short_message = "good morning".into();
    assert_eq!(decoded.pdu.check(InterfaceVersion::V3_4), Ok(()));
    assert_eq!(encoded(0, 7, &decoded.pdu), submit(b"\x0cgood morning"));
}
