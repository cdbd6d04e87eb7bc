//! What the caller decides about a session.

use core::fmt;
use core::time::Duration;

use crate::error::Fault;
use crate::state::Role;
use crate::values::InterfaceVersion;

/// The settings of a session. Start from [`Config::esme`] or [`Config::mc`] and change what you need.
///
/// ```
/// use core::time::Duration;
/// use smppkit::session::Config;
///
/// let mut config = Config::esme();
/// config.enquire_link = Some(Duration::from_secs(60));
/// ```
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Which side we are.
    pub role: Role,
    /// The version that we speak. Default: 3.4.
    pub interface_version: InterfaceVersion,
    /// The version that the peer is taken to speak if its bind response does not say so; many 3.4 MCs do not. Default:
    /// 3.4. With 3.3, such an MC is sent no TLV, as 3.4 §3.4 has it.
    pub version_when_absent: InterfaceVersion,
    /// The largest `command_length` accepted, at least 16: a peer that announces more is cut off. Default: 70,000, room
    /// for a message_payload of 65,535.
    pub max_command_length: u32,
    /// session_init timer (5.0 §2.7): from the connection to the bind request. Default: 30 s for an MC, none for an
    /// ESME.
    pub session_init: Option<Duration>,
    /// enquire_link timer (5.0 §2.7): silence after which we ask whether the peer is there. Default: 30 s.
    pub enquire_link: Option<Duration>,
    /// inactivity timer (5.0 §2.7): a bound session in which nothing arrives for so long is closed. Default: none; the
    /// enquire_link timer notices a peer that is gone.
    pub inactivity: Option<Duration>,
    /// response timer (5.0 §2.7): how long we wait for a response. Default: 10 s.
    pub response: Duration,
    /// How many requests of the peer may wait for our answer at once. Default: 64.
    pub max_unanswered: u16,
    /// What happens to further requests. Default: `Pause`.
    pub when_unanswered_full: WhenFull,
    /// Who answers an enquire_link of the peer. Default: `Answer`, the session.
    pub enquire_links: EnquireLinks,
    /// Requests that neither our version nor the one that is spoken has. Default: `Refuse`.
    pub unknown_requests: UnknownRequests,
    /// Faults for which a request is not refused. Default: [`Tolerance::TOLERANT`] for an ESME, [`Tolerance::STRICT`]
    /// for an MC.
    pub tolerance: Tolerance,
    /// Whether what we send must be what a peer of the version that is spoken may be sent, or an error says why not. A relay
    /// goes without: what one peer has sent, and was tolerated, is then passed on to the other octet for octet. Default: yes.
    pub check_outgoing: bool,
}

impl Config {
    /// The defaults of an application.
    #[must_use]
    pub const fn esme() -> Self {
        Self {
            role: Role::Esme,
            interface_version: InterfaceVersion::V3_4,
            version_when_absent: InterfaceVersion::V3_4,
            max_command_length: 70_000,
            session_init: None,
            enquire_link: Some(Duration::from_secs(30)),
            inactivity: None,
            response: Duration::from_secs(10),
            max_unanswered: 64,
            when_unanswered_full: WhenFull::Pause,
            enquire_links: EnquireLinks::Answer,
            unknown_requests: UnknownRequests::Refuse,
            tolerance: Tolerance::TOLERANT,
            check_outgoing: true,
        }
    }

    /// The defaults of a message centre.
    #[must_use]
    pub const fn mc() -> Self {
        Self {
            role: Role::Mc,
            session_init: Some(Duration::from_secs(30)),
            tolerance: Tolerance::STRICT,
            ..Self::esme()
        }
    }

    pub(crate) fn validate(&self, window: usize) -> Result<(), ConfigError> {
        if window == 0 || window > usize::from(u16::MAX) {
            return Err(ConfigError::Window);
        }
        if self.max_command_length < 16 {
            return Err(ConfigError::MaxCommandLength);
        }
        if self.max_unanswered == 0 {
            return Err(ConfigError::MaxUnanswered);
        }
        let timers = [self.session_init, self.enquire_link, self.inactivity, Some(self.response)];
        if timers.contains(&Some(Duration::ZERO)) {
            return Err(ConfigError::ZeroTimer);
        }
        Ok(())
    }
}

/// What happens to a request of the peer when `max_unanswered` others wait.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum WhenFull {
    /// `receive` says `Paused` until one is answered: the peer feels it through its connection.
    Pause,
    /// It is answered with ESME_RTHROTTLED.
    Throttle,
}

/// What happens to an enquire_link of the peer.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum EnquireLinks {
    /// The session answers it.
    Answer,
    /// It is handed to the caller as a request: a gateway may pass it on and answer for what is behind it.
    Deliver,
}

/// What happens to a request that neither our version nor the one that is spoken has.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum UnknownRequests {
    /// It is answered with ESME_RINVCMDID: in a generic_nack, but a bind in its own response (3.4 §4.1).
    Refuse,
    /// It is handed to the caller as a request.
    Deliver,
}

/// For which faults a request of the peer is handed to the caller all the same. Responses always are.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Tolerance {
    /// Fields missing, cut off, or not terminated.
    pub incomplete: bool,
    /// Strings that are too long, times of a wrong length.
    pub lengths: bool,
    /// TLVs with a length that their definition forbids.
    pub tlv_lengths: bool,
    /// Octets behind the last TLV, or a TLV that is cut off.
    pub tlv_stream: bool,
}

impl Tolerance {
    /// No fault is tolerated.
    pub const STRICT: Self =
        Self { incomplete: false, lengths: false, tlv_lengths: false, tlv_stream: false };
    /// All is tolerated but a body that lacks fields.
    pub const TOLERANT: Self = Self { incomplete: false, lengths: true, tlv_lengths: true, tlv_stream: true };

    pub(crate) const fn accepts(self, fault: Fault) -> bool {
        match fault {
            Fault::TooLong { .. } | Fault::WrongLength { .. } => self.lengths,
            Fault::TlvLength { .. } => self.tlv_lengths,
            Fault::TlvHeader { .. } | Fault::TlvOverrun { .. } => self.tlv_stream,
            _ => self.incomplete,
        }
    }
}

/// The settings of a session contradict themselves.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The window must have 1 to 65,535 slots.
    Window,
    /// `max_command_length` must be at least 16.
    MaxCommandLength,
    /// `max_unanswered` must be at least 1.
    MaxUnanswered,
    /// A timer must not be zero; leave it out instead.
    ZeroTimer,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Window => "the window must have 1 to 65535 slots",
            Self::MaxCommandLength => "max_command_length must be at least 16",
            Self::MaxUnanswered => "max_unanswered must be at least 1",
            Self::ZeroTimer => "a timer must not be zero",
        })
    }
}

impl core::error::Error for ConfigError {}
