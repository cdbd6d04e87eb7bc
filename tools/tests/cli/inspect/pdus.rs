//! PDUs for captures.

use smppkit::values::{EsmClass, InterfaceVersion};
use smppkit::{
    BindTransceiver, BindTransceiverResp, Body, CommandStatus, DeliverSm, DeliverSmResp, EnquireLink,
    EnquireLinkResp, SubmitSm, SubmitSmResp, Unbind, UnbindResp, encode,
};

pub fn pdu(status: CommandStatus, number: u32, body: &impl Body) -> Vec<u8> {
    let mut octets = vec![0; body.encoded_len()];
    encode(status, number, body, &mut octets).expect("room");
    octets
}

pub fn request(number: u32, body: &impl Body) -> Vec<u8> {
    pdu(CommandStatus::ESME_ROK, number, body)
}

pub fn bind(number: u32) -> Vec<u8> {
    let bind = BindTransceiver {
        system_id: "app".into(),
        password: "secret".into(),
        interface_version: InterfaceVersion::V3_4,
        ..BindTransceiver::default()
    };
    request(number, &bind)
}

pub fn bind_resp(number: u32) -> Vec<u8> {
    request(number, &BindTransceiverResp { system_id: "centre".into(), ..BindTransceiverResp::default() })
}

pub fn submit(number: u32, to: &str, text: &str) -> Vec<u8> {
    let submit = SubmitSm {
        source_addr: "MyShop".into(),
        destination_addr: to.into(),
        short_message: text.as_bytes().into(),
        ..SubmitSm::default()
    };
    request(number, &submit)
}

pub fn submit_resp(number: u32, status: CommandStatus, id: &str) -> Vec<u8> {
    pdu(status, number, &SubmitSmResp { message_id: id.into(), ..SubmitSmResp::default() })
}

pub fn receipt(number: u32, id: &str) -> Vec<u8> {
    let text = format!(
        "id:{id} sub:001 dlvrd:001 submit date:2611262200 done date:2611262201 stat:DELIVRD err:000 text:"
    );
    let deliver = DeliverSm {
        source_addr: "447700900123".into(),
        destination_addr: "MyShop".into(),
        esm_class: EsmClass(4),
        short_message: text.as_bytes().into(),
        ..DeliverSm::default()
    };
    request(number, &deliver)
}

pub fn deliver_resp(number: u32) -> Vec<u8> {
    request(number, &DeliverSmResp::default())
}

pub fn enquire_link(number: u32) -> Vec<u8> {
    request(number, &EnquireLink::default())
}

pub fn enquire_link_resp(number: u32) -> Vec<u8> {
    request(number, &EnquireLinkResp::default())
}

pub fn unbind(number: u32) -> Vec<u8> {
    request(number, &Unbind::default())
}

pub fn unbind_resp(number: u32) -> Vec<u8> {
    request(number, &UnbindResp::default())
}
