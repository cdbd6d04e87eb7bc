//! What is in an information element.

use super::{Concatenation, Iei, Reference};
use crate::message::gsm7::Language;

/// One information element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Element<'a> {
    /// What it is.
    pub iei: Iei,
    /// Its octets.
    pub data: &'a [u8],
}

/// What an information element says (3GPP TS 23.040 §9.2.3.24). Positions are characters of the text before
/// which something belongs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Which part of which message this is. The numbers make sense.
    Concatenation(Concatenation),
    /// Messages wait elsewhere.
    SpecialMessage {
        /// Whether the message that says so is to be kept.
        store: bool,
        /// For which of the subscriber's profiles, 0 to 3.
        profile: u8,
        /// 0 voice, 1 fax, 2 electronic mail, 3 and above other; 0 to 31.
        kind: u8,
        /// How many.
        count: u8,
    },
    /// Application ports of 8 bits.
    Ports8 {
        /// The port of the receiver.
        destination: u8,
        /// The port of the sender.
        originator: u8,
    },
    /// Application ports of 16 bits.
    Ports16 {
        /// The port of the receiver.
        destination: u16,
        /// The port of the sender.
        originator: u16,
    },
    /// Which status reports the sender wants of each part, a bit each.
    SmscControl(u8),
    /// Who added the elements up to the next such element: 1 the original sender, 2 the original receiver, 3
    /// the message centre.
    SourceIndicator(u8),
    /// How a part of the text looks.
    TextFormatting {
        /// Where it begins.
        position: u8,
        /// How many characters; 0 for all to come.
        length: u8,
        /// Alignment, size and style, as bits.
        style: u8,
        /// Foreground and background colour, four bits each.
        colour: Option<u8>,
    },
    /// A sound that every telephone has.
    PredefinedSound {
        /// Where it belongs.
        position: u8,
        /// Which one.
        number: u8,
    },
    /// An animation that every telephone has.
    PredefinedAnimation {
        /// Where it belongs.
        position: u8,
        /// Which one.
        number: u8,
    },
    /// A sound, an animation or a picture that comes along.
    Embedded {
        /// Where it belongs.
        position: u8,
        /// Its octets: iMelody, rows of pixels, or WVG (vector graphics).
        data: &'a [u8],
    },
    /// A picture of any size that comes along.
    VariablePicture {
        /// Where it belongs.
        position: u8,
        /// Its width in pixels.
        width: u16,
        /// Its height in pixels.
        height: u8,
        /// Rows of pixels.
        data: &'a [u8],
    },
    /// So many of the objects that follow belong together.
    UserPrompt(u8),
    /// A larger object that comes along; it may go on in the extended object that begins the next part.
    ExtendedObject {
        /// Its number, by which it is used again.
        reference: u8,
        /// How many octets it has in all parts.
        length: u16,
        /// Bit 0 set: it may not be passed on. Bit 1 set: it is for a user prompt.
        control: u8,
        /// 0 predefined sound, 1 iMelody, 2 to 4 picture, 5 predefined animation, 6 to 8 animation, 9 vCard, 10
        /// vCalendar, 11 WVG, 12 polyphonic melody, 255 a request for formats.
        kind: u8,
        /// Where it belongs.
        position: u16,
        /// The octets of it that are here.
        data: &'a [u8],
    },
    /// The extended objects that follow are compressed.
    Compression {
        /// 0 LZSS, 1 to 15 reserved.
        algorithm: u8,
        /// How many octets the compressed data has in all parts.
        length: u16,
        /// The octets of it that are here.
        data: &'a [u8],
    },
    /// Tell which kinds of extended objects you know.
    DataRequest,
    /// An extended object that came before, once more.
    ReusedObject {
        /// Which one.
        reference: u8,
        /// Where it belongs.
        position: u16,
    },
    /// Whether objects may be passed on.
    Distribution {
        /// How many of the objects that follow this is about; 0 for all.
        objects: u8,
        /// Bit 0 set: they may not be passed on.
        attributes: u8,
    },
    /// How many octets of the text are the header of an electronic mail.
    EmailHeader(u8),
    /// A part of the text is a title, the next part of it an address.
    Hyperlink {
        /// Where the title begins.
        position: u16,
        /// How many characters the title has.
        title: u8,
        /// How many characters the address has.
        address: u8,
    },
    /// The address to answer to, as in TP-OA.
    ReplyAddress(&'a [u8]),
    /// Voice messages wait, or have been deleted.
    VoiceMail(VoiceMail<'a>),
    /// Octets of the wireless control message protocol.
    WirelessControl(&'a [u8]),
    /// Security of the (U)SIM toolkit (3GPP TS 31.115).
    SimToolkit(&'a [u8]),
    /// Whatever the two short message entities agreed on.
    SmeSpecific(&'a [u8]),
    /// Whatever the message centre's owner agreed on.
    ScSpecific(&'a [u8]),
    /// The language of escaped septets.
    SingleShift(Language),
    /// The language of plain septets.
    LockingShift(Language),
    /// Whatever has no form here, or not the form that it should have.
    Other(&'a [u8]),
}

/// Enhanced voice mail information (3GPP TS 23.040 §9.2.3.24.13).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct VoiceMail<'a> {
    /// Whether it confirms that messages were deleted; else it notifies of messages.
    pub is_delete_confirmation: bool,
    /// For which of the subscriber's profiles, 0 to 3.
    pub profile: u8,
    /// Whether the message that says so is to be kept.
    pub store: bool,
    /// Whether the mailbox is almost full.
    pub is_almost_full: bool,
    /// Whether the mailbox is full.
    pub is_full: bool,
    /// The number that reaches the mailbox, as in TP-OA.
    pub mailbox: &'a [u8],
    /// How many messages wait; 255 for more.
    pub messages: u8,
    /// How many of them are described.
    pub described: u8,
    /// The descriptions.
    pub descriptions: &'a [u8],
}

impl<'a> VoiceMail<'a> {
    fn read(data: &'a [u8]) -> Option<Self> {
        let (flags, rest) = data.split_first()?;
        // The length is in digits, two an octet, and counts neither itself nor the type of number.
        let digits = usize::from(*rest.first()?);
        let (mailbox, rest) = rest.split_at_checked(digits.div_ceil(2).saturating_add(2))?;
        let (&[messages, described], descriptions) = rest.split_first_chunk::<2>()?;
        Some(Self {
            is_delete_confirmation: flags & 0x01 != 0,
            profile: flags >> 2 & 0x03,
            store: flags & 0x10 != 0,
            is_almost_full: flags & 0x20 != 0,
            is_full: flags & 0x40 != 0,
            mailbox,
            messages,
            described: described & 0x1F,
            descriptions,
        })
    }
}

impl<'a> Element<'a> {
    /// Reads the element. Never fails; see [`Value::Other`].
    ///
    /// ```
    /// use smppkit::message::udh::{Element, Iei, Value};
    ///
    /// let element = Element { iei: Iei::SPECIAL_MESSAGE, data: &[0x80, 3] };
    /// assert_eq!(element.value(), Value::SpecialMessage { store: true, profile: 0, kind: 0, count: 3 });
    /// let short = Element { iei: Iei::SPECIAL_MESSAGE, data: &[0x80] };
    /// assert_eq!(short.value(), Value::Other(&[0x80]));
    /// ```
    pub fn value(self) -> Value<'a> {
        if let Some(part) = self.concatenation() {
            return Value::Concatenation(part);
        }
        match (self.iei, self.data) {
            (Iei::SPECIAL_MESSAGE, &[octet, count]) => Value::SpecialMessage {
                store: octet & 0x80 != 0,
                profile: octet >> 5 & 0x03,
                kind: octet & 0x1F,
                count,
            },
            (Iei::PORTS_8, &[destination, originator]) => Value::Ports8 { destination, originator },
            (Iei::PORTS_16, &[d0, d1, o0, o1]) => Value::Ports16 {
                destination: u16::from_be_bytes([d0, d1]),
                originator: u16::from_be_bytes([o0, o1]),
            },
            (Iei::SMSC_CONTROL, &[bits]) => Value::SmscControl(bits),
            (Iei::SOURCE_INDICATOR, &[source]) => Value::SourceIndicator(source),
            (Iei::EMS_TEXT_FORMATTING, &[position, length, style, ref colour @ ..]) if colour.len() <= 1 => {
                Value::TextFormatting { position, length, style, colour: colour.first().copied() }
            }
            (Iei::EMS_PREDEFINED_SOUND, &[position, number]) => Value::PredefinedSound { position, number },
            (Iei::EMS_PREDEFINED_ANIMATION, &[position, number]) => {
                Value::PredefinedAnimation { position, number }
            }
            (
                Iei::EMS_USER_SOUND
                | Iei::EMS_LARGE_ANIMATION
                | Iei::EMS_SMALL_ANIMATION
                | Iei::EMS_LARGE_PICTURE
                | Iei::EMS_SMALL_PICTURE
                | Iei::EMS_WVG_OBJECT
                | Iei::EMS_WVG_CHARACTER,
                &[position, ref data @ ..],
            ) => Value::Embedded { position, data },
            (Iei::EMS_VARIABLE_PICTURE, &[position, width, height, ref data @ ..]) => {
                Value::VariablePicture { position, width: u16::from(width).wrapping_mul(8), height, data }
            }
            (Iei::EMS_USER_PROMPT, &[objects]) => Value::UserPrompt(objects),
            (Iei::EMS_EXTENDED_OBJECT, &[reference, l0, l1, control, kind, p0, p1, ref data @ ..]) => {
                let (length, position) = (u16::from_be_bytes([l0, l1]), u16::from_be_bytes([p0, p1]));
                Value::ExtendedObject { reference, length, control, kind, position, data }
            }
            (Iei::EMS_COMPRESSION, &[information, l0, l1, ref data @ ..]) => {
                let (algorithm, length) = (information & 0x0F, u16::from_be_bytes([l0, l1]));
                Value::Compression { algorithm, length, data }
            }
            (Iei::EMS_DATA_REQUEST, &[]) => Value::DataRequest,
            (Iei::EMS_REUSED_OBJECT, &[reference, high, low]) => {
                Value::ReusedObject { reference, position: u16::from_be_bytes([high, low]) }
            }
            (Iei::EMS_DISTRIBUTION, &[objects, attributes]) => Value::Distribution { objects, attributes },
            (Iei::EMAIL_HEADER, &[length]) => Value::EmailHeader(length),
            (Iei::HYPERLINK, &[high, low, title, address]) => {
                Value::Hyperlink { position: u16::from_be_bytes([high, low]), title, address }
            }
            (Iei::REPLY_ADDRESS, address) => Value::ReplyAddress(address),
            (Iei::SINGLE_SHIFT, &[language]) => Value::SingleShift(Language(language)),
            (Iei::LOCKING_SHIFT, &[language]) => Value::LockingShift(Language(language)),
            (Iei::VOICE_MAIL, data) => VoiceMail::read(data).map_or(Value::Other(data), Value::VoiceMail),
            (Iei::WIRELESS_CONTROL, data) => Value::WirelessControl(data),
            (Iei(0x70..=0x7F), data) => Value::SimToolkit(data),
            (Iei(0x80..=0x9F), data) => Value::SmeSpecific(data),
            (Iei(0xC0..=0xDF), data) => Value::ScSpecific(data),
            (_, data) => Value::Other(data),
        }
    }

    /// Which part of which message, if the element says so and makes sense.
    pub fn concatenation(self) -> Option<Concatenation> {
        let (reference, total_segments, segment_seqnum) = match (self.iei, self.data) {
            (Iei::CONCATENATION_8, &[number, total, seqnum]) => (Reference::Udh8(number), total, seqnum),
            (Iei::CONCATENATION_16, &[high, low, total, seqnum]) => {
                (Reference::Udh16(u16::from_be_bytes([high, low])), total, seqnum)
            }
            _ => return None,
        };
        Some(Concatenation { reference, total_segments, segment_seqnum }).filter(|part| part.is_valid())
    }
}
