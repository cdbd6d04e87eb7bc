//! The values of TLVs that have several parts (5.0 §4.8.4; 3.4 §5.3.2): a struct for each layout.
//!
//! ```
//! use smppkit::values::{NetworkErrorCode, NetworkErrorType};
//! use smppkit::{Tlvs, tlv};
//!
//! let error = NetworkErrorCode { network_type: NetworkErrorType::GSM, error_code: 27 };
//! let items = [tlv::NETWORK_ERROR_CODE.with(error)];
//! assert_eq!(items[0].octets().0, [3, 0, 27]);
//! assert_eq!(Tlvs::from(&items).get(&tlv::NETWORK_ERROR_CODE), Some(error));
//! ```
//!
//! A struct is read as far as its octets make sense: what lacks octets, or has some left, is not read at all, and a
//! text or an address that is too long or empty is. See [`Tlvs::find`](crate::Tlvs::find) for the octets themselves.

use core::fmt;

use super::{
    AlertOnMessageDelivery, BillingFormat, BroadcastAreaFormat, BroadcastContentNetwork, ContentType,
    DataCoding, DigitMode, ItsSequence, MsValidity, NetworkErrorType, Npi, ProtocolId, SubaddressType,
    TimeUnitBroadcast, TimeUnitMsValidity, Ton, value_name,
};
use crate::display::TlvValue;
use crate::tlv::{Tag, Tlv, TlvKind, TlvType};
use crate::wire::string::OctetString;

/// One part of a TLV's value.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct PartDef {
    /// Its name.
    pub name: &'static str,
    /// What it is, for people.
    pub text: &'static str,
    /// Its type. Octets are the last part and all that is left.
    pub kind: TlvType,
    /// Whether it may be missing, with all parts behind it.
    pub optional: bool,
}

/// The octets of a value: those that a TLV holds itself, and behind them those that it borrows.
#[derive(Copy, Clone)]
struct Pieces<'h, 'a> {
    head: &'h [u8],
    rest: &'a [u8],
}

impl<'a> Pieces<'_, 'a> {
    fn octet(&mut self) -> Option<u8> {
        if let Some((octet, rest)) = self.head.split_first() {
            self.head = rest;
            return Some(*octet);
        }
        let (octet, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*octet)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes([self.octet()?, self.octet()?]))
    }

    fn tail(&mut self) -> Option<&'a [u8]> {
        self.head.is_empty().then(|| core::mem::take(&mut self.rest))
    }

    const fn is_empty(&self) -> bool {
        self.head.is_empty() && self.rest.is_empty()
    }
}

/// A value that is to be sent: its fixed octets, and the text behind them.
#[derive(Copy, Clone, Default)]
struct Parts<'a> {
    head: [u8; 4],
    len: u8,
    tail: &'a [u8],
}

impl<'a> Parts<'a> {
    fn octet(&mut self, octet: u8) {
        if let Some(place) = self.head.get_mut(usize::from(self.len)) {
            *place = octet;
            self.len = self.len.saturating_add(1);
        }
    }

    fn into_tlv(self, tag: Tag) -> Tlv<'a> {
        Tlv::from_pieces(tag, self.head, self.len, self.tail)
    }
}

/// The type of a part.
trait Part<'a>: Sized {
    const KIND: TlvType;
    /// Octets of it in the head.
    const LEN: usize;
    fn read(from: &mut Pieces<'_, 'a>) -> Option<Self>;
    fn write(self, to: &mut Parts<'a>);
}

