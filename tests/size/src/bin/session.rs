//! The codec and a session with a window of four: sends, receives, answers, and looks at the clock.
#![no_std]
#![no_main]

use smppkit::session::{Config, Event, Receive, Session, Slot};
use smppkit::{BindTransceiver, CommandStatus, Instant, Pdu, SubmitSm, encode};
use smppkit_size::{lent, lent_mut};

/// A session where it was left.
pub type Firmware = Session<[Slot; 4]>;

/// Makes a session and binds.
///
/// # Safety
///
/// `session` is memory for a session, `out` points to `room` octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn start(session: *mut Firmware, now: u64, out: *mut u8, room: usize) -> usize {
    let now = Instant::from_nanos(now);
    let Ok(mut new) = Session::new(Config::esme(), [Slot::default(); 4], now) else { return 0 };
    // SAFETY: as above.
    let out = unsafe { lent_mut(out, room) };
    let bind = BindTransceiver { system_id: "meter".into(), ..BindTransceiver::default() };
    let sent = new.request(now, &bind, 0, out).map_or(0, |sent| sent.len);
    // SAFETY: as above.
    unsafe { session.write(new) };
    sent
}

/// Sends a message.
///
/// # Safety
///
/// `session` was started, the other pointers are to that many octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn submit(
    session: &mut Firmware,
    now: u64,
    text: *const u8,
    len: usize,
    out: *mut u8,
    room: usize,
) -> usize {
    // SAFETY: as above.
    let (text, out) = unsafe { (lent(text, len), lent_mut(out, room)) };
    let pdu = SubmitSm { short_message: text.into(), ..SubmitSm::default() };
    session.request(Instant::from_nanos(now), &pdu, 1, out).map_or(0, |sent| sent.len)
}

/// Takes one PDU, says through `written` what is to be sent, and returns the octets taken.
///
/// # Safety
///
/// `session` was started, the other pointers are to that many octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn receive(
    session: &mut Firmware,
    now: u64,
    input: *const u8,
    len: usize,
    out: *mut u8,
    room: usize,
    written: &mut usize,
) -> usize {
    // SAFETY: as above.
    let (input, out) = unsafe { (lent(input, len), lent_mut(out, room)) };
    let now = Instant::from_nanos(now);
    session.handle_timeout(now);
    let mut taken = 0;
    *written = 0;
    if let Receive::Pdu { consumed, event } = session.receive(now, input) {
        taken = consumed;
        *written = match event {
            Some(Event::Request { ticket, pdu: Pdu::DeliverSm(_), .. }) => {
                session.reject(now, ticket, CommandStatus::ESME_ROK, out).unwrap_or(0)
            }
            // Whatever else it is, back it goes: nothing of the codec can be left out.
            Some(Event::Notification { pdu, .. } | Event::Request { pdu, .. }) => {
                encode(CommandStatus::ESME_ROK, 1, &pdu, out).unwrap_or(0)
            }
            _ => 0,
        };
    }
    if *written == 0 {
        *written = session.poll_transmit(out);
    }
    while session.poll_event().is_some() {}
    taken
}
