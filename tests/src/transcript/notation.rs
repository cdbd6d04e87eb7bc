//! How PDUs, times and settings are written in a transcript.

use std::time::Duration;

use smppkit::session::{Config, EnquireLinks, Tolerance, UnknownRequests, WhenFull};
use smppkit::values::InterfaceVersion;
use smppkit::{Body, CommandId, CommandStatus, Decoded, FieldType};

use crate::model::{Dest, Failed, Model, Value};

/// A PDU as it is written: only what is named.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) command_id: CommandId,
    pub(super) sequence_number: Option<u32>,
    pub(super) status: CommandStatus,
    fields: Vec<(String, Value)>,
    tlvs: Vec<(u16, Vec<u8>)>,
}

/// A PDU that goes over the connection: named, or octets that may be anything.
pub(super) fn octets(text: &str) -> Result<Vec<u8>, String> {
    match text.strip_prefix('{') {
        Some(named) => {
            let named = named.strip_suffix('}').ok_or("no } at the end of the PDU")?;
            Ok(Named::parse(named)?.model()?.octets())
        }
        None => hex(text),
    }
}

pub(super) fn hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<char> = text.chars().filter(|digit| !digit.is_whitespace()).collect();
    let octet = |pair: &[char]| {
        let pair: String = pair.iter().collect();
        u8::from_str_radix(&pair, 16).map_err(|_| format!("not hex: {pair}"))
    };
    if digits.len() % 2 == 1 {
        return Err("an odd number of hex digits".into());
    }
    digits.chunks(2).map(octet).collect()
}

impl Named {
    /// `submit_sm #3 ESME_ROK field="text" 0x0204=0007`, without the braces.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut words = words(text)?.into_iter();
        let name = words.next().ok_or("a PDU has a name")?;
        let command_id = CommandId::from_name(&name)
            .or_else(|| number(&name).map(CommandId))
            .ok_or_else(|| format!("{name} is no PDU"))?;
        let mut named = Self {
            command_id,
            sequence_number: None,
            status: CommandStatus::ESME_ROK,
            fields: vec![],
            tlvs: vec![],
        };
        for word in words {
            if let Some(sequence_number) = word.strip_prefix('#') {
                named.sequence_number = Some(number(sequence_number).ok_or("# wants a number")?);
            } else if let Some(status) = status(&word) {
                named.status = status;
            } else {
                let (name, value) = word.split_once('=').ok_or_else(|| format!("what is {word}?"))?;
                match number(name) {
                    Some(tag) => {
                        let tag = u16::try_from(tag).map_err(|_| format!("{name} is no tag"))?;
                        named.tlvs.push((tag, quoted_or_hex(value)?));
                    }
                    None => {
                        let value = named.value(name, value)?;
                        named.fields.push((name.into(), value));
                    }
                }
            }
        }
        Ok(named)
    }

    fn value(&self, name: &str, text: &str) -> Result<Value, String> {
        let def = self.command_id.def().ok_or("an unknown PDU has no fields")?;
        let row = def.fields.iter().find(|row| row.name == name);
        let row = row.ok_or_else(|| format!("{} has no field {name}", def.name))?;
        let items = || text.split(',').filter(|item| !item.is_empty());
        Ok(match row.kind {
            FieldType::U8 | FieldType::Value(_) => {
                let value = number(text).and_then(|value| u8::try_from(value).ok());
                Value::Octet(value.ok_or_else(|| format!("{name} is an octet, not {text}"))?)
            }
            FieldType::ShortMessage => Value::Text(quoted_or_hex(text)?),
            FieldType::DestAddresses => Value::Dests(items().map(dest).collect::<Result<_, _>>()?),
            FieldType::UnsuccessSmes => Value::Failed(items().map(failed).collect::<Result<_, _>>()?),
            FieldType::MessageIds => Value::Ids(items().map(|id| id.into()).collect()),
            _ => Value::CString(quoted_or_hex(text)?),
        })
    }

    fn model(self) -> Result<Model, String> {
        let def = self.command_id.def().ok_or("write an unknown PDU as hex")?;
        let mut model = Model::all_defaults(def);
        model.status = self.status.0;
        model.sequence = self.sequence_number.ok_or("a PDU that is sent has a #number")?;
        model.tlvs = self.tlvs;
        for (name, value) in self.fields {
            let at = def.fields.iter().position(|row| row.name == name);
            model.fields[at.ok_or("no such field")?] = value;
        }
        Ok(model)
    }

    /// The PDU for the application to send, which gives it no number.
    pub(super) fn to_send(text: &str) -> Result<Model, String> {
        let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        let named = Self::parse(text.ok_or("what the application sends is named, in { }")?)?;
        Self { sequence_number: Some(0), ..named }.model()
    }

    /// What is named and not so in `decoded`.
    pub(super) fn difference(&self, decoded: &Decoded<'_>) -> Option<String> {
        let header = decoded.header;
        if header.command_id != self.command_id {
            return Some(format!("it is {}", header.command_id));
        }
        if self.sequence_number.is_some_and(|number| number != header.sequence_number) {
            return Some(format!("its number is {}", header.sequence_number));
        }
        if header.command_status != self.status {
            return Some(format!("its status is {}", header.command_status));
        }
        let mut present = Vec::new();
        decoded.pdu.visit_fields(&mut |row, value| present.push((row.name, Value::from(value))));
        for (name, wanted) in &self.fields {
            match present.iter().find(|(present, _)| present == name) {
                Some((_, value)) if value == wanted => {}
                Some((_, value)) => return Some(format!("{name} is {value:?}, not {wanted:?}")),
                None => return Some(format!("there is no {name}")),
            }
        }
        let tlvs: Vec<_> = decoded.pdu.tlvs().iter().collect();
        self.tlvs.iter().find_map(|(tag, wanted)| {
            let is = tlvs.iter().any(|tlv| tlv.tag.0 == *tag && tlv.octets().0 == wanted.as_slice());
            (!is).then(|| format!("there is no TLV 0x{tag:04X} with {wanted:02x?}"))
        })
    }
}