macro_rules! octet_parts {
    ($($type:ident, $kind:expr;)+) => {$(
        impl<'a> Part<'a> for $type {
            const KIND: TlvType = $kind;
            const LEN: usize = 1;

            fn read(from: &mut Pieces<'_, 'a>) -> Option<Self> {
                from.octet().map(Self::from)
            }

            fn write(self, to: &mut Parts<'a>) {
                to.octet(self.into());
            }
        }
    )+};
}
octet_parts! {
    u8, TlvType::U8;
    BillingFormat, TlvType::U8;
    DigitMode, TlvType::U8;
    ItsSequence, TlvType::U8;
    BroadcastAreaFormat, TlvType::Value("BroadcastAreaFormat");
    BroadcastContentNetwork, TlvType::Value("BroadcastContentNetwork");
    DataCoding, TlvType::Value("DataCoding");
    MsValidity, TlvType::Value("MsValidity");
    NetworkErrorType, TlvType::Value("NetworkErrorType");
    Npi, TlvType::Value("Npi");
    ProtocolId, TlvType::Value("ProtocolId");
    SubaddressType, TlvType::Value("SubaddressType");
    TimeUnitBroadcast, TlvType::Value("TimeUnitBroadcast");
    TimeUnitMsValidity, TlvType::Value("TimeUnitMsValidity");
    Ton, TlvType::Value("Ton");
}

macro_rules! u16_parts {
    ($($type:ident)+) => {$(
        impl<'a> Part<'a> for $type {
            const KIND: TlvType = TlvType::U16;
            const LEN: usize = 2;

            fn read(from: &mut Pieces<'_, 'a>) -> Option<Self> {
                from.u16().map(Self::from)
            }

            fn write(self, to: &mut Parts<'a>) {
                u16::from(self).to_be_bytes().into_iter().for_each(|octet| to.octet(octet));
            }
        }
    )+};
}
u16_parts!(u16 ContentType);

impl<'a> Part<'a> for OctetString<'a> {
    const KIND: TlvType = TlvType::Octets;
    const LEN: usize = 0;

    fn read(from: &mut Pieces<'_, 'a>) -> Option<Self> {
        from.tail().map(Self::new)
    }

    fn write(self, to: &mut Parts<'a>) {
        to.tail = self.as_bytes();
    }
}

