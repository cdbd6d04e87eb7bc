//! The facts of the specification, in `spec/`, which were written down without knowledge of the code.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use smppkit::values::InterfaceVersion;

/// `commands.toml`.
#[derive(Debug, Deserialize)]
pub struct Commands {
    /// Its commands.
    pub command: Vec<Command>,
    /// What lists are made of.
    pub composite: Vec<Composite>,
}

/// A command.
#[derive(Debug, Deserialize)]
pub struct Command {
    /// Its name.
    pub name: String,
    /// Its number.
    pub id: u32,
    /// The versions that have it.
    pub versions: Vec<String>,
    /// `request`, `response`, `notification` or `nack`.
    pub kind: String,
    /// The request that it answers.
    pub request: Option<String>,
    /// The response that answers it; free text where there is none.
    pub response: Option<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The TLVs that it must have.
    #[serde(default)]
    pub mandatory_tlvs: Vec<String>,
    /// Who may send it in which state in 3.3.
    pub states_33: Option<Senders>,
    /// In 3.4.
    pub states_34: Option<Senders>,
    /// In 5.0.
    pub states_50: Option<Senders>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// The states in which each side may send something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Senders {
    /// The ESME.
    pub esme: Vec<String>,
    /// The message centre.
    pub mc: Vec<String>,
}

/// The item of a list.
#[derive(Debug, Deserialize)]
pub struct Composite {
    /// Its name.
    pub name: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Debug, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// `u8`, `u32`, `cstring`, `octets` or `list`.
    pub r#type: String,
    /// The largest length or value.
    pub max: Option<usize>,
    /// The only lengths that are allowed.
    pub sizes: Option<Vec<usize>>,
    /// The field that holds the length of this one.
    pub len_from: Option<String>,
    /// The field that holds the number of items of this one.
    pub count_from: Option<String>,
    /// What this list is made of.
    pub item: Option<String>,
    /// What differs in 3.3.
    pub v33: Option<Limits>,
    /// What differs in 3.4.
    pub v34: Option<Limits>,
    /// What differs in 5.0.
    pub v50: Option<Limits>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What differs in one version.
#[derive(Debug, Default, Deserialize)]
pub struct Limits {
    /// The largest length or value.
    pub max: Option<usize>,
    /// The only lengths that are allowed.
    pub sizes: Option<Vec<usize>>,
    /// The only value.
    pub must_be: Option<toml::Value>,
    /// Which characters a string may have.
    pub charset: Option<String>,
    /// Whether a time must not be relative.
    #[serde(default)]
    pub absolute_only: bool,
}

impl Field {
    /// What differs in a version.
    pub fn limits(&self, version: InterfaceVersion) -> Option<&Limits> {
        match version {
            InterfaceVersion::V3_3 => self.v33.as_ref(),
            InterfaceVersion::V3_4 => self.v34.as_ref(),
            _ => self.v50.as_ref(),
        }
    }

    /// The largest length or value in a version.
    pub fn max(&self, version: InterfaceVersion) -> Option<usize> {
        self.limits(version).and_then(|limits| limits.max).or(self.max)
    }

    /// The lengths that are allowed in a version.
    pub fn sizes(&self, version: InterfaceVersion) -> Option<&[usize]> {
        self.limits(version).and_then(|limits| limits.sizes.as_deref()).or(self.sizes.as_deref())
    }
}

/// `tlvs.toml`.
#[derive(Debug, Deserialize)]
pub struct Tlvs {
    /// Its TLVs.
    pub tlv: Vec<Tlv>,
    /// The TLVs that 3.4 lists for each PDU.
    pub pdu_tlvs_34: std::collections::BTreeMap<String, Names>,
    /// The TLVs that 5.0 lists for each PDU.
    pub pdu_tlvs_50: std::collections::BTreeMap<String, Names>,
}

/// Names, or a remark.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// Names.
    Names(Vec<String>),
    /// A remark.
    Remark(String),
}

/// A TLV.
#[derive(Debug, Deserialize)]
pub struct Tlv {
    /// Its number.
    pub tag: u16,
    /// Its name.
    pub name: String,
    /// `u8`, `u16`, `u32`, `cstring`, `octets` or `struct`.
    pub r#type: String,
    /// The versions that have it.
    pub versions: Vec<String>,
    /// The lengths that are allowed.
    pub lengths: Option<Vec<u16>>,
    /// The smallest length.
    pub min_len: Option<u16>,
    /// The largest length.
    pub max_len: Option<u16>,
    /// The enumeration of its values.
    pub r#enum: Option<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether it may occur more than once.
    #[serde(default)]
    pub repeatable: bool,
    /// What differs in 3.4.
    pub v34: Option<TlvLimits>,
    /// What differs in 5.0.
    pub v50: Option<TlvLimits>,
}

