use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;

fn elements(octets: &[u8]) -> Udh<'_> {
    Udh::from_elements(octets).unwrap()
}

#[test]
fn broken_headers() {
    for (user_data, error) in [
        (&[][..], UdhError::Empty),
        (&[5, 0, 3, 1, 2], UdhError::HeaderTooLong { declared: 5, available: 4 }),
        (&[255], UdhError::HeaderTooLong { declared: 255, available: 0 }),
        (&[1, 0, b'x'], UdhError::ElementTooLong { at: 0, iei: Iei(0) }),
        (&[4, 0, 3, 1, 2, b'x'], UdhError::ElementTooLong { at: 0, iei: Iei(0) }),
        (&[6, 0, 3, 1, 2, 1, 5, b'x'], UdhError::ElementTooLong { at: 5, iei: Iei(5) }),
        (&[8, 0, 3, 1, 2, 1, 5, 4, 0, b'x'], UdhError::ElementTooLong { at: 5, iei: Iei(5) }),
    ] {
        assert_eq!(Udh::split(user_data), Err(error));
    }
    let long = [0; 256];
    assert_eq!(Udh::from_elements(&long), Err(UdhError::HeaderTooLong { declared: 255, available: 256 }));
}

#[test]
fn an_empty_header_and_empty_elements() {
    assert_eq!(Udh::split(&[0, b'x']), Ok((Udh::NONE, &b"x"[..])));
    let (udh, text) = Udh::split(&[4, 0x70, 0, 0x71, 0]).unwrap();
    assert!(text.is_empty());
    assert!(udh.elements().map(|element| (element.iei.0, element.data.len())).eq([(0x70, 0), (0x71, 0)]));
}

#[test]
fn both_kinds_of_concatenation() {
    let part = |octets: &[u8]| elements(octets).concatenation();
    let eight = Concatenation { reference: Reference::Udh8(0xAB), total_segments: 3, segment_seqnum: 2 };
    let sixteen = Concatenation { reference: Reference::Udh16(0xABCD), total_segments: 3, segment_seqnum: 2 };
    assert_eq!(part(&[0, 3, 0xAB, 3, 2]), Some(eight));
    assert_eq!(part(&[8, 4, 0xAB, 0xCD, 3, 2]), Some(sixteen));
    // Behind others, and the last one counts.
    assert_eq!(part(&[5, 4, 1, 2, 3, 4, 0, 3, 0xAB, 3, 2]), Some(eight));
    assert_eq!(part(&[0, 3, 1, 9, 9, 0, 3, 0xAB, 3, 2]), Some(eight));
    // Numbers that make no sense, and a length that is wrong.
    for octets in [[0, 3, 1, 0, 0], [0, 3, 1, 2, 0], [0, 3, 1, 2, 3]] {
        assert_eq!(part(&octets), None);
    }
    assert_eq!(part(&[0, 2, 1, 2]), None);
    assert_eq!(part(&[0, 3, 0xAB, 3, 2, 0, 3, 9, 0, 0]), Some(eight));
}

#[test]
fn an_element_that_makes_no_sense_hides_none_that_does() {
    let udh = elements(&[0x25, 1, 1, 0x24, 1, 2, 0x25, 0, 0x24, 2, 1, 1]);
    assert_eq!(udh.shifts(), Shifts { locking: Language::TURKISH, single: Language::SPANISH });
    assert_eq!(elements(&[0x25, 1, 1, 0x25, 1, 0]).shifts(), Shifts::DEFAULT);
}

