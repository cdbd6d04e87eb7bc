//! A text on its way out: as many submit_sm as it takes.
//!
//! ```
//! use smppkit::message::outgoing::TextOptions;
//! use smppkit::session::{Config, Session, Slot};
//! # use smppkit::session::{Event, Receive};
//! # use smppkit::{BindTransmitter, Instant};
//!
//! # let now = Instant::from_nanos(1);
//! # let mut esme = Session::new(Config::esme(), [Slot::default(); 4], now)?;
//! # let mut mc = Session::new(Config::mc(), [Slot::default(); 4], now)?;
//! # let mut wire = [0; 128];
//! # let sent = esme.request(now, &BindTransmitter { system_id: "app".into(), ..Default::default() }, 1, &mut wire)?;
//! # let Receive::Pdu { event: Some(Event::Request { ticket, .. }), .. } = mc.receive(now, &wire[..sent.len]) else { panic!() };
//! # let len = mc.accept_bind(now, ticket, "mc", &mut wire).map_err(|(_, error)| error)?;
//! # esme.receive(now, &wire[..len]);
//! let text = "All work and no play makes Jack a dull boy. ".repeat(5);
//! let options = TextOptions::default().receipt(true);
//! let (mut buffer, mut out) = ([0; 254], [0; 512]);
//! for submit in options.submits("MyShop", "+447700900123", &text, 7)? {
//!     let sent = submit.with(&mut buffer, |submit_sm| esme.request(now, submit_sm, 0, &mut out))??;
//!     // Send `out[..sent.len]`.
//! }
//! assert_eq!(esme.in_flight(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use super::coding::{MessageClass, Profile};
use super::segment::{Segment, Segments, SplitError, SplitOptions, split};
use super::udh::Reference;
use super::{Address, AddressError, Alphabet, SegmentError};
use crate::pdu::SubmitSm;
use crate::values::RegisteredDelivery;

/// How the parts of a long message are tied together.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Long {
    /// By a user data header with an 8-bit reference, which every handset knows.
    #[default]
    Udh8,
    /// By a user data header with a 16-bit reference, which takes one character more of each part.
    Udh16,
    /// By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum.
    Sar,
    /// Not at all: it goes out whole, in the TLV message_payload.
    Payload,
}

impl Long {
    /// How to split, with this number as reference.
    const fn options(self, number: u16) -> SplitOptions<'static> {
        match self {
            Self::Udh8 => SplitOptions::new(Reference::Udh8(number.to_be_bytes()[1])),
            Self::Udh16 => SplitOptions::new(Reference::Udh16(number)),
            Self::Sar => SplitOptions::new(Reference::Sar(number)),
            Self::Payload => SplitOptions::message_payload(),
        }
    }
}

/// How to send a text.
///
/// ```
/// use smppkit::SubmitSm;
/// use smppkit::message::outgoing::TextOptions;
///
/// let for_an_hour = SubmitSm { validity_period: "000000010000000R".into(), ..Default::default() };
/// let options = TextOptions::default().receipt(true).template(for_an_hour);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub struct TextOptions<'a> {
    /// Whether to ask for a receipt for each part. Default: no.
    pub receipt: bool,
    /// The alphabets to choose from; the one that makes the fewest parts wins. Default: GSM 7-bit and UCS-2.
    pub alphabets: &'a [Alphabet],
    /// What `data_coding` 0 means for this account. Default: what the specification says.
    pub profile: Option<Profile<'a>>,
    /// Whether the national language tables of GSM 7-bit may be used. Default: no.
    pub national_tables: bool,
    /// The class of the message: whether a telephone shows it at once, for one. Default: none.
    pub class: Option<MessageClass>,
    /// How the parts of a long message are tied together.
    pub long: Long,
    /// How many parts there may be. Default: 255, which is the most that the numbering allows.
    pub max_parts: u8,
    /// All other fields of each submit_sm. Addresses, text, `data_coding` and what belongs to them are filled in.
    pub template: SubmitSm<'a>,
}

impl Default for TextOptions<'_> {
    fn default() -> Self {
        let SplitOptions { alphabets, national_tables, max_segments, .. } = SplitOptions::message_payload();
        Self {
            receipt: false,
            alphabets,
            profile: None,
            national_tables,
            class: None,
            long: Long::default(),
            max_parts: max_segments,
            template: SubmitSm::default(),
        }
    }
}

impl<'a> TextOptions<'a> {
    /// Asks for receipts, or does not.
    #[must_use]
    pub const fn receipt(self, receipt: bool) -> Self {
        Self { receipt, ..self }
    }

    /// With these alphabets to choose from.
    #[must_use]
    pub const fn alphabets(self, alphabets: &'a [Alphabet]) -> Self {
        Self { alphabets, ..self }
    }

