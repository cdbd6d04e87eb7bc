//! All that somebody who takes this over will want to change.

use core::time::Duration;

/// The largest PDU that is taken, header included. A deliver_sm with 254 octets of text and some TLVs has 400 octets; who
/// sends a larger one is told ESME_RINVCMDLEN, and the session ends.
pub const LARGEST_RECEIVED: usize = 512;

/// The largest PDU that is sent.
pub const LARGEST_SENT: usize = 320;

/// What arrives while the loop is busy. With 115200 bits per second an octet comes every 87 µs.
pub const RECEIVE_RING: usize = 256;

/// What waits to be sent: one PDU at least. A power of two.
pub const SEND_RING: usize = 512;

/// How many requests of ours may be unanswered.
pub const WINDOW: usize = 4;

/// How often the loop runs if nothing arrives.
pub const TICK: Duration = Duration::from_millis(10);

// Timers that are short for a demonstration: 30 s, 10 s, a minute and for ever are usual.

/// Silence after which we ask whether the message centre is there.
pub const ENQUIRE_LINK: Duration = Duration::from_millis(800);
/// How long we wait for a response.
pub const RESPONSE: Duration = Duration::from_millis(1_500);
/// How long to leave the line alone before a new session: the other side has time to notice that the last one is over.
pub const PAUSE: Duration = Duration::from_millis(500);
/// How long to stay once all is done: long enough for an enquire_link of ours.
pub const LINGER: Duration = Duration::from_millis(1_200);

/// How many sessions to try.
pub const ATTEMPTS: u8 = 3;

pub const SYSTEM_ID: &str = "meter";
pub const PASSWORD: &str = "secret08";
pub const OUR_NUMBER: &str = "12345";
pub const THEIR_NUMBER: &str = "447700900123";
pub const TEXT: &[u8] = b"Meter 17: 493.8 kWh";
