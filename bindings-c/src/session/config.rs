//! Settings.

use core::time::Duration;

use smppkit::session::{EnquireLinks, Tolerance, UnknownRequests, WhenFull};
use smppkit::values::InterfaceVersion;

use super::event::nanos;
use crate::guard::call;
use crate::memory::{StructSize, sized, some};
use crate::types::error::Failure;

/// The application: it binds.
pub const SMPPKIT_ESME: u8 = 0;
/// The message centre: it is bound to.
pub const SMPPKIT_MC: u8 = 1;

/// Requests beyond `max_unanswered` wait until one is answered: the peer feels it through its connection.
pub const SMPPKIT_PAUSE: u8 = 0;
/// Requests beyond `max_unanswered` are answered with ESME_RTHROTTLED.
pub const SMPPKIT_THROTTLE: u8 = 1;

/// The session answers it.
pub const SMPPKIT_ANSWER: u8 = 0;
/// It is handed over as a request.
pub const SMPPKIT_DELIVER: u8 = 1;
/// It is answered with ESME_RINVCMDID.
pub const SMPPKIT_REFUSE: u8 = 2;

/// The settings of a session. Begin with `smppkit_config_init`, and change what you need.
#[repr(C)]
#[derive(Copy, Clone, Debug)]
pub struct Config {
    /// Set by `smppkit_config_init`.
    pub struct_size: u32,
    /// Which side we are: `SMPPKIT_ESME` or `SMPPKIT_MC`.
    pub role: u8,
    /// The version that we speak: 0x33, 0x34 or 0x50. Default: 0x34.
    pub interface_version: u8,
    /// The version that the peer is taken to speak if its bind response does not say so; many 3.4 MCs do not. Default: 0x34.
    pub version_when_absent: u8,
    /// What happens to a request of the peer when `max_unanswered` others wait: `SMPPKIT_PAUSE` or `SMPPKIT_THROTTLE`.
    /// Default: `SMPPKIT_PAUSE`.
    pub when_unanswered_full: u8,
    /// What happens to an enquire_link of the peer: `SMPPKIT_ANSWER` or `SMPPKIT_DELIVER`. Default: `SMPPKIT_ANSWER`.
    pub enquire_links: u8,
    /// What happens to a request that neither our version nor the one that is spoken has: `SMPPKIT_REFUSE` or
    /// `SMPPKIT_DELIVER`. Default: `SMPPKIT_REFUSE`.
    pub unknown_requests: u8,
    /// 1: a request is handed over although fields are missing, cut off, or not terminated. 0: it is refused, with the status
    /// that the specification has for the fault. Default: 0.
    pub tolerate_incomplete: u8,
    /// Likewise for strings that are too long and times of a wrong length. Default: 1 for an ESME, 0 for an MC.
    pub tolerate_lengths: u8,
    /// Likewise for TLVs with a length that their definition forbids. Default: 1 for an ESME, 0 for an MC.
    pub tolerate_tlv_lengths: u8,
    /// Likewise for octets behind the last TLV, and a TLV that is cut off. Default: 1 for an ESME, 0 for an MC.
    pub tolerate_tlv_stream: u8,
    /// 1: what we send must be what a peer of the version that is spoken may be sent, or an error says why not. 0, for a relay:
    /// what one peer has sent, and was tolerated, is passed on to the other octet for octet. Default: 1.
    pub check_outgoing: u8,
    /// How many requests of ours may be unanswered at once, at least 1. Default: 16.
    pub window: u16,
    /// How many requests of the peer may wait for our answer at once, at least 1. Default: 64.
    pub max_unanswered: u16,
    /// The largest `command_length` accepted, at least 16: a peer that announces more is cut off. Default: 70000, room for a
    /// message_payload of 65535.
    pub max_command_length: u32,
    /// session_init timer (5.0 §2.7), in nanoseconds: from the connection to the bind request. 0: none. Default: 30 seconds
    /// for an MC, none for an ESME.
    pub session_init_ns: u64,
    /// enquire_link timer (5.0 §2.7), in nanoseconds: silence after which we ask whether the peer is there. 0: none. Default:
    /// 30 seconds.
    pub enquire_link_ns: u64,
    /// inactivity timer (5.0 §2.7), in nanoseconds: a bound session in which nothing arrives for so long is closed. 0: none.
    /// Default: none; the enquire_link timer notices a peer that is gone.
    pub inactivity_ns: u64,
    /// response timer (5.0 §2.7), in nanoseconds: how long we wait for a response. Default: 10 seconds.
    pub response_ns: u64,
}

