//! Octets between an interrupt and the loop.

use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// A ring of octets that one side puts in and the other takes out; either may be an interrupt. It locks nothing, and loads
/// and stores are all that it needs of the processor: a Cortex-M0 will do.
pub struct Ring<const N: usize> {
    octets: [AtomicU8; N],
    /// How many octets were ever put in, and taken out.
    put: AtomicUsize,
    taken: AtomicUsize,
}

impl<const N: usize> Ring<N> {
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        const { assert!(N.is_power_of_two(), "counters wrap, so the size must be a power of two") };
        Self { octets: [const { AtomicU8::new(0) }; N], put: AtomicUsize::new(0), taken: AtomicUsize::new(0) }
    }

    /// Where the octet of this number lies.
    const fn place(number: usize) -> usize {
        number & N.wrapping_sub(1)
    }

    pub fn len(&self) -> usize {
        self.put.load(Ordering::Acquire).wrapping_sub(self.taken.load(Ordering::Acquire))
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many octets can be put in.
    pub fn room(&self) -> usize {
        N.saturating_sub(self.len())
    }

    /// Puts an octet in, unless the ring is full. Only one side may do so.
    pub fn put(&self, octet: u8) -> bool {
        let at = self.put.load(Ordering::Relaxed);
        if self.room() == 0 {
            return false;
        }
        if let Some(place) = self.octets.get(Self::place(at)) {
            place.store(octet, Ordering::Relaxed);
        }
        self.put.store(at.wrapping_add(1), Ordering::Release);
        true
    }

    /// Takes the oldest octet out. Only the other side may do so.
    pub fn take(&self) -> Option<u8> {
        if self.is_empty() {
            return None;
        }
        let at = self.taken.load(Ordering::Relaxed);
        let octet = self.octets.get(Self::place(at))?.load(Ordering::Relaxed);
        self.taken.store(at.wrapping_add(1), Ordering::Release);
        Some(octet)
    }
}

#[cfg(test)]
mod tests {
    use super::Ring;

    #[test]
    fn what_was_put_in_comes_out_in_order_and_nothing_is_overwritten() {
        let ring = Ring::<4>::new();
        let (mut put, mut taken) = (0_u8, 0_u8);
        for round in 0..40 {
            for _ in 0..round % 6 {
                put += u8::from(ring.put(put));
            }
            assert!(ring.len() <= 4 && ring.len() + ring.room() == 4);
            for _ in 0..round % 5 {
                let next = ring.take();
                assert_eq!(next, (taken < put).then_some(taken));
                taken += u8::from(next.is_some());
            }
        }
        assert!(put > 40);
    }
}
