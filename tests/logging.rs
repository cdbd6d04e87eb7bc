//! What a session logs, and what it must not.

use std::sync::Mutex;

use smppkit::session::{Config, Session, Slot};
use smppkit::{BindTransceiver, BindTransceiverResp, CommandStatus, Instant, SubmitSm, encode};

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Keep;

impl log::Log for Keep {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        LINES.lock().expect("no panic").push(format!("{} {}", record.level(), record.args()));
    }

    fn flush(&self) {}
}

const SECRETS: [&str; 4] = ["app-name", "pass-word", "447700900123", "the text"];

#[test]
fn a_session_logs_what_happened_and_nothing_of_what_was_said() {
    log::set_logger(&Keep).expect("the only logger");
    log::set_max_level(log::LevelFilter::Trace);
    let now = Instant::ORIGIN;
    let mut out = [0; 256];
    let mut esme = Session::new(Config::esme(), [Slot::default(); 2], now).expect("settings");
    let bind = BindTransceiver {
        system_id: SECRETS[0].into(),
        password: SECRETS[1][..8].into(),
        ..Default::default()
    };
    let sent = esme.request(now, &bind, 1, &mut out).expect("a bind");
    let len =
        encode(CommandStatus::ESME_ROK, sent.sequence_number, &BindTransceiverResp::default(), &mut out);
    esme.receive(now, &out[..len.expect("room")]);
    let submit = SubmitSm {
        destination_addr: SECRETS[2].into(),
        short_message: SECRETS[3].into(),
        ..Default::default()
    };
    let sent = esme.request(now, &submit, 2, &mut out).expect("a message");
    // The peer sends it back: it has no business to.
    esme.receive(now, &out[..sent.len]);
    esme.handle_timeout(now.saturating_add(core::time::Duration::from_secs(10)));
    while esme.poll_event().is_some() {}
    esme.receive(now, &[0; 16]);

    let lines = LINES.lock().expect("no panic").clone();
    assert_eq!(
        lines,
        [
            "DEBUG Esme: OPEN to BOUND_TRX",
            "WARN submit_sm number 2 refused with ESME_RINVBNDSTS",
            "WARN no response in time to submit_sm number 2",
            "INFO session over: command_length 0 is out of bounds: the peer may not speak SMPP (wrong port? TLS?)",
            "DEBUG Esme: BOUND_TRX to CLOSED",
        ]
    );
    assert!(SECRETS.iter().all(|secret| !lines.concat().contains(secret)));
}
