//! A version of SMPP on the command line.

use std::str::FromStr;

use smppkit::values::InterfaceVersion;

/// 3.3, 3.4 or 5.0.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Version(pub InterfaceVersion);

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = [InterfaceVersion::V3_3, InterfaceVersion::V3_4, InterfaceVersion::V5_0];
        let version = all.into_iter().find(|version| version.name() == Some(text));
        version.map(Self).ok_or_else(|| "there are 3.3, 3.4 and 5.0".into())
    }
}
