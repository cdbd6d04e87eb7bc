//! A network that breaks: a proxy between a client and a server that cuts their octets into other pieces, holds them back,
//! and ends their connections in all the ways in which connections end.
//!
//! What happens is drawn from a seed (`script.rs`): to which octet of which direction of which connection it happens. So
//! the same seed does the same to the same octets, however fast they come and however they were cut. What the peers do
//! meanwhile has its own time, and is not the same each time: a seed repeats the network and not the run.
//!
//! Nothing happens here that TCP does not do: octets are neither lost nor changed nor doubled within a connection. What is
//! doubled is a connection ([`Opening`]).

mod proxy;
mod script;

pub use proxy::{Event, Log, Proxy};
pub use script::{Opening, Script, Settings, Step, Trouble};

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a proxy did so far.
#[derive(Debug, Default)]
pub struct Counts {
    /// Connections of clients.
    pub connections: AtomicU64,
    /// Octets passed on.
    pub octets: AtomicU64,
    /// What happened, by [`Trouble::kind`].
    troubles: [AtomicU64; Trouble::NAMES.len()],
    /// Connections made beside those of clients.
    pub duplicates: AtomicU64,
}

impl Counts {
    fn add(&self, trouble: Trouble) {
        if let Some(count) = self.troubles.get(trouble.kind()) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many connections it ended, in whatever way.
    #[must_use]
    pub fn ended(&self) -> u64 {
        let ends = [Trouble::Reset, Trouble::Close, Trouble::Silence];
        ends.iter()
            .filter_map(|end| self.troubles.get(end.kind()))
            .map(|count| count.load(Ordering::Relaxed))
            .sum()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        write!(f, "{} connections, {} octets", count(&self.connections), count(&self.octets))?;
        for (name, number) in Trouble::NAMES.iter().zip(&self.troubles) {
            write!(f, ", {name} {}", count(number))?;
        }
        write!(f, ", duplicate {}", count(&self.duplicates))
    }
}