macro_rules! structs {
    ($(
        $(#[$attribute:meta])*
        $type:ident $(<$a:lifetime>)?: $wire:ident {
            $($(#[doc = $doc:literal])+ $field:ident: $part:ident $(<$b:lifetime>)?,)+
        }
    )+) => {$(
        $(#[$attribute])*
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
        pub struct $type $(<$a>)? {
            $($(#[doc = $doc])+ pub $field: $part $(<$b>)?,)+
        }

        structs!(@kind $type $(<$a>)?: $wire { $($(#[doc = $doc])+ $field: $part,)+ });
    )+};
    (@kind $type:ident<$a:lifetime>: $wire:ident $fields:tt) => {
        structs!(@impl $type, $type<'_>, $type<'a>, $wire, $fields);
    };
    (@kind $type:ident: $wire:ident $fields:tt) => {
        structs!(@impl $type, $type, $type, $wire, $fields);
    };
    (@impl $type:ident, $kind:ty, $value:ty, $wire:ident, {
        $($(#[doc = $doc:literal])+ $field:ident: $part:ident,)+
    }) => {
        #[allow(elided_lifetimes_in_paths)]
        const _: () = {
            assert!(0 $(+ <$part as Part<'_>>::LEN)+ <= 4, "a head has four octets");

            impl TlvKind for $kind {
                type Value<'a> = $value;
                const TYPE: TlvType = TlvType::$wire;
                const PARTS: &'static [PartDef] = &[$(PartDef {
                    name: stringify!($field),
                    text: concat!($($doc),+),
                    kind: <$part as Part<'_>>::KIND,
                    optional: false,
                }),+];

                fn read(octets: &[u8]) -> Option<Self::Value<'_>> {
                    Self::read_pieces(&[], octets)
                }

                fn read_pieces<'a>(head: &[u8], rest: &'a [u8]) -> Option<Self::Value<'a>> {
                    let mut from = Pieces { head, rest };
                    let value = $type { $($field: Part::read(&mut from)?,)+ };
                    (from.is_empty() && is_plausible(Self::PARTS, head, rest)).then_some(value)
                }

                fn tlv<'a>(tag: Tag, value: Self::Value<'a>) -> Tlv<'a> {
                    let mut parts = Parts::default();
                    $(value.$field.write(&mut parts);)+
                    parts.into_tlv(tag)
                }
            }
        };
    };
}

structs! {
    /// `network_error_code`: what the network said (3.4 §5.3.2.31; 5.0 §4.8.4.42).
    ///
    /// Some MCs send three ASCII digits, such as `021`, in its place. As a network and a number that would be network
    /// 0x30, error 12849: it is not read at all. The digits are what [`Tlvs::find`](crate::Tlvs::find) gives; a receipt
    /// that is read as a [`Report`](crate::message::receipt::Report) has both forms.
    ///
    /// ```
    /// use smppkit::tlv::{self, Tlv};
    ///
    /// let digits = Tlv::new(tlv::NETWORK_ERROR_CODE.tag, b"021");
    /// assert_eq!(digits.get(&tlv::NETWORK_ERROR_CODE), None);
    /// assert_eq!(digits.octets().0, b"021");
    /// ```
    NetworkErrorCode: Octets {
        /// The kind of network, which decides what the code means.
        network_type: NetworkErrorType,
        /// The error.
        error_code: u16,
    }

    /// `broadcast_content_type`: what kind of content is broadcast (5.0 §4.8.4.8).
    ///
    /// ```
    /// use smppkit::tlv::BROADCAST_CONTENT_TYPE;
    /// use smppkit::values::{BroadcastContentNetwork, BroadcastContentType, ContentType};
    ///
    /// let weather = BroadcastContentType {
    ///     network: BroadcastContentNetwork::GENERIC,
    ///     content_type: ContentType::WEATHER,
    /// };
    /// assert_eq!(BROADCAST_CONTENT_TYPE.with(weather).octets().0, [0, 0, 0x33]);
    /// ```
    BroadcastContentType: Octets {
        /// Who defines the content types.
        network: BroadcastContentNetwork,
        /// The content type.
        content_type: ContentType,
    }

    /// `broadcast_frequency_interval`: how long after one broadcast the next one begins (5.0 §4.8.4.11).
    ///
    /// ```
    /// use smppkit::tlv::BROADCAST_FREQUENCY_INTERVAL;
    /// use smppkit::values::{BroadcastFrequencyInterval, TimeUnitBroadcast};
    ///
    /// let interval = BroadcastFrequencyInterval { unit: TimeUnitBroadcast::MINUTES, count: 31 };
    /// assert_eq!(BROADCAST_FREQUENCY_INTERVAL.with(interval).octets().0, [0x09, 0x00, 0x1F]);
    /// ```
    BroadcastFrequencyInterval: Octets {
        /// The unit.
        unit: TimeUnitBroadcast,
        /// How many units.
        count: u16,
    }

    /// `its_session_info`: where in an interactive session the message stands (3.4 §5.3.2.43; 5.0 §4.8.4.34).
    ///
    /// ```
    /// use smppkit::tlv::ITS_SESSION_INFO;
    /// use smppkit::values::{ItsSequence, ItsSessionInfo};
    ///
    /// let info = ItsSessionInfo { session_number: 7, sequence: ItsSequence::new(2, true) };
    /// assert_eq!(ITS_SESSION_INFO.with(info).octets().0, [7, 0b101]);
    /// ```
    ItsSessionInfo: Octets {
        /// Which session.
        session_number: u8,
        /// Which dialogue unit in it, and whether it is the last.
        sequence: ItsSequence,
    }

    /// `dest_telematics_id`: telematic interworking (5.0 §4.8.4.29; 3.4 §5.3.2.7 leaves the meaning open).
    ///
    /// ```
    /// use smppkit::tlv::DEST_TELEMATICS_ID;
    /// use smppkit::values::{DestTelematicsId, ProtocolId};
    ///
    /// let fax = DestTelematicsId { protocol_id: ProtocolId::FAX_GROUP3, reserved: 0 };
    /// assert_eq!(DEST_TELEMATICS_ID.with(fax).octets().0, [0x22, 0]);
    /// ```
    DestTelematicsId: U16 {
        /// The protocol identifier of GSM.
        protocol_id: ProtocolId,
        /// 0.
        reserved: u8,
    }

    /// `source_subaddress` and `dest_subaddress` (3.4 §5.3.2.15; 5.0 §4.8.4.60).
    ///
    /// ```
    /// use smppkit::tlv::SOURCE_SUBADDRESS;
    /// use smppkit::values::{Subaddress, SubaddressType};
    ///
    /// let tlv = SOURCE_SUBADDRESS.with(Subaddress {
    ///     subaddress_type: SubaddressType::USER_SPECIFIED,
    ///     subaddress: "742".into(),
    /// });
    /// assert_eq!((tlv.len(), tlv.octets()), (4, (&[0xA0][..], &b"742"[..])));
    /// ```
    Subaddress<'a>: Octets {
        /// What kind of subaddress it is.
        subaddress_type: SubaddressType,
        /// The subaddress, 1 to 22 octets.
        subaddress: OctetString<'a>,
    }

    /// `callback_num`: a number to call back (3.4 §5.3.2.36; 5.0 §4.8.4.15).
    ///
    /// ```
    /// use smppkit::tlv::CALLBACK_NUM;
    /// use smppkit::values::{CallbackNum, DigitMode, Npi, Ton};
    ///
    /// let number = CallbackNum {
    ///     digit_mode: DigitMode::ASCII,
    ///     ton: Ton::INTERNATIONAL,
    ///     npi: Npi::ISDN,
    ///     digits: "447700900123".into(),
    /// };
    /// assert_eq!(CALLBACK_NUM.with(number).get(&CALLBACK_NUM), Some(number));
    /// ```
    CallbackNum<'a>: Octets {
        /// How the digits are written; they are ASCII whatever it says.
        digit_mode: DigitMode,
        /// Type of number.
        ton: Ton,
        /// Numbering plan.
        npi: Npi,
        /// The digits, 1 to 16.
        digits: OctetString<'a>,
    }

    /// `callback_num_atag`: the name shown with a number to call back (3.4 §5.3.2.38; 5.0 §4.8.4.16).
    ///
    /// ```
    /// use smppkit::tlv::CALLBACK_NUM_ATAG;
    /// use smppkit::values::{CallbackNumAtag, DataCoding};
    ///
    /// let name = CallbackNumAtag { data_coding: DataCoding::IA5_ASCII, text: "Ann".into() };
    /// assert_eq!(CALLBACK_NUM_ATAG.with(name).get(&CALLBACK_NUM_ATAG), Some(name));
    /// ```
    CallbackNumAtag<'a>: Octets {
        /// The encoding of the text.
        data_coding: DataCoding,
        /// The text, up to 64 octets.
        text: OctetString<'a>,
    }

    /// `broadcast_area_identifier`: an area in which to broadcast (5.0 §4.8.4.4).
    ///
    /// ```
    /// use smppkit::tlv::BROADCAST_AREA_IDENTIFIER;
    /// use smppkit::values::{BroadcastAreaFormat, BroadcastAreaIdentifier};
    ///
    /// let cork = BroadcastAreaIdentifier { format: BroadcastAreaFormat::ALIAS, details: "Cork".into() };
    /// assert_eq!(BROADCAST_AREA_IDENTIFIER.with(cork).len(), 5);
    /// ```
    BroadcastAreaIdentifier<'a>: Octets {
        /// How the area is described.
        format: BroadcastAreaFormat,
        /// The area: a name, or a shape; up to 100 octets.
        details: OctetString<'a>,
    }

    /// `billing_identification`: what the MC needs to bill the message (5.0 §4.8.4.3).
    ///
    /// ```
    /// use smppkit::tlv::BILLING_IDENTIFICATION;
    /// use smppkit::values::{BillingFormat, BillingIdentification};
    ///
    /// let account = BillingIdentification { format: BillingFormat(0x81), data: "4711".into() };
    /// assert!(account.format.is_vendor_specific());
    /// assert_eq!(BILLING_IDENTIFICATION.with(account).len(), 5);
    /// ```
    BillingIdentification<'a>: Octets {
        /// How the data are laid out.
        format: BillingFormat,
        /// The data, up to 1023 octets.
        data: OctetString<'a>,
    }
}

/// `ms_validity`: how long the handset keeps the message (3.4 §5.3.2.27; 5.0 §4.8.4.41).
///
/// ```
/// use smppkit::tlv::MS_VALIDITY;
/// use smppkit::values::{MsTime, MsValidity, MsValidityInfo, TimeUnitMsValidity};
///
/// assert_eq!(MS_VALIDITY.with(MsValidity::DISPLAY_ONLY.into()).octets().0, [3]);
/// let two_days = MsValidityInfo {
///     behaviour: MsValidity::RELATIVE_TIME,
///     time: Some(MsTime { unit: TimeUnitMsValidity::DAYS, count: 2 }),
/// };
/// assert_eq!(MS_VALIDITY.with(two_days).octets().0, [4, 3, 0, 2]);
/// ```
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct MsValidityInfo {
    /// What the handset does with the message.
    pub behaviour: MsValidity,
    /// The time of `RELATIVE_TIME`, which only 5.0 has.
    pub time: Option<MsTime>,
}

/// A time of [`MsValidityInfo`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct MsTime {
    /// The unit.
    pub unit: TimeUnitMsValidity,
    /// How many units.
    pub count: u16,
}

