//! TLVs: the optional parameters behind the fields of a PDU (5.0 §4.8; 3.4 §5.3).
//!
//! Each TLV of the specification is a constant, a [`TlvDef`], by which it is read and made. A vendor's TLV is used in
//! the same way, once it has a definition:
//!
//! ```
//! use smppkit::{Tlvs, tlv};
//! use smppkit::tlv::{CString, TlvDef};
//!
//! /// The principal entity id that Indian operators require.
//! const PE_ID: TlvDef<CString> = TlvDef::vendor(0x1400, "pe_id");
//!
//! let items = [tlv::USER_MESSAGE_REFERENCE.with(7), PE_ID.with("1101456".into())];
//! let tlvs = Tlvs::from(&items);
//! assert_eq!(tlvs.get(&tlv::USER_MESSAGE_REFERENCE), Some(7));
//! assert_eq!(tlvs.get(&PE_ID).unwrap(), "1101456");
//! assert_eq!(tlvs.get(&tlv::MESSAGE_PAYLOAD), None);
//! ```
//!
//! A definition that is known only at run time, from an account's settings, is a [`VendorTlv`].
//!
//! A value of several parts is a struct of [`values`](crate::values): see [`NetworkErrorCode`], for one.

mod item;
mod kind;
mod list;
mod vendor;

use core::fmt;

pub use item::Tlv;
pub use kind::{CString, Octets, TlvDef, TlvKind, U8, U16, U32};
pub(crate) use list::split_first;
pub use list::{TlvIter, TlvSource, Tlvs};
pub use vendor::{VendorTlv, VendorTlvError};

use crate::command_id::CommandId;
use crate::state::Role;
use crate::status::CommandStatus;
pub use crate::values::tlv_values::{BroadcastRepNum, PartDef, SourceTelematicsId, TlvParts};
use crate::values::{
    AddrSubunit, AlertOnMessageDelivery, BearerType, BillingIdentification, BroadcastAreaIdentifier,
    BroadcastChannelIndicator, BroadcastContentType, BroadcastFrequencyInterval, BroadcastMessageClass,
    CallbackNum, CallbackNumAtag, CallbackNumPresInd, DeliveryFailureReason, DestAddrNpResolution,
    DestTelematicsId, DisplayTime, DpfResult, InterfaceVersion, ItsReplyType, ItsSessionInfo,
    LanguageIndicator, MessageState, MoreMessagesToSend, MsAvailabilityStatus, MsMsgWaitFacilities,
    MsValidityInfo, NetworkErrorCode, NetworkType, PayloadType, PrivacyIndicator, SetDpf, Subaddress,
    UssdServiceOp,
};

/// Which TLV it is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(pub u16);

impl Tag {
    /// What the table says of this TLV, if it is one of the specification's.
    #[must_use]
    pub fn row(self) -> Option<&'static TlvRow> {
        let at = TLVS.binary_search_by_key(&self, |row| row.tag).ok()?;
        TLVS.get(at)
    }

    /// The tag of the TLV of that name, in the spelling of any version.
    ///
    /// ```
    /// # use smppkit::tlv::Tag;
    /// assert_eq!(Tag::from_name("destination_port"), Some(Tag(0x020B)));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TLVS.iter().find(|row| row.name == name || row.other_names.contains(&name)).map(|row| row.tag)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:04X}", self.0),
        }
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// All that the table says of one TLV.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct TlvRow {
    /// Its tag.
    pub tag: Tag,
    /// Its name in 5.0.
    pub name: &'static str,
    /// Names that 3.4 has for it.
    pub other_names: &'static [&'static str],
    /// What it is, for people.
    pub text: &'static str,
    /// The type of its value.
    pub kind: TlvType,
    /// What the value consists of, if it has parts.
    pub parts: &'static [PartDef],
    /// The lengths that are legal, as ranges; that of a C-octet string counts the NUL.
    pub lengths: &'static [(u16, u16)],
    /// The versions that have it.
    pub versions: &'static [InterfaceVersion],
    /// Whether it may stand in a PDU more than once.
    pub repeated: bool,
    /// The PDUs for which the specification lists it, by version. In another it is no error: its receiver ignores it
    /// (3.4 §3.3; 5.0 §2.11.1).
    pub uses: &'static [TlvUse],
}

/// A PDU for which a version lists a TLV.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct TlvUse {
    /// The version.
    pub version: InterfaceVersion,
    /// The PDU.
    pub command_id: CommandId,
    /// Which side it must be sent to; either if the specification makes no difference.
    pub receiver: Option<Role>,
}

/// The type of a TLV's value.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum TlvType {
    /// One octet.
    U8,
    /// Two octets.
    U16,
    /// Four octets.
    U32,
    /// Octets up to a NUL, which is counted.
    CString,
    /// Octets.
    Octets,
    /// One octet with named values: the name of the type in [`values`](crate::values).
    Value(&'static str),
    /// Four octets: a `command_status`.
    CommandStatus,
}

macro_rules! define_tlvs {
    ($($(#[doc = $doc:literal])+ $name:ident = $tag:literal, $text:literal, $kind:ident,
        $($low:literal ..= $high:literal)|+, $often:ident, [$($other:literal)*],
        $($version:ident [$($pdu:ident $(($to:ident))?)*])+;)+) => {
        $($(#[doc = $doc])+ #[allow(elided_lifetimes_in_paths)]
        pub const $name: TlvDef<$kind> = TlvDef::vendor($tag, $text);)+

        /// Every TLV of the three versions, in the order of their tags.
        #[allow(elided_lifetimes_in_paths)]
        pub const TLVS: &[TlvRow] = &[$(TlvRow {
            tag: Tag($tag),
            name: $text,
            other_names: &[$($other),*],
            text: concat!($($doc),+),
            kind: <$kind as TlvKind>::TYPE,
            parts: <$kind as TlvKind>::PARTS,
            lengths: &[$(($low, $high)),+],
            versions: &[$(InterfaceVersion::$version),+],
            repeated: often!($often),
            uses: &[$($(TlvUse {
                version: InterfaceVersion::$version,
                command_id: CommandId::$pdu,
                receiver: receiver!($($to)?),
            },)*)+],
        }),+];

        impl Tag {
            /// The name of the TLV.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($tag => Some($text),)+
                    _ => None,
                }
            }

            /// Whether it is one of the specification's.
            pub(crate) const fn is_specified(self) -> bool {
                matches!(self.0, $($tag)|+)
            }

            /// Whether the specification allows this TLV a value of so many octets. Any length will do for a TLV
            /// that it does not know.
            #[must_use]
            #[inline]
            pub fn allows_length(self, len: usize) -> bool {
                match self.0 {
                    $($tag => matches!(len, $($low..=$high)|+),)+
                    _ => true,
                }
            }
        }
    };
}
macro_rules! often {
    (once) => {
        false
    };
    (repeated) => {
        true
    };
}
macro_rules! receiver {
    () => {
        None
    };
    ($role:ident) => {
        Some(Role::$role)
    };
}
crate::for_each_tlv!(define_tlvs);