/// Sets `*config` to the defaults of a side: `SMPPKIT_ESME` or `SMPPKIT_MC`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_config_init(config: Option<&mut Config>, role: u8) -> i32 {
    call(None, || {
        *some(config)? = Config::new(match role {
            SMPPKIT_ESME => smppkit::session::Config::esme(),
            SMPPKIT_MC => smppkit::session::Config::mc(),
            _ => return Err(Failure::VALUE),
        });
        Ok(())
    })
}

fn timer(nanos: u64) -> Option<Duration> {
    (nanos > 0).then(|| Duration::from_nanos(nanos))
}

impl Config {
    fn new(core: smppkit::session::Config) -> Self {
        let Tolerance { incomplete, lengths, tlv_lengths, tlv_stream, .. } = core.tolerance;
        Self {
            struct_size: size_of::<Self>() as u32,
            role: match core.role {
                smppkit::Role::Esme => SMPPKIT_ESME,
                smppkit::Role::Mc => SMPPKIT_MC,
            },
            interface_version: core.interface_version.0,
            version_when_absent: core.version_when_absent.0,
            when_unanswered_full: match core.when_unanswered_full {
                WhenFull::Pause => SMPPKIT_PAUSE,
                WhenFull::Throttle => SMPPKIT_THROTTLE,
            },
            enquire_links: match core.enquire_links {
                EnquireLinks::Answer => SMPPKIT_ANSWER,
                EnquireLinks::Deliver => SMPPKIT_DELIVER,
            },
            unknown_requests: match core.unknown_requests {
                UnknownRequests::Refuse => SMPPKIT_REFUSE,
                UnknownRequests::Deliver => SMPPKIT_DELIVER,
            },
            tolerate_incomplete: incomplete.into(),
            tolerate_lengths: lengths.into(),
            tolerate_tlv_lengths: tlv_lengths.into(),
            tolerate_tlv_stream: tlv_stream.into(),
            check_outgoing: core.check_outgoing.into(),
            window: 16,
            max_unanswered: core.max_unanswered,
            max_command_length: core.max_command_length,
            session_init_ns: core.session_init.map_or(0, nanos),
            enquire_link_ns: core.enquire_link.map_or(0, nanos),
            inactivity_ns: core.inactivity.map_or(0, nanos),
            response_ns: nanos(core.response),
        }
    }

    /// The settings as the core has them.
    pub(super) fn get(&self) -> Result<smppkit::session::Config, Failure> {
        if !sized(self) {
            return Err(Failure::STRUCT_SIZE);
        }
        let mut core = match self.role {
            SMPPKIT_ESME => smppkit::session::Config::esme(),
            SMPPKIT_MC => smppkit::session::Config::mc(),
            _ => return Err(Failure::VALUE),
        };
        core.interface_version = InterfaceVersion(self.interface_version);
        core.version_when_absent = InterfaceVersion(self.version_when_absent);
        core.when_unanswered_full = match self.when_unanswered_full {
            SMPPKIT_PAUSE => WhenFull::Pause,
            SMPPKIT_THROTTLE => WhenFull::Throttle,
            _ => return Err(Failure::VALUE),
        };
        core.enquire_links = match self.enquire_links {
            SMPPKIT_ANSWER => EnquireLinks::Answer,
            SMPPKIT_DELIVER => EnquireLinks::Deliver,
            _ => return Err(Failure::VALUE),
        };
        core.unknown_requests = match self.unknown_requests {
            SMPPKIT_REFUSE => UnknownRequests::Refuse,
            SMPPKIT_DELIVER => UnknownRequests::Deliver,
            _ => return Err(Failure::VALUE),
        };
        core.tolerance.incomplete = self.tolerate_incomplete != 0;
        core.tolerance.lengths = self.tolerate_lengths != 0;
        core.tolerance.tlv_lengths = self.tolerate_tlv_lengths != 0;
        core.tolerance.tlv_stream = self.tolerate_tlv_stream != 0;
        core.check_outgoing = self.check_outgoing != 0;
        core.max_unanswered = self.max_unanswered;
        core.max_command_length = self.max_command_length;
        core.session_init = timer(self.session_init_ns);
        core.enquire_link = timer(self.enquire_link_ns);
        core.inactivity = timer(self.inactivity_ns);
        core.response = Duration::from_nanos(self.response_ns);
        Ok(core)
    }
}

impl StructSize for Config {
    fn struct_size(&self) -> u32 {
        self.struct_size
    }
}
