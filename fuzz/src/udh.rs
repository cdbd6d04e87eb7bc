//! User data headers: whole ones are walked and written again, broken ones are reported, none is lost.

use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::udh::{Udh, UdhError, UdhWriter};
use smppkit::values::EsmClass;

/// User data, header first.
pub fn run(octets: &[u8]) {
    let fields = MessageFields { esm_class: EsmClass::UDHI, short_message: octets, ..Default::default() };
    let incoming = Incoming::read(&fields, &mut []);
    match Udh::split(octets) {
        Ok((udh, text)) => {
            assert_eq!((incoming.udh, incoming.udh_error, incoming.body), (udh, None, text));
            assert_eq!(incoming.concatenation, udh.concatenation());
            whole(udh, octets);
        }
        Err(error) => {
            assert_eq!((incoming.udh, incoming.udh_error, incoming.body), (Udh::NONE, Some(error), octets));
            broken(error, octets);
        }
    }
}

fn whole(udh: Udh<'_>, octets: &[u8]) {
    let mut out = [0; 256];
    let mut writer = UdhWriter::new(&mut out);
    for element in udh.elements() {
        let _ = format!("{:?} {:?}", element.iei, element.value());
        assert!(
            udh.elements()
                .filter(|other| other.iei == element.iei)
                .last()
                .is_some_and(|last| udh.get(element.iei) == Some(last.data))
        );
        if let Some(part) = element.concatenation() {
            assert!(part.is_valid());
        }
        writer.push(element.iei, element.data);
    }
    let len = writer.finish().expect("it came from as many octets");
    // An empty header is left out.
    assert!(out[..len] == octets[..len] && (len == usize::from(octets[0]) + 1 || octets[0] == 0));
    let _ = (udh.shifts(), udh.ports());
}

fn broken(error: UdhError, octets: &[u8]) {
    match error {
        UdhError::Empty => assert!(octets.is_empty()),
        UdhError::HeaderTooLong { declared, available } => {
            assert!(usize::from(declared) > available && available + 1 == octets.len());
        }
        UdhError::ElementTooLong { at, iei } => assert_eq!(octets[1 + at], iei.0),
    }
    let _ = error.to_string();
}