    /// For an account for which `data_coding` 0 means this; the alphabets to choose from are then its default and UCS-2.
    ///
    /// ```
    /// use smppkit::message::coding::Profile;
    /// use smppkit::message::outgoing::TextOptions;
    ///
    /// let options = TextOptions::default().profile(Profile::LATIN_1);
    /// ```
    #[must_use]
    pub const fn profile(self, profile: Profile<'a>) -> Self {
        let SplitOptions { alphabets, .. } = SplitOptions::message_payload().profile(profile);
        Self { alphabets, profile: Some(profile), ..self }
    }

    /// With the national language tables of GSM 7-bit or without.
    #[must_use]
    pub const fn national_tables(self, national_tables: bool) -> Self {
        Self { national_tables, ..self }
    }

    /// With this class.
    #[must_use]
    pub const fn class(self, class: MessageClass) -> Self {
        Self { class: Some(class), ..self }
    }

    /// With the parts of a long message tied together like this.
    #[must_use]
    pub const fn long(self, long: Long) -> Self {
        Self { long, ..self }
    }

    /// With this many parts at most.
    #[must_use]
    pub const fn max_parts(self, max_parts: u8) -> Self {
        Self { max_parts, ..self }
    }

    /// With all other fields from here.
    #[must_use]
    pub const fn template(self, template: SubmitSm<'a>) -> Self {
        Self { template, ..self }
    }

    /// How a text is split, with this number as the reference of its parts.
    #[must_use]
    pub const fn split_options(&self, number: u16) -> SplitOptions<'a> {
        let mut options = self
            .long
            .options(number)
            .alphabets(self.alphabets)
            .national_tables(self.national_tables)
            .max_segments(self.max_parts);
        options.profile = self.profile;
        options.class = self.class;
        options
    }

    /// The submit_sm that carry a text.
    ///
    /// Addresses are written as [`Address::read`] takes them; an empty `from` leaves it to the message centre whom the
    /// message comes from. `number` is the reference of the parts if there are several: it must not be that of another
    /// message still under way to the same destination, so count it up. An 8-bit reference is its low octet.
    ///
    /// # Errors
    ///
    /// See [`TextError`].
    pub fn submits(
        &self,
        from: &'a str,
        to: &'a str,
        text: &'a str,
        number: u16,
    ) -> Result<Submits<'a>, TextError> {
        let template = self.filled(from, to)?;
        Ok(Submits { template, segments: split(text, &self.split_options(number))? })
    }

    /// The submit_sm that carries a part of a text that was split already.
    ///
    /// # Errors
    ///
    /// If one of the addresses is none.
    pub fn submit(&self, from: &'a str, to: &'a str, segment: Segment<'a>) -> Result<Submit<'a>, TextError> {
        Ok(Submit { template: self.filled(from, to)?, segment })
    }

    /// All but the text.
    fn filled(&self, from: &'a str, to: &'a str) -> Result<SubmitSm<'a>, TextError> {
        let source = match from {
            "" => Address::default(),
            _ => Address::read(from).map_err(TextError::From)?,
        };
        let destination = Address::read(to).map_err(TextError::To)?;
        let mut template = SubmitSm {
            source_addr_ton: source.ton,
            source_addr_npi: source.npi,
            source_addr: source.addr.into(),
            dest_addr_ton: destination.ton,
            dest_addr_npi: destination.npi,
            destination_addr: destination.addr.into(),
            ..self.template
        };
        if self.receipt {
            template.registered_delivery.0 |= RegisteredDelivery::RECEIPT.0;
        }
        Ok(template)
    }
}

/// Why a text cannot be sent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TextError {
    /// The source is no address.
    From(AddressError),
    /// The destination is no address.
    To(AddressError),
    /// The text cannot be sent with these options.
    Split(SplitError),
}

impl From<SplitError> for TextError {
    fn from(error: SplitError) -> Self {
        Self::Split(error)
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::From(error) => write!(f, "from: {error}"),
            Self::To(error) => write!(f, "to: {error}"),
            Self::Split(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for TextError {}

/// The submit_sm of a text, first part to last: see [`TextOptions::submits`].
#[derive(Clone, PartialEq, Debug)]
pub struct Submits<'a> {
    template: SubmitSm<'a>,
    segments: Segments<'a>,
}

impl<'a> Submits<'a> {
    /// The text in its parts.
    #[must_use]
    pub const fn segments(&self) -> &Segments<'a> {
        &self.segments
    }
}

impl<'a> Iterator for Submits<'a> {
    type Item = Submit<'a>;

    fn next(&mut self) -> Option<Submit<'a>> {
        Some(Submit { template: self.template, segment: self.segments.next()? })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.segments.size_hint()
    }
}

impl ExactSizeIterator for Submits<'_> {}
impl core::iter::FusedIterator for Submits<'_> {}

/// One submit_sm of a text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Submit<'a> {
    template: SubmitSm<'a>,
    segment: Segment<'a>,
}

