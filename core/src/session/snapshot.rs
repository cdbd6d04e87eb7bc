//! A session as octets, to go on in another process.
//!
//! All integers are in network byte order, all times are nanoseconds before or after the moment of the snapshot. The
//! first octets say what it is and in which format; the last four are a CRC-32 of all before them.

use core::fmt;
use core::time::Duration;

use super::config::Config;
use super::inner::{Binding, Inner};
use super::window::{InFlight, Slot};
use crate::command_id::CommandId;
use crate::state::{Role, State};
use crate::status::CommandStatus;
use crate::time::Instant;
use crate::values::InterfaceVersion;

const MAGIC: [u8; 4] = *b"SMPS";
const FORMAT: u8 = 1;
/// Octets without requests and owed answers: what it is, format, role, state, version, next number, unanswered; three
/// times; four parts that may be missing; two counts; CRC.
const FIXED: usize = 4 + 1 + 1 + 1 + 1 + 4 + 2 + 3 * 8 + 4 + 2 + 1 + 4;
const REQUEST: usize = 8 + 4 + 4 + 8 + 8;
const OWED: usize = 12;
const BINDING: usize = 9;

/// A session cannot be written down, or what was written down is not one.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The buffer is too small.
    BufferTooSmall {
        /// Octets the snapshot has.
        needed: usize,
    },
    /// The session is closed: there is nothing to go on with.
    Closed,
    /// The octets are not a snapshot, or not whole.
    Corrupt,
    /// The snapshot was made by a later version that writes another format.
    Format(u8),
    /// It is of a session of the other side.
    Role,
    /// Its requests do not fit into the window that was given: give one of the same size.
    Window,
    /// There are fewer slots for tickets than it needs: give as many as before.
    Tickets,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BufferTooSmall { needed } => {
                write!(f, "the buffer is too small, {needed} octets are needed")
            }
            Self::Closed => f.write_str("the session is closed"),
            Self::Corrupt => f.write_str("the octets are not a snapshot of this kind"),
            Self::Format(format) => write!(f, "the snapshot has format {format}, only {FORMAT} is known"),
            Self::Role => f.write_str("the snapshot is of a session of the other side"),
            Self::Window => f.write_str("the requests of the snapshot do not fit into the window"),
            Self::Tickets => f.write_str("the tickets of the snapshot do not fit into the slots"),
        }
    }
}

impl core::error::Error for SnapshotError {}

impl Inner {
    pub(super) fn snapshot_len(&self) -> usize {
        let single = [self.unbinding, self.enquiring].iter().flatten().count();
        let requests = usize::from(self.window.in_flight()).saturating_add(single);
        let binding = if self.binding.is_some() { BINDING } else { 0 };
        let peer_unbound = if self.peer_unbound.is_some() { 8 } else { 0 };
        [requests.saturating_mul(REQUEST), self.control.len().saturating_mul(OWED), binding, peer_unbound]
            .into_iter()
            .fold(FIXED, usize::saturating_add)
    }

    pub(super) fn snapshot(
        &self,
        slots: &[Slot],
        now: Instant,
        out: &mut [u8],
    ) -> Result<usize, SnapshotError> {
        if self.state == State::Closed {
            return Err(SnapshotError::Closed);
        }
        let needed = self.snapshot_len();
        let out = out.get_mut(..needed).ok_or(SnapshotError::BufferTooSmall { needed })?;
        let mut to = Output { rest: out, now };
        to.octets(&MAGIC);
        to.octets(&[FORMAT, role_code(self.config.role), state_code(self.state), self.version.0]);
        to.octets(&self.window.next_number().to_be_bytes());
        to.octets(&self.unanswered.to_be_bytes());
        [self.opened, self.heard, self.active].into_iter().for_each(|at| to.age(at));
        to.part(self.peer_unbound, |to, at| to.age(at));
        to.part(self.binding, |to, binding| {
            to.octets(&binding.command_id.0.to_be_bytes());
            to.octets(&binding.sequence_number.to_be_bytes());
            to.octets(&[binding.version.0]);
        });
        to.part(self.unbinding, |to, request| to.request(request));
        to.part(self.enquiring, |to, request| to.request(request));
        to.octets(&self.window.in_flight().to_be_bytes());
        slots.iter().filter_map(Slot::in_flight).for_each(|request| to.request(request));
        to.octets(&[u8::try_from(self.control.len()).unwrap_or(u8::MAX)]);
        for owed in self.control.iter() {
            to.octets(&owed.command_id.0.to_be_bytes());
            to.octets(&owed.command_status.0.to_be_bytes());
            to.octets(&owed.sequence_number.to_be_bytes());
        }
        let (body, crc) = out.split_last_chunk_mut::<4>().ok_or(SnapshotError::Corrupt)?;
        *crc = crc32(body).to_be_bytes();
        Ok(needed)
    }

    pub(super) fn restore(
        config: Config,
        slots: &mut [Slot],
        snapshot: &[u8],
        now: Instant,
    ) -> Result<Self, SnapshotError> {
        let (body, crc) = snapshot.split_last_chunk::<4>().ok_or(SnapshotError::Corrupt)?;
        if crc32(body).to_be_bytes() != *crc {
            return Err(SnapshotError::Corrupt);
        }
        let mut from = Input { rest: body, now };
        Self::read(config, slots, &mut from)?.filter(|_| from.rest.is_empty()).ok_or(SnapshotError::Corrupt)
    }

