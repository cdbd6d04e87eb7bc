//! What a PDU carries.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use smppkit::Body as _;
use smppkit::message::incoming::{Incoming, Kind, MessageFields};

use super::receipt;
use crate::{pdu, words};

pub(super) fn init(support: &Bound<'_, PyModule>) -> PyResult<()> {
    support.add_function(wrap_pyfunction!(incoming, support)?)
}

/// Octets of a receipt that is not in ASCII.
pub(super) const SCRATCH: usize = 70_000;

/// The kind, the sort, the evidence, the text, the octets behind the header, the header, what is wrong with it, the reference, the
/// number of parts, the number of this one, and what it reports; `None` for a PDU that carries no message.
#[pyfunction]
fn incoming<'py>(pdu: &Bound<'py, PyAny>, mc_default: Option<&str>) -> PyResult<Option<Bound<'py, PyTuple>>> {
    let py = pdu.py();
    let profile = super::profile(mc_default)?.unwrap_or_default();
    pdu::with_decoded(pdu, |decoded| {
        let Some(fields) = MessageFields::of(&decoded.pdu) else { return Ok(None) };
        let octets = fields.message_payload.map_or(fields.short_message.len(), <[u8]>::len);
        let mut scratch = vec![0; (2 * octets).min(SCRATCH)];
        let incoming = Incoming::read(&fields, &mut scratch);
        let part = incoming.concatenation;
        let report = match incoming.kind {
            Kind::Message => py.None().into_bound(py),
            _ => receipt::report(py, &incoming.report)?.into_any(),
        };
        let parts = (
            words::to_python(py, incoming.kind)?,
            words::to_python(py, incoming.sort(decoded.pdu.command_id()))?,
            words::to_python(py, incoming.evidence)?,
            incoming.text(&profile).map(|text| text.to_string()),
            PyBytes::new(py, incoming.body),
            PyBytes::new(py, incoming.udh.as_octets()),
            incoming.udh_error.map(|error| error.to_string()),
            part.map(|part| part.reference.number()),
            part.map_or(1, |part| part.total_segments),
            part.map_or(1, |part| part.segment_seqnum),
            report,
        );
        parts.into_pyobject(py).map(Some)
    })
}