impl From<MsValidity> for MsValidityInfo {
    fn from(behaviour: MsValidity) -> Self {
        Self { behaviour, time: None }
    }
}

impl TlvKind for MsValidityInfo {
    type Value<'a> = Self;
    const TYPE: TlvType = TlvType::Octets;
    const PARTS: &'static [PartDef] = &[
        PartDef {
            name: "behaviour",
            text: " What the handset does with the message.",
            kind: MsValidity::KIND,
            optional: false,
        },
        PartDef { name: "unit", text: " The unit of time.", kind: TimeUnitMsValidity::KIND, optional: true },
        PartDef { name: "count", text: " How many units.", kind: TlvType::U16, optional: true },
    ];

    fn read(octets: &[u8]) -> Option<Self> {
        match *octets {
            [behaviour] => Some(MsValidity(behaviour).into()),
            [behaviour, unit, high, low] => Some(Self {
                behaviour: MsValidity(behaviour),
                time: Some(MsTime { unit: TimeUnitMsValidity(unit), count: u16::from_be_bytes([high, low]) }),
            }),
            _ => None,
        }
    }

    fn read_pieces<'a>(head: &[u8], rest: &'a [u8]) -> Option<Self::Value<'a>> {
        rest.is_empty().then(|| Self::read(head))?
    }

    fn tlv<'a>(tag: Tag, value: Self::Value<'a>) -> Tlv<'a> {
        let mut parts = Parts::default();
        value.behaviour.write(&mut parts);
        if let Some(time) = value.time {
            time.unit.write(&mut parts);
            time.count.write(&mut parts);
        }
        parts.into_tlv(tag)
    }
}

