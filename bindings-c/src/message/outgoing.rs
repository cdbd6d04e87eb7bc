//! A text on its way out.

use core::mem::MaybeUninit;
use core::ptr;

use smppkit::message::outgoing::{self, Long};
use smppkit::message::segment::{Segment, Segments, TextInfo as CoreInfo, split};
use smppkit::message::{Address as CoreAddress, Alphabet};
use smppkit::{CommandStatus, EncodeError, encode};

use super::alphabet::{alone, alphabet, class, number, profile};
use super::text;
use crate::guard::call;
use crate::memory::{StructSize, room, sized, some};
use crate::pdu::{Given, SubmitSm, Work};
use crate::types::error::{Error, Failure};
use crate::types::octets::Octets;

/// An address with its type of number and numbering plan (3.4 §5.2.5, §5.2.6, §5.2.8).
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Address<'a> {
    /// Type of number.
    pub ton: u8,
    /// Numbering plan.
    pub npi: u8,
    /// The address itself, up to 20 characters.
    pub addr: Octets<'a>,
}

/// Reads an address as people write it: `TON/NPI:ADDRESS`, or the address alone, from whose look TON and NPI are guessed:
/// `+447700900123` is international, so are seven digits and more; anything but digits is alphanumeric; few digits are of
/// unknown type, as short codes mostly are. `SMPPKIT_E_ADDRESS` if it is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_address_read<'a>(
    address: Octets<'a>,
    read: Option<&mut Address<'a>>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let CoreAddress { ton, npi, addr } = CoreAddress::read(text(address)?).map_err(Failure::Address)?;
        *some(read)? = Address { ton: ton.0, npi: npi.0, addr: Octets::new(addr.as_bytes()) };
        Ok(())
    })
}

/// By a user data header with an 8-bit reference, which every handset knows.
pub const SMPPKIT_LONG_UDH8: u8 = 0;
/// By a user data header with a 16-bit reference, which takes one character more of each part.
pub const SMPPKIT_LONG_UDH16: u8 = 1;
/// By the TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum.
pub const SMPPKIT_LONG_SAR: u8 = 2;
/// Not at all: it goes out whole, in the TLV message_payload.
pub const SMPPKIT_LONG_PAYLOAD: u8 = 3;

/// How to send a text. Begin with `SMPPKIT_TEXT_OPTIONS_INIT`, and change what you need.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct TextOptions<'a> {
    /// Set by `SMPPKIT_TEXT_OPTIONS_INIT`.
    pub struct_size: u32,
    /// 1 to ask for a receipt for each part. Default: 0.
    pub receipt: u8,
    /// 1 if the national language tables of GSM 7-bit may be used. Default: 0.
    pub national_tables: u8,
    /// How the parts of a long message are tied together: `SMPPKIT_LONG_…`. Default: `SMPPKIT_LONG_UDH8`.
    pub long_message: u8,
    /// How many parts there may be. Default: 255, which is the most that the numbering allows.
    pub max_parts: u8,
    /// The class of the message: `SMPPKIT_CLASS_…`. Default: none.
    pub message_class: u8,
    /// The alphabet that `data_coding` 0 means for this account: `SMPPKIT_ALPHABET_…`. The alphabets to choose from are then
    /// that one and UCS-2. Default: 0, what the specification says.
    pub mc_default: u8,
    /// The alphabets to choose from, `SMPPKIT_ALPHABET_…`, up to 12; the one that makes the fewest parts wins. Default: none,
    /// which stands for GSM 7-bit and UCS-2.
    pub alphabets: Octets<'a>,
    /// All other fields of each submit_sm, up to 16 TLVs among them; NULL for the defaults. Addresses, text, `data_coding` and
    /// what belongs to them are filled in.
    pub submit_sm: *const SubmitSm<'a>,
}

impl StructSize for TextOptions<'_> {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}

impl Default for TextOptions<'_> {
    fn default() -> Self {
        Self {
            struct_size: size_of::<Self>() as u32,
            receipt: 0,
            national_tables: 0,
            long_message: SMPPKIT_LONG_UDH8,
            max_parts: u8::MAX,
            message_class: 0,
            mc_default: 0,
            alphabets: Octets::NONE,
            submit_sm: ptr::null(),
        }
    }
}

/// How many alphabets can be named.
const MOST: usize = 12;

