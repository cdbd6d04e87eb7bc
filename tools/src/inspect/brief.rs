//! A PDU in a few words: what of it matters to whoever looks for what went wrong.

use smppkit::message::incoming::MessageFields;
use smppkit::{Decoded, DestAddress, Pdu};

use crate::bind::bind_of;
use crate::meaning::Meaning;
use crate::style;

/// How many characters of a text are shown.
const MAX_TEXT: usize = 60;

/// How many destinations of a submit_multi are shown.
const MAX_DESTINATIONS: usize = 3;

/// What stands behind the name and the sequence_number.
pub fn brief(decoded: &Decoded<'_>, meaning: Option<&Meaning<'_>>) -> String {
    if let Some((system_id, version)) = bind_of(&decoded.pdu) {
        return format!("{} version {version}", quoted(system_id.as_bytes()));
    }
    let mut words = Vec::new();
    match &decoded.pdu {
        Pdu::SubmitMulti(pdu) => {
            words.extend(sender(pdu.source_addr.as_bytes()));
            let destinations = pdu.dest_address.iter().map(|destination| match destination {
                DestAddress::Sme { destination_addr, .. } => address(destination_addr.as_bytes()),
                DestAddress::DistributionList { dl_name } => format!("list {}", address(dl_name.as_bytes())),
            });
            let shown: Vec<_> = destinations.take(MAX_DESTINATIONS).collect();
            let more = pdu.dest_address.len().saturating_sub(shown.len());
            words.push(format!("to {}", shown.join(", ")));
            words.extend((more > 0).then(|| format!("and {more} more")));
        }
        pdu => match MessageFields::of(pdu) {
            Some(fields) => {
                words.extend(sender(fields.source_addr));
                words.push(format!("to {}", address(fields.destination_addr)));
            }
            // All that is set, also a text.
            None => return all(decoded),
        },
    }
    if let Some(meaning) = meaning {
        words.extend(message(meaning));
    }
    words.join(" ")
}

fn all(decoded: &Decoded<'_>) -> String {
    let line = decoded.pdu.to_string();
    line.split_once(' ').map(|(_, fields)| fields.to_owned()).unwrap_or_default()
}

fn sender(octets: &[u8]) -> Option<String> {
    (!octets.is_empty()).then(|| format!("from {}", address(octets)))
}

/// An address as it stands, if it acts on no terminal.
fn address(octets: &[u8]) -> String {
    let is_plain = !octets.is_empty()
        && octets.iter().all(|octet| octet.is_ascii_alphanumeric() || b"+-_.*#".contains(octet));
    if is_plain { String::from_utf8_lossy(octets).into_owned() } else { quoted(octets) }
}

fn quoted(octets: &[u8]) -> String {
    format!("\"{}\"", octets.escape_ascii())
}

fn message(meaning: &Meaning<'_>) -> Vec<String> {
    if let Some((kind, report)) = meaning.report() {
        return vec![format!("{kind} {report}")];
    }
    let mut words = Vec::new();
    words.extend(meaning.part().map(|part| format!("part {part}")));
    if meaning.has_message() {
        words.push(match meaning.text() {
            Ok(text) => shortened(&text),
            Err(why) => format!("({why})"),
        });
    }
    words
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", style::quoted(&text[..end])),
        None => style::quoted(text),
    }
}