/// `alert_on_message_delivery`: without octets it means `DEFAULT_ALERT`, and `DEFAULT_ALERT` is sent so, which is the
/// only form that 3.4 has (3.4 §5.3.2.41; 5.0 §4.8.4.2).
///
/// ```
/// use smppkit::tlv::{ALERT_ON_MESSAGE_DELIVERY as ALERT, Tlv};
/// use smppkit::values::AlertOnMessageDelivery;
///
/// assert_eq!(ALERT.with(AlertOnMessageDelivery::DEFAULT_ALERT).len(), 0);
/// assert_eq!(ALERT.with(AlertOnMessageDelivery::HIGH_PRIORITY).octets().0, [3]);
/// assert_eq!(Tlv::new(ALERT.tag, &[]).get(&ALERT), Some(AlertOnMessageDelivery::DEFAULT_ALERT));
/// assert_eq!(Tlv::new(ALERT.tag, &[0]).get(&ALERT), Some(AlertOnMessageDelivery::DEFAULT_ALERT));
/// ```
impl TlvKind for AlertOnMessageDelivery {
    type Value<'a> = Self;
    const TYPE: TlvType = TlvType::Octets;
    const PARTS: &'static [PartDef] = &[PartDef {
        name: "alert",
        text: " How the handset alerts; missing: as it usually does.",
        kind: TlvType::Value("AlertOnMessageDelivery"),
        optional: true,
    }];

    fn read(octets: &[u8]) -> Option<Self> {
        match *octets {
            [] => Some(Self::DEFAULT_ALERT),
            [alert] => Some(Self(alert)),
            _ => None,
        }
    }

    fn read_pieces<'a>(head: &[u8], rest: &'a [u8]) -> Option<Self::Value<'a>> {
        rest.is_empty().then(|| Self::read(head))?
    }

    fn tlv<'a>(tag: Tag, value: Self::Value<'a>) -> Tlv<'a> {
        match value {
            Self::DEFAULT_ALERT => Tlv::with_head(tag, [], &[]),
            Self(alert) => Tlv::with_head(tag, [alert], &[]),
        }
    }
}

