//! The names of information elements.

use core::fmt;

/// An information element identifier (IEI). An unknown one is kept as it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iei(pub u8);

macro_rules! ieis {
    ($($(#[$doc:meta])* $name:ident = $value:literal,)*) => {
        impl Iei {
            $($(#[$doc])* pub const $name: Self = Self($value);)*

            /// The name of its constant here, if it has one.
            ///
            /// ```
            /// use smppkit::message::udh::Iei;
            ///
            /// assert_eq!(Iei(0x05).name(), Some("PORTS_16"));
            /// assert_eq!(Iei(0xE0).name(), None);
            /// ```
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some(stringify!($name)),)*
                    _ => None,
                }
            }
        }
    };
}

ieis! {
    /// Concatenated short messages, 8-bit reference: reference, total, sequence.
    CONCATENATION_8 = 0x00,
    /// Special message indication: type and count of waiting messages.
    SPECIAL_MESSAGE = 0x01,
    /// Application port addressing, 8-bit: destination, originator.
    PORTS_8 = 0x04,
    /// Application port addressing, 16-bit: destination, originator.
    PORTS_16 = 0x05,
    /// SMSC control parameters: which status reports are wanted.
    SMSC_CONTROL = 0x06,
    /// UDH source indicator: who added the elements after it.
    SOURCE_INDICATOR = 0x07,
    /// Concatenated short messages, 16-bit reference: reference (2 octets), total, sequence.
    CONCATENATION_16 = 0x08,
    /// Wireless control message protocol.
    WIRELESS_CONTROL = 0x09,
    /// EMS text formatting.
    EMS_TEXT_FORMATTING = 0x0A,
    /// EMS predefined sound.
    EMS_PREDEFINED_SOUND = 0x0B,
    /// EMS user defined sound (iMelody).
    EMS_USER_SOUND = 0x0C,
    /// EMS predefined animation.
    EMS_PREDEFINED_ANIMATION = 0x0D,
    /// EMS large animation.
    EMS_LARGE_ANIMATION = 0x0E,
    /// EMS small animation.
    EMS_SMALL_ANIMATION = 0x0F,
    /// EMS large picture.
    EMS_LARGE_PICTURE = 0x10,
    /// EMS small picture.
    EMS_SMALL_PICTURE = 0x11,
    /// EMS variable picture.
    EMS_VARIABLE_PICTURE = 0x12,
    /// EMS user prompt indicator.
    EMS_USER_PROMPT = 0x13,
    /// EMS extended object.
    EMS_EXTENDED_OBJECT = 0x14,
    /// EMS reused extended object.
    EMS_REUSED_OBJECT = 0x15,
    /// EMS compression control.
    EMS_COMPRESSION = 0x16,
    /// EMS object distribution indicator.
    EMS_DISTRIBUTION = 0x17,
    /// EMS standard WVG object.
    EMS_WVG_OBJECT = 0x18,
    /// EMS character size WVG object.
    EMS_WVG_CHARACTER = 0x19,
    /// EMS extended object data request.
    EMS_DATA_REQUEST = 0x1A,
    /// RFC 822 e-mail header: its length.
    EMAIL_HEADER = 0x20,
    /// Hyperlink format.
    HYPERLINK = 0x21,
    /// Reply address.
    REPLY_ADDRESS = 0x22,
    /// Enhanced voice mail information.
    VOICE_MAIL = 0x23,
    /// National language single shift: a language identifier.
    SINGLE_SHIFT = 0x24,
    /// National language locking shift: a language identifier.
    LOCKING_SHIFT = 0x25,
}

impl fmt::Debug for Iei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "Iei({:#04x})", self.0),
        }
    }
}
