//! The header-only PDUs that the session owes by itself, until they are taken.

use crate::command_id::CommandId;
use crate::header::Header;
use crate::status::CommandStatus;

/// How many answers may wait.
const ANSWERS: usize = 8;
/// And beside them our enquire_link, for a peer that takes none of our answers must be found out, too; and the
/// generic_nack that says why we close.
const CAPACITY: usize = ANSWERS + 2;

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Owed {
    pub(crate) command_id: CommandId,
    pub(crate) command_status: CommandStatus,
    pub(crate) sequence_number: u32,
}

/// A queue of header-only PDUs.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Control {
    owed: [Option<Owed>; CAPACITY],
    len: usize,
}

impl Control {
    pub(crate) const fn new() -> Self {
        Self { owed: [None; CAPACITY], len: 0 }
    }

    /// Whether no further answer can be owed.
    pub(crate) const fn is_full(&self) -> bool {
        self.len >= ANSWERS
    }

    /// Whether nothing more can be owed.
    pub(crate) const fn has_no_place(&self) -> bool {
        self.len >= CAPACITY
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// What is owed, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Owed> {
        self.owed.into_iter().take(self.len).flatten()
    }

    pub(crate) fn push(
        &mut self,
        command_id: CommandId,
        command_status: CommandStatus,
        sequence_number: u32,
    ) {
        if let Some(place) = self.owed.get_mut(self.len) {
            *place = Some(Owed { command_id, command_status, sequence_number });
            self.len = self.len.saturating_add(1);
        }
    }

    /// Writes as many as fit and returns how many octets they have.
    pub(crate) fn take(&mut self, out: &mut [u8]) -> usize {
        if self.len == 0 {
            return 0;
        }
        let mut written = 0_usize;
        for place in out.chunks_exact_mut(Header::LEN).take(self.len) {
            let Some(owed) = self.owed.first().copied().flatten() else { break };
            self.owed.rotate_left(1);
            self.len = self.len.saturating_sub(1);
            let header = Header {
                command_length: 16,
                command_id: owed.command_id,
                command_status: owed.command_status,
                sequence_number: owed.sequence_number,
            };
            place.copy_from_slice(&header.to_octets());
            written = written.saturating_add(Header::LEN);
        }
        written
    }
}