    /// `None` if the octets end too early or say what cannot be.
    fn read(config: Config, slots: &mut [Slot], from: &mut Input<'_>) -> Result<Option<Self>, SnapshotError> {
        let mut inner = Self::new(config, from.now);
        let Some((magic, [format, role, state, version])) = from.array().zip(from.array()) else {
            return Ok(None);
        };
        if magic != MAGIC {
            return Ok(None);
        }
        if format != FORMAT {
            return Err(SnapshotError::Format(format));
        }
        if role != role_code(config.role) {
            return Err(SnapshotError::Role);
        }
        let Some(state) = state_of(state) else { return Ok(None) };
        inner.go_on_in(state, InterfaceVersion(version));
        let read = |inner: &mut Self, from: &mut Input<'_>| {
            inner.window.set_next_number(from.u32()?);
            inner.unanswered = from.u16()?;
            inner.opened = from.age()?;
            inner.heard = from.age()?;
            inner.active = from.age()?;
            inner.peer_unbound = from.part(Input::age)?;
            inner.binding = from.part(|from| {
                let (command_id, sequence_number) = (CommandId(from.u32()?), from.u32()?);
                Some(Binding { command_id, sequence_number, version: InterfaceVersion(from.u8()?) })
            })?;
            inner.unbinding = from.part(Input::request)?;
            inner.enquiring = from.part(Input::request)?;
            from.u16()
        };
        let Some(requests) = read(&mut inner, from) else { return Ok(None) };
        for _ in 0..requests {
            let Some(request) = from.request() else { return Ok(None) };
            if !inner.window.put_back(slots, request) {
                return Err(SnapshotError::Window);
            }
        }
        let Some(owed) = from.u8() else { return Ok(None) };
        for _ in 0..owed {
            let owed = from.u32().zip(from.u32()).zip(from.u32());
            let Some(((id, status), number)) = owed.filter(|_| !inner.control.has_no_place()) else {
                return Ok(None);
            };
            inner.control.push(CommandId(id), CommandStatus(status), number);
        }
        Ok(Some(inner))
    }
}

/// Takes the parts of a snapshot. It is as long as they are.
struct Output<'o> {
    rest: &'o mut [u8],
    now: Instant,
}

impl Output<'_> {
    fn octets(&mut self, octets: &[u8]) {
        if let Some((head, rest)) = core::mem::take(&mut self.rest).split_at_mut_checked(octets.len()) {
            head.copy_from_slice(octets);
            self.rest = rest;
        }
    }

    fn nanos(&mut self, duration: Duration) {
        self.octets(&u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX).to_be_bytes());
    }

    /// How long ago it was.
    fn age(&mut self, at: Instant) {
        self.nanos(self.now.saturating_since(at));
    }

    fn part<T>(&mut self, part: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.octets(&[u8::from(part.is_some())]);
        if let Some(part) = part {
            write(self, part);
        }
    }

    fn request(&mut self, request: InFlight) {
        self.octets(&request.token.to_be_bytes());
        self.octets(&request.command_id.0.to_be_bytes());
        self.octets(&request.sequence_number.to_be_bytes());
        self.age(request.sent);
        self.nanos(request.deadline.saturating_since(self.now));
    }
}

/// Gives the parts of a snapshot, or `None` at its end.
struct Input<'b> {
    rest: &'b [u8],
    now: Instant,
}

impl Input<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*array)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array().map(|[octet]| octet)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    fn age(&mut self) -> Option<Instant> {
        Some(Instant::from_nanos(self.now.as_nanos().saturating_sub(self.u64()?)))
    }

    fn part<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.u8()? {
            0 => Some(None),
            1 => Some(Some(read(self)?)),
            _ => None,
        }
    }

    fn request(&mut self) -> Option<InFlight> {
        Some(InFlight {
            token: self.u64()?,
            command_id: CommandId(self.u32()?),
            sequence_number: self.u32()?,
            sent: self.age()?,
            deadline: self.now.saturating_add(Duration::from_nanos(self.u64()?)),
        })
    }
}

const fn role_code(role: Role) -> u8 {
    match role {
        Role::Esme => 0,
        Role::Mc => 1,
    }
}

/// Every state that a session can go on in, with its number in a snapshot.
const STATES: [(State, u8); 6] = [
    (State::Open, 0),
    (State::Outbound, 1),
    (State::BoundTx, 2),
    (State::BoundRx, 3),
    (State::BoundTrx, 4),
    (State::Unbound, 5),
];

fn state_code(state: State) -> u8 {
    STATES.iter().find(|(known, _)| *known == state).map_or(u8::MAX, |(_, code)| *code)
}

fn state_of(code: u8) -> Option<State> {
    STATES.iter().find(|(_, known)| *known == code).map(|(state, _)| *state)
}

/// CRC-32 as in Ethernet and zip.
pub(super) fn crc32(octets: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for octet in octets {
        crc ^= u32::from(*octet);
        for _ in 0..8 {
            let odd = crc & 1 == 1;
            crc >>= 1;
            if odd {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_crc_is_the_usual_one() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }
}
