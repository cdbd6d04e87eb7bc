//! Message centres that misbehave.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use smppkit::{CommandId, CommandStatus};

/// What a message centre does once it has answered the bind.
#[derive(Copy, Clone, Debug)]
pub enum Mood {
    /// Resets the connection after so many messages, which it has answered.
    ResetAfter(usize),
    /// Answers so many messages, and reads on without another word.
    StallAfter(usize),
    /// Reads nothing.
    Deaf,
    /// Answers each message, but every third with ESME_RTHROTTLED, and says that it is congested.
    Throttle,
    /// Answers each message after this time.
    Slow(Duration),
    /// Answers messages with statuses and sequence numbers of its own making, twice, and with octets that are no body.
    Babble,
    /// Answers with octets that are no PDU.
    Garbage,
    /// Answers each message with generic_nack.
    Nack,
    /// Unbinds after so many messages.
    UnbindAfter(usize),
}

/// Starts a message centre, and says where.
pub fn start(mood: Mood) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address").to_string();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || serve(stream, mood));
        }
    });
    address
}

/// Until the connection ends, in one way or another.
fn serve(mut stream: TcpStream, mood: Mood) -> Option<()> {
    let mut messages = 0;
    loop {
        let (id, sequence_number) = read(&mut stream)?;
        let mut answer = |status, body: &[u8]| {
            write(&mut stream, CommandId(id.0 | CommandId::GENERIC_NACK.0), status, sequence_number, body)
        };
        match id {
            CommandId::BIND_TRANSMITTER | CommandId::BIND_TRANSCEIVER => {
                answer(CommandStatus::ESME_ROK, b"mc\0")?;
                if matches!(mood, Mood::Deaf) {
                    thread::sleep(Duration::from_secs(60));
                    return None;
                }
                continue;
            }
            CommandId::SUBMIT_SM => messages += 1,
            CommandId::UNBIND => return answer(CommandStatus::ESME_ROK, b""),
            _ => continue,
        }
        match mood {
            Mood::ResetAfter(count) if messages > count => {
                // Octets that nobody has read turn the end into a reset.
                thread::sleep(Duration::from_millis(20));
                return None;
            }
            Mood::StallAfter(count) if messages > count => {}
            Mood::UnbindAfter(count) if messages > count => {
                write(&mut stream, CommandId::UNBIND, CommandStatus::ESME_ROK, 1, b"")?;
                while read(&mut stream).is_some() {}
                return None;
            }
            Mood::Throttle if messages % 3 == 0 => answer(CommandStatus::ESME_RTHROTTLED, b"")?,
            // congestion_state
            Mood::Throttle => answer(CommandStatus::ESME_ROK, b"7\0\x04\x28\0\x01\x5F")?,
            Mood::Slow(time) => {
                thread::sleep(time);
                answer(CommandStatus::ESME_ROK, b"7\0")?;
            }
            Mood::Babble => {
                let made_up = CommandStatus(0x400 + messages as u32);
                answer(made_up, &[0xFF; 30])?;
                answer(CommandStatus::ESME_ROK, b"7\0")?;
                write(&mut stream, CommandId::SUBMIT_SM_RESP, CommandStatus::ESME_ROK, 0x7FFF_0000, b"7\0")?;
            }
            Mood::Garbage => stream.write_all(&[0xFF; 100]).ok()?,
            Mood::Nack => {
                let status = CommandStatus::ESME_RINVCMDID;
                write(&mut stream, CommandId::GENERIC_NACK, status, sequence_number, b"")?;
            }
            _ => answer(CommandStatus::ESME_ROK, b"7\0")?,
        }
    }
}

/// The command_id and sequence_number of the next PDU.
fn read(stream: &mut TcpStream) -> Option<(CommandId, u32)> {
    let mut header = [0; 16];
    stream.read_exact(&mut header).ok()?;
    let word = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let mut body = vec![0; word(0) as usize - header.len()];
    stream.read_exact(&mut body).ok()?;
    Some((CommandId(word(4)), word(12)))
}

fn write(
    stream: &mut TcpStream,
    id: CommandId,
    status: CommandStatus,
    sequence_number: u32,
    body: &[u8],
) -> Option<()> {
    let words = [16 + body.len() as u32, id.0, status.0, sequence_number];
    let header: Vec<u8> = words.into_iter().flat_map(u32::to_be_bytes).collect();
    stream.write_all(&[&header, body].concat()).ok()
}
