//! Rules for what is sent that need an `if`.

use crate::error::{Fault, FieldFault};
use crate::layout::Layout;
#[cfg(feature = "compact")]
use crate::pdu::Body;
use crate::status::CommandStatus;
use crate::tlv::{self, Tlv, Tlvs};
use crate::values::InterfaceVersion;
use crate::wire::ending::{Ending, Form};
#[cfg(feature = "compact")]
use crate::wire::field::FieldValue;
use crate::wire::field::Rules;

/// A fault in a field of a PDU that is to be sent.
#[cold]
pub(crate) fn field_fault(layout: &'static Layout, field: u8, fault: Fault) -> FieldFault {
    let (name, status) = match layout.fields.get(usize::from(field)) {
        Some(row) => (row.name, row.status),
        None => ("tlvs", CommandStatus::ESME_RINVTLVSTREAM),
    };
    let status = fault.status().unwrap_or(status);
    FieldFault { command_id: layout.command_id, field: name, offset: 0, fault, status }
}

/// Whether the version of the peer has this PDU. Who asked gets its answer, whatever version it said it speaks.
#[inline(always)]
pub(crate) fn version(layout: &'static Layout, rules: Rules) -> Result<(), FieldFault> {
    match rules {
        Rules::Version(version) if !layout.command_id.is_response() && !layout.versions.contains(version) => {
            Err(no_such_pdu(layout, version))
        }
        _ => Ok(()),
    }
}

#[cold]
fn no_such_pdu(layout: &'static Layout, version: InterfaceVersion) -> FieldFault {
    let (fault, status) = (Fault::NotInVersion(version), CommandStatus::ESME_RINVCMDID);
    FieldFault { command_id: layout.command_id, field: "command_id", offset: 0, fault, status }
}

/// Checks a PDU that is to be sent by one piece of code for every PDU.
#[cfg(feature = "compact")]
pub(crate) fn pdu(layout: &'static Layout, pdu: &dyn Body, rules: Rules) -> Result<(), FieldFault> {
    version(layout, rules)?;
    let (mut at, mut text, mut result) = (0_u8, 0_usize, Ok(()));
    let mut rows = layout.fields.iter();
    pdu.visit_all(&mut |value: FieldValue<'_>| {
        let Some(row) = rows.next() else { return };
        if let FieldValue::Octets(octets) = value {
            text = octets.len();
        }
        if result.is_ok()
            && let Err(fault) = value.check(row.kind, rules)
        {
            result = Err(field_fault(layout, at, fault));
        }
        at = at.saturating_add(1);
    });
    result?;
    tlvs(layout, pdu.ending(), pdu.tlvs(), text, rules)
}

/// The TLVs of a PDU that is to be sent, how its body ends, and `text` octets of `short_message` in it.
#[inline(always)]
pub(crate) fn tlvs(
    layout: &'static Layout,
    ending: Ending,
    tlvs: &Tlvs<'_>,
    text: usize,
    rules: Rules,
) -> Result<(), FieldFault> {
    if tlvs.is_empty() && ending == Ending::WHOLE && layout.requires.is_empty() {
        return Ok(());
    }
    if let (Rules::Version(_), Some((field, fault))) = (rules, lack(layout, ending, tlvs, text)) {
        return Err(field_fault(layout, field, fault));
    }
    match fault(layout, tlvs, text, rules) {
        None => Ok(()),
        Some(fault) => Err(field_fault(layout, u8::MAX, fault)),
    }
}

/// The field that a decoded PDU lacks because its body ended too early. A response may end between two fields: if it
/// is an error it does.
fn lack(layout: &'static Layout, ending: Ending, tlvs: &Tlvs<'_>, text: usize) -> Option<(u8, Fault)> {
    let last = ending.fields.saturating_sub(1);
    match ending.form {
        Form::Whole | Form::TlvsAlone => None,
        Form::Cut if layout.command_id.is_response() && tlvs.is_empty() => None,
        Form::Cut => Some((ending.fields, Fault::Missing)),
        Form::WithoutNul => Some((last, Fault::Unterminated)),
        Form::ShortText => Some((last, Fault::Overrun { announced: ending.sm_length.into(), left: text })),
    }
}

fn fault(layout: &Layout, tlvs: &Tlvs<'_>, text: usize, rules: Rules) -> Option<Fault> {
    let Rules::Version(version) = rules else { return tlvs.wire_fault() };
    if version <= InterfaceVersion::V3_3 && !tlvs.is_empty() {
        return Some(Fault::NotInVersion(version));
    }
    // A response without any is that of an error.
    if !(layout.command_id.is_response() && tlvs.is_empty())
        && let Some(tag) = layout.requires.iter().find(|tag| tlvs.find(**tag).is_none())
    {
        return Some(Fault::MissingTlv { tag: tag.0 });
    }
    let mut payload = false;
    for tlv in tlvs.iter() {
        if !tlv.tag.allows_length(tlv.len()) || version < InterfaceVersion::V5_0 && needs_5_0(&tlv) {
            return Some(Fault::TlvLength { tag: tlv.tag.0, len: tlv.len() });
        }
        payload |= tlv.tag == tlv::MESSAGE_PAYLOAD.tag && !tlv.is_empty();
    }
    let rest = tlvs.remainder();
    if !rest.is_empty() {
        return tlv::split_first(rest).err();
    }
    // 3.4 Table 4-10 and 5.0 §4.8.4.36: one or the other.
    (payload && text > 0).then_some(Fault::TextTwice)
}

/// DISCREPANCIES A23 and A24: 5.0 gave these two a longer form.
fn needs_5_0(tlv: &Tlv<'_>) -> bool {
    tlv.tag == tlv::ALERT_ON_MESSAGE_DELIVERY.tag && !tlv.is_empty()
        || tlv.tag == tlv::MS_VALIDITY.tag && tlv.len() > 1
}
