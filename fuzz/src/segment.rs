//! Split, shuffled, joined: the same text, and no part larger than what fits on the air.

use arbitrary::Arbitrary;
use smppkit::Instant;
use smppkit::message::coding::Profile;
use smppkit::message::gsm7::{self, Language, Shifts};
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::reassemble::{Fragment, Limits, Outcome, Reassembler};
use smppkit::message::segment::{Segment, SplitError, SplitOptions, TextInfo, split};
use smppkit::message::udh::{Reference, Udh};
use smppkit::message::{Alphabet, MAX_USER_DATA};

use crate::alphabets::ALL;

/// A text and how it is sent.
#[derive(Arbitrary, Debug)]
pub struct Input<'a> {
    alphabet: u8,
    /// Whether other alphabets are allowed, too.
    choose: bool,
    tables: Option<(u8, u8)>,
    national_tables: bool,
    tie: Tie,
    elements: &'a [u8],
    /// Which part comes next, of those that are left; and whether it comes once more.
    order: Vec<(u8, bool)>,
    text: &'a str,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Tie {
    Udh8(u8),
    Udh16(u16),
    Sar(u16),
    Payload,
}

impl Tie {
    fn reference(self) -> Option<Reference> {
        match self {
            Self::Udh8(number) => Some(Reference::Udh8(number)),
            Self::Udh16(number) => Some(Reference::Udh16(number)),
            Self::Sar(number) => Some(Reference::Sar(number)),
            Self::Payload => None,
        }
    }
}

/// Splits it, and joins the parts in the order they come.
pub fn run(input: Input<'_>) {
    let tables = input.tables.map_or(Shifts::DEFAULT, |(locking, single)| Shifts {
        locking: Language(locking % 14),
        single: Language(single % 14),
    });
    let own = ALL[usize::from(input.alphabet) % ALL.len()].with_shifts(tables);
    let default = own.with_shifts(Shifts::DEFAULT);
    let mc_default = if default.data_coding().0 == 0 { default } else { Alphabet::GSM7 };
    let profile = Profile { mc_default, exceptions: &[] };
    let choice = [own, Alphabet::Ucs2];
    let alphabets = if input.choose { &choice[..] } else { &choice[..1] };
    let known = |character: &char| input.choose || own.units_of(*character).is_some();
    let text = input.text.chars().filter(known).collect::<String>();
    let udh = Udh::from_elements(input.elements).unwrap_or_default();
    // It would be taken for the one that ties the parts together.
    let udh = if udh.concatenation().is_some() || udh.shifts() != Shifts::DEFAULT { Udh::NONE } else { udh };
    let mut options =
        SplitOptions::message_payload().alphabets(alphabets).udh(udh).national_tables(input.national_tables);
    options.reference = input.tie.reference();

    let segments = match split(&text, &options) {
        Ok(segments) => segments,
        Err(SplitError::SarWithUdh) => return assert!(matches!(input.tie, Tie::Sar(_))),
        Err(SplitError::TooManySegments { needed, .. }) => return assert!(needed > 255),
        Err(SplitError::NoRoom) => return assert!(udh.octets() > 100),
        Err(error) => panic!("{error}"),
    };
    let info = TextInfo::with(&text, &options).expect("it was split");
    assert_eq!((info.segments, Some(info.alphabet)), (segments.len(), segments.alphabet()));
    let segments = segments.collect::<Vec<_>>();
    for segment in &segments {
        assert_eq!(segment.to_vec().len(), segment.octets());
        let on_the_air = on_the_air(segment, info.alphabet);
        assert!(
            on_the_air <= MAX_USER_DATA || segment.in_message_payload(),
            "{on_the_air} octets: {segment:?}"
        );
    }
    assert_eq!(join(&segments, &input.order, &profile), text);
}

/// How many octets it takes where septets are packed, and SAR TLVs become a header.
fn on_the_air(segment: &Segment<'_>, alphabet: Alphabet) -> usize {
    let octets = segment.to_vec();
    let header = if segment.udhi() { usize::from(octets[0]) + 1 } else { 0 };
    let body = octets.len() - header;
    let header = header + if segment.sar().is_some() { 6 } else { 0 };
    header
        + if matches!(alphabet, Alphabet::Gsm7(_)) {
            gsm7::packed_len(body, gsm7::fill_bits(header))
        } else {
            body
        }
}

fn join(segments: &[Segment<'_>], order: &[(u8, bool)], profile: &Profile<'_>) -> String {
    let now = Instant::from_nanos(1);
    let mut reassembler = Reassembler::new(Limits::default());
    let mut left = segments.iter().collect::<Vec<_>>();
    let mut order = order.iter().copied();
    while !left.is_empty() {
        let (next, twice) = order.next().unwrap_or_default();
        let segment = left.remove(usize::from(next) % left.len());
        let octets = segment.to_vec();
        let (short_message, message_payload) =
            if segment.in_message_payload() { (&[][..], Some(&octets[..])) } else { (&octets[..], None) };
        let sar = segment.sar().map_or((None, None, None), |(a, b, c)| (Some(a), Some(b), Some(c)));
        let fields = MessageFields {
            esm_class: segment.esm_class(),
            data_coding: segment.data_coding(),
            short_message,
            message_payload,
            sar,
            ..Default::default()
        };
        let incoming = Incoming::read(&fields, &mut []);
        let Some(fragment) = Fragment::new(b"from", b"to", &incoming) else {
            assert_eq!(segments.len(), 1);
            return incoming.text(profile).expect("a text").to_string();
        };
        match reassembler.insert(now, &fragment).expect("there is room") {
            Outcome::Complete(message) => {
                assert!(left.is_empty());
                return message.text(profile).expect("a text");
            }
            Outcome::Waiting { received, .. } => {
                assert_eq!(usize::from(received), segments.len() - left.len())
            }
            outcome => panic!("{outcome:?}"),
        }
        if twice {
            assert_eq!(reassembler.insert(now, &fragment), Ok(Outcome::Duplicate));
        }
    }
    panic!("the message is not complete")
}
