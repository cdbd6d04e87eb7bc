//! The PDUs that every contender decodes and encodes, as octets.

/// 60 octets of text.
pub const TEXT: &[u8; 60] = b"Your code is 493817. It expires in 10 minutes. Do not share.";
pub const RECEIPT: &[u8] = b"id:3f9a27c1 sub:001 dlvrd:001 submit date:2611231405 done date:2611231406 stat:DELIVRD err:000 text:Your code is 493817.";
pub const SOURCE: &str = "Example";
pub const DESTINATION: &str = "447700900123";
pub const SEQUENCE_NUMBER: u32 = 0x0102_0304;
/// What the message centres answer a submit_sm with.
pub const MESSAGE_ID: &str = "3f9a27c1";

fn frame(command_id: u32, body: &[&[u8]]) -> Vec<u8> {
    let body = body.concat();
    let mut frame = Vec::new();
    for word in [16 + body.len() as u32, command_id, 0, SEQUENCE_NUMBER] {
        frame.extend_from_slice(&word.to_be_bytes());
    }
    frame.extend_from_slice(&body);
    frame
}

/// A submit_sm with 60 octets of short_message and two TLVs: user_message_reference and more_messages_to_send.
pub fn submit_sm() -> Vec<u8> {
    frame(
        0x0000_0004,
        &[
            b"\0",               // service_type
            b"\x05\x00",         // source_addr_ton, source_addr_npi: alphanumeric
            b"Example\0",        // source_addr
            b"\x01\x01",         // dest_addr_ton, dest_addr_npi
            b"447700900123\0",   // destination_addr
            b"\x00\x00\x00",     // esm_class, protocol_id, priority_flag
            b"\0\0",             // schedule_delivery_time, validity_period
            b"\x01\x00\x00\x00", // registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
            &[TEXT.len() as u8],
            TEXT,
            b"\x02\x04\x00\x02\x12\x34", // user_message_reference
            b"\x04\x26\x00\x01\x01",     // more_messages_to_send
        ],
    )
}

/// A deliver_sm that carries a delivery receipt, with receipted_message_id and message_state.
pub fn deliver_sm() -> Vec<u8> {
    frame(
        0x0000_0005,
        &[
            b"\0",
            b"\x01\x01",
            b"447700900123\0",
            b"\x05\x00",
            b"Example\0",
            b"\x04\x00\x00", // esm_class: a delivery receipt
            b"\0\0",
            b"\x00\x00\x00\x00",
            &[RECEIPT.len() as u8],
            RECEIPT,
            b"\x00\x1e\x00\x093f9a27c1\0", // receipted_message_id
            b"\x04\x27\x00\x01\x02",       // message_state: DELIVERED
        ],
    )
}

pub fn enquire_link() -> Vec<u8> {
    frame(0x0000_0015, &[])
}