fn dest(text: &str) -> Result<Dest, String> {
    match *text.split(':').collect::<Vec<_>>() {
        [ton, npi, address] => Ok(Dest::Sme(small(ton)?, small(npi)?, address.into())),
        [list] => Ok(Dest::List(list.into())),
        _ => Err(format!("a destination is ton:npi:address or a list, not {text}")),
    }
}

fn failed(text: &str) -> Result<Failed, String> {
    match *text.split(':').collect::<Vec<_>>() {
        [ton, npi, address, status_name] => Ok(Failed {
            ton: small(ton)?,
            npi: small(npi)?,
            addr: address.into(),
            status: status(status_name).ok_or("a failed destination has a status")?.0,
        }),
        _ => Err(format!("a failed destination is ton:npi:address:status, not {text}")),
    }
}

fn small(text: &str) -> Result<u8, String> {
    text.parse().map_err(|_| format!("{text} is no octet"))
}

/// Words that blanks separate, but not those within quotes.
pub(super) fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        match (letter, words.last_mut()) {
            (' ', Some(word)) if !quoted => {
                if !word.is_empty() {
                    words.push(String::new());
                }
            }
            (letter, Some(word)) => {
                quoted ^= letter == '"';
                word.push(letter);
            }
            (_, None) => {}
        }
    }
    if quoted {
        return Err("a quote is not closed".into());
    }
    words.retain(|word| !word.is_empty());
    Ok(words)
}

fn quoted_or_hex(text: &str) -> Result<Vec<u8>, String> {
    match text.strip_prefix('"') {
        Some(text) => Ok(text.strip_suffix('"').ok_or("a quote is not closed")?.into()),
        None => hex(text),
    }
}

pub(super) fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

pub(super) fn status(text: &str) -> Option<CommandStatus> {
    CommandStatus::from_name(text)
        .or_else(|| text.strip_prefix("status:").and_then(number).map(CommandStatus))
}

pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text} is no time: 5s, 500ms");
    if let Some(millis) = text.strip_suffix("ms") {
        millis.parse().map(Duration::from_millis).map_err(|_| wrong())
    } else {
        text.strip_suffix('s')
            .and_then(|seconds| seconds.parse().ok())
            .map(Duration::from_secs)
            .ok_or_else(wrong)
    }
}

/// Applies `name=value` to the settings.
pub(super) fn configure(config: &mut Config, setting: &str) -> Result<(), String> {
    let (name, value) = setting.split_once('=').ok_or_else(|| format!("{setting}: name=value"))?;
    let timer = || if value == "off" { Ok(None) } else { duration(value).map(Some) };
    let count = || number(value).ok_or_else(|| format!("{value} is no number"));
    let version = || {
        let version = count().and_then(|version| u8::try_from(version).map_err(|error| error.to_string()));
        version.map(InterfaceVersion)
    };
    match (name, value) {
        ("session_init", _) => config.session_init = timer()?,
        ("enquire_link", _) => config.enquire_link = timer()?,
        ("inactivity", _) => config.inactivity = timer()?,
        ("response", _) => config.response = duration(value)?,
        ("interface_version", _) => config.interface_version = version()?,
        ("version_when_absent", _) => config.version_when_absent = version()?,
        ("max_unanswered", _) => {
            config.max_unanswered = u16::try_from(count()?).map_err(|error| error.to_string())?;
        }
        ("max_command_length", _) => config.max_command_length = count()?,
        ("when_full", "pause") => config.when_unanswered_full = WhenFull::Pause,
        ("when_full", "throttle") => config.when_unanswered_full = WhenFull::Throttle,
        ("enquire_links", "answer") => config.enquire_links = EnquireLinks::Answer,
        ("enquire_links", "deliver") => config.enquire_links = EnquireLinks::Deliver,
        ("unknown", "refuse") => config.unknown_requests = UnknownRequests::Refuse,
        ("unknown", "deliver") => config.unknown_requests = UnknownRequests::Deliver,
        ("outgoing", "check") => config.check_outgoing = true,
        ("outgoing", "as_given") => config.check_outgoing = false,
        ("tolerance", "strict") => config.tolerance = Tolerance::STRICT,
        ("tolerance", "tolerant") => config.tolerance = Tolerance::TOLERANT,
        _ => return Err(format!("there is no setting {setting}")),
    }
    Ok(())
}