/// What differs in one version.
#[derive(Debug, Deserialize)]
pub struct TlvLimits {
    /// The lengths that are allowed.
    pub lengths: Vec<u16>,
}

/// `statuses.toml`.
#[derive(Debug, Deserialize)]
pub struct Statuses {
    /// The statuses of 3.4 and 5.0.
    pub status: Vec<Status>,
    /// Names that only 3.3 has.
    pub status_33: Vec<Status33>,
}

/// A status.
#[derive(Debug, Deserialize)]
pub struct Status {
    /// Its number.
    pub code: u32,
    /// Its name.
    pub name: String,
    /// Its name in 3.4, where that is another, and remarks.
    pub name_34: Option<String>,
    /// Its name in 3.3, where that is another, and remarks.
    pub name_33: Option<String>,
    /// The versions that have it.
    pub versions: Vec<String>,
    /// What a sender should make of it.
    pub retry: String,
}

/// A status that only 3.3 has; its number stands in no specification.
#[derive(Debug, Deserialize)]
pub struct Status33 {
    /// Its number, if any is known.
    pub code: Option<u32>,
    /// Its name.
    pub name: String,
}

/// `enums.toml`.
#[derive(Debug, Deserialize)]
pub struct Enums {
    /// Values of fields and TLVs.
    pub r#enum: std::collections::BTreeMap<String, Enum>,
    /// Bits of fields and TLVs.
    pub bits: std::collections::BTreeMap<String, Bits>,
}

/// An enumeration.
#[derive(Debug, Deserialize)]
pub struct Enum {
    /// Its values.
    pub values: Vec<EnumValue>,
    /// Which of them are final, among states of messages.
    #[serde(default)]
    pub r#final: Vec<u32>,
}

/// A value and its name.
#[derive(Debug, Deserialize)]
pub struct EnumValue {
    /// The value.
    pub value: u32,
    /// The name.
    pub name: String,
}

/// An octet whose bits mean several things.
#[derive(Debug, Deserialize)]
pub struct Bits {
    /// What they mean.
    pub fields: Vec<BitField>,
}

/// Some bits of an octet.
#[derive(Debug, Deserialize)]
pub struct BitField {
    /// Where they are.
    pub mask: u8,
    /// Their name.
    pub name: String,
    /// Their values.
    pub values: Vec<EnumValue>,
}

/// Reads a file of `spec/`.
pub fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads a table of `spec/`.
pub fn read<T: DeserializeOwned>(name: &str) -> T {
    toml::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A golden vector of `spec/vectors.md`.
#[derive(Debug)]
pub struct Vector {
    /// Its number, such as `V-001`.
    pub id: String,
    /// The command, or `malformed`.
    pub command: String,
    /// What to expect of it.
    pub expect: String,
    /// The octets.
    pub octets: Vec<u8>,
}

/// The vectors of `spec/vectors.md`.
pub fn vectors() -> Vec<Vector> {
    text("vectors.md")
        .split("\n### ")
        .skip(1)
        .map(|section| {
            let (title, rest) = section.split_once('\n').expect("a title");
            let (id, command) = title.split_once(' ').expect("a number and a name");
            let expect =
                rest.lines().find_map(|line| line.strip_prefix("- expect: ")).expect("an expectation");
            let hex = rest.split("```").nth(1).and_then(|block| block.strip_prefix("hex\n")).expect("octets");
            Vector { id: id.into(), command: command.into(), expect: expect.into(), octets: from_hex(hex) }
        })
        .collect()
}

/// Octets from hexadecimal digits; blanks and line ends between them do not matter.
pub fn from_hex(hex: &str) -> Vec<u8> {
    let digits = hex.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
    digits
        .chunks(2)
        .map(|pair| {
            let pair = pair.iter().collect::<String>();
            u8::from_str_radix(&pair, 16).unwrap_or_else(|_| panic!("{pair} is not hexadecimal"))
        })
        .collect()
}

/// Hexadecimal digits of octets.
pub fn to_hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
