//! What smppkit reads in a frame.

use smppkit::{Body as _, COctetString, Decoded, DestAddress, FieldValue, Pdu};

use super::Reading;

pub(super) fn read(decoded: &Decoded<'_>) -> Reading {
    let mut fields = vec![];
    decoded.pdu.visit_fields(&mut |def, value| fields.push((def.name, octets(&value))));
    let mut rest = vec![];
    for tlv in decoded.pdu.tlvs().iter() {
        let (value, text) = tlv.octets();
        rest.extend(tlv.tag.0.to_be_bytes());
        rest.extend(u16::try_from(tlv.len()).expect("it was two octets").to_be_bytes());
        rest.extend([value, text].concat());
    }
    rest.extend(decoded.pdu.tlvs().remainder());
    if let Pdu::Unknown { body, .. } = &decoded.pdu {
        rest.extend(body.as_bytes());
    }
    Reading {
        command_id: decoded.header.command_id.0,
        command_status: decoded.header.command_status.0,
        sequence_number: decoded.header.sequence_number,
        fields,
        rest,
    }
}

fn octets(value: &FieldValue<'_>) -> Vec<u8> {
    match value {
        FieldValue::U8(value, _) => vec![*value],
        FieldValue::CString(string) => terminated(*string),
        FieldValue::Octets(octets) => counted(octets.len(), [octets.as_bytes().to_vec()]),
        FieldValue::DestAddresses(list) => counted(
            list.len(),
            list.into_iter().map(|item| match item {
                DestAddress::Sme { ton, npi, destination_addr } => {
                    [vec![1, ton.0, npi.0], terminated(destination_addr)].concat()
                }
                DestAddress::DistributionList { dl_name } => [vec![2], terminated(dl_name)].concat(),
            }),
        ),
        FieldValue::UnsuccessSmes(list) => counted(
            list.len(),
            list.into_iter().map(|item| {
                let address =
                    [vec![item.dest_addr_ton.0, item.dest_addr_npi.0], terminated(item.destination_addr)];
                [address.concat(), item.error_status_code.0.to_be_bytes().to_vec()].concat()
            }),
        ),
        FieldValue::MessageIds(list) => counted(list.len(), list.into_iter().map(terminated)),
        other => unreachable!("a new kind of field: {other:?}"),
    }
}

fn terminated(string: COctetString<'_>) -> Vec<u8> {
    [string.as_bytes(), &[0]].concat()
}

fn counted(count: usize, items: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let count = u8::try_from(count).expect("it was one octet");
    [count].into_iter().chain(items.into_iter().flatten()).collect()
}
