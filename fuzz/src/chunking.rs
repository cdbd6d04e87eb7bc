//! A stream in arbitrary chunks gives what it gives all at once (R1), to a session and to a connection.

use smppkit::buffered::Connection;
use smppkit::session::{Config, Event, Receive, Session, Slot};
use smppkit::{BindTransceiver, BindTransceiverResp, CommandStatus, Instant, encode};

/// What a peer's stream leads to.
#[derive(PartialEq, Debug, Default)]
struct Outcome {
    events: Vec<String>,
    answers: Vec<u8>,
}

/// The first octet says which side and what to do with the stream, the second how many chunks there are, those behind it
/// where they end; the rest is the stream.
pub fn run(octets: &[u8]) {
    let [flags, cuts, rest @ ..] = octets else { return };
    let Some((cuts, stream)) = rest.split_at_checked(usize::from(*cuts % 32)) else { return };
    let (is_mc, is_bound, is_sound) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
    let stream = if is_sound { with_sound_lengths(stream) } else { stream.to_vec() };
    let config = if is_mc { Config::mc() } else { Config::esme() };
    let first = if is_bound { bind(is_mc) } else { vec![] };

    let at_once = session(config, &first, [&stream[..]].into_iter());
    assert_eq!(session(config, &first, chunks(&stream, cuts)), at_once);
    assert_eq!(connection(config, &first, chunks(&stream, cuts)), at_once);
}

/// What the peer sends to be bound.
fn bind(is_mc: bool) -> Vec<u8> {
    let mut out = vec![0; 64];
    let result = if is_mc {
        let bind = BindTransceiver { system_id: "app".into(), ..BindTransceiver::default() };
        encode(CommandStatus::ESME_ROK, 1, &bind, &mut out)
    } else {
        encode(CommandStatus::ESME_ROK, 1, &BindTransceiverResp::default(), &mut out)
    };
    out.truncate(result.expect("there is room"));
    out
}

/// Frames that begin with a `command_length` that is theirs: without it nearly every stream would end at once.
fn with_sound_lengths(mut stream: &[u8]) -> Vec<u8> {
    let mut sound = vec![];
    while let Some((header, rest)) = stream.split_at_checked(16) {
        let len = u16::from_be_bytes([header[2], header[3]]) % 512;
        let (body, rest) = rest.split_at(usize::from(len.saturating_sub(16)).min(rest.len()));
        sound.extend((16 + body.len() as u32).to_be_bytes());
        sound.extend(&header[4..]);
        sound.extend(body);
        stream = rest;
    }
    sound.extend(stream);
    sound
}

fn chunks<'a>(stream: &'a [u8], cuts: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = stream;
    let mut cuts = cuts.iter().map(|cut| usize::from(*cut));
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (chunk, tail) = rest.split_at(cuts.next().unwrap_or(rest.len()).min(rest.len()));
        rest = tail;
        Some(chunk)
    })
}

const NOW: Instant = Instant::from_nanos(1_000_000_000);

/// Answers a bind so that the session is bound, and refuses all else.
fn status(ticket: &smppkit::session::Ticket) -> CommandStatus {
    let is_bind = matches!(ticket.command_id().0, 1 | 2 | 9);
    if is_bind { CommandStatus::ESME_ROK } else { CommandStatus::ESME_RSYSERR }
}

fn session<'a>(config: Config, first: &'a [u8], chunks: impl Iterator<Item = &'a [u8]>) -> Outcome {
    let mut session = Session::new(config, vec![Slot::default(); 4], NOW).expect("sound settings");
    let mut outcome = Outcome::default();
    let mut out = [0; 256];
    if !first.is_empty() && config.role == smppkit::Role::Esme {
        session.request(NOW, &BindTransceiver::default(), 1, &mut out).expect("a bind may be sent");
    }
    let mut input: Vec<u8> = vec![];
    for chunk in [first].into_iter().chain(chunks) {
        input.extend(chunk);
        let mut used = 0;
        loop {
            let received = session.receive(NOW, &input[used..]);
            let went_on = match received {
                Receive::Pdu { consumed, event } => {
                    assert!((16..=input.len() - used).contains(&consumed));
                    used += consumed;
                    if let Some(event) = event {
                        outcome.events.push(format!("{event:?}"));
                        if let Event::Request { ticket, .. } = event {
                            let status = status(&ticket);
                            let len = session.reject(NOW, ticket, status, &mut out).expect("16 octets fit");
                            outcome.answers.extend(&out[..len]);
                        }
                    }
                    true
                }
                Receive::Paused => session.has_transmit(),
                Receive::NeedMore { min } => {
                    assert!(min > input.len() - used);
                    false
                }
                Receive::Closed => false,
            };
            let len = session.poll_transmit(&mut out);
            outcome.answers.extend(&out[..len]);
            if !went_on {
                break;
            }
        }
        input.drain(..used);
    }
    outcome.events.extend(std::iter::from_fn(|| session.poll_event()).map(|event| format!("{event:?}")));
    outcome
}

fn connection<'a>(config: Config, first: &'a [u8], chunks: impl Iterator<Item = &'a [u8]>) -> Outcome {
    let mut connection = Connection::new(config, 4, NOW).expect("sound settings");
    let mut outcome = Outcome::default();
    if !first.is_empty() && config.role == smppkit::Role::Esme {
        connection.outbox().request(NOW, &BindTransceiver::default(), 1).expect("a bind may be sent");
        connection.advance(connection.transmit().len());
    }
    for chunk in [first].into_iter().chain(chunks) {
        connection.receive(chunk);
        while let Some((event, mut outbox)) = connection.next_event(NOW) {
            outcome.events.push(format!("{event:?}"));
            if let Event::Request { ticket, .. } = event {
                let status = status(&ticket);
                outbox.reject(NOW, ticket, status).expect("there is always room");
            }
        }
        outcome.answers.extend(connection.transmit());
        connection.advance(connection.transmit().len());
    }
    outcome
}
