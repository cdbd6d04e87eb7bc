//! The settings of a session, as JavaScript names them.

use core::time::Duration;

use serde::Deserialize;
use smppkit::session::{Config, EnquireLinks, Slot, Tolerance, UnknownRequests, WhenFull};
use smppkit::values::InterfaceVersion;

use crate::error::Error;
use crate::time::duration;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Settings {
    role: RoleName,
    window: u32,
    interface_version: Option<u8>,
    version_when_absent: Option<u8>,
    max_command_length: Option<u32>,
    /// Not there: the default. `null`: none.
    #[serde(default, deserialize_with = "there")]
    session_init_ms: Option<Option<f64>>,
    #[serde(default, deserialize_with = "there")]
    enquire_link_ms: Option<Option<f64>>,
    #[serde(default, deserialize_with = "there")]
    inactivity_ms: Option<Option<f64>>,
    response_ms: Option<f64>,
    max_unanswered: Option<u16>,
    when_unanswered_full: Option<WhenFullName>,
    enquire_links: Option<EnquireLinksName>,
    unknown_requests: Option<UnknownRequestsName>,
    tolerance: Option<ToleranceName>,
    check_outgoing: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RoleName {
    Esme,
    Mc,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WhenFullName {
    Pause,
    Throttle,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum EnquireLinksName {
    Answer,
    Deliver,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum UnknownRequestsName {
    Refuse,
    Deliver,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ToleranceName {
    Strict,
    Tolerant,
    #[serde(untagged)]
    Each(ToleranceOfEach),
}

/// What is not there is as in [`Tolerance::STRICT`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[derive(Default)]
struct ToleranceOfEach {
    incomplete: bool,
    lengths: bool,
    tlv_lengths: bool,
    tlv_stream: bool,
}

fn there<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<f64>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl Settings {
    pub(super) fn parse(json: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(json)
            .map_err(|error| Error::Message("CONFIG", format!("the settings of a session: {error}")))
    }

    pub(super) fn slots(&self) -> Vec<Slot> {
        // More than there can be is refused by the core.
        vec![Slot::default(); self.window.min(0x1_0000) as usize]
    }

    pub(super) fn config(&self) -> Config {
        let mut config = match self.role {
            RoleName::Esme => Config::esme(),
            RoleName::Mc => Config::mc(),
        };
        set(&mut config.interface_version, self.interface_version.map(InterfaceVersion));
        set(&mut config.version_when_absent, self.version_when_absent.map(InterfaceVersion));
        set(&mut config.max_command_length, self.max_command_length);
        set(&mut config.session_init, timer(self.session_init_ms));
        set(&mut config.enquire_link, timer(self.enquire_link_ms));
        set(&mut config.inactivity, timer(self.inactivity_ms));
        set(&mut config.response, self.response_ms.map(duration));
        set(&mut config.max_unanswered, self.max_unanswered);
        set(
            &mut config.when_unanswered_full,
            self.when_unanswered_full.as_ref().map(|when| match when {
                WhenFullName::Pause => WhenFull::Pause,
                WhenFullName::Throttle => WhenFull::Throttle,
            }),
        );
        set(
            &mut config.enquire_links,
            self.enquire_links.as_ref().map(|who| match who {
                EnquireLinksName::Answer => EnquireLinks::Answer,
                EnquireLinksName::Deliver => EnquireLinks::Deliver,
            }),
        );
        set(
            &mut config.unknown_requests,
            self.unknown_requests.as_ref().map(|what| match what {
                UnknownRequestsName::Refuse => UnknownRequests::Refuse,
                UnknownRequestsName::Deliver => UnknownRequests::Deliver,
            }),
        );
        set(&mut config.tolerance, self.tolerance.as_ref().map(ToleranceName::tolerance));
        set(&mut config.check_outgoing, self.check_outgoing);
        config
    }
}

impl ToleranceName {
    fn tolerance(&self) -> Tolerance {
        match self {
            Self::Strict => Tolerance::STRICT,
            Self::Tolerant => Tolerance::TOLERANT,
            Self::Each(each) => {
                let mut tolerance = Tolerance::STRICT;
                tolerance.incomplete = each.incomplete;
                tolerance.lengths = each.lengths;
                tolerance.tlv_lengths = each.tlv_lengths;
                tolerance.tlv_stream = each.tlv_stream;
                tolerance
            }
        }
    }
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

fn timer(ms: Option<Option<f64>>) -> Option<Option<Duration>> {
    ms.map(|ms| ms.map(duration))
}