impl<'a> Submit<'a> {
    /// The part of the text that it carries.
    #[must_use]
    pub const fn segment(&self) -> &Segment<'a> {
        &self.segment
    }

    /// Calls `then` with the submit_sm. `buffer` holds its text meanwhile: 254 octets are enough, or
    /// [`Segment::octets`] where it goes out in message_payload.
    ///
    /// # Errors
    ///
    /// If the text does not fit into the buffer, or the template has more than 16 TLVs.
    pub fn with<R>(
        &self,
        buffer: &mut [u8],
        then: impl FnOnce(&SubmitSm<'_>) -> R,
    ) -> Result<R, SegmentError> {
        self.segment.with_submit_sm(&self.template, buffer, then)
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::*;
    use crate::pdu::Body;
    use crate::tlv;
    use crate::values::{DataCoding, EsmClass, InterfaceVersion, Ton};

    fn collect<R>(submits: Submits<'_>, mut then: impl FnMut(&SubmitSm<'_>) -> R) -> Vec<R> {
        let mut buffer = [0; 2000];
        submits.map(|submit| submit.with(&mut buffer, &mut then).unwrap()).collect()
    }

    #[test]
    fn what_is_filled_in_and_what_is_left() {
        let template = SubmitSm {
            service_type: "CMT".into(),
            source_addr: "other".into(),
            registered_delivery: RegisteredDelivery(0x10),
            ..Default::default()
        };
        let options = TextOptions::default().receipt(true).template(template).class(MessageClass::Flash);
        let checked = collect(options.submits("MyShop", "+447700900123", "Hello", 7).unwrap(), |pdu| {
            assert_eq!(pdu.check(InterfaceVersion::V3_4), Ok(()));
            assert_eq!((pdu.service_type, pdu.registered_delivery), ("CMT".into(), RegisteredDelivery(0x11)));
            assert_eq!((pdu.source_addr_ton, pdu.source_addr), (Ton::ALPHANUMERIC, "MyShop".into()));
            assert_eq!((pdu.dest_addr_ton, pdu.data_coding), (Ton::INTERNATIONAL, DataCoding(0xF0)));
            assert_eq!((pdu.destination_addr, pdu.short_message), ("447700900123".into(), "Hello".into()));
        });
        assert_eq!(checked.len(), 1);
        let nobody = collect(options.submits("", "+447700900123", "Hello", 7).unwrap(), |pdu| {
            (pdu.source_addr_ton, pdu.source_addr.is_empty())
        });
        assert_eq!(nobody, [(Ton::UNKNOWN, true)]);
    }

    #[test]
    fn each_way_to_tie_the_parts_together() {
        let text: String = "1234567890".repeat(20);
        let parts = |long, then: fn(&SubmitSm<'_>) -> (EsmClass, Vec<u8>)| {
            let options = TextOptions::default().long(long);
            let submits = options.submits("1", "2", &text, 0x0102).unwrap();
            assert_eq!(submits.segments().total_segments(), u8::try_from(submits.len()).unwrap());
            collect(submits, then)
        };
        let head = |pdu: &SubmitSm<'_>| (pdu.esm_class, pdu.short_message.as_bytes()[..6].to_vec());
        let udhi = EsmClass::UDHI;
        assert_eq!(parts(Long::Udh8, head), [(udhi, vec![5, 0, 3, 2, 2, 1]), (udhi, vec![5, 0, 3, 2, 2, 2])]);
        assert_eq!(parts(Long::Udh16, head)[1], (udhi, vec![6, 8, 4, 1, 2, 2]));
        let sar = |pdu: &SubmitSm<'_>| {
            let (number, seqnum) =
                (pdu.tlvs.get(&tlv::SAR_MSG_REF_NUM), pdu.tlvs.get(&tlv::SAR_SEGMENT_SEQNUM));
            (pdu.esm_class, vec![u8::try_from(number.unwrap() >> 8).unwrap(), seqnum.unwrap()])
        };
        assert_eq!(parts(Long::Sar, sar), [(EsmClass(0), vec![1, 1]), (EsmClass(0), vec![1, 2])]);
        let payload = |pdu: &SubmitSm<'_>| {
            assert!(pdu.short_message.is_empty());
            (pdu.esm_class, pdu.tlvs.get(&tlv::MESSAGE_PAYLOAD).unwrap().as_bytes().to_vec())
        };
        assert_eq!(parts(Long::Payload, payload), [(EsmClass(0), text.clone().into_bytes())]);
    }

    #[test]
    fn what_cannot_be_sent_is_told() {
        let error = |from, to, text| {
            let options = TextOptions::default().alphabets(&[Alphabet::GSM7]).max_parts(1);
            options.submits(from, to, text, 0).unwrap_err()
        };
        assert_eq!(error("Müller", "1", ""), TextError::From(AddressError::Characters));
        assert_eq!(error("1", "", ""), TextError::To(AddressError::Empty));
        assert!(matches!(error("1", "1", "ж"), TextError::Split(SplitError::Unencodable(_))));
        let long: String = "a".repeat(161);
        let too_many = TextError::Split(SplitError::TooManySegments { needed: 2, max: 1 });
        assert_eq!(TextOptions::default().max_parts(1).submits("1", "1", &long, 0).unwrap_err(), too_many);
    }
}
