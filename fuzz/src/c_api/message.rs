//! Texts, messages, receipts, times and user data headers.

use std::ptr;

use smppkit_c::error::{Error, SMPPKIT_E_NOT_FOUND, SMPPKIT_E_TOO_SMALL};
use smppkit_c::message::awaited::*;
use smppkit_c::message::incoming::{Message, smppkit_message_read, smppkit_message_text};
use smppkit_c::message::joining::*;
use smppkit_c::message::outgoing::{Text, TextOptions, smppkit_text_begin, smppkit_text_next};
use smppkit_c::message::reassemble::*;
use smppkit_c::message::receipt::*;
use smppkit_c::message::time::*;
use smppkit_c::message::udh::*;
use smppkit_c::types::octets::Octets;

use super::{room, sound};

pub(super) fn send_text(strings: [&String; 3], options: &[u8; 6], alphabets: &[u8], size: usize) {
    // They live until the last part was made: for ever, as far as the types can tell.
    let [text, from, to] = strings.map(|string| Box::leak(string.clone().into_boxed_str()));
    let leaked: Vec<*mut str> = [&mut *text, &mut *from, &mut *to].map(ptr::from_mut).into();
    let [text, from, to]: [&'static str; 3] = [&*text, &*from, &*to];
    let mut settings = TextOptions::default();
    let named: &'static [u8] = alphabets.to_vec().leak();
    settings.receipt = options[0];
    settings.national_tables = options[1] % 2;
    settings.long_message = options[2] % 5;
    settings.max_parts = options[3];
    settings.message_class = options[4] % 6;
    settings.mc_default = options[5] % 10;
    settings.alphabets = Octets::new(named);
    let mut state = std::mem::MaybeUninit::<Text>::zeroed();
    let (mut error, mut parts) = (Error::NONE, 0);
    let result = unsafe {
        smppkit_text_begin(
            Some(&mut state),
            Some(&settings),
            Octets::new(from.as_bytes()),
            Octets::new(to.as_bytes()),
            Octets::new(text.as_bytes()),
            7,
            Some(&mut parts),
            Some(&mut error),
        )
    };
    if sound(result, &error) {
        // Any octets are a `Text`.
        let state = unsafe { state.assume_init_mut() };
        let (mut made, mut size) = (0, size);
        loop {
            let mut memory = room(size);
            let mut part = std::mem::MaybeUninit::zeroed();
            let result = unsafe {
                smppkit_text_next(
                    Some(state),
                    Some(&mut part),
                    memory.as_mut_ptr(),
                    memory.len(),
                    Some(&mut error),
                )
            };
            sound(result, &error);
            match result {
                0 => made += 1,
                SMPPKIT_E_TOO_SMALL => {
                    assert!(error.needed > size);
                    size = error.needed;
                }
                other => break assert_eq!(other, SMPPKIT_E_NOT_FOUND),
            }
        }
        assert_eq!(made, parts);
    }
    for string in leaked {
        // SAFETY: it was leaked above, and nothing refers to it any more.
        drop(unsafe { Box::from_raw(string) });
    }
    // SAFETY: as above.
    drop(unsafe { Box::from_raw(ptr::from_ref(named).cast_mut()) });
}

pub(super) fn read(frame: &[u8], scratch: usize, size: usize, mc_default: u8) {
    let (mut message, mut error, mut len) = (Message::default(), Error::NONE, 0);
    let (mut scratch, mut out) = (room(scratch), room(size));
    unsafe {
        let result = smppkit_message_read(
            frame.as_ptr(),
            frame.len(),
            scratch.as_mut_ptr(),
            scratch.len(),
            Some(&mut message),
            Some(&mut error),
        );
        if !sound(result, &error) {
            return;
        }
        let result = smppkit_message_text(
            Some(&message),
            mc_default,
            out.as_mut_ptr(),
            out.len(),
            Some(&mut len),
            Some(&mut error),
        );
        if sound(result, &error) {
            assert!(std::str::from_utf8(&out[..len]).is_ok());
        } else if result == SMPPKIT_E_TOO_SMALL {
            assert!(len > out.len());
        }
    }
}

pub(super) fn join(frame: &[u8], now: u64, reassembler: *mut Reassembler) {
    let (mut outcome, mut message, mut error, mut len) = (0, ptr::null_mut(), Error::NONE, 0);
    unsafe {
        let result = smppkit_reassembler_insert(
            reassembler.as_mut(),
            now,
            frame.as_ptr(),
            frame.len(),
            Some(&mut outcome),
            Some(&mut message),
            Some(&mut error),
        );
        if sound(result, &error) && !message.is_null() {
            let mut out = room(100_000);
            let result = smppkit_long_message_text(
                message.as_ref(),
                0,
                out.as_mut_ptr(),
                out.len(),
                Some(&mut len),
                Some(&mut error),
            );
            sound(result, &error);
            smppkit_long_message_free(message);
        }
    }
}

/// Takes a part, and answers what is to be answered; of the messages every third is left, and every third rejected.
pub(super) fn join_and_answer(frame: &[u8], now: u64, joining: *mut Joining) {
    let (mut error, mut is_part, mut is_lost, mut request) = (Error::NONE, 0, 0, 0);
    let mut output = std::mem::MaybeUninit::<JoiningOutput<'_>>::zeroed();
    unsafe {
        let (octets, len) = (frame.as_ptr(), frame.len());
        let inserted = smppkit_joining_insert(
            joining.as_mut(),
            now,
            octets,
            len,
            now,
            Some(&mut is_part),
            Some(&mut error),
        );
        sound(inserted, &error);
        smppkit_joining_handle_timeout(joining.as_mut(), now);
        while smppkit_joining_poll_output(joining.as_mut(), Some(output.assume_init_mut())) == 0 {
            let JoiningOutput { kind, number, message, first, .. } = output.assume_init();
            if kind != SMPPKIT_JOINING_MESSAGE {
                assert!(message.is_null());
                continue;
            }
            smppkit_long_message_free(message);
            assert!(!first.get().expect("octets of ours").is_empty());
            if number % 3 > 0 {
                let accepted = (number % 3 - 1) as u8;
                assert_eq!(
                    smppkit_joining_settle(joining.as_mut(), now, number, accepted, Some(&mut is_lost)),
                    0
                );
                while smppkit_joining_next_settled(joining.as_mut(), Some(&mut request)) == 0 {}
            }
        }
    }
}

/// Does with this id what its first octet says.
pub(super) fn await_receipts(octets: &[u8], now: u64, awaited: *mut Awaited) {
    let Some((&what, id)) = octets.split_first() else { return };
    let (id, group) = (Octets::new(id), u64::from(what >> 4));
    let (mut kind, mut which, mut arrived) = (0, 0, Arrived::default());
    unsafe {
        match what & 0xF {
            0 => drop(smppkit_awaited_open(awaited.as_mut())),
            1 => drop(smppkit_awaited_close(awaited.as_mut(), group)),
            2 | 3 => drop(smppkit_awaited_under_way(awaited.as_mut(), group, usize::from(what & 1))),
            4 | 5 => drop(smppkit_awaited_answered(awaited.as_mut(), now, group, id)),
            6..=9 => drop(smppkit_awaited_received(awaited.as_mut(), now, id, what & 1, now)),
            10 => drop(smppkit_awaited_leave(awaited.as_mut(), group)),
            11 => drop(smppkit_awaited_await_again(awaited.as_mut(), now, group, 0, id)),
            12 => drop(smppkit_awaited_handle_timeout(awaited.as_mut(), now)),
            _ => {
                assert_eq!(smppkit_awaited_poll_receipt(awaited.as_mut(), group, Some(&mut arrived)), 0);
                assert!(arrived.message_id.get().is_some());
            }
        }
        while smppkit_awaited_poll_output(awaited.as_mut(), Some(&mut kind), Some(&mut which)) == 0 {}
    }
}

pub(super) fn receipts(octets: &[u8], size: usize, date: i64) {
    let (mut receipt, mut error, mut len) = (Receipt::default(), Error::NONE, 0);
    let mut out = room(size);
    unsafe {
        sound(smppkit_receipt_read(Octets::new(octets), Some(&mut receipt)), &error);
        let said = receipt.message_id.get().expect("octets of ours");
        assert!(said.is_empty() || octets.as_ptr_range().contains(&said.as_ptr()));
        let text = ReceiptText {
            message_id: receipt.message_id,
            message_state: receipt.message_state,
            submit_date: date,
            done_date: date,
            text: receipt.text,
            ..ReceiptText::default()
        };
        let result =
            smppkit_receipt_write(Some(&text), out.as_mut_ptr(), out.len(), Some(&mut len), Some(&mut error));
        if sound(result, &error) {
            assert!(len <= out.len());
        } else if result == SMPPKIT_E_TOO_SMALL {
            assert!(len > out.len());
        }
    }
}

pub(super) fn time(octets: &[u8], size: usize) {
    let (mut time, mut error, mut len) = (Time::default(), Error::NONE, 0);
    let mut out = room(size);
    unsafe {
        if sound(smppkit_time_read(Octets::new(octets), Some(&mut time), Some(&mut error)), &error) {
            let result = smppkit_time_write(
                Some(&time),
                out.as_mut_ptr(),
                out.len(),
                Some(&mut len),
                Some(&mut error),
            );
            if sound(result, &error) {
                assert_eq!(&out[..len], octets);
            }
        }
    }
}

pub(super) fn udh(octets: &[u8], mut at: usize) {
    let (mut elements, mut body, mut data) = (Octets::NONE, Octets::NONE, Octets::NONE);
    let (mut error, mut iei) = (Error::NONE, 0);
    unsafe {
        let split =
            smppkit_udh_split(Octets::new(octets), Some(&mut elements), Some(&mut body), Some(&mut error));
        if sound(split, &error) {
            let before = at;
            if smppkit_udh_next(elements, Some(&mut at), Some(&mut iei), Some(&mut data)) == 0 {
                assert!(at > before && at <= elements.get().expect("octets of ours").len());
            }
        }
    }
}