#[test]
fn every_element_says_what_it_is() {
    let picture = [7; 33];
    for (iei, data, value) in [
        (
            0x00,
            &[1, 2, 1][..],
            Value::Concatenation(Concatenation {
                reference: Reference::Udh8(1),
                total_segments: 2,
                segment_seqnum: 1,
            }),
        ),
        (0x01, &[0xE3, 9], Value::SpecialMessage { store: true, profile: 3, kind: 3, count: 9 }),
        (0x04, &[240, 250], Value::Ports8 { destination: 240, originator: 250 }),
        (0x05, &[0x0B, 0x84, 0x23, 0xF0], Value::Ports16 { destination: 2948, originator: 9200 }),
        (0x06, &[0x41], Value::SmscControl(0x41)),
        (0x07, &[1], Value::SourceIndicator(1)),
        (0x0A, &[1, 2, 3], Value::TextFormatting { position: 1, length: 2, style: 3, colour: None }),
        (0x0A, &[1, 2, 3, 4], Value::TextFormatting { position: 1, length: 2, style: 3, colour: Some(4) }),
        (0x0B, &[1, 2], Value::PredefinedSound { position: 1, number: 2 }),
        (0x0C, &[1, b'B'], Value::Embedded { position: 1, data: b"B" }),
        (0x0D, &[1, 2], Value::PredefinedAnimation { position: 1, number: 2 }),
        (0x0F, &picture, Value::Embedded { position: 7, data: &picture[1..] }),
        (0x12, &[1, 2, 3, 4], Value::VariablePicture { position: 1, width: 16, height: 3, data: &[4] }),
        (0x13, &[2], Value::UserPrompt(2)),
        (0x15, &[1, 2, 3], Value::ReusedObject { reference: 1, position: 515 }),
        (0x17, &[1, 1], Value::Distribution { objects: 1, attributes: 1 }),
        (0x20, &[30], Value::EmailHeader(30)),
        (0x21, &[1, 2, 3, 4], Value::Hyperlink { position: 258, title: 3, address: 4 }),
        (0x22, &[1, 2], Value::ReplyAddress(&[1, 2])),
        (0x24, &[1], Value::SingleShift(Language::TURKISH)),
        (0x25, &[13], Value::LockingShift(Language::URDU)),
        (0x18, &[1, 2], Value::Embedded { position: 1, data: &[2] }),
        (
            0x14,
            &[1, 0, 9, 3, 1, 0, 2, b'B'],
            Value::ExtendedObject { reference: 1, length: 9, control: 3, kind: 1, position: 2, data: b"B" },
        ),
        (0x14, &[1], Value::Other(&[1])),
        (0x16, &[0x10, 1, 0, 7], Value::Compression { algorithm: 0, length: 256, data: &[7] }),
        (0x1A, &[], Value::DataRequest),
        (0x09, &[1], Value::WirelessControl(&[1])),
        (
            // The number +31621: five digits in three octets.
            0x23,
            &[0x54, 5, 0x91, 0x13, 0x26, 0xF1, 3, 1, 0, 9, 20, 0x42],
            Value::VoiceMail(VoiceMail {
                is_delete_confirmation: false,
                profile: 1,
                store: true,
                is_almost_full: false,
                is_full: true,
                mailbox: &[5, 0x91, 0x13, 0x26, 0xF1],
                messages: 3,
                described: 1,
                descriptions: &[0, 9, 20, 0x42],
            }),
        ),
        (0x23, &[0x54, 5, 0x91, 0x13, 0x26, 0xF1, 3], Value::Other(&[0x54, 5, 0x91, 0x13, 0x26, 0xF1, 3])),
        (0x7F, &[1], Value::SimToolkit(&[1])),
        (0x80, &[1], Value::SmeSpecific(&[1])),
        (0xDF, &[1], Value::ScSpecific(&[1])),
        (0xE0, &[1], Value::Other(&[1])),
        (0x00, &[1, 2, 3], Value::Other(&[1, 2, 3])),
        (0x05, &[1, 2, 3], Value::Other(&[1, 2, 3])),
        (0x0A, &[1, 2, 3, 4, 5], Value::Other(&[1, 2, 3, 4, 5])),
        (0x24, &[], Value::Other(&[])),
    ] {
        assert_eq!(Element { iei: Iei(iei), data }.value(), value);
    }
    let named = (0..=255).filter(|&iei| Iei(iei).name().is_some()).count();
    assert_eq!(named, 31);
}

#[test]
fn writing_too_much() {
    let mut out = [0; 300];
    let mut writer = UdhWriter::new(&mut out[..4]);
    writer.push(Iei(0x70), &[1, 2]);
    assert_eq!(writer.finish(), Err(BufferTooSmall { needed: 5 }));
    let mut writer = UdhWriter::new(&mut out);
    writer.push(Iei(0x70), &[0; 254]);
    assert_eq!(writer.finish(), Err(BufferTooSmall { needed: 257 }));
    assert_eq!(UdhWriter::new(&mut out).finish(), Ok(0));
    let mut writer = UdhWriter::new(&mut []);
    writer.push(Iei(0x70), &[]);
    assert_eq!(writer.finish(), Err(BufferTooSmall { needed: 3 }));
}

proptest! {
    #[test]
    fn what_is_written_is_walked(list in proptest::collection::vec((any::<u8>(), proptest::collection::vec(any::<u8>(), 0..20)), 0..8)) {
        let mut out = vec![0; 256];
        let mut writer = UdhWriter::new(&mut out);
        for (iei, data) in &list {
            writer.push(Iei(*iei), data);
        }
        let n = writer.finish().unwrap();
        out.truncate(n);
        out.extend_from_slice(b"text");
        let (udh, text) = if n > 0 { Udh::split(&out).unwrap() } else { (Udh::NONE, &out[..]) };
        prop_assert_eq!((text, udh.octets()), (&b"text"[..], n));
        let walked: Vec<_> = udh.elements().map(|element| (element.iei.0, element.data.to_vec())).collect();
        prop_assert_eq!(&walked, &list);
        let mut again = [0; 256];
        let m = UdhWriter::new(&mut again).extend(udh).finish().unwrap();
        prop_assert_eq!(&again[..m], &out[..n]);
    }

    #[test]
    fn anything_is_walked_or_refused(octets: Vec<u8>) {
        if let Ok((udh, text)) = Udh::split(&octets) {
            prop_assert_eq!(1 + udh.as_octets().len() + text.len(), octets.len());
            for element in udh.elements() {
                element.value();
            }
            let _ = (udh.shifts(), udh.ports(), udh.concatenation());
        }
    }
}
