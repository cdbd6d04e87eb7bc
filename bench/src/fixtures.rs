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

/// So many submit_sm that differ in every length, in which fields are empty and in their TLVs; the same at every run.
pub fn submit_sms(count: usize) -> Vec<Vec<u8>> {
    // Knuth's linear congruential generator: what comes out needs to be mixed, not secret.
    let mut state = 0x2611_2024_u64;
    let mut below = move |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % bound) as usize
    };
    let text = b"447700900123456789012345678901234567890".repeat(8);
    let string = |len: usize| [&text[..len], b"\0"].concat();
    let one = |_| {
        let mut body = vec![
            string(if below(4) == 0 { below(6) } else { 0 }),
            vec![below(7) as u8, below(2) as u8],
            string(below(20)),
            vec![1, 1],
            string(8 + below(8)),
            vec![0, 0, below(4) as u8],
            if below(8) == 0 { b"261231235959000+\0".to_vec() } else { vec![0] },
            if below(4) == 0 { b"000002000000000R\0".to_vec() } else { vec![0] },
            vec![below(2) as u8, 0, below(9) as u8, 0],
        ];
        let len = below(161);
        body.push(vec![len as u8]);
        body.push(text[..len].to_vec());
        let tlvs: [&[u8]; 6] = [
            b"\x02\x04\0\x02\x12\x34",
            b"\x04\x26\0\x01\x01",
            b"\x02\x0c\0\x02\0\x07",
            b"\x02\x0e\0\x01\x03",
            b"\x02\x0f\0\x01\x01",
            b"\x14\0\0\x051234\0",
        ];
        body.extend((0..below(5)).map(|_| tlvs[below(6)].to_vec()));
        frame(0x0000_0004, &body.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    (0..count).map(one).collect()
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
