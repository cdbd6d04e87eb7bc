//! Accounts: who may bind, how, and how much.

use std::fs;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::Path;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A system_id and its password: `ID:PASSWORD`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credentials {
    pub system_id: String,
    pub password: String,
}

impl FromStr for Credentials {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (system_id, password) = text.split_once(':').ok_or("write it as SYSTEM_ID:PASSWORD")?;
        let credentials = Self { system_id: system_id.into(), password: password.into() };
        credentials.check()?;
        Ok(credentials)
    }
}

impl Credentials {
    /// What the wire has no room for.
    fn check(&self) -> Result<(), String> {
        if self.system_id.is_empty() || self.system_id.len() > 15 {
            return Err(format!("a system_id has 1 to 15 characters, {:?} has not", self.system_id));
        }
        if self.password.len() > 8 {
            return Err(format!(
                "a password has at most 8 characters, that of {:?} has more",
                self.system_id
            ));
        }
        Ok(())
    }
}

/// A kind of bind.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Bind {
    Transmitter,
    Receiver,
    Transceiver,
}

/// What one system_id may do.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub system_id: String,
    #[serde(default, deserialize_with = "password")]
    pub password: String,
    /// The kinds of bind that are allowed.
    #[serde(default = "all_binds")]
    pub binds: Vec<Bind>,
    /// How many of its requests may be unanswered at once.
    pub window: Option<NonZeroU16>,
    /// How many messages per second are accepted.
    pub messages_per_second: Option<NonZeroU32>,
}

/// Without this a wrong type would be told with the value.
fn password<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    String::deserialize(value).map_err(|_| D::Error::custom("a password is a text in quotes"))
}

fn all_binds() -> Vec<Bind> {
    vec![Bind::Transmitter, Bind::Receiver, Bind::Transceiver]
}

impl Account {
    /// An account that may do everything.
    pub fn new(system_id: String, password: String) -> Self {
        Self { system_id, password, binds: all_binds(), window: None, messages_per_second: None }
    }
}

impl From<Credentials> for Account {
    fn from(Credentials { system_id, password }: Credentials) -> Self {
        Self::new(system_id, password)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    account: Vec<Account>,
}

/// The accounts of a TOML file, each an `[[account]]`.
pub fn read_accounts(path: &Path) -> Result<Vec<Account>, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    parse(&text).map_err(|error| format!("{shown}: {error}"))
}

fn parse(text: &str) -> Result<Vec<Account>, String> {
    let file: File = toml::from_str(text).map_err(|error| {
        // `Display` would show the line, in which there may be a password.
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| 1 + before.matches('\n').count());
        format!("line {line}: {}", error.message())
    })?;
    for account in &file.account {
        let Account { system_id, password, .. } = account.clone();
        Credentials { system_id, password }.check()?;
    }
    Ok(file.account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_accounts() {
        let accounts = parse(
            r#"
            [[account]]
            system_id = "kannel"
            password = "secret"

            [[account]]
            system_id = "meter"
            binds = ["transmitter"]
            window = 4
            messages_per_second = 10
            "#,
        )
        .unwrap();
        assert_eq!(accounts[0], "kannel:secret".parse::<Credentials>().unwrap().into());
        assert_eq!(accounts[1].binds, [Bind::Transmitter]);
        assert_eq!(accounts[1].window.map(NonZeroU16::get), Some(4));
        assert_eq!(accounts[1].messages_per_second.map(NonZeroU32::get), Some(10));
    }

    #[test]
    fn what_is_wrong_in_it_is_said() {
        for (text, what) in [
            ("[[account]]\npassword = \"x\"", "system_id"),
            ("[[account]]\nsystem_id = \"a\"\nwindw = 3", "windw"),
            ("[[account]]\nsystem_id = \"a\"\nwindow = 0", "nonzero"),
            ("[[account]]\nsystem_id = \"a\"\nbinds = [\"duplex\"]", "duplex"),
            ("[[account]]\nsystem_id = \"1234567890123456\"", "1 to 15"),
            ("[[account]]\nsystem_id = \"a\"\npassword = \"123456789\"", "at most 8"),
            ("account", "expected"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(what), "{error}");
        }
    }

    #[test]
    fn no_password_is_told() {
        for (password, line) in [("s3cret", 3), ("12345678", 3), ("\"s3cret", 3), ("\"12345678x\"", 0)] {
            let error =
                parse(&format!("[[account]]\nsystem_id = \"a\"\npassword = {password}\n")).unwrap_err();
            assert!(!error.contains("s3cret") && !error.contains("12345678"), "{error}");
            assert!(line == 0 || error.starts_with("line 3: "), "{error}");
        }
    }

    #[test]
    fn credentials_fit_on_the_wire() {
        assert!("a:b:c".parse::<Credentials>().is_ok_and(|credentials| credentials.password == "b:c"));
        assert!("a".parse::<Credentials>().is_err());
        assert!(":b".parse::<Credentials>().is_err());
    }
}
