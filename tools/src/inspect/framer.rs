//! PDUs out of the octets that one end sent, also where octets are missing or are no SMPP.

use smppkit::{CommandId, Header, PduKind};

use super::stream::Piece;
use super::time::Time;

/// How long a PDU may be, in octets: four of the longest message_payload. What announces more is taken for no PDU.
pub const MAX_COMMAND_LENGTH: u32 = 1 << 18;

/// How long a PDU is at most that is found by its looks.
const LIKELY_COMMAND_LENGTH: u32 = 70_000;

/// What comes out.
#[derive(Debug, PartialEq, Eq)]
pub enum Item {
    /// A PDU by its command_length.
    Pdu(Vec<u8>),
    /// The beginning of a PDU whose rest is missing.
    Cut { header: Header, len: usize },
    /// Octets that are not in the capture.
    Missing(u64),
    /// Octets that are no PDU.
    Skipped(u64),
    /// A command_length that no PDU has: where the next one begins is unknown.
    BadLength(u32),
}

/// Whether the front of the buffer is the front of a PDU.
enum State {
    /// Nothing was read yet of a connection that is in the capture from its beginning.
    Start,
    /// It is.
    InStep,
    /// It is, after so many octets that are the rest of a PDU that was cut.
    After(u64),
    /// Nobody knows; so many octets were looked at since.
    Lost(u64),
    /// The octets are those of TLS.
    Encrypted,
}

/// One direction.
pub struct Framer {
    state: State,
    buffer: Vec<u8>,
    /// Whether a PDU was found yet.
    found: bool,
    encrypted: u64,
    missing: u64,
}

impl Framer {
    pub const fn new(from_the_beginning: bool) -> Self {
        let state = if from_the_beginning { State::Start } else { State::Lost(0) };
        Self { state, buffer: vec![], found: false, encrypted: 0, missing: 0 }
    }

    /// Whether there are PDUs in it.
    pub const fn has_found(&self) -> bool {
        self.found
    }

    /// Octets of TLS.
    pub const fn encrypted(&self) -> u64 {
        self.encrypted
    }

    /// Octets that were looked at in vain.
    pub const fn in_vain(&self) -> u64 {
        match self.state {
            State::Lost(octets) => octets + self.buffer.len() as u64,
            State::Encrypted => self.encrypted,
            _ => 0,
        }
    }

    /// Octets that wait for more.
    pub fn held(&self) -> usize {
        self.buffer.len()
    }

    pub fn take(&mut self, piece: &Piece<'_>, sink: &mut dyn FnMut(Item, Time)) {
        match *piece {
            Piece::Octets(octets, at) => self.octets(octets, &mut |item| sink(item, at)),
            Piece::Missing(count, at) => self.missing(count, &mut |item| sink(item, at)),
        }
    }

    /// Nobody wants to know any more.
    pub fn forget(&mut self) {
        self.buffer = vec![];
    }

    /// There is no room for what waits: goes on without it.
    pub fn give_up(&mut self, sink: &mut dyn FnMut(Item)) {
        match self.state {
            State::InStep if self.buffer.len() >= Header::LEN => self.state = State::After(self.cut(sink)),
            State::Lost(before) => self.state = State::Lost(before + self.buffer.len() as u64),
            _ => return,
        }
        self.buffer.clear();
    }

    /// Nothing more will come.
    pub fn finish(&mut self, sink: &mut dyn FnMut(Item)) {
        self.end_of_octets(sink);
        self.tell_missing(sink);
        match self.state {
            State::InStep | State::After(_) if self.buffer.len() >= Header::LEN => {
                self.cut(sink);
            }
            State::InStep | State::Start if !self.buffer.is_empty() => {
                sink(Item::Skipped(self.buffer.len() as u64));
            }
            State::Lost(before) if before > 0 || !self.buffer.is_empty() => {
                sink(Item::Skipped(before + self.buffer.len() as u64));
            }
            _ => {}
        }
        self.buffer.clear();
        self.state = State::Lost(0);
    }