/// `source_telematics_id`: one octet. Two octets are read too, as `dest_telematics_id` has them, if the second, which
/// is reserved there, is 0: some peers send two.
///
/// ```
/// use smppkit::tlv::{SOURCE_TELEMATICS_ID, Tlv};
///
/// let read = |octets| Tlv::new(SOURCE_TELEMATICS_ID.tag, octets).get(&SOURCE_TELEMATICS_ID);
/// assert_eq!((read(&[0x21]), read(&[0x21, 0])), (Some(0x21), Some(0x21)));
/// assert_eq!(read(&[0, 0x21]), None);
/// ```
#[derive(Debug)]
pub enum SourceTelematicsId {}

/// `broadcast_rep_num`: two octets. A single one is read too: some peers send one.
///
/// ```
/// use smppkit::tlv::{BROADCAST_REP_NUM, Tlv};
///
/// assert_eq!(Tlv::new(BROADCAST_REP_NUM.tag, &[5]).get(&BROADCAST_REP_NUM), Some(5));
/// assert_eq!(BROADCAST_REP_NUM.with(5).octets().0, [0, 5]);
/// ```
#[derive(Debug)]
pub enum BroadcastRepNum {}

macro_rules! tolerant_integers {
    ($($kind:ident, $value:ident, $type:ident, $($pattern:pat => $read:expr),+;)+) => {$(
        impl TlvKind for $kind {
            type Value<'a> = $value;
            const TYPE: TlvType = TlvType::$type;

            fn read(octets: &[u8]) -> Option<$value> {
                match *octets {
                    $($pattern => Some($read),)+
                    _ => None,
                }
            }

            fn read_pieces(head: &[u8], rest: &[u8]) -> Option<$value> {
                rest.is_empty().then(|| Self::read(head))?
            }

            fn tlv<'a>(tag: Tag, value: $value) -> Tlv<'a> {
                Tlv::with_head(tag, value.to_be_bytes(), &[])
            }
        }
    )+};
}
tolerant_integers! {
    SourceTelematicsId, u8, U8, [octet] | [octet, 0] => octet;
    BroadcastRepNum, u16, U16, [octet] => octet.into(), [high, low] => u16::from_be_bytes([high, low]);
}