impl TextOptions<'_> {
    /// The alphabets as the core has them, in the memory for them.
    fn alphabets<'m>(&self, memory: &'m mut [Alphabet; MOST]) -> Result<Option<&'m [Alphabet]>, Failure> {
        let numbers = some(self.alphabets.get())?;
        let places = memory.get_mut(..numbers.len()).ok_or(Failure::VALUE)?;
        for (place, number) in places.iter_mut().zip(numbers) {
            *place = alphabet(*number)?;
        }
        Ok(if numbers.is_empty() { None } else { Some(places) })
    }

    /// The options as the core has them, with these alphabets to choose from if there are any.
    fn get<'m>(&self, alphabets: Option<&'m [Alphabet]>) -> Result<outgoing::TextOptions<'m>, Failure> {
        if !sized(self) {
            return Err(Failure::STRUCT_SIZE);
        }
        let mut options = outgoing::TextOptions::default();
        if self.mc_default != 0 {
            options = options.profile(profile(self.mc_default)?);
        }
        if let Some(alphabets) = alphabets {
            options = options.alphabets(alphabets);
        }
        options.receipt = self.receipt != 0;
        options.national_tables = self.national_tables != 0;
        options.class = class(self.message_class)?;
        options.max_parts = self.max_parts;
        options.long = match self.long_message {
            SMPPKIT_LONG_UDH8 => Long::Udh8,
            SMPPKIT_LONG_UDH16 => Long::Udh16,
            SMPPKIT_LONG_SAR => Long::Sar,
            SMPPKIT_LONG_PAYLOAD => Long::Payload,
            _ => return Err(Failure::VALUE),
        };
        Ok(options)
    }
}

/// What a message composer shows below a text.
#[repr(C)]
#[derive(Copy, Clone, Debug, Default)]
pub struct TextInfo {
    /// The alphabet in which the text travels: `SMPPKIT_ALPHABET_…`.
    pub alphabet: u8,
    /// Unicode characters.
    pub characters: usize,
    /// Septets of GSM 7-bit, 16-bit units of UCS-2, octets of all else.
    pub units: usize,
    /// How many parts the text makes. May be more than can be sent.
    pub segments: usize,
    /// How many units more fit in the last part; `SIZE_MAX` for message_payload.
    pub units_left: usize,
}

/// Counts a text, which is UTF-8, as it would be sent with these options; NULL for the defaults. `SMPPKIT_E_TEXT` if it cannot
/// be sent so.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_text_count(
    options: Option<&TextOptions<'_>>,
    text: Octets<'_>,
    info: Option<&mut TextInfo>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let mut memory = [Alphabet::GSM7; MOST];
        let defaults = TextOptions::default();
        let options = options.unwrap_or(&defaults);
        let options = options.get(options.alphabets(&mut memory)?)?;
        let CoreInfo { alphabet, characters, units, segments, units_left } =
            CoreInfo::with(self::text(text)?, &options.split_options(0)).map_err(Failure::Split)?;
        *some(info)? = TextInfo { alphabet: number(alphabet), characters, units, segments, units_left };
        Ok(())
    })
}

/// A text that is being made into submit_sm: `smppkit_text_begin` sets it.
#[repr(C)]
pub struct Text {
    /// What it knows.
    opaque: [u64; 40],
}

/// What is in a [`Text`].
#[repr(C)]
struct Opaque {
    mark: u64,
    segments: Segments<'static>,
    from: &'static str,
    to: &'static str,
    receipt: bool,
    submit_sm: *const SubmitSm<'static>,
}

const _: () = assert!(size_of::<Opaque>() <= size_of::<Text>() && align_of::<Opaque>() <= align_of::<Text>());

const MARK: u64 = 0x534D_5050_5465_7874;

/// Begins to make submit_sm of a text, which is UTF-8, with these options; NULL for the defaults. `*parts` is how many there
/// will be; it may be NULL. `smppkit_text_next` makes one after the other.
///
/// `from` and `to` are as `smppkit_address_read` takes them; an empty `from` leaves it to the message centre whom the message
/// comes from. `number` is the reference of the parts if there are several: it must not be that of another message still
/// under way to the same destination, so count it up. An 8-bit reference is its low octet.
///
/// All that is given here, but the options themselves and the numbers of the alphabets, must live and stay as it is until the
/// last part was made. `SMPPKIT_E_ADDRESS`, `SMPPKIT_E_TEXT` if it cannot be sent so: `error` says why.
///
///     smppkit_text text;
///     smppkit_submit_sm part;
///     uint8_t memory[512];
///     smppkit_text_begin(&text, NULL, smppkit_string("MyShop"), smppkit_string("+447700900123"),
///         smppkit_string("Hello, world"), number++, NULL, &error);
///     while (smppkit_text_next(&text, &part, memory, sizeof memory, &error) == SMPPKIT_OK)
///         smppkit_session_request(session, now, &part, token, out, sizeof out, &len, NULL, &error);
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_text_begin(
    text: Option<&mut MaybeUninit<Text>>,
    options: Option<&TextOptions<'static>>,
    from: Octets<'static>,
    to: Octets<'static>,
    message: Octets<'static>,
    number: u16,
    parts: Option<&mut usize>,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let place = some(text)?;
        let mut memory = [Alphabet::GSM7; MOST];
        let defaults = TextOptions::default();
        let given = options.unwrap_or(&defaults);
        let (from, to, message) = (self::text(from)?, self::text(to)?, self::text(message)?);
        let options = given.get(given.alphabets(&mut memory)?)?;
        let chosen = CoreInfo::with(message, &options.split_options(number)).map_err(Failure::Split)?;
        // What lives as long as the text does: the one alphabet that it goes out in.
        let options = given.get(Some(alone(chosen.alphabet)))?;
        let segments = split(message, &options.split_options(number)).map_err(Failure::Split)?;
        if let Some(segment) = segments.clone().next() {
            // Whether they are addresses.
            outgoing::TextOptions::default().submit(from, to, segment)?;
        }
        if let Some(parts) = parts {
            *parts = segments.len();
        }
        let (receipt, submit_sm) = (options.receipt, given.submit_sm);
        // SAFETY: there is room for it, and it is aligned.
        unsafe {
            place.as_mut_ptr().cast::<Opaque>().write(Opaque {
                mark: MARK,
                segments,
                from,
                to,
                receipt,
                submit_sm,
            });
        }
        Ok(())
    })
}