    fn octets(&mut self, octets: &[u8], sink: &mut dyn FnMut(Item)) {
        if !self.found && self.buffer.is_empty() && is_tls(octets) {
            self.state = State::Encrypted;
        }
        if let State::Encrypted = self.state {
            self.encrypted += octets.len() as u64;
            return;
        }
        // Most of the time whole PDUs come: they need not be copied.
        let mut octets = octets;
        if self.buffer.is_empty() {
            octets = self.read(octets, sink);
            self.buffer.extend_from_slice(octets);
            return;
        }
        self.buffer.extend_from_slice(octets);
        let buffer = std::mem::take(&mut self.buffer);
        let rest = self.read(&buffer, sink).len();
        let read = buffer.len() - rest;
        self.buffer = buffer;
        self.buffer.drain(..read);
    }

    /// Reads what there is, and gives back what needs more.
    fn read<'a>(&mut self, mut octets: &'a [u8], sink: &mut dyn FnMut(Item)) -> &'a [u8] {
        loop {
            match self.state {
                State::Encrypted => return &[],
                State::After(rest) => {
                    let here = usize::try_from(rest).unwrap_or(usize::MAX).min(octets.len());
                    octets = &octets[here..];
                    if here as u64 != rest {
                        self.state = State::After(rest - here as u64);
                        return octets;
                    }
                    let Some(header) = Header::read(octets) else {
                        self.state = State::After(0);
                        return octets;
                    };
                    // The place is known: it need not look like a PDU in all respects.
                    self.state = if can_begin(header) { State::InStep } else { State::Lost(0) };
                }
                State::Start => {
                    let Some(header) = Header::read(octets) else { return octets };
                    self.state = if can_begin(header) { State::InStep } else { State::Lost(0) };
                }
                State::InStep => {
                    let Some(header) = Header::read(octets) else { return octets };
                    self.found = true;
                    self.tell_missing(sink);
                    let len = header.command_length;
                    if !(Header::LEN as u32..=MAX_COMMAND_LENGTH).contains(&len) {
                        sink(Item::BadLength(len));
                        self.state = State::Lost(0);
                        continue;
                    }
                    let Some((frame, rest)) = octets.split_at_checked(len as usize) else { return octets };
                    sink(Item::Pdu(frame.to_vec()));
                    octets = rest;
                }
                State::Lost(before) => {
                    let (skipped, looks) = search(octets);
                    octets = &octets[skipped..];
                    let before = before + skipped as u64;
                    self.state = State::Lost(before);
                    if !looks {
                        return octets;
                    }
                    self.tell_missing(sink);
                    if before > 0 {
                        sink(Item::Skipped(before));
                    }
                    self.state = State::InStep;
                }
            }
        }
    }

    fn missing(&mut self, count: u64, sink: &mut dyn FnMut(Item)) {
        self.end_of_octets(sink);
        self.missing += count;
        match self.state {
            State::Encrypted => {}
            State::InStep if self.buffer.len() >= Header::LEN => {
                let rest = self.cut(sink);
                self.state = rest.checked_sub(count).map_or(State::Lost(0), State::After);
            }
            // Also if it was the header that was hoped for.
            State::After(rest) => {
                let octets = self.buffer.len() as u64;
                self.state =
                    rest.checked_sub(count).filter(|_| octets == 0).map_or(State::Lost(octets), State::After);
            }
            State::InStep | State::Start => self.state = State::Lost(self.buffer.len() as u64),
            State::Lost(before) => self.state = State::Lost(before + self.buffer.len() as u64),
        }
        self.buffer.clear();
        if self.found {
            self.tell_missing(sink);
        }
    }

    fn tell_missing(&mut self, sink: &mut dyn FnMut(Item)) {
        let count = std::mem::take(&mut self.missing);
        if count > 0 {
            sink(Item::Missing(count));
        }
    }

    /// Tells of the PDU whose beginning is in the buffer, and how many octets of it are not.
    fn cut(&mut self, sink: &mut dyn FnMut(Item)) -> u64 {
        let Some(header) = Header::read(&self.buffer) else { return 0 };
        let len = self.buffer.len();
        sink(Item::Cut { header, len });
        (header.command_length as u64).saturating_sub(len as u64)
    }

    /// A gap or the end comes next: what looks like a PDU and is whole will not be confirmed by another one.
    fn end_of_octets(&mut self, sink: &mut dyn FnMut(Item)) {
        let State::Lost(before) = self.state else { return };
        let is_whole = Header::read(&self.buffer).is_some_and(|header| {
            looks_like_pdu(header) && header.command_length as usize <= self.buffer.len()
        });
        if is_whole {
            if before > 0 {
                sink(Item::Skipped(before));
            }
            self.state = State::InStep;
            let buffer = std::mem::take(&mut self.buffer);
            let rest = self.read(&buffer, sink).to_vec();
            self.buffer = rest;
        }
    }
}