/// Whether these parts can have these octets. No network error has a type that is an ASCII digit: that is how a code
/// begins that was sent as text.
fn is_plausible(parts: &[PartDef], head: &[u8], rest: &[u8]) -> bool {
    let network_error = parts.first().is_some_and(|part| part.kind == NetworkErrorType::KIND);
    !(network_error && head.first().or(rest.first()).is_some_and(u8::is_ascii_digit))
}

/// The parts of a TLV's value, for those who show or convert any TLV. See [`Tlv::value`].
///
/// ```
/// use smppkit::tlv::{Tag, Tlv};
/// use smppkit::TlvValue;
///
/// let tlv = Tlv::new(Tag(0x0423), &[3, 0, 27]);
/// let TlvValue::Parts(parts) = tlv.value() else { panic!() };
/// let parts: Vec<_> = parts.iter().map(|(part, value)| (part.name, value)).collect();
/// assert_eq!(parts, [("network_type", TlvValue::U8(3, Some("GSM"))), ("error_code", TlvValue::U16(27))]);
/// ```
#[derive(Copy, Clone)]
pub struct TlvParts<'a> {
    parts: &'static [PartDef],
    head: &'a [u8],
    rest: &'a [u8],
}

impl<'a> TlvParts<'a> {
    /// `None` if the octets are not those parts.
    pub(crate) fn read(parts: &'static [PartDef], head: &'a [u8], rest: &'a [u8]) -> Option<Self> {
        if parts.is_empty() {
            return None;
        }
        // What arrived is in one piece.
        let (head, rest) = if rest.is_empty() { (rest, head) } else { (head, rest) };
        let mut left = Pieces { head, rest };
        let mut read = 0_usize;
        while let Some(part) = parts.get(read).filter(|part| !(part.optional && left.is_empty())) {
            take(part.kind, &mut left)?;
            read = read.saturating_add(1);
        }
        // Parts that are optional are there all or not at all.
        let whole = read == parts.len() || read == parts.iter().take_while(|part| !part.optional).count();
        (whole && left.is_empty() && is_plausible(parts, head, rest)).then_some(Self { parts, head, rest })
    }

    /// The parts that are there, and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static PartDef, TlvValue<'a>)> + use<'a> {
        let mut left = Pieces { head: self.head, rest: self.rest };
        self.parts.iter().map_while(move |part| {
            if part.optional && left.is_empty() { None } else { Some((part, take(part.kind, &mut left)?)) }
        })
    }
}

/// Takes one part off.
fn take<'a>(kind: TlvType, from: &mut Pieces<'_, 'a>) -> Option<TlvValue<'a>> {
    Some(match kind {
        TlvType::U8 => TlvValue::U8(from.octet()?, None),
        TlvType::Value(values) => {
            let octet = from.octet()?;
            TlvValue::U8(octet, value_name(values, octet))
        }
        TlvType::U16 => TlvValue::U16(from.u16()?),
        TlvType::Octets => TlvValue::Octets(OctetString::new(from.tail()?)),
        // No part is any of these.
        TlvType::U32 | TlvType::CString | TlvType::CommandStatus => return None,
    })
}

/// `{network_type=GSM error_code=27}`
impl fmt::Display for TlvParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "{";
        for (part, value) in self.iter() {
            write!(f, "{before}{}=", part.name)?;
            match value {
                TlvValue::U8(_, Some(name)) => f.write_str(name)?,
                TlvValue::U8(value, None) => write!(f, "{value}")?,
                TlvValue::U16(value) => write!(f, "{value}")?,
                TlvValue::Octets(octets) => write!(f, "{octets:?}")?,
                value => write!(f, "{value:?}")?,
            }
            before = " ";
        }
        f.write_str(if before == "{" { "{}" } else { "}" })
    }
}

/// The same parts with the same octets, whether they arrived or were made here.
impl PartialEq for TlvParts<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.head.iter().chain(self.rest), other.head.iter().chain(other.rest));
        self.parts == other.parts && mine.eq(theirs)
    }
}

impl fmt::Debug for TlvParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests;