/// Makes the next submit_sm of a text; `SMPPKIT_E_NOT_FOUND` behind the last. What it consists of goes to `memory`, which has
/// `capacity` octets and must stay as it is until `*submit_sm` was encoded: 512 are enough unless there are long TLVs, or the
/// message goes out whole in message_payload.
///
/// `SMPPKIT_E_TOO_SMALL` if they are not: `error` tells how many are needed, and the same part can be made again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_text_next<'m>(
    text: Option<&mut Text>,
    submit_sm: Option<&mut MaybeUninit<SubmitSm<'m>>>,
    memory: *mut u8,
    capacity: usize,
    error: Option<&mut Error>,
) -> i32 {
    call(error, || {
        let (text, place) = (some(text)?, some(submit_sm)?);
        let text = (&raw mut *text).cast::<Opaque>();
        // SAFETY: there are so many octets, and a number has no bits that are wrong.
        if unsafe { (&raw const (*text).mark).read() } != MARK {
            return Err(Failure::NO_SESSION);
        }
        // SAFETY: only `begin` writes such a mark, and all the others.
        let text = unsafe { &mut *text };
        // SAFETY: what C owes.
        let memory = unsafe { room::<'m, u8>(memory, capacity) }?;
        let mut rest = text.segments.clone();
        let segment = rest.next().ok_or(Failure::NOT_FOUND)?;
        let part = Part { text, segment, memory, place };
        if part.text.submit_sm.is_null() {
            part.on(smppkit::Pdu::SubmitSm(smppkit::SubmitSm::default()))?;
        } else {
            // SAFETY: what C owes.
            unsafe { Given::new(part.text.submit_sm.cast()) }?.with(part)?;
        }
        text.segments = rest;
        Ok(())
    })
}

/// A part to be made.
struct Part<'t, 'p, 'm> {
    text: &'t Opaque,
    segment: Segment<'static>,
    memory: &'m mut [u8],
    place: &'p mut MaybeUninit<SubmitSm<'m>>,
}

impl Work for Part<'_, '_, '_> {
    fn on(self, pdu: smppkit::Pdu<'_>) -> Result<(), Failure> {
        let smppkit::Pdu::SubmitSm(template) = pdu else { return Err(Failure::VALUE) };
        let Part { text, segment, memory, place } = self;
        let options = outgoing::TextOptions::default().receipt(text.receipt).template(template);
        let submit = options.submit(text.from, text.to, segment)?;

        // The text is written behind where the PDU goes, if it is too long to be on our side.
        let mut short = [0; 255];
        let behind = if segment.octets() <= short.len() { 0 } else { segment.octets() };
        let at = memory.len().checked_sub(behind).ok_or(Failure::TooSmall { needed: 2 * behind + 512 })?;
        let (frame, long) = memory.split_at_mut(at);
        let buffer = if behind == 0 { &mut short[..] } else { long };
        let encoded = submit.with(buffer, |pdu| encode(CommandStatus::ESME_ROK, 1, pdu, frame))?;
        let len = encoded.map_err(|error| match error {
            EncodeError::BufferTooSmall { needed } => Failure::TooSmall { needed: needed + behind },
            error => error.into(),
        })?;
        let frame: &_ = frame;
        if let smppkit::Pdu::SubmitSm(pdu) = smppkit::decode(frame.get(..len).unwrap_or_default())?.pdu {
            place.write(pdu.into());
        }
        Ok(())
    }
}