/// Looks for a PDU whose beginning is unknown. Gives how many octets are none, and whether what follows is one, or else
/// could be one once more octets are there.
///
/// Octets of a text or of another protocol must not be taken for one, since from there on all would be read wrongly. Sixteen
/// random octets look like a header once in 2^58 (a length below 70000 that is enough for the command, an id of the table, no
/// status or a small one, a number below 2^31). Octets that are not random, such as a PDU within a message, are told by what
/// follows: another header, or the end of what was sent together.
fn search(octets: &[u8]) -> (usize, bool) {
    for at in 0..octets.len() {
        let rest = &octets[at..];
        // Quickly, as this is done for each octet of whatever else there is.
        if rest[0] != 0 {
            continue;
        }
        let Some(header) = Header::read(rest) else { return (at, false) };
        if !looks_like_pdu(header) {
            continue;
        }
        let Some(behind) = rest.get(header.command_length as usize..) else { return (at, false) };
        match Header::read(behind) {
            _ if behind.is_empty() => return (at, true),
            Some(next) if can_begin(next) => return (at, true),
            Some(_) => {}
            None => return (at, false),
        }
    }
    (octets.len(), false)
}

/// Whether a PDU may begin like this where one is expected.
fn can_begin(header: Header) -> bool {
    header.command_id.name().is_some()
        && (Header::LEN as u32..=LIKELY_COMMAND_LENGTH).contains(&header.command_length)
}

/// Whether a PDU as the specification has it begins like this.
fn looks_like_pdu(header: Header) -> bool {
    let Header { command_length, command_id, command_status, sequence_number } = header;
    let Some(def) = command_id.def() else { return false };
    let is_response = matches!(def.kind, PduKind::Response | PduKind::Nack);
    // Each field has an octet at least; a response that is an error may come without any.
    let least = Header::LEN as u32 + if is_response { 0 } else { def.fields.len() as u32 };
    let has_body = !def.fields.is_empty() || is_response;
    let lengths = least..=if has_body { LIKELY_COMMAND_LENGTH } else { Header::LEN as u32 };
    // Statuses of vendors are up to 0x4FF by the specification, and beyond with some.
    let statuses = 0..=if is_response { 0xFFFF } else { 0 };
    let numbers = u32::from(command_id != CommandId::GENERIC_NACK)..=0x7FFF_FFFF;
    lengths.contains(&command_length)
        && statuses.contains(&command_status.0)
        && numbers.contains(&sequence_number)
}

/// Whether a record of TLS begins here: its type, its version, its length.
fn is_tls(octets: &[u8]) -> bool {
    // 2^14 octets, and what encryption adds.
    const MAX_RECORD: u16 = (1 << 14) + 2048;
    match *octets {
        [kind, 3, minor, high, low, ..] => {
            let len = u16::from_be_bytes([high, low]);
            matches!(kind, 20..=23) && minor <= 4 && (1..=MAX_RECORD).contains(&len)
        }
        _ => false,
    }
}
