//! A look at every PDU that passes.

use std::fmt;
use std::sync::Arc;

use smppkit::frame_length;

/// Which way a PDU went.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// From the peer to us.
    Received,
    /// From us to the peer.
    Sent,
}

/// What is called with every PDU that passes, header included, those of the session itself among them.
///
/// It is called on the task that moves the octets, so it should be quick and must not block. A clone calls the same
/// function.
#[derive(Clone)]
pub struct Tap(Arc<Look>);

type Look = dyn Fn(Direction, &[u8]) + Send + Sync;

impl Tap {
    /// Calls `look` with every PDU.
    pub fn new(look: impl Fn(Direction, &[u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(look))
    }
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tap")
    }
}

/// Cuts octets into PDUs for a tap.
#[derive(Debug)]
pub(crate) struct Frames {
    tap: Tap,
    max_command_length: u32,
    /// The beginning of a PDU whose end has not come.
    begun: Vec<u8>,
    /// Where the next PDU begins is unknown.
    lost: bool,
}

impl Frames {
    pub(crate) const fn new(tap: Tap, max_command_length: u32) -> Self {
        Self { tap, max_command_length, begun: Vec::new(), lost: false }
    }

    /// Octets of the peer, in whatever pieces they came.
    pub(crate) fn received(&mut self, octets: &[u8]) {
        if self.lost {
            return;
        }
        self.begun.extend_from_slice(octets);
        let mut rest = self.begun.as_slice();
        loop {
            match frame_length(rest, self.max_command_length) {
                Ok(Some(len)) if len <= rest.len() => {
                    let (frame, tail) = rest.split_at(len);
                    (self.tap.0)(Direction::Received, frame);
                    rest = tail;
                }
                Ok(_) => break,
                Err(_) => {
                    // Shown as it came, since there is no telling where it ends.
                    (self.tap.0)(Direction::Received, rest);
                    rest = &[];
                    self.lost = true;
                    break;
                }
            }
        }
        let done = self.begun.len() - rest.len();
        self.begun.drain(..done);
    }

    /// Whole PDUs of ours.
    pub(crate) fn sent(&self, mut octets: &[u8]) {
        while let Ok(Some(len)) = frame_length(octets, u32::MAX)
            && let Some((frame, rest)) = octets.split_at_checked(len)
        {
            (self.tap.0)(Direction::Sent, frame);
            octets = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn any_cut_of_a_stream_shows_the_same_pdus() {
        let stream: Vec<u8> = (1..=3)
            .flat_map(|n: u8| {
                [0, 0, 0, 16 + n, 0, 0, 0, 21].into_iter().chain([n; 8]).chain(vec![0; n.into()])
            })
            .collect();
        for cut in 1..stream.len() {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let tap = Tap::new({
                let seen = seen.clone();
                move |direction, frame| seen.lock().unwrap().push((direction, frame.to_vec()))
            });
            let mut frames = Frames::new(tap, 70_000);
            for piece in stream.chunks(cut) {
                frames.received(piece);
            }
            let lens: Vec<_> = seen.lock().unwrap().iter().map(|(_, frame)| frame.len()).collect();
            assert_eq!(lens, [17, 18, 19]);
            assert_eq!(
                seen.lock().unwrap().iter().flat_map(|(_, frame)| frame.clone()).collect::<Vec<_>>(),
                stream
            );
        }
    }
}
