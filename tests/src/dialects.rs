//! PDUs in the forms in which real message centres and clients send them, in `dialects/`, whose `README.md` says what each key
//! means.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::spec::from_hex;

#[derive(Deserialize)]
struct File {
    pdu: Vec<Form>,
}

/// A PDU.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The name of its file.
    #[serde(skip)]
    pub file: String,
    /// What is particular about it.
    pub form: String,
    /// Who sends it.
    pub seen: String,
    hex: String,
    /// Its name.
    pub command: String,
    /// Its fields that are not empty.
    #[serde(default)]
    pub fields: BTreeMap<String, toml::Value>,
    /// Its TLVs.
    #[serde(default)]
    pub tlvs: Vec<String>,
    /// What is no TLV.
    #[serde(default)]
    pub rest: String,
    /// What is out of order in it.
    #[serde(default)]
    pub faults: Vec<String>,
    /// What it means, if it is a receipt.
    pub receipt: Option<Receipt>,
}

impl Form {
    /// Its octets.
    pub fn octets(&self) -> Vec<u8> {
        from_hex(&self.hex)
    }
}

/// What a message means.
#[allow(missing_docs)]
#[derive(Deserialize, Default, PartialEq, Debug)]
#[serde(deny_unknown_fields, default)]
pub struct Receipt {
    pub kind: String,
    pub by: String,
    pub id: Option<String>,
    pub submit_date: Option<String>,
    pub done_date: Option<String>,
    pub state: Option<String>,
    pub err: Option<String>,
    pub text: Option<String>,
    pub conflicting: bool,
    pub ambiguous: bool,
    pub ids_differ: bool,
    pub states_differ: bool,
}

/// The PDUs of all files.
pub fn forms() -> Vec<Form> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialects");
    let mut forms = vec![];
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("the file can be read");
            let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            forms.extend(file.pdu.into_iter().map(|form| Form { file: name.clone(), ..form }));
        }
    }
    forms
}
