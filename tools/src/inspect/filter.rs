//! What of a capture is shown.

use smppkit::{Body as _, CommandId, CommandStatus, Decoded, DestAddress, FieldValue, Header};

use super::session::{Exchange, Session};

/// Which connections, and which PDUs of them, are shown. What is empty lets everything through.
#[derive(Default)]
pub struct Filter {
    pub commands: Vec<CommandId>,
    pub statuses: Vec<CommandStatus>,
    pub only_faults: bool,
    pub system_ids: Vec<String>,
    pub addresses: Vec<String>,
    pub connections: Vec<u64>,
}

/// What a PDU is to a filter.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    Show,
    Hide,
    /// It depends on the response.
    Later,
}

impl Filter {
    /// Whether a connection is shown at all.
    pub fn takes_session(&self, session: &Session) -> bool {
        let has_name = |name: &String| session.binds.iter().any(|bind| bind.system_id == *name);
        is_one_of(&self.connections, |number| *number == session.number)
            && is_one_of(&self.system_ids, has_name)
    }

    /// Whether a PDU is about what is looked for: a response is if its request is.
    pub fn is_relevant(&self, header: Header, decoded: Option<&Decoded<'_>>, exchange: &Exchange) -> bool {
        if let Some((request, _)) = &exchange.request {
            // It answers whatever it likes, and may be what is looked for.
            let is_nack = header.command_id == CommandId::GENERIC_NACK;
            return request.is_relevant
                || is_nack && self.addresses.is_empty() && self.commands.contains(&header.command_id);
        }
        is_one_of(&self.commands, |command| header.command_id.request() == command.request())
            && is_one_of(&self.addresses, |part| decoded.is_some_and(|decoded| has_address(decoded, part)))
    }

    /// Whether a PDU that is relevant is shown.
    pub fn verdict(&self, header: Header, is_faulty: bool) -> Verdict {
        if self.only_faults && !is_faulty {
            return Verdict::Hide;
        }
        if self.statuses.is_empty() {
            return Verdict::Show;
        }
        match header.command_id.is_response() {
            true if self.statuses.contains(&header.command_status) => Verdict::Show,
            true => Verdict::Hide,
            false => Verdict::Later,
        }
    }

    /// Whether what is no PDU, such as missing octets, is shown.
    pub fn takes_items(&self) -> bool {
        self.commands.is_empty() && self.statuses.is_empty() && self.addresses.is_empty()
    }
}

fn is_one_of<T>(list: &[T], is: impl FnMut(&T) -> bool) -> bool {
    list.is_empty() || list.iter().any(is)
}

/// Whether an address in the PDU has this in it.
fn has_address(decoded: &Decoded<'_>, part: &str) -> bool {
    let has = |octets: &[u8]| octets.windows(part.len().max(1)).any(|window| window == part.as_bytes());
    let mut found = false;
    decoded.pdu.visit_fields(&mut |def, value| {
        found |= match value {
            FieldValue::CString(text) => def.name.ends_with("_addr") && has(text.as_bytes()),
            FieldValue::DestAddresses(list) => list.iter().any(|item| match item {
                DestAddress::Sme { destination_addr, .. } => has(destination_addr.as_bytes()),
                DestAddress::DistributionList { dl_name } => has(dl_name.as_bytes()),
            }),
            FieldValue::UnsuccessSmes(list) => list.iter().any(|item| has(item.destination_addr.as_bytes())),
            _ => false,
        };
    });
    found
}
