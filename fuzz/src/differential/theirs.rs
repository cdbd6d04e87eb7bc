//! What rusmpp reads in a frame.

use bytes::BytesMut;
use rusmpp_core::command::owned::Command;
use rusmpp_core::decode::owned::DecodeWithLength as _;
use rusmpp_core::decode::{DecodeError, DecodeErrorKind};
use rusmpp_core::encode::Encode;
use rusmpp_core::pdus::owned::Pdu;

use super::Reading;

/// The reading of a whole frame, and how many octets of it were left unread.
pub(super) fn read(frame: &[u8]) -> Result<(Reading, usize), DecodeError> {
    // As its tokio codec does it: the command_length is gone before it begins.
    let mut left = BytesMut::from(&frame[4..]);
    let (command, _) = Command::decode(&mut left, frame.len() - 4)?;
    let (fields, body) = match command.pdu() {
        Some(pdu) => (fields(pdu), octets(pdu)),
        None => (vec![], vec![]),
    };
    let len = fields.iter().map(|(_, octets)| octets.len()).sum::<usize>();
    let reading = Reading {
        command_id: command.id().into(),
        command_status: command.status().into(),
        sequence_number: command.sequence_number(),
        fields,
        // Some of its PDUs hide their one TLV, so take what it would send. What it left unread belongs to it all the same.
        rest: [&body[len..], &left].concat(),
    };
    Ok((reading, left.len()))
}

/// Why it refused, without the numbers.
pub(super) fn refusal(error: &DecodeError) -> &'static str {
    use rusmpp_core::decode::{COctetStringDecodeError as C, OctetStringDecodeError as O};
    match error.kind() {
        DecodeErrorKind::UnexpectedEof => "unexpected end",
        DecodeErrorKind::COctetStringDecodeError(C::TooFewBytes { .. }) => "C-octet string too short",
        DecodeErrorKind::COctetStringDecodeError(C::NotAscii) => "C-octet string not ASCII",
        DecodeErrorKind::COctetStringDecodeError(C::NotNullTerminated) => "C-octet string without NUL",
        DecodeErrorKind::OctetStringDecodeError(O::TooFewBytes { .. }) => "octet string too short",
        DecodeErrorKind::OctetStringDecodeError(O::TooManyBytes { .. }) => "octet string too long",
        DecodeErrorKind::UnsupportedKey { .. } => "unsupported key",
        _ => "another reason",
    }
}

/// The innermost field that it names in an error.
pub(super) fn refused_field(error: &DecodeError) -> String {
    let mut names = vec![];
    let mut error = error;
    while let Some(source) = error.source() {
        names.push(format!("{:?}", source.field()));
        error = source.error();
    }
    names.pop().unwrap_or_default()
}

fn octets(value: &impl Encode) -> Vec<u8> {
    let mut octets = vec![0; value.length()];
    value.encode(&mut octets);
    octets
}

/// The octets of a list, or of a text, behind their number.
fn counted<'a, T: Encode + 'a>(count: usize, items: impl IntoIterator<Item = &'a T>) -> Vec<u8> {
    let count = u8::try_from(count).expect("it was one octet");
    [count].into_iter().chain(items.into_iter().flat_map(octets)).collect()
}

/// The fields of a PDU, by their names in the specification.
fn fields(pdu: &Pdu) -> Vec<(&'static str, Vec<u8>)> {
    macro_rules! fields {
        ($body:expr; $($name:ident $(: $octets:expr)?),+) => {
            vec![$((stringify!($name), fields!(@ $body, $name $(, $octets)?))),+]
        };
        (@ $body:expr, $name:ident) => { octets(&$body.$name) };
        (@ $body:expr, $name:ident, $octets:expr) => { $octets };
    }
    macro_rules! bind {
        ($body:expr) => {
            fields!($body; system_id, password, system_type, interface_version, addr_ton, addr_npi, address_range)
        };
    }
    macro_rules! message {
        ($body:expr) => {
            fields!(
                $body; service_type, source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi,
                destination_addr, esm_class, protocol_id, priority_flag, schedule_delivery_time, validity_period,
                registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id,
                short_message: counted($body.short_message().len(), [$body.short_message()])
            )
        };
    }
    match pdu {
        Pdu::BindTransmitter(it) => bind!(it),
        Pdu::BindReceiver(it) => bind!(it),
        Pdu::BindTransceiver(it) => bind!(it),
        Pdu::BindTransmitterResp(it) => fields!(it; system_id),
        Pdu::BindReceiverResp(it) => fields!(it; system_id),
        Pdu::BindTransceiverResp(it) => fields!(it; system_id),
        Pdu::Outbind(it) => fields!(it; system_id, password),
        Pdu::AlertNotification(it) => {
            fields!(it; source_addr_ton, source_addr_npi, source_addr, esme_addr_ton, esme_addr_npi, esme_addr)
        }
        Pdu::SubmitSm(it) => message!(it),
        Pdu::DeliverSm(it) => message!(it),
        Pdu::SubmitSmResp(it) => fields!(it; message_id: octets(it.message_id())),
        Pdu::DeliverSmResp(it) => fields!(it; message_id: octets(it.message_id())),
        Pdu::DataSmResp(it) => fields!(it; message_id: octets(it.message_id())),
        Pdu::DataSm(it) => fields!(
            it; service_type, source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi,
            destination_addr, esm_class, registered_delivery, data_coding
        ),
        Pdu::QuerySm(it) => fields!(it; message_id, source_addr_ton, source_addr_npi, source_addr),
        Pdu::QuerySmResp(it) => fields!(it; message_id, final_date, message_state, error_code),
        Pdu::CancelSm(it) => fields!(
            it; service_type, message_id, source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi,
            destination_addr
        ),
        Pdu::ReplaceSm(it) => fields!(
            it; message_id, source_addr_ton, source_addr_npi, source_addr, schedule_delivery_time, validity_period,
            registered_delivery, sm_default_msg_id, short_message: counted(it.short_message().len(), [it.short_message()])
        ),
        Pdu::SubmitMulti(it) => fields!(
            it; service_type, source_addr_ton, source_addr_npi, source_addr,
            dest_address: counted(it.dest_address().len(), it.dest_address()), esm_class, protocol_id, priority_flag,
            schedule_delivery_time, validity_period, registered_delivery, replace_if_present_flag, data_coding,
            sm_default_msg_id, short_message: counted(it.short_message().len(), [it.short_message()])
        ),
        Pdu::SubmitMultiResp(it) => fields!(
            it; message_id, unsuccess_sme: counted(it.unsuccess_sme().len(), it.unsuccess_sme())
        ),
        Pdu::BroadcastSm(it) => fields!(
            it; service_type, source_addr_ton, source_addr_npi, source_addr, message_id, priority_flag,
            schedule_delivery_time, validity_period, replace_if_present_flag, data_coding, sm_default_msg_id
        ),
        Pdu::BroadcastSmResp(it) => fields!(it; message_id),
        Pdu::QueryBroadcastSm(it) => fields!(it; message_id, source_addr_ton, source_addr_npi, source_addr),
        Pdu::QueryBroadcastSmResp(it) => fields!(it; message_id),
        Pdu::CancelBroadcastSm(it) => {
            fields!(it; service_type, message_id, source_addr_ton, source_addr_npi, source_addr)
        }
        // Empty ones, and those that it does not know.
        _ => vec![],
    }
}
