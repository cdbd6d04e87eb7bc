//! `command_status`: how a request ended (5.0 §4.7.6; 3.4 §5.1.3).

use core::fmt;

use crate::values::InterfaceVersion;

/// What a sender should make of a status, for `submit_sm` and `deliver_sm`. Advice, not part of the specification.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Retry {
    /// The request succeeded.
    Success,
    /// Send it again later.
    Temporary,
    /// Do not send it again unchanged.
    Permanent,
    /// A few attempts with growing pauses.
    Depends,
    /// Mend the session first.
    Session,
    /// The bind was refused.
    Bind,
}

/// All that the table says of one status.
#[derive(Copy, Clone, Debug)]
#[non_exhaustive]
pub struct StatusDef {
    /// The number on the wire.
    pub status: CommandStatus,
    /// The name in 5.0.
    pub name: &'static str,
    /// Names that 3.4 or 3.3 had for the same number.
    pub other_names: &'static [&'static str],
    /// What it means, for people.
    pub text: &'static str,
    /// What a sender should make of it.
    pub retry: Retry,
    /// The versions that have it.
    pub versions: &'static [InterfaceVersion],
}

/// How a request ended: 0 (`ESME_ROK`) for success, in requests always 0 (5.0 §4.7.6; 3.4 §5.1.3).
///
/// Any 32-bit value can arrive; those of vendors (0x400 to 0x4FF) and unknown ones are kept as they are.
///
/// ```
/// use smppkit::CommandStatus;
///
/// let status = CommandStatus(0x58);
/// assert_eq!(status, CommandStatus::ESME_RTHROTTLED);
/// assert_eq!(status.to_string(), "ESME_RTHROTTLED");
/// assert_eq!(CommandStatus(0x0450).to_string(), "0x00000450");
/// ```
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct CommandStatus(pub u32);

macro_rules! define_statuses {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $retry:ident, [$($version:ident)+], [$($other:literal)*];)+) => {
        impl CommandStatus {
            $($(#[doc = $doc])+ pub const $name: Self = Self($code);)+

            /// The name that 5.0 gives it.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some(stringify!($name)),)+
                    _ => None,
                }
            }
        }

        /// Every status of the three versions, in the order of their numbers.
        pub const STATUSES: &[StatusDef] = &[$(StatusDef {
            status: CommandStatus::$name,
            name: stringify!($name),
            other_names: &[$($other),*],
            text: concat!($($doc),+),
            retry: Retry::$retry,
            versions: &[$(InterfaceVersion::$version),+],
        }),+];
    };
}
crate::for_each_status!(define_statuses);

impl CommandStatus {
    /// What the table says of this status, if it is one of the specification's.
    #[must_use]
    pub fn def(self) -> Option<&'static StatusDef> {
        let at = STATUSES.binary_search_by_key(&self, |def| def.status).ok()?;
        STATUSES.get(at)
    }

    /// The status of that name, in the spelling of any version.
    ///
    /// ```
    /// # use smppkit::CommandStatus;
    /// assert_eq!(CommandStatus::from_name("ESME_RINVOPTPARSTREAM"), Some(CommandStatus::ESME_RINVTLVSTREAM));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        STATUSES.iter().find(|def| def.name == name || def.other_names.contains(&name)).map(|def| def.status)
    }

    /// What a sender should make of it. Unknown numbers count as permanent.
    #[must_use]
    pub fn retry(self) -> Retry {
        self.def().map_or(Retry::Permanent, |def| def.retry)
    }

    /// Whether the request succeeded.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for CommandStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

impl fmt::Debug for CommandStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
